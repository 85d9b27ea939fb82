/*
 * verify_read.c: the verifier's own reading of inputs and outputs. The engine has already refused bad inputs in
 * detail; here the first thing that cannot be read ends the check with file and record.
 */
#include <assert.h>
#include <endian.h>
#include <inttypes.h>
#include <stdarg.h>

#include "kernel/digest.h"
#include "kernel/mem.h"
#include "kernel/sort.h"
#include "kernel/text/csv.h"
#include "pathway/verify_data.h"

/* ---- a dictionary ---- */

struct v_dict {
    struct arena *a;
    struct v_word {
        struct str name;
        uint32_t number;
        struct v_word *next;
    } **chain;
    uint32_t n, n_chains;
};

struct v_dict *dict_new(struct arena *a)
{
    struct v_dict *d = NEW(a, struct v_dict);
    *d = (struct v_dict){.a = a, .n_chains = 256};
    d->chain = NEW_ARRAY(a, struct v_word *, d->n_chains);
    return d;
}

static struct v_word **chain_of(const struct v_dict *d, struct str name)
{
    assert(d->n_chains > 0);
    return &d->chain[(str_hash(name) >> 16) % d->n_chains];
}

uint32_t dict_get(const struct v_dict *d, struct str name)
{
    for (const struct v_word *w = *chain_of(d, name); w != NULL; w = w->next)
        if (str_eq(w->name, name))
            return w->number;
    return NOTHING;
}

static void dict_grow(struct v_dict *d)
{
    struct v_word **old = d->chain;
    uint32_t n = d->n_chains;
    d->n_chains = n * 4;
    d->chain = NEW_ARRAY(d->a, struct v_word *, d->n_chains);
    for (uint32_t i = 0; i < n; i++)
        for (struct v_word *w = old[i], *next; w != NULL; w = next) {
            next = w->next;
            struct v_word **to = chain_of(d, w->name);
            w->next = *to;
            *to = w;
        }
}

uint32_t dict_add(struct v_dict *d, struct str name)
{
    uint32_t found = dict_get(d, name);
    if (found != NOTHING)
        return found;
    if (d->n == d->n_chains)
        dict_grow(d);
    struct v_word *w = NEW(d->a, struct v_word), **to = chain_of(d, name);
    *w = (struct v_word){str_dup(d->a, name), d->n++, *to};
    *to = w;
    return w->number;
}

uint32_t dict_size(const struct v_dict *d)
{
    return d->n;
}

/* ---- rows ---- */

enum { WIDTH = 40 };

struct rows {
    const char *file;
    struct csv csv;
    struct faults *f;
    uint32_t at[12];
    bool mapped;
    size_t forgotten;
};

static void PRINTF_LIKE(2, 3) unreadable(const struct rows *r, const char *fmt, ...);

static void unreadable(const struct rows *r, const char *fmt, ...)
{
    char text[200];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    fault(r->f, r->file, "%s:%" PRId64 ": %s", r->file, r->csv.record, text);
}

/* `columns` is one text, names with commas between. */
static err rows_open(struct rows *r, struct verify *v, const char *file, struct str text, const char *columns,
                     bool mapped)
{
    *r = (struct rows){.file = file, .f = v->faults, .mapped = mapped};
    if (text.p == NULL) {
        fault(v->faults, file, "%s:0: berkas tidak ada", file);
        return ERR_INVALID;
    }
    r->csv = csv_open(v->a, text, ',', WIDTH);
    if (!csv_next(&r->csv) || r->csv.n > WIDTH) {
        unreadable(r, "baris judul tidak terbaca");
        return ERR_INVALID;
    }
    struct str rest = str_z(columns);
    for (uint32_t i = 0; rest.p != NULL; i++) {
        struct str name = str_cut(&rest, ',');
        uint32_t j = 0;
        while (j < r->csv.n && !str_eq(r->csv.field[j], name))
            j++;
        r->at[i] = j;
        if (j == r->csv.n) {
            unreadable(r, "kolom " STR_FMT " tidak ada", STR_ARG(name));
            return ERR_INVALID;
        }
    }
    return OK;
}

