/*
 * account.h: who may sign in, in which roles, and how a worker comes to an account of their own. Passwords arrive
 * here as hashes: hashing happens in a route's prepare (account_prepare.h), never within a transaction.
 */
#pragma once
#include "kernel/actor.h"
#include "kernel/db/db.h"
#include "kernel/fault.h"
#include "kernel/http/http.h"

struct account {
    int64_t id, version;
    struct str user_name; /* small letters, digits, . _ -; unique in the region */
    struct str name, title, phone;
    role_set roles;
    bool active, must_change; /* must_change: the password was set by somebody else */
    int64_t agency_id;        /* of an agency officer, else 0 */
    int64_t worker_id;        /* of a worker, else 0 */
    struct moment last_seen, created;
};

struct new_account {
    struct str user_name, name, title, phone, password_hash;
    bool must_change;
    role_set roles;
    int64_t agency_id, worker_id;
};

/* Add an account as given (the caller checked it). ERR_STALE: the user name, or the worker's account, exists. */
err account_create(struct tx *tx, const struct at *at, const struct new_account *n, int64_t *id) MUST_USE;

/* Sentences beside user_name, name, roles ("peran") and agency ("instansi"): format, at least one role, an agency
 * for an agency officer, the inspectorate apart from those it inspects. Pure. */
void account_check(const struct account *a, struct faults *f);

err account_get(struct tx *tx, const struct at *at, int64_t id, struct account *ret) MUST_USE;

/* Write name, title, phone, roles, agency. ERR_INVALID: faults say why, also when the last active administrator would
 * be lost. ERR_STALE. Sessions go on; a role that was taken away is refused at the next request. */
err account_change(struct tx *tx, const struct at *at, struct account *a, struct faults *f) MUST_USE;

/* Close or open an account; closing ends all its sessions. Nobody closes their own (fault). */
err account_set_active(struct tx *tx, const struct at *at, int64_t id, int64_t version, bool active,
                       struct faults *f) MUST_USE;

/* Set a password's hash. All sessions but `except` (a token hash, may be empty) end. */
err account_set_password(struct tx *tx, const struct at *at, int64_t id, struct str hash, bool must_change,
                         struct str except) MUST_USE;

/* ---- the sealed slip ---- */
enum { SLIP_DAYS = 30, SLIP_CODE = 8 };

/* A slip for a worker within the actor's scope: its code, to be printed once and kept nowhere. Earlier slips of the
 * same worker end. `code` must have room for SLIP_CODE + 1. */
err slip_create(struct tx *tx, const struct at *at, int64_t worker_id, char code[SLIP_CODE + 1]) MUST_USE;

/* Open (or, after a lost password, reopen) the account of the worker with this NIK: the slip must be theirs, unused
 * and not expired. ERR_DENIED for every reason alike, so that nothing can be learned. */
err slip_use(struct tx *tx, const struct at *at, struct str nik, struct str code, struct str password_hash,
             int64_t *user_id) MUST_USE;

/* ---- for routes of every module ---- */

/* A route's prepare: does the form's field "sandi" hold the password of who is signed in? Counts failures. The
 * handler then asks account_password_given; what to say otherwise is the page's (field "sandi"). */
err account_ask_password(struct request *q) MUST_USE;
bool account_password_given(const struct request *q);

/* The panel of a person's page: the state of their account, and the button for a slip. */
struct worker;
void account_panel(struct request *q, const struct worker *w);

/* Every invariant of the account tables. */
err account_check_tables(struct tx *tx, const struct at *at, void (*say)(void *arg, bool good, struct str line),
                         void *arg) MUST_USE;
