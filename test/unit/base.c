/*
 * base.c: the kernel's small parts: money, dates, text. Each case says in a sentence what it promises.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "kernel/buf.h"
#include "kernel/date.h"
#include "kernel/digest.h"
#include "kernel/mem.h"
#include "kernel/rupiah.h"
#include "kernel/utf8.h"

static void money_is_shown_the_indonesian_way(void **state)
{
    (void)state;
    static const struct {
        const char *why;
        int64_t v;
        const char *want, *want_short;
    } cases[] = {
        {"nothing", 0, "Rp0", "Rp0"},
        {"groups of three with dots", 1234567, "Rp1.234.567", "Rp1,2 juta"},
        {"a true minus sign", -50000, "\u2212Rp50.000", "\u2212Rp50.000"},
        {"a tile rounds half up to one decimal", 67250000000, "Rp67.250.000.000", "Rp67,3 miliar"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_BUF b = buf_new(200);
        rupiah_write(&b, (struct rupiah){cases[i].v});
        assert_true(str_eqz(buf_str(&b), cases[i].want));
        buf_clear(&b);
        rupiah_write_short(&b, (struct rupiah){cases[i].v});
        assert_true(str_eqz(buf_str(&b), cases[i].want_short));
    }
}

static void typed_money_is_read_or_refused(void **state)
{
    (void)state;
    static const struct {
        const char *why, *typed;
        int64_t want; /* -1: refused */
    } cases[] = {
        {"dots are ignored", "1.500.000", 1500000}, {"so is Rp", "Rp 1500000", 1500000},
        {"a half group is no thousand", "1.5", -1}, {"cents are not whole rupiah", "1500,50", -1},
        {"minus is refused", "-5", -1},             {"empty is not zero", "", -1},
        {"more than the bound", "1000000000000001", -1},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct rupiah r = {-1};
        bool ok = rupiah_parse(str_z(cases[i].typed), &r);
        assert_int_equal(ok ? r.v : -1, cases[i].want);
    }
}

static void products_round_as_their_name_says(void **state)
{
    (void)state;
    assert_int_equal(rupiah_mul_div_round((struct rupiah){5}, 1, 2).v, 3);
    assert_int_equal(rupiah_mul_div_round((struct rupiah){-5}, 1, 2).v, -3);
    assert_int_equal(rupiah_mul_div_floor((struct rupiah){-5}, 1, 2).v, -3);
    assert_int_equal(rupiah_mul_div_round((struct rupiah){3827935}, 65, 1000).v, 248816);
}

static void every_day_goes_there_and_back(void **state)
{
    (void)state;
    for (int32_t d = date_from_ymd(1900, 1, 1).day; d <= date_from_ymd(2199, 12, 31).day; d++) {
        struct ymd c = date_to_ymd((struct date){d});
        assert_int_equal(date_from_ymd(c.year, c.month, c.day).day, d);
    }
}

static void months_of_service_are_whole(void **state)
{
    (void)state;
    static const struct {
        const char *why, *from, *to;
        int32_t want;
    } cases[] = {
        {"a day short of a year", "2020-01-02", "2021-01-01", 11},
        {"a year to the day", "2020-01-02", "2021-01-02", 12},
        {"the last day of February counts for the 31st", "2021-01-31", "2021-02-28", 1},
        {"never negative", "2022-01-01", "2021-01-01", 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct date a, b;
        assert_true(date_parse_iso(str_z(cases[i].from), &a) && date_parse_iso(str_z(cases[i].to), &b));
        assert_int_equal(months_between(a, b), cases[i].want);
    }
}

static void days_that_do_not_exist_are_refused(void **state)
{
    (void)state;
    static const char *bad[] = {"2026-02-29", "2026-13-01", "2026-00-10", "31-04-2026", "", "2026", "1-2-3-4"};
    struct date d;
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(date_parse_form(str_z(bad[i]), &d));
    assert_true(date_parse_form(S("5/6/1990"), &d));
    assert_int_equal(d.day, date_from_ymd(1990, 6, 5).day);
}

static void a_moment_is_shown_in_the_regions_zone(void **state)
{
    (void)state;
    AUTO_BUF b = buf_new(200);
    struct moment m = {((int64_t)date_from_ymd(2026, 11, 20).day * 86400 + 23 * 3600 + 30 * 60) * 1000};
    moment_write(&b, m, S("WITA"));
    assert_true(str_eqz(buf_str(&b), "21 November 2026, 07.30 WITA"));
}

static void text_is_checked_at_the_border(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 20);
    assert_true(utf8_valid(S("Kel. Grogol \u2013 Cilegon")));
    assert_false(utf8_valid(S("\xC0\x80")));
    assert_false(utf8_valid(S("\xED\xA0\x80")));
    assert_true(str_eqz(utf8_tidy(a, S(" \xC2\xA0Siti \n  Umpama\xE2\x80\x8B ")), "Siti Umpama"));
    struct str s;
    assert_true(utf8_from_cp1252(a, S("caf\xE9 \x80"), &s));
    assert_true(str_eqz(s, "caf\u00e9 \u20ac"));
    assert_false(utf8_from_cp1252(a, S("\x81"), &s));
}

static void the_fingerprint_is_sha256(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 20);
    assert_true(str_eqz(sha256_hex(a, sha256_of(S("abc"))),
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(money_is_shown_the_indonesian_way),
        cmocka_unit_test(typed_money_is_read_or_refused),
        cmocka_unit_test(products_round_as_their_name_says),
        cmocka_unit_test(every_day_goes_there_and_back),
        cmocka_unit_test(months_of_service_are_whole),
        cmocka_unit_test(days_that_do_not_exist_are_refused),
        cmocka_unit_test(a_moment_is_shown_in_the_regions_zone),
        cmocka_unit_test(text_is_checked_at_the_border),
        cmocka_unit_test(the_fingerprint_is_sha256),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
