/*
 * output_file.c: see output_file.h.
 */
#include "pathway/output_file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kernel/log.h"

static void path_of(char path[PATH_MAX], const char *dir, const char *name, const char *tail)
{
    snprintf(path, PATH_MAX, "%s/%s%s", dir, name, tail);
}

static bool write_all(int fd, struct str s)
{
    while (s.n > 0) {
        ssize_t n = write(fd, s.p, s.n > (1u << 30) ? (1u << 30) : s.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        s = str_from(s, (size_t)n);
    }
    return true;
}

static err write_draft(const char *path, struct str bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    bool good = fd >= 0 && write_all(fd, bytes) && fsync(fd) == 0;
    if (!good)
        log_error("berkas tidak dapat ditulis: %s (%s)", path, strerror(errno));
    if (fd >= 0 && close(fd) != 0)
        good = false;
    return good ? OK : ERR_IO;
}

static void sync_directory(const char *dir)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    (void)fsync(fd);
    (void)close(fd);
}

err output_files(const char *dir, const struct output_file *file, size_t n)
{
    char draft[PATH_MAX], path[PATH_MAX];
    if (mkdir(dir, 0755) != 0 && errno != EEXIST) {
        log_error("direktori tidak dapat dibuat: %s (%s)", dir, strerror(errno));
        return ERR_IO;
    }
    err e = OK;
    for (size_t i = 0; i < n && e == OK; i++) {
        path_of(draft, dir, file[i].name, ".baru");
        e = write_draft(draft, file[i].bytes);
    }
    for (size_t i = 0; i < n && e == OK; i++) {
        path_of(draft, dir, file[i].name, ".baru");
        path_of(path, dir, file[i].name, "");
        if (rename(draft, path) != 0) {
            log_error("berkas tidak dapat diberi nama: %s (%s)", path, strerror(errno));
            e = ERR_IO;
        }
    }
    for (size_t i = 0; i < n && e != OK; i++) {
        path_of(draft, dir, file[i].name, ".baru");
        (void)unlink(draft);
    }
    sync_directory(dir);
    return e;
}
