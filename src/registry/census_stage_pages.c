/*
 * census_stage_pages.c: where the census stands, and what is still missing before it can be locked (mock 19).
 */
#include "agency.h"
#include "census.h"
#include "census_export.h"
#include "census_pages.h"
#include "kernel/html/page.h"
#include "kernel/text/csv.h"

static bool get_census(struct request *q, struct census *c)
{
    err e = census_current(q->tx, &q->at, c);
    if (e != OK)
        reply_error(q, e);
    return e == OK;
}

static struct str short_day(struct request *q, const char *before, struct date d)
{
    AUTO_BUF b = buf_new(200);
    if (!date_given(d))
        return S("");
    buf_add(&b, str_z(before));
    date_write_short(&b, d);
    return str_dup(q->arena, buf_str(&b));
}

static void show_steps(struct request *q, const struct census *c, const struct census_open *o)
{
    int at = c->stage >= STAGE_LOCKING ? 4 : (int)c->stage;
    struct step_mark list[] = {
        {S("Pendataan"), short_day(q, "Sampai ", c->collect_to), 0},
        {S("Uji publik"), short_day(q, "Sampai ", c->public_to), 0},
        {S("Perbaikan"), short_day(q, "Sampai ", c->correct_to), 0},
        {S("SPTJM"), str_printf(q->arena, "%lld dari %lld instansi", (long long)o->signed_agencies, (long long)o->agencies), 0},
        {S("Kunci"), c->stage == STAGE_LOCKED ? S("Terkunci") : S(""), 0}};
    for (int i = 0; i < (int)COUNT(list); i++)
        list[i].state = c->stage == STAGE_LOCKED || i < at ? -1 : i == at ? 0 : 1;
    HTML(&q->html, "<section class=\"card\" aria-label=\"Tahap sensus\">");
    steps(&q->html, list, COUNT(list));
    HTML(&q->html, "</section>\n");
}

static void tile_of(struct html *w, const char *href, const char *name, int64_t v, enum tone tone, struct str meaning)
{
    tile_draw(w, &(struct tile_mark){.href = href, .name = str_z(name), .value = hole_count((struct count){v}), .tone = tone,
                                     .meaning = meaning});
}

static void show_tiles(struct request *q, const struct census_open *o)
{
    struct html *w = &q->html;
    bool stage = actor_may(&q->at.who, PERM_CENSUS_STAGE);
    HTML(w, "<div class=\"tiles\">");
    tile_of(w, "/tenaga", "Orang terdata", o->people, TONE_PLAIN, str_printf(q->arena, "%lld instansi", (long long)o->agencies));
    tile_of(w, "#keberatan", "Keberatan publik", o->objections, o->open_objections > 0 ? TONE_WARN : TONE_PLAIN,
            str_printf(q->arena, "%lld dijawab, %lld terbuka", (long long)(o->objections - o->open_objections),
                       (long long)o->open_objections));
    tile_of(w, "#sptjm", "SPTJM masuk", o->signed_agencies, o->signed_agencies < o->agencies ? TONE_WARN : TONE_OK,
            str_printf(q->arena, "dari %lld instansi", (long long)o->agencies));
    tile_of(w, stage ? "/pendataan/ganda" : NULL, "Data ganda", o->pairs, o->pairs > 0 ? TONE_WARN : TONE_PLAIN,
            S("Menunggu keputusan"));
    tile_of(w, NULL, "Dalam karantina", o->quarantine, o->quarantine > 0 ? TONE_WARN : TONE_PLAIN, S("NIK belum sah atau ganda"));
    HTML(w, "</div>\n");
}

