/*
 * engine_reference.h: allocation.md once more, by definition and without any thought of speed: what the engine
 * must agree with, byte for byte.
 */
#pragma once
#include "kernel/mem.h"
#include "pathway/allocate.h"

struct reference {
    const struct instance *in;
    uint32_t (*list)[128]; /* L(w) */
    uint32_t *n_list;
    uint32_t *at;   /* place in the list of the line held or asked next */
    uint32_t *line; /* held, or NOTHING */
    uint32_t *open; /* k(g) */
    bool *sated;
};

static inline uint64_t ref_lottery(const struct instance *in, uint32_t w)
{
    return lottery_number(in->seed, worker_id(&in->worker[w]));
}

/* Section 5, all components one after another: is a before b at g? */
static inline bool ref_before(const struct instance *in, uint32_t a, uint32_t b, uint32_t g)
{
    const struct worker *x = &in->worker[a], *y = &in->worker[b];
    unsigned tx = x->locked == g ? 0 : post_tier(x, &in->line[g]), ty = y->locked == g ? 0 : post_tier(y, &in->line[g]);
    if (tx != ty)
        return tx < ty;
    if (x->data_class != y->data_class)
        return x->data_class < y->data_class;
    if (x->months != y->months)
        return x->months > y->months;
    if (ref_lottery(in, a) != ref_lottery(in, b))
        return ref_lottery(in, a) < ref_lottery(in, b);
    return str_compare(worker_id(x), worker_id(y)) < 0;
}

static inline int64_t ref_metres(const struct instance *in, uint32_t from, uint32_t to)
{
    if (from == to)
        return 0;
    for (uint32_t i = in->near_start[from]; i < in->near_start[from + 1]; i++)
        if (in->near[i].agency == to)
            return in->near[i].metres;
    return DISTANCE_UNKNOWN;
}

/* Section 6.3: does the derived list of w name g before h? */
static inline bool ref_listed_before(const struct instance *in, uint32_t w, uint32_t g, uint32_t h)
{
    const struct worker *x = &in->worker[w];
    const struct line *a = &in->line[g], *b = &in->line[h];
    if (a->stage != b->stage)
        return a->stage < b->stage;
    if ((a->wage < x->wage) != (b->wage < x->wage))
        return a->wage >= x->wage;
    if (post_tier(x, a) != post_tier(x, b))
        return post_tier(x, a) < post_tier(x, b);
    int64_t da = ref_metres(in, x->agency, a->agency), db = ref_metres(in, x->agency, b->agency);
    if (da != db)
        return da < db;
    if (a->wage != b->wage)
        return a->wage > b->wage;
    return str_compare(a->id, b->id) < 0;
}

static inline void ref_make_list(struct reference *r, uint32_t w)
{
    const struct instance *in = r->in;
    uint32_t *list = r->list[w], n = 0;
    bool named[128] = {false};
    for (uint32_t i = in->choice_start[w]; i < in->choice_start[w + 1]; i++)
        if (is_eligible(&in->worker[w], &in->line[in->choice[i]])) {
            list[n++] = in->choice[i];
            named[in->choice[i]] = true;
        }
    uint32_t locked = in->worker[w].locked;
    if (locked != NOTHING && !named[locked] && is_eligible(&in->worker[w], &in->line[locked])) {
        list[n++] = locked;
        named[locked] = true;
    }
    uint32_t stated = n;
    for (uint32_t g = 0; g < in->n_lines; g++) {
        if (named[g] || !is_eligible(&in->worker[w], &in->line[g]))
            continue;
        uint32_t j = n++;
        for (; j > stated && ref_listed_before(in, w, g, list[j - 1]); j--)
            list[j] = list[j - 1];
        list[j] = g;
    }
    r->n_list[w] = n;
}

/* The largest number of reserved seats these people fill, one reserved seat each, by trying everything. */
static inline uint32_t ref_fill(const struct instance *in, const uint32_t *who, uint32_t n, uint32_t left[4])
{
    if (n == 0)
        return 0;
    uint32_t best = ref_fill(in, who + 1, n - 1, left);
    for (unsigned t = 0; t < 4; t++) {
        if (left[t] == 0 || !(in->worker[who[0]].traits >> t & 1))
            continue;
        left[t]--;
        uint32_t with = 1 + ref_fill(in, who + 1, n - 1, left);
        left[t]++;
        best = with > best ? with : best;
    }
    return best;
}

