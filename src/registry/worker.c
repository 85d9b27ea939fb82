/*
 * worker.c: what may be said about a person and what an officer does: add, change, put on a pathway that is no seat.
 * Each action writes the record, its search words, its totals, its history and its audit line, or nothing.
 */
#include "worker.h"

#include <assert.h>

#include "agency.h"
#include "kernel/utf8.h"
#include "nik.h"
#include "person_name.h"
#include "position.h"
#include "registry.h"
#include "worker_db.h"
#include "worker_fields.h"

struct str worker_full_name(struct arena *a, const struct worker *w)
{
    if (w->title_before.n == 0 && w->title_after.n == 0)
        return w->name;
    return str_printf(a, STR_FMT "%s" STR_FMT "%s" STR_FMT, STR_ARG(w->title_before),
                      w->title_before.n > 0 ? " " : "", STR_ARG(w->name), w->title_after.n > 0 ? ", " : "",
                      STR_ARG(w->title_after));
}

bool worker_is_seated(const struct worker *w)
{
    return w->plan_line.n > 0 && w->state != STATE_REFUSED && w->state != STATE_ENDED;
}

/* ---- checks ---- */
static void check_nik(struct str nik, struct date today, struct faults *f)
{
    struct nik_parts parts;
    if (fault_said(f, "nik"))
        return;
    switch (nik_check(nik, today, &parts)) {
    case NIK_FINE:
        break;
    case NIK_BAD_LENGTH:
        if (nik.n == 0)
            fault(f, "nik", "Isi NIK, 16 angka sesuai KTP");
        else
            fault(f, "nik", "NIK harus 16 angka; Anda mengisi %zu", utf8_length(nik));
        break;
    case NIK_BAD_SIGN:
        fault(f, "nik", "NIK hanya boleh angka, tanpa titik, spasi, atau huruf");
        break;
    case NIK_BAD_REGION:
        fault(f, "nik", "Enam angka pertama NIK bukan kode wilayah. Periksa KTP.");
        break;
    case NIK_BAD_DATE:
        fault(f, "nik", "Angka ke-7 sampai ke-12 NIK bukan tanggal yang ada. Periksa KTP.");
        break;
    case NIK_BAD_SERIAL:
        fault(f, "nik", "Empat angka terakhir NIK tidak boleh 0000. Periksa KTP.");
        break;
    }
}

static void check_name(struct str name, struct faults *f)
{
    struct str bad = name_bad_sign(name);
    if (fault_said(f, "nama"))
        return;
    if (name.n == 0)
        fault(f, "nama", "Isi nama lengkap sesuai KTP");
    else if (bad.p != NULL)
        fault(f, "nama", "Nama memuat angka atau tanda “" STR_FMT "”. Tulis nama sesuai KTP.", STR_ARG(bad));
    else if (utf8_length(name) > 120)
        fault(f, "nama", "Nama paling panjang 120 huruf; Anda mengisi %zu", utf8_length(name));
}

static void check_birth(const struct worker *w, struct date today, struct faults *f)
{
    if (fault_said(f, "tanggal_lahir"))
        return;
    if (!date_given(w->birth_date))
        fault(f, "tanggal_lahir", "Isi tanggal lahir sesuai KTP");
    else if (w->birth_date.day < date_from_ymd(1940, 1, 1).day || years_between(w->birth_date, today) < 15)
        fault(f, "tanggal_lahir", "Tanggal lahir tidak masuk akal. Periksa tahunnya.");
}

static void check_start(const struct worker *w, struct date today, struct date frozen_from, struct faults *f)
{
    if (fault_said(f, "tmt_mulai"))
        return;
    if (!date_given(w->started)) {
        fault(f, "tmt_mulai", "Isi tanggal SK pertama");
    } else if (date_given(frozen_from) && w->started.day > frozen_from.day) {
        AUTO_BUF b = buf_new(64);
        date_write(&b, frozen_from);
        fault(f, "tmt_mulai", "Tanggal SK tidak boleh setelah pembekuan, " STR_FMT, STR_ARG(buf_str(&b)));
    } else if (date_given(w->birth_date) && w->started.day <= w->birth_date.day) {
        fault(f, "tmt_mulai", "Tanggal SK pertama harus sesudah tanggal lahir");
    } else if (w->started.day > today.day) {
        fault(f, "tmt_mulai", "Tanggal SK pertama belum terjadi. Periksa tahunnya.");
    }
}

