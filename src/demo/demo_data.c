/*
 * demo_data.c: see demo_data.h. Words first, then the file that is made from them.
 */
#include "demo_data.h"

#include <assert.h>
#include <stdio.h>

#include "../kernel/mem.h"
#include "../kernel/text/csv.h"

static const char *const men[] = {"Rahmat", "Budi",   "Agus",   "Slamet", "Joko",   "Hendra", "Dedi",   "Iwan",
                                  "Rudi",   "Ahmad",  "Fajar",  "Eko",    "Yusuf",  "Arif",   "Bambang", "Tono",
                                  "Wahyu",  "Anwar",  "Hasan",  "Surya",  "Gunawan", "Asep",  "Ujang",  "Made"};
static const char *const women[] = {"Siti",  "Rukmini", "Dewi", "Sri",    "Nur",    "Ani",   "Wati",  "Lestari",
                                    "Ratna", "Yuni",    "Rina", "Fitri",  "Endang", "Murni", "Kartika", "Sari",
                                    "Eka",   "Maya",    "Indah", "Halimah", "Tuti", "Nining", "Aisyah", "Putri"};
static const char *const stems[] = {"Conto", "Misal", "Umpama", "Andai", "Teladan"};
static const char *const ends_men[] = {"hadi", "nto", "wan", "putra", "jaya", "man", "din", "yadi", "tama", "sena"};
static const char *const ends_women[] = {"wati", "ningsih", "yani", "sari", "putri", "rini", "asih", "dewi"};

const struct demo_position demo_positions[] = {
    {"PENGEMUDI", "Pengemudi", "Sopir;Driver", "", "5.1.02.02.01.0033", true, 4, 1, 14, "SIM_A"},
    {"KEBERSIHAN", "Petugas Kebersihan", "Cleaning Service;Kebersihan;Penyapu Jalan", "", "5.1.02.02.01.0030", true, 1, 1, 26, ""},
    {"KEAMANAN", "Petugas Keamanan", "Satpam;Penjaga Malam;Pamdal", "", "5.1.02.02.01.0031", true, 3, 1, 20, ""},
    {"KURIR", "Kurir Surat Dinas", "Caraka;Kurir", "900.1.3/112/TAPD/2026", "5.1.02.02.01.0032", false, 5, 2, 6, "SIM_C"},
    {"ARSIP", "Pengelola Arsip", "Petugas Arsip", "900.1.3/113/TAPD/2026", "5.1.02.02.01.0024", false, 5, 2, 7, ""},
    {"HUMAS", "Petugas Dokumentasi", "Humas;Operator Komputer", "900.1.3/114/TAPD/2026", "5.1.02.02.01.0039", false, 5, 2, 5, "TIK"},
    {"PRAMUSAJI", "Pramusaji", "Juru Masak", "900.1.3/115/TAPD/2026", "5.1.02.02.01.0034", false, 2, 2, 5, ""},
    {"ADMINISTRASI", "Tenaga Administrasi", "Administrasi;Staf Administrasi", "", "5.1.02.02.01.0026", false, 0, 2, 12, ""},
    {"TEKNIS", "Tenaga Teknis", "Teknisi", "", "5.1.02.02.01.0035", false, 0, 2, 5, ""},
    {"MITRA-INDUSTRI", "Pekerja Mitra Industri", "Industri dan Pariwisata", "560/08/NK/2026", "", false, 5, 3, 0, ""},
    {"WIRAUSAHA", "Peserta Program Wirausaha", "UMKM", "518/21/SK/2026", "", false, 0, 4, 0, ""},
    {"PELATIHAN", "Peserta Pelatihan Kerja", "BLK", "563/17/SK/2026", "", false, 0, 5, 0, ""},
};
const size_t demo_n_positions = COUNT(demo_positions);

