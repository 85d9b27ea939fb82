/*
 * allocation.c: the story from plan to certificate through HTTP: a plan comes in by file, the lottery is sealed, drawn
 * and opened in its order, a run is computed, compared, proposed, approved by somebody else, released, published; the
 * worker reads why and answers; a stranger repeats the check on the downloaded files. What must not happen is tried at
 * every step.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "harness.h"
#include "html_check.h"
#include "kernel/clock.h"
#include "kernel/digest.h"
#include "kernel/job/job.h"
#include "kernel/region.h"
#include "pathway/pathway.h"
#include "pathway/pathway_check.h"
#include "pathway/run.h"
#include "pathway/run_job.h"
#include "registry/position.h"
#include "registry/worker.h"

extern const struct module registry_module, pathway_module, voice_module;
static const struct module *const modules[] = {&registry_module, &pathway_module, &voice_module};
static struct site site;
static struct client hr, head, legal, anybody;

enum { DRIVERS = 6, COURIERS = 3 };
static int64_t driver, courier, cook; /* positions: core, by decision, not permitted */
static int64_t person[DRIVERS + COURIERS];
static struct str public_id[DRIVERS + COURIERS];
static char run_no[32], scenario_id[24], run_id[24];

/* ---- the ground ---- */

static err add_position(struct tx *tx, const char *code, const char *name, bool core, const char *decision, int64_t *id)
{
    struct at at = site_at(&site, ROLE_HR_OFFICER);
    struct faults f = {.arena = tx_arena(tx)};
    struct position p = {.code = str_z(code), .name = str_z(name), .core = core, .decision = str_z(decision),
                         .field = core ? 4 : 0, .decision_date = DATE_NONE, .aliases = S("")};
    if (decision[0] != 0) {
        p.decision_date = date_from_ymd(2026, 3, 2);
        p.field = 5;
    }
    err e = position_add(tx, &at, &p, &f);
    for (size_t i = 0; i < f.n; i++)
        fprintf(stderr, "%s: " STR_FMT "\n", f.list[i].field, STR_ARG(f.list[i].text));
    *id = p.id;
    return e;
}

static err add_person(struct tx *tx, size_t i)
{
    struct at at = site_at(&site, ROLE_HR_OFFICER);
    struct tally *t = tally_new(tx_arena(tx));
    bool drives = i < DRIVERS;
    struct worker w = {
        .nik = str_printf(tx_arena(tx), "990101150387%04zu", i + 10),
        .name = str_printf(tx_arena(tx), "Andai%c Contohan", (char)('a' + i)),
        .birth_date = date_from_ymd(1987, 3, 15), .sex = i % 2 == 0 ? S("L") : S("P"),
        .agency_id = i % 3 == 2 ? site.other_agency : site.agency, .position_id = drives ? driver : courier,
        .position_text = S(""), .category = S("NON_ASN"), .started = date_from_ymd(2012 + (int32_t)i, 2, 1),
        .last_wage = {2100000}, .data_class = 2, .active = true, .sent_home = DATE_NONE, .case_due = DATE_NONE,
        .qualifications = drives ? S("SIM_A") : S(""),
    };
    TRY(worker_add_checked(tx, &at, &w, t));
    person[i] = w.id;
    public_id[i] = str_dup(site.temp.arena, w.public_id);
    return tally_write(tx, &at, t);
}

static err lay_ground(struct tx *tx, void *arg)
{
    (void)arg;
    TRY(add_position(tx, "PENGEMUDI", "Pengemudi", true, "", &driver));
    TRY(add_position(tx, "KURIR", "Kurir surat dinas", false, "TAPD 12/2026", &courier));
    TRY(add_position(tx, "JURU_MASAK", "Juru masak", false, "", &cook));
    for (size_t i = 0; i < COUNT(person); i++)
        TRY(add_person(tx, i));
    return OK;
}

static err lock_census(struct tx *tx, void *arg)
{
    (void)arg;
    return region_setting_set(tx, site.pemda, "sensus.terkunci", S("1"));
}

