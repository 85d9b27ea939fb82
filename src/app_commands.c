/*
 * app_commands.c: init, serve, routes, permissions, check: the commands that are about the whole program.
 */
#include <errno.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "account/account.h"
#include "app.h"
#include "commands.h"
#include "kernel/audit/audit.h"
#include "kernel/entity/entity.h"
#include "kernel/clock.h"
#include "kernel/http/router.h"
#include "kernel/job/job.h"
#include "kernel/log.h"
#include "kernel/options.h"
#include "kernel/region.h"
#include "open_region.h"
#include "registry/regions.h"
#include "rule/rulebook.h"

enum { COMMAND_MEMORY = 64 << 20 };

/* ---- init ---- */

int command_init(int argc, char **argv)
{
    const char *db_name = NULL, *code = NULL;
    const struct option_spec options[] = {
        {"--db", "BERKAS", "berkas basis data", true, &db_name},
        {"--region", "KODE", "kode wilayah, misalnya 63.09", true, &code},
    };
    const struct usage usage = {"init --db BERKAS --region KODE",
                                "Membuat daerah kosong dengan satu akun pengelola sistem. Tidak bertanya apa pun.",
                                options, COUNT(options), NULL, 0};
    int exit_code = options_read(&usage, argc, argv);
    if (exit_code >= 0)
        return exit_code;

    AUTO_ARENA arena = arena_new(COMMAND_MEMORY);
    struct faults why = {.arena = arena};
    const struct region_place *place = region_find(str_z(code));
    if (place == NULL) {
        fprintf(stderr, "Kode wilayah \"%s\" belum dikenal. Contoh: 63.09 (Kabupaten Tabalong).\n", code);
        return EXIT_REFUSED;
    }
    struct new_region made;
    err e = region_make(db_name, place, false, arena, &made, &why);
    if (e != OK) {
        say_faults(&why);
        return e == ERR_INVALID ? EXIT_REFUSED : EXIT_FAILED;
    }
    db_close(made.db);
    printf("%s %s siap di %s.\n", place->kind, place->name, db_name);
    printf("Masuk pertama kali: pengguna %s, kata sandi " STR_FMT " (wajib diganti saat masuk).\n",
           "administrator", STR_ARG(made.password));
    return EXIT_DONE;
}

/* ---- serve ---- */

struct serve {
    const char *db_name, *listen, *today, *origin;
    struct date day;
    int respawned;
};

enum { REGIONS_MAX = 600 };

static err all_demo(struct tx *tx, void *arg)
{
    struct region *list = NEW_ARRAY(tx_arena(tx), struct region, REGIONS_MAX);
    size_t n;
    TRY(region_list(tx, list, REGIONS_MAX, &n));
    bool *demo = arg;
    *demo = n > 0;
    for (size_t i = 0; i < n; i++)
        *demo = *demo && list[i].demo;
    return OK;
}

static void print_welcome(const struct serve *s, int port, bool demo)
{
    const char *colon = strrchr(s->listen, ':');
    int host = colon == NULL ? (int)strlen(s->listen) : (int)(colon - s->listen);
    printf("Alihdaya melayani di http://%.*s:%d\n", host, s->listen, port);
    if (demo && s->respawned == 0) {
        printf("Akun contoh (kata sandi alihdaya-demo):\n");
        for (enum role r = ROLE_ANONYMOUS + 1; r < ROLE_COUNT; r++)
            printf("  %-22s %s\n", role_code(r), role_label(r));
    }
    fflush(stdout);
}

/* Refuses a moved clock on a database with real people. */
static int prepare_database(const struct serve *s, struct arena *arena, struct app *app, bool *demo)
{
    struct faults why = {.arena = arena};
    if (db_open(s->db_name, &(struct db_options){0}, &app->db, &why) != OK ||
        db_migrate(app->db, &why) != OK) {
        say_faults(&why);
        return EXIT_FAILED;
    }
    app_gather(app, arena);
    if (entities_check(app->db, arena, app->modules, app->n_modules, &why) != OK) {
        say_faults(&why);
        return EXIT_FAILED;
    }
    if (db_read(app->db, arena, all_demo, demo) != OK)
        return EXIT_FAILED;
    if (date_given(s->day) && !*demo) {
        fprintf(stderr, "--today hanya untuk basis data contoh.\n");
        return EXIT_REFUSED;
    }
    clock_set_today(s->day);
    return -1;
}

