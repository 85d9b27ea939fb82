/*
 * mapping_pages.c: the dashboard of the mapping (/pemetaan). The question: who has no pathway yet, who answers for
 * them, and how many days are left. Every figure is a kept total and opens the list behind it.
 */
#include "mapping_pages.h"

#include "agency.h"
#include "registry.h"
#include "kernel/app.h"
#include "kernel/html/page.h"
#include "kernel/region.h"
#include "rule/rulebook.h"
#include "worker.h"

struct board {
    struct worker_total *totals;
    size_t n_totals;
    int64_t group[GROUP_COUNT], all, placed, worse, left, inactive, offered;
    struct date deadline;
    int64_t overdue;
};

/* ---- reading ---- */
static void sum_total(struct board *b, const struct worker_total *t)
{
    enum pathway_group g = pathways[t->pathway].group;
    if (g == GROUP_LEFT) {
        b->left += t->n;
        return;
    }
    if (!t->active) {
        b->inactive += t->n;
        return;
    }
    b->all += t->n;
    b->group[g] += t->n;
    if (t->state == STATE_RUNNING)
        b->placed += t->n;
    if (t->state == STATE_OFFERED)
        b->offered += t->n;
    if (str_eqz(t->reason, "TURUN_UPAH"))
        b->worse += t->n;
}

static const struct sql sql_overdue = {
    "SELECT COUNT(*) FROM worker WHERE pemda_id = $1 AND case_due IS NOT NULL AND case_due < $2"};

static err read_board(struct request *q, struct board *b)
{
    TRY(at_rules(q->tx, &q->at));
    TRY(worker_totals_of_region(q->tx, &q->at, &b->totals, &b->n_totals));
    for (size_t i = 0; i < b->n_totals; i++)
        sum_total(b, &b->totals[i]);
    b->deadline = registry_settle_by(q->tx, &q->at);
    return QUERY_INT(q->tx, &b->overdue, sql_overdue, q->at.pemda.v, q->at.today);
}

/* ---- head and tiles ---- */
static bool may_list(const struct request *q)
{
    return actor_may(&q->at.who, PERM_WORKER_READ);
}

/* The list behind a figure, for who may open it. */
static const char *list_link(const struct request *q, const char *href)
{
    return may_list(q) ? href : NULL;
}

static void show_head(struct request *q, const struct board *b)
{
    struct html *w = &q->html;
    int32_t days = b->deadline.day - q->at.today.day;
    HTML(w, "<div class=\"head\"><div><h1>Pemetaan tenaga</h1>\n<p>Batas penataan {}. ", b->deadline);
    if (days > 0)
        HTML(w, "Masih <strong>{} hari</strong> untuk mencarikan jalur bagi {} orang.", days,
             (struct count){b->group[GROUP_UNDECIDED]});
    else if (days == 0)
        HTML(w, "<strong>Hari ini</strong> hari terakhir; {} orang belum punya jalur.",
             (struct count){b->group[GROUP_UNDECIDED]});
    else
        HTML(w, "<strong>Lewat {} hari</strong>; {} orang belum punya jalur.", -days,
             (struct count){b->group[GROUP_UNDECIDED]});
    HTML(w, "</p></div>\n<div class=\"row\">");
    if (may_list(q))
        HTML(w, "<a class=\"btn\" href=\"/tenaga?jalur=belum\">{}Yang belum punya jalur</a>", ICON("users"));
    if (actor_may(&q->at.who, PERM_ALLOCATION_RUN))
        HTML(w, "<a class=\"btn main\" href=\"/alokasi\">{}Hitung alokasi</a>", ICON("scale"));
    HTML(w, "</div></div>\n");
}

static struct str share(struct arena *a, int64_t part, int64_t whole, const char *words)
{
    struct html w = {.out = buf_new(200)};
    HTML(&w, "{} {}", percent_of(part, whole), words);
    struct str s = str_dup(a, buf_str(&w.out));
    buf_free(&w.out);
    return s;
}

