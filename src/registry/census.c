/*
 * census.c: the stages and the lock. A locked census is a snapshot: its lines are kept, its fingerprint is published,
 * and the register's own fields are closed (registry_locked) until a new census begins.
 */
#include "census.h"

#include <assert.h>

#include "agency.h"
#include "census_export.h"
#include "census_pack.h"
#include "criteria.h"
#include "kernel/digest.h"
#include "kernel/number.h"
#include "kernel/region.h"
#include "registry.h"

const char *const census_stage_codes[STAGE_COUNT] = {"pendataan", "uji_publik", "perbaikan", "sptjm", "mengunci", "terkunci"};

/* ---- reading ---- */

static const struct sql sql_current = {
    "SELECT id, version, name, reference, stage, collect_to, public_from, public_to, correct_to, sign_to, people, "
    "quarantined, hash, locked FROM census WHERE pemda_id = $1 ORDER BY id DESC LIMIT 1"};

static enum census_stage stage_of(struct str code)
{
    for (int i = 0; i < STAGE_COUNT; i++)
        if (str_eqz(code, census_stage_codes[i]))
            return (enum census_stage)i;
    return STAGE_COLLECT;
}

err census_current(struct tx *tx, const struct at *at, struct census *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_current, at->pemda.v);
    if (!rows_next(&r))
        return rows_fail(&r, ERR_MISSING);
    ret->id = row_int(&r);
    ret->version = row_int(&r);
    ret->name = row_str(&r);
    ret->reference = row_date(&r);
    ret->stage = stage_of(row_str(&r));
    ret->collect_to = row_date(&r);
    ret->public_from = row_date(&r);
    ret->public_to = row_date(&r);
    ret->correct_to = row_date(&r);
    ret->sign_to = row_date(&r);
    ret->people = row_int(&r);
    ret->quarantined = row_int(&r);
    ret->hash = row_str(&r);
    ret->locked = row_moment(&r);
    return OK;
}

/* ---- stages ---- */

static const struct sql sql_begin = {
    "INSERT INTO census (pemda_id, id, name, reference, collect_to, created) VALUES ($1, $2, $3, $4, $5, $6)"};

err census_begin(struct tx *tx, const struct at *at, struct census *c, struct faults *f)
{
    struct census before;
    err e = census_current(tx, at, &before);
    if (e != OK && e != ERR_MISSING)
        return e;
    if (e == OK && before.stage != STAGE_LOCKED)
        fault(f, "", "Masih ada sensus yang berjalan. Kunci dulu sensus itu.");
    if (c->name.n == 0)
        fault(f, "nama", "Isi nama sensus, misalnya Sensus 2026.");
    if (!date_given(c->reference))
        fault(f, "acuan", "Isi tanggal acuan, misalnya 31-12-2026.");
    if (date_given(c->collect_to) && c->collect_to.day < at->today.day)
        fault(f, "batas", "Batas pendataan sudah lewat. Isi tanggal hari ini atau sesudahnya.");
    TRY(faults_end(f));
    char day[11];
    c->id = id_new(tx_db(tx));
    TRY(EXEC(tx, sql_begin, at->pemda.v, c->id, c->name, c->reference, c->collect_to, at->now));
    TRY(region_setting_set(tx, at->pemda, "sensus.terkunci", S("0")));
    TRY(region_setting_set(tx, at->pemda, "sensus.tanggal_acuan", date_iso(day, c->reference)));
    return audit_write(tx, at, "sensus.mulai", c->id, c->name);
}

static const struct sql sql_advance = {
    "UPDATE census SET version = version + 1, stage = $4, public_from = $5, public_to = $6, correct_to = $7, sign_to = $8 "
    "WHERE pemda_id = $1 AND id = $2 AND version = $3"};

