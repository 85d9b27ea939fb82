/*
 * scenario.h: two outcomes beside each other, and the reverse question: how much more must an agency's ceiling be
 * (allocation.md section 13). Pure: nothing here writes a placement. A ceiling is no tap: more money may reach a
 * dearer earlier line and leave a cheaper later one unpaid, so every ceiling that changes anything is tried in turn.
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

/*
 * The smallest addition to an agency's ceiling after which at most `cases` of its workers are left with ANGGARAN,
 * running the engine at every ceiling that changes anything, ascending, at most `runs` times. `in` is as before
 * when this returns. *left: how many are left at that ceiling. ERR_MISSING when no ceiling does it; ERR_LIMIT when
 * the runs were used up: *addition then is as far as the search got.
 */
err scenario_addition(struct instance *in, uint32_t agency, uint64_t cases, uint32_t runs, int64_t *addition,
                      uint64_t *left) MUST_USE;
