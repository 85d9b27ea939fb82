/*
 * entity.c: what a descriptor promises: read, draw, read again gives the same; a forged field changes nothing; every
 * refusal helps; personal columns leave the house only for who may see them.
 */
#include "kernel/entity/entity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "kernel/entity/flow.h"
#include "kernel/mem.h"
#include "kernel/text/csv.h"

struct person {
    int64_t id;
    struct str nik, name, sex, note;
    int32_t pathway, headcount, state;
    struct rupiah wage;
    struct date started;
    int64_t agency_id;
};

static const struct choice pathways[] = {{0, "belum", "Belum dipetakan"}, {4, "alihdaya", "Alih daya"}, {0, NULL, NULL}};
static const struct choice sexes[] = {{1, "L", "Laki-laki"}, {2, "P", "Perempuan"}, {0, NULL, NULL}};
static const struct choice states[] = {{0, "draf", "Draf"}, {1, "ditelaah", "Sedang ditelaah"}, {2, "ditolak", "Ditolak"}, {0, NULL, NULL}};

static const struct field fields[] = {
    NIK   (struct person, nik,       .label = "NIK", .help = "16 angka sesuai KTP", .flags = F_REQUIRED | F_LIST | F_PERSONAL),
    TEXT  (struct person, name,      .label = "Nama lengkap", .name = "nama", .flags = F_REQUIRED | F_LIST, .max = 20),
    CODE  (struct person, sex,       .label = "Jenis kelamin", .choices = sexes, .flags = F_LIST | F_PERSONAL),
    CHOICE(struct person, pathway,   .label = "Jalur", .flags = F_LIST, .choices = pathways),
    INT   (struct person, headcount, .label = "Jumlah orang", .flags = F_REQUIRED, .min = 1, .max = 500),
    RUPIAH(struct person, wage,      .label = "Upah terakhir", .flags = F_REQUIRED | F_LIST, .max = 100000000),
    DATE  (struct person, started,   .label = "Mulai bekerja", .flags = F_LIST),
    TEXT  (struct person, note,      .label = "Keterangan", .flags = F_LONG | F_LIST, .max = 40),
    CHOICE(struct person, state,     .label = "Keadaan", .flags = F_FLOW, .choices = states),
};
static const struct entity person_entity = {"person", "Orang", NULL, sizeof(struct person), fields, COUNT(fields)};
static const char *const all[] = {"nik", "nama", "sex", "pathway", "headcount", "wage", "started", "note", NULL};

static const struct pair good[] = {
    {{"nik", 3}, {"6309012345670001", 16}}, {{"nama", 4}, {"Maulida Teladani", 16}}, {{"sex", 3}, {"P", 1}},
    {{"pathway", 7}, {"alihdaya", 8}},      {{"headcount", 9}, {"12", 2}},           {{"wage", 4}, {"Rp 3.827.935", 12}},
    {{"started", 7}, {"08-07-2015", 10}},   {{"note", 4}, {"", 0}},
};

static struct form form_of(const struct pair *pairs, size_t n)
{
    return (struct form){.fields = {pairs, n}};
}

static void test_a_good_form_becomes_a_row(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 20);
    struct faults f = {.arena = a};
    struct person p = {.id = 7, .agency_id = 3, .state = 1};
    struct form form = form_of(good, COUNT(good));
    assert_int_equal(entity_read(&person_entity, all, &form, &p, &f), OK);
    assert_true(str_eqz(p.nik, "6309012345670001") && str_eqz(p.name, "Maulida Teladani") && str_eqz(p.sex, "P"));
    assert_int_equal(p.pathway, 4);
    assert_int_equal(p.headcount, 12);
    assert_int_equal(p.wage.v, 3827935);
    assert_int_equal(p.started.day, date_from_ymd(2015, 7, 8).day);
    assert_true(p.id == 7 && p.agency_id == 3 && p.state == 1);
}

