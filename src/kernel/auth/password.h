/*
 * password.h: passwords are kept as argon2id hashes (19 MiB, 2 rounds, 1 lane: about 30 ms). Hashing happens in a
 * route's prepare, two at a time, never while a transaction is open (asserted).
 */
#pragma once
#include "../actor.h"
#include "../fault.h"
#include "../str.h"

struct arena;

enum { PASSWORD_MIN = 12, PASSWORD_MIN_WORKER = 10, PASSWORD_MAX = 128 }; /* letters */

/* Fewest letters of a new password in this role: a phone of one's own asks for less than an office desk. */
int password_least(enum role r);

/* The hash to store. ERR_BUSY when 19 MiB are not to be had. */
err password_hash(struct arena *a, struct str password, struct str *ret) MUST_USE;

/* Does the password belong to the hash? An empty hash (no such user, no password yet) costs the same time and is
 * always false, so the answer's time tells nothing about who exists. */
bool password_matches(struct arena *a, struct str hash, struct str password);

/* Faults beside `field` when a new password is shorter than `least`, too long, too common, or contains the user's
 * name. */
void password_judge(struct faults *f, const char *field, struct str password, struct str user_name, int least);

/* A password to be told once and changed at first use: 4 groups of 4 letters without look-alikes (77 bits). */
struct str password_once(struct arena *a);
