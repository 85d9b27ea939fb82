/*
 * lottery_db.c: the lottery in the database, and the place of one number among all.
 */
#include "lottery_db.h"

#include "instance.h"

static const struct sql sql_lottery = {
    "SELECT year, version, state, commitment, sealed, opened, sealed_by, drawn, drawn_time, place, figures, record, "
    "video, word, seed FROM lottery WHERE pemda_id = $1 AND year = $2"};
static const struct sql sql_witnesses = {
    "SELECT name, represents FROM lottery_witness WHERE pemda_id = $1 AND year = $2 ORDER BY seq"};

err lottery_get(struct tx *tx, const struct at *at, int32_t year, struct lottery *ret)
{
    struct lottery l = {0};
    AUTO_ROWS r = QUERY(tx, sql_lottery, at->pemda.v, year);
    if (!rows_next(&r))
        return rows_fail(&r, ERR_MISSING);
    l.year = row_i32(&r);
    l.version = row_int(&r);
    l.state = row_str(&r);
    l.commitment = row_str(&r);
    l.sealed = row_moment(&r);
    l.opened = row_moment(&r);
    l.sealed_by = row_str(&r);
    l.drawn = row_date(&r);
    l.drawn_time = row_str(&r);
    l.place = row_str(&r);
    l.figures = row_str(&r);
    l.record = row_str(&r);
    l.video = row_str(&r);
    l.word = row_str(&r);
    l.seed = row_str(&r);
    AUTO_ROWS w = QUERY(tx, sql_witnesses, at->pemda.v, year);
    while (l.n_witnesses < LOTTERY_WITNESSES_MAX && rows_next(&w)) {
        l.witness[l.n_witnesses].name = row_str(&w);
        l.witness[l.n_witnesses++].represents = row_str(&w);
    }
    TRY(rows_fail(&w, OK));
    *ret = l;
    return OK;
}

static const struct sql sql_lottery_insert = {
    "INSERT INTO lottery (pemda_id, year, state, commitment, sealed, sealed_by) "
    "VALUES ($1, $2, 'segel', $3, $4, $5)"};

err lottery_insert(struct tx *tx, const struct at *at, int32_t year, struct str commitment)
{
    return EXEC(tx, sql_lottery_insert, at->pemda.v, year, commitment, at->now, at->who.name);
}

static const struct sql sql_lottery_draw = {
    "UPDATE lottery SET version = version + 1, state = 'undi', drawn = $4, drawn_time = $5, place = $6, "
    "figures = $7, record = $8, video = $9 "
    "WHERE pemda_id = $1 AND year = $2 AND version = $3 AND state = 'segel'"};
static const struct sql sql_witness_insert = {
    "INSERT INTO lottery_witness (pemda_id, year, seq, name, represents) VALUES ($1, $2, $3, $4, $5)"};

err lottery_note_draw(struct tx *tx, const struct at *at, const struct lottery *l)
{
    TRY(EXEC_ONE(tx, sql_lottery_draw, at->pemda.v, l->year, l->version, l->drawn, l->drawn_time, l->place,
                 l->figures, l->record, l->video));
    for (size_t i = 0; i < l->n_witnesses; i++)
        TRY(EXEC(tx, sql_witness_insert, at->pemda.v, l->year, (int64_t)i + 1, l->witness[i].name,
                 l->witness[i].represents));
    return OK;
}

static const struct sql sql_lottery_open = {
    "UPDATE lottery SET version = version + 1, state = 'buka', opened = $4, word = $5, seed = $6 "
    "WHERE pemda_id = $1 AND year = $2 AND version = $3 AND state = 'undi'"};

err lottery_note_open(struct tx *tx, const struct at *at, int32_t year, int64_t version, struct str word,
                      struct str seed)
{
    return EXEC_ONE(tx, sql_lottery_open, at->pemda.v, year, version, at->now, word, seed);
}

static const struct sql sql_public_ids_report = {
    "SELECT public_id FROM worker WHERE pemda_id = $1 AND active = 1 AND pathway <> 'keluar'"};

err lottery_place(struct tx *tx, const struct at *at, struct str seed, struct str public_id, int64_t *place,
                  int64_t *of)
{
    uint64_t mine = lottery_number(seed, public_id);
    int64_t before = 0, all = 0;
    bool known = false;
    AUTO_ROWS r = QUERY(tx, sql_public_ids_report, at->pemda.v);
    while (rows_next(&r)) {
        struct str id = row_view(&r);
        uint64_t n = lottery_number(seed, id);
        all++;
        before += n < mine || (n == mine && str_compare(id, public_id) < 0);
        known = known || str_eq(id, public_id);
    }
    TRY(rows_fail(&r, OK));
    if (!known)
        return ERR_MISSING;
    *place = before + 1;
    *of = all;
    return OK;
}