static const struct {
    const char *code, *name, *alias;
    unsigned weight;
} offices[] = {
    {"1.01", "Dinas Pendidikan dan Kebudayaan", "Disdikbud;Dinas Pendidikan;Disdik", 20},
    {"1.02", "Dinas Kesehatan", "Dinkes", 14},
    {"1.03", "Dinas Pekerjaan Umum dan Penataan Ruang", "DPUPR;Dinas PUPR", 8},
    {"1.04", "Dinas Perumahan dan Kawasan Permukiman", "Disperkim", 3},
    {"1.05", "Satuan Polisi Pamong Praja", "Satpol PP", 8},
    {"1.06", "Dinas Sosial", "Dinsos", 4},
    {"2.07", "Dinas Tenaga Kerja dan Transmigrasi", "Disnakertrans", 2},
    {"2.11", "Dinas Lingkungan Hidup", "DLH", 10},
    {"2.12", "Dinas Kependudukan dan Pencatatan Sipil", "Disdukcapil", 2},
    {"2.13", "Dinas Pemberdayaan Masyarakat dan Desa", "DPMD", 2},
    {"2.15", "Dinas Perhubungan", "Dishub", 5},
    {"2.16", "Dinas Komunikasi dan Informatika", "Diskominfo", 2},
    {"2.17", "Dinas Koperasi, Usaha Kecil, dan Perdagangan", "Diskopukmperindag", 2},
    {"2.18", "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu", "DPMPTSP", 2},
    {"2.24", "Dinas Kearsipan dan Perpustakaan", "Dispusip", 2},
    {"3.27", "Dinas Pertanian", "Distan", 3},
    {"4.01", "Sekretariat Daerah", "Setda", 6},
    {"4.02", "Sekretariat DPRD", "Setwan", 3},
    {"5.01", "Badan Perencanaan Pembangunan Daerah", "Bappeda", 2},
    {"5.02", "Badan Pengelolaan Keuangan dan Aset Daerah", "BPKAD", 2},
    {"5.03", "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia", "BKPSDM;BKD;BKPP", 1},
    {"5.04", "Badan Penanggulangan Bencana Daerah", "BPBD", 2},
    {"6.01", "Inspektorat Daerah", "Inspektorat", 1},
    {"7.01", "Rumah Sakit Umum Daerah", "RSUD", 8},
};

uint64_t demo_next(struct demo_random *r)
{
    uint64_t z = r->state += 0x9E3779B97F4A7C15ull;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

size_t demo_pick(struct demo_random *r, size_t n)
{
    assert(n > 0);
    return (size_t)(demo_next(r) % n);
}

bool demo_chance(struct demo_random *r, unsigned percent)
{
    return demo_pick(r, 100) < percent;
}

struct demo_agency *demo_agencies(struct arena *a, const struct region_place *place, size_t *n)
{
    struct demo_agency *list = NEW_ARRAY(a, struct demo_agency, COUNT(offices) + place->n_kecamatan);
    *n = 0;
    for (size_t i = 0; i < COUNT(offices); i++)
        list[(*n)++] = (struct demo_agency){str_z(offices[i].code), str_z(offices[i].name), str_z(offices[i].alias),
                                            S(""), S("opd"), offices[i].weight};
    for (size_t i = 0; i < place->n_kecamatan; i++) {
        const struct kecamatan *k = &place->kecamatan[i];
        list[(*n)++] = (struct demo_agency){str_printf(a, "8.%s", k->code), str_printf(a, "Kecamatan %s", k->name),
                                            str_printf(a, "Kantor Camat %s", k->name), str_z(k->name),
                                            S("kecamatan"), 2};
    }
    return list;
}

struct rupiah demo_minimum_wage(const struct region_place *place)
{
    static const struct {
        const char *code;
        int64_t wage;
    } wages[] = {{"63.09", 3827935}, {"32.16", 5938885}, {"36", 3100881},
                 {"36.72", 5469922}, {"13.74", 3182955}, {"17.09", 2945143}};
    for (size_t i = 0; i < COUNT(wages); i++)
        if (strcmp(wages[i].code, place->code) == 0)
            return (struct rupiah){wages[i].wage};
    return (struct rupiah){3100881};
}

struct str demo_name(struct arena *a, struct demo_random *r, bool woman)
{
    const char *first = woman ? women[demo_pick(r, COUNT(women))] : men[demo_pick(r, COUNT(men))];
    const char *stem = stems[demo_pick(r, COUNT(stems))];
    const char *end = woman ? ends_women[demo_pick(r, COUNT(ends_women))] : ends_men[demo_pick(r, COUNT(ends_men))];
    if (demo_chance(r, 45)) {
        const char *middle = woman ? women[demo_pick(r, COUNT(women))] : men[demo_pick(r, COUNT(men))];
        return str_printf(a, "%s %s %s%s", first, middle, stem, end);
    }
    return str_printf(a, "%s %s%s", first, stem, end);
}

void demo_agencies_csv(struct arena *a, const struct region_place *place, struct buf *out)
{
    size_t n;
    const struct demo_agency *list = demo_agencies(a, place, &n);
    BUF_LIT(out, "kode_opd,nama,nama_lain\n");
    for (size_t i = 0; i < n; i++) {
        csv_write(out, list[i].code);
        buf_addc(out, ',');
        csv_write(out, list[i].name);
        buf_addc(out, ',');
        csv_write(out, list[i].alias);
        buf_addc(out, '\n');
    }
}

/* Whole square root: the largest r with r * r <= v. */
static int64_t root(int64_t v)
{
    int64_t r = 0;
    for (int64_t step = INT64_C(1) << 20; step > 0; step /= 2)
        if ((r + step) * (r + step) <= v)
            r += step;
    return r;
}

void demo_distances_csv(struct arena *a, const struct demo_options *o, struct buf *out)
{
    size_t n;
    const struct demo_agency *list = demo_agencies(a, o->place, &n);
    struct demo_random r = {o->seed + 7};
    int64_t *east = NEW_ARRAY(a, int64_t, n), *north = NEW_ARRAY(a, int64_t, n);
    for (size_t i = 0; i < n; i++) {
        size_t reach = list[i].district.n > 0 ? 40000 : 4000;
        east[i] = (int64_t)demo_pick(&r, reach);
        north[i] = (int64_t)demo_pick(&r, reach);
    }
    BUF_LIT(out, "opd_asal,opd_tujuan,meter\n");
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < n; k++) {
            int64_t dx = east[i] - east[k], dy = north[i] - north[k];
            if (i != k)
                buf_printf(out, STR_FMT "," STR_FMT ",%lld\n", STR_ARG(list[i].code), STR_ARG(list[k].code),
                           (long long)root(dx * dx + dy * dy));
        }
    }
}

