/*
 * mapping_pages.h: the dashboard of the mapping, for registry_module.c.
 */
#pragma once
#include "kernel/http/http.h"

void page_mapping(struct request *q);
