/*
 * engine_checks.c: what the engine refuses, what the verifier finds, and what a worker is told.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine_make.h"
#include "pathway/ceiling_search.h"
#include "pathway/explain.h"
#include "pathway/scenario.h"
#include "pathway/verify.h"

#define PARAMETERS "nama,nilai\nbenih,uji\nbulan_lama,60\n"
#define JOBS "kode_jabatan,inti,dasar_keputusan\nSOPIR,1,\nJAGA,1,\nLAIN,0,\n"
#define CEILINGS "kode_opd,pagu\nA,30\n"
#define LINES "id_baris,kode_daerah,kode_opd,kode_jabatan,tahap,jumlah,biaya,upah,urutan,syarat,cadangan\n"
#define LINE1 "B1,R,A,SOPIR,1,1,10,5,1,,\n"
#define LINE2 "B2,R,A,JAGA,1,1,10,5,2,,\n"
#define WORKERS                                                                                              \
    "id_pekerja,nik,kode_daerah,kode_opd,kode_jabatan,masa_kerja_bulan,kelas_data,status_asn,upah_kini,"     \
    "penanda,kualifikasi,terkunci\n"
#define WORKER1 "W1,9900000000000001,R,A,SOPIR,9,1,,5,,,\n"
#define WORKER2 "W2,9900000000000002,R,A,SOPIR,8,1,,5,,,\n"
#define CHOICES "id_pekerja,urutan,id_baris\n"

/* NULL: the good text above; "-": no such file. */
struct texts {
    const char *parameter, *jabatan, *pagu, *baris, *pekerja, *pilihan, *jarak;
};

static struct str text_or(const char *given, const char *usual)
{
    const char *z = given == NULL ? usual : given;
    return z == NULL || strcmp(z, "-") == 0 ? (struct str){NULL, 0} : str_z(z);
}

static struct instance_files files_of(const struct texts *t)
{
    return (struct instance_files){
        .parameter = text_or(t->parameter, PARAMETERS), .jabatan = text_or(t->jabatan, JOBS),
        .pagu = text_or(t->pagu, CEILINGS),             .baris = text_or(t->baris, LINES LINE1 LINE2),
        .pekerja = text_or(t->pekerja, WORKERS WORKER1 WORKER2), .pilihan = text_or(t->pilihan, NULL),
        .jarak = text_or(t->jarak, NULL)};
}

