/*
 * census_values.c: what a cell of a census file is read as, and what is refused. Each case says what it promises to
 * the person behind the row: nothing is guessed, a NIK is never repaired by us.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "kernel/mem.h"
#include "registry/census_duplicates.h"
#include "registry/census_values.h"
#include "registry/person_name.h"

static struct date today(void)
{
    return date_from_ymd(2026, 11, 21);
}

static struct cell text_cell(const char *z)
{
    struct str s = str_z(z);
    return (struct cell){.text = s, .raw = s, .kind = s.n > 0 ? CELL_TEXT : CELL_EMPTY, .date = DATE_NONE};
}

/* The codes said, joined by blanks; perbaikan and peringatan too. */
static const char *said(struct arena *a, const struct census_says *s)
{
    struct str all = S("");
    for (size_t i = 0; i < s->n; i++)
        all = str_printf(a, STR_FMT "%s%s", STR_ARG(all), i > 0 ? " " : "", census_codes[s->list[i].code].code);
    return str_to_z(a, all);
}

static const char *sentence(struct arena *a, const struct census_says *s)
{
    AUTO_BUF b = buf_new(4096);
    if (s->n == 0)
        return "";
    census_sentence(&b, &s->list[0]);
    return str_to_z(a, buf_str(&b));
}

static void a_nik_is_taken_or_refused_but_never_repaired(void **state)
{
    (void)state;
    static const struct {
        const char *why, *cell, *want, *codes;
        enum cell_kind kind;
    } cases[] = {
        {"sixteen digits", "6309040402840006", "6309040402840006", "", CELL_TEXT},
        {"a woman's day has 40 added", "6309044402840006", "6309044402840006", "", CELL_TEXT},
        {"blanks go silently", " 6309 0404 0284 0006 ", "6309040402840006", "", CELL_TEXT},
        {"also the hard blank of Excel", "6309040402840006\u00A0", "6309040402840006", "", CELL_TEXT},
        {"a quote in front is taken off and said", "'6309040402840006", "6309040402840006", "NIK_DIBERSIHKAN", CELL_TEXT},
        {"dots and dashes too", "6309.0404.0284-0006", "6309040402840006", "NIK_DIBERSIHKAN", CELL_TEXT},
        {"empty", "", NULL, "NIK_KOSONG", CELL_TEXT},
        {"a dash is empty", "-", NULL, "NIK_KOSONG", CELL_TEXT},
        {"scientific form lost its digits", "6,30904E+15", NULL, "NIK_NOTASI_ILMIAH", CELL_TEXT},
        {"LibreOffice's scientific form", "9.10305220777E+015", NULL, "NIK_NOTASI_ILMIAH", CELL_TEXT},
        {"letter O is never made a zero", "63O9040402840006", NULL, "NIK_HURUF", CELL_TEXT},
        {"fifteen digits", "630904040284006", NULL, "NIK_PANJANG", CELL_TEXT},
        {"seventeen digits", "63090404028400061", NULL, "NIK_PANJANG", CELL_TEXT},
        {"no province 10", "1009040402840006", NULL, "NIK_WILAYAH", CELL_TEXT},
        {"no province 97", "9709040402840006", NULL, "NIK_WILAYAH", CELL_TEXT},
        {"kabupaten 70 does not exist", "6370040402840006", NULL, "NIK_WILAYAH", CELL_TEXT},
        {"kecamatan 00 does not exist", "6309000402840006", NULL, "NIK_WILAYAH", CELL_TEXT},
        {"31 February", "6309043102840006", NULL, "NIK_TANGGAL", CELL_TEXT},
        {"29 February of a leap year", "6309042902840006", "6309042902840006", "", CELL_TEXT},
        {"29 February of no leap year", "6309042902830006", NULL, "NIK_TANGGAL", CELL_TEXT},
        {"day 72", "6309047202840006", NULL, "NIK_TANGGAL", CELL_TEXT},
        {"serial 0000 comes from rounding", "6309040402840000", NULL, "NIK_DIBULATKAN", CELL_TEXT},
        {"a number that ends in 0 was rounded", "6309040402840010", NULL, "NIK_DIBULATKAN", CELL_NUMBER},
        {"Papua's NIK never is safe as a number", "9103042207770002", NULL, "NIK_DIBULATKAN", CELL_NUMBER},
        {"another number is whole and said", "6309040402840006", "6309040402840006", "NIK_DARI_ANGKA", CELL_NUMBER},
        {"as text the same ending is nothing", "6309040402840010", "6309040402840010", "", CELL_TEXT},
        {"kecamatan not in our table of Tabalong", "6309990402840006", "6309990402840006", "NIK_WILAYAH_LAMA", CELL_TEXT},
        {"where we hold no table nothing is said", "3602040402840006", "3602040402840006", "", CELL_TEXT},
        {"a serial above 0999 is rare", "6309040402841234", "6309040402841234", "NIK_SERI", CELL_TEXT},
        {"all digits equal", "1111111111111111", "1111111111111111", "NIK_SERAGAM", CELL_TEXT},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_ARENA a = arena_new(1 << 20);
        struct census_says says = {.arena = a};
        struct cell c = text_cell(cases[i].cell);
        struct str nik = S("");
        struct nik_parts parts;
        if (c.kind == CELL_TEXT)
            c.kind = cases[i].kind;
        bool ok = census_nik(&c, today(), &nik, &parts, &says);
        assert_string_equal(said(a, &says), cases[i].codes);
        assert_int_equal(ok, cases[i].want != NULL);
        if (ok)
            assert_true(str_eqz(nik, cases[i].want));
    }
}

