/*
 * run_people_pages.c: the lists behind every total of a run: people by what happened to them, and lines with the
 * public cut-offs of allocation.md section 14 (only from five holders on).
 */

#include "kernel/audit/audit.h"
#include "kernel/text/csv.h"
#include "explain.h"
#include "pages.h"
#include "run_outcome.h"
#include "run_pages.h"
#include "scenario.h"

enum { PAGE_ROWS = 25, PAGE_LINES = 100 };

/* ---- which people ---- */

static bool placed(const struct computed *c, uint32_t w) { return c->out.line[w] != NOTHING; }
static bool is_asn(const struct computed *c, uint32_t w) { return c->in.worker[w].state == WORKER_ASN; }
static unsigned stage_of(const struct computed *c, uint32_t w) { return c->in.line[c->out.line[w]].stage; }
static bool f_all(const struct computed *c, uint32_t w) { (void)c, (void)w; return true; }
static bool f_unresolved(const struct computed *c, uint32_t w) { return !is_settled(c, w); }
static bool f_same(const struct computed *c, uint32_t w) { return placed(c, w) && c->out.tier[w] <= 1; }
static bool f_first(const struct computed *c, uint32_t w) { return placed(c, w) && c->out.position[w] == 1; }
static bool f_drop(const struct computed *c, uint32_t w)
{
    return placed(c, w) && c->out.reason[w] == REASON_INCOME_DROP && stage_of(c, w) <= 3;
}
static bool f_unpaid(const struct computed *c, uint32_t w) { return placed(c, w) && stage_of(c, w) >= 4; }
static bool f_no_line(const struct computed *c, uint32_t w) { return c->out.reason[w] == REASON_NO_LINE; }
static bool f_budget(const struct computed *c, uint32_t w) { return c->out.reason[w] == REASON_BUDGET; }
static bool f_lost(const struct computed *c, uint32_t w) { return c->out.reason[w] == REASON_LOST_PRIORITY; }
static bool f_invalid(const struct computed *c, uint32_t w) { return c->out.reason[w] == REASON_NIK_INVALID; }
static bool f_double(const struct computed *c, uint32_t w) { return c->out.reason[w] == REASON_NIK_DOUBLE; }
static bool f_quarantine(const struct computed *c, uint32_t w) { return f_invalid(c, w) || f_double(c, w); }

static const struct people_filter {
    const char *code, *words;
    bool (*test)(const struct computed *c, uint32_t w);
    enum shift shift; /* instead of a test: compared with the base */
} filters[] = {
    {"semua", "Semua orang", f_all, 0},
    {"punya", "Punya jalur", is_settled, 0},
    {"asn", "ASN", is_asn, 0},
    {"tempat", "Mendapat tempat", placed, 0},
    {"posisi-sama", "Posisi yang sama", f_same, 0},
    {"pilihan-pertama", "Pilihan pertama", f_first, 0},
    {"turun-upah", "Upah turun", f_drop, 0},
    {"tahap-4-5", "Tahap 4–5", f_unpaid, 0},
    {"belum", "Belum terselesaikan", f_unresolved, 0},
    {"tanpa-baris", "Tidak ada baris yang cocok", f_no_line, 0},
    {"anggaran", "Kursi belum dibiayai", f_budget, 0},
    {"kalah", "Kalah prioritas", f_lost, 0},
    {"karantina", "Karantina", f_quarantine, 0},
    {"nik-tidak-sah", "NIK tidak sah", f_invalid, 0},
    {"nik-ganda", "NIK ganda", f_double, 0},
    {"dapat", "Jadi punya jalur", NULL, SHIFT_GAINED},
    {"kehilangan", "Kehilangan jalur", NULL, SHIFT_LOST},
    {"pindah", "Pindah tempat", NULL, SHIFT_MOVED},
};

struct view {
    struct run run;
    const struct people_filter *filter;
    struct computed now;
    const struct computed *base; /* what it is compared with; NULL none */
    enum shift *shift;
    bool wants_base;
    uint32_t line;     /* NOTHING: any */
    struct explain *explain; /* of the page of lines */
    struct code_names names;
    int64_t from, shown, matched;
};

static const struct people_filter *filter_of(struct str code)
{
    for (size_t i = 0; i < COUNT(filters); i++)
        if (str_eqz(code, filters[i].code))
            return &filters[i];
    return &filters[0];
}

