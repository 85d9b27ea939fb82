/*
 * census_check_job.c: reads the file, stages its rows in slices, and finds what is new, equal and changed against the
 * register. Started again after a crash it throws its own staging away and begins anew: nothing else was touched.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

#include "agency.h"
#include "census_import.h"
#include "kernel/digest.h"
#include "kernel/log.h"
#include "kernel/spool.h"
#include "registry.h"

enum { STAGE_SLICE = 8000, ISSUES_A_CODE = 500, BODY_MOST = 1 << 20 };

struct staged_row {
    int64_t seq;
    int32_t level;
    struct str body;
};

struct known_row { /* of the register, in a spool */
    int64_t id, agency;
    struct date birth;
    uint32_t n[4]; /* nik, key, phone, place: texts follow */
};

struct check;

/* Rows on their way into the staging table: while one batch is being written, the next is being read. */
struct batch {
    struct check *c;
    struct arena *text, *arena; /* bodies; the transaction's own */
    struct staged_row *row;
    size_t n;
    struct write_task task;
    bool busy;
    err result;
};

struct check {
    struct census_work *w;
    struct census_import imp;
    struct census_job job;
    struct arena *slice; /* texts of what else waits to be written */
    struct batch batch[2];
    size_t filling; /* of the two */
    pthread_mutex_t lock;
    pthread_cond_t written;
    struct census_mark *mark;
    size_t n_mark;
    struct census_found_pair *pair;
    size_t n_pair;
    struct census_issue *issue;
    enum census_code *issue_code;
    int64_t *issue_n;
    size_t n_issue;
    int64_t *missing;
    size_t n_missing;
    int64_t issues[CENSUS_CODE_COUNT], missing_count;
    struct spool known;
    size_t known_at;
    FILE *report;
    struct buf text;
    struct str *different; /* "hash hash" of decided pairs, sorted */
    size_t n_different;
};

/* ---- what the reader needs ---- */

static const struct sql sql_agency_names = {
    "SELECT name, id FROM agency WHERE pemda_id = $1 UNION ALL SELECT code, id FROM agency WHERE pemda_id = $1 "
    "UNION ALL SELECT alias, agency_id FROM agency_alias WHERE pemda_id = $1"};
static const struct sql sql_job_names = {
    "SELECT name, id FROM position WHERE pemda_id = $1 UNION ALL SELECT code, id FROM position WHERE pemda_id = $1 "
    "UNION ALL SELECT alias, position_id FROM position_alias WHERE pemda_id = $1"};

enum { NAMES_MOST = 60000 };

static err read_names(struct tx *tx, const struct check *c, const struct sql *sql, const struct census_known_name **ret,
                      size_t *n)
{
    const struct arg args[] = {arg_int(c->w->at.pemda.v)};
    AUTO_ROWS r = query_run(tx, sql, args, 1);
    struct census_known_name *list = NEW_ARRAY(c->w->arena, struct census_known_name, NAMES_MOST);
    for (*n = 0; *n < NAMES_MOST && rows_next(&r); ++*n) {
        list[*n].text = str_dup(c->w->arena, row_view(&r));
        list[*n].id = row_int(&r);
    }
    *ret = list;
    return rows_fail(&r, OK);
}

static const struct sql sql_known = {
    "SELECT id, agency_id, birth_date, nik, name_key, phone, birth_place FROM worker WHERE pemda_id = $1"};

static struct str without_blanks(struct str s, char *room, size_t cap)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < cap; i++)
        if (s.p[i] != ' ')
            room[n++] = s.p[i];
    return (struct str){room, n};
}

/* The register's people into a spool: comparing needs them again and again, and no transaction stays open. */
static err spool_register(struct tx *tx, struct check *c)
{
    AUTO_ROWS r = QUERY(tx, sql_known, c->w->at.pemda.v);
    while (rows_next(&r)) {
        struct known_row k = {0};
        k.id = row_int(&r);
        k.agency = row_int(&r);
        char room[4][256];
        struct str text[4];
        k.birth = row_date(&r);
        for (size_t i = 0; i < 4; i++) {
            struct str v = row_view(&r);
            text[i] = i == 1 ? without_blanks(v, room[i], 256) : str_sub(v, 0, 256);
            memcpy(room[i], text[i].p, i == 1 ? 0 : text[i].n);
            text[i].p = room[i];
            k.n[i] = (uint32_t)text[i].n;
        }
        TRY(spool_add(&c->known, &k, sizeof k));
        for (size_t i = 0; i < 4; i++)
            TRY(spool_add(&c->known, text[i].p, text[i].n));
        while (c->known.n % 8 != 0)
            TRY(spool_add(&c->known, "", 1));
    }
    return rows_fail(&r, OK);
}

