/*
 * worker_db.c: statements over worker, worker_word and worker_event. The list is put together from declared parts,
 * one for each filter, so that each has its index; a pathway group of several codes is read code by code and
 * merged, which keeps every part in index order.
 */
#include "worker_db.h"

#include <assert.h>

#include "kernel/digest.h"
#include "person_name.h"

/* ---- one person ---- */
#define WORKER_COLUMNS                                                                                       \
    "w.id, w.version, w.public_id, w.nik, w.name, w.title_before, w.title_after, w.birth_place, w.birth_date, " \
    "w.sex, w.education, w.agency_id, w.unit, w.position_id, w.position_text, w.category, w.started, "          \
    "w.pay_source, w.last_wage, w.phone, w.npwp, w.bpjs, w.family_card, w.thk2_number, w.address, w.remark, "   \
    "w.data_class, w.asn_status, w.traits, w.qualifications, w.sent_home, w.sent_home_decision, w.active, "     \
    "w.pathway, w.pathway_state, w.pathway_reason, w.pathway_run, w.plan_line, w.case_owner, w.case_due, "      \
    "w.created, w.changed "

static const struct sql sql_worker_in_agency = {
    "SELECT " WORKER_COLUMNS "FROM worker w WHERE w.pemda_id = $1 AND w.id = $3 AND $2 IN (w.agency_id, -1)"};
static const struct sql sql_worker_of_self = {
    "SELECT " WORKER_COLUMNS "FROM worker w WHERE w.pemda_id = $1 AND w.id = $2 AND w.id = $3"};
static const struct sql sql_worker_by_nik = {
    "SELECT " WORKER_COLUMNS "FROM worker w WHERE w.pemda_id = $1 AND w.nik_hash = $2"};

typedef struct str (*text_of)(struct rows *r); /* row_str keeps the text, row_view lends it until the next row */

static err read_standing(struct rows *r, text_of text, struct worker *w)
{
    if (!pathway_by_code(row_view(r), &w->pathway) || !pathway_state_by_code(row_view(r), &w->state))
        return ERR_IO;
    w->reason = text(r);
    w->run_id = row_int(r);
    w->plan_line = text(r);
    w->case_owner = row_int(r);
    w->case_due = row_date(r);
    w->created = row_moment(r);
    w->changed = row_moment(r);
    return OK;
}

static err read_worker(struct rows *r, text_of text, struct worker *w)
{
    w->id = row_int(r);
    w->version = row_int(r);
    w->public_id = text(r);
    w->nik = text(r);
    w->name = text(r);
    w->title_before = text(r);
    w->title_after = text(r);
    w->birth_place = text(r);
    w->birth_date = row_date(r);
    w->sex = text(r);
    w->education = text(r);
    w->agency_id = row_int(r);
    w->unit = text(r);
    w->position_id = row_int(r);
    w->position_text = text(r);
    w->category = text(r);
    w->started = row_date(r);
    w->pay_source = text(r);
    w->last_wage = row_rupiah(r);
    w->phone = text(r);
    w->npwp = text(r);
    w->bpjs = text(r);
    w->family_card = text(r);
    w->thk2_number = text(r);
    w->address = text(r);
    w->remark = text(r);
    w->data_class = row_i32(r);
    w->asn_status = text(r);
    w->traits = text(r);
    w->qualifications = text(r);
    w->sent_home = row_date(r);
    w->sent_home_decision = text(r);
    w->active = row_bool(r);
    return read_standing(r, text, w);
}

err worker_get(struct tx *tx, const struct at *at, int64_t id, struct worker *ret)
{
    bool self = at->who.scope == SCOPE_SELF;
    AUTO_ROWS r = self ? QUERY(tx, sql_worker_of_self, at->pemda.v, scope_self(&at->who), id)
                       : QUERY(tx, sql_worker_in_agency, at->pemda.v, scope_agency(&at->who), id);
    if (!rows_next(&r))
        return rows_fail(&r, ERR_MISSING);
    return read_worker(&r, row_str, ret);
}

static struct str nik_hash(struct tx *tx, struct str nik)
{
    return keyed_hash(tx_arena(tx), db_key(tx_db(tx)), nik);
}

