/*
 * html_check.h: is this page good HTML? A strict reader for what we write ourselves: tags balanced, attributes
 * quoted and not repeated, ids unique and every reference to one kept, no inline script or style, every control with
 * a name, no control inside another. For the unit tests of the kernel and for the crawl over all pages.
 */
#pragma once
#include "kernel/mem.h"
#include "kernel/str.h"

enum { CHECK_DEPTH = 64, CHECK_IDS = 4000, CHECK_ATTRS = 24 };

struct html_check {
    struct arena *arena;
    struct str page, trouble; /* the first thing that is wrong, or {NULL, 0} */
    size_t at;
    struct str open[CHECK_DEPTH];
    size_t depth;
    struct str *ids, *refs; /* ids seen, ids somebody points to */
    size_t n_ids, n_refs;
    struct str name[CHECK_ATTRS], value[CHECK_ATTRS];
    size_t n_attrs;
};

static bool check_bad(struct html_check *c, const char *what, struct str detail)
{
    if (c->trouble.p == NULL) {
        struct str near = str_sub(c->page, c->at < 60 ? 0 : c->at - 60, 120);
        c->trouble = str_printf(c->arena, "%s: %.*s … near: %.*s", what, STR_ARG(detail), STR_ARG(near));
    }
    return false;
}

static bool check_is_void(struct str tag)
{
    static const char *const names[] = {"meta", "link", "input", "br", "hr", "img", "col", "area", "base", "wbr"};
    for (size_t i = 0; i < COUNT(names); i++) {
        if (str_eqz(tag, names[i]))
            return true;
    }
    return false;
}

static struct str check_attr(const struct html_check *c, const char *name)
{
    for (size_t i = 0; i < c->n_attrs; i++) {
        if (str_eqz(c->name[i], name))
            return c->value[i];
    }
    return (struct str){NULL, 0};
}

static bool check_inside(const struct html_check *c, const char *tag)
{
    for (size_t i = 0; i < c->depth; i++) {
        if (str_eqz(c->open[i], tag))
            return true;
    }
    return false;
}

static void check_point(struct html_check *c, struct str list)
{
    while (list.p != NULL) {
        struct str id = str_cut(&list, ' ');
        if (id.n > 0 && c->n_refs < CHECK_IDS)
            c->refs[c->n_refs++] = id;
    }
}

/* An ampersand must begin an entity. */
static bool check_entities(struct html_check *c, struct str text)
{
    for (size_t i = str_index(text, '&', 0); i < text.n; i = str_index(text, '&', i + 1)) {
        size_t end = str_index(text, ';', i);
        if (end >= text.n || end - i > 8 || end - i < 2)
            return check_bad(c, "bare ampersand", str_sub(text, i, 20));
    }
    return true;
}

static bool check_read_attrs(struct html_check *c, struct str in, struct str tag)
{
    c->n_attrs = 0;
    size_t i = 0;
    while (i < in.n) {
        while (i < in.n && (in.p[i] == ' ' || in.p[i] == '\n'))
            i++;
        if (i >= in.n || in.p[i] == '/')
            break;
        size_t from = i;
        while (i < in.n && in.p[i] != '=' && in.p[i] != ' ' && in.p[i] != '/')
            i++;
        struct str name = str_sub(in, from, i - from), value = {"", 0};
        if (i < in.n && in.p[i] == '=') {
            if (i + 1 >= in.n || in.p[i + 1] != '"')
                return check_bad(c, "attribute without quotes", name);
            size_t end = str_index(in, '"', i + 2);
            value = str_sub(in, i + 2, end - i - 2);
            i = end + 1;
        }
        if (check_attr(c, str_to_z(c->arena, name)).p != NULL || c->n_attrs >= CHECK_ATTRS)
            return check_bad(c, "attribute twice", name);
        if (!check_entities(c, value) || str_contains(value, S("<")))
            return check_bad(c, "attribute not escaped", name);
        if (str_eqz(name, "style") || str_starts(name, S("on")))
            return check_bad(c, "inline style or script", name);
        c->name[c->n_attrs] = name;
        c->value[c->n_attrs++] = value;
    }
    (void)tag;
    return true;
}

static bool check_ids(struct html_check *c)
{
    struct str id = check_attr(c, "id");
    if (id.p == NULL)
        return true;
    for (size_t i = 0; i < c->n_ids; i++) {
        if (str_eq(c->ids[i], id))
            return check_bad(c, "id twice", id);
    }
    if (c->n_ids < CHECK_IDS)
        c->ids[c->n_ids++] = id;
    return id.n > 0 && !str_contains(id, S(" ")) ? true : check_bad(c, "id empty or with a blank", id);
}

static bool check_control(struct html_check *c, struct str tag)
{
    struct str type = check_attr(c, "type");
    bool control = (str_eqz(tag, "input") && !str_eqz(type, "hidden")) || str_eqz(tag, "select") || str_eqz(tag, "textarea");
    if (!control || check_attr(c, "aria-label").n > 0 || check_inside(c, "label"))
        return true;
    struct str id = check_attr(c, "id");
    if (id.p == NULL)
        return check_bad(c, "control without a name", tag);
    AUTO_ARENA a = arena_new(4096);
    if (!str_contains(c->page, str_printf(a, "for=\"%.*s\"", STR_ARG(id))))
        return check_bad(c, "control without a label", id);
    return true;
}

