/*
 * instance_rank.c: radix sort on data class, service and the first bits of the lottery; the rare neighbours
 * that are equal so far are put right by the whole lottery number and the id.
 */
#include "pathway/instance_rank.h"

#include "kernel/mem.h"

enum { DIGIT = 11, PASSES = 6, LOTTERY_BITS = 45 };

struct entry {
    uint64_t key; /* class (2 bits), months from most to least (17), head of the lottery (45) */
    uint32_t worker;
};

static struct entry *radix_sort(struct arena *tmp, struct entry *from, size_t n)
{
    struct entry *to = NEW_ARRAY(tmp, struct entry, n);
    uint32_t *count = NEW_ARRAY(tmp, uint32_t, (size_t)1 << DIGIT);
    for (unsigned pass = 0; pass < PASSES; pass++) {
        unsigned shift = pass * DIGIT;
        memset(count, 0, sizeof *count << DIGIT);
        for (size_t i = 0; i < n; i++)
            count[from[i].key >> shift & ((1u << DIGIT) - 1)]++;
        uint32_t sum = 0;
        for (size_t d = 0; d < (size_t)1 << DIGIT; d++) {
            uint32_t c = count[d];
            count[d] = sum;
            sum += c;
        }
        for (size_t i = 0; i < n; i++)
            to[count[from[i].key >> shift & ((1u << DIGIT) - 1)]++] = from[i];
        struct entry *swap = from;
        from = to;
        to = swap;
    }
    return from;
}

static bool goes_before(const struct instance *in, const uint64_t *lottery, uint32_t a, uint32_t b)
{
    if (lottery[a] != lottery[b])
        return lottery[a] < lottery[b];
    return str_compare(worker_id(&in->worker[a]), worker_id(&in->worker[b])) < 0;
}

/* Neighbours with equal keys differ only in the tail of the lottery, or in the id. */
static void settle_ties(const struct instance *in, const uint64_t *lottery, struct entry *e, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct entry x = e[i];
        size_t j = i;
        for (; j > 0 && e[j - 1].key == x.key && goes_before(in, lottery, x.worker, e[j - 1].worker); j--)
            e[j] = e[j - 1];
        e[j] = x;
    }
}

void rank_workers(struct arena *a, struct arena *tmp, struct instance *in, const uint64_t *lottery)
{
    struct entry *e = NEW_ARRAY(tmp, struct entry, in->n_workers);
    uint32_t n = 0;
    for (uint32_t i = 0; i < in->n_workers; i++) {
        const struct worker *w = &in->worker[i];
        if (w->state != WORKER_TAKES_PART)
            continue;
        uint64_t key = (uint64_t)w->data_class << 62;
        key |= (uint64_t)(131071 - w->months) << LOTTERY_BITS;
        key |= lottery[i] >> (64 - LOTTERY_BITS);
        e[n++] = (struct entry){key, i};
    }
    e = radix_sort(tmp, e, n);
    settle_ties(in, lottery, e, n);

    in->n_ranked = n;
    in->by_rank = NEW_ARRAY(a, uint32_t, n);
    in->rank = NEW_ARRAY(a, uint32_t, in->n_workers);
    for (uint32_t i = 0; i < in->n_workers; i++)
        in->rank[i] = NOTHING;
    for (uint32_t r = 0; r < n; r++) {
        in->by_rank[r] = e[r].worker;
        in->rank[e[r].worker] = r;
    }
}
