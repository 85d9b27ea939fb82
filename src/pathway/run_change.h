/*
 * run_change.h: what a scenario changes, applied to the texts of its base (allocation.md section 13). Pure: text
 * in, text out; a file that is not touched stays the same bytes and so keeps its fingerprint.
 */
#pragma once
#include "run.h"

/* Judge one change by itself and against the base's texts: sentences under the kind's field. */
err change_check(struct arena *a, const struct run_texts *base, const struct run_change *c, struct faults *f) MUST_USE;
/* Apply all of them in order. Checked before: a target that does not occur changes nothing. */
void changes_apply(struct arena *a, const struct run_change *list, size_t n, struct run_texts *texts);
/* One change in words: "Pagu Dinas Pendidikan menjadi Rp5.670.000.000". `name` is the target's name. */
struct str change_words(struct arena *a, const struct run_change *c, struct str name);
/* May a scenario with these changes be proposed? Not with other results or another seed: those are no decisions. */
bool changes_are_decisions(const struct run_change *list, size_t n);
