#!/bin/sh
# run.sh BINARY: what the command line refuses, as TAP. A refusal has exit code 2, a sentence that helps, and leaves
# the database and the folder as they were; a failure of the world has 1; help has 0.
set -u
bin=$(realpath "$1")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1

say() { # say GOOD NAME: one TAP line, with the last output when it went wrong
    if [ "$1" -eq 0 ]; then
        echo "ok - $2"
    else
        echo "not ok - $2 (keluar dengan $code)"
        sed 's/^/  # /' said | head -8
    fi
}

expect() { # expect CODE WORDS NAME COMMAND…: the exit code, and what must be said
    want=$1 words=$2 name=$3
    shift 3
    "$bin" "$@" > said 2>&1 < /dev/null
    code=$?
    [ "$code" -eq "$want" ] && { [ -z "$words" ] || grep -qF -- "$words" said; }
    say $? "$name"
}

# All that is stored about people and places; the trace of the attempt itself may be there.
stored() {
    for t in worker worker_count worker_event worker_word engagement agency agency_alias position position_alias \
        plan_line ceiling choice asn_result run offer; do
        sqlite3 "$1" "SELECT * FROM $t" 2>/dev/null
    done | sha256sum
}

unchanged() { # unchanged CODE WORDS NAME DB COMMAND…: refused, and nothing is half written
    want=$1 words=$2 name=$3 base=$4
    shift 4
    before=$(stored "$base")
    "$bin" "$@" > said 2>&1 < /dev/null
    code=$?
    [ "$code" -eq "$want" ] && { [ -z "$words" ] || grep -qF -- "$words" said; } && [ "$before" = "$(stored "$base")" ]
    say $? "$name"
}

# ---- words that are no command, options that are missing or unknown ----

expect 0 'Perintah:' 'bantuan' --help
expect 2 'Perintah:' 'tanpa perintah'
expect 2 'alihdaya --help' 'perintah yang tidak dikenal' tempatkan
expect 2 'alihdaya --help' 'kata kerja tanpa objek' import
expect 2 'alihdaya --help' 'objek yang tidak dikenal' import pegawai x.csv --db x.db

while read -r verb; do
    # shellcheck disable=SC2086
    expect 0 'Kode keluar' "$verb --help" $verb --help
    # shellcheck disable=SC2086
    expect 2 '--tidak-ada' "$verb dengan pilihan yang tidak dikenal" $verb --tidak-ada
    case $verb in routes | permissions) continue ;; esac
    # shellcheck disable=SC2086
    expect 2 '--' "$verb tanpa pilihan wajib" $verb
done <<END
init
serve
demo
import census
import agencies
import plan
import ceilings
import results
import choices
export workers
export census
export public-run
synth
allocate
verify
routes
permissions
check
END

expect 2 '--db' 'pilihan tanpa nilai' init --db
expect 2 '--workers' 'bilangan yang bukan bilangan' demo --db x.db --workers banyak
expect 2 '--workers' 'bilangan di luar batas' demo --db x.db --workers -5
expect 2 '88.88' 'wilayah yang tidak dikenal' init --db x.db --region 88.88
expect 2 '2026-11-21' 'tanggal yang bukan tanggal' serve --db x.db --today kemarin
expect 2 '--rows' 'pilihan baris yang tidak dikenal' import census x.csv --db x.db --rows semua
[ ! -e x.db ]
say $? 'tidak ada basis data yang terbuat oleh perintah yang ditolak'

# ---- a database that is missing, is none, or exists already ----

expect 1 'tidak-ada.db' 'check atas basis data yang tidak ada' check --db tidak-ada.db
[ ! -e tidak-ada.db ]
say $? 'check tidak membuat basis data'
head -c 5000 /dev/urandom > sampah.db
expect 1 'sampah.db' 'check atas berkas yang bukan basis data' check --db sampah.db
expect 1 'sampah.db' 'serve atas berkas yang bukan basis data' serve --db sampah.db --listen 127.0.0.1:0
expect 0 'Kabupaten Tabalong siap' 'init' init --db kosong.db --region 63.09
unchanged 2 'sudah ada' 'init atas basis data yang sudah ada' kosong.db init --db kosong.db --region 63.09
unchanged 2 '--today' 'hari lain hanya untuk basis data contoh' kosong.db serve --db kosong.db --listen 127.0.0.1:0 --today 2027-01-01
expect 0 'benar' 'check atas daerah kosong' check --db kosong.db
expect 1 '' 'alamat yang bukan alamat' serve --db kosong.db --listen bukan-alamat
expect 1 'origin' 'alamat terbuka tanpa TLS' serve --db kosong.db --listen 0.0.0.0:0

