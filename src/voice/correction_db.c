/*
 * correction_db.c: statements over correction, joined read-only with the names that lists show.
 */
#include "correction_db.h"

/* The order of the join is said (CROSS JOIN): the few requests lead, never all the people of a region. */
#define COLUMNS                                                                                              \
    "SELECT c.id, c.version, c.worker_id, c.number, c.field, c.old_value, c.new_value, c.reason, c.state, "    \
    "c.answer, c.created, c.decided, c.due, w.name, a.name, COALESCE(u.name, '') "                             \
    "FROM correction c CROSS JOIN worker w CROSS JOIN agency a " \
    "LEFT JOIN app_user u ON u.pemda_id = c.pemda_id AND u.id = c.decided_by " \
    "WHERE w.pemda_id = c.pemda_id AND w.id = c.worker_id AND a.pemda_id = w.pemda_id AND a.id = w.agency_id AND "

static const struct sql sql_correction_in_agency_report = {
    COLUMNS "c.pemda_id = $1 AND $2 IN (w.agency_id, -1) AND c.id = $3"};
static const struct sql sql_corrections_of_self_report = {
    COLUMNS "c.pemda_id = $1 AND c.worker_id = $2 ORDER BY c.id DESC LIMIT $3"};
static const struct sql sql_open_in_agency_report = {
    COLUMNS "c.pemda_id = $1 AND $2 IN (w.agency_id, -1) AND c.state = 'menunggu' AND (c.due, c.id) > ($3, $4) "
            "ORDER BY c.due, c.id LIMIT $5"};
static const struct sql sql_done_in_agency_report = {
    COLUMNS "c.pemda_id = $1 AND $2 IN (w.agency_id, -1) AND c.state <> 'menunggu' AND (c.id < $3 OR $3 = 0) "
            "ORDER BY c.id DESC LIMIT $4"};
static const struct sql sql_insert = {
    "INSERT INTO correction (pemda_id, id, number, worker_id, field, old_value, new_value, reason, created, due) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"};
static const struct sql sql_decide = {
    "UPDATE correction SET version = version + 1, state = $4, answer = $5, decided = $6, decided_by = $7 "
    "WHERE pemda_id = $1 AND id = $2 AND version = $3 AND state = 'menunggu'"};
static const struct sql sql_open_of_worker = {
    "SELECT count(*) FROM correction WHERE pemda_id = $1 AND worker_id = $2 AND field = $3 AND state = 'menunggu'"};
static const struct sql sql_waiting_in_agency_report = {
    "SELECT count(*) FROM correction c "
    "WHERE c.pemda_id = $1 AND c.state = 'menunggu' AND ($2 = -1 OR EXISTS (SELECT 1 FROM worker w "
    "WHERE w.pemda_id = c.pemda_id AND w.id = c.worker_id AND w.agency_id = $2))"};

static void read_correction(struct rows *r, struct correction *c)
{
    c->id = row_int(r);
    c->version = row_int(r);
    c->worker_id = row_int(r);
    c->number = row_str(r);
    c->field = row_str(r);
    c->old_value = row_str(r);
    c->new_value = row_str(r);
    c->reason = row_str(r);
    c->state = row_str(r);
    c->answer = row_str(r);
    c->created = row_moment(r);
    c->decided = row_moment(r);
    c->due = row_date(r);
    c->worker_name = row_str(r);
    c->agency_name = row_str(r);
    c->decided_by = row_str(r);
}

static err read_all(struct rows *r, size_t limit, struct correction *ret, size_t *n)
{
    size_t i = 0;
    while (i < limit && rows_next(r))
        read_correction(r, &ret[i++]);
    if (i < limit)
        TRY(rows_fail(r, OK));
    *n = i;
    return OK;
}

err correction_get(struct tx *tx, const struct at *at, int64_t id, struct correction *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_correction_in_agency_report, at->pemda.v, scope_agency(&at->who), id);
    if (!rows_next(&r))
        return rows_fail(&r, ERR_MISSING);
    read_correction(&r, ret);
    return OK;
}

err correction_list_of_self(struct tx *tx, const struct at *at, size_t limit, struct correction *ret, size_t *n)
{
    AUTO_ROWS r = QUERY(tx, sql_corrections_of_self_report, at->pemda.v, scope_self(&at->who), (int64_t)limit);
    return read_all(&r, limit, ret, n);
}

err correction_queue(struct tx *tx, const struct at *at, bool open, struct date after_due, int64_t after, size_t limit,
                     struct correction *ret, size_t *n)
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

int64_t correction_waiting(struct tx *tx, const struct at *at)
{
    int64_t n = 0;
    return QUERY_INT(tx, &n, sql_waiting_in_agency_report, at->pemda.v, scope_agency(&at->who)) == OK ? n : 0;
}

err correction_insert(struct tx *tx, const struct at *at, struct correction *c)
{
    c->id = id_new(tx_db(tx));
    return EXEC(tx, sql_insert, at->pemda.v, c->id, c->number, c->worker_id, c->field, c->old_value, c->new_value,
                c->reason, c->created, c->due);
}

err correction_update_decided(struct tx *tx, const struct at *at, const struct correction *c)
{
    return EXEC_ONE(tx, sql_decide, at->pemda.v, c->id, c->version, c->state, c->answer, c->decided, at->who.user_id);
}

err correction_open_count(struct tx *tx, const struct at *at, int64_t worker_id, struct str field, int64_t *ret)
{
    return QUERY_INT(tx, ret, sql_open_of_worker, at->pemda.v, worker_id, field);
}
