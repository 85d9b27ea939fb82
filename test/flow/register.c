/*
 * register.c: the register through HTTP, as an officer lives it: find somebody, change them, be refused helpfully,
 * set what is no seat by hand, take the list away; and what an officer of one agency never sees.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "harness.h"
#include "kernel/clock.h"

extern const struct module registry_module;
static const struct module *const modules[] = {&registry_module};

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

#define SEES(c, words)                                                                                       \
    do {                                                                                                     \
        if (!client_sees((c), (words)))                                                                      \
            fail_msg("page does not say “%s”:\n%.*s", (words), STR_ARG(buf_str(&(c)->body)));                \
    } while (0)
#define SEES_NOT(c, words) assert_false(client_sees((c), (words)))

static const struct sql sql_audit = {"SELECT COUNT(*) FROM audit_line WHERE pemda_id = $1 AND action = "
                                     "'worker.tampilkan'"};
static const struct sql sql_people = {"SELECT COUNT(*) FROM worker WHERE pemda_id = $1"};
static const struct sql sql_export_line = {"SELECT COUNT(*) FROM audit_line WHERE pemda_id = $1 AND action = "
                                           "'worker.unduh'"};

static const char sound[] =
    "nama=Teladan+Baru&gelar_depan=&gelar_belakang=&nik=6309011203870001&tempat_lahir=Tanjung"
    "&tanggal_lahir=12-03-1987&jenis_kelamin=L&pendidikan=SMA&jabatan=&jabatan_teks=Pengemudi&unit_kerja="
    "&jenis_tenaga=NON_ASN&sumber_dana=APBD&upah=2.100.000&kelas_data=2&kualifikasi=&penanda="
    "&no_peserta_thk2=&nomor_kk=&npwp=&bpjs=&no_hp=&alamat=&keterangan=";

/* ---- list ---- */
static void test_list(void **state)
{
    struct site *s = *state;
    struct client c = {0};
    site_browser(s, &c, ROLE_HR_OFFICER);
    assert_int_equal(client_get(&c, "/tenaga"), 200);
    SEES(&c, "2 orang dari 2 instansi");
    SEES(&c, "Contowati Umpama");
    SEES(&c, "Misalno Andai");
    SEES(&c, "9901••••••••0001"); /* never the whole number */
    SEES_NOT(&c, "9901010101900001");

    assert_int_equal(client_get(&c, "/tenaga?q=misal"), 200);
    SEES(&c, "Misalno Andai");
    SEES_NOT(&c, "Contowati Umpama");
    assert_int_equal(client_get(&c, "/tenaga?q=9901010101900001"), 200);
    SEES(&c, "Contowati Umpama");
    assert_int_equal(client_get(&c, "/tenaga?q=990101"), 200);
    SEES(&c, "NIK dicari dengan 16 angka lengkap");
    assert_int_equal(client_get(&c, "/tenaga?q=tidakada"), 200);
    SEES(&c, "Tidak ada yang cocok");
    assert_int_equal(client_get(&c, "/tenaga?opd=%lld", (long long)s->other_agency), 200);
    SEES_NOT(&c, "Contowati Umpama");
    assert_int_equal(client_get(&c, "/tenaga?jalur=asn"), 200);
    SEES(&c, "Tidak ada yang cocok");
    assert_int_equal(client_get(&c, "/tenaga?q=%%3Cscript%%3E"), 200);
    SEES_NOT(&c, "<script>");
    client_end(&c);
}

/* ---- scope ---- */
static void test_agency_scope(void **state)
{
    struct site *s = *state;
    struct client c = {0};
    site_browser(s, &c, ROLE_AGENCY_OFFICER);
    assert_int_equal(client_get(&c, "/tenaga"), 200);
    SEES(&c, "Contowati Umpama");
    SEES_NOT(&c, "Misalno Andai");
    assert_int_equal(client_get(&c, "/tenaga?opd=%lld", (long long)s->other_agency), 200);
    SEES_NOT(&c, "Misalno Andai"); /* the address does not widen the scope */
    assert_int_equal(client_get(&c, "/tenaga?q=misal"), 200);
    SEES_NOT(&c, "Misalno Andai");
    assert_int_equal(client_get(&c, "/tenaga/%lld", (long long)s->other_worker), 404);
    assert_int_equal(client_get(&c, "/tenaga/%lld/ubah", (long long)s->other_worker), 404);
    assert_int_equal(client_get(&c, "/tenaga/%lld/jalur", (long long)s->worker), 403);
    assert_int_equal(client_get(&c, "/tenaga/unduh.csv"), 200);
    SEES(&c, "Contowati Umpama");
    SEES_NOT(&c, "Misalno Andai");
    client_end(&c);

    site_browser(s, &c, ROLE_COUNCIL_MEMBER);
    assert_int_equal(client_get(&c, "/pemetaan"), 200);
    SEES_NOT(&c, "href=\"/tenaga"); /* figures without people */
    assert_int_equal(client_get(&c, "/tenaga"), 403);
    client_end(&c);
}

