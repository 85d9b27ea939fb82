/*
 * pathway_commands.c: the same imports as on the screens, from the command line; and the public files of a run
 * written into a directory, as the certificate page gives them.
 */
#include "pathway_commands.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include "choice.h"
#include "kernel/options.h"
#include "kernel/text/csv.h"
#include "pathway.h"
#include "publish.h"
#include "registry/command_place.h"
#include "result.h"
#include "run_db.h"

typedef err (*import_fn)(struct tx *tx, const struct at *at, int32_t year, struct str file_name, struct str bytes,
                         struct plan_count *ret, struct faults *f);

struct import_work {
    struct command_place *place;
    import_fn import;
    int32_t year;
    struct str file_name, bytes;
    struct plan_count count;
    struct faults f;
};

static err import_tx(struct tx *tx, void *arg)
{
    struct import_work *x = arg;
    return x->import(tx, &x->place->at, x->year, x->file_name, x->bytes, &x->count, &x->f);
}

/* What stands behind the last slash: the name said in refusals. */
static struct str base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return str_z(slash == NULL ? path : slash + 1);
}

static int import_here(struct command_place *place, import_fn import, const char *path, int32_t year)
{
    struct import_work x = {.place = place, .import = import, .year = year, .file_name = base_name(path),
                            .f = {.arena = place->arena}};
    err e = file_map(path, &x.bytes);
    if (e != OK) {
        fprintf(stderr, "Berkas %s tidak dapat dibaca. Periksa nama dan izinnya.\n", path);
        return e == ERR_MISSING ? EXIT_REFUSED : EXIT_FAILED;
    }
    e = db_write(place->db, place->arena, import_tx, &x);
    file_unmap(x.bytes);
    if (e == OK) {
        printf("%lld baru, %lld berubah, %lld tetap.\n", (long long)x.count.added, (long long)x.count.changed,
               (long long)x.count.same);
        return EXIT_DONE;
    }
    command_say(&x.f);
    if (x.f.dropped > 0)
        fprintf(stderr, "dan %zu kesalahan lain.\n", x.f.dropped);
    return e == ERR_INVALID ? EXIT_REFUSED : EXIT_FAILED;
}

static int import_command(const char *name, const char *what, import_fn import, int argc, char **argv)
{
    const char *db_name = NULL, *region = NULL, *year_text = NULL;
    const struct option_spec options[] = {
        {"--db", "BERKAS", "berkas basis data", true, &db_name},
        {"--region", "KODE", "kode wilayah, bila berkas berisi beberapa daerah", false, &region},
        {"--year", "TAHUN", "tahun rencana (biasa: tahun yang sedang disusun)", false, &year_text},
    };
    const char *positional[1] = {NULL};
    const struct usage usage = {name, what, options, COUNT(options), positional, 1};
    int code = options_read(&usage, argc, argv);
    if (code >= 0)
        return code;
    int64_t year = 0;
    if (year_text != NULL && !option_number("--year", year_text, 2020, 2199, &year))
        return EXIT_REFUSED;
    struct command_place place;
    code = command_place_open(db_name, region, &place);
    if (code >= 0)
        return code;
    if (year == 0)
        year = plan_year_of(place.at.today);
    code = import_here(&place, import, positional[0], (int32_t)year);
    command_place_close(&place);
    return code;
}

int command_import_plan(int argc, char **argv)
{
    return import_command("import plan BERKAS", "Memasukkan baris rencana: id_baris, kode_opd, kode_jabatan, tahap, jumlah, "
                          "biaya, upah, urutan, syarat, cadangan.", plan_import, argc, argv);
}

int command_import_ceilings(int argc, char **argv)
{
    return import_command("import ceilings BERKAS", "Memasukkan pagu tiap instansi: kode_opd, pagu.", ceiling_import, argc,
                          argv);
}

int command_import_results(int argc, char **argv)
{
    return import_command("import results BERKAS", "Memasukkan hasil seleksi PPPK dan CPNS: nik, jenis, tahun, hasil, "
                          "nomor_surat.", result_import, argc, argv);
}

int command_import_choices(int argc, char **argv)
{
    return import_command("import choices BERKAS", "Memasukkan pilihan tenaga kerja: id_pekerja atau nik, urutan, id_baris.",
                          choice_import, argc, argv);
}

/* ---- export public-run ---- */

