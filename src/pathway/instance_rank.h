/*
 * instance_rank.h: one global order of all workers who take part, by the components of the priority key that
 * are the same at every line (allocation.md section 5, components 2 to 5). A key is then tier and rank.
 */
#pragma once
#include "pathway/instance.h"

/* Fill in->rank, in->by_rank and in->n_ranked; `lottery` holds each worker's number. */
void rank_workers(struct arena *a, struct arena *tmp, struct instance *in, const uint64_t *lottery);
