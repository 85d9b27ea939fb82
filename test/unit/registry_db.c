/*
 * registry_db.c: what the register promises with a database: totals, search words and history move with every change;
 * pages by key show everybody once; refusals leave nothing behind.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "registry/agency.h"
#include "registry/directory.h"
#include "registry/distance.h"
#include "registry/position.h"
#include "registry/worker_db.h"
#include "tempdb.h"

struct fixture {
    struct tempdb t;
    struct at at, agency_at; /* region and one agency */
    struct agency agency[2];
    struct position driver;
    struct faults f;
};

/* ---- running an action ---- */
typedef err (*step_fn)(struct tx *tx, struct fixture *x, void *arg);
struct call {
    struct fixture *x;
    step_fn fn;
    void *arg;
};
static err run_call(struct tx *tx, void *arg)
{
    struct call *c = arg;
    return c->fn(tx, c->x, c->arg);
}
static err act(struct fixture *x, step_fn fn, void *arg)
{
    x->f = (struct faults){.arena = x->t.arena};
    return db_write(x->t.db, x->t.arena, run_call, &(struct call){x, fn, arg});
}
static err ask(struct fixture *x, step_fn fn, void *arg)
{
    return db_read(x->t.db, x->t.arena, run_call, &(struct call){x, fn, arg});
}

static err make_user(struct tx *tx, struct fixture *x, void *arg)
{
    (void)arg;
    static const struct sql user = {
        "INSERT INTO app_user (pemda_id, id, user_name, name, created) VALUES ($1, 7, 'conto', 'Conto Petugas', 1)"};
    static const struct sql role = {"INSERT INTO user_role (pemda_id, user_id, role) VALUES ($1, 7, 'hr_officer')"};
    TRY(EXEC(tx, user, x->at.pemda.v));
    return EXEC(tx, role, x->at.pemda.v);
}

static err make_places(struct tx *tx, struct fixture *x, void *arg)
{
    (void)arg;
    x->agency[0] =
        (struct agency){.code = S("DISDIK"), .name = S("Dinas Pendidikan"), .aliases = S("Diknas; Disdikbud")};
    x->agency[1] = (struct agency){.code = S("SATPOL"), .name = S("Satpol PP")};
    x->driver = (struct position){.code = S("PENGEMUDI"), .name = S("Pengemudi"), .core = true, .field = 4,
                                  .decision_date = DATE_NONE, .aliases = S("Sopir")};
    TRY(agency_add(tx, &x->at, &x->agency[0], &x->f));
    TRY(agency_add(tx, &x->at, &x->agency[1], &x->f));
    return position_add(tx, &x->at, &x->driver, &x->f);
}

