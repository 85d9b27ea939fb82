/*
 * plan_line_db.c: plan lines and ceilings in the database.
 */
#include "plan_line_db.h"

#include "choice_db.h"
#include "registry/agency.h"
#include "registry/position.h"

#define PLAN_LINE_COLUMNS                                                                                    \
    "SELECT l.id, l.version, l.agency_id, l.position_id, l.year, l.stage, l.seats, l.ord, l.code, "          \
    "l.requirements, l.reserves, l.note, l.everywhere, l.active, l.cost, l.wage, a.code, a.name, p.code, "    \
    "p.name, p.decision, p.decision_date, p.core, p.field "                                                  \
    "FROM plan_line l JOIN agency a ON a.pemda_id = l.pemda_id AND a.id = l.agency_id "                      \
    "JOIN position p ON p.pemda_id = l.pemda_id AND p.id = l.position_id "

static void read_line(struct rows *r, struct plan_line *l)
{
    *l = (struct plan_line){0};
    l->id = row_int(r);
    l->version = row_int(r);
    l->agency_id = row_int(r);
    l->position_id = row_int(r);
    l->year = row_i32(r);
    l->stage = row_i32(r);
    l->seats = row_i32(r);
    l->ord = row_i32(r);
    l->code = row_str(r);
    l->requirements = row_str(r);
    l->reserves = row_str(r);
    l->note = row_str(r);
    l->everywhere = row_bool(r);
    l->active = row_bool(r);
    l->cost = row_rupiah(r);
    l->wage = row_rupiah(r);
    l->agency_code = row_str(r);
    l->agency_name = row_str(r);
    l->position_code = row_str(r);
    l->position_name = row_str(r);
    l->decision = row_str(r);
    l->decision_date = row_date(r);
    l->core = row_bool(r);
    l->field = row_i32(r);
}

static const struct sql sql_lines_count_in_agency = {
    "SELECT count(*) FROM plan_line WHERE pemda_id = $1 AND year = $2 AND active = 1 "
    "AND ($3 = -1 OR agency_id = $3)"};
static const struct sql sql_lines_in_agency = {
    PLAN_LINE_COLUMNS "WHERE l.pemda_id = $1 AND l.year = $2 AND l.active = 1 AND ($3 = -1 OR l.agency_id = $3) "
                      "ORDER BY a.name, l.agency_id, l.ord, l.code"};

err plan_lines_in_agency(struct tx *tx, const struct at *at, int32_t year, int64_t agency, struct plan_lines *ret)
{
    int64_t count = 0;
    TRY(QUERY_INT(tx, &count, sql_lines_count_in_agency, at->pemda.v, year, agency));
    struct plan_lines out = {.list = NEW_ARRAY(tx_arena(tx), struct plan_line, (size_t)count + 1)};
    AUTO_ROWS r = QUERY(tx, sql_lines_in_agency, at->pemda.v, year, agency);
    while (out.n < (size_t)count && rows_next(&r))
        read_line(&r, &out.list[out.n++]);
    TRY(rows_fail(&r, OK));
    *ret = out;
    return OK;
}

static const struct sql sql_line_in_region = {PLAN_LINE_COLUMNS "WHERE l.pemda_id = $1 AND l.id = $2"};

err plan_line_get(struct tx *tx, const struct at *at, int64_t id, struct plan_line *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_line_in_region, at->pemda.v, id);
    if (!rows_next(&r))
        return rows_fail(&r, ERR_MISSING);
    read_line(&r, ret);
    return OK;
}

static const struct sql sql_line_by_code = {
    PLAN_LINE_COLUMNS "WHERE l.pemda_id = $1 AND l.year = $2 AND l.code = $3"};

err plan_line_by_code(struct tx *tx, const struct at *at, int32_t year, struct str code, struct plan_line *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_line_by_code, at->pemda.v, year, code);
    if (!rows_next(&r))
        return rows_fail(&r, ERR_MISSING);
    read_line(&r, ret);
    return OK;
}

static const struct sql sql_line_insert = {
    "INSERT INTO plan_line (pemda_id, id, year, code, everywhere, agency_id, position_id, stage, seats, cost, wage, "
    "ord, requirements, reserves, note, active) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1)"};

err plan_line_insert(struct tx *tx, const struct at *at, const struct plan_line *l)
{
    return EXEC(tx, sql_line_insert, at->pemda.v, l->id, l->year, l->code, l->everywhere, l->agency_id,
                l->position_id, l->stage, l->seats, l->cost, l->wage, l->ord, l->requirements, l->reserves, l->note);
}

static const struct sql sql_line_update = {
    "UPDATE plan_line SET version = version + 1, code = $4, everywhere = $5, agency_id = $6, position_id = $7, "
    "stage = $8, seats = $9, cost = $10, wage = $11, ord = $12, requirements = $13, reserves = $14, note = $15, "
    "active = $16 WHERE pemda_id = $1 AND id = $2 AND version = $3"};

err plan_line_update(struct tx *tx, const struct at *at, const struct plan_line *l)
{
    return EXEC_ONE(tx, sql_line_update, at->pemda.v, l->id, l->version, l->code, l->everywhere, l->agency_id,
                    l->position_id, l->stage, l->seats, l->cost, l->wage, l->ord, l->requirements, l->reserves,
                    l->note, l->active);
}

