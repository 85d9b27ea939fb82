/*
 * info_pages.c: the three pages in the foot of every page: privacy, accessibility, help.
 */
#include "public_pages.h"

#include "kernel/html/page.h"
#include "kernel/mem.h"
#include "registry/agency.h"

struct paragraph {
    const char *title, *words;
};

static void show_paragraphs(struct html *w, const struct paragraph *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        HTML(w, "<section class=\"card stack-s\"><h2>{}</h2>\n<p>{}</p></section>\n", list[i].title,
             list[i].words);
}

static void info_begin(struct request *q, struct str title, struct str sentence)
{
    page_begin(q, &(struct page){.layout = LAYOUT_PUBLIC,
                                 .title = title,
                                 .crumbs = {{str_to_z(q->arena, title), NULL}}});
    head_begin(&q->html, title, sentence);
    head_end(&q->html);
}

void page_privacy(struct request *q)
{
    static const struct paragraph list[] = {
        {"Data apa yang disimpan",
         "Nama, NIK, tanggal lahir, instansi, jabatan, masa kerja, upah terakhir, pendidikan, dan cara "
         "menghubungi Anda: yang diperlukan untuk menentukan jalur kerja, tidak lebih."},
        {"Dasarnya", "Pelaksanaan tugas pemerintah daerah menata tenaga non-ASN (UU 20/2023 pasal 66) dan "
                     "pelindungan data pribadi "
                     "(UU 27/2022)."},
        {"Siapa yang melihatnya",
         "Petugas instansi Anda, BKPSDM, dan inspektorat, sejauh tugasnya. NIK disamarkan; setiap kali "
         "dibuka lengkap, siapa dan kapan dicatat."},
        {"Yang diumumkan", "Hanya jumlah. Angka di bawah lima orang disembunyikan. Berkas hasil alokasi "
                           "memakai nomor samaran yang "
                           "tidak dapat ditelusuri dari NIK."},
        {"Hak Anda", "Melihat data Anda dan meminta perbaikan di halaman Data saya; dijawab paling lama 3 "
                     "hari. Keputusan tentang "
                     "jalur dapat diajukan keberatan dan dijawab seorang petugas, bukan mesin."},
        {"Kuki", "Hanya satu, untuk menjaga Anda tetap masuk. Tidak ada pelacak, tidak ada pihak lain."},
    };
    info_begin(q, S("Pelindungan data pribadi"), S("Bagaimana data Anda dipakai dan dijaga."));
    show_paragraphs(&q->html, list, COUNT(list));
    page_end(q);
}

void page_accessibility(struct request *q)
{
    static const struct paragraph list[] = {
        {"Tujuan kami", "Setiap halaman dapat dipakai dengan papan ketik saja, dengan pembaca layar, pada "
                        "ponsel lama, pada perbesaran "
                        "400 persen, dan tanpa skrip. Ukurannya WCAG 2.2 tingkat AA."},
        {"Warna dan huruf", "Keadaan selalu ditunjukkan dengan kata dan tanda, tidak dengan warna saja. "
                            "Tampilan mengikuti pilihan "
                            "terang atau gelap pada perangkat Anda."},
        {"Bagan", "Setiap bagan mempunyai tabelnya di balik “Lihat sebagai tabel”."},
        {"Pintasan papan ketik", "Garis miring untuk mencari, tanda tanya untuk daftar pintasan. Pintasan "
                                 "dapat dimatikan dari daftar itu."},
        {"Ada yang menghalangi Anda?",
         "Sampaikan kepada meja konsultasi instansi Anda. Sebutkan halaman dan apa yang Anda pakai; "
         "layanan tatap muka selalu tersedia."},
    };
    info_begin(q, S("Aksesibilitas"), S("Halaman ini untuk semua orang."));
    show_paragraphs(&q->html, list, COUNT(list));
    page_end(q);
}

/* ---- help: the desk of every agency ---- */

static void show_desk(struct request *q, int64_t id)
{
    struct agency a;
    if (agency_get(q->tx, &q->at, id, &a) != OK)
        return;
    HTML(&q->html,
         "<tr><th scope=\"row\">{}</th><td data-l=\"Petugas\">{}</td><td data-l=\"Tempat\">{}</td><td "
         "data-l=\"Jam\">{}</td><td "
         "data-l=\"Telepon\">{}</td></tr>\n",
         a.name, a.desk_officer.n > 0 ? a.desk_officer : S("–"), a.desk_place.n > 0 ? a.desk_place : S("–"),
         a.desk_hours.n > 0 ? a.desk_hours : S("–"), a.desk_phone.n > 0 ? a.desk_phone : S("–"));
}

static void show_desks(struct request *q)
{
    struct html *w = &q->html;
    struct agency_name *names;
    size_t n = 0;
    if (agency_names(q->tx, &q->at, &names, &n) != OK || n == 0)
        return;
    HTML(w, "<section class=\"card flush\"><header><h2>Meja konsultasi tiap instansi</h2><p>Bawalah KTP; "
            "tidak dipungut biaya</p></header>\n"
            "<table class=\"tbl fold\"><thead><tr><th scope=\"col\">Instansi</th><th "
            "scope=\"col\">Petugas</th><th scope=\"col\">Tempat</th>"
            "<th scope=\"col\">Jam</th><th scope=\"col\">Telepon</th></tr></thead>\n<tbody>");
    for (size_t i = 0; i < n; i++) {
        if (names[i].active)
            show_desk(q, names[i].id);
    }
    HTML(w, "</tbody></table></section>\n");
}

void page_help(struct request *q)
{
    static const struct paragraph list[] = {
        {"Belum punya akun?", "Mintalah slip aktivasi di bagian kepegawaian instansi Anda. Slip memuat NIK "
                              "dan kode yang berlaku satu kali "
                              "selama 30 hari; dengannya Anda membuat kata sandi sendiri."},
        {"Lupa kata sandi?", "Datanglah ke meja konsultasi instansi Anda dengan KTP. Petugas mencetak slip "
                             "baru; tidak ada yang perlu "
                             "tahu kata sandi Anda."},
        {"Hasilnya tidak sesuai?",
         "Baca alasannya di halaman Anda, lalu ajukan keberatan di sana atau di meja konsultasi."},
        {"Waspada penipuan",
         "Kami tidak pernah meminta kata sandi, kode, atau uang lewat WhatsApp maupun telepon."},
    };
    info_begin(q, S("Bantuan"),
               S("Orang yang dapat Anda tanyai, dan jawaban yang paling sering diperlukan."));
    show_paragraphs(&q->html, list, COUNT(list));
    show_desks(q);
    page_end(q);
}
