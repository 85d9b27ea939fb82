/*
 * offer_face.h: one person of a publication: from a result in the run's words to pathway, offer and history in the
 * register's. Apart from publish_job.c because the engine and the register each have a `struct worker`.
 */
#pragma once
#include "run_db.h"

/* What the people of one transaction share: the plan's lines, the totals written at its end. */
struct slice;
struct slice *slice_new(struct tx *tx, int32_t year);
err slice_end(struct tx *tx, const struct at *at, struct slice *s) MUST_USE;

struct person_result {
    struct str public_id, run_number;
    struct published_result result; /* worker_id is found here */
};
/* Store the result and move the person. Somebody who has it already, who left, or whom a row in quarantine only
 * names is not moved. */
err person_publish(struct tx *tx, const struct at *at, struct person_result *r, struct slice *s) MUST_USE;

/* After publication the plan says what the scenario assumed: its ceilings, wages and seats. */
err plan_follow_changes(struct tx *tx, const struct at *at, const struct run *r) MUST_USE;
