/*
 * web.c: what the way of a request promises to every page: who may, what is rolled back, what is refused, what a
 * stranger on the socket can not do. A module of a few pages made for this test stands in for the real ones.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <dirent.h>

#include "harness.h"
#include "kernel/audit/audit.h"
#include "kernel/clock.h"
#include "kernel/html/page.h"
#include "kernel/http/web.h"

/* ---- the stand-in module ---- */

static void page_home(struct request *q)
{
    page_begin(q, &(struct page){.layout = LAYOUT_PUBLIC, .title = S("Uji")});
    HTML(&q->html, "<h1>Uji {}</h1>\n", q->at.who.name);
    form_begin(q, "", "/catat");
    form_end(q);
    page_end(q);
}

static void page_still(struct request *q)
{
    q->private_reply = false;
    HTML(&q->html, "<p>tetap</p>");
}

static void page_echo(struct request *q)
{
    HTML(&q->html, "<p>{} {} [{}]</p>", q->arg[0], q->arg[1], query_get(q, "x"));
}

static void page_new(struct request *q)
{
    HTML(&q->html, "<p>baru</p>");
}

static void page_long(struct request *q)
{
    for (int i = 0; i < 2000; i++)
        HTML(&q->html, "<p>baris {}</p>\n", (int64_t)i);
}

static const struct sql sql_note = {
    "INSERT INTO region_setting (pemda_id, name, value) VALUES ($1, $2, $3) "
    "ON CONFLICT (pemda_id, name) DO UPDATE SET value = excluded.value"};

static void note_it(struct request *q, const char *name)
{
    if (EXEC(q->tx, sql_note, q->at.pemda.v, name, form_get(q, "isi")) != OK)
        reply_error(q, ERR_IO);
}

static void page_sly(struct request *q)
{
    err e = EXEC(q->tx, sql_note, q->at.pemda.v, "licik", "1");
    if (e != OK)
        reply_error(q, e);
}

static void post_note(struct request *q)
{
    note_it(q, "catatan");
    if (audit_write(q->tx, &q->at, "catatan.tulis", 7, S("uji")) != OK)
        reply_error(q, ERR_IO);
    reply_redirect(q, "/?pesan=tersimpan");
}

static void post_fail(struct request *q)
{
    note_it(q, "gagal");
    reply_status(q, 422);
    HTML(&q->html, "<p>belum</p>");
}

static void post_file(struct request *q)
{
    const struct upload *u = form_upload(q, "berkas");
    HTML(&q->html, "<p>{} {} {}</p>", u == NULL ? S("tanpa") : u->file_name, u == NULL ? 0 : u->size,
         form_get(q, "isi"));
}

static err prepare_word(struct request *q)
{
    assert(q->tx == NULL && !db_in_transaction());
    if (str_eqz(form_get(q, "isi"), "tolak")) {
        reply_error(q, ERR_LIMIT);
        return ERR_LIMIT;
    }
    struct str *word = NEW(q->arena, struct str);
    *word = str_upper(q->arena, form_get(q, "isi"));
    q->prepared = word;
    return OK;
}

static void post_prepared(struct request *q)
{
    HTML(&q->html, "<p>siap {}</p>", *(struct str *)q->prepared);
}

static void post_role(struct request *q)
{
    enum role role;
    if (!role_by_code(form_get(q, "peran"), &role) || session_set_role(q, role) != OK)
        reply_error(q, ERR_DENIED);
    else
        reply_redirect(q, "/");
}

static void post_out(struct request *q)
{
    if (session_end(q) != OK)
        reply_error(q, ERR_IO);
    else
        reply_redirect(q, "/masuk?pesan=keluar");
}

static void page_gone(struct request *q)
{
    reply_error(q, ERR_MISSING);
}

