/*
 * lottery_pages.c: /undian (mock 22): the lottery that anybody can check, with commands that run as printed; and
 * the three steps of the ceremony for the officer who records them.
 */
#include "lottery_pages.h"

#include "census_face.h"
#include "kernel/html/page.h"
#include "lottery.h"
#include "pages.h"
#include "pathway.h"

/* ---- the public page ---- */

static void show_figures(struct request *q, const struct lottery *l)
{
    struct html *w = &q->html;
    if (l->figures.n == 0)
        return;
    HTML(w, "<section class=\"hello stack-m\" aria-labelledby=\"h-angka\"><div class=\"split\"><h2 id=\"h-angka\">Dua belas "
            "angka yang terambil</h2><span class=\"k\">{}, {} {}</span></div><ol class=\"lot\" aria-label=\"Angka terundi, "
            "berurutan\">",
         l->place, l->drawn, l->drawn_time);
    for (size_t i = 0; i < l->figures.n; i++)
        HTML(w, "<li>{}</li>", str_sub(l->figures, i, 1));
    HTML(w, "</ol><p class=\"t-s\">Disaksikan {} orang. Berita acara {}.</p></section>\n", l->n_witnesses, l->record);
}

static struct str under(struct request *q, struct moment m, const char *words)
{
    if (m.ms == 0)
        return str_z(words);
    AUTO_BUF b = buf_new(64);
    date_write_short(&b, moment_date(m, q->at.region->zone));
    return str_printf(q->arena, STR_FMT " · %s", STR_ARG(buf_str(&b)), words);
}

static void show_steps(struct request *q, const struct lottery *l, const struct census_lock *lock)
{
    bool locked = lock->locked, drawn = l->figures.n > 0, open = l->opened.ms > 0;
    struct str drawn_under = S("12 angka diambil");
    if (drawn) {
        AUTO_BUF b = buf_new(64);
        date_write_short(&b, l->drawn);
        drawn_under = str_printf(q->arena, STR_FMT " · 12 angka diambil", STR_ARG(buf_str(&b)));
    }
    struct step_mark list[] = {
        {S("Segel"), under(q, l->sealed, "kata rahasia disegel"), -1},
        {S("Kunci"), under(q, lock->when, "sensus dikunci"), locked ? -1 : 0},
        {S("Undi"), drawn_under, drawn ? -1 : (locked ? 0 : 1)},
        {S("Buka"), under(q, l->opened, "kata rahasia dibuka"), open ? -1 : (drawn ? 0 : 1)},
        {S("Periksa"), S("Siapa saja, kapan saja"), open ? 0 : 1},
    };
    HTML(&q->html, "<section class=\"card\" aria-label=\"Tahap undian\">");
    steps(&q->html, list, COUNT(list));
    HTML(&q->html, "</section>\n");
}

static void show_own_number(struct request *q, const struct lottery *l)
{
    struct html *w = &q->html;
    struct str id = query_get(q, "id");
    HTML(w, "<section class=\"card stack-m\"><header><h2>Periksa nomor saya</h2></header><form class=\"stack-m\" "
            "action=\"/undian\"><div class=\"field\"><label for=\"idp\">Nomor pekerja Anda</label><span class=\"hint\" "
            "id=\"idph\">Huruf dan angka di surat penetapan atau di halaman Anda; bukan NIK.</span><input class=\"short\" "
            "id=\"idp\" name=\"id\" value=\"{}\" autocomplete=\"off\" maxlength=\"20\" aria-describedby=\"idph\"></div>"
            "<div class=\"row\"><button class=\"btn main\">Hitung nomor undian</button></div></form>",
         id);
    if (id.n > 0 && id.n <= 20) {
        int64_t place = 0, of = 0;
        HTML(w, "<div class=\"stack-s\"><p class=\"t-s soft\">Nomor undian <strong>{}</strong></p><code class=\"hash\">{}</code>",
             id, lottery_number_hex(q->arena, l->seed, id));
        if (lottery_place(q->tx, &q->at, l->seed, id, &place, &of) == OK)
            HTML(w, "<p class=\"t-s soft\">Urutan ke-{} dari {} orang. Makin kecil makin dahulu, dan hanya dipakai bila masa "
                    "kerja sama persis.</p>",
                 (struct count){place}, (struct count){of});
        else
            HTML(w, "<p class=\"t-s soft\">Nomor pekerja ini tidak ada dalam daftar. Periksa hurufnya; nomor undian di atas "
                    "tetap dihitung dari yang Anda tulis.</p>");
        HTML(w, "</div>");
    }
    HTML(w, "</section>\n");
}

