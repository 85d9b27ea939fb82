/*
 * voice_module.h: the worker's own pages and the desks that answer (voice_module.c).
 */
#pragma once
#include "kernel/http/http.h"

extern const struct module voice_module;
