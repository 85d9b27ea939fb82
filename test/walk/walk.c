/*
 * walk.c: every route by every role, on one's own record and on a foreign one. The answers are kept in
 * test/golden/permissions.txt; read that file's diff when a route or a permission changes. ALIHDAYA_GOLDEN=write
 * makes the test write the file instead of comparing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>

#include "app.h"
#include "kernel/clock.h"
#include "kernel/http/router.h"
#include "people.h"

static struct site site;
static struct records records;
static struct client c;
static struct route_table table;

static int setup(void **state)
{
    (void)state;
    clock_set_today(date_from_ymd(2026, 11, 21));
    site_start(&site, app_modules, app_n_modules);
    records_add(&site, &records, true);
    client_start(&c, site.port);
    err e = route_table_make(site.temp.arena, app_modules, app_n_modules, &table, &site.temp.why);
    return e == OK ? 0 : 1;
}

static int teardown(void **state)
{
    (void)state;
    client_end(&c);
    site_stop(&site);
    return 0;
}

/* What the answer tells about permission: the status, or "masuk" for the way to the sign-in page. */
static void answer_of(enum role role, const struct route *r, const char *path, char ret[8])
{
    site_browser(&site, &c, role);
    if (r->method == GET) {
        client_get(&c, "%s", path);
    } else {
        client_get(&c, role == ROLE_ANONYMOUS ? "/masuk" : "/sandi");
        if (r->flags & ROUTE_UPLOAD)
            client_upload(&c, path, "", "berkas", "", S(""));
        else
            client_post(&c, path, "uji=1");
    }
    if (c.status == 303 && strncmp(c.location, "/masuk", 6) == 0 && role == ROLE_ANONYMOUS)
        snprintf(ret, 8, "masuk");
    else
        snprintf(ret, 8, "%d", c.status);
}

static void walk_route(struct buf *out, const struct route *r)
{
    char own[256], foreign[256], first[8], second[8];
    bool record = path_fill(&site, &records, r->path, 0, own, sizeof own);
    path_fill(&site, &records, r->path, 1, foreign, sizeof foreign);
    buf_printf(out, "%-4s %-40s %-18s", r->method == GET ? "GET" : "POST", r->path, perm_name(r->perm));
    for (enum role role = 0; role < ROLE_COUNT; role++) {
        answer_of(role, r, own, first);
        bool allowed = (perm_roles(r->perm) & (1u << role)) != 0;
        bool refused = strcmp(first, "masuk") == 0 || strcmp(first, "403") == 0;
        if (strcmp(first, "500") == 0 || (!allowed && !refused))
            print_error("%s as %s: %s\n", own, role_code(role), first);
        assert_string_not_equal(first, "500");
        assert_true(allowed || refused);
        if (!record || refused) {
            buf_printf(out, " %-8s", first);
            continue;
        }
        answer_of(role, r, foreign, second);
        assert_string_not_equal(second, "500");
        char both[20];
        snprintf(both, sizeof both, "%s/%s", first, second);
        buf_printf(out, " %-8s", both);
    }
    BUF_LIT(out, "\n");
}

static void print_heading(struct buf *out)
{
    static const char *const names[] = {"umum", "ppk", "kepeg", "instansi", "hukum", "tenaga", "audit", "dprd", "kelola"};
    assert_int_equal(COUNT(names), ROLE_COUNT);
    BUF_LIT(out, "# Every route by every role: status of the answer, on one's own record / on a foreign one.\n");
    BUF_LIT(out, "# Made by test/walk/walk.c with ALIHDAYA_GOLDEN=write.\n");
    buf_printf(out, "%-64s", "#");
    for (size_t i = 0; i < COUNT(names); i++)
        buf_printf(out, " %-8s", names[i]);
    BUF_LIT(out, "\n");
}

static void read_file(const char *path, struct buf *out)
{
    FILE *f = fopen(path, "re");
    char piece[4096];
    size_t n;
    while (f != NULL && (n = fread(piece, 1, sizeof piece, f)) > 0)
        buf_add(out, (struct str){piece, n});
    if (f != NULL)
        fclose(f);
}

static void write_file(const char *path, struct str s)
{
    FILE *f = fopen(path, "we");
    assert_non_null(f);
    assert_int_equal(fwrite(s.p, 1, s.n, f), s.n);
    assert_int_equal(fclose(f), 0);
}

static void print_difference(struct str want, struct str got)
{
    while (want.p != NULL || got.p != NULL) {
        struct str a = want.p == NULL ? S("") : str_cut(&want, '\n'), b = got.p == NULL ? S("") : str_cut(&got, '\n');
        if (!str_eq(a, b))
            print_error("- " STR_FMT "\n+ " STR_FMT "\n", STR_ARG(a), STR_ARG(b));
    }
}

static void compare(const char *name, struct str got)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", GOLDEN_DIR, name);
    const char *mode = getenv("ALIHDAYA_GOLDEN");
    if (mode != NULL && strcmp(mode, "write") == 0) {
        write_file(path, got);
        return;
    }
    AUTO_BUF want = buf_new(1 << 20);
    read_file(path, &want);
    if (!str_eq(buf_str(&want), got))
        print_difference(buf_str(&want), got);
    assert_true(str_eq(buf_str(&want), got));
}

static void test_every_route_by_every_role(void **state)
{
    (void)state;
    AUTO_BUF out = buf_new(1 << 20);
    print_heading(&out);
    for (size_t i = 0; i < table.n; i++)
        walk_route(&out, table.list[i]);
    compare("permissions.txt", buf_str(&out));
}

static void test_the_table_of_permissions(void **state)
{
    (void)state;
    AUTO_BUF out = buf_new(1 << 20);
    permissions_print(&out, &table);
    compare("roles.txt", buf_str(&out));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_route_by_every_role),
        cmocka_unit_test(test_the_table_of_permissions),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
