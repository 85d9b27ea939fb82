/*
 * census_face.c: the census as this module sees it.
 */
#include "census_face.h"

#include "registry/census.h"
#include "registry/registry.h"

err census_lock_of_region(struct tx *tx, const struct at *at, struct census_lock *ret)
{
    struct census_lock lock = {.reference = at->today};
    struct census c;
    TRY(registry_locked(tx, at, &lock.locked));
    err e = census_current(tx, at, &c);
    if (e == OK) {
        lock.locked = lock.locked && c.stage == STAGE_LOCKED; /* the snapshot has its fingerprint */
        lock.id = c.id;
        lock.name = c.name;
        lock.hash = c.hash;
        lock.when = c.locked;
        lock.reference = c.reference;
    } else if (e != ERR_MISSING) {
        return e;
    }
    *ret = lock;
    return OK;
}
