/*
 * migrate.h: the parts of migration that tests look at. The program itself calls db_migrate (db.h).
 */
#pragma once
#include "../str.h"

struct buf;

/* The SQLite reading of a schema text: type words mapped, each CREATE TABLE made STRICT, and one that ends in
 * `) LINK;` also WITHOUT ROWID. Comments and quoted texts pass unchanged. */
void schema_for_sqlite(struct str text, struct buf *out);

/* The number of the newest schema this program knows. */
int schema_newest(void);
