/*
 * ceiling_pages.c: /pagu and /pagu/{id} (mock 20): what an agency's money buys from the top down, where it ends, and
 * who loses a seat when it is cut. The last question is answered by the engine itself on the newest computed run.
 */
#include "ceiling_pages.h"

#include "ceiling_search.h"
#include "pages.h"
#include "pathway.h"
#include "plan_line.h"
#include "run_change.h"
#include "run_outcome.h"
#include "run_snapshot.h"

/* ---- /pagu ---- */

struct agency_plan {
    struct plan_line *list;
    bool *permitted;
    int32_t *open;
    size_t n;
    int64_t wanted;
    struct rupiah needed;
    struct bought bought;
};

/* The lines of one agency out of the region's, which are in order of agencies. */
static struct agency_plan plan_of(struct request *q, const struct plan_lines *all, int64_t agency, struct rupiah money)
{
    struct agency_plan p = {0};
    for (size_t i = 0; i < all->n; i++)
        if (all->list[i].agency_id == agency) {
            if (p.n == 0)
                p.list = &all->list[i];
            p.n++;
        }
    p.permitted = NEW_ARRAY(q->arena, bool, p.n + 1);
    p.open = NEW_ARRAY(q->arena, int32_t, p.n + 1);
    for (size_t i = 0; i < p.n; i++) {
        p.permitted[i] = plan_line_permitted(&q->at, &p.list[i], NULL);
        p.wanted += p.list[i].seats;
        p.needed = rupiah_add(p.needed, rupiah_times(p.list[i].cost, p.list[i].seats));
    }
    p.bought = ceiling_buys(p.list, p.permitted, p.n, money, p.open);
    return p;
}

static void ceiling_row(struct request *q, const struct ceiling *c, const struct agency_plan *p, int32_t year)
{
    struct html *w = &q->html;
    HTML(w, "<tr><th scope=\"row\"><a href=\"/pagu/{}?tahun={}\">{}</a><span class=\"sub\">{} baris</span></th>"
            "<td data-l=\"Pagu\" class=\"num\">{}</td><td data-l=\"Diminta\" class=\"num\">{}</td>"
            "<td data-l=\"Dibiayai\" class=\"num\">{}</td><td data-l=\"Sisa pagu\" class=\"num\">{}</td></tr>\n",
         c->agency_id, year, c->agency_name, p->n, c->amount, (struct count){p->wanted}, (struct count){p->bought.seats},
         p->bought.left);
}

static void ceilings_head(struct request *q, int32_t year)
{
    struct html *w = &q->html;
    head_begin(w, str_printf(q->arena, "Rencana dan pagu %d", year),
               S("Berapa kursi yang diminta setiap instansi, dan berapa yang dibiayai pagunya."));
    if (actor_may(&q->at.who, PERM_PLAN_WRITE))
        HTML(w, "<a class=\"btn\" href=\"/pagu/pilihan\">{}Masa memilih</a><a class=\"btn\" href=\"/pagu/impor\">{}Impor berkas</a>"
                "<a class=\"btn main\" href=\"/pagu/baris/baru?tahun={}\">{}Baris rencana</a>",
             ICON("list-numbers"), ICON("upload"), year, ICON("plus"));
    head_end(w);
}

