/*
 * demo.c: an invented region lived through in order: agencies, census, public test, lottery, plan, choices, run,
 * approval, publication. Each step is the same action an official would take, on the day it would be taken, so the
 * demo has no row that the program could not have written itself.
 */
#include <stdio.h>
#include <unistd.h>

#include "demo_life.h"
#include "kernel/auth/password.h"
#include "kernel/clock.h"
#include "kernel/http/http.h"
#include "kernel/job/job.h"
#include "kernel/options.h"
#include "kernel/region.h"
#include "rule/rulebook.h"

#include "../app.h"
#include "../commands.h"
#include "../open_region.h"

/* The story, oldest first: how many days before today, who acts, what. */
static const struct {
    int days_ago;
    enum role role;
    err (*act)(struct tx *tx, struct demo *d);
    bool with_people; /* skipped in a demo without people */
    const char *words;
    err (*before)(struct demo *d); /* outside the transaction: files */
} story[] = {
    {60, ROLE_ADMINISTRATOR, demo_accounts, false, "akun", NULL},
    {60, ROLE_HR_OFFICER, demo_register, false, "instansi dan jabatan", NULL},
    {50, ROLE_HR_OFFICER, demo_census_begin, true, "awal pendataan", NULL},
    {45, ROLE_HR_OFFICER, demo_census_upload, true, "berkas pendataan", demo_census_look},
    {45, ROLE_HR_OFFICER, demo_census_take, true, "pengambilan baris", NULL},
    {44, ROLE_HR_OFFICER, demo_facts, true, "kualifikasi dan hasil seleksi", NULL},
    {44, ROLE_HR_OFFICER, demo_plan, true, "rencana dan pagu", NULL},
    {40, ROLE_HR_OFFICER, demo_public_test, true, "uji publik", NULL},
    {36, ROLE_HR_OFFICER, demo_seal, true, "segel undian", NULL},
    {33, ROLE_HR_OFFICER, demo_correct, true, "perbaikan", NULL},
    {30, ROLE_HR_OFFICER, demo_sign, true, "pernyataan instansi", NULL},
    {28, ROLE_APPOINTING_AUTHORITY, demo_lock, true, "penguncian", NULL},
    {20, ROLE_HR_OFFICER, demo_draw, true, "undian", NULL},
    {18, ROLE_HR_OFFICER, demo_choices, true, "pilihan", NULL},
    {7, ROLE_HR_OFFICER, demo_run, true, "perhitungan", NULL},
    {6, ROLE_HR_OFFICER, demo_propose, true, "usulan", NULL},
    {5, ROLE_APPOINTING_AUTHORITY, demo_approve, true, "persetujuan", NULL},
    {4, ROLE_LEGAL_REVIEWER, demo_release, true, "persetujuan terbit", NULL},
    {3, ROLE_HR_OFFICER, demo_publish, true, "penerbitan", NULL},
    {2, ROLE_HR_OFFICER, demo_people_accounts, true, "akun tenaga kerja", NULL},
    {1, ROLE_HR_OFFICER, demo_second_window, true, "masa memilih berikutnya", NULL},
    {1, ROLE_WORKER, demo_voice, true, "suara tenaga kerja", NULL},
    {1, ROLE_HR_OFFICER, demo_rerun, true, "perhitungan ulang", NULL},
    {0, ROLE_HR_OFFICER, demo_propose_rerun, true, "usulan perhitungan ulang", NULL},
    {0, ROLE_HR_OFFICER, demo_scenarios, true, "skenario", NULL},
};

struct act {
    struct demo *d;
    size_t step;
};

/* Who acts in a step, and on which day. */
static void take_role(struct demo *d, size_t step)
{
    enum role role = story[step].role;
    d->at = (struct at){.who = {.user_id = d->user[role], .name = d->user_name[role], .role = role,
                                .roles = 1u << role, .scope = scope_of_role(role), .worker_id = d->worker_id},
                        .pemda = d->region.id, .region = &d->region, .now = clock_now()};
    d->at.today = moment_date(d->at.now, d->region.zone);
}

