/*
 * census_commands.c: import census and export census. `all` stores nothing if any row has a fault; `good` stores the
 * good rows. What changed about known people waits for approval on the screen.
 */
#include "census_commands.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "agency.h"
#include "census_export.h"
#include "census_import.h"
#include "command_place.h"
#include "kernel/options.h"

struct run {
    struct command_place *place;
    struct census_upload upload;
    int64_t agency, import_id;
    struct census_import imp;
    struct faults why;
    const char *code; /* of the agency */
    bool again;
};

static err find_agency(struct tx *tx, void *arg)
{
    struct run *r = arg;
    return agency_by_text(tx, &r->place->at, str_z(r->code), &r->agency);
}

/* The file becomes an import whose columns are taken as they were recognised. */
static err register_file(struct tx *tx, void *arg)
{
    struct run *r = arg;
    struct census_import_column *columns;
    size_t n;
    const struct at *at = &r->place->at;
    TRY(census_import_new(tx, at, &r->upload, r->agency, &r->import_id, &r->why));
    TRY(census_import_get(tx, at, r->import_id, &r->imp));
    TRY(census_import_columns(tx, at, r->import_id, &columns, &n));
    struct str *chosen = NEW_ARRAY(tx_arena(tx), struct str, n + 1);
    for (size_t i = 0; i < n; i++)
        chosen[i] = columns[i].guess;
    return census_import_map_now(tx, at, &r->imp, chosen, n, r->agency, &r->again, &r->why);
}

static err load_import(struct tx *tx, void *arg)
{
    struct run *r = arg;
    return census_import_get(tx, &r->place->at, r->import_id, &r->imp);
}

static err choose(struct tx *tx, void *arg)
{
    struct run *r = arg;
    TRY(load_import(tx, r));
    return census_import_take_now(tx, &r->place->at, &r->imp, &r->why);
}

static err say_progress(void *user, int64_t done, int64_t total, const char *words)
{
    static int64_t last = -1;
    int64_t percent = total > 0 ? done * 100 / total : 0;
    (void)user;
    if (percent != last && isatty(STDERR_FILENO))
        fprintf(stderr, "\r%s … %lld%% ", words, (long long)percent);
    last = percent;
    return OK;
}

static void say_counts(const struct census_import *i)
{
    printf("%lld baris: %lld baik, %lld dengan peringatan, %lld galat", (long long)i->rows, (long long)i->clean,
           (long long)i->warned, (long long)i->faulty);
    if (i->twins + i->merged > 0)
        printf(", %lld baris sama, %lld SK digabung", (long long)i->twins, (long long)i->merged);
    printf(".\n%lld orang baru, %lld sudah sama, %lld berubah, %lld terdaftar tetapi tidak ada dalam berkas.\n",
           (long long)i->new_count, (long long)i->same_count, (long long)i->changed_count, (long long)i->missing_count);
}

static int refused(const struct run *r)
{
    command_say(&r->why);
    fprintf(stderr, "Tidak ada yang disimpan.\n");
    return EXIT_REFUSED;
}

static int take_over(struct run *r, struct census_work *w, const char *rows)
{
    say_counts(&r->imp);
    if (r->imp.faulty > 0 && strcmp(rows, "good") != 0) {
        printf("Ada galat, jadi tidak ada yang disimpan. Perbaiki barisnya, atau pakai --rows good.\n");
        return EXIT_REFUSED;
    }
    err e = db_write(r->place->db, r->place->arena, choose, r);
    if (e == ERR_INVALID)
        return refused(r);
    if (e != OK || census_work_take(w) != OK || db_read(r->place->db, r->place->arena, load_import, r) != OK)
        return EXIT_FAILED;
    printf("%lld orang disimpan.\n", (long long)r->imp.added);
    if (r->imp.changed_count > 0)
        printf("%lld perubahan menunggu persetujuan di layar Pendataan.\n", (long long)r->imp.changed_count);
    return EXIT_DONE;
}

static int import_file(struct run *r, const char *file, const char *report, const char *rows)
{
    struct command_place *p = r->place;
    char *full = realpath(file, NULL);
    if (full == NULL) {
        fprintf(stderr, "%s tidak dapat dibaca.\n", file);
        return EXIT_REFUSED;
    }
    r->upload.path = str_dup(p->arena, str_z(full));
    r->upload.file_name = str_dup(p->arena, str_z(strrchr(full, '/') + 1));
    r->why.arena = p->arena;
    if (census_upload_look(p->db, p->arena, &p->at, &r->upload) != OK) {
        fprintf(stderr, "%s tidak dapat dibaca.\n", file);
        return EXIT_REFUSED;
    }
    err e = db_write(p->db, p->arena, register_file, r);
    if (e != OK)
        return e == ERR_INVALID ? refused(r) : EXIT_FAILED;
    if (db_read(p->db, p->arena, load_import, r) != OK)
        return EXIT_FAILED;
    if (r->again) {
        printf(STR_FMT "\n", STR_ARG(r->imp.refusal));
        return EXIT_DONE;
    }
    struct census_work w = {.db = p->db, .arena = p->arena, .at = p->at, .import_id = r->import_id, .report = report,
                            .discard_report = report == NULL, .progress = say_progress};
    if (census_work_check(&w) != OK || db_read(p->db, p->arena, load_import, r) != OK)
        return EXIT_FAILED;
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\n");
    if (str_eqz(r->imp.state, "ditolak")) {
        fprintf(stderr, STR_FMT "\nTidak ada yang disimpan.\n", STR_ARG(r->imp.refusal));
        return EXIT_REFUSED;
    }
    return take_over(r, &w, rows);
}

