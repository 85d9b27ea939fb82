/*
 * offer_publish.c: how a published result changes where a person stands. A seat becomes an offer; who already works
 * on that seat keeps it without being asked again; who has no seat stands by name with an owner and a date.
 */
#include "choice_db.h"
#include "kernel/text/csv.h"
#include "offer.h"
#include "offer_face.h"
#include "run_change.h"
#include "run_snapshot.h"

struct slice {
    int32_t year;
    struct tally *tally;
};

struct slice *slice_new(struct tx *tx, int32_t year)
{
    struct slice *s = NEW(tx_arena(tx), struct slice);
    s->year = year;
    s->tally = tally_new(tx_arena(tx));
    return s;
}

err slice_end(struct tx *tx, const struct at *at, struct slice *s)
{
    return tally_write(tx, at, s->tally);
}

/* Whoever accepted a seat and keeps it is not asked again. */
static bool keeps_seat(const struct worker *w, struct str line)
{
    return (w->state == STATE_AGREED || w->state == STATE_RUNNING) && str_eq(w->plan_line, line);
}

static err give_seat(struct tx *tx, const struct at *at, struct worker *w, const struct person_result *r,
                     struct slice *s)
{
    struct plan_line l;
    const struct published_result *x = &r->result;
    if (keeps_seat(w, x->line_code) || pathway_is_asn(w->pathway))
        return OK;
    TRY(plan_line_by_code(tx, at, s->year, x->line_code, &l));
    struct offer_order order = {
        .line = &l, .run_id = x->run_id, .reason = x->reason, .document = r->run_number,
        .words = str_printf(tx_arena(tx), "Ditawarkan: " STR_FMT " di " STR_FMT " (pilihan ke-%lld)",
                            STR_ARG(l.position_name), STR_ARG(l.agency_name), (long long)x->choice)};
    return offer_make(tx, at, w, &order, s->tally);
}

static err give_asn(struct tx *tx, const struct at *at, struct worker *w, const struct person_result *r,
                    struct slice *s)
{
    if (pathway_is_asn(w->pathway))
        return OK;
    enum pathway pathway = str_eqz(w->asn_status, "LULUS_CPNS")      ? PATHWAY_CPNS
                           : str_eqz(w->asn_status, "LULUS_PPPK_PW") ? PATHWAY_PPPK_PART_TIME
                                                                     : PATHWAY_PPPK;
    struct pathway_step step = {.pathway = pathway, .state = STATE_AGREED, .run_id = r->result.run_id,
                                .case_due = DATE_NONE, .words = S("Lulus seleksi ASN"), .document = r->run_number};
    return worker_set_pathway(tx, at, w, &step, s->tally);
}

/* An offer made by hand (stages 3 to 5) outlives a run that has no seat for the person. */
static bool has_own_way(const struct worker *w)
{
    return w->run_id == 0 && w->pathway != PATHWAY_UNDECIDED;
}

static const struct sql sql_withdraw = {
    "UPDATE offer SET version = version + 1, state = 'ditarik', answered = $3 "
    "WHERE pemda_id = $1 AND worker_id = $2 AND state = 'menunggu'"};

static err leave_open(struct tx *tx, const struct at *at, struct worker *w, const struct person_result *r,
                      struct slice *s)
{
    if (has_own_way(w) || pathway_is_asn(w->pathway))
        return OK;
    TRY(EXEC(tx, sql_withdraw, at->pemda.v, w->id, at->now));
    bool has_case = w->case_owner != 0 && date_given(w->case_due);
    struct pathway_step step = {
        .pathway = PATHWAY_UNDECIDED, .state = STATE_NONE, .reason = r->result.reason, .run_id = r->result.run_id,
        .case_owner = w->case_owner != 0 ? w->case_owner : at->who.user_id,
        .case_due = has_case ? w->case_due : date_add_days(at->today, (int32_t)case_days(tx, at)),
        .words = S("Belum mendapat tempat pada hasil yang terbit"), .document = r->run_number};
    return worker_set_pathway(tx, at, w, &step, s->tally);
}

err person_publish(struct tx *tx, const struct at *at, struct person_result *r, struct slice *s)
{
    struct worker w;
    bool known = false;
    r->result.worker_id = worker_by_public_id_report(tx, at, r->public_id);
    if (r->result.worker_id == 0)
        return OK; /* a row in quarantine has no person in the register yet */
    TRY(run_result_exists(tx, at, r->result.worker_id, r->result.run_id, &known));
    if (known)
        return OK;
    TRY(run_result_put(tx, at, &r->result));
    TRY(worker_get(tx, at, r->result.worker_id, &w));
    if (!w.active || w.pathway == PATHWAY_LEFT)
        return OK;
    if (str_eqz(r->result.status, "TEMPAT"))
        return give_seat(tx, at, &w, r, s);
    if (str_eqz(r->result.status, "ASN"))
        return give_asn(tx, at, &w, r, s);
    return leave_open(tx, at, &w, r, s);
}

/* ---- the plan follows the decision ---- */

static err follow_ceiling(struct tx *tx, const struct at *at, const struct run *r, const struct run_change *c)
{
    struct ceilings all;
    struct faults f = {.arena = tx_arena(tx)};
    int64_t amount = 0;
    if (!str_to_uint(c->value, &amount))
        return OK;
    TRY(ceilings_of_year(tx, at, r->year, &all));
    for (size_t i = 0; i < all.n; i++) {
        struct ceiling *x = &all.list[i];
        if (!str_eq(file_code(tx_arena(tx), x->agency_code, x->agency_id), c->target) || x->amount.v == amount)
            continue;
        x->amount.v = amount;
        TRY(ceiling_save(tx, at, x, &f));
    }
    return OK;
}

/* Seats, wage and cost of every line as the published baris.csv has them. */
static err follow_line(struct tx *tx, const struct at *at, const struct run *r, const struct csv *c)
{
    struct plan_line l;
    struct faults f = {.arena = tx_arena(tx)};
    int64_t seats = 0, cost = 0, wage = 0;
    err e = plan_line_by_code(tx, at, r->year, csv_field(c, 0), &l);
    if (e == ERR_MISSING)
        return OK;
    TRY(e);
    if (!str_to_uint(csv_field(c, 5), &seats) || !str_to_uint(csv_field(c, 6), &cost) ||
        !str_to_uint(csv_field(c, 7), &wage))
        return OK;
    if (l.seats == seats && l.cost.v == cost && l.wage.v == wage)
        return OK;
    l.seats = (int32_t)seats;
    l.cost.v = cost;
    l.wage.v = wage;
    l.reserves = str_dup(tx_arena(tx), csv_field(c, 10));
    return plan_line_save(tx, at, &l, &f);
}

err plan_follow_changes(struct tx *tx, const struct at *at, const struct run *r)
{
    struct run_change *list = NEW_ARRAY(tx_arena(tx), struct run_change, RUN_CHANGES_MAX);
    struct str lines;
    size_t n = 0;
    if (r->base_id == 0)
        return OK;
    TRY(run_changes(tx, at, r->id, list, &n));
    for (size_t i = 0; i < n; i++)
        if (str_eqz(list[i].kind, "pagu"))
            TRY(follow_ceiling(tx, at, r, &list[i]));
    TRY(run_text_get(tx, at, r->id, "penuh", S("baris.csv"), tx_arena(tx), &lines));
    struct csv c = csv_open(tx_arena(tx), lines, ',', 16);
    while (csv_next(&c))
        if (c.record > 1)
            TRY(follow_line(tx, at, r, &c));
    return OK;
}
