/*
 * census_take.c: staged rows become people of the register, a slice at a time. Each slice commits its own mark, so a
 * kill in the middle repeats nothing; between slices other writers have their turn.
 */
#include "census_import.h"
#include "kernel/clock.h"
#include "kernel/sort.h"
#include "kernel/spool.h"
#include "person_name.h"
#include "registry.h"

static struct worker blank_worker(void)
{
    struct worker w = {0};
    struct str *texts[] = {&w.public_id, &w.nik, &w.name, &w.title_before, &w.title_after, &w.birth_place, &w.sex,
                           &w.education, &w.unit, &w.position_text, &w.category, &w.pay_source, &w.phone, &w.npwp,
                           &w.bpjs, &w.family_card, &w.thk2_number, &w.address, &w.remark, &w.asn_status, &w.traits,
                           &w.qualifications, &w.sent_home_decision, &w.reason, &w.plan_line};
    for (size_t i = 0; i < COUNT(texts); i++)
        *texts[i] = S("");
    w.birth_date = w.started = w.sent_home = w.case_due = DATE_NONE;
    w.data_class = 3;
    w.active = true;
    w.pathway = PATHWAY_UNDECIDED;
    w.state = STATE_NONE;
    return w;
}

static const struct sql sql_source_put = {
    "INSERT INTO census_source (pemda_id, worker_id, import_id, body) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (pemda_id, worker_id) DO UPDATE SET import_id = excluded.import_id, body = excluded.body"};

static err put_source(struct tx *tx, const struct at *at, int64_t import_id, int64_t worker_id, const struct packed *p)
{
    AUTO_BUF b = buf_new(1 << 20);
    for (size_t i = 0; i < PACK_FIELDS; i++) {
        buf_add(&b, p->v[i]);
        buf_addc(&b, 0x1F);
    }
    return EXEC(tx, sql_source_put, at->pemda.v, worker_id, import_id, buf_str(&b));
}

static const struct sql sql_engage = {
    "INSERT INTO engagement (pemda_id, worker_id, id, agency_id, position_text, decree, decree_date, signer, started, "
    "ended, wage) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"};

static struct date day_of(struct str s)
{
    struct date d = DATE_NONE;
    return date_parse_iso(s, &d) ? d : DATE_NONE;
}

err census_engage(struct tx *tx, const struct at *at, int64_t worker_id, const struct packed *p)
{
    struct worker w = blank_worker();
    packed_to_worker(p, &w);
    if (w.agency_id == 0)
        return OK;
    return EXEC(tx, sql_engage, at->pemda.v, worker_id, id_new(tx_db(tx)), w.agency_id, w.position_text,
                p->v[PACK_SK_NUMBER], day_of(p->v[PACK_SK_DATE]), p->v[PACK_SIGNER], w.started,
                day_of(p->v[PACK_SK_END]), w.last_wage);
}

static err add_person(struct tx *tx, const struct at *at, int64_t import_id, const struct packed *p, struct tally *t,
                      int64_t *ret_id)
{
    struct worker w = blank_worker();
    packed_to_worker(p, &w);
    TRY(worker_add_checked(tx, at, &w, t));
    TRY(put_source(tx, at, import_id, w.id, p));
    if (p->v[PACK_SK_NUMBER].n + p->v[PACK_SIGNER].n > 0)
        TRY(census_engage(tx, at, w.id, p));
    *ret_id = w.id;
    return OK;
}

static const struct sql sql_taken_row = {
    "UPDATE census_row SET worker_id = $4, level = $5, action = 1 WHERE pemda_id = $1 AND import_id = $2 AND seq = $3"};

