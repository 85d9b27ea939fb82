/*
 * census_check.c: one pass over the rows (read, check, hand over), then the comparison of all of them with each other
 * and with the register, then the report. What is kept of a row between the passes is a record of a hundred bytes in
 * a spool.
 */
#include "census_check.h"

#include <assert.h>

#include "census_lines.h"
#include "kernel/mem.h"
#include "kernel/sort.h"
#include "person_name.h"

struct sheet_stat {
    struct str name;
    int64_t niks, end_in_zero; /* NIK of 16 digits */
    int64_t births, births_differ;
    bool rounded, several_sk;
};

struct reader {
    struct census_job *job;
    struct census_file file;
    struct census_map *map;
    struct census_names *agencies, *jobs;
    int64_t sheet_agency; /* where the column is absent */
    struct sheet_stat stat[256];
    struct arena *row_arena;
    struct census_says says;
    struct census_reading how;
    struct spool records, keys, pairs;
    struct census_lines lines;
    struct census_records all; /* after reading */
    size_t n_file;             /* records of the file; those of the register follow */
    bool any_heading, any_content, several_sk;
    /* the last spelling asked for: most rows repeat it */
    struct str last_agency;
    int64_t last_agency_id;
    char last_room[256];
};

static const struct cell empty_cell = {.text = {"", 0}, .raw = {"", 0}, .kind = CELL_EMPTY, .date = {INT32_MIN}};

static const struct cell *cell_of(const struct reader *r, const struct census_row *row, enum census_column c)
{
    int32_t at = r->map->at[c];
    if (at < 0 || (size_t)at >= row->n || row->cell[at].kind == CELL_EMPTY)
        return &empty_cell;
    return &row->cell[at];
}

static bool mapped(const struct reader *r, enum census_column c)
{
    return r->map->at[c] >= 0;
}

/* ---- headings ---- */

static err refuse(struct reader *r, enum census_code code, struct str x, struct str y, struct str z)
{
    r->job->refusal = (struct census_line){.sheet = r->file.sheet, .sheet_name = r->file.sheet_name, .column = COL_NONE,
                                           .code = code, .x = x, .y = y, .z = z, .value = S("")};
    return ERR_INVALID;
}

static struct cell keep_cell(struct arena *a, struct cell c)
{
    c.text = str_dup(a, c.text);
    c.raw = c.text;
    return c;
}

/* The first rows of the sheet, kept for finding the heading; the sheet is rewound. */
static size_t head_rows(struct arena *a, struct census_file *f, struct census_head_row *rows)
{
    struct census_row row;
    size_t n = 0;
    while (n < CENSUS_HEAD_ROWS + 1 && census_file_next(f, &row) && row.number <= CENSUS_HEAD_ROWS + 1) {
        size_t cells = row.n < CENSUS_COLUMNS_MAX ? row.n : CENSUS_COLUMNS_MAX;
        rows[n] = (struct census_head_row){row.number, cells, NEW_ARRAY(a, struct cell, cells)};
        for (size_t i = 0; i < cells; i++)
            rows[n].cell[i] = keep_cell(a, row.cell[i]);
        n++;
    }
    if (!f->failed)
        census_file_rewind(f);
    return n;
}

static bool all_blank(const struct census_head_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (rows[i].n > 0)
            return false;
    return true;
}

struct str census_missing_columns(struct arena *a, const struct census_map *m, bool agency_given)
{
    struct str list = S("");
    for (int c = 0; c < COL_COUNT; c++) {
        bool there = m->at[c] >= 0 || (c == COL_AGENCY && agency_given) ||
                     (c == COL_BIRTH_DATE && m->at[COL_BIRTH_BOTH] >= 0);
        if (census_columns[c].required && !there)
            list = list.n == 0 ? str_z(census_columns[c].heading)
                               : str_printf(a, STR_FMT ", %s", STR_ARG(list), census_columns[c].heading);
    }
    return list;
}

static err check_map(struct reader *r)
{
    struct census_map *m = r->map;
    if (m->twice != COL_NONE)
        return refuse(r, KOLOM_GANDA, str_z(census_columns[m->twice].heading), m->heading[m->twice_a],
                      m->heading[m->twice_b]);
    r->sheet_agency = census_names_find(r->agencies, r->file.sheet_name);
    if (r->sheet_agency == 0)
        r->sheet_agency = r->job->default_agency;
    struct str missing = census_missing_columns(r->job->arena, m, r->sheet_agency != 0);
    if (missing.n > 0)
        return refuse(r, KOLOM_WAJIB, missing, S(""), S(""));
    bool sk = m->at[COL_SK_NUMBER] >= 0 || m->at[COL_SK_DATE] >= 0 || m->at[COL_SK_END] >= 0;
    r->stat[r->file.sheet].several_sk = sk;
    r->several_sk |= sk;
    r->any_heading = true;
    return OK;
}

static err skip_sheet(struct reader *r, const char *why)
{
    struct census_line line = {.sheet = r->file.sheet, .column = COL_NONE, .code = LEMBAR_DILEWATI,
                               .x = r->file.sheet_name, .y = str_z(why), .z = S(""), .value = S("")};
    return census_line_early(&r->lines, &line, CENSUS_NO_RECORD);
}

/* ---- one row ---- */

