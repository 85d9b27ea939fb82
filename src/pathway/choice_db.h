/*
 * choice_db.h: statements of choices and their window.
 */
#pragma once
#include "pathway.h"

struct choice_window {
    int32_t year;
    int64_t version; /* 0: none announced */
    struct date opens;
    struct moment closes;
};
err choice_window_get(struct tx *tx, const struct at *at, int32_t year, struct choice_window *ret) MUST_USE;
err choice_window_put(struct tx *tx, const struct at *at, const struct choice_window *w) MUST_USE;

struct choice_list {
    int64_t version; /* 0: nothing saved yet */
    struct moment saved;
    int64_t line[CHOICES_MAX];
    size_t n;
};
err choice_list_get(struct tx *tx, const struct at *at, int64_t worker_id, int32_t year, struct choice_list *ret)
    MUST_USE;
/* Replaces the whole list; list->version must be the stored one. */
err choice_list_put(struct tx *tx, const struct at *at, int64_t worker_id, int32_t year,
                    const struct choice_list *list) MUST_USE;

/* Distances from one agency, metres; -1 unknown. Agency and its top-level ancestor: the budget holder. */
err agency_holder_report(struct tx *tx, const struct at *at, int64_t agency_id, int64_t *holder) MUST_USE;
int64_t agency_distance_report(struct tx *tx, const struct at *at, int64_t from, int64_t to);
struct str agency_district_report(struct tx *tx, const struct at *at, int64_t agency_id);
/* "SIM_A" → "SIM A yang berlaku"; an unnamed code comes back with blanks for underscores. */
struct str qualification_words(struct tx *tx, const struct at *at, struct str code);
int64_t worker_by_public_id_report(struct tx *tx, const struct at *at, struct str public_id);