static void show_criteria(struct request *q)
{
    struct html *w = &q->html;
    struct census_criterion k[6];
    if (census_criteria(q->tx, &q->at, k) != OK || k[0].what.n == 0)
        return;
    HTML(w, "<section class=\"card flush\"><header><h2>Enam kriteria pendataan</h2><p>SE MenPANRB B/1511/2022, berlaku 22 Juli 2022</p></header>\n"
            "<table class=\"tbl fold\"><thead><tr><th scope=\"col\">Kriteria</th><th scope=\"col\" class=\"num\">Lulus</th>"
            "<th scope=\"col\" class=\"num\">Gagal</th><th scope=\"col\" class=\"num\">Kurang bukti</th><th scope=\"col\" class=\"num\">Bagian lulus</th></tr></thead>\n<tbody>");
    for (int i = 0; i < 6; i++)
        HTML(w, "<tr><th scope=\"row\">{}. {}</th><td data-l=\"Lulus\" class=\"num\">{}</td><td data-l=\"Gagal\" class=\"num\">{}</td>"
                "<td data-l=\"Kurang bukti\" class=\"num\">{}</td><td data-l=\"Bagian lulus\" class=\"num\">{}</td></tr>\n",
             str_printf(q->arena, "%c", k[i].letter), k[i].what, (struct count){k[i].met}, (struct count){k[i].failed},
             (struct count){k[i].unproven}, percent_of(k[i].met, k[i].met + k[i].failed + k[i].unproven));
    HTML(w, "</tbody></table>\n<footer class=\"t-s muted\">Gagal di sini bukan akhir: orangnya tetap terdata dan tetap harus mendapat jalur. "
            "Kriteria hanya menentukan kelas data.</footer></section>\n");
}

static void show_objections(struct request *q, const struct census *c, const struct agency_name *names, size_t n_names)
{
    struct html *w = &q->html;
    struct census_objection *list;
    size_t n;
    if (census_objections(q->tx, &q->at, c->id, 100, &list, &n) != OK)
        return;
    HTML(w, "<section class=\"card flush\" id=\"keberatan\"><header><h2>Keberatan uji publik</h2>");
    if (actor_may(&q->at.who, PERM_CENSUS_STAGE) && (c->stage == STAGE_PUBLIC || c->stage == STAGE_CORRECT))
        HTML(w, "<a class=\"btn small\" href=\"/pendataan/keberatan/baru\">Catat keberatan</a>");
    HTML(w, "</header>\n");
    if (n == 0) {
        empty_state(w, "message-circle", S("Belum ada keberatan"), S("Keberatan yang diterima selama uji publik dicatat dan dijawab di sini."));
    } else {
        HTML(w, "<table class=\"tbl fold\"><thead><tr><th scope=\"col\">Nomor</th><th scope=\"col\">Instansi</th><th scope=\"col\">Isi</th>"
                "<th scope=\"col\">Keadaan</th></tr></thead>\n<tbody>");
        for (size_t i = 0; i < n; i++) {
            bool open = str_eqz(list[i].state, "terbuka");
            HTML(w, "<tr><th scope=\"row\"><a href=\"/pendataan/keberatan/{}\">{}</a></th><td data-l=\"Instansi\">{}</td>"
                    "<td data-l=\"Isi\">{}</td><td data-l=\"Keadaan\">", list[i].id, list[i].number,
                 agency_name_of(names, n_names, list[i].agency_id), list[i].words);
            if (open)
                chip(w, list[i].due.day <= q->at.today.day ? TONE_BAD : TONE_WARN, "clock", short_day(q, "Jawab sampai ", list[i].due));
            else
                chip(w, TONE_OK, "circle-check", str_eqz(list[i].state, "diterima") ? S("Diterima") : S("Ditolak, dijawab"));
            HTML(w, "</td></tr>\n");
        }
        HTML(w, "</tbody></table>\n");
    }
    HTML(w, "</section>\n");
}

