/*
 * census.c: the census through HTTP, as an officer lives it: a file as offices send it, its columns, what is wrong with
 * it, the choice, the same file again, a corrected file, two agencies with one NIK, and the way to the locked list.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "harness.h"
#include "kernel/clock.h"
#include "kernel/digest.h"
#include "kernel/job/job.h"
#include "registry/census_import.h"
#include "registry/registry.h"

extern const struct module registry_module, census_module;
static const struct module *const modules[] = {&registry_module, &census_module};

static int set_up(void **state)
{
    struct site *s = calloc(1, sizeof *s);
    clock_set_today(date_from_ymd(2026, 11, 21));
    site_start(s, modules, COUNT(modules));
    *state = s;
    return 0;
}

static int tear_down(void **state)
{
    site_stop(*state);
    free(*state);
    return 0;
}

/* The page from its heading on: what a failure shows. */
static struct str heading_on(struct str page)
{
    const char *h1 = memmem(page.p, page.n, "<h1", 3);
    return h1 == NULL ? page : str_from(page, (size_t)(h1 - page.p));
}

#define SEES(c, words)                                                                                       \
    do {                                                                                                     \
        if (!client_sees((c), (words)))                                                                      \
            fail_msg("page does not say “%s”:\n%.*s", (words), STR_ARG(heading_on(buf_str(&(c)->body))));    \
    } while (0)
#define SEES_NOT(c, words) assert_false(client_sees((c), (words)))

static void run_jobs(struct site *s)
{
    const struct job_kind *kinds[8];
    for (size_t i = 0; i < census_module.n_jobs; i++)
        kinds[i] = &census_module.jobs[i];
    assert_int_equal(job_run_all(s->temp.db, kinds, census_module.n_jobs), OK);
}

#define HEAD "No,Nama Pegawai,No. KTP,TTL,L/P,Dinas,Tugas,TMT,Honor\n"
#define ONE "1,Maulida Teladani,6309040402840006,\"Tanjung, 04-02-1984\",L,Dinas Conto,Penjaga malam,01/02/2017,\"Rp 1.750.000,-\"\n"
#define TWO "2,Gusti Contohan,6309041107900007,\"Tanjung, 11-07-1990\",L,Dinas Misal,Sopir,01/01/2019,1900000\n"

static const struct sql sql_people = {"SELECT COUNT(*) FROM worker WHERE pemda_id = $1"};
static const struct sql sql_versions = {"SELECT CAST(SUM(version) AS BIGINT) FROM worker WHERE pemda_id = $1"};
static const struct sql sql_audit = {"SELECT COUNT(*) FROM audit_line WHERE pemda_id = $1"};
static const struct sql sql_report_lines = {"SELECT COUNT(*) FROM audit_line WHERE pemda_id = $1 AND action = 'impor.laporan'"};
static const struct sql sql_last_import = {"SELECT MAX(id) FROM census_import WHERE pemda_id = $1"};
static const struct sql sql_wage = {"SELECT last_wage FROM worker WHERE pemda_id = $1 AND nik = '6309040402840006'"};
static const struct sql sql_engagements = {"SELECT COUNT(*) FROM engagement WHERE pemda_id = $1"};
static const struct sql sql_quarantine = {"SELECT COUNT(*) FROM census_quarantine WHERE pemda_id = $1"};
static const struct sql sql_open_pair = {"SELECT COALESCE(MIN(id), 0) FROM census_pair WHERE pemda_id = $1 AND state = 'terbuka'"};
static const struct sql sql_objection = {"SELECT MAX(id) FROM census_objection WHERE pemda_id = $1"};

static int64_t number(struct site *s, const struct sql *sql)
{
    return site_number(s, sql, s->pemda.v);
}

