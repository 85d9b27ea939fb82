/*
 * csrf.c: see csrf.h.
 */
#include "csrf.h"

#include <assert.h>
#include <sodium.h>

#include "../mem.h"

enum { SECRET = 16 };

struct str csrf_secret(struct arena *a, const struct key *key, const char *kind, struct str token)
{
    return keyed_hash(a, key, str_printf(a, "formulir:%s:" STR_FMT, kind, STR_ARG(token)));
}

static bool bytes_of(struct str text, unsigned char *out, size_t n)
{
    size_t got = 0;
    return text.n == 2 * n && sodium_hex2bin(out, n, text.p, text.n, NULL, &got, NULL) == 0 && got == n;
}

struct str csrf_mask(struct arena *a, struct str secret)
{
    unsigned char both[2 * SECRET], plain[SECRET];
    bool whole = bytes_of(secret, plain, SECRET);
    assert(whole);
    randombytes_buf(both, SECRET);
    for (size_t i = 0; i < SECRET; i++)
        both[SECRET + i] = both[i] ^ plain[i];
    return hex(a, both, sizeof both);
}

bool csrf_matches(struct str secret, struct str token)
{
    unsigned char both[2 * SECRET], plain[SECRET];
    if (!bytes_of(secret, plain, SECRET) || !bytes_of(token, both, sizeof both))
        return false;
    for (size_t i = 0; i < SECRET; i++)
        both[SECRET + i] ^= both[i];
    return sodium_memcmp(both + SECRET, plain, SECRET) == 0;
}
