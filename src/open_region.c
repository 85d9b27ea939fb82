/*
 * open_region.c: see open_region.h.
 */
#include "open_region.h"

#include <stdio.h>
#include <unistd.h>

#include "account/account.h"
#include "kernel/auth/password.h"
#include "kernel/clock.h"
#include "kernel/mem.h"
#include "kernel/region.h"

struct making {
    struct region *region;
    struct new_account admin;
    struct faults *why;
};

static err insert(struct tx *tx, void *arg)
{
    struct making *m = arg;
    struct region there;
    if (region_by_code(tx, m->region->code, &there) == OK) {
        fault(m->why, "", "Daerah " STR_FMT " sudah ada dalam basis data ini.", STR_ARG(m->region->name));
        return ERR_INVALID;
    }
    TRY(region_add(tx, m->region, S(""), clock_now()));
    struct at at = {.who = {.role = ROLE_ADMINISTRATOR, .scope = SCOPE_REGION, .name = S("alihdaya init")},
                    .pemda = m->region->id, .region = m->region, .now = clock_now()};
    at.today = moment_date(at.now, m->region->zone);
    int64_t id;
    return account_create(tx, &at, &m->admin, &id);
}

err region_make(const char *db_name, const struct region_place *place, bool demo, struct arena *arena,
                struct new_region *ret, struct faults *why)
{
    struct making m = {.region = &ret->region, .why = why};
    ret->region = (struct region){.code = str_z(place->code), .short_name = str_z(place->name),
                                  .name = str_printf(arena, "%s %s", place->kind, place->name),
                                  .zone = str_z(place->zone), .demo = demo};
    ret->password = demo ? S("alihdaya-demo") : password_once(arena);
    m.admin = (struct new_account){.user_name = S("administrator"), .name = S("Pengelola Sistem"),
                                   .title = S("Diskominfo"), .roles = 1u << ROLE_ADMINISTRATOR,
                                   .must_change = !demo};
    TRY(password_hash(arena, ret->password, &m.admin.password_hash));
    TRY(db_open(db_name, &(struct db_options){.create = true}, &ret->db, why));
    err e = db_migrate(ret->db, why);
    if (e == OK)
        e = db_write(ret->db, arena, insert, &m);
    if (e != OK)
        db_close(ret->db);
    return e;
}

void say_faults(const struct faults *f)
{
    for (size_t i = 0; i < f->n; i++)
        fprintf(stderr, STR_FMT "\n", STR_ARG(f->list[i].text));
}
