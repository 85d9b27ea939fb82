/*
 * allocate.c: seats are opened as far as each agency's ceiling pays for them, everybody is matched, money of
 * seats nobody took goes to the agency's next lines, and again, until nothing more can open (section 7).
 */
#include "pathway/allocate.h"

#include <assert.h>

#include "kernel/buf.h"
#include "kernel/mem.h"
#include "kernel/text/csv.h"
#include "pathway/match.h"
#include "pathway/position.h"
#include "pathway/seat_rule.h"

const char *const reason_code[] = {"", "TURUN_UPAH", "TANPA_BARIS", "ANGGARAN", "KALAH_PRIORITAS",
                                   "NIK_TIDAK_SAH", "NIK_GANDA"};

/* ---- budget ---- */

struct budget {
    struct plan *plan;
    uint32_t *order;      /* openings by agency, urutan, id */
    uint32_t *start;      /* per agency + 1: its lines in order[] */
    int64_t *shortfall;   /* per agency: the least that was missing for one seat more, over all decisions */
    uint32_t *locked;     /* per opening: eligible participants whose contract is there */
};

static int compare_order(const void *x, const void *y, void *context)
{
    const struct plan *p = context;
    const struct line *a = &p->in->line[p->opening[*(const uint32_t *)x].file_line];
    const struct line *b = &p->in->line[p->opening[*(const uint32_t *)y].file_line];
    if (a->agency != b->agency)
        return a->agency < b->agency ? -1 : 1;
    if (a->order != b->order)
        return a->order < b->order ? -1 : 1;
    return str_compare(a->id, b->id);
}

static struct budget budget_new(struct arena *a, struct plan *p, int64_t *shortfall)
{
    const struct instance *in = p->in;
    struct budget b = {.plan = p, .shortfall = shortfall};
    b.order = NEW_ARRAY(a, uint32_t, p->n);
    b.start = NEW_ARRAY(a, uint32_t, (size_t)in->agencies.n + 1);
    b.locked = NEW_ARRAY(a, uint32_t, p->n);
    for (uint32_t i = 0; i < p->n; i++) {
        b.order[i] = i;
        b.start[p->opening[i].agency + 1]++;
    }
    for (uint32_t i = 0; i < in->agencies.n; i++)
        b.start[i + 1] += b.start[i];
    qsort_r(b.order, p->n, sizeof *b.order, compare_order, p);
    for (uint32_t i = 0; i < in->n_ranked; i++) {
        const struct worker *w = &in->worker[in->by_rank[i]];
        if (w->locked != NOTHING && is_eligible(w, &in->line[w->locked]))
            b.locked[p->number[w->locked]]++;
    }
    return b;
}

/* What the seats open now leave of an agency's ceiling. Never negative: only affordable seats are opened. */
static int64_t budget_left(const struct budget *b, uint32_t agency)
{
    int64_t left = b->plan->in->ceiling[agency];
    for (uint32_t i = b->start[agency]; i < b->start[agency + 1]; i++) {
        const struct opening *o = &b->plan->opening[b->order[i]];
        left -= (int64_t)o->open * b->plan->in->line[o->file_line].cost;
    }
    assert(left >= 0);
    return left;
}

/* Open up to `want` further seats of a line, as many as are affordable. */
static bool open_seats(struct budget *b, struct opening *o, uint32_t want, int64_t *left)
{
    int64_t cost = b->plan->in->line[o->file_line].cost;
    if (cost > 0 && *left / cost < want) {
        int64_t missing = cost - *left % cost;
        want = (uint32_t)(*left / cost);
        if (missing < b->shortfall[o->agency])
            b->shortfall[o->agency] = missing;
    }
    o->open += want;
    o->listed |= want > 0;
    *left -= (int64_t)want * cost;
    return want > 0;
}

/* Pass A of the first round: seats of those already contracted. */
static void open_for_locked(struct budget *b, uint32_t agency)
{
    int64_t left = b->plan->in->ceiling[agency];
    for (uint32_t i = b->start[agency]; i < b->start[agency + 1]; i++) {
        struct opening *o = &b->plan->opening[b->order[i]];
        uint32_t seats = b->plan->in->line[o->file_line].seats, locked = b->locked[b->order[i]];
        (void)open_seats(b, o, locked < seats ? locked : seats, &left);
    }
}

/* Seats of a line opened: its region is matched anew; all are, when a line of every region appears on the lists. */
static void touch_regions(const struct plan *p, struct match *m, uint32_t file_line, bool was_listed)
{
    uint32_t region = p->in->line[file_line].region;
    if (region != EVERY_REGION)
        m->again[region] = true;
    m->stars_grew |= region == EVERY_REGION;
    if (region == EVERY_REGION && !was_listed)
        memset(m->again, 1, p->in->regions.n * sizeof *m->again);
}

