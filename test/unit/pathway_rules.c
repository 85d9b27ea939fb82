/*
 * pathway_rules.c: the pure rules around the engine: what money buys, what may be chosen first, what a scenario
 * changes, and that what is published gives the same result while saying nothing of a person.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "kernel/buf.h"
#include "kernel/digest.h"
#include "kernel/mem.h"
#include "pathway/ceiling_search.h"
#include "pathway/choice.h"
#include "pathway/lottery.h"
#include "pathway/plan_line.h"
#include "pathway/publish.h"
#include "pathway/run_change.h"
#include "pathway/run_job.h"

/* ---- what money buys ---- */

static void test_ceiling_buys(void **state)
{
    (void)state;
    static const struct {
        const char *why;
        int64_t ceiling;
        bool second_permitted;
        int32_t open[3];
        int64_t left;
        size_t cut;
    } cases[] = {
        {"enough for all: nothing is cut", 1000, true, {2, 1, 5}, 300, 3},
        {"the first line is filled before the second is asked", 250, true, {2, 0, 5}, 0, 1},
        {"a line too dear is skipped, a cheaper one below it still opens", 230, true, {2, 0, 3}, 0, 1},
        {"work that is not permitted opens nothing, whatever the money", 1000, false, {2, 0, 5}, 750, 3},
        {"no money, no seats, except where a seat costs nothing", 0, true, {0, 0, 0}, 0, 0},
    };
    const struct plan_line lines[] = {{.seats = 2, .cost = {100}}, {.seats = 1, .cost = {450}}, {.seats = 5, .cost = {10}}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        const bool permitted[] = {true, cases[i].second_permitted, true};
        int32_t open[3];
        struct bought b = ceiling_buys(lines, permitted, 3, (struct rupiah){cases[i].ceiling}, open);
        for (size_t k = 0; k < 3; k++)
            if (open[k] != cases[i].open[k])
                fail_msg("%s: line %zu opened %d", cases[i].why, k, open[k]);
        assert_int_equal(b.left.v, cases[i].left);
        assert_int_equal(b.cut, cases[i].cut);
    }
    int32_t free_seats[1];
    const bool yes[] = {true};
    const struct plan_line training = {.seats = 7, .stage = 5};
    assert_int_equal(ceiling_buys(&training, yes, 1, (struct rupiah){0}, free_seats).seats, 7);
}

static void test_reserves(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t total;
    } cases[] = {
        {"", 0},         {"DIS:2", 2},         {"DIS:2;LAMA:1", 3}, {"DIS", -1},
        {"DIS:dua", -1}, {"DIS:2;", -1},       {":2", -1},          {"A:1;B:1;C:1;D:1;E:1", -1},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(reserves_total(str_z(cases[i].text)), cases[i].total);
    assert_int_equal(reserve_proposed(24), 0); /* below 25 seats nothing is proposed */
    assert_int_equal(reserve_proposed(25), 1);
    assert_int_equal(reserve_proposed(51), 2); /* rounded up */
}

static void test_plan_line_check(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 20);
    const struct plan_line good = {.code = S("B-1"), .agency_id = 1, .position_id = 1, .stage = 1, .seats = 3,
                                   .cost = {66000000}, .wage = {3800000}, .ord = 1};
    struct faults f = {.arena = a};
    assert_int_equal(plan_line_check(&good, &f), OK);
    static const struct {
        const char *field;
        struct plan_line line;
    } bad[] = {
        {"kode", {.code = {"B 1", 3}, .agency_id = 1, .position_id = 1, .stage = 1, .cost = {1}}},
        {"kode", {.code = {"ABCDEFGHIJKLMNOPQRSTU", 21}, .agency_id = 1, .position_id = 1, .stage = 1, .cost = {1}}},
        {"tahap", {.code = {"B", 1}, .agency_id = 1, .position_id = 1, .stage = 6, .cost = {1}}},
        {"biaya", {.code = {"B", 1}, .agency_id = 1, .position_id = 1, .stage = 2}},
        {"cadangan", {.code = {"B", 1}, .agency_id = 1, .position_id = 1, .stage = 1, .cost = {1}, .reserves = {"DIS:2", 5}}},
        {"syarat", {.code = {"B", 1}, .agency_id = 1, .position_id = 1, .stage = 1, .cost = {1}, .requirements = {"SIM A", 5}}},
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct faults why = {.arena = a};
        assert_int_equal(plan_line_check(&bad[i].line, &why), ERR_INVALID);
        if (fault_of(&why, bad[i].field).p == NULL)
            fail_msg("case %zu: nothing said beside %s", i, bad[i].field);
    }
}