static size_t filled_cells(const struct reader *r, const struct census_row *row)
{
    size_t n = 0, width = row->n < r->map->n ? row->n : r->map->n;
    for (size_t i = 0; i < width; i++)
        n += row->cell[i].kind != CELL_EMPTY;
    return n;
}

/* 1, 2, 3 … or (1) (2) (3) … in all filled cells. */
static bool numbering(const struct census_row *row)
{
    int64_t want = 1, v;
    for (size_t i = 0; i < row->n; i++) {
        struct str s = str_trim(row->cell[i].text);
        if (row->cell[i].kind == CELL_EMPTY)
            continue;
        if (s.n > 2 && s.p[0] == '(' && s.p[s.n - 1] == ')')
            s = str_sub(s, 1, s.n - 2);
        if (s.n > 3 || !str_to_uint(s, &v) || v != want++)
            return false;
    }
    return want > 3;
}

static bool starts_total(struct arena *a, struct str s)
{
    struct str low = str_lower(a, str_sub(str_trim(s), 0, 8));
    return str_starts(low, S("jumlah")) || str_starts(low, S("total")) || str_starts(low, S("subtotal"));
}

/* Why a row is no person, or NULL. */
static const char *no_person(const struct reader *r, const struct census_row *row)
{
    const struct cell *nik = cell_of(r, row, COL_NIK), *name = cell_of(r, row, COL_NAME);
    if (nik->text.n > 3 && name->text.n > 3)
        return NULL;
    if (numbering(row))
        return "baris nomor kolom";
    if (nik->kind != CELL_EMPTY || filled_cells(r, row) >= 4)
        return NULL;
    bool total = starts_total(r->row_arena, name->text);
    if (name->kind != CELL_EMPTY && !total)
        return NULL;
    for (size_t i = 0; i < row->n && !total; i++)
        total = starts_total(r->row_arena, row->cell[i].text);
    return total ? "baris jumlah" : "baris catatan";
}

static struct str text_of(struct reader *r, const struct census_row *row, enum census_column c)
{
    const struct cell *x = cell_of(r, row, c);
    if (x->kind == CELL_EMPTY || !census_cell_usable(x, c, &r->says))
        return S("");
    return census_tidy(r->row_arena, x->text);
}

static int64_t find_agency(struct reader *r, struct str text)
{
    if (str_eq(text, r->last_agency))
        return r->last_agency_id;
    int64_t id = census_names_find(r->agencies, text);
    if (text.n <= sizeof r->last_room) {
        memcpy(r->last_room, text.p, text.n);
        r->last_agency = (struct str){r->last_room, text.n};
        r->last_agency_id = id;
    }
    return id;
}

static void read_agency(struct reader *r, const struct census_row *row, struct census_person *p)
{
    const struct cell *c = cell_of(r, row, COL_AGENCY);
    p->agency = r->sheet_agency;
    if (!mapped(r, COL_AGENCY))
        return;
    p->agency = 0;
    if (!census_cell_usable(c, COL_AGENCY, &r->says))
        return;
    p->agency_text = census_tidy(r->row_arena, c->text);
    if (p->agency_text.n == 0)
        census_say(&r->says, COL_AGENCY, OPD_KOSONG, S(""), S(""), c->raw);
    else if (census_text_broken(p->agency_text))
        census_say(&r->says, COL_AGENCY, TEKS_RUSAK, p->agency_text, S(""), c->raw);
    else if ((p->agency = find_agency(r, p->agency_text)) == 0)
        census_say(&r->says, COL_AGENCY, OPD_TIDAK_DIKENAL, p->agency_text, S(""), c->raw);
}

static void read_job(struct reader *r, const struct census_row *row, struct census_person *p)
{
    const struct cell *c = cell_of(r, row, COL_JOB);
    if (!census_cell_usable(c, COL_JOB, &r->says))
        return;
    p->job = census_tidy(r->row_arena, c->text);
    if (p->job.n == 0 || str_eqz(p->job, "-"))
        census_say(&r->says, COL_JOB, JABATAN_KOSONG, S(""), S(""), c->raw);
    else if (census_text_broken(p->job))
        census_say(&r->says, COL_JOB, TEKS_RUSAK, p->job, S(""), c->raw);
    else
        p->job_id = census_names_find(r->jobs, p->job);
}

static void read_birth(struct reader *r, const struct census_row *row, struct census_person *p)
{
    struct cell date = *cell_of(r, row, COL_BIRTH_DATE);
    struct str place = S("");
    if (mapped(r, COL_BIRTH_BOTH)) {
        struct cell split;
        census_split_birth(cell_of(r, row, COL_BIRTH_BOTH), &place, &split);
        if (!mapped(r, COL_BIRTH_DATE))
            date = split;
    }
    p->birth_place = mapped(r, COL_BIRTH_PLACE) ? text_of(r, row, COL_BIRTH_PLACE) : census_tidy(r->row_arena, place);
    if (!census_date(&date, COL_BIRTH_DATE, &r->how, &p->birth, &r->says))
        p->birth = DATE_NONE;
}

/* Whether the date read month first would be the one in the NIK. */
static bool agrees_swapped(struct str nik, struct date d)
{
    struct ymd c = date_to_ymd(d), other = {c.year, c.day, c.month};
    return c.day != c.month && ymd_exists(other) && nik_birth_agrees(nik, date_from_ymd(other.year, other.month, other.day));
}

