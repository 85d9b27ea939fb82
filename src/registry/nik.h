/*
 * nik.h: the 16 digits of a NIK, PP KK CC DDMMYY SSSS, and what can be said about them without asking anybody
 * (domain/rules.md section 7.3; PP 40/2019 art. 30(2)). A NIK never changes and is never repaired.
 */
#pragma once
#include "kernel/date.h"

struct arena;

enum nik_fault { NIK_FINE, NIK_BAD_LENGTH, NIK_BAD_SIGN, NIK_BAD_REGION, NIK_BAD_DATE, NIK_BAD_SERIAL };

enum { /* warnings, a set of bits */
    NIK_OLD_REGION = 1,  /* kecamatan not in our table of its kabupaten: perhaps an old or split region */
    NIK_HIGH_SERIAL = 2, /* above 0999: rare */
    NIK_UNIFORM = 4      /* all digits equal */
};

struct nik_parts {
    struct date birth;
    char sex; /* 'L' or 'P' */
    unsigned warnings;
};

/* The first fault of a text. On NIK_FINE *ret tells what the digits say. */
enum nik_fault nik_check(struct str nik, struct date today, struct nik_parts *ret);

/* Whether a birth date is the one in the NIK's digits 7 to 12 (day + 40 for women, two digits of the year). */
bool nik_birth_agrees(struct str nik, struct date birth);

/* "6309••••••••0006": how a NIK is shown unless its full view was asked for and logged. */
struct str nik_mask(struct arena *a, struct str nik);
