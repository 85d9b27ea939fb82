/*
 * rulebook.h: the law as data. A rule is a value with its dates, its source and how sure we are of it; the one in
 * force on the day of the event is asked for, never today's by habit. Pure: text and rows in, answers out.
 */
#pragma once
#include "../kernel/date.h"
#include "../kernel/actor.h"
#include "../kernel/db/db.h"
#include "../kernel/fault.h"

/* How sure: V norm checked, S secondary source, U from memory, D derived from V, P policy of the region. */
struct rule_value {
    struct str name, value, unit, source;
    struct date valid_from, valid_to; /* valid_to DATE_NONE: still in force */
    char status;
    struct str confirmed_by; /* the region's legal reviewer, number and date; empty: not confirmed */
};

struct rulebook {
    const struct rule_value *list;
    size_t n;
};

/* Read values from CSV text with the columns key,value,unit,from,to,source,st. Faults name the line. */
err rulebook_parse(struct arena *a, struct str csv, struct rulebook *ret, struct faults *f) MUST_USE;

/* The national values that come with the program, and over them the region's own rows. The result lives in `a`. */
err rulebook_load(struct tx *tx, struct arena *a, struct region_id region, struct rulebook *ret) MUST_USE;

/* Fill at->rules when nobody did yet: pages and jobs that ask the law call it first. */
err at_rules(struct tx *tx, struct at *at) MUST_USE;

/* The value of a name in force on a day: of several the one that began last; NULL when there is none. */
const struct rule_value *rule_on(const struct rulebook *book, const char *name, struct date day);
/* The same as a number or a date, with what to take when the rule is absent. */
int64_t rule_number(const struct rulebook *book, const char *name, struct date day, int64_t otherwise);
struct date rule_date(const struct rulebook *book, const char *name, struct date day);

/* May this rule stop somebody? V and D do; P and S only once the region's legal reviewer confirmed them; S that is
 * not confirmed stops with a recorded override; U warns and never stops. */
enum severity { SEVERITY_WARN, SEVERITY_OVERRIDE, SEVERITY_BLOCK };
enum severity rule_severity(const struct rule_value *r);

/* Which work may be outsourced (SE B/185/2022; Permenaker 7/2026 art. 3(2)). */
struct work {
    bool core;           /* driver, cleaner, guard */
    int field;           /* 1..6 of Permenaker 7/2026, 0 none named */
    struct str decision; /* number of the TAPD decision or legal opinion; empty: none */
};
struct work_verdict {
    bool permitted;            /* opens seats: core, or with a recorded decision */
    const struct rule_value *rule; /* what decided; may be NULL when the book lacks it */
    struct str words;          /* the reason and, when refused, the way out */
};
struct work_verdict rule_work(const struct rulebook *book, const struct work *w, struct date day);
