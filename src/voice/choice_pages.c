/*
 * choice_pages.c: "Pilihan saya": the worker lists the jobs they want, in their order, until the deadline. One button
 * sorts everything ("Naikkan"), and every press is saved. Works without script: each button posts the page.
 */
#include "voice_pages.h"

#include "kernel/mem.h"
#include "pathway/pathway.h"
#include "voice_parts.h"

enum { ADDABLE_SHOWN = 8, BLOCKED_SHOWN = 6 };

/* ---- what a press changes ---- */

/* The list of line ids after the pressed button; false when the button makes no sense any more. */
static bool pressed(const struct request *q, const struct choice_page *p, int64_t *ids, size_t *n)
{
    int64_t up = id_of(form_get(q, "naik")), off = id_of(form_get(q, "hapus")),
            add = id_of(form_get(q, "tambah"));
    size_t out = 0;
    bool done = false;
    for (size_t i = 0; i < p->n_chosen; i++) {
        int64_t id = p->chosen[i].line_id;
        if (id == off) {
            done = true;
            continue;
        }
        ids[out++] = id;
        if (id == up && out > 1) {
            ids[out - 1] = ids[out - 2];
            ids[out - 2] = id;
            done = true;
        }
    }
    if (add != 0 && out < CHOICES_MAX) {
        ids[out++] = add;
        done = true;
    }
    *n = out;
    return done;
}

/* ---- the page ---- */

static void put_place(struct html *w, const struct choice_line *l)
{
    HTML(w, "<small>{}", l->agency_name);
    if (l->place.n > 0)
        HTML(w, " · {}", l->place);
    if (l->metres > 0)
        HTML(w, " · {},{} km", l->metres / 1000, l->metres % 1000 / 100);
    HTML(w, "</small>");
}

static void put_wage(struct html *w, const struct choice_line *l)
{
    if (l->wage.v > 0)
        HTML(w, "Upah {}", l->wage);
    else
        HTML(w, "Tanpa upah tetap");
    if (l->same_post)
        HTML(w, " · jabatan yang sama");
    if (!l->keeps_income && l->wage.v > 0)
        HTML(w, " · lebih rendah dari sekarang");
}

static void show_chosen(struct request *q, const struct choice_page *p)
{
    struct html *w = &q->html;
    for (size_t i = 0; i < p->n_chosen; i++) {
        const struct choice_line *l = &p->chosen[i];
        HTML(w, "<div class=\"leg{}\"><b>{}</b><span><strong>{}</strong>", i == 0 ? " next" : "", i + 1,
             l->position_name);
        put_place(w, l);
        HTML(w, "<small>");
        put_wage(w, l);
        if (p->open)
            HTML(w,
                 " · <button class=\"as-link\" name=\"hapus\" value=\"{}\" aria-label=\"Hapus {} dari "
                 "pilihan\">hapus</button>",
                 l->line_id, l->position_name);
        HTML(w, "</small></span>");
        if (p->open && i > 0)
            HTML(w,
                 "<button class=\"btn icon\" name=\"naik\" value=\"{}\" aria-label=\"Naikkan {}, {}, ke "
                 "nomor {}\">{}</button>",
                 l->line_id, l->position_name, l->agency_name, i, ICON("arrow-up"));
        else
            HTML(w, "<span></span>");
        HTML(w, "</div>\n");
    }
    if (p->n_chosen == 0)
        HTML(w,
             "<div class=\"leg\"><b>{}</b><span><strong>Belum ada pilihan</strong><small>Kami memakai "
             "urutan: pekerjaan yang sama, "
             "upah tidak turun, dekat tempat kerja sekarang.</small></span><span></span></div>\n",
             ICON("list-numbers"));
}

static void show_addable(struct request *q, const struct choice_page *p)
{
    struct html *w = &q->html;
    bool all = query_get(q, "semua").n > 0;
    size_t shown = all || p->n_addable <= ADDABLE_SHOWN ? p->n_addable : ADDABLE_SHOWN;
    if (!p->open || p->n_addable == 0)
        return;
    form_begin(q, "", "/saya/pilihan");
    hidden_field(w, "versi", str_printf(q->arena, "%ld", (long)p->version));
    HTML(w,
         "<section class=\"card flush\"><header><h2>Tambah pilihan</h2><p>{} lagi cocok untuk "
         "Anda</p></header>\n",
         p->n_addable);
    for (size_t i = 0; i < shown; i++) {
        const struct choice_line *l = &p->addable[i];
        HTML(w, "<div class=\"leg\"><b>{}</b><span><strong>{}</strong>", ICON("building"),
             l->position_name);
        put_place(w, l);
        HTML(w, "<small>");
        put_wage(w, l);
        HTML(w,
             "</small></span><button class=\"btn icon\" name=\"tambah\" value=\"{}\" aria-label=\"Tambah "
             "{}, {}\">{}</button></div>\n",
             l->line_id, l->position_name, l->agency_name, ICON("plus"));
    }
    if (shown < p->n_addable)
        HTML(w,
             "<footer class=\"t-s\"><a href=\"/saya/pilihan?semua=ya\">Lihat semua pekerjaan</a></footer>");
    HTML(w, "</section>\n");
    form_end(q);
}

/* The same job is blocked for the same reason in many agencies: it is said once. */
static bool said_before(const struct choice_page *p, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (str_eq(p->blocked[k].position_name, p->blocked[i].position_name))
            return true;
    }
    return false;
}

