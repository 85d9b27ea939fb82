/*
 * region.h: the regional governments of this database and their settings. Every row of every other module belongs
 * to one of them.
 */
#pragma once
#include "actor.h"
#include "db/db.h"

/* The region with this id, code ("63.09") or host name (lower case, without port). Texts live in the transaction's
 * arena. ERR_MISSING. */
err region_load(struct tx *tx, int64_t id, struct region *ret) MUST_USE;
err region_by_code(struct tx *tx, struct str code, struct region *ret) MUST_USE;
/* With a single region in the database every host is that one; an unknown host with several is ERR_MISSING. */
err region_by_host(struct tx *tx, struct str host, struct region *ret) MUST_USE;

/* All regions by code, at most `limit`. */
err region_list(struct tx *tx, struct region *ret, size_t limit, size_t *n) MUST_USE;

/* A new region with r->code, name, short_name, zone and demo; `host` may be empty. Sets r->id.
 * ERR_STALE: the code is taken. */
err region_add(struct tx *tx, struct region *r, struct str host, struct moment now) MUST_USE;

/* A named setting of the region; `otherwise` when it was never set. */
err region_setting(struct tx *tx, struct region_id pemda, const char *name, struct str otherwise,
                   struct str *ret) MUST_USE;
err region_setting_set(struct tx *tx, struct region_id pemda, const char *name, struct str value) MUST_USE;
