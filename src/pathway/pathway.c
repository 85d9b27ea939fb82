/*
 * pathway.c: the few words and rules that everything in this module shares.
 */
#include "pathway.h"

#include <strings.h>

enum pathway pathway_of_line(int32_t stage, struct str position_code)
{
    static const struct { const char *head; enum pathway pathway; } families[] = {
        {"KURIR", PATHWAY_COURIER},   {"CARAKA", PATHWAY_COURIER}, {"EKSPEDISI", PATHWAY_COURIER},
        {"ARSIP", PATHWAY_ARCHIVE},   {"HUMAS", PATHWAY_PRESS},    {"PENGELOLA_ARSIP", PATHWAY_ARCHIVE},
        {"PENGELOLA-ARSIP", PATHWAY_ARCHIVE},
    };
    if (stage == 3)
        return PATHWAY_INDUSTRY;
    if (stage == 4)
        return PATHWAY_ENTERPRISE;
    if (stage == 5)
        return PATHWAY_TRAINING;
    for (size_t i = 0; i < COUNT(families); i++) {
        struct str head = str_z(families[i].head);
        if (position_code.n >= head.n && strncasecmp(position_code.p, head.p, head.n) == 0)
            return families[i].pathway;
    }
    return PATHWAY_OUTSOURCING;
}

struct str pathway_reason_words(struct str reason)
{
    static const struct { const char *code, *words; } list[] = {
        {"TANPA_BARIS", "Belum ada pekerjaan dalam rencana yang syaratnya Anda penuhi."},
        {"ANGGARAN", "Kursi yang cocok untuk Anda ada dalam rencana, tetapi belum dibiayai."},
        {"KALAH_PRIORITAS", "Semua kursi yang cocok terisi orang yang menurut aturan didahulukan."},
        {"NIK_TIDAK_SAH", "NIK Anda di sensus tidak sah sehingga data Anda ditahan dahulu."},
        {"NIK_GANDA", "NIK Anda dipakai lebih dari satu baris sensus sehingga data Anda ditahan dahulu."},
        {"TURUN_UPAH", "Upah pekerjaan ini lebih rendah daripada upah terakhir Anda; Anda boleh menolaknya."},
        {"MENOLAK", "Anda menolak tawaran terakhir."},
    };
    for (size_t i = 0; i < COUNT(list); i++)
        if (str_eqz(reason, list[i].code))
            return str_z(list[i].words);
    return S("");
}

int32_t plan_year_of(struct date today)
{
    struct ymd c = date_to_ymd(today);
    return c.month >= 7 ? c.year + 1 : c.year;
}
