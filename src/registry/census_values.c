/*
 * census_values.c: see census_values.h. Where the text of a cell could mean two things, it means neither.
 */
#include "census_values.h"

#include <assert.h>

#include "kernel/mem.h"
#include "kernel/utf8.h"
#include "person_name.h"

/* ---- what was said ---- */

void census_says_clear(struct census_says *s)
{
    s->n = 0;
    s->worst = LEVEL_NONE;
}

void census_say(struct census_says *s, enum census_column column, enum census_code code, struct str x, struct str y,
                struct str value)
{
    enum census_level level = census_codes[code].level;
    if (level > s->worst)
        s->worst = level;
    if (s->n < CENSUS_SAYS_MAX)
        s->list[s->n++] = (struct census_line){.column = column, .code = code, .x = x, .y = y, .z = S(""),
                                               .value = value, .sheet_name = S("")};
}

bool census_said(const struct census_says *s, enum census_column column, enum census_code code)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->list[i].column == column && s->list[i].code == code)
            return true;
    return false;
}

struct str census_tidy(struct arena *a, struct str s)
{
    bool plain = s.n == 0 || (s.p[0] != ' ' && s.p[s.n - 1] != ' ');
    for (size_t i = 0; i < s.n && plain; i++) {
        unsigned char c = (unsigned char)s.p[i];
        plain = c >= ' ' && c < 0x80 && (c != ' ' || s.p[i + 1] != ' ');
    }
    return plain ? s : utf8_tidy(a, s);
}

struct str census_date_words(struct arena *a, struct date d)
{
    AUTO_BUF b = buf_new(64);
    date_write(&b, d);
    return str_dup(a, buf_str(&b));
}

struct str census_rupiah_words(struct arena *a, struct rupiah r)
{
    AUTO_BUF b = buf_new(64);
    rupiah_write(&b, r);
    return str_dup(a, buf_str(&b));
}

bool census_cell_usable(const struct cell *c, enum census_column column, struct census_says *says)
{
    if (c->kind == CELL_ERROR)
        census_say(says, column, SEL_GALAT_EXCEL, c->text, S(""), c->raw);
    else if (c->kind == CELL_NO_RESULT)
        census_say(says, column, SEL_RUMUS, S(""), S(""), c->raw);
    else
        return true;
    return false;
}

bool census_text_broken(struct str s)
{
    bool ascii = true;
    for (size_t i = 0; i < s.n; i++)
        ascii &= (unsigned char)s.p[i] < 0x80;
    return !ascii && (str_contains(s, S("\uFFFD")) || str_contains(s, S("Ã")) || str_contains(s, S("â€")));
}

/* ---- NIK ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* 6,3216E+15, 9.10305220777E+015, 6E15 */
static bool scientific(struct str s)
{
    size_t i = 0, digits = 0;
    for (; i < s.n && (is_digit(s.p[i]) || s.p[i] == '.' || s.p[i] == ','); i++)
        digits += is_digit(s.p[i]);
    if (digits == 0 || i >= s.n || (s.p[i] != 'E' && s.p[i] != 'e'))
        return false;
    i++;
    if (i < s.n && (s.p[i] == '+' || s.p[i] == '-'))
        i++;
    return i < s.n && str_all_digits(str_from(s, i));
}

/* Bytes of a sign that may stand in a NIK: 1 blank kinds, 2 others (quotes, dots, dashes). */
static size_t nik_sign(struct str s, size_t at, bool *blank)
{
    static const struct {
        const char *z;
        bool blank;
    } signs[] = {{" ", true}, {"\t", true}, {"\n", true}, {"\r", true}, {"\u00A0", true}, {"\u200B", true},
                 {"\uFEFF", true}, {"'", false}, {"\"", false}, {"`", false}, {".", false}, {"-", false},
                 {"\u2018", false}, {"\u2019", false}, {"\u201C", false}, {"\u201D", false}, {"\u2013", false}};
    struct str rest = str_from(s, at);
    for (size_t i = 0; i < COUNT(signs); i++)
        if (str_starts(rest, str_z(signs[i].z))) {
            *blank = signs[i].blank;
            return strlen(signs[i].z);
        }
    return 0;
}

static struct str letter_at(struct str s, size_t at)
{
    size_t n = 1;
    while (at + n < s.n && ((unsigned char)s.p[at + n] & 0xC0) == 0x80)
        n++;
    return str_sub(s, at, n);
}

