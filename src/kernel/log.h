/*
 * log.h: one line per event on standard error, for operators, never with personal data. What the person sees
 * carries the same incident number.
 */
#pragma once
#include <stdint.h>

#include "err.h"

void log_info(const char *fmt, ...) PRINTF_LIKE(1, 2);
void log_error(const char *fmt, ...) PRINTF_LIKE(1, 2);

/* Our bug or a world in which nothing can go on: say it and abort. */
void log_fatal(const char *fmt, ...) PRINTF_LIKE(1, 2) __attribute__((noreturn));

/* A fresh incident number (6 characters without look-alikes), written to `out` with a closing NUL. */
void log_incident(char out[7]);
