/*
 * demo_voice.c: what the people of the demo region say: choices before the run, and after publication a correction
 * and an objection.
 */
#include <stdio.h>

#include "../account/account.h"
#include "../kernel/mem.h"
#include "../pathway/choice.h"
#include "../pathway/plan_line.h"
#include "../pathway/run.h"
#include "../registry/worker.h"
#include "../rule/rulebook.h"
#include "../voice/correction.h"
#include "../voice/objection.h"
#include "demo_life.h"

enum { TEXT_MAX = 1 << 30 };

static struct moment end_of_day(struct date day, struct str zone)
{
    return (struct moment){((int64_t)day.day * 1440 + 23 * 60 + 59 - zone_minutes(zone)) * 60000};
}

static err open_window(struct tx *tx, struct demo *d, int days)
{
    struct choice_window w;
    err e = choice_window_get(tx, &d->at, plan_year_of(d->at.today), &w);
    if (e != OK && e != ERR_MISSING)
        return e;
    if (e == ERR_MISSING)
        w = (struct choice_window){.year = plan_year_of(d->at.today)};
    w.opens = d->at.today;
    w.closes = end_of_day(date_add_days(d->at.today, days), d->region.zone);
    return choice_window_save(tx, &d->at, &w, &d->faults);
}

/* Everybody's own post as the plan names it, for people whose position is in the plan and asks for nothing special. */
static const struct sql sql_choosers = {
    "SELECT w.public_id, l.code FROM worker w "
    "JOIN plan_line l ON l.pemda_id = w.pemda_id AND l.agency_id = w.agency_id AND l.position_id = w.position_id "
    "JOIN position p ON p.pemda_id = w.pemda_id AND p.id = w.position_id "
    "WHERE w.pemda_id = $1 AND w.active = 1 AND w.pathway = 'belum' AND l.requirements = '' AND l.active = 1 "
    "AND (p.core = 1 OR p.decision <> '') ORDER BY w.id"};

err demo_choices(struct tx *tx, struct demo *d)
{
    struct demo_random r = {d->options.seed + 31};
    AUTO_BUF text = buf_new(TEXT_MAX);
    BUF_LIT(&text, "id_pekerja,urutan,id_baris\n");
    TRY(open_window(tx, d, 8));
    AUTO_ROWS rows = QUERY(tx, sql_choosers, d->at.pemda.v);
    while (rows_next(&rows)) {
        struct str person = row_str(&rows), line = row_str(&rows);
        if (!demo_chance(&r, 35))
            continue;
        bool leaves = demo_chance(&r, 15);
        if (leaves)
            buf_printf(&text, STR_FMT ",1,M-01\n", STR_ARG(person));
        buf_printf(&text, STR_FMT ",%d," STR_FMT "\n", STR_ARG(person), leaves ? 2 : 1, STR_ARG(line));
    }
    TRY(rows_fail(&rows, OK));
    struct plan_count count;
    return choice_import(tx, &d->at, plan_year_of(d->at.today), S("pilihan.csv"), buf_str(&text), &count, &d->faults);
}

err demo_second_window(struct tx *tx, struct demo *d)
{
    return open_window(tx, d, 14);
}

/* ---- the worker who signs in as `worker` ---- */

static const struct sql sql_seated_worker = {
    "SELECT id, name FROM worker WHERE pemda_id = $1 AND plan_line <> '' AND pathway = 'alihdaya' ORDER BY id LIMIT 1"};
static const struct sql sql_first_worker = {
    "SELECT id, name FROM worker WHERE pemda_id = $1 AND active = 1 ORDER BY id LIMIT 1"};

static err pick_worker(struct tx *tx, struct demo *d, const struct sql *sql, struct str *name)
{
    AUTO_ROWS rows = query_run(tx, sql, ARGS(d->at.pemda.v), 1);
    if (!rows_next(&rows))
        return rows_fail(&rows, ERR_MISSING);
    d->worker_id = row_int(&rows);
    *name = row_str(&rows);
    return OK;
}

err demo_people_accounts(struct tx *tx, struct demo *d)
{
    struct str name;
    err e = pick_worker(tx, d, &sql_seated_worker, &name);
    if (e == ERR_MISSING)
        e = pick_worker(tx, d, &sql_first_worker, &name);
    if (e != OK)
        return e;
    struct new_account a = {.user_name = S("worker"), .name = name, .title = S("Tenaga non-ASN"),
                            .roles = 1u << ROLE_WORKER, .worker_id = d->worker_id, .password_hash = d->password_hash};
    snprintf(d->worker_name, sizeof d->worker_name, STR_FMT, STR_ARG(name));
    d->user_name[ROLE_WORKER] = str_z(d->worker_name);
    return account_create(tx, &d->at, &a, &d->user[ROLE_WORKER]);
}

static err ask_correction(struct tx *tx, struct demo *d)
{
    const struct pair pairs[] = {{S("no_hp"), S("081100998877")}, {S("alasan"), S("Nomor lama sudah tidak aktif.")}};
    const struct form form = {.fields = {pairs, COUNT(pairs)}};
    const struct field *phone = correction_field(S("no_hp"));
    return phone == NULL ? ERR_MISSING : correction_ask(tx, &d->at, phone, &form, &d->faults);
}

err demo_voice(struct tx *tx, struct demo *d)
{
    struct run run;
    int64_t id;
    TRY(ask_correction(tx, d));
    TRY(run_get(tx, &d->at, d->run_id, &run));
    struct objection_draft o = {.subject = str_z(objection_subjects[0].code),
                                .words = S("Masa kerja saya dimulai lebih awal daripada yang tercatat; SK pertama ada pada saya."),
                                .run_number = run.number, .published = moment_date(run.published, d->region.zone)};
    return objection_open(tx, &d->at, d->worker_id, &o, &id, &d->faults);
}
