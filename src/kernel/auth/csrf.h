/*
 * csrf.h: the token that every form carries. Its secret is derived from the session (or, before sign-in, from the
 * pre-session cookie) and never sent as it is: each page masks it afresh, so a compressed page does not leak it.
 */
#pragma once
#include "../digest.h"

/* The secret bound to a session's token hash or to a pre-session token: 32 hex letters. `kind` keeps the two
 * apart ("sesi", "pra"). */
struct str csrf_secret(struct arena *a, const struct key *key, const char *kind, struct str token);

/* 64 hex letters: a random mask and the masked secret. Another text on every call. */
struct str csrf_mask(struct arena *a, struct str secret);

/* Does this token carry this secret? In constant time; false for anything malformed. */
bool csrf_matches(struct str secret, struct str token);
