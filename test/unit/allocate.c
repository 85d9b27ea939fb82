/*
 * allocate.c: what the engine promises: it agrees byte for byte with the definition, order of rows is nothing to
 * it, and the properties P1 to P12 of allocation.md section 11 hold on hundreds of small worlds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine_make.h"
#include "engine_reference.h"
#include "kernel/digest.h"
#include "pathway/verify.h"

enum { WORLDS = 4000 };

static struct str results_of(struct arena *a, const struct instance *in, const struct outcome *o)
{
    struct buf b = buf_new(1 << 20);
    outcome_write_results(in, o, &b);
    outcome_write_openings(in, o, &b);
    return keep(a, &b);
}

static void the_engine_agrees_with_the_definition(void **state)
{
    (void)state;
    uint64_t placed = 0, lost = 0, budget = 0, rounds = 0;
    for (uint64_t seed = 1; seed <= WORLDS; seed++) {
        AUTO_ARENA a = arena_new(1 << 28);
        struct dice d = {seed};
        struct make m = make_shape(&d);
        struct instance_files files = make_files(a, &d, &m);
        struct instance in = make_instance(a, &files);
        struct outcome got, want;
        struct reference r;
        allocate(a, &in, &got);
        want = reference_run(a, &in, &r);
        struct str x = results_of(a, &in, &got), y = results_of(a, &in, &want);
        if (!str_eq(x, y))
            fail_msg("world %u:\n" STR_FMT "\nwant\n" STR_FMT, (unsigned)seed, STR_ARG(x), STR_ARG(y));
        for (uint32_t w = 0; w < in.n_workers; w++) {
            placed += got.line[w] != NOTHING;
            lost += got.reason[w] == REASON_LOST_PRIORITY;
            budget += got.reason[w] == REASON_BUDGET;
        }
        rounds += got.rounds > 1;
    }
    assert_true(placed > WORLDS && lost > WORLDS / 4 && budget > WORLDS / 4 && rounds > WORLDS / 20);
}

static struct outcome run(struct arena *a, const struct instance *in)
{
    struct outcome o;
    allocate(a, in, &o);
    return o;
}

static struct str hasil(struct arena *a, const struct instance *in, const struct outcome *o)
{
    struct buf b = buf_new(1 << 20);
    outcome_write_results(in, o, &b);
    return keep(a, &b);
}

static struct str bukaan(struct arena *a, const struct instance *in, const struct outcome *o)
{
    struct buf b = buf_new(1 << 20);
    outcome_write_openings(in, o, &b);
    return keep(a, &b);
}

static void every_result_stands_before_the_verifier(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= WORLDS; seed++) {
        AUTO_ARENA a = arena_new(1 << 28);
        struct dice d = {seed};
        struct make m = make_shape(&d);
        struct instance_files files = make_files(a, &d, &m);
        struct instance in = make_instance(a, &files);
        struct outcome o = run(a, &in);
        struct verify_report r;
        struct faults f = {.arena = a};
        assert_int_equal(verify_run(a, &files, hasil(a, &in, &o), bukaan(a, &in, &o), &r, &f), OK);
        for (unsigned i = 0; i < VERIFY_CHECKS; i++)
            if (r.check[i].failed > 0)
                fail_msg("world %u: %s: " STR_FMT, (unsigned)seed, r.check[i].name, STR_ARG(r.check[i].first[0]));
        assert_true(r.passed);
    }
}

/* P11: rows of every input in another order: each person's outcome is the same. */
static void the_order_of_rows_is_nothing(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= WORLDS / 4; seed++) {
        AUTO_ARENA a = arena_new(1 << 28);
        struct dice d = {seed};
        struct make m = make_shape(&d);
        struct instance_files files = make_files(a, &d, &m), mixed = files;
        struct str *text[] = {&mixed.parameter, &mixed.jabatan, &mixed.pagu, &mixed.baris,
                              &mixed.pekerja,   &mixed.pilihan, &mixed.jarak};
        for (size_t i = 0; i < COUNT(text); i++)
            if (text[i]->p != NULL)
                *text[i] = make_mixed(a, &d, *text[i]);
        struct instance x = make_instance(a, &files), y = make_instance(a, &mixed);
        struct outcome ox = run(a, &x), oy = run(a, &y);
        for (uint32_t i = 0; i < x.n_workers; i++) {
            uint32_t j = instance_find_worker(&y, worker_id(&x.worker[i]));
            assert_true(j != NOTHING);
            assert_int_equal(ox.reason[i], oy.reason[j]);
            assert_int_equal(ox.position[i], oy.position[j]);
            assert_int_equal(ox.line[i] == NOTHING, oy.line[j] == NOTHING);
            if (ox.line[i] != NOTHING)
                assert_true(str_eq(x.line[ox.line[i]].id, y.line[oy.line[j]].id));
        }
    }
}

