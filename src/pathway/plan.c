/*
 * plan.c: see plan.h. Sorting a list for each of a hundred thousand pairs of agency and job would be most of
 * the work; instead the base order is sorted once, distances are ranked once per agency, and the rest is
 * counting.
 */
#include "pathway/plan.h"

#include <assert.h>

#include "kernel/mem.h"
#include "pathway/seat_rule.h"

/* ---- numbering ---- */

static int compare_base(const void *x, const void *y, void *context)
{
    const struct line *lines = context;
    const struct line *a = &lines[*(const uint32_t *)x], *b = &lines[*(const uint32_t *)y];
    if (a->region != b->region)
        return a->region < b->region ? -1 : 1; /* EVERY_REGION is the largest */
    if (a->stage != b->stage)
        return a->stage < b->stage ? -1 : 1;
    if (a->wage != b->wage)
        return a->wage > b->wage ? -1 : 1;
    return str_compare(a->id, b->id);
}

static void number_lines(struct arena *a, struct plan *p)
{
    const struct instance *in = p->in;
    uint32_t *order = NEW_ARRAY(a, uint32_t, in->n_lines);
    p->number = NEW_ARRAY(a, uint32_t, in->n_lines);
    for (uint32_t i = 0; i < in->n_lines; i++) {
        p->number[i] = NOTHING;
        if (in->line[i].permitted)
            order[p->n++] = i;
    }
    qsort_r(order, p->n, sizeof *order, compare_base, in->line);

    p->opening = NEW_ARRAY(a, struct opening, p->n);
    p->region_start = NEW_ARRAY(a, uint32_t, (size_t)in->regions.n + 1);
    p->star_start = p->n;
    for (uint32_t i = 0; i < p->n; i++) {
        const struct line *g = &in->line[order[i]];
        p->number[order[i]] = i;
        p->opening[i] = (struct opening){.wage = g->wage, .needs = g->needs, .agency = g->agency,
                                         .file_line = order[i], .stage = g->stage};
        if (g->region != EVERY_REGION)
            p->region_start[g->region + 1] = i + 1;
        else if (p->star_start == p->n)
            p->star_start = i;
    }
    for (uint32_t r = 1; r <= in->regions.n; r++)
        if (p->region_start[r] == 0)
            p->region_start[r] = p->region_start[r - 1];
}

static void sort_workers_by_region(struct arena *a, struct plan *p)
{
    const struct instance *in = p->in;
    uint32_t *start = NEW_ARRAY(a, uint32_t, (size_t)in->regions.n + 2);
    p->region_worker = NEW_ARRAY(a, uint32_t, in->n_ranked);
    for (uint32_t i = 0; i < in->n_ranked; i++)
        start[in->worker[in->by_rank[i]].region + 2]++;
    for (uint32_t r = 2; r < in->regions.n + 2; r++)
        start[r] += start[r - 1];
    for (uint32_t i = 0; i < in->n_ranked; i++) {
        uint32_t w = in->by_rank[i];
        p->region_worker[start[in->worker[w].region + 1]++] = w;
    }
    p->worker_start = start;
}

/* Number the groups of one region; `slot` is a hash table that is left empty. */
static void number_groups(struct plan *p, uint32_t region, uint32_t *slot, uint32_t mask)
{
    const struct instance *in = p->in;
    uint32_t first = p->group_start[region], n = first;
    for (uint32_t i = p->worker_start[region]; i < p->worker_start[region + 1]; i++) {
        const struct worker *w = &in->worker[p->region_worker[i]];
        uint32_t at = (w->agency * 2654435761u ^ w->job * 2246822519u) >> 4 & mask;
        while (slot[at] != 0 && (p->post[slot[at] - 1].agency != w->agency || p->post[slot[at] - 1].job != w->job))
            at = (at + 1) & mask;
        if (slot[at] == 0) {
            p->post[n] = (struct post){w->agency, w->job};
            slot[at] = ++n;
        }
        p->group_of[p->region_worker[i]] = slot[at] - 1;
    }
    p->group_start[region + 1] = n;
    for (uint32_t g = first; g < n; g++) { /* found again from its first free neighbour on, so clear all it touched */
        uint32_t at = (p->post[g].agency * 2654435761u ^ p->post[g].job * 2246822519u) >> 4 & mask;
        for (; slot[at] != 0; at = (at + 1) & mask)
            slot[at] = 0;
    }
}

