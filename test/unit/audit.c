/*
 * audit.c: the chain holds together, and whoever touches it past the program is found.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "kernel/audit/audit.h"
#include "tempdb.h"

struct fixture {
    struct tempdb t;
    struct at at;
};

static int set_up(void **state)
{
    struct fixture *x = calloc(1, sizeof *x);
    tempdb_new(&x->t);
    x->at = (struct at){.who = {.user_id = 7, .name = S("Contoh \"Satu\": 1"), .role = ROLE_HR_OFFICER},
                        .pemda = x->t.region.id, .region = &x->t.region, .now = {1795000000000}};
    *state = x;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *x = *state;
    tempdb_drop(&x->t);
    free(x);
    return 0;
}

struct change {
    const struct at *at;
    int64_t id;
    err then;
};

static err change(struct tx *tx, void *arg)
{
    const struct change *c = arg;
    TRY(audit_write(tx, c->at, "worker.ubah", c->id, S("nama: Conto-A menjadi Conto-B")));
    TRY(audit_write(tx, c->at, "agency.ubah", c->id, S("")));
    return c->then;
}

static err see(struct tx *tx, void *arg)
{
    const struct change *c = arg;
    return audit_view(tx, c->at, "worker.lihat", c->id, S("NIK dibuka"));
}

struct check {
    struct region_id pemda;
    int64_t broken, lines;
};

static err check_fn(struct tx *tx, void *arg)
{
    struct check *c = arg;
    return audit_check(tx, c->pemda, &c->broken, &c->lines);
}

static struct check check(struct fixture *x)
{
    struct check c = {.pemda = x->t.region.id, .broken = -1};
    assert_int_equal(db_read(x->t.db, x->t.arena, check_fn, &c), OK);
    return c;
}

/* Five changes of two lines each, on records 1 to 5. */
static void fill(struct fixture *x)
{
    for (int64_t i = 1; i <= 5; i++) {
        struct change c = {.at = &x->at, .id = i};
        assert_int_equal(db_write(x->t.db, x->t.arena, change, &c), OK);
    }
}

static void an_untouched_chain_is_whole(void **state)
{
    struct fixture *x = *state;
    struct check c = check(x);
    assert_int_equal(c.broken, 0); /* also when nothing was ever written */
    assert_int_equal(c.lines, 0);
    fill(x);
    c = check(x);
    assert_int_equal(c.broken, 0);
    assert_int_equal(c.lines, 10);
}

static void a_refused_action_leaves_no_line(void **state)
{
    struct fixture *x = *state;
    fill(x);
    struct change c = {.at = &x->at, .id = 9, .then = ERR_INVALID};
    assert_int_equal(db_write(x->t.db, x->t.arena, change, &c), ERR_INVALID);
    assert_int_equal(check(x).lines, 10);
    assert_int_equal(check(x).broken, 0);
}

static void each_region_has_a_chain_of_its_own(void **state)
{
    struct fixture *x = *state;
    struct region other = {.code = S("99.02"), .name = S("Kota Misal"), .short_name = S("Misal"), .zone = S("WIB")};
    assert_int_equal(db_write(x->t.db, x->t.arena, tempdb_add_region, &other), OK);
    fill(x);
    struct at at = x->at;
    at.pemda = other.id;
    struct change c = {.at = &at, .id = 1};
    assert_int_equal(db_write(x->t.db, x->t.arena, change, &c), OK);
    struct check k = {.pemda = other.id};
    assert_int_equal(db_read(x->t.db, x->t.arena, check_fn, &k), OK);
    assert_int_equal(k.lines, 2);
    assert_int_equal(k.broken, 0);
    assert_int_equal(check(x).lines, 10);
}

static void a_view_is_remembered_although_a_reader_cannot_write(void **state)
{
    struct fixture *x = *state;
    struct change c = {.at = &x->at, .id = 3};
    assert_int_equal(db_read(x->t.db, x->t.arena, see, &c), OK);
    db_side_flush(x->t.db);
    assert_int_equal(check(x).lines, 1);
    assert_int_equal(db_write(x->t.db, x->t.arena, see, &c), OK);
    assert_int_equal(check(x).lines, 2);
    assert_int_equal(check(x).broken, 0);
}

