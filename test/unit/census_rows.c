/*
 * census_rows.c: whole census files, from bytes to report lines: which rows come in, which stay out, and the sentence
 * beside each. A case is a small file and the lines it must give, as "row:column:CODE".
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <unistd.h>

#include <zip.h>

#include "kernel/log.h"
#include "kernel/mem.h"
#include "kernel/text/xlsx_write.h"
#include "registry/census_check.h"

static char path[64];
static bool seen[CENSUS_CODE_COUNT];

static int make_file(void **state)
{
    (void)state;
    snprintf(path, sizeof path, "/tmp/census_rows_XXXXXX");
    int fd = mkstemp(path);
    if (fd < 0)
        return 1;
    close(fd);
    return 0;
}

static int drop_file(void **state)
{
    (void)state;
    return unlink(path);
}

static void write_file(struct str s)
{
    int fd = open(path, O_WRONLY | O_TRUNC | O_CREAT, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, s.p, s.n), (ssize_t)s.n);
    close(fd);
}

/* What a run gave. */
struct outcome {
    struct arena *arena;
    struct str lines;  /* "3:nik:NIK_KOSONG" … */
    struct str people; /* "Maulida Teladani/2/150000" … */
    struct str marks, pairs;
    struct str sentences;
    const struct census_known *known;
    size_t n_known, next_known;
    uint64_t decided_a, decided_b;
    struct census_counts counts;
};

static void append(struct outcome *o, struct str *to, const char *fmt, ...) PRINTF_LIKE(3, 4);
static void append(struct outcome *o, struct str *to, const char *fmt, ...)
{
    char room[1024];
    va_list args;
    va_start(args, fmt);
    vsnprintf(room, sizeof room, fmt, args);
    va_end(args);
    *to = to->n == 0 ? str_dup(o->arena, str_z(room)) : str_printf(o->arena, STR_FMT " %s", STR_ARG(*to), room);
}

static err on_line(void *user, const struct census_line *l)
{
    struct outcome *o = user;
    AUTO_BUF b = buf_new(100000);
    seen[l->code] = true;
    append(o, &o->lines, "%lld:%s:%s", (long long)l->row, l->column == COL_NONE ? "" : census_columns[l->column].code,
           census_codes[l->code].code);
    census_sentence(&b, l);
    append(o, &o->sentences, STR_FMT "|", STR_ARG(buf_str(&b)));
    return OK;
}

static err on_person(void *user, const struct census_person *p)
{
    struct outcome *o = user;
    append(o, &o->people, STR_FMT "/%lld/%lld;", STR_ARG(p->name), (long long)p->agency, (long long)p->wage.v);
    return OK;
}

static err on_mark(void *user, const struct census_mark *m)
{
    struct outcome *o = user;
    char day[11];
    append(o, &o->marks, "%lld:%d:%d:%lld:" STR_FMT, (long long)m->seq, (int)m->level, (int)m->fate, (long long)m->into,
           STR_ARG(date_iso(day, m->start)));
    return OK;
}

static err on_pair(void *user, const struct census_found_pair *p)
{
    struct outcome *o = user;
    append(o, &o->pairs, "%lld-%lld:%d:%d", (long long)(p->seq_a < 0 ? -p->register_a : p->seq_a),
           (long long)(p->seq_b < 0 ? -p->register_b : p->seq_b), p->points, (int)p->kind);
    return OK;
}

static err next_known(void *user, struct census_known *ret, bool *more)
{
    struct outcome *o = user;
    *more = o->next_known < o->n_known;
    if (*more)
        *ret = o->known[o->next_known++];
    return OK;
}

static bool was_decided(void *user, uint64_t a, uint64_t b)
{
    const struct outcome *o = user;
    return (a == o->decided_a && b == o->decided_b) || (b == o->decided_a && a == o->decided_b);
}

static const struct census_known_name agencies[] = {
    {{"Dinas Pendidikan", 16}, 1}, {{"Satpol PP", 9}, 2}, {{"SATPOLPP", 8}, 2}, {{"RSUD Contoh", 11}, 3}};
static const struct census_known_name jobs[] = {{{"Penjaga malam", 13}, 7}};

static struct census_job new_job(struct outcome *o)
{
    *o = (struct outcome){.arena = o->arena, .lines = S(""), .people = S(""), .marks = S(""), .pairs = S(""),
                          .sentences = S(""), .known = o->known, .n_known = o->n_known, .decided_a = o->decided_a,
                          .decided_b = o->decided_b};
    return (struct census_job){.arena = o->arena, .path = path, .today = date_from_ymd(2026, 11, 21),
                               .freeze = date_from_ymd(2023, 10, 31), .agencies = agencies,
                               .n_agencies = COUNT(agencies), .jobs = jobs, .n_jobs = COUNT(jobs), .user = o,
                               .person = on_person, .mark = on_mark, .line = on_line, .pair = on_pair,
                               .known = next_known, .decided = was_decided};
}

static err run(struct outcome *o)
{
    struct census_job job = new_job(o);
    err e = census_read(&job);
    o->counts = job.counts;
    return e;
}