void page_ceilings(struct request *q)
{
    struct html *w = &q->html;
    struct ceilings c;
    struct plan_lines lines;
    int32_t year = page_year(q);
    int64_t money = 0, wanted = 0, seats = 0, left = 0;
    err e = at_rules(q->tx, &q->at);
    if (e == OK)
        e = ceilings_of_year(q->tx, &q->at, year, &c);
    if (e == OK)
        e = plan_lines_in_agency(q->tx, &q->at, year, -1, &lines);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    page_begin(q, &(struct page){.layout = LAYOUT_DESK, .title = S("Rencana dan pagu"), .menu = "/pagu",
                                 .crumbs = {{"Rencana dan pagu", NULL}}});
    ceilings_head(q, year);
    if (lines.n == 0)
        note(w, TONE_INFO, S("Belum ada baris rencana."), S(" Impor dari berkas atau tambahkan satu per satu."));
    HTML(w, "<section class=\"card flush\"><table class=\"tbl fold\"><thead><tr><th scope=\"col\">Instansi</th><th scope=\"col\" "
            "class=\"num\">Pagu</th><th scope=\"col\" class=\"num\">Diminta</th><th scope=\"col\" class=\"num\">Dibiayai</th>"
            "<th scope=\"col\" class=\"num\">Sisa pagu</th></tr></thead><tbody>");
    for (size_t i = 0; i < c.n; i++) {
        struct agency_plan p = plan_of(q, &lines, c.list[i].agency_id, c.list[i].amount);
        if (p.n == 0 && c.list[i].amount.v == 0 && c.n > 60)
            continue;
        ceiling_row(q, &c.list[i], &p, year);
        money += c.list[i].amount.v;
        wanted += p.wanted;
        seats += p.bought.seats;
        left += p.bought.left.v;
    }
    HTML(w, "</tbody><tfoot><tr><th scope=\"row\">Jumlah</th><td data-l=\"Pagu\" class=\"num\">{}</td><td data-l=\"Diminta\" "
            "class=\"num\">{}</td><td data-l=\"Dibiayai\" class=\"num\">{}</td><td data-l=\"Sisa pagu\" class=\"num\">{}</td></tr>"
            "</tfoot></table></section>",
         (struct rupiah){money}, (struct count){wanted}, (struct count){seats}, (struct rupiah){left});
    page_end(q);
}

/* ---- /pagu/{id} ---- */

static const int64_t cuts[] = {0, 5, 10, 15, 20};

struct assumed {
    struct ceiling ceiling;
    int64_t cut; /* percent */
    struct rupiah money;
    int32_t year;
};

static void show_chips(struct request *q, const struct assumed *x)
{
    struct html *w = &q->html;
    HTML(w, "<div class=\"stack-s\"><p class=\"t-s strong\" id=\"potong\">Andaikan pagu</p><div class=\"chips\" role=\"group\" "
            "aria-labelledby=\"potong\">");
    for (size_t i = 0; i < COUNT(cuts); i++) {
        HTML(w, "<a class=\"chip\" href=\"/pagu/{}?tahun={}&amp;potong={}\"", x->ceiling.agency_id, x->year, cuts[i]);
        if (cuts[i] == x->cut)
            HTML(w, " aria-current=\"true\"");
        if (cuts[i] == 0)
            HTML(w, ">Penuh</a>");
        else
            HTML(w, ">−{}%</a>", cuts[i]);
    }
    HTML(w, "</div></div>\n");
}

static void show_tiles(struct request *q, const struct assumed *x, const struct agency_plan *p, int64_t full)
{
    struct html *w = &q->html;
    int64_t without = p->wanted - p->bought.seats;
    HTML(w, "<div class=\"tiles\">");
    tile(w, NULL, S("Pagu diandaikan"), hole_short_rupiah((struct short_rupiah){x->money}),
         str_printf(q->arena, "dari " STR_FMT, STR_ARG(words_rupiah(q->arena, x->ceiling.amount.v))));
    tile_draw(w, &(struct tile_mark){.name = S("Kursi dibiayai"), .value = hole_count((struct count){p->bought.seats}),
                                     .small = str_printf(q->arena, "dari " STR_FMT, STR_ARG(words_count(q->arena, p->wanted))),
                                     .meaning = str_printf(q->arena, "Pagu penuh: " STR_FMT, STR_ARG(words_count(q->arena, full))),
                                     .tone = without > 0 ? TONE_WARN : TONE_PLAIN});
    tile_draw(w, &(struct tile_mark){.name = S("Tanpa biaya"), .value = hole_count((struct count){without}),
                                     .meaning = S("Kursi yang diminta dan belum dibiayai"),
                                     .tone = without > 0 ? TONE_BAD : TONE_PLAIN});
    tile_draw(w, &(struct tile_mark){.name = S("Sisa pagu"), .value = hole_z(""),
                                     .small = words_rupiah(q->arena, p->bought.left.v),
                                     .meaning = p->bought.cut < p->n ? S("Kurang dari satu kursi baris berikutnya")
                                                                     : S("Semua baris dibiayai")});
    HTML(w, "</div>\n");
}

