/*
 * audit_report.c: three statements, each with its own index: all, of one record, of one official.
 */
#include "audit_report.h"

#define COLUMNS "SELECT number, user_id, record_id, moment, user_name, role, action, detail, hash FROM audit_line "

static const struct sql sql_all_report = {
    COLUMNS "WHERE pemda_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3"};
static const struct sql sql_of_record_report = {
    COLUMNS "WHERE pemda_id = $1 AND record_id = $4 AND number < $2 AND ($5 = '' OR substr(action, 1, length($5)) = $5) "
            "ORDER BY number DESC LIMIT $3"};
static const struct sql sql_of_user_report = {
    COLUMNS "WHERE pemda_id = $1 AND user_id = $4 AND number < $2 ORDER BY number DESC LIMIT $3"};

static err read_lines(struct rows *r, size_t limit, struct audit_entry *ret, size_t *n)
{
    *n = 0;
    while (*n < limit && rows_next(r)) {
        struct audit_entry *l = &ret[(*n)++];
        l->number = row_int(r);
        l->user_id = row_int(r);
        l->record = row_int(r);
        l->when = row_moment(r);
        l->who = row_str(r);
        l->role = row_str(r);
        l->action = row_str(r);
        l->detail = row_str(r);
        l->hash = row_str(r);
    }
    return rows_fail(r, OK);
}

err audit_report(struct tx *tx, const struct at *at, const struct audit_filter *f, size_t limit,
                 struct audit_entry *ret, size_t *n)
{
    int64_t before = f->before > 0 ? f->before : INT64_MAX;
    if (f->record != 0) {
        struct str head = f->kind.n == 0 ? S("") : str_printf(tx_arena(tx), STR_FMT ".", STR_ARG(f->kind));
        AUTO_ROWS r = QUERY(tx, sql_of_record_report, at->pemda.v, before, (int64_t)limit, f->record, head);
        return read_lines(&r, limit, ret, n);
    }
    if (f->user_id != 0) {
        AUTO_ROWS r = QUERY(tx, sql_of_user_report, at->pemda.v, before, (int64_t)limit, f->user_id);
        return read_lines(&r, limit, ret, n);
    }
    AUTO_ROWS r = QUERY(tx, sql_all_report, at->pemda.v, before, (int64_t)limit);
    return read_lines(&r, limit, ret, n);
}
