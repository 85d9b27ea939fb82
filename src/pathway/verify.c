/*
 * verify.c: P1 to P6 and the exact columns: one walk down each worker's list to its outcome, one application of
 * the seat rule per line. No matching is used here; P7 is in verify_again.c.
 */
#include "pathway/verify.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>

#include "kernel/mem.h"
#include "pathway/verify_data.h"

static const struct {
    const char *name, *what;
    bool from_files;
} promise[VERIFY_CHECKS] = {
    [C_FORM] = {"Bentuk", "Berkas hasil berbentuk tepat: urutan baris, kolom, dan jumlah kursi terisi cocok satu sama lain.", true},
    [C_P1] = {"P1", "Setiap pekerja mempunyai tepat satu hasil; karantina dan ASN sesuai dengan masukan.", true},
    [C_P2] = {"P2", "Setiap yang ditempatkan memenuhi syarat, dan tidak ada baris melebihi jumlah kursi.", true},
    [C_P3] = {"P3", "Biaya kursi terisi tidak melebihi pagu tiap OPD.", true},
    [C_P4] = {"P4", "Tidak ada orang yang berhak didahulukan tetapi tersisih dari kursi yang lebih ia inginkan.", true},
    [C_P5] = {"P5", "Tidak ada kursi yang masih terbiayai dibiarkan kosong padahal ada yang menginginkannya.", true},
    [C_P6] = {"P6", "Pemegang dan petugas lama tetap di tempatnya atau naik menurut daftarnya sendiri.", true},
    [C_P7] = {"P7", "Hitungan kedua dengan cara lain memberi hasil yang sama: setiap orang mendapat yang terbaik baginya.", true},
    [C_P8] = {"P8", "Menyusun pilihan dengan jujur adalah yang terbaik bagi setiap orang (dibuktikan oleh uji program).", false},
    [C_P9] = {"P9", "Menambah kursi tidak merugikan siapa pun (dibuktikan oleh uji program).", false},
    [C_P11] = {"P11", "Urutan baris masukan tidak memengaruhi hasil (dibuktikan oleh uji program).", false},
    [C_P12] = {"P12", "Tidak ada kolom yang membawa data orang lain.", true},
    [C_COLUMNS] = {"Kolom", "Pilihan ke-, tingkat, dan alasan setiap orang tepat menurut daftarnya.", true},
};

/* Where a failure belongs among the first ones, which stand in the order of their file whatever the order of the
 * checks; those behind it move on. VERIFY_SENTENCES: it is not among the first. */
static uint64_t make_place(struct verify *v, unsigned check, struct v_place place)
{
    struct verify_check *c = &v->report->check[check];
    struct v_place *known = v->failure[check];
    uint64_t n = c->failed < VERIFY_SENTENCES ? c->failed : VERIFY_SENTENCES, to = n;
    while (to > 0 && place.record < known[to - 1].record && str_eqz(str_z(place.file), known[to - 1].file))
        to--;
    for (uint64_t i = n < VERIFY_SENTENCES ? n : VERIFY_SENTENCES - 1; i > to; i--) {
        known[i] = known[i - 1];
        c->first[i] = c->first[i - 1];
    }
    if (to < VERIFY_SENTENCES)
        known[to] = place;
    return to;
}

void v_fail(struct verify *v, unsigned check, const char *file, uint64_t record, const char *fmt, ...)
{
    struct verify_check *c = &v->report->check[check];
    uint64_t to = make_place(v, check, (struct v_place){file, record});
    if (to < VERIFY_SENTENCES) {
        char text[240];
        va_list args;
        va_start(args, fmt);
        vsnprintf(text, sizeof text, fmt, args);
        va_end(args);
        c->first[to] = str_printf(v->sentences, "%s:%" PRIu64 ": %s", file, record, text);
    }
    c->failed++;
}

#define CHECK(v, c, good, file, record, ...)                                                                 \
    do {                                                                                                     \
        (v)->report->check[c].checked++;                                                                     \
        if (!(good))                                                                                         \
            v_fail((v), (c), (file), (uint64_t)(record), __VA_ARGS__);                                       \
    } while (0)

