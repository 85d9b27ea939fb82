/*
 * style_pages.c: /gaya, the project's own style page. A new component gets its place here before a screen uses it;
 * the browser tests look at it in both themes and at both widths. It exists in demo regions only.
 */
#include "style_pages.h"

#include "kernel/html/page.h"

static void show_buttons(struct html *w)
{
    HTML(w, "<section class=\"card stack-m\" id=\"tombol\"><h2>Tombol dan tanda</h2>\n<div class=\"row\">");
    submit_button(w, "Kirim permintaan", "main");
    submit_button(w, "Simpan draf", "");
    submit_button(w, "Batal", "calm");
    submit_button(w, "Kembalikan", "stop");
    HTML(w, "<button class=\"btn\" disabled aria-describedby=\"mati\">Setujui</button>"
            "<span class=\"hint t-s muted\" id=\"mati\">Pengusul tidak menyetujui sendiri</span></div>\n<div class=\"row\">");
    static const struct {
        enum tone tone;
        struct str words;
    } chips[] = {
        {TONE_PLAIN, {"Tidak diminati", 14}}, {TONE_OK, {"Ditempatkan", 11}},   {TONE_WARN, {"Menunggu", 8}},
        {TONE_BAD, {"Perlu jalur", 11}},      {TONE_INFO, {"Ditawarkan", 10}}, {TONE_BRAND, {"Pemegang posisi", 15}},
    };
    for (size_t i = 0; i < COUNT(chips); i++)
        chip(w, chips[i].tone, NULL, chips[i].words);
    HTML(w, "</div></section>\n");
}

static void show_notes(struct html *w)
{
    HTML(w, "<section class=\"card stack-m\" id=\"catatan\"><h2>Catatan</h2>\n");
    note(w, TONE_INFO, S("Mengapa kami bertanya?"), S("Data ini menentukan jalur seseorang."));
    note(w, TONE_OK, S("Tidak dirugikan:"), S("upah baru tidak lebih rendah dari yang lama."));
    note(w, TONE_WARN, S("Belum dikirim."), S("Baris yang salah diperbaiki dulu."));
    note(w, TONE_BAD, S("Anggaran kurang."), S("Sisa pagu tidak menutup satu kursi lagi."));
    HTML(w, "</section>\n");
}

static void show_tiles(struct html *w)
{
    HTML(w, "<section class=\"stack-m\" id=\"angka\"><h2>Angka</h2>\n<div class=\"tiles\">");
    tile(w, "/gaya", S("Terdata"), hole_count((struct count){2418}), S("38 instansi"));
    tile_draw(w, &(struct tile_mark){.name = S("Punya jalur"), .value = hole_count((struct count){2171}),
                                     .small = S("· 89,8%"), .meaning = S("Naik 64 orang pekan ini"), .tone = TONE_OK});
    tile_draw(w, &(struct tile_mark){.name = S("Belum punya jalur"), .value = hole_count((struct count){247}),
                                     .meaning = S("Dibahas tiap Kamis"), .tone = TONE_WARN});
    tile_draw(w, &(struct tile_mark){.name = S("Biaya setahun"),
                                     .value = hole_short_rupiah((struct short_rupiah){{67300000000}})});
    HTML(w, "</div></section>\n");
}

static void show_charts(struct html *w)
{
    static const struct strip_part parts[] = {
        {{"ASN (PPPK/CPNS)", 15}, {"/gaya", 5}, {"p-asn", 5}, 611, {NULL, 0}},
        {{"Alih daya", 9}, {"/gaya", 5}, {"p-alih", 6}, 874, {NULL, 0}},
        {{"Kurir & arsip", 13}, {"/gaya", 5}, {"p-kurir", 7}, 146, {NULL, 0}},
        {{"Industri", 8}, {"/gaya", 5}, {"p-industri", 10}, 173, {NULL, 0}},
        {{"Wirausaha", 9}, {"/gaya", 5}, {"p-umkm", 6}, 128, {NULL, 0}},
        {{"Pelatihan", 9}, {"/gaya", 5}, {"p-latih", 7}, 239, {NULL, 0}},
        {{"Belum ada jalur", 15}, {"/gaya", 5}, {"p-belum", 7}, 247, {NULL, 0}},
    };
    static const struct bar list[] = {
        {{"Satpol PP", 9}, 55, 100, {"55", 2}, {"/gaya", 5}, {"c2", 2}},
        {{"Dinas PUPR", 10}, 33, 100, {"33", 2}, {"/gaya", 5}, {"c1", 2}},
        {{"RSUD Contoh", 11}, 11, 100, {"11", 2}, {"/gaya", 5}, {"c1", 2}},
    };
    HTML(w, "<section class=\"card stack-m\" id=\"bagan\"><header><h2>Bagan</h2></header>\n");
    strip(w, S("Pembagian jalur 2.418 tenaga"), parts, COUNT(parts));
    bars(w, S("Sisa per instansi"), list, COUNT(list));
    HTML(w, "</section>\n");
}