/* Only digits left, or the first letter that is none in *strange. */
static struct str nik_digits(struct arena *a, struct str s, bool *cleaned, struct str *strange)
{
    char *p = arena_alloc(a, s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        bool blank = false;
        size_t skip = is_digit(s.p[i]) ? 0 : nik_sign(s, i, &blank);
        if (is_digit(s.p[i])) {
            p[n++] = s.p[i++];
        } else if (skip > 0) {
            *cleaned |= !blank;
            i += skip;
        } else {
            *strange = letter_at(s, i);
            return S("");
        }
    }
    return (struct str){p, n};
}

static void nik_warnings(struct str nik, unsigned w, struct census_says *says, struct str raw)
{
    if (w & NIK_OLD_REGION)
        census_say(says, COL_NIK, NIK_WILAYAH_LAMA,
                   str_printf(says->arena, "%.2s.%.2s.%.2s", nik.p, nik.p + 2, nik.p + 4), S(""), raw);
    if (w & NIK_UNIFORM)
        census_say(says, COL_NIK, NIK_SERAGAM, S(""), S(""), raw);
    else if (w & NIK_HIGH_SERIAL)
        census_say(says, COL_NIK, NIK_SERI, str_from(nik, 12), S(""), raw);
}

static void nik_fault_say(enum nik_fault f, struct str nik, struct census_says *says, struct str raw)
{
    static const enum census_code codes[] = {[NIK_BAD_LENGTH] = NIK_PANJANG, [NIK_BAD_SIGN] = NIK_HURUF,
                                             [NIK_BAD_REGION] = NIK_WILAYAH, [NIK_BAD_DATE] = NIK_TANGGAL,
                                             [NIK_BAD_SERIAL] = NIK_DIBULATKAN};
    struct str x = f == NIK_BAD_LENGTH   ? str_printf(says->arena, "%zu", nik.n)
                   : f == NIK_BAD_REGION ? str_sub(nik, 0, 6)
                   : f == NIK_BAD_DATE   ? str_sub(nik, 6, 6)
                                         : S("");
    census_say(says, COL_NIK, codes[f], x, S(""), raw);
}

bool census_nik(const struct cell *c, struct date today, struct str *nik, struct nik_parts *parts,
                struct census_says *says)
{
    struct str s = census_tidy(says->arena, c->text), strange = S(""), digits;
    bool cleaned = c->raw.n > 0 && c->raw.p[0] == '=' && c->raw.p != c->text.p;
    if (s.n == 0 || str_eqz(s, "-")) {
        census_say(says, COL_NIK, NIK_KOSONG, S(""), S(""), c->raw);
        return false;
    }
    if (s.n == 16 && str_all_digits(s)) {
        digits = s;
    } else {
        if (scientific(s)) {
            census_say(says, COL_NIK, NIK_NOTASI_ILMIAH, s, S(""), c->raw);
            return false;
        }
        digits = nik_digits(says->arena, s, &cleaned, &strange);
        if (strange.n > 0) {
            census_say(says, COL_NIK, NIK_HURUF, strange, S(""), c->raw);
            return false;
        }
    }
    enum nik_fault f = nik_check(digits, today, parts);
    bool number = c->kind == CELL_NUMBER;
    if (f == NIK_FINE && number && (digits.p[15] == '0' || str_compare(digits, S("9007199254740992")) > 0))
        f = NIK_BAD_SERIAL;
    if (f != NIK_FINE) {
        nik_fault_say(f, digits, says, c->raw);
        return false;
    }
    nik_warnings(digits, parts->warnings, says, c->raw);
    if (number)
        census_say(says, COL_NIK, NIK_DARI_ANGKA, S(""), S(""), c->raw);
    else if (cleaned)
        census_say(says, COL_NIK, NIK_DIBERSIHKAN, S(""), S(""), c->raw);
    *nik = digits;
    return true;
}

/* ---- names ---- */

static bool same_letters(struct str s, const char *z)
{
    if (s.n != strlen(z))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if ((s.p[i] | 0x20) != (z[i] | 0x20))
            return false;
    return true;
}

static bool title_before(struct str word)
{
    static const char *titles[] = {"Drs", "Dra", "Dr", "drg", "Ir", "Prof", "H", "Hj", "KH"};
    while (word.n > 0 && word.p[word.n - 1] == '.')
        word.n--;
    for (size_t i = 0; i < COUNT(titles); i++)
        if (same_letters(word, titles[i]))
            return true;
    return false;
}

