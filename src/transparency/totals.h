/*
 * totals.h: the figures that everybody may see: people by pathway, small cells hidden. Read through the register's
 * totals, for the whole region, whoever asks: they are the same for the press, the council and a worker.
 */
#pragma once
#include "kernel/http/http.h"
#include "registry/worker.h"
#include "suppress.h"

struct public_totals {
    struct cell group[GROUP_COUNT]; /* active people by pathway group; GROUP_LEFT are those who left */
    struct cell people;             /* everybody in the census who still takes part: the sum without GROUP_LEFT */
    struct cell settled;            /* of them with a pathway */
};
err public_totals_get(struct tx *tx, const struct at *at, struct public_totals *ret) MUST_USE;

/* Pure: from plain figures to what may be published. */
void public_totals_of(const int64_t group[GROUP_COUNT], struct public_totals *ret);
