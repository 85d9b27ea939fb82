/*
 * app.c: the list of modules, and the program as one value. Read this second, after main.c.
 */
#include "app.h"

#include "kernel/job/job.h"
#include "kernel/mem.h"

extern const struct module system_module, account_module, registry_module, census_module, pathway_module, voice_module,
    transparency_module;

const struct module *const app_modules[] = {
    &system_module,
    &registry_module,
    &census_module,
    &pathway_module,
    &account_module,
    &voice_module,
    &transparency_module,
};
const size_t app_n_modules = COUNT(app_modules);

void app_gather(struct app *app, struct arena *a)
{
    size_t n_jobs = 0;
    for (size_t i = 0; i < app_n_modules; i++)
        n_jobs += app_modules[i]->n_jobs;
    const struct job_kind **jobs = NEW_ARRAY(a, const struct job_kind *, n_jobs);
    app->modules = app_modules;
    app->n_modules = app_n_modules;
    for (size_t i = 0; i < app_n_modules; i++)
        for (size_t k = 0; k < app_modules[i]->n_jobs; k++)
            jobs[app->n_jobs++] = &app_modules[i]->jobs[k];
    app->jobs = jobs;
}
