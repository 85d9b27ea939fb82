/*
 * publish_job.c: a released result reaches the people: in slices of a few hundred, each one transaction that writes
 * pathway, offer, reasons and history of its people together. A person who has a result of this run already is
 * skipped, so a job taken up again after a crash does nothing twice. Before the first slice the public files are
 * computed again: what strangers will find must be what is written.
 */
#include "allocate.h"
#include "explain.h"
#include "kernel/audit/audit.h"
#include "kernel/buf.h"
#include "offer_face.h"
#include "pages.h"
#include "publish.h"
#include "run_change.h"
#include "run_db.h"
#include "run_job.h"
#include "run_outcome.h"

enum { SLICE = 300, HIGHER_LINES = 8 };

struct publication {
    struct job_run *job;
    struct arena *a;
    struct run run;
    struct run_texts full, open;
    bool witness;
    struct computed computed;
    struct explain *explain;
    struct code_names names;
    uint32_t from, to; /* the slice */
};

static err read_all(struct tx *tx, void *arg)
{
    struct publication *p = arg;
    const struct at *at = &p->job->at;
    TRY(run_get(tx, at, p->job->job.subject, &p->run));
    TRY(run_has_witness_set(tx, at, p->run.id, &p->witness));
    TRY(code_names_report(tx, at, &p->names));
    TRY(run_texts_get(tx, at, p->run.id, "penuh", p->a, &p->full));
    return run_texts_get(tx, at, p->run.id, p->witness ? "saksi" : "umum", p->a, &p->open);
}

/* The published set must give the same bytes (allocation.md section 15a). */
static err repeat_in_public(struct publication *p)
{
    struct computation again;
    struct faults f = {.arena = p->a};
    struct run_texts inputs = p->open;
    inputs.text[FILE_HASIL] = inputs.text[FILE_BUKAAN] = (struct str){0};
    TRY(run_compute(p->a, &inputs, &again, &f));
    bool same = str_eq(again.texts.text[FILE_HASIL], p->full.text[FILE_HASIL]) &&
                str_eq(again.texts.text[FILE_BUKAAN], p->full.text[FILE_BUKAAN]);
    if (same)
        return OK;
    job_fail_words(p->job, S("Berkas terbuka tidak memberi hasil yang sama. Hasil tidak diterbitkan; hubungi pengelola sistem."));
    return ERR_INVALID;
}

/* "Pengemudi, Dinas Pendidikan" */
static struct str line_label(struct arena *a, void *context, const struct instance *in, uint32_t g)
{
    const struct publication *p = context;
    const struct line *l = &in->line[g];
    return str_printf(a, STR_FMT ", " STR_FMT, STR_ARG(job_words(&p->names, in->jobs.name[l->job])),
                      STR_ARG(agency_words(&p->names, in->agencies.name[l->agency])));
}

/* The sentences, one a line: "+ " speaks for the person, "- " of a line not reached. */
static struct str why_of(struct arena *a, const struct publication *p, uint32_t w)
{
    struct explanation e;
    AUTO_BUF b = buf_new(1 << 16);
    explain_worker(a, p->explain, w, HIGHER_LINES, &e);
    for (size_t i = 0; i < e.n; i++) {
        enum explain_kind k = e.item[i].kind;
        bool good = k == EXPLAIN_OUTCOME || k == EXPLAIN_CHANGE || k == EXPLAIN_DESK;
        buf_add(&b, good ? S("+ ") : S("- "));
        buf_add(&b, e.item[i].text);
        buf_addc(&b, '\n');
    }
    if (e.unsaid > 0)
        buf_printf(&b, "- Dan %u pekerjaan lain yang lebih tinggi dalam urutan Anda, dengan alasan serupa.\n", e.unsaid);
    return str_dup(a, buf_str(&b));
}

static err publish_person(struct tx *tx, struct publication *p, uint32_t w, struct slice *slice)
{
    const struct instance *in = &p->computed.in;
    const struct outcome *o = &p->computed.out;
    bool placed = o->line[w] != NOTHING;
    struct person_result r = {
        .public_id = worker_id(&in->worker[w]),
        .run_number = p->run.number,
        .result = {.run_id = p->run.id,
                   .status = str_z(outcome_status(in, o, w)),
                   .line_code = placed ? in->line[o->line[w]].id : S(""),
                   .choice = o->position[w],
                   .tier = placed ? o->tier[w] : 0,
                   .reason = str_z(reason_code[o->reason[w]]),
                   .why = why_of(tx_arena(tx), p, w)},
    };
    return person_publish(tx, &p->job->at, &r, slice);
}

static err publish_slice(struct tx *tx, void *arg)
{
    struct publication *p = arg;
    struct slice *slice = slice_new(tx, p->run.year);
    for (uint32_t w = p->from; w < p->to; w++)
        TRY(publish_person(tx, p, w, slice));
    return slice_end(tx, &p->job->at, slice);
}

static err finish(struct tx *tx, void *arg)
{
    struct publication *p = arg;
    const struct at *at = &p->job->at;
    TRY(run_note_published(tx, at, &p->run));
    TRY(plan_follow_changes(tx, at, &p->run));
    TRY(run_step_put(tx, at, p->run.id, "terbit", S("Jalur ditulis kepada setiap orang dan sertifikat dibuka")));
    return audit_write(tx, at, "alokasi.terbit", p->run.id, p->run.number);
}

static err publish_all(struct publication *p)
{
    uint32_t n = p->computed.in.n_workers;
    for (p->from = 0; p->from < n; p->from = p->to) {
        p->to = n - p->from > SLICE ? p->from + SLICE : n;
        AUTO_ARENA slice = arena_new((size_t)256 << 20);
        TRY(db_write(p->job->db, slice, publish_slice, p));
        TRY(job_progress(p->job, p->to, n, "Menulis jalur kepada setiap orang"));
    }
    return OK;
}

err publish_job(struct job_run *job)
{
    struct publication p = {.job = job, .a = job->arena};
    struct faults f = {.arena = job->arena};
    TRY(db_read(job->db, p.a, read_all, &p));
    if (!run_is(&p.run, "menerbitkan"))
        return OK; /* published before the process ended */
    TRY(job_progress(job, 0, 0, "Menghitung ulang dari berkas terbuka"));
    TRY(repeat_in_public(&p));
    TRY(computed_read(p.a, &p.full, &p.computed, &f));
    p.explain = explain_new(p.a, &p.computed.in, &p.computed.out, line_label, &p);
    TRY(publish_all(&p));
    return db_write(job->db, p.a, finish, &p);
}
