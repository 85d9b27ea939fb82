/*
 * fuzz.h: what a fuzz target gives. Built as it is, a small driver throws seeded mutations at it for a few seconds
 * (`make test`); with clang and -fsanitize=fuzzer the same target runs under libFuzzer, whose main replaces ours.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "kernel/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Inputs from which mutations begin. */
extern const struct str fuzz_seeds[];
extern const size_t n_fuzz_seeds;
