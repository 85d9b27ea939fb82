/*
 * db.c: the database's one face: binding by name, what readers may not do, savepoints, group commit, the side log.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <stdatomic.h>

#include "kernel/digest.h"
#include "kernel/number.h"
#include "tempdb.h"

static const struct sql sql_thing_add = {"INSERT INTO thing (id, name, day, amount) VALUES ($1, $2, $3, $4)"};
static const struct sql sql_count = {"SELECT count(*) FROM thing WHERE id >= $1"};
static const struct sql sql_one = {"SELECT id, name, day, amount FROM thing WHERE id = $1"};

static int set_up(void **state)
{
    struct tempdb *t = calloc(1, sizeof *t);
    tempdb_new(t);
    tempdb_table(t, "CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT NOT NULL, day TEXT, amount INTEGER) STRICT;"
                    "CREATE UNIQUE INDEX thing_name ON thing (name)");
    *state = t;
    return 0;
}

static int tear_down(void **state)
{
    tempdb_drop(*state);
    free(*state);
    return 0;
}

static err add(struct tx *tx, int64_t id)
{
    return EXEC(tx, sql_thing_add, id, str_printf(tx_arena(tx), "nama %lld", (long long)id), SQL_NULL, SQL_NULL);
}

static err count_fn(struct tx *tx, void *arg)
{
    return QUERY_INT(tx, (int64_t *)arg, sql_count, (int64_t)0);
}

static int64_t count(struct tempdb *t)
{
    int64_t n = -1;
    assert_int_equal(db_read(t->db, t->arena, count_fn, &n), OK);
    return n;
}

/* ---- binding and reading ---- */

static err binds(struct tx *tx, void *arg)
{
    (void)arg;
    static const struct sql out_of_order = {"SELECT $3 || $1 || $2 || $1"};
    AUTO_ROWS r = QUERY(tx, out_of_order, "a", S("b"), "c");
    assert_true(rows_next(&r));
    assert_true(str_eqz(row_str(&r), "caba"));
    assert_false(rows_next(&r));
    assert_int_equal(rows_fail(&r, ERR_MISSING), ERR_MISSING);

    static const struct sql skipping = {"SELECT $4, $2"};
    AUTO_ROWS q = QUERY(tx, skipping, true, (int64_t)-7, "unused", (struct rupiah){INT64_MIN});
    assert_true(rows_next(&q));
    assert_true(row_rupiah(&q).v == INT64_MIN);
    assert_int_equal(row_int(&q), -7);
    return OK;
}

static void parameters_are_bound_by_name_also_reused_and_out_of_order(void **state)
{
    struct tempdb *t = *state;
    assert_int_equal(db_read(t->db, t->arena, binds, NULL), OK);
}

static err nulls(struct tx *tx, void *arg)
{
    (void)arg;
    struct date day = date_from_ymd(2026, 11, 21);
    assert_int_equal(EXEC(tx, sql_thing_add, (int64_t)1, S("Conto-Satu"), DATE_NONE, SQL_NULL), OK);
    assert_int_equal(EXEC(tx, sql_thing_add, (int64_t)2, ((struct str){NULL, 0}), day, (struct moment){5}), OK);
    AUTO_ROWS r = QUERY(tx, sql_one, (int64_t)1);
    assert_true(rows_next(&r));
    assert_int_equal(row_int(&r), 1);
    assert_true(str_eqz(row_view(&r), "Conto-Satu"));
    assert_true(row_is_null(&r));
    assert_false(date_given(row_date(&r)));
    assert_true(row_is_null(&r));
    assert_int_equal(row_int(&r), 0);

    AUTO_ROWS q = QUERY(tx, sql_one, (int64_t)2); /* the same statement while the first is being read */
    assert_true(rows_next(&q));
    assert_int_equal(row_int(&q), 2);
    assert_false(row_is_null(&q)); /* the empty text is not NULL */
    assert_int_equal(row_str(&q).n, 0);
    assert_int_equal(row_date(&q).day, day.day);
    assert_int_equal(row_moment(&q).ms, 5);
    return OK;
}