static void test_every_refusal_helps(void **state)
{
    (void)state;
    static const struct {
        const char *why, *field, *typed, *sentence;
    } cases[] = {
        {"too few figures", "nik", "630900000000000", "NIK harus 16 angka; Anda mengisi 15"},
        {"a letter in a number", "nik", "63090123456700O1", "NIK hanya berisi angka; hapus huruf, titik, atau spasi"},
        {"nothing where something must be", "nik", "", "Isi NIK"},
        {"a name too long", "nama", "Maulida Teladani binti Umpama", "Nama lengkap paling panjang 20 huruf; Anda mengisi 29"},
        {"letters are counted, not bytes", "nama", "ééééééééééééééééééééé", "Nama lengkap paling panjang 20 huruf; Anda mengisi 21"},
        {"a code that is not in the list", "sex", "X", "Pilih Jenis kelamin dari daftar"},
        {"a label is no code", "pathway", "Alih daya", "Pilih Jalur dari daftar"},
        {"nobody", "headcount", "0", "Jumlah orang harus antara 1 dan 500; Anda mengisi 0"},
        {"less than nobody", "headcount", "-3", "Jumlah orang harus antara 1 dan 500; Anda mengisi -3"},
        {"a word for a number", "headcount", "dua belas", "Jumlah orang harus angka bulat, tanpa huruf dan tanpa koma"},
        {"a number of 30 figures", "headcount", "999999999999999999999999999999", "Jumlah orang harus angka bulat, tanpa huruf dan tanpa koma"},
        {"money is required even when it is nothing", "wage", "", "Isi Upah terakhir, walau Rp0"},
        {"cents", "wage", "1.500,50", "Upah terakhir harus rupiah utuh, misalnya 1.500.000"},
        {"too much", "wage", "100.000.001", "Upah terakhir harus antara Rp0 dan Rp100.000.000"},
        {"a day that never was", "started", "30-02-2020", "Mulai bekerja harus tanggal yang ada, misalnya 21-11-2026"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_ARENA a = arena_new(1 << 20);
        struct faults f = {.arena = a};
        struct pair pairs[COUNT(good)];
        for (size_t j = 0; j < COUNT(good); j++) {
            pairs[j] = good[j];
            if (str_eqz(good[j].name, cases[i].field))
                pairs[j].value = str_z(cases[i].typed);
        }
        struct person p = {.headcount = 77, .wage = {77}, .started = DATE_NONE, .nik = S("lama"), .name = S("lama"), .sex = S("L")};
        struct form form = form_of(pairs, COUNT(pairs));
        assert_int_equal(entity_read(&person_entity, all, &form, &p, &f), ERR_INVALID);
        assert_int_equal(f.n, 1);
        struct str said = fault_of(&f, cases[i].field);
        if (!str_eqz(said, cases[i].sentence))
            fail_msg("%s: %.*s", cases[i].why, STR_ARG(said));
    }
}

static void test_a_refused_field_is_left_as_it_was(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 20);
    struct faults f = {.arena = a};
    struct person p = {.headcount = 77};
    static const struct pair bad[] = {{{"headcount", 9}, {"900", 3}}, {{"nama", 4}, {"Baru", 4}}};
    static const char *const two[] = {"headcount", "nama", NULL};
    struct form form = form_of(bad, COUNT(bad));
    assert_int_equal(entity_read(&person_entity, two, &form, &p, &f), ERR_INVALID);
    assert_int_equal(p.headcount, 77);
    assert_true(str_eqz(p.name, "Baru"));
}

/* A form that carries every field of the record changes only those its page offers. */
static void test_forged_fields_are_ignored(void **state)
{
    (void)state;
    static const struct pair forged[] = {
        {{"nama", 4}, {"Baru", 4}}, {{"nik", 3}, {"9999999999999999", 16}}, {{"state", 5}, {"ditolak", 7}},
        {{"agency_id", 9}, {"99", 2}}, {{"id", 2}, {"99", 2}}, {{"wage", 4}, {"99", 2}},
    };
    static const char *const one[] = {"nama", NULL};
    AUTO_ARENA a = arena_new(1 << 20);
    struct faults f = {.arena = a};
    struct person p = {.id = 7, .nik = S("6309012345670001"), .agency_id = 3, .state = 1, .wage = {5}};
    struct form form = form_of(forged, COUNT(forged));
    assert_int_equal(entity_read(&person_entity, one, &form, &p, &f), OK);
    assert_true(str_eqz(p.name, "Baru") && str_eqz(p.nik, "6309012345670001"));
    assert_true(p.id == 7 && p.agency_id == 3 && p.state == 1 && p.wage.v == 5);
}

static uint64_t dice(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407;
    return *seed >> 33;
}

static struct person random_person(struct arena *a, uint64_t *seed)
{
    char *name = arena_alloc(a, 20), *nik = arena_alloc(a, 16);
    size_t n = 1 + dice(seed) % 19;
    for (size_t i = 0; i < n; i++)
        name[i] = "abcXYZ<>&\"'\\+=-@"[dice(seed) % 16];
    for (size_t i = 0; i < 16; i++)
        nik[i] = (char)('0' + dice(seed) % 10);
    return (struct person){
        .nik = {nik, 16}, .name = {name, n}, .sex = dice(seed) % 2 ? S("L") : S("P"),
        .pathway = dice(seed) % 2 ? 4 : 0, .headcount = (int32_t)(1 + dice(seed) % 500),
        .wage = {(int64_t)(dice(seed) % 100000001)}, .started = date_from_ymd(1950 + (int32_t)(dice(seed) % 100), 1 + (int32_t)(dice(seed) % 12), 1 + (int32_t)(dice(seed) % 28)),
        .note = {name, n},
    };
}

