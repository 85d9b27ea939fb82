/*
 * worker_list.h: what the address of the list /tenaga says, shared by the list, its export and the dashboard's links.
 */
#pragma once
#include "worker_db.h"

struct list_view {
    struct worker_filter filter;
    struct str search; /* as typed */
    struct str search_trouble; /* why the search can find nobody, or empty */
    struct str given[9]; /* values of the address, in the order of its names */
    bool own_agency;   /* the actor reaches one agency only */
};

/* Read the filters of the address, narrowed to the actor's scope. */
err list_view_read(struct request *q, struct list_view *ret) MUST_USE;

/* "/tenaga?q=…&jalur=…": the view with one name set to a value (empty: dropped); paging is always dropped. `path` is
 * "/tenaga" or "/tenaga/unduh". */
struct str list_href(struct request *q, const struct list_view *v, const char *path, const char *name,
                     struct str value);

void page_worker_list(struct request *q);
void page_worker_export(struct request *q);
void post_worker_bulk(struct request *q);
