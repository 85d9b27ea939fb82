/*
 * offer_pages.h: the panels of a person's page, and the offer by hand.
 */
#pragma once
#include "registry/worker.h"

extern const struct worker_panel pathway_panels[];
extern const size_t pathway_n_panels;

void page_offer_by_hand(struct request *q);
void post_offer_by_hand(struct request *q);
