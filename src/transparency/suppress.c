/*
 * suppress.c: see suppress.h.
 */
#include "suppress.h"

#include "kernel/buf.h"
#include "kernel/rupiah.h"

static bool is_small(int64_t n)
{
    return n > 0 && n < SUPPRESS_BELOW;
}

/* The smallest cell that is shown and not empty; hiding an empty one would protect nobody. */
static struct cell *smallest_shown(struct cell *cells, size_t n)
{
    struct cell *best = NULL;
    for (size_t i = 0; i < n; i++) {
        if (cells[i].how == SHOWN && cells[i].n > 0 && (best == NULL || cells[i].n < best->n))
            best = &cells[i];
    }
    return best;
}

void suppress(struct cell *cells, size_t n)
{
    size_t hidden = 0;
    for (size_t i = 0; i < n; i++) {
        cells[i].how = is_small(cells[i].n) ? HIDDEN_FEW : SHOWN;
        hidden += cells[i].how != SHOWN;
    }
    if (hidden != 1)
        return;
    struct cell *also = smallest_shown(cells, n);
    if (also != NULL)
        also->how = HIDDEN_TOO;
}

struct str cell_words(struct arena *a, const struct cell *c)
{
    if (c->how == HIDDEN_FEW)
        return S("<5");
    if (c->how == HIDDEN_TOO)
        return S("*");
    AUTO_BUF b = buf_new(64);
    number_write(&b, c->n);
    return str_dup(a, buf_str(&b));
}
