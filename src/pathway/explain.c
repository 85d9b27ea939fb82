/*
 * explain.c: see explain.h. One walk of the worker's list with one comparison per line: with the last person
 * kept in the same step of the seat rule; only the component that decided is named.
 */
#include "pathway/explain.h"

#include <assert.h>
#include <inttypes.h>

#include "kernel/buf.h"
#include "kernel/mem.h"
#include "kernel/rupiah.h"
#include "pathway/seat_rule.h"

/* The last person kept in each step of section 8, or NOTHING. */
struct last_kept {
    uint32_t first, reserved, rest;
    uint32_t holders;
};

struct explain {
    const struct instance *in;
    const struct outcome *o;
    explain_label *label;
    void *context;
    struct last_kept *last; /* per line */
    int64_t *left;          /* per agency: what filled seats leave of the ceiling */
};

/* ---- once for a run ---- */

static uint32_t key_at(const struct instance *in, uint32_t worker, uint32_t line)
{
    const struct worker *w = &in->worker[worker];
    return priority_key(w->locked == line ? 0 : post_tier(w, &in->line[line]), in->rank[worker]);
}

static int compare_keys(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
}

/* Part a line's holders, best first, by the step that kept them. */
static struct last_kept part_holders(const struct instance *in, const struct line *g, const uint32_t *key, uint32_t n)
{
    struct last_kept last = {NOTHING, NOTHING, NOTHING, n};
    AUTO_ARENA tmp = arena_new(1 << 20);
    struct reserve_line *r = reserve_line_new(tmp, g->reserve);
    for (uint32_t i = 0; i < n; i++)
        if (key_tier(key[i]) <= 1) {
            last.first = in->by_rank[key_rank(key[i])];
            r->count[r->set_of[in->worker[last.first].traits]]++;
        }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t w = in->by_rank[key_rank(key[i])], *count = &r->count[r->set_of[in->worker[w].traits]];
        if (key_tier(key[i]) <= 1)
            continue;
        uint32_t before = reserves_filled(r);
        ++*count;
        if (reserves_filled(r) > before) {
            last.reserved = w;
            continue;
        }
        --*count;
        last.rest = w;
    }
    return last;
}

static void find_last(struct arena *a, struct explain *x)
{
    const struct instance *in = x->in;
    AUTO_ARENA tmp = arena_new(SIZE_MAX / 4);
    uint32_t *start = NEW_ARRAY(tmp, uint32_t, (size_t)in->n_lines + 2), *key;
    x->last = NEW_ARRAY(a, struct last_kept, in->n_lines);
    for (uint32_t i = 0; i < in->n_workers; i++)
        if (x->o->line[i] != NOTHING)
            start[x->o->line[i] + 2]++;
    for (uint32_t i = 2; i < in->n_lines + 2; i++)
        start[i] += start[i - 1];
    key = NEW_ARRAY(tmp, uint32_t, start[in->n_lines + 1]);
    for (uint32_t i = 0; i < in->n_workers; i++)
        if (x->o->line[i] != NOTHING)
            key[start[x->o->line[i] + 1]++] = key_at(in, i, x->o->line[i]);
    for (uint32_t g = 0; g < in->n_lines; g++) {
        uint32_t n = start[g + 1] - start[g], *of = key + start[g];
        x->last[g] = (struct last_kept){NOTHING, NOTHING, NOTHING, n};
        if (n == 0)
            continue;
        qsort(of, n, sizeof *of, compare_keys);
        if (in->line[g].has_reserve)
            x->last[g] = part_holders(in, &in->line[g], of, n);
        else
            x->last[g].first = x->last[g].rest = in->by_rank[key_rank(of[n - 1])];
    }
}

struct explain *explain_new(struct arena *a, const struct instance *in, const struct outcome *o, explain_label *label,
                            void *context)
{
    struct explain *x = NEW(a, struct explain);
    *x = (struct explain){.in = in, .o = o, .label = label, .context = context};
    find_last(a, x);
    x->left = NEW_ARRAY(a, int64_t, in->agencies.n);
    memcpy(x->left, in->ceiling, in->agencies.n * sizeof *x->left);
    for (uint32_t g = 0; g < in->n_lines; g++)
        x->left[in->line[g].agency] -= (int64_t)o->filled[g] * in->line[g].cost;
    return x;
}