static err act_in(struct tx *tx, void *arg)
{
    struct act *a = arg;
    TRY(at_rules(tx, &a->d->at));
    return story[a->step].act(tx, a->d);
}

static err step(struct demo *d, const struct app *app, size_t i)
{
    AUTO_ARENA arena = arena_new((size_t)4 << 30);
    struct act a = {d, i};
    d->arena = arena;
    d->faults = (struct faults){.arena = arena};
    take_role(d, i);
    err e = story[i].before == NULL ? OK : story[i].before(d);
    if (e == OK)
        e = db_write(d->db, arena, act_in, &a);
    if (e == OK)
        e = job_run_all(d->db, app->jobs, app->n_jobs);
    if (e != OK) {
        fprintf(stderr, "Daerah contoh berhenti pada langkah %s (galat %d).\n", story[i].words, (int)e);
        say_faults(&d->faults);
    }
    return e;
}

static err live(struct demo *d, const struct app *app)
{
    struct date today = moment_date(clock_now(), d->region.zone);
    for (size_t i = 0; i < COUNT(story); i++) {
        if (story[i].with_people && d->options.workers == 0)
            continue;
        clock_set_today(date_add_days(today, -story[i].days_ago));
        TRY(step(d, app, i));
    }
    clock_set_today(DATE_NONE);
    return OK;
}

int command_demo(int argc, char **argv)
{
    const char *db_name = NULL, *code = "63.09", *workers = "2418", *seed = "1";
    const struct option_spec options[] = {
        {"--db", "BERKAS", "berkas basis data baru", true, &db_name},
        {"--region", "KODE", "kode wilayah: 63.09 32.16 36 36.72 13.74 17.09 (bawaan 63.09)", false, &code},
        {"--workers", "N", "banyaknya orang rekaan, 0 sampai 1000000 (bawaan 2418)", false, &workers},
        {"--seed", "N", "benih: benih sama, daerah sama (bawaan 1)", false, &seed},
    };
    const struct usage usage = {"demo --db BERKAS", "Membuat daerah contoh. Semua orang di dalamnya rekaan.", options,
                                COUNT(options), NULL, 0};
    int exit_code = options_read(&usage, argc, argv);
    if (exit_code >= 0)
        return exit_code;

    int64_t n_seed;
    AUTO_ARENA arena = arena_new(256 << 20);
    struct demo d = {.options = {.place = region_find(str_z(code)), .dirty = true}};
    if (d.options.place == NULL) {
        fprintf(stderr, "Kode wilayah \"%s\" tidak dikenal. Contoh: 63.09.\n", code);
        return EXIT_REFUSED;
    }
    if (!option_number("--workers", workers, 0, 1000000, &d.options.workers) ||
        !option_number("--seed", seed, 0, INT64_C(1000000000000), &n_seed))
        return EXIT_REFUSED;
    d.options.seed = (uint64_t)n_seed;
    d.db_name = db_name;

    struct faults why = {.arena = arena};
    struct app app = {0};
    struct new_region made;
    app_gather(&app, arena);
    if (region_make(db_name, d.options.place, true, arena, &made, &why) != OK) {
        say_faults(&why);
        return EXIT_REFUSED;
    }
    d.db = made.db;
    d.region = made.region;
    if (password_hash(arena, S("alihdaya-demo"), &d.password_hash) != OK)
        return EXIT_FAILED;
    err e = live(&d, &app);
    db_close(d.db);
    if (e != OK)
        return EXIT_FAILED;
    printf("%s %s: daerah contoh dengan %lld orang rekaan siap di %s.\n", d.options.place->kind,
           d.options.place->name, (long long)d.options.workers, db_name);
    return EXIT_DONE;
}