/* P10: the same again. */
static void the_same_inputs_give_the_same_bytes(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 50; seed++) {
        AUTO_ARENA a = arena_new(1 << 28);
        struct dice d = {seed}, e = {seed};
        struct make m = make_shape(&d), n = make_shape(&e);
        struct instance_files x = make_files(a, &d, &m), y = make_files(a, &e, &n);
        struct instance ix = make_instance(a, &x), iy = make_instance(a, &y);
        struct outcome ox = run(a, &ix), oy = run(a, &iy);
        assert_true(str_eq(results_of(a, &ix, &ox), results_of(a, &iy, &oy)));
    }
}

static uint32_t place_on_list(const struct reference *r, uint32_t w)
{
    return r->line[w] == NOTHING ? r->n_list[w] : r->at[w];
}

/* P9: a seat more at one line, all other open seats fixed: nobody is worse off. */
static void a_further_seat_hurts_nobody(void **state)
{
    (void)state;
    uint64_t gained = 0;
    for (uint64_t seed = 1; seed <= 600; seed++) {
        AUTO_ARENA a = arena_new(1 << 28);
        struct dice d = {seed};
        struct make m = make_shape(&d);
        struct instance_files files = make_files(a, &d, &m);
        struct instance in = make_instance(a, &files);
        if (in.n_lines == 0)
            continue;
        struct reference r;
        (void)reference_run(a, &in, &r);
        uint32_t before[64], g = (uint32_t)roll(&d, in.n_lines);
        for (uint32_t w = 0; w < in.n_workers; w++)
            before[w] = place_on_list(&r, w);
        r.open[g]++;
        ref_match(&r);
        for (uint32_t w = 0; w < in.n_workers; w++) {
            assert_true(place_on_list(&r, w) <= before[w]);
            gained += place_on_list(&r, w) < before[w];
        }
    }
    assert_true(gained > 30);
}

/* P8: for given open seats no other order of one's own list gives anything better. Every order of up to five
 * lines is tried. */
static void telling_the_truth_is_best(void **state)
{
    (void)state;
    uint64_t tried = 0;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        AUTO_ARENA a = arena_new(1 << 28);
        struct dice d = {seed};
        struct make m = make_shape(&d);
        m.lines = m.lines > 5 ? 5 : m.lines;
        m.workers = m.workers > 14 ? 14 : m.workers;
        struct instance_files files = make_files(a, &d, &m);
        struct instance in = make_instance(a, &files);
        struct reference r;
        (void)reference_run(a, &in, &r);
        for (uint32_t w = 0; w < in.n_workers; w++) {
            uint32_t n = r.n_list[w], truth[8], orders = 1;
            if (in.worker[w].state != WORKER_TAKES_PART || n < 2)
                continue;
            memcpy(truth, r.list[w], n * sizeof *truth);
            ref_match(&r);
            uint32_t honest = place_on_list(&r, w);
            for (uint32_t i = 2; i <= n; i++)
                orders *= i;
            for (uint32_t o = 0; o < orders; o++) {
                uint32_t left[8], rest = o;
                memcpy(left, truth, sizeof left);
                for (uint32_t i = 0; i < n; i++) {
                    uint32_t pick = rest % (n - i);
                    rest /= n - i;
                    r.list[w][i] = left[pick];
                    memmove(left + pick, left + pick + 1, (n - i - pick - 1) * sizeof *left);
                }
                ref_match(&r);
                uint32_t got = n;
                for (uint32_t i = 0; i < n && r.line[w] != NOTHING; i++)
                    got = truth[i] == r.line[w] ? i : got;
                assert_true(got >= honest);
                tried++;
            }
            memcpy(r.list[w], truth, n * sizeof *truth);
        }
    }
    assert_true(tried > 3000);
}

