/*
 * rulebook.c: see rulebook.h. What may be outsourced is at the top, because that is what people come to read.
 */
#include "rulebook.h"

#include <assert.h>
#include <pthread.h>

#include "../kernel/text/csv.h"
#include "rule_data.h"

/*
 * Driver, cleaner and guard stand in the circular of 31 May 2022. Any other work needs a recorded decision. From
 * 30 April 2026 a new contract must also name one of the six fields; a job without one passes with its decision
 * but the words say what is still missing, because the text of the regulation is not confirmed yet.
 */
struct work_verdict rule_work(const struct rulebook *book, const struct work *w, struct date day)
{
    const struct rule_value *circular = rule_on(book, "work.core_jobs", day);
    const struct rule_value *fields = rule_on(book, "alihdaya.fields", day);
    if (w->core)
        return (struct work_verdict){true, circular, S("Boleh: pengemudi, kebersihan, atau keamanan.")};
    if (w->decision.n == 0)
        return (struct work_verdict){
            false, circular,
            S("Belum boleh: di luar pengemudi, kebersihan, dan keamanan. Catat nomor keputusan TAPD atau pendapat "
              "hukum pada jabatan ini.")};
    if (fields != NULL && w->field == 0)
        return (struct work_verdict){
            true, fields, S("Boleh dengan keputusan yang tercatat. Bidang menurut Permenaker 7/2026 belum diisi.")};
    return (struct work_verdict){true, fields != NULL ? fields : circular,
                                 S("Boleh dengan keputusan yang tercatat.")};
}

enum severity rule_severity(const struct rule_value *r)
{
    switch (r->status) {
    case 'V':
    case 'D':
        return SEVERITY_BLOCK;
    case 'P':
        return r->confirmed_by.n > 0 ? SEVERITY_BLOCK : SEVERITY_WARN;
    case 'S':
        return r->confirmed_by.n > 0 ? SEVERITY_BLOCK : SEVERITY_OVERRIDE;
    default:
        return SEVERITY_WARN;
    }
}

const struct rule_value *rule_on(const struct rulebook *book, const char *name, struct date day)
{
    const struct rule_value *best = NULL;
    for (size_t i = 0; book != NULL && i < book->n; i++) {
        const struct rule_value *r = &book->list[i];
        bool in_force = r->valid_from.day <= day.day && (!date_given(r->valid_to) || day.day <= r->valid_to.day);
        if (!in_force || !str_eqz(r->name, name))
            continue;
        if (best == NULL || r->valid_from.day >= best->valid_from.day)
            best = r;
    }
    return best;
}

int64_t rule_number(const struct rulebook *book, const char *name, struct date day, int64_t otherwise)
{
    const struct rule_value *r = rule_on(book, name, day);
    int64_t v;
    return r != NULL && str_to_uint(r->value, &v) ? v : otherwise;
}

struct date rule_date(const struct rulebook *book, const char *name, struct date day)
{
    const struct rule_value *r = rule_on(book, name, day);
    struct date d;
    return r != NULL && date_parse_iso(r->value, &d) ? d : DATE_NONE;
}

enum { COLUMNS = 7, VALUES_MAX = 400 };

static bool read_value(const struct csv *c, struct rule_value *r, struct faults *f)
{
    if (c->n != COLUMNS) {
        fault(f, "", "Baris %lld: harus %d kolom, ada %zu.", (long long)c->record, COLUMNS, c->n);
        return false;
    }
    *r = (struct rule_value){.name = c->field[0], .value = c->field[1], .unit = c->field[2],
                             .source = c->field[5], .valid_to = DATE_NONE};
    if (!date_parse_iso(c->field[3], &r->valid_from) ||
        (c->field[4].n > 0 && !date_parse_iso(c->field[4], &r->valid_to))) {
        fault(f, "", "Baris %lld: tanggal berlaku harus seperti 2026-04-30.", (long long)c->record);
        return false;
    }
    if (r->name.n == 0 || r->value.n == 0 || r->source.n == 0) {
        fault(f, "", "Baris %lld: nama, nilai, dan sumber harus diisi.", (long long)c->record);
        return false;
    }
    if (c->field[6].n != 1 || memchr("VSUDP", c->field[6].p[0], 5) == NULL) {
        fault(f, "", "Baris %lld: status harus V, S, U, D, atau P.", (long long)c->record);
        return false;
    }
    r->status = c->field[6].p[0];
    return true;
}

static struct rule_value keep(struct arena *a, struct rule_value r)
{
    r.name = str_dup(a, r.name);
    r.value = str_dup(a, r.value);
    r.unit = str_dup(a, r.unit);
    r.source = str_dup(a, r.source);
    return r;
}

err rulebook_parse(struct arena *a, struct str text, struct rulebook *ret, struct faults *f)
{
    struct rule_value *list = NEW_ARRAY(a, struct rule_value, VALUES_MAX);
    size_t n = 0, before = f->n;
    struct csv c = csv_open(a, text, ',', COLUMNS);
    if (!csv_next(&c)) {
        fault(f, "", "Berkas aturan kosong.");
        return ERR_INVALID;
    }
    while (csv_next(&c)) {
        struct rule_value r;
        if (n == VALUES_MAX) {
            fault(f, "", "Lebih dari %d aturan.", VALUES_MAX);
            break;
        }
        if (read_value(&c, &r, f))
            list[n++] = keep(a, r);
    }
    if (f->n > before)
        return ERR_INVALID;
    *ret = (struct rulebook){list, n};
    return OK;
}

/* The built-in values are read once for the whole process and never change. */
static struct rulebook national;
static struct arena *national_arena; /* kept until the process ends */
static pthread_once_t national_once = PTHREAD_ONCE_INIT;

static void national_read(void)
{
    struct arena *a = national_arena = arena_new(1 << 20);
    struct faults f = {.arena = a};
    err e = rulebook_parse(a, rule_data_national(), &national, &f);
    assert(e == OK); /* tested */
    (void)e;
}

static const struct sql sql_rules_of_region = {
    "SELECT name, value, unit, source, valid_from, valid_to, status, confirmed_by "
    "FROM rule_value WHERE pemda_id = $1 ORDER BY name, valid_from"};

err rulebook_load(struct tx *tx, struct arena *a, struct region_id region, struct rulebook *ret)
{
    pthread_once(&national_once, national_read);
    assert(national_arena != NULL);
    struct rule_value *list = NEW_ARRAY(a, struct rule_value, VALUES_MAX);
    size_t n = national.n;
    memcpy(list, national.list, n * sizeof *list);
    AUTO_ROWS r = QUERY(tx, sql_rules_of_region, region.v);
    while (n < VALUES_MAX && rows_next(&r)) {
        struct rule_value *v = &list[n++];
        v->name = row_str(&r);
        v->value = row_str(&r);
        v->unit = row_str(&r);
        v->source = row_str(&r);
        v->valid_from = row_date(&r);
        v->valid_to = row_date(&r);
        struct str status = row_str(&r);
        v->status = status.n == 1 ? status.p[0] : 'U';
        v->confirmed_by = row_str(&r);
    }
    TRY(rows_fail(&r, OK));
    *ret = (struct rulebook){list, n};
    return OK;
}

err at_rules(struct tx *tx, struct at *at)
{
    if (at->rules != NULL)
        return OK;
    struct rulebook *book = NEW(tx_arena(tx), struct rulebook);
    TRY(rulebook_load(tx, tx_arena(tx), at->pemda, book));
    at->rules = book;
    return OK;
}
