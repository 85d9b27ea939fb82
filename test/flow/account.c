/*
 * account.c: people come in, are kept out, get access and lose it; a worker opens an account with a sealed slip; the
 * inspectorate reads who did what.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "harness.h"
#include "kernel/clock.h"
#include "kernel/html/page.h"

extern const struct module account_module;

/* First pages of the roles, which belong to other modules. */
static void page_plain(struct request *q)
{
    page_begin(q, &(struct page){.layout = LAYOUT_PUBLIC, .title = S("Awal")});
    HTML(&q->html, "<h1>Awal {}</h1>\n", role_label(q->at.who.role));
    page_end(q);
}

static const struct route homes[] = {
    {GET, "/", PERM_PUBLIC, page_plain},           {GET, "/pemetaan", PERM_SIGNED_IN, page_plain},
    {GET, "/tenaga", PERM_SIGNED_IN, page_plain},  {GET, "/saya", PERM_SELF, page_plain},
    {GET, "/keputusan", PERM_SIGNED_IN, page_plain},
};
static const struct module home_module = {.name = "awal", .routes = homes, .n_routes = COUNT(homes)};
static const struct module *const modules[] = {&account_module, &home_module};

static struct site site;
static struct client c, other;

static int setup(void **state)
{
    (void)state;
    site_start(&site, modules, COUNT(modules));
    client_start(&c, site.port);
    client_start(&other, site.port);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    client_end(&c);
    client_end(&other);
    site_stop(&site);
    return 0;
}

static int each_setup(void **state)
{
    (void)state;
    clock_set_today(date_from_ymd(2026, 11, 21));
    return 0;
}

/* The text of the last page between two marks. */
static void between(const struct client *k, const char *before, const char *after, char *ret, size_t room)
{
    struct str page = buf_str(&k->body);
    const char *at = memmem(page.p, page.n, before, strlen(before));
    assert_non_null(at);
    struct str rest = str_from(page, (size_t)(at - page.p) + strlen(before));
    const char *end = memmem(rest.p, rest.n, after, strlen(after));
    assert_non_null(end);
    snprintf(ret, room, "%.*s", (int)(end - rest.p), rest.p);
}

static int sign_in(struct client *k, const char *user, const char *password)
{
    client_forget(k);
    client_get(k, "/masuk");
    return client_post(k, "/masuk", "pengguna=%s&sandi=%s", user, password);
}

static const struct sql sql_throttle_none = {"DELETE FROM throttle WHERE pemda_id = $1"};

static err forget_failures(struct tx *tx, void *arg)
{
    (void)arg;
    return EXEC(tx, sql_throttle_none, site.pemda.v);
}

static void calm(void)
{
    db_side_flush(site.temp.db);
    site_write(&site, forget_failures, NULL);
}

/* ---- coming in ---- */

static void test_everybody_reaches_their_first_page(void **state)
{
    (void)state;
    for (enum role r = ROLE_ANONYMOUS + 1; r < ROLE_COUNT; r++) {
        assert_int_equal(sign_in(&c, role_code(r), HARNESS_PASSWORD), 303);
        assert_string_equal(c.location, role_home(r));
        if (r != ROLE_AUDITOR && r != ROLE_ADMINISTRATOR)
            assert_int_equal(client_follow(&c), 200);
    }
    assert_int_equal(sign_in(&c, "HR_Officer", HARNESS_PASSWORD), 303); /* names ignore case */
    assert_int_equal(sign_in(&c, "9901010101900001", HARNESS_PASSWORD), 303); /* a worker's NIK */
    assert_string_equal(c.location, "/saya");
}