/* A known degree written with dots, behind a name without a comma: S.Pd, A.Md.Keb., M.Si */
static bool title_after(struct str word)
{
    static const char *degrees[] = {"S.Pd", "S.Pd.I", "S.Sos", "S.Sos.I", "S.T", "S.E", "S.H", "S.H.I", "S.Kom", "S.Ag",
                                    "S.IP", "S.Si", "S.Kep", "S.KM", "S.K.M", "S.P", "S.Pt", "S.Hut", "S.Farm", "S.Psi",
                                    "S.Hum", "S.AP", "S.STP", "S.Tr", "S.Tr.Keb", "S.Tr.Kep", "S.Ak", "S.I.Kom",
                                    "S.I.P", "S.Gz", "S.Ked", "S.Th.I", "S.E.I", "A.Md", "A.Md.Keb", "A.Md.Kep",
                                    "A.Md.Kom", "A.Ma", "A.Ma.Pd", "A.P", "M.Pd", "M.Si", "M.M", "M.H", "M.Kom", "M.T",
                                    "M.Kes", "M.AP", "M.Sos", "M.Ag", "M.Hum", "M.E", "B.A", "B.Sc", "Ph.D"};
    while (word.n > 0 && word.p[word.n - 1] == '.')
        word.n--;
    if (str_index(word, '.', 0) == word.n)
        return false;
    for (size_t i = 0; i < COUNT(degrees); i++)
        if (same_letters(word, degrees[i]))
            return true;
    return false;
}

static struct str join(struct arena *a, struct str x, struct str y)
{
    return x.n == 0 ? y : y.n == 0 ? x : str_printf(a, STR_FMT " " STR_FMT, STR_ARG(x), STR_ARG(y));
}

/* "H.Umpama": a title glued to the name by its dot. Length of the title with the dot, or 0. */
static size_t glued_title(struct str word)
{
    size_t dot = str_index(word, '.', 0);
    return dot + 1 < word.n && dot > 0 && title_before(str_sub(word, 0, dot)) && word.n - dot > 2 ? dot + 1 : 0;
}

static void split_before(struct arena *a, struct census_name *n)
{
    for (;;) {
        size_t end = str_index(n->name, ' ', 0);
        struct str word = str_sub(n->name, 0, end);
        size_t glued = glued_title(word);
        if (glued > 0)
            end = glued;
        else if (end == n->name.n || !title_before(word))
            return;
        n->before = join(a, n->before, str_sub(n->name, 0, end));
        n->name = str_trim(str_from(n->name, end));
    }
}

static void split_after(struct arena *a, struct census_name *n)
{
    size_t comma = str_index(n->name, ',', 0);
    if (comma < n->name.n) {
        n->after = str_trim(str_from(n->name, comma + 1));
        n->name = str_trim(str_sub(n->name, 0, comma));
    }
    for (;;) {
        size_t at = n->name.n;
        while (at > 0 && n->name.p[at - 1] != ' ')
            at--;
        if (at == 0 || !title_after(str_from(n->name, at)))
            return;
        n->after = join(a, str_from(n->name, at), n->after);
        n->name = str_trim(str_sub(n->name, 0, at));
    }
}

bool census_name_read(const struct cell *c, struct census_name *ret, struct census_says *says)
{
    struct str s = census_tidy(says->arena, c->text);
    *ret = (struct census_name){s, S(""), S("")};
    if (s.n == 0 || str_eqz(s, "-")) {
        census_say(says, COL_NAME, NAMA_KOSONG, S(""), S(""), c->raw);
        return false;
    }
    if (census_text_broken(s)) {
        census_say(says, COL_NAME, TEKS_RUSAK, s, S(""), c->raw);
        return false;
    }
    struct str sign = name_bad_sign(s);
    if (sign.n > 0) {
        census_say(says, COL_NAME, NAMA_TIDAK_SAH, sign, S(""), c->raw);
        return false;
    }
    split_before(says->arena, ret);
    split_after(says->arena, ret);
    if (ret->name.n == 0) {
        census_say(says, COL_NAME, NAMA_KOSONG, S(""), S(""), c->raw);
        return false;
    }
    if (ret->before.n + ret->after.n > 0)
        census_say(says, COL_NAME, GELAR_DIPISAH, join(says->arena, ret->before, ret->after), S(""), c->raw);
    return true;
}

