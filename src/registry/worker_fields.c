/*
 * worker_fields.c: the descriptor of a person, and the two comparisons that read it.
 */
#include "worker_fields.h"

#include "kernel/buf.h"

const struct choice worker_sexes[] = {{1, "L", "Laki-laki"}, {2, "P", "Perempuan"}, {0, NULL, NULL}};
const struct choice worker_educations[] = {
    {1, "SD", "SD"}, {2, "SMP", "SMP"}, {3, "SMA", "SMA"}, {4, "SMK", "SMK"}, {5, "D1", "D1"},   {6, "D2", "D2"},
    {7, "D3", "D3"}, {8, "D4", "D4"},   {9, "S1", "S1"},   {10, "S2", "S2"},  {11, "S3", "S3"}, {0, NULL, NULL},
};
const struct choice worker_categories[] = {
    {1, "NON_ASN", "Tenaga non-ASN"},
    {2, "THK2", "Eks THK-II"},
    {3, "TKK", "Tenaga kerja kontrak"},
    {4, "THL", "Tenaga harian lepas"},
    {5, "TKS", "Tenaga kerja sukarela"},
    {6, "PTT", "Pegawai tidak tetap"},
    {7, "GTT", "Guru tidak tetap"},
    {8, "PJLP", "Penyedia jasa lainnya perorangan"},
    {9, "PPNPN", "PPNPN"},
    {10, "HONDA", "Tenaga daerah (Honda)"},
    {11, "BLUD", "Pegawai BLUD"},
    {12, "LAIN", "Lainnya"},
    {0, NULL, NULL},
};
const struct choice worker_pay_sources[] = {
    {1, "APBD", "APBD"}, {2, "APBN", "APBN"},    {3, "BOS", "BOS"},
    {4, "BLUD", "BLUD"}, {5, "LAIN", "Lainnya"}, {0, NULL, NULL},
};
const struct choice worker_asn_statuses[] = {
    {1, "MENUNGGU", "Menunggu hasil seleksi"},
    {2, "LULUS_PPPK", "Lulus PPPK"},
    {3, "LULUS_PPPK_PW", "Lulus PPPK Paruh Waktu"},
    {4, "LULUS_CPNS", "Lulus CPNS"},
    {0, NULL, NULL},
};
const struct choice worker_data_classes[] = {
    {1, "1", "Basis data nasional (BKN)"},
    {2, "2", "Diperiksa daerah"},
    {3, "3", "Pernyataan sendiri"},
    {0, NULL, NULL},
};
const struct choice worker_leave_causes[] = {
    {1, "meninggal", "Meninggal dunia"},
    {2, "pensiun", "Mencapai batas usia"},
    {3, "mengundurkan_diri", "Mengundurkan diri"},
    {0, NULL, NULL},
};

#define W struct worker
static const struct field fields[] = {
    TEXT(W, name, .label = "Nama lengkap", .name = "nama", .help = "Sesuai KTP, tanpa gelar",
         .flags = F_REQUIRED | F_LIST, .max = 120, .autocomplete = "off"),
    TEXT(W, title_before, .label = "Gelar di depan", .name = "gelar_depan", .max = 40),
    TEXT(W, title_after, .label = "Gelar di belakang", .name = "gelar_belakang", .max = 60),
    NIK(W, nik, .label = "NIK", .name = "nik", .flags = F_REQUIRED | F_PERSONAL | F_LIST, .autocomplete = "off"),
    TEXT(W, birth_place, .label = "Tempat lahir", .name = "tempat_lahir", .flags = F_LIST, .max = 80),
    DATE(W, birth_date, .label = "Tanggal lahir", .name = "tanggal_lahir",
         .flags = F_REQUIRED | F_PERSONAL | F_LIST),
    CODE(W, sex, .label = "Jenis kelamin", .name = "jenis_kelamin", .choices = worker_sexes, .flags = F_LIST),
    CODE(W, education, .label = "Pendidikan terakhir", .name = "pendidikan", .choices = worker_educations,
         .flags = F_LIST),
    TEXT(W, unit, .label = "Unit kerja", .name = "unit_kerja", .flags = F_LIST, .max = 160),
    TEXT(W, position_text, .label = "Jabatan menurut SK", .name = "jabatan_teks", .max = 160,
         .help = "Isi bila jabatan tidak ada dalam daftar"),
    CODE(W, category, .label = "Jenis tenaga", .name = "jenis_tenaga", .choices = worker_categories,
         .flags = F_LIST),
    DATE(W, started, .label = "Tanggal SK pertama", .name = "tmt_mulai", .flags = F_REQUIRED | F_LIST),
    CODE(W, pay_source, .label = "Sumber dana", .name = "sumber_dana", .choices = worker_pay_sources,
         .flags = F_LIST),
    RUPIAH(W, last_wage, .label = "Upah terakhir per bulan", .name = "upah", .flags = F_REQUIRED | F_LIST,
           .max = 100000000),
    CHOICE(W, data_class, .label = "Kelas data", .name = "kelas_data", .choices = worker_data_classes,
           .flags = F_REQUIRED | F_LIST),
    CODE(W, asn_status, .label = "Status seleksi ASN", .name = "status_asn", .choices = worker_asn_statuses),
    TEXT(W, qualifications, .label = "Kualifikasi", .name = "kualifikasi",
         .help = "Kode dipisah titik koma, misalnya SIM_A;SMA", .max = 200),
    TEXT(W, traits, .label = "Penanda", .name = "penanda",
         .help = "DIS untuk penyandang disabilitas, atas persetujuan yang bersangkutan", .flags = F_PERSONAL,
         .max = 60),
    TEXT(W, thk2_number, .label = "Nomor peserta THK-II", .name = "no_peserta_thk2", .max = 40),
    TEXT(W, family_card, .label = "Nomor KK", .name = "nomor_kk", .flags = F_PERSONAL, .max = 20),
    TEXT(W, npwp, .label = "NPWP", .name = "npwp", .flags = F_PERSONAL, .max = 30),
    TEXT(W, bpjs, .label = "Nomor BPJS", .name = "bpjs", .flags = F_PERSONAL, .max = 30),
    TEXT(W, phone, .label = "Nomor HP", .name = "no_hp", .flags = F_PERSONAL, .max = 30),
    TEXT(W, address, .label = "Alamat", .name = "alamat", .flags = F_PERSONAL, .max = 300),
    TEXT(W, remark, .label = "Keterangan", .name = "keterangan", .flags = F_LONG, .max = 1000),
};
const struct entity worker_entity = {"worker", "Tenaga kerja", "worker", sizeof(W), fields, COUNT(fields)};
#undef W

