/*
 * objection_pages.c: the worker objects on the phone; an officer writes one down for somebody at the desk (also the
 * way of "Ubah jalur" for a seated person); BKPSDM answers from the queue.
 */
#include "voice_pages.h"

#include "kernel/mem.h"
#include "objection.h"
#include "pathway/pathway.h"
#include "rule/rulebook.h"
#include "voice_parts.h"

enum { OWN_MAX = 20, QUEUE_PAGE = 25, SUBJECTS_MAX = 12 };

/* ---- what an objection is about ---- */

static err draft_of(struct request *q, int64_t worker_id, struct objection_draft *d)
{
    struct decided decided;
    struct str subject = form_get(q, "pokok"), words = form_get(q, "uraian");
    *d = (struct objection_draft){.subject = subject.p == NULL ? S("") : subject,
                                  .words = words.p == NULL ? S("") : words,
                                  .run_number = S(""),
                                  .published = DATE_NONE};
    TRY(at_rules(q->tx, &q->at));
    err e = decided_of_worker(q->tx, &q->at, worker_id, &decided);
    if (e == ERR_MISSING)
        return OK;
    TRY(e);
    d->run_number = decided.run_number;
    d->published = moment_date(decided.published, q->at.region->zone);
    return OK;
}

static void show_fields(struct request *q, const struct objection_draft *d, const struct faults *f)
{
    struct option options[SUBJECTS_MAX];
    size_t n = 0;
    for (const struct objection_subject *s = objection_subjects; s->code != NULL && n < SUBJECTS_MAX; s++)
        options[n++] = (struct option){str_z(s->code), str_z(s->label)};
    radio_field(&q->html, "pokok", "Apa yang menurut Anda tidak tepat?", NULL, options, n, d->subject, f);
    input_field(&q->html,
                &(struct input){.name = "uraian",
                                .label = "Ceritakan alasannya",
                                .kind = INPUT_AREA,
                                .max = 2000,
                                .hint = "Sebut data atau bukti yang perlu diperiksa",
                                .value = d->words},
                f);
}

static void show_one(struct request *q, const struct objection *o, bool own)
{
    struct html *w = &q->html;
    HTML(w, "<section class=\"card stack-s\"><div class=\"split\"><h2>{}</h2>",
         objection_subject_label(o->subject));
    request_chip(w, o->state);
    HTML(w, "</div>\n<p class=\"t-s\">{}</p>\n<p class=\"t-xs muted\">{} · {}</p>\n", o->words, o->number,
         o->created);
    if (!str_eqz(o->state, "ditarik"))
        request_answer(w, o->state, o->answer, o->decided_by, o->decided, o->due);
    if (own && str_eqz(o->state, "menunggu")) {
        form_begin(q, "", "/saya/keberatan/%ld/tarik", (long)o->id);
        hidden_field(w, "versi", str_printf(q->arena, "%ld", (long)o->version));
        submit_button(w, "Tarik kembali", "small");
        form_end(q);
    }
    HTML(w, "</section>\n");
}

/* ---- the worker ---- */

static void show_own_form(struct request *q, const struct objection_draft *d,
                          const struct objection *newest, size_t n, const struct faults *f)
{
    struct html *w = &q->html;
    if (n > 0 && str_eqz(newest->state, "menunggu"))
        return;
    if (!date_given(d->published)) {
        note(w, TONE_INFO, S("Belum ada hasil yang terbit."),
             S("Keberatan dapat diajukan setelah hasil diumumkan. Data yang "
               "salah dapat diperbaiki sekarang."));
        HTML(w, "<a class=\"btn\" href=\"/saya/data\">{}Periksa data saya</a>\n", ICON("file-text"));
        return;
    }
    struct date last = objection_last_day(q->at.rules, d->published);
    if (q->at.today.day > last.day) {
        HTML(w,
             "<div class=\"note warn\">{}<div><strong>Batas keberatan sudah lewat.</strong> Batasnya {}. "
             "Petugas di meja "
             "konsultasi dapat mencatat keberatan yang terlambat beserta alasannya.</div></div>\n",
             ICON("alert-triangle"), last);
        return;
    }
    form_begin(q, "card stack", "/saya/keberatan");
    HTML(w,
         "<h2>Ajukan keberatan</h2>\n<p class=\"t-s soft\">Sampai {}. Mengajukan keberatan tidak "
         "mengurangi hak Anda.</p>\n",
         last);
    show_fields(q, d, f);
    submit_button(w, "Kirim keberatan", "main wide");
    form_end(q);
}

