/*
 * totals.c: see totals.h.
 */
#include "totals.h"

void public_totals_of(const int64_t group[GROUP_COUNT], struct public_totals *ret)
{
    int64_t people = 0;
    for (int g = 0; g < GROUP_COUNT; g++) {
        ret->group[g].n = group[g];
        people += g == GROUP_LEFT ? 0 : group[g];
    }
    /* The groups without those who left are the parts of one published sum; those who left stand alone. */
    suppress(ret->group, GROUP_LEFT);
    suppress(&ret->group[GROUP_LEFT], 1);
    ret->people = (struct cell){.n = people};
    suppress(&ret->people, 1);
    ret->settled = (struct cell){.n = people - group[GROUP_UNDECIDED]};
    suppress(&ret->settled, 1);
    /* people − settled = undecided: if that one is hidden, so is the other */
    if (ret->settled.how == SHOWN && ret->group[GROUP_UNDECIDED].how != SHOWN)
        ret->settled.how = HIDDEN_TOO;
    if (ret->people.how == HIDDEN_FEW) {
        for (int g = 0; g < GROUP_LEFT; g++)
            ret->group[g].how = ret->group[g].n > 0 && ret->group[g].how == SHOWN ? HIDDEN_TOO : ret->group[g].how;
        ret->settled.how = HIDDEN_FEW;
    }
}

err public_totals_get(struct tx *tx, const struct at *at, struct public_totals *ret)
{
    struct worker_total *list;
    size_t n = 0;
    int64_t group[GROUP_COUNT] = {0};
    TRY(worker_totals_of_region(tx, at, &list, &n));
    for (size_t i = 0; i < n; i++) {
        enum pathway_group g = pathways[list[i].pathway].group;
        if (list[i].active || g == GROUP_LEFT)
            group[g] += list[i].n;
    }
    public_totals_of(group, ret);
    return OK;
}
