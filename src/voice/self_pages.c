/*
 * self_pages.c: the worker's first page: what was decided, why, the offer that waits, and who to ask. Accepting an
 * offer asks for the password again; refusing does not, and costs nobody the right to be helped.
 */
#include "voice_pages.h"

#include "kernel/auth/again.h"
#include "kernel/mem.h"
#include "objection.h"
#include "pathway/pathway.h"
#include "registry/agency.h"
#include "registry/position.h"
#include "rule/rulebook.h"
#include "voice_parts.h"

enum { HISTORY = 6 };

/* ---- hello ---- */

static const char *time_of_day(struct moment now, struct str zone)
{
    int64_t hour = (now.ms / 60000 + zone_minutes(zone)) / 60 % 24;
    return hour < 11 ? "pagi" : hour < 15 ? "siang" : hour < 18 ? "sore" : "malam";
}

static void put_greeting(struct request *q, const struct worker *me)
{
    struct str rest = me->name, first = str_cut(&rest, ' ');
    HTML(&q->html, "<p class=\"k\">Selamat {}, {}{}</p>\n", time_of_day(q->at.now, q->at.region->zone),
         str_eqz(me->sex, "L")   ? "Pak "
         : str_eqz(me->sex, "P") ? "Bu "
                                 : "",
         first);
}

static struct str last_post(struct request *q, const struct worker *me)
{
    struct agency a;
    struct str agency = agency_get(q->tx, &q->at, me->agency_id, &a) == OK ? a.name : S("");
    return me->position_text.n > 0
               ? str_printf(q->arena, STR_FMT ", " STR_FMT, STR_ARG(me->position_text), STR_ARG(agency))
               : agency;
}

/* One sentence before anything was published, by where the person stands. */
static struct str heading_without_result(const struct worker *me)
{
    if (me->pathway == PATHWAY_UNDECIDED)
        return S("Jalur Anda sedang dicarikan");
    if (me->pathway == PATHWAY_LEFT)
        return S("Anda tercatat sudah tidak bekerja");
    return S("Jalur Anda sudah tercatat");
}

static void show_hello(struct request *q, const struct worker *me, const struct decided *d)
{
    struct html *w = &q->html;
    HTML(w, "<section class=\"hello stack-m\">");
    put_greeting(q, me);
    HTML(w, "<h1>{}</h1>\n", d != NULL ? d->heading : heading_without_result(me));
    if (d != NULL)
        HTML(w, "<p class=\"t-s\">Hasil {}, terbit {}.</p>\n", d->run_number, d->published);
    else
        HTML(w, "<p class=\"t-s\">Terakhir bekerja: {}. Hasil alokasi diumumkan di halaman ini.</p>\n",
             last_post(q, me));
    HTML(w, "<div class=\"row\">");
    if (d != NULL && d->n_why > 0)
        HTML(w, "<a class=\"btn\" href=\"#mengapa\">Mengapa jalur ini?</a>");
    else
        HTML(w, "<a class=\"btn\" href=\"/saya/data\">Periksa data saya</a>");
    HTML(w, "</div></section>\n");
}

/* ---- offer ---- */

static void show_offer_facts(struct html *w, const struct offer *o)
{
    HTML(w, "<dl class=\"kv\"><dt>Pekerjaan</dt><dd>{}</dd><dt>Tempat</dt><dd>{}</dd><dt>Jalur</dt><dd>",
         o->position_name, o->agency_name);
    pathway_mark(w, o->pathway);
    HTML(w, "</dd>");
    if (o->wage_after.v > 0)
        HTML(w, "<dt>Upah sebulan</dt><dd>{} <span class=\"muted\">(sebelumnya {})</span></dd>",
             o->wage_after, o->wage_before);
    HTML(w, "<dt>Jawab sebelum</dt><dd>{}</dd></dl>\n", o->due);
    if (o->wage_after.v > 0 && o->wage_after.v < o->wage_before.v)
        note(w, TONE_WARN, S("Upah ini lebih rendah dari yang lama."),
             S("Anda boleh menolak; penolakan tidak merugikan Anda."));
    else if (o->wage_after.v > 0)
        note(w, TONE_OK, S("Tidak dirugikan:"), S("upah baru tidak lebih rendah dari yang lama."));
    if (o->words.n > 0)
        HTML(w, "<p class=\"t-s soft\">{}</p>\n", o->words);
}