static int set_up(void **state)
{
    (void)state;
    clock_set_today(date_from_ymd(2026, 11, 21));
    site_start(&site, modules, COUNT(modules));
    site_write(&site, lay_ground, NULL);
    site_browser(&site, &hr, ROLE_HR_OFFICER);
    site_browser(&site, &head, ROLE_APPOINTING_AUTHORITY);
    site_browser(&site, &legal, ROLE_LEGAL_REVIEWER);
    site_browser(&site, &anybody, ROLE_ANONYMOUS);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    client_end(&hr);
    client_end(&head);
    client_end(&legal);
    client_end(&anybody);
    site_stop(&site);
    return 0;
}

static void run_jobs(void)
{
    const struct job_kind *kinds[8];
    size_t n = 0;
    for (size_t i = 0; i < pathway_module.n_jobs; i++)
        kinds[n++] = &pathway_module.jobs[i];
    assert_int_equal(job_run_all(site.temp.db, kinds, n), OK);
}

static void expect_page(struct client *c, int status)
{
    AUTO_ARENA a = arena_new(1 << 22);
    if (c->status != status)
        fail_msg("status %d, not %d: " STR_FMT, c->status, status, STR_ARG(buf_str(&c->body)));
    struct str trouble = html_trouble(a, buf_str(&c->body));
    if (trouble.p != NULL)
        fail_msg(STR_FMT, STR_ARG(trouble));
}

#define SEES(c, words)                                                                                       \
    do {                                                                                                     \
        if (!client_sees((c), (words)))                                                                      \
            fail_msg("page does not say “%s”:\n%.*s", (words), STR_ARG(buf_str(&(c)->body)));                \
    } while (0)

static void go(struct client *c, const char *path)
{
    client_get(c, "%s", path);
    expect_page(c, 200);
}

static void expect_moved(struct client *c)
{
    if (c->status != 303)
        fail_msg("status %d: " STR_FMT, c->status, STR_ARG(buf_str(&c->body)));
    client_follow(c);
    expect_page(c, 200);
}

static int64_t number(const char *text)
{
    const struct sql sql = {text};
    return site_number(&site, &sql, site.pemda.v);
}

/* What stands between two marks of the last page. */
static void between(const struct client *c, const char *from, const char *to, char *out, size_t room)
{
    const char *page = strndup(c->body.p, c->body.n);
    const char *a = strstr(page, from);
    assert_non_null(a);
    a += strlen(from);
    const char *b = strstr(a, to);
    assert_non_null(b);
    snprintf(out, room, "%.*s", (int)(b - a), a);
    free((void *)(uintptr_t)page);
}

/* ---- plan and money ---- */

static const char plan_bad[] =
    "id_baris,kode_opd,kode_jabatan,tahap,jumlah,biaya,upah,urutan,syarat,cadangan\n"
    "CONTO-1,1.01.01,PENGEMUDI,1,2,66230808,3827935,1,SIM_A,\n"
    "CONTO-2,9.99.99,PENGEMUDI,1,dua,66230808,3827935,2,,\n";
static const char plan_good[] =
    "id_baris;kode_opd;kode_jabatan;tahap;jumlah;biaya;upah;urutan;syarat;cadangan\r\n"
    "CONTO-1;1.01.01;PENGEMUDI;1;3;66230808;3827935;1;SIM_A;\r\n"
    "CONTO-2;Dinas Conto;KURIR;2;1;66029760;3827935;2;;\r\n"
    "MISAL-1;1.02.01;Pengemudi;1;2;66230808;3827935;1;SIM_A;\r\n"
    "MISAL-2;1.02.01;JURU_MASAK;2;4;50000000;3827935;2;;\r\n"
    "LATIH-1;1.02.01;KURIR;5;1;0;0;3;;\r\n";
static const char ceilings[] = "kode_opd,pagu\n1.01.01,300000000\n1.02.01,150000000\n";