/* ---- per worker and line, without lists ---- */

enum { R_NONE, R_DROP, R_NO_LINE, R_BUDGET, R_LOST, R_NIK_INVALID, R_NIK_DOUBLE };

static void check_status(struct verify *v, uint32_t i)
{
    const struct v_worker *w = &v->worker[i];
    bool good = false;
    switch ((enum v_state)w->state) {
    case V_TAKES_PART:
        good = w->said == SAID_PLACE || w->said == SAID_UNRESOLVED;
        break;
    case V_ASN:
        good = w->said == SAID_ASN && w->reason == R_NONE;
        break;
    case V_NIK_INVALID:
        good = w->said == SAID_QUARANTINE && w->reason == R_NIK_INVALID;
        break;
    case V_NIK_DOUBLE:
        good = w->said == SAID_QUARANTINE && w->reason == R_NIK_DOUBLE;
        break;
    }
    CHECK(v, C_P1, good, "hasil.csv", i + 2, "status tidak sesuai dengan NIK dan status_asn di pekerja.csv");
}

static void check_placement(struct verify *v, uint32_t i)
{
    const struct v_worker *w = &v->worker[i];
    if (w->line == NOTHING)
        return;
    bool good = w->state == V_TAKES_PART && v_eligible(w, &v->line[w->line]);
    CHECK(v, C_P2, good, "hasil.csv", i + 2, "tidak memenuhi syarat baris yang diberikan");
    v->line[w->line].holders++;
}

static void check_lines(struct verify *v)
{
    for (uint32_t i = 0; i < v->n_lines; i++) {
        const struct v_line *g = &v->line[i];
        CHECK(v, C_P2, g->holders <= g->seats, "bukaan.csv", i + 2, "terisi %u melebihi jumlah %u", g->holders, g->seats);
        CHECK(v, C_FORM, g->holders == g->filled, "bukaan.csv", i + 2, "terisi %u, di hasil.csv ada %u", g->filled,
              g->holders);
    }
}

static void check_budget(struct verify *v)
{
    uint32_t n = dict_size(v->agencies);
    uint32_t *worst = NEW_ARRAY(v->a, uint32_t, n);
    for (uint32_t i = 0; i < n; i++)
        v->left[i] = v->ceiling[i];
    bool *over = NEW_ARRAY(v->a, bool, n);
    for (uint32_t i = 0; i < v->n_lines; i++) {
        const struct v_line *g = &v->line[i];
        int64_t cost;
        worst[g->agency] = i;
        if (__builtin_mul_overflow(g->cost, (int64_t)g->holders, &cost) ||
            __builtin_sub_overflow(v->left[g->agency], cost, &v->left[g->agency]))
            over[g->agency] = true;
    }
    for (uint32_t i = 0; i < n; i++)
        CHECK(v, C_P3, !over[i] && v->left[i] >= 0, "bukaan.csv", worst[i] + 2,
              "biaya kursi terisi pada OPD baris ini melebihi pagunya");
}

/* Collect the workers of each line, best first. */
static void collect_holders(struct verify *v)
{
    AUTO_ARENA tmp = arena_new(SIZE_MAX / 4);
    AUTO_ARENA crowd = arena_new(SIZE_MAX / 4);
    uint32_t at = 0;
    for (uint32_t i = 0; i < v->n_lines; i++) {
        v->line[i].first_holder = at;
        at += v->line[i].holders;
    }
    v->holder = NEW_ARRAY(v->a, uint32_t, at);
    uint32_t *next = NEW_ARRAY(tmp, uint32_t, v->n_lines);
    for (uint32_t i = 0; i < v->n_workers; i++)
        if (v->worker[i].line != NOTHING)
            v->holder[v->line[v->worker[i].line].first_holder + next[v->worker[i].line]++] = i;
    for (uint32_t i = 0; i < v->n_lines; i++) {
        v_sort(v, i, v->holder + v->line[i].first_holder, v->line[i].holders, crowd);
        arena_reset(crowd);
    }
}

