/*
 * pathway_check.h: the invariants of this module's tables, for `alihdaya check`.
 */
#pragma once
#include "kernel/actor.h"
#include "kernel/db/db.h"

err pathway_check(struct tx *tx, const struct at *at, void (*say)(void *arg, bool good, struct str line), void *arg)
    MUST_USE;