static const struct sql sql_different = {
    "SELECT hash_a, hash_b FROM census_different WHERE pemda_id = $1 ORDER BY hash_a, hash_b LIMIT 100000"};

static err read_different(struct tx *tx, struct check *c)
{
    AUTO_ROWS r = QUERY(tx, sql_different, c->w->at.pemda.v);
    c->different = NEW_ARRAY(c->w->arena, struct str, 100000);
    for (c->n_different = 0; c->n_different < 100000 && rows_next(&r); c->n_different++) {
        struct str a = row_str(&r), b = row_str(&r);
        c->different[c->n_different] = str_printf(c->w->arena, STR_FMT " " STR_FMT, STR_ARG(a), STR_ARG(b));
    }
    return rows_fail(&r, OK);
}

static err load(struct tx *tx, void *arg)
{
    struct check *c = arg;
    struct census_import_column *col;
    struct arena *a = c->w->arena;
    size_t n;
    TRY(census_import_get(tx, &c->w->at, c->w->import_id, &c->imp));
    c->imp.path = str_dup(a, c->imp.path);
    TRY(census_import_columns(tx, &c->w->at, c->imp.id, &col, &n));
    struct census_override *o = NEW_ARRAY(a, struct census_override, n + 1);
    for (size_t i = 0; i < n; i++)
        o[i] = (struct census_override){str_dup(a, col[i].heading), census_column_by_code(col[i].chosen)};
    c->job.overrides = o;
    c->job.n_overrides = n;
    TRY(read_names(tx, c, &sql_agency_names, &c->job.agencies, &c->job.n_agencies));
    TRY(read_names(tx, c, &sql_job_names, &c->job.jobs, &c->job.n_jobs));
    TRY(registry_frozen_from(tx, &c->w->at, &c->job.freeze));
    TRY(read_different(tx, c));
    return spool_register(tx, c);
}

static err next_known(void *user, struct census_known *ret, bool *more)
{
    struct check *c = user;
    struct known_row k;
    struct str text[4];
    *more = c->known_at < c->known.n;
    if (!*more)
        return OK;
    memcpy(&k, c->known.p + c->known_at, sizeof k);
    size_t at = c->known_at + sizeof k;
    for (size_t i = 0; i < 4; i++) {
        text[i] = spool_str(&c->known, at, k.n[i]);
        at += k.n[i];
    }
    c->known_at = (at + 7) & ~(size_t)7;
    *ret = (struct census_known){.id = k.id, .agency = k.agency, .birth = k.birth, .nik = text[0], .name_key = text[1],
                                 .phone = text[2], .birth_place = text[3]};
    return OK;
}

static bool was_decided(void *user, uint64_t a, uint64_t b)
{
    const struct check *c = user;
    if (c->n_different == 0)
        return false;
    AUTO_ARENA t = arena_new(1 << 20);
    const struct key *key = db_key(c->w->db);
    struct str x = keyed_hash(t, key, str_printf(t, "%016llu", (unsigned long long)a));
    struct str y = keyed_hash(t, key, str_printf(t, "%016llu", (unsigned long long)b));
    struct str want = str_compare(x, y) < 0 ? str_printf(t, STR_FMT " " STR_FMT, STR_ARG(x), STR_ARG(y))
                                            : str_printf(t, STR_FMT " " STR_FMT, STR_ARG(y), STR_ARG(x));
    for (size_t lo = 0, hi = c->n_different; lo < hi;) {
        size_t mid = (lo + hi) / 2;
        int d = str_compare(want, c->different[mid]);
        if (d == 0)
            return true;
        lo = d > 0 ? mid + 1 : lo;
        hi = d > 0 ? hi : mid;
    }
    return false;
}

/* ---- writing in slices ---- */

