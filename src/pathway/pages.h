/*
 * pages.h: what the screens of this module share: names for codes, words for figures, the frame's crumbs.
 */
#pragma once
#include "kernel/html/page.h"
#include "rule/rulebook.h"
#include "run.h"

/* Names of the codes that stand in a run's texts. */
struct code_names {
    struct named_pair {
        struct str code, name;
        int64_t id;
    } *agency, *job;
    size_t n_agencies, n_jobs;
};
err code_names_report(struct tx *tx, const struct at *at, struct code_names *ret) MUST_USE;
struct str agency_words(const struct code_names *n, struct str code); /* the code itself when it is unknown */
struct str job_words(const struct code_names *n, struct str code);

struct str words_km(struct arena *a, int64_t metres);                     /* "5,8 km" */
struct str words_points(struct arena *a, int64_t per_mille);              /* "0,8 poin" */
struct str words_percent(struct arena *a, int64_t part, int64_t whole);   /* "89,8%" */
struct str words_rupiah(struct arena *a, int64_t v);                      /* "Rp1.234.567" */
struct str words_count(struct arena *a, int64_t v);                       /* "2.418" */
struct str words_hash(struct arena *a, struct str hex);                   /* four letters at a time */
struct str words_date(struct arena *a, struct date d);
struct str words_moment(struct arena *a, struct moment m, struct str zone);

/* The run of the route's first hole; replies the error itself and gives false. */
bool page_run(struct request *q, struct run *ret);
/* The year of ?tahun=, else the year that is planned for. */
int32_t page_year(const struct request *q);
/* The person behind a public number: register id and name; 0 when there is none. */
int64_t page_person(struct request *q, struct str public_id, struct str *name);
void chip_of_run(struct html *w, const struct run *r);
