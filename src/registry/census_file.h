/*
 * census_file.h: one source of rows over CSV and XLSX. What a file is, its encoding, its separator and its sheets
 * are settled here (domain/census.md section 3); above this file nobody knows which kind it was.
 */
#pragma once
#include "census_report.h"
#include "kernel/spool.h"
#include "kernel/text/csv.h"

enum {
    CENSUS_CSV_MB = 512,
    CENSUS_XLSX_MB = 128,
    CENSUS_ROWS_MAX = 3000000,
    CENSUS_FIELDS_MAX = 1024 /* fields of a CSV record that are looked at; more than 256 are refused */
};

struct census_row {
    int64_t number; /* as a spreadsheet shows it */
    size_t n;       /* cells up to the last filled one; 0 = blank */
    struct cell *cell;
};

struct census_file {
    struct arena *arena;
    bool is_csv, date1904, external_links;
    struct str mapped; /* the file's bytes (CSV) */
    struct spool text; /* or their UTF-8 form, when they were in another encoding */
    struct csv csv;
    size_t csv_start;
    struct cell *cell; /* of a CSV record */
    struct xlsx *xlsx;
    int32_t sheet; /* being read; -1 before the first */
    struct str sheet_name;
    bool hidden;
    struct census_line *refusal;
    bool failed;
};

/* Open and settle. ERR_INVALID: `refusal` holds the code and its texts. ERR_MISSING, ERR_IO. Closed by
 * census_file_close in every case. */
err census_file_open(struct arena *a, const char *path, struct census_file *f, struct census_line *refusal) MUST_USE;
void census_file_close(struct census_file *f);

/* Go to the next sheet; a CSV has one. False: no more, or refused. */
bool census_file_sheet(struct census_file *f);
/* Back to the first row of this sheet. */
bool census_file_rewind(struct census_file *f);
/* The next row, blank ones too. False: the sheet ends, or the file is refused (f->failed). */
bool census_file_next(struct census_file *f, struct census_row *row);