err worker_by_nik(struct tx *tx, const struct at *at, struct str nik, struct worker *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_worker_by_nik, at->pemda.v, nik_hash(tx, nik));
    if (!rows_next(&r))
        return rows_fail(&r, ERR_MISSING);
    return read_worker(&r, row_str, ret);
}

/* ---- writing ---- */
static const struct sql sql_worker_insert = {"INSERT INTO worker (pemda_id, id, public_id, nik, nik_hash, name, "
                                             "title_before, title_after, name_key, "
                                             "birth_place, birth_date, sex, education, agency_id, unit, "
                                             "position_id, position_text, category, started, "
                                             "pay_source, last_wage, phone, npwp, bpjs, family_card, thk2_number, "
                                             "address, remark, data_class, asn_status, "
                                             "traits, qualifications, sent_home, sent_home_decision, active, "
                                             "changed, pathway, pathway_state, pathway_reason, "
                                             "created) "
                                             "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
                                             "$15, $16, $17, $18, $19, $20, $21, $22, $23, "
                                             "$24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, "
                                             "$37, $38, $39, $36)"};
static const struct sql sql_worker_update = {
    "UPDATE worker SET version = version + 1, nik = $4, nik_hash = $5, name = $6, title_before = $7, "
    "title_after = $8, name_key = $9, birth_place = $10, birth_date = $11, sex = $12, education = $13, "
    "agency_id = $14, unit = $15, position_id = $16, position_text = $17, category = $18, started = $19, "
    "pay_source = $20, last_wage = $21, phone = $22, npwp = $23, bpjs = $24, family_card = $25, thk2_number = $26, "
    "address = $27, remark = $28, data_class = $29, asn_status = $30, traits = $31, qualifications = $32, "
    "sent_home = $33, sent_home_decision = $34, active = $35, changed = $36 "
    "WHERE pemda_id = $1 AND id = $2 AND version = $3"};

static struct arg id_or_null(int64_t id)
{
    return id > 0 ? arg_int(id) : arg_null(SQL_NULL);
}

enum { WORKER_ARGS = 39 };

/* $1 region, $2 id, $3 the caller's, $4 … $36 what a person's record holds, then where a new person stands. */
static void worker_args(struct tx *tx, const struct at *at, const struct worker *w, struct arg args[WORKER_ARGS])
{
    const struct arg list[] = {
        arg_int(at->pemda.v), arg_int(w->id), arg_int(w->version),
        arg_str(w->nik), arg_str(nik_hash(tx, w->nik)), arg_str(w->name), arg_str(w->title_before),
        arg_str(w->title_after), arg_str(name_key(tx_arena(tx), w->name)), arg_str(w->birth_place),
        arg_date(w->birth_date), arg_str(w->sex), arg_str(w->education), arg_int(w->agency_id), arg_str(w->unit),
        id_or_null(w->position_id), arg_str(w->position_text), arg_str(w->category), arg_date(w->started),
        arg_str(w->pay_source), arg_rupiah(w->last_wage), arg_str(w->phone), arg_str(w->npwp), arg_str(w->bpjs),
        arg_str(w->family_card), arg_str(w->thk2_number), arg_str(w->address), arg_str(w->remark),
        arg_i32(w->data_class), arg_str(w->asn_status), arg_str(w->traits), arg_str(w->qualifications),
        arg_date(w->sent_home), arg_str(w->sent_home_decision), arg_bool(w->active), arg_moment(at->now),
        arg_z(pathways[w->pathway].code), arg_z(pathway_state_codes[w->state]), arg_str(w->reason),
    };
    static_assert(COUNT(list) == WORKER_ARGS, "one argument a column");
    memcpy(args, list, sizeof list);
}

err worker_insert(struct tx *tx, const struct at *at, struct worker *w)
{
    assert(w->id == 0 && w->agency_id > 0);
    w->id = id_new(tx_db(tx));
    w->public_id = random_token(tx_arena(tx), 8);
    w->created = w->changed = at->now;
    struct arg args[WORKER_ARGS];
    worker_args(tx, at, w, args);
    args[2] = arg_str(w->public_id);
    TRY(exec_run(tx, &sql_worker_insert, args, WORKER_ARGS, NULL));
    w->version = 1;
    return OK;
}