err census_take_row(struct tx *tx, const struct at *at, int64_t import_id, const struct census_staged *row,
                    int64_t *ret_worker)
{
    struct tally *t = tally_new(tx_arena(tx));
    TRY(add_person(tx, at, import_id, &row->p, t, ret_worker));
    TRY(tally_write(tx, at, t));
    TRY(worker_event_add(tx, at, *ret_worker, "data", S("Masuk pendataan setelah data ganda diputuskan"), S("")));
    TRY(audit_write(tx, at, "worker.tambah", *ret_worker, row->p.v[PACK_NAME]));
    return EXEC(tx, sql_taken_row, at->pemda.v, import_id, row->seq, *ret_worker, row->base);
}

/* ---- the slices ---- */

enum { SLICE_MS = 60, CENSUS_SLICE_FIRST = 500, CENSUS_SLICE_MIN = 100 };

struct take {
    struct census_work *w;
    struct spool order; /* struct sort_key by name: extra = seq */
    size_t n_order;
    struct census_import imp;
    int64_t done, rows; /* of this slice */
    size_t slice;       /* rows of the next one: as many as fit the time others may be kept waiting */
    bool more;
};

/* Rows of the slice that are new people. A person who was added since the check (by hand) is left as they are. */
static err take_rows(struct tx *tx, struct take *k, const struct census_staged *list, size_t n, int64_t *added)
{
    struct tally *t = tally_new(tx_arena(tx));
    for (size_t i = 0; i < n; i++) {
        const struct census_staged *s = &list[i];
        int64_t id;
        if (s->level >= LEVEL_FAULT || s->fate != FATE_KEEP)
            continue;
        if (s->worker_id != 0) {
            if (s->action == 1)
                TRY(put_source(tx, &k->w->at, k->imp.id, s->worker_id, &s->p));
            continue;
        }
        err e = add_person(tx, &k->w->at, k->imp.id, &s->p, t, &id);
        if (e == ERR_STALE)
            continue;
        TRY(e);
        ++*added;
    }
    return tally_write(tx, &k->w->at, t);
}

static const struct sql sql_mark_taken = {
    "UPDATE census_import SET taken = $3, added = added + $4 WHERE pemda_id = $1 AND id = $2"};

/* ---- the order of the take-over ---- */

static const struct sql sql_names = {
    "SELECT seq, body FROM census_row WHERE pemda_id = $1 AND import_id = $2 ORDER BY seq"};

/* The first eight letters as a number that sorts like the text. */
static uint64_t first_letters(struct str key)
{
    uint64_t v = 0;
    for (size_t i = 0; i < 8; i++)
        v = v << 8 | (i < key.n ? (unsigned char)key.p[i] : 0);
    return v;
}

static err read_names(struct tx *tx, void *arg)
{
    struct take *k = arg;
    AUTO_ARENA a = arena_new((size_t)64 << 20);
    TRY(census_import_get(tx, &k->w->at, k->w->import_id, &k->imp));
    AUTO_ROWS r = QUERY(tx, sql_names, k->w->at.pemda.v, k->imp.id);
    while (rows_next(&r)) {
        struct sort_key key = {.index = (uint32_t)row_int(&r)};
        struct str body = row_view(&r);
        (void)str_cut(&body, 0x1F);
        key.key = first_letters(name_key(a, body.p == NULL ? S("") : str_cut(&body, 0x1F)));
        arena_reset(a);
        TRY(spool_add(&k->order, &key, sizeof key));
    }
    return rows_fail(&r, OK);
}

/*
 * People are taken over in the order of their names, not of the file: most indexes of the register are by name, so a
 * slice then touches few of their pages, and another writer waits for few. The order is the same whenever it is made,
 * so the mark of how far it came survives a restart.
 */
static err make_order(struct take *k)
{
    AUTO_SPOOL room = {.fd = -1};
    AUTO_ARENA a = arena_new((size_t)64 << 20);
    TRY(spool_open(&k->order, (size_t)1 << 32));
    TRY(db_read(k->w->db, a, read_names, k));
    k->n_order = k->order.n / sizeof(struct sort_key);
    if (k->n_order == 0)
        return OK;
    TRY(spool_open(&room, k->order.n));
    struct sort_key *scratch = spool_room(&room, k->order.n);
    if (scratch == NULL)
        return ERR_LIMIT;
    sort_keys((struct sort_key *)(void *)k->order.p, scratch, k->n_order);
    return OK;
}

