/*
 * regions.c: several regional governments in one database, behind a proxy that speaks TLS. The Host decides which one
 * is meant; nobody's session is worth anything next door.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "harness.h"
#include "kernel/html/page.h"

static void page_home(struct request *q)
{
    page_begin(q, &(struct page){.layout = LAYOUT_PUBLIC, .title = S("Awal")});
    HTML(&q->html, "<h1>Awal {}</h1>\n<p>untuk {} dari {}</p>\n", q->at.region->name, q->at.who.name, q->address);
    form_begin(q, "", "/kirim");
    form_end(q);
    page_end(q);
}

static void post_sent(struct request *q)
{
    reply_redirect(q, "/");
}

static const struct route routes[] = {
    {GET, "/", PERM_PUBLIC, page_home},
    {GET, "/dalam", PERM_SIGNED_IN, page_home},
    {POST, "/kirim", PERM_PUBLIC, post_sent},
};
static const struct module module = {.name = "uji", .routes = routes, .n_routes = COUNT(routes)};
static const struct module *const modules[] = {&module};

static struct site site;
static struct client c;

static const struct sql sql_host = {"UPDATE region SET host = 'conto.test' WHERE id = $1"};

static err add_second(struct tx *tx, void *arg)
{
    struct site *s = arg;
    struct region second = {.code = S("99.02"), .name = S("Kota Misal"), .short_name = S("Misal"), .zone = S("WIB")};
    TRY(EXEC(tx, sql_host, s->pemda.v));
    return region_add(tx, &second, S("misal.test"), (struct moment){1});
}

static void two_regions(struct site *s)
{
    site_write(s, add_second, s);
    s->options.origin = "https://conto.test";
}

static int setup(void **state)
{
    (void)state;
    site_start_with(&site, modules, 1, two_regions);
    client_start(&c, site.port);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    client_end(&c);
    site_stop(&site);
    return 0;
}

static void signed_in(void)
{
    site_browser(&site, &c, ROLE_HR_OFFICER);
    snprintf(c.cookie[0][0], sizeof c.cookie[0][0], "__Host-sesi");
}

static void test_the_host_decides(void **state)
{
    (void)state;
    static const struct {
        const char *host;
        int status;
        const char *sees;
    } cases[] = {
        {"conto.test", 200, "Awal Kabupaten Conto"}, {"CONTO.test:8443", 200, "Awal Kabupaten Conto"},
        {"misal.test", 200, "Awal Kota Misal"},      {"lain.test", 404, "Pilih daerah"},
        {"conto.test.evil", 404, "99.02 Kota Misal"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        client_forget(&c);
        c.host = cases[i].host;
        assert_int_equal(client_get(&c, "/"), cases[i].status);
        assert_true(client_sees(&c, cases[i].sees));
    }
    c.host = "lain.test";
    assert_int_equal(client_post_raw(&c, "/kirim", "x=1"), 404);
}

static void test_a_session_is_worth_nothing_next_door(void **state)
{
    (void)state;
    signed_in();
    c.host = "conto.test";
    assert_int_equal(client_get(&c, "/dalam"), 200);
    c.host = "misal.test";
    assert_int_equal(client_get(&c, "/dalam"), 303);
    /* Nor with the code of the other region before the same token. */
    memcpy(c.cookie[0][1], "99.02", 5);
    assert_int_equal(client_get(&c, "/dalam"), 303);
    c.host = "conto.test";
    assert_int_equal(client_get(&c, "/dalam"), 303);
}

static void test_cookies_behind_tls(void **state)
{
    (void)state;
    client_forget(&c);
    c.host = "conto.test";
    client_get(&c, "/");
    struct str set = client_header(&c, "Set-Cookie");
    assert_true(str_starts(set, S("__Host-pra=")) && str_contains(set, S("; Secure")) && str_contains(set, S("; Path=/")));
    assert_false(str_contains(set, S("Domain")));
    assert_true(str_starts(client_header(&c, "Strict-Transport-Security"), S("max-age=31536000")));
    /* The plain names mean nothing here. */
    site_browser(&site, &c, ROLE_HR_OFFICER);
    c.host = "conto.test";
    assert_int_equal(client_get(&c, "/dalam"), 303);
}

static void test_the_origin_is_the_told_one(void **state)
{
    (void)state;
    char fields[256];
    client_forget(&c);
    c.host = "conto.test";
    client_get(&c, "/");
    snprintf(fields, sizeof fields, FORM_TOKEN "=%s", c.token);
    c.extra = "Origin: http://conto.test\r\n";
    assert_int_equal(client_post_raw(&c, "/kirim", fields), 403);
    c.extra = "Origin: https://conto.test\r\n";
    assert_int_equal(client_post_raw(&c, "/kirim", fields), 303);
    c.extra = NULL;
}

static void test_the_proxy_tells_the_address(void **state)
{
    (void)state;
    client_forget(&c);
    c.host = "conto.test";
    c.extra = "X-Forwarded-For: 10.9.8.7, 192.0.2.5\r\n"; /* the last one is our proxy's own word */
    client_get(&c, "/");
    assert_true(client_sees(&c, "dari 192.0.2.5<"));
    c.extra = NULL;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_host_decides),
        cmocka_unit_test(test_a_session_is_worth_nothing_next_door),
        cmocka_unit_test(test_cookies_behind_tls),
        cmocka_unit_test(test_the_origin_is_the_told_one),
        cmocka_unit_test(test_the_proxy_tells_the_address),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