static void check_codes(const struct worker *w, struct faults *f)
{
    const struct {
        const char *field;
        const struct choice *list;
        struct str code;
    } codes[] = {
        {"jenis_kelamin", worker_sexes, w->sex},           {"pendidikan", worker_educations, w->education},
        {"jenis_tenaga", worker_categories, w->category},  {"sumber_dana", worker_pay_sources, w->pay_source},
        {"status_asn", worker_asn_statuses, w->asn_status},
    };
    for (size_t i = 0; i < COUNT(codes); i++) {
        if (codes[i].code.n > 0 && choice_by_code(codes[i].list, codes[i].code) == NULL &&
            !fault_said(f, codes[i].field))
            fault(f, codes[i].field, "Pilih %s dari daftar", entity_field(&worker_entity, codes[i].field)->label);
    }
}

void worker_check(const struct worker *w, struct date today, struct date frozen_from, struct faults *f)
{
    check_name(w->name, f);
    check_nik(w->nik, today, f);
    check_birth(w, today, f);
    check_start(w, today, frozen_from, f);
    if (w->position_id == 0 && w->position_text.n == 0)
        fault(f, "jabatan", "Pilih jabatan, atau tulis jabatan menurut SK");
    check_codes(w, f);
}

/* Agency and position must be ones this person of ours may use. Fills in the position's words. */
static err check_places(struct tx *tx, const struct at *at, struct worker *w, struct faults *f)
{
    struct agency agency;
    int64_t scope = scope_agency(&at->who);
    err e = w->agency_id == 0 ? ERR_MISSING : agency_get(tx, at, w->agency_id, &agency);
    if (e != OK && e != ERR_MISSING)
        return e;
    if (e == ERR_MISSING || (scope != -1 && scope != w->agency_id))
        fault(f, "opd", "Pilih instansi dari daftar");
    else if (!agency.active)
        fault(f, "opd", "Instansi ini sudah tidak aktif. Pilih instansi penggantinya.");
    if (w->position_id == 0)
        return OK;
    struct position position;
    e = position_get(tx, at, w->position_id, &position);
    if (e == ERR_MISSING) {
        fault(f, "jabatan", "Pilih jabatan dari daftar");
        return OK;
    }
    TRY(e);
    if (w->position_text.n == 0)
        w->position_text = position.name;
    return OK;
}

/* One NIK is one person (rules.md 7.3). Says where only to who may see there. */
static err check_unique(struct tx *tx, const struct at *at, const struct worker *w, struct faults *f)
{
    struct worker other;
    err e = worker_by_nik(tx, at, w->nik, &other);
    if (e == ERR_MISSING || (e == OK && other.id == w->id))
        return OK;
    TRY(e);
    int64_t scope = scope_agency(&at->who);
    if (scope == -1 || scope == other.agency_id)
        fault(f, "nik",
              "NIK ini sudah dipakai oleh " STR_FMT ". Satu orang cukup satu baris: buka datanya dan ubah di sana.",
              STR_ARG(other.name));
    else
        fault(f, "nik", "NIK ini sudah terdata di instansi lain. Hubungi BKPSDM untuk memeriksa kedua data.");
    return OK;
}

/* ---- totals of one change ---- */
static err move_totals(struct tx *tx, const struct at *at, const struct worker *before, const struct worker *after,
                       struct tally *t)
{
    struct tally *own = t != NULL ? t : tally_new(tx_arena(tx));
    if (before != NULL)
        tally_add(own, before, -1);
    tally_add(own, after, 1);
    return t != NULL ? OK : tally_write(tx, at, own);
}

/* ---- add and change ---- */
err worker_add_checked(struct tx *tx, const struct at *at, struct worker *w, struct tally *t)
{
    if (w->category.n == 0)
        w->category = S("NON_ASN");
    TRY(worker_insert(tx, at, w));
    TRY(worker_words_insert(tx, at, w));
    tally_add(t, w, 1);
    return OK;
}

err worker_add(struct tx *tx, const struct at *at, struct worker *w, struct faults *f)
{
    bool locked = false;
    TRY(registry_locked(tx, at, &locked));
    if (locked)
        fault(f, "", "Sensus sudah dikunci, jadi orang baru tidak dapat ditambahkan di sini. Ajukan pembukaan kunci "
                     "kepada BKPSDM beserta alasannya.");
    struct date frozen;
    TRY(registry_frozen_from(tx, at, &frozen));
    worker_check(w, at->today, frozen, f);
    TRY(check_places(tx, at, w, f));
    if (!fault_said(f, "nik"))
        TRY(check_unique(tx, at, w, f));
    TRY(faults_end(f));

    w->id = 0;
    w->active = true;
    w->pathway = PATHWAY_UNDECIDED;
    w->state = STATE_NONE;
    struct tally *t = tally_new(tx_arena(tx));
    TRY(worker_add_checked(tx, at, w, t));
    TRY(tally_write(tx, at, t));
    TRY(worker_event_add(tx, at, w->id, "data", S("Ditambahkan ke pendataan"), S("")));
    return audit_write(tx, at, "worker.tambah", w->id, w->name);
}

