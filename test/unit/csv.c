/*
 * csv.c: what the CSV reader and writer promise: RFC 4180, three line ends, and not one byte lost.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <unistd.h>

#include "kernel/buf.h"
#include "kernel/mem.h"
#include "kernel/text/csv.h"

/* All records as [field|field] one after another. */
static void show(struct arena *a, struct str text, char sep, bool keep_blank, struct buf *out, struct csv *end)
{
    struct csv c = csv_open(a, text, sep, 8);
    c.keep_blank = keep_blank;
    while (csv_next(&c)) {
        buf_addc(out, '[');
        for (size_t i = 0; i < c.n; i++) {
            if (i > 0)
                buf_addc(out, '|');
            buf_add(out, csv_field(&c, i));
        }
        buf_addc(out, ']');
    }
    *end = c;
}

static void records_are_read_as_rfc_4180_says(void **state)
{
    (void)state;
    static const struct {
        const char *why, *text, *want;
        char sep;
        bool keep_blank;
    } cases[] = {
        {"plain records", "a,b\nc,d\n", "[a|b][c|d]", ',', false},
        {"the last line end may be missing", "a,b\nc,d", "[a|b][c|d]", ',', false},
        {"CRLF as spreadsheets write it", "a,b\r\nc,d\r\n", "[a|b][c|d]", ',', false},
        {"lone CR as old spreadsheets wrote it", "a,b\rc,d\r", "[a|b][c|d]", ',', false},
        {"a byte-order mark is no part of the first name", "\xEF\xBB\xBF" "a,b\n", "[a|b]", ',', false},
        {"another separator", "a;b,c\n", "[a|b,c]", ';', false},
        {"tabs", "a\tb\n", "[a|b]", '\t', false},
        {"a separator at the end begins one more empty field", "a,\n,b", "[a|][|b]", ',', false},
        {"even at the very end of the text", "a,", "[a|]", ',', false},
        {"quotes hold separators and line ends", "\"a,b\",\"c\nd\"\n", "[a,b|c\nd]", ',', false},
        {"doubled quotes are one quote", "\"say \"\"ya\"\"\",x\n", "[say \"ya\"|x]", ',', false},
        {"two such fields in one record keep apart", "\"\"\"a\",\"b\"\"\"\n", "[\"a|b\"]", ',', false},
        {"an empty quoted field", "\"\",x\n", "[|x]", ',', false},
        {"text behind the closing quote stays with the field", "\"a\"b,c\n", "[ab|c]", ',', false},
        {"a quote inside plain text is a letter", "5\" pipa,x\n", "[5\" pipa|x]", ',', false},
        {"empty records are skipped", "a\n\n\r\nb\n", "[a][b]", ',', false},
        {"unless they are asked for", "a\n\nb\n", "[a][][b]", ',', true},
        {"long plain fields cross the sixteen-byte steps",
         "0123456789012345678901234567890123456789,x,0123456789012345\n",
         "[0123456789012345678901234567890123456789|x|0123456789012345]", ',', false},
        {"nothing at all", "", "", ',', false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_ARENA a = arena_new(1 << 20);
        AUTO_BUF out = buf_new(4096);
        struct csv end;
        show(a, str_z(cases[i].text), cases[i].sep, cases[i].keep_blank, &out, &end);
        if (!str_eqz(buf_str(&out), cases[i].want))
            fail_msg("%s: got " STR_FMT, cases[i].why, STR_ARG(buf_str(&out)));
        assert_int_equal(end.open_quote, 0);
    }
}

static void an_open_quote_is_told_with_its_record(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 20);
    AUTO_BUF out = buf_new(4096);
    struct csv end;
    show(a, S("a,b\n\nc,\"d\ne,f\n"), ',', false, &out, &end);
    assert_int_equal(end.open_quote, 3); /* the blank line counts, as a spreadsheet shows it */
    assert_false(csv_next(&end));
}

static void too_many_fields_are_counted_not_kept(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 20);
    struct csv c = csv_open(a, S("a,b,c,d\n"), ',', 2);
    assert_true(csv_next(&c));
    assert_int_equal(c.n, 4);
    assert_true(str_eqz(csv_field(&c, 1), "b"));
    assert_int_equal(csv_field(&c, 3).n, 0);
}

static void what_is_written_reads_back_the_same(void **state)
{
    (void)state;
    static const char letters[] = "ab,;\"\n\r =+-@'0";
    uint64_t seed = 7;
    for (int round = 0; round < 2000; round++) {
        AUTO_ARENA a = arena_new(1 << 20);
        AUTO_BUF text = buf_new(1 << 16);
        struct str want[5];
        for (size_t i = 0; i < COUNT(want); i++) {
            char *p = arena_alloc(a, 40);
            size_t n = (seed = seed * 6364136223846793005u + 1442695040888963407u) >> 59;
            for (size_t j = 0; j < n; j++) {
                seed = seed * 6364136223846793005u + 1442695040888963407u;
                p[j] = letters[(seed >> 33) % (sizeof letters - 1)];
            }
            want[i] = (struct str){p, n};
            if (i > 0)
                buf_addc(&text, ',');
            csv_write(&text, want[i]);
        }
        BUF_LIT(&text, "\r\n");
        struct csv c = csv_open(a, buf_str(&text), ',', 5);
        c.keep_blank = true;
        assert_true(csv_next(&c));
        assert_int_equal(c.n, 5);
        for (size_t i = 0; i < COUNT(want); i++)
            assert_true(str_eq(want[i], csv_field(&c, i)));
        assert_false(csv_next(&c));
    }
}

static void a_formula_is_disarmed_for_spreadsheets(void **state)
{
    (void)state;
    static const struct {
        const char *why, *text, *want;
    } cases[] = {
        {"a formula", "=1+1", "'=1+1"},      {"a plus", "+62", "'+62"},
        {"a command", "@SUM(A1)", "'@SUM(A1)"}, {"a minus", "-2", "'-2"},
        {"a name stays as it is", "Conto", "Conto"}, {"quotes are still added", "=a,b", "\"'=a,b\""},
        {"nothing stays nothing", "", ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_BUF out = buf_new(100);
        csv_write_safe(&out, str_z(cases[i].text));
        assert_true(str_eqz(buf_str(&out), cases[i].want));
    }
}

static void a_file_is_mapped_or_refused(void **state)
{
    (void)state;
    char path[] = "csvtestXXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    struct str s = {NULL, 9};
    assert_int_equal(file_map(path, &s), OK);
    assert_int_equal(s.n, 0);
    file_unmap(s);
    assert_int_equal(write(fd, "a,b\n", 4), 4);
    assert_int_equal(file_map(path, &s), OK);
    file_forget(s, 0, s.n);
    assert_true(str_eqz(s, "a,b\n"));
    file_unmap(s);
    close(fd);
    unlink(path);
    assert_int_equal(file_map(path, &s), ERR_MISSING);
    assert_int_equal(file_map(".", &s), ERR_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_are_read_as_rfc_4180_says),
        cmocka_unit_test(an_open_quote_is_told_with_its_record),
        cmocka_unit_test(too_many_fields_are_counted_not_kept),
        cmocka_unit_test(what_is_written_reads_back_the_same),
        cmocka_unit_test(a_formula_is_disarmed_for_spreadsheets),
        cmocka_unit_test(a_file_is_mapped_or_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
