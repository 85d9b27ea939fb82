/*
 * synth.h: a made-up instance of any size, the same for the same seed: for benchmarks, demonstrations and tests.
 * No person in it exists; the NIKs begin with 99, a province that does not exist.
 */
#pragma once
#include <stdint.h>

#include "kernel/err.h"

struct synth {
    int64_t workers, regions, seed;
};

/* Write the seven files of allocation.md section 15 into an existing directory. ERR_IO when that fails. */
err synth_write(const struct synth *s, const char *dir) MUST_USE;
