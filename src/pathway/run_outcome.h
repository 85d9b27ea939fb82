/*
 * run_outcome.h: results read back from hasil.csv and bukaan.csv, and what they say in figures: the numbers of the
 * comparison page (mock 06). Pure.
 */
#pragma once
#include "allocate.h"
#include "run.h"

/* The engine's files among a run's texts. */
struct instance_files run_instance_files(const struct run_texts *t);

/* hasil.csv and bukaan.csv of this instance into an outcome. ERR_INVALID when they do not belong together. */
err outcome_read(struct arena *a, const struct instance *in, struct str hasil, struct str bukaan,
                 struct outcome *ret) MUST_USE;

/* Instance and outcome of a computed run's texts. ERR_INVALID carries the reader's faults. */
struct computed {
    struct instance in;
    struct outcome out;
};
err computed_read(struct arena *a, const struct run_texts *t, struct computed *ret, struct faults *f) MUST_USE;

/* What the files do not say of a person and fairness is counted by; sorted by id. */
struct person_fact {
    struct str id;
    char sex; /* L, P or 0 */
    struct date born;
    bool disabled;
};
struct person_facts {
    struct person_fact *list;
    size_t n;
};
const struct person_fact *person_fact_of(const struct person_facts *facts, struct str id);

void figures_count(const struct computed *c, const struct person_facts *facts, struct figures *ret);
/* Groups of the fairness card; at most RUN_GROUPS_MAX. */
size_t groups_count(struct arena *a, const struct computed *c, const struct person_facts *facts, struct date today,
                    struct run_group *ret);
bool is_settled(const struct computed *c, uint32_t worker);
int64_t distance_of(const struct instance *in, uint32_t from_agency, uint32_t to_agency); /* -1 unknown */

/* Who differs between two outcomes over the same people. */
enum shift { SHIFT_NONE, SHIFT_GAINED, SHIFT_LOST, SHIFT_MOVED };
/* Per worker of `now`, by id; people that only one side has are SHIFT_NONE. */
enum shift *shifts_between(struct arena *a, const struct computed *base, const struct computed *now);
