/*
 * census_report.c: the table of sentences and its writer.
 */
#include "census_report.h"

#include "kernel/text/csv.h"

#define SAYS(c, level, sentence) [c] = {#c, level, sentence}

const struct census_code_info census_codes[CENSUS_CODE_COUNT] = {
    SAYS(BERKAS_KOSONG, LEVEL_REFUSE,
         "Berkas kosong. Pilih berkas yang berisi tabel tenaga non-ASN."),
    SAYS(BERKAS_TERLALU_BESAR, LEVEL_REFUSE,
         "Berkas {x} MB melebihi batas {y} MB. Bagi per perangkat daerah, lalu unggah satu per "
         "satu."),
    SAYS(TERLALU_BANYAK_BARIS, LEVEL_REFUSE,
         "Berkas berisi {x} baris, batasnya {y}. Bagi per perangkat daerah, lalu unggah satu "
         "per satu."),
    SAYS(TERLALU_BANYAK_KOLOM, LEVEL_REFUSE,
         "Berkas berisi {x} kolom, batasnya {y}. Hapus kolom yang tidak dipakai."),
    SAYS(BUKAN_TABEL, LEVEL_REFUSE,
         "Berkas ini bukan CSV atau XLSX. Buka di Excel atau LibreOffice, lalu Simpan Sebagai "
         ".xlsx."),
    SAYS(XLS_LAMA, LEVEL_REFUSE,
         "Berkas .xls (Excel 97–2003) tidak dapat dibaca. Simpan Sebagai .xlsx, lalu unggah lagi."),
    SAYS(ODS, LEVEL_REFUSE,
         "Berkas .ods tidak dapat dibaca. Simpan Sebagai .xlsx, lalu unggah lagi."),
    SAYS(MAKRO, LEVEL_REFUSE,
         "Berkas berisi makro (.xlsm). Simpan Sebagai .xlsx tanpa makro, lalu unggah lagi."),
    SAYS(BERSANDI, LEVEL_REFUSE,
         "Berkas terkunci kata sandi. Hapus kata sandinya di Excel, simpan, lalu unggah lagi."),
    SAYS(XLSX_RUSAK, LEVEL_REFUSE,
         "Berkas XLSX rusak atau terpotong. Buka dan simpan ulang di Excel, lalu unggah lagi."),
    SAYS(ISI_MENCURIGAKAN, LEVEL_REFUSE,
         "Isi berkas mengembang jauh melebihi ukurannya, jadi tidak dibuka. Salin datanya ke "
         "berkas baru."),
    SAYS(TANPA_JUDUL, LEVEL_REFUSE,
         "Baris judul kolom tidak ditemukan dalam 30 baris pertama. Pastikan ada judul seperti "
         "NIK, Nama, dan Jabatan."),
    SAYS(TANPA_DATA, LEVEL_REFUSE,
         "Judul kolom ditemukan, tetapi tidak ada baris data di bawahnya."),
    SAYS(KOLOM_WAJIB, LEVEL_REFUSE,
         "Kolom wajib belum ada: {x}. Tambahkan kolomnya atau petakan dari kolom lain."),
    SAYS(KOLOM_GANDA, LEVEL_REFUSE,
         "Dua kolom dikenali sebagai {x}: “{y}” dan “{z}”. Pilih salah satu."),
    SAYS(KUTIP_TERBUKA, LEVEL_REFUSE,
         "Tanda kutip di baris {x} tidak ditutup, sehingga sisa berkas tidak dapat dipisah "
         "menjadi kolom."),
    SAYS(ENKODE, LEVEL_REFUSE,
         "Huruf dalam berkas tidak dapat dibaca. Simpan Sebagai CSV UTF-8, lalu unggah lagi."),
    SAYS(NIK_KOSONG, LEVEL_FAULT,
         "NIK belum diisi."),
    SAYS(NIK_PANJANG, LEVEL_FAULT,
         "NIK harus 16 angka; baris ini berisi {x}."),
    SAYS(NIK_HURUF, LEVEL_FAULT,
         "NIK hanya boleh angka; ada huruf atau tanda “{x}”."),
    SAYS(NIK_NOTASI_ILMIAH, LEVEL_FAULT,
         "NIK tersimpan sebagai {x}, angka aslinya hilang. Ubah kolom NIK menjadi Teks, lalu "
         "ketik ulang dari KTP."),
    SAYS(NIK_DIBULATKAN, LEVEL_FAULT,
         "Angka terakhir NIK berubah menjadi 0 karena Excel membulatkannya. Ubah kolom NIK "
         "menjadi Teks, lalu ketik ulang dari KTP."),
    SAYS(NIK_TANGGAL, LEVEL_FAULT,
         "Angka ke-7 sampai ke-12 NIK ({x}) bukan tanggal yang ada. Periksa KTP."),
    SAYS(NIK_WILAYAH, LEVEL_FAULT,
         "Enam angka pertama NIK ({x}) bukan kode wilayah. Periksa KTP."),
    SAYS(NIK_GANDA, LEVEL_FAULT,
         "NIK ini dipakai juga di {x}. Satu orang cukup satu baris: putuskan di layar Duplikat."),
    SAYS(NAMA_KOSONG, LEVEL_FAULT,
         "Nama belum diisi."),
    SAYS(NAMA_TIDAK_SAH, LEVEL_FAULT,
         "Nama memuat angka atau tanda “{x}”. Tulis nama sesuai KTP."),
    SAYS(OPD_KOSONG, LEVEL_FAULT,
         "Perangkat daerah belum diisi."),
    SAYS(OPD_TIDAK_DIKENAL, LEVEL_FAULT,
         "“{x}” belum ada dalam daftar perangkat daerah. Pilih padanannya sekali, berlaku "
         "untuk semua baris."),
    SAYS(JABATAN_KOSONG, LEVEL_FAULT,
         "Jabatan belum diisi."),
    SAYS(TANGGAL_KOSONG, LEVEL_FAULT,
         "{x} belum diisi."),
    SAYS(TANGGAL_TIDAK_ADA, LEVEL_FAULT,
         "{x} “{y}” tidak ada di kalender."),
    SAYS(TANGGAL_TIDAK_TERBACA, LEVEL_FAULT,
         "{x} “{y}” tidak dapat dibaca. Tulis seperti 05-06-1990."),
    SAYS(TANGGAL_TIDAK_WAJAR, LEVEL_FAULT,
         "{x} {y} tidak masuk akal. Periksa tahunnya."),
    SAYS(TMT_SETELAH_PEMBEKUAN, LEVEL_FAULT,
         "Mulai bekerja {x}, sesudah pembekuan 31 Oktober 2023: dicatat sebagai kasus "
         "moratorium. Bila itu SK perpanjangan, isi tanggal SK pertama."),
    SAYS(UPAH_KOSONG, LEVEL_FAULT,
         "Isi upah terakhir, walau Rp0."),
    SAYS(UPAH_TIDAK_TERBACA, LEVEL_FAULT,
         "Upah “{x}” tidak dapat dibaca. Tulis angka rupiah per bulan, misalnya 1500000."),
    SAYS(SEL_GALAT_EXCEL, LEVEL_FAULT,
         "Sel berisi galat Excel {x}. Perbaiki rumusnya atau ketik nilainya."),
    SAYS(SEL_RUMUS, LEVEL_FAULT,
         "Sel berisi rumus tanpa hasil. Salin, lalu Tempel sebagai Nilai."),
    SAYS(KOLOM_BERLEBIH, LEVEL_FAULT,
         "Baris ini berisi {x} kolom, judulnya {y}. Biasanya karena koma atau titik koma di "
         "dalam isi."),
    SAYS(TEKS_RUSAK, LEVEL_FAULT,
         "Ada huruf yang rusak di “{x}”. Simpan ulang sebagai CSV UTF-8."),
    SAYS(NIK_WILAYAH_LAMA, LEVEL_WARN,
         "Kode wilayah {x} pada NIK tidak ada dalam daftar sekarang; mungkin wilayah lama atau "
         "pemekaran."),
    SAYS(NIK_SERI, LEVEL_WARN,
         "Empat angka terakhir NIK ({x}) jarang setinggi itu. Cocokkan dengan KTP."),
    SAYS(NIK_SERAGAM, LEVEL_WARN,
         "Semua angka NIK sama. Cocokkan dengan KTP."),
    SAYS(NIK_BEDA_LAHIR, LEVEL_WARN,
         "Tanggal lahir {x} berbeda dengan NIK ({y}). NIK tidak pernah berubah; cocokkan "
         "dengan KTP dan akta."),
    SAYS(NIK_BEDA_KELAMIN, LEVEL_WARN,
         "Jenis kelamin berbeda dengan NIK. Cocokkan dengan KTP."),
    SAYS(KELAMIN_KOSONG, LEVEL_WARN,
         "Jenis kelamin belum diisi."),
    SAYS(KELAMIN_TIDAK_TERBACA, LEVEL_WARN,
         "Jenis kelamin “{x}” tidak dikenali. Tulis L atau P."),
    SAYS(TANGGAL_AMBIGU, LEVEL_WARN,
         "{x} dibaca {y} (tanggal/bulan/tahun), tetapi NIK cocok bila dibaca "
         "bulan/tanggal/tahun. Pilih urutannya di layar pemetaan."),
    SAYS(TMT_USIA, LEVEL_WARN,
         "Mulai bekerja pada usia {x} tahun. Periksa tanggal mulai dan tanggal lahir."),
    SAYS(UPAH_TIDAK_WAJAR, LEVEL_WARN,
         "Upah {x} per bulan di luar kebiasaan (Rp50.000 sampai Rp25.000.000). Periksa apakah "
         "per hari, per tahun, atau kelebihan nol."),
    SAYS(KATEGORI_TIDAK_DIKENAL, LEVEL_WARN,
         "Jenis tenaga “{x}” belum ada dalam daftar; disimpan sebagai Lainnya."),
    SAYS(PENDIDIKAN_TIDAK_DIKENAL, LEVEL_WARN,
         "Pendidikan “{x}” tidak dikenali; dikosongkan."),
    SAYS(TIDAK_AKTIF, LEVEL_WARN,
         "Keterangan “{x}” berarti tidak bekerja lagi. Baris disimpan sebagai tidak aktif dan "
         "tidak ikut pemetaan."),
    SAYS(SUDAH_ASN, LEVEL_WARN,
         "Keterangan “{x}” berarti sudah ASN. Cocokkan dengan hasil seleksi sebelum dipetakan."),
    SAYS(DUPLIKAT_KUAT, LEVEL_WARN,
         "Hampir pasti orang yang sama dengan {x}. Putuskan di layar Duplikat."),
    SAYS(DUPLIKAT_BESAR, LEVEL_WARN,
         "Besar kemungkinan orang yang sama dengan {x}. Putuskan di layar Duplikat."),
    SAYS(DUPLIKAT_MUNGKIN, LEVEL_WARN,
         "Mungkin orang yang sama dengan {x}. Lihat di layar Duplikat."),
    SAYS(KOLOM_DICURIGAI, LEVEL_WARN,
         "Sebagian besar NIK tidak cocok dengan tanggal lahir. Mungkin kolom ini nomor KK; "
         "periksa pemetaan kolom."),
    SAYS(TAUTAN_LUAR, LEVEL_WARN,
         "Rumus mengambil nilai dari berkas lain. Berkas itu tidak dibuka; dipakai nilai yang "
         "tersimpan terakhir."),
    SAYS(LEMBAR_DILEWATI, LEVEL_WARN,
         "Lembar “{x}” dilewati: {y}."),
    SAYS(NIK_DIBERSIHKAN, LEVEL_FIX,
         "Diperbaiki otomatis: tanda selain angka dibuang dari NIK."),
    SAYS(NIK_DARI_ANGKA, LEVEL_FIX,
         "Diperbaiki otomatis: NIK tersimpan sebagai angka dan masih utuh, dijadikan teks."),
    SAYS(GELAR_DIPISAH, LEVEL_FIX,
         "Diperbaiki otomatis: gelar “{x}” dipisah dari nama."),
    SAYS(TANGGAL_DARI_SERI, LEVEL_FIX,
         "Diperbaiki otomatis: nomor {x} dibaca sebagai tanggal Excel {y}."),
    SAYS(TAHUN_DUA_ANGKA, LEVEL_FIX,
         "Diperbaiki otomatis: tahun “{x}” dibaca {y}."),
    SAYS(UPAH_DIBACA, LEVEL_FIX,
         "Diperbaiki otomatis: “{x}” dibaca {y}."),
    SAYS(BARIS_KEMBAR, LEVEL_FIX,
         "Diperbaiki otomatis: sama persis dengan baris {x}, dilewati."),
    SAYS(SK_DIGABUNG, LEVEL_FIX,
         "Diperbaiki otomatis: SK lain dari orang yang sama, digabung ke baris {x}."),
    SAYS(BARIS_DILEWATI, LEVEL_FIX,
         "Diperbaiki otomatis: bukan data orang ({x}), dilewati."),
};

