/*
 * router.c: the way of a request, in order: region, session, route, permission, form token and origin, rate. All
 * of it is asked here and nowhere else; a handler may rely on it.
 */
#include "router.h"

#include <assert.h>
#include <ctype.h>
#include <pthread.h>
#include <time.h>

#include "../audit/audit.h"
#include "../auth/csrf.h"
#include "../clock.h"
#include "../html/assets.h"
#include "../log.h"
#include "../mem.h"
#include "../region.h"
#include "form.h"
#include "reply.h"

#define SIGN_IN "/masuk"
#define NEW_PASSWORD "/sandi"

enum { RATE_SLOTS = 4096, RATE_BURST = 240, RATE_PER_SECOND = 4 };

struct bucket {
    uint64_t address; /* its hash */
    int64_t milli;    /* thousandths of a request left */
    int64_t when;     /* ms of the steady clock */
};

struct router {
    struct app *app;
    struct arena *arena;
    struct route_table table;
    struct str origin; /* "https://…", or empty on plain loopback */
    struct region only; /* with a single region in the database every Host is that one */
    bool single;
    pthread_mutex_t lock;
    struct bucket rate[RATE_SLOTS];
};

/* ---- start ---- */

static err find_single(struct tx *tx, void *arg)
{
    struct router *r = arg;
    struct region two[2];
    size_t n = 0;
    TRY(region_list(tx, two, 2, &n));
    r->single = n == 1;
    if (n == 0)
        return ERR_MISSING;
    r->only = (struct region){
        .id = two[0].id,
        .code = str_dup(r->arena, two[0].code),
        .name = str_dup(r->arena, two[0].name),
        .short_name = str_dup(r->arena, two[0].short_name),
        .zone = str_dup(r->arena, two[0].zone),
        .demo = two[0].demo,
    };
    return OK;
}

err router_new(struct app *app, const struct server_options *options, struct router **ret, struct faults *why)
{
    struct arena *a = arena_new(4 << 20);
    struct router *r = NEW(a, struct router);
    r->app = app;
    r->arena = a;
    r->origin = str_dup(a, str_z(options->origin));
    pthread_mutex_init(&r->lock, NULL);
    err e = route_table_make(a, app->modules, app->n_modules, &r->table, why);
    if (e == OK) {
        AUTO_ARENA scratch = arena_new(1 << 20);
        e = db_read(app->db, scratch, find_single, r);
        if (e == ERR_MISSING)
            fault(why, "", "Basis data ini belum berisi daerah. Jalankan: alihdaya init --db BERKAS --region KODE");
    }
    if (e != OK) {
        router_free(r);
        return e;
    }
    *ret = r;
    return OK;
}

void router_free(struct router *r)
{
    pthread_mutex_destroy(&r->lock);
    arena_free(r->arena);
}

void router_init(struct router *r, struct request *q)
{
    q->web->router = r;
    q->web->secure = r->origin.n > 0;
    q->app = r->app;
    q->at.now = clock_now();
    q->at.who = (struct actor){.role = ROLE_ANONYMOUS, .roles = 1u << ROLE_ANONYMOUS, .scope = SCOPE_NOTHING};
    reply_reset(q);
}

/* ---- who asks, and for which region ---- */

static struct str host_name(struct arena *a, struct str host)
{
    size_t end = host.n;
    while (end > 0 && host.p[end - 1] >= '0' && host.p[end - 1] <= '9')
        end--;
    bool port = end > 0 && end < host.n && host.p[end - 1] == ':';
    return str_lower(a, str_sub(host, 0, port ? end - 1 : host.n));
}

static err find_region(struct request *q)
{
    struct router *r = q->web->router;
    struct region *region = &r->only;
    if (!r->single) {
        region = NEW(q->arena, struct region);
        TRY(region_by_host(q->tx, host_name(q->arena, q->web->host), region));
    }
    q->at.region = region;
    q->at.pemda = region->id;
    q->at.today = moment_date(q->at.now, region->zone);
    q->html.zone = region->zone;
    return OK;
}

static struct str session_cookie_name(const struct request *q)
{
    return q->web->secure ? S("__Host-sesi") : S("sesi");
}

static struct str pre_cookie_name(const struct request *q)
{
    return q->web->secure ? S("__Host-pra") : S("pra");
}

static bool token_is_sound(struct str t)
{
    for (size_t i = 0; i < t.n; i++) {
        if (!isdigit((unsigned char)t.p[i]) && (t.p[i] < 'a' || t.p[i] > 'f'))
            return false;
    }
    return t.n == 64;
}

/* The token in "<region code>.<token>", when the code is this region's. */
static struct str session_token(const struct request *q)
{
    struct str value = cookie_get(q->web->cookies, session_cookie_name(q));
    struct str code = q->at.region->code;
    if (value.p == NULL || value.n != code.n + 65 || !str_starts(value, code) || value.p[code.n] != '.')
        return (struct str){NULL, 0};
    struct str token = str_from(value, code.n + 1);
    return token_is_sound(token) ? token : (struct str){NULL, 0};
}