static void show_order(struct request *q)
{
    struct html *w = &q->html;
    static const struct step_mark list[] = {
        {{"Impor", 5}, {"1 Oktober", 9}, -1},
        {{"Uji publik", 10}, {"Batas 8 Oktober", 15}, 0},
        {{"Perbaikan", 9}, {"Sampai 22 Oktober", 17}, 1},
        {{"Kunci", 5}, {"31 Oktober", 10}, 1},
    };
    const struct event events[] = {
        {q->at.now, S("Menunggu persetujuan"), S("Kepala BKPSDM"), true},
        {{q->at.now.ms - 86400000}, S("Jalur diusulkan"), S("Analis BKPSDM"), false},
    };
    HTML(w, "<section class=\"card stack-m\" id=\"urutan\"><h2>Urutan dan riwayat</h2>\n");
    steps(w, list, COUNT(list));
    timeline(w, events, COUNT(events));
    HTML(w, "</section>\n");
    struct job job = {.state = JOB_RUNNING, .done = 132, .total = 176, .started = {q->at.now.ms - 60000}};
    job_card(q, &job, "Impor “satpolpp-nov.xlsx”", NULL);
}

static void show_fields(struct request *q, const struct faults *f)
{
    struct html *w = &q->html;
    static const struct option offices[] = {{{"tanta", 5}, {"Kecamatan Tanta", 15}}, {{"dik", 3}, {"Dinas Pendidikan", 16}}};
    static const struct option choices[] = {{{"alihdaya", 8}, {"Tetap di posisi yang sama (alih daya)", 37}}, {{"asn", 3}, {"Ikut seleksi ASN", 16}}};
    form_begin(q, "card stack", "/gaya");
    HTML(w, "<h2 id=\"isian-h\">Isian</h2>\n");
    input_field(w, &(struct input){.name = "nama", .label = "Nama lengkap", .hint = "Sesuai KTP, tanpa gelar", .value = S("Maulida Teladani"), .autocomplete = "off"}, f);
    input_field(w, &(struct input){.name = "nik", .label = "NIK", .kind = INPUT_NUMBER, .value = S("630900000000000")}, f);
    select_field(w, "opd", "Instansi", NULL, offices, COUNT(offices), S("tanta"), false, f);
    input_field(w, &(struct input){.name = "sk", .label = "Tanggal SK pertama", .kind = INPUT_DATE, .value = S("2024-02-01")}, f);
    input_field(w, &(struct input){.name = "upah", .label = "Upah terakhir per bulan", .kind = INPUT_MONEY}, f);
    radio_field(w, "jalur", "Pilihan jalur pertama", NULL, choices, COUNT(choices), S("alihdaya"), f);
    check_field(w, "benar", "1", "Data di atas benar", false);
    input_field(w, &(struct input){.name = "ket", .label = "Keterangan", .kind = INPUT_AREA, .optional = true}, f);
    HTML(w, "<div class=\"row\">");
    submit_button(w, "Simpan", "main");
    HTML(w, "<a class=\"btn calm\" href=\"/\">Batal</a></div>\n");
    form_end(q);
}

static void show_table(struct html *w)
{
    HTML(w, "<section class=\"card flush\" id=\"tabel\"><header><h2>Tabel</h2><p>Melipat menjadi kartu di layar "
            "sempit</p></header>\n<table class=\"tbl fold\"><thead><tr><th scope=\"col\">Nama</th><th "
            "scope=\"col\">Instansi</th><th scope=\"col\" class=\"num\">Upah</th><th scope=\"col\">Jalur</th></tr>"
            "</thead>\n<tbody>");
    static const char *const names[] = {"Rahmat Contohadi", "Siti Contohwati", "Ahmad Misalnur"};
    for (size_t i = 0; i < COUNT(names); i++) {
        HTML(w, "<tr><th scope=\"row\"><a href=\"/gaya\">{}</a><span class=\"sub\">{}</span></th><td "
                "data-l=\"Instansi\">Dinas Pendidikan</td><td data-l=\"Upah\" class=\"num\">{}</td><td "
                "data-l=\"Jalur\">",
             names[i], (struct masked){S("6309000000000001")}, (struct rupiah){3827935});
        path_mark(w, S("p-alih"), S("Alih daya"));
        HTML(w, "</td></tr>\n");
    }
    HTML(w, "</tbody></table>\n");
    pager(w, S("25 pertama dari 2.418"), S(""), S("/gaya"));
    HTML(w, "</section>\n");
}

void page_style(struct request *q)
{
    if (q->at.region == NULL || !q->at.region->demo) {
        reply_error(q, ERR_MISSING);
        return;
    }
    struct html *w = &q->html;
    struct faults f = {.arena = q->arena};
    fault(&f, "nik", "NIK harus 16 angka; Anda mengisi 15");
    fault(&f, "sk", "Tanggal SK tidak boleh setelah pembekuan, 31 Oktober 2023");
    fault(&f, "upah", "Isi upah terakhir, walau Rp0");
    page_begin(q, &(struct page){.layout = LAYOUT_PUBLIC, .title = S("Panduan gaya"), .faults = &f});
    head_begin(w, S("Panduan gaya Alihdaya"), S("Setiap bagian layar, satu kali, dengan data contoh."));
    HTML(w, "<a class=\"btn\" href=\"/\">{}Halaman publik</a>", ICON("eye"));
    head_end(w);
    show_tiles(w);
    show_charts(w);
    show_buttons(w);
    show_notes(w);
    show_order(q);
    show_table(w);
    show_fields(q, &f);
    empty_begin(w, "message-circle", S("Tidak ada aduan yang menunggu"), S("Aduan baru muncul di sini."));
    HTML(w, "<div class=\"row\"><a class=\"btn main\" href=\"/gaya\">Lihat yang sudah dijawab</a></div>");
    empty_end(w);
    page_end(q);
}
