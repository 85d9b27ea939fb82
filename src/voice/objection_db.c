/*
 * objection_db.c: statements over objection, joined read-only with the names that lists show.
 */
#include "objection_db.h"

/* The order of the join is said (CROSS JOIN): the few requests lead, never all the people of a region. */
#define COLUMNS                                                                                              \
    "SELECT o.id, o.version, o.worker_id, o.opened_by, o.number, o.run_number, o.subject, o.words, o.state, "  \
    "o.answer, o.created, o.decided, o.due, w.name, a.name, COALESCE(u.name, ''), COALESCE(b.name, '') "       \
    "FROM objection o CROSS JOIN worker w CROSS JOIN agency a " \
    "LEFT JOIN app_user u ON u.pemda_id = o.pemda_id AND u.id = o.decided_by "                       \
    "LEFT JOIN app_user b ON b.pemda_id = o.pemda_id AND b.id = o.opened_by " \
    "WHERE w.pemda_id = o.pemda_id AND w.id = o.worker_id AND a.pemda_id = w.pemda_id AND a.id = w.agency_id AND "

static const struct sql sql_objection_in_agency_report = {
    COLUMNS "o.pemda_id = $1 AND $2 IN (w.agency_id, -1) AND o.id = $3"};
static const struct sql sql_objection_of_self_report = {
    COLUMNS "o.pemda_id = $1 AND o.worker_id = $2 AND o.id = $3"};
static const struct sql sql_objections_of_worker_report = {
    COLUMNS "o.pemda_id = $1 AND o.worker_id = $2 ORDER BY o.id DESC LIMIT $3"};
static const struct sql sql_open_in_agency_report = {
    COLUMNS "o.pemda_id = $1 AND $2 IN (w.agency_id, -1) AND o.state = 'menunggu' AND (o.due, o.id) > ($3, $4) "
            "ORDER BY o.due, o.id LIMIT $5"};
static const struct sql sql_done_in_agency_report = {
    COLUMNS "o.pemda_id = $1 AND $2 IN (w.agency_id, -1) AND o.state <> 'menunggu' AND (o.id < $3 OR $3 = 0) "
            "ORDER BY o.id DESC LIMIT $4"};
static const struct sql sql_insert = {
    "INSERT INTO objection (pemda_id, id, number, worker_id, run_number, subject, words, opened_by, created, due) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"};
static const struct sql sql_state = {
    "UPDATE objection SET version = version + 1, state = $4, answer = $5, decided = $6, decided_by = $7 "
    "WHERE pemda_id = $1 AND id = $2 AND version = $3 AND state = 'menunggu'"};
static const struct sql sql_totals_in_agency_report = {
    "SELECT count(*), count(*) FILTER (WHERE o.due < $3) FROM objection o "
    "WHERE o.pemda_id = $1 AND o.state = 'menunggu' AND ($2 = -1 OR EXISTS (SELECT 1 FROM worker w "
    "WHERE w.pemda_id = o.pemda_id AND w.id = o.worker_id AND w.agency_id = $2))"};

static void read_objection(struct rows *r, struct objection *o)
{
    o->id = row_int(r);
    o->version = row_int(r);
    o->worker_id = row_int(r);
    o->opened_by = row_int(r);
    o->number = row_str(r);
    o->run_number = row_str(r);
    o->subject = row_str(r);
    o->words = row_str(r);
    o->state = row_str(r);
    o->answer = row_str(r);
    o->created = row_moment(r);
    o->decided = row_moment(r);
    o->due = row_date(r);
    o->worker_name = row_str(r);
    o->agency_name = row_str(r);
    o->decided_by = row_str(r);
    o->opened_by_name = row_str(r);
}

static err read_all(struct rows *r, size_t limit, struct objection *ret, size_t *n)
{
    size_t i = 0;
    while (i < limit && rows_next(r))
        read_objection(r, &ret[i++]);
    if (i < limit)
        TRY(rows_fail(r, OK));
    *n = i;
    return OK;
}

static err read_one(struct rows *r, struct objection *ret)
{
    if (!rows_next(r))
        return rows_fail(r, ERR_MISSING);
    read_objection(r, ret);
    return OK;
}

err objection_get(struct tx *tx, const struct at *at, int64_t id, struct objection *ret)
{
    if (at->who.scope == SCOPE_SELF) {
        AUTO_ROWS r = QUERY(tx, sql_objection_of_self_report, at->pemda.v, scope_self(&at->who), id);
        return read_one(&r, ret);
    }
    AUTO_ROWS r = QUERY(tx, sql_objection_in_agency_report, at->pemda.v, scope_agency(&at->who), id);
    return read_one(&r, ret);
}

err objection_list(struct tx *tx, const struct at *at, int64_t worker_id, size_t limit, struct objection *ret, size_t *n)
{
    AUTO_ROWS r = QUERY(tx, sql_objections_of_worker_report, at->pemda.v, worker_id, (int64_t)limit);
    return read_all(&r, limit, ret, n);
}

err objection_queue(struct tx *tx, const struct at *at, bool open, struct date after_due, int64_t after, size_t limit,
                    struct objection *ret, size_t *n)
{
    char room[11];
    int64_t agency = scope_agency(&at->who);
    if (open) {
        AUTO_ROWS r = QUERY(tx, sql_open_in_agency_report, at->pemda.v, agency,
                            after == 0 ? S("") : date_iso(room, after_due), after, (int64_t)limit);
        return read_all(&r, limit, ret, n);
    }
    AUTO_ROWS r = QUERY(tx, sql_done_in_agency_report, at->pemda.v, agency, after, (int64_t)limit);
    return read_all(&r, limit, ret, n);
}

err objection_totals(struct tx *tx, const struct at *at, struct objection_totals *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_totals_in_agency_report, at->pemda.v, scope_agency(&at->who), at->today);
    if (!rows_next(&r))
        return rows_fail(&r, ERR_MISSING);
    ret->open = row_int(&r);
    ret->late = row_int(&r);
    return OK;
}

int64_t objection_waiting(struct tx *tx, const struct at *at)
{
    struct objection_totals t = {0};
    return objection_totals(tx, at, &t) == OK ? t.open : 0;
}

err objection_insert(struct tx *tx, const struct at *at, struct objection *o)
{
    o->id = id_new(tx_db(tx));
    return EXEC(tx, sql_insert, at->pemda.v, o->id, o->number, o->worker_id, o->run_number, o->subject, o->words,
                o->opened_by, o->created, o->due);
}

err objection_update_state(struct tx *tx, const struct at *at, const struct objection *o)
{
    return EXEC_ONE(tx, sql_state, at->pemda.v, o->id, o->version, o->state, o->answer, o->decided, at->who.user_id);
}