static bool matches(const struct view *v, uint32_t w)
{
    if (v->line != NOTHING && v->now.out.line[w] != v->line)
        return false;
    if (v->filter->test != NULL)
        return v->filter->test(&v->now, w);
    return v->shift != NULL && v->shift[w] == v->filter->shift;
}

static err read_view(struct request *q, struct arena *a, struct view *v)
{
    struct run_texts texts, base_texts;
    struct faults f = {.arena = a};
    struct computed *base = NEW(a, struct computed);
    struct str code = query_get(q, "baris");
    int64_t from = 0;
    v->filter = filter_of(query_get(q, "saring"));
    v->from = str_to_uint(query_get(q, "dari"), &from) ? from : 0;
    v->line = NOTHING;
    TRY(code_names_report(q->tx, &q->at, &v->names));
    TRY(run_texts_get(q->tx, &q->at, v->run.id, "penuh", a, &texts));
    TRY(computed_read(a, &texts, &v->now, &f));
    for (uint32_t g = 0; g < v->now.in.n_lines; g++)
        if (code.n > 0 && str_eq(v->now.in.line[g].id, code))
            v->line = g;
    if (v->run.compared_id == 0 || (v->filter->test != NULL && !v->wants_base))
        return OK;
    TRY(run_texts_get(q->tx, &q->at, v->run.compared_id, "penuh", a, &base_texts));
    TRY(computed_read(a, &base_texts, base, &f));
    v->base = base;
    v->shift = shifts_between(a, base, &v->now);
    return OK;
}

/* ---- rows ---- */

static struct str line_words(struct arena *a, const struct view *v, uint32_t g)
{
    const struct line *l = &v->now.in.line[g];
    return str_printf(a, STR_FMT ", " STR_FMT, STR_ARG(job_words(&v->names, v->now.in.jobs.name[l->job])),
                      STR_ARG(agency_words(&v->names, v->now.in.agencies.name[l->agency])));
}

static const char *tier_words(unsigned tier)
{
    static const char *const words[TIERS] = {"pemegang kursi", "posisi yang sama", "jabatan sama, instansi lain",
                                             "instansi sama, jabatan lain", "lainnya"};
    return tier < TIERS ? words[tier] : "";
}

static struct str result_words(struct arena *a, const struct view *v, uint32_t w)
{
    if (is_asn(&v->now, w))
        return S("ASN");
    if (!placed(&v->now, w))
        return S("Belum ada tempat");
    return str_printf(a, STR_FMT, STR_ARG(line_words(a, v, v->now.out.line[w])));
}

static struct str reason_words(struct arena *a, const struct view *v, uint32_t w)
{
    static const char *const words[] = {
        [REASON_INCOME_DROP] = "Upah turun", [REASON_NO_LINE] = "Tidak ada baris yang cocok",
        [REASON_BUDGET] = "Kursi belum dibiayai", [REASON_LOST_PRIORITY] = "Kalah prioritas",
        [REASON_NIK_INVALID] = "NIK tidak sah", [REASON_NIK_DOUBLE] = "NIK ganda"};
    uint8_t r = v->now.out.reason[w];
    const char *why = r < COUNT(words) && words[r] != NULL ? words[r] : "";
    if (!placed(&v->now, w))
        return str_z(why);
    return str_printf(a, "pilihan ke-%u, %s%s%s", v->now.out.position[w], tier_words(v->now.out.tier[w]),
                      why[0] == 0 ? "" : "; ", why);
}

static void person_row(struct request *q, struct arena *a, const struct view *v, uint32_t w)
{
    struct html *h = &q->html;
    const struct worker *x = &v->now.in.worker[w];
    struct str id = worker_id(x), name = S("");
    int64_t person = actor_may(&q->at.who, PERM_WORKER_READ) ? page_person(q, id, &name) : 0;
    HTML(h, "<tr><th scope=\"row\">");
    if (person > 0)
        HTML(h, "<a href=\"/tenaga/{}\">{}</a><span class=\"sub\">{}</span>", person, name, id);
    else
        HTML(h, "<code>{}</code>", id);
    HTML(h, "</th><td data-l=\"Dulu\">{}, {}</td><td data-l=\"Hasil\">{}</td>"
            "<td data-l=\"Keterangan\">{}</td></tr>\n",
         job_words(&v->names, v->now.in.jobs.name[x->job]), agency_words(&v->names, v->now.in.agencies.name[x->agency]),
         result_words(a, v, w), reason_words(a, v, w));
}