static const struct {
    const char *why;
    struct texts texts;
    const char *want; /* how the first refusal begins; NULL: accepted */
} refusals[] = {
    {"the good files are accepted", {0}, NULL},
    {"CRLF line ends, quotes and another order of columns too",
     {.pagu = "pagu,kode_opd\r\n\"30\",A\r\n", .pekerja = WORKERS "W1,9900000000000001,R,A,SOPIR,9,1,,5,,,\r\n"}, NULL},
    {"a byte-order mark is accepted", {.pagu = "\xEF\xBB\xBFkode_opd,pagu\nA,30\n"}, NULL},
    {"an extra column is passed over", {.pagu = "kode_opd,nama,pagu\nA,Dinas,30\n"}, NULL},
    {"a missing file", {.baris = "-"}, "baris.csv:0: berkas tidak ada"},
    {"an empty file has no header", {.pagu = ""}, "pagu.csv:1: baris judul tidak ada"},
    {"a missing column is named", {.pagu = "kode_opd,jumlah\nA,30\n"}, "pagu.csv:1: kolom pagu tidak ada"},
    {"a row with a field too few", {.pagu = "kode_opd,pagu\nA\n"}, "pagu.csv:2: ada 1 kolom, seharusnya 2"},
    {"an open quote", {.pagu = "kode_opd,pagu\n\"A,30\n"}, "pagu.csv:2: tanda kutip"},
    {"no seed", {.parameter = "nama,nilai\nbulan_lama,60\n"}, "parameter.csv:2: benih undian belum ada"},
    {"an empty seed", {.parameter = "nama,nilai\nbenih,\n"}, "parameter.csv:2: benih harus"},
    {"a seed of 41 letters", {.parameter = "nama,nilai\nbenih,12345678901234567890123456789012345678901\n"},
     "parameter.csv:2: benih harus 1 sampai 40"},
    {"a seed with letters outside ASCII", {.parameter = "nama,nilai\nbenih,b\xC3\xA9nih\n"}, "parameter.csv:2: benih harus"},
    {"the seed twice", {.parameter = "nama,nilai\nbenih,a\nbenih,b\n"}, "parameter.csv:3: benih tertulis dua kali"},
    {"a core flag that is neither 0 nor 1", {.jabatan = "kode_jabatan,inti,dasar_keputusan\nSOPIR,2,\n"},
     "jabatan.csv:2: inti paling besar 1"},
    {"the same job twice", {.jabatan = JOBS "JAGA,1,\n"}, "jabatan.csv:5: kode_jabatan JAGA tertulis dua kali"},
    {"a negative ceiling", {.pagu = "kode_opd,pagu\nA,-30\n"}, "pagu.csv:2: pagu harus bilangan bulat"},
    {"a ceiling with dots", {.pagu = "kode_opd,pagu\nA,1.000\n"}, "pagu.csv:2: pagu harus bilangan bulat"},
    {"an empty ceiling", {.pagu = "kode_opd,pagu\nA,\n"}, "pagu.csv:2: pagu harus bilangan bulat"},
    {"a ceiling beyond 18 digits", {.pagu = "kode_opd,pagu\nA,1234567890123456789\n"}, "pagu.csv:2: pagu harus"},
    {"the same agency twice", {.pagu = "kode_opd,pagu\nA,1\nA,2\n"}, "pagu.csv:3: kode_opd A tertulis dua kali"},
    {"an id of 21 bytes is refused, not cut", {.pagu = "kode_opd,pagu\n123456789012345678901,1\n"}, "pagu.csv:2: kode_opd harus 1 sampai 20"},
    {"the same line twice", {.baris = LINES LINE1 LINE1}, "baris.csv:3: id_baris B1 tertulis dua kali"},
    {"a line of an unknown job", {.baris = LINES "B1,R,A,PILOT,1,1,10,5,1,,\n"}, "baris.csv:2: kode_jabatan PILOT tidak ada"},
    {"stage 0", {.baris = LINES "B1,R,A,SOPIR,0,1,10,5,1,,\n"}, "baris.csv:2: tahap harus 1 sampai 5"},
    {"stage 6", {.baris = LINES "B1,R,A,SOPIR,6,1,10,5,1,,\n"}, "baris.csv:2: tahap paling besar 5"},
    {"half a seat", {.baris = LINES "B1,R,A,SOPIR,1,1.5,10,5,1,,\n"}, "baris.csv:2: jumlah harus bilangan bulat"},
    {"a reserve without a number", {.baris = LINES "B1,R,A,SOPIR,1,1,10,5,1,,DIS\n"}, "baris.csv:2: cadangan harus seperti"},
    {"the same reserve twice", {.baris = LINES "B1,R,A,SOPIR,1,1,10,5,1,,DIS:1;DIS:2\n"}, "baris.csv:2: cadangan DIS tertulis dua kali"},
    {"a fifth trait with reserves", {.baris = LINES "B1,R,A,SOPIR,1,1,10,5,1,,P:1;Q:1;R:1;S:1;T:1\n"},
     "baris.csv:2: penanda yang memakai cadangan lebih dari 4"},
    {"an empty requirement in the list", {.baris = LINES "B1,R,A,SOPIR,1,1,10,5,1,SIM;;SMA,\n"}, "baris.csv:2: syarat harus daftar"},
    {"the same worker twice", {.pekerja = WORKERS WORKER1 WORKER2 WORKER1}, "pekerja.csv:4: id_pekerja W1 tertulis dua kali"},
    {"a worker with an unknown job", {.pekerja = WORKERS "W1,9900000000000001,R,A,PILOT,9,1,,5,,,\n"},
     "pekerja.csv:2: kode_jabatan PILOT tidak ada"},
    {"a contract on an unknown line", {.pekerja = WORKERS "W1,9900000000000001,R,A,SOPIR,9,1,,5,,,B9\n"},
     "pekerja.csv:2: terkunci: baris B9 tidak ada"},
    {"a worker of every region", {.pekerja = WORKERS "W1,9900000000000001,*,A,SOPIR,9,1,,5,,,\n"},
     "pekerja.csv:2: kode_daerah pekerja tidak boleh *"},
    {"data class 4", {.pekerja = WORKERS "W1,9900000000000001,R,A,SOPIR,9,4,,5,,,\n"}, "pekerja.csv:2: kelas_data paling besar 3"},
    {"data class 0", {.pekerja = WORKERS "W1,9900000000000001,R,A,SOPIR,9,0,,5,,,\n"}, "pekerja.csv:2: kelas_data harus 1, 2, atau 3"},
    {"service in words", {.pekerja = WORKERS "W1,9900000000000001,R,A,SOPIR,lama,1,,5,,,\n"}, "pekerja.csv:2: masa_kerja_bulan harus"},
    {"an empty id", {.pekerja = WORKERS ",9900000000000001,R,A,SOPIR,9,1,,5,,,\n"}, "pekerja.csv:2: id_pekerja harus"},
    {"an id with a comma would need quotes in the output", {.pekerja = WORKERS "\"W,1\",9900000000000001,R,A,SOPIR,9,1,,5,,,\n"},
     "pekerja.csv:2: id_pekerja harus"},
    {"a choice of nobody", {.pilihan = CHOICES "W9,1,B1\n"}, "pilihan.csv:2: id_pekerja W9 tidak ada"},
    {"a choice of nothing", {.pilihan = CHOICES "W1,1,B9\n"}, "pilihan.csv:2: id_baris B9 tidak ada"},
    {"the same order twice", {.pilihan = CHOICES "W1,1,B1\nW2,1,B1\nW1,1,B2\n"}, "pilihan.csv:4: urutan yang sama"},
    {"the same line twice", {.pilihan = CHOICES "W1,1,B1\nW1,2,B1\n"}, "pilihan.csv:3: baris yang sama"},
    {"the same pair of agencies twice", {.jarak = "opd_asal,opd_tujuan,meter\nA,X,5\nX,A,5\nA,X,6\n"}, "jarak.csv:4: pasangan OPD"},
    {"a distance without a number", {.jarak = "opd_asal,opd_tujuan,meter\nA,X,dekat\n"}, "jarak.csv:2: meter harus"},
};

