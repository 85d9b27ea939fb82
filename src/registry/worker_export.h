/*
 * worker_export.h: the list of people for a spreadsheet, in the canonical columns of the census, so that what leaves
 * can come back (domain/census.md section 2). NIK and other personal columns in full only for who may unmask.
 */
#pragma once
#include "worker_db.h"

struct worker_export;

/* A new export. Exactly one of `csv` (a stream) and `xlsx` (a path) is given. `personal`: NIK in full. */
err worker_export_start(struct tx *tx, const struct at *at, FILE *csv, const char *xlsx, bool personal,
                        struct worker_export **ret) MUST_USE;
err worker_export_take(void *x, const struct worker *w) MUST_USE; /* a worker_take */
/* Finish; *rows tells how many people were written. ERR_IO when something could not be written. */
err worker_export_end(struct worker_export *x, int64_t *rows) MUST_USE;
