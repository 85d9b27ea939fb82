/*
 * run_change.c: editing CSV texts field by field. Every file has a fixed heading written by the snapshot, so the
 * columns are known by number.
 */
#include "run_change.h"

#include "instance.h"
#include "kernel/buf.h"
#include "kernel/mem.h"
#include "kernel/text/csv.h"

enum { COLUMNS_MAX = 16 };
enum { LINE_ID, LINE_REGION, LINE_AGENCY, LINE_JOB, LINE_STAGE, LINE_SEATS, LINE_COST, LINE_WAGE };
enum { PERSON_ID = 0, PERSON_ASN = 7 };

/* Give every record after the heading to `edit`, which may replace fields, and write the file anew. */
typedef void (*edit_fn)(struct arena *a, struct str *field, size_t n, const struct run_change *c);

static struct str edited(struct arena *a, struct str text, edit_fn edit, const struct run_change *c)
{
    struct buf out = buf_new(text.n * 2 + 4096);
    struct csv r = csv_open(a, text, ',', COLUMNS_MAX);
    while (csv_next(&r)) {
        if (r.record > 1)
            edit(a, r.field, r.n, c);
        for (size_t i = 0; i < r.n; i++) {
            if (i > 0)
                buf_addc(&out, ',');
            csv_write(&out, r.field[i]);
        }
        buf_addc(&out, '\n');
    }
    struct str done = str_dup(a, buf_str(&out));
    buf_free(&out);
    return done;
}

static struct str scaled(struct arena *a, struct str amount, int64_t per_mille)
{
    int64_t v = 0;
    if (!str_to_uint(amount, &v))
        return amount;
    return str_printf(a, "%lld", (long long)rupiah_mul_div_round((struct rupiah){v}, 1000 + per_mille, 1000).v);
}

/* "-50" or "65" per mille. */
static bool per_mille_of(struct str s, int64_t *ret)
{
    bool minus = s.n > 0 && s.p[0] == '-';
    if (!str_to_uint(minus ? str_from(s, 1) : s, ret))
        return false;
    *ret = minus ? -*ret : *ret;
    return *ret > -1000 && *ret <= 10000;
}

static void edit_ceiling(struct arena *a, struct str *x, size_t n, const struct run_change *c)
{
    (void)a;
    if (n >= 2 && str_eq(x[0], c->target))
        x[1] = c->value;
}

static void edit_wage(struct arena *a, struct str *x, size_t n, const struct run_change *c)
{
    int64_t per_mille;
    if (n <= LINE_WAGE || !str_eq(x[LINE_JOB], c->target) || !per_mille_of(c->value, &per_mille))
        return;
    x[LINE_COST] = scaled(a, x[LINE_COST], per_mille);
    x[LINE_WAGE] = scaled(a, x[LINE_WAGE], per_mille);
}

static void edit_seats(struct arena *a, struct str *x, size_t n, const struct run_change *c)
{
    (void)a;
    bool whole_stage = str_starts(c->target, S("tahap:"));
    if (n <= LINE_WAGE)
        return;
    if (whole_stage ? str_eq(x[LINE_STAGE], str_from(c->target, 6)) : str_eq(x[LINE_ID], c->target)) {
        x[LINE_SEATS] = c->value;
        if (n > 10 && str_eqz(c->value, "0"))
            x[10] = S(""); /* a line without seats keeps none back */
    }
}

static void edit_asn(struct arena *a, struct str *x, size_t n, const struct run_change *c)
{
    (void)a;
    if (n > PERSON_ASN && str_eq(x[PERSON_ID], c->target))
        x[PERSON_ASN] = S("LULUS_PPPK");
}

static void edit_seed(struct arena *a, struct str *x, size_t n, const struct run_change *c)
{
    (void)a;
    if (n >= 2 && str_eqz(x[0], "benih"))
        x[1] = c->value;
}

static const struct {
    const char *kind;
    enum run_file_kind file;
    edit_fn edit;
} editors[] = {
    {"pagu", FILE_PAGU, edit_ceiling},  {"upah", FILE_BARIS, edit_wage},       {"kursi", FILE_BARIS, edit_seats},
    {"asn", FILE_PEKERJA, edit_asn},    {"benih", FILE_PARAMETER, edit_seed},
};

void changes_apply(struct arena *a, const struct run_change *list, size_t n, struct run_texts *texts)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < COUNT(editors); k++)
            if (str_eqz(list[i].kind, editors[k].kind)) {
                struct str *text = &texts->text[editors[k].file];
                *text = edited(a, *text, editors[k].edit, &list[i]);
            }
}

