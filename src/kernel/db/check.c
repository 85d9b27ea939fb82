/*
 * check.c: is the file itself sound? The engine's own integrity check and every reference between tables, on a
 * connection of its own, while others go on working.
 */
#include "../fault.h"
#include "inner.h"

/* Counts the rows a check complains with; the engine's word for "nothing wrong" is one row `ok`. */
static int complaints(struct conn *c, const char *text, int64_t *n)
{
    sqlite3_stmt *s = NULL;
    int code = sqlite3_prepare_v2(c->h, text, -1, &s, NULL);
    if (code != SQLITE_OK)
        return code;
    *n = 0;
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        const char *word = (const char *)sqlite3_column_text(s, 0);
        *n += word == NULL || strcmp(word, "ok") != 0;
    }
    sqlite3_finalize(s);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

static int check(struct conn *c, struct faults *why)
{
    int64_t bad = 0;
    int code = complaints(c, "PRAGMA integrity_check(100)", &bad);
    if (code != SQLITE_OK)
        return code;
    if (bad > 0)
        fault(why, "db", "Isi berkas basis data rusak di %lld tempat. Hentikan layanan dan pulihkan dari cadangan.",
              (long long)bad);
    code = complaints(c, "PRAGMA foreign_key_check", &bad);
    if (code == SQLITE_OK && bad > 0)
        fault(why, "db", "%lld baris merujuk ke data yang tidak ada. Pulihkan dari cadangan, atau laporkan kepada "
              "pengelola sistem.", (long long)bad);
    return code;
}

err db_check(struct db *db, struct faults *why)
{
    struct conn *c = NULL;
    size_t said = why->n;
    TRY(conn_open(db, false, &c, NULL));
    c->mode = CONN_OWN;
    int code = check(c, why);
    err e = conn_err(c, code, "pemeriksaan berkas");
    conn_close(c);
    if (e != OK)
        open_trouble(why, db->path, code);
    return why->n > said ? ERR_INVALID : e;
}
