/*
 * entity.c: looking things up in a descriptor, and a field's value as text.
 */
#include "entity.h"

#include <assert.h>

const char *field_name(const struct field *f)
{
    return f->name != NULL ? f->name : f->member;
}

const char *field_column(const struct field *f)
{
    return f->column != NULL ? f->column : f->member;
}

const struct field *entity_field(const struct entity *e, const char *name)
{
    for (size_t i = 0; i < e->n; i++) {
        if (strcmp(field_name(&e->fields[i]), name) == 0)
            return &e->fields[i];
    }
    return NULL;
}

const struct choice *choice_by_code(const struct choice *list, struct str code)
{
    for (; list->code != NULL; list++) {
        if (str_eqz(code, list->code))
            return list;
    }
    return NULL;
}

const struct choice *choice_by_value(const struct choice *list, int32_t value)
{
    for (; list->code != NULL; list++) {
        if (list->value == value)
            return list;
    }
    return NULL;
}

static struct str number_text(struct arena *a, int64_t v)
{
    AUTO_BUF b = buf_new(64);
    number_write(&b, v);
    return str_dup(a, buf_str(&b));
}

struct str field_text(struct arena *a, const struct field *f, const void *row)
{
    const char *at = (const char *)row + f->at;
    const struct choice *c;
    char room[11];
    switch (f->type) {
    case FIELD_NIK:
    case FIELD_TEXT:
    case FIELD_CODE: return *(const struct str *)(const void *)at;
    case FIELD_INT: return str_printf(a, "%d", *(const int32_t *)(const void *)at);
    case FIELD_RUPIAH: return number_text(a, ((const struct rupiah *)(const void *)at)->v);
    case FIELD_DATE: return str_dup(a, date_iso(room, *(const struct date *)(const void *)at));
    case FIELD_CHOICE:
        c = choice_by_value(f->choices, *(const int32_t *)(const void *)at);
        return c == NULL ? S("") : str_z(c->code);
    }
    return S("");
}

static void show_label(struct html *w, const struct choice *c, struct str otherwise)
{
    if (c != NULL)
        HTML(w, "{}", c->label);
    else
        HTML(w, "{}", otherwise.n > 0 ? otherwise : S("–"));
}

void field_show(struct html *w, const struct field *f, const void *row)
{
    const char *at = (const char *)row + f->at;
    const struct str *text = (const struct str *)(const void *)at;
    switch (f->type) {
    case FIELD_NIK: HTML(w, "{}", (struct masked){*text}); break;
    case FIELD_TEXT: HTML(w, "{}", text->n > 0 ? *text : S("–")); break;
    case FIELD_CODE: show_label(w, choice_by_code(f->choices, *text), *text); break;
    case FIELD_CHOICE: show_label(w, choice_by_value(f->choices, *(const int32_t *)(const void *)at), S("")); break;
    case FIELD_INT: HTML(w, "{}", (struct count){*(const int32_t *)(const void *)at}); break;
    case FIELD_RUPIAH: HTML(w, "{}", *(const struct rupiah *)(const void *)at); break;
    case FIELD_DATE: HTML(w, "{}", *(const struct date *)(const void *)at); break;
    }
}
