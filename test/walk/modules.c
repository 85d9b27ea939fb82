/*
 * modules.c: the modules that are walked.
 */
#include "app.h"

extern const struct module account_module, registry_module, pathway_module, voice_module, transparency_module;
const struct module *const app_modules[] = {&account_module, &registry_module, &pathway_module, &voice_module,
                                            &transparency_module};
const size_t app_n_modules = COUNT(app_modules);
