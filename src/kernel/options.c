/*
 * options.c: see options.h.
 */
#include "options.h"

#include <stdio.h>

static void help(const struct usage *u)
{
    printf("alihdaya %s\n\n%s\n", u->command, u->what);
    if (u->n_options > 0)
        printf("\nPilihan:\n");
    for (size_t i = 0; i < u->n_options; i++) {
        const struct option_spec *o = &u->options[i];
        char left[64];
        snprintf(left, sizeof left, "%s %s", o->name, o->value == NULL ? "" : o->value);
        printf("  %-24s %s%s\n", left, o->help, o->required ? " (wajib)" : "");
    }
    printf("  %-24s %s\n", "--help", "bantuan ini");
    printf("\nKode keluar: 0 selesai, 2 masukan ditolak, 1 kegagalan lain.\n");
}

static const struct option_spec *find(const struct usage *u, const char *name)
{
    for (size_t i = 0; i < u->n_options; i++)
        if (strcmp(u->options[i].name, name) == 0)
            return &u->options[i];
    return NULL;
}

static int refuse(const struct usage *u, const char *what, const char *which)
{
    fprintf(stderr, "%s %s. Lihat 'alihdaya %s --help'.\n", what, which, u->command);
    return EXIT_REFUSED;
}

static int missing(const struct usage *u, size_t n_files)
{
    for (size_t i = 0; i < u->n_options; i++)
        if (u->options[i].required && *u->options[i].ret == NULL)
            return refuse(u, "Pilihan wajib belum diisi:", u->options[i].name);
    if (n_files < u->n_files)
        return refuse(u, "Nama berkas belum diisi:", u->command);
    return -1;
}

int options_read(const struct usage *u, int argc, char **argv)
{
    size_t n_files = 0;
    for (int i = 0; i < argc; i++) {
        const char *word = argv[i];
        if (strcmp(word, "--help") == 0) {
            help(u);
            return EXIT_DONE;
        }
        if (word[0] != '-' || word[1] == '\0') {
            if (n_files == u->n_files)
                return refuse(u, "Tidak mengenal", word);
            u->files[n_files++] = word;
            continue;
        }
        const struct option_spec *o = find(u, word);
        if (o == NULL)
            return refuse(u, "Tidak mengenal pilihan", word);
        if (o->value == NULL) {
            *o->ret = "";
            continue;
        }
        if (i + 1 == argc)
            return refuse(u, "Nilai belum diisi untuk", word);
        *o->ret = argv[++i];
    }
    return missing(u, n_files);
}

bool option_number(const char *name, const char *text, int64_t min, int64_t max, int64_t *ret)
{
    int64_t v;
    if (str_to_uint(str_z(text), &v) && v >= min && v <= max) {
        *ret = v;
        return true;
    }
    fprintf(stderr, "%s harus angka %lld sampai %lld; Anda mengisi \"%s\".\n", name, (long long)min,
            (long long)max, text);
    return false;
}
