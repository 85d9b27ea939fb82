/*
 * worker_list.c: the list of people an officer works in all day (/tenaga): search, filters in the address, 25 at a
 * time by key. Totals come from the counted table; nothing here counts people.
 */
#include "worker_list.h"

#include <assert.h>

#include "directory.h"
#include "kernel/digest.h"
#include "worker_fields.h"

enum { PAGE_ROWS = 25 };

static const struct {
    const char *code;
    enum worker_order order;
} order_codes[] = {{"nama", ORDER_NAME}, {"nama-turun", ORDER_NAME_DOWN}, {"masa-kerja", ORDER_SERVICE}};

/* ---- the address ---- */
static const char *const address_names[] = {"q",     "opd",         "jab",   "jalur", "keadaan",
                                            "sebab", "tidak-aktif", "lewat", "urut"};

static void read_search(struct request *q, struct list_view *v)
{
    v->search = query_get(q, "q");
    struct worker_filter *f = &v->filter;
    if (v->search.n == 0)
        return;
    if (str_all_digits(v->search)) {
        if (v->search.n == 16)
            f->nik_hash = keyed_hash(q->arena, db_key(tx_db(q->tx)), v->search);
        else
            v->search_trouble = S("NIK dicari dengan 16 angka lengkap; sebagian angka tidak dapat dicari.");
        return;
    }
    struct str rest = str_lower(q->arena, v->search);
    while (rest.p != NULL && f->n_words < COUNT(f->words)) {
        struct str word = str_cut(&rest, ' ');
        while (word.n > 0 && strchr(".,", word.p[word.n - 1]) != NULL)
            word.n--;
        if (word.n > 0)
            f->words[f->n_words++] = word;
    }
    if (f->n_words == 0)
        v->search_trouble = S("Tulis sedikitnya satu huruf nama.");
}

static void read_codes(struct request *q, struct worker_filter *f)
{
    enum pathway_group group;
    enum pathway_state state;
    f->group = pathway_group_by_code(query_get(q, "jalur"), &group) ? (int)group : -1;
    f->settled = str_eqz(query_get(q, "jalur"), "sudah");
    struct str code = query_get(q, "keadaan");
    f->state = code.n > 0 && pathway_state_by_code(code, &state) ? (int)state : -1;
    f->reason = query_get(q, "sebab");
    f->has_reason = f->reason.n > 0;
    if (str_eqz(f->reason, "-"))
        f->reason = S("");
    for (size_t i = 0; i < COUNT(order_codes); i++) {
        if (str_eqz(query_get(q, "urut"), order_codes[i].code))
            f->order = order_codes[i].order;
    }
}

err list_view_read(struct request *q, struct list_view *ret)
{
    struct list_view v = {.filter = {.limit = PAGE_ROWS, .today = q->at.today}};
    int64_t scope = scope_agency(&q->at.who), asked = id_of(query_get(q, "opd"));
    v.own_agency = scope != -1;
    v.filter.agency_id = v.own_agency ? scope : asked > 0 ? asked : -1;
    v.filter.position_id = id_of(query_get(q, "jab"));
    v.filter.inactive = query_get(q, "tidak-aktif").n > 0;
    v.filter.overdue = query_get(q, "lewat").n > 0;
    v.filter.after = id_of(query_get(q, "setelah"));
    v.filter.before = v.filter.after > 0 ? 0 : id_of(query_get(q, "sebelum"));
    for (size_t i = 0; i < COUNT(address_names); i++) {
        bool mine = v.own_agency && strcmp(address_names[i], "opd") == 0; /* the scope says it already */
        v.given[i] = mine ? str_z("") : query_get(q, address_names[i]);
    }
    read_codes(q, &v.filter);
    read_search(q, &v);
    *ret = v;
    return OK;
}

