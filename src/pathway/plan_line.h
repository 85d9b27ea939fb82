/*
 * plan_line.h: the plan (rencana kebutuhan) and its money: lines with approved seats in the order fixed by the
 * budget team, and one ceiling per agency and year (allocation.md section 2). Rules here are pure.
 */
#pragma once
#include "kernel/actor.h"
#include "kernel/db/db.h"
#include "kernel/fault.h"
#include "kernel/rupiah.h"

enum {
    PLAN_CODE_MAX = 20,     /* bytes of an id_baris, allocation.md section 15 */
    PLAN_SEATS_MAX = 100000,
    PLAN_ORDER_MAX = 1000000,
    PLAN_LINES_MAX = 20000, /* of one region and year, by screens and imports */
};

struct plan_line {
    int64_t id, version, agency_id, position_id;
    int32_t year, stage, seats, ord;
    struct str code, requirements, reserves, note;
    bool everywhere, active;
    struct rupiah cost, wage; /* rupiah a seat for the budget period; rupiah a month */
    /* read along, never written */
    struct str agency_code, agency_name, position_code, position_name, decision;
    struct date decision_date;
    bool core;
    int32_t field;
};

const char *stage_label(int32_t stage); /* "Alih daya inti" … */

/* Judge one line by itself; faults beside the fields code, tahap, jumlah, biaya, upah, urutan, syarat, cadangan. */
err plan_line_check(const struct plan_line *l, struct faults *f) MUST_USE;
/* Seats kept back by "DIS:2;LAMA:1" (allocation.md section 8); -1 when it is not written so. */
int64_t reserves_total(struct str reserves);
/* What the law's goal of 2 % proposes for DIS on a line of 25 seats or more (UU 8/2016 art. 53), else 0. */
int32_t reserve_proposed(int32_t seats);

/* May this line's work be outsourced on a day, by the dated rules; `words` says why, or the way out. */
bool plan_line_permitted(const struct at *at, const struct plan_line *l, struct str *words);

/* What a ceiling buys, from the top down (allocation.md section 7, pass B): seats opened per line, what is left. */
struct bought {
    int64_t seats;      /* of all lines */
    struct rupiah spent, left;
    size_t cut;         /* index of the first line that got fewer seats than approved; n when none */
};
struct bought ceiling_buys(const struct plan_line *list, const bool *permitted, size_t n, struct rupiah ceiling,
                           int32_t *open);

struct ceiling {
    int64_t agency_id, version; /* version 0: none set yet */
    int32_t year;
    struct rupiah amount;
    struct str agency_code, agency_name;
};

/* ---- reading; agency -1 all of the region, as scope_agency gives it ---- */
struct plan_lines {
    struct plan_line *list;
    size_t n;
};
err plan_lines_in_agency(struct tx *tx, const struct at *at, int32_t year, int64_t agency, struct plan_lines *ret)
    MUST_USE;
err plan_line_get(struct tx *tx, const struct at *at, int64_t id, struct plan_line *ret) MUST_USE;
err plan_line_by_code(struct tx *tx, const struct at *at, int32_t year, struct str code, struct plan_line *ret)
    MUST_USE;
struct ceilings {
    struct ceiling *list;
    size_t n;
};
/* Every active agency of the top level with its ceiling, by name. */
err ceilings_of_year(struct tx *tx, const struct at *at, int32_t year, struct ceilings *ret) MUST_USE;
err ceiling_get(struct tx *tx, const struct at *at, int32_t year, int64_t agency_id, struct ceiling *ret) MUST_USE;

/* ---- actions ---- */
/* New when l->id is 0; else the version must be the one in the table (ERR_STALE). Faults: see plan_line_check. */
err plan_line_save(struct tx *tx, const struct at *at, struct plan_line *l, struct faults *f) MUST_USE;
/* Take a line out of the plan; it stays readable in the runs that used it. */
err plan_line_drop(struct tx *tx, const struct at *at, int64_t id, int64_t version) MUST_USE;
err ceiling_save(struct tx *tx, const struct at *at, const struct ceiling *c, struct faults *f) MUST_USE;

/* ---- imports: whole files, all or nothing; faults are "berkas:baris: sebab" ---- */
struct plan_count {
    int64_t added, changed, same;
};
err plan_import(struct tx *tx, const struct at *at, int32_t year, struct str file_name, struct str bytes,
                struct plan_count *ret, struct faults *f) MUST_USE;
err ceiling_import(struct tx *tx, const struct at *at, int32_t year, struct str file_name, struct str bytes,
                   struct plan_count *ret, struct faults *f) MUST_USE;
