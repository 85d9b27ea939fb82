/*
 * web_form.c: what a form may look like, whatever the pieces in which it arrives.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <fcntl.h>
#include <unistd.h>

#include "kernel/http/form.h"
#include "kernel/http/gate.h"
#include "kernel/http/multipart.h"
#include "kernel/mem.h"

static void test_urlencoded(void **state)
{
    (void)state;
    static const struct {
        const char *why, *body;
        err want;
        const char *name, *value;
    } cases[] = {
        {"plain", "a=1&b=2", OK, "b", "2"},
        {"blank and plus", "nama=Siti+Conto%20Dua", OK, "nama", "Siti Conto Dua"},
        {"blanks around are trimmed", "nik=%20%20123%09", OK, "nik", "123"},
        {"empty value is there", "a=&b", OK, "a", ""},
        {"name without a value", "a=&b", OK, "b", ""},
        {"first of two counts", "a=1&a=2", OK, "a", "1"},
        {"line ends become LF", "t=a%0D%0Ab", OK, "t", "a\nb"},
        {"an equals sign in the value", "a=b=c", OK, "a", "b=c"},
        {"empty body", "", OK, NULL, NULL},
        {"utf-8", "n=%C3%A9", OK, "n", "\xc3\xa9"},
        {"percent at the end", "a=%4", ERR_INVALID, NULL, NULL},
        {"percent without digits", "a=%zz", ERR_INVALID, NULL, NULL},
        {"NUL", "a=%00", ERR_INVALID, NULL, NULL},
        {"not UTF-8", "a=%ff", ERR_INVALID, NULL, NULL},
        {"overlong slash", "a=%c0%af", ERR_INVALID, NULL, NULL},
        {"escape character", "a=%1b", ERR_INVALID, NULL, NULL},
        {"bad name", "%00=1", ERR_INVALID, NULL, NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_ARENA a = arena_new(1 << 20);
        struct pairs p = {0};
        err e = form_parse(a, str_z(cases[i].body), &p);
        if (e != cases[i].want)
            print_error("%s\n", cases[i].why);
        assert_int_equal(e, cases[i].want);
        if (cases[i].name != NULL)
            assert_true(str_eqz(pairs_get(&p, cases[i].name), cases[i].value));
    }
}

static void test_many_pairs_are_refused(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(4 << 20);
    AUTO_BUF b = buf_new(1 << 20);
    for (int i = 0; i < FORM_PAIRS + 1; i++)
        BUF_LIT(&b, "a=1&");
    struct pairs p;
    assert_int_equal(form_parse(a, buf_str(&b), &p), ERR_LIMIT);
}

static void test_ids(void **state)
{
    (void)state;
    assert_int_equal(id_of(S("42")), 42);
    assert_int_equal(id_of(S("9007199254740991")), 9007199254740991);
    assert_int_equal(id_of(S("9007199254740992")), 0);
    assert_int_equal(id_of(S("")), 0);
    assert_int_equal(id_of(S("-1")), 0);
    assert_int_equal(id_of(S("1e3")), 0);
    assert_int_equal(id_of(S("99999999999999999999")), 0);
}

static char spool[] = "/tmp/alihdaya-test-XXXXXX";

static int make_spool(void **state)
{
    (void)state;
    return mkdtemp(spool) == NULL;
}

static int drop_spool(void **state)
{
    (void)state;
    return rmdir(spool); /* also proves that nothing was left behind */
}

#define PART(head, body) "--xYz\r\n" head "\r\n\r\n" body "\r\n"
#define FIELD(name, body) PART("Content-Disposition: form-data; name=\"" name "\"", body)
#define FILE_PART(name, file, body)                                                                          \
    PART("Content-Disposition: form-data; name=\"" name "\"; filename=\"" file "\"\r\nContent-Type: text/csv", body)
#define END "--xYz--\r\n"

