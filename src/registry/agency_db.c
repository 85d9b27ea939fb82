/*
 * agency_db.c: statements of agency_db.h and the readers of agency.h.
 */
#include "agency_db.h"

#include "directory.h"
#include "kernel/buf.h"
#include "registry.h"

#define AGENCY_COLUMNS                                                                                       \
    "a.id, a.version, a.code, a.name, a.kind, a.parent_id, a.district, a.desk_officer, a.desk_place, a.desk_hours, " \
    "a.desk_phone, a.active "

static const struct sql sql_agency = {"SELECT " AGENCY_COLUMNS "FROM agency a WHERE a.pemda_id = $1 AND a.id = $2"};
static const struct sql sql_agencies = {
    "SELECT " AGENCY_COLUMNS "FROM agency a WHERE a.pemda_id = $1 ORDER BY a.active DESC, a.name, a.id LIMIT 2000"};
static const struct sql sql_names = {
    "SELECT id, code, name, active FROM agency WHERE pemda_id = $1 ORDER BY name, id LIMIT 5000"};
static const struct sql sql_aliases = {
    "SELECT alias FROM agency_alias WHERE pemda_id = $1 AND agency_id = $2 ORDER BY alias"};
static const struct sql sql_by_code = {"SELECT id FROM agency WHERE pemda_id = $1 AND code = $2"};
static const struct sql sql_of_alias = {"SELECT agency_id FROM agency_alias WHERE pemda_id = $1 AND alias = $2"};
static const struct sql sql_insert = {
    "INSERT INTO agency (pemda_id, id, code, name, kind, parent_id, district, desk_officer, desk_place, desk_hours, "
    "desk_phone, active) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"};
static const struct sql sql_update = {
    "UPDATE agency SET version = version + 1, code = $4, name = $5, kind = $6, parent_id = $7, district = $8, "
    "desk_officer = $9, desk_place = $10, desk_hours = $11, desk_phone = $12, active = $13 "
    "WHERE pemda_id = $1 AND id = $2 AND version = $3"};
static const struct sql sql_aliases_clear = {"DELETE FROM agency_alias WHERE pemda_id = $1 AND agency_id = $2"};
static const struct sql sql_alias_insert = {"INSERT INTO agency_alias (pemda_id, alias, agency_id) VALUES ($1, $2, "
                                            "$3) ON CONFLICT (pemda_id, alias) DO NOTHING"};

static void read_agency(struct rows *r, struct agency *a)
{
    a->id = row_int(r);
    a->version = row_int(r);
    a->code = row_str(r);
    a->name = row_str(r);
    a->kind = row_str(r);
    a->parent_id = row_int(r);
    a->district = row_str(r);
    a->desk_officer = row_str(r);
    a->desk_place = row_str(r);
    a->desk_hours = row_str(r);
    a->desk_phone = row_str(r);
    a->active = row_bool(r);
}

err agency_get(struct tx *tx, const struct at *at, int64_t id, struct agency *ret)
{
    {
        AUTO_ROWS r = QUERY(tx, sql_agency, at->pemda.v, id);
        if (!rows_next(&r))
            return rows_fail(&r, ERR_MISSING);
        read_agency(&r, ret);
    }
    return aliases_read(tx, at, &sql_aliases, ret->id, ret->name, ret->code, &ret->aliases);
}

err agency_names(struct tx *tx, const struct at *at, struct agency_name **ret, size_t *n)
{
    size_t cap = 64, used = 0;
    struct agency_name *list = NEW_ARRAY(tx_arena(tx), struct agency_name, cap);
    AUTO_ROWS r = QUERY(tx, sql_names, at->pemda.v);
    while (rows_next(&r)) {
        if (used == cap) {
            struct agency_name *more = NEW_ARRAY(tx_arena(tx), struct agency_name, cap * 2);
            memcpy(more, list, cap * sizeof *list);
            list = more;
            cap *= 2;
        }
        struct agency_name *a = &list[used++];
        a->id = row_int(&r);
        a->code = row_str(&r);
        a->name = row_str(&r);
        a->active = row_bool(&r);
    }
    *ret = list;
    *n = used;
    return rows_fail(&r, OK);
}

struct str agency_name_of(const struct agency_name *list, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i].id == id)
            return list[i].name;
    }
    return S("");
}

static err one_id(struct tx *tx, const struct sql *sql, const struct at *at, struct str text, int64_t *ret)
{
    const struct arg args[] = {arg_int(at->pemda.v), arg_str(text)};
    *ret = 0;
    err e = query_int(tx, ret, sql, args, COUNT(args));
    return e == ERR_MISSING ? OK : e;
}

err agency_by_code(struct tx *tx, const struct at *at, struct str code, int64_t *ret)
{
    return one_id(tx, &sql_by_code, at, code, ret);
}