/* What a form shows of a row, read again, is the same row. */
static void test_property_read_of_shown_is_the_same(void **state)
{
    (void)state;
    uint64_t seed = 63;
    for (int round = 0; round < 500; round++) {
        AUTO_ARENA a = arena_new(1 << 20);
        struct person p = random_person(a, &seed), back = {.started = DATE_NONE};
        struct pair pairs[8];
        for (size_t i = 0; all[i] != NULL; i++)
            pairs[i] = (struct pair){str_z(all[i]), field_text(a, entity_field(&person_entity, all[i]), &p)};
        struct faults f = {.arena = a};
        struct form form = form_of(pairs, 8);
        assert_int_equal(entity_read(&person_entity, all, &form, &back, &f), OK);
        assert_true(str_eq(back.nik, p.nik) && str_eq(back.name, p.name) && str_eq(back.sex, p.sex) && str_eq(back.note, p.note));
        assert_true(back.pathway == p.pathway && back.headcount == p.headcount && back.wage.v == p.wage.v && back.started.day == p.started.day);
    }
}

static bool drawn_with(const struct form *typed, const struct person *p, const struct faults *f, const char *part)
{
    struct html w = {.out = buf_new(1 << 20)};
    entity_form(&w, &person_entity, all, p, typed, f);
    bool has = str_contains(buf_str(&w.out), str_z(part));
    buf_free(&w.out);
    return has;
}

static void test_a_form_is_drawn_with_what_was_typed(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 20);
    struct faults f = {.arena = a};
    struct person p = {.nik = S("6309012345670001"), .name = S("Rahmat \"Contoh\""), .pathway = 4, .headcount = 3, .wage = {2100000}, .started = date_from_ymd(2015, 7, 8), .sex = S("L")};
    assert_true(drawn_with(NULL, &p, NULL, "value=\"Rahmat &quot;Contoh&quot;\""));
    assert_true(drawn_with(NULL, &p, NULL, "value=\"2.100.000\""));
    assert_true(drawn_with(NULL, &p, NULL, "type=\"date\" value=\"2015-07-08\""));
    assert_true(drawn_with(NULL, &p, NULL, "<option value=\"alihdaya\" selected>Alih daya</option>"));
    assert_true(drawn_with(NULL, &p, NULL, "<textarea id=\"note\""));
    static const struct pair typed[] = {{{"wage", 4}, {"<dua juta>", 10}}, {{"started", 7}, {"kemarin", 7}}};
    struct form form = form_of(typed, COUNT(typed));
    fault(&f, "wage", "Upah terakhir harus rupiah utuh");
    assert_true(drawn_with(&form, &p, &f, "value=\"&lt;dua juta&gt;\""));
    assert_true(drawn_with(&form, &p, &f, "value=\"kemarin\""));
    assert_true(drawn_with(&form, &p, &f, "id=\"wage-e\""));
}

