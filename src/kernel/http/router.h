/*
 * router.h: from a request whose framing is sound to a handler, and the only place that asks for session,
 * permission, form token and rate. The server (server_mhd.c) calls these steps in this order.
 */
#pragma once
#include "../app.h"
#include "../buf.h"
#include "web.h"

struct router;

/* Sort and check the table: every route has a permission, a handler and a sound path, none is there twice.
 * Also reads the regions. Faults tell what is wrong. */
err router_new(struct app *app, const struct server_options *options, struct router **ret, struct faults *why) MUST_USE;
void router_free(struct router *r);

/* A fresh request: arena, method, path, query and the headers in q->web are set; the rest is made here. */
void router_init(struct router *r, struct request *q);

/* The header is complete. A GET is answered as a whole. For a POST true means: read the body; false: answered. */
bool router_begin(struct router *r, struct request *q);

/* The body was read into q->form: form token and origin. False: refused, answered. */
bool router_admit(struct router *r, struct request *q);

/* Before the transaction, on a thread of the prepare pool. False: answered. */
bool router_prepare(struct request *q);

/* The action, a tx_fn for db_write_async with the request as `arg`; then what became of it. */
err router_write(struct tx *tx, void *arg) MUST_USE;
void router_written(struct request *q, err result);

/* Is this the path of an upload route? Known after router_begin. */
bool router_takes_files(const struct request *q);

/* Find the route of a method and a path among sorted routes; holes go to arg. NULL: none. */
struct route_table {
    const struct route **list;
    size_t n;
};
const struct route *route_find(const struct route_table *t, enum method method, struct str path, struct str arg[4]);
/* Sorted so that literal parts come before holes. Faults: what `router_new` says of the table. */
err route_table_make(struct arena *a, const struct module *const *modules, size_t n, struct route_table *ret,
                     struct faults *why) MUST_USE;

/* `alihdaya routes`: method, path, permission, a line each. `alihdaya permissions`: per permission its roles, then
 * per role its routes. */
void routes_print(struct buf *out, const struct route_table *t);
void permissions_print(struct buf *out, const struct route_table *t);