const char *const worker_form_main[] = {"nama", "nik", "tanggal_lahir", "jenis_kelamin", "pendidikan", NULL};
const char *const worker_form_work[] = {"jabatan_teks", "tmt_mulai",  "upah", "sumber_dana",
                                        "jenis_tenaga", "kelas_data", NULL};
const char *const worker_form_more[] = {
    "gelar_depan", "gelar_belakang", "tempat_lahir", "unit_kerja", "kualifikasi", "penanda",    "no_peserta_thk2",
    "nomor_kk",    "npwp",           "bpjs",         "no_hp",      "alamat",      "keterangan", NULL};

/* What allocation reads of a person (allocation.md section 15); a locked census holds these still. */
static const char *const snapshot[] = {"nama",         "nik",        "tanggal_lahir", "jabatan_teks",
                                       "jenis_tenaga", "tmt_mulai",  "sumber_dana",   "upah",
                                       "kelas_data",   "status_asn", "kualifikasi",   "penanda"};

struct str choice_words(const struct choice *list, struct str code)
{
    const struct choice *c = choice_by_code(list, code);
    return c == NULL ? code : str_z(c->label);
}

static bool same(struct arena *a, const struct field *f, const struct worker *x, const struct worker *y)
{
    return str_eq(field_text(a, f, x), field_text(a, f, y));
}

static void say_change(struct buf *b, struct arena *a, const struct field *f, const struct worker *x,
                       const struct worker *y)
{
    if (b->n > 0)
        BUF_LIT(b, "; ");
    if ((f->flags & F_PERSONAL) != 0)
        buf_printf(b, "%s diubah", f->label);
    else
        buf_printf(b, "%s: " STR_FMT " → " STR_FMT, f->label, STR_ARG(field_text(a, f, x)),
                   STR_ARG(field_text(a, f, y)));
}

struct str worker_difference(struct arena *a, const struct worker *before, const struct worker *after)
{
    AUTO_BUF b = buf_new(16384);
    if (before->agency_id != after->agency_id)
        BUF_LIT(&b, "Instansi diubah");
    if (before->position_id != after->position_id)
        buf_printf(&b, "%sJabatan diubah", b.n > 0 ? "; " : "");
    for (size_t i = 0; i < COUNT(fields); i++) {
        if (!same(a, &fields[i], before, after))
            say_change(&b, a, &fields[i], before, after);
    }
    return str_dup(a, buf_str(&b));
}

const char *worker_snapshot_touched(struct arena *a, const struct worker *before, const struct worker *after)
{
    if (before->agency_id != after->agency_id)
        return "Instansi";
    if (before->position_id != after->position_id)
        return "Jabatan";
    for (size_t i = 0; i < COUNT(snapshot); i++) {
        const struct field *f = entity_field(&worker_entity, snapshot[i]);
        if (!same(a, f, before, after))
            return f->label;
    }
    return NULL;
}
