/*
 * flow.h: the ways a record may go. A step names the state it starts from, the verb of its button, where it leads,
 * the permission, and a guard (pure: may say faults, may not write). Actions call flow_step; nothing else sets a
 * state.
 */
#pragma once
#include "entity.h"

struct step {
    int32_t from;
    const char *verb, *label; /* "ajukan", "Ajukan" */
    int32_t to;
    enum perm perm;
    bool (*guard)(const struct at *at, const void *record, struct faults *f); /* NULL: always */
};

struct flow {
    const char *name;
    const struct choice *states;
    const struct step *steps;
    size_t n;
};

/* The step of this verb from this state that the actor may take now; NULL with the reason in the faults. */
const struct step *flow_step(const struct flow *flow, int32_t state, struct str verb, const struct at *at,
                             const void *record, struct faults *f);

/* Walk the steps the actor may take from a state, for drawing buttons (guards are asked when one is pressed):
 * start with *i = 0; NULL at the end. */
const struct step *flow_each(const struct flow *flow, int32_t state, const struct at *at, size_t *i);

/* Start-up check: states known, permissions declared, no verb twice from one state. */
err flow_sound(const struct flow *flow, struct faults *why) MUST_USE;
