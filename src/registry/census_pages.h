/*
 * census_pages.h: the screens of the census: import (mock 16, 17), duplicates (18), stages (19).
 */
#pragma once
#include "kernel/http/http.h"

/* census_import_pages.c */
void page_census_imports(struct request *q);
err prepare_census_upload(struct request *q);
void post_census_upload(struct request *q);
void page_census_import(struct request *q);
void post_census_columns(struct request *q);
void post_census_spelling(struct request *q);
void post_census_choice(struct request *q);
void post_census_changes(struct request *q);
void post_census_stop(struct request *q);
void page_census_issues(struct request *q);
void page_census_changes(struct request *q);
void page_census_missing(struct request *q);
void page_census_report(struct request *q);

/* census_pair_pages.c */
void page_census_pairs(struct request *q);
void page_census_pair(struct request *q);
void post_census_pair(struct request *q);

/* census_stage_pages.c */
void page_census(struct request *q);
void page_census_begin(struct request *q);
void post_census_begin(struct request *q);
void post_census_advance(struct request *q);
void page_census_objection_new(struct request *q);
void post_census_objection_new(struct request *q);
void page_census_objection(struct request *q);
void post_census_objection(struct request *q);
void page_census_statement(struct request *q);
void post_census_statement(struct request *q);
void post_census_lock(struct request *q);
void page_census_list(struct request *q);
void page_census_snapshot(struct request *q);
