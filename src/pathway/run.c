/*
 * run.c: the minutes of a run: ordering it, proposing, approving, releasing, publishing. Who proposes never approves;
 * the state decides what may come next, and each step leaves its reason in the open.
 */
#include "run.h"

#include "kernel/audit/audit.h"
#include "kernel/buf.h"
#include "kernel/digest.h"
#include "kernel/job/job.h"
#include "kernel/number.h"
#include "pathway.h"
#include "run_change.h"
#include "run_db.h"

const char *const run_file_names[FILE_COUNT] = {
    "parameter.csv", "jabatan.csv", "pagu.csv", "baris.csv", "pekerja.csv",
    "pilihan.csv",   "jarak.csv",   "hasil.csv", "bukaan.csv",
};

bool run_is(const struct run *r, const char *state)
{
    return str_eqz(r->state, state);
}

bool run_is_computed(const struct run *r)
{
    static const char *const before[] = {"antre", "beku", "gagal", "batal"};
    for (size_t i = 0; i < COUNT(before); i++)
        if (run_is(r, before[i]))
            return false;
    return true;
}

const char *run_state_label(struct str state)
{
    static const struct { const char *code, *words; } list[] = {
        {"antre", "Menunggu giliran"},      {"beku", "Sedang dihitung"},
        {"gagal", "Gagal"},                 {"batal", "Dibatalkan"},
        {"selesai", "Selesai dihitung"},    {"diajukan", "Menunggu persetujuan"},
        {"disetujui", "Menunggu Bagian Hukum"}, {"siap", "Siap diterbitkan"},
        {"menerbitkan", "Sedang diterbitkan"},  {"terbit", "Terbit"},
        {"digantikan", "Digantikan"},
    };
    for (size_t i = 0; i < COUNT(list); i++)
        if (str_eqz(state, list[i].code))
            return list[i].words;
    return "";
}

struct str run_sums(struct arena *a, const struct run_file *list, size_t n)
{
    AUTO_BUF b = buf_new(4096);
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, STR_FMT "  " STR_FMT "\n", STR_ARG(list[i].sha256), STR_ARG(list[i].name));
    return str_dup(a, buf_str(&b));
}

struct str run_seal(struct arena *a, const struct run_file *list, size_t n)
{
    return sha256_hex(a, sha256_of(run_sums(a, list, n)));
}

/* ---- ordering ---- */

static void check_name(struct str name, struct faults *f)
{
    if (name.n == 0 || name.n > 120)
        fault(f, "nama", "Beri nama 1 sampai 120 huruf, misalnya \"Keadaan sekarang\".");
}

err run_order(struct tx *tx, const struct at *at, struct str name, int64_t *ret, struct faults *f)
{
    struct run r = {.year = plan_year_of(at->today), .name = name, .letter = S("A")};
    int64_t job;
    check_name(name, f);
    TRY(faults_end(f));
    r.id = id_new(tx_db(tx));
    TRY(number_next(tx, at->pemda, "A", r.year, &r.number));
    TRY(run_insert(tx, at, &r));
    TRY(job_enqueue(tx, at, "pathway_run", r.id, &job));
    TRY(audit_write(tx, at, "alokasi.hitung", r.id, r.number));
    *ret = r.id;
    return OK;
}

static err check_changes(struct tx *tx, const struct at *at, const struct run *base, const struct run_change *changes,
                         size_t n, struct faults *f)
{
    struct run_texts texts;
    if (n == 0)
        fault(f, "", "Ubah paling sedikit satu hal: pagu, upah, kursi, tahap, hasil PPPK, atau benih.");
    if (n > RUN_CHANGES_MAX)
        fault(f, "", "Satu skenario paling banyak %d perubahan.", RUN_CHANGES_MAX);
    TRY(faults_end(f));
    AUTO_ARENA a = arena_new(RUN_BUDGET);
    TRY(run_texts_get(tx, at, base->id, "penuh", a, &texts));
    for (size_t i = 0; i < n; i++)
        (void)!change_check(a, &texts, &changes[i], f);
    return faults_end(f);
}

