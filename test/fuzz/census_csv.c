/*
 * census_csv.c: any bytes as a census file: the whole way from kind and encoding to the last line of the report.
 */
#include <assert.h>
#include <fcntl.h>
#include <unistd.h>

#include "fuzz.h"
#include "kernel/mem.h"
#include "registry/census_check.h"

#define HEAD "NIK;Nama;TTL;JK;OPD;Jabatan;TMT;Upah;Ket;Pendidikan;Status;No HP;Nomor SK\n"
#define ROW "6309040402840006;Drs. Maulida Teladani, M.Si;Tanjung, 04-02-1984;L;Satpol PP;Penjaga;01-02-2017;Rp 1.750.000,-;belum PNS;D-III;THL;0812345678;1/2017\n"
#define SEED(z) {z, sizeof(z) - 1}
const struct str fuzz_seeds[] = {
    SEED(HEAD ROW ROW),
    SEED("sep=|\nNIK|Nama|Jabatan\n\"1|2\"|\"a\"\"b\"|x\n"),
    SEED("\xFF\xFEN\0I\0K\0;\0N\0a\0m\0a\0\n\0"),
    SEED("No,Nama,NIK,Kelahiran,,Dinas,Jabatan,TMT,Gaji\n,,,Tempat,Tanggal,,,,\n1,Umpama,=\"6309040402840006\",T,42767,Satpol PP,S,5 Agt 17,\"1,5 jt\"\n"),
};
const size_t n_fuzz_seeds = COUNT(fuzz_seeds);

static err each_line(void *user, const struct census_line *line)
{
    AUTO_BUF b = buf_new(1 << 20);
    (void)user;
    census_report_line(&b, line);
    assert(!b.over);
    return OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static char path[64];
    static const struct census_known_name agency[] = {{{"Satpol PP", 9}, 2}};
    if (path[0] == '\0') {
        snprintf(path, sizeof path, "/tmp/fuzz_census_%d", (int)getpid());
    }
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert(fd >= 0 && write(fd, data, n) == (ssize_t)n);
    close(fd);
    AUTO_ARENA a = arena_new((size_t)256 << 20);
    struct census_job job = {.arena = a, .path = path, .today = date_from_ymd(2026, 11, 21), .line = each_line,
                             .freeze = date_from_ymd(2023, 10, 31), .agencies = agency, .n_agencies = 1};
    err e = census_read(&job);
    assert(e == OK || e == ERR_INVALID);
    unlink(path);
    return 0;
}