/* ---- dates ---- */

static int32_t month_of(struct str w)
{
    static const struct {
        const char *name;
        int32_t month;
    } names[] = {{"jan", 1},     {"januari", 1},   {"feb", 2},      {"februari", 2}, {"peb", 2},   {"pebruari", 2},
                 {"mar", 3},     {"maret", 3},     {"apr", 4},      {"april", 4},    {"mei", 5},   {"jun", 6},
                 {"juni", 6},    {"jul", 7},       {"juli", 7},     {"agu", 8},      {"agt", 8},   {"ags", 8},
                 {"agustus", 8}, {"sep", 9},       {"september", 9}, {"okt", 10},    {"oktober", 10}, {"nov", 11},
                 {"november", 11}, {"nop", 11},    {"nopember", 11}, {"des", 12},    {"desember", 12}};
    for (size_t i = 0; i < COUNT(names); i++)
        if (same_letters(w, names[i].name))
            return names[i].month;
    return 0;
}

/* "1990-06-05 00:00:00" and "05/06/1990T7:30" without the time of day. */
static struct str without_time(struct str s)
{
    size_t colon = str_index(s, ':', 0);
    if (colon == s.n)
        return s;
    size_t at = colon;
    while (at > 0 && is_digit(s.p[at - 1]))
        at--;
    if (at == colon || at < 2 || (s.p[at - 1] != ' ' && s.p[at - 1] != 'T' && s.p[at - 1] != 't'))
        return s;
    return str_trim(str_sub(s, 0, at - 1));
}

static size_t date_parts(struct str s, struct str part[4])
{
    size_t n = 0, at = 0;
    while (at < s.n) {
        size_t start = at;
        while (at < s.n && strchr("-/., ", s.p[at]) == NULL)
            at++;
        if (at > start) {
            if (n == 4)
                return 5;
            part[n++] = str_sub(s, start, at - start);
        }
        while (at < s.n && strchr("-/., ", s.p[at]) != NULL)
            at++;
    }
    return n;
}

enum date_reading { DATE_READ, DATE_UNREADABLE, DATE_NOT_IN_CALENDAR, DATE_UNREASONABLE };

struct date_text {
    struct ymd c;
    struct str short_year; /* the two digits when the year was written so */
};

static bool small_number(struct str s, int32_t *ret)
{
    int64_t v;
    if (s.n > 4 || !str_to_uint(s, &v))
        return false;
    *ret = (int32_t)v;
    return true;
}

static bool month_part(struct str s, int32_t *ret)
{
    if (s.n <= 2 && small_number(s, ret))
        return true;
    *ret = month_of(s);
    return *ret > 0;
}

/* 05-06-1990: what nearly every cell looks like. */
static bool plain_date(struct str s)
{
    static const char shape[] = "00-00-0000";
    for (size_t i = 0; i < 10; i++)
        if (shape[i] == '0' ? !is_digit(s.p[i]) : s.p[i] != '-' && s.p[i] != '/' && s.p[i] != '.')
            return false;
    return true;
}

static enum date_reading split_date(struct str s, bool month_first, struct date_text *ret)
{
    struct str p[4];
    if (s.n == 10 && plain_date(s)) {
        p[0] = str_sub(s, 0, 2);
        p[1] = str_sub(s, 3, 2);
        p[2] = str_sub(s, 6, 4);
    } else if (s.n == 8 && str_all_digits(s)) {
        p[0] = str_sub(s, 0, 2);
        p[1] = str_sub(s, 2, 2);
        p[2] = str_sub(s, 4, 4);
    } else if (date_parts(s, p) != 3) {
        return DATE_UNREADABLE;
    }
    if (p[0].n == 4 && str_all_digits(p[0])) {
        struct str year = p[0];
        p[0] = p[2];
        p[2] = year;
    } else if (month_first && str_all_digits(p[1])) {
        struct str month = p[0];
        p[0] = p[1];
        p[1] = month;
    }
    if (p[0].n > 2 || !small_number(p[0], &ret->c.day) || !month_part(p[1], &ret->c.month) ||
        (p[2].n != 4 && p[2].n != 2) || !small_number(p[2], &ret->c.year))
        return DATE_UNREADABLE;
    ret->short_year = p[2].n == 2 ? p[2] : S("");
    return DATE_READ;
}