int command_import_census(int argc, char **argv)
{
    const char *db_name = NULL, *region = NULL, *file = NULL, *agency = NULL, *report = NULL, *rows = "all";
    const struct option_spec options[] = {
        {"--db", "BERKAS", "berkas basis data", true, &db_name},
        {"--region", "KODE", "kode wilayah, bila berkas berisi beberapa daerah", false, &region},
        {"--agency", "KODE", "instansi bagi berkas tanpa kolom perangkat daerah", false, &agency},
        {"--report", "BERKAS", "laporan baris demi baris (CSV)", false, &report},
        {"--rows", "all|good", "all: satu galat, tidak ada yang disimpan; good: baris yang baik disimpan", false, &rows},
    };
    const struct usage usage = {"import census BERKAS --db BERKAS",
                                "Memasukkan pendataan tenaga non-ASN dari CSV atau XLSX. Berkas yang sama boleh diulang: "
                                "tidak ada yang menjadi dua.",
                                options, COUNT(options), &file, 1};
    int exit_code = options_read(&usage, argc, argv);
    if (exit_code >= 0)
        return exit_code;
    if (strcmp(rows, "all") != 0 && strcmp(rows, "good") != 0) {
        fprintf(stderr, "--rows harus all atau good.\n");
        return EXIT_REFUSED;
    }
    struct command_place place;
    exit_code = command_place_open(db_name, region, &place);
    if (exit_code >= 0)
        return exit_code;
    struct run r = {.place = &place, .code = agency};
    if (agency != NULL && db_read(place.db, place.arena, find_agency, &r) != OK) {
        fprintf(stderr, "Instansi \"%s\" belum ada dalam daftar.\n", agency);
        exit_code = EXIT_REFUSED;
    } else {
        exit_code = import_file(&r, file, report, rows);
    }
    command_place_close(&place);
    return exit_code;
}

/* ---- export ---- */

struct export {
    struct command_place *place;
    FILE *out;
    int64_t lines;
};

static err take_line(void *arg, struct str line)
{
    struct export *x = arg;
    x->lines++;
    return fwrite(line.p, 1, line.n, x->out) == line.n ? OK : ERR_IO;
}

static err export_all(struct tx *tx, void *arg)
{
    struct export *x = arg;
    AUTO_BUF b = buf_new(4096);
    BUF_LIT(&b, "\xEF\xBB\xBF");
    census_export_heading(&b);
    if (fwrite(b.p, 1, b.n, x->out) != b.n)
        return ERR_IO;
    return census_export_each(tx, &x->place->at, -1, take_line, x);
}

static err log_export(struct tx *tx, void *arg)
{
    const struct export *x = arg;
    return audit_write(tx, &x->place->at, "sensus.unduh", 0,
                       str_printf(tx_arena(tx), "%lld orang, lewat perintah", (long long)x->lines));
}

static int run_export(struct command_place *place, const char *file)
{
    bool standard = strcmp(file, "-") == 0;
    int fd = standard ? -1 : open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600); /* it holds NIK */
    struct export x = {.place = place, .out = standard ? stdout : fd < 0 ? NULL : fdopen(fd, "w")};
    if (x.out == NULL) {
        fprintf(stderr, "%s tidak dapat ditulis.\n", file);
        return EXIT_FAILED;
    }
    err e = db_read(place->db, place->arena, export_all, &x);
    if ((x.out == stdout ? fflush(x.out) : fclose(x.out)) != 0 && e == OK)
        e = ERR_IO;
    if (e == OK)
        e = db_write(place->db, place->arena, log_export, &x);
    if (e != OK)
        fprintf(stderr, "%s tidak selesai ditulis.\n", file);
    return e == OK ? EXIT_DONE : EXIT_FAILED;
}

int command_export_census(int argc, char **argv)
{
    const char *db_name = NULL, *region = NULL, *file = NULL;
    const struct option_spec options[] = {
        {"--db", "BERKAS", "berkas basis data", true, &db_name},
        {"--region", "KODE", "kode wilayah, bila berkas berisi beberapa daerah", false, &region},
    };
    const struct usage usage = {"export census BERKAS --db BERKAS",
                                "Menulis pendataan dalam kolom baku; NIK sebagai teks. BERKAS boleh - untuk keluaran baku.",
                                options, COUNT(options), &file, 1};
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
