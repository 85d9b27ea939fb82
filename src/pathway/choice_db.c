/*
 * choice_db.c: choices in the database.
 */
#include "choice_db.h"

static const struct sql sql_window = {
    "SELECT version, opens, closes FROM choice_window WHERE pemda_id = $1 AND year = $2"};

err choice_window_get(struct tx *tx, const struct at *at, int32_t year, struct choice_window *ret)
{
    struct choice_window w = {.year = year, .opens = DATE_NONE};
    AUTO_ROWS r = QUERY(tx, sql_window, at->pemda.v, year);
    if (rows_next(&r)) {
        w.version = row_int(&r);
        w.opens = row_date(&r);
        w.closes = row_moment(&r);
    }
    TRY(rows_fail(&r, OK));
    *ret = w;
    return OK;
}

static const struct sql sql_window_insert = {
    "INSERT INTO choice_window (pemda_id, year, opens, closes) VALUES ($1, $2, $3, $4)"};
static const struct sql sql_window_update = {
    "UPDATE choice_window SET version = version + 1, opens = $3, closes = $4 "
    "WHERE pemda_id = $1 AND year = $2 AND version = $5"};

err choice_window_put(struct tx *tx, const struct at *at, const struct choice_window *w)
{
    if (w->version == 0)
        return EXEC(tx, sql_window_insert, at->pemda.v, w->year, w->opens, w->closes);
    return EXEC_ONE(tx, sql_window_update, at->pemda.v, w->year, w->opens, w->closes, w->version);
}

static const struct sql sql_choice_set = {
    "SELECT version, saved FROM choice_set WHERE pemda_id = $1 AND worker_id = $2 AND year = $3"};
static const struct sql sql_choices = {
    "SELECT line_id FROM choice WHERE pemda_id = $1 AND worker_id = $2 AND year = $3 ORDER BY place"};

err choice_list_get(struct tx *tx, const struct at *at, int64_t worker_id, int32_t year, struct choice_list *ret)
{
    struct choice_list l = {0};
    AUTO_ROWS s = QUERY(tx, sql_choice_set, at->pemda.v, worker_id, year);
    if (rows_next(&s)) {
        l.version = row_int(&s);
        l.saved = row_moment(&s);
    }
    TRY(rows_fail(&s, OK));
    AUTO_ROWS r = QUERY(tx, sql_choices, at->pemda.v, worker_id, year);
    while (l.n < CHOICES_MAX && rows_next(&r))
        l.line[l.n++] = row_int(&r);
    TRY(rows_fail(&r, OK));
    *ret = l;
    return OK;
}

static const struct sql sql_choice_set_insert = {
    "INSERT INTO choice_set (pemda_id, worker_id, year, saved) VALUES ($1, $2, $3, $4)"};
static const struct sql sql_choice_set_update = {
    "UPDATE choice_set SET version = version + 1, saved = $4 "
    "WHERE pemda_id = $1 AND worker_id = $2 AND year = $3 AND version = $5"};
static const struct sql sql_choices_delete = {
    "DELETE FROM choice WHERE pemda_id = $1 AND worker_id = $2 AND year = $3"};
static const struct sql sql_choice_insert = {
    "INSERT INTO choice (pemda_id, worker_id, year, place, line_id) VALUES ($1, $2, $3, $4, $5)"};

err choice_list_put(struct tx *tx, const struct at *at, int64_t worker_id, int32_t year,
                    const struct choice_list *list)
{
    if (list->version == 0)
        TRY(EXEC(tx, sql_choice_set_insert, at->pemda.v, worker_id, year, at->now));
    else
        TRY(EXEC_ONE(tx, sql_choice_set_update, at->pemda.v, worker_id, year, at->now, list->version));
    TRY(EXEC(tx, sql_choices_delete, at->pemda.v, worker_id, year));
    for (size_t i = 0; i < list->n; i++)
        TRY(EXEC(tx, sql_choice_insert, at->pemda.v, worker_id, year, (int64_t)i + 1, list->line[i]));
    return OK;
}

static const struct sql sql_agency_parent_report = {
    "SELECT COALESCE(parent_id, 0) FROM agency WHERE pemda_id = $1 AND id = $2"};

err agency_holder_report(struct tx *tx, const struct at *at, int64_t agency_id, int64_t *holder)
{
    int64_t id = agency_id, parent = 0;
    for (int depth = 0; depth < 16; depth++) {
        TRY(QUERY_INT(tx, &parent, sql_agency_parent_report, at->pemda.v, id));
        if (parent == 0)
            break;
        id = parent;
    }
    *holder = id;
    return OK;
}

static const struct sql sql_distance_report = {
    "SELECT metres FROM agency_distance WHERE pemda_id = $1 AND from_agency = $2 AND to_agency = $3"};

int64_t agency_distance_report(struct tx *tx, const struct at *at, int64_t from, int64_t to)
{
    int64_t metres = 0;
    if (from == to)
        return 0;
    return QUERY_INT(tx, &metres, sql_distance_report, at->pemda.v, from, to) == OK ? metres : -1;
}

static const struct sql sql_district_report = {"SELECT district FROM agency WHERE pemda_id = $1 AND id = $2"};

struct str agency_district_report(struct tx *tx, const struct at *at, int64_t agency_id)
{
    AUTO_ROWS r = QUERY(tx, sql_district_report, at->pemda.v, agency_id);
    return rows_next(&r) ? row_str(&r) : S("");
}

static const struct sql sql_qualification = {"SELECT name FROM qualification WHERE pemda_id = $1 AND code = $2"};

struct str qualification_words(struct tx *tx, const struct at *at, struct str code)
{
    AUTO_ROWS r = QUERY(tx, sql_qualification, at->pemda.v, code);
    if (rows_next(&r))
        return row_str(&r);
    char *p = arena_alloc(tx_arena(tx), code.n);
    for (size_t i = 0; i < code.n; i++)
        p[i] = code.p[i] == '_' ? ' ' : code.p[i];
    return (struct str){p, code.n};
}

static const struct sql sql_worker_by_public_id_report = {
    "SELECT id FROM worker WHERE pemda_id = $1 AND public_id = $2"};

int64_t worker_by_public_id_report(struct tx *tx, const struct at *at, struct str public_id)
{
    int64_t id = 0;
    return QUERY_INT(tx, &id, sql_worker_by_public_id_report, at->pemda.v, public_id) == OK ? id : 0;
}
