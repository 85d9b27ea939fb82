/*
 * position.h: the columns of hasil.csv that describe where a placement stands for the worker: position in its
 * list, tier at the line, income drop; or why there is none (allocation.md section 10).
 */
#pragma once
#include "pathway/allocate.h"
#include "pathway/plan.h"

/* Fill position, tier and reason of everyone who takes part; `line` holds each worker's opening. */
void describe_placements(const struct plan *p, const uint32_t *line, struct outcome *o);