#define HEAD "NIK;Nama;Tanggal Lahir;JK;OPD;Jabatan;TMT;Upah;Ket;Pendidikan;Jenis Tenaga\n"
#define GOOD "6309040402840006;Maulida Teladani;04-02-1984;L;Satpol PP;Penjaga malam;01-02-2017;1750000;;SMA;THL\n"
#define ROW(nik, name, birth, sex, opd, job, tmt, upah, ket, pend, kat)                                              \
    nik ";" name ";" birth ";" sex ";" opd ";" job ";" tmt ";" upah ";" ket ";" pend ";" kat "\n"

static const struct {
    const char *why, *file, *lines;
} csv_cases[] = {
    {"a clean row says nothing", HEAD GOOD, ""},
    {"titles above the heading are not reported, and row numbers are those of the spreadsheet",
     "DAFTAR TENAGA NON ASN;;;\nKabupaten Contoh\n\n" HEAD GOOD ";Umpama Conto;04-02-1984;L;Satpol PP;Sopir;01-02-2017;0\n",
     "6:nik:NIK_KOSONG"},
    {"a name with a digit, an impossible year of birth and a uniform NIK",
     HEAD ROW("1111111111111111", "Umpama 2", "01-01-1930", "L", "Satpol PP", "Sopir", "01-02-2017", "1750000", "", "", ""),
     "2:nik:NIK_SERAGAM 2:nama:NAMA_TIDAK_SAH 2:tanggal_lahir:TANGGAL_TIDAK_WAJAR"},
    {"a fault beside each cell, in the order of the columns",
     HEAD ROW("630904040284000", "", "31-02-1985", "X", "Dinas Andai", "", "kemarin", "abc", "", "", ""),
     "2:nik:NIK_PANJANG 2:nama:NAMA_KOSONG 2:tanggal_lahir:TANGGAL_TIDAK_ADA 2:jenis_kelamin:KELAMIN_TIDAK_TERBACA "
     "2:opd:OPD_TIDAK_DIKENAL 2:jabatan:JABATAN_KOSONG 2:tmt_mulai:TANGGAL_TIDAK_TERBACA 2:upah:UPAH_TIDAK_TERBACA"},
    {"everything empty but the name",
     HEAD ROW("", "Umpama Conto", "", "", "", "", "", "", "", "", ""),
     "2:nik:NIK_KOSONG 2:tanggal_lahir:TANGGAL_KOSONG 2:jenis_kelamin:KELAMIN_KOSONG 2:opd:OPD_KOSONG "
     "2:jabatan:JABATAN_KOSONG 2:tmt_mulai:TANGGAL_KOSONG 2:upah:UPAH_KOSONG"},
    {"the other faults of a NIK",
     HEAD ROW("63O9040402840006", "Umpama Conto", "04-02-1984", "L", "Satpol PP", "Sopir", "01-02-2017", "1750000", "", "", "")
         ROW("6,30904E+15", "Umpama Conto", "04-02-1984", "L", "Satpol PP", "Sopir", "01-02-2017", "1750000", "", "", "")
             ROW("6309040402840000", "Umpama Conto", "04-02-1984", "L", "Satpol PP", "Sopir", "01-02-2017", "1750000", "", "", "")
                 ROW("6309043102840006", "Umpama Conto", "04-02-1984", "L", "Satpol PP", "Sopir", "01-02-2017", "1750000", "", "", "")
                     ROW("1009040402840006", "Umpama Conto", "04-02-1984", "L", "Satpol PP", "Sopir", "01-02-2017", "1750000", "", "", ""),
     "2:nik:NIK_HURUF 3:nik:NIK_NOTASI_ILMIAH 4:nik:NIK_DIBULATKAN 5:nik:NIK_TANGGAL 6:nik:NIK_WILAYAH"},
    {"what differs from the NIK is asked, not changed",
     HEAD ROW("6309040402840006", "Umpama Conto", "05-02-1984", "P", "Satpol PP", "Sopir", "01-02-2017", "1750000", "", "", ""),
     "2:tanggal_lahir:NIK_BEDA_LAHIR 2:jenis_kelamin:NIK_BEDA_KELAMIN"},
    {"a swapped date is asked for its order instead",
     HEAD ROW("6309040402840006", "Umpama Conto", "02-04-1984", "L", "Satpol PP", "Sopir", "01-02-2017", "1750000", "", "", "")
         ROW("6309040504840007", "Andai Conto", "04-05-1984", "L", "Satpol PP", "Sopir", "01-02-2017", "1750000", "", "", ""),
     "2:tanggal_lahir:TANGGAL_AMBIGU 3:tanggal_lahir:TANGGAL_AMBIGU"},
    {"warnings come in", HEAD ROW("6309990402841234", "Umpama Conto", "04-02-1984", "L", "Satpol PP", "Sopir", "01-02-1990",
                                  "1750", "sudah berhenti", "Kursus", "Magang"),
     "2:nik:NIK_WILAYAH_LAMA 2:nik:NIK_SERI 2:pendidikan:PENDIDIKAN_TIDAK_DIKENAL "
     "2:jenis_tenaga:KATEGORI_TIDAK_DIKENAL 2:tmt_mulai:TMT_USIA 2:upah:UPAH_TIDAK_WAJAR 2:keterangan:TIDAK_AKTIF"},
    {"already a civil servant",
     HEAD ROW("6309040402840006", "Umpama Conto", "04-02-1984", "L", "Satpol PP", "Sopir", "01-02-2017", "1750000", "sudah PPPK", "", ""),
     "2:keterangan:SUDAH_ASN"},
    {"repairs are said",
     HEAD ROW("'6309040402840006", "Umpama Conto S.Pd", "04-02-84", "L", "satpol pp", "Sopir", "42767", "1,75 jt", "", "", ""),
     "2:nik:NIK_DIBERSIHKAN 2:nama:GELAR_DIPISAH 2:tanggal_lahir:TAHUN_DUA_ANGKA 2:tmt_mulai:TANGGAL_DARI_SERI "
     "2:upah:UPAH_DIBACA"},
    {"after the freeze it is a moratorium case",
     HEAD ROW("6309040402840006", "Umpama Conto", "04-02-1984", "L", "Satpol PP", "Sopir", "01-11-2023", "1750000", "", "", ""),
     "2:tmt_mulai:TMT_SETELAH_PEMBEKUAN"},
    {"the last day before it is none",
     HEAD ROW("6309040402840006", "Umpama Conto", "04-02-1984", "L", "Satpol PP", "Sopir", "31-10-2023", "1750000", "", "", ""), ""},
    {"one NIK for two people is said on both rows",
     HEAD GOOD ROW("6309040402840006", "Umpama Conto", "04-02-1984", "L", "RSUD Contoh", "Sopir", "01-02-2017", "1750000", "", "", ""),
     "2:nik:NIK_GANDA 3:nik:NIK_GANDA"},
    {"the same row again is left out", HEAD GOOD GOOD, "3::BARIS_KEMBAR"},
    {"almost surely one person: one digit apart",
     HEAD GOOD ROW("6309040402840007", "Maulida Teladani", "04-02-1984", "L", "Satpol PP", "Sopir", "01-02-2017", "1500000", "", "", ""),
     "2::DUPLIKAT_KUAT 3::DUPLIKAT_KUAT"},
    {"likely: name one letter apart, born the same day, one NIK digit",
     HEAD GOOD ROW("6309040402840007", "Maulidah Teladani", "04-02-1984", "L", "RSUD Contoh", "Sopir", "01-02-2017", "1500000", "", "", ""),
     "2::DUPLIKAT_BESAR 3::DUPLIKAT_BESAR"},
    {"perhaps: name and birth date agree, NIK far apart",
     HEAD GOOD ROW("6309010402840311", "Maulida Teladani", "04-02-1984", "L", "RSUD Contoh", "Sopir", "01-02-2017", "1500000", "", "", ""),
     "2::DUPLIKAT_MUNGKIN 3::DUPLIKAT_MUNGKIN"},
    {"twins are no mark",
     HEAD GOOD ROW("6309040402840007", "Norlina Misalan", "04-02-1984", "L", "RSUD Contoh", "Sopir", "01-02-2017", "1500000", "", "", ""), ""},
    {"numbering, totals and notes are no people",
     HEAD "1;2;3;4;5;6;7;8;9;10;11\n" GOOD ";JUMLAH;;;;;;1750000\n;;;;;;Mengetahui\n",
     "2::BARIS_DILEWATI 4::BARIS_DILEWATI 5::BARIS_DILEWATI"},
    {"blank rows are nothing", HEAD "\n;;;;\n" GOOD "\n", ""},
    {"a stray separator shifts a row, and nothing else is said about it",
     HEAD "6309040402840006;Umpama; Conto;04-02-1984;L;Satpol PP;Sopir;01-02-2017;1750000;;;THL\n", "2::KOLOM_BERLEBIH"},
    {"an empty surplus is nothing",
     HEAD "6309040402840006;Umpama Conto;04-02-1984;L;Satpol PP;Sopir;01-02-2017;1750000;;;THL;;;\n", ""},
    {"broken letters in agency and job",
     HEAD ROW("6309040402840006", "Umpama Conto", "04-02-1984", "L", "Satpol â€œPP", "Sopir Ã", "01-02-2017", "1750000", "", "", ""),
     "2:opd:TEKS_RUSAK 2:jabatan:TEKS_RUSAK"},
    {"a line break in quotes starts no new row",
     HEAD "6309040402840006;\"Umpama\nConto\";04-02-1984;L;Satpol PP;Sopir;01-02-2017;1750000;;;\n"
          "6309040402840;Andai;04-02-1984;L;Satpol PP;Sopir;01-02-2017;1750000;;;\n",
     "3:nik:NIK_PANJANG"},
    {"a line sep= decides and is no row", "sep=|\nNIK|Nama|Tanggal Lahir|OPD|Jabatan|TMT|Upah\n|Umpama|04-02-1984|Satpol PP|Sopir|01-02-2017|0\n",
     "2:nik:NIK_KOSONG"},
    {"Excel's ='' wrapping is taken off",
     "NIK,Nama,Tanggal Lahir,OPD,Jabatan,TMT,Upah\n=\"6309040402840006\",Umpama,04-02-1984,Satpol PP,Sopir,01-02-2017,0\n",
     "2:nik:NIK_DIBERSIHKAN"},
    {"old Macintosh line ends", "NIK,Nama,Tanggal Lahir,OPD,Jabatan,TMT,Upah\r,Umpama,04-02-1984,Satpol PP,Sopir,01-02-2017,0\r",
     "2:nik:NIK_KOSONG"},
    {"two rows of headings",
     "No;Nama;NIK;Kelahiran;;Dinas;Jabatan;TMT;Gaji\n;;;Tempat;Tanggal;;;;\n"
     "1;Umpama;6309040402840006;Tanjung;04-02-1983;Satpol PP;Sopir;01-02-2017;0\n",
     "3:tanggal_lahir:NIK_BEDA_LAHIR"},
    {"place and date in one cell",
     "Nama;NIK;TTL;Dinas;Jabatan;TMT;Gaji\nUmpama;6309040402840006;Tanjung, Kec. Andai, 04-02-1983;Satpol PP;Sopir;01-02-2017;0\n",
     "2:tanggal_lahir:NIK_BEDA_LAHIR"},
    {"refused: empty", "", "0::BERKAS_KOSONG"},
    {"refused: only blanks", "\n\n  \n", "0::BERKAS_KOSONG"},
    {"refused: no heading", "satu;dua;tiga\n1;2;3\n", "0::TANPA_JUDUL"},
    {"refused: no row", HEAD, "0::TANPA_DATA"},
    {"refused: required columns are named", "NIK;Nama;Jabatan\n6309040402840006;Umpama;Sopir\n", "0::KOLOM_WAJIB"},
    {"refused: two columns of one meaning", "NIK;No KTP;Nama;Tanggal Lahir;OPD;Jabatan;TMT;Upah\n1;2;3;4;5;6;7;8\n", "0::KOLOM_GANDA"},
    {"refused: an open quote", HEAD GOOD "6309040402840006;\"Umpama;\n", "0::KUTIP_TERBUKA"},
    {"refused: a byte that is no letter in any encoding", "NIK;Nama;Jabatan\n1;Umpama\x81;3\n", "0::ENKODE"},
    {"refused: a web page", "<html><table><tr><td>NIK</td></tr></table></html>", "0::BUKAN_TABEL"},
    {"refused: a PDF", "%PDF-1.7 …", "0::BUKAN_TABEL"},
    {"refused: a cut-off archive", "PK\x03\x04 not an archive", "0::XLSX_RUSAK"},
};

