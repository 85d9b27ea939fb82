/*
 * worker_fields.h: what a person's record says, once: form names (the canonical columns of the census), words of the
 * screens, limits, what is personal. Agency and position are ids chosen from lists and handled beside the table.
 */
#pragma once
#include "kernel/entity/entity.h"
#include "worker.h"

extern const struct entity worker_entity;
extern const char *const worker_form_main[], *const worker_form_work[], *const worker_form_more[]; /* groups */

extern const struct choice worker_sexes[], worker_educations[], worker_categories[], worker_pay_sources[],
    worker_asn_statuses[], worker_data_classes[], worker_leave_causes[];

/* The words of a code, or the code itself when the list does not have it. */
struct str choice_words(const struct choice *list, struct str code);

/* What was changed, for the audit line: "Upah terakhir: 1.000.000 → 1.200.000; NIK diubah". Empty: nothing. */
struct str worker_difference(struct arena *a, const struct worker *before, const struct worker *after);

/* The label of the first field of the locked snapshot that differs, or NULL. */
const char *worker_snapshot_touched(struct arena *a, const struct worker *before, const struct worker *after);
