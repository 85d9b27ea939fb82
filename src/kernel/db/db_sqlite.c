/*
 * db_sqlite.c: the one face on SQLite. Statements are kept prepared per connection under the address of their
 * literal, parameters are bound by name, and an authorizer decides what a connection may do at all: a reader only
 * SELECT, the writer no DDL, ATTACH or PRAGMA and no change of the audit chain outside audit_flush.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../fault.h"
#include "../log.h"
#include "inner.h"

_Thread_local int tx_depth;

struct arena *tx_arena(struct tx *tx)
{
    return tx->arena;
}

bool tx_writable(const struct tx *tx)
{
    return tx->writable;
}

struct db *tx_db(struct tx *tx)
{
    return tx->db;
}

bool db_in_transaction(void)
{
    return tx_depth > 0;
}

/* ---- what goes wrong ---- */

err conn_err(struct conn *c, int code, const char *what)
{
    int extended = c->h != NULL ? sqlite3_extended_errcode(c->h) : code;
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return OK;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ERR_BUSY;
    case SQLITE_TOOBIG:
        return ERR_LIMIT;
    case SQLITE_AUTH:
        log_error("basis data menolak pernyataan: %.300s", what);
        return ERR_DENIED;
    case SQLITE_CONSTRAINT:
        if (extended == SQLITE_CONSTRAINT_UNIQUE || extended == SQLITE_CONSTRAINT_PRIMARYKEY ||
            extended == SQLITE_CONSTRAINT_ROWID)
            return ERR_STALE;
        if (extended == SQLITE_CONSTRAINT_FOREIGNKEY)
            return ERR_MISSING;
        break;
    default:
        break;
    }
    log_error("basis data: %s (%d): %.300s", c->h != NULL ? sqlite3_errmsg(c->h) : "?", extended, what);
    return ERR_IO;
}

/* A failure after which the transaction cannot succeed, also when its function overlooks it. */
static err tx_trouble(struct tx *tx, err e)
{
    if ((e == ERR_IO || e == ERR_BUSY || e == ERR_DENIED) && tx->trouble == OK)
        tx->trouble = e;
    return e;
}

static bool fail_now(struct db *db)
{
    if (atomic_load_explicit(&db->fail_at, memory_order_relaxed) == 0)
        return false;
    return atomic_fetch_sub(&db->fail_at, 1) == 1;
}

void db_fail_at(struct db *db, int n)
{
    atomic_store(&db->fail_at, n);
}

bool db_fail_pending(struct db *db)
{
    int64_t left = atomic_load(&db->fail_at);
    return left > 0;
}

/* ---- connections ---- */

static bool audit_table(const char *name)
{
    return name != NULL && strncmp(name, "audit_", 6) == 0;
}

static bool kernel_table(const char *name)
{
    return name != NULL && (strncmp(name, "sqlite_", 7) == 0 || strcmp(name, "schema_version") == 0);
}

static int authorize(void *arg, int action, const char *a, const char *b, const char *base, const char *trigger)
{
    const struct conn *c = arg;
    (void)base;
    (void)trigger;
    if (c->mode == CONN_OWN || c->mode == CONN_MIGRATE)
        return SQLITE_OK;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_FUNCTION:
        return b != NULL && strcmp(b, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
        if (c->mode == CONN_READER || kernel_table(a))
            return SQLITE_DENY;
        if (audit_table(a))
            return c->mode == CONN_FLUSH && action != SQLITE_DELETE ? SQLITE_OK : SQLITE_DENY;
        return SQLITE_OK;
    default:
        return SQLITE_DENY;
    }
}

static int prepare_own(struct conn *c)
{
    static const char *const text[OWN_COUNT] = {
        [OWN_BEGIN] = "BEGIN",
        [OWN_BEGIN_WRITE] = "BEGIN IMMEDIATE",
        [OWN_COMMIT] = "COMMIT",
        [OWN_ROLLBACK] = "ROLLBACK",
        [OWN_SAVE] = "SAVEPOINT act",
        [OWN_RELEASE] = "RELEASE act",
        [OWN_UNDO] = "ROLLBACK TO act",
    };
    for (size_t i = 0; i < OWN_COUNT; i++) {
        int code = sqlite3_prepare_v3(c->h, text[i], -1, SQLITE_PREPARE_PERSISTENT, &c->own[i], NULL);
        if (code != SQLITE_OK)
            return code;
    }
    return SQLITE_OK;
}

