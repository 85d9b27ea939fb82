/*
 * job.c: one worker takes the waiting jobs in order, region by region in turn. A job that was running when the
 * process ended is taken up again from its own marks: a job function writes each slice together with the mark of
 * how far it came, and asks for that mark first.
 */
#include "job.h"

#include <assert.h>
#include <stdlib.h>
#include <time.h>

#include "../audit/audit.h"
#include "../auth/session.h"
#include "../clock.h"
#include "../db/inner.h"
#include "../log.h"
#include "../region.h"

enum {
    PROGRESS_MS = 250,      /* written at most that often */
    LOOK_MS = 2000,         /* between two looks for work when nobody said there is some */
    EAGER_MS = 1000,        /* after one was enqueued: its transaction may still be open */
    EAGER_LOOK_MS = 50,
    DEFAULT_BUDGET = 64 << 20,
    SMALL_BUDGET = 4 << 20,
    REGIONS_MAX = 600,
};

/* ---- for those who ask ---- */

static const struct sql sql_enqueue = {
    "INSERT INTO job (pemda_id, id, kind, subject, state, user_id, role, created) "
    "VALUES ($1, $2, $3, $4, 0, $5, $6, $7)"};

err job_enqueue(struct tx *tx, const struct at *at, const char *kind, int64_t subject, int64_t *ret_id)
{
    int64_t id = id_new(tx->db);
    TRY(EXEC(tx, sql_enqueue, at->pemda.v, id, kind, subject, at->who.user_id, role_code(at->who.role), at->now));
    atomic_fetch_add(&tx->db->jobs_enqueued, 1);
    if (ret_id != NULL)
        *ret_id = id;
    return OK;
}

#define JOB_COLUMNS                                                                                          \
    "SELECT id, subject, kind, state, done, total, words, created, started, ended, user_id FROM job "

static err read_job(struct rows *r, int64_t pemda, struct job *ret)
{
    if (!rows_next(r))
        return rows_fail(r, ERR_MISSING);
    *ret = (struct job){.id = row_int(r), .pemda = {pemda}};
    ret->subject = row_int(r);
    ret->kind = row_str(r);
    ret->state = (enum job_state)row_int(r);
    ret->done = row_int(r);
    ret->total = row_int(r);
    ret->words = row_str(r);
    ret->created = row_moment(r);
    ret->started = row_moment(r);
    ret->ended = row_moment(r);
    ret->user_id = row_int(r);
    return OK;
}

/* Whoever reaches the whole region sees its jobs; the others see their own. */
static int64_t whose(const struct at *at)
{
    return at->who.scope == SCOPE_REGION ? -1 : at->who.user_id;
}

static const struct sql sql_get = {JOB_COLUMNS "WHERE pemda_id = $1 AND id = $2 AND $3 IN (user_id, -1)"};

err job_get(struct tx *tx, const struct at *at, int64_t id, struct job *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_get, at->pemda.v, id, whose(at));
    return read_job(&r, at->pemda.v, ret);
}

static const struct sql sql_latest = {
    JOB_COLUMNS "WHERE pemda_id = $1 AND kind = $2 AND subject = $3 ORDER BY id DESC LIMIT 1"};

err job_latest(struct tx *tx, const struct at *at, const char *kind, int64_t subject, struct job *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_latest, at->pemda.v, kind, subject);
    return read_job(&r, at->pemda.v, ret);
}

/* A waiting one ends at once; a running one stops at its next progress. */
static const struct sql sql_cancel = {
    "UPDATE job SET cancel = 1, ended = CASE WHEN state = 0 THEN $4 ELSE ended END, "
    "words = CASE WHEN state = 0 THEN 'Dibatalkan.' ELSE words END, "
    "state = CASE WHEN state = 0 THEN 4 ELSE state END "
    "WHERE pemda_id = $1 AND id = $2 AND $3 IN (user_id, -1) AND state IN (0, 1)"};

err job_cancel(struct tx *tx, const struct at *at, int64_t id)
{
    struct job j = {0};
    TRY(job_get(tx, at, id, &j));
    TRY(EXEC_ONE(tx, sql_cancel, at->pemda.v, id, whose(at), at->now));
    return audit_write(tx, at, "pekerjaan.batalkan", id, j.kind);
}

/* ---- a running job ---- */

struct running {
    struct job_run run; /* first: the address of the one is the address of the other */
    struct job_pool *pool;
    struct arena *own; /* what belongs to the run itself: the job may reset its arena */
    const struct job_kind *kind;
    enum role role;
    int64_t written_ms; /* when progress was last written */
    bool cancelled;
    struct str fail_words;
    /* for the next write */
    int64_t done, total;
    const char *words;
};

