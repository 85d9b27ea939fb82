/*
 * nth.c: whatever statement of an action fails, the person sees an error page with an incident number and the
 * database is as it was before. Each action is sent as a POST again and again, the first, second, third … statement
 * failing, until it has fewer statements than that and goes through; what it wrote is the ground of the next one.
 * Between the tries all tables are compared row by row. Prints a line per action; exit 0 only when all of them held.
 */
#include "app.h"
#include "harness.h"
#include "kernel/digest.h"
#include "kernel/html/page.h"
#include "pathway/choice_db.h"
#include "pathway/lottery.h"
#include "pathway/plan_line.h"
#include "pathway/run.h"
#include "registry/agency.h"
#include "registry/position.h"
#include "registry/worker.h"
#include "registry/worker_fields.h"
#include "rule/rulebook.h"
#include "voice/correction.h"
#include "voice/objection.h"

enum { STATEMENTS_MAX = 400, YEAR = 2027 };

/* ---- the actions, in the order in which one needs the other ---- */

static struct ground {
    int64_t agency, position, worker, line, run, correction, objection;
} ground;

static err act_agency_new(struct request *q, struct faults *f)
{
    struct agency a = {.code = S("9.99.99"), .name = S("Dinas Umpama"), .kind = S("opd"), .active = true,
                       .aliases = S("Umpama; Din. Umpama")};
    TRY(agency_add(q->tx, &q->at, &a, f));
    ground.agency = a.id;
    return OK;
}

static err act_agency_change(struct request *q, struct faults *f)
{
    struct agency a;
    TRY(agency_get(q->tx, &q->at, ground.agency, &a));
    a.name = S("Dinas Umpama dan Andai");
    return agency_change(q->tx, &q->at, &a, f);
}

static err act_agencies_import(struct request *q, struct faults *f)
{
    struct import_count n;
    return agencies_import(q->tx, &q->at, S("kode_opd,nama,nama_lain\n9.99.98,Dinas Andai,Andai\n9.99.97,Dinas Teladan,\n"),
                           &n, f);
}

static err act_position_new(struct request *q, struct faults *f)
{
    struct position p = {.code = S("SOPIR"), .name = S("Pengemudi"), .core = true, .decision_date = DATE_NONE, .aliases = S("Sopir; Supir")};
    TRY(position_add(q->tx, &q->at, &p, f));
    ground.position = p.id;
    return OK;
}

static err act_position_change(struct request *q, struct faults *f)
{
    struct position p;
    TRY(position_get(q->tx, &q->at, ground.position, &p));
    p.aliases = S("Sopir; Supir; Driver");
    return position_change(q->tx, &q->at, &p, f);
}

static err act_worker_new(struct request *q, struct faults *f)
{
    struct worker w = {.nik = S("6309010303920003"), .name = S("Teladan Contohadi"), .agency_id = ground.agency,
                       .position_id = ground.position, .position_text = S("Pengemudi"), .category = S("NON_ASN"), .birth_date = date_from_ymd(1992, 3, 3),
                       .sex = S("L"), .education = S("SMA"), .started = date_from_ymd(2018, 1, 2), .pay_source = S("APBD"),
                       .last_wage = {2100000}, .data_class = 2, .active = true};
    TRY(worker_add(q->tx, &q->at, &w, f));
    ground.worker = w.id;
    return OK;
}

static err act_worker_change(struct request *q, struct faults *f)
{
    struct worker w;
    TRY(worker_get(q->tx, &q->at, ground.worker, &w));
    w.name = S("Teladan Contohadi Misal");
    w.last_wage.v = 2200000;
    return worker_change(q->tx, &q->at, &w, f);
}

static err act_sent_home(struct request *q, struct faults *f)
{
    struct worker w;
    TRY(worker_get(q->tx, &q->at, ground.worker, &w));
    return worker_set_sent_home(q->tx, &q->at, &w, date_from_ymd(2026, 1, 5), S("800/1/BKPSDM/2026"), f);
}

static err act_case(struct request *q, struct faults *f)
{
    struct worker w;
    TRY(worker_get(q->tx, &q->at, ground.worker, &w));
    return worker_set_case(q->tx, &q->at, &w, q->at.who.user_id, (struct date){q->at.today.day + 14}, f);
}

