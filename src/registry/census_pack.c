/*
 * census_pack.c: see census_pack.h.
 */
#include "census_pack.h"

#include "kernel/mem.h"

enum { SEPARATOR = 0x1F };

const char *packed_label(enum census_field f)
{
    static const char *labels[PACK_FIELDS] = {
        [PACK_NIK] = "NIK", [PACK_NAME] = "Nama", [PACK_BEFORE] = "Gelar depan", [PACK_AFTER] = "Gelar belakang",
        [PACK_BIRTH_PLACE] = "Tempat lahir", [PACK_BIRTH] = "Tanggal lahir", [PACK_SEX] = "Jenis kelamin",
        [PACK_EDUCATION] = "Pendidikan", [PACK_AGENCY] = "Instansi", [PACK_UNIT] = "Unit kerja",
        [PACK_JOB_ID] = "Jabatan baku", [PACK_JOB] = "Jabatan", [PACK_CATEGORY] = "Jenis tenaga",
        [PACK_START] = "SK pertama", [PACK_FUND] = "Sumber gaji", [PACK_WAGE] = "Upah per bulan", [PACK_PHONE] = "No. HP",
        [PACK_NPWP] = "NPWP", [PACK_BPJS] = "BPJS", [PACK_FAMILY_CARD] = "Nomor KK", [PACK_THK2] = "No. peserta THK-II",
        [PACK_ADDRESS] = "Alamat", [PACK_REMARK] = "Keterangan", [PACK_ACTIVE] = "Masih bekerja",
        [PACK_SK_NUMBER] = "Nomor SK", [PACK_SK_DATE] = "Tanggal SK", [PACK_SK_END] = "Tanggal akhir",
        [PACK_SIGNER] = "Penandatangan SK", [PACK_ROW] = "Baris", [PACK_SHEET] = "Lembar"};
    return labels[f] == NULL ? "" : labels[f];
}

/* A separator inside a value would shift the rest: it becomes a blank (it is a control sign, never a letter). */
static void put(struct buf *out, struct str s)
{
    if (s.p == NULL)
        s = S("");
    if (memchr(s.p, SEPARATOR, s.n) == NULL) {
        buf_add(out, s);
    } else {
        for (size_t i = 0; i < s.n; i++)
            buf_addc(out, s.p[i] == SEPARATOR ? ' ' : s.p[i]);
    }
    buf_addc(out, SEPARATOR);
}

static void put_date(struct buf *out, struct date d)
{
    char room[11];
    put(out, date_iso(room, d));
}

static void put_int(struct buf *out, int64_t v)
{
    buf_int(out, v);
    buf_addc(out, SEPARATOR);
}

void person_pack(struct buf *out, const struct census_person *p)
{
    char sex[2] = {p->sex, '\0'};
    put(out, p->nik);
    put(out, p->name);
    put(out, p->title_before);
    put(out, p->title_after);
    put(out, p->birth_place);
    put_date(out, p->birth);
    put(out, str_z(sex));
    put(out, p->education);
    put_int(out, p->agency);
    put(out, p->unit);
    put_int(out, p->job_id);
    put(out, p->job);
    put(out, p->category.n == 0 ? S("NON_ASN") : p->category);
    put_date(out, p->start);
    put(out, p->fund);
    put_int(out, p->wage.v);
    put(out, p->phone);
    put(out, p->npwp);
    put(out, p->bpjs);
    put(out, p->family_card);
    put(out, p->thk2_number);
    put(out, p->address);
    put(out, p->remark);
    put_int(out, !p->left);
    put(out, p->sk_number);
    put_date(out, p->sk_date);
    put_date(out, p->sk_end);
    put(out, p->signer);
    put_int(out, p->row);
    put_int(out, p->sheet);
    put_int(out, p->nik_good);
}

