/*
 * lottery_db.h: statements of the lottery.
 */
#pragma once
#include "lottery.h"

err lottery_insert(struct tx *tx, const struct at *at, int32_t year, struct str commitment) MUST_USE;
err lottery_note_draw(struct tx *tx, const struct at *at, const struct lottery *l) MUST_USE;
err lottery_note_open(struct tx *tx, const struct at *at, int32_t year, int64_t version, struct str word,
                      struct str seed) MUST_USE;