/* Does `key` stand in column `column` of a text? */
static bool occurs(struct arena *a, struct str text, size_t column, struct str key)
{
    struct csv r = csv_open(a, text, ',', COLUMNS_MAX);
    while (csv_next(&r))
        if (r.record > 1 && str_eq(csv_field(&r, column), key))
            return true;
    return false;
}

static void check_number(struct str value, int64_t max, const char *field, const char *what, struct faults *f)
{
    int64_t v;
    if (!str_to_uint(value, &v) || v > max)
        fault(f, field, "%s harus bilangan bulat 0 sampai %lld.", what, (long long)max);
}

err change_check(struct arena *a, const struct run_texts *base, const struct run_change *c, struct faults *f)
{
    int64_t v;
    if (str_eqz(c->kind, "pagu")) {
        check_number(c->value, RUPIAH_MAX, "pagu", "Pagu", f);
        if (!occurs(a, base->text[FILE_PAGU], 0, c->target))
            fault(f, "pagu", "Instansi ini tidak ada dalam berkas pagu perhitungan dasar.");
    } else if (str_eqz(c->kind, "upah")) {
        if (!per_mille_of(c->value, &v))
            fault(f, "upah", "Kenaikan upah antara −99,9%% dan 1.000%%.");
        if (!occurs(a, base->text[FILE_BARIS], LINE_JOB, c->target))
            fault(f, "upah", "Tidak ada baris rencana dengan jabatan ini.");
    } else if (str_eqz(c->kind, "kursi")) {
        check_number(c->value, 100000, "kursi", "Jumlah kursi", f);
        bool stage = str_starts(c->target, S("tahap:"));
        if (!occurs(a, base->text[FILE_BARIS], stage ? LINE_STAGE : LINE_ID, stage ? str_from(c->target, 6) : c->target))
            fault(f, "kursi", "Baris rencana " STR_FMT " tidak ada dalam perhitungan dasar.", STR_ARG(c->target));
    } else if (str_eqz(c->kind, "asn")) {
        if (!occurs(a, base->text[FILE_PEKERJA], PERSON_ID, c->target))
            fault(f, "asn", "Nomor pekerja " STR_FMT " tidak ada dalam data beku.", STR_ARG(c->target));
    } else if (str_eqz(c->kind, "benih")) {
        if (c->value.n == 0 || c->value.n > INSTANCE_SEED_MAX)
            fault(f, "benih", "Benih andaian berisi 1 sampai %d huruf atau angka.", INSTANCE_SEED_MAX);
        for (size_t i = 0; i < c->value.n; i++)
            if (c->value.p[i] <= ' ' || c->value.p[i] > '~') {
                fault(f, "benih", "Benih hanya berisi huruf, angka, dan tanda baca tanpa spasi.");
                break;
            }
    } else {
        fault(f, "", "Perubahan ini tidak dikenal.");
    }
    return faults_end(f);
}

struct str change_words(struct arena *a, const struct run_change *c, struct str name)
{
    int64_t v = 0;
    if (str_eqz(c->kind, "pagu")) {
        (void)!str_to_uint(c->value, &v);
        AUTO_BUF b = buf_new(64);
        rupiah_write(&b, (struct rupiah){v});
        return str_printf(a, "Pagu " STR_FMT " menjadi " STR_FMT, STR_ARG(name), STR_ARG(buf_str(&b)));
    }
    if (str_eqz(c->kind, "upah")) {
        (void)per_mille_of(c->value, &v);
        long long size = v < 0 ? -v : v;
        return str_printf(a, "Upah dan biaya " STR_FMT " %s%lld,%lld%%", STR_ARG(name), v < 0 ? "turun " : "naik ",
                          size / 10, size % 10);
    }
    if (str_eqz(c->kind, "kursi") && str_starts(c->target, S("tahap:")))
        return str_printf(a, "Tanpa tahap " STR_FMT, STR_ARG(str_from(c->target, 6)));
    if (str_eqz(c->kind, "kursi"))
        return str_printf(a, "Kursi " STR_FMT " menjadi " STR_FMT, STR_ARG(c->target), STR_ARG(c->value));
    if (str_eqz(c->kind, "asn"))
        return str_printf(a, "Andaikan " STR_FMT " lulus PPPK", STR_ARG(c->target));
    return str_printf(a, "Benih andaian " STR_FMT, STR_ARG(c->value));
}

bool changes_are_decisions(const struct run_change *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eqz(list[i].kind, "asn") || str_eqz(list[i].kind, "benih"))
            return false;
    return true;
}
