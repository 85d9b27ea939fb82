/*
 * export.c: a list for people who work in a spreadsheet. Which columns leave the house is in the descriptor: those
 * with F_LIST, personal ones only for who may see them. A NIK is text for every program: in CSV as ="…", the form
 * that our own import reads back, in XLSX as a text cell.
 */
#include "../html/html.h"
#include "../mem.h"
#include "../text/csv.h"
#include "../text/xlsx_write.h"
#include "entity.h"

static bool column_shown(const struct field *f, bool personal)
{
    if ((f->flags & F_LIST) == 0)
        return false;
    return personal || (f->flags & F_PERSONAL) == 0 || f->type == FIELD_NIK;
}

static struct str masked(struct arena *a, struct str nik)
{
    struct html w = {.out = buf_new(256)};
    html_value(&w, hole_masked((struct masked){nik}));
    struct str s = str_dup(a, buf_str(&w.out));
    buf_free(&w.out);
    return s;
}

static const struct choice *chosen(const struct field *f, const void *row)
{
    const void *at = (const char *)row + f->at;
    return f->type == FIELD_CODE ? choice_by_code(f->choices, *(const struct str *)at)
                                 : choice_by_value(f->choices, *(const int32_t *)at);
}

/* The cell as text; the label of a choice, whole rupiah without separators, ISO days. */
static struct str cell(struct arena *a, const struct field *f, const void *row, bool personal)
{
    const void *at = (const char *)row + f->at;
    if (f->type == FIELD_NIK && !personal && (f->flags & F_PERSONAL) != 0)
        return masked(a, *(const struct str *)at);
    if (f->type == FIELD_RUPIAH)
        return str_printf(a, "%ld", (long)((const struct rupiah *)at)->v);
    if (f->type == FIELD_CODE || f->type == FIELD_CHOICE) {
        const struct choice *c = chosen(f, row);
        return c == NULL ? field_text(a, f, row) : str_z(c->label);
    }
    return field_text(a, f, row);
}

void export_csv_head(struct buf *out, const struct entity *e, bool personal)
{
    size_t n = 0;
    for (size_t i = 0; i < e->n; i++) {
        if (!column_shown(&e->fields[i], personal))
            continue;
        if (n++ > 0)
            buf_addc(out, ',');
        csv_write_safe(out, str_z(field_name(&e->fields[i])));
    }
    BUF_LIT(out, "\r\n");
}

static void csv_cell(struct buf *out, struct arena *a, const struct field *f, struct str s)
{
    if (f->type == FIELD_NIK && str_all_digits(s))
        csv_write(out, str_printf(a, "=\"" STR_FMT "\"", STR_ARG(s)));
    else
        csv_write_safe(out, s);
}

void export_csv_row(struct buf *out, const struct entity *e, const void *row, bool personal)
{
    AUTO_ARENA a = arena_new(1 << 20);
    size_t n = 0;
    for (size_t i = 0; i < e->n; i++) {
        if (!column_shown(&e->fields[i], personal))
            continue;
        if (n++ > 0)
            buf_addc(out, ',');
        csv_cell(out, a, &e->fields[i], cell(a, &e->fields[i], row, personal));
    }
    BUF_LIT(out, "\r\n");
}

void export_xlsx_head(struct xlsx_out *x, const struct entity *e, bool personal)
{
    for (size_t i = 0; i < e->n; i++) {
        if (column_shown(&e->fields[i], personal))
            xlsx_heading(x, e->fields[i].label);
    }
    xlsx_row_end(x);
}

static void xlsx_cell(struct xlsx_out *x, struct arena *a, const struct field *f, const void *row, bool personal)
{
    const void *at = (const char *)row + f->at;
    if (f->type == FIELD_RUPIAH)
        xlsx_rupiah(x, *(const struct rupiah *)at);
    else if (f->type == FIELD_INT)
        xlsx_int(x, *(const int32_t *)at);
    else if (f->type == FIELD_DATE)
        xlsx_date(x, *(const struct date *)at);
    else
        xlsx_text(x, cell(a, f, row, personal));
}

void export_xlsx_row(struct xlsx_out *x, const struct entity *e, const void *row, bool personal)
{
    AUTO_ARENA a = arena_new(1 << 20);
    for (size_t i = 0; i < e->n; i++) {
        if (column_shown(&e->fields[i], personal))
            xlsx_cell(x, a, &e->fields[i], row, personal);
    }
    xlsx_row_end(x);
}