/* ---- choices ---- */

static void test_choice_order(void **state)
{
    (void)state;
    static const struct {
        const char *why;
        struct choice_line a, b;
    } cases[] = {
        {"an earlier stage first", {.stage = 1}, {.stage = 2, .keeps_income = true}},
        {"no income loss before the same post", {.stage = 1, .keeps_income = true}, {.stage = 1, .same_post = true}},
        {"the same post and office before the same post elsewhere",
         {.stage = 1, .same_post = true, .same_agency = true}, {.stage = 1, .same_post = true}},
        {"the same post elsewhere before another post here", {.stage = 1, .same_post = true}, {.stage = 1, .same_agency = true}},
        {"nearer first", {.stage = 1, .metres = 400}, {.stage = 1, .metres = 500}},
        {"a known distance before an unknown one", {.stage = 1, .metres = 900000}, {.stage = 1, .metres = -1}},
        {"the better wage first", {.stage = 1, .wage = {2}}, {.stage = 1, .wage = {1}}},
        {"at last the code", {.stage = 1, .code = {"A", 1}}, {.stage = 1, .code = {"B", 1}}},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        if (choice_compare(&cases[i].a, &cases[i].b) >= 0 || choice_compare(&cases[i].b, &cases[i].a) <= 0)
            fail_msg("%s", cases[i].why);
        assert_int_equal(choice_compare(&cases[i].a, &cases[i].a), 0);
    }
}

static void test_codes_missing(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 16);
    assert_int_equal(codes_missing(a, S(""), S("")).n, 0);
    assert_int_equal(codes_missing(a, S("SIM_A"), S("SEHAT;SIM_A")).n, 0);
    assert_true(str_eqz(codes_missing(a, S("SIM_A;SEHAT"), S("SIM")), "SIM_A;SEHAT")); /* a part of a code is not the code */
}

/* ---- the lottery ---- */

static void test_lottery(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 16);
    struct str word = lottery_word(a, S("Tabalong"));
    assert_int_equal(word.n, 16);
    assert_true(str_starts(word, S("TAB-")));
    assert_false(str_eq(word, lottery_word(a, S("Tabalong")))); /* random */
    assert_true(lottery_word_fits(a, S("TBL-K7Q2M9XD4TFA"),
                                  S("497cc5833d80b7ff06414b04fb3145e53a25c64e8bb8bcf04f0149352b1bf04c")));
    assert_false(lottery_word_fits(a, S("TBL-K7Q2M9XD4TFB"),
                                   S("497cc5833d80b7ff06414b04fb3145e53a25c64e8bb8bcf04f0149352b1bf04c")));
    assert_true(str_eqz(lottery_number_hex(a, S("TBL-K7Q2M9XD4TFA-830511746629"), S("W7K3F9Q2M")), "a58b3caf6e177970"));
}

/* ---- random instances ---- */

static uint64_t dice_state;

static int64_t dice(int64_t n)
{
    dice_state = dice_state * 6364136223846793005u + 1442695040888963407u;
    return (int64_t)((dice_state >> 33) % (uint64_t)n);
}

enum { AGENCIES = 4, LINES = 14 };

static struct str random_people(struct arena *a, int64_t n)
{
    static const char *const jobs[] = {"SOPIR", "BERSIH", "KURIR", "LAIN"};
    static const char *const asn[] = {"", "", "", "MENUNGGU", "LULUS_PPPK"};
    static const char *const traits[] = {"", "", "DIS", "LAMA", "DIS;LAMA"};
    static const char *const has[] = {"", "SIM_A", "SEHAT", "SIM_A;SEHAT;LAS"};
    AUTO_BUF b = buf_new(1 << 20);
    BUF_LIT(&b, "id_pekerja,nik,kode_daerah,kode_opd,kode_jabatan,masa_kerja_bulan,kelas_data,status_asn,upah_kini,penanda,"
                "kualifikasi,terkunci\n");
    for (int64_t i = 0; i < n; i++) {
        if (dice(30) == 0)
            buf_printf(&b, "W%05lld,12345,", (long long)i);
        else
            buf_printf(&b, "W%05lld,63090101878%05lld,", (long long)i, (long long)(dice(25) == 0 ? 7 : i + 100));
        buf_printf(&b, "63.09,OPD%lld,%s,%lld,%lld,%s,%lld,%s,%s,\n", (long long)dice(AGENCIES), jobs[dice(4)],
                   (long long)dice(200), (long long)dice(3) + 1, asn[dice(5)], (long long)dice(9) * 500000,
                   traits[dice(5)], has[dice(4)]);
    }
    return str_dup(a, buf_str(&b));
}

