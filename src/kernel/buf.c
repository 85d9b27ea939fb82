/*
 * buf.c: doubling growth up to the limit.
 */
#include "buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "log.h"

struct buf buf_new(size_t limit)
{
    return (struct buf){.limit = limit};
}

void buf_free(struct buf *b)
{
    free(b->p);
    *b = (struct buf){.limit = b->limit};
}

void buf_clear(struct buf *b)
{
    b->n = 0;
    b->over = false;
}

char *buf_room(struct buf *b, size_t n)
{
    if (b->cap - b->n >= n)
        return b->p + b->n;
    if (b->over || n > b->limit || b->n > b->limit - n) {
        b->over = true;
        return NULL;
    }
    size_t cap = b->cap < 512 ? 1024 : b->cap * 2;
    while (cap < b->n + n)
        cap *= 2;
    char *p = realloc(b->p, cap);
    if (p == NULL)
        log_fatal("memori habis: %zu bita tidak didapat", cap);
    b->p = p;
    b->cap = cap;
    return b->p + b->n;
}

void buf_addc(struct buf *b, char c)
{
    char *at = buf_room(b, 1);
    if (at != NULL) {
        *at = c;
        b->n++;
    }
}

void buf_int(struct buf *b, int64_t v)
{
    char text[24];
    size_t at = sizeof text;
    uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    do {
        text[--at] = (char)('0' + u % 10);
        u /= 10;
    } while (u > 0);
    if (v < 0)
        text[--at] = '-';
    buf_add(b, (struct str){text + at, sizeof text - at});
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    char *at = n < 0 ? NULL : buf_room(b, (size_t)n + 1);
    if (at == NULL)
        return;
    va_start(args, fmt);
    vsnprintf(at, (size_t)n + 1, fmt, args);
    va_end(args);
    b->n += (size_t)n;
}
