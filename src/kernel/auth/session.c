/*
 * session.c: see session.h. One indexed row and its roles are read for each request of somebody signed in.
 */
#include "session.h"

#include <assert.h>

#include "../digest.h"
#include "../http/web.h"
#include "../mem.h"

enum { MINUTE = 60 * 1000, HOUR = 60 * MINUTE };
static const int64_t day_ms = (int64_t)24 * HOUR;

int64_t session_idle_ms(enum role role)
{
    return role == ROLE_WORKER ? 30 * day_ms : 30 * (int64_t)MINUTE;
}

int64_t session_longest_ms(enum role role)
{
    return role == ROLE_WORKER ? 180 * day_ms : 12 * (int64_t)HOUR;
}

enum scope scope_of_role(enum role role)
{
    switch (role) {
    case ROLE_AGENCY_OFFICER:
        return SCOPE_AGENCY;
    case ROLE_WORKER:
        return SCOPE_SELF;
    case ROLE_ANONYMOUS:
    case ROLE_COUNCIL_MEMBER:
        return SCOPE_NOTHING;
    default:
        return SCOPE_REGION;
    }
}

struct str session_hash(struct arena *a, struct str token)
{
    return sha256_hex(a, sha256_of(token));
}

static const struct sql sql_roles = {
    "SELECT role FROM user_role WHERE pemda_id = $1 AND user_id = $2"};

static err roles_of(struct tx *tx, struct region_id region, int64_t user_id, role_set *ret)
{
    role_set set = 0;
    enum role role;
    AUTO_ROWS r = QUERY(tx, sql_roles, region.v, user_id);
    while (rows_next(&r)) {
        if (role_by_code(row_view(&r), &role))
            set |= 1u << role;
    }
    TRY(rows_fail(&r, OK));
    *ret = set;
    return OK;
}

static const struct sql sql_session = {
    "SELECT s.user_id, s.role, s.created, s.seen, s.expires, u.name, u.agency_id, u.worker_id, u.must_change "
    "FROM session s JOIN app_user u ON u.pemda_id = s.pemda_id AND u.id = s.user_id "
    "WHERE s.pemda_id = $1 AND s.token_hash = $2 AND u.state = 'aktif'"};

err session_find(struct tx *tx, struct region_id region, struct str token_hash, struct moment now, struct session *ret)
{
    struct session s = {.token_hash = token_hash};
    {
        AUTO_ROWS r = QUERY(tx, sql_session, region.v, token_hash);
        if (!rows_next(&r))
            return rows_fail(&r, ERR_MISSING);
        s.actor.user_id = row_int(&r);
        if (!role_by_code(row_view(&r), &s.actor.role))
            return ERR_MISSING;
        s.created = row_moment(&r);
        s.seen = row_moment(&r);
        s.expires = row_moment(&r);
        s.actor.name = row_str(&r);
        s.actor.agency_id = row_int(&r);
        s.actor.worker_id = row_int(&r);
        s.must_change = row_bool(&r);
    }
    if (now.ms >= s.expires.ms || now.ms - s.seen.ms >= session_idle_ms(s.actor.role))
        return ERR_MISSING;
    TRY(roles_of(tx, region, s.actor.user_id, &s.actor.roles));
    if ((s.actor.roles & (1u << s.actor.role)) == 0)
        return ERR_MISSING;
    s.actor.scope = scope_of_role(s.actor.role);
    *ret = s;
    return OK;
}

static const struct sql sql_user_state = {
    "SELECT state FROM app_user WHERE pemda_id = $1 AND id = $2"};
static const struct sql sql_session_insert = {
    "INSERT INTO session (pemda_id, token_hash, user_id, role, created, seen, expires) "
    "VALUES ($1, $2, $3, $4, $5, $5, $6)"};

