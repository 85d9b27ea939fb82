/*
 * command_place.c: see command_place.h. A command has no session: who runs it has the file, so it acts as the office
 * and its lines in the audit chain say "perintah".
 */
#include "command_place.h"

#include "kernel/clock.h"
#include "kernel/options.h"
#include "kernel/region.h"
#include "rule/rulebook.h"

struct search {
    const char *code;
    struct command_place *place;
};

static err find_region(struct tx *tx, void *arg)
{
    struct search *s = arg;
    struct command_place *p = s->place;
    struct region list[2];
    size_t n;
    if (s->code != NULL) {
        TRY(region_by_code(tx, str_z(s->code), &p->region));
    } else {
        TRY(region_list(tx, list, COUNT(list), &n));
        if (n != 1)
            return n == 0 ? ERR_MISSING : ERR_LIMIT;
        p->region = list[0];
    }
    p->at = (struct at){.who = {.name = S("perintah"), .role = ROLE_HR_OFFICER, .roles = 1u << ROLE_HR_OFFICER,
                                .scope = SCOPE_REGION},
                        .pemda = p->region.id, .region = &p->region, .now = clock_now()};
    p->at.today = moment_date(p->at.now, p->region.zone);
    struct rulebook *book = NEW(p->arena, struct rulebook);
    TRY(rulebook_load(tx, p->arena, p->region.id, book));
    p->at.rules = book;
    return OK;
}

static int refuse(err e, const char *db_name, const char *code)
{
    if (e == ERR_LIMIT)
        fprintf(stderr, "%s berisi beberapa daerah. Sebutkan salah satu dengan --region KODE.\n", db_name);
    else if (e == ERR_MISSING && code != NULL)
        fprintf(stderr, "Daerah %s tidak ada di %s.\n", code, db_name);
    else if (e == ERR_MISSING)
        fprintf(stderr, "%s belum berisi daerah. Buat dahulu dengan alihdaya init.\n", db_name);
    else
        fprintf(stderr, "%s tidak dapat dibaca.\n", db_name);
    return e == ERR_LIMIT || e == ERR_MISSING ? EXIT_REFUSED : EXIT_FAILED;
}

int command_place_open(const char *db_name, const char *region_code, struct command_place *ret)
{
    struct command_place p = {.arena = arena_new(COMMAND_PLACE_MEMORY)};
    struct faults why = {.arena = p.arena};
    err e = db_open(db_name, &(struct db_options){.create = false}, &p.db, &why);
    if (e != OK || db_migrate(p.db, &why) != OK) {
        command_say(&why);
        if (p.db != NULL)
            db_close(p.db);
        arena_free(p.arena);
        return EXIT_FAILED;
    }
    *ret = p;
    struct search s = {region_code, ret};
    e = db_read(ret->db, ret->arena, find_region, &s);
    if (e == OK) {
        ret->region.name = str_dup(ret->arena, ret->region.name);
        ret->at.region = &ret->region;
        return -1;
    }
    command_place_close(ret);
    return refuse(e, db_name, region_code);
}

void command_place_close(struct command_place *p)
{
    db_close(p->db);
    arena_free(p->arena);
}

void command_say(const struct faults *f)
{
    for (size_t i = 0; i < f->n; i++)
        fprintf(stderr, STR_FMT "\n", STR_ARG(f->list[i].text));
    if (f->dropped > 0)
        fprintf(stderr, "… dan %zu lagi.\n", f->dropped);
}