static bool offer_waits(const struct offer *o, const struct at *at)
{
    return str_eqz(o->state, "menunggu") && at->today.day <= o->due.day;
}

static void show_offer_card(struct request *q, const struct offer *o)
{
    struct html *w = &q->html;
    HTML(w, "<section class=\"card mark stack-m\" id=\"tawaran\"><header><h2>Tawaran untuk Anda</h2>");
    if (offer_waits(o, &q->at))
        chip(w, TONE_WARN, NULL, S("Menunggu jawaban"));
    else if (str_eqz(o->state, "menunggu"))
        chip(w, TONE_PLAIN, NULL, S("Batas sudah lewat"));
    else
        request_chip(w, o->state);
    HTML(w, "</header>\n");
    show_offer_facts(w, o);
    if (offer_waits(o, &q->at))
        HTML(w,
             "<div class=\"row\"><a class=\"btn main\" href=\"/saya/tawaran\">Jawab tawaran</a></div>\n");
    else if (str_eqz(o->state, "menunggu"))
        HTML(w, "<p class=\"t-s soft\">Hubungi meja konsultasi bila Anda masih ingin menjawab.</p>\n");
    else if (o->answered.ms != 0)
        HTML(w, "<p class=\"t-s soft\">Dijawab {}.</p>\n", o->answered);
    HTML(w, "</section>\n");
}

/* ---- why ---- */

/* The way to object: while one waits for its answer, the way to it. */
static void show_objection_way(struct request *q, const struct decided *d)
{
    struct objection newest;
    size_t n = 0;
    struct date last = objection_last_day(q->at.rules, moment_date(d->published, q->at.region->zone));
    bool waits = objection_list(q->tx, &q->at, scope_self(&q->at.who), 1, &newest, &n) == OK && n > 0 &&
                 str_eqz(newest.state, "menunggu");
    if (waits)
        HTML(&q->html,
             "<div class=\"row\"><a class=\"btn\" href=\"/saya/keberatan\">Lihat keberatan Anda</a><span "
             "class=\"hint\">Dijawab paling lambat {}</span></div>\n",
             newest.due);
    else
        HTML(&q->html,
             "<div class=\"row\"><a class=\"btn\" href=\"/saya/keberatan\">Ajukan keberatan</a><span "
             "class=\"hint\">{} {}</span></div>\n",
             q->at.today.day <= last.day ? "Sampai" : "Batasnya sudah lewat,", last);
}

static void show_why(struct request *q, const struct decided *d)
{
    struct html *w = &q->html;
    HTML(w, "<section class=\"card stack-m\" id=\"mengapa\"><header><h2>Mengapa jalur "
            "ini?</h2></header>\n<ul class=\"ticks\">");
    for (size_t i = 0; i < d->n_why; i++)
        HTML(w, "<li>{}<span>{}</span></li>",
             ((struct icon){d->why[i].good ? "circle-check" : "info-circle"}), d->why[i].words);
    HTML(w, "</ul>\n");
    if (d->reason.n > 0)
        HTML(w, "<p class=\"t-s\">{}</p>\n", pathway_reason_words(d->reason));
    show_objection_way(q, d);
    HTML(w,
         "<details class=\"data\"><summary>Cara memeriksa hasil ini</summary><p class=\"t-s soft\">Aturan, "
         "masukan, dan hasil disimpan "
         "bersama sidik jarinya, sehingga siapa pun dapat menghitung ulang. <a "
         "href=\"/sertifikat/{}\">Buka sertifikat {}</a></p>"
         "</details></section>\n",
         (struct query_value){d->run_number}, d->run_number);
}

