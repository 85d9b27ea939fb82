/*
 * position_db.h: statements over position and its spellings, for this module's own files.
 */
#pragma once
#include "position.h"

err position_insert(struct tx *tx, const struct at *at, struct position *p) MUST_USE;
err position_update(struct tx *tx, const struct at *at, struct position *p) MUST_USE;
/* The position of a spelling (already an alias_key), or 0. */
err position_of_alias(struct tx *tx, const struct at *at, struct str alias_key, int64_t *ret) MUST_USE;
err position_aliases_clear(struct tx *tx, const struct at *at, int64_t position_id) MUST_USE;
err position_alias_insert(struct tx *tx, const struct at *at, int64_t position_id, struct str alias_key) MUST_USE;