/* The public test lasts at least five days (SE B/1511/2022); the other limits lie ahead. */
static void check_dates(const struct census *c, const struct at *at, struct faults *f)
{
    if (c->stage == STAGE_COLLECT) {
        if (!date_given(c->public_from) || c->public_from.day < at->today.day)
            fault(f, "mulai", "Isi tanggal mulai uji publik, hari ini atau sesudahnya.");
        else if (!date_given(c->public_to) || c->public_to.day < c->public_from.day + 4)
            fault(f, "sampai", "Uji publik berlangsung paling sedikit 5 hari.");
    } else if (c->stage == STAGE_PUBLIC) {
        if (at->today.day <= c->public_to.day)
            fault(f, "", "Uji publik masih berlangsung. Tahap perbaikan dimulai sesudahnya.");
        if (!date_given(c->correct_to) || c->correct_to.day < at->today.day)
            fault(f, "sampai", "Isi batas perbaikan, hari ini atau sesudahnya.");
    } else if (!date_given(c->sign_to) || c->sign_to.day < at->today.day) {
        fault(f, "sampai", "Isi batas penandatanganan SPTJM, hari ini atau sesudahnya.");
    }
}

err census_advance(struct tx *tx, const struct at *at, struct census *c, struct faults *f)
{
    if (c->stage >= STAGE_SIGN)
        return ERR_STALE;
    check_dates(c, at, f);
    TRY(faults_end(f));
    const char *next = census_stage_codes[c->stage + 1];
    TRY(EXEC_ONE(tx, sql_advance, at->pemda.v, c->id, c->version, next, c->public_from, c->public_to, c->correct_to,
                 c->sign_to));
    return audit_write(tx, at, "sensus.tahap", c->id, str_z(next));
}

/* ---- what is still open ---- */

static const struct sql sql_open_pairs = {
    "SELECT COUNT(*) FROM census_pair p JOIN census_import i ON i.pemda_id = p.pemda_id AND i.id = p.import_id "
    "WHERE p.pemda_id = $1 AND p.state IN ('terbuka', 'tanya') AND p.kind <= 1 AND i.state = 'selesai'"};
static const struct sql sql_quarantine = {
    "SELECT COUNT(*) FROM census_quarantine WHERE pemda_id = $1 AND code IN ('NIK_TIDAK_SAH', 'NIK_GANDA')"};
static const struct sql sql_objection_count = {
    "SELECT COUNT(*) FROM census_objection WHERE pemda_id = $1 AND census_id = $2"};
static const struct sql sql_objection_open = {
    "SELECT COUNT(*) FROM census_objection WHERE pemda_id = $1 AND census_id = $2 AND state = 'terbuka'"};

err census_open_matters(struct tx *tx, const struct at *at, const struct census *c, struct census_open *ret)
{
    struct census_statement *list;
    size_t n;
    *ret = (struct census_open){0};
    TRY(census_statements(tx, at, c->id, &list, &n));
    for (size_t i = 0; i < n; i++) {
        ret->agencies++;
        ret->signed_agencies += date_given(list[i].signed_on);
        ret->people += list[i].people;
    }
    TRY(QUERY_INT(tx, &ret->objections, sql_objection_count, at->pemda.v, c->id));
    TRY(QUERY_INT(tx, &ret->open_objections, sql_objection_open, at->pemda.v, c->id));
    TRY(QUERY_INT(tx, &ret->pairs, sql_open_pairs, at->pemda.v));
    return QUERY_INT(tx, &ret->quarantine, sql_quarantine, at->pemda.v);
}

static const struct sql sql_locking = {
    "UPDATE census SET version = version + 1, stage = 'mengunci', locked_by = $4 WHERE pemda_id = $1 AND id = $2 AND version = $3"};
static const struct sql sql_running = {
    "SELECT COUNT(*) FROM census_import WHERE pemda_id = $1 AND state = 'menyimpan'"};

err census_lock(struct tx *tx, const struct at *at, struct census *c, struct faults *f)
{
    struct census_open open;
    int64_t running = 0;
    if (c->stage != STAGE_SIGN)
        return ERR_STALE;
    TRY(census_open_matters(tx, at, c, &open));
    TRY(QUERY_INT(tx, &running, sql_running, at->pemda.v));
    if (open.people == 0)
        fault(f, "", "Belum ada orang yang terdata.");
    if (open.signed_agencies < open.agencies)
        fault(f, "", "%lld instansi belum menandatangani SPTJM.", (long long)(open.agencies - open.signed_agencies));
    if (open.open_objections > 0)
        fault(f, "", "%lld keberatan belum dijawab.", (long long)open.open_objections);
    if (open.pairs > 0)
        fault(f, "", "%lld pasangan NIK ganda atau hampir pasti sama belum diputuskan.", (long long)open.pairs);
    if (running > 0)
        fault(f, "", "Masih ada impor yang sedang menyimpan. Tunggu sampai selesai.");
    TRY(faults_end(f));
    TRY(EXEC_ONE(tx, sql_locking, at->pemda.v, c->id, c->version, at->who.user_id));
    TRY(region_setting_set(tx, at->pemda, "sensus.terkunci", S("1")));
    TRY(audit_write(tx, at, "sensus.kunci", c->id, S("")));
    return job_enqueue(tx, at, "census_lock", c->id, NULL);
}

