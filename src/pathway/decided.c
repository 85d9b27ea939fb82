/*
 * decided.c: what was decided for one person and why, in the words of allocation.md section 14, and the list of
 * certificates.
 */
#include "pathway.h"
#include "plan_line.h"
#include "run_db.h"

static struct str heading_of(struct tx *tx, const struct at *at, const struct published_result *x, int32_t year)
{
    struct plan_line l;
    struct arena *a = tx_arena(tx);
    if (str_eqz(x->status, "ASN"))
        return S("Anda lulus seleksi ASN.");
    if (str_eqz(x->status, "TEMPAT") && plan_line_by_code(tx, at, year, x->line_code, &l) == OK)
        return str_printf(a, "Anda ditempatkan di " STR_FMT ", " STR_FMT " (pilihan ke-%lld).",
                          STR_ARG(l.position_name), STR_ARG(l.agency_name), (long long)x->choice);
    if (str_eqz(x->status, "KARANTINA"))
        return S("Data Anda ditahan dahulu karena NIK perlu diperiksa.");
    return S("Anda belum mendapat tempat pada hasil ini.");
}

/* Lines of "+ sentence" and "- sentence". */
static void split_why(struct arena *a, struct str text, struct decided *d)
{
    size_t most = 1;
    for (size_t i = 0; i < text.n; i++)
        most += text.p[i] == '\n';
    d->why = NEW_ARRAY(a, struct why, most);
    for (struct str rest = text; rest.p != NULL && text.n > 0;) {
        struct str line = str_cut(&rest, '\n');
        if (line.n > 2)
            d->why[d->n_why++] = (struct why){line.p[0] == '+', str_from(line, 2)};
    }
}

err decided_of_worker(struct tx *tx, const struct at *at, int64_t worker_id, struct decided *ret)
{
    struct published_result x;
    struct run run;
    struct decided d = {0};
    TRY(run_result_of_worker(tx, at, worker_id, &x));
    TRY(run_get(tx, at, x.run_id, &run));
    d.heading = heading_of(tx, at, &x, run.year);
    d.status = x.status;
    d.reason = x.reason;
    d.line_code = x.line_code;
    d.run_number = run.number;
    d.published = run.published;
    split_why(tx_arena(tx), x.why, &d);
    *ret = d;
    return OK;
}

static const struct sql sql_certificates = {
    "SELECT id, number, year, published, state FROM run WHERE pemda_id = $1 AND state IN ('terbit', 'digantikan') "
    "ORDER BY published DESC, id DESC LIMIT $2"};

err certificate_list(struct tx *tx, const struct at *at, size_t limit, struct certificate *ret, size_t *n)
{
    size_t found = 0;
    int64_t id[64];
    AUTO_ROWS r = QUERY(tx, sql_certificates, at->pemda.v, (int64_t)limit);
    while (found < limit && found < COUNT(id) && rows_next(&r)) {
        struct certificate *c = &ret[found];
        *c = (struct certificate){0};
        id[found++] = row_int(&r);
        c->number = row_str(&r);
        c->year = row_i32(&r);
        c->published = row_moment(&r);
        c->current = str_eqz(row_str(&r), "terbit");
    }
    TRY(rows_fail(&r, OK));
    for (size_t i = 0; i < found; i++) {
        struct figures f;
        struct run_check_line checks[RUN_CHECKS_MAX];
        size_t n_checks = 0;
        TRY(run_figures(tx, at, id[i], &f));
        TRY(run_checks(tx, at, id[i], checks, &n_checks));
        ret[i].people = f.people;
        ret[i].settled = figures_settled(&f);
        ret[i].checks = (int64_t)n_checks;
        for (size_t k = 0; k < n_checks; k++)
            ret[i].passed += checks[k].passed;
    }
    *n = found;
    return OK;
}
