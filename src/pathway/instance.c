/*
 * instance.c: reads the files in the order in which they refer to each other: parameters and jobs, ceilings,
 * lines, workers, choices, distances. Whatever is wrong is told with file and record; nothing is guessed.
 */
#include "instance.h"

#include <assert.h>
#include <endian.h>
#include <inttypes.h>
#include <stdarg.h>

#include "kernel/digest.h"
#include "kernel/mem.h"
#include "kernel/text/csv.h"
#include "pathway/instance_rank.h"

enum { COLUMNS_MAX = 40, COLUMNS_USED = 12, FORGET_STEP = 8 << 20, AHEAD = 16 };

/* ---- one file ---- */

struct table {
    const char *file;
    struct csv csv;
    struct faults *faults;
    bool mapped;
    size_t forgotten;          /* bytes let go so far */
    const char *const *column; /* names of the columns we need */
    size_t n_columns, width;   /* width: fields in the header */
    size_t at[COLUMNS_USED];   /* where each needed column stands */
};

static void PRINTF_LIKE(2, 3) refuse(const struct table *t, const char *fmt, ...);

static void refuse(const struct table *t, const char *fmt, ...)
{
    char text[300];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    fault(t->faults, t->file, "%s:%" PRId64 ": %s", t->file, t->csv.record, text);
}

/* Values are shown shortened: a fault must fit a line. */
static int shown(struct str s)
{
    return s.n > 40 ? 40 : (int)s.n;
}

static bool find_columns(struct table *t)
{
    bool all = true;
    for (size_t i = 0; i < t->n_columns; i++) {
        size_t j = 0;
        while (j < t->width && !str_eqz(csv_field(&t->csv, j), t->column[i]))
            j++;
        t->at[i] = j;
        if (j == t->width) {
            refuse(t, "kolom %s tidak ada pada baris judul", t->column[i]);
            all = false;
        }
    }
    return all;
}

/* Begin reading a file whose header must hold the given columns, in any order. False: refused. */
static bool table_open(struct table *t, struct arena *tmp, const char *file, struct str text,
                       const char *const *column, size_t n_columns, struct faults *f)
{
    assert(n_columns <= COLUMNS_USED);
    *t = (struct table){.file = file, .faults = f, .column = column, .n_columns = n_columns};
    t->csv = csv_open(tmp, text, ',', COLUMNS_MAX);
    if (!csv_next(&t->csv)) {
        t->csv.record = 1;
        refuse(t, "baris judul tidak ada");
        return false;
    }
    t->width = t->csv.n;
    if (t->width > COLUMNS_MAX) {
        refuse(t, "kolom lebih dari %d", COLUMNS_MAX);
        return false;
    }
    return find_columns(t);
}

/* The next row with the right number of fields; false at the end, or when too much is wrong to go on. */
static bool table_next(struct table *t)
{
    while (t->faults->n < FAULTS_MAX && csv_next(&t->csv)) {
        if (t->mapped && t->csv.at - t->forgotten > FORGET_STEP) {
            file_forget(t->csv.bytes, t->forgotten, t->csv.at - FORGET_STEP / 8);
            t->forgotten = t->csv.at - FORGET_STEP / 8;
        }
        if (t->csv.n == t->width)
            return true;
        refuse(t, "ada %zu kolom, seharusnya %zu", t->csv.n, t->width);
    }
    if (t->csv.open_quote > 0)
        refuse(t, "tanda kutip dibuka tetapi tidak ditutup");
    return false;
}

static inline struct str cell(const struct table *t, size_t column)
{
    return t->csv.field[t->at[column]];
}

/* A whole number from 0 to max, or a refusal. */
static bool read_number(const struct table *t, size_t column, int64_t max, int64_t *ret)
{
    struct str s = cell(t, column);
    int64_t v = 0;
    if (!str_to_uint(s, &v)) {
        refuse(t, "%s harus bilangan bulat tanpa tanda dan pemisah, tertulis \"%.*s\"", t->column[column],
               shown(s), s.p);
        return false;
    }
    if (v > max) {
        refuse(t, "%s paling besar %" PRId64 ", tertulis %" PRId64, t->column[column], max, v);
        return false;
    }
    *ret = v;
    return true;
}

static bool is_code(struct str s)
{
    if (s.n == 0 || s.n > INSTANCE_ID_MAX)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == ',' || s.p[i] == '"' || s.p[i] == ';' || s.p[i] == 127)
            return false;
    return true;
}

/* An id or code of 1 to 20 bytes that needs no quotes in the outputs, or a refusal. */
static bool read_code(const struct table *t, size_t column, struct str *ret)
{
    struct str s = cell(t, column);
    if (!is_code(s)) {
        refuse(t, "%s harus 1 sampai %d huruf tanpa spasi, koma, titik koma, atau tanda kutip", t->column[column],
               INSTANCE_ID_MAX);
        return false;
    }
    *ret = s;
    return true;
}

