/*
 * engine_commands.c: allocate, verify, synth: read a directory, run the engine, write or report.
 */
#include "pathway/engine_commands.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <sys/stat.h>

#include "kernel/buf.h"
#include "kernel/log.h"
#include "kernel/mem.h"
#include "kernel/options.h"
#include "kernel/text/csv.h"
#include "pathway/allocate.h"
#include "pathway/output_file.h"
#include "pathway/synth.h"
#include "pathway/verify.h"

#define MEMORY ((size_t)4 << 30)

static int refuse(const struct faults *f)
{
    for (size_t i = 0; i < f->n; i++)
        fprintf(stderr, STR_FMT "\n", STR_ARG(f->list[i].text));
    if (f->n == FAULTS_MAX || f->dropped > 0)
        fprintf(stderr, "Masih ada kesalahan lain; perbaiki yang ini dahulu.\n");
    return EXIT_REFUSED;
}

/* ---- allocate ---- */

static void say_counts(const struct instance *in, const struct outcome *o)
{
    uint64_t placed = 0, asn = 0, core_drop = 0, by_reason[8] = {0};
    for (uint32_t i = 0; i < in->n_workers; i++) {
        by_reason[o->reason[i]]++;
        placed += o->line[i] != NOTHING;
        asn += in->worker[i].state == WORKER_ASN;
        core_drop += o->reason[i] == REASON_INCOME_DROP && in->line[o->line[i]].stage <= 3;
    }
    uint64_t unresolved = in->n_workers - placed - asn;
    printf("Pekerja %u: tempat %" PRIu64 ", ASN %" PRIu64 ", belum terselesaikan %" PRIu64 ".\n", in->n_workers, placed,
           asn, unresolved);
    for (unsigned r = REASON_NO_LINE; r <= REASON_NIK_DOUBLE; r++)
        printf("  %s %" PRIu64 "\n", reason_code[r], by_reason[r]);
    printf("Turun upah pada tahap 1 sampai 3: %" PRIu64 ". Putaran pembukaan kursi: %u. Pasangan ditanya: %" PRIu64 ".\n",
           core_drop, o->rounds, o->asked);
}

static int allocate_files(struct arena *a, const struct instance_files *files, const char *dir, struct faults *f)
{
    struct instance in;
    if (instance_parse(a, files, &in, f) != OK)
        return refuse(f);
    struct outcome o;
    allocate(a, &in, &o);
    AUTO_BUF results = buf_new(MEMORY), openings = buf_new(MEMORY);
    outcome_write_results(&in, &o, &results);
    outcome_write_openings(&in, &o, &openings);
    if (results.over || openings.over)
        return EXIT_FAILED;
    const struct output_file out[] = {{"hasil.csv", buf_str(&results)}, {"bukaan.csv", buf_str(&openings)}};
    if (output_files(dir, out, COUNT(out)) != OK)
        return EXIT_FAILED;
    say_counts(&in, &o);
    return EXIT_DONE;
}

int command_allocate(int argc, char **argv)
{
    const char *in = NULL, *out = NULL;
    const struct option_spec options[] = {
        {"--in", "DIREKTORI", "direktori berkas masukan (parameter, jabatan, pagu, baris, pekerja, ...)", true, &in},
        {"--out", "DIREKTORI", "direktori hasil.csv dan bukaan.csv", true, &out},
    };
    const struct usage u = {"allocate", "Menempatkan setiap tenaga non-ASN menurut aturan yang diumumkan. Hasil muncul "
                            "lengkap atau tidak sama sekali.", options, COUNT(options), NULL, 0};
    int code = options_read(&u, argc, argv);
    if (code >= 0)
        return code;
    AUTO_ARENA a = arena_new(MEMORY);
    struct faults f = {.arena = a};
    struct instance_files files;
    err e = instance_map(a, in, &files, &f);
    if (e != OK)
        return e == ERR_INVALID ? refuse(&f) : EXIT_FAILED;
    code = allocate_files(a, &files, out, &f);
    instance_unmap(&files);
    return code;
}

/* ---- synth ---- */

