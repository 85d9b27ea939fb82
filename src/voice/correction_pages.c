/*
 * correction_pages.c: "Data saya" on the worker's phone, one page a field to ask for a correction, and the officers'
 * queue where each request is decided.
 */
#include "voice_pages.h"

#include "correction.h"
#include "registry/agency.h"
#include "registry/position.h"
#include "rule/rulebook.h"
#include "voice_parts.h"

enum { OWN_MAX = 20, QUEUE_PAGE = 25 };

/* ---- the worker ---- */

static void show_row(struct html *w, const char *label, struct str value, const char *href)
{
    HTML(w, "<tr><th scope=\"row\">{}</th><td data-l=\"Tersimpan\">{}</td><td>", label,
         value.n > 0 ? value : S("–"));
    if (href != NULL)
        HTML(w, "<a href=\"/saya/data/{}\" aria-label=\"Perbaiki {}\">Perbaiki</a>", href, label);
    HTML(w, "</td></tr>\n");
}

static struct str agency_name(struct request *q, int64_t id)
{
    struct agency a;
    return agency_get(q->tx, &q->at, id, &a) == OK ? a.name : S("");
}

static void show_own_data(struct request *q, const struct worker *me)
{
    struct html *w = &q->html;
    HTML(w, "<section class=\"card flush\"><header><h2>Yang tersimpan tentang Anda</h2><p>Ada yang salah? "
            "Pilih "
            "“Perbaiki” di barisnya.</p></header>\n<table class=\"tbl fold\"><thead><tr><th "
            "scope=\"col\">Isian</th><th "
            "scope=\"col\">Tersimpan</th><th scope=\"col\"><span "
            "class=\"sr\">Tindakan</span></th></tr></thead>\n<tbody>");
    struct html masked = {.out = buf_new(256)};
    html_value(&masked, hole_masked((struct masked){me->nik}));
    show_row(w, "NIK", str_dup(q->arena, buf_str(&masked.out)), NULL);
    buf_free(&masked.out);
    show_row(w, "Instansi", agency_name(q, me->agency_id), NULL);
    for (size_t i = 0; correction_fields[i] != NULL; i++) {
        const struct field *f = correction_field(str_z(correction_fields[i]));
        show_row(w, f->label, correction_words(q->arena, f, field_text(q->arena, f, me)),
                 correction_fields[i]);
    }
    HTML(w, "</tbody></table>\n<footer class=\"t-s soft\">NIK atau instansi yang salah diperbaiki di meja "
            "konsultasi, dengan "
            "KTP dan SK.</footer></section>\n");
}

static void show_request(struct request *q, const struct correction *c)
{
    struct html *w = &q->html;
    const struct field *f = correction_field(c->field);
    if (f == NULL)
        return;
    HTML(w, "<div class=\"stack-s\"><div class=\"split\"><strong>{}</strong>", f->label);
    request_chip(w, c->state);
    HTML(w, "</div>\n<p class=\"t-s\">{} → {} <span class=\"muted\">· {}</span></p>\n",
         correction_words(q->arena, f, c->old_value), correction_words(q->arena, f, c->new_value),
         c->number);
    request_answer(w, c->state, c->answer, c->decided_by, c->decided, c->due);
    HTML(w, "</div>\n");
}

static err show_requests(struct request *q)
{
    struct html *w = &q->html;
    struct correction list[OWN_MAX];
    size_t n = 0;
    TRY(correction_list_of_self(q->tx, &q->at, OWN_MAX, list, &n));
    HTML(w, "<section class=\"card stack-m\"><header><h2>Permintaan perbaikan Anda</h2></header>\n");
    if (n == 0)
        HTML(w, "<p class=\"t-s soft\">Belum ada. Petugas menjawab paling lama 3 hari setelah Anda "
                "meminta.</p>\n");
    for (size_t i = 0; i < n; i++)
        show_request(q, &list[i]);
    HTML(w, "</section>\n");
    return OK;
}

void page_own_data(struct request *q)
{
    struct worker me;
    if (!self_get(q, &me))
        return;
    page_begin(q, &(struct page){.layout = LAYOUT_PHONE, .title = S("Data saya"), .menu = "/saya/data"});
    head_begin(&q->html, S("Data saya"),
               S("Data ini menentukan jalur Anda. Periksalah, dan mintalah perbaikan bila ada yang "
                 "salah."));
    head_end(&q->html);
    HTML(&q->html, "<div class=\"cols side\"><div class=\"stack\">");
    show_own_data(q, &me);
    HTML(&q->html, "</div><aside class=\"stack\">");
    err e = show_requests(q);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    help_card(q, &me);
    HTML(&q->html, "</aside></div>\n");
    page_end(q);
}

