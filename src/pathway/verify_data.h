/*
 * verify_data.h: what the verifier reads, in its own form. Inner to verify*.c.
 */
#pragma once
#include "pathway/verify.h"

/* Places in verify_report.check */
enum { C_FORM, C_P1, C_P2, C_P3, C_P4, C_P5, C_P6, C_P7, C_P8, C_P9, C_P11, C_P12, C_COLUMNS };

enum { SIGNS = 1 << INSTANCE_TRAITS_MAX };

struct v_line {
    struct str id;
    uint32_t region, agency, job, stage;
    bool allowed;
    uint32_t seats, filled;   /* jumlah; terisi of bukaan.csv */
    int64_t cost, wage, order;
    uint64_t needs;
    uint32_t reserve[INSTANCE_TRAITS_MAX];
    bool reserves;
    uint32_t base;            /* place by wage (most first), then id: the end of the derived order */
    uint32_t holders;         /* how many rows of hasil.csv name it */
    uint32_t first_holder;    /* into verify.holder[] */
};

enum v_state { V_TAKES_PART, V_ASN, V_NIK_INVALID, V_NIK_DOUBLE };

struct v_worker {
    const char *id;
    int64_t wage;
    uint64_t has, lottery;
    uint32_t region, agency, job, locked;
    uint32_t service;         /* data class, then months from most to least: smaller goes first */
    uint32_t line, position;  /* as hasil.csv says */
    uint32_t group;
    uint8_t n_id, state, signs, tier, reason, said; /* said: status in hasil.csv */
};

enum v_said { SAID_PLACE, SAID_ASN, SAID_UNRESOLVED, SAID_QUARANTINE };

struct v_near {
    uint64_t pair; /* from << 32 | to */
    int64_t metres;
};

/* What the walk down a list needs of a line, together in memory. */
struct v_face {
    int64_t wage;
    uint64_t needs;
    uint64_t cut;             /* v_rank of the last holder; in P7: who ranks behind it need not ask */
    uint32_t last;            /* the last holder; NOTHING when nobody holds a seat */
    uint8_t tier;             /* of the last holder */
    bool room, payable;       /* seats left; the ceiling would still pay one */
    uint8_t kept_for;         /* signs that have a reserve here */
};

/* The lowest and highest wage of the lines a region sees, by stage (from 0). */
struct v_wages {
    int64_t least[STAGES], most[STAGES];
};

/* One list for all workers of a region with the same agency and job. */
struct v_group {
    uint32_t region, agency, job;
    uint32_t *entry; /* by stage, tier, distance, wage, id: line, with its tier in the upper bits */
    uint8_t *skip;  /* how many entries to pass over at once; NULL when every one is to be seen */
    uint32_t n, stage_start[STAGES + 1];
    const struct v_wages *wages;
    uint32_t first; /* into verify.order: its people, up to the next group's */
};

struct verify {
    struct arena *a, *sentences;
    struct faults *faults;
    struct verify_report *report;
    struct v_place {
        const char *file;
        uint64_t record;
    } failure[VERIFY_CHECKS][VERIFY_SENTENCES]; /* where the sentences in the report come from */
    struct str seed;
    struct v_dict *regions, *agencies, *jobs;
    bool *job_allowed;
    int64_t *ceiling, *left;   /* per agency */
    struct v_line *line;
    uint32_t n_lines;
    struct str code[INSTANCE_CODES_MAX], sign[INSTANCE_TRAITS_MAX];
    uint32_t n_codes, n_signs;
    struct v_worker *worker;
    uint32_t n_workers;
    uint32_t *choice_start, *choice;
    struct v_near *near;       /* sorted by pair */
    size_t n_near;
    uint32_t *holder;          /* workers by the line hasil.csv gives them */
    struct v_face *face;       /* per line */
    struct v_group *group;
    uint32_t n_groups;
    uint32_t *order, n_order;  /* those who take part, group after group */
    uint64_t any_needs;        /* codes that some line asks for */
};

/* verify_read.c */
struct v_dict *dict_new(struct arena *a);
uint32_t dict_add(struct v_dict *d, struct str name);
uint32_t dict_get(const struct v_dict *d, struct str name); /* NOTHING */
uint32_t dict_size(const struct v_dict *d);
err verify_read_inputs(struct verify *v, const struct instance_files *files) MUST_USE;
err verify_read_outputs(struct verify *v, struct str results, struct str openings) MUST_USE;

