/*
 * seat_rule.h: which applicants keep a line's open seats (allocation.md section 8), one applicant at a time.
 * Without reserves: the best keys. With reserves: tiers 0 and 1 first, then reserves as a minimum guarantee,
 * then the best of the rest; since the rule is path-independent, of one person too many exactly one must go.
 */
#pragma once
#include "pathway/plan.h"

enum { RANK_BITS = 29, TRAIT_SETS = 1 << INSTANCE_TRAITS_MAX };

/* A priority key (section 5): smaller is better; no two workers share one. */
static inline uint32_t priority_key(unsigned tier, uint32_t rank)
{
    return tier << RANK_BITS | rank;
}
static inline unsigned key_tier(uint32_t key)
{
    return key >> RANK_BITS;
}
static inline uint32_t key_rank(uint32_t key)
{
    return key & ((1u << RANK_BITS) - 1);
}

struct key_heap {
    uint32_t *key;
    uint32_t n, cap;
};

struct reserve_line {
    uint32_t seats[INSTANCE_TRAITS_MAX]; /* of the traits that have a reserve here */
    uint32_t n_sets;                     /* 2 to the power of how many */
    uint8_t set_of[TRAIT_SETS];          /* a worker's traits -> the set of those that matter here */
    uint32_t count[TRAIT_SETS];          /* those kept, by set */
    struct key_heap first;               /* kept in step 1: tiers 0 and 1 */
    struct key_heap rest[TRAIT_SETS];    /* the others, by set */
    uint32_t limit[TRAIT_SETS];          /* when full: a key of tier 2 to 4 with this set must be below */
    bool stale;                          /* the limits are to be worked out again */
};

/* The reserves of a line in this form. */
struct reserve_line *reserve_line_new(struct arena *a, const uint32_t seats[INSTANCE_TRAITS_MAX]);

/* The largest number of reserved seats that people with these sets of traits can fill one-to-one. */
uint32_t reserves_filled(const struct reserve_line *r);

enum { KEPT_ALL = UINT32_MAX };

/* Apply for a seat at a line without reserves, with key < o->limit. Returns the key that had to go, or KEPT_ALL. */
uint32_t seat_ask(struct arena *a, struct opening *o, uint32_t key);

/* The same at a line with reserves, for any key; may return the applicant's own key. `in` tells who bears which
 * traits. */
uint32_t seat_ask_reserved(struct arena *a, const struct instance *in, struct opening *o, uint32_t key);

/* Forget everybody and begin with o->open seats. */
void seat_reset(struct opening *o);

/* Close the seats that nobody took; those who hold one stay. */
void seat_give_back(struct opening *o);