static err take_slice(struct tx *tx, void *arg)
{
    struct take *k = arg;
    const struct sort_key *order = (const struct sort_key *)(const void *)k->order.p;
    int64_t added = 0;
    size_t n = 0;
    TRY(census_import_get(tx, &k->w->at, k->w->import_id, &k->imp));
    struct census_staged *list = NEW_ARRAY(tx_arena(tx), struct census_staged, k->slice);
    for (size_t at = (size_t)k->imp.taken; at < k->n_order && n < k->slice; at++, n++)
        TRY(census_staged_get(tx, &k->w->at, k->imp.id, order[at].index, &list[n]));
    TRY(take_rows(tx, k, list, n, &added));
    k->done = k->imp.taken + (int64_t)n;
    k->more = (size_t)k->done < k->n_order;
    k->rows = k->imp.rows;
    if (added > 0)
        TRY(audit_write(tx, &k->w->at, "worker.impor", k->imp.id,
                        str_printf(tx_arena(tx), "%lld orang baru, %lld baris selesai", (long long)added,
                                   (long long)k->done)));
    return EXEC(tx, sql_mark_taken, k->w->at.pemda.v, k->imp.id, k->done, added);
}

/* ---- other engagements, and rows that stay in quarantine ---- */

static const struct sql sql_quarantine = {
    "INSERT INTO census_quarantine (pemda_id, id, import_id, seq, agency_id, code, name_key, body) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (pemda_id, import_id, seq) DO NOTHING"};
static const struct sql sql_mended = {
    "DELETE FROM census_quarantine WHERE pemda_id = $1 AND agency_id = $2 AND name_key = $3 AND import_id < $4"};
static const struct sql sql_any_quarantine = {
    "SELECT COUNT(*) FROM census_quarantine WHERE pemda_id = $1 AND import_id < $2"};

/* Why a row with a fault stays: its NIK, or that of another, or the freeze. Other faults are mended in the file. */
static const char *quarantine_code(const struct census_staged *s, struct date frozen_from)
{
    struct date start = day_of(s->p.v[PACK_START]);
    if (!str_eqz(s->p.v[PACK_NIK_GOOD], "1"))
        return "NIK_TIDAK_SAH";
    if (s->base < s->level)
        return "NIK_GANDA";
    return date_given(start) && date_given(frozen_from) && start.day > frozen_from.day ? "TMT_SETELAH_PEMBEKUAN" : NULL;
}

static err quarantine_row(struct tx *tx, const struct at *at, int64_t import_id, const struct census_staged *s,
                          struct str key, int64_t agency)
{
    AUTO_BUF b = buf_new(1 << 20);
    struct date frozen;
    TRY(registry_frozen_from(tx, at, &frozen));
    const char *code = quarantine_code(s, frozen);
    if (code == NULL)
        return OK;
    for (size_t i = 0; i < PACK_FIELDS; i++) {
        buf_add(&b, s->p.v[i]);
        buf_addc(&b, 0x1F);
    }
    return EXEC(tx, sql_quarantine, at->pemda.v, id_new(tx_db(tx)), import_id, s->seq, agency, code, key, buf_str(&b));
}

static const struct sql sql_mark_joined = {
    "UPDATE census_import SET joined = $3 WHERE pemda_id = $1 AND id = $2"};

