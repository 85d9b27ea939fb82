/*
 * census_check.h: reads a census file from beginning to end: checks each row, hands over what would be stored, finds
 * several SK, twins and duplicates in the file and against the register, and tells every line of the report in order.
 * Pure but for reading the file: the day, the agencies and the register come from the caller, results go to functions.
 */
#pragma once
#include "census_duplicates.h"
#include "census_file.h"
#include "census_values.h"

/* One spelling by which a file may name an agency or a job. */
struct census_known_name {
    struct str text;
    int64_t id;
};

/* A row as it would be stored; texts live until the function returns. */
struct census_person {
    int64_t seq; /* 0, 1, 2 … in the order of the file */
    int32_t sheet;
    int64_t row;
    enum census_level level; /* worst so far; census_mark may change it */
    struct str nik;          /* as repaired, or as it stood when it has a fault */
    bool nik_good;
    struct str name, title_before, title_after, name_key, birth_place, education, unit, job, category, sk_number, signer,
        fund, thk2_number, family_card, npwp, bpjs, phone, address, remark, agency_text;
    struct date birth, start, sk_date, sk_end;
    char sex; /* 'L', 'P', 0 */
    int64_t agency, job_id; /* 0 = not known */
    struct rupiah wage;
    bool wage_given, left, asn;
};

enum census_fate { FATE_KEEP, FATE_TWIN, FATE_MERGED };

/* What became of a row after all rows were seen; told only where it differs from what was handed over. */
struct census_mark {
    int64_t seq;
    enum census_level level, base; /* base: without what duplicates say */
    enum census_fate fate;
    int64_t into;      /* seq of the row it belongs to, -1 */
    struct date start; /* the first start of several SK; DATE_NONE = unchanged */
    int64_t known;     /* id of the same person in the register, 0 = new */
};

/* A person of the register. */
struct census_known {
    int64_t id, agency;
    struct str nik, name_key /* without blanks */, phone, birth_place;
    struct date birth;
};

/* Two records to be compared by a person. */
struct census_found_pair {
    int64_t seq_a, seq_b;         /* rows of the file; -1: of the register */
    int64_t register_a, register_b; /* ids, 0 */
    int32_t points;
    enum census_pair_kind kind;
};

struct census_counts {
    int64_t rows;                      /* people rows */
    int64_t by_level[LEVEL_COUNT];     /* people rows by their worst level; LEVEL_NONE: clean */
    int64_t by_code[CENSUS_CODE_COUNT]; /* lines of the report */
    int64_t twins, merged, outside;    /* left aside: equal rows, other SK; rows of another agency */
    int64_t skipped;                   /* no people */
};

enum census_phase { PHASE_READ, PHASE_COMPARE, PHASE_REPORT };

struct census_job {
    struct arena *arena;
    const char *path;
    struct date today, freeze; /* freeze: the last day on which a start is no moratorium case */
    bool month_first;
    const struct census_known_name *agencies, *jobs;
    size_t n_agencies, n_jobs;
    int64_t default_agency; /* for files without that column; 0 = none */
    int64_t only_agency;    /* an agency officer's; rows of others are left out and counted; 0 = all */
    const struct census_override *overrides;
    size_t n_overrides;
    /* where results go; each may be NULL */
    void *user;
    err (*person)(void *user, const struct census_person *p);
    err (*mark)(void *user, const struct census_mark *m);
    err (*line)(void *user, const struct census_line *l);
    err (*pair)(void *user, const struct census_found_pair *p);
    err (*known)(void *user, struct census_known *ret, bool *more); /* the next of the register */
    err (*missing)(void *user, int64_t known_id); /* of an agency of this file, but not in it */
    bool (*decided)(void *user, uint64_t nik_a, uint64_t nik_b);    /* said to be two people before */
    err (*progress)(void *user, enum census_phase phase, int64_t done, int64_t total);
    /* what came out */
    struct census_counts counts;
    struct census_line refusal; /* when census_read gives ERR_INVALID */
};

/* ERR_INVALID: refused, see job->refusal (also told to `line`). Otherwise what a function of the caller gave. */
err census_read(struct census_job *job) MUST_USE;

/* ---- looking before reading: the mapping screen ---- */
struct census_look_sheet {
    struct str name;
    bool hidden, empty, has_heading;
    struct census_map map;
    struct str sample[3][CENSUS_COLUMNS_MAX]; /* first three data rows */
    int64_t sample_row[3];
    size_t n_samples;
};
struct census_look {
    struct census_look_sheet *sheet[256];
    size_t n;
    struct census_line refusal;
    bool has_agency_name; /* a sheet is named after a known agency */
};
/* Find headings and samples only. ERR_INVALID: ret->refusal. */
err census_look(struct arena *a, const char *path, const struct census_override *overrides, size_t n_overrides,
                struct census_look *ret) MUST_USE;

/* Required columns that a map lacks, as "NIK, Jabatan"; empty when none. `agency_given`: from sheet or choice. */
struct str census_missing_columns(struct arena *a, const struct census_map *m, bool agency_given);

/* Table of names: the id of a spelling, ignoring case and blanks; 0 = not known. */
struct census_names;
struct census_names *census_names_new(struct arena *a, const struct census_known_name *list, size_t n);
int64_t census_names_find(const struct census_names *t, struct str text);