/* Pass B: further seats in the order the budget team fixed. True when any was opened. */
static bool open_further(struct budget *b, struct match *m, uint32_t agency)
{
    int64_t left = budget_left(b, agency);
    bool any = false;
    for (uint32_t i = b->start[agency]; i < b->start[agency + 1]; i++) {
        struct opening *o = &b->plan->opening[b->order[i]];
        uint32_t seats = b->plan->in->line[o->file_line].seats;
        bool was_listed = o->listed;
        if (o->sated || o->open == seats || !open_seats(b, o, seats - o->open, &left))
            continue;
        any = true;
        touch_regions(b->plan, m, o->file_line, was_listed);
    }
    return any;
}

/* Lines with fewer holders than seats give their money back, for good. */
static void release_unwanted(struct plan *p)
{
    for (uint32_t i = 0; i < p->n; i++) {
        struct opening *o = &p->opening[i];
        if (o->held < o->open) {
            seat_give_back(o);
            o->sated = true;
        }
    }
}

static uint32_t run_rounds(struct arena *a, struct plan *p, struct match *m, int64_t *shortfall)
{
    struct budget b = budget_new(a, p, shortfall);
    uint32_t agencies = p->in->agencies.n, rounds = 0;
    for (uint32_t i = 0; i < agencies; i++)
        open_for_locked(&b, i);
    for (uint32_t i = 0; i < agencies; i++)
        (void)open_further(&b, m, i);
    for (bool more = true; more;) {
        match_run(m);
        rounds++;
        release_unwanted(p);
        more = false;
        for (uint32_t i = 0; i < agencies; i++)
            more |= open_further(&b, m, i);
    }
    return rounds;
}

/* ---- outcome ---- */

void allocate(struct arena *a, const struct instance *in, struct outcome *ret)
{
    AUTO_ARENA tmp = arena_new(SIZE_MAX / 4);
    struct plan p;
    plan_make(tmp, in, &p);
    struct match m = match_new(tmp, &p);
    struct outcome o = {.shortfall = NEW_ARRAY(a, int64_t, in->agencies.n)};
    for (uint32_t i = 0; i < in->agencies.n; i++)
        o.shortfall[i] = INT64_MAX;
    o.rounds = run_rounds(tmp, &p, &m, o.shortfall);
    o.asked = m.asked;
    o.filled = NEW_ARRAY(a, uint32_t, in->n_lines);
    for (uint32_t i = 0; i < p.n; i++)
        o.filled[p.opening[i].file_line] = p.opening[i].held;
    o.line = NEW_ARRAY(a, uint32_t, in->n_workers);
    o.position = NEW_ARRAY(a, uint32_t, in->n_workers);
    o.tier = NEW_ARRAY(a, uint8_t, in->n_workers);
    o.reason = NEW_ARRAY(a, uint8_t, in->n_workers);
    for (uint32_t i = 0; i < in->n_workers; i++) {
        o.line[i] = m.line[i] == NOTHING ? NOTHING : p.opening[m.line[i]].file_line;
        if (in->worker[i].state == WORKER_NIK_INVALID)
            o.reason[i] = REASON_NIK_INVALID;
        if (in->worker[i].state == WORKER_NIK_DOUBLE)
            o.reason[i] = REASON_NIK_DOUBLE;
    }
    describe_placements(&p, m.line, &o);
    *ret = o;
}

const char *outcome_status(const struct instance *in, const struct outcome *o, uint32_t worker)
{
    if (in->worker[worker].state == WORKER_ASN)
        return "ASN";
    if (in->worker[worker].state != WORKER_TAKES_PART)
        return "KARANTINA";
    return o->line[worker] == NOTHING ? "BELUM" : "TEMPAT";
}

enum { FORGET_EVERY = 1 << 16 };

void outcome_write_results(const struct instance *in, const struct outcome *o, struct buf *out)
{
    size_t forgotten = 0;
    BUF_LIT(out, "id_pekerja,status,id_baris,pilihan_ke,tingkat,alasan\n");
    for (uint32_t i = 0; i < in->n_workers; i++) {
        struct str id = worker_id(&in->worker[i]);
        buf_add(out, id);
        if (i % FORGET_EVERY == 0 && id.p >= in->mapped.p && id.p < in->mapped.p + in->mapped.n) {
            file_forget(in->mapped, forgotten, (size_t)(id.p - in->mapped.p));
            forgotten = (size_t)(id.p - in->mapped.p);
        }
        buf_addc(out, ',');
        buf_add(out, str_z(outcome_status(in, o, i)));
        buf_addc(out, ',');
        if (o->line[i] != NOTHING) {
            buf_add(out, in->line[o->line[i]].id);
            buf_addc(out, ',');
            buf_int(out, o->position[i]);
            buf_addc(out, ',');
            buf_int(out, o->tier[i]);
        } else {
            BUF_LIT(out, ",,");
        }
        buf_addc(out, ',');
        buf_add(out, str_z(reason_code[o->reason[i]]));
        buf_addc(out, '\n');
    }
}

void outcome_write_openings(const struct instance *in, const struct outcome *o, struct buf *out)
{
    BUF_LIT(out, "id_baris,terisi\n");
    for (uint32_t i = 0; i < in->n_lines; i++) {
        buf_add(out, in->line[i].id);
        buf_addc(out, ',');
        buf_int(out, o->filled[i]);
        buf_addc(out, '\n');
    }
}