static void nothing_given_is_null_and_reads_as_nothing(void **state)
{
    struct tempdb *t = *state;
    assert_int_equal(db_write(t->db, t->arena, nulls, NULL), OK);
}

static err built(struct tx *tx, void *arg)
{
    (void)arg;
    static const struct sql base = {"SELECT id FROM thing WHERE id > $1"}, upper = {"AND id < $2"},
                            order = {"ORDER BY id DESC"};
    for (int64_t i = 1; i <= 9; i++)
        TRY(add(tx, i));
    for (int filtered = 0; filtered < 2; filtered++) {
        struct sql_build b = {0};
        sql_add(&b, &base);
        if (filtered)
            sql_add(&b, &upper);
        sql_add(&b, &order);
        AUTO_ROWS r = query_built(tx, &b, ARGS((int64_t)3, (int64_t)6), 2);
        assert_true(rows_next(&r));
        assert_int_equal(row_int(&r), filtered ? 5 : 9);
    }
    return OK;
}

static void a_list_is_put_together_from_declared_parts(void **state)
{
    struct tempdb *t = *state;
    assert_int_equal(db_write(t->db, t->arena, built, NULL), OK);
}

/* ---- refusals ---- */

static err write_anyway(struct tx *tx, void *arg)
{
    (void)arg;
    assert_false(tx_writable(tx));
    return add(tx, 1);
}

static void a_reader_cannot_write(void **state)
{
    struct tempdb *t = *state;
    assert_int_equal(db_read(t->db, t->arena, write_anyway, NULL), ERR_DENIED);
    assert_int_equal(count(t), 0);
}

static err forbidden(struct tx *tx, void *arg)
{
    return exec_run(tx, arg, NULL, 0, NULL);
}

static void the_writer_cannot_change_schema_settings_or_the_audit_trail(void **state)
{
    static const struct {
        const char *why;
        struct sql sql;
    } cases[] = {
        {"no new table", {"CREATE TABLE other (a INTEGER)"}},
        {"no table goes", {"DROP TABLE thing"}},
        {"no setting", {"PRAGMA synchronous = OFF"}},
        {"no other file", {"ATTACH DATABASE ':memory:' AS other"}},
        {"no line of the audit trail changes", {"UPDATE audit_line SET detail = ''"}},
        {"none goes", {"DELETE FROM audit_line"}},
        {"none is written past the chain", {"INSERT INTO audit_line SELECT * FROM audit_line"}},
        {"its head stays", {"UPDATE audit_head SET number = 0"}},
        {"nobody commits by hand", {"COMMIT"}},
        {"nor by savepoint", {"RELEASE act"}},
        {"the schema's number stays", {"DELETE FROM schema_version"}},
        {"a name in double quotes is no text", {"DELETE FROM thing WHERE name = \"x\""}},
    };
    struct tempdb *t = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        err e = db_write(t->db, t->arena, forbidden, (void *)(uintptr_t)&cases[i].sql);
        if (e != ERR_DENIED && e != ERR_IO)
            fail_msg("%s", cases[i].why);
    }
}

static err twice(struct tx *tx, void *arg)
{
    (void)arg;
    assert_int_equal(add(tx, 1), OK);
    assert_int_equal(add(tx, 1), ERR_STALE);
    return add(tx, 2); /* a refused statement leaves the transaction usable */
}

static err change_version(struct tx *tx, void *arg)
{
    static const struct sql change = {"UPDATE thing SET amount = 1 WHERE id = $1"};
    return EXEC_ONE(tx, change, *(int64_t *)arg);
}

static void what_is_taken_or_changed_meanwhile_is_stale(void **state)
{
    struct tempdb *t = *state;
    assert_int_equal(db_write(t->db, t->arena, twice, NULL), OK);
    assert_int_equal(count(t), 2);
    int64_t there = 2, not_there = 3;
    assert_int_equal(db_write(t->db, t->arena, change_version, &there), OK);
    assert_int_equal(db_write(t->db, t->arena, change_version, &not_there), ERR_STALE);
}

