/*
 * actor.h: who acts, for which region, on which day, under which rules. Every action and every statement is
 * given a `struct at`; nothing asks the clock or the session for itself, so a test can choose both.
 */
#pragma once
#include "date.h"
#include "str.h"

/* Roles: the code names of product.md, the words shown on screens, and the first page after sign-in. */
#define ROLES(X)                                                                                             \
    X(ANONYMOUS, "anonymous", "Umum", "/")                                                                   \
    X(APPOINTING_AUTHORITY, "appointing_authority", "PPK-Kepegawaian", "/keputusan")                         \
    X(HR_OFFICER, "hr_officer", "Petugas kepegawaian", "/pemetaan")                                          \
    X(AGENCY_OFFICER, "agency_officer", "Petugas instansi", "/tenaga")                                       \
    X(LEGAL_REVIEWER, "legal_reviewer", "Bagian Hukum", "/keputusan")                                        \
    X(WORKER, "worker", "Tenaga kerja", "/saya")                                                             \
    X(AUDITOR, "auditor", "Inspektorat", "/audit")                                                           \
    X(COUNCIL_MEMBER, "council_member", "DPRD", "/")                                                         \
    X(ADMINISTRATOR, "administrator", "Pengelola sistem", "/tata-usaha")

enum role {
#define X(name, code, label, home) ROLE_##name,
    ROLES(X)
#undef X
    ROLE_COUNT
};
typedef uint32_t role_set; /* bit (1u << role) */

const char *role_code(enum role r);
const char *role_label(enum role r);
const char *role_home(enum role r);
/* Roles an administrator grants: everybody's and the worker's own come by themselves. */
bool role_is_granted(enum role r);
bool role_by_code(struct str code, enum role *ret) MUST_USE;

/* Permissions: what a route, a step or a field asks for, and the roles that have it. 0 is "undeclared": it
 * opens for nobody and the start-up check refuses it. The rows of this list are the whole answer to "who may
 * do what"; no code elsewhere compares roles. */
#define R(name) (1u << ROLE_##name)
#define EVERY_OFFICE                                                                                         \
    (R(APPOINTING_AUTHORITY) | R(HR_OFFICER) | R(AGENCY_OFFICER) | R(LEGAL_REVIEWER) | R(AUDITOR))
#define EVERYBODY ((1u << ROLE_COUNT) - 1)
#define SIGNED_IN (EVERYBODY & ~R(ANONYMOUS))
#define PERMISSIONS(X)                                                                                       \
    X(PUBLIC, EVERYBODY)                                                                                     \
    X(SIGNED_IN, SIGNED_IN)                                                                                  \
    X(DASHBOARD_READ, R(APPOINTING_AUTHORITY) | R(HR_OFFICER) | R(AUDITOR) | R(COUNCIL_MEMBER))              \
    X(WORKER_READ, R(APPOINTING_AUTHORITY) | R(HR_OFFICER) | R(AGENCY_OFFICER) | R(AUDITOR))                 \
    X(WORKER_WRITE, R(HR_OFFICER) | R(AGENCY_OFFICER))                                                       \
    X(WORKER_UNMASK, R(HR_OFFICER) | R(AGENCY_OFFICER) | R(AUDITOR))                                         \
    X(WORKER_EXPORT, R(HR_OFFICER) | R(AGENCY_OFFICER))                                                      \
    X(PATHWAY_SET, R(HR_OFFICER))                                                                            \
    X(CENSUS_READ, R(APPOINTING_AUTHORITY) | R(HR_OFFICER) | R(AGENCY_OFFICER) | R(AUDITOR))                 \
    X(CENSUS_IMPORT, R(HR_OFFICER) | R(AGENCY_OFFICER))                                                      \
    X(CENSUS_STAGE, R(HR_OFFICER))                                                                           \
    X(CENSUS_SIGN, R(APPOINTING_AUTHORITY))                                                                  \
    X(CORRECTION_DECIDE, R(HR_OFFICER) | R(AGENCY_OFFICER))                                                  \
    X(OBJECTION_DECIDE, R(HR_OFFICER))                                                                       \
    X(AGENCY_READ, EVERY_OFFICE | R(ADMINISTRATOR))                                                          \
    X(AGENCY_WRITE, R(HR_OFFICER) | R(ADMINISTRATOR))                                                        \
    X(PLAN_READ, R(APPOINTING_AUTHORITY) | R(HR_OFFICER) | R(AGENCY_OFFICER) | R(LEGAL_REVIEWER) |           \
                     R(AUDITOR) | R(COUNCIL_MEMBER))                                                         \
    X(PLAN_WRITE, R(HR_OFFICER))                                                                             \
    X(RULE_READ, SIGNED_IN)                                                                                  \
    X(ALLOCATION_READ, R(APPOINTING_AUTHORITY) | R(HR_OFFICER) | R(LEGAL_REVIEWER) | R(AUDITOR))             \
    X(ALLOCATION_RUN, R(HR_OFFICER))                                                                         \
    X(ALLOCATION_APPROVE, R(APPOINTING_AUTHORITY))                                                           \
    X(PUBLICATION_APPROVE, R(LEGAL_REVIEWER))                                                                \
    X(LOTTERY_RUN, R(HR_OFFICER))                                                                            \
    X(DECISION_READ, R(APPOINTING_AUTHORITY) | R(LEGAL_REVIEWER))                                            \
    X(SLIP_PRINT, R(HR_OFFICER) | R(AGENCY_OFFICER))                                                         \
    X(SELF, R(WORKER))                                                                                       \
    X(USER_ADMIN, R(ADMINISTRATOR))                                                                          \
    X(SYSTEM_ADMIN, R(ADMINISTRATOR))                                                                        \
    X(AUDIT_READ, R(AUDITOR))

enum perm {
    PERM_UNDECLARED = 0,
#define X(name, roles) PERM_##name,
    PERMISSIONS(X)
#undef X
    PERM_COUNT
};

const char *perm_name(enum perm p); /* "WORKER_READ" */
role_set perm_roles(enum perm p);   /* 0 for PERM_UNDECLARED */

struct region_id {
    int64_t v;
};

/* The one kind of rows an actor reaches. A statement serves one kind and says so in its name. */
enum scope { SCOPE_NOTHING, SCOPE_REGION, SCOPE_AGENCY, SCOPE_SELF };

struct actor {
    int64_t user_id; /* 0 = nobody signed in */
    struct str name;
    enum role role; /* the role in use; the session may hold others */
    role_set roles; /* all roles granted */
    enum scope scope;
    int64_t agency_id; /* SCOPE_AGENCY */
    int64_t worker_id; /* SCOPE_SELF */
};

bool actor_may(const struct actor *who, enum perm p);

/* For `_in_agency` statements: -1 all of the region, an agency's id, or 0 nothing. Asserts that the scope is not
 * SCOPE_SELF: asking with another kind of scope is a bug. */
int64_t scope_agency(const struct actor *who);
/* For `_of_self` statements: the worker's id. Asserts SCOPE_SELF. */
int64_t scope_self(const struct actor *who);

struct rulebook; /* rule/rulebook.h: the region's dated values */

struct region {
    struct region_id id;
    struct str code;      /* "63.09" */
    struct str name;      /* "Kabupaten Tabalong" */
    struct str short_name; /* "Tabalong" */
    struct str zone;      /* WIB, WITA, WIT */
    bool demo;            /* synthetic data: the page says so, demo accounts exist */
};

struct at {
    struct actor who;
    struct region_id pemda;
    const struct region *region;
    struct date today;
    struct moment now;
    const struct rulebook *rules;
};
