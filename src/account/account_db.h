/*
 * account_db.h: statements over app_user, user_role and activation_slip, for this module's own files.
 */
#pragma once
#include "account.h"

/* Who signs in under this name; a NIK finds the worker's account. */
struct credentials {
    int64_t user_id; /* 0: nobody */
    struct str hash, name;
    bool active;
};
err credentials_by_name(struct tx *tx, struct region_id region, struct str user_name, struct credentials *ret) MUST_USE;
err credentials_by_nik_report(struct tx *tx, struct region_id region, struct str nik_hash,
                              struct credentials *ret) MUST_USE;
err credentials_of_user(struct tx *tx, struct region_id region, int64_t user_id, struct credentials *ret) MUST_USE;

err account_insert(struct tx *tx, const struct at *at, const struct new_account *n, int64_t id) MUST_USE;
err account_password_write(struct tx *tx, const struct at *at, int64_t id, struct str hash, bool must_change) MUST_USE;
err account_roles_write(struct tx *tx, const struct at *at, int64_t id, role_set roles) MUST_USE;
err account_update(struct tx *tx, const struct at *at, struct account *a) MUST_USE;
err account_of_worker(struct tx *tx, const struct at *at, int64_t worker_id, int64_t *id) MUST_USE; /* 0: none */
/* Active administrators other than `id`. */
err administrators_besides(struct tx *tx, const struct at *at, int64_t id, int64_t *n) MUST_USE;

/* Officers in the order of their names, after (name, id); empty search, role ROLE_COUNT and state "" mean all. */
struct account_filter {
    struct str search; /* part of name, title or user name */
    enum role role;
    struct str state; /* "aktif", "nonaktif", "awal" (first password not changed), "lama" (unused for 90 days) */
    struct str after_name;
    int64_t after_id;
    size_t limit;
};
err officers_list(struct tx *tx, const struct at *at, const struct account_filter *filter, struct account *ret,
                  size_t *n) MUST_USE;

struct account_figures {
    int64_t officers, workers, unchanged, unused, failures, sessions;
};
err account_figures(struct tx *tx, const struct at *at, struct account_figures *ret) MUST_USE;

/* Slips. */
struct slip {
    int64_t id, worker_id;
    struct moment created, expires, used;
};
err slip_insert(struct tx *tx, const struct at *at, const struct slip *s, struct str code_hash) MUST_USE;
err slips_end(struct tx *tx, const struct at *at, int64_t worker_id) MUST_USE;
err slip_find(struct tx *tx, const struct at *at, int64_t worker_id, struct str code_hash, struct slip *ret) MUST_USE;
err slip_mark_used(struct tx *tx, const struct at *at, int64_t id) MUST_USE;
/* The newest slip of a worker. ERR_MISSING. */
err slip_latest(struct tx *tx, const struct at *at, int64_t worker_id, struct slip *ret) MUST_USE;

/* People of an agency who have no account yet, after (name_key, id). */
struct without_account {
    int64_t worker_id;
    struct str name, name_key, nik;
    struct moment slip_expires; /* of the newest unused slip; 0 none */
};
err without_account_report(struct tx *tx, const struct at *at, int64_t agency_id, struct str after_key,
                           int64_t after_id, size_t limit, struct without_account *ret, size_t *n) MUST_USE;

/* Recent long work of the region, newest first. */
struct job_line {
    int64_t id, done, total;
    int32_t state;
    struct str kind, words, who;
    struct moment created, ended;
};
err jobs_report(struct tx *tx, const struct at *at, size_t limit, struct job_line *ret, size_t *n) MUST_USE;