/* Upload, leave the columns as they were recognised, have it checked: the id of the import. */
static int64_t bring(struct site *s, struct client *c, const char *csv)
{
    assert_int_equal(client_get(c, "/pendataan/impor"), 200);
    assert_int_equal(client_upload(c, "/pendataan/impor", "instansi=", "berkas", "daftar.csv", str_z(csv)), 303);
    int64_t id = number(s, &sql_last_import);
    char path[100];
    assert_int_equal(client_follow(c), 200);
    SEES(c, "Cocokkan kolom");
    snprintf(path, sizeof path, "/pendataan/impor/%lld/kolom", (long long)id);
    assert_int_equal(client_post(c, path, "urutan=dmy&instansi="), 303);
    run_jobs(s);
    assert_int_equal(client_get(c, "/pendataan/impor/%lld", (long long)id), 200);
    return id;
}

static void choose(struct site *s, struct client *c, int64_t id, const char *how)
{
    char path[100];
    snprintf(path, sizeof path, "/pendataan/impor/%lld/pilih", (long long)id);
    assert_int_equal(client_post(c, path, "cara=%s", how), 303);
    run_jobs(s);
    assert_int_equal(client_get(c, "/pendataan/impor/%lld", (long long)id), 200);
}

/* ---- a file comes in ---- */
static void nothing_is_stored_before_the_choice(void **state)
{
    struct site *s = *state;
    struct client c = {0};
    site_browser(s, &c, ROLE_HR_OFFICER);
    int64_t id = bring(s, &c, HEAD ONE TWO "3,Jumadi Umpamana,630904020588002,\"Tanjung, 31-02-1988\",L,Dinas Andai,Sopir,01/02/2024,abc\n");
    SEES(&c, "2 baris siap disimpan, 1 perlu dilihat");
    SEES(&c, "Impor 2 baris yang baik");
    SEES(&c, "Jangan impor apa pun");
    SEES(&c, "NIK harus 16 angka; baris ini berisi 15.");
    SEES(&c, "“Dinas Andai” belum ada dalam daftar perangkat daerah.");
    SEES(&c, "6309••••••••0006");
    SEES_NOT(&c, "6309040402840006");
    assert_int_equal(number(s, &sql_people), 2);

    assert_int_equal(client_get(&c, "/pendataan/impor/%lld/baris?kode=NIK_PANJANG", (long long)id), 200);
    SEES(&c, "Baris 4");
    assert_int_equal(client_get(&c, "/pendataan/impor/%lld/laporan", (long long)id), 200);
    SEES(&c, "baris,kolom,tingkat,kode,kalimat,nilai,lembar");
    SEES(&c, "4,nik,galat,NIK_PANJANG,NIK harus 16 angka; baris ini berisi 15.,630904020588002,");
    db_side_flush(s->temp.db);
    assert_int_equal(number(s, &sql_report_lines), 1);
    assert_int_equal(client_get(&c, "/pendataan/impor/%lld/laporan", (long long)id), 200); /* the file stayed */

    choose(s, &c, id, "batal");
    SEES(&c, "Tidak ada yang diimpor");
    assert_int_equal(number(s, &sql_people), 2);
    client_end(&c);
}

static void a_second_time_nothing_changes(void **state)
{
    struct site *s = *state;
    struct client c = {0};
    site_browser(s, &c, ROLE_HR_OFFICER);
    int64_t id = bring(s, &c, HEAD ONE TWO);
    choose(s, &c, id, "baik");
    SEES(&c, "2 orang disimpan");
    assert_int_equal(number(s, &sql_people), 4);
    int64_t versions = number(s, &sql_versions);

    bring(s, &c, HEAD ONE TWO);
    SEES(&c, "Berkas ini sudah diimpor pada 21 November 2026; tidak ada yang berubah.");
    id = bring(s, &c, HEAD TWO ONE); /* other bytes, the same people */
    SEES(&c, "0 baris siap disimpan");
    choose(s, &c, id, "baik");
    assert_int_equal(number(s, &sql_people), 4);
    assert_int_equal(number(s, &sql_versions), versions);
    client_end(&c);
}

