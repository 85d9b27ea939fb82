/*
 * publish.c: pseudonymous texts (allocation.md section 15a). What is taken away must not change a single outcome:
 * the test runs the engine on both sets and compares bytes.
 */
#include "publish.h"

#include <stdlib.h>

#include "instance.h"
#include "kernel/buf.h"
#include "kernel/mem.h"
#include "kernel/text/csv.h"
#include "run_db.h"

enum { LINE_WAGE = 7, LINE_NEEDS = 9, LINE_RESERVES = 10, LINE_COLUMNS = 11 };
enum { P_ID, P_NIK, P_REGION, P_AGENCY, P_JOB, P_MONTHS, P_CLASS, P_ASN, P_WAGE, P_TRAITS, P_HAS, P_LOCKED, P_COLUMNS };

/* ---- what the plan says: wages that occur, codes that are asked for, reserves ---- */

struct plan_facts {
    int64_t *wage; /* ascending */
    size_t n_wages;
    struct str code[INSTANCE_CODES_MAX];
    size_t n_codes;
    bool reserves;
};

static int compare_amounts(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void note_codes(struct plan_facts *p, struct str needs)
{
    for (struct str rest = needs; rest.p != NULL && needs.n > 0;) {
        struct str code = str_cut(&rest, ';');
        bool known = false;
        for (size_t i = 0; i < p->n_codes; i++)
            known = known || str_eq(p->code[i], code);
        if (!known && p->n_codes < INSTANCE_CODES_MAX)
            p->code[p->n_codes++] = code;
    }
}

static struct plan_facts plan_facts_of(struct arena *a, struct str lines)
{
    size_t most = 1;
    for (size_t i = 0; i < lines.n; i++)
        most += lines.p[i] == '\n';
    struct plan_facts p = {.wage = NEW_ARRAY(a, int64_t, most)};
    struct csv c = csv_open(a, lines, ',', LINE_COLUMNS);
    while (csv_next(&c)) {
        int64_t wage;
        if (c.record == 1 || !str_to_uint(csv_field(&c, LINE_WAGE), &wage))
            continue;
        p.wage[p.n_wages++] = wage;
        note_codes(&p, str_dup(a, csv_field(&c, LINE_NEEDS)));
        p.reserves = p.reserves || csv_field(&c, LINE_RESERVES).n > 0;
    }
    qsort(p.wage, p.n_wages, sizeof *p.wage, compare_amounts);
    return p;
}

/* The smallest wage of the plan that is not below, or the highest + 1: no comparison with a line's wage changes. */
static int64_t coarse_wage(const struct plan_facts *p, int64_t wage)
{
    size_t lo = 0, hi = p->n_wages;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (p->wage[mid] < wage)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo < p->n_wages)
        return p->wage[lo];
    return p->n_wages == 0 ? 0 : p->wage[p->n_wages - 1] + 1;
}

static struct str kept_codes(struct arena *a, const struct plan_facts *p, struct str has)
{
    struct str out = S("");
    for (struct str rest = has; rest.p != NULL && has.n > 0;) {
        struct str code = str_cut(&rest, ';');
        for (size_t i = 0; i < p->n_codes; i++)
            if (str_eq(p->code[i], code))
                out = out.n == 0 ? code : str_printf(a, STR_FMT ";" STR_FMT, STR_ARG(out), STR_ARG(code));
    }
    return out;
}

/* ---- surrogates: equal exactly where the real NIK were equal ---- */

struct surrogates {
    struct str *nik;
    int64_t *number;
    size_t mask;
    int64_t last;
};

static bool nik_is_valid(struct str nik)
{
    return nik.n == 16 && str_all_digits(nik);
}

static struct str surrogate(struct arena *a, struct surrogates *t, struct str nik)
{
    if (!nik_is_valid(nik))
        return S("TIDAK_SAH");
    size_t i = str_hash(nik) & t->mask;
    while (t->nik[i].p != NULL && !str_eq(t->nik[i], nik))
        i = (i + 1) & t->mask;
    if (t->nik[i].p == NULL) {
        t->nik[i] = nik;
        t->number[i] = ++t->last;
    }
    return str_printf(a, "%016lld", (long long)t->number[i]);
}

/* ---- the two files that change ---- */

static void write_record(struct buf *b, const struct str *x, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_addc(b, ',');
        csv_write(b, x[i]);
    }
    buf_addc(b, '\n');
}

static struct str public_people(struct arena *a, struct str people, const struct plan_facts *p, bool with_traits)
{
    size_t size = 64, most = 1;
    for (size_t i = 0; i < people.n; i++)
        most += people.p[i] == '\n';
    while (size < most * 2)
        size *= 2;
    struct surrogates t = {NEW_ARRAY(a, struct str, size), NEW_ARRAY(a, int64_t, size), size - 1, 0};
    struct buf b = buf_new(people.n * 2 + most * 40 + 4096);
    struct csv c = csv_open(a, people, ',', P_COLUMNS);
    while (csv_next(&c)) {
        int64_t wage;
        if (c.record > 1) {
            c.field[P_NIK] = surrogate(a, &t, str_dup(a, c.field[P_NIK]));
            if (str_to_uint(c.field[P_WAGE], &wage))
                c.field[P_WAGE] = str_printf(a, "%lld", (long long)coarse_wage(p, wage));
            c.field[P_HAS] = kept_codes(a, p, c.field[P_HAS]);
            if (!with_traits)
                c.field[P_TRAITS] = S("");
        }
        write_record(&b, c.field, P_COLUMNS);
    }
    struct str done = str_dup(a, buf_str(&b));
    buf_free(&b);
    return done;
}

static struct str lines_without_reserves(struct arena *a, struct str lines)
{
    struct buf b = buf_new(lines.n * 2 + 4096);
    struct csv c = csv_open(a, lines, ',', LINE_COLUMNS);
    while (csv_next(&c)) {
        if (c.record > 1)
            c.field[LINE_RESERVES] = S("");
        write_record(&b, c.field, LINE_COLUMNS);
    }
    struct str done = str_dup(a, buf_str(&b));
    buf_free(&b);
    return done;
}

void public_texts(struct arena *a, const struct run_texts *full, struct run_texts *ret, bool *witness)
{
    struct plan_facts p = plan_facts_of(a, full->text[FILE_BARIS]);
    *ret = *full;
    *witness = p.reserves;
    ret->text[FILE_PEKERJA] = public_people(a, full->text[FILE_PEKERJA], &p, false);
    if (p.reserves)
        ret->text[FILE_BARIS] = lines_without_reserves(a, full->text[FILE_BARIS]);
}

void witness_texts(struct arena *a, const struct run_texts *full, struct run_texts *ret)
{
    struct plan_facts p = plan_facts_of(a, full->text[FILE_BARIS]);
    *ret = *full;
    ret->text[FILE_PEKERJA] = public_people(a, full->text[FILE_PEKERJA], &p, true);
}

err public_set_write(struct tx *tx, const struct at *at, int64_t run_id, const struct run_texts *full)
{
    struct run_texts open;
    bool witness;
    public_texts(tx_arena(tx), full, &open, &witness);
    TRY(run_texts_put(tx, at, run_id, "umum", &open));
    if (!witness)
        return OK;
    witness_texts(tx_arena(tx), full, &open);
    return run_texts_put(tx, at, run_id, "saksi", &open);
}

err run_has_witness_set(struct tx *tx, const struct at *at, int64_t run_id, bool *ret)
{
    struct run_file list[FILE_COUNT];
    size_t n = 0;
    TRY(run_files(tx, at, run_id, "saksi", list, &n));
    *ret = n > 0;
    return OK;
}
