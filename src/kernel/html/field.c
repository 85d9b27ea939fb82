/*
 * field.c: forms. Every field is drawn in one order: label, hint, fault, control. What was typed comes back letter
 * by letter (except passwords), and the fault stands beside its field in the same words as in the summary.
 */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#include "page.h"

/* ---- forms ---- */

static void put_form(struct request *q, const char *class, struct str action, bool upload)
{
    struct html *w = &q->html;
    HTML(w, "<form method=\"post\" action=\"{}\" novalidate", action);
    if (class != NULL && class[0] != 0)
        HTML(w, " class=\"{}\"", class);
    if (upload)
        HTML(w, " enctype=\"multipart/form-data\"");
    HTML(w, "><input type=\"hidden\" name=\"" FORM_TOKEN "\" value=\"{}\">", q->form_token);
}

static struct str format(struct arena *a, const char *fmt, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    assert(n >= 0);
    char *text = arena_alloc(a, (size_t)n + 1);
    vsnprintf(text, (size_t)n + 1, fmt, args);
    return (struct str){text, (size_t)n};
}

void form_begin(struct request *q, const char *class, const char *action_fmt, ...)
{
    va_list args;
    va_start(args, action_fmt);
    struct str action = format(q->arena, action_fmt, args);
    va_end(args);
    put_form(q, class, action, false);
}

void form_begin_upload(struct request *q, const char *class, const char *action_fmt, ...)
{
    va_list args;
    va_start(args, action_fmt);
    struct str action = format(q->arena, action_fmt, args);
    va_end(args);
    put_form(q, class, action, true);
}

void form_end(struct request *q)
{
    HTML(&q->html, "</form>\n");
}

/* ---- parts of a field ---- */

static struct str fault_for(const struct faults *f, const char *name)
{
    return f == NULL ? (struct str){NULL, 0} : fault_of(f, name);
}

static bool has_hint(const char *hint)
{
    return hint != NULL && hint[0] != 0;
}

static void put_hint_and_fault(struct html *w, const char *name, const char *hint, struct str wrong)
{
    if (has_hint(hint))
        HTML(w, "<span class=\"hint\" id=\"{}-h\">{}</span>", name, hint);
    if (wrong.p != NULL)
        HTML(w, "<span class=\"err\" id=\"{}-e\">{}{}</span>", name, ICON("alert-triangle"), wrong);
}

/* Which hint and fault belong to a control. */
static void put_description(struct html *w, const char *name, const char *hint, struct str wrong)
{
    if (has_hint(hint) && wrong.p != NULL)
        HTML(w, " aria-describedby=\"{}-h {}-e\"", name, name);
    else if (has_hint(hint))
        HTML(w, " aria-describedby=\"{}-h\"", name);
    else if (wrong.p != NULL)
        HTML(w, " aria-describedby=\"{}-e\"", name);
}

/* The attributes that tie hint and fault to the control. */
static void put_ties(struct html *w, const char *name, const char *hint, struct str wrong)
{
    if (wrong.p != NULL)
        HTML(w, " aria-invalid=\"true\"");
    put_description(w, name, hint, wrong);
}

static void put_label(struct html *w, const char *name, const char *label, bool optional)
{
    HTML(w, "<label for=\"{}\">{}", name, label);
    if (optional)
        HTML(w, " <span class=\"muted\">(boleh kosong)</span>");
    HTML(w, "</label>");
}

/* ---- inputs ---- */

/* type, inputmode and width of each kind, as they stand in the tag */
static struct safe input_attributes(const struct input *i)
{
    struct date unused;
    switch (i->kind) {
    case INPUT_NUMBER: return (struct safe){S(" class=\"short\" inputmode=\"numeric\"")};
    case INPUT_MONEY: return (struct safe){S(" inputmode=\"numeric\"")};
    case INPUT_DATE:
        /* a date that cannot exist would vanish from a date control: then the typed text is shown as text */
        if (i->value.n == 0 || date_parse_iso(i->value, &unused))
            return (struct safe){S(" class=\"short\" type=\"date\"")};
        return (struct safe){S(" class=\"short\"")};
    case INPUT_PASSWORD: return (struct safe){S(" type=\"password\"")};
    case INPUT_EMAIL: return (struct safe){S(" type=\"email\"")};
    case INPUT_PHONE: return (struct safe){S(" class=\"short\" type=\"tel\"")};
    case INPUT_FILE: return (struct safe){S(" type=\"file\"")};
    case INPUT_SEARCH: return (struct safe){S(" type=\"search\"")};
    case INPUT_TEXT:
    case INPUT_AREA: break;
    }
    return (struct safe){S("")};
}

