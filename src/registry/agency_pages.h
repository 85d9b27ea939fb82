/*
 * agency_pages.h: handlers of the agencies' and positions' pages, for registry_module.c.
 */
#pragma once
#include "kernel/http/http.h"

void page_agency_list(struct request *q);
void page_agency_new(struct request *q);
void post_agency_new(struct request *q);
void page_agency(struct request *q);
void post_agency(struct request *q);
void page_agency_import(struct request *q);
void post_agency_import(struct request *q);

void page_position_list(struct request *q);
void page_position_new(struct request *q);
void post_position_new(struct request *q);
void page_position(struct request *q);
void post_position(struct request *q);