static void show_proof(struct request *q, const struct lottery *l)
{
    struct html *w = &q->html;
    HTML(w, "<section class=\"card stack-m\"><header><h2>Bukti bahwa angkanya tidak diatur</h2></header><div class=\"stack-s\">"
            "<p class=\"t-s soft\">Sidik segel, diumumkan {}, sebelum sensus dikunci</p><code class=\"hash\">{}</code>",
         l->sealed, l->commitment);
    if (l->opened.ms > 0)
        HTML(w, "<p class=\"t-s soft\">Kata rahasia yang dibuka {}</p><code class=\"hash\">{}</code><p class=\"t-s soft\">Benih "
                "lengkap = kata rahasia + angka terundi</p><code class=\"hash\">{}</code>",
             l->opened, l->word, l->seed);
    HTML(w, "</div>");
    if (l->opened.ms > 0 && lottery_word_fits(q->arena, l->word, l->commitment))
        note(w, TONE_OK, S("Cocok."), S(" Sidik kata rahasia yang dibuka sama dengan sidik yang disegel."));
    else if (l->opened.ms == 0)
        note(w, TONE_INFO, S("Masih tersegel."), S(" Catat sidik di atas: kata yang dibuka nanti harus memberi sidik yang "
                                                  "sama."));
    HTML(w, "</section>\n");
}

static void show_commands(struct request *q, const struct lottery *l)
{
    struct html *w = &q->html;
    struct str id = query_get(q, "id");
    struct run run;
    if (id.n == 0 || id.n > 20)
        id = S("NOMOR-ANDA");
    HTML(w, "<section class=\"card stack-m\"><header><h2>Ulangi di komputer Anda</h2><p>Tanpa program kami, tanpa izin kami</p>"
            "</header><p class=\"t-s soft\">Salin ke terminal Linux atau macOS. Program SHA-256 mana pun memberi hasil yang "
            "sama.</p><pre class=\"term\" tabindex=\"0\" role=\"region\" aria-label=\"Perintah pemeriksaan\">"
            "<b># 1. Segel tidak berubah</b>\nprintf '%s' '{}' | sha256sum\n<b># 2. Nomor undian satu orang: 16 huruf "
            "pertama</b>\nprintf '%s' '{}:{}' | sha256sum | cut -c1-16</pre>",
         l->word, l->seed, id);
    HTML(w, "<div class=\"row\">");
    if (run_published(q->tx, &q->at, &run) == OK)
        HTML(w, "<a class=\"btn\" href=\"/sertifikat/{}\">{}Sertifikat dan berkas lengkap</a>", run.number,
             ICON("certificate"));
    if (str_starts(l->video, S("https://")))
        HTML(w, "<a class=\"btn calm\" href=\"{}\">{}Rekaman acara</a>", l->video, ICON("video"));
    HTML(w, "</div></section>\n");
}

static void show_witnesses(struct request *q, const struct lottery *l)
{
    struct html *w = &q->html;
    if (l->n_witnesses == 0)
        return;
    HTML(w, "<section class=\"card flush\"><header><h2>Saksi dan berita acara</h2><p>{}</p></header><table class=\"tbl fold\">"
            "<thead><tr><th scope=\"col\">Saksi</th><th scope=\"col\">Mewakili</th></tr></thead><tbody>",
         l->record);
    for (size_t i = 0; i < l->n_witnesses; i++)
        HTML(w, "<tr><th scope=\"row\">{}</th><td data-l=\"Mewakili\">{}</td></tr>", l->witness[i].name,
             l->witness[i].represents);
    HTML(w, "</tbody></table></section>\n");
}

static void begin_page(struct request *q, const char *title)
{
    enum layout layout = layout_of(&q->at.who);
    page_begin(q, &(struct page){.layout = layout, .title = str_z(title), .menu = "/undian",
                                 .main_class = layout == LAYOUT_PUBLIC ? "wrap stack" : NULL});
}

void page_lottery(struct request *q)
{
    struct html *w = &q->html;
    struct lottery l;
    struct census_lock lock;
    int32_t year = page_year(q);
    err e = lottery_get(q->tx, &q->at, year, &l);
    if (e == OK || e == ERR_MISSING) {
        err e2 = census_lock_of_region(q->tx, &q->at, &lock);
        e = e2 == OK ? e : e2;
    }
    if (e != OK && e != ERR_MISSING) {
        reply_error(q, e);
        return;
    }
    begin_page(q, "Undian");
    HTML(w, "<section class=\"hero\"><h1>Undian yang dapat Anda periksa sendiri</h1><p>Bila dua orang benar-benar setara, nomor "
            "undian yang menentukan siapa lebih dahulu. Angkanya diundi di depan saksi, setelah data dikunci, sehingga tidak "
            "seorang pun dapat mengatur hasilnya.</p></section>\n");
    if (actor_may(&q->at.who, PERM_LOTTERY_RUN))
        HTML(w, "<div class=\"row\"><a class=\"btn main\" href=\"/undian/acara\">{}Catat acara undian</a></div>\n",
             ICON("dice-5"));
    if (e == ERR_MISSING)
        empty_state(w, "dice-5", S("Undian belum disegel"),
                    S("Sidik kata rahasia akan diumumkan di sini sebelum sensus dikunci."));
    else {
        show_figures(q, &l);
        show_steps(q, &l, &lock);
        HTML(w, "<div class=\"cols half\">");
        if (l.opened.ms > 0)
            show_own_number(q, &l);
        show_proof(q, &l);
        HTML(w, "</div>");
        if (l.opened.ms > 0)
            show_commands(q, &l);
        show_witnesses(q, &l);
    }
    page_end(q);
}