/* ---- adding ---- */
static void test_add(void **state)
{
    struct site *s = *state;
    struct client c = {0};
    site_browser(s, &c, ROLE_HR_OFFICER);
    assert_int_equal(client_get(&c, "/tenaga/baru"), 200);
    SEES(&c, "boleh kosong");

    assert_int_equal(client_post(&c, "/tenaga/baru",
                                 "nama=Teladan+Baru&nik=630901120387000&opd=&upah=&tanggal_lahir=31-02-1987&tmt_"
                                 "mulai=2024-02-01"),
                     422);
    SEES(&c, "Galat:");
    SEES(&c, "NIK harus 16 angka; Anda mengisi 15");
    SEES(&c, "Tanggal SK tidak boleh setelah pembekuan, 31 Oktober 2023");
    SEES(&c, "walau Rp0");
    SEES(&c, "Pilih instansi dari daftar");
    SEES(&c, "value=\"630901120387000\""); /* what was typed comes back */
    SEES(&c, "value=\"31-02-1987\"");
    assert_int_equal(site_number(s, &sql_people, s->pemda.v), 2);

    assert_int_equal(
        client_post(&c, "/tenaga/baru", "%s&opd=%lld&tmt_mulai=08-07-2015", sound, (long long)s->agency), 303);
    assert_int_equal(client_follow(&c), 200);
    SEES(&c, "Teladan Baru");
    SEES(&c, "Belum ada penanggung jawab");
    SEES(&c, "11 tahun 4 bulan");
    assert_int_equal(site_number(s, &sql_people, s->pemda.v), 3);

    assert_int_equal(
        client_post(&c, "/tenaga/baru", "%s&opd=%lld&tmt_mulai=08-07-2015", sound, (long long)s->other_agency),
        422);
    SEES(&c, "NIK ini sudah dipakai oleh Teladan Baru");
    client_end(&c);
}

/* ---- changing, and two who change at once ---- */
static void test_stale(void **state)
{
    struct site *s = *state;
    struct client c = {0};
    site_browser(s, &c, ROLE_HR_OFFICER);
    assert_int_equal(client_get(&c, "/tenaga/baru"), 200);
    assert_int_equal(
        client_post(&c, "/tenaga/baru", "%s&opd=%lld&tmt_mulai=08-07-2015", sound, (long long)s->agency), 303);
    char path[64];
    snprintf(path, sizeof path, "%.*s", (int)strcspn(c.location, "?"), c.location);
    char edit[80];
    snprintf(edit, sizeof edit, "%s/ubah", path);
    assert_int_equal(client_get(&c, "%s", edit), 200);
    assert_int_equal(client_post(&c, edit, "unit_kerja=SDN+Conto&%s&versi=1&opd=%lld&tmt_mulai=08-07-2015", sound,
                                 (long long)s->agency),
                     303);
    /* the second officer still has version 1 on the screen */
    assert_int_equal(client_post(&c, edit, "%s&versi=1&opd=%lld&tmt_mulai=08-07-2014", sound, (long long)s->agency),
                     409);
    SEES(&c, "Orang lain sudah mengubah data ini");
    SEES(&c, "2014-07-08");
    SEES(&c, "2015-07-08");
    SEES(&c, "Simpan isian saya");
    assert_int_equal(client_post(&c, edit, "%s&versi=2&opd=%lld&tmt_mulai=08-07-2014", sound, (long long)s->agency),
                     303);
    client_end(&c);
}