struct job_pool {
    struct db *db;
    const struct job_kind *const *kinds;
    size_t n_kinds;
    atomic_bool stop;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    size_t turn; /* the region that is asked first */
};

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static const struct sql sql_progress = {
    "UPDATE job SET done = $3, total = $4, words = $5 WHERE pemda_id = $1 AND id = $2 RETURNING cancel"};

static err write_progress(struct tx *tx, void *arg)
{
    struct running *g = arg;
    AUTO_ROWS r = QUERY(tx, sql_progress, g->run.job.pemda.v, g->run.job.id, g->done, g->total, g->words);
    if (!rows_next(&r))
        return rows_fail(&r, ERR_MISSING);
    g->cancelled = row_bool(&r);
    return OK;
}

err job_progress(struct job_run *run, int64_t done, int64_t total, const char *words)
{
    struct running *g = (struct running *)run;
    assert(done >= 0 && total >= 0 && words != NULL);
    if (atomic_load(&g->pool->stop))
        return ERR_BUSY;
    if (g->cancelled)
        return ERR_DENIED;
    if (g->written_ms != 0 && now_ms() < g->written_ms + PROGRESS_MS)
        return OK;
    g->done = done;
    g->total = total;
    g->words = words;
    TRY(db_write(run->db, g->own, write_progress, g));
    g->written_ms = now_ms();
    run->at.now = clock_now();
    return g->cancelled ? ERR_DENIED : OK;
}

void job_fail_words(struct job_run *run, struct str words)
{
    struct running *g = (struct running *)run;
    g->fail_words = str_dup(g->own, words);
}

/* ---- taking one up ---- */

static const struct sql sql_next = {
    JOB_COLUMNS "WHERE pemda_id = $1 AND state = 0 ORDER BY id LIMIT 1"};
static const struct sql sql_claim = {
    "UPDATE job SET state = 1, started = CASE WHEN started = 0 THEN $3 ELSE started END "
    "WHERE pemda_id = $1 AND id = $2 AND state = 0"};
static const struct sql sql_role = {"SELECT role FROM job WHERE pemda_id = $1 AND id = $2"};
static const struct sql sql_user = {
    "SELECT name, COALESCE(agency_id, 0), COALESCE(worker_id, 0) FROM app_user WHERE pemda_id = $1 AND id = $2"};
static const struct sql sql_roles = {"SELECT role FROM user_role WHERE pemda_id = $1 AND user_id = $2"};

static err load_role(struct tx *tx, struct running *g)
{
    AUTO_ROWS r = QUERY(tx, sql_role, g->run.job.pemda.v, g->run.job.id);
    if (!rows_next(&r))
        return rows_fail(&r, ERR_MISSING);
    return role_by_code(row_view(&r), &g->role) ? OK : ERR_MISSING;
}

static err load_user(struct tx *tx, struct running *g, struct actor *who)
{
    AUTO_ROWS r = QUERY(tx, sql_user, g->run.job.pemda.v, g->run.job.user_id);
    if (rows_next(&r)) {
        who->name = row_str(&r);
        who->agency_id = row_int(&r);
        who->worker_id = row_int(&r);
    }
    TRY(rows_fail(&r, OK));
    AUTO_ROWS s = QUERY(tx, sql_roles, g->run.job.pemda.v, g->run.job.user_id);
    for (enum role more; rows_next(&s);) {
        if (role_by_code(row_view(&s), &more))
            who->roles |= 1u << more;
    }
    return rows_fail(&s, OK);
}

/* Who, where, on which day: as at the moment of running, in the name of who asked. */
static err load_at(struct tx *tx, struct running *g)
{
    struct at *at = &g->run.at;
    struct region *region = NEW(g->own, struct region);
    TRY(region_load(tx, g->run.job.pemda.v, region));
    TRY(load_role(tx, g));
    at->who = (struct actor){.user_id = g->run.job.user_id, .name = S("sistem"), .role = g->role,
                             .roles = 1u << g->role, .scope = scope_of_role(g->role)};
    TRY(load_user(tx, g, &at->who));
    at->pemda = region->id;
    at->region = region;
    at->now = clock_now();
    at->today = moment_date(at->now, region->zone);
    return OK;
}

static err next_in(struct tx *tx, int64_t pemda, struct job *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_next, pemda);
    return read_job(&r, pemda, ret);
}

/* The next waiting job, beginning with the region whose turn it is. ERR_MISSING: none. */
static err find(struct tx *tx, void *arg)
{
    struct running *g = arg;
    struct region *regions = NEW_ARRAY(tx_arena(tx), struct region, REGIONS_MAX);
    size_t n;
    TRY(region_list(tx, regions, REGIONS_MAX, &n));
    for (size_t i = 0; i < n; i++) {
        size_t k = (g->pool->turn + i) % n;
        err e = next_in(tx, regions[k].id.v, &g->run.job);
        if (e == ERR_MISSING)
            continue;
        TRY(e);
        g->pool->turn = k + 1;
        return load_at(tx, g);
    }
    return ERR_MISSING;
}

