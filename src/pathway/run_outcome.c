/*
 * run_outcome.c: reading a stored result and counting it.
 */
#include "run_outcome.h"

#include <stdlib.h>

#include "kernel/mem.h"
#include "kernel/text/csv.h"

struct instance_files run_instance_files(const struct run_texts *t)
{
    return (struct instance_files){
        .parameter = t->text[FILE_PARAMETER], .jabatan = t->text[FILE_JABATAN], .pagu = t->text[FILE_PAGU],
        .baris = t->text[FILE_BARIS],         .pekerja = t->text[FILE_PEKERJA], .pilihan = t->text[FILE_PILIHAN],
        .jarak = t->text[FILE_JARAK],
    };
}

/* Lines by id: sorted numbers, for reading the id_baris column. */
struct line_index {
    const struct instance *in;
    uint32_t *sorted;
};

static int compare_lines(const void *a, const void *b, void *in)
{
    const struct line *line = ((const struct instance *)in)->line;
    return str_compare(line[*(const uint32_t *)a].id, line[*(const uint32_t *)b].id);
}

static struct line_index index_lines(struct arena *a, const struct instance *in)
{
    struct line_index x = {in, NEW_ARRAY(a, uint32_t, in->n_lines)};
    for (uint32_t i = 0; i < in->n_lines; i++)
        x.sorted[i] = i;
    qsort_r(x.sorted, in->n_lines, sizeof *x.sorted, compare_lines, (void *)(uintptr_t)in);
    return x;
}

