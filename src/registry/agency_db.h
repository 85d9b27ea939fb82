/*
 * agency_db.h: statements over agency and its spellings, for this module's own files.
 */
#pragma once
#include "agency.h"

err agency_insert(struct tx *tx, const struct at *at, struct agency *a) MUST_USE;
err agency_update(struct tx *tx, const struct at *at, struct agency *a) MUST_USE;
/* The agency of a spelling (already an alias_key), or 0. */
err agency_of_alias(struct tx *tx, const struct at *at, struct str alias_key, int64_t *ret) MUST_USE;
err agency_aliases_clear(struct tx *tx, const struct at *at, int64_t agency_id) MUST_USE;
err agency_alias_insert(struct tx *tx, const struct at *at, int64_t agency_id, struct str alias_key) MUST_USE;
err agency_by_code(struct tx *tx, const struct at *at, struct str code, int64_t *ret) MUST_USE; /* 0: none */

/* A page of the list in the order of names: those whose name, code or spelling begins with or holds `search`. */
err agency_page(struct tx *tx, const struct at *at, struct str search, struct agency **ret, size_t *n) MUST_USE;