/* Uploads and exports on their way lie beside the database, readable by the server alone. */
static const char *spool_directory(struct arena *arena, const char *db_name)
{
    const char *path = str_printf(arena, "%s-kiriman", db_name).p;
    if (mkdir(path, 0700) == 0 || errno == EEXIST)
        return path;
    fprintf(stderr, "Folder %s tidak dapat dibuat: %s.\n", path, strerror(errno));
    return NULL;
}

static int serve_here(const struct serve *s, int ready)
{
    /* Before the first thread, so that every thread leaves these two to sigwait. */
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    pthread_sigmask(SIG_BLOCK, &stop, NULL);

    AUTO_ARENA arena = arena_new(COMMAND_MEMORY);
    struct app app = {.origin = s->origin};
    bool demo = false;
    int exit_code = prepare_database(s, arena, &app, &demo);
    if (exit_code >= 0)
        return exit_code;

    struct faults why = {.arena = arena};
    struct server *server;
    const struct server_options options = {.listen = s->listen, .origin = s->origin,
                                           .spool = spool_directory(arena, s->db_name)};
    if (options.spool == NULL)
        return EXIT_FAILED;
    if (job_pool_start(app.db, app.jobs, app.n_jobs, &app.pool) != OK ||
        server_start(&app, &options, &server, &why) != OK) {
        say_faults(&why);
        return EXIT_FAILED;
    }
    print_welcome(s, server_port(server), demo);
    char c = 1;
    if (write(ready, &c, 1) != 1)
        log_error("induk sudah berakhir");

    int signal_number;
    sigwait(&stop, &signal_number);
    server_stop(server);
    job_pool_stop(app.pool);
    db_close(app.db);
    return EXIT_DONE;
}

static volatile pid_t child;
static volatile sig_atomic_t stopping;

static void pass_on(int signal_number)
{
    stopping = 1;
    if (child > 0)
        kill(child, signal_number);
}

/*
 * A small parent starts the serving process again when it dies of a bug, at most five times a minute: answers
 * leave only after the commit, so nothing that was confirmed is missing.
 */
static int serve_watched(struct serve *s)
{
    time_t begun[5] = {0};
    struct sigaction act = {.sa_handler = pass_on};
    sigaction(SIGTERM, &act, NULL);
    sigaction(SIGINT, &act, NULL);
    for (;;) {
        int ready[2];
        if (pipe(ready) != 0)
            return EXIT_FAILED;
        child = fork();
        if (child < 0)
            return EXIT_FAILED;
        if (child == 0) {
            signal(SIGTERM, SIG_DFL);
            signal(SIGINT, SIG_DFL);
            close(ready[0]);
            _exit(serve_here(s, ready[1]));
        }
        close(ready[1]);
        char c;
        bool started = read(ready[0], &c, 1) == 1;
        close(ready[0]);
        int status;
        while (waitpid(child, &status, 0) < 0 && errno == EINTR)
            ;
        if (WIFEXITED(status))
            return WEXITSTATUS(status);
        if (stopping)
            return EXIT_DONE;
        if (!started) {
            log_error("peladen tidak dapat mulai: berakhir oleh sinyal %d", WTERMSIG(status));
            return EXIT_FAILED;
        }
        log_error("proses pelayan berakhir oleh sinyal %d; dijalankan lagi", WTERMSIG(status));
        time_t now = time(NULL);
        if (now - begun[0] < 60)
            return EXIT_FAILED;
        memmove(begun, begun + 1, sizeof begun - sizeof begun[0]);
        begun[COUNT(begun) - 1] = now;
        s->respawned++;
    }
}

int command_serve(int argc, char **argv)
{
    struct serve s = {.listen = "127.0.0.1:8080", .day = DATE_NONE};
    const struct option_spec options[] = {
        {"--db", "BERKAS", "berkas basis data", true, &s.db_name},
        {"--listen", "ALAMAT:PORT", "alamat tempat melayani (bawaan 127.0.0.1:8080)", false, &s.listen},
        {"--origin", "ALAMAT", "alamat luar https://… bila di belakang proksi TLS", false, &s.origin},
        {"--today", "TANGGAL", "hari yang dianggap hari ini, hanya basis data contoh", false, &s.today},
    };
    const struct usage usage = {"serve --db BERKAS", "Menjalankan peladen sampai dihentikan (Ctrl+C).", options,
                                COUNT(options), NULL, 0};
    int exit_code = options_read(&usage, argc, argv);
    if (exit_code >= 0)
        return exit_code;
    if (s.today != NULL && !date_parse_iso(str_z(s.today), &s.day)) {
        fprintf(stderr, "--today harus seperti 2026-11-21; Anda mengisi \"%s\".\n", s.today);
        return EXIT_REFUSED;
    }
    return serve_watched(&s);
}

