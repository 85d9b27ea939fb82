/*
 * agency.h: the agencies (instansi: OPD, bagian, kecamatan, UPTD, sekolah, puskesmas, RSUD, desa) that hold people
 * and money, with every spelling by which a file may name them.
 */
#pragma once
#include "kernel/audit/audit.h"
#include "kernel/fault.h"

struct agency {
    int64_t id, version;
    struct str code, name;
    struct str kind;   /* opd bagian kecamatan kelurahan desa uptd sekolah puskesmas rsud */
    int64_t parent_id; /* 0 none */
    struct str district;
    struct str desk_officer, desk_place, desk_hours, desk_phone; /* consultation desk */
    struct str aliases; /* other spellings, by ; */
    bool active;
};

struct agency_name {
    int64_t id;
    struct str code, name;
    bool active;
};

struct agency_kind {
    const char *code, *words;
};
extern const struct agency_kind agency_kinds[];
extern const size_t n_agency_kinds;

/* Agencies are no personal data: every officer of the region may read them all. */
err agency_get(struct tx *tx, const struct at *at, int64_t id, struct agency *ret) MUST_USE;
/* All of the region in the order of their names, for choices and for naming the rows of a list. */
err agency_names(struct tx *tx, const struct at *at, struct agency_name **ret, size_t *n) MUST_USE;
struct str agency_name_of(const struct agency_name *list, size_t n, int64_t id); /* empty when not listed */
/* Found by code, name or other spelling, ignoring case and blanks. ERR_MISSING. */
err agency_by_text(struct tx *tx, const struct at *at, struct str text, int64_t *ret_id) MUST_USE;

/* The name of the census column that says an agency does not exist stays with the caller. */
err agency_add(struct tx *tx, const struct at *at, struct agency *a, struct faults *f) MUST_USE;
err agency_change(struct tx *tx, const struct at *at, struct agency *a, struct faults *f) MUST_USE;
/* One more spelling, learned from an import mapping. ERR_STALE when it names another agency. */
err agency_alias_add(struct tx *tx, const struct at *at, int64_t agency_id, struct str alias) MUST_USE;

/*
 * Read `kode_opd,nama,nama_lain` (census.md section 5): unknown codes are added, known ones changed where the file
 * says something else. All or nothing: a fault in one line stores none; faults carry the line.
 */
struct import_count {
    int64_t rows, added, changed, same;
};
err agencies_import(struct tx *tx, const struct at *at, struct str csv, struct import_count *ret,
                    struct faults *f) MUST_USE;

err agency_check_tables(struct tx *tx, const struct at *at, void (*say)(void *arg, bool good, struct str line),
                        void *arg) MUST_USE;
