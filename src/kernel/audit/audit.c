/*
 * audit.c: the chain. A line's fingerprint covers the fingerprint before it and every field of the line, each as
 * its length, a colon and its bytes, so no two lines are written alike; whoever changes, removes or inserts a
 * line breaks the chain there, and whoever cuts off its end disagrees with the head.
 */
#include "audit.h"

#include <assert.h>

#include "../clock.h"
#include "../db/inner.h"
#include "../log.h"

struct audit_note {
    struct audit_note *next;
    int64_t pemda_id, user_id, record;
    struct moment when;
    struct str name, role, action, detail;
};

static void note(struct tx *tx, struct audit_note n)
{
    assert(tx->writable && n.pemda_id > 0);
    struct audit_note *own = NEW(tx->arena, struct audit_note);
    *own = n;
    own->name = str_dup(tx->arena, n.name);
    own->action = str_dup(tx->arena, n.action);
    own->detail = str_dup(tx->arena, n.detail);
    if (tx->notes == NULL)
        tx->notes = own;
    else
        tx->last_note->next = own;
    tx->last_note = own;
}

err audit_write(struct tx *tx, const struct at *at, const char *action, int64_t id, struct str detail)
{
    note(tx, (struct audit_note){.pemda_id = at->pemda.v, .user_id = at->who.user_id, .record = id, .when = at->now,
                                 .name = at->who.name, .role = str_z(role_code(at->who.role)),
                                 .action = str_z(action), .detail = detail});
    return OK;
}

/* ---- views, by way of the side log ---- */

struct view {
    int64_t pemda_id, user_id, record;
    struct moment when;
    enum role role;
    char name[128], action[48], detail[240];
};
_Static_assert(sizeof(struct view) <= 512, "fits the side log");

/* As much as there is room for, never half a letter. */
static void clip(char *room, size_t size, struct str s)
{
    size_t n = s.n < size ? s.n : size - 1;
    while (n > 0 && n < s.n && ((unsigned char)s.p[n] & 0xc0) == 0x80)
        n--;
    if (n > 0)
        memcpy(room, s.p, n);
    room[n] = '\0';
}

static err write_view(struct tx *tx, const void *data, size_t n)
{
    struct view v;
    assert(n == sizeof v);
    memcpy(&v, data, n);
    note(tx, (struct audit_note){.pemda_id = v.pemda_id, .user_id = v.user_id, .record = v.record, .when = v.when,
                                 .name = str_z(v.name), .role = str_z(role_code(v.role)), .action = str_z(v.action),
                                 .detail = str_z(v.detail)});
    return OK;
}

err audit_view(struct tx *tx, const struct at *at, const char *action, int64_t id, struct str detail)
{
    if (tx->writable)
        return audit_write(tx, at, action, id, detail);
    return audit_side(tx->db, at, action, id, detail);
}

err audit_side(struct db *db, const struct at *at, const char *action, int64_t id, struct str detail)
{
    assert(at->pemda.v > 0);
    struct view v = {.pemda_id = at->pemda.v, .user_id = at->who.user_id, .record = id, .when = at->now,
                     .role = at->who.role};
    clip(v.name, sizeof v.name, at->who.name);
    clip(v.action, sizeof v.action, str_z(action));
    clip(v.detail, sizeof v.detail, detail);
    return db_side(db, write_view, &v, sizeof v) ? OK : ERR_LIMIT;
}

/* ---- the chain ---- */

static void add_field(struct sha256_run *r, struct str s)
{
    char head[24];
    int n = snprintf(head, sizeof head, "%zu:", s.n);
    sha256_add(r, (struct str){head, (size_t)n});
    sha256_add(r, s);
}

static void add_int(struct sha256_run *r, int64_t v)
{
    char text[24];
    int n = snprintf(text, sizeof text, "%lld", (long long)v);
    add_field(r, (struct str){text, (size_t)n});
}

static void line_hash(char out[65], struct str before, int64_t number, const struct audit_note *l)
{
    static const char digits[] = "0123456789abcdef";
    struct sha256_run r;
    sha256_start(&r);
    add_field(&r, before);
    add_int(&r, l->pemda_id);
    add_int(&r, number);
    add_int(&r, l->when.ms);
    add_int(&r, l->user_id);
    add_field(&r, l->name);
    add_field(&r, l->role);
    add_field(&r, l->action);
    add_int(&r, l->record);
    add_field(&r, l->detail);
    struct sha256 d = sha256_end(&r);
    for (size_t i = 0; i < sizeof d.b; i++) {
        out[2 * i] = digits[d.b[i] >> 4];
        out[2 * i + 1] = digits[d.b[i] & 15];
    }
    out[64] = '\0';
}

static const struct sql sql_head_take = {
    "UPDATE audit_head SET number = number + $2 WHERE pemda_id = $1 RETURNING number, hash"};
static const struct sql sql_head_new = {
    "INSERT INTO audit_head (pemda_id, number, hash) VALUES ($1, 0, '') ON CONFLICT (pemda_id) DO NOTHING"};
