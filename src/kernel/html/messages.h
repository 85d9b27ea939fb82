/*
 * messages.h: the sentences a redirect can ask for with `?pesan=CODE`. The address carries a code and never words,
 * so nobody can put a sentence of their own on an official page. A new action adds its line in messages.c.
 */
#pragma once
#include "page.h"

struct message {
    const char *code;
    enum tone tone; /* TONE_OK leaves by itself after 8 seconds; anything else stays */
    const char *words;
};

/* The message of a code, or NULL: an unknown code draws nothing. */
const struct message *message_of(struct str code);
