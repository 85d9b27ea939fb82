/*
 * run_job.c: freeze, then compute. Freezing is one transaction that writes the texts; computing reads nothing but
 * those texts, so a run that was interrupted gives the same bytes when it is taken up again.
 */
#include "run_job.h"

#include "census_face.h"
#include "kernel/mem.h"
#include "lottery.h"
#include "publish.h"
#include "run_change.h"
#include "run_db.h"
#include "run_outcome.h"
#include "run_snapshot.h"
#include "rule/rulebook.h"

#define ENGINE_NAME "alihdaya 0.1.0"

struct run_work {
    struct job_run *job;
    struct run run;
    struct run_texts texts;
    struct computation result;
    struct figures figures;
    struct run_group groups[RUN_GROUPS_MAX];
    size_t n_groups;
    struct arena *a;
};

static err read_run(struct tx *tx, void *arg)
{
    struct run_work *x = arg;
    return run_get(tx, &x->job->at, x->job->job.subject, &x->run);
}

/* ---- freezing ---- */

/* A new computation is compared with what holds now. */
static err compare_with_published(struct tx *tx, const struct at *at, struct run *r)
{
    struct run now;
    err e = run_published(tx, at, &now);
    if (e == OK && now.year == r->year)
        r->compared_id = now.id;
    return e == ERR_MISSING ? OK : e;
}

static err freeze_present(struct tx *tx, struct run_work *x)
{
    struct at at = x->job->at;
    struct lottery l;
    struct snapshot_order order = {.year = x->run.year};
    struct run_texts texts;
    TRY(at_rules(tx, &at));
    TRY(census_lock_of_region(tx, &at, &order.lock));
    err e = lottery_get(tx, &at, x->run.year, &l);
    if (e != OK && e != ERR_MISSING)
        return e;
    bool drawn = e == OK && str_eqz(l.state, "buka");
    order.seed = drawn ? l.seed : str_printf(x->a, "PERCOBAAN-%d", x->run.year);
    TRY(snapshot_take(tx, &at, &order, &texts));
    x->run.trial = !drawn || !order.lock.locked;
    x->run.seed = order.seed;
    x->run.census_hash = order.lock.hash;
    x->run.census_words = order.lock.locked
                              ? str_printf(x->a, "Sensus " STR_FMT " terkunci.", STR_ARG(order.lock.name))
                              : S("Sensus belum dikunci.");
    TRY(compare_with_published(tx, &at, &x->run));
    TRY(run_texts_put(tx, &at, x->run.id, "penuh", &texts));
    return run_note_frozen(tx, &at, &x->run);
}

static struct str seed_of(const struct run_change *list, size_t n, struct str seed)
{
    for (size_t i = 0; i < n; i++)
        if (str_eqz(list[i].kind, "benih"))
            seed = list[i].value;
    return seed;
}

static err freeze_scenario(struct tx *tx, struct run_work *x)
{
    const struct at *at = &x->job->at;
    struct run base;
    struct run_texts texts;
    struct run_change *changes = NEW_ARRAY(x->a, struct run_change, RUN_CHANGES_MAX);
    size_t n = 0;
    TRY(run_get(tx, at, x->run.base_id, &base));
    TRY(run_texts_get(tx, at, base.id, "penuh", x->a, &texts));
    TRY(run_changes(tx, at, x->run.id, changes, &n));
    texts.text[FILE_HASIL] = texts.text[FILE_BUKAAN] = (struct str){0};
    changes_apply(x->a, changes, n, &texts);
    x->run.trial = base.trial;
    x->run.compared_id = base.id;
    x->run.census_hash = base.census_hash;
    x->run.census_words = base.census_words;
    x->run.seed = seed_of(changes, n, base.seed);
    TRY(run_texts_put(tx, at, x->run.id, "penuh", &texts));
    return run_note_frozen(tx, at, &x->run);
}

static err freeze(struct tx *tx, void *arg)
{
    struct run_work *x = arg;
    TRY(read_run(tx, x));
    if (!run_is(&x->run, "antre"))
        return OK; /* frozen before the process ended */
    return x->run.base_id == 0 ? freeze_present(tx, x) : freeze_scenario(tx, x);
}

/* ---- computing ---- */

static err read_texts(struct tx *tx, void *arg)
{
    struct run_work *x = arg;
    TRY(read_run(tx, x));
    return run_texts_get(tx, &x->job->at, x->run.id, "penuh", x->a, &x->texts);
}

static const struct sql sql_people_count_report = {"SELECT count(*) FROM worker WHERE pemda_id = $1"};
static const struct sql sql_person_facts_report = {
    "SELECT public_id, sex, birth_date, traits FROM worker WHERE pemda_id = $1 ORDER BY public_id"};

struct facts_read {
    struct run_work *work;
    struct person_facts facts;
};

