/*
 * allocate.c: what the engine promises: it agrees byte for byte with the definition, order of rows is nothing to
 * it, and the properties P1 to P12 of allocation.md section 11 hold on hundreds of small worlds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine_make.h"
#include "engine_reference.h"

enum { WORLDS = 4000 };

static struct str results_of(struct arena *a, const struct instance *in, const struct outcome *o)
{
    struct buf b = buf_new(1 << 20);
    outcome_write_results(in, o, &b);
    outcome_write_openings(in, o, &b);
    return keep(a, &b);
}

static void the_engine_agrees_with_the_definition(void **state)
{
    (void)state;
    uint64_t placed = 0, lost = 0, budget = 0, rounds = 0;
    for (uint64_t seed = 1; seed <= WORLDS; seed++) {
        AUTO_ARENA a = arena_new(1 << 28);
        struct dice d = {seed};
        struct make m = make_shape(&d);
        struct instance_files files = make_files(a, &d, &m);
        struct instance in = make_instance(a, &files);
        struct outcome got, want;
        struct reference r;
        allocate(a, &in, &got);
        want = reference_run(a, &in, &r);
        struct str x = results_of(a, &in, &got), y = results_of(a, &in, &want);
        if (!str_eq(x, y))
            fail_msg("world %u:\n" STR_FMT "\nwant\n" STR_FMT, (unsigned)seed, STR_ARG(x), STR_ARG(y));
        for (uint32_t w = 0; w < in.n_workers; w++) {
            placed += got.line[w] != NOTHING;
            lost += got.reason[w] == REASON_LOST_PRIORITY;
            budget += got.reason[w] == REASON_BUDGET;
        }
        rounds += got.rounds > 1;
    }
    assert_true(placed > WORLDS && lost > WORLDS / 4 && budget > WORLDS / 4 && rounds > WORLDS / 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_engine_agrees_with_the_definition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
