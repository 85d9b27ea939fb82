/*
 * run_snapshot.h: the present census, plan, ceilings, choices, results and distances of one region as the files of
 * allocation.md section 15, taken in one transaction.
 */
#pragma once
#include "census_face.h"
#include "run.h"

struct snapshot_order {
    int32_t year;
    struct str seed;
    struct census_lock lock;
};
/* The seven input texts, in the transaction's arena. ERR_LIMIT when the region does not fit. */
err snapshot_take(struct tx *tx, const struct at *at, const struct snapshot_order *order, struct run_texts *ret)
    MUST_USE;

/* What an agency or a job is called in the files: its code when it fits into 20 bytes, else its number. */
struct str file_code(struct arena *a, struct str code, int64_t id);
#define NO_JOB_CODE "LAINNYA" /* of somebody whose position is only known in words */
