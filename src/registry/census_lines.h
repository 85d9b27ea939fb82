/*
 * census_lines.h: what was said about a file, put aside in a spool until all rows were seen, and then told in the
 * order of sheet, row and column.
 */
#pragma once
#include "census_report.h"
#include "kernel/spool.h"

enum { CENSUS_NO_RECORD = UINT32_MAX };

struct census_lines {
    struct spool early;   /* in the order of the file */
    struct spool late;    /* found after reading */
    struct spool late_at; /* struct sort_key: place of each late line */
};
err census_lines_open(struct census_lines *l) MUST_USE;
void census_lines_close(struct census_lines *l);

err census_line_early(struct census_lines *l, const struct census_line *line, uint32_t record) MUST_USE;
err census_line_late(struct census_lines *l, const struct census_line *line, uint32_t record) MUST_USE;

/* `keep` says whether an early line still holds; `tell` gets the lines in order. Sheet names are filled in by the
 * caller's tell. */
struct census_teller {
    void *user;
    bool (*keep)(void *user, const struct census_line *line, uint32_t record);
    err (*tell)(void *user, const struct census_line *line);
};
err census_lines_tell(struct census_lines *l, const struct census_teller *t) MUST_USE;
