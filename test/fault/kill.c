/*
 * kill.c: what was confirmed is there. A child writes rows on eight threads, with their audit lines and a job beside,
 * and reports each row on a pipe after its commit. The parent kills it at random moments, starts it again, and at
 * the end compares. Prints `kills=N confirmed=M lost=0 doubled=0`; exit 0 only when nothing is lost, doubled or
 * half written. Usage: fault_kill [KILLS [SEED]]
 */
#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kernel/audit/audit.h"
#include "kernel/fault.h"
#include "kernel/job/job.h"
#include "kernel/region.h"

enum { THREADS = 8, LIFE_MS = 150, ROWS_MAX = 4000000 };

struct report {
    int64_t seq; /* round, thread and count: never used twice */
};

/* ---- the child ---- */

struct writer {
    pthread_t thread;
    struct db *db;
    const struct at *at;
    int64_t base, seq;
    int pipe;
};

static const struct sql sql_mark = {"INSERT INTO mark (seq) VALUES ($1)"};
static const struct sql sql_slice = {"INSERT INTO slice (n) VALUES ($1)"};
static const struct sql sql_slices = {"SELECT count(*) FROM slice WHERE n >= $1"};

static err add_mark(struct tx *tx, void *arg)
{
    const struct writer *w = arg;
    TRY(EXEC(tx, sql_mark, w->seq));
    return audit_write(tx, w->at, "uji.tulis", w->seq, S(""));
}

static void *write_marks(void *arg)
{
    struct writer *w = arg;
    struct arena *arena = arena_new(1 << 20);
    for (int64_t i = 0;; i++) {
        w->seq = w->base + i;
        arena_reset(arena);
        if (db_write(w->db, arena, add_mark, w) != OK)
            continue;
        struct report r = {w->seq};
        if (write(w->pipe, &r, sizeof r) != (ssize_t)sizeof r)
            _exit(3);
    }
}

static err count_slices(struct tx *tx, void *arg)
{
    return QUERY_INT(tx, (int64_t *)arg, sql_slices, (int64_t)0);
}

static err add_slice(struct tx *tx, void *arg)
{
    return EXEC(tx, sql_slice, *(const int64_t *)arg);
}

/* Work without an end: each start goes on from its own marks. */
static err slices(struct job_run *run)
{
    int64_t n = 0;
    TRY(db_read(run->db, run->arena, count_slices, &n));
    for (;; n++) {
        TRY(db_write_slice(run->db, run->arena, add_slice, &n));
        TRY(job_progress(run, n, 0, "Menulis"));
    }
}

static const struct job_kind kind_slices = {"slices", slices, 1 << 20};
static const struct job_kind *const kinds[] = {&kind_slices};

static err load(struct tx *tx, void *arg)
{
    return region_by_code(tx, S("99.01"), arg);
}

static struct db *open_db(const char *path, bool create)
{
    struct arena *a = arena_new(1 << 20);
    struct faults why = {.arena = a};
    struct db *db = NULL;
    if (db_open(path, &(struct db_options){.create = create}, &db, &why) != OK || db_migrate(db, &why) != OK) {
        fprintf(stderr, STR_FMT "\n", STR_ARG(why.list[0].text));
        exit(2);
    }
    return db;
}

static int child(const char *path, int pipe, int64_t round)
{
    static struct region region;
    static struct at at;
    static struct writer w[THREADS];
    static struct job_pool *pool;
    struct arena *a = arena_new(1 << 20);
    struct db *db = open_db(path, false);
    if (db_read(db, a, load, &region) != OK)
        return 2;
    at = (struct at){.who = {.name = S("Conto-Penulis"), .role = ROLE_ADMINISTRATOR}, .pemda = region.id,
                     .region = &region, .now = {1}};
    if (job_pool_start(db, kinds, COUNT(kinds), &pool) != OK)
        return 2;
    for (int64_t i = 0; i < THREADS; i++) {
        w[i] = (struct writer){.db = db, .at = &at, .pipe = pipe, .base = (round * THREADS + i) * 10000000};
        if (pthread_create(&w[i].thread, NULL, write_marks, &w[i]) != 0)
            return 2;
    }
    for (;;)
        pause();
}

/* ---- the parent ---- */

struct found {
    int64_t *confirmed;
    size_t n;
};

static uint64_t next_random(uint64_t *s)
{
    *s ^= *s << 13;
    *s ^= *s >> 7;
    *s ^= *s << 17;
    return *s;
}

static void collect(int fd, struct found *f)
{
    struct report r;
    while (read(fd, &r, sizeof r) == (ssize_t)sizeof r && f->n < ROWS_MAX)
        f->confirmed[f->n++] = r.seq;
}

/* One life: start, let it write for a random while, kill it. What it reported before is collected. */
static void one_life(const char *self, const char *path, int64_t round, int ms, struct found *f)
{
    int ends[2];
    if (pipe(ends) != 0)
        exit(2);
    pid_t pid = fork();
    if (pid == 0) {
        char fd[16], number[24];
        close(ends[0]);
        snprintf(fd, sizeof fd, "%d", ends[1]);
        snprintf(number, sizeof number, "%lld", (long long)round);
        execl(self, self, "--child", path, fd, number, (char *)NULL);
        _exit(4);
    }
    close(ends[1]);
    usleep((useconds_t)ms * 1000);
    kill(pid, SIGKILL);
    collect(ends[0], f);
    close(ends[0]);
    int status = 0;
    waitpid(pid, &status, 0);
    if (!WIFSIGNALED(status)) {
        fprintf(stderr, "the child ended by itself: %d\n", status);
        exit(2);
    }
}