static void compare_nik(struct reader *r, const struct census_row *row, const struct census_person *p,
                        const struct nik_parts *parts)
{
    struct sheet_stat *st = &r->stat[r->file.sheet];
    struct arena *a = r->row_arena;
    enum census_column from = mapped(r, COL_BIRTH_DATE) ? COL_BIRTH_DATE : COL_BIRTH_BOTH;
    if (date_given(p->birth)) {
        st->births++;
        if (!nik_birth_agrees(p->nik, p->birth)) {
            struct str raw = cell_of(r, row, from)->raw;
            if (agrees_swapped(p->nik, p->birth)) {
                census_say(&r->says, COL_BIRTH_DATE, TANGGAL_AMBIGU, str_z(census_columns[COL_BIRTH_DATE].heading),
                           census_date_words(a, p->birth), raw);
            } else {
                st->births_differ++;
                census_say(&r->says, COL_BIRTH_DATE, NIK_BEDA_LAHIR, census_date_words(a, p->birth),
                           census_date_words(a, parts->birth), raw);
            }
        }
    }
    if (p->sex != 0 && p->sex != parts->sex)
        census_say(&r->says, COL_SEX, NIK_BEDA_KELAMIN, S(""), S(""), cell_of(r, row, COL_SEX)->raw);
}

static void count_nik(struct reader *r, const struct cell *c, bool good, struct str nik)
{
    struct sheet_stat *st = &r->stat[r->file.sheet];
    if (good) {
        st->niks++;
        st->end_in_zero += nik.p[15] == '0';
    } else if (census_said(&r->says, COL_NIK, NIK_DIBULATKAN)) {
        st->niks++;
        st->end_in_zero += c->text.n > 0 && c->text.p[c->text.n - 1] == '0';
    }
}

static void read_person(struct reader *r, const struct census_row *row, struct census_person *p)
{
    struct nik_parts parts = {0};
    struct census_name name;
    const struct cell *nik = cell_of(r, row, COL_NIK);
    p->nik = nik->text;
    if (census_cell_usable(nik, COL_NIK, &r->says))
        p->nik_good = census_nik(nik, r->how.today, &p->nik, &parts, &r->says);
    count_nik(r, nik, p->nik_good, p->nik);
    if (census_cell_usable(cell_of(r, row, COL_NAME), COL_NAME, &r->says)) {
        census_name_read(cell_of(r, row, COL_NAME), &name, &r->says);
        p->name = name.name;
        p->title_before = name.before;
        p->title_after = name.after;
        p->name_key = name_key_tight(r->row_arena, p->name);
    }
    read_birth(r, row, p);
    if (mapped(r, COL_SEX))
        p->sex = census_sex(cell_of(r, row, COL_SEX), &r->says);
    p->education = census_education(cell_of(r, row, COL_EDUCATION), &r->says);
    read_agency(r, row, p);
    read_job(r, row, p);
    p->category = census_category(cell_of(r, row, COL_CATEGORY), &r->says);
    if (!census_date(cell_of(r, row, COL_START), COL_START, &r->how, &p->start, &r->says))
        p->start = DATE_NONE;
    p->wage_given = census_wage(cell_of(r, row, COL_WAGE), &p->wage, &r->says);
    if (p->nik_good)
        compare_nik(r, row, p, &parts);
}

/* Between 16 and 60 by the number of days alone: nothing to count. */
static bool surely_of_age(struct date birth, struct date start)
{
    return start.day - birth.day > 16 * 366 && start.day - birth.day < 60 * 365;
}

static void read_rest(struct reader *r, const struct census_row *row, struct census_person *p)
{
    struct {
        enum census_column column;
        struct str *to;
    } texts[] = {{COL_UNIT, &p->unit}, {COL_SK_NUMBER, &p->sk_number}, {COL_SIGNER, &p->signer},
                 {COL_THK2_NUMBER, &p->thk2_number}, {COL_FAMILY_CARD, &p->family_card}, {COL_NPWP, &p->npwp},
                 {COL_BPJS, &p->bpjs}, {COL_PHONE, &p->phone}, {COL_ADDRESS, &p->address}};
    for (size_t i = 0; i < COUNT(texts); i++)
        if (mapped(r, texts[i].column))
            *texts[i].to = text_of(r, row, texts[i].column);
    if (mapped(r, COL_FUND))
        p->fund = census_fund(r->row_arena, text_of(r, row, COL_FUND));
    if (mapped(r, COL_SK_DATE) && !census_date(cell_of(r, row, COL_SK_DATE), COL_SK_DATE, &r->how, &p->sk_date, &r->says))
        p->sk_date = DATE_NONE;
    if (mapped(r, COL_SK_END) && !census_date(cell_of(r, row, COL_SK_END), COL_SK_END, &r->how, &p->sk_end, &r->says))
        p->sk_end = DATE_NONE;
    if (mapped(r, COL_REMARK)) {
        const struct cell *c = cell_of(r, row, COL_REMARK);
        struct census_remark remark = census_remark_read(c, &r->says);
        p->remark = c->kind == CELL_ERROR || c->kind == CELL_NO_RESULT ? S("") : census_tidy(r->row_arena, c->text);
        p->left = remark.left;
        p->asn = remark.asn;
    }
    if (date_given(p->birth) && date_given(p->start) && !surely_of_age(p->birth, p->start)) {
        int32_t age = years_between(p->birth, p->start);
        if (age < 15 || age > 60)
            census_say(&r->says, COL_START, TMT_USIA, str_printf(r->row_arena, "%d", age), S(""),
                       cell_of(r, row, COL_START)->raw);
    }
}

