/*
 * transparency_module.h: the public pages (transparency_module.c).
 */
#pragma once
#include "kernel/http/http.h"

extern const struct module transparency_module;