/* Section 12: contracts of a final run go into terkunci; a re-run on unchanged inputs moves people only up. */
static void a_rerun_with_contracts_moves_nobody_down(void **state)
{
    (void)state;
    uint64_t holders = 0, moved = 0;
    for (uint64_t seed = 1; seed <= WORLDS / 4; seed++) {
        AUTO_ARENA a = arena_new(1 << 28);
        struct dice d = {seed};
        struct make m = make_shape(&d);
        m.choices = m.locks = false;
        struct instance_files files = make_files(a, &d, &m);
        struct instance in = make_instance(a, &files);
        struct outcome first = run(a, &in);
        for (uint32_t w = 0; w < in.n_workers; w++)
            in.worker[w].locked = first.line[w];
        struct outcome again = run(a, &in);
        for (uint32_t w = 0; w < in.n_workers; w++) {
            if (first.line[w] == NOTHING)
                continue;
            holders++;
            assert_true(again.line[w] != NOTHING); /* without stated choices the contract stands first */
            moved += again.line[w] != first.line[w];
        }
    }
    assert_true(holders > WORLDS);
    assert_int_equal(moved, 0);
}

/* ---- the corners the specification names ---- */

static const char parameters[] = "nama,nilai\nbenih,uji\nbulan_lama,60\n";
static const char jobs[] = "kode_jabatan,inti,dasar_keputusan\nSOPIR,1,\nJAGA,1,\nKURIR,0,TAPD/7\nLAIN,0,\n";
#define LINES "id_baris,kode_daerah,kode_opd,kode_jabatan,tahap,jumlah,biaya,upah,urutan,syarat,cadangan\n"
#define WORKERS                                                                                              \
    "id_pekerja,nik,kode_daerah,kode_opd,kode_jabatan,masa_kerja_bulan,kelas_data,status_asn,upah_kini,"     \
    "penanda,kualifikasi,terkunci\n"
#define NIK1 "9900000000000001"
#define NIK2 "9900000000000002"
#define NIK3 "9900000000000003"