err run_order_scenario(struct tx *tx, const struct at *at, int64_t base_id, struct str name,
                       const struct run_change *changes, size_t n, int64_t *ret, struct faults *f)
{
    static const char *const letters[] = {"B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P",
                                          "Q", "R", "S", "T", "U", "V", "W", "X", "Y", "Z"};
    struct run base, r = {0};
    int64_t count = 0, job;
    TRY(run_get(tx, at, base_id, &base));
    if (!run_is_computed(&base) || base.base_id != 0)
        return ERR_STALE;
    check_name(name, f);
    TRY(run_count_scenarios(tx, at, base_id, &count));
    if (count >= (int64_t)COUNT(letters))
        fault(f, "", "Satu perhitungan paling banyak %zu skenario. Mulailah perhitungan baru.", COUNT(letters));
    TRY(check_changes(tx, at, &base, changes, n, f));
    r = (struct run){.id = id_new(tx_db(tx)), .year = base.year, .name = name, .base_id = base.id,
                     .letter = str_z(letters[count])};
    r.number = str_printf(tx_arena(tx), STR_FMT "-" STR_FMT, STR_ARG(base.number), STR_ARG(r.letter));
    TRY(run_insert(tx, at, &r));
    for (size_t i = 0; i < n; i++)
        TRY(run_change_put(tx, at, r.id, (int64_t)i + 1, &changes[i]));
    TRY(job_enqueue(tx, at, "pathway_run", r.id, &job));
    TRY(audit_write(tx, at, "alokasi.skenario", r.id, r.number));
    *ret = r.id;
    return OK;
}

err run_cancel(struct tx *tx, const struct at *at, int64_t id, int64_t version)
{
    struct run r;
    struct job job;
    TRY(run_get(tx, at, id, &r));
    if (!run_is(&r, "antre") && !run_is(&r, "beku"))
        return ERR_STALE;
    TRY(job_latest(tx, at, "pathway_run", id, &job));
    TRY(job_cancel(tx, at, job.id));
    TRY(run_set_state(tx, at, id, version, run_is(&r, "antre") ? "antre" : "beku", "batal"));
    return audit_write(tx, at, "alokasi.batal", id, r.number);
}

/* ---- the way to publication ---- */

static err step(struct tx *tx, const struct at *at, const struct run *r, int64_t version, const char *from,
                const char *to, const char *action, struct str reason)
{
    if (!run_is(r, from) || r->version != version)
        return ERR_STALE;
    TRY(run_set_state(tx, at, r->id, version, from, to));
    TRY(run_step_put(tx, at, r->id, action, reason));
    struct str detail = str_printf(tx_arena(tx), STR_FMT ": " STR_FMT, STR_ARG(r->number), STR_ARG(reason));
    const char *name = str_to_z(tx_arena(tx), str_printf(tx_arena(tx), "alokasi.%s", action));
    return audit_write(tx, at, name, r->id, detail);
}

static void check_reason(struct str reason, const char *field, const char *what, struct faults *f)
{
    if (reason.n < 10)
        fault(f, field, "Tulis %s dalam satu kalimat atau lebih; kalimat ini ikut terbit.", what);
    if (reason.n > 2000)
        fault(f, field, "Alasan paling panjang 2.000 huruf.");
}

static void check_all_passed(struct tx *tx, const struct at *at, const struct run *r, struct faults *f)
{
    struct run_check_line checks[RUN_CHECKS_MAX];
    size_t n = 0;
    if (run_checks(tx, at, r->id, checks, &n) != OK || n == 0)
        fault(f, "", "Hasil ini belum diperiksa program pemeriksa.");
    for (size_t i = 0; i < n; i++)
        if (!checks[i].passed)
            fault(f, "", "Pemeriksaan \"" STR_FMT "\" tidak lulus, jadi hasil ini tidak dapat diajukan.",
                  STR_ARG(checks[i].name));
}