/* verify_list.c: lists and the seat rule */
void verify_make_groups(struct verify *v);
static inline bool v_eligible(const struct v_worker *w, const struct v_line *g)
{
    return g->allowed && (g->needs & ~w->has) == 0 && (g->region == EVERY_REGION || g->region == w->region);
}
static inline unsigned v_post_tier(const struct v_worker *w, const struct v_line *g)
{
    unsigned tier = 4;
    if (g->agency == w->agency)
        tier = 3;
    if (g->job == w->job)
        tier = g->agency == w->agency ? 1 : 2;
    return tier;
}
enum { ENTRY_LINE_BITS = 20, ENTRY_LINE = (1 << ENTRY_LINE_BITS) - 1 };

static inline unsigned v_tier(const struct verify *v, uint32_t worker, uint32_t line)
{
    const struct v_worker *w = &v->worker[worker];
    return w->locked == line ? 0 : v_post_tier(w, &v->line[line]);
}
/* Section 5 in one number, smaller goes first: tier (3 bits), class and months (19), the upper 42 of the lottery.
 * Equal numbers are told apart by the rest of the lottery and the id. */
enum { RANK_TIER = 61, RANK_SERVICE = 42 };
static inline uint64_t v_rank(const struct v_worker *w, unsigned tier)
{
    return (uint64_t)tier << RANK_TIER | (uint64_t)w->service << RANK_SERVICE | w->lottery >> (64 - RANK_SERVICE);
}
static inline bool v_wins_tie(const struct v_worker *a, const struct v_worker *b)
{
    if (a->lottery != b->lottery)
        return a->lottery < b->lottery;
    return str_compare((struct str){a->id, a->n_id}, (struct str){b->id, b->n_id}) < 0;
}
/* Section 5: whether x comes before y at the line. */
bool v_before(const struct verify *v, uint32_t x, uint32_t y, uint32_t line);
/* Whether the worker comes before the last holder that the face of a line shows. */
static inline bool v_before_last(const struct verify *v, const struct v_face *f, uint32_t worker, unsigned tier)
{
    const struct v_worker *w = &v->worker[worker];
    uint64_t rank = v_rank(w, tier);
    return rank != f->cut ? rank < f->cut : v_wins_tie(w, &v->worker[f->last]);
}
void v_show_last(const struct verify *v, struct v_face *f, uint32_t line, uint32_t last);
/* Workers in the order of their priority at the line. `tmp` is scratch, here and below. */
void v_sort(const struct verify *v, uint32_t line, uint32_t *who, uint32_t n, struct arena *tmp);
/* Ch: sorts `who` and moves those who keep the k seats to the front, best first. Returns how many. */
uint32_t v_choose(const struct verify *v, uint32_t line, uint32_t k, uint32_t *who, uint32_t n, struct arena *tmp);

/* A walk down the list of one worker. */
struct v_walk {
    const struct verify *v;
    const struct v_worker *w;
    const struct v_group *group;
    uint32_t worker;
    uint32_t choices; /* how many are stated */
    uint32_t at;     /* 0 .. choices, the locked line, then twice through each stage */
    uint32_t passed; /* eligible lines met so far, the last one included */
    unsigned tier;   /* of the worker at the line just returned */
    bool cut;        /* pass over derived lines whose cut the worker ranks behind; they are not in `passed` */
};
static inline struct v_walk v_walk_from(const struct verify *v, uint32_t worker, uint32_t at, bool cut)
{
    const struct v_worker *w = &v->worker[worker];
    return (struct v_walk){.v = v, .w = w, .group = &v->group[w->group], .worker = worker, .at = at, .cut = cut,
                           .choices = v->choice_start[worker + 1] - v->choice_start[worker]};
}
/* The next eligible line, or NOTHING at the end of the list. */
uint32_t v_next(struct v_walk *w);

/* verify_again.c: P7 */
void verify_again(struct verify *v);

/* verify.c */
void v_fail(struct verify *v, unsigned check, const char *file, uint64_t record, const char *fmt, ...)
    PRINTF_LIKE(5, 6);
