/*
 * census.c: a census file of a million rows (or ROWS): the rate of `sqlite3 .import` of the same file, then reading,
 * checking and staging it durably, then taking the rows over in slices while another writer works and is timed.
 * Usage: bench_census [ROWS [FOLDER]]
 */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "kernel/audit/audit.h"
#include "kernel/clock.h"
#include "kernel/fault.h"
#include "kernel/region.h"
#include "registry/census_import.h"

enum { AGENCIES = 40, SAMPLES = 200000 };

static struct db *db;
static struct at at;
static struct region region = {.code = S("63.09"), .name = S("Kabupaten Conto"), .short_name = S("Conto"),
                               .zone = S("WITA"), .demo = true};
static atomic_bool stop;
static double wait_ms[SAMPLES];
static size_t waits;

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- the file ---- */

static uint64_t state = UINT64_C(0x9E3779B97F4A7C15);

static uint32_t below(uint32_t n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 33) % n;
}

static void write_row(FILE *f, int64_t i)
{
    static const char *first[] = {"Conto", "Misal", "Umpama", "Andai", "Teladan"};
    static const char *second[] = {"wati", "no", "hadi", "rina", "yanto", "sari", "din", "lah", "man", "nur"};
    static const char *job[] = {"Pengemudi", "Petugas kebersihan", "Satuan pengamanan", "Administrasi"};
    uint32_t year = 1965 + below(39), month = 1 + below(12), day = 1 + below(28), woman = below(2);
    fprintf(f, "%lld,%s%s %s%s%c%c,6309%02u%02u%02u%02u%04u,Tanjung,%02u-%02u-%u,%s,SMA,Dinas Conto %u,Seksi %u,%s,TKK,%02u/%02u/%u,APBD,%u,08%09u\n",
            (long long)i, first[below(5)], second[below(10)], first[below(5)], second[below(10)], 'a' + (int)below(26),
            'a' + (int)below(26), 1 + below(12), day + woman * 40, month, year % 100, 1 + below(999), day, month, year,
            woman ? "P" : "L", below(AGENCIES), below(9), job[below(4)], 1 + below(28), 1 + below(12), 2005 + below(18),
            (8 + below(30)) * 100000, below(1000000000));
}

static void write_file(const char *path, int64_t rows)
{
    FILE *f = fopen(path, "w");
    assert(f != NULL);
    fprintf(f, "No,Nama,NIK,Tempat Lahir,Tanggal Lahir,Jenis Kelamin,Pendidikan,OPD,Unit Kerja,Jabatan,Jenis Tenaga,TMT,Sumber Dana,Upah,No HP\n");
    for (int64_t i = 1; i <= rows; i++)
        write_row(f, i);
    assert(fclose(f) == 0);
}

/* ---- the region ---- */

static const struct sql sql_agency = {"INSERT INTO agency (pemda_id, id, code, name) VALUES ($1, $2, $3, $4)"};
static const struct sql sql_known = {
    "INSERT INTO worker (pemda_id, id, public_id, nik, nik_hash, name, name_key, agency_id, birth_date, created, changed) "
    "VALUES ($1, $2, $3, $4, $3, $5, $5, $6, $7, 1, 1)"};

static err lay_ground(struct tx *tx, void *arg)
{
    int64_t first = 0;
    (void)arg;
    TRY(region_add(tx, &region, S(""), (struct moment){1}));
    at = (struct at){.who = {.name = S("bench"), .role = ROLE_HR_OFFICER, .scope = SCOPE_REGION}, .pemda = region.id,
                     .region = &region, .today = date_from_ymd(2026, 11, 21), .now = clock_now()};
    for (int i = 0; i < AGENCIES; i++) {
        int64_t id = id_new(db);
        first = first == 0 ? id : first;
        TRY(EXEC(tx, sql_agency, region.id.v, id, str_printf(tx_arena(tx), "A%d", i), str_printf(tx_arena(tx), "Dinas Conto %d", i)));
    }
    for (int i = 0; i < 17000; i++) { /* a register to compare with */
        struct str nik = str_printf(tx_arena(tx), "630905%02d%02d%02d%04d", i % 28 + 1, i % 12 + 1, 65 + i % 30, 1000 + i % 8999);
        TRY(EXEC(tx, sql_known, region.id.v, id_new(db), str_printf(tx_arena(tx), "k%d", i), nik,
                 str_printf(tx_arena(tx), "CONTOTERDAFTAR%d", i), first, date_from_ymd(1965 + i % 30, i % 12 + 1, i % 28 + 1)));
    }
    return OK;
}

struct begun {
    struct census_upload upload;
    struct census_import imp;
    int64_t id;
};

static err begin(struct tx *tx, void *arg)
{
    struct begun *b = arg;
    struct census_import_column *columns;
    struct faults f = {.arena = tx_arena(tx)};
    struct str chosen[32];
    size_t n;
    bool again;
    TRY(census_import_new(tx, &at, &b->upload, 0, &b->id, &f));
    TRY(census_import_get(tx, &at, b->id, &b->imp));
    TRY(census_import_columns(tx, &at, b->id, &columns, &n));
    for (size_t i = 0; i < n; i++)
        chosen[i] = columns[i].guess;
    return census_import_map_now(tx, &at, &b->imp, chosen, n, 0, &again, &f);
}

