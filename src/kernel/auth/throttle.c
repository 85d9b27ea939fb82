/*
 * throttle.c: see throttle.h. A failure older than an hour counts no more.
 */
#include "throttle.h"

#include <assert.h>

#include "../digest.h"

enum { FORGET_MS = 3600 * 1000, MINUTE_MS = 60 * 1000 };

struct moment throttle_until(enum throttle_kind kind, int64_t failures, struct moment now)
{
    if (kind == THROTTLE_ADDRESS)
        return (struct moment){failures >= 50 ? now.ms + 5 * MINUTE_MS : 0};
    if (failures < 5)
        return (struct moment){0};
    int64_t minutes = failures - 5 >= 4 ? 15 : (int64_t)1 << (failures - 5);
    return (struct moment){now.ms + minutes * MINUTE_MS};
}

struct str throttle_subject(struct arena *a, const struct key *key, enum throttle_kind kind, struct str who)
{
    const char *word = kind == THROTTLE_ACCOUNT ? "akun" : "alamat";
    struct str lower = str_lower(a, str_sub(who, 0, 200));
    return keyed_hash(a, key, str_printf(a, "cekik:%s:" STR_FMT, word, STR_ARG(lower)));
}

static const struct sql sql_throttle_get = {
    "SELECT failures, blocked_until, touched FROM throttle WHERE pemda_id = $1 AND subject = $2"};

err throttle_wait(struct tx *tx, struct region_id region, struct str subject, struct moment now, int64_t *seconds)
{
    *seconds = 0;
    AUTO_ROWS r = QUERY(tx, sql_throttle_get, region.v, subject);
    if (!rows_next(&r))
        return rows_fail(&r, OK);
    row_int(&r);
    int64_t until = row_int(&r);
    if (until > now.ms)
        *seconds = (until - now.ms + 999) / 1000;
    return OK;
}

struct failure {
    int64_t region, now;
    enum throttle_kind kind;
    char subject[33];
};

static const struct sql sql_throttle_set = {
    "INSERT INTO throttle (pemda_id, subject, failures, blocked_until, touched) VALUES ($1, $2, $3, $4, $5) "
    "ON CONFLICT (pemda_id, subject) DO UPDATE SET failures = excluded.failures, "
    "blocked_until = excluded.blocked_until, touched = excluded.touched"};

static err failure_write(struct tx *tx, const void *data, size_t n)
{
    struct failure f;
    assert(n == sizeof f);
    memcpy(&f, data, n);
    int64_t failures = 0;
    {
        AUTO_ROWS r = QUERY(tx, sql_throttle_get, f.region, (const char *)f.subject);
        if (rows_next(&r)) {
            failures = row_int(&r);
            row_int(&r);
            if (row_int(&r) < f.now - FORGET_MS)
                failures = 0;
        } else {
            TRY(rows_fail(&r, OK));
        }
    }
    struct moment until = throttle_until(f.kind, failures + 1, (struct moment){f.now});
    return EXEC(tx, sql_throttle_set, f.region, (const char *)f.subject, failures + 1, until.ms, f.now);
}

err throttle_note(struct db *db, struct region_id region, enum throttle_kind kind, struct str subject,
                  struct moment now)
{
    struct failure f = {.region = region.v, .now = now.ms, .kind = kind};
    assert(subject.n == sizeof f.subject - 1);
    memcpy(f.subject, subject.p, subject.n);
    return db_side(db, failure_write, &f, sizeof f) ? OK : ERR_BUSY;
}

err throttle_fail(struct db *db, struct region_id region, enum throttle_kind kind, struct str subject,
                  struct moment now)
{
    assert(!db_in_transaction());
    TRY(throttle_note(db, region, kind, subject, now));
    db_side_flush(db);
    return OK;
}

static const struct sql sql_throttle_clear = {"DELETE FROM throttle WHERE pemda_id = $1 AND subject = $2"};

err throttle_clear(struct tx *tx, struct region_id region, struct str subject)
{
    return EXEC(tx, sql_throttle_clear, region.v, subject);
}