static void line_row(struct request *q, const struct agency_plan *p, size_t i)
{
    struct html *w = &q->html;
    const struct plan_line *l = &p->list[i];
    bool edit = actor_may(&q->at.who, PERM_PLAN_WRITE), short_of = p->open[i] < l->seats;
    HTML(w, "<tr class=\"{}\"><th scope=\"row\">", p->open[i] == 0 && l->seats > 0 ? "off" : "");
    if (edit)
        HTML(w, "<a href=\"/pagu/baris/{}\">{}. {}</a>", l->id, i + 1, l->position_name);
    else
        HTML(w, "{}. {}", i + 1, l->position_name);
    HTML(w, "<span class=\"sub\">{} · tahap {}{}{}{}</span>", l->code, l->stage, l->decision.n > 0 ? " · keputusan " : "",
         l->decision, p->permitted[i] ? "" : " · belum boleh dialihdayakan");
    int64_t width = l->seats == 0 ? 0 : (int64_t)p->open[i] * 110 / l->seats;
    HTML(w, "</th><td data-l=\"Diminta\" class=\"num\">{}</td><td data-l=\"Biaya satu kursi\" class=\"num\">{}</td>"
            "<td data-l=\"Dibiayai\" class=\"num\"><span class=\"{}\">{}</span></td><td data-l=\"Bagian\"><svg width=\"110\" "
            "height=\"10\" aria-hidden=\"true\"><rect class=\"c0\" width=\"110\" height=\"10\" rx=\"4\"/><rect class=\"{}\" "
            "width=\"{}\" height=\"10\" rx=\"4\"/></svg></td><td data-l=\"Belanja\" class=\"num\">{}</td></tr>\n",
         (struct count){l->seats}, l->cost, short_of ? "bad-t strong" : "", (struct count){p->open[i]},
         short_of ? "c2" : "c1", width, rupiah_times(l->cost, p->open[i]));
}

static void show_table(struct request *q, const struct agency_plan *p)
{
    struct html *w = &q->html;
    HTML(w, "<section class=\"card flush\"><header><h2>Baris rencana, menurut urutan</h2><p>Biaya satu kursi = satu masa anggaran, "
            "termasuk BPJS, THR, kompensasi</p></header><table class=\"tbl fold\"><thead><tr><th scope=\"col\">Pekerjaan</th>"
            "<th scope=\"col\" class=\"num\">Diminta</th><th scope=\"col\" class=\"num\">Biaya satu kursi</th><th scope=\"col\" "
            "class=\"num\">Dibiayai</th><th scope=\"col\">Bagian</th><th scope=\"col\" class=\"num\">Belanja</th></tr></thead><tbody>");
    for (size_t i = 0; i < p->n; i++) {
        line_row(q, p, i);
        if (i == p->bought.cut)
            HTML(w, "<tr class=\"cut\"><td colspan=\"6\">Pagu tidak cukup lagi untuk baris ini. Sisa {}, satu kursi lagi {}.</td></tr>",
                 p->bought.left, p->list[i].cost);
    }
    HTML(w, "</tbody><tfoot><tr><th scope=\"row\">Jumlah</th><td data-l=\"Diminta\" class=\"num\">{}</td><td></td>"
            "<td data-l=\"Dibiayai\" class=\"num\">{}</td><td></td><td data-l=\"Belanja\" class=\"num\">{}</td></tr></tfoot></table>"
            "</section>\n",
         (struct count){p->wanted}, (struct count){p->bought.seats}, p->bought.spent);
}

