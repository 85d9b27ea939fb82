/*
 * sheet.c: small CSV files with columns in any order and several spellings.
 */
#include "sheet.h"

#include <stdarg.h>
#include <stdio.h>

#include "kernel/mem.h"
#include "kernel/utf8.h"

/* "Kode OPD" and "kode_opd" are one name: lower case, blanks and dashes as underscores. */
static struct str heading_key(struct arena *a, struct str s)
{
    struct str low = str_lower(a, str_trim(s));
    char *p = arena_alloc(a, low.n);
    for (size_t i = 0; i < low.n; i++)
        p[i] = low.p[i] == ' ' || low.p[i] == '-' || low.p[i] == '.' ? '_' : low.p[i];
    return (struct str){p, low.n};
}

static bool is_spelling(const char *names, struct str key)
{
    struct str rest = str_z(names);
    while (rest.p != NULL)
        if (str_eq(str_cut(&rest, '|'), key))
            return true;
    return false;
}

static void find_columns(struct sheet *s)
{
    for (size_t c = 0; c < s->n_columns; c++)
        s->at[c] = -1;
    for (size_t i = 0; i < s->csv.n && i < s->csv.cap; i++) {
        struct str key = heading_key(s->arena, csv_field(&s->csv, i));
        for (size_t c = 0; c < s->n_columns; c++)
            if (s->at[c] < 0 && is_spelling(s->columns[c].names, key))
                s->at[c] = (int)i;
    }
}

static struct str first_spelling(const char *names)
{
    struct str rest = str_z(names);
    return str_cut(&rest, '|');
}

static char separator(struct str bytes)
{
    struct str head = str_sub(bytes, 0, str_index(bytes, '\n', 0));
    return str_index(head, ';', 0) < head.n && str_index(head, ',', 0) == head.n ? ';' : ',';
}

err sheet_open(struct arena *a, struct str file_name, struct str bytes, const struct sheet_column *columns, size_t n,
               struct faults *f, struct sheet *ret)
{
    *ret = (struct sheet){.arena = a, .file_name = file_name, .columns = columns, .n_columns = n, .f = f};
    if (!utf8_valid(bytes)) {
        fault(f, "berkas", STR_FMT ":1: berkas ini bukan teks UTF-8. Simpan ulang sebagai \"CSV UTF-8\".",
              STR_ARG(file_name));
        return ERR_INVALID;
    }
    ret->csv = csv_open(a, bytes, separator(bytes), 64);
    if (!csv_next(&ret->csv)) {
        fault(f, "berkas", STR_FMT ":1: berkas ini kosong. Baris pertama harus berisi nama kolom.",
              STR_ARG(file_name));
        return ERR_INVALID;
    }
    find_columns(ret);
    for (size_t c = 0; c < n; c++)
        if (columns[c].required && ret->at[c] < 0) {
            struct str name = first_spelling(columns[c].names);
            sheet_fault(ret, "kolom %.*s tidak ada. Tambahkan kolom itu pada baris judul.", STR_ARG(name));
        }
    return faults_end(f);
}

static bool row_is_blank(const struct csv *c)
{
    for (size_t i = 0; i < c->n && i < c->cap; i++)
        if (str_trim(csv_field(c, i)).n > 0)
            return false;
    return true;
}

bool sheet_next(struct sheet *s)
{
    while (csv_next(&s->csv)) {
        if (row_is_blank(&s->csv))
            continue;
        if (++s->rows > SHEET_ROWS_MAX) {
            sheet_fault(s, "berkas ini lebih dari %d baris. Bagilah menjadi beberapa berkas.", SHEET_ROWS_MAX);
            return false;
        }
        return true;
    }
    if (s->csv.open_quote > 0)
        fault(s->f, "berkas", STR_FMT ":%lld: tanda kutip dibuka dan tidak ditutup.", STR_ARG(s->file_name),
              (long long)s->csv.open_quote);
    return false;
}

struct str sheet_cell(const struct sheet *s, size_t column)
{
    return s->at[column] < 0 ? S("") : str_trim(csv_field(&s->csv, (size_t)s->at[column]));
}

void sheet_fault(struct sheet *s, const char *fmt, ...)
{
    char words[512];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(words, sizeof words, fmt, ap);
    va_end(ap);
    fault(s->f, "berkas", STR_FMT ":%lld: %s", STR_ARG(s->file_name), (long long)s->csv.record, words);
}

bool sheet_number(struct sheet *s, size_t column, int64_t max, int64_t empty, int64_t *ret)
{
    struct str v = sheet_cell(s, column), name = first_spelling(s->columns[column].names);
    if (v.n == 0 && empty >= 0) {
        *ret = empty;
        return true;
    }
    if (!str_to_uint(v, ret) || *ret > max) {
        sheet_fault(s, "%.*s harus bilangan bulat 0 sampai %lld; tertulis \"%.*s\".", STR_ARG(name), (long long)max,
                    STR_ARG(v));
        return false;
    }
    return true;
}

bool sheet_money(struct sheet *s, size_t column, struct rupiah *ret)
{
    struct str v = sheet_cell(s, column), name = first_spelling(s->columns[column].names);
    if (rupiah_parse(v, ret))
        return true;
    sheet_fault(s, "%.*s harus rupiah bulat tanpa sen; tertulis \"%.*s\".", STR_ARG(name), STR_ARG(v));
    return false;
}