static void show_own(struct request *q, const struct worker *me, const struct objection_draft *d,
                     const struct faults *f)
{
    struct html *w = &q->html;
    struct objection list[OWN_MAX];
    size_t n = 0;
    err e = objection_list(q->tx, &q->at, me->id, OWN_MAX, list, &n);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    page_begin(
        q, &(struct page){
               .layout = LAYOUT_PHONE, .title = S("Keberatan"), .menu = "/saya/keberatan", .faults = f});
    head_begin(
        w, S("Keberatan"),
        S("Bila hasilnya menurut Anda tidak tepat, katakan. Seorang petugas memeriksa dan menjawab."));
    head_end(w);
    HTML(w, "<div class=\"cols side\"><div class=\"stack\">");
    show_own_form(q, d, list, n, f);
    for (size_t i = 0; i < n; i++)
        show_one(q, &list[i], true);
    HTML(w,
         "</div><aside class=\"stack\"><section class=\"card stack-m\"><header><h2>Yang terjadi "
         "sesudahnya</h2></header>\n"
         "<ul class=\"ticks\"><li>{}<span>Petugas BKPSDM menjawab paling lama 5 hari kerja, dengan "
         "alasan.</span></li>"
         "<li>{}<span>Bila Anda benar, datanya diperbaiki lalu alokasi dihitung ulang dan "
         "diumumkan.</span></li>"
         "<li>{}<span>Selama diperiksa, tawaran Anda tetap berlaku.</span></li></ul></section>\n",
         ICON("circle-check"), ICON("circle-check"), ICON("circle-check"));
    help_card(q, me);
    HTML(w, "</aside></div>\n");
    page_end(q);
}

void page_own_objections(struct request *q)
{
    struct worker me;
    struct objection_draft d;
    if (!self_get(q, &me))
        return;
    err e = draft_of(q, me.id, &d);
    if (e == OK)
        show_own(q, &me, &d, NULL);
    else
        reply_error(q, e);
}

void post_objection_new(struct request *q)
{
    struct worker me;
    struct objection_draft d;
    struct faults f = {.arena = q->arena};
    int64_t id;
    if (!self_get(q, &me))
        return;
    err e = draft_of(q, me.id, &d);
    if (e == OK)
        e = objection_open(q->tx, &q->at, me.id, &d, &id, &f);
    if (e == OK) {
        reply_redirect(q, "/saya/keberatan?pesan=keberatan-terkirim");
    } else if (e == ERR_INVALID) {
        reply_status(q, 422);
        show_own(q, &me, &d, &f);
    } else {
        reply_error(q, e);
    }
}

void post_objection_withdraw(struct request *q)
{
    err e = objection_withdraw(q->tx, &q->at, id_of(q->arg[0]), id_of(form_get(q, "versi")));
    if (e == OK)
        reply_redirect(q, "/saya/keberatan?pesan=keberatan-ditarik");
    else
        reply_error(q, e);
}

/* ---- an officer, for somebody at the desk ---- */

static void show_for(struct request *q, const struct worker *w, const struct objection_draft *d,
                     const struct faults *f)
{
    struct html *h = &q->html;
    struct str name = worker_full_name(q->arena, w);
    const char *back = str_to_z(q->arena, str_printf(q->arena, "/tenaga/%ld", (long)w->id));
    page_begin(q, &(struct page){.layout = LAYOUT_DESK,
                                 .title = S("Buka keberatan"),
                                 .menu = "/tenaga",
                                 .faults = f,
                                 .crumbs = {{"Tenaga kerja", "/tenaga"},
                                            {str_to_z(q->arena, name), back},
                                            {"Keberatan", NULL}}});
    head_begin(h, S("Buka keberatan atas nama orang ini"), name);
    head_end(h);
    note(h, TONE_INFO, S("Kursi tidak diubah dengan tangan."),
         S("Bila keberatan diterima, masukannya diperbaiki, alokasi dihitung "
           "ulang, dan perbandingannya diumumkan."));
    form_begin(q, "card stack", "/tenaga/%ld/keberatan", (long)w->id);
    show_fields(q, d, f);
    HTML(h, "<div class=\"row\">");
    submit_button(h, "Buka keberatan", "main");
    HTML(h, "<a class=\"btn calm\" href=\"/tenaga/{}\">Batal</a></div>\n", w->id);
    form_end(q);
    page_end(q);
}

