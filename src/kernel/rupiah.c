/*
 * rupiah.c: see rupiah.h.
 */
#include "rupiah.h"

#include <assert.h>

#include "buf.h"
#include "log.h"

struct rupiah rupiah_add(struct rupiah a, struct rupiah b)
{
    struct rupiah r;
    if (__builtin_add_overflow(a.v, b.v, &r.v))
        log_fatal("jumlah rupiah meluap");
    return r;
}

struct rupiah rupiah_sub(struct rupiah a, struct rupiah b)
{
    struct rupiah r;
    if (__builtin_sub_overflow(a.v, b.v, &r.v))
        log_fatal("selisih rupiah meluap");
    return r;
}

struct rupiah rupiah_times(struct rupiah a, int64_t count)
{
    struct rupiah r;
    if (__builtin_mul_overflow(a.v, count, &r.v))
        log_fatal("hasil kali rupiah meluap");
    return r;
}

static struct rupiah narrow(__int128 v)
{
    if (v > INT64_MAX || v < INT64_MIN)
        log_fatal("hasil rupiah meluap");
    return (struct rupiah){(int64_t)v};
}

struct rupiah rupiah_mul_div_round(struct rupiah a, int64_t num, int64_t den)
{
    assert(den > 0);
    __int128 x = (__int128)a.v * num;
    /* Twice the rest decides, so an odd divisor is exact too. */
    __int128 q = x / den, rest = x % den;
    if (rest * 2 >= den)
        q++;
    else if (rest * 2 <= -(__int128)den)
        q--;
    return narrow(q);
}

struct rupiah rupiah_mul_div_floor(struct rupiah a, int64_t num, int64_t den)
{
    assert(den > 0);
    __int128 x = (__int128)a.v * num;
    __int128 q = x / den;
    if (x % den < 0)
        q--;
    return narrow(q);
}

void number_write(struct buf *out, int64_t v)
{
    char text[32];
    size_t at = sizeof text;
    uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    int digits = 0;
    do {
        if (digits > 0 && digits % 3 == 0)
            text[--at] = '.';
        text[--at] = (char)('0' + u % 10);
        u /= 10;
        digits++;
    } while (u > 0);
    if (v < 0)
        BUF_LIT(out, "\u2212");
    buf_add(out, (struct str){text + at, sizeof text - at});
}

void rupiah_write(struct buf *out, struct rupiah r)
{
    if (r.v < 0)
        BUF_LIT(out, "\u2212");
    BUF_LIT(out, "Rp");
    assert(r.v != INT64_MIN);
    number_write(out, r.v < 0 ? -r.v : r.v);
}

void rupiah_write_short(struct buf *out, struct rupiah r)
{
    static const struct {
        int64_t unit;
        const char *name;
    } units[] = {{INT64_C(1000000000000), " triliun"}, {1000000000, " miliar"}, {1000000, " juta"}};
    int64_t v = r.v < 0 ? -r.v : r.v;
    for (size_t i = 0; i < COUNT(units); i++) {
        if (v < units[i].unit)
            continue;
        int64_t tenths = (v + units[i].unit / 20) / (units[i].unit / 10);
        if (r.v < 0)
            BUF_LIT(out, "\u2212");
        BUF_LIT(out, "Rp");
        number_write(out, tenths / 10);
        if (tenths % 10 != 0) {
            buf_addc(out, ',');
            buf_int(out, tenths % 10);
        }
        buf_add(out, str_z(units[i].name));
        return;
    }
    rupiah_write(out, r);
}

bool rupiah_parse(struct str s, struct rupiah *ret)
{
    char digits[19];
    size_t n = 0;
    s = str_trim(s);
    if (s.n >= 2 && (s.p[0] == 'R' || s.p[0] == 'r') && (s.p[1] == 'p' || s.p[1] == 'P'))
        s = str_trim(str_from(s, 2));
    size_t group = 0; /* digits since the last dot, to refuse "1.5" */
    bool dotted = false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '.') {
            if (n == 0 || (dotted && group != 3) || (!dotted && group > 3))
                return false;
            dotted = true;
            group = 0;
        } else if (c >= '0' && c <= '9') {
            if (n == sizeof digits - 1)
                return false;
            digits[n++] = c;
            group++;
        } else if (c != ' ') {
            return false;
        }
    }
    int64_t v;
    if ((dotted && group != 3) || !str_to_uint((struct str){digits, n}, &v) || v > RUPIAH_MAX)
        return false;
    ret->v = v;
    return true;
}
