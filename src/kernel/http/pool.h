/*
 * pool.h: a few threads and a bounded queue, for work that must not stand in a transaction: password hashes, files.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct pool;
struct pool *pool_start(int threads, size_t limit);
/* False: the queue is full, nothing was queued. */
bool pool_add(struct pool *p, void (*fn)(void *arg), void *arg);
/* Runs what is queued, then ends the threads. NULL is allowed. */
void pool_stop(struct pool *p);