static void show_statements(struct request *q, const struct census *c)
{
    struct html *w = &q->html;
    struct census_statement *list;
    size_t n;
    if (census_statements(q->tx, &q->at, c->id, &list, &n) != OK)
        return;
    HTML(w, "<section class=\"card flush\" id=\"sptjm\"><header><h2>Pernyataan tanggung jawab mutlak (SPTJM)</h2>"
            "<p>Ditandatangani kepala instansi</p></header>\n<table class=\"tbl fold\"><thead><tr><th scope=\"col\">Instansi</th>"
            "<th scope=\"col\" class=\"num\">Orang</th><th scope=\"col\">Penanda tangan</th><th scope=\"col\">Nomor dan tanggal</th>"
            "<th scope=\"col\">Keadaan</th></tr></thead>\n<tbody>");
    for (size_t i = 0; i < n; i++) {
        const struct census_statement *s = &list[i];
        bool given = date_given(s->signed_on), open = c->stage == STAGE_SIGN && actor_may(&q->at.who, PERM_CENSUS_STAGE);
        HTML(w, "<tr><th scope=\"row\">");
        if (open)
            HTML(w, "<a href=\"/pendataan/sptjm/{}\">{}</a>", s->agency_id, s->agency);
        else
            HTML(w, "{}", s->agency);
        HTML(w, "</th><td data-l=\"Orang\" class=\"num\">{}</td><td data-l=\"Penanda tangan\">{}</td><td data-l=\"Nomor dan tanggal\">",
             (struct count){s->people}, given ? s->signer : S("–"));
        if (given)
            HTML(w, "{} · {}", s->number, (struct short_date){s->signed_on});
        else
            HTML(w, "–");
        HTML(w, "</td><td data-l=\"Keadaan\">");
        if (!given)
            chip(w, TONE_BAD, "alert-triangle", S("Belum"));
        else if (s->recorded_people != s->people)
            chip(w, TONE_WARN, "clock", S("Jumlah berubah, perbarui"));
        else
            chip(w, TONE_OK, "circle-check", S("Sah"));
        HTML(w, "</td></tr>\n");
    }
    HTML(w, "</tbody></table>\n<footer class=\"t-s muted\">Instansi yang tidak menyatakan dianggap tidak memiliki tenaga non-ASN.</footer></section>\n");
}

static void date_input(struct request *q, const char *name, const char *label, const char *hint, const struct faults *f)
{
    struct str typed = form_get(q, name);
    input_field(&q->html, &(struct input){.name = name, .label = label, .hint = hint, .kind = INPUT_DATE,
                                          .value = typed.p == NULL ? S("") : typed}, f);
}

static void show_advance(struct request *q, const struct census *c, const struct faults *f)
{
    struct html *w = &q->html;
    if (c->stage >= STAGE_SIGN || !actor_may(&q->at.who, PERM_CENSUS_STAGE))
        return;
    static const char *titles[] = {"Mulai uji publik", "Mulai tahap perbaikan", "Mulai tahap SPTJM"};
    form_begin(q, "card stack", "/pendataan/tahap");
    HTML(w, "<h2>{}</h2>", titles[c->stage]);
    hidden_field(w, "versi", str_printf(q->arena, "%lld", (long long)c->version));
    if (c->stage == STAGE_COLLECT)
        date_input(q, "mulai", "Uji publik mulai", "Daftar nama tanpa NIK diumumkan", f);
    date_input(q, "sampai", c->stage == STAGE_COLLECT ? "Sampai" : "Batas tahap ini", c->stage == STAGE_COLLECT ? "Paling sedikit 5 hari" : NULL, f);
    HTML(w, "<div class=\"row\">");
    submit_button(w, titles[c->stage], "main");
    HTML(w, "</div>");
    form_end(q);
}

