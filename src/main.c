/*
 * main.c: the command line. Each row of the table is one command; everything a command does is in the file its
 * function lives in. English verbs, Indonesian messages; exit 0 done, 2 refused input, 1 other failure.
 */
#include "commands.h"
#include "kernel/digest.h"
#include "kernel/options.h"

struct command {
    const char *verb, *object; /* object NULL: the verb stands alone */
    int (*run)(int argc, char **argv);
    const char *what;
};

static const struct command commands[] = {
    {"init", NULL, command_init, "membuat daerah kosong"},
    {"serve", NULL, command_serve, "menjalankan peladen"},
    {"demo", NULL, command_demo, "membuat daerah contoh dengan orang rekaan"},
    {"import", "census", command_import_census, "memasukkan berkas pendataan"},
    {"import", "agencies", command_import_agencies, "memasukkan daftar instansi"},
    {"import", "distances", command_import_distances, "memasukkan jarak antarinstansi"},
    {"import", "plan", command_import_plan, "memasukkan baris rencana"},
    {"import", "ceilings", command_import_ceilings, "memasukkan pagu instansi"},
    {"import", "results", command_import_results, "memasukkan hasil seleksi ASN"},
    {"import", "choices", command_import_choices, "memasukkan pilihan tenaga kerja"},
    {"export", "workers", command_export_workers, "menulis daftar tenaga kerja"},
    {"export", "census", command_export_census, "menulis pendataan dalam kolom baku"},
    {"export", "public-run", command_export_public_run, "menulis berkas terbuka sebuah penempatan"},
    {"synth", NULL, command_synth, "membuat masukan rekaan untuk mesin penempatan"},
    {"allocate", NULL, command_allocate, "menghitung penempatan dari berkas"},
    {"verify", NULL, command_verify, "memeriksa hasil penempatan dari berkas"},
    {"routes", NULL, command_routes, "menampilkan semua alamat dan izinnya"},
    {"permissions", NULL, command_permissions, "menampilkan izin setiap peran"},
    {"check", NULL, command_check, "memeriksa semua ketetapan basis data"},
};

static void help(void)
{
    printf("alihdaya: satu pintu penataan tenaga non-ASN\n\nPerintah:\n");
    for (size_t i = 0; i < COUNT(commands); i++) {
        char words[40];
        snprintf(words, sizeof words, "%s %s", commands[i].verb,
                 commands[i].object == NULL ? "" : commands[i].object);
        printf("  %-20s %s\n", words, commands[i].what);
    }
    printf("\n'alihdaya PERINTAH --help' menjelaskan pilihannya.\n");
}

static const struct command *find(int argc, char **argv)
{
    for (size_t i = 0; i < COUNT(commands); i++) {
        const struct command *c = &commands[i];
        if (strcmp(argv[1], c->verb) != 0)
            continue;
        if (c->object == NULL || (argc > 2 && strcmp(argv[2], c->object) == 0))
            return c;
    }
    return NULL;
}

int main(int argc, char **argv)
{
    if (!digest_start())
        return EXIT_FAILED;
    if (argc < 2 || strcmp(argv[1], "--help") == 0) {
        help();
        return argc < 2 ? EXIT_REFUSED : EXIT_DONE;
    }
    const struct command *c = find(argc, argv);
    if (c == NULL) {
        fprintf(stderr, "Tidak mengenal perintah \"%s\". Lihat 'alihdaya --help'.\n", argv[1]);
        return EXIT_REFUSED;
    }
    int words = c->object == NULL ? 2 : 3;
    return c->run(argc - words, argv + words);
}