static struct str page_href(struct request *q, const struct view *v, int64_t from)
{
    struct str line = v->line == NOTHING ? S("") : v->now.in.line[v->line].id;
    return str_printf(q->arena, "/alokasi/%lld/orang?saring=%s&baris=" STR_FMT "&dari=%lld", (long long)v->run.id,
                      v->filter->code, STR_ARG(line), (long long)from);
}

static void show_filter_chips(struct request *q, const struct view *v)
{
    struct html *w = &q->html;
    HTML(w, "<div class=\"chips\" role=\"group\" aria-label=\"Saring\">");
    for (size_t i = 0; i < COUNT(filters); i++) {
        if (filters[i].test == NULL && v->run.compared_id == 0)
            continue;
        HTML(w, "<a class=\"chip\" href=\"/alokasi/{}/orang?saring={}\"", v->run.id,
             (struct query_value){str_z(filters[i].code)});
        if (&filters[i] == v->filter)
            HTML(w, " aria-current=\"true\"");
        HTML(w, ">{}</a>", filters[i].words);
    }
    HTML(w, "</div>\n");
}

static void show_people(struct request *q, struct arena *a, struct view *v)
{
    struct html *w = &q->html;
    const char *number = str_to_z(q->arena, v->run.number);
    const char *board = str_to_z(q->arena, str_printf(q->arena, "/alokasi/%lld", (long long)v->run.id));
    for (uint32_t i = 0; i < v->now.in.n_workers; i++)
        v->matched += matches(v, i);
    struct str title = v->line == NOTHING ? str_z(v->filter->words) : line_words(a, v, v->line);
    page_begin(q, &(struct page){.layout = LAYOUT_DESK, .title = title, .menu = "/alokasi",
                                 .crumbs = {{"Alokasi", "/alokasi"}, {number, board}, {"Daftar orang", NULL}}});
    head_begin(w, title, str_printf(q->arena, STR_FMT " orang dalam skenario " STR_FMT " · " STR_FMT,
                                    STR_ARG(words_count(q->arena, v->matched)), STR_ARG(v->run.letter),
                                    STR_ARG(v->run.name)));
    HTML(w, "<a class=\"btn\" href=\"/alokasi/{}/orang.csv?saring={}\">{}Unduh daftar</a>", v->run.id,
         (struct query_value){str_z(v->filter->code)}, ICON("download"));
    head_end(w);
    show_filter_chips(q, v);
    if (v->matched == 0)
        empty_state(w, "users", S("Tidak ada orang di daftar ini"), S("Pilih saringan lain di atas."));
    else {
        HTML(w, "<section class=\"card flush\"><table class=\"tbl fold\"><thead><tr><th scope=\"col\">Orang</th>"
                "<th scope=\"col\">Dulu</th><th scope=\"col\">Hasil</th><th scope=\"col\">Keterangan</th></tr></thead><tbody>");
        int64_t seen = 0;
        for (uint32_t i = 0; i < v->now.in.n_workers && v->shown < PAGE_ROWS; i++)
            if (matches(v, i) && seen++ >= v->from) {
                person_row(q, a, v, i);
                v->shown++;
            }
        HTML(w, "</tbody></table></section>");
        int64_t back = v->from > PAGE_ROWS ? v->from - PAGE_ROWS : 0;
        pager(w, str_printf(q->arena, "%lld–%lld dari " STR_FMT, (long long)v->from + 1, (long long)(v->from + v->shown),
                            STR_ARG(words_count(q->arena, v->matched))),
              v->from > 0 ? page_href(q, v, back) : S(""),
              v->from + v->shown < v->matched ? page_href(q, v, v->from + PAGE_ROWS) : S(""));
    }
    page_end(q);
}

static bool page_computed(struct request *q, struct run *r)
{
    if (!page_run(q, r))
        return false;
    if (run_is_computed(r))
        return true;
    reply_redirect(q, "/alokasi/%lld", (long long)r->id);
    return false;
}

void page_run_people(struct request *q)
{
    struct view v = {0};
    if (!page_computed(q, &v.run))
        return;
    AUTO_ARENA a = arena_new(RUN_BUDGET);
    err e = read_view(q, a, &v);
    if (e != OK)
        reply_error(q, e);
    else
        show_people(q, a, &v);
}

