/*
 * person_name.h: what search, sorting and the comparison of records need from a name. Spellings
 * differ between offices (Moh., Muh., Mohammad), so the key has one of them.
 */
#pragma once
#include "kernel/str.h"

struct arena;

/* For sorting and comparing: upper case, signs off (titles were split off before), MOH MUH MOCH = MUHAMMAD, ABD =
 * ABDUL, ST = SITI, old OE DJ TJ = U J C, one blank between words (domain/census.md section 6). name_key_tight is
 * the same without blanks. */
struct str name_key(struct arena *a, struct str name);
struct str name_key_tight(struct arena *a, struct str name);

enum { NAME_WORDS_MAX = 12 };
/* Words by whose beginning a person is found: as written and as in the key, lower case, each once. Gives how
 * many, at most NAME_WORDS_MAX. */
size_t name_words(struct arena *a, struct str name, struct str ret[NAME_WORDS_MAX]);

/* The sign that a name may not hold, or {NULL, 0}: digits and = @ < > { } … (domain/census.md section 4). */
struct str name_bad_sign(struct str name);

/* Two letters for the round mark beside a name: "Rahmat Contohadi" gives "RC". */
struct str name_initials(struct arena *a, struct str name);
