/*
 * voice.c: the worker's own pages through HTTP: my data and its correction, my choices, what was decided and why,
 * the offer, the objection; and the two desks that answer. What each may not do is told as often as what they may.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "harness.h"
#include "html_check.h"
#include "kernel/clock.h"
#include "pathway/pathway.h"
#include "registry/worker.h"
#include "voice/correction.h"
#include "voice/voice_module.h"

static const struct module *const modules[] = {&voice_module};
static struct site site;
static struct client worker, officer, hr;

#define TODAY date_from_ymd(2026, 11, 16)

static int set_up(void **state)
{
    (void)state;
    clock_set_today(TODAY);
    site_start(&site, modules, COUNT(modules));
    client_start(&worker, site.port);
    client_start(&officer, site.port);
    client_start(&hr, site.port);
    site_browser(&site, &worker, ROLE_WORKER);
    site_browser(&site, &officer, ROLE_AGENCY_OFFICER);
    site_browser(&site, &hr, ROLE_HR_OFFICER);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    client_end(&worker);
    client_end(&officer);
    client_end(&hr);
    site_stop(&site);
    return 0;
}

static void expect_page(const struct client *c, int status)
{
    AUTO_ARENA a = arena_new(1 << 22);
    if (c->status != status)
        fail_msg("status %d, not %d: " STR_FMT, c->status, status, STR_ARG(buf_str(&c->body)));
    struct str trouble = html_trouble(a, buf_str(&c->body));
    if (trouble.p != NULL)
        fail_msg(STR_FMT, STR_ARG(trouble));
}

static void expect_words(const struct client *c, const char *words)
{
    if (client_sees(c, words))
        return;
    fprintf(stderr, STR_FMT "\n", STR_ARG(buf_str(&c->body)));
    fail_msg("missing “%s”", words);
}

static void expect_moved(struct client *c, const char *to)
{
    assert_int_equal(c->status, 303);
    assert_string_equal(c->location, to);
    client_follow(c);
    expect_page(c, 200);
}

static const struct sql sql_newest_correction = {"SELECT max(id) FROM correction WHERE pemda_id = $1"};
static const struct sql sql_newest_objection = {"SELECT max(id) FROM objection WHERE pemda_id = $1"};
static const struct sql sql_named = {
    "SELECT count(*) FROM worker WHERE pemda_id = $1 AND name = 'Contowati Teladan' AND nik = '9901010101900001'"};
static const struct sql sql_open_corrections = {"SELECT count(*) FROM correction WHERE pemda_id = $1 AND state = 'menunggu'"};

static long newest(const struct sql *sql)
{
    return (long)site_number(&site, sql, site.pemda.v);
}

/* ---- my data ---- */

static void test_a_worker_sees_their_data_and_only_theirs(void **state)
{
    (void)state;
    client_get(&worker, "/saya/data");
    expect_page(&worker, 200);
    expect_words(&worker, "Contowati Umpama");
    expect_words(&worker, "9901••••••••0001");
    assert_false(client_sees(&worker, "9901010101900001"));
    assert_false(client_sees(&worker, "Misalno"));
    client_get(&worker, "/koreksi");
    assert_int_equal(worker.status, 403);
    client_get(&worker, "/keberatan");
    assert_int_equal(worker.status, 403);
    client_get(&officer, "/saya/data");
    assert_int_equal(officer.status, 403);
}

