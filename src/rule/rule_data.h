/*
 * rule_data.h: the national values built into the program: rules/national.csv.
 */
#pragma once
#include "../kernel/str.h"

static inline struct str rule_data_national(void)
{
    extern const char embed_rules_national[], embed_rules_national_end[];
    return (struct str){embed_rules_national, (size_t)(embed_rules_national_end - embed_rules_national)};
}