err worker_update(struct tx *tx, const struct at *at, struct worker *w)
{
    struct arg args[WORKER_ARGS];
    worker_args(tx, at, w, args);
    TRY(exec_one_run(tx, &sql_worker_update, args, WORKER_ARGS));
    w->version++;
    w->changed = at->now;
    return OK;
}

static const struct sql sql_pathway_update = {"UPDATE worker SET version = version + 1, pathway = $4, "
                                              "pathway_state = $5, pathway_reason = $6, "
                                              "pathway_run = $7, plan_line = $8, case_owner = $9, case_due = $10, "
                                              "asn_status = $11, active = $12, changed = $13 "
                                              "WHERE pemda_id = $1 AND id = $2 AND version = $3"};

err worker_update_pathway(struct tx *tx, const struct at *at, struct worker *w)
{
    const struct arg args[] = {
        arg_int(at->pemda.v), arg_int(w->id), arg_int(w->version), arg_z(pathways[w->pathway].code),
        arg_z(pathway_state_codes[w->state]), arg_str(w->reason), id_or_null(w->run_id), arg_str(w->plan_line),
        id_or_null(w->case_owner), arg_date(w->case_due), arg_str(w->asn_status), arg_bool(w->active),
        arg_moment(at->now),
    };
    TRY(exec_one_run(tx, &sql_pathway_update, args, COUNT(args)));
    w->version++;
    w->changed = at->now;
    return OK;
}

static const struct sql sql_word_insert = {
    "INSERT INTO worker_word (pemda_id, word, worker_id, agency_id, pathway) VALUES ($1, $2, $3, $4, $5)"};
static const struct sql sql_words_delete = {"DELETE FROM worker_word WHERE pemda_id = $1 AND worker_id = $2"};
static const struct sql sql_words_move = {
    "UPDATE worker_word SET agency_id = $3, pathway = $4 WHERE pemda_id = $1 AND worker_id = $2"};

err worker_words_insert(struct tx *tx, const struct at *at, const struct worker *w)
{
    struct str words[NAME_WORDS_MAX];
    size_t n = name_words(tx_arena(tx), w->name, words);
    for (size_t i = 0; i < n; i++)
        TRY(EXEC(tx, sql_word_insert, at->pemda.v, words[i], w->id, w->agency_id, pathways[w->pathway].code));
    return OK;
}

err worker_words_replace(struct tx *tx, const struct at *at, const struct worker *w)
{
    TRY(EXEC(tx, sql_words_delete, at->pemda.v, w->id));
    return worker_words_insert(tx, at, w);
}

err worker_words_move(struct tx *tx, const struct at *at, const struct worker *w)
{
    return EXEC(tx, sql_words_move, at->pemda.v, w->id, w->agency_id, pathways[w->pathway].code);
}

/* ---- lists ---- */
#define ROW_COLUMNS                                                                                          \
    "w.id, w.name, w.nik, w.position_text, w.agency_id, w.started, w.pathway, w.pathway_state, w.asn_status, "     \
    "w.sent_home, "

static const struct sql part_rows_name = {"SELECT " ROW_COLUMNS "w.name_key FROM worker w WHERE w.pemda_id = $1"};
static const struct sql part_rows_service = {
    "SELECT " ROW_COLUMNS "COALESCE(w.started, '9999-12-31') FROM worker w WHERE w.pemda_id = $1"};
static const struct sql part_rows_words = {
    "SELECT " ROW_COLUMNS "x.word FROM worker_word x JOIN worker w ON w.pemda_id = x.pemda_id AND w.id = x.worker_id "
    "WHERE x.pemda_id = $1 AND x.word >= $10 AND x.word < $11"};
static const struct sql part_all = {"SELECT " WORKER_COLUMNS "FROM worker w WHERE w.pemda_id = $1"};
static const struct sql part_all_words = {
    "SELECT " WORKER_COLUMNS
    "FROM worker_word x JOIN worker w ON w.pemda_id = x.pemda_id AND w.id = x.worker_id "
    "WHERE x.pemda_id = $1 AND x.word >= $10 AND x.word < $11"};

static const struct sql part_agency = {"AND w.agency_id = $2"};
static const struct sql part_agency_words = {"AND x.agency_id = $2"};
static const struct sql part_pathway = {"AND w.pathway = $3"};
static const struct sql part_pathway_words = {"AND x.pathway = $3"};
/* Two words of one name in the range: the person comes with the first. */
static const struct sql part_once = {
    "AND NOT EXISTS (SELECT 1 FROM worker_word e WHERE e.pemda_id = x.pemda_id AND e.worker_id = x.worker_id "
    "AND e.word >= $10 AND e.word < x.word)"};
