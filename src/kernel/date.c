/*
 * date.c: days from the civil calendar by integer arithmetic (the well-known era method), nothing from libc.
 */
#include "date.h"

#include <assert.h>

#include "buf.h"

static bool leap(int32_t y)
{
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int32_t month_days(int32_t y, int32_t m)
{
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return m == 2 && leap(y) ? 29 : days[m - 1];
}

bool ymd_exists(struct ymd c)
{
    return c.year >= 1900 && c.year <= 2199 && c.month >= 1 && c.month <= 12 && c.day >= 1 &&
           c.day <= month_days(c.year, c.month);
}

struct date date_from_ymd(int32_t year, int32_t month, int32_t day)
{
    assert(ymd_exists((struct ymd){year, month, day}));
    int32_t y = month <= 2 ? year - 1 : year;
    int32_t era = y / 400, yoe = y - era * 400;
    int32_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int32_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return (struct date){era * 146097 + doe - 719468};
}

struct ymd date_to_ymd(struct date d)
{
    assert(date_given(d));
    int32_t z = d.day + 719468;
    int32_t era = (z >= 0 ? z : z - 146096) / 146097;
    int32_t doe = z - era * 146097;
    int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int32_t mp = (5 * doy + 2) / 153;
    int32_t month = mp < 10 ? mp + 3 : mp - 9;
    return (struct ymd){yoe + era * 400 + (month <= 2), month, doy - (153 * mp + 2) / 5 + 1};
}

static bool from_parts(struct str y, struct str m, struct str d, struct date *ret)
{
    int64_t year, month, day;
    if (y.n != 4 || m.n > 2 || d.n > 2 || !str_to_uint(y, &year) || !str_to_uint(m, &month) ||
        !str_to_uint(d, &day))
        return false;
    struct ymd c = {(int32_t)year, (int32_t)month, (int32_t)day};
    if (!ymd_exists(c))
        return false;
    *ret = date_from_ymd(c.year, c.month, c.day);
    return true;
}

bool date_parse_iso(struct str s, struct date *ret)
{
    if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-')
        return false;
    return from_parts(str_sub(s, 0, 4), str_sub(s, 5, 2), str_sub(s, 8, 2), ret);
}

bool date_parse_form(struct str s, struct date *ret)
{
    struct str part[3];
    size_t n = 0, start = 0;
    s = str_trim(s);
    for (size_t i = 0; i <= s.n; i++) {
        if (i < s.n && s.p[i] != '-' && s.p[i] != '/' && s.p[i] != '.' && s.p[i] != ' ')
            continue;
        if (n == 3)
            return false;
        part[n++] = str_sub(s, start, i - start);
        start = i + 1;
    }
    if (n != 3)
        return false;
    return part[0].n == 4 ? from_parts(part[0], part[1], part[2], ret)
                          : from_parts(part[2], part[1], part[0], ret);
}

struct str date_iso(char room[11], struct date d)
{
    if (!date_given(d))
        return S("");
    struct ymd c = date_to_ymd(d);
    int32_t v[] = {c.year / 1000, c.year / 100 % 10, c.year / 10 % 10, c.year % 10, -1,
                   c.month / 10,  c.month % 10,      -1,               c.day / 10,  c.day % 10};
    for (size_t i = 0; i < COUNT(v); i++)
        room[i] = v[i] < 0 ? '-' : (char)('0' + v[i]);
    room[10] = '\0';
    return (struct str){room, 10};
}

const char *month_name(int32_t month)
{
    static const char *names[] = {"Januari", "Februari", "Maret",     "April",   "Mei",      "Juni",
                                  "Juli",    "Agustus",  "September", "Oktober", "November", "Desember"};
    assert(month >= 1 && month <= 12);
    return names[month - 1];
}

void date_write(struct buf *out, struct date d)
{
    if (!date_given(d))
        return;
    struct ymd c = date_to_ymd(d);
    buf_int(out, c.day);
    buf_addc(out, ' ');
    buf_add(out, str_z(month_name(c.month)));
    buf_addc(out, ' ');
    buf_int(out, c.year);
}

void date_write_short(struct buf *out, struct date d)
{
    if (!date_given(d))
        return;
    struct ymd c = date_to_ymd(d);
    buf_int(out, c.day);
    buf_addc(out, ' ');
    buf_add(out, str_sub(c.month == 8 ? S("Agu") : str_z(month_name(c.month)), 0, 3));
}

int32_t months_between(struct date a, struct date b)
{
    if (b.day < a.day)
        return 0;
    struct ymd x = date_to_ymd(a), y = date_to_ymd(b);
    int32_t months = (y.year - x.year) * 12 + y.month - x.month;
    bool reached = y.day >= x.day || y.day == month_days(y.year, y.month);
    return reached ? months : months - 1;
}

int32_t years_between(struct date a, struct date b)
{
    return months_between(a, b) / 12;
}

struct date date_add_days(struct date d, int32_t days)
{
    return (struct date){d.day + days};
}

struct date date_add_workdays(struct date d, int32_t days)
{
    while (days > 0) {
        d.day++;
        int32_t weekday = (d.day % 7 + 7) % 7; /* 0 = Thursday, 1 January 1970 */
        days -= weekday != 2 && weekday != 3;
    }
    return d;
}

struct date date_add_months(struct date d, int32_t months)
{
    struct ymd c = date_to_ymd(d);
    int32_t index = c.year * 12 + c.month - 1 + months;
    int32_t year = index / 12, month = index % 12 + 1;
    int32_t last = month_days(year, month);
    return date_from_ymd(year, month, c.day < last ? c.day : last);
}

int32_t zone_minutes(struct str zone)
{
    return str_eqz(zone, "WITA") ? 480 : str_eqz(zone, "WIT") ? 540 : 420;
}

static int64_t local_minutes(struct moment m, struct str zone)
{
    int64_t minutes = m.ms / 60000 - (m.ms % 60000 < 0);
    return minutes + zone_minutes(zone);
}

struct date moment_date(struct moment m, struct str zone)
{
    int64_t minutes = local_minutes(m, zone);
    return (struct date){(int32_t)(minutes / 1440 - (minutes % 1440 < 0))};
}

void moment_write(struct buf *out, struct moment m, struct str zone)
{
    if (m.ms == 0)
        return;
    int64_t minute = ((local_minutes(m, zone) % 1440) + 1440) % 1440;
    date_write(out, moment_date(m, zone));
    buf_printf(out, ", %02d.%02d " STR_FMT, (int)(minute / 60), (int)(minute % 60), STR_ARG(zone));
}

void moment_write_iso(struct buf *out, struct moment m, struct str zone)
{
    char day[11];
    int64_t minute = ((local_minutes(m, zone) % 1440) + 1440) % 1440;
    buf_add(out, date_iso(day, moment_date(m, zone)));
    buf_printf(out, "T%02d:%02d:%02d+%02d:00", (int)(minute / 60), (int)(minute % 60),
               (int)((m.ms / 1000) % 60), zone_minutes(zone) / 60);
}
