/*
 * census_duplicates.c: blocks by sorting. A block that grows absurdly (a file in which all were born on one day) is
 * compared in a window, so that the work stays in proportion to the rows.
 */
#include "census_duplicates.h"

#include "census_report.h"
#include "kernel/sort.h"

enum { WINDOW = 64, KEY_MAX = 64 };

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* What two texts share at their beginning and end does not change their distance. */
static void strip_common(struct str *a, struct str *b)
{
    while (a->n > 0 && b->n > 0 && a->p[0] == b->p[0]) {
        *a = str_from(*a, 1);
        *b = str_from(*b, 1);
    }
    while (a->n > 0 && b->n > 0 && a->p[a->n - 1] == b->p[b->n - 1]) {
        a->n--;
        b->n--;
    }
}

int32_t name_distance(struct str a, struct str b, int32_t most)
{
    int32_t rows[3][KEY_MAX + 1];
    if ((a.n > b.n ? a.n - b.n : b.n - a.n) > (size_t)most)
        return most + 1;
    strip_common(&a, &b);
    if (a.n == 0 || b.n == 0)
        return least((int32_t)(a.n + b.n), most + 1);
    if (a.n > KEY_MAX || b.n > KEY_MAX)
        return most + 1;
    if (most == 1)
        return a.n == 1 && b.n == 1 ? 1
               : a.n == 2 && b.n == 2 && a.p[0] == b.p[1] && a.p[1] == b.p[0] ? 1 : 2;
    int32_t *before = rows[0], *last = rows[1], *now = rows[2];
    for (size_t j = 0; j <= b.n; j++)
        last[j] = (int32_t)j;
    for (size_t i = 1; i <= a.n; i++) {
        int32_t best = now[0] = (int32_t)i;
        for (size_t j = 1; j <= b.n; j++) {
            int32_t v = last[j - 1] + (a.p[i - 1] != b.p[j - 1]);
            v = least(v, least(last[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1])
                v = least(v, before[j - 2] + 1);
            now[j] = v;
            best = least(best, v);
        }
        if (best > most)
            return most + 1;
        int32_t *t = before;
        before = last;
        last = now;
        now = t;
    }
    return least(last[b.n], most + 1);
}

enum nik_near nik_nearness(uint64_t a, uint64_t b)
{
    int different = 0, at[3] = {0}, da[3] = {0}, db[3] = {0};
    for (int i = 0; i < 16; i++, a /= 10, b /= 10) {
        if (a % 10 == b % 10)
            continue;
        if (different == 2)
            return NIK_APART;
        at[different] = i;
        da[different] = (int)(a % 10);
        db[different++] = (int)(b % 10);
    }
    if (different < 2)
        return NIK_ONE;
    bool swap = at[1] == at[0] + 1 && da[0] == db[1] && da[1] == db[0];
    return swap ? NIK_ONE : NIK_TWO;
}

/* ---- comparing ---- */

static struct str key_of(const struct census_records *r, uint32_t i)
{
    return (struct str){r->keys + r->list[i].key_at, r->list[i].key_n};
}

bool census_compare(const struct census_records *r, uint32_t a, uint32_t b, struct census_pair *ret)
{
    static const int32_t nik_points[] = {[NIK_APART] = 0, [NIK_ONE] = 40, [NIK_TWO] = 20};
    static const int32_t name_points[] = {30, 20, 10, -40};
    const struct census_record *x = &r->list[a], *y = &r->list[b];
    enum nik_near near = nik_nearness(x->nik, y->nik);
    bool birth = x->birth == y->birth && x->birth != INT32_MIN;
    int32_t points = nik_points[near] + (birth ? 25 : 0) + (x->place != 0 && x->place == y->place ? 5 : 0) +
                     (x->agency == y->agency ? 5 : 0) + (x->phone != 0 && x->phone == y->phone ? 15 : 0);
    int32_t most = points >= 40 ? 2 : points >= 30 ? 1 : points >= 20 ? 0 : -1; /* the name must still bring it to 50 */
    if (most < 0)
        return false;
    int32_t apart = name_distance(key_of(r, a), key_of(r, b), most);
    if (apart > most && points < 90)
        return false;
    points += name_points[apart];
    if (points < 50)
        return false;
    bool strong = points >= 85 && apart == 0 && birth && near == NIK_ONE;
    *ret = (struct census_pair){a < b ? a : b, a < b ? b : a, points,
                                strong ? PAIR_STRONG : points >= 65 ? PAIR_LIKELY : PAIR_MAYBE};
    return true;
}

/* ---- blocks ---- */

static bool takes_part(const struct census_record *x)
{
    return x->nik != 0 && (x->flags & (REC_TWIN | REC_MERGED | REC_RENEWED)) == 0;
}

/* Forty bits are enough for a block: sorting costs by the byte, and a rare meeting of two costs one comparison. */
static uint64_t forty(uint64_t v)
{
    v ^= v >> 31;
    v *= UINT64_C(0x9E3779B97F4A7C15);
    return v >> 24;
}

static uint64_t birth_block(const struct census_records *r, uint32_t i)
{
    const struct census_record *x = &r->list[i];
    uint32_t four = 0;
    if (x->birth == INT32_MIN)
        return 0;
    memcpy(&four, r->keys + x->key_at, x->key_n < 4 ? x->key_n : 4);
    return forty((uint64_t)(uint32_t)x->birth << 32 | four) | 1;
}

static uint64_t nik_block(const struct census_records *r, uint32_t i)
{
    return r->list[i].nik / 10000;
}

static uint64_t phone_block(const struct census_records *r, uint32_t i)
{
    return r->list[i].phone == 0 ? 0 : forty(r->list[i].phone) | 1;
}

typedef uint64_t (*block_fn)(const struct census_records *r, uint32_t i);
static const block_fn blocks[] = {birth_block, nik_block, phone_block};

/* A pair is visited in the first block the two share. */
static bool shared_before(const struct census_records *r, uint32_t a, uint32_t b, size_t block)
{
    for (size_t k = 0; k < block; k++) {
        uint64_t x = blocks[k](r, a);
        if (x != 0 && x == blocks[k](r, b))
            return true;
    }
    return false;
}

static err compare_block(const struct census_records *r, const struct sort_key *keys, size_t n, size_t block,
                         census_pair_fn fn, void *user)
{
    for (size_t i = 0; i < n; i++) {
        const struct census_record *x = &r->list[keys[i].index];
        for (size_t j = i + 1; j < n && j - i <= WINDOW; j++) {
            const struct census_record *y = &r->list[keys[j].index];
            struct census_pair pair;
            if ((x->sheet < 0 && y->sheet < 0) || x->nik == y->nik)
                continue;
            if (census_compare(r, keys[i].index, keys[j].index, &pair) &&
                !shared_before(r, keys[i].index, keys[j].index, block))
                TRY(fn(user, &pair));
        }
    }
    return OK;
}

static err each_group(const struct census_records *r, const struct sort_key *keys, size_t n, size_t block,
                      census_pair_fn fn, void *user)
{
    for (size_t i = 0; i < n;) {
        size_t end = i + 1;
        while (end < n && keys[end].key == keys[i].key)
            end++;
        if (end - i > 1)
            TRY(compare_block(r, keys + i, end - i, block, fn, user));
        i = end;
    }
    return OK;
}

err census_find_pairs(const struct census_records *r, struct sort_key *keys, struct sort_key *room, census_pair_fn fn,
                      void *user)
{
    for (size_t b = 0; b < COUNT(blocks); b++) {
        size_t n = 0;
        for (uint32_t i = 0; i < r->n; i++) {
            uint64_t key = takes_part(&r->list[i]) ? blocks[b](r, i) : 0;
            if (key != 0)
                keys[n++] = (struct sort_key){key, i, 0};
        }
        sort_keys(keys, room, n);
        TRY(each_group(r, keys, n, b, fn, user));
    }
    return OK;
}

/* ---- equal NIK ---- */

static bool same_person(const struct census_records *r, uint32_t a, uint32_t b)
{
    const struct census_record *x = &r->list[a], *y = &r->list[b];
    return x->birth == y->birth && x->agency == y->agency && str_eq(key_of(r, a), key_of(r, b));
}

/* The register's person brought again: the same agency, and name or birth date agree. */
static bool same_as_register(const struct census_records *r, uint32_t file, uint32_t reg)
{
    const struct census_record *x = &r->list[file], *y = &r->list[reg];
    return x->agency == y->agency &&
           (x->birth == y->birth || name_distance(key_of(r, file), key_of(r, reg), 2) <= 2);
}

static void mark_twins(struct census_records *r, const struct sort_key *k, size_t n)
{
    for (size_t j = 1; j < n; j++)
        for (size_t i = 0; i < j; i++) {
            struct census_record *x = &r->list[k[i].index], *y = &r->list[k[j].index];
            if (x->sheet >= 0 && y->sheet >= 0 && (x->flags & REC_TWIN) == 0 && x->row_hash == y->row_hash) {
                y->flags |= REC_TWIN;
                y->into = k[i].index;
                break;
            }
        }
}

static bool may_merge(const struct census_record *x)
{
    return x->sheet >= 0 && (x->flags & (REC_TWIN | REC_MERGED)) == 0 && x->level < LEVEL_FAULT;
}

/* Rows of one person: the one with the latest start stays, with the earliest start. */
static void merge_one(struct census_records *r, const struct sort_key *k, size_t n, size_t first)
{
    uint32_t main_row = k[first].index;
    int32_t earliest = r->list[main_row].start;
    for (size_t i = first + 1; i < n; i++) {
        const struct census_record *x = &r->list[k[i].index];
        if (!may_merge(x) || !same_person(r, k[first].index, k[i].index))
            continue;
        if (x->start > r->list[main_row].start)
            main_row = k[i].index;
        if (x->start < earliest)
            earliest = x->start;
    }
    for (size_t i = first; i < n; i++) {
        struct census_record *x = &r->list[k[i].index];
        if (k[i].index == main_row || !may_merge(x) || !same_person(r, main_row, k[i].index))
            continue;
        x->flags |= REC_MERGED;
        x->into = main_row;
    }
    if (earliest < r->list[main_row].start) {
        r->list[main_row].start = earliest;
        r->list[main_row].flags |= REC_START_MOVED;
    }
}

static void mark_merged(struct census_records *r, const struct sort_key *k, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct census_record *x = &r->list[k[i].index];
        if (may_merge(x))
            merge_one(r, k, n, i);
    }
}