const char *census_level_name(enum census_level level)
{
    static const char *names[LEVEL_COUNT] = {"", "perbaikan", "peringatan", "galat", "tolak"};
    return names[level];
}

void census_sentence(struct buf *out, const struct census_line *line)
{
    for (const char *p = census_codes[line->code].sentence; *p != '\0'; p++) {
        if (p[0] != '{' || p[2] != '}' || p[1] < 'x' || p[1] > 'z') {
            buf_addc(out, *p);
            continue;
        }
        buf_add(out, p[1] == 'x' ? line->x : p[1] == 'y' ? line->y : line->z);
        p += 2;
    }
}

void census_report_heading(struct buf *out)
{
    BUF_LIT(out, "\xEF\xBB\xBF" "baris,kolom,tingkat,kode,kalimat,nilai,lembar\r\n");
}

/* A value of any first control character could start a formula or a command in some program. */
static void write_value(struct buf *out, struct str value)
{
    AUTO_BUF v = buf_new(140 * 1024);
    if (value.n > 0 && (strchr("=+-@", value.p[0]) != NULL || (unsigned char)value.p[0] < 0x20))
        buf_addc(&v, '\'');
    buf_add(&v, value);
    csv_write(out, buf_str(&v));
}

void census_report_line(struct buf *out, const struct census_line *line)
{
    const struct census_code_info *info = &census_codes[line->code];
    AUTO_BUF sentence = buf_new(420 * 1024);
    census_sentence(&sentence, line);
    buf_int(out, line->row);
    buf_addc(out, ',');
    buf_add(out, line->column == COL_NONE ? S("") : str_z(census_columns[line->column].code));
    buf_printf(out, ",%s,%s,", census_level_name(info->level), info->code);
    csv_write(out, buf_str(&sentence));
    buf_addc(out, ',');
    write_value(out, line->value);
    buf_addc(out, ',');
    csv_write_safe(out, line->sheet_name);
    BUF_LIT(out, "\r\n");
}