static int set_up(void **state)
{
    struct fixture *x = calloc(1, sizeof *x);
    tempdb_new(&x->t);
    x->at = (struct at){
        .who = {.user_id = 7, .name = S("Conto Petugas"), .role = ROLE_HR_OFFICER, .scope = SCOPE_REGION},
        .pemda = x->t.region.id,
        .region = &x->t.region,
        .today = date_from_ymd(2026, 11, 21),
        .now = {1795000000000}};
    assert_int_equal(act(x, make_user, NULL), OK);
    assert_int_equal(act(x, make_places, NULL), OK);
    x->agency_at = x->at;
    x->agency_at.who.scope = SCOPE_AGENCY;
    x->agency_at.who.role = ROLE_AGENCY_OFFICER;
    x->agency_at.who.agency_id = x->agency[0].id;
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

static struct worker person(const struct fixture *x, int i, const char *name, int agency)
{
    return (struct worker){.nik = str_printf(x->t.arena, "63090112038%05d", 70000 + i),
                           .name = str_z(name),
                           .birth_date = date_from_ymd(1987, 3, 12),
                           .agency_id = x->agency[agency].id,
                           .position_id = x->driver.id,
                           .category = S("NON_ASN"),
                           .data_class = 3,
                           .started = date_from_ymd(2010 + i % 10, 7, 8),
                           .last_wage = {2100000},
                           .sent_home = DATE_NONE,
                           .case_due = DATE_NONE};
}

static err add(struct tx *tx, struct fixture *x, void *arg)
{
    return worker_add(tx, &x->at, arg, &x->f);
}

/* ---- the promises of `check` ---- */
static void count_bad(void *arg, bool good, struct str line)
{
    if (!good) {
        print_error("%.*s\n", STR_ARG(line));
        (*(int *)arg)++;
    }
}
static err check(struct tx *tx, struct fixture *x, void *arg)
{
    TRY(agency_check_tables(tx, &x->at, count_bad, arg));
    return worker_check_tables(tx, &x->at, count_bad, arg);
}
static void assert_sound(struct fixture *x)
{
    int bad = 0;
    assert_int_equal(ask(x, check, &bad), OK);
    assert_int_equal(bad, 0);
}

struct total {
    enum pathway pathway;
    int64_t n;
};
static err total(struct tx *tx, struct fixture *x, void *arg)
{
    struct total *want = arg;
    struct worker_total *t;
    size_t n;
    TRY(worker_totals(tx, &x->at, &t, &n));
    want->n = 0;
    for (size_t i = 0; i < n; i++)
        want->n += t[i].pathway == want->pathway ? t[i].n : 0;
    return OK;
}
static int64_t total_of(struct fixture *x, enum pathway p)
{
    struct total t = {p, -1};
    assert_int_equal(ask(x, total, &t), OK);
    return t.n;
}

/* ---- adding ---- */
static void test_add(void **state)
{
    struct fixture *x = *state;
    struct worker w = person(x, 1, "Rahmat Contohadi", 0);
    assert_int_equal(act(x, add, &w), OK);
    assert_int_equal(w.version, 1);
    assert_int_equal(w.public_id.n, 16);
    assert_true(str_eqz(w.position_text, "Pengemudi"));
    assert_int_equal(total_of(x, PATHWAY_UNDECIDED), 1);
    assert_sound(x);

    struct worker twin = person(x, 1, "Misal Lain", 1);
    assert_int_equal(act(x, add, &twin), ERR_INVALID);
    assert_true(str_starts(fault_of(&x->f, "nik"), S("NIK ini sudah dipakai oleh Rahmat Contohadi")));
    assert_int_equal(total_of(x, PATHWAY_UNDECIDED), 1);

    struct worker lost = person(x, 2, "Umpama Tanpa", 0);
    lost.agency_id = 99;
    assert_int_equal(act(x, add, &lost), ERR_INVALID);
    assert_true(str_eqz(fault_of(&x->f, "opd"), "Pilih instansi dari daftar"));
    assert_sound(x);
}

static err add_in_agency(struct tx *tx, struct fixture *x, void *arg)
{
    return worker_add(tx, &x->agency_at, arg, &x->f);
}

static void test_agency_officer(void **state)
{
    struct fixture *x = *state;
    struct worker own = person(x, 1, "Andai Sendiri", 0), other = person(x, 2, "Andai Seberang", 1);
    assert_int_equal(act(x, add_in_agency, &own), OK);
    assert_int_equal(act(x, add_in_agency, &other), ERR_INVALID); /* only the own agency */
    assert_int_equal(act(x, add, &other), OK);

    struct worker taken = person(x, 2, "Andai Kembar", 0); /* NIK stands elsewhere: its name is not told */
    assert_int_equal(act(x, add_in_agency, &taken), ERR_INVALID);
    assert_true(str_starts(fault_of(&x->f, "nik"), S("NIK ini sudah terdata di instansi lain")));
}

/* ---- changing ---- */
static err change(struct tx *tx, struct fixture *x, void *arg)
{
    return worker_change(tx, &x->at, arg, &x->f);
}

static err lock_census(struct tx *tx, struct fixture *x, void *arg)
{
    (void)arg;
    return region_setting_set(tx, x->at.pemda, "sensus.terkunci", S("1"));
}

static void test_change(void **state)
{
    struct fixture *x = *state;
    struct worker w = person(x, 1, "Rahmat Contohadi", 0);
    assert_int_equal(act(x, add, &w), OK);
    struct worker old = w;

    w.name = S("Rahmat Misalnur");
    w.agency_id = x->agency[1].id;
    assert_int_equal(act(x, change, &w), OK);
    assert_int_equal(w.version, 2);
    assert_sound(x);

    old.phone = S("0812-0000");
    assert_int_equal(act(x, change, &old), ERR_STALE);

    assert_int_equal(act(x, lock_census, NULL), OK);
    w.last_wage.v = 2500000;
    assert_int_equal(act(x, change, &w), ERR_INVALID);
    assert_true(str_starts(fault_of(&x->f, ""), S("Sensus sudah dikunci: Upah terakhir per bulan")));
    w.last_wage.v = 2100000;
    w.phone = S("0812-1111"); /* no part of the snapshot */
    assert_int_equal(act(x, change, &w), OK);
    struct worker late = person(x, 5, "Umpama Terlambat", 0);
    assert_int_equal(act(x, add, &late), ERR_INVALID);
}

/* ---- pathways ---- */
struct by_hand {
    struct worker *w;
    struct asn_result asn;
    struct leaving left;
    int64_t owner;
    struct date due;
    struct pathway_step step;
};
static err set_asn(struct tx *tx, struct fixture *x, void *arg)
{
    struct by_hand *h = arg;
    return worker_set_asn(tx, &x->at, h->w, &h->asn, &x->f);
}
static err set_left(struct tx *tx, struct fixture *x, void *arg)
{
    struct by_hand *h = arg;
    return worker_set_left(tx, &x->at, h->w, &h->left, &x->f);
}
static err set_case(struct tx *tx, struct fixture *x, void *arg)
{
    struct by_hand *h = arg;
    return worker_set_case(tx, &x->at, h->w, h->owner, h->due, &x->f);
}
static err set_step(struct tx *tx, struct fixture *x, void *arg)
{
    struct by_hand *h = arg;
    return worker_set_pathway(tx, &x->at, h->w, &h->step, NULL);
}
static err count_history(struct tx *tx, struct fixture *x, void *arg)
{
    struct by_hand *h = arg;
    struct worker_event *list;
    size_t n;
    TRY(worker_history(tx, &x->at, h->w->id, 50, &list, &n));
    h->owner = (int64_t)n;
    return OK;
}

static void test_by_hand(void **state)
{
    struct fixture *x = *state;
    struct worker w = person(x, 1, "Teladan Satu", 0);
    assert_int_equal(act(x, add, &w), OK);
    struct date today = x->at.today;
    struct by_hand h = {.w = &w, .asn = {PATHWAY_OUTSOURCING, S(""), DATE_NONE}};

    assert_int_equal(act(x, set_asn, &h), ERR_INVALID); /* a seat is nothing an officer gives */
    assert_true(str_eqz(fault_of(&x->f, "hasil"), "Pilih PPPK, PPPK Paruh Waktu, atau CPNS"));
    assert_true(str_eqz(fault_of(&x->f, "surat"), "Isi nomor surat hasil seleksi"));

    h.owner = 8, h.due = date_add_days(today, 7);
    assert_int_equal(act(x, set_case, &h), ERR_INVALID); /* nobody by that id */
    h.owner = 7, h.due = date_add_days(today, -1);
    assert_int_equal(act(x, set_case, &h), ERR_INVALID); /* yesterday */
    h.due = date_add_days(today, 7);
    assert_int_equal(act(x, set_case, &h), OK);
    assert_int_equal(w.case_owner, 7);

    h.asn = (struct asn_result){PATHWAY_PPPK, S("800/12/BKPSDM"), date_add_days(today, -3)};
    assert_int_equal(act(x, set_asn, &h), OK);
    assert_int_equal(w.case_owner, 0); /* the case is closed with it */
    assert_int_equal(act(x, set_case, &h), ERR_INVALID);
    assert_int_equal(total_of(x, PATHWAY_PPPK), 1);
    assert_int_equal(total_of(x, PATHWAY_UNDECIDED), 0);

    h.left = (struct leaving){S("pindah"), S(""), DATE_NONE};
    assert_int_equal(act(x, set_left, &h), ERR_INVALID);
    h.left = (struct leaving){S("pensiun"), S("SK 12/2026"), today};
    assert_int_equal(act(x, set_left, &h), OK);
    assert_false(w.active);
    assert_int_equal(ask(x, count_history, &h), OK);
    assert_int_equal(h.owner, 4); /* added, case, ASN, left */
    assert_sound(x);
}

static void test_seated(void **state)
{
    struct fixture *x = *state;
    struct worker w = person(x, 1, "Teladan Dua", 0);
    assert_int_equal(act(x, add, &w), OK);
    struct by_hand h = {.w = &w,
                        .step = {.pathway = PATHWAY_OUTSOURCING,
                                 .state = STATE_PROPOSED,
                                 .plan_line = S("B-001"),
                                 .run_id = 5,
                                 .words = S("Jalur ditetapkan")},
                        .asn = {PATHWAY_PPPK, S("800/12"), x->at.today}};
    assert_int_equal(act(x, set_step, &h), OK);
    assert_int_equal(act(x, set_asn, &h), ERR_INVALID);
    assert_true(str_contains(fault_of(&x->f, ""), S("Buka keberatan")));
    struct worker stale = w;
    stale.version--;
    h.w = &stale;
    assert_int_equal(act(x, set_step, &h), ERR_STALE);
    assert_sound(x);
}

/* ---- lists ---- */
struct list {
    struct worker_filter f;
    struct worker_row rows[64];
    size_t n;
    bool more;
};
static err rows(struct tx *tx, struct fixture *x, void *arg)
{
    struct list *l = arg;
    return worker_rows(tx, &x->at, &l->f, l->rows, &l->n, &l->more);
}

enum { PEOPLE = 60 };
static err add_many(struct tx *tx, struct fixture *x, void *arg)
{
    (void)arg;
    static const char *const first[] = {"Siti", "Moh.", "Rahmat", "Noor", "Andai"};
    static const char *const last[] = {"Contohadi", "Misalnur", "Umpamana", "Teladani",
                                       "Contowati", "Andaika",  "Sitiwan"};
    struct tally *t = tally_new(tx_arena(tx));
    for (int i = 0; i < PEOPLE; i++) {
        struct str name = str_printf(tx_arena(tx), "%s %s", first[i % 5], last[i % 7]);
        struct worker w = person(x, i, str_to_z(tx_arena(tx), name), i % 2);
        w.active = true;
        TRY(worker_add_checked(tx, &x->at, &w, t));
        struct pathway_step step = {
            .pathway = i % 3 == 0 ? PATHWAY_PPPK : PATHWAY_CPNS, .state = STATE_AGREED, .words = S("Lulus")};
        if (i % 4 != 0)
            TRY(worker_set_pathway(tx, &x->at, &w, &step, t));
    }
    return tally_write(tx, &x->at, t);
}

static struct worker_filter everybody(void)
{
    return (struct worker_filter){
        .agency_id = -1, .group = -1, .state = -1, .limit = 7, .today = date_from_ymd(2026, 11, 21)};
}

/* Walk forward to the end, then back to the start: the same people, each once, in order. */
static void walk(struct fixture *x, struct worker_filter f, size_t want)
{
    int64_t seen[PEOPLE + 8];
    size_t n = 0;
    struct list l = {.f = f};
    do {
        assert_int_equal(ask(x, rows, &l), OK);
        for (size_t i = 0; i < l.n; i++) {
            for (size_t k = 0; k < n; k++)
                assert_int_not_equal(seen[k], l.rows[i].id);
            assert_true(n < COUNT(seen));
            seen[n++] = l.rows[i].id;
        }
        if (l.n > 0)
            l.f.after = l.rows[l.n - 1].id;
    } while (l.more);
    assert_int_equal(n, want);
    if (n < 8)
        return;
    l.f.after = 0;
    l.f.before = seen[7];
    assert_int_equal(ask(x, rows, &l), OK);
    assert_int_equal(l.n, 7);
    for (size_t i = 0; i < 7; i++)
        assert_int_equal(l.rows[i].id, seen[i]);
}

static void test_paging(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(act(x, add_many, NULL), OK);
    assert_sound(x);
    struct worker_filter f = everybody();
    walk(x, f, PEOPLE);
    f.order = ORDER_NAME_DOWN;
    walk(x, f, PEOPLE);
    f.order = ORDER_SERVICE;
    walk(x, f, PEOPLE);
    f = everybody();
    f.agency_id = x->agency[1].id;
    walk(x, f, PEOPLE / 2);
    f = everybody();
    f.group = GROUP_UNDECIDED;
    walk(x, f, PEOPLE / 4);
    f.group = GROUP_ASN; /* two codes merged in one order */
    walk(x, f, PEOPLE - PEOPLE / 4);
    f.order = ORDER_NAME_DOWN;
    walk(x, f, PEOPLE - PEOPLE / 4);
    f.agency_id = 0; /* SCOPE_NOTHING reaches nobody */
    walk(x, f, 0);
    f = everybody();
    f.position_id = x->driver.id;
    walk(x, f, PEOPLE);
    f.inactive = true;
    walk(x, f, 0);
}

static void test_search(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(act(x, add_many, NULL), OK);
    struct worker_filter f = everybody();
    f.words[0] = S("siti");
    f.n_words = 1;
    walk(x, f, 12 + 8 - 2); /* first name Siti, or Sitiwan behind another; two have both and come once */
    f.words[1] = S("conto");
    f.n_words = 2;
    walk(x, f, 3);
    f = everybody();
    f.words[0] = S("muham"); /* Moh. is found under Muhammad */
    f.n_words = 1;
    walk(x, f, 12);
    f.agency_id = x->agency[0].id;
    walk(x, f, 6);
    f.group = GROUP_ASN;
    struct list l = {.f = f};
    assert_int_equal(ask(x, rows, &l), OK);
    assert_true(l.n > 0 && l.n <= 6);
    f.words[0] = S("zz");
    walk(x, f, 0);
}

/* ---- agencies ---- */
struct text_id {
    const char *text;
    int64_t id;
};
static err find_agency(struct tx *tx, struct fixture *x, void *arg)
{
    struct text_id *t = arg;
    return agency_by_text(tx, &x->at, str_z(t->text), &t->id);
}
static err change_agency(struct tx *tx, struct fixture *x, void *arg)
{
    return agency_change(tx, &x->at, arg, &x->f);
}

static void test_agency_names(void **state)
{
    struct fixture *x = *state;
    static const struct {
        const char *why, *text;
        int which;
    } cases[] = {
        {"by its code, whatever case", "disdik", 0},
        {"by its name with many blanks", "  Dinas   PENDIDIKAN ", 0},
        {"by another spelling", "Diknas", 0},
        {"the other one", "Satpol PP", 1},
        {"never by likeness", "Dinas Pendidikan Kab", -1},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct text_id t = {cases[i].text, 0};
        err e = ask(x, find_agency, &t);
        assert_int_equal(e, cases[i].which < 0 ? ERR_MISSING : OK);
        if (e == OK && t.id != x->agency[cases[i].which].id)
            fail_msg("%s", cases[i].why);
    }
    struct agency a = x->agency[1];
    a.aliases = S("diknas");
    assert_int_equal(act(x, change_agency, &a), ERR_INVALID); /* a spelling names one agency only */
    assert_true(str_contains(fault_of(&x->f, "nama_lain"), S("Dinas Pendidikan")));

    struct worker w = person(x, 1, "Teladan", 1);
    assert_int_equal(act(x, add, &w), OK);
    a = x->agency[1];
    a.active = false;
    assert_int_equal(act(x, change_agency, &a), ERR_INVALID);
    assert_true(str_starts(fault_of(&x->f, "aktif"), S("Masih ada 1 orang")));
    a = x->agency[0];
    a.parent_id = a.id;
    assert_int_equal(act(x, change_agency, &a), ERR_INVALID);
}

/* ---- the directory kept in memory ---- */
static err directory_says(struct tx *tx, struct fixture *x, void *arg)
{
    AUTO_DIRECTORY d = NULL;
    TRY(directory_get(tx, &x->at, &d));
    *(struct str *)arg = str_dup(x->t.arena, directory_agency(d, x->agency[1].id));
    return OK;
}

static err rename_and_fail(struct tx *tx, struct fixture *x, void *arg)
{
    TRY(agency_change(tx, &x->at, arg, &x->f));
    struct str inside;
    TRY(directory_says(tx, x, &inside)); /* a directory of what is undone is kept for nobody */
    return ERR_BUSY;
}

static void test_directory(void **state)
{
    struct fixture *x = *state;
    struct str name;
    assert_int_equal(ask(x, directory_says, &name), OK);
    assert_true(str_eqz(name, "Satpol PP"));
    struct agency a = x->agency[1];
    a.name = S("Satuan Polisi Pamong Praja");
    assert_int_equal(act(x, rename_and_fail, &a), ERR_BUSY);
    assert_int_equal(ask(x, directory_says, &name), OK);
    assert_true(str_eqz(name, "Satpol PP"));
    a.version = x->agency[1].version;
    assert_int_equal(act(x, change_agency, &a), OK);
    assert_int_equal(ask(x, directory_says, &name), OK);
    assert_true(str_eqz(name, "Satuan Polisi Pamong Praja")); /* nothing old for new */
}

struct import {
    const char *csv;
    struct import_count count;
};
static err import(struct tx *tx, struct fixture *x, void *arg)
{
    struct import *i = arg;
    return agencies_import(tx, &x->at, str_z(i->csv), &i->count, &x->f);
}

static void test_import(void **state)
{
    struct fixture *x = *state;
    struct import i = {.csv = "kode_opd,nama,nama_lain\r\nDISDIK,Dinas Pendidikan dan Kebudayaan,\r\nRSUD,RSUD "
                              "Conto,\"rs conto;rumah sakit\"\r\nSATPOL,Satpol PP,\r\n"};
    assert_int_equal(act(x, import, &i), OK);
    assert_int_equal(i.count.rows, 3);
    assert_int_equal(i.count.added, 1);
    assert_int_equal(i.count.changed, 1);
    assert_int_equal(i.count.same, 1);
    assert_int_equal(act(x, import, &i), OK); /* again: nothing changes */
    assert_int_equal(i.count.same, 3);
    struct text_id t = {"Rumah  Sakit", 0};
    assert_int_equal(ask(x, find_agency, &t), OK);

    static const struct {
        const char *why, *csv, *says;
    } refused[] = {
        {"no heading", "DISDIK,Dinas\n", "Judul kolom kode_opd dan nama"},
        {"empty", "", "Berkas kosong"},
        {"one bad line stores none", "kode_opd,nama\nA1,Satu\n,Dua\n", "Baris 3: Isi kode instansi"},
        {"a name twice", "kode_opd,nama\nA1,Kembar\nA2,Kembar\n", "Baris 3: “Kembar” sudah menjadi nama"},
        {"an open quote", "kode_opd,nama\nA1,\"Satu\n", "Tanda kutip di baris 2 tidak ditutup."},
    };
    for (size_t k = 0; k < COUNT(refused); k++) {
        i.csv = refused[k].csv;
        assert_int_equal(act(x, import, &i), ERR_INVALID);
        if (!str_starts(x->f.list[0].text, str_z(refused[k].says)))
            fail_msg("%s: %.*s", refused[k].why, STR_ARG(x->f.list[0].text));
    }
    t = (struct text_id){"A1", 0};
    assert_int_equal(ask(x, find_agency, &t), ERR_MISSING);
    assert_sound(x);
}

static err import_distances(struct tx *tx, struct fixture *x, void *arg)
{
    struct import *i = arg;
    return distances_import(tx, &x->at, str_z(i->csv), &i->count, &x->f);
}

static void test_distances(void **state)
{
    struct fixture *x = *state;
    struct import i = {.csv = "opd_asal;opd_tujuan;meter\nDISDIK;SATPOL;1200\nSATPOL;DISDIK;1350\n"};
    assert_true(distances_heading(str_z(i.csv)));
    assert_false(distances_heading(S("kode_opd,nama\n")));
    assert_int_equal(act(x, import_distances, &i), OK);
    assert_int_equal(i.count.added, 2);
    assert_int_equal(act(x, import_distances, &i), OK); /* again: nothing changes */
    assert_int_equal(i.count.same, 2);

    static const struct {
        const char *why, *csv, *says;
    } refused[] = {
        {"no column", "opd_asal,meter\nDISDIK,1\n", "Kolom opd_tujuan tidak ditemukan"},
        {"an unknown agency", "opd_asal,opd_tujuan,meter\nDISDIK,NIHIL,1\n", "Baris 2: instansi \"NIHIL\" belum ada"},
        {"no whole metres", "opd_asal,opd_tujuan,meter\nDISDIK,SATPOL,1.5\n", "Baris 2: meter harus angka bulat"},
        {"an open quote", "opd_asal,opd_tujuan,meter\nDISDIK,\"SATPOL,1\n", "Tanda kutip di baris 2 tidak ditutup."},
    };
    for (size_t k = 0; k < COUNT(refused); k++) {
        struct import bad = {.csv = refused[k].csv};
        assert_int_equal(act(x, import_distances, &bad), ERR_INVALID);
        assert_true(str_starts(x->f.list[0].text, str_z(refused[k].says)));
    }
}

/* ---- positions ---- */
static err change_position(struct tx *tx, struct fixture *x, void *arg)
{
    return position_change(tx, &x->at, arg, &x->f);
}

static void test_position(void **state)
{
    struct fixture *x = *state;
    struct position p = x->driver;
    assert_true(position_permitted(&p));
    p.core = false;
    assert_false(position_permitted(&p));
    p.decision = S("TAPD 5/2026");
    assert_int_equal(act(x, change_position, &p), ERR_INVALID); /* a decision has its date */
    assert_true(str_eqz(fault_of(&x->f, "tanggal_keputusan"), "Isi tanggal keputusan"));
    p.decision_date = date_from_ymd(2026, 5, 1);
    assert_int_equal(act(x, change_position, &p), OK);
    assert_true(position_permitted(&p));
    struct position old = x->driver;
    assert_int_equal(act(x, change_position, &old), ERR_STALE);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_add),    TEST(test_agency_officer), TEST(test_change),    TEST(test_by_hand),
        TEST(test_seated), TEST(test_paging),         TEST(test_search),    TEST(test_agency_names),
        TEST(test_directory),
        TEST(test_import), TEST(test_position),       TEST(test_distances),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
