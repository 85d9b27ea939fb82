/*
 * census_pack.h: a census row as one text: its fields in a fixed order with U+001F between them. Staging of a million
 * rows writes one column instead of thirty, and before and after of a person are compared field by field.
 */
#pragma once
#include "census_check.h"
#include "worker.h"

enum census_field {
    PACK_NIK, PACK_NAME, PACK_BEFORE, PACK_AFTER, PACK_BIRTH_PLACE, PACK_BIRTH, PACK_SEX, PACK_EDUCATION, PACK_AGENCY,
    PACK_UNIT, PACK_JOB_ID, PACK_JOB, PACK_CATEGORY, PACK_START, PACK_FUND, PACK_WAGE, PACK_PHONE, PACK_NPWP, PACK_BPJS,
    PACK_FAMILY_CARD, PACK_THK2, PACK_ADDRESS, PACK_REMARK, PACK_ACTIVE, PACK_SK_NUMBER, PACK_SK_DATE, PACK_SK_END,
    PACK_SIGNER, PACK_ROW, PACK_SHEET, PACK_NIK_GOOD, PACK_FIELDS
};
enum { PACK_COMPARED = PACK_SK_NUMBER }; /* fields before this one are the person's own */

struct packed {
    struct str v[PACK_FIELDS];
};

/* "Nama lengkap" … for the screens of changes and duplicates. */
const char *packed_label(enum census_field f);

void person_pack(struct buf *out, const struct census_person *p);
void worker_pack(struct buf *out, const struct worker *w);
struct packed unpack(struct str body); /* views into the body; missing fields are empty */

/* The person as the register stores it; id, version and standing untouched. */
void packed_to_worker(const struct packed *p, struct worker *w);
/* One field of the register's record takes the file's value. */
void packed_apply(const struct packed *p, enum census_field f, struct worker *w);

/*
 * What a file brings that differs from what stands there, as field U+001F before U+001F after U+001E …; nothing when
 * all is equal. An empty cell takes nothing away; `last` is what the last import brought (NULL: none did): where the
 * file says the same as then, an officer's later correction stands.
 */
void census_difference(struct buf *out, const struct packed *file, const struct packed *current,
                       const struct packed *last);
/* One difference cut from the front of `words`; false at the end. */
bool census_difference_next(struct str *words, enum census_field *f, struct str *before, struct str *after);