/* A view that stays valid: text the reader had to put together is copied. */
static struct str lasting(struct arena *a, const struct table *t, struct str s)
{
    bool inside = s.p >= t->csv.bytes.p && s.p + s.n <= t->csv.bytes.p + t->csv.bytes.n;
    return inside ? s : str_dup(a, s);
}

/* ---- names ---- */

static void names_grow(struct arena *a, struct names *t)
{
    uint32_t cap = t->cap == 0 ? 64 : t->cap * 2;
    struct str *name = NEW_ARRAY(a, struct str, cap);
    if (t->n > 0)
        memcpy(name, t->name, t->n * sizeof *name);
    t->name = name;
    t->cap = cap;
    t->mask = cap * 2 - 1;
    t->slot = NEW_ARRAY(a, uint32_t, (size_t)cap * 2);
    for (uint32_t i = 0; i < t->n; i++) {
        uint32_t at = (uint32_t)(str_hash(name[i]) >> 32) & t->mask;
        while (t->slot[at] != 0)
            at = (at + 1) & t->mask;
        t->slot[at] = i + 1;
    }
}

uint32_t names_find(const struct names *t, struct str name)
{
    if (t->n == 0)
        return NOTHING;
    uint32_t at = (uint32_t)(str_hash(name) >> 32) & t->mask;
    for (; t->slot[at] != 0; at = (at + 1) & t->mask)
        if (str_eq(t->name[t->slot[at] - 1], name))
            return t->slot[at] - 1;
    return NOTHING;
}

/* The number of a name, given now when it is new; *fresh says so. */
static uint32_t names_add(struct arena *a, struct names *t, struct str name, bool *fresh)
{
    uint32_t found = names_find(t, name);
    *fresh = found == NOTHING;
    if (found != NOTHING)
        return found;
    if (t->n == t->cap)
        names_grow(a, t);
    uint32_t at = (uint32_t)(str_hash(name) >> 32) & t->mask;
    while (t->slot[at] != 0)
        at = (at + 1) & t->mask;
    t->name[t->n] = str_dup(a, name);
    t->slot[at] = ++t->n;
    return t->n - 1;
}

static uint32_t name_number(struct arena *a, struct names *t, struct str name)
{
    bool fresh;
    return names_add(a, t, name, &fresh);
}

/* The same with a memory of the last answer: neighbouring rows often name the same region, agency and job. */
struct last {
    struct str name;
    uint32_t number;
};

static uint32_t name_again(struct arena *a, struct names *t, struct str name, struct last *last)
{
    if (last->name.p != NULL && str_eq(last->name, name))
        return last->number;
    uint32_t i = name_number(a, t, name);
    *last = (struct last){t->name[i], i};
    return i;
}

/* ---- reading ---- */

struct ceiling_row {
    uint32_t agency;
    int64_t amount;
};

struct reading {
    struct arena *a, *tmp; /* what stays; what is dropped at the end */
    const struct instance_files *files;
    struct faults *faults;
    struct instance in;
    struct ceiling_row *ceilings;
    uint32_t n_ceilings, cap_ceilings;
    uint32_t *line_slot, line_mask; /* lines by id */
    uint64_t *worker_slot;          /* workers by id: tag and number + 1 */
    uint64_t worker_mask;
    uint64_t *nik, *lottery, *hash; /* per worker; nik 0 when it is not 16 digits; hash of the id */
};

/* More room for an array in the arena; the old place is left behind. */
static void *grown(struct arena *a, const void *old, size_t n, size_t cap, size_t size)
{
    void *p = arena_array(a, cap, size);
    if (n > 0)
        memcpy(p, old, n * size);
    return p;
}

static void read_parameters(struct reading *r)
{
    static const char *const columns[] = {"nama", "nilai"};
    struct table t;
    if (!table_open(&t, r->tmp, "parameter.csv", r->files->parameter, columns, COUNT(columns), r->faults))
        return;
    bool seed_seen = false, months_seen = false;
    while (table_next(&t)) {
        struct str name = cell(&t, 0), value = cell(&t, 1);
        if (str_eqz(name, "benih")) {
            bool ascii = value.n > 0 && value.n <= INSTANCE_SEED_MAX;
            for (size_t i = 0; i < value.n && ascii; i++)
                ascii = value.p[i] >= ' ' && value.p[i] <= '~';
            if (!ascii)
                refuse(&t, "benih harus 1 sampai %d huruf ASCII", INSTANCE_SEED_MAX);
            if (seed_seen)
                refuse(&t, "benih tertulis dua kali");
            seed_seen = true;
            r->in.seed = str_dup(r->a, value);
        } else if (str_eqz(name, "bulan_lama")) {
            if (months_seen)
                refuse(&t, "bulan_lama tertulis dua kali");
            months_seen = true;
            (void)read_number(&t, 1, 9999, &r->in.long_months);
        }
    }
    if (!seed_seen && r->faults->n == 0)
        refuse(&t, "benih undian belum ada");
}

