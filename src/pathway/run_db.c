/*
 * run_db.c: runs, their texts, figures and steps in the database. Texts are kept once by fingerprint and are never
 * updated or deleted: there is no statement here that could.
 */
#include "run_db.h"

#include "kernel/digest.h"

#define RUN_COLUMNS                                                                                          \
    "SELECT id, version, COALESCE(base_id, 0), COALESCE(compared_id, 0), number, name, letter, state, seed, census_words, census_hash, " \
    "engine, trouble, year, trial, frozen, created, published, created_by, micros FROM run "

static void read_run(struct rows *r, struct run *x)
{
    x->id = row_int(r);
    x->version = row_int(r);
    x->base_id = row_int(r);
    x->compared_id = row_int(r);
    x->number = row_str(r);
    x->name = row_str(r);
    x->letter = row_str(r);
    x->state = row_str(r);
    x->seed = row_str(r);
    x->census_words = row_str(r);
    x->census_hash = row_str(r);
    x->engine = row_str(r);
    x->trouble = row_str(r);
    x->year = row_i32(r);
    x->trial = row_bool(r);
    x->frozen = row_moment(r);
    x->created = row_moment(r);
    x->published = row_moment(r);
    x->created_by = row_int(r);
    x->micros = row_int(r);
}

static const struct sql sql_run = {RUN_COLUMNS "WHERE pemda_id = $1 AND id = $2"};
static const struct sql sql_run_by_number = {RUN_COLUMNS "WHERE pemda_id = $1 AND number = $2"};
static const struct sql sql_run_published = {
    RUN_COLUMNS "WHERE pemda_id = $1 AND state = 'terbit' ORDER BY published DESC, id DESC LIMIT 1"};

err run_get(struct tx *tx, const struct at *at, int64_t id, struct run *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_run, at->pemda.v, id);
    if (!rows_next(&r))
        return rows_fail(&r, ERR_MISSING);
    read_run(&r, ret);
    return OK;
}

err run_by_number(struct tx *tx, const struct at *at, struct str number, struct run *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_run_by_number, at->pemda.v, number);
    if (!rows_next(&r))
        return rows_fail(&r, ERR_MISSING);
    read_run(&r, ret);
    return OK;
}

err run_published(struct tx *tx, const struct at *at, struct run *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_run_published, at->pemda.v);
    if (!rows_next(&r))
        return rows_fail(&r, ERR_MISSING);
    read_run(&r, ret);
    return OK;
}

static const struct sql sql_run_bases = {
    RUN_COLUMNS "WHERE pemda_id = $1 AND base_id IS NULL ORDER BY id DESC LIMIT $2"};
static const struct sql sql_run_scenarios = {
    RUN_COLUMNS "WHERE pemda_id = $1 AND base_id = $3 ORDER BY id LIMIT $2"};

err run_list(struct tx *tx, const struct at *at, int64_t base_id, size_t most, struct run *ret, size_t *n)
{
    struct arg args[] = {arg_int(at->pemda.v), arg_int((int64_t)most), arg_int(base_id)};
    size_t found = 0;
    AUTO_ROWS r = base_id < 0 ? query_run(tx, &sql_run_bases, args, 2) : query_run(tx, &sql_run_scenarios, args, 3);
    while (found < most && rows_next(&r))
        read_run(&r, &ret[found++]);
    TRY(rows_fail(&r, OK));
    *n = found;
    return OK;
}

static const struct sql sql_run_insert = {
    "INSERT INTO run (pemda_id, id, number, year, name, letter, base_id, state, created, created_by) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, 'antre', $8, $9)"};
static const struct sql sql_run_insert_base = {
    "INSERT INTO run (pemda_id, id, number, year, name, letter, state, created, created_by) "
    "VALUES ($1, $2, $3, $4, $5, $6, 'antre', $7, $8)"};

