/*
 * rulebook.c: the law as data: which value is in force on which day, and which work may be outsourced.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "kernel/mem.h"
#include "rule/rule_data.h"
#include "rule/rulebook.h"

static struct rulebook national(struct arena *a)
{
    struct faults f = {.arena = a};
    struct rulebook book;
    assert_int_equal(rulebook_parse(a, rule_data_national(), &book, &f), OK);
    return book;
}

static void the_built_in_values_are_sound(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 22);
    struct rulebook book = national(a);
    assert_true(book.n > 30);
    for (size_t i = 0; i < book.n; i++)
        assert_true(!date_given(book.list[i].valid_to) ||
                    book.list[i].valid_from.day <= book.list[i].valid_to.day);
}

static void the_value_of_the_day_is_taken(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 22);
    struct faults f = {.arena = a};
    struct rulebook book;
    assert_int_equal(rulebook_parse(a, S("key,value,unit,from,to,source,st\n"
                                         "x,1,d,2020-01-01,2020-12-31,A,V\n"
                                         "x,2,d,2021-01-01,,B,V\n"
                                         "x,3,d,2021-06-01,,C,V\n"), &book, &f), OK);
    static const struct { const char *why, *day; int64_t want; } cases[] = {
        {"before the first rule there is none", "2019-12-31", -1},
        {"the last day still counts", "2020-12-31", 1},
        {"a new year, a new value", "2021-01-01", 2},
        {"of two in force the later one", "2021-06-01", 3},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct date d;
        assert_true(date_parse_iso(str_z(cases[i].day), &d));
        assert_int_equal(rule_number(&book, "x", d, -1), cases[i].want);
    }
}

static void a_faulty_row_is_named(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 22);
    static const struct { const char *why, *row, *want; } cases[] = {
        {"a column is missing", "x,1,d,2020-01-01,,A\n", "Baris 2: harus 7 kolom, ada 6."},
        {"a day that does not exist", "x,1,d,2020-02-30,,A,V\n", "Baris 2: tanggal berlaku harus seperti 2026-04-30."},
        {"no source", "x,1,d,2020-01-01,,,V\n", "Baris 2: nama, nilai, dan sumber harus diisi."},
        {"an unknown mark", "x,1,d,2020-01-01,,A,Z\n", "Baris 2: status harus V, S, U, D, atau P."},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct faults f = {.arena = a};
        struct rulebook book;
        struct str text = str_printf(a, "key,value,unit,from,to,source,st\n%s", cases[i].row);
        assert_int_equal(rulebook_parse(a, text, &book, &f), ERR_INVALID);
        assert_true(str_eqz(f.list[0].text, cases[i].want));
    }
}

static void permitted_work_follows_circular_and_decision(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 22);
    struct rulebook book = national(a);
    static const struct { const char *why; struct work w; bool want; } cases[] = {
        {"a driver needs nothing more", {.core = true}, true},
        {"a clerk without decision is refused", {.core = false}, false},
        {"a courier with a decision passes", {.field = 5, .decision = {"188/TAPD/2026", 13}}, true},
        {"a decision without a field passes and says what is missing", {.decision = {"1", 1}}, true},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct work_verdict v = rule_work(&book, &cases[i].w, date_from_ymd(2026, 11, 21));
        assert_int_equal(v.permitted, cases[i].want);
        assert_non_null(v.rule);
        assert_true(v.words.n > 0);
    }
}

static void only_a_confirmed_rule_stops_somebody(void **state)
{
    (void)state;
    static const struct { const char *why; struct rule_value r; enum severity want; } cases[] = {
        {"checked against the norm", {.status = 'V'}, SEVERITY_BLOCK},
        {"from memory: warns", {.status = 'U'}, SEVERITY_WARN},
        {"secondary: a reasoned override", {.status = 'S'}, SEVERITY_OVERRIDE},
        {"secondary, confirmed", {.status = 'S', .confirmed_by = {"x", 1}}, SEVERITY_BLOCK},
        {"policy, not adopted yet", {.status = 'P'}, SEVERITY_WARN},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(rule_severity(&cases[i].r), cases[i].want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_built_in_values_are_sound),
        cmocka_unit_test(the_value_of_the_day_is_taken),
        cmocka_unit_test(a_faulty_row_is_named),
        cmocka_unit_test(permitted_work_follows_circular_and_decision),
        cmocka_unit_test(only_a_confirmed_rule_stops_somebody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
