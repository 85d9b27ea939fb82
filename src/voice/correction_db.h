/*
 * correction_db.h: the statements of corrections, for this module's own files.
 */
#pragma once
#include "correction.h"

err correction_insert(struct tx *tx, const struct at *at, struct correction *c) MUST_USE;
/* ERR_STALE when the version moved or it was decided already. */
err correction_update_decided(struct tx *tx, const struct at *at, const struct correction *c) MUST_USE;
/* How many open requests of this worker for this field. */
err correction_open_count(struct tx *tx, const struct at *at, int64_t worker_id, struct str field, int64_t *ret) MUST_USE;