err run_insert(struct tx *tx, const struct at *at, const struct run *r)
{
    if (r->base_id == 0)
        return EXEC(tx, sql_run_insert_base, at->pemda.v, r->id, r->number, r->year, r->name, r->letter, at->now,
                    at->who.user_id);
    return EXEC(tx, sql_run_insert, at->pemda.v, r->id, r->number, r->year, r->name, r->letter, r->base_id, at->now,
                at->who.user_id);
}

static const struct sql sql_run_set_state = {
    "UPDATE run SET version = version + 1, state = $5 "
    "WHERE pemda_id = $1 AND id = $2 AND version = $3 AND state = $4"};

err run_set_state(struct tx *tx, const struct at *at, int64_t id, int64_t version, const char *from, const char *to)
{
    return EXEC_ONE(tx, sql_run_set_state, at->pemda.v, id, version, from, to);
}

static const struct sql sql_run_frozen = {
    "UPDATE run SET version = version + 1, state = 'beku', trial = $3, seed = $4, census_words = $5, "
    "census_hash = $6, frozen = $7, compared_id = CASE WHEN $8 = 0 THEN NULL ELSE $8 END "
    "WHERE pemda_id = $1 AND id = $2 AND state = 'antre'"};

err run_note_frozen(struct tx *tx, const struct at *at, const struct run *r)
{
    return EXEC_ONE(tx, sql_run_frozen, at->pemda.v, r->id, r->trial, r->seed, r->census_words, r->census_hash,
                    at->now, r->compared_id);
}

static const struct sql sql_run_done = {
    "UPDATE run SET version = version + 1, state = 'selesai', engine = $3, micros = $4 "
    "WHERE pemda_id = $1 AND id = $2 AND state = 'beku'"};

err run_note_done(struct tx *tx, const struct at *at, const struct run *r)
{
    return EXEC_ONE(tx, sql_run_done, at->pemda.v, r->id, r->engine, r->micros);
}

static const struct sql sql_run_failed = {
    "UPDATE run SET version = version + 1, state = 'gagal', trouble = $3 "
    "WHERE pemda_id = $1 AND id = $2 AND state IN ('antre', 'beku')"};

err run_note_failed(struct tx *tx, const struct at *at, int64_t id, struct str trouble)
{
    return EXEC(tx, sql_run_failed, at->pemda.v, id, trouble);
}

static const struct sql sql_run_replaced = {
    "UPDATE run SET version = version + 1, state = 'digantikan' WHERE pemda_id = $1 AND year = $2 AND state = 'terbit'"};
static const struct sql sql_run_published_now = {
    "UPDATE run SET version = version + 1, state = 'terbit', published = $3 "
    "WHERE pemda_id = $1 AND id = $2 AND state = 'menerbitkan'"};

err run_note_published(struct tx *tx, const struct at *at, const struct run *r)
{
    TRY(EXEC(tx, sql_run_replaced, at->pemda.v, r->year));
    return EXEC_ONE(tx, sql_run_published_now, at->pemda.v, r->id, at->now);
}

static const struct sql sql_count_scenarios = {"SELECT count(*) FROM run WHERE pemda_id = $1 AND base_id = $2"};
static const struct sql sql_count_pending = {
    "SELECT count(*) FROM run WHERE pemda_id = $1 AND state IN ('diajukan', 'disetujui', 'siap', 'menerbitkan') "
    "AND year = $2"};

err run_count_scenarios(struct tx *tx, const struct at *at, int64_t base_id, int64_t *ret)
{
    return QUERY_INT(tx, ret, sql_count_scenarios, at->pemda.v, base_id);
}

err run_count_pending(struct tx *tx, const struct at *at, int32_t year, int64_t *ret)
{
    return QUERY_INT(tx, ret, sql_count_pending, at->pemda.v, year);
}

/* ---- texts ---- */

static const struct sql sql_text_insert = {
    "INSERT INTO run_text (pemda_id, sha256, text) VALUES ($1, $2, $3) ON CONFLICT (pemda_id, sha256) DO NOTHING"};