static const struct sql part_position = {"AND w.position_id = $4"};
static const struct sql part_state = {"AND w.pathway_state = $5"};
static const struct sql part_reason = {"AND w.pathway_reason = $6"};
static const struct sql part_settled = {"AND w.pathway <> 'belum'"};
static const struct sql part_active = {"AND w.active = 1"};
static const struct sql part_inactive = {"AND w.active = 0"};
static const struct sql part_nik = {"AND w.nik_hash = $18"};
static const struct sql part_overdue = {"AND w.case_due IS NOT NULL AND w.case_due < $19"};
static const struct sql part_word[3] = {
    {"AND EXISTS (SELECT 1 FROM worker_word y WHERE y.pemda_id = $1 AND y.worker_id = x.worker_id AND y.word >= "
     "$12 AND y.word < $13)"},
    {"AND EXISTS (SELECT 1 FROM worker_word y WHERE y.pemda_id = $1 AND y.worker_id = x.worker_id AND y.word >= "
     "$14 AND y.word < $15)"},
    {"AND EXISTS (SELECT 1 FROM worker_word y WHERE y.pemda_id = $1 AND y.worker_id = x.worker_id AND y.word >= "
     "$16 AND y.word < $17)"},
};
enum { ROWS_ARGS = 19 };

/* Where reading starts and the order, forward and back, for the three keys a list can have. */
enum list_key { KEY_NAME, KEY_SERVICE, KEY_WORD, KEY_COUNT };
static const struct {
    struct sql past_up, past_down, up, down, key_of;
} orders[KEY_COUNT] = {
    [KEY_NAME] = {{"AND (w.name_key, w.id) > ($7, $8)"},
                  {"AND (w.name_key, w.id) < ($7, $8)"},
                  {"ORDER BY w.name_key, w.id LIMIT $9"},
                  {"ORDER BY w.name_key DESC, w.id DESC LIMIT $9"},
                  {"SELECT w.name_key FROM worker w WHERE w.pemda_id = $1 AND w.id = $2"}},
    [KEY_SERVICE] = {{"AND (COALESCE(w.started, '9999-12-31'), w.id) > ($7, $8)"},
                     {"AND (COALESCE(w.started, '9999-12-31'), w.id) < ($7, $8)"},
                     {"ORDER BY COALESCE(w.started, '9999-12-31'), w.id LIMIT $9"},
                     {"ORDER BY COALESCE(w.started, '9999-12-31') DESC, w.id DESC LIMIT $9"},
                     {"SELECT COALESCE(w.started, '9999-12-31') FROM worker w WHERE w.pemda_id = $1 AND w.id = $2"}},
    [KEY_WORD] = {{"AND (x.word, x.worker_id) > ($7, $8)"},
                  {"AND (x.word, x.worker_id) < ($7, $8)"},
                  {"ORDER BY x.word, x.worker_id LIMIT $9"},
                  {"ORDER BY x.word DESC, x.worker_id DESC LIMIT $9"},
                  {"SELECT x.word FROM worker_word x WHERE x.pemda_id = $1 AND x.worker_id = $2 AND x.word >= $3 "
                   "AND x.word < $4 ORDER BY x.word LIMIT 1"}},
};

static enum list_key key_of(const struct worker_filter *f)
{
    return f->n_words > 0 ? KEY_WORD : f->order == ORDER_SERVICE ? KEY_SERVICE : KEY_NAME;
}

/* The end of the range of words that begin with `word`: the highest letter behind it. */
static struct str range_end(struct arena *a, struct str word)
{
    return str_printf(a, STR_FMT "\xf4\x8f\xbf\xbf", STR_ARG(word));
}