/* ---- keeping a row for the comparison ---- */

static uint64_t row_hash(const struct reader *r, const struct census_row *row)
{
    uint64_t h = UINT64_C(0xCBF29CE484222325);
    for (size_t i = 0; i < r->map->n; i++) {
        enum census_column c = r->map->column[i];
        if (c == COL_NONE || c == COL_NO)
            continue;
        h ^= i < row->n && row->cell[i].kind != CELL_EMPTY ? str_hash(row->cell[i].text) : 1;
        h *= UINT64_C(0x9E3779B97F4A7C15);
        h ^= h >> 29;
    }
    return h;
}

/* Digits of a phone with +62 as 0; too short a number identifies nobody. */
static uint64_t phone_hash(struct str s)
{
    char d[24];
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < sizeof d; i++)
        if (s.p[i] >= '0' && s.p[i] <= '9')
            d[n++] = s.p[i];
    struct str digits = {d, n};
    if (str_starts(digits, S("62")))
        digits = str_from(digits, 2);
    else if (str_starts(digits, S("0")))
        digits = str_from(digits, 1);
    return digits.n < 8 ? 0 : str_hash(digits) | 1;
}

static uint64_t place_hash(struct str s)
{
    char d[48];
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < sizeof d; i++) {
        char c = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] + 32) : s.p[i];
        if (c >= 'a' && c <= 'z')
            d[n++] = c;
    }
    return n == 0 ? 0 : str_hash((struct str){d, n}) | 1;
}

static uint64_t nik_number(struct str nik)
{
    int64_t v = 0;
    return nik.n == 16 && str_to_uint(nik, &v) ? (uint64_t)v : 0;
}

static err add_record(struct reader *r, struct census_record *rec, struct str key)
{
    rec->key_at = r->keys.n;
    rec->key_n = (uint16_t)(key.n < 200 ? key.n : 200);
    rec->into = -1;
    TRY(spool_add(&r->keys, key.p, rec->key_n));
    return spool_add(&r->records, rec, sizeof *rec);
}

static err keep_record(struct reader *r, const struct census_row *row, const struct census_person *p, bool late)
{
    struct census_record rec = {
        .nik = p->nik_good ? nik_number(p->nik) : 0,
        .row_hash = row_hash(r, row),
        .phone = phone_hash(p->phone),
        .place = place_hash(p->birth_place),
        .row = p->row,
        .agency = p->agency,
        .birth = p->birth.day,
        .start = p->start.day,
        .sheet = p->sheet,
        .level = (uint8_t)r->says.worst,
        .staged = (uint8_t)p->level,
        .base = (uint8_t)r->says.worst,
        .flags = late ? REC_LATE : 0,
    };
    return add_record(r, &rec, p->name_key);
}

static err keep_lines(struct reader *r, const struct census_row *row, uint32_t record)
{
    for (size_t i = 0; i < r->says.n; i++) {
        r->says.list[i].sheet = r->file.sheet;
        r->says.list[i].row = row->number;
        TRY(census_line_early(&r->lines, &r->says.list[i], record));
    }
    return OK;
}

static struct census_person blank_person(struct reader *r, const struct census_row *row)
{
    struct census_person p = {.seq = (int64_t)(r->records.n / sizeof(struct census_record)), .sheet = r->file.sheet,
                              .row = row->number, .birth = DATE_NONE, .start = DATE_NONE, .sk_date = DATE_NONE,
                              .sk_end = DATE_NONE};
    struct str *texts[] = {&p.nik, &p.name, &p.title_before, &p.title_after, &p.name_key, &p.birth_place, &p.education,
                           &p.unit, &p.job, &p.category, &p.sk_number, &p.signer, &p.fund, &p.thk2_number,
                           &p.family_card, &p.npwp, &p.bpjs, &p.phone, &p.address, &p.remark, &p.agency_text};
    for (size_t i = 0; i < COUNT(texts); i++)
        *texts[i] = S("");
    return p;
}

/* More filled cells than headings: everything behind the stray comma is shifted, so nothing else is said. */
static bool too_wide(const struct reader *r, const struct census_row *row)
{
    return r->file.is_csv && row->n > r->map->n;
}

static err finish_row(struct reader *r, const struct census_row *row, struct census_person *p)
{
    bool late = date_given(p->start) && p->start.day > r->job->freeze.day;
    enum census_level base = r->says.worst;
    uint32_t record = (uint32_t)p->seq;
    if (late)
        census_say(&r->says, COL_START, TMT_SETELAH_PEMBEKUAN, census_date_words(r->row_arena, p->start), S(""),
                   cell_of(r, row, COL_START)->raw);
    p->level = r->says.worst;
    r->says.worst = base;
    TRY(keep_record(r, row, p, late));
    TRY(keep_lines(r, row, record));
    r->job->counts.rows++;
    return r->job->person == NULL ? OK : r->job->person(r->job->user, p);
}