static void read_jobs(struct reading *r)
{
    static const char *const columns[] = {"kode_jabatan", "inti", "dasar_keputusan"};
    struct table t;
    if (!table_open(&t, r->tmp, "jabatan.csv", r->files->jabatan, columns, COUNT(columns), r->faults))
        return;
    size_t cap = 0;
    while (table_next(&t)) {
        struct str code;
        int64_t core;
        if (!read_code(&t, 0, &code) || !read_number(&t, 1, 1, &core))
            continue;
        bool fresh;
        uint32_t job = names_add(r->a, &r->in.jobs, code, &fresh);
        if (!fresh)
            refuse(&t, "kode_jabatan %.*s tertulis dua kali", shown(code), code.p);
        if (r->in.jobs.n > cap) {
            cap = cap == 0 ? 64 : cap * 2;
            r->in.job_permitted = grown(r->a, r->in.job_permitted, cap / 2 * (cap > 64), cap, sizeof(bool));
        }
        r->in.job_permitted[job] = core == 1 || str_trim(cell(&t, 2)).n > 0;
    }
}

static void read_ceilings(struct reading *r)
{
    static const char *const columns[] = {"kode_opd", "pagu"};
    struct table t;
    if (!table_open(&t, r->tmp, "pagu.csv", r->files->pagu, columns, COUNT(columns), r->faults))
        return;
    while (table_next(&t)) {
        struct str code;
        int64_t amount;
        if (!read_code(&t, 0, &code) || !read_number(&t, 1, INT64_MAX, &amount))
            continue;
        bool fresh;
        uint32_t agency = names_add(r->a, &r->in.agencies, code, &fresh);
        if (!fresh) {
            refuse(&t, "kode_opd %.*s tertulis dua kali", shown(code), code.p);
            continue;
        }
        if (r->n_ceilings == r->cap_ceilings) {
            r->cap_ceilings = r->cap_ceilings * 2 + 64;
            r->ceilings = grown(r->tmp, r->ceilings, r->n_ceilings, r->cap_ceilings, sizeof *r->ceilings);
        }
        r->ceilings[r->n_ceilings++] = (struct ceiling_row){agency, amount};
    }
}

/* ---- lines ---- */

static uint32_t find_line(const struct reading *r, struct str id)
{
    if (r->line_slot == NULL)
        return NOTHING;
    uint32_t at = (uint32_t)(str_hash(id) >> 32) & r->line_mask;
    for (; r->line_slot[at] != 0; at = (at + 1) & r->line_mask)
        if (str_eq(r->in.line[r->line_slot[at] - 1].id, id))
            return r->line_slot[at] - 1;
    return NOTHING;
}

static void line_slot_put(struct reading *r, uint32_t line)
{
    uint32_t at = (uint32_t)(str_hash(r->in.line[line].id) >> 32) & r->line_mask;
    while (r->line_slot[at] != 0)
        at = (at + 1) & r->line_mask;
    r->line_slot[at] = line + 1;
}

static void lines_grow(struct reading *r, uint32_t *cap)
{
    *cap = *cap == 0 ? 256 : *cap * 2;
    r->in.line = grown(r->a, r->in.line, r->in.n_lines, *cap, sizeof *r->in.line);
    r->line_mask = *cap * 2 - 1;
    r->line_slot = NEW_ARRAY(r->tmp, uint32_t, (size_t)*cap * 2);
    for (uint32_t i = 0; i < r->in.n_lines; i++)
        line_slot_put(r, i);
}

/* The number of a code in a short list, added when new and there is room; NOTHING when the list is full. */
static uint32_t short_list(struct arena *a, struct str *list, uint32_t *n, uint32_t max, struct str code)
{
    for (uint32_t i = 0; i < *n; i++)
        if (str_eq(list[i], code))
            return i;
    if (*n == max)
        return NOTHING;
    list[*n] = str_dup(a, code);
    return (*n)++;
}

static bool read_needs(struct reading *r, const struct table *t, struct line *g)
{
    struct str rest = cell(t, 9);
    while (rest.p != NULL && rest.n > 0) {
        struct str code = str_cut(&rest, ';');
        if (!is_code(code)) {
            refuse(t, "syarat harus daftar kode yang dipisah titik koma");
            return false;
        }
        uint32_t i = short_list(r->a, r->in.code, &r->in.n_codes, INSTANCE_CODES_MAX, code);
        if (i == NOTHING) {
            refuse(t, "kode kualifikasi yang disyaratkan lebih dari %d", INSTANCE_CODES_MAX);
            return false;
        }
        g->needs |= UINT64_C(1) << i;
    }
    return true;
}