static void show_missing(struct request *q, const struct assumed *x, const struct agency_plan *p)
{
    struct html *w = &q->html;
    HTML(w, "<section class=\"card stack-m\"><header><h2>Berapa yang kurang?</h2></header><dl class=\"kv sum\">");
    struct rupiah all = rupiah_sub(p->needed, x->money);
    HTML(w, "<dt>Agar semua {} kursi dibiayai</dt><dd class=\"num\">{}</dd>", (struct count){p->wanted},
         all.v > 0 ? all : (struct rupiah){0});
    if (p->bought.cut < p->n)
        HTML(w, "<dt>Agar satu kursi lagi dibiayai</dt><dd class=\"num\">{}</dd>",
             rupiah_sub(p->list[p->bought.cut].cost, p->bought.left));
    if (p->wanted > 0)
        HTML(w, "<dt>Satu kursi rata-rata</dt><dd class=\"num\">{}</dd>", rupiah_mul_div_round(p->needed, 1, p->wanted));
    HTML(w, "</dl><p class=\"hint\">Menambah pagu dapat menggeser baris di bawahnya; laporan skenario menunjukkannya.</p></section>\n");
    note(w, TONE_PLAIN, S("Tidak masuk belanja pegawai."),
         S(" Alih daya dibayar dari belanja barang dan jasa, jadi tidak dihitung dalam batas 30% menurut UU 1/2022 pasal 146."));
}

/* ---- who loses a seat: the engine on the newest run with this agency's ceiling changed ---- */

struct left_out {
    struct run run;
    struct computed base, now;
    enum shift *shift;
    struct code_names names;
};

/* Newest computed run of the year that is no scenario. */
static err newest_run(struct request *q, int32_t year, struct run *ret)
{
    struct run list[50];
    size_t n = 0;
    TRY(run_list(q->tx, &q->at, -1, COUNT(list), list, &n));
    for (size_t i = 0; i < n; i++)
        if (list[i].year == year && run_is_computed(&list[i])) {
            *ret = list[i];
            return OK;
        }
    return ERR_MISSING;
}

static err compute_cut(struct request *q, struct arena *a, const struct assumed *x, struct left_out *l)
{
    struct run_texts texts;
    struct faults f = {.arena = a};
    struct str code = file_code(a, x->ceiling.agency_code, x->ceiling.agency_id);
    struct run_change change = {S("pagu"), code, str_printf(a, "%lld", (long long)x->money.v)};
    TRY(newest_run(q, x->year, &l->run));
    TRY(code_names_report(q->tx, &q->at, &l->names));
    TRY(run_texts_get(q->tx, &q->at, l->run.id, "penuh", a, &texts));
    TRY(computed_read(a, &texts, &l->base, &f));
    changes_apply(a, &change, 1, &texts);
    struct instance_files files = run_instance_files(&texts);
    TRY(instance_parse(a, &files, &l->now.in, &f));
    allocate(a, &l->now.in, &l->now.out);
    l->shift = shifts_between(a, &l->base, &l->now);
    return OK;
}

static bool had_seat_here(const struct left_out *l, uint32_t w, struct str agency)
{
    uint32_t g = l->base.out.line[w];
    return g != NOTHING && str_eq(l->base.in.agencies.name[l->base.in.line[g].agency], agency);
}

static void left_out_row(struct request *q, const struct left_out *l, uint32_t w)
{
    struct html *h = &q->html;
    const struct worker *x = &l->base.in.worker[w];
    uint32_t now = l->now.out.line[w];
    struct str name = worker_id(x);
    int64_t person = actor_may(&q->at.who, PERM_WORKER_READ) ? page_person(q, worker_id(x), &name) : 0;
    HTML(h, "<tr><th scope=\"row\">");
    if (person > 0)
        HTML(h, "<a href=\"/tenaga/{}\">{}</a>", person, name);
    else
        HTML(h, "<code>{}</code>", name);
    HTML(h, "<span class=\"sub\">{}{} th {} bl</span></th><td data-l=\"Sekarang\">{}</td>"
            "<td data-l=\"Jalur lain yang terbuka\">",
         l->base.out.tier[w] <= 1 ? "Pemegang posisi, " : "", (int64_t)(x->months / 12),
         (int64_t)(x->months % 12), job_words(&l->names, l->base.in.jobs.name[x->job]));
    if (now == NOTHING)
        pathway_mark(h, PATHWAY_UNDECIDED);
    else {
        const struct line *g = &l->now.in.line[now];
        pathway_mark(h, pathway_of_line(g->stage, l->now.in.jobs.name[g->job]));
    }
    HTML(h, "</td></tr>\n");
}

