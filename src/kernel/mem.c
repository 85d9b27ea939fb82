/*
 * mem.c: chunks from malloc, handed out from the front. Things larger than half a chunk get a chunk of their
 * own, so a request's small memory stays together.
 */
#include "mem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

enum { CHUNK = 64 * 1024, ALIGN = 16 };

struct chunk {
    struct chunk *next;
    size_t size, used;
    _Alignas(ALIGN) unsigned char bytes[];
};

struct arena {
    struct chunk *first;
    size_t budget, used, held; /* handed out; taken from malloc */
};

static struct chunk *chunk_new(size_t size)
{
    struct chunk *c = malloc(sizeof *c + size);
    if (c == NULL)
        log_fatal("memori habis: %zu bita tidak didapat", size);
    c->next = NULL;
    c->size = size;
    c->used = 0;
    return c;
}

struct arena *arena_new(size_t budget)
{
    struct arena *a = malloc(sizeof *a);
    if (a == NULL)
        log_fatal("memori habis");
    *a = (struct arena){.budget = budget};
    return a;
}

static void chunks_free(struct chunk *c)
{
    while (c != NULL) {
        struct chunk *next = c->next;
        free(c);
        c = next;
    }
}

void arena_free(struct arena *a)
{
    if (a == NULL)
        return;
    chunks_free(a->first);
    free(a);
}

void arena_reset(struct arena *a)
{
    struct chunk *keep = NULL;
    for (struct chunk *c = a->first; c != NULL;) {
        struct chunk *next = c->next;
        if (keep == NULL && c->size == CHUNK) {
            keep = c;
            keep->next = NULL;
            keep->used = 0;
        } else {
            free(c);
        }
        c = next;
    }
    a->first = keep;
    a->used = 0;
    a->held = keep != NULL ? (size_t)CHUNK : 0;
}

void *arena_alloc(struct arena *a, size_t n)
{
    assert(n < SIZE_MAX / 2);
    size_t need = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    struct chunk *c = a->first;
    if (c == NULL || c->size - c->used < need) {
        size_t size = need > CHUNK / 2 ? need : CHUNK;
        if (a->held + size > a->budget && a->used + need > a->budget)
            log_fatal("anggaran memori %zu bita terlampaui", a->budget);
        c = chunk_new(size);
        a->held += size;
        /* A thing of its own size goes behind the current chunk, whose rest stays usable. */
        if (size != CHUNK && a->first != NULL) {
            c->next = a->first->next;
            a->first->next = c;
        } else {
            c->next = a->first;
            a->first = c;
        }
    }
    void *p = c->bytes + c->used;
    c->used += need;
    a->used += need;
    memset(p, 0, need);
    return p;
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
    size_t n;
    if (__builtin_mul_overflow(count, size, &n))
        log_fatal("ukuran larik meluap");
    return arena_alloc(a, n);
}

size_t arena_used(const struct arena *a)
{
    return a->used;
}
