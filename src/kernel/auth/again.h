/*
 * again.h: some answers are given only by who knows the password: whoever holds an unlocked phone does not. A route
 * takes password_again as its prepare; the handler then asks password_again_right.
 */
#pragma once
#include "../http/http.h"

/* A route's prepare: compare the field "sandi" with the password of who is signed in. Failures are counted like
 * failed sign-ins. Always OK; what it found is for the handler. ERR_BUSY when hashing or the side log is full. */
err password_again(struct request *q) MUST_USE;

/* In the handler: was it right? Otherwise a sentence stands beside the field "sandi". */
bool password_again_right(struct request *q, struct faults *f);