static void show_lock(struct request *q, const struct census *c, const struct census_open *o)
{
    struct html *w = &q->html;
    HTML(w, "<section class=\"card stack-m\"><header><h2>{}</h2></header>", c->stage >= STAGE_LOCKING ? "Yang terkunci" : "Yang akan terkunci");
    if (c->stage == STAGE_LOCKED) {
        HTML(w, "<dl class=\"kv\"><dt>Isi</dt><dd>{} orang, {} dalam karantina</dd><dt>Dikunci</dt><dd>{}</dd><dt>Dapat diubah</dt>"
                "<dd>Tidak; hanya lewat permintaan perbaikan dan berita acara</dd></dl><p class=\"t-s soft\">Sidik (SHA-256):</p>"
                "<code class=\"hash\">{}</code>",
             (struct count){c->people}, (struct count){c->quarantined}, moment_date(c->locked, q->at.region->zone), c->hash);
        if (actor_may(&q->at.who, PERM_WORKER_EXPORT) && q->at.who.scope == SCOPE_REGION)
            HTML(w, "<div class=\"row\"><a class=\"btn\" href=\"/pendataan/potret\">{}Unduh daftar terkunci</a></div>", ICON("download"));
    } else if (c->stage == STAGE_LOCKING) {
        HTML(w, "<p>Daftar sedang dibekukan. Halaman ini diperbarui sendiri.</p>");
    } else {
        HTML(w, "<dl class=\"kv\"><dt>Isi</dt><dd>{} orang, {} dalam karantina</dd><dt>Dapat diubah sesudahnya</dt>"
                "<dd>Tidak; hanya lewat permintaan perbaikan dan berita acara</dd></dl>", (struct count){o->people}, (struct count){o->quarantine});
        if (o->signed_agencies < o->agencies || o->open_objections > 0 || o->pairs > 0)
            HTML(w, "<p class=\"t-s soft\" id=\"kunci-ket\">Belum dapat dikunci: {} instansi belum menandatangani SPTJM, {} keberatan belum dijawab, "
                    "{} data ganda belum diputuskan.</p>", o->agencies - o->signed_agencies, o->open_objections, o->pairs);
        if (c->stage == STAGE_SIGN && actor_may(&q->at.who, PERM_CENSUS_SIGN)) {
            form_begin(q, "row", "/pendataan/kunci");
            hidden_field(w, "versi", str_printf(q->arena, "%lld", (long long)c->version));
            submit_button(w, "Kunci sensus", "main");
            form_end(q);
        }
    }
    HTML(w, "</section>\n");
}

static void show_census(struct request *q, const struct census *c, const struct faults *f)
{
    struct html *w = &q->html;
    struct census_open o;
    struct agency_name *names;
    size_t n;
    static const char *sentences[] = {"Pendataan berjalan: impor daftar tiap instansi.", "Uji publik berjalan: daftar diumumkan, keberatan dicatat.",
                                      "Perbaikan berjalan: jawab keberatan dan betulkan data.", "Menunggu pernyataan tiap instansi, lalu dikunci.",
                                      "Daftar sedang dibekukan.", "Sensus terkunci; daftarnya menjadi dasar penempatan."};
    if (census_open_matters(q->tx, &q->at, c, &o) != OK || agency_names(q->tx, &q->at, &names, &n) != OK) {
        reply_error(q, ERR_IO);
        return;
    }
    page_begin(q, &(struct page){.title = c->name, .menu = "/pendataan", .faults = f, .refresh = c->stage == STAGE_LOCKING ? 3 : 0,
                                 .crumbs = {{"Pendataan", NULL}}});
    head_begin(w, c->name, str_z(sentences[c->stage]));
    if (actor_may(&q->at.who, PERM_CENSUS_IMPORT) && c->stage < STAGE_LOCKING)
        HTML(w, "<a class=\"btn main\" href=\"/pendataan/impor\">{}Impor daftar</a>", ICON("upload"));
    if (actor_may(&q->at.who, PERM_CENSUS_STAGE))
        HTML(w, "<a class=\"btn\" href=\"/pendataan/daftar\">{}Daftar untuk diumumkan</a>", ICON("download"));
    if (c->stage == STAGE_LOCKED && actor_may(&q->at.who, PERM_CENSUS_STAGE))
        HTML(w, "<a class=\"btn\" href=\"/pendataan/mulai\">Mulai sensus baru</a>");
    head_end(w);
    show_steps(q, c, &o);
    show_tiles(q, &o);
    show_advance(q, c, f);
    show_criteria(q);
    HTML(w, "<div class=\"cols half\">");
    show_objections(q, c, names, n);
    show_lock(q, c, &o);
    HTML(w, "</div>\n");
    show_statements(q, c);
    page_end(q);
}