err worker_change_checked(struct tx *tx, const struct at *at, const struct worker *before, struct worker *w,
                          struct tally *t)
{
    assert(before->id == w->id);
    TRY(worker_update(tx, at, w));
    if (!str_eq(before->name, w->name))
        TRY(worker_words_replace(tx, at, w));
    else if (before->agency_id != w->agency_id)
        TRY(worker_words_move(tx, at, w));
    if (before->agency_id != w->agency_id || before->active != w->active)
        TRY(move_totals(tx, at, before, w, t));
    return OK;
}

err worker_change(struct tx *tx, const struct at *at, struct worker *w, struct faults *f)
{
    struct worker before;
    TRY(worker_get(tx, at, w->id, &before));
    if (before.version != w->version)
        return ERR_STALE;
    bool locked = false;
    TRY(registry_locked(tx, at, &locked));
    const char *touched = worker_snapshot_touched(tx_arena(tx), &before, w);
    if (locked && touched != NULL)
        fault(f, "",
              "Sensus sudah dikunci: %s termasuk data yang dibekukan. Catat lewat permintaan perbaikan data, atau "
              "minta BKPSDM membuka kunci beserta alasannya.",
              touched);
    /* The freeze is judged only when the start is touched: older records are cases of their own (rules.md 1.4). */
    struct date frozen = DATE_NONE;
    if (before.started.day != w->started.day)
        TRY(registry_frozen_from(tx, at, &frozen));
    worker_check(w, at->today, frozen, f);
    if (before.agency_id != w->agency_id || before.position_id != w->position_id)
        TRY(check_places(tx, at, w, f));
    if (!str_eq(before.nik, w->nik) && !fault_said(f, "nik"))
        TRY(check_unique(tx, at, w, f));
    TRY(faults_end(f));

    struct str difference = worker_difference(tx_arena(tx), &before, w);
    if (difference.n == 0)
        return OK;
    TRY(worker_change_checked(tx, at, &before, w, NULL));
    TRY(worker_event_add(tx, at, w->id, "data", S("Data diubah"), S("")));
    return audit_write(tx, at, "worker.ubah", w->id, difference);
}

/* ---- pathways ---- */
err worker_set_pathway(struct tx *tx, const struct at *at, struct worker *w, const struct pathway_step *step,
                       struct tally *t)
{
    assert((step->pathway == PATHWAY_UNDECIDED) == (step->state == STATE_NONE));
    struct worker before = *w;
    w->pathway = step->pathway;
    w->state = step->state;
    w->reason = step->reason;
    w->plan_line = step->plan_line;
    w->run_id = step->run_id;
    w->case_owner = step->pathway == PATHWAY_UNDECIDED ? step->case_owner : 0;
    w->case_due = step->pathway == PATHWAY_UNDECIDED && step->case_owner > 0 ? step->case_due : DATE_NONE;
    if (step->asn_status.n > 0)
        w->asn_status = step->asn_status;
    if (step->pathway == PATHWAY_LEFT)
        w->active = false;
    TRY(worker_update_pathway(tx, at, w));
    if (before.pathway != w->pathway)
        TRY(worker_words_move(tx, at, w));
    TRY(move_totals(tx, at, &before, w, t));
    TRY(worker_event_add(tx, at, w->id, "jalur", step->words, step->document));
    return audit_write(tx, at, "worker.jalur", w->id,
                       str_printf(tx_arena(tx), "%s → %s %s", pathways[before.pathway].code,
                                  pathways[w->pathway].code, pathway_state_codes[w->state]));
}

/* A seat comes from a published run; only an objection with its own decision takes it back. */
static void refuse_seated(const struct worker *w, struct faults *f)
{
    if (worker_is_seated(w))
        fault(f, "",
              "Jalur orang ini adalah kursi dari hasil alokasi yang sudah terbit, jadi tidak diubah dengan tangan. "
              "Buka keberatan atas namanya; hasilnya dihitung ulang dan diumumkan.");
}

static void check_letter(struct str letter, const char *field, const char *what, struct faults *f)
{
    if (letter.n == 0)
        fault(f, field, "Isi nomor %s", what);
    else if (utf8_length(letter) > 120)
        fault(f, field, "Nomor %s paling panjang 120 huruf", what);
}

static void check_past(struct date d, const char *field, const char *what, struct date today, struct faults *f)
{
    if (fault_said(f, field))
        return;
    if (!date_given(d))
        fault(f, field, "Isi tanggal %s", what);
    else if (d.day > today.day)
        fault(f, field, "Tanggal %s belum terjadi. Periksa tahunnya.", what);
}