static void changes_wait_for_approval_and_corrections_stay(void **state)
{
    struct site *s = *state;
    struct client c = {0};
    char path[100];
    site_browser(s, &c, ROLE_HR_OFFICER);
    choose(s, &c, bring(s, &c, HEAD ONE TWO), "baik");
    assert_int_equal(number(s, &sql_wage), 1750000);
    int64_t id = bring(s, &c, HEAD "1,Maulida Teladani,6309040402840006,\"Tanjung, 04-02-1984\",L,Dinas Conto,Penjaga malam,01/02/2017,1800000\n");
    choose(s, &c, id, "baik");
    assert_int_equal(number(s, &sql_wage), 1750000); /* not yet */
    assert_int_equal(client_get(&c, "/pendataan/impor/%lld/perubahan", (long long)id), 200);
    SEES(&c, "Upah per bulan");
    SEES(&c, "Rp1.750.000");
    SEES(&c, "Rp1.800.000");
    snprintf(path, sizeof path, "/pendataan/impor/%lld/perubahan", (long long)id);
    assert_int_equal(client_post(&c, path, "setuju=1"), 303);
    run_jobs(s);
    assert_int_equal(number(s, &sql_wage), 1800000);
    assert_int_equal(client_post(&c, path, "setuju=1"), 409); /* once */

    /* the person who is missing is listed, not removed */
    assert_int_equal(client_get(&c, "/pendataan/impor/%lld/tidak-ada", (long long)id), 200);
    SEES(&c, "Contowati Umpama");
    client_end(&c);
}

static void required_columns_are_asked_for(void **state)
{
    struct site *s = *state;
    struct client c = {0};
    char path[100];
    site_browser(s, &c, ROLE_HR_OFFICER);
    assert_int_equal(client_get(&c, "/pendataan/impor"), 200);
    assert_int_equal(client_upload(&c, "/pendataan/impor", "instansi=", "berkas", "x.csv",
                                   S("NIK;Nama;Jabatan;Uang lelah\n6309040402840006;Umpama;Sopir;1\n")), 303);
    int64_t id = number(s, &sql_last_import);
    client_follow(&c);
    snprintf(path, sizeof path, "/pendataan/impor/%lld/kolom", (long long)id);
    assert_int_equal(client_post(&c, path, "urutan=dmy&k0_3=upah"), 422);
    SEES(&c, "Kolom wajib belum ada: Tanggal Lahir, Perangkat Daerah, TMT Mulai Kerja.");
    assert_int_equal(client_post(&c, path, "urutan=dmy&k0_3=nik"), 422);
    SEES(&c, "Dua kolom dikenali sebagai NIK: “NIK” dan “Uang lelah”. Pilih salah satu.");
    assert_int_equal(client_post(&c, path, "urutan=dmy&k0_3=karangan"), 422);
    client_end(&c);
}

static void what_is_no_table_is_refused_with_the_way_out(void **state)
{
    struct site *s = *state;
    struct client c = {0};
    site_browser(s, &c, ROLE_HR_OFFICER);
    assert_int_equal(client_get(&c, "/pendataan/impor"), 200);
    assert_int_equal(client_upload(&c, "/pendataan/impor", "instansi=", "berkas", "x.xls", S("%PDF-1.7")), 422);
    SEES(&c, "Berkas ini bukan CSV atau XLSX. Buka di Excel atau LibreOffice, lalu Simpan Sebagai .xlsx.");
    assert_int_equal(client_upload(&c, "/pendataan/impor", "instansi=", "berkas", "x.xlsx", S("PK\x03\x04")), 422);
    SEES(&c, "Berkas XLSX rusak atau terpotong.");
    client_end(&c);
}

static void an_agency_officer_brings_in_their_own(void **state)
{
    struct site *s = *state;
    struct client c = {0}, h = {0};
    site_browser(s, &c, ROLE_AGENCY_OFFICER);
    site_browser(s, &h, ROLE_HR_OFFICER);
    int64_t theirs = bring(s, &h, HEAD ONE);
    assert_int_equal(client_get(&c, "/pendataan/impor/%lld", (long long)theirs), 404);
    int64_t id = bring(s, &c, HEAD ONE TWO);
    SEES(&c, "1 baris siap disimpan");
    choose(s, &c, id, "baik");
    assert_int_equal(number(s, &sql_people), 3);
    assert_int_equal(client_get(&c, "/pendataan/ganda"), 403);
    client_end(&c);
    client_end(&h);
}