/* ---- the snapshot ---- */

enum { LINES_A_SLICE = 2000 };

/* The snapshot is read as a whole, in one transaction, and written afterwards in slices. */
struct slice {
    struct slice *next;
    struct str line[LINES_A_SLICE];
    size_t n;
};
struct lines {
    struct job_run *run;
    struct arena *arena;
    struct slice *first, *last;
    const struct slice *writing;
    int64_t seq; /* lines written before `writing` */
    int64_t n, quarantined;
    struct sha256_run hash;
    struct buf text;
};

static const struct sql sql_clear = {
    "DELETE FROM census_snapshot WHERE pemda_id = $1 AND census_id = $2"};
static const struct sql sql_line = {
    "INSERT INTO census_snapshot (pemda_id, census_id, seq, line) VALUES ($1, $2, $3, $4)"};
static const struct sql sql_locked = {
    "UPDATE census SET version = version + 1, stage = 'terkunci', people = $3, quarantined = $4, hash = $5, locked = $6 "
    "WHERE pemda_id = $1 AND id = $2"};
static const struct sql sql_quarantine_rows = {
    "SELECT agency_id, code, body FROM census_quarantine WHERE pemda_id = $1 AND code IN ('NIK_TIDAK_SAH', 'NIK_GANDA') "
    "ORDER BY id"};

static err clear_lines(struct tx *tx, void *arg)
{
    const struct lines *l = arg;
    return EXEC(tx, sql_clear, l->run->at.pemda.v, l->run->job.subject);
}

static err write_slice(struct tx *tx, void *arg)
{
    const struct lines *l = arg;
    const struct slice *w = l->writing;
    for (size_t i = 0; i < w->n; i++)
        TRY(EXEC(tx, sql_line, l->run->at.pemda.v, l->run->job.subject, l->seq + (int64_t)i, w->line[i]));
    return OK;
}

static err write_all(struct lines *l)
{
    AUTO_ARENA a = arena_new((size_t)64 << 20);
    for (l->writing = l->first; l->writing != NULL; l->writing = l->writing->next) {
        TRY(db_write_slice(l->run->db, a, write_slice, l));
        l->seq += (int64_t)l->writing->n;
        arena_reset(a);
        TRY(job_progress(l->run, l->seq, l->n, "Membekukan daftar"));
    }
    return OK;
}

static err add_line(void *arg, struct str line)
{
    struct lines *l = arg;
    sha256_add(&l->hash, line);
    if (l->last == NULL || l->last->n == LINES_A_SLICE) {
        struct slice *s = NEW(l->arena, struct slice);
        if (l->last == NULL)
            l->first = s;
        else
            l->last->next = s;
        l->last = s;
    }
    l->last->line[l->last->n++] = str_dup(l->arena, line);
    l->n++;
    return OK;
}

/* A row in quarantine goes into the snapshot as a row of its own, its code in the place of the remark. */
static err add_quarantine(struct tx *tx, struct lines *l)
{
    struct agency_name *names;
    size_t n;
    TRY(agency_names(tx, &l->run->at, &names, &n));
    AUTO_ROWS r = QUERY(tx, sql_quarantine_rows, l->run->at.pemda.v);
    while (rows_next(&r)) {
        struct worker w = {0};
        int64_t agency = row_int(&r);
        struct str code = row_str(&r);
        struct packed p = unpack(row_str(&r));
        packed_to_worker(&p, &w);
        w.remark = code;
        buf_clear(&l->text);
        census_export_line(&l->text, &w, agency_name_of(names, n, agency), S(""));
        l->quarantined++;
        TRY(add_line(l, buf_str(&l->text)));
    }
    return rows_fail(&r, OK);
}

