/*
 * census_columns.h: the columns a census file may have, how offices head them, and how a heading row is found
 * and matched (domain/census.md sections 2 and 3.5).
 */
#pragma once
#include "kernel/text/xlsx_read.h"

enum census_column {
    COL_NONE = -1, /* not used */
    COL_NO,
    COL_NIK,
    COL_NAME,
    COL_BIRTH_PLACE,
    COL_BIRTH_DATE,
    COL_BIRTH_BOTH, /* place and date in one cell, split at the last comma */
    COL_SEX,
    COL_EDUCATION,
    COL_AGENCY,
    COL_UNIT,
    COL_JOB,
    COL_CATEGORY,
    COL_START,
    COL_SK_NUMBER,
    COL_SK_DATE,
    COL_SK_END,
    COL_SIGNER,
    COL_FUND,
    COL_WAGE,
    COL_THK2_NUMBER,
    COL_FAMILY_CARD,
    COL_NPWP,
    COL_BPJS,
    COL_PHONE,
    COL_ADDRESS,
    COL_REMARK,
    COL_COUNT
};

enum { CENSUS_COLUMNS_MAX = 256 };

struct census_column_info {
    const char *code;     /* "nik": the canonical name in reports and exports */
    const char *heading;  /* "NIK": as shown to people and written by exports */
    const char *variants; /* normalised, separated by | */
    bool required;
};
extern const struct census_column_info census_columns[COL_COUNT];

enum census_column census_column_by_code(struct str code); /* COL_NONE: no such code */

/* Lower case, line breaks to blanks, text in parentheses dropped, . , : * / _ - to blanks, blanks collapsed. */
struct str census_heading_key(struct arena *a, struct str heading);
enum census_column census_column_of(struct str heading_key); /* COL_NONE: not known */

/* The officer's own choice for a heading, remembered per region. */
struct census_override {
    struct str heading;         /* as in the file */
    enum census_column column; /* COL_NONE: leave this column out */
};

/* What the columns of one sheet mean. */
struct census_map {
    size_t n;                                       /* columns up to the last heading */
    struct str heading[CENSUS_COLUMNS_MAX];         /* as in the file, "upper lower" when there are two rows */
    enum census_column column[CENSUS_COLUMNS_MAX];  /* meaning of each */
    int32_t at[COL_COUNT];                          /* place of each meaning, -1 = absent */
    enum census_column twice;                       /* two columns with one meaning, or COL_NONE */
    int32_t twice_a, twice_b;                       /* their places */
    int64_t first_row, last_row;                    /* heading rows as a spreadsheet shows them */
};

/* One of the first rows of a sheet, kept for finding the heading. */
struct census_head_row {
    int64_t number;
    size_t n;
    struct cell *cell;
};

enum { CENSUS_HEAD_ROWS = 30 };

/* Find the heading among up to 31 rows (rows 1 to 30 by `number`, one more for a second heading row) and match
 * its columns. Texts are copied into `a`. False: no row has three known headings with NIK or name. */
bool census_find_heading(struct arena *a, const struct census_head_row *rows, size_t n,
                         const struct census_override *overrides, size_t n_overrides, struct census_map *ret);

/* How many columns of these rows have known headings: decides the separator of a CSV. */
size_t census_known_headings(struct arena *a, const struct census_head_row *rows, size_t n);
