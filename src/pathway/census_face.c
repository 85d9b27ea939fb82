/*
 * census_face.c: the census as this module sees it.
 */
#include "census_face.h"

#include "kernel/buf.h"
#include "kernel/region.h"
#include "registry/registry.h"

err census_lock_of_region(struct tx *tx, const struct at *at, struct census_lock *ret)
{
    struct census_lock lock = {.reference = at->today};
    struct str day;
    TRY(registry_locked(tx, at, &lock.locked));
    TRY(region_setting(tx, at->pemda, "sensus.tanggal_acuan", S(""), &day));
    if (day.n > 0)
        (void)!date_parse_iso(day, &lock.reference);
    *ret = lock;
    return OK;
}

err census_quarantine_rows(struct tx *tx, const struct at *at, const struct census_lock *lock, struct str agency,
                           struct buf *out)
{
    (void)tx, (void)at, (void)lock, (void)agency, (void)out;
    return OK;
}