static uint8_t kept_for(const struct v_line *g)
{
    unsigned signs = 0;
    for (unsigned s = 0; s < INSTANCE_TRAITS_MAX; s++)
        signs |= (unsigned)(g->reserve[s] > 0) << s;
    return (uint8_t)signs;
}

static void show_faces(struct verify *v)
{
    v->face = NEW_ARRAY(v->a, struct v_face, v->n_lines);
    for (uint32_t i = 0; i < v->n_lines; i++) {
        const struct v_line *g = &v->line[i];
        v->face[i] = (struct v_face){.wage = g->wage, .needs = g->needs, .room = g->holders < g->seats,
                                     .payable = g->cost <= v->left[g->agency], .kept_for = kept_for(g)};
        v_show_last(v, &v->face[i], i, g->holders == 0 ? NOTHING : v->holder[g->first_holder + g->holders - 1]);
    }
}

/* ---- the walk ---- */

/* Those who would rather be at a line with reserves: the best with each set of signs, in and behind the first step. */
struct envy {
    uint32_t best[2][SIGNS]; /* NOTHING: nobody */
};

static struct envy **envy_new(struct verify *v)
{
    struct envy **e = NEW_ARRAY(v->a, struct envy *, v->n_lines);
    for (uint32_t i = 0; i < v->n_lines; i++)
        if (v->line[i].reserves && v->line[i].holders > 0) {
            e[i] = NEW(v->a, struct envy);
            memset(e[i], 0xFF, sizeof **e);
        }
    return e;
}

/* The worker would rather be at this line, which has reserves: keep it for check_reserved_line if it is the best. */
static void remember_rival(const struct verify *v, struct envy **envy, uint32_t i, uint32_t line, unsigned tier)
{
    const struct v_face *f = &v->face[line];
    if ((f->kept_for & v->worker[i].signs) == 0 && !v_before_last(v, f, i, tier))
        return; /* without a sign that counts here and behind everybody: turned away in any case */
    uint32_t *best = &envy[line]->best[tier <= 1][v->worker[i].signs];
    if (*best == NOTHING || v_before(v, i, *best, line))
        *best = i;
}

/* The worker would rather be at this line than where it is: P4, P5, P6. */
static void check_preferred(struct verify *v, struct envy **envy, uint32_t i, uint32_t line, unsigned tier)
{
    const struct v_face *f = &v->face[line];
    if (f->room)
        CHECK(v, C_P5, !f->payable, "hasil.csv", i + 2,
              "baris " STR_FMT " lebih diinginkan, masih ada kursi, dan pagu masih cukup", STR_ARG(v->line[line].id));
    if (tier <= 1)
        CHECK(v, C_P6, f->last == NOTHING || f->tier <= 1, "hasil.csv", i + 2,
              "petugas lama tersisih dari baris " STR_FMT " yang dipegang orang luar", STR_ARG(v->line[line].id));
    if (f->last == NOTHING)
        return;
    if (f->kept_for == 0) {
        CHECK(v, C_P4, !v_before_last(v, f, i, tier), "hasil.csv", i + 2,
              "berhak didahulukan pada baris " STR_FMT " daripada pemegang terakhirnya", STR_ARG(v->line[line].id));
        return;
    }
    remember_rival(v, envy, i, line, tier);
}

static unsigned reason_of(bool any, bool budget)
{
    return !any ? R_NO_LINE : budget ? R_BUDGET : R_LOST;
}

/* A worker without a place would rather be at any eligible line: the order does not matter, so one pass will do. */
static void check_unplaced(struct verify *v, struct envy **envy, uint32_t i)
{
    const struct v_worker *w = &v->worker[i];
    const struct v_group *l = &v->group[w->group];
    const struct v_face *face = v->face;
    uint64_t lacks = ~w->has;
    bool any = false, budget = false;
    for (uint32_t e = 0; e < l->n; e++) {
        uint32_t line = l->entry[e] & ENTRY_LINE;
        if ((face[line].needs & lacks) != 0)
            continue;
        any = true;
        budget |= face[line].room;
        check_preferred(v, envy, i, line, line == w->locked ? 0 : l->entry[e] >> ENTRY_LINE_BITS);
    }
    CHECK(v, C_COLUMNS, w->reason == reason_of(any, budget), "hasil.csv", i + 2,
          "alasan tidak sesuai dengan daftar pekerja");
}