static void whatever_is_touched_past_the_program_is_found(void **state)
{
    static const struct {
        const char *why, *touch;
        int64_t broken;
    } cases[] = {
        {"a word changed", "UPDATE audit_line SET detail = 'nama: Conto-A menjadi Conto-C' WHERE number = 3", 3},
        {"another name", "UPDATE audit_line SET user_name = 'Misal' WHERE number = 4", 4},
        {"another user", "UPDATE audit_line SET user_id = 8 WHERE number = 1", 1},
        {"another role", "UPDATE audit_line SET role = 'auditor' WHERE number = 2", 2},
        {"another action", "UPDATE audit_line SET action = 'worker.hapus' WHERE number = 9", 9},
        {"another moment", "UPDATE audit_line SET moment = moment + 1 WHERE number = 10", 10},
        {"another record", "UPDATE audit_line SET record_id = 99 WHERE number = 5", 5},
        {"text moved from one field to the next",
         "UPDATE audit_line SET action = 'worker.uba', detail = 'h' || detail WHERE number = 3", 3},
        {"a line taken out", "DELETE FROM audit_line WHERE number = 6", 6},
        {"taken out, and the rest moved up",
         "DELETE FROM audit_line WHERE number = 6; UPDATE audit_line SET number = number - 1 WHERE number > 6", 6},
        {"the first cut off", "DELETE FROM audit_line WHERE number = 1", 1},
        {"the last cut off", "DELETE FROM audit_line WHERE number = 10", 10},
        {"all of them", "DELETE FROM audit_line", 1},
        {"two exchanged",
         "UPDATE audit_line SET number = -3 WHERE number = 3; UPDATE audit_line SET number = 3 WHERE number = 5;"
         "UPDATE audit_line SET number = 5 WHERE number = -3", 3},
        {"one put in between",
         "UPDATE audit_line SET number = -number WHERE number > 4;"
         "INSERT INTO audit_line SELECT pemda_id, 5, moment, user_id, user_name, role, action, record_id, detail, hash "
         "FROM audit_line WHERE number = 4; UPDATE audit_line SET number = 1 - number WHERE number < 0", 5},
        {"one added at the end",
         "INSERT INTO audit_line SELECT pemda_id, 11, moment, user_id, user_name, role, action, record_id, detail, hash "
         "FROM audit_line WHERE number = 10", 11},
        {"the head taken away", "DELETE FROM audit_head", 11},
        {"the head set back", "UPDATE audit_head SET number = 9", 11},
    };
    struct fixture *x = *state;
    (void)x;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct fixture y = {.at = (*(struct fixture **)state)->at};
        tempdb_new(&y.t);
        y.at.pemda = y.t.region.id;
        fill(&y);
        tempdb_tamper(y.t.path, cases[i].touch);
        if (check(&y).broken != cases[i].broken)
            fail_msg("%s: line %lld", cases[i].why, (long long)check(&y).broken);
        tempdb_drop(&y.t);
    }
}

static err lines_of(struct tx *tx, void *arg)
{
    const struct fixture *x = arg;
    struct audit_line l[4];
    size_t n;
    TRY(audit_of_record(tx, x->t.region.id, S("worker"), 3, 0, COUNT(l), l, &n));
    assert_int_equal(n, 1);
    assert_int_equal(l[0].number, 5);
    assert_true(str_eqz(l[0].action, "worker.ubah"));
    assert_true(str_eq(l[0].who, x->at.who.name));
    assert_true(str_eqz(l[0].role, "hr_officer"));
    TRY(audit_of_record(tx, x->t.region.id, S(""), 3, 0, COUNT(l), l, &n));
    assert_int_equal(n, 2);
    assert_int_equal(l[0].number, 6); /* newest first */
    TRY(audit_of_record(tx, x->t.region.id, S(""), 3, 6, COUNT(l), l, &n));
    assert_int_equal(n, 1);
    TRY(audit_of_record(tx, x->t.region.id, S("work"), 3, 0, COUNT(l), l, &n));
    assert_int_equal(n, 0); /* a kind is a whole word */
    return OK;
}

static void the_lines_of_a_record_are_read_newest_first(void **state)
{
    struct fixture *x = *state;
    fill(x);
    assert_int_equal(db_read(x->t.db, x->t.arena, lines_of, x), OK);
}

static void when_any_statement_fails_nothing_is_half_written(void **state)
{
    struct fixture *x = *state;
    fill(x);
    bool pending = false;
    for (int n = 1; !pending; n++) {
        struct change c = {.at = &x->at, .id = 1};
        db_fail_at(x->t.db, n);
        err e = db_write(x->t.db, x->t.arena, change, &c);
        pending = db_fail_pending(x->t.db);
        db_fail_at(x->t.db, 0);
        assert_int_equal(e, pending ? OK : ERR_IO);
        assert_int_equal(check(x).lines, pending ? 12 : 10);
        assert_int_equal(check(x).broken, 0);
    }
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(an_untouched_chain_is_whole),
        CASE(a_refused_action_leaves_no_line),
        CASE(each_region_has_a_chain_of_its_own),
        CASE(a_view_is_remembered_although_a_reader_cannot_write),
        CASE(whatever_is_touched_past_the_program_is_found),
        CASE(the_lines_of_a_record_are_read_newest_first),
        CASE(when_any_statement_fails_nothing_is_half_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