# ---- files that are none of what they should be ----

expect 2 'tidak-ada.csv' 'sensus dari berkas yang tidak ada' import census tidak-ada.csv --db kosong.db
printf 'kode_opd,nama,nama_lain\n1.01,Dinas Conto,Disconto\n1.02,Dinas Misal,\n' > opd.csv
expect 0 '2 ditambahkan' 'instansi dari berkas' import agencies opd.csv --db kosong.db
expect 0 '2 sudah sama' 'instansi sekali lagi: tidak ada yang berubah' import agencies opd.csv --db kosong.db
printf 'kode_opd,nama,nama_lain\n1.03,Dinas Umpama,\n1.04,,\n' > opd-salah.csv
unchanged 2 'Tidak ada yang disimpan' 'instansi dengan satu baris salah' kosong.db import agencies opd-salah.csv --db kosong.db
printf 'a,b\n1,2\n' > judul.csv
unchanged 2 '' 'instansi dengan judul lain' kosong.db import agencies judul.csv --db kosong.db

file() { # file NAME WORDS FILE: a census file that is not read at all
    unchanged 2 "$2" "sensus: $1" kosong.db import census "$3" --db kosong.db --rows good
}
: > nol.csv
file 'berkas kosong' 'Berkas kosong' nol.csv
printf 'PK\003\004rusak' > rusak.xlsx
file 'XLSX rusak' 'rusak atau terpotong' rusak.xlsx
mkdir isi && echo x > isi/a.txt && (cd isi && zip -q ../lain.xlsx a.txt)
file 'ZIP yang bukan XLSX' 'bukan CSV atau XLSX' lain.xlsx
head -c 60 lain.xlsx > potong.xlsx
file 'XLSX terpotong' 'rusak atau terpotong' potong.xlsx
printf '%%PDF-1.4\n' > cetak.csv
file 'PDF' 'bukan CSV atau XLSX' cetak.csv
file 'tabel tanpa judul' 'judul' judul.csv
printf 'NIK,Nama Lengkap,Jabatan\n6309010101900001,Contowati,Pengemudi\n' > kurang.csv
file 'kolom wajib tidak ada' 'Kolom wajib belum ada' kurang.csv
head='NIK,Nama Lengkap,Tanggal Lahir,Jenis Kelamin,Perangkat Daerah,Jabatan,TMT Mulai Kerja,Upah per Bulan'
printf '%s\n"6309010101900001,Contowati\n' "$head" > kutip.csv
file 'tanda kutip tidak ditutup' 'kutip' kutip.csv

# ---- one bad row: all or the good ones ----

printf '%s\n6309010101900001,Contohadi Misal,01-01-1990,L,Dinas Conto,Pengemudi,02-01-2015,1500000\n' "$head" > satu.csv
printf '63090101,Umpama Andai,02-01-1990,L,Dinas Misal,Pengemudi,02-01-2015,1500000\n' >> satu.csv
unchanged 2 '1 galat' 'satu baris salah: tidak ada yang disimpan' kosong.db import census satu.csv --db kosong.db --report lapor.csv
grep -q '^3,nik,galat,NIK_PANJANG,"\?NIK harus 16 angka' lapor.csv
say $? 'laporan menyebut baris, kolom, dan sebabnya'
expect 0 '1 orang disimpan' 'baris yang baik saja' import census satu.csv --db kosong.db --rows good
unchanged 0 'sudah diimpor' 'berkas yang sama lagi: tidak ada yang berubah' kosong.db import census satu.csv --db kosong.db --rows good
expect 2 'Instansi' 'instansi yang tidak dikenal' import census satu.csv --db kosong.db --agency 9.99
expect 0 '' 'ekspor' export workers keluar.csv --db kosong.db
grep -q '6309010101900001' keluar.csv
say $? 'NIK utuh dalam ekspor'
expect 1 'tidak dapat ditulis' 'ekspor ke tempat yang tidak ada' export workers tidak/ada/keluar.csv --db kosong.db

