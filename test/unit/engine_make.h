/*
 * engine_make.h: small made-up instances for the engine's tests, as CSV texts; and the same with its rows mixed.
 */
#pragma once
#include "kernel/buf.h"
#include "kernel/mem.h"
#include "pathway/instance.h"

struct dice {
    uint64_t state;
};
static inline uint64_t roll(struct dice *d, uint64_t sides) /* 0 to sides - 1 */
{
    d->state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t z = d->state;
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return (z ^ z >> 31) % sides;
}

/* How large and how mixed an instance is. */
struct make {
    unsigned regions, agencies, jobs, lines, workers;
    bool star, reserves, locks, choices, distances;
};

static inline struct str keep(struct arena *a, struct buf *b)
{
    struct str s = str_dup(a, buf_str(b));
    buf_free(b);
    return s;
}

static inline void make_some(struct buf *b, struct dice *d, const char *const *code, size_t n, unsigned of_ten)
{
    bool any = false;
    for (size_t i = 0; i < n; i++)
        if (roll(d, 10) < of_ten) {
            buf_printf(b, "%s%s", any ? ";" : "", code[i]);
            any = true;
        }
}

static inline struct str make_lines(struct arena *a, struct dice *d, const struct make *m)
{
    static const char *const needs[] = {"SIM", "SMA"};
    struct buf b = buf_new(1 << 20);
    BUF_LIT(&b, "id_baris,kode_daerah,kode_opd,kode_jabatan,tahap,jumlah,biaya,upah,urutan,syarat,cadangan\n");
    for (unsigned i = 0; i < m->lines; i++) {
        char region[16] = "*";
        if (!m->star || roll(d, 4) > 0)
            snprintf(region, sizeof region, "R%u", (unsigned)roll(d, m->regions));
        buf_printf(&b, "B%02u,%s,A%u,J%u,%u,%u,%u,%u,%u,", (i * 37) % 100, region, (unsigned)roll(d, m->agencies),
                   (unsigned)roll(d, m->jobs), 1 + (unsigned)roll(d, 5), (unsigned)roll(d, 4),
                   (unsigned)roll(d, 4) * 10, 100 + (unsigned)roll(d, 4) * 10, (unsigned)roll(d, 3));
        make_some(&b, d, needs, COUNT(needs), 2);
        buf_addc(&b, ',');
        if (m->reserves && roll(d, 2) == 0)
            buf_printf(&b, "DIS:%u%s", (unsigned)roll(d, 3), roll(d, 2) == 0 ? ";LAMA:1" : ";IBU:2");
        buf_addc(&b, '\n');
    }
    return keep(a, &b);
}

static inline struct str make_workers(struct arena *a, struct dice *d, const struct make *m)
{
    static const char *const has[] = {"SIM", "SMA", "LAIN"}, *const traits[] = {"DIS", "LAMA", "IBU", "X"};
    static const char *const status[] = {"", "MENUNGGU", "LULUS_PPPK", "LULUS_CPNS"};
    struct buf b = buf_new(1 << 20);
    BUF_LIT(&b, "id_pekerja,nik,kode_daerah,kode_opd,kode_jabatan,masa_kerja_bulan,kelas_data,status_asn,upah_kini,"
                "penanda,kualifikasi,terkunci\n");
    for (unsigned i = 0; i < m->workers; i++) {
        uint64_t luck = roll(d, 40);
        buf_printf(&b, "W%03u,", (i * 7919) % 1000);
        if (luck == 0)
            BUF_LIT(&b, "12345");
        else
            buf_printf(&b, "99%014u", luck == 1 ? 1 : i + 2);
        buf_printf(&b, ",R%u,A%u,J%u,%u,%u,%s,%u,", (unsigned)roll(d, m->regions), (unsigned)roll(d, m->agencies),
                   (unsigned)roll(d, m->jobs), (unsigned)roll(d, 3), 1 + (unsigned)roll(d, 3),
                   status[roll(d, 12) < 10 ? roll(d, 2) : 2 + roll(d, 2)], 100 + (unsigned)roll(d, 5) * 10);
        make_some(&b, d, traits, COUNT(traits), 3);
        buf_addc(&b, ',');
        make_some(&b, d, has, COUNT(has), 7);
        buf_addc(&b, ',');
        if (m->locks && m->lines > 0 && roll(d, 3) == 0)
            buf_printf(&b, "B%02u", ((unsigned)roll(d, m->lines) * 37) % 100);
        buf_addc(&b, '\n');
    }
    return keep(a, &b);
}