static void test_a_correction_is_refused_with_help(void **state)
{
    (void)state;
    static const struct {
        const char *why, *path, *fields, *words;
    } cases[] = {
        {"the same value", "/saya/data/nama", "nama=Contowati+Umpama&alasan=Sesuai+KTP+saya", "sama dengan yang tersimpan"},
        {"nothing", "/saya/data/nama", "nama=&alasan=Sesuai+KTP+saya", "Isi Nama lengkap"},
        {"no reason", "/saya/data/nama", "nama=Contowati+Teladan&alasan=", "Tulis alasan"},
        {"a day that does not exist", "/saya/data/tanggal_lahir", "tanggal_lahir=31-02-1990&alasan=Sesuai+KTP+saya", "harus tanggal yang ada"},
        {"a birth day nobody has", "/saya/data/tanggal_lahir", "tanggal_lahir=1930-05-05&alasan=Sesuai+KTP+saya", "tidak masuk akal"},
        {"typed text comes back", "/saya/data/alamat", "alamat=%22%3Cjalan%3E&alasan=x", "&quot;&lt;jalan&gt;"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        client_get(&worker, "%s", cases[i].path);
        expect_page(&worker, 200);
        client_post(&worker, cases[i].path, "%s", cases[i].fields);
        expect_page(&worker, 422);
        expect_words(&worker, cases[i].words);
        expect_words(&worker, "<title>Galat: ");
    }
    client_get(&worker, "/saya/data/nik");
    assert_int_equal(worker.status, 404);
    client_post(&worker, "/saya/data/agency_id", "agency_id=1&alasan=ingin+pindah+saja");
    assert_int_equal(worker.status, 404);
    assert_int_equal(site_number(&site, &sql_open_corrections, site.pemda.v), 0);
}

static void test_a_correction_goes_to_the_agency_and_is_answered(void **state)
{
    (void)state;
    client_get(&worker, "/saya/data/nama");
    client_post(&worker, "/saya/data/nama", "nama=Contowati+Teladan&alasan=Sesuai+KTP+saya&nik=9999999999999999&state=diterima");
    expect_moved(&worker, "/saya/data?pesan=perbaikan-terkirim");
    expect_words(&worker, "Menunggu jawaban");
    expect_words(&worker, "Contowati Umpama → Contowati Teladan");

    client_get(&worker, "/saya/data/nama");
    client_post(&worker, "/saya/data/nama", "nama=Contowati+Andai&alasan=Berubah+pikiran+saya");
    expect_page(&worker, 422);
    expect_words(&worker, "masih diperiksa");

    client_get(&officer, "/koreksi");
    expect_page(&officer, 200);
    expect_words(&officer, "Contowati Umpama");
    long id = newest(&sql_newest_correction);
    char path[64];
    snprintf(path, sizeof path, "/koreksi/%ld", id);
    client_get(&officer, "%s", path);
    expect_page(&officer, 200);
    expect_words(&officer, "Contowati Teladan");

    client_post(&officer, path, "versi=1&keputusan=tolak&jawaban=");
    expect_page(&officer, 422);
    expect_words(&officer, "alasan penolakan");
    client_post(&officer, path, "versi=7&keputusan=terima&jawaban=");
    assert_int_equal(officer.status, 409);
    client_get(&officer, "%s", path);
    client_post(&officer, path, "versi=1&keputusan=terima&jawaban=");
    expect_moved(&officer, "/koreksi?pesan=perbaikan-diterima");
    assert_int_equal(site_number(&site, &sql_named, site.pemda.v), 1);

    client_post(&officer, path, "versi=2&keputusan=tolak&jawaban=ternyata+salah+semua");
    assert_int_equal(officer.status, 409);
    client_get(&worker, "/saya/data");
    expect_words(&worker, "Diterima");
    expect_words(&worker, "Contowati Teladan");
}

static err ask_for_other(struct tx *tx, void *arg)
{
    (void)arg;
    struct at at = site_at(&site, ROLE_WORKER);
    at.who.worker_id = site.other_worker;
    struct faults f = {.arena = tx_arena(tx)};
    static const struct pair pairs[] = {{{"alamat", 6}, {"Jalan Umpama 7", 14}}, {{"alasan", 6}, {"pindah rumah kemarin", 20}}};
    struct form form = {.fields = {pairs, 2}};
    return correction_ask(tx, &at, correction_field(S("alamat")), &form, &f);
}

static void test_an_agency_answers_only_its_own_people(void **state)
{
    (void)state;
    site_write(&site, ask_for_other, NULL);
    long id = newest(&sql_newest_correction);
    client_get(&officer, "/koreksi");
    assert_false(client_sees(&officer, "Misalno"));
    client_get(&officer, "/koreksi/%ld", id);
    assert_int_equal(officer.status, 404);
    client_get(&hr, "/koreksi/%ld", id);
    expect_page(&hr, 200);
    expect_words(&hr, "Misalno Andai");
    char path[64];
    snprintf(path, sizeof path, "/koreksi/%ld", id);
    client_post(&officer, path, "versi=1&keputusan=terima&jawaban=");
    assert_int_equal(officer.status, 404);
    client_post(&hr, path, "versi=1&keputusan=tolak&jawaban=Surat+domisili+belum+ada");
    expect_moved(&hr, "/koreksi?pesan=perbaikan-ditolak");
    client_get(&hr, "/koreksi?lihat=dijawab");
    expect_page(&hr, 200);
    expect_words(&hr, "Ditolak");
}

/* ---- a published result ---- */

static const struct sql sql_position = {
    "INSERT INTO position (pemda_id, id, code, name, core) VALUES ($1, $2, 'PENGEMUDI', 'Pengemudi', 1)"};
static const struct sql sql_line = {
    "INSERT INTO plan_line (pemda_id, id, year, code, agency_id, position_id, stage, seats, cost, wage, ord) "
    "VALUES ($1, $2, $3, $4, $5, $6, 1, 3, 60000000, $7, 1)"};
static const struct sql sql_run = {
    "INSERT INTO run (pemda_id, id, number, year, name, state, created, created_by, published) "
    "VALUES ($1, $2, 'A-2027-01', 2027, 'Alokasi', 'terbit', $3, $4, $3)"};
static const struct sql sql_result = {
    "INSERT INTO run_result (pemda_id, worker_id, run_id, status, line_code, choice, tier, reason, why) "
    "VALUES ($1, $2, $3, 'TEMPAT', 'DR-1', 1, 1, '', $4)"};
static const struct sql sql_offer = {
    "INSERT INTO offer (pemda_id, id, worker_id, run_id, line_id, pathway, wage_before, wage_after, state, made, made_by, due) "
    "VALUES ($1, $2, $3, $4, $5, 'alihdaya', 2100000, 3827935, 'menunggu', $6, $7, $8)"};
static const struct sql sql_window = {
    "INSERT INTO choice_window (pemda_id, year, opens, closes) VALUES ($1, $2, $3, $4)"};
static const struct sql sql_offered = {
    "UPDATE worker SET pathway = 'alihdaya', pathway_state = 'ditawarkan', plan_line = 'DR-1', pathway_run = $3 "
    "WHERE pemda_id = $1 AND id = $2"};
static const struct sql sql_offered_count = {
    "UPDATE worker_count SET pathway = 'alihdaya', state = 'ditawarkan' WHERE pemda_id = $1 AND agency_id = $2"};
static int64_t line_id, other_line_id, offer_id;

static err publish(struct tx *tx, void *arg)
{
    (void)arg;
    int64_t position = id_new(site.temp.db), run = id_new(site.temp.db);
    int64_t now = (int64_t)TODAY.day * 86400000 + 2 * 3600000; /* 10.00 WITA, whenever the test runs */
    line_id = id_new(site.temp.db);
    other_line_id = id_new(site.temp.db);
    offer_id = id_new(site.temp.db);
    int32_t year = plan_year_of(TODAY);
    TRY(EXEC(tx, sql_position, site.pemda.v, position));
    TRY(EXEC(tx, sql_line, site.pemda.v, line_id, year, "DR-1", site.agency, position, INT64_C(3827935)));
    TRY(EXEC(tx, sql_line, site.pemda.v, other_line_id, year, "DR-2", site.other_agency, position, INT64_C(3827935)));
    TRY(EXEC(tx, sql_run, site.pemda.v, run, now, site.user[ROLE_HR_OFFICER]));
    TRY(EXEC(tx, sql_result, site.pemda.v, site.worker, run, "+ Anda memegang posisi pengemudi.\n- Tidak ada formasi PPPK tahun ini."));
    TRY(EXEC(tx, sql_offer, site.pemda.v, offer_id, site.worker, run, line_id, now, site.user[ROLE_HR_OFFICER],
             date_add_days(TODAY, 14)));
    TRY(EXEC(tx, sql_offered, site.pemda.v, site.worker, run));
    TRY(EXEC(tx, sql_offered_count, site.pemda.v, site.agency));
    return EXEC(tx, sql_window, site.pemda.v, year, date_add_days(TODAY, -5), now + INT64_C(4) * 86400000);
}

static void test_before_anything_is_published(void **state)
{
    (void)state;
    client_get(&worker, "/saya");
    expect_page(&worker, 200);
    expect_words(&worker, "Jalur Anda sedang dicarikan");
    client_get(&worker, "/saya/tawaran");
    assert_int_equal(worker.status, 404);
    client_get(&worker, "/saya/pilihan");
    expect_page(&worker, 200);
    expect_words(&worker, "Saat ini tidak dibuka");
    client_get(&worker, "/saya/keberatan");
    expect_page(&worker, 200);
    expect_words(&worker, "Belum ada hasil yang terbit");
    client_post(&worker, "/saya/keberatan", "pokok=urutan&uraian=Saya+lebih+lama+bekerja+daripada+yang+lain");
    expect_page(&worker, 422);
}

static void test_what_was_decided_and_why(void **state)
{
    (void)state;
    site_write(&site, publish, NULL);
    client_get(&worker, "/saya");
    expect_page(&worker, 200);
    expect_words(&worker, "Anda ditempatkan di Pengemudi, Dinas Conto");
    expect_words(&worker, "Anda memegang posisi pengemudi.");
    expect_words(&worker, "Tidak ada formasi PPPK tahun ini.");
    expect_words(&worker, "Tawaran untuk Anda");
    expect_words(&worker, "Rp3.827.935");
    expect_words(&worker, "Sampai 23 November 2026");
    assert_false(client_sees(&worker, "Misalno"));
}

static void test_choices_are_ordered_and_kept(void **state)
{
    (void)state;
    client_get(&worker, "/saya/pilihan");
    expect_page(&worker, 200);
    expect_words(&worker, "Tambah Pengemudi, Dinas Misal");
    client_post(&worker, "/saya/pilihan", "versi=0&tambah=%ld", (long)other_line_id);
    expect_moved(&worker, "/saya/pilihan?pesan=pilihan-tersimpan");
    client_post(&worker, "/saya/pilihan", "versi=1&tambah=%ld", (long)line_id);
    expect_moved(&worker, "/saya/pilihan?pesan=pilihan-tersimpan");
    expect_words(&worker, "Naikkan Pengemudi, Dinas Conto, ke nomor 1");
    client_post(&worker, "/saya/pilihan", "versi=1&naik=%ld", (long)line_id);
    assert_int_equal(worker.status, 409);
    client_get(&worker, "/saya/pilihan");
    client_post(&worker, "/saya/pilihan", "versi=2&naik=%ld", (long)line_id);
    expect_moved(&worker, "/saya/pilihan?pesan=pilihan-tersimpan");
    expect_words(&worker, "Naikkan Pengemudi, Dinas Misal, ke nomor 1");
    client_post(&worker, "/saya/pilihan", "versi=3&tambah=%ld", (long)line_id);
    expect_page(&worker, 422);
    client_post(&worker, "/saya/pilihan", "versi=3&hapus=%ld", (long)other_line_id);
    expect_moved(&worker, "/saya/pilihan?pesan=pilihan-tersimpan");
    client_post(&worker, "/saya/pilihan", "versi=4&hapus=12345");
    assert_int_equal(worker.status, 303);

    clock_set_today(date_add_days(TODAY, 9));
    client_get(&worker, "/saya/pilihan");
    expect_page(&worker, 200);
    expect_words(&worker, "Sudah ditutup");
    client_post(&worker, "/saya/pilihan", "versi=4&tambah=%ld", (long)other_line_id);
    expect_page(&worker, 422);
    clock_set_today(TODAY);
}

static void test_an_objection_is_answered(void **state)
{
    (void)state;
    client_get(&worker, "/saya/keberatan");
    expect_page(&worker, 200);
    expect_words(&worker, "Ajukan keberatan");
    client_post(&worker, "/saya/keberatan", "pokok=&uraian=kurang");
    expect_page(&worker, 422);
    expect_words(&worker, "Pilih pokok keberatan");
    client_post(&worker, "/saya/keberatan", "pokok=urutan&uraian=Masa+kerja+saya+lebih+lama+dua+tahun.");
    expect_moved(&worker, "/saya/keberatan?pesan=keberatan-terkirim");
    expect_words(&worker, "Menunggu jawaban");
    client_post(&worker, "/saya/keberatan", "pokok=urutan&uraian=Masa+kerja+saya+lebih+lama+dua+tahun.");
    expect_page(&worker, 422);
    expect_words(&worker, "masih menunggu jawaban");

    long id = newest(&sql_newest_objection);
    char path[64];
    snprintf(path, sizeof path, "/keberatan/%ld", id);
    client_get(&officer, "%s", path);
    assert_int_equal(officer.status, 403);
    client_get(&hr, "/keberatan");
    expect_page(&hr, 200);
    expect_words(&hr, "Dinas Conto");
    client_get(&hr, "%s", path);
    expect_page(&hr, 200);
    client_post(&hr, path, "versi=1&keputusan=tolak&jawaban=tidak");
    expect_page(&hr, 422);
    client_post(&hr, path, "versi=1&keputusan=terima&jawaban=SK+pertama+Anda+benar+2014%%3B+data+diperbaiki+dan+dihitung+ulang.");
    expect_moved(&hr, "/keberatan?pesan=keberatan-dijawab");
    client_post(&hr, path, "versi=2&keputusan=tolak&jawaban=berubah+pikiran+lagi");
    assert_int_equal(hr.status, 409);
    client_get(&worker, "/saya/keberatan");
    expect_page(&worker, 200);
    expect_words(&worker, "data diperbaiki dan dihitung ulang");
}

static void test_an_objection_can_be_taken_back_or_come_late(void **state)
{
    (void)state;
    client_get(&worker, "/saya/keberatan");
    client_post(&worker, "/saya/keberatan", "pokok=jarak&uraian=Tempat+kerja+itu+lima+puluh+kilometer.");
    expect_moved(&worker, "/saya/keberatan?pesan=keberatan-terkirim");
    char path[64];
    snprintf(path, sizeof path, "/saya/keberatan/%ld/tarik", newest(&sql_newest_objection));
    client_post(&worker, path, "versi=1");
    expect_moved(&worker, "/saya/keberatan?pesan=keberatan-ditarik");
    client_post(&worker, path, "versi=2");
    assert_int_equal(worker.status, 409);

    clock_set_today(date_add_days(TODAY, 10));
    client_get(&worker, "/saya/keberatan");
    expect_page(&worker, 200);
    expect_words(&worker, "Batas keberatan sudah lewat");
    client_post(&worker, "/saya/keberatan", "pokok=lain&uraian=Saya+baru+membaca+hasilnya+hari+ini.");
    expect_page(&worker, 422);
    site_browser(&site, &officer, ROLE_AGENCY_OFFICER); /* the earlier session ended after its idle time */
    snprintf(path, sizeof path, "/tenaga/%ld/keberatan", (long)site.worker);
    client_get(&officer, "%s", path);
    expect_page(&officer, 200);
    client_post(&officer, path, "pokok=lain&uraian=Datang+ke+meja+konsultasi%%2C+baru+pulang+dari+rumah+sakit.");
    assert_int_equal(officer.status, 303);
    snprintf(path, sizeof path, "/tenaga/%ld/keberatan", (long)site.other_worker);
    client_get(&officer, "%s", path);
    assert_int_equal(officer.status, 404);
    client_post(&officer, path, "pokok=lain&uraian=Bukan+orang+dari+instansi+kami.");
    assert_int_equal(officer.status, 404);
    clock_set_today(TODAY);
}

static void test_an_offer_is_accepted_only_with_the_password(void **state)
{
    (void)state;
    client_get(&worker, "/saya/tawaran");
    expect_page(&worker, 200);
    expect_words(&worker, "Tidak dirugikan");
    client_post(&worker, "/saya/tawaran/terima", "tawaran=%ld&versi=1&sandi=", (long)offer_id);
    expect_page(&worker, 422);
    expect_words(&worker, "Isi kata sandi Anda");
    client_post(&worker, "/saya/tawaran/terima", "tawaran=%ld&versi=1&sandi=salah-sekali", (long)offer_id);
    expect_page(&worker, 422);
    expect_words(&worker, "Kata sandi tidak cocok");
    client_post(&worker, "/saya/tawaran/terima", "tawaran=%ld&versi=9&sandi=" HARNESS_PASSWORD, (long)offer_id);
    assert_int_equal(worker.status, 409);
    client_get(&worker, "/saya/tawaran");
    client_post(&worker, "/saya/tawaran/terima", "tawaran=%ld&versi=1&sandi=" HARNESS_PASSWORD, (long)offer_id);
    expect_moved(&worker, "/saya?pesan=tawaran-diterima");
    expect_words(&worker, "Diterima");
    client_get(&worker, "/saya/tawaran");
    expect_page(&worker, 200);
    expect_words(&worker, "tidak menunggu jawaban lagi");
    client_post(&worker, "/saya/tawaran/tolak", "tawaran=%ld&versi=2&alasan=", (long)offer_id);
    assert_int_equal(worker.status, 409);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_worker_sees_their_data_and_only_theirs),
        cmocka_unit_test(test_a_correction_is_refused_with_help),
        cmocka_unit_test(test_a_correction_goes_to_the_agency_and_is_answered),
        cmocka_unit_test(test_an_agency_answers_only_its_own_people),
        cmocka_unit_test(test_before_anything_is_published),
        cmocka_unit_test(test_what_was_decided_and_why),
        cmocka_unit_test(test_choices_are_ordered_and_kept),
        cmocka_unit_test(test_an_objection_is_answered),
        cmocka_unit_test(test_an_objection_can_be_taken_back_or_come_late),
        cmocka_unit_test(test_an_offer_is_accepted_only_with_the_password),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
