/*
 * ceiling_search.h: the reverse question of allocation.md section 13: the smallest addition to an agency's ceiling
 * that lowers its cases of ANGGARAN to n. More money can also move a seat elsewhere (P9), so there is no bisection:
 * the run is repeated at each ceiling at which one more seat of some line becomes affordable, from below.
 */
#pragma once
#include "run.h"

struct ceiling_need {
    bool found;          /* within `most` repetitions */
    int64_t ceiling;     /* rupiah, where the search ended */
    int64_t addition;    /* over the present one */
    int64_t cases_now, cases; /* people of the agency left for want of money: now, and there */
    int64_t people_left; /* everybody unresolved in the whole region there */
};

/* Pure: text in, answer out. ERR_INVALID: the texts cannot be read, the faults say why. */
err ceiling_search(struct arena *a, const struct run_texts *t, struct str agency_code, int64_t cases, int most,
                   struct ceiling_need *ret, struct faults *f) MUST_USE;