static err write_now(struct check *c, tx_fn fn)
{
    AUTO_ARENA a = arena_new((size_t)256 << 20);
    return db_write(c->w->db, a, fn, c);
}

static const struct sql sql_row = {
    "INSERT INTO census_row (pemda_id, import_id, seq, level, base, body) VALUES ($1, $2, $3, $4, $4, $5)"};

static err write_rows(struct tx *tx, void *arg)
{
    const struct batch *b = arg;
    const struct check *c = b->c;
    for (size_t i = 0; i < b->n; i++)
        TRY(EXEC(tx, sql_row, c->w->at.pemda.v, c->imp.id, b->row[i].seq, b->row[i].level, b->row[i].body));
    return OK;
}

static void batch_written(struct write_task *task, err result)
{
    struct batch *b = task->arg;
    pthread_mutex_lock(&b->c->lock);
    b->result = result;
    b->busy = false;
    pthread_cond_signal(&b->c->written);
    pthread_mutex_unlock(&b->c->lock);
}

static err wait_for(struct batch *b)
{
    pthread_mutex_lock(&b->c->lock);
    while (b->busy)
        pthread_cond_wait(&b->c->written, &b->c->lock);
    pthread_mutex_unlock(&b->c->lock);
    b->n = 0;
    arena_reset(b->text);
    err e = b->result;
    b->result = OK;
    return e;
}

static err send(struct check *c, struct batch *b)
{
    arena_reset(b->arena);
    b->busy = true;
    b->task = (struct write_task){.arena = b->arena, .fn = write_rows, .done = batch_written, .arg = b};
    if (db_write_async(c->w->db, &b->task))
        return OK;
    b->busy = false; /* the queue is full: wait in line like everybody */
    b->result = db_write(c->w->db, b->arena, write_rows, b);
    return OK;
}

/* The filled batch goes; the other one, once written, is filled next. */
static err turn_batches(struct check *c)
{
    TRY(send(c, &c->batch[c->filling]));
    c->filling = 1 - c->filling;
    return wait_for(&c->batch[c->filling]);
}

/* Everything read so far is in the staging table. */
static err flush_rows(struct check *c)
{
    if (c->batch[c->filling].n > 0)
        TRY(turn_batches(c));
    return wait_for(&c->batch[1 - c->filling]);
}

static err on_person(void *user, const struct census_person *p)
{
    struct check *c = user;
    struct batch *b = &c->batch[c->filling];
    buf_clear(&c->text);
    person_pack(&c->text, p);
    b->row[b->n++] = (struct staged_row){p->seq, (int32_t)p->level, str_dup(b->text, buf_str(&c->text))};
    return b->n == STAGE_SLICE ? turn_batches(c) : OK;
}

static const struct sql sql_mark = {
    "UPDATE census_row SET level = $4, base = $5, fate = $6, into_seq = $7, worker_id = $8, started = $9 "
    "WHERE pemda_id = $1 AND import_id = $2 AND seq = $3"};

static err write_marks(struct tx *tx, void *arg)
{
    const struct check *c = arg;
    for (size_t i = 0; i < c->n_mark; i++) {
        const struct census_mark *m = &c->mark[i];
        TRY(EXEC(tx, sql_mark, c->w->at.pemda.v, c->imp.id, m->seq, (int32_t)m->level, (int32_t)m->base,
                 (int32_t)m->fate, m->into, m->known, m->start));
    }
    return OK;
}

static err flush_marks(struct check *c)
{
    if (c->n_mark > 0)
        TRY(write_now(c, write_marks));
    c->n_mark = 0;
    return OK;
}

static err on_mark(void *user, const struct census_mark *m)
{
    struct check *c = user;
    TRY(flush_rows(c));
    c->mark[c->n_mark++] = *m;
    return c->n_mark == STAGE_SLICE ? flush_marks(c) : OK;
}

