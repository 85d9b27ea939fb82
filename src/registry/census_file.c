/*
 * census_file.c: see census_file.h.
 */
#include "census_file.h"

#include <sys/stat.h>

#include "kernel/mem.h"
#include "kernel/rupiah.h"
#include "kernel/utf8.h"

static err refuse(struct census_file *f, enum census_code code, struct str x, struct str y)
{
    *f->refusal = (struct census_line){.sheet = f->sheet, .sheet_name = f->sheet_name, .column = COL_NONE, .code = code,
                                       .x = x, .y = y, .z = S(""), .value = S("")};
    f->failed = true;
    return ERR_INVALID;
}

static struct str number_words(struct arena *a, int64_t v)
{
    AUTO_BUF b = buf_new(64);
    number_write(&b, v);
    return str_dup(a, buf_str(&b));
}

/* ---- encoding ---- */

static err spool_piece(struct spool *s, struct str piece)
{
    return spool_add(s, piece.p, piece.n);
}

static err from_cp1252(struct census_file *f)
{
    AUTO_ARENA a = arena_new(8 << 20);
    for (size_t at = 0; at < f->mapped.n;) {
        struct str piece = str_sub(f->mapped, at, 64 * 1024), utf8;
        if (memchr(piece.p, 0, piece.n) != NULL || !utf8_from_cp1252(a, piece, &utf8))
            return refuse(f, ENKODE, S(""), S(""));
        TRY(spool_piece(&f->text, utf8));
        arena_reset(a);
        at += piece.n;
    }
    return OK;
}

static size_t utf8_put(char *p, uint32_t u)
{
    if (u < 0x80) {
        p[0] = (char)u;
        return 1;
    }
    size_t n = u < 0x800 ? 2 : u < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = n; i-- > 1; u >>= 6)
        p[i] = (char)(0x80 | (u & 0x3F));
    p[0] = (char)(lead[n] | u);
    return n;
}

static uint32_t unit_at(struct str s, size_t at, bool big)
{
    const unsigned char *p = (const unsigned char *)s.p + at;
    return big ? (uint32_t)(p[0] << 8 | p[1]) : (uint32_t)(p[1] << 8 | p[0]);
}

static err from_utf16(struct census_file *f, bool big)
{
    char room[4096 + 8];
    size_t n = 0;
    for (size_t at = 2; at + 1 < f->mapped.n; at += 2) {
        uint32_t u = unit_at(f->mapped, at, big);
        if (u >= 0xD800 && u < 0xDC00 && at + 3 < f->mapped.n) {
            uint32_t low = unit_at(f->mapped, at + 2, big);
            u = low >= 0xDC00 && low < 0xE000 ? 0x10000 + ((u - 0xD800) << 10) + (low - 0xDC00) : 0;
            at += 2;
        }
        if (u == 0 || (u >= 0xD800 && u < 0xE000))
            return refuse(f, ENKODE, S(""), S(""));
        n += utf8_put(room + n, u);
        if (n >= 4096) {
            TRY(spool_add(&f->text, room, n));
            n = 0;
        }
    }
    return spool_add(&f->text, room, n);
}

static err as_utf8(struct census_file *f, struct str *ret)
{
    struct str s = f->mapped;
    bool little = str_starts(s, S("\xFF\xFE")), big = str_starts(s, S("\xFE\xFF"));
    *ret = s;
    if (!little && !big && utf8_valid(s))
        return OK;
    if (str_starts(s, S("\xEF\xBB\xBF")))
        return refuse(f, ENKODE, S(""), S(""));
    TRY(spool_open(&f->text, (size_t)4 * CENSUS_CSV_MB << 20));
    if (little || big)
        TRY(from_utf16(f, big));
    else
        TRY(from_cp1252(f));
    *ret = spool_str(&f->text, 0, f->text.n);
    return OK;
}

/* ---- CSV ---- */

static bool blank(struct str s)
{
    return str_trim(s).n == 0;
}

static struct cell csv_cell(struct str raw)
{
    struct cell c = {.text = raw, .raw = raw, .kind = CELL_TEXT, .date = DATE_NONE};
    if (raw.n == 0 || blank(raw)) {
        c.kind = CELL_EMPTY;
        c.text = S("");
    } else if (raw.n > 2 && raw.p[0] == '=' && raw.p[1] == '"' && raw.p[raw.n - 1] == '"') {
        c.text = str_sub(raw, 2, raw.n - 3);
    }
    return c;
}