static void put_common(struct html *w, const struct input *i, struct str wrong)
{
    if (i->autocomplete != NULL)
        HTML(w, " autocomplete=\"{}\"", i->autocomplete);
    if (i->max > 0 && (i->kind == INPUT_TEXT || i->kind == INPUT_AREA))
        HTML(w, " maxlength=\"{}\"", (int32_t)i->max);
    if (i->readonly)
        HTML(w, " readonly");
    put_ties(w, i->name, i->hint, wrong);
}

static void put_input(struct html *w, const struct input *i, struct str wrong)
{
    HTML(w, "<input id=\"{}\" name=\"{}\"{}", i->name, i->name, input_attributes(i));
    put_common(w, i, wrong);
    if (i->kind != INPUT_PASSWORD && i->kind != INPUT_FILE && i->value.n > 0)
        HTML(w, " value=\"{}\"", i->value);
    HTML(w, ">");
}

static void put_area(struct html *w, const struct input *i, struct str wrong)
{
    HTML(w, "<textarea id=\"{}\" name=\"{}\" rows=\"4\"", i->name, i->name);
    put_common(w, i, wrong);
    /* the line break directly behind the tag belongs to the tag: without it a first empty line would be lost */
    HTML(w, ">\n{}</textarea>", i->value);
}

void input_field(struct html *w, const struct input *i, const struct faults *f)
{
    struct str wrong = fault_for(f, i->name);
    HTML(w, "<div class=\"field\">");
    put_label(w, i->name, i->label, i->optional);
    put_hint_and_fault(w, i->name, i->hint, wrong);
    if (i->kind == INPUT_AREA) {
        put_area(w, i, wrong);
    } else if (i->kind == INPUT_MONEY) {
        HTML(w, "<span class=\"money\"><span aria-hidden=\"true\">Rp</span>");
        put_input(w, i, wrong);
        HTML(w, "</span>");
    } else {
        put_input(w, i, wrong);
    }
    HTML(w, "</div>\n");
}

/* ---- choices ---- */

static bool among(const struct option *options, size_t n, struct str value)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(options[i].value, value))
            return true;
    }
    return false;
}

static struct safe mark(bool yes, struct str attribute)
{
    return (struct safe){yes ? attribute : S("")};
}

void select_field(struct html *w, const char *name, const char *label, const char *hint, const struct option *options,
                  size_t n, struct str chosen, bool optional, const struct faults *f)
{
    struct str wrong = fault_for(f, name);
    bool known = among(options, n, chosen);
    HTML(w, "<div class=\"field\">");
    put_label(w, name, label, optional);
    put_hint_and_fault(w, name, hint, wrong);
    HTML(w, "<select id=\"{}\" name=\"{}\"", name, name);
    put_ties(w, name, hint, wrong);
    HTML(w, ">");
    if ((optional && !among(options, n, S(""))) || !known)
        HTML(w, "<option value=\"\"{}>{}</option>", mark(!known, S(" selected")), optional ? "Tidak diisi" : "Pilih");
    for (size_t i = 0; i < n; i++)
        HTML(w, "<option value=\"{}\"{}>{}</option>", options[i].value,
             mark(known && str_eq(options[i].value, chosen), S(" selected")), options[i].label);
    HTML(w, "</select></div>\n");
}

void radio_field(struct html *w, const char *name, const char *label, const char *hint, const struct option *options,
                 size_t n, struct str chosen, const struct faults *f)
{
    struct str wrong = fault_for(f, name);
    HTML(w, "<fieldset class=\"field\"");
    put_description(w, name, hint, wrong);
    HTML(w, "><legend>{}</legend>", label);
    put_hint_and_fault(w, name, hint, wrong);
    for (size_t i = 0; i < n; i++) {
        HTML(w, "<label class=\"pick\"><input type=\"radio\" name=\"{}\" value=\"{}\"", name, options[i].value);
        if (i == 0)
            HTML(w, " id=\"{}\"", name);
        HTML(w, "{}>{}</label>", mark(chosen.p != NULL && str_eq(options[i].value, chosen), S(" checked")),
             options[i].label);
    }
    HTML(w, "</fieldset>\n");
}

void check_field(struct html *w, const char *name, const char *value, const char *label, bool checked)
{
    HTML(w, "<label class=\"pick\"><input type=\"checkbox\" name=\"{}\" value=\"{}\"{}>{}</label>\n", name, value,
         mark(checked, S(" checked")), label);
}

void hidden_field(struct html *w, const char *name, struct str value)
{
    HTML(w, "<input type=\"hidden\" name=\"{}\" value=\"{}\">", name, value);
}

void submit_button(struct html *w, const char *label, const char *class)
{
    bool plain = class == NULL || class[0] == 0;
    HTML(w, "<button class=\"btn{}{}\">{}</button>\n", plain ? "" : " ", plain ? "" : class, label);
}
