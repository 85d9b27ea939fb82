/*
 * census_columns.c: the table of headings, and the search for the row that holds them.
 */
#include "census_columns.h"

#include "kernel/buf.h"
#include "kernel/mem.h"
#include "kernel/utf8.h"

const struct census_column_info census_columns[COL_COUNT] = {
    [COL_NO] = {"no", "No", "no|nomor|no urut|nomor urut", false},
    [COL_NIK] = {"nik", "NIK",
                 "nik|no nik|nomor nik|no ktp|nomor ktp|no ktp nik|nik ktp|nikppnpn|nomor induk kependudukan|nik thk ii",
                 true},
    [COL_NAME] = {"nama", "Nama Lengkap",
                  "nama|nama lengkap|nama lengkap tanpa gelar|nama pegawai|nama tenaga non asn|nama sesuai ktp|nmpppnpn",
                  true},
    [COL_BIRTH_PLACE] = {"tempat_lahir", "Tempat Lahir",
                         "tempat lahir|tmpt lahir|tmp lahir|lokasi tempat lahir|kelahiran tempat|lahir tempat", false},
    [COL_BIRTH_DATE] = {"tanggal_lahir", "Tanggal Lahir",
                        "tanggal lahir|tgl lahir|tgl lhr|kelahiran tanggal|lahir tanggal", true},
    [COL_BIRTH_BOTH] = {"tempat_tanggal_lahir", "Tempat, Tanggal Lahir",
                        "tempat tanggal lahir|tempat tgl lahir|ttl|tempat dan tanggal lahir", false},
    [COL_SEX] = {"jenis_kelamin", "Jenis Kelamin", "jenis kelamin|jk|l p|lp|kelamin|gender|jns kelamin", false},
    [COL_EDUCATION] = {"pendidikan", "Pendidikan Terakhir",
                       "pendidikan|pendidikan terakhir|pend terakhir|pend|ijazah terakhir|nama pendidikan terakhir|"
                       "pendidikan terakhir yang dimiliki saat ini",
                       false},
    [COL_AGENCY] = {"opd", "Perangkat Daerah",
                    "opd|skpd|perangkat daerah|instansi|dinas|nama opd|satuan kerja|unit organisasi", true},
    [COL_UNIT] = {"unit_kerja", "Unit Kerja",
                  "unit kerja|unit|sub unit|upt|upt sekolah kelurahan|tempat tugas|"
                  "unit kerja pada saat pembayaran apbn apbd",
                  false},
    [COL_JOB] = {"jabatan", "Jabatan",
                 "jabatan|nama jabatan|jabatan pada pembayaran apbn apbd|tugas|pekerjaan|formasi", true},
    [COL_CATEGORY] = {"jenis_tenaga", "Jenis Tenaga",
                      "jenis tenaga|status|status kepegawaian|kategori|jenis pegawai|status thk ii|"
                      "pendataan non asn 2022",
                      false},
    [COL_START] = {"tmt_mulai", "TMT Mulai Kerja",
                   "tmt|tmt mulai|tmt mulai kerja|tmt kerja|tmt awal|tmt sk pertama|mulai kerja|mulai bekerja|"
                   "tanggal mulai kerja|tanggal sk pertama|awal bekerja",
                   true},
    [COL_SK_NUMBER] = {"nomor_sk", "Nomor SK", "no sk|nomor sk|no spk", false},
    [COL_SK_DATE] = {"tanggal_sk", "Tanggal SK", "tanggal sk|tgl sk|tanggal spk", false},
    [COL_SK_END] = {"tmt_akhir", "Tanggal Akhir", "tanggal akhir kerja|tmt akhir|tanggal akhir", false},
    [COL_SIGNER] = {"penandatangan", "Penandatangan SK",
                    "jabatan penandatangan sk|pejabat penandatangan|tandatangan|penandatangan|penandatangan sk", false},
    [COL_FUND] = {"sumber_dana", "Sumber Dana",
                  "sumber dana|sumber anggaran|sumber gaji|pembayaran|dibiayai dari", false},
    [COL_WAGE] = {"upah", "Upah per Bulan",
                  "upah|upah per bulan|gaji|gaji per bulan|honor|honorarium|besaran honor|honor per bulan|penghasilan",
                  true},
    [COL_THK2_NUMBER] = {"no_peserta_thk2", "No Peserta THK-II", "no peserta thk ii|no peserta thk2", false},
    [COL_FAMILY_CARD] = {"nomor_kk", "Nomor KK", "no kk|nomor kk", false},
    [COL_NPWP] = {"npwp", "NPWP", "no npwp|npwp", false},
    [COL_BPJS] = {"bpjs", "BPJS", "no bpjs|bpjs", false},
    [COL_PHONE] = {"no_hp", "No HP", "no hp|no wa|no telp|hp|telepon", false},
    [COL_ADDRESS] = {"alamat", "Alamat", "alamat", false},
    [COL_REMARK] = {"keterangan", "Keterangan", "ket|keterangan|status pegawai", false},
};

