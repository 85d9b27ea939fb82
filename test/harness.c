/*
 * harness.c: see harness.h. The database is empty but for the region, so the rows here are written with statements
 * of their own: they are the ground a story stands on, not the program under test.
 */
#include "harness.h"

#include "kernel/auth/password.h"
#include "kernel/clock.h"
#include "kernel/digest.h"

static const struct sql sql_agency = {
    "INSERT INTO agency (pemda_id, id, code, name, desk_officer, desk_place, desk_hours, desk_phone) "
    "VALUES ($1, $2, $3, $4, 'Contowati', 'Loket 1', '08.00–15.00', '0800-000-000')"};
static const struct sql sql_worker = {
    "INSERT INTO worker (pemda_id, id, public_id, nik, nik_hash, name, name_key, agency_id, created, changed) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)"};
static const struct sql sql_worker_count = {
    "INSERT INTO worker_count (pemda_id, agency_id, active, pathway, state, reason, owned, n) "
    "VALUES ($1, $2, 1, 'belum', '', '', 0, 1) "
    "ON CONFLICT (pemda_id, agency_id, active, pathway, state, reason, owned) DO UPDATE SET n = worker_count.n + 1"};
static const struct sql sql_agency_alias = {"INSERT INTO agency_alias (pemda_id, alias, agency_id) VALUES ($1, $2, $3)"};
static const struct sql sql_worker_word = {
    "INSERT INTO worker_word (pemda_id, word, worker_id, agency_id, pathway) VALUES ($1, $2, $3, $4, 'belum')"};
static const struct sql sql_user = {
    "INSERT INTO app_user (pemda_id, id, user_name, name, password_hash, agency_id, worker_id, created) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"};
static const struct sql sql_role = {"INSERT INTO user_role (pemda_id, user_id, role) VALUES ($1, $2, $3)"};

struct ground {
    struct site *site;
    struct str hash; /* of HARNESS_PASSWORD */
};

static err add_agency(struct tx *tx, struct site *s, const char *code, const char *name, int64_t *id)
{
    *id = id_new(s->temp.db);
    TRY(EXEC(tx, sql_agency, s->pemda.v, *id, code, name));
    TRY(EXEC(tx, sql_agency_alias, s->pemda.v, str_lower(tx_arena(tx), str_z(name)), *id));
    return EXEC(tx, sql_agency_alias, s->pemda.v, code, *id);
}

static err add_worker(struct tx *tx, struct site *s, const char *nik, const char *name, const char *key,
                      int64_t agency, int64_t *id)
{
    struct arena *a = tx_arena(tx);
    *id = id_new(s->temp.db);
    TRY(EXEC(tx, sql_worker, s->pemda.v, *id, random_token(a, 8), nik,
             keyed_hash(a, db_key(s->temp.db), str_z(nik)), name, key, agency, clock_now().ms));
    for (struct str rest = str_z(key); rest.p != NULL;)
        TRY(EXEC(tx, sql_worker_word, s->pemda.v, str_cut(&rest, ' '), *id, agency));
    TRY(EXEC(tx, sql_worker_count, s->pemda.v, (int64_t)-1)); /* the whole region */
    return EXEC(tx, sql_worker_count, s->pemda.v, agency);
}

static err add_user(struct tx *tx, const struct ground *g, enum role role)
{
    struct site *s = g->site;
    int64_t id = s->user[role] = id_new(s->temp.db);
    struct str name = str_printf(tx_arena(tx), "Conto %s", role_label(role));
    struct arg args[] = {ARG(s->pemda.v), ARG(id), ARG(role_code(role)), ARG(name), ARG(g->hash),
                         role == ROLE_AGENCY_OFFICER ? ARG(s->agency) : ARG(SQL_NULL),
                         role == ROLE_WORKER ? ARG(s->worker) : ARG(SQL_NULL), ARG(clock_now().ms)};
    TRY(exec_run(tx, &sql_user, args, COUNT(args), NULL));
    return EXEC(tx, sql_role, s->pemda.v, id, role_code(role));
}

static err lay_ground(struct tx *tx, void *arg)
{
    struct ground *g = arg;
    struct site *s = g->site;
    TRY(add_agency(tx, s, "1.01.01", "Dinas Conto", &s->agency));
    TRY(add_agency(tx, s, "1.02.01", "Dinas Misal", &s->other_agency));
    TRY(add_worker(tx, s, "9901010101900001", "Contowati Umpama", "contowati umpama", s->agency, &s->worker));
    TRY(add_worker(tx, s, "9901010202910002", "Misalno Andai", "misalno andai", s->other_agency, &s->other_worker));
    for (enum role r = ROLE_ANONYMOUS + 1; r < ROLE_COUNT; r++)
        TRY(add_user(tx, g, r));
    return OK;
}