err run_propose(struct tx *tx, const struct at *at, int64_t id, int64_t version, struct str reason, struct faults *f)
{
    struct run r;
    struct run_change changes[RUN_CHANGES_MAX];
    size_t n = 0;
    int64_t pending = 0;
    TRY(run_get(tx, at, id, &r));
    TRY(run_changes(tx, at, id, changes, &n));
    TRY(run_count_pending(tx, at, r.year, &pending));
    check_reason(reason, "alasan", "alasan mengajukan hasil ini", f);
    if (r.trial)
        fault(f, "", "Perhitungan ini percobaan: sensus belum dikunci atau benih undian belum dibuka ketika data "
              "dibekukan. Hitung ulang setelah keduanya selesai.");
    if (!changes_are_decisions(changes, n))
        fault(f, "", "Skenario dengan hasil seleksi atau benih andaian hanya untuk dilihat.");
    if (pending > 0)
        fault(f, "", "Hasil lain tahun %d sedang menunggu keputusan. Selesaikan dahulu yang itu.", r.year);
    check_all_passed(tx, at, &r, f);
    TRY(faults_end(f));
    return step(tx, at, &r, version, "selesai", "diajukan", "ajukan", reason);
}

err run_approve(struct tx *tx, const struct at *at, int64_t id, int64_t version, struct str reason,
                struct str quarantine_reason, struct faults *f)
{
    struct run r;
    struct figures figures;
    TRY(run_get(tx, at, id, &r));
    TRY(run_figures(tx, at, id, &figures));
    if (run_step_user(tx, at, id, "ajukan") == at->who.user_id)
        fault(f, "", "Anda yang mengajukan hasil ini. Persetujuan harus datang dari orang lain.");
    check_reason(reason, "alasan", "alasan menyetujui", f);
    if (figures.quarantine > 0)
        check_reason(quarantine_reason, "karantina", "mengapa hasil tetap disahkan walau ada orang dalam karantina", f);
    TRY(faults_end(f));
    TRY(step(tx, at, &r, version, "diajukan", "disetujui", "setujui", reason));
    return figures.quarantine > 0 ? run_step_put(tx, at, id, "karantina", quarantine_reason) : OK;
}

err run_return(struct tx *tx, const struct at *at, int64_t id, int64_t version, struct str reason, struct faults *f)
{
    struct run r;
    TRY(run_get(tx, at, id, &r));
    check_reason(reason, "catatan", "apa yang harus diperbaiki", f);
    TRY(faults_end(f));
    const char *from = run_is(&r, "disetujui") ? "disetujui" : "diajukan";
    return step(tx, at, &r, version, from, "selesai", "kembalikan", reason);
}

err run_release(struct tx *tx, const struct at *at, int64_t id, int64_t version, struct str basis, struct faults *f)
{
    struct run r;
    TRY(run_get(tx, at, id, &r));
    check_reason(basis, "dasar", "dasar hukum mengumumkan berkas ini", f);
    TRY(faults_end(f));
    return step(tx, at, &r, version, "disetujui", "siap", "rilis", basis);
}

/* A publication that broke off goes on from where it was: who has the result already is skipped. */
static err publish_again(struct tx *tx, const struct at *at, const struct run *r)
{
    struct job job;
    int64_t id;
    TRY(job_latest(tx, at, "pathway_publish", r->id, &job));
    if (job.state != JOB_FAILED && job.state != JOB_CANCELLED)
        return ERR_STALE;
    TRY(job_enqueue(tx, at, "pathway_publish", r->id, &id));
    return audit_write(tx, at, "alokasi.lanjutkan", r->id, r->number);
}

err run_publish(struct tx *tx, const struct at *at, int64_t id, int64_t version, struct faults *f)
{
    struct run r;
    int64_t job;
    (void)f;
    TRY(run_get(tx, at, id, &r));
    if (run_is(&r, "menerbitkan") && r.version == version)
        return publish_again(tx, at, &r);
    TRY(step(tx, at, &r, version, "siap", "menerbitkan", "terbitkan", S("Diterbitkan")));
    return job_enqueue(tx, at, "pathway_publish", id, &job);
}
