/*
 * verify_list.c: L(w) of section 6, the priority of section 5 and the seat rule of section 8, written once more
 * from the specification: lists by sorting packed numbers, the rule by its three steps over a sorted crowd.
 */
#include <assert.h>

#include "kernel/mem.h"
#include "kernel/sort.h"
#include "pathway/verify_data.h"

/* ---- groups and their lists ---- */

static int compare_base(const void *x, const void *y, void *context)
{
    const struct v_line *lines = context, *a = &lines[*(const uint32_t *)x], *b = &lines[*(const uint32_t *)y];
    if (a->wage != b->wage)
        return a->wage > b->wage ? -1 : 1;
    return str_compare(a->id, b->id);
}

static void number_by_wage(struct verify *v, struct arena *tmp)
{
    uint32_t *order = NEW_ARRAY(tmp, uint32_t, v->n_lines);
    for (uint32_t i = 0; i < v->n_lines; i++)
        order[i] = i;
    qsort_r(order, v->n_lines, sizeof *order, compare_base, v->line);
    for (uint32_t i = 0; i < v->n_lines; i++)
        v->line[order[i]].base = i;
}

static int64_t metres_between(const struct verify *v, uint32_t from, uint32_t to)
{
    if (from == to)
        return 0;
    uint64_t pair = (uint64_t)from << 32 | to;
    size_t low = 0, high = v->n_near;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (v->near[middle].pair < pair)
            low = middle + 1;
        else
            high = middle;
    }
    return low < v->n_near && v->near[low].pair == pair ? v->near[low].metres : DISTANCE_UNKNOWN;
}

/* Lines a region sees, each region's and those open to all, as one packed index by region. */
struct sight {
    uint32_t *start, *line, n_star, *star;
    struct v_wages *wages; /* per region */
};

static void widen(struct v_wages *w, const struct v_line *l)
{
    int64_t *least = &w->least[l->stage - 1], *most = &w->most[l->stage - 1];
    *least = l->wage < *least ? l->wage : *least;
    *most = l->wage > *most ? l->wage : *most;
}

/* The range of wages for every region. A stage without lines has an empty one. */
static struct v_wages *range_wages(struct verify *v)
{
    uint32_t regions = dict_size(v->regions);
    struct v_wages *wages = NEW_ARRAY(v->a, struct v_wages, (size_t)regions + 1), *all = &wages[regions];
    for (unsigned t = 0; t < STAGES; t++) {
        all->least[t] = INT64_MAX;
        all->most[t] = INT64_MIN;
    }
    for (uint32_t i = 0; i < v->n_lines; i++)
        if (v->line[i].region == EVERY_REGION)
            widen(all, &v->line[i]);
    for (uint32_t r = 0; r < regions; r++)
        wages[r] = *all;
    for (uint32_t i = 0; i < v->n_lines; i++)
        if (v->line[i].region != EVERY_REGION)
            widen(&wages[v->line[i].region], &v->line[i]);
    return wages;
}

static struct sight see(struct verify *v, struct arena *tmp)
{
    uint32_t regions = dict_size(v->regions);
    struct sight s = {NEW_ARRAY(tmp, uint32_t, (size_t)regions + 2), NEW_ARRAY(tmp, uint32_t, v->n_lines), 0,
                      NEW_ARRAY(tmp, uint32_t, v->n_lines), range_wages(v)};
    for (uint32_t i = 0; i < v->n_lines; i++) {
        if (v->line[i].allowed && v->line[i].region == EVERY_REGION)
            s.star[s.n_star++] = i;
        else if (v->line[i].allowed)
            s.start[v->line[i].region + 2]++;
    }
    for (uint32_t r = 2; r < regions + 2; r++)
        s.start[r] += s.start[r - 1];
    for (uint32_t i = 0; i < v->n_lines; i++)
        if (v->line[i].allowed && v->line[i].region != EVERY_REGION)
            s.line[s.start[v->line[i].region + 1]++] = i;
    return s;
}

/* The lines an agency's people see, by stage, distance, wage and id: what its groups have in common. */
struct view {
    struct seen {
        uint32_t line, job;
        uint8_t stage;
        bool own;             /* a line of this agency */
    } *seen;
    uint32_t n;
    struct sort_key *room[2]; /* scratch */
};

/* Pack stage, distance, wage and id into one number for each line and sort. Distances are at most 1,000,000,000
 * (30 bits), lines at most 250,000 (18). */
