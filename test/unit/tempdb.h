/*
 * tempdb.h: a database of its own for each test, in a folder that goes away. For tests that need rows, not files.
 */
#pragma once
#include <assert.h>
#include <sqlite3.h>
#include <unistd.h>

#include "kernel/db/db.h"
#include "kernel/fault.h"
#include "kernel/mem.h"
#include "kernel/region.h"

struct tempdb {
    char dir[64], path[96];
    struct db *db;
    struct arena *arena;
    struct faults why;
    struct region region;
};

static inline err tempdb_add_region(struct tx *tx, void *arg)
{
    return region_add(tx, arg, S(""), (struct moment){1});
}

/* An empty folder and a path in it; nothing is opened. */
static inline void tempdb_place(struct tempdb *t)
{
    *t = (struct tempdb){.arena = arena_new(16 << 20)};
    t->why.arena = t->arena;
    snprintf(t->dir, sizeof t->dir, "/tmp/alihdaya-uji-XXXXXX");
    char *made = mkdtemp(t->dir);
    assert(made != NULL);
    snprintf(t->path, sizeof t->path, "%s/uji.db", t->dir);
}

static inline err tempdb_open(struct tempdb *t)
{
    err e = db_open(t->path, &(struct db_options){.create = true}, &t->db, &t->why);
    return e != OK ? e : db_migrate(t->db, &t->why);
}

/* A migrated database with one region, "Kabupaten Conto" (WITA, demo). */
static inline void tempdb_new(struct tempdb *t)
{
    tempdb_place(t);
    err e = tempdb_open(t);
    assert(e == OK);
    t->region = (struct region){.code = S("99.01"), .name = S("Kabupaten Conto"), .short_name = S("Conto"),
                                .zone = S("WITA"), .demo = true};
    e = db_write(t->db, t->arena, tempdb_add_region, &t->region);
    assert(e == OK);
}

static inline void tempdb_drop(struct tempdb *t)
{
    static const char *const ends[] = {"", "-wal", "-shm", ".key"};
    db_close(t->db);
    for (size_t i = 0; i < COUNT(ends); i++) {
        char name[112];
        snprintf(name, sizeof name, "%s%s", t->path, ends[i]);
        unlink(name);
    }
    rmdir(t->dir);
    arena_free(t->arena);
}

/* Somebody with access to the file itself, past the program. */
static inline void tempdb_tamper(const char *path, const char *text)
{
    sqlite3 *h;
    int code = sqlite3_open_v2(path, &h, SQLITE_OPEN_READWRITE, NULL);
    assert(code == SQLITE_OK);
    code = sqlite3_exec(h, text, NULL, NULL, NULL);
    assert(code == SQLITE_OK);
    sqlite3_close(h);
}

/* The schema's own tables are too big for a test: small ones of its own, made past the program. */
static inline void tempdb_table(struct tempdb *t, const char *create)
{
    tempdb_tamper(t->path, create);
}
