/*
 * census_import.c: what an officer does with a file. Nothing is stored in the register before the choice; a locked
 * census refuses; the same bytes with the same mapping change nothing.
 */
#include "census_import.h"

#include <unistd.h>

#include "kernel/digest.h"
#include "kernel/utf8.h"
#include "registry.h"

/* ---- looking, outside of any transaction ---- */

struct headings {
    struct region_id pemda;
    struct arena *arena;
    struct census_override *list;
    size_t n;
};

enum { HEADINGS_MOST = 2000 };

static const struct sql sql_headings = {"SELECT heading, meaning FROM census_heading WHERE pemda_id = $1 LIMIT 2000"};

static err read_headings(struct tx *tx, void *arg)
{
    struct headings *h = arg;
    AUTO_ROWS r = QUERY(tx, sql_headings, h->pemda.v);
    h->list = NEW_ARRAY(h->arena, struct census_override, HEADINGS_MOST);
    for (h->n = 0; h->n < HEADINGS_MOST && rows_next(&r); h->n++) {
        h->list[h->n].heading = str_dup(h->arena, row_view(&r));
        h->list[h->n].column = census_column_by_code(row_view(&r));
    }
    return rows_fail(&r, OK);
}

err census_upload_look(struct db *db, struct arena *a, const struct at *at, struct census_upload *u)
{
    struct headings h = {.pemda = at->pemda, .arena = a};
    struct sha256 hash;
    const char *path = str_to_z(a, u->path);
    TRY(db_read(db, a, read_headings, &h));
    TRY(sha256_file(path, &hash));
    u->file_hash = sha256_hex(a, hash);
    err e = census_look(a, path, h.list, h.n, &u->look);
    u->refused = e == ERR_INVALID;
    return u->refused ? OK : e;
}

/* ---- a new import ---- */

static err refuse_locked(struct tx *tx, const struct at *at, struct faults *f)
{
    bool locked = false;
    TRY(registry_locked(tx, at, &locked));
    if (locked)
        fault(f, "", "Sensus sudah dikunci, jadi tidak ada berkas yang dapat diimpor. Data seseorang diperbaiki lewat "
                     "permintaan perbaikan.");
    return faults_end(f);
}

static const struct sql sql_column_insert = {
    "INSERT INTO census_import_column (pemda_id, import_id, sheet, place, sheet_name, heading, sample, guess, chosen) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)"};

static struct str joined_samples(struct arena *a, const struct census_look_sheet *s, size_t column)
{
    struct str all = S("");
    for (size_t i = 0; i < s->n_samples; i++) {
        struct str v = s->sample[i][column].p == NULL ? S("") : utf8_tidy(a, s->sample[i][column]);
        all = i == 0 ? v : str_printf(a, STR_FMT "\n" STR_FMT, STR_ARG(all), STR_ARG(v));
    }
    return all;
}

static err add_columns(struct tx *tx, const struct at *at, int64_t id, const struct census_look *look)
{
    for (size_t s = 0; s < look->n; s++) {
        const struct census_look_sheet *sheet = look->sheet[s];
        for (size_t c = 0; sheet->has_heading && !sheet->hidden && c < sheet->map.n; c++) {
            enum census_column guess = sheet->map.column[c];
            if (sheet->map.heading[c].n > 0)
                TRY(EXEC(tx, sql_column_insert, at->pemda.v, id, (int64_t)s, (int64_t)c, sheet->name,
                         sheet->map.heading[c], joined_samples(tx_arena(tx), sheet, c),
                         guess == COL_NONE ? "" : census_columns[guess].code));
        }
    }
    return OK;
}

