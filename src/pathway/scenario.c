/*
 * scenario.c: see scenario.h.
 */
#include "pathway/scenario.h"

#include <stdlib.h>

#include "kernel/mem.h"

/* ---- two outcomes beside each other ---- */

/* Filled seats of a line, signed: the base's count as minus. */
struct filled {
    struct str agency, job, id;
    int64_t seats, cost;
};

static int compare_filled(const void *x, const void *y)
{
    const struct filled *a = x, *b = y;
    int d = str_compare(a->agency, b->agency);
    d = d != 0 ? d : str_compare(a->job, b->job);
    return d != 0 ? d : str_compare(a->id, b->id);
}

static size_t list_filled(const struct instance *in, const struct outcome *o, int sign, struct filled *to)
{
    for (uint32_t i = 0; i < in->n_lines; i++) {
        const struct line *g = &in->line[i];
        int64_t seats = sign * (int64_t)o->filled[i];
        to[i] = (struct filled){in->agencies.name[g->agency], in->jobs.name[g->job], g->id, seats, seats * g->cost};
    }
    return in->n_lines;
}

static bool same_post(const struct filled *a, const struct filled *b)
{
    return str_eq(a->agency, b->agency) && str_eq(a->job, b->job);
}

static void compare_seats(struct arena *a, struct filled *f, size_t n, struct comparison *c)
{
    qsort(f, n, sizeof *f, compare_filled);
    c->shift = NEW_ARRAY(a, struct seat_shift, n);
    for (size_t i = 0; i < n;) {
        struct seat_shift s = {.agency = f[i].agency, .job = f[i].job};
        size_t post = i;
        while (i < n && same_post(&f[i], &f[post])) {
            int64_t seats = 0;
            size_t line = i;
            for (; i < n && same_post(&f[i], &f[line]) && str_eq(f[i].id, f[line].id); i++) {
                seats += f[i].seats;
                s.cost += f[i].cost;
            }
            s.opened += seats > 0 ? seats : 0;
            s.closed += seats < 0 ? -seats : 0;
        }
        c->cost += s.cost;
        if (s.opened != 0 || s.closed != 0 || s.cost != 0)
            c->shift[c->n_shifts++] = s;
    }
}

/* Workers of an instance in the order of their ids. */
static int compare_ids(const void *x, const void *y, void *context)
{
    const struct worker *worker = context;
    return str_compare(worker_id(&worker[*(const uint32_t *)x]), worker_id(&worker[*(const uint32_t *)y]));
}

static uint32_t *sorted_workers(struct arena *a, const struct instance *in)
{
    uint32_t *order = NEW_ARRAY(a, uint32_t, in->n_workers);
    for (uint32_t i = 0; i < in->n_workers; i++)
        order[i] = i;
    qsort_r(order, in->n_workers, sizeof *order, compare_ids, in->worker);
    return order;
}

static void compare_worker(const struct instance *base, const struct outcome *was, uint32_t b,
                           const struct instance *now, const struct outcome *is, uint32_t n, struct comparison *c)
{
    bool had = was->line[b] != NOTHING, has = is->line[n] != NOTHING;
    c->gained += !had && has;
    c->lost += had && !has;
    c->moved += had && has && !str_eq(base->line[was->line[b]].id, now->line[is->line[n]].id);
}

static void count_reasons(const struct instance *in, const struct outcome *o, int sign, struct comparison *c)
{
    for (uint32_t i = 0; i < in->n_workers; i++) {
        c->by_reason[o->reason[i]] += sign;
        c->unresolved += o->line[i] == NOTHING && in->worker[i].state != WORKER_ASN ? sign : 0;
    }
}

void scenario_compare(struct arena *a, const struct instance *base, const struct outcome *was,
                      const struct instance *now, const struct outcome *is, struct comparison *ret)
{
    AUTO_ARENA tmp = arena_new(SIZE_MAX / 4);
    struct comparison c = {0};
    struct filled *f = NEW_ARRAY(tmp, struct filled, (size_t)base->n_lines + now->n_lines);
    size_t n = list_filled(base, was, -1, f);
    n += list_filled(now, is, 1, f + n);
    compare_seats(a, f, n, &c);
    count_reasons(base, was, -1, &c);
    count_reasons(now, is, 1, &c);
    uint32_t *b = sorted_workers(tmp, base), *m = sorted_workers(tmp, now), i = 0, j = 0;
    while (i < base->n_workers && j < now->n_workers) {
        int d = str_compare(worker_id(&base->worker[b[i]]), worker_id(&now->worker[m[j]]));
        if (d == 0)
            compare_worker(base, was, b[i], now, is, m[j], &c);
        i += d <= 0;
        j += d >= 0;
    }
    *ret = c;
}