static void csv_person(struct request *q, struct arena *a, const struct view *v, uint32_t w)
{
    struct buf *b = &q->html.out;
    const struct worker *x = &v->now.in.worker[w];
    struct str id = worker_id(x), name = S("");
    if (actor_may(&q->at.who, PERM_WORKER_EXPORT))
        (void)page_person(q, id, &name);
    struct str cells[] = {id, name, job_words(&v->names, v->now.in.jobs.name[x->job]),
                          agency_words(&v->names, v->now.in.agencies.name[x->agency]), result_words(a, v, w),
                          reason_words(a, v, w)};
    for (size_t i = 0; i < COUNT(cells); i++) {
        if (i > 0)
            buf_addc(b, ',');
        csv_write_safe(b, cells[i]);
    }
    buf_addc(b, '\n');
}

void page_run_people_csv(struct request *q)
{
    struct view v = {0};
    if (!page_computed(q, &v.run))
        return;
    AUTO_ARENA a = arena_new(RUN_BUDGET);
    err e = read_view(q, a, &v);
    if (e == OK)
        e = audit_view(q->tx, &q->at, "alokasi.unduh", v.run.id, str_z(v.filter->code));
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    reply_type(q, "text/csv; charset=utf-8", "daftar-alokasi.csv");
    BUF_LIT(&q->html.out, "id_pekerja,nama,jabatan,instansi,hasil,keterangan\n");
    for (uint32_t i = 0; i < v.now.in.n_workers; i++)
        if (matches(&v, i))
            csv_person(q, a, &v, i);
}

/* ---- lines with their cut-offs ---- */

static struct str cut_off_words(struct arena *a, const struct view *v, uint32_t g)
{
    struct cutoff x;
    uint32_t filled = v->now.out.filled[g];
    if (filled == 0)
        return S("–");
    if (!explain_cutoff(v->explain, g, &x))
        return S("Tidak dirinci");
    return str_printf(a, "%s, kelas data %u, %u bulan, undian %016llx", tier_words(x.tier), x.data_class, x.months,
                      (unsigned long long)x.lottery);
}

static void line_row(struct request *q, struct arena *a, const struct view *v, uint32_t g)
{
    struct html *w = &q->html;
    const struct line *l = &v->now.in.line[g];
    uint32_t filled = v->now.out.filled[g];
    HTML(w, "<tr><th scope=\"row\">{}<span class=\"sub\">{} · tahap {}</span></th><td data-l=\"Kursi\" class=\"num\">{}</td>"
            "<td data-l=\"Terisi\" class=\"num\"><a href=\"/alokasi/{}/orang?saring=tempat&amp;baris={}\">{}</a></td>"
            "<td data-l=\"Belanja\" class=\"num\">{}</td><td data-l=\"Batas terakhir\">{}</td></tr>\n",
         line_words(a, v, g), l->id, (int64_t)l->stage, (struct count){l->seats}, v->run.id,
         (struct query_value){l->id}, (struct count){filled}, (struct rupiah){l->cost * filled},
         cut_off_words(a, v, g));
}

static struct str lines_href(struct request *q, const struct view *v, uint32_t from)
{
    return str_printf(q->arena, "/alokasi/%lld/baris?dari=%u", (long long)v->run.id, from);
}

