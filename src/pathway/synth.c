/*
 * synth.c: region by region: agencies on a map, people with the job they do now, plan lines for about the
 * posts that exist, ceilings that pay for most of them. Each person's draws come from its own number, so a
 * first pass can count and a second can write.
 */
#include "pathway/synth.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>

#include "kernel/buf.h"
#include "kernel/log.h"
#include "kernel/mem.h"

enum { AGENCIES_MAX = 40, FLUSH = 1 << 20, JOBS = 8, LAST_EXTENDED = 5, NATIONAL_LINES_PER = 20 };

static const struct job {
    const char *code, *decision, *needs;
    int core, share; /* share of people, of 100 */
} jobs[JOBS] = {
    {"SOPIR", "", "SIM_A;SEHAT", 1, 14},
    {"KEBERSIHAN", "", "", 1, 26},
    {"KEAMANAN", "", "SEHAT", 1, 20},
    {"KURIR", "TAPD/12/2026", "", 0, 9},
    {"ARSIP", "TAPD/12/2026", "SMA", 0, 11},
    {"PRANATA_IT", "TAPD/15/2026", "D3", 0, 6},
    {"ADMINISTRASI", "", "SMA", 0, 11}, /* no decision: these people must find another job */
    {"PRAMUSAJI", "", "", 0, 3},
};

/* ---- chance ---- */

struct chance {
    uint64_t state;
};

