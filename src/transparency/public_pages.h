/*
 * public_pages.h: the pages everybody may open. The table of routes is in transparency_module.c.
 */
#pragma once
#include "kernel/http/http.h"

void page_public(struct request *q);    /* / */
void page_data_csv(struct request *q);  /* /data/jalur.csv */
void page_data_json(struct request *q); /* /data/jalur.json */

void page_privacy(struct request *q);       /* /privasi */
void page_accessibility(struct request *q); /* /aksesibilitas */
void page_help(struct request *q);          /* /bantuan */
