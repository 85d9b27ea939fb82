/*
 * buf.h: text that grows, born with its limit. Running over the limit is remembered in `over` and nothing
 * more is added: a writer checks once, at the end.
 */
#pragma once
#include "str.h"

struct buf {
    char *p;
    size_t n, cap, limit;
    bool over;
};

struct buf buf_new(size_t limit); /* no memory is taken before the first byte */
void buf_free(struct buf *b);
void buf_clear(struct buf *b); /* keeps the memory */

void buf_addc(struct buf *b, char c);
void buf_int(struct buf *b, int64_t v);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Room for `n` more bytes to be written at the returned place, or NULL (and `over`); then buf_grew(b, n). */
char *buf_room(struct buf *b, size_t n);
static inline void buf_grew(struct buf *b, size_t n)
{
    b->n += n;
}

/* Here and not in buf.c: pages are made of thousands of short pieces, most of which fit. */
static inline void buf_add(struct buf *b, struct str s)
{
    if (s.n == 0)
        return;
    char *at = b->cap - b->n >= s.n ? b->p + b->n : buf_room(b, s.n);
    if (at == NULL)
        return;
    memcpy(at, s.p, s.n);
    b->n += s.n;
}

#define BUF_LIT(b, literal) buf_add((b), S(literal))

static inline struct str buf_str(const struct buf *b) /* a view: ends with the next addition */
{
    return (struct str){b->p == NULL ? "" : b->p, b->n};
}

#define AUTO_BUF __attribute__((cleanup(buf_free))) struct buf
