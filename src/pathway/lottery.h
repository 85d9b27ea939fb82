/*
 * lottery.h: the ceremony that fixes the lottery seed so that nobody can arrange the result (allocation.md
 * section 5). Seal: a random word is shown once and put into an envelope; only its SHA-256 is kept and published.
 * Then the census is locked. Draw: figures taken in public. Open: the word, which must have the sealed
 * fingerprint. The seed is word-figures.
 */
#pragma once
#include "kernel/actor.h"
#include "kernel/db/db.h"
#include "kernel/fault.h"

enum { LOTTERY_FIGURES = 12, LOTTERY_WITNESSES_MAX = 8 };

struct witness {
    struct str name, represents;
};
struct lottery {
    int32_t year;
    int64_t version;
    struct str state;      /* segel, undi, buka */
    struct str commitment; /* SHA-256 of the word, 64 hex letters */
    struct moment sealed, opened;
    struct str sealed_by;
    struct date drawn;
    struct str drawn_time, place, figures, record, video; /* record: number of the berita acara */
    struct str word, seed;                                /* empty before the opening */
    struct witness witness[LOTTERY_WITNESSES_MAX];
    size_t n_witnesses;
};

/* "TBL-K7Q2M9XD4TFA": three letters of the region, twelve random ones without look-alikes (60 bits). */
struct str lottery_word(struct arena *a, struct str region_name);
bool lottery_word_fits(struct arena *a, struct str word, struct str commitment);
/* The lottery number of one worker as 16 hex letters. */
struct str lottery_number_hex(struct arena *a, struct str seed, struct str public_id);

err lottery_get(struct tx *tx, const struct at *at, int32_t year, struct lottery *ret) MUST_USE;

/* Seal a new word; *word is shown once and stored nowhere. ERR_INVALID after the census was locked or when a
 * lottery of the year is under way. */
err lottery_seal(struct tx *tx, const struct at *at, int32_t year, struct str *word, struct faults *f) MUST_USE;
/* Note the figures drawn in public: only after the lock, with at least two witnesses. */
err lottery_draw(struct tx *tx, const struct at *at, const struct lottery *drawn, struct faults *f) MUST_USE;
/* Open the word: refused unless its fingerprint is the sealed one. */
err lottery_open(struct tx *tx, const struct at *at, int32_t year, int64_t version, struct str word,
                 struct faults *f) MUST_USE;

/* Place of a worker's number among all active workers, from 1, and how many there are. ERR_MISSING: no such id. */
err lottery_place(struct tx *tx, const struct at *at, struct str seed, struct str public_id, int64_t *place,
                  int64_t *of) MUST_USE;
