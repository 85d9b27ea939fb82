/*
 * html.c: the writer that cannot forget to escape. A template is walked once; what stands between two holes is
 * copied, a hole is written by its type. An address that comes from data whole must begin with / or https:// (or
 * # and ? on the page itself), else it is written as "#": nobody can smuggle in "javascript:".
 */
#include "html.h"

#include <assert.h>

#include "assets.h"

/* What stands for a byte that means something in HTML; NULL for all others. */
static struct str escape_of(unsigned char c)
{
    switch (c) {
    case '&': return S("&amp;");
    case '<': return S("&lt;");
    case '>': return S("&gt;");
    case '"': return S("&quot;");
    case '\'': return S("&#39;");
    default: return (struct str){NULL, 0};
    }
}

static const bool special[256] = {['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, ['\''] = true};

static void put_escaped(struct buf *out, struct str s)
{
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (!special[c])
            continue;
        buf_add(out, str_sub(s, from, i - from));
        buf_add(out, escape_of(c));
        from = i + 1;
    }
    buf_add(out, str_from(s, from));
}

static bool is_unreserved(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.' || c == '~';
}

static void put_percent_encoded(struct buf *out, struct str s)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (is_unreserved(c)) {
            buf_addc(out, (char)c);
            continue;
        }
        buf_addc(out, '%');
        buf_addc(out, digits[c >> 4]);
        buf_addc(out, digits[c & 15]);
    }
}

/* One decimal, rounded half up: 2171 of 2418 is "89,8%". */
static void put_percent(struct buf *out, int64_t part, int64_t whole)
{
    if (whole <= 0) {
        BUF_LIT(out, "–");
        return;
    }
    bool minus = part < 0;
    __int128 thousandths = (__int128)(minus ? -part : part) * 2000 + whole;
    int64_t tenths = (int64_t)(thousandths / ((__int128)whole * 2));
    if (minus)
        BUF_LIT(out, "\u2212");
    number_write(out, tenths / 10);
    buf_addc(out, ',');
    buf_addc(out, (char)('0' + tenths % 10));
    buf_addc(out, '%');
}

/* The district and the last four figures stay: enough to recognise one's own, too little to misuse. */
static void put_masked(struct buf *out, struct str nik)
{
    if (nik.n != 16) {
        BUF_LIT(out, "••••");
        return;
    }
    put_escaped(out, str_sub(nik, 0, 4));
    BUF_LIT(out, "••••••••");
    put_escaped(out, str_from(nik, 12));
}

static void put_icon(struct html *w, struct str name)
{
    int n = icon_number(name);
    assert(n >= 0);
    w->icons[n / 64] |= UINT64_C(1) << (n % 64);
    BUF_LIT(&w->out, "<svg class=\"ic\" aria-hidden=\"true\"><use href=\"#");
    buf_add(&w->out, name);
    BUF_LIT(&w->out, "\"/></svg>");
}

static void put_date(struct buf *out, struct date d, bool brief)
{
    if (!date_given(d))
        BUF_LIT(out, "–");
    else if (brief)
        date_write_short(out, d);
    else
        date_write(out, d);
}

static void put_moment(struct html *w, int64_t ms)
{
    if (ms == 0)
        BUF_LIT(&w->out, "–");
    else
        moment_write(&w->out, (struct moment){ms}, w->zone);
}

void html_value(struct html *w, struct hole h)
{
    struct buf *out = &w->out;
    switch (h.type) {
    case HOLE_STR: put_escaped(out, h.s); break;
    case HOLE_INT: buf_int(out, h.i); break;
    case HOLE_COUNT: number_write(out, h.i); break;
    case HOLE_RUPIAH: rupiah_write(out, (struct rupiah){h.i}); break;
    case HOLE_SHORT_RUPIAH: rupiah_write_short(out, (struct rupiah){h.i}); break;
    case HOLE_DATE: put_date(out, (struct date){(int32_t)h.i}, false); break;
    case HOLE_SHORT_DATE: put_date(out, (struct date){(int32_t)h.i}, true); break;
    case HOLE_MOMENT: put_moment(w, h.i); break;
    case HOLE_PERCENT: put_percent(out, h.i, h.j); break;
    case HOLE_MASKED: put_masked(out, h.s); break;
    case HOLE_QUERY: put_percent_encoded(out, h.s); break;
    case HOLE_ICON: put_icon(w, h.s); break;
    case HOLE_SAFE: buf_add(out, h.s); break;
    case HOLE_END: assert(!"a hole without a value");
    }
}

/* Does the text before a hole end with the opening of an attribute that holds an address? */
static bool opens_address(struct str before)
{
    return str_ends(before, S(" href=\"")) || str_ends(before, S(" src=\"")) ||
           str_ends(before, S("action=\""));
}

bool html_address_allowed(struct str s)
{
    if (s.n == 0 || s.p[0] == '#' || s.p[0] == '?')
        return true;
    if (s.p[0] == '/')
        return s.n == 1 || (s.p[1] != '/' && s.p[1] != '\\');
    return str_starts(s, S("https://"));
}

static void put_hole(struct html *w, struct str before, struct hole h)
{
    if (h.type == HOLE_STR && opens_address(before) && !html_address_allowed(h.s))
        h.s = S("#");
    html_value(w, h);
}

void html_put(struct html *w, const char *literal, const struct hole *holes)
{
    const char *from = literal;
    const char *at = strchrnul(literal, '{');
    while (*at != 0) {
        if (at[1] != '}') {
            at = strchrnul(at + 1, '{');
            continue;
        }
        struct str before = {from, (size_t)(at - from)};
        buf_add(&w->out, before);
        assert(holes->type != HOLE_END);
        put_hole(w, before, *holes++);
        from = at + 2;
        at = strchrnul(from, '{');
    }
    assert(holes->type == HOLE_END);
    buf_add(&w->out, (struct str){from, (size_t)(at - from)});
}

void html_add(struct html *w, const struct html *part, size_t from, size_t to)
{
    assert(from <= to && to <= part->out.n && !part->out.over);
    buf_add(&w->out, str_sub(buf_str(&part->out), from, to - from));
    for (size_t i = 0; i < COUNT(w->icons); i++)
        w->icons[i] |= part->icons[i];
}
