/*
 * worker_tally.c: the totals of people per agency and standing. A change takes one from where the person stood
 * and gives one to where they stand; many changes are summed first, so a slice of an import or a publication
 * writes each total once. Every change counts twice: for the agency and, under -1, for the region.
 */
#include <assert.h>

#include "worker.h"

struct tally {
    struct arena *arena;
    struct worker_total *slot; /* n = 0 and pathway PATHWAY_COUNT: free */
    size_t cap, used;
};

static bool same_key(const struct worker_total *a, const struct worker_total *b)
{
    return a->agency_id == b->agency_id && a->active == b->active && a->pathway == b->pathway &&
           a->state == b->state && a->owned == b->owned && str_eq(a->reason, b->reason);
}

static uint64_t hash_key(const struct worker_total *k)
{
    uint64_t h = (uint64_t)k->agency_id * UINT64_C(0x9e3779b97f4a7c15);
    h ^= str_hash(k->reason) + ((uint64_t)k->pathway << 8) + ((uint64_t)k->state << 4) + ((uint64_t)k->active << 1) +
         (uint64_t)k->owned;
    h *= UINT64_C(0xff51afd7ed558ccd);
    return h ^ (h >> 29);
}

static void slots_new(struct tally *t, size_t cap)
{
    t->slot = NEW_ARRAY(t->arena, struct worker_total, cap);
    t->cap = cap;
    t->used = 0;
    for (size_t i = 0; i < cap; i++)
        t->slot[i].pathway = PATHWAY_COUNT;
}

struct tally *tally_new(struct arena *a)
{
    struct tally *t = NEW(a, struct tally);
    t->arena = a;
    slots_new(t, 64);
    return t;
}

static struct worker_total *slot_of(struct tally *t, const struct worker_total *k)
{
    size_t i = hash_key(k) & (t->cap - 1);
    while (t->slot[i].pathway != PATHWAY_COUNT && !same_key(&t->slot[i], k))
        i = (i + 1) & (t->cap - 1);
    return &t->slot[i];
}

static void add_key(struct tally *t, const struct worker_total *k)
{
    if ((t->used + 1) * 2 > t->cap) {
        struct worker_total *old = t->slot;
        size_t n = t->cap;
        slots_new(t, n * 2);
        for (size_t i = 0; i < n; i++) {
            if (old[i].pathway != PATHWAY_COUNT) {
                *slot_of(t, &old[i]) = old[i];
                t->used++;
            }
        }
    }
    struct worker_total *s = slot_of(t, k);
    if (s->pathway == PATHWAY_COUNT) {
        *s = *k;
        s->reason = str_dup(t->arena, k->reason);
        t->used++;
    } else {
        s->n += k->n;
    }
}

void tally_add(struct tally *t, const struct worker *w, int64_t n)
{
    assert(w->agency_id > 0);
    struct worker_total k = {.agency_id = w->agency_id,
                             .active = w->active,
                             .pathway = w->pathway,
                             .state = w->state,
                             .reason = w->reason,
                             .n = n,
                             .owned =
                                 w->pathway == PATHWAY_UNDECIDED && w->case_owner > 0 && date_given(w->case_due)};
    add_key(t, &k);
    k.agency_id = -1;
    add_key(t, &k);
}

static const struct sql sql_total_add = {
    "INSERT INTO worker_count (pemda_id, agency_id, active, pathway, state, reason, owned, n) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
    "ON CONFLICT (pemda_id, agency_id, active, pathway, state, reason, owned) "
    "DO UPDATE SET n = worker_count.n + excluded.n"};

err tally_write(struct tx *tx, const struct at *at, const struct tally *t)
{
    for (size_t i = 0; i < t->cap; i++) {
        const struct worker_total *k = &t->slot[i];
        if (k->pathway == PATHWAY_COUNT || k->n == 0)
            continue;
        TRY(EXEC(tx, sql_total_add, at->pemda.v, k->agency_id, k->active, pathways[k->pathway].code,
                 pathway_state_codes[k->state], k->reason, k->owned, k->n));
    }
    return OK;
}

static const struct sql sql_totals_in_agency = {
    "SELECT agency_id, active, pathway, state, reason, owned, n FROM worker_count "
    "WHERE pemda_id = $1 AND agency_id = $2 AND n <> 0"};
static const struct sql sql_totals_of_region = {
    "SELECT agency_id, active, pathway, state, reason, owned, n FROM worker_count "
    "WHERE pemda_id = $1 AND agency_id > 0 AND n <> 0 ORDER BY agency_id"};

static err read_totals(struct tx *tx, struct rows *r, struct worker_total **ret, size_t *n)
{
    size_t cap = 64, used = 0;
    struct worker_total *list = NEW_ARRAY(tx_arena(tx), struct worker_total, cap);
    while (rows_next(r)) {
        if (used == cap) {
            struct worker_total *more = NEW_ARRAY(tx_arena(tx), struct worker_total, cap * 2);
            memcpy(more, list, cap * sizeof *list);
            list = more;
            cap *= 2;
        }
        struct worker_total *t = &list[used++];
        t->agency_id = row_int(r);
        t->active = row_bool(r);
        if (!pathway_by_code(row_view(r), &t->pathway) || !pathway_state_by_code(row_view(r), &t->state))
            return ERR_IO;
        t->reason = row_str(r);
        t->owned = row_bool(r);
        t->n = row_int(r);
    }
    TRY(rows_fail(r, OK));
    *ret = list;
    *n = used;
    return OK;
}

err worker_totals(struct tx *tx, const struct at *at, struct worker_total **ret, size_t *n)
{
    AUTO_ROWS r = QUERY(tx, sql_totals_in_agency, at->pemda.v, scope_agency(&at->who));
    return read_totals(tx, &r, ret, n);
}

err worker_totals_of_region(struct tx *tx, const struct at *at, struct worker_total **ret, size_t *n)
{
    AUTO_ROWS r = QUERY(tx, sql_totals_in_agency, at->pemda.v, (int64_t)-1);
    return read_totals(tx, &r, ret, n);
}

err worker_totals_by_agency(struct tx *tx, const struct at *at, struct worker_total **ret, size_t *n)
{
    AUTO_ROWS r = QUERY(tx, sql_totals_of_region, at->pemda.v);
    return read_totals(tx, &r, ret, n);
}
