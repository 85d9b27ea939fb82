/*
 * writer.c: the one thread that writes. What waits when the last commit has ended goes into the next one, at most
 * 64 actions, each in its own savepoint, and nobody is answered before COMMIT has reached the disk. Nothing waits
 * for company: a lone action commits at once. Slices of long work wait in a line of their own and go one by one,
 * after everything else that waits. The side log rides along with the next commit.
 */
#include <assert.h>
#include <stdlib.h>
#include <time.h>

#include "../audit/audit.h"
#include "../log.h"
#include "inner.h"

enum {
    BATCH_MAX = 64,
    BATCH_MS = 20, /* an action that has made the batch this long ends it */
    QUEUE_MAX = 1024,
    SIDE_MAX = 2048,
    SIDE_BYTES = 512,
    SIDE_WAIT_MS = 1000,
    FLUSH_WAIT_S = 10,
    SIDE_BUDGET = 1 << 20,
};

struct line {
    struct write_task *first, *last;
    size_t n;
};

struct side {
    side_fn fn;
    size_t n;
    _Alignas(16) unsigned char data[SIDE_BYTES];
};

struct writer {
    struct db *db;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake, side_written;
    struct line tasks, slices;
    struct side *side[SIDE_MAX]; /* a ring */
    size_t side_first, n_side;
    uint64_t side_in, side_out; /* entries ever queued, ever finished */
    int64_t side_since;         /* ms of the oldest that waits */
    bool flush_now, slice_next, stop;
    struct arena *arena; /* for the side log */
};

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static struct timespec at_ms(int64_t ms)
{
    return (struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
}

static void line_add(struct line *l, struct write_task *t)
{
    t->next = NULL;
    if (l->first == NULL)
        l->first = t;
    else
        l->last->next = t;
    l->last = t;
    l->n++;
}

static struct write_task *line_take(struct line *l)
{
    struct write_task *t = l->first;
    l->first = t->next;
    t->next = NULL;
    l->n--;
    return t;
}

/* ---- one batch ---- */

struct batch {
    struct write_task *task[BATCH_MAX];
    size_t n, ran;
    size_t n_side; /* entries of the side log that go along */
    bool alone;    /* one action and nothing else: its savepoint is the transaction itself */
    err failed;    /* the transaction as a whole is lost */
};

static err begin(struct conn *c)
{
    int moved = 0;
    if (sqlite3_file_control(c->h, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved) {
        log_error("berkas basis data tidak lagi di tempatnya: %s", c->db->path);
        return ERR_IO;
    }
    return conn_err(c, conn_own(c, OWN_BEGIN_WRITE), "BEGIN IMMEDIATE");
}

/* Some failures (full disk, no memory) make SQLite roll the whole transaction back on its own. */
static bool lost(const struct conn *c)
{
    return sqlite3_get_autocommit(c->h) != 0;
}

static err act(struct writer *w, struct arena *arena, tx_fn fn, void *arg)
{
    struct conn *c = w->db->write_conn;
    struct tx tx = {.db = w->db, .conn = c, .arena = arena, .writable = true};
    tx_depth++;
    err e = fn(&tx, arg);
    if (tx.trouble != OK) /* also when fn took it for something else: a row that could not be read is not missing */
        e = tx.trouble;
    if (e == OK) {
        c->mode = CONN_FLUSH;
        e = audit_flush(&tx);
        c->mode = CONN_WRITER;
    }
    tx_depth--;
    return e != OK ? e : tx.trouble;
}

/* An action inside its savepoint. What it returns stands only when the batch commits. */
static err act_saved(struct writer *w, struct arena *arena, tx_fn fn, void *arg)
{
    struct conn *c = w->db->write_conn;
    err e = conn_err(c, conn_own(c, OWN_SAVE), "SAVEPOINT");
    if (e != OK)
        return e;
    e = act(w, arena, fn, arg);
    if (lost(c))
        return e == OK ? ERR_IO : e;
    if (e != OK)
        e = conn_own(c, OWN_UNDO) == SQLITE_OK ? e : ERR_IO;
    err released = conn_err(c, conn_own(c, OWN_RELEASE), "RELEASE");
    return e != OK ? e : released;
}

static void run_tasks(struct writer *w, struct batch *b)
{
    struct conn *c = w->db->write_conn;
    int64_t until = now_ms() + BATCH_MS;
    while (b->ran < b->n) {
        struct write_task *t = b->task[b->ran++];
        t->result = b->alone ? act(w, t->arena, t->fn, t->arg) : act_saved(w, t->arena, t->fn, t->arg);
        if (lost(c)) {
            b->failed = ERR_IO;
            return;
        }
        if (now_ms() > until)
            return;
    }
}

struct side_call {
    const struct side *s;
};

static err run_side(struct tx *tx, void *arg)
{
    const struct side *s = ((struct side_call *)arg)->s;
    return s->fn(tx, s->data, s->n);
}

/* An entry that its own function refuses is logged and dropped; the others go on. */
static void run_sides(struct writer *w, struct batch *b)
{
    for (size_t i = 0; i < b->n_side && b->failed == OK; i++) {
        struct side_call call = {w->side[(w->side_first + i) % SIDE_MAX]};
        arena_reset(w->arena);
        err e = act_saved(w, w->arena, run_side, &call);
        if (lost(w->db->write_conn))
            b->failed = ERR_IO;
        else if (e != OK)
            log_error("catatan samping tidak tersimpan (%d)", (int)e);
    }
}

static bool anything_to_keep(const struct batch *b)
{
    if (b->n_side > 0)
        return true;
    for (size_t i = 0; i < b->ran; i++) {
        if (b->task[i]->result == OK)
            return true;
    }
    return false;
}

static void finish(struct writer *w, struct batch *b)
{
    struct conn *c = w->db->write_conn;
    if (b->failed == OK && anything_to_keep(b)) {
        b->failed = conn_err(c, conn_own(c, OWN_COMMIT), "COMMIT");
        if (b->failed == OK)
            return;
    }
    if (!lost(c) && conn_own(c, OWN_ROLLBACK) != SQLITE_OK)
        log_fatal("basis data tidak dapat dikembalikan ke keadaan semula: %s", sqlite3_errmsg(c->h));
}

static void run_batch(struct writer *w, struct batch *b)
{
    b->alone = b->n == 1 && b->n_side == 0;
    b->failed = begin(w->db->write_conn);
    if (b->failed != OK) {
        b->ran = b->n;
        for (size_t i = 0; i < b->n; i++)
            b->task[i]->result = b->failed;
        return;
    }
    run_tasks(w, b);
    run_sides(w, b);
    finish(w, b);
}

/* ---- the queue ---- */

static bool side_due(const struct writer *w)
{
    return w->n_side > 0 && (w->flush_now || w->stop || now_ms() >= w->side_since + SIDE_WAIT_MS);
}

static bool due(const struct writer *w)
{
    return w->tasks.n > 0 || w->slices.n > 0 || side_due(w);
}

/* Sleeps until there is something to do. False: told to stop, and everything is done. */
static bool wait_due(struct writer *w)
{
    while (!due(w)) {
        if (w->stop)
            return false;
        if (w->n_side == 0) {
            pthread_cond_wait(&w->wake, &w->lock);
        } else {
            struct timespec until = at_ms(w->side_since + SIDE_WAIT_MS);
            pthread_cond_timedwait(&w->wake, &w->lock, &until);
        }
    }
    return true;
}

/* Everybody in turn: a batch of actions, then one slice, then what came meanwhile. */
static void take(struct writer *w, struct batch *b)
{
    *b = (struct batch){0};
    bool slice = w->slices.n > 0 && (w->slice_next || (w->tasks.n == 0 && !side_due(w)));
    if (slice) {
        b->task[b->n++] = line_take(&w->slices);
        w->slice_next = false;
    } else {
        while (b->n < BATCH_MAX && w->tasks.n > 0)
            b->task[b->n++] = line_take(&w->tasks);
        w->slice_next = true;
        b->n_side = w->n_side;
    }
}

/* What the batch had no time for goes back to the head of its line, in order. */
static void put_back(struct writer *w, struct batch *b)
{
    while (b->n > b->ran) {
        struct write_task *t = b->task[--b->n];
        t->next = w->tasks.first;
        if (w->tasks.first == NULL)
            w->tasks.last = t;
        w->tasks.first = t;
        w->tasks.n++;
    }
}

/* After a failed commit the entries stay and are tried again in a second. */
static void sides_done(struct writer *w, const struct batch *b)
{
    if (b->failed != OK) {
        w->side_since = now_ms();
        w->flush_now = false;
    } else {
        for (size_t i = 0; i < b->n_side; i++) {
            free(w->side[w->side_first]);
            w->side_first = (w->side_first + 1) % SIDE_MAX;
            w->n_side--;
            w->side_out++;
        }
        if (w->n_side > 0)
            w->side_since = now_ms();
        else
            w->flush_now = false;
    }
    pthread_cond_broadcast(&w->side_written);
}

static void answer(struct batch *b)
{
    for (size_t i = 0; i < b->ran; i++) {
        struct write_task *t = b->task[i];
        err e = t->result == OK ? b->failed : t->result;
        t->done(t, e); /* may free the task */
    }
}

static void *writer_main(void *arg)
{
    struct writer *w = arg;
    struct batch b;
    pthread_mutex_lock(&w->lock);
    while (wait_due(w)) {
        take(w, &b);
        pthread_mutex_unlock(&w->lock);
        run_batch(w, &b);
        pthread_mutex_lock(&w->lock);
        bool given_up = w->stop && b.failed != OK && b.n == 0; /* stopping, and the side log cannot be written */
        put_back(w, &b);
        if (b.n_side > 0)
            sides_done(w, &b);
        pthread_mutex_unlock(&w->lock);
        answer(&b);
        pthread_mutex_lock(&w->lock);
        if (given_up) {
            log_error("%zu catatan samping hilang saat berhenti", w->n_side);
            break;
        }
    }
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

err writer_start(struct db *db)
{
    struct writer *w = calloc(1, sizeof *w);
    if (w == NULL)
        log_fatal("memori habis");
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->wake, &monotonic);
    pthread_cond_init(&w->side_written, &monotonic);
    pthread_condattr_destroy(&monotonic);
    w->db = db;
    w->arena = arena_new(SIDE_BUDGET);
    db->writer = w;
    if (pthread_create(&w->thread, NULL, writer_main, w) != 0)
        log_fatal("utas penulis tidak dapat dimulai");
    return OK;
}

void writer_stop(struct db *db)
{
    struct writer *w = db->writer;
    pthread_mutex_lock(&w->lock);
    w->stop = true;
    pthread_cond_signal(&w->wake);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    for (size_t i = 0; i < w->n_side; i++)
        free(w->side[(w->side_first + i) % SIDE_MAX]);
    arena_free(w->arena);
    pthread_mutex_destroy(&w->lock);
    pthread_cond_destroy(&w->wake);
    pthread_cond_destroy(&w->side_written);
    free(w);
    db->writer = NULL;
}

bool db_write_async(struct db *db, struct write_task *task)
{
    struct writer *w = db->writer;
    struct line *line = task->slice ? &w->slices : &w->tasks;
    pthread_mutex_lock(&w->lock);
    bool room = line->n < QUEUE_MAX && !w->stop;
    if (room) {
        line_add(line, task);
        pthread_cond_signal(&w->wake);
    }
    pthread_mutex_unlock(&w->lock);
    return room;
}

/* ---- waiting for it ---- */

struct waiting {
    struct write_task task; /* first: the task's address is ours */
    pthread_mutex_t lock;
    pthread_cond_t ready;
    bool is_done;
    err result;
};

static void wake_waiting(struct write_task *task, err result)
{
    struct waiting *x = (struct waiting *)task;
    pthread_mutex_lock(&x->lock);
    x->result = result;
    x->is_done = true;
    pthread_cond_signal(&x->ready);
    pthread_mutex_unlock(&x->lock);
}

static err write_and_wait(struct db *db, struct arena *arena, tx_fn fn, void *arg, bool slice)
{
    assert(tx_depth == 0); /* the writer would wait for itself */
    struct waiting x = {.task = {.arena = arena, .fn = fn, .done = wake_waiting, .arg = arg, .slice = slice}};
    pthread_mutex_init(&x.lock, NULL);
    pthread_cond_init(&x.ready, NULL);
    if (db_write_async(db, &x.task)) {
        pthread_mutex_lock(&x.lock);
        while (!x.is_done)
            pthread_cond_wait(&x.ready, &x.lock);
        pthread_mutex_unlock(&x.lock);
    } else {
        x.result = ERR_BUSY;
    }
    pthread_mutex_destroy(&x.lock);
    pthread_cond_destroy(&x.ready);
    return x.result;
}

err db_write(struct db *db, struct arena *arena, tx_fn fn, void *arg)
{
    return write_and_wait(db, arena, fn, arg, false);
}

err db_write_slice(struct db *db, struct arena *arena, tx_fn fn, void *arg)
{
    return write_and_wait(db, arena, fn, arg, true);
}

/* ---- side log ---- */

bool db_side(struct db *db, side_fn fn, const void *data, size_t n)
{
    assert(n <= SIDE_BYTES);
    struct side *s = malloc(sizeof *s);
    if (s == NULL)
        log_fatal("memori habis");
    s->fn = fn;
    s->n = n;
    memcpy(s->data, data, n);

    struct writer *w = db->writer;
    pthread_mutex_lock(&w->lock);
    bool room = w->n_side < SIDE_MAX && !w->stop;
    if (room) {
        w->side[(w->side_first + w->n_side) % SIDE_MAX] = s;
        if (w->n_side++ == 0) {
            w->side_since = now_ms();
            pthread_cond_signal(&w->wake);
        }
        w->side_in++;
    }
    pthread_mutex_unlock(&w->lock);
    if (!room)
        free(s);
    return room;
}

void db_side_flush(struct db *db)
{
    struct writer *w = db->writer;
    struct timespec until = at_ms(now_ms() + FLUSH_WAIT_S * 1000);
    pthread_mutex_lock(&w->lock);
    uint64_t want = w->side_in;
    while (w->side_out < want) {
        w->flush_now = true;
        pthread_cond_signal(&w->wake);
        if (pthread_cond_timedwait(&w->side_written, &w->lock, &until) != 0)
            break;
    }
    pthread_mutex_unlock(&w->lock);
}