static void show_ask(struct request *q, const struct field *f, const struct worker *me,
                     const struct form *typed, const struct faults *faults)
{
    struct html *w = &q->html;
    const char *const group[] = {field_name(f), NULL};
    struct str title = str_printf(q->arena, "Perbaiki: %s", f->label);
    page_begin(q, &(struct page){.layout = LAYOUT_PHONE,
                                 .title = title,
                                 .menu = "/saya/data",
                                 .faults = faults,
                                 .crumbs = {{"Data saya", "/saya/data"}, {f->label, NULL}}});
    head_begin(w, title, S("Petugas instansi Anda memeriksa permintaan ini sebelum data diubah."));
    head_end(w);
    form_begin(q, "card stack", "/saya/data/%s", field_name(f));
    HTML(w, "<dl class=\"kv\"><dt>Tersimpan sekarang</dt><dd>{}</dd></dl>\n",
         correction_words(q->arena, f, field_text(q->arena, f, me)));
    entity_form(w, &worker_entity, group, me, typed, faults);
    input_field(w,
                &(struct input){.name = "alasan",
                                .label = "Alasan dan bukti",
                                .kind = INPUT_AREA,
                                .max = 1000,
                                .hint = "Misalnya: sesuai KTP; salinannya saya bawa ke meja konsultasi",
                                .value = typed == NULL ? S("") : pairs_get(&typed->fields, "alasan")},
                faults);
    HTML(w, "<div class=\"row\">");
    submit_button(w, "Kirim permintaan", "main");
    HTML(w, "<a class=\"btn calm\" href=\"/saya/data\">Batal</a></div>\n");
    form_end(q);
    page_end(q);
}

void page_correction_new(struct request *q)
{
    struct worker me;
    const struct field *f = correction_field(q->arg[0]);
    if (f == NULL)
        reply_error(q, ERR_MISSING);
    else if (self_get(q, &me))
        show_ask(q, f, &me, NULL, NULL);
}

void post_correction_new(struct request *q)
{
    struct worker me;
    const struct field *f = correction_field(q->arg[0]);
    if (f == NULL) {
        reply_error(q, ERR_MISSING);
        return;
    }
    if (!self_get(q, &me))
        return;
    struct faults faults = {.arena = q->arena};
    err e = at_rules(q->tx, &q->at);
    if (e == OK)
        e = correction_ask(q->tx, &q->at, f, &q->form, &faults);
    if (e == OK) {
        reply_redirect(q, "/saya/data?pesan=perbaikan-terkirim");
    } else if (e == ERR_INVALID) {
        reply_status(q, 422);
        show_ask(q, f, &me, &q->form, &faults);
    } else {
        reply_error(q, e);
    }
}

/* ---- the officers' queue ---- */

static void show_queue_row(struct request *q, const struct correction *c)
{
    struct html *w = &q->html;
    const struct field *f = correction_field(c->field);
    HTML(w,
         "<tr><th scope=\"row\"><a href=\"/koreksi/{}\">{}</a><span class=\"sub\">{}</span></th><td "
         "data-l=\"Instansi\">{}</td><td data-l=\"Isian\">{}</td><td data-l=\"Batas jawab\">",
         c->id, c->worker_name, c->number, c->agency_name, f == NULL ? "" : f->label);
    if (!str_eqz(c->state, "menunggu"))
        request_chip(w, c->state);
    else if (c->due.day < q->at.today.day)
        chip(w, TONE_BAD, NULL, S("Lewat batas"));
    else
        HTML(w, "{}", c->due);
    HTML(w, "</td></tr>\n");
}

static void show_queue(struct request *q, bool open, const struct correction *list, size_t n)
{
    struct html *w = &q->html;
    size_t shown = n > QUEUE_PAGE ? QUEUE_PAGE : n;
    HTML(w, "<section class=\"card flush\">");
    queue_chips(q, "/koreksi", open);
    HTML(w,
         "<table class=\"tbl fold\"><thead><tr><th scope=\"col\">Nama</th><th "
         "scope=\"col\">Instansi</th><th "
         "scope=\"col\">Isian</th><th scope=\"col\">{}</th></tr></thead>\n<tbody>",
         open ? "Batas jawab" : "Jawaban");
    for (size_t i = 0; i < shown; i++)
        show_queue_row(q, &list[i]);
    HTML(w, "</tbody></table>\n");
    pager(w, n > QUEUE_PAGE ? S("25 pertama; masih ada") : str_printf(q->arena, "%zu permintaan", shown),
          S(""),
          n > QUEUE_PAGE ? queue_next(q, "/koreksi", open, list[shown - 1].id, list[shown - 1].due)
                         : S(""));
    HTML(w, "</section>\n");
}