/* People of one group without a place, with the same codes, signs and so the same lines: if the best of them has
 * no claim to a line, nobody has. Not for those with a contracted line, whose tier is their own. */
struct kind {
    uint64_t has;
    uint32_t best, n;
    uint8_t signs;
    bool clean;      /* nothing failed for the best */
    unsigned reason; /* the right one for all of them */
};

struct kinds {
    struct kind kind[32];
    uint32_t n;
};

/* The kind of a worker, or NULL. */
static struct kind *kind_of(const struct verify *v, struct kinds *k, const struct v_worker *w)
{
    if (w->locked != NOTHING)
        return NULL;
    for (uint32_t i = 0; i < k->n; i++)
        if (k->kind[i].has == (w->has & v->any_needs) && k->kind[i].signs == w->signs)
            return &k->kind[i];
    return NULL;
}

static void count_kind(const struct verify *v, struct kinds *k, uint32_t i)
{
    const struct v_worker *w = &v->worker[i];
    struct kind *kind = kind_of(v, k, w);
    if (kind != NULL) {
        const struct v_worker *best = &v->worker[kind->best];
        uint64_t mine = v_rank(w, 0), its = v_rank(best, 0);
        if (mine < its || (mine == its && v_wins_tie(w, best)))
            kind->best = i;
        kind->n++;
    } else if (w->locked == NOTHING && k->n < COUNT(k->kind)) {
        k->kind[k->n++] = (struct kind){.has = w->has & v->any_needs, .best = i, .n = 1, .signs = w->signs};
    }
}

/* P4, P5 and P6 for the best of a kind, counted for all of it; where one fails nothing is counted and everybody is
 * looked at alone. */
static void judge_kind(struct verify *v, struct envy **envy, const struct v_group *l, struct kind *kind)
{
    const struct v_worker *w = &v->worker[kind->best];
    uint64_t lacks = ~w->has, mine = v_rank(w, 0), p4 = 0, p5 = 0, p6 = 0;
    bool any = false, budget = false, bad = false;
    for (uint32_t e = 0; e < l->n; e++) {
        uint32_t line = l->entry[e] & ENTRY_LINE;
        const struct v_face *f = &v->face[line];
        unsigned tier = l->entry[e] >> ENTRY_LINE_BITS;
        if ((f->needs & lacks) != 0)
            continue;
        any = true;
        budget |= f->room;
        p5 += f->room;
        p6 += tier <= 1;
        bad |= (f->room & f->payable) || (tier <= 1 && f->last != NOTHING && f->tier > 1);
        if (f->last == NOTHING)
            continue;
        uint64_t rank = mine | (uint64_t)tier << RANK_TIER;
        p4 += f->kept_for == 0;
        if (f->kept_for != 0)
            remember_rival(v, envy, kind->best, line, tier);
        else
            bad |= rank < f->cut || (rank == f->cut && v_before_last(v, f, kind->best, tier));
    }
    kind->reason = reason_of(any, budget);
    kind->clean = !bad;
    if (bad)
        return;
    v->report->check[C_P4].checked += p4 * kind->n;
    v->report->check[C_P5].checked += p5 * kind->n;
    v->report->check[C_P6].checked += p6 * kind->n;
}

static void check_walk(struct verify *v, struct envy **envy, uint32_t i)
{
    const struct v_worker *w = &v->worker[i];
    struct v_walk walk = v_walk_from(v, i, 0, false);
    uint32_t line;
    while ((line = v_next(&walk)) != NOTHING && line != w->line)
        check_preferred(v, envy, i, line, walk.tier);
    unsigned reason = v->line[w->line].wage < w->wage ? R_DROP : R_NONE;
    bool good = line == w->line && w->position == walk.passed && w->tier == walk.tier && w->reason == reason;
    CHECK(v, C_COLUMNS, good, "hasil.csv", i + 2, "pilihan_ke, tingkat, atau alasan tidak sesuai dengan daftar pekerja");
}

