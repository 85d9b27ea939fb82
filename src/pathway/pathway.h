/*
 * pathway.h: what other modules may know of the pathway module: what was decided for a person and why, what they
 * may choose, the offer they may accept or refuse. Read pathway_module.c for the screens.
 */
#pragma once
#include "kernel/actor.h"
#include "kernel/db/db.h"
#include "kernel/fault.h"
#include "kernel/rupiah.h"
#include "registry/pathways.h"

/* Code of the reason why somebody has no seat, as a sentence to the person (allocation.md sections 10 and 14). */
struct str pathway_reason_words(struct str reason);
/* The pathway that a seat of this stage and position leads to (stage 1–5, allocation.md section 2). */
enum pathway pathway_of_line(int32_t stage, struct str position_code);

/* The budget year that plans, choices and runs are for: next year from July on. */
int32_t plan_year_of(struct date today);

/* ---- an offer ---- */
struct offer {
    int64_t id, version, worker_id, run_id, line_id; /* run_id 0: made by hand */
    enum pathway pathway;
    struct str state; /* menunggu diterima ditolak ditarik */
    struct str line_code, position_name, agency_name, words, reason;
    int32_t stage;
    struct rupiah wage_before, wage_after; /* a month; after is 0 in stages 4 and 5 */
    struct moment made, answered;
    struct date due;
};
/* The newest offer of a worker. ERR_MISSING. The caller has checked that the actor reaches the worker. */
err offer_of_worker(struct tx *tx, const struct at *at, int64_t worker_id, struct offer *ret) MUST_USE;
/* The worker answers (SCOPE_SELF asserted; the page has asked the password again). A refusal returns the person
 * to `belum` with reason MENOLAK, an owner and a date. ERR_STALE when the version moved or it was answered,
 * ERR_INVALID when the date has passed. */
err offer_answer(struct tx *tx, const struct at *at, int64_t offer_id, int64_t version, bool accept,
                 struct str reason, struct faults *f) MUST_USE;

/* ---- what was decided, and why ---- */
struct why {
    bool good; /* a fact in favour (✓) or a line that was not reached */
    struct str words;
};
struct decided {
    struct str heading;  /* "Anda ditempatkan di Pengemudi, Dinas Pendidikan (pilihan ke-1)." */
    struct str status;   /* TEMPAT ASN BELUM KARANTINA */
    struct str reason, line_code;
    struct str run_number; /* of the certificate /sertifikat/{no} */
    struct moment published;
    struct why *why;
    size_t n_why;
};
/* The newest published result of a worker with the sentences of allocation.md section 14. ERR_MISSING before
 * the first publication. */
err decided_of_worker(struct tx *tx, const struct at *at, int64_t worker_id, struct decided *ret) MUST_USE;

/* ---- choices ---- */
struct choice_line {
    int64_t line_id;
    struct str code, position_name, agency_name, place; /* place: kecamatan of the agency */
    int32_t stage;
    struct rupiah wage; /* a month; 0 in stages 4 and 5 */
    int64_t metres;     /* from the worker's agency; -1 unknown */
    struct str blocked; /* not empty: why the person cannot choose it, with the way out */
    bool keeps_income, same_post, same_agency;
};
struct choice_page {
    int32_t year;
    int64_t version; /* 0: nothing saved yet */
    struct moment saved, closes; /* closes.ms 0: no window announced */
    struct date opens;
    bool open; /* may be changed now */
    struct choice_line *chosen, *addable, *blocked;
    size_t n_chosen, n_addable, n_blocked;
};
enum { CHOICES_MAX = 20 };
err choices_get(struct tx *tx, const struct at *at, int64_t worker_id, struct choice_page *ret) MUST_USE;
/* Write the whole list (line ids in order). ERR_STALE when `version` moved; faults under "pilihan". */
err choices_set(struct tx *tx, const struct at *at, int64_t worker_id, int64_t version, const int64_t *line_ids,
                size_t n, struct faults *f) MUST_USE;

/* ---- certificates and lottery for the public page ---- */
struct certificate {
    struct str number;
    int32_t year;
    struct moment published;
    int64_t people, settled, passed, checks; /* settled: with a pathway; passed of checks */
    bool current; /* not replaced by a later one */
};
/* Newest first, at most `limit`. */
err certificate_list(struct tx *tx, const struct at *at, size_t limit, struct certificate *ret, size_t *n) MUST_USE;
