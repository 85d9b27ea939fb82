/*
 * keyfile.c: the secret of an installation, FILE.key beside the database. The file does a second service: the
 * byte of it that this process has locked is the process number in its ids (three bits: at most eight at a time).
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <sodium.h>

#include "../fault.h"
#include "../log.h"
#include "inner.h"

enum { PROCESSES = 8, JOBS_BYTE = 31 };

/* A new key comes into being whole or not at all: written beside, then linked to its name. */
static err key_make(const char *name)
{
    char beside[PATH_MAX_BYTES + 32];
    unsigned char bytes[sizeof(struct key)];
    snprintf(beside, sizeof beside, "%s.%ld", name, (long)getpid());
    randombytes_buf(bytes, sizeof bytes);
    int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return ERR_IO;
    bool good = write(fd, bytes, sizeof bytes) == (ssize_t)sizeof bytes && fsync(fd) == 0;
    good = close(fd) == 0 && good;
    if (good && link(beside, name) != 0 && errno != EEXIST)
        good = false;
    unlink(beside);
    sodium_memzero(bytes, sizeof bytes);
    return good ? OK : ERR_IO;
}

static bool lock_byte(int fd, int at)
{
    struct flock l = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = at, .l_len = 1};
    return fcntl(fd, F_OFD_SETLK, &l) == 0;
}

bool jobs_lock(struct db *db)
{
    bool was = false;
    if (!atomic_compare_exchange_strong(&db->jobs_held, &was, true))
        return false;
    if (lock_byte(db->key_file, JOBS_BYTE))
        return true;
    atomic_store(&db->jobs_held, false);
    return false;
}

void jobs_unlock(struct db *db)
{
    struct flock l = {.l_type = F_UNLCK, .l_whence = SEEK_SET, .l_start = JOBS_BYTE, .l_len = 1};
    if (fcntl(db->key_file, F_OFD_SETLK, &l) != 0)
        log_error("kunci pekerjaan tidak terlepas");
    atomic_store(&db->jobs_held, false);
}

static err take_number(struct db *db, struct faults *why)
{
    for (int i = 0; i < PROCESSES; i++) {
        if (lock_byte(db->key_file, i)) {
            db->process = i;
            return OK;
        }
    }
    fault(why, "db", "Sudah %d program yang memakai basis data %s. Tutup salah satunya, lalu coba lagi.", PROCESSES,
          db->path);
    return ERR_BUSY;
}

err key_open(struct db *db, bool fresh, struct faults *why)
{
    char name[PATH_MAX_BYTES + 8];
    snprintf(name, sizeof name, "%s.key", db->path);
    if (access(name, F_OK) != 0) {
        if (!fresh) {
            fault(why, "db", "Berkas kunci %s tidak ada. Tanpa kunci ini NIK tidak dapat dicocokkan: salin kembali "
                  "dari cadangan, di samping basis datanya.", name);
            return ERR_IO;
        }
        if (key_make(name) != OK) {
            fault(why, "db", "Berkas kunci %s tidak dapat dibuat. Periksa hak tulis dan ruang disk.", name);
            return ERR_IO;
        }
    }
    db->key_file = open(name, O_RDWR | O_CLOEXEC);
    char more;
    if (db->key_file < 0 || read(db->key_file, db->key.b, sizeof db->key.b) != (ssize_t)sizeof db->key.b ||
        read(db->key_file, &more, 1) != 0) {
        fault(why, "db", "Berkas kunci %s tidak terbaca atau rusak. Salin kembali dari cadangan.", name);
        return ERR_IO;
    }
    return take_number(db, why);
}