static void bad_inputs_are_refused_with_file_and_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(refusals); i++) {
        AUTO_ARENA a = arena_new(1 << 26);
        struct faults f = {.arena = a};
        struct instance_files files = files_of(&refusals[i].texts);
        struct instance in;
        err e = instance_parse(a, &files, &in, &f);
        if (refusals[i].want == NULL) {
            if (e != OK)
                fail_msg("%s: " STR_FMT, refusals[i].why, STR_ARG(f.list[0].text));
            continue;
        }
        if (e != ERR_INVALID || f.n == 0 || !str_starts(f.list[0].text, str_z(refusals[i].want)))
            fail_msg("%s: got " STR_FMT, refusals[i].why, STR_ARG(f.n > 0 ? f.list[0].text : S("nothing")));
    }
}

static void sixty_five_codes_are_too_many(void **state)
{
    (void)state;
    for (unsigned n = 64; n <= 65; n++) {
        AUTO_ARENA a = arena_new(1 << 26);
        AUTO_BUF b = buf_new(1 << 16);
        BUF_LIT(&b, LINES "B1,R,A,SOPIR,1,1,10,5,1,");
        for (unsigned i = 0; i < n; i++)
            buf_printf(&b, "%sK%u", i > 0 ? ";" : "", i);
        BUF_LIT(&b, ",\n");
        struct texts t = {0};
        struct instance_files files = files_of(&t);
        files.baris = buf_str(&b);
        struct faults f = {.arena = a};
        struct instance in;
        assert_int_equal(instance_parse(a, &files, &in, &f), n == 64 ? OK : ERR_INVALID);
    }
}

static void lines_beyond_the_limit_are_refused(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 28);
    AUTO_BUF b = buf_new(1 << 26);
    BUF_LIT(&b, LINES);
    for (unsigned i = 0; i <= INSTANCE_LINES_MAX; i++)
        buf_printf(&b, "B%u,R,A,SOPIR,1,1,10,5,1,,\n", i);
    struct texts t = {0};
    struct instance_files files = files_of(&t);
    files.baris = buf_str(&b);
    struct faults f = {.arena = a};
    struct instance in;
    assert_int_equal(instance_parse(a, &files, &in, &f), ERR_INVALID);
    assert_true(str_eqz(f.list[0].text, "baris.csv:250002: baris rencana lebih dari 250000"));
}

/* ---- planted faults ---- */

