/*
 * account_db.c: see account_db.h.
 */
#include "account_db.h"

#include "kernel/mem.h"

static const struct sql sql_by_name = {
    "SELECT id, password_hash, name, state FROM app_user WHERE pemda_id = $1 AND user_name = $2"};
static const struct sql sql_by_nik_report = {
    "SELECT u.id, u.password_hash, u.name, u.state "
    "FROM worker w JOIN app_user u ON u.pemda_id = w.pemda_id AND u.worker_id = w.id "
    "WHERE w.pemda_id = $1 AND w.nik_hash = $2"};
static const struct sql sql_by_id = {
    "SELECT id, password_hash, name, state FROM app_user WHERE pemda_id = $1 AND id = $2"};

static err read_credentials(struct rows *r, struct credentials *ret)
{
    *ret = (struct credentials){.user_id = 0};
    if (!rows_next(r))
        return rows_fail(r, OK);
    ret->user_id = row_int(r);
    ret->hash = row_str(r);
    ret->name = row_str(r);
    ret->active = str_eqz(row_view(r), "aktif");
    return OK;
}

err credentials_by_name(struct tx *tx, struct region_id region, struct str user_name, struct credentials *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_by_name, region.v, user_name);
    return read_credentials(&r, ret);
}

err credentials_by_nik_report(struct tx *tx, struct region_id region, struct str nik_hash, struct credentials *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_by_nik_report, region.v, nik_hash);
    return read_credentials(&r, ret);
}

err credentials_of_user(struct tx *tx, struct region_id region, int64_t user_id, struct credentials *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_by_id, region.v, user_id);
    return read_credentials(&r, ret);
}

/* ---- accounts ---- */

static const struct sql sql_insert = {
    "INSERT INTO app_user (pemda_id, id, user_name, name, title, phone, password_hash, must_change, agency_id, "
    "worker_id, created) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"};

static struct arg id_or_null(int64_t id)
{
    return id == 0 ? ARG(SQL_NULL) : ARG(id);
}

err account_insert(struct tx *tx, const struct at *at, const struct new_account *n, int64_t id)
{
    struct arg args[] = {ARG(at->pemda.v), ARG(id), ARG(n->user_name), ARG(n->name), ARG(n->title), ARG(n->phone),
                         ARG(n->password_hash), ARG(n->must_change), id_or_null(n->agency_id),
                         id_or_null(n->worker_id), ARG(at->now)};
    return exec_run(tx, &sql_insert, args, COUNT(args), NULL);
}

static const struct sql sql_roles_delete = {"DELETE FROM user_role WHERE pemda_id = $1 AND user_id = $2"};
static const struct sql sql_role_insert = {
    "INSERT INTO user_role (pemda_id, user_id, role) VALUES ($1, $2, $3)"};

err account_roles_write(struct tx *tx, const struct at *at, int64_t id, role_set roles)
{
    TRY(EXEC(tx, sql_roles_delete, at->pemda.v, id));
    for (enum role r = ROLE_ANONYMOUS + 1; r < ROLE_COUNT; r++) {
        if ((roles & (1u << r)) != 0)
            TRY(EXEC(tx, sql_role_insert, at->pemda.v, id, role_code(r)));
    }
    return OK;
}

static const struct sql sql_roles = {"SELECT role FROM user_role WHERE pemda_id = $1 AND user_id = $2"};

static err read_roles(struct tx *tx, const struct at *at, int64_t id, role_set *ret)
{
    enum role role;
    AUTO_ROWS r = QUERY(tx, sql_roles, at->pemda.v, id);
    *ret = 0;
    while (rows_next(&r)) {
        if (role_by_code(row_view(&r), &role))
            *ret |= 1u << role;
    }
    return rows_fail(&r, OK);
}

#define COLUMNS                                                                                                        \
    "SELECT u.id, u.version, u.user_name, u.name, u.title, u.phone, u.must_change, u.state, u.agency_id, u.worker_id, " \
    "u.last_seen, u.created FROM app_user u "

static struct account read_account(struct rows *r)
{
    struct account a = {.id = row_int(r)};
    a.version = row_int(r);
    a.user_name = row_str(r);
    a.name = row_str(r);
    a.title = row_str(r);
    a.phone = row_str(r);
    a.must_change = row_bool(r);
    a.active = str_eqz(row_view(r), "aktif");
    a.agency_id = row_int(r);
    a.worker_id = row_int(r);
    a.last_seen = row_moment(r);
    a.created = row_moment(r);
    return a;
}

