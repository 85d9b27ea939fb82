/*
 * assets.c: looking up what tools/embed_web.sh built in. The list is short, so it is walked; icons are found by halving.
 */
#include "assets.h"

#include <assert.h>

#define ZLIB_CONST
#include <zlib.h>

#include "../log.h"
#include "../mem.h"
#include "assets_table.h"

enum { ASSETS_MAX = 16 };

static struct asset table[ASSETS_MAX];

/* The generated rows with their lengths, made before main: afterwards the table is only read. */
__attribute__((constructor)) static void table_make(void)
{
    assert(asset_rows_n <= ASSETS_MAX && icon_rows_n <= 256);
    for (size_t i = 0; i < asset_rows_n; i++) {
        const struct asset_row *r = &asset_rows[i];
        table[i] = (struct asset){r->name, r->type, {r->bytes, (size_t)(r->end - r->bytes)}, r->gzip, true, r->file};
    }
}

const struct asset *asset_find(struct str name)
{
    for (size_t i = 0; i < asset_rows_n; i++) {
        if (str_eqz(name, table[i].name))
            return &table[i];
    }
    return NULL;
}

const struct asset *asset_of_file(const char *file)
{
    for (size_t i = 0; i < asset_rows_n; i++) {
        if (strcmp(file, table[i].file) == 0)
            return &table[i];
    }
    log_fatal("berkas web/%s tidak ada di dalam program", file);
}

const struct asset *asset_list(size_t *n)
{
    *n = asset_rows_n;
    return table;
}

struct str asset_plain(struct arena *a, const struct asset *asset)
{
    if (!asset->gzip)
        return asset->bytes;
    size_t n = asset->bytes.n;
    const unsigned char *tail = (const unsigned char *)asset->bytes.p + n - 4;
    size_t length = (size_t)tail[0] | (size_t)tail[1] << 8 | (size_t)tail[2] << 16 | (size_t)tail[3] << 24;
    char *out = arena_alloc(a, length + 1);

    z_stream z = {.next_in = (const unsigned char *)asset->bytes.p, .avail_in = (uInt)n, .next_out = (Bytef *)out,
                  .avail_out = (uInt)length};
    if (inflateInit2(&z, 15 + 16) != Z_OK || inflate(&z, Z_FINISH) != Z_STREAM_END)
        log_fatal("berkas web/%s di dalam program rusak", asset->file);
    inflateEnd(&z);
    return (struct str){out, length};
}

int icon_number(struct str name)
{
    size_t low = 0, high = icon_rows_n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int c = str_compare(str_z(icon_rows[mid].name), name);
        if (c == 0)
            return (int)mid;
        if (c < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return -1;
}

struct str icon_symbol(int number)
{
    assert(number >= 0 && (size_t)number < icon_rows_n);
    return str_z(icon_rows[number].symbol);
}

int icon_count(void)
{
    return (int)icon_rows_n;
}