struct str list_href(struct request *q, const struct list_view *v, const char *path, const char *name,
                     struct str value)
{
    static_assert(COUNT(address_names) == COUNT(v->given), "one value a name");
    struct html w = {.out = buf_new(2048)};
    HTML(&w, "{}", path);
    char sep = '?';
    for (size_t i = 0; i < COUNT(address_names); i++) {
        bool this = strcmp(address_names[i], name) == 0;
        struct str s = this ? value : v->given[i];
        if (s.n == 0)
            continue;
        buf_addc(&w.out, sep);
        HTML(&w, "{}={}", address_names[i], (struct query_value){s});
        sep = '&';
    }
    if (value.n > 0 && (strcmp(name, "setelah") == 0 || strcmp(name, "sebelum") == 0)) {
        buf_addc(&w.out, sep);
        HTML(&w, "{}={}", name, value);
    }
    struct str href = str_dup(q->arena, buf_str(&w.out));
    buf_free(&w.out);
    return href;
}

/* ---- parts of the page ---- */
struct sums {
    int64_t group[GROUP_COUNT], inactive, all;
};

static err sum_totals(struct request *q, const struct list_view *v, struct sums *s)
{
    (void)v;
    struct worker_total *t;
    size_t n;
    TRY(worker_totals(q->tx, &q->at, &t, &n));
    for (size_t i = 0; i < n; i++) {
        enum pathway_group g = pathways[t[i].pathway].group;
        if (!t[i].active && g != GROUP_LEFT) {
            s->inactive += t[i].n;
            continue;
        }
        s->group[g] += t[i].n;
        s->all += g == GROUP_LEFT ? 0 : t[i].n;
    }
    return OK;
}

static struct str count_text(struct arena *a, int64_t n)
{
    AUTO_BUF b = buf_new(40);
    number_write(&b, n);
    return str_dup(a, buf_str(&b));
}

static void show_head(struct request *q, const struct list_view *v, const struct sums *s, const struct directory *d)
{
    struct html *w = &q->html;
    struct str number = count_text(q->arena, s->all);
    struct str sentence = v->own_agency
                              ? str_printf(q->arena,
                                           STR_FMT " orang di " STR_FMT ". Nomor identitas disamarkan; buka "
                                                                        "rincian untuk melihatnya (tercatat).",
                                           STR_ARG(number), STR_ARG(directory_agency(d, v->filter.agency_id)))
                              : str_printf(q->arena,
                                           STR_FMT " orang dari %zu instansi. Nomor identitas disamarkan; buka "
                                                   "rincian untuk melihatnya (tercatat).",
                                           STR_ARG(number), directory_active_agencies(d));
    head_begin(w, S("Tenaga kerja"), sentence);
    if (actor_may(&q->at.who, PERM_WORKER_EXPORT))
        HTML(w, "<a class=\"btn\" href=\"{}\">{}Unduh</a>", list_href(q, v, "/tenaga/unduh.xlsx", "", S("")),
             ICON("download"));
    if (actor_may(&q->at.who, PERM_CENSUS_IMPORT))
        HTML(w, "<a class=\"btn\" href=\"/pendataan/impor\">{}Impor Excel</a>", ICON("upload"));
    if (actor_may(&q->at.who, PERM_WORKER_WRITE))
        HTML(w, "<a class=\"btn main\" href=\"/tenaga/baru\">{}Tambah</a>", ICON("user-plus"));
    head_end(w);
}

static void keep_filter(struct request *q, const char *name)
{
    struct str value = query_get(q, name);
    if (value.n > 0)
        hidden_field(&q->html, name, value);
}

static void show_filters(struct request *q, const struct list_view *v, const struct directory *d)
{
    struct html *w = &q->html;
    HTML(w,
         "<form action=\"/tenaga\"><div class=\"filters\"><label class=\"search\">{}<span class=\"sr\">Cari tenaga "
         "kerja</span>"
         "<input type=\"search\" name=\"q\" value=\"{}\" placeholder=\"Nama atau NIK lengkap\" "
         "maxlength=\"80\"></label>",
         ICON("search"), v->search);
    if (!v->own_agency) {
        HTML(w, "<select aria-label=\"Instansi\" name=\"opd\"><option value=\"\">Semua instansi");
        directory_agency_options(w, d, v->filter.agency_id);
        HTML(w, "</select>");
    }
    HTML(w, "<select aria-label=\"Jabatan\" name=\"jab\"><option value=\"\">Semua jabatan");
    directory_position_options(w, d, v->filter.position_id);
    HTML(w, "</select>");
    static const char *const kept[] = {"jalur", "keadaan", "sebab", "tidak-aktif", "lewat", "urut"};
    for (size_t i = 0; i < COUNT(kept); i++)
        keep_filter(q, kept[i]);
    HTML(w, "<button class=\"btn small\">Terapkan</button></div></form>\n");
}

