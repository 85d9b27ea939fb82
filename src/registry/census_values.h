/*
 * census_values.h: from a cell to a value: repair what is certain, ask about the rest, never guess
 * (domain/census.md section 4). Pure: the day of today is an argument.
 */
#pragma once
#include "census_report.h"
#include "kernel/rupiah.h"
#include "nik.h"

enum { CENSUS_SAYS_MAX = 64 };

/* What was said about one row; texts live as long as the row's arena. */
struct census_says {
    struct arena *arena;
    struct census_line list[CENSUS_SAYS_MAX];
    size_t n;
    enum census_level worst;
};
void census_says_clear(struct census_says *s);
/* Say a code beside a column; x, y, z of the sentence and the value as it stood. */
void census_say(struct census_says *s, enum census_column column, enum census_code code, struct str x, struct str y,
                struct str value);
bool census_said(const struct census_says *s, enum census_column column, enum census_code code);

/* How values of this file are read. */
struct census_reading {
    struct date today;
    bool month_first; /* the officer's choice on the mapping screen; default day first */
    bool date1904;
};

/* Blanks collapsed (also U+00A0, U+200B), ends trimmed; a view when there is nothing to do. */
struct str census_tidy(struct arena *a, struct str s);

/* Excel error and formula without result: says so. False: there is no value to read. */
bool census_cell_usable(const struct cell *c, enum census_column column, struct census_says *says);

/* The 16 digits, or a fault said and false; warnings and repairs said too. `parts` tells what the digits mean. */
bool census_nik(const struct cell *c, struct date today, struct str *nik, struct nik_parts *parts,
                struct census_says *says);

struct census_name {
    struct str name, before, after; /* titles before and after, without blanks at the ends */
};
/* Split titles off and refuse signs that no name has. */
bool census_name_read(const struct cell *c, struct census_name *ret, struct census_says *says);

/* A date of `column`. DATE_NONE with true: the cell is empty (nothing said). */
bool census_date(const struct cell *c, enum census_column column, const struct census_reading *how, struct date *ret,
                 struct census_says *says);

/* "Tanjung, 04-02-1984": cut at the last comma into place and a cell for the date. */
void census_split_birth(const struct cell *both, struct str *place, struct cell *date);

/* The monthly wage; false when empty or unreadable (said). */
bool census_wage(const struct cell *c, struct rupiah *ret, struct census_says *says);

char census_sex(const struct cell *c, struct census_says *says);          /* 'L', 'P', 0 */
struct str census_education(const struct cell *c, struct census_says *says); /* "SD" … "S3" or "" */
struct str census_category(const struct cell *c, struct census_says *says);  /* "THK2" … "LAIN" or "" */
struct str census_fund(struct arena *a, struct str text);                    /* "APBD" … "LAIN" or "" */

struct census_remark {
    bool left, asn;
};
struct census_remark census_remark_read(const struct cell *c, struct census_says *says);

/* Letters broken by a wrong encoding: U+FFFD, "Ã", "â€". */
bool census_text_broken(struct str s);

/* "5 Juni 1990" and "Rp1.750.000" as texts of the arena. */
struct str census_date_words(struct arena *a, struct date d);
struct str census_rupiah_words(struct arena *a, struct rupiah r);