/* ---- personal data ---- */
static void test_unmask(void **state)
{
    struct site *s = *state;
    struct client c = {0};
    site_browser(s, &c, ROLE_AUDITOR);
    assert_int_equal(client_get(&c, "/tenaga/%lld", (long long)s->worker), 200);
    SEES(&c, "9901••••••••0001");
    SEES_NOT(&c, "9901010101900001");
    char path[80];
    snprintf(path, sizeof path, "/tenaga/%lld/tampilkan", (long long)s->worker);
    assert_int_equal(client_post(&c, path, "ya=1"), 200);
    SEES(&c, "9901010101900001");
    assert_int_equal(site_number(s, &sql_audit, s->pemda.v), 1);
    assert_int_equal(client_get(&c, "/tenaga/%lld/ubah", (long long)s->worker), 403); /* reads, never writes */
    client_end(&c);
}

/* ---- by hand ---- */
static void test_by_hand(void **state)
{
    struct site *s = *state;
    struct client c = {0};
    site_browser(s, &c, ROLE_HR_OFFICER);
    char path[80];
    snprintf(path, sizeof path, "/tenaga/%lld/jalur", (long long)s->worker);
    assert_int_equal(client_get(&c, "%s", path), 200);
    assert_int_equal(client_post(&c, path, "jenis=kasus&versi=1&penanggung=&tenggat="), 422);
    SEES(&c, "Pilih penanggung jawab dari daftar petugas");
    assert_int_equal(client_post(&c, path, "jenis=kasus&versi=1&penanggung=%lld&tenggat=30-11-2026",
                                 (long long)s->user[ROLE_HR_OFFICER]),
                     303);
    assert_int_equal(client_follow(&c), 200);
    SEES(&c, "30 November 2026");
    assert_int_equal(client_post(&c, path, "jenis=asn&versi=1&hasil=pppk&surat=800-1&tanggal_surat=01-11-2026"),
                     303); /* stale */
    assert_string_equal(strstr(c.location, "pesan="), "pesan=usang");
    assert_int_equal(client_post(&c, path, "jenis=asn&versi=2&hasil=alihdaya&surat=800-1&tanggal_surat=01-11-2026"),
                     422);
    assert_int_equal(client_post(&c, path, "jenis=asn&versi=2&hasil=pppk&surat=800-1&tanggal_surat=01-11-2026"), 303);
    assert_int_equal(client_follow(&c), 200);
    SEES(&c, "Lulus PPPK");
    SEES(&c, "800-1, 1 November 2026");
    assert_int_equal(client_get(&c, "/tenaga?jalur=asn"), 200);
    SEES(&c, "Contowati Umpama");
    client_end(&c);
}

/* ---- several at once ---- */
static void test_bulk(void **state)
{
    struct site *s = *state;
    struct client c = {0};
    site_browser(s, &c, ROLE_HR_OFFICER);
    assert_int_equal(client_get(&c, "/tenaga"), 200);
    assert_int_equal(client_post(&c, "/tenaga/massal", "aksi=kasus"), 303);
    assert_string_equal(strstr(c.location, "pesan="), "pesan=pilih-dulu");
    assert_int_equal(client_post(&c, "/tenaga/massal", "aksi=kasus&p=%lld&p=%lld", (long long)s->worker,
                                 (long long)s->other_worker),
                     200);
    SEES(&c, "Berlaku untuk 2 orang");
    SEES(&c, "Misalno Andai");
    assert_int_equal(
        client_post(&c, "/tenaga/massal", "aksi=kasus&yakin=1&p=%lld&p=%lld&penanggung=%lld&tenggat=01-11-2026",
                    (long long)s->worker, (long long)s->other_worker, (long long)s->user[ROLE_HR_OFFICER]),
        422);
    SEES(&c, "Tanggal penyelesaian sudah lewat");
    assert_int_equal(
        client_post(&c, "/tenaga/massal", "aksi=kasus&yakin=1&p=%lld&p=%lld&penanggung=%lld&tenggat=01-12-2026",
                    (long long)s->worker, (long long)s->other_worker, (long long)s->user[ROLE_HR_OFFICER]),
        303);
    assert_int_equal(client_get(&c, "/tenaga/%lld", (long long)s->other_worker), 200);
    SEES(&c, "1 Desember 2026");
    assert_int_equal(client_post(&c, "/tenaga/massal", "aksi=unduh&p=%lld", (long long)s->worker), 200);
    assert_true(str_starts(buf_str(&c.body), S("PK"))); /* a workbook */
    client_end(&c);
}

