/*
 * spool.h: much data that need not stay in memory: bytes in a nameless temporary file, seen through a mapping.
 * The kernel may write its pages out, so a large import does not press other work out of memory. The file
 * disappears with the process, whatever happens.
 */
#pragma once
#include "str.h"

struct spool {
    int fd;
    unsigned char *p; /* moves when the spool grows: keep offsets, not pointers */
    size_t n, cap, limit;
};

/* A new spool of at most `limit` bytes, in $TMPDIR or /var/tmp or /tmp. ERR_IO when no file can be made. */
err spool_open(struct spool *s, size_t limit) MUST_USE;
void spool_close(struct spool *s); /* may be called on a zeroed spool */

/* Room for `n` more bytes behind what is there, already counted as added. NULL: limit reached or disk full. */
void *spool_room(struct spool *s, size_t n);
/* Append. ERR_LIMIT at the limit or when the disk is full. */
err spool_add(struct spool *s, const void *bytes, size_t n) MUST_USE;

static inline struct str spool_str(const struct spool *s, size_t at, size_t n)
{
    return (struct str){(const char *)s->p + at, n};
}

#define AUTO_SPOOL __attribute__((cleanup(spool_close))) struct spool
