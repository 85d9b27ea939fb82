/*
 * digest.c: thin names over libsodium, and SHA-256 of one short text by the processor itself.
 */
#include "digest.h"

#include <assert.h>
#include <endian.h>
#include <stdatomic.h>
#include <stdio.h>
#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

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

#if defined(__x86_64__)
static const uint32_t sha256_round[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

/* FIPS 180-4 over one block, four rounds at a time with the SHA instructions of the processor. */
__attribute__((target("sha,sse4.1,ssse3"))) static struct sha256 sha256_block(const unsigned char block[64])
{
    const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    const __m128i start_abef = _mm_set_epi32(0x6a09e667, (int)0xbb67ae85, 0x510e527f, (int)0x9b05688c);
    const __m128i start_cdgh = _mm_set_epi32(0x3c6ef372, (int)0xa54ff53a, 0x1f83d9ab, 0x5be0cd19);
    __m128i abef = start_abef, cdgh = start_cdgh, w[4];
    for (int i = 0; i < 16; i++) {
        __m128i now;
        if (i < 4) {
            now = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(const void *)(block + 16 * i)), order);
        } else {
            __m128i sum = _mm_sha256msg1_epu32(w[i & 3], w[(i + 1) & 3]);
            sum = _mm_add_epi32(sum, _mm_alignr_epi8(w[(i + 3) & 3], w[(i + 2) & 3], 4));
            now = _mm_sha256msg2_epu32(sum, w[(i + 3) & 3]);
        }
        w[i & 3] = now;
        __m128i k = _mm_add_epi32(now, _mm_loadu_si128((const __m128i *)(const void *)&sha256_round[4 * i]));
        cdgh = _mm_sha256rnds2_epu32(cdgh, abef, k);
        abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(k, 0x0E));
    }
    abef = _mm_add_epi32(abef, start_abef);
    cdgh = _mm_add_epi32(cdgh, start_cdgh);
    uint32_t x[4], y[4]; /* f e b a; h g d c */
    _mm_storeu_si128((__m128i *)(void *)x, abef);
    _mm_storeu_si128((__m128i *)(void *)y, cdgh);
    const uint32_t word[8] = {x[3], x[2], y[3], y[2], x[1], x[0], y[1], y[0]};
    struct sha256 d;
    for (int i = 0; i < 8; i++) {
        uint32_t big = htobe32(word[i]);
        memcpy(d.b + 4 * i, &big, 4);
    }
    return d;
}

static bool has_sha_instructions(void)
{
    static atomic_int known; /* 0: not asked yet, 1: no, 2: yes */
    int k = atomic_load_explicit(&known, memory_order_relaxed);
    if (k == 0) {
        unsigned a, b, c, d;
        bool yes = __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b >> 29 & 1) && __builtin_cpu_supports("sse4.1");
        k = yes ? 2 : 1;
        atomic_store_explicit(&known, k, memory_order_relaxed);
    }
    return k == 2;
}

struct sha256 sha256_short(struct str s)
{
    if (s.n > 55 || !has_sha_instructions())
        return sha256_of(s);
    unsigned char block[64] = {0};
    if (s.n > 0)
        memcpy(block, s.p, s.n);
    block[s.n] = 0x80;
    block[62] = (unsigned char)(s.n * 8 >> 8);
    block[63] = (unsigned char)(s.n * 8);
    return sha256_block(block);
}
#else
struct sha256 sha256_short(struct str s)
{
    return sha256_of(s);
}
#endif

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