/* One reserve, `DIS:2`. */
static bool read_reserve(struct reading *r, const struct table *t, struct str item, struct line *g)
{
    struct str rest = item;
    struct str trait = str_cut(&rest, ':');
    int64_t seats = 0;
    if (!is_code(trait) || rest.p == NULL || !str_to_uint(rest, &seats) || seats > UINT32_MAX) {
        refuse(t, "cadangan harus seperti DIS:2;LAMA:1, tertulis \"%.*s\"", shown(item), item.p);
        return false;
    }
    uint32_t i = short_list(r->a, r->in.trait, &r->in.n_traits, INSTANCE_TRAITS_MAX, trait);
    if (i == NOTHING) {
        refuse(t, "penanda yang memakai cadangan lebih dari %d", INSTANCE_TRAITS_MAX);
        return false;
    }
    if (g->reserve[i] > 0) {
        refuse(t, "cadangan %.*s tertulis dua kali", shown(trait), trait.p);
        return false;
    }
    g->reserve[i] = (uint32_t)seats;
    g->has_reserve = g->has_reserve || seats > 0;
    return true;
}

static bool read_reserves(struct reading *r, const struct table *t, struct line *g)
{
    struct str rest = cell(t, 10);
    while (rest.p != NULL && rest.n > 0)
        if (!read_reserve(r, t, str_cut(&rest, ';'), g))
            return false;
    return true;
}

static bool read_line_codes(struct reading *r, const struct table *t, struct line *g)
{
    struct str region, agency, job;
    if (!read_code(t, 0, &g->id) || !read_code(t, 1, &region) || !read_code(t, 2, &agency) || !read_code(t, 3, &job))
        return false;
    g->id = lasting(r->a, t, g->id);
    g->job = names_find(&r->in.jobs, job);
    if (g->job == NOTHING) {
        refuse(t, "kode_jabatan %.*s tidak ada di jabatan.csv", shown(job), job.p);
        return false;
    }
    if (find_line(r, g->id) != NOTHING) {
        refuse(t, "id_baris %.*s tertulis dua kali", shown(g->id), g->id.p);
        return false;
    }
    assert(r->in.job_permitted != NULL);
    g->permitted = r->in.job_permitted[g->job];
    g->region = str_eqz(region, "*") ? EVERY_REGION : name_number(r->a, &r->in.regions, region);
    g->agency = name_number(r->a, &r->in.agencies, agency);
    return true;
}

static bool read_line(struct reading *r, const struct table *t, struct line *g)
{
    int64_t stage, seats;
    if (!read_line_codes(r, t, g) || !read_number(t, 4, STAGES, &stage) ||
        !read_number(t, 5, UINT32_MAX - 1, &seats) || !read_number(t, 6, INT64_MAX, &g->cost) ||
        !read_number(t, 7, INT64_MAX, &g->wage) || !read_number(t, 8, INT64_MAX, &g->order) ||
        !read_needs(r, t, g) || !read_reserves(r, t, g))
        return false;
    if (stage == 0) {
        refuse(t, "tahap harus 1 sampai %d", STAGES);
        return false;
    }
    g->stage = (uint8_t)stage;
    g->seats = (uint32_t)seats;
    return true;
}

static void read_lines(struct reading *r)
{
    static const char *const columns[] = {"id_baris", "kode_daerah", "kode_opd", "kode_jabatan", "tahap", "jumlah",
                                          "biaya",    "upah",        "urutan",   "syarat",       "cadangan"};
    struct table t;
    if (!table_open(&t, r->tmp, "baris.csv", r->files->baris, columns, COUNT(columns), r->faults))
        return;
    uint32_t cap = 0;
    while (table_next(&t)) {
        if (r->in.n_lines == INSTANCE_LINES_MAX) {
            refuse(&t, "baris rencana lebih dari %d", INSTANCE_LINES_MAX);
            return;
        }
        if (r->in.n_lines == cap)
            lines_grow(r, &cap);
        struct line g = {0};
        if (!read_line(r, &t, &g))
            continue;
        r->in.line[r->in.n_lines] = g;
        line_slot_put(r, r->in.n_lines++);
    }
}

/* ---- workers ---- */

/* The 16 digits of a NIK as a number + 1, or 0 when it is not valid. */
static uint64_t nik_number(struct str nik)
{
    if (nik.n != 16)
        return 0;
    uint64_t v = 0;
    for (size_t i = 0; i < 16; i++) {
        unsigned digit = (unsigned char)nik.p[i] - (unsigned)'0';
        if (digit > 9)
            return 0;
        v = v * 10 + digit;
    }
    return v + 1;
}

/* The set of the codes of a list that are in `known`; others matter to no line. */
static uint64_t code_set(struct str rest, const struct str *known, uint32_t n)
{
    uint64_t set = 0;
    while (rest.p != NULL && rest.n > 0) {
        struct str code = str_cut(&rest, ';');
        for (uint32_t i = 0; i < n; i++)
            if (str_eq(known[i], code)) {
                set |= UINT64_C(1) << i;
                break;
            }
    }
    return set;
}

