/*
 * account.c: what happens to accounts and slips. Every action leaves its line in the audit chain; none of them sees a
 * password.
 */
#include "account.h"

#include "account_db.h"
#include "kernel/audit/audit.h"
#include "kernel/auth/session.h"
#include "kernel/digest.h"
#include "kernel/mem.h"
#include "registry/worker.h"

/* ---- accounts ---- */

static bool user_name_is_sound(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '.' && c != '_' && c != '-')
            return false;
    }
    return s.n >= 3 && s.n <= 60;
}

/* The inspectorate judges the work of these; nobody judges their own. */
#define INSPECTED (R(HR_OFFICER) | R(AGENCY_OFFICER) | R(APPOINTING_AUTHORITY) | R(ADMINISTRATOR))

void account_check(const struct account *a, struct faults *f)
{
    if (!user_name_is_sound(a->user_name))
        fault(f, "nama_pengguna", "Nama pengguna 3–60 huruf kecil, angka, titik, atau garis. NIP juga boleh.");
    if (a->name.n == 0)
        fault(f, "nama", "Isi nama lengkap petugas.");
    if ((a->roles & ~R(ANONYMOUS)) == 0)
        fault(f, "peran", "Pilih sedikitnya satu peran.");
    if ((a->roles & R(WORKER)) != 0 && a->worker_id == 0)
        fault(f, "peran", "Akun tenaga kerja dibuka dengan slip aktivasi, bukan di sini.");
    if ((a->roles & R(AUDITOR)) != 0 && (a->roles & INSPECTED) != 0)
        fault(f, "peran", "Inspektorat tidak memegang peran yang diperiksanya. Pilih salah satu.");
    if ((a->roles & R(AGENCY_OFFICER)) != 0 && a->agency_id == 0)
        fault(f, "instansi", "Pilih instansi petugas ini.");
}

static struct str role_list(struct arena *a, role_set roles)
{
    struct str s = S("");
    for (enum role r = 0; r < ROLE_COUNT; r++) {
        if ((roles & (1u << r)) != 0)
            s = str_printf(a, STR_FMT "%s%s", STR_ARG(s), s.n > 0 ? " " : "", role_code(r));
    }
    return s;
}

err account_create(struct tx *tx, const struct at *at, const struct new_account *n, int64_t *id)
{
    int64_t made = id_new(tx_db(tx));
    TRY(account_insert(tx, at, n, made));
    TRY(account_roles_write(tx, at, made, n->roles));
    *id = made;
    return audit_write(tx, at, "akun.buat", made,
                       str_printf(tx_arena(tx), "peran: " STR_FMT, STR_ARG(role_list(tx_arena(tx), n->roles))));
}

/* Without an active administrator nobody could ever add one again. */
static err keeps_an_administrator(struct tx *tx, const struct at *at, const struct account *a, struct faults *f)
{
    int64_t others;
    if (a->active && (a->roles & R(ADMINISTRATOR)) != 0)
        return OK;
    TRY(administrators_besides(tx, at, a->id, &others));
    if (others == 0)
        fault(f, "peran", "Ini pengelola sistem terakhir yang aktif. Angkat penggantinya lebih dulu.");
    return faults_end(f);
}

err account_change(struct tx *tx, const struct at *at, struct account *a, struct faults *f)
{
    struct account before;
    TRY(account_get(tx, at, a->id, &before));
    account_check(a, f);
    TRY(faults_end(f));
    if ((before.roles & R(ADMINISTRATOR)) != 0)
        TRY(keeps_an_administrator(tx, at, a, f));
    TRY(account_update(tx, at, a));
    if (before.roles != a->roles)
        TRY(account_roles_write(tx, at, a->id, a->roles));
    struct arena *arena = tx_arena(tx);
    return audit_write(tx, at, "akun.ubah", a->id,
                       str_printf(arena, "peran: " STR_FMT " → " STR_FMT "; instansi: %lld → %lld",
                                  STR_ARG(role_list(arena, before.roles)), STR_ARG(role_list(arena, a->roles)),
                                  (long long)before.agency_id, (long long)a->agency_id));
}

err account_set_active(struct tx *tx, const struct at *at, int64_t id, int64_t version, bool active, struct faults *f)
{
    struct account a;
    TRY(account_get(tx, at, id, &a));
    if (!active && id == at->who.user_id) {
        fault(f, "", "Akun sendiri tidak dapat dinonaktifkan. Mintalah pengelola lain.");
        return ERR_INVALID;
    }
    bool administrator = a.active && (a.roles & R(ADMINISTRATOR)) != 0;
    a.version = version;
    a.active = active;
    if (administrator)
        TRY(keeps_an_administrator(tx, at, &a, f));
    TRY(account_update(tx, at, &a));
    if (!active)
        TRY(session_end_all(tx, at->pemda, id, S("")));
    return audit_write(tx, at, active ? "akun.aktifkan" : "akun.nonaktifkan", id, S(""));
}

err account_set_password(struct tx *tx, const struct at *at, int64_t id, struct str hash, bool must_change,
                         struct str except)
{
    TRY(account_password_write(tx, at, id, hash, must_change));
    TRY(session_end_all(tx, at->pemda, id, except));
    return audit_write(tx, at, id == at->who.user_id ? "akun.ganti_sandi" : "akun.setel_sandi", id, S(""));
}

