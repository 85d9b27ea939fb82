/*
 * registry_commands.c: agencies in and people out from the command line: exit codes, and what a spreadsheet gets.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "kernel/text/csv.h"
#include "registry/agency.h"
#include "registry/registry_commands.h"
#include "registry/worker.h"
#include "tempdb.h"

struct fixture {
    struct tempdb t;
    char csv[112], out[112];
};

static int set_up(void **state)
{
    struct fixture *x = calloc(1, sizeof *x);
    tempdb_new(&x->t);
    snprintf(x->csv, sizeof x->csv, "%s/opd.csv", x->t.dir);
    snprintf(x->out, sizeof x->out, "%s/orang.csv", x->t.dir);
    *state = x;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *x = *state;
    unlink(x->csv);
    unlink(x->out);
    tempdb_drop(&x->t);
    free(x);
    return 0;
}

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fputs(text, f) >= 0, 1);
    assert_int_equal(fclose(f), 0);
}

static int import(struct fixture *x, const char *file)
{
    char *argv[] = {(char *)(uintptr_t)file, (char *)(uintptr_t)"--db", x->t.path, NULL};
    return command_import_agencies(3, argv);
}

static err add_person(struct tx *tx, void *arg)
{
    struct fixture *x = arg;
    struct at at = {.who = {.name = S("Conto"), .role = ROLE_HR_OFFICER, .scope = SCOPE_REGION},
                    .pemda = x->t.region.id,
                    .region = &x->t.region,
                    .today = date_from_ymd(2026, 11, 21),
                    .now = {1795000000000}};
    int64_t agency;
    TRY(agency_by_text(tx, &at, S("dinas conto"), &agency));
    struct worker w = {.nik = S("6309011203870001"),
                       .name = S("Rahmat Contohadi"),
                       .birth_date = date_from_ymd(1987, 3, 12),
                       .agency_id = agency,
                       .position_text = S("=HYPERLINK(\"x\")"),
                       .category = S("NON_ASN"),
                       .data_class = 2,
                       .started = date_from_ymd(2015, 7, 8),
                       .last_wage = {2100000},
                       .sent_home = DATE_NONE,
                       .case_due = DATE_NONE,
                       .phone = S("0812-0000-0001")};
    struct faults f = {.arena = x->t.arena};
    return worker_add(tx, &at, &w, &f);
}

static void test_import(void **state)
{
    struct fixture *x = *state;
    write_file(x->csv, "kode_opd,nama,nama_lain\nDC,Dinas Conto,\"dc;diconto\"\n");
    assert_int_equal(import(x, x->csv), 0);
    assert_int_equal(import(x, x->csv), 0); /* again: nothing to do, nothing wrong */
    write_file(x->csv, "kode_opd,nama\nDM,\n");
    assert_int_equal(import(x, x->csv), 2);
    assert_int_equal(import(x, "/tidak/ada.csv"), 2);
    char *nothing[] = {NULL};
    assert_int_equal(command_import_agencies(0, nothing), 2);
    char *elsewhere[] = {
        x->csv, (char *)(uintptr_t) "--db", x->t.path, (char *)(uintptr_t) "--region", (char *)(uintptr_t) "11.11",
        NULL};
    assert_int_equal(command_import_agencies(5, elsewhere), 2);
}

static void test_export(void **state)
{
    struct fixture *x = *state;
    write_file(x->csv, "kode_opd,nama\nDC,Dinas Conto\n");
    assert_int_equal(import(x, x->csv), 0);
    assert_int_equal(db_write(x->t.db, x->t.arena, add_person, x), OK);
    char *argv[] = {x->out, (char *)(uintptr_t)"--db", x->t.path, NULL};
    assert_int_equal(command_export_workers(3, argv), 0);

    struct str bytes;
    assert_int_equal(file_map(x->out, &bytes), OK);
    struct csv c = csv_open(x->t.arena, bytes, ',', 40);
    assert_true(csv_next(&c));
    assert_true(str_eqz(csv_field(&c, 0), "nik"));
    assert_true(str_eqz(csv_field(&c, 11), "jabatan"));
    assert_true(csv_next(&c));
    assert_true(str_eqz(csv_field(&c, 0), "=\"6309011203870001\"")); /* text for a spreadsheet, and for our import */
    assert_true(str_eqz(csv_field(&c, 9), "Dinas Conto"));
    assert_true(str_eqz(csv_field(&c, 11), "'=HYPERLINK(\"x\")")); /* nothing that a spreadsheet runs */
    assert_false(csv_next(&c));
    file_unmap(bytes);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void)
{
    const struct CMUnitTest tests[] = {TEST(test_import), TEST(test_export)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
