/*
 * explain.h: why a worker has this outcome, in sentences for that worker (allocation.md section 14): from inputs
 * and outputs alone, without another run, and never with another person's data.
 */
#pragma once
#include "pathway/allocate.h"

enum explain_kind {
    EXPLAIN_OUTCOME,    /* where the worker is, or that there is no place yet */
    EXPLAIN_NOT_FIT,    /* a line higher on the list: a requirement is missing */
    EXPLAIN_NOT_FUNDED, /* ... its seats are not paid for */
    EXPLAIN_TAKEN,      /* ... others go first by the published rule */
    EXPLAIN_CHANGE,     /* what would change the outcome */
    EXPLAIN_DESK,       /* where to ask */
};

struct explain_item {
    enum explain_kind kind;
    uint32_t line;     /* the line spoken of, or NOTHING */
    uint32_t position; /* its place on the worker's list from 1; 0: not on it */
    struct str text;
};

struct explanation {
    struct explain_item *item;
    size_t n;
    uint32_t on_list;  /* lines on the worker's list */
    uint32_t unsaid;   /* lines higher on the list that were left out: more than `most` */
};

/* How a line is called in the sentences; NULL: its id with the codes of job and agency. */
typedef struct str explain_label(struct arena *a, void *context, const struct instance *in, uint32_t line);

/* What is worked out once for a run, then used for every worker. Lives in `a`, as do instance and outcome. */
struct explain;
struct explain *explain_new(struct arena *a, const struct instance *in, const struct outcome *o, explain_label *label,
                            void *context);

/* The explanation for one worker, with at most `most` lines higher on its list. */
void explain_worker(struct arena *a, const struct explain *x, uint32_t worker, size_t most, struct explanation *ret);

/* The public cut-off of a line: who was the last to be kept without a reserve. Only for lines with 5 holders or
 * more; false for the others. */
struct cutoff {
    uint8_t tier, data_class;
    uint32_t months;
    uint64_t lottery;
};
enum { CUTOFF_HOLDERS_MIN = 5 };
bool explain_cutoff(const struct explain *x, uint32_t line, struct cutoff *ret);
