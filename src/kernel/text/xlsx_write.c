/*
 * xlsx_write.c: see xlsx_write.h. Constant-memory mode: a row is on disk when the next begins.
 */
#include "xlsx_write.h"

#include <xlsxwriter.h>

#include "../buf.h"
#include "../log.h"

struct xlsx_out {
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *bold, *money, *day, *text;
    lxw_row_t row;
    lxw_col_t col;
    struct buf z;
    bool failed;
};

err xlsx_create(const char *path, const char *sheet, struct xlsx_out **ret)
{
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    struct xlsx_out *x = calloc(1, sizeof *x);
    if (x == NULL)
        log_fatal("memori habis");
    x->z = buf_new(256 * 1024);
    x->book = workbook_new_opt(path, &options);
    x->sheet = x->book == NULL ? NULL : workbook_add_worksheet(x->book, sheet);
    if (x->sheet == NULL) {
        free(x);
        return ERR_IO;
    }
    x->bold = workbook_add_format(x->book);
    format_set_bold(x->bold);
    x->money = workbook_add_format(x->book);
    format_set_num_format(x->money, "#,##0");
    x->day = workbook_add_format(x->book);
    format_set_num_format(x->day, "dd-mm-yyyy");
    x->text = workbook_add_format(x->book);
    format_set_num_format(x->text, "@");
    *ret = x;
    return OK;
}

static void write_text(struct xlsx_out *x, struct str s, lxw_format *format)
{
    buf_clear(&x->z);
    buf_add(&x->z, s);
    buf_addc(&x->z, '\0');
    if (s.n > 0)
        x->failed |= worksheet_write_string(x->sheet, x->row, x->col, x->z.p, format) != LXW_NO_ERROR;
    x->col++;
}

void xlsx_heading(struct xlsx_out *x, const char *text)
{
    write_text(x, str_z(text), x->bold);
}

void xlsx_text(struct xlsx_out *x, struct str s)
{
    write_text(x, s, x->text);
}

static void write_number(struct xlsx_out *x, double v, lxw_format *format)
{
    x->failed |= worksheet_write_number(x->sheet, x->row, x->col++, v, format) != LXW_NO_ERROR;
}

void xlsx_int(struct xlsx_out *x, int64_t v)
{
    write_number(x, (double)v, NULL);
}

void xlsx_rupiah(struct xlsx_out *x, struct rupiah r)
{
    write_number(x, (double)r.v, x->money);
}

void xlsx_date(struct xlsx_out *x, struct date d)
{
    if (date_given(d))
        write_number(x, (double)d.day + 25569, x->day); /* 1 January 1970 is serial 25569 */
    else
        x->col++;
}

void xlsx_row_end(struct xlsx_out *x)
{
    x->row++;
    x->col = 0;
}

err xlsx_finish(struct xlsx_out *x)
{
    bool failed = x->failed;
    failed |= workbook_close(x->book) != LXW_NO_ERROR;
    buf_free(&x->z);
    free(x);
    return failed ? ERR_IO : OK;
}
