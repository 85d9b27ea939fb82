/*
 * choice.h: what a worker may list, and in which order lines are shown to somebody who has not chosen
 * (allocation.md sections 4 and 6). The actions are in pathway.h; here are the pure parts and the import.
 */
#pragma once
#include "choice_db.h"
#include "plan_line.h"

/* Codes of `needs` that `has` lacks, joined by ";"; empty when all are there. */
struct str codes_missing(struct arena *a, struct str needs, struct str has);

/* Section 6.3: stage, income drop, tier from agency and job, distance, wage downwards, code. */
int choice_compare(const struct choice_line *a, const struct choice_line *b);

/* id_pekerja (or nik), urutan, id_baris: each worker in the file gets exactly the list in the file. */
err choice_import(struct tx *tx, const struct at *at, int32_t year, struct str file_name, struct str bytes,
                  struct plan_count *ret, struct faults *f) MUST_USE;

/* Announce or move the window in which workers choose. Faults beside `buka` and `tutup`. */
err choice_window_save(struct tx *tx, const struct at *at, const struct choice_window *w, struct faults *f) MUST_USE;