static err join_rows(struct tx *tx, struct take *k, const struct census_staged *list, size_t n, bool any)
{
    const struct at *at = &k->w->at;
    struct arena *a = tx_arena(tx);
    for (size_t i = 0; i < n; i++) {
        const struct census_staged *s = &list[i];
        struct worker w = blank_worker();
        packed_to_worker(&s->p, &w);
        if (s->fate == FATE_MERGED) {
            struct worker person;
            err e = worker_by_nik(tx, at, s->p.v[PACK_NIK], &person);
            if (e != OK && e != ERR_MISSING)
                return e;
            if (e == OK)
                TRY(census_engage(tx, at, person.id, &s->p));
        }
        if (s->fate != FATE_KEEP || (s->level < LEVEL_FAULT && !any))
            continue;
        struct str key = name_key_tight(a, w.name);
        if (any && key.n > 0)
            TRY(EXEC(tx, sql_mended, at->pemda.v, w.agency_id, key, k->imp.id));
        if (s->level >= LEVEL_FAULT)
            TRY(quarantine_row(tx, at, k->imp.id, s, key, w.agency_id));
    }
    return OK;
}

static err join_slice(struct tx *tx, void *arg)
{
    struct take *k = arg;
    struct census_staged *list;
    size_t n;
    int64_t any = 0;
    TRY(census_import_get(tx, &k->w->at, k->w->import_id, &k->imp));
    TRY(QUERY_INT(tx, &any, sql_any_quarantine, k->w->at.pemda.v, k->imp.id));
    if (any > 0) /* rows of an earlier file wait in quarantine: each of ours may mend one */
        TRY(census_staged_rows(tx, &k->w->at, k->imp.id, k->imp.joined, k->slice, &list, &n));
    else
        TRY(census_staged_aside(tx, &k->w->at, k->imp.id, k->imp.joined, k->slice, &list, &n));
    TRY(join_rows(tx, k, list, n, any > 0));
    k->more = n == k->slice;
    k->done = n == 0 ? k->imp.joined : list[n - 1].seq + 1;
    return EXEC(tx, sql_mark_joined, k->w->at.pemda.v, k->imp.id, k->done);
}

static const struct sql sql_done = {
    "UPDATE census_import SET version = version + 1, state = 'selesai', finished = $3 WHERE pemda_id = $1 AND id = $2"};

static err reload(struct tx *tx, void *arg)
{
    struct take *k = arg;
    return census_import_get(tx, &k->w->at, k->w->import_id, &k->imp);
}

static err finish(struct tx *tx, void *arg)
{
    struct take *k = arg;
    TRY(EXEC(tx, sql_done, k->w->at.pemda.v, k->imp.id, k->w->at.now));
    return audit_write(tx, &k->w->at, "impor.selesai", k->imp.id,
                       str_printf(tx_arena(tx), "%lld orang baru", (long long)k->imp.added));
}

/* The next slice at the pace of the last, so that it takes about SLICE_MS on this machine and this load. */
static size_t next_slice(size_t slice, int64_t took_ms)
{
    size_t next = slice * SLICE_MS / (size_t)(took_ms < 1 ? 1 : took_ms);
    if (next > slice * 2)
        next = slice * 2;
    return next < CENSUS_SLICE_MIN ? CENSUS_SLICE_MIN : next > CENSUS_SLICE ? CENSUS_SLICE : next;
}

static err slices(struct take *k, tx_fn fn, int64_t from, const char *words)
{
    k->more = true;
    k->slice = CENSUS_SLICE_FIRST;
    while (k->more) {
        AUTO_ARENA a = arena_new((size_t)256 << 20);
        int64_t began = clock_steady_ms();
        TRY(db_write_slice(k->w->db, a, fn, k));
        k->slice = next_slice(k->slice, clock_steady_ms() - began);
        if (k->w->progress != NULL)
            TRY(k->w->progress(k->w->user, from + k->done, k->imp.rows * 2, words));
    }
    return OK;
}

