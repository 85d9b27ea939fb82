/*
 * migrate.c: the schema texts and what an operator reads when a database cannot be used.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "kernel/buf.h"
#include "kernel/db/migrate.h"
#include "kernel/digest.h"
#include "tempdb.h"

static void one_text_is_read_for_sqlite(void **state)
{
    (void)state;
    static const struct {
        const char *why, *text, *want;
    } cases[] = {
        {"types are mapped and the table is strict", "CREATE TABLE a (id ID, m MONEY, t TIME, f FLAG, d DATE, j JSON, i INT);",
         "CREATE TABLE a (id INTEGER, m INTEGER, t INTEGER, f INTEGER, d TEXT, j TEXT, i INTEGER) STRICT;"},
        {"a pure link table has no rowid", "CREATE TABLE a (x ID, PRIMARY KEY (x)) LINK;",
         "CREATE TABLE a (x INTEGER, PRIMARY KEY (x)) STRICT, WITHOUT ROWID;"},
        {"texts stay", "CREATE TABLE a (x TEXT DEFAULT 'ID; DATE)' CHECK (x <> 'it''s TIME'));",
         "CREATE TABLE a (x TEXT DEFAULT 'ID; DATE)' CHECK (x <> 'it''s TIME')) STRICT;"},
        {"comments stay", "-- an ID; of TIME\nCREATE TABLE a (x ID -- DATE )\n);",
         "-- an ID; of TIME\nCREATE TABLE a (x INTEGER -- DATE )\n) STRICT;"},
        {"names that contain a type word stay", "CREATE TABLE a (DATE_X ID);", "CREATE TABLE a (DATE_X INTEGER) STRICT;"},
        {"an index is no table", "CREATE INDEX a ON b (DATE);", "CREATE INDEX a ON b (DATE);"},
        {"a new column is mapped, nothing more", "ALTER TABLE a ADD COLUMN d DATE;\nUPDATE a SET d = 'ID';",
         "ALTER TABLE a ADD COLUMN d TEXT;\nUPDATE a SET d = 'ID';"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_BUF out = buf_new(4096);
        schema_for_sqlite(str_z(cases[i].text), &out);
        if (!str_eqz(buf_str(&out), cases[i].want))
            fail_msg("%s: " STR_FMT, cases[i].why, STR_ARG(buf_str(&out)));
    }
}

static void a_fresh_database_gets_the_newest_schema_and_keeps_it(void **state)
{
    (void)state;
    struct tempdb t;
    tempdb_new(&t);
    assert_int_equal(db_migrate(t.db, &t.why), OK); /* nothing left to do */
    int64_t first = id_new(t.db);
    struct key key = *db_key(t.db);
    db_close(t.db);
    t.db = NULL;
    assert_int_equal(tempdb_open(&t), OK);
    assert_true(id_new(t.db) > first);
    assert_memory_equal(&key, db_key(t.db), sizeof key);
    struct stat st;
    assert_int_equal(stat(t.path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    char name[112];
    snprintf(name, sizeof name, "%s.key", t.path);
    assert_int_equal(stat(name, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(st.st_size, 32);
    tempdb_drop(&t);
}

/* ---- refusals ---- */

static void put_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void refused_with(struct tempdb *t, err e, const char *words)
{
    assert_int_not_equal(e, OK);
    assert_int_equal(t->why.n, 1);
    if (!str_contains(t->why.list[0].text, str_z(words)))
        fail_msg("not said: %s, but: " STR_FMT, words, STR_ARG(t->why.list[0].text));
    tempdb_drop(t);
}

static void a_missing_file_is_not_made_unasked(void **state)
{
    (void)state;
    struct tempdb t;
    tempdb_place(&t);
    refused_with(&t, db_open(t.path, NULL, &t.db, &t.why), "tidak ada");
    assert_int_not_equal(access(t.path, F_OK), 0);
}

static void a_missing_folder_is_said(void **state)
{
    (void)state;
    struct tempdb t;
    tempdb_place(&t);
    err e = db_open("/tmp/alihdaya-tidak-ada/x/uji.db", &(struct db_options){.create = true}, &t.db, &t.why);
    refused_with(&t, e, "Periksa apakah foldernya ada");
}

static void some_other_file_is_not_a_database(void **state)
{
    (void)state;
    struct tempdb t;
    char name[112];
    tempdb_place(&t);
    put_file(t.path, "Nama;NIK\nConto-A;1234567890123456\nini bukan basis data, hanya berkas teks biasa yang panjang\n"
                     "................................................................................\n");
    snprintf(name, sizeof name, "%s.key", t.path);
    put_file(name, "12345678901234567890123456789012");
    refused_with(&t, tempdb_open(&t), "bukan basis data Alihdaya");
}

static void a_database_of_another_program_stays_untouched(void **state)
{
    (void)state;
    struct tempdb t;
    char name[112];
    tempdb_place(&t);
    snprintf(name, sizeof name, "%s.key", t.path);
    put_file(name, "12345678901234567890123456789012");
    sqlite3 *h;
    assert_int_equal(sqlite3_open(t.path, &h), SQLITE_OK);
    assert_int_equal(sqlite3_exec(h, "CREATE TABLE other (a)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(h);
    refused_with(&t, tempdb_open(&t), "basis data program lain");
}

static void a_newer_database_asks_for_a_newer_program(void **state)
{
    (void)state;
    struct tempdb t;
    tempdb_new(&t);
    tempdb_tamper(t.path, "INSERT INTO schema_version (version, applied) VALUES (9999, 0)");
    refused_with(&t, db_migrate(t.db, &t.why), "Pasang versi program yang lebih baru");
}

static void without_its_key_a_database_is_not_opened(void **state)
{
    (void)state;
    struct tempdb t;
    char name[112];
    tempdb_new(&t);
    db_close(t.db);
    t.db = NULL;
    snprintf(name, sizeof name, "%s.key", t.path);
    unlink(name);
    refused_with(&t, db_open(t.path, &(struct db_options){.create = true}, &t.db, &t.why), "salin kembali dari cadangan");
}

static void a_damaged_key_is_refused(void **state)
{
    (void)state;
    struct tempdb t;
    char name[112];
    tempdb_new(&t);
    db_close(t.db);
    t.db = NULL;
    snprintf(name, sizeof name, "%s.key", t.path);
    put_file(name, "terlalu pendek");
    refused_with(&t, db_open(t.path, NULL, &t.db, &t.why), "rusak");
}

static err touch(struct tx *tx, void *arg)
{
    return region_setting_set(tx, *(struct region_id *)arg, "uji", S("1"));
}

static void a_file_that_was_moved_away_takes_no_more_writes(void **state)
{
    (void)state;
    struct tempdb t;
    char away[112];
    tempdb_new(&t);
    snprintf(away, sizeof away, "%s.pindah", t.path);
    assert_int_equal(rename(t.path, away), 0);
    assert_int_equal(db_write(t.db, t.arena, touch, &t.region.id), ERR_IO); /* not confirmed into nowhere */
    assert_int_equal(rename(away, t.path), 0);
    assert_int_equal(db_write(t.db, t.arena, touch, &t.region.id), OK);
    tempdb_drop(&t);
}

static err fill_room(struct tx *tx, void *arg)
{
    static char much[20000];
    memset(much, 'x', sizeof much);
    char name[32];
    struct tempdb *t = arg;
    snprintf(name, sizeof name, "isi-%lld", (long long)id_new(tx_db(tx)));
    return region_setting_set(tx, t->region.id, name, (struct str){much, sizeof much});
}

static const struct sql sql_filled = {"SELECT count(*) FROM region_setting WHERE pemda_id = $1"};

static err count_filled(struct tx *tx, void *arg)
{
    struct tempdb *t = ((void **)arg)[0];
    return QUERY_INT(tx, ((void **)arg)[1], sql_filled, t->region.id.v);
}

static void a_full_disk_refuses_the_new_and_keeps_the_old(void **state)
{
    (void)state;
    struct tempdb t;
    struct rlimit before, tight = {.rlim_cur = 1 << 20};
    tempdb_new(&t);
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    tight.rlim_max = before.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0); /* no file grows over 1 MiB */
    int64_t confirmed = 0, there = -1;
    err e;
    while ((e = db_write(t.db, t.arena, fill_room, &t)) == OK && confirmed < 1000)
        confirmed++;
    err again = db_write(t.db, t.arena, fill_room, &t);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(e, ERR_IO);
    assert_int_equal(again, ERR_IO);
    assert_true(confirmed > 5);
    void *arg[] = {&t, &there};
    assert_int_equal(db_read(t.db, t.arena, count_filled, arg), OK);
    assert_int_equal(there, confirmed);
    assert_int_equal(db_write(t.db, t.arena, fill_room, &t), OK); /* room again: it goes on */
    assert_int_equal(db_check(t.db, &t.why), OK);
    tempdb_drop(&t);
}

static void damage_is_found(void **state)
{
    (void)state;
    struct tempdb t;
    tempdb_new(&t);
    assert_int_equal(db_check(t.db, &t.why), OK);
    tempdb_tamper(t.path, "INSERT INTO region_setting (pemda_id, name, value) VALUES (1, 'a', 'b')");
    refused_with(&t, db_check(t.db, &t.why), "merujuk ke data yang tidak ada");
}

static void eight_programs_at_a_time_are_the_limit(void **state)
{
    (void)state;
    struct tempdb t;
    struct db *more[7];
    tempdb_new(&t);
    for (size_t i = 0; i < COUNT(more); i++)
        assert_int_equal(db_open(t.path, NULL, &more[i], &t.why), OK);
    struct db *ninth = NULL;
    err e = db_open(t.path, NULL, &ninth, &t.why);
    assert_null(ninth);
    for (size_t i = 0; i < COUNT(more); i++)
        db_close(more[i]);
    assert_int_equal(e, ERR_BUSY);
    refused_with(&t, e, "Tutup salah satunya");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_text_is_read_for_sqlite),
        cmocka_unit_test(a_fresh_database_gets_the_newest_schema_and_keeps_it),
        cmocka_unit_test(a_missing_file_is_not_made_unasked),
        cmocka_unit_test(a_missing_folder_is_said),
        cmocka_unit_test(some_other_file_is_not_a_database),
        cmocka_unit_test(a_database_of_another_program_stays_untouched),
        cmocka_unit_test(a_newer_database_asks_for_a_newer_program),
        cmocka_unit_test(without_its_key_a_database_is_not_opened),
        cmocka_unit_test(a_damaged_key_is_refused),
        cmocka_unit_test(a_file_that_was_moved_away_takes_no_more_writes),
        cmocka_unit_test(a_full_disk_refuses_the_new_and_keeps_the_old),
        cmocka_unit_test(damage_is_found),
        cmocka_unit_test(eight_programs_at_a_time_are_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