static void group_workers(struct arena *a, struct plan *p)
{
    const struct instance *in = p->in;
    AUTO_ARENA tmp = arena_new(SIZE_MAX / 4);
    uint32_t most = 0, mask = 1023;
    for (uint32_t r = 0; r < in->regions.n; r++)
        most = p->worker_start[r + 1] - p->worker_start[r] > most ? p->worker_start[r + 1] - p->worker_start[r] : most;
    while (mask < most * 2)
        mask = mask * 2 + 1;
    uint32_t *slot = NEW_ARRAY(tmp, uint32_t, (size_t)mask + 1);
    p->group_of = NEW_ARRAY(a, uint32_t, in->n_workers);
    p->group_start = NEW_ARRAY(a, uint32_t, (size_t)in->regions.n + 1);
    p->post = NEW_ARRAY(a, struct post, in->n_ranked);
    for (uint32_t r = 0; r < in->regions.n; r++)
        number_groups(p, r, slot, mask);
}

void plan_make(struct arena *a, const struct instance *in, struct plan *ret)
{
    *ret = (struct plan){.in = in};
    number_lines(a, ret);
    sort_workers_by_region(a, ret);
    group_workers(a, ret);
}

/* ---- lists ---- */

struct part {
    uint32_t *line, *job; /* by stage and distance, else in base order */
    uint32_t start[STAGES + 1];
};

struct by_agency {
    uint32_t agency;
    struct part own, others; /* lines of this agency; lines of the others */
};


/* Merge the region's own lines and those of every region, both in base order. */
static void see_lines(struct lists *x, uint32_t region, bool listed_only)
{
    const struct plan *p = x->plan;
    uint32_t i = p->region_start[region], i_end = p->region_start[region + 1], j = p->star_start;
    x->line = NEW_ARRAY(x->scratch, uint32_t, i_end - i + p->n - j);
    while (i < i_end || j < p->n) {
        bool own = j == p->n;
        if (i < i_end && j < p->n) {
            const struct line *a = &p->in->line[p->opening[i].file_line], *b = &p->in->line[p->opening[j].file_line];
            own = a->stage != b->stage ? a->stage < b->stage
                  : a->wage != b->wage ? a->wage > b->wage
                                       : str_compare(a->id, b->id) < 0;
        }
        uint32_t next = own ? i++ : j++;
        if (!listed_only || p->opening[next].listed)
            x->line[x->n++] = next;
    }
}

/* Number the agencies of the lines in view. */
static void number_agencies(struct lists *x)
{
    const struct plan *p = x->plan;
    x->agency = NEW_ARRAY(x->scratch, uint32_t, x->n);
    x->line_agency = NEW_ARRAY(x->scratch, uint32_t, x->n);
    uint32_t mask = 63;
    while (mask < x->n * 2)
        mask = mask * 2 + 1;
    uint32_t *slot = NEW_ARRAY(x->scratch, uint32_t, (size_t)mask + 1);
    for (uint32_t i = 0; i < x->n; i++) {
        uint32_t agency = p->opening[x->line[i]].agency, at = agency * 2654435761u >> 7 & mask;
        while (slot[at] != 0 && x->agency[slot[at] - 1] != agency)
            at = (at + 1) & mask;
        if (slot[at] == 0) {
            x->agency[x->n_agencies] = agency;
            slot[at] = ++x->n_agencies;
        }
        x->line_agency[i] = slot[at] - 1;
    }
}

struct lists lists_of_region(struct arena *scratch, const struct plan *p, uint32_t region, bool listed_only)
{
    struct lists x = {.plan = p, .scratch = scratch, .mask = 255, .skips = listed_only};
    see_lines(&x, region, listed_only);
    for (uint32_t i = 0; i < x.n; i++)
        x.stage_start[p->opening[x.line[i]].stage] = i + 1;
    for (uint32_t s = 1; s <= STAGES; s++)
        if (x.stage_start[s] == 0)
            x.stage_start[s] = x.stage_start[s - 1];
    number_agencies(&x);
    x.first_group = p->group_start[region];
    x.group = NEW_ARRAY(scratch, struct group *, p->group_start[region + 1] - x.first_group);
    x.by_agency = NEW_ARRAY(scratch, struct by_agency *, (size_t)x.mask + 1);
    return x;
}

