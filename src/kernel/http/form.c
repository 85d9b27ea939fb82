/*
 * form.c: reads application/x-www-form-urlencoded, and gives pages their values.
 */
#include "form.h"

#include "../mem.h"
#include "../utf8.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

err percent_decode(struct arena *a, struct str s, bool plus, struct str *ret)
{
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '%') {
            bool whole = i + 2 < s.n;
            int high = whole ? hex_digit(s.p[i + 1]) : -1;
            int low = whole ? hex_digit(s.p[i + 2]) : -1;
            if (high < 0 || low < 0)
                return ERR_INVALID;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (plus && c == '+') {
            c = ' ';
        }
        p[n++] = c;
    }
    *ret = (struct str){p, n};
    return OK;
}

err form_value(struct arena *a, struct str raw, struct str *ret)
{
    if (!utf8_valid(raw))
        return ERR_INVALID;
    char *p = arena_alloc(a, raw.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < raw.n; i++) {
        char c = raw.p[i];
        if (c == '\r') {
            if (i + 1 < raw.n && raw.p[i + 1] == '\n')
                continue;
            c = '\n';
        }
        if (((unsigned char)c < 0x20 && c != '\n' && c != '\t') || c == 0x7f)
            return ERR_INVALID;
        p[n++] = c;
    }
    *ret = str_trim((struct str){p, n});
    return OK;
}

static err pair_parse(struct arena *a, struct str part, struct pair *ret)
{
    size_t eq = str_index(part, '=', 0);
    struct str raw;
    TRY(percent_decode(a, str_sub(part, 0, eq), true, &raw));
    TRY(form_value(a, raw, &ret->name));
    TRY(percent_decode(a, eq < part.n ? str_from(part, eq + 1) : S(""), true, &raw));
    return form_value(a, raw, &ret->value);
}

err form_parse(struct arena *a, struct str body, struct pairs *ret)
{
    size_t room = 1, n = 0;
    for (size_t i = 0; i < body.n; i++)
        room += body.p[i] == '&';
    if (room > FORM_PAIRS)
        return ERR_LIMIT;
    struct pair *list = NEW_ARRAY(a, struct pair, room);
    for (struct str rest = body; rest.p != NULL && body.n > 0;) {
        struct str part = str_cut(&rest, '&');
        if (part.n > 0)
            TRY(pair_parse(a, part, &list[n++]));
    }
    *ret = (struct pairs){list, n};
    return OK;
}

struct str pairs_get(const struct pairs *p, const char *name)
{
    for (size_t i = 0; i < p->n; i++) {
        if (str_eqz(p->list[i].name, name))
            return p->list[i].value;
    }
    return (struct str){NULL, 0};
}

struct str form_get(const struct request *q, const char *name)
{
    return pairs_get(&q->form.fields, name);
}

struct str query_get(const struct request *q, const char *name)
{
    return pairs_get(&q->query, name);
}

const struct upload *form_upload(const struct request *q, const char *field)
{
    for (size_t i = 0; i < q->form.n_uploads; i++) {
        if (str_eqz(q->form.uploads[i].field, field))
            return &q->form.uploads[i];
    }
    return NULL;
}

bool pairs_each(const struct pairs *p, const char *name, size_t *at, struct str *ret)
{
    while (*at < p->n) {
        const struct pair *pair = &p->list[(*at)++];
        if (str_eqz(pair->name, name)) {
            *ret = pair->value;
            return true;
        }
    }
    return false;
}

int64_t id_of(struct str s)
{
    int64_t id = 0;
    if (s.n == 0 || s.n > 16 || !str_to_uint(s, &id) || id >= (int64_t)1 << 53)
        return 0;
    return id;
}
