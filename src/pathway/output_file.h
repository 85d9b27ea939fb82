/*
 * output_file.h: several files that appear together or not at all: each is written and synced under a temporary
 * name first, and only when all are on disk are they given their names.
 */
#pragma once
#include "kernel/str.h"

struct output_file {
    const char *name;
    struct str bytes;
};

/* Write `n` files into a directory, which is made when it does not exist. ERR_IO, logged; nothing appears then. */
err output_files(const char *dir, const struct output_file *file, size_t n) MUST_USE;