/* A small world in which every kind of outcome occurs. */
static const struct texts world = {
    .pagu = "kode_opd,pagu\nA,30\nC,10\n",
    .baris = LINES "B1,R,A,SOPIR,1,2,10,5,1,,\nB2,R,A,JAGA,1,2,10,5,2,SIM,\nB3,R,C,SOPIR,1,1,10,4,1,,DIS:1\n"
                   "B4,Q,X,JAGA,3,1,0,9,1,,\n",
    .pekerja = WORKERS "W1,9900000000000001,R,A,SOPIR,90,1,,5,,SIM,\nW2,9900000000000002,R,A,SOPIR,80,1,,5,,,\n"
                       "W3,9900000000000003,R,A,SOPIR,70,1,,5,,,\nW4,9900000000000004,R,A,JAGA,9,3,,5,,SIM,\n"
                       "W5,9900000000000005,R,X,JAGA,9,1,LULUS_PPPK,5,,,\nW6,123,R,X,JAGA,9,1,,5,,,\n"
                       "W7,9900000000000007,R,X,SOPIR,1,3,,5,DIS,,\nW8,9900000000000008,R,X,JAGA,9,2,,5,,SIM,\n"
                       "W9,9900000000000009,P,X,JAGA,9,2,,5,,SIM,\n",
};
static const char world_results[] = "id_pekerja,status,id_baris,pilihan_ke,tingkat,alasan\n"
                                    "W1,TEMPAT,B1,1,1,\nW2,TEMPAT,B1,1,1,\nW3,BELUM,,,,KALAH_PRIORITAS\n"
                                    "W4,TEMPAT,B2,1,1,\nW5,ASN,,,,\nW6,KARANTINA,,,,NIK_TIDAK_SAH\n"
                                    "W7,TEMPAT,B3,2,2,TURUN_UPAH\nW8,BELUM,,,,ANGGARAN\nW9,BELUM,,,,TANPA_BARIS\n";
static const char world_openings[] = "id_baris,terisi\nB1,2\nB2,1\nB3,1\nB4,0\n";

