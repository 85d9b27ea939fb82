/*
 * directory.h: the names of agencies and positions as every list needs them: to name a row, and ready-made as the
 * choices of a filter. They change a few times a year and are shown a thousand times a day, so each state of them is
 * kept in memory once, under a number that is written with every change: another number is another directory, and
 * nothing old is ever shown for new.
 */
#pragma once
#include "kernel/actor.h"
#include "kernel/db/db.h"
#include "kernel/html/html.h"

struct directory;

/* The directory of this transaction's state. Give it back with directory_drop (AUTO_DIRECTORY). */
err directory_get(struct tx *tx, const struct at *at, const struct directory **ret) MUST_USE;
void directory_drop(const struct directory **d); /* NULL inside is allowed */
#define AUTO_DIRECTORY __attribute__((cleanup(directory_drop))) const struct directory *

struct str directory_agency(const struct directory *d, int64_t id); /* empty when there is none */
size_t directory_active_agencies(const struct directory *d);

/* The <option>s of a choice, the chosen one marked; 0 = none. */
void directory_agency_options(struct html *w, const struct directory *d, int64_t chosen);
void directory_position_options(struct html *w, const struct directory *d, int64_t chosen);

/* To be called in the transaction of every change of an agency or a position. */
err directory_changed(struct tx *tx, const struct at *at) MUST_USE;