static err overlooks_trouble(struct tx *tx, void *arg)
{
    TRY(add(tx, 1));
    db_fail_at(tx_db(tx), 1);
    AUTO_ROWS r = QUERY(tx, sql_one, (int64_t)1);
    *(bool *)arg = rows_next(&r);
    return OK; /* forgot rows_fail */
}

static void trouble_that_a_function_overlooks_still_undoes_it(void **state)
{
    struct tempdb *t = *state;
    bool row = true;
    assert_int_equal(db_write(t->db, t->arena, overlooks_trouble, &row), ERR_IO);
    assert_false(row);
    assert_int_equal(count(t), 0);
}

/* ---- savepoints and group commit ---- */

struct one {
    struct tempdb *t;
    int64_t from;
    err want;
};

static err add_some(struct tx *tx, void *arg)
{
    const struct one *o = arg;
    for (int64_t i = 0; i < 3; i++)
        TRY(add(tx, o->from + i));
    return o->want;
}

static void *many_writes(void *arg)
{
    const struct one *mine = arg;
    struct arena *arena = arena_new(1 << 20);
    uintptr_t wrong = 0;
    for (int64_t i = 0; i < 40; i++) {
        struct one o = {.from = mine->from + i * 10, .want = i % 4 == 3 ? ERR_INVALID : OK};
        wrong += db_write(mine->t->db, arena, add_some, &o) != o.want;
        arena_reset(arena);
    }
    arena_free(arena);
    return (void *)wrong;
}

static void many_threads_write_and_each_gets_its_own_answer(void **state)
{
    struct tempdb *t = *state;
    pthread_t thread[16];
    struct one mine[16];
    for (size_t i = 0; i < COUNT(thread); i++) {
        mine[i] = (struct one){.t = t, .from = (int64_t)i * 1000};
        pthread_create(&thread[i], NULL, many_writes, &mine[i]);
    }
    for (size_t i = 0; i < COUNT(thread); i++) {
        void *wrong;
        pthread_join(thread[i], &wrong);
        assert_null(wrong);
    }
    assert_int_equal(count(t), 16 * 30 * 3); /* what was refused left nothing, the rest is whole */
}

static _Atomic int done_count;
static err done_result[4];
static struct write_task *tasks_of_test;

static void done(struct write_task *task, err result)
{
    done_result[task - tasks_of_test] = result;
    atomic_fetch_add(&done_count, 1);
}

static err wait_a_bit(struct tx *tx, void *arg)
{
    (void)tx;
    (void)arg;
    usleep(20000);
    return OK;
}

static void a_refused_action_leaves_the_others_of_its_commit_alone(void **state)
{
    struct tempdb *t = *state;
    struct one arg[4] = {{0}, {.from = 10}, {.from = 11}, {.from = 50}}; /* the third collides with the second */
    struct write_task task[4];
    struct arena *arena[4];
    tasks_of_test = task;
    atomic_store(&done_count, 0);
    for (int i = 0; i < 4; i++) { /* while the first waits the others arrive: they share the next commit */
        arena[i] = arena_new(1 << 20);
        task[i] = (struct write_task){.arena = arena[i], .fn = i == 0 ? wait_a_bit : add_some, .done = done,
                                      .arg = &arg[i]};
        assert_true(db_write_async(t->db, &task[i]));
    }
    while (atomic_load(&done_count) < 4)
        usleep(1000);
    assert_int_equal(done_result[1], OK);
    assert_int_equal(done_result[2], ERR_STALE);
    assert_int_equal(done_result[3], OK);
    assert_int_equal(count(t), 6);
    for (int i = 0; i < 4; i++)
        arena_free(arena[i]);
}

static _Atomic int turn;
static int turn_of[8];

static atomic_bool holding, all_queued;

static err hold(struct tx *tx, void *arg)
{
    atomic_store(&holding, true);
    while (!atomic_load(&all_queued))
        usleep(100);
    return wait_a_bit(tx, arg);
}