/* ---- duplicates ---- */
#define CLASH "3,Maulidah Teladani,6309040402840006,\"Tanjung, 04-02-1984\",L,Dinas Misal,Penjaga malam,03/01/2022,1500000\n"

static void one_nik_in_two_agencies_is_decided_by_a_person(void **state)
{
    struct site *s = *state;
    struct client c = {0};
    char path[100];
    site_browser(s, &c, ROLE_HR_OFFICER);
    int64_t id = bring(s, &c, HEAD ONE TWO CLASH);
    SEES(&c, "1 baris siap disimpan");
    choose(s, &c, id, "baik");
    assert_int_equal(number(s, &sql_people), 3);
    assert_int_equal(number(s, &sql_quarantine), 2);

    int64_t pair = number(s, &sql_open_pair);
    assert_int_equal(client_get(&c, "/pendataan/ganda"), 200);
    SEES(&c, "NIK sama");
    assert_int_equal(client_get(&c, "/pendataan/ganda/%lld", (long long)pair), 200);
    SEES(&c, "Apakah ini orang yang sama?");
    SEES(&c, "Dinas Misal");
    snprintf(path, sizeof path, "/pendataan/ganda/%lld", (long long)pair);
    assert_int_equal(client_post(&c, path, "versi=1&keputusan=sama_a&alasan="), 422);
    SEES(&c, "Tulis alasan singkat");
    assert_int_equal(client_post(&c, path, "versi=1&keputusan=sama_a&alasan=KTP+asli+ada"), 303);
    assert_int_equal(client_post(&c, path, "versi=1&keputusan=sama_b&alasan=KTP+asli+ada"), 409);
    assert_int_equal(number(s, &sql_people), 4);
    assert_int_equal(number(s, &sql_engagements), 1);
    assert_int_equal(number(s, &sql_quarantine), 0);
    client_end(&c);
}

static void two_people_are_never_asked_about_again(void **state)
{
    struct site *s = *state;
    struct client c = {0};
    char path[100];
    static const char near[] = HEAD ONE "2,Maulida Teladani,6309040402840007,\"Tanjung, 04-02-1984\",L,Dinas Conto,Sopir,01/02/2017,1500000\n";
    site_browser(s, &c, ROLE_HR_OFFICER);
    int64_t id = bring(s, &c, near);
    int64_t pair = number(s, &sql_open_pair);
    assert_true(pair > 0);
    snprintf(path, sizeof path, "/pendataan/ganda/%lld", (long long)pair);
    client_get(&c, "%s", path);
    assert_int_equal(client_post(&c, path, "versi=1&keputusan=berbeda&alasan=Saudara+kembar"), 303);
    choose(s, &c, id, "batal");
    bring(s, &c, near);
    assert_int_equal(number(s, &sql_open_pair), 0);
    client_end(&c);
}

/* ---- the way to the lock ---- */
static void step(struct client *c, const char *path, const char *fields, int want)
{
    if (client_post(c, path, "%s", fields) != want || str_starts(str_z(c->location), S("/masuk")))
        fail_msg("%s %s: %d, not %d\n%.*s", path, fields, c->status, want, STR_ARG(heading_on(buf_str(&c->body))));
}

