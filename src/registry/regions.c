/*
 * regions.c: the table. Figures of desa and kelurahan are not needed here; names are as in the decree.
 */
#include "regions.h"

#define NAMES(list) list, COUNT(list)

static const struct kecamatan tabalong[] = {
    {"01", "Banua Lawas"}, {"02", "Kelua"},     {"03", "Tanta"},       {"04", "Tanjung"},
    {"05", "Haruai"},      {"06", "Murung Pudak"}, {"07", "Muara Uya"}, {"08", "Muara Harus"},
    {"09", "Pugaan"},      {"10", "Upau"},      {"11", "Jaro"},        {"12", "Bintang Ara"},
};
static const struct kecamatan bekasi[] = {
    {"01", "Tarumajaya"},       {"02", "Babelan"},         {"03", "Sukawangi"},     {"04", "Tambelang"},
    {"05", "Tambun Utara"},     {"06", "Tambun Selatan"},  {"07", "Cibitung"},      {"08", "Cikarang Barat"},
    {"09", "Cikarang Utara"},   {"10", "Karang Bahagia"},  {"11", "Cikarang Timur"}, {"12", "Kedung Waringin"},
    {"13", "Pebayuran"},        {"14", "Sukakarya"},       {"15", "Sukatani"},      {"16", "Cabangbungin"},
    {"17", "Muaragembong"},     {"18", "Setu"},            {"19", "Cikarang Selatan"}, {"20", "Cikarang Pusat"},
    {"21", "Serang Baru"},      {"22", "Cibarusah"},       {"23", "Bojongmangu"},
};
static const struct kecamatan cilegon[] = {
    {"01", "Cibeber"}, {"02", "Cilegon"}, {"03", "Pulomerak"},  {"04", "Ciwandan"},
    {"05", "Jombang"}, {"06", "Gerogol"}, {"07", "Purwakarta"}, {"08", "Citangkil"},
};
static const struct kecamatan padang_panjang[] = {
    {"01", "Padang Panjang Timur"},
    {"02", "Padang Panjang Barat"},
};
static const struct kecamatan bengkulu_tengah[] = {
    {"01", "Karang Tinggi"},    {"02", "Talang Empat"},   {"03", "Pondok Kelapa"}, {"04", "Pematang Tiga"},
    {"05", "Pagar Jati"},       {"06", "Taba Penanjung"}, {"07", "Merigi Kelindang"}, {"08", "Merigi Sakti"},
    {"09", "Pondok Kubang"},    {"10", "Bang Haji"},      {"11", "Semidang Lagan"},
};

const struct region_place regions[] = {
    {"63.09", "Tabalong", "Kabupaten", "WITA", "Kalimantan Selatan", NAMES(tabalong)},
    {"32.16", "Bekasi", "Kabupaten", "WIB", "Jawa Barat", NAMES(bekasi)},
    {"36", "Banten", "Provinsi", "WIB", "Banten", NULL, 0},
    {"36.72", "Cilegon", "Kota", "WIB", "Banten", NAMES(cilegon)},
    {"13.74", "Padang Panjang", "Kota", "WIB", "Sumatera Barat", NAMES(padang_panjang)},
    {"17.09", "Bengkulu Tengah", "Kabupaten", "WIB", "Bengkulu", NAMES(bengkulu_tengah)},
    {"36.01", "Pandeglang", "Kabupaten", "WIB", "Banten", NULL, 0},
    {"36.02", "Lebak", "Kabupaten", "WIB", "Banten", NULL, 0},
    {"36.03", "Tangerang", "Kabupaten", "WIB", "Banten", NULL, 0},
    {"36.04", "Serang", "Kabupaten", "WIB", "Banten", NULL, 0},
    {"36.71", "Tangerang", "Kota", "WIB", "Banten", NULL, 0},
    {"36.73", "Serang", "Kota", "WIB", "Banten", NULL, 0},
    {"36.74", "Tangerang Selatan", "Kota", "WIB", "Banten", NULL, 0},
};
const size_t n_regions = COUNT(regions);

const struct region_place *region_find(struct str code)
{
    for (size_t i = 0; i < n_regions; i++)
        if (str_eqz(code, regions[i].code))
            return &regions[i];
    return NULL;
}

enum region_known region_kecamatan_known(struct str ppkkcc)
{
    for (size_t i = 0; i < n_regions; i++) {
        const struct region_place *r = &regions[i];
        if (r->n_kecamatan == 0 || memcmp(r->code, ppkkcc.p, 2) != 0 || memcmp(r->code + 3, ppkkcc.p + 2, 2) != 0)
            continue;
        for (size_t k = 0; k < r->n_kecamatan; k++)
            if (memcmp(r->kecamatan[k].code, ppkkcc.p + 4, 2) == 0)
                return REGION_KNOWN;
        return REGION_UNKNOWN;
    }
    return REGION_NOT_HELD;
}

static int two(const char *p)
{
    return (p[0] - '0') * 10 + p[1] - '0';
}

bool region_code_possible(struct str ppkkcc)
{
    int pp = two(ppkkcc.p), kk = two(ppkkcc.p + 2), cc = two(ppkkcc.p + 4);
    return pp >= 11 && pp <= 96 && kk >= 1 && kk != 70 && cc >= 1;
}