static const struct sql sql_file_insert = {
    "INSERT INTO run_file (pemda_id, run_id, sort, name, sha256, size, lines) VALUES ($1, $2, $3, $4, $5, $6, $7)"};

static int64_t count_records(struct str text)
{
    int64_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        n += text.p[i] == '\n';
    return n > 0 ? n - 1 : 0; /* without the heading */
}

err run_text_put(struct tx *tx, const struct at *at, int64_t run_id, const char *sort, struct str name,
                 struct str text)
{
    struct str sum = sha256_hex(tx_arena(tx), sha256_of(text));
    TRY(EXEC(tx, sql_text_insert, at->pemda.v, sum, text));
    return EXEC(tx, sql_file_insert, at->pemda.v, run_id, sort, name, sum, (int64_t)text.n, count_records(text));
}

err run_texts_put(struct tx *tx, const struct at *at, int64_t run_id, const char *sort, const struct run_texts *texts)
{
    for (int i = 0; i < FILE_COUNT; i++)
        if (texts->text[i].p != NULL)
            TRY(run_text_put(tx, at, run_id, sort, str_z(run_file_names[i]), texts->text[i]));
    return OK;
}

static const struct sql sql_files = {
    "SELECT name, sha256, size, lines FROM run_file WHERE pemda_id = $1 AND run_id = $2 AND sort = $3 ORDER BY name"};

err run_files(struct tx *tx, const struct at *at, int64_t run_id, const char *sort, struct run_file *ret, size_t *n)
{
    size_t found = 0;
    AUTO_ROWS r = QUERY(tx, sql_files, at->pemda.v, run_id, sort);
    while (found < FILE_COUNT && rows_next(&r)) {
        struct run_file *f = &ret[found++];
        f->name = row_str(&r);
        f->sha256 = row_str(&r);
        f->size = row_int(&r);
        f->lines = row_int(&r);
    }
    TRY(rows_fail(&r, OK));
    *n = found;
    return OK;
}

static const struct sql sql_text = {
    "SELECT t.text FROM run_file f JOIN run_text t ON t.pemda_id = f.pemda_id AND t.sha256 = f.sha256 "
    "WHERE f.pemda_id = $1 AND f.run_id = $2 AND f.sort = $3 AND f.name = $4"};

err run_text_get(struct tx *tx, const struct at *at, int64_t run_id, const char *sort, struct str name,
                 struct arena *a, struct str *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_text, at->pemda.v, run_id, sort, name);
    if (!rows_next(&r))
        return rows_fail(&r, ERR_MISSING);
    *ret = str_dup(a, row_view(&r));
    return OK;
}

err run_texts_get(struct tx *tx, const struct at *at, int64_t run_id, const char *sort, struct arena *a,
                  struct run_texts *ret)
{
    struct run_texts out = {0};
    for (int i = 0; i < FILE_COUNT; i++) {
        err e = run_text_get(tx, at, run_id, sort, str_z(run_file_names[i]), a, &out.text[i]);
        if (e != OK && e != ERR_MISSING)
            return e;
    }
    *ret = out;
    return OK;
}

/* ---- figures, groups, checks, changes, steps ---- */

static const struct sql sql_figure_put = {
    "INSERT INTO run_figure (pemda_id, run_id, name, value) VALUES ($1, $2, $3, $4)"};
static const struct sql sql_figures = {"SELECT name, value FROM run_figure WHERE pemda_id = $1 AND run_id = $2"};

err run_figures_put(struct tx *tx, const struct at *at, int64_t run_id, const struct figures *f)
{
#define X(field) TRY(EXEC(tx, sql_figure_put, at->pemda.v, run_id, #field, f->field));
    FIGURES(X)
#undef X
    return OK;
}

