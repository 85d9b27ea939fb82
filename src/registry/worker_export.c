/*
 * worker_export.c: one person at a time into a line of CSV or a row of XLSX; memory does not grow with the list.
 */
#include "worker_export.h"

#include "agency.h"
#include "kernel/text/xlsx_write.h"
#include "worker_fields.h"

struct line {
    struct worker w;
    struct str agency, agency_code, pathway, standing;
};

#define L struct line
static const struct field fields[] = {
    NIK(L, w.nik, .label = "NIK", .name = "nik", .flags = F_LIST | F_PERSONAL),
    TEXT(L, w.name, .label = "Nama Lengkap", .name = "nama", .flags = F_LIST),
    TEXT(L, w.title_before, .label = "Gelar Depan", .name = "gelar_depan", .flags = F_LIST),
    TEXT(L, w.title_after, .label = "Gelar Belakang", .name = "gelar_belakang", .flags = F_LIST),
    TEXT(L, w.birth_place, .label = "Tempat Lahir", .name = "tempat_lahir", .flags = F_LIST | F_PERSONAL),
    DATE(L, w.birth_date, .label = "Tanggal Lahir", .name = "tanggal_lahir", .flags = F_LIST | F_PERSONAL),
    TEXT(L, w.sex, .label = "Jenis Kelamin", .name = "jenis_kelamin", .flags = F_LIST),
    TEXT(L, w.education, .label = "Pendidikan Terakhir", .name = "pendidikan", .flags = F_LIST),
    TEXT(L, agency_code, .label = "Kode OPD", .name = "kode_opd", .flags = F_LIST),
    TEXT(L, agency, .label = "Perangkat Daerah", .name = "opd", .flags = F_LIST),
    TEXT(L, w.unit, .label = "Unit Kerja", .name = "unit_kerja", .flags = F_LIST),
    TEXT(L, w.position_text, .label = "Jabatan", .name = "jabatan", .flags = F_LIST),
    TEXT(L, w.category, .label = "Jenis Tenaga", .name = "jenis_tenaga", .flags = F_LIST),
    DATE(L, w.started, .label = "TMT Mulai Kerja", .name = "tmt_mulai", .flags = F_LIST),
    TEXT(L, w.pay_source, .label = "Sumber Dana", .name = "sumber_dana", .flags = F_LIST),
    RUPIAH(L, w.last_wage, .label = "Upah per Bulan", .name = "upah", .flags = F_LIST),
    TEXT(L, w.thk2_number, .label = "No Peserta THK-II", .name = "no_peserta_thk2", .flags = F_LIST | F_PERSONAL),
    TEXT(L, w.family_card, .label = "Nomor KK", .name = "nomor_kk", .flags = F_LIST | F_PERSONAL),
    TEXT(L, w.npwp, .label = "NPWP", .name = "npwp", .flags = F_LIST | F_PERSONAL),
    TEXT(L, w.bpjs, .label = "No BPJS", .name = "bpjs", .flags = F_LIST | F_PERSONAL),
    TEXT(L, w.phone, .label = "No HP", .name = "no_hp", .flags = F_LIST | F_PERSONAL),
    TEXT(L, w.address, .label = "Alamat", .name = "alamat", .flags = F_LIST | F_PERSONAL),
    TEXT(L, w.remark, .label = "Keterangan", .name = "keterangan", .flags = F_LIST),
    TEXT(L, pathway, .label = "Jalur", .name = "jalur", .flags = F_LIST),
    TEXT(L, standing, .label = "Keadaan", .name = "keadaan", .flags = F_LIST),
};
#undef L
static const struct entity line_entity = {"worker_line",       "Tenaga kerja", NULL,
                                          sizeof(struct line), fields,         COUNT(fields)};

struct worker_export {
    FILE *csv;
    struct xlsx_out *xlsx;
    struct buf buf;
    bool personal;
    struct agency_name *agencies;
    size_t n_agencies;
    int64_t rows;
};

enum { FLUSH_AT = 1 << 16, BUF_LIMIT = 1 << 20 };

static err flush(struct worker_export *x)
{
    if (x->buf.over)
        return ERR_LIMIT;
    if (x->buf.n > 0 && fwrite(x->buf.p, 1, x->buf.n, x->csv) != x->buf.n)
        return ERR_IO;
    buf_clear(&x->buf);
    return OK;
}

err worker_export_start(struct tx *tx, const struct at *at, FILE *csv, const char *xlsx, bool personal,
                        struct worker_export **ret)
{
    struct worker_export *x = NEW(tx_arena(tx), struct worker_export);
    *x = (struct worker_export){.csv = csv, .personal = personal, .buf = buf_new(BUF_LIMIT)};
    TRY(agency_names(tx, at, &x->agencies, &x->n_agencies));
    if (csv != NULL) {
        BUF_LIT(&x->buf, "\xef\xbb\xbf"); /* spreadsheets take UTF-8 only with its mark */
        export_csv_head(&x->buf, &line_entity, personal);
    } else {
        TRY(xlsx_create(xlsx, "Tenaga kerja", &x->xlsx));
        export_xlsx_head(x->xlsx, &line_entity, personal);
    }
    *ret = x;
    return OK;
}

static const struct agency_name *agency_of(const struct worker_export *x, int64_t id)
{
    static const struct agency_name none = {.name = {"", 0}, .code = {"", 0}};
    for (size_t i = 0; i < x->n_agencies; i++) {
        if (x->agencies[i].id == id)
            return &x->agencies[i];
    }
    return &none;
}

err worker_export_take(void *arg, const struct worker *w)
{
    struct worker_export *x = arg;
    const struct agency_name *a = agency_of(x, w->agency_id);
    struct line l = {.w = *w, .agency = a->name, .agency_code = a->code, .pathway = str_z(pathways[w->pathway].code),
                     .standing = str_z(pathway_standing(w->pathway, w->state).words)};
    x->rows++;
    if (x->xlsx != NULL) {
        export_xlsx_row(x->xlsx, &line_entity, &l, x->personal);
        return OK;
    }
    export_csv_row(&x->buf, &line_entity, &l, x->personal);
    return x->buf.n > FLUSH_AT ? flush(x) : OK;
}

err worker_export_end(struct worker_export *x, int64_t *rows)
{
    err e = x->xlsx != NULL ? xlsx_finish(x->xlsx) : flush(x);
    buf_free(&x->buf);
    *rows = x->rows;
    return e;
}
