/*
 * nik.c: see nik.h.
 */
#include "nik.h"

#include "kernel/utf8.h"
#include "regions.h"

static int32_t two(const char *p)
{
    return (p[0] - '0') * 10 + p[1] - '0';
}

/* The century is 20 when the person would be 15 or older today, else 19. */
static bool birth_of(struct str nik, struct date today, struct date *ret)
{
    int32_t day = two(nik.p + 6), month = two(nik.p + 8), year = two(nik.p + 10);
    if (day > 40)
        day -= 40;
    struct ymd now = date_to_ymd(today);
    struct ymd c = {2000 + year, month, day};
    bool fifteen = now.year - c.year > 15 || (now.year - c.year == 15 && (now.month > month ||
                                              (now.month == month && now.day >= day)));
    if (!fifteen)
        c.year = 1900 + year;
    if (!ymd_exists(c))
        return false;
    *ret = date_from_ymd(c.year, c.month, c.day);
    return true;
}

static unsigned warnings_of(struct str nik)
{
    unsigned w = 0;
    bool uniform = true;
    for (size_t i = 1; i < 16; i++)
        uniform &= nik.p[i] == nik.p[0];
    if (uniform)
        w |= NIK_UNIFORM;
    if (nik.p[12] != '0')
        w |= NIK_HIGH_SERIAL;
    if (region_kecamatan_known(nik) == REGION_UNKNOWN)
        w |= NIK_OLD_REGION;
    return w;
}

enum nik_fault nik_check(struct str nik, struct date today, struct nik_parts *ret)
{
    struct date birth;
    if (nik.n > 0 && !str_all_digits(nik))
        return NIK_BAD_SIGN;
    if (nik.n != 16)
        return NIK_BAD_LENGTH;
    if (!region_code_possible(str_sub(nik, 0, 6)))
        return NIK_BAD_REGION;
    if (!birth_of(nik, today, &birth))
        return NIK_BAD_DATE;
    if (memcmp(nik.p + 12, "0000", 4) == 0)
        return NIK_BAD_SERIAL;
    *ret = (struct nik_parts){birth, nik.p[6] >= '4' && two(nik.p + 6) > 40 ? 'P' : 'L', warnings_of(nik)};
    return NIK_FINE;
}

bool nik_birth_agrees(struct str nik, struct date birth)
{
    struct ymd c = date_to_ymd(birth);
    int32_t day = two(nik.p + 6);
    return (day > 40 ? day - 40 : day) == c.day && two(nik.p + 8) == c.month && two(nik.p + 10) == c.year % 100;
}

struct str nik_mask(struct arena *a, struct str nik)
{
    struct str out = S("");
    size_t letters = utf8_length(nik);
    if (letters == nik.n && nik.n > 8) {
        out = str_sub(nik, 0, 4);
        for (size_t i = 8; i < nik.n; i++)
            out = str_printf(a, STR_FMT "•", STR_ARG(out));
        return str_printf(a, STR_FMT STR_FMT, STR_ARG(out), STR_ARG(str_from(nik, nik.n - 4)));
    }
    for (size_t i = 0; i < letters; i++)
        out = str_printf(a, STR_FMT "•", STR_ARG(out));
    return out;
}