static err one_row(struct reader *r, const struct census_row *row)
{
    if (row->n == 0 || (filled_cells(r, row) == 0 && !too_wide(r, row)))
        return OK;
    arena_reset(r->row_arena);
    census_says_clear(&r->says);
    struct census_person p = blank_person(r, row);
    if (too_wide(r, row)) {
        census_say(&r->says, COL_NONE, KOLOM_BERLEBIH, str_printf(r->row_arena, "%zu", row->n),
                   str_printf(r->row_arena, "%zu", r->map->n), S(""));
        return finish_row(r, row, &p);
    }
    const char *why = no_person(r, row);
    if (why != NULL) {
        r->job->counts.skipped++;
        census_say(&r->says, COL_NONE, BARIS_DILEWATI, str_z(why), S(""), S(""));
        return keep_lines(r, row, CENSUS_NO_RECORD);
    }
    read_person(r, row, &p);
    if (r->job->only_agency != 0 && p.agency != 0 && p.agency != r->job->only_agency) {
        r->job->counts.outside++;
        return OK;
    }
    read_rest(r, row, &p);
    return finish_row(r, row, &p);
}

/* ---- reading ---- */

static err say_progress(struct reader *r, enum census_phase phase, int64_t done, int64_t total)
{
    return r->job->progress == NULL ? OK : r->job->progress(r->job->user, phase, done, total);
}

static err read_rows(struct reader *r)
{
    struct census_row row;
    int64_t seen = 0;
    while (census_file_next(&r->file, &row)) {
        if (row.number <= r->map->last_row)
            continue;
        TRY(one_row(r, &row));
        if (r->job->counts.rows > CENSUS_ROWS_MAX)
            return refuse(r, TERLALU_BANYAK_BARIS, S("lebih dari 3.000.000"), S("3.000.000"), S(""));
        if (++seen % 4096 == 0)
            TRY(say_progress(r, PHASE_READ, r->file.is_csv ? (int64_t)r->file.csv.at : r->job->counts.rows,
                             r->file.is_csv ? (int64_t)r->file.csv.bytes.n : 0));
    }
    return r->file.failed ? ERR_INVALID : OK;
}

static err read_sheet(struct reader *r)
{
    AUTO_ARENA a = arena_new((size_t)1 << 30);
    struct census_head_row *rows = NEW_ARRAY(a, struct census_head_row, CENSUS_HEAD_ROWS + 1);
    struct sheet_stat *st = &r->stat[r->file.sheet];
    st->name = r->file.sheet_name;
    if (r->file.hidden)
        return skip_sheet(r, "tersembunyi");
    size_t n = head_rows(a, &r->file, rows);
    if (r->file.failed)
        return ERR_INVALID;
    if (all_blank(rows, n))
        return r->file.is_csv ? OK : skip_sheet(r, "kosong");
    r->any_content = true;
    if (!census_find_heading(r->job->arena, rows, n, r->job->overrides, r->job->n_overrides, r->map))
        return r->file.is_csv ? OK : skip_sheet(r, "tidak ada baris judul kolom");
    TRY(check_map(r));
    return read_rows(r);
}

static err read_file(struct reader *r)
{
    TRY(census_file_open(r->job->arena, r->job->path, &r->file, &r->job->refusal));
    r->how = (struct census_reading){r->job->today, r->job->month_first, r->file.date1904};
    if (r->file.external_links) {
        struct census_line line = {.sheet = -1, .column = COL_NONE, .code = TAUTAN_LUAR, .x = S(""), .y = S(""),
                                   .z = S(""), .value = S("")};
        TRY(census_line_early(&r->lines, &line, CENSUS_NO_RECORD));
    }
    while (census_file_sheet(&r->file))
        TRY(read_sheet(r));
    if (r->file.failed)
        return ERR_INVALID;
    r->file.sheet = -1;
    r->file.sheet_name = S("");
    if (!r->any_content)
        return refuse(r, BERKAS_KOSONG, S(""), S(""), S(""));
    if (!r->any_heading)
        return refuse(r, TANPA_JUDUL, S(""), S(""), S(""));
    if (r->job->counts.rows + r->job->counts.outside == 0)
        return refuse(r, TANPA_DATA, S(""), S(""), S(""));
    return OK;
}

static err read_register(struct reader *r)
{
    bool more = true;
    r->n_file = r->records.n / sizeof(struct census_record);
    while (r->job->known != NULL) {
        struct census_known k;
        TRY(r->job->known(r->job->user, &k, &more));
        if (!more)
            break;
        struct census_record rec = {.nik = nik_number(k.nik), .phone = phone_hash(k.phone), .row = k.id,
                                    .place = place_hash(k.birth_place), .agency = k.agency, .birth = k.birth.day,
                                    .start = INT32_MIN, .sheet = -1};
        TRY(add_record(r, &rec, k.name_key));
    }
    r->all = (struct census_records){(struct census_record *)(void *)r->records.p,
                                     r->records.n / sizeof(struct census_record),
                                     r->keys.p == NULL ? "" : (const char *)r->keys.p};
    return OK;
}

/* ---- comparing ---- */

static struct str nik_text(struct arena *a, uint64_t nik)
{
    return str_printf(a, "%016llu", (unsigned long long)nik);
}

