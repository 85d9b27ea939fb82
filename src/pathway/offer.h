/*
 * offer.h: offers beyond what pathway.h gives to the worker's pages: made by a publication, or by hand for stages 3
 * to 5, which are no seats of the allocation.
 */
#pragma once
#include "pathway.h"
#include "plan_line.h"
#include "registry/worker.h"

struct offer_order {
    const struct plan_line *line;
    int64_t run_id; /* 0: by hand */
    struct str reason; /* TURUN_UPAH or empty */
    struct str words;  /* of the history and of the offer */
    struct str document;
};
/* Offer a line to a worker: an older open offer is withdrawn, the person stands on the line's pathway, state
 * `ditawarkan`. Totals go to `t`, or are written at once when it is NULL. */
err offer_make(struct tx *tx, const struct at *at, struct worker *w, const struct offer_order *o, struct tally *t)
    MUST_USE;
/* By hand: stages 3 to 5 only, while the line has room, never for somebody who is seated. Faults beside `baris`
 * and `alasan`. */
err offer_by_hand(struct tx *tx, const struct at *at, struct worker *w, struct str line_code, struct str words,
                  struct faults *f) MUST_USE;
/* Withdraw what waits for this person's answer: they left, or they passed a selection. */
err offer_close(struct tx *tx, const struct at *at, const struct worker *w) MUST_USE;
/* Days a worker has to answer; region setting tawaran.hari. */
int64_t offer_days(struct tx *tx, const struct at *at);
/* Days until an unresolved case is looked at; region setting kasus.hari. */
int64_t case_days(struct tx *tx, const struct at *at);