static int64_t ask(sqlite3 *h, const char *text)
{
    sqlite3_stmt *s = NULL;
    int64_t v = -1;
    if (sqlite3_prepare_v2(h, text, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
        v = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return v;
}

static int64_t lost_of(sqlite3 *h, const struct found *f)
{
    sqlite3_stmt *s = NULL;
    int64_t lost = 0;
    if (sqlite3_prepare_v2(h, "SELECT 1 FROM mark WHERE seq = $1", -1, &s, NULL) != SQLITE_OK)
        return (int64_t)f->n;
    for (size_t i = 0; i < f->n; i++) {
        sqlite3_bind_int64(s, 1, f->confirmed[i]);
        lost += sqlite3_step(s) != SQLITE_ROW;
        sqlite3_reset(s);
    }
    sqlite3_finalize(s);
    return lost;
}

struct chain {
    int64_t broken, lines;
};

static err check_chain(struct tx *tx, void *arg)
{
    struct chain *c = arg;
    struct region r;
    TRY(region_by_code(tx, S("99.01"), &r));
    return audit_check(tx, r.id, &c->broken, &c->lines);
}

static bool compare(const char *path, int kills, const struct found *f)
{
    struct chain chain = {.broken = -1};
    struct arena *a = arena_new(1 << 20);
    struct db *db = open_db(path, false);
    err e = db_read(db, a, check_chain, &chain);
    db_close(db);
    arena_free(a);

    sqlite3 *h = NULL;
    if (sqlite3_open(path, &h) != SQLITE_OK)
        return false;
    ask(h, "CREATE INDEX mark_seq ON mark (seq)");
    int64_t rows = ask(h, "SELECT count(*) FROM mark"), lost = lost_of(h, f);
    int64_t doubled = rows - ask(h, "SELECT count(DISTINCT seq) FROM mark");
    int64_t slices_done = ask(h, "SELECT count(*) FROM slice");
    doubled += slices_done - ask(h, "SELECT count(DISTINCT n) FROM slice");
    int64_t gaps = slices_done - ask(h, "SELECT coalesce(max(n) + 1, 0) FROM slice");
    bool sound = ask(h, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'") == 1 &&
                 ask(h, "SELECT count(*) FROM pragma_foreign_key_check") == 0;
    sqlite3_close(h);
    printf("kills=%d confirmed=%zu lost=%lld doubled=%lld\n", kills, f->n, (long long)lost, (long long)doubled);
    printf("rows=%lld audit_lines=%lld broken=%lld job_slices=%lld gaps=%lld sound=%d\n", (long long)rows,
           (long long)chain.lines, (long long)chain.broken, (long long)slices_done, (long long)gaps, sound);
    return e == OK && lost == 0 && doubled == 0 && gaps == 0 && sound && chain.broken == 0 && chain.lines == rows &&
           f->n > 0 && slices_done > 0;
}

static err first_rows(struct tx *tx, void *arg)
{
    struct region *r = arg;
    TRY(region_add(tx, r, S(""), (struct moment){1}));
    struct at at = {.who = {.role = ROLE_ADMINISTRATOR}, .pemda = r->id, .region = r, .now = {1}};
    return job_enqueue(tx, &at, "slices", 1, NULL);
}

static void create(const char *path)
{
    struct region r = {.code = S("99.01"), .name = S("Kabupaten Conto"), .short_name = S("Conto"), .zone = S("WIB"),
                       .demo = true};
    struct arena *a = arena_new(1 << 20);
    struct db *db = open_db(path, true);
    if (db_write(db, a, first_rows, &r) != OK)
        exit(2);
    db_close(db);
    arena_free(a);
    sqlite3 *h = NULL;
    if (sqlite3_open(path, &h) != SQLITE_OK ||
        sqlite3_exec(h, "CREATE TABLE mark (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL) STRICT;"
                        "CREATE TABLE slice (id INTEGER PRIMARY KEY, n INTEGER NOT NULL) STRICT", NULL, NULL, NULL) != SQLITE_OK)
        exit(2);
    sqlite3_close(h);
}

int main(int argc, char **argv)
{
    if (argc == 5 && strcmp(argv[1], "--child") == 0)
        return child(argv[2], (int)strtol(argv[3], NULL, 10), strtoll(argv[4], NULL, 10));
    int kills = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 100;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 20261121;
    char dir[] = "/var/tmp/alihdaya-mati-XXXXXX", path[64];
    if (mkdtemp(dir) == NULL)
        return 2;
    snprintf(path, sizeof path, "%s/uji.db", dir);
    create(path);

    struct found f = {.confirmed = calloc(ROWS_MAX, sizeof(int64_t))};
    for (int i = 0; i < kills; i++)
        one_life(argv[0], path, i, 1 + (int)(next_random(&seed) % LIFE_MS), &f);
    bool good = compare(path, kills, &f);
    free(f.confirmed);

    static const char *const ends[] = {"", "-wal", "-shm", ".key"};
    for (size_t i = 0; i < COUNT(ends); i++) {
        char name[80];
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        unlink(name);
    }
    rmdir(dir);
    return good ? 0 : 1;
}
