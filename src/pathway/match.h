/*
 * match.h: worker-proposing deferred acceptance for given open seats (allocation.md section 9). The result is
 * the same for every order of asking; this order displaces the fewest and repeats the least from round to round:
 * region by region, stage by stage, tier by tier, best rank first, lines open to every region last.
 */
#pragma once
#include "pathway/plan.h"

struct match {
    struct plan *plan;
    struct arena *a;       /* heaps of the lines: kept from round to round */
    uint32_t *line;        /* per worker: the opening held, or NOTHING */
    uint32_t *cursor;      /* per worker: where its list goes on */
    uint64_t asked;        /* pairs asked and accepted for the time being, for the report */
    bool *again;           /* per region: its own lines changed, so it is matched anew in the coming round */
    /* Only where some line is open to every region: */
    uint32_t *next;        /* per worker: next one waiting in the same region */
    uint32_t *waiting;     /* per region: first of those sent away while another region was at work */
    bool stars_grew;       /* such a line opened further seats since the last round */
    bool *late;            /* per region: seats may grow in a later round, so it is matched last */
    bool *touched;         /* per region: somebody of it asked since it was saved */
    uint32_t *has_spare;   /* per agency: last region + 1 in which it had money to give back */
    uint32_t *saved_line, *saved_cursor; /* per worker: as they were before anybody of a late region asked such
                                            a line */
};

struct match match_new(struct arena *a, struct plan *p);

/* Match everybody for the open seats of the plan. A region without again[r] repeats what it did before. */
void match_run(struct match *m);
