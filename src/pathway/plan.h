/*
 * plan.h: the plan lines as the engine works with them: permitted lines only, renumbered so that a region's
 * lines lie together and in the order in which a person without a preference of job or distance would list
 * them; and the derived lists of allocation.md section 6.3, built once per agency and job, walked lazily.
 */
#pragma once
#include "pathway/instance.h"

struct opening {
    uint32_t limit;       /* a key of tier 2 to 4 must be below it to be kept: 0 no seats, UINT32_MAX room left */
    uint32_t first_limit; /* the same for tiers 0 and 1; differs only on lines with reserves */
    int64_t wage;
    uint64_t needs;
    uint32_t file_line;   /* its number in the instance */
    uint32_t agency;
    uint32_t open;        /* k(g): seats open now */
    uint32_t held;        /* how many are kept */
    uint32_t *heap;       /* keys of those kept; a max-heap as soon as all seats are taken */
    struct reserve_line *reserve; /* instead of the heap, on lines with reserves */
    uint32_t cap;         /* room in heap */
    uint8_t stage;
    bool listed;          /* it had an open seat at some time: before, it is left out of the lists */
    bool sated;           /* jenuh: it had fewer takers than seats, so it opens nothing more */
};
_Static_assert(sizeof(struct opening) == 64, "one cache line: the walk down the lists reads nothing else");

struct plan {
    const struct instance *in;
    struct opening *opening; /* by region, then the lines open to every region */
    uint32_t n;              /* permitted lines only */
    uint32_t *number;        /* per line of the instance: its opening, or NOTHING when not permitted */
    uint32_t *region_start;  /* per region + 1; the lines of every region follow the last region's */
    uint32_t star_start;     /* == region_start[regions.n] */
    uint32_t *worker_start;  /* per region + 1: its workers in region_worker[] */
    uint32_t *region_worker; /* the workers who take part, by region, best rank first */
    uint32_t *group_of;      /* per worker who takes part: its group, those with the same region, agency and job */
    uint32_t *group_start;   /* per region + 1: its groups */
    struct post {
        uint32_t agency, job;
    } *post;                 /* per group */
};

void plan_make(struct arena *a, const struct instance *in, struct plan *ret);

/* All lines of one (agency, job) in derived order, without the income drop, which is the worker's own:
 * within a stage those that keep the income come first, in this order, then the others in this order. */
struct group {
    uint32_t job;
    uint32_t *line; /* openings; a tier of a stage is filled in when first walked: group_fill */
    uint32_t *skip; /* NULL in lists of all lines; else where to go on: itself, or further when nobody of this list can be kept any more */
    uint32_t *fresh_skip; /* the same for those who ask for the first time in the last turn; NULL before it */
    uint32_t n;
    const struct by_agency *by_agency;
    uint32_t stage_start[STAGES + 1];
    uint32_t tier_end[STAGES][4]; /* tiers 1 to 4 within each stage, as far as filled in */
    uint8_t filled[STAGES];       /* how many tiers are */
};

/* The lists of one region, built when first asked for. */
struct lists {
    const struct plan *plan;
    struct arena *scratch;
    uint32_t *line, *line_agency;  /* what the region sees, in base order; index into agency[] */
    uint32_t n;
    uint32_t *agency;              /* the agencies of those lines */
    uint32_t n_agencies;
    uint32_t stage_start[STAGES + 1];
    bool skips;                    /* only lines that had seats are listed, and walks may skip */
    uint32_t first_group;          /* of the region */
    struct group **group;          /* per group of the region, NULL before it is asked for */
    struct by_agency **by_agency;  /* hash table of the workers' agencies */
    uint32_t mask;
};

/* Lists of the region; `listed_only` leaves out lines that never had an open seat and would turn
 * everybody away. Everything is in `scratch`. */
struct lists lists_of_region(struct arena *scratch, const struct plan *p, uint32_t region, bool listed_only);
struct group *lists_make_group(struct lists *x, uint32_t group);
static inline struct group *lists_group(struct lists *x, uint32_t worker)
{
    uint32_t group = x->plan->group_of[worker];
    struct group *l = x->group[group - x->first_group];
    return l != NULL ? l : lists_make_group(x, group);
}

/* Fill in the tiers up to `tiers` (1 to 4) of a stage (from 0). Lines that by now can keep nobody of a tier are set to
 * be passed over. */
void group_fill_tiers(struct group *l, const struct plan *p, uint32_t stage, unsigned tiers);
static inline void group_fill(struct group *l, const struct plan *p, uint32_t stage, unsigned tiers)
{
    if (l->filled[stage] < tiers)
        group_fill_tiers(l, p, stage, tiers);
}

/* Where a position in a walk over a group's list lies. A walk has 2 n positions: each stage is passed twice,
 * first for lines that keep the income, then for the others. */
struct spot {
    uint32_t at, end;   /* index into group.line; end of the stage */
    uint32_t stage;     /* from 0 */
    bool drop;          /* second pass */
};
static inline struct spot group_spot(const struct group *l, uint32_t position)
{
    uint32_t s = 0;
    while (position >= 2 * l->stage_start[s + 1])
        s++;
    uint32_t from = l->stage_start[s], end = l->stage_start[s + 1], off = position - 2 * from;
    bool drop = off >= end - from;
    return (struct spot){from + off - (drop ? end - from : 0), end, s, drop};
}
static inline uint32_t spot_position(const struct group *l, struct spot s)
{
    uint32_t from = l->stage_start[s.stage];
    return 2 * from + (s.at - from) + (s.drop ? s.end - from : 0);
}