/* Whole columns: NIK that a spreadsheet rounded, and a column that is no NIK at all. */
static err judge_columns(struct reader *r)
{
    struct census_line line = {.column = COL_NIK, .code = KOLOM_DICURIGAI, .x = S(""), .y = S(""), .z = S(""),
                               .value = S("")};
    for (int32_t s = 0; s < 256; s++) {
        struct sheet_stat *st = &r->stat[s];
        st->rounded = st->niks >= 20 && st->end_in_zero * 2 >= st->niks;
        line.sheet = s;
        if (!st->rounded && st->births >= 20 && st->births_differ * 2 >= st->births)
            TRY(census_line_late(&r->lines, &line, CENSUS_NO_RECORD));
    }
    for (size_t i = 0; i < r->n_file; i++) {
        struct census_record *rec = &r->all.list[i];
        if (rec->nik == 0 || rec->nik % 10 != 0 || !r->stat[rec->sheet].rounded)
            continue;
        arena_reset(r->row_arena);
        line = (struct census_line){.sheet = rec->sheet, .row = rec->row, .column = COL_NIK, .code = NIK_DIBULATKAN,
                                    .x = S(""), .y = S(""), .z = S(""), .value = nik_text(r->row_arena, rec->nik)};
        TRY(census_line_late(&r->lines, &line, (uint32_t)i));
        rec->flags |= REC_ROUNDED;
        rec->nik = 0;
    }
    return OK;
}

static err keep_pair(void *user, const struct census_pair *pair)
{
    struct reader *r = user;
    const struct census_record *a = &r->all.list[pair->a], *b = &r->all.list[pair->b];
    if (r->job->decided != NULL && pair->kind != PAIR_CLASH && r->job->decided(r->job->user, a->nik, b->nik))
        return OK;
    return spool_add(&r->pairs, pair, sizeof *pair);
}

static err compare_all(struct reader *r)
{
    AUTO_SPOOL keys = {.fd = -1}, room = {.fd = -1};
    size_t n = r->all.n * sizeof(struct sort_key);
    if (n == 0)
        return OK;
    TRY(spool_open(&keys, n));
    TRY(spool_open(&room, n));
    struct sort_key *k = spool_room(&keys, n), *m = spool_room(&room, n);
    if (k == NULL || m == NULL)
        return ERR_LIMIT;
    TRY(census_group_nik(&r->all, r->several_sk, k, m, keep_pair, r));
    TRY(say_progress(r, PHASE_COMPARE, 1, 3));
    TRY(census_find_pairs(&r->all, k, m, keep_pair, r));
    return say_progress(r, PHASE_COMPARE, 2, 3);
}

/* ---- what became of the rows ---- */

/* "baris 88", "baris 88 lembar “Data TKK”", "data terdaftar di Satpol PP" */
static struct str partner_words(struct reader *r, const struct census_record *from, const struct census_record *to)
{
    struct arena *a = r->row_arena;
    if (to->sheet < 0) {
        for (size_t i = 0; i < r->job->n_agencies; i++)
            if (r->job->agencies[i].id == to->agency)
                return str_printf(a, "data terdaftar di " STR_FMT, STR_ARG(r->job->agencies[i].text));
        return S("data terdaftar");
    }
    if (to->sheet == from->sheet)
        return str_printf(a, "baris %lld", (long long)to->row);
    return str_printf(a, "baris %lld lembar “" STR_FMT "”", (long long)to->row, STR_ARG(r->stat[to->sheet].name));
}

static err late_line(struct reader *r, uint32_t index, enum census_column column, enum census_code code, struct str x,
                     struct str value)
{
    const struct census_record *rec = &r->all.list[index];
    struct census_line line = {.sheet = rec->sheet, .row = rec->row, .column = column, .code = code, .x = x,
                               .y = S(""), .z = S(""), .value = value};
    enum census_level level = census_codes[code].level;
    if (level > r->all.list[index].level)
        r->all.list[index].level = (uint8_t)level;
    return census_line_late(&r->lines, &line, index);
}

/* All partners of one record, from `n` keys whose index is its own and extra the pair's place. */
static err tell_partners(struct reader *r, uint32_t index, const struct sort_key *k, size_t n)
{
    static const enum census_code codes[] = {[PAIR_STRONG] = DUPLIKAT_KUAT, [PAIR_LIKELY] = DUPLIKAT_BESAR,
                                             [PAIR_MAYBE] = DUPLIKAT_MUNGKIN};
    const struct census_pair *pairs = (const struct census_pair *)(const void *)r->pairs.p;
    const struct census_record *rec = &r->all.list[index];
    struct str clashes = S("");
    size_t told = 0;
    arena_reset(r->row_arena);
    for (size_t i = 0; i < n; i++) {
        const struct census_pair *p = &pairs[k[i].index];
        const struct census_record *other = &r->all.list[p->a == index ? p->b : p->a];
        struct str words = partner_words(r, rec, other);
        if (p->kind != PAIR_CLASH && told++ < 5 && (rec->flags & REC_CLASH) == 0)
            TRY(late_line(r, index, COL_NONE, codes[p->kind], words, S("")));
        else if (p->kind == PAIR_CLASH && told++ < 3)
            clashes = clashes.n == 0 ? words
                                     : str_printf(r->row_arena, STR_FMT ", " STR_FMT, STR_ARG(clashes), STR_ARG(words));
    }
    if (clashes.n > 0 && told > 3)
        clashes = str_printf(r->row_arena, STR_FMT " dan %zu lainnya", STR_ARG(clashes), told - 3);
    return clashes.n == 0 ? OK : late_line(r, index, COL_NIK, NIK_GANDA, clashes, nik_text(r->row_arena, rec->nik));
}