static uint64_t draw(struct chance *c) /* splitmix64 */
{
    uint64_t z = c->state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

static int64_t between(struct chance *c, int64_t from, int64_t to) /* both included */
{
    return from + (int64_t)(draw(c) % (uint64_t)(to - from + 1));
}

static bool happens(struct chance *c, int permille)
{
    return between(c, 1, 1000) <= permille;
}

static struct chance chance_of(int64_t seed, uint64_t kind, uint64_t number)
{
    struct chance c = {(uint64_t)seed * UINT64_C(0xD1342543DE82EF95) + kind};
    c.state = draw(&c) ^ number * UINT64_C(0xA0761D6478BD642F);
    (void)draw(&c);
    return c;
}

/* ---- files ---- */

struct out {
    FILE *file;
    struct buf text;
    bool bad;
};

enum { F_PARAMETER, F_JABATAN, F_PAGU, F_BARIS, F_PEKERJA, F_PILIHAN, F_JARAK, FILES };

static const struct {
    const char *name, *header;
} files[FILES] = {
    {"parameter.csv", "nama,nilai\n"},
    {"jabatan.csv", "kode_jabatan,inti,dasar_keputusan\n"},
    {"pagu.csv", "kode_opd,pagu\n"},
    {"baris.csv", "id_baris,kode_daerah,kode_opd,kode_jabatan,tahap,jumlah,biaya,upah,urutan,syarat,cadangan\n"},
    {"pekerja.csv", "id_pekerja,nik,kode_daerah,kode_opd,kode_jabatan,masa_kerja_bulan,kelas_data,status_asn,"
                    "upah_kini,penanda,kualifikasi,terkunci\n"},
    {"pilihan.csv", "id_pekerja,urutan,id_baris\n"},
    {"jarak.csv", "opd_asal,opd_tujuan,meter\n"},
};

static void flush(struct out *o)
{
    if (o->text.n > 0 && fwrite(o->text.p, 1, o->text.n, o->file) != o->text.n)
        o->bad = true;
    buf_clear(&o->text);
}

static void row_end(struct out *o)
{
    buf_addc(&o->text, '\n');
    if (o->text.n > FLUSH)
        flush(o);
}

static err open_files(struct out *out, const char *dir)
{
    for (size_t i = 0; i < FILES; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", dir, files[i].name);
        out[i].text = buf_new(FLUSH * 4);
        out[i].file = fopen(path, "wbe");
        if (out[i].file == NULL) {
            log_error("berkas tidak dapat ditulis: %s (%s)", path, strerror(errno));
            return ERR_IO;
        }
        buf_add(&out[i].text, str_z(files[i].header));
    }
    return OK;
}

static err close_files(struct out *out)
{
    err e = OK;
    for (size_t i = 0; i < FILES; i++) {
        if (out[i].file != NULL) {
            flush(&out[i]);
            out[i].bad |= fclose(out[i].file) != 0;
        }
        if (out[i].bad)
            e = ERR_IO;
        buf_free(&out[i].text);
    }
    return e;
}

/* ---- one region ---- */

struct region {
    const struct synth *s;
    struct out *out;
    int64_t number, first, count; /* its workers: numbers first to first + count - 1 */
    char code[12];
    int agencies;
    int64_t wage;                            /* what the lines of its first stage pay a month */
    int64_t people[AGENCIES_MAX][JOBS];
    int64_t line[AGENCIES_MAX][JOBS];        /* number of the first line of that agency and job, or 0 */
    int64_t line_first, line_next;           /* numbers given to its lines */
    int64_t national;                        /* lines open to every region are numbers 1 to national */
};

struct person {
    int agency, job;
    struct chance chance; /* for everything else about it */
};

static struct person person_of(const struct region *r, int64_t number)
{
    struct person p = {.chance = chance_of(r->s->seed, 1, (uint64_t)number)};
    int64_t a = between(&p.chance, 0, (int64_t)r->agencies * r->agencies - 1), root = 0;
    while ((root + 1) * (root + 1) <= a) /* later agencies are larger */
        root++;
    p.agency = (int)root;
    int64_t share = between(&p.chance, 0, 99);
    while (share >= jobs[p.job].share)
        share -= jobs[p.job++].share;
    return p;
}

/* A line's id; chance orders lines with the same wage, not their number. */
static void add_line_id(struct buf *b, int64_t number)
{
    buf_printf(b, "B%08" PRIx32, (uint32_t)number * 2654435761u);
}

static void add_agency(struct buf *b, const struct region *r, int agency)
{
    buf_printf(b, "%s.%02d", r->code, agency + 1);
}

struct line_draft {
    const char *region;
    int agency, stage;
    const char *job, *needs;
    int64_t seats, cost, wage, order;
    bool reserves;
};

static int64_t write_line(struct region *r, const struct line_draft *d)
{
    struct out *o = &r->out[F_BARIS];
    int64_t number = r->line_next++;
    add_line_id(&o->text, number);
    buf_printf(&o->text, ",%s,", d->region);
    add_agency(&o->text, r, d->agency);
    buf_printf(&o->text, ",%s,%d,%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64 ",%s,", d->job, d->stage, d->seats,
               d->cost, d->wage, d->order, d->needs);
    if (d->reserves)
        buf_printf(&o->text, "DIS:%" PRId64 "%s", (d->seats + 49) / 50, number % 3 == 0 ? ";LAMA:1" : "");
    row_end(o);
    return number;
}

/* Lines of an agency for one job: the first two thirds of the posts early in the budget order, the rest late. */
static int64_t write_job_lines(struct region *r, int agency, int job, struct chance *c)
{
    int64_t people = r->people[agency][job];
    if (people == 0 || job > LAST_EXTENDED)
        return 0;
    int64_t wage = r->wage + between(c, 0, 4) * 50000 - (job > 2 ? 100000 : 0);
    struct line_draft d = {.region = r->code, .agency = agency, .stage = job <= 2 ? 1 : 2, .job = jobs[job].code,
                           .needs = jobs[job].needs, .wage = wage, .cost = wage * 14, .order = job + 1};
    int64_t early = people < 8 ? people : people * 2 / 3, late = people - early + (people >= 8 ? people / 10 : 0);
    d.seats = early;
    d.reserves = early >= 25;
    r->line[agency][job] = write_line(r, &d);
    if (late > 0) {
        d.seats = late;
        d.order = job + 20;
        d.reserves = late >= 25;
        (void)write_line(r, &d);
    }
    return (early + late) * d.cost;
}

static void write_agency(struct region *r, int agency)
{
    struct chance c = chance_of(r->s->seed, 2, (uint64_t)(r->number * 100 + agency));
    int64_t want = 0;
    for (int job = 0; job < JOBS; job++)
        want += write_job_lines(r, agency, job, &c);
    struct out *o = &r->out[F_PAGU];
    add_agency(&o->text, r, agency);
    buf_printf(&o->text, ",%" PRId64, want / 1000 * between(&c, 660, 960));
    row_end(o);
}

/* Partners: industry, people's business and training cost the region nothing. */
static void write_partners(struct region *r)
{
    int64_t n = r->count / 60 + 1;
    struct line_draft d = {.region = r->code, .stage = 3, .job = "ARSIP", .needs = "SMA", .order = 90,
                           .seats = n, .wage = r->wage + 150000, .reserves = n >= 25};
    (void)write_line(r, &d);
    d = (struct line_draft){.region = r->code, .stage = 4, .job = "KURIR", .needs = "MINAT_USAHA", .seats = n, .order = 91};
    (void)write_line(r, &d);
    d = (struct line_draft){.region = r->code, .stage = 5, .job = "PRANATA_IT", .needs = "SMA", .seats = n, .order = 92};
    (void)write_line(r, &d);
}

static void write_distances(struct region *r)
{
    struct out *o = &r->out[F_JARAK];
    for (int a = 0; a < r->agencies; a++)
        for (int b = 0; b < r->agencies; b++) {
            struct chance pa = chance_of(r->s->seed, 3, (uint64_t)(r->number * 100 + a));
            struct chance pb = chance_of(r->s->seed, 3, (uint64_t)(r->number * 100 + b));
            int64_t dx = between(&pa, 0, 400) - between(&pb, 0, 400), dy = between(&pa, 0, 400) - between(&pb, 0, 400);
            if (a == b || (a * 7 + b) % 11 == 0)
                continue; /* one pair in eleven was never measured */
            add_agency(&o->text, r, a);
            buf_addc(&o->text, ',');
            add_agency(&o->text, r, b);
            buf_printf(&o->text, ",%" PRId64, (dx < 0 ? -dx : dx) * 50 + (dy < 0 ? -dy : dy) * 50 + 100);
            row_end(o);
        }
}

static void add_worker_id(struct buf *b, const struct synth *s, int64_t number)
{
    uint32_t x = (uint32_t)number ^ (uint32_t)s->seed * 2654435761u; /* each step can be undone: no id twice */
    x = (x ^ x >> 16) * 0x85EBCA6Bu;
    x = (x ^ x >> 13) * 0xC2B2AE35u;
    x ^= x >> 16;
    char text[16];
    int n = snprintf(text, sizeof text, "P%010" PRIu32, x);
    buf_add(b, (struct str){text, (size_t)n});
}

static void add_nik(struct buf *b, int64_t number, struct chance *c)
{
    int64_t luck = between(c, 0, 9999);
    if (luck < 4)
        BUF_LIT(b, "63O9-belum-ada");
    else
        buf_printf(b, "99%014" PRId64, luck < 9 && number > 0 ? number - 1 : number);
}

/* Codes joined by semicolons, each with its own chance. */
static void add_codes(struct buf *b, struct chance *c, const char *const *code, const int *permille, size_t n)
{
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        if (!happens(c, permille[i]))
            continue;
        if (any)
            buf_addc(b, ';');
        buf_add(b, str_z(code[i]));
        any = true;
    }
}