static void show_tiles(struct request *q, const struct board *b, size_t agencies)
{
    struct html *w = &q->html;
    int64_t undecided = b->group[GROUP_UNDECIDED], settled = b->all - undecided;
    HTML(w, "<div class=\"tiles\">");
    tile_draw(w, &(struct tile_mark){.href = list_link(q, "/tenaga"),
                                     .name = S("Terdata"),
                                     .value = hole_count((struct count){b->all}),
                                     .meaning = str_printf(q->arena, "%zu instansi", agencies)});
    tile_draw(w, &(struct tile_mark){.href = list_link(q, "/tenaga?jalur=sudah"),
                                     .name = S("Punya jalur"),
                                     .value = hole_count((struct count){settled}),
                                     .meaning = share(q->arena, settled, b->all, "dari yang terdata"),
                                     .tone = TONE_OK});
    tile_draw(w, &(struct tile_mark){.href = list_link(q, "/tenaga?jalur=belum"),
                                     .name = S("Belum punya jalur"),
                                     .value = hole_count((struct count){undecided}),
                                     .tone = undecided > 0 ? TONE_WARN : TONE_OK,
                                     .meaning = str_printf(q->arena, "%lld lewat tenggat", (long long)b->overdue)});
    tile_draw(w, &(struct tile_mark){.href = list_link(q, "/tenaga?keadaan=berjalan"), .name = S("Sudah berjalan"),
                                     .value = hole_count((struct count){b->placed}),
                                     .meaning = share(q->arena, b->placed, settled, "dari yang punya jalur")});
    tile_draw(w, &(struct tile_mark){.href = list_link(q, "/tenaga?sebab=TURUN_UPAH"),
                                     .name = S("Upah turun"),
                                     .value = hole_count((struct count){b->worse}),
                                     .tone = b->worse > 0 ? TONE_BAD : TONE_OK,
                                     .meaning = S("perlu persetujuan yang bersangkutan")});
    HTML(w, "</div>\n");
}

/* ---- pathways ---- */
static void show_strip(struct request *q, const struct board *b)
{
    struct html *w = &q->html;
    struct strip_part parts[GROUP_COUNT];
    size_t n = 0;
    for (enum pathway_group g = 0; g < GROUP_LEFT; g++) {
        if (b->group[g] == 0 && g != GROUP_UNDECIDED)
            continue;
        struct str href = str_printf(q->arena, "/tenaga?jalur=%s", pathway_groups[g].code);
        parts[n++] = (struct strip_part){.label = str_z(pathway_groups[g].label), .href = may_list(q) ? href : S(""),
                                         .class = str_z(pathway_groups[g].class), .value = b->group[g]};
    }
    HTML(w, "<section class=\"card stack-m\"><header><h2>Jalur saat ini</h2>");
    if (may_list(q))
        HTML(w, "<a class=\"t-s\" href=\"/tenaga\">Buka daftar orang</a>");
    HTML(w, "</header>\n");
    strip(w, str_printf(q->arena, "Pembagian jalur %lld tenaga", (long long)b->all), parts, n);
    if (b->left + b->inactive > 0) {
        HTML(w,
             "<p class=\"t-s soft\">Di luar pembagian ini: {} keluar (meninggal, pensiun, mengundurkan diri) dan "
             "{} tidak bekerja lagi.</p>",
             (struct count){b->left}, (struct count){b->inactive});
    }
    HTML(w, "</section>\n");
}

/* ---- unresolved by cause ---- */
struct cause {
    struct str code;
    int64_t n, owned;
};

static size_t gather_causes(const struct board *b, struct cause *list, size_t cap)
{
    size_t used = 0;
    for (size_t i = 0; i < b->n_totals; i++) {
        const struct worker_total *t = &b->totals[i];
        if (!t->active || t->pathway != PATHWAY_UNDECIDED)
            continue;
        size_t k = 0;
        while (k < used && !str_eq(list[k].code, t->reason))
            k++;
        if (k == used && used < cap)
            list[used++] = (struct cause){.code = t->reason};
        if (k < used) {
            list[k].n += t->n;
            list[k].owned += t->owned ? t->n : 0;
        }
    }
    return used;
}

static void show_cause(struct request *q, const struct cause *c)
{
    struct html *w = &q->html;
    HTML(w, "<tr><th scope=\"row\">");
    if (may_list(q))
        HTML(w, "<a href=\"/tenaga?jalur=belum&amp;sebab={}\">{}</a>",
             (struct query_value){c->code.n > 0 ? c->code : str_z("-")}, unresolved_words(c->code));
    else
        HTML(w, "{}", unresolved_words(c->code));
    HTML(w, "</th><td data-l=\"Orang\" class=\"num\">{}</td><td data-l=\"Ada penanggung jawab\" class=\"num\">{}</td>"
            "<td data-l=\"Belum ada\" class=\"num\">{}</td></tr>\n",
         (struct count){c->n}, (struct count){c->owned}, (struct count){c->n - c->owned});
}

