/*
 * transparency.c: what everybody may see through HTTP: valid pages without a session, no personal data, small cells
 * hidden on the page and in both files, the same for everybody who asks.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "harness.h"
#include "html_check.h"
#include "kernel/html/assets.h"
#include "transparency/transparency_module.h"

static const struct module *const modules[] = {&transparency_module};
static struct site site;
static struct client anyone;

static const struct sql sql_people = {
    "INSERT INTO worker_count (pemda_id, agency_id, active, pathway, state, reason, owned, n) "
    "VALUES ($1, $2, $3, $4, $5, '', 0, $6)"};

/* The same people in the totals of an agency and of the region (-1). */
static err add(struct tx *tx, bool active, const char *pathway, const char *state, int64_t n)
{
    TRY(EXEC(tx, sql_people, site.pemda.v, site.other_agency, active, pathway, state, n));
    return EXEC(tx, sql_people, site.pemda.v, INT64_C(-1), active, pathway, state, n);
}

static err add_people(struct tx *tx, void *arg)
{
    (void)arg;
    TRY(add(tx, true, "alihdaya", "berjalan", 874));
    TRY(add(tx, true, "pppk", "berjalan", 611));
    TRY(add(tx, true, "kurir", "ditawarkan", 146));
    TRY(add(tx, true, "usaha", "berjalan", 3));
    return add(tx, false, "keluar", "selesai", 9);
}

static int set_up(void **state)
{
    (void)state;
    site_start(&site, modules, COUNT(modules));
    client_start(&anyone, site.port);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    client_end(&anyone);
    site_stop(&site);
    return 0;
}

static void expect_good_page(const char *path)
{
    AUTO_ARENA a = arena_new(1 << 22);
    client_get(&anyone, "%s", path);
    assert_int_equal(anyone.status, 200);
    struct str trouble = html_trouble(a, buf_str(&anyone.body));
    if (trouble.p != NULL)
        fail_msg("%s: " STR_FMT, path, STR_ARG(trouble));
}

static void test_every_public_page_opens_for_anybody(void **state)
{
    (void)state;
    static const char *const paths[] = {"/", "/privasi", "/aksesibilitas", "/bantuan", "/gaya"};
    for (size_t i = 0; i < COUNT(paths); i++)
        expect_good_page(paths[i]);
    expect_good_page("/bantuan");
    assert_true(client_sees(&anyone, "Dinas Misal") && client_sees(&anyone, "0800-000-000"));
}

static void test_a_small_region_shows_no_figure_of_people(void **state)
{
    (void)state;
    expect_good_page("/"); /* two people without a pathway: all there is */
    assert_true(client_sees(&anyone, "&lt;5"));
    assert_true(client_sees(&anyone, "Belum ada hasil yang terbit"));
    client_get(&anyone, "/data/jalur.json");
    assert_true(client_sees(&anyone, "\"orang\":null,\"punya_jalur\":null"));
}

static void test_figures_and_hidden_cells(void **state)
{
    (void)state;
    site_write(&site, add_people, NULL);
    expect_good_page("/");
    assert_true(client_sees(&anyone, "1.636"));           /* 874 + 611 + 146 + 3 + 2 without a pathway */
    assert_true(client_sees(&anyone, "Alih daya<b>874</b>"));
    assert_true(client_sees(&anyone, "Wirausaha<b>&lt;5</b>"));
    assert_true(client_sees(&anyone, "Belum ada jalur<b>&lt;5</b>"));
    assert_false(client_sees(&anyone, "1.634")); /* with a pathway: 1.636 minus 2 would tell */
    static const char *const persons[] = {"Contowati Umpama", "Misalno", "9901010101900001"};
    for (size_t i = 0; i < COUNT(persons); i++)
        assert_false(client_sees(&anyone, persons[i]));
}

static void test_open_data_says_the_same(void **state)
{
    (void)state;
    client_get(&anyone, "/data/jalur.csv");
    assert_int_equal(anyone.status, 200);
    assert_true(client_sees(&anyone, ",alihdaya,Alih daya,874,\r\n"));
    assert_true(client_sees(&anyone, ",usaha,Wirausaha,,kurang dari 5\r\n"));
    assert_true(client_sees(&anyone, ",keluar,Keluar,9,\r\n"));

    client_get(&anyone, "/data/jalur.json");
    assert_true(str_eqz(client_header(&anyone, "Content-Type"), "application/json; charset=utf-8"));
    assert_true(client_sees(&anyone, "\"orang\":1636,\"punya_jalur\":null,"));
    assert_true(client_sees(&anyone, "{\"kode\":\"asn\",\"nama\":\"ASN (PPPK/CPNS)\",\"orang\":611}"));
    assert_true(client_sees(&anyone, "{\"kode\":\"usaha\",\"nama\":\"Wirausaha\",\"orang\":null}"));
    assert_true(client_sees(&anyone, "{\"kode\":\"belum\",\"nama\":\"Belum ada jalur\",\"orang\":null}"));
    assert_true(str_ends(buf_str(&anyone.body), S("]}\n")));
}

static void test_the_same_for_everybody(void **state)
{
    (void)state;
    static const enum role roles[] = {ROLE_COUNCIL_MEMBER, ROLE_WORKER, ROLE_HR_OFFICER, ROLE_AGENCY_OFFICER};
    for (size_t i = 0; i < COUNT(roles); i++) {
        site_browser(&site, &anyone, roles[i]);
        expect_good_page("/");
        assert_true(client_sees(&anyone, "1.636"));
        assert_true(client_sees(&anyone, "Wirausaha<b>&lt;5</b>"));
    }
}

/* ui.md section 7: HTML ≤ 20 KB, style ≤ 10 KB, script ≤ 8 KB, together ≤ 60 KB without the font, all compressed. */
static void test_pages_are_light(void **state)
{
    (void)state;
    static const char *const paths[] = {"/", "/privasi", "/bantuan", "/gaya"};
    size_t n, shared = 0;
    const struct asset *list = asset_list(&n);
    for (size_t i = 0; i < n; i++)
        shared += str_starts(str_z(list[i].type), S("font/")) ? 0 : list[i].bytes.n;
    for (size_t i = 0; i < COUNT(paths); i++) {
        anyone.extra = "Accept-Encoding: gzip\r\n";
        client_get(&anyone, "%s", paths[i]);
        anyone.extra = NULL;
        assert_int_equal(anyone.status, 200);
        assert_true(str_eqz(client_header(&anyone, "Content-Encoding"), "gzip"));
        print_message("%-16s %zu bytes, with style and script %zu\n", paths[i], anyone.body.n, anyone.body.n + shared);
        assert_true(anyone.body.n <= 20 * 1024);
        assert_true(anyone.body.n + shared <= 60 * 1024);
    }
}

static void test_what_is_not_there_says_so(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 22);
    site_browser(&site, &anyone, ROLE_ANONYMOUS);
    client_get(&anyone, "/data/nama.csv");
    assert_int_equal(anyone.status, 404);
    assert_true(client_sees(&anyone, "Halaman ini tidak ada"));
    assert_null(html_trouble(a, buf_str(&anyone.body)).p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_public_page_opens_for_anybody),
        cmocka_unit_test(test_a_small_region_shows_no_figure_of_people),
        cmocka_unit_test(test_figures_and_hidden_cells),
        cmocka_unit_test(test_open_data_says_the_same),
        cmocka_unit_test(test_the_same_for_everybody),
        cmocka_unit_test(test_pages_are_light),
        cmocka_unit_test(test_what_is_not_there_says_so),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