static void write_choices(struct region *r, int64_t number, struct chance *c)
{
    struct out *o = &r->out[F_PILIHAN];
    int64_t n = between(c, 1, 4), lines = r->line_next - r->line_first, at = between(c, 0, lines - 1);
    for (int64_t i = 1; i <= n && i <= lines; i++) {
        bool national = r->national > 0 && i == 2 && happens(c, 300);
        add_worker_id(&o->text, r->s, number);
        buf_printf(&o->text, ",%" PRId64 ",", i);
        add_line_id(&o->text, national ? 1 + at % r->national : r->line_first + at);
        row_end(o);
        at = (at + 1 + at % 7) % lines;
        if (at + 8 >= lines) /* never around to a line already named */
            return;
    }
}

static void write_worker(struct region *r, int64_t number)
{
    static const char *const code[] = {"SIM_A", "SEHAT", "SMA", "D3", "MINAT_USAHA"};
    static const char *const trait[] = {"DIS", "LAMA"};
    static const char *const status[] = {"LULUS_PPPK", "LULUS_CPNS", "MENUNGGU", ""};
    struct person p = person_of(r, number);
    struct chance *c = &p.chance;
    struct buf *b = &r->out[F_PEKERJA].text;
    int64_t months = between(c, 3, 60) + between(c, 0, 180), class = between(c, 1, 10);
    int64_t luck = between(c, 1, 100);
    add_worker_id(b, r->s, number);
    buf_addc(b, ',');
    add_nik(b, number, c);
    buf_printf(b, ",%s,", r->code);
    add_agency(b, r, p.agency);
    buf_printf(b, ",%s,%" PRId64 ",%d,%s,%" PRId64 ",", jobs[p.job].code, months, class <= 6 ? 1 : class <= 9 ? 2 : 3,
               status[luck <= 8 ? 0 : luck == 9 ? 1 : luck <= 20 ? 2 : 3], r->wage * between(c, 60, 104) / 100);
    add_codes(b, c, trait, (const int[]){20, months >= 120 ? 1000 : 0}, COUNT(trait));
    buf_addc(b, ',');
    add_codes(b, c, code, (const int[]){p.job == 0 ? 930 : 250, 960, 850, 260, 300}, COUNT(code));
    buf_addc(b, ',');
    if (luck > 20 && r->line[p.agency][p.job] != 0 && happens(c, 30))
        add_line_id(b, r->line[p.agency][p.job]);
    row_end(&r->out[F_PEKERJA]);
    if (luck > 20 && happens(c, 120))
        write_choices(r, number, c);
}

