/*
 * verify_again.c: P7 by a second computation: with the seats that were open in the end, everybody asks at the same
 * time, every line chooses, those turned away ask their next line, and so on. Another order of asking than the
 * engine's, another way of choosing: the outcome must be the same.
 */
#include "kernel/mem.h"
#include "pathway/verify_data.h"

struct again {
    struct verify *v;
    struct v_walk *walk;      /* per worker */
    uint32_t *next;           /* per worker: next asker of the same line */
    uint32_t *asker;          /* per line: first asker of this round */
    uint32_t *touched, n_touched;
    uint32_t *held, *n_held;  /* per line: its holders, at first_holder */
    uint32_t *line;           /* per worker: where it is held */
    uint32_t *active, n_active;
    struct arena *crowd;      /* for one line's applicants */
};

/* A full line without reserves turns away whoever comes after its last holder: no need to ask. */
static bool may_be_kept(const struct again *x, uint32_t worker, uint32_t line)
{
    const struct v_line *g = &x->v->line[line];
    if (g->holders == 0)
        return false;
    if (g->reserves || x->n_held[line] < g->holders)
        return true;
    return v_before(x->v, worker, x->held[g->first_holder + g->holders - 1], line);
}

static void everybody_asks(struct again *x)
{
    x->n_touched = 0;
    for (uint32_t i = 0; i < x->n_active; i++) {
        uint32_t worker = x->active[i], line;
        while ((line = v_next(&x->walk[worker])) != NOTHING)
            if (may_be_kept(x, worker, line))
                break;
        if (line == NOTHING)
            continue;
        if (x->asker[line] == NOTHING)
            x->touched[x->n_touched++] = line;
        x->next[worker] = x->asker[line];
        x->asker[line] = worker;
    }
    x->n_active = 0;
}

static void line_chooses(struct again *x, uint32_t line)
{
    struct v_line *g = &x->v->line[line];
    uint32_t n = x->n_held[line], *held = x->held + g->first_holder, asking = 0;
    for (uint32_t w = x->asker[line]; w != NOTHING; w = x->next[w])
        asking++;
    arena_reset(x->crowd);
    uint32_t *who = NEW_ARRAY(x->crowd, uint32_t, n + asking);
    memcpy(who, held, n * sizeof *who);
    for (uint32_t w = x->asker[line]; w != NOTHING; w = x->next[w])
        who[n++] = w;
    uint32_t kept = v_choose(x->v, line, g->holders, who, n, arena_alloc(x->crowd, n));
    for (uint32_t i = 0; i < n; i++) {
        x->line[who[i]] = i < kept ? line : NOTHING;
        if (i < kept)
            held[i] = who[i];
        else
            x->active[x->n_active++] = who[i];
    }
    x->n_held[line] = kept;
    x->asker[line] = NOTHING;
}

static struct again begin(struct verify *v, struct arena *tmp)
{
    struct again x = {.v = v};
    x.walk = NEW_ARRAY(tmp, struct v_walk, v->n_workers);
    x.next = NEW_ARRAY(tmp, uint32_t, v->n_workers);
    x.line = NEW_ARRAY(tmp, uint32_t, v->n_workers);
    x.active = NEW_ARRAY(tmp, uint32_t, v->n_workers);
    x.asker = NEW_ARRAY(tmp, uint32_t, v->n_lines);
    x.touched = NEW_ARRAY(tmp, uint32_t, v->n_lines);
    x.n_held = NEW_ARRAY(tmp, uint32_t, v->n_lines);
    x.held = NEW_ARRAY(tmp, uint32_t, v->n_workers);
    for (uint32_t i = 0; i < v->n_lines; i++)
        x.asker[i] = NOTHING;
    for (uint32_t i = 0; i < v->n_workers; i++) {
        x.walk[i] = (struct v_walk){.v = v, .worker = i};
        x.line[i] = NOTHING;
        if (v->worker[i].state == V_TAKES_PART)
            x.active[x.n_active++] = i;
    }
    return x;
}

void verify_again(struct verify *v)
{
    AUTO_ARENA tmp = arena_new(SIZE_MAX / 4);
    AUTO_ARENA crowd = arena_new(SIZE_MAX / 4);
    struct again x = begin(v, tmp);
    x.crowd = crowd;
    while (x.n_active > 0) {
        everybody_asks(&x);
        for (uint32_t i = 0; i < x.n_touched; i++)
            line_chooses(&x, x.touched[i]);
    }
    for (uint32_t i = 0; i < v->n_workers; i++) {
        if (v->worker[i].state != V_TAKES_PART)
            continue;
        v->report->check[C_P7].checked++;
        if (x.line[i] != v->worker[i].line)
            v_fail(v, C_P7, "hasil.csv", (uint64_t)i + 2, "hitungan kedua memberi tempat lain");
    }
}