static err claim(struct tx *tx, void *arg)
{
    struct running *g = arg;
    return EXEC_ONE(tx, sql_claim, g->run.job.pemda.v, g->run.job.id, clock_now());
}

static const struct sql sql_again = {"UPDATE job SET state = 0 WHERE pemda_id = $1 AND state = 1"};

/* What was running when the process ended waits again. Only the one worker may ask for it. */
static err take_up(struct tx *tx, void *arg)
{
    (void)arg;
    struct region *regions = NEW_ARRAY(tx_arena(tx), struct region, REGIONS_MAX);
    size_t n;
    TRY(region_list(tx, regions, REGIONS_MAX, &n));
    for (size_t i = 0; i < n; i++) {
        int64_t changed;
        TRY(EXEC_COUNT(tx, &changed, sql_again, regions[i].id.v));
        if (changed > 0)
            log_info("%lld pekerjaan diteruskan", (long long)changed);
    }
    return OK;
}

/* ---- ending ---- */

struct ending {
    const struct running *g;
    enum job_state state;
    struct str words;
};

static const struct sql sql_end = {
    "UPDATE job SET state = $3, words = $4, ended = $5 WHERE pemda_id = $1 AND id = $2 AND state = 1"};
static const struct sql sql_end_done = {
    "UPDATE job SET state = 2, ended = $3, done = total WHERE pemda_id = $1 AND id = $2 AND state = 1"};

static err write_end(struct tx *tx, void *arg)
{
    const struct ending *x = arg;
    int64_t pemda = x->g->run.job.pemda.v, id = x->g->run.job.id;
    if (x->state == JOB_DONE)
        return EXEC_ONE(tx, sql_end_done, pemda, id, clock_now());
    struct moment ended = {x->state == JOB_WAITING ? 0 : clock_now().ms};
    return EXEC_ONE(tx, sql_end, pemda, id, (int64_t)x->state, x->words, ended);
}

/* The sentence of a job that gave none itself. */
static struct str words_for(struct running *g, err e)
{
    if (g->fail_words.n > 0)
        return g->fail_words;
    char incident[7];
    log_incident(incident);
    log_error("pekerjaan %.40s (%lld) gagal: %d, kejadian %s", g->run.job.kind.p, (long long)g->run.job.id, (int)e,
              incident);
    return str_printf(g->own, "Pekerjaan ini tidak selesai. Yang sudah tersimpan tetap utuh; jalankan lagi. Bila "
                      "terulang, sebutkan nomor kejadian %s kepada pengelola sistem.", incident);
}

static void end(struct running *g, err e)
{
    struct ending x = {.g = g};
    if (e == OK) {
        x.state = JOB_DONE;
    } else if (g->cancelled) {
        x.state = JOB_CANCELLED;
        x.words = S("Dibatalkan.");
    } else if (atomic_load(&g->pool->stop)) {
        x.state = JOB_WAITING; /* the next start goes on with it */
        x.words = S("Menunggu diteruskan.");
    } else {
        x.state = JOB_FAILED;
        x.words = words_for(g, e);
    }
    err w = db_write(g->run.db, g->own, write_end, &x);
    if (w != OK)
        log_error("akhir pekerjaan %lld tidak tersimpan (%d); diteruskan pada mulai berikutnya",
                  (long long)g->run.job.id, (int)w);
}

/* ---- the worker ---- */

static const struct job_kind *kind_of(const struct job_pool *p, struct str name)
{
    for (size_t i = 0; i < p->n_kinds; i++) {
        if (str_eqz(name, p->kinds[i]->name))
            return p->kinds[i];
    }
    return NULL;
}

static void run_claimed(struct job_pool *p, struct running *g)
{
    g->kind = kind_of(p, g->run.job.kind);
    if (g->kind == NULL) {
        job_fail_words(&g->run, S("Jenis pekerjaan ini tidak dikenal oleh program yang terpasang."));
        end(g, ERR_MISSING);
        return;
    }
    AUTO_ARENA arena = arena_new(g->kind->budget > 0 ? g->kind->budget : DEFAULT_BUDGET);
    g->run.arena = arena;
    end(g, g->kind->run(&g->run));
}

/* Run the next waiting job. ERR_MISSING: nothing waits. */
static err run_next(struct job_pool *p)
{
    AUTO_ARENA own = arena_new(SMALL_BUDGET);
    struct running g = {.run = {.db = p->db}, .pool = p, .own = own};
    TRY(db_read(p->db, own, find, &g));
    err e = db_write(p->db, own, claim, &g);
    if (e == ERR_STALE)
        return OK; /* cancelled meanwhile */
    TRY(e);
    run_claimed(p, &g);
    return OK;
}

