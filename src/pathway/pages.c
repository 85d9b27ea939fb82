/*
 * pages.c: see pages.h.
 */
#include "pages.h"

#include "kernel/buf.h"
#include "pathway.h"
#include "registry/agency.h"
#include "registry/position.h"
#include "run_snapshot.h"

err code_names_report(struct tx *tx, const struct at *at, struct code_names *ret)
{
    struct arena *a = tx_arena(tx);
    struct agency_name *agencies;
    struct position *positions;
    struct code_names n = {0};
    TRY(agency_names(tx, at, &agencies, &n.n_agencies));
    TRY(position_list(tx, at, S(""), &positions, &n.n_jobs));
    n.agency = NEW_ARRAY(a, struct named_pair, n.n_agencies);
    n.job = NEW_ARRAY(a, struct named_pair, n.n_jobs);
    for (size_t i = 0; i < n.n_agencies; i++)
        n.agency[i] = (struct named_pair){file_code(a, agencies[i].code, agencies[i].id), agencies[i].name,
                                          agencies[i].id};
    for (size_t i = 0; i < n.n_jobs; i++)
        n.job[i] = (struct named_pair){file_code(a, positions[i].code, positions[i].id), positions[i].name,
                                       positions[i].id};
    *ret = n;
    return OK;
}

static struct str name_in(const struct named_pair *list, size_t n, struct str code)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(list[i].code, code))
            return list[i].name;
    return code;
}

struct str agency_words(const struct code_names *n, struct str code)
{
    return name_in(n->agency, n->n_agencies, code);
}

struct str job_words(const struct code_names *n, struct str code)
{
    return str_eqz(code, NO_JOB_CODE) ? S("Jabatan lain") : name_in(n->job, n->n_jobs, code);
}

struct str words_km(struct arena *a, int64_t metres)
{
    int64_t tenths = (metres + 50) / 100;
    return str_printf(a, "%lld,%lld km", (long long)(tenths / 10), (long long)(tenths % 10));
}

struct str words_points(struct arena *a, int64_t per_mille)
{
    return str_printf(a, "%lld,%lld poin", (long long)(per_mille / 10), (long long)(per_mille % 10));
}

struct str words_percent(struct arena *a, int64_t part, int64_t whole)
{
    if (whole == 0)
        return S("–");
    int64_t per_mille = (part * 2000 + whole) / (whole * 2);
    return str_printf(a, "%lld,%lld%%", (long long)(per_mille / 10), (long long)(per_mille % 10));
}

typedef void (*writer)(struct buf *out, int64_t v);

static struct str written(struct arena *a, writer write, int64_t v)
{
    AUTO_BUF b = buf_new(128);
    write(&b, v);
    return str_dup(a, buf_str(&b));
}

static void write_rupiah(struct buf *out, int64_t v)
{
    rupiah_write(out, (struct rupiah){v});
}

struct str words_rupiah(struct arena *a, int64_t v)
{
    return written(a, write_rupiah, v);
}

struct str words_count(struct arena *a, int64_t v)
{
    return written(a, number_write, v);
}

struct str words_hash(struct arena *a, struct str text)
{
    AUTO_BUF b = buf_new(256);
    for (size_t i = 0; i < text.n; i++) {
        if (i > 0 && i % 4 == 0)
            buf_addc(&b, ' ');
        buf_addc(&b, text.p[i]);
    }
    return str_dup(a, buf_str(&b));
}

struct str words_date(struct arena *a, struct date d)
{
    AUTO_BUF b = buf_new(64);
    date_write(&b, d);
    return str_dup(a, buf_str(&b));
}

struct str words_moment(struct arena *a, struct moment m, struct str zone)
{
    AUTO_BUF b = buf_new(64);
    moment_write(&b, m, zone);
    return str_dup(a, buf_str(&b));
}

bool page_run(struct request *q, struct run *ret)
{
    err e = run_get(q->tx, &q->at, id_of(q->arg[0]), ret);
    if (e != OK)
        reply_error(q, e);
    return e == OK;
}

int32_t page_year(const struct request *q)
{
    int64_t year;
    if (str_to_uint(query_get(q, "tahun"), &year) && year >= 2020 && year <= 2199)
        return (int32_t)year;
    return plan_year_of(q->at.today);
}

void chip_of_run(struct html *w, const struct run *r)
{
    enum tone tone = TONE_INFO;
    const char *icon = "clock";
    if (run_is(r, "terbit") || run_is(r, "selesai") || run_is(r, "siap")) {
        tone = TONE_OK;
        icon = "circle-check";
    } else if (run_is(r, "gagal")) {
        tone = TONE_BAD;
        icon = "alert-triangle";
    } else if (run_is(r, "batal") || run_is(r, "digantikan")) {
        tone = TONE_PLAIN;
        icon = "history";
    }
    chip(w, tone, icon, str_z(run_state_label(r->state)));
    if (r->trial && run_is_computed(r))
        chip(w, TONE_WARN, "info-circle", S("Percobaan"));
}

static const struct sql sql_person_report = {
    "SELECT id, name FROM worker WHERE pemda_id = $1 AND public_id = $2"};

int64_t page_person(struct request *q, struct str public_id, struct str *name)
{
    AUTO_ROWS r = QUERY(q->tx, sql_person_report, q->at.pemda.v, public_id);
    if (!rows_next(&r))
        return 0;
    int64_t id = row_int(&r);
    *name = row_str(&r);
    return id;
}