static err read_all(struct tx *tx, void *arg)
{
    struct lines *l = arg;
    struct at whole = l->run->at;
    AUTO_BUF heading = buf_new(4096);
    whole.who.scope = SCOPE_REGION;
    census_export_heading(&heading);
    TRY(add_line(l, buf_str(&heading)));
    TRY(census_export_each(tx, &whole, -1, add_line, l));
    return add_quarantine(tx, l);
}

static err set_locked(struct tx *tx, void *arg)
{
    struct lines *l = arg;
    struct str hash = sha256_hex(tx_arena(tx), sha256_end(&l->hash));
    int64_t people = l->n - 1 - l->quarantined;
    TRY(EXEC(tx, sql_locked, l->run->at.pemda.v, l->run->job.subject, people, l->quarantined, hash, l->run->at.now));
    return audit_write(tx, &l->run->at, "sensus.terkunci", l->run->job.subject,
                       str_printf(tx_arena(tx), "%lld orang, %lld dalam karantina, sidik " STR_FMT, (long long)people,
                                  (long long)l->quarantined, STR_ARG(hash)));
}

err census_job_lock(struct job_run *run)
{
    struct lines l = {.run = run, .arena = arena_new((size_t)2 << 30), .text = buf_new(1 << 20)};
    sha256_start(&l.hash);
    AUTO_ARENA a = arena_new((size_t)512 << 20);
    err e = db_write(run->db, a, clear_lines, &l);
    if (e == OK)
        e = db_read(run->db, a, read_all, &l);
    if (e == OK)
        e = write_all(&l);
    if (e == OK)
        e = db_write(run->db, a, set_locked, &l);
    arena_free(l.arena);
    buf_free(&l.text);
    return e;
}

/* ---- objections ---- */

static const struct sql sql_objection_add = {
    "INSERT INTO census_objection (pemda_id, id, census_id, number, agency_id, words, sender, received, due) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};

/* Monday to Friday; holidays only lengthen what is promised here. */
static struct date add_working_days(struct date d, int32_t days)
{
    while (days > 0) {
        d = date_add_days(d, 1);
        int32_t weekday = (d.day % 7 + 7 + 3) % 7; /* 1 January 1970 was a Thursday: 0 = Monday */
        days -= weekday < 5;
    }
    return d;
}

err census_objection_add(struct tx *tx, const struct at *at, const struct census *c, struct census_objection *o,
                         struct faults *f)
{
    struct agency agency;
    if (c->stage != STAGE_PUBLIC && c->stage != STAGE_CORRECT)
        fault(f, "", "Keberatan dicatat selama uji publik dan perbaikan.");
    if (o->words.n < 10)
        fault(f, "uraian", "Tulis isi keberatan, paling sedikit satu kalimat.");
    if (o->agency_id == 0 || agency_get(tx, at, o->agency_id, &agency) != OK)
        fault(f, "instansi", "Pilih instansi yang dimaksud.");
    TRY(faults_end(f));
    o->id = id_new(tx_db(tx));
    o->received = at->today;
    o->due = add_working_days(at->today, OBJECTION_WORKING_DAYS);
    TRY(number_next(tx, at->pemda, "K", date_to_ymd(at->today).year, &o->number));
    TRY(EXEC(tx, sql_objection_add, at->pemda.v, o->id, c->id, o->number, o->agency_id, o->words, o->sender, o->received,
             o->due));
    return audit_write(tx, at, "sensus.keberatan", o->id, o->number);
}

#define OBJECTION "SELECT id, version, agency_id, number, words, sender, state, answer, received, due FROM census_objection "
static const struct sql sql_objection_get = {OBJECTION "WHERE pemda_id = $1 AND id = $2 AND $3 IN (agency_id, -1)"};
static const struct sql sql_objection_list = {
    OBJECTION "WHERE pemda_id = $1 AND census_id = $2 AND $4 IN (agency_id, -1) "
              "ORDER BY CASE state WHEN 'terbuka' THEN 0 ELSE 1 END, due, id LIMIT $3"};

static void read_objection(struct rows *r, struct census_objection *o)
{
    o->id = row_int(r);
    o->version = row_int(r);
    o->agency_id = row_int(r);
    o->number = row_str(r);
    o->words = row_str(r);
    o->sender = row_str(r);
    o->state = row_str(r);
    o->answer = row_str(r);
    o->received = row_date(r);
    o->due = row_date(r);
}

err census_objection_get(struct tx *tx, const struct at *at, int64_t id, struct census_objection *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_objection_get, at->pemda.v, id, scope_agency(&at->who));
    if (!rows_next(&r))
        return rows_fail(&r, ERR_MISSING);
    read_objection(&r, ret);
    return OK;
}