static void look(const struct verify *v, const struct sight *s, const struct v_group *g, struct view *view)
{
    uint32_t own = s->start[g->region + 1] - s->start[g->region], last = NOTHING;
    struct sort_key *key = view->room[0];
    int64_t metres = 0;
    view->n = own + s->n_star;
    for (uint32_t i = 0; i < view->n; i++) {
        uint32_t line = i < own ? s->line[s->start[g->region] + i] : s->star[i - own];
        const struct v_line *l = &v->line[line];
        if (l->agency != last)
            metres = metres_between(v, g->agency, l->agency);
        last = l->agency;
        key[i] = (struct sort_key){(uint64_t)l->stage << 48 | (uint64_t)metres << 18 | l->base, line, 0};
    }
    sort_keys(key, view->room[1], view->n);
    for (uint32_t i = 0; i < view->n; i++) {
        const struct v_line *l = &v->line[key[i].index];
        view->seen[i] = (struct seen){key[i].index, l->job, (uint8_t)l->stage, l->agency == g->agency};
    }
}

enum { SHELVES = (STAGES + 1) * TIERS };

static inline unsigned tier_of(const struct v_group *g, const struct seen *s)
{
    return 4 - 2u * (s->job == g->job) - s->own; /* without a branch: jobs alternate */
}

/* The list of a group: its agency's view, put on one shelf for each stage and tier without changing the order. */
static void fill_group(struct verify *v, const struct view *view, struct v_group *g)
{
    uint32_t next[SHELVES + 1] = {0};
    for (uint32_t i = 0; i < view->n; i++)
        next[view->seen[i].stage * TIERS + tier_of(g, &view->seen[i]) + 1]++;
    for (unsigned shelf = 1; shelf <= SHELVES; shelf++)
        next[shelf] += next[shelf - 1];
    for (unsigned stage = 1; stage <= STAGES; stage++)
        g->stage_start[stage] = next[(stage + 1) * TIERS];
    g->n = view->n;
    g->entry = NEW_ARRAY(v->a, uint32_t, g->n);
    for (uint32_t i = 0; i < view->n; i++) {
        const struct seen *s = &view->seen[i];
        unsigned tier = tier_of(g, s);
        g->entry[next[s->stage * TIERS + tier]++] = s->line | tier << ENTRY_LINE_BITS;
    }
}

static int compare_group_key(const struct v_worker *a, const struct v_worker *b)
{
    if (a->region != b->region)
        return a->region < b->region ? -1 : 1;
    if (a->agency != b->agency)
        return a->agency < b->agency ? -1 : 1;
    return a->job < b->job ? -1 : a->job > b->job;
}

/* Participants ordered by region, agency and job. */
static void order_workers(struct verify *v, struct arena *tmp)
{
    struct sort_key *key = NEW_ARRAY(tmp, struct sort_key, v->n_workers);
    uint32_t n = 0;
    for (uint32_t i = 0; i < v->n_workers; i++)
        if (v->worker[i].state == V_TAKES_PART)
            key[n++] = (struct sort_key){v->worker[i].job, i, 0};
    struct sort_key *room = NEW_ARRAY(tmp, struct sort_key, n);
    sort_keys(key, room, n);
    for (uint32_t i = 0; i < n; i++)
        key[i].key = (uint64_t)v->worker[key[i].index].region << 32 | v->worker[key[i].index].agency;
    sort_keys(key, room, n);
    v->order = NEW_ARRAY(v->a, uint32_t, n);
    v->n_order = n;
    for (uint32_t i = 0; i < n; i++)
        v->order[i] = key[i].index;
}

/* Number the groups of the workers in order. Returns how many there are. */
static uint32_t number_groups(struct verify *v)
{
    uint32_t groups = 0;
    for (uint32_t i = 0; i < v->n_order; i++) {
        struct v_worker *w = &v->worker[v->order[i]];
        groups += i == 0 || compare_group_key(&v->worker[v->order[i - 1]], w) != 0;
        w->group = groups - 1;
    }
    return groups;
}

void verify_make_groups(struct verify *v)
{
    AUTO_ARENA tmp = arena_new(SIZE_MAX / 4);
    number_by_wage(v, tmp);
    struct sight s = see(v, tmp);
    order_workers(v, tmp);
    v->group = NEW_ARRAY(v->a, struct v_group, number_groups(v));
    struct view view = {.seen = NEW_ARRAY(tmp, struct seen, v->n_lines),
                        .room = {NEW_ARRAY(tmp, struct sort_key, v->n_lines), NEW_ARRAY(tmp, struct sort_key, v->n_lines)}};
    for (uint32_t i = 0; i < v->n_order; i++) {
        const struct v_worker *w = &v->worker[v->order[i]];
        if (w->group < v->n_groups)
            continue;
        struct v_group *g = &v->group[v->n_groups++], *last = g - 1;
        *g = (struct v_group){.region = w->region, .agency = w->agency, .job = w->job, .first = i,
                               .wages = &s.wages[w->region]};
        if (v->n_groups == 1 || last->region != g->region || last->agency != g->agency)
            look(v, &s, g, &view);
        fill_group(v, &view, g);
    }
}