/* The conditions that are on, in the form that fits the table that leads. */
static void add_filters(struct sql_build *b, const struct worker_filter *f, bool one_pathway)
{
    bool words = f->n_words > 0;
    if (f->agency_id != -1)
        sql_add(b, words ? &part_agency_words : &part_agency);
    if (one_pathway)
        sql_add(b, words ? &part_pathway_words : &part_pathway);
    if (f->position_id > 0)
        sql_add(b, &part_position);
    if (f->state >= 0)
        sql_add(b, &part_state);
    if (f->has_reason)
        sql_add(b, &part_reason);
    if (f->nik_hash.n > 0)
        sql_add(b, &part_nik);
    if (f->overdue)
        sql_add(b, &part_overdue);
    if (f->settled)
        sql_add(b, &part_settled);
    if (f->inactive)
        sql_add(b, &part_inactive);
    else if (f->group != GROUP_LEFT && !f->everybody)
        sql_add(b, &part_active);
    for (size_t i = 1; i < f->n_words && i <= COUNT(part_word); i++)
        sql_add(b, &part_word[i - 1]);
}

static void filter_args(struct tx *tx, const struct at *at, const struct worker_filter *f, struct arg args[ROWS_ARGS])
{
    args[0] = arg_int(at->pemda.v);
    args[1] = arg_int(f->agency_id);
    args[2] = arg_z("");
    args[3] = arg_int(f->position_id);
    args[4] = arg_z(f->state >= 0 ? pathway_state_codes[f->state] : "");
    args[5] = arg_str(f->reason);
    args[6] = arg_z("");
    args[7] = arg_int(0);
    args[8] = arg_int(0); /* rows: said where they are read */
    for (size_t i = 0; i < 4; i++) {
        bool used = i < f->n_words;
        args[9 + 2 * i] = arg_str(used ? f->words[i] : str_z(""));
        args[10 + 2 * i] = arg_str(used ? range_end(tx_arena(tx), f->words[i]) : str_z(""));
    }
    args[17] = arg_str(f->nik_hash);
    args[18] = arg_date(f->today);
}

static err read_row(struct rows *r, struct worker_row *w)
{
    w->id = row_int(r);
    w->name = row_str(r);
    w->nik = row_str(r);
    w->position = row_str(r);
    w->agency_id = row_int(r);
    w->started = row_date(r);
    if (!pathway_by_code(row_view(r), &w->pathway) || !pathway_state_by_code(row_view(r), &w->state))
        return ERR_IO;
    w->waits_for_result = str_eqz(row_view(r), "MENUNGGU");
    w->sent_home = row_view(r).n > 0;
    w->sort_key = row_str(r);
    return OK;
}

/* The key of the row beside the page. The id alone stands in the address: a name would be personal data there. */
static err start_key(struct tx *tx, const struct at *at, const struct worker_filter *f, int64_t id,
                     struct arg args[ROWS_ARGS])
{
    const struct sql *sql = &orders[key_of(f)].key_of;
    const struct arg key[] = {args[0], arg_int(id), args[9], args[10]};
    (void)at;
    AUTO_ROWS r = query_run(tx, sql, key, COUNT(key));
    if (!rows_next(&r))
        return rows_fail(&r, ERR_MISSING);
    args[6] = arg_str(row_str(&r));
    args[7] = arg_int(id);
    return OK;
}

static const struct sql *first_part(const struct worker_filter *f)
{
    switch (key_of(f)) {
    case KEY_WORD:
        return &part_rows_words;
    case KEY_SERVICE:
        return &part_rows_service;
    default:
        return &part_rows_name;
    }
}

/* The letter a word begins with, where old spellings of one sound count as one: OE and U, DJ and J, TJ and C. */
static char sound_of(char c)
{
    c = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    return c == 'o' ? 'u' : c == 'd' ? 'j' : c == 't' ? 'c' : c;
}

/* Could a word within this piece of a name begin like `sought`? */
static bool may_begin_like(struct str piece, struct str sought)
{
    for (size_t i = 0; i < piece.n && sought.n > 0; i++) {
        bool begins = i == 0 || piece.p[i - 1] == '.' || piece.p[i - 1] == '-' || piece.p[i - 1] == '\'';
        if (begins && sound_of(piece.p[i]) == sound_of(sought.p[0]))
            return true;
    }
    return false;
}

/* Two words of one name may begin like the word that is sought: the person comes with the first of them. Asked of
 * the name at hand, which costs less than asking the table for every row. */
