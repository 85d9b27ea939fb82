/*
 * xlsx_read.c: libzip unpacks, expat parses, and at the end of each row the parser is halted so that the caller
 * pulls rows one at a time. Element names are compared without their prefix: programs choose their own.
 */
#include "xlsx_read.h"

#include <assert.h>
#include <errno.h>
#include <expat.h>
#include <fcntl.h>
#include <math.h>
#include <unistd.h>
#include <zip.h>

#include "../buf.h"
#include "../log.h"
#include "../mem.h"
#include "../spool.h"
#include "../utf8.h"

const struct xlsx_limits xlsx_limits_default = {UINT64_C(2) << 30, UINT64_C(10) << 20, 100, 256, 32767};

enum { PIECE = 64 * 1024, SHEETS_MAX = 256, FORMATS_MAX = 65536 };

struct xlsx {
    struct arena *a;
    zip_t *zip;
    struct xlsx_limits limit;
    enum xlsx_trouble trouble;
    struct xlsx_sheet *sheet;
    size_t n_sheet;
    bool date1904, external;
    uint64_t unpacked;

    struct spool shared, shared_at; /* texts one behind the other; size_t offsets, one more than texts */
    unsigned char *is_date;         /* by cell format */
    size_t n_format;

    /* the part being read */
    zip_file_t *part;
    uint64_t part_packed, part_unpacked;
    XML_Parser xml;
    bool at_end, halted;

    /* the row being read */
    struct cell *cell;
    struct {
        size_t at, n;
    } *span; /* a cell's text within `text` until the row is complete */
    size_t n_cell;
    int64_t row;
    bool row_ready;
    struct buf text, value;
    size_t column;
    char type[12];
    size_t format;
    bool in_value, in_inline, in_text, in_phonetic, has_formula, has_value;
};

/* ---- kinds of files ---- */

static bool holds(const unsigned char *p, size_t n, const char *what, size_t m)
{
    return memmem(p, n, what, m) != NULL;
}

