/*
 * voice_pages.h: the handlers of this module, by page. The table of routes is in voice_module.c.
 */
#pragma once
#include "kernel/http/http.h"

/* self_pages.c: the worker's first page and the offer */
void page_self(struct request *q);
void page_offer(struct request *q);
void post_offer_accept(struct request *q);
void post_offer_refuse(struct request *q);

/* choice_pages.c */
void page_choices(struct request *q);
void post_choices(struct request *q);

/* correction_pages.c */
void page_own_data(struct request *q);
void page_correction_new(struct request *q);
void post_correction_new(struct request *q);
void page_correction_queue(struct request *q);
void page_correction(struct request *q);
void post_correction(struct request *q);

/* objection_panel.c: on a person's page of the register */
struct worker;
void panel_objection_button(struct request *q, const struct worker *w);
void panel_objections(struct request *q, const struct worker *w);

/* objection_pages.c */
void page_own_objections(struct request *q);
void post_objection_new(struct request *q);
void post_objection_withdraw(struct request *q);
void page_objection_for(struct request *q);
void post_objection_for(struct request *q);
void page_objection_queue(struct request *q);
void page_objection(struct request *q);
void post_objection(struct request *q);
