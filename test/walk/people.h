/*
 * people.h: which record stands for "own" and which for "foreign" when a test walks over every route: the agency
 * officer and the worker of the harness belong to the first agency, the other one is not theirs.
 */
#pragma once
#include "harness.h"

struct records {
    int64_t correction[2], objection[2];
    int64_t import[2], census, census_objection[2];
    int64_t account[2]; /* of nobody in the story: they are changed by the walk */
};

/* A correction and an objection of each of the two people, a census with an objection of each agency; with `imports`
 * also an import of each agency, whose file is not there (so a crawl finds its report missing). */
void records_add(struct site *s, struct records *r, bool imports);

/* The address of a route with its holes filled: own (0) or foreign (1) records where the hole is a record's id we
 * know, else something that is not there. False when the route has no hole. */
bool path_fill(const struct site *s, const struct records *r, const char *route, int whose, char *ret, size_t room);