static err find_session(struct request *q)
{
    struct web *web = q->web;
    struct str token = session_token(q);
    if (token.p == NULL)
        return OK;
    struct str hash = session_hash(q->arena, token);
    err e = session_find(q->tx, q->at.pemda, hash, q->at.now, &web->session);
    if (e == ERR_MISSING)
        return OK;
    if (e != OK)
        return e;
    web->signed_in = true;
    web->token_hash = hash;
    q->at.who = web->session.actor;
    session_touch(q->app->db, q->at.pemda, &web->session, q->at.now);
    return OK;
}

/* Forms of somebody signed in are bound to the session, others to a cookie of their own. */
static void make_form_token(struct request *q)
{
    struct web *web = q->web;
    const struct key *key = db_key(q->app->db);
    if (web->signed_in) {
        web->csrf_secret = csrf_secret(q->arena, key, "sesi", web->token_hash);
    } else {
        struct str pre = cookie_get(web->cookies, pre_cookie_name(q));
        if (!token_is_sound(pre)) {
            pre = random_token(q->arena, 32);
            web->pre_cookie =
                str_printf(q->arena, STR_FMT "=" STR_FMT "; Path=/; HttpOnly; SameSite=Lax%s",
                           STR_ARG(pre_cookie_name(q)), STR_ARG(pre), web->secure ? "; Secure" : "");
        }
        web->csrf_secret = csrf_secret(q->arena, key, "pra", pre);
    }
    q->form_token = csrf_mask(q->arena, web->csrf_secret);
}

static err identify(struct request *q)
{
    struct web *web = q->web;
    web->signed_in = false;
    web->token_hash = web->pre_cookie = S("");
    q->at.who = (struct actor){.role = ROLE_ANONYMOUS, .roles = 1u << ROLE_ANONYMOUS, .scope = SCOPE_NOTHING};
    TRY(find_region(q));
    TRY(find_session(q));
    make_form_token(q);
    return OK;
}

static void show_regions(struct request *q)
{
    struct region list[64];
    size_t n = 0;
    if (region_list(q->tx, list, COUNT(list), &n) != OK)
        n = 0;
    reply_regions(q, list, n);
}

/* ---- may they ---- */

/* Letters that need no encoding in an address; a path with others is not worth coming back to. */
static bool path_is_plain(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (!isalnum((unsigned char)s.p[i]) && (s.p[i] == '\0' || strchr("/-_.", s.p[i]) == NULL))
            return false;
    }
    return true;
}

static void refuse_anonymous(struct request *q)
{
    if (q->method == POST)
        reply_redirect(q, SIGN_IN "?pesan=sesi-habis");
    else if (str_eqz(q->path, "/") || !path_is_plain(q->path))
        reply_redirect(q, SIGN_IN);
    else
        reply_redirect(q, SIGN_IN "?pesan=masuk-dulu&tujuan=" STR_FMT, STR_ARG(q->path));
}

static void refuse_role(struct request *q)
{
    struct str what = str_printf(q->arena, "%s " STR_FMT, q->method == GET ? "GET" : "POST", STR_ARG(q->path));
    if (audit_side(q->app->db, &q->at, "akses.ditolak", 0, what) != OK) {
        reply_error(q, ERR_BUSY);
        return;
    }
    reply_error(q, ERR_DENIED);
}

static bool authorize(struct request *q)
{
    if (q->route == NULL) {
        reply_refuse(q, q->web->allow != NULL ? 405 : 404, NULL, NULL);
        return false;
    }
    if (!actor_may(&q->at.who, q->route->perm)) {
        if (q->web->signed_in)
            refuse_role(q);
        else
            refuse_anonymous(q);
        return false;
    }
    if (q->web->signed_in && q->web->session.must_change && (q->route->flags & ROUTE_FIRST) == 0) {
        reply_redirect(q, NEW_PASSWORD "?pesan=sandi-baru-dulu");
        return false;
    }
    return true;
}

static int64_t steady_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* A coarse bucket per address for POSTs of people not signed in; two addresses may share one. */
static bool rate_allows(struct router *r, struct str address)
{
    uint64_t h = str_hash(address);
    struct bucket *b = &r->rate[h % RATE_SLOTS];
    int64_t now = steady_ms();
    pthread_mutex_lock(&r->lock);
    if (b->address != h)
        *b = (struct bucket){.address = h, .milli = RATE_BURST * 1000, .when = now};
    b->milli += (now - b->when) * RATE_PER_SECOND;
    b->when = now;
    if (b->milli > RATE_BURST * 1000)
        b->milli = RATE_BURST * 1000;
    bool allowed = b->milli >= 1000;
    if (allowed)
        b->milli -= 1000;
    pthread_mutex_unlock(&r->lock);
    return allowed;
}

/* ---- the steps ---- */

static void find_route(struct request *q)
{
    struct route_table *t = &q->web->router->table;
    q->route = route_find(t, q->method, q->path, q->arg);
    if (q->route != NULL)
        return;
    struct str unused[4];
    if (route_find(t, q->method == GET ? POST : GET, q->path, unused) != NULL)
        q->web->allow = q->method == GET ? "POST" : "GET, HEAD";
}

