/*
 * assets.h: style, script, font, icons and texts of web/, built into the program. Their names carry a
 * fingerprint, so a browser may keep them for a year: the route is GET /aset/{name}, "Cache-Control: public,
 * max-age=31536000, immutable". Names without a fingerprint (favicon) are kept a day.
 */
#pragma once
#include "../str.h"

struct asset {
    const char *name; /* "alihdaya-1f2e3d4c5b.css" */
    const char *type; /* "text/css; charset=utf-8" */
    struct str bytes; /* as stored: gzip-compressed when `gzip`, else plain */
    bool gzip;        /* a client that does not accept gzip needs asset_plain */
    bool immutable;   /* the name carries a fingerprint */
    const char *file; /* name in web/: "alihdaya.css" */
};

#define ASSET_PATH "/aset/"

/* The asset of that name (without the path), or NULL. */
const struct asset *asset_find(struct str name);

/* The asset made from a file of web/, for writing its address; never NULL for a file that is there (asserted). */
const struct asset *asset_of_file(const char *file);

/* All of them, for tests and for the bench of page weight. */
const struct asset *asset_list(size_t *n);

struct arena;
/* The plain bytes, unpacked into the arena when stored compressed. */
struct str asset_plain(struct arena *a, const struct asset *asset);

/* The symbol of an icon ("<symbol id=…>…</symbol>") and its number in the table, or -1 when there is none. */
int icon_number(struct str name);
struct str icon_symbol(int number);
int icon_count(void);