static void show_lines(struct request *q, struct arena *a, const struct view *v)
{
    struct html *w = &q->html;
    const char *number = str_to_z(q->arena, v->run.number);
    const char *board = str_to_z(q->arena, str_printf(q->arena, "/alokasi/%lld", (long long)v->run.id));
    int64_t spend = 0, seats = 0, filled = 0;
    page_begin(q, &(struct page){.layout = LAYOUT_DESK, .title = S("Kursi menurut baris rencana"), .menu = "/alokasi",
                                 .crumbs = {{"Alokasi", "/alokasi"}, {number, board}, {"Kursi", NULL}}});
    head_begin(w, S("Kursi menurut baris rencana"),
               S("Berapa kursi terisi, berapa belanjanya, dan siapa yang terakhir masuk. Batas terakhir dirinci hanya "
                 "bila baris berisi lima orang atau lebih."));
    head_end(w);
    HTML(w, "<section class=\"card flush\"><table class=\"tbl fold\"><thead><tr><th scope=\"col\">Baris</th>"
            "<th scope=\"col\" class=\"num\">Kursi</th><th scope=\"col\" class=\"num\">Terisi</th>"
            "<th scope=\"col\" class=\"num\">Belanja</th><th scope=\"col\">Batas terakhir</th></tr></thead><tbody>");
    uint32_t from = v->from < v->now.in.n_lines ? (uint32_t)v->from : 0;
    for (uint32_t g = 0; g < v->now.in.n_lines; g++) {
        if (g >= from && g < from + PAGE_LINES)
            line_row(q, a, v, g);
        seats += v->now.in.line[g].seats;
        filled += v->now.out.filled[g];
        spend += v->now.in.line[g].cost * v->now.out.filled[g];
    }
    HTML(w, "</tbody><tfoot><tr><th scope=\"row\">Jumlah</th><td data-l=\"Kursi\" class=\"num\">{}</td>"
            "<td data-l=\"Terisi\" class=\"num\">{}</td><td data-l=\"Belanja\" class=\"num\">{}</td><td></td></tr></tfoot>"
            "</table></section>",
         (struct count){seats}, (struct count){filled}, (struct rupiah){spend});
    uint32_t end = from + PAGE_LINES < v->now.in.n_lines ? from + PAGE_LINES : v->now.in.n_lines;
    if (v->now.in.n_lines > PAGE_LINES)
        pager(w, str_printf(q->arena, "baris %u–%u dari %u", from + 1, end, v->now.in.n_lines),
              from > 0 ? lines_href(q, v, from > PAGE_LINES ? from - PAGE_LINES : 0) : S(""),
              end < v->now.in.n_lines ? lines_href(q, v, end) : S(""));
    page_end(q);
}

void page_run_lines(struct request *q)
{
    struct view v = {0};
    if (!page_computed(q, &v.run))
        return;
    AUTO_ARENA a = arena_new(RUN_BUDGET);
    err e = read_view(q, a, &v);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    v.explain = explain_new(a, &v.now.in, &v.now.out, NULL, NULL);
    show_lines(q, a, &v);
}

/* ---- agencies: where the money goes, and what changed ---- */

struct agency_sum {
    int64_t ceiling, seats, filled, spend, waiting;
};

/* Of one outcome, the agency with this code. */
static struct agency_sum sum_of(const struct computed *c, struct str code)
{
    struct agency_sum s = {0};
    uint32_t agency = names_find(&c->in.agencies, code);
    if (agency == NOTHING)
        return s;
    s.ceiling = c->in.ceiling[agency];
    for (uint32_t g = 0; g < c->in.n_lines; g++)
        if (c->in.line[g].agency == agency) {
            s.seats += c->in.line[g].seats;
            s.filled += c->out.filled[g];
            s.spend += c->in.line[g].cost * c->out.filled[g];
        }
    for (uint32_t w = 0; w < c->in.n_workers; w++)
        s.waiting += c->in.worker[w].agency == agency && !is_settled(c, w);
    return s;
}

static void delta_cell(struct html *w, struct arena *a, int64_t delta, bool money)
{
    struct str words = money ? words_rupiah(a, delta < 0 ? -delta : delta) : words_count(a, delta < 0 ? -delta : delta);
    HTML(w, "<span class=\"sub\">{}{}</span>", delta < 0 ? "−" : "+", words);
}

static void agency_row(struct request *q, struct arena *a, const struct view *v, struct str code)
{
    struct html *w = &q->html;
    struct agency_sum s = sum_of(&v->now, code), b = {0};
    if (s.seats == 0 && s.ceiling == 0 && s.waiting == 0)
        return;
    if (v->base != NULL)
        b = sum_of(v->base, code);
    HTML(w, "<tr><th scope=\"row\">{}</th><td data-l=\"Pagu\" class=\"num\">{}</td><td data-l=\"Kursi terisi\" class=\"num\">{} dari {}",
         agency_words(&v->names, code), (struct rupiah){s.ceiling}, (struct count){s.filled}, (struct count){s.seats});
    if (v->base != NULL && s.filled != b.filled)
        delta_cell(w, a, s.filled - b.filled, false);
    HTML(w, "</td><td data-l=\"Belanja\" class=\"num\">{}", (struct rupiah){s.spend});
    if (v->base != NULL && s.spend != b.spend)
        delta_cell(w, a, s.spend - b.spend, true);
    HTML(w, "</td><td data-l=\"Belum punya jalur\" class=\"num\">{}", (struct count){s.waiting});
    if (v->base != NULL && s.waiting != b.waiting)
        delta_cell(w, a, s.waiting - b.waiting, false);
    HTML(w, "</td></tr>\n");
}