/* Where the id stands in the table of workers, or the free place for it. */
static uint64_t *worker_place(const struct reading *r, struct str id, uint64_t hash)
{
    uint64_t tag = hash & ~UINT64_C(0xFFFFFFFF);
    uint64_t at = (hash >> 20) & r->worker_mask;
    for (; r->worker_slot[at] != 0; at = (at + 1) & r->worker_mask) {
        uint64_t slot = r->worker_slot[at];
        if ((slot & ~UINT64_C(0xFFFFFFFF)) == tag && str_eq(worker_id(&r->in.worker[(uint32_t)slot - 1]), id))
            break;
    }
    return &r->worker_slot[at];
}

static bool read_worker_codes(struct reading *r, const struct table *t, struct worker *w, struct last last[3])
{
    struct str region, agency, job, locked = cell(t, 11);
    if (!read_code(t, 2, &region) || !read_code(t, 3, &agency) || !read_code(t, 4, &job))
        return false;
    if (str_eqz(region, "*")) {
        refuse(t, "kode_daerah pekerja tidak boleh *");
        return false;
    }
    w->region = name_again(r->a, &r->in.regions, region, &last[0]);
    w->agency = name_again(r->a, &r->in.agencies, agency, &last[1]);
    if (last[2].name.p == NULL || !str_eq(last[2].name, job)) {
        uint32_t i = names_find(&r->in.jobs, job);
        if (i == NOTHING) {
            refuse(t, "kode_jabatan %.*s tidak ada di jabatan.csv", shown(job), job.p);
            return false;
        }
        last[2] = (struct last){r->in.jobs.name[i], i};
    }
    w->job = last[2].number;
    w->locked = locked.n == 0 ? NOTHING : find_line(r, locked);
    if (locked.n > 0 && w->locked == NOTHING) {
        refuse(t, "terkunci: baris %.*s tidak ada di baris.csv", shown(locked), locked.p);
        return false;
    }
    return true;
}

static bool read_worker(struct reading *r, const struct table *t, struct worker *w, struct last last[3])
{
    struct str id, status = cell(t, 7);
    int64_t months, class;
    if (!read_code(t, 0, &id) || !read_worker_codes(r, t, w, last) || !read_number(t, 5, 99999, &months) ||
        !read_number(t, 6, 3, &class) || !read_number(t, 8, INT64_MAX, &w->wage))
        return false;
    if (class == 0) {
        refuse(t, "kelas_data harus 1, 2, atau 3");
        return false;
    }
    id = lasting(r->a, t, id);
    w->id = (uint64_t)(uintptr_t)id.p << 8 | id.n;
    assert(worker_id(w).p == id.p);
    w->months = (uint32_t)months;
    w->data_class = (uint8_t)class;
    w->state = str_eqz(status, "LULUS_PPPK") || str_eqz(status, "LULUS_CPNS") ? WORKER_ASN : WORKER_TAKES_PART;
    w->traits = (uint8_t)code_set(cell(t, 9), r->in.trait, r->in.n_traits);
    w->has = code_set(cell(t, 10), r->in.code, r->in.n_codes);
    return true;
}

/* How many rows to make room for, judged by the length of the first ones. */
static size_t guess_rows(struct str text)
{
    size_t sample = text.n < 200000 ? text.n : 200000, lines = 0;
    for (size_t at = 0; (at = str_index(str_sub(text, 0, sample), '\n', at)) < sample; at++)
        lines++;
    return lines == 0 ? text.n / 40 + 16 : text.n / (sample / lines) * 51 / 50 + 64;
}

static void workers_room(struct reading *r, size_t *cap)
{
    size_t n = r->in.n_workers, more = n == 0 ? guess_rows(r->files->pekerja) : *cap * 3 / 2;
    *cap = more > INSTANCE_WORKERS_MAX ? INSTANCE_WORKERS_MAX : more;
    r->in.worker = grown(r->a, r->in.worker, n, *cap, sizeof *r->in.worker);
    r->nik = grown(r->tmp, r->nik, n, *cap, sizeof *r->nik);
    r->lottery = grown(r->tmp, r->lottery, n, *cap, sizeof *r->lottery);
    r->hash = grown(r->tmp, r->hash, n, *cap, sizeof *r->hash);
}

static void read_workers(struct reading *r)
{
    static const char *const columns[] = {"id_pekerja", "nik",       "kode_daerah", "kode_opd",
                                          "kode_jabatan", "masa_kerja_bulan", "kelas_data", "status_asn",
                                          "upah_kini",  "penanda",   "kualifikasi", "terkunci"};
    struct table t;
    if (!table_open(&t, r->tmp, "pekerja.csv", r->files->pekerja, columns, COUNT(columns), r->faults))
        return;
    t.mapped = r->files->mapped;
    struct last last[3] = {0};
    size_t cap = 0;
    while (table_next(&t)) {
        if (r->in.n_workers == INSTANCE_WORKERS_MAX) {
            refuse(&t, "pekerja lebih dari %d", INSTANCE_WORKERS_MAX);
            return;
        }
        if (r->in.n_workers == cap)
            workers_room(r, &cap);
        struct worker w = {0};
        if (!read_worker(r, &t, &w, last))
            continue;
        struct str id = worker_id(&w);
        uint32_t i = r->in.n_workers++;
        r->hash[i] = str_hash(id);
        r->nik[i] = nik_number(cell(&t, 1));
        if (r->nik[i] == 0)
            w.state = WORKER_NIK_INVALID;
        r->lottery[i] = w.state == WORKER_TAKES_PART ? lottery_number(r->in.seed, id) : 0;
        r->in.worker[i] = w;
    }
}

