/*
 * sheet.h: reading the small CSV files an office hands over (plan, ceilings, results, choices): columns found by
 * any of their names, comma or semicolon, and each refusal said as "berkas:baris: sebab".
 */
#pragma once
#include "kernel/fault.h"
#include "kernel/rupiah.h"
#include "kernel/text/csv.h"

enum { SHEET_COLUMNS_MAX = 16, SHEET_ROWS_MAX = 500000 };

struct sheet_column {
    const char *names; /* spellings, lower case, separated by | */
    bool required;
};

struct sheet {
    struct arena *arena;
    struct str file_name;
    const struct sheet_column *columns;
    size_t n_columns;
    struct csv csv;
    int at[SHEET_COLUMNS_MAX]; /* column of the file, -1 none */
    int64_t rows;
    struct faults *f;
};

/* Find the heading row. ERR_INVALID with a fault when the text is no UTF-8 or a required column is missing. */
err sheet_open(struct arena *a, struct str file_name, struct str bytes, const struct sheet_column *columns, size_t n,
               struct faults *f, struct sheet *ret) MUST_USE;
/* The next row with anything in it. False at the end or when the file is broken (a fault was said). */
bool sheet_next(struct sheet *s);
/* The cell of a declared column, blanks trimmed. */
struct str sheet_cell(const struct sheet *s, size_t column);
/* A refusal at the row last read. */
void sheet_fault(struct sheet *s, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Cells that must be whole numbers; a fault names the column and gives false. An empty cell gives `empty`, or a
 * fault when `empty` < 0. */
bool sheet_number(struct sheet *s, size_t column, int64_t max, int64_t empty, int64_t *ret);
bool sheet_money(struct sheet *s, size_t column, struct rupiah *ret);
