/*
 * app.h: the whole program as one value: its database, its modules, its options. Nothing registers itself.
 */
#pragma once
#include "http/http.h"

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
