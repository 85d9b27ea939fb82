/*
 * match.c: see match.h. A worker walks stated choices, the locked line, then the derived list of its agency
 * and job. Lines that would turn it away anyway are passed by one comparison.
 */
#include "pathway/match.h"

#include <assert.h>

#include "kernel/mem.h"
#include "pathway/seat_rule.h"

struct match match_new(struct arena *a, struct plan *p)
{
    const struct instance *in = p->in;
    struct match m = {.plan = p, .a = a};
    m.line = NEW_ARRAY(a, uint32_t, in->n_workers);
    memset(m.line, 0xFF, in->n_workers * sizeof *m.line);
    m.cursor = NEW_ARRAY(a, uint32_t, in->n_workers);
    m.again = NEW_ARRAY(a, bool, in->regions.n);
    m.waiting = NEW_ARRAY(a, uint32_t, in->regions.n);
    for (uint32_t r = 0; r < in->regions.n; r++) {
        m.waiting[r] = NOTHING;
        m.again[r] = true;
    }
    if (p->star_start < p->n)
        m.next = NEW_ARRAY(a, uint32_t, in->n_workers);
    for (uint32_t i = 0; i < p->n; i++) {
        const struct line *g = &in->line[p->opening[i].file_line];
        if (!g->has_reserve)
            continue;
        struct reserve_line *r = NEW(a, struct reserve_line);
        memcpy(r->seats, g->reserve, sizeof r->seats);
        for (unsigned t = 0; t < INSTANCE_TRAITS_MAX; t++)
            r->mask |= (uint8_t)((g->reserve[t] > 0) << t);
        p->opening[i].reserve = r;
    }
    return m;
}

/* ---- one worker asks ---- */

struct asking {
    struct match *m;
    struct lists *lists;
    const struct worker *w;
    uint32_t number, rank;
    const uint32_t *choice;
    uint32_t n_choices;
    uint32_t sent_away; /* worker displaced by the last accepted ask, or NOTHING */
};

/* Ask line `o`: true when the worker is kept. */
static bool ask(struct asking *x, uint32_t line, uint32_t key)
{
    struct opening *o = &x->m->plan->opening[line];
    const struct instance *in = x->m->plan->in;
    x->m->asked++;
    uint32_t gone = o->reserve == NULL ? seat_ask(x->m->a, o, key) : seat_ask_reserved(x->m->a, in, o, key);
    if (gone == key)
        return false;
    x->m->line[x->number] = line;
    x->sent_away = gone == KEPT_ALL ? NOTHING : in->by_rank[key_rank(gone)];
    return true;
}

static bool ask_named_line(struct asking *x, uint32_t file_line)
{
    const struct instance *in = x->m->plan->in;
    const struct line *g = &in->line[file_line];
    if (!is_eligible(x->w, g))
        return false;
    uint32_t line = x->m->plan->number[file_line];
    unsigned tier = x->w->locked == file_line ? 0 : post_tier(x->w, g);
    uint32_t key = priority_key(tier, x->rank);
    return key < x->m->plan->opening[line].limit && ask(x, line, key);
}

static bool is_named(const struct asking *x, uint32_t file_line)
{
    if (file_line == x->w->locked)
        return true;
    for (uint32_t i = 0; i < x->n_choices; i++)
        if (x->choice[i] == file_line)
            return true;
    return false;
}

/* Walk one pass of one stage from spot s; true when kept, with s.at behind the line. */
static bool ask_along(struct asking *x, const struct group *l, struct spot *s)
{
    const struct opening *opening = x->m->plan->opening;
    const uint32_t *tier_end = l->tier_end[s->stage];
    unsigned t = 0;
    bool named = x->n_choices > 0 || x->w->locked != NOTHING;
    uint32_t key = priority_key(1, x->rank);
    while (s->at < s->end) {
        while (s->at >= tier_end[t])
            key = priority_key(++t + 1, x->rank);
        uint32_t line = l->line[s->at++];
        const struct opening *o = &opening[line];
        if (key >= o->limit || (o->wage < x->w->wage) != s->drop || (o->needs & ~x->w->has) != 0)
            continue;
        if (named && is_named(x, o->file_line))
            continue;
        if (ask(x, line, key))
            return true;
    }
    return false;
}

static bool ask_derived(struct asking *x, uint32_t *position)
{
    const struct group *l = lists_group(x->lists, x->w->agency, x->w->job);
    uint32_t end = 2 * l->n;
    while (*position < end) {
        struct spot s = group_spot(l, *position);
        bool kept = ask_along(x, l, &s);
        *position = spot_position(l, s);
        if (kept)
            return true;
    }
    return false;
}

