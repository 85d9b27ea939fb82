/*
 * allocate.h: the allocation engine (allocation.md): every non-ASN worker gets exactly one outcome. Pure: the
 * same instance gives the same bytes, on any machine and in any order of rows.
 */
#pragma once
#include "pathway/instance.h"

struct buf;

enum reason {
    REASON_NONE,
    REASON_INCOME_DROP,     /* TURUN_UPAH: placed, but below the last wage */
    REASON_NO_LINE,         /* TANPA_BARIS: not eligible for any line */
    REASON_BUDGET,          /* ANGGARAN: an eligible line has seats nobody paid for */
    REASON_LOST_PRIORITY,   /* KALAH_PRIORITAS */
    REASON_NIK_INVALID,     /* NIK_TIDAK_SAH */
    REASON_NIK_DOUBLE,      /* NIK_GANDA */
};
extern const char *const reason_code[]; /* as written in hasil.csv */

struct outcome {
    uint32_t *line;     /* per worker: line of the instance, or NOTHING */
    uint32_t *position; /* per worker: pilihan_ke, from 1; 0 without a line */
    uint8_t *tier;      /* per worker: tingkat at the line */
    uint8_t *reason;    /* per worker: enum reason */
    uint32_t *filled;   /* per line: terisi */
    int64_t *shortfall; /* per agency: with less than this more in its ceiling not one decision changes; INT64_MAX: never */
    uint32_t rounds;    /* of opening seats, section 7 */
    uint64_t asked;     /* pairs of worker and line asked */
};

/* Place everybody. The outcome lives in `a`. */
void allocate(struct arena *a, const struct instance *in, struct outcome *ret);

/* hasil.csv and bukaan.csv. */
void outcome_write_results(const struct instance *in, const struct outcome *o, struct buf *out);
void outcome_write_openings(const struct instance *in, const struct outcome *o, struct buf *out);

/* The status column: TEMPAT, ASN, BELUM or KARANTINA. */
const char *outcome_status(const struct instance *in, const struct outcome *o, uint32_t worker);
