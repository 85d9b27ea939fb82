/*
 * audit_report.h: lines of the audit chain for people who read it, by record or by official.
 */
#pragma once
#include "kernel/audit/audit.h"

struct audit_filter {
    int64_t user_id; /* 0 = anybody */
    int64_t record;  /* 0 = any */
    struct str kind; /* of the record: "worker"; empty = any */
    int64_t before;  /* lines below this number; 0 = from the newest */
};

struct audit_entry {
    int64_t number, user_id, record;
    struct moment when;
    struct str who, role, action, detail, hash;
};

/* Newest first, at most `limit`. A record goes before an official when both are given. */
err audit_report(struct tx *tx, const struct at *at, const struct audit_filter *f, size_t limit,
                 struct audit_entry *ret, size_t *n) MUST_USE;
