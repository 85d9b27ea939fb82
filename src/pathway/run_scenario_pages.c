/*
 * run_scenario_pages.c: /alokasi/{id}/skenario: what if. One form with the changes an office argues about: the
 * money of an agency, the wage of a job, the seats of a line, a whole stage, other results, another seed.
 */
#include "kernel/buf.h"
#include "pages.h"
#include "plan_line.h"
#include "run_pages.h"
#include "run_snapshot.h"

struct typed {
    struct str name, agency, ceiling, job, wage, line, seats, stage, asn, seed;
};

static struct typed read_typed(const struct request *q)
{
    return (struct typed){
        .name = form_get(q, "nama"),   .agency = form_get(q, "instansi"), .ceiling = form_get(q, "pagu"),
        .job = form_get(q, "jabatan"), .wage = form_get(q, "upah"),       .line = form_get(q, "baris"),
        .seats = form_get(q, "kursi"), .stage = form_get(q, "tahap"),     .asn = form_get(q, "asn"),
        .seed = form_get(q, "benih"),
    };
}

static void ceiling_options(struct request *q, const struct run *base, const struct typed *t, const struct faults *f)
{
    struct ceilings c = {0};
    if (ceilings_of_year(q->tx, &q->at, base->year, &c) != OK)
        return;
    struct option *o = NEW_ARRAY(q->arena, struct option, c.n);
    for (size_t i = 0; i < c.n; i++)
        o[i] = (struct option){file_code(q->arena, c.list[i].agency_code, c.list[i].agency_id), c.list[i].agency_name};
    select_field(&q->html, "instansi", "Instansi yang pagunya diandaikan", NULL, o, c.n, t->agency, true, f);
}

static void job_options(struct request *q, const struct typed *t, const struct faults *f)
{
    struct code_names n;
    if (code_names_report(q->tx, &q->at, &n) != OK)
        return;
    struct option *o = NEW_ARRAY(q->arena, struct option, n.n_jobs);
    for (size_t i = 0; i < n.n_jobs; i++)
        o[i] = (struct option){n.job[i].code, n.job[i].name};
    select_field(&q->html, "jabatan", "Jabatan yang upahnya diandaikan", NULL, o, n.n_jobs, t->job, true, f);
}

static void stage_options(struct request *q, const struct typed *t, const struct faults *f)
{
    struct option o[5];
    for (int32_t s = 1; s <= 5; s++)
        o[s - 1] = (struct option){str_printf(q->arena, "%d", s), str_z(stage_label(s))};
    select_field(&q->html, "tahap", "Andaikan tanpa satu tahap", "Semua kursi tahap itu ditiadakan", o, 5, t->stage, true, f);
}