static uint32_t find_line(const struct line_index *x, struct str id)
{
    uint32_t lo = 0, hi = x->in->n_lines;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        int c = str_compare(x->in->line[x->sorted[mid]].id, id);
        if (c == 0)
            return x->sorted[mid];
        if (c < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NOTHING;
}

static uint8_t reason_of(struct str code)
{
    for (unsigned r = REASON_NONE; r <= REASON_NIK_DOUBLE; r++)
        if (reason_code[r] != NULL && str_eqz(code, reason_code[r]))
            return (uint8_t)r;
    return REASON_NONE;
}

static bool read_result_row(const struct csv *c, const struct line_index *index, uint32_t w, struct outcome *o)
{
    int64_t place = 0, tier = 0;
    if (!str_eq(csv_field(c, 0), worker_id(&index->in->worker[w])))
        return false;
    struct str line = csv_field(c, 2);
    o->line[w] = line.n == 0 ? NOTHING : find_line(index, line);
    if (line.n > 0 && (o->line[w] == NOTHING || !str_to_uint(csv_field(c, 3), &place) ||
                       !str_to_uint(csv_field(c, 4), &tier) || tier >= TIERS))
        return false;
    o->position[w] = (uint32_t)place;
    o->tier[w] = (uint8_t)tier;
    o->reason[w] = reason_of(csv_field(c, 5));
    return true;
}

static bool read_openings(struct arena *a, const struct instance *in, struct str bukaan, struct outcome *o)
{
    struct csv c = csv_open(a, bukaan, ',', 2);
    uint32_t g = 0;
    if (!csv_next(&c))
        return false;
    for (; csv_next(&c); g++) {
        int64_t n;
        if (g >= in->n_lines || !str_eq(csv_field(&c, 0), in->line[g].id) || !str_to_uint(csv_field(&c, 1), &n) ||
            n > in->line[g].seats)
            return false;
        o->filled[g] = (uint32_t)n;
    }
    return g == in->n_lines;
}

err outcome_read(struct arena *a, const struct instance *in, struct str hasil, struct str bukaan,
                 struct outcome *ret)
{
    struct line_index index = index_lines(a, in);
    struct outcome o = {
        .line = NEW_ARRAY(a, uint32_t, in->n_workers),
        .position = NEW_ARRAY(a, uint32_t, in->n_workers),
        .tier = NEW_ARRAY(a, uint8_t, in->n_workers),
        .reason = NEW_ARRAY(a, uint8_t, in->n_workers),
        .filled = NEW_ARRAY(a, uint32_t, in->n_lines),
    };
    struct csv c = csv_open(a, hasil, ',', 6);
    uint32_t w = 0;
    if (!csv_next(&c))
        return ERR_INVALID;
    for (; csv_next(&c); w++)
        if (w >= in->n_workers || !read_result_row(&c, &index, w, &o))
            return ERR_INVALID;
    if (w != in->n_workers || !read_openings(a, in, bukaan, &o))
        return ERR_INVALID;
    *ret = o;
    return OK;
}

err computed_read(struct arena *a, const struct run_texts *t, struct computed *ret, struct faults *f)
{
    struct instance_files files = run_instance_files(t);
    TRY(instance_parse(a, &files, &ret->in, f));
    return outcome_read(a, &ret->in, t->text[FILE_HASIL], t->text[FILE_BUKAAN], &ret->out);
}

const struct person_fact *person_fact_of(const struct person_facts *facts, struct str id)
{
    size_t lo = 0, hi = facts->n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        int c = str_compare(facts->list[mid].id, id);
        if (c == 0)
            return &facts->list[mid];
        if (c < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

bool is_settled(const struct computed *c, uint32_t w)
{
    return c->in.worker[w].state == WORKER_ASN || c->out.line[w] != NOTHING;
}

int64_t distance_of(const struct instance *in, uint32_t from, uint32_t to)
{
    if (from == to)
        return 0;
    for (uint32_t i = in->near_start[from]; i < in->near_start[from + 1]; i++)
        if (in->near[i].agency == to)
            return in->near[i].metres;
    return -1;
}

static void count_placed(const struct computed *c, uint32_t w, struct figures *f)
{
    const struct line *g = &c->in.line[c->out.line[w]];
    f->placed++;
    f->same_post += c->out.tier[w] <= 1;
    f->first_choice += c->out.position[w] == 1;
    f->income_drop += c->out.reason[w] == REASON_INCOME_DROP && g->stage <= 3;
    f->unpaid_stage += g->stage >= 4;
    int64_t *stage[] = {&f->stage1, &f->stage2, &f->stage3, &f->stage4, &f->stage5};
    (*stage[g->stage - 1])++;
    int64_t metres = distance_of(&c->in, c->in.worker[w].agency, g->agency);
    if (metres >= 0) {
        f->metres += metres;
        f->metres_known++;
    }
}

static void count_unresolved(uint8_t reason, struct figures *f)
{
    f->unresolved++;
    f->no_line += reason == REASON_NO_LINE;
    f->budget += reason == REASON_BUDGET;
    f->lost += reason == REASON_LOST_PRIORITY;
    f->nik_invalid += reason == REASON_NIK_INVALID;
    f->nik_double += reason == REASON_NIK_DOUBLE;
}

static void count_sex(const struct person_facts *facts, struct str id, bool settled, struct figures *f)
{
    const struct person_fact *p = person_fact_of(facts, id);
    if (p == NULL || p->sex == 0)
        return;
    f->women += p->sex == 'P';
    f->women_settled += p->sex == 'P' && settled;
    f->men += p->sex == 'L';
    f->men_settled += p->sex == 'L' && settled;
}

static void count_lines(const struct computed *c, struct figures *f)
{
    for (uint32_t g = 0; g < c->in.n_lines; g++) {
        f->seats += c->in.line[g].seats;
        f->filled += c->out.filled[g];
        f->spend += c->in.line[g].cost * c->out.filled[g];
    }
    for (uint32_t i = 0; i < c->in.agencies.n; i++)
        f->agencies += c->in.ceiling[i] > 0;
    f->lines = c->in.n_lines;
    f->choices = c->in.n_workers == 0 ? 0 : c->in.choice_start[c->in.n_workers];
}

/* A holder's or incumbent's own line exists for somebody with the same agency and job. */
static void count_incumbents(const struct computed *c, struct figures *f)
{
    for (uint32_t w = 0; w < c->in.n_workers; w++)
        f->incumbents += c->out.line[w] != NOTHING && c->out.tier[w] <= 1;
}

void figures_count(const struct computed *c, const struct person_facts *facts, struct figures *ret)
{
    struct figures f = {.people = c->in.n_workers, .rounds = c->out.rounds};
    for (uint32_t w = 0; w < c->in.n_workers; w++) {
        f.asn += c->in.worker[w].state == WORKER_ASN;
        if (c->out.line[w] != NOTHING)
            count_placed(c, w, &f);
        else if (c->in.worker[w].state != WORKER_ASN)
            count_unresolved(c->out.reason[w], &f);
        count_sex(facts, worker_id(&c->in.worker[w]), is_settled(c, w), &f);
    }
    f.quarantine = f.nik_invalid + f.nik_double;
    count_lines(c, &f);
    count_incumbents(c, &f);
    *ret = f;
}

enum group { GROUP_WOMEN, GROUP_MEN, GROUP_OLDER, GROUP_DISABLED, GROUP_SHORT, GROUP_LONG, GROUP_CLASS1, GROUP_CLASS2,
             GROUP_CLASS3, GROUPS };
/* Numbered so that they come back in this order. */
static const char *const group_names[GROUPS] = {
    "1 Perempuan", "2 Laki-laki", "3 Usia 45 tahun ke atas", "4 Penyandang disabilitas",
    "5 Masa kerja di bawah 2 tahun", "6 Masa kerja 10 tahun ke atas", "7 Pangkalan data nasional",
    "8 Diverifikasi daerah", "9 Pernyataan sendiri",
};

static bool in_group(const struct computed *c, const struct person_facts *facts, uint32_t i, enum group g,
                     struct date today)
{
    const struct worker *w = &c->in.worker[i];
    const struct person_fact *p = person_fact_of(facts, worker_id(w));
    switch (g) {
    case GROUP_WOMEN: return p != NULL && p->sex == 'P';
    case GROUP_MEN: return p != NULL && p->sex == 'L';
    case GROUP_OLDER: return p != NULL && date_given(p->born) && years_between(p->born, today) >= 45;
    case GROUP_DISABLED: return p != NULL && p->disabled;
    case GROUP_SHORT: return w->months < 24;
    case GROUP_LONG: return w->months >= 120;
    case GROUP_CLASS1: return w->data_class == 1;
    case GROUP_CLASS2: return w->data_class == 2;
    case GROUP_CLASS3: return w->data_class == 3;
    case GROUPS: break;
    }
    return false;
}

size_t groups_count(struct arena *a, const struct computed *c, const struct person_facts *facts, struct date today,
                    struct run_group *ret)
{
    size_t n = 0;
    (void)a;
    for (unsigned g = 0; g < GROUPS; g++) {
        struct run_group x = {.name = str_z(group_names[g])};
        for (uint32_t w = 0; w < c->in.n_workers; w++)
            if (in_group(c, facts, w, (enum group)g, today)) {
                x.whole++;
                x.part += is_settled(c, w);
            }
        if (x.whole > 0)
            ret[n++] = x;
    }
    return n;
}

/* Workers of the base by id, for finding the same person again. */
static int compare_workers(const void *a, const void *b, void *in)
{
    const struct worker *w = ((const struct instance *)in)->worker;
    return str_compare(worker_id(&w[*(const uint32_t *)a]), worker_id(&w[*(const uint32_t *)b]));
}

static uint32_t find_worker(const struct instance *in, const uint32_t *sorted, struct str id)
{
    uint32_t lo = 0, hi = in->n_workers;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        int c = str_compare(worker_id(&in->worker[sorted[mid]]), id);
        if (c == 0)
            return sorted[mid];
        if (c < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NOTHING;
}

static enum shift shift_of(const struct computed *base, uint32_t b, const struct computed *now, uint32_t w)
{
    bool had = is_settled(base, b), has = is_settled(now, w);
    if (had != has)
        return has ? SHIFT_GAINED : SHIFT_LOST;
    uint32_t was = base->out.line[b], is = now->out.line[w];
    if (was == NOTHING || is == NOTHING)
        return was == is ? SHIFT_NONE : SHIFT_MOVED;
    return str_eq(base->in.line[was].id, now->in.line[is].id) ? SHIFT_NONE : SHIFT_MOVED;
}

enum shift *shifts_between(struct arena *a, const struct computed *base, const struct computed *now)
{
    uint32_t *sorted = NEW_ARRAY(a, uint32_t, base->in.n_workers);
    enum shift *out = NEW_ARRAY(a, enum shift, now->in.n_workers);
    for (uint32_t i = 0; i < base->in.n_workers; i++)
        sorted[i] = i;
    qsort_r(sorted, base->in.n_workers, sizeof *sorted, compare_workers, (void *)(uintptr_t)&base->in);
    for (uint32_t w = 0; w < now->in.n_workers; w++) {
        uint32_t b = find_worker(&base->in, sorted, worker_id(&now->in.worker[w]));
        if (b != NOTHING)
            out[w] = shift_of(base, b, now, w);
    }
    return out;
}