err agency_of_alias(struct tx *tx, const struct at *at, struct str alias, int64_t *ret)
{
    return one_id(tx, &sql_of_alias, at, alias, ret);
}

err agency_by_text(struct tx *tx, const struct at *at, struct str text, int64_t *ret_id)
{
    int64_t id = 0;
    TRY(agency_of_alias(tx, at, alias_key(tx_arena(tx), text), &id));
    if (id == 0)
        return ERR_MISSING;
    *ret_id = id;
    return OK;
}

static struct arg parent_arg(const struct agency *a)
{
    return a->parent_id > 0 ? arg_int(a->parent_id) : arg_null(SQL_NULL);
}

err agency_insert(struct tx *tx, const struct at *at, struct agency *a)
{
    a->id = id_new(tx_db(tx));
    const struct arg args[] = {
        arg_int(at->pemda.v), arg_int(a->id), arg_str(a->code), arg_str(a->name), arg_str(a->kind), parent_arg(a),
        arg_str(a->district), arg_str(a->desk_officer), arg_str(a->desk_place), arg_str(a->desk_hours),
        arg_str(a->desk_phone), arg_bool(a->active)};
    TRY(exec_run(tx, &sql_insert, args, COUNT(args), NULL));
    a->version = 1;
    return directory_changed(tx, at);
}

err agency_update(struct tx *tx, const struct at *at, struct agency *a)
{
    const struct arg args[] = {arg_int(at->pemda.v),   arg_int(a->id),         arg_int(a->version),
                               arg_str(a->code),       arg_str(a->name),       arg_str(a->kind),
                               parent_arg(a),          arg_str(a->district),   arg_str(a->desk_officer),
                               arg_str(a->desk_place), arg_str(a->desk_hours), arg_str(a->desk_phone),
                               arg_bool(a->active)};
    TRY(exec_one_run(tx, &sql_update, args, COUNT(args)));
    a->version++;
    return directory_changed(tx, at);
}

err agency_aliases_clear(struct tx *tx, const struct at *at, int64_t agency_id)
{
    return EXEC(tx, sql_aliases_clear, at->pemda.v, agency_id);
}

err agency_alias_insert(struct tx *tx, const struct at *at, int64_t agency_id, struct str alias)
{
    return EXEC(tx, sql_alias_insert, at->pemda.v, alias, agency_id);
}

static bool matches(struct arena *arena, const struct agency *a, struct str key)
{
    return key.n == 0 || str_contains(alias_key(arena, a->name), key) ||
           str_contains(alias_key(arena, a->code), key) || str_contains(a->aliases, key);
}

err agency_page(struct tx *tx, const struct at *at, struct str search, struct agency **ret, size_t *n)
{
    struct arena *arena = tx_arena(tx);
    struct str key = alias_key(arena, search);
    size_t used = 0;
    struct agency *list = NEW_ARRAY(arena, struct agency, 2000);
    AUTO_ROWS r = QUERY(tx, sql_agencies, at->pemda.v);
    while (rows_next(&r))
        read_agency(&r, &list[used++]);
    TRY(rows_fail(&r, OK));
    size_t kept = 0;
    for (size_t i = 0; i < used; i++) {
        TRY(aliases_read(tx, at, &sql_aliases, list[i].id, list[i].name, list[i].code, &list[i].aliases));
        if (matches(arena, &list[i], key))
            list[kept++] = list[i];
    }
    *ret = list;
    *n = kept;
    return OK;
}

/* ---- invariants ---- */
static const struct sql sql_unnamed = {
    "SELECT COUNT(*) FROM agency a WHERE a.pemda_id = $1 AND NOT EXISTS (SELECT 1 FROM agency_alias x "
    "WHERE x.pemda_id = a.pemda_id AND x.agency_id = a.id)"};
static const struct sql sql_inactive_people = {
    "SELECT COUNT(*) FROM worker_count c JOIN agency a ON a.pemda_id = c.pemda_id AND a.id = c.agency_id "
    "WHERE c.pemda_id = $1 AND c.n > 0 AND c.active = 1 AND a.active = 0"};

err agency_check_tables(struct tx *tx, const struct at *at, void (*say)(void *arg, bool good, struct str line),
                        void *arg)
{
    int64_t unnamed = 0, orphaned = 0;
    TRY(QUERY_INT(tx, &unnamed, sql_unnamed, at->pemda.v));
    TRY(QUERY_INT(tx, &orphaned, sql_inactive_people, at->pemda.v));
    say(arg, unnamed == 0, S("Setiap instansi dikenali dengan nama dan kodenya"));
    say(arg, orphaned == 0, S("Tidak ada orang aktif pada instansi yang tidak aktif"));
    return OK;
}