static void test_plan_comes_in_whole_or_not_at_all(void **state)
{
    (void)state;
    go(&hr, "/pagu");
    SEES(&hr, "Belum ada baris rencana");
    go(&hr, "/pagu/impor");
    client_upload(&hr, "/pagu/impor", "jenis=rencana&tahun=2027", "berkas", "rencana.csv", str_z(plan_bad));
    expect_page(&hr, 422);
    SEES(&hr, "rencana.csv:3: instansi &quot;9.99.99&quot; tidak dikenal");
    SEES(&hr, "rencana.csv:3: jumlah harus bilangan bulat");
    assert_int_equal(number("SELECT count(*) FROM plan_line WHERE pemda_id = $1"), 0);
    client_upload(&hr, "/pagu/impor", "jenis=rencana&tahun=2027", "berkas", "rencana.csv", str_z(plan_good));
    expect_page(&hr, 200);
    SEES(&hr, "5 baru, 0 berubah, 0 tetap");
    client_upload(&hr, "/pagu/impor", "jenis=rencana&tahun=2027", "berkas", "rencana.csv", str_z(plan_good));
    SEES(&hr, "0 baru, 0 berubah, 5 tetap");
    client_upload(&hr, "/pagu/impor", "jenis=pagu&tahun=2027", "berkas", "pagu.csv", str_z(ceilings));
    SEES(&hr, "2 baru");
    go(&hr, "/pagu");
    SEES(&hr, "Rp300.000.000");
    char path[80];
    snprintf(path, sizeof path, "/pagu/%lld?potong=20", (long long)site.agency);
    go(&hr, path);
    SEES(&hr, "Bila pagu dipotong 20%, 1 kursi kehilangan biaya");
}

static void test_a_plan_line_by_form_is_refused_beside_its_field(void **state)
{
    (void)state;
    go(&hr, "/pagu/baris/baru");
    client_post(&hr, "/pagu/baris", "id=0&versi=0&tahun=2027&kode=X+Y&instansi=%lld&jabatan=%lld&tahap=1&jumlah=2&biaya=&upah=10"
                "&urutan=1&cadangan=DIS:5", (long long)site.agency, (long long)driver);
    expect_page(&hr, 422);
    SEES(&hr, "Kode baris berisi 1 sampai 20 huruf");
    SEES(&hr, "Biaya ditulis dalam rupiah bulat");
    client_post(&hr, "/pagu/baris", "id=0&versi=0&tahun=2027&kode=CONTO-1&instansi=%lld&jabatan=%lld&tahap=1&jumlah=2&biaya=1000"
                "&upah=10&urutan=1", (long long)site.agency, (long long)driver);
    expect_page(&hr, 422);
    SEES(&hr, "Kode CONTO-1 sudah dipakai");
    int64_t line = number("SELECT id FROM plan_line WHERE pemda_id = $1 AND code = 'CONTO-1'");
    client_post(&hr, "/pagu/baris", "id=%lld&versi=1&tahun=2027&kode=CONTO-9&instansi=%lld&jabatan=%lld&tahap=1&jumlah=2"
                "&biaya=1000&upah=10&urutan=1", (long long)line, (long long)site.agency, (long long)driver);
    expect_page(&hr, 422);
    SEES(&hr, "Kode baris tidak dapat diganti");
    client_post(&hr, "/pagu/baris", "id=%lld&versi=9&tahun=2027&kode=CONTO-1&instansi=%lld&jabatan=%lld&tahap=1&jumlah=2"
                "&biaya=1000&upah=10&urutan=1", (long long)line, (long long)site.agency, (long long)driver);
    assert_int_equal(hr.status, 409); /* a form from before somebody else's change */
}

static void test_choices_by_file(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 16);
    struct str file = str_printf(a, "id_pekerja,urutan,id_baris\n" STR_FMT ",1,MISAL-1\n" STR_FMT ",2,CONTO-1\n",
                                 STR_ARG(public_id[0]), STR_ARG(public_id[0]));
    go(&hr, "/pagu/impor");
    client_upload(&hr, "/pagu/impor", "jenis=pilihan&tahun=2027", "berkas", "pilihan.csv", file);
    SEES(&hr, "1 baru");
    struct str twice = str_printf(a, "id_pekerja,urutan,id_baris\n" STR_FMT ",1,MISAL-1\n" STR_FMT ",1,CONTO-1\n",
                                  STR_ARG(public_id[0]), STR_ARG(public_id[0]));
    client_upload(&hr, "/pagu/impor", "jenis=pilihan&tahun=2027", "berkas", "pilihan.csv", twice);
    expect_page(&hr, 422);
    SEES(&hr, "dipakai dua kali oleh satu pekerja");
}

/* ---- the lottery, in its order ---- */

static char word[32];