static void note_turn(struct write_task *task, err result)
{
    assert_int_equal(result, OK);
    turn_of[task - tasks_of_test] = atomic_load(&turn); /* before the turn is over: the test reads it after */
    atomic_fetch_add(&turn, 1);
}

static void long_work_lets_others_go_first_between_its_slices(void **state)
{
    struct tempdb *t = *state;
    struct write_task task[8];
    tasks_of_test = task;
    atomic_store(&turn, 0);
    atomic_store(&holding, false);
    atomic_store(&all_queued, false);
    for (int i = 0; i < 8; i++) { /* 0 holds the writer; 1 to 4 are slices; 5 to 7 came after them */
        task[i] = (struct write_task){.arena = t->arena, .fn = i == 0 ? hold : wait_a_bit, .done = note_turn,
                                      .slice = i >= 1 && i <= 4};
        assert_true(db_write_async(t->db, &task[i]));
        while (!atomic_load(&holding))
            usleep(100);
    }
    atomic_store(&all_queued, true);
    while (atomic_load(&turn) < 8)
        usleep(1000);
    assert_true(turn_of[5] < turn_of[2]);
    assert_true(turn_of[1] < turn_of[7]); /* and are not starved by them */
    for (int i = 1; i < 4; i++)
        assert_true(turn_of[i] < turn_of[i + 1]);
}

/* ---- side log ---- */

static err side_add(struct tx *tx, const void *data, size_t n)
{
    int64_t id;
    assert_int_equal(n, sizeof id);
    memcpy(&id, data, n);
    return id < 0 ? ERR_INVALID : add(tx, id);
}

static void the_side_log_reaches_the_disk_and_drops_only_what_is_refused(void **state)
{
    struct tempdb *t = *state;
    for (int64_t i = 0; i < 500; i++) {
        int64_t id = i % 10 == 9 ? -1 : i;
        assert_true(db_side(t->db, side_add, &id, sizeof id));
    }
    db_side_flush(t->db);
    assert_int_equal(count(t), 450);
}

static err fill_side(struct tx *tx, void *arg)
{
    int64_t id = 0;
    while (db_side(tx_db(tx), side_add, &id, sizeof id)) {
        id++;
        ++*(int *)arg;
    }
    return OK;
}

static void a_full_side_log_says_so(void **state)
{
    struct tempdb *t = *state;
    int taken = 0;
    assert_int_equal(db_write(t->db, t->arena, fill_side, &taken), OK); /* the writer is busy with us */
    assert_int_equal(taken, 2048);
    db_side_flush(t->db);
    assert_int_equal(count(t), 2048);
}

/* ---- ids, numbers, settings ---- */

static void *many_ids(void *arg)
{
    struct db *db = arg;
    int64_t *ids = calloc(20000, sizeof *ids);
    for (size_t i = 0; i < 20000; i++)
        ids[i] = id_new(db);
    return ids;
}

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static void ids_are_unique_rising_and_below_2_to_53(void **state)
{
    struct tempdb *t = *state;
    pthread_t thread[4];
    int64_t *all = calloc(80000, sizeof *all);
    for (size_t i = 0; i < 4; i++)
        pthread_create(&thread[i], NULL, many_ids, t->db);
    for (size_t i = 0; i < 4; i++) {
        void *ids;
        pthread_join(thread[i], &ids);
        memcpy(all + i * 20000, ids, 20000 * sizeof *all);
        for (size_t k = i * 20000 + 1; k < (i + 1) * 20000; k++)
            assert_true(all[k] > all[k - 1]);
        free(ids);
    }
    qsort(all, 80000, sizeof *all, compare);
    for (size_t i = 1; i < 80000; i++)
        assert_true(all[i] > all[i - 1]);
    assert_true(all[79999] < INT64_C(1) << 53);
    free(all);
}

static void two_programs_on_one_file_never_make_the_same_id(void **state)
{
    struct tempdb *t = *state;
    struct db *other;
    assert_int_equal(db_open(t->path, NULL, &other, &t->why), OK);
    int64_t a = id_new(t->db), b = id_new(other);
    assert_int_not_equal((a >> 9) & 7, (b >> 9) & 7);
    assert_memory_equal(db_key(t->db), db_key(other), sizeof(struct key));
    db_close(other);
}