static void show_form(struct request *q, const struct run *base, const struct typed *t, const struct faults *f)
{
    struct html *w = &q->html;
    const char *board = str_to_z(q->arena, str_printf(q->arena, "/alokasi/%lld", (long long)base->id));
    page_begin(q, &(struct page){.layout = LAYOUT_DESK, .title = S("Skenario baru"), .menu = "/alokasi", .faults = f,
                                 .crumbs = {{"Alokasi", "/alokasi"},
                                            {str_to_z(q->arena, base->number), board},
                                            {"Skenario baru", NULL}}});
    head_begin(w, S("Bagaimana seandainya"),
               str_printf(q->arena, "Dihitung di samping " STR_FMT " · " STR_FMT " dengan data beku dan benih yang sama, "
                          "jadi setiap beda berasal dari perubahan ini. Tidak ada penempatan yang berubah.",
                          STR_ARG(base->letter), STR_ARG(base->name)));
    head_end(w);
    form_begin(q, "card stack-m", "/alokasi/%lld/skenario", (long long)base->id);
    input_field(w, &(struct input){.name = "nama", .label = "Nama skenario", .value = t->name, .max = 60,
                                   .hint = "Misalnya \"pagu Disdik +5%\""}, f);
    HTML(w, "<h2>Uang</h2>");
    ceiling_options(q, base, t, f);
    input_field(w, &(struct input){.name = "pagu", .label = "Pagu menjadi", .value = t->ceiling, .kind = INPUT_TEXT,
                                   .optional = true, .hint = "Rupiah, atau persen seperti +5% atau -10%"}, f);
    HTML(w, "<h2>Upah</h2>");
    job_options(q, t, f);
    input_field(w, &(struct input){.name = "upah", .label = "Upah naik atau turun", .value = t->wage, .optional = true,
                                   .hint = "Persen, misalnya 6,5 atau -3; biaya satu kursi ikut bergerak sebanding"}, f);
    HTML(w, "<h2>Kursi</h2>");
    input_field(w, &(struct input){.name = "baris", .label = "Kode baris rencana", .value = t->line, .optional = true,
                                   .hint = "Seperti tertulis di halaman Rencana dan pagu"}, f);
    input_field(w, &(struct input){.name = "kursi", .label = "Jumlah kursi menjadi", .value = t->seats,
                                   .kind = INPUT_NUMBER, .optional = true}, f);
    stage_options(q, t, f);
    HTML(w, "<h2>Hanya untuk dilihat</h2>");
    input_field(w, &(struct input){.name = "asn", .label = "Nomor pekerja yang diandaikan lulus PPPK", .value = t->asn,
                                   .kind = INPUT_AREA, .optional = true, .hint = "Satu nomor per baris"}, f);
    input_field(w, &(struct input){.name = "benih", .label = "Benih andaian", .value = t->seed, .optional = true,
                                   .max = 40, .hint = "Untuk melihat seberapa banyak undian menentukan"}, f);
    HTML(w, "<div class=\"row\">");
    submit_button(w, "Hitung skenario", "main");
    HTML(w, "<a class=\"btn\" href=\"/alokasi/{}\">Kembali</a></div>", base->id);
    form_end(q);
    page_end(q);
}

static bool page_base(struct request *q, struct run *r)
{
    if (!page_run(q, r))
        return false;
    if (r->base_id == 0 && run_is_computed(r))
        return true;
    reply_redirect(q, "/alokasi/%lld", (long long)(r->base_id == 0 ? r->id : r->base_id));
    return false;
}

void page_scenario(struct request *q)
{
    struct run base;
    struct typed t = {0};
    if (page_base(q, &base))
        show_form(q, &base, &t, NULL);
}

/* "6,5" or "-3%" as per mille. */
static bool read_percent(struct str s, int64_t *per_mille)
{
    int64_t whole = 0, tenth = 0;
    bool minus = s.n > 0 && (s.p[0] == '-');
    if (s.n > 0 && (s.p[0] == '-' || s.p[0] == '+'))
        s = str_from(s, 1);
    if (s.n > 0 && s.p[s.n - 1] == '%')
        s = str_trim(str_sub(s, 0, s.n - 1));
    size_t comma = str_index(s, ',', 0);
    if (comma == s.n)
        comma = str_index(s, '.', 0);
    if (!str_to_uint(str_sub(s, 0, comma), &whole) || whole > 1000)
        return false;
    if (comma < s.n && (s.n != comma + 2 || !str_to_uint(str_from(s, comma + 1), &tenth)))
        return false;
    *per_mille = (whole * 10 + tenth) * (minus ? -1 : 1);
    return true;
}

struct changes {
    struct run_change list[RUN_CHANGES_MAX];
    size_t n;
};

static void add(struct changes *c, const char *kind, struct str target, struct str value)
{
    if (c->n < RUN_CHANGES_MAX)
        c->list[c->n++] = (struct run_change){str_z(kind), target, value};
}