void page_census(struct request *q)
{
    struct census c;
    struct html *w = &q->html;
    err e = census_current(q->tx, &q->at, &c);
    if (e == OK) {
        show_census(q, &c, NULL);
        return;
    }
    if (e != ERR_MISSING) {
        reply_error(q, e);
        return;
    }
    page_begin(q, &(struct page){.title = S("Pendataan"), .menu = "/pendataan", .crumbs = {{"Pendataan", NULL}}});
    head_begin(w, S("Pendataan"), S("Mengumpulkan, menguji, dan mengunci daftar tenaga non-ASN."));
    head_end(w);
    HTML(w, "<section class=\"card\">");
    empty_begin(w, "clipboard-check", S("Belum ada sensus"), S("Mulai satu sensus, lalu impor daftar tiap instansi."));
    if (actor_may(&q->at.who, PERM_CENSUS_STAGE))
        HTML(w, "<a class=\"btn main\" href=\"/pendataan/mulai\">Mulai sensus</a>");
    if (actor_may(&q->at.who, PERM_CENSUS_IMPORT))
        HTML(w, "<a class=\"btn\" href=\"/pendataan/impor\">Impor daftar</a>");
    empty_end(w);
    HTML(w, "</section>\n");
    page_end(q);
}

/* ---- beginning and stages ---- */

static void show_begin(struct request *q, const struct faults *f)
{
    struct html *w = &q->html;
    struct str name = form_get(q, "nama");
    page_begin(q, &(struct page){.title = S("Mulai sensus"), .menu = "/pendataan", .faults = f,
                                 .crumbs = {{"Pendataan", "/pendataan"}, {"Mulai", NULL}}});
    head_begin(w, S("Mulai sensus"), S("Masa kerja dihitung sampai tanggal acuan."));
    head_end(w);
    form_begin(q, "card stack", "/pendataan/mulai");
    input_field(w, &(struct input){.name = "nama", .label = "Nama sensus", .kind = INPUT_TEXT, .max = 80,
                                   .value = name.p == NULL ? str_printf(q->arena, "Sensus %d", date_to_ymd(q->at.today).year) : name}, f);
    date_input(q, "acuan", "Tanggal acuan", "Misalnya 31-12-2026", f);
    date_input(q, "batas", "Batas pendataan", "Boleh kosong", f);
    HTML(w, "<div class=\"row\">");
    submit_button(w, "Mulai sensus", "main");
    HTML(w, "</div>");
    form_end(q);
    page_end(q);
}

void page_census_begin(struct request *q)
{
    show_begin(q, NULL);
}

static struct date typed_date(struct request *q, const char *name)
{
    struct date d = DATE_NONE;
    struct str s = form_get(q, name);
    return s.p != NULL && date_parse_form(s, &d) ? d : DATE_NONE;
}

void post_census_begin(struct request *q)
{
    struct faults f = {.arena = q->arena};
    struct str name = form_get(q, "nama");
    struct census c = {.name = name.p == NULL ? S("") : name, .reference = typed_date(q, "acuan"), .collect_to = typed_date(q, "batas")};
    err e = census_begin(q->tx, &q->at, &c, &f);
    if (e == OK) {
        reply_redirect(q, "/pendataan?pesan=tersimpan");
    } else if (e == ERR_INVALID) {
        reply_status(q, 422);
        show_begin(q, &f);
    } else {
        reply_error(q, e);
    }
}

static void finish_stage(struct request *q, err e, const struct census *c, const struct faults *f)
{
    if (e == OK) {
        reply_redirect(q, "/pendataan?pesan=tahap-berganti");
    } else if (e == ERR_INVALID) {
        reply_status(q, 422);
        show_census(q, c, f);
    } else {
        reply_error(q, e);
    }
}

