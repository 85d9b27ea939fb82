/*
 * auth.c: passwords, form tokens, cookies, and how failures slow down.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <time.h>

#include "kernel/auth/csrf.h"
#include "kernel/auth/password.h"
#include "kernel/auth/session.h"
#include "kernel/auth/throttle.h"
#include "kernel/http/web.h"
#include "tempdb.h"

static void test_password_hash(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 20);
    struct str one, two;
    assert_int_equal(password_hash(a, S("benar kuda baterai"), &one), OK);
    assert_int_equal(password_hash(a, S("benar kuda baterai"), &two), OK);
    assert_true(str_starts(one, S("$argon2id$v=19$m=19456,t=2,p=1$")));
    assert_false(str_eq(one, two));
    assert_true(password_matches(a, one, S("benar kuda baterai")));
    assert_false(password_matches(a, one, S("benar kuda bateraj")));
    assert_false(password_matches(a, one, S("")));
    assert_false(password_matches(a, S(""), S("")));
    assert_false(password_matches(a, S("$argon2id$rusak"), S("apa saja")));
}

static int64_t cpu_us(struct arena *a, struct str hash)
{
    struct timespec x, y;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &x);
    for (int i = 0; i < 3; i++)
        assert_false(password_matches(a, hash, S("kata sandi yang salah")));
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &y);
    return (y.tv_sec - x.tv_sec) * 1000000 + (y.tv_nsec - x.tv_nsec) / 1000;
}

static void test_an_unknown_user_costs_the_same(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 20);
    struct str known;
    assert_int_equal(password_hash(a, S("kata sandi yang benar"), &known), OK);
    int64_t with = cpu_us(a, known), without = cpu_us(a, S(""));
    assert_true(without * 3 > with && with * 3 > without);
}

static void test_password_rules(void **state)
{
    (void)state;
    static const struct {
        const char *password, *user;
        bool good;
    } cases[] = {
        {"alihdaya-demo", "hr_officer", true},
        {"kuda hijau di bukit", "contowati", true},
        {"sembilan9", "contowati", false},
        {"sebelas-huruf", "contowati", true},
        {"sebelashuru", "contowati", false},
        {"", "contowati", false},
        {"aaaaaaaaaaaa", "contowati", false},
        {"KataSandi123", "contowati", false},
        {"contowati2026", "contowati", false},
        {"Contowati-2026", "contowati", false},
        {"ayu dan budi pergi", "ayu", true},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_ARENA a = arena_new(1 << 20);
        struct faults f = {.arena = a};
        password_judge(&f, "sandi", str_z(cases[i].password), str_z(cases[i].user), PASSWORD_MIN);
        if ((f.n == 0) != cases[i].good)
            print_error("%s\n", cases[i].password);
        assert_int_equal(f.n == 0, cases[i].good);
    }
}

static void test_one_time_passwords(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 20);
    struct str one = password_once(a), two = password_once(a);
    assert_int_equal(one.n, 19);
    assert_false(str_eq(one, two));
    for (size_t i = 0; i < one.n; i++)
        assert_null(one.p[i] == '-' ? NULL : strchr("il1o0", one.p[i]));
    struct faults f = {.arena = a};
    password_judge(&f, "sandi", one, S("siapa"), PASSWORD_MIN);
    assert_int_equal(f.n, 0);
}

static void test_form_tokens(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 20);
    struct key key = {{1, 2, 3}}, other = {{9}};
    struct str secret = csrf_secret(a, &key, "sesi", S("abc"));
    assert_false(str_eq(secret, csrf_secret(a, &key, "pra", S("abc"))));
    assert_false(str_eq(secret, csrf_secret(a, &key, "sesi", S("abd"))));
    assert_false(str_eq(secret, csrf_secret(a, &other, "sesi", S("abc"))));
    struct str one = csrf_mask(a, secret), two = csrf_mask(a, secret);
    assert_false(str_eq(one, two));
    assert_false(str_contains(one, secret));
    assert_true(csrf_matches(secret, one) && csrf_matches(secret, two));
    for (size_t i = 0; i < one.n; i++) {
        char *bent = (char *)(uintptr_t)str_to_z(a, one);
        bent[i] = bent[i] == '0' ? '1' : '0';
        assert_false(csrf_matches(secret, str_z(bent)));
    }
    assert_false(csrf_matches(secret, S("")));
    assert_false(csrf_matches(secret, (struct str){NULL, 0}));
    assert_false(csrf_matches(secret, str_sub(one, 0, 63)));
    assert_false(csrf_matches(secret, S("zz")));
    assert_false(csrf_matches(S(""), one));
}

static void test_cookies(void **state)
{
    (void)state;
    static const struct {
        const char *header, *name, *want;
    } cases[] = {
        {"sesi=1", "sesi", "1"},          {"a=2; sesi=1", "sesi", "1"},  {"a=2;sesi=1 ", "sesi", "1"},
        {"xsesi=1", "sesi", NULL},        {"sesix=1", "sesi", NULL},     {"sesi", "sesi", NULL},
        {"sesi=", "sesi", ""},            {"", "sesi", NULL},            {"a=sesi=3", "sesi", NULL},
        {"sesi=1; sesi=2", "sesi", "1"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct str got = cookie_get(str_z(cases[i].header), str_z(cases[i].name));
        if (cases[i].want == NULL)
            assert_null(got.p);
        else
            assert_true(got.p != NULL && str_eqz(got, cases[i].want));
    }
}

static void test_origins(void **state)
{
    (void)state;
    struct str own = S("https://daerah.go.id");
    assert_true(origin_is_own(own, S(""), own));
    assert_true(origin_is_own(S(""), S(""), own));
    assert_true(origin_is_own(S(""), S("same-origin"), own));
    assert_false(origin_is_own(S(""), S("same-site"), own));
    assert_false(origin_is_own(S(""), S("cross-site"), own));
    assert_false(origin_is_own(S("null"), S("same-origin"), own));
    assert_false(origin_is_own(S("http://daerah.go.id"), S(""), own));
    assert_false(origin_is_own(S("https://daerah.go.id.example"), S(""), own));
}

static void test_throttle_grows(void **state)
{
    (void)state;
    struct moment now = {1000};
    static const int64_t minutes[] = {0, 0, 0, 0, 0, 1, 2, 4, 8, 15, 15};
    for (int64_t n = 0; n < (int64_t)COUNT(minutes); n++) {
        int64_t want = minutes[n] == 0 ? 0 : now.ms + minutes[n] * 60000;
        assert_int_equal(throttle_until(THROTTLE_ACCOUNT, n, now).ms, want);
    }
    assert_int_equal(throttle_until(THROTTLE_ADDRESS, 49, now).ms, 0);
    assert_int_equal(throttle_until(THROTTLE_ADDRESS, 50, now).ms, now.ms + 300000);
}

struct look {
    struct region_id region;
    struct str subject;
    struct moment now;
    int64_t seconds;
};

static err look_up(struct tx *tx, void *arg)
{
    struct look *l = arg;
    return throttle_wait(tx, l->region, l->subject, l->now, &l->seconds);
}

static err clear(struct tx *tx, void *arg)
{
    struct look *l = arg;
    return throttle_clear(tx, l->region, l->subject);
}

static int64_t wait_of(struct tempdb *t, struct str subject, int64_t now)
{
    struct look l = {t->region.id, subject, {now}, -1};
    assert_int_equal(db_read(t->db, t->arena, look_up, &l), OK);
    return l.seconds;
}

static void test_throttle_remembers(void **state)
{
    (void)state;
    struct tempdb t;
    tempdb_new(&t);
    const struct key *key = db_key(t.db);
    struct str me = throttle_subject(t.arena, key, THROTTLE_ACCOUNT, S("Contowati"));
    assert_true(str_eq(me, throttle_subject(t.arena, key, THROTTLE_ACCOUNT, S("contowati"))));
    assert_false(str_eq(me, throttle_subject(t.arena, key, THROTTLE_ADDRESS, S("contowati"))));
    int64_t now = 1000000;
    for (int i = 0; i < 5; i++) {
        assert_int_equal(wait_of(&t, me, now), 0);
        assert_int_equal(throttle_fail(t.db, t.region.id, THROTTLE_ACCOUNT, me, (struct moment){now}), OK);
    }
    assert_int_equal(wait_of(&t, me, now), 60);
    assert_int_equal(wait_of(&t, me, now + 59999), 1);
    assert_int_equal(wait_of(&t, me, now + 60000), 0);
    assert_int_equal(throttle_fail(t.db, t.region.id, THROTTLE_ACCOUNT, me, (struct moment){now + 60000}), OK);
    assert_int_equal(wait_of(&t, me, now + 60000), 120);
    /* After an hour of peace the count begins anew. */
    now += 2 * 3600 * 1000;
    assert_int_equal(throttle_fail(t.db, t.region.id, THROTTLE_ACCOUNT, me, (struct moment){now}), OK);
    assert_int_equal(wait_of(&t, me, now), 0);
    struct look l = {.region = t.region.id, .subject = me};
    assert_int_equal(db_write(t.db, t.arena, clear, &l), OK);
    assert_int_equal(wait_of(&t, me, now), 0);
    tempdb_drop(&t);
}