int conn_own(struct conn *c, enum own_stmt which)
{
    enum conn_mode mode = c->mode;
    c->mode = CONN_OWN;
    int code = sqlite3_step(c->own[which]);
    int again = sqlite3_reset(c->own[which]);
    c->mode = mode;
    return code == SQLITE_DONE ? SQLITE_OK : again != SQLITE_OK ? again : code;
}

static int configure(struct conn *c, bool writer)
{
    static const char common[] = "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
                                 "PRAGMA cell_size_check = ON;";
    sqlite3_extended_result_codes(c->h, 1);
    sqlite3_busy_timeout(c->h, 5000);
    sqlite3_db_config(c->h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(c->h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(c->h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(c->h, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_limit(c->h, SQLITE_LIMIT_ATTACHED, 0);
    int code = sqlite3_exec(c->h, common, NULL, NULL, NULL);
    if (code != SQLITE_OK)
        return code;
    if (!writer)
        return sqlite3_exec(c->h, "PRAGMA query_only = ON; PRAGMA cache_size = -4096", NULL, NULL, NULL);
    return sqlite3_exec(c->h,
                        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -262144;"
                        "PRAGMA wal_autocheckpoint = 12000; PRAGMA journal_size_limit = 67108864",
                        NULL, NULL, NULL);
}

err conn_open(struct db *db, bool writer, struct conn **ret, int *sqlite_code)
{
    struct conn *c = calloc(1, sizeof *c);
    if (c == NULL)
        log_fatal("memori habis");
    c->db = db;
    c->mode = CONN_OWN;
    int flags = (writer ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOMUTEX;
    int code = sqlite3_open_v2(db->path, &c->h, flags, NULL);
    if (code == SQLITE_OK)
        code = configure(c, writer);
    if (code == SQLITE_OK)
        code = prepare_own(c);
    if (code == SQLITE_OK)
        code = sqlite3_set_authorizer(c->h, authorize, c);
    if (sqlite_code != NULL)
        *sqlite_code = code;
    if (code != SQLITE_OK) {
        err e = conn_err(c, code, "membuka basis data");
        conn_close(c);
        return e == OK ? ERR_IO : e;
    }
    c->mode = writer ? CONN_WRITER : CONN_READER;
    *ret = c;
    return OK;
}

static void stmt_free(struct stmt *s)
{
    sqlite3_finalize(s->s);
    free(s->key);
    free(s);
}

void conn_close(struct conn *c)
{
    if (c == NULL)
        return;
    for (size_t i = 0; i < c->n_slots; i++) {
        if (c->slots[i] != NULL)
            stmt_free(c->slots[i]);
    }
    free(c->slots);
    for (size_t i = 0; i < OWN_COUNT; i++)
        sqlite3_finalize(c->own[i]);
    sqlite3_close(c->h);
    free(c);
}

/* ---- statements ---- */

enum { STMTS_MAX = 1024 }; /* kept per connection; what comes after is prepared each time */

static size_t key_hash(const char *const *key, size_t n)
{
    uint64_t h = 0x9e3779b97f4a7c15u;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (uint64_t)(uintptr_t)key[i]) * 0xff51afd7ed558ccdu;
    return (size_t)(h ^ (h >> 32));
}

static bool key_eq(const struct stmt *s, const char *const *key, size_t n)
{
    return s->n_key == n && memcmp(s->key, key, n * sizeof *key) == 0;
}

/* The place of a key: its statement, or the empty place where it belongs. */
static struct stmt **slot_of(struct conn *c, const char *const *key, size_t n)
{
    for (size_t i = key_hash(key, n);; i++) {
        struct stmt **slot = &c->slots[i & (c->n_slots - 1)];
        if (*slot == NULL || key_eq(*slot, key, n))
            return slot;
    }
}

static void slots_grow(struct conn *c)
{
    struct stmt **old = c->slots;
    size_t n_old = c->n_slots;
    c->n_slots = n_old == 0 ? 128 : n_old * 2;
    c->slots = calloc(c->n_slots, sizeof *c->slots);
    if (c->slots == NULL)
        log_fatal("memori habis");
    for (size_t i = 0; i < n_old; i++) {
        if (old[i] != NULL)
            *slot_of(c, old[i]->key, old[i]->n_key) = old[i];
    }
    free(old);
}

/* `$12` -> 12. Anything else in a statement is our bug. */
static int param_number(const char *name)
{
    assert(name != NULL && name[0] == '$');
    long n = strtol(name + 1, NULL, 10);
    assert(n >= 1 && n <= PARAMS_MAX);
    return (int)n;
}

static void stmt_map(struct stmt *s)
{
    s->n_params = sqlite3_bind_parameter_count(s->s);
    assert(s->n_params <= PARAMS_MAX);
    for (int k = 1; k <= s->n_params; k++) {
        int n = param_number(sqlite3_bind_parameter_name(s->s, k));
        s->map[k] = (uint8_t)n;
        if (n > s->highest)
            s->highest = n;
    }
}

/* The text of several parts, one blank between; one part is used as it stands. */
static const char *join(const char *const *key, size_t n, char *room, size_t size)
{
    if (n == 1)
        return key[0];
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        size_t len = strlen(key[i]);
        assert(at + len + 2 < size);
        memcpy(room + at, key[i], len);
        at += len;
        room[at++] = ' ';
    }
    room[at] = '\0';
    return room;
}

static err stmt_prepare(struct conn *c, const char *const *key, size_t n, bool keep, struct stmt **ret)
{
    char room[8192];
    const char *text = join(key, n, room, sizeof room);
    sqlite3_stmt *h = NULL;
    const char *tail = NULL;
    int code = sqlite3_prepare_v3(c->h, text, -1, keep ? SQLITE_PREPARE_PERSISTENT : 0, &h, &tail);
    if (code != SQLITE_OK)
        return conn_err(c, code, text);
    assert(h != NULL && tail[strspn(tail, " \n;")] == '\0'); /* exactly one statement */
    struct stmt *s = calloc(1, sizeof *s);
    const char **copy = calloc(n, sizeof *copy);
    if (s == NULL || copy == NULL)
        log_fatal("memori habis");
    memcpy(copy, key, n * sizeof *copy);
    *s = (struct stmt){.s = h, .conn = c, .key = copy, .n_key = n, .temporary = !keep};
    stmt_map(s);
    *ret = s;
    return OK;
}

static err stmt_get(struct conn *c, const char *const *key, size_t n, struct stmt **ret)
{
    if ((c->n_stmts + 1) * 2 > c->n_slots)
        slots_grow(c);
    struct stmt **slot = slot_of(c, key, n);
    if (*slot != NULL && !(*slot)->busy) {
        *ret = *slot;
        return OK;
    }
    bool keep = *slot == NULL && c->n_stmts < STMTS_MAX;
    TRY(stmt_prepare(c, key, n, keep, ret));
    if (keep) {
        *slot = *ret;
        c->n_stmts++;
    }
    return OK;
}

static void stmt_release(struct stmt *s)
{
    sqlite3_reset(s->s);
    s->busy = false;
    if (s->temporary)
        stmt_free(s);
}

struct arg arg_date(struct date v)
{
    if (!date_given(v))
        return (struct arg){.type = ARG_NULL};
    struct arg a = {.type = ARG_TEXT};
    a.s.n = date_iso(a.room, v).n; /* s.p stays NULL: the text moves with the struct */
    return a;
}

/* Texts are copied when the rows are read later than the call (`copy`), else they live long enough. */
static int bind(struct stmt *s, const struct arg *args, size_t n, bool copy)
{
    assert((size_t)s->highest <= n);
    for (int k = 1; k <= s->n_params; k++) {
        const struct arg *a = &args[s->map[k] - 1];
        int code = SQLITE_OK;
        switch (a->type) {
        case ARG_INT:
            code = sqlite3_bind_int64(s->s, k, a->i);
            break;
        case ARG_NULL:
            code = sqlite3_bind_null(s->s, k);
            break;
        case ARG_TEXT: {
            const char *p = a->s.p != NULL ? a->s.p : a->s.n > 0 ? a->room : "";
            code = sqlite3_bind_text64(s->s, k, p, a->s.n, copy ? SQLITE_TRANSIENT : SQLITE_STATIC, SQLITE_UTF8);
            break;
        }
        }
        if (code != SQLITE_OK)
            return code;
    }
    return SQLITE_OK;
}

/* Find, check and bind: the beginning of every statement. */
static err start(struct tx *tx, const char *const *key, size_t n_key, const struct arg *args, size_t n, bool copy,
                 struct stmt **ret)
{
    assert(tx_depth > 0);
    if (tx->trouble != OK)
        return tx->trouble;
    if (fail_now(tx->db))
        return tx_trouble(tx, ERR_IO);
    err e = stmt_get(tx->conn, key, n_key, ret);
    if (e != OK)
        return tx_trouble(tx, e);
    assert(*ret != NULL);
    int code = bind(*ret, args, n, copy);
    if (code == SQLITE_OK)
        return OK;
    e = tx_trouble(tx, conn_err(tx->conn, code, key[0]));
    stmt_release(*ret);
    assert(e != OK);
    return e;
}

err exec_run(struct tx *tx, const struct sql *sql, const struct arg *args, size_t n, int64_t *changed)
{
    struct stmt *s;
    TRY(start(tx, &sql->text, 1, args, n, false, &s));
    int code;
    while ((code = sqlite3_step(s->s)) == SQLITE_ROW)
        continue;
    err e = code == SQLITE_DONE ? OK : tx_trouble(tx, conn_err(tx->conn, code, sql->text));
    if (e == OK && changed != NULL)
        *changed = sqlite3_changes64(tx->conn->h);
    stmt_release(s);
    return e;
}

err exec_one_run(struct tx *tx, const struct sql *sql, const struct arg *args, size_t n)
{
    int64_t changed = 0;
    TRY(exec_run(tx, sql, args, n, &changed));
    assert(changed <= 1);
    return changed == 1 ? OK : ERR_STALE;
}

/* ---- rows ---- */

static struct rows rows_start(struct tx *tx, const char *const *key, size_t n_key, const struct arg *args, size_t n)
{
    struct stmt *s = NULL;
    err e = start(tx, key, n_key, args, n, true, &s);
    if (e != OK)
        return (struct rows){.tx = tx, .e = e};
    s->busy = true;
    return (struct rows){.tx = tx, .stmt = s};
}

struct rows query_run(struct tx *tx, const struct sql *sql, const struct arg *args, size_t n)
{
    return rows_start(tx, &sql->text, 1, args, n);
}

void sql_add(struct sql_build *b, const struct sql *part)
{
    assert(b->n < COUNT(b->part));
    b->part[b->n++] = part->text;
}

struct rows query_built(struct tx *tx, const struct sql_build *b, const struct arg *args, size_t n)
{
    assert(b->n > 0);
    return rows_start(tx, b->part, b->n, args, n);
}

bool rows_next(struct rows *r)
{
    if (r->stmt == NULL)
        return false;
    struct stmt *s = r->stmt;
    int code = sqlite3_step(s->s);
    r->column = 0;
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE)
        r->e = tx_trouble(r->tx, conn_err(r->tx->conn, code, s->key[0]));
    rows_end(r);
    return false;
}

err rows_fail(const struct rows *r, err none)
{
    return r->e != OK ? r->e : none;
}

void rows_end(struct rows *r)
{
    if (r->stmt != NULL)
        stmt_release(r->stmt);
    r->stmt = NULL;
}

static sqlite3_stmt *next_column(struct rows *r, int *column)
{
    struct stmt *s = r->stmt;
    assert(s != NULL && r->column < sqlite3_column_count(s->s));
    *column = r->column++;
    return s->s;
}

int64_t row_int(struct rows *r)
{
    int k;
    sqlite3_stmt *s = next_column(r, &k);
    return sqlite3_column_int64(s, k);
}

int32_t row_i32(struct rows *r)
{
    int64_t v = row_int(r);
    assert(v >= INT32_MIN && v <= INT32_MAX);
    return (int32_t)v;
}

bool row_bool(struct rows *r)
{
    return row_int(r) != 0;
}

struct str row_view(struct rows *r)
{
    int k;
    sqlite3_stmt *s = next_column(r, &k);
    const char *p = (const char *)sqlite3_column_text(s, k);
    return p == NULL ? S("") : (struct str){p, (size_t)sqlite3_column_bytes(s, k)};
}

struct str row_str(struct rows *r)
{
    struct str v = row_view(r);
    return v.n == 0 ? S("") : str_dup(r->tx->arena, v);
}

struct rupiah row_rupiah(struct rows *r)
{
    return (struct rupiah){row_int(r)};
}

struct date row_date(struct rows *r)
{
    struct str v = row_view(r);
    struct date d = DATE_NONE;
    if (v.n > 0 && !date_parse_iso(v, &d))
        log_error("tanggal rusak di basis data");
    return d;
}

struct moment row_moment(struct rows *r)
{
    return (struct moment){row_int(r)};
}

bool row_is_null(const struct rows *r)
{
    const struct stmt *s = r->stmt;
    assert(s != NULL && r->column < sqlite3_column_count(s->s));
    return sqlite3_column_type(s->s, r->column) == SQLITE_NULL;
}

err query_int(struct tx *tx, int64_t *ret, const struct sql *sql, const struct arg *args, size_t n)
{
    AUTO_ROWS r = query_run(tx, sql, args, n);
    if (!rows_next(&r))
        return rows_fail(&r, ERR_MISSING);
    *ret = row_int(&r);
    return OK;
}

/* ---- readers ---- */

static err reader_take(struct db *db, struct conn **ret)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 5;
    pthread_mutex_lock(&db->readers_lock);
    while (db->idle == NULL && db->n_readers >= db->reader_limit) {
        if (pthread_cond_timedwait(&db->reader_back, &db->readers_lock, &until) != 0) {
            pthread_mutex_unlock(&db->readers_lock);
            return ERR_BUSY;
        }
    }
    struct conn *c = db->idle;
    if (c != NULL)
        db->idle = c->next;
    else
        db->n_readers++;
    pthread_mutex_unlock(&db->readers_lock);
    if (c == NULL) {
        err e = conn_open(db, false, &c, NULL);
        if (e != OK) {
            pthread_mutex_lock(&db->readers_lock);
            db->n_readers--;
            pthread_cond_signal(&db->reader_back);
            pthread_mutex_unlock(&db->readers_lock);
            return e;
        }
    }
    *ret = c;
    return OK;
}

static void reader_give(struct db *db, struct conn *c)
{
    pthread_mutex_lock(&db->readers_lock);
    c->next = db->idle;
    db->idle = c;
    pthread_cond_signal(&db->reader_back);
    pthread_mutex_unlock(&db->readers_lock);
}

err db_read(struct db *db, struct arena *arena, tx_fn fn, void *arg)
{
    struct conn *c;
    TRY(reader_take(db, &c));
    err e = conn_err(c, conn_own(c, OWN_BEGIN), "BEGIN");
    if (e == OK) {
        struct tx tx = {.db = db, .conn = c, .arena = arena};
        tx_depth++;
        e = fn(&tx, arg);
        tx_depth--;
        if (tx.trouble != OK)
            e = tx.trouble;
        if (conn_own(c, OWN_COMMIT) != SQLITE_OK)
            conn_own(c, OWN_ROLLBACK);
    }
    reader_give(db, c);
    return e;
}

/* ---- open and close ---- */

static void sqlite_once(void)
{
    sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* no lock around every allocation */
    sqlite3_initialize();
}

/* The file must be there and writable before SQLite sees it, so that we can say clearly what is wrong; a new one
 * is readable by its owner only, and SQLite gives the -wal and -shm files the same mode. */
static err file_ready(const char *path, bool create, bool *fresh, struct faults *why)
{
    int flags = O_RDWR | O_CLOEXEC | (create ? O_CREAT : 0);
    int fd = open(path, flags, 0600);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0) {
        if (errno == ENOENT && !create)
            fault(why, "db", "Berkas basis data %s tidak ada. Periksa namanya, atau buat dengan: "
                  "alihdaya init --db %s --region KODE", path, path);
        else
            open_trouble(why, path, errno == ENOSPC ? SQLITE_FULL : errno == EACCES || errno == EROFS ? SQLITE_READONLY
                                                                                     : SQLITE_CANTOPEN);
        if (fd >= 0)
            close(fd);
        return ERR_IO;
    }
    *fresh = st.st_size == 0;
    close(fd);
    if (!S_ISREG(st.st_mode)) {
        open_trouble(why, path, SQLITE_NOTADB);
        return ERR_IO;
    }
    return OK;
}