/* ---- the list of one worker ---- */

struct lister {
    const struct instance *in;
    const struct worker *w;
};

static int64_t metres_to(const struct instance *in, uint32_t from, uint32_t to)
{
    if (from == to)
        return 0;
    for (uint32_t i = in->near_start[from]; i < in->near_start[from + 1]; i++)
        if (in->near[i].agency == to)
            return in->near[i].metres;
    return DISTANCE_UNKNOWN;
}

static int order_of(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

static int compare_listed(const void *x, const void *y, void *context)
{
    const struct lister *l = context;
    const struct line *a = &l->in->line[*(const uint32_t *)x], *b = &l->in->line[*(const uint32_t *)y];
    int d = order_of(a->stage, b->stage);
    d = d != 0 ? d : order_of(a->wage < l->w->wage, b->wage < l->w->wage);
    d = d != 0 ? d : order_of(post_tier(l->w, a), post_tier(l->w, b));
    d = d != 0 ? d : order_of(metres_to(l->in, l->w->agency, a->agency), metres_to(l->in, l->w->agency, b->agency));
    d = d != 0 ? d : order_of(b->wage, a->wage);
    return d != 0 ? d : str_compare(a->id, b->id);
}

/* L(w) with the stated lines that were skipped because they do not fit; `fits` tells them apart. */
static uint32_t list_lines(struct arena *a, const struct instance *in, uint32_t worker, uint32_t **ret)
{
    const struct worker *w = &in->worker[worker];
    uint32_t first = in->choice_start[worker], stated = in->choice_start[worker + 1] - first, n = 0;
    uint32_t *list = NEW_ARRAY(a, uint32_t, (size_t)in->n_lines + 1);
    bool *named = NEW_ARRAY(a, bool, in->n_lines);
    for (uint32_t i = 0; i <= stated; i++) {
        uint32_t line = i < stated ? in->choice[first + i] : w->locked;
        if (line == NOTHING || named[line])
            continue;
        named[line] = true;
        list[n++] = line;
    }
    uint32_t derived = n;
    for (uint32_t g = 0; g < in->n_lines; g++)
        if (!named[g] && is_eligible(w, &in->line[g]))
            list[n++] = g;
    struct lister l = {in, w};
    qsort_r(list + derived, n - derived, sizeof *list, compare_listed, &l);
    *ret = list;
    return n;
}

/* ---- sentences ---- */

struct telling {
    const struct explain *x;
    struct arena *a;
    uint32_t worker;
    const struct worker *w;
    struct explanation *to;
    size_t cap;
};

static void say(struct telling *t, enum explain_kind kind, uint32_t line, uint32_t position, struct str text)
{
    assert(t->to->n < t->cap);
    t->to->item[t->to->n++] = (struct explain_item){kind, line, position, text};
}

static struct str label_of(const struct telling *t, uint32_t line)
{
    const struct instance *in = t->x->in;
    if (t->x->label != NULL)
        return t->x->label(t->a, t->x->context, in, line);
    const struct line *g = &in->line[line];
    return str_printf(t->a, "baris " STR_FMT " (" STR_FMT ", OPD " STR_FMT ")", STR_ARG(g->id),
                      STR_ARG(in->jobs.name[g->job]), STR_ARG(in->agencies.name[g->agency]));
}

static struct str money(struct arena *a, int64_t amount)
{
    AUTO_BUF b = buf_new(64);
    rupiah_write(&b, (struct rupiah){amount});
    return str_dup(a, buf_str(&b));
}

/* The codes of a set, with commas. */
static struct str codes(const struct telling *t, uint64_t set)
{
    AUTO_BUF b = buf_new(4096);
    for (uint32_t i = 0; i < t->x->in->n_codes; i++)
        if (set >> i & 1) {
            if (b.n > 0)
                BUF_LIT(&b, ", ");
            buf_add(&b, t->x->in->code[i]);
        }
    return str_dup(t->a, buf_str(&b));
}

static const char *tier_words(unsigned tier)
{
    static const char *const words[TIERS] = {
        "Kursi ini sudah Anda pegang menurut kontrak.",
        "Ini pekerjaan Anda sendiri di OPD Anda sendiri.",
        "Ini pekerjaan yang sama dengan pekerjaan Anda, di OPD lain.",
        "Ini pekerjaan lain di OPD Anda sendiri.",
        "Ini pekerjaan lain di OPD lain.",
    };
    assert(tier < TIERS);
    return words[tier];
}

static void tell_not_fit(struct telling *t, uint32_t line)
{
    const struct line *g = &t->x->in->line[line];
    struct str name = label_of(t, line);
    if (!g->permitted)
        say(t, EXPLAIN_NOT_FIT, line, 0, str_printf(t->a, STR_FMT ": jabatan ini belum diizinkan, belum ada dasar keputusannya.",
            STR_ARG(name)));
    else if (g->region != EVERY_REGION && g->region != t->w->region)
        say(t, EXPLAIN_NOT_FIT, line, 0, str_printf(t->a, STR_FMT ": hanya untuk tenaga di daerah lain.", STR_ARG(name)));
    else
        say(t, EXPLAIN_NOT_FIT, line, 0, str_printf(t->a, STR_FMT ": syarat yang belum tercatat pada data Anda: " STR_FMT ".",
            STR_ARG(name), STR_ARG(codes(t, g->needs & ~t->w->has))));
}

/* Whom a public cut-off describes: the last kept without a reserve. */
static uint32_t cutoff_worker(const struct last_kept *last)
{
    return last->rest != NOTHING ? last->rest : last->first;
}

static const char *const tier_people[TIERS] = {
    "pemegang kursi ini", "orang yang sudah bertugas di jabatan dan instansi ini", "orang dengan jabatan sama di instansi lain",
    "orang dengan jabatan lain di instansi ini", "pelamar lain",
};
static const char *const class_words[] = {
    "", "tercatat di pangkalan data nasional", "diverifikasi daerah", "pernyataan sendiri",
};

static struct str lower_tier(const struct telling *t, unsigned theirs, unsigned own, bool public)
{
    if (!public)
        return S("kursi terisi oleh yang tingkatnya lebih dahulu");
    return str_printf(t->a, "kursi terisi sampai %s (tingkat %u); Anda termasuk %s (tingkat %u)", tier_people[theirs],
                      theirs, tier_people[own], own);
}

static struct str lower_class(const struct telling *t, unsigned theirs, unsigned own, bool public)
{
    if (!public)
        return S("kursi terisi oleh yang kelas datanya lebih dahulu");
    return str_printf(t->a, "kursi terisi sampai data yang %s (kelas %u); data Anda %s (kelas %u)", class_words[theirs],
                      theirs, class_words[own], own);
}

/* The first component of section 5 in which the last person kept goes before the worker. Its value is told only
 * where it is a public cut-off. */
static struct str why_before(const struct telling *t, uint32_t line, uint32_t last)
{
    const struct instance *in = t->x->in;
    const struct worker *w = t->w, *v = &in->worker[last];
    bool public = t->x->last[line].holders >= CUTOFF_HOLDERS_MIN && last == cutoff_worker(&t->x->last[line]);
    unsigned tv = key_tier(key_at(in, last, line)), tw = key_tier(key_at(in, t->worker, line));
    if (tv != tw)
        return lower_tier(t, tv, tw, public);
    if (v->data_class != w->data_class)
        return lower_class(t, v->data_class, w->data_class, public);
    if (v->months != w->months)
        return public ? str_printf(t->a, "kursi terisi oleh yang bekerja lebih lama: yang terakhir diterima %u bulan, "
                                         "Anda %u bulan", v->months, w->months)
                      : S("kursi terisi oleh yang bekerja lebih lama");
    if (public)
        return str_printf(t->a, "nilai lain sama, maka undian menentukan: batas %016" PRIx64 ", nomor Anda %016" PRIx64,
                          lottery_number(in->seed, worker_id(v)), lottery_number(in->seed, worker_id(w)));
    return S("nilai lain sama, maka undian menentukan: nomor Anda lebih besar");
}

static struct str why_taken(const struct telling *t, uint32_t line)
{
    const struct last_kept *last = &t->x->last[line];
    uint32_t key = key_at(t->x->in, t->worker, line);
    if (key_tier(key) <= 1 && last->first != NOTHING)
        return why_before(t, line, last->first);
    if (last->rest != NOTHING)
        return why_before(t, line, last->rest);
    if (last->reserved != NOTHING && key < key_at(t->x->in, last->reserved, line))
        return S("kursi cadangan: kursi yang tersisa dijamin bagi pemilik penanda yang ditetapkan");
    if (last->reserved != NOTHING)
        return why_before(t, line, last->reserved);
    if (last->first != NOTHING)
        return why_before(t, line, last->first);
    return S("tidak ada kursi pada baris ini");
}

/* One sentence for an eligible line that stands higher on the list than the outcome. */
static void tell_missed(struct telling *t, uint32_t line, uint32_t position)
{
    const struct instance *in = t->x->in;
    const struct line *g = &in->line[line];
    struct str name = label_of(t, line);
    if (t->x->o->filled[line] < g->seats) {
        int64_t left = t->x->left[g->agency];
        say(t, EXPLAIN_NOT_FUNDED, line, position,
            str_printf(t->a, "Pilihan ke-%u, " STR_FMT ": kursi belum dibiayai: sisa pagu " STR_FMT ", biaya " STR_FMT ".",
                       position, STR_ARG(name), STR_ARG(money(t->a, left)), STR_ARG(money(t->a, g->cost))));
        return;
    }
    say(t, EXPLAIN_TAKEN, line, position,
        str_printf(t->a, "Pilihan ke-%u, " STR_FMT ": " STR_FMT ".", position, STR_ARG(name), STR_ARG(why_taken(t, line))));
}

/* ---- what would change it ---- */

static void tell_missing_requirement(struct telling *t)
{
    const struct instance *in = t->x->in;
    uint32_t best = NOTHING;
    int fewest = 65;
    for (uint32_t g = 0; g < in->n_lines; g++) {
        const struct line *l = &in->line[g];
        int missing = __builtin_popcountll(l->needs & ~t->w->has);
        if (l->permitted && (l->region == EVERY_REGION || l->region == t->w->region) && missing < fewest) {
            best = g;
            fewest = missing;
        }
    }
    if (best == NOTHING) {
        say(t, EXPLAIN_CHANGE, NOTHING, 0, S("Belum ada baris rencana yang disetujui untuk daerah Anda."));
        return;
    }
    say(t, EXPLAIN_CHANGE, best, 0,
        str_printf(t->a, "Bila syarat " STR_FMT " terpenuhi dan tercatat pada data Anda, " STR_FMT " menjadi terbuka bagi Anda.",
                   STR_ARG(codes(t, in->line[best].needs & ~t->w->has)), STR_ARG(label_of(t, best))));
}

static void tell_missing_money(struct telling *t, const uint32_t *list, uint32_t n)
{
    const struct instance *in = t->x->in;
    uint32_t best = NOTHING;
    int64_t least = INT64_MAX;
    for (uint32_t i = 0; i < n; i++) {
        const struct line *g = &in->line[list[i]];
        int64_t more = g->cost - t->x->left[g->agency];
        if (is_eligible(t->w, g) && t->x->o->filled[list[i]] < g->seats && more < least) {
            best = list[i];
            least = more;
        }
    }
    assert(best != NOTHING);
    say(t, EXPLAIN_CHANGE, best, 0,
        str_printf(t->a, "Satu kursi lagi pada " STR_FMT " memerlukan tambahan pagu " STR_FMT
                   " bagi OPD itu. Siapa yang mendapat kursi itu tetap ditentukan oleh urutan yang diumumkan.",
                   STR_ARG(label_of(t, best)), STR_ARG(money(t->a, least))));
}

static void tell_desk(struct telling *t)
{
    say(t, EXPLAIN_DESK, NOTHING, 0,
        str_printf(t->a, "Bila ada data Anda yang keliru, sampaikan kepada meja layanan OPD " STR_FMT
                   "; data diperbaiki, lalu penempatan dihitung ulang.", STR_ARG(t->x->in->agencies.name[t->w->agency])));
}

static void tell_unresolved(struct telling *t, const uint32_t *list, uint32_t n)
{
    switch ((enum reason)t->x->o->reason[t->worker]) {
    case REASON_NO_LINE:
        tell_missing_requirement(t);
        break;
    case REASON_BUDGET:
        tell_missing_money(t, list, n);
        break;
    case REASON_LOST_PRIORITY:
        say(t, EXPLAIN_CHANGE, NOTHING, 0,
            S("Semua kursi yang disetujui pada daftar Anda sudah terisi. Kursi tambahan pada salah satu baris itu membuka "
              "kesempatan lagi."));
        break;
    default:
        break;
    }
    tell_desk(t);
}

static void tell_outcome(struct telling *t)
{
    const struct explain *x = t->x;
    uint32_t line = x->o->line[t->worker];
    switch ((enum worker_state)t->w->state) {
    case WORKER_ASN:
        say(t, EXPLAIN_OUTCOME, NOTHING, 0, S("Anda tercatat lulus sebagai ASN, sehingga tidak memerlukan kursi alih daya."));
        return;
    case WORKER_NIK_INVALID:
        say(t, EXPLAIN_OUTCOME, NOTHING, 0, S("NIK Anda belum tercatat sebagai 16 angka. Perbaiki NIK supaya Anda ikut dihitung."));
        return;
    case WORKER_NIK_DOUBLE:
        say(t, EXPLAIN_OUTCOME, NOTHING, 0,
            S("NIK Anda tercatat lebih dari satu kali. Petugas memeriksa data mana yang benar sebelum Anda ikut dihitung."));
        return;
    case WORKER_TAKES_PART:
        break;
    }
    if (line == NOTHING) {
        say(t, EXPLAIN_OUTCOME, NOTHING, 0, S("Belum ada kursi bagi Anda dalam perhitungan ini."));
        return;
    }
    say(t, EXPLAIN_OUTCOME, line, x->o->position[t->worker],
        str_printf(t->a, "Anda ditempatkan di " STR_FMT " (pilihan ke-%u). %s%s", STR_ARG(label_of(t, line)),
                   x->o->position[t->worker], tier_words(x->o->tier[t->worker]),
                   x->o->reason[t->worker] == REASON_INCOME_DROP
                       ? " Upahnya di bawah upah Anda yang terakhir, jadi diperlukan persetujuan Anda sebelum kontrak."
                       : ""));
}

void explain_worker(struct arena *a, const struct explain *x, uint32_t worker, size_t most, struct explanation *ret)
{
    const struct instance *in = x->in;
    assert(worker < in->n_workers);
    *ret = (struct explanation){.item = NEW_ARRAY(a, struct explain_item, most + 4)};
    struct telling t = {x, a, worker, &in->worker[worker], ret, most + 4};
    tell_outcome(&t);
    if (t.w->state == WORKER_ASN)
        return;
    if (t.w->state != WORKER_TAKES_PART) {
        tell_desk(&t);
        return;
    }
    uint32_t *list, n = list_lines(a, in, worker, &list), position = 0, at = x->o->line[worker];
    bool higher = true;
    for (uint32_t i = 0; i < n; i++) {
        bool fits = is_eligible(t.w, &in->line[list[i]]);
        position += fits;
        higher = higher && list[i] != at;
        if (!higher)
            continue;
        if (ret->n > most)
            ret->unsaid++;
        else if (fits)
            tell_missed(&t, list[i], position);
        else
            tell_not_fit(&t, list[i]);
    }
    ret->on_list = position;
    if (at == NOTHING)
        tell_unresolved(&t, list, n);
}

bool explain_cutoff(const struct explain *x, uint32_t line, struct cutoff *ret)
{
    const struct last_kept *last = &x->last[line];
    uint32_t worker = cutoff_worker(last);
    if (last->holders < CUTOFF_HOLDERS_MIN || worker == NOTHING)
        return false;
    const struct worker *w = &x->in->worker[worker];
    *ret = (struct cutoff){(uint8_t)key_tier(key_at(x->in, worker, line)), w->data_class, w->months,
                           lottery_number(x->in->seed, worker_id(w))};
    return true;
}