struct reach {
    int64_t metres;
    uint32_t index; /* into lists.agency */
};

static int compare_reach(const void *x, const void *y)
{
    const struct reach *a = x, *b = y;
    return a->metres < b->metres ? -1 : a->metres > b->metres;
}

/* Distance from one agency to each agency in view (section 6.3: 0 to itself, far when unknown). */
static void find_reach(const struct lists *x, uint32_t from, struct reach *reach)
{
    const struct instance *in = x->plan->in;
    uint32_t begin = in->near_start[from], end = in->near_start[from + 1];
    uint32_t mask = 63;
    while (mask < (end - begin) * 2)
        mask = mask * 2 + 1;
    uint32_t *slot = NEW_ARRAY(x->scratch, uint32_t, (size_t)mask + 1);
    for (uint32_t i = begin; i < end; i++) {
        uint32_t at = in->near[i].agency * 2654435761u >> 7 & mask;
        while (slot[at] != 0)
            at = (at + 1) & mask;
        slot[at] = i + 1;
    }
    for (uint32_t i = 0; i < x->n_agencies; i++) {
        uint32_t to = x->agency[i], at = to * 2654435761u >> 7 & mask;
        while (slot[at] != 0 && in->near[slot[at] - 1].agency != to)
            at = (at + 1) & mask;
        int64_t metres = slot[at] == 0 ? DISTANCE_UNKNOWN : in->near[slot[at] - 1].metres;
        reach[i] = (struct reach){to == from ? 0 : metres, i};
    }
}

/* Equal distances share a rank, so that wage and id decide between their lines. Returns how many ranks. */
static uint32_t rank_reach(const struct lists *x, uint32_t from, uint32_t *rank)
{
    struct reach *reach = NEW_ARRAY(x->scratch, struct reach, x->n_agencies);
    find_reach(x, from, reach);
    qsort(reach, x->n_agencies, sizeof *reach, compare_reach);
    uint32_t n = 0;
    for (uint32_t i = 0; i < x->n_agencies; i++) {
        if (i > 0 && reach[i].metres != reach[i - 1].metres)
            n++;
        rank[reach[i].index] = n;
    }
    return n + 1;
}

static void part_new(const struct lists *x, struct part *part)
{
    part->line = NEW_ARRAY(x->scratch, uint32_t, x->n);
    part->job = NEW_ARRAY(x->scratch, uint32_t, x->n);
}

/* Sort what the region sees by stage and distance from this agency, its own lines apart. */
static struct by_agency *make_by_agency(const struct lists *x, uint32_t agency)
{
    struct by_agency *b = NEW(x->scratch, struct by_agency);
    b->agency = agency;
    part_new(x, &b->own);
    part_new(x, &b->others);
    uint32_t *rank = NEW_ARRAY(x->scratch, uint32_t, x->n_agencies);
    uint32_t ranks = rank_reach(x, agency, rank);
    uint32_t *count = NEW_ARRAY(x->scratch, uint32_t, (size_t)ranks * STAGES + 1);
    uint32_t *sorted = NEW_ARRAY(x->scratch, uint32_t, x->n);
    const struct opening *opening = x->plan->opening;
    for (uint32_t i = 0; i < x->n; i++)
        count[(opening[x->line[i]].stage - 1u) * ranks + rank[x->line_agency[i]] + 1]++;
    for (uint32_t i = 1; i <= ranks * STAGES; i++)
        count[i] += count[i - 1];
    for (uint32_t i = 0; i < x->n; i++)
        sorted[count[(opening[x->line[i]].stage - 1u) * ranks + rank[x->line_agency[i]]]++] = x->line[i];
    uint32_t n[2] = {0};
    for (uint32_t i = 0; i < x->n; i++) {
        const struct opening *o = &opening[sorted[i]];
        struct part *part = o->agency == agency ? &b->own : &b->others;
        uint32_t at = n[part == &b->own]++;
        part->line[at] = sorted[i];
        part->job[at] = x->plan->in->line[o->file_line].job;
        part->start[o->stage] = at + 1;
    }
    for (uint32_t s = 1; s <= STAGES; s++) {
        if (b->own.start[s] == 0)
            b->own.start[s] = b->own.start[s - 1];
        if (b->others.start[s] == 0)
            b->others.start[s] = b->others.start[s - 1];
    }
    return b;
}