/* ---- slips ---- */

static struct str code_hash(struct tx *tx, int64_t worker_id, struct str code)
{
    struct arena *a = tx_arena(tx);
    return keyed_hash(a, db_key(tx_db(tx)),
                      str_printf(a, "slip:%lld:" STR_FMT, (long long)worker_id, STR_ARG(code)));
}

err slip_create(struct tx *tx, const struct at *at, int64_t worker_id, char code[SLIP_CODE + 1])
{
    struct worker w;
    TRY(worker_get(tx, at, worker_id, &w));
    random_letters(code, SLIP_CODE);
    TRY(slips_end(tx, at, worker_id));
    struct slip s = {.id = id_new(tx_db(tx)), .worker_id = worker_id, .created = at->now,
                     .expires = {at->now.ms + (int64_t)SLIP_DAYS * 86400000}};
    TRY(slip_insert(tx, at, &s, code_hash(tx, worker_id, str_z(code))));
    return audit_write(tx, at, "worker.cetak_slip", worker_id, S(""));
}

/* The slip that opens the account of the person with this NIK, or ERR_DENIED for every reason. */
static err slip_of(struct tx *tx, const struct at *at, struct str nik, struct str code, struct worker *w,
                   struct slip *s)
{
    err e = worker_by_nik(tx, at, nik, w);
    if (e == OK && !w->active)
        e = ERR_MISSING;
    if (e == OK)
        e = slip_find(tx, at, w->id, code_hash(tx, w->id, str_upper(tx_arena(tx), code)), s);
    if (e == OK && (s->used.ms != 0 || s->expires.ms <= at->now.ms))
        e = ERR_MISSING;
    return e == ERR_MISSING ? ERR_DENIED : e;
}

err slip_use(struct tx *tx, const struct at *at, struct str nik, struct str code, struct str password_hash,
             int64_t *user_id)
{
    struct worker w;
    struct slip s;
    TRY(slip_of(tx, at, nik, code, &w, &s));
    TRY(slip_mark_used(tx, at, s.id));
    int64_t id;
    TRY(account_of_worker(tx, at, w.id, &id));
    *user_id = id;
    struct at self = *at;
    self.who = (struct actor){.name = w.name, .role = ROLE_WORKER, .roles = R(WORKER), .scope = SCOPE_SELF,
                              .worker_id = w.id, .user_id = id};
    if (id != 0) {
        struct account a;
        TRY(account_get(tx, &self, id, &a));
        if (!a.active)
            return ERR_DENIED;
        return account_set_password(tx, &self, id, password_hash, false, S(""));
    }
    struct new_account n = {.user_name = str_printf(tx_arena(tx), "tk-" STR_FMT, STR_ARG(w.public_id)),
                            .name = w.name,
                            .password_hash = password_hash,
                            .roles = R(WORKER),
                            .worker_id = w.id};
    return account_create(tx, &self, &n, user_id);
}

/* ---- invariants ---- */

static const struct sql sql_without_role = {
    "SELECT count(*) FROM app_user u WHERE u.pemda_id = $1 AND NOT EXISTS "
    "(SELECT 1 FROM user_role r WHERE r.pemda_id = u.pemda_id AND r.user_id = u.id)"};
static const struct sql sql_officer_without_agency = {
    "SELECT count(*) FROM user_role r JOIN app_user u ON u.pemda_id = r.pemda_id AND u.id = r.user_id "
    "WHERE r.pemda_id = $1 AND r.role = 'agency_officer' AND u.agency_id IS NULL"};
static const struct sql sql_worker_without_person = {
    "SELECT count(*) FROM user_role r JOIN app_user u ON u.pemda_id = r.pemda_id AND u.id = r.user_id "
    "WHERE r.pemda_id = $1 AND r.role = 'worker' AND u.worker_id IS NULL"};
static const struct sql sql_session_without_role = {
    "SELECT count(*) FROM session s WHERE s.pemda_id = $1 AND s.expires > $2 AND NOT EXISTS "
    "(SELECT 1 FROM user_role r WHERE r.pemda_id = s.pemda_id AND r.user_id = s.user_id AND r.role = s.role)"};

err account_check_tables(struct tx *tx, const struct at *at, void (*say)(void *arg, bool good, struct str line),
                         void *arg)
{
    int64_t n, others;
    TRY(QUERY_INT(tx, &n, sql_without_role, at->pemda.v));
    say(arg, n == 0, S("Setiap akun memegang sedikitnya satu peran"));
    TRY(QUERY_INT(tx, &n, sql_officer_without_agency, at->pemda.v));
    say(arg, n == 0, S("Setiap petugas instansi terikat pada satu instansi"));
    TRY(QUERY_INT(tx, &n, sql_worker_without_person, at->pemda.v));
    say(arg, n == 0, S("Setiap akun tenaga kerja terikat pada satu orang"));
    TRY(QUERY_INT(tx, &n, sql_session_without_role, at->pemda.v, at->now.ms));
    say(arg, n == 0, S("Setiap sesi berjalan dalam peran yang diberikan"));
    TRY(administrators_besides(tx, at, 0, &others));
    say(arg, others > 0, S("Ada pengelola sistem yang aktif"));
    return OK;
}