static err choose(struct tx *tx, void *arg)
{
    struct begun *b = arg;
    struct faults f = {.arena = tx_arena(tx)};
    TRY(census_import_get(tx, &at, b->id, &b->imp));
    return census_import_take_now(tx, &at, &b->imp, &f);
}

static err reload(struct tx *tx, void *arg)
{
    struct begun *b = arg;
    return census_import_get(tx, &at, b->id, &b->imp);
}

/* ---- another writer ---- */

static err leave_line(struct tx *tx, void *arg)
{
    (void)arg;
    return audit_write(tx, &at, "uji.tulis", 1, S("catatan"));
}

static void *other_writer(void *arg)
{
    (void)arg;
    while (!atomic_load(&stop) && waits < SAMPLES) {
        struct arena *a = arena_new(1 << 20);
        double t = seconds();
        err e = db_write(db, a, leave_line, NULL);
        assert(e == OK);
        wait_ms[waits++] = (seconds() - t) * 1000;
        arena_free(a);
        usleep(20000);
    }
    return NULL;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double cpu_seconds(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static void take_over(struct begun *b, struct arena *a)
{
    pthread_t other;
    struct census_work w = {.db = db, .arena = a, .at = at, .import_id = b->id};
    err e = db_write(db, a, choose, b);
    assert(e == OK && pthread_create(&other, NULL, other_writer, NULL) == 0);
    double t = seconds(), cpu = cpu_seconds();
    e = census_work_take(&w);
    double took = seconds() - t;
    cpu = cpu_seconds() - cpu;
    atomic_store(&stop, true);
    pthread_join(other, NULL);
    assert(e == OK && db_read(db, a, reload, b) == OK);
    qsort(wait_ms, waits, sizeof wait_ms[0], by_value);
    printf("  taken over: %lld people in %.1f s (%.1f CPU s), %.0f rows/s; another writer waits p50 %.0f ms, p99 %.0f ms, most %.0f ms\n",
           (long long)b->imp.added, took, cpu, (double)b->imp.added / took, wait_ms[waits / 2], wait_ms[waits * 99 / 100],
           wait_ms[waits - 1]);
}

static double import_with_sqlite3(const char *folder, const char *csv)
{
    char command[1024];
    snprintf(command, sizeof command, "sqlite3 '%s/shell.db' '.mode csv' '.import \"%s\" t' 2>/dev/null", folder, csv);
    double t = seconds();
    int code = system(command);
    t = seconds() - t;
    snprintf(command, sizeof command, "%s/shell.db", folder);
    unlink(command);
    return code == 0 ? t : 0;
}

int main(int argc, char **argv)
{
    int64_t rows = argc > 1 ? strtoll(argv[1], NULL, 10) : 1000000;
    char folder[256], path[320], csv[320];
    snprintf(folder, sizeof folder, "%s/alihdaya-census-XXXXXX", argc > 2 ? argv[2] : "/tmp");
    if (mkdtemp(folder) == NULL)
        return 1;
    snprintf(path, sizeof path, "%s/bench.db", folder);
    snprintf(csv, sizeof csv, "%s/census.csv", folder);
    struct arena *a = arena_new((size_t)1 << 31);
    struct faults why = {.arena = a};
    write_file(csv, rows);
    err e = db_open(path, &(struct db_options){.create = true}, &db, &why);
    assert(e == OK && db_migrate(db, &why) == OK && db_write(db, a, lay_ground, NULL) == OK);

    double shell = import_with_sqlite3(folder, csv);
    struct begun b = {.upload = {.file_name = S("census.csv"), .path = str_z(csv)}};
    double t = seconds();
    e = census_upload_look(db, a, &at, &b.upload);
    assert(e == OK && !b.upload.refused && db_write(db, a, begin, &b) == OK);
    double look = seconds() - t;
    struct census_work w = {.db = db, .arena = a, .at = at, .import_id = b.id};
    t = seconds();
    e = census_work_check(&w);
    double check = seconds() - t;
    assert(e == OK && db_read(db, a, reload, &b) == OK);
    printf("census: %lld rows: sqlite3 .import %.2f s (%.0f rows/s); looked at in %.2f s; read, checked and staged in %.2f s "
           "(%.0f rows/s, %.2f of the rate of .import)\n",
           (long long)rows, shell, shell > 0 ? (double)rows / shell : 0, look, check, (double)rows / check, shell / check);
    printf("  %lld clean, %lld warned, %lld with faults; register of 17,000 compared\n", (long long)b.imp.clean,
           (long long)b.imp.warned, (long long)b.imp.faulty);
    take_over(&b, a);
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    printf("  memory at most %ld MB\n", use.ru_maxrss / 1024);
    db_close(db);
    snprintf(path, sizeof path, "rm -rf '%s'", folder);
    return system(path);
}