static err act_asn(struct request *q, struct faults *f)
{
    struct worker w;
    TRY(worker_get(q->tx, &q->at, ground.worker, &w));
    struct asn_result r = {PATHWAY_PPPK, S("800/77/BKPSDM/2026"), date_from_ymd(2026, 2, 3)};
    return worker_set_asn(q->tx, &q->at, &w, &r, f);
}

static err act_plan_line(struct request *q, struct faults *f)
{
    struct plan_line l = {.agency_id = ground.agency, .position_id = ground.position, .year = YEAR, .stage = 1,
                          .seats = 4, .ord = 1, .code = S("UMP-01"), .active = true, .cost = {48000000},
                          .wage = {3500000}};
    TRY(plan_line_save(q->tx, &q->at, &l, f));
    ground.line = l.id;
    return plan_line_by_code(q->tx, &q->at, YEAR, S("UMP-01"), &l);
}

static err act_plan_import(struct request *q, struct faults *f)
{
    struct plan_count n;
    return plan_import(q->tx, &q->at, YEAR, S("rencana.csv"),
                       S("id_baris,opd,jabatan,tahap,jumlah,biaya,upah,urutan,syarat,cadangan\n"
                         "UMP-02,9.99.99,SOPIR,1,2,48000000,3500000,2,,\n"
                         "UMP-03,9.99.99,SOPIR,1,1,48000000,3600000,3,,\n"),
                       &n, f);
}

static err act_ceiling(struct request *q, struct faults *f)
{
    struct ceiling c = {.agency_id = ground.agency, .year = YEAR, .amount = {500000000}};
    return ceiling_save(q->tx, &q->at, &c, f);
}

static err act_line_drop(struct request *q, struct faults *f)
{
    (void)f;
    struct plan_line l;
    TRY(plan_line_by_code(q->tx, &q->at, YEAR, S("UMP-02"), &l));
    return plan_line_drop(q->tx, &q->at, l.id, l.version);
}

static err act_window(struct request *q, struct faults *f)
{
    (void)f;
    struct choice_window w = {.year = YEAR, .opens = q->at.today, .closes = {q->at.now.ms + 86400000}};
    return choice_window_put(q->tx, &q->at, &w);
}

static err act_choices(struct request *q, struct faults *f)
{
    (void)f;
    struct plan_line l;
    TRY(plan_line_by_code(q->tx, &q->at, YEAR, S("UMP-01"), &l));
    struct choice_list list = {.line = {l.id}, .n = 1, .saved = q->at.now};
    return choice_list_put(q->tx, &q->at, q->at.who.worker_id, YEAR, &list);
}

static err act_seal(struct request *q, struct faults *f)
{
    struct str word;
    return lottery_seal(q->tx, &q->at, YEAR, &word, f);
}

static err act_run(struct request *q, struct faults *f)
{
    return run_order(q->tx, &q->at, S("Umpama"), &ground.run, f);
}

static err act_run_cancel(struct request *q, struct faults *f)
{
    (void)f;
    struct run r;
    TRY(run_get(q->tx, &q->at, ground.run, &r));
    return run_cancel(q->tx, &q->at, r.id, r.version);
}

static err act_correction(struct request *q, struct faults *f)
{
    static const struct pair pairs[] = {{S("no_hp"), S("081200000001")}, {S("alasan"), S("Nomor saya berganti bulan lalu.")}};
    const struct form form = {.fields = {pairs, COUNT(pairs)}};
    const struct field *field = correction_field(S("no_hp"));
    assert(field != NULL);
    return correction_ask(q->tx, &q->at, field, &form, f);
}

static err act_correction_decide(struct request *q, struct faults *f)
{
    struct correction c;
    size_t n;
    TRY(correction_queue(q->tx, &q->at, true, DATE_NONE, 0, 1, &c, &n));
    return n == 0 ? ERR_MISSING : correction_decide(q->tx, &q->at, c.id, c.version, true, S("Sesuai bukti."), f);
}

static err act_objection(struct request *q, struct faults *f)
{
    const struct objection_draft d = {.subject = S("data"), .words = S("Masa kerja saya tercatat kurang dua tahun."),
                                      .published = DATE_NONE};
    return objection_open(q->tx, &q->at, ground.worker, &d, &ground.objection, f);
}

