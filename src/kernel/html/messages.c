/*
 * messages.c: one line per message, sorted by who uses it. Say what happened, and what comes next if something does.
 */
#include "messages.h"

static const struct message messages[] = {
    /* every module */
    {"tersimpan", TONE_OK, "Perubahan tersimpan."},
    {"ditambahkan", TONE_OK, "Data baru tersimpan."},
    {"dihapus", TONE_OK, "Data dihapus."},
    {"dibatalkan", TONE_OK, "Dibatalkan. Tidak ada yang berubah."},
    {"tidak-berubah", TONE_INFO, "Tidak ada yang berubah: isinya sama dengan yang tersimpan."},
    {"dijalankan", TONE_INFO, "Pekerjaan dimulai. Anda boleh meninggalkan halaman ini."},
    {"pekerjaan-dihentikan", TONE_WARN, "Pekerjaan dihentikan. Yang sudah tersimpan tetap ada."},
    {"usang", TONE_WARN, "Orang lain sudah mengubah data ini lebih dulu. Periksa isinya, lalu ulangi bila masih perlu."},
    {"dikirim", TONE_OK, "Terkirim."},
    {"disetujui", TONE_OK, "Disetujui."},
    {"ditolak", TONE_OK, "Ditolak. Alasan Anda tersimpan."},
    {"dikembalikan", TONE_OK, "Dikembalikan dengan catatan Anda."},

    /* signing in and accounts */
    {"keluar", TONE_OK, "Anda sudah keluar."},
    {"masuk-dulu", TONE_INFO, "Masuk dulu untuk membuka halaman itu."},
    {"sesi-habis", TONE_WARN, "Sesi Anda berakhir karena lama tidak dipakai. Silakan masuk lagi."},
    {"sandi-baru-dulu", TONE_WARN, "Kata sandi ini dibuatkan orang lain. Ganti dulu dengan kata sandi Anda sendiri."},
    {"peran-diganti", TONE_OK, "Peran diganti."},
    {"sandi-diganti", TONE_OK, "Kata sandi diganti."},
    {"akun-aktif", TONE_OK, "Akun Anda aktif. Silakan masuk dengan kata sandi baru."},
    {"akun-dibuat", TONE_OK, "Akun dibuat. Sampaikan kata sandi sementara secara langsung."},
    {"akun-dinonaktifkan", TONE_OK, "Akun dinonaktifkan. Semua sesinya diakhiri."},
    {"akun-diaktifkan", TONE_OK, "Akun diaktifkan kembali."},
    {"peran-tersimpan", TONE_OK, "Peran tersimpan dan berlaku mulai sekarang."},
    {"slip-dicetak", TONE_OK, "Slip aktivasi siap dicetak. Kodenya hanya tampil satu kali."},

    /* census and register */
    {"impor-diunggah", TONE_INFO, "Berkas diterima. Cocokkan kolomnya; belum ada yang tersimpan di daftar."},
    {"impor-dimulai", TONE_INFO, "Pemeriksaan berkas dimulai. Anda boleh meninggalkan halaman ini."},
    {"impor-selesai", TONE_OK, "Baris yang baik sudah masuk daftar."},
    {"impor-dibatalkan", TONE_OK, "Impor dibatalkan. Daftar tidak berubah."},
    {"ganda-diputus", TONE_OK, "Keputusan tentang data ganda tersimpan."},
    {"tahap-berganti", TONE_OK, "Tahap pendataan berganti."},
    {"sensus-dikunci", TONE_OK, "Sensus dikunci. Sidik jarinya tersimpan bersama data."},
    {"tenaga-ditambahkan", TONE_OK, "Tenaga kerja ditambahkan ke daftar."},
    {"kasus-tersimpan", TONE_OK, "Penanggung jawab dan tenggat tersimpan."},
    {"pilih-dulu", TONE_WARN, "Pilih sedikitnya satu orang, lalu ulangi."},

    /* plan, allocation */
    {"baris-tersimpan", TONE_OK, "Baris rencana tersimpan."},
    {"pagu-tersimpan", TONE_OK, "Pagu tersimpan."},
    {"alokasi-dimulai", TONE_INFO, "Perhitungan dimulai. Anda boleh meninggalkan halaman ini."},
    {"skenario-dibuat", TONE_OK, "Skenario dibuat. Penempatan tidak berubah."},
    {"diajukan", TONE_OK, "Diajukan untuk persetujuan. Pengusul tidak dapat menyetujuinya sendiri."},
    {"diterbitkan", TONE_OK, "Hasil diterbitkan. Setiap orang dapat membacanya mulai sekarang."},
    {"undian-diumumkan", TONE_OK, "Ikrar undian diumumkan."},
    {"undian-dibuka", TONE_OK, "Undian dibuka. Siapa pun dapat menghitung ulang."},
    {"jalur-tersimpan", TONE_OK, "Jalur tersimpan."},
    {"tawaran-dikirim", TONE_OK, "Tawaran dikirim kepada yang bersangkutan."},

    /* the worker's own pages */
    {"tawaran-diterima", TONE_OK, "Tawaran Anda terima. Petugas akan menghubungi Anda untuk langkah berikutnya."},
    {"tawaran-ditolak", TONE_OK, "Tawaran Anda tolak. Anda tetap dicarikan jalur lain."},
    {"pilihan-tersimpan", TONE_OK, "Urutan pilihan Anda tersimpan."},
    {"keberatan-terkirim", TONE_OK, "Keberatan Anda diterima. Jawabannya muncul di halaman ini."},
    {"keberatan-dibuka", TONE_OK, "Keberatan dicatat. BKPSDM menjawab paling lama 5 hari kerja."},
    {"keberatan-ditarik", TONE_OK, "Keberatan Anda tarik kembali."},
    {"keberatan-dijawab", TONE_OK, "Jawaban tersimpan dan dapat dibaca yang bersangkutan."},
    {"perbaikan-terkirim", TONE_OK, "Permintaan perbaikan dikirim. Petugas memeriksanya paling lama 3 hari."},
    {"perbaikan-diterima", TONE_OK, "Perbaikan diterima dan data diperbarui."},
    {"perbaikan-ditolak", TONE_OK, "Perbaikan ditolak. Alasannya dapat dibaca yang bersangkutan."},
};

const struct message *message_of(struct str code)
{
    for (size_t i = 0; i < COUNT(messages); i++) {
        if (str_eqz(code, messages[i].code))
            return &messages[i];
    }
    return NULL;
}
