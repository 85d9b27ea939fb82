/*
 * registry.c: see registry.h.
 */
#include "registry.h"

#include "kernel/buf.h"

#include "kernel/region.h"
#include "kernel/utf8.h"
#include "rule/rulebook.h"

static const struct sql sql_locked = {
    "SELECT COUNT(*) FROM region_setting WHERE pemda_id = $1 AND name = 'sensus.terkunci' AND value = '1'"};

err registry_locked(struct tx *tx, const struct at *at, bool *ret)
{
    int64_t n = 0;
    TRY(QUERY_INT(tx, &n, sql_locked, at->pemda.v));
    *ret = n > 0;
    return OK;
}

err registry_frozen_from(struct tx *tx, const struct at *at, struct date *ret)
{
    struct at with_rules = *at;
    TRY(at_rules(tx, &with_rules));
    *ret = rule_date(with_rules.rules, "asn.freeze_from", at->today);
    return OK;
}

struct date registry_settle_by(struct tx *tx, const struct at *at)
{
    struct date d = DATE_NONE;
    struct str set = S("");
    err e = region_setting(tx, at->pemda, "penataan.batas", S(""), &set);
    if (e == OK && date_parse_iso(set, &d))
        return d;
    if (at->rules != NULL)
        d = rule_date(at->rules, "local.settlement_deadline", at->today);
    return date_given(d) ? d : date_from_ymd(date_to_ymd(at->today).year, 12, 31);
}

struct str alias_key(struct arena *a, struct str written)
{
    return str_lower(a, utf8_tidy(a, written));
}

bool alias_next(struct str *rest, struct str *ret)
{
    while (rest->p != NULL) {
        *ret = str_trim(str_cut(rest, ';'));
        if (ret->n > 0)
            return true;
    }
    return false;
}

err aliases_read(struct tx *tx, const struct at *at, const struct sql *sql, int64_t id, struct str name, struct str code,
                 struct str *ret)
{
    struct arena *arena = tx_arena(tx);
    struct str own_name = alias_key(arena, name), own_code = alias_key(arena, code);
    AUTO_BUF b = buf_new(8192);
    AUTO_ROWS r = query_run(tx, sql, ARGS(at->pemda.v, id), 2);
    while (rows_next(&r)) {
        struct str alias = row_view(&r);
        if (str_eq(alias, own_name) || str_eq(alias, own_code))
            continue;
        if (b.n > 0)
            BUF_LIT(&b, "; ");
        buf_add(&b, alias);
    }
    *ret = str_dup(arena, buf_str(&b));
    return rows_fail(&r, OK);
}
