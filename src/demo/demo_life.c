/*
 * demo_life.c: see demo_life.h. Every step calls the action an official's page calls; what an action refuses stops
 * the demo with its sentence, so a broken rule shows at once.
 */
#include "demo_life.h"

#include <stdio.h>
#include <string.h>

#include "../account/account.h"
#include "../kernel/mem.h"
#include "../pathway/choice.h"
#include "../pathway/lottery.h"
#include "../pathway/pathway.h"
#include "../pathway/plan_line.h"
#include "../pathway/result.h"
#include "../pathway/run.h"
#include "../registry/agency.h"
#include "../registry/distance.h"
#include "../registry/position.h"
#include "../registry/worker.h"

enum { TEXT_MAX = 1 << 30 };

/* ---- people who sign in ---- */

static const struct {
    enum role role;
    const char *name, *title;
} officials[] = {
    {ROLE_APPOINTING_AUTHORITY, "Bambang Teladanputra", "Sekretaris Daerah, PPK-Kepegawaian"},
    {ROLE_HR_OFFICER, "Rukmini Contoyani", "Analis BKPSDM"},
    {ROLE_AGENCY_OFFICER, "Dedi Misalhadi", "Pengelola kepegawaian, Dinas Pendidikan dan Kebudayaan"},
    {ROLE_LEGAL_REVIEWER, "Ratna Umpamasari", "Bagian Hukum"},
    {ROLE_AUDITOR, "Hasan Andaiman", "Inspektorat Daerah"},
    {ROLE_COUNCIL_MEMBER, "Kartika Teladanwati", "Anggota DPRD"},
};

static err add_account(struct tx *tx, struct demo *d, enum role role, struct str name, struct str title,
                       int64_t agency_id, int64_t worker_id)
{
    struct new_account a = {.user_name = str_z(role_code(role)), .name = name, .title = title,
                            .roles = 1u << role, .agency_id = agency_id, .worker_id = worker_id,
                            .password_hash = d->password_hash};
    TRY(account_create(tx, &d->at, &a, &d->user[role]));
    d->user_name[role] = name;
    return OK;
}

/* The administrator came with the region; the agency's officer comes once there are agencies. */
err demo_accounts(struct tx *tx, struct demo *d)
{
    for (size_t i = 0; i < COUNT(officials); i++)
        if (officials[i].role != ROLE_AGENCY_OFFICER)
            TRY(add_account(tx, d, officials[i].role, str_z(officials[i].name), str_z(officials[i].title), 0, 0));
    return OK;
}

/* ---- agencies and positions ---- */

static err add_position(struct tx *tx, struct demo *d, const struct demo_position *p)
{
    struct position q = {.code = str_z(p->code), .name = str_z(p->name), .core = p->core, .field = p->field,
                         .decision = str_z(p->decision), .decision_date = DATE_NONE, .aliases = str_z(p->alias)};
    if (q.decision.n > 0)
        q.decision_date = date_add_days(d->at.today, -30);
    return position_add(tx, &d->at, &q, &d->faults);
}

err demo_register(struct tx *tx, struct demo *d)
{
    AUTO_BUF text = buf_new(TEXT_MAX);
    struct import_count count;
    demo_agencies_csv(d->arena, d->options.place, &text);
    TRY(agencies_import(tx, &d->at, buf_str(&text), &count, &d->faults));
    buf_clear(&text);
    demo_distances_csv(d->arena, &d->options, &text);
    TRY(distances_import(tx, &d->at, buf_str(&text), &count, &d->faults));
    for (size_t i = 0; i < demo_n_positions; i++)
        TRY(add_position(tx, d, &demo_positions[i]));
    int64_t agency;
    TRY(agency_by_text(tx, &d->at, S("1.01"), &agency));
    for (size_t i = 0; i < COUNT(officials); i++)
        if (officials[i].role == ROLE_AGENCY_OFFICER)
            TRY(add_account(tx, d, ROLE_AGENCY_OFFICER, str_z(officials[i].name), str_z(officials[i].title), agency, 0));
    return OK;
}

/* ---- plan ---- */

err demo_plan(struct tx *tx, struct demo *d)
{
    AUTO_BUF plan = buf_new(TEXT_MAX);
    AUTO_BUF ceilings = buf_new(TEXT_MAX);
    struct plan_count count;
    int32_t year = plan_year_of(d->at.today);
    demo_plan_csv(d->arena, &d->options, &plan, &ceilings);
    TRY(plan_import(tx, &d->at, year, S("rencana.csv"), buf_str(&plan), &count, &d->faults));
    return ceiling_import(tx, &d->at, year, S("pagu.csv"), buf_str(&ceilings), &count, &d->faults);
}

