/*
 * census_pairs.c: see census_pairs.h. Before the take-over a decision moves staged rows; afterwards it moves people.
 */
#include "census_pairs.h"

#include "kernel/digest.h"
#include "registry.h"

#define PAIR                                                                                                         \
    "SELECT p.id, p.version, p.import_id, p.kind, p.points, p.seq_a, p.seq_b, p.worker_a, p.worker_b, p.agency_a, "    \
    "p.agency_b, p.body_a, p.body_b, p.state, p.reason, p.due FROM census_pair p "                                     \
    "JOIN census_import i ON i.pemda_id = p.pemda_id AND i.id = p.import_id WHERE p.pemda_id = $1 "
#define LIVING "AND i.state IN ('siap', 'menyimpan', 'selesai') "

static const struct sql sql_get = {PAIR "AND p.id = $2"};
static const struct sql sql_open = {PAIR LIVING "AND p.state = 'terbuka' ORDER BY p.kind, p.id LIMIT $2"};
static const struct sql sql_open_of_import = {
    PAIR "AND p.state = 'terbuka' AND p.import_id = $3 ORDER BY p.kind, p.id LIMIT $2"};
static const struct sql sql_next = {
    "SELECT p.id FROM census_pair p JOIN census_import i ON i.pemda_id = p.pemda_id AND i.id = p.import_id "
    "WHERE p.pemda_id = $1 AND p.state = 'terbuka' AND p.id <> $2 " LIVING
    "ORDER BY CASE WHEN p.id > $2 THEN 0 ELSE 1 END, p.kind, p.id LIMIT 1"};
static const struct sql sql_count = {
    "SELECT CAST(COALESCE(SUM(CASE WHEN p.state = 'terbuka' THEN 1 ELSE 0 END), 0) AS BIGINT), "
    "CAST(COALESCE(SUM(CASE WHEN p.state = 'tanya' THEN 1 ELSE 0 END), 0) AS BIGINT), COUNT(*) "
    "FROM census_pair p JOIN census_import i ON i.pemda_id = p.pemda_id AND i.id = p.import_id "
    "WHERE p.pemda_id = $1 " LIVING};

static const struct sql sql_waiting = {
    "SELECT COUNT(*) FROM census_pair p CROSS JOIN census_import i WHERE i.pemda_id = p.pemda_id AND i.id = p.import_id "
    "AND p.pemda_id = $1 AND p.state = 'terbuka' " LIVING};

static void read_pair(struct rows *r, struct census_pair_record *p)
{
    p->id = row_int(r);
    p->version = row_int(r);
    p->import_id = row_int(r);
    p->kind = (enum census_pair_kind)row_int(r);
    p->points = row_i32(r);
    for (size_t i = 0; i < 2; i++)
        p->seq[i] = row_int(r);
    for (size_t i = 0; i < 2; i++)
        p->worker[i] = row_int(r);
    for (size_t i = 0; i < 2; i++)
        p->agency[i] = row_int(r);
    for (size_t i = 0; i < 2; i++)
        p->side[i] = unpack(row_str(r));
    p->state = row_str(r);
    p->reason = row_str(r);
    p->due = row_date(r);
}

err census_pair_get(struct tx *tx, const struct at *at, int64_t id, struct census_pair_record *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_get, at->pemda.v, id);
    if (!rows_next(&r))
        return rows_fail(&r, ERR_MISSING);
    read_pair(&r, ret);
    return OK;
}

err census_pairs_open(struct tx *tx, const struct at *at, int64_t import_id, size_t limit,
                      struct census_pair_record **ret, size_t *n)
{
    AUTO_ROWS r = import_id == 0 ? QUERY(tx, sql_open, at->pemda.v, (int64_t)limit)
                                 : QUERY(tx, sql_open_of_import, at->pemda.v, (int64_t)limit, import_id);
    *ret = NEW_ARRAY(tx_arena(tx), struct census_pair_record, limit);
    for (*n = 0; *n < limit && rows_next(&r); ++*n)
        read_pair(&r, &(*ret)[*n]);
    return rows_fail(&r, OK);
}

int64_t census_pairs_waiting(struct tx *tx, const struct at *at)
{
    int64_t n;
    return QUERY_INT(tx, &n, sql_waiting, at->pemda.v) == OK ? n : 0;
}