static void a_nik_tells_birth_and_sex_with_the_century_of_fifteen_years(void **state)
{
    (void)state;
    static const struct {
        const char *why, *nik, *birth;
        char sex;
    } cases[] = {
        {"the example of rules.md", "3602041211870001", "1987-11-12", 'L'},
        {"fifteen today: born 2011", "6309042111110001", "2011-11-21", 'L'},
        {"fifteen tomorrow: born 1911", "6309042211110001", "1911-11-22", 'L'},
        {"a woman", "6309045211870001", "1987-11-12", 'P'},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct nik_parts p;
        char room[11];
        assert_int_equal(nik_check(str_z(cases[i].nik), today(), &p), NIK_FINE);
        assert_true(str_eqz(date_iso(room, p.birth), cases[i].birth));
        assert_int_equal(p.sex, cases[i].sex);
        assert_true(nik_birth_agrees(str_z(cases[i].nik), p.birth));
    }
}

static void a_masked_nik_shows_only_its_ends(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 20);
    assert_true(str_eqz(nik_mask(a, S("6309040402840006")), "6309••••••••0006"));
    assert_true(str_eqz(nik_mask(a, S("12345")), "•••••"));
}

static void a_date_is_read_day_first_or_not_at_all(void **state)
{
    (void)state;
    static const struct {
        const char *why, *cell, *want, *codes;
        enum census_column column;
    } cases[] = {
        {"dashes", "05-06-1990", "1990-06-05", "", COL_BIRTH_DATE},
        {"slashes, one digit", "5/6/1990", "1990-06-05", "", COL_BIRTH_DATE},
        {"dots", "05.06.1990", "1990-06-05", "", COL_BIRTH_DATE},
        {"blanks", "05 06 1990", "1990-06-05", "", COL_BIRTH_DATE},
        {"year first", "1990-06-05", "1990-06-05", "", COL_BIRTH_DATE},
        {"a time behind is dropped", "1990-06-05 00:00:00", "1990-06-05", "", COL_BIRTH_DATE},
        {"eight digits", "05061990", "1990-06-05", "", COL_BIRTH_DATE},
        {"Indonesian month", "5 Juni 1990", "1990-06-05", "", COL_BIRTH_DATE},
        {"short month", "5-Agt-1990", "1990-08-05", "", COL_BIRTH_DATE},
        {"older spelling", "17 Pebruari 1980", "1980-02-17", "", COL_BIRTH_DATE},
        {"Nopember", "10 Nopember 1980", "1980-11-10", "", COL_BIRTH_DATE},
        {"two digits of a birth year", "05-06-87", "1987-06-05", "TAHUN_DUA_ANGKA", COL_BIRTH_DATE},
        {"two digits of a start are this century if past", "01-02-19", "2019-02-01", "TAHUN_DUA_ANGKA", COL_START},
        {"or the last century", "01-02-87", "1987-02-01", "TAHUN_DUA_ANGKA", COL_START},
        {"an Excel serial", "33029", "1990-06-05", "TANGGAL_DARI_SERI", COL_BIRTH_DATE},
        {"the smallest serial", "7306", NULL, "TANGGAL_DARI_SERI TANGGAL_TIDAK_WAJAR", COL_BIRTH_DATE},
        {"31 February", "31-02-1985", NULL, "TANGGAL_TIDAK_ADA", COL_BIRTH_DATE},
        {"zeros", "00-00-0000", NULL, "TANGGAL_TIDAK_ADA", COL_BIRTH_DATE},
        {"the American order is not turned round", "08/18/1971", NULL, "TANGGAL_TIDAK_ADA", COL_BIRTH_DATE},
        {"only a year", "1990", NULL, "TANGGAL_TIDAK_TERBACA", COL_BIRTH_DATE},
        {"words", "sejak dulu", NULL, "TANGGAL_TIDAK_TERBACA", COL_START},
        {"seven digits lost a zero", "5061990", NULL, "TANGGAL_TIDAK_TERBACA", COL_BIRTH_DATE},
        {"empty", "", NULL, "TANGGAL_KOSONG", COL_BIRTH_DATE},
        {"a missing date of the decree is nothing", "", "", "", COL_SK_DATE},
        {"born before 1940", "01-01-1939", NULL, "TANGGAL_TIDAK_WAJAR", COL_BIRTH_DATE},
        {"under fifteen", "22-11-2011", NULL, "TANGGAL_TIDAK_WAJAR", COL_BIRTH_DATE},
        {"fifteen today", "21-11-2011", "2011-11-21", "", COL_BIRTH_DATE},
        {"a slip of the year", "05-06-0990", NULL, "TANGGAL_TIDAK_WAJAR", COL_START},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_ARENA a = arena_new(1 << 20);
        struct census_says says = {.arena = a};
        struct census_reading how = {.today = today()};
        struct cell c = text_cell(cases[i].cell);
        struct date d;
        char room[11];
        bool ok = census_date(&c, cases[i].column, &how, &d, &says);
        assert_string_equal(said(a, &says), cases[i].codes);
        assert_int_equal(ok, cases[i].want != NULL);
        if (ok)
            assert_true(str_eqz(date_iso(room, d), cases[i].want));
    }
}

