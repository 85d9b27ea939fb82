/*
 * session.h: who is signed in. The cookie carries a random 256-bit token, the table its SHA-256, so a leaked
 * database opens no session. Officers: 30 minutes idle, 12 hours at most; workers on their own phone: 30 days
 * idle, 180 days at most.
 */
#pragma once
#include "../actor.h"
#include "../db/db.h"

struct request;

struct session {
    struct str token_hash; /* 64 hex letters */
    struct actor actor;
    bool must_change; /* the password was set by somebody else: nothing else opens until it is changed */
    struct moment created, seen, expires;
};

/* The session of a cookie's token. ERR_MISSING: none, ended, idle too long, account closed or without a role. */
err session_find(struct tx *tx, struct region_id region, struct str token_hash, struct moment now,
                 struct session *ret) MUST_USE;

/* 64 hex letters of the SHA-256 of a token. */
struct str session_hash(struct arena *a, struct str token);

/* How long a session of this role may lie idle, and last, in ms. Pure. */
int64_t session_idle_ms(enum role role);
int64_t session_longest_ms(enum role role);

/* The scope of a role in use: agency_officer the agency, worker themselves, anonymous and council_member nothing
 * (they see totals), all others the region. */
enum scope scope_of_role(enum role role);

/* Insert a session that begins now in the user's first role. ERR_MISSING: no such user, ERR_DENIED: no role or
 * not active. */
err session_insert(struct tx *tx, struct region_id region, int64_t user_id, struct moment now, struct str token_hash,
                   enum role *role) MUST_USE;

/* For the pages of sign-in: begin a session for this request's browser under a fresh token (an earlier one ends)
 * and set the cookie; end it; end all of a user's, but for `except` (a token hash, may be empty). */
err session_begin(struct request *q, int64_t user_id, enum role *role) MUST_USE;
err session_end(struct request *q) MUST_USE;
err session_end_all(struct tx *tx, struct region_id region, int64_t user_id, struct str except) MUST_USE;

/* Go on in another role the user has. ERR_DENIED: not granted. */
err session_set_role(struct request *q, enum role role) MUST_USE;

/* The hash of this request's session, empty when nobody is signed in. */
struct str session_current(const struct request *q);

/* Note that the session is in use, through the side log, at most once a minute. */
void session_touch(struct db *db, struct region_id region, const struct session *s, struct moment now);