/* The pairs seen from each side: sorted by record, clashes first, then by falling points. */
static err tell_pairs(struct reader *r)
{
    AUTO_SPOOL keys = {.fd = -1}, room = {.fd = -1};
    const struct census_pair *pairs = (const struct census_pair *)(const void *)r->pairs.p;
    size_t n = r->pairs.n / sizeof *pairs, m = 0;
    if (n == 0)
        return OK;
    TRY(spool_open(&keys, n * 2 * sizeof(struct sort_key)));
    TRY(spool_open(&room, n * 2 * sizeof(struct sort_key)));
    struct sort_key *k = spool_room(&keys, n * 2 * sizeof *k), *t = spool_room(&room, n * 2 * sizeof *k);
    if (k == NULL || t == NULL)
        return ERR_LIMIT;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t low = (uint64_t)(255 - pairs[i].points);
        if (r->all.list[pairs[i].a].sheet >= 0)
            k[m++] = (struct sort_key){(uint64_t)pairs[i].a << 8 | low, i, pairs[i].a};
        if (r->all.list[pairs[i].b].sheet >= 0)
            k[m++] = (struct sort_key){(uint64_t)pairs[i].b << 8 | low, i, pairs[i].b};
    }
    sort_keys(k, t, m);
    for (size_t i = 0; i < m;) {
        size_t end = i + 1;
        while (end < m && k[end].extra == k[i].extra)
            end++;
        TRY(tell_partners(r, k[i].extra, k + i, end - i));
        i = end;
    }
    return OK;
}

static err hand_over_pairs(struct reader *r)
{
    const struct census_pair *pairs = (const struct census_pair *)(const void *)r->pairs.p;
    for (size_t i = 0; r->job->pair != NULL && i < r->pairs.n / sizeof *pairs; i++) {
        const struct census_record *a = &r->all.list[pairs[i].a], *b = &r->all.list[pairs[i].b];
        struct census_found_pair found = {
            .seq_a = a->sheet < 0 ? -1 : (int64_t)pairs[i].a,
            .seq_b = b->sheet < 0 ? -1 : (int64_t)pairs[i].b,
            .register_a = a->sheet < 0 ? a->row : 0, .register_b = b->sheet < 0 ? b->row : 0,
            .points = pairs[i].points, .kind = pairs[i].kind};
        TRY(r->job->pair(r->job->user, &found));
    }
    return OK;
}

static bool still_late(const struct reader *r, const struct census_record *rec)
{
    return (rec->flags & REC_LATE) != 0 && (rec->flags & (REC_TWIN | REC_MERGED)) == 0 &&
           rec->start > r->job->freeze.day;
}

static err settle_row(struct reader *r, uint32_t i)
{
    struct census_record *rec = &r->all.list[i];
    arena_reset(r->row_arena);
    if (rec->flags & (REC_TWIN | REC_MERGED)) {
        bool twin = rec->flags & REC_TWIN;
        TRY(late_line(r, i, COL_NONE, twin ? BARIS_KEMBAR : SK_DIGABUNG,
                      str_from(partner_words(r, rec, &r->all.list[rec->into]), strlen("baris ")), S("")));
        r->job->counts.twins += twin;
        r->job->counts.merged += !twin;
    }
    enum census_level level = (rec->flags & REC_ROUNDED) != 0 || still_late(r, rec) ? LEVEL_FAULT
                                                                                 : (enum census_level)rec->level;
    bool left_aside = (rec->flags & (REC_TWIN | REC_MERGED)) != 0;
    if (!left_aside)
        r->job->counts.by_level[level]++;
    bool changed = left_aside || level != rec->staged || (rec->flags & REC_START_MOVED) != 0 || rec->known != 0;
    if (!changed || r->job->mark == NULL)
        return OK;
    struct census_mark mark = {
        .seq = i, .level = level, .known = rec->known,
        .base = (rec->flags & REC_CLASH) != 0 && !still_late(r, rec) ? (enum census_level)rec->base : level, .into = left_aside ? rec->into : -1,
        .fate = rec->flags & REC_TWIN ? FATE_TWIN : rec->flags & REC_MERGED ? FATE_MERGED : FATE_KEEP,
        .start = rec->flags & REC_START_MOVED ? (struct date){rec->start} : DATE_NONE};
    return r->job->mark(r->job->user, &mark);
}

/* People of the agencies in this file whom it does not bring. */
static err tell_missing(struct reader *r)
{
    AUTO_ARENA a = arena_new((size_t)64 << 20);
    size_t n = 0, cap = r->job->n_agencies + 1;
    int64_t *agency = NEW_ARRAY(a, int64_t, cap);
    for (size_t i = 0; i < r->n_file && r->job->missing != NULL; i++) {
        size_t k = 0;
        while (k < n && agency[k] != r->all.list[i].agency)
            k++;
        if (k == n && n < cap)
            agency[n++] = r->all.list[i].agency;
    }
    for (size_t i = r->n_file; i < r->all.n && n > 0; i++) {
        const struct census_record *rec = &r->all.list[i];
        size_t k = 0;
        while (k < n && agency[k] != rec->agency)
            k++;
        if (k < n && (rec->flags & (REC_RENEWED | REC_CLASH)) == 0)
            TRY(r->job->missing(r->job->user, rec->row));
    }
    return OK;
}

