/*
 * person_name.c: cutting and comparing names, see person_name.h. Latin letters only, as on the KTP; other bytes
 * are kept as they are.
 */
#include "person_name.h"

#include <ctype.h>

#include "kernel/mem.h"

static bool is_letter(char c)
{
    return isalpha((unsigned char)c) || (unsigned char)c >= 0x80;
}

static bool listed(struct str word, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eqz(word, list[i]))
            return true;
    }
    return false;
}

/* Old spelling: OE = U, DJ = J, TJ = C. */
static size_t modern_spelling(char *p, size_t n)
{
    size_t out = 0;
    for (size_t i = 0; i < n; i++) {
        char c = p[i], next = i + 1 < n ? p[i + 1] : '\0';
        if (c == 'O' && next == 'E') {
            p[out++] = 'U';
            i++;
        } else if (c == 'D' && next == 'J') {
            p[out++] = 'J';
            i++;
        } else if (c == 'T' && next == 'J') {
            p[out++] = 'C';
            i++;
        } else {
            p[out++] = c;
        }
    }
    return out;
}

static struct str one_spelling(struct str word)
{
    static const char *const muhammad[] = {"M",       "MOH",      "MOCH",    "MOHD",    "MUH",
                                           "MUHAMAD", "MOHAMMAD", "MOHAMAD", "MUHAMMAD"};
    if (listed(word, muhammad, COUNT(muhammad)))
        return S("MUHAMMAD");
    if (str_eqz(word, "ABD"))
        return S("ABDUL");
    if (str_eqz(word, "ST"))
        return S("SITI");
    return word;
}

/* The next word of letters; apostrophes and dots inside are dropped by the caller's copy. */
static bool next_word(struct str *rest, struct str *ret)
{
    size_t from = 0;
    while (from < rest->n && !is_letter(rest->p[from]))
        from++;
    size_t to = from;
    while (to < rest->n && (is_letter(rest->p[to]) || rest->p[to] == '\''))
        to++;
    *ret = str_sub(*rest, from, to - from);
    *rest = str_from(*rest, to);
    return ret->n > 0;
}

static struct str key_of_word(struct arena *a, struct str word)
{
    char *p = arena_alloc(a, word.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < word.n; i++) {
        if (word.p[i] != '\'')
            p[n++] = (char)toupper((unsigned char)word.p[i]);
    }
    return one_spelling((struct str){p, modern_spelling(p, n)});
}

static struct str key(struct arena *a, struct str name, bool blanks)
{
    struct str rest = name, word;
    /* A word grows at most to MUHAMMAD: one letter and its blank become nine. */
    char *p = arena_alloc(a, rest.n * 9 + 10);
    size_t n = 0;
    while (next_word(&rest, &word)) {
        struct str k = key_of_word(a, word);
        if (blanks && n > 0)
            p[n++] = ' ';
        memcpy(p + n, k.p, k.n);
        n += k.n;
    }
    return (struct str){p, n};
}

struct str name_key(struct arena *a, struct str name)
{
    return key(a, name, true);
}

struct str name_key_tight(struct arena *a, struct str name)
{
    return key(a, name, false);
}

static size_t add_word(struct str *list, size_t n, struct str word)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(list[i], word))
            return n;
    }
    if (n < NAME_WORDS_MAX && word.n > 0)
        list[n++] = word;
    return n;
}

size_t name_words(struct arena *a, struct str name, struct str ret[NAME_WORDS_MAX])
{
    size_t n = 0;
    struct str rest = name, word;
    while (next_word(&rest, &word)) {
        n = add_word(ret, n, str_lower(a, word));
        n = add_word(ret, n, str_lower(a, key_of_word(a, word)));
    }
    return n;
}

struct str name_bad_sign(struct str name)
{
    static const bool never[128] = {
        ['='] = true, ['@'] = true, ['<'] = true, ['>'] = true,  ['{'] = true, ['}'] = true,
        ['['] = true, [']'] = true, ['|'] = true, ['\\'] = true, ['#'] = true, ['$'] = true,
        ['%'] = true, ['^'] = true, ['*'] = true, ['_'] = true,  ['+'] = true, [';'] = true,
        [':'] = true, ['"'] = true, ['?'] = true, ['!'] = true};
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        if (isdigit(c) || (c < 0x80 && never[c]))
            return str_sub(name, i, 1);
    }
    return (struct str){NULL, 0};
}

struct str name_initials(struct arena *a, struct str name)
{
    struct str rest = name, word;
    char *p = arena_alloc(a, 3);
    size_t n = 0;
    while (n < 2 && next_word(&rest, &word)) {
        if (isalpha((unsigned char)word.p[0]))
            p[n++] = (char)toupper((unsigned char)word.p[0]);
    }
    return (struct str){p, n};
}