int command_synth(int argc, char **argv)
{
    const char *workers = "17000", *regions = "1", *seed = "1", *out = NULL;
    const struct option_spec options[] = {
        {"--workers", "N", "jumlah pekerja buatan (17000)", false, &workers},
        {"--regions", "R", "jumlah daerah (1)", false, &regions},
        {"--seed", "S", "benih: benih yang sama memberi berkas yang sama (1)", false, &seed},
        {"--out", "DIREKTORI", "direktori berkas yang ditulis", true, &out},
    };
    const struct usage u = {"synth", "Menulis data buatan untuk mencoba dan mengukur mesin penempatan. Tidak ada orang "
                            "sungguhan di dalamnya.", options, COUNT(options), NULL, 0};
    int code = options_read(&u, argc, argv);
    if (code >= 0)
        return code;
    struct synth s = {0};
    if (!option_number("--workers", workers, 1, INSTANCE_WORKERS_MAX, &s.workers) ||
        !option_number("--regions", regions, 1, 7000, &s.regions) ||
        !option_number("--seed", seed, 0, INT32_MAX, &s.seed))
        return EXIT_REFUSED;
    if (s.regions > s.workers) {
        fprintf(stderr, "Jumlah daerah tidak boleh melebihi jumlah pekerja.\n");
        return EXIT_REFUSED;
    }
    if (mkdir(out, 0755) != 0 && errno != EEXIST) {
        log_error("direktori tidak dapat dibuat: %s (%s)", out, strerror(errno));
        return EXIT_FAILED;
    }
    return synth_write(&s, out) == OK ? EXIT_DONE : EXIT_FAILED;
}

/* ---- verify ---- */

static void say_check(const struct verify_check *c)
{
    if (!c->from_files)
        printf("%-6s  —      %s\n", c->name, c->what);
    else
        printf("%-6s  %s  %s Diperiksa %" PRIu64 ", gagal %" PRIu64 ".\n", c->name, c->failed == 0 ? "lulus" : "GAGAL",
               c->what, c->checked, c->failed);
    for (uint64_t i = 0; i < c->failed && i < VERIFY_SENTENCES; i++)
        printf("        " STR_FMT "\n", STR_ARG(c->first[i]));
}

static int verify_files(struct arena *a, const struct instance_files *files, struct str results, struct str openings,
                        struct faults *f)
{
    struct verify_report report;
    if (verify_run(a, files, results, openings, &report, f) != OK)
        return refuse(f);
    for (unsigned i = 0; i < VERIFY_CHECKS; i++)
        say_check(&report.check[i]);
    printf(report.passed ? "Hasil ini sah menurut aturan yang diumumkan.\n"
                         : "Hasil ini TIDAK sesuai dengan aturan yang diumumkan.\n");
    return report.passed ? EXIT_DONE : EXIT_FAILED;
}

static int verify_directories(struct arena *a, const char *in, const char *out, struct faults *f)
{
    struct instance_files files;
    struct str results = {0}, openings = {0};
    err e = instance_map(a, in, &files, f);
    if (e != OK)
        return e == ERR_INVALID ? refuse(f) : EXIT_FAILED;
    e = file_map(str_printf(a, "%s/hasil.csv", out).p, &results);
    if (e == OK)
        e = file_map(str_printf(a, "%s/bukaan.csv", out).p, &openings);
    int code = EXIT_FAILED;
    if (e == ERR_MISSING) {
        fprintf(stderr, "%s:0: berkas tidak ada\n", results.p == NULL ? "hasil.csv" : "bukaan.csv");
        code = EXIT_REFUSED;
    } else if (e == OK) {
        code = verify_files(a, &files, results, openings, f);
    }
    if (results.p != NULL)
        file_unmap(results);
    if (openings.p != NULL)
        file_unmap(openings);
    instance_unmap(&files);
    return code;
}

int command_verify(int argc, char **argv)
{
    const char *in = NULL, *out = NULL;
    const struct option_spec options[] = {
        {"--in", "DIREKTORI", "direktori berkas masukan", true, &in},
        {"--out", "DIREKTORI", "direktori hasil.csv dan bukaan.csv yang diperiksa", true, &out},
    };
    const struct usage u = {"verify", "Memeriksa hasil penempatan dari berkas yang diumumkan, dengan hitungan sendiri. "
                            "Keluaran 0: sah; 1: tidak sesuai; 2: berkas tidak terbaca.", options, COUNT(options), NULL, 0};
    int code = options_read(&u, argc, argv);
    if (code >= 0)
        return code;
    AUTO_ARENA a = arena_new(MEMORY);
    struct faults f = {.arena = a};
    return verify_directories(a, in, out, &f);
}
