/*
 * audit.h: every change leaves its line, in the same transaction, append-only and chained per region with
 * SHA-256. audit_write only notes the line; the kernel writes the notes as the last statements of the
 * transaction, because taking the region's head decides the order of the chain.
 */
#pragma once
#include "../actor.h"
#include "../db/db.h"

/* Note that `at->who` did `action` ("worker.ubah": record kind, dot, verb) to the record `id`. `detail` says what
 * changed in words or as before/after, without NIK, phone or account number; may be empty. */
err audit_write(struct tx *tx, const struct at *at, const char *action, int64_t id, struct str detail) MUST_USE;

/* Somebody looked at a person's data (masked value shown, page of a person opened, export): `action` like
 * "worker.lihat". From a GET it goes to the side log; ERR_LIMIT when that is full. */
err audit_view(struct tx *tx, const struct at *at, const char *action, int64_t id, struct str detail) MUST_USE;

/* The same where no transaction is at hand, or the one at hand will be rolled back: refused attempts, failed
 * sign-in. Texts longer than the side log takes (name 127, action 47, detail 239 bytes) are cut. */
err audit_side(struct db *db, const struct at *at, const char *action, int64_t id, struct str detail) MUST_USE;

/* The kernel's: append the noted lines. Called once before each writing savepoint is released. */
err audit_flush(struct tx *tx) MUST_USE;

/* Recompute the chain of a region. `broken` gets the number of the first wrong line, or 0. */
err audit_check(struct tx *tx, struct region_id region, int64_t *broken, int64_t *lines) MUST_USE;

struct audit_line {
    int64_t number; /* in the region, from 1 */
    struct moment when;
    struct str who, role, action, detail;
    int64_t record;
};
/* Lines of one record kind and id (kind "" = any), newest first, below `before` (0 = from the newest). */
err audit_of_record(struct tx *tx, struct region_id region, struct str kind, int64_t record, int64_t before,
                    size_t limit, struct audit_line *ret, size_t *n) MUST_USE;
