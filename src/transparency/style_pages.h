/*
 * style_pages.h: the style page of a demo region.
 */
#pragma once
#include "kernel/http/http.h"

/* GET /gaya. ERR_MISSING outside demo regions. */
void page_style(struct request *q);
