/*
 * open_region.h: making a region in a database file: the schema, the region's row, the first administrator.
 * Shared by `init` and `demo`.
 */
#pragma once
#include "kernel/actor.h"
#include "kernel/db/db.h"
#include "kernel/fault.h"
#include "registry/regions.h"

struct new_region {
    struct db *db; /* open; the caller closes it */
    struct region region;
    struct str password; /* of the first administrator, shown once; for a demo the known one */
};

/* ERR_INVALID when the region is already there (said in `why`), ERR_IO when the file cannot be made. */
err region_make(const char *db_name, const struct region_place *place, bool demo, struct arena *arena,
                struct new_region *ret, struct faults *why) MUST_USE;

void say_faults(const struct faults *f); /* on standard error, a line each */
