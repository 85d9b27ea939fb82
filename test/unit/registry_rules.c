/*
 * registry_rules.c: what the register promises without a database: names that sort and are found, criteria of the
 * national census, what a form may say, which standing is called what.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kernel/mem.h"
#include "registry/criteria.h"
#include "registry/person_name.h"
#include "registry/worker.h"
#include "registry/worker_fields.h"

#define assert_str(got, want)                                                                                \
    do {                                                                                                     \
        struct str got_ = (got);                                                                             \
        if (!str_eqz(got_, (want)))                                                                          \
            fail_msg("“%.*s” instead of “%s”", STR_ARG(got_), (want));                                       \
    } while (0)

static void test_name_key(void **state)
{
    (void)state;
    static const struct {
        const char *why, *name, *want, *tight;
    } cases[] = {
        {"plain name", "Rahmat Contohadi", "RAHMAT CONTOHADI", "RAHMATCONTOHADI"},
        {"one spelling of Muhammad", "Moh. Umpama", "MUHAMMAD UMPAMA", "MUHAMMADUMPAMA"},
        {"a single M with a dot is Muhammad too", "M. Umpama", "MUHAMMAD UMPAMA", "MUHAMMADUMPAMA"},
        {"old spelling", "Soekarno Djojo Tjokro", "SUKARNO JOJO COKRO", "SUKARNOJOJOCOKRO"},
        {"apostrophes are no difference", "Nur'aini", "NURAINI", "NURAINI"},
        {"a hyphen parts two words", "Siti-Misal", "SITI MISAL", "SITIMISAL"},
        {"St is Siti, Abd is Abdul", "St Misal Abd Andai", "SITI MISAL ABDUL ANDAI", "SITIMISALABDULANDAI"},
        {"blanks at the ends", "  Teladan  ", "TELADAN", "TELADAN"},
        {"an empty name has an empty key", "", "", ""},
    };
    AUTO_ARENA a = arena_new(1 << 20);
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_str(name_key(a, str_z(cases[i].name)), cases[i].want);
        assert_str(name_key_tight(a, str_z(cases[i].name)), cases[i].tight);
    }
}

static void test_name_words(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 20);
    struct str w[NAME_WORDS_MAX];
    assert_int_equal(name_words(a, S("Moh. Djumpa"), w), 4);
    assert_str(w[0], "moh");
    assert_str(w[1], "muhammad");
    assert_str(w[2], "djumpa");
    assert_str(w[3], "jumpa");
    assert_int_equal(name_words(a, S("Siti Siti"), w), 1); /* each word once */
    assert_int_equal(name_words(a, S("a b c d e f g h i j k l n o p"), w), NAME_WORDS_MAX);
    assert_int_equal(name_words(a, S("123 ."), w), 0);
}

static void test_name_signs_and_initials(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 20);
    assert_null(name_bad_sign(S("Nur'aini Misal-Andai, S.Pd.")).p);
    assert_str(name_bad_sign(S("Umpama 2")), "2");
    assert_str(name_bad_sign(S("=Umpama")), "=");
    assert_str(name_initials(a, S("Rahmat Contohadi Misal")), "RC");
    assert_str(name_initials(a, S("teladan")), "T");
}

static struct criteria_facts sound(void)
{
    return (struct criteria_facts){.category = S("NON_ASN"),
                                   .pay_source = S("APBD"),
                                   .signer_rank = S("KEPALA_OPD"),
                                   .started = date_from_ymd(2015, 7, 8),
                                   .born = date_from_ymd(1987, 3, 2),
                                   .active = true};
}

static void test_criteria(void **state)
{
    (void)state;
    struct criteria_facts f[12];
    for (size_t i = 0; i < COUNT(f); i++)
        f[i] = sound();
    f[1].category = S("PNS");
    f[2].pay_source = S("");
    f[3].pay_source = S("BLUD");
    f[4].signer_rank = S("");
    f[5].started = date_from_ymd(2020, 12, 31);
    f[6].started = date_from_ymd(2021, 1, 1);
    f[7].born = date_from_ymd(2001, 12, 31);
    f[8].born = date_from_ymd(2002, 1, 1);
    f[9].born = date_from_ymd(1965, 1, 1);
    f[10].born = date_from_ymd(1964, 12, 31);
    f[11].active = false;
    static const struct {
        const char *why;
        int which;
        enum criterion_result want;
    } cases[] = {
        {"all papers there", 0, CRITERION_MET},
        {"a civil servant is no non-ASN", 0, CRITERION_FAILED},
        {"no pay source known: ask, do not refuse", 1, CRITERION_UNPROVEN},
        {"paid by a BLUD", 1, CRITERION_FAILED},
        {"nobody has looked who signed", 2, CRITERION_UNPROVEN},
        {"a year to the day on 31 Dec 2021", 3, CRITERION_MET},
        {"one day short of a year", 3, CRITERION_FAILED},
        {"twenty on the very day", 4, CRITERION_MET},
        {"nineteen", 4, CRITERION_FAILED},
        {"56 is not yet 57", 4, CRITERION_MET},
        {"57 on 31 Dec 2021", 4, CRITERION_FAILED},
        {"left before the census", 5, CRITERION_FAILED},
    };
    struct criteria_rules rules = criteria_rules_default();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct criterion c[CRITERIA];
        criteria_judge(&f[i], &rules, c);
        if (c[cases[i].which].result != cases[i].want)
            fail_msg("%s: %s", cases[i].why, criterion_result_words(c[cases[i].which].result));
        assert_int_equal(c[0].letter, 'a');
        assert_int_equal(c[5].letter, 'f');
    }
}

