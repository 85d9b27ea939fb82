/*
 * app.h: the list of modules, in the order in which they are shown. Read src/app.c.
 */
#pragma once
#include "kernel/app.h"

/* Gather modules and jobs into `app`, which lives in `a`. */
void app_gather(struct app *app, struct arena *a);

extern const struct module *const app_modules[];
extern const size_t app_n_modules;