/* One row put in place of another. */
static struct str tampered(struct arena *a, const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    if (from[0] == '\0' || at == NULL)
        return str_z(text);
    return str_printf(a, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

static const struct {
    const char *why, *from, *to; /* in hasil.csv */
    const char *open_from, *open_to;
    const char *found; /* the check that must speak, or NULL: everything passes */
    const char *sentence;
} plants[] = {
    {"the true result passes", "", "", "", "", NULL, NULL},
    {"a row left out", "W5,ASN,,,,\n", "", "", "", "Bentuk", "hasil.csv:6: pekerja bukan"},
    {"a row added", "W9,BELUM,,,,TANPA_BARIS\n", "W9,BELUM,,,,TANPA_BARIS\nW0,ASN,,,,\n", "", "", "Bentuk", "hasil.csv:11: jumlah baris"},
    {"two rows exchanged", "W5,ASN,,,,\nW6,KARANTINA,,,,NIK_TIDAK_SAH\n", "W6,KARANTINA,,,,NIK_TIDAK_SAH\nW5,ASN,,,,\n", "", "",
     "Bentuk", "hasil.csv:6: pekerja bukan"},
    {"an unknown status", "W5,ASN", "W5,LULUS", "", "", "Bentuk", "hasil.csv:6: status"},
    {"an unknown line", "W1,TEMPAT,B1", "W1,TEMPAT,B8", "", "", "Bentuk", "hasil.csv:2: baris rencana tidak ada"},
    {"a place without numbers", "W1,TEMPAT,B1,1,1,", "W1,TEMPAT,B1,,,", "", "", "Bentuk", "hasil.csv:2: kolom"},
    {"openings that do not count the places", "", "", "B2,1", "B2,2", "Bentuk", "bukaan.csv:3: terisi 2, di hasil.csv ada 1"},
    {"openings in another order", "", "", "B1,2\nB2,1\n", "B2,1\nB1,2\n", "Bentuk", "bukaan.csv:2: baris bukan"},
    {"an ASN who takes a seat", "W5,ASN,,,,", "W5,TEMPAT,B2,1,4,", "B2,1", "B2,2", "P1", "hasil.csv:6: status"},
    {"a quarantined row let through", "W6,KARANTINA,,,,NIK_TIDAK_SAH", "W6,BELUM,,,,KALAH_PRIORITAS", "", "", "P1", "hasil.csv:7: status"},
    {"somebody called ASN who is not", "W3,BELUM,,,,KALAH_PRIORITAS", "W3,ASN,,,,", "", "", "P1", "hasil.csv:4: status"},
    {"a guard's seat without the licence", "W3,BELUM,,,,KALAH_PRIORITAS", "W3,TEMPAT,B2,3,3,", "B2,1", "B2,2", "P2", "hasil.csv:4: tidak memenuhi"},
    {"a seat in another region", "W9,BELUM,,,,TANPA_BARIS", "W9,TEMPAT,B4,1,2,", "B4,0", "B4,1", "P2", "hasil.csv:10: tidak memenuhi"},
    {"a third driver on two seats", "W3,BELUM,,,,KALAH_PRIORITAS", "W3,TEMPAT,B1,1,1,", "B1,2", "B1,3", "P2", "bukaan.csv:2: terisi 3 melebihi"},
    {"a fourth seat that the ceiling does not pay", "W8,BELUM,,,,ANGGARAN", "W8,TEMPAT,B2,1,2,", "B2,1", "B2,2", "P3", "bukaan.csv:"},
    {"a shorter serving driver in place of a longer serving one",
     "W2,TEMPAT,B1,1,1,\nW3,BELUM,,,,KALAH_PRIORITAS", "W2,BELUM,,,,KALAH_PRIORITAS\nW3,TEMPAT,B1,1,1,", "", "", "P4", "hasil.csv:3: berhak"},
    {"a reserve given to somebody without the trait", "W3,BELUM,,,,KALAH_PRIORITAS\n", "W3,TEMPAT,B3,2,2,TURUN_UPAH\n", "", "",
     "P2", "bukaan.csv:4: terisi 2 melebihi"},
    {"a paid seat left empty", "W4,TEMPAT,B2,1,1,", "W4,BELUM,,,,ANGGARAN", "B2,1", "B2,0", "P5", "hasil.csv:5: baris B2"},
    {"an outsider instead of the incumbent guard", "W4,TEMPAT,B2,1,1,", "W4,BELUM,,,,ANGGARAN", "", "", "P5", "hasil.csv:5: "},
    {"a wrong position", "W7,TEMPAT,B3,2,2", "W7,TEMPAT,B3,1,2", "", "", "Kolom", "hasil.csv:8: pilihan_ke"},
    {"a wrong tier", "W7,TEMPAT,B3,2,2", "W7,TEMPAT,B3,2,1", "", "", "Kolom", "hasil.csv:8: pilihan_ke"},
    {"an income drop not told", "W7,TEMPAT,B3,2,2,TURUN_UPAH", "W7,TEMPAT,B3,2,2,", "", "", "Kolom", "hasil.csv:8: pilihan_ke"},
    {"a wrong reason", "W8,BELUM,,,,ANGGARAN", "W8,BELUM,,,,KALAH_PRIORITAS", "", "", "Kolom", "hasil.csv:9: alasan"},
    {"a column with somebody else's data", "alasan\n", "alasan,catatan\n", "", "", "P12", "hasil.csv:1: ada kolom lain"},
};

static const struct verify_check *check_named(const struct verify_report *r, const char *name)
{
    for (unsigned i = 0; i < VERIFY_CHECKS; i++)
        if (strcmp(r->check[i].name, name) == 0)
            return &r->check[i];
    fail_msg("no check %s", name);
    return NULL;
}

static void planted_faults_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(plants); i++) {
        AUTO_ARENA a = arena_new(1 << 26);
        struct instance_files files = files_of(&world);
        struct faults f = {.arena = a};
        struct verify_report r;
        struct str results = tampered(a, world_results, plants[i].from, plants[i].to);
        struct str openings = tampered(a, world_openings, plants[i].open_from, plants[i].open_to);
        assert_int_equal(verify_run(a, &files, results, openings, &r, &f), OK);
        if (plants[i].found == NULL) {
            for (unsigned c = 0; c < VERIFY_CHECKS; c++)
                if (r.check[c].failed > 0)
                    fail_msg("%s: " STR_FMT, plants[i].why, STR_ARG(r.check[c].first[0]));
            assert_true(r.passed);
            continue;
        }
        const struct verify_check *c = check_named(&r, plants[i].found);
        bool said = false;
        for (uint64_t s = 0; s < c->failed && s < VERIFY_SENTENCES; s++)
            said |= str_starts(c->first[s], str_z(plants[i].sentence));
        if (r.passed || !said)
            fail_msg("%s: %s says " STR_FMT, plants[i].why, c->name, STR_ARG(c->failed > 0 ? c->first[0] : S("nothing")));
    }
}

static void the_world_of_the_plants_is_what_the_engine_gives(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 26);
    struct instance_files files = files_of(&world);
    struct instance in = make_instance(a, &files);
    struct outcome o;
    allocate(a, &in, &o);
    AUTO_BUF b = buf_new(1 << 16);
    outcome_write_results(&in, &o, &b);
    if (!str_eqz(buf_str(&b), world_results))
        fail_msg("got\n" STR_FMT, STR_ARG(buf_str(&b)));
}