static bool came_before(struct arena *a, struct str sought, const struct worker_row *w)
{
    for (struct str rest = w->name; rest.p != NULL;) {
        struct str piece = str_cut(&rest, ' '), words[NAME_WORDS_MAX];
        size_t n = may_begin_like(piece, sought) ? name_words(a, piece, words) : 0;
        for (size_t i = 0; i < n; i++) {
            if (str_starts(words[i], sought) && str_compare(words[i], w->sort_key) < 0)
                return true;
        }
    }
    return false;
}

/* Rows of one pathway, or of all of them when `pathway` is NULL, appended to the list. */
static err rows_of(struct tx *tx, const struct worker_filter *f, const char *pathway, bool down,
                   struct arg args[ROWS_ARGS], struct worker_row *list, size_t *n)
{
    struct sql_build b = {.n = 0};
    sql_add(&b, first_part(f));
    add_filters(&b, f, pathway != NULL);
    args[2] = arg_z(pathway != NULL ? pathway : "");
    if (f->after > 0 || f->before > 0)
        sql_add(&b, down ? &orders[key_of(f)].past_down : &orders[key_of(f)].past_up);
    sql_add(&b, down ? &orders[key_of(f)].down : &orders[key_of(f)].up);
    args[8] = arg_int(f->n_words > 0 ? INT64_MAX : (int64_t)f->limit + 1);
    AUTO_ROWS r = query_built(tx, &b, args, ROWS_ARGS);
    for (size_t taken = 0; taken <= f->limit && rows_next(&r);) {
        struct worker_row *w = &list[*n];
        TRY(read_row(&r, w));
        if (f->n_words > 0 && came_before(tx_arena(tx), f->words[0], w))
            continue;
        taken++;
        (*n)++;
    }
    return rows_fail(&r, OK);
}

static int compare_rows(const void *a, const void *b)
{
    const struct worker_row *x = a, *y = b;
    int c = str_compare(x->sort_key, y->sort_key);
    return c != 0 ? c : (x->id > y->id) - (x->id < y->id);
}

static void turn_round(struct worker_row *list, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        struct worker_row t = list[i];
        list[i] = list[n - 1 - i];
        list[n - 1 - i] = t;
    }
}

/* All codes of a group, each read in order; the first rows of the merged list are the page. */
static err rows_of_group(struct tx *tx, const struct worker_filter *f, bool down, struct arg args[ROWS_ARGS],
                         struct worker_row *list, size_t *n)
{
    if (f->group < 0)
        return rows_of(tx, f, NULL, down, args, list, n);
    size_t parts = 0;
    for (enum pathway p = 0; p < PATHWAY_COUNT; p++) {
        if ((int)pathways[p].group == f->group) {
            TRY(rows_of(tx, f, pathways[p].code, down, args, list, n));
            parts++;
        }
    }
    if (parts > 1) {
        qsort(list, *n, sizeof *list, compare_rows);
        if (down)
            turn_round(list, *n);
    }
    return OK;
}

err worker_rows(struct tx *tx, const struct at *at, const struct worker_filter *f, struct worker_row *ret, size_t *n,
                bool *more)
{
    assert(f->after == 0 || f->before == 0);
    struct arg args[ROWS_ARGS];
    filter_args(tx, at, f, args);
    if (f->after > 0 || f->before > 0)
        TRY(start_key(tx, at, f, f->after > 0 ? f->after : f->before, args));
    bool names_down = f->order == ORDER_NAME_DOWN && f->n_words == 0;
    bool down = names_down != (f->before > 0);
    size_t found = 0;
    struct worker_row *list = NEW_ARRAY(tx_arena(tx), struct worker_row, (f->limit + 1) * 3);
    TRY(rows_of_group(tx, f, down, args, list, &found));
    *more = found > f->limit;
    *n = found > f->limit ? f->limit : found;
    if (f->before > 0)
        turn_round(list, *n);
    memcpy(ret, list, *n * sizeof *list);
    return OK;
}

