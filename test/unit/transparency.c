/*
 * transparency.c: what the public figures promise: nobody can be recognised in them, also not by subtracting.
 */
#include "transparency/totals.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "kernel/mem.h"

static void test_cells(void **state)
{
    (void)state;
    static const struct {
        const char *why;
        int64_t n[4];
        enum suppressed how[4];
    } cases[] = {
        {"large cells are shown", {611, 874, 146, 247}, {SHOWN, SHOWN, SHOWN, SHOWN}},
        {"nobody is not somebody", {611, 0, 146, 0}, {SHOWN, SHOWN, SHOWN, SHOWN}},
        {"two small ones hide each other", {611, 3, 2, 247}, {SHOWN, HIDDEN_FEW, HIDDEN_FEW, SHOWN}},
        {"one small one takes the next smallest with it", {611, 3, 146, 247}, {SHOWN, HIDDEN_FEW, HIDDEN_TOO, SHOWN}},
        {"an empty cell is no company", {611, 3, 0, 247}, {SHOWN, HIDDEN_FEW, SHOWN, HIDDEN_TOO}},
        {"five is enough", {5, 5, 5, 5}, {SHOWN, SHOWN, SHOWN, SHOWN}},
        {"one person alone", {1, 0, 0, 0}, {HIDDEN_FEW, SHOWN, SHOWN, SHOWN}},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct cell c[4];
        for (size_t j = 0; j < 4; j++)
            c[j] = (struct cell){.n = cases[i].n[j]};
        suppress(c, 4);
        for (size_t j = 0; j < 4; j++)
            if (c[j].how != cases[i].how[j])
                fail_msg("%s: cell %zu", cases[i].why, j);
    }
}

static void test_words(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 16);
    assert_true(str_eqz(cell_words(a, &(struct cell){2418, SHOWN}), "2.418"));
    assert_true(str_eqz(cell_words(a, &(struct cell){3, HIDDEN_FEW}), "<5"));
    assert_true(str_eqz(cell_words(a, &(struct cell){146, HIDDEN_TOO}), "*"));
    assert_int_equal(cell_drawn(&(struct cell){146, HIDDEN_TOO}), 0);
}

/* Nobody who knows the printed figures and their sum can compute a cell of one to four people. */
static void test_property_no_small_cell_can_be_computed(void **state)
{
    (void)state;
    uint64_t seed = 2;
    for (int round = 0; round < 20000; round++) {
        int64_t group[GROUP_COUNT];
        for (int g = 0; g < GROUP_COUNT; g++) {
            seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
            uint64_t dice = seed >> 40;
            group[g] = dice % 3 == 0 ? (int64_t)(dice % 7) : dice % 3 == 1 ? 0 : (int64_t)(dice % 900);
        }
        struct public_totals t;
        public_totals_of(group, &t);
        size_t hidden = 0, others = 0;
        for (int g = 0; g < GROUP_LEFT; g++) {
            hidden += t.group[g].how != SHOWN;
            others += t.group[g].n > 0;
            assert_false(t.group[g].how == SHOWN && t.group[g].n > 0 && t.group[g].n < SUPPRESS_BELOW);
        }
        /* one hidden cell alone would be total minus the rest: only possible when there is no other filled cell */
        if (hidden == 1)
            assert_true(others == 1 && t.people.how != SHOWN);
        if (t.people.how == SHOWN && t.settled.how == SHOWN)
            assert_int_equal(t.group[GROUP_UNDECIDED].how, SHOWN);
        assert_false(t.people.how == SHOWN && t.people.n > 0 && t.people.n < SUPPRESS_BELOW);
        assert_false(t.group[GROUP_LEFT].how == SHOWN && t.group[GROUP_LEFT].n > 0 && t.group[GROUP_LEFT].n < SUPPRESS_BELOW);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_property_no_small_cell_can_be_computed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
