/*
 * spool.c: disk room is reserved before it is mapped, so a full disk is an answer and not a signal.
 */
#include "spool.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "log.h"

enum { FIRST = 1 << 20, STEP = 64 << 20 };

static int open_in(const char *folder)
{
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0)
        return fd;
    char name[512];
    int n = snprintf(name, sizeof name, "%s/spoolXXXXXX", folder);
    if (n < 0 || (size_t)n >= sizeof name)
        return -1;
    fd = mkostemp(name, O_CLOEXEC);
    if (fd >= 0)
        unlink(name);
    return fd;
}

err spool_open(struct spool *s, size_t limit)
{
    const char *folder[] = {getenv("TMPDIR"), "/var/tmp", "/tmp"};
    *s = (struct spool){.fd = -1, .limit = limit};
    for (size_t i = 0; i < COUNT(folder) && s->fd < 0; i++)
        if (folder[i] != NULL)
            s->fd = open_in(folder[i]);
    if (s->fd >= 0)
        return OK;
    log_error("berkas sementara tidak dapat dibuat");
    return ERR_IO;
}

void spool_close(struct spool *s)
{
    if (s->p != NULL)
        munmap(s->p, s->cap);
    if (s->fd > 0 || s->limit > 0)
        close(s->fd);
    *s = (struct spool){.fd = -1};
}

static bool grow(struct spool *s, size_t need)
{
    size_t cap = s->cap == 0 ? FIRST : s->cap < STEP ? s->cap * 2 : s->cap + STEP;
    while (cap < need)
        cap += cap < STEP ? cap : STEP;
    if (posix_fallocate(s->fd, 0, (off_t)cap) != 0)
        return false;
    void *p = s->p == NULL ? mmap(NULL, cap, PROT_READ | PROT_WRITE, MAP_SHARED, s->fd, 0)
                           : mremap(s->p, s->cap, cap, MREMAP_MAYMOVE);
    if (p == MAP_FAILED)
        return false;
    s->p = p;
    s->cap = cap;
    return true;
}

void *spool_room(struct spool *s, size_t n)
{
    if (n > s->limit || s->n > s->limit - n)
        return NULL;
    if ((s->p == NULL || s->cap - s->n < n) && !grow(s, s->n + n))
        return NULL;
    void *at = s->p + s->n;
    s->n += n;
    return at;
}

err spool_add(struct spool *s, const void *bytes, size_t n)
{
    if (n == 0)
        return OK;
    void *at = spool_room(s, n);
    if (at == NULL)
        return ERR_LIMIT;
    memcpy(at, bytes, n);
    return OK;
}
