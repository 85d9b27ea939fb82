/*
 * registry_commands.c: the register from the command line: the list of agencies in, the list of people out.
 */
#include "registry_commands.h"

#include <unistd.h>

#include "agency.h"
#include "command_place.h"
#include "distance.h"
#include "kernel/audit/audit.h"
#include "kernel/options.h"
#include "kernel/text/csv.h"
#include "worker_export.h"

/* ---- import agencies, import distances ---- */
typedef err (*import_fn)(struct tx *tx, const struct at *at, struct str bytes, struct import_count *ret, struct faults *f);

struct import {
    struct command_place *place;
    import_fn read;
    struct str bytes;
    struct import_count count;
    struct faults why;
};

static err import_bytes(struct tx *tx, void *arg)
{
    struct import *i = arg;
    return i->read(tx, &i->place->at, i->bytes, &i->count, &i->why);
}

static int run_import(struct command_place *place, import_fn read, struct str bytes)
{
    struct import i = {.place = place, .read = read, .bytes = bytes, .why = {.arena = place->arena}};
    err e = db_write(place->db, place->arena, import_bytes, &i);
    if (e == ERR_INVALID) {
        command_say(&i.why);
        fprintf(stderr, "Tidak ada yang disimpan. Perbaiki berkasnya, lalu ulangi.\n");
        return EXIT_REFUSED;
    }
    if (e != OK)
        return EXIT_FAILED;
    printf("%lld baris dibaca: %lld ditambahkan, %lld diubah, %lld sudah sama.\n", (long long)i.count.rows,
           (long long)i.count.added, (long long)i.count.changed, (long long)i.count.same);
    return EXIT_DONE;
}

static int import_command(int argc, char **argv, const char *command, const char *what, import_fn read)
{
    const char *db_name = NULL, *region = NULL, *file = NULL;
    const struct option_spec options[] = {
        {"--db", "BERKAS", "berkas basis data", true, &db_name},
        {"--region", "KODE", "kode wilayah, bila berkas berisi beberapa daerah", false, &region},
    };
    const struct usage usage = {command, what, options, COUNT(options), &file, 1};
    int exit_code = options_read(&usage, argc, argv);
    if (exit_code >= 0)
        return exit_code;
    struct str bytes;
    if (file_map(file, &bytes) != OK) {
        fprintf(stderr, "%s tidak dapat dibaca.\n", file);
        return EXIT_REFUSED;
    }
    struct command_place place;
    exit_code = command_place_open(db_name, region, &place);
    if (exit_code < 0) {
        exit_code = run_import(&place, read, bytes);
        command_place_close(&place);
    }
    file_unmap(bytes);
    return exit_code;
}

int command_import_agencies(int argc, char **argv)
{
    return import_command(argc, argv, "import agencies BERKAS --db BERKAS",
                          "Memasukkan instansi dari CSV berjudul kode_opd,nama,nama_lain; nama lain dipisah titik koma. "
                          "Satu baris salah, tidak ada yang disimpan.",
                          agencies_import);
}

int command_import_distances(int argc, char **argv)
{
    return import_command(argc, argv, "import distances BERKAS --db BERKAS",
                          "Memasukkan jarak antarinstansi dari CSV berjudul opd_asal,opd_tujuan,meter. Satu baris salah, "
                          "tidak ada yang disimpan.",
                          distances_import);
}

/* ---- export workers ---- */
struct export {
    struct command_place *place;
    FILE *csv;
    const char *xlsx;
    int64_t rows;
};

static err export_workers(struct tx *tx, void *arg)
{
    struct export *x = arg;
    const struct at *at = &x->place->at;
    struct worker_filter everybody = {.agency_id = -1, .group = -1, .state = -1, .everybody = true};
    struct worker_export *out;
    TRY(worker_export_start(tx, at, x->csv, x->xlsx, true, &out));
    TRY(worker_each(tx, at, &everybody, worker_export_take, out));
    return worker_export_end(out, &x->rows);
}

static err log_export(struct tx *tx, void *arg)
{
    const struct export *x = arg;
    return audit_write(tx, &x->place->at, "worker.unduh", 0,
                       str_printf(tx_arena(tx), "%lld orang, lewat perintah", (long long)x->rows));
}

static int run_export(struct command_place *place, const char *file)
{
    struct export x = {.place = place};
    bool out = strcmp(file, "-") == 0;
    if (str_ends(str_z(file), S(".xlsx")))
        x.xlsx = file;
    else
        x.csv = out ? stdout : fopen(file, "w");
    if (x.csv == NULL && x.xlsx == NULL) {
        fprintf(stderr, "%s tidak dapat ditulis.\n", file);
        return EXIT_FAILED;
    }
    err e = db_read(place->db, place->arena, export_workers, &x);
    if (x.csv != NULL && (out ? fflush(x.csv) : fclose(x.csv)) != 0)
        e = e == OK ? ERR_IO : e;
    if (e == OK)
        e = db_write(place->db, place->arena, log_export, &x);
    if (e != OK) {
        fprintf(stderr, "%s tidak selesai ditulis.\n", file);
        return EXIT_FAILED;
    }
    fprintf(stderr, "%lld orang ditulis.\n", (long long)x.rows);
    return EXIT_DONE;
}

int command_export_workers(int argc, char **argv)
{
    const char *db_name = NULL, *region = NULL, *file = NULL;
    const struct option_spec options[] = {
        {"--db", "BERKAS", "berkas basis data", true, &db_name},
        {"--region", "KODE", "kode wilayah, bila berkas berisi beberapa daerah", false, &region},
    };
    const struct usage usage = {"export workers BERKAS|- --db BERKAS",
                                "Menulis daftar tenaga kerja: CSV, atau XLSX bila namanya berakhiran .xlsx. NIK "
                                "ditulis sebagai teks. "
                                "Isinya data pribadi; penulisan ini dicatat.",
                                options,
                                COUNT(options),
                                &file,
                                1};
    int exit_code = options_read(&usage, argc, argv);
    if (exit_code >= 0)
        return exit_code;
    struct command_place place;
    exit_code = command_place_open(db_name, region, &place);
    if (exit_code >= 0)
        return exit_code;
    exit_code = run_export(&place, file);
    command_place_close(&place);
    return exit_code;
}