static err act_objection_decide(struct request *q, struct faults *f)
{
    struct objection o;
    TRY(objection_get(q->tx, &q->at, ground.objection, &o));
    return objection_decide(q->tx, &q->at, o.id, o.version, false, S("Masa kerja dihitung dari surat keputusan."), f);
}

static const struct act {
    const char *name;
    enum role role;
    err (*fn)(struct request *q, struct faults *f);
} acts[] = {
    {"agency-new", ROLE_HR_OFFICER, act_agency_new},
    {"agency-change", ROLE_HR_OFFICER, act_agency_change},
    {"agencies-import", ROLE_HR_OFFICER, act_agencies_import},
    {"position-new", ROLE_HR_OFFICER, act_position_new},
    {"position-change", ROLE_HR_OFFICER, act_position_change},
    {"worker-new", ROLE_HR_OFFICER, act_worker_new},
    {"worker-change", ROLE_HR_OFFICER, act_worker_change},
    {"worker-sent-home", ROLE_HR_OFFICER, act_sent_home},
    {"worker-case", ROLE_HR_OFFICER, act_case},
    {"worker-asn", ROLE_HR_OFFICER, act_asn},
    {"plan-line", ROLE_HR_OFFICER, act_plan_line},
    {"plan-import", ROLE_HR_OFFICER, act_plan_import},
    {"plan-line-drop", ROLE_HR_OFFICER, act_line_drop},
    {"ceiling", ROLE_HR_OFFICER, act_ceiling},
    {"choice-window", ROLE_HR_OFFICER, act_window},
    {"choices", ROLE_WORKER, act_choices},
    {"lottery-seal", ROLE_HR_OFFICER, act_seal},
    {"run-order", ROLE_HR_OFFICER, act_run},
    {"run-cancel", ROLE_HR_OFFICER, act_run_cancel},
    {"correction-ask", ROLE_WORKER, act_correction},
    {"correction-decide", ROLE_HR_OFFICER, act_correction_decide},
    {"objection-open", ROLE_HR_OFFICER, act_objection},
    {"objection-decide", ROLE_HR_OFFICER, act_objection_decide},
};

/* ---- the doors: a page with a form, and a POST that runs an action by its name ---- */

static void page_door(struct request *q)
{
    page_begin(q, &(struct page){.layout = LAYOUT_PUBLIC, .title = S("Uji")});
    form_begin(q, "", "/uji/x");
    form_end(q);
    page_end(q);
}

static void post_act(struct request *q)
{
    struct faults f = {.arena = q->arena};
    err e = at_rules(q->tx, &q->at);
    for (size_t i = 0; i < COUNT(acts) && e == OK; i++) {
        if (str_eqz(q->arg[0], acts[i].name))
            e = acts[i].fn(q, &f);
    }
    for (size_t i = 0; i < f.n; i++)
        fprintf(stderr, "# %s: " STR_FMT "\n", f.list[i].field, STR_ARG(f.list[i].text));
    if (e != OK)
        reply_error(q, e);
    else
        reply_redirect(q, "/uji");
}

static const struct route routes[] = {
    {GET, "/uji", PERM_PUBLIC, page_door},
    {POST, "/uji/{nama}", PERM_SIGNED_IN, post_act},
};
static const struct module door = {.name = "uji", .routes = routes, .n_routes = COUNT(routes)};

/* The same through the doors that people use: real forms of the real modules. `@` in a path or in fields stands for
 * an agency's id, `#` for a worker's. With a file the form is a multipart one, the file under "berkas". */