static void each_file_gives_its_lines(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(csv_cases); i++) {
        AUTO_ARENA a = arena_new((size_t)1 << 28);
        struct outcome o = {.arena = a};
        write_file(str_z(csv_cases[i].file));
        err e = run(&o);
        if (!str_eqz(o.lines, csv_cases[i].lines))
            print_message("case: %s\n", csv_cases[i].why);
        assert_string_equal(str_to_z(a, o.lines), csv_cases[i].lines);
        assert_true(e == OK || e == ERR_INVALID);
        assert_int_equal(e == ERR_INVALID, str_starts(str_z(csv_cases[i].why), S("refused")));
    }
}

static void old_and_locked_workbooks_are_named(void **state)
{
    (void)state;
    static const struct {
        struct str bytes;
        const char *want;
    } cases[] = {
        {{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....W\0o\0r\0k\0b\0o\0o\0k\0", 28}, "0::XLS_LAMA"},
        {{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 44}, "0::BERSANDI"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_ARENA a = arena_new((size_t)1 << 28);
        struct outcome o = {.arena = a};
        write_file(cases[i].bytes);
        assert_int_equal(run(&o), ERR_INVALID);
        assert_string_equal(str_to_z(a, o.lines), cases[i].want);
    }
}

static void other_encodings_give_the_same_people(void **state)
{
    (void)state;
    static const char *text = "NIK;Nama;Tanggal Lahir;OPD;Jabatan;TMT;Upah\n6309040402840006;Andr\xE9 Umpama;04-02-1984;"
                              "Satpol PP;Sopir;01-02-2017;0\n";
    char wide[600] = {'\xFF', '\xFE'};
    size_t n = 2;
    for (const char *p = text; *p != '\0'; p++) {
        wide[n++] = *p;
        wide[n++] = 0;
    }
    const struct str files[] = {str_z(text), {wide, n}};
    for (size_t i = 0; i < COUNT(files); i++) {
        AUTO_ARENA a = arena_new((size_t)1 << 28);
        struct outcome o = {.arena = a};
        write_file(files[i]);
        assert_int_equal(run(&o), OK);
        assert_string_equal(str_to_z(a, o.lines), "");
        assert_string_equal(str_to_z(a, o.people), "André Umpama/2/0;");
    }
}

static void a_file_too_large_is_refused_before_it_is_read(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new((size_t)1 << 28);
    struct outcome o = {.arena = a};
    write_file(S(HEAD GOOD));
    assert_int_equal(truncate(path, ((off_t)CENSUS_CSV_MB << 20) + 1), 0);
    assert_int_equal(run(&o), ERR_INVALID);
    assert_string_equal(str_to_z(a, o.sentences),
                        "Berkas 513 MB melebihi batas 512 MB. Bagi per perangkat daerah, lalu unggah satu per satu.|");
    assert_int_equal(truncate(path, 0), 0);
}

static void too_many_columns_are_counted(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new((size_t)1 << 28);
    AUTO_BUF b = buf_new(100000);
    struct outcome o = {.arena = a};
    BUF_LIT(&b, "NIK;Nama;Jabatan");
    for (int i = 0; i < 300; i++)
        buf_printf(&b, ";Kolom %d", i);
    write_file(buf_str(&b));
    assert_int_equal(run(&o), ERR_INVALID);
    assert_string_equal(str_to_z(a, o.sentences), "Berkas berisi 303 kolom, batasnya 256. Hapus kolom yang tidak dipakai.|");
}

#define SK_HEAD "NIK;Nama;Tanggal Lahir;OPD;Jabatan;TMT;Upah;Nomor SK\n"
#define SK_ROW(tmt, upah, sk) "6309040402840006;Maulida Teladani;04-02-1984;Satpol PP;Sopir;" tmt ";" upah ";" sk "\n"

static void several_sk_of_one_person_become_one(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new((size_t)1 << 28);
    struct outcome o = {.arena = a};
    write_file(S(SK_HEAD SK_ROW("01-01-2019", "1500000", "1/2019") SK_ROW("01-01-2024", "1900000", "9/2024")
                     SK_ROW("01-01-2021", "1700000", "4/2021")));
    assert_int_equal(run(&o), OK);
    /* the latest row stays with the first start; its start after the freeze was only an extension */
    assert_string_equal(str_to_z(a, o.lines), "2::SK_DIGABUNG 4::SK_DIGABUNG");
    assert_string_equal(str_to_z(a, o.marks), "0:1:2:1: 1:0:0:-1:2019-01-01 2:1:2:1:");
    assert_string_equal(str_to_z(a, o.sentences),
                        "Diperbaiki otomatis: SK lain dari orang yang sama, digabung ke baris 3.| "
                        "Diperbaiki otomatis: SK lain dari orang yang sama, digabung ke baris 3.|");
    write_file(S(SK_HEAD SK_ROW("01-01-2024", "1500000", "1/2024") SK_ROW("01-01-2025", "1900000", "9/2025")));
    assert_int_equal(run(&o), OK);
    assert_string_equal(str_to_z(a, o.lines), "2::SK_DIGABUNG 3:tmt_mulai:TMT_SETELAH_PEMBEKUAN");
}

static void a_rounded_column_is_seen_as_a_whole(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new((size_t)1 << 28);
    AUTO_BUF b = buf_new(100000);
    struct outcome o = {.arena = a};
    BUF_LIT(&b, HEAD);
    for (int i = 1; i <= 20; i++)
        buf_printf(&b, "63090404%02d8400%d0;Umpama Conto%c;04-%02d-1984;L;Satpol PP;Sopir;01-02-2017;1750000;;;\n", i % 12 + 1,
                   i % 9 + 1, 'A' + i, i % 12 + 1);
    write_file(buf_str(&b));
    assert_int_equal(run(&o), OK);
    assert_int_equal(o.counts.by_code[NIK_DIBULATKAN], 20);
    assert_int_equal(o.counts.by_level[LEVEL_FAULT], 20);
}

static void a_column_of_family_cards_is_suspected_once(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new((size_t)1 << 28);
    AUTO_BUF b = buf_new(100000);
    struct outcome o = {.arena = a};
    BUF_LIT(&b, HEAD);
    for (int i = 1; i <= 20; i++)
        buf_printf(&b, "6309040%d%02d150%03d;Umpama Conto%c;04-02-1984;L;Satpol PP;Sopir;01-02-2017;1750000;;;\n", i % 9 + 1,
                   i % 12 + 1, i, 'A' + i);
    write_file(buf_str(&b));
    assert_int_equal(run(&o), OK);
    assert_int_equal(o.counts.by_code[KOLOM_DICURIGAI], 1);
    assert_true(str_starts(o.lines, S("0:nik:KOLOM_DICURIGAI ")));
}

static void the_register_is_compared_too(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new((size_t)1 << 28);
    const struct date birth = date_from_ymd(1984, 2, 4);
    const struct census_known known[] = {
        {10, 2, S("6309040402840006"), S("MAULIDATELADANI"), S(""), S(""), birth},
        {11, 1, S("6309010402840015"), S("NORLINAMISALAN"), S(""), S(""), birth},
        {12, 1, S("6309020402840016"), S("HAMDANICONTO"), S(""), S(""), birth}};
    struct outcome o = {.arena = a, .known = known, .n_known = COUNT(known)};
    write_file(S(HEAD GOOD ROW("6309010402840015", "Norlina Misalan", "04-02-1984", "L", "Satpol PP", "Sopir", "01-02-2017",
                               "1750000", "", "", "") ROW("6309020402840017", "Hamdani Conto", "04-02-1984", "L",
                                                          "Dinas Pendidikan", "Sopir", "01-02-2017", "1750000", "", "", "")));
    assert_int_equal(run(&o), OK);
    /* the same person in the same agency is no duplicate, in another agency a decision, a neighbour NIK a question */
    assert_string_equal(str_to_z(a, o.lines), "3:nik:NIK_GANDA 4::DUPLIKAT_KUAT");
    assert_string_equal(str_to_z(a, o.pairs), "1--11:100:0 2--12:100:1");
    assert_true(str_contains(o.sentences, S("NIK ini dipakai juga di data terdaftar di Dinas Pendidikan.")));
    o.decided_a = 6309020402840016;
    o.decided_b = 6309020402840017;
    assert_int_equal(run(&o), OK);
    assert_string_equal(str_to_z(a, o.lines), "3:nik:NIK_GANDA");
}

static void an_officer_brings_in_only_their_agency(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new((size_t)1 << 28);
    struct outcome o = {.arena = a};
    write_file(S(HEAD GOOD ROW("6309010402840015", "Norlina Misalan", "04-02-1984", "L", "RSUD Contoh", "Sopir", "01-02-2017",
                               "1750000", "", "", "")));
    struct census_job job = new_job(&o);
    job.only_agency = 2;
    assert_int_equal(census_read(&job), OK);
    assert_int_equal(job.counts.rows, 1);
    assert_int_equal(job.counts.outside, 1);
}

static void a_missing_agency_column_may_be_chosen_for_the_file(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new((size_t)1 << 28);
    struct outcome o = {.arena = a};
    write_file(S("NIK;Nama;Tanggal Lahir;Jabatan;TMT;Upah\n6309040402840006;Umpama;04-02-1984;Sopir;01-02-2017;0\n"));
    struct census_job job = new_job(&o);
    job.default_agency = 3;
    assert_int_equal(census_read(&job), OK);
    assert_string_equal(str_to_z(a, o.people), "Umpama/3/0;");
}

static void a_column_mapped_by_hand_counts(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new((size_t)1 << 28);
    struct outcome o = {.arena = a};
    const struct census_override choice[] = {{S("Uang lelah"), COL_WAGE}, {S("Status"), COL_NONE}};
    write_file(S("NIK;Nama;Tanggal Lahir;OPD;Jabatan;TMT;Uang Lelah;Status\n"
                 "6309040402840006;Umpama;04-02-1984;Satpol PP;Sopir;01-02-2017;250000;Magang\n"));
    struct census_job job = new_job(&o);
    job.overrides = choice;
    job.n_overrides = COUNT(choice);
    assert_int_equal(census_read(&job), OK);
    assert_string_equal(str_to_z(a, o.lines), "");
    assert_string_equal(str_to_z(a, o.people), "Umpama/2/250000;");
}

/* ---- workbooks ---- */

static void make_zip(const char *const *parts)
{
    int code = 0;
    unlink(path);
    zip_t *z = zip_open(path, ZIP_CREATE, &code);
    assert_non_null(z);
    for (size_t i = 0; parts[i] != NULL; i += 2) {
        zip_source_t *s = zip_source_buffer(z, parts[i + 1], strlen(parts[i + 1]), 0);
        assert_true(zip_file_add(z, parts[i], s, ZIP_FL_OVERWRITE) >= 0);
    }
    assert_int_equal(zip_close(z), 0);
}

#define BOOK(sheets, props)                                                                                          \
    "<workbook xmlns:r=\"r\">" props "<sheets>" sheets "</sheets></workbook>"
#define RELS                                                                                                         \
    "<Relationships><Relationship Id=\"rId1\" Type=\"http://x/worksheet\" Target=\"worksheets/sheet1.xml\"/>"         \
    "<Relationship Id=\"rId2\" Type=\"http://x/worksheet\" Target=\"/xl/worksheets/sheet2.xml\"/></Relationships>"
#define STYLES                                                                                                       \
    "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"[$-421]dd\\ mmmm\\ yyyy\"/></numFmts>"                \
    "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>"
#define ONE "<sheet name=\"Data\" sheetId=\"1\" r:id=\"rId1\"/>"
#define TWO ONE "<sheet name=\"Satpol PP\" sheetId=\"2\" r:id=\"rId2\"/>"
#define TEXT_CELL(ref, text) "<c r=\"" ref "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define XHEAD                                                                                                        \
    "<row r=\"3\">" TEXT_CELL("A3", "NIK") TEXT_CELL("B3", "Nama") TEXT_CELL("C3", "Tgl Lahir") TEXT_CELL("D3", "OPD")  \
        TEXT_CELL("E3", "Jabatan") TEXT_CELL("F3", "TMT") TEXT_CELL("G3", "Upah") "</row>"
#define SHEET(rows) "<worksheet><sheetData>" rows "</sheetData></worksheet>"

static void book_lines(const char *const *parts, const char *want, const char *people)
{
    AUTO_ARENA a = arena_new((size_t)1 << 28);
    struct outcome o = {.arena = a};
    make_zip(parts);
    err e = run(&o);
    assert_true(e == OK || e == ERR_INVALID);
    assert_string_equal(str_to_z(a, o.lines), want);
    if (people != NULL)
        assert_string_equal(str_to_z(a, o.people), people);
}

static void a_workbook_is_read_as_offices_save_it(void **state)
{
    (void)state;
    const char *parts[] = {
        "xl/workbook.xml", BOOK(ONE, ""), "xl/_rels/workbook.xml.rels", RELS, "xl/styles.xml", STYLES,
        "xl/sharedStrings.xml",
        "<sst><si><t>Satpol PP</t></si><si><r><t>Penjaga </t></r><rPh><t>X</t></rPh><r><t>malam</t></r></si></sst>",
        "xl/worksheets/sheet1.xml",
        SHEET("<row r=\"1\">" TEXT_CELL("A1", "DAFTAR") "</row>" XHEAD
              "<row r=\"5\"><c r=\"A5\"><v>6.309040402840006E15</v></c>" TEXT_CELL("B5", "Umpama &amp; Conto")
              "<c r=\"C5\" s=\"1\"><v>30716.5</v></c><c r=\"D5\" t=\"s\"><v>0</v></c><c r=\"E5\" t=\"s\"><v>1</v></c>"
              "<c r=\"F5\" s=\"2\"><v>42767</v></c><c r=\"G5\"><f>1+1</f><v>1750000</v></c>" TEXT_CELL("M5", "catatan") "</row>"
              "<row r=\"6\"><c r=\"A6\" t=\"e\"><v>#REF!</v></c>" TEXT_CELL("B6", "Andai") "<c r=\"C6\" s=\"1\"><v>30716</v></c>"
              "<c r=\"D6\" t=\"s\"><v>0</v></c><c r=\"E6\" t=\"s\"><v>1</v></c><c r=\"F6\"><v>42767</v></c>"
              "<c r=\"G6\"><f>A1*2</f></c></row>"
              "<row r=\"9\">" TEXT_CELL("M9", "catatan di samping") "</row>"), NULL};
    book_lines(parts,
               "5:nik:NIK_DARI_ANGKA 6:nik:SEL_GALAT_EXCEL 6:tmt_mulai:TANGGAL_DARI_SERI 6:upah:SEL_RUMUS",
               "Umpama & Conto/2/1750000; Andai/2/0;");
}

static void the_1904_system_is_four_years_later(void **state)
{
    (void)state;
    struct date d;
    char day[11];
    assert_true(xlsx_serial_date(42767, false, &d));
    assert_true(str_eqz(date_iso(day, d), "2017-02-01"));
    assert_true(xlsx_serial_date(42767 - 1462, true, &d));
    assert_true(str_eqz(date_iso(day, d), "2017-02-01"));
    assert_true(xlsx_serial_date(59, false, &d));
    assert_true(str_eqz(date_iso(day, d), "1900-02-28"));
    assert_false(xlsx_serial_date(60, false, &d)); /* 29 February 1900 never was */
    assert_true(xlsx_format_is_date(S("dd/mm/yyyy")));
    assert_true(xlsx_format_is_date(S("[$-421]d mmmm yyyy;@")));
    assert_false(xlsx_format_is_date(S("\"dmy\"#,##0")));
    assert_false(xlsx_format_is_date(S("hh:mm:ss")));
    assert_false(xlsx_format_is_date(S("General")));
}

static void sheets_are_read_each_with_its_heading(void **state)
{
    (void)state;
    const char *parts[] = {
        "xl/workbook.xml", BOOK("<sheet name=\"Arsip\" state=\"hidden\" sheetId=\"1\" r:id=\"rId1\"/>"
                                "<sheet name=\"Satpol PP\" sheetId=\"2\" r:id=\"rId2\"/>", ""),
        "xl/_rels/workbook.xml.rels", RELS,
        "xl/worksheets/sheet1.xml", SHEET(""),
        "xl/worksheets/sheet2.xml",
        SHEET("<row>" "<c t=\"inlineStr\"><is><t>NIK</t></is></c><c t=\"inlineStr\"><is><t>Nama</t></is></c>"
              "<c t=\"inlineStr\"><is><t>Tanggal Lahir</t></is></c><c t=\"inlineStr\"><is><t>Jabatan</t></is></c>"
              "<c t=\"inlineStr\"><is><t>TMT</t></is></c><c t=\"inlineStr\"><is><t>Upah</t></is></c></row>"
              "<row><c t=\"inlineStr\"><is><t>6309040402840006</t></is></c><c t=\"inlineStr\"><is><t>Umpama</t></is></c>"
              "<c t=\"d\"><v>1984-02-04T00:00:00</v></c><c t=\"inlineStr\"><is><t>Sopir</t></is></c>"
              "<c t=\"inlineStr\"><is><t>01-02-2017</t></is></c><c><v>0</v></c></row>"),
        "xl/externalLinks/externalLink1.xml", "<externalLink/>", NULL};
    book_lines(parts, "0::TAUTAN_LUAR 0::LEMBAR_DILEWATI", "Umpama/2/0;");
}

static void a_workbook_is_not_trusted(void **state)
{
    (void)state;
    static char bomb[12 << 20];
    memset(bomb, ' ', sizeof bomb - 1);
    const char *doctype[] = {"xl/workbook.xml", "<!DOCTYPE x [<!ENTITY a \"b\">]>" BOOK(ONE, ""),
                             "xl/_rels/workbook.xml.rels", RELS, "xl/worksheets/sheet1.xml", SHEET(XHEAD), NULL};
    const char *packed[] = {"xl/workbook.xml", BOOK(ONE, ""), "xl/_rels/workbook.xml.rels", RELS,
                            "xl/worksheets/sheet1.xml", bomb, NULL};
    const char *cut[] = {"xl/workbook.xml", BOOK(ONE, ""), "xl/_rels/workbook.xml.rels", RELS,
                         "xl/worksheets/sheet1.xml", "<worksheet><sheetData><row r=\"1\">", NULL};
    const char *absent[] = {"xl/workbook.xml", BOOK(ONE, ""), "xl/_rels/workbook.xml.rels", RELS, NULL};
    const char *wide[] = {"xl/workbook.xml", BOOK(ONE, ""), "xl/_rels/workbook.xml.rels", RELS,
                          "xl/worksheets/sheet1.xml", SHEET("<row r=\"1\">" TEXT_CELL("XFD1", "x") "</row>"), NULL};
    const char *macro[] = {"xl/workbook.xml", BOOK(ONE, ""), "xl/vbaProject.bin", "x", NULL};
    const char *ods[] = {"mimetype", "application/vnd.oasis.opendocument.spreadsheet", NULL};
    const char *word[] = {"word/document.xml", "<x/>", NULL};
    const char *string[] = {"xl/workbook.xml", BOOK(ONE, ""), "xl/_rels/workbook.xml.rels", RELS,
                            "xl/worksheets/sheet1.xml", SHEET("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>7</v></c></row>"), NULL};
    book_lines(doctype, "0::ISI_MENCURIGAKAN", NULL);
    book_lines(packed, "0::ISI_MENCURIGAKAN", NULL);
    book_lines(cut, "0::XLSX_RUSAK", NULL);
    book_lines(absent, "0::XLSX_RUSAK", NULL);
    book_lines(wide, "0::TERLALU_BANYAK_KOLOM", NULL);
    book_lines(macro, "0::MAKRO", NULL);
    book_lines(ods, "0::ODS", NULL);
    book_lines(word, "0::BUKAN_TABEL", NULL);
    book_lines(string, "0::XLSX_RUSAK", NULL);
}

/* What we write comes back as it was: 16 digits as text, a formula as words, a day as a day. */
static void our_own_workbook_comes_back(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new((size_t)1 << 28);
    struct xlsx_out *out;
    struct xlsx *in;
    struct xlsx_row row;
    enum xlsx_trouble why;
    assert_int_equal(xlsx_create(path, "Data", &out), OK);
    xlsx_heading(out, "nik");
    xlsx_heading(out, "nama");
    xlsx_row_end(out);
    xlsx_text(out, S("6309040402840010"));
    xlsx_text(out, S("=1+1"));
    xlsx_text(out, S(""));
    xlsx_date(out, date_from_ymd(1984, 2, 4));
    xlsx_rupiah(out, (struct rupiah){1750000});
    xlsx_row_end(out);
    assert_int_equal(xlsx_finish(out), OK);
    assert_int_equal(xlsx_open(a, path, &xlsx_limits_default, &in, &why), OK);
    assert_int_equal(xlsx_sheet_start(in, 0), OK);
    assert_true(xlsx_next(in, &row));
    assert_true(xlsx_next(in, &row));
    assert_int_equal(row.number, 2);
    assert_int_equal(row.n, 5);
    assert_int_equal(row.cell[0].kind, CELL_TEXT);
    assert_true(str_eqz(row.cell[0].text, "6309040402840010"));
    assert_int_equal(row.cell[1].kind, CELL_TEXT);
    assert_true(str_eqz(row.cell[1].text, "=1+1"));
    assert_int_equal(row.cell[2].kind, CELL_EMPTY);
    assert_int_equal(row.cell[3].kind, CELL_DATE);
    assert_int_equal(row.cell[3].date.day, date_from_ymd(1984, 2, 4).day);
    assert_true(str_eqz(row.cell[4].text, "1750000"));
    assert_false(xlsx_next(in, &row));
    xlsx_close(in);
}

static void every_code_but_the_row_limit_was_reached(void **state)
{
    (void)state;
    for (int c = 0; c < CENSUS_CODE_COUNT; c++)
        if (!seen[c] && c != TERLALU_BANYAK_BARIS) {
            print_message("never said: %s\n", census_codes[c].code);
            fail();
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_file_gives_its_lines),
        cmocka_unit_test(old_and_locked_workbooks_are_named),
        cmocka_unit_test(other_encodings_give_the_same_people),
        cmocka_unit_test(a_file_too_large_is_refused_before_it_is_read),
        cmocka_unit_test(too_many_columns_are_counted),
        cmocka_unit_test(several_sk_of_one_person_become_one),
        cmocka_unit_test(a_rounded_column_is_seen_as_a_whole),
        cmocka_unit_test(a_column_of_family_cards_is_suspected_once),
        cmocka_unit_test(the_register_is_compared_too),
        cmocka_unit_test(an_officer_brings_in_only_their_agency),
        cmocka_unit_test(a_missing_agency_column_may_be_chosen_for_the_file),
        cmocka_unit_test(a_column_mapped_by_hand_counts),
        cmocka_unit_test(a_workbook_is_read_as_offices_save_it),
        cmocka_unit_test(the_1904_system_is_four_years_later),
        cmocka_unit_test(sheets_are_read_each_with_its_heading),
        cmocka_unit_test(a_workbook_is_not_trusted),
        cmocka_unit_test(our_own_workbook_comes_back),
        cmocka_unit_test(every_code_but_the_row_limit_was_reached),
    };
    return cmocka_run_group_tests(tests, make_file, drop_file);
}