/* Ids never go back, also when the clock did while the program was not running: no row is younger than the last
 * write to its files. A stamp more than a day ahead is not believed. */
static void ids_start(struct db *db)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    int64_t now_ms = (int64_t)now.tv_sec * 1000, last = 0;
    static const char *const ends[] = {"", "-wal"};
    for (size_t i = 0; i < COUNT(ends); i++) {
        char name[PATH_MAX_BYTES + 8];
        struct stat st;
        snprintf(name, sizeof name, "%s%s", db->path, ends[i]);
        if (stat(name, &st) == 0) {
            int64_t ms = (int64_t)st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000 + 20;
            last = ms > last ? ms : last;
        }
    }
    if (last > now_ms + 86400000)
        last = 0;
    int64_t since = last - ID_EPOCH_MS;
    atomic_store(&db->last_id, since > 0 ? since * 512 : 0);
}

int64_t id_new(struct db *db)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    int64_t ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000 - ID_EPOCH_MS;
    int64_t last = atomic_load(&db->last_id), next;
    do
        next = ms * 512 > last ? ms * 512 : last + 1;
    while (!atomic_compare_exchange_weak(&db->last_id, &last, next));
    int64_t id = (next / 512) * 4096 + (int64_t)db->process * 512 + next % 512;
    assert(id > 0 && id < INT64_C(1) << 53);
    return id;
}

