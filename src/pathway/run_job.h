/*
 * run_job.h: the two long works of this module: computing a run and publishing it. Both start again after a crash
 * from their own marks: the state of the run, and the results already written.
 */
#pragma once
#include "kernel/job/job.h"
#include "run.h"

err run_job(struct job_run *run) MUST_USE;     /* "pathway_run": freeze, compute, verify, count */
err publish_job(struct job_run *run) MUST_USE; /* "pathway_publish": pathways, offers, reasons, certificate */

/* Seconds of CPU are measured on the computation alone; reading and writing the database is not counted. */
struct computation {
    struct run_texts texts; /* with hasil.csv and bukaan.csv added */
    int64_t micros;
    struct run_check_line checks[RUN_CHECKS_MAX];
    size_t n_checks;
};
/* Engine and verifier on exactly these texts. Pure. ERR_INVALID: the faults name file and line. */
err run_compute(struct arena *a, const struct run_texts *in, struct computation *ret, struct faults *f) MUST_USE;