err census_objections(struct tx *tx, const struct at *at, int64_t census_id, size_t limit, struct census_objection **ret,
                      size_t *n)
{
    AUTO_ROWS r = QUERY(tx, sql_objection_list, at->pemda.v, census_id, (int64_t)limit, scope_agency(&at->who));
    *ret = NEW_ARRAY(tx_arena(tx), struct census_objection, limit);
    for (*n = 0; *n < limit && rows_next(&r); ++*n)
        read_objection(&r, &(*ret)[*n]);
    return rows_fail(&r, OK);
}

static const struct sql sql_objection_answer = {
    "UPDATE census_objection SET version = version + 1, state = $4, answer = $5, decided = $6, decided_by = $7 "
    "WHERE pemda_id = $1 AND id = $2 AND version = $3 AND state = 'terbuka'"};

err census_objection_answer(struct tx *tx, const struct at *at, struct census_objection *o, bool accepted,
                            struct str answer, struct faults *f)
{
    if (answer.n < 10)
        fault(f, "jawaban", "Tulis jawaban yang dapat dibaca orangnya, paling sedikit satu kalimat.");
    TRY(faults_end(f));
    TRY(EXEC_ONE(tx, sql_objection_answer, at->pemda.v, o->id, o->version, accepted ? "diterima" : "ditolak", answer,
                 at->now, at->who.user_id));
    return audit_write(tx, at, "sensus.jawab", o->id, o->number);
}

/* ---- statements ---- */

static const struct sql sql_statements = {
    "SELECT a.id, a.name, "
    "(SELECT COUNT(*) FROM worker w WHERE w.pemda_id = a.pemda_id AND w.agency_id = a.id) AS people, "
    "s.people, COALESCE(s.signer, ''), COALESCE(s.signer_title, ''), COALESCE(s.number, ''), COALESCE(s.hash, ''), s.signed "
    "FROM agency a LEFT JOIN census_statement s ON s.pemda_id = a.pemda_id AND s.agency_id = a.id AND s.census_id = $2 "
    "WHERE a.pemda_id = $1 AND $3 IN (a.id, -1) ORDER BY CASE WHEN s.signed IS NULL THEN 0 ELSE 1 END, a.name, a.id LIMIT 5000"};

err census_statements(struct tx *tx, const struct at *at, int64_t census_id, struct census_statement **ret, size_t *n)
{
    AUTO_ROWS r = QUERY(tx, sql_statements, at->pemda.v, census_id, scope_agency(&at->who));
    *ret = NEW_ARRAY(tx_arena(tx), struct census_statement, 5000);
    *n = 0;
    while (*n < 5000 && rows_next(&r)) {
        struct census_statement *s = &(*ret)[*n];
        s->agency_id = row_int(&r);
        s->agency = row_str(&r);
        s->people = row_int(&r);
        s->recorded_people = row_int(&r);
        s->signer = row_str(&r);
        s->signer_title = row_str(&r);
        s->number = row_str(&r);
        s->hash = row_str(&r);
        s->signed_on = row_date(&r);
        *n += s->people > 0 || date_given(s->signed_on);
    }
    return rows_fail(&r, OK);
}

static err hash_line(void *arg, struct str line)
{
    sha256_add(arg, line);
    return OK;
}

static const struct sql sql_statement_add = {
    "INSERT INTO census_statement (pemda_id, census_id, agency_id, signer, signer_title, number, signed, people, hash, "
    "recorded, recorded_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) "
    "ON CONFLICT (pemda_id, census_id, agency_id) DO UPDATE SET signer = excluded.signer, signer_title = "
    "excluded.signer_title, number = excluded.number, signed = excluded.signed, people = excluded.people, hash = "
    "excluded.hash, recorded = excluded.recorded, recorded_by = excluded.recorded_by"};
