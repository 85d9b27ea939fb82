/*
 * publish.h: what leaves the house (allocation.md section 15a): pseudonymous texts on which the engine gives the
 * same bytes, their zip, and the slices in which a published result reaches the people.
 */
#pragma once
#include "kernel/job/job.h"
#include "run.h"

/* The public texts of a full set. Pure. NIK become surrogates, wages are raised to the next wage that occurs in the
 * plan, only qualifications that some line asks for stay. *witness: some line keeps reserves, so traits are left
 * out here and the whole can be repeated only with the witness set. */
void public_texts(struct arena *a, const struct run_texts *full, struct run_texts *ret, bool *witness);
/* The same with traits and reserves: for Inspektorat, Ombudsman and named representatives, against signature. */
void witness_texts(struct arena *a, const struct run_texts *full, struct run_texts *ret);

/* Write the public set of a run ("umum", and "saksi" when there are reserves) from its full texts. It is shown to
 * nobody before the run is published. */
err public_set_write(struct tx *tx, const struct at *at, int64_t run_id, const struct run_texts *full) MUST_USE;
/* Whether a run's public set leaves out traits. */
err run_has_witness_set(struct tx *tx, const struct at *at, int64_t run_id, bool *ret) MUST_USE;

/* The job that writes pathways to people, in slices, never twice. */
err publish_job(struct job_run *run) MUST_USE;
