/*
 * pool.c: see pool.h. The queue is a ring.
 */
#include "pool.h"

#include <pthread.h>
#include <stdlib.h>

#include "../log.h"

struct item {
    void (*fn)(void *arg);
    void *arg;
};

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct item *ring;
    size_t limit, first, n;
    bool stop;
    int n_threads;
    pthread_t threads[8];
};

static void *work(void *arg)
{
    struct pool *p = arg;
    pthread_mutex_lock(&p->lock);
    for (;;) {
        while (p->n == 0 && !p->stop)
            pthread_cond_wait(&p->wake, &p->lock);
        if (p->n == 0)
            break;
        struct item i = p->ring[p->first];
        p->first = (p->first + 1) % p->limit;
        p->n--;
        pthread_mutex_unlock(&p->lock);
        i.fn(i.arg);
        pthread_mutex_lock(&p->lock);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

struct pool *pool_start(int threads, size_t limit)
{
    struct pool *p = calloc(1, sizeof *p);
    struct item *ring = calloc(limit, sizeof *ring);
    if (p == NULL || ring == NULL)
        log_fatal("memori habis");
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->wake, NULL);
    p->ring = ring;
    p->limit = limit;
    for (int i = 0; i < threads && i < 8; i++) {
        if (pthread_create(&p->threads[i], NULL, work, p) != 0)
            log_fatal("utas tidak dapat dibuat");
        p->n_threads++;
    }
    return p;
}

bool pool_add(struct pool *p, void (*fn)(void *arg), void *arg)
{
    pthread_mutex_lock(&p->lock);
    bool room = p->n < p->limit && !p->stop;
    if (room) {
        p->ring[(p->first + p->n) % p->limit] = (struct item){fn, arg};
        p->n++;
        pthread_cond_signal(&p->wake);
    }
    pthread_mutex_unlock(&p->lock);
    return room;
}

void pool_stop(struct pool *p)
{
    if (p == NULL)
        return;
    pthread_mutex_lock(&p->lock);
    p->stop = true;
    pthread_cond_broadcast(&p->wake);
    pthread_mutex_unlock(&p->lock);
    for (int i = 0; i < p->n_threads; i++)
        pthread_join(p->threads[i], NULL);
    pthread_cond_destroy(&p->wake);
    pthread_mutex_destroy(&p->lock);
    free(p->ring);
    free(p);
}