static void test_the_cookie_is_fresh_and_guarded(void **state)
{
    (void)state;
    sign_in(&c, "hr_officer", HARNESS_PASSWORD);
    struct str set = client_header(&c, "Set-Cookie");
    assert_true(str_starts(set, S("sesi=99.01.")));
    assert_true(str_contains(set, S("HttpOnly")) && str_contains(set, S("SameSite=Lax")) && str_contains(set, S("Path=/")));
    assert_false(str_contains(set, S("Max-Age")));
    char first[160];
    snprintf(first, sizeof first, STR_FMT, STR_ARG(set));
    client_get(&c, "/sandi");
    client_post(&c, "/masuk", "pengguna=worker&sandi=" HARNESS_PASSWORD);
    assert_true(str_contains(client_header(&c, "Set-Cookie"), S("Max-Age=2592000")));
    assert_false(str_starts(client_header(&c, "Set-Cookie"), str_sub(str_z(first), 0, 70)));
}

static void test_a_wrong_password_and_an_unknown_name_look_alike(void **state)
{
    (void)state;
    calm();
    char wrong[400], unknown[400];
    assert_int_equal(sign_in(&c, "hr_officer", "bukan-sandinya"), 422);
    between(&c, "class=\"errsum\"", "</div>", wrong, sizeof wrong);
    assert_int_equal(sign_in(&c, "tidak_ada_orangnya", "bukan-sandinya"), 422);
    between(&c, "class=\"errsum\"", "</div>", unknown, sizeof unknown);
    assert_string_equal(wrong, unknown);
    assert_true(client_sees(&c, "value=\"tidak_ada_orangnya\"")); /* what was typed comes back, the password does not */
    assert_false(client_sees(&c, "bukan-sandinya"));
    assert_int_equal(sign_in(&c, "", "x"), 422);
    assert_true(client_sees(&c, "Isi nama pengguna"));
    calm();
}

static void test_failures_slow_down_known_and_unknown_alike(void **state)
{
    (void)state;
    static const char *const names[] = {"auditor", "siapa.ini"};
    for (size_t i = 0; i < COUNT(names); i++) {
        calm();
        for (int n = 0; n < 5; n++)
            assert_int_equal(sign_in(&c, names[i], "salah-salah-salah"), 422);
        assert_int_equal(sign_in(&c, names[i], "salah-salah-salah"), 429);
        assert_true(client_sees(&c, "Tunggu"));
        assert_int_equal(sign_in(&c, names[i], HARNESS_PASSWORD), 429); /* even the right one waits */
    }
    assert_int_equal(sign_in(&c, "hr_officer", HARNESS_PASSWORD), 303); /* others go on */
    clock_set_today(date_from_ymd(2026, 11, 22));
    assert_int_equal(sign_in(&c, "auditor", HARNESS_PASSWORD), 303);
    calm();
}

