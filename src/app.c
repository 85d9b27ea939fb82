/*
 * app.c: the list of modules, the start-up checks, and the program as one value. Read this second, after main.c.
 */
#include "app.h"

#include "kernel/job/job.h"
#include "kernel/mem.h"

extern const struct module account_module, registry_module, census_module, pathway_module, voice_module,
    transparency_module;

const struct module *const app_modules[] = {
    &account_module, &registry_module, &census_module, &pathway_module, &voice_module, &transparency_module,
};
const size_t app_n_modules = COUNT(app_modules);

/* Modules name what they build on; a name that is not in the list is a slip of ours. */
static bool known(const char *name)
{
    for (size_t i = 0; i < app_n_modules; i++)
        if (strcmp(app_modules[i]->name, name) == 0)
            return true;
    return false;
}

err app_gather(struct app *app, struct arena *a, struct faults *why)
{
    size_t n_jobs = 0;
    for (size_t i = 0; i < app_n_modules; i++)
        n_jobs += app_modules[i]->n_jobs;
    const struct job_kind **jobs = NEW_ARRAY(a, const struct job_kind *, n_jobs);
    app->modules = app_modules;
    app->n_modules = app_n_modules;
    for (size_t i = 0; i < app_n_modules; i++) {
        const struct module *m = app_modules[i];
        for (size_t u = 0; u < COUNT(m->uses) && m->uses[u] != NULL; u++)
            if (!known(m->uses[u]))
                fault(why, "", "Modul %s memakai modul %s yang tidak ada.", m->name, m->uses[u]);
        for (size_t k = 0; k < m->n_jobs; k++)
            jobs[app->n_jobs++] = &m->jobs[k];
    }
    app->jobs = jobs;
    return faults_end(why);
}