/* The record of the n-th worker (from 0), found by reading the file once more: only a refusal asks for it. */
static int64_t record_of_worker(const struct reading *r, uint32_t n)
{
    struct csv c = csv_open(r->tmp, r->files->pekerja, ',', COLUMNS_MAX);
    for (uint32_t i = 0; i <= n + 1 && csv_next(&c); i++)
        ;
    return c.record;
}

/* Put every worker into the table by id; the same id twice is refused. Places are fetched ahead: they lie anywhere. */
static void index_workers(struct reading *r)
{
    uint64_t slots = 1024;
    while (slots < (uint64_t)r->in.n_workers * 3 / 2)
        slots *= 2;
    r->worker_mask = slots - 1;
    r->worker_slot = NEW_ARRAY(r->tmp, uint64_t, slots);
    for (uint32_t i = 0; i < r->in.n_workers; i++) {
        if (i + AHEAD < r->in.n_workers)
            __builtin_prefetch(&r->worker_slot[r->hash[i + AHEAD] >> 20 & r->worker_mask]);
        struct str id = worker_id(&r->in.worker[i]);
        uint64_t *place = worker_place(r, id, r->hash[i]);
        if (*place != 0)
            fault(r->faults, "pekerja.csv", "pekerja.csv:%" PRId64 ": id_pekerja %.*s tertulis dua kali",
                  record_of_worker(r, i), shown(id), id.p);
        *place = (r->hash[i] & ~UINT64_C(0xFFFFFFFF)) | (i + 1);
    }
}

static inline uint64_t nik_place(const struct reading *r, uint32_t i)
{
    return (r->nik[i] * UINT64_C(0x9E3779B97F4A7C15) >> 24) & r->worker_mask;
}

/* Section 3.1: every row of a NIK that two or more rows carry goes to quarantine; none is picked as right. */
static void quarantine_doubles(struct reading *r)
{
    uint64_t mask = r->worker_mask;
    uint32_t *slot = NEW_ARRAY(r->tmp, uint32_t, mask + 1);
    for (uint32_t i = 0; i < r->in.n_workers; i++) {
        if (r->nik[i] == 0)
            continue;
        if (i + AHEAD < r->in.n_workers)
            __builtin_prefetch(&slot[nik_place(r, i + AHEAD)]);
        uint64_t at = nik_place(r, i);
        while (slot[at] != 0 && r->nik[slot[at] - 1] != r->nik[i])
            at = (at + 1) & mask;
        if (slot[at] == 0) {
            slot[at] = i + 1;
            continue;
        }
        r->in.worker[slot[at] - 1].state = WORKER_NIK_DOUBLE;
        r->in.worker[i].state = WORKER_NIK_DOUBLE;
    }
}

/* ---- stated choices ---- */

struct choice_row {
    uint32_t worker, order, line;
    uint32_t record;
};

static struct choice_row *read_choice_rows(struct reading *r, uint32_t *ret)
{
    static const char *const columns[] = {"id_pekerja", "urutan", "id_baris"};
    struct table t;
    if (!table_open(&t, r->tmp, "pilihan.csv", r->files->pilihan, columns, COUNT(columns), r->faults))
        return NULL;
    t.mapped = r->files->mapped;
    size_t n = 0, cap = guess_rows(r->files->pilihan);
    struct choice_row *rows = NEW_ARRAY(r->tmp, struct choice_row, cap);
    while (table_next(&t)) {
        struct str id = cell(&t, 0), line_id = cell(&t, 2);
        int64_t order;
        uint64_t place = r->in.n_workers == 0 ? 0 : *worker_place(r, id, str_hash(id));
        uint32_t line = find_line(r, line_id);
        if (place == 0)
            refuse(&t, "id_pekerja %.*s tidak ada di pekerja.csv", shown(id), id.p);
        if (line == NOTHING)
            refuse(&t, "id_baris %.*s tidak ada di baris.csv", shown(line_id), line_id.p);
        if (!read_number(&t, 1, UINT32_MAX, &order) || place == 0 || line == NOTHING)
            continue;
        if (n == cap) {
            rows = grown(r->tmp, rows, n, cap * 2, sizeof *rows);
            cap *= 2;
        }
        rows[n++] = (struct choice_row){(uint32_t)place - 1, (uint32_t)order, line, (uint32_t)t.csv.record};
    }
    *ret = (uint32_t)n;
    return rows;
}

