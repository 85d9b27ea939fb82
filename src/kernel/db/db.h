/*
 * db.h: one face for the database. Domain code receives a `struct tx` and runs constants of SQL on it; it never
 * opens, commits or rolls back. SQLite: one writer thread with group commit (a savepoint per action, answers only
 * after COMMIT), one read-only connection per reading thread. SQL is one text for two engines: `$1…$n`.
 */
#pragma once
#include "../date.h"
#include "../mem.h"
#include "../rupiah.h"
#include "../str.h"

/* A statement is a static constant, so only a literal can be one and user text cannot become SQL. */
struct sql {
    const char *text;
};

struct faults;
struct key;
struct db;
struct at;

/* A running transaction (in the writer: one action's savepoint). */
struct tx;
struct arena *tx_arena(struct tx *tx);
bool tx_writable(const struct tx *tx);
struct db *tx_db(struct tx *tx);
/* Is a transaction open on this thread? Password hashing, network and file parsing assert that none is. */
bool db_in_transaction(void);

/* ---- asking ---- */
enum arg_type { ARG_INT, ARG_TEXT, ARG_NULL };
struct arg {
    enum arg_type type;
    int64_t i;
    struct str s;
    char room[11]; /* ISO text of a date */
};
static inline struct arg arg_int(int64_t v) { return (struct arg){.type = ARG_INT, .i = v}; }
static inline struct arg arg_i32(int32_t v) { return (struct arg){.type = ARG_INT, .i = v}; }
static inline struct arg arg_bool(bool v) { return (struct arg){.type = ARG_INT, .i = v}; }
static inline struct arg arg_str(struct str v) { return (struct arg){.type = ARG_TEXT, .s = v}; }
static inline struct arg arg_z(const char *v) { return (struct arg){.type = ARG_TEXT, .s = str_z(v)}; }
static inline struct arg arg_rupiah(struct rupiah v) { return (struct arg){.type = ARG_INT, .i = v.v}; }
static inline struct arg arg_moment(struct moment v) { return (struct arg){.type = ARG_INT, .i = v.ms}; }
struct arg arg_date(struct date v); /* ISO text; DATE_NONE is NULL */
struct null_arg { char unused; };
#define SQL_NULL ((struct null_arg){0})
static inline struct arg arg_null(struct null_arg v) { (void)v; return (struct arg){.type = ARG_NULL}; }

#define ARG(x)                                                                                               \
    _Generic((x), int64_t: arg_int, int32_t: arg_i32, bool: arg_bool, struct str: arg_str,                   \
             const char *: arg_z, char *: arg_z, struct rupiah: arg_rupiah, struct date: arg_date,           \
             struct moment: arg_moment, struct null_arg: arg_null)(x)

/* ARGS(a, b, …) makes an array of struct arg from up to 24 values (see args.h for the map macro). */
#include "args.h"

/* Rows of a query. Columns are read in order. */
struct rows {
    struct tx *tx;
    void *stmt;
    int column;
    err e;
};
struct rows query_run(struct tx *tx, const struct sql *sql, const struct arg *args, size_t n);
bool rows_next(struct rows *r); /* false: no more, or trouble (rows_fail tells) */
/* After rows_next was false: `none` if the query simply had no (more) row, or the trouble. */
err rows_fail(const struct rows *r, err none) MUST_USE;
void rows_end(struct rows *r); /* also by AUTO_ROWS */

int64_t row_int(struct rows *r); /* NULL reads as 0 */
int32_t row_i32(struct rows *r);
bool row_bool(struct rows *r);
struct str row_str(struct rows *r);  /* copied into the transaction's arena; NULL reads as "" */
struct str row_view(struct rows *r); /* valid until the next rows_next: for exports of many rows */
struct rupiah row_rupiah(struct rows *r);
struct date row_date(struct rows *r); /* NULL reads as DATE_NONE */
struct moment row_moment(struct rows *r);
bool row_is_null(const struct rows *r); /* of the column that would be read next */

#define AUTO_ROWS __attribute__((cleanup(rows_end))) struct rows
#define QUERY(tx, sql, ...) query_run((tx), &(sql), ARGS(__VA_ARGS__), ARGS_COUNT(__VA_ARGS__))

/* Run a statement that gives no rows. ERR_BUSY, ERR_IO; a violated unique key is ERR_STALE. */
err exec_run(struct tx *tx, const struct sql *sql, const struct arg *args, size_t n, int64_t *changed) MUST_USE;
#define EXEC(tx, sql, ...) exec_run((tx), &(sql), ARGS(__VA_ARGS__), ARGS_COUNT(__VA_ARGS__), NULL)
/* The same, and tells how many rows it changed: an update that names a version and changes 0 is ERR_STALE. */
#define EXEC_COUNT(tx, changed, sql, ...)                                                                    \
    exec_run((tx), &(sql), ARGS(__VA_ARGS__), ARGS_COUNT(__VA_ARGS__), (changed))
