/*
 * str.c: see str.h. Each function is short enough to be checked by eye.
 */
#include "str.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#include "mem.h"

int str_compare(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int d = n == 0 ? 0 : memcmp(a.p, b.p, n);
    if (d != 0)
        return d < 0 ? -1 : 1;
    return a.n == b.n ? 0 : a.n < b.n ? -1 : 1;
}

bool str_starts(struct str s, struct str head)
{
    return s.n >= head.n && memcmp(s.p, head.p, head.n) == 0;
}

bool str_ends(struct str s, struct str tail)
{
    return s.n >= tail.n && memcmp(s.p + s.n - tail.n, tail.p, tail.n) == 0;
}

bool str_contains(struct str s, struct str part)
{
    return part.n == 0 || (s.n >= part.n && memmem(s.p, s.n, part.p, part.n) != NULL);
}

struct str str_from(struct str s, size_t at)
{
    assert(at <= s.n);
    return (struct str){s.p + at, s.n - at};
}

struct str str_sub(struct str s, size_t at, size_t count)
{
    if (at > s.n)
        at = s.n;
    if (count > s.n - at)
        count = s.n - at;
    return (struct str){s.p + at, count};
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

struct str str_trim(struct str s)
{
    while (s.n > 0 && is_blank(s.p[0])) {
        s.p++;
        s.n--;
    }
    while (s.n > 0 && is_blank(s.p[s.n - 1]))
        s.n--;
    return s;
}

size_t str_index(struct str s, char c, size_t from)
{
    if (from >= s.n)
        return s.n;
    const char *hit = memchr(s.p + from, c, s.n - from);
    return hit == NULL ? s.n : (size_t)(hit - s.p);
}

struct str str_cut(struct str *rest, char sep)
{
    struct str whole = *rest;
    size_t at = str_index(whole, sep, 0);
    if (at == whole.n)
        *rest = (struct str){NULL, 0};
    else
        *rest = str_from(whole, at + 1);
    return str_sub(whole, 0, at);
}

bool str_all_digits(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n > 0;
}

bool str_to_uint(struct str s, int64_t *ret)
{
    if (s.n > 18 || !str_all_digits(s))
        return false;
    int64_t v = 0;
    for (size_t i = 0; i < s.n; i++)
        v = v * 10 + (s.p[i] - '0');
    *ret = v;
    return true;
}

struct str str_dup(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n);
    if (s.n > 0)
        memcpy(p, s.p, s.n);
    return (struct str){p, s.n};
}

const char *str_to_z(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n + 1);
    if (s.n > 0)
        memcpy(p, s.p, s.n);
    return p;
}

static struct str map_case(struct arena *a, struct str s, char from, char to)
{
    char *p = arena_alloc(a, s.n);
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        p[i] = c >= from && c < from + 26 ? (char)(c - from + to) : c;
    }
    return (struct str){p, s.n};
}

struct str str_lower(struct arena *a, struct str s)
{
    return map_case(a, s, 'A', 'a');
}

struct str str_upper(struct arena *a, struct str s)
{
    return map_case(a, s, 'a', 'A');
}

struct str str_printf(struct arena *a, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    assert(n >= 0);

    char *p = arena_alloc(a, (size_t)n + 1);
    va_start(args, fmt);
    vsnprintf(p, (size_t)n + 1, fmt, args);
    va_end(args);
    return (struct str){p, (size_t)n};
}

uint64_t str_hash(struct str s)
{
    uint64_t h = 14695981039346656037ull;
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 1099511628211ull;
    h ^= h >> 32;
    return h * 0x9E3779B97F4A7C15ull;
}
