/*
 * census_import_db.c: readers over the import's tables. An agency officer sees the imports of their own agency, the
 * region's officers see all (agency_scope 0 is the region's).
 */
#include "census_import.h"

#define IMPORT_COLUMNS                                                                                               \
    "SELECT i.id, i.version, i.user_id, i.agency_scope, i.file_name, i.path, i.file_hash, i.map_hash, i.state, "      \
    "i.refusal, i.default_agency, i.month_first, i.approved, i.row_count, i.clean, i.warned, i.faulty, i.outside, "   \
    "i.twins, i.sk_merged, i.new_count, i.same_count, i.changed_count, i.missing_count, i.taken, i.joined, i.added, " \
    "i.applied, i.created, i.checked, i.finished FROM census_import i WHERE i.pemda_id = $1 AND $2 IN (i.agency_scope, -1) "

static const struct sql sql_get_in_agency = {IMPORT_COLUMNS "AND i.id = $3"};
static const struct sql sql_list_in_agency = {IMPORT_COLUMNS "ORDER BY i.id DESC LIMIT $3"};

static void read_import(struct rows *r, struct census_import *i)
{
    i->id = row_int(r);
    i->version = row_int(r);
    i->user_id = row_int(r);
    i->agency_scope = row_int(r);
    i->file_name = row_str(r);
    i->path = row_str(r);
    i->file_hash = row_str(r);
    i->map_hash = row_str(r);
    i->state = row_str(r);
    i->refusal = row_str(r);
    i->default_agency = row_int(r);
    i->month_first = row_bool(r);
    i->approved = row_bool(r);
    i->rows = row_int(r);
    i->clean = row_int(r);
    i->warned = row_int(r);
    i->faulty = row_int(r);
    i->outside = row_int(r);
    i->twins = row_int(r);
    i->merged = row_int(r);
    i->new_count = row_int(r);
    i->same_count = row_int(r);
    i->changed_count = row_int(r);
    i->missing_count = row_int(r);
    i->taken = row_int(r);
    i->joined = row_int(r);
    i->added = row_int(r);
    i->applied = row_int(r);
    i->created = row_moment(r);
    i->checked = row_moment(r);
    i->finished = row_moment(r);
}

err census_import_get(struct tx *tx, const struct at *at, int64_t id, struct census_import *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_get_in_agency, at->pemda.v, scope_agency(&at->who), id);
    if (!rows_next(&r))
        return rows_fail(&r, ERR_MISSING);
    read_import(&r, ret);
    return OK;
}

err census_import_list(struct tx *tx, const struct at *at, size_t limit, struct census_import **ret, size_t *n)
{
    AUTO_ROWS r = QUERY(tx, sql_list_in_agency, at->pemda.v, scope_agency(&at->who), (int64_t)limit);
    *ret = NEW_ARRAY(tx_arena(tx), struct census_import, limit);
    for (*n = 0; *n < limit && rows_next(&r); ++*n)
        read_import(&r, &(*ret)[*n]);
    return rows_fail(&r, OK);
}

static const struct sql sql_columns = {
    "SELECT sheet, place, sheet_name, heading, sample, guess, chosen FROM census_import_column "
    "WHERE pemda_id = $1 AND import_id = $2 ORDER BY sheet, place"};

enum { COLUMNS_MOST = 2048 };

err census_import_columns(struct tx *tx, const struct at *at, int64_t id, struct census_import_column **ret, size_t *n)
{
    AUTO_ROWS r = QUERY(tx, sql_columns, at->pemda.v, id);
    *ret = NEW_ARRAY(tx_arena(tx), struct census_import_column, COLUMNS_MOST);
    for (*n = 0; *n < COLUMNS_MOST && rows_next(&r); ++*n) {
        struct census_import_column *c = &(*ret)[*n];
        c->sheet = row_i32(&r);
        c->place = row_i32(&r);
        c->sheet_name = row_str(&r);
        c->heading = row_str(&r);
        c->sample = row_str(&r);
        c->guess = row_str(&r);
        c->chosen = row_str(&r);
    }
    return rows_fail(&r, OK);
}

static const struct sql sql_issues = {
    "SELECT row_number, code, sheet, column_code, words, value FROM census_issue "
    "WHERE pemda_id = $1 AND import_id = $2 ORDER BY row_number, n LIMIT $3"};
static const struct sql sql_issues_of_code = {
    "SELECT row_number, code, sheet, column_code, words, value FROM census_issue "
    "WHERE pemda_id = $1 AND import_id = $2 AND code = $4 ORDER BY n LIMIT $3"};

err census_import_issues(struct tx *tx, const struct at *at, int64_t id, struct str code, size_t limit,
                         struct census_issue **ret, size_t *n)
{
    AUTO_ROWS r = code.n == 0 ? QUERY(tx, sql_issues, at->pemda.v, id, (int64_t)limit)
                              : QUERY(tx, sql_issues_of_code, at->pemda.v, id, (int64_t)limit, code);
    *ret = NEW_ARRAY(tx_arena(tx), struct census_issue, limit);
    for (*n = 0; *n < limit && rows_next(&r); ++*n) {
        struct census_issue *i = &(*ret)[*n];
        i->row = row_int(&r);
        i->code = row_str(&r);
        i->sheet = row_str(&r);
        i->column = row_str(&r);
        i->words = row_str(&r);
        i->value = row_str(&r);
    }
    return rows_fail(&r, OK);
}

static const struct sql sql_counts = {
    "SELECT code, n FROM census_count WHERE pemda_id = $1 AND import_id = $2 ORDER BY code"};

