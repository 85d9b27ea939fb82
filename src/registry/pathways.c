/*
 * pathways.c: the tables of pathways.h and the few words drawn from them.
 */
#include "pathways.h"

#include <assert.h>

const struct pathway_info pathways[PATHWAY_COUNT] = {
    [PATHWAY_UNDECIDED] = {"belum", "Belum ada jalur", GROUP_UNDECIDED},
    [PATHWAY_PPPK] = {"pppk", "PPPK", GROUP_ASN},
    [PATHWAY_PPPK_PART_TIME] = {"pppk_pw", "PPPK Paruh Waktu", GROUP_ASN},
    [PATHWAY_CPNS] = {"cpns", "CPNS", GROUP_ASN},
    [PATHWAY_OUTSOURCING] = {"alihdaya", "Alih daya", GROUP_OUTSOURCING},
    [PATHWAY_INDIVIDUAL] = {"perorangan", "Perorangan", GROUP_INDIVIDUAL},
    [PATHWAY_COURIER] = {"kurir", "Kurir", GROUP_COURIER},
    [PATHWAY_ARCHIVE] = {"arsip", "Arsip", GROUP_COURIER},
    [PATHWAY_PRESS] = {"humas", "Humas", GROUP_COURIER},
    [PATHWAY_INDUSTRY] = {"industri", "Industri", GROUP_INDUSTRY},
    [PATHWAY_ENTERPRISE] = {"usaha", "Wirausaha", GROUP_ENTERPRISE},
    [PATHWAY_TRAINING] = {"pelatihan", "Pelatihan", GROUP_TRAINING},
    [PATHWAY_LEFT] = {"keluar", "Keluar", GROUP_LEFT},
};

const struct pathway_group_info pathway_groups[GROUP_COUNT] = {
    [GROUP_ASN] = {"asn", "ASN (PPPK/CPNS)", "p-asn"},
    [GROUP_OUTSOURCING] = {"alihdaya", "Alih daya", "p-alih"},
    [GROUP_INDIVIDUAL] = {"perorangan", "Perorangan", "p-orang"},
    [GROUP_COURIER] = {"kurir", "Kurir & arsip", "p-kurir"},
    [GROUP_INDUSTRY] = {"industri", "Industri", "p-industri"},
    [GROUP_ENTERPRISE] = {"usaha", "Wirausaha", "p-umkm"},
    [GROUP_TRAINING] = {"pelatihan", "Pelatihan", "p-latih"},
    [GROUP_UNDECIDED] = {"belum", "Belum ada jalur", "p-belum"},
    [GROUP_LEFT] = {"keluar", "Keluar", "p-keluar"},
};

const char *const pathway_state_codes[STATE_COUNT] = {
    "", "diusulkan", "ditawarkan", "disetujui", "ditolak", "berjalan", "selesai",
};

bool pathway_by_code(struct str code, enum pathway *ret)
{
    for (enum pathway p = 0; p < PATHWAY_COUNT; p++) {
        if (code.n > 0 && code.p[0] == pathways[p].code[0] && str_eqz(code, pathways[p].code)) {
            *ret = p;
            return true;
        }
    }
    return false;
}

bool pathway_group_by_code(struct str code, enum pathway_group *ret)
{
    for (enum pathway_group g = 0; g < GROUP_COUNT; g++) {
        if (str_eqz(code, pathway_groups[g].code)) {
            *ret = g;
            return true;
        }
    }
    return false;
}

bool pathway_state_by_code(struct str code, enum pathway_state *ret)
{
    if (code.n == 0) {
        *ret = STATE_NONE;
        return true;
    }
    for (enum pathway_state s = STATE_NONE + 1; s < STATE_COUNT; s++) {
        if (str_eqz(code, pathway_state_codes[s])) {
            *ret = s;
            return true;
        }
    }
    return false;
}

/* What "berjalan" is called on each pathway. */
static const char *running_words(enum pathway p)
{
    switch (pathways[p].group) {
    case GROUP_ASN:
        return "Diangkat";
    case GROUP_ENTERPRISE:
        return "Didampingi";
    case GROUP_TRAINING:
        return "Pelatihan berjalan";
    case GROUP_INDUSTRY:
        return "Bekerja";
    default:
        return "Ditempatkan";
    }
}

struct standing pathway_standing(enum pathway p, enum pathway_state s)
{
    if (p == PATHWAY_UNDECIDED)
        return (struct standing){TONE_BAD, "alert-triangle", "Perlu jalur"};
    if (p == PATHWAY_LEFT)
        return (struct standing){TONE_PLAIN, "circle-dashed", "Tidak bekerja lagi"};
    switch (s) {
    case STATE_PROPOSED:
        return (struct standing){TONE_INFO, "info-circle", "Diusulkan"};
    case STATE_OFFERED:
        return (struct standing){TONE_INFO, "info-circle", "Ditawarkan"};
    case STATE_AGREED:
        return (struct standing){TONE_OK, "circle-check", pathway_is_asn(p) ? "Lulus" : "Disetujui"};
    case STATE_REFUSED:
        return (struct standing){TONE_WARN, "clock", "Ditolak"};
    case STATE_RUNNING:
        return (struct standing){TONE_OK, "circle-check", running_words(p)};
    case STATE_ENDED:
        return (struct standing){TONE_PLAIN, "circle-dashed", "Selesai"};
    case STATE_NONE:
    case STATE_COUNT:
        break;
    }
    return (struct standing){TONE_INFO, "info-circle", "Tercatat"};
}

static const struct {
    const char *code, *words;
} causes[] = {
    {"", "Belum dihitung"},
    {"ANGGARAN", "Anggaran belum cukup"},
    {"KALAH_PRIORITAS", "Kursi terisi oleh yang lebih dahulu"},
    {"TANPA_BARIS", "Belum ada kursi yang sesuai syarat"},
    {"NIK_TIDAK_SAH", "NIK tidak sah"},
    {"NIK_GANDA", "NIK ganda"},
    {"MENOLAK", "Menolak tawaran"},
    {"TURUN_UPAH", "Upah lebih rendah dari sebelumnya"},
    {"MENUNGGU_SELEKSI", "Menunggu hasil seleksi ASN"},
};

struct str unresolved_words(struct str reason)
{
    for (size_t i = 0; i < COUNT(causes); i++) {
        if (str_eqz(reason, causes[i].code))
            return str_z(causes[i].words);
    }
    return reason;
}

void pathway_mark(struct html *w, enum pathway p)
{
    assert(p < PATHWAY_COUNT);
    HTML(w, "<span class=\"path {}\"><span>{}</span></span>", pathway_groups[pathways[p].group].class,
         pathways[p].label);
}

void pathway_group_mark(struct html *w, enum pathway_group g, struct str number)
{
    assert(g < GROUP_COUNT);
    HTML(w, "<span class=\"path {}\"><span>{}", pathway_groups[g].class, pathway_groups[g].label);
    if (number.n > 0)
        HTML(w, " <b>{}</b>", number);
    HTML(w, "</span></span>");
}