static const struct route routes[] = {
    {GET, "/", PERM_PUBLIC, page_home},
    {GET, "/masuk", PERM_PUBLIC, page_home},
    {GET, "/tetap", PERM_PUBLIC, page_still},
    {GET, "/ruang/{a}/pintu/{b}", PERM_PUBLIC, page_echo},
    {GET, "/ruang/{a}", PERM_PUBLIC, page_echo},
    {GET, "/ruang/baru", PERM_PUBLIC, page_new},
    {GET, "/panjang", PERM_PUBLIC, page_long},
    {GET, "/licik", PERM_PUBLIC, page_sly},
    {GET, "/hilang", PERM_PUBLIC, page_gone},
    {GET, "/tenaga", PERM_WORKER_READ, page_home},
    {POST, "/catat", PERM_SIGNED_IN, post_note},
    {POST, "/gagal", PERM_SIGNED_IN, post_fail},
    {POST, "/berkas", PERM_SIGNED_IN, post_file, .flags = ROUTE_UPLOAD},
    {POST, "/siap", PERM_PUBLIC, post_prepared, .prepare = prepare_word},
    {POST, "/peran", PERM_SIGNED_IN, post_role},
    {POST, "/keluar", PERM_SIGNED_IN, post_out, .flags = ROUTE_FIRST},
};
static const struct module module = {.name = "uji", .routes = routes, .n_routes = COUNT(routes)};
static const struct module *const modules[] = {&module};

static struct site site;
static struct client c;

static void short_times(struct site *s)
{
    s->options.header_ms = 700;
    s->options.request_ms = 1500;
}