enum census_column census_column_by_code(struct str code)
{
    for (int c = 0; c < COL_COUNT; c++)
        if (str_eqz(code, census_columns[c].code))
            return (enum census_column)c;
    return COL_NONE;
}

struct str census_heading_key(struct arena *a, struct str heading)
{
    char *p = arena_alloc(a, heading.n);
    size_t n = 0, depth = 0;
    for (size_t i = 0; i < heading.n; i++) {
        char c = heading.p[i];
        if (c == '(')
            depth++;
        if (depth == 0)
            p[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : strchr(".,:*/_-", c) != NULL ? ' ' : c;
        if (c == ')' && depth > 0)
            depth--;
    }
    return utf8_tidy(a, (struct str){p, n});
}

enum census_column census_column_of(struct str key)
{
    if (key.n == 0)
        return COL_NONE;
    for (int c = 0; c < COL_COUNT; c++) {
        struct str rest = str_z(census_columns[c].variants);
        while (rest.p != NULL)
            if (str_eq(str_cut(&rest, '|'), key))
                return (enum census_column)c;
    }
    return COL_NONE;
}

static struct str cell_heading(struct arena *a, const struct census_head_row *r, size_t i)
{
    return i < r->n && r->cell[i].kind == CELL_TEXT ? utf8_tidy(a, r->cell[i].text) : S("");
}

static bool filled(const struct census_head_row *r, size_t i)
{
    return i < r->n && r->cell[i].kind != CELL_EMPTY && r->cell[i].text.n > 0;
}

/* The meaning of column i under one or two heading rows, and its heading. `spread` is the last filled upper cell
 * at or before i: an upper heading over several columns is stored in the first. */
static enum census_column meaning(struct arena *a, struct str upper, struct str spread, struct str lower,
                                  struct str *heading)
{
    enum census_column c = COL_NONE;
    *heading = lower.n == 0 ? upper : lower;
    if (lower.n > 0 && spread.n > 0) {
        struct str both = str_printf(a, STR_FMT " " STR_FMT, STR_ARG(spread), STR_ARG(lower));
        c = census_column_of(census_heading_key(a, both));
        if (c != COL_NONE || upper.n > 0)
            *heading = both;
    }
    if (c == COL_NONE)
        c = census_column_of(census_heading_key(a, lower));
    if (c == COL_NONE)
        c = census_column_of(census_heading_key(a, upper));
    return c;
}

static size_t last_filled(const struct census_head_row *r)
{
    size_t n = r->n < CENSUS_COLUMNS_MAX ? r->n : CENSUS_COLUMNS_MAX;
    while (n > 0 && !filled(r, n - 1))
        n--;
    return n;
}

static void read_headings(struct arena *a, const struct census_head_row *upper, const struct census_head_row *lower,
                          struct census_map *m)
{
    static const struct census_head_row none = {0};
    if (lower == NULL) {
        lower = upper;
        upper = &none;
    }
    struct str spread = S("");
    size_t n = last_filled(upper) > last_filled(lower) ? last_filled(upper) : last_filled(lower);
    m->n = n;
    for (size_t i = 0; i < n; i++) {
        struct str up = cell_heading(a, upper, i);
        if (up.n > 0)
            spread = up;
        m->column[i] = meaning(a, up, spread, cell_heading(a, lower, i), &m->heading[i]);
    }
}

static size_t known(const struct census_map *m, bool *identifies)
{
    bool seen[COL_COUNT] = {false};
    size_t n = 0;
    for (size_t i = 0; i < m->n; i++)
        if (m->column[i] != COL_NONE && !seen[m->column[i]]) {
            seen[m->column[i]] = true;
            n++;
        }
    *identifies = seen[COL_NIK] || seen[COL_NAME];
    return n;
}

/* A row with a cell of 12 or more digits is data, not a heading. */
static bool has_long_number(const struct census_head_row *r)
{
    for (size_t i = 0; i < r->n; i++) {
        size_t digits = 0;
        for (size_t k = 0; k < r->cell[i].text.n; k++)
            digits += r->cell[i].text.p[k] >= '0' && r->cell[i].text.p[k] <= '9';
        if (digits >= 12)
            return true;
    }
    return false;
}

static void apply_overrides(struct arena *a, const struct census_override *o, size_t n, struct census_map *m)
{
    for (size_t i = 0; i < m->n; i++)
        for (size_t k = 0; k < n; k++)
            if (m->heading[i].n > 0 &&
                str_eq(census_heading_key(a, o[k].heading), census_heading_key(a, m->heading[i])))
                m->column[i] = o[k].column;
}

static void index_columns(struct census_map *m)
{
    m->twice = COL_NONE;
    for (int c = 0; c < COL_COUNT; c++)
        m->at[c] = -1;
    for (size_t i = 0; i < m->n; i++) {
        enum census_column c = m->column[i];
        if (c == COL_NONE)
            continue;
        if (m->at[c] < 0) {
            m->at[c] = (int32_t)i;
        } else if (c != COL_NO && m->twice == COL_NONE) {
            m->twice = c;
            m->twice_a = m->at[c];
            m->twice_b = (int32_t)i;
        }
    }
}

bool census_find_heading(struct arena *a, const struct census_head_row *rows, size_t n,
                         const struct census_override *overrides, size_t n_overrides, struct census_map *ret)
{
    struct census_map *m = NEW(a, struct census_map);
    size_t best = 0, at = 0;
    for (size_t i = 0; i < n && rows[i].number <= CENSUS_HEAD_ROWS; i++) {
        bool identifies;
        read_headings(a, &rows[i], NULL, m);
        apply_overrides(a, overrides, n_overrides, m);
        size_t k = known(m, &identifies);
        if (identifies && k >= 3 && k > best) {
            best = k;
            at = i;
        }
    }
    if (best == 0)
        return false;
    read_headings(a, &rows[at], NULL, ret);
    ret->first_row = ret->last_row = rows[at].number;
    if (at + 1 < n && rows[at + 1].number == rows[at].number + 1 && !has_long_number(&rows[at + 1])) {
        bool identifies;
        read_headings(a, &rows[at], &rows[at + 1], m);
        apply_overrides(a, overrides, n_overrides, m);
        if (known(m, &identifies) > best) {
            read_headings(a, &rows[at], &rows[at + 1], ret);
            ret->first_row = rows[at].number;
            ret->last_row = rows[at + 1].number;
        }
    }
    apply_overrides(a, overrides, n_overrides, ret);
    index_columns(ret);
    return true;
}

size_t census_known_headings(struct arena *a, const struct census_head_row *rows, size_t n)
{
    struct census_map *m = NEW(a, struct census_map);
    size_t best = 0;
    for (size_t i = 0; i < n; i++) {
        bool identifies;
        read_headings(a, &rows[i], NULL, m);
        size_t k = known(m, &identifies);
        if (k > best)
            best = k;
    }
    return best;
}