/* ---- people ---- */

struct person {
    struct str nik, name, birth_place, phone;
    bool woman;
    struct date born, started;
    const struct demo_agency *agency;
    const struct demo_position *position;
    int64_t wage;
    const char *education, *category, *remark;
};

struct maker {
    struct arena *arena;
    const struct demo_options *o;
    struct demo_random random;
    const struct demo_agency *agencies;
    size_t n_agencies;
    unsigned agency_weight, position_weight;
    int64_t made;
};

static const struct demo_agency *pick_agency(struct maker *m)
{
    size_t at = demo_pick(&m->random, m->agency_weight);
    const struct demo_agency *g = m->agencies;
    while (at >= g->weight) {
        at -= g->weight;
        g++;
    }
    return g;
}

static const struct demo_position *pick_position(struct maker *m)
{
    size_t at = demo_pick(&m->random, m->position_weight);
    const struct demo_position *p = demo_positions;
    while (at >= p->weight) {
        at -= p->weight;
        p++;
    }
    return p;
}

/* Six digits of a kecamatan of the region; a province takes its kabupaten's first. */
static struct str place_code(struct maker *m)
{
    const struct region_place *p = m->o->place;
    struct arena *a = m->arena;
    if (strlen(p->code) < 5)
        return str_printf(a, "%s%02d%02d", p->code, 1 + (int)demo_pick(&m->random, 4),
                          1 + (int)demo_pick(&m->random, 12));
    size_t k = p->n_kecamatan == 0 ? 0 : demo_pick(&m->random, p->n_kecamatan);
    return str_printf(a, "%.2s%.2s%s", p->code, p->code + 3, p->n_kecamatan == 0 ? "01" : p->kecamatan[k].code);
}

static struct str make_nik(struct maker *m, struct date born, bool woman)
{
    struct ymd c = date_to_ymd(born);
    /* The serial counts on, so no two people of one region share a NIK. */
    int64_t serial = 1 + m->made % 900;
    return str_printf(m->arena, STR_FMT "%02d%02d%02d%04d", STR_ARG(place_code(m)), (int)c.day + (woman ? 40 : 0),
                      (int)c.month, (int)(c.year % 100), (int)serial);
}