/* Two digits of a year: birth 20YY if then 15 or older today; the others 20YY if not in the future. */
static int32_t full_year(const struct date_text *t, bool birth, struct date today)
{
    struct ymd now = date_to_ymd(today), c = {2000 + t->c.year, t->c.month, t->c.day};
    if (birth)
        c.year += 15;
    bool later = c.year > now.year || (c.year == now.year && (c.month > now.month ||
                                                              (c.month == now.month && c.day > now.day)));
    return later ? 1900 + t->c.year : 2000 + t->c.year;
}

static enum date_reading check_calendar(struct ymd c, struct date *ret)
{
    if (ymd_exists(c)) {
        *ret = date_from_ymd(c.year, c.month, c.day);
        return DATE_READ;
    }
    struct ymd other = {c.year % 4 == 0 ? 2000 : 2001, c.month, c.day};
    return c.year > 0 && (c.year < 1900 || c.year > 2199) && ymd_exists(other) ? DATE_UNREASONABLE
                                                                               : DATE_NOT_IN_CALENDAR;
}

static bool bare_serial(struct str s, int64_t *ret)
{
    return (s.n == 4 || s.n == 5) && s.p[0] != '0' && str_to_uint(s, ret) && *ret >= 7306 && *ret <= 54787;
}

static enum date_reading read_date(const struct cell *c, struct str s, enum census_column column,
                                   const struct census_reading *how, struct date *ret, struct census_says *says)
{
    int64_t serial;
    struct date_text t = {0};
    if (bare_serial(s, &serial)) {
        if (!xlsx_serial_date(serial, how->date1904, ret))
            return DATE_UNREADABLE;
        census_say(says, column, TANGGAL_DARI_SERI, s, census_date_words(says->arena, *ret), c->raw);
        return DATE_READ;
    }
    enum date_reading r = split_date(without_time(s), how->month_first, &t);
    if (r != DATE_READ)
        return r;
    if (t.short_year.n > 0)
        t.c.year = full_year(&t, column == COL_BIRTH_DATE, how->today);
    r = check_calendar(t.c, ret);
    if (r == DATE_READ && t.short_year.n > 0)
        census_say(says, column, TAHUN_DUA_ANGKA, t.short_year, str_printf(says->arena, "%d", t.c.year), c->raw);
    return r;
}

static bool birth_unreasonable(struct date d, struct date today)
{
    const int32_t year1940 = -10957;
    return d.day < year1940 || d.day > today.day || (today.day - d.day < 16 * 366 && years_between(d, today) < 15);
}

bool census_date(const struct cell *c, enum census_column column, const struct census_reading *how, struct date *ret,
                 struct census_says *says)
{
    *ret = DATE_NONE;
    if (!census_cell_usable(c, column, says))
        return false;
    struct str s = census_tidy(says->arena, c->text), heading = str_z(census_columns[column].heading);
    struct date d = DATE_NONE;
    if (s.n == 0 || str_eqz(s, "-")) {
        if (census_columns[column].required)
            census_say(says, column, TANGGAL_KOSONG, heading, S(""), c->raw);
        return !census_columns[column].required;
    }
    enum date_reading r = DATE_READ;
    if (c->kind == CELL_DATE)
        d = c->date;
    else
        r = read_date(c, s, column, how, &d, says);
    if (r == DATE_READ && column == COL_BIRTH_DATE && birth_unreasonable(d, how->today))
        r = DATE_UNREASONABLE;
    if (r == DATE_READ) {
        *ret = d;
        return true;
    }
    if (r == DATE_UNREASONABLE)
        census_say(says, column, TANGGAL_TIDAK_WAJAR, heading,
                   date_given(d) ? census_date_words(says->arena, d) : s, c->raw);
    else
        census_say(says, column, r == DATE_UNREADABLE ? TANGGAL_TIDAK_TERBACA : TANGGAL_TIDAK_ADA, heading, s, c->raw);
    return false;
}

void census_split_birth(const struct cell *both, struct str *place, struct cell *date)
{
    size_t comma = both->text.n;
    while (comma > 0 && both->text.p[comma - 1] != ',')
        comma--;
    *date = *both;
    *place = S("");
    if (both->kind != CELL_TEXT)
        return;
    *place = str_trim(str_sub(both->text, 0, comma == 0 ? 0 : comma - 1));
    date->text = str_trim(str_from(both->text, comma));
}

/* ---- wage ---- */

