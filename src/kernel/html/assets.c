/*
 * assets.c: looking up what tools/embed_web.sh built in. The list of files is short, so it is walked; a page has a
 * hundred icons, so they are found by a hash of the name.
 */
#include "assets.h"

#include <assert.h>

#define ZLIB_CONST
#include <zlib.h>

#include "../log.h"
#include "../mem.h"
#include "assets_table.h"

enum { ASSETS_MAX = 16, ICON_SLOTS = 512 };

static struct asset table[ASSETS_MAX];
static int16_t icon_slot[ICON_SLOTS]; /* number of the icon + 1 by the hash of its name, open addressing; 0 = empty */
static size_t icon_length[256];

static void icons_index(void)
{
    for (size_t i = 0; i < icon_rows_n; i++) {
        struct str name = str_z(icon_rows[i].name);
        icon_length[i] = name.n;
        size_t at = str_hash(name) % ICON_SLOTS;
        while (icon_slot[at] != 0)
            at = (at + 1) % ICON_SLOTS;
        icon_slot[at] = (int16_t)(i + 1);
    }
}

/* The generated rows with their lengths, made before main: afterwards the table is only read. */
__attribute__((constructor)) static void table_make(void)
{
    assert(asset_rows_n <= ASSETS_MAX && icon_rows_n <= 256);
    icons_index();
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
    for (size_t at = str_hash(name) % ICON_SLOTS; icon_slot[at] != 0; at = (at + 1) % ICON_SLOTS) {
        int i = icon_slot[at] - 1;
        if (icon_length[i] == name.n && memcmp(icon_rows[i].name, name.p, name.n) == 0)
            return i;
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
