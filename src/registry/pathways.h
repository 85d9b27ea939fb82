/*
 * pathways.h: the one list of pathways (jalur) and of their states, as data: codes of the database, words of the
 * screens, groups in which they are drawn, colours. Rules.md 1.9; product.md "Pathway codes".
 */
#pragma once
#include "kernel/html/page.h"

enum pathway {
    PATHWAY_UNDECIDED, /* belum: stands by name on the unresolved list */
    PATHWAY_PPPK,
    PATHWAY_PPPK_PART_TIME,
    PATHWAY_CPNS,
    PATHWAY_OUTSOURCING,
    PATHWAY_INDIVIDUAL, /* perorangan: own NIB and NPWP; PKWT and WLKP do not protect it, so it is shown apart */
    PATHWAY_COURIER,
    PATHWAY_ARCHIVE,
    PATHWAY_PRESS,
    PATHWAY_INDUSTRY,
    PATHWAY_ENTERPRISE,
    PATHWAY_TRAINING,
    PATHWAY_LEFT, /* keluar: died, retired, resigned; with proof */
    PATHWAY_COUNT
};

/* What pages draw as one colour and one chip, in this order. */
enum pathway_group {
    GROUP_ASN, GROUP_OUTSOURCING, GROUP_INDIVIDUAL, GROUP_COURIER, GROUP_INDUSTRY, GROUP_ENTERPRISE,
    GROUP_TRAINING, GROUP_UNDECIDED, GROUP_LEFT, GROUP_COUNT
};

enum pathway_state {
    STATE_NONE,
    STATE_PROPOSED,
    STATE_OFFERED,
    STATE_AGREED,
    STATE_REFUSED,
    STATE_RUNNING,
    STATE_ENDED,
    STATE_COUNT
};

struct pathway_info {
    const char *code, *label;
    enum pathway_group group;
};
struct pathway_group_info {
    const char *code, *label, *class; /* code: value of ?jalur= ; class: p-asn … */
};

extern const struct pathway_info pathways[PATHWAY_COUNT];
extern const struct pathway_group_info pathway_groups[GROUP_COUNT];
extern const char *const pathway_state_codes[STATE_COUNT]; /* "" diusulkan ditawarkan … */

bool pathway_by_code(struct str code, enum pathway *ret) MUST_USE;
bool pathway_group_by_code(struct str code, enum pathway_group *ret) MUST_USE;
bool pathway_state_by_code(struct str code, enum pathway_state *ret) MUST_USE;
static inline bool pathway_is_asn(enum pathway p)
{
    return pathways[p].group == GROUP_ASN;
}

/* Words and tone of where somebody stands on a pathway: "Ditempatkan", "Pelatihan berjalan", "Perlu jalur". */
struct standing {
    enum tone tone;
    const char *icon, *words;
};
struct standing pathway_standing(enum pathway p, enum pathway_state s);

/* The cause of an unresolved case in words ("Anggaran belum cukup"); an unknown code is shown as it is. */
struct str unresolved_words(struct str reason);

/* <span class="path p-alih"><span>Alih daya</span></span>, by pathway or by group. */
void pathway_mark(struct html *w, enum pathway p);
void pathway_group_mark(struct html *w, enum pathway_group g, struct str number);
