/*
 * sort.h: many numbered keys in order, quickly and stably: what finding equals among millions needs.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

struct sort_key {
    uint64_t key;
    uint32_t index; /* what the key belongs to */
    uint32_t extra; /* for the caller */
};

/* Sort `n` keys ascending by key, equal keys in the order they came. `room` holds n keys of scratch. */
void sort_keys(struct sort_key *keys, struct sort_key *room, size_t n);
