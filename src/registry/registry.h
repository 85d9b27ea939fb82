/*
 * registry.h: the few things every file of this module asks: is the census locked, since when may nobody be
 * appointed, how is a spelling compared. Read registry_module.c for what the module offers.
 */
#pragma once
#include "kernel/actor.h"
#include "kernel/db/db.h"

/* Whether the region's census is a locked snapshot (rules.md 1.3): its fields are then changed only on request. */
err registry_locked(struct tx *tx, const struct at *at, bool *ret) MUST_USE;

/* The day since which no non-ASN may be appointed (asn.freeze_from, UU 20/2023 art. 66); DATE_NONE when the rule
 * book does not say. */
err registry_frozen_from(struct tx *tx, const struct at *at, struct date *ret) MUST_USE;

/* The day by which everybody is to have a pathway: the region's own setting or policy value, else the last day of the
 * year. */
struct date registry_settle_by(struct tx *tx, const struct at *at);

/* How spellings of agencies and positions are compared: lower case, blanks collapsed. */
struct str alias_key(struct arena *a, struct str written);

/* Walk "Diskominfo; Dinas Kominfo" part by part, trimmed, empty parts skipped. */
bool alias_next(struct str *rest, struct str *ret);

enum { ALIASES_MAX = 30 };

/* The spellings of a record other than its own name and code, joined by "; " for the form. `sql` selects them by
 * region and id. */
err aliases_read(struct tx *tx, const struct at *at, const struct sql *sql, int64_t id, struct str name, struct str code,
                 struct str *ret) MUST_USE;
