/*
 * census.h: the stages of a census: collection, public test with objections, correction, statements of responsibility
 * (SPTJM), lock with the fingerprint of the snapshot (rules.md 1.3; SE MenPANRB B/1511/2022).
 */
#pragma once
#include "kernel/audit/audit.h"
#include "kernel/fault.h"
#include "kernel/job/job.h"

enum census_stage { STAGE_COLLECT, STAGE_PUBLIC, STAGE_CORRECT, STAGE_SIGN, STAGE_LOCKING, STAGE_LOCKED, STAGE_COUNT };
extern const char *const census_stage_codes[STAGE_COUNT];

struct census {
    int64_t id, version;
    struct str name;
    struct date reference;
    enum census_stage stage;
    struct date collect_to, public_from, public_to, correct_to, sign_to;
    int64_t people, quarantined; /* of the snapshot */
    struct str hash;             /* SHA-256 of the locked list; empty before */
    struct moment locked;
};

/* The newest census of the region. ERR_MISSING when there is none. */
err census_current(struct tx *tx, const struct at *at, struct census *ret) MUST_USE;

/* Begin one; an earlier one must be locked. */
err census_begin(struct tx *tx, const struct at *at, struct census *c, struct faults *f) MUST_USE;
/* To the next stage, up to SPTJM; the dates of the stage that begins are checked and kept. */
err census_advance(struct tx *tx, const struct at *at, struct census *c, struct faults *f) MUST_USE;

/* ---- what stands in the way of the lock ---- */
struct census_open {
    int64_t agencies, signed_agencies; /* with people; with a statement */
    int64_t objections, open_objections;
    int64_t pairs;      /* NIK ganda and kuat not decided */
    int64_t quarantine; /* rows that stay outside */
    int64_t people;
};
err census_open_matters(struct tx *tx, const struct at *at, const struct census *c, struct census_open *ret) MUST_USE;
/* Lock: from now on nothing of the census changes; the snapshot and its fingerprint follow in a job. */
err census_lock(struct tx *tx, const struct at *at, struct census *c, struct faults *f) MUST_USE;
err census_job_lock(struct job_run *run) MUST_USE;

/* ---- objections of the public test ---- */
struct census_objection {
    int64_t id, version, agency_id;
    struct str number, words, sender, state, answer;
    struct date received, due;
};
enum { OBJECTION_WORKING_DAYS = 5 };
err census_objection_add(struct tx *tx, const struct at *at, const struct census *c, struct census_objection *o,
                         struct faults *f) MUST_USE;
err census_objection_get(struct tx *tx, const struct at *at, int64_t id, struct census_objection *ret) MUST_USE;
/* Open ones first, by their limit. */
err census_objections(struct tx *tx, const struct at *at, int64_t census_id, size_t limit, struct census_objection **ret,
                      size_t *n) MUST_USE;
err census_objection_answer(struct tx *tx, const struct at *at, struct census_objection *o, bool accepted,
                            struct str answer, struct faults *f) MUST_USE;

/* ---- statements ---- */
struct census_statement {
    int64_t agency_id, people, recorded_people; /* now; at the time of signing */
    struct str agency, signer, signer_title, number, hash;
    struct date signed_on; /* DATE_NONE: not yet */
};
/* Every agency with people, unsigned ones first. */
err census_statements(struct tx *tx, const struct at *at, int64_t census_id, struct census_statement **ret, size_t *n)
    MUST_USE;
err census_statement_add(struct tx *tx, const struct at *at, const struct census *c, struct census_statement *s,
                         struct faults *f) MUST_USE;

/* ---- the six criteria, counted ---- */
struct census_criterion {
    char letter;
    struct str what;
    int64_t met, failed, unproven;
};
err census_criteria(struct tx *tx, const struct at *at, struct census_criterion ret[6]) MUST_USE;

/* Rows in quarantine because of their NIK, for the allocation (they belong to the census total). */
struct census_quarantined {
    int64_t id, agency_id, position_id;
    struct str nik, code; /* NIK_TIDAK_SAH, NIK_GANDA */
    struct date started;
};
typedef err (*census_quarantined_fn)(void *arg, const struct census_quarantined *q);
err census_quarantine_each(struct tx *tx, const struct at *at, census_quarantined_fn fn, void *arg) MUST_USE;