static const struct sql sql_get = {COLUMNS "WHERE u.pemda_id = $1 AND u.id = $2"};

err account_get(struct tx *tx, const struct at *at, int64_t id, struct account *ret)
{
    struct account a;
    {
        AUTO_ROWS r = QUERY(tx, sql_get, at->pemda.v, id);
        if (!rows_next(&r))
            return rows_fail(&r, ERR_MISSING);
        a = read_account(&r);
    }
    TRY(read_roles(tx, at, id, &a.roles));
    *ret = a;
    return OK;
}

static const struct sql sql_update = {
    "UPDATE app_user SET name = $4, title = $5, phone = $6, agency_id = $7, state = $8, must_change = $9, "
    "version = version + 1 WHERE pemda_id = $1 AND id = $2 AND version = $3"};

err account_update(struct tx *tx, const struct at *at, struct account *a)
{
    struct arg args[] = {ARG(at->pemda.v), ARG(a->id), ARG(a->version), ARG(a->name), ARG(a->title), ARG(a->phone),
                         id_or_null(a->agency_id), ARG(a->active ? "aktif" : "nonaktif"), ARG(a->must_change)};
    TRY(exec_one_run(tx, &sql_update, args, COUNT(args)));
    a->version++;
    return OK;
}

static const struct sql sql_password = {
    "UPDATE app_user SET password_hash = $3, must_change = $4, version = version + 1 "
    "WHERE pemda_id = $1 AND id = $2"};

err account_password_write(struct tx *tx, const struct at *at, int64_t id, struct str hash, bool must_change)
{
    return EXEC_ONE(tx, sql_password, at->pemda.v, id, hash, must_change);
}

static const struct sql sql_of_worker = {"SELECT id FROM app_user WHERE pemda_id = $1 AND worker_id = $2"};

err account_of_worker(struct tx *tx, const struct at *at, int64_t worker_id, int64_t *id)
{
    err e = QUERY_INT(tx, id, sql_of_worker, at->pemda.v, worker_id);
    if (e == ERR_MISSING)
        *id = 0;
    return e == ERR_MISSING ? OK : e;
}

static const struct sql sql_administrators = {
    "SELECT count(*) FROM user_role r JOIN app_user u ON u.pemda_id = r.pemda_id AND u.id = r.user_id "
    "WHERE r.pemda_id = $1 AND r.role = 'administrator' AND u.state = 'aktif' AND u.id <> $2"};

err administrators_besides(struct tx *tx, const struct at *at, int64_t id, int64_t *n)
{
    return QUERY_INT(tx, n, sql_administrators, at->pemda.v, id);
}

/* ---- the list of officers: $1 region, $2 pattern, $3 role, $4 and $5 the key before, $6 limit, $7 a moment ---- */

static const struct sql part_officers = {COLUMNS "WHERE u.pemda_id = $1 AND u.worker_id IS NULL "
                                                 "AND (u.name, u.id) > ($4, $5) "};
static const struct sql part_search = {
    "AND (lower(u.name) LIKE $2 OR lower(u.title) LIKE $2 OR u.user_name LIKE $2) "};
static const struct sql part_role = {
    "AND EXISTS (SELECT 1 FROM user_role r WHERE r.pemda_id = u.pemda_id AND r.user_id = u.id AND r.role = $3) "};
static const struct sql part_active = {"AND u.state = 'aktif' "};
static const struct sql part_closed = {"AND u.state = 'nonaktif' "};
static const struct sql part_unchanged = {"AND u.state = 'aktif' AND u.must_change = 1 "};
static const struct sql part_unused = {"AND u.state = 'aktif' AND u.last_seen < $7 AND u.created < $7 "};
static const struct sql part_order = {"ORDER BY u.name, u.id LIMIT $6"};

static const int64_t unused_ms = (int64_t)90 * 86400000;

static const struct sql *part_of_state(struct str state)
{
    if (str_eqz(state, "aktif"))
        return &part_active;
    if (str_eqz(state, "nonaktif"))
        return &part_closed;
    if (str_eqz(state, "awal"))
        return &part_unchanged;
    return str_eqz(state, "lama") ? &part_unused : NULL;
}

