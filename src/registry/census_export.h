/*
 * census_export.h: the census in its canonical columns, as it comes in again: for exports, for the public test
 * (without NIK) and for the locked snapshot.
 */
#pragma once
#include "worker_db.h"

/* The heading line: nik,nama,… of census.md section 2. */
void census_export_heading(struct buf *out);
/* One person; agency and position by their names. */
void census_export_line(struct buf *out, const struct worker *w, struct str agency, struct str position);

/* All people of the region (agency -1) or of an agency, in the order of names, line by line. */
typedef err (*census_export_take)(void *arg, struct str line);
err census_export_each(struct tx *tx, const struct at *at, int64_t agency_id, census_export_take take, void *arg) MUST_USE;
