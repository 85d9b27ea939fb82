/*
 * census_module.c: what the census offers: files in, duplicates decided, stages to the lock. Read this first, then
 * census_check.h (how a file is read), census_import.h (how it comes in) and census.h (the stages).
 */
#include "census.h"
#include "census_import.h"
#include "census_pages.h"
#include "census_pairs.h"

static const struct route routes[] = {
    {GET, "/pendataan", PERM_CENSUS_READ, page_census, NULL, 0},
    {GET, "/pendataan/mulai", PERM_CENSUS_STAGE, page_census_begin, NULL, 0},
    {POST, "/pendataan/mulai", PERM_CENSUS_STAGE, post_census_begin, NULL, 0},
    {POST, "/pendataan/tahap", PERM_CENSUS_STAGE, post_census_advance, NULL, 0},
    {POST, "/pendataan/kunci", PERM_CENSUS_SIGN, post_census_lock, NULL, 0},
    {GET, "/pendataan/daftar", PERM_CENSUS_STAGE, page_census_list, NULL, 0},
    {GET, "/pendataan/potret", PERM_WORKER_EXPORT, page_census_snapshot, NULL, 0},
    {GET, "/pendataan/keberatan/baru", PERM_CENSUS_STAGE, page_census_objection_new, NULL, 0},
    {POST, "/pendataan/keberatan/baru", PERM_CENSUS_STAGE, post_census_objection_new, NULL, 0},
    {GET, "/pendataan/keberatan/{id}", PERM_CENSUS_READ, page_census_objection, NULL, 0},
    {POST, "/pendataan/keberatan/{id}", PERM_CENSUS_STAGE, post_census_objection, NULL, 0},
    {GET, "/pendataan/sptjm/{id}", PERM_CENSUS_STAGE, page_census_statement, NULL, 0},
    {POST, "/pendataan/sptjm/{id}", PERM_CENSUS_STAGE, post_census_statement, NULL, 0},

    {GET, "/pendataan/impor", PERM_CENSUS_IMPORT, page_census_imports, NULL, 0},
    {POST, "/pendataan/impor", PERM_CENSUS_IMPORT, post_census_upload, prepare_census_upload, ROUTE_UPLOAD},
    {GET, "/pendataan/impor/{id}", PERM_CENSUS_IMPORT, page_census_import, NULL, 0},
    {POST, "/pendataan/impor/{id}/kolom", PERM_CENSUS_IMPORT, post_census_columns, NULL, 0},
    {POST, "/pendataan/impor/{id}/padanan", PERM_AGENCY_WRITE, post_census_spelling, NULL, 0},
    {POST, "/pendataan/impor/{id}/pilih", PERM_CENSUS_IMPORT, post_census_choice, NULL, 0},
    {POST, "/pendataan/impor/{id}/hentikan", PERM_CENSUS_IMPORT, post_census_stop, NULL, 0},
    {GET, "/pendataan/impor/{id}/baris", PERM_CENSUS_IMPORT, page_census_issues, NULL, 0},
    {GET, "/pendataan/impor/{id}/perubahan", PERM_CENSUS_IMPORT, page_census_changes, NULL, 0},
    {POST, "/pendataan/impor/{id}/perubahan", PERM_CENSUS_IMPORT, post_census_changes, NULL, 0},
    {GET, "/pendataan/impor/{id}/tidak-ada", PERM_CENSUS_IMPORT, page_census_missing, NULL, 0},
    {GET, "/pendataan/impor/{id}/laporan", PERM_CENSUS_IMPORT, page_census_report, NULL, 0},

    {GET, "/pendataan/ganda", PERM_CENSUS_STAGE, page_census_pairs, NULL, 0},
    {GET, "/pendataan/ganda/{id}", PERM_CENSUS_STAGE, page_census_pair, NULL, 0},
    {POST, "/pendataan/ganda/{id}", PERM_CENSUS_STAGE, post_census_pair, NULL, 0},
};

static const struct job_kind jobs[] = {
    {"census_check", census_job_check, (size_t)512 << 20},
    {"census_take", census_job_take, (size_t)64 << 20},
    {"census_apply", census_job_apply, (size_t)64 << 20},
    {"census_lock", census_job_lock, (size_t)64 << 20},
};

static int64_t waiting_pairs(struct tx *tx, const struct at *at)
{
    return actor_may(&at->who, PERM_CENSUS_STAGE) ? census_pairs_waiting(tx, at) : 0;
}

static const struct menu_item menu[] = {
    {"Penataan", "Pendataan", "/pendataan", "user-plus", PERM_CENSUS_READ, waiting_pairs},
};

/* ---- invariants ---- */

static const struct {
    const char *what;
    struct sql sql;
} invariants[] = {
    {"tiap potret sensus berawal dari sensus yang ada",
     {"SELECT COUNT(*) FROM census_snapshot s WHERE s.pemda_id = $1 AND NOT EXISTS "
      "(SELECT 1 FROM census c WHERE c.pemda_id = s.pemda_id AND c.id = s.census_id)"}},
    {"sensus terkunci punya sidik dan jumlah barisnya cocok",
     {"SELECT COUNT(*) FROM census c WHERE c.pemda_id = $1 AND c.stage = 'terkunci' AND (c.hash = '' OR "
      "(SELECT COUNT(*) FROM census_snapshot s WHERE s.pemda_id = c.pemda_id AND s.census_id = c.id) <> "
      "c.people + c.quarantined + 1)"}},
    {"baris karantina berasal dari impor yang ada",
     {"SELECT COUNT(*) FROM census_quarantine k WHERE k.pemda_id = $1 AND NOT EXISTS "
      "(SELECT 1 FROM census_import i WHERE i.pemda_id = k.pemda_id AND i.id = k.import_id)"}},
    {"asal data menunjuk orang yang ada",
     {"SELECT COUNT(*) FROM census_source s WHERE s.pemda_id = $1 AND NOT EXISTS "
      "(SELECT 1 FROM worker w WHERE w.pemda_id = s.pemda_id AND w.id = s.worker_id)"}},
};

static err check(struct tx *tx, const struct at *at, void (*say)(void *arg, bool good, struct str line), void *arg)
{
    for (size_t i = 0; i < COUNT(invariants); i++) {
        int64_t bad = 0;
        const struct arg args[] = {arg_int(at->pemda.v)};
        TRY(query_int(tx, &bad, &invariants[i].sql, args, 1));
        say(arg, bad == 0, str_z(invariants[i].what));
    }
    return OK;
}

const struct module census_module = {
    .name = "census",
    .uses = {"registry"},
    .routes = routes, .n_routes = COUNT(routes),
    .jobs = jobs, .n_jobs = COUNT(jobs),
    .menu = menu, .n_menu = COUNT(menu),
    .check = check,
};
