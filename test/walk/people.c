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

struct adding {
    struct site *site;
    struct records *records;
};

static err add(struct tx *tx, void *arg)
{
    struct adding *a = arg;
    struct site *s = a->site;
    int64_t worker[2] = {s->worker, s->other_worker};
    for (int i = 0; i < 2; i++) {
        struct str number = str_printf(tx_arena(tx), "UJI-%d", i);
        a->records->account[i] = id_new(s->temp.db);
        TRY(EXEC(tx, sql_account, s->pemda.v, a->records->account[i],
                 str_lower(tx_arena(tx), number), str_printf(tx_arena(tx), "Umpama " STR_FMT, STR_ARG(number)), clock_now().ms));
        TRY(EXEC(tx, sql_account_role, s->pemda.v, a->records->account[i]));
        a->records->correction[i] = id_new(s->temp.db);
        a->records->objection[i] = id_new(s->temp.db);
        TRY(EXEC(tx, sql_correction, s->pemda.v, a->records->correction[i], number, worker[i], clock_now().ms));
        TRY(EXEC(tx, sql_objection, s->pemda.v, a->records->objection[i], number, worker[i],
                 s->user[ROLE_WORKER], clock_now().ms));
    }
    return OK;
}

void records_add(struct site *s, struct records *r)
{
    struct adding a = {s, r};
    site_write(s, add, &a);
}

static int64_t record_of(const struct site *s, const struct records *r, struct str route, int whose)
{
    if (str_starts(route, S("/tenaga/")))
        return whose == 0 ? s->worker : s->other_worker;
    if (str_starts(route, S("/instansi/")) || str_eq(route, S("/pagu/{id}")))
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