/* ---- the report ---- */

/* Whether what was said while reading still holds now that all rows are known. */
static bool still_holds(void *user, const struct census_line *line, uint32_t record)
{
    const struct reader *r = user;
    if (record == CENSUS_NO_RECORD)
        return true;
    const struct census_record *rec = &r->all.list[record];
    if (rec->flags & REC_TWIN)
        return false;
    if (line->code == TMT_SETELAH_PEMBEKUAN)
        return still_late(r, rec);
    if (rec->flags & REC_ROUNDED)
        return line->column != COL_NIK && line->code != NIK_BEDA_LAHIR && line->code != NIK_BEDA_KELAMIN &&
               line->code != TANGGAL_AMBIGU;
    return true;
}

static err tell_line(void *user, const struct census_line *line)
{
    struct reader *r = user;
    struct census_line l = *line;
    l.sheet_name = line->sheet >= 0 ? r->stat[line->sheet].name : S("");
    r->job->counts.by_code[line->code]++;
    return r->job->line == NULL ? OK : r->job->line(r->job->user, &l);
}

static err finish(struct reader *r)
{
    TRY(judge_columns(r));
    TRY(compare_all(r));
    TRY(tell_pairs(r));
    for (uint32_t i = 0; i < r->n_file; i++)
        TRY(settle_row(r, i));
    TRY(hand_over_pairs(r));
    TRY(tell_missing(r));
    TRY(say_progress(r, PHASE_REPORT, 0, 1));
    struct census_teller teller = {r, still_holds, tell_line};
    TRY(census_lines_tell(&r->lines, &teller));
    return say_progress(r, PHASE_REPORT, 1, 1);
}

static err run(struct reader *r)
{
    const size_t most = (size_t)64 << 30;
    TRY(spool_open(&r->records, most));
    TRY(spool_open(&r->keys, most));
    TRY(spool_open(&r->pairs, most));
    TRY(census_lines_open(&r->lines));
    TRY(read_file(r));
    TRY(read_register(r));
    return finish(r);
}

err census_read(struct census_job *job)
{
    struct arena *a = job->arena;
    struct reader *r = NEW(a, struct reader);
    r->job = job;
    r->map = NEW(a, struct census_map);
    r->agencies = census_names_new(a, job->agencies, job->n_agencies);
    r->jobs = census_names_new(a, job->jobs, job->n_jobs);
    r->row_arena = arena_new((size_t)64 << 20);
    r->says.arena = r->row_arena;
    r->last_agency = S("");
    r->file.sheet_name = S("");
    job->counts = (struct census_counts){0};
    err e = run(r);
    if (e == ERR_INVALID && job->line != NULL && job->line(job->user, &job->refusal) != OK)
        e = ERR_IO;
    census_file_close(&r->file);
    census_lines_close(&r->lines);
    spool_close(&r->records);
    spool_close(&r->keys);
    spool_close(&r->pairs);
    arena_free(r->row_arena);
    return e;
}

/* ---- looking ---- */

static void take_samples(struct arena *a, const struct census_head_row *rows, size_t n, struct census_look_sheet *s)
{
    for (size_t i = 0; i < n && s->n_samples < COUNT(s->sample); i++) {
        if (rows[i].number <= s->map.last_row || rows[i].n == 0)
            continue;
        for (size_t c = 0; c < s->map.n && c < rows[i].n; c++)
            s->sample[s->n_samples][c] = str_dup(a, str_sub(rows[i].cell[c].text, 0, 60));
        s->sample_row[s->n_samples++] = rows[i].number;
    }
}

static void look_sheet(struct arena *a, struct census_file *f, const struct census_override *overrides, size_t n,
                       struct census_look_sheet *s)
{
    struct census_head_row *rows = NEW_ARRAY(a, struct census_head_row, CENSUS_HEAD_ROWS + 1);
    s->name = f->sheet_name;
    s->hidden = f->hidden;
    size_t n_rows = head_rows(a, f, rows);
    s->empty = all_blank(rows, n_rows);
    s->has_heading = !s->empty && census_find_heading(a, rows, n_rows, overrides, n, &s->map);
    if (s->has_heading)
        take_samples(a, rows, n_rows, s);
}

err census_look(struct arena *a, const char *path, const struct census_override *overrides, size_t n_overrides,
                struct census_look *ret)
{
    struct census_file f;
    bool any = false;
    err e = census_file_open(a, path, &f, &ret->refusal);
    ret->n = 0;
    while (e == OK && ret->n < COUNT(ret->sheet) && census_file_sheet(&f)) {
        struct census_look_sheet *s = NEW(a, struct census_look_sheet);
        look_sheet(a, &f, overrides, n_overrides, s);
        any |= s->has_heading && !s->hidden;
        ret->sheet[ret->n++] = s;
    }
    if (e == OK && f.failed)
        e = ERR_INVALID;
    if (e == OK && !any) {
        ret->refusal = (struct census_line){.sheet = -1, .sheet_name = S(""), .column = COL_NONE, .code = TANPA_JUDUL,
                                            .x = S(""), .y = S(""), .z = S(""), .value = S("")};
        e = ERR_INVALID;
    }
    census_file_close(&f);
    return e;
}
