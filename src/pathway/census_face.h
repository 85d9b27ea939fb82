/*
 * census_face.h: what this module needs to know of the census: is it locked, when, with which fingerprint, and up
 * to which day service is counted.
 */
#pragma once
#include "kernel/actor.h"
#include "kernel/db/db.h"

struct census_lock {
    bool locked;
    int64_t id;
    struct str name, hash; /* hash: SHA-256 of the locked list */
    struct moment when;
    struct date reference; /* census reference date: months of service are counted up to it */
};
/* The newest census of the region; locked = false when there is none. */
err census_lock_of_region(struct tx *tx, const struct at *at, struct census_lock *ret) MUST_USE;