/* Append the part's lines of stage s (from 0) with this job, or with any other. Returns the new end. */
static uint32_t append(uint32_t *to, uint32_t n, const struct part *part, uint32_t s, uint32_t job, bool same)
{
    for (uint32_t i = part->start[s]; i < part->start[s + 1]; i++) {
        to[n] = part->line[i];
        n += (part->job[i] == job) == same;
    }
    return n;
}

/* Set the places [from, to) of one tier to be passed over where nobody of the tier can be kept any more. */
static void pass_over_dead(struct group *l, const struct plan *p, uint32_t from, uint32_t to, unsigned tier)
{
    uint32_t next = to;
    for (uint32_t i = to; i-- > from;) {
        const struct opening *o = &p->opening[l->line[i]];
        bool dead = (tier == 1 ? o->first_limit : o->limit) <= priority_key(tier, 0);
        next = dead ? next : i;
        l->skip[i] = next;
        if (l->fresh_skip != NULL)
            l->fresh_skip[i] = next;
    }
}

/* By tier: own post, same job elsewhere, other job here, the rest; else the order stays. */
void group_fill_tiers(struct group *l, const struct plan *p, uint32_t s, unsigned tiers)
{
    const struct by_agency *b = l->by_agency;
    uint32_t n = l->filled[s] == 0 ? l->stage_start[s] : l->tier_end[s][l->filled[s] - 1];
    uint32_t behind = l->line[l->stage_start[s + 1]];
    for (unsigned tier = l->filled[s] + 1u; tier <= tiers; tier++) {
        const struct part *part = tier == 1 || tier == 3 ? &b->own : &b->others;
        uint32_t from = n;
        n = l->tier_end[s][tier - 1] = append(l->line, n, part, s, l->job, tier <= 2);
        if (l->skip != NULL)
            pass_over_dead(l, p, from, n, tier);
    }
    l->filled[s] = (uint8_t)tiers;
    l->line[l->stage_start[s + 1]] = behind; /* append writes before it looks */
}

static struct group *make_group(const struct lists *x, const struct by_agency *b, uint32_t job)
{
    struct group *l = NEW(x->scratch, struct group);
    l->job = job;
    l->n = x->n;
    l->by_agency = b;
    l->line = NEW_ARRAY(x->scratch, uint32_t, (size_t)x->n + 1);
    l->skip = x->skips ? NEW_ARRAY(x->scratch, uint32_t, (size_t)x->n + 1) : NULL;
    for (uint32_t i = 0; l->skip != NULL && i <= x->n; i++)
        l->skip[i] = i;
    memcpy(l->stage_start, x->stage_start, sizeof l->stage_start);
    return l;
}

static void grow_agencies(struct lists *x)
{
    uint32_t mask = x->mask * 4 + 3;
    struct by_agency **table = NEW_ARRAY(x->scratch, struct by_agency *, (size_t)mask + 1);
    for (uint32_t i = 0; i <= x->mask; i++) {
        if (x->by_agency[i] == NULL)
            continue;
        uint32_t at = x->by_agency[i]->agency * 2654435761u >> 7 & mask;
        while (table[at] != NULL)
            at = (at + 1) & mask;
        table[at] = x->by_agency[i];
    }
    x->by_agency = table;
    x->mask = mask;
}

static struct by_agency *find_by_agency(struct lists *x, uint32_t agency)
{
    uint32_t at = agency * 2654435761u >> 7 & x->mask, tried = 0;
    for (; x->by_agency[at] != NULL; at = (at + 1) & x->mask, tried++)
        if (x->by_agency[at]->agency == agency)
            return x->by_agency[at];
    if (tried > 32) {
        grow_agencies(x);
        return find_by_agency(x, agency);
    }
    return x->by_agency[at] = make_by_agency(x, agency);
}

struct group *lists_make_group(struct lists *x, uint32_t group)
{
    const struct post *post = &x->plan->post[group];
    return x->group[group - x->first_group] = make_group(x, find_by_agency(x, post->agency), post->job);
}