static void a_census_goes_through_its_stages_and_is_locked(void **state)
{
    struct site *s = *state;
    struct client c = {0}, boss = {0};
    char path[100];
    site_browser(s, &c, ROLE_HR_OFFICER);
    assert_int_equal(client_get(&c, "/pendataan"), 200);
    SEES(&c, "Belum ada sensus");
    client_get(&c, "/pendataan/mulai");
    step(&c, "/pendataan/mulai", "nama=&acuan=&batas=", 422);
    SEES(&c, "Isi tanggal acuan");
    step(&c, "/pendataan/mulai", "nama=Sensus+2026&acuan=31-12-2026&batas=30-11-2026", 303);
    choose(s, &c, bring(s, &c, HEAD ONE TWO), "baik");

    client_get(&c, "/pendataan");
    SEES(&c, "Sensus 2026");
    step(&c, "/pendataan/tahap", "versi=1&mulai=21-11-2026&sampai=22-11-2026", 422);
    SEES(&c, "Uji publik berlangsung paling sedikit 5 hari.");
    step(&c, "/pendataan/tahap", "versi=1&mulai=21-11-2026&sampai=25-11-2026", 303);
    assert_int_equal(client_get(&c, "/pendataan/daftar"), 200);
    SEES(&c, "Dinas Conto,Maulida Teladani,Penjaga malam");
    SEES_NOT(&c, "6309040402840006");
    client_get(&c, "/pendataan/keberatan/baru");
    char objection[200];
    snprintf(objection, sizeof objection, "instansi=%lld&uraian=Nama+Pak+Umpama+tidak+ada+di+daftar&pengirim=", (long long)s->agency);
    step(&c, "/pendataan/keberatan/baru", objection, 303);
    step(&c, "/pendataan/tahap", "versi=2&sampai=30-11-2026", 422);
    SEES(&c, "Uji publik masih berlangsung");

    clock_set_today(date_from_ymd(2026, 11, 26));
    site_browser(s, &c, ROLE_HR_OFFICER); /* the session of five days ago is over */
    client_get(&c, "/pendataan");
    step(&c, "/pendataan/tahap", "versi=2&sampai=30-11-2026", 303);
    snprintf(path, sizeof path, "/pendataan/keberatan/%lld", (long long)number(s, &sql_objection));
    client_get(&c, "/pendataan");
    step(&c, "/pendataan/tahap", "versi=3&sampai=05-12-2026", 303);

    site_browser(s, &boss, ROLE_APPOINTING_AUTHORITY);
    client_get(&boss, "/pendataan");
    SEES(&boss, "Belum dapat dikunci");
    step(&boss, "/pendataan/kunci", "versi=4", 422);
    SEES(&boss, "instansi belum menandatangani SPTJM");
    SEES(&boss, "1 keberatan belum dijawab");
    client_get(&c, "%s", path);
    step(&c, path, "versi=1&putusan=diterima&jawaban=Bukti+bayar+2019+ditemukan", 303);
    const int64_t agency[] = {s->agency, s->other_agency};
    for (size_t i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "/pendataan/sptjm/%lld", (long long)agency[i]);
        client_get(&c, "%s", path);
        step(&c, path, "penanda_tangan=&jabatan=Kepala&nomor=1&tanggal=26-11-2026", 422);
        step(&c, path, "penanda_tangan=Umpama+Conto&jabatan=Kepala+Dinas&nomor=800/1&tanggal=26-11-2026", 303);
    }
    client_get(&boss, "/pendataan");
    step(&boss, "/pendataan/kunci", "versi=4", 303);
    run_jobs(s);
    client_get(&boss, "/pendataan");
    SEES(&boss, "Sensus terkunci");
    step(&boss, "/pendataan/kunci", "versi=6", 409);

    /* the fingerprint is that of the list one downloads */
    assert_int_equal(client_get(&c, "/pendataan/potret"), 200);
    SEES(&c, "6309040402840006");
    AUTO_ARENA a = arena_new(1 << 20);
    struct str hash = sha256_hex(a, sha256_of(buf_str(&c.body)));
    client_get(&c, "/pendataan");
    SEES(&c, str_to_z(a, hash));

    /* nothing comes in any more */
    client_get(&c, "/pendataan/impor");
    assert_int_equal(client_upload(&c, "/pendataan/impor", "instansi=", "berkas", "x.csv", S(HEAD ONE)), 422);
    SEES(&c, "Sensus sudah dikunci");
    client_end(&c);
    client_end(&boss);
}

