/*
 * clock.h: the only reader of the wall clock. `serve --today` (demo databases) and tests set it; everything else
 * is given a day.
 */
#pragma once
#include "date.h"

struct moment clock_now(void); /* the set day keeps the true time of day */
int64_t clock_steady_ms(void); /* for measuring how long something took; never goes back */
void clock_set_today(struct date today); /* DATE_NONE: back to the true day */
