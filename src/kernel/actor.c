/*
 * actor.c: the tables of actor.h, as functions.
 */
#include "actor.h"

#include <assert.h>

static const struct {
    const char *code, *label, *home;
} roles[] = {
#define X(name, code, label, home) {code, label, home},
    ROLES(X)
#undef X
};

static const struct {
    const char *name;
    role_set roles;
} perms[] = {
    {"UNDECLARED", 0},
#define X(name, set) {#name, set},
    PERMISSIONS(X)
#undef X
};

const char *role_code(enum role r)
{
    assert(r < ROLE_COUNT);
    return roles[r].code;
}

const char *role_label(enum role r)
{
    assert(r < ROLE_COUNT);
    return roles[r].label;
}

const char *role_home(enum role r)
{
    assert(r < ROLE_COUNT);
    return roles[r].home;
}

bool role_is_granted(enum role r)
{
    return r != ROLE_ANONYMOUS && r != ROLE_WORKER && r < ROLE_COUNT;
}

bool role_by_code(struct str code, enum role *ret)
{
    for (enum role r = 0; r < ROLE_COUNT; r++) {
        if (str_eqz(code, roles[r].code)) {
            *ret = r;
            return true;
        }
    }
    return false;
}

const char *perm_name(enum perm p)
{
    assert(p < PERM_COUNT);
    return perms[p].name;
}

role_set perm_roles(enum perm p)
{
    assert(p < PERM_COUNT);
    return perms[p].roles;
}

bool actor_may(const struct actor *who, enum perm p)
{
    return (perm_roles(p) & (1u << who->role)) != 0;
}

int64_t scope_agency(const struct actor *who)
{
    switch (who->scope) {
    case SCOPE_REGION:
        return -1;
    case SCOPE_AGENCY:
        return who->agency_id;
    case SCOPE_NOTHING:
        return 0;
    case SCOPE_SELF:
        break;
    }
    assert(!"a person's own scope asked for agencies");
    return 0;
}

int64_t scope_self(const struct actor *who)
{
    assert(who->scope == SCOPE_SELF);
    return who->worker_id;
}
