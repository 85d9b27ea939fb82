/*
 * criteria.h: the six criteria of SE MenPANRB B/1511/2022 (domain/rules.md 1.3), a to f. They set the data class,
 * never membership of the census: drivers, cleaners and guards, left out there, are the very people of this product.
 */
#pragma once
#include "worker.h"

enum criterion_result { CRITERION_MET, CRITERION_FAILED, CRITERION_UNPROVEN };

struct criteria_rules {
    struct date reference;      /* census.ref_date: 31 Dec 2021 */
    int32_t min_service_months; /* census.min_service_months: 12 */
    int32_t age_min, age_max;   /* completed years on the reference date: 20, 56 */
};
/* The values of the national census, as long as the rule book says nothing else. */
struct criteria_rules criteria_rules_default(void);

struct criteria_facts {
    struct str category, pay_source;
    struct str signer_rank; /* rank of who signed the first decree: KEPALA_UNIT_KERJA or above; empty: not known */
    struct date started, born;
    bool active;
};

enum { CRITERIA = 6 };
struct criterion {
    char letter; /* 'a' … 'f' */
    const char *what; /* "Dibayar langsung dari APBN atau APBD" */
    enum criterion_result result;
    struct str words; /* the fact that decided */
};
void criteria_judge(const struct criteria_facts *facts, const struct criteria_rules *rules,
                    struct criterion ret[CRITERIA]);

const char *criterion_result_words(enum criterion_result r); /* "Lulus", "Gagal", "Kurang bukti" */