static const struct corner {
    const char *why, *ceilings, *lines, *workers, *choices, *want;
} corners[] = {
    {"an empty census is an empty result", "A,100", "B1,R,A,SOPIR,1,1,10,5,1,,", "", "", ""},
    {"the driver keeps the driver's seat against a longer serving outsider", "A,100", "B1,R,A,SOPIR,1,1,10,5,1,,",
     "W1," NIK1 ",R,A,JAGA,99,1,,5,,,\nW2," NIK2 ",R,A,SOPIR,3,3,,5,,,\n", "",
     "W1,BELUM,,,,KALAH_PRIORITAS\nW2,TEMPAT,B1,1,1,\n"},
    {"among equals in tier the class of data comes before service", "A,100", "B1,R,A,SOPIR,1,1,10,5,1,,",
     "W1," NIK1 ",R,A,SOPIR,99,2,,5,,,\nW2," NIK2 ",R,A,SOPIR,3,1,,5,,,\n", "",
     "W1,BELUM,,,,KALAH_PRIORITAS\nW2,TEMPAT,B1,1,1,\n"},
    {"who passed for ASN takes no seat", "A,100", "B1,R,A,SOPIR,1,1,10,5,1,,",
     "W1," NIK1 ",R,A,SOPIR,99,1,LULUS_PPPK,5,,,\nW2," NIK2 ",R,A,SOPIR,3,1,MENUNGGU,5,,,\n", "",
     "W1,ASN,,,,\nW2,TEMPAT,B1,1,1,\n"},
    {"two rows of one NIK both wait in quarantine, even if one passed for ASN", "A,100", "B1,R,A,SOPIR,1,1,10,5,1,,",
     "W1," NIK1 ",R,A,SOPIR,99,1,LULUS_CPNS,5,,,\nW2," NIK1 ",R,A,SOPIR,3,1,,5,,,\n", "",
     "W1,KARANTINA,,,,NIK_GANDA\nW2,KARANTINA,,,,NIK_GANDA\n"},
    {"rows sharing an invalid NIK are all invalid, not doubles", "A,100", "B1,R,A,SOPIR,1,1,10,5,1,,",
     "W1,123,R,A,SOPIR,99,1,,5,,,\nW2,123,R,A,SOPIR,3,1,,5,,,\n", "",
     "W1,KARANTINA,,,,NIK_TIDAK_SAH\nW2,KARANTINA,,,,NIK_TIDAK_SAH\n"},
    {"letters in a NIK make it invalid", "A,100", "B1,R,A,SOPIR,1,1,10,5,1,,", "W1,99000000000000O1,R,A,SOPIR,9,1,,5,,,\n",
     "", "W1,KARANTINA,,,,NIK_TIDAK_SAH\n"},
    {"no ceiling row means no money", "X,100", "B1,R,A,SOPIR,1,1,10,5,1,,", "W1," NIK1 ",R,A,SOPIR,9,1,,5,,,\n", "",
     "W1,BELUM,,,,ANGGARAN\n"},
    {"a line that costs nothing opens without money", "A,0", "B1,R,A,SOPIR,3,1,0,5,1,,", "W1," NIK1 ",R,A,SOPIR,9,1,,5,,,\n",
     "", "W1,TEMPAT,B1,1,1,\n"},
    {"a job without a decision is no line for anybody", "A,100", "B1,R,A,LAIN,2,1,10,5,1,,",
     "W1," NIK1 ",R,A,LAIN,9,1,,5,,,\n", "", "W1,BELUM,,,,TANPA_BARIS\n"},
    {"a job with a decision is", "A,100", "B1,R,A,KURIR,2,1,10,5,1,,", "W1," NIK1 ",R,A,KURIR,9,1,,5,,,\n", "",
     "W1,TEMPAT,B1,1,1,\n"},
    {"a line too dear is passed over and the next one tried", "A,15", "B1,R,A,SOPIR,1,1,20,5,1,,\nB2,R,A,SOPIR,1,1,15,5,2,,",
     "W1," NIK1 ",R,A,SOPIR,9,1,,5,,,\n", "", "W1,TEMPAT,B2,2,1,\n"},
    {"money of seats nobody took opens the next line", "A,20", "B1,R,A,SOPIR,1,2,10,5,1,SIM,\nB2,R,A,JAGA,1,2,10,5,2,,",
     "W1," NIK1 ",R,A,SOPIR,9,1,,5,,SIM,\nW2," NIK2 ",R,A,JAGA,9,1,,5,,,\n", "", "W1,TEMPAT,B1,1,1,\nW2,TEMPAT,B2,1,1,\n"},
    {"without the licence the driver's line is not on the list", "A,100", "B1,R,A,SOPIR,1,1,10,5,1,SIM,",
     "W1," NIK1 ",R,A,SOPIR,9,1,,5,,SMA,\n", "", "W1,BELUM,,,,TANPA_BARIS\n"},
    {"another region's line is not on the list, one for every region is", "A,100",
     "B1,Q,A,SOPIR,1,1,10,5,1,,\nB2,*,A,SOPIR,3,1,10,5,2,,", "W1," NIK1 ",R,A,SOPIR,9,1,,5,,,\n", "", "W1,TEMPAT,B2,1,1,\n"},
    {"an income drop is said, and comes behind lines that keep the income", "A,100",
     "B1,R,A,SOPIR,1,1,10,4,1,,\nB2,R,X,SOPIR,1,1,0,5,2,,", "W1," NIK1 ",R,A,SOPIR,9,1,,5,,,\n", "", "W1,TEMPAT,B2,1,2,\n"},
    {"the drop itself", "A,100", "B1,R,A,SOPIR,1,1,10,4,1,,", "W1," NIK1 ",R,A,SOPIR,9,1,,5,,,\n", "",
     "W1,TEMPAT,B1,1,1,TURUN_UPAH\n"},
    {"a stated choice goes before the own post", "A,100", "B1,R,A,SOPIR,1,1,10,5,1,,\nB2,R,A,JAGA,1,1,10,5,2,,",
     "W1," NIK1 ",R,A,SOPIR,9,1,,5,,,\n", "W1,1,B2\n", "W1,TEMPAT,B2,1,3,\n"},
    {"a stated choice without the requirement is skipped and not counted", "A,100",
     "B1,R,A,SOPIR,1,1,10,5,1,,\nB2,R,A,JAGA,1,1,10,5,2,SIM,", "W1," NIK1 ",R,A,SOPIR,9,1,,5,,,\n", "W1,1,B2\n",
     "W1,TEMPAT,B1,1,1,\n"},
    {"the contracted holder goes before the incumbent of long service", "A,100", "B1,R,A,SOPIR,1,1,10,5,1,,",
     "W1," NIK1 ",R,A,SOPIR,99,1,,5,,,\nW2," NIK2 ",R,X,JAGA,1,3,,5,,,B1\n", "",
     "W1,BELUM,,,,KALAH_PRIORITAS\nW2,TEMPAT,B1,1,0,\n"},
    {"the contracted seat opens before earlier lines take the money", "A,10",
     "B1,R,A,JAGA,1,1,10,5,1,,\nB2,R,A,SOPIR,1,1,10,5,2,,",
     "W1," NIK1 ",R,A,JAGA,9,1,,5,,,\nW2," NIK2 ",R,A,SOPIR,9,1,,5,,,B2\n", "", "W1,BELUM,,,,ANGGARAN\nW2,TEMPAT,B2,1,0,\n"},
    {"a reserve brings in the one with a disability before longer service", "A,100", "B1,R,A,SOPIR,1,2,10,5,1,,DIS:1",
     "W1," NIK1 ",R,X,SOPIR,99,1,,5,,,\nW2," NIK2 ",R,X,SOPIR,98,1,,5,,,\nW3," NIK3 ",R,X,SOPIR,1,1,,5,DIS,,\n", "",
     "W1,TEMPAT,B1,1,2,\nW2,BELUM,,,,KALAH_PRIORITAS\nW3,TEMPAT,B1,1,2,\n"},
    {"a reserve never sends away who did the work there", "A,100", "B1,R,A,SOPIR,1,1,10,5,1,,DIS:1",
     "W1," NIK1 ",R,A,SOPIR,1,3,,5,,,\nW2," NIK2 ",R,X,SOPIR,98,1,,5,DIS,,\n", "",
     "W1,TEMPAT,B1,1,1,\nW2,BELUM,,,,KALAH_PRIORITAS\n"},
    {"a reserve without anybody for it does not stay empty", "A,100", "B1,R,A,SOPIR,1,1,10,5,1,,DIS:1",
     "W1," NIK1 ",R,X,SOPIR,1,3,,5,,,\n", "", "W1,TEMPAT,B1,1,2,\n"},
    {"an incumbent with the trait fills the reserve: the other seat goes by service", "A,100",
     "B1,R,A,SOPIR,1,2,10,5,1,,DIS:1",
     "W1," NIK1 ",R,A,SOPIR,1,3,,5,DIS,,\nW2," NIK2 ",R,X,SOPIR,98,1,,5,,,\nW3," NIK3 ",R,X,SOPIR,9,1,,5,DIS,,\n", "",
     "W1,TEMPAT,B1,1,1,\nW2,TEMPAT,B1,1,2,\nW3,BELUM,,,,KALAH_PRIORITAS\n"},
    {"unpaid seats on one's list are a matter of the budget, even if another line was lost", "A,10",
     "B1,R,A,SOPIR,1,2,10,5,1,,", "W1," NIK1 ",R,A,SOPIR,1,3,,5,,,\nW2," NIK2 ",R,A,SOPIR,98,1,,5,,,\n", "",
     "W1,BELUM,,,,ANGGARAN\nW2,TEMPAT,B1,1,1,\n"},
};