static void test_the_lottery_keeps_its_order(void **state)
{
    (void)state;
    go(&anybody, "/undian");
    SEES(&anybody, "Undian belum disegel");
    client_get(&anybody, "/undian/acara");
    assert_int_not_equal(anybody.status, 200);
    go(&hr, "/undian/acara");
    client_post(&hr, "/undian/segel", "x=1");
    expect_page(&hr, 200);
    between(&hr, "<code class=\"hash\">", "</code>", word, sizeof word);
    go(&anybody, "/undian");
    SEES(&anybody, "Masih tersegel");
    assert_false(client_sees(&anybody, word));
    static const char drawn[] = "versi=1&angka=830511746629&tanggal=18-11-2026&pukul=09.30&tempat=Pendopo&berita_acara=BA+1"
                                "&saksi1=Contoh+Satu&wakil1=Forum&saksi2=Contoh+Dua&wakil2=DPRD";
    go(&hr, "/undian/acara");
    client_post(&hr, "/undian/undi", "%s", drawn);
    expect_page(&hr, 422);
    SEES(&hr, "Sensus belum dikunci");
    site_write(&site, lock_census, NULL);
    client_post(&hr, "/undian/segel", "x=1");
    expect_page(&hr, 422);
    client_post(&hr, "/undian/undi", "%s", "versi=1&angka=83051174662&tanggal=18-11-2026&tempat=Pendopo&berita_acara=BA");
    expect_page(&hr, 422);
    SEES(&hr, "tepat 12 angka");
    client_post(&hr, "/undian/undi", "%s", drawn);
    expect_moved(&hr);
    client_post(&hr, "/undian/buka", "versi=2&kata=CON-SALAHSALAHXX");
    expect_page(&hr, 422);
    SEES(&hr, "tidak sama dengan sidik yang disegel");
    client_post(&hr, "/undian/buka", "versi=2&kata=%s", word);
    expect_moved(&hr);
    char page[64];
    snprintf(page, sizeof page, "/undian?id=%.*s", STR_ARG(public_id[0]));
    go(&anybody, page);
    SEES(&anybody, "Cocok.");
    SEES(&anybody, "Urutan ke-");
}

/* ---- computing and comparing ---- */

static void test_a_run_and_a_scenario_side_by_side(void **state)
{
    (void)state;
    go(&hr, "/alokasi");
    client_post(&hr, "/alokasi", "nama=");
    expect_page(&hr, 422);
    client_post(&hr, "/alokasi", "nama=Keadaan+sekarang");
    assert_int_equal(hr.status, 303);
    sscanf(hr.location, "/alokasi/%23[0-9]", run_id);
    client_follow(&hr);
    expect_page(&hr, 200);
    run_jobs();
    char path[80];
    snprintf(path, sizeof path, "/alokasi/%s", run_id);
    go(&hr, path);
    SEES(&hr, "Hasil alokasi");
    SEES(&hr, "Sertifikat keadilan");
    between(&hr, "aria-current=\"page\">A-", "<", run_no, sizeof run_no);
    assert_int_equal(number("SELECT value FROM run_figure f JOIN run r ON r.pemda_id = f.pemda_id AND r.id = f.run_id "
                            "WHERE f.pemda_id = $1 AND f.name = 'people'"), 11);
    assert_int_equal(number("SELECT count(*) FROM run_check WHERE pemda_id = $1 AND passed = 0"), 0);
    snprintf(path, sizeof path, "/alokasi/%s/skenario", run_id);
    go(&hr, path);
    client_post(&hr, path, "nama=Kosong");
    expect_page(&hr, 422);
    SEES(&hr, "Ubah paling sedikit satu hal");
    client_post(&hr, path, "nama=Dipotong&instansi=1.01.01&pagu=-50%%25");
    assert_int_equal(hr.status, 303);
    sscanf(hr.location, "/alokasi/%23[0-9]", scenario_id);
    run_jobs();
    snprintf(path, sizeof path, "/alokasi/%s", scenario_id);
    go(&hr, path);
    SEES(&hr, "Pagu Dinas Conto menjadi Rp150.000.000");
    SEES(&hr, "Kehilangan jalur");
    snprintf(path, sizeof path, "/alokasi/%s/orang?saring=kehilangan", scenario_id);
    go(&hr, path);
    SEES(&hr, "Kursi belum dibiayai");
    snprintf(path, sizeof path, "/alokasi/%s/baris", run_id);
    go(&hr, path);
    snprintf(path, sizeof path, "/alokasi/%s/berita-acara", run_id);
    go(&hr, path);
    snprintf(path, sizeof path, "/pagu/%lld?potong=20", (long long)site.agency);
    go(&hr, path);
    SEES(&hr, "Siapa yang kehilangan kursi");
    assert_int_equal(number("SELECT count(*) FROM worker WHERE pemda_id = $1 AND plan_line <> ''"), 0);
}

