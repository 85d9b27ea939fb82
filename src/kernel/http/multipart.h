/*
 * multipart.h: reads multipart/form-data as it arrives, in pieces of any size. Files go to the spool directory
 * as they come, never into memory; the fields beside them are limited like any form.
 */
#pragma once
#include "http.h"

struct multipart;

/* The boundary of a Content-Type value; {NULL, 0} when it is none of multipart/form-data or malformed. */
struct str multipart_boundary(struct str content_type);

/* A reader whose results live in `a`. Files are made in `spool` with mode 0600. */
struct multipart *multipart_new(struct arena *a, struct str boundary, const char *spool);

/* The next piece of the body. ERR_INVALID: not multipart; ERR_LIMIT: too much; ERR_IO: the spool is full. After an
 * error nothing more is read. */
err multipart_feed(struct multipart *m, const char *bytes, size_t n) MUST_USE;

/* The body is complete: ERR_INVALID when the closing boundary never came. */
err multipart_end(struct multipart *m, struct form *ret) MUST_USE;

/* Close and remove what was spooled and is still there. A file that was kept was renamed by its keeper. */
void multipart_free(struct multipart *m);
