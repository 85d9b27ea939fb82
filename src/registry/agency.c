/*
 * agency.c: adding, changing and importing agencies. A spelling names one agency only, so a file cannot be read in
 * two ways; an agency with people in it is never switched off.
 */
#include "agency.h"

#include <ctype.h>

#include "agency_db.h"
#include "kernel/text/csv.h"
#include "kernel/utf8.h"
#include "registry.h"

const struct agency_kind agency_kinds[] = {
    {"opd", "Perangkat daerah"}, {"bagian", "Bagian"},   {"kecamatan", "Kecamatan"},
    {"kelurahan", "Kelurahan"},  {"desa", "Desa"},       {"uptd", "UPTD"},
    {"sekolah", "Sekolah"},      {"puskesmas", "Puskesmas"}, {"rsud", "RSUD atau BLUD"},
};
const size_t n_agency_kinds = COUNT(agency_kinds);

static bool is_kind(struct str code)
{
    for (size_t i = 0; i < n_agency_kinds; i++) {
        if (str_eqz(code, agency_kinds[i].code))
            return true;
    }
    return false;
}

/* Codes travel in files of the allocation: ASCII letters, digits, - . _ and at most 20 bytes (allocation.md 15). */
static bool code_fits(struct str code)
{
    for (size_t i = 0; i < code.n; i++) {
        if (!isalnum((unsigned char)code.p[i]) && strchr("-._", code.p[i]) == NULL)
            return false;
    }
    return code.n <= 20;
}

static void check_code(struct str code, struct faults *f)
{
    if (fault_said(f, "kode_opd"))
        return;
    if (code.n == 0)
        fault(f, "kode_opd", "Isi kode instansi, misalnya DISDIK");
    else if (!code_fits(code))
        fault(f, "kode_opd", "Kode paling panjang 20, hanya huruf, angka, titik, garis bawah, dan tanda hubung");
}

static void check_agency(const struct agency *a, struct faults *f)
{
    check_code(a->code, f);
    if (fault_said(f, "nama"))
        return;
    if (a->name.n == 0)
        fault(f, "nama", "Isi nama instansi");
    else if (utf8_length(a->name) > 120)
        fault(f, "nama", "Nama instansi paling panjang 120 huruf; Anda mengisi %zu", utf8_length(a->name));
    if (!is_kind(a->kind))
        fault(f, "jenis", "Pilih jenis instansi dari daftar");
}

static err check_alias(struct tx *tx, const struct at *at, int64_t agency_id, struct str written, const char *field,
                       struct faults *f)
{
    int64_t other = 0;
    TRY(agency_of_alias(tx, at, alias_key(tx_arena(tx), written), &other));
    if (other == 0 || other == agency_id)
        return OK;
    struct agency a;
    TRY(agency_get(tx, at, other, &a));
    fault(f, field, "“" STR_FMT "” sudah menjadi nama atau kode " STR_FMT ". Satu nama untuk satu instansi.",
          STR_ARG(written), STR_ARG(a.name));
    return OK;
}

static err check_aliases(struct tx *tx, const struct at *at, const struct agency *a, struct faults *f)
{
    TRY(check_alias(tx, at, a->id, a->code, "kode_opd", f));
    TRY(check_alias(tx, at, a->id, a->name, "nama", f));
    struct str rest = a->aliases, alias;
    size_t n = 0;
    while (alias_next(&rest, &alias)) {
        TRY(check_alias(tx, at, a->id, alias, "nama_lain", f));
        n++;
    }
    if (n > ALIASES_MAX)
        fault(f, "nama_lain", "Paling banyak %d nama lain; Anda mengisi %zu", ALIASES_MAX, n);
    return OK;
}

static err check_parent(struct tx *tx, const struct at *at, const struct agency *a, struct faults *f)
{
    struct agency parent = {.parent_id = a->parent_id};
    for (int steps = 0; parent.parent_id > 0; steps++) {
        if (parent.parent_id == a->id || steps > 8) {
            fault(f, "induk", "Instansi tidak dapat menjadi induk dirinya sendiri. Pilih induk lain.");
            return OK;
        }
        err e = agency_get(tx, at, parent.parent_id, &parent);
        if (e == ERR_MISSING) {
            fault(f, "induk", "Pilih instansi induk dari daftar");
            return OK;
        }
        TRY(e);
    }
    return OK;
}

