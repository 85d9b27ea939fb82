/*
 * scenario.h: two outcomes beside each other (allocation.md section 13): seats opened and closed by agency and job,
 * workers moved, unresolved by reason, rupiah. Pure: nothing here writes a placement.
 */
#pragma once
#include "pathway/allocate.h"

/* What differs for one agency and job. Codes as in the files. */
struct seat_shift {
    struct str agency, job;
    int64_t opened, closed; /* filled seats more and fewer, over its lines */
    int64_t cost;           /* rupiah for the budget period, more (or less, negative) */
};

struct comparison {
    struct seat_shift *shift; /* only those that differ, by agency and job code */
    size_t n_shifts;
    uint64_t gained, lost, moved; /* workers: got a place, lost it, have another one */
    int64_t by_reason[8];         /* change in the count of each enum reason */
    int64_t unresolved;           /* change in BELUM and KARANTINA together */
    int64_t cost;                 /* change in rupiah over all agencies */
};

/* Compare an outcome with its base: workers and lines are found by their ids, so rows may differ. Lives in `a`. */
void scenario_compare(struct arena *a, const struct instance *base, const struct outcome *was,
                      const struct instance *now, const struct outcome *is, struct comparison *ret);
