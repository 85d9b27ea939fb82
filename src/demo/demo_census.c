/*
 * demo_census.c: the census of the demo region: a file with the faults real files have, imported, put to the public
 * test, signed by the agencies and locked.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include "../kernel/mem.h"
#include "../pathway/pathway.h"
#include "../pathway/result.h"
#include "../registry/agency.h"
#include "../registry/census.h"
#include "../registry/census_import.h"
#include "../registry/census_pairs.h"
#include "../registry/worker.h"
#include "demo_life.h"

enum { FILE_MAX = 1 << 30 };

err demo_census_begin(struct tx *tx, struct demo *d)
{
    struct census c = {.name = S("Pendataan tenaga non-ASN 2026"), .reference = d->at.today,
                       .collect_to = date_add_days(d->at.today, 8)};
    return census_begin(tx, &d->at, &c, &d->faults);
}

/* The file lies where uploads lie, so its report can be downloaded later. */
err demo_census_look(struct demo *d)
{
    AUTO_BUF text = buf_new(FILE_MAX);
    struct str folder = str_printf(d->arena, "%s-kiriman", d->db_name);
    struct str path = str_printf(d->arena, STR_FMT "/pendataan-contoh.csv", STR_ARG(folder));
    demo_census_csv(d->arena, &d->options, &text);
    if (mkdir(folder.p, 0700) != 0 && errno != EEXIST)
        return ERR_IO;
    FILE *f = fopen(path.p, "we");
    if (f == NULL)
        return ERR_IO;
    bool whole = fwrite(text.p, 1, text.n, f) == text.n;
    if (fclose(f) != 0 || !whole)
        return ERR_IO;
    d->upload = (struct census_upload){.file_name = S("pendataan-contoh.csv"), .path = path};
    return census_upload_look(d->db, d->arena, &d->at, &d->upload);
}

/* Columns as they were recognised; the job then checks and stages. */
err demo_census_upload(struct tx *tx, struct demo *d)
{
    struct census_import imp;
    struct census_import_column *columns;
    size_t n;
    TRY(census_import_new(tx, &d->at, &d->upload, 0, &d->import_id, &d->faults));
    TRY(census_import_get(tx, &d->at, d->import_id, &imp));
    TRY(census_import_columns(tx, &d->at, d->import_id, &columns, &n));
    struct str *chosen = NEW_ARRAY(tx_arena(tx), struct str, n + 1);
    for (size_t i = 0; i < n; i++)
        chosen[i] = columns[i].guess;
    return census_import_map(tx, &d->at, &imp, chosen, n, false, 0, &d->faults);
}

err demo_census_take(struct tx *tx, struct demo *d)
{
    struct census_import imp;
    TRY(census_import_get(tx, &d->at, d->import_id, &imp));
    return census_import_take(tx, &d->at, &imp, &d->faults);
}

/* ---- what the file does not say: qualifications, traits, data class, selection results ---- */

static const struct sql sql_people = {
    "SELECT w.id, COALESCE(p.code, '') FROM worker w "
    "LEFT JOIN position p ON p.pemda_id = w.pemda_id AND p.id = w.position_id "
    "WHERE w.pemda_id = $1 ORDER BY w.id"};

static struct str qualifications_of(struct demo_random *r, struct str position)
{
    bool drives = str_eqz(position, "PENGEMUDI"), carries = str_eqz(position, "KURIR"),
         writes = str_eqz(position, "HUMAS") || str_eqz(position, "ADMINISTRASI");
    if (drives && demo_chance(r, 94))
        return demo_chance(r, 60) ? S("SIM_A;SIM_C") : S("SIM_A");
    if (carries && demo_chance(r, 92))
        return S("SIM_C");
    if (writes && demo_chance(r, 85))
        return demo_chance(r, 50) ? S("SIM_C;TIK") : S("TIK");
    return demo_chance(r, 45) ? S("SIM_C") : S("");
}

static err add_facts(struct tx *tx, struct demo *d, struct demo_random *r, int64_t id, struct str position,
                     struct tally *tally, struct buf *results)
{
    struct worker before, after;
    TRY(worker_get(tx, &d->at, id, &before));
    after = before;
    after.qualifications = qualifications_of(r, position);
    after.traits = demo_chance(r, 2) ? S("DIS") : S("");
    after.data_class = demo_chance(r, 55) ? 1 : demo_chance(r, 60) ? 2 : 3;
    TRY(worker_change_checked(tx, &d->at, &before, &after, tally));
    if (after.active && demo_chance(r, 9))
        buf_printf(results, STR_FMT ",%s,2025,LULUS,R3,800.1.2/%lld (contoh),%04d-10-20\n", STR_ARG(after.public_id),
                   demo_chance(r, 70) ? "PPPK" : "PPPK_PW", (long long)demo_pick(r, 900) + 100, 2025);
    return OK;
}