/* ---- priority and seat rule ---- */

bool v_before(const struct verify *v, uint32_t x, uint32_t y, uint32_t line)
{
    const struct v_worker *a = &v->worker[x], *b = &v->worker[y];
    uint64_t ra = v_rank(a, v_tier(v, x, line)), rb = v_rank(b, v_tier(v, y, line));
    return ra != rb ? ra < rb : v_wins_tie(a, b);
}

void v_show_last(const struct verify *v, struct v_face *f, uint32_t line, uint32_t last)
{
    f->last = last;
    if (last == NOTHING)
        return;
    f->tier = (uint8_t)v_tier(v, last, line);
    f->cut = v_rank(&v->worker[last], f->tier);
}

/* Move each key back until it stands right: quick for a few, and for many that are nearly in order. */
static void settle(const struct verify *v, struct sort_key *key, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++) {
        struct sort_key k = key[i];
        uint32_t to = i;
        for (; to > 0 && key[to - 1].key >= k.key; to--) {
            if (key[to - 1].key == k.key && !v_wins_tie(&v->worker[k.index], &v->worker[key[to - 1].index]))
                break;
            key[to] = key[to - 1];
        }
        key[to] = k;
    }
}

void v_sort(const struct verify *v, uint32_t line, uint32_t *who, uint32_t n, struct arena *tmp)
{
    enum { FEW = 48 };
    struct sort_key *key = NEW_ARRAY(tmp, struct sort_key, n);
    for (uint32_t i = 0; i < n; i++)
        key[i] = (struct sort_key){v_rank(&v->worker[who[i]], v_tier(v, who[i], line)), who[i], 0};
    if (n > FEW)
        sort_keys(key, NEW_ARRAY(tmp, struct sort_key, n), n);
    settle(v, key, n); /* after the sort: only those with equal keys */
    for (uint32_t i = 0; i < n; i++)
        who[i] = key[i].index;
}

/* Who fills which reserve: kept people by their signs, and how many of them sit on each sign's seats. */
struct filling {
    uint32_t seats[INSTANCE_TRAITS_MAX];
    uint32_t sits[SIGNS][INSTANCE_TRAITS_MAX];
    uint32_t taken[INSTANCE_TRAITS_MAX];
};

/* Make room on a seat of one of these signs, moving people from sign to sign as far as needed (an augmenting
 * path). `tried` are signs already looked at. Returns the sign with a free seat, or -1. */
static int make_way(struct filling *f, unsigned signs, unsigned *tried)
{
    for (unsigned t = 0; t < INSTANCE_TRAITS_MAX; t++) {
        if (!(signs >> t & 1) || *tried >> t & 1 || f->seats[t] == 0)
            continue;
        *tried |= 1u << t;
        if (f->taken[t] < f->seats[t])
            return (int)t;
        for (unsigned other = 0; other < SIGNS; other++) {
            if (f->sits[other][t] == 0)
                continue;
            int to = make_way(f, other, tried);
            if (to < 0)
                continue;
            f->sits[other][t]--;
            f->sits[other][to]++;
            f->taken[t]--;
            f->taken[to]++;
            return (int)t;
        }
    }
    return -1;
}

/* Seat one more person with these signs on a reserve; false when that would not raise the number filled. */
static bool fill_one(struct filling *f, unsigned signs)
{
    unsigned tried = 0;
    int t = make_way(f, signs, &tried);
    if (t < 0)
        return false;
    f->sits[signs][t]++;
    f->taken[t]++;
    return true;
}

uint32_t v_choose(const struct verify *v, uint32_t line, uint32_t k, uint32_t *who, uint32_t n, struct arena *tmp)
{
    const struct v_line *g = &v->line[line];
    v_sort(v, line, who, n, tmp);
    if (!g->reserves)
        return k < n ? k : n;
    struct filling f = {0};
    memcpy(f.seats, g->reserve, sizeof f.seats);
    uint8_t *room = arena_alloc(tmp, n);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n && kept < k && v_tier(v, who[i], line) <= 1; i++, kept++) {
        room[i] = 1;
        (void)fill_one(&f, v->worker[who[i]].signs);
    }
    for (uint32_t i = kept; i < n && kept < k; i++)
        if (fill_one(&f, v->worker[who[i]].signs)) {
            room[i] = 1;
            kept++;
        }
    for (uint32_t i = 0; i < n && kept < k; i++)
        if (!room[i]) {
            room[i] = 1;
            kept++;
        }
    for (uint32_t i = 0, to = 0; i < n; i++)
        if (room[i]) {
            uint32_t swap = who[to];
            who[to] = who[i];
            who[i] = swap;
            room[i] = room[to];
            room[to++] = 1;
        }
    return kept;
}

/* ---- a walk ---- */