static const struct sql sql_issue = {
    "INSERT INTO census_issue (pemda_id, import_id, code, n, row_number, sheet, column_code, words, value) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};

static err write_issues(struct tx *tx, void *arg)
{
    const struct check *c = arg;
    for (size_t i = 0; i < c->n_issue; i++)
        TRY(EXEC(tx, sql_issue, c->w->at.pemda.v, c->imp.id, c->issue[i].code, c->issue_n[i], c->issue[i].row,
                 c->issue[i].sheet, c->issue[i].column, c->issue[i].words, c->issue[i].value));
    return OK;
}

static err flush_issues(struct check *c)
{
    if (c->n_issue > 0)
        TRY(write_now(c, write_issues));
    c->n_issue = 0;
    arena_reset(c->slice);
    return OK;
}

static err on_line(void *user, const struct census_line *l)
{
    struct check *c = user;
    buf_clear(&c->text);
    census_report_line(&c->text, l);
    if (c->report != NULL && fwrite(c->text.p, 1, c->text.n, c->report) != c->text.n)
        return ERR_IO;
    if (c->issues[l->code]++ >= ISSUES_A_CODE || census_codes[l->code].level == LEVEL_REFUSE)
        return OK;
    TRY(flush_rows(c));
    TRY(flush_marks(c));
    buf_clear(&c->text);
    census_sentence(&c->text, l);
    c->issue_n[c->n_issue] = c->issues[l->code];
    c->issue[c->n_issue++] = (struct census_issue){
        .row = l->row, .code = str_z(census_codes[l->code].code), .sheet = str_dup(c->slice, l->sheet_name),
        .column = l->column == COL_NONE ? S("") : str_z(census_columns[l->column].code),
        .words = str_dup(c->slice, buf_str(&c->text)), .value = str_dup(c->slice, str_sub(l->value, 0, 2000))};
    return c->n_issue == STAGE_SLICE / 2 ? flush_issues(c) : OK;
}

/* ---- pairs and missing people ---- */

static const struct sql sql_pair = {
    "INSERT INTO census_pair (pemda_id, id, import_id, kind, points, seq_a, seq_b, worker_a, worker_b, body_a, body_b, "
    "agency_a, agency_b) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"};
static const struct sql sql_body = {
    "SELECT body FROM census_row WHERE pemda_id = $1 AND import_id = $2 AND seq = $3"};

static err body_of(struct tx *tx, const struct check *c, int64_t seq, int64_t worker, struct str *body, int64_t *agency)
{
    struct at whole = c->w->at;
    if (seq >= 0) {
        AUTO_ROWS r = QUERY(tx, sql_body, whole.pemda.v, c->imp.id, seq);
        if (!rows_next(&r))
            return rows_fail(&r, ERR_MISSING);
        *body = row_str(&r);
    } else {
        struct worker person;
        AUTO_BUF b = buf_new(BODY_MOST);
        whole.who.scope = SCOPE_REGION; /* the other side of a pair may be anywhere in the region */
        TRY(worker_get(tx, &whole, worker, &person));
        worker_pack(&b, &person);
        *body = str_dup(tx_arena(tx), buf_str(&b));
    }
    struct packed p = unpack(*body);
    if (!str_to_uint(p.v[PACK_AGENCY], agency))
        *agency = 0;
    return OK;
}

static err write_pairs(struct tx *tx, void *arg)
{
    const struct check *c = arg;
    for (size_t i = 0; i < c->n_pair; i++) {
        const struct census_found_pair *p = &c->pair[i];
        struct str a, b;
        int64_t agency_a, agency_b;
        TRY(body_of(tx, c, p->seq_a, p->register_a, &a, &agency_a));
        TRY(body_of(tx, c, p->seq_b, p->register_b, &b, &agency_b));
        TRY(EXEC(tx, sql_pair, c->w->at.pemda.v, id_new(c->w->db), c->imp.id, (int32_t)p->kind, p->points, p->seq_a,
                 p->seq_b, p->register_a, p->register_b, a, b, agency_a, agency_b));
    }
    return OK;
}

static err flush_pairs(struct check *c)
{
    if (c->n_pair > 0)
        TRY(write_now(c, write_pairs));
    c->n_pair = 0;
    return OK;
}

static err on_pair(void *user, const struct census_found_pair *p)
{
    struct check *c = user;
    TRY(flush_rows(c));
    c->pair[c->n_pair++] = *p;
    return c->n_pair == 500 ? flush_pairs(c) : OK;
}

static const struct sql sql_missing = {
    "INSERT INTO census_missing (pemda_id, import_id, worker_id) VALUES ($1, $2, $3)"};

static err write_missing(struct tx *tx, void *arg)
{
    const struct check *c = arg;
    for (size_t i = 0; i < c->n_missing; i++)
        TRY(EXEC(tx, sql_missing, c->w->at.pemda.v, c->imp.id, c->missing[i]));
    return OK;
}

static err flush_missing(struct check *c)
{
    if (c->n_missing > 0)
        TRY(write_now(c, write_missing));
    c->n_missing = 0;
    return OK;
}

static err on_missing(void *user, int64_t known_id)
{
    struct check *c = user;
    c->missing_count++;
    c->missing[c->n_missing++] = known_id;
    return c->n_missing == STAGE_SLICE ? flush_missing(c) : OK;
}

static err on_progress(void *user, enum census_phase phase, int64_t done, int64_t total)
{
    struct check *c = user;
    static const char *words[] = {"Memeriksa baris", "Mencari data ganda", "Menulis laporan"};
    static const int64_t from[] = {0, 700, 850}, part[] = {700, 150, 100};
    int64_t share = total > 0 ? done * part[phase] / total : 0;
    return c->w->progress == NULL ? OK : c->w->progress(c->w->user, from[phase] + share, 1000, words[phase]);
}

/* ---- comparing with the register ---- */

struct compare {
    struct check *c;
    int64_t next; /* seq */
    bool more;
    int64_t same, changed;
};

static const struct sql sql_source = {"SELECT body FROM census_source WHERE pemda_id = $1 AND worker_id = $2"};
static const struct sql sql_again = {
    "SELECT seq, worker_id, body, started FROM census_row "
    "WHERE pemda_id = $1 AND import_id = $2 AND seq >= $3 AND worker_id > 0 AND level < 3 AND fate = 0 ORDER BY seq LIMIT $4"};
static const struct sql sql_action = {
    "UPDATE census_row SET action = $4 WHERE pemda_id = $1 AND import_id = $2 AND seq = $3"};
static const struct sql sql_change = {
    "INSERT INTO census_change (pemda_id, import_id, seq, worker_id, words) VALUES ($1, $2, $3, $4, $5)"};

static err compare_one(struct tx *tx, struct compare *m, int64_t seq, int64_t worker_id, const struct packed *p)
{
    struct worker now;
    struct packed current, last = unpack((struct str){NULL, 0});
    AUTO_BUF b = buf_new(BODY_MOST), words = buf_new(BODY_MOST);
    struct at whole = m->c->w->at;
    bool imported = false;
    whole.who.scope = SCOPE_REGION;
    TRY(worker_get(tx, &whole, worker_id, &now));
    worker_pack(&b, &now);
    current = unpack(buf_str(&b));
    AUTO_ROWS r = QUERY(tx, sql_source, whole.pemda.v, worker_id);
    if (rows_next(&r)) {
        last = unpack(row_str(&r));
        imported = true;
    }
    census_difference(&words, p, &current, imported ? &last : NULL);
    if (words.n == 0) {
        m->same++;
        return EXEC(tx, sql_action, whole.pemda.v, m->c->imp.id, seq, 1);
    }
    m->changed++;
    TRY(EXEC(tx, sql_change, whole.pemda.v, m->c->imp.id, seq, worker_id, buf_str(&words)));
    return EXEC(tx, sql_action, whole.pemda.v, m->c->imp.id, seq, 2);
}

enum { COMPARE_SLICE = 1500 };

static err compare_slice(struct tx *tx, void *arg)
{
    struct compare *m = arg;
    int64_t n = 0;
    AUTO_ROWS r = QUERY(tx, sql_again, m->c->w->at.pemda.v, m->c->imp.id, m->next, (int64_t)COMPARE_SLICE);
    while (rows_next(&r)) {
        int64_t seq = row_int(&r), worker = row_int(&r);
        struct packed p = unpack(row_str(&r));
        if (!row_is_null(&r))
            p.v[PACK_START] = row_str(&r);
        TRY(compare_one(tx, m, seq, worker, &p));
        m->next = seq + 1;
        n++;
    }
    m->more = n == COMPARE_SLICE;
    return rows_fail(&r, OK);
}

/* ---- begin and end ---- */

struct clearing {
    struct check *c;
    int64_t changed;
};

static const struct sql sql_clear_rows = {
    "DELETE FROM census_row WHERE pemda_id = $1 AND import_id = $2 AND seq IN "
    "(SELECT seq FROM census_row WHERE pemda_id = $1 AND import_id = $2 ORDER BY seq LIMIT 4000)"};
static const struct sql sql_clear[] = {
    {"DELETE FROM census_change WHERE pemda_id = $1 AND import_id = $2"},
    {"DELETE FROM census_issue WHERE pemda_id = $1 AND import_id = $2"},
    {"DELETE FROM census_count WHERE pemda_id = $1 AND import_id = $2"},
    {"DELETE FROM census_missing WHERE pemda_id = $1 AND import_id = $2"},
    {"DELETE FROM census_pair WHERE pemda_id = $1 AND import_id = $2 AND state = 'terbuka'"}};

static err clear_slice(struct tx *tx, void *arg)
{
    struct clearing *k = arg;
    TRY(EXEC_COUNT(tx, &k->changed, sql_clear_rows, k->c->w->at.pemda.v, k->c->imp.id));
    for (size_t i = 0; i < COUNT(sql_clear) && k->changed == 0; i++)
        TRY(EXEC(tx, sql_clear[i], k->c->w->at.pemda.v, k->c->imp.id));
    return OK;
}

static err clear_staging(struct check *c)
{
    struct clearing k = {c, 1};
    while (k.changed > 0) {
        AUTO_ARENA a = arena_new((size_t)64 << 20);
        TRY(db_write(c->w->db, a, clear_slice, &k));
    }
    return OK;
}

static const struct sql sql_new_count = {
    "SELECT COUNT(*) FROM census_row WHERE pemda_id = $1 AND import_id = $2 AND level < 3 AND fate = 0 AND worker_id = 0"};
static const struct sql sql_count = {
    "INSERT INTO census_count (pemda_id, import_id, code, n) VALUES ($1, $2, $3, $4)"};
static const struct sql sql_finish = {
    "UPDATE census_import SET version = version + 1, state = $3, refusal = $4, row_count = $5, clean = $6, warned = $7, "
    "faulty = $8, outside = $9, twins = $10, sk_merged = $11, new_count = $12, same_count = $13, changed_count = $14, "
    "missing_count = $15, checked = $16, taken = 0, joined = 0, added = 0, applied = 0 WHERE pemda_id = $1 AND id = $2"};

static err finish(struct tx *tx, void *arg)
{
    struct compare *m = arg;
    struct check *c = m->c;
    const struct census_counts *k = &c->job.counts;
    const struct at *at = &c->w->at;
    int64_t fresh = 0;
    for (int code = 0; code < CENSUS_CODE_COUNT; code++)
        if (k->by_code[code] > 0)
            TRY(EXEC(tx, sql_count, at->pemda.v, c->imp.id, census_codes[code].code, k->by_code[code]));
    TRY(QUERY_INT(tx, &fresh, sql_new_count, at->pemda.v, c->imp.id));
    TRY(EXEC(tx, sql_finish, at->pemda.v, c->imp.id, "siap", S(""), k->rows,
             k->by_level[LEVEL_NONE] + k->by_level[LEVEL_FIX], k->by_level[LEVEL_WARN], k->by_level[LEVEL_FAULT],
             k->outside, k->twins, k->merged, fresh, m->same, m->changed, c->missing_count, at->now));
    return audit_write(tx, at, "impor.periksa", c->imp.id, str_printf(tx_arena(tx), "%lld baris", (long long)k->rows));
}

static err refuse(struct tx *tx, void *arg)
{
    struct check *c = arg;
    AUTO_BUF b = buf_new(4096);
    int64_t none = 0;
    census_sentence(&b, &c->job.refusal);
    return EXEC(tx, sql_finish, c->w->at.pemda.v, c->imp.id, "ditolak", buf_str(&b), none, none, none, none, none, none,
                none, none, none, none, none, c->w->at.now);
}

static err read_and_stage(struct check *c)
{
    err e = census_read(&c->job);
    if (e == ERR_INVALID) {
        TRY(write_now(c, refuse));
        return OK;
    }
    TRY(e);
    TRY(flush_rows(c));
    TRY(flush_marks(c));
    TRY(flush_issues(c));
    TRY(flush_pairs(c));
    TRY(flush_missing(c));
    struct compare m = {.c = c, .more = true};
    while (m.more) {
        AUTO_ARENA a = arena_new((size_t)256 << 20);
        TRY(db_write(c->w->db, a, compare_slice, &m));
    }
    AUTO_ARENA a = arena_new((size_t)16 << 20);
    return db_write(c->w->db, a, finish, &m);
}

static err open_report(struct check *c)
{
    if (c->w->discard_report)
        return OK;
    const char *path = c->w->report != NULL ? c->w->report : str_to_z(c->w->arena, census_report_path(c->w->arena, &c->imp));
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600); /* it holds NIK */
    c->report = fd < 0 ? NULL : fdopen(fd, "w");
    if (c->report == NULL) {
        if (fd >= 0)
            close(fd);
        log_error("laporan impor tidak dapat ditulis");
        return ERR_IO;
    }
    census_report_heading(&c->text);
    return fwrite(c->text.p, 1, c->text.n, c->report) == c->text.n ? OK : ERR_IO;
}

