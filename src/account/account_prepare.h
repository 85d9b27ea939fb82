/*
 * account_prepare.h: what runs before a transaction, on the hashing pool: compare a password, make a hash, count
 * failures. The handler finds the outcome in q->prepared.
 */
#pragma once
#include "account.h"

/* Outcome of comparing a password. */
struct sign_in {
    int64_t user_id;  /* of the account, 0 when the name is nobody's */
    bool right;       /* the password is that account's, and the account is open */
    int64_t wait;     /* seconds to wait, nothing was compared */
    struct str account_subject, address_subject; /* of the throttle */
};

/* POST /masuk: fields "pengguna" (user name, NIP or NIK) and "sandi". */
err prepare_sign_in(struct request *q) MUST_USE;

/* POST /sandi: fields "lama", "baru", "ulangi" of who is signed in. */
struct new_password {
    struct sign_in old;
    struct faults faults; /* beside baru and ulangi */
    struct str hash;      /* when there is no fault */
};
err prepare_new_password(struct request *q) MUST_USE;

/* POST /aktivasi: fields "nik", "kode", "baru", "ulangi". Whether NIK and code are good is the transaction's. */
struct activation {
    struct faults faults;
    struct str hash;
    int64_t wait;
    struct str account_subject, address_subject;
};
err prepare_activation(struct request *q) MUST_USE;

/* A password for the first sign-in, told once: its words and its hash. */
struct first_password {
    struct str password, hash;
};
err prepare_first_password(struct request *q) MUST_USE;

/* "Tunggu 2 menit, lalu coba lagi." */
struct str wait_words(struct arena *a, int64_t seconds);