static struct instance_files corner_files(struct arena *a, const struct corner *c)
{
    struct instance_files f = {.parameter = str_z(parameters), .jabatan = str_z(jobs)};
    f.pagu = str_printf(a, "kode_opd,pagu\n%s\n", c->ceilings);
    f.baris = str_printf(a, LINES "%s\n", c->lines);
    f.pekerja = str_printf(a, WORKERS "%s", c->workers);
    f.pilihan = str_printf(a, "id_pekerja,urutan,id_baris\n%s", c->choices);
    return f;
}

static void corners_come_out_as_the_specification_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(corners); i++) {
        AUTO_ARENA a = arena_new(1 << 26);
        struct instance_files files = corner_files(a, &corners[i]);
        struct instance in = make_instance(a, &files);
        struct outcome o = run(a, &in);
        struct str got = hasil(a, &in, &o);
        struct str want = str_printf(a, "id_pekerja,status,id_baris,pilihan_ke,tingkat,alasan\n%s", corners[i].want);
        if (!str_eq(got, want))
            fail_msg("%s: got\n" STR_FMT, corners[i].why, STR_ARG(got));
    }
}

/* A lottery number anybody can compute: printf 'uji:W1' | sha256sum. */
static void the_lottery_is_the_head_of_a_sha256(void **state)
{
    (void)state;
    struct sha256 d = sha256_of(S("uji:W1"));
    uint64_t want = 0;
    for (unsigned i = 0; i < 8; i++)
        want = want << 8 | d.b[i];
    assert_true(lottery_number(S("uji"), S("W1")) == want);
}

/* The lottery is computed by the processor's own instructions where it has them: the same as the library's. */
static void a_short_fingerprint_is_the_same_fingerprint(void **state)
{
    (void)state;
    char text[80];
    for (size_t n = 0; n < sizeof text; n++) {
        for (size_t i = 0; i < n; i++)
            text[i] = (char)(n * 31 + i * 7);
        struct sha256 x = sha256_of((struct str){text, n}), y = sha256_short((struct str){text, n});
        assert_memory_equal(x.b, y.b, sizeof x.b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_engine_agrees_with_the_definition),
        cmocka_unit_test(every_result_stands_before_the_verifier),
        cmocka_unit_test(the_order_of_rows_is_nothing),
        cmocka_unit_test(the_same_inputs_give_the_same_bytes),
        cmocka_unit_test(a_further_seat_hurts_nobody),
        cmocka_unit_test(telling_the_truth_is_best),
        cmocka_unit_test(a_rerun_with_contracts_moves_nobody_down),
        cmocka_unit_test(corners_come_out_as_the_specification_says),
        cmocka_unit_test(the_lottery_is_the_head_of_a_sha256),
        cmocka_unit_test(a_short_fingerprint_is_the_same_fingerprint),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
