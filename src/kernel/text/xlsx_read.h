/*
 * xlsx_read.h: reads the XLSX files that offices send, row by row and without trusting them: nothing outside
 * the file is opened, no entity is expanded, and every size is held to a limit while it is unpacked. Memory
 * does not grow with the file: shared strings lie in a spool. (domain/census.md section 3.)
 */
#pragma once
#include "../date.h"

struct arena;

/* What the bytes of a file are, whatever its name says. */
enum table_kind {
    TABLE_EMPTY,
    TABLE_TEXT,      /* perhaps CSV */
    TABLE_XLSX,      /* a ZIP with xl/workbook.xml and no macro */
    TABLE_XLS,       /* Excel 97-2003 */
    TABLE_ODS,       /* OpenDocument */
    TABLE_MACRO,     /* .xlsm and its like */
    TABLE_ENCRYPTED, /* locked by a password */
    TABLE_BROKEN,    /* a ZIP that cannot be read */
    TABLE_OTHER      /* PDF, HTML, a picture, another archive … */
};
err table_kind_of(const char *path, enum table_kind *ret) MUST_USE; /* ERR_MISSING, ERR_IO */

enum xlsx_trouble {
    XLSX_FINE,
    XLSX_BROKEN,     /* cut off or not as it must be */
    XLSX_SUSPICIOUS, /* unpacks far beyond its size, has a DOCTYPE, or a cell longer than any program writes */
    XLSX_COLUMNS     /* a filled cell beyond the last column allowed */
};

struct xlsx_limits {
    uint64_t unpacked;   /* bytes, all entries together */
    uint64_t free_entry; /* an entry up to so many bytes may unpack at any ratio */
    uint32_t ratio;      /* unpacked : packed above that */
    uint32_t columns;
    uint32_t cell_chars;
};
/* 2 GiB, 10 MiB, 100:1, 256 columns, 32,767 characters. */
extern const struct xlsx_limits xlsx_limits_default;

enum cell_kind {
    CELL_EMPTY,
    CELL_TEXT,
    CELL_NUMBER,   /* text: "1500000" for whole numbers below 10^18, else as stored */
    CELL_DATE,     /* a number with a date format; text "05-06-1990", time of day dropped */
    CELL_BOOL,     /* TRUE or FALSE */
    CELL_ERROR,    /* text: "#REF!" … */
    CELL_NO_RESULT /* a formula that was saved without its result */
};

struct cell {
    struct str text; /* valid UTF-8; lives until the next row */
    struct str raw;  /* as it stood before ="…" was taken off (CSV); else the same as text */
    enum cell_kind kind;
    struct date date; /* CELL_DATE only */
};

struct xlsx_row {
    int64_t number; /* as a spreadsheet program shows it */
    struct cell *cell;
    size_t n; /* cells up to the last filled one; 0 = a blank row */
};

struct xlsx_sheet {
    struct str name;
    bool hidden;
    struct str part; /* entry name in the archive */
};

struct xlsx; /* opaque */

/* Open and read the directory, workbook, styles and shared strings. ERR_INVALID with *why, ERR_IO. The reader is
 * freed by xlsx_close; names live in `a`. */
err xlsx_open(struct arena *a, const char *path, const struct xlsx_limits *limits, struct xlsx **ret,
              enum xlsx_trouble *why) MUST_USE;
void xlsx_close(struct xlsx *x); /* NULL is allowed */

size_t xlsx_sheet_count(const struct xlsx *x);
const struct xlsx_sheet *xlsx_sheet(const struct xlsx *x, size_t index);
bool xlsx_date1904(const struct xlsx *x);
bool xlsx_has_external_links(const struct xlsx *x);

/* Begin with the first row of a sheet. ERR_INVALID when its part is missing. */
err xlsx_sheet_start(struct xlsx *x, size_t index) MUST_USE;
/* The next stored row. False at the end and at trouble: see xlsx_trouble_of. */
bool xlsx_next(struct xlsx *x, struct xlsx_row *ret);
enum xlsx_trouble xlsx_trouble_of(const struct xlsx *x);

/* The day of an Excel serial number in the 1900 or 1904 system. False outside 1900–2199. */
bool xlsx_serial_date(int64_t serial, bool date1904, struct date *ret) MUST_USE;
/* Whether a number format shows a date (a time alone is none). */
bool xlsx_format_is_date(struct str code);