static bool cut_end(struct str *s, const char *z)
{
    size_t n = strlen(z);
    if (s->n < n || !same_letters(str_from(*s, s->n - n), z))
        return false;
    *s = str_trim(str_sub(*s, 0, s->n - n));
    return true;
}

static bool cut_start(struct str *s, const char *z)
{
    size_t n = strlen(z);
    if (s->n < n || !same_letters(str_sub(*s, 0, n), z))
        return false;
    *s = str_trim(str_from(*s, n));
    return true;
}

/* Digits with one kind of separator in groups of three, or plain digits. */
static bool grouped(struct str s, int64_t *ret)
{
    int64_t v = 0;
    char sep = 0;
    size_t run = 0, groups = 0, digits = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (is_digit(s.p[i])) {
            v = v * 10 + (s.p[i] - '0');
            run++;
            if (++digits > 15)
                return false;
            continue;
        }
        if ((s.p[i] != '.' && s.p[i] != ',' && s.p[i] != ' ') || (sep != 0 && s.p[i] != sep) || run == 0 || run > 3 ||
            (groups > 0 && run != 3))
            return false;
        sep = s.p[i];
        groups++;
        run = 0;
    }
    if (digits == 0 || (groups > 0 && run != 3))
        return false;
    *ret = v;
    return true;
}

/* "1,5 jt", "1750 rb": a decimal of one or two digits, or for ribu also groups of three. */
static bool scaled(struct str s, int64_t unit, int64_t *ret)
{
    size_t at = 0;
    int64_t whole, part = 0, v;
    while (at < s.n && is_digit(s.p[at]))
        at++;
    if (at == s.n || (unit == 1000 && s.n - at == 4)) {
        if (!grouped(s, &v) || v > INT64_C(1000000000))
            return false;
        *ret = v * unit;
        return true;
    }
    struct str tail = str_from(s, at + 1);
    if ((s.p[at] != ',' && s.p[at] != '.') || tail.n > 2 || at > 9 || !str_to_uint(str_sub(s, 0, at), &whole) ||
        !str_to_uint(tail, &part))
        return false;
    *ret = whole * unit + part * (tail.n == 1 ? unit / 10 : unit / 100);
    return true;
}

static bool read_wage(struct str s, int64_t *ret, bool *said)
{
    static const char *per_month[] = {"/bulan", "/ bulan", "per bulan", "/bln"};
    static const struct {
        const char *word;
        int64_t unit;
    } units[] = {{"juta", 1000000}, {"jt", 1000000}, {"ribu", 1000}, {"rb", 1000}};
    if (s.n <= 15 && str_to_uint(s, ret))
        return true;
    if (!cut_start(&s, "Rp."))
        cut_start(&s, "Rp");
    cut_start(&s, "IDR");
    for (size_t i = 0; i < COUNT(per_month); i++)
        if (cut_end(&s, per_month[i]))
            break;
    for (size_t i = 0; i < COUNT(units); i++)
        if (cut_end(&s, units[i].word)) {
            *said = true;
            return scaled(s, units[i].unit, ret);
        }
    if (!cut_end(&s, ",-") && !cut_end(&s, ",00"))
        cut_end(&s, ".00");
    return grouped(s, ret);
}

bool census_wage(const struct cell *c, struct rupiah *ret, struct census_says *says)
{
    struct str s = census_tidy(says->arena, c->text);
    int64_t v = 0;
    bool said = false;
    if (!census_cell_usable(c, COL_WAGE, says))
        return false;
    if (s.n == 0 || str_eqz(s, "-")) {
        census_say(says, COL_WAGE, UPAH_KOSONG, S(""), S(""), c->raw);
        return false;
    }
    if (c->kind == CELL_DATE || !read_wage(s, &v, &said) || v > RUPIAH_MAX) {
        census_say(says, COL_WAGE, UPAH_TIDAK_TERBACA, s, S(""), c->raw);
        return false;
    }
    *ret = (struct rupiah){v};
    if (said)
        census_say(says, COL_WAGE, UPAH_DIBACA, s, census_rupiah_words(says->arena, *ret), c->raw);
    if (v != 0 && (v < 50000 || v > 25000000))
        census_say(says, COL_WAGE, UPAH_TIDAK_WAJAR, census_rupiah_words(says->arena, *ret), S(""), c->raw);
    return true;
}

/* ---- lists of words ---- */