err census_pair_count(struct tx *tx, const struct at *at, struct census_pair_counts *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_count, at->pemda.v);
    *ret = (struct census_pair_counts){0};
    if (!rows_next(&r))
        return rows_fail(&r, ERR_MISSING);
    ret->open = row_int(&r);
    ret->asked = row_int(&r);
    ret->decided = row_int(&r) - ret->open - ret->asked;
    return OK;
}

err census_pair_next(struct tx *tx, const struct at *at, int64_t id, int64_t *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_next, at->pemda.v, id);
    *ret = rows_next(&r) ? row_int(&r) : 0;
    return rows_fail(&r, OK);
}

/* ---- deciding ---- */

static const struct sql sql_different = {
    "INSERT INTO census_different (pemda_id, hash_a, hash_b) VALUES ($1, $2, $3) ON CONFLICT (pemda_id, hash_a, hash_b) DO NOTHING"};

static err never_again(struct tx *tx, const struct at *at, const struct census_pair_record *p)
{
    const struct key *key = db_key(tx_db(tx));
    struct str a = keyed_hash(tx_arena(tx), key, p->side[0].v[PACK_NIK]);
    struct str b = keyed_hash(tx_arena(tx), key, p->side[1].v[PACK_NIK]);
    bool first = str_compare(a, b) < 0;
    return str_eq(a, b) ? OK : EXEC(tx, sql_different, at->pemda.v, first ? a : b, first ? b : a);
}

static const struct sql sql_keep_row = {
    "UPDATE census_row SET level = base WHERE pemda_id = $1 AND import_id = $2 AND seq = $3"};
static const struct sql sql_join_row = {
    "UPDATE census_row SET fate = 2, into_seq = $4, level = base WHERE pemda_id = $1 AND import_id = $2 AND seq = $3"};
static const struct sql sql_recount = {
    "UPDATE census_import SET new_count = (SELECT COUNT(*) FROM census_row r WHERE r.pemda_id = $1 AND r.import_id = $2 "
    "AND r.level < 3 AND r.fate = 0 AND r.worker_id = 0), faulty = (SELECT COUNT(*) FROM census_row r WHERE "
    "r.pemda_id = $1 AND r.import_id = $2 AND r.level >= 3 AND r.fate = 0) WHERE pemda_id = $1 AND id = $2"};
static const struct sql sql_release = {
    "DELETE FROM census_quarantine WHERE pemda_id = $1 AND import_id = $2 AND seq = $3"};
static const struct sql sql_others = {
    "SELECT COUNT(*) FROM census_pair WHERE pemda_id = $1 AND import_id = $2 AND kind = 0 AND state IN ('terbuka', 'tanya') "
    "AND id <> $4 AND (seq_a = $3 OR seq_b = $3)"};

/* A staged row is good again once no other clash of its NIK is open. */
static err free_row(struct tx *tx, const struct at *at, const struct census_pair_record *p, int64_t seq)
{
    int64_t others = 0;
    TRY(QUERY_INT(tx, &others, sql_others, at->pemda.v, p->import_id, seq, p->id));
    return others > 0 ? OK : EXEC(tx, sql_keep_row, at->pemda.v, p->import_id, seq);
}

/* Nothing was taken over yet: the rows of the file are sorted out. */
static err same_before(struct tx *tx, const struct at *at, const struct census_pair_record *p, size_t keep)
{
    size_t drop = 1 - keep;
    if (p->seq[keep] >= 0)
        TRY(free_row(tx, at, p, p->seq[keep]));
    if (p->seq[drop] >= 0)
        TRY(EXEC(tx, sql_join_row, at->pemda.v, p->import_id, p->seq[drop], p->seq[keep]));
    return EXEC(tx, sql_recount, at->pemda.v, p->import_id);
}

/* The person of one side, brought into the register if it is a row that stayed outside. */
static err person_of(struct tx *tx, const struct at *at, const struct census_pair_record *p, size_t side, int64_t *ret)
{
    struct census_staged row;
    struct worker w;
    *ret = p->worker[side];
    if (p->seq[side] < 0)
        return OK;
    err e = worker_by_nik(tx, at, p->side[side].v[PACK_NIK], &w);
    if (e != ERR_MISSING) {
        *ret = w.id;
        return e;
    }
    TRY(census_staged_get(tx, at, p->import_id, p->seq[side], &row));
    return census_take_row(tx, at, p->import_id, &row, ret);
}

