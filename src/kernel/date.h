/*
 * date.h: a day is a number, the current day is an argument, and no rule reads the clock. A moment is
 * milliseconds since 1970 in UTC; the region's zone is applied only when it is shown.
 */
#pragma once
#include "str.h"

struct buf;

struct date {
    int32_t day; /* days since 1 January 1970; DATE_NONE.day = not given */
};

struct moment {
    int64_t ms; /* 0 = never */
};

struct ymd {
    int32_t year, month, day;
};

#define DATE_NONE ((struct date){INT32_MIN})

static inline bool date_given(struct date d)
{
    return d.day != INT32_MIN;
}

bool ymd_exists(struct ymd c); /* a day of the Gregorian calendar between 1900 and 2199 */
struct date date_from_ymd(int32_t year, int32_t month, int32_t day); /* asserts ymd_exists */
struct ymd date_to_ymd(struct date d);

/* Exactly "2026-11-21". False: not a day that exists. The empty text is false too. */
bool date_parse_iso(struct str s, struct date *ret) MUST_USE;
/* What a person types into a form: 2026-11-21 or 21-11-2026 with - / . or blanks. */
bool date_parse_form(struct str s, struct date *ret) MUST_USE;

struct str date_iso(char room[11], struct date d); /* "2026-11-21"; DATE_NONE gives "" */
void date_write(struct buf *out, struct date d);       /* "21 November 2026" */
void date_write_short(struct buf *out, struct date d); /* "21 Nov" */
const char *month_name(int32_t month);                 /* 1 = "Januari" */

/* Whole months from a to b (a <= b): the day of the month must be reached, the last day of a month counts as
 * reached for a longer start day. 31 Jan to 28 Feb (not leap) = 1. Negative when b is before a: 0. */
int32_t months_between(struct date a, struct date b);
int32_t years_between(struct date a, struct date b); /* age in completed years */
struct date date_add_days(struct date d, int32_t days);
/* So many working days (Monday to Friday) after d; holidays are not known here, so a limit is never too long. */
struct date date_add_workdays(struct date d, int32_t days);
struct date date_add_months(struct date d, int32_t months); /* clipped to the last day of the month */

/* Minutes east of UTC of "WIB" 420, "WITA" 480, "WIT" 540; anything else 420. */
int32_t zone_minutes(struct str zone);
struct date moment_date(struct moment m, struct str zone);
/* "21 November 2026, 08.00 WITA" */
void moment_write(struct buf *out, struct moment m, struct str zone);
/* "2026-11-21T08:00:00+08:00" for <time datetime> */
void moment_write_iso(struct buf *out, struct moment m, struct str zone);
