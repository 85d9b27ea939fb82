/*
 * job.c: long work goes on after a crash, can be cancelled, shows how far it is, and runs once.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdatomic.h>

#include "kernel/job/job.h"
#include "tempdb.h"

struct fixture {
    struct tempdb t;
    struct at at;
};

static int set_up(void **state)
{
    struct fixture *x = calloc(1, sizeof *x);
    tempdb_new(&x->t);
    tempdb_table(&x->t, "CREATE TABLE mark (slice INTEGER PRIMARY KEY) STRICT");
    x->at = (struct at){.who = {.user_id = 7, .name = S("Conto-Petugas"), .role = ROLE_HR_OFFICER,
                                .scope = SCOPE_REGION},
                        .pemda = x->t.region.id, .region = &x->t.region, .now = {1795000000000}};
    *state = x;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *x = *state;
    tempdb_drop(&x->t);
    free(x);
    return 0;
}

/* ---- asking ---- */

struct ask {
    const struct at *at;
    const char *kind;
    int64_t id;
    struct job job;
};

static err enqueue_fn(struct tx *tx, void *arg)
{
    struct ask *a = arg;
    return job_enqueue(tx, a->at, a->kind, 42, &a->id);
}
static err get_fn(struct tx *tx, void *arg)
{
    struct ask *a = arg;
    return job_get(tx, a->at, a->id, &a->job);
}
static err cancel_fn(struct tx *tx, void *arg)
{
    struct ask *a = arg;
    return job_cancel(tx, a->at, a->id);
}
static err latest_fn(struct tx *tx, void *arg)
{
    struct ask *a = arg;
    return job_latest(tx, a->at, a->kind, 42, &a->job);
}

static struct ask enqueue(struct fixture *x, const char *kind)
{
    struct ask a = {.at = &x->at, .kind = kind};
    assert_int_equal(db_write(x->t.db, x->t.arena, enqueue_fn, &a), OK);
    return a;
}

static struct job get(struct fixture *x, struct ask *a)
{
    assert_int_equal(db_read(x->t.db, x->t.arena, get_fn, a), OK);
    return a->job;
}

static enum job_state wait_until_over(struct fixture *x, struct ask *a)
{
    for (int i = 0; i < 3000 && get(x, a).state < JOB_DONE; i++)
        usleep(2000);
    return a->job.state;
}

/* ---- kinds of work for the tests ---- */

static const struct sql sql_mark = {"INSERT INTO mark (slice) VALUES ($1)"};
static const struct sql sql_marks = {"SELECT count(*) FROM mark WHERE slice >= $1"};

static err marks_fn(struct tx *tx, void *arg)
{
    return QUERY_INT(tx, (int64_t *)arg, sql_marks, (int64_t)0);
}
static err mark_fn(struct tx *tx, void *arg)
{
    return EXEC(tx, sql_mark, *(int64_t *)arg);
}

static int64_t marks(struct db *db)
{
    AUTO_ARENA a = arena_new(1 << 20);
    int64_t n = -1;
    assert_int_equal(db_read(db, a, marks_fn, &n), OK);
    return n;
}

static _Atomic int64_t stop_at = -1; /* the process "dies" before this slice */
static _Atomic int runs;

static err ten_slices(struct job_run *run)
{
    atomic_fetch_add(&runs, 1);
    for (int64_t i = marks(run->db); i < 10; i++) {
        if (i == atomic_load(&stop_at))
            return ERR_BUSY;
        TRY(db_write_slice(run->db, run->arena, mark_fn, &i));
        TRY(job_progress(run, i + 1, 10, "Menandai"));
    }
    return OK;
}

static _Atomic int turning;
static err turn_forever(struct job_run *run)
{
    for (int64_t i = 0;; i++) {
        TRY(job_progress(run, i, 0, "Berputar"));
        atomic_store(&turning, 1);
        usleep(1000);
    }
}

static err refuses(struct job_run *run)
{
    job_fail_words(run, S("Berkas kosong. Unggah lagi."));
    return ERR_INVALID;
}

static err breaks(struct job_run *run)
{
    (void)run;
    return ERR_IO;
}

