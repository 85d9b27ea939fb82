/*
 * objection_panel.c: what an officer sees of objections on a person's page: the way to open one for a seated person,
 * and how far each one is.
 */
#include "kernel/mem.h"
#include "objection.h"
#include "pathway/pathway.h"
#include "rule/rulebook.h"
#include "voice_pages.h"
#include "voice_parts.h"

enum { SHOWN_MAX = 5 };

void panel_objection_button(struct request *q, const struct worker *w)
{
    if (worker_is_seated(w) && actor_may(&q->at.who, PERM_WORKER_WRITE))
        HTML(&q->html, "<a class=\"btn\" href=\"/tenaga/{}/keberatan\">{}Buka keberatan</a>", w->id,
             ICON("message-circle"));
}

/* "Belum ada. Rahmat dapat mengajukan sampai 27 November 2026." */
static void put_none(struct request *q, const struct worker *w)
{
    struct decided d;
    if (decided_of_worker(q->tx, &q->at, w->id, &d) != OK) {
        HTML(&q->html, "<p class=\"t-s soft\">Belum ada, dan belum ada hasil yang terbit.</p>\n");
        return;
    }
    struct date last = objection_last_day(q->at.rules, moment_date(d.published, q->at.region->zone));
    struct str rest = w->name;
    if (q->at.today.day <= last.day)
        HTML(&q->html, "<p class=\"t-s soft\">Belum ada. {} dapat mengajukan sampai {}.</p>\n",
             str_cut(&rest, ' '), last);
    else
        HTML(&q->html, "<p class=\"t-s soft\">Tidak ada. Batasnya {}.</p>\n", last);
}

void panel_objections(struct request *q, const struct worker *w)
{
    struct objection list[SHOWN_MAX];
    size_t n = 0;
    if (at_rules(q->tx, &q->at) != OK || objection_list(q->tx, &q->at, w->id, SHOWN_MAX, list, &n) != OK)
        return;
    HTML(&q->html, "<section class=\"card stack-s\"><header><h2>Keberatan</h2></header>\n");
    if (n == 0)
        put_none(q, w);
    for (size_t i = 0; i < n; i++) {
        HTML(&q->html, "<div class=\"split\"><span class=\"t-s\">");
        if (actor_may(&q->at.who, PERM_OBJECTION_DECIDE))
            HTML(&q->html, "<a href=\"/keberatan/{}\">{}</a>", list[i].id, list[i].number);
        else
            HTML(&q->html, "{}", list[i].number);
        HTML(&q->html, "</span>");
        request_chip(&q->html, list[i].state);
        HTML(&q->html, "</div>\n");
    }
    HTML(&q->html, "</section>\n");
}