static int setup(void **state)
{
    (void)state;
    site_start_with(&site, modules, 1, short_times);
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

static const struct sql sql_count_notes = {"SELECT count(*) FROM region_setting WHERE pemda_id = $1"};
static const struct sql sql_count_refused = {
    "SELECT count(*) FROM audit_line WHERE pemda_id = $1 AND action = 'akses.ditolak'"};
static const struct sql sql_count_forged = {
    "SELECT count(*) FROM audit_line WHERE pemda_id = $1 AND action = 'formulir.ditolak'"};
static const struct sql sql_count_noted = {
    "SELECT count(*) FROM audit_line WHERE pemda_id = $1 AND action = 'catatan.tulis'"};

static int64_t number(const struct sql *sql)
{
    db_side_flush(site.temp.db);
    return site_number(&site, sql, site.pemda.v);
}

/* ---- routes ---- */

static void test_routes_are_found(void **state)
{
    (void)state;
    site_browser(&site, &c, ROLE_ANONYMOUS);
    static const struct {
        const char *why, *path;
        int status;
        const char *sees;
    } cases[] = {
        {"a hole takes a value", "/ruang/7", 200, "<p>7  []</p>"},
        {"two holes", "/ruang/7/pintu/x%20y", 200, "<p>7 x y []</p>"},
        {"a literal comes before a hole", "/ruang/baru", 200, "baru"},
        {"the query is decoded and escaped", "/ruang/7?x=%3Cb%3E", 200, "[&lt;b&gt;]"},
        {"a hole is never empty", "/ruang/", 404, "Halaman ini tidak ada"},
        {"no such page", "/tidak-ada", 404, "Halaman ini tidak ada"},
        {"a GET of a POST", "/catat", 405, "tidak dibuka dengan cara itu"},
        {"broken percent sign", "/ruang/%4", 400, "tidak terbaca"},
        {"NUL in the path", "/ruang/%00", 400, "tidak terbaca"},
        {"not UTF-8 in the query", "/ruang/1?x=%ff", 400, "tidak terbaca"},
        {"a record that is not there", "/hilang", 404, "Kode: <code>"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        client_get(&c, "%s", cases[i].path);
        if (c.status != cases[i].status || !client_sees(&c, cases[i].sees))
            print_error("%s: %d %s\n", cases[i].why, c.status, buf_str(&c.body).p);
        assert_int_equal(c.status, cases[i].status);
        assert_true(client_sees(&c, cases[i].sees));
    }
}

static void test_every_page_carries_the_headers(void **state)
{
    (void)state;
    site_browser(&site, &c, ROLE_ANONYMOUS);
    client_get(&c, "/");
    struct str csp = client_header(&c, "Content-Security-Policy");
    assert_true(str_contains(csp, S("default-src 'none'")) && str_contains(csp, S("frame-ancestors 'none'")));
    assert_false(str_contains(csp, S("unsafe")));
    assert_true(str_eqz(client_header(&c, "X-Content-Type-Options"), "nosniff"));
    assert_true(str_eqz(client_header(&c, "Cache-Control"), "no-store"));
    assert_true(str_eqz(client_header(&c, "Cross-Origin-Opener-Policy"), "same-origin"));
    assert_non_null(client_header(&c, "Permissions-Policy").p);
    assert_non_null(client_header(&c, "Referrer-Policy").p);
    client_get(&c, "/tetap");
    assert_true(str_starts(client_header(&c, "Cache-Control"), S("public")));
}

static void test_gzip_only_when_asked(void **state)
{
    (void)state;
    site_browser(&site, &c, ROLE_ANONYMOUS);
    client_get(&c, "/panjang");
    assert_null(client_header(&c, "Content-Encoding").p);
    size_t plain = c.body.n;
    c.extra = "Accept-Encoding: br, gzip\r\n";
    client_get(&c, "/panjang");
    assert_true(str_eqz(client_header(&c, "Content-Encoding"), "gzip"));
    assert_true(c.body.n < plain / 4);
    assert_memory_equal(c.body.p, "\x1f\x8b", 2);
    client_get(&c, "/tetap");
    assert_null(client_header(&c, "Content-Encoding").p);
    c.extra = "Accept-Encoding: gzip;q=0\r\n";
    client_get(&c, "/panjang");
    assert_null(client_header(&c, "Content-Encoding").p);
    c.extra = NULL;
}

static void test_head_has_no_body(void **state)
{
    (void)state;
    AUTO_BUF in = buf_new(1 << 16);
    client_bytes(site.port, S("HEAD /tetap HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"), 2000, &in);
    assert_true(str_starts(buf_str(&in), S("HTTP/1.1 200")));
    assert_true(str_contains(buf_str(&in), S("Content-Length: 12")));
    assert_true(str_ends(buf_str(&in), S("\r\n\r\n")));
}

/* ---- permission and session ---- */

static void test_deny_by_default(void **state)
{
    (void)state;
    site_browser(&site, &c, ROLE_ANONYMOUS);
    assert_int_equal(client_get(&c, "/tenaga"), 303);
    assert_string_equal(c.location, "/masuk?pesan=masuk-dulu&tujuan=/tenaga");
    site_browser(&site, &c, ROLE_HR_OFFICER);
    assert_int_equal(client_get(&c, "/tenaga"), 200);
    int64_t before = number(&sql_count_refused);
    site_browser(&site, &c, ROLE_COUNCIL_MEMBER);
    assert_int_equal(client_get(&c, "/tenaga"), 403);
    assert_true(client_sees(&c, "bukan untuk peran Anda"));
    assert_int_equal(number(&sql_count_refused), before + 1);
}

static void test_sessions_end(void **state)
{
    (void)state;
    struct date day = date_from_ymd(2026, 11, 21);
    clock_set_today(day);
    site_browser(&site, &c, ROLE_HR_OFFICER);
    assert_int_equal(client_get(&c, "/tenaga"), 200);
    clock_set_today(date_add_days(day, 1));
    assert_int_equal(client_get(&c, "/tenaga"), 303);
    clock_set_today(day);
    site_browser(&site, &c, ROLE_WORKER);
    clock_set_today(date_add_days(day, 29));
    assert_int_equal(client_post(&c, "/peran", "peran=worker"), 303);
    assert_string_equal(c.location, "/");
    db_side_flush(site.temp.db); /* last seen moved on: 29 more days are fine */
    clock_set_today(date_add_days(day, 58));
    assert_int_equal(client_post(&c, "/peran", "peran=worker"), 303);
    assert_string_equal(c.location, "/");
    db_side_flush(site.temp.db);
    clock_set_today(date_add_days(day, 58 + 31));
    client_post(&c, "/peran", "peran=worker");
    assert_string_equal(c.location, "/masuk?pesan=sesi-habis");
    clock_set_today(DATE_NONE);
}

static void test_roles_not_granted_are_not_taken(void **state)
{
    (void)state;
    site_browser(&site, &c, ROLE_AGENCY_OFFICER);
    assert_int_equal(client_post(&c, "/peran", "peran=administrator"), 403);
    assert_int_equal(client_post(&c, "/peran", "peran=anonymous"), 403);
    assert_int_equal(client_post(&c, "/peran", "peran=agency_officer"), 303);
}

static void test_sign_out_ends_the_session_itself(void **state)
{
    (void)state;
    site_browser(&site, &c, ROLE_HR_OFFICER);
    char kept[160];
    snprintf(kept, sizeof kept, "%s", c.cookie[0][1]);
    assert_int_equal(client_post(&c, "/keluar", "x=1"), 303);
    assert_string_equal(c.cookie[0][1], "");
    snprintf(c.cookie[0][1], sizeof c.cookie[0][1], "%s", kept);
    assert_int_equal(client_get(&c, "/tenaga"), 303);
}

static void test_cookies_of_elsewhere_open_nothing(void **state)
{
    (void)state;
    static const char *const forged[] = {
        "", "99.01.", "99.01", "99.01.00", "63.09.0000000000000000000000000000000000000000000000000000000000000000",
        "99.01.0000000000000000000000000000000000000000000000000000000000000000",
        "99.01.000000000000000000000000000000000000000000000000000000000000000'",
    };
    for (size_t i = 0; i < COUNT(forged); i++) {
        site_browser(&site, &c, ROLE_ANONYMOUS);
        snprintf(c.cookie[0][0], sizeof c.cookie[0][0], "sesi");
        snprintf(c.cookie[0][1], sizeof c.cookie[0][1], "%s", forged[i]);
        assert_int_equal(client_get(&c, "/tenaga"), 303);
    }
}

/* ---- transactions ---- */

static void test_a_post_is_kept_and_traced(void **state)
{
    (void)state;
    site_browser(&site, &c, ROLE_HR_OFFICER);
    int64_t lines = number(&sql_count_noted);
    assert_int_equal(client_post(&c, "/catat", "isi=satu"), 303);
    assert_string_equal(c.location, "/?pesan=tersimpan");
    assert_int_equal(number(&sql_count_notes), 1);
    assert_int_equal(number(&sql_count_noted), lines + 1);
    client_follow(&c);
    assert_true(client_sees(&c, "Perubahan tersimpan."));
}

static void test_a_refused_post_leaves_nothing(void **state)
{
    (void)state;
    site_browser(&site, &c, ROLE_HR_OFFICER);
    int64_t before = number(&sql_count_notes);
    assert_int_equal(client_post(&c, "/gagal", "isi=satu"), 422);
    assert_true(client_sees(&c, "belum"));
    assert_int_equal(number(&sql_count_notes), before);
}

static void test_a_get_can_not_write(void **state)
{
    (void)state;
    site_browser(&site, &c, ROLE_HR_OFFICER);
    int64_t before = number(&sql_count_notes);
    assert_true(client_get(&c, "/licik") >= 400);
    assert_true(client_sees(&c, "Kode: <code>"));
    assert_int_equal(number(&sql_count_notes), before);
}

static void test_database_trouble_shows_a_page(void **state)
{
    (void)state;
    for (int i = 1; i < 8; i++) {
        site_browser(&site, &c, ROLE_HR_OFFICER);
        client_get(&c, "/");
        int64_t before = number(&sql_count_notes);
        db_fail_at(site.temp.db, i);
        client_post(&c, "/catat", "isi=%d", i);
        bool reached = !db_fail_pending(site.temp.db);
        db_fail_at(site.temp.db, 0);
        if (!reached) {
            assert_int_equal(c.status, 303);
            continue;
        }
        assert_true(c.status >= 500 || c.status == 303);
        if (c.status >= 500) {
            assert_true(client_sees(&c, "Kode: <code>"));
            assert_int_equal(number(&sql_count_notes), before);
        }
    }
}

static void test_prepare_runs_before_the_transaction(void **state)
{
    (void)state;
    site_browser(&site, &c, ROLE_ANONYMOUS);
    assert_int_equal(client_post(&c, "/siap", "isi=kata"), 200);
    assert_true(client_sees(&c, "siap KATA"));
    assert_int_equal(client_post(&c, "/siap", "isi=tolak"), 429);
}

/* ---- forms ---- */

static void test_forged_forms(void **state)
{
    (void)state;
    struct client other = {0};
    site_browser(&site, &other, ROLE_AUDITOR);
    client_get(&other, "/");
    site_browser(&site, &c, ROLE_HR_OFFICER);
    client_get(&c, "/");
    char fields[512];
    int64_t notes = number(&sql_count_notes), forged = number(&sql_count_forged);
    const char *tokens[] = {"", "x", "00", c.token + 1, other.token};
    for (size_t i = 0; i < COUNT(tokens); i++) {
        snprintf(fields, sizeof fields, FORM_TOKEN "=%s&isi=jahat", tokens[i]);
        assert_int_equal(client_post_raw(&c, "/catat", fields), 403);
        assert_true(client_sees(&c, "kedaluwarsa"));
    }
    assert_int_equal(client_post_raw(&c, "/catat", "isi=jahat"), 403);
    assert_int_equal(number(&sql_count_notes), notes);
    assert_int_equal(number(&sql_count_forged), forged + (int64_t)COUNT(tokens) + 1);

    snprintf(fields, sizeof fields, FORM_TOKEN "=%s&isi=baik", c.token);
    c.extra = "Origin: https://lain.example\r\n";
    assert_int_equal(client_post_raw(&c, "/catat", fields), 403);
    c.extra = "Origin: null\r\n";
    assert_int_equal(client_post_raw(&c, "/catat", fields), 403);
    c.extra = "Sec-Fetch-Site: cross-site\r\n";
    assert_int_equal(client_post_raw(&c, "/catat", fields), 403);
    c.extra = NULL;
    assert_int_equal(client_post_raw(&c, "/catat", fields), 303);
    client_end(&other);
}

static void test_the_token_is_masked_afresh(void **state)
{
    (void)state;
    char first[129];
    site_browser(&site, &c, ROLE_HR_OFFICER);
    client_get(&c, "/");
    snprintf(first, sizeof first, "%s", c.token);
    client_get(&c, "/");
    assert_string_not_equal(first, c.token);
    char fields[512];
    snprintf(fields, sizeof fields, FORM_TOKEN "=%s&isi=lama", first);
    assert_int_equal(client_post_raw(&c, "/catat", fields), 303); /* both tabs go on working */
}

static void test_an_anonymous_form_needs_its_cookie(void **state)
{
    (void)state;
    site_browser(&site, &c, ROLE_ANONYMOUS);
    client_get(&c, "/tetap");
    assert_null(client_header(&c, "Set-Cookie").p);
    client_get(&c, "/");
    struct str set = client_header(&c, "Set-Cookie");
    assert_true(str_starts(set, S("pra=")) && str_contains(set, S("HttpOnly")) && str_contains(set, S("SameSite=Lax")));
    char fields[512];
    snprintf(fields, sizeof fields, FORM_TOKEN "=%s&isi=kata", c.token);
    assert_int_equal(client_post_raw(&c, "/siap", fields), 200);
    client_forget(&c);
    assert_int_equal(client_post_raw(&c, "/siap", fields), 403);
}

static void test_uploads(void **state)
{
    (void)state;
    site_browser(&site, &c, ROLE_HR_OFFICER);
    client_get(&c, "/");
    AUTO_BUF big = buf_new(8 << 20);
    for (int i = 0; i < 300000; i++)
        buf_printf(&big, "%d;baris\r\n", i);
    assert_int_equal(client_upload(&c, "/berkas", "isi=dua", "berkas", "sensus.csv", buf_str(&big)), 200);
    char want[80];
    snprintf(want, sizeof want, "<p>sensus.csv %zu dua</p>", big.n);
    assert_true(client_sees(&c, want));
    assert_int_equal(client_upload(&c, "/catat", "isi=dua", "berkas", "sensus.csv", S("1")), 415);
    AUTO_BUF long_form = buf_new(1 << 20);
    for (int i = 0; i < 70000; i++)
        buf_addc(&long_form, 'x');
    assert_int_equal(client_post(&c, "/berkas", "isi=tiga"), 200);
    assert_true(client_sees(&c, "tanpa 0 tiga"));
    buf_addc(&long_form, '\0');
    assert_int_equal(client_post_raw(&c, "/catat", long_form.p), 413);
    /* Nothing stays in the spool. */
    DIR *d = opendir(site.temp.dir);
    for (struct dirent *e = readdir(d); e != NULL; e = readdir(d))
        assert_int_not_equal(strncmp(e->d_name, "unggah", 6), 0);
    closedir(d);
}

/* ---- strangers on the socket ---- */

static void test_framing_probes(void **state)
{
    (void)state;
    static const struct {
        const char *why, *bytes, *want;
    } cases[] = {
        {"Content-Length twice", "POST /catat HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
         "400"},
        {"length beside chunked",
         "POST /catat HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
        {"blank before the colon", "POST /catat HTTP/1.1\r\nHost: a\r\nContent-Length : 3\r\n\r\nabc", "400"},
        {"chunked twice",
         "POST /catat HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         "400"},
        {"identity, chunked", "POST /catat HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n",
         "400"},
        {"tab before chunked", "POST /catat HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\tx chunked\r\n\r\n0\r\n\r\n",
         "400"},
        {"chunked on HTTP/1.0", "POST /catat HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
        {"no Host", "GET / HTTP/1.1\r\nX: 1\r\n\r\n", "400"},
        {"two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"},
        {"bare CR hides a header", "GET / HTTP/1.1\r\nHost: a\r\nX: 1\rTransfer-Encoding: chunked\r\n\r\n", "400"},
        {"folded line", "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n", "400"},
        {"NUL in a header", "GET / HTTP/1.1\r\nHost: a\r\nX: 1\\0\r\n\r\n", NULL},
        {"body on GET", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", "400"},
        {"body on DELETE", "DELETE / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", "400"},
        {"DELETE", "DELETE / HTTP/1.1\r\nHost: a\r\n\r\n", "405"},
        {"absolute address", "GET http://evil.example/ HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
        {"old version", "GET / HTTP/0.9\r\nHost: a\r\n\r\n", NULL},
        {"a version to come", "GET / HTTP/1.7\r\nHost: a\r\n\r\n", "505"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_BUF in = buf_new(1 << 20);
        client_bytes(site.port, str_z(cases[i].bytes), 3000, &in);
        struct str got = buf_str(&in);
        struct str status = str_sub(got, 9, 3);
        bool good = cases[i].want != NULL ? str_eqz(status, cases[i].want) : !str_eqz(status, "500");
        if (!good)
            print_error("%s: " STR_FMT "\n", cases[i].why, STR_ARG(str_sub(got, 0, 60)));
        assert_true(good);
        /* One answer and an end: what follows is never read as another request. */
        if (cases[i].want != NULL && strcmp(cases[i].want, "400") == 0)
            assert_true(str_contains(got, S("Connection: close")));
    }
}

static void test_limits_on_the_socket(void **state)
{
    (void)state;
    AUTO_BUF out = buf_new(1 << 20);
    AUTO_BUF in = buf_new(1 << 20);
    BUF_LIT(&out, "GET /");
    for (int i = 0; i < 5000; i++)
        buf_addc(&out, 'a');
    BUF_LIT(&out, " HTTP/1.1\r\nHost: a\r\n\r\n");
    client_bytes(site.port, buf_str(&out), 3000, &in);
    assert_true(str_eqz(str_sub(buf_str(&in), 9, 3), "414"));

    buf_clear(&out);
    buf_clear(&in);
    BUF_LIT(&out, "GET / HTTP/1.1\r\nHost: a\r\n");
    for (int i = 0; i < 100; i++)
        buf_printf(&out, "X-%d: 1\r\n", i);
    BUF_LIT(&out, "\r\n");
    client_bytes(site.port, buf_str(&out), 3000, &in);
    assert_true(str_eqz(str_sub(buf_str(&in), 9, 3), "431"));
}

/* Somebody who sends a byte now and then holds no connection for long. */
static void test_trickle_is_cut_off(void **state)
{
    (void)state;
    static const struct {
        const char *why, *begin;
        int64_t least_ms, most_ms;
    } cases[] = {
        {"half a header", "GET / HTTP/1.1\r\nHost: a\r\nX: ", 600, 2600},
        {"nothing at all", "", 600, 2600},
        {"half a body",
         "POST /siap HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
         "Content-Length: 9999\r\n\r\na=",
         1400, 3600},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t took = client_trickle(site.port, str_z(cases[i].begin), 100);
        if (took < cases[i].least_ms || took > cases[i].most_ms)
            print_error("%s: %lld ms\n", cases[i].why, (long long)took);
        assert_true(took >= cases[i].least_ms && took <= cases[i].most_ms);
    }
}

static void test_keep_alive_serves_both(void **state)
{
    (void)state;
    AUTO_BUF in = buf_new(1 << 20);
    client_bytes(site.port,
                 S("GET /tetap HTTP/1.1\r\nHost: a\r\n\r\nGET /ruang/9 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
                 3000, &in);
    assert_true(str_contains(buf_str(&in), S("tetap")) && str_contains(buf_str(&in), S("<p>9 ")));
}

static void test_chunked_form(void **state)
{
    (void)state;
    site_browser(&site, &c, ROLE_ANONYMOUS);
    client_get(&c, "/");
    AUTO_BUF out = buf_new(1 << 16);
    AUTO_BUF in = buf_new(1 << 16);
    AUTO_BUF body = buf_new(1 << 16);
    buf_printf(&body, FORM_TOKEN "=%s&isi=potong", c.token);
    buf_printf(&out,
               "POST /siap HTTP/1.1\r\nHost: a\r\nConnection: close\r\nCookie: %s=%s\r\n"
               "Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n"
               "3\r\n" STR_FMT "\r\n%zx\r\n" STR_FMT "\r\n0\r\n\r\n",
               c.cookie[0][0], c.cookie[0][1], STR_ARG(str_sub(buf_str(&body), 0, 3)), body.n - 3,
               STR_ARG(str_from(buf_str(&body), 3)));
    client_bytes(site.port, buf_str(&out), 3000, &in);
    assert_true(str_contains(buf_str(&in), S("siap POTONG")));
}

/* ---- the table itself ---- */

static void test_a_bad_table_stops_the_start(void **state)
{
    (void)state;
    static const struct route bad[][2] = {
        {{GET, "/a", PERM_UNDECLARED, page_home}, {GET, "/b", PERM_PUBLIC, page_home}},
        {{GET, "/a", PERM_PUBLIC, NULL}, {GET, "/b", PERM_PUBLIC, page_home}},
        {{GET, "/a/{x}", PERM_PUBLIC, page_home}, {GET, "/a/{y}", PERM_PUBLIC, page_home}},
        {{GET, "a", PERM_PUBLIC, page_home}, {GET, "/b", PERM_PUBLIC, page_home}},
        {{GET, "/a//b", PERM_PUBLIC, page_home}, {GET, "/b", PERM_PUBLIC, page_home}},
        {{GET, "/a/x{y}", PERM_PUBLIC, page_home}, {GET, "/b", PERM_PUBLIC, page_home}},
        {{GET, "/a", PERM_PUBLIC, page_home, .prepare = prepare_word}, {GET, "/b", PERM_PUBLIC, page_home}},
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        AUTO_ARENA a = arena_new(1 << 20);
        struct module m = {.name = "buruk", .routes = bad[i], .n_routes = 2};
        const struct module *const list[] = {&m};
        struct app app = {.db = site.temp.db, .modules = list, .n_modules = 1};
        struct server_options o = {.listen = "127.0.0.1:0", .spool = site.temp.dir};
        struct faults why = {.arena = a};
        struct server *s = NULL;
        assert_int_equal(server_start(&app, &o, &s, &why), ERR_INVALID);
        assert_true(why.n > 0);
    }
}

static void test_only_loopback_without_tls(void **state)
{
    (void)state;
    static const struct {
        const char *listen, *origin;
        err want;
    } cases[] = {
        {"0.0.0.0:0", NULL, ERR_INVALID},     {"[::]:0", NULL, ERR_INVALID},
        {"127.0.0.1", NULL, ERR_INVALID},     {"localhost:0", NULL, ERR_INVALID},
        {"0.0.0.0:0", "http://a", ERR_INVALID}, {"0.0.0.0:0", "https://a.go.id", OK},
        {"127.0.0.1:0", NULL, OK},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_ARENA a = arena_new(1 << 20);
        struct faults why = {.arena = a};
        int fd = -1;
        struct server_options o = {.listen = cases[i].listen, .origin = cases[i].origin};
        assert_int_equal(server_listen(&o, &fd, &why), cases[i].want);
        if (fd >= 0)
            close(fd);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_routes_are_found),
        cmocka_unit_test(test_every_page_carries_the_headers),
        cmocka_unit_test(test_gzip_only_when_asked),
        cmocka_unit_test(test_head_has_no_body),
        cmocka_unit_test(test_deny_by_default),
        cmocka_unit_test(test_sessions_end),
        cmocka_unit_test(test_roles_not_granted_are_not_taken),
        cmocka_unit_test(test_sign_out_ends_the_session_itself),
        cmocka_unit_test(test_cookies_of_elsewhere_open_nothing),
        cmocka_unit_test(test_a_post_is_kept_and_traced),
        cmocka_unit_test(test_a_refused_post_leaves_nothing),
        cmocka_unit_test(test_a_get_can_not_write),
        cmocka_unit_test(test_database_trouble_shows_a_page),
        cmocka_unit_test(test_prepare_runs_before_the_transaction),
        cmocka_unit_test(test_forged_forms),
        cmocka_unit_test(test_the_token_is_masked_afresh),
        cmocka_unit_test(test_an_anonymous_form_needs_its_cookie),
        cmocka_unit_test(test_uploads),
        cmocka_unit_test(test_framing_probes),
        cmocka_unit_test(test_limits_on_the_socket),
        cmocka_unit_test(test_trickle_is_cut_off),
        cmocka_unit_test(test_keep_alive_serves_both),
        cmocka_unit_test(test_chunked_form),
        cmocka_unit_test(test_a_bad_table_stops_the_start),
        cmocka_unit_test(test_only_loopback_without_tls),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
