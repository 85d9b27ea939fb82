/*
 * utf8.h: the border check for text, and the few things Indonesian names need.
 */
#pragma once
#include "str.h"

struct arena;

bool utf8_valid(struct str s); /* no overlong forms, no surrogates, no NUL */

/* Trimmed, runs of blanks (also U+00A0, U+200B, U+FEFF, line breaks) become one blank. */
struct str utf8_tidy(struct arena *a, struct str s);

/* Valid UTF-8 made from Windows-1252 bytes. False for the five bytes that have no letter. */
bool utf8_from_cp1252(struct arena *a, struct str s, struct str *ret) MUST_USE;

size_t utf8_length(struct str s); /* letters, not bytes; s must be valid */
