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

uint32_t seat_ask(struct arena *a, struct opening *o, uint32_t key)
{
    assert(key < o->limit && o->reserve == NULL);
    if (o->held < o->open) {
        o->heap = key_room(a, o->heap, o->held, &o->cap);
        o->heap[o->held++] = key;
        if (o->held == o->open) { /* order is needed only from now on */
            for (uint32_t i = o->held / 2; i-- > 0;)
                sift_down(o->heap, o->held, i);
            o->limit = o->heap[0];
        }
        return KEPT_ALL;
    }
    uint32_t gone = o->heap[0];
    o->heap[0] = key;
    sift_down(o->heap, o->held, 0);
    o->limit = o->heap[0];
    return gone;
}

/* By the theorem of König: seats filled = the least cost of covering, over every set T of traits, the seats of
 * T and the people who bear some trait outside T. */
uint32_t reserves_filled(const uint32_t seats[INSTANCE_TRAITS_MAX], const uint32_t count[TRAIT_SETS])
{
    uint64_t least = UINT64_MAX;
    for (unsigned t = 0; t < TRAIT_SETS; t++) {
        uint64_t cost = 0;
        for (unsigned i = 0; i < INSTANCE_TRAITS_MAX; i++)
            cost += t >> i & 1 ? seats[i] : 0;
        for (unsigned set = 1; set < TRAIT_SETS; set++)
            cost += (set & ~t) != 0 ? count[set] : 0;
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
    bool same = reserves_filled(r->seats, r->count) == filled;
    r->count[set]++;
    return same;
}

/* The set of traits whose worst holder goes next: the worst who can be spared, else the worst of all.
 * TRAIT_SETS when nobody is there (or, with `spared_only`, nobody can be spared). */
static unsigned worst_set(struct reserve_line *r, bool spared_only)
{
    uint32_t filled = reserves_filled(r->seats, r->count);
    unsigned spared = TRAIT_SETS, worst = TRAIT_SETS;
    for (unsigned set = 0; set < TRAIT_SETS; set++) {
        if (r->rest[set].n == 0)
            continue;
        uint32_t top = r->rest[set].key[0];
        if (worst == TRAIT_SETS || top > r->rest[worst].key[0])
            worst = set;
        if ((spared == TRAIT_SETS || top > r->rest[spared].key[0]) && can_spare(r, set, filled))
            spared = set;
    }
    return spared != TRAIT_SETS || spared_only ? spared : worst;
}

/* When all seats are taken: what a key without traits must beat. */
static void set_plain_limit(const struct opening *o, struct reserve_line *r)
{
    if (o->held < o->open) {
        r->plain_limit = UINT32_MAX;
        return;
    }
    unsigned set = worst_set(r, true);
    r->plain_limit = set == TRAIT_SETS ? 0 : r->rest[set].key[0];
}

static unsigned traits_of(const struct instance *in, uint32_t key, const struct reserve_line *r)
{
    return in->worker[in->by_rank[key_rank(key)]].traits & r->mask;
}

/* Of one person too many: the worst of the first step when they alone exceed the seats, else the worst of
 * the others who can be spared. */
static uint32_t send_one_away(const struct instance *in, const struct opening *o, struct reserve_line *r)
{
    uint32_t gone;
    if (r->first.n > o->open) {
        gone = heap_pop(&r->first);
    } else {
        unsigned set = worst_set(r, false);
        assert(set < TRAIT_SETS);
        gone = heap_pop(&r->rest[set]);
    }
    r->count[traits_of(in, gone, r)]--;
    return gone;
}

uint32_t seat_ask_reserved(struct arena *a, const struct instance *in, struct opening *o, uint32_t key)
{
    struct reserve_line *r = o->reserve;
    unsigned set = traits_of(in, key, r);
    bool first = key_tier(key) <= 1;
    if (o->open == 0 || (!first && set == 0 && key >= r->plain_limit))
        return key;
    heap_push(a, first ? &r->first : &r->rest[set], key);
    r->count[set]++;
    uint32_t gone = KEPT_ALL;
    if (o->held < o->open)
        o->held++;
    else
        gone = send_one_away(in, o, r);
    set_plain_limit(o, r);
    return gone;
}

void seat_reset(struct opening *o)
{
    o->held = 0;
    o->limit = o->open == 0 ? 0 : UINT32_MAX;
    if (o->reserve == NULL)
        return;
    struct reserve_line *r = o->reserve;
    memset(r->count, 0, sizeof r->count);
    r->first.n = 0;
    for (unsigned set = 0; set < TRAIT_SETS; set++)
        r->rest[set].n = 0;
    r->plain_limit = UINT32_MAX;
}
