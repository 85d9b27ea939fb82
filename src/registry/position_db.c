/*
 * position_db.c: statements of position_db.h and the readers of position.h.
 */
#include "position_db.h"

#include "directory.h"
#include "kernel/buf.h"
#include "registry.h"

#define POSITION_COLUMNS "p.id, p.version, p.code, p.name, p.core, p.field, p.decision, p.decision_date "

static const struct sql sql_position = {"SELECT " POSITION_COLUMNS "FROM position p WHERE p.pemda_id = $1 AND p.id "
                                                                   "= $2"};
static const struct sql sql_positions = {
    "SELECT " POSITION_COLUMNS "FROM position p WHERE p.pemda_id = $1 ORDER BY p.name, p.id LIMIT 2000"};
static const struct sql sql_aliases = {
    "SELECT alias FROM position_alias WHERE pemda_id = $1 AND position_id = $2 ORDER BY alias"};
static const struct sql sql_of_alias = {"SELECT position_id FROM position_alias WHERE pemda_id = $1 AND alias = $2"};
static const struct sql sql_insert = {
    "INSERT INTO position (pemda_id, id, code, name, core, field, decision, decision_date) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"};
static const struct sql sql_update = {
    "UPDATE position SET version = version + 1, code = $4, name = $5, core = $6, field = $7, decision = $8, "
    "decision_date = $9 WHERE pemda_id = $1 AND id = $2 AND version = $3"};
static const struct sql sql_aliases_clear = {"DELETE FROM position_alias WHERE pemda_id = $1 AND position_id = $2"};
static const struct sql sql_alias_insert = {"INSERT INTO position_alias (pemda_id, alias, position_id) VALUES ($1, "
                                            "$2, $3) ON CONFLICT (pemda_id, alias) DO NOTHING"};

static void read_position(struct rows *r, struct position *p)
{
    p->id = row_int(r);
    p->version = row_int(r);
    p->code = row_str(r);
    p->name = row_str(r);
    p->core = row_bool(r);
    p->field = row_i32(r);
    p->decision = row_str(r);
    p->decision_date = row_date(r);
}

err position_get(struct tx *tx, const struct at *at, int64_t id, struct position *ret)
{
    {
        AUTO_ROWS r = QUERY(tx, sql_position, at->pemda.v, id);
        if (!rows_next(&r))
            return rows_fail(&r, ERR_MISSING);
        read_position(&r, ret);
    }
    return aliases_read(tx, at, &sql_aliases, ret->id, ret->name, ret->code, &ret->aliases);
}

static bool matches(struct arena *arena, const struct position *p, struct str key)
{
    return key.n == 0 || str_contains(alias_key(arena, p->name), key) ||
           str_contains(alias_key(arena, p->code), key) || str_contains(p->aliases, key);
}

err position_list(struct tx *tx, const struct at *at, struct str search, struct position **ret, size_t *n)
{
    struct arena *arena = tx_arena(tx);
    struct str key = alias_key(arena, search);
    size_t cap = 64, used = 0, kept = 0;
    struct position *list = NEW_ARRAY(arena, struct position, cap);
    AUTO_ROWS r = QUERY(tx, sql_positions, at->pemda.v);
    while (rows_next(&r)) {
        if (used == cap) {
            struct position *more = NEW_ARRAY(arena, struct position, cap * 2);
            memcpy(more, list, cap * sizeof *list);
            list = more;
            cap *= 2;
        }
        read_position(&r, &list[used++]);
    }
    TRY(rows_fail(&r, OK));
    for (size_t i = 0; i < used && key.n > 0; i++) {
        TRY(aliases_read(tx, at, &sql_aliases, list[i].id, list[i].name, list[i].code, &list[i].aliases));
        if (matches(arena, &list[i], key))
            list[kept++] = list[i];
    }
    *ret = list;
    *n = key.n > 0 ? kept : used;
    return OK;
}

static const struct sql sql_names = {"SELECT id, name FROM position WHERE pemda_id = $1 ORDER BY name, id LIMIT "
                                     "2000"};

err position_names(struct tx *tx, const struct at *at, struct position_name **ret, size_t *n)
{
    size_t cap = 32, used = 0;
    struct position_name *list = NEW_ARRAY(tx_arena(tx), struct position_name, cap);
    AUTO_ROWS r = QUERY(tx, sql_names, at->pemda.v);
    while (rows_next(&r)) {
        if (used == cap) {
            struct position_name *more = NEW_ARRAY(tx_arena(tx), struct position_name, cap * 2);
            memcpy(more, list, cap * sizeof *list);
            list = more;
            cap *= 2;
        }
        list[used].id = row_int(&r);
        list[used++].name = row_str(&r);
    }
    *ret = list;
    *n = used;
    return rows_fail(&r, OK);
}

err position_of_alias(struct tx *tx, const struct at *at, struct str alias, int64_t *ret)
{
    *ret = 0;
    err e = QUERY_INT(tx, ret, sql_of_alias, at->pemda.v, alias);
    return e == ERR_MISSING ? OK : e;
}

err position_by_text(struct tx *tx, const struct at *at, struct str text, int64_t *ret_id)
{
    int64_t id = 0;
    TRY(position_of_alias(tx, at, alias_key(tx_arena(tx), text), &id));
    if (id == 0)
        return ERR_MISSING;
    *ret_id = id;
    return OK;
}

err position_insert(struct tx *tx, const struct at *at, struct position *p)
{
    p->id = id_new(tx_db(tx));
    TRY(EXEC(tx, sql_insert, at->pemda.v, p->id, p->code, p->name, p->core, p->field, p->decision, p->decision_date));
    p->version = 1;
    return directory_changed(tx, at);
}

err position_update(struct tx *tx, const struct at *at, struct position *p)
{
    TRY(EXEC_ONE(tx, sql_update, at->pemda.v, p->id, p->version, p->code, p->name, p->core, p->field, p->decision,
                 p->decision_date));
    p->version++;
    return directory_changed(tx, at);
}

err position_aliases_clear(struct tx *tx, const struct at *at, int64_t position_id)
{
    return EXEC(tx, sql_aliases_clear, at->pemda.v, position_id);
}

err position_alias_insert(struct tx *tx, const struct at *at, int64_t position_id, struct str alias)
{
    return EXEC(tx, sql_alias_insert, at->pemda.v, alias, position_id);
}