static void show_left_out(struct request *q, const struct assumed *x)
{
    enum { SHOWN = 10 };
    struct html *w = &q->html;
    struct left_out *l = NEW(q->arena, struct left_out);
    AUTO_ARENA a = arena_new(RUN_BUDGET);
    int64_t n = 0;
    HTML(w, "<section class=\"card flush\"><header><h2>Siapa yang kehilangan kursi</h2>");
    if (compute_cut(q, a, x, l) != OK) {
        HTML(w, "</header><p class=\"t-s soft\">Belum ada perhitungan tahun ini. <a href=\"/alokasi\">Hitung dulu</a>, lalu halaman "
                "ini menunjukkan orangnya.</p></section>\n");
        return;
    }
    struct str code = file_code(a, x->ceiling.agency_code, x->ceiling.agency_id);
    for (uint32_t i = 0; i < l->now.in.n_workers; i++)
        n += l->shift[i] != SHIFT_NONE && had_seat_here(l, i, code);
    HTML(w, "<p>Dibanding {} · {}: {} orang</p></header>", l->run.letter, l->run.name, (struct count){n});
    if (n == 0) {
        HTML(w, "<p class=\"t-s soft\">Tidak ada yang kehilangan kursi di instansi ini.</p></section>\n");
        return;
    }
    HTML(w, "<table class=\"tbl fold brief\"><thead><tr><th scope=\"col\">Orang</th><th scope=\"col\">Sekarang</th>"
            "<th scope=\"col\">Jalur lain yang terbuka</th></tr></thead><tbody>");
    int64_t shown = 0;
    for (uint32_t i = 0; i < l->now.in.n_workers && shown < SHOWN; i++)
        if (l->shift[i] != SHIFT_NONE && had_seat_here(l, i, code)) {
            left_out_row(q, l, i);
            shown++;
        }
    HTML(w, "</tbody></table>");
    if (n > shown && actor_may(&q->at.who, PERM_ALLOCATION_RUN))
        HTML(w, "<footer class=\"t-s\"><a href=\"/alokasi/{}/skenario\">Semua {}: hitung sebagai skenario</a></footer>", l->run.id,
             (struct count){n});
    HTML(w, "</section>\n");
}

/* ---- the reverse question: how much is needed ---- */

enum { SEARCH_MOST = 40 };

static void show_need(struct request *q, const struct ceiling_need *need, int64_t wanted)
{
    struct html *w = &q->html;
    if (need->cases_now <= wanted)
        HTML(w, "<p class=\"t-s\">Sekarang {} orang instansi ini menunggu biaya. Tidak perlu tambahan.</p>",
             (struct count){need->cases_now});
    else if (need->found)
        HTML(w, "<p class=\"t-s\">Tambahan paling kecil <strong>{}</strong>, sehingga pagu menjadi {}. Yang menunggu biaya di instansi "
                "ini turun dari {} menjadi {}; seluruh daerah masih {} orang tanpa jalur.</p>",
             (struct rupiah){need->addition}, (struct rupiah){need->ceiling}, (struct count){need->cases_now},
             (struct count){need->cases}, (struct count){need->people_left});
    else
        HTML(w, "<p class=\"t-s\">Belum tercapai dengan tambahan {}: masih {} orang menunggu biaya. Tambah kursi pada rencana, atau "
                "cari di atas angka itu.</p>",
             (struct rupiah){need->addition}, (struct count){need->cases});
}