/* Trouble of the database itself, met before, in or after a handler: then what the handler said ("no such agency")
 * was said without having been able to look. */
static void finish(struct request *q, err e)
{
    bool blind = (e == ERR_IO || e == ERR_BUSY) && q->status < 500;
    q->tx = NULL;
    if (q->html.out.over) {
        log_error("halaman " STR_FMT " melebihi batas", STR_ARG(q->path));
        reply_error(q, ERR_IO);
    } else if (blind || (e != OK && q->status < 400)) {
        reply_error(q, e);
    }
}

static err get_in_tx(struct tx *tx, void *arg)
{
    struct request *q = arg;
    q->tx = tx;
    err e = identify(q);
    if (e == ERR_MISSING && q->at.region == NULL) {
        show_regions(q);
        return OK;
    }
    TRY(e);
    if (authorize(q) && q->method == GET)
        q->route->handler(q);
    return OK;
}

/* Built-in files need neither region nor session. */
static bool answer_asset(struct request *q)
{
    struct str head = S(ASSET_PATH);
    if (q->method != GET || !str_starts(q->path, head))
        return false;
    const struct asset *a = asset_find(str_from(q->path, head.n));
    if (a == NULL)
        return false;
    q->web->asset = a;
    return true;
}

bool router_begin(struct router *r, struct request *q)
{
    if (answer_asset(q))
        return false;
    find_route(q);
    if (q->method == POST && cookie_get(q->web->cookies, session_cookie_name(q)).n == 0 &&
        !rate_allows(r, q->address)) {
        q->at.region = r->single ? &r->only : NULL;
        reply_error(q, ERR_LIMIT);
        return false;
    }
    finish(q, db_read(r->app->db, q->arena, get_in_tx, q));
    return q->method == POST && q->status == 200 && q->location.n == 0;
}

bool router_takes_files(const struct request *q)
{
    return q->route != NULL && (q->route->flags & ROUTE_UPLOAD) != 0;
}

bool router_admit(struct router *r, struct request *q)
{
    struct web *web = q->web;
    struct str own = r->origin.n > 0 ? r->origin
                                     : str_printf(q->arena, "http://" STR_FMT, STR_ARG(web->host));
    if (origin_is_own(web->origin, web->fetch_site, own) && csrf_matches(web->csrf_secret, form_get(q, FORM_TOKEN)))
        return true;
    struct str what = str_printf(q->arena, "POST " STR_FMT, STR_ARG(q->path));
    if (web->signed_in && audit_side(q->app->db, &q->at, "formulir.ditolak", 0, what) != OK) {
        reply_error(q, ERR_BUSY);
        return false;
    }
    reply_refuse(q, 403, "Formulir ini sudah kedaluwarsa",
                 "Isian Anda belum disimpan. Kembali, muat ulang halamannya, lalu kirim sekali lagi.");
    return false;
}

bool router_prepare(struct request *q)
{
    err e = q->route->prepare(q);
    if (e != OK && q->status < 400 && q->location.n == 0)
        reply_error(q, e);
    return e == OK;
}

err router_write(struct tx *tx, void *arg)
{
    struct request *q = arg;
    reply_reset(q); /* a lost batch is run again */
    q->tx = tx;
    err e = identify(q);
    if (e == OK && authorize(q))
        q->route->handler(q);
    q->tx = NULL;
    return e != OK ? e : q->status < 400 ? OK : ERR_INVALID;
}

void router_written(struct request *q, err result)
{
    finish(q, result);
}

/* ---- cookies ---- */

void web_set_session_cookie(struct request *q, struct str token, int64_t seconds)
{
    struct str age = seconds > 0 ? str_printf(q->arena, "; Max-Age=%lld", (long long)seconds) : S("");
    q->set_cookie = str_printf(q->arena, STR_FMT "=" STR_FMT "." STR_FMT "; Path=/; HttpOnly; SameSite=Lax%s" STR_FMT,
                               STR_ARG(session_cookie_name(q)), STR_ARG(q->at.region->code), STR_ARG(token),
                               q->web->secure ? "; Secure" : "", STR_ARG(age));
}

void web_clear_session_cookie(struct request *q)
{
    q->set_cookie = str_printf(q->arena, STR_FMT "=; Path=/; HttpOnly; SameSite=Lax%s; Max-Age=0",
                               STR_ARG(session_cookie_name(q)), q->web->secure ? "; Secure" : "");
}

struct str cookie_get(struct str header, struct str name)
{
    for (struct str rest = header; rest.p != NULL;) {
        struct str item = str_trim(str_cut(&rest, ';'));
        if (item.n > name.n && str_starts(item, name) && item.p[name.n] == '=')
            return str_from(item, name.n + 1);
    }
    return (struct str){NULL, 0};
}

bool origin_is_own(struct str origin, struct str fetch_site, struct str own)
{
    if (origin.n > 0)
        return str_eq(origin, own);
    return fetch_site.n == 0 || str_eqz(fetch_site, "same-origin") || str_eqz(fetch_site, "none");
}
