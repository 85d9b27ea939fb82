/*
 * str.h: text is a pointer and a length and never changes. Nothing here allocates except where an arena is
 * given. Text that came from outside was checked for UTF-8 and trimmed at the border (form, CSV, API).
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "err.h"

struct arena;

struct str {
    const char *p;
    size_t n;
};

#define S(literal) ((struct str){"" literal "", sizeof(literal) - 1})
#define STR_FMT "%.*s"
#define STR_ARG(s) (int)(s).n, (s).p /* for printf with STR_FMT */

static inline struct str str_z(const char *z) /* NULL gives the empty text */
{
    return z == NULL ? (struct str){"", 0} : (struct str){z, strlen(z)};
}

static inline bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool str_eqz(struct str a, const char *z)
{
    return str_eq(a, str_z(z));
}

int str_compare(struct str a, struct str b); /* bytewise: -1, 0, 1 */
bool str_starts(struct str s, struct str head);
bool str_ends(struct str s, struct str tail);
bool str_contains(struct str s, struct str part);
struct str str_from(struct str s, size_t at);             /* the rest from byte `at` on (at <= n) */
struct str str_sub(struct str s, size_t at, size_t count); /* clipped to what is there */
struct str str_trim(struct str s);                         /* ASCII blanks off both ends */

/* Cut `*rest` at the first `sep`: returns the part before and moves *rest behind it. Without a `sep` the whole
 * text is returned and *rest becomes {NULL, 0}; a loop runs `while (rest.p != NULL)`. */
struct str str_cut(struct str *rest, char sep);

/* Position of byte c from `from`, or s.n when there is none. */
size_t str_index(struct str s, char c, size_t from);

/* Strict decimal digits without sign or separators, at most 18 digits. False leaves *ret alone. */
bool str_to_uint(struct str s, int64_t *ret) MUST_USE;
bool str_all_digits(struct str s); /* false for the empty text */

struct str str_dup(struct arena *a, struct str s);
const char *str_to_z(struct arena *a, struct str s);       /* NUL-terminated copy */
struct str str_lower(struct arena *a, struct str s);       /* ASCII letters only */
struct str str_upper(struct arena *a, struct str s);
struct str str_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);
uint64_t str_hash(struct str s); /* FNV-1a with a final mix: for tables in memory, not against an enemy */
