/*
 * census_names.c: spellings of agencies and jobs, found without regard to case and blanks. Open addressing; built
 * once for a file and asked a million times.
 */
#include "census_check.h"
#include "kernel/mem.h"

struct slot {
    uint64_t hash;
    struct str text; /* folded */
    int64_t id;
};
struct census_names {
    struct slot *slot;
    size_t mask;
};

enum { FOLD_MAX = 256 };

/* Lower case without blanks, cut at 256 bytes: longer names of offices do not exist. */
static struct str fold(char room[FOLD_MAX], struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < FOLD_MAX; i++) {
        char c = s.p[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c + 32);
        if (c != ' ' && c != '\t')
            room[n++] = c;
    }
    return (struct str){room, n};
}

static struct slot *place(const struct census_names *t, struct str folded)
{
    uint64_t h = str_hash(folded);
    size_t i = h & t->mask;
    while (t->slot[i].text.p != NULL && (t->slot[i].hash != h || !str_eq(t->slot[i].text, folded)))
        i = (i + 1) & t->mask;
    t->slot[i].hash = h;
    return &t->slot[i];
}

struct census_names *census_names_new(struct arena *a, const struct census_known_name *list, size_t n)
{
    struct census_names *t = NEW(a, struct census_names);
    size_t cap = 16;
    while (cap < n * 2)
        cap *= 2;
    t->mask = cap - 1;
    t->slot = NEW_ARRAY(a, struct slot, cap);
    for (size_t i = 0; i < n; i++) {
        char room[FOLD_MAX];
        struct str folded = fold(room, list[i].text);
        struct slot *s = place(t, folded);
        if (folded.n > 0 && s->text.p == NULL) {
            s->text = str_dup(a, folded);
            s->id = list[i].id;
        }
    }
    return t;
}

int64_t census_names_find(const struct census_names *t, struct str text)
{
    char room[FOLD_MAX];
    struct str folded = fold(room, text);
    return folded.n == 0 ? 0 : place(t, folded)->id;
}
