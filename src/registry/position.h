/*
 * position.h: the positions (jabatan) people hold, which of them are the three permitted ones, and what permits the
 * others: the field of Permenaker 7/2026 art. 3(2) and the number of a recorded decision.
 */
#pragma once
#include "kernel/audit/audit.h"
#include "kernel/fault.h"

struct position {
    int64_t id, version;
    struct str code, name;
    bool core;     /* driver, cleaner, security guard */
    int32_t field; /* 1..6, 0 none */
    struct str decision; /* number of the TAPD decision or legal opinion; empty: none */
    struct date decision_date;
    struct str aliases; /* other spellings, by ; */
};

struct position_field {
    const char *code, *words; /* "1" … "6" */
};
extern const struct position_field position_fields[];
extern const size_t n_position_fields;

err position_get(struct tx *tx, const struct at *at, int64_t id, struct position *ret) MUST_USE;
/* All of the region in the order of their names, at most 2,000; `search` narrows by name, code or spelling. */
err position_list(struct tx *tx, const struct at *at, struct str search, struct position **ret, size_t *n) MUST_USE;
struct position_name {
    int64_t id;
    struct str name;
};
/* Only ids and names, in the order of names, for choices. */
err position_names(struct tx *tx, const struct at *at, struct position_name **ret, size_t *n) MUST_USE;
/* Found by code, name or other spelling, ignoring case and blanks. ERR_MISSING. */
err position_by_text(struct tx *tx, const struct at *at, struct str text, int64_t *ret_id) MUST_USE;
/* Whether seats of this position may be opened at all: core, or with a recorded decision (allocation.md 2). */
bool position_permitted(const struct position *p);

err position_add(struct tx *tx, const struct at *at, struct position *p, struct faults *f) MUST_USE;
/* ERR_STALE when p->version is not the newest one. */
err position_change(struct tx *tx, const struct at *at, struct position *p, struct faults *f) MUST_USE;
/* One more spelling, learned from an import mapping. ERR_STALE when it names another position. */
err position_alias_add(struct tx *tx, const struct at *at, int64_t position_id, struct str alias) MUST_USE;
