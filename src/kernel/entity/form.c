/*
 * form.c: draws a named group of fields inside a page that somebody designed.
 */
#include <assert.h>

#include "../html/page.h"
#include "../mem.h"
#include "entity.h"

enum { CHOICES_MAX = 200 };

static void draw_choice(struct html *w, const struct field *f, struct str value, const struct faults *faults)
{
    struct option options[CHOICES_MAX];
    size_t n = 0;
    for (const struct choice *c = f->choices; c->code != NULL; c++) {
        assert(n < CHOICES_MAX);
        options[n++] = (struct option){str_z(c->code), str_z(c->label)};
    }
    select_field(w, field_name(f), f->label, f->help, options, n, value, (f->flags & F_REQUIRED) == 0, faults);
}

static enum input_kind kind_of(const struct field *f)
{
    switch (f->type) {
    case FIELD_NIK:
    case FIELD_INT: return INPUT_NUMBER;
    case FIELD_RUPIAH: return INPUT_MONEY;
    case FIELD_DATE: return INPUT_DATE;
    case FIELD_TEXT:
    case FIELD_CODE:
    case FIELD_CHOICE: break;
    }
    return (f->flags & F_LONG) != 0 ? INPUT_AREA : INPUT_TEXT;
}

static void draw(struct html *w, const struct field *f, struct str value, const struct faults *faults)
{
    if (f->type == FIELD_CHOICE || f->type == FIELD_CODE) {
        draw_choice(w, f, value, faults);
        return;
    }
    struct input i = {.name = field_name(f), .label = f->label, .hint = f->help, .kind = kind_of(f), .value = value,
                      .optional = (f->flags & F_REQUIRED) == 0, .autocomplete = f->autocomplete};
    input_field(w, &i, faults);
}

/* An empty number is shown empty, not as 0, unless the row was saved with it on purpose. */
static bool is_blank(const struct field *f, const void *row)
{
    const void *at = (const char *)row + f->at;
    return (f->type == FIELD_RUPIAH && ((const struct rupiah *)at)->v == 0 && f->min > 0) ||
           (f->type == FIELD_INT && *(const int32_t *)at == 0 && f->min > 0);
}

void entity_form(struct html *w, const struct entity *e, const char *const *group, const void *row,
                 const struct form *typed, const struct faults *f)
{
    AUTO_ARENA a = arena_new(1 << 20);
    for (; *group != NULL; group++) {
        const struct field *field = entity_field(e, *group);
        assert(field != NULL && (field->flags & F_FLOW) == 0);
        struct str value = typed != NULL ? pairs_get(&typed->fields, *group) : (struct str){NULL, 0};
        if (value.p == NULL)
            value = is_blank(field, row) ? S("") : field_text(a, field, row);
        draw(w, field, value, f);
    }
}