/* A ceiling is typed in rupiah or as a percentage of the present one. */
static void read_ceiling(struct request *q, const struct run *base, const struct typed *t, struct changes *c,
                         struct faults *f)
{
    struct rupiah amount;
    int64_t per_mille;
    if (t->agency.n == 0 && t->ceiling.n == 0)
        return;
    if (t->agency.n == 0 || t->ceiling.n == 0) {
        fault(f, t->agency.n == 0 ? "instansi" : "pagu", "Isi keduanya: instansi dan pagunya.");
        return;
    }
    if (!str_contains(t->ceiling, S("%"))) {
        if (!rupiah_parse(t->ceiling, &amount))
            fault(f, "pagu", "Tulis rupiah bulat seperti 5.400.000.000, atau persen seperti +5%%.");
        else
            add(c, "pagu", t->agency, str_printf(q->arena, "%lld", (long long)amount.v));
        return;
    }
    struct ceilings all = {0};
    if (!read_percent(t->ceiling, &per_mille) || ceilings_of_year(q->tx, &q->at, base->year, &all) != OK) {
        fault(f, "pagu", "Tulis persen seperti +5%% atau -10%%.");
        return;
    }
    for (size_t i = 0; i < all.n; i++)
        if (str_eq(file_code(q->arena, all.list[i].agency_code, all.list[i].agency_id), t->agency)) {
            struct rupiah new = rupiah_mul_div_round(all.list[i].amount, 1000 + per_mille, 1000);
            add(c, "pagu", t->agency, str_printf(q->arena, "%lld", (long long)new.v));
        }
}

static void read_wage(struct request *q, const struct typed *t, struct changes *c, struct faults *f)
{
    int64_t per_mille;
    if (t->job.n == 0 && t->wage.n == 0)
        return;
    if (t->job.n == 0 || t->wage.n == 0)
        fault(f, t->job.n == 0 ? "jabatan" : "upah", "Isi keduanya: jabatan dan persennya.");
    else if (!read_percent(t->wage, &per_mille))
        fault(f, "upah", "Tulis persen dengan paling banyak satu angka di belakang koma, misalnya 6,5.");
    else
        add(c, "upah", t->job, str_printf(q->arena, "%lld", (long long)per_mille));
}

static void read_rest(const struct typed *t, struct request *q, struct changes *c, struct faults *f)
{
    if (t->line.n > 0 && t->seats.n == 0)
        fault(f, "kursi", "Tulis jumlah kursi untuk baris " STR_FMT ".", STR_ARG(t->line));
    else if (t->line.n == 0 && t->seats.n > 0)
        fault(f, "baris", "Tulis kode baris yang kursinya diandaikan.");
    else if (t->line.n > 0)
        add(c, "kursi", t->line, t->seats);
    if (t->stage.n > 0)
        add(c, "kursi", str_printf(q->arena, "tahap:" STR_FMT, STR_ARG(t->stage)), S("0"));
    for (struct str rest = t->asn; rest.p != NULL && t->asn.n > 0;) {
        struct str id = str_trim(str_cut(&rest, '\n'));
        if (id.n > 0)
            add(c, "asn", id, S("LULUS_PPPK"));
    }
    if (t->seed.n > 0)
        add(c, "benih", S("benih"), t->seed);
}

void post_scenario(struct request *q)
{
    struct run base;
    struct faults f = {.arena = q->arena};
    struct changes *c = NEW(q->arena, struct changes);
    int64_t id = 0;
    if (!page_base(q, &base))
        return;
    struct typed t = read_typed(q);
    read_ceiling(q, &base, &t, c, &f);
    read_wage(q, &t, c, &f);
    read_rest(&t, q, c, &f);
    err e = faults_end(&f);
    if (e == OK)
        e = run_order_scenario(q->tx, &q->at, base.id, t.name, c->list, c->n, &id, &f);
    if (e == OK)
        reply_redirect(q, "/alokasi/%lld", (long long)id);
    else if (e != ERR_INVALID)
        reply_error(q, e);
    else {
        reply_status(q, 422);
        show_form(q, &base, &t, &f);
    }
}