#define CENSUS_HEAD "NIK,Nama Lengkap,Tanggal Lahir,Perangkat Daerah,Jabatan,TMT Mulai Kerja,Upah per Bulan\n"
static const struct post {
    enum role role;
    const char *path, *fields, *file;
} posts[] = {
    {ROLE_ANONYMOUS, "/masuk", "pengguna=hr_officer&sandi=" HARNESS_PASSWORD, NULL},
    {ROLE_HR_OFFICER, "/instansi/baru", "kode_opd=9.88.88&nama=Dinas+Contoh+Baru&jenis=opd&nama_lain=Contoba", NULL},
    {ROLE_HR_OFFICER, "/instansi/impor", "", "kode_opd,nama,nama_lain\n9.77.77,Dinas Misal Baru,\n9.77.78,Dinas Lain,\n"},
    {ROLE_HR_OFFICER, "/jabatan/baru", "kode_jabatan=CSX&nama=Petugas+Kebersihan+Umpama&inti=1", NULL},
    {ROLE_ADMINISTRATOR, "/tata-usaha/pengguna/baru",
     "nama_pengguna=umpamawati&nama=Umpamawati+Andai&jabatan=Analis&ponsel=081200000002&peran=hr_officer", NULL},
    {ROLE_HR_OFFICER, "/pendataan/mulai", "nama=Sensus+Umpama&acuan=2026-12-31", NULL},
    {ROLE_HR_OFFICER, "/pendataan/impor", "",
     CENSUS_HEAD "6309010505930005,Umpama Teladan,05-05-1993,Dinas Conto,Pengemudi,02-01-2018,1500000\n"},
    {ROLE_HR_OFFICER, "/tenaga/baru",
     "nik=6309010404920004&nama=Andai+Teladan&tanggal_lahir=04-04-1992&jenis_kelamin=L&opd=@&jabatan_teks=Pengemudi"
     "&jenis_tenaga=NON_ASN&tmt_mulai=02-01-2018&sumber_dana=APBD&upah=1500000&kelas_data=2&pendidikan=SMA", NULL},
    {ROLE_HR_OFFICER, "/tenaga/#/jalur", "versi=1&jenis=rumah&tanggal_dirumahkan=2026-01-05&keputusan=800%2F2", NULL},
    {ROLE_HR_OFFICER, "/pagu/@", "tahun=2027&versi=0&pagu=750000000", NULL},
    {ROLE_HR_OFFICER, "/pagu/impor", "jenis=pagu&tahun=2027", "kode_opd,pagu\n1.02.01,300000000\n"},
    {ROLE_HR_OFFICER, "/alokasi", "nama=Perhitungan+umpama", NULL},
    {ROLE_AGENCY_OFFICER, "/slip", "pilih=#", NULL},
    {ROLE_WORKER, "/saya/data/no_hp", "no_hp=081200000009&alasan=Nomor+saya+berganti+lagi.", NULL},
    {ROLE_HR_OFFICER, "/keluar", "", NULL},
};

/* ---- all that is stored, as one number ---- */

static void digest_row(struct sha256_run *d, sqlite3_stmt *s)
{
    for (int i = 0; i < sqlite3_column_count(s); i++) {
        const void *p = sqlite3_column_blob(s, i);
        struct str v = {p, (size_t)sqlite3_column_bytes(s, i)};
        sha256_add(d, v);
        sha256_add(d, S("\x1f"));
    }
}

static void digest_table(struct sha256_run *d, sqlite3 *h, const char *table)
{
    char text[200];
    snprintf(text, sizeof text, "SELECT * FROM %s ORDER BY 1, 2", table);
    sqlite3_stmt *s = NULL;
    int code = sqlite3_prepare_v2(h, text, -1, &s, NULL);
    assert(code == SQLITE_OK);
    sha256_add(d, str_z(table));
    while (sqlite3_step(s) == SQLITE_ROW)
        digest_row(d, s);
    sqlite3_finalize(s);
}

/* Every table but the sessions, whose "last seen" is no part of an action. */
static struct str digest_all(struct arena *a, const char *path)
{
    sqlite3 *h = NULL;
    int code = sqlite3_open_v2(path, &h, SQLITE_OPEN_READONLY, NULL);
    assert(code == SQLITE_OK);
    struct sha256_run d;
    sha256_start(&d);
    sqlite3_stmt *s = NULL;
    code = sqlite3_prepare_v2(h, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
                                 "AND name NOT IN ('session', 'throttle') ORDER BY name", -1, &s, NULL);
    assert(code == SQLITE_OK);
    while (sqlite3_step(s) == SQLITE_ROW)
        digest_table(&d, h, (const char *)sqlite3_column_text(s, 0));
    sqlite3_finalize(s);
    sqlite3_close(h);
    return sha256_hex(a, sha256_end(&d));
}

/* ---- trying ---- */

static struct site site;
static struct client browser;
static int bad;