static void show_search(struct request *q, const struct assumed *x)
{
    struct html *w = &q->html;
    struct str typed = query_get(q, "sampai");
    int64_t wanted = 0;
    HTML(w, "<section class=\"card stack-m\"><header><h2>Berapa tambahan yang perlu?</h2></header><form class=\"stack-m\" "
            "action=\"/pagu/{}\"><input type=\"hidden\" name=\"tahun\" value=\"{}\"><div class=\"field\"><label for=\"sampai\">Agar "
            "yang menunggu biaya tinggal</label><span class=\"hint\" id=\"sampai-h\">Jumlah orang; dihitung ulang pada setiap "
            "kenaikan, bukan perkiraan</span><input class=\"short\" id=\"sampai\" name=\"sampai\" value=\"{}\" inputmode=\"numeric\" "
            "autocomplete=\"off\" aria-describedby=\"sampai-h\"></div><div class=\"row\"><button class=\"btn\">Hitung</button></div></form>",
         x->ceiling.agency_id, x->year, typed);
    struct run run;
    struct run_texts texts;
    struct ceiling_need need;
    struct faults f = {.arena = q->arena};
    if (typed.n > 0 && str_to_uint(typed, &wanted)) {
        AUTO_ARENA a = arena_new(RUN_BUDGET);
        struct str code = file_code(a, x->ceiling.agency_code, x->ceiling.agency_id);
        if (newest_run(q, x->year, &run) == OK && run_texts_get(q->tx, &q->at, run.id, "penuh", a, &texts) == OK &&
            ceiling_search(a, &texts, code, wanted, SEARCH_MOST, &need, &f) == OK)
            show_need(q, &need, wanted);
        else
            HTML(w, "<p class=\"t-s soft\">Belum ada perhitungan tahun ini. <a href=\"/alokasi\">Hitung dulu</a>.</p>");
    }
    HTML(w, "</section>\n");
}

/* ---- the page ---- */

static void amount_form(struct request *q, const struct assumed *x, struct str typed, const struct faults *f)
{
    struct html *w = &q->html;
    if (!actor_may(&q->at.who, PERM_PLAN_WRITE))
        return;
    HTML(w, "<section class=\"card stack-m\"><header><h2>Pagu {}</h2></header>", x->year);
    form_begin(q, "stack-m", "/pagu/%lld", (long long)x->ceiling.agency_id);
    hidden_field(w, "tahun", str_printf(q->arena, "%d", x->year));
    hidden_field(w, "versi", str_printf(q->arena, "%lld", (long long)x->ceiling.version));
    input_field(w, &(struct input){.name = "pagu", .label = "Pagu satu tahun anggaran", .kind = INPUT_MONEY, .value = typed}, f);
    HTML(w, "<div class=\"row\">");
    submit_button(w, "Simpan pagu", "");
    HTML(w, "</div>");
    form_end(q);
    HTML(w, "</section>\n");
}

static struct str heading(struct request *q, const struct assumed *x, const struct agency_plan *p, int64_t full)
{
    if (x->cut > 0)
        return str_printf(q->arena, "Bila pagu dipotong %lld%%, %lld kursi kehilangan biaya", (long long)x->cut,
                          (long long)(full - p->bought.seats));
    if (p->bought.seats == p->wanted)
        return S("Semua kursi yang diminta dibiayai");
    return str_printf(q->arena, "Pagu membiayai " STR_FMT " dari " STR_FMT " kursi",
                      STR_ARG(words_count(q->arena, p->bought.seats)), STR_ARG(words_count(q->arena, p->wanted)));
}