/* ---- recording the ceremony ---- */

static void witness_fields(struct request *q, const struct lottery *l, const struct faults *f)
{
    for (size_t i = 0; i < 4; i++) {
        const char *name = str_to_z(q->arena, str_printf(q->arena, "saksi%zu", i + 1));
        const char *rep = str_to_z(q->arena, str_printf(q->arena, "wakil%zu", i + 1));
        const char *label = str_to_z(q->arena, str_printf(q->arena, "Nama saksi %zu", i + 1));
        bool has = i < l->n_witnesses;
        input_field(&q->html, &(struct input){.name = name, .label = label, .max = 120, .optional = i >= 2,
                                              .value = has ? l->witness[i].name : S("")}, f);
        input_field(&q->html, &(struct input){.name = rep, .label = "Mewakili", .max = 120, .optional = i >= 2,
                                              .value = has ? l->witness[i].represents : S("")}, f);
    }
}

static void seal_card(struct request *q, const struct faults *f)
{
    struct html *w = &q->html;
    (void)f;
    HTML(w, "<section class=\"card mark stack-m\"><header><h2>1. Segel</h2></header><p>Program membuat kata rahasia acak dan "
            "menampilkannya <strong>satu kali</strong>. Salin ke kertas, masukkan amplop, segel di depan saksi. Yang disimpan "
            "dan diumumkan hanya sidiknya.</p>");
    form_begin(q, "row", "/undian/segel");
    submit_button(w, "Buat kata rahasia", "main");
    form_end(q);
    HTML(w, "</section>\n");
}

static void draw_card(struct request *q, const struct lottery *l, const struct lottery *typed, const struct faults *f)
{
    struct html *w = &q->html;
    HTML(w, "<section class=\"card mark stack-m\"><header><h2>2. Undi</h2><p>Setelah sensus dikunci, di depan saksi</p>"
            "</header>");
    form_begin(q, "stack-m", "/undian/undi");
    hidden_field(w, "versi", str_printf(q->arena, "%lld", (long long)l->version));
    input_field(w, &(struct input){.name = "angka", .label = "Dua belas angka, berurutan", .value = typed->figures, .max = 12,
                                   .hint = "Seperti terambil, tanpa spasi"}, f);
    input_field(w, &(struct input){.name = "tanggal", .label = "Tanggal", .kind = INPUT_DATE, .value = form_get(q, "tanggal")},
                f);
    input_field(w, &(struct input){.name = "pukul", .label = "Pukul", .value = typed->drawn_time, .max = 20, .optional = true,
                                   .hint = "Misalnya 09.30 WITA"}, f);
    input_field(w, &(struct input){.name = "tempat", .label = "Tempat", .value = typed->place, .max = 120}, f);
    input_field(w, &(struct input){.name = "berita_acara", .label = "Nomor berita acara", .value = typed->record, .max = 80},
                f);
    input_field(w, &(struct input){.name = "rekaman", .label = "Alamat rekaman", .value = typed->video, .max = 200,
                                   .optional = true, .hint = "Diawali https://"}, f);
    witness_fields(q, typed, f);
    HTML(w, "<div class=\"row\">");
    submit_button(w, "Catat hasil undian", "main");
    HTML(w, "</div>");
    form_end(q);
    HTML(w, "</section>\n");
}

static void open_card(struct request *q, const struct lottery *l, const struct faults *f)
{
    struct html *w = &q->html;
    HTML(w, "<section class=\"card mark stack-m\"><header><h2>3. Buka</h2><p>Buka amplop di depan saksi yang sama</p></header>");
    form_begin(q, "stack-m", "/undian/buka");
    hidden_field(w, "versi", str_printf(q->arena, "%lld", (long long)l->version));
    input_field(w, &(struct input){.name = "kata", .label = "Kata rahasia dari amplop", .value = form_get(q, "kata"),
                                   .max = 20, .autocomplete = "off"}, f);
    HTML(w, "<div class=\"row\">");
    submit_button(w, "Buka dan umumkan benih", "main");
    HTML(w, "</div>");
    form_end(q);
    HTML(w, "</section>\n");
}