/* Exactly one row must change, else ERR_STALE: every write that names the version it read. */
#define EXEC_ONE(tx, sql, ...) exec_one_run((tx), &(sql), ARGS(__VA_ARGS__), ARGS_COUNT(__VA_ARGS__))
err exec_one_run(struct tx *tx, const struct sql *sql, const struct arg *args, size_t n) MUST_USE;

/* One row, one integer: counts and existence. ERR_MISSING when there is no row. */
err query_int(struct tx *tx, int64_t *ret, const struct sql *sql, const struct arg *args, size_t n) MUST_USE;
#define QUERY_INT(tx, ret, sql, ...)                                                                         \
    query_int((tx), (ret), &(sql), ARGS(__VA_ARGS__), ARGS_COUNT(__VA_ARGS__))

/* A list whose filters and order the user chooses among declared ones: the only place where a statement is put
 * together, from literals only. Parts are joined in the order added; `$n` in a part are numbered as in args. */
struct sql_build {
    const char *part[24];
    size_t n;
};
void sql_add(struct sql_build *b, const struct sql *part);
struct rows query_built(struct tx *tx, const struct sql_build *b, const struct arg *args, size_t n);

/* ---- ids ---- */
/* Time-ordered and below 2^53: ms since 2024-01-01 in 41 bits, 3 of process, 9 of counter; never going back.
 * Reads the true clock, not the day set for a demo, and may be called from any thread. */
#define ID_EPOCH_MS INT64_C(1704067200000)
int64_t id_new(struct db *db);

/* ---- whole transactions: kernel, jobs, commands and tests only ---- */
struct db_options {
    bool create;      /* make the file if it is not there */
    int reader_limit; /* most reading threads; 0 = 16 */
};
/* Opens "FILE" (or "sqlite:FILE"). On failure a sentence for the operator is in `why`. */
err db_open(const char *url, const struct db_options *options, struct db **ret, struct faults *why) MUST_USE;
void db_close(struct db *db);

typedef err (*tx_fn)(struct tx *tx, void *arg);
/* Run fn in a read-only transaction on this thread's reader. */
err db_read(struct db *db, struct arena *arena, tx_fn fn, void *arg) MUST_USE;
/* Run fn on the writer in its own savepoint; returns after COMMIT (OK) or with what fn returned (rolled back).
 * ERR_BUSY when the queue is full or another program holds the lock for more than 5 s. Never from inside a
 * transaction of this thread. */
err db_write(struct db *db, struct arena *arena, tx_fn fn, void *arg) MUST_USE;
/* The same for a slice of long work (keep it below 100 ms): it runs alone in its commit, and between two slices
 * everything else that waits goes first. */
err db_write_slice(struct db *db, struct arena *arena, tx_fn fn, void *arg) MUST_USE;

/* The same without waiting: `done` is called on the writer thread after COMMIT or rollback. Bounded queue:
 * false = full, nothing was queued. */
struct write_task {
    struct arena *arena;
    tx_fn fn;
    void (*done)(struct write_task *task, err result);
    void *arg;
    bool slice;              /* as db_write_slice */
    err result;              /* the queue's */
    struct write_task *next; /* the queue's */
};
bool db_write_async(struct db *db, struct write_task *task);

/* Side log: what must be remembered although nothing was changed. Copied, written in the next commit, at the
 * latest after a second. False = full (the request answers 503). `n` ≤ 512. */
typedef err (*side_fn)(struct tx *tx, const void *data, size_t n);
bool db_side(struct db *db, side_fn fn, const void *data, size_t n);
void db_side_flush(struct db *db); /* wait until everything queued is on disk: shutdown and tests */

/* Bring the schema to the newest version: numbered texts built into the program, one transaction each, under a
 * lock, forward only. Type words of sql/: ID MONEY TIME FLAG DATE JSON TEXT INT (architecture: type maps). */
err db_migrate(struct db *db, struct faults *why) MUST_USE;

/* Is the file sound: the engine's integrity check and all references between tables. ERR_INVALID with a sentence for
 * each kind of damage. Takes seconds on a big database; others go on working meanwhile. */
err db_check(struct db *db, struct faults *why) MUST_USE;

/* Tests only: the n-th statement from now (asked or run, on any thread) fails with ERR_IO; 0 = none. Pending: it has
 * not come so far, so the work under test has fewer than n statements. */
void db_fail_at(struct db *db, int n);
bool db_fail_pending(struct db *db);

/* A secret of this installation (NIK hash key, cookie key), kept in FILE.key beside the database with mode 0600,
 * made on first use: a leaked database alone does not give the hashes away. */
const struct key *db_key(struct db *db);
