/*
 * again.c: the password once more, before a transaction is open.
 */
#include "again.h"

#include <assert.h>

#include "../app.h"
#include "../mem.h"
#include "password.h"
#include "throttle.h"

struct again {
    struct str name, hash;
    int64_t wait; /* seconds until the next attempt is allowed */
    bool right;
    struct request *q;
};

static const struct sql sql_password_of_user = {
    "SELECT user_name, password_hash FROM app_user WHERE pemda_id = $1 AND id = $2"};

static struct str subject_of(const struct request *q, struct tx *tx, struct str name)
{
    return throttle_subject(q->arena, db_key(tx_db(tx)), THROTTLE_ACCOUNT, name);
}

static err find(struct tx *tx, void *arg)
{
    struct again *g = arg;
    AUTO_ROWS r = QUERY(tx, sql_password_of_user, g->q->at.pemda.v, g->q->at.who.user_id);
    if (!rows_next(&r))
        return rows_fail(&r, ERR_MISSING);
    g->name = str_dup(g->q->arena, row_view(&r));
    g->hash = str_dup(g->q->arena, row_view(&r));
    return throttle_wait(tx, g->q->at.pemda, subject_of(g->q, tx, g->name), g->q->at.now, &g->wait);
}

err password_again(struct request *q)
{
    struct again *g = NEW(q->arena, struct again);
    g->q = q;
    TRY(db_read(q->app->db, q->arena, find, g));
    if (g->wait == 0) {
        g->right = password_matches(q->arena, g->hash, form_get(q, "sandi"));
        if (!g->right)
            TRY(throttle_fail(q->app->db, q->at.pemda, THROTTLE_ACCOUNT,
                              throttle_subject(q->arena, db_key(q->app->db), THROTTLE_ACCOUNT, g->name), q->at.now));
    }
    q->prepared = g;
    return OK;
}

bool password_again_right(struct request *q, struct faults *f)
{
    const struct again *g = q->prepared;
    assert(g != NULL);
    if (g->right)
        return true;
    if (g->wait > 0)
        fault(f, "sandi", "Terlalu banyak percobaan. Tunggu %ld menit, lalu coba lagi", (long)((g->wait + 59) / 60));
    else if (form_get(q, "sandi").n == 0)
        fault(f, "sandi", "Isi kata sandi Anda");
    else
        fault(f, "sandi", "Kata sandi tidak cocok; periksa huruf besar dan kecilnya");
    return false;
}