/* ---- the way to publication ---- */

static int64_t version_of_run(void)
{
    return number("SELECT max(version) FROM run WHERE pemda_id = $1 AND base_id IS NULL");
}

static void step(struct client *c, const char *what, const char *fields)
{
    char path[80];
    snprintf(path, sizeof path, "/alokasi/%s/putusan", run_id);
    go(c, path);
    snprintf(path, sizeof path, "/alokasi/%s/%s", run_id, what);
    client_post(c, path, "versi=%lld&%s", (long long)version_of_run(), fields);
}

struct self_approval {
    err e;
    struct str words;
};

static err approve_own(struct tx *tx, void *arg)
{
    struct self_approval *x = arg;
    struct at at = site_at(&site, ROLE_APPOINTING_AUTHORITY);
    struct faults f = {.arena = site.temp.arena};
    at.who.user_id = site.user[ROLE_HR_OFFICER]; /* one person with both roles */
    x->e = run_approve(tx, &at, strtoll(run_id, NULL, 10), version_of_run(), S("Sudah saya periksa sendiri"), S(""), &f);
    x->words = f.n > 0 ? f.list[0].text : S("");
    return OK;
}

static void test_who_proposes_never_approves(void **state)
{
    (void)state;
    struct self_approval own = {OK, S("")};
    go(&head, "/keputusan");
    SEES(&head, "Tidak ada yang menunggu");
    step(&hr, "ajukan", "alasan=");
    expect_page(&hr, 422);
    char path[80];
    snprintf(path, sizeof path, "/alokasi/%s/ajukan", run_id);
    client_post(&hr, path, "versi=1&alasan=Hasil+ini+paling+banyak+memberi+jalur");
    assert_int_equal(hr.status, 409);
    step(&hr, "ajukan", "alasan=Hasil+ini+paling+banyak+memberi+jalur");
    expect_moved(&hr);
    step(&hr, "setujui", "alasan=Saya+setuju+sendiri+saja");
    assert_int_equal(hr.status, 403);
    site_write(&site, approve_own, &own);
    assert_int_equal(own.e, ERR_INVALID);
    assert_true(str_contains(own.words, S("orang lain")));
    go(&head, "/keputusan");
    SEES(&head, "Keadaan sekarang");
    step(&head, "kembalikan", "catatan=Periksa+dahulu+pagu+Dinas+Misal");
    expect_moved(&head);
    step(&hr, "ajukan", "alasan=Pagu+sudah+diperiksa+dan+tetap");
    expect_moved(&hr);
    step(&head, "setujui", "alasan=Sesuai+aturan+dan+pagu+yang+ada");
    expect_moved(&head);
}

static void test_nothing_is_public_before_it_is_published(void **state)
{
    (void)state;
    char path[80];
    snprintf(path, sizeof path, "/sertifikat/A-%s", run_no);
    client_get(&anybody, "%s", path);
    assert_int_equal(anybody.status, 404);
    client_get(&anybody, "%s/pekerja.csv", path);
    assert_int_equal(anybody.status, 404);
    step(&legal, "rilis", "dasar=Pasal+4+Peraturan+Bupati+Conto+1/2026");
    expect_moved(&legal);
    client_get(&anybody, "%s", path);
    assert_int_equal(anybody.status, 404);
    step(&hr, "terbitkan", "x=1");
    expect_moved(&hr);
    run_jobs();
    run_jobs();
    go(&anybody, path);
    SEES(&anybody, "Tidak ada yang hilang");
    assert_false(client_sees(&anybody, "Tidak lulus"));
    go(&anybody, "/sertifikat");
    SEES(&anybody, "berlaku");
}

