/*
 * verify.h: the independent check of a published result (allocation.md section 17): from the files alone, with a
 * reading, a seat rule and a matching of its own. It shares with the engine only the CSV reader, the sorter and
 * SHA-256, so that one mistake is not made twice.
 */
#pragma once
#include "kernel/fault.h"
#include "pathway/instance.h"

enum { VERIFY_SENTENCES = 5 };

struct verify_check {
    const char *name;   /* "P1" */
    const char *what;   /* what is promised, an Indonesian sentence */
    uint64_t checked, failed;
    struct str first[VERIFY_SENTENCES]; /* the first failures: `berkas:baris: sebab` */
    bool from_files;    /* false: holds for the method and is shown by the program's tests, not by these files */
};

enum { VERIFY_CHECKS = 13 };
struct verify_report {
    struct verify_check check[VERIFY_CHECKS];
    bool passed;        /* nothing failed */
};

/* Check hasil.csv and bukaan.csv against the inputs. Sentences live in `a`. ERR_INVALID when an input or output
 * file cannot be read as such; then nothing was checked and the faults say why. */
err verify_run(struct arena *a, const struct instance_files *files, struct str results, struct str openings,
               struct verify_report *ret, struct faults *f) MUST_USE;
