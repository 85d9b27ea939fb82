/*
 * instance_rank.c: sorted on data class, service and the first bits of the lottery in one number of 40
 * bits, which is five passes; the rare neighbours that are equal so far are put right by the whole lottery number
 * and the id.
 */
#include "pathway/instance_rank.h"

#include "kernel/mem.h"
#include "kernel/sort.h"

enum { LOTTERY_BITS = 21, MONTHS_MAX = (1 << 17) - 1 };

static bool goes_before(const struct instance *in, const uint64_t *lottery, uint32_t a, uint32_t b)
{
    if (lottery[a] != lottery[b])
        return lottery[a] < lottery[b];
    return str_compare(worker_id(&in->worker[a]), worker_id(&in->worker[b])) < 0;
}

/* Neighbours with equal keys differ only in the tail of the lottery, or in the id. */
static void settle_ties(const struct instance *in, const uint64_t *lottery, struct sort_key *e, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct sort_key x = e[i];
        size_t j = i;
        for (; j > 0 && e[j - 1].key == x.key && goes_before(in, lottery, x.index, e[j - 1].index); j--)
            e[j] = e[j - 1];
        e[j] = x;
    }
}

void rank_workers(struct arena *a, struct arena *tmp, struct instance *in, const uint64_t *lottery)
{
    struct sort_key *e = NEW_ARRAY(tmp, struct sort_key, in->n_workers);
    uint32_t n = 0;
    for (uint32_t i = 0; i < in->n_workers; i++) {
        const struct worker *w = &in->worker[i];
        if (w->state != WORKER_TAKES_PART)
            continue;
        uint64_t key = (uint64_t)w->data_class << (LOTTERY_BITS + 17); /* classes 1 to 3 */
        key |= (uint64_t)(MONTHS_MAX - w->months) << LOTTERY_BITS;
        key |= lottery[i] >> (64 - LOTTERY_BITS);
        e[n++] = (struct sort_key){key, i, 0};
    }
    sort_keys(e, NEW_ARRAY(tmp, struct sort_key, n), n);
    settle_ties(in, lottery, e, n);

    in->n_ranked = n;
    in->by_rank = NEW_ARRAY(a, uint32_t, n);
    in->rank = NEW_ARRAY(a, uint32_t, in->n_workers);
    for (uint32_t i = 0; i < in->n_workers; i++)
        in->rank[i] = NOTHING;
    for (uint32_t r = 0; r < n; r++) {
        in->by_rank[r] = e[r].index;
        in->rank[e[r].index] = r;
    }
}