static struct at seen;
static struct region seen_region;
static err looks(struct job_run *run)
{
    seen = run->at;
    seen_region = *run->at.region;
    return run->at.region->id.v == run->at.pemda.v && str_eqz(run->at.region->zone, "WITA") ? OK : ERR_INVALID;
}

static const struct job_kind kind_slices = {"ten_slices", ten_slices, 1 << 20};
static const struct job_kind kind_turn = {"turn", turn_forever, 1 << 20};
static const struct job_kind kind_refuses = {"refuses", refuses, 1 << 20};
static const struct job_kind kind_breaks = {"breaks", breaks, 1 << 20};
static const struct job_kind kind_looks = {"looks", looks, 1 << 20};
static const struct job_kind *const kinds[] = {&kind_slices, &kind_turn, &kind_refuses, &kind_breaks, &kind_looks};

/* ---- the promises ---- */

static void work_waits_runs_and_is_done(void **state)
{
    struct fixture *x = *state;
    struct ask a = enqueue(x, "ten_slices");
    assert_int_equal(get(x, &a).state, JOB_WAITING);
    assert_int_equal(job_run_all(x->t.db, kinds, COUNT(kinds)), OK);
    struct job j = get(x, &a);
    assert_int_equal(j.state, JOB_DONE);
    assert_int_equal(j.done, j.total);
    assert_true(j.started.ms > 0 && j.ended.ms >= j.started.ms);
    assert_int_equal(marks(x->t.db), 10);
    assert_int_equal(db_read(x->t.db, x->t.arena, latest_fn, &a), OK);
    assert_int_equal(a.job.id, a.id);
    a.kind = "looks";
    assert_int_equal(db_read(x->t.db, x->t.arena, latest_fn, &a), ERR_MISSING);
}

static void after_a_crash_it_goes_on_without_doing_anything_twice(void **state)
{
    struct fixture *x = *state;
    struct ask a = enqueue(x, "ten_slices");
    atomic_store(&stop_at, 4);
    assert_int_equal(job_run_all(x->t.db, kinds, COUNT(kinds)), OK);
    assert_int_equal(marks(x->t.db), 4);
    /* As it stands when the process was killed in the middle: running, nobody there. */
    tempdb_tamper(x->t.path, "UPDATE job SET state = 1, ended = 0, words = ''");
    atomic_store(&stop_at, -1);
    assert_int_equal(job_run_all(x->t.db, kinds, COUNT(kinds)), OK);
    assert_int_equal(get(x, &a).state, JOB_DONE);
    assert_int_equal(marks(x->t.db), 10); /* a slice done twice would have met its own key */
}

static void a_pool_that_stops_leaves_its_work_for_the_next(void **state)
{
    struct fixture *x = *state;
    struct ask a = enqueue(x, "turn");
    struct job_pool *p;
    atomic_store(&turning, 0);
    assert_int_equal(job_pool_start(x->t.db, kinds, COUNT(kinds), &p), OK);
    while (!atomic_load(&turning))
        usleep(1000);
    assert_int_equal(get(x, &a).state, JOB_RUNNING);
    job_pool_stop(p);
    assert_int_equal(get(x, &a).state, JOB_WAITING);
}

static void a_running_job_is_cancelled_at_its_next_step(void **state)
{
    struct fixture *x = *state;
    struct ask a = enqueue(x, "turn");
    struct job_pool *p;
    atomic_store(&turning, 0);
    assert_int_equal(job_pool_start(x->t.db, kinds, COUNT(kinds), &p), OK);
    while (!atomic_load(&turning))
        usleep(1000);
    assert_int_equal(db_write(x->t.db, x->t.arena, cancel_fn, &a), OK);
    assert_int_equal(wait_until_over(x, &a), JOB_CANCELLED);
    struct ask b = enqueue(x, "looks"); /* and the worker takes the next, without being told */
    assert_int_equal(wait_until_over(x, &b), JOB_DONE);
    job_pool_stop(p);
    assert_int_equal(db_write(x->t.db, x->t.arena, cancel_fn, &a), ERR_STALE);
}