static int compare_choices(const void *x, const void *y)
{
    const struct choice_row *a = x, *b = y;
    if (a->order != b->order)
        return a->order < b->order ? -1 : 1;
    return a->record < b->record ? -1 : a->record > b->record;
}

/* Put one worker's rows in their order, refusing the same order or line twice. `seen` holds for each line the last
 * worker + 1 who named it. */
static void order_choices(struct reading *r, struct choice_row *rows, size_t n, uint32_t *seen)
{
    qsort(rows, n, sizeof *rows, compare_choices);
    for (size_t i = 0; i < n; i++) {
        if (seen[rows[i].line] == rows[i].worker + 1)
            fault(r->faults, "pilihan.csv", "pilihan.csv:%u: baris yang sama dipilih dua kali oleh satu pekerja",
                  rows[i].record);
        else if (i > 0 && rows[i].order == rows[i - 1].order)
            fault(r->faults, "pilihan.csv", "pilihan.csv:%u: urutan yang sama dipakai dua kali oleh satu pekerja",
                  rows[i].record);
        seen[rows[i].line] = rows[i].worker + 1;
    }
}

static void read_choices(struct reading *r)
{
    r->in.choice_start = NEW_ARRAY(r->a, uint32_t, (size_t)r->in.n_workers + 2);
    if (r->files->pilihan.p == NULL)
        return;
    uint32_t n = 0;
    struct choice_row *rows = read_choice_rows(r, &n);
    if (rows == NULL)
        return;
    uint32_t *start = r->in.choice_start;
    for (uint32_t i = 0; i < n; i++)
        start[rows[i].worker + 2]++;
    for (uint32_t i = 2; i < r->in.n_workers + 2; i++)
        start[i] += start[i - 1];
    struct choice_row *sorted = NEW_ARRAY(r->tmp, struct choice_row, n);
    for (uint32_t i = 0; i < n; i++)
        sorted[start[rows[i].worker + 1]++] = rows[i];
    r->in.choice = NEW_ARRAY(r->a, uint32_t, n);
    uint32_t *seen = NEW_ARRAY(r->tmp, uint32_t, r->in.n_lines);
    for (uint32_t w = 0; w < r->in.n_workers; w++)
        if (start[w + 1] > start[w])
            order_choices(r, sorted + start[w], start[w + 1] - start[w], seen);
    for (uint32_t i = 0; i < n; i++)
        r->in.choice[i] = sorted[i].line;
}

/* ---- distances ---- */

struct near_row {
    uint32_t from, to;
    int64_t metres;
    int64_t record;
};

static struct near_row *read_near_rows(struct reading *r, size_t *ret)
{
    static const char *const columns[] = {"opd_asal", "opd_tujuan", "meter"};
    struct table t;
    if (!table_open(&t, r->tmp, "jarak.csv", r->files->jarak, columns, COUNT(columns), r->faults))
        return NULL;
    t.mapped = r->files->mapped;
    size_t n = 0, cap = guess_rows(r->files->jarak);
    struct near_row *rows = NEW_ARRAY(r->tmp, struct near_row, cap);
    struct last from_last = {0};
    while (table_next(&t)) {
        struct str from, to;
        struct near_row row = {.record = t.csv.record};
        if (!read_code(&t, 0, &from) || !read_code(&t, 1, &to) || !read_number(&t, 2, DISTANCE_UNKNOWN, &row.metres))
            continue;
        row.from = name_again(r->a, &r->in.agencies, from, &from_last);
        row.to = name_number(r->a, &r->in.agencies, to);
        if (n == cap) {
            rows = grown(r->tmp, rows, n, cap * 2, sizeof *rows);
            cap *= 2;
        }
        rows[n++] = row;
    }
    *ret = n;
    return rows;
}

/* Refuse the second row of a pair: which of the two distances would be the right one? */
static void refuse_double_pairs(struct reading *r, const struct near_row *sorted, const uint32_t *start)
{
    uint32_t *seen = NEW_ARRAY(r->tmp, uint32_t, r->in.agencies.n);
    for (uint32_t from = 0; from < r->in.agencies.n; from++)
        for (uint32_t i = start[from]; i < start[from + 1]; i++) {
            if (seen[sorted[i].to] == from + 1)
                fault(r->faults, "jarak.csv", "jarak.csv:%" PRId64 ": pasangan OPD ini sudah tertulis",
                      sorted[i].record);
            seen[sorted[i].to] = from + 1;
        }
}

