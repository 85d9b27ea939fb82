/*
 * worker_db.h: statements over worker and its companions, for this module's own files. Scope: architecture.md
 * section 7; lists choose among declared statements so that each filter has its index.
 */
#pragma once
#include "worker.h"

/* One person as lists show them. */
struct worker_row {
    int64_t id;
    struct str name, nik, position;
    int64_t agency_id;
    struct date started;
    enum pathway pathway;
    enum pathway_state state;
    bool waits_for_result; /* of the ASN selection */
    bool sent_home;
    struct str sort_key; /* of the order in use */
};

enum worker_order { ORDER_NAME, ORDER_NAME_DOWN, ORDER_SERVICE };

/* What the address of a list says; zero means "no filter". */
struct worker_filter {
    int64_t agency_id;   /* already narrowed to the actor's scope; -1 all of the region, 0 nothing */
    int64_t position_id; /* 0 any */
    int group;           /* enum pathway_group, -1 any */
    int state;           /* enum pathway_state, -1 any */
    bool has_reason;
    struct str reason;
    bool settled;   /* any pathway but `belum` */
    bool inactive;  /* those who do not work any more */
    bool everybody; /* active or not */
    bool overdue;  /* unresolved cases whose date is before `today` */
    struct date today;
    enum worker_order order;
    struct str nik_hash;        /* not empty: exactly this person */
    struct str words[4];        /* beginnings of words of the name, lower case */
    size_t n_words;
    int64_t after, before; /* id of the row next to the page; 0 none */
    size_t limit;          /* rows wanted; one more is looked for */
};

/* Rows in order; *more: there are further ones in the direction of reading. ret must hold limit + 1 rows. */
err worker_rows(struct tx *tx, const struct at *at, const struct worker_filter *f, struct worker_row *ret, size_t *n,
                bool *more) MUST_USE;

/* Call `take` for each person of the filter, in the order of names, without keeping them in memory. */
typedef err (*worker_take)(void *arg, const struct worker *w);
err worker_each(struct tx *tx, const struct at *at, const struct worker_filter *f, worker_take take,
                void *arg) MUST_USE;

err worker_insert(struct tx *tx, const struct at *at, struct worker *w) MUST_USE;
/* Names the version in w->version; on success it is the next one. */
err worker_update(struct tx *tx, const struct at *at, struct worker *w) MUST_USE;
err worker_update_pathway(struct tx *tx, const struct at *at, struct worker *w) MUST_USE;
err worker_words_insert(struct tx *tx, const struct at *at, const struct worker *w) MUST_USE;
err worker_words_replace(struct tx *tx, const struct at *at, const struct worker *w) MUST_USE;
err worker_words_move(struct tx *tx, const struct at *at, const struct worker *w) MUST_USE; /* agency or pathway */

/* Whether this user of the region is active and holds an officer's role. */
err case_owner_exists(struct tx *tx, const struct at *at, int64_t user_id, bool *ret) MUST_USE;

/* Invariants of the people's tables, one line each (registry_module.c). */
err worker_check_tables(struct tx *tx, const struct at *at, void (*say)(void *arg, bool good, struct str line),
                        void *arg) MUST_USE;
