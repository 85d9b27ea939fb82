/*
 * password.c: libsodium's argon2id with the parameters of password.h.
 */
#include "password.h"

#include <assert.h>
#include <sodium.h>

#include "../db/db.h"
#include "../mem.h"
#include "../utf8.h"

enum { ROUNDS = 2, MEMORY = 19 * 1024 * 1024 };

int password_least(enum role r)
{
    return r == ROLE_WORKER ? PASSWORD_MIN_WORKER : PASSWORD_MIN;
}

err password_hash(struct arena *a, struct str password, struct str *ret)
{
    assert(!db_in_transaction());
    char *out = arena_alloc(a, crypto_pwhash_STRBYTES);
    if (crypto_pwhash_str(out, str_to_z(a, password), password.n, ROUNDS, MEMORY) != 0)
        return ERR_BUSY;
    *ret = str_z(out);
    return OK;
}

bool password_matches(struct arena *a, struct str hash, struct str password)
{
    /* A real hash of random bytes nobody kept. */
    static const char nobody[] = "$argon2id$v=19$m=19456,t=2,p=1$kR6AiF2uaKBmrbNCDkQKoQ$"
                                 "kLsHTJ5cXvUc8Hjf7kXW2Zq4h0WcJ6cWq2QWZ3o1n9w";
    assert(!db_in_transaction());
    bool known = hash.n > 0;
    const char *stored = known ? str_to_z(a, hash) : nobody;
    bool same = crypto_pwhash_str_verify(stored, str_to_z(a, password), password.n) == 0;
    return same && known;
}

static bool common(struct str lower)
{
    static const char *const list[] = {
        "password123",  "passwordku",   "1234567890",  "0123456789",   "katasandi1", "katasandi123", "katasandi1234", "indonesia1",
        "indonesia123", "indonesia45",  "bismillah1",  "bismillah123", "qwertyuiop", "qwerty12345",  "sayangku123",
        "merdeka1945",  "pancasila1",   "kabupaten1",  "kabupaten123", "admin12345", "administrator", "rahasia123",
        "1111111111",   "aaaaaaaaaa",   "abcdefghij",  "abcd123456",   "iloveyou123", "sekretariat1", "pemerintah1",
    };
    for (size_t i = 0; i < COUNT(list); i++) {
        if (str_eqz(lower, list[i]))
            return true;
    }
    for (size_t i = 1; i < lower.n; i++) {
        if (lower.p[i] != lower.p[0])
            return false;
    }
    return true;
}

void password_judge(struct faults *f, const char *field, struct str password, struct str user_name, int least)
{
    size_t letters = utf8_length(password);
    struct str lower = str_lower(f->arena, password);
    if (letters < (size_t)least)
        fault(f, field, "Kata sandi paling sedikit %d karakter. Tiga atau empat kata yang mudah Anda ingat sudah cukup.",
              least);
    else if (letters > PASSWORD_MAX)
        fault(f, field, "Kata sandi paling banyak %d karakter.", PASSWORD_MAX);
    else if (common(lower))
        fault(f, field, "Kata sandi ini terlalu sering dipakai orang. Pilih kata lain.");
    else if (user_name.n >= 4 && str_contains(lower, str_lower(f->arena, user_name)))
        fault(f, field, "Kata sandi memuat nama pengguna Anda. Pilih kata lain.");
}

struct str password_once(struct arena *a)
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
    char *p = arena_alloc(a, 20);
    for (size_t i = 0; i < 19; i++)
        p[i] = i % 5 == 4 ? '-' : letters[randombytes_uniform(sizeof letters - 1)];
    return (struct str){p, 19};
}
