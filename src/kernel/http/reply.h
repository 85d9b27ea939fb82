/*
 * reply.h: the parts of reply.c that the router and the server share; pages use http.h.
 */
#pragma once
#include "http.h"

/* Status of an err: ERR_MISSING 404, ERR_DENIED 403, … */
int reply_status_of(err e);
/* An error page with a status of its own (400, 405, 413, 415) and words. */
void reply_refuse(struct request *q, int status, const char *heading, const char *words);
/* Drop what was written so far: status 200, HTML, empty. */
void reply_reset(struct request *q);
/* The page for a Host that is no region's: the list of regions. */
void reply_regions(struct request *q, const struct region *list, size_t n);

extern const char reply_csp[];