static inline uint32_t ref_reserved(const struct instance *in, uint32_t g, const uint32_t *who, uint32_t n)
{
    uint32_t left[4], bearers[64], n_bearers = 0;
    memcpy(left, in->line[g].reserve, sizeof left);
    for (uint32_t i = 0; i < n; i++) {
        bool some = false;
        for (unsigned t = 0; t < 4; t++)
            some |= left[t] > 0 && (in->worker[who[i]].traits >> t & 1);
        if (some)
            bearers[n_bearers++] = who[i];
    }
    return ref_fill(in, bearers, n_bearers, left);
}

/* Section 8: Ch(g, k, A) by its three steps. Sorts `who`, writes the kept to `kept`, returns how many. */
static inline uint32_t ref_choose(const struct instance *in, uint32_t g, uint32_t k, uint32_t *who, uint32_t n,
                                  uint32_t *kept)
{
    bool taken[64] = {false};
    uint32_t m = 0;
    for (uint32_t i = 1; i < n; i++)
        for (uint32_t j = i; j > 0 && ref_before(in, who[j], who[j - 1], g); j--) {
            uint32_t swap = who[j];
            who[j] = who[j - 1];
            who[j - 1] = swap;
        }
    for (uint32_t i = 0; i < n && m < k; i++)
        if (in->worker[who[i]].locked == g || post_tier(&in->worker[who[i]], &in->line[g]) <= 1) {
            kept[m++] = who[i];
            taken[i] = true;
        }
    for (uint32_t i = 0; i < n && m < k; i++) {
        if (taken[i])
            continue;
        uint32_t before = ref_reserved(in, g, kept, m);
        kept[m] = who[i];
        if (ref_reserved(in, g, kept, m + 1) > before) {
            m++;
            taken[i] = true;
        }
    }
    for (uint32_t i = 0; i < n && m < k; i++)
        if (!taken[i])
            kept[m++] = who[i];
    return m;
}

/* Section 9, in rounds: everybody without a seat asks; every line chooses; until nobody asks. */
static inline void ref_match(struct reference *r)
{
    const struct instance *in = r->in;
    for (uint32_t w = 0; w < in->n_workers; w++) {
        r->at[w] = 0;
        r->line[w] = NOTHING;
    }
    for (bool asked = true; asked;) {
        asked = false;
        for (uint32_t w = 0; w < in->n_workers; w++) {
            if (in->worker[w].state != WORKER_TAKES_PART || r->line[w] != NOTHING || r->at[w] == r->n_list[w])
                continue;
            asked = true;
            uint32_t g = r->list[w][r->at[w]], who[64], kept[64], n = 0;
            for (uint32_t v = 0; v < in->n_workers; v++)
                if (r->line[v] == g)
                    who[n++] = v;
            who[n++] = w;
            uint32_t m = ref_choose(in, g, r->open[g], who, n, kept);
            for (uint32_t i = 0; i < n; i++)
                r->line[who[i]] = NOTHING;
            for (uint32_t i = 0; i < m; i++)
                r->line[kept[i]] = g;
            for (uint32_t i = 0; i < n; i++)
                if (r->line[who[i]] == NOTHING)
                    r->at[who[i]]++;
        }
    }
}

static inline uint32_t ref_held(const struct reference *r, uint32_t g)
{
    uint32_t n = 0;
    for (uint32_t w = 0; w < r->in->n_workers; w++)
        n += r->line[w] == g;
    return n;
}

