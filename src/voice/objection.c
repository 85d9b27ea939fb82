/*
 * objection.c: opening, taking back, answering. What an answer changes is not here: an accepted objection tells the
 * officer to put the input right and to compute again.
 */
#include "objection_db.h"

#include "kernel/audit/audit.h"
#include "kernel/number.h"
#include "kernel/utf8.h"
#include "rule/rulebook.h"

enum { WORDS_MIN = 20, WORDS_MAX = 2000, ANSWER_MIN = 10 };

const struct objection_subject objection_subjects[] = {
    {"data", "Data saya salah atau kurang"},
    {"urutan", "Urutan saya terhadap orang lain"},
    {"pilihan", "Pilihan saya tidak dipakai"},
    {"upah", "Upahnya lebih rendah dari yang lama"},
    {"jarak", "Tempat kerjanya terlalu jauh"},
    {"lain", "Hal lain"},
    {NULL, NULL},
};

const char *objection_subject_label(struct str code)
{
    for (const struct objection_subject *s = objection_subjects; s->code != NULL; s++) {
        if (str_eqz(code, s->code))
            return s->label;
    }
    return NULL;
}

struct date objection_last_day(const struct rulebook *rules, struct date published)
{
    int64_t days = rules == NULL ? 7 : rule_number(rules, "objection.days", published, 7);
    return date_add_days(published, (int32_t)days);
}

struct date objection_due(const struct rulebook *rules, struct date today)
{
    int64_t days = rules == NULL ? 5 : rule_number(rules, "objection.answer", today, 5);
    return date_add_workdays(today, (int32_t)days);
}

/* The worker's own objection: about something published, and in time. */
static void judge_time(const struct at *at, const struct objection_draft *d, struct faults *f)
{
    if (!date_given(d->published)) {
        fault(f, "",
              "Belum ada hasil yang terbit. Keberatan dapat diajukan setelah hasil diumumkan; data yang "
              "salah dapat "
              "diperbaiki sekarang di halaman Data saya.");
        return;
    }
    struct date last = objection_last_day(at->rules, d->published);
    if (at->today.day <= last.day)
        return;
    AUTO_BUF day = buf_new(64);
    date_write(&day, last);
    fault(f, "",
          "Batas keberatan sudah lewat pada " STR_FMT
          ". Datanglah ke meja konsultasi instansi Anda: petugas dapat "
          "mencatatnya beserta alasan keterlambatan.",
          STR_ARG(buf_str(&day)));
}

static void judge_words(const struct objection_draft *d, struct faults *f)
{
    if (objection_subject_label(d->subject) == NULL)
        fault(f, "pokok", "Pilih pokok keberatan dari daftar");
    size_t n = utf8_length(d->words);
    if (n < WORDS_MIN)
        fault(f, "uraian", "Ceritakan keberatannya, paling sedikit %d huruf, agar petugas dapat memeriksa",
              WORDS_MIN);
    else if (n > WORDS_MAX)
        fault(f, "uraian", "Ringkas keberatannya sampai %d huruf; Anda menulis %zu", WORDS_MAX, n);
}

static err refuse_second(struct tx *tx, const struct at *at, int64_t worker_id, struct faults *f)
{
    struct objection newest;
    size_t n = 0;
    TRY(objection_list(tx, at, worker_id, 1, &newest, &n));
    if (n > 0 && str_eqz(newest.state, "menunggu"))
        fault(f, "", "Keberatan nomor " STR_FMT " masih menunggu jawaban. Tunggu jawabannya dulu.",
              STR_ARG(newest.number));
    return OK;
}

err objection_open(struct tx *tx, const struct at *at, int64_t worker_id, const struct objection_draft *d,
                   int64_t *ret_id, struct faults *f)
{
    struct worker w;
    TRY(worker_get(tx, at, worker_id, &w));
    if (at->who.scope == SCOPE_SELF)
        judge_time(at, d, f);
    judge_words(d, f);
    TRY(refuse_second(tx, at, worker_id, f));
    TRY(faults_end(f));

    struct objection o = {.worker_id = w.id,
                          .run_number = d->run_number,
                          .subject = d->subject,
                          .words = d->words,
                          .opened_by = at->who.user_id,
                          .created = at->now,
                          .due = objection_due(at->rules, at->today)};
    TRY(number_next(tx, at->pemda, "KB", date_to_ymd(at->today).year, &o.number));
    TRY(objection_insert(tx, at, &o));
    TRY(worker_event_add(
        tx, at, w.id, "keberatan",
        str_printf(tx_arena(tx), "Keberatan diajukan: %s", objection_subject_label(d->subject)), o.number));
    TRY(audit_write(tx, at, "keberatan.buka", o.id, o.subject));
    *ret_id = o.id;
    return OK;
}

err objection_withdraw(struct tx *tx, const struct at *at, int64_t id, int64_t version)
{
    struct objection o;
    TRY(objection_get(tx, at, id, &o));
    if (o.version != version || !str_eqz(o.state, "menunggu"))
        return ERR_STALE;
    o.state = S("ditarik");
    o.decided = at->now;
    TRY(objection_update_state(tx, at, &o));
    TRY(worker_event_add(tx, at, o.worker_id, "keberatan", S("Keberatan ditarik kembali"), o.number));
    return audit_write(tx, at, "keberatan.tarik", o.id, S(""));
}

err objection_decide(struct tx *tx, const struct at *at, int64_t id, int64_t version, bool accept,
                     struct str answer, struct faults *f)
{
    struct objection o;
    TRY(objection_get(tx, at, id, &o));
    if (o.version != version || !str_eqz(o.state, "menunggu"))
        return ERR_STALE;
    size_t n = utf8_length(answer);
    if (n < ANSWER_MIN)
        fault(f, "jawaban",
              "Tulis jawaban yang dapat dimengerti yang bersangkutan, paling sedikit %d huruf", ANSWER_MIN);
    else if (n > WORDS_MAX)
        fault(f, "jawaban", "Ringkas jawaban sampai %d huruf; Anda menulis %zu", WORDS_MAX, n);
    TRY(faults_end(f));
    o.state = accept ? S("diterima") : S("ditolak");
    o.answer = answer;
    o.decided = at->now;
    TRY(objection_update_state(tx, at, &o));
    TRY(worker_event_add(tx, at, o.worker_id, "keberatan",
                         accept ? S("Keberatan diterima") : S("Keberatan ditolak"), o.number));
    return audit_write(tx, at, accept ? "keberatan.terima" : "keberatan.tolak", o.id, S(""));
}