static void show_causes(struct request *q, const struct board *b)
{
    struct html *w = &q->html;
    struct cause list[16];
    size_t n = gather_causes(b, list, COUNT(list));
    HTML(w, "<section class=\"card flush\"><header><h2>Belum ada jalur, menurut sebab</h2>"
            "<p>Setiap orang perlu penanggung jawab dan tanggal</p></header>\n");
    if (n == 0) {
        empty_state(w, "circle-check", S("Semua orang sudah punya jalur"),
                    S("Orang baru atau tawaran yang ditolak muncul di sini."));
    } else {
        HTML(w, "<table class=\"tbl fold\"><thead><tr><th scope=\"col\">Sebab</th><th scope=\"col\" "
                "class=\"num\">Orang</th>"
                "<th scope=\"col\" class=\"num\">Ada penanggung jawab</th><th scope=\"col\" class=\"num\">Belum "
                "ada</th></tr></thead>\n<tbody>");
        for (size_t i = 0; i < n; i++)
            show_cause(q, &list[i]);
        HTML(w, "</tbody></table>\n");
    }
    HTML(w, "</section>\n");
}

/* ---- per agency ---- */
struct agency_line {
    const struct agency_name *agency;
    int64_t all, undecided;
};

static int most_behind_first(const void *a, const void *b)
{
    const struct agency_line *x = a, *y = b;
    /* undecided / all compared without a fraction; equal shares: more people first */
    int64_t p = x->undecided * y->all, r = y->undecided * x->all;
    if (p != r)
        return p > r ? -1 : 1;
    return (y->all > x->all) - (y->all < x->all);
}

static err gather_agencies(struct request *q, const struct agency_name *names, size_t n_names,
                           struct agency_line **ret, size_t *n)
{
    struct worker_total *totals;
    size_t n_totals, used = 0;
    TRY(worker_totals_by_agency(q->tx, &q->at, &totals, &n_totals));
    struct agency_line *list = NEW_ARRAY(q->arena, struct agency_line, n_names + 1);
    for (size_t i = 0; i < n_names; i++) {
        struct agency_line l = {.agency = &names[i]};
        for (size_t k = 0; k < n_totals; k++) {
            if (totals[k].agency_id != names[i].id || !totals[k].active)
                continue;
            l.all += totals[k].n;
            l.undecided += totals[k].pathway == PATHWAY_UNDECIDED ? totals[k].n : 0;
        }
        if (l.all > 0)
            list[used++] = l;
    }
    qsort(list, used, sizeof *list, most_behind_first);
    *ret = list;
    *n = used;
    return OK;
}

/* A figure of an agency, opening the list behind it for who may see people. */
static void agency_figure(struct request *q, const char *label, int64_t n, int64_t agency_id, const char *filter)
{
    struct html *w = &q->html;
    HTML(w, "<td data-l=\"{}\" class=\"num\">", label);
    if (may_list(q))
        HTML(w, "<a href=\"/tenaga?opd={}{}\">{}</a></td>", agency_id, filter, (struct count){n});
    else
        HTML(w, "{}</td>", (struct count){n});
}

static void show_agency(struct request *q, const struct agency_line *l)
{
    struct html *w = &q->html;
    int64_t done = l->all - l->undecided, width = done * 96 / l->all, percent = done * 100 / l->all;
    HTML(w, "<tr><th scope=\"row\">{}</th>", l->agency->name);
    agency_figure(q, "Terdata", l->all, l->agency->id, "");
    agency_figure(q, "Tersisa", l->undecided, l->agency->id, "&jalur=belum");
    HTML(w, "<td data-l=\"Kemajuan\"><span class=\"row t-xs\"><svg width=\"96\" height=\"8\" aria-hidden=\"true\">"
            "<rect class=\"c0\" width=\"96\" height=\"8\" rx=\"4\"/>"
            "<rect class=\"{}\" width=\"{}\" height=\"8\" rx=\"4\"/></svg>{}%</span></td></tr>\n",
         percent < 75 ? "c2" : "c1", width, percent);
}

enum { AGENCIES_SHOWN = 12 };

static void show_agencies(struct request *q, const struct agency_line *list, size_t n)
{
    struct html *w = &q->html;
    bool all = query_get(q, "semua").n > 0 || n <= AGENCIES_SHOWN;
    size_t shown = all ? n : AGENCIES_SHOWN;
    if (n == 0)
        return;
    HTML(w, "<section class=\"card flush\" id=\"instansi\"><header><h2>Siapa yang tersisa, per "
            "instansi</h2><p>Urut dari yang paling tertinggal</p></header>\n"
            "<table class=\"tbl fold\"><thead><tr><th scope=\"col\">Instansi</th><th scope=\"col\" "
            "class=\"num\">Terdata</th>"
            "<th scope=\"col\" class=\"num\">Tersisa</th><th scope=\"col\">Kemajuan</th></tr></thead>\n<tbody>");
    for (size_t i = 0; i < shown; i++)
        show_agency(q, &list[i]);
    HTML(w, "</tbody></table>\n");
    if (!all)
        HTML(w, "<footer class=\"pager\"><span>{} dari {} instansi</span><nav aria-label=\"Instansi\"><ol><li>"
                "<a href=\"/pemetaan?semua=1#instansi\">Tampilkan semua</a></li></ol></nav></footer>\n",
             shown, n);
    HTML(w, "</section>\n");
}

