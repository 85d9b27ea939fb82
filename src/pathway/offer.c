/*
 * offer.c: a placement is an offer (allocation.md section 6): the worker takes it or refuses it, and a refusal is a
 * right with an owner and a date behind it, never a punishment.
 */
#include "offer.h"

#include <assert.h>

#include "kernel/audit/audit.h"
#include "kernel/region.h"

static int64_t days_setting(struct tx *tx, const struct at *at, const char *name, int64_t otherwise)
{
    struct str v;
    int64_t days = otherwise;
    if (region_setting(tx, at->pemda, name, S(""), &v) != OK || !str_to_uint(v, &days) || days < 1 || days > 365)
        return otherwise;
    return days;
}

int64_t offer_days(struct tx *tx, const struct at *at)
{
    return days_setting(tx, at, "tawaran.hari", 14);
}

int64_t case_days(struct tx *tx, const struct at *at)
{
    return days_setting(tx, at, "kasus.hari", 30);
}

static const struct sql sql_offer_withdraw = {
    "UPDATE offer SET version = version + 1, state = 'ditarik', answered = $3 "
    "WHERE pemda_id = $1 AND worker_id = $2 AND state = 'menunggu'"};
static const struct sql sql_offer_insert = {
    "INSERT INTO offer (pemda_id, id, worker_id, run_id, line_id, pathway, wage_before, wage_after, state, words, made, "
    "made_by, due) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'menunggu', $9, $10, $11, $12)"};
static const struct sql sql_offer_insert_by_hand = {
    "INSERT INTO offer (pemda_id, id, worker_id, line_id, pathway, wage_before, wage_after, state, words, made, "
    "made_by, due) VALUES ($1, $2, $3, $4, $5, $6, $7, 'menunggu', $8, $9, $10, $11)"};

err offer_close(struct tx *tx, const struct at *at, const struct worker *w)
{
    return EXEC(tx, sql_offer_withdraw, at->pemda.v, w->id, at->now);
}

static err offer_insert(struct tx *tx, const struct at *at, const struct worker *w, const struct offer_order *o,
                        enum pathway pathway, struct date due)
{
    const struct plan_line *l = o->line;
    int64_t id = id_new(tx_db(tx));
    TRY(EXEC(tx, sql_offer_withdraw, at->pemda.v, w->id, at->now));
    if (o->run_id == 0)
        return EXEC(tx, sql_offer_insert_by_hand, at->pemda.v, id, w->id, l->id, pathways[pathway].code, w->last_wage,
                    l->wage, o->words, at->now, at->who.user_id, due);
    return EXEC(tx, sql_offer_insert, at->pemda.v, id, w->id, o->run_id, l->id, pathways[pathway].code, w->last_wage,
                l->wage, o->words, at->now, at->who.user_id, due);
}

err offer_make(struct tx *tx, const struct at *at, struct worker *w, const struct offer_order *o, struct tally *t)
{
    enum pathway pathway = pathway_of_line(o->line->stage, o->line->position_code);
    struct date due = date_add_days(at->today, (int32_t)offer_days(tx, at));
    TRY(offer_insert(tx, at, w, o, pathway, due));
    struct pathway_step step = {
        .pathway = pathway, .state = STATE_OFFERED, .reason = o->reason, .plan_line = o->line->code,
        .run_id = o->run_id, .case_due = DATE_NONE, .words = o->words, .document = o->document,
    };
    return worker_set_pathway(tx, at, w, &step, t);
}

static const struct sql sql_line_taken_report = {
    "SELECT count(*) FROM worker WHERE pemda_id = $1 AND plan_line = $2 AND active = 1"};

err offer_by_hand(struct tx *tx, const struct at *at, struct worker *w, struct str line_code, struct str words,
                  struct faults *f)
{
    struct plan_line l;
    int64_t taken = 0;
    if (worker_is_seated(w))
        fault(f, "", "Orang ini sudah mendapat kursi dari hasil yang terbit. Perubahan ditempuh lewat keberatan.");
    if (pathway_is_asn(w->pathway))
        fault(f, "", "Orang ini sudah berada pada jalur ASN.");
    if (words.n < 10)
        fault(f, "alasan", "Tulis isi tawaran dan mengapa cocok, satu kalimat atau lebih; orang ini akan membacanya.");
    err e = plan_line_by_code(tx, at, plan_year_of(at->today), line_code, &l);
    if (e == ERR_MISSING || (e == OK && !l.active))
        fault(f, "baris", "Pilih baris rencana dari daftar.");
    else if (e != OK)
        return e;
    else if (l.stage < 3)
        fault(f, "baris", "Kursi tahap 1 dan 2 hanya dibagikan lewat perhitungan yang terbit.");
    else {
        TRY(QUERY_INT(tx, &taken, sql_line_taken_report, at->pemda.v, l.code));
        if (taken >= l.seats)
            fault(f, "baris", "Semua %d tempat baris ini sudah ditawarkan.", l.seats);
    }
    TRY(faults_end(f));
    struct offer_order order = {.line = &l, .words = words};
    TRY(offer_make(tx, at, w, &order, NULL));
    return audit_write(tx, at, "tawaran.buat", w->id, l.code);
}