static err become_worker(struct job_pool *p)
{
    if (!jobs_lock(p->db))
        return ERR_BUSY;
    AUTO_ARENA arena = arena_new(SMALL_BUDGET);
    err e = db_write(p->db, arena, take_up, NULL);
    if (e != OK)
        jobs_unlock(p->db);
    return e;
}

static void rest(struct job_pool *p, int64_t ms)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    int64_t ns = until.tv_nsec + ms % 1000 * 1000000;
    until.tv_sec += ms / 1000 + ns / 1000000000;
    until.tv_nsec = ns % 1000000000;
    pthread_mutex_lock(&p->lock);
    if (!atomic_load(&p->stop))
        pthread_cond_timedwait(&p->wake, &p->lock, &until);
    pthread_mutex_unlock(&p->lock);
}

/* Until somebody enqueues, or it is time to look anyway. */
static void rest_until_hint(struct job_pool *p, uint32_t *seen, int64_t *eager_until)
{
    int64_t until = now_ms() + LOOK_MS;
    while (!atomic_load(&p->stop) && now_ms() < until) {
        uint32_t hint = atomic_load(&p->db->jobs_enqueued);
        if (hint != *seen) {
            *seen = hint;
            *eager_until = now_ms() + EAGER_MS;
        }
        rest(p, EAGER_LOOK_MS);
        if (now_ms() < *eager_until)
            return;
    }
}

static void *pool_main(void *arg)
{
    struct job_pool *p = arg;
    uint32_t seen = 0;
    int64_t eager_until = 0;
    bool worker = false;
    while (!atomic_load(&p->stop)) {
        if (!worker)
            worker = become_worker(p) == OK;
        err e = worker ? run_next(p) : ERR_BUSY;
        if (e == ERR_MISSING)
            rest_until_hint(p, &seen, &eager_until);
        else if (e != OK)
            rest(p, LOOK_MS);
    }
    if (worker)
        jobs_unlock(p->db);
    return NULL;
}

err job_pool_start(struct db *db, const struct job_kind *const *kinds, size_t n, struct job_pool **ret)
{
    struct job_pool *p = calloc(1, sizeof *p);
    if (p == NULL)
        log_fatal("memori habis");
    *p = (struct job_pool){.db = db, .kinds = kinds, .n_kinds = n};
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (pthread_create(&p->thread, NULL, pool_main, p) != 0) {
        free(p);
        return ERR_LIMIT;
    }
    *ret = p;
    return OK;
}

void job_pool_stop(struct job_pool *p)
{
    if (p == NULL)
        return;
    pthread_mutex_lock(&p->lock);
    atomic_store(&p->stop, true);
    pthread_cond_signal(&p->wake);
    pthread_mutex_unlock(&p->lock);
    pthread_join(p->thread, NULL);
    pthread_mutex_destroy(&p->lock);
    pthread_cond_destroy(&p->wake);
    free(p);
}

/* ---- without a pool ---- */

static const struct sql sql_unfinished = {"SELECT count(*) FROM job WHERE pemda_id = $1 AND state IN (0, 1)"};

static err unfinished(struct tx *tx, void *arg)
{
    int64_t *total = arg;
    struct region *regions = NEW_ARRAY(tx_arena(tx), struct region, REGIONS_MAX);
    size_t n;
    TRY(region_list(tx, regions, REGIONS_MAX, &n));
    *total = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t some;
        TRY(QUERY_INT(tx, &some, sql_unfinished, regions[i].id.v));
        *total += some;
    }
    return OK;
}

/* A server works on this database: it runs the jobs, we wait for it. */
static err wait_for_other(struct db *db, bool *all_done)
{
    AUTO_ARENA arena = arena_new(SMALL_BUDGET);
    int64_t left = 0;
    TRY(db_read(db, arena, unfinished, &left));
    *all_done = left == 0;
    if (left > 0)
        nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
    return OK;
}

err job_run_all(struct db *db, const struct job_kind *const *kinds, size_t n)
{
    struct job_pool p = {.db = db, .kinds = kinds, .n_kinds = n};
    for (bool all_done = false; !all_done;) {
        err e = become_worker(&p);
        if (e == OK)
            break;
        if (e != ERR_BUSY)
            return e;
        TRY(wait_for_other(db, &all_done));
        if (all_done)
            return OK;
    }
    err e;
    while ((e = run_next(&p)) == OK)
        continue;
    jobs_unlock(db);
    return e == ERR_MISSING ? OK : e;
}