/* ---- export ---- */
static void test_export(void **state)
{
    struct site *s = *state;
    struct client c = {0};
    site_browser(s, &c, ROLE_HR_OFFICER);
    assert_int_equal(client_get(&c, "/tenaga/unduh.csv?q=conto"), 200);
    SEES(&c, "nik,nama,");
    SEES(&c, "\"=\"\"9901010101900001\"\"\"");
    SEES_NOT(&c, "Misalno");
    assert_int_equal(client_get(&c, "/tenaga/unduh.xlsx"), 200);
    assert_true(str_starts(buf_str(&c.body), S("PK")));
    db_side_flush(s->temp.db);
    assert_int_equal(site_number(s, &sql_export_line, s->pemda.v), 2);
    client_end(&c);
    site_browser(s, &c, ROLE_AUDITOR);
    assert_int_equal(client_get(&c, "/tenaga/unduh.csv"), 403);
    client_end(&c);
}

/* ---- agencies and positions ---- */
static void test_agencies(void **state)
{
    struct site *s = *state;
    struct client c = {0};
    site_browser(s, &c, ROLE_HR_OFFICER);
    assert_int_equal(client_get(&c, "/instansi"), 200);
    SEES(&c, "Dinas Conto");
    assert_int_equal(client_post(&c, "/instansi/baru", "kode_opd=&nama=&jenis=opd&induk="), 422);
    SEES(&c, "Isi Kode");
    assert_int_equal(
        client_post(&c, "/instansi/baru", "kode_opd=RSUD&nama=RSUD+Conto&jenis=rsud&induk=&nama_lain=rs+conto"),
        303);
    assert_int_equal(client_get(&c, "/instansi?q=rs+conto"), 200);
    SEES(&c, "RSUD Conto");
    SEES_NOT(&c, "Dinas Misal");
    assert_int_equal(client_upload(&c, "/instansi/impor", "", "berkas", "opd.csv",
                                   S("kode_opd,nama,nama_lain\nKEC1,Kecamatan Conto,Kec. Conto\n")),
                     200);
    SEES(&c, "1 ditambahkan");
    assert_int_equal(
        client_upload(&c, "/instansi/impor", "", "berkas", "opd.csv", S("kode,nama\nKEC2,Kecamatan\n")), 422);
    SEES(&c, "Judul kolom kode_opd dan nama tidak ditemukan");

    assert_int_equal(client_get(&c, "/jabatan"), 200);
    SEES(&c, "Belum ada jabatan");
    assert_int_equal(client_post(&c, "/jabatan/baru",
                                 "kode_jabatan=ADM&nama=Administrasi&bidang=5&dasar_keputusan=TAPD-1&tanggal_"
                                 "keputusan="),
                     422);
    SEES(&c, "Isi tanggal keputusan");
    assert_int_equal(client_post(&c, "/jabatan/baru",
                                 "kode_jabatan=ADM&nama=Administrasi&bidang=5&dasar_keputusan=&tanggal_keputusan="),
                     303);
    assert_int_equal(client_follow(&c), 200);
    SEES(&c, "Perlu keputusan");
    client_end(&c);
    site_browser(s, &c, ROLE_AGENCY_OFFICER);
    assert_int_equal(client_get(&c, "/instansi"), 200);
    assert_int_equal(client_get(&c, "/instansi/baru"), 403);
    client_end(&c);
}

/* ---- dashboard ---- */
static void test_dashboard(void **state)
{
    struct site *s = *state;
    struct client c = {0};
    site_browser(s, &c, ROLE_HR_OFFICER);
    assert_int_equal(client_get(&c, "/pemetaan"), 200);
    SEES(&c, "Masih <strong>40 hari</strong> untuk mencarikan jalur bagi 2 orang");
    SEES(&c, "Dinas Misal");
    SEES(&c, "href=\"/tenaga?jalur=belum&amp;sebab=-\"");
    assert_int_equal(client_get(&c, "/tenaga?jalur=sudah"), 200);
    SEES(&c, "Tidak ada yang cocok");
    assert_int_equal(client_get(&c, "/tenaga?jalur=belum&sebab=-"), 200);
    SEES(&c, "Misalno Andai");
    client_end(&c);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_list),    TEST(test_agency_scope), TEST(test_add),    TEST(test_stale),    TEST(test_unmask),
        TEST(test_by_hand), TEST(test_bulk),         TEST(test_export), TEST(test_agencies), TEST(test_dashboard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
