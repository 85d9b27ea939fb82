/*
 * plan_import.c: plan lines and ceilings from CSV. All rows are judged before the first is written; a row equal to
 * what the register holds is left alone, so the same file twice changes nothing.
 */
#include "kernel/audit/audit.h"
#include "plan_line_db.h"
#include "sheet.h"

enum { COL_CODE, COL_REGION, COL_AGENCY, COL_POSITION, COL_STAGE, COL_SEATS, COL_COST, COL_WAGE, COL_ORDER,
       COL_NEEDS, COL_RESERVES };
static const struct sheet_column plan_columns[] = {
    [COL_CODE] = {"id_baris|kode|kode_baris", true},
    [COL_REGION] = {"kode_daerah|daerah", false},
    [COL_AGENCY] = {"kode_opd|opd|instansi|kode_instansi", true},
    [COL_POSITION] = {"kode_jabatan|jabatan|pekerjaan", true},
    [COL_STAGE] = {"tahap", true},
    [COL_SEATS] = {"jumlah|kursi|jumlah_kursi|diminta", true},
    [COL_COST] = {"biaya|biaya_satu_kursi", true},
    [COL_WAGE] = {"upah|upah_per_bulan|upah_sebulan", true},
    [COL_ORDER] = {"urutan|no_urut|urutan_anggaran", true},
    [COL_NEEDS] = {"syarat|kualifikasi", false},
    [COL_RESERVES] = {"cadangan", false},
};

/* The region column: its own code, `*` for a line open to workers of every region, or empty. */
static void read_region(struct sheet *s, const struct at *at, struct plan_line *l)
{
    struct str v = sheet_cell(s, COL_REGION);
    l->everywhere = str_eqz(v, "*");
    if (v.n > 0 && !l->everywhere && !str_eq(v, at->region->code))
        sheet_fault(s, "kode_daerah %.*s bukan daerah ini (%.*s) dan bukan *.", STR_ARG(v),
                    STR_ARG(at->region->code));
}

static void read_references(struct sheet *s, struct tx *tx, const struct at *at, struct plan_line *l)
{
    struct str agency = sheet_cell(s, COL_AGENCY), position = sheet_cell(s, COL_POSITION);
    l->agency_id = agency_named(tx, at, agency);
    l->position_id = position_named(tx, at, position);
    if (l->agency_id == 0)
        sheet_fault(s, "instansi \"%.*s\" tidak dikenal. Periksa kodenya di halaman Instansi.", STR_ARG(agency));
    if (l->position_id == 0)
        sheet_fault(s, "jabatan \"%.*s\" tidak dikenal. Tambahkan dahulu di daftar jabatan.", STR_ARG(position));
}

static bool read_plan_row(struct sheet *s, struct tx *tx, const struct at *at, int32_t year, struct plan_line *l)
{
    int64_t stage, seats, ord;
    size_t before = s->f->n + s->f->dropped;
    *l = (struct plan_line){.year = year, .active = true, .code = sheet_cell(s, COL_CODE)};
    read_region(s, at, l);
    read_references(s, tx, at, l);
    if (sheet_number(s, COL_STAGE, 5, -1, &stage))
        l->stage = (int32_t)stage;
    if (sheet_number(s, COL_SEATS, PLAN_SEATS_MAX, -1, &seats))
        l->seats = (int32_t)seats;
    if (sheet_number(s, COL_ORDER, PLAN_ORDER_MAX, -1, &ord))
        l->ord = (int32_t)ord;
    (void)!sheet_money(s, COL_COST, &l->cost);
    (void)!sheet_money(s, COL_WAGE, &l->wage);
    l->requirements = sheet_cell(s, COL_NEEDS);
    l->reserves = sheet_cell(s, COL_RESERVES);
    if (s->f->n + s->f->dropped > before)
        return false;
    struct faults row = {.arena = s->arena};
    if (plan_line_check(l, &row) == OK)
        return true;
    for (size_t i = 0; i < row.n; i++)
        sheet_fault(s, STR_FMT, STR_ARG(row.list[i].text));
    return false;
}

static bool same_line(const struct plan_line *a, const struct plan_line *b)
{
    return a->everywhere == b->everywhere && a->agency_id == b->agency_id && a->position_id == b->position_id &&
           a->stage == b->stage && a->seats == b->seats && a->ord == b->ord && a->cost.v == b->cost.v &&
           a->wage.v == b->wage.v && str_eq(a->requirements, b->requirements) && str_eq(a->reserves, b->reserves) &&
           a->active == b->active;
}

static err put_line(struct tx *tx, const struct at *at, struct plan_line *l, struct plan_count *count)
{
    struct plan_line old;
    err e = plan_line_by_code(tx, at, l->year, l->code, &old);
    if (e == ERR_MISSING) {
        l->id = id_new(tx_db(tx));
        count->added++;
        return plan_line_insert(tx, at, l);
    }
    TRY(e);
    if (same_line(l, &old)) {
        count->same++;
        return OK;
    }
    l->id = old.id;
    l->version = old.version;
    l->note = old.note;
    count->changed++;
    return plan_line_update(tx, at, l);
}

/* Codes seen in this file, to refuse the second row of one code. */
struct seen {
    struct str *slot;
    size_t mask;
};