static struct str document_words(struct arena *a, struct str number, struct date day)
{
    AUTO_BUF b = buf_new(400);
    buf_add(&b, number);
    if (date_given(day)) {
        BUF_LIT(&b, ", ");
        date_write(&b, day);
    }
    return str_dup(a, buf_str(&b));
}

static struct str asn_status_of(enum pathway p)
{
    return str_z(p == PATHWAY_CPNS ? "LULUS_CPNS" : p == PATHWAY_PPPK_PART_TIME ? "LULUS_PPPK_PW" : "LULUS_PPPK");
}

err worker_set_asn(struct tx *tx, const struct at *at, struct worker *w, const struct asn_result *r, struct faults *f)
{
    refuse_seated(w, f);
    if (!pathway_is_asn(r->pathway))
        fault(f, "hasil", "Pilih PPPK, PPPK Paruh Waktu, atau CPNS");
    check_letter(r->letter, "surat", "surat hasil seleksi", f);
    check_past(r->letter_date, "tanggal_surat", "surat hasil seleksi", at->today, f);
    TRY(faults_end(f));
    struct pathway_step step = {
        .pathway = r->pathway, .state = STATE_AGREED, .asn_status = asn_status_of(r->pathway),
        .words = str_printf(tx_arena(tx), "Lulus %s", pathways[r->pathway].label),
        .document = document_words(tx_arena(tx), r->letter, r->letter_date)};
    return worker_set_pathway(tx, at, w, &step, NULL);
}

err worker_set_left(struct tx *tx, const struct at *at, struct worker *w, const struct leaving *l, struct faults *f)
{
    if (choice_by_code(worker_leave_causes, l->cause) == NULL)
        fault(f, "sebab", "Pilih sebabnya");
    check_letter(l->proof, "bukti", "bukti (akta, surat, atau keputusan)", f);
    check_past(l->day, "tanggal_keluar", "keluar", at->today, f);
    TRY(faults_end(f));
    struct pathway_step step = {
        .pathway = PATHWAY_LEFT, .state = STATE_ENDED,
        .words = str_printf(tx_arena(tx), "Keluar: " STR_FMT,
                            STR_ARG(choice_words(worker_leave_causes, l->cause))),
        .document = document_words(tx_arena(tx), l->proof, l->day)};
    return worker_set_pathway(tx, at, w, &step, NULL);
}

err worker_set_case(struct tx *tx, const struct at *at, struct worker *w, int64_t owner, struct date due,
                    struct faults *f)
{
    bool exists = false;
    if (owner > 0)
        TRY(case_owner_exists(tx, at, owner, &exists));
    if (!exists)
        fault(f, "penanggung", "Pilih penanggung jawab dari daftar petugas");
    if (!fault_said(f, "tenggat") && !date_given(due))
        fault(f, "tenggat", "Isi tanggal penyelesaian");
    else if (date_given(due) && due.day < at->today.day)
        fault(f, "tenggat", "Tanggal penyelesaian sudah lewat. Pilih hari ini atau sesudahnya.");
    if (w->pathway != PATHWAY_UNDECIDED)
        fault(f, "", STR_FMT " sudah punya jalur, jadi tidak memerlukan penanggung jawab.", STR_ARG(w->name));
    TRY(faults_end(f));
    AUTO_BUF words = buf_new(200);
    BUF_LIT(&words, "Penanggung jawab ditetapkan, selesai paling lambat ");
    date_write(&words, due);
    struct pathway_step step = {.pathway = PATHWAY_UNDECIDED,
                                .state = STATE_NONE,
                                .reason = w->reason,
                                .run_id = w->run_id,
                                .case_owner = owner,
                                .case_due = due,
                                .words = str_dup(tx_arena(tx), buf_str(&words))};
    return worker_set_pathway(tx, at, w, &step, NULL);
}

err worker_set_sent_home(struct tx *tx, const struct at *at, struct worker *w, struct date day, struct str decision,
                         struct faults *f)
{
    bool back = !date_given(day) && decision.n == 0;
    if (!back) {
        check_letter(decision, "keputusan", "keputusan", f);
        check_past(day, "tanggal_dirumahkan", "dirumahkan", at->today, f);
    }
    TRY(faults_end(f));
    w->sent_home = day;
    w->sent_home_decision = decision;
    TRY(worker_update(tx, at, w));
    TRY(worker_event_add(tx, at, w->id, "dirumahkan", str_z(back ? "Catatan dirumahkan dicabut" : "Dirumahkan"),
                         document_words(tx_arena(tx), decision, day)));
    return audit_write(tx, at, "worker.dirumahkan", w->id, decision);
}