static err read_assumed(struct request *q, struct assumed *x)
{
    int64_t cut = 0;
    struct str year = form_get(q, "tahun");
    int64_t typed_year;
    x->year = q->method == POST && str_to_uint(year, &typed_year) ? (int32_t)typed_year : page_year(q);
    if (str_to_uint(query_get(q, "potong"), &cut) && cut <= 100)
        x->cut = cut;
    TRY(ceiling_get(q->tx, &q->at, x->year, id_of(q->arg[0]), &x->ceiling));
    x->money = rupiah_mul_div_floor(x->ceiling.amount, 100 - x->cut, 100);
    return at_rules(q->tx, &q->at);
}

static void show_ceiling(struct request *q, const struct assumed *x, struct str typed, const struct faults *f)
{
    struct html *w = &q->html;
    struct plan_lines lines;
    err e = plan_lines_in_agency(q->tx, &q->at, x->year, x->ceiling.agency_id, &lines);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    struct agency_plan full = plan_of(q, &lines, x->ceiling.agency_id, x->ceiling.amount);
    struct agency_plan p = plan_of(q, &lines, x->ceiling.agency_id, x->money);
    const char *crumb = str_to_z(q->arena, str_printf(q->arena, STR_FMT " %d", STR_ARG(x->ceiling.agency_name), x->year));
    page_begin(q, &(struct page){.layout = LAYOUT_DESK, .title = x->ceiling.agency_name, .menu = "/pagu", .faults = f,
                                 .crumbs = {{"Rencana dan pagu", "/pagu"}, {crumb, NULL}}});
    head_begin(w, heading(q, x, &p, full.bought.seats),
               str_printf(q->arena, STR_FMT ", tahun anggaran %d. Urutan baris ditetapkan lebih dahulu; uang mengalir dari atas "
                          "ke bawah.", STR_ARG(x->ceiling.agency_name), x->year));
    if (actor_may(&q->at.who, PERM_PLAN_WRITE))
        HTML(w, "<a class=\"btn\" href=\"/pagu/baris/baru?tahun={}&amp;instansi={}\">{}Baris rencana</a>", x->year,
             x->ceiling.agency_id, ICON("plus"));
    head_end(w);
    show_chips(q, x);
    show_tiles(q, x, &p, full.bought.seats);
    if (p.n == 0)
        empty_state(w, "report-money", S("Belum ada baris rencana"), S("Tambahkan baris, atau impor dari berkas."));
    else
        show_table(q, &p);
    HTML(w, "<div class=\"cols half\">");
    if (actor_may(&q->at.who, PERM_ALLOCATION_READ))
        show_left_out(q, x);
    HTML(w, "<div class=\"stack\">");
    show_missing(q, x, &p);
    if (actor_may(&q->at.who, PERM_ALLOCATION_READ))
        show_search(q, x);
    amount_form(q, x, typed, f);
    HTML(w, "</div></div>");
    page_end(q);
}

void page_ceiling(struct request *q)
{
    struct assumed x = {0};
    err e = read_assumed(q, &x);
    if (e != OK)
        reply_error(q, e);
    else
        show_ceiling(q, &x, str_printf(q->arena, "%lld", (long long)x.ceiling.amount.v), NULL);
}

void post_ceiling(struct request *q)
{
    struct assumed x = {0};
    struct faults f = {.arena = q->arena};
    struct str typed = form_get(q, "pagu");
    err e = read_assumed(q, &x);
    struct ceiling c = x.ceiling;
    int64_t version = 0;
    if (e == OK && !str_to_uint(form_get(q, "versi"), &version))
        e = ERR_STALE;
    c.version = version;
    if (e == OK && !rupiah_parse(typed, &c.amount)) {
        fault(&f, "pagu", "Tulis pagu dalam rupiah bulat, misalnya 5.400.000.000.");
        e = ERR_INVALID;
    }
    if (e == OK)
        e = ceiling_save(q->tx, &q->at, &c, &f);
    if (e == OK)
        reply_redirect(q, "/pagu/%lld?tahun=%d&pesan=pagu-tersimpan", (long long)c.agency_id, c.year);
    else if (e == ERR_INVALID) {
        reply_status(q, 422);
        show_ceiling(q, &x, typed, &f);
    } else {
        reply_error(q, e);
    }
}