/* Every row of one pathway (or all) to `take`; texts are lent until the next row. */
static err each_of(struct tx *tx, const struct worker_filter *f, const char *pathway, struct arg args[ROWS_ARGS],
                   worker_take take, void *arg)
{
    struct sql_build b = {.n = 0};
    sql_add(&b, f->n_words > 0 ? &part_all_words : &part_all);
    add_filters(&b, f, pathway != NULL);
    args[2] = arg_z(pathway != NULL ? pathway : "");
    args[8] = arg_int(INT64_MAX);
    if (f->n_words > 0)
        sql_add(&b, &part_once);
    sql_add(&b, &orders[f->n_words > 0 ? KEY_WORD : KEY_NAME].up);
    AUTO_ROWS r = query_built(tx, &b, args, ROWS_ARGS);
    while (rows_next(&r)) {
        struct worker w = {0};
        TRY(read_worker(&r, row_view, &w));
        TRY(take(arg, &w));
    }
    return rows_fail(&r, OK);
}

err worker_each(struct tx *tx, const struct at *at, const struct worker_filter *f, worker_take take, void *arg)
{
    struct arg args[ROWS_ARGS];
    filter_args(tx, at, f, args);
    if (f->group < 0)
        return each_of(tx, f, NULL, args, take, arg);
    for (enum pathway p = 0; p < PATHWAY_COUNT; p++) {
        if ((int)pathways[p].group == f->group)
            TRY(each_of(tx, f, pathways[p].code, args, take, arg));
    }
    return OK;
}