err session_insert(struct tx *tx, struct region_id region, int64_t user_id, struct moment now, struct str token_hash,
                   enum role *role)
{
    {
        AUTO_ROWS r = QUERY(tx, sql_user_state, region.v, user_id);
        if (!rows_next(&r))
            return rows_fail(&r, ERR_MISSING);
        if (!str_eqz(row_view(&r), "aktif"))
            return ERR_DENIED;
    }
    role_set set;
    TRY(roles_of(tx, region, user_id, &set));
    if (set == 0)
        return ERR_DENIED;
    *role = (enum role)__builtin_ctz(set);
    return EXEC(tx, sql_session_insert, region.v, token_hash, user_id, role_code(*role), now.ms,
                now.ms + session_longest_ms(*role));
}

static const struct sql sql_session_delete = {"DELETE FROM session WHERE pemda_id = $1 AND token_hash = $2"};

static err drop_current(struct request *q)
{
    return q->web->token_hash.n == 0 ? OK
                                     : EXEC(q->tx, sql_session_delete, q->at.pemda.v, q->web->token_hash);
}

static const struct sql sql_session_expired = {
    "DELETE FROM session WHERE pemda_id = $1 AND user_id = $2 AND expires < $3"};

err session_begin(struct request *q, int64_t user_id, enum role *role)
{
    TRY(drop_current(q));
    TRY(EXEC(q->tx, sql_session_expired, q->at.pemda.v, user_id, q->at.now.ms));
    struct str token = random_token(q->arena, 32);
    TRY(session_insert(q->tx, q->at.pemda, user_id, q->at.now, session_hash(q->arena, token), role));
    web_set_session_cookie(q, token, *role == ROLE_WORKER ? session_idle_ms(*role) / 1000 : 0);
    return OK;
}

err session_end(struct request *q)
{
    TRY(drop_current(q));
    web_clear_session_cookie(q);
    return OK;
}

static const struct sql sql_session_delete_all = {
    "DELETE FROM session WHERE pemda_id = $1 AND user_id = $2 AND token_hash <> $3"};

err session_end_all(struct tx *tx, struct region_id region, int64_t user_id, struct str except)
{
    return EXEC(tx, sql_session_delete_all, region.v, user_id, except);
}

static const struct sql sql_session_role = {
    "UPDATE session SET role = $3, expires = $4 WHERE pemda_id = $1 AND token_hash = $2"};

err session_set_role(struct request *q, enum role role)
{
    if ((q->at.who.roles & (1u << role)) == 0)
        return ERR_DENIED;
    const struct session *s = &q->web->session;
    int64_t longest = s->created.ms + session_longest_ms(role);
    return EXEC_ONE(q->tx, sql_session_role, q->at.pemda.v, q->web->token_hash, role_code(role),
                    s->expires.ms < longest ? s->expires.ms : longest);
}

struct str session_current(const struct request *q)
{
    return q->web->token_hash;
}

struct touch {
    int64_t region, user_id, now;
    char token_hash[65];
};

static const struct sql sql_session_seen = {
    "UPDATE session SET seen = $3 WHERE pemda_id = $1 AND token_hash = $2 AND seen < $3"};
static const struct sql sql_user_seen = {
    "UPDATE app_user SET last_seen = $3 WHERE pemda_id = $1 AND id = $2 AND last_seen < $3"};

static err touch_write(struct tx *tx, const void *data, size_t n)
{
    struct touch t;
    assert(n == sizeof t);
    memcpy(&t, data, n);
    TRY(EXEC(tx, sql_session_seen, t.region, (const char *)t.token_hash, t.now));
    return EXEC(tx, sql_user_seen, t.region, t.user_id, t.now);
}

void session_touch(struct db *db, struct region_id region, const struct session *s, struct moment now)
{
    if (now.ms - s->seen.ms < MINUTE)
        return;
    struct touch t = {.region = region.v, .user_id = s->actor.user_id, .now = now.ms};
    assert(s->token_hash.n == sizeof t.token_hash - 1);
    memcpy(t.token_hash, s->token_hash.p, s->token_hash.n);
    /* A full side log loses only this note; the next request writes it again. */
    (void)!db_side(db, touch_write, &t, sizeof t);
}
