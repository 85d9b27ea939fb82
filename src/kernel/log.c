/*
 * log.c: lines with a UTC time in front. Writes are one call each, so lines of several threads do not mix.
 */
#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <sodium.h>

static void line(const char *level, const char *fmt, va_list args)
{
    struct timespec now;
    struct tm tm;
    char text[1024], stamp[32];

    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &tm);
    strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S", &tm);
    vsnprintf(text, sizeof text, fmt, args);
    fprintf(stderr, "%s.%03ldZ %s %s\n", stamp, now.tv_nsec / 1000000, level, text);
}

void log_info(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    line("info", fmt, args);
    va_end(args);
}

void log_error(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    line("galat", fmt, args);
    va_end(args);
}

void log_fatal(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    line("fatal", fmt, args);
    va_end(args);
    abort();
}

void log_incident(char out[7])
{
    static const char letters[] = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
    for (int i = 0; i < 6; i++)
        out[i] = letters[randombytes_uniform(sizeof letters - 1)];
    out[6] = '\0';
}
