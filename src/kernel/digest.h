/*
 * digest.h: fingerprints. SHA-256 for what is published and chained; a keyed hash (BLAKE2b, 128 bits) for
 * finding a NIK without storing it readable in an index.
 */
#pragma once
#include "str.h"

struct arena;

/* Once, before anything here or in auth/password.h is called from threads. False: no randomness to be had. */
bool digest_start(void) MUST_USE;

struct sha256 {
    unsigned char b[32];
};

struct sha256 sha256_of(struct str s);

/* The same, quick for at most 55 bytes where the processor has instructions for it: lottery numbers by the million. */
struct sha256 sha256_short(struct str s);
struct str sha256_hex(struct arena *a, struct sha256 d); /* 64 lower-case letters */

/* A fingerprint made piece by piece. */
struct sha256_run {
    _Alignas(16) unsigned char state[208];
};
void sha256_start(struct sha256_run *r);
void sha256_add(struct sha256_run *r, struct str s);
struct sha256 sha256_end(struct sha256_run *r);

/* The fingerprint of a file's bytes. ERR_IO when it cannot be read. */
err sha256_file(const char *path, struct sha256 *ret) MUST_USE;

struct key {
    unsigned char b[32];
};
/* 32 lower-case hex letters of the keyed hash of s. */
struct str keyed_hash(struct arena *a, const struct key *k, struct str s);

struct str hex(struct arena *a, const unsigned char *bytes, size_t n);
struct str random_token(struct arena *a, size_t bytes); /* lower-case hex of so many random bytes */
void random_letters(char *out, size_t n); /* capitals and digits without look-alikes, and a closing NUL: n + 1 bytes */
