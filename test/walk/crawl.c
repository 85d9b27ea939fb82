/*
 * crawl.c [DATABASE]: from the first page of each role, every link. No page breaks, no link leads nowhere or to a page its
 * reader may not open, and every page is good HTML. Time of each page is noted; the slowest is printed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <time.h>

#include "app.h"
#include "html_check.h"
#include "kernel/clock.h"
#include "people.h"

enum { PAGES = 1000 }; /* of each role: enough to see every kind of page */

static const char *database; /* NULL: a small one of the test's own */

static struct site site;
static struct records records;
static struct client c;

static int setup(void **state)
{
    (void)state;
    if (database != NULL) {
        site_open(&site, database, app_modules, app_n_modules);
    } else {
        clock_set_today(date_from_ymd(2026, 11, 21));
        site_start(&site, app_modules, app_n_modules);
        records_add(&site, &records, false);
    }
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

/* ---- pages seen and to see ---- */

struct crawl {
    struct arena *arena;
    struct str path[PAGES], from[PAGES];
    size_t n, done;
    int64_t slowest_us;
    struct str slowest;
    size_t troubles;
};

static bool known(const struct crawl *w, struct str path)
{
    for (size_t i = 0; i < w->n; i++) {
        if (str_eq(w->path[i], path))
            return true;
    }
    return false;
}

static void add(struct crawl *w, struct str path, struct str from)
{
    path = str_sub(path, 0, str_index(path, '#', 0));
    if (path.n == 0 || path.p[0] != '/' || (path.n > 1 && path.p[1] == '/') || known(w, path) || w->n == PAGES)
        return;
    w->path[w->n] = path;
    w->from[w->n++] = from;
}

static struct str unescape(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        p[n++] = s.p[i];
        if (str_starts(str_from(s, i), S("&amp;")))
            i += 4;
    }
    return (struct str){p, n};
}

static void add_links(struct crawl *w, struct str page, struct str from)
{
    static const char *const marks[] = {" href=\"", " src=\""};
    for (size_t m = 0; m < COUNT(marks); m++) {
        struct str rest = page;
        for (;;) {
            const char *at = memmem(rest.p, rest.n, marks[m], strlen(marks[m]));
            if (at == NULL)
                break;
            rest = str_from(rest, (size_t)(at - rest.p) + strlen(marks[m]));
            add(w, unescape(w->arena, str_sub(rest, 0, str_index(rest, '"', 0))), from);
        }
    }
}

static void trouble(struct crawl *w, size_t i, const char *what, struct str more)
{
    w->troubles++;
    print_error("%s: " STR_FMT " (from " STR_FMT "): %d " STR_FMT "\n", what, STR_ARG(w->path[i]), STR_ARG(w->from[i]),
                c.status, STR_ARG(more));
}

static int64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void visit(struct crawl *w, size_t i)
{
    int64_t before = now_us();
    client_get(&c, "%s", str_to_z(w->arena, w->path[i]));
    int64_t took = now_us() - before;
    if (took > w->slowest_us) {
        w->slowest_us = took;
        w->slowest = w->path[i];
    }
    if (c.status == 303) {
        add(w, str_dup(w->arena, str_z(c.location)), w->path[i]);
        return;
    }
    if (c.status != 200) {
        trouble(w, i, "not a page", S(""));
        return;
    }
    if (!str_starts(client_header(&c, "Content-Type"), S("text/html")))
        return;
    struct str page = str_dup(w->arena, buf_str(&c.body)), why = html_trouble(w->arena, page);
    if (why.p != NULL)
        trouble(w, i, "not good HTML", why);
    add_links(w, page, w->path[i]);
}

static void crawl_as(enum role role)
{
    AUTO_ARENA a = arena_new((size_t)1 << 30);
    struct crawl *w = NEW(a, struct crawl);
    w->arena = a;
    site_browser(&site, &c, role);
    add(w, str_z(role_home(role)), S("start"));
    add(w, S("/"), S("start"));
    add(w, S("/masuk"), S("start"));
    for (w->done = 0; w->done < w->n; w->done++)
        visit(w, w->done);
    print_message("%s: %zu pages, slowest " STR_FMT " %lld us\n", role_code(role), w->n, STR_ARG(w->slowest),
                  (long long)w->slowest_us);
    assert_int_equal(w->troubles, 0);
}

static void crawl(void **state)
{
    crawl_as(*(const enum role *)*state);
}

int main(int argc, char **argv)
{
    database = argc > 1 ? argv[1] : NULL;
    static const enum role roles[] = {ROLE_ANONYMOUS,      ROLE_APPOINTING_AUTHORITY, ROLE_HR_OFFICER,
                                      ROLE_AGENCY_OFFICER, ROLE_LEGAL_REVIEWER,       ROLE_WORKER,
                                      ROLE_AUDITOR,        ROLE_COUNCIL_MEMBER,       ROLE_ADMINISTRATOR};
    struct CMUnitTest tests[COUNT(roles)];
    for (size_t i = 0; i < COUNT(roles); i++)
        tests[i] = (struct CMUnitTest){role_code(roles[i]), crawl, NULL, NULL, (void *)(uintptr_t)&roles[i]};
    return cmocka_run_group_tests(tests, setup, teardown);
}
