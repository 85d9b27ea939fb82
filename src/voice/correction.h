/*
 * correction.h: a worker sees their own data and asks to have it put right (UU 27/2022 art. 6 and 30); an officer
 * decides, and what is accepted is written into the register with its trace, also when the census is locked: the
 * locked snapshot stays as it was signed.
 */
#pragma once
#include "registry/worker.h"
#include "registry/worker_fields.h"

struct correction {
    int64_t id, version, worker_id;
    struct str number; /* "PD-2026-0001" */
    struct str field;  /* form name of the field of worker_entity */
    struct str old_value, new_value; /* as a form shows them */
    struct str reason, state, answer; /* state: menunggu diterima ditolak */
    struct moment created, decided;
    struct date due;
    struct str worker_name, agency_name, decided_by; /* for showing */
};

/* The fields a worker may ask to correct, ended by NULL. The NIK is not among them: it is the person's identity and
 * is compared with the card at the desk. */
extern const char *const correction_fields[];

/* The field of that name, or NULL when a worker may not ask for it. */
const struct field *correction_field(struct str name);

/* "Laki-laki", "Rp2.100.000": a stored value in the words of the screens. */
struct str correction_words(struct arena *a, const struct field *f, struct str value);

/* The day by which an answer is due: pdp.request_answer hours after the request (72 when the book does not say). */
struct date correction_due(const struct rulebook *rules, struct date today);

/*
 * The worker asks: the field's new value is in the form under the field's name, the reason under "alasan". Checked
 * like the register's own form. ERR_INVALID with sentences beside "alasan" and the field.
 */
err correction_ask(struct tx *tx, const struct at *at, const struct field *f, const struct form *form,
                   struct faults *faults) MUST_USE;

/* An officer decides (own agency or region). A refusal needs its reason under "jawaban". ERR_STALE when somebody
 * decided before. */
err correction_decide(struct tx *tx, const struct at *at, int64_t id, int64_t version, bool accept, struct str answer,
                      struct faults *f) MUST_USE;

/* ---- reading ---- */
err correction_get(struct tx *tx, const struct at *at, int64_t id, struct correction *ret) MUST_USE;
/* A worker's own, newest first. */
err correction_list_of_self(struct tx *tx, const struct at *at, size_t limit, struct correction *ret, size_t *n) MUST_USE;
/* The officers' queue by due day, keyset by id: `after` 0 is the first page. state "menunggu" or "selesai". */
err correction_queue(struct tx *tx, const struct at *at, bool open, struct date after_due, int64_t after, size_t limit,
                     struct correction *ret, size_t *n) MUST_USE;
int64_t correction_waiting(struct tx *tx, const struct at *at);