/* Walk an agency's lines in budget order and open what is affordable. Pass A opens seats of the contracted. */
static inline bool ref_open(struct reference *r, uint32_t agency, bool pass_a)
{
    const struct instance *in = r->in;
    bool any = false, done[128] = {false};
    for (;;) {
        uint32_t g = NOTHING;
        for (uint32_t i = 0; i < in->n_lines; i++)
            if (!done[i] && in->line[i].agency == agency &&
                (g == NOTHING || in->line[i].order < in->line[g].order ||
                 (in->line[i].order == in->line[g].order && str_compare(in->line[i].id, in->line[g].id) < 0)))
                g = i;
        if (g == NOTHING)
            return any;
        done[g] = true;
        if (!in->line[g].permitted || r->sated[g])
            continue;
        int64_t left = in->ceiling[agency];
        for (uint32_t i = 0; i < in->n_lines; i++)
            left -= in->line[i].agency == agency ? r->open[i] * in->line[i].cost : 0;
        uint32_t want = in->line[g].seats - r->open[g];
        if (pass_a) {
            uint32_t locked = 0;
            for (uint32_t w = 0; w < in->n_workers; w++)
                locked += in->worker[w].state == WORKER_TAKES_PART && in->worker[w].locked == g &&
                          is_eligible(&in->worker[w], &in->line[g]);
            want = locked < want ? locked : want;
        }
        while (want > 0 && left >= in->line[g].cost) {
            r->open[g]++;
            want--;
            left -= in->line[g].cost;
            any = true;
        }
    }
}

static inline void ref_outcome(const struct reference *r, struct outcome *o)
{
    const struct instance *in = r->in;
    for (uint32_t g = 0; g < in->n_lines; g++)
        o->filled[g] = ref_held(r, g);
    for (uint32_t w = 0; w < in->n_workers; w++) {
        const struct worker *x = &in->worker[w];
        o->line[w] = r->line[w];
        if (x->state == WORKER_NIK_INVALID)
            o->reason[w] = REASON_NIK_INVALID;
        else if (x->state == WORKER_NIK_DOUBLE)
            o->reason[w] = REASON_NIK_DOUBLE;
        if (x->state != WORKER_TAKES_PART)
            continue;
        if (r->line[w] != NOTHING) {
            o->position[w] = r->at[w] + 1;
            o->tier[w] = (uint8_t)(x->locked == r->line[w] ? 0 : post_tier(x, &in->line[r->line[w]]));
            o->reason[w] = in->line[r->line[w]].wage < x->wage ? REASON_INCOME_DROP : REASON_NONE;
            continue;
        }
        o->reason[w] = r->n_list[w] == 0 ? REASON_NO_LINE : REASON_LOST_PRIORITY;
        for (uint32_t i = 0; i < r->n_list[w]; i++)
            if (o->filled[r->list[w][i]] < in->line[r->list[w][i]].seats)
                o->reason[w] = REASON_BUDGET;
    }
}

/* The outcome by definition, for at most 60 workers and 120 lines. `open`, when given, receives k(g). */
static inline struct outcome reference_run(struct arena *a, const struct instance *in, struct reference *ret)
{
    struct reference r = {.in = in};
    size_t n = in->n_workers;
    r.list = arena_array(a, n, sizeof *r.list);
    r.n_list = NEW_ARRAY(a, uint32_t, n);
    r.at = NEW_ARRAY(a, uint32_t, n);
    r.line = NEW_ARRAY(a, uint32_t, n);
    r.open = NEW_ARRAY(a, uint32_t, in->n_lines);
    r.sated = NEW_ARRAY(a, bool, in->n_lines);
    for (uint32_t w = 0; w < n; w++)
        ref_make_list(&r, w);
    for (uint32_t g = 0; g < in->agencies.n; g++)
        (void)ref_open(&r, g, true);
    bool more = false;
    for (uint32_t g = 0; g < in->agencies.n; g++)
        more |= ref_open(&r, g, false);
    for (more = true; more;) {
        ref_match(&r);
        for (uint32_t g = 0; g < in->n_lines; g++)
            if (ref_held(&r, g) < r.open[g]) {
                r.open[g] = ref_held(&r, g);
                r.sated[g] = true;
            }
        more = false;
        for (uint32_t g = 0; g < in->agencies.n; g++)
            more |= ref_open(&r, g, false);
    }
    struct outcome o = {.line = NEW_ARRAY(a, uint32_t, n), .position = NEW_ARRAY(a, uint32_t, n),
                        .tier = NEW_ARRAY(a, uint8_t, n), .reason = NEW_ARRAY(a, uint8_t, n),
                        .filled = NEW_ARRAY(a, uint32_t, in->n_lines)};
    ref_outcome(&r, &o);
    *ret = r;
    return o;
}