void post_census_advance(struct request *q)
{
    struct census c, next;
    struct faults f = {.arena = q->arena};
    if (!get_census(q, &c))
        return;
    next = c;
    next.version = id_of(form_get(q, "versi"));
    if (c.stage == STAGE_COLLECT) {
        next.public_from = typed_date(q, "mulai");
        next.public_to = typed_date(q, "sampai");
    } else if (c.stage == STAGE_PUBLIC) {
        next.correct_to = typed_date(q, "sampai");
    } else {
        next.sign_to = typed_date(q, "sampai");
    }
    finish_stage(q, census_advance(q->tx, &q->at, &next, &f), &c, &f);
}

void post_census_lock(struct request *q)
{
    struct census c, locking;
    struct faults f = {.arena = q->arena};
    if (!get_census(q, &c))
        return;
    locking = c;
    locking.version = id_of(form_get(q, "versi"));
    finish_stage(q, census_lock(q->tx, &q->at, &locking, &f), &c, &f);
}

/* ---- objections ---- */

static void show_objection_form(struct request *q, const struct faults *f)
{
    struct html *w = &q->html;
    struct agency_name *names;
    size_t n;
    struct str typed = form_get(q, "uraian"), sender = form_get(q, "pengirim"), chosen = form_get(q, "instansi");
    if (agency_names(q->tx, &q->at, &names, &n) != OK)
        n = 0;
    struct option *options = NEW_ARRAY(q->arena, struct option, n + 1);
    for (size_t i = 0; i < n; i++)
        options[i] = (struct option){str_printf(q->arena, "%lld", (long long)names[i].id), names[i].name};
    page_begin(q, &(struct page){.title = S("Catat keberatan"), .menu = "/pendataan", .faults = f,
                                 .crumbs = {{"Pendataan", "/pendataan"}, {"Keberatan", NULL}}});
    head_begin(w, S("Catat keberatan"), S("Dijawab dalam 5 hari kerja. Nama pengirim boleh kosong."));
    head_end(w);
    form_begin(q, "card stack", "/pendataan/keberatan/baru");
    select_field(w, "instansi", "Instansi yang dimaksud", NULL, options, n, chosen.p == NULL ? S("") : chosen, false, f);
    input_field(w, &(struct input){.name = "uraian", .label = "Isi keberatan", .kind = INPUT_AREA, .max = 2000, .value = typed.p == NULL ? S("") : typed}, f);
    input_field(w, &(struct input){.name = "pengirim", .label = "Pengirim", .kind = INPUT_TEXT, .optional = true, .max = 120,
                                   .value = sender.p == NULL ? S("") : sender}, f);
    HTML(w, "<div class=\"row\">");
    submit_button(w, "Simpan keberatan", "main");
    HTML(w, "</div>");
    form_end(q);
    page_end(q);
}

void page_census_objection_new(struct request *q)
{
    show_objection_form(q, NULL);
}

void post_census_objection_new(struct request *q)
{
    struct census c;
    struct faults f = {.arena = q->arena};
    struct str isi = form_get(q, "uraian"), sender = form_get(q, "pengirim");
    if (!get_census(q, &c))
        return;
    struct census_objection o = {.agency_id = id_of(form_get(q, "instansi")), .words = isi.p == NULL ? S("") : isi,
                                 .sender = sender.p == NULL ? S("") : sender};
    err e = census_objection_add(q->tx, &q->at, &c, &o, &f);
    if (e == OK) {
        reply_redirect(q, "/pendataan?pesan=ditambahkan");
    } else if (e == ERR_INVALID) {
        reply_status(q, 422);
        show_objection_form(q, &f);
    } else {
        reply_error(q, e);
    }
}