/* Whether two rows with one NIK contradict each other. A row with a fault of its own that is plainly the same
 * person is no contradiction: it comes again when it is mended. */
static bool clash(const struct census_records *r, uint32_t a, uint32_t b, bool several_sk)
{
    const struct census_record *x = &r->list[a], *y = &r->list[b];
    if (x->sheet < 0 || y->sheet < 0)
        return !same_as_register(r, x->sheet < 0 ? b : a, x->sheet < 0 ? a : b);
    bool faulty = x->level >= LEVEL_FAULT || y->level >= LEVEL_FAULT;
    return !(several_sk && faulty && same_person(r, a, b));
}

/* The file brings a person of the register again. */
static void renew(struct census_record *file, struct census_record *known)
{
    if (known->sheet >= 0)
        return;
    known->flags |= REC_RENEWED;
    file->known = known->row;
}

static err mark_clashes(struct census_records *r, const struct sort_key *k, size_t n, bool several_sk,
                        census_pair_fn fn, void *user)
{
    for (size_t i = 0; i < n; i++) {
        struct census_record *x = &r->list[k[i].index];
        size_t compared = 0;
        if (!takes_part(x))
            continue;
        for (size_t j = i + 1; j < n && compared < WINDOW; j++) {
            struct census_record *y = &r->list[k[j].index];
            if (!takes_part(y) || (x->sheet < 0 && y->sheet < 0))
                continue;
            compared++;
            if (!clash(r, k[i].index, k[j].index, several_sk)) {
                renew(x->sheet < 0 ? y : x, x->sheet < 0 ? x : y);
                continue;
            }
            x->flags |= REC_CLASH;
            y->flags |= REC_CLASH;
            struct census_pair pair = {k[i].index, k[j].index, 100, PAIR_CLASH};
            TRY(fn(user, &pair));
        }
    }
    return OK;
}

err census_group_nik(struct census_records *r, bool several_sk, struct sort_key *keys, struct sort_key *room,
                     census_pair_fn fn, void *user)
{
    size_t n = 0;
    for (uint32_t i = 0; i < r->n; i++)
        if (r->list[i].nik != 0)
            keys[n++] = (struct sort_key){r->list[i].nik, i, 0};
    sort_keys(keys, room, n);
    for (size_t i = 0; i < n;) {
        size_t end = i + 1;
        while (end < n && keys[end].key == keys[i].key)
            end++;
        size_t size = end - i < 4096 ? end - i : 4096; /* one NIK in thousands of rows: the first tell it */
        if (size > 1) {
            mark_twins(r, keys + i, size);
            if (several_sk)
                mark_merged(r, keys + i, size);
            TRY(mark_clashes(r, keys + i, size, several_sk, fn, user));
        }
        i = end;
    }
    return OK;
}