static const struct sql sql_insert = {
    "INSERT INTO census_import (pemda_id, id, user_id, agency_scope, file_name, path, file_hash, default_agency, created) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};

err census_import_new(struct tx *tx, const struct at *at, const struct census_upload *u, int64_t default_agency,
                      int64_t *ret_id, struct faults *f)
{
    int64_t id = id_new(tx_db(tx)), scope = scope_agency(&at->who);
    TRY(refuse_locked(tx, at, f));
    if (u->refused) {
        AUTO_BUF b = buf_new(4096);
        census_sentence(&b, &u->look.refusal);
        fault(f, "berkas", STR_FMT, STR_ARG(buf_str(&b)));
        return ERR_INVALID;
    }
    if (scope > 0)
        default_agency = scope;
    TRY(EXEC(tx, sql_insert, at->pemda.v, id, at->who.user_id, scope > 0 ? scope : 0, u->file_name, u->path, u->file_hash,
             default_agency, at->now));
    TRY(add_columns(tx, at, id, &u->look));
    *ret_id = id;
    return audit_write(tx, at, "impor.unggah", id, u->file_name);
}

/* ---- mapping ---- */

static const struct sql sql_chosen = {
    "UPDATE census_import_column SET chosen = $5 WHERE pemda_id = $1 AND import_id = $2 AND sheet = $3 AND place = $4"};
static const struct sql sql_remember = {
    "INSERT INTO census_heading (pemda_id, heading, meaning) VALUES ($1, $2, $3) "
    "ON CONFLICT (pemda_id, heading) DO UPDATE SET meaning = excluded.meaning"};
static const struct sql sql_state = {
    "UPDATE census_import SET version = version + 1, state = $4, refusal = $5 WHERE pemda_id = $1 AND id = $2 AND version = $3"};
static const struct sql sql_mapped = {
    "UPDATE census_import SET version = version + 1, state = $4, refusal = $5, map_hash = $6, month_first = $7, "
    "default_agency = $8 WHERE pemda_id = $1 AND id = $2 AND version = $3"};
static const struct sql sql_done_before = {
    "SELECT MAX(finished) FROM census_import WHERE pemda_id = $1 AND file_hash = $2 AND map_hash = $3 AND "
    "state = 'selesai' AND agency_scope = $4"};
static const struct sql sql_spellings = {
    "SELECT alias, agency_id FROM agency_alias WHERE pemda_id = $1 ORDER BY alias"};

/* What decides how the bytes are read: columns, order of dates, agency of the file, known spellings. */
static err hash_mapping(struct tx *tx, const struct at *at, const struct census_import_column *c, size_t n,
                        bool month_first, int64_t agency, struct str *ret)
{
    struct sha256_run run;
    struct arena *a = tx_arena(tx);
    sha256_start(&run);
    sha256_add(&run, str_printf(a, "%d %lld\n", month_first, (long long)agency));
    for (size_t i = 0; i < n; i++)
        sha256_add(&run, str_printf(a, "%d %d " STR_FMT "\n", c[i].sheet, c[i].place, STR_ARG(c[i].chosen)));
    AUTO_ROWS r = QUERY(tx, sql_spellings, at->pemda.v);
    while (rows_next(&r)) {
        sha256_add(&run, row_view(&r));
        sha256_add(&run, str_printf(a, " %lld\n", (long long)row_int(&r)));
    }
    TRY(rows_fail(&r, OK));
    *ret = sha256_hex(a, sha256_end(&run));
    return OK;
}

static err choose_columns(struct tx *tx, const struct at *at, int64_t id, struct census_import_column *c, size_t n,
                          const struct str *chosen)
{
    for (size_t i = 0; i < n; i++) {
        if (chosen[i].n > 0 && census_column_by_code(chosen[i]) == COL_NONE)
            return ERR_INVALID;
        if (!str_eq(chosen[i], c[i].chosen))
            TRY(EXEC(tx, sql_chosen, at->pemda.v, id, c[i].sheet, c[i].place, chosen[i]));
        if (!str_eq(chosen[i], c[i].guess))
            TRY(EXEC(tx, sql_remember, at->pemda.v, census_heading_key(tx_arena(tx), c[i].heading), chosen[i]));
        c[i].chosen = chosen[i];
    }
    return OK;
}

/* The two refusals of a mapping that need no reading of the file: required columns and two of one meaning. */
static void check_chosen(const struct census_import_column *c, size_t n, bool agency_given, struct faults *f)
{
    for (size_t from = 0; from < n;) {
        struct census_map m = {.twice = COL_NONE};
        size_t end = from;
        for (int k = 0; k < COL_COUNT; k++)
            m.at[k] = -1;
        for (; end < n && c[end].sheet == c[from].sheet; end++) {
            enum census_column k = census_column_by_code(c[end].chosen);
            if (k == COL_NONE || k == COL_NO)
                continue;
            if (m.at[k] >= 0)
                fault(f, "kolom", "Dua kolom dikenali sebagai %s: “" STR_FMT "” dan “" STR_FMT "”. Pilih salah satu.",
                      census_columns[k].heading, STR_ARG(c[m.at[k]].heading), STR_ARG(c[end].heading));
            m.at[k] = (int32_t)end;
        }
        struct str missing = census_missing_columns(f->arena, &m, agency_given || c[from].sheet_name.n > 0);
        if (missing.n > 0)
            fault(f, "kolom", "Kolom wajib belum ada: " STR_FMT ". Tambahkan kolomnya atau petakan dari kolom lain.",
                  STR_ARG(missing));
        from = end;
    }
}

static err map_columns(struct tx *tx, const struct at *at, struct census_import *imp, const struct str *chosen, size_t n,
                       bool month_first, int64_t default_agency, bool *again, struct faults *f)
{
    struct census_import_column *c;
    size_t count;
    struct str map_hash;
    TRY(refuse_locked(tx, at, f));
    if (!str_eqz(imp->state, "kolom") && !str_eqz(imp->state, "siap") && !str_eqz(imp->state, "ditolak"))
        return ERR_STALE;
    TRY(census_import_columns(tx, at, imp->id, &c, &count));
    if (count != n)
        return ERR_STALE;
    if (imp->agency_scope != 0)
        default_agency = imp->agency_scope;
    err e = choose_columns(tx, at, imp->id, c, n, chosen);
    if (e == ERR_INVALID)
        fault(f, "kolom", "Arti kolom itu tidak dikenal. Pilih dari daftar.");
    else
        TRY(e);
    check_chosen(c, n, default_agency != 0, f);
    TRY(faults_end(f));
    TRY(hash_mapping(tx, at, c, n, month_first, default_agency, &map_hash));

    int64_t before = 0;
    TRY(QUERY_INT(tx, &before, sql_done_before, at->pemda.v, imp->file_hash, map_hash, imp->agency_scope));
    AUTO_BUF words = buf_new(400);
    if (before > 0) {
        BUF_LIT(&words, "Berkas ini sudah diimpor pada ");
        date_write(&words, moment_date((struct moment){before}, at->region->zone));
        BUF_LIT(&words, "; tidak ada yang berubah.");
    }
    *again = before > 0;
    return EXEC_ONE(tx, sql_mapped, at->pemda.v, imp->id, imp->version, before > 0 ? "batal" : "antre", buf_str(&words),
                    map_hash, month_first, default_agency);
}

err census_import_map(struct tx *tx, const struct at *at, struct census_import *imp, const struct str *chosen, size_t n,
                      bool month_first, int64_t default_agency, struct faults *f)
{
    bool again = false;
    TRY(map_columns(tx, at, imp, chosen, n, month_first, default_agency, &again, f));
    return again ? OK : job_enqueue(tx, at, "census_check", imp->id, NULL);
}

err census_import_map_now(struct tx *tx, const struct at *at, struct census_import *imp, const struct str *chosen,
                          size_t n, int64_t default_agency, bool *again, struct faults *f)
{
    return map_columns(tx, at, imp, chosen, n, false, default_agency, again, f);
}

err census_import_job(struct tx *tx, const struct at *at, const struct census_import *imp, struct job *ret)
{
    bool taking = str_eqz(imp->state, "menyimpan"), done = str_eqz(imp->state, "selesai");
    return job_latest(tx, at, done ? "census_apply" : taking ? "census_take" : "census_check", imp->id, ret);
}

static err refuse_running(struct tx *tx, const struct at *at, const struct census_import *imp)
{
    struct job job;
    err e = census_import_job(tx, at, imp, &job);
    if (e == ERR_MISSING)
        return OK;
    TRY(e);
    return job.state == JOB_WAITING || job.state == JOB_RUNNING ? ERR_STALE : OK;
}

err census_import_recheck(struct tx *tx, const struct at *at, struct census_import *imp)
{
    if (!str_eqz(imp->state, "siap") && !str_eqz(imp->state, "ditolak") && !str_eqz(imp->state, "antre"))
        return ERR_STALE;
    TRY(refuse_running(tx, at, imp));
    TRY(EXEC_ONE(tx, sql_state, at->pemda.v, imp->id, imp->version, "antre", S("")));
    return job_enqueue(tx, at, "census_check", imp->id, NULL);
}

err census_import_resume(struct tx *tx, const struct at *at, struct census_import *imp)
{
    if (!str_eqz(imp->state, "menyimpan"))
        return ERR_STALE;
    TRY(refuse_running(tx, at, imp));
    return job_enqueue(tx, at, "census_take", imp->id, NULL);
}

/* ---- the choice ---- */

err census_import_take_now(struct tx *tx, const struct at *at, struct census_import *imp, struct faults *f)
{
    TRY(refuse_locked(tx, at, f));
    if (!str_eqz(imp->state, "siap"))
        return ERR_STALE;
    TRY(EXEC_ONE(tx, sql_state, at->pemda.v, imp->id, imp->version, "menyimpan", S("")));
    return audit_write(tx, at, "impor.simpan", imp->id,
                       str_printf(tx_arena(tx), "%lld baris baru", (long long)imp->new_count));
}

err census_import_take(struct tx *tx, const struct at *at, struct census_import *imp, struct faults *f)
{
    TRY(census_import_take_now(tx, at, imp, f));
    return job_enqueue(tx, at, "census_take", imp->id, NULL);
}

err census_import_drop(struct tx *tx, const struct at *at, struct census_import *imp)
{
    if (!str_eqz(imp->state, "siap") && !str_eqz(imp->state, "kolom") && !str_eqz(imp->state, "ditolak") &&
        !str_eqz(imp->state, "antre"))
        return ERR_STALE;
    TRY(refuse_running(tx, at, imp));
    TRY(EXEC_ONE(tx, sql_state, at->pemda.v, imp->id, imp->version, "batal", S("Anda memilih tidak mengimpor apa pun.")));
    return audit_write(tx, at, "impor.batal", imp->id, S(""));
}

static const struct sql sql_approve = {
    "UPDATE census_import SET version = version + 1, approved = 1 WHERE pemda_id = $1 AND id = $2 AND version = $3"};

err census_import_approve(struct tx *tx, const struct at *at, struct census_import *imp, struct faults *f)
{
    TRY(refuse_locked(tx, at, f));
    if (!str_eqz(imp->state, "selesai") || imp->changed_count == 0 || imp->approved)
        return ERR_STALE;
    TRY(EXEC_ONE(tx, sql_approve, at->pemda.v, imp->id, imp->version));
    TRY(audit_write(tx, at, "impor.setujui_perubahan", imp->id,
                    str_printf(tx_arena(tx), "%lld orang", (long long)imp->changed_count)));
    return job_enqueue(tx, at, "census_apply", imp->id, NULL);
}

struct str census_report_path(struct arena *a, const struct census_import *imp)
{
    return str_printf(a, STR_FMT ".laporan.csv", STR_ARG(imp->path));
}

void census_forget_upload(struct arena *a, const struct census_import *imp, bool report_too)
{
    if (!str_ends(imp->path, S(".berkas")))
        return;
    unlink(str_to_z(a, imp->path));
    if (report_too)
        unlink(str_to_z(a, census_report_path(a, imp)));
}