static void the_officer_may_choose_the_other_order(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 20);
    struct census_says says = {.arena = a};
    struct census_reading how = {.today = today(), .month_first = true};
    struct cell c = text_cell("08/18/1971"), named = text_cell("18 Agustus 1971");
    struct date d, e;
    assert_true(census_date(&c, COL_BIRTH_DATE, &how, &d, &says));
    assert_true(census_date(&named, COL_BIRTH_DATE, &how, &e, &says));
    assert_int_equal(d.day, e.day);
}

static void a_wage_is_whole_rupiah_a_month(void **state)
{
    (void)state;
    static const struct {
        const char *why, *cell;
        int64_t want;
        const char *codes;
    } cases[] = {
        {"plain", "1750000", 1750000, ""},
        {"as offices write it", "Rp 1.750.000,-", 1750000, ""},
        {"cents of zero", "1.750.000,00", 1750000, ""},
        {"the other separators", "1,750,000.00", 1750000, ""},
        {"per month", "Rp1.750.000/bulan", 1750000, ""},
        {"IDR", "IDR 1750000", 1750000, ""},
        {"zero is allowed", "0", 0, ""},
        {"Rp0 too", "Rp0", 0, ""},
        {"million in words, said", "1,5 jt", 1500000, "UPAH_DIBACA"},
        {"two decimals", "1.75 juta", 1750000, "UPAH_DIBACA"},
        {"thousand", "900 rb", 900000, "UPAH_DIBACA"},
        {"groups of thousand", "1.500 ribu", 1500000, "UPAH_DIBACA"},
        {"one group is a thousand, and unusual", "1,750", 1750, "UPAH_TIDAK_WAJAR"},
        {"one zero too many", "Rp30.000.000", 30000000, "UPAH_TIDAK_WAJAR"},
        {"cents", "1.750.000,50", -1, "UPAH_TIDAK_TERBACA"},
        {"a range", "1.500.000 - 2.000.000", -1, "UPAH_TIDAK_TERBACA"},
        {"per day", "75.000/hari", -1, "UPAH_TIDAK_TERBACA"},
        {"minus", "-1750000", -1, "UPAH_TIDAK_TERBACA"},
        {"a broken group", "1.75.000", -1, "UPAH_TIDAK_TERBACA"},
        {"three decimals of a million are two things", "1.500 jt", -1, "UPAH_TIDAK_TERBACA"},
        {"words", "sesuai SK", -1, "UPAH_TIDAK_TERBACA"},
        {"empty", "", -1, "UPAH_KOSONG"},
        {"a dash is empty", "-", -1, "UPAH_KOSONG"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_ARENA a = arena_new(1 << 20);
        struct census_says says = {.arena = a};
        struct cell c = text_cell(cases[i].cell);
        struct rupiah r = {-1};
        bool ok = census_wage(&c, &r, &says);
        assert_string_equal(said(a, &says), cases[i].codes);
        assert_int_equal(ok ? r.v : -1, cases[i].want);
    }
}

static void titles_leave_the_name(void **state)
{
    (void)state;
    static const struct {
        const char *why, *cell, *name, *before, *after, *codes;
    } cases[] = {
        {"a plain name", "Maulida Teladani", "Maulida Teladani", "", "", ""},
        {"blanks collapse", "  Maulida \u00A0 Teladani ", "Maulida Teladani", "", "", ""},
        {"titles on both sides", "Drs. H. Umpama Conto, M.Si.", "Umpama Conto", "Drs. H.", "M.Si.", "GELAR_DIPISAH"},
        {"a degree with dots and no comma", "Misal Teladan S.Pd", "Misal Teladan", "", "S.Pd", "GELAR_DIPISAH"},
        {"two degrees", "Andai Misal S.Kep., Ners", "Andai Misal", "", "S.Kep. Ners", "GELAR_DIPISAH"},
        {"a title glued by its dot", "H.Umpama Andai", "Umpama Andai", "H.", "", "GELAR_DIPISAH"},
        {"M. is a part of the name", "M. Contoh Umpama", "M. Contoh Umpama", "", "", ""},
        {"apostrophe and dash are fine", "Ma'ruf Andai-Misal", "Ma'ruf Andai-Misal", "", "", ""},
        {"digits are no name", "Umpama 2", NULL, "", "", "NAMA_TIDAK_SAH"},
        {"signs are no name", "Umpama*", NULL, "", "", "NAMA_TIDAK_SAH"},
        {"empty", "", NULL, "", "", "NAMA_KOSONG"},
        {"broken letters are said alone", "Ma\u00C3\u00A2ruf = 1", NULL, "", "", "TEKS_RUSAK"},
        {"a lost letter", "Ma\uFFFDruf", NULL, "", "", "TEKS_RUSAK"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_ARENA a = arena_new(1 << 20);
        struct census_says says = {.arena = a};
        struct cell c = text_cell(cases[i].cell);
        struct census_name n;
        bool ok = census_name_read(&c, &n, &says);
        assert_string_equal(said(a, &says), cases[i].codes);
        assert_int_equal(ok, cases[i].name != NULL);
        if (!ok)
            continue;
        assert_true(str_eqz(n.name, cases[i].name));
        assert_true(str_eqz(n.before, cases[i].before));
        assert_true(str_eqz(n.after, cases[i].after));
    }
}

static void words_become_codes_or_are_asked_about(void **state)
{
    (void)state;
    static const struct {
        const char *why, *cell, *want, *codes;
        int kind; /* 0 education, 1 category, 2 fund, 3 sex */
    } cases[] = {
        {"as it is", "SMA", "SMA", "", 0},
        {"both schools", "SMA / SMK", "SMA", "", 0},
        {"equal in rank", "SLTA/Sederajat", "SMA", "", 0},
        {"Roman numbers", "D-III", "D3", "", 0},
        {"in words", "Diploma III Kebidanan", "D3", "", 0},
        {"a dash", "S-1", "S1", "", 0},
        {"with the subject", "S1 Pendidikan Dasar", "S1", "", 0},
        {"two kinds", "SD/MI", "SD", "", 0},
        {"equivalence", "Paket C", "SMA", "", 0},
        {"not known", "Kursus menjahit", "", "PENDIDIKAN_TIDAK_DIKENAL", 0},
        {"not given is nothing", "", "", "", 0},
        {"k2", "Eks THK-II", "THK2", "", 1},
        {"daily", "Tenaga Harian Lepas", "THL", "", 1},
        {"contract of the region", "TENAGA KONTRAK (DAERAH)", "TKK", "", 1},
        {"volunteer", "Sukwan", "TKS", "", 1},
        {"recorded in 2022", "Terdata", "NON_ASN", "", 1},
        {"something else is kept as other", "Magang", "LAIN", "KATEGORI_TIDAK_DIKENAL", 1},
        {"budget with its change", "APBD-P", "APBD", "", 2},
        {"school money", "Dana BOS", "BOS", "", 2},
        {"something else", "Swadaya", "LAIN", "", 2},
        {"man", "Laki-laki", "L", "", 3},
        {"woman", "WANITA", "P", "", 3},
        {"empty", "", "", "KELAMIN_KOSONG", 3},
        {"not known", "X", "", "KELAMIN_TIDAK_TERBACA", 3},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_ARENA a = arena_new(1 << 20);
        struct census_says says = {.arena = a};
        struct cell c = text_cell(cases[i].cell);
        char sex[2] = {0};
        if (cases[i].kind == 3)
            sex[0] = census_sex(&c, &says);
        struct str got = cases[i].kind == 0   ? census_education(&c, &says)
                         : cases[i].kind == 1 ? census_category(&c, &says)
                         : cases[i].kind == 2 ? census_fund(a, c.text)
                                              : str_z(sex);
        assert_string_equal(said(a, &says), cases[i].codes);
        assert_true(str_eqz(got, cases[i].want));
    }
}

static void a_remark_is_taken_at_its_word(void **state)
{
    (void)state;
    static const struct {
        const char *why, *cell;
        bool left, asn;
    } cases[] = {
        {"died", "Meninggal dunia 2023", true, false},
        {"resigned", "mengundurkan diri", true, false},
        {"inactive", "sudah tidak aktif", true, false},
        {"active", "Aktif", false, false},
        {"appointed", "Sudah diangkat PPPK", false, true},
        {"P3K", "lulus P3K 2024", false, true},
        {"not yet appointed", "belum diangkat PPPK", false, false},
        {"non ASN is no ASN", "tenaga non ASN", false, false},
        {"no civil servant", "bukan PNS", false, false},
        {"failed the selection", "tidak lulus seleksi PPPK 2024", false, false},
        {"failed, then left", "gagal PPPK, berhenti 2024", true, false},
        {"a word inside another is none", "pensiunan aslinya", false, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_ARENA a = arena_new(1 << 20);
        struct census_says says = {.arena = a};
        struct cell c = text_cell(cases[i].cell);
        struct census_remark r = census_remark_read(&c, &says);
        assert_int_equal(r.left, cases[i].left);
        assert_int_equal(r.asn, cases[i].asn);
    }
}

static void sentences_are_filled_in_exactly(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 20);
    struct census_says says = {.arena = a};
    struct cell c = text_cell("31-02-1985");
    struct census_reading how = {.today = today()};
    struct date d;
    assert_false(census_date(&c, COL_BIRTH_DATE, &how, &d, &says));
    assert_string_equal(sentence(a, &says), "Tanggal Lahir “31-02-1985” tidak ada di kalender.");
    census_says_clear(&says);
    c = text_cell("1,5 jt");
    struct rupiah r;
    assert_true(census_wage(&c, &r, &says));
    assert_string_equal(sentence(a, &says), "Diperbaiki otomatis: “1,5 jt” dibaca Rp1.500.000.");
    census_says_clear(&says);
    c = text_cell("05-06-87");
    assert_true(census_date(&c, COL_BIRTH_DATE, &how, &d, &says));
    assert_string_equal(sentence(a, &says), "Diperbaiki otomatis: tahun “87” dibaca 1987.");
}

static void the_report_runs_in_no_spreadsheet(void **state)
{
    (void)state;
    AUTO_BUF b = buf_new(4096);
    struct census_line l = {.row = 14, .column = COL_NIK, .code = NIK_PANJANG, .x = S("15"), .y = S(""), .z = S(""),
                            .value = S("=1+1"), .sheet_name = S("Data, TKK")};
    census_report_heading(&b);
    census_report_line(&b, &l);
    assert_true(str_eqz(buf_str(&b), "\xEF\xBB\xBF" "baris,kolom,tingkat,kode,kalimat,nilai,lembar\r\n"
                                     "14,nik,galat,NIK_PANJANG,NIK harus 16 angka; baris ini berisi 15.,'=1+1,"
                                     "\"Data, TKK\"\r\n"));
}

static void names_that_sound_one_have_one_key(void **state)
{
    (void)state;
    static const struct {
        const char *why, *a, *b;
        bool equal;
    } cases[] = {
        {"Muhammad in short", "M. Umpama", "Muhammad Umpama", true},
        {"and otherwise", "Moch Umpama", "MUHAMAD UMPAMA", true},
        {"Abd", "Abd Contoh", "Abdul Contoh", true},
        {"Siti", "St. Misal", "Siti Misal", true},
        {"old spelling", "Soekarnoe Tjonto", "Sukarnu Conto", true},
        {"signs and blanks", "Ma'ruf Andai-Misal", "Maruf Andai Misal", true},
        {"another person", "Umpama Andai", "Umpama Misal", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_ARENA a = arena_new(1 << 20);
        struct str x = name_key_tight(a, str_z(cases[i].a)), y = name_key_tight(a, str_z(cases[i].b));
        assert_int_equal(str_eq(x, y), cases[i].equal);
    }
}

static void distances_count_swapped_neighbours_once(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        int32_t most, want;
    } cases[] = {
        {"UMPAMA", "UMPAMA", 2, 0}, {"UMPAMA", "UMPMAA", 2, 1}, {"UMPAMA", "UMPANA", 1, 1}, {"UMPAMA", "UMPAM", 2, 1},
        {"UMPAMA", "UPAM", 2, 2},   {"UMPAMA", "TELADAN", 2, 3}, {"AB", "BA", 1, 1},        {"ABCD", "BADC", 1, 2},
        {"", "AB", 2, 2},           {"MISAL", "MISALKAN", 2, 3},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(name_distance(str_z(cases[i].a), str_z(cases[i].b), cases[i].most), cases[i].want);
        assert_int_equal(name_distance(str_z(cases[i].b), str_z(cases[i].a), cases[i].most), cases[i].want);
    }
    assert_int_equal(nik_nearness(6309040402840006, 6309040402840007), NIK_ONE);
    assert_int_equal(nik_nearness(6309040402840006, 6309040402840060), NIK_ONE);
    assert_int_equal(nik_nearness(6309040402840006, 6309040402840017), NIK_TWO);
    assert_int_equal(nik_nearness(6309040402840006, 6309040402840123), NIK_APART);
}

static void headings_are_known_in_their_spellings(void **state)
{
    (void)state;
    static const struct {
        const char *heading;
        enum census_column want;
    } cases[] = {
        {"NIK", COL_NIK}, {"No. KTP", COL_NIK}, {"NO.KTP/NIK", COL_NIK}, {"Nomor Induk\nKependudukan (16 angka)", COL_NIK},
        {"Nama Pegawai", COL_NAME}, {"TTL", COL_BIRTH_BOTH}, {"Tempat/Tanggal Lahir", COL_BIRTH_BOTH}, {"L/P", COL_SEX},
        {"SKPD", COL_AGENCY}, {"Honor", COL_WAGE}, {"TMT", COL_START}, {"tmt_mulai", COL_START}, {"No. SK", COL_SK_NUMBER},
        {"Ket.", COL_REMARK}, {"Golongan darah", COL_NONE}, {"", COL_NONE},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_ARENA a = arena_new(1 << 20);
        assert_int_equal(census_column_of(census_heading_key(a, str_z(cases[i].heading))), cases[i].want);
    }
    for (int c = 0; c < COL_COUNT; c++) {
        AUTO_ARENA a = arena_new(1 << 20);
        /* our own exports come back */
        assert_int_equal(census_column_of(census_heading_key(a, str_z(census_columns[c].code))), c);
        assert_int_equal(census_column_of(census_heading_key(a, str_z(census_columns[c].heading))), c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_nik_is_taken_or_refused_but_never_repaired),
        cmocka_unit_test(a_nik_tells_birth_and_sex_with_the_century_of_fifteen_years),
        cmocka_unit_test(a_masked_nik_shows_only_its_ends),
        cmocka_unit_test(a_date_is_read_day_first_or_not_at_all),
        cmocka_unit_test(the_officer_may_choose_the_other_order),
        cmocka_unit_test(a_wage_is_whole_rupiah_a_month),
        cmocka_unit_test(titles_leave_the_name),
        cmocka_unit_test(words_become_codes_or_are_asked_about),
        cmocka_unit_test(a_remark_is_taken_at_its_word),
        cmocka_unit_test(sentences_are_filled_in_exactly),
        cmocka_unit_test(the_report_runs_in_no_spreadsheet),
        cmocka_unit_test(names_that_sound_one_have_one_key),
        cmocka_unit_test(distances_count_swapped_neighbours_once),
        cmocka_unit_test(headings_are_known_in_their_spellings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
