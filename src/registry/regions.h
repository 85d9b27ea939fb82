/*
 * regions.h: the regions this program is made for, with their codes of Kepmendagri 300.2.2-2430/2025
 * (domain/rules.md section 7.4). A code is never built by counting; where our table holds no kecamatan of a
 * kabupaten, nothing is said about its codes.
 */
#pragma once
#include "kernel/str.h"

struct kecamatan {
    const char *code; /* two digits, "01" */
    const char *name;
};

struct region_place {
    const char *code; /* "63.09"; a province "36" */
    const char *name; /* without its kind: "Tabalong" */
    const char *kind; /* "Kabupaten", "Kota", "Provinsi" */
    const char *zone; /* "WIB", "WITA", "WIT" */
    const char *province;
    const struct kecamatan *kecamatan; /* in the order of their codes; NULL: not held */
    size_t n_kecamatan;
};

extern const struct region_place regions[]; /* the six regions of the demo, and the parts of Banten */
extern const size_t n_regions;

const struct region_place *region_find(struct str code); /* NULL: not in the table */

enum region_known { REGION_NOT_HELD, REGION_KNOWN, REGION_UNKNOWN };
/* Six digits PPKKCC: whether the kecamatan is in our table. REGION_NOT_HELD when we hold none of its kabupaten. */
enum region_known region_kecamatan_known(struct str ppkkcc);

/* Whether PP is 11..96, KK 01..69 or 71..99 and CC 01..99 (domain/rules.md section 7.3). */
bool region_code_possible(struct str ppkkcc);
