/*
 * census_lines.c: see census_lines.h.
 */
#include "census_lines.h"

#include "kernel/mem.h"
#include "kernel/sort.h"

struct stored {
    int64_t row;
    uint32_t record;
    int32_t sheet;
    int16_t column, code;
    uint32_t n[4]; /* lengths of x, y, z, value, which follow */
};

enum { ROW_LINES_MAX = 256 };

err census_lines_open(struct census_lines *l)
{
    *l = (struct census_lines){0};
    l->early.fd = l->late.fd = l->late_at.fd = -1;
    TRY(spool_open(&l->early, (size_t)64 << 30));
    TRY(spool_open(&l->late, (size_t)64 << 30));
    return spool_open(&l->late_at, (size_t)64 << 30);
}

void census_lines_close(struct census_lines *l)
{
    spool_close(&l->early);
    spool_close(&l->late);
    spool_close(&l->late_at);
}

static err store(struct spool *s, const struct census_line *line, uint32_t record)
{
    const struct str *text[4] = {&line->x, &line->y, &line->z, &line->value};
    struct stored h = {line->row, record, line->sheet, (int16_t)line->column, (int16_t)line->code, {0}};
    size_t n = sizeof h;
    for (size_t i = 0; i < 4; i++) {
        h.n[i] = (uint32_t)text[i]->n;
        n += text[i]->n;
    }
    char *at = spool_room(s, (n + 7) & ~(size_t)7);
    if (at == NULL)
        return ERR_LIMIT;
    memcpy(at, &h, sizeof h);
    at += sizeof h;
    for (size_t i = 0; i < 4; i++) {
        if (text[i]->n > 0)
            memcpy(at, text[i]->p, text[i]->n);
        at += text[i]->n;
    }
    return OK;
}

err census_line_early(struct census_lines *l, const struct census_line *line, uint32_t record)
{
    return store(&l->early, line, record);
}

static uint64_t order_of(int32_t sheet, int64_t row)
{
    return (uint64_t)(sheet + 1) << 40 | ((uint64_t)row & UINT64_C(0xFFFFFFFFFF));
}

err census_line_late(struct census_lines *l, const struct census_line *line, uint32_t record)
{
    struct sort_key k = {order_of(line->sheet, line->row), (uint32_t)(l->late.n / 8), 0};
    TRY(spool_add(&l->late_at, &k, sizeof k));
    return store(&l->late, line, record);
}

/* The line at `at`; returns the place behind it. */
static size_t load(const struct spool *s, size_t at, struct census_line *line, uint32_t *record)
{
    struct stored h;
    size_t text = at + sizeof h;
    memcpy(&h, s->p + at, sizeof h);
    struct str part[4];
    for (size_t i = 0; i < 4; i++) {
        part[i] = spool_str(s, text, h.n[i]);
        text += h.n[i];
    }
    *record = h.record;
    *line = (struct census_line){.sheet = h.sheet, .row = h.row, .column = (enum census_column)h.column,
                                 .code = (enum census_code)h.code, .x = part[0], .y = part[1], .z = part[2],
                                 .value = part[3], .sheet_name = S("")};
    return (text + 7) & ~(size_t)7;
}

struct gather {
    struct census_line list[ROW_LINES_MAX];
    size_t n;
};

/* Into its place by column; lines of one column stay in the order they were said. */
static void gather_add(struct gather *g, const struct census_line *line)
{
    if (g->n == ROW_LINES_MAX)
        return;
    size_t at = g->n++;
    while (at > 0 && g->list[at - 1].column > line->column) {
        g->list[at] = g->list[at - 1];
        at--;
    }
    g->list[at] = *line;
}

static err gather_tell(struct gather *g, const struct census_teller *t)
{
    for (size_t i = 0; i < g->n; i++)
        TRY(t->tell(t->user, &g->list[i]));
    g->n = 0;
    return OK;
}

static err sort_late(struct census_lines *l)
{
    AUTO_SPOOL room = {.fd = -1};
    if (l->late_at.n == 0)
        return OK;
    TRY(spool_open(&room, l->late_at.n + 1));
    if (spool_room(&room, l->late_at.n) == NULL)
        return ERR_LIMIT;
    sort_keys((struct sort_key *)(void *)l->late_at.p, (struct sort_key *)(void *)room.p,
              l->late_at.n / sizeof(struct sort_key));
    return OK;
}

err census_lines_tell(struct census_lines *l, const struct census_teller *t)
{
    AUTO_ARENA a = arena_new(1 << 20);
    struct gather *g = NEW(a, struct gather);
    size_t at = 0, next = 0, n_late = l->late_at.n / sizeof(struct sort_key);
    uint64_t current = 0;
    TRY(sort_late(l));
    const struct sort_key *late = (const struct sort_key *)(const void *)l->late_at.p;
    while (at < l->early.n || next < n_late) {
        struct census_line line;
        uint32_t record = CENSUS_NO_RECORD;
        size_t behind = at < l->early.n ? load(&l->early, at, &line, &record) : 0;
        uint64_t early_order = at < l->early.n ? order_of(line.sheet, line.row) : UINT64_MAX;
        bool early = next >= n_late || early_order <= late[next].key;
        uint64_t order = early ? early_order : late[next].key;
        if (order != current)
            TRY(gather_tell(g, t));
        current = order;
        if (early) {
            at = behind;
            if (!t->keep(t->user, &line, record))
                continue;
        } else {
            load(&l->late, (size_t)late[next++].index * 8, &line, &record);
        }
        gather_add(g, &line);
    }
    return gather_tell(g, t);
}
