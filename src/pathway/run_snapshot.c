/*
 * run_snapshot.c: the database written down as CSV. Rows of people come in the order of their random public
 * numbers, so the order of a published file says nothing about who was entered when.
 */
#include "run_snapshot.h"

#include "instance.h"
#include "kernel/buf.h"
#include "kernel/digest.h"
#include "kernel/text/csv.h"
#include "plan_line.h"
#include "registry/census.h"
#include "rule/rulebook.h"

enum { TEXT_MAX = 512 << 20 };

struct str file_code(struct arena *a, struct str code, int64_t id)
{
    bool fits = code.n > 0 && code.n <= INSTANCE_ID_MAX;
    for (size_t i = 0; i < code.n; i++)
        fits = fits && code.p[i] > ' ' && code.p[i] < 127 && code.p[i] != ',' && code.p[i] != ';' && code.p[i] != '"';
    return fits ? code : str_printf(a, "%lld", (long long)id);
}

/* ---- agencies: each below its holder of the budget ---- */

struct office {
    int64_t id, parent;
    struct str code; /* file code of the holder after resolve() */
};
struct offices {
    struct office *list;
    size_t n;
};

static const struct sql sql_offices_count = {"SELECT count(*) FROM agency WHERE pemda_id = $1"};
static const struct sql sql_offices_report = {
    "SELECT id, COALESCE(parent_id, 0), code FROM agency WHERE pemda_id = $1 ORDER BY id"};

