/*
 * run.h: one computation of the allocation engine, from frozen inputs to a published result. The texts of
 * allocation.md section 15 are the run: engine, verifier, pages and strangers read exactly the same bytes, found
 * by their fingerprint and never changed. A scenario is a run that starts from another run's texts.
 *
 *   antre → beku → selesai → diajukan → disetujui → siap → menerbitkan → terbit → digantikan
 */
#pragma once
#include "kernel/actor.h"
#include "kernel/db/db.h"
#include "kernel/fault.h"
#include "kernel/mem.h"
#include "kernel/rupiah.h"

enum run_file_kind {
    FILE_PARAMETER, FILE_JABATAN, FILE_PAGU, FILE_BARIS, FILE_PEKERJA, FILE_PILIHAN, FILE_JARAK, FILE_HASIL,
    FILE_BUKAAN, FILE_COUNT
};
extern const char *const run_file_names[FILE_COUNT]; /* "parameter.csv" … */

struct run_texts {
    struct str text[FILE_COUNT]; /* p == NULL: not there */
};

struct run {
    int64_t id, version, base_id; /* base_id 0: not a scenario */
    int64_t compared_id;          /* its base, or the run that was published before it; 0 none */
    struct str number;            /* "A-2027-01", scenarios "A-2027-01-B" */
    struct str name, letter, state, seed, census_words, census_hash, engine, trouble;
    int32_t year;
    bool trial; /* computed before the lock or the opening of the lottery: may be looked at, never proposed */
    struct moment frozen, created, published;
    int64_t created_by, micros;
};
bool run_is(const struct run *r, const char *state);
bool run_is_computed(const struct run *r); /* has results: selesai and everything after */
const char *run_state_label(struct str state);

/* What the computation says, as numbers by name: kept with the run, shown side by side. */
#define FIGURES(X)                                                                                           \
    X(people) X(asn) X(placed) X(unresolved) X(no_line) X(budget) X(lost) X(quarantine) X(nik_invalid)        \
    X(nik_double) X(same_post) X(incumbents) X(first_choice) X(income_drop) X(unpaid_stage) X(metres)         \
    X(metres_known) X(spend) X(seats) X(filled) X(women) X(women_settled) X(men) X(men_settled)              \
    X(stage1) X(stage2) X(stage3) X(stage4) X(stage5) X(rounds) X(gained) X(lost_seat) X(moved) X(agencies)   \
    X(choices) X(lines)
struct figures {
#define X(name) int64_t name;
    FIGURES(X)
#undef X
};
/* With a pathway: ASN or a seat. */
static inline int64_t figures_settled(const struct figures *f)
{
    return f->asn + f->placed;
}

struct run_group {
    struct str name;
    int64_t part, whole; /* with a pathway, of all */
};
struct run_check_line {
    struct str name, words;
    bool passed;
    int64_t checked;
};
struct run_file {
    struct str name, sha256;
    int64_t size, lines;
};
struct run_step {
    struct moment when;
    int64_t user_id;
    struct str user_name, role, action, reason;
};
/* Most memory for one region's texts and arrays: 3,000,000 people fit. */
#define RUN_BUDGET ((size_t)2 << 30)
enum { RUN_GROUPS_MAX = 16, RUN_CHECKS_MAX = 16, RUN_STEPS_MAX = 64 };

/* What a scenario changes. kind: pagu (target agency code, rupiah) · upah (job code, per mille more or less; the
 * cost of a seat moves with the wage) · kursi (line code or "tahap:2", seats) · asn (public id) · benih. */
struct run_change {
    struct str kind, target, value;
};
enum { RUN_CHANGES_MAX = 200 };

/* ---- reading (SCOPE_REGION actors and the public page) ---- */
err run_get(struct tx *tx, const struct at *at, int64_t id, struct run *ret) MUST_USE;
err run_by_number(struct tx *tx, const struct at *at, struct str number, struct run *ret) MUST_USE;
/* Newest first; base_id -1: runs that are no scenarios, else the scenarios of that run, oldest first. */
err run_list(struct tx *tx, const struct at *at, int64_t base_id, size_t most, struct run *ret, size_t *n) MUST_USE;
/* Newest published run of any year, `terbit`. ERR_MISSING. */
err run_published(struct tx *tx, const struct at *at, struct run *ret) MUST_USE;
err run_figures(struct tx *tx, const struct at *at, int64_t run_id, struct figures *ret) MUST_USE;
err run_groups(struct tx *tx, const struct at *at, int64_t run_id, struct run_group *ret, size_t *n) MUST_USE;
err run_checks(struct tx *tx, const struct at *at, int64_t run_id, struct run_check_line *ret, size_t *n) MUST_USE;
err run_steps(struct tx *tx, const struct at *at, int64_t run_id, struct run_step *ret, size_t *n) MUST_USE;
err run_changes(struct tx *tx, const struct at *at, int64_t run_id, struct run_change *ret, size_t *n) MUST_USE;
/* sort: "penuh", "saksi", "umum". At most FILE_COUNT rows. */
err run_files(struct tx *tx, const struct at *at, int64_t run_id, const char *sort, struct run_file *ret, size_t *n)
    MUST_USE;
/* The texts of a set, copied into `a` (a region's set is larger than a request's own arena); the ones that do not
 * exist have p == NULL. */
err run_texts_get(struct tx *tx, const struct at *at, int64_t run_id, const char *sort, struct arena *a,
                  struct run_texts *ret) MUST_USE;
/* One text, or ERR_MISSING. */
err run_text_get(struct tx *tx, const struct at *at, int64_t run_id, const char *sort, struct str name,
                 struct arena *a, struct str *ret) MUST_USE;
/* One fingerprint over a set: SHA-256 of the lines "sha256  name" in order of names, as sha256sum prints them. */
struct str run_seal(struct arena *a, const struct run_file *list, size_t n);
struct str run_sums(struct arena *a, const struct run_file *list, size_t n); /* the text of SIDIK */

/* ---- actions ---- */
/* Order a computation over the present census, plan, choices and results. Gives the id; the job does the rest. */
err run_order(struct tx *tx, const struct at *at, struct str name, int64_t *ret, struct faults *f) MUST_USE;
/* Order a scenario of a computed run. */
err run_order_scenario(struct tx *tx, const struct at *at, int64_t base_id, struct str name,
                       const struct run_change *changes, size_t n, int64_t *ret, struct faults *f) MUST_USE;
err run_cancel(struct tx *tx, const struct at *at, int64_t id, int64_t version) MUST_USE;

/* The way to publication. `reason` is a sentence that is published with the run. Each refuses from any other state
 * than its own (ERR_STALE). */
err run_propose(struct tx *tx, const struct at *at, int64_t id, int64_t version, struct str reason, struct faults *f)
    MUST_USE;
/* Never by who proposed (ERR_INVALID). With quarantined rows a reason for going on is asked under "karantina". */
err run_approve(struct tx *tx, const struct at *at, int64_t id, int64_t version, struct str reason,
                struct str quarantine_reason, struct faults *f) MUST_USE;
err run_return(struct tx *tx, const struct at *at, int64_t id, int64_t version, struct str reason, struct faults *f)
    MUST_USE;
/* Legal approval of the set that is to be published, with its legal basis: writes the public set. */
err run_release(struct tx *tx, const struct at *at, int64_t id, int64_t version, struct str basis, struct faults *f)
    MUST_USE;
/* Start writing pathways to workers and open the certificate. */
err run_publish(struct tx *tx, const struct at *at, int64_t id, int64_t version, struct faults *f) MUST_USE;