/* The texts of k->imp belong to a slice that is over: only its numbers are used between slices. */
err census_work_take(struct census_work *w)
{
    struct take k = {.w = w};
    err e = make_order(&k);
    if (e == OK)
        e = slices(&k, take_slice, 0, "Menyimpan orang baru");
    if (k.order.limit > 0)
        spool_close(&k.order);
    TRY(e);
    TRY(slices(&k, join_slice, k.imp.rows, "Mencatat SK lain dan karantina"));
    AUTO_ARENA a = arena_new((size_t)16 << 20);
    TRY(db_write(w->db, a, finish, &k));
    TRY(db_read(w->db, a, reload, &k));
    census_forget_upload(a, &k.imp, false);
    return OK;
}

/* ---- approved changes ---- */

static const struct sql sql_mark_applied = {
    "UPDATE census_import SET applied = $3 WHERE pemda_id = $1 AND id = $2"};

/* Only the fields that were shown, and only where they still stand as shown. */
static err apply_one(struct tx *tx, struct take *k, const struct census_change *c, struct tally *t)
{
    struct at whole = k->w->at;
    struct census_staged s;
    struct worker before, w;
    struct str words = c->words, was, becomes, names = S("");
    enum census_field f;
    AUTO_BUF b = buf_new(1 << 20);
    whole.who.scope = SCOPE_REGION;
    TRY(census_staged_get(tx, &whole, k->imp.id, c->seq, &s));
    TRY(worker_get(tx, &whole, c->worker_id, &before));
    w = before;
    worker_pack(&b, &before);
    struct packed now = unpack(buf_str(&b));
    while (census_difference_next(&words, &f, &was, &becomes)) {
        if (!str_eq(now.v[f], was))
            continue;
        packed_apply(&s.p, f, &w);
        if (f == PACK_JOB)
            packed_apply(&s.p, PACK_JOB_ID, &w);
        names = str_printf(tx_arena(tx), STR_FMT "%s%s", STR_ARG(names), names.n > 0 ? ", " : "", packed_label(f));
    }
    if (names.n > 0) {
        TRY(worker_change_checked(tx, &whole, &before, &w, t));
        TRY(worker_event_add(tx, &whole, w.id, "data", str_printf(tx_arena(tx), "Diubah dari berkas pendataan: " STR_FMT,
                                                                 STR_ARG(names)), S("")));
        TRY(audit_write(tx, &whole, "worker.ubah", w.id, names));
    }
    return put_source(tx, &whole, k->imp.id, c->worker_id, &s.p);
}

static err apply_slice(struct tx *tx, void *arg)
{
    struct take *k = arg;
    struct census_change *list;
    size_t n;
    struct tally *t = tally_new(tx_arena(tx));
    TRY(census_import_get(tx, &k->w->at, k->w->import_id, &k->imp));
    TRY(census_import_changes(tx, &k->w->at, k->imp.id, k->imp.applied, k->slice, &list, &n));
    for (size_t i = 0; i < n; i++)
        TRY(apply_one(tx, k, &list[i], t));
    TRY(tally_write(tx, &k->w->at, t));
    k->more = n == k->slice;
    k->done = n == 0 ? k->imp.applied : list[n - 1].seq + 1;
    return EXEC(tx, sql_mark_applied, k->w->at.pemda.v, k->imp.id, k->done);
}

err census_work_apply(struct census_work *w)
{
    struct take k = {.w = w};
    return slices(&k, apply_slice, 0, "Menerapkan perubahan yang disetujui");
}

/* ---- as jobs ---- */

static err job_says(void *user, int64_t done, int64_t total, const char *words)
{
    return job_progress(user, done, total, words);
}

static struct census_work work_of(struct job_run *run)
{
    return (struct census_work){.db = run->db, .arena = run->arena, .at = run->at, .import_id = run->job.subject,
                                .progress = job_says, .user = run};
}

err census_job_take(struct job_run *run)
{
    struct census_work w = work_of(run);
    return census_work_take(&w);
}

err census_job_apply(struct job_run *run)
{
    struct census_work w = work_of(run);
    return census_work_apply(&w);
}
