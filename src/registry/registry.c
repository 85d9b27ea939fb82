/*
 * registry.c: see registry.h.
 */
#include "registry.h"

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

struct date registry_frozen_from(const struct at *at)
{
    return at->rules == NULL ? DATE_NONE : rule_date(at->rules, "asn.freeze_from", at->today);
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
