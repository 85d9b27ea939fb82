/*
 * region.c: see region.h.
 */
#include "region.h"

#define REGION_COLUMNS "SELECT id, code, name, short_name, zone, demo FROM region "

static const struct sql sql_by_id = {REGION_COLUMNS "WHERE id = $1"};
static const struct sql sql_by_code = {REGION_COLUMNS "WHERE code = $1"};
static const struct sql sql_by_host = {REGION_COLUMNS "WHERE host = $1 AND host <> ''"};
static const struct sql sql_first_two = {REGION_COLUMNS "ORDER BY id LIMIT 2"};
static const struct sql sql_all = {REGION_COLUMNS "ORDER BY code LIMIT $1"};

static struct region read_region(struct rows *r)
{
    struct region g = {.id = {row_int(r)}};
    g.code = row_str(r);
    g.name = row_str(r);
    g.short_name = row_str(r);
    g.zone = row_str(r);
    g.demo = row_bool(r);
    return g;
}

static err read_one(struct rows *r, struct region *ret)
{
    if (!rows_next(r))
        return rows_fail(r, ERR_MISSING);
    *ret = read_region(r);
    return OK;
}

err region_load(struct tx *tx, int64_t id, struct region *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_by_id, id);
    return read_one(&r, ret);
}

err region_by_code(struct tx *tx, struct str code, struct region *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_by_code, code);
    return read_one(&r, ret);
}

/* The only region, or ERR_MISSING when there are none or several. */
static err only_region(struct tx *tx, struct region *ret)
{
    AUTO_ROWS r = query_run(tx, &sql_first_two, NULL, 0);
    struct region only;
    TRY(read_one(&r, &only));
    if (rows_next(&r))
        return ERR_MISSING;
    TRY(rows_fail(&r, OK));
    *ret = only;
    return OK;
}

err region_by_host(struct tx *tx, struct str host, struct region *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_by_host, host);
    err e = read_one(&r, ret);
    return e == ERR_MISSING ? only_region(tx, ret) : e;
}

err region_list(struct tx *tx, struct region *ret, size_t limit, size_t *n)
{
    AUTO_ROWS r = QUERY(tx, sql_all, (int64_t)limit);
    *n = 0;
    while (*n < limit && rows_next(&r))
        ret[(*n)++] = read_region(&r);
    return rows_fail(&r, OK);
}

static const struct sql sql_add_region = {
    "INSERT INTO region (id, code, name, short_name, zone, host, demo, created) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"};

err region_add(struct tx *tx, struct region *r, struct str host, struct moment now)
{
    r->id.v = id_new(tx_db(tx));
    return EXEC(tx, sql_add_region, r->id.v, r->code, r->name, r->short_name, r->zone, host, r->demo, now);
}

static const struct sql sql_setting = {"SELECT value FROM region_setting WHERE pemda_id = $1 AND name = $2"};
static const struct sql sql_setting_set = {
    "INSERT INTO region_setting (pemda_id, name, value) VALUES ($1, $2, $3) "
    "ON CONFLICT (pemda_id, name) DO UPDATE SET value = excluded.value"};

err region_setting(struct tx *tx, struct region_id pemda, const char *name, struct str otherwise, struct str *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_setting, pemda.v, name);
    if (rows_next(&r)) {
        *ret = row_str(&r);
        return OK;
    }
    TRY(rows_fail(&r, OK));
    *ret = otherwise;
    return OK;
}

err region_setting_set(struct tx *tx, struct region_id pemda, const char *name, struct str value)
{
    return EXEC(tx, sql_setting_set, pemda.v, name, value);
}