static void check_group(struct verify *v, struct envy **envy, uint32_t group)
{
    const struct v_group *l = &v->group[group];
    uint32_t end = group + 1 < v->n_groups ? l[1].first : v->n_order;
    struct kinds kinds;
    kinds.n = 0;
    for (uint32_t i = l->first; i < end; i++) {
        if (v->worker[v->order[i]].line != NOTHING)
            check_walk(v, envy, v->order[i]);
        else
            count_kind(v, &kinds, v->order[i]);
    }
    for (uint32_t i = 0; i < kinds.n; i++)
        judge_kind(v, envy, l, &kinds.kind[i]);
    for (uint32_t i = l->first; i < end; i++) {
        const struct v_worker *w = &v->worker[v->order[i]];
        if (w->line != NOTHING)
            continue;
        const struct kind *kind = kind_of(v, &kinds, w);
        if (kind != NULL && kind->clean)
            CHECK(v, C_COLUMNS, w->reason == kind->reason, "hasil.csv", v->order[i] + 2,
                  "alasan tidak sesuai dengan daftar pekerja");
        else
            check_unplaced(v, envy, v->order[i]);
    }
}

/* P4 at a line with reserves: the rule is path-independent, so it is enough that it turns away, one by one, the
 * best of each kind of those who would rather be here. */
static void check_reserved_line(struct verify *v, uint32_t line, const struct envy *e)
{
    const struct v_line *g = &v->line[line];
    AUTO_ARENA tmp = arena_new(SIZE_MAX / 4);
    uint32_t n = g->holders, *who = NEW_ARRAY(tmp, uint32_t, n + 1);
    for (unsigned kind = 0; kind < 2 * SIGNS; kind++) {
        uint32_t rival = e->best[kind / SIGNS][kind % SIGNS];
        if (rival == NOTHING)
            continue;
        memcpy(who, v->holder + g->first_holder, n * sizeof *who);
        who[n] = rival;
        uint32_t kept = v_choose(v, line, n, who, n + 1, tmp);
        bool stays = false;
        for (uint32_t i = 0; i < kept; i++)
            stays |= who[i] == rival;
        CHECK(v, C_P4, !stays, "hasil.csv", rival + 2,
              "menurut aturan kursi dan cadangan berhak atas baris " STR_FMT, STR_ARG(g->id));
    }
}

/* ---- all ---- */

static void check_everything(struct verify *v)
{
    for (uint32_t i = 0; i < v->n_workers; i++) {
        check_status(v, i);
        check_placement(v, i);
    }
    check_lines(v);
    check_budget(v);
    collect_holders(v);
    show_faces(v);
    verify_make_groups(v);
    struct envy **envy = envy_new(v);
    for (uint32_t i = 0; i < v->n_groups; i++)
        check_group(v, envy, i);
    for (uint32_t i = 0; i < v->n_lines; i++)
        if (envy[i] != NULL)
            check_reserved_line(v, i, envy[i]);
    verify_again(v);
}

err verify_run(struct arena *a, const struct instance_files *files, struct str results, struct str openings,
               struct verify_report *ret, struct faults *f)
{
    AUTO_ARENA own = arena_new(SIZE_MAX / 4);
    struct verify_report report = {.passed = true};
    for (unsigned i = 0; i < VERIFY_CHECKS; i++) {
        report.check[i].name = promise[i].name;
        report.check[i].what = promise[i].what;
        report.check[i].from_files = promise[i].from_files;
    }
    struct verify v = {.a = own, .sentences = a, .faults = f, .report = &report};
    TRY(verify_read_inputs(&v, files));
    TRY(verify_read_outputs(&v, results, openings));
    report.check[C_FORM].checked += (uint64_t)v.n_workers + v.n_lines;
    report.check[C_P12].checked++;
    check_everything(&v);
    for (unsigned i = 0; i < VERIFY_CHECKS; i++)
        report.passed = report.passed && report.check[i].failed == 0;
    *ret = report;
    return OK;
}