static void a_waiting_job_is_cancelled_at_once_and_never_runs(void **state)
{
    struct fixture *x = *state;
    struct ask a = enqueue(x, "ten_slices");
    assert_int_equal(db_write(x->t.db, x->t.arena, cancel_fn, &a), OK);
    assert_int_equal(get(x, &a).state, JOB_CANCELLED);
    assert_int_equal(job_run_all(x->t.db, kinds, COUNT(kinds)), OK);
    assert_int_equal(marks(x->t.db), 0);
}

static void a_failure_is_told_in_words(void **state)
{
    static const struct {
        const char *why, *kind, *words;
    } cases[] = {
        {"its own sentence", "refuses", "Berkas kosong. Unggah lagi."},
        {"or one with an incident number", "breaks", "nomor kejadian"},
        {"a kind this program does not know", "unknown", "tidak dikenal"},
    };
    struct fixture *x = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct ask a = enqueue(x, cases[i].kind);
        assert_int_equal(job_run_all(x->t.db, kinds, COUNT(kinds)), OK);
        struct job j = get(x, &a);
        assert_int_equal(j.state, JOB_FAILED);
        if (!str_contains(j.words, str_z(cases[i].words)))
            fail_msg("%s: " STR_FMT, cases[i].why, STR_ARG(j.words));
    }
}

static void it_acts_in_the_name_of_who_asked(void **state)
{
    struct fixture *x = *state;
    struct ask a = enqueue(x, "looks");
    assert_int_equal(job_run_all(x->t.db, kinds, COUNT(kinds)), OK);
    assert_int_equal(get(x, &a).state, JOB_DONE);
    assert_int_equal(seen.who.user_id, 7);
    assert_int_equal(seen.who.role, ROLE_HR_OFFICER);
    assert_int_equal(seen.who.scope, SCOPE_REGION);
    assert_true(seen_region.demo);
}

static void others_see_only_their_own_jobs(void **state)
{
    struct fixture *x = *state;
    struct ask a = enqueue(x, "looks");
    struct at other = x->at;
    other.who.user_id = 8;
    a.at = &other;
    assert_int_equal(db_read(x->t.db, x->t.arena, get_fn, &a), OK); /* the region is theirs */
    other.who.scope = SCOPE_AGENCY;
    assert_int_equal(db_read(x->t.db, x->t.arena, get_fn, &a), ERR_MISSING);
    assert_int_equal(db_write(x->t.db, x->t.arena, cancel_fn, &a), ERR_MISSING);
    other.who.user_id = 7;
    assert_int_equal(db_read(x->t.db, x->t.arena, get_fn, &a), OK);
    other.pemda.v++;
    assert_int_equal(db_read(x->t.db, x->t.arena, get_fn, &a), ERR_MISSING);
}

static void two_workers_on_one_database_do_nothing_twice(void **state)
{
    struct fixture *x = *state;
    struct db *other;
    struct job_pool *p, *q;
    assert_int_equal(db_open(x->t.path, NULL, &other, &x->t.why), OK);
    atomic_store(&runs, 0);
    struct ask a = enqueue(x, "ten_slices");
    assert_int_equal(job_pool_start(x->t.db, kinds, COUNT(kinds), &p), OK);
    assert_int_equal(job_pool_start(other, kinds, COUNT(kinds), &q), OK);
    assert_int_equal(wait_until_over(x, &a), JOB_DONE);
    assert_int_equal(job_run_all(other, kinds, COUNT(kinds)), OK); /* waits for the one that works, then returns */
    job_pool_stop(q);
    job_pool_stop(p);
    assert_int_equal(atomic_load(&runs), 1);
    db_close(other);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(work_waits_runs_and_is_done),
        CASE(after_a_crash_it_goes_on_without_doing_anything_twice),
        CASE(a_pool_that_stops_leaves_its_work_for_the_next),
        CASE(a_running_job_is_cancelled_at_its_next_step),
        CASE(a_waiting_job_is_cancelled_at_once_and_never_runs),
        CASE(a_failure_is_told_in_words),
        CASE(it_acts_in_the_name_of_who_asked),
        CASE(others_see_only_their_own_jobs),
        CASE(two_workers_on_one_database_do_nothing_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
