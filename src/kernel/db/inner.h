/*
 * inner.h: what the files of kernel/db share among themselves, with the audit chain. Nobody else includes it:
 * behind db.h stands SQLite today and PostgreSQL later.
 */
#pragma once
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>

#include "../digest.h"
#include "db.h"

enum { PARAMS_MAX = 64, PATH_MAX_BYTES = 1024, READERS_DEFAULT = 16 };

/* A prepared statement of one connection. `map[k]` is the n of the `$n` that SQLite numbered k: it numbers by
 * first appearance, we bind by name. */
struct stmt {
    sqlite3_stmt *s;
    struct conn *conn;
    const char **key; /* the literals it was put together from */
    size_t n_key;
    int n_params;
    int highest; /* the largest n */
    uint8_t map[PARAMS_MAX + 1];
    bool busy;      /* its rows are being read: a second use gets a statement of its own */
    bool temporary; /* finalized after use */
};

/* What the authorizer lets through. `CONN_OWN` is the kernel's own BEGIN, COMMIT and SAVEPOINT. */
enum conn_mode { CONN_OWN, CONN_READER, CONN_WRITER, CONN_FLUSH, CONN_MIGRATE };

enum own_stmt { OWN_BEGIN, OWN_BEGIN_WRITE, OWN_COMMIT, OWN_ROLLBACK, OWN_SAVE, OWN_RELEASE, OWN_UNDO, OWN_COUNT };

struct conn {
    sqlite3 *h;
    struct db *db;
    enum conn_mode mode;
    sqlite3_stmt *own[OWN_COUNT];
    struct stmt **slots; /* open addressing, a power of two */
    size_t n_slots, n_stmts;
    struct conn *next; /* in the list of idle readers */
};

struct audit_note;

struct tx {
    struct db *db;
    struct conn *conn;
    struct arena *arena;
    bool writable;
    err trouble;                     /* first failure of disk or lock: the transaction cannot succeed any more */
    struct audit_note *notes, *last_note; /* audit.c */
};

struct writer;

struct db {
    char path[PATH_MAX_BYTES];
    struct conn *write_conn;
    struct writer *writer;

    pthread_mutex_t readers_lock;
    pthread_cond_t reader_back;
    struct conn *idle;
    int n_readers, reader_limit;

    struct key key;
    int key_file; /* open as long as the database: its locked byte is our process number */
    int process;  /* 0..7 */
    _Atomic int64_t last_id; /* ms << 9 | counter */

    _Atomic int64_t fail_at; /* db_fail_at; 0 = off */

    _Atomic uint32_t jobs_enqueued; /* a hint for the worker: look sooner */
    atomic_bool jobs_held;          /* this process works on jobs */
};

/* db_sqlite.c */
err conn_open(struct db *db, bool writer, struct conn **ret, int *sqlite_code) MUST_USE;
void conn_close(struct conn *c);
int conn_own(struct conn *c, enum own_stmt which);        /* SQLite's code */
err conn_err(struct conn *c, int code, const char *what); /* what a code means; logs what is nobody's slip */
extern _Thread_local int tx_depth;

/* keyfile.c */
err key_open(struct db *db, bool fresh, struct faults *why) MUST_USE;

/* The right to work on jobs: one worker per database, over all processes, gone with the process that held it. */
bool jobs_lock(struct db *db) MUST_USE;
void jobs_unlock(struct db *db);

/* writer.c */
err writer_start(struct db *db) MUST_USE;
void writer_stop(struct db *db); /* runs what is queued, then ends the thread */

/* migrate.c */
void open_trouble(struct faults *why, const char *path, int sqlite_code);
