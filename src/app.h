/*
 * app.h: the whole program as one value: its database, its modules, its options. Nothing registers itself.
 */
#pragma once
#include "kernel/http/http.h"

struct job_pool;

struct app {
    struct db *db;
    const struct module *const *modules;
    size_t n_modules;
    const struct job_kind *const *jobs; /* of all modules, gathered at start */
    size_t n_jobs;
    struct job_pool *pool;
    const char *origin; /* as in server_options */
};

/* Gather modules and jobs into `app`, which lives in `a`; a route without permission is refused. */
err app_gather(struct app *app, struct arena *a, struct faults *why) MUST_USE;

extern const struct module *const app_modules[];
extern const size_t app_n_modules;
