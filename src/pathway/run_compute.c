/*
 * run_compute.c: engine and verifier one after the other on the same texts, as `alihdaya allocate` and `alihdaya
 * verify` do on files.
 */
#include <time.h>

#include "allocate.h"
#include "kernel/buf.h"
#include "kernel/mem.h"
#include "run_job.h"
#include "run_outcome.h"
#include "verify.h"

static int64_t cpu_micros(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

typedef void (*outcome_writer)(const struct instance *in, const struct outcome *o, struct buf *out);

static struct str written(struct arena *a, outcome_writer write, const struct instance *in, const struct outcome *o)
{
    struct buf b = buf_new((size_t)1 << 30);
    write(in, o, &b);
    struct str text = str_dup(a, buf_str(&b));
    buf_free(&b);
    return text;
}

static void note_checks(struct arena *a, const struct verify_report *r, struct computation *c)
{
    for (size_t i = 0; i < VERIFY_CHECKS && c->n_checks < RUN_CHECKS_MAX; i++) {
        const struct verify_check *v = &r->check[i];
        if (v->name == NULL || !v->from_files)
            continue;
        struct str words = str_z(v->what);
        if (v->failed > 0)
            words = str_printf(a, "%s: %llu pelanggaran, pertama " STR_FMT, v->what, (unsigned long long)v->failed,
                               STR_ARG(v->first[0]));
        c->checks[c->n_checks++] = (struct run_check_line){
            .name = str_z(v->name), .words = words, .passed = v->failed == 0, .checked = (int64_t)v->checked};
    }
}

err run_compute(struct arena *a, const struct run_texts *in, struct computation *ret, struct faults *f)
{
    struct instance_files files = run_instance_files(in);
    struct instance *instance = NEW(a, struct instance);
    struct outcome outcome;
    struct verify_report *report = NEW(a, struct verify_report);
    struct computation c = {.texts = *in};
    int64_t start = cpu_micros();
    TRY(instance_parse(a, &files, instance, f));
    allocate(a, instance, &outcome);
    c.texts.text[FILE_HASIL] = written(a, outcome_write_results, instance, &outcome);
    c.texts.text[FILE_BUKAAN] = written(a, outcome_write_openings, instance, &outcome);
    c.micros = cpu_micros() - start;
    TRY(verify_run(a, &files, c.texts.text[FILE_HASIL], c.texts.text[FILE_BUKAAN], report, f));
    note_checks(a, report, &c);
    *ret = c;
    return OK;
}