/* A second record of the same person is closed: it stays readable, but no longer counts as working. */
static err close_person(struct tx *tx, const struct at *at, int64_t id, struct str name)
{
    struct worker before, w;
    struct tally *t = tally_new(tx_arena(tx));
    TRY(worker_get(tx, at, id, &before));
    w = before;
    w.active = false;
    w.remark = str_printf(tx_arena(tx), "Digabung dengan catatan lain atas nama " STR_FMT, STR_ARG(name));
    TRY(worker_change_checked(tx, at, &before, &w, t));
    TRY(tally_write(tx, at, t));
    TRY(worker_event_add(tx, at, id, "data", w.remark, S("")));
    return audit_write(tx, at, "worker.gabung", id, S(""));
}

/* The file's row stays, the register's becomes an engagement: the person moves to what the file says. */
static err renew_person(struct tx *tx, const struct at *at, const struct census_pair_record *p, size_t keep, int64_t id)
{
    struct worker before, w;
    struct tally *t = tally_new(tx_arena(tx));
    TRY(worker_get(tx, at, id, &before));
    w = before;
    for (int f = 0; f < PACK_COMPARED; f++)
        if (p->side[keep].v[f].n > 0)
            packed_apply(&p->side[keep], (enum census_field)f, &w);
    TRY(worker_change_checked(tx, at, &before, &w, t));
    TRY(tally_write(tx, at, t));
    TRY(worker_event_add(tx, at, id, "data", S("Diperbarui setelah data ganda diputuskan"), S("")));
    return audit_write(tx, at, "worker.ubah", id, S("data ganda"));
}

static err same_after(struct tx *tx, const struct at *at, const struct census_pair_record *p, size_t keep)
{
    size_t drop = 1 - keep;
    bool one_nik = str_eq(p->side[0].v[PACK_NIK], p->side[1].v[PACK_NIK]);
    int64_t kept = 0;
    TRY(person_of(tx, at, p, keep, &kept));
    TRY(census_engage(tx, at, kept, &p->side[drop]));
    for (size_t i = 0; i < 2; i++)
        if (p->seq[i] >= 0)
            TRY(EXEC(tx, sql_release, at->pemda.v, p->import_id, p->seq[i]));
    if (one_nik)
        return p->seq[keep] >= 0 && p->worker[drop] != 0 ? renew_person(tx, at, p, keep, kept) : OK;
    struct worker other;
    err e = worker_by_nik(tx, at, p->side[drop].v[PACK_NIK], &other);
    return e == ERR_MISSING ? OK : e != OK ? e : close_person(tx, at, other.id, p->side[keep].v[PACK_NAME]);
}

static const struct sql sql_decide = {
    "UPDATE census_pair SET version = version + 1, state = $4, reason = $5, due = $6, decided = $7, decided_by = $8 "
    "WHERE pemda_id = $1 AND id = $2 AND version = $3 AND state IN ('terbuka', 'tanya')"};

static bool known_decision(struct str d)
{
    static const char *all[] = {"sama_a", "sama_b", "berbeda", "tanya"};
    for (size_t i = 0; i < COUNT(all); i++)
        if (str_eqz(d, all[i]))
            return true;
    return false;
}

err census_pair_decide(struct tx *tx, const struct at *at, struct census_pair_record *p, struct str decision,
                       struct str reason, struct faults *f)
{
    struct census_import imp;
    bool locked = false;
    TRY(registry_locked(tx, at, &locked));
    if (locked)
        fault(f, "", "Sensus sudah dikunci, jadi data ganda tidak dapat diputuskan lagi.");
    if (!known_decision(decision))
        fault(f, "keputusan", "Pilih salah satu keputusan.");
    if (reason.n < 5)
        fault(f, "alasan", "Tulis alasan singkat; kedua instansi dan orangnya membacanya.");
    TRY(faults_end(f));
    TRY(census_import_get(tx, at, p->import_id, &imp));
    bool ask = str_eqz(decision, "tanya");
    TRY(EXEC_ONE(tx, sql_decide, at->pemda.v, p->id, p->version, decision, reason,
                 ask ? date_add_days(at->today, 7) : DATE_NONE, ask ? (struct moment){0} : at->now, at->who.user_id));
    TRY(audit_write(tx, at, "ganda.putus", p->id, decision));
    if (str_eqz(decision, "berbeda"))
        return never_again(tx, at, p);
    if (ask)
        return OK;
    size_t keep = str_eqz(decision, "sama_a") ? 0 : 1;
    return str_eqz(imp.state, "selesai") ? same_after(tx, at, p, keep) : same_before(tx, at, p, keep);
}