struct export_work {
    struct command_place *place;
    const char *number;
    bool open, witness; /* open: the downloadable set is wanted although it leaves traits out */
    struct run run;
    struct run_texts texts;
    struct run_file files[FILE_COUNT];
    size_t n;
};

static err export_tx(struct tx *tx, void *arg)
{
    struct export_work *x = arg;
    const struct at *at = &x->place->at;
    TRY(run_by_number(tx, at, str_z(x->number), &x->run));
    TRY(run_has_witness_set(tx, at, x->run.id, &x->witness));
    x->witness = x->witness && !x->open;
    const char *sort = x->witness ? "saksi" : "umum";
    TRY(run_files(tx, at, x->run.id, sort, x->files, &x->n));
    return run_texts_get(tx, at, x->run.id, sort, x->place->arena, &x->texts);
}

static bool write_file(const char *dir, const char *name, struct str text)
{
    char path[4096], half[4096];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    snprintf(half, sizeof half, "%s/.%s.baru", dir, name);
    FILE *f = fopen(half, "wb");
    if (f == NULL)
        return false;
    bool good = fwrite(text.p, 1, text.n, f) == text.n;
    good = fclose(f) == 0 && good;
    return good && rename(half, path) == 0;
}

static int export_files(struct export_work *x, const char *dir)
{
    if (mkdir(dir, 0777) != 0 && errno != EEXIST) {
        fprintf(stderr, "Folder %s tidak dapat dibuat.\n", dir);
        return EXIT_FAILED;
    }
    bool good = write_file(dir, "SIDIK", run_sums(x->place->arena, x->files, x->n));
    for (int i = 0; i < FILE_COUNT && good; i++)
        if (x->texts.text[i].p != NULL)
            good = write_file(dir, run_file_names[i], x->texts.text[i]);
    if (!good) {
        fprintf(stderr, "Berkas di %s tidak dapat ditulis.\n", dir);
        return EXIT_FAILED;
    }
    printf("%zu berkas dan SIDIK dari perhitungan " STR_FMT " ditulis ke %s.\n", x->n, STR_ARG(x->run.number), dir);
    if (x->witness)
        printf("Rencana ini mempunyai kursi cadangan, jadi ini berkas saksi: serahkan hanya dengan tanda terima.\n"
               "Yang boleh diumumkan ditulis dengan --open, tanpa penanda dan cadangan.\n");
    return EXIT_DONE;
}

static bool may_leave(const struct run *r)
{
    return run_is(r, "siap") || run_is(r, "menerbitkan") || run_is(r, "terbit") || run_is(r, "digantikan");
}

static int export_here(struct export_work *x, const char *dir)
{
    err e = db_read(x->place->db, x->place->arena, export_tx, x);
    if (e == ERR_MISSING) {
        fprintf(stderr, "Perhitungan %s tidak ada.\n", x->number);
        return EXIT_REFUSED;
    }
    if (e != OK)
        return EXIT_FAILED;
    if (!may_leave(&x->run)) {
        fprintf(stderr, "Berkas perhitungan %s belum boleh keluar: Bagian Hukum belum menyetujui pengumumannya.\n",
                x->number);
        return EXIT_REFUSED;
    }
    return export_files(x, dir);
}

int command_export_public_run(int argc, char **argv)
{
    const char *db_name = NULL, *region = NULL, *number = NULL, *dir = NULL, *open = NULL;
    const struct option_spec options[] = {
        {"--db", "BERKAS", "berkas basis data", true, &db_name},
        {"--run", "NOMOR", "nomor perhitungan, misalnya A-2027-0001", true, &number},
        {"--out", "FOLDER", "tempat menulis", true, &dir},
        {"--region", "KODE", "kode wilayah, bila berkas berisi beberapa daerah", false, &region},
        {"--open", NULL, "hanya yang boleh diunduh siapa pun, juga bila ada kursi cadangan", false, &open},
    };
    const struct usage usage = {"export public-run", "Menulis berkas semu sebuah hasil yang pengumumannya sudah disetujui; alihdaya verify memeriksanya.",
                                options, COUNT(options), NULL, 0};
    int code = options_read(&usage, argc, argv);
    if (code >= 0)
        return code;
    struct command_place place;
    code = command_place_open(db_name, region, &place);
    if (code >= 0)
        return code;
    struct export_work x = {.place = &place, .number = number, .open = open != NULL};
    code = export_here(&x, dir);
    command_place_close(&place);
    return code;
}