static void csv_cells(const struct csv *c, struct cell *cell, struct census_row *row)
{
    size_t n = c->n < c->cap ? c->n : c->cap;
    row->number = c->record;
    row->cell = cell;
    row->n = 0;
    for (size_t i = 0; i < n; i++) {
        cell[i] = csv_cell(c->field[i]);
        if (cell[i].kind != CELL_EMPTY)
            row->n = i + 1;
    }
}

static size_t headings_with(struct census_file *f, struct str text, size_t start, char sep)
{
    AUTO_ARENA a = arena_new(64 << 20);
    struct csv c = csv_open(a, text, sep, CENSUS_FIELDS_MAX);
    struct census_head_row *rows = NEW_ARRAY(a, struct census_head_row, CENSUS_HEAD_ROWS);
    size_t n = 0;
    (void)f;
    if (start > c.at)
        c.at = start;
    while (n < CENSUS_HEAD_ROWS && csv_next(&c)) {
        struct census_row row;
        csv_cells(&c, NEW_ARRAY(a, struct cell, c.n < c.cap ? c.n : c.cap), &row);
        rows[n++] = (struct census_head_row){row.number, row.n, row.cell};
        c.scratch = (struct str){NULL, 0}; /* kept rows may point into it */
    }
    return census_known_headings(a, rows, n);
}

/* A first line "sep=X" decides and is no row: spreadsheet programs do not show it. */
static char said_separator(struct str text, size_t *start)
{
    size_t at = str_starts(text, S("\xEF\xBB\xBF")) ? 3 : 0;
    struct str s = str_sub(text, at, 8);
    if (!str_starts(s, S("sep=")) || s.n < 6 || (s.p[5] != '\r' && s.p[5] != '\n'))
        return 0;
    *start = at + (s.p[5] == '\r' && s.n > 6 && s.p[6] == '\n' ? 7 : 6);
    return s.p[4];
}

static char find_separator(struct census_file *f, struct str text, size_t *start)
{
    static const char choices[] = {';', ',', '\t', '|'};
    char best = said_separator(text, start);
    size_t most = 0;
    if (best != 0)
        return best;
    best = ',';
    for (size_t i = 0; i < COUNT(choices); i++) {
        size_t n = headings_with(f, text, *start, choices[i]);
        if (n > most) {
            most = n;
            best = choices[i];
        }
    }
    return best;
}

static err open_csv(struct census_file *f, const char *path)
{
    struct str text;
    size_t start = 0;
    f->is_csv = true;
    TRY(file_map(path, &f->mapped));
    TRY(as_utf8(f, &text));
    if (blank(text) || str_eqz(str_trim(text), "\xEF\xBB\xBF"))
        return refuse(f, BERKAS_KOSONG, S(""), S(""));
    char sep = find_separator(f, text, &start);
    f->csv = csv_open(f->arena, text, sep, CENSUS_FIELDS_MAX);
    if (start > f->csv.at)
        f->csv.at = start;
    f->csv_start = f->csv.at;
    f->cell = NEW_ARRAY(f->arena, struct cell, CENSUS_FIELDS_MAX);
    return OK;
}

/* ---- XLSX ---- */

static err xlsx_refuse(struct census_file *f, enum xlsx_trouble why)
{
    if (why == XLSX_COLUMNS)
        return refuse(f, TERLALU_BANYAK_KOLOM, S("lebih dari 256"), S("256"));
    return refuse(f, why == XLSX_SUSPICIOUS ? ISI_MENCURIGAKAN : XLSX_RUSAK, S(""), S(""));
}

static err open_xlsx(struct census_file *f, const char *path)
{
    enum xlsx_trouble why = XLSX_FINE;
    err e = xlsx_open(f->arena, path, &xlsx_limits_default, &f->xlsx, &why);
    if (e == ERR_INVALID)
        return xlsx_refuse(f, why);
    TRY(e);
    f->date1904 = xlsx_date1904(f->xlsx);
    f->external_links = xlsx_has_external_links(f->xlsx);
    return OK;
}

/* ---- both ---- */