static const struct sql sql_people = {
    "SELECT COUNT(*) FROM worker WHERE pemda_id = $1 AND agency_id = $2"};

err census_statement_add(struct tx *tx, const struct at *at, const struct census *c, struct census_statement *s,
                         struct faults *f)
{
    struct agency agency;
    struct sha256_run run;
    if (c->stage != STAGE_SIGN)
        fault(f, "", "SPTJM dicatat pada tahap SPTJM.");
    if (s->signer.n == 0)
        fault(f, "penanda_tangan", "Isi nama penanda tangan.");
    if (s->signer_title.n == 0)
        fault(f, "jabatan", "Isi jabatan penanda tangan, misalnya Kepala Dinas.");
    if (s->number.n == 0)
        fault(f, "nomor", "Isi nomor surat pernyataan.");
    if (!date_given(s->signed_on) || s->signed_on.day > at->today.day)
        fault(f, "tanggal", "Isi tanggal surat, paling akhir hari ini.");
    TRY(faults_end(f));
    TRY(agency_get(tx, at, s->agency_id, &agency));
    sha256_start(&run);
    TRY(census_export_each(tx, at, s->agency_id, hash_line, &run));
    TRY(QUERY_INT(tx, &s->people, sql_people, at->pemda.v, s->agency_id));
    s->hash = sha256_hex(tx_arena(tx), sha256_end(&run));
    TRY(EXEC(tx, sql_statement_add, at->pemda.v, c->id, s->agency_id, s->signer, s->signer_title, s->number, s->signed_on,
             s->people, s->hash, at->now, at->who.user_id));
    return audit_write(tx, at, "sensus.sptjm", s->agency_id, s->number);
}

/* ---- criteria ---- */

static const struct sql sql_facts = {
    "SELECT category, pay_source, started, birth_date, active FROM worker WHERE pemda_id = $1 AND $2 IN (agency_id, -1)"};

err census_criteria(struct tx *tx, const struct at *at, struct census_criterion ret[6])
{
    const struct criteria_rules rules = criteria_rules_default();
    for (int i = 0; i < 6; i++)
        ret[i] = (struct census_criterion){.letter = (char)('a' + i)};
    AUTO_ROWS r = QUERY(tx, sql_facts, at->pemda.v, scope_agency(&at->who));
    while (rows_next(&r)) {
        struct criterion judged[CRITERIA];
        struct criteria_facts facts = {.signer_rank = S("")};
        char category[24], fund[24];
        struct str text = str_sub(row_view(&r), 0, sizeof category);
        memcpy(category, text.p, text.n);
        facts.category = (struct str){category, text.n};
        text = str_sub(row_view(&r), 0, sizeof fund);
        memcpy(fund, text.p, text.n);
        facts.pay_source = (struct str){fund, text.n};
        facts.started = row_date(&r);
        facts.born = row_date(&r);
        facts.active = row_bool(&r);
        criteria_judge(&facts, &rules, judged);
        for (int i = 0; i < 6; i++) {
            ret[i].what = str_z(judged[i].what);
            ret[i].met += judged[i].result == CRITERION_MET;
            ret[i].failed += judged[i].result == CRITERION_FAILED;
            ret[i].unproven += judged[i].result == CRITERION_UNPROVEN;
        }
    }
    return rows_fail(&r, OK);
}

/* ---- quarantine, for the allocation ---- */

static const struct sql sql_quarantine_each = {
    "SELECT id, agency_id, code, body FROM census_quarantine WHERE pemda_id = $1 AND code IN ('NIK_TIDAK_SAH', 'NIK_GANDA') "
    "ORDER BY id"};

err census_quarantine_each(struct tx *tx, const struct at *at, census_quarantined_fn fn, void *arg)
{
    AUTO_ROWS r = QUERY(tx, sql_quarantine_each, at->pemda.v);
    while (rows_next(&r)) {
        struct census_quarantined q = {.id = row_int(&r)};
        struct worker w = {0};
        q.agency_id = row_int(&r);
        q.code = row_str(&r);
        struct packed p = unpack(row_str(&r));
        packed_to_worker(&p, &w);
        q.nik = p.v[PACK_NIK];
        q.position_id = w.position_id;
        q.started = w.started;
        TRY(fn(arg, &q));
    }
    return rows_fail(&r, OK);
}
