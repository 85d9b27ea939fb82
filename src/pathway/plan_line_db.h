/*
 * plan_line_db.h: statements of plan lines and ceilings that only this module runs.
 */
#pragma once
#include "plan_line.h"

err plan_line_insert(struct tx *tx, const struct at *at, const struct plan_line *l) MUST_USE;
err plan_line_update(struct tx *tx, const struct at *at, const struct plan_line *l) MUST_USE;
/* version 0 inserts; else that version must be in the table. */
err ceiling_put(struct tx *tx, const struct at *at, const struct ceiling *c) MUST_USE;

/* What files and forms name: agencies of the top level and positions, read once per file. */
struct named {
    int64_t id;
    struct str code, name;
};
struct named_list {
    struct named *list;
    size_t n;
};
err agencies_report(struct tx *tx, const struct at *at, struct named_list *ret) MUST_USE;
err positions_report(struct tx *tx, const struct at *at, struct named_list *ret) MUST_USE;
/* By code, name or other spelling; 0 when there is none. An agency below another one stands for the one that holds
 * the budget (allocation.md section 2). */
int64_t agency_named(struct tx *tx, const struct at *at, struct str spelling);
int64_t position_named(struct tx *tx, const struct at *at, struct str spelling);