static err check_size(struct census_file *f, const char *path, bool csv)
{
    struct stat st;
    int64_t limit = csv ? CENSUS_CSV_MB : CENSUS_XLSX_MB;
    if (stat(path, &st) != 0)
        return ERR_MISSING;
    if (st.st_size <= limit << 20)
        return OK;
    return refuse(f, BERKAS_TERLALU_BESAR, number_words(f->arena, (st.st_size + (1 << 20) - 1) >> 20),
                  number_words(f->arena, limit));
}

err census_file_open(struct arena *a, const char *path, struct census_file *f, struct census_line *refusal)
{
    enum table_kind kind;
    static const enum census_code codes[] = {
        [TABLE_EMPTY] = BERKAS_KOSONG, [TABLE_XLS] = XLS_LAMA,       [TABLE_ODS] = ODS,         [TABLE_MACRO] = MAKRO,
        [TABLE_ENCRYPTED] = BERSANDI,  [TABLE_BROKEN] = XLSX_RUSAK, [TABLE_OTHER] = BUKAN_TABEL};
    *f = (struct census_file){.arena = a, .sheet = -1, .sheet_name = S(""), .refusal = refusal};
    TRY(table_kind_of(path, &kind));
    if (kind != TABLE_TEXT && kind != TABLE_XLSX)
        return refuse(f, codes[kind], S(""), S(""));
    TRY(check_size(f, path, kind == TABLE_TEXT));
    return kind == TABLE_TEXT ? open_csv(f, path) : open_xlsx(f, path);
}

void census_file_close(struct census_file *f)
{
    xlsx_close(f->xlsx);
    if (f->text.limit > 0)
        spool_close(&f->text);
    file_unmap(f->mapped);
    f->xlsx = NULL;
    f->mapped = (struct str){NULL, 0};
}

bool census_file_sheet(struct census_file *f)
{
    size_t n = f->is_csv ? 1 : xlsx_sheet_count(f->xlsx);
    if (f->failed || (size_t)(f->sheet + 1) >= n)
        return false;
    f->sheet++;
    if (!f->is_csv) {
        f->sheet_name = xlsx_sheet(f->xlsx, (size_t)f->sheet)->name;
        f->hidden = xlsx_sheet(f->xlsx, (size_t)f->sheet)->hidden;
    }
    return census_file_rewind(f);
}

bool census_file_rewind(struct census_file *f)
{
    if (f->is_csv) {
        f->csv.at = f->csv_start;
        f->csv.record = 0;
        f->csv.open_quote = 0;
        return true;
    }
    if (xlsx_sheet_start(f->xlsx, (size_t)f->sheet) == OK)
        return true;
    xlsx_refuse(f, XLSX_BROKEN);
    return false;
}

static bool next_csv(struct census_file *f, struct census_row *row)
{
    bool more = csv_next(&f->csv);
    int64_t bad = f->csv.open_quote;
    if (more) {
        csv_cells(&f->csv, f->cell, row);
        for (size_t i = 0; i < row->n && bad == 0; i++)
            if (row->cell[i].raw.n > 32767 && utf8_length(row->cell[i].raw) > 32767)
                bad = row->number; /* a quote that swallowed the rows behind it */
    }
    if (bad > 0) {
        refuse(f, KUTIP_TERBUKA, number_words(f->arena, bad), S(""));
        return false;
    }
    if (more && row->n > CENSUS_COLUMNS_MAX && row->number <= CENSUS_HEAD_ROWS) {
        refuse(f, TERLALU_BANYAK_KOLOM, number_words(f->arena, (int64_t)row->n), S("256"));
        return false;
    }
    return more;
}

bool census_file_next(struct census_file *f, struct census_row *row)
{
    struct xlsx_row r;
    if (f->failed)
        return false;
    if (f->is_csv)
        return next_csv(f, row);
    if (!xlsx_next(f->xlsx, &r)) {
        if (xlsx_trouble_of(f->xlsx) != XLSX_FINE)
            xlsx_refuse(f, xlsx_trouble_of(f->xlsx));
        return false;
    }
    *row = (struct census_row){r.number, 0, r.cell};
    for (size_t i = 0; i < r.n; i++) {
        if (r.cell[i].kind == CELL_TEXT && blank(r.cell[i].text))
            r.cell[i].kind = CELL_EMPTY;
        if (r.cell[i].kind != CELL_EMPTY)
            row->n = i + 1;
    }
    return true;
}
