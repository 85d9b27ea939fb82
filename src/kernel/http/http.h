/*
 * http.h: what a page sees of the web. The gate (framing), the router (session, permission, form token, rate) and
 * the transaction happened before a handler runs; a handler parses, asks an action, shows.
 */
#pragma once
#include "../actor.h"
#include "../buf.h"
#include "../db/db.h"
#include "../fault.h"
#include "../html/html.h"

enum method { GET, POST };

/* One name=value of the address or the body, UTF-8 checked, blanks trimmed. */
struct pair {
    struct str name, value;
};
struct pairs {
    const struct pair *list;
    size_t n;
};

/* A file that came with a multipart form: spooled to disk, gone when the request ends unless kept. */
struct upload {
    struct str field, file_name; /* as the browser said it: for showing only, never for a path */
    struct str path;
    int64_t size;
};

struct form {
    struct pairs fields;
    const struct upload *uploads;
    size_t n_uploads;
};

/* Name of the hidden field that carries the form token; page.c writes it into every POST form. The frame's own
 * forms are POST /peran (field "peran": a role code) and POST /keluar. */
#define FORM_TOKEN "_kunci"

struct app; /* app.h: database, modules, options */
struct route;

struct request {
    struct arena *arena; /* lives until the reply is sent */
    struct tx *tx;       /* read-only for GET */
    struct at at;
    struct app *app;
    const struct route *route;
    enum method method;
    struct str path;   /* decoded, without the query */
    struct str arg[4]; /* values of the {holes} of the route's path, in order */
    struct pairs query;
    struct form form;
    struct str address; /* of the client, for throttling only */
    void *prepared;     /* what the route's prepare left for the handler */
    struct web *web;    /* the router's and auth's: cookies, token, headers */
    struct str form_token; /* for the hidden field FORM_TOKEN of this reply's forms, masked afresh by the router */
    int frame; /* page.c's: what page_end has to close; 0 = no page is open */
    /* the reply */
    int status; /* 200 unless said otherwise; ≥ 400 rolls the transaction back */
    struct html html;
    struct str content_type; /* default text/html; charset=utf-8 */
    struct str download_name; /* not empty: Content-Disposition attachment */
    struct str location;      /* redirect target */
    struct str reply_path;    /* not empty: the body is this file (made for this reply, removed afterwards) */
    struct str set_cookie;    /* session only: auth's */
    bool private_reply;       /* default true: Cache-Control no-store */
};

/* The first value of a name; {NULL, 0} when absent, {"", 0} when empty. */
struct str pairs_get(const struct pairs *p, const char *name);
struct str form_get(const struct request *q, const char *name);
struct str query_get(const struct request *q, const char *name);
const struct upload *form_upload(const struct request *q, const char *field); /* NULL when none was chosen */
/* Walk all values of one name (checkbox lists): start with *at = 0; false at the end. */
bool pairs_each(const struct pairs *p, const char *name, size_t *at, struct str *ret);
/* A path or form value that must be an id: 0 when it is not one. */
int64_t id_of(struct str s);

/* ---- replies ---- */
void reply_redirect(struct request *q, const char *fmt, ...) PRINTF_LIKE(2, 3); /* 303, path on this site */
void reply_status(struct request *q, int status);
/* The page for an err: ERR_MISSING 404, ERR_DENIED 403, ERR_STALE 409, ERR_LIMIT 429, ERR_BUSY 503, ERR_INVALID
 * 422, ERR_IO 500 with incident number. Whatever was written before is dropped. */
void reply_error(struct request *q, err e);
/* Same with a sentence of one's own under the heading. */
void reply_error_words(struct request *q, err e, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* Body of another type, written with buf functions into q->html.out; file_name may be NULL. */
void reply_type(struct request *q, const char *content_type, const char *file_name);
/* Stream a file made for this reply (large exports). */
void reply_file(struct request *q, struct str path, const char *content_type, const char *file_name);
/* The page frame draws the message for `?pesan=CODE` from this list (messages.c), never free text. */

/* ---- routes and modules ---- */
enum {
    ROUTE_UPLOAD = 1, /* multipart bodies up to 256 MiB, spooled to disk */
    ROUTE_FIRST = 2,  /* open although the password set by somebody else was not changed yet */
};
struct route {
    enum method method;
    const char *path; /* "/tenaga/{id}" */
    enum perm perm;   /* column of the golden file; PERM_UNDECLARED stops the start */
    void (*handler)(struct request *q);
    /* Optional, before the transaction, without write access: hashing, parsing of uploads. Returns OK to go on;
     * otherwise it wrote the reply itself. */
    err (*prepare)(struct request *q);
    unsigned flags;
};

struct menu_item {
    const char *section; /* heading in the rail: "Penataan" */
    const char *label, *href, *icon;
    enum perm perm;
    /* How much work waits; NULL or 0 shows no number. */
    int64_t (*count)(struct tx *tx, const struct at *at);
};

struct entity;
struct job_kind;
struct worker_panel; /* registry/worker.h: what a module shows on a person's page */
struct module {
    const char *name;
    const char *uses[8];
    const struct route *routes;
    size_t n_routes;
    const struct entity *const *entities;
    size_t n_entities;
    const struct job_kind *jobs;
    size_t n_jobs;
    const struct menu_item *menu;
    size_t n_menu;
    const struct worker_panel *panels;
    size_t n_panels;
    /* Every invariant of this module's tables, one line each: `alihdaya check`. */
    err (*check)(struct tx *tx, const struct at *at, void (*say)(void *arg, bool good, struct str line), void *arg);
};

/* ---- the server ---- */
struct server;
struct server_options {
    const char *listen; /* "127.0.0.1:8080" */
    const char *origin; /* "https://…" or NULL on loopback */
    int threads;        /* 0 = number of processors */
    const char *spool;  /* directory for uploads and exports */
    int header_ms, request_ms; /* most time for a header and for an ordinary request; 0 = 10 s and 60 s */
    int socket;         /* a listening socket opened before (server_listen), which stays open; 0 = open `listen` here */
};
/* Open the listening socket of "127.0.0.1:8080" or "[::1]:8080". Without an https origin any other address than
 * loopback is refused: behind it, a proxy speaks TLS. */
err server_listen(const struct server_options *options, int *ret, struct faults *why) MUST_USE;
err server_start(struct app *app, const struct server_options *options, struct server **ret, struct faults *why) MUST_USE;
int server_port(const struct server *s); /* the port in use (listen on port 0 in tests) */
void server_stop(struct server *s);
