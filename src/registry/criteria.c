/*
 * criteria.c: one small function per criterion a–f of rules.md 1.3; what is not known is "kurang bukti", never
 * "gagal": a missing paper is asked for, not held against the person.
 */
#include "criteria.h"

#include "worker_fields.h"

struct criteria_rules criteria_rules_default(void)
{
    return (struct criteria_rules){date_from_ymd(2021, 12, 31), 12, 20, 56};
}

static enum criterion_result met_if(bool yes)
{
    return yes ? CRITERION_MET : CRITERION_FAILED;
}

static bool one_of(struct str s, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eqz(s, list[i]))
            return true;
    }
    return false;
}

/* a: eks THK-II of the national database, or non-ASN who already works in an agency, by whatever local name. */
static struct criterion judge_status(const struct criteria_facts *f)
{
    static const char *const non_asn[] = {"NON_ASN", "THK2", "TKK",  "THL",   "TKS",
                                          "PTT",     "GTT",  "PJLP", "PPNPN", "HONDA"};
    struct criterion c = {'a', "Eks THK-II atau non-ASN yang bekerja di instansi", CRITERION_UNPROVEN,
                          S("Jenis tenaga belum diisi")};
    if (f->category.n == 0)
        return c;
    c.result = met_if(one_of(f->category, non_asn, COUNT(non_asn)));
    c.words = choice_words(worker_categories, f->category);
    return c;
}

/* b: paid directly from the state or the regional budget. */
static struct criterion judge_pay(const struct criteria_facts *f)
{
    struct criterion c = {'b', "Dibayar langsung dari APBN atau APBD", CRITERION_UNPROVEN,
                          S("Sumber dana belum diisi")};
    if (f->pay_source.n == 0)
        return c;
    c.result = met_if(str_eqz(f->pay_source, "APBN") || str_eqz(f->pay_source, "APBD"));
    c.words = choice_words(worker_pay_sources, f->pay_source);
    return c;
}

/* c: appointed at least by the head of the work unit. */
static struct criterion judge_signer(const struct criteria_facts *f)
{
    static const char *const ranks[] = {"KEPALA_UNIT_KERJA", "KEPALA_OPD", "SEKDA", "KEPALA_DAERAH"};
    struct criterion c = {'c', "Diangkat paling rendah oleh pimpinan unit kerja", CRITERION_UNPROVEN,
                          S("Penandatangan SK pertama belum diperiksa")};
    if (f->signer_rank.n == 0)
        return c;
    c.result = met_if(one_of(f->signer_rank, ranks, COUNT(ranks)));
    c.words = f->signer_rank;
    return c;
}

/* d: at least so many months of service on the reference date. */
static struct criterion judge_service(const struct criteria_facts *f, const struct criteria_rules *r)
{
    struct criterion c = {'d', "Masa kerja paling singkat satu tahun pada tanggal acuan", CRITERION_UNPROVEN,
                          S("Tanggal SK pertama belum diisi")};
    if (!date_given(f->started))
        return c;
    /* Work on both days counts: 31 Dec 2020 to 31 Dec 2021 is a year, 1 Jan 2021 is not. */
    c.result = met_if(f->started.day <= r->reference.day &&
                      months_between(f->started, r->reference) >= r->min_service_months);
    c.words = str_z(c.result == CRITERION_MET ? "SK pertama cukup lama sebelum tanggal acuan"
                                              : "SK pertama kurang dari satu tahun sebelum tanggal acuan");
    return c;
}

/* e: age in completed years on the reference date ("56" is not yet 57). */
static struct criterion judge_age(const struct criteria_facts *f, const struct criteria_rules *r)
{
    struct criterion c = {'e', "Usia 20 sampai 56 tahun pada tanggal acuan", CRITERION_UNPROVEN,
                          S("Tanggal lahir belum diisi")};
    if (!date_given(f->born))
        return c;
    int32_t age = years_between(f->born, r->reference);
    c.result = met_if(age >= r->age_min && age <= r->age_max);
    c.words = str_z(c.result == CRITERION_MET ? "Usia sesuai" : age < r->age_min ? "Terlalu muda" : "Terlalu tua");
    return c;
}

/* f: still working at the census. */
static struct criterion judge_active(const struct criteria_facts *f)
{
    return (struct criterion){'f', "Masih bekerja saat pendataan", met_if(f->active),
                              str_z(f->active ? "Masih bekerja" : "Tidak bekerja lagi")};
}

void criteria_judge(const struct criteria_facts *facts, const struct criteria_rules *rules,
                    struct criterion ret[CRITERIA])
{
    ret[0] = judge_status(facts);
    ret[1] = judge_pay(facts);
    ret[2] = judge_signer(facts);
    ret[3] = judge_service(facts, rules);
    ret[4] = judge_age(facts, rules);
    ret[5] = judge_active(facts);
}

const char *criterion_result_words(enum criterion_result r)
{
    switch (r) {
    case CRITERION_MET:
        return "Lulus";
    case CRITERION_FAILED:
        return "Gagal";
    case CRITERION_UNPROVEN:
        break;
    }
    return "Kurang bukti";
}
