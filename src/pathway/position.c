/*
 * position.c: see position.h. One walk down each placed worker's list; for the others it is enough to ask
 * whether any eligible line exists, and whether one of them has unfilled seats.
 */
#include "pathway/position.h"

#include <assert.h>

#include "kernel/mem.h"

/* What the lines a region sees require, each set of codes once: few sets, many workers. */
struct demands {
    uint64_t *needs;
    bool *room; /* some line with these needs has seats left that nobody paid for */
    struct stages_before {
        uint32_t n[STAGES]; /* per stage: how many lines with these needs are in the stages before it */
    } *before;
    uint32_t n;
};

static struct demands demands_of(struct arena *scratch, const struct lists *x, const struct outcome *o)
{
    struct demands d = {NEW_ARRAY(scratch, uint64_t, x->n), NEW_ARRAY(scratch, bool, x->n),
                        NEW_ARRAY(scratch, struct stages_before, x->n), 0};
    for (uint32_t i = 0; i < x->n; i++) {
        const struct opening *g = &x->plan->opening[x->line[i]];
        uint32_t j = 0;
        while (j < d.n && d.needs[j] != g->needs)
            j++;
        if (j == d.n)
            d.needs[d.n++] = g->needs;
        for (unsigned s = g->stage; s < STAGES; s++)
            d.before[j].n[s]++;
        d.room[j] |= o->filled[g->file_line] < x->plan->in->line[g->file_line].seats;
    }
    return d;
}

static enum reason why_unplaced(const struct demands *d, const struct worker *w)
{
    enum reason why = REASON_NO_LINE;
    for (uint32_t i = 0; i < d->n; i++) {
        if ((d->needs[i] & ~w->has) != 0)
            continue;
        if (d->room[i])
            return REASON_BUDGET;
        why = REASON_LOST_PRIORITY;
    }
    return why;
}

struct stated {
    const uint32_t *line;
    uint32_t n, locked;
};

static bool is_stated(const struct stated *s, uint32_t file_line)
{
    for (uint32_t i = 0; i < s->n; i++)
        if (s->line[i] == file_line)
            return true;
    return file_line == s->locked;
}

/* Position among the stated choices and the locked line; 0 when the line is not there. *passed counts the
 * eligible ones before it. */
static uint32_t stated_position(const struct instance *in, const struct worker *w, const struct stated *s,
                                uint32_t file_line, uint32_t *passed)
{
    uint32_t n = 0;
    bool locked_seen = s->locked == NOTHING;
    for (uint32_t i = 0; i < s->n; i++) {
        n += is_eligible(w, &in->line[s->line[i]]);
        locked_seen |= s->line[i] == s->locked;
        if (s->line[i] == file_line)
            return n;
    }
    if (!locked_seen)
        n += is_eligible(w, &in->line[s->locked]);
    *passed = n;
    return file_line == s->locked ? n : 0;
}

/* Position in the derived part, from 1, of a line that is known to be there. */
static uint32_t derived_position(const struct plan *p, struct group *l, const struct worker *w,
                                 const struct stated *s, uint32_t line)
{
    uint32_t n = 0;
    for (uint32_t position = 0; position < 2 * l->n;) {
        struct spot at = group_spot(l, position);
        group_fill(l, p, at.stage, TIERS - 1);
        for (; at.at < at.end; at.at++) {
            const struct opening *g = &p->opening[l->line[at.at]];
            if ((g->wage < w->wage) != at.drop || (g->needs & ~w->has) != 0)
                continue;
            if (is_stated(s, g->file_line))
                continue;
            n++;
            if (l->line[at.at] == line)
                return n;
        }
        position = spot_position(l, at);
    }
    assert(!"a placement stands on the worker's list");
    return 0;
}

/* The same for a worker who named nothing, nearly everybody: the stages before are counted by what they require, the
 * line's own stage is passed once, without a branch. */
static uint32_t counted_position(const struct plan *p, const struct demands *d, struct group *l,
                                 const struct worker *w, uint32_t line)
{
    const struct opening *opening = p->opening;
    uint32_t n = 0, stage = opening[line].stage - 1u;
    uint64_t lacks = ~w->has;
    group_fill(l, p, stage, TIERS - 1);
    for (uint32_t i = 0; i < d->n; i++)
        n += (d->needs[i] & lacks) == 0 ? d->before[i].n[stage] : 0;
    bool drop = opening[line].wage < w->wage, found = false;
    for (uint32_t i = l->stage_start[stage]; i < l->stage_start[stage + 1] && (drop || !found); i++) {
        const struct opening *g = &opening[l->line[i]];
        bool lower = g->wage < w->wage, before = lower == drop ? !found : drop;
        n += (unsigned)((g->needs & lacks) == 0) & (unsigned)before;
        found |= l->line[i] == line;
    }
    assert(found);
    return n;
}

static void describe_one(const struct plan *p, const struct demands *d, struct lists *lists, uint32_t number,
                         uint32_t line, struct outcome *o)
{
    const struct instance *in = p->in;
    const struct worker *w = &in->worker[number];
    uint32_t file_line = p->opening[line].file_line, first = in->choice_start[number], passed = 0;
    struct stated s = {in->choice + first, in->choice_start[number + 1] - first, w->locked};
    bool named = s.n > 0 || s.locked != NOTHING;
    uint32_t at = named ? stated_position(in, w, &s, file_line, &passed)
                        : counted_position(p, d, lists_group(lists, number), w, line);
    if (at == 0)
        at = passed + derived_position(p, lists_group(lists, number), w, &s, line);
    o->position[number] = at;
    o->tier[number] = (uint8_t)(w->locked == file_line ? 0 : post_tier(w, &in->line[file_line]));
    o->reason[number] = in->line[file_line].wage < w->wage ? REASON_INCOME_DROP : REASON_NONE;
}

void describe_placements(const struct plan *p, const uint32_t *line, struct outcome *o)
{
    AUTO_ARENA scratch = arena_new(SIZE_MAX / 4);
    for (uint32_t r = 0; r < p->in->regions.n; r++) {
        arena_reset(scratch);
        struct lists lists = lists_of_region(scratch, p, r, false);
        struct demands d = demands_of(scratch, &lists, o);
        for (uint32_t i = p->worker_start[r]; i < p->worker_start[r + 1]; i++) {
            uint32_t number = p->region_worker[i];
            if (i + 8 < p->worker_start[r + 1])
                __builtin_prefetch(&p->in->worker[p->region_worker[i + 8]]);
            if (line[number] == NOTHING)
                o->reason[number] = (uint8_t)why_unplaced(&d, &p->in->worker[number]);
            else
                describe_one(p, &d, &lists, number, line[number], o);
        }
    }
}
