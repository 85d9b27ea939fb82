/*
 * directory.c: see directory.h. A directory is immutable and counted; the table holds the newest one of a region.
 */
#include "directory.h"

#include <assert.h>
#include <pthread.h>

#include "agency.h"
#include "kernel/region.h"
#include "position.h"

static const char setting[] = "registry.daftar"; /* number of the state, from id_new */

struct options {
    struct html html; /* every <option> in order */
    struct option_at {
        int64_t id;
        size_t mark; /* where " selected" would stand */
    } *list;
    size_t n;
};

struct directory {
    struct arena *arena; /* owns this and everything in it */
    const struct db *db;
    int64_t pemda, state, users;
    struct agency_name *by_id; /* ascending */
    size_t n_agencies, active;
    struct options agencies, positions;
};

enum { SLOTS = 64 };
static struct directory *slots[SLOTS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void let_go(struct directory *d) /* the lock is held */
{
    if (d == NULL || --d->users > 0)
        return;
    buf_free(&d->agencies.html.out);
    buf_free(&d->positions.html.out);
    struct arena *a = d->arena;
    arena_free(a);
}

void directory_drop(const struct directory **d)
{
    if (*d == NULL)
        return;
    pthread_mutex_lock(&lock);
    let_go((struct directory *)(uintptr_t)*d);
    pthread_mutex_unlock(&lock);
}

/* ---- making one ---- */
enum { DIRECTORY_MEMORY = 16 << 20, OPTIONS_BYTES = 4 << 20 };

static void options_new(struct arena *a, struct options *o, size_t n)
{
    o->html.out = buf_new(OPTIONS_BYTES);
    o->list = NEW_ARRAY(a, struct option_at, n + 1);
}

static void option_add(struct options *o, int64_t id, struct str label)
{
    HTML(&o->html, "<option value=\"{}\"", id);
    o->list[o->n++] = (struct option_at){id, o->html.out.n};
    HTML(&o->html, ">{}", label);
}

static int by_id(const void *a, const void *b)
{
    const struct agency_name *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static err fill_agencies(struct tx *tx, const struct at *at, struct directory *d)
{
    struct agency_name *list;
    size_t n;
    TRY(agency_names(tx, at, &list, &n));
    options_new(d->arena, &d->agencies, n);
    d->by_id = NEW_ARRAY(d->arena, struct agency_name, n + 1);
    for (size_t i = 0; i < n; i++) {
        d->by_id[i] = list[i];
        d->by_id[i].name = str_dup(d->arena, list[i].name);
        d->by_id[i].code = str_dup(d->arena, list[i].code);
        d->active += list[i].active;
        option_add(&d->agencies, list[i].id, list[i].name);
    }
    d->n_agencies = n;
    qsort(d->by_id, n, sizeof *d->by_id, by_id);
    return OK;
}

static err fill_positions(struct tx *tx, const struct at *at, struct directory *d)
{
    struct position_name *list;
    size_t n;
    TRY(position_names(tx, at, &list, &n));
    options_new(d->arena, &d->positions, n);
    for (size_t i = 0; i < n; i++)
        option_add(&d->positions, list[i].id, list[i].name);
    return OK;
}

static err make(struct tx *tx, const struct at *at, int64_t state, struct directory **ret)
{
    struct arena *a = arena_new(DIRECTORY_MEMORY);
    struct directory *d = NEW(a, struct directory);
    *d = (struct directory){.arena = a, .db = tx_db(tx), .pemda = at->pemda.v, .state = state, .users = 1};
    err e = fill_agencies(tx, at, d);
    if (e == OK)
        e = fill_positions(tx, at, d);
    if (e != OK) {
        pthread_mutex_lock(&lock);
        let_go(d);
        pthread_mutex_unlock(&lock);
        return e;
    }
    *ret = d;
    return OK;
}

/* ---- finding it ---- */
static struct directory **slot_of(const struct at *at)
{
    return &slots[(uint64_t)at->pemda.v % SLOTS];
}

static struct directory *find(const struct db *db, const struct at *at, int64_t state)
{
    pthread_mutex_lock(&lock);
    struct directory *d = *slot_of(at);
    bool same = d != NULL && d->db == db && d->pemda == at->pemda.v && d->state == state;
    if (same)
        d->users++;
    pthread_mutex_unlock(&lock);
    return same ? d : NULL;
}

static void keep(const struct at *at, struct directory *d)
{
    pthread_mutex_lock(&lock);
    let_go(*slot_of(at));
    *slot_of(at) = d;
    d->users++;
    pthread_mutex_unlock(&lock);
}

err directory_get(struct tx *tx, const struct at *at, const struct directory **ret)
{
    struct str text;
    int64_t state = 0;
    TRY(region_setting(tx, at->pemda, setting, S(""), &text));
    bool known = str_to_uint(text, &state);
    struct directory *d = known ? find(tx_db(tx), at, state) : NULL;
    if (d == NULL) {
        TRY(make(tx, at, state, &d));
        if (known && !tx_writable(tx)) /* what a writer sees may yet be undone */
            keep(at, d);
    }
    *ret = d;
    return OK;
}

err directory_changed(struct tx *tx, const struct at *at)
{
    return region_setting_set(tx, at->pemda, setting, str_printf(tx_arena(tx), "%lld", (long long)id_new(tx_db(tx))));
}

/* ---- showing it ---- */
struct str directory_agency(const struct directory *d, int64_t id)
{
    size_t from = 0, to = d->n_agencies;
    while (from < to) {
        size_t mid = (from + to) / 2;
        if (d->by_id[mid].id == id)
            return d->by_id[mid].name;
        if (d->by_id[mid].id < id)
            from = mid + 1;
        else
            to = mid;
    }
    return S("");
}

size_t directory_active_agencies(const struct directory *d)
{
    return d->active;
}

static void show_options(struct html *w, const struct options *o, int64_t chosen)
{
    size_t mark = 0;
    for (size_t i = 0; chosen > 0 && i < o->n; i++) {
        if (o->list[i].id == chosen)
            mark = o->list[i].mark;
    }
    html_add(w, &o->html, 0, mark);
    if (mark > 0)
        HTML(w, " selected");
    html_add(w, &o->html, mark, o->html.out.n);
}

void directory_agency_options(struct html *w, const struct directory *d, int64_t chosen)
{
    show_options(w, &d->agencies, chosen);
}

void directory_position_options(struct html *w, const struct directory *d, int64_t chosen)
{
    show_options(w, &d->positions, chosen);
}
