/*
 * mem.h: memory belongs to a request, a job or a command. An arena hands out zeroed memory and gives all of it
 * back at once; nothing else is freed by hand outside src/kernel. Running over the budget is our bug (input is
 * limited at the border), so it stops the process; the parent starts it again.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "err.h"

struct arena;

/* A new arena that may hold at most `budget` bytes. Never NULL. */
struct arena *arena_new(size_t budget);
void arena_free(struct arena *a); /* NULL is allowed */

/* Give everything back but keep the first chunk for the next use. */
void arena_reset(struct arena *a);

/* `n` zeroed bytes aligned to 16. n = 0 gives a valid pointer. Never NULL. */
void *arena_alloc(struct arena *a, size_t n) __attribute__((alloc_size(2), returns_nonnull));

/* Like arena_alloc for `count` things of `size` bytes; an overflow of the product is a bug and stops the process. */
void *arena_array(struct arena *a, size_t count, size_t size) __attribute__((returns_nonnull));

size_t arena_used(const struct arena *a); /* bytes handed out so far */

#define NEW(a, T) ((T *)arena_alloc((a), sizeof(T)))
#define NEW_ARRAY(a, T, n) ((T *)arena_array((a), (n), sizeof(T)))

/* A place that frees its arena when it goes out of scope. */
static inline void arena_drop(struct arena **a)
{
    arena_free(*a);
}
#define AUTO_ARENA __attribute__((cleanup(arena_drop))) struct arena *