static void test_csv_export(void **state)
{
    (void)state;
    struct person p = {.nik = S("6309012345670001"), .name = S("=SUM(A1),\"x\""), .sex = S("P"), .pathway = 4, .wage = {2100000}, .started = date_from_ymd(2015, 7, 8), .note = S("@tanda\nbaris")};
    static const struct {
        const char *why;
        bool personal;
        const char *want;
    } cases[] = {
        {"who may see personal data", true,
         "nik,nama,sex,pathway,wage,started,note\r\n\"=\"\"6309012345670001\"\"\",\"'=SUM(A1),\"\"x\"\"\",Perempuan,Alih daya,2100000,2015-07-08,\"'@tanda\nbaris\"\r\n"},
        {"who may not: NIK masked, other personal columns gone", false,
         "nik,nama,pathway,wage,started,note\r\n6309••••••••0001,\"'=SUM(A1),\"\"x\"\"\",Alih daya,2100000,2015-07-08,\"'@tanda\nbaris\"\r\n"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_BUF out = buf_new(1 << 16);
        export_csv_head(&out, &person_entity, cases[i].personal);
        export_csv_row(&out, &person_entity, &p, cases[i].personal);
        if (!str_eqz(buf_str(&out), cases[i].want))
            fail_msg("%s:\n%.*s", cases[i].why, STR_ARG(buf_str(&out)));
    }
}

static void test_soundness(void **state)
{
    (void)state;
    static const struct field twice[] = {TEXT(struct person, name, .label = "Nama"), TEXT(struct person, note, .label = "Nama lain", .name = "name")};
    static const struct field unlabelled[] = {TEXT(struct person, name, .max = 3)};
    static const struct field no_choices[] = {CHOICE(struct person, pathway, .label = "Jalur")};
    static const struct field no_range[] = {INT(struct person, headcount, .label = "Jumlah")};
    static const struct {
        const char *why;
        struct entity e;
        bool good;
    } cases[] = {
        {"the person of this test", {"person", "Orang", NULL, sizeof(struct person), fields, COUNT(fields)}, true},
        {"one form name for two fields", {"a", "A", NULL, sizeof(struct person), twice, 2}, false},
        {"a field nobody can name", {"b", "B", NULL, sizeof(struct person), unlabelled, 1}, false},
        {"a choice without choices", {"c", "C", NULL, sizeof(struct person), no_choices, 1}, false},
        {"a number without limits", {"d", "D", NULL, sizeof(struct person), no_range, 1}, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_ARENA a = arena_new(1 << 20);
        struct faults f = {.arena = a};
        assert_int_equal(entity_sound(&cases[i].e, &f) == OK, cases[i].good);
    }
}

static bool wage_given(const struct at *at, const void *record, struct faults *f)
{
    (void)at;
    if (((const struct person *)record)->wage.v > 0)
        return true;
    fault(f, "wage", "Isi upah dulu.");
    return false;
}
static const struct step person_steps[] = {
    {0, "ajukan",     "Ajukan",     1, PERM_WORKER_WRITE,  wage_given},
    {1, "kembalikan", "Kembalikan", 0, PERM_PATHWAY_SET,   NULL},
    {1, "tolak",      "Tolak",      2, PERM_PATHWAY_SET,   NULL},
};
static const struct flow person_flow = {"person", states, person_steps, COUNT(person_steps)};

static void test_flow(void **state)
{
    (void)state;
    static const struct {
        const char *why;
        enum role role;
        int32_t state;
        const char *verb;
        int64_t wage;
        int32_t to; /* -1: refused */
    } cases[] = {
        {"a draft with a wage goes to review", ROLE_HR_OFFICER, 0, "ajukan", 5, 1},
        {"without a wage the guard says why", ROLE_HR_OFFICER, 0, "ajukan", 0, -1},
        {"an auditor only reads", ROLE_AUDITOR, 0, "ajukan", 5, -1},
        {"what is in review is not submitted again", ROLE_HR_OFFICER, 1, "ajukan", 5, -1},
        {"it may be sent back", ROLE_HR_OFFICER, 1, "kembalikan", 0, 0},
        {"but not by the agency", ROLE_AGENCY_OFFICER, 1, "kembalikan", 0, -1},
        {"a verb nobody knows", ROLE_HR_OFFICER, 1, "hapus", 0, -1},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_ARENA a = arena_new(1 << 20);
        struct faults f = {.arena = a};
        struct at at = {.who = {.role = cases[i].role, .roles = 1u << cases[i].role, .user_id = 1}};
        struct person p = {.wage = {cases[i].wage}};
        const struct step *s = flow_step(&person_flow, cases[i].state, str_z(cases[i].verb), &at, &p, &f);
        assert_int_equal(s == NULL ? -1 : s->to, cases[i].to);
        assert_int_equal(f.n, s == NULL ? 1 : 0);
    }
    struct at officer = {.who = {.role = ROLE_HR_OFFICER, .roles = 1u << ROLE_HR_OFFICER, .user_id = 1}};
    size_t i = 0, n = 0;
    while (flow_each(&person_flow, 1, &officer, &i) != NULL)
        n++;
    assert_int_equal(n, 2);
    AUTO_ARENA a = arena_new(1 << 20);
    struct faults f = {.arena = a};
    assert_int_equal(flow_sound(&person_flow, &f), OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_good_form_becomes_a_row),
        cmocka_unit_test(test_every_refusal_helps),
        cmocka_unit_test(test_a_refused_field_is_left_as_it_was),
        cmocka_unit_test(test_forged_fields_are_ignored),
        cmocka_unit_test(test_property_read_of_shown_is_the_same),
        cmocka_unit_test(test_a_form_is_drawn_with_what_was_typed),
        cmocka_unit_test(test_csv_export),
        cmocka_unit_test(test_soundness),
        cmocka_unit_test(test_flow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
