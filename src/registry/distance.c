/*
 * distance.c: see distance.h.
 */
#include "distance.h"

#include "kernel/text/csv.h"
#include "kernel/utf8.h"

enum { FROM, TO, METRES, COLUMNS };
static const char *const headings[COLUMNS] = {"opd_asal", "opd_tujuan", "meter"};

static const struct sql sql_distance = {
    "SELECT metres FROM agency_distance WHERE pemda_id = $1 AND from_agency = $2 AND to_agency = $3"};
static const struct sql sql_distance_put = {
    "INSERT INTO agency_distance (pemda_id, from_agency, to_agency, metres) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (pemda_id, from_agency, to_agency) DO UPDATE SET metres = $4"};

bool distances_heading(struct str bytes)
{
    return str_contains(str_sub(bytes, 0, str_index(bytes, '\n', 0)), str_z(headings[FROM]));
}

static err read_heading(struct csv *c, size_t place[COLUMNS], struct faults *f)
{
    bool found = csv_next(c);
    for (size_t k = 0; k < COLUMNS; k++) {
        place[k] = c->cap;
        for (size_t i = 0; found && i < c->n && i < c->cap; i++)
            if (str_eqz(str_trim(c->field[i]), headings[k]))
                place[k] = i;
        if (place[k] == c->cap)
            fault(f, "", "Kolom %s tidak ditemukan di baris pertama.", headings[k]);
    }
    return faults_end(f);
}

/* The agency of a cell, or 0 with the sentence that helps. */
static int64_t agency_of(struct tx *tx, const struct at *at, const struct csv *c, size_t place, struct faults *f)
{
    int64_t id = 0;
    struct str text = place < c->n ? str_trim(c->field[place]) : S("");
    if (agency_by_text(tx, at, text, &id) != OK)
        fault(f, "", "Baris %lld: instansi \"" STR_FMT "\" belum ada dalam daftar.", (long long)c->record, STR_ARG(text));
    return id;
}

static err put(struct tx *tx, const struct at *at, int64_t from, int64_t to, int64_t metres, struct import_count *count)
{
    int64_t known;
    err e = QUERY_INT(tx, &known, sql_distance, at->pemda.v, from, to);
    if (e != OK && e != ERR_MISSING)
        return e;
    if (e == OK && known == metres) {
        count->same++;
        return OK;
    }
    if (e == OK)
        count->changed++;
    else
        count->added++;
    return EXEC(tx, sql_distance_put, at->pemda.v, from, to, metres);
}

static err import_row(struct tx *tx, const struct at *at, const struct csv *c, const size_t place[COLUMNS],
                      struct import_count *count, struct faults *f)
{
    int64_t metres;
    int64_t from = agency_of(tx, at, c, place[FROM], f), to = agency_of(tx, at, c, place[TO], f);
    struct str text = place[METRES] < c->n ? str_trim(c->field[place[METRES]]) : S("");
    count->rows++;
    if (!str_to_uint(text, &metres) || metres > DISTANCE_MAX) {
        fault(f, "", "Baris %lld: meter harus angka bulat 0 sampai %d; tertulis \"" STR_FMT "\".", (long long)c->record,
              DISTANCE_MAX, STR_ARG(text));
        return OK;
    }
    return from == 0 || to == 0 ? OK : put(tx, at, from, to, metres, count);
}

err distances_import(struct tx *tx, const struct at *at, struct str bytes, struct import_count *ret, struct faults *f)
{
    size_t place[COLUMNS];
    struct import_count count = {0};
    if (!utf8_valid(bytes)) {
        fault(f, "", "Huruf dalam berkas tidak dapat dibaca. Simpan Sebagai CSV UTF-8, lalu coba lagi.");
        return ERR_INVALID;
    }
    char sep = str_index(bytes, ';', 0) < str_index(bytes, '\n', 0) ? ';' : ',';
    struct csv c = csv_open(tx_arena(tx), bytes, sep, 16);
    TRY(read_heading(&c, place, f));
    while (csv_next(&c))
        TRY(import_row(tx, at, &c, place, &count, f));
    if (c.open_quote > 0)
        fault(f, "", "Tanda kutip di baris %lld tidak ditutup.", (long long)c.open_quote);
    TRY(faults_end(f));
    *ret = count;
    return count.added + count.changed == 0 ? OK : audit_write(tx, at, "instansi.jarak", at->pemda.v, S(""));
}
