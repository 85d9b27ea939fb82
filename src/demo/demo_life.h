/*
 * demo_life.h: the steps of the demo region's life. Each runs in one writing transaction as the official it names.
 */
#pragma once
#include "../kernel/actor.h"
#include "../kernel/auth/session.h"
#include "../kernel/db/db.h"
#include "../kernel/fault.h"
#include "../registry/census_import.h"
#include "demo_data.h"

struct demo {
    struct db *db;
    const char *db_name;
    struct demo_options options;
    struct region region;
    struct at at;         /* of the step that runs */
    struct arena *arena;  /* of the step that runs */
    struct faults faults; /* what an action refused */
    struct str password_hash;
    int64_t user[ROLE_COUNT];
    struct str user_name[ROLE_COUNT];
    int64_t worker_id; /* the demo worker, from demo_people_accounts on */
    char worker_name[200];
    int64_t run_id, rerun_id;
    char seal_word[40]; /* the envelope of the lottery */
    struct census_upload upload;
    int64_t import_id;
};

err demo_accounts(struct tx *tx, struct demo *d) MUST_USE;
err demo_register(struct tx *tx, struct demo *d) MUST_USE;
err demo_census_begin(struct tx *tx, struct demo *d) MUST_USE;
err demo_census_look(struct demo *d) MUST_USE; /* writes the file and looks at it; no transaction */
err demo_census_upload(struct tx *tx, struct demo *d) MUST_USE;
err demo_census_take(struct tx *tx, struct demo *d) MUST_USE;
err demo_facts(struct tx *tx, struct demo *d) MUST_USE;
err demo_plan(struct tx *tx, struct demo *d) MUST_USE;
err demo_public_test(struct tx *tx, struct demo *d) MUST_USE;
err demo_seal(struct tx *tx, struct demo *d) MUST_USE;
err demo_correct(struct tx *tx, struct demo *d) MUST_USE;
err demo_sign(struct tx *tx, struct demo *d) MUST_USE;
err demo_lock(struct tx *tx, struct demo *d) MUST_USE;
err demo_draw(struct tx *tx, struct demo *d) MUST_USE;
err demo_choices(struct tx *tx, struct demo *d) MUST_USE;
err demo_run(struct tx *tx, struct demo *d) MUST_USE;
err demo_propose(struct tx *tx, struct demo *d) MUST_USE;
err demo_approve(struct tx *tx, struct demo *d) MUST_USE;
err demo_release(struct tx *tx, struct demo *d) MUST_USE;
err demo_publish(struct tx *tx, struct demo *d) MUST_USE;
err demo_people_accounts(struct tx *tx, struct demo *d) MUST_USE;
err demo_second_window(struct tx *tx, struct demo *d) MUST_USE;
err demo_voice(struct tx *tx, struct demo *d) MUST_USE;
err demo_rerun(struct tx *tx, struct demo *d) MUST_USE;
err demo_propose_rerun(struct tx *tx, struct demo *d) MUST_USE;
err demo_scenarios(struct tx *tx, struct demo *d) MUST_USE;
