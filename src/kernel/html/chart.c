/*
 * chart.c: pictures of figures. The SVG draws shapes in percent, HTML around it carries every word, a sentence tells
 * it to those who do not see it, and the table stands behind "Lihat sebagai tabel". Zero baseline, no pie.
 */
#include "page.h"

#include <assert.h>

/* Hundredths of a percent of `whole`, kept within 0..10000. */
static int64_t share(int64_t part, int64_t whole)
{
    if (whole <= 0 || part <= 0)
        return 0;
    int64_t v = (int64_t)((__int128)part * 10000 / whole);
    return v > 10000 ? 10000 : v;
}

/* "25.27%" as SVG wants it */
static void put_share(struct html *w, int64_t hundredths)
{
    HTML(w, "{}.{}{}%", hundredths / 100, hundredths / 10 % 10, hundredths % 10);
}

static void put_linked(struct html *w, struct str href, struct str label)
{
    if (href.n > 0)
        HTML(w, "<a href=\"{}\">{}</a>", href, label);
    else
        HTML(w, "{}", label);
}

static void data_begin(struct html *w, struct str sentence, const char *what, const char *value, const char *part)
{
    HTML(w, "<details class=\"data\"><summary>Lihat sebagai tabel</summary><div class=\"scroll\" tabindex=\"0\" "
            "role=\"region\" aria-label=\"Tabel: {}\"><table class=\"tbl\"><thead><tr><th scope=\"col\">{}</th><th "
            "scope=\"col\" class=\"num\">{}</th>",
         sentence, what, value);
    if (part != NULL)
        HTML(w, "<th scope=\"col\" class=\"num\">{}</th>", part);
    HTML(w, "</tr></thead>\n<tbody>");
}

static void data_end(struct html *w)
{
    HTML(w, "</tbody></table></div></details>\n");
}

void steps(struct html *w, const struct step_mark *list, size_t n)
{
    HTML(w, "<ol class=\"steps\">");
    for (size_t i = 0; i < n; i++) {
        struct str mark = list[i].state < 0 ? S(" class=\"done\"") : list[i].state == 0 ? S(" aria-current=\"step\"") : S("");
        HTML(w, "<li{}><strong>{}</strong><small>{}</small></li>\n", (struct safe){mark}, list[i].label,
             list[i].under);
    }
    HTML(w, "</ol>\n");
}

void bars(struct html *w, struct str sentence, const struct bar *list, size_t n)
{
    HTML(w, "<ul class=\"bars\" aria-label=\"{}\">", sentence);
    for (size_t i = 0; i < n; i++) {
        const struct bar *b = &list[i];
        HTML(w, "<li><span>");
        put_linked(w, b->href, b->label);
        HTML(w, "</span><svg aria-hidden=\"true\"><rect class=\"c0\" width=\"100%\" height=\"100%\" rx=\"4\"/><rect "
                "class=\"{}\" width=\"", b->class.n > 0 ? b->class : S("c1"));
        put_share(w, share(b->part, b->whole));
        HTML(w, "\" height=\"100%\" rx=\"4\"/></svg><b>{}</b></li>\n", b->shown);
    }
    HTML(w, "</ul>\n");
    data_begin(w, sentence, "Nama", "Nilai", NULL);
    for (size_t i = 0; i < n; i++)
        HTML(w, "<tr><th scope=\"row\">{}</th><td class=\"num\">{}</td></tr>\n", list[i].label, list[i].shown);
    data_end(w);
}

static void put_strip_shapes(struct html *w, struct str sentence, const struct strip_part *list, size_t n,
                             int64_t whole)
{
    HTML(w, "<svg class=\"strip\" role=\"img\" aria-label=\"{}\">", sentence);
    int64_t before = 0;
    for (size_t i = 0; i < n; i++) {
        if (list[i].value <= 0)
            continue;
        int64_t from = share(before, whole), to = share(before + list[i].value, whole);
        HTML(w, "<rect class=\"{}\" x=\"", list[i].class);
        put_share(w, from);
        HTML(w, "\" width=\"");
        put_share(w, to - from);
        HTML(w, "\" height=\"100%\"/>");
        before += list[i].value;
    }
    HTML(w, "</svg>");
}

static void put_legend(struct html *w, const struct strip_part *list, size_t n)
{
    HTML(w, "<ul class=\"legend\">");
    for (size_t i = 0; i < n; i++) {
        const struct strip_part *p = &list[i];
        const char *tag = p->href.n > 0 ? "a" : "span";
        HTML(w, "<li><{} class=\"path {}\"", tag, p->class);
        if (p->href.n > 0)
            HTML(w, " href=\"{}\"", p->href);
        HTML(w, "><span>{}<b>", p->label);
        if (p->shown.n > 0)
            HTML(w, "{}", p->shown);
        else
            HTML(w, "{}", (struct count){p->value});
        HTML(w, "</b></span></{}></li>\n", tag);
    }
    HTML(w, "</ul>\n");
}

void strip(struct html *w, struct str sentence, const struct strip_part *list, size_t n)
{
    int64_t whole = 0;
    for (size_t i = 0; i < n; i++)
        whole += list[i].value > 0 ? list[i].value : 0;
    put_strip_shapes(w, sentence, list, n, whole);
    put_legend(w, list, n);
    data_begin(w, sentence, "Jalur", "Orang", "Bagian");
    for (size_t i = 0; i < n; i++) {
        HTML(w, "<tr><th scope=\"row\">");
        put_linked(w, list[i].href, list[i].label);
        if (list[i].shown.n > 0)
            HTML(w, "</th><td class=\"num\">{}</td><td class=\"num\">–</td></tr>\n", list[i].shown);
        else
            HTML(w, "</th><td class=\"num\">{}</td><td class=\"num\">{}</td></tr>\n", (struct count){list[i].value},
                 percent_of(list[i].value, whole));
    }
    data_end(w);
}

void timeline(struct html *w, const struct event *list, size_t n)
{
    HTML(w, "<ol class=\"timeline\">");
    for (size_t i = 0; i < n; i++) {
        HTML(w, "<li{}><strong>{}</strong>", (struct safe){list[i].open ? S(" class=\"now\"") : S("")}, list[i].what);
        if (list[i].when.ms != 0) {
            HTML(w, "<time datetime=\"");
            moment_write_iso(&w->out, list[i].when, w->zone);
            HTML(w, "\">{}</time>", list[i].when);
        }
        if (list[i].who.n > 0)
            HTML(w, "<small>{}</small>", list[i].who);
        HTML(w, "</li>\n");
    }
    HTML(w, "</ol>\n");
}
