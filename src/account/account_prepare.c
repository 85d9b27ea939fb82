/*
 * account_prepare.c: see account_prepare.h. Whether a name exists can be told neither by the answer nor by its time:
 * an unknown name is compared with a hash nobody has the password of, and counts as a failure like any other.
 */
#include "account_prepare.h"

#include "account_db.h"
#include "kernel/app.h"
#include "kernel/audit/audit.h"
#include "kernel/auth/password.h"
#include "kernel/auth/throttle.h"
#include "kernel/digest.h"
#include "kernel/mem.h"

struct str wait_words(struct arena *a, int64_t seconds)
{
    if (seconds < 60)
        return str_printf(a, "Terlalu banyak percobaan yang gagal. Tunggu %lld detik, lalu coba lagi.",
                          (long long)seconds);
    return str_printf(a, "Terlalu banyak percobaan yang gagal. Tunggu %lld menit, lalu coba lagi.",
                      (long long)((seconds + 59) / 60));
}

/* ---- comparing ---- */

struct lookup {
    struct request *q;
    struct str name;  /* as typed; empty: the user who is signed in */
    struct sign_in *in;
    struct credentials found;
};

static err find_credentials(struct tx *tx, struct lookup *l)
{
    struct request *q = l->q;
    if (l->name.n == 0)
        return credentials_of_user(tx, q->at.pemda, q->at.who.user_id, &l->found);
    if (l->name.n == 16 && str_all_digits(l->name)) {
        struct str hash = keyed_hash(q->arena, db_key(q->app->db), l->name);
        TRY(credentials_by_nik_report(tx, q->at.pemda, hash, &l->found));
        if (l->found.user_id != 0)
            return OK;
    }
    return credentials_by_name(tx, q->at.pemda, str_lower(q->arena, l->name), &l->found);
}

static err waits(struct tx *tx, struct request *q, struct str account, struct str address, int64_t *seconds)
{
    int64_t one, two;
    TRY(throttle_wait(tx, q->at.pemda, account, q->at.now, &one));
    TRY(throttle_wait(tx, q->at.pemda, address, q->at.now, &two));
    *seconds = one > two ? one : two;
    return OK;
}

static err look_up(struct tx *tx, void *arg)
{
    struct lookup *l = arg;
    TRY(waits(tx, l->q, l->in->account_subject, l->in->address_subject, &l->in->wait));
    return l->in->wait > 0 ? OK : find_credentials(tx, l);
}

static err count_failure(struct request *q, struct str account, struct str address)
{
    TRY(throttle_fail(q->app->db, q->at.pemda, THROTTLE_ACCOUNT, account, q->at.now));
    return throttle_fail(q->app->db, q->at.pemda, THROTTLE_ADDRESS, address, q->at.now);
}

/* `name` empty: the user who is signed in. */
static err compare(struct request *q, struct str name, struct str password, struct sign_in *in)
{
    const struct key *key = db_key(q->app->db);
    struct str who = name.n > 0 ? name : str_printf(q->arena, "id:%lld", (long long)q->at.who.user_id);
    struct lookup l = {.q = q, .name = name, .in = in};
    in->account_subject = throttle_subject(q->arena, key, THROTTLE_ACCOUNT, who);
    in->address_subject = throttle_subject(q->arena, key, THROTTLE_ADDRESS, q->address);
    TRY(db_read(q->app->db, q->arena, look_up, &l));
    if (in->wait > 0)
        return OK;
    in->user_id = l.found.user_id;
    bool same = password_matches(q->arena, l.found.hash, str_sub(password, 0, 4 * PASSWORD_MAX));
    in->right = same && l.found.active;
    if (in->right)
        return OK;
    TRY(count_failure(q, in->account_subject, in->address_subject));
    if (l.found.user_id == 0)
        return OK;
    return audit_side(q->app->db, &q->at, "akun.gagal_masuk", l.found.user_id, S(""));
}

err prepare_sign_in(struct request *q)
{
    struct sign_in *in = NEW(q->arena, struct sign_in);
    struct str name = str_sub(form_get(q, "pengguna"), 0, 200);
    q->prepared = in;
    if (name.n == 0)
        return OK; /* the page asks for it */
    return compare(q, name, form_get(q, "sandi"), in);
}

err account_ask_password(struct request *q)
{
    struct sign_in *in = NEW(q->arena, struct sign_in);
    q->prepared = in;
    return compare(q, S(""), form_get(q, "sandi"), in);
}

bool account_password_given(const struct request *q)
{
    const struct sign_in *in = q->prepared;
    return in != NULL && in->right && in->user_id == q->at.who.user_id;
}

/* ---- new passwords ---- */

static void judge_new(struct request *q, struct faults *f, struct str user_name, int least)
{
    f->arena = q->arena;
    password_judge(f, "baru", form_get(q, "baru"), user_name, least);
    if (fault_of(f, "baru").p == NULL && !str_eq(form_get(q, "baru"), form_get(q, "ulangi")))
        fault(f, "ulangi", "Kedua isian belum sama. Ketik ulang kata sandi baru.");
}

err prepare_new_password(struct request *q)
{
    struct new_password *n = NEW(q->arena, struct new_password);
    q->prepared = n;
    TRY(compare(q, S(""), form_get(q, "lama"), &n->old));
    judge_new(q, &n->faults, S(""), password_least(q->at.who.role));
    if (n->old.right && str_eq(form_get(q, "lama"), form_get(q, "baru")))
        fault(&n->faults, "baru", "Kata sandi baru sama dengan yang lama. Pilih kata lain.");
    if (n->faults.n > 0 || !n->old.right)
        return OK;
    return password_hash(q->arena, form_get(q, "baru"), &n->hash);
}

struct activation_look {
    struct request *q;
    struct activation *a;
};

static err activation_waits(struct tx *tx, void *arg)
{
    struct activation_look *l = arg;
    return waits(tx, l->q, l->a->account_subject, l->a->address_subject, &l->a->wait);
}

err prepare_activation(struct request *q)
{
    struct activation *a = NEW(q->arena, struct activation);
    const struct key *key = db_key(q->app->db);
    struct str nik = str_sub(form_get(q, "nik"), 0, 40);
    q->prepared = a;
    a->faults.arena = q->arena;
    if (nik.n != 16 || !str_all_digits(nik))
        fault(&a->faults, "nik", "NIK terdiri dari 16 angka, sesuai KTP.");
    if (form_get(q, "kode").n != SLIP_CODE)
        fault(&a->faults, "kode", "Kode pada slip terdiri dari %d huruf dan angka.", SLIP_CODE);
    judge_new(q, &a->faults, nik, PASSWORD_MIN_WORKER);
    a->account_subject =
        throttle_subject(q->arena, key, THROTTLE_ACCOUNT, str_printf(q->arena, "slip:" STR_FMT, STR_ARG(nik)));
    a->address_subject = throttle_subject(q->arena, key, THROTTLE_ADDRESS, q->address);
    struct activation_look l = {q, a};
    TRY(db_read(q->app->db, q->arena, activation_waits, &l));
    if (a->faults.n > 0 || a->wait > 0)
        return OK;
    return password_hash(q->arena, form_get(q, "baru"), &a->hash);
}

err prepare_first_password(struct request *q)
{
    struct first_password *p = NEW(q->arena, struct first_password);
    q->prepared = p;
    p->password = password_once(q->arena);
    return password_hash(q->arena, p->password, &p->hash);
}