static err check_file(struct check *c)
{
    struct arena *a = c->w->arena;
    TRY(spool_open(&c->known, (size_t)64 << 30));
    TRY(db_read(c->w->db, a, load, c));
    TRY(clear_staging(c));
    TRY(open_report(c));
    c->job.arena = a;
    c->job.path = str_to_z(a, c->imp.path);
    c->job.today = c->w->at.today;
    if (!date_given(c->job.freeze))
        c->job.freeze = date_from_ymd(2199, 12, 31); /* the rule book has no freeze */
    c->job.month_first = c->imp.month_first;
    c->job.default_agency = c->imp.default_agency;
    c->job.only_agency = c->imp.agency_scope;
    return read_and_stage(c);
}

static void open_batches(struct check *c)
{
    pthread_mutex_init(&c->lock, NULL);
    pthread_cond_init(&c->written, NULL);
    for (size_t i = 0; i < 2; i++)
        c->batch[i] = (struct batch){.c = c, .text = arena_new((size_t)512 << 20), .arena = arena_new((size_t)256 << 20),
                                     .row = NEW_ARRAY(c->w->arena, struct staged_row, STAGE_SLICE)};
}

static void close_batches(struct check *c)
{
    for (size_t i = 0; i < 2; i++) {
        err e = wait_for(&c->batch[i]); /* nothing may be written after we are gone; its trouble was told before */
        (void)e;
        arena_free(c->batch[i].text);
        arena_free(c->batch[i].arena);
    }
    pthread_cond_destroy(&c->written);
    pthread_mutex_destroy(&c->lock);
}

