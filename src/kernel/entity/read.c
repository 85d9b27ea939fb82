/*
 * read.c: from what was typed to a typed row. Only the fields of the group are read, so a forged field changes
 * nothing; a field with a fault leaves its member alone. Sentences say what is wrong and how to mend it.
 */
#include <assert.h>

#include "../mem.h"
#include "../utf8.h"
#include "entity.h"

static bool all_digits_but(struct str s, size_t *letters)
{
    *letters = utf8_length(s);
    return str_all_digits(s);
}

static bool read_nik(const struct field *f, struct str raw, void *at, struct faults *faults)
{
    size_t letters;
    if (!all_digits_but(raw, &letters)) {
        fault(faults, field_name(f), "%s hanya berisi angka; hapus huruf, titik, atau spasi", f->label);
        return false;
    }
    if (letters != 16) {
        fault(faults, field_name(f), "%s harus 16 angka; Anda mengisi %zu", f->label, letters);
        return false;
    }
    *(struct str *)at = raw;
    return true;
}

static void read_text(const struct field *f, struct str raw, void *at, struct faults *faults)
{
    int64_t n = (int64_t)utf8_length(raw), max = f->max > 0 ? f->max : 200;
    if (n > max)
        fault(faults, field_name(f), "%s paling panjang %ld huruf; Anda mengisi %ld", f->label, (long)max, (long)n);
    else if (n < f->min)
        fault(faults, field_name(f), "%s paling sedikit %ld huruf; Anda mengisi %ld", f->label, (long)f->min, (long)n);
    else
        *(struct str *)at = raw;
}

static const struct choice *read_choice(const struct field *f, struct str raw, struct faults *faults)
{
    const struct choice *c = choice_by_code(f->choices, raw);
    if (c == NULL)
        fault(faults, field_name(f), "Pilih %s dari daftar", f->label);
    return c;
}

/* "-12" and "12": digits with at most one sign before them */
static bool parse_int(struct str raw, int64_t *ret)
{
    bool minus = str_starts(raw, S("-"));
    if (!str_to_uint(str_from(raw, minus ? 1 : 0), ret))
        return false;
    *ret = minus ? -*ret : *ret;
    return true;
}

static void read_int(const struct field *f, struct str raw, void *at, struct faults *faults)
{
    int64_t v;
    if (!parse_int(raw, &v))
        fault(faults, field_name(f), "%s harus angka bulat, tanpa huruf dan tanpa koma", f->label);
    else if (v < f->min || v > f->max)
        fault(faults, field_name(f), "%s harus antara %ld dan %ld; Anda mengisi %ld", f->label, (long)f->min,
              (long)f->max, (long)v);
    else
        *(int32_t *)at = (int32_t)v;
}

static struct str rupiah_text(struct arena *a, int64_t v)
{
    AUTO_BUF b = buf_new(64);
    rupiah_write(&b, (struct rupiah){v});
    return str_dup(a, buf_str(&b));
}

static void read_rupiah(const struct field *f, struct str raw, void *at, struct faults *faults)
{
    struct rupiah r;
    int64_t max = f->max > 0 ? f->max : RUPIAH_MAX;
    if (!rupiah_parse(raw, &r))
        fault(faults, field_name(f), "%s harus rupiah utuh, misalnya 1.500.000", f->label);
    else if (r.v < f->min || r.v > max)
        fault(faults, field_name(f), "%s harus antara " STR_FMT " dan " STR_FMT, f->label,
              STR_ARG(rupiah_text(faults->arena, f->min)), STR_ARG(rupiah_text(faults->arena, max)));
    else
        *(struct rupiah *)at = r;
}

static void read_date(const struct field *f, struct str raw, void *at, struct faults *faults)
{
    struct date d;
    if (!date_parse_iso(raw, &d) && !date_parse_form(raw, &d))
        fault(faults, field_name(f), "%s harus tanggal yang ada, misalnya 21-11-2026", f->label);
    else
        *(struct date *)at = d;
}

/* An empty field: the value that says "not given", or the sentence that it must be filled. */
static void read_nothing(const struct field *f, void *at, struct faults *faults)
{
    if ((f->flags & F_REQUIRED) != 0) {
        if (f->type == FIELD_RUPIAH)
            fault(faults, field_name(f), "Isi %s, walau Rp0", f->label);
        else
            fault(faults, field_name(f), "%s %s", f->type == FIELD_CHOICE || f->type == FIELD_CODE ? "Pilih" : "Isi",
                  f->label);
        return;
    }
    switch (f->type) {
    case FIELD_NIK:
    case FIELD_TEXT:
    case FIELD_CODE: *(struct str *)at = S(""); break;
    case FIELD_CHOICE:
    case FIELD_INT: *(int32_t *)at = 0; break;
    case FIELD_RUPIAH: *(struct rupiah *)at = (struct rupiah){0}; break;
    case FIELD_DATE: *(struct date *)at = DATE_NONE; break;
    }
}

static void read_field(const struct field *f, struct str raw, void *row, struct faults *faults)
{
    void *at = (char *)row + f->at;
    const struct choice *c;
    if (raw.n == 0) {
        read_nothing(f, at, faults);
        return;
    }
    switch (f->type) {
    case FIELD_NIK: (void)read_nik(f, raw, at, faults); break;
    case FIELD_TEXT: read_text(f, raw, at, faults); break;
    case FIELD_INT: read_int(f, raw, at, faults); break;
    case FIELD_RUPIAH: read_rupiah(f, raw, at, faults); break;
    case FIELD_DATE: read_date(f, raw, at, faults); break;
    case FIELD_CODE:
        if (read_choice(f, raw, faults) != NULL)
            *(struct str *)at = raw;
        break;
    case FIELD_CHOICE:
        c = read_choice(f, raw, faults);
        if (c != NULL)
            *(int32_t *)at = c->value;
        break;
    }
}

err entity_read(const struct entity *e, const char *const *group, const struct form *form, void *row,
                struct faults *f)
{
    size_t before = f->n + f->dropped;
    for (; *group != NULL; group++) {
        const struct field *field = entity_field(e, *group);
        assert(field != NULL && (field->flags & F_FLOW) == 0);
        read_field(field, pairs_get(&form->fields, *group), row, f);
    }
    return f->n + f->dropped > before ? ERR_INVALID : OK;
}