/* What LIKE would read as a wildcard is taken out; nobody's name has one. */
static struct str like_pattern(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n + 2);
    size_t n = 0;
    p[n++] = '%';
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '%' && s.p[i] != '_' && s.p[i] != '\\')
            p[n++] = s.p[i];
    }
    p[n++] = '%';
    return str_lower(a, (struct str){p, n});
}

err officers_list(struct tx *tx, const struct at *at, const struct account_filter *f, struct account *ret, size_t *n)
{
    struct sql_build b = {.n = 0};
    const struct sql *state = part_of_state(f->state);
    sql_add(&b, &part_officers);
    if (f->search.n > 0)
        sql_add(&b, &part_search);
    if (f->role < ROLE_COUNT)
        sql_add(&b, &part_role);
    if (state != NULL)
        sql_add(&b, state);
    sql_add(&b, &part_order);
    struct arg args[] = {ARG(at->pemda.v),
                         ARG(like_pattern(tx_arena(tx), f->search)),
                         ARG(f->role < ROLE_COUNT ? role_code(f->role) : ""),
                         ARG(f->after_name),
                         ARG(f->after_id),
                         ARG((int64_t)f->limit),
                         ARG(at->now.ms - unused_ms)};
    *n = 0;
    {
        AUTO_ROWS r = query_built(tx, &b, args, COUNT(args));
        while (*n < f->limit && rows_next(&r))
            ret[(*n)++] = read_account(&r);
        TRY(rows_fail(&r, OK));
    }
    for (size_t i = 0; i < *n; i++)
        TRY(read_roles(tx, at, ret[i].id, &ret[i].roles));
    return OK;
}

static const struct sql sql_officers_n = {
    "SELECT count(*) FROM app_user WHERE pemda_id = $1 AND worker_id IS NULL AND state = 'aktif'"};
static const struct sql sql_workers_n = {
    "SELECT count(*) FROM app_user WHERE pemda_id = $1 AND worker_id IS NOT NULL AND state = 'aktif'"};
static const struct sql sql_unchanged_n = {
    "SELECT count(*) FROM app_user WHERE pemda_id = $1 AND worker_id IS NULL AND state = 'aktif' AND must_change = 1"};
static const struct sql sql_unused_n = {
    "SELECT count(*) FROM app_user WHERE pemda_id = $1 AND worker_id IS NULL AND state = 'aktif' AND last_seen < $2 "
    "AND created < $2"};
static const struct sql sql_failures_n = {
    "SELECT CAST(COALESCE(sum(failures), 0) AS BIGINT) FROM throttle WHERE pemda_id = $1 AND touched >= $2"};
static const struct sql sql_sessions_n = {
    "SELECT count(*) FROM session WHERE pemda_id = $1 AND expires > $2"};

err account_figures(struct tx *tx, const struct at *at, struct account_figures *ret)
{
    TRY(QUERY_INT(tx, &ret->officers, sql_officers_n, at->pemda.v));
    TRY(QUERY_INT(tx, &ret->workers, sql_workers_n, at->pemda.v));
    TRY(QUERY_INT(tx, &ret->unchanged, sql_unchanged_n, at->pemda.v));
    TRY(QUERY_INT(tx, &ret->unused, sql_unused_n, at->pemda.v, at->now.ms - unused_ms));
    TRY(QUERY_INT(tx, &ret->failures, sql_failures_n, at->pemda.v, at->now.ms - 86400000));
    return QUERY_INT(tx, &ret->sessions, sql_sessions_n, at->pemda.v, at->now.ms);
}

/* ---- slips ---- */

static const struct sql sql_slip_insert = {
    "INSERT INTO activation_slip (pemda_id, id, worker_id, code_hash, created, expires, printed_by) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7)"};

err slip_insert(struct tx *tx, const struct at *at, const struct slip *s, struct str code_hash)
{
    return EXEC(tx, sql_slip_insert, at->pemda.v, s->id, s->worker_id, code_hash, s->created, s->expires,
                at->who.user_id);
}

static const struct sql sql_slips_end = {
    "UPDATE activation_slip SET expires = $3 WHERE pemda_id = $1 AND worker_id = $2 AND used = 0 AND expires > $3"};

