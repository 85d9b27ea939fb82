/*
 * command_place.h: where a command works: a database file and one region of it. Shared by the commands of the
 * register, the census and the pathways.
 */
#pragma once
#include "kernel/actor.h"
#include "kernel/db/db.h"
#include "kernel/fault.h"

struct command_place {
    struct arena *arena;
    struct db *db;
    struct region region;
    struct at at; /* acts for the office, over the whole region, with today's date and its rule book */
};

enum { COMMAND_PLACE_MEMORY = 512 << 20 };

/* Open the file and find the region by its code; NULL when there is only one. Refusals are said on standard error.
 * Returns -1 to go on (then command_place_close), or the exit code. */
int command_place_open(const char *db_name, const char *region_code, struct command_place *ret) MUST_USE;
void command_place_close(struct command_place *p);

void command_say(const struct faults *f); /* on standard error, a line each */
