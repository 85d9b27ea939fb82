/*
 * flow.c: see flow.h. A refusal says why in words: not from this state, not by this role, or what the guard says.
 */
#include "flow.h"

static const struct step *find(const struct flow *flow, int32_t state, struct str verb)
{
    for (size_t i = 0; i < flow->n; i++) {
        if (flow->steps[i].from == state && str_eqz(verb, flow->steps[i].verb))
            return &flow->steps[i];
    }
    return NULL;
}

const struct step *flow_step(const struct flow *flow, int32_t state, struct str verb, const struct at *at,
                             const void *record, struct faults *f)
{
    const struct step *s = find(flow, state, verb);
    if (s == NULL) {
        const struct choice *now = choice_by_value(flow->states, state);
        fault(f, "", "Langkah ini tidak dapat dilakukan sekarang: keadaannya sudah “%s”. Muat ulang halaman ini.",
              now == NULL ? "berubah" : now->label);
        return NULL;
    }
    if (!actor_may(&at->who, s->perm)) {
        fault(f, "", "Langkah “%s” bukan wewenang peran Anda.", s->label);
        return NULL;
    }
    size_t before = f->n + f->dropped;
    if (s->guard != NULL && !s->guard(at, record, f)) {
        if (f->n + f->dropped == before)
            fault(f, "", "Langkah “%s” belum memenuhi syarat.", s->label);
        return NULL;
    }
    return s;
}

const struct step *flow_each(const struct flow *flow, int32_t state, const struct at *at, size_t *i)
{
    while (*i < flow->n) {
        const struct step *s = &flow->steps[(*i)++];
        if (s->from == state && actor_may(&at->who, s->perm))
            return s;
    }
    return NULL;
}

err flow_sound(const struct flow *flow, struct faults *why)
{
    for (size_t i = 0; i < flow->n; i++) {
        const struct step *s = &flow->steps[i];
        if (s->perm == PERM_UNDECLARED)
            fault(why, flow->name, "%s: izin belum disebut", s->verb);
        if (choice_by_value(flow->states, s->from) == NULL || choice_by_value(flow->states, s->to) == NULL)
            fault(why, flow->name, "%s: keadaan tidak dikenal", s->verb);
        if (find(flow, s->from, str_z(s->verb)) != s)
            fault(why, flow->name, "%s: dua langkah dengan nama sama", s->verb);
    }
    return faults_end(why);
}