err slips_end(struct tx *tx, const struct at *at, int64_t worker_id)
{
    return EXEC(tx, sql_slips_end, at->pemda.v, worker_id, at->now);
}

static struct slip read_slip(struct rows *r)
{
    struct slip s = {.id = row_int(r)};
    s.worker_id = row_int(r);
    s.created = row_moment(r);
    s.expires = row_moment(r);
    s.used = row_moment(r);
    return s;
}

static const struct sql sql_slip_find = {
    "SELECT id, worker_id, created, expires, used FROM activation_slip "
    "WHERE pemda_id = $1 AND worker_id = $2 AND code_hash = $3"};

err slip_find(struct tx *tx, const struct at *at, int64_t worker_id, struct str code_hash, struct slip *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_slip_find, at->pemda.v, worker_id, code_hash);
    if (!rows_next(&r))
        return rows_fail(&r, ERR_MISSING);
    *ret = read_slip(&r);
    return OK;
}

static const struct sql sql_slip_used = {
    "UPDATE activation_slip SET used = $3 WHERE pemda_id = $1 AND id = $2 AND used = 0"};

err slip_mark_used(struct tx *tx, const struct at *at, int64_t id)
{
    return EXEC_ONE(tx, sql_slip_used, at->pemda.v, id, at->now);
}

static const struct sql sql_slip_latest = {
    "SELECT id, worker_id, created, expires, used FROM activation_slip "
    "WHERE pemda_id = $1 AND worker_id = $2 ORDER BY id DESC LIMIT 1"};

err slip_latest(struct tx *tx, const struct at *at, int64_t worker_id, struct slip *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_slip_latest, at->pemda.v, worker_id);
    if (!rows_next(&r))
        return rows_fail(&r, ERR_MISSING);
    *ret = read_slip(&r);
    return OK;
}

static const struct sql sql_without_account_report = {
    "SELECT w.id, w.name, w.name_key, w.nik, "
    "(SELECT max(s.expires) FROM activation_slip s WHERE s.pemda_id = w.pemda_id AND s.worker_id = w.id "
    "AND s.used = 0) "
    "FROM worker w WHERE w.pemda_id = $1 AND w.agency_id = $2 AND w.active = 1 AND (w.name_key, w.id) > ($3, $4) "
    "AND NOT EXISTS (SELECT 1 FROM app_user u WHERE u.pemda_id = w.pemda_id AND u.worker_id = w.id) "
    "ORDER BY w.name_key, w.id LIMIT $5"};

err without_account_report(struct tx *tx, const struct at *at, int64_t agency_id, struct str after_key,
                           int64_t after_id, size_t limit, struct without_account *ret, size_t *n)
{
    AUTO_ROWS r = QUERY(tx, sql_without_account_report, at->pemda.v, agency_id, after_key, after_id, (int64_t)limit);
    *n = 0;
    while (*n < limit && rows_next(&r)) {
        struct without_account *w = &ret[(*n)++];
        w->worker_id = row_int(&r);
        w->name = row_str(&r);
        w->name_key = row_str(&r);
        w->nik = row_str(&r);
        w->slip_expires = row_moment(&r);
    }
    return rows_fail(&r, OK);
}

static const struct sql sql_jobs_report = {
    "SELECT j.id, j.done, j.total, j.state, j.kind, j.words, COALESCE(u.name, ''), j.created, j.ended "
    "FROM job j LEFT JOIN app_user u ON u.pemda_id = j.pemda_id AND u.id = j.user_id "
    "WHERE j.pemda_id = $1 ORDER BY j.id DESC LIMIT $2"};

err jobs_report(struct tx *tx, const struct at *at, size_t limit, struct job_line *ret, size_t *n)
{
    AUTO_ROWS r = QUERY(tx, sql_jobs_report, at->pemda.v, (int64_t)limit);
    *n = 0;
    while (*n < limit && rows_next(&r)) {
        struct job_line *j = &ret[(*n)++];
        j->id = row_int(&r);
        j->done = row_int(&r);
        j->total = row_int(&r);
        j->state = row_i32(&r);
        j->kind = row_str(&r);
        j->words = row_str(&r);
        j->who = row_str(&r);
        j->created = row_moment(&r);
        j->ended = row_moment(&r);
    }
    return rows_fail(&r, OK);
}