static void show_blocked(struct html *w, const struct choice_page *p)
{
    if (p->n_blocked == 0)
        return;
    HTML(w, "<section class=\"card stack-m\"><header><h2>Belum dapat Anda pilih</h2></header>\n"
            "<ul class=\"ticks\">");
    size_t shown = 0;
    for (size_t i = 0; i < p->n_blocked && shown < BLOCKED_SHOWN; i++) {
        const struct choice_line *l = &p->blocked[i];
        if (said_before(p, i))
            continue;
        HTML(w, "<li>{}<span><strong>{}.</strong> {}</span></li>", ICON("circle-dashed"), l->position_name,
             l->blocked);
        shown++;
    }
    HTML(w, "</ul></section>\n");
}

/* Before, during and after the window in which workers choose. */
static void show_hello(struct request *q, const struct choice_page *p)
{
    struct html *w = &q->html;
    bool over = p->closes.ms != 0 && q->at.now.ms >= p->closes.ms;
    HTML(w, "<section class=\"hello stack-s\">");
    if (p->open) {
        int32_t days = moment_date(p->closes, q->at.region->zone).day - q->at.today.day;
        HTML(w,
             "<p class=\"k\">Batas {}</p>\n<h1>Urutkan pekerjaan yang Anda inginkan</h1>\n<p "
             "class=\"t-s\">Tersimpan setiap "
             "kali Anda mengubahnya. ",
             p->closes);
        if (days > 0)
            HTML(w, "Masih {} hari untuk berubah pikiran.</p>\n", days);
        else
            HTML(w, "Ini hari terakhir.</p>\n");
    } else if (over) {
        HTML(w,
             "<p class=\"k\">Sudah ditutup</p>\n<h1>Pilihan pekerjaan Anda</h1>\n<p class=\"t-s\">Pilihan "
             "ditutup {}. Urutan di "
             "bawah inilah yang dihitung.</p>\n",
             p->closes);
    } else if (p->closes.ms != 0 && date_given(p->opens) && q->at.today.day < p->opens.day) {
        HTML(w,
             "<p class=\"k\">Belum dibuka</p>\n<h1>Pilihan pekerjaan Anda</h1>\n<p class=\"t-s\">Anda "
             "dapat memilih mulai {} sampai "
             "{}.</p>\n",
             p->opens, p->closes);
    } else {
        HTML(w, "<p class=\"k\">Saat ini tidak dibuka</p>\n<h1>Pilihan pekerjaan Anda</h1>\n<p "
                "class=\"t-s\">Bila pilihan dibuka untuk "
                "Anda, jadwalnya tampil di sini.</p>\n");
    }
    HTML(w, "</section>\n");
}

static void show_facts(struct html *w)
{
    static const char *const facts[] = {
        "Tulislah yang benar-benar Anda inginkan. Pilihan nomor 1 yang sulit tidak merugikan nomor 2.",
        "Bila tidak memilih, kami memakai urutan: pekerjaan yang sama, upah tidak turun, dekat tempat "
        "kerja sekarang.",
        "Hasilnya tawaran. Anda boleh menolak.",
    };
    HTML(w, "<section class=\"card stack-m\"><header><h2>Yang perlu Anda tahu</h2></header>\n<ul "
            "class=\"ticks\">");
    for (size_t i = 0; i < COUNT(facts); i++)
        HTML(w, "<li>{}<span>{}</span></li>", ICON("circle-check"), facts[i]);
    HTML(w, "</ul></section>\n");
}

static void show_choices(struct request *q, const struct worker *me, const struct choice_page *p,
                         const struct faults *f)
{
    struct html *w = &q->html;
    page_begin(
        q, &(struct page){
               .layout = LAYOUT_PHONE, .title = S("Pilihan saya"), .menu = "/saya/pilihan", .faults = f});
    HTML(w, "<div class=\"cols side\"><div class=\"stack\">");
    show_hello(q, p);
    form_begin(q, "", "/saya/pilihan");
    hidden_field(w, "versi", str_printf(q->arena, "%ld", (long)p->version));
    HTML(w, "<section class=\"card flush\" id=\"pilihan\"><header><h2>Urutan Anda</h2>");
    if (p->saved.ms != 0)
        HTML(w, "<span class=\"chip ok\">{}Tersimpan {}</span>", ICON("circle-check"),
             ((struct short_date){moment_date(p->saved, q->at.region->zone)}));
    HTML(w, "</header>\n");
    show_chosen(q, p);
    HTML(w, "</section>\n");
    form_end(q);
    show_addable(q, p);
    HTML(w, "</div><aside class=\"stack\">");
    show_blocked(w, p);
    show_facts(w);
    help_card(q, me);
    HTML(w, "</aside></div>\n");
    page_end(q);
}

void page_choices(struct request *q)
{
    struct worker me;
    struct choice_page p;
    if (!self_get(q, &me))
        return;
    err e = choices_get(q->tx, &q->at, me.id, &p);
    if (e == OK)
        show_choices(q, &me, &p, NULL);
    else
        reply_error(q, e);
}

void post_choices(struct request *q)
{
    struct worker me;
    struct choice_page p;
    struct faults f = {.arena = q->arena};
    int64_t ids[CHOICES_MAX + 1], version = id_of(form_get(q, "versi"));
    size_t n = 0;
    if (!self_get(q, &me))
        return;
    err e = choices_get(q->tx, &q->at, me.id, &p);
    if (e == OK && version != p.version)
        e = ERR_STALE;
    if (e == OK && !pressed(q, &p, ids, &n)) {
        reply_redirect(q, "/saya/pilihan");
        return;
    }
    if (e == OK)
        e = choices_set(q->tx, &q->at, me.id, version, ids, n, &f);
    if (e == OK) {
        reply_redirect(q, "/saya/pilihan?pesan=pilihan-tersimpan");
    } else if (e == ERR_INVALID) {
        reply_status(q, 422);
        show_choices(q, &me, &p, &f);
    } else {
        reply_error(q, e);
    }
}