# A million rows, one of them wrong: refused as a whole, and nothing of the others is there.
awk -v head="$head" 'BEGIN {
    split("ba ci du fe go ha ji ku le mo na pi ru se to wa yu za gi lo", s, " ")
    print head
    for (i = 0; i < 1000000; i++) {
        d = i % 28 + 1; m = int(i / 28) % 12 + 1; y = 70 + int(i / 336) % 30; n = int(i / 10080) + 2
        name = s[i % 20 + 1] s[int(i / 20) % 20 + 1] s[int(i / 400) % 20 + 1] " " s[int(i / 8000) % 20 + 1] s[n % 20 + 1] "conto"
        nik = sprintf("630901%02d%02d%02d%04d", d, m, y, n)
        if (i == 700000) nik = "63090199"
        printf "%s,%s,%02d-%02d-19%02d,L,%s,Pengemudi,02-01-2015,1500000\n", nik, name, d, m, y, \
            i % 2 ? "Dinas Conto" : "Dinas Misal"
    }
}' > sejuta.csv
unchanged 2 '1 galat' 'sejuta baris dengan satu yang salah: tidak ada yang disimpan' kosong.db import census sejuta.csv --db kosong.db
expect 0 'benar' 'check sesudahnya' check --db kosong.db
rm -f sejuta.csv

# ---- a locked census ----

expect 0 'siap' 'daerah contoh' demo --db contoh.db --workers 40
unchanged 2 'dikunci' 'sensus yang dikunci menolak impor' contoh.db import census satu.csv --db contoh.db --rows good
unchanged 2 'sudah ada' 'demo atas basis data yang sudah ada' contoh.db demo --db contoh.db --workers 40
unchanged 2 '' 'rencana yang menyebut instansi yang tidak ada' contoh.db import plan judul.csv --db contoh.db
unchanged 2 '' 'pagu yang bukan pagu' contoh.db import ceilings judul.csv --db contoh.db
unchanged 2 '' 'hasil seleksi yang bukan hasil seleksi' contoh.db import results judul.csv --db contoh.db
unchanged 2 '' 'pilihan yang bukan pilihan' contoh.db import choices judul.csv --db contoh.db
expect 0 'benar' 'check atas daerah contoh' check --db contoh.db

# ---- the engine: wrong references, missing files, planted faults ----

expect 0 '' 'masukan rekaan' synth --workers 300 --regions 2 --seed 5 --out masuk
mkdir hasil
expect 0 'Pekerja 300' 'penempatan' allocate --in masuk --out hasil
expect 0 'sah' 'pemeriksaan' verify --in masuk --out hasil

engine() { # engine NAME FILE AWK: the input with one line changed is refused by name, and nothing is written
    rm -rf lain keluaran && cp -r masuk lain && mkdir keluaran
    awk -F, -v OFS=, "$3" "masuk/$2" > "lain/$2"
    expect 2 "$2:" "penempatan: $1" allocate --in lain --out keluaran
    [ -z "$(ls keluaran)" ]
    say $? "penempatan: $1: tidak ada hasil separuh"
    expect 2 "$2:" "pemeriksaan: $1" verify --in lain --out hasil
}
engine 'jabatan yang tidak ada' baris.csv 'NR == 2 { $4 = "TIDAK_ADA" } 1'
engine 'baris rencana dua kali' baris.csv 'NR == 3 { $1 = first } NR == 2 { first = $1 } 1'
engine 'jumlah yang bukan bilangan' baris.csv 'NR == 2 { $6 = "dua" } 1'
engine 'pekerja dua kali' pekerja.csv 'NR == 3 { $1 = first } NR == 2 { first = $1 } 1'
engine 'pekerja dengan jabatan yang tidak ada' pekerja.csv 'NR == 2 { $5 = "TIDAK_ADA" } 1'
engine 'pilihan atas baris yang tidak ada' pilihan.csv 'NR == 2 { $3 = "TIDAK-ADA" } 1'
engine 'pilihan pekerja yang tidak ada' pilihan.csv 'NR == 2 { $1 = "TIDAK-ADA" } 1'
engine 'judul kolom lain' pagu.csv 'NR == 1 { $1 = "opd" } 1'
engine 'pagu di luar batas' pagu.csv 'NR == 2 { $2 = "99999999999999999999999" } 1'
rm -rf lain && cp -r masuk lain && rm lain/baris.csv
expect 2 'baris.csv' 'penempatan tanpa baris.csv' allocate --in lain --out keluaran
expect 2 'hasil.csv' 'pemeriksaan tanpa hasil' verify --in masuk --out keluaran
expect 1 '' 'penempatan ke tempat yang tidak ada' allocate --in masuk --out tidak/ada
cp -r hasil palsu
awk -F, -v OFS=, 'NR > 1 && $3 != "" && !done { $2 = "BELUM"; $3 = ""; $4 = ""; $5 = ""; $6 = "ANGGARAN"; done = 1 } 1' hasil/hasil.csv > palsu/hasil.csv
expect 1 'TIDAK sesuai' 'hasil yang diubah diketahui' verify --in masuk --out palsu

exit 0
