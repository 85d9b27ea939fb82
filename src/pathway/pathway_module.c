/*
 * pathway_module.c: what the pathway module offers. Read this first. From plan and money (/pagu) over choices and
 * lottery (/undian) to runs and scenarios (/alokasi), signatures (/keputusan) and certificates (/sertifikat). The
 * engine itself (allocate, verify, explain) is pure and knows none of these files.
 */
#include "ceiling_pages.h"
#include "kernel/app.h"
#include "kernel/job/job.h"
#include "lottery_pages.h"
#include "offer_pages.h"
#include "pathway_check.h"
#include "publish_pages.h"
#include "run_job.h"
#include "run_pages.h"

static const struct route routes[] = {
    {GET, "/alokasi", PERM_ALLOCATION_READ, page_runs},
    {POST, "/alokasi", PERM_ALLOCATION_RUN, post_run},
    {GET, "/alokasi/{id}", PERM_ALLOCATION_READ, page_run_board},
    {POST, "/alokasi/{id}/batal", PERM_ALLOCATION_RUN, post_run_cancel},
    {GET, "/alokasi/{id}/orang", PERM_ALLOCATION_READ, page_run_people},
    {GET, "/alokasi/{id}/orang.csv", PERM_ALLOCATION_READ, page_run_people_csv},
    {GET, "/alokasi/{id}/baris", PERM_ALLOCATION_READ, page_run_lines},
    {GET, "/alokasi/{id}/instansi", PERM_ALLOCATION_READ, page_run_agencies},
    {GET, "/alokasi/{id}/skenario", PERM_ALLOCATION_RUN, page_scenario},
    {POST, "/alokasi/{id}/skenario", PERM_ALLOCATION_RUN, post_scenario},
    {GET, "/alokasi/{id}/putusan", PERM_ALLOCATION_READ, page_run_steps},
    {POST, "/alokasi/{id}/ajukan", PERM_ALLOCATION_RUN, post_run_propose},
    {POST, "/alokasi/{id}/setujui", PERM_ALLOCATION_APPROVE, post_run_approve},
    {POST, "/alokasi/{id}/kembalikan", PERM_ALLOCATION_APPROVE, post_run_return},
    {POST, "/alokasi/{id}/rilis", PERM_PUBLICATION_APPROVE, post_run_release},
    {POST, "/alokasi/{id}/terbitkan", PERM_ALLOCATION_RUN, post_run_publish},
    {GET, "/alokasi/{id}/berita-acara", PERM_ALLOCATION_READ, page_run_minutes},
    {GET, "/alokasi/{id}/berkas-saksi.zip", PERM_ALLOCATION_READ, page_witness_zip},
    {GET, "/keputusan", PERM_DECISION_READ, page_decisions},
    {GET, "/pagu", PERM_PLAN_READ, page_ceilings},
    {GET, "/pagu/impor", PERM_PLAN_WRITE, page_plan_import},
    {POST, "/pagu/impor", PERM_PLAN_WRITE, post_plan_import, .prepare = prepare_plan_import, .flags = ROUTE_UPLOAD},
    {GET, "/pagu/pilihan", PERM_PLAN_WRITE, page_choice_window},
    {POST, "/pagu/pilihan", PERM_PLAN_WRITE, post_choice_window},
    {GET, "/pagu/baris/baru", PERM_PLAN_WRITE, page_plan_line_new},
    {POST, "/pagu/baris", PERM_PLAN_WRITE, post_plan_line},
    {GET, "/pagu/baris/{id}", PERM_PLAN_WRITE, page_plan_line},
    {POST, "/pagu/baris/{id}/cabut", PERM_PLAN_WRITE, post_plan_line_drop},
    {GET, "/pagu/{id}", PERM_PLAN_READ, page_ceiling},
    {POST, "/pagu/{id}", PERM_PLAN_WRITE, post_ceiling},
    {GET, "/undian", PERM_PUBLIC, page_lottery},
    {GET, "/undian/acara", PERM_LOTTERY_RUN, page_lottery_ceremony},
    {POST, "/undian/segel", PERM_LOTTERY_RUN, post_lottery_seal},
    {POST, "/undian/undi", PERM_LOTTERY_RUN, post_lottery_draw},
    {POST, "/undian/buka", PERM_LOTTERY_RUN, post_lottery_open},
    {GET, "/sertifikat", PERM_PUBLIC, page_certificates},
    {GET, "/sertifikat/{no}", PERM_PUBLIC, page_certificate},
    {GET, "/sertifikat/{no}/{berkas}", PERM_PUBLIC, page_certificate_file},
    {GET, "/tenaga/{id}/tawaran", PERM_PATHWAY_SET, page_offer_by_hand},
    {POST, "/tenaga/{id}/tawaran", PERM_PATHWAY_SET, post_offer_by_hand},
};

static const struct job_kind jobs[] = {
    {"pathway_run", run_job, RUN_BUDGET},
    {"pathway_publish", publish_job, RUN_BUDGET},
};

/* What waits for the signature of whoever looks. */
static const struct sql sql_waiting = {
    "SELECT count(*) FROM run WHERE pemda_id = $1 AND state = CASE WHEN $2 = 1 THEN 'diajukan' ELSE 'disetujui' END"};

static int64_t decisions_waiting(struct tx *tx, const struct at *at)
{
    int64_t n = 0;
    bool approves = actor_may(&at->who, PERM_ALLOCATION_APPROVE);
    return QUERY_INT(tx, &n, sql_waiting, at->pemda.v, approves) == OK ? n : 0;
}

static const struct menu_item menu[] = {
    {"Penataan", "Keputusan saya", "/keputusan", "signature", PERM_DECISION_READ, decisions_waiting},
    {"Penataan", "Rencana dan pagu", "/pagu", "report-money", PERM_PLAN_READ, NULL},
    {"Penataan", "Alokasi", "/alokasi", "scale", PERM_ALLOCATION_READ, NULL},
    {"Penataan", "Undian", "/undian", "dice-5", PERM_ALLOCATION_READ, NULL},
    {"Pantauan", "Sertifikat", "/sertifikat", "certificate", PERM_ALLOCATION_READ, NULL},
};

const struct module pathway_module = {
    .name = "pathway",
    .uses = {"rule", "registry"},
    .routes = routes, .n_routes = COUNT(routes),
    .jobs = jobs, .n_jobs = COUNT(jobs),
    .menu = menu, .n_menu = COUNT(menu),
    .panels = pathway_panels, .n_panels = 3,
    .check = pathway_check,
};