static void show_objection(struct request *q, const struct census_objection *o, const struct faults *f)
{
    struct html *w = &q->html;
    struct str typed = form_get(q, "jawaban");
    page_begin(q, &(struct page){.title = o->number, .menu = "/pendataan", .faults = f,
                                 .crumbs = {{"Pendataan", "/pendataan"}, {"Keberatan", NULL}}});
    head_begin(w, str_printf(q->arena, "Keberatan " STR_FMT, STR_ARG(o->number)), S(""));
    head_end(w);
    HTML(w, "<section class=\"card stack-m\"><p>“{}”</p><p class=\"muted t-s\">Diterima {}{}{}</p></section>\n", o->words, o->received,
         o->sender.n > 0 ? " dari " : ", tanpa nama", o->sender);
    if (!str_eqz(o->state, "terbuka")) {
        HTML(w, "<section class=\"card stack-m\"><h2>{}</h2><p>{}</p></section>\n", str_eqz(o->state, "diterima") ? "Diterima" : "Ditolak", o->answer);
    } else if (actor_may(&q->at.who, PERM_CENSUS_STAGE)) {
        form_begin(q, "card stack", "/pendataan/keberatan/%lld", (long long)o->id);
        hidden_field(w, "versi", str_printf(q->arena, "%lld", (long long)o->version));
        input_field(w, &(struct input){.name = "jawaban", .label = "Jawaban", .hint = "Dibaca pengirim dan instansi", .kind = INPUT_AREA,
                                       .max = 2000, .value = typed.p == NULL ? S("") : typed}, f);
        HTML(w, "<div class=\"row\"><button class=\"btn main\" name=\"putusan\" value=\"diterima\">Terima, data diperbaiki</button>"
                "<button class=\"btn\" name=\"putusan\" value=\"ditolak\">Tolak dengan alasan</button></div>");
        form_end(q);
    }
    page_end(q);
}

static bool get_objection(struct request *q, struct census_objection *o)
{
    err e = census_objection_get(q->tx, &q->at, id_of(q->arg[0]), o);
    if (e != OK)
        reply_error(q, e);
    return e == OK;
}

void page_census_objection(struct request *q)
{
    struct census_objection o;
    if (get_objection(q, &o))
        show_objection(q, &o, NULL);
}

void post_census_objection(struct request *q)
{
    struct census_objection o;
    struct faults f = {.arena = q->arena};
    struct str answer = form_get(q, "jawaban");
    if (!get_objection(q, &o))
        return;
    o.version = id_of(form_get(q, "versi"));
    err e = census_objection_answer(q->tx, &q->at, &o, str_eqz(form_get(q, "putusan"), "diterima"), answer.p == NULL ? S("") : answer, &f);
    if (e == OK) {
        reply_redirect(q, "/pendataan?pesan=tersimpan");
    } else if (e == ERR_INVALID) {
        reply_status(q, 422);
        show_objection(q, &o, &f);
    } else {
        reply_error(q, e);
    }
}

/* ---- statements ---- */

static void show_statement(struct request *q, const struct agency *a, const struct faults *f)
{
    struct html *w = &q->html;
    static const struct {
        const char *name, *label, *hint;
        enum input_kind kind;
    } fields[] = {{"penanda_tangan", "Penanda tangan", NULL, INPUT_TEXT}, {"jabatan", "Jabatan penanda tangan", "Misalnya Kepala Dinas", INPUT_TEXT},
                  {"nomor", "Nomor surat", NULL, INPUT_TEXT}, {"tanggal", "Tanggal surat", NULL, INPUT_DATE}};
    page_begin(q, &(struct page){.title = S("Catat SPTJM"), .menu = "/pendataan", .faults = f,
                                 .crumbs = {{"Pendataan", "/pendataan"}, {"SPTJM", NULL}}});
    head_begin(w, str_printf(q->arena, "SPTJM " STR_FMT, STR_ARG(a->name)), S("Sidik daftar instansi saat ini disimpan bersama pernyataannya."));
    head_end(w);
    form_begin(q, "card stack", "/pendataan/sptjm/%lld", (long long)a->id);
    for (size_t i = 0; i < COUNT(fields); i++) {
        struct str typed = form_get(q, fields[i].name);
        input_field(w, &(struct input){.name = fields[i].name, .label = fields[i].label, .hint = fields[i].hint, .kind = fields[i].kind,
                                       .max = 120, .value = typed.p == NULL ? S("") : typed}, f);
    }
    HTML(w, "<div class=\"row\">");
    submit_button(w, "Simpan pernyataan", "main");
    HTML(w, "</div>");
    form_end(q);
    page_end(q);
}

