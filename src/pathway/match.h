/*
 * match.h: worker-proposing deferred acceptance for given open seats (allocation.md section 9). The result is
 * the same for every order of asking; this order (region by region, best rank first) displaces the fewest.
 */
#pragma once
#include "pathway/plan.h"

struct match {
    struct plan *plan;
    struct arena *a;       /* heaps of the lines: kept from round to round */
    uint32_t *line;        /* per worker: the opening held, or NOTHING */
    uint32_t *cursor;      /* per worker: where its list goes on */
    uint32_t *next;        /* per worker: next one waiting in the same region */
    uint32_t *waiting;     /* per region: first of those sent away while another region was at work */
    bool *again;           /* per region: to be matched in the coming round */
    uint64_t asked;        /* pairs asked, for the report */
};

struct match match_new(struct arena *a, struct plan *p);

/* Match every region with again[r] from scratch. The other regions keep their seats; that is allowed only
 * where no line of every region has turned anybody away (match_is_linked). */
void match_run(struct match *m);

/* Whether some line open to every region is full, so that regions depend on each other. */
bool match_is_linked(const struct match *m);
