/*
 * fault.h: the sentences that tell a person what to mend, each beside its field. Two tables never meet: a
 * fault has Indonesian words for the person, an err has a code for the program.
 */
#pragma once
#include "str.h"

struct fault {
    const char *field; /* name of the form field or canonical column; "" = the whole form */
    struct str text;   /* one sentence: what is wrong and how to mend it */
};

enum { FAULTS_MAX = 64 }; /* more are counted, not kept: a person mends a few at a time */

struct faults {
    struct arena *arena; /* owns the sentences */
    struct fault list[FAULTS_MAX];
    size_t n, dropped;
};

/* Add a sentence beside a field. */
void fault(struct faults *f, const char *field, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* The first sentence for a field, or {NULL, 0}. */
struct str fault_of(const struct faults *f, const char *field);

/* Was something said about this field already? A second check then leaves it alone. */
static inline bool fault_said(const struct faults *f, const char *field)
{
    return fault_of(f, field).p != NULL;
}

/* ERR_INVALID if anything was said, else OK: the usual end of a check. */
static inline err MUST_USE faults_end(const struct faults *f)
{
    return f->n > 0 ? ERR_INVALID : OK;
}
