/*
 * csv.h: the one CSV reader, for engines, imports and tools: a mapped file, RFC 4180 quoting, line ends LF,
 * CRLF or CR. A million rows a second matter to the engines, so plain fields are views into the mapped bytes.
 */
#pragma once
#include "../str.h"

struct arena;

struct csv {
    struct str bytes;   /* the whole text */
    size_t at;          /* next byte to read */
    char sep;           /* usually ',' */
    int64_t record;     /* number of the record last read, from 1, counted as a spreadsheet shows it */
    int64_t open_quote; /* > 0: the record in which a quote was opened and never closed */
    struct str *field;  /* fields of the record last read; valid until the next csv_next */
    size_t n, cap;      /* how many there are; a record never has more than cap: the rest is only counted in n */
    struct arena *arena;
    struct str scratch; /* room for unquoted text of fields that hold doubled quotes */
};

/* Read `bytes` (which must outlive the reader) with room for `max_fields` a record. */
struct csv csv_open(struct arena *a, struct str bytes, char sep, size_t max_fields);

/* The next record; a record without any byte is skipped when skip_blank, but counted. False at the end, and
 * when a quote stays open (open_quote then says where). A byte-order mark at the start is stepped over. */
bool csv_next(struct csv *c);

/* Append one field with quotes where RFC 4180 needs them. */
struct buf;
void csv_write(struct buf *out, struct str field);
/* The same for spreadsheets: text that begins with = + - @ tab or CR gets ' before it (OWASP: CSV injection). */
void csv_write_safe(struct buf *out, struct str field);

/* A file's bytes, mapped read-only until the arena is freed with file_unmap. ERR_MISSING, ERR_IO. */
err file_map(const char *path, struct str *ret) MUST_USE;
void file_unmap(struct str bytes);
