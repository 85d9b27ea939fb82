/*
 * harness.h: the program on a database of its own and a free port, with people of every role, for the stories in
 * flow/. The region is the synthetic "Kabupaten Conto" (99.01, WITA); nothing depends on the day it runs when the
 * test sets one with clock_set_today.
 */
#pragma once
#include "http_client.h"
#include "kernel/app.h"
#include "kernel/auth/session.h"
#include "unit/tempdb.h"

#define HARNESS_PASSWORD "alihdaya-demo"

struct site {
    struct tempdb temp;
    struct app app;
    struct server_options options; /* may be changed by `before` */
    struct server *server;
    int port;
    struct region_id pemda;
    int64_t agency, other_agency; /* Dinas Conto, Dinas Misal */
    int64_t worker, other_worker; /* one in each */
    int64_t user[ROLE_COUNT];     /* account of each role; its user name is the role's code */
};

/* A migrated database with the region, two agencies, a worker in each and an account per role; the server runs. */
void site_start(struct site *s, const struct module *const *modules, size_t n);
/* The same with more to be set in s->app before the server starts; `before` may be NULL. */
void site_start_with(struct site *s, const struct module *const *modules, size_t n, void (*before)(struct site *s));
void site_stop(struct site *s);
/* The same on a database that exists and has one region with the demo accounts; nothing is laid. The database is used
 * as it is, so give a copy. */
void site_open(struct site *s, const char *path, const struct module *const *modules, size_t n);

/* A browser in which that role is signed in (without the sign-in page, so without its cost); ROLE_ANONYMOUS is a
 * fresh browser. Any earlier state of `c` is forgotten; c was started with client_start or is zero. */
void site_browser(struct site *s, struct client *c, enum role role);

/* Run fn in a transaction of the site's database; asserts that it went well. */
void site_write(struct site *s, tx_fn fn, void *arg);
void site_read(struct site *s, tx_fn fn, void *arg);
/* One number from the database. */
int64_t site_number(struct site *s, const struct sql *sql, int64_t pemda);

/* An `at` for calling actions directly. */
struct at site_at(struct site *s, enum role role);
