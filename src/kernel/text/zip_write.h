/*
 * zip_write.h: several texts as one ZIP file for download. The same texts give the same bytes: every entry carries
 * the same fixed time.
 */
#pragma once
#include "../str.h"

struct arena;

struct zip_part {
    const char *name; /* inside the archive; no folders */
    struct str text;  /* must live until zip_write returns */
};

/* Write a temporary file (the reply that streams it removes it); its path lives in `a`. ERR_IO is logged. */
err zip_write(struct arena *a, const struct zip_part *parts, size_t n, struct str *path) MUST_USE;