/* ---- lottery ---- */

err demo_seal(struct tx *tx, struct demo *d)
{
    struct str word;
    TRY(lottery_seal(tx, &d->at, plan_year_of(d->at.today), &word, &d->faults));
    snprintf(d->seal_word, sizeof d->seal_word, STR_FMT, STR_ARG(word));
    return OK;
}

err demo_draw(struct tx *tx, struct demo *d)
{
    struct lottery l;
    TRY(lottery_get(tx, &d->at, plan_year_of(d->at.today), &l));
    l.drawn = d->at.today;
    l.drawn_time = S("09.30");
    l.place = S("Aula Kantor Bupati (contoh)");
    l.figures = S("830511746629");
    l.record = S("BA-UND/01 (contoh)");
    l.witness[0] = (struct witness){S("Hasan Andaiman"), S("Inspektorat Daerah")};
    l.witness[1] = (struct witness){S("Siti Umpamawati"), S("Perwakilan tenaga non-ASN")};
    l.witness[2] = (struct witness){S("Kartika Teladanwati"), S("DPRD")};
    l.n_witnesses = 3;
    TRY(lottery_draw(tx, &d->at, &l, &d->faults));
    TRY(lottery_get(tx, &d->at, l.year, &l));
    return lottery_open(tx, &d->at, l.year, l.version, str_z(d->seal_word), &d->faults);
}

/* ---- the run and its way to publication ---- */

err demo_run(struct tx *tx, struct demo *d)
{
    return run_order(tx, &d->at, S("Penempatan atas pagu yang disetujui"), &d->run_id, &d->faults);
}

static err run_now(struct tx *tx, struct demo *d, struct run *r)
{
    return run_get(tx, &d->at, d->run_id, r);
}

/* A second computation with the locks of the first waits for a signature, so that desk has work too. */
err demo_rerun(struct tx *tx, struct demo *d)
{
    return run_order(tx, &d->at, S("Perhitungan ulang sesudah perbaikan data"), &d->rerun_id, &d->faults);
}

err demo_propose_rerun(struct tx *tx, struct demo *d)
{
    struct run r;
    TRY(run_get(tx, &d->at, d->rerun_id, &r));
    return run_propose(tx, &d->at, r.id, r.version, S("Keberatan yang diterima sudah masuk; tidak seorang pun turun kursi."),
                       &d->faults);
}

err demo_propose(struct tx *tx, struct demo *d)
{
    struct run r;
    TRY(run_now(tx, d, &r));
    return run_propose(tx, &d->at, r.id, r.version, S("Semua pemegang posisi didahulukan dan pagu tidak terlampaui."),
                       &d->faults);
}

err demo_approve(struct tx *tx, struct demo *d)
{
    struct run r;
    TRY(run_now(tx, d, &r));
    return run_approve(tx, &d->at, r.id, r.version, S("Disetujui sesuai hasil pemeriksaan."),
                       S("Baris yang masih di karantina diputus di meja konsultasi; kursinya tidak dipakai orang lain "
                         "tanpa alasan tercatat."),
                       &d->faults);
}

err demo_release(struct tx *tx, struct demo *d)
{
    struct run r;
    TRY(run_now(tx, d, &r));
    return run_release(tx, &d->at, r.id, r.version,
                       S("UU 14/2008 pasal 9 dan UU 27/2022 pasal 20: berkas terbuka tanpa data pribadi."), &d->faults);
}

err demo_publish(struct tx *tx, struct demo *d)
{
    struct run r;
    TRY(run_now(tx, d, &r));
    return run_publish(tx, &d->at, r.id, r.version, &d->faults);
}

err demo_scenarios(struct tx *tx, struct demo *d)
{
    const struct run_change more[] = {{S("pagu"), S("1.01"), S("18000000000")}};
    const struct run_change wage[] = {{S("upah"), S("KEBERSIHAN"), S("65")}};
    int64_t id;
    TRY(run_order_scenario(tx, &d->at, d->run_id, S("Pagu Dinas Pendidikan Rp18 miliar"), more, COUNT(more), &id,
                           &d->faults));
    return run_order_scenario(tx, &d->at, d->run_id, S("Upah kebersihan naik 6,5%"), wage, COUNT(wage), &id,
                              &d->faults);
}