void worker_pack(struct buf *out, const struct worker *w)
{
    const struct census_person p = {
        .nik = w->nik, .name = w->name, .title_before = w->title_before, .title_after = w->title_after,
        .birth_place = w->birth_place, .birth = w->birth_date, .sex = w->sex.n > 0 ? w->sex.p[0] : (char)0,
        .education = w->education, .agency = w->agency_id, .unit = w->unit, .job_id = w->position_id,
        .job = w->position_text, .category = w->category, .start = w->started, .fund = w->pay_source,
        .wage = w->last_wage, .phone = w->phone, .npwp = w->npwp, .bpjs = w->bpjs, .family_card = w->family_card,
        .thk2_number = w->thk2_number, .address = w->address, .remark = w->remark, .left = !w->active,
        .sk_number = S(""), .sk_date = DATE_NONE, .sk_end = DATE_NONE, .signer = S(""), .nik_good = true};
    person_pack(out, &p);
}

struct packed unpack(struct str body)
{
    struct packed p;
    for (size_t i = 0; i < PACK_FIELDS; i++)
        p.v[i] = body.p == NULL ? S("") : str_cut(&body, SEPARATOR);
    return p;
}

static int64_t number(struct str s)
{
    int64_t v = 0;
    return str_to_uint(s, &v) ? v : 0;
}

static struct date day(struct str s)
{
    struct date d = DATE_NONE;
    return date_parse_iso(s, &d) ? d : DATE_NONE;
}

void packed_apply(const struct packed *p, enum census_field f, struct worker *w)
{
    struct str *texts[PACK_FIELDS] = {
        [PACK_NIK] = &w->nik, [PACK_NAME] = &w->name, [PACK_BEFORE] = &w->title_before, [PACK_AFTER] = &w->title_after,
        [PACK_BIRTH_PLACE] = &w->birth_place, [PACK_SEX] = &w->sex, [PACK_EDUCATION] = &w->education,
        [PACK_UNIT] = &w->unit, [PACK_JOB] = &w->position_text, [PACK_CATEGORY] = &w->category,
        [PACK_FUND] = &w->pay_source, [PACK_PHONE] = &w->phone, [PACK_NPWP] = &w->npwp, [PACK_BPJS] = &w->bpjs,
        [PACK_FAMILY_CARD] = &w->family_card, [PACK_THK2] = &w->thk2_number, [PACK_ADDRESS] = &w->address,
        [PACK_REMARK] = &w->remark};
    if (texts[f] != NULL)
        *texts[f] = p->v[f];
    else if (f == PACK_BIRTH)
        w->birth_date = day(p->v[f]);
    else if (f == PACK_START)
        w->started = day(p->v[f]);
    else if (f == PACK_AGENCY)
        w->agency_id = number(p->v[f]);
    else if (f == PACK_JOB_ID)
        w->position_id = number(p->v[f]);
    else if (f == PACK_WAGE)
        w->last_wage = (struct rupiah){number(p->v[f])};
    else if (f == PACK_ACTIVE)
        w->active = number(p->v[f]) != 0;
}

void packed_to_worker(const struct packed *p, struct worker *w)
{
    for (int f = 0; f < PACK_COMPARED; f++)
        packed_apply(p, (enum census_field)f, w);
}

/* Never compared: the NIK is what the two were found by; the standard job follows from the job's words. */
static bool compared(enum census_field f)
{
    return f != PACK_NIK && f != PACK_JOB_ID;
}

void census_difference(struct buf *out, const struct packed *file, const struct packed *current,
                       const struct packed *last)
{
    for (int i = 0; i < PACK_COMPARED; i++) {
        struct str v = file->v[i];
        bool silent = v.n == 0 || (i == PACK_ACTIVE && last == NULL && str_eqz(v, "1"));
        if (!compared((enum census_field)i) || silent || str_eq(v, current->v[i]) ||
            (last != NULL && str_eq(v, last->v[i])))
            continue;
        buf_int(out, i);
        buf_addc(out, SEPARATOR);
        buf_add(out, current->v[i]);
        buf_addc(out, SEPARATOR);
        buf_add(out, v);
        buf_addc(out, 0x1E);
    }
}

bool census_difference_next(struct str *words, enum census_field *f, struct str *before, struct str *after)
{
    if (words->p == NULL || words->n == 0)
        return false;
    struct str one = str_cut(words, 0x1E);
    *f = (enum census_field)number(str_cut(&one, SEPARATOR));
    *before = one.p == NULL ? S("") : str_cut(&one, SEPARATOR);
    *after = one.p == NULL ? S("") : one;
    return (int)*f < (int)PACK_COMPARED;
}