static void test_every_person_has_one_result(void **state)
{
    (void)state;
    assert_int_equal(number("SELECT count(*) FROM run_result WHERE pemda_id = $1"), 11);
    assert_int_equal(number("SELECT count(*) FROM offer WHERE pemda_id = $1 AND state = 'menunggu'"),
                     number("SELECT count(*) FROM worker WHERE pemda_id = $1 AND pathway_state = 'ditawarkan'"));
    assert_true(number("SELECT count(*) FROM offer WHERE pemda_id = $1") >= 6);
    assert_int_equal(number("SELECT count(*) FROM worker WHERE pemda_id = $1 AND pathway = 'belum' AND active = 1 "
                            "AND (case_owner IS NULL OR case_due IS NULL)"), 0);
}

/* ---- a stranger ---- */

static struct str download(const char *file, char *sum, size_t room)
{
    AUTO_ARENA a = arena_new(1 << 20);
    client_get(&anybody, "/sertifikat/A-%s/%s", run_no, file);
    assert_int_equal(anybody.status, 200);
    struct str text = str_dup(site.temp.arena, buf_str(&anybody.body));
    snprintf(sum, room, "%.*s  %s\n", STR_ARG(sha256_hex(a, sha256_of(text))), file);
    return text;
}

static void test_a_stranger_repeats_the_check(void **state)
{
    (void)state;
    struct run_texts t = {0};
    struct computation again;
    struct faults f = {.arena = site.temp.arena};
    char sums[FILE_COUNT][160];
    for (int i = 0; i < FILE_COUNT; i++)
        t.text[i] = download(run_file_names[i], sums[i], sizeof sums[i]);
    client_get(&anybody, "/sertifikat/A-%s/SIDIK", run_no);
    for (int i = 0; i < FILE_COUNT; i++)
        assert_true(client_sees(&anybody, sums[i]));
    assert_false(str_contains(t.text[FILE_PEKERJA], S("990101150387")));
    struct run_texts inputs = t;
    inputs.text[FILE_HASIL] = inputs.text[FILE_BUKAAN] = (struct str){0};
    assert_int_equal(run_compute(site.temp.arena, &inputs, &again, &f), OK);
    assert_true(str_eq(again.texts.text[FILE_HASIL], t.text[FILE_HASIL]));
    assert_true(str_eq(again.texts.text[FILE_BUKAAN], t.text[FILE_BUKAAN]));
    client_get(&anybody, "/sertifikat/A-%s/alokasi.zip", run_no);
    assert_int_equal(anybody.status, 200);
    assert_memory_equal(anybody.body.p, "PK", 2);
}

/* ---- the worker ---- */

static struct at at_of(size_t i)
{
    struct at at = site_at(&site, ROLE_WORKER);
    at.who.worker_id = person[i];
    return at;
}

static err read_why(struct tx *tx, void *arg)
{
    struct at at = at_of(0);
    return decided_of_worker(tx, &at, person[0], arg);
}

static void test_the_worker_reads_why(void **state)
{
    (void)state;
    struct decided d;
    AUTO_ARENA a = arena_new(1 << 20);
    assert_int_equal(db_read(site.temp.db, a, read_why, &d), OK);
    assert_true(str_starts(d.heading, S("Anda ditempatkan di Pengemudi")));
    assert_true(d.n_why >= 1);
    for (size_t i = 0; i < d.n_why; i++)
        for (size_t k = 0; k < COUNT(public_id); k++)
            assert_false(k != 0 && str_contains(d.why[i].words, public_id[k]));
}

struct answer {
    size_t who;
    bool accept;
    err e;
};

static err answer_offer(struct tx *tx, void *arg)
{
    struct answer *x = arg;
    struct at at = at_of(x->who);
    struct offer o;
    struct faults f = {.arena = tx_arena(tx)};
    TRY(offer_of_worker(tx, &at, person[x->who], &o));
    x->e = offer_answer(tx, &at, o.id, o.version, x->accept, x->accept ? S("") : S("Terlalu jauh"), &f);
    return OK;
}

static void test_an_offer_is_accepted_or_refused_once(void **state)
{
    (void)state;
    struct answer yes = {0, true, OK}, again = {0, false, OK}, no = {1, false, OK};
    site_write(&site, answer_offer, &yes);
    assert_int_equal(yes.e, OK);
    site_write(&site, answer_offer, &again);
    assert_int_equal(again.e, ERR_STALE);
    site_write(&site, answer_offer, &no);
    assert_int_equal(no.e, OK);
    assert_int_equal(number("SELECT count(*) FROM worker WHERE pemda_id = $1 AND pathway_reason = 'MENOLAK' "
                            "AND case_owner IS NOT NULL AND case_due IS NOT NULL"), 1);
    assert_int_equal(number("SELECT count(*) FROM worker WHERE pemda_id = $1 AND pathway_state = 'disetujui'"), 1);
    char path[80];
    snprintf(path, sizeof path, "/tenaga/%lld", (long long)person[0]);
    go(&hr, path);
    SEES(&hr, "seperti yang dibaca orangnya");
}