err run_figures(struct tx *tx, const struct at *at, int64_t run_id, struct figures *ret)
{
    struct figures f = {0};
    AUTO_ROWS r = QUERY(tx, sql_figures, at->pemda.v, run_id);
    while (rows_next(&r)) {
        struct str name = row_str(&r);
        int64_t value = row_int(&r);
#define X(field)                                                                                             \
    if (str_eqz(name, #field))                                                                               \
        f.field = value;
        FIGURES(X)
#undef X
    }
    TRY(rows_fail(&r, OK));
    *ret = f;
    return OK;
}

static const struct sql sql_group_put = {
    "INSERT INTO run_group (pemda_id, run_id, name, part, whole) VALUES ($1, $2, $3, $4, $5)"};
static const struct sql sql_groups = {
    "SELECT name, part, whole FROM run_group WHERE pemda_id = $1 AND run_id = $2 ORDER BY name"};

err run_group_put(struct tx *tx, const struct at *at, int64_t run_id, const struct run_group *g)
{
    return EXEC(tx, sql_group_put, at->pemda.v, run_id, g->name, g->part, g->whole);
}

err run_groups(struct tx *tx, const struct at *at, int64_t run_id, struct run_group *ret, size_t *n)
{
    size_t found = 0;
    AUTO_ROWS r = QUERY(tx, sql_groups, at->pemda.v, run_id);
    while (found < RUN_GROUPS_MAX && rows_next(&r)) {
        ret[found].name = row_str(&r);
        ret[found].part = row_int(&r);
        ret[found++].whole = row_int(&r);
    }
    TRY(rows_fail(&r, OK));
    *n = found;
    return OK;
}

static const struct sql sql_check_put = {
    "INSERT INTO run_check (pemda_id, run_id, seq, name, passed, checked, words) VALUES ($1, $2, $3, $4, $5, $6, $7)"};
static const struct sql sql_checks = {
    "SELECT name, passed, checked, words FROM run_check WHERE pemda_id = $1 AND run_id = $2 ORDER BY seq"};

err run_check_put(struct tx *tx, const struct at *at, int64_t run_id, int64_t seq, const struct run_check_line *c)
{
    return EXEC(tx, sql_check_put, at->pemda.v, run_id, seq, c->name, c->passed, c->checked, c->words);
}

err run_checks(struct tx *tx, const struct at *at, int64_t run_id, struct run_check_line *ret, size_t *n)
{
    size_t found = 0;
    AUTO_ROWS r = QUERY(tx, sql_checks, at->pemda.v, run_id);
    while (found < RUN_CHECKS_MAX && rows_next(&r)) {
        struct run_check_line *c = &ret[found++];
        c->name = row_str(&r);
        c->passed = row_bool(&r);
        c->checked = row_int(&r);
        c->words = row_str(&r);
    }
    TRY(rows_fail(&r, OK));
    *n = found;
    return OK;
}

static const struct sql sql_change_put = {
    "INSERT INTO run_change (pemda_id, run_id, seq, kind, target, value) VALUES ($1, $2, $3, $4, $5, $6)"};
static const struct sql sql_changes = {
    "SELECT kind, target, value FROM run_change WHERE pemda_id = $1 AND run_id = $2 ORDER BY seq"};

err run_change_put(struct tx *tx, const struct at *at, int64_t run_id, int64_t seq, const struct run_change *c)
{
    return EXEC(tx, sql_change_put, at->pemda.v, run_id, seq, c->kind, c->target, c->value);
}

err run_changes(struct tx *tx, const struct at *at, int64_t run_id, struct run_change *ret, size_t *n)
{
    size_t found = 0;
    AUTO_ROWS r = QUERY(tx, sql_changes, at->pemda.v, run_id);
    while (found < RUN_CHANGES_MAX && rows_next(&r)) {
        ret[found].kind = row_str(&r);
        ret[found].target = row_str(&r);
        ret[found++].value = row_str(&r);
    }
    TRY(rows_fail(&r, OK));
    *n = found;
    return OK;
}

static const struct sql sql_step_put = {
    "INSERT INTO run_step (pemda_id, run_id, seq, moment, user_id, user_name, role, action, reason) "
    "SELECT $1, $2, COALESCE(max(seq), 0) + 1, $3, $4, $5, $6, $7, $8 FROM run_step "
    "WHERE pemda_id = $1 AND run_id = $2"};
static const struct sql sql_steps = {
    "SELECT moment, user_id, user_name, role, action, reason FROM run_step "
    "WHERE pemda_id = $1 AND run_id = $2 ORDER BY seq DESC"};
static const struct sql sql_step_user = {
    "SELECT user_id FROM run_step WHERE pemda_id = $1 AND run_id = $2 AND action = $3 ORDER BY seq DESC LIMIT 1"};

err run_step_put(struct tx *tx, const struct at *at, int64_t run_id, const char *action, struct str reason)
{
    return EXEC(tx, sql_step_put, at->pemda.v, run_id, at->now, at->who.user_id, at->who.name,
                role_label(at->who.role), action, reason);
}

err run_steps(struct tx *tx, const struct at *at, int64_t run_id, struct run_step *ret, size_t *n)
{
    size_t found = 0;
    AUTO_ROWS r = QUERY(tx, sql_steps, at->pemda.v, run_id);
    while (found < RUN_STEPS_MAX && rows_next(&r)) {
        struct run_step *s = &ret[found++];
        s->when = row_moment(&r);
        s->user_id = row_int(&r);
        s->user_name = row_str(&r);
        s->role = row_str(&r);
        s->action = row_str(&r);
        s->reason = row_str(&r);
    }
    TRY(rows_fail(&r, OK));
    *n = found;
    return OK;
}

int64_t run_step_user(struct tx *tx, const struct at *at, int64_t run_id, const char *action)
{
    int64_t user = 0;
    return QUERY_INT(tx, &user, sql_step_user, at->pemda.v, run_id, action) == OK ? user : 0;
}

/* ---- published results ---- */

static const struct sql sql_result_put = {
    "INSERT INTO run_result (pemda_id, worker_id, run_id, status, line_code, choice, tier, reason, why) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};
static const struct sql sql_result_of_worker = {
    "SELECT x.worker_id, x.run_id, x.status, x.line_code, x.choice, x.tier, x.reason, x.why FROM run_result x "
    "JOIN run r ON r.pemda_id = x.pemda_id AND r.id = x.run_id "
    "WHERE x.pemda_id = $1 AND x.worker_id = $2 AND r.state = 'terbit' ORDER BY r.published DESC LIMIT 1"};
static const struct sql sql_result_exists = {
    "SELECT count(*) FROM run_result WHERE pemda_id = $1 AND worker_id = $2 AND run_id = $3"};
static const struct sql sql_result_count = {
    "SELECT count(*) FROM run_result WHERE pemda_id = $1 AND run_id = $2"};

err run_result_put(struct tx *tx, const struct at *at, const struct published_result *r)
{
    return EXEC(tx, sql_result_put, at->pemda.v, r->worker_id, r->run_id, r->status, r->line_code, r->choice, r->tier,
                r->reason, r->why);
}

err run_result_of_worker(struct tx *tx, const struct at *at, int64_t worker_id, struct published_result *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_result_of_worker, at->pemda.v, worker_id);
    if (!rows_next(&r))
        return rows_fail(&r, ERR_MISSING);
    ret->worker_id = row_int(&r);
    ret->run_id = row_int(&r);
    ret->status = row_str(&r);
    ret->line_code = row_str(&r);
    ret->choice = row_int(&r);
    ret->tier = row_int(&r);
    ret->reason = row_str(&r);
    ret->why = row_str(&r);
    return OK;
}

err run_result_exists(struct tx *tx, const struct at *at, int64_t worker_id, int64_t run_id, bool *ret)
{
    int64_t n = 0;
    TRY(QUERY_INT(tx, &n, sql_result_exists, at->pemda.v, worker_id, run_id));
    *ret = n > 0;
    return OK;
}

err run_result_count(struct tx *tx, const struct at *at, int64_t run_id, int64_t *ret)
{
    return QUERY_INT(tx, ret, sql_result_count, at->pemda.v, run_id);
}