static err write_aliases(struct tx *tx, const struct at *at, const struct agency *a)
{
    struct arena *arena = tx_arena(tx);
    TRY(agency_aliases_clear(tx, at, a->id));
    TRY(agency_alias_insert(tx, at, a->id, alias_key(arena, a->name)));
    TRY(agency_alias_insert(tx, at, a->id, alias_key(arena, a->code)));
    struct str rest = a->aliases, alias;
    while (alias_next(&rest, &alias))
        TRY(agency_alias_insert(tx, at, a->id, alias_key(arena, alias)));
    return OK;
}

err agency_add(struct tx *tx, const struct at *at, struct agency *a, struct faults *f)
{
    if (a->kind.n == 0)
        a->kind = S("opd");
    a->id = 0;
    a->active = true;
    check_agency(a, f);
    TRY(check_aliases(tx, at, a, f));
    TRY(check_parent(tx, at, a, f));
    TRY(faults_end(f));
    TRY(agency_insert(tx, at, a));
    TRY(write_aliases(tx, at, a));
    return audit_write(tx, at, "agency.tambah", a->id,
                       str_printf(tx_arena(tx), STR_FMT " " STR_FMT, STR_ARG(a->code), STR_ARG(a->name)));
}

static const struct sql sql_people = {"SELECT CAST(COALESCE(sum(n), 0) AS BIGINT) FROM worker_count WHERE pemda_id "
                                      "= $1 AND agency_id = $2 AND active = 1"};

err agency_change(struct tx *tx, const struct at *at, struct agency *a, struct faults *f)
{
    struct agency before;
    TRY(agency_get(tx, at, a->id, &before));
    if (before.version != a->version)
        return ERR_STALE;
    check_agency(a, f);
    TRY(check_aliases(tx, at, a, f));
    TRY(check_parent(tx, at, a, f));
    int64_t people = 0;
    if (before.active && !a->active)
        TRY(QUERY_INT(tx, &people, sql_people, at->pemda.v, a->id));
    if (people > 0)
        fault(f, "aktif", "Masih ada %lld orang di instansi ini. Pindahkan dahulu, lalu nonaktifkan.",
              (long long)people);
    TRY(faults_end(f));
    TRY(agency_update(tx, at, a));
    TRY(write_aliases(tx, at, a));
    return audit_write(tx, at, "agency.ubah", a->id,
                       str_printf(tx_arena(tx), STR_FMT " " STR_FMT " → " STR_FMT " " STR_FMT, STR_ARG(before.code),
                                  STR_ARG(before.name), STR_ARG(a->code), STR_ARG(a->name)));
}

err agency_alias_add(struct tx *tx, const struct at *at, int64_t agency_id, struct str alias)
{
    struct str key = alias_key(tx_arena(tx), alias);
    int64_t other = 0;
    TRY(agency_of_alias(tx, at, key, &other));
    if (other == agency_id)
        return OK;
    if (other != 0)
        return ERR_STALE;
    TRY(agency_alias_insert(tx, at, agency_id, key));
    return audit_write(tx, at, "agency.nama_lain", agency_id, key);
}

/* ---- import ---- */
struct columns {
    size_t code, name, aliases; /* places in the file */
};
enum { NO_COLUMN = 1000 };

static size_t column_of(const struct csv *c, const char *name)
{
    for (size_t i = 0; i < c->n && i < c->cap; i++) {
        if (str_eqz(str_trim(csv_field(c, i)), name))
            return i;
    }
    return NO_COLUMN;
}

static err read_heading(struct csv *c, struct columns *cols, struct faults *f)
{
    if (!csv_next(c)) {
        fault(f, "", "Berkas kosong. Isinya harus berjudul kode_opd,nama,nama_lain.");
        return ERR_INVALID;
    }
    *cols = (struct columns){column_of(c, "kode_opd"), column_of(c, "nama"), column_of(c, "nama_lain")};
    if (cols->code == NO_COLUMN || cols->name == NO_COLUMN) {
        fault(f, "", "Judul kolom kode_opd dan nama tidak ditemukan di baris pertama.");
        return ERR_INVALID;
    }
    return OK;
}