/* Seats opened and closed per agency and job, where they differ from the run it is compared with. */
static void show_shifts(struct request *q, struct arena *a, const struct view *v)
{
    struct html *w = &q->html;
    struct comparison c;
    scenario_compare(a, &v->base->in, &v->base->out, &v->now.in, &v->now.out, &c);
    HTML(w, "<section class=\"card flush\"><header><h2>Kursi yang bertambah dan berkurang</h2><p>{} orang jadi mendapat tempat, {} "
            "kehilangan, {} pindah</p></header>",
         (struct count){(int64_t)c.gained}, (struct count){(int64_t)c.lost}, (struct count){(int64_t)c.moved});
    if (c.n_shifts == 0) {
        HTML(w, "<p class=\"t-s soft\">Tidak ada kursi yang berubah.</p></section>\n");
        return;
    }
    HTML(w, "<table class=\"tbl fold\"><thead><tr><th scope=\"col\">Instansi dan jabatan</th><th scope=\"col\" class=\"num\">Bertambah"
            "</th><th scope=\"col\" class=\"num\">Berkurang</th><th scope=\"col\" class=\"num\">Beda belanja</th></tr></thead><tbody>");
    for (size_t i = 0; i < c.n_shifts && i < PAGE_LINES; i++)
        HTML(w, "<tr><th scope=\"row\">{}<span class=\"sub\">{}</span></th><td data-l=\"Bertambah\" class=\"num\">{}</td>"
                "<td data-l=\"Berkurang\" class=\"num\">{}</td><td data-l=\"Beda belanja\" class=\"num\">{}</td></tr>\n",
             agency_words(&v->names, c.shift[i].agency), job_words(&v->names, c.shift[i].job),
             (struct count){c.shift[i].opened}, (struct count){c.shift[i].closed}, (struct rupiah){c.shift[i].cost});
    HTML(w, "</tbody></table></section>\n");
}

static void show_agencies(struct request *q, struct arena *a, const struct view *v)
{
    struct html *w = &q->html;
    const char *number = str_to_z(q->arena, v->run.number);
    const char *board = str_to_z(q->arena, str_printf(q->arena, "/alokasi/%lld", (long long)v->run.id));
    page_begin(q, &(struct page){.layout = LAYOUT_DESK, .title = S("Belanja menurut instansi"), .menu = "/alokasi",
                                 .crumbs = {{"Alokasi", "/alokasi"}, {number, board}, {"Instansi", NULL}}});
    head_begin(w, S("Belanja menurut instansi"),
               v->base != NULL ? S("Angka kecil di bawahnya: beda dengan perhitungan pembanding.")
                               : S("Pagu, kursi yang terisi, dan orang yang masih menunggu."));
    HTML(w, "<a class=\"btn\" href=\"/alokasi/{}/baris\">Menurut baris rencana</a>", v->run.id);
    head_end(w);
    HTML(w, "<section class=\"card flush\"><table class=\"tbl fold\"><thead><tr><th scope=\"col\">Instansi</th><th scope=\"col\" "
            "class=\"num\">Pagu</th><th scope=\"col\" class=\"num\">Kursi terisi</th><th scope=\"col\" class=\"num\">Belanja</th>"
            "<th scope=\"col\" class=\"num\">Belum punya jalur</th></tr></thead><tbody>");
    for (size_t i = 0; i < v->names.n_agencies; i++)
        agency_row(q, a, v, v->names.agency[i].code);
    HTML(w, "</tbody></table></section>");
    if (v->base != NULL)
        show_shifts(q, a, v);
    page_end(q);
}

void page_run_agencies(struct request *q)
{
    struct view v = {.wants_base = true};
    if (!page_computed(q, &v.run))
        return;
    AUTO_ARENA a = arena_new(RUN_BUDGET);
    err e = read_view(q, a, &v);
    if (e != OK)
        reply_error(q, e);
    else
        show_agencies(q, a, &v);
}
