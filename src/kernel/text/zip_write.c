/*
 * zip_write.c: on libzip.
 */
#include "zip_write.h"

#include <stdlib.h>
#include <unistd.h>
#include <zip.h>

#include "../log.h"
#include "../mem.h"

enum { ENTRY_TIME = 1767225600 }; /* 1 January 2026, the same for every entry */

static bool add_part(zip_t *z, const struct zip_part *p)
{
    zip_source_t *source = zip_source_buffer(z, p->text.p, p->text.n, 0);
    if (source == NULL)
        return false;
    zip_int64_t index = zip_file_add(z, p->name, source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(source);
        return false;
    }
    return zip_file_set_mtime(z, (zip_uint64_t)index, ENTRY_TIME, 0) == 0;
}

static bool fill(const char *name, const struct zip_part *parts, size_t n)
{
    int trouble = 0;
    zip_t *z = zip_open(name, ZIP_TRUNCATE, &trouble);
    if (z == NULL)
        return false;
    bool good = true;
    for (size_t i = 0; i < n && good; i++)
        good = add_part(z, &parts[i]);
    if (good && zip_close(z) == 0)
        return true;
    zip_discard(z);
    return false;
}

err zip_write(struct arena *a, const struct zip_part *parts, size_t n, struct str *path)
{
    const char *dir = getenv("TMPDIR");
    struct str name = str_printf(a, "%s/alihdaya-XXXXXX", dir == NULL || dir[0] == 0 ? "/var/tmp" : dir);
    char *file = (char *)(uintptr_t)str_to_z(a, name);
    int fd = mkstemp(file);
    if (fd < 0 || close(fd) != 0) {
        log_error("berkas sementara untuk unduhan tidak dapat dibuat");
        return ERR_IO;
    }
    if (!fill(file, parts, n)) {
        log_error("arsip unduhan tidak dapat ditulis");
        unlink(file);
        return ERR_IO;
    }
    *path = str_z(file);
    return OK;
}