static void complain(const char *name, int n, const char *what)
{
    bad++;
    printf("%s: statement %d: %s (status %d)\n", name, n, what, browser.status);
}

/* What is sent again and again: a page (GET) when fields is NULL. */
struct attempt {
    const char *name, *path, *fields, *file;
};

static int send_it(const struct attempt *t)
{
    if (t->fields == NULL)
        return client_get(&browser, "%s", t->path);
    if (t->file != NULL)
        return client_upload(&browser, t->path, t->fields, "berkas", "umpama.csv", str_z(t->file));
    return client_post(&browser, t->path, "%s", t->fields);
}

/* True when it went through: it has fewer than n statements. A page may also say that there is nothing to show. */
static bool try_once(const struct attempt *t, int n)
{
    AUTO_ARENA a = arena_new(16 << 20);
    struct db *db = site.temp.db;
    db_side_flush(db);
    struct str before = digest_all(a, site.temp.path);
    db_fail_at(db, n);
    int status = send_it(t);
    bool pending = db_fail_pending(db);
    db_fail_at(db, 0);
    db_side_flush(db);
    bool same = str_eq(before, digest_all(a, site.temp.path));
    if (pending && (status < 400 || (t->fields == NULL && status == 404)))
        return true;
    if (status < 400)
        complain(t->name, n, "went through although it failed");
    else if (pending)
        complain(t->name, n, "refused although nothing failed");
    else if (status < 500 || !client_sees(&browser, "<code>"))
        complain(t->name, n, "no error page with an incident number");
    if (status >= 400 && !same)
        complain(t->name, n, "left something half written");
    return status < 400 || pending;
}

static void try_all(const struct attempt *t)
{
    for (int n = 1; n <= STATEMENTS_MAX; n++) {
        if (try_once(t, n)) {
            printf("%s: %d statements\n", t->name, n - 1);
            return;
        }
    }
    complain(t->name, STATEMENTS_MAX, "never went through");
}

/* The marks of a form, replaced by ids. */
static void fill_marks(char *ret, size_t room, const char *text)
{
    size_t n = 0;
    for (; *text != '\0' && n + 24 < room; text++) {
        if (*text == '@' || *text == '#')
            n += (size_t)snprintf(ret + n, room - n, "%lld", (long long)(*text == '@' ? site.agency : site.worker));
        else
            ret[n++] = *text;
    }
    assert(*text == '\0');
    ret[n] = '\0';
}

static void try_post(const struct post *p)
{
    char path[100], fields[800];
    fill_marks(path, sizeof path, p->path);
    fill_marks(fields, sizeof fields, p->fields);
    try_all(&(struct attempt){p->path, path, fields, p->file});
}

static void as(enum role role)
{
    site_browser(&site, &browser, role);
    client_get(&browser, "/uji");
}

/* Every page without a hole in its address, as the first role that may open it. */
static size_t try_pages(const struct module *m)
{
    size_t n = 0;
    for (size_t i = 0; i < m->n_routes; i++) {
        const struct route *r = &m->routes[i];
        if (r->method != GET || strchr(r->path, '{') != NULL)
            continue;
        enum role role = ROLE_ANONYMOUS;
        while ((perm_roles(r->perm) & 1u << role) == 0)
            role++;
        as(role);
        try_all(&(struct attempt){r->path, r->path, NULL, NULL});
        n++;
    }
    return n;
}

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    const struct module *modules[16] = {&door};
    size_t n = 1, pages = 0;
    for (size_t i = 0; i < app_n_modules; i++)
        modules[n++] = app_modules[i];
    site_start(&site, modules, n);
    for (size_t i = 0; i < COUNT(acts); i++) {
        char path[64];
        snprintf(path, sizeof path, "/uji/%s", acts[i].name);
        as(acts[i].role);
        try_all(&(struct attempt){acts[i].name, path, "", NULL});
    }
    for (size_t i = 0; i < COUNT(posts); i++) {
        as(posts[i].role);
        try_post(&posts[i]);
    }
    for (size_t i = 0; i < app_n_modules; i++)
        pages += try_pages(app_modules[i]);
    client_end(&browser);
    site_stop(&site);
    printf("%zu actions, %zu forms, %zu pages, %d bad\n", COUNT(acts), COUNT(posts), pages, bad);
    return bad == 0 ? 0 : 1;
}
