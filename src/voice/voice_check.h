/*
 * voice_check.h: the invariants of this module's tables, for `alihdaya check`.
 */
#pragma once
#include "kernel/http/http.h"

/* One line each: every answer has its day and its person, every refusal its reason, nobody waits twice. */
err voice_check(struct tx *tx, const struct at *at, void (*say)(void *arg, bool good, struct str line), void *arg) MUST_USE;