static bool rows_next(struct rows *r)
{
    if (r->mapped && r->csv.at - r->forgotten > (size_t)16 << 20) {
        file_forget(r->csv.bytes, r->forgotten, r->csv.at - 65536);
        r->forgotten = r->csv.at - 65536;
    }
    return r->f->n == 0 && csv_next(&r->csv);
}

/* After the last row: was anything unreadable? */
static err rows_end(const struct rows *r)
{
    if (r->csv.open_quote > 0)
        unreadable(r, "tanda kutip tidak ditutup");
    return faults_end(r->f);
}

static struct str text_at(const struct rows *r, uint32_t column)
{
    return csv_field(&r->csv, r->at[column]);
}

static int64_t whole_at(const struct rows *r, uint32_t column, int64_t most)
{
    int64_t value = 0;
    if (!str_to_uint(text_at(r, column), &value) || value > most)
        unreadable(r, "bilangan tidak terbaca atau terlalu besar");
    return value > most ? most : value;
}

/* ---- inputs ---- */

static err read_small(struct verify *v, const struct instance_files *files)
{
    struct rows r;
    TRY(rows_open(&r, v, "parameter.csv", files->parameter, "nama,nilai", false));
    while (rows_next(&r))
        if (str_eqz(text_at(&r, 0), "benih"))
            v->seed = str_dup(v->a, text_at(&r, 1));
    if (v->seed.n == 0 || v->seed.n > INSTANCE_SEED_MAX)
        unreadable(&r, "benih tidak ada atau terlalu panjang");
    TRY(rows_end(&r));

    TRY(rows_open(&r, v, "jabatan.csv", files->jabatan, "kode_jabatan,inti,dasar_keputusan", false));
    size_t cap = files->jabatan.n / 4 + 1;
    v->job_allowed = NEW_ARRAY(v->a, bool, cap);
    while (rows_next(&r)) {
        uint32_t job = dict_add(v->jobs, text_at(&r, 0));
        assert(job < cap);
        v->job_allowed[job] = str_eqz(text_at(&r, 1), "1") || str_trim(text_at(&r, 2)).n > 0;
    }
    return rows_end(&r);
}

static uint64_t flags(struct str list, struct str *known, uint32_t *n, uint32_t most, struct arena *a, bool learn)
{
    uint64_t set = 0;
    for (struct str rest = list; rest.p != NULL && rest.n > 0;) {
        struct str word = str_cut(&rest, ';');
        uint32_t i = 0;
        while (i < *n && !str_eq(known[i], word))
            i++;
        if (i == *n && (!learn || *n == most))
            continue;
        if (i == *n)
            known[(*n)++] = str_dup(a, word);
        set |= UINT64_C(1) << i;
    }
    return set;
}

static void read_reserves(struct verify *v, const struct rows *r, struct v_line *g)
{
    for (struct str rest = text_at(r, 10); rest.p != NULL && rest.n > 0;) {
        struct str number = str_cut(&rest, ';'), sign = str_cut(&number, ':');
        int64_t seats = 0;
        uint64_t set = flags(sign, v->sign, &v->n_signs, INSTANCE_TRAITS_MAX, v->a, true);
        if (set == 0 || number.p == NULL || !str_to_uint(number, &seats) || seats > UINT32_MAX) {
            unreadable(r, "cadangan tidak terbaca");
            return;
        }
        g->reserve[__builtin_ctzll(set)] = (uint32_t)seats;
        g->reserves |= seats > 0;
    }
}