/* The worker asks on from its cursor until some line keeps it or its list ends. Returns whom that sent away. */
static uint32_t ask_on(struct match *m, struct lists *lists, uint32_t number)
{
    const struct instance *in = m->plan->in;
    uint32_t first = in->choice_start[number];
    struct asking x = {.m = m, .lists = lists, .w = &in->worker[number], .number = number, .rank = in->rank[number],
                       .choice = in->choice + first, .n_choices = in->choice_start[number + 1] - first,
                       .sent_away = NOTHING};
    m->line[number] = NOTHING;
    uint32_t at = m->cursor[number];
    bool kept = false;
    for (; at < x.n_choices && !kept; at++)
        kept = ask_named_line(&x, x.choice[at]);
    if (!kept && at == x.n_choices) {
        bool listed = x.w->locked == NOTHING;
        for (uint32_t i = 0; i < x.n_choices && !listed; i++)
            listed = x.choice[i] == x.w->locked;
        kept = !listed && ask_named_line(&x, x.w->locked);
        at++;
    }
    if (!kept) {
        uint32_t position = at - x.n_choices - 1;
        (void)ask_derived(&x, &position);
        at = x.n_choices + 1 + position;
    }
    m->cursor[number] = at;
    return x.sent_away;
}

/* ---- regions ---- */

/* A chain of displacements within the region; one that leads to another region waits there. */
static void settle(struct match *m, struct lists *lists, uint32_t region, uint32_t number)
{
    while (number != NOTHING) {
        uint32_t home = m->plan->in->worker[number].region;
        if (home != region) {
            m->line[number] = NOTHING;
            m->next[number] = m->waiting[home];
            m->waiting[home] = number;
            return;
        }
        number = ask_on(m, lists, number);
    }
}

static void match_region(struct match *m, struct arena *scratch, uint32_t region)
{
    const struct plan *p = m->plan;
    uint32_t end = p->worker_start[region + 1];
    arena_reset(scratch);
    struct lists lists = lists_of_region(scratch, p, region, true);
    for (uint32_t i = p->worker_start[region]; i < end; i++) {
        if (i + 8 < end)
            __builtin_prefetch(&p->in->worker[p->region_worker[i + 8]]);
        settle(m, &lists, region, p->region_worker[i]);
    }
}

static void match_waiting(struct match *m, struct arena *scratch, uint32_t region)
{
    arena_reset(scratch);
    struct lists lists = lists_of_region(scratch, m->plan, region, true);
    while (m->waiting[region] != NOTHING) {
        uint32_t number = m->waiting[region];
        m->waiting[region] = m->next[number];
        settle(m, &lists, region, number);
    }
}

/* Take the workers of regions to be matched again off a line of every region. Such a line was never full, or
 * all regions are matched again; in both cases its heap needs no order. */
static void clear_star(struct match *m, struct opening *o, bool all)
{
    if (all || o->reserve != NULL) {
        seat_reset(o);
        return;
    }
    const struct instance *in = m->plan->in;
    uint32_t n = 0;
    for (uint32_t i = 0; i < o->held; i++)
        if (!m->again[in->worker[in->by_rank[key_rank(o->heap[i])]].region])
            o->heap[n++] = o->heap[i];
    o->held = n;
    o->limit = o->open == 0 ? 0 : UINT32_MAX;
}

static void clear_for_round(struct match *m)
{
    struct plan *p = m->plan;
    bool all = true;
    for (uint32_t r = 0; r < p->in->regions.n; r++) {
        if (!m->again[r]) {
            all = false;
            continue;
        }
        for (uint32_t i = p->region_start[r]; i < p->region_start[r + 1]; i++)
            seat_reset(&p->opening[i]);
        for (uint32_t i = p->worker_start[r]; i < p->worker_start[r + 1]; i++)
            m->cursor[p->region_worker[i]] = 0;
    }
    for (uint32_t i = p->star_start; i < p->n; i++)
        clear_star(m, &p->opening[i], all);
}

bool match_is_linked(const struct match *m)
{
    const struct plan *p = m->plan;
    for (uint32_t i = p->star_start; i < p->n; i++)
        if (p->opening[i].open > 0 && (!p->opening[i].sated || p->opening[i].reserve != NULL))
            return true;
    return false;
}

void match_run(struct match *m)
{
    const struct plan *p = m->plan;
    uint32_t regions = p->in->regions.n;
    clear_for_round(m);
    AUTO_ARENA scratch = arena_new(SIZE_MAX / 4);
    for (uint32_t r = 0; r < regions; r++)
        if (m->again[r])
            match_region(m, scratch, r);
    for (bool quiet = p->star_start == p->n; !quiet;) {
        quiet = true;
        for (uint32_t r = 0; r < regions; r++)
            if (m->waiting[r] != NOTHING) {
                quiet = false;
                match_waiting(m, scratch, r);
            }
    }
    memset(m->again, 0, regions * sizeof *m->again);
}
