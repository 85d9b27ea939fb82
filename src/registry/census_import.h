/*
 * census_import.h: a census file inside the application: uploaded, mapped, checked and staged by a job, chosen by the
 * officer, taken over in slices so that others go on working, and harmless when it comes again (census.md section 5).
 */
#pragma once
#include "census_pack.h"
#include "kernel/job/job.h"

enum { CENSUS_SLICE = 5000 /* most rows a writing transaction */ };

struct census_import {
    int64_t id, version, user_id;
    int64_t agency_scope; /* of an agency officer: only these rows come in; 0 = the whole region */
    struct str file_name, path, file_hash, map_hash, state, refusal;
    int64_t default_agency;
    bool month_first, approved;
    int64_t rows, clean, warned, faulty, outside, twins, merged;
    int64_t new_count, same_count, changed_count, missing_count;
    int64_t taken, joined, added, applied;
    struct moment created, checked, finished;
};

/* What was seen of a file before anything is stored: made outside of any transaction. */
struct census_upload {
    struct str file_name, path; /* path: already the keeper's */
    struct str file_hash;
    struct census_look look;
    bool refused; /* look.refusal says why */
};
/* Looks at the file with the region's remembered headings. ERR_IO when it cannot be read. */
err census_upload_look(struct db *db, struct arena *a, const struct at *at, struct census_upload *u) MUST_USE;

/* ---- reading ---- */
err census_import_get(struct tx *tx, const struct at *at, int64_t id, struct census_import *ret) MUST_USE;
/* Newest first, at most `limit`. */
err census_import_list(struct tx *tx, const struct at *at, size_t limit, struct census_import **ret, size_t *n) MUST_USE;

struct census_import_column {
    int32_t sheet, place;
    struct str sheet_name, heading, sample, guess, chosen;
};
err census_import_columns(struct tx *tx, const struct at *at, int64_t id, struct census_import_column **ret,
                          size_t *n) MUST_USE;

struct census_issue {
    int64_t row;
    struct str code, sheet, column, words, value;
};
/* First lines of one code, or of all (code empty) in the order of rows. */
err census_import_issues(struct tx *tx, const struct at *at, int64_t id, struct str code, size_t limit,
                         struct census_issue **ret, size_t *n) MUST_USE;
struct census_code_count {
    struct str code;
    int64_t n;
};
err census_import_counts(struct tx *tx, const struct at *at, int64_t id, struct census_code_count **ret,
                         size_t *n) MUST_USE;

struct census_staged {
    int64_t seq;
    int32_t level, base, fate, action;
    int64_t into, worker_id;
    struct packed p; /* PACK_START already the first of several SK */
};
/* Staged rows from `from` on, of whatever standing. */
err census_staged_rows(struct tx *tx, const struct at *at, int64_t id, int64_t from, size_t limit,
                       struct census_staged **ret, size_t *n) MUST_USE;
/* Only rows that are no people of their own or have a fault. */
err census_staged_aside(struct tx *tx, const struct at *at, int64_t id, int64_t from, size_t limit,
                        struct census_staged **ret, size_t *n) MUST_USE;
err census_staged_get(struct tx *tx, const struct at *at, int64_t id, int64_t seq, struct census_staged *ret) MUST_USE;

struct census_change {
    int64_t seq, worker_id;
    struct str name, words; /* words: field U+001F before U+001F after U+001E … */
};
err census_import_changes(struct tx *tx, const struct at *at, int64_t id, int64_t from, size_t limit,
                          struct census_change **ret, size_t *n) MUST_USE;
struct census_missing {
    int64_t worker_id, agency_id;
    struct str name;
};
err census_import_missing(struct tx *tx, const struct at *at, int64_t id, size_t limit, struct census_missing **ret,
                          size_t *n) MUST_USE;
/* Spellings of agencies that nobody knows yet, each once. */
err census_import_unknown_agencies(struct tx *tx, const struct at *at, int64_t id, struct str **ret, size_t *n) MUST_USE;

/* ---- actions ---- */
err census_import_new(struct tx *tx, const struct at *at, const struct census_upload *u, int64_t default_agency,
                      int64_t *ret_id, struct faults *f) MUST_USE;
/* The officer's mapping: `chosen` has one code (or "") for each column of census_import_columns. Enqueues the check,
 * or says that the same bytes with the same mapping were imported before. */
err census_import_map(struct tx *tx, const struct at *at, struct census_import *imp, const struct str *chosen, size_t n,
                      bool month_first, int64_t default_agency, struct faults *f) MUST_USE;
/* The same for the command line, which runs the check itself: `again` when the file was imported before. */
err census_import_map_now(struct tx *tx, const struct at *at, struct census_import *imp, const struct str *chosen,
                          size_t n, int64_t default_agency, bool *again, struct faults *f) MUST_USE;
err census_import_take_now(struct tx *tx, const struct at *at, struct census_import *imp, struct faults *f) MUST_USE;
/* Check again: after an agency's spelling was learned, or a check that was stopped. */
err census_import_recheck(struct tx *tx, const struct at *at, struct census_import *imp) MUST_USE;
err census_import_take(struct tx *tx, const struct at *at, struct census_import *imp, struct faults *f) MUST_USE;
/* Go on with a take-over that was stopped. */
err census_import_resume(struct tx *tx, const struct at *at, struct census_import *imp) MUST_USE;
/* The job that works on the import now, or did last; ERR_MISSING when none did. */
err census_import_job(struct tx *tx, const struct at *at, const struct census_import *imp, struct job *ret) MUST_USE;
err census_import_drop(struct tx *tx, const struct at *at, struct census_import *imp) MUST_USE;
err census_import_approve(struct tx *tx, const struct at *at, struct census_import *imp, struct faults *f) MUST_USE;

/* One staged row into the register now: after a decision about duplicates. */
err census_take_row(struct tx *tx, const struct at *at, int64_t import_id, const struct census_staged *row,
                    int64_t *ret_worker) MUST_USE;
/* A row as an engagement of a person. */
err census_engage(struct tx *tx, const struct at *at, int64_t worker_id, const struct packed *p) MUST_USE;

/* ---- long work: jobs, and the command line in its own thread ---- */
struct census_work {
    struct db *db;
    struct arena *arena;
    struct at at;
    int64_t import_id;
    const char *report;  /* another place for the report; NULL: beside the file */
    bool discard_report; /* nobody asked for one */
    err (*progress)(void *user, int64_t done, int64_t total, const char *words);
    void *user;
};
err census_work_check(struct census_work *w) MUST_USE; /* stages; state becomes siap or ditolak */
err census_work_take(struct census_work *w) MUST_USE;
err census_work_apply(struct census_work *w) MUST_USE; /* approved changes */
err census_job_check(struct job_run *run) MUST_USE;
err census_job_take(struct job_run *run) MUST_USE;
err census_job_apply(struct job_run *run) MUST_USE;

/* The uploaded bytes go once they are not needed: after the take-over, or when nothing is imported (then the report
 * too). A file named on the command line is the user's own and stays. */
void census_forget_upload(struct arena *a, const struct census_import *imp, bool report_too);
struct str census_report_path(struct arena *a, const struct census_import *imp);