static void test_multipart(void **state)
{
    (void)state;
    static const struct {
        const char *why, *body;
        err want;
        const char *a, *file_name, *content;
    } cases[] = {
        {"one field", FIELD("a", "satu") END, OK, "satu", NULL, NULL},
        {"empty field", FIELD("a", "") END, OK, "", NULL, NULL},
        {"field and file", FIELD("a", "x") FILE_PART("f", "s.csv", "nik;nama\r\n1;2\r\n") END, OK, "x", "s.csv",
         "nik;nama\r\n1;2\r\n"},
        {"a boundary look-alike in the file", FILE_PART("f", "s", "\r\n--xY\r\n--xY") FIELD("a", "b") END, OK, "b",
         "s", "\r\n--xY\r\n--xY"},
        {"empty file", FILE_PART("f", "s", "") END, OK, NULL, "s", ""},
        {"no file chosen", FILE_PART("f", "", "") FIELD("a", "1") END, OK, "1", NULL, NULL},
        {"path in the file name", FILE_PART("f", "C:\\x\\..\\s.csv", "1") END, OK, NULL, "s.csv", "1"},
        {"text before the first boundary", "salam\r\n" FIELD("a", "1") END, OK, "1", NULL, NULL},
        {"text after the end", FIELD("a", "1") END "sisa", OK, "1", NULL, NULL},
        {"cut off", FIELD("a", "1"), ERR_INVALID, NULL, NULL, NULL},
        {"cut off in a file", "--xYz\r\nContent-Disposition: form-data; name=\"f\"; filename=\"s\"\r\n\r\nabc",
         ERR_INVALID, NULL, NULL, NULL},
        {"no boundary at all", "a=1", ERR_INVALID, NULL, NULL, NULL},
        {"part without a name", PART("Content-Type: text/plain", "1") END, ERR_INVALID, NULL, NULL, NULL},
        {"a field that is not UTF-8", FIELD("a", "\xff") END, ERR_INVALID, NULL, NULL, NULL},
        {"rubbish behind a boundary", "--xYzq\r\n", ERR_INVALID, NULL, NULL, NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        for (size_t piece = 1; piece < 40; piece += 3) {
            AUTO_ARENA a = arena_new(1 << 20);
            struct multipart *m = multipart_new(a, S("xYz"), spool);
            struct str rest = str_z(cases[i].body);
            err e = OK;
            while (rest.n > 0 && e == OK) {
                struct str now = str_sub(rest, 0, piece);
                e = multipart_feed(m, now.p, now.n);
                rest = str_from(rest, now.n);
            }
            struct form f = {0};
            if (e == OK)
                e = multipart_end(m, &f);
            if (e != cases[i].want)
                print_error("%s, pieces of %zu\n", cases[i].why, piece);
            assert_int_equal(e, cases[i].want);
            if (cases[i].a != NULL)
                assert_true(str_eqz(pairs_get(&f.fields, "a"), cases[i].a));
            assert_int_equal(f.n_uploads, cases[i].file_name != NULL);
            if (cases[i].file_name != NULL) {
                assert_true(str_eqz(f.uploads[0].file_name, cases[i].file_name));
                assert_int_equal(f.uploads[0].size, strlen(cases[i].content));
                char got[64];
                int fd = open(f.uploads[0].path.p, O_RDONLY | O_CLOEXEC);
                ssize_t n = read(fd, got, sizeof got);
                close(fd);
                assert_int_equal(n, strlen(cases[i].content));
                assert_memory_equal(got, cases[i].content, (size_t)n);
            }
            multipart_free(m);
        }
    }
}

static void test_multipart_limits(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 20);
    struct multipart *m = multipart_new(a, S("xYz"), spool);
    struct str head = S("--xYz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n");
    assert_int_equal(multipart_feed(m, head.p, head.n), OK);
    char big[4096];
    memset(big, 'x', sizeof big);
    err e = OK;
    for (int i = 0; i < 17 && e == OK; i++)
        e = multipart_feed(m, big, sizeof big);
    assert_int_equal(e, ERR_LIMIT);
    multipart_free(m);

    m = multipart_new(a, S("xYz"), spool);
    assert_int_equal(multipart_feed(m, "--xYz\r\n", 7), OK);
    e = OK;
    for (int i = 0; i < 3 && e == OK; i++)
        e = multipart_feed(m, big, sizeof big);
    assert_int_equal(e, ERR_LIMIT);
    multipart_free(m);
}