static struct str random_lines(struct arena *a, bool reserves)
{
    static const char *const jobs[] = {"SOPIR", "BERSIH", "KURIR"};
    static const char *const needs[] = {"", "", "SIM_A", "SEHAT"};
    AUTO_BUF b = buf_new(1 << 20);
    BUF_LIT(&b, "id_baris,kode_daerah,kode_opd,kode_jabatan,tahap,jumlah,biaya,upah,urutan,syarat,cadangan\n");
    for (int i = 0; i < LINES; i++) {
        int64_t seats = dice(6) + 2;
        buf_printf(&b, "G%02d,63.09,OPD%lld,%s,%lld,%lld,%lld,%lld,%d,%s,%s\n", i, (long long)dice(AGENCIES), jobs[dice(3)],
                   (long long)dice(5) + 1, (long long)seats, (long long)(dice(5) + 1) * 10, (long long)dice(9) * 600000, i,
                   needs[dice(4)], reserves && dice(3) == 0 ? "DIS:1" : "");
    }
    return str_dup(a, buf_str(&b));
}

static struct run_texts random_texts(struct arena *a, uint64_t seed, bool reserves)
{
    struct run_texts t = {0};
    dice_state = seed;
    t.text[FILE_PARAMETER] = str_printf(a, "nama,nilai\nbenih,UJI-%llu\nbulan_lama,60\n", (unsigned long long)seed);
    t.text[FILE_JABATAN] = S("kode_jabatan,inti,dasar_keputusan\nSOPIR,1,\nBERSIH,1,\nKURIR,0,TAPD 12/2026\nLAIN,0,\n");
    t.text[FILE_PAGU] = str_printf(a, "kode_opd,pagu\nOPD0,%lld\nOPD1,%lld\nOPD2,%lld\nOPD3,%lld\n", (long long)dice(600),
                                   (long long)dice(600), (long long)dice(600), (long long)dice(600));
    t.text[FILE_BARIS] = random_lines(a, reserves);
    t.text[FILE_PEKERJA] = random_people(a, 60 + dice(60));
    t.text[FILE_PILIHAN] = S("id_pekerja,urutan,id_baris\nW00001,1,G03\nW00001,2,G01\nW00002,1,G05\n");
    t.text[FILE_JARAK] = S("opd_asal,opd_tujuan,meter\nOPD0,OPD1,900\nOPD1,OPD0,700\n");
    return t;
}

static void compute(struct arena *a, const struct run_texts *t, struct computation *ret)
{
    struct faults f = {.arena = a};
    err e = run_compute(a, t, ret, &f);
    if (e != OK)
        fail_msg(STR_FMT, STR_ARG(f.n > 0 ? f.list[0].text : S("?")));
}

/* allocation.md section 15a: on the published set the engine gives byte-identical results. */
static void test_published_set_gives_the_same_result(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        AUTO_ARENA a = arena_new((size_t)256 << 20);
        bool reserves = seed % 2 == 0, witness;
        struct run_texts full = random_texts(a, seed, reserves), open;
        struct computation before, after;
        compute(a, &full, &before);
        public_texts(a, &full, &open, &witness);
        if (witness)
            witness_texts(a, &full, &open);
        compute(a, &open, &after);
        assert_true(str_eq(before.texts.text[FILE_HASIL], after.texts.text[FILE_HASIL]));
        assert_true(str_eq(before.texts.text[FILE_BUKAAN], after.texts.text[FILE_BUKAAN]));
        for (size_t i = 0; i < after.n_checks; i++)
            assert_true(after.checks[i].passed);
    }
}

