/*
 * ceiling_search.c: see ceiling_search.h.
 */
#include "ceiling_search.h"

#include "allocate.h"
#include "kernel/mem.h"
#include "run_outcome.h"

static int64_t cases_of(const struct instance *in, const struct outcome *o, uint32_t agency)
{
    int64_t n = 0;
    for (uint32_t w = 0; w < in->n_workers; w++)
        n += o->reason[w] == REASON_BUDGET && in->worker[w].agency == agency;
    return n;
}

static int64_t unresolved_of(const struct instance *in, const struct outcome *o)
{
    int64_t n = 0;
    for (uint32_t w = 0; w < in->n_workers; w++)
        n += o->line[w] == NOTHING && in->worker[w].state != WORKER_ASN;
    return n;
}

/* The next ceiling at which any decision of the engine changes; 0 when none does. */
static int64_t next_ceiling(const struct instance *in, const struct outcome *o, uint32_t agency)
{
    int64_t next;
    if (o->shortfall[agency] == INT64_MAX || __builtin_add_overflow(in->ceiling[agency], o->shortfall[agency], &next))
        return 0;
    return next;
}

err ceiling_search(struct arena *a, const struct run_texts *t, struct str agency_code, int64_t cases, int most,
                   struct ceiling_need *ret, struct faults *f)
{
    struct instance_files files = run_instance_files(t);
    struct instance in;
    struct ceiling_need need = {0};
    TRY(instance_parse(a, &files, &in, f));
    uint32_t agency = names_find(&in.agencies, agency_code);
    if (agency == NOTHING)
        return ERR_MISSING;
    int64_t start = in.ceiling[agency];
    for (int i = 0; i <= most; i++) {
        AUTO_ARENA round = arena_new(RUN_BUDGET);
        struct outcome o;
        allocate(round, &in, &o);
        need.cases = cases_of(&in, &o, agency);
        need.people_left = unresolved_of(&in, &o);
        need.ceiling = in.ceiling[agency];
        if (i == 0)
            need.cases_now = need.cases;
        need.found = need.cases <= cases;
        int64_t next = need.found ? 0 : next_ceiling(&in, &o, agency);
        if (next == 0)
            break;
        in.ceiling[agency] = next;
    }
    need.addition = need.ceiling - start;
    *ret = need;
    return OK;
}