#define CEILING_COLUMNS                                                                                      \
    "SELECT a.id, a.code, a.name, COALESCE(c.version, 0), COALESCE(c.amount, 0) FROM agency a "              \
    "LEFT JOIN ceiling c ON c.pemda_id = a.pemda_id AND c.agency_id = a.id AND c.year = $2 "

static void read_ceiling(struct rows *r, int32_t year, struct ceiling *c)
{
    *c = (struct ceiling){.year = year};
    c->agency_id = row_int(r);
    c->agency_code = row_str(r);
    c->agency_name = row_str(r);
    c->version = row_int(r);
    c->amount = row_rupiah(r);
}

static const struct sql sql_top_agencies_count = {
    "SELECT count(*) FROM agency WHERE pemda_id = $1 AND parent_id IS NULL AND active = 1"};
static const struct sql sql_ceilings = {
    CEILING_COLUMNS "WHERE a.pemda_id = $1 AND a.parent_id IS NULL AND a.active = 1 ORDER BY a.name, a.id"};

err ceilings_of_year(struct tx *tx, const struct at *at, int32_t year, struct ceilings *ret)
{
    int64_t count = 0;
    TRY(QUERY_INT(tx, &count, sql_top_agencies_count, at->pemda.v));
    struct ceilings out = {.list = NEW_ARRAY(tx_arena(tx), struct ceiling, (size_t)count + 1)};
    AUTO_ROWS r = QUERY(tx, sql_ceilings, at->pemda.v, year);
    while (out.n < (size_t)count && rows_next(&r))
        read_ceiling(&r, year, &out.list[out.n++]);
    TRY(rows_fail(&r, OK));
    *ret = out;
    return OK;
}

static const struct sql sql_ceiling = {CEILING_COLUMNS "WHERE a.pemda_id = $1 AND a.id = $3"};

err ceiling_get(struct tx *tx, const struct at *at, int32_t year, int64_t agency_id, struct ceiling *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_ceiling, at->pemda.v, year, agency_id);
    if (!rows_next(&r))
        return rows_fail(&r, ERR_MISSING);
    read_ceiling(&r, year, ret);
    return OK;
}

static const struct sql sql_ceiling_insert = {
    "INSERT INTO ceiling (pemda_id, year, agency_id, amount) VALUES ($1, $2, $3, $4)"};
static const struct sql sql_ceiling_update = {
    "UPDATE ceiling SET version = version + 1, amount = $4 "
    "WHERE pemda_id = $1 AND year = $2 AND agency_id = $3 AND version = $5"};

err ceiling_put(struct tx *tx, const struct at *at, const struct ceiling *c)
{
    if (c->version == 0)
        return EXEC(tx, sql_ceiling_insert, at->pemda.v, c->year, c->agency_id, c->amount);
    return EXEC_ONE(tx, sql_ceiling_update, at->pemda.v, c->year, c->agency_id, c->amount, c->version);
}

static err read_named(struct rows *r, struct tx *tx, int64_t count, struct named_list *ret)
{
    struct named_list out = {.list = NEW_ARRAY(tx_arena(tx), struct named, (size_t)count + 1)};
    while (out.n < (size_t)count && rows_next(r)) {
        struct named *x = &out.list[out.n++];
        x->id = row_int(r);
        x->code = row_str(r);
        x->name = row_str(r);
    }
    TRY(rows_fail(r, OK));
    *ret = out;
    return OK;
}

static const struct sql sql_agencies_report = {
    "SELECT id, code, name FROM agency WHERE pemda_id = $1 AND parent_id IS NULL AND active = 1 ORDER BY name, id"};

err agencies_report(struct tx *tx, const struct at *at, struct named_list *ret)
{
    int64_t count = 0;
    TRY(QUERY_INT(tx, &count, sql_top_agencies_count, at->pemda.v));
    AUTO_ROWS r = QUERY(tx, sql_agencies_report, at->pemda.v);
    return read_named(&r, tx, count, ret);
}

static const struct sql sql_positions_count = {"SELECT count(*) FROM position WHERE pemda_id = $1"};
static const struct sql sql_positions_report = {
    "SELECT id, code, name FROM position WHERE pemda_id = $1 ORDER BY name, id"};

err positions_report(struct tx *tx, const struct at *at, struct named_list *ret)
{
    int64_t count = 0;
    TRY(QUERY_INT(tx, &count, sql_positions_count, at->pemda.v));
    AUTO_ROWS r = QUERY(tx, sql_positions_report, at->pemda.v);
    return read_named(&r, tx, count, ret);
}

int64_t agency_named(struct tx *tx, const struct at *at, struct str spelling)
{
    int64_t id = 0, holder = 0;
    if (spelling.n == 0 || agency_by_text(tx, at, spelling, &id) != OK)
        return 0;
    return agency_holder_report(tx, at, id, &holder) == OK ? holder : 0;
}

int64_t position_named(struct tx *tx, const struct at *at, struct str spelling)
{
    int64_t id = 0;
    return spelling.n > 0 && position_by_text(tx, at, spelling, &id) == OK ? id : 0;
}
