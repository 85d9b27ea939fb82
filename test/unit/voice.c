/*
 * voice.c: the pure promises of objections and corrections: how long one may object, by when an answer is due, what
 * a worker may ask to correct.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "kernel/mem.h"
#include "rule/rulebook.h"
#include "voice/correction.h"
#include "voice/objection.h"

static struct date day(int32_t y, int32_t m, int32_t d)
{
    return date_from_ymd(y, m, d);
}

static void test_working_days(void **state)
{
    (void)state;
    static const struct {
        const char *why;
        struct ymd from;
        int32_t days;
        struct ymd to;
    } cases[] = {
        {"Monday and five days is the next Monday", {2026, 11, 16}, 5, {2026, 11, 23}},
        {"Friday and one day is Monday", {2026, 11, 20}, 1, {2026, 11, 23}},
        {"Saturday counts from Monday", {2026, 11, 21}, 1, {2026, 11, 23}},
        {"Sunday and five days is Friday", {2026, 11, 22}, 5, {2026, 11, 27}},
        {"no day is the day itself", {2026, 11, 21}, 0, {2026, 11, 21}},
        {"over the new year", {2026, 12, 31}, 2, {2027, 1, 4}},
        {"before 1970 too", {1969, 12, 26}, 1, {1969, 12, 29}},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct date from = date_from_ymd(cases[i].from.year, cases[i].from.month, cases[i].from.day);
        struct date to = date_from_ymd(cases[i].to.year, cases[i].to.month, cases[i].to.day);
        if (date_add_workdays(from, cases[i].days).day != to.day)
            fail_msg("%s", cases[i].why);
    }
}

static void test_limits_come_from_the_rule_book(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 20);
    struct faults f = {.arena = a};
    struct rulebook book;
    err e = rulebook_parse(a, S("key,value,unit,from,to,source,st\n"
                                "objection.days,14,d,2026-01-01,2026-12-31,Perbup (contoh),P\n"
                                "objection.days,10,d,2027-01-01,,Perbup (contoh),P\n"
                                "objection.answer,3,wd,2026-01-01,,Perbup (contoh),P\n"
                                "pdp.request_answer,48,h,2026-01-01,,UU 27/2022,S\n"), &book, &f);
    assert_int_equal(e, OK);
    assert_int_equal(objection_last_day(&book, day(2026, 11, 12)).day, day(2026, 11, 26).day);
    assert_int_equal(objection_last_day(&book, day(2027, 1, 12)).day, day(2027, 1, 22).day);
    assert_int_equal(objection_due(&book, day(2026, 11, 20)).day, day(2026, 11, 25).day);
    assert_int_equal(correction_due(&book, day(2026, 11, 20)).day, day(2026, 11, 22).day);
    /* without a book: seven days, five working days, 72 hours (UU 27/2022 art. 30) */
    assert_int_equal(objection_last_day(NULL, day(2026, 11, 16)).day, day(2026, 11, 23).day);
    assert_int_equal(objection_due(NULL, day(2026, 11, 16)).day, day(2026, 11, 23).day);
    assert_int_equal(correction_due(NULL, day(2026, 11, 16)).day, day(2026, 11, 19).day);
}

static void test_what_a_worker_may_ask_to_correct(void **state)
{
    (void)state;
    for (size_t i = 0; correction_fields[i] != NULL; i++)
        assert_non_null(correction_field(str_z(correction_fields[i])));
    static const char *const never[] = {"nik", "kelas_data", "status_asn", "penanda", "agency_id", "pathway", "version", "", "nama "};
    for (size_t i = 0; i < COUNT(never); i++)
        assert_null(correction_field(str_z(never[i])));
}

static void test_values_in_words(void **state)
{
    (void)state;
    static const struct {
        const char *field, *value, *words;
    } cases[] = {
        {"jenis_kelamin", "P", "Perempuan"}, {"upah", "2.100.000", "Rp2.100.000"}, {"tanggal_lahir", "1990-01-31", "31 Januari 1990"},
        {"nama", "Conto <b>", "Conto <b>"},  {"alamat", "", "(kosong)"},           {"upah", "bukan angka", "bukan angka"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_ARENA a = arena_new(1 << 20);
        struct str words = correction_words(a, correction_field(str_z(cases[i].field)), str_z(cases[i].value));
        if (!str_eqz(words, cases[i].words))
            fail_msg("%s: " STR_FMT, cases[i].field, STR_ARG(words));
    }
}

static void test_subjects(void **state)
{
    (void)state;
    for (const struct objection_subject *s = objection_subjects; s->code != NULL; s++)
        assert_string_equal(objection_subject_label(str_z(s->code)), s->label);
    assert_null(objection_subject_label(S("jabatan")));
    assert_null(objection_subject_label(S("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_working_days),
        cmocka_unit_test(test_limits_come_from_the_rule_book),
        cmocka_unit_test(test_what_a_worker_may_ask_to_correct),
        cmocka_unit_test(test_values_in_words),
        cmocka_unit_test(test_subjects),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
