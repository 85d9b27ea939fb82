/*
 * app_module.c: the few pages that belong to no office: is the server alive.
 */
#include "app.h"

/* Answered from a reader, so it also tells that the database can be read. */
static void page_health(struct request *q)
{
    reply_type(q, "text/plain; charset=utf-8", NULL);
    BUF_LIT(&q->html.out, "ok\n");
}

static const struct route routes[] = {
    {GET, "/healthz", PERM_PUBLIC, page_health, NULL, 0},
};

const struct module system_module = {.name = "system", .routes = routes, .n_routes = COUNT(routes)};
