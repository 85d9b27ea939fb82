/*
 * correction.c: asking and deciding. The new value is judged by the register's own rules both when it is asked and
 * when it is accepted: between the two the register may have changed.
 */
#include "correction_db.h"

#include <assert.h>

#include "kernel/audit/audit.h"
#include "kernel/number.h"
#include "kernel/utf8.h"
#include "rule/rulebook.h"

enum { REASON_MIN = 10, REASON_MAX = 1000 };

const char *const correction_fields[] = {
    "nama",       "gelar_depan",  "gelar_belakang", "tempat_lahir", "tanggal_lahir", "jenis_kelamin",
    "pendidikan", "jabatan_teks", "unit_kerja",     "tmt_mulai",    "upah",          "kualifikasi",
    "no_hp",      "alamat",       "npwp",           "bpjs",         "nomor_kk",      NULL};

const struct field *correction_field(struct str name)
{
    for (size_t i = 0; correction_fields[i] != NULL; i++) {
        if (str_eqz(name, correction_fields[i]))
            return entity_field(&worker_entity, correction_fields[i]);
    }
    return NULL;
}

struct date correction_due(const struct rulebook *rules, struct date today)
{
    int64_t hours = rules == NULL ? 72 : rule_number(rules, "pdp.request_answer", today, 72);
    return date_add_days(today, (int32_t)((hours + 23) / 24));
}

/* Put the stored text into the field, by the same reader that reads forms. */
static err value_into(struct worker *w, const struct field *f, struct str value, struct faults *faults)
{
    const char *const group[] = {field_name(f), NULL};
    const struct pair pair = {str_z(field_name(f)), value};
    struct form form = {.fields = {&pair, 1}};
    return entity_read(&worker_entity, group, &form, w, faults);
}

struct str correction_words(struct arena *a, const struct field *f, struct str value)
{
    struct worker w = {.birth_date = DATE_NONE, .started = DATE_NONE};
    struct faults unused = {.arena = a};
    if (value.n == 0 || value_into(&w, f, value, &unused) != OK)
        return value.n == 0 ? S("(kosong)") : value;
    struct html shown = {.out = buf_new(4096)};
    field_show(&shown, f, &w);
    struct str words = f->type == FIELD_TEXT ? value : str_dup(a, buf_str(&shown.out));
    buf_free(&shown.out);
    return words;
}

/* What the register's rules say about this one field of the changed record; other fields are not asked about. */
static void judge_field(const struct worker *w, const struct field *f, struct date today,
                        struct faults *faults)
{
    struct faults all = {.arena = faults->arena};
    worker_check(w, today, DATE_NONE, &all);
    struct str wrong = fault_of(&all, field_name(f));
    if (wrong.p != NULL)
        fault(faults, field_name(f), STR_FMT, STR_ARG(wrong));
}

static void judge_text(struct faults *f, const char *field, struct str text, const char *what)
{
    size_t n = utf8_length(text);
    if (n < REASON_MIN)
        fault(f, field, "Tulis %s, paling sedikit %d huruf", what, REASON_MIN);
    else if (n > REASON_MAX)
        fault(f, field, "Ringkas %s sampai %d huruf; Anda menulis %zu", what, REASON_MAX, n);
}

static err judge_request(struct tx *tx, const struct at *at, const struct worker *before,
                         struct correction *c, const struct field *f, const struct form *form,
                         struct faults *faults)
{
    struct worker after = *before;
    const char *const group[] = {field_name(f), NULL};
    if (entity_read(&worker_entity, group, form, &after, faults) == OK)
        judge_field(&after, f, at->today, faults);
    c->old_value = field_text(tx_arena(tx), f, before);
    c->new_value = field_text(tx_arena(tx), f, &after);
    if (faults->n == 0 && str_eq(c->old_value, c->new_value))
        fault(faults, field_name(f), "Isian ini sama dengan yang tersimpan; tulis yang seharusnya");
    judge_text(faults, "alasan", c->reason, "alasan dan bukti yang Anda punya");
    int64_t open = 0;
    TRY(correction_open_count(tx, at, c->worker_id, c->field, &open));
    if (open > 0)
        fault(faults, "", "Permintaan Anda untuk %s masih diperiksa. Tunggu jawabannya dulu.", f->label);
    return faults_end(faults);
}

err correction_ask(struct tx *tx, const struct at *at, const struct field *f, const struct form *form,
                   struct faults *faults)
{
    assert(correction_field(str_z(field_name(f))) == f);
    struct worker w;
    TRY(worker_get(tx, at, scope_self(&at->who), &w));
    struct str reason = pairs_get(&form->fields, "alasan");
    struct correction c = {.worker_id = w.id,
                           .field = str_z(field_name(f)),
                           .reason = reason.p == NULL ? S("") : reason,
                           .created = at->now,
                           .due = correction_due(at->rules, at->today)};
    TRY(judge_request(tx, at, &w, &c, f, form, faults));
    TRY(number_next(tx, at->pemda, "PD", date_to_ymd(at->today).year, &c.number));
    TRY(correction_insert(tx, at, &c));
    TRY(worker_event_add(tx, at, w.id, "perbaikan",
                         str_printf(tx_arena(tx), "Minta perbaikan: %s", f->label), c.number));
    return audit_write(tx, at, "perbaikan.minta", c.id, c.field);
}

/* Write the accepted value into the register. */
static err apply(struct tx *tx, const struct at *at, const struct correction *c, const struct field *f,
                 struct faults *faults)
{
    struct worker before, after;
    TRY(worker_get(tx, at, c->worker_id, &before));
    after = before;
    TRY(value_into(&after, f, c->new_value, faults));
    judge_field(&after, f, at->today, faults);
    TRY(faults_end(faults));
    TRY(worker_change_checked(tx, at, &before, &after, NULL));
    return worker_event_add(tx, at, c->worker_id, "data",
                            str_printf(tx_arena(tx), "%s diperbaiki atas permintaan sendiri", f->label),
                            c->number);
}

err correction_decide(struct tx *tx, const struct at *at, int64_t id, int64_t version, bool accept,
                      struct str answer, struct faults *f)
{
    struct correction c;
    TRY(correction_get(tx, at, id, &c));
    if (c.version != version || !str_eqz(c.state, "menunggu"))
        return ERR_STALE;
    const struct field *field = correction_field(c.field);
    if (field == NULL)
        return ERR_IO;
    if (!accept)
        judge_text(f, "jawaban", answer, "alasan penolakan, agar yang bersangkutan mengerti");
    TRY(faults_end(f));
    if (accept)
        TRY(apply(tx, at, &c, field, f));
    else
        TRY(worker_event_add(tx, at, c.worker_id, "perbaikan",
                             str_printf(tx_arena(tx), "Perbaikan ditolak: %s", field->label), c.number));
    c.state = accept ? S("diterima") : S("ditolak");
    c.answer = answer;
    c.decided = at->now;
    TRY(correction_update_decided(tx, at, &c));
    return audit_write(tx, at, accept ? "perbaikan.terima" : "perbaikan.tolak", c.id, c.field);
}