/* ---- what waits for me: every menu item of every module that counts work ---- */
static size_t show_waiting_of(struct request *q, const struct module *m)
{
    size_t shown = 0;
    for (size_t i = 0; i < m->n_menu; i++) {
        const struct menu_item *item = &m->menu[i];
        if (item->count == NULL || !actor_may(&q->at.who, item->perm))
            continue;
        int64_t n = item->count(q->tx, &q->at);
        if (n <= 0)
            continue;
        HTML(&q->html, "<li class=\"now\"><a href=\"{}\">{} · {}</a><small>Menunggu Anda</small></li>\n",
             item->href, item->label, (struct count){n});
        shown++;
    }
    return shown;
}

static void show_waiting(struct request *q, const struct board *b)
{
    struct html *w = &q->html;
    HTML(w, "<section class=\"card\"><header><h2>Perlu Anda putuskan</h2></header>\n<ul class=\"timeline\">");
    size_t shown = 0;
    for (size_t i = 0; i < q->app->n_modules; i++)
        shown += show_waiting_of(q, q->app->modules[i]);
    if (b->overdue > 0 && may_list(q)) {
        HTML(w,
             "<li class=\"now\"><a href=\"/tenaga?jalur=belum&amp;lewat=1\">{} kasus lewat "
             "tenggat</a><small>Penanggung jawab perlu menjawab</small></li>\n",
             (struct count){b->overdue});
        shown++;
    }
    if (b->offered > 0 && may_list(q)) {
        HTML(w,
             "<li><a href=\"/tenaga?keadaan=ditawarkan\">{} tawaran menunggu jawaban</a><small>Dari yang "
             "bersangkutan</small></li>\n",
             (struct count){b->offered});
        shown++;
    }
    if (shown == 0)
        HTML(w, "<li>Tidak ada yang menunggu Anda hari ini.</li>");
    HTML(w, "</ul></section>\n");
}

static void show_deadline(struct html *w, const char *what, struct date day, struct date today)
{
    if (!date_given(day))
        return;
    if (day.day >= today.day)
        HTML(w, "<li class=\"now\"><strong>{}</strong><small>{}, {} hari lagi</small></li>\n", what, day,
             day.day - today.day);
    else
        HTML(w, "<li><strong>{}</strong><small>{}</small></li>\n", what, day);
}

static void show_deadlines(struct request *q, const struct board *b)
{
    struct html *w = &q->html;
    struct date today = q->at.today;
    HTML(w, "<section class=\"card\"><header><h2>Tenggat</h2></header><ul class=\"timeline\">");
    show_deadline(w, "Batas penataan", b->deadline, today);
    show_deadline(w, "Penyesuaian bidang alih daya", rule_date(q->at.rules, "alihdaya.transition_end", today), today);
    show_deadline(w, "Larangan mengangkat tenaga non-ASN sejak", rule_date(q->at.rules, "asn.freeze_from", today),
                  today);
    HTML(w, "</ul></section>\n");
}

void page_mapping(struct request *q)
{
    struct html *w = &q->html;
    struct board b = {.deadline = DATE_NONE};
    struct agency_name *names;
    struct agency_line *lines;
    size_t n_names, n_lines;
    err e = read_board(q, &b);
    if (e == OK)
        e = agency_names(q->tx, &q->at, &names, &n_names);
    if (e == OK)
        e = gather_agencies(q, names, n_names, &lines, &n_lines);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    page_begin(q, &(struct page){.title = S("Pemetaan tenaga"), .menu = "/pemetaan", .crumbs = {{"Pemetaan", NULL}}});
    show_head(q, &b);
    show_tiles(q, &b, n_lines);
    show_strip(q, &b);
    HTML(w, "<div class=\"cols side\"><div class=\"stack\">");
    show_agencies(q, lines, n_lines);
    show_causes(q, &b);
    HTML(w, "</div>\n<div class=\"stack\">");
    show_waiting(q, &b);
    show_deadlines(q, &b);
    HTML(w, "</div></div>\n");
    page_end(q);
}
