/*
 * number.c: see number.h.
 */
#include "number.h"

static const struct sql sql_next = {
    "INSERT INTO number_series (pemda_id, kind, year, last) VALUES ($1, $2, $3, 1) "
    "ON CONFLICT (pemda_id, kind, year) DO UPDATE SET last = number_series.last + 1 RETURNING last"};

err number_next(struct tx *tx, struct region_id pemda, const char *kind, int32_t year, struct str *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_next, pemda.v, kind, year);
    if (!rows_next(&r))
        return rows_fail(&r, ERR_IO);
    int64_t last = row_int(&r);
    *ret = str_printf(tx_arena(tx), "%s-%d-%04lld", kind, year, (long long)last);
    return OK;
}
