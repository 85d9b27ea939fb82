/*
 * objection.h: a worker disagrees with what was decided and says why. There is no seat to be given by hand: when an
 * objection is right, the input is put right and the allocation is computed again and published beside the old one
 * (allocation.md section 12). The answer, with its reason, reaches the worker either way.
 */
#pragma once
#include "registry/worker.h"

struct objection {
    int64_t id, version, worker_id, opened_by;
    struct str number;     /* "KB-2026-0001" */
    struct str run_number; /* of the certificate; empty: nothing published */
    struct str subject;    /* code of objection_subjects */
    struct str words, state, answer; /* state: menunggu diterima ditolak ditarik */
    struct moment created, decided;
    struct date due;
    struct str worker_name, agency_name, decided_by, opened_by_name; /* for showing */
};

struct objection_subject {
    const char *code, *label;
};
extern const struct objection_subject objection_subjects[]; /* ends with {NULL, NULL} */
const char *objection_subject_label(struct str code);

/* The last day to object to something published on a day: objection.days later (7 when the book does not say). */
struct date objection_last_day(const struct rulebook *rules, struct date published);
/* The day by which an answer is due: objection.answer working days (5 when the book does not say). */
struct date objection_due(const struct rulebook *rules, struct date today);

/* What is typed: subject under "pokok", words under "uraian". */
struct objection_draft {
    struct str subject, words;
    struct str run_number;  /* empty: nothing published */
    struct date published;  /* DATE_NONE: nothing published */
};
/*
 * Open an objection for a worker within the actor's scope: the worker, or an officer on behalf of somebody who came
 * to the desk. The worker's own must be in time and about something published; an officer may write down a late one.
 * One open objection per person. ERR_INVALID.
 */
err objection_open(struct tx *tx, const struct at *at, int64_t worker_id, const struct objection_draft *d,
                   int64_t *ret_id, struct faults *f) MUST_USE;
/* The worker takes it back while it waits. ERR_STALE. */
err objection_withdraw(struct tx *tx, const struct at *at, int64_t id, int64_t version) MUST_USE;
/* An officer answers, always with words (under "jawaban"). ERR_STALE when it was answered before. */
err objection_decide(struct tx *tx, const struct at *at, int64_t id, int64_t version, bool accept, struct str answer,
                     struct faults *f) MUST_USE;

/* ---- reading ---- */
err objection_get(struct tx *tx, const struct at *at, int64_t id, struct objection *ret) MUST_USE;
/* Of one person the actor reaches (the caller has read the worker), newest first. */
err objection_list(struct tx *tx, const struct at *at, int64_t worker_id, size_t limit, struct objection *ret,
                   size_t *n) MUST_USE;
/* The officers' queue: open ones by due day, answered ones newest first; `after` is the id of the last row shown. */
err objection_queue(struct tx *tx, const struct at *at, bool open, struct date after_due, int64_t after, size_t limit,
                    struct objection *ret, size_t *n) MUST_USE;

struct objection_totals {
    int64_t open, late; /* late: due before today */
};
/* Within the actor's scope (dashboard, menu). */
err objection_totals(struct tx *tx, const struct at *at, struct objection_totals *ret) MUST_USE;
int64_t objection_waiting(struct tx *tx, const struct at *at);