/* One place taken from somebody by chance, or given to somebody: some check must speak. */
static void any_single_change_is_found(void **state)
{
    (void)state;
    uint64_t changed = 0;
    for (uint64_t seed = 1; seed <= 1500; seed++) {
        AUTO_ARENA a = arena_new(1 << 28);
        struct dice d = {seed};
        struct make m = make_shape(&d);
        struct instance_files files = make_files(a, &d, &m);
        struct instance in = make_instance(a, &files);
        struct outcome o;
        allocate(a, &in, &o);
        if (in.n_workers == 0 || in.n_lines == 0)
            continue;
        uint32_t w = (uint32_t)roll(&d, in.n_workers), line = (uint32_t)roll(&d, in.n_lines + 1), before = o.line[w];
        line = line == in.n_lines ? NOTHING : line;
        if (line == before || in.worker[w].state != WORKER_TAKES_PART)
            continue;
        if (before != NOTHING)
            o.filled[before]--;
        if (line != NOTHING)
            o.filled[line]++;
        o.line[w] = line;
        o.position[w] = 1;
        o.reason[w] = line == NOTHING ? REASON_BUDGET : REASON_NONE;
        AUTO_BUF results = buf_new(1 << 20);
        AUTO_BUF openings = buf_new(1 << 20);
        outcome_write_results(&in, &o, &results);
        outcome_write_openings(&in, &o, &openings);
        struct faults f = {.arena = a};
        struct verify_report r;
        assert_int_equal(verify_run(a, &files, buf_str(&results), buf_str(&openings), &r, &f), OK);
        assert_false(r.passed);
        changed++;
    }
    assert_true(changed > 700);
}

/* ---- explanations ---- */

static const struct {
    const char *why, *worker;
    enum explain_kind kind;
    const char *want; /* part of a sentence of that kind */
} tellings[] = {
    {"where and why", "W1", EXPLAIN_OUTCOME, "Anda ditempatkan di baris B1 (SOPIR, OPD A) (pilihan ke-1). Ini pekerjaan Anda sendiri"},
    {"the component that decided, without the others' figures", "W3", EXPLAIN_TAKEN, "Pilihan ke-1, baris B1 (SOPIR, OPD A): kursi terisi oleh yang bekerja lebih lama."},
    {"a reserved seat", "W3", EXPLAIN_TAKEN, "kursi cadangan"},
    {"nothing is free any more", "W3", EXPLAIN_CHANGE, "Semua kursi yang disetujui pada daftar Anda sudah terisi"},
    {"money left and money needed", "W8", EXPLAIN_NOT_FUNDED, "kursi belum dibiayai: sisa pagu Rp0, biaya Rp10"},
    {"what a seat more would take", "W8", EXPLAIN_CHANGE, "memerlukan tambahan pagu Rp10"},
    {"an income drop needs consent", "W7", EXPLAIN_OUTCOME, "persetujuan Anda sebelum kontrak"},
    {"an ASN needs no seat", "W5", EXPLAIN_OUTCOME, "lulus sebagai ASN"},
    {"how to mend a NIK", "W6", EXPLAIN_OUTCOME, "Perbaiki NIK"},
    {"a region without a plan", "W9", EXPLAIN_CHANGE, "Belum ada baris rencana"},
    {"the desk", "W9", EXPLAIN_DESK, "meja layanan OPD X"},
};

static void workers_are_told_why(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 26);
    struct instance_files files = files_of(&world);
    struct instance in = make_instance(a, &files);
    struct outcome o;
    allocate(a, &in, &o);
    struct explain *x = explain_new(a, &in, &o, NULL, NULL);
    for (size_t i = 0; i < COUNT(tellings); i++) {
        struct explanation e;
        explain_worker(a, x, instance_find_worker(&in, str_z(tellings[i].worker)), 20, &e);
        bool said = false;
        for (size_t j = 0; j < e.n; j++)
            said |= e.item[j].kind == tellings[i].kind && str_contains(e.item[j].text, str_z(tellings[i].want));
        if (!said)
            fail_msg("%s: first sentence " STR_FMT, tellings[i].why, STR_ARG(e.item[e.n > 1].text));
    }
}