static inline struct str make_choices(struct arena *a, struct dice *d, const struct make *m)
{
    struct buf b = buf_new(1 << 20);
    BUF_LIT(&b, "id_pekerja,urutan,id_baris\n");
    for (unsigned i = 0; i < m->workers && m->lines > 0; i++) {
        if (roll(d, 2) == 0)
            continue;
        unsigned n = 1 + (unsigned)roll(d, 4), at = (unsigned)roll(d, m->lines);
        for (unsigned j = 0; j < n && j < m->lines; j++)
            buf_printf(&b, "W%03u,%u,B%02u\n", (i * 7919) % 1000, (j * 3) % 4 + 1, ((at + j) % m->lines * 37) % 100);
    }
    return keep(a, &b);
}

static inline struct instance_files make_files(struct arena *a, struct dice *d, const struct make *m)
{
    struct instance_files f = {0};
    struct buf b = buf_new(1 << 20);
    buf_printf(&b, "nama,nilai\nbenih,uji-%u\nbulan_lama,120\n", (unsigned)roll(d, 1000));
    f.parameter = keep(a, &b);
    b = buf_new(1 << 20);
    BUF_LIT(&b, "kode_jabatan,inti,dasar_keputusan\n");
    for (unsigned i = 0; i < m->jobs; i++)
        buf_printf(&b, "J%u,%u,%s\n", i, i < 2, i == 2 ? "TAPD/1" : "");
    f.jabatan = keep(a, &b);
    b = buf_new(1 << 20);
    BUF_LIT(&b, "kode_opd,pagu\n");
    for (unsigned i = 0; i < m->agencies; i++)
        if (roll(d, 8) > 0)
            buf_printf(&b, "A%u,%u\n", i, (unsigned)roll(d, 12) * 10);
    f.pagu = keep(a, &b);
    f.baris = make_lines(a, d, m);
    f.pekerja = make_workers(a, d, m);
    if (m->choices)
        f.pilihan = make_choices(a, d, m);
    if (m->distances) {
        b = buf_new(1 << 20);
        BUF_LIT(&b, "opd_asal,opd_tujuan,meter\n");
        for (unsigned i = 0; i < m->agencies; i++)
            for (unsigned j = 0; j < m->agencies; j++)
                if (roll(d, 3) > 0)
                    buf_printf(&b, "A%u,A%u,%u\n", i, j, (unsigned)roll(d, 4) * 100);
        f.jarak = keep(a, &b);
    }
    return f;
}

/* A shape drawn by chance: from nothing at all to a crowded market with everything in it. */
static inline struct make make_shape(struct dice *d)
{
    return (struct make){.regions = 1 + (unsigned)roll(d, 3), .agencies = 1 + (unsigned)roll(d, 4),
                         .jobs = 1 + (unsigned)roll(d, 4), .lines = (unsigned)roll(d, 14), .workers = (unsigned)roll(d, 40),
                         .star = roll(d, 2) == 0, .reserves = roll(d, 2) == 0, .locks = roll(d, 2) == 0,
                         .choices = roll(d, 2) == 0, .distances = roll(d, 2) == 0};
}

/* The same rows in another order, the header first. */
static inline struct str make_mixed(struct arena *a, struct dice *d, struct str text)
{
    struct str row[400], rest = text;
    size_t n = 0;
    while (rest.p != NULL && rest.n > 0 && n < COUNT(row))
        row[n++] = str_cut(&rest, '\n');
    struct buf b = buf_new(1 << 20);
    for (size_t i = 0; i < n; i++) {
        size_t j = i == 0 ? 0 : i + (size_t)roll(d, n - i);
        struct str swap = row[i];
        row[i] = row[j];
        row[j] = swap;
        buf_add(&b, row[i]);
        buf_addc(&b, '\n');
    }
    return keep(a, &b);
}

static inline struct instance make_instance(struct arena *a, const struct instance_files *files)
{
    struct faults f = {.arena = a};
    struct instance in;
    if (instance_parse(a, files, &in, &f) != OK) {
        fprintf(stderr, "%.*s\n", STR_ARG(f.list[0].text));
        abort();
    }
    return in;
}