static bool get_agency(struct request *q, struct agency *a)
{
    err e = agency_get(q->tx, &q->at, id_of(q->arg[0]), a);
    if (e != OK)
        reply_error(q, e);
    return e == OK;
}

void page_census_statement(struct request *q)
{
    struct agency a;
    if (get_agency(q, &a))
        show_statement(q, &a, NULL);
}

static struct str typed_text(struct request *q, const char *name)
{
    struct str s = form_get(q, name);
    return s.p == NULL ? S("") : s;
}

void post_census_statement(struct request *q)
{
    struct agency a;
    struct census c;
    struct faults f = {.arena = q->arena};
    if (!get_agency(q, &a) || !get_census(q, &c))
        return;
    struct census_statement s = {.agency_id = a.id, .signer = typed_text(q, "penanda_tangan"), .signer_title = typed_text(q, "jabatan"),
                                 .number = typed_text(q, "nomor"), .signed_on = typed_date(q, "tanggal")};
    err e = census_statement_add(q->tx, &q->at, &c, &s, &f);
    if (e == OK) {
        reply_redirect(q, "/pendataan?pesan=tersimpan#sptjm");
    } else if (e == ERR_INVALID) {
        reply_status(q, 422);
        show_statement(q, &a, &f);
    } else {
        reply_error(q, e);
    }
}

/* ---- lists to download ---- */

static const struct sql sql_public = {
    "SELECT a.name, w.name, w.position_text FROM worker w JOIN agency a ON a.pemda_id = w.pemda_id AND a.id = w.agency_id "
    "WHERE w.pemda_id = $1 AND $2 IN (w.agency_id, -1) AND w.active = 1 ORDER BY a.name, w.name_key, w.id"};

/* The list of the public test: agency, name, job. No NIK, no birth date, no wage. */
void page_census_list(struct request *q)
{
    struct buf *out = &q->html.out;
    reply_type(q, "text/csv; charset=utf-8", "daftar-uji-publik.csv");
    BUF_LIT(out, "\xEF\xBB\xBF" "opd,nama,jabatan\r\n");
    AUTO_ROWS r = QUERY(q->tx, sql_public, q->at.pemda.v, scope_agency(&q->at.who));
    while (rows_next(&r) && !out->over) {
        for (int i = 0; i < 3; i++) {
            csv_write_safe(out, row_view(&r));
            buf_add(out, i < 2 ? S(",") : S("\r\n"));
        }
    }
    err e = rows_fail(&r, out->over ? ERR_LIMIT : OK);
    if (e == OK)
        e = audit_view(q->tx, &q->at, "sensus.daftar", 0, S(""));
    if (e != OK)
        reply_error(q, e);
}

static const struct sql sql_snapshot = {
    "SELECT line FROM census_snapshot WHERE pemda_id = $1 AND census_id = $2 ORDER BY seq"};

void page_census_snapshot(struct request *q)
{
    struct census c;
    struct buf *out = &q->html.out;
    if (!get_census(q, &c))
        return;
    if (c.stage != STAGE_LOCKED || q->at.who.scope != SCOPE_REGION) {
        reply_error(q, ERR_MISSING);
        return;
    }
    reply_type(q, "text/csv; charset=utf-8", "sensus-terkunci.csv");
    AUTO_ROWS r = QUERY(q->tx, sql_snapshot, q->at.pemda.v, c.id);
    while (rows_next(&r) && !out->over)
        buf_add(out, row_view(&r));
    err e = rows_fail(&r, out->over ? ERR_LIMIT : OK);
    if (e == OK)
        e = audit_view(q->tx, &q->at, "sensus.potret", c.id, c.hash);
    if (e != OK)
        reply_error(q, e);
}