void page_objection_for(struct request *q)
{
    struct worker w;
    struct objection_draft d;
    err e = worker_get(q->tx, &q->at, id_of(q->arg[0]), &w);
    if (e == OK)
        e = draft_of(q, w.id, &d);
    if (e == OK)
        show_for(q, &w, &d, NULL);
    else
        reply_error(q, e);
}

void post_objection_for(struct request *q)
{
    struct worker w;
    struct objection_draft d = {0};
    struct faults f = {.arena = q->arena};
    int64_t id = 0;
    err e = worker_get(q->tx, &q->at, id_of(q->arg[0]), &w);
    if (e == OK)
        e = draft_of(q, w.id, &d);
    if (e == OK)
        e = objection_open(q->tx, &q->at, w.id, &d, &id, &f);
    if (e == OK) {
        reply_redirect(q, "/tenaga/%ld?pesan=keberatan-dibuka", (long)w.id);
    } else if (e == ERR_INVALID) {
        reply_status(q, 422);
        show_for(q, &w, &d, &f);
    } else {
        reply_error(q, e);
    }
}

/* ---- the queue ---- */

static void show_queue(struct request *q, bool open, const struct objection *list, size_t n)
{
    struct html *w = &q->html;
    size_t shown = n > QUEUE_PAGE ? QUEUE_PAGE : n;
    HTML(w, "<section class=\"card flush\">");
    queue_chips(q, "/keberatan", open);
    HTML(w,
         "<table class=\"tbl fold\"><thead><tr><th scope=\"col\">Nama</th><th "
         "scope=\"col\">Instansi</th><th "
         "scope=\"col\">Pokok</th><th scope=\"col\">{}</th></tr></thead>\n<tbody>",
         open ? "Batas jawab" : "Jawaban");
    for (size_t i = 0; i < shown; i++) {
        const struct objection *o = &list[i];
        HTML(w,
             "<tr><th scope=\"row\"><a href=\"/keberatan/{}\">{}</a><span class=\"sub\">{}</span></th><td "
             "data-l=\"Instansi\">{}</td><td data-l=\"Pokok\">{}</td><td data-l=\"Keadaan\">",
             o->id, o->worker_name, o->number, o->agency_name, objection_subject_label(o->subject));
        if (!str_eqz(o->state, "menunggu"))
            request_chip(w, o->state);
        else if (o->due.day < q->at.today.day)
            chip(w, TONE_BAD, NULL, S("Lewat batas"));
        else
            HTML(w, "{}", o->due);
        HTML(w, "</td></tr>\n");
    }
    HTML(w, "</tbody></table>\n");
    pager(w, n > QUEUE_PAGE ? S("25 pertama; masih ada") : str_printf(q->arena, "%zu keberatan", shown),
          S(""),
          n > QUEUE_PAGE ? queue_next(q, "/keberatan", open, list[shown - 1].id, list[shown - 1].due)
                         : S(""));
    HTML(w, "</section>\n");
}

void page_objection_queue(struct request *q)
{
    struct html *w = &q->html;
    struct objection list[QUEUE_PAGE + 1];
    size_t n = 0;
    int64_t after;
    struct date after_due;
    bool open = !str_eqz(query_get(q, "lihat"), "dijawab");
    queue_place(q, &after, &after_due);
    err e = objection_queue(q->tx, &q->at, open, after_due, after, QUEUE_PAGE + 1, list, &n);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    page_begin(q, &(struct page){.layout = LAYOUT_DESK,
                                 .title = S("Keberatan"),
                                 .menu = "/keberatan",
                                 .crumbs = {{"Keberatan", NULL}}});
    head_begin(
        w, S("Keberatan"),
        S("Yang paling mendesak di atas. Setiap jawaban memuat alasan dan dibaca yang bersangkutan."));
    head_end(w);
    if (n > 0 || after != 0 || !open) {
        show_queue(q, open, list, n);
    } else {
        empty_begin(w, "message-circle", S("Tidak ada keberatan yang menunggu"),
                    S("Keberatan baru muncul di sini."));
        HTML(w, "<div class=\"row\"><a class=\"btn\" href=\"/keberatan?lihat=dijawab\">Lihat yang sudah "
                "dijawab</a></div>");
        empty_end(w);
    }
    page_end(q);
}

