/*
 * xlsx_write.h: tables for people who work in a spreadsheet. Every text is written as text: a NIK keeps its 16
 * digits, and a text beginning with = + - @ is a plain string cell that no program runs.
 */
#pragma once
#include "../date.h"
#include "../rupiah.h"

struct xlsx_out;

/* A new file at `path` with one sheet; rows go to disk as they are written. ERR_IO. */
err xlsx_create(const char *path, const char *sheet, struct xlsx_out **ret) MUST_USE;
void xlsx_heading(struct xlsx_out *x, const char *text); /* bold, in the current row */
void xlsx_text(struct xlsx_out *x, struct str s);
void xlsx_int(struct xlsx_out *x, int64_t v);
void xlsx_rupiah(struct xlsx_out *x, struct rupiah r);
void xlsx_date(struct xlsx_out *x, struct date d); /* dd-mm-yyyy; not given = empty */
void xlsx_row_end(struct xlsx_out *x);
/* Finish and free. ERR_IO when the file could not be written. */
err xlsx_finish(struct xlsx_out *x) MUST_USE;