/* Names in an OLE directory are UTF-16LE. */
static enum table_kind ole_kind(int fd)
{
    static unsigned char piece[PIECE + 64];
    size_t keep = 0;
    ssize_t got;
    if (lseek(fd, 0, SEEK_SET) != 0)
        return TABLE_OTHER;
    bool book = false;
    while ((got = read(fd, piece + keep, PIECE)) > 0) {
        size_t n = keep + (size_t)got;
        if (holds(piece, n, "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32))
            return TABLE_ENCRYPTED;
        book |= holds(piece, n, "W\0o\0r\0k\0b\0o\0o\0k\0", 16) || holds(piece, n, "B\0o\0o\0k\0\0", 10);
        keep = n < 64 ? n : 64;
        memmove(piece, piece + n - keep, keep);
    }
    return book ? TABLE_XLS : TABLE_OTHER;
}

static size_t read_small(zip_t *z, const char *name, char *out, size_t cap)
{
    zip_file_t *f = zip_fopen(z, name, 0);
    if (f == NULL)
        return 0;
    zip_int64_t n = zip_fread(f, out, cap);
    zip_fclose(f);
    return n < 0 ? 0 : (size_t)n;
}

static enum table_kind zip_kind(const char *path)
{
    static char types[256 * 1024];
    int code = 0;
    zip_t *z = zip_open(path, ZIP_RDONLY, &code);
    if (z == NULL)
        return TABLE_BROKEN;
    enum table_kind kind = TABLE_XLSX;
    size_t n = read_small(z, "mimetype", types, sizeof types);
    if (n > 0 && holds((unsigned char *)types, n, "opendocument", 12))
        kind = TABLE_ODS;
    n = read_small(z, "[Content_Types].xml", types, sizeof types);
    if (kind == TABLE_XLSX && (zip_name_locate(z, "xl/vbaProject.bin", ZIP_FL_NOCASE) >= 0 ||
                               holds((unsigned char *)types, n, "macroEnabled", 12)))
        kind = TABLE_MACRO;
    else if (kind == TABLE_XLSX && zip_name_locate(z, "xl/workbook.xml", ZIP_FL_NOCASE) < 0)
        kind = TABLE_OTHER;
    zip_discard(z);
    return kind;
}

static bool starts_like_markup(struct str head)
{
    char low[512];
    size_t n = head.n < sizeof low ? head.n : sizeof low;
    for (size_t i = 0; i < n; i++)
        low[i] = head.p[i] >= 'A' && head.p[i] <= 'Z' ? (char)(head.p[i] + 32) : head.p[i];
    struct str s = str_trim((struct str){low, n});
    if (str_starts(s, S("\xEF\xBB\xBF")))
        s = str_trim(str_from(s, 3));
    return str_starts(s, S("<html")) || str_starts(s, S("<!doctype")) || str_starts(s, S("<?xml")) ||
           str_starts(s, S("<table")) || str_contains(s, S("<html"));
}

err table_kind_of(const char *path, enum table_kind *ret)
{
    char head[512];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? ERR_MISSING : ERR_IO;
    ssize_t got = read(fd, head, sizeof head);
    struct str s = {head, got < 0 ? 0 : (size_t)got};
    if (got < 0 || s.n == 0)
        *ret = TABLE_EMPTY;
    else if (str_starts(s, S("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")))
        *ret = ole_kind(fd);
    else if (str_starts(s, S("PK\x03\x04")) || str_starts(s, S("PK\x05\x06")))
        *ret = zip_kind(path);
    else if (str_starts(s, S("%PDF")) || str_starts(s, S("\x89PNG")) || str_starts(s, S("\xFF\xD8\xFF")) ||
             str_starts(s, S("GIF8")) || str_starts(s, S("{\\rtf")) || str_starts(s, S("Rar!")) ||
             str_starts(s, S("7z\xBC\xAF")) || str_starts(s, S("\x1F\x8B")) || starts_like_markup(s))
        *ret = TABLE_OTHER;
    else
        *ret = TABLE_TEXT;
    close(fd);
    return got < 0 ? ERR_IO : OK;
}

/* ---- dates ---- */

bool xlsx_serial_date(int64_t serial, bool date1904, struct date *ret)
{
    if (serial < (date1904 ? 0 : 1) || serial > 109574 || (!date1904 && serial == 60))
        return false;
    int64_t day = date1904 ? serial - 24107 : serial - (serial < 60 ? 25568 : 25569);
    if (day > 84005) /* 31 December 2199 */
        return false;
    *ret = (struct date){(int32_t)day};
    return true;
}

bool xlsx_format_is_date(struct str code)
{
    bool day = false, month = false, clock = false;
    for (size_t i = 0; i < code.n; i++) {
        char c = code.p[i];
        if (c == '"' || c == '[') {
            i = str_index(code, c == '"' ? '"' : ']', i + 1);
            continue;
        }
        if (c == '\\' || c == '_' || c == '*') {
            i++;
            continue;
        }
        if (c == ';')
            break;
        day |= c == 'd' || c == 'D' || c == 'y' || c == 'Y';
        month |= c == 'm' || c == 'M';
        clock |= c == 'h' || c == 'H' || c == 's' || c == 'S';
    }
    return day || (month && !clock);
}

static bool builtin_is_date(int64_t id)
{
    return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) ||
           id == 57 || id == 58;
}

/* ---- parts of the archive ---- */

static const char *local(const XML_Char *name)
{
    const char *colon = strrchr(name, ':');
    return colon == NULL ? name : colon + 1;
}

static bool is(const XML_Char *name, const char *want)
{
    return strcmp(local(name), want) == 0;
}

static const char *attr(const XML_Char **atts, const char *want)
{
    for (size_t i = 0; atts[i] != NULL; i += 2)
        if (strcmp(local(atts[i]), want) == 0)
            return atts[i + 1];
    return NULL;
}

static void fail(struct xlsx *x, enum xlsx_trouble why)
{
    if (x->trouble == XLSX_FINE)
        x->trouble = why;
    if (x->xml != NULL)
        XML_StopParser(x->xml, XML_FALSE);
}

static void XMLCALL on_doctype(void *user, const XML_Char *name, const XML_Char *sysid, const XML_Char *pubid,
                               int internal)
{
    (void)name, (void)sysid, (void)pubid, (void)internal;
    fail(user, XLSX_SUSPICIOUS);
}

static void part_close(struct xlsx *x)
{
    if (x->part != NULL)
        zip_fclose(x->part);
    if (x->xml != NULL)
        XML_ParserFree(x->xml);
    x->part = NULL;
    x->xml = NULL;
}

static bool part_open(struct xlsx *x, const char *name, XML_StartElementHandler on_start, XML_EndElementHandler on_end,
                      XML_CharacterDataHandler on_text)
{
    zip_stat_t st;
    part_close(x);
    if (zip_stat(x->zip, name, ZIP_FL_NOCASE, &st) != 0)
        return false;
    x->part = zip_fopen(x->zip, name, ZIP_FL_NOCASE);
    x->xml = XML_ParserCreate(NULL);
    if (x->part == NULL || x->xml == NULL) {
        part_close(x);
        return false;
    }
    x->part_packed = st.comp_size;
    x->part_unpacked = 0;
    x->at_end = x->halted = false;
    XML_SetUserData(x->xml, x);
    XML_SetElementHandler(x->xml, on_start, on_end);
    XML_SetCharacterDataHandler(x->xml, on_text);
    XML_SetStartDoctypeDeclHandler(x->xml, on_doctype);
    return true;
}

/* Whether so many more bytes keep the promises of the directory and the limits. */
static bool unpacked_within(struct xlsx *x, uint64_t more)
{
    x->part_unpacked += more;
    x->unpacked += more;
    return x->unpacked <= x->limit.unpacked &&
           (x->part_unpacked <= x->limit.free_entry ||
            x->part_unpacked / x->limit.ratio <= x->part_packed);
}

/* Feed the parser until it halts at a row, the part ends or something is wrong. */
static void part_run(struct xlsx *x)
{
    enum XML_Status s = XML_STATUS_OK;
    if (x->halted) {
        x->halted = false;
        s = XML_ResumeParser(x->xml);
    }
    while (x->trouble == XLSX_FINE && s == XML_STATUS_OK && !x->at_end) {
        void *room = XML_GetBuffer(x->xml, PIECE);
        if (room == NULL)
            log_fatal("memori habis");
        zip_int64_t got = zip_fread(x->part, room, PIECE);
        if (got < 0) {
            fail(x, XLSX_BROKEN);
            return;
        }
        if (!unpacked_within(x, (uint64_t)got)) {
            fail(x, XLSX_SUSPICIOUS);
            return;
        }
        x->at_end = got == 0;
        s = XML_ParseBuffer(x->xml, (int)got, x->at_end);
    }
    if (s == XML_STATUS_SUSPENDED)
        x->halted = true;
    else if (s == XML_STATUS_ERROR)
        fail(x, XLSX_BROKEN);
}

/* ---- workbook, relationships, styles ---- */

static void XMLCALL workbook_start(void *user, const XML_Char *name, const XML_Char **atts)
{
    struct xlsx *x = user;
    if (is(name, "workbookPr")) {
        const char *v = attr(atts, "date1904");
        x->date1904 = v != NULL && (strcmp(v, "1") == 0 || strcmp(v, "true") == 0);
    }
    if (!is(name, "sheet"))
        return;
    const char *title = attr(atts, "name"), *state = attr(atts, "state"), *id = attr(atts, "id");
    if (title == NULL || id == NULL || x->n_sheet == SHEETS_MAX) {
        fail(x, XLSX_BROKEN);
        return;
    }
    x->sheet[x->n_sheet++] = (struct xlsx_sheet){.name = str_dup(x->a, str_z(title)),
                                                 .hidden = state != NULL && strcmp(state, "visible") != 0,
                                                 .part = str_dup(x->a, str_z(id))};
}

/* The relationship's id in `part` becomes the name of the entry; a chart sheet keeps its id and is dropped. */
static void XMLCALL rels_start(void *user, const XML_Char *name, const XML_Char **atts)
{
    struct xlsx *x = user;
    if (!is(name, "Relationship"))
        return;
    const char *id = attr(atts, "Id"), *type = attr(atts, "Type"), *target = attr(atts, "Target");
    if (id == NULL || type == NULL || target == NULL || !str_ends(str_z(type), S("/worksheet")))
        return;
    for (size_t i = 0; i < x->n_sheet; i++)
        if (str_eqz(x->sheet[i].part, id))
            x->sheet[i].part = target[0] == '/' ? str_dup(x->a, str_z(target + 1))
                                                : str_printf(x->a, "xl/%s", target);
}

struct custom_formats {
    struct xlsx *x;
    int64_t date_id[512];
    size_t n;
    bool in_cells;
};

static int64_t number_of(const char *v)
{
    int64_t n = 0;
    return v != NULL && str_to_uint(str_z(v), &n) ? n : 0;
}

static void XMLCALL styles_start(void *user, const XML_Char *name, const XML_Char **atts)
{
    struct custom_formats *c = user;
    struct xlsx *x = c->x;
    if (is(name, "numFmt")) {
        const char *code = attr(atts, "formatCode");
        if (code != NULL && c->n < COUNT(c->date_id) && xlsx_format_is_date(str_z(code)))
            c->date_id[c->n++] = number_of(attr(atts, "numFmtId"));
    } else if (is(name, "cellXfs")) {
        c->in_cells = true;
    } else if (is(name, "xf") && c->in_cells && x->n_format < FORMATS_MAX) {
        int64_t id = number_of(attr(atts, "numFmtId"));
        bool date = builtin_is_date(id);
        for (size_t i = 0; i < c->n; i++)
            date |= c->date_id[i] == id;
        x->is_date[x->n_format++] = date;
    }
}

static void XMLCALL styles_end(void *user, const XML_Char *name)
{
    if (is(name, "cellXfs"))
        ((struct custom_formats *)user)->in_cells = false;
}

/* expat's user data must be the reader for on_doctype; styles use a wrapper, so it looks for it there. */
static void XMLCALL styles_doctype(void *user, const XML_Char *name, const XML_Char *sysid, const XML_Char *pubid,
                                   int internal)
{
    (void)name, (void)sysid, (void)pubid, (void)internal;
    fail(((struct custom_formats *)user)->x, XLSX_SUSPICIOUS);
}

static void read_styles(struct xlsx *x)
{
    struct custom_formats c = {.x = x};
    x->is_date = arena_alloc(x->a, FORMATS_MAX);
    if (!part_open(x, "xl/styles.xml", styles_start, styles_end, NULL))
        return;
    XML_SetUserData(x->xml, &c);
    XML_SetStartDoctypeDeclHandler(x->xml, styles_doctype);
    part_run(x);
}

/* ---- shared strings ---- */

static void XMLCALL shared_start(void *user, const XML_Char *name, const XML_Char **atts)
{
    struct xlsx *x = user;
    (void)atts;
    if (is(name, "si"))
        buf_clear(&x->value);
    x->in_phonetic |= is(name, "rPh");
    x->in_text = is(name, "t") && !x->in_phonetic;
}

static void XMLCALL shared_end(void *user, const XML_Char *name)
{
    struct xlsx *x = user;
    x->in_text = false;
    if (is(name, "rPh"))
        x->in_phonetic = false;
    if (!is(name, "si"))
        return;
    size_t at = x->shared.n + x->value.n;
    if (x->value.over || spool_add(&x->shared, x->value.p, x->value.n) != OK ||
        spool_add(&x->shared_at, &at, sizeof at) != OK)
        fail(x, XLSX_SUSPICIOUS);
}

static void XMLCALL shared_text(void *user, const XML_Char *s, int n)
{
    struct xlsx *x = user;
    if (x->in_text)
        buf_add(&x->value, (struct str){s, (size_t)n});
}

static err read_shared(struct xlsx *x)
{
    size_t zero = 0;
    TRY(spool_open(&x->shared, x->limit.unpacked));
    TRY(spool_open(&x->shared_at, x->limit.unpacked * 2));
    TRY(spool_add(&x->shared_at, &zero, sizeof zero));
    if (part_open(x, "xl/sharedStrings.xml", shared_start, shared_end, shared_text))
        part_run(x);
    return OK;
}

static struct str shared_string(const struct xlsx *x, int64_t index)
{
    const size_t *at = (const size_t *)(const void *)x->shared_at.p;
    size_t n = x->shared_at.n / sizeof *at - 1;
    if (index < 0 || (uint64_t)index >= n)
        return (struct str){NULL, 0};
    size_t from = at[index], to = at[index + 1];
    return to == from ? S("") : spool_str(&x->shared, from, to - from);
}

/* ---- opening ---- */

/* The directory's own figures against the limits, before anything is unpacked. */
static bool directory_within(struct xlsx *x)
{
    uint64_t total = 0;
    zip_int64_t n = zip_get_num_entries(x->zip, 0);
    for (zip_int64_t i = 0; i < n; i++) {
        zip_stat_t st;
        if (zip_stat_index(x->zip, (zip_uint64_t)i, 0, &st) != 0)
            return false;
        total += st.size;
        if (total > x->limit.unpacked ||
            (st.size > x->limit.free_entry && st.size / x->limit.ratio > st.comp_size))
            return false;
        x->external |= strncmp(st.name, "xl/externalLinks/", 17) == 0;
    }
    return true;
}

static void drop_other_sheets(struct xlsx *x)
{
    size_t keep = 0;
    for (size_t i = 0; i < x->n_sheet; i++)
        if (str_starts(x->sheet[i].part, S("xl/")) || str_contains(x->sheet[i].part, S("/")))
            x->sheet[keep++] = x->sheet[i];
    x->n_sheet = keep;
}

static err read_book(struct xlsx *x)
{
    if (!directory_within(x)) {
        fail(x, XLSX_SUSPICIOUS);
        return ERR_INVALID;
    }
    if (!part_open(x, "xl/workbook.xml", workbook_start, NULL, NULL))
        fail(x, XLSX_BROKEN);
    else
        part_run(x);
    if (x->trouble == XLSX_FINE && !part_open(x, "xl/_rels/workbook.xml.rels", rels_start, NULL, NULL))
        fail(x, XLSX_BROKEN);
    else if (x->trouble == XLSX_FINE)
        part_run(x);
    drop_other_sheets(x);
    if (x->trouble == XLSX_FINE)
        read_styles(x);
    if (x->trouble == XLSX_FINE)
        TRY(read_shared(x));
    return x->trouble == XLSX_FINE ? OK : ERR_INVALID;
}

err xlsx_open(struct arena *a, const char *path, const struct xlsx_limits *limits, struct xlsx **ret,
              enum xlsx_trouble *why)
{
    int code = 0;
    struct xlsx *x = NEW(a, struct xlsx);
    *x = (struct xlsx){.a = a, .limit = *limits};
    x->shared.fd = x->shared_at.fd = -1;
    x->text = buf_new((size_t)limits->cell_chars * 4 * 16);
    x->value = buf_new((size_t)limits->cell_chars * 4);
    x->sheet = NEW_ARRAY(a, struct xlsx_sheet, SHEETS_MAX);
    x->cell = NEW_ARRAY(a, struct cell, limits->columns);
    x->span = arena_array(a, limits->columns, sizeof *x->span);
    x->zip = zip_open(path, ZIP_RDONLY, &code);
    *why = XLSX_BROKEN;
    if (x->zip == NULL)
        return code == ZIP_ER_NOENT ? ERR_MISSING : ERR_INVALID;
    err e = read_book(x);
    part_close(x);
    *why = x->trouble;
    if (e != OK) {
        xlsx_close(x);
        return e;
    }
    *ret = x;
    return OK;
}

void xlsx_close(struct xlsx *x)
{
    if (x == NULL)
        return;
    part_close(x);
    if (x->zip != NULL)
        zip_discard(x->zip);
    if (x->shared.limit > 0)
        spool_close(&x->shared);
    if (x->shared_at.limit > 0)
        spool_close(&x->shared_at);
    buf_free(&x->text);
    buf_free(&x->value);
    x->zip = NULL;
}

size_t xlsx_sheet_count(const struct xlsx *x)
{
    return x->n_sheet;
}

const struct xlsx_sheet *xlsx_sheet(const struct xlsx *x, size_t index)
{
    assert(index < x->n_sheet);
    return &x->sheet[index];
}

bool xlsx_date1904(const struct xlsx *x)
{
    return x->date1904;
}

bool xlsx_has_external_links(const struct xlsx *x)
{
    return x->external;
}

enum xlsx_trouble xlsx_trouble_of(const struct xlsx *x)
{
    return x->trouble;
}

/* ---- rows ---- */

/* "AB12" = 27; false when there are no letters. */
static bool column_of(const char *ref, size_t *ret)
{
    size_t v = 0, i = 0;
    for (; ref[i] >= 'A' && ref[i] <= 'Z' && i < 4; i++)
        v = v * 26 + (size_t)(ref[i] - 'A') + 1;
    if (v == 0)
        return false;
    *ret = v - 1;
    return true;
}

static void cell_start(struct xlsx *x, const XML_Char **atts)
{
    const char *ref = attr(atts, "r"), *type = attr(atts, "t");
    if (ref == NULL || !column_of(ref, &x->column))
        x->column++;
    snprintf(x->type, sizeof x->type, "%s", type == NULL ? "n" : type);
    x->format = (size_t)number_of(attr(atts, "s"));
    x->has_formula = x->has_value = false;
    buf_clear(&x->value);
}

static void XMLCALL sheet_start(void *user, const XML_Char *name, const XML_Char **atts)
{
    struct xlsx *x = user;
    const char *n = local(name);
    if (strcmp(n, "c") == 0) {
        cell_start(x, atts);
    } else if (strcmp(n, "v") == 0) {
        x->in_value = x->has_value = true;
    } else if (strcmp(n, "f") == 0) {
        x->has_formula = true;
    } else if (strcmp(n, "is") == 0) {
        x->in_inline = x->has_value = true;
    } else if (strcmp(n, "rPh") == 0) {
        x->in_phonetic = true;
    } else if (strcmp(n, "t") == 0) {
        x->in_text = x->in_inline && !x->in_phonetic;
    } else if (strcmp(n, "row") == 0) {
        const char *r = attr(atts, "r");
        x->row = r != NULL && number_of(r) > 0 ? number_of(r) : x->row + 1;
        x->column = SIZE_MAX; /* the next cell without a reference is the first */
        x->n_cell = 0;
        buf_clear(&x->text);
    }
}

static void XMLCALL sheet_text(void *user, const XML_Char *s, int n)
{
    struct xlsx *x = user;
    if (x->in_value || x->in_text)
        buf_add(&x->value, (struct str){s, (size_t)n});
}

/* A number's text: whole numbers in full, so that a NIK stored as a number shows its digits. */
static void number_cell(struct xlsx *x, struct cell *c, struct str v)
{
    char z[64];
    c->kind = CELL_NUMBER;
    if (v.n == 0 || v.n >= sizeof z)
        return;
    memcpy(z, v.p, v.n);
    z[v.n] = '\0';
    char *end = NULL;
    double d = strtod(z, &end);
    if (end != z + v.n || !isfinite(d)) {
        c->kind = CELL_TEXT;
        return;
    }
    bool date = x->format < x->n_format && x->is_date[x->format];
    if (date && d >= 0 && d < 200000 && xlsx_serial_date((int64_t)d, x->date1904, &c->date)) {
        struct ymd y = date_to_ymd(c->date);
        c->kind = CELL_DATE;
        buf_clear(&x->value);
        buf_printf(&x->value, "%02d-%02d-%04d", y.day, y.month, y.year);
    } else if (fabs(d) < 1e18 && d == (double)(int64_t)d) {
        buf_clear(&x->value);
        buf_printf(&x->value, "%.0f", d);
    }
}

static void iso_cell(struct cell *c, struct str v)
{
    c->kind = date_parse_iso(str_sub(v, 0, 10), &c->date) ? CELL_DATE : CELL_TEXT;
}

static struct str cell_value(struct xlsx *x, struct cell *c)
{
    struct str v = buf_str(&x->value);
    const char *t = x->type;
    if (x->has_formula && strcmp(t, "str") != 0 && v.n == 0) {
        c->kind = CELL_NO_RESULT;
        return S("");
    }
    c->kind = CELL_TEXT;
    if (strcmp(t, "s") == 0) {
        int64_t index = -1;
        v = str_to_uint(v, &index) ? shared_string(x, index) : (struct str){NULL, 0};
        if (v.p == NULL)
            fail(x, XLSX_BROKEN);
    } else if (strcmp(t, "b") == 0) {
        c->kind = CELL_BOOL;
        v = str_eqz(v, "1") ? S("TRUE") : S("FALSE");
    } else if (strcmp(t, "e") == 0) {
        c->kind = CELL_ERROR;
    } else if (strcmp(t, "d") == 0) {
        iso_cell(c, v);
    } else if (strcmp(t, "n") == 0 && v.n > 0) {
        number_cell(x, c, v);
        v = buf_str(&x->value);
    }
    return v;
}

static void cell_end(struct xlsx *x)
{
    struct cell c = {.date = DATE_NONE};
    if (x->value.over) {
        fail(x, XLSX_SUSPICIOUS);
        return;
    }
    struct str v = cell_value(x, &c);
    if (x->trouble != XLSX_FINE || (v.n == 0 && c.kind != CELL_NO_RESULT))
        return;
    if (x->column >= x->limit.columns) {
        fail(x, XLSX_COLUMNS);
        return;
    }
    while (x->n_cell <= x->column)
        x->cell[x->n_cell++] = (struct cell){.date = DATE_NONE};
    x->cell[x->column] = c;
    x->span[x->column].at = x->text.n;
    x->span[x->column].n = v.n;
    buf_add(&x->text, v);
    if (x->text.over || v.n > (size_t)x->limit.cell_chars * 4)
        fail(x, XLSX_SUSPICIOUS);
}

static void XMLCALL sheet_end(void *user, const XML_Char *name)
{
    struct xlsx *x = user;
    const char *n = local(name);
    if (strcmp(n, "c") == 0) {
        cell_end(x);
    } else if (strcmp(n, "v") == 0) {
        x->in_value = false;
    } else if (strcmp(n, "t") == 0) {
        x->in_text = false;
    } else if (strcmp(n, "is") == 0) {
        x->in_inline = false;
    } else if (strcmp(n, "rPh") == 0) {
        x->in_phonetic = false;
    } else if (strcmp(n, "row") == 0 && x->trouble == XLSX_FINE) {
        x->row_ready = true;
        XML_StopParser(x->xml, XML_TRUE);
    }
}

err xlsx_sheet_start(struct xlsx *x, size_t index)
{
    assert(index < x->n_sheet);
    x->row = 0;
    x->row_ready = x->in_value = x->in_inline = x->in_text = x->in_phonetic = false;
    if (part_open(x, str_to_z(x->a, x->sheet[index].part), sheet_start, sheet_end, sheet_text))
        return OK;
    fail(x, XLSX_BROKEN);
    return ERR_INVALID;
}

bool xlsx_next(struct xlsx *x, struct xlsx_row *ret)
{
    x->row_ready = false;
    if (x->part == NULL || x->trouble != XLSX_FINE || (x->at_end && !x->halted))
        return false;
    part_run(x);
    if (!x->row_ready || x->trouble != XLSX_FINE)
        return false;
    for (size_t i = 0; i < x->n_cell; i++)
        if (x->cell[i].kind != CELL_EMPTY) {
            x->cell[i].text = x->span[i].n == 0 ? S("") : str_sub(buf_str(&x->text), x->span[i].at, x->span[i].n);
            x->cell[i].raw = x->cell[i].text;
        }
    *ret = (struct xlsx_row){x->row, x->cell, x->n_cell};
    return true;
}