static struct seen seen_new(struct arena *a, size_t most)
{
    size_t size = 64;
    while (size < most * 2)
        size *= 2;
    return (struct seen){NEW_ARRAY(a, struct str, size), size - 1};
}

static bool seen_before(struct seen *t, struct str code)
{
    size_t i = str_hash(code) & t->mask;
    for (; t->slot[i].p != NULL; i = (i + 1) & t->mask)
        if (str_eq(t->slot[i], code))
            return true;
    t->slot[i] = code.p == NULL ? S("") : code;
    return false;
}

static err note_import(struct tx *tx, const struct at *at, const char *action, int32_t year, struct str file_name,
                       const struct plan_count *c)
{
    if (c->added + c->changed == 0)
        return OK;
    struct str detail = str_printf(tx_arena(tx), STR_FMT " tahun %d: %lld baru, %lld berubah, %lld tetap",
                                   STR_ARG(file_name), year, (long long)c->added, (long long)c->changed,
                                   (long long)c->same);
    return audit_write(tx, at, action, year, detail);
}

err plan_import(struct tx *tx, const struct at *at, int32_t year, struct str file_name, struct str bytes,
                struct plan_count *ret, struct faults *f)
{
    struct arena *a = tx_arena(tx);
    struct sheet s;
    TRY(sheet_open(a, file_name, bytes, plan_columns, COUNT(plan_columns), f, &s));
    struct plan_line *list = NEW_ARRAY(a, struct plan_line, PLAN_LINES_MAX);
    struct seen seen = seen_new(a, PLAN_LINES_MAX);
    size_t n = 0;
    while (sheet_next(&s)) {
        if (n == PLAN_LINES_MAX) {
            sheet_fault(&s, "rencana satu tahun paling banyak %d baris.", PLAN_LINES_MAX);
            break;
        }
        if (read_plan_row(&s, tx, at, year, &list[n]) && seen_before(&seen, str_dup(a, list[n].code)))
            sheet_fault(&s, "id_baris " STR_FMT " sudah ada di baris sebelumnya.", STR_ARG(list[n].code));
        list[n].code = str_dup(a, list[n].code);
        list[n].requirements = str_dup(a, list[n].requirements);
        list[n].reserves = str_dup(a, list[n].reserves);
        n++;
    }
    TRY(faults_end(f));
    struct plan_count count = {0};
    for (size_t i = 0; i < n; i++)
        TRY(put_line(tx, at, &list[i], &count));
    TRY(note_import(tx, at, "rencana.impor", year, file_name, &count));
    *ret = count;
    return OK;
}

enum { CEIL_AGENCY, CEIL_AMOUNT };
static const struct sheet_column ceiling_columns[] = {
    [CEIL_AGENCY] = {"kode_opd|opd|instansi|kode_instansi", true},
    [CEIL_AMOUNT] = {"pagu|jumlah|pagu_anggaran", true},
};

static bool read_ceiling_row(struct sheet *s, struct tx *tx, const struct at *at, struct ceiling *c)
{
    struct str agency = sheet_cell(s, CEIL_AGENCY);
    c->agency_id = agency_named(tx, at, agency);
    if (c->agency_id == 0)
        sheet_fault(s, "instansi \"%.*s\" tidak dikenal. Periksa kodenya di halaman Instansi.", STR_ARG(agency));
    return sheet_money(s, CEIL_AMOUNT, &c->amount) && c->agency_id != 0;
}

static err put_ceiling(struct tx *tx, const struct at *at, struct ceiling *c, struct plan_count *count)
{
    struct ceiling old;
    TRY(ceiling_get(tx, at, c->year, c->agency_id, &old));
    if (old.version > 0 && old.amount.v == c->amount.v) {
        count->same++;
        return OK;
    }
    c->version = old.version;
    if (old.version == 0)
        count->added++;
    else
        count->changed++;
    return ceiling_put(tx, at, c);
}

err ceiling_import(struct tx *tx, const struct at *at, int32_t year, struct str file_name, struct str bytes,
                   struct plan_count *ret, struct faults *f)
{
    struct arena *a = tx_arena(tx);
    struct sheet s;
    TRY(sheet_open(a, file_name, bytes, ceiling_columns, COUNT(ceiling_columns), f, &s));
    struct ceiling *list = NEW_ARRAY(a, struct ceiling, PLAN_LINES_MAX);
    struct seen seen = seen_new(a, PLAN_LINES_MAX);
    size_t n = 0;
    while (n < PLAN_LINES_MAX && sheet_next(&s)) {
        list[n] = (struct ceiling){.year = year};
        bool good = read_ceiling_row(&s, tx, at, &list[n]);
        struct str key = str_printf(a, "%lld", (long long)list[n].agency_id);
        if (good && seen_before(&seen, key))
            sheet_fault(&s, "instansi ini sudah ada di baris sebelumnya.");
        n++;
    }
    TRY(faults_end(f));
    struct plan_count count = {0};
    for (size_t i = 0; i < n; i++)
        TRY(put_ceiling(tx, at, &list[i], &count));
    TRY(note_import(tx, at, "pagu.impor", year, file_name, &count));
    *ret = count;
    return OK;
}
