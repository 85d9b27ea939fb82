/*
 * demo_data.h: an invented region in mid-life, made from a seed: agencies, positions, plan, and people who never
 * lived (names Conto-, Misal-, Umpama-, Andai-, Teladan-). Same seed, same region, byte for byte. Pure.
 */
#pragma once
#include "../kernel/buf.h"
#include "../kernel/date.h"
#include "../kernel/rupiah.h"
#include "../registry/regions.h"

struct demo_random {
    uint64_t state;
};
uint64_t demo_next(struct demo_random *r);                 /* splitmix64 */
size_t demo_pick(struct demo_random *r, size_t n);         /* 0 … n-1, n > 0 */
bool demo_chance(struct demo_random *r, unsigned percent); /* true in so many of a hundred */

struct demo_agency {
    struct str code, name, alias, district, kind;
    unsigned weight; /* share of the region's people */
};
/* Agencies of a region of this kind, its kecamatan offices last. Lives in `a`. */
struct demo_agency *demo_agencies(struct arena *a, const struct region_place *place, size_t *n);

struct demo_position {
    const char *code, *name, *alias, *decision, *account;
    bool core;
    int field, stage; /* field of Permenaker 7/2026; stage of the plan */
    unsigned weight;
    const char *requirement; /* qualification a plan line asks for, or "" */
};
extern const struct demo_position demo_positions[];
extern const size_t demo_n_positions;

/* The minimum wage of 2026 of the region (domain figures of the decrees, rounded up to whole rupiah). */
struct rupiah demo_minimum_wage(const struct region_place *place);

struct demo_options {
    const struct region_place *place;
    int64_t workers;
    uint64_t seed;
    bool dirty; /* with the faults real files have: wrong NIK, duplicates, odd dates */
};
/* The census file of the whole region, canonical headings, CSV. */
void demo_census_csv(struct arena *a, const struct demo_options *o, struct buf *out);
/* The plan (allocation.md section 15, baris.csv) and the ceilings that fit these people: seats for everybody in work
 * that may be outsourced, money for about four in five of them, and partners' lines that cost the region nothing. */
void demo_plan_csv(struct arena *a, const struct demo_options *o, struct buf *plan, struct buf *ceilings);
/* kode_opd,nama,nama_lain */
void demo_agencies_csv(struct arena *a, const struct region_place *place, struct buf *out);

/* opd_asal,opd_tujuan,meter: invented places, the capital's offices close together. */
void demo_distances_csv(struct arena *a, const struct demo_options *o, struct buf *out);

/* An invented name; `woman` chooses the list. */
struct str demo_name(struct arena *a, struct demo_random *r, bool woman);