void page_correction_queue(struct request *q)
{
    struct html *w = &q->html;
    struct correction list[QUEUE_PAGE + 1];
    size_t n = 0;
    int64_t after;
    struct date after_due;
    bool open = !str_eqz(query_get(q, "lihat"), "dijawab");
    queue_place(q, &after, &after_due);
    err e = correction_queue(q->tx, &q->at, open, after_due, after, QUEUE_PAGE + 1, list, &n);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    page_begin(q, &(struct page){.layout = LAYOUT_DESK,
                                 .title = S("Permintaan perbaikan data"),
                                 .menu = "/koreksi",
                                 .crumbs = {{"Perbaikan data", NULL}}});
    head_begin(w, S("Permintaan perbaikan data"),
               S("Tenaga kerja meminta datanya diperbaiki. Jawab dalam 3 hari, dengan alasan "
                 "bila menolak."));
    head_end(w);
    if (n > 0 || after != 0 || !open) {
        show_queue(q, open, list, n);
    } else {
        empty_begin(w, "inbox", S("Tidak ada permintaan yang menunggu"),
                    S("Permintaan baru muncul di sini, yang paling "
                      "mendesak di atas."));
        HTML(w, "<div class=\"row\"><a class=\"btn\" href=\"/koreksi?lihat=dijawab\">Lihat yang sudah "
                "dijawab</a></div>");
        empty_end(w);
    }
    page_end(q);
}

/* ---- one request ---- */

static void show_sides(struct request *q, const struct correction *c, const struct field *f)
{
    HTML(&q->html,
         "<section class=\"card flush\"><header><h2>{}</h2><p>{} · {}</p></header>\n<table class=\"tbl "
         "vs\"><thead><tr>"
         "<th scope=\"col\"><span class=\"sr\">Isian</span></th><th scope=\"col\">Tersimpan</th><th "
         "scope=\"col\">"
         "Diminta</th></tr></thead>\n<tbody><tr><th scope=\"row\">{}</th><td>{}</td><td "
         "class=\"diff\">{}</td></tr>"
         "</tbody></table>\n<footer><p class=\"t-s\"><strong>Alasan:</strong> {}</p></footer></section>\n",
         f->label, c->number, c->created, f->label, correction_words(q->arena, f, c->old_value),
         correction_words(q->arena, f, c->new_value), c->reason);
}

static void show_decide(struct request *q, const struct correction *c, const struct faults *faults)
{
    struct html *w = &q->html;
    form_begin(q, "card stack", "/koreksi/%ld", (long)c->id);
    HTML(w, "<h2>Putuskan</h2>\n");
    hidden_field(w, "versi", str_printf(q->arena, "%ld", (long)c->version));
    input_field(w,
                &(struct input){.name = "jawaban",
                                .label = "Jawaban untuk yang bersangkutan",
                                .kind = INPUT_AREA,
                                .hint = "Wajib bila menolak",
                                .optional = true,
                                .max = 1000,
                                .value = form_get(q, "jawaban")},
                faults);
    HTML(w, "<div class=\"row\"><button class=\"btn main\" name=\"keputusan\" value=\"terima\">Terima dan "
            "perbarui "
            "data</button><button class=\"btn stop\" name=\"keputusan\" "
            "value=\"tolak\">Tolak</button></div>\n");
    form_end(q);
}

static void show_correction(struct request *q, const struct correction *c, const struct faults *faults)
{
    struct html *w = &q->html;
    const struct field *f = correction_field(c->field);
    if (f == NULL) {
        reply_error(q, ERR_MISSING);
        return;
    }
    page_begin(q, &(struct page){
                      .layout = LAYOUT_DESK,
                      .title = S("Permintaan perbaikan"),
                      .menu = "/koreksi",
                      .faults = faults,
                      .crumbs = {{"Perbaikan data", "/koreksi"}, {str_to_z(q->arena, c->number), NULL}}});
    head_begin(w, c->worker_name, c->agency_name);
    HTML(w, "<a class=\"btn\" href=\"/tenaga/{}\">{}Buka data orang ini</a>", c->worker_id, ICON("users"));
    head_end(w);
    show_sides(q, c, f);
    if (str_eqz(c->state, "menunggu")) {
        show_decide(q, c, faults);
    } else {
        HTML(w, "<section class=\"card stack-s\"><div class=\"row\">");
        request_chip(w, c->state);
        HTML(w, "</div>\n");
        request_answer(w, c->state, c->answer, c->decided_by, c->decided, c->due);
        HTML(w, "</section>\n");
    }
    page_end(q);
}

void page_correction(struct request *q)
{
    struct correction c;
    err e = correction_get(q->tx, &q->at, id_of(q->arg[0]), &c);
    if (e == OK)
        show_correction(q, &c, NULL);
    else
        reply_error(q, e);
}

void post_correction(struct request *q)
{
    struct faults f = {.arena = q->arena};
    struct correction c;
    int64_t id = id_of(q->arg[0]);
    bool accept = str_eqz(form_get(q, "keputusan"), "terima");
    struct str answer = form_get(q, "jawaban");
    err e = correction_get(q->tx, &q->at, id, &c);
    if (e == OK)
        e = at_rules(q->tx, &q->at);
    if (e == OK)
        e = correction_decide(q->tx, &q->at, id, id_of(form_get(q, "versi")), accept,
                              answer.p == NULL ? S("") : answer, &f);
    if (e == OK) {
        reply_redirect(q, "/koreksi?pesan=%s", accept ? "perbaikan-diterima" : "perbaikan-ditolak");
    } else if (e == ERR_INVALID) {
        reply_status(q, 422);
        show_correction(q, &c, &f);
    } else {
        reply_error(q, e);
    }
}