static void a_missing_requirement_is_named(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 26);
    struct texts t = {.baris = LINES "B1,R,A,SOPIR,1,1,10,5,1,SIM,\n", .pilihan = CHOICES "W2,1,B1\n"};
    struct instance_files files = files_of(&t);
    struct instance in = make_instance(a, &files);
    struct outcome o;
    allocate(a, &in, &o);
    struct explain *x = explain_new(a, &in, &o, NULL, NULL);
    struct explanation e;
    explain_worker(a, x, 1, 20, &e);
    assert_int_equal(e.item[1].kind, EXPLAIN_NOT_FIT);
    assert_true(str_contains(e.item[1].text, S("syarat yang belum tercatat pada data Anda: SIM")));
    assert_int_equal(e.item[2].kind, EXPLAIN_CHANGE);
    assert_true(str_contains(e.item[2].text, S("Bila syarat SIM terpenuhi")));
}

/* P12 for words: over many worlds, one sentence for each line higher on the list, and nobody else's id in any. */
static void explanations_are_complete_and_private(void **state)
{
    (void)state;
    uint64_t sentences = 0;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        AUTO_ARENA a = arena_new(1 << 28);
        struct dice d = {seed};
        struct make m = make_shape(&d);
        struct instance_files files = make_files(a, &d, &m);
        struct instance in = make_instance(a, &files);
        struct outcome o;
        allocate(a, &in, &o);
        struct explain *x = explain_new(a, &in, &o, NULL, NULL);
        for (uint32_t w = 0; w < in.n_workers; w++) {
            struct explanation e;
            explain_worker(a, x, w, 100, &e);
            uint32_t higher = 0;
            for (size_t i = 0; i < e.n; i++) {
                higher += e.item[i].kind == EXPLAIN_TAKEN || e.item[i].kind == EXPLAIN_NOT_FUNDED;
                for (uint32_t v = 0; v < in.n_workers; v++)
                    assert_false(v != w && str_contains(e.item[i].text, worker_id(&in.worker[v])));
                assert_false(str_contains(e.item[i].text, S("tidak ada kursi pada baris ini")) &&
                             in.line[e.item[i].line].seats > 0);
                sentences++;
            }
            if (in.worker[w].state == WORKER_TAKES_PART)
                assert_int_equal(higher, o.line[w] == NOTHING ? e.on_list : o.position[w] - 1);
        }
    }
    assert_true(sentences > 10000);
}

static void a_cutoff_is_public_from_five_holders(void **state)
{
    (void)state;
    for (unsigned n = 4; n <= 5; n++) {
        AUTO_ARENA a = arena_new(1 << 26);
        AUTO_BUF b = buf_new(1 << 16);
        BUF_LIT(&b, WORKERS);
        for (unsigned i = 0; i <= n; i++)
            buf_printf(&b, "W%u,99%014u,R,A,SOPIR,%u,1,,5,,,\n", i, i, 50 - i);
        struct texts t = {.pagu = "kode_opd,pagu\nA,900\n"};
        struct instance_files files = files_of(&t);
        files.pekerja = buf_str(&b);
        files.baris = str_printf(a, LINES "B1,R,A,SOPIR,1,%u,10,5,1,,\n", n);
        struct instance in = make_instance(a, &files);
        struct outcome o;
        allocate(a, &in, &o);
        struct explain *x = explain_new(a, &in, &o, NULL, NULL);
        struct cutoff c;
        assert_int_equal(explain_cutoff(x, 0, &c), n == 5);
        if (n == 5)
            assert_int_equal(c.months, 46);
        struct explanation e;
        explain_worker(a, x, n, 5, &e);
        assert_int_equal(str_contains(e.item[1].text, S("yang terakhir diterima 46 bulan, Anda 45 bulan")), n == 5);
    }
}

/* ---- scenarios ---- */

static uint64_t budget_cases_at(struct arena *a, struct instance *in, uint32_t agency, int64_t ceiling)
{
    int64_t before = in->ceiling[agency];
    struct outcome o;
    in->ceiling[agency] = ceiling;
    allocate(a, in, &o);
    in->ceiling[agency] = before;
    uint64_t n = 0;
    for (uint32_t w = 0; w < in->n_workers; w++)
        n += in->worker[w].agency == agency && o.reason[w] == REASON_BUDGET;
    return n;
}

static struct run_texts texts_of(const struct instance_files *f)
{
    struct run_texts t = {0};
    t.text[FILE_PARAMETER] = f->parameter;
    t.text[FILE_JABATAN] = f->jabatan;
    t.text[FILE_PAGU] = f->pagu;
    t.text[FILE_BARIS] = f->baris;
    t.text[FILE_PEKERJA] = f->pekerja;
    t.text[FILE_PILIHAN] = f->pilihan;
    t.text[FILE_JARAK] = f->jarak;
    return t;
}