static err read_facts(struct tx *tx, void *arg)
{
    struct facts_read *x = arg;
    struct arena *a = x->work->a;
    int64_t count = 0;
    TRY(QUERY_INT(tx, &count, sql_people_count_report, x->work->job->at.pemda.v));
    x->facts.list = NEW_ARRAY(a, struct person_fact, (size_t)count + 1);
    AUTO_ROWS r = QUERY(tx, sql_person_facts_report, x->work->job->at.pemda.v);
    while (x->facts.n < (size_t)count && rows_next(&r)) {
        struct person_fact *p = &x->facts.list[x->facts.n++];
        p->id = str_dup(a, row_view(&r));
        struct str sex = row_view(&r);
        p->sex = sex.n == 1 ? sex.p[0] : 0;
        p->born = row_date(&r);
        p->disabled = str_contains(row_view(&r), S("DIS"));
    }
    return rows_fail(&r, OK);
}

/* Whom this run moves, counted against the one it is compared with. */
static err read_base(struct tx *tx, void *arg)
{
    struct run_work *x = arg;
    return run_texts_get(tx, &x->job->at, x->run.compared_id, "penuh", x->a, &x->texts);
}

static err count_shifts(struct run_work *x, const struct computed *now, struct faults *f)
{
    struct computed base;
    TRY(db_read(x->job->db, x->a, read_base, x));
    TRY(computed_read(x->a, &x->texts, &base, f));
    enum shift *shift = shifts_between(x->a, &base, now);
    for (uint32_t w = 0; w < now->in.n_workers; w++) {
        x->figures.gained += shift[w] == SHIFT_GAINED;
        x->figures.lost_seat += shift[w] == SHIFT_LOST;
        x->figures.moved += shift[w] == SHIFT_MOVED;
    }
    return OK;
}

static err count(struct run_work *x, struct faults *f)
{
    struct facts_read facts = {.work = x};
    struct computed now;
    TRY(db_read(x->job->db, x->a, read_facts, &facts));
    TRY(computed_read(x->a, &x->result.texts, &now, f));
    figures_count(&now, &facts.facts, &x->figures);
    x->n_groups = groups_count(x->a, &now, &facts.facts, x->job->at.today, x->groups);
    return x->run.compared_id == 0 ? OK : count_shifts(x, &now, f);
}

static err store(struct tx *tx, void *arg)
{
    struct run_work *x = arg;
    const struct at *at = &x->job->at;
    struct run_texts out = {0};
    out.text[FILE_HASIL] = x->result.texts.text[FILE_HASIL];
    out.text[FILE_BUKAAN] = x->result.texts.text[FILE_BUKAAN];
    x->run.engine = S(ENGINE_NAME);
    x->run.micros = x->result.micros;
    TRY(run_note_done(tx, at, &x->run));
    TRY(run_texts_put(tx, at, x->run.id, "penuh", &out));
    TRY(run_figures_put(tx, at, x->run.id, &x->figures));
    for (size_t i = 0; i < x->n_groups; i++)
        TRY(run_group_put(tx, at, x->run.id, &x->groups[i]));
    for (size_t i = 0; i < x->result.n_checks; i++)
        TRY(run_check_put(tx, at, x->run.id, (int64_t)i + 1, &x->result.checks[i]));
    return x->run.trial ? OK : public_set_write(tx, at, x->run.id, &x->result.texts);
}

/* ---- when it cannot be done ---- */

struct trouble {
    struct run_work *work;
    struct str words;
};

static err note_trouble(struct tx *tx, void *arg)
{
    struct trouble *t = arg;
    return run_note_failed(tx, &t->work->job->at, t->work->job->job.subject, t->words);
}

static err refuse(struct run_work *x, err e, const struct faults *f)
{
    struct trouble t = {x, S("Terjadi gangguan; coba hitung ulang.")};
    if (e == ERR_DENIED)
        return e; /* cancelled: the run's state says so already */
    if (f->n > 0)
        t.words = f->list[0].text;
    if (e == ERR_LIMIT)
        t.words = S("Data daerah ini melebihi batas yang dapat dihitung.");
    job_fail_words(x->job, t.words);
    TRY(db_write(x->job->db, x->a, note_trouble, &t));
    return e;
}

static err compute(struct run_work *x, struct faults *f)
{
    TRY(job_progress(x->job, 0, 4, "Membekukan data"));
    TRY(db_write(x->job->db, x->a, freeze, x));
    TRY(db_read(x->job->db, x->a, read_texts, x));
    if (!run_is(&x->run, "beku"))
        return OK; /* cancelled, or done before the process ended */
    TRY(job_progress(x->job, 1, 4, "Menghitung dan memeriksa"));
    TRY(run_compute(x->a, &x->texts, &x->result, f));
    TRY(job_progress(x->job, 2, 4, "Menghitung angka perbandingan"));
    TRY(count(x, f));
    TRY(job_progress(x->job, 3, 4, "Menyimpan hasil"));
    return db_write(x->job->db, x->a, store, x);
}

err run_job(struct job_run *job)
{
    struct run_work x = {.job = job, .a = job->arena};
    struct faults f = {.arena = job->arena};
    err e = compute(&x, &f);
    return e == OK ? OK : refuse(&x, e, &f);
}
