/*
 * instance.h: what the allocation engine knows, read from the CSV files of allocation.md section 15 into arrays
 * with dense numbers for regions, agencies, jobs, lines and workers. The web application writes the same files
 * into memory from a snapshot of the database, so page, command line and test run one and the same reading.
 */
#pragma once
#include "kernel/fault.h"
#include "kernel/str.h"

struct arena;

enum {
    INSTANCE_WORKERS_MAX = 3000000, /* section 15: more is refused, never cut off */
    INSTANCE_LINES_MAX = 250000,
    INSTANCE_CODES_MAX = 64,  /* qualification codes that some line requires */
    INSTANCE_TRAITS_MAX = 4,  /* traits for which some line keeps reserves */
    INSTANCE_ID_MAX = 20,     /* bytes of an id or code */
    INSTANCE_SEED_MAX = 40,
    STAGES = 5,               /* tahap 1 to 5 */
    TIERS = 5,                /* tingkat 0 to 4 */
};
#define NOTHING UINT32_MAX      /* no such line, region, worker */
#define EVERY_REGION UINT32_MAX /* a line of region * */
#define DISTANCE_UNKNOWN INT64_C(1000000000) /* metres, section 6.3 */

/* The texts of the files; p == NULL: there is no such file. They must outlive the instance. */
struct instance_files {
    struct str parameter, jabatan, pagu, baris, pekerja, pilihan, jarak;
    bool mapped; /* from instance_map: memory behind the reader may be let go */
};

/* Codes met in the files, numbered densely in the order in which they were met. */
struct names {
    struct str *name;
    uint32_t n, cap;
    uint32_t *slot; /* hash table of numbers + 1 */
    uint32_t mask;
};

struct line {
    struct str id;
    uint32_t region, agency, job; /* region may be EVERY_REGION */
    uint8_t stage;                /* tahap, 1 to 5 */
    bool permitted;               /* the job may be outsourced: inti=1 or a decision (section 2) */
    bool has_reserve;
    uint32_t seats;               /* jumlah */
    int64_t cost, wage;           /* rupiah a seat for the budget period; rupiah a month */
    int64_t order;                /* urutan within the agency's budget */
    uint64_t needs;               /* set of qualification codes */
    uint32_t reserve[INSTANCE_TRAITS_MAX]; /* seats kept for each trait */
};

enum worker_state {
    WORKER_TAKES_PART,
    WORKER_ASN,         /* LULUS_PPPK, LULUS_CPNS: takes no seat (section 3.2) */
    WORKER_NIK_INVALID, /* quarantine (section 3.1) */
    WORKER_NIK_DOUBLE,
};

struct worker {
    uint64_t id;   /* packed view of id_pekerja: worker_id() */
    int64_t wage;  /* upah_kini, rupiah a month */
    uint64_t has;  /* qualification codes that some line requires */
    uint32_t region, agency, job;
    uint32_t months;      /* of service */
    uint32_t locked;      /* line already contracted, or NOTHING */
    uint8_t data_class;   /* 1 to 3, section 5 */
    uint8_t state;        /* enum worker_state */
    uint8_t traits;       /* bit i: instance.trait[i] */
};

struct instance {
    struct str seed;      /* benih */
    int64_t long_months;  /* bulan_lama; the census has used it, the engine only reads it */
    struct names regions, agencies, jobs;
    bool *job_permitted;  /* per job */
    int64_t *ceiling;     /* pagu per agency, rupiah; 0 when absent */
    struct line *line;
    uint32_t n_lines;
    uint32_t n_codes, n_traits;
    struct str code[INSTANCE_CODES_MAX], trait[INSTANCE_TRAITS_MAX];
    struct worker *worker; /* in the order of pekerja.csv */
    uint32_t n_workers;
    struct str mapped;     /* pekerja.csv when it is a mapped file: its memory may be let go behind a reader */
    uint32_t *rank;        /* per worker: place in the order of section 5 components 2 to 5; NOTHING if none */
    uint32_t *by_rank;     /* the workers who take part, best first */
    uint32_t n_ranked;
    uint32_t *choice_start; /* per worker + 1: its stated choices in choice[] */
    uint32_t *choice;       /* lines, each worker's in its order */
    uint32_t *near_start;   /* per agency + 1: its rows of jarak.csv */
    struct near {
        int64_t metres;
        uint32_t agency;
    } *near;
};

/* Open the files of a directory. A missing required file is a fault (ERR_INVALID); ERR_IO is logged. */
err instance_map(struct arena *a, const char *dir, struct instance_files *ret, struct faults *f) MUST_USE;
void instance_unmap(struct instance_files *files);

/* Read and check everything; each refusal is a fault `berkas:baris: sebab` under the file's name. The instance
 * lives in `a` and points into the files' texts. ERR_INVALID leaves *ret alone. */
err instance_parse(struct arena *a, const struct instance_files *files, struct instance *ret,
                   struct faults *f) MUST_USE;

uint32_t names_find(const struct names *t, struct str name); /* NOTHING when unknown */

static inline struct str worker_id(const struct worker *w)
{
    return (struct str){(const char *)(uintptr_t)(w->id >> 8), (size_t)(w->id & 255)};
}

/* layak(w,g), section 4. */
static inline bool is_eligible(const struct worker *w, const struct line *g)
{
    return g->permitted && (g->needs & ~w->has) == 0 && (g->region == EVERY_REGION || g->region == w->region);
}

/* Tier 1 to 4 from agency and job alone (section 6.3). */
static inline unsigned post_tier(const struct worker *w, const struct line *g)
{
    if (w->job == g->job)
        return w->agency == g->agency ? 1 : 2;
    return w->agency == g->agency ? 3 : 4;
}

/* The public lottery number: the first 16 hex digits of SHA-256 of `benih:id_pekerja` (section 5). */
uint64_t lottery_number(struct str seed, struct str id);

/* The worker with this id, or NOTHING. Walks all of them. */
uint32_t instance_find_worker(const struct instance *in, struct str id);