static void filter_chip(struct request *q, const struct list_view *v, const char *name, struct str value,
                        bool current)
{
    HTML(&q->html, "<a class=\"chip\" href=\"{}\"", list_href(q, v, "/tenaga", name, value));
    if (current)
        HTML(&q->html, " aria-current=\"true\"");
    HTML(&q->html, ">");
}

/* What is filtered besides the pathway, each with a way to drop it. */
static void show_extra_chips(struct request *q, const struct list_view *v)
{
    struct html *w = &q->html;
    static const struct {
        const char *name, *words;
    } extra[] = {{"lewat", "Lewat tenggat"}, {"tidak-aktif", "Tidak bekerja lagi"}};
    if (v->filter.settled) {
        filter_chip(q, v, "jalur", S(""), true);
        HTML(w, "Punya jalur: hapus</a>");
    }
    if (v->filter.state >= 0) {
        filter_chip(q, v, "keadaan", S(""), true);
        HTML(w, "{}: hapus</a>", pathway_standing(PATHWAY_OUTSOURCING, (enum pathway_state)v->filter.state).words);
    }
    if (v->filter.has_reason) {
        filter_chip(q, v, "sebab", S(""), true);
        HTML(w, "{}: hapus</a>", unresolved_words(v->filter.reason));
    }
    for (size_t i = 0; i < COUNT(extra); i++) {
        if (query_get(q, extra[i].name).n > 0) {
            filter_chip(q, v, extra[i].name, S(""), true);
            HTML(w, "{}: hapus</a>", extra[i].words);
        }
    }
}

static void show_chips(struct request *q, const struct list_view *v, const struct sums *s)
{
    struct html *w = &q->html;
    bool totals = v->own_agency || v->filter.agency_id == -1;
    HTML(w, "<div class=\"filters\" role=\"group\" aria-label=\"Saring menurut jalur\"><div class=\"chips\">");
    filter_chip(q, v, "jalur", S(""), v->filter.group < 0 && !v->filter.inactive && !v->filter.settled);
    HTML(w, "Semua {}</a>", totals ? count_text(q->arena, s->all) : S(""));
    for (enum pathway_group g = 0; g < GROUP_COUNT; g++) {
        bool current = v->filter.group == (int)g;
        if (s->group[g] == 0 && !current && g != GROUP_UNDECIDED)
            continue;
        filter_chip(q, v, "jalur", str_z(pathway_groups[g].code), current);
        HTML(w, "<span class=\"path {}\"><span>{} {}</span></span></a>", pathway_groups[g].class,
             pathway_groups[g].label, totals ? count_text(q->arena, s->group[g]) : S(""));
    }
    if (s->inactive > 0 && !v->filter.inactive) {
        filter_chip(q, v, "tidak-aktif", S("1"), false);
        HTML(w, "Tidak bekerja lagi {}</a>", totals ? count_text(q->arena, s->inactive) : S(""));
    }
    show_extra_chips(q, v);
    if (actor_may(&q->at.who, PERM_WORKER_EXPORT))
        HTML(w, "<a class=\"t-s\" href=\"{}\">Unduh sebagai CSV</a>",
             list_href(q, v, "/tenaga/unduh.csv", "", S("")));
    HTML(w, "</div></div>\n");
}

/* "11 th 4 bl" */
static void show_service(struct html *w, struct date started, struct date today)
{
    if (!date_given(started)) {
        HTML(w, "–");
        return;
    }
    int32_t months = months_between(started, today);
    HTML(w, "{} th {} bl", months / 12, months % 12);
}