static void test_scopes(void **state)
{
    (void)state;
    assert_int_equal(scope_of_role(ROLE_ANONYMOUS), SCOPE_NOTHING);
    assert_int_equal(scope_of_role(ROLE_COUNCIL_MEMBER), SCOPE_NOTHING);
    assert_int_equal(scope_of_role(ROLE_AGENCY_OFFICER), SCOPE_AGENCY);
    assert_int_equal(scope_of_role(ROLE_WORKER), SCOPE_SELF);
    assert_int_equal(scope_of_role(ROLE_HR_OFFICER), SCOPE_REGION);
    assert_int_equal(scope_of_role(ROLE_AUDITOR), SCOPE_REGION);
    assert_true(session_idle_ms(ROLE_WORKER) > session_idle_ms(ROLE_HR_OFFICER));
    assert_int_equal(session_longest_ms(ROLE_HR_OFFICER), 12 * 3600 * 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_password_hash),  cmocka_unit_test(test_an_unknown_user_costs_the_same),
        cmocka_unit_test(test_password_rules), cmocka_unit_test(test_one_time_passwords),
        cmocka_unit_test(test_form_tokens),    cmocka_unit_test(test_cookies),
        cmocka_unit_test(test_origins),        cmocka_unit_test(test_throttle_grows),
        cmocka_unit_test(test_throttle_remembers), cmocka_unit_test(test_scopes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
