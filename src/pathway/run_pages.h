/*
 * run_pages.h: handlers of the allocation screens, for the route table in pathway_module.c.
 */
#pragma once
#include "kernel/http/http.h"

void page_runs(struct request *q);
void post_run(struct request *q);
void page_run_board(struct request *q);
void post_run_cancel(struct request *q);
/* run_people_pages.c */
void page_run_people(struct request *q);
void page_run_people_csv(struct request *q);
void page_run_lines(struct request *q);
void page_run_agencies(struct request *q);
/* run_scenario_pages.c */
void page_scenario(struct request *q);
void post_scenario(struct request *q);
/* run_step_pages.c */
void page_run_steps(struct request *q);
void post_run_propose(struct request *q);
void post_run_approve(struct request *q);
void post_run_return(struct request *q);
void post_run_release(struct request *q);
void post_run_publish(struct request *q);
void page_run_minutes(struct request *q);
void page_decisions(struct request *q);
