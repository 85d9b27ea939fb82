/*
 * entity_db.c: descriptors and tables of the program are the same thing, and when they drift apart it is said.
 */
#include "kernel/entity/entity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tempdb.h"

extern const struct module registry_module;

static void test_the_program_starts_with_sound_descriptors(void **state)
{
    (void)state;
    struct tempdb t;
    tempdb_new(&t);
    static const struct module *const modules[] = {&registry_module};
    err e = entities_check(t.db, t.arena, modules, 1, &t.why);
    for (size_t i = 0; i < t.why.n; i++)
        print_message("%s: " STR_FMT "\n", t.why.list[i].field, STR_ARG(t.why.list[i].text));
    assert_int_equal(e, OK);
    tempdb_drop(&t);
}

struct lost {
    struct str name, gone;
};

static void test_a_column_that_is_not_there_is_said(void **state)
{
    (void)state;
    static const struct field fields[] = {
        TEXT(struct lost, name, .label = "Nama"),
        TEXT(struct lost, gone, .label = "Hilang", .column = "no_such_column"),
        TEXT(struct lost, gone, .label = "Tidak disimpan", .name = "lain", .column = ""),
    };
    static const struct entity lost = {"lost", "Hilang", "worker", sizeof(struct lost), fields, COUNT(fields)};
    static const struct entity *const entities[] = {&lost};
    static const struct module module = {.name = "uji", .entities = entities, .n_entities = 1};
    static const struct module *const modules[] = {&module};
    struct tempdb t;
    tempdb_new(&t);
    assert_int_equal(entities_check(t.db, t.arena, modules, 1, &t.why), ERR_INVALID);
    assert_int_equal(t.why.n, 1);
    assert_true(str_eqz(t.why.list[0].text, "kolom worker.no_such_column tidak ada di basis data"));
    tempdb_drop(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_program_starts_with_sound_descriptors),
        cmocka_unit_test(test_a_column_that_is_not_there_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
