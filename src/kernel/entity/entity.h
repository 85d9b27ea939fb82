/*
 * entity.h: say once what a record is. A descriptor ties a member of a plain struct to its label, its limits and its
 * column; reading a form, drawing it again, exporting a list and the start-up check are functions over that table.
 * The table never calls a page, and no route comes from it. Each macro checks the member's C type at compile time.
 */
#pragma once
#include <stddef.h>

#include "../actor.h"
#include "../fault.h"
#include "../http/http.h"
#include "../rupiah.h"

enum field_type {
    FIELD_NIK,    /* struct str: exactly 16 digits (what the digits say is the module's check) */
    FIELD_TEXT,   /* struct str: min..max letters */
    FIELD_CODE,   /* struct str: one of the codes of `choices` */
    FIELD_CHOICE, /* int32_t: one of the values of `choices` */
    FIELD_INT,    /* int32_t: min..max */
    FIELD_RUPIAH, /* struct rupiah: min..max; max 0 = RUPIAH_MAX */
    FIELD_DATE,   /* struct date */
};

enum {
    F_REQUIRED = 1, /* must be filled */
    F_LIST = 2,     /* belongs to the columns of a list and of its export */
    F_PERSONAL = 4, /* exported only to who may see personal data; a NIK is masked instead */
    F_FLOW = 8,     /* changed by steps of a flow only: no form may name it */
    F_LONG = 16,    /* a text of several lines */
};

struct choice {
    int32_t value;
    const char *code, *label; /* a list ends with {0, NULL, NULL} */
};

struct field {
    const char *member;
    enum field_type type;
    size_t at; /* offset in the struct */
    const char *label;
    const char *name;   /* of the form field and of its faults; NULL = the member's */
    const char *column; /* of the table; NULL = the member's; "" = not stored as such */
    const char *help;
    unsigned flags;
    int64_t min, max; /* letters, value or rupiah by type; a text without max has 200 */
    const struct choice *choices;
    const char *autocomplete;
};

#define FIELD_AT(S, m, T) (offsetof(S, m) + 0 * sizeof(char[_Generic(((S *)0)->m, T: 1)]))
#define NIK(S, m, ...) {.member = #m, .type = FIELD_NIK, .at = FIELD_AT(S, m, struct str), __VA_ARGS__}
#define TEXT(S, m, ...) {.member = #m, .type = FIELD_TEXT, .at = FIELD_AT(S, m, struct str), __VA_ARGS__}
#define CODE(S, m, ...) {.member = #m, .type = FIELD_CODE, .at = FIELD_AT(S, m, struct str), __VA_ARGS__}
#define CHOICE(S, m, ...) {.member = #m, .type = FIELD_CHOICE, .at = FIELD_AT(S, m, int32_t), __VA_ARGS__}
#define INT(S, m, ...) {.member = #m, .type = FIELD_INT, .at = FIELD_AT(S, m, int32_t), __VA_ARGS__}
#define RUPIAH(S, m, ...) {.member = #m, .type = FIELD_RUPIAH, .at = FIELD_AT(S, m, struct rupiah), __VA_ARGS__}
#define DATE(S, m, ...) {.member = #m, .type = FIELD_DATE, .at = FIELD_AT(S, m, struct date), __VA_ARGS__}

struct entity {
    const char *name;  /* "worker" */
    const char *label; /* "Tenaga kerja" */
    const char *table; /* NULL: no table of its own */
    size_t size;
    const struct field *fields;
    size_t n;
};

const char *field_name(const struct field *f);   /* as in forms */
const char *field_column(const struct field *f); /* as in the table; "" = none */
/* The field with that form name; NULL when there is none. */
const struct field *entity_field(const struct entity *e, const char *name);
const struct choice *choice_by_code(const struct choice *list, struct str code);   /* NULL when unknown */
const struct choice *choice_by_value(const struct choice *list, int32_t value);    /* NULL when unknown */

/*
 * Read the fields that `group` names (form names, ended by NULL) into the row; whatever else the form carries is
 * ignored. A field with a fault is left as it was. ERR_INVALID with a sentence beside each field to mend. Texts live
 * as long as the form. A name that the entity does not have, or one with F_FLOW, is our bug.
 */
err entity_read(const struct entity *e, const char *const *group, const struct form *form, void *row,
                struct faults *f) MUST_USE;

/* Draw the fields of a group. `typed` is the form that was refused (its text comes back letter by letter) or NULL. */
void entity_form(struct html *w, const struct entity *e, const char *const *group, const void *row,
                 const struct form *typed, const struct faults *f);

/* What a form shows of a value: entity_read of it gives the same value again. */
struct str field_text(struct arena *a, const struct field *f, const void *row);
/* What a person reads: the label of a choice, "Rp1.500.000", "5 Juni 2022"; "–" when there is nothing. */
void field_show(struct html *w, const struct field *f, const void *row);

/* ---- export: the columns with F_LIST, in their order; personal ones only with `personal`, a NIK else masked ---- */
void export_csv_head(struct buf *out, const struct entity *e, bool personal);
void export_csv_row(struct buf *out, const struct entity *e, const void *row, bool personal);
struct xlsx_out;
void export_xlsx_head(struct xlsx_out *x, const struct entity *e, bool personal);
void export_xlsx_row(struct xlsx_out *x, const struct entity *e, const void *row, bool personal);

/* ---- start-up checks ---- */
/* Is the descriptor sound in itself? Says every trouble, for the operator. */
err entity_sound(const struct entity *e, struct faults *why) MUST_USE;
/* Does the table have every column that the descriptor names? */
err entity_check(struct tx *tx, const struct entity *e, struct faults *why) MUST_USE;
/* Both, for every entity of these modules: the program does not start with a descriptor that drifted away. */
err entities_check(struct db *db, struct arena *a, const struct module *const *modules, size_t n,
                   struct faults *why) MUST_USE;
