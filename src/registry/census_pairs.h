/*
 * census_pairs.h: decisions about possible duplicates (census.md section 6): two records side by side, decided by a
 * person. "Two people" is never asked again; "one person" keeps one record and the other becomes an engagement.
 */
#pragma once
#include "census_import.h"

struct census_pair_record {
    int64_t id, version, import_id;
    enum census_pair_kind kind;
    int32_t points;
    int64_t seq[2], worker[2], agency[2]; /* seq -1: a record of the register */
    struct packed side[2];
    struct str state, reason; /* terbuka sama_a sama_b berbeda tanya */
    struct date due;
};

err census_pair_get(struct tx *tx, const struct at *at, int64_t id, struct census_pair_record *ret) MUST_USE;
/* Open ones, the gravest first; import_id 0 = of all imports. */
err census_pairs_open(struct tx *tx, const struct at *at, int64_t import_id, size_t limit,
                      struct census_pair_record **ret, size_t *n) MUST_USE;
struct census_pair_counts {
    int64_t open, decided, asked;
};
/* Only the open ones, for the number in the menu of every page: counts what waits, not what was ever decided. */
int64_t census_pairs_waiting(struct tx *tx, const struct at *at);
err census_pair_count(struct tx *tx, const struct at *at, struct census_pair_counts *ret) MUST_USE;
/* The next open pair behind `id` in the order of the list, 0 when there is none. */
err census_pair_next(struct tx *tx, const struct at *at, int64_t id, int64_t *ret) MUST_USE;

/* decision: sama_a sama_b berbeda tanya; a reason is always given. ERR_STALE when somebody decided first. */
err census_pair_decide(struct tx *tx, const struct at *at, struct census_pair_record *p, struct str decision,
                       struct str reason, struct faults *f) MUST_USE;
