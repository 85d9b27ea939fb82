/*
 * app.c: the list of modules, the start-up checks, and the program as one value. Read this second, after main.c.
 */
#include "app.h"

#include "kernel/entity/entity.h"
#include "kernel/job/job.h"
#include "kernel/mem.h"

extern const struct module account_module, registry_module, census_module, pathway_module, voice_module,
    transparency_module;

const struct module *const app_modules[] = {
    &account_module, &registry_module, &census_module, &pathway_module, &voice_module, &transparency_module,
};
const size_t app_n_modules = COUNT(app_modules);

/* A route without a permission opens for nobody and does not start; so does a module that uses an unknown one. */
static void check_routes(const struct module *m, struct faults *why)
{
    for (size_t i = 0; i < m->n_routes; i++) {
        const struct route *r = &m->routes[i];
        if (r->perm == PERM_UNDECLARED || r->perm >= PERM_COUNT || r->handler == NULL || r->path == NULL)
            fault(why, "", "Modul %s: alamat ke-%zu (%s) belum lengkap.", m->name, i + 1,
                  r->path == NULL ? "?" : r->path);
    }
}

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
        check_routes(m, why);
        for (size_t u = 0; u < COUNT(m->uses) && m->uses[u] != NULL; u++)
            if (!known(m->uses[u]))
                fault(why, "", "Modul %s memakai modul %s yang tidak ada.", m->name, m->uses[u]);
        for (size_t k = 0; k < m->n_jobs; k++)
            jobs[app->n_jobs++] = &m->jobs[k];
    }
    app->jobs = jobs;
    return faults_end(why);
}
