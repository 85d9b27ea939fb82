/*
 * offer_pages.c: what this module adds to a person's page: why the pathway is this one, the offer and its answer;
 * and the form for an offer of stages 3 to 5, which an officer makes by hand.
 */
#include "offer_pages.h"

#include "kernel/html/page.h"
#include "offer.h"
#include "pages.h"
#include "result.h"

/* ---- panels ---- */

static void show_why(struct request *q, const struct worker *w)
{
    struct html *h = &q->html;
    struct decided d;
    if (decided_of_worker(q->tx, &q->at, w->id, &d) != OK)
        return;
    HTML(h, "<p class=\"t-s soft\">Menurut hasil <a href=\"/sertifikat/{}\">{}</a>, seperti yang dibaca orangnya:</p>"
            "<ul class=\"ticks\">",
         d.run_number, d.run_number);
    for (size_t i = 0; i < d.n_why; i++)
        HTML(h, "<li>{}<span>{}</span></li>", d.why[i].good ? ICON("circle-check") : ICON("info-circle"), d.why[i].words);
    HTML(h, "</ul><details class=\"data\"><summary>Aturan yang dipakai</summary><p class=\"t-s soft\">Urutan: pemegang posisi, "
            "kelas data, masa kerja, undian. Pilihan menentukan kursi yang diminta, bukan urutannya. Aturan dan data masukan "
            "disimpan bersama hasil sehingga dapat dihitung ulang.</p></details>\n");
}

static void offer_chip(struct html *h, const struct offer *o, struct date today)
{
    if (str_eqz(o->state, "diterima"))
        chip(h, TONE_OK, "circle-check", S("Diterima"));
    else if (str_eqz(o->state, "ditolak"))
        chip(h, TONE_WARN, "info-circle", S("Ditolak"));
    else if (str_eqz(o->state, "ditarik"))
        chip(h, TONE_PLAIN, "history", S("Ditarik"));
    else if (o->due.day < today.day)
        chip(h, TONE_BAD, "clock", S("Lewat batas"));
    else
        chip(h, TONE_INFO, "clock", S("Menunggu jawaban"));
}

static void show_offer(struct request *q, const struct worker *w)
{
    struct html *h = &q->html;
    struct offer o;
    bool may = actor_may(&q->at.who, PERM_PATHWAY_SET) && !worker_is_seated(w) && !pathway_is_asn(w->pathway);
    err e = offer_of_worker(q->tx, &q->at, w->id, &o);
    if (e != OK && !may)
        return;
    HTML(h, "<section class=\"card stack-m\"><header><h2>Tawaran</h2>");
    if (e == OK)
        offer_chip(h, &o, q->at.today);
    HTML(h, "</header>");
    if (e == OK) {
        HTML(h, "<dl class=\"kv\"><dt>Pekerjaan</dt><dd>{}, {}</dd><dt>Upah</dt><dd>{} (dulu {})</dd><dt>Batas menjawab</dt><dd>{}</dd>",
             o.position_name, o.agency_name, o.wage_after, o.wage_before, o.due);
        if (o.reason.n > 0)
            HTML(h, "<dt>Kata orangnya</dt><dd>{}</dd>", o.reason);
        HTML(h, "</dl>");
    } else {
        HTML(h, "<p class=\"t-s soft\">Belum ada tawaran.</p>");
    }
    if (may)
        HTML(h, "<a class=\"btn wide\" href=\"/tenaga/{}/tawaran\">Tawarkan industri, usaha, atau pelatihan</a>", w->id);
    HTML(h, "</section>\n");
}

static void show_selections(struct request *q, const struct worker *w)
{
    struct html *h = &q->html;
    struct selection_result list[8];
    size_t n = 0;
    if (results_of_worker(q->tx, &q->at, w->id, list, COUNT(list), &n) != OK || n == 0)
        return;
    HTML(h, "<section class=\"card stack-m\"><header><h2>Seleksi ASN</h2></header><dl class=\"kv\">");
    for (size_t i = 0; i < n; i++)
        HTML(h, "<dt>{} {}</dt><dd>{}{}{}{}{}<br><small>Surat {}</small></dd>", list[i].kind, list[i].year,
             str_eqz(list[i].outcome, "LULUS")      ? "Lulus"
             : str_eqz(list[i].outcome, "MENUNGGU") ? "Menunggu"
                                                    : "Tidak lulus",
             list[i].code.n > 0 ? ", kode " : "", list[i].code, list[i].formation.n > 0 ? ", formasi " : "",
             list[i].formation, list[i].letter);
    HTML(h, "</dl></section>\n");
}

