/*
 * worker_pages.h: handlers of one person's pages, for registry_module.c.
 */
#pragma once
#include "worker.h"

void page_worker(struct request *q);
void post_worker_unmask(struct request *q);
void page_worker_new(struct request *q);
void post_worker_new(struct request *q);
void page_worker_edit(struct request *q);
void post_worker_edit(struct request *q);
void page_worker_pathway(struct request *q);
void post_worker_pathway(struct request *q);

/* What the modules of the program show at this place of a person's page. */
void show_worker_panels(struct request *q, const struct worker *w, enum panel_place place);
