/*
 * census_duplicates.h: who may be the same person: points by whole numbers, and candidates from
 * blocks only, so that a million rows against a register of millions stay a matter of sorting
 * (domain/census.md section 6). Nothing is decided here: people decide on the Duplikat screen.
 */
#pragma once
#include "kernel/date.h"

/* Damerau-Levenshtein distance (neighbours swapped count one), or `most` + 1 when it is above `most` (≤ 8). */
int32_t name_distance(struct str a, struct str b, int32_t most);

/* How two different NIK differ. */
enum nik_near { NIK_APART, NIK_ONE, NIK_TWO }; /* one digit or one neighbouring swap; two digits; more */
enum nik_near nik_nearness(uint64_t a, uint64_t b);

/* What a comparison sees of a record: of the file or of the register. */
struct census_record {
    uint64_t nik;       /* 0 = NIK with a fault: takes no part */
    uint64_t row_hash;  /* of all mapped columns but `no` */
    uint64_t phone;     /* hash of its digits, 0 = none */
    uint64_t place;     /* hash of the birth place, 0 = none */
    uint64_t key_at;    /* name key in the keys' text */
    int64_t row;        /* row of the file; id in the register */
    int64_t agency;
    int64_t into;       /* index of the record this one was joined to; of the register: that renews it */
    int64_t known;      /* id in the register of the same person, 0 */
    int32_t birth, start; /* days; INT32_MIN = not given */
    int32_t sheet;      /* -1 = of the register */
    uint16_t key_n;
    uint8_t level;      /* enum census_level of the row so far */
    uint8_t flags;
    uint8_t staged; /* level that was handed over while reading */
    uint8_t base;   /* level before comparing */
};

enum { /* flags */
    REC_TWIN = 1,       /* equal in all mapped columns to an earlier row: left out */
    REC_MERGED = 2,     /* another SK of the person of `into` */
    REC_LATE = 4,       /* start after the freeze, judged after merging */
    REC_ROUNDED = 8,    /* NIK of a column that a spreadsheet rounded */
    REC_CLASH = 16,     /* the same NIK stands elsewhere and is not the same row of the same person */
    REC_RENEWED = 32,   /* register: the file brings this very person again */
    REC_START_MOVED = 64 /* start taken from an earlier SK */
};

struct census_records {
    struct census_record *list;
    size_t n;
    const char *keys; /* text of the name keys */
};

enum census_pair_kind { PAIR_CLASH, PAIR_STRONG, PAIR_LIKELY, PAIR_MAYBE };

struct census_pair {
    uint32_t a, b; /* indexes of records, a < b */
    int32_t points;
    enum census_pair_kind kind;
};

/* Points of two records with different NIK; false: no mark. */
bool census_compare(const struct census_records *r, uint32_t a, uint32_t b, struct census_pair *ret);

/* Visits every pair that deserves a mark, each once; stops at the first error. `keys` and `room` hold n keys each. */
struct sort_key;
typedef err (*census_pair_fn)(void *user, const struct census_pair *pair);
err census_find_pairs(const struct census_records *r, struct sort_key *keys, struct sort_key *room, census_pair_fn fn,
                      void *user) MUST_USE;

/* Groups of equal NIK: twins, several SK of one person (only when `several_sk`), and clashes. Sets flags, `into` and
 * `start`, and reports each clashing pair of neighbours. */
err census_group_nik(struct census_records *r, bool several_sk, struct sort_key *keys, struct sort_key *room,
                     census_pair_fn fn, void *user) MUST_USE;
