/*
 * assets_table.h: the two tables that tools/embed_web.sh writes at build time; only assets.c reads them.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct asset_row {
    const char *name, *type;
    const char *bytes, *end;
    bool gzip;
    const char *file;
};
extern const struct asset_row asset_rows[];
extern const size_t asset_rows_n;

struct icon_row {
    const char *name, *symbol;
};
extern const struct icon_row icon_rows[]; /* sorted by name, bytewise */
extern const size_t icon_rows_n;