static const struct sql sql_head_set = {"UPDATE audit_head SET hash = $2 WHERE pemda_id = $1"};
static const struct sql sql_line_add = {
    "INSERT INTO audit_line (pemda_id, number, moment, user_id, user_name, role, action, record_id, detail, hash) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"};

/* Take the head for `count` lines: `number` becomes the one before the first, `hash` the fingerprint so far. */
static err take_head(struct tx *tx, int64_t pemda, int64_t count, int64_t *number, char hash[65])
{
    for (int round = 0; round < 2; round++) {
        AUTO_ROWS r = QUERY(tx, sql_head_take, pemda, count);
        if (rows_next(&r)) {
            *number = row_int(&r) - count;
            clip(hash, 65, row_view(&r));
            return OK;
        }
        TRY(rows_fail(&r, OK));
        TRY(EXEC(tx, sql_head_new, pemda));
    }
    return ERR_IO;
}

static int64_t count_of(const struct audit_note *first, int64_t pemda)
{
    int64_t n = 0;
    for (const struct audit_note *l = first; l != NULL; l = l->next)
        n += l->pemda_id == pemda;
    return n;
}

/* Append the lines of one region and take them out of the list. */
static err flush_region(struct tx *tx, int64_t pemda)
{
    int64_t number = 0;
    char hash[65] = "";
    TRY(take_head(tx, pemda, count_of(tx->notes, pemda), &number, hash));
    for (struct audit_note **at = &tx->notes; *at != NULL;) {
        const struct audit_note *l = *at;
        if (l->pemda_id != pemda) {
            at = &(*at)->next;
            continue;
        }
        char next[65];
        line_hash(next, str_z(hash), ++number, l);
        memcpy(hash, next, sizeof hash);
        TRY(EXEC(tx, sql_line_add, pemda, number, l->when, l->user_id, l->name, l->role, l->action, l->record,
                 l->detail, str_z(hash)));
        *at = l->next;
    }
    return EXEC_ONE(tx, sql_head_set, pemda, str_z(hash));
}

err audit_flush(struct tx *tx)
{
    while (tx->notes != NULL)
        TRY(flush_region(tx, tx->notes->pemda_id));
    return OK;
}

/* ---- checking ---- */

static const struct sql sql_chain = {
    "SELECT number, moment, user_id, user_name, role, action, record_id, detail, hash "
    "FROM audit_line WHERE pemda_id = $1 ORDER BY number"};
static const struct sql sql_head = {"SELECT number, hash FROM audit_head WHERE pemda_id = $1"};

err audit_check(struct tx *tx, struct region_id region, int64_t *broken, int64_t *lines)
{
    char hash[65] = "";
    *broken = *lines = 0;
    AUTO_ROWS r = QUERY(tx, sql_chain, region.v);
    while (*broken == 0 && rows_next(&r)) {
        int64_t number = row_int(&r);
        struct audit_note l = {.pemda_id = region.v};
        l.when = row_moment(&r); /* one statement each: an initializer has no order */
        l.user_id = row_int(&r);
        l.name = row_view(&r);
        l.role = row_view(&r);
        l.action = row_view(&r);
        l.record = row_int(&r);
        l.detail = row_view(&r);
        line_hash(hash, str_z(hash), number, &l);
        if (number != *lines + 1 || !str_eqz(row_view(&r), hash))
            *broken = *lines + 1;
        else
            ++*lines;
    }
    TRY(rows_fail(&r, OK));
    if (*broken != 0)
        return OK;

    AUTO_ROWS h = QUERY(tx, sql_head, region.v);
    bool head = rows_next(&h);
    TRY(rows_fail(&h, OK));
    int64_t number = head ? row_int(&h) : 0;
    if (number != *lines || (head && !str_eqz(row_view(&h), hash)))
        *broken = *lines + 1;
    return OK;
}

static const struct sql sql_of_record = {
    "SELECT number, moment, user_name, role, action, record_id, detail FROM audit_line "
    "WHERE pemda_id = $1 AND record_id = $2 AND ($3 = '' OR substr(action, 1, length($3) + 1) = $3 || '.') "
    "AND number < $4 ORDER BY number DESC LIMIT $5"};

err audit_of_record(struct tx *tx, struct region_id region, struct str kind, int64_t record, int64_t before,
                    size_t limit, struct audit_line *ret, size_t *n)
{
    int64_t below = before > 0 ? before : INT64_MAX;
    AUTO_ROWS r = QUERY(tx, sql_of_record, region.v, record, kind, below, (int64_t)limit);
    *n = 0;
    while (*n < limit && rows_next(&r)) {
        struct audit_line *l = &ret[(*n)++];
        *l = (struct audit_line){.number = row_int(&r)};
        l->when = row_moment(&r);
        l->who = row_str(&r);
        l->role = row_str(&r);
        l->action = row_str(&r);
        l->record = row_int(&r);
        l->detail = row_str(&r);
    }
    return rows_fail(&r, OK);
}