const struct key *db_key(struct db *db)
{
    return &db->key;
}

err db_open(const char *url, const struct db_options *options, struct db **ret, struct faults *why)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, sqlite_once);

    const char *path = strncmp(url, "sqlite:", 7) == 0 ? url + 7 : url;
    if (path[0] == '\0' || strlen(path) >= PATH_MAX_BYTES - 8) {
        fault(why, "db", "Nama berkas basis data kosong atau terlalu panjang.");
        return ERR_INVALID;
    }
    bool fresh = false;
    TRY(file_ready(path, options != NULL && options->create, &fresh, why));

    struct db *db = calloc(1, sizeof *db);
    if (db == NULL)
        log_fatal("memori habis");
    snprintf(db->path, sizeof db->path, "%s", path);
    db->key_file = -1;
    db->reader_limit = options != NULL && options->reader_limit > 0 ? options->reader_limit : READERS_DEFAULT;
    pthread_mutex_init(&db->readers_lock, NULL);
    pthread_cond_init(&db->reader_back, NULL);

    int code = SQLITE_OK;
    ids_start(db);
    err e = fresh ? key_open(db, true, why) : OK; /* first: a database without its key is worth nothing */
    if (e == OK) {
        e = conn_open(db, true, &db->write_conn, &code);
        if (e != OK)
            open_trouble(why, path, code);
    }
    if (e == OK && !fresh)
        e = key_open(db, false, why);
    if (e == OK)
        e = writer_start(db);
    if (e != OK) {
        db_close(db);
        return e;
    }
    *ret = db;
    return OK;
}

void db_close(struct db *db)
{
    if (db == NULL)
        return;
    if (db->writer != NULL)
        writer_stop(db);
    while (db->idle != NULL) {
        struct conn *c = db->idle;
        db->idle = c->next;
        conn_close(c);
    }
    conn_close(db->write_conn); /* last, so that it empties the log into the file */
    if (db->key_file >= 0)
        close(db->key_file);
    pthread_mutex_destroy(&db->readers_lock);
    pthread_cond_destroy(&db->reader_back);
    free(db);
}
