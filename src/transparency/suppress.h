/*
 * suppress.h: figures about people are published only where nobody can be recognised in them. A cell of one to four
 * people is hidden; if it were the only hidden one, it could be computed from the total, so the next smallest is
 * hidden with it. Pure.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kernel/str.h"

enum { SUPPRESS_BELOW = 5 };

enum suppressed {
    SHOWN,       /* the figure may be printed */
    HIDDEN_FEW,  /* fewer than five: printed as "<5" */
    HIDDEN_TOO,  /* hidden so that another cannot be computed: printed as "*" */
};

struct cell {
    int64_t n;
    enum suppressed how;
};

/* Decide for the cells of one whole whose sum is published. */
void suppress(struct cell *cells, size_t n);

/* "2.418", "<5" or "*". */
struct arena;
struct str cell_words(struct arena *a, const struct cell *c);
/* For drawing and for files: the figure, or 0 when it is hidden (a shape would give it away). */
static inline int64_t cell_drawn(const struct cell *c)
{
    return c->how == SHOWN ? c->n : 0;
}
