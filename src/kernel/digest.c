/*
 * digest.c: thin names over libsodium.
 */
#include "digest.h"

#include <assert.h>
#include <stdio.h>

#include <sodium.h>

#include "mem.h"

_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(struct sha256_run), "room for the state");

bool digest_start(void)
{
    return sodium_init() >= 0;
}

struct sha256 sha256_of(struct str s)
{
    struct sha256 d;
    crypto_hash_sha256(d.b, (const unsigned char *)s.p, s.n);
    return d;
}

struct str hex(struct arena *a, const unsigned char *bytes, size_t n)
{
    char *p = arena_alloc(a, n * 2 + 1);
    sodium_bin2hex(p, n * 2 + 1, bytes, n);
    return (struct str){p, n * 2};
}

struct str sha256_hex(struct arena *a, struct sha256 d)
{
    return hex(a, d.b, sizeof d.b);
}

void sha256_start(struct sha256_run *r)
{
    crypto_hash_sha256_init((crypto_hash_sha256_state *)r->state);
}

void sha256_add(struct sha256_run *r, struct str s)
{
    crypto_hash_sha256_update((crypto_hash_sha256_state *)r->state, (const unsigned char *)s.p, s.n);
}

struct sha256 sha256_end(struct sha256_run *r)
{
    struct sha256 d;
    crypto_hash_sha256_final((crypto_hash_sha256_state *)r->state, d.b);
    return d;
}

err sha256_file(const char *path, struct sha256 *ret)
{
    char room[65536];
    struct sha256_run r;
    FILE *f = fopen(path, "rbe");
    if (f == NULL)
        return ERR_IO;
    sha256_start(&r);
    for (size_t n; (n = fread(room, 1, sizeof room, f)) > 0;)
        sha256_add(&r, (struct str){room, n});
    bool bad = ferror(f) != 0;
    fclose(f);
    if (bad)
        return ERR_IO;
    *ret = sha256_end(&r);
    return OK;
}

struct str keyed_hash(struct arena *a, const struct key *k, struct str s)
{
    unsigned char d[16];
    crypto_generichash(d, sizeof d, (const unsigned char *)s.p, s.n, k->b, sizeof k->b);
    return hex(a, d, sizeof d);
}

struct str random_token(struct arena *a, size_t bytes)
{
    unsigned char r[64];
    assert(bytes <= sizeof r);
    randombytes_buf(r, bytes);
    return hex(a, r, bytes);
}

void random_letters(char *out, size_t n)
{
    static const char letters[] = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
    for (size_t i = 0; i < n; i++)
        out[i] = letters[randombytes_uniform(sizeof letters - 1)];
    out[n] = '\0';
}