static err numbers(struct tx *tx, void *arg)
{
    struct region_id pemda = *(struct region_id *)arg;
    static const struct {
        const char *kind;
        int32_t year;
        const char *want;
    } cases[] = {
        {"PM", 2026, "PM-2026-0001"}, {"PM", 2026, "PM-2026-0002"}, {"KBR", 2026, "KBR-2026-0001"},
        {"PM", 2027, "PM-2027-0001"}, {"PM", 2026, "PM-2026-0003"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct str s;
        TRY(number_next(tx, pemda, cases[i].kind, cases[i].year, &s));
        assert_true(str_eqz(s, cases[i].want));
    }
    struct str v;
    TRY(region_setting(tx, pemda, "theme", S("terang"), &v));
    assert_true(str_eqz(v, "terang"));
    TRY(region_setting_set(tx, pemda, "theme", S("gelap")));
    TRY(region_setting_set(tx, pemda, "theme", S("kontras")));
    TRY(region_setting(tx, pemda, "theme", S("terang"), &v));
    assert_true(str_eqz(v, "kontras"));
    return OK;
}

static void short_numbers_count_per_kind_and_year_and_settings_are_kept(void **state)
{
    struct tempdb *t = *state;
    assert_int_equal(db_write(t->db, t->arena, numbers, &t->region.id), OK);
}

static err hosts(struct tx *tx, void *arg)
{
    struct tempdb *t = arg;
    struct region r;
    assert_int_equal(region_by_host(tx, S("apa-saja.example"), &r), OK); /* the only one is every host's */
    assert_int_equal(r.id.v, t->region.id.v);
    struct region second = {.code = S("99.02"), .name = S("Kota Misal"), .short_name = S("Misal"), .zone = S("WIB")};
    TRY(region_add(tx, &second, S("misal.example"), (struct moment){1}));
    assert_int_equal(region_by_host(tx, S("apa-saja.example"), &r), ERR_MISSING);
    assert_int_equal(region_by_host(tx, S(""), &r), ERR_MISSING);
    assert_int_equal(region_by_host(tx, S("misal.example"), &r), OK);
    assert_int_equal(r.id.v, second.id.v);
    assert_int_equal(region_by_code(tx, S("99.01"), &r), OK);
    assert_true(r.demo && str_eqz(r.zone, "WITA"));
    assert_int_equal(region_load(tx, 1, &r), ERR_MISSING);
    struct region all[4];
    size_t n;
    TRY(region_list(tx, all, COUNT(all), &n));
    assert_int_equal(n, 2);
    return OK;
}

static void the_host_names_the_region(void **state)
{
    struct tempdb *t = *state;
    assert_int_equal(db_write(t->db, t->arena, hosts, t), OK);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(parameters_are_bound_by_name_also_reused_and_out_of_order),
        CASE(nothing_given_is_null_and_reads_as_nothing),
        CASE(a_list_is_put_together_from_declared_parts),
        CASE(a_reader_cannot_write),
        CASE(the_writer_cannot_change_schema_settings_or_the_audit_trail),
        CASE(what_is_taken_or_changed_meanwhile_is_stale),
        CASE(trouble_that_a_function_overlooks_still_undoes_it),
        CASE(many_threads_write_and_each_gets_its_own_answer),
        CASE(a_refused_action_leaves_the_others_of_its_commit_alone),
        CASE(long_work_lets_others_go_first_between_its_slices),
        CASE(the_side_log_reaches_the_disk_and_drops_only_what_is_refused),
        CASE(a_full_side_log_says_so),
        CASE(ids_are_unique_rising_and_below_2_to_53),
        CASE(two_programs_on_one_file_never_make_the_same_id),
        CASE(short_numbers_count_per_kind_and_year_and_settings_are_kept),
        CASE(the_host_names_the_region),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