static struct office *office_find(const struct offices *o, int64_t id)
{
    size_t lo = 0, hi = o->n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (o->list[mid].id < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < o->n && o->list[lo].id == id ? &o->list[lo] : NULL;
}

static const struct office *holder_of(const struct offices *o, int64_t id)
{
    struct office *x = office_find(o, id);
    for (int depth = 0; x != NULL && x->parent != 0 && depth < 16; depth++)
        x = office_find(o, x->parent);
    return x;
}

static err offices_read(struct tx *tx, const struct at *at, struct offices *ret)
{
    int64_t count = 0;
    TRY(QUERY_INT(tx, &count, sql_offices_count, at->pemda.v));
    struct offices o = {.list = NEW_ARRAY(tx_arena(tx), struct office, (size_t)count + 1)};
    AUTO_ROWS r = QUERY(tx, sql_offices_report, at->pemda.v);
    while (o.n < (size_t)count && rows_next(&r)) {
        struct office *x = &o.list[o.n++];
        x->id = row_int(&r);
        x->parent = row_int(&r);
        x->code = file_code(tx_arena(tx), row_str(&r), x->id);
    }
    TRY(rows_fail(&r, OK));
    *ret = o;
    return OK;
}

/* ---- the files ---- */

static void field(struct buf *b, struct str s, char end)
{
    csv_write(b, s);
    buf_addc(b, end);
}

static void number(struct buf *b, int64_t v, char end)
{
    buf_int(b, v);
    buf_addc(b, end);
}

static err keep(struct tx *tx, struct buf *b, struct str *ret)
{
    if (b->over) {
        buf_free(b);
        return ERR_LIMIT;
    }
    *ret = str_dup(tx_arena(tx), buf_str(b));
    buf_free(b);
    return OK;
}

static int64_t long_months(const struct at *at)
{
    return rule_number(at->rules, "alokasi.bulan_lama", at->today, 60);
}

static err write_parameter(struct tx *tx, const struct at *at, struct str seed, struct str *ret)
{
    struct buf b = buf_new(TEXT_MAX);
    BUF_LIT(&b, "nama,nilai\nbenih,");
    field(&b, seed, '\n');
    BUF_LIT(&b, "bulan_lama,");
    number(&b, long_months(at), '\n');
    return keep(tx, &b, ret);
}

static const struct sql sql_jobs_report = {
    "SELECT id, code, core, field, decision, decision_date FROM position WHERE pemda_id = $1 ORDER BY code, id"};

/* A decision is written only when the dated rules let it open seats on this day. */
static err write_jobs(struct tx *tx, const struct at *at, struct str *ret)
{
    struct buf b = buf_new(TEXT_MAX);
    BUF_LIT(&b, "kode_jabatan,inti,dasar_keputusan\n");
    AUTO_ROWS r = QUERY(tx, sql_jobs_report, at->pemda.v);
    while (rows_next(&r)) {
        int64_t id = row_int(&r);
        struct plan_line l = {0};
        struct str code = row_str(&r);
        l.core = row_bool(&r);
        l.field = row_i32(&r);
        l.decision = row_str(&r);
        l.decision_date = row_date(&r);
        bool permitted = plan_line_permitted(at, &l, NULL);
        field(&b, file_code(tx_arena(tx), code, id), ',');
        number(&b, l.core && permitted, ',');
        field(&b, permitted && !l.core ? l.decision : S(""), '\n');
    }
    if (rows_fail(&r, OK) != OK)
        b.over = true;
    BUF_LIT(&b, NO_JOB_CODE ",0,\n");
    return keep(tx, &b, ret);
}

static err write_ceilings(struct tx *tx, const struct at *at, int32_t year, struct str *ret)
{
    struct ceilings c;
    TRY(ceilings_of_year(tx, at, year, &c));
    struct buf b = buf_new(TEXT_MAX);
    BUF_LIT(&b, "kode_opd,pagu\n");
    for (size_t i = 0; i < c.n; i++) {
        field(&b, file_code(tx_arena(tx), c.list[i].agency_code, c.list[i].agency_id), ',');
        number(&b, c.list[i].amount.v, '\n');
    }
    return keep(tx, &b, ret);
}

static void write_line(struct buf *b, struct arena *a, const struct at *at, const struct plan_line *l)
{
    field(b, l->code, ',');
    field(b, l->everywhere ? S("*") : at->region->code, ',');
    field(b, file_code(a, l->agency_code, l->agency_id), ',');
    field(b, file_code(a, l->position_code, l->position_id), ',');
    number(b, l->stage, ',');
    number(b, l->seats, ',');
    number(b, l->cost.v, ',');
    number(b, l->wage.v, ',');
    number(b, l->ord, ',');
    field(b, l->requirements, ',');
    field(b, l->reserves, '\n');
}

static err write_lines(struct tx *tx, const struct at *at, const struct plan_lines *lines, struct str *ret)
{
    struct buf b = buf_new(TEXT_MAX);
    BUF_LIT(&b, "id_baris,kode_daerah,kode_opd,kode_jabatan,tahap,jumlah,biaya,upah,urutan,syarat,cadangan\n");
    for (size_t i = 0; i < lines->n; i++)
        write_line(&b, tx_arena(tx), at, &lines->list[i]);
    return keep(tx, &b, ret);
}

static bool has_line(const struct plan_lines *lines, struct str code)
{
    for (size_t i = 0; i < lines->n; i++)
        if (str_eq(lines->list[i].code, code))
            return true;
    return false;
}

static const struct sql sql_people_report = {
    "SELECT w.public_id, w.nik, w.agency_id, COALESCE(p.code, ''), COALESCE(w.position_id, 0), w.started, "
    "w.data_class, w.asn_status, w.last_wage, w.traits, w.qualifications, w.pathway_state, w.plan_line "
    "FROM worker w LEFT JOIN position p ON p.pemda_id = w.pemda_id AND p.id = w.position_id "
    "WHERE w.pemda_id = $1 AND w.active = 1 AND w.pathway <> 'keluar' ORDER BY w.public_id"};

struct people {
    struct tx *tx;
    const struct at *at;
    const struct snapshot_order *order;
    const struct offices *offices;
    const struct plan_lines *lines;
    int64_t long_months;
};

/* PPPK Paruh Waktu is a pass like the others (allocation.md section 3.2). */
static struct str asn_word(struct str status)
{
    return str_eqz(status, "LULUS_PPPK_PW") ? S("LULUS_PPPK") : status;
}

static struct str traits_with_service(struct arena *a, struct str traits, bool is_long)
{
    if (!is_long)
        return traits;
    return traits.n == 0 ? S("LAMA") : str_printf(a, STR_FMT ";LAMA", STR_ARG(traits));
}

static void write_person(struct buf *b, struct people *x, struct rows *r)
{
    struct arena *a = tx_arena(x->tx);
    field(b, row_view(r), ',');
    field(b, row_view(r), ',');
    field(b, x->at->region->code, ',');
    const struct office *office = holder_of(x->offices, row_int(r));
    field(b, office == NULL ? S("") : office->code, ',');
    struct str job = row_str(r);
    int64_t job_id = row_int(r);
    field(b, job_id == 0 ? S(NO_JOB_CODE) : file_code(a, job, job_id), ',');
    struct date started = row_date(r);
    int32_t months = date_given(started) ? months_between(started, x->order->lock.reference) : 0;
    number(b, months, ',');
    number(b, row_int(r), ',');
    field(b, asn_word(row_str(r)), ',');
    number(b, row_int(r), ',');
    field(b, traits_with_service(a, row_str(r), months >= x->long_months), ',');
    field(b, row_view(r), ',');
    struct str state = row_str(r), line = row_str(r);
    bool held = (str_eqz(state, "disetujui") || str_eqz(state, "berjalan")) && line.n > 0;
    field(b, held && has_line(x->lines, line) ? line : S(""), '\n');
}

/* Rows that stayed outside because of their NIK belong to the census total: they are counted in the open, under a
 * number that says nothing of the person. An invalid NIK is not carried on. */
struct quarantine {
    struct people *people;
    struct buf *out;
};

static err write_quarantined(void *arg, const struct census_quarantined *c)
{
    struct quarantine *x = arg;
    struct arena *a = tx_arena(x->people->tx);
    struct buf *b = x->out;
    const struct office *office = holder_of(x->people->offices, c->agency_id);
    struct str hidden = keyed_hash(a, db_key(tx_db(x->people->tx)), str_printf(a, "karantina %lld", (long long)c->id));
    int32_t months = date_given(c->started) ? months_between(c->started, x->people->order->lock.reference) : 0;
    buf_printf(b, "K" STR_FMT ",", STR_ARG(str_sub(hidden, 0, 12)));
    field(b, str_eqz(c->code, "NIK_TIDAK_SAH") ? S("TIDAK_SAH") : c->nik, ',');
    field(b, x->people->at->region->code, ',');
    field(b, office == NULL ? S("LAINNYA") : office->code, ',');
    BUF_LIT(b, NO_JOB_CODE ",");
    number(b, months, ',');
    BUF_LIT(b, "3,,0,,,\n");
    return OK;
}

static err write_people(struct people *x, struct str *ret)
{
    struct buf b = buf_new(TEXT_MAX);
    BUF_LIT(&b, "id_pekerja,nik,kode_daerah,kode_opd,kode_jabatan,masa_kerja_bulan,kelas_data,status_asn,upah_kini,"
                "penanda,kualifikasi,terkunci\n");
    AUTO_ROWS r = QUERY(x->tx, sql_people_report, x->at->pemda.v);
    while (rows_next(&r))
        write_person(&b, x, &r);
    err e = rows_fail(&r, OK);
    if (e == OK)
        e = census_quarantine_each(x->tx, x->at, write_quarantined, &(struct quarantine){x, &b});
    if (e != OK) {
        buf_free(&b);
        return e;
    }
    return keep(x->tx, &b, ret);
}

static const struct sql sql_choices_report = {
    "SELECT w.public_id, c.place, l.code FROM choice c "
    "JOIN worker w ON w.pemda_id = c.pemda_id AND w.id = c.worker_id "
    "JOIN plan_line l ON l.pemda_id = c.pemda_id AND l.id = c.line_id "
    "WHERE c.pemda_id = $1 AND c.year = $2 AND l.active = 1 AND w.active = 1 AND w.pathway <> 'keluar' "
    "ORDER BY w.public_id, c.place"};

static err write_choices(struct tx *tx, const struct at *at, int32_t year, struct str *ret)
{
    struct buf b = buf_new(TEXT_MAX);
    BUF_LIT(&b, "id_pekerja,urutan,id_baris\n");
    AUTO_ROWS r = QUERY(tx, sql_choices_report, at->pemda.v, year);
    while (rows_next(&r)) {
        field(&b, row_view(&r), ',');
        number(&b, row_int(&r), ',');
        field(&b, row_view(&r), '\n');
    }
    err e = rows_fail(&r, OK);
    if (e != OK) {
        buf_free(&b);
        return e;
    }
    return keep(tx, &b, ret);
}

static const struct sql sql_distances_report = {
    "SELECT d.from_agency, d.to_agency, d.metres FROM agency_distance d "
    "JOIN agency f ON f.pemda_id = d.pemda_id AND f.id = d.from_agency AND f.parent_id IS NULL "
    "JOIN agency t ON t.pemda_id = d.pemda_id AND t.id = d.to_agency AND t.parent_id IS NULL "
    "WHERE d.pemda_id = $1 AND d.from_agency <> d.to_agency ORDER BY d.from_agency, d.to_agency"};

static err write_distances(struct tx *tx, const struct at *at, const struct offices *o, struct str *ret)
{
    struct buf b = buf_new(TEXT_MAX);
    BUF_LIT(&b, "opd_asal,opd_tujuan,meter\n");
    AUTO_ROWS r = QUERY(tx, sql_distances_report, at->pemda.v);
    while (rows_next(&r)) {
        const struct office *from = office_find(o, row_int(&r)), *to = office_find(o, row_int(&r));
        int64_t metres = row_int(&r);
        field(&b, from->code, ',');
        field(&b, to->code, ',');
        number(&b, metres, '\n');
    }
    err e = rows_fail(&r, OK);
    if (e != OK) {
        buf_free(&b);
        return e;
    }
    return keep(tx, &b, ret);
}

err snapshot_take(struct tx *tx, const struct at *at, const struct snapshot_order *order, struct run_texts *ret)
{
    struct run_texts t = {0};
    struct offices offices;
    struct plan_lines lines;
    TRY(offices_read(tx, at, &offices));
    TRY(plan_lines_in_agency(tx, at, order->year, -1, &lines));
    struct people people = {tx, at, order, &offices, &lines, long_months(at)};
    TRY(write_parameter(tx, at, order->seed, &t.text[FILE_PARAMETER]));
    TRY(write_jobs(tx, at, &t.text[FILE_JABATAN]));
    TRY(write_ceilings(tx, at, order->year, &t.text[FILE_PAGU]));
    TRY(write_lines(tx, at, &lines, &t.text[FILE_BARIS]));
    TRY(write_people(&people, &t.text[FILE_PEKERJA]));
    TRY(write_choices(tx, at, order->year, &t.text[FILE_PILIHAN]));
    TRY(write_distances(tx, at, &offices, &t.text[FILE_JARAK]));
    *ret = t;
    return OK;
}
