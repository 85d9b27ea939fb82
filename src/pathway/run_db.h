/*
 * run_db.h: statements of runs that only this module's own files run.
 */
#pragma once
#include "run.h"

err run_insert(struct tx *tx, const struct at *at, const struct run *r) MUST_USE;
/* Move to another state; the version must be the stored one and moves on. */
err run_set_state(struct tx *tx, const struct at *at, int64_t id, int64_t version, const char *from, const char *to)
    MUST_USE;
err run_note_frozen(struct tx *tx, const struct at *at, const struct run *r) MUST_USE;
err run_note_done(struct tx *tx, const struct at *at, const struct run *r) MUST_USE;
err run_note_failed(struct tx *tx, const struct at *at, int64_t id, struct str trouble) MUST_USE;
err run_note_published(struct tx *tx, const struct at *at, const struct run *r) MUST_USE;
err run_count_scenarios(struct tx *tx, const struct at *at, int64_t base_id, int64_t *ret) MUST_USE;
/* How many runs of a year are between proposal and publication. */
err run_count_pending(struct tx *tx, const struct at *at, int32_t year, int64_t *ret) MUST_USE;

err run_text_put(struct tx *tx, const struct at *at, int64_t run_id, const char *sort, struct str name,
                 struct str text) MUST_USE;
err run_texts_put(struct tx *tx, const struct at *at, int64_t run_id, const char *sort, const struct run_texts *texts)
    MUST_USE;
err run_figures_put(struct tx *tx, const struct at *at, int64_t run_id, const struct figures *f) MUST_USE;
err run_group_put(struct tx *tx, const struct at *at, int64_t run_id, const struct run_group *g) MUST_USE;
err run_check_put(struct tx *tx, const struct at *at, int64_t run_id, int64_t seq, const struct run_check_line *c)
    MUST_USE;
err run_change_put(struct tx *tx, const struct at *at, int64_t run_id, int64_t seq, const struct run_change *c)
    MUST_USE;
err run_step_put(struct tx *tx, const struct at *at, int64_t run_id, const char *action, struct str reason) MUST_USE;
/* The user who last did `action` on this run, or 0. */
int64_t run_step_user(struct tx *tx, const struct at *at, int64_t run_id, const char *action);

struct published_result {
    int64_t worker_id, run_id;
    struct str status, line_code, reason, why;
    int64_t choice, tier;
};
/* ERR_STALE when the worker already has a result of this run. */
err run_result_put(struct tx *tx, const struct at *at, const struct published_result *r) MUST_USE;
err run_result_of_worker(struct tx *tx, const struct at *at, int64_t worker_id, struct published_result *ret) MUST_USE;
err run_result_exists(struct tx *tx, const struct at *at, int64_t worker_id, int64_t run_id, bool *ret) MUST_USE;
err run_result_count(struct tx *tx, const struct at *at, int64_t run_id, int64_t *ret) MUST_USE;
