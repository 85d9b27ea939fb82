/*
 * job.h: long work. Enqueued in a transaction, run by one worker thread, progress written as it goes, started
 * again after a crash without doing anything twice (each slice commits its own mark), cancellable.
 */
#pragma once
#include "../actor.h"
#include "../db/db.h"

enum job_state { JOB_WAITING, JOB_RUNNING, JOB_DONE, JOB_FAILED, JOB_CANCELLED };

struct job {
    int64_t id, subject; /* subject: id of the record the job works on */
    struct region_id pemda;
    struct str kind;
    enum job_state state;
    int64_t done, total; /* progress */
    struct str words;    /* what is going on, in Indonesian; on failure the sentence for the person */
    struct moment created, started, ended;
    int64_t user_id;
};

/* A running job as its function sees it. */
struct job_run {
    struct db *db;
    struct arena *arena; /* the job's own, budget of the kind */
    struct job job;
    struct at at; /* acts in the name of who enqueued it */
};
struct job_kind {
    const char *name; /* "census_check" */
    err (*run)(struct job_run *run);
    size_t budget; /* bytes of the arena */
};

err job_enqueue(struct tx *tx, const struct at *at, const char *kind, int64_t subject, int64_t *ret_id) MUST_USE;
err job_get(struct tx *tx, const struct at *at, int64_t id, struct job *ret) MUST_USE;
/* The newest job of a kind and subject. ERR_MISSING. */
err job_latest(struct tx *tx, const struct at *at, const char *kind, int64_t subject, struct job *ret) MUST_USE;
err job_cancel(struct tx *tx, const struct at *at, int64_t id) MUST_USE;

/* From a running job: write progress (own short transaction; at most a few times a second are written).
 * ERR_DENIED when the job was cancelled: stop, carrying it up. */
err job_progress(struct job_run *run, int64_t done, int64_t total, const char *words) MUST_USE;
/* The sentence the person sees when the job then returns an error. */
void job_fail_words(struct job_run *run, struct str words);

/* The worker thread: takes up what was running when the process ended, then the queue in order. */
struct job_pool;
err job_pool_start(struct db *db, const struct job_kind *const *kinds, size_t n, struct job_pool **ret) MUST_USE;
void job_pool_stop(struct job_pool *pool);
/* Run everything that waits, in this thread, then return: the command line and tests. */
err job_run_all(struct db *db, const struct job_kind *const *kinds, size_t n) MUST_USE;