static struct worker person(void)
{
    return (struct worker){.nik = S("6309011203870001"),
                           .name = S("Rahmat Contohadi"),
                           .birth_date = date_from_ymd(1987, 3, 12),
                           .agency_id = 1,
                           .position_text = S("Pengemudi"),
                           .category = S("NON_ASN"),
                           .data_class = 3,
                           .started = date_from_ymd(2015, 7, 8),
                           .last_wage = {2100000},
                           .sent_home = DATE_NONE,
                           .case_due = DATE_NONE};
}

static void test_check(void **state)
{
    (void)state;
    struct worker w[12];
    for (size_t i = 0; i < COUNT(w); i++)
        w[i] = person();
    w[1].nik = S("630901120387000");
    w[2].nik = S("63090112038700O1");
    w[3].nik = S("");
    w[4].name = S("");
    w[5].name = S("Umpama 2");
    w[6].birth_date = DATE_NONE;
    w[7].started = date_from_ymd(2024, 2, 1);
    w[8].started = DATE_NONE;
    w[9].position_text = S("");
    w[10].position_text = S("");
    w[11].education = S("SLTA");
    static const struct {
        const char *why, *field, *sentence;
    } cases[] = {
        {"a sound record says nothing", "", NULL},
        {"one digit short: how many there are is said", "nik", "NIK harus 16 angka; Anda mengisi 15"},
        {"a letter O", "nik", "NIK hanya boleh angka, tanpa titik, spasi, atau huruf"},
        {"no NIK", "nik", "Isi NIK, 16 angka sesuai KTP"},
        {"no name", "nama", "Isi nama lengkap sesuai KTP"},
        {"a digit in a name", "nama", "Nama memuat angka atau tanda “2”. Tulis nama sesuai KTP."},
        {"no birth date", "tanggal_lahir", "Isi tanggal lahir sesuai KTP"},
        {"appointed after the freeze (UU 20/2023 art. 66)", "tmt_mulai",
         "Tanggal SK tidak boleh setelah pembekuan, 31 Oktober 2023"},
        {"no first decree", "tmt_mulai", "Isi tanggal SK pertama"},
        {"no position at all", "jabatan", "Pilih jabatan, atau tulis jabatan menurut SK"},
        {"nor this one", "jabatan", "Pilih jabatan, atau tulis jabatan menurut SK"},
        {"not of the list", "pendidikan", "Pilih Pendidikan terakhir dari daftar"},
    };
    AUTO_ARENA a = arena_new(1 << 20);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct faults f = {.arena = a};
        worker_check(&w[i], date_from_ymd(2026, 11, 21), date_from_ymd(2023, 10, 31), &f);
        if (cases[i].sentence == NULL) {
            assert_int_equal(f.n, 0);
            continue;
        }
        assert_int_equal(f.n, 1);
        assert_str(fault_of(&f, cases[i].field), cases[i].sentence);
    }
}

static void test_difference(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 20);
    struct worker before = person(), after = person();
    assert_str(worker_difference(a, &before, &after), "");
    assert_null(worker_snapshot_touched(a, &before, &after));
    after.phone = S("0812-0000");
    assert_str(worker_difference(a, &before, &after), "Nomor HP diubah"); /* never the number itself */
    assert_null(worker_snapshot_touched(a, &before, &after));
    after.last_wage.v = 2200000;
    assert_str(worker_difference(a, &before, &after), "Upah terakhir per bulan: 2.100.000 → 2.200.000; Nomor HP "
                                                      "diubah");
    assert_string_equal(worker_snapshot_touched(a, &before, &after), "Upah terakhir per bulan");
    after.nik = S("6309011203870002");
    assert_false(str_contains(worker_difference(a, &before, &after), S("6309")));
}

static void test_seated(void **state)
{
    (void)state;
    struct worker w = person();
    assert_false(worker_is_seated(&w));
    w.plan_line = S("B-001");
    w.state = STATE_OFFERED;
    assert_true(worker_is_seated(&w));
    w.state = STATE_REFUSED;
    assert_false(worker_is_seated(&w));
}

static void test_pathways(void **state)
{
    (void)state;
    for (enum pathway p = 0; p < PATHWAY_COUNT; p++) {
        enum pathway back;
        assert_true(pathway_by_code(str_z(pathways[p].code), &back));
        assert_int_equal(back, p);
    }
    enum pathway p;
    assert_false(pathway_by_code(S("honorer"), &p));
    assert_string_equal(pathway_standing(PATHWAY_UNDECIDED, STATE_NONE).words, "Perlu jalur");
    assert_string_equal(pathway_standing(PATHWAY_OUTSOURCING, STATE_RUNNING).words, "Ditempatkan");
    assert_string_equal(pathway_standing(PATHWAY_TRAINING, STATE_RUNNING).words, "Pelatihan berjalan");
    assert_str(unresolved_words(S("ANGGARAN")), "Anggaran belum cukup");
    assert_str(unresolved_words(S("LAINNYA")), "LAINNYA");
}

static void test_full_name(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 20);
    struct worker w = person();
    assert_str(worker_full_name(a, &w), "Rahmat Contohadi");
    w.title_after = S("S.Pd.");
    assert_str(worker_full_name(a, &w), "Rahmat Contohadi, S.Pd.");
    w.title_before = S("Drs.");
    assert_str(worker_full_name(a, &w), "Drs. Rahmat Contohadi, S.Pd.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_name_key),
        cmocka_unit_test(test_name_words),
        cmocka_unit_test(test_name_signs_and_initials),
        cmocka_unit_test(test_criteria),
        cmocka_unit_test(test_check),
        cmocka_unit_test(test_difference),
        cmocka_unit_test(test_seated),
        cmocka_unit_test(test_pathways),
        cmocka_unit_test(test_full_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