static void test_a_seat_cannot_be_offered_by_hand(void **state)
{
    (void)state;
    char path[80];
    snprintf(path, sizeof path, "/tenaga/%lld/tawaran", (long long)person[0]);
    go(&hr, path);
    client_post(&hr, path, "versi=%lld&baris=CONTO-1&alasan=Kursi+kosong+di+Dinas+Conto",
                (long long)number("SELECT max(version) FROM worker WHERE pemda_id = $1"));
    assert_int_not_equal(hr.status, 303);
}

/* Whoever accepted a seat holds it in the next run; the comparison is with what was published. */
static void test_a_second_run_keeps_who_accepted(void **state)
{
    (void)state;
    char path[80];
    go(&hr, "/alokasi");
    client_post(&hr, "/alokasi", "nama=Setelah+keberatan");
    assert_int_equal(hr.status, 303);
    snprintf(path, sizeof path, "%.60s", hr.location);
    path[strcspn(path, "?")] = 0;
    run_jobs();
    go(&hr, path);
    SEES(&hr, "untuk A dibanding hasil yang terbit");
    assert_int_equal(number("SELECT count(*) FROM run WHERE pemda_id = $1 AND compared_id IS NOT NULL AND base_id IS NULL"), 1);
    size_t end = strlen(path);
    snprintf(path + end, sizeof path - end, "/instansi");
    go(&hr, path);
    SEES(&hr, "Belanja menurut instansi");
    SEES(&hr, "Dinas Conto");
    assert_int_equal(number("SELECT count(*) FROM run_file f JOIN run_text t ON t.pemda_id = f.pemda_id AND t.sha256 = f.sha256 "
                            "JOIN run r ON r.pemda_id = f.pemda_id AND r.id = f.run_id WHERE f.pemda_id = $1 "
                            "AND f.name = 'hasil.csv' AND f.sort = 'penuh' AND r.name = 'Setelah keberatan' "
                            "AND t.text LIKE '%,TEMPAT,%,0,%'"), 1); /* tier 0: the holder */
    snprintf(path, sizeof path, "/pagu/%lld?sampai=0", (long long)site.agency);
    go(&hr, path);
    SEES(&hr, "Berapa tambahan yang perlu?");
}

/* ---- what must always be true ---- */

static void say(void *arg, bool good, struct str line)
{
    int *bad = arg;
    if (!good) {
        fprintf(stderr, STR_FMT "\n", STR_ARG(line));
        (*bad)++;
    }
}

static err check_all(struct tx *tx, void *arg)
{
    struct at at = site_at(&site, ROLE_AUDITOR);
    return pathway_check(tx, &at, say, arg);
}

static void test_every_invariant_holds(void **state)
{
    (void)state;
    int bad = 0;
    site_read(&site, check_all, &bad);
    assert_int_equal(bad, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plan_comes_in_whole_or_not_at_all),
        cmocka_unit_test(test_a_plan_line_by_form_is_refused_beside_its_field),
        cmocka_unit_test(test_choices_by_file),
        cmocka_unit_test(test_the_lottery_keeps_its_order),
        cmocka_unit_test(test_a_run_and_a_scenario_side_by_side),
        cmocka_unit_test(test_who_proposes_never_approves),
        cmocka_unit_test(test_nothing_is_public_before_it_is_published),
        cmocka_unit_test(test_every_person_has_one_result),
        cmocka_unit_test(test_a_stranger_repeats_the_check),
        cmocka_unit_test(test_the_worker_reads_why),
        cmocka_unit_test(test_an_offer_is_accepted_or_refused_once),
        cmocka_unit_test(test_a_seat_cannot_be_offered_by_hand),
        cmocka_unit_test(test_a_second_run_keeps_who_accepted),
        cmocka_unit_test(test_every_invariant_holds),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