static bool is_stated(const struct verify *v, uint32_t worker, uint32_t line)
{
    for (uint32_t i = v->choice_start[worker]; i < v->choice_start[worker + 1]; i++)
        if (v->choice[i] == line)
            return true;
    return false;
}

/* The next eligible one of the stated choices and the locked line, or NOTHING. */
static uint32_t next_stated(struct v_walk *x)
{
    const struct verify *v = x->v;
    const struct v_worker *w = x->w;
    uint32_t first = v->choice_start[x->worker], n = x->choices;
    while (x->at <= n) {
        uint32_t line = x->at < n ? v->choice[first + x->at] : w->locked;
        bool again = x->at == n && (line == NOTHING || is_stated(v, x->worker, line));
        x->at++;
        if (!again && v_eligible(w, &v->line[line])) {
            x->passed++;
            x->tier = v_tier(v, x->worker, line);
            return line;
        }
    }
    return NOTHING;
}

/* The first entry from `at` on that is not to be passed over, at most `end`. */
static uint32_t step_over(uint8_t *skip, uint32_t at, uint32_t end)
{
    uint32_t to = at;
    while (to < end && skip[to] != 0)
        to += skip[to];
    to = to < end ? to : end;
    if (to > at)
        skip[at] = to - at > UINT8_MAX ? UINT8_MAX : (uint8_t)(to - at);
    return to;
}

/* What a scan of one stage looks for. */
struct sought {
    const struct v_face *face;
    const uint32_t *entry;
    uint8_t *skip;       /* of the group */
    int64_t wage;
    bool lower;           /* lines below the wage, not those that keep it */
    uint64_t lacks, mine; /* codes not held; rank without the tier */
};

/* The first eligible entry from i on, or `end`. */
static uint32_t scan(const struct sought *s, uint32_t i, uint32_t end)
{
    for (; i < end; i++) {
        const struct v_face *g = &s->face[s->entry[i] & ENTRY_LINE];
        if (((g->wage < s->wage) == s->lower) & ((g->needs & s->lacks) == 0))
            break;
    }
    return i;
}

/* The same for one whose cut the worker does not rank behind. Entries where nobody of the group's tier has a chance
 * any more are marked to be skipped. */
static uint32_t scan_open(const struct sought *s, uint32_t i, uint32_t end)
{
    uint8_t *skip = s->skip;
    for (; i < end && (i = step_over(skip, i, end)) < end; i++) {
        const struct v_face *g = &s->face[s->entry[i] & ENTRY_LINE];
        uint64_t tier = s->entry[i] >> ENTRY_LINE_BITS;
        bool open = (s->mine | tier << RANK_TIER) <= g->cut;
        if (open & ((g->wage < s->wage) == s->lower) & ((g->needs & s->lacks) == 0))
            break;
        skip[i] = tier > g->cut >> RANK_TIER;
    }
    return i;
}

/* Walk one stage once, for lines that keep the income or for those below it. */
static uint32_t next_in_stage(struct v_walk *x, const struct v_group *l, uint32_t *place, unsigned stage, bool lower)
{
    const struct verify *v = x->v;
    const struct v_worker *w = x->w;
    bool stated = x->choices > 0 || w->locked != NOTHING;
    const struct sought s = {v->face, l->entry, l->skip, w->wage, lower, ~w->has, v_rank(w, 0)};
    uint32_t end = l->stage_start[stage + 1];
    uint32_t i = (lower ? l->wages->least[stage] < w->wage : l->wages->most[stage] >= w->wage) ? *place : end;
    for (; (i = x->cut ? scan_open(&s, i, end) : scan(&s, i, end)) < end; i++) {
        uint32_t line = l->entry[i] & ENTRY_LINE;
        if (stated && (line == w->locked || is_stated(v, x->worker, line)))
            continue;
        x->tier = l->entry[i] >> ENTRY_LINE_BITS;
        x->passed++;
        *place = i + 1;
        return line;
    }
    *place = end;
    return NOTHING;
}

uint32_t v_next(struct v_walk *x)
{
    const struct v_group *l = x->group;
    uint32_t n = x->choices;
    if (x->at <= n) {
        uint32_t line = next_stated(x);
        if (line != NOTHING)
            return line;
    }
    for (uint32_t stage = 0; x->at - n - 1 < 2 * l->n;) {
        uint32_t at = x->at - n - 1;
        while (at >= 2 * l->stage_start[stage + 1])
            stage++;
        uint32_t from = l->stage_start[stage], end = l->stage_start[stage + 1], off = at - 2 * from;
        bool lower = off >= end - from;
        uint32_t place = from + (lower ? off - (end - from) : off);
        uint32_t line = next_in_stage(x, l, &place, stage, lower);
        x->at = n + 1 + from + place + (lower ? end - from : 0);
        if (line != NOTHING)
            return line;
    }
    return NOTHING;
}