static void read_distances(struct reading *r)
{
    size_t n = 0;
    struct near_row *rows = r->files->jarak.p == NULL ? NULL : read_near_rows(r, &n);
    uint32_t *start = NEW_ARRAY(r->a, uint32_t, (size_t)r->in.agencies.n + 2);
    r->in.near_start = start;
    for (size_t i = 0; i < n; i++)
        start[rows[i].from + 2]++;
    for (uint32_t i = 2; i < r->in.agencies.n + 2; i++)
        start[i] += start[i - 1];
    struct near_row *sorted = NEW_ARRAY(r->tmp, struct near_row, n);
    for (size_t i = 0; i < n; i++)
        sorted[start[rows[i].from + 1]++] = rows[i];
    r->in.near = NEW_ARRAY(r->a, struct near, n);
    for (size_t i = 0; i < n; i++)
        r->in.near[i] = (struct near){sorted[i].metres, sorted[i].to};
    refuse_double_pairs(r, sorted, start);
}

/* ---- all together ---- */

uint64_t lottery_number(struct str seed, struct str id)
{
    char text[INSTANCE_SEED_MAX + 1 + INSTANCE_ID_MAX];
    assert(seed.n <= INSTANCE_SEED_MAX && id.n <= INSTANCE_ID_MAX);
    memcpy(text, seed.p, seed.n);
    text[seed.n] = ':';
    memcpy(text + seed.n + 1, id.p, id.n);
    struct sha256 d = sha256_short((struct str){text, seed.n + 1 + id.n});
    uint64_t head;
    memcpy(&head, d.b, sizeof head);
    return be64toh(head);
}

uint32_t instance_find_worker(const struct instance *in, struct str id)
{
    for (uint32_t i = 0; i < in->n_workers; i++)
        if (str_eq(worker_id(&in->worker[i]), id))
            return i;
    return NOTHING;
}

static bool all_there(const struct instance_files *files, struct faults *f)
{
    const struct {
        const char *name;
        struct str text;
    } required[] = {{"parameter.csv", files->parameter},
                    {"jabatan.csv", files->jabatan},
                    {"pagu.csv", files->pagu},
                    {"baris.csv", files->baris},
                    {"pekerja.csv", files->pekerja}};
    size_t before = f->n;
    for (size_t i = 0; i < COUNT(required); i++)
        if (required[i].text.p == NULL)
            fault(f, required[i].name, "%s:0: berkas tidak ada", required[i].name);
    return f->n == before;
}

static err read_everything(struct reading *r)
{
    read_parameters(r);
    read_jobs(r);
    read_ceilings(r);
    if (r->faults->n > 0)
        return ERR_INVALID;
    read_lines(r);
    if (r->faults->n > 0)
        return ERR_INVALID;
    read_workers(r);
    if (r->faults->n > 0)
        return ERR_INVALID;
    index_workers(r);
    if (r->faults->n > 0)
        return ERR_INVALID;
    quarantine_doubles(r);
    read_choices(r);
    read_distances(r);
    TRY(faults_end(r->faults));
    r->in.ceiling = NEW_ARRAY(r->a, int64_t, r->in.agencies.n);
    for (uint32_t i = 0; i < r->n_ceilings; i++)
        r->in.ceiling[r->ceilings[i].agency] = r->ceilings[i].amount;
    if (r->files->mapped)
        r->in.mapped = r->files->pekerja;
    rank_workers(r->a, r->tmp, &r->in, r->lottery);
    return OK;
}

err instance_parse(struct arena *a, const struct instance_files *files, struct instance *ret, struct faults *f)
{
    assert(f->n == 0);
    if (!all_there(files, f))
        return ERR_INVALID;
    AUTO_ARENA tmp = arena_new(SIZE_MAX / 4);
    struct reading r = {.a = a, .tmp = tmp, .files = files, .faults = f};
    TRY(read_everything(&r));
    *ret = r.in;
    return OK;
}

err instance_map(struct arena *a, const char *dir, struct instance_files *ret, struct faults *f)
{
    static const char *const name[] = {"parameter.csv", "jabatan.csv", "pagu.csv", "baris.csv",
                                       "pekerja.csv",   "pilihan.csv", "jarak.csv"};
    struct instance_files files = {.mapped = true};
    struct str *text[] = {&files.parameter, &files.jabatan, &files.pagu, &files.baris,
                          &files.pekerja,   &files.pilihan, &files.jarak};
    err e = OK;
    for (size_t i = 0; i < COUNT(name) && e == OK; i++) {
        struct str path = str_printf(a, "%s/%s", dir, name[i]);
        e = file_map(path.p, text[i]);
        if (e == ERR_MISSING)
            e = OK; /* instance_parse says which of the required ones are missing */
    }
    if (e == OK && !all_there(&files, f))
        e = ERR_INVALID;
    if (e != OK) {
        instance_unmap(&files);
        return e;
    }
    *ret = files;
    return OK;
}

void instance_unmap(struct instance_files *files)
{
    struct str *text[] = {&files->parameter, &files->jabatan, &files->pagu, &files->baris,
                          &files->pekerja,   &files->pilihan, &files->jarak};
    for (size_t i = 0; i < COUNT(text); i++)
        if (text[i]->p != NULL)
            file_unmap(*text[i]);
    *files = (struct instance_files){0};
}
