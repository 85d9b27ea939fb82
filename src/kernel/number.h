/*
 * number.h: the short numbers people read aloud and write on paper, PM-2026-0147: counted per region, kind and
 * year, without gaps as far as transactions commit.
 */
#pragma once
#include "actor.h"
#include "db/db.h"

/* The next number of a kind ("PM", "KBR"…) in a year, at least four digits, in the transaction's arena. */
err number_next(struct tx *tx, struct region_id pemda, const char *kind, int32_t year, struct str *ret) MUST_USE;