static void serve(struct site *s, const struct module *const *modules, size_t n, void (*before)(struct site *s))
{
    s->app = (struct app){.db = s->temp.db, .modules = modules, .n_modules = n};
    s->options = (struct server_options){.listen = "127.0.0.1:0", .threads = 2, .spool = s->temp.dir};
    if (before != NULL)
        before(s);
    err e = server_start(&s->app, &s->options, &s->server, &s->temp.why);
    for (size_t i = 0; i < s->temp.why.n; i++)
        fprintf(stderr, "%s: " STR_FMT "\n", s->temp.why.list[i].field, STR_ARG(s->temp.why.list[i].text));
    assert(e == OK);
    s->port = server_port(s->server);
}

void site_start_with(struct site *s, const struct module *const *modules, size_t n, void (*before)(struct site *s))
{
    *s = (struct site){.port = 0};
    tempdb_new(&s->temp);
    s->pemda = s->temp.region.id;
    struct ground g = {.site = s};
    err e = password_hash(s->temp.arena, S(HARNESS_PASSWORD), &g.hash);
    assert(e == OK);
    site_write(s, lay_ground, &g);
    serve(s, modules, n, before);
}

static const struct sql sql_user_of_role = {"SELECT id FROM app_user WHERE pemda_id = $1 AND user_name = $2"};

static err find_people(struct tx *tx, void *arg)
{
    struct site *s = arg;
    size_t n;
    TRY(region_list(tx, &s->temp.region, 1, &n));
    s->temp.region.code = str_dup(s->temp.arena, s->temp.region.code);
    s->temp.region.zone = str_dup(s->temp.arena, s->temp.region.zone);
    s->pemda = s->temp.region.id;
    for (enum role r = ROLE_ANONYMOUS + 1; r < ROLE_COUNT; r++)
        TRY(QUERY_INT(tx, &s->user[r], sql_user_of_role, s->pemda.v, role_code(r)));
    return OK;
}

void site_open(struct site *s, const char *path, const struct module *const *modules, size_t n)
{
    *s = (struct site){.port = 0};
    tempdb_place(&s->temp);
    err e = db_open(path, &(struct db_options){.create = false}, &s->temp.db, &s->temp.why);
    assert(e == OK);
    site_read(s, find_people, s);
    serve(s, modules, n, NULL);
}

void site_start(struct site *s, const struct module *const *modules, size_t n)
{
    site_start_with(s, modules, n, NULL);
}

void site_stop(struct site *s)
{
    server_stop(s->server);
    tempdb_drop(&s->temp);
    clock_set_today(DATE_NONE);
}

void site_write(struct site *s, tx_fn fn, void *arg)
{
    AUTO_ARENA a = arena_new(16 << 20);
    err e = db_write(s->temp.db, a, fn, arg);
    assert(e == OK);
}

void site_read(struct site *s, tx_fn fn, void *arg)
{
    AUTO_ARENA a = arena_new(16 << 20);
    err e = db_read(s->temp.db, a, fn, arg);
    assert(e == OK);
}

struct number {
    const struct sql *sql;
    int64_t pemda, value;
};

static err read_number(struct tx *tx, void *arg)
{
    struct number *n = arg;
    return QUERY_INT(tx, &n->value, *n->sql, n->pemda);
}

int64_t site_number(struct site *s, const struct sql *sql, int64_t pemda)
{
    struct number n = {sql, pemda, 0};
    site_read(s, read_number, &n);
    return n.value;
}

struct arrival {
    struct site *site;
    enum role role;
    struct str hash;
};

static err arrive(struct tx *tx, void *arg)
{
    struct arrival *a = arg;
    return session_insert(tx, a->site->pemda, a->site->user[a->role], clock_now(), a->hash, &a->role);
}

void site_browser(struct site *s, struct client *c, enum role role)
{
    if (c->head.limit == 0)
        client_start(c, s->port);
    c->port = s->port;
    c->extra = NULL;
    client_forget(c);
    if (role == ROLE_ANONYMOUS)
        return;
    AUTO_ARENA a = arena_new(1 << 16);
    struct str token = random_token(a, 32);
    struct arrival who = {s, role, session_hash(a, token)};
    site_write(s, arrive, &who);
    snprintf(c->cookie[0][0], sizeof c->cookie[0][0], "sesi");
    snprintf(c->cookie[0][1], sizeof c->cookie[0][1], STR_FMT "." STR_FMT, STR_ARG(s->temp.region.code),
             STR_ARG(token));
}

struct at site_at(struct site *s, enum role role)
{
    struct moment now = clock_now();
    return (struct at){
        .who = {.user_id = s->user[role], .name = S("Conto"), .role = role, .roles = 1u << role,
                .scope = scope_of_role(role), .agency_id = s->agency, .worker_id = s->worker},
        .pemda = s->pemda,
        .region = &s->temp.region,
        .today = moment_date(now, s->temp.region.zone),
        .now = now,
    };
}
