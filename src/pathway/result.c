/*
 * result.c: importing selection results. A row equal to what is known changes nothing; a pass moves the person to
 * the ASN pathway with the letter in the history, in the same transaction.
 */
#include "result.h"

#include "offer.h"
#include "choice_db.h"
#include "kernel/audit/audit.h"
#include "registry/worker.h"
#include "sheet.h"

enum { COL_WORKER, COL_NIK, COL_KIND, COL_YEAR, COL_OUTCOME, COL_CODE, COL_FORMATION, COL_SCORE, COL_PLACE,
       COL_LETTER, COL_LETTER_DATE };
static const struct sheet_column columns[] = {
    [COL_WORKER] = {"id_pekerja|nomor_pekerja", false},
    [COL_NIK] = {"nik", false},
    [COL_KIND] = {"jenis|seleksi|jenis_seleksi", true},
    [COL_YEAR] = {"tahun|tahun_seleksi", true},
    [COL_OUTCOME] = {"hasil|status|status_asn", true},
    [COL_CODE] = {"kode|kode_hasil", false},
    [COL_FORMATION] = {"formasi|jabatan_formasi", false},
    [COL_SCORE] = {"nilai|skor", false},
    [COL_PLACE] = {"peringkat|ranking|urutan", false},
    [COL_LETTER] = {"nomor_surat|surat|no_surat", true},
    [COL_LETTER_DATE] = {"tanggal_surat|tgl_surat", false},
};

struct kind {
    const char *spelling, *code, *asn_status;
    enum pathway pathway;
};
static const struct kind kinds[] = {
    {"PPPK", "PPPK", "LULUS_PPPK", PATHWAY_PPPK},
    {"PPPK_PW", "PPPK_PW", "LULUS_PPPK_PW", PATHWAY_PPPK_PART_TIME},
    {"PPPK PARUH WAKTU", "PPPK_PW", "LULUS_PPPK_PW", PATHWAY_PPPK_PART_TIME},
    {"CPNS", "CPNS", "LULUS_CPNS", PATHWAY_CPNS},
};

static const struct kind *kind_of(struct arena *a, struct str s)
{
    struct str up = str_upper(a, s);
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (str_eqz(up, kinds[i].spelling))
            return &kinds[i];
    return NULL;
}

static struct str outcome_of(struct arena *a, struct str s)
{
    struct str up = str_upper(a, s);
    if (str_eqz(up, "LULUS") || str_eqz(up, "L") || str_starts(up, S("LULUS_")))
        return S("LULUS");
    if (str_eqz(up, "TIDAK LULUS") || str_eqz(up, "TIDAK_LULUS") || str_eqz(up, "TL") || str_eqz(up, "TMS"))
        return S("TIDAK_LULUS");
    if (str_eqz(up, "MENUNGGU"))
        return S("MENUNGGU");
    return S("");
}

static int64_t find_worker(struct sheet *s, struct tx *tx, const struct at *at)
{
    struct str id = sheet_cell(s, COL_WORKER), nik = sheet_cell(s, COL_NIK);
    struct worker w;
    if (id.n > 0)
        return worker_by_public_id_report(tx, at, id);
    return nik.n > 0 && worker_by_nik(tx, at, nik, &w) == OK ? w.id : 0;
}

static void read_row(struct sheet *s, struct tx *tx, const struct at *at, struct selection_result *x)
{
    struct arena *a = s->arena;
    int64_t year = 0, place = 0;
    struct str date = sheet_cell(s, COL_LETTER_DATE);
    *x = (struct selection_result){.worker_id = find_worker(s, tx, at), .letter_date = DATE_NONE};
    const struct kind *kind = kind_of(a, sheet_cell(s, COL_KIND));
    x->outcome = outcome_of(a, sheet_cell(s, COL_OUTCOME));
    x->code = str_dup(a, sheet_cell(s, COL_CODE));
    x->formation = str_dup(a, sheet_cell(s, COL_FORMATION));
    x->score = str_dup(a, sheet_cell(s, COL_SCORE));
    x->letter = str_dup(a, sheet_cell(s, COL_LETTER));
    if (x->worker_id == 0)
        sheet_fault(s, "orang ini tidak ada dalam daftar tenaga. Periksa NIK atau id_pekerja.");
    if (kind == NULL)
        sheet_fault(s, "jenis harus PPPK, PPPK_PW, atau CPNS.");
    else
        x->kind = str_z(kind->code);
    if (x->outcome.n == 0)
        sheet_fault(s, "hasil harus LULUS, TIDAK LULUS, atau MENUNGGU.");
    if (sheet_number(s, COL_YEAR, 2199, -1, &year) && year < 2013)
        sheet_fault(s, "tahun seleksi %lld tidak mungkin.", (long long)year);
    if (sheet_number(s, COL_PLACE, 10000000, 0, &place))
        x->place = (int32_t)place;
    x->year = (int32_t)year;
    if (x->letter.n == 0)
        sheet_fault(s, "nomor_surat harus diisi: hasil dicatat hanya dengan suratnya.");
    if (date.n > 0 && !date_parse_form(date, &x->letter_date))
        sheet_fault(s, "tanggal_surat \"%.*s\" bukan tanggal.", STR_ARG(date));
}

static const struct sql sql_result_of = {
    "SELECT id, version, worker_id, kind, outcome, year, place, code, formation, score, letter, letter_date "
    "FROM asn_result WHERE pemda_id = $1 AND worker_id = $2 AND kind = $3 AND year = $4"};