static void show_standing(struct html *w, const struct worker_row *r)
{
    struct standing s = pathway_standing(r->pathway, r->state);
    if (r->pathway == PATHWAY_UNDECIDED && r->waits_for_result)
        chip(w, TONE_INFO, "info-circle", S("Menunggu seleksi"));
    else
        chip(w, s.tone, s.icon, str_z(s.words));
    if (r->sent_home)
        HTML(w, " <span class=\"sub\">Dirumahkan</span>");
}

static void show_row(struct request *q, const struct worker_row *r, struct str agency, bool bulk)
{
    struct html *w = &q->html;
    HTML(w, "<tr>");
    if (bulk)
        HTML(w,
             "<td class=\"check\"><input type=\"checkbox\" name=\"p\" value=\"{}\" aria-label=\"Pilih {}\"></td>",
             r->id, r->name);
    HTML(w,
         "<th scope=\"row\"><a href=\"/tenaga/{}\">{}</a><span class=\"sub\">{}</span></th>"
         "<td data-l=\"Jabatan lama\">{}</td><td data-l=\"Instansi\">{}</td><td data-l=\"Masa kerja\" "
         "class=\"num\">",
         r->id, r->name, (struct masked){r->nik}, r->position, agency);
    show_service(w, r->started, q->at.today);
    HTML(w, "</td><td data-l=\"Jalur\">");
    pathway_mark(w, r->pathway);
    HTML(w, "</td><td data-l=\"Keadaan\">");
    show_standing(w, r);
    HTML(w, "</td></tr>\n");
}

static void sort_heading(struct request *q, const struct list_view *v, const char *label, enum worker_order order,
                         const char *code, bool number)
{
    struct html *w = &q->html;
    bool name = order == ORDER_NAME;
    bool current =
        v->filter.n_words == 0 && (v->filter.order == order || (name && v->filter.order == ORDER_NAME_DOWN));
    HTML(w, "<th scope=\"col\"");
    if (number)
        HTML(w, " class=\"num\"");
    if (current)
        HTML(w, " aria-sort=\"{}\"", v->filter.order == ORDER_NAME ? "ascending" : "descending");
    struct str value = name && v->filter.order == ORDER_NAME ? S("nama-turun") : str_z(code);
    HTML(w, "><a href=\"{}\">{}</a></th>", list_href(q, v, "/tenaga", "urut", value), label);
}

static void show_table_head(struct request *q, const struct list_view *v, bool bulk)
{
    struct html *w = &q->html;
    HTML(w, "<table class=\"tbl fold brief\"><thead><tr>");
    if (bulk)
        HTML(w, "<th scope=\"col\" class=\"check\"><span class=\"sr\">Pilih</span></th>");
    sort_heading(q, v, "Nama", ORDER_NAME, "nama", false);
    HTML(w, "<th scope=\"col\">Jabatan lama</th><th scope=\"col\">Instansi</th>");
    sort_heading(q, v, "Masa kerja", ORDER_SERVICE, "masa-kerja", true);
    HTML(w, "<th scope=\"col\">Jalur</th><th scope=\"col\">Keadaan</th></tr></thead>\n<tbody>");
}

static void show_bulk_bar(struct request *q)
{
    struct html *w = &q->html;
    HTML(w, "<div class=\"bulk\"><strong>Yang dipilih:</strong>");
    if (actor_may(&q->at.who, PERM_PATHWAY_SET))
        HTML(w, "<button class=\"btn small\" name=\"aksi\" value=\"kasus\">Tetapkan penanggung jawab</button>");
    if (actor_may(&q->at.who, PERM_WORKER_WRITE))
        HTML(w, "<button class=\"btn small\" name=\"aksi\" value=\"dirumahkan\">Catat dirumahkan</button>");
    if (actor_may(&q->at.who, PERM_WORKER_EXPORT))
        HTML(w, "<button class=\"btn small\" name=\"aksi\" value=\"unduh\">Unduh pilihan</button>");
    HTML(w, "</div>\n");
}