static bool check_tag(struct html_check *c, struct str tag)
{
    static const char *const pointing[] = {"for", "aria-describedby", "aria-labelledby", "aria-controls", "list"};
    for (size_t i = 0; i < COUNT(pointing); i++)
        check_point(c, check_attr(c, pointing[i]));
    struct str href = check_attr(c, "href");
    if (href.n > 1 && href.p[0] == '#')
        check_point(c, str_from(href, 1));
    if (str_eqz(tag, "script") && check_attr(c, "src").n == 0)
        return check_bad(c, "inline script", tag);
    if (str_eqz(tag, "img") && check_attr(c, "alt").p == NULL)
        return check_bad(c, "picture without alt", tag);
    if ((str_eqz(tag, "a") && (check_inside(c, "a") || check_inside(c, "button"))) ||
        (str_eqz(tag, "button") && (check_inside(c, "a") || check_inside(c, "button"))))
        return check_bad(c, "control inside a control", tag);
    if (str_eqz(tag, "form") && check_inside(c, "form"))
        return check_bad(c, "form inside a form", tag);
    if (check_inside(c, "p") && (str_eqz(tag, "div") || str_eqz(tag, "p") || str_eqz(tag, "ul") || str_eqz(tag, "form")))
        return check_bad(c, "block inside p", tag);
    if (str_eqz(tag, "th") && check_inside(c, "table") && check_attr(c, "scope").n == 0)
        return check_bad(c, "th without scope", tag);
    return check_ids(c) && check_control(c, tag);
}

/* The one closing tag that may be left out: an option ends with the next one or with its list. */
static void check_end_option(struct html_check *c)
{
    if (c->depth > 0 && str_eqz(c->open[c->depth - 1], "option"))
        c->depth--;
}

static bool check_open(struct html_check *c, struct str inner)
{
    size_t n = 0;
    while (n < inner.n && inner.p[n] != ' ' && inner.p[n] != '/' && inner.p[n] != '\n')
        n++;
    struct str tag = str_sub(inner, 0, n);
    if (str_eqz(tag, "option") || str_eqz(tag, "optgroup"))
        check_end_option(c);
    if (!check_read_attrs(c, str_from(inner, n), tag) || !check_tag(c, tag))
        return false;
    if (check_is_void(tag) || str_ends(inner, S("/")))
        return true;
    if (c->depth >= CHECK_DEPTH)
        return check_bad(c, "too deep", tag);
    c->open[c->depth++] = tag;
    return true;
}

static bool check_close(struct html_check *c, struct str tag)
{
    if (!str_eqz(tag, "option"))
        check_end_option(c);
    if (c->depth == 0 || !str_eq(c->open[c->depth - 1], tag))
        return check_bad(c, "closing tag without its opening", tag);
    c->depth--;
    return true;
}

static bool check_walk(struct html_check *c)
{
    while (c->at < c->page.n) {
        size_t next = str_index(c->page, '<', c->at);
        struct str text = str_sub(c->page, c->at, next - c->at);
        if (!check_entities(c, text))
            return false;
        c->at = next;
        if (next >= c->page.n)
            return true;
        size_t end = next;
        bool quoted = false;
        for (; end < c->page.n && (quoted || c->page.p[end] != '>'); end++)
            quoted ^= c->page.p[end] == '"';
        struct str inner = str_sub(c->page, next + 1, end - next - 1);
        if (inner.n > 0 && inner.p[0] != '!' &&
            !(inner.p[0] == '/' ? check_close(c, str_from(inner, 1)) : check_open(c, inner)))
            return false;
        c->at = end + 1;
    }
    return true;
}

static bool check_references(struct html_check *c)
{
    for (size_t i = 0; i < c->n_refs; i++) {
        bool found = false;
        for (size_t j = 0; j < c->n_ids && !found; j++)
            found = str_eq(c->refs[i], c->ids[j]);
        if (!found)
            return check_bad(c, "points to an id that is not there", c->refs[i]);
    }
    return true;
}

/* The first trouble of a whole page, or {NULL, 0}. */
static inline struct str html_trouble(struct arena *a, struct str page)
{
    struct html_check *c = NEW(a, struct html_check);
    c->arena = a;
    c->page = page;
    c->ids = NEW_ARRAY(a, struct str, CHECK_IDS);
    c->refs = NEW_ARRAY(a, struct str, CHECK_IDS);
    if (!str_starts(page, S("<!doctype html>")))
        check_bad(c, "no doctype", S(""));
    else if (check_walk(c) && c->depth > 0)
        check_bad(c, "never closed", c->open[c->depth - 1]);
    else if (c->trouble.p == NULL)
        check_references(c);
    return c->trouble;
}
