/*
 * seat_rule.c: see seat_rule.h. Max-heaps keep the worst on top, because only the worst of a kind can go.
 */
#include "pathway/seat_rule.h"

#include <assert.h>

#include "kernel/mem.h"

static void sift_down(uint32_t *key, uint32_t n, uint32_t at)
{
    uint32_t moving = key[at];
    for (;;) {
        uint32_t child = at * 2 + 1;
        if (child >= n)
            break;
        if (child + 1 < n && key[child + 1] > key[child])
            child++;
        if (key[child] <= moving)
            break;
        key[at] = key[child];
        at = child;
    }
    key[at] = moving;
}

static uint32_t *key_room(struct arena *a, uint32_t *key, uint32_t n, uint32_t *cap)
{
    if (n < *cap)
        return key;
    *cap = *cap == 0 ? 4 : *cap * 2;
    uint32_t *more = NEW_ARRAY(a, uint32_t, *cap);
    if (n > 0)
        memcpy(more, key, n * sizeof *key);
    return more;
}

static void make_heap(struct opening *o)
{
    for (uint32_t i = o->held / 2; i-- > 0;)
        sift_down(o->heap, o->held, i);
    o->limit = o->first_limit = o->heap[0];
}

uint32_t seat_ask(struct arena *a, struct opening *o, uint32_t key)
{
    assert(key < o->first_limit && o->reserve == NULL);
    if (o->held < o->open) {
        o->heap = key_room(a, o->heap, o->held, &o->cap);
        o->heap[o->held++] = key;
        if (o->held == o->open) /* order is needed only from now on */
            make_heap(o);
        return KEPT_ALL;
    }
    uint32_t gone = o->heap[0];
    o->heap[0] = key;
    sift_down(o->heap, o->held, 0);
    o->limit = o->first_limit = o->heap[0];
    return gone;
}

struct reserve_line *reserve_line_new(struct arena *a, const uint32_t seats[INSTANCE_TRAITS_MAX])
{
    struct reserve_line *r = NEW(a, struct reserve_line);
    uint32_t n = 0;
    for (unsigned t = 0; t < INSTANCE_TRAITS_MAX; t++) {
        if (seats[t] == 0)
            continue;
        for (unsigned traits = 0; traits < TRAIT_SETS; traits++)
            r->set_of[traits] |= (uint8_t)((traits >> t & 1) << n);
        r->seats[n++] = seats[t];
    }
    r->n_sets = 1u << n;
    r->stale = true;
    return r;
}

/* By the theorem of König: seats filled = the least cost of covering, over every set T of traits, the seats of
 * T and the people who bear some trait outside T. */
uint32_t reserves_filled(const struct reserve_line *r)
{
    uint64_t least = UINT64_MAX;
    for (unsigned t = 0; t < r->n_sets; t++) {
        uint64_t cost = 0;
        for (unsigned i = 0; 1u << i < r->n_sets; i++)
            cost += t >> i & 1 ? r->seats[i] : 0;
        for (unsigned set = 1; set < r->n_sets; set++)
            cost += (set & ~t) != 0 ? r->count[set] : 0;
        least = cost < least ? cost : least;
    }
    return least > UINT32_MAX ? UINT32_MAX : (uint32_t)least;
}

static void heap_push(struct arena *a, struct key_heap *h, uint32_t key)
{
    h->key = key_room(a, h->key, h->n, &h->cap);
    uint32_t at = h->n++;
    for (; at > 0 && h->key[(at - 1) / 2] < key; at = (at - 1) / 2)
        h->key[at] = h->key[(at - 1) / 2];
    h->key[at] = key;
}

static uint32_t heap_pop(struct key_heap *h)
{
    assert(h->n > 0);
    uint32_t top = h->key[0];
    h->key[0] = h->key[--h->n];
    if (h->n > 0)
        sift_down(h->key, h->n, 0);
    return top;
}

/* May one person with this set of traits leave without a reserved seat falling empty? */
static bool can_spare(struct reserve_line *r, unsigned set, uint32_t filled)
{
    if (set == 0)
        return true;
    r->count[set]--;
    bool same = reserves_filled(r) == filled;
    r->count[set]++;
    return same;
}

/* The set of traits whose worst holder of tiers 2 to 4 goes next: the worst who can be spared. TRAIT_SETS when
 * nobody can. */
