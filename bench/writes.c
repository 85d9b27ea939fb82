/*
 * writes.c: durable writes a second through the one writer, at 1, 16 and 64 clients: an insert with its audit line,
 * each answered after its COMMIT has reached the disk. Beside it the bulk path: rows of twelve columns in slices.
 * Usage: bench_writes [SECONDS [FOLDER]]
 */
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

#include "kernel/audit/audit.h"
#include "kernel/fault.h"
#include "kernel/region.h"

enum { CLIENTS_MAX = 64, SAMPLES = 200000, SLICE_ROWS = 2000, BULK_ROWS = 200000 };

static struct db *db;
static struct at at;
static struct region region = {.code = S("99.01"), .name = S("Kabupaten Conto"), .short_name = S("Conto"),
                               .zone = S("WIB"), .demo = true};
static atomic_bool stop;

struct client {
    pthread_t thread;
    int64_t n;
    double *ms;
};

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static const struct sql sql_row = {"INSERT INTO mark (id, note) VALUES ($1, $2)"};
static const struct sql sql_stage = {
    "INSERT INTO stage (id, a, b, c, d, e, f, g, h, i, j, k) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"};

static err add_row(struct tx *tx, void *arg)
{
    (void)arg;
    int64_t id = id_new(tx_db(tx));
    TRY(EXEC(tx, sql_row, id, "catatan"));
    return audit_write(tx, &at, "uji.tulis", id, S("catatan"));
}

static err add_slice(struct tx *tx, void *arg)
{
    int64_t *from = arg;
    for (int64_t i = *from; i < *from + SLICE_ROWS; i++) {
        TRY(EXEC(tx, sql_stage, i, "6309012345678901", "Conto-Nama Panjang", "Tanjung", "1990-01-01", "L", "SMA",
                 "Dinas Contoh", "Pengemudi", "2019-03-01", (int64_t)2500000, "081200000000"));
    }
    *from += SLICE_ROWS;
    return OK;
}

static void *client(void *arg)
{
    struct client *c = arg;
    struct arena *arena = arena_new(1 << 20);
    while (!atomic_load(&stop)) {
        double t = seconds();
        arena_reset(arena);
        if (db_write(db, arena, add_row, NULL) != OK)
            exit(1);
        if (c->n < SAMPLES)
            c->ms[c->n] = (seconds() - t) * 1000;
        c->n++;
    }
    arena_free(arena);
    return NULL;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* `beside` says what else runs meanwhile. */
static void finish(struct client *c, int n, double took, const char *beside)
{
    static double all[SAMPLES];
    size_t k = 0;
    int64_t total = 0;
    for (int i = 0; i < n; i++) {
        pthread_join(c[i].thread, NULL);
        total += c[i].n;
        for (int64_t j = 0; j < c[i].n && j < SAMPLES && k < SAMPLES; j++)
            all[k++] = c[i].ms[j];
        free(c[i].ms);
    }
    qsort(all, k, sizeof *all, by_size);
    printf("clients=%d%s writes_per_s=%.0f p50_ms=%.2f p99_ms=%.2f\n", n, beside, (double)total / took, all[k / 2],
           all[k * 99 / 100]);
}

static void start(struct client *c, int n)
{
    atomic_store(&stop, false);
    for (int i = 0; i < n; i++) {
        c[i] = (struct client){.ms = calloc(SAMPLES, sizeof(double))};
        if (pthread_create(&c[i].thread, NULL, client, &c[i]) != 0)
            exit(1);
    }
}

static void measure(int n, unsigned length)
{
    static struct client c[CLIENTS_MAX];
    double t = seconds();
    start(c, n);
    sleep(length);
    atomic_store(&stop, true);
    finish(c, n, seconds() - t, "");
}

/* Bulk rows in slices, with `n` clients writing beside. */
static void bulk(int n)
{
    static struct client c[CLIENTS_MAX];
    static int64_t from = 1;
    struct arena *arena = arena_new(1 << 20);
    double t = seconds();
    start(c, n);
    for (int64_t done = 0; done < BULK_ROWS; done += SLICE_ROWS) {
        if (db_write_slice(db, arena, add_slice, &from) != OK)
            exit(1);
    }
    double took = seconds() - t;
    atomic_store(&stop, true);
    printf("bulk_rows_per_s=%.0f\n", BULK_ROWS / took);
    if (n > 0)
        finish(c, n, took, " beside_bulk=1");
    arena_free(arena);
}

static err add_region(struct tx *tx, void *arg)
{
    return region_add(tx, arg, S(""), (struct moment){1});
}

static void open_all(const char *path)
{
    struct arena *arena = arena_new(1 << 20);
    struct faults why = {.arena = arena};
    sqlite3 *h = NULL;
    if (db_open(path, &(struct db_options){.create = true}, &db, &why) != OK || db_migrate(db, &why) != OK ||
        db_write(db, arena, add_region, &region) != OK || sqlite3_open(path, &h) != SQLITE_OK ||
        sqlite3_exec(h, "CREATE TABLE mark (id INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;"
                        "CREATE TABLE stage (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT, d TEXT, e TEXT, f TEXT,"
                        "g TEXT, h TEXT, i TEXT, j INTEGER, k TEXT) STRICT", NULL, NULL, NULL) != SQLITE_OK)
        exit(1);
    sqlite3_close(h);
    arena_free(arena);
    at = (struct at){.who = {.name = S("Conto-Penulis"), .role = ROLE_ADMINISTRATOR}, .pemda = region.id,
                     .region = &region, .now = {1}};
}

int main(int argc, char **argv)
{
    unsigned length = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 3;
    char dir[256], path[300];
    snprintf(dir, sizeof dir, "%s/alihdaya-tulis-XXXXXX", argc > 2 ? argv[2] : "/var/tmp");
    if (mkdtemp(dir) == NULL)
        return 1;
    snprintf(path, sizeof path, "%s/uji.db", dir);
    open_all(path);
    measure(1, length);
    measure(16, length);
    measure(64, length);
    bulk(0);
    bulk(1);
    db_close(db);
    static const char *const ends[] = {"", "-wal", "-shm", ".key"};
    for (size_t i = 0; i < COUNT(ends); i++) {
        char name[320];
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        unlink(name);
    }
    return rmdir(dir) == 0 ? 0 : 1;
}