static void show_ceremony(struct request *q, const struct lottery *typed, const struct faults *f)
{
    struct html *w = &q->html;
    struct lottery l = {0};
    err e = lottery_get(q->tx, &q->at, plan_year_of(q->at.today), &l);
    if (e != OK && e != ERR_MISSING) {
        reply_error(q, e);
        return;
    }
    page_begin(q, &(struct page){.layout = LAYOUT_DESK, .title = S("Acara undian"), .menu = "/undian", .faults = f,
                                 .crumbs = {{"Undian", "/undian"}, {"Acara", NULL}}});
    head_begin(w, S("Acara undian"), S("Segel sebelum sensus dikunci, undi sesudahnya, lalu buka. Setiap langkah tercatat "
                                       "dan tidak dapat diulang."));
    head_end(w);
    if (e == ERR_MISSING)
        seal_card(q, f);
    else if (str_eqz(l.state, "segel"))
        draw_card(q, &l, typed, f);
    else if (str_eqz(l.state, "undi"))
        open_card(q, &l, f);
    else
        note(w, TONE_OK, S("Selesai."), S(" Benih sudah dibuka dan dipakai perhitungan resmi."));
    page_end(q);
}

void page_lottery_ceremony(struct request *q)
{
    struct lottery none = {0};
    show_ceremony(q, &none, NULL);
}

static void fail(struct request *q, err e, const struct lottery *typed, const struct faults *f)
{
    if (e != ERR_INVALID) {
        reply_error(q, e);
        return;
    }
    reply_status(q, 422);
    show_ceremony(q, typed, f);
}

/* The word is shown on this reply and nowhere else. */
static void show_word(struct request *q, struct str word)
{
    struct html *w = &q->html;
    page_begin(q, &(struct page){.layout = LAYOUT_DESK, .title = S("Kata rahasia"), .menu = "/undian",
                                 .crumbs = {{"Undian", "/undian"}, {"Kata rahasia", NULL}}});
    HTML(w, "<article class=\"letter\"><h1>Kata rahasia undian</h1><p>Tampil satu kali ini saja. Cetak atau salin, masukkan ke "
            "amplop, segel dan tanda tangani di depan saksi. Amplop dibuka setelah angka diundi.</p><p><code class=\"hash\">{}"
            "</code></p><div class=\"sign\"><p>Disegel oleh,<br><br><br>(..............................)</p><p>Saksi,<br><br>"
            "<br>(..............................)</p></div></article><p><a class=\"btn\" href=\"/undian\">Sudah disalin, "
            "lanjut</a></p>",
         word);
    page_end(q);
}

void post_lottery_seal(struct request *q)
{
    struct faults f = {.arena = q->arena};
    struct lottery none = {0};
    struct str word;
    err e = lottery_seal(q->tx, &q->at, plan_year_of(q->at.today), &word, &f);
    if (e == OK)
        show_word(q, word);
    else
        fail(q, e, &none, &f);
}

void post_lottery_draw(struct request *q)
{
    struct faults f = {.arena = q->arena};
    struct lottery d = {.year = plan_year_of(q->at.today), .version = id_of(form_get(q, "versi")), .drawn = DATE_NONE,
                        .figures = form_get(q, "angka"), .drawn_time = form_get(q, "pukul"), .place = form_get(q, "tempat"),
                        .record = form_get(q, "berita_acara"), .video = form_get(q, "rekaman")};
    (void)!date_parse_form(form_get(q, "tanggal"), &d.drawn);
    for (int i = 1; i <= 4; i++) {
        struct str name = form_get(q, str_to_z(q->arena, str_printf(q->arena, "saksi%d", i)));
        if (name.n > 0)
            d.witness[d.n_witnesses++] = (struct witness){
                name, form_get(q, str_to_z(q->arena, str_printf(q->arena, "wakil%d", i)))};
    }
    if (d.video.n > 0 && !str_starts(d.video, S("https://")))
        fault(&f, "rekaman", "Alamat rekaman diawali https://");
    err e = faults_end(&f);
    if (e == OK)
        e = lottery_draw(q->tx, &q->at, &d, &f);
    if (e == OK)
        reply_redirect(q, "/undian/acara?pesan=tersimpan");
    else
        fail(q, e, &d, &f);
}

void post_lottery_open(struct request *q)
{
    struct faults f = {.arena = q->arena};
    struct lottery none = {0};
    err e = lottery_open(q->tx, &q->at, plan_year_of(q->at.today), id_of(form_get(q, "versi")), form_get(q, "kata"), &f);
    if (e == OK)
        reply_redirect(q, "/undian?pesan=undian-dibuka");
    else
        fail(q, e, &none, &f);
}