static void test_boundary(void **state)
{
    (void)state;
    static const struct {
        const char *type, *want;
    } cases[] = {
        {"multipart/form-data; boundary=abc", "abc"},
        {"Multipart/Form-Data; charset=utf-8; BOUNDARY=\"a b\"", NULL},
        {"multipart/form-data; boundary=\"a-b\"", "a-b"},
        {"multipart/form-data", NULL},
        {"multipart/form-data; boundary=", NULL},
        {"multipart/mixed; boundary=abc", NULL},
        {"application/x-www-form-urlencoded", NULL},
        {"multipart/form-data; boundary=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct str got = multipart_boundary(str_z(cases[i].type));
        if (cases[i].want == NULL)
            assert_null(got.p);
        else
            assert_true(str_eqz(got, cases[i].want));
    }
}

#define H(name, value) {S(name), S(value)}
static void test_gate(void **state)
{
    (void)state;
    static const struct {
        const char *why, *method, *url, *version;
        struct gate_header headers[4];
        int want;
    } cases[] = {
        {"an honest GET", "GET", "/", "HTTP/1.1", {H("Host", "a.go.id")}, 0},
        {"an honest POST", "POST", "/masuk", "HTTP/1.1", {H("Host", "a"), H("content-length", "3")}, 0},
        {"chunked in capitals", "POST", "/", "HTTP/1.1", {H("Host", "a"), H("Transfer-Encoding", "Chunked")}, 0},
        {"empty length on GET", "GET", "/", "HTTP/1.1", {H("Host", "a"), H("Content-Length", "0")}, 0},
        {"HTTP/1.0", "GET", "/", "HTTP/1.0", {H("Host", "a")}, 0},
        {"Content-Length twice", "POST", "/", "HTTP/1.1",
         {H("Host", "a"), H("Content-Length", "3"), H("Content-Length", "3")}, 400},
        {"length beside chunked", "POST", "/", "HTTP/1.1",
         {H("Host", "a"), H("Content-Length", "3"), H("Transfer-Encoding", "chunked")}, 400},
        {"Transfer-Encoding twice", "POST", "/", "HTTP/1.1",
         {H("Host", "a"), H("Transfer-Encoding", "chunked"), H("Transfer-Encoding", "chunked")}, 400},
        {"gzip, chunked", "POST", "/", "HTTP/1.1", {H("Host", "a"), H("Transfer-Encoding", "gzip, chunked")}, 400},
        {"xchunked", "POST", "/", "HTTP/1.1", {H("Host", "a"), H("Transfer-Encoding", "xchunked")}, 400},
        {"chunked with a blank", "POST", "/", "HTTP/1.1", {H("Host", "a"), H("Transfer-Encoding", "chunked ")}, 400},
        {"chunked on HTTP/1.0", "POST", "/", "HTTP/1.0", {H("Host", "a"), H("Transfer-Encoding", "chunked")}, 400},
        {"no Host", "GET", "/", "HTTP/1.1", {H("Accept", "*/*")}, 400},
        {"Host twice", "GET", "/", "HTTP/1.1", {H("Host", "a"), H("Host", "a")}, 400},
        {"empty Host", "GET", "/", "HTTP/1.1", {H("Host", "")}, 400},
        {"Host with a path", "GET", "/", "HTTP/1.1", {H("Host", "a/b")}, 400},
        {"a name ending in a blank", "POST", "/", "HTTP/1.1", {H("Host", "a"), H("Content-Length ", "3")}, 400},
        {"a name with a tab", "POST", "/", "HTTP/1.1", {H("Host", "a"), H("X\t", "3")}, 400},
        {"CR in a value", "GET", "/", "HTTP/1.1", {H("Host", "a"), H("X", "a\rTransfer-Encoding: chunked")}, 400},
        {"NUL in a value", "GET", "/", "HTTP/1.1", {H("Host", "a"), {{"X", 1}, {"a\0b", 3}}}, 400},
        {"+3", "POST", "/", "HTTP/1.1", {H("Host", "a"), H("Content-Length", "+3")}, 400},
        {"3,3", "POST", "/", "HTTP/1.1", {H("Host", "a"), H("Content-Length", "3,3")}, 400},
        {"a length of 20 digits", "POST", "/", "HTTP/1.1",
         {H("Host", "a"), H("Content-Length", "18446744073709551617")}, 400},
        {"a body on GET", "GET", "/", "HTTP/1.1", {H("Host", "a"), H("Content-Length", "3")}, 400},
        {"a chunked body on HEAD", "HEAD", "/", "HTTP/1.1", {H("Host", "a"), H("Transfer-Encoding", "chunked")}, 400},
        {"absolute address", "GET", "http://evil/", "HTTP/1.1", {H("Host", "a")}, 400},
        {"raw letter in the address", "GET", "/\xc3\xa9", "HTTP/1.1", {H("Host", "a")}, 400},
        {"HTTP/1.9", "GET", "/", "HTTP/1.9", {H("Host", "a")}, 505},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t n = 0;
        while (n < 4 && cases[i].headers[n].name.p != NULL)
            n++;
        struct gate_request r = {str_z(cases[i].method), str_z(cases[i].url), str_z(cases[i].version),
                                 cases[i].headers, n};
        int got = gate_check(&r).status;
        if (got != cases[i].want)
            print_error("%s\n", cases[i].why);
        assert_int_equal(got, cases[i].want);
    }
}

static void test_gate_limits(void **state)
{
    (void)state;
    static char long_url[GATE_URL + 2], long_value[GATE_HEADER_BYTES];
    memset(long_url, 'a', GATE_URL + 1);
    memset(long_value, 'a', sizeof long_value);
    long_url[0] = '/';
    struct gate_header many[GATE_HEADERS + 1] = {H("Host", "a")};
    for (size_t i = 1; i < COUNT(many); i++)
        many[i] = (struct gate_header)H("X-Y", "1");
    struct gate_request r = {S("GET"), str_z(long_url), S("HTTP/1.1"), many, 1};
    assert_int_equal(gate_check(&r).status, 414);
    r.url = str_sub(r.url, 0, GATE_URL);
    assert_int_equal(gate_check(&r).status, 0);
    r.n = GATE_HEADERS + 1;
    assert_int_equal(gate_check(&r).status, 431);
    r.n = 2;
    many[1].value = (struct str){long_value, sizeof long_value};
    assert_int_equal(gate_check(&r).status, 431);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_urlencoded), cmocka_unit_test(test_many_pairs_are_refused),
        cmocka_unit_test(test_ids),        cmocka_unit_test(test_multipart),
        cmocka_unit_test(test_multipart_limits), cmocka_unit_test(test_boundary),
        cmocka_unit_test(test_gate),       cmocka_unit_test(test_gate_limits),
    };
    return cmocka_run_group_tests(tests, make_spool, drop_spool);
}