err census_work_check(struct census_work *w)
{
    struct check *c = NEW(w->arena, struct check);
    *c = (struct check){.w = w, .slice = arena_new((size_t)512 << 20), .text = buf_new(2 << 20)};
    c->known.fd = -1;
    open_batches(c);
    c->mark = NEW_ARRAY(w->arena, struct census_mark, STAGE_SLICE);
    c->pair = NEW_ARRAY(w->arena, struct census_found_pair, 500);
    c->issue = NEW_ARRAY(w->arena, struct census_issue, STAGE_SLICE);
    c->issue_n = NEW_ARRAY(w->arena, int64_t, STAGE_SLICE);
    c->missing = NEW_ARRAY(w->arena, int64_t, STAGE_SLICE);
    c->job = (struct census_job){.user = c, .person = on_person, .mark = on_mark, .line = on_line, .pair = on_pair,
                                 .known = next_known, .missing = on_missing, .decided = was_decided,
                                 .progress = on_progress};
    err e = check_file(c);
    if (c->report != NULL && fclose(c->report) != 0 && e == OK)
        e = ERR_IO;
    if (c->known.limit > 0)
        spool_close(&c->known);
    close_batches(c);
    arena_free(c->slice);
    buf_free(&c->text);
    return e;
}

/* ---- as a job ---- */

static err job_says(void *user, int64_t done, int64_t total, const char *words)
{
    return job_progress(user, done, total, words);
}

err census_job_check(struct job_run *run)
{
    struct census_work w = {.db = run->db, .arena = run->arena, .at = run->at, .import_id = run->job.subject,
                            .progress = job_says, .user = run};
    return census_work_check(&w);
}