/* ---- one objection ---- */

static void show_answer_form(struct request *q, const struct objection *o, const struct faults *f)
{
    struct html *w = &q->html;
    form_begin(q, "card stack", "/keberatan/%ld", (long)o->id);
    HTML(w, "<h2>Jawab</h2>\n");
    hidden_field(w, "versi", str_printf(q->arena, "%ld", (long)o->version));
    input_field(w,
                &(struct input){.name = "jawaban",
                                .label = "Jawaban untuk yang bersangkutan",
                                .kind = INPUT_AREA,
                                .max = 2000,
                                .hint = "Apa yang diperiksa, apa hasilnya, dan apa langkah berikutnya",
                                .value = form_get(q, "jawaban")},
                f);
    HTML(w,
         "<div class=\"row\"><button class=\"btn main\" name=\"keputusan\" value=\"terima\">Terima "
         "keberatan</button>"
         "<button class=\"btn stop\" name=\"keputusan\" value=\"tolak\">Tolak keberatan</button></div>\n");
    form_end(q);
}

static void show_objection(struct request *q, const struct objection *o, const struct faults *f)
{
    struct html *w = &q->html;
    page_begin(
        q, &(struct page){.layout = LAYOUT_DESK,
                          .title = S("Keberatan"),
                          .menu = "/keberatan",
                          .faults = f,
                          .crumbs = {{"Keberatan", "/keberatan"}, {str_to_z(q->arena, o->number), NULL}}});
    head_begin(w, o->worker_name, o->agency_name);
    HTML(w, "<a class=\"btn\" href=\"/tenaga/{}\">{}Buka data orang ini</a>", o->worker_id, ICON("users"));
    head_end(w);
    HTML(w, "<div class=\"cols side\"><div class=\"stack\">");
    show_one(q, o, false);
    if (str_eqz(o->state, "menunggu"))
        show_answer_form(q, o, f);
    else if (str_eqz(o->state, "diterima"))
        note(w, TONE_INFO, S("Langkah berikutnya:"),
             S("perbaiki data atau rencana yang menjadi masukan, lalu hitung alokasi lagi."));
    HTML(w,
         "</div><aside class=\"stack\"><section class=\"card stack-s\"><h2>Keterangan</h2>\n<dl "
         "class=\"kv\"><dt>Nomor</dt>"
         "<dd>{}</dd><dt>Dicatat oleh</dt><dd>{}</dd><dt>Batas jawab</dt><dd>{}</dd>",
         o->number, o->opened_by_name, o->due);
    if (o->run_number.n > 0)
        HTML(w, "<dt>Hasil</dt><dd><a href=\"/sertifikat/{}\">{}</a></dd>",
             (struct query_value){o->run_number}, o->run_number);
    HTML(w, "</dl></section></aside></div>\n");
    page_end(q);
}

void page_objection(struct request *q)
{
    struct objection o;
    err e = objection_get(q->tx, &q->at, id_of(q->arg[0]), &o);
    if (e == OK)
        show_objection(q, &o, NULL);
    else
        reply_error(q, e);
}

void post_objection(struct request *q)
{
    struct faults f = {.arena = q->arena};
    struct objection o;
    int64_t id = id_of(q->arg[0]);
    struct str answer = form_get(q, "jawaban");
    bool accept = str_eqz(form_get(q, "keputusan"), "terima");
    err e = objection_get(q->tx, &q->at, id, &o);
    if (e == OK)
        e = objection_decide(q->tx, &q->at, id, id_of(form_get(q, "versi")), accept,
                             answer.p == NULL ? S("") : answer, &f);
    if (e == OK) {
        reply_redirect(q, "/keberatan?pesan=keberatan-dijawab");
    } else if (e == ERR_INVALID) {
        reply_status(q, 422);
        show_objection(q, &o, &f);
    } else {
        reply_error(q, e);
    }
}
