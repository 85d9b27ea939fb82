/*
 * objection_db.h: the statements of objections, for this module's own files.
 */
#pragma once
#include "objection.h"

/* ERR_STALE when the person has an open one already. */
err objection_insert(struct tx *tx, const struct at *at, struct objection *o) MUST_USE;
/* Names the version; ERR_STALE when it moved or the state is no longer `menunggu`. */
err objection_update_state(struct tx *tx, const struct at *at, const struct objection *o) MUST_USE;