const struct worker_panel pathway_panels[] = {
    {PANEL_WHY, show_why, NULL},
    {PANEL_SIDE, show_offer, offer_close},
    {PANEL_SIDE, show_selections, NULL},
};
const size_t pathway_n_panels = COUNT(pathway_panels);

/* ---- an offer by hand ---- */

static void show_form(struct request *q, const struct worker *w, const struct faults *f)
{
    struct html *h = &q->html;
    struct plan_lines lines = {0};
    const char *person = str_to_z(q->arena, str_printf(q->arena, "/tenaga/%lld", (long long)w->id));
    (void)!plan_lines_in_agency(q->tx, &q->at, plan_year_of(q->at.today), -1, &lines);
    struct option *o = NEW_ARRAY(q->arena, struct option, lines.n);
    size_t n = 0;
    for (size_t i = 0; i < lines.n; i++)
        if (lines.list[i].stage >= 3)
            o[n++] = (struct option){lines.list[i].code,
                                     str_printf(q->arena, STR_FMT ", " STR_FMT " (tahap %d)",
                                                STR_ARG(lines.list[i].position_name), STR_ARG(lines.list[i].agency_name),
                                                lines.list[i].stage)};
    page_begin(q, &(struct page){.layout = LAYOUT_DESK, .title = S("Tawaran"), .menu = "/tenaga", .faults = f,
                                 .crumbs = {{"Tenaga kerja", "/tenaga"}, {str_to_z(q->arena, w->name), person},
                                            {"Tawaran", NULL}}});
    head_begin(h, str_printf(q->arena, "Tawarkan jalur kepada " STR_FMT, STR_ARG(w->name)),
               S("Hanya industri, usaha sendiri, dan pelatihan. Kursi alih daya dibagikan lewat perhitungan yang terbit."));
    head_end(h);
    if (n == 0)
        empty_state(h, "building-factory-2", S("Belum ada baris tahap 3 sampai 5"),
                    S("Tambahkan baris rencana mitra industri, usaha, atau pelatihan lebih dahulu."));
    else {
        form_begin(q, "card stack-m", "/tenaga/%lld/tawaran", (long long)w->id);
        hidden_field(h, "versi", str_printf(q->arena, "%lld", (long long)w->version));
        select_field(h, "baris", "Yang ditawarkan", NULL, o, n, form_get(q, "baris"), false, f);
        input_field(h, &(struct input){.name = "alasan", .label = "Isi tawaran", .kind = INPUT_AREA, .max = 600,
                                       .value = form_get(q, "alasan"),
                                       .hint = "Dibaca orangnya: apa pekerjaannya, kapan mulai, mengapa cocok"}, f);
        HTML(h, "<div class=\"row\">");
        submit_button(h, "Kirim tawaran", "main");
        HTML(h, "<a class=\"btn\" href=\"/tenaga/{}\">Kembali</a></div>", w->id);
        form_end(q);
    }
    page_end(q);
}

static bool page_worker(struct request *q, struct worker *w)
{
    err e = worker_get(q->tx, &q->at, id_of(q->arg[0]), w);
    if (e != OK)
        reply_error(q, e);
    return e == OK;
}

void page_offer_by_hand(struct request *q)
{
    struct worker w;
    if (page_worker(q, &w))
        show_form(q, &w, NULL);
}

void post_offer_by_hand(struct request *q)
{
    struct worker w;
    struct faults f = {.arena = q->arena};
    if (!page_worker(q, &w))
        return;
    err e = w.version == id_of(form_get(q, "versi")) ? OK : ERR_STALE;
    if (e == OK)
        e = offer_by_hand(q->tx, &q->at, &w, form_get(q, "baris"), form_get(q, "alasan"), &f);
    if (e == OK)
        reply_redirect(q, "/tenaga/%lld?pesan=tawaran-dikirim", (long long)w.id);
    else if (e == ERR_INVALID) {
        reply_status(q, 422);
        show_form(q, &w, &f);
    } else {
        reply_error(q, e);
    }
}