static void show_standing(struct html *w, const struct worker *me)
{
    HTML(w, "<section class=\"card stack-m\"><header><h2>Keadaan Anda</h2></header>\n<dl "
            "class=\"kv\"><dt>Jalur</dt><dd>");
    pathway_mark(w, me->pathway);
    struct standing s = pathway_standing(me->pathway, me->state);
    HTML(w, "</dd><dt>Keadaan</dt><dd>");
    chip(w, s.tone, s.icon, str_z(s.words));
    HTML(w, "</dd>");
    if (me->pathway == PATHWAY_UNDECIDED && me->reason.n > 0)
        HTML(w, "<dt>Sebab</dt><dd>{}</dd>", unresolved_words(me->reason));
    if (date_given(me->case_due))
        HTML(w, "<dt>Langkah berikut</dt><dd>sebelum {}</dd>", me->case_due);
    HTML(w, "<dt>Upah terakhir</dt><dd>{}</dd></dl></section>\n", me->last_wage);
}

static void show_history(struct request *q, const struct worker *me)
{
    struct worker_event *list;
    struct event shown[HISTORY];
    size_t n = 0;
    if (worker_history(q->tx, &q->at, me->id, HISTORY, &list, &n) != OK || n == 0)
        return;
    for (size_t i = 0; i < n; i++)
        shown[i] = (struct event){list[i].when, list[i].words, list[i].document, i == 0};
    HTML(&q->html, "<section class=\"card\"><header><h2>Riwayat</h2></header>\n");
    timeline(&q->html, shown, n);
    HTML(&q->html, "</section>\n");
}

/* ---- /saya ---- */

void page_self(struct request *q)
{
    struct worker me;
    struct decided d;
    struct offer o;
    struct html *w = &q->html;
    if (!self_get(q, &me))
        return;
    err e = at_rules(q->tx, &q->at);
    err decided = e == OK ? decided_of_worker(q->tx, &q->at, me.id, &d) : e;
    err offered = e == OK ? offer_of_worker(q->tx, &q->at, me.id, &o) : e;
    if ((decided != OK && decided != ERR_MISSING) || (offered != OK && offered != ERR_MISSING)) {
        reply_error(q, decided != OK && decided != ERR_MISSING ? decided : offered);
        return;
    }
    page_begin(q, &(struct page){.layout = LAYOUT_PHONE, .title = S("Beranda"), .menu = "/saya"});
    HTML(w, "<div class=\"cols side\"><div class=\"stack\">");
    show_hello(q, &me, decided == OK ? &d : NULL);
    if (offered == OK)
        show_offer_card(q, &o);
    if (decided == OK)
        show_why(q, &d);
    show_history(q, &me);
    HTML(w, "</div><aside class=\"stack\">");
    show_standing(w, &me);
    help_card(q, &me);
    HTML(w, "</aside></div>\n");
    page_end(q);
}

/* ---- /saya/tawaran ---- */