static bool listed(struct str key, const char *list)
{
    struct str rest = str_z(list);
    while (rest.p != NULL)
        if (str_eq(str_cut(&rest, '|'), key))
            return true;
    return false;
}

char census_sex(const struct cell *c, struct census_says *says)
{
    if (!census_cell_usable(c, COL_SEX, says))
        return 0;
    struct str s = census_tidy(says->arena, c->text);
    if (s.n == 1 && (s.p[0] == 'L' || s.p[0] == 'P'))
        return s.p[0];
    struct str key = census_heading_key(says->arena, s);
    if (s.n == 0 || str_eqz(s, "-"))
        census_say(says, COL_SEX, KELAMIN_KOSONG, S(""), S(""), c->raw);
    else if (listed(key, "l|lk|laki|laki laki|pria"))
        return 'L';
    else if (listed(key, "p|pr|perempuan|wanita"))
        return 'P';
    else
        census_say(says, COL_SEX, KELAMIN_TIDAK_TERBACA, s, S(""), c->raw);
    return 0;
}

static int32_t roman_or_digit(struct str w)
{
    static const char *forms[] = {"i|1|satu", "ii|2|dua", "iii|3|tiga", "iv|4|empat"};
    for (size_t i = 0; i < COUNT(forms); i++)
        if (listed(w, forms[i]))
            return (int32_t)i + 1;
    return 0;
}

/* One word of an education, perhaps with the next: "s" "1", "diploma" "iii", "d3", "diii". */
static struct str education_word(struct str w, struct str next)
{
    static const char *levels[] = {"D1", "D2", "D3", "D4", "S1", "S2", "S3"};
    static const struct {
        const char *words, *code;
    } known[] = {{"sd|mi|sr|sdlb", "SD"},
                 {"smp|sltp|mts|smplb", "SMP"},
                 {"sma|slta|smu|ma|aliyah|smalb", "SMA"},
                 {"smk|stm|smea|smkk|mak", "SMK"},
                 {"sarjana", "S1"},
                 {"magister|pascasarjana", "S2"},
                 {"doktor", "S3"}};
    int32_t level = 0;
    char kind = 0;
    if (listed(w, "d|diploma"))
        kind = 'd', level = roman_or_digit(next);
    else if (listed(w, "s|strata"))
        kind = 's', level = roman_or_digit(next);
    else if (w.n >= 2 && (w.p[0] == 'd' || w.p[0] == 's'))
        kind = w.p[0], level = roman_or_digit(str_from(w, 1));
    if (level > 0 && (kind == 'd' || level < 4))
        return str_z(levels[(kind == 's' ? 4 : 0) + level - 1]);
    for (size_t i = 0; i < COUNT(known); i++)
        if (listed(w, known[i].words))
            return str_z(known[i].code);
    if (str_eqz(w, "paket"))
        return listed(next, "a") ? S("SD") : listed(next, "b") ? S("SMP") : listed(next, "c") ? S("SMA") : S("");
    return S("");
}

/* The words of a lower-case text, cut at everything that is neither letter nor digit: views into it. */
static size_t words_of(struct str low, struct str *word, size_t max)
{
    size_t n = 0, at = 0;
    while (at < low.n && n < max) {
        size_t start = at;
        while (at < low.n && (is_digit(low.p[at]) || (low.p[at] >= 'a' && low.p[at] <= 'z') ||
                              (unsigned char)low.p[at] >= 0x80))
            at++;
        if (at > start)
            word[n++] = str_sub(low, start, at - start);
        else
            at++;
    }
    return n;
}

struct str census_education(const struct cell *c, struct census_says *says)
{
    static const char *codes[] = {"SD", "SMP", "SMA", "SMK", "D1", "D2", "D3", "D4", "S1", "S2", "S3"};
    if (!census_cell_usable(c, COL_EDUCATION, says))
        return S("");
    struct str s = census_tidy(says->arena, c->text), word[16];
    if (s.n == 0 || str_eqz(s, "-"))
        return S("");
    for (size_t i = 0; i < COUNT(codes); i++)
        if (str_eqz(s, codes[i]))
            return str_z(codes[i]);
    size_t n = words_of(str_lower(says->arena, s), word, COUNT(word));
    for (size_t i = 0; i < n; i++) {
        struct str found = education_word(word[i], i + 1 < n ? word[i + 1] : S(""));
        if (found.n > 0)
            return found;
    }
    census_say(says, COL_EDUCATION, PENDIDIKAN_TIDAK_DIKENAL, s, S(""), c->raw);
    return S("");
}

