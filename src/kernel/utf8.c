/*
 * utf8.c: see utf8.h.
 */
#include "utf8.h"

#include "mem.h"

/* Length of the valid sequence at s.p[at], or 0. */
static size_t sequence(struct str s, size_t at)
{
    const unsigned char *p = (const unsigned char *)s.p + at;
    size_t left = s.n - at;
    if (p[0] < 0x80)
        return p[0] != 0;
    size_t n = p[0] >= 0xF0 && p[0] <= 0xF4 ? 4 : p[0] >= 0xE0 && p[0] < 0xF0 ? 3 : p[0] >= 0xC2 && p[0] < 0xE0 ? 2 : 0;
    if (n == 0 || n > left)
        return 0;
    for (size_t i = 1; i < n; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    bool bad = (p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] > 0x9F) ||
               (p[0] == 0xF0 && p[1] < 0x90) || (p[0] == 0xF4 && p[1] > 0x8F);
    return bad ? 0 : n;
}

/* Bytes from `at` on that are ASCII and not NUL, counted in eights: most text is only that. */
static size_t plain_run(struct str s, size_t at)
{
    size_t start = at;
    for (uint64_t v; s.n - at >= sizeof v; at += sizeof v) {
        memcpy(&v, s.p + at, sizeof v);
        if (((v | (v - UINT64_C(0x0101010101010101))) & UINT64_C(0x8080808080808080)) != 0)
            break;
    }
    return at - start;
}

bool utf8_valid(struct str s)
{
    size_t at = 0;
    while (at < s.n) {
        at += plain_run(s, at);
        if (at == s.n)
            break;
        size_t n = sequence(s, at);
        if (n == 0)
            return false;
        at += n;
    }
    return true;
}

/* Bytes of the blank at `at`: ASCII blanks, U+00A0, U+200B, U+FEFF; 0 when it is none. */
static size_t blank_at(struct str s, size_t at)
{
    unsigned char c = (unsigned char)s.p[at];
    if (c == ' ' || (c >= '\t' && c <= '\r'))
        return 1;
    struct str rest = str_from(s, at);
    if (str_starts(rest, S("\xC2\xA0")))
        return 2;
    if (str_starts(rest, S("\xE2\x80\x8B")) || str_starts(rest, S("\xEF\xBB\xBF")))
        return 3;
    return 0;
}

struct str utf8_tidy(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n);
    size_t n = 0, at = 0;
    bool gap = false;
    while (at < s.n) {
        size_t skip = blank_at(s, at);
        if (skip > 0) {
            gap = n > 0;
            at += skip;
            continue;
        }
        if (gap)
            p[n++] = ' ';
        gap = false;
        p[n++] = s.p[at++];
    }
    return (struct str){p, n};
}

static const uint16_t cp1252_high[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

bool utf8_from_cp1252(struct arena *a, struct str s, struct str *ret)
{
    char *p = arena_alloc(a, s.n * 3);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        uint32_t u = c >= 0x80 && c < 0xA0 ? cp1252_high[c - 0x80] : c;
        if (u == 0)
            return false;
        if (u < 0x80) {
            p[n++] = (char)u;
        } else if (u < 0x800) {
            p[n++] = (char)(0xC0 | u >> 6);
            p[n++] = (char)(0x80 | (u & 0x3F));
        } else {
            p[n++] = (char)(0xE0 | u >> 12);
            p[n++] = (char)(0x80 | (u >> 6 & 0x3F));
            p[n++] = (char)(0x80 | (u & 0x3F));
        }
    }
    *ret = (struct str){p, n};
    return true;
}

size_t utf8_length(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}
