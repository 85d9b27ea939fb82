/*
 * form.h: name=value pairs of an address or a body, decoded, checked for UTF-8 and trimmed: the border behind
 * which text is never checked again.
 */
#pragma once
#include "http.h"

enum { FORM_PAIRS = 4000 };

/* Pairs of "a=1&b=x%20y". ERR_INVALID: broken percent sign, text that is not UTF-8, a NUL; ERR_LIMIT: more than
 * FORM_PAIRS. Text lives in the arena. */
err form_parse(struct arena *a, struct str body, struct pairs *ret) MUST_USE;

/* One part of an address: %XX decoded, `+` as blank when `plus`. ERR_INVALID as above. */
err percent_decode(struct arena *a, struct str s, bool plus, struct str *ret) MUST_USE;

/* The border check of one value: UTF-8, no control characters but line breaks and tabs, CRLF becomes LF, blanks
 * trimmed. */
err form_value(struct arena *a, struct str raw, struct str *ret) MUST_USE;