struct str census_category(const struct cell *c, struct census_says *says)
{
    static const struct {
        const char *code, *words;
    } known[] = {
        {"NON_ASN", "non_asn|non asn|nonasn|non pns|tenaga non asn|terdata|tidak|tidak terdata|bukan thk ii"},
        {"THK2", "thk2|thk 2|thk ii|k2|k ii|eks thk ii|eks thk2|terdata thk ii|honorer k2"},
        {"TKK", "tkk|tk|tenaga kerja kontrak|tenaga kontrak|tenaga kontrak daerah|kontrak|tkd"},
        {"THL", "thl|tenaga harian lepas|harian lepas|harian|phl|thlt|tkhl|bhl"},
        {"TKS", "tks|tenaga kerja sukarela|tenaga sukarela|sukarela|sukwan|relawan"},
        {"PTT", "ptt|pegawai tidak tetap"},
        {"GTT", "gtt|guru tidak tetap"},
        {"PJLP", "pjlp"},
        {"PPNPN", "ppnpn"},
        {"HONDA", "honda|honorer daerah|honorer|honor"},
        {"BLUD", "blud|pegawai blud"},
        {"LAIN", "lain|lainnya|lain lain|outsourcing|os"},
    };
    if (!census_cell_usable(c, COL_CATEGORY, says))
        return S("");
    struct str s = census_tidy(says->arena, c->text);
    if (s.n == 0 || str_eqz(s, "-"))
        return S("");
    for (size_t i = 0; i < COUNT(known); i++)
        if (str_eqz(s, known[i].code))
            return str_z(known[i].code);
    struct str key = census_heading_key(says->arena, s);
    for (size_t i = 0; i < COUNT(known); i++)
        if (listed(key, known[i].words))
            return str_z(known[i].code);
    census_say(says, COL_CATEGORY, KATEGORI_TIDAK_DIKENAL, s, S(""), c->raw);
    return S("LAIN");
}

struct str census_fund(struct arena *a, struct str text)
{
    static const char *codes[] = {"APBN", "APBD", "BOS", "BLUD"};
    struct str word[8], s = census_tidy(a, text);
    if (s.n == 0 || str_eqz(s, "-"))
        return S("");
    size_t n = words_of(str_lower(a, s), word, COUNT(word));
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < COUNT(codes); k++)
            if (same_letters(word[i], codes[k]))
                return str_z(codes[k]);
    return S("LAIN");
}

/* ---- remark ---- */

static bool ends_clause(struct str s, struct str word)
{
    const char *after = word.p + word.n;
    return after < s.p + s.n && strchr(",;.", *after) != NULL;
}

struct census_remark census_remark_read(const struct cell *c, struct census_says *says)
{
    struct census_remark r = {false, false};
    struct str word[64];
    if (!census_cell_usable(c, COL_REMARK, says) || c->text.n == 0)
        return r;
    struct str s = str_lower(says->arena, census_tidy(says->arena, c->text));
    size_t n = words_of(s, word, COUNT(word));
    bool negated = false, not_passed = false;
    for (size_t i = 0; i < n; i++) {
        struct str before = i > 0 ? word[i - 1] : S("");
        bool left = listed(word[i], "meninggal|wafat|alm|berhenti|resign|pensiun|keluar") ||
                    (str_eqz(word[i], "diri") && str_eqz(before, "mengundurkan")) ||
                    (str_eqz(word[i], "aktif") && str_eqz(before, "tidak"));
        bool asn = listed(word[i], "pppk|p3k|cpns|pns|asn");
        r.left |= left && !negated;
        r.asn |= asn && !negated && !not_passed;
        negated |= listed(word[i], "belum|bukan|gagal|non");
        not_passed |= str_eqz(word[i], "lulus") && str_eqz(before, "tidak");
        /* a comma or full stop ends what "belum" speaks of */
        if (ends_clause(s, word[i]))
            negated = not_passed = false;
    }
    struct str shown = census_tidy(says->arena, c->text);
    if (r.left)
        census_say(says, COL_REMARK, TIDAK_AKTIF, shown, S(""), c->raw);
    if (r.asn)
        census_say(says, COL_REMARK, SUDAH_ASN, shown, S(""), c->raw);
    return r;
}