/* ---- routes, permissions ---- */

static int print_app(int argc, char **argv, const struct usage *usage, void (*print)(struct buf *, const struct route_table *))
{
    int exit_code = options_read(usage, argc, argv);
    if (exit_code >= 0)
        return exit_code;
    AUTO_ARENA arena = arena_new(COMMAND_MEMORY);
    AUTO_BUF out = buf_new(16 << 20);
    struct faults why = {.arena = arena};
    struct route_table table;
    if (route_table_make(arena, app_modules, app_n_modules, &table, &why) != OK) {
        say_faults(&why);
        return EXIT_FAILED;
    }
    print(&out, &table);
    fwrite(out.p, 1, out.n, stdout);
    return EXIT_DONE;
}

int command_routes(int argc, char **argv)
{
    const struct usage usage = {"routes", "Menampilkan setiap alamat, izinnya, dan modulnya.", NULL, 0, NULL, 0};
    return print_app(argc, argv, &usage, routes_print);
}

int command_permissions(int argc, char **argv)
{
    const struct usage usage = {"permissions", "Menampilkan, untuk setiap peran, apa yang boleh dibuka.", NULL, 0,
                                NULL, 0};
    return print_app(argc, argv, &usage, permissions_print);
}

/* ---- check ---- */

struct checking {
    const struct region *region;
    int64_t bad;
};

static void say_check(void *arg, bool good, struct str line)
{
    struct checking *c = arg;
    c->bad += !good;
    printf("%s  " STR_FMT ": " STR_FMT "\n", good ? "benar" : "SALAH", STR_ARG(c->region->code), STR_ARG(line));
}

static err check_region(struct tx *tx, struct checking *c)
{
    struct rulebook book;
    struct at at = {.who = {.role = ROLE_ADMINISTRATOR, .scope = SCOPE_REGION, .name = S("alihdaya check")},
                    .pemda = c->region->id, .region = c->region, .now = clock_now(), .rules = &book};
    at.today = moment_date(at.now, c->region->zone);
    TRY(rulebook_load(tx, tx_arena(tx), at.pemda, &book));
    int64_t broken, lines;
    TRY(audit_check(tx, at.pemda, &broken, &lines));
    say_check(c, broken == 0,
              broken == 0 ? str_printf(tx_arena(tx), "rantai catatan audit utuh, %lld baris", (long long)lines)
                          : str_printf(tx_arena(tx), "rantai catatan audit rusak pada baris %lld", (long long)broken));
    for (size_t i = 0; i < app_n_modules; i++)
        if (app_modules[i]->check != NULL)
            TRY(app_modules[i]->check(tx, &at, say_check, c));
    return OK;
}

static err check_all(struct tx *tx, void *arg)
{
    struct checking *c = arg;
    struct region *list = NEW_ARRAY(tx_arena(tx), struct region, REGIONS_MAX);
    size_t n;
    TRY(region_list(tx, list, REGIONS_MAX, &n));
    for (size_t i = 0; i < n; i++) {
        c->region = &list[i];
        TRY(check_region(tx, c));
    }
    return OK;
}

int command_check(int argc, char **argv)
{
    const char *db_name = NULL;
    const struct option_spec options[] = {{"--db", "BERKAS", "berkas basis data", true, &db_name}};
    const struct usage usage = {"check --db BERKAS", "Memeriksa semua ketetapan basis data, satu baris masing-masing.",
                                options, COUNT(options), NULL, 0};
    int exit_code = options_read(&usage, argc, argv);
    if (exit_code >= 0)
        return exit_code;
    AUTO_ARENA arena = arena_new((size_t)1 << 31);
    struct faults why = {.arena = arena};
    struct db *db;
    if (db_open(db_name, &(struct db_options){0}, &db, &why) != OK || db_migrate(db, &why) != OK) {
        say_faults(&why);
        return EXIT_FAILED;
    }
    struct checking c = {0};
    err e = db_read(db, arena, check_all, &c);
    db_close(db);
    if (e != OK)
        return EXIT_FAILED;
    return c.bad == 0 ? EXIT_DONE : EXIT_FAILED;
}