/* All money in these worlds comes in tens: trying every ten up to the answer is trying everything. */
static void the_smallest_addition_is_the_smallest(void **state)
{
    (void)state;
    uint64_t found = 0, beyond = 0;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        AUTO_ARENA a = arena_new((size_t)1 << 30);
        struct dice d = {seed};
        struct make m = make_shape(&d);
        struct instance_files files = make_files(a, &d, &m);
        struct instance in = make_instance(a, &files);
        uint32_t agency = (uint32_t)roll(&d, in.agencies.n + 1);
        if (agency >= in.agencies.n)
            continue;
        uint64_t now = budget_cases_at(a, &in, agency, in.ceiling[agency]);
        uint64_t wanted = now == 0 ? 0 : roll(&d, now);
        struct ceiling_need need;
        struct faults f = {.arena = a};
        struct run_texts texts = texts_of(&files);
        assert_int_equal(ceiling_search(a, &texts, in.agencies.name[agency], (int64_t)wanted, 1000, &need, &f), OK);
        int64_t last = need.found ? need.addition : 500;
        for (int64_t more = 0; more < last; more += 10)
            if (budget_cases_at(a, &in, agency, in.ceiling[agency] + more) <= wanted)
                fail_msg("world %u: %ld is enough, not only %ld", (unsigned)seed, (long)more, (long)need.addition);
        assert_int_equal(budget_cases_at(a, &in, agency, need.ceiling), need.cases);
        found += need.found && need.addition > 0;
        beyond += !need.found;
    }
    assert_true(found > 20 && beyond > 20);
}

/* The dearer line comes first in the budget order: five more rupiah reach it and leave the cheaper one unpaid. */
static void more_money_may_close_a_line_and_the_comparison_shows_it(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 26);
    struct texts t = {.pagu = "kode_opd,pagu\nA,15\n",
                      .baris = LINES "B1,R,A,SOPIR,1,1,20,5,1,,\nB2,R,A,JAGA,1,1,15,5,2,,\n",
                      .pekerja = WORKERS WORKER1 "W2,9900000000000002,R,A,JAGA,8,1,,5,,,\n"};
    struct instance_files files = files_of(&t);
    struct instance base = make_instance(a, &files);
    t.pagu = "kode_opd,pagu\nA,20\n";
    files = files_of(&t);
    struct instance now = make_instance(a, &files);
    struct outcome was, is;
    allocate(a, &base, &was);
    allocate(a, &now, &is);
    assert_int_equal(was.shortfall[0], 5);
    struct comparison c;
    scenario_compare(a, &base, &was, &now, &is, &c);
    assert_int_equal(c.n_shifts, 2);
    assert_true(str_eqz(c.shift[0].job, "JAGA") && c.shift[0].closed == 1 && c.shift[0].cost == -15);
    assert_true(str_eqz(c.shift[1].job, "SOPIR") && c.shift[1].opened == 1 && c.shift[1].cost == 20);
    assert_int_equal(c.cost, 5);
    assert_true(c.gained == 1 && c.lost == 1 && c.moved == 0);
    assert_int_equal(c.unresolved, 0);
}

static void an_outcome_beside_itself_shows_nothing(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 26);
    struct instance_files files = files_of(&world);
    struct instance in = make_instance(a, &files);
    struct outcome o;
    allocate(a, &in, &o);
    struct comparison c;
    scenario_compare(a, &in, &o, &in, &o, &c);
    assert_int_equal(c.n_shifts + c.gained + c.lost + c.moved, 0);
    assert_true(c.cost == 0 && c.unresolved == 0 && c.by_reason[REASON_BUDGET] == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_inputs_are_refused_with_file_and_row),
        cmocka_unit_test(sixty_five_codes_are_too_many),
        cmocka_unit_test(lines_beyond_the_limit_are_refused),
        cmocka_unit_test(planted_faults_are_found),
        cmocka_unit_test(the_world_of_the_plants_is_what_the_engine_gives),
        cmocka_unit_test(any_single_change_is_found),
        cmocka_unit_test(workers_are_told_why),
        cmocka_unit_test(a_missing_requirement_is_named),
        cmocka_unit_test(explanations_are_complete_and_private),
        cmocka_unit_test(a_cutoff_is_public_from_five_holders),
        cmocka_unit_test(the_smallest_addition_is_the_smallest),
        cmocka_unit_test(more_money_may_close_a_line_and_the_comparison_shows_it),
        cmocka_unit_test(an_outcome_beside_itself_shows_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
