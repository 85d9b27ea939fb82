/*
 * clock.c: see clock.h.
 */
#include "clock.h"

#include <stdatomic.h>
#include <time.h>

static _Atomic int32_t set_day = INT32_MIN;

/* The set day at the true time of day, moved so that it is that day in every zone of the country: in the east it is
 * tomorrow from 15.00 UTC on, in the west from 17.00 UTC, and what comes later belongs to the UTC day before. */
static int64_t moment_on(int32_t day, int64_t of_day)
{
    const int64_t hour = 3600000;
    if (of_day >= 17 * hour)
        return ((int64_t)day - 1) * 24 * hour + of_day;
    return (int64_t)day * 24 * hour + (of_day < 15 * hour ? of_day : 15 * hour - 1);
}

struct moment clock_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    int64_t ms = (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
    int32_t day = atomic_load(&set_day);
    if (day != INT32_MIN)
        ms = moment_on(day, ms % 86400000);
    return (struct moment){ms};
}

void clock_set_today(struct date today)
{
    atomic_store(&set_day, today.day);
}

int64_t clock_steady_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}
