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
    bool keep_blank;    /* set it to see records without any byte as one empty field; else they are skipped */
    int64_t record;     /* number of the record last read, from 1, counted as a spreadsheet shows it */
    int64_t open_quote; /* > 0: the record in which a quote was opened and never closed */
    struct str *field;  /* fields of the record last read; valid until the next csv_next */
    size_t n, cap;      /* how many there are; a record never has more than cap: the rest is only counted in n */
    struct arena *arena;
    struct str scratch; /* room for unquoted text of fields that hold doubled quotes */
    size_t scratch_at;  /* how much of it this record has used */
};

/* Read `bytes` (which must outlive the reader) with room for `max_fields` a record. A byte-order mark at the
 * start is stepped over. */
struct csv csv_open(struct arena *a, struct str bytes, char sep, size_t max_fields);

/* The next record; a record without any byte is counted, and skipped unless keep_blank. False at the end, and
 * when a quote stays open (open_quote then says where). Text behind a closing quote belongs to the field. */
bool csv_next(struct csv *c);

/* The i-th field of the record last read, or the empty text when the record is shorter. */
static inline struct str csv_field(const struct csv *c, size_t i)
{
    return i < c->n && i < c->cap ? c->field[i] : (struct str){"", 0};
}

/* Append one field with quotes where RFC 4180 needs them. */
struct buf;
void csv_write(struct buf *out, struct str field);
/* The same for spreadsheets: text that begins with = + - @ tab or CR gets ' before it (OWASP: CSV injection). */
void csv_write_safe(struct buf *out, struct str field);

/* A file's bytes, mapped read-only until file_unmap. ERR_MISSING when there is no such file, else ERR_IO. */
err file_map(const char *path, struct str *ret) MUST_USE;
void file_unmap(struct str mapped);

/* Let go of the memory behind bytes [from, to) of a mapping; they are read from the file again when looked at.
 * Only for what file_map gave: other memory would lose its content. */
void file_forget(struct str mapped, size_t from, size_t to);