err census_import_counts(struct tx *tx, const struct at *at, int64_t id, struct census_code_count **ret, size_t *n)
{
    AUTO_ROWS r = QUERY(tx, sql_counts, at->pemda.v, id);
    *ret = NEW_ARRAY(tx_arena(tx), struct census_code_count, CENSUS_CODE_COUNT);
    for (*n = 0; *n < CENSUS_CODE_COUNT && rows_next(&r); ++*n) {
        (*ret)[*n].code = row_str(&r);
        (*ret)[*n].n = row_int(&r);
    }
    return rows_fail(&r, OK);
}

#define STAGED "SELECT seq, level, base, fate, action, into_seq, worker_id, body, started FROM census_row "
static const struct sql sql_staged = {
    STAGED "WHERE pemda_id = $1 AND import_id = $2 AND seq >= $3 ORDER BY seq LIMIT $4"};

static void read_staged(struct rows *r, struct census_staged *s)
{
    s->seq = row_int(r);
    s->level = row_i32(r);
    s->base = row_i32(r);
    s->fate = row_i32(r);
    s->action = row_i32(r);
    s->into = row_int(r);
    s->worker_id = row_int(r);
    s->p = unpack(row_str(r));
    if (!row_is_null(r))
        s->p.v[PACK_START] = row_str(r);
    else
        (void)row_view(r);
}

static err staged(struct rows *r, struct arena *a, size_t limit, struct census_staged **ret, size_t *n)
{
    *ret = NEW_ARRAY(a, struct census_staged, limit);
    for (*n = 0; *n < limit && rows_next(r); ++*n)
        read_staged(r, &(*ret)[*n]);
    return rows_fail(r, OK);
}

err census_staged_rows(struct tx *tx, const struct at *at, int64_t id, int64_t from, size_t limit,
                       struct census_staged **ret, size_t *n)
{
    AUTO_ROWS r = QUERY(tx, sql_staged, at->pemda.v, id, from, (int64_t)limit);
    return staged(&r, tx_arena(tx), limit, ret, n);
}

static const struct sql sql_aside = {
    STAGED "WHERE pemda_id = $1 AND import_id = $2 AND seq >= $3 AND (fate > 0 OR level >= 3) ORDER BY seq LIMIT $4"};

err census_staged_aside(struct tx *tx, const struct at *at, int64_t id, int64_t from, size_t limit,
                        struct census_staged **ret, size_t *n)
{
    AUTO_ROWS r = QUERY(tx, sql_aside, at->pemda.v, id, from, (int64_t)limit);
    return staged(&r, tx_arena(tx), limit, ret, n);
}

err census_staged_get(struct tx *tx, const struct at *at, int64_t id, int64_t seq, struct census_staged *ret)
{
    struct census_staged *list;
    size_t n;
    TRY(census_staged_rows(tx, at, id, seq, 1, &list, &n));
    if (n == 0 || list[0].seq != seq)
        return ERR_MISSING;
    *ret = list[0];
    return OK;
}

static const struct sql sql_changes = {
    "SELECT c.seq, c.worker_id, w.name, c.words FROM census_change c "
    "JOIN worker w ON w.pemda_id = c.pemda_id AND w.id = c.worker_id "
    "WHERE c.pemda_id = $1 AND c.import_id = $2 AND c.seq >= $3 ORDER BY c.seq LIMIT $4"};

err census_import_changes(struct tx *tx, const struct at *at, int64_t id, int64_t from, size_t limit,
                          struct census_change **ret, size_t *n)
{
    AUTO_ROWS r = QUERY(tx, sql_changes, at->pemda.v, id, from, (int64_t)limit);
    *ret = NEW_ARRAY(tx_arena(tx), struct census_change, limit);
    for (*n = 0; *n < limit && rows_next(&r); ++*n) {
        struct census_change *c = &(*ret)[*n];
        c->seq = row_int(&r);
        c->worker_id = row_int(&r);
        c->name = row_str(&r);
        c->words = row_str(&r);
    }
    return rows_fail(&r, OK);
}

static const struct sql sql_missing_in_agency = {
    "SELECT m.worker_id, w.agency_id, w.name FROM census_missing m "
    "JOIN worker w ON w.pemda_id = m.pemda_id AND w.id = m.worker_id "
    "WHERE m.pemda_id = $1 AND $2 IN (w.agency_id, -1) AND m.import_id = $3 ORDER BY w.name_key, m.worker_id LIMIT $4"};

err census_import_missing(struct tx *tx, const struct at *at, int64_t id, size_t limit, struct census_missing **ret,
                          size_t *n)
{
    AUTO_ROWS r = QUERY(tx, sql_missing_in_agency, at->pemda.v, scope_agency(&at->who), id, (int64_t)limit);
    *ret = NEW_ARRAY(tx_arena(tx), struct census_missing, limit);
    for (*n = 0; *n < limit && rows_next(&r); ++*n) {
        (*ret)[*n].worker_id = row_int(&r);
        (*ret)[*n].agency_id = row_int(&r);
        (*ret)[*n].name = row_str(&r);
    }
    return rows_fail(&r, OK);
}

static const struct sql sql_unknown = {
    "SELECT DISTINCT value FROM census_issue WHERE pemda_id = $1 AND import_id = $2 AND code = 'OPD_TIDAK_DIKENAL' "
    "ORDER BY value LIMIT 200"};

err census_import_unknown_agencies(struct tx *tx, const struct at *at, int64_t id, struct str **ret, size_t *n)
{
    AUTO_ROWS r = QUERY(tx, sql_unknown, at->pemda.v, id);
    *ret = NEW_ARRAY(tx_arena(tx), struct str, 200);
    for (*n = 0; *n < 200 && rows_next(&r); ++*n)
        (*ret)[*n] = row_str(&r);
    return rows_fail(&r, OK);
}