#define OFFER_COLUMNS                                                                                        \
    "SELECT o.id, o.version, o.worker_id, COALESCE(o.run_id, 0), o.line_id, o.pathway, o.state, l.code, "     \
    "p.name, a.name, o.words, o.reason, l.stage, o.wage_before, o.wage_after, o.made, o.answered, o.due "     \
    "FROM offer o JOIN plan_line l ON l.pemda_id = o.pemda_id AND l.id = o.line_id "                         \
    "JOIN position p ON p.pemda_id = l.pemda_id AND p.id = l.position_id "                                   \
    "JOIN agency a ON a.pemda_id = l.pemda_id AND a.id = l.agency_id "

static void read_offer(struct rows *r, struct offer *o)
{
    *o = (struct offer){.id = row_int(r)};
    o->version = row_int(r);
    o->worker_id = row_int(r);
    o->run_id = row_int(r);
    o->line_id = row_int(r);
    if (!pathway_by_code(row_str(r), &o->pathway))
        o->pathway = PATHWAY_UNDECIDED;
    o->state = row_str(r);
    o->line_code = row_str(r);
    o->position_name = row_str(r);
    o->agency_name = row_str(r);
    o->words = row_str(r);
    o->reason = row_str(r);
    o->stage = row_i32(r);
    o->wage_before = row_rupiah(r);
    o->wage_after = row_rupiah(r);
    o->made = row_moment(r);
    o->answered = row_moment(r);
    o->due = row_date(r);
}

static const struct sql sql_offer_of_worker_report = {
    OFFER_COLUMNS "WHERE o.pemda_id = $1 AND o.worker_id = $2 ORDER BY o.id DESC LIMIT 1"};
static const struct sql sql_offer_report = {OFFER_COLUMNS "WHERE o.pemda_id = $1 AND o.id = $2"};

err offer_of_worker(struct tx *tx, const struct at *at, int64_t worker_id, struct offer *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_offer_of_worker_report, at->pemda.v, worker_id);
    if (!rows_next(&r))
        return rows_fail(&r, ERR_MISSING);
    read_offer(&r, ret);
    return OK;
}

static err offer_get(struct tx *tx, const struct at *at, int64_t id, struct offer *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_offer_report, at->pemda.v, id);
    if (!rows_next(&r))
        return rows_fail(&r, ERR_MISSING);
    read_offer(&r, ret);
    return OK;
}

static const struct sql sql_offer_answer = {
    "UPDATE offer SET version = version + 1, state = $4, reason = $5, answered = $6 "
    "WHERE pemda_id = $1 AND id = $2 AND version = $3 AND state = 'menunggu'"};
static const struct sql sql_offer_maker = {"SELECT made_by FROM offer WHERE pemda_id = $1 AND id = $2"};

/* A refusal goes back to the officer who made the offer, with a date. */
static err refused_step(struct tx *tx, const struct at *at, const struct offer *o, struct pathway_step *ret)
{
    int64_t maker = 0;
    TRY(QUERY_INT(tx, &maker, sql_offer_maker, at->pemda.v, o->id));
    *ret = (struct pathway_step){
        .pathway = PATHWAY_UNDECIDED, .state = STATE_NONE, .reason = S("MENOLAK"), .case_owner = maker,
        .case_due = date_add_days(at->today, (int32_t)case_days(tx, at)),
        .words = S("Menolak tawaran; dicarikan jalur lain"),
    };
    return OK;
}

err offer_answer(struct tx *tx, const struct at *at, int64_t offer_id, int64_t version, bool accept,
                 struct str reason, struct faults *f)
{
    struct offer o;
    struct worker w;
    struct pathway_step step;
    int64_t self = scope_self(&at->who);
    TRY(offer_get(tx, at, offer_id, &o));
    if (o.worker_id != self)
        return ERR_MISSING;
    if (!str_eqz(o.state, "menunggu") || o.version != version)
        return ERR_STALE;
    if (o.due.day < at->today.day)
        fault(f, "", "Batas menjawab tawaran ini sudah lewat. Hubungi meja konsultasi instansi Anda.");
    if (reason.n > 500)
        fault(f, "alasan", "Alasan paling panjang 500 huruf.");
    TRY(faults_end(f));
    TRY(worker_get(tx, at, self, &w));
    TRY(EXEC_ONE(tx, sql_offer_answer, at->pemda.v, o.id, version, accept ? "diterima" : "ditolak", reason, at->now));
    if (accept)
        step = (struct pathway_step){
            .pathway = w.pathway, .state = STATE_AGREED, .reason = w.reason, .plan_line = w.plan_line,
            .run_id = w.run_id, .case_due = DATE_NONE, .words = S("Menyetujui tawaran")};
    else
        TRY(refused_step(tx, at, &o, &step));
    TRY(worker_set_pathway(tx, at, &w, &step, NULL));
    return audit_write(tx, at, accept ? "tawaran.terima" : "tawaran.tolak", o.id, reason);
}