static const struct sql sql_results_of_worker = {
    "SELECT id, version, worker_id, kind, outcome, year, place, code, formation, score, letter, letter_date "
    "FROM asn_result WHERE pemda_id = $1 AND worker_id = $2 ORDER BY year DESC, kind"};

static void row_result(struct rows *r, struct selection_result *x)
{
    x->id = row_int(r);
    x->version = row_int(r);
    x->worker_id = row_int(r);
    x->kind = row_str(r);
    x->outcome = row_str(r);
    x->year = row_i32(r);
    x->place = row_i32(r);
    x->code = row_str(r);
    x->formation = row_str(r);
    x->score = row_str(r);
    x->letter = row_str(r);
    x->letter_date = row_date(r);
}

err results_of_worker(struct tx *tx, const struct at *at, int64_t worker_id, struct selection_result *ret, size_t most,
                      size_t *n)
{
    size_t found = 0;
    AUTO_ROWS r = QUERY(tx, sql_results_of_worker, at->pemda.v, worker_id);
    while (found < most && rows_next(&r))
        row_result(&r, &ret[found++]);
    TRY(rows_fail(&r, OK));
    *n = found;
    return OK;
}

static bool same_result(const struct selection_result *a, const struct selection_result *b)
{
    return str_eq(a->outcome, b->outcome) && a->place == b->place && str_eq(a->code, b->code) &&
           str_eq(a->formation, b->formation) && str_eq(a->score, b->score) && str_eq(a->letter, b->letter) &&
           a->letter_date.day == b->letter_date.day;
}

static const struct sql sql_result_put = {
    "INSERT INTO asn_result (pemda_id, id, worker_id, kind, year, outcome, code, formation, score, place, letter, "
    "letter_date, changed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) "
    "ON CONFLICT (pemda_id, worker_id, kind, year) DO UPDATE SET version = asn_result.version + 1, outcome = $6, "
    "code = $7, formation = $8, score = $9, place = $10, letter = $11, letter_date = $12, changed = $13"};

/* The person's pathway follows the fact: passed means ASN, waiting is only noted. */
static err move_person(struct tx *tx, const struct at *at, const struct selection_result *x, struct tally *tally)
{
    struct worker w;
    const struct kind *kind = kind_of(tx_arena(tx), x->kind);
    bool passed = str_eqz(x->outcome, "LULUS"), waits = str_eqz(x->outcome, "MENUNGGU");
    TRY(worker_get(tx, at, x->worker_id, &w));
    if (!passed && !(waits && w.asn_status.n == 0))
        return OK;
    if (passed)
        TRY(offer_close(tx, at, &w));
    struct pathway_step step = {
        .pathway = passed ? kind->pathway : w.pathway,
        .state = passed ? STATE_AGREED : w.state,
        .reason = passed ? S("") : w.reason,
        .plan_line = passed ? S("") : w.plan_line,
        .run_id = passed ? 0 : w.run_id,
        .case_owner = passed ? 0 : w.case_owner,
        .case_due = passed ? DATE_NONE : w.case_due,
        .asn_status = passed ? str_z(kind->asn_status) : S("MENUNGGU"),
        .words = str_printf(tx_arena(tx), "Hasil seleksi " STR_FMT " %d: %s", STR_ARG(x->kind), x->year,
                            passed ? "lulus" : "menunggu"),
        .document = x->letter,
    };
    return worker_set_pathway(tx, at, &w, &step, tally);
}

static err put_result(struct tx *tx, const struct at *at, const struct selection_result *x, struct tally *tally,
                      struct plan_count *count)
{
    struct selection_result old = {0};
    bool known;
    {
        AUTO_ROWS r = QUERY(tx, sql_result_of, at->pemda.v, x->worker_id, x->kind, x->year);
        known = rows_next(&r);
        if (known)
            row_result(&r, &old);
        else
            TRY(rows_fail(&r, OK));
    }
    if (known && same_result(x, &old)) {
        count->same++;
        return OK;
    }
    if (known)
        count->changed++;
    else
        count->added++;
    TRY(EXEC(tx, sql_result_put, at->pemda.v, id_new(tx_db(tx)), x->worker_id, x->kind, x->year, x->outcome, x->code,
             x->formation, x->score, x->place, x->letter, x->letter_date, at->now));
    return move_person(tx, at, x, tally);
}

err result_import(struct tx *tx, const struct at *at, int32_t year, struct str file_name, struct str bytes,
                  struct plan_count *ret, struct faults *f)
{
    struct arena *a = tx_arena(tx);
    struct sheet s;
    (void)year;
    TRY(sheet_open(a, file_name, bytes, columns, COUNT(columns), f, &s));
    if (s.at[COL_WORKER] < 0 && s.at[COL_NIK] < 0)
        sheet_fault(&s, "kolom nik atau id_pekerja harus ada.");
    TRY(faults_end(f));
    size_t lines = 1, n = 0;
    for (size_t i = 0; i < bytes.n; i++)
        lines += bytes.p[i] == '\n' || bytes.p[i] == '\r';
    struct selection_result *list = NEW_ARRAY(a, struct selection_result, lines);
    while (n < lines && sheet_next(&s))
        read_row(&s, tx, at, &list[n++]);
    TRY(faults_end(f));
    struct plan_count count = {0};
    struct tally *tally = tally_new(a);
    for (size_t i = 0; i < n; i++)
        TRY(put_result(tx, at, &list[i], tally, &count));
    TRY(tally_write(tx, at, tally));
    *ret = count;
    if (count.added + count.changed == 0)
        return OK;
    return audit_write(tx, at, "seleksi.impor", 0,
                       str_printf(a, STR_FMT ": %lld hasil", STR_ARG(file_name),
                                  (long long)(count.added + count.changed)));
}