static struct date day_between(struct maker *m, int32_t from_year, int32_t to_year)
{
    int32_t from = date_from_ymd(from_year, 1, 1).day, to = date_from_ymd(to_year, 12, 31).day;
    return (struct date){from + (int32_t)demo_pick(&m->random, (size_t)(to - from))};
}

static struct person make_person(struct maker *m)
{
    static const char *const educations[] = {"SD", "SMP", "SMA", "SMA", "SMA", "SMK", "SMK", "D3", "S1", "S1"};
    static const char *const categories[] = {"TKK", "THL", "THL", "TKS", "PTT", "NON ASN"};
    struct person p = {.woman = demo_chance(&m->random, 42)};
    p.born = day_between(m, 1970, 2001);
    p.started = day_between(m, 2006, 2022);
    if (p.started.day < p.born.day + 18 * 366)
        p.started = (struct date){p.born.day + 18 * 366 + 30};
    p.name = demo_name(m->arena, &m->random, p.woman);
    p.nik = make_nik(m, p.born, p.woman);
    p.birth_place = str_z(m->o->place->name);
    p.agency = pick_agency(m);
    p.position = pick_position(m);
    p.wage = 800000 + (int64_t)demo_pick(&m->random, 30) * 75000;
    p.education = educations[demo_pick(&m->random, COUNT(educations))];
    p.category = categories[demo_pick(&m->random, COUNT(categories))];
    p.phone = str_printf(m->arena, "08%010lld", (long long)(1100000000 + m->made * 7919 % 800000000));
    p.remark = demo_chance(&m->random, 1) ? "sudah tidak aktif" : "";
    m->made++;
    return p;
}

/* The faults real files have, in about one row of forty. */
static void spoil(struct maker *m, struct person *p, const struct person *previous)
{
    switch (demo_pick(&m->random, 200)) {
    case 0: p->nik = str_printf(m->arena, "%.12s0000", p->nik.p); break;
    case 1: p->nik = str_sub(p->nik, 0, 15); break;
    case 2: if (previous->nik.n > 0) p->nik = previous->nik; break;
    case 3: p->name = str_printf(m->arena, STR_FMT ", S.Pd", STR_ARG(p->name)); break;
    case 4: p->nik = S("6.30901E+15"); break;
    default: break;
    }
}

static void write_person(struct buf *out, int64_t number, const struct person *p)
{
    struct ymd b = date_to_ymd(p->born), s = date_to_ymd(p->started);
    buf_printf(out, "%lld,", (long long)number);
    csv_write(out, p->nik);
    buf_addc(out, ',');
    csv_write(out, p->name);
    buf_addc(out, ',');
    csv_write(out, p->birth_place);
    buf_printf(out, ",%02d-%02d-%04d,%s,%s,", (int)b.day, (int)b.month, (int)b.year, p->woman ? "P" : "L",
               p->education);
    csv_write(out, p->agency->name);
    buf_addc(out, ',');
    csv_write(out, str_z(p->position->name));
    buf_printf(out, ",%s,%02d-%02d-%04d,APBD,%lld," STR_FMT ",%s\n", p->category, (int)s.day, (int)s.month,
               (int)s.year, (long long)p->wage, STR_ARG(p->phone), p->remark);
}

static struct maker maker_new(struct arena *a, const struct demo_options *o)
{
    struct maker m = {.arena = a, .o = o, .random = {o->seed * 2654435761u + 17}};
    m.agencies = demo_agencies(a, o->place, &m.n_agencies);
    for (size_t i = 0; i < m.n_agencies; i++)
        m.agency_weight += m.agencies[i].weight;
    for (size_t i = 0; i < demo_n_positions; i++)
        m.position_weight += demo_positions[i].weight;
    return m;
}

