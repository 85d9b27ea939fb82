/*
 * throttle.h: failed attempts slow down whoever makes them: per account name typed (known or not) and per
 * address. The table holds keyed hashes, so it names nobody.
 */
#pragma once
#include "../actor.h"
#include "../db/db.h"

enum throttle_kind { THROTTLE_ACCOUNT, THROTTLE_ADDRESS };

/* Until when a subject with so many failures is held off; a moment of 0 = not at all. Pure.
 * An account: from the 5th failure 1 minute, then 2, 4, 8, at most 15. An address, which may be a whole office:
 * from the 50th failure 5 minutes. */
struct moment throttle_until(enum throttle_kind kind, int64_t failures, struct moment now);

/* The subject of a name or address, e.g. (THROTTLE_ACCOUNT, "hr_officer"). */
struct str throttle_subject(struct arena *a, const struct key *key, enum throttle_kind kind, struct str who);

/* Seconds still to wait, 0 = may try. */
err throttle_wait(struct tx *tx, struct region_id region, struct str subject, struct moment now,
                  int64_t *seconds) MUST_USE;

/* Remember a failure, durably when it returns, through the side log: the attempt's own transaction rolls back.
 * ERR_BUSY when the side log is full. Not from within a transaction. */
err throttle_fail(struct db *db, struct region_id region, enum throttle_kind kind, struct str subject,
                  struct moment now) MUST_USE;

/* The same without waiting for the disk: from within a transaction. */
err throttle_note(struct db *db, struct region_id region, enum throttle_kind kind, struct str subject,
                  struct moment now) MUST_USE;

/* It went well: forget the failures. */
err throttle_clear(struct tx *tx, struct region_id region, struct str subject) MUST_USE;