static uint32_t guess(struct str text)
{
    uint32_t n = 2;
    for (const char *p = text.p, *end = text.p + text.n; p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
        n++;
    uint32_t cr = 2;
    for (const char *p = text.p, *end = text.p + text.n; n == 2 && p < end && (p = memchr(p, '\r', (size_t)(end - p))) != NULL; p++)
        cr++;
    return n > cr ? n : cr;
}

static err read_lines(struct verify *v, const struct instance_files *files, struct v_dict *ids)
{
    struct rows r;
    TRY(rows_open(&r, v, "baris.csv", files->baris,
                  "id_baris,kode_daerah,kode_opd,kode_jabatan,tahap,jumlah,biaya,upah,urutan,syarat,cadangan", false));
    uint32_t cap = guess(files->baris);
    v->line = NEW_ARRAY(v->a, struct v_line, cap);
    while (rows_next(&r)) {
        struct v_line g = {.id = str_dup(v->a, text_at(&r, 0))};
        bool star = str_eqz(text_at(&r, 1), "*");
        g.region = star ? EVERY_REGION : dict_add(v->regions, text_at(&r, 1));
        g.agency = dict_add(v->agencies, text_at(&r, 2));
        g.job = dict_get(v->jobs, text_at(&r, 3));
        g.stage = (uint32_t)whole_at(&r, 4, STAGES);
        g.seats = (uint32_t)whole_at(&r, 5, UINT32_MAX);
        g.cost = whole_at(&r, 6, INT64_MAX);
        g.wage = whole_at(&r, 7, INT64_MAX);
        g.order = whole_at(&r, 8, INT64_MAX);
        g.needs = flags(text_at(&r, 9), v->code, &v->n_codes, INSTANCE_CODES_MAX, v->a, true);
        read_reserves(v, &r, &g);
        if (g.job == NOTHING || g.stage == 0 || dict_add(ids, g.id) != v->n_lines || v->n_lines == cap) {
            unreadable(&r, "baris rencana tidak sah");
            break;
        }
        v->any_needs |= g.needs;
        g.allowed = v->job_allowed[g.job];
        v->line[v->n_lines++] = g;
    }
    return rows_end(&r);
}

static bool valid_nik(struct str s)
{
    return s.n == 16 && str_all_digits(s);
}

static uint64_t v_lottery(struct str seed, struct str id)
{
    struct sha256_run run;
    sha256_start(&run);
    sha256_add(&run, seed);
    sha256_add(&run, S(":"));
    sha256_add(&run, id);
    struct sha256 d = sha256_end(&run);
    uint64_t first = 0;
    for (unsigned i = 0; i < 8; i++)
        first = first << 8 | d.b[i];
    return first;
}

static bool read_worker(struct verify *v, const struct rows *r, const struct v_dict *lines, struct v_worker *w)
{
    struct str id = text_at(r, 0), status = text_at(r, 7), locked = text_at(r, 11);
    if (id.n == 0 || id.n > INSTANCE_ID_MAX)
        return false;
    bool inside = id.p >= r->csv.bytes.p && id.p < r->csv.bytes.p + r->csv.bytes.n;
    w->id = inside ? id.p : str_dup(v->a, id).p;
    w->n_id = (uint8_t)id.n;
    w->region = dict_add(v->regions, text_at(r, 2));
    w->agency = dict_add(v->agencies, text_at(r, 3));
    w->job = dict_get(v->jobs, text_at(r, 4));
    uint32_t months = (uint32_t)whole_at(r, 5, 99999), class = (uint32_t)whole_at(r, 6, 3);
    w->service = class << 17 | (131071 - months);
    w->wage = whole_at(r, 8, INT64_MAX);
    w->signs = (uint8_t)flags(text_at(r, 9), v->sign, &v->n_signs, 0, v->a, false);
    w->has = flags(text_at(r, 10), v->code, &v->n_codes, 0, v->a, false);
    w->locked = locked.n == 0 ? NOTHING : dict_get(lines, locked);
    w->line = NOTHING;
    bool asn = str_eqz(status, "LULUS_PPPK") || str_eqz(status, "LULUS_CPNS");
    w->state = !valid_nik(text_at(r, 1)) ? V_NIK_INVALID : asn ? V_ASN : V_TAKES_PART;
    w->lottery = w->state == V_TAKES_PART ? v_lottery(v->seed, id) : 0;
    return w->job != NOTHING && (locked.n == 0 || w->locked != NOTHING);
}

/* Rows with the same NIK, found by sorting the numbers. */
static void mark_doubles(struct verify *v, struct sort_key *nik, uint32_t n)
{
    AUTO_ARENA tmp = arena_new(SIZE_MAX / 4);
    sort_keys(nik, NEW_ARRAY(tmp, struct sort_key, n), n);
    for (uint32_t i = 1; i < n; i++)
        if (nik[i].key == nik[i - 1].key)
            v->worker[nik[i].index].state = v->worker[nik[i - 1].index].state = V_NIK_DOUBLE;
}

static struct str id_of(const struct v_worker *w)
{
    return (struct str){w->id, w->n_id};
}

/* Workers by id: open addressing; a slot holds 32 bits of the hash and the worker's number + 1, 0 when empty. */
struct v_ids {
    uint64_t *slot;
    unsigned bits; /* of the number of slots */
};

static struct v_ids ids_new(struct arena *a, uint32_t n)
{
    struct v_ids ids = {.bits = 4};
    while (UINT64_C(1) << ids.bits < n + (uint64_t)n / 2)
        ids.bits++;
    ids.slot = NEW_ARRAY(a, uint64_t, (size_t)1 << ids.bits);
    return ids;
}

/* The slot that holds the id, or the empty one where it belongs. */
static uint64_t *slot_of(const struct verify *v, const struct v_ids *ids, struct str id, uint64_t hash)
{
    uint64_t mask = (UINT64_C(1) << ids->bits) - 1;
    for (uint64_t at = hash >> (64 - ids->bits);; at = (at + 1) & mask) {
        uint64_t slot = ids->slot[at];
        if (slot == 0 || (slot >> 32 == (uint32_t)hash && str_eq(id_of(&v->worker[(uint32_t)slot - 1]), id)))
            return &ids->slot[at];
    }
}

/* Index all workers by the hashes of their ids; no id may occur twice. Slots are fetched some workers ahead. */
static struct v_ids index_ids(const struct verify *v, struct arena *a, const uint64_t *hash)
{
    enum { AHEAD = 16 };
    struct v_ids ids = ids_new(a, v->n_workers);
    for (uint32_t i = 0; i < v->n_workers; i++) {
        if (v->n_workers - i > AHEAD)
            __builtin_prefetch(&ids.slot[hash[i + AHEAD] >> (64 - ids.bits)], 1);
        uint64_t *slot = slot_of(v, &ids, id_of(&v->worker[i]), hash[i]);
        if (*slot != 0)
            fault(v->faults, "pekerja.csv", "pekerja.csv:%u: id_pekerja tertulis dua kali", i + 2);
        else
            *slot = hash[i] << 32 | (i + 1);
    }
    return ids;
}

static uint32_t find_id(const struct verify *v, const struct v_ids *ids, struct str id)
{
    uint64_t slot = *slot_of(v, ids, id, str_hash(id));
    return slot == 0 ? NOTHING : (uint32_t)slot - 1;
}

static err read_workers(struct verify *v, const struct instance_files *files, const struct v_dict *lines,
                        struct v_ids *ids, struct arena *keep)
{
    struct rows r;
    AUTO_ARENA tmp = arena_new(SIZE_MAX / 4);
    TRY(rows_open(&r, v, "pekerja.csv", files->pekerja,
                  "id_pekerja,nik,kode_daerah,kode_opd,kode_jabatan,masa_kerja_bulan,kelas_data,status_asn,upah_kini,"
                  "penanda,kualifikasi,terkunci", files->mapped));
    uint32_t cap = guess(files->pekerja), n_nik = 0;
    v->worker = NEW_ARRAY(v->a, struct v_worker, cap);
    struct sort_key *nik = NEW_ARRAY(tmp, struct sort_key, cap);
    uint64_t *hash = NEW_ARRAY(tmp, uint64_t, cap); /* of the ids */
    while (rows_next(&r)) {
        struct v_worker w = {0};
        int64_t number = 0;
        if (v->n_workers == cap || !read_worker(v, &r, lines, &w)) {
            unreadable(&r, "pekerja tidak sah");
            break;
        }
        if (w.state != V_NIK_INVALID && str_to_uint(text_at(&r, 1), &number))
            nik[n_nik++] = (struct sort_key){(uint64_t)number, v->n_workers, 0};
        hash[v->n_workers] = str_hash(id_of(&w));
        v->worker[v->n_workers++] = w;
    }
    mark_doubles(v, nik, n_nik);
    *ids = index_ids(v, keep, hash);
    return rows_end(&r);
}

static err read_choices(struct verify *v, const struct instance_files *files, const struct v_dict *lines,
                        const struct v_ids *ids)
{
    AUTO_ARENA tmp = arena_new(SIZE_MAX / 4);
    v->choice_start = NEW_ARRAY(v->a, uint32_t, (size_t)v->n_workers + 1);
    if (files->pilihan.p == NULL)
        return faults_end(v->faults);
    struct rows r;
    TRY(rows_open(&r, v, "pilihan.csv", files->pilihan, "id_pekerja,urutan,id_baris", files->mapped));
    uint32_t cap = guess(files->pilihan), n = 0;
    struct sort_key *row = NEW_ARRAY(tmp, struct sort_key, cap);
    while (rows_next(&r)) {
        uint32_t worker = find_id(v, ids, text_at(&r, 0)), line = dict_get(lines, text_at(&r, 2));
        if (worker == NOTHING || line == NOTHING || n == cap) {
            unreadable(&r, "pekerja atau baris tidak dikenal");
            break;
        }
        uint64_t order = (uint64_t)whole_at(&r, 1, UINT32_MAX);
        row[n++] = (struct sort_key){(uint64_t)worker << 32 | order, line, 0};
    }
    sort_keys(row, NEW_ARRAY(tmp, struct sort_key, n), n);
    v->choice = NEW_ARRAY(v->a, uint32_t, n);
    for (uint32_t i = 0; i < n; i++) {
        v->choice[i] = row[i].index;
        v->choice_start[(row[i].key >> 32) + 1]++;
    }
    for (uint32_t i = 0; i < v->n_workers; i++)
        v->choice_start[i + 1] += v->choice_start[i];
    return rows_end(&r);
}

static int compare_near(const void *x, const void *y)
{
    const struct v_near *a = x, *b = y;
    return a->pair < b->pair ? -1 : a->pair > b->pair;
}

static err read_near(struct verify *v, const struct instance_files *files)
{
    if (files->jarak.p == NULL)
        return OK;
    struct rows r;
    TRY(rows_open(&r, v, "jarak.csv", files->jarak, "opd_asal,opd_tujuan,meter", files->mapped));
    uint32_t cap = guess(files->jarak);
    v->near = NEW_ARRAY(v->a, struct v_near, cap);
    while (rows_next(&r) && v->n_near < cap) {
        uint64_t from = dict_add(v->agencies, text_at(&r, 0)), to = dict_add(v->agencies, text_at(&r, 1));
        v->near[v->n_near++] = (struct v_near){from << 32 | to, whole_at(&r, 2, DISTANCE_UNKNOWN)};
    }
    qsort(v->near, v->n_near, sizeof *v->near, compare_near);
    return rows_end(&r);
}

static err read_ceilings(struct verify *v, const struct instance_files *files)
{
    struct rows r;
    TRY(rows_open(&r, v, "pagu.csv", files->pagu, "kode_opd,pagu", false));
    uint32_t n = dict_size(v->agencies);
    v->ceiling = NEW_ARRAY(v->a, int64_t, n);
    v->left = NEW_ARRAY(v->a, int64_t, n);
    while (rows_next(&r)) {
        uint32_t agency = dict_get(v->agencies, text_at(&r, 0));
        int64_t amount = whole_at(&r, 1, INT64_MAX);
        if (agency != NOTHING) /* an agency nobody speaks of matters to nobody */
            v->ceiling[agency] = amount;
    }
    return rows_end(&r);
}

err verify_read_inputs(struct verify *v, const struct instance_files *files)
{
    v->regions = dict_new(v->a);
    v->agencies = dict_new(v->a);
    v->jobs = dict_new(v->a);
    AUTO_ARENA tmp = arena_new(SIZE_MAX / 4);
    struct v_dict *lines = dict_new(v->a);
    struct v_ids ids;
    TRY(read_small(v, files));
    TRY(read_lines(v, files, lines));
    TRY(read_workers(v, files, lines, &ids, tmp));
    TRY(read_choices(v, files, lines, &ids));
    TRY(read_near(v, files));
    return read_ceilings(v, files);
}

/* ---- outputs: every departure from the form is a failed check ---- */

static const char *const said_word[] = {"TEMPAT", "ASN", "BELUM", "KARANTINA"};
static const char *const reason_word[] = {"", "TURUN_UPAH", "TANPA_BARIS", "ANGGARAN", "KALAH_PRIORITAS",
                                          "NIK_TIDAK_SAH", "NIK_GANDA"};

static uint8_t word_number(struct str s, const char *const *word, uint8_t n)
{
    uint8_t i = 0;
    while (i < n && !str_eqz(s, word[i]))
        i++;
    return i;
}

static void read_result(struct verify *v, const struct rows *r, const struct v_dict *lines, struct v_worker *w)
{
    uint64_t record = (uint64_t)r->csv.record;
    int64_t position = 0, tier = 0;
    w->said = word_number(text_at(r, 1), said_word, COUNT(said_word));
    w->reason = word_number(text_at(r, 5), reason_word, COUNT(reason_word));
    struct str line = text_at(r, 2);
    bool placed = w->said == SAID_PLACE;
    bool numbers = str_to_uint(text_at(r, 3), &position) && str_to_uint(text_at(r, 4), &tier) && tier < TIERS;
    bool empty = line.n == 0 && text_at(r, 3).n == 0 && text_at(r, 4).n == 0;
    if (w->said == COUNT(said_word) || w->reason == COUNT(reason_word))
        v_fail(v, C_FORM, r->file, record, "status atau alasan tidak dikenal");
    else if (placed ? !numbers : !empty)
        v_fail(v, C_FORM, r->file, record, "kolom baris, pilihan, dan tingkat tidak sesuai dengan status");
    if (placed) {
        w->line = dict_get(lines, line);
        if (w->line == NOTHING)
            v_fail(v, C_FORM, r->file, record, "baris rencana tidak ada di baris.csv");
    }
    w->position = position > UINT32_MAX ? UINT32_MAX : (uint32_t)position;
    w->tier = (uint8_t)(tier < 255 ? tier : 255);
}

static err read_results(struct verify *v, struct str results, const struct v_dict *lines, bool mapped)
{
    struct rows r;
    TRY(rows_open(&r, v, "hasil.csv", results, "id_pekerja,status,id_baris,pilihan_ke,tingkat,alasan", mapped));
    if (r.csv.n != 6)
        v_fail(v, C_P12, "hasil.csv", 1, "ada kolom lain dari yang ditetapkan");
    for (uint32_t w = 0; w < v->n_workers; w++)
        v->worker[w].said = COUNT(said_word); /* until its row says otherwise */
    uint32_t i = 0;
    for (; rows_next(&r) && i < v->n_workers; i++) {
        struct v_worker *w = &v->worker[i];
        if (!str_eq(text_at(&r, 0), id_of(w)))
            v_fail(v, C_FORM, "hasil.csv", (uint64_t)r.csv.record, "pekerja bukan yang di pekerja.csv pada urutan ini");
        if (r.csv.n != 6)
            v_fail(v, C_FORM, "hasil.csv", (uint64_t)r.csv.record, "jumlah kolom bukan 6");
        read_result(v, &r, lines, w);
    }
    if (i < v->n_workers || r.csv.record != (int64_t)v->n_workers + 1)
        v_fail(v, C_FORM, "hasil.csv", (uint64_t)r.csv.record, "jumlah baris tidak sama dengan pekerja.csv");
    return rows_end(&r);
}

static err read_openings(struct verify *v, struct str openings)
{
    struct rows r;
    TRY(rows_open(&r, v, "bukaan.csv", openings, "id_baris,terisi", false));
    uint32_t i = 0;
    for (; rows_next(&r) && i < v->n_lines; i++) {
        int64_t filled = 0;
        if (!str_eq(text_at(&r, 0), v->line[i].id))
            v_fail(v, C_FORM, "bukaan.csv", (uint64_t)r.csv.record, "baris bukan yang di baris.csv pada urutan ini");
        if (!str_to_uint(text_at(&r, 1), &filled) || filled > UINT32_MAX)
            v_fail(v, C_FORM, "bukaan.csv", (uint64_t)r.csv.record, "terisi bukan bilangan");
        else
            v->line[i].filled = (uint32_t)filled;
    }
    if (i < v->n_lines || r.csv.record != (int64_t)v->n_lines + 1)
        v_fail(v, C_FORM, "bukaan.csv", (uint64_t)r.csv.record, "jumlah baris tidak sama dengan baris.csv");
    return rows_end(&r);
}

err verify_read_outputs(struct verify *v, struct str results, struct str openings)
{
    struct v_dict *lines = dict_new(v->a);
    for (uint32_t i = 0; i < v->n_lines; i++)
        (void)dict_add(lines, v->line[i].id);
    TRY(read_results(v, results, lines, false));
    return read_openings(v, openings);
}
