/*
 * people.c: see people.h.
 */
#include "people.h"

#include "kernel/clock.h"

static const struct sql sql_correction = {
    "INSERT INTO correction (pemda_id, id, number, worker_id, field, old_value, new_value, reason, created, due) "
    "VALUES ($1, $2, $3, $4, 'tempat_lahir', '', 'Conto', 'uji', $5, '2026-12-01')"};
static const struct sql sql_objection = {
    "INSERT INTO objection (pemda_id, id, number, worker_id, subject, words, opened_by, created, due) "
    "VALUES ($1, $2, $3, $4, 'data', 'uji', $5, $6, '2026-12-01')"};

static const struct sql sql_account = {
    "INSERT INTO app_user (pemda_id, id, user_name, name, created) VALUES ($1, $2, $3, $4, $5)"};
static const struct sql sql_account_role = {
    "INSERT INTO user_role (pemda_id, user_id, role) VALUES ($1, $2, 'legal_reviewer')"};

static const struct sql sql_import = {
    "INSERT INTO census_import (pemda_id, id, user_id, agency_scope, file_name, path, file_hash, state, created) "
    "VALUES ($1, $2, $3, $4, 'uji.csv', '', $5, 'siap', $6)"};
static const struct sql sql_census = {
    "INSERT INTO census (pemda_id, id, name, reference, stage, created) "
    "VALUES ($1, $2, 'Sensus uji', '2026-10-31', 'uji_publik', $3)"};
static const struct sql sql_census_objection = {
    "INSERT INTO census_objection (pemda_id, id, census_id, number, agency_id, words, received, due) "
    "VALUES ($1, $2, $3, $4, $5, 'uji', '2026-11-20', '2026-12-01')"};

struct adding {
    struct site *site;
    struct records *records;
    bool imports;
};

static err add(struct tx *tx, void *arg)
{
    struct adding *a = arg;
    struct site *s = a->site;
    int64_t worker[2] = {s->worker, s->other_worker}, agency[2] = {s->agency, s->other_agency};
    int64_t now = clock_now().ms;
    a->records->census = id_new(s->temp.db);
    TRY(EXEC(tx, sql_census, s->pemda.v, a->records->census, now));
    for (int i = 0; i < 2; i++) {
        struct str number = str_printf(tx_arena(tx), "UJI-%d", i);
        a->records->account[i] = id_new(s->temp.db);
        TRY(EXEC(tx, sql_account, s->pemda.v, a->records->account[i],
                 str_lower(tx_arena(tx), number), str_printf(tx_arena(tx), "Umpama " STR_FMT, STR_ARG(number)), now));
        TRY(EXEC(tx, sql_account_role, s->pemda.v, a->records->account[i]));
        a->records->import[i] = id_new(s->temp.db);
        a->records->census_objection[i] = id_new(s->temp.db);
        if (a->imports)
            TRY(EXEC(tx, sql_import, s->pemda.v, a->records->import[i], s->user[ROLE_HR_OFFICER], agency[i], number, now));
        TRY(EXEC(tx, sql_census_objection, s->pemda.v, a->records->census_objection[i], a->records->census, number,
                 agency[i]));
        a->records->correction[i] = id_new(s->temp.db);
        a->records->objection[i] = id_new(s->temp.db);
        TRY(EXEC(tx, sql_correction, s->pemda.v, a->records->correction[i], number, worker[i], now));
        TRY(EXEC(tx, sql_objection, s->pemda.v, a->records->objection[i], number, worker[i],
                 s->user[ROLE_WORKER], now));
    }
    return OK;
}

void records_add(struct site *s, struct records *r, bool imports)
{
    struct adding a = {s, r, imports};
    site_write(s, add, &a);
}

static int64_t record_of(const struct site *s, const struct records *r, struct str route, int whose)
{
    if (str_starts(route, S("/tenaga/")))
        return whose == 0 ? s->worker : s->other_worker;
    if (str_starts(route, S("/instansi/")) || str_eq(route, S("/pagu/{id}")))
        return whose == 0 ? s->agency : s->other_agency;
    if (str_starts(route, S("/pendataan/impor/")))
        return r->import[whose];
    if (str_starts(route, S("/pendataan/keberatan/")))
        return r->census_objection[whose];
    if (str_starts(route, S("/pendataan/sptjm/")))
        return whose == 0 ? s->agency : s->other_agency;
    if (str_starts(route, S("/koreksi/")))
        return r->correction[whose];
    if (str_starts(route, S("/keberatan/")) || str_starts(route, S("/saya/keberatan/")))
        return r->objection[whose];
    if (str_starts(route, S("/tata-usaha/pengguna/")))
        return r->account[whose];
    return 4711;
}

bool path_fill(const struct site *s, const struct records *r, const char *route, int whose, char *ret, size_t room)
{
    bool hole = false;
    size_t n = 0;
    for (struct str rest = str_z(route); rest.n > 0;) {
        if (rest.p[0] != '{') {
            assert(n + 1 < room);
            ret[n++] = rest.p[0];
            rest = str_from(rest, 1);
            continue;
        }
        size_t end = str_index(rest, '}', 0) + 1;
        bool record = str_eq(str_sub(rest, 0, end), S("{id}"));
        if (record)
            n += (size_t)snprintf(ret + n, room - n, "%lld", (long long)record_of(s, r, str_z(route), whose));
        else
            n += (size_t)snprintf(ret + n, room - n, "%s", str_eq(str_sub(rest, 0, end), S("{isian}")) ? "alamat" : "uji");
        rest = str_from(rest, end);
        hole = hole || record;
    }
    ret[n] = '\0';
    return hole;
}
