/*
 * options.h: what stands behind a command: `--name VALUE` pairs and files. One table a command serves the reading,
 * the refusal and `--help`. Exit codes: 0 done, 2 refused input, 1 other failure.
 */
#pragma once
#include "str.h"

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_REFUSED = 2 };

struct option_spec {
    const char *name;  /* "--db" */
    const char *value; /* "BERKAS", or NULL for a switch (ret is set to "") */
    const char *help;  /* Indonesian, one line */
    bool required;
    const char **ret; /* untouched when the option is absent: its value before is the default */
};

struct usage {
    const char *command; /* "import census BERKAS" */
    const char *what;    /* one or two sentences */
    const struct option_spec *options;
    size_t n_options;
    const char **files; /* positional arguments, all required */
    size_t n_files;
};

/* Reads argv (the arguments behind the command's own words). Returns -1 to go on, or the exit code: 0 when help was
 * asked for and printed, 2 when something is missing or unknown and was said on standard error. */
int options_read(const struct usage *u, int argc, char **argv) MUST_USE;

/* A whole number between min and max from an option's text; says the refusal itself. */
bool option_number(const char *name, const char *text, int64_t min, int64_t max, int64_t *ret) MUST_USE;