err demo_facts(struct tx *tx, struct demo *d)
{
    struct demo_random r = {d->options.seed + 99};
    struct tally *tally = tally_new(tx_arena(tx));
    AUTO_BUF results = buf_new(FILE_MAX);
    BUF_LIT(&results, "id_pekerja,jenis,tahun,hasil,kode,nomor_surat,tanggal_surat\n");

    int64_t *ids = NEW_ARRAY(d->arena, int64_t, (size_t)d->options.workers + 1);
    struct str *positions = NEW_ARRAY(d->arena, struct str, (size_t)d->options.workers + 1);
    size_t n = 0;
    AUTO_ROWS rows = QUERY(tx, sql_people, d->at.pemda.v);
    while (n < (size_t)d->options.workers && rows_next(&rows)) {
        ids[n] = row_int(&rows);
        positions[n++] = row_str(&rows);
    }
    TRY(rows_fail(&rows, OK));
    for (size_t i = 0; i < n; i++)
        TRY(add_facts(tx, d, &r, ids[i], positions[i], tally, &results));
    TRY(tally_write(tx, &d->at, tally));

    struct plan_count count;
    return result_import(tx, &d->at, plan_year_of(d->at.today), S("hasil-seleksi.csv"), buf_str(&results), &count,
                         &d->faults);
}

/* ---- stages ---- */

err demo_public_test(struct tx *tx, struct demo *d)
{
    struct census c;
    TRY(census_current(tx, &d->at, &c));
    c.public_from = d->at.today;
    c.public_to = date_add_days(d->at.today, 5);
    TRY(census_advance(tx, &d->at, &c, &d->faults));
    TRY(census_current(tx, &d->at, &c));
    int64_t agency;
    TRY(agency_by_text(tx, &d->at, S("1.05"), &agency));
    struct census_objection o = {.agency_id = agency, .words = S("Nama dua orang penjaga malam di kantor kecamatan belum ada dalam daftar."),
                                 .sender = S("Warga, lewat meja konsultasi"), .received = d->at.today};
    return census_objection_add(tx, &d->at, &c, &o, &d->faults);
}

err demo_correct(struct tx *tx, struct demo *d)
{
    struct census c;
    struct census_objection *list;
    size_t n;
    TRY(census_current(tx, &d->at, &c));
    TRY(census_objections(tx, &d->at, c.id, 10, &list, &n));
    for (size_t i = 0; i < n; i++)
        TRY(census_objection_answer(tx, &d->at, &list[i], true, S("Benar; keduanya didata pada masa perbaikan."), &d->faults));
    c.correct_to = date_add_days(d->at.today, 3);
    return census_advance(tx, &d->at, &c, &d->faults);
}

/* Possible duplicates are put side by side; in the demo the agencies found them to be two people. */
static err decide_pairs(struct tx *tx, struct demo *d)
{
    struct census_pair_record *list;
    size_t n;
    TRY(census_pairs_open(tx, &d->at, 0, 1000, &list, &n));
    for (size_t i = 0; i < n; i++) {
        bool same_nik = list[i].kind == PAIR_CLASH;
        TRY(census_pair_decide(tx, &d->at, &list[i], same_nik ? S("sama_a") : S("berbeda"),
                               same_nik ? S("Dua baris dari orang yang sama menurut KTP.")
                                        : S("Dua orang berbeda menurut KTP dan kartu keluarga."),
                               &d->faults));
    }
    return OK;
}

err demo_sign(struct tx *tx, struct demo *d)
{
    TRY(decide_pairs(tx, d));
    struct census c;
    struct census_statement *list;
    size_t n;
    TRY(census_current(tx, &d->at, &c));
    c.sign_to = date_add_days(d->at.today, 2);
    TRY(census_advance(tx, &d->at, &c, &d->faults));
    TRY(census_current(tx, &d->at, &c));
    TRY(census_statements(tx, &d->at, c.id, &list, &n));
    struct demo_random r = {d->options.seed + 5};
    for (size_t i = 0; i < n; i++) {
        list[i].signer = demo_name(d->arena, &r, demo_chance(&r, 40));
        list[i].signer_title = str_printf(d->arena, "Kepala " STR_FMT, STR_ARG(list[i].agency));
        list[i].number = str_printf(d->arena, "800/%zu/SPTJM (contoh)", i + 1);
        list[i].signed_on = d->at.today;
        TRY(census_statement_add(tx, &d->at, &c, &list[i], &d->faults));
    }
    return OK;
}

err demo_lock(struct tx *tx, struct demo *d)
{
    struct census c;
    TRY(census_current(tx, &d->at, &c));
    return census_lock(tx, &d->at, &c, &d->faults);
}