static void test_the_way_back_stays_on_this_site(void **state)
{
    (void)state;
    static const struct {
        const char *target, *want;
    } cases[] = {
        {"/tenaga", "/tenaga"},           {"//evil.example", "/pemetaan"}, {"https://evil.example", "/pemetaan"},
        {"/%5Cevil.example", "/pemetaan"}, {"/masuk", "/pemetaan"},         {"", "/pemetaan"},
        {"/tenaga%0d%0aX:1", "/pemetaan"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        client_forget(&c);
        client_get(&c, "/masuk?tujuan=%s", cases[i].target);
        client_post(&c, "/masuk", "pengguna=hr_officer&sandi=" HARNESS_PASSWORD "&tujuan=%s", cases[i].target);
        if (c.status == 303)
            assert_string_equal(c.location, cases[i].want);
        else
            assert_int_equal(c.status, 400);
    }
}

static void test_sign_out(void **state)
{
    (void)state;
    sign_in(&c, "hr_officer", HARNESS_PASSWORD);
    client_follow(&c);
    client_get(&c, "/sandi");
    assert_int_equal(client_post(&c, "/keluar", "x=1"), 303);
    assert_int_equal(client_get(&c, "/tenaga"), 303);
}

/* ---- passwords ---- */

static void test_changing_ones_password(void **state)
{
    (void)state;
    static const struct {
        const char *why, *fields;
        int status;
        const char *sees;
    } cases[] = {
        {"the old one is wrong", "lama=bukan-ini-dia&baru=kuda-hijau-bukit&ulangi=kuda-hijau-bukit", 422,
         "sekarang tidak cocok"},
        {"too short", "lama=" HARNESS_PASSWORD "&baru=pendek&ulangi=pendek", 422, "paling sedikit 12"},
        {"not the same", "lama=" HARNESS_PASSWORD "&baru=kuda-hijau-bukit&ulangi=kuda-hijau-bukid", 422, "belum sama"},
        {"as before", "lama=" HARNESS_PASSWORD "&baru=" HARNESS_PASSWORD "&ulangi=" HARNESS_PASSWORD, 422,
         "sama dengan yang lama"},
        {"good", "lama=" HARNESS_PASSWORD "&baru=kuda-hijau-bukit&ulangi=kuda-hijau-bukit", 303, ""},
    };
    sign_in(&other, "legal_reviewer", HARNESS_PASSWORD);
    sign_in(&c, "legal_reviewer", HARNESS_PASSWORD);
    for (size_t i = 0; i < COUNT(cases); i++) {
        client_get(&c, "/sandi");
        client_post(&c, "/sandi", "%s", cases[i].fields);
        if (c.status != cases[i].status)
            print_error("%s: %d\n", cases[i].why, c.status);
        assert_int_equal(c.status, cases[i].status);
        assert_true(client_sees(&c, cases[i].sees));
        assert_false(client_sees(&c, "kuda-hijau"));
    }
    assert_int_equal(client_get(&c, "/sandi"), 200);       /* here one stays */
    assert_int_equal(client_get(&other, "/sandi"), 303);   /* elsewhere the session ended */
    assert_int_equal(sign_in(&other, "legal_reviewer", HARNESS_PASSWORD), 422);
    assert_int_equal(sign_in(&other, "legal_reviewer", "kuda-hijau-bukit"), 303);
    calm();
}

/* ---- users and roles ---- */

static void test_a_new_officer(void **state)
{
    (void)state;
    char password[64], path[64];
    site_browser(&site, &c, ROLE_ADMINISTRATOR);
    client_get(&c, "/tata-usaha/pengguna/baru");
    assert_int_equal(client_post(&c, "/tata-usaha/pengguna/baru",
                                 "nama_pengguna=Misal.Andai&nama=Misalina+Andai&jabatan=Analis&peran=hr_officer"
                                 "&peran=legal_reviewer"), 200);
    between(&c, "id=\"sandi-awal\">", "<", password, sizeof password);
    between(&c, "class=\"btn main\" href=\"", "\"", path, sizeof path);
    client_get(&c, "%s", path);
    assert_false(client_sees(&c, password)); /* only once */
    assert_true(client_sees(&c, "Misalina Andai"));

    assert_int_equal(sign_in(&other, "misal.andai", password), 303);
    assert_string_equal(other.location, "/sandi?pesan=sandi-baru-dulu");
    assert_int_equal(client_get(&other, "/pemetaan"), 303); /* nothing else opens */
    assert_string_equal(other.location, "/sandi?pesan=sandi-baru-dulu");
    client_get(&other, "/sandi");
    assert_int_equal(client_post(&other, "/sandi", "lama=%s&baru=hujan-di-bulan-juni&ulangi=hujan-di-bulan-juni", password),
                     303);
    assert_int_equal(client_get(&other, "/pemetaan"), 200);
    assert_true(client_sees(&other, "Petugas kepegawaian"));

    client_get(&other, "/sandi");
    assert_int_equal(client_post(&other, "/peran", "peran=legal_reviewer"), 303);
    assert_string_equal(other.location, "/keputusan?pesan=peran-diganti");
    client_get(&other, "/pemetaan");
    assert_true(client_sees(&other, "Bagian Hukum"));
    client_get(&other, "/sandi");
    assert_int_equal(client_post(&other, "/peran", "peran=administrator"), 403);

    /* A role taken away is gone at the next request; a closed account ends at once. */
    char version[16];
    client_get(&c, "%s", path);
    between(&c, "name=\"versi\" value=\"", "\"", version, sizeof version);
    assert_int_equal(client_post(&c, path, "versi=%s&nama=Misalina+Andai&peran=hr_officer", version), 303);
    assert_int_equal(client_get(&other, "/pemetaan"), 303);
    assert_int_equal(client_post(&c, path, "versi=%s&nama=Misalina+Andai&peran=hr_officer", version), 409);
    sign_in(&other, "misal.andai", "hujan-di-bulan-juni");
    client_get(&c, "%s", path);
    between(&c, "name=\"versi\" value=\"", "\"", version, sizeof version);
    char close[80];
    snprintf(close, sizeof close, "%s/nonaktifkan", path);
    assert_int_equal(client_post(&c, close, "versi=%s", version), 303);
    assert_int_equal(client_get(&other, "/pemetaan"), 303);
    assert_int_equal(sign_in(&other, "misal.andai", "hujan-di-bulan-juni"), 422);
    calm();
}

static void test_refused_accounts(void **state)
{
    (void)state;
    static const struct {
        const char *why, *fields, *sees;
    } cases[] = {
        {"no name", "nama_pengguna=a.b.c&nama=&peran=hr_officer", "Isi nama lengkap"},
        {"no role", "nama_pengguna=a.b.c&nama=Andai", "sedikitnya satu peran"},
        {"a role that cannot be given", "nama_pengguna=a.b.c&nama=Andai&peran=worker", "sedikitnya satu peran"},
        {"nobody's role", "nama_pengguna=a.b.c&nama=Andai&peran=anonymous", "sedikitnya satu peran"},
        {"an agency officer without agency", "nama_pengguna=a.b.c&nama=Andai&peran=agency_officer", "Pilih instansi"},
        {"judge in one's own case", "nama_pengguna=a.b.c&nama=Andai&peran=auditor&peran=hr_officer", "Inspektorat tidak"},
        {"bad letters", "nama_pengguna=a+b&nama=Andai&peran=hr_officer", "3–60 huruf"},
        {"taken", "nama_pengguna=worker&nama=Andai&peran=hr_officer", "sudah dipakai"},
    };
    site_browser(&site, &c, ROLE_ADMINISTRATOR);
    client_get(&c, "/tata-usaha/pengguna/baru");
    for (size_t i = 0; i < COUNT(cases); i++) {
        client_post(&c, "/tata-usaha/pengguna/baru", "%s", cases[i].fields);
        if (c.status != 422 || !client_sees(&c, cases[i].sees))
            print_error("%s: %d\n", cases[i].why, c.status);
        assert_int_equal(c.status, 422);
        assert_true(client_sees(&c, cases[i].sees));
    }
}

static void test_the_last_administrator_stays(void **state)
{
    (void)state;
    char path[80], version[16];
    site_browser(&site, &c, ROLE_ADMINISTRATOR);
    snprintf(path, sizeof path, "/tata-usaha/pengguna/%lld", (long long)site.user[ROLE_ADMINISTRATOR]);
    client_get(&c, "%s", path);
    between(&c, "name=\"versi\" value=\"", "\"", version, sizeof version);
    assert_int_equal(client_post(&c, path, "versi=%s&nama=Conto&peran=hr_officer", version), 422);
    assert_true(client_sees(&c, "pengelola sistem terakhir"));
    char close[100];
    snprintf(close, sizeof close, "%s/nonaktifkan", path);
    assert_int_equal(client_post(&c, close, "versi=%s", version), 422);
    assert_true(client_sees(&c, "Akun sendiri"));
}

static void test_the_list_of_officers(void **state)
{
    (void)state;
    site_browser(&site, &c, ROLE_ADMINISTRATOR);
    assert_int_equal(client_get(&c, "/tata-usaha/pengguna"), 200);
    assert_true(client_sees(&c, "Conto Inspektorat"));
    assert_false(client_sees(&c, "Conto Tenaga kerja")); /* 17,000 of them have their own place */
    client_get(&c, "/tata-usaha/pengguna?q=INSPEK&peran=auditor&keadaan=aktif");
    assert_true(client_sees(&c, "Conto Inspektorat"));
    assert_false(client_sees(&c, "Conto DPRD"));
    client_get(&c, "/tata-usaha/pengguna?q=%%25");
    assert_int_equal(c.status, 200);
    client_get(&c, "/tata-usaha/pengguna?keadaan=nonaktif&q=Conto");
    assert_true(client_sees(&c, "Tidak ada petugas yang cocok"));
    client_get(&c, "/tata-usaha/pengguna?q=tidakada");
    assert_true(client_sees(&c, "Tidak ada petugas yang cocok"));
    client_get(&c, "/tata-usaha/pengguna.csv");
    assert_true(client_sees(&c, "auditor,Conto Inspektorat,,,aktif,auditor"));
    assert_int_equal(client_get(&c, "/tata-usaha/pengguna/123"), 404);
    assert_int_equal(client_get(&c, "/tata-usaha"), 200);
}

/* ---- sealed slips ---- */

static void print_slip(struct client *k, int64_t worker, char code[16])
{
    client_get(k, "/slip");
    assert_int_equal(client_post(k, "/slip", "pilih=%lld", (long long)worker), 200);
    between(k, "class=\"code\">", "<", code, 16);
    assert_int_equal(strlen(code), 8);
}

static const struct sql sql_no_account = {
    "UPDATE app_user SET worker_id = NULL WHERE pemda_id = $1 AND user_name = 'worker'"};

/* The account of the role belongs to somebody else in this story. */
static err free_the_worker(struct tx *tx, void *arg)
{
    (void)arg;
    return EXEC(tx, sql_no_account, site.pemda.v);
}

static int activate(const char *nik, const char *code, const char *password)
{
    client_forget(&other);
    client_get(&other, "/aktivasi");
    return client_post(&other, "/aktivasi", "nik=%s&kode=%s&baru=%s&ulangi=%s", nik, code, password, password);
}

static void test_a_worker_opens_an_account(void **state)
{
    (void)state;
    const char *nik = "9901010101900001";
    char first[16], code[16];
    site_write(&site, free_the_worker, NULL);
    site_browser(&site, &c, ROLE_AGENCY_OFFICER);
    client_get(&c, "/slip");
    assert_true(client_sees(&c, "Contowati Umpama"));
    assert_false(client_sees(&c, "Misalno Andai")); /* another agency's */
    assert_false(client_sees(&c, nik));
    print_slip(&c, site.worker, first);
    print_slip(&c, site.worker, code); /* the first one ends with the second */
    assert_string_not_equal(first, code);
    assert_int_equal(client_post(&c, "/slip", "pilih=%lld", (long long)site.other_worker), 404);

    calm();
    assert_int_equal(activate(nik, first, "bunga-melati"), 422);
    assert_int_equal(activate("9901010202910002", code, "bunga-melati"), 422); /* somebody else's NIK */
    assert_int_equal(activate("9901019999999999", code, "bunga-melati"), 422); /* nobody's */
    assert_true(client_sees(&other, "NIK dan kode tidak cocok"));
    assert_int_equal(activate(nik, "AAAAAAAA", "bunga-melati"), 422);
    assert_int_equal(activate(nik, code, "pendek"), 422);
    assert_true(client_sees(&other, "paling sedikit 10"));
    char small[16];
    for (size_t i = 0; i < sizeof small; i++)
        small[i] = code[i] >= 'A' && code[i] <= 'Z' ? (char)(code[i] + 32) : code[i];
    assert_int_equal(activate(nik, small, "bunga-melati"), 303); /* typed in small letters */
    assert_string_equal(other.location, "/masuk?pesan=akun-aktif");
    assert_int_equal(activate(nik, code, "bunga-mawar-2"), 422); /* once */
    assert_int_equal(sign_in(&other, nik, "bunga-melati"), 303);
    assert_string_equal(other.location, "/saya");
    client_get(&c, "/slip");
    assert_false(client_sees(&c, "Contowati Umpama"));

    /* Forgotten: a new slip reopens the same account. */
    print_slip(&c, site.worker, code);
    calm();
    assert_int_equal(activate(nik, code, "bunga-kenanga"), 303);
    assert_int_equal(sign_in(&other, nik, "bunga-melati"), 422);
    assert_int_equal(sign_in(&other, nik, "bunga-kenanga"), 303);
    calm();
}

static void test_a_slip_ends_after_thirty_days(void **state)
{
    (void)state;
    char code[16];
    site_browser(&site, &c, ROLE_HR_OFFICER);
    print_slip(&c, site.other_worker, code);
    clock_set_today(date_add_days(date_from_ymd(2026, 11, 21), 31));
    assert_int_equal(activate("9901010202910002", code, "bunga-melati"), 422);
    clock_set_today(date_add_days(date_from_ymd(2026, 11, 21), 29));
    assert_int_equal(activate("9901010202910002", code, "bunga-melati"), 303);
    calm();
}

static void test_guessing_codes_is_slow(void **state)
{
    (void)state;
    calm();
    for (int i = 0; i < 5; i++) {
        assert_int_equal(activate("9901010202910002", "ABCDEFGH", "bunga-melati"), 422);
        db_side_flush(site.temp.db);
    }
    assert_int_equal(activate("9901010202910002", "ABCDEFGH", "bunga-melati"), 429);
    calm();
}

/* ---- the trail ---- */

static void test_the_inspectorate_follows(void **state)
{
    (void)state;
    sign_in(&other, "hr_officer", HARNESS_PASSWORD);
    site_browser(&site, &c, ROLE_AUDITOR);
    assert_int_equal(client_get(&c, "/audit"), 200);
    assert_true(client_sees(&c, "Akun: masuk"));
    client_get(&c, "/audit?petugas=%lld", (long long)site.user[ROLE_HR_OFFICER]);
    assert_true(client_sees(&c, "Akun: masuk"));
    assert_false(client_sees(&c, "Conto Pengelola sistem"));
    client_get(&c, "/audit?jenis=akun&catatan=%lld", (long long)site.user[ROLE_HR_OFFICER]);
    assert_true(client_sees(&c, "Akun: masuk"));
    client_get(&c, "/audit?jenis=worker&catatan=%lld", (long long)site.user[ROLE_HR_OFFICER]);
    assert_true(client_sees(&c, "Tidak ada baris yang cocok"));
    client_get(&c, "/audit.csv?petugas=%lld", (long long)site.user[ROLE_HR_OFFICER]);
    assert_true(client_sees(&c, ",hr_officer,akun.masuk,"));
    client_get(&c, "/audit/periksa");
    assert_true(client_sees(&c, "Rantai utuh"));
    assert_false(client_sees(&c, HARNESS_PASSWORD));
    site_browser(&site, &c, ROLE_HR_OFFICER);
    assert_int_equal(client_get(&c, "/audit"), 403);
}

#define STORY(f) cmocka_unit_test_setup(f, each_setup)
int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(test_everybody_reaches_their_first_page),
        STORY(test_the_cookie_is_fresh_and_guarded),
        STORY(test_a_wrong_password_and_an_unknown_name_look_alike),
        STORY(test_failures_slow_down_known_and_unknown_alike),
        STORY(test_the_way_back_stays_on_this_site),
        STORY(test_sign_out),
        STORY(test_changing_ones_password),
        STORY(test_a_new_officer),
        STORY(test_refused_accounts),
        STORY(test_the_last_administrator_stays),
        STORY(test_the_list_of_officers),
        STORY(test_a_worker_opens_an_account),
        STORY(test_a_slip_ends_after_thirty_days),
        STORY(test_guessing_codes_is_slow),
        STORY(test_the_inspectorate_follows),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
