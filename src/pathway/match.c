/*
 * match.c: see match.h. A worker walks stated choices, the locked line, then the derived list of its agency
 * and job. Lines that would turn it away anyway are passed by one comparison.
 */
#include "pathway/match.h"

#include <assert.h>

#include "kernel/mem.h"
#include "pathway/seat_rule.h"

#define LIST_ENDED UINT32_MAX /* a cursor behind the last line */

/* Asking goes level by level: stage, then tier. */
#define LEVEL(stage, tier) (((stage) - 1u) * 4 + ((tier) == 0 ? 1 : (tier)))

struct turn {
    unsigned level; /* asks no line above this level, but waits before it */
    bool fresh;     /* asks in rank order at the last tier of a stage, not because somebody sent it away */
    bool hold_star; /* waits before a line of every region that would keep it */
};

static const struct turn last_turn = {LEVEL(STAGES, TIERS - 1), false, false};

struct match match_new(struct arena *a, struct plan *p)
{
    const struct instance *in = p->in;
    struct match m = {.plan = p, .a = a};
    m.line = NEW_ARRAY(a, uint32_t, in->n_workers);
    memset(m.line, 0xFF, in->n_workers * sizeof *m.line);
    m.cursor = NEW_ARRAY(a, uint32_t, in->n_workers);
    m.again = NEW_ARRAY(a, bool, in->regions.n);
    memset(m.again, 1, in->regions.n * sizeof *m.again);
    if (p->star_start < p->n) {
        m.waiting = NEW_ARRAY(a, uint32_t, in->regions.n);
        memset(m.waiting, 0xFF, in->regions.n * sizeof *m.waiting);
        m.next = NEW_ARRAY(a, uint32_t, in->n_workers);
        m.late = NEW_ARRAY(a, bool, in->regions.n);
        m.touched = NEW_ARRAY(a, bool, in->regions.n);
        m.has_spare = NEW_ARRAY(a, uint32_t, in->agencies.n);
        m.saved_line = NEW_ARRAY(a, uint32_t, in->n_workers);
        m.saved_cursor = NEW_ARRAY(a, uint32_t, in->n_workers);
    }
    for (uint32_t i = 0; i < p->n; i++) {
        const struct line *g = &in->line[p->opening[i].file_line];
        if (g->has_reserve)
            p->opening[i].reserve = reserve_line_new(a, g->reserve);
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
    struct turn turn;
    bool named;         /* has stated choices or a locked line */
    bool waits;
};

/* Ask line `o`: true when the worker is kept. */
static bool ask(struct asking *x, uint32_t line, uint32_t key)
{
    struct opening *o = &x->m->plan->opening[line];
    const struct instance *in = x->m->plan->in;
    uint32_t gone = o->reserve == NULL ? seat_ask(x->m->a, o, key) : seat_ask_reserved(x->m->a, in, o, key);
    if (gone == key)
        return false;
    x->m->asked++;
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
    const struct opening *o = &x->m->plan->opening[line];
    if (key >= (tier <= 1 ? o->first_limit : o->limit))
        return false;
    x->waits = LEVEL(g->stage, tier) > x->turn.level || (x->turn.hold_star && g->region == EVERY_REGION);
    return !x->waits && ask(x, line, key);
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

/* The first place from `at` on whose line may still keep somebody of this list. Limits only fall, so a line that
 * can keep nobody of the list's tier there is passed over for ever; and one that turns away a worker who asks in
 * turn, best rank first, is passed over by all who ask in turn later. */
static uint32_t go_on(uint32_t *skip, uint32_t at)
{
    while (skip[at] != at) {
        skip[at] = skip[skip[at]];
        at = skip[at];
    }
    return at;
}

/* Walk one pass of one stage from spot s; true when kept, with s.at behind the line. */
static bool ask_along(struct asking *x, struct group *l, struct spot *s)
{
    unsigned tiers = x->turn.level - LEVEL(s->stage + 1, 1) + 1;
    tiers = tiers < TIERS - 1 ? tiers : TIERS - 1;
    group_fill(l, x->m->plan, s->stage, tiers);
    const struct opening *opening = x->m->plan->opening;
    const uint32_t *tier_end = l->tier_end[s->stage];
    uint32_t end = tier_end[tiers - 1];
    bool drop = s->drop;
    uint32_t star = x->turn.hold_star ? x->m->plan->star_start : NOTHING;
    int64_t wage = x->w->wage;
    uint64_t lacks = ~x->w->has;
    unsigned t = 0;
    uint32_t *skip = x->turn.fresh ? l->fresh_skip : l->skip;
    for (; (s->at = go_on(skip, s->at)) < end; s->at++) {
        while (s->at >= tier_end[t])
            t++;
        uint32_t line = l->line[s->at], key = priority_key(t + 1, x->rank);
        const struct opening *o = &opening[line];
        uint32_t limit = t == 0 ? o->first_limit : o->limit;
        if (limit <= (x->turn.fresh && line < star ? key : priority_key(t + 1, 0)))
            skip[s->at] = s->at + 1;
        bool unfit = ((o->wage < wage) != drop) | ((o->needs & lacks) != 0); /* one branch: most are passed by */
        if (unfit | (key >= limit))
            continue;
        if (x->named && is_named(x, o->file_line))
            continue;
        if (line >= star) {
            x->waits = true;
            return false;
        }
        if (ask(x, line, key)) {
            s->at++;
            return true;
        }
    }
    x->waits = tiers < TIERS - 1;
    s->at = end;
    return false;
}

static uint32_t *start_fresh(const struct lists *lists, const struct group *l)
{
    uint32_t *skip = NEW_ARRAY(lists->scratch, uint32_t, (size_t)l->n + 1);
    memcpy(skip, l->skip, ((size_t)l->n + 1) * sizeof *skip);
    return skip;
}

static bool ask_derived(struct asking *x, uint32_t *position)
{
    struct group *l = lists_group(x->lists, x->number);
    if (x->turn.fresh && l->fresh_skip == NULL)
        l->fresh_skip = start_fresh(x->lists, l);
    uint32_t end = 2 * l->n;
    while (*position < end) {
        struct spot s = group_spot(l, *position);
        if (LEVEL(s.stage + 1, 1) > x->turn.level) {
            x->waits = true;
            return false;
        }
        bool kept = ask_along(x, l, &s);
        *position = spot_position(l, s);
        if (kept || x->waits)
            return kept;
    }
    return false;
}

/* The stated choices, then the locked line when it is not among them. Moves *at behind the line that kept the
 * worker, or leaves it before the one it waits for. */
static bool ask_named(struct asking *x, uint32_t *at)
{
    for (; *at < x->n_choices; ++*at) {
        bool kept = ask_named_line(x, x->choice[*at]);
        if (x->waits)
            return false;
        if (kept) {
            ++*at;
            return true;
        }
    }
    if (*at > x->n_choices)
        return false;
    bool listed = x->w->locked == NOTHING;
    for (uint32_t i = 0; i < x->n_choices && !listed; i++)
        listed = x->choice[i] == x->w->locked;
    bool kept = !listed && ask_named_line(x, x->w->locked);
    *at += !x->waits;
    return kept;
}

/* The worker asks on from its cursor until some line keeps it, its list ends, or it must wait. Returns whom that
 * sent away. */
static uint32_t ask_on(struct match *m, struct lists *lists, uint32_t number, const struct turn *turn)
{
    const struct instance *in = m->plan->in;
    uint32_t first = in->choice_start[number];
    struct asking x = {.m = m, .lists = lists, .w = &in->worker[number], .number = number, .rank = in->rank[number],
                       .choice = in->choice + first, .n_choices = in->choice_start[number + 1] - first,
                       .sent_away = NOTHING, .turn = *turn};
    x.named = x.n_choices > 0 || x.w->locked != NOTHING;
    x.turn.fresh = turn->fresh && !x.named;
    m->line[number] = NOTHING;
    uint32_t at = m->cursor[number];
    bool kept = ask_named(&x, &at);
    if (!kept && !x.waits) {
        uint32_t position = at - x.n_choices - 1;
        kept = ask_derived(&x, &position);
        at = x.n_choices + 1 + position;
    }
    m->cursor[number] = kept || x.waits ? at : LIST_ENDED;
    return x.sent_away;
}

/* ---- regions ---- */

/* A chain of displacements within the region; one that leads to another region waits there. */
static void settle(struct match *m, struct lists *lists, uint32_t region, uint32_t number, struct turn turn)
{
    for (; number != NOTHING; turn.fresh = false) {
        uint32_t home = m->plan->in->worker[number].region;
        if (home != region) {
            m->line[number] = NOTHING;
            m->next[number] = m->waiting[home];
            m->waiting[home] = number;
            return;
        }
        number = ask_on(m, lists, number, &turn);
    }
}

/* Everybody of the region without a place asks on, best rank first. */
static void take_turn(struct match *m, struct lists *lists, uint32_t region, struct turn turn)
{
    const struct plan *p = m->plan;
    for (uint32_t i = p->worker_start[region]; i < p->worker_start[region + 1]; i++) {
        uint32_t number = p->region_worker[i];
        if (i + 8 < p->worker_start[region + 1])
            __builtin_prefetch(&p->in->worker[p->region_worker[i + 8]]);
        if (m->line[number] == NOTHING && m->cursor[number] != LIST_ENDED)
            settle(m, lists, region, number, turn);
    }
}

/* From scratch, but for lines of every region: asking first where stage and tier are best sends the fewest away
 * again. The lists, in scratch, serve until it is reset. */
static struct lists match_region(struct match *m, struct arena *scratch, uint32_t region)
{
    const struct plan *p = m->plan;
    for (uint32_t i = p->region_start[region]; i < p->region_start[region + 1]; i++)
        seat_reset(&p->opening[i]);
    for (uint32_t i = p->worker_start[region]; i < p->worker_start[region + 1]; i++) {
        m->cursor[p->region_worker[i]] = 0;
        m->line[p->region_worker[i]] = NOTHING;
    }
    arena_reset(scratch);
    struct lists lists = lists_of_region(scratch, p, region, true);
    for (unsigned stage = 1; stage <= STAGES; stage++)
        for (unsigned tier = 1; tier < TIERS; tier++)
            if (lists.stage_start[stage] > lists.stage_start[stage - 1])
                take_turn(m, &lists, region, (struct turn){LEVEL(stage, tier), tier == TIERS - 1, true});
    return lists;
}

static void match_waiting(struct match *m, struct arena *scratch, uint32_t region, bool first)
{
    arena_reset(scratch);
    m->touched[region] = true;
    struct lists lists = lists_of_region(scratch, m->plan, region, true);
    if (first) {
        m->waiting[region] = NOTHING; /* they have their turn with all the others */
        take_turn(m, &lists, region, last_turn);
    }
    while (m->waiting[region] != NOTHING) {
        uint32_t number = m->waiting[region];
        m->waiting[region] = m->next[number];
        settle(m, &lists, region, number, last_turn);
    }
}

/* Until nobody anywhere is sent away by a line of every region. */
static void match_all_waiting(struct match *m, struct arena *scratch)
{
    uint32_t regions = m->plan->in->regions.n;
    for (bool quiet = false; !quiet;) {
        quiet = true;
        for (uint32_t r = 0; r < regions; r++)
            if (m->waiting[r] != NOTHING) {
                quiet = false;
                match_waiting(m, scratch, r, false);
            }
    }
}

/* ---- early and late regions ----
 *
 * Where lines of every region tie the regions together, a round in which a few regions' seats grew would have to
 * match everybody again. So those few are guessed beforehand and kept for last: first all the others are matched
 * to the end, which is saved, and a later round goes on from there. A wrong guess costs time, not correctness:
 * when seats of an early region grew, everything begins anew. */

static bool may_grow(const struct plan *p, const struct opening *o)
{
    return !o->sated && o->open < p->in->line[o->file_line].seats;
}

/* May the region's lines open further seats after this round? When an agency has both a line with seats to spare
 * that cost something, and another that is full and short of money. Lines only fill up from here on. */
static bool region_may_grow(struct match *m, uint32_t region)
{
    const struct plan *p = m->plan;
    const struct opening *begin = p->opening + p->region_start[region], *end = p->opening + p->region_start[region + 1];
    for (const struct opening *o = begin; o < end; o++)
        if (o->held < o->open && p->in->line[o->file_line].cost > 0)
            m->has_spare[o->agency] = region + 1;
    for (const struct opening *o = begin; o < end; o++)
        if (o->held == o->open && may_grow(p, o) && m->has_spare[o->agency] == region + 1)
            return true;
    return false;
}

/* When one of these grew later, all would begin anew; then every region is late, and keeps its own part. */
static bool stars_may_grow(const struct plan *p)
{
    for (uint32_t i = p->star_start; i < p->n; i++)
        if (may_grow(p, &p->opening[i]))
            return true;
    return false;
}

static void save_region(struct match *m, uint32_t region)
{
    const struct plan *p = m->plan;
    for (uint32_t i = p->worker_start[region]; i < p->worker_start[region + 1]; i++) {
        m->saved_line[p->region_worker[i]] = m->line[p->region_worker[i]];
        m->saved_cursor[p->region_worker[i]] = m->cursor[p->region_worker[i]];
    }
    m->touched[region] = false;
}

/* Everything from scratch as far as it does not depend on the late regions: these do not ask lines of every region
 * yet. */
static void match_early(struct match *m, struct arena *scratch)
{
    uint32_t regions = m->plan->in->regions.n;
    bool all_late = stars_may_grow(m->plan);
    for (uint32_t r = 0; r < regions; r++) {
        struct lists lists = match_region(m, scratch, r);
        m->late[r] = all_late || region_may_grow(m, r);
        if (!m->late[r])
            take_turn(m, &lists, r, last_turn);
    }
    match_all_waiting(m, scratch);
    for (uint32_t r = 0; r < regions; r++)
        save_region(m, r);
}

static void seat_again(struct match *m, uint32_t number)
{
    const struct plan *p = m->plan;
    const struct worker *w = &p->in->worker[number];
    struct opening *o = &p->opening[m->line[number]];
    unsigned tier = w->locked == o->file_line ? 0 : post_tier(w, &p->in->line[o->file_line]);
    uint32_t key = priority_key(tier, p->in->rank[number]);
    uint32_t gone = o->reserve == NULL ? seat_ask(m->a, o, key) : seat_ask_reserved(m->a, p->in, o, key);
    assert(gone == KEPT_ALL);
}

/* Everybody of a region back to where they stood when it was saved. All of them fit: what a line keeps of many it
 * keeps of fewer. Where nobody asked since, only the lines of every region have forgotten them. */
static void restore_region(struct match *m, uint32_t region)
{
    const struct plan *p = m->plan;
    bool touched = m->touched[region];
    for (uint32_t i = p->region_start[region]; touched && i < p->region_start[region + 1]; i++)
        seat_reset(&p->opening[i]);
    for (uint32_t i = p->worker_start[region]; i < p->worker_start[region + 1]; i++) {
        uint32_t number = p->region_worker[i];
        m->cursor[number] = m->saved_cursor[number];
        m->line[number] = m->saved_line[number];
        if (m->line[number] != NOTHING && (touched || m->line[number] >= p->star_start))
            seat_again(m, number);
    }
    m->touched[region] = false;
}

/* Back to where only the late regions were missing; late regions whose lines grew are matched anew. */
static void go_back(struct match *m, struct arena *scratch)
{
    for (uint32_t r = 0; r < m->plan->in->regions.n; r++) {
        if (!m->again[r]) {
            restore_region(m, r);
            continue;
        }
        (void)match_region(m, scratch, r);
        save_region(m, r);
    }
}

static bool early_grew(const struct match *m)
{
    for (uint32_t r = 0; r < m->plan->in->regions.n; r++)
        if (!m->late[r] && (m->again[r] || m->stars_grew))
            return true;
    return false;
}

static void match_tied(struct match *m, struct arena *scratch)
{
    for (uint32_t i = m->plan->star_start; i < m->plan->n; i++)
        seat_reset(&m->plan->opening[i]);
    if (early_grew(m))
        match_early(m, scratch);
    else
        go_back(m, scratch);
    for (uint32_t r = 0; r < m->plan->in->regions.n; r++)
        if (m->late[r])
            match_waiting(m, scratch, r, true);
    match_all_waiting(m, scratch);
}

void match_run(struct match *m)
{
    const struct plan *p = m->plan;
    AUTO_ARENA scratch = arena_new(SIZE_MAX / 4);
    if (p->star_start < p->n)
        match_tied(m, scratch);
    for (uint32_t r = 0; r < p->in->regions.n && p->star_start == p->n; r++)
        if (m->again[r])
            (void)match_region(m, scratch, r);
    memset(m->again, 0, p->in->regions.n * sizeof *m->again);
    m->stars_grew = false;
}
