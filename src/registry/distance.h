/*
 * distance.h: how far agencies are from each other, in metres and directed, as the region measured it. Where a pair
 * is absent the allocation takes "unknown" (allocation.md section 6).
 */
#pragma once
#include "agency.h"

enum { DISTANCE_MAX = 999999999 }; /* metres; one more means unknown to the engine */

/* Whether a file's heading says that it holds distances. */
bool distances_heading(struct str bytes);

/* Read `opd_asal,opd_tujuan,meter` (agencies by code, name or other spelling). All or nothing; faults carry the
 * line. A row equal to what is stored changes nothing. */
err distances_import(struct tx *tx, const struct at *at, struct str bytes, struct import_count *ret, struct faults *f)
    MUST_USE;