/* Faults of one line, said with its number, since the file has no form fields. */
static void say_line(const struct faults *line, int64_t record, struct faults *f)
{
    for (size_t i = 0; i < line->n; i++)
        fault(f, "", "Baris %lld: " STR_FMT, (long long)record, STR_ARG(line->list[i].text));
}

/* The next spelling of a list that is neither the agency's code nor its name. */
static bool other_alias(struct arena *arena, const struct agency *a, struct str *rest, struct str *ret)
{
    while (alias_next(rest, ret)) {
        *ret = alias_key(arena, *ret);
        if (!str_eq(*ret, alias_key(arena, a->code)) && !str_eq(*ret, alias_key(arena, a->name)))
            return true;
    }
    return false;
}

static bool has_alias(struct arena *arena, const struct agency *a, struct str list, struct str alias)
{
    struct str known;
    while (other_alias(arena, a, &list, &known)) {
        if (str_eq(known, alias))
            return true;
    }
    return false;
}

/* The same spellings in whatever order; an empty cell says nothing about them. */
static bool same_aliases(struct arena *arena, const struct agency *a, struct str file)
{
    struct str in_file = file, stored = a->aliases, alias;
    while (other_alias(arena, a, &in_file, &alias)) {
        if (!has_alias(arena, a, a->aliases, alias))
            return false;
    }
    while (file.n > 0 && other_alias(arena, a, &stored, &alias)) {
        if (!has_alias(arena, a, file, alias))
            return false;
    }
    return true;
}

static err import_row(struct tx *tx, const struct at *at, const struct agency *row, bool has_aliases,
                      struct import_count *count, struct faults *line)
{
    int64_t id = 0;
    TRY(agency_by_code(tx, at, row->code, &id));
    if (id == 0) {
        struct agency a = *row;
        TRY(agency_add(tx, at, &a, line));
        count->added++;
        return OK;
    }
    struct agency a;
    TRY(agency_get(tx, at, id, &a));
    if (str_eq(a.name, row->name) && (!has_aliases || same_aliases(tx_arena(tx), &a, row->aliases))) {
        count->same++;
        return OK;
    }
    a.name = row->name;
    if (has_aliases && row->aliases.n > 0)
        a.aliases = row->aliases;
    TRY(agency_change(tx, at, &a, line));
    count->changed++;
    return OK;
}

err agencies_import(struct tx *tx, const struct at *at, struct str bytes, struct import_count *ret, struct faults *f)
{
    if (!utf8_valid(bytes)) {
        fault(f, "", "Huruf dalam berkas tidak dapat dibaca. Simpan Sebagai CSV UTF-8, lalu coba lagi.");
        return ERR_INVALID;
    }
    struct arena *arena = tx_arena(tx);
    size_t first_line = str_index(bytes, '\n', 0);
    char sep = str_index(str_sub(bytes, 0, first_line), ';', 0) < first_line ? ';' : ',';
    struct csv c = csv_open(arena, bytes, sep, 16);
    struct columns cols;
    TRY(read_heading(&c, &cols, f));
    struct import_count count = {0};
    while (csv_next(&c)) {
        count.rows++;
        struct agency row = {.code = utf8_tidy(arena, csv_field(&c, cols.code)),
                             .name = utf8_tidy(arena, csv_field(&c, cols.name)),
                             .aliases = utf8_tidy(arena, csv_field(&c, cols.aliases))};
        struct faults line = {.arena = arena};
        err e = import_row(tx, at, &row, cols.aliases != NO_COLUMN, &count, &line);
        if (e != OK && e != ERR_INVALID)
            return e;
        say_line(&line, c.record, f);
    }
    if (c.open_quote > 0)
        fault(f, "", "Tanda kutip di baris %lld tidak ditutup.", (long long)c.open_quote);
    else if (count.rows == 0)
        fault(f, "", "Judul kolom ditemukan, tetapi tidak ada baris data di bawahnya.");
    TRY(faults_end(f));
    *ret = count;
    return OK;
}