static void test_published_set_says_nothing_of_a_person(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new((size_t)256 << 20);
    struct run_texts full = random_texts(a, 4, true), open;
    bool witness = false;
    public_texts(a, &full, &open, &witness);
    assert_true(witness);
    assert_false(str_contains(open.text[FILE_PEKERJA], S("63090101878"))); /* no NIK */
    assert_false(str_contains(open.text[FILE_PEKERJA], S("12345")));       /* nor an invalid one */
    assert_true(str_contains(open.text[FILE_PEKERJA], S("TIDAK_SAH")));
    assert_false(str_contains(open.text[FILE_PEKERJA], S("DIS")));  /* no traits */
    assert_false(str_contains(open.text[FILE_PEKERJA], S("LAS")));  /* no qualification nobody asks for */
    assert_false(str_contains(open.text[FILE_BARIS], S("DIS")));    /* no reserves */
}

/* ---- scenarios ---- */

static void test_changes(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new((size_t)64 << 20);
    struct run_texts base = random_texts(a, 9, false), t = base;
    const struct run_change list[] = {
        {S("pagu"), S("OPD1"), S("777")}, {S("upah"), S("SOPIR"), S("65")},   {S("kursi"), S("G03"), S("9")},
        {S("asn"), S("W00003"), S("")},   {S("benih"), S("benih"), S("LAIN-1")},
    };
    changes_apply(a, list, COUNT(list), &t);
    assert_true(str_contains(t.text[FILE_PAGU], S("OPD1,777\n")));
    assert_true(str_contains(t.text[FILE_PARAMETER], S("benih,LAIN-1\n")));
    assert_true(str_contains(t.text[FILE_PEKERJA], S("LULUS_PPPK")));
    assert_false(str_eq(t.text[FILE_BARIS], base.text[FILE_BARIS]));
    assert_true(str_eq(t.text[FILE_JARAK], base.text[FILE_JARAK])); /* untouched files keep their fingerprint */
    assert_false(changes_are_decisions(list, COUNT(list)));         /* other results and seeds are only looked at */
    assert_true(changes_are_decisions(list, 3));
    static const struct run_change wrong[] = {
        {{"pagu", 4}, {"OPD9", 4}, {"1", 1}},   {{"pagu", 4}, {"OPD1", 4}, {"-1", 2}},
        {{"upah", 4}, {"SOPIR", 5}, {"x", 1}},  {{"kursi", 5}, {"G99", 3}, {"1", 1}},
        {{"asn", 3}, {"W99999", 6}, {"", 0}},   {{"benih", 5}, {"benih", 5}, {"dua kata", 8}},
        {{"lain", 4}, {"", 0}, {"", 0}},
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct faults f = {.arena = a};
        if (change_check(a, &base, &wrong[i], &f) != ERR_INVALID)
            fail_msg("wrong change %zu was accepted", i);
    }
}

/* allocation.md section 13: each step of the search is the smallest ceiling at which one more seat is affordable, and
 * what it promises is what a run with that ceiling gives. */
static void test_ceiling_search(void **state)
{
    (void)state;
    for (uint64_t seed = 100; seed < 115; seed++) {
        AUTO_ARENA a = arena_new((size_t)256 << 20);
        struct run_texts t = random_texts(a, seed, false);
        struct ceiling_need need = {0};
        struct faults f = {.arena = a};
        assert_int_equal(ceiling_search(a, &t, S("OPD0"), 0, 200, &need, &f), OK);
        if (!need.found || need.addition == 0)
            continue;
        struct run_change c = {S("pagu"), S("OPD0"), str_printf(a, "%lld", (long long)need.ceiling)};
        struct run_texts more = t;
        struct ceiling_need again = {0};
        changes_apply(a, &c, 1, &more);
        assert_int_equal(ceiling_search(a, &more, S("OPD0"), 0, 200, &again, &f), OK);
        assert_int_equal(again.addition, 0); /* nothing more is needed there */
        assert_int_equal(again.cases, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ceiling_buys),
        cmocka_unit_test(test_reserves),
        cmocka_unit_test(test_plan_line_check),
        cmocka_unit_test(test_choice_order),
        cmocka_unit_test(test_codes_missing),
        cmocka_unit_test(test_lottery),
        cmocka_unit_test(test_published_set_gives_the_same_result),
        cmocka_unit_test(test_published_set_says_nothing_of_a_person),
        cmocka_unit_test(test_changes),
        cmocka_unit_test(test_ceiling_search),
    };
    if (!digest_start())
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