static void show_answer_forms(struct request *q, const struct offer *o, const struct faults *f)
{
    struct html *w = &q->html;
    form_begin(q, "card stack", "/saya/tawaran/terima");
    HTML(w, "<h2>Terima tawaran ini</h2>\n");
    hidden_field(w, "tawaran", str_printf(q->arena, "%ld", (long)o->id));
    hidden_field(w, "versi", str_printf(q->arena, "%ld", (long)o->version));
    input_field(
        w,
        &(struct input){.name = "sandi",
                        .label = "Kata sandi Anda",
                        .kind = INPUT_PASSWORD,
                        .hint = "Ditanyakan lagi agar tidak ada orang lain yang menjawab untuk Anda",
                        .autocomplete = "current-password"},
        f);
    submit_button(w, "Terima tawaran", "main wide");
    form_end(q);
    form_begin(q, "card stack", "/saya/tawaran/tolak");
    HTML(w, "<h2>Tolak tawaran ini</h2>\n<p class=\"t-s soft\">Anda tetap dicarikan jalur lain, dengan "
            "petugas dan tanggal yang "
            "jelas. Penolakan tidak dicatat sebagai kesalahan.</p>\n");
    hidden_field(w, "tawaran", str_printf(q->arena, "%ld", (long)o->id));
    hidden_field(w, "versi", str_printf(q->arena, "%ld", (long)o->version));
    input_field(w,
                &(struct input){.name = "alasan",
                                .label = "Alasan",
                                .kind = INPUT_AREA,
                                .optional = true,
                                .max = 500,
                                .hint = "Membantu kami mencarikan yang lebih cocok",
                                .value = form_get(q, "alasan")},
                f);
    submit_button(w, "Tolak tawaran", "stop");
    form_end(q);
}

static void show_offer_page(struct request *q, const struct offer *o, const struct faults *f)
{
    struct html *w = &q->html;
    page_begin(q, &(struct page){.layout = LAYOUT_PHONE,
                                 .title = S("Jawab tawaran"),
                                 .menu = "/saya",
                                 .faults = f,
                                 .crumbs = {{"Tawaran", NULL}}});
    head_begin(w, S("Jawab tawaran"),
               S("Baca dulu, lalu pilih. Jawaban Anda tercatat dengan waktu dan dapat dibaca petugas."));
    head_end(w);
    HTML(w, "<section class=\"card stack-m\"><h2>Yang ditawarkan</h2>\n");
    show_offer_facts(w, o);
    HTML(w, "</section>\n");
    if (offer_waits(o, &q->at))
        show_answer_forms(q, o, f);
    else
        note(w, TONE_INFO, S("Tawaran ini tidak menunggu jawaban lagi."),
             S("Bila ada yang tidak tepat, ajukan keberatan atau hubungi "
               "meja konsultasi."));
    page_end(q);
}

void page_offer(struct request *q)
{
    struct offer o;
    err e = offer_of_worker(q->tx, &q->at, scope_self(&q->at.who), &o);
    if (e == OK)
        show_offer_page(q, &o, NULL);
    else if (e == ERR_MISSING)
        reply_error_words(q, e, "Belum ada tawaran untuk Anda.");
    else
        reply_error(q, e);
}

static void finish_answer(struct request *q, err e, bool accept, const struct faults *f)
{
    struct offer o;
    if (e == OK)
        reply_redirect(q, "/saya?pesan=%s", accept ? "tawaran-diterima" : "tawaran-ditolak");
    else if (e == ERR_INVALID && offer_of_worker(q->tx, &q->at, scope_self(&q->at.who), &o) == OK) {
        reply_status(q, 422);
        show_offer_page(q, &o, f);
    } else {
        reply_error(q, e);
    }
}

void post_offer_accept(struct request *q)
{
    struct faults f = {.arena = q->arena};
    err e = password_again_right(q, &f) ? OK : ERR_INVALID;
    if (e == OK)
        e = at_rules(q->tx, &q->at);
    if (e == OK)
        e = offer_answer(q->tx, &q->at, id_of(form_get(q, "tawaran")), id_of(form_get(q, "versi")), true,
                         S(""), &f);
    finish_answer(q, e, true, &f);
}

void post_offer_refuse(struct request *q)
{
    struct faults f = {.arena = q->arena};
    struct str reason = form_get(q, "alasan");
    err e = at_rules(q->tx, &q->at);
    if (e == OK)
        e = offer_answer(q->tx, &q->at, id_of(form_get(q, "tawaran")), id_of(form_get(q, "versi")), false,
                         reason.p == NULL ? S("") : reason, &f);
    finish_answer(q, e, false, &f);
}
