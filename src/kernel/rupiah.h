/*
 * rupiah.h: whole rupiah in 64 bits, never a fraction, never floating point. Multiplying and dividing is only
 * possible through functions that name their rounding.
 */
#pragma once
#include "str.h"

struct buf;

struct rupiah {
    int64_t v;
};

/* Bound of every single amount that enters: 10^15, a hundred times the largest regional budget. Sums of up to
 * 9,000 such amounts fit in 64 bits. */
#define RUPIAH_MAX INT64_C(1000000000000000)

struct rupiah rupiah_add(struct rupiah a, struct rupiah b); /* overflow is a bug and stops the process */
struct rupiah rupiah_sub(struct rupiah a, struct rupiah b);
struct rupiah rupiah_times(struct rupiah a, int64_t count);

/* a * num / den, rounded half away from zero. den > 0. */
struct rupiah rupiah_mul_div_round(struct rupiah a, int64_t num, int64_t den);
/* a * num / den, towards minus infinity. den > 0. */
struct rupiah rupiah_mul_div_floor(struct rupiah a, int64_t num, int64_t den);

/* "Rp1.234.567", negative as "−Rp1.234.567" (U+2212). */
void rupiah_write(struct buf *out, struct rupiah r);
/* "1.234.567": what a form field shows. */
void number_write(struct buf *out, int64_t v);
/* "Rp1,2 miliar", "Rp67,3 M" style for tiles only: one decimal, rounded half up, juta/miliar/triliun. */
void rupiah_write_short(struct buf *out, struct rupiah r);

/* What a person types: blanks, "Rp", dots as thousands accepted and ignored ("Rp 1.500.000" = 1500000).
 * False: not a whole amount between 0 and RUPIAH_MAX. */
bool rupiah_parse(struct str s, struct rupiah *ret) MUST_USE;