/* ---- history ---- */
static const struct sql sql_event_insert = {
    "INSERT INTO worker_event (pemda_id, worker_id, id, moment, user_id, user_name, kind, words, document) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};
static const struct sql sql_history = {
    "SELECT moment, kind, words, document, user_name FROM worker_event "
    "WHERE pemda_id = $1 AND worker_id = $2 ORDER BY id DESC LIMIT $3"};

err worker_event_add(struct tx *tx, const struct at *at, int64_t worker_id, const char *kind, struct str words,
                     struct str document)
{
    return EXEC(tx, sql_event_insert, at->pemda.v, worker_id, id_new(tx_db(tx)), at->now, at->who.user_id,
                at->who.name, kind, words, document);
}

err worker_history(struct tx *tx, const struct at *at, int64_t worker_id, size_t limit, struct worker_event **ret,
                   size_t *n)
{
    struct worker_event *list = NEW_ARRAY(tx_arena(tx), struct worker_event, limit);
    size_t used = 0;
    AUTO_ROWS r = QUERY(tx, sql_history, at->pemda.v, worker_id, (int64_t)limit);
    while (rows_next(&r)) {
        struct worker_event *e = &list[used++];
        e->when = row_moment(&r);
        e->kind = row_str(&r);
        e->words = row_str(&r);
        e->document = row_str(&r);
        e->who = row_str(&r);
    }
    TRY(rows_fail(&r, OK));
    *ret = list;
    *n = used;
    return OK;
}

/* ---- who answers for a case ---- */
static const struct sql sql_case_owners = {"SELECT u.id, u.name, u.title FROM app_user u WHERE u.pemda_id = $1 AND "
                                           "u.state = 'aktif' AND EXISTS "
                                           "(SELECT 1 FROM user_role r WHERE r.pemda_id = u.pemda_id AND r.user_id "
                                           "= u.id "
                                           "AND r.role IN ('hr_officer', 'agency_officer')) AND $2 IN "
                                           "(COALESCE(u.agency_id, $2), -1) ORDER BY u.name LIMIT 200"};
static const struct sql sql_case_owner = {
    "SELECT COUNT(*) FROM app_user u WHERE u.pemda_id = $1 AND u.id = $2 AND u.state = 'aktif' AND EXISTS "
    "(SELECT 1 FROM user_role r WHERE r.pemda_id = u.pemda_id AND r.user_id = u.id "
    "AND r.role IN ('hr_officer', 'agency_officer'))"};

err case_owners(struct tx *tx, const struct at *at, struct case_owner **ret, size_t *n)
{
    struct case_owner *list = NEW_ARRAY(tx_arena(tx), struct case_owner, 200);
    size_t used = 0;
    AUTO_ROWS r = QUERY(tx, sql_case_owners, at->pemda.v, scope_agency(&at->who));
    while (rows_next(&r)) {
        struct case_owner *o = &list[used++];
        o->user_id = row_int(&r);
        o->name = row_str(&r);
        o->title = row_str(&r);
    }
    TRY(rows_fail(&r, OK));
    *ret = list;
    *n = used;
    return OK;
}

err case_owner_exists(struct tx *tx, const struct at *at, int64_t user_id, bool *ret)
{
    int64_t n = 0;
    TRY(QUERY_INT(tx, &n, sql_case_owner, at->pemda.v, user_id));
    *ret = n > 0;
    return OK;
}

static const struct sql sql_owner_name = {"SELECT name FROM app_user WHERE pemda_id = $1 AND id = $2"};

err case_owner_name(struct tx *tx, const struct at *at, int64_t user_id, struct str *ret)
{
    AUTO_ROWS r = QUERY(tx, sql_owner_name, at->pemda.v, user_id);
    if (!rows_next(&r))
        return rows_fail(&r, ERR_MISSING);
    *ret = row_str(&r);
    return OK;
}

/* ---- invariants ---- */
static const struct sql sql_recount = {
    "SELECT COUNT(*) FROM (SELECT agency_id, active, pathway, pathway_state AS state, pathway_reason AS reason, "
    "CASE WHEN pathway = 'belum' AND case_owner IS NOT NULL AND case_due IS NOT NULL THEN 1 ELSE 0 END AS owned, "
    "COUNT(*) AS n FROM worker WHERE pemda_id = $1 GROUP BY 1, 2, 3, 4, 5, 6) a "
    "LEFT JOIN worker_count c ON c.pemda_id = $1 AND c.agency_id = a.agency_id AND c.active = a.active "
    "AND c.pathway = a.pathway AND c.state = a.state AND c.reason = a.reason AND c.owned = a.owned "
    "WHERE c.n IS DISTINCT FROM a.n"};
static const struct sql sql_totals_agree = {"SELECT COUNT(*) FROM (SELECT CAST(COALESCE(sum(n), 0) AS BIGINT) AS n "
                                            "FROM worker_count WHERE pemda_id = $1 AND agency_id = -1) r, "
                                            "(SELECT CAST(COALESCE(sum(n), 0) AS BIGINT) AS n FROM worker_count "
                                            "WHERE pemda_id = $1 AND agency_id > 0) a, "
                                            "(SELECT COUNT(*) AS n FROM worker WHERE pemda_id = $1) w WHERE r.n <> "
                                            "w.n OR a.n <> w.n"};
static const struct sql sql_words_missing = {
    "SELECT COUNT(*) FROM worker w WHERE w.pemda_id = $1 AND NOT EXISTS (SELECT 1 FROM worker_word x "
    "WHERE x.pemda_id = w.pemda_id AND x.worker_id = w.id)"};
static const struct sql sql_words_astray = {
    "SELECT COUNT(*) FROM worker_word x LEFT JOIN worker w ON w.pemda_id = x.pemda_id AND w.id = x.worker_id "
    "WHERE x.pemda_id = $1 AND (w.id IS NULL OR w.agency_id <> x.agency_id OR w.pathway <> x.pathway)"};
static const struct sql sql_two_places = {
    "SELECT COUNT(*) FROM worker WHERE pemda_id = $1 AND ((pathway = 'belum' AND pathway_state <> '') "
    "OR (pathway <> 'belum' AND pathway_state = '') OR (pathway = 'belum' AND plan_line <> '') "
    "OR (pathway = 'keluar' AND active = 1))"};

err worker_check_tables(struct tx *tx, const struct at *at, void (*say)(void *arg, bool good, struct str line),
                        void *arg)
{
    static const struct {
        const struct sql *sql;
        const char *what;
    } checks[] = {
        {&sql_recount, "Jumlah orang per instansi sama dengan hitungan ulang"},
        {&sql_totals_agree, "Jumlah orang se-daerah sama dengan jumlah per instansi"},
        {&sql_words_missing, "Setiap orang dapat dicari dengan namanya"},
        {&sql_words_astray, "Kata pencarian menunjuk orang, instansi, dan jalur yang benar"},
        {&sql_two_places, "Setiap orang berada di tepat satu jalur atau di daftar belum ada jalur"},
    };
    for (size_t i = 0; i < COUNT(checks); i++) {
        int64_t wrong = 0;
        const struct arg args[] = {arg_int(at->pemda.v)};
        TRY(query_int(tx, &wrong, checks[i].sql, args, 1));
        say(arg, wrong == 0,
            wrong == 0 ? str_z(checks[i].what)
                       : str_printf(tx_arena(tx), "%s: %lld salah", checks[i].what, (long long)wrong));
    }
    return OK;
}