static void write_region(struct region *r)
{
    struct chance c = chance_of(r->s->seed, 4, (uint64_t)r->number);
    int64_t size = r->count / 130 + 3;
    r->agencies = (int)(size > AGENCIES_MAX ? AGENCIES_MAX : size);
    r->wage = 2300000 + between(&c, 0, 38) * 50000;
    r->line_first = r->line_next;
    memset(r->people, 0, sizeof r->people);
    memset(r->line, 0, sizeof r->line);
    snprintf(r->code, sizeof r->code, "%02d.%02d", (int)(11 + r->number / 90), (int)(r->number % 90 + 1));
    for (int64_t i = r->first; i < r->first + r->count; i++) {
        struct person p = person_of(r, i);
        r->people[p.agency][p.job]++;
    }
    for (int a = 0; a < r->agencies; a++)
        write_agency(r, a);
    write_partners(r);
    write_distances(r);
    for (int64_t i = r->first; i < r->first + r->count; i++)
        write_worker(r, i);
}

/* ---- all ---- */

/* Lines of national companies, open to every region; offered through the first region's first agency. */
static void write_national(struct region *r)
{
    snprintf(r->code, sizeof r->code, "11.01");
    r->national = r->s->regions / NATIONAL_LINES_PER + 2;
    for (int64_t i = 0; i < r->national; i++) {
        struct line_draft d = {.region = "*", .stage = 3, .job = i % 2 == 0 ? "KEAMANAN" : "PRANATA_IT",
                               .needs = i % 2 == 0 ? "SEHAT;SMA" : "D3", .order = 95,
                               .seats = r->s->workers / 500 / r->national + 1, .wage = 4600000 + i * 10000};
        (void)write_line(r, &d);
    }
}

static void write_fixed(const struct synth *s, struct out *out)
{
    buf_printf(&out[F_PARAMETER].text, "benih,undian-contoh-%" PRId64 "\nbulan_lama,120\n", s->seed);
    for (size_t i = 0; i < JOBS; i++)
        buf_printf(&out[F_JABATAN].text, "%s,%d,%s\n", jobs[i].code, jobs[i].core, jobs[i].decision);
}

err synth_write(const struct synth *s, const char *dir)
{
    assert(s->workers > 0 && s->regions > 0 && s->regions <= s->workers && s->regions <= 7000);
    struct out out[FILES] = {0};
    AUTO_ARENA a = arena_new(1 << 20);
    err e = open_files(out, dir);
    if (e == OK) {
        struct region *r = NEW(a, struct region);
        *r = (struct region){.s = s, .out = out, .line_next = 1};
        write_fixed(s, out);
        write_national(r);
        for (int64_t i = 0; i < s->regions; i++) {
            /* Regions differ in size; those of a pair share what two mean regions would have. */
            int64_t from = s->workers * i / s->regions, to = s->workers * (i + 1) / s->regions;
            int64_t pair = i % 2 == 0 && i + 1 < s->regions ? (to - from) / 3 : 0;
            r->first = i % 2 == 1 ? r->first + r->count : from;
            r->count = to - r->first - pair;
            r->number = i;
            write_region(r);
        }
    }
    err closed = close_files(out);
    return e != OK ? e : closed;
}