static unsigned worst_spared(struct reserve_line *r, uint32_t filled)
{
    unsigned found = TRAIT_SETS;
    for (unsigned set = 0; set < r->n_sets; set++)
        if (r->rest[set].n > 0 && (found == TRAIT_SETS || r->rest[set].key[0] > r->rest[found].key[0]) &&
            can_spare(r, set, filled))
            found = set;
    return found;
}

/* The same among all of tiers 2 to 4, for when every one of them fills a reserve. */
static unsigned worst_of_all(const struct reserve_line *r)
{
    unsigned found = TRAIT_SETS;
    for (unsigned set = 0; set < r->n_sets; set++)
        if (r->rest[set].n > 0 && (found == TRAIT_SETS || r->rest[set].key[0] > r->rest[found].key[0]))
            found = set;
    return found;
}

static uint32_t top_of(const struct reserve_line *r, unsigned set)
{
    return set == TRAIT_SETS ? 0 : r->rest[set].key[0];
}

/* All seats are taken: what an applicant with this set must beat. One who can be spared must be better than
 * another who can; one who fills a reserve needs only somebody to go. */
static uint32_t limit_of(struct reserve_line *r, unsigned set)
{
    r->count[set]++;
    uint32_t filled = reserves_filled(r), limit;
    unsigned spared = worst_spared(r, filled);
    if (can_spare(r, set, filled))
        limit = top_of(r, spared);
    else
        limit = spared != TRAIT_SETS ? UINT32_MAX : top_of(r, worst_of_all(r));
    r->count[set]--;
    return limit;
}

/* All seats are taken. */
static void work_out_limits(struct opening *o, struct reserve_line *r)
{
    uint32_t loosest = 0;
    for (unsigned set = 0; set < r->n_sets; set++) {
        r->limit[set] = limit_of(r, set);
        loosest = r->limit[set] > loosest ? r->limit[set] : loosest;
    }
    o->limit = loosest;
    o->first_limit = r->first.n < o->open ? UINT32_MAX : r->first.key[0];
    r->stale = false;
}

static unsigned set_of(const struct instance *in, uint32_t key, const struct reserve_line *r)
{
    return r->set_of[in->worker[in->by_rank[key_rank(key)]].traits];
}

/* Of one person too many: the worst of the first step when they alone exceed the seats, else the worst of
 * the others who can be spared. */
static uint32_t send_one_away(const struct instance *in, const struct opening *o, struct reserve_line *r)
{
    uint32_t gone;
    if (r->first.n > o->open) {
        gone = heap_pop(&r->first);
    } else {
        unsigned set = worst_spared(r, reserves_filled(r));
        if (set == TRAIT_SETS)
            set = worst_of_all(r);
        assert(set < TRAIT_SETS);
        gone = heap_pop(&r->rest[set]);
    }
    r->count[set_of(in, gone, r)]--;
    return gone;
}

uint32_t seat_ask_reserved(struct arena *a, const struct instance *in, struct opening *o, uint32_t key)
{
    struct reserve_line *r = o->reserve;
    unsigned set = set_of(in, key, r);
    bool first = key_tier(key) <= 1;
    if (o->open == 0)
        return key;
    bool full = o->held == o->open;
    if (full && r->stale) /* with room left nobody is turned away */
        work_out_limits(o, r);
    if (full && key >= (first ? o->first_limit : r->limit[set]))
        return key;
    heap_push(a, first ? &r->first : &r->rest[set], key);
    r->count[set]++;
    uint32_t gone = KEPT_ALL;
    if (!full)
        o->held++;
    else
        gone = send_one_away(in, o, r);
    assert(gone != key);
    r->stale = true;
    return gone;
}

void seat_reset(struct opening *o)
{
    o->held = 0;
    o->limit = o->first_limit = o->open == 0 ? 0 : UINT32_MAX;
    if (o->reserve == NULL)
        return;
    struct reserve_line *r = o->reserve;
    memset(r->count, 0, sizeof r->count);
    r->first.n = 0;
    for (unsigned set = 0; set < TRAIT_SETS; set++)
        r->rest[set].n = 0;
    r->stale = true;
}

void seat_give_back(struct opening *o)
{
    o->open = o->held;
    if (o->open == 0)
        o->limit = o->first_limit = 0;
    else if (o->reserve == NULL)
        make_heap(o);
    else
        o->reserve->stale = true;
}