/* ---- long work that is cut off ---- */
static err stop_soon(void *user, int64_t done, int64_t total, const char *words)
{
    int *left = user;
    (void)done, (void)total, (void)words;
    return --*left < 0 ? ERR_DENIED : OK;
}

struct prepared {
    struct site *s;
    struct at at;
    struct census_upload upload;
    int64_t id;
};

static err prepare(struct tx *tx, void *arg)
{
    struct prepared *p = arg;
    struct census_import imp;
    struct census_import_column *columns;
    struct faults f = {.arena = tx_arena(tx)};
    struct str chosen[16];
    size_t n;
    bool again;
    TRY(census_import_new(tx, &p->at, &p->upload, 0, &p->id, &f));
    TRY(census_import_get(tx, &p->at, p->id, &imp));
    TRY(census_import_columns(tx, &p->at, p->id, &columns, &n));
    for (size_t i = 0; i < n; i++)
        chosen[i] = columns[i].guess;
    return census_import_map_now(tx, &p->at, &imp, chosen, n, 0, &again, &f);
}

static err begin_taking(struct tx *tx, void *arg)
{
    struct prepared *p = arg;
    struct census_import imp;
    struct faults f = {.arena = tx_arena(tx)};
    TRY(census_import_get(tx, &p->at, p->id, &imp));
    return census_import_take_now(tx, &p->at, &imp, &f);
}

static void a_take_over_that_is_cut_off_repeats_nothing(void **state)
{
    struct site *s = *state;
    AUTO_ARENA a = arena_new((size_t)512 << 20);
    AUTO_BUF b = buf_new(4 << 20);
    struct prepared p = {.s = s, .at = site_at(s, ROLE_HR_OFFICER)};
    char path[200];
    BUF_LIT(&b, HEAD);
    for (int i = 0; i < 2500; i++)
        buf_printf(&b, "%d,Umpama %c%c%c,63090%d0402%02d%04d,\"Tanjung, 04-02-19%02d\",L,Dinas Conto,Sopir,01/02/2017,1750000\n", i,
                   'A' + i % 26, 'a' + i / 26 % 26, 'a' + i / 676, i % 9 + 1, 60 + i % 40, i + 1, 60 + i % 40);
    snprintf(path, sizeof path, "%s/besar.csv", s->temp.dir);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(b.p, 1, b.n, f), b.n);
    fclose(f);
    p.upload = (struct census_upload){.file_name = S("besar.csv"), .path = str_z(path)};
    assert_int_equal(census_upload_look(s->temp.db, a, &p.at, &p.upload), OK);
    site_write(s, prepare, &p);

    int left = 1000;
    struct census_work w = {.db = s->temp.db, .arena = a, .at = p.at, .import_id = p.id, .discard_report = true,
                            .progress = stop_soon, .user = &left};
    assert_int_equal(census_work_check(&w), OK);
    assert_int_equal(census_work_check(&w), OK); /* a second check begins anew and finds the same */
    site_write(s, begin_taking, &p);
    int64_t before = number(s, &sql_people);
    left = 0; /* cut off after the first slice */
    assert_int_equal(census_work_take(&w), ERR_DENIED);
    int64_t half = number(s, &sql_people);
    assert_true(half > before && half < before + 2500);
    int64_t audit = number(s, &sql_audit);
    left = 1000;
    assert_int_equal(census_work_take(&w), OK);
    assert_int_equal(number(s, &sql_people), before + 2500);
    assert_true(number(s, &sql_audit) > audit);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_is_stored_before_the_choice, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_second_time_nothing_changes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(changes_wait_for_approval_and_corrections_stay, set_up, tear_down),
        cmocka_unit_test_setup_teardown(required_columns_are_asked_for, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_table_is_refused_with_the_way_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_agency_officer_brings_in_their_own, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_nik_in_two_agencies_is_decided_by_a_person, set_up, tear_down),
        cmocka_unit_test_setup_teardown(two_people_are_never_asked_about_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_census_goes_through_its_stages_and_is_locked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_take_over_that_is_cut_off_repeats_nothing, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
