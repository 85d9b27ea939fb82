/*
 * verify_again.c: P7 by a second computation: with the seats that were open in the end, everybody asks at the same
 * time, every line chooses, those turned away ask their next line, and so on. Another order of asking than the
 * engine's, another way of choosing: the outcome must be the same.
 */
#include "kernel/mem.h"
#include "pathway/verify_data.h"

struct again {
    struct verify *v;
    uint32_t *at;             /* per worker: its place on the list */
    uint32_t *next;           /* per worker: next asker of the same line */
    uint32_t *asker;          /* per line: first asker of this round */
    uint32_t *touched, n_touched;
    uint32_t *held, *n_held;  /* per line: its holders, at first_holder */
    uint32_t *line;           /* per worker: where it is held */
    uint32_t *active, n_active;
    struct v_face **refused;  /* per line with reserves: the best so far turned away, by signs */
    struct arena *crowd;      /* for one line's applicants */
};

/* What a line says to those still walking: with seats left it is worth asking for anybody (the highest cut), without
 * any for nobody. A full line without reserves turns away whoever comes after its last holder; one with reserves
 * only if people of its own hold all seats, and then everybody else. */
static void show_cut(const struct again *x, uint32_t line)
{
    const struct v_line *g = &x->v->line[line];
    struct v_face *f = &x->v->face[line];
    if (g->holders == 0)
        f->cut = 0;
    else if (x->n_held[line] < g->holders)
        f->cut = UINT64_MAX;
    else
        v_show_last(x->v, f, line, x->held[g->first_holder + g->holders - 1]);
    if (g->holders > 0 && x->n_held[line] == g->holders && f->kept_for != 0)
        f->cut = f->tier < 2 ? (UINT64_C(2) << RANK_TIER) - 1 : UINT64_MAX;
}

/* Whether it is worth asking at the line, exactly. */
static bool may_be_kept(const struct again *x, const struct v_walk *walk, uint32_t line)
{
    const struct v_line *g = &x->v->line[line];
    const struct v_face *f = &x->v->face[line];
    if (g->holders > 0 && x->n_held[line] < g->holders)
        return true;
    if (g->holders == 0 || f->kept_for == 0)
        return g->holders > 0 && v_before_last(x->v, f, walk->worker, walk->tier);
    const struct v_face *refused = &x->refused[line][x->v->worker[walk->worker].signs];
    return refused->last == NOTHING || v_before_last(x->v, refused, walk->worker, walk->tier);
}

static void everybody_asks(struct again *x)
{
    enum { AHEAD = 8 }; /* workers fetched while others walk */
    x->n_touched = 0;
    for (uint32_t i = 0; i < x->n_active; i++) {
        if (x->n_active - i > AHEAD)
            __builtin_prefetch(&x->v->worker[x->active[i + AHEAD]]);
        uint32_t worker = x->active[i], line;
        struct v_walk walk = v_walk_from(x->v, worker, x->at[worker], true);
        while ((line = v_next(&walk)) != NOTHING)
            if (may_be_kept(x, &walk, line))
                break;
        x->at[worker] = walk.at;
        if (line == NOTHING)
            continue;
        if (x->asker[line] == NOTHING)
            x->touched[x->n_touched++] = line;
        x->next[worker] = x->asker[line];
        x->asker[line] = worker;
    }
    x->n_active = 0;
}

/* Whoever has the same signs and comes after one turned away will be turned away as well. */
static void remember_refused(struct again *x, uint32_t line, uint32_t worker)
{
    if (!x->v->line[line].reserves)
        return;
    struct v_face *refused = &x->refused[line][x->v->worker[worker].signs];
    if (refused->last == NOTHING || v_before(x->v, worker, refused->last, line))
        v_show_last(x->v, refused, line, worker);
}

static void line_chooses(struct again *x, uint32_t line)
{
    const struct v_line *g = &x->v->line[line];
    uint32_t n = x->n_held[line], *held = x->held + g->first_holder, asking = 0;
    for (uint32_t w = x->asker[line]; w != NOTHING; w = x->next[w])
        asking++;
    arena_reset(x->crowd);
    uint32_t *who = NEW_ARRAY(x->crowd, uint32_t, n + asking);
    memcpy(who, held, n * sizeof *who);
    for (uint32_t w = x->asker[line]; w != NOTHING; w = x->next[w])
        who[n++] = w;
    uint32_t kept = v_choose(x->v, line, g->holders, who, n, x->crowd);
    for (uint32_t i = 0; i < n; i++) {
        x->line[who[i]] = i < kept ? line : NOTHING;
        if (i < kept) {
            held[i] = who[i];
        } else {
            remember_refused(x, line, who[i]);
            x->active[x->n_active++] = who[i];
        }
    }
    x->n_held[line] = kept;
    show_cut(x, line);
    x->asker[line] = NOTHING;
}

static struct again begin(struct verify *v, struct arena *tmp)
{
    struct again x = {.v = v};
    x.at = NEW_ARRAY(tmp, uint32_t, v->n_workers);
    x.next = NEW_ARRAY(tmp, uint32_t, v->n_workers);
    x.line = NEW_ARRAY(tmp, uint32_t, v->n_workers);
    x.active = NEW_ARRAY(tmp, uint32_t, v->n_workers);
    x.asker = NEW_ARRAY(tmp, uint32_t, v->n_lines);
    x.touched = NEW_ARRAY(tmp, uint32_t, v->n_lines);
    x.n_held = NEW_ARRAY(tmp, uint32_t, v->n_lines);
    x.held = NEW_ARRAY(tmp, uint32_t, v->n_workers);
    x.refused = NEW_ARRAY(tmp, struct v_face *, v->n_lines);
    for (uint32_t i = 0; i < v->n_lines; i++) {
        x.asker[i] = NOTHING;
        show_cut(&x, i);
        if (!v->line[i].reserves)
            continue;
        x.refused[i] = NEW_ARRAY(tmp, struct v_face, SIGNS);
        for (unsigned s = 0; s < SIGNS; s++)
            x.refused[i][s].last = NOTHING;
    }
    for (uint32_t i = 0; i < v->n_workers; i++)
        x.line[i] = NOTHING;
    memcpy(x.active, v->order, v->n_order * sizeof *x.active);
    x.n_active = v->n_order;
    return x;
}

void verify_again(struct verify *v)
{
    AUTO_ARENA tmp = arena_new(SIZE_MAX / 4);
    AUTO_ARENA crowd = arena_new(SIZE_MAX / 4);
    struct again x = begin(v, tmp);
    x.crowd = crowd;
    for (uint32_t i = 0; i < v->n_groups; i++)
        v->group[i].skip = NEW_ARRAY(tmp, uint8_t, v->group[i].n);
    while (x.n_active > 0) {
        everybody_asks(&x);
        for (uint32_t i = 0; i < x.n_touched; i++)
            line_chooses(&x, x.touched[i]);
    }
    for (uint32_t i = 0; i < v->n_groups; i++)
        v->group[i].skip = NULL;
    for (uint32_t i = 0; i < v->n_workers; i++) {
        if (v->worker[i].state != V_TAKES_PART)
            continue;
        v->report->check[C_P7].checked++;
        if (x.line[i] != v->worker[i].line)
            v_fail(v, C_P7, "hasil.csv", (uint64_t)i + 2, "hitungan kedua memberi tempat lain");
    }
}