static struct str pager_words(struct request *q, const struct list_view *v, const struct sums *s, size_t n, bool more)
{
    const struct worker_filter *f = &v->filter;
    bool counted = !f->settled && f->n_words == 0 && f->position_id == 0 && f->state < 0 && !f->has_reason && !f->overdue &&
                   f->nik_hash.n == 0 && (v->own_agency || f->agency_id == -1);
    const char *first = f->after == 0 && f->before == 0 ? " pertama" : "";
    if (counted) {
        int64_t all = f->inactive ? s->inactive : f->group >= 0 ? s->group[f->group] : s->all;
        return str_printf(q->arena, "%zu%s dari " STR_FMT, n, more ? first : "", STR_ARG(count_text(q->arena, all)));
    }
    return more ? str_printf(q->arena, "%zu%s, masih ada", n, first) : str_printf(q->arena, "%zu orang", n);
}

static void show_pager(struct request *q, const struct list_view *v, const struct sums *s,
                       const struct worker_row *rows, size_t n, bool more)
{
    bool back = v->filter.before > 0;
    bool has_next = back || more, has_previous = v->filter.after > 0 || (back && more);
    struct str first = str_printf(q->arena, "%lld", (long long)rows[0].id);
    struct str last = str_printf(q->arena, "%lld", (long long)rows[n - 1].id);
    pager(&q->html, pager_words(q, v, s, n, has_next),
          has_previous ? list_href(q, v, "/tenaga", "sebelum", first) : S(""),
          has_next ? list_href(q, v, "/tenaga", "setelah", last) : S(""));
}

static void show_nobody(struct request *q, const struct list_view *v, const struct sums *s)
{
    struct html *w = &q->html;
    if (s->all == 0 && s->inactive == 0 && s->group[GROUP_LEFT] == 0) {
        empty_begin(w, "users", S("Belum ada tenaga kerja terdata"),
                    S("Impor daftar dari Excel atau CSV, atau tambahkan satu per satu."));
        if (actor_may(&q->at.who, PERM_CENSUS_IMPORT))
            HTML(w, "<div class=\"row\"><a class=\"btn main\" href=\"/pendataan/impor\">Impor daftar</a></div>");
        empty_end(w);
        return;
    }
    empty_begin(w, "search", S("Tidak ada yang cocok"),
                v->search_trouble.n > 0 ? v->search_trouble
                                        : S("Periksa ejaan nama atau kurangi saringan. Pencarian memakai awal "
                                            "kata."));
    HTML(w, "<div class=\"row\"><a class=\"btn main\" href=\"/tenaga\">Hapus pencarian dan saringan</a></div>");
    empty_end(w);
}

void page_worker_list(struct request *q)
{
    struct list_view v;
    struct sums sums = {0};
    AUTO_DIRECTORY d = NULL;
    size_t n = 0;
    bool more = false;
    struct worker_row rows[PAGE_ROWS + 1];
    err e = list_view_read(q, &v);
    if (e == OK)
        e = sum_totals(q, &v, &sums);
    if (e == OK)
        e = directory_get(q->tx, &q->at, &d);
    if (e == OK && v.search_trouble.n == 0)
        e = worker_rows(q->tx, &q->at, &v.filter, rows, &n, &more);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    bool bulk = actor_may(&q->at.who, PERM_WORKER_WRITE);
    page_begin(q, &(struct page){.title = S("Tenaga kerja"), .menu = "/tenaga", .crumbs = {{"Tenaga kerja", NULL}}});
    show_head(q, &v, &sums, d);
    HTML(&q->html, "<section class=\"card flush\">");
    show_filters(q, &v, d);
    show_chips(q, &v, &sums);
    HTML(&q->html, "<div id=\"daftar\">");
    if (n > 0) {
        if (bulk) {
            form_begin(q, "", "/tenaga/massal");
            show_bulk_bar(q);
        }
        show_table_head(q, &v, bulk);
        for (size_t i = 0; i < n; i++)
            show_row(q, &rows[i], directory_agency(d, rows[i].agency_id), bulk);
        HTML(&q->html, "</tbody></table>\n");
        if (bulk)
            form_end(q);
        show_pager(q, &v, &sums, rows, n, more);
    } else {
        show_nobody(q, &v, &sums);
    }
    HTML(&q->html, "</div></section>\n");
    page_end(q);
}