void demo_census_csv(struct arena *a, const struct demo_options *o, struct buf *out)
{
    struct maker m = maker_new(a, o);
    BUF_LIT(out, "No,NIK,Nama Lengkap,Tempat Lahir,Tanggal Lahir,Jenis Kelamin,Pendidikan Terakhir,Perangkat Daerah,"
                 "Jabatan,Jenis Tenaga,TMT Mulai Kerja,Sumber Dana,Upah per Bulan,No HP,Keterangan\n");
    struct person previous = {0};
    for (int64_t i = 0; i < o->workers; i++) {
        struct person p = make_person(&m);
        if (o->dirty)
            spoil(&m, &p, &previous);
        write_person(out, i + 1, &p);
        previous = p;
    }
}

/* ---- the plan that fits these people ---- */

/* How many people hold each position in each agency: [agency * positions + position]. */
static int64_t *headcount(struct maker *m)
{
    int64_t *count = NEW_ARRAY(m->arena, int64_t, m->n_agencies * demo_n_positions);
    for (int64_t i = 0; i < m->o->workers; i++) {
        struct person p = make_person(m);
        count[(size_t)(p.agency - m->agencies) * demo_n_positions + (size_t)(p.position - demo_positions)]++;
    }
    return count;
}

/* What a seat costs in a budget year: twelve wages and a third for social security, holiday pay, compensation,
 * equipment, fee and tax; to the thousand. */
static int64_t seat_cost(int64_t wage)
{
    return wage * 12 * 133 / 100 / 1000 * 1000;
}

/* Without reserves, so that the published set alone repeats the computation for anybody. */
static void write_line(struct buf *out, const char *code, struct str agency, const struct demo_position *p, int64_t seats,
                       int64_t wage, int64_t order, bool everywhere)
{
    buf_printf(out, "%s,%s," STR_FMT ",%s,%d,%lld,%lld,%lld,%lld,%s,", code, everywhere ? "*" : "", STR_ARG(agency),
               p->code, p->stage, (long long)seats, (long long)(p->stage <= 2 ? seat_cost(wage) : 0),
               (long long)(p->stage <= 3 ? wage : 0), (long long)order, p->requirement);
    BUF_LIT(out, "\n");
}

static void write_region_lines(struct buf *out, const struct demo_options *o, int64_t wage)
{
    static const struct {
        const char *agency, *position;
        int64_t share; /* one seat for so many people */
    } lines[] = {{"2.07", "MITRA-INDUSTRI", 30}, {"2.17", "WIRAUSAHA", 40}, {"2.07", "PELATIHAN", 50}};
    for (size_t i = 0; i < COUNT(lines); i++) {
        for (size_t k = 0; k < demo_n_positions; k++) {
            if (strcmp(demo_positions[k].code, lines[i].position) != 0)
                continue;
            char code[24];
            snprintf(code, sizeof code, "M-%02d", (int)i + 1);
            write_line(out, code, str_z(lines[i].agency), &demo_positions[k], 1 + o->workers / lines[i].share, wage,
                       900 + (int64_t)i, false);
        }
    }
}

void demo_plan_csv(struct arena *a, const struct demo_options *o, struct buf *plan, struct buf *ceilings)
{
    struct maker m = maker_new(a, o);
    const int64_t *count = headcount(&m);
    int64_t wage = demo_minimum_wage(o->place).v;
    BUF_LIT(plan, "id_baris,kode_daerah,kode_opd,kode_jabatan,tahap,jumlah,biaya,upah,urutan,syarat,cadangan\n");
    BUF_LIT(ceilings, "kode_opd,pagu\n");
    for (size_t g = 0; g < m.n_agencies; g++) {
        int64_t total = 0, order = 0;
        for (size_t p = 0; p < demo_n_positions; p++) {
            int64_t n = count[g * demo_n_positions + p];
            if (n == 0 || demo_positions[p].stage > 2)
                continue;
            char code[24];
            snprintf(code, sizeof code, STR_FMT "-%.3s", STR_ARG(m.agencies[g].code), demo_positions[p].code);
            write_line(plan, code, m.agencies[g].code, &demo_positions[p], n, wage, ++order, false);
            total += n * seat_cost(wage);
        }
        if (total > 0)
            buf_printf(ceilings, STR_FMT ",%lld\n", STR_ARG(m.agencies[g].code), (long long)(total / 100 * 78));
    }
    if (o->workers > 0)
        write_region_lines(plan, o, wage);
}
