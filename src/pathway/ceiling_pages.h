/*
 * ceiling_pages.h: handlers of /pagu: the plan and its money.
 */
#pragma once
#include "kernel/http/http.h"

void page_ceilings(struct request *q);
void page_ceiling(struct request *q);
void post_ceiling(struct request *q);
/* plan_pages.c */
void page_plan_line_new(struct request *q);
void page_plan_line(struct request *q);
void post_plan_line(struct request *q);
void post_plan_line_drop(struct request *q);
void page_plan_import(struct request *q);
err prepare_plan_import(struct request *q) MUST_USE;
void post_plan_import(struct request *q);
void page_choice_window(struct request *q);
void post_choice_window(struct request *q);
