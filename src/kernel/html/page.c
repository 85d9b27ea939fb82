/*
 * page.c: the frame around every page: who speaks (official strip), where one is (menu, crumbs), what just happened
 * (message, error summary), and the foot. A screen writes only what stands inside <main>.
 */
#include "page.h"

#include <assert.h>

#include "../app.h"
#include "assets.h"
#include "messages.h"

static struct str region_name(const struct request *q)
{
    return q->at.region == NULL ? S("Daerah") : q->at.region->name;
}

static bool signed_in(const struct request *q)
{
    return q->at.who.user_id != 0;
}

static void put_asset(struct html *w, const char *file)
{
    HTML(w, ASSET_PATH "{}", asset_of_file(file)->name);
}

/* ---- head ---- */

static void put_head(struct request *q, const struct page *p)
{
    struct html *w = &q->html;
    bool faulty = p->faults != NULL && p->faults->n > 0;
    HTML(w, "<!doctype html>\n<html lang=\"id\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<meta name=\"theme-color\" content=\"#07423e\">\n"
            "<title>{}{} · Alihdaya {}</title>\n<link rel=\"icon\" type=\"image/svg+xml\" href=\"",
         faulty ? "Galat: " : "", p->title, q->at.region == NULL ? S("") : q->at.region->short_name);
    put_asset(w, "favicon.svg");
    /* On phones and on the front page the font would delay the style by a third of a second: there it waits. */
    if (p->layout == LAYOUT_DESK || str_eqz(q->path, "/masuk")) {
        HTML(w, "\">\n<link rel=\"preload\" as=\"font\" type=\"font/woff2\" crossorigin href=\"");
        put_asset(w, "jakarta.woff2");
    }
    HTML(w, "\">\n<link rel=\"stylesheet\" href=\"");
    put_asset(w, "alihdaya.css");
    HTML(w, "\">\n<script defer src=\"");
    put_asset(w, "alihdaya.js");
    HTML(w, "\"></script>\n");
    if (p->refresh > 0)
        HTML(w, "<noscript><meta http-equiv=\"refresh\" content=\"{}\"></noscript>\n", (int32_t)p->refresh);
    HTML(w, "</head>\n");
}

static void put_masthead(struct request *q, const struct page *p)
{
    HTML(&q->html,
         "<body>\n<a class=\"skip\" href=\"#isi\">Langsung ke isi</a>\n<div class=\"shell{}\">"
         "<aside class=\"masthead\" aria-label=\"Identitas situs resmi\"><div><span>Situs resmi Pemerintah {}</span>"
         "<details><summary>Cara memastikan</summary><p>Alamat situs resmi berakhiran <strong>.go.id</strong> dan "
         "tersambung aman (ikon gembok). Kami tidak pernah meminta kata sandi atau kode OTP lewat WhatsApp maupun "
         "telepon.</p></details></div></aside>",
         p->layout == LAYOUT_PHONE ? " phone" : "", region_name(q));
}

static void put_brandmark(struct request *q)
{
    HTML(&q->html,
         "<a class=\"brandmark\" href=\"{}\"><svg viewBox=\"0 0 32 32\" aria-hidden=\"true\"><rect width=\"32\" "
         "height=\"32\" rx=\"8\" fill=\"currentColor\"/><path d=\"M7 21c3-9 6-9 9-4s6 5 9-4\" fill=\"none\" "
         "stroke=\"var(--surface)\" stroke-width=\"2.6\" stroke-linecap=\"round\"/><path d=\"M21.5 12.6l3.6.2.3 "
         "3.7\" fill=\"none\" stroke=\"var(--thread)\" stroke-width=\"2.6\" stroke-linecap=\"round\" "
         "stroke-linejoin=\"round\"/></svg><span>Alihdaya<small>{}</small></span></a>",
         role_home(q->at.who.role), region_name(q));
}

/* ---- who is signed in ---- */

static struct str first_letter(struct str word)
{
    size_t n = word.n > 0 ? 1 : 0;
    while (n < word.n && ((unsigned char)word.p[n] & 0xC0) == 0x80)
        n++;
    return str_sub(word, 0, n);
}

/* First letter of the first and of the last word: "Rukmini Contoh" → "RC". */
static struct str initials(struct arena *a, struct str name)
{
    struct str rest = name, first = first_letter(str_cut(&rest, ' ')), last = S("");
    while (rest.p != NULL)
        last = first_letter(str_cut(&rest, ' '));
    return str_upper(a, str_printf(a, STR_FMT STR_FMT, STR_ARG(first), STR_ARG(last)));
}

static void put_role_choice(struct request *q)
{
    struct html *w = &q->html;
    const struct actor *who = &q->at.who;
    HTML(w, "<p class=\"hint t-xs muted\">Masuk sebagai</p>\n");
    form_begin(q, "", "/peran");
    for (enum role r = ROLE_ANONYMOUS + 1; r < ROLE_COUNT; r++) {
        if ((who->roles & (1u << r)) == 0)
            continue;
        HTML(w, "<button name=\"peran\" value=\"{}\"{}>{}</button>", role_code(r),
             (struct safe){r == who->role ? S(" aria-current=\"true\"") : S("")}, role_label(r));
    }
    form_end(q);
}

static void put_account_menu(struct request *q, const struct page *p)
{
    struct html *w = &q->html;
    const struct actor *who = &q->at.who;
    bool phone = p->layout == LAYOUT_PHONE;
    bool several = (who->roles & (who->roles - 1)) != 0;
    HTML(w, "<details class=\"menu\"><summary><span class=\"avatar\" aria-hidden=\"true\">{}</span>",
         initials(q->arena, who->name));
    if (!phone)
        HTML(w, "<span class=\"role\"><strong class=\"t-s\">{}</strong><small>{}</small></span>{}", who->name,
             role_label(who->role), ICON("chevron-down"));
    HTML(w, "<span class=\"sr\">{}{}</span></summary><div>", phone ? "Akun " : "Ganti peran atau keluar",
         phone ? who->name : S(""));
    if (phone)
        HTML(w, "<p class=\"t-s\"><strong>{}</strong><br><span class=\"muted\">{}</span></p>", who->name,
             role_label(who->role));
    if (several || !phone)
        put_role_choice(q);
    HTML(w, "<hr><a href=\"/sandi\">{}Ganti kata sandi</a>", ICON("lock"));
    form_begin(q, "", "/keluar");
    HTML(w, "<button>{}Keluar</button>", ICON("logout"));
    form_end(q);
    HTML(w, "</div></details>");
}

static void put_appbar(struct request *q, const struct page *p)
{
    struct html *w = &q->html;
    HTML(w, "<header class=\"appbar\">");
    put_brandmark(q);
    if (p->layout == LAYOUT_DESK && actor_may(&q->at.who, PERM_WORKER_READ))
        HTML(w, "<form class=\"search\" role=\"search\" action=\"/tenaga\">{}<input type=\"search\" name=\"q\" "
                "aria-label=\"Cari nama atau NIK\" placeholder=\"Cari nama atau NIK\"><kbd "
                "aria-hidden=\"true\">/</kbd></form>",
             ICON("search"));
    if (signed_in(q))
        put_account_menu(q, p);
    else
        HTML(w, "<div class=\"row\"><a class=\"btn calm only-wide\" href=\"/#unduh\">Unduh data</a><a class=\"btn\" "
                "href=\"/masuk\">Masuk</a></div>");
    HTML(w, "</header>\n");
}

/* ---- menu ---- */

struct menu_walk {
    size_t module, item;
};

static const struct menu_item *menu_next(const struct app *app, struct menu_walk *at)
{
    for (; at->module < app->n_modules; at->module++, at->item = 0) {
        const struct module *m = app->modules[at->module];
        if (at->item < m->n_menu)
            return &m->menu[at->item++];
    }
    return NULL;
}

static bool same_section(const struct menu_item *a, const struct menu_item *b)
{
    return a->section == b->section ||
           (a->section != NULL && b->section != NULL && strcmp(a->section, b->section) == 0);
}

static void put_menu_link(struct request *q, const struct page *p, const struct menu_item *i)
{
    struct html *w = &q->html;
    bool current = p->menu != NULL && strcmp(p->menu, i->href) == 0;
    HTML(w, "<a href=\"{}\"{}>{}", i->href, (struct safe){current ? S(" aria-current=\"page\"") : S("")},
         ((struct icon){i->icon}));
    if (p->layout == LAYOUT_PHONE)
        HTML(w, "<span>{}</span>", i->label);
    else
        HTML(w, "{}", i->label);
    int64_t n = i->count == NULL || q->tx == NULL || p->layout == LAYOUT_PHONE ? 0 : i->count(q->tx, &q->at);
    if (n > 0)
        HTML(w, "<span class=\"n\">{}</span>", (struct count){n});
    HTML(w, "</a>");
}

/* All items of the section that `head` opens, in the order of the modules. */
static void put_section(struct request *q, const struct page *p, const struct menu_item *head)
{
    if (head->section != NULL && head->section[0] != 0)
        HTML(&q->html, "<h2>{}</h2>\n", head->section);
    struct menu_walk at = {0};
    for (const struct menu_item *i = menu_next(q->app, &at); i != NULL; i = menu_next(q->app, &at)) {
        if (same_section(i, head) && actor_may(&q->at.who, i->perm))
            put_menu_link(q, p, i);
    }
}

/* Has an item before `item` opened this section already? */
static bool section_seen(struct request *q, const struct menu_item *item)
{
    struct menu_walk at = {0};
    for (const struct menu_item *i = menu_next(q->app, &at); i != NULL && i != item; i = menu_next(q->app, &at)) {
        if (same_section(i, item) && actor_may(&q->at.who, i->perm))
            return true;
    }
    return false;
}

static void put_rail(struct request *q, const struct page *p)
{
    HTML(&q->html, "<nav class=\"rail\" aria-label=\"Menu utama\">");
    struct menu_walk at = {0};
    for (const struct menu_item *i = menu_next(q->app, &at); i != NULL; i = menu_next(q->app, &at)) {
        if (actor_may(&q->at.who, i->perm) && !section_seen(q, i))
            put_section(q, p, i);
    }
    HTML(&q->html, "</nav>\n");
}

/* The worker's tabs are the items that only a worker may open. */
static void put_tabs(struct request *q, const struct page *p)
{
    HTML(&q->html, "<nav class=\"tabs\" aria-label=\"Menu utama\">");
    struct menu_walk at = {0};
    for (const struct menu_item *i = menu_next(q->app, &at); i != NULL; i = menu_next(q->app, &at)) {
        if (i->perm == PERM_SELF && actor_may(&q->at.who, i->perm))
            put_menu_link(q, p, i);
    }
    HTML(&q->html, "</nav>\n");
}

/* ---- the top of <main> ---- */

static void put_crumbs(struct request *q, const struct page *p)
{
    struct html *w = &q->html;
    if (p->crumbs[0].label == NULL)
        return;
    HTML(w, "<nav class=\"crumbs\" aria-label=\"Remah roti\"><ol>");
    const char *home = role_home(q->at.who.role);
    if (p->crumbs[0].href == NULL || strcmp(p->crumbs[0].href, home) != 0)
        HTML(w, "<li><a href=\"{}\">Beranda</a></li>\n", home);
    for (size_t i = 0; i < COUNT(p->crumbs) && p->crumbs[i].label != NULL; i++) {
        if (p->crumbs[i].href != NULL)
            HTML(w, "<li><a href=\"{}\">{}</a></li>\n", p->crumbs[i].href, p->crumbs[i].label);
        else
            HTML(w, "<li><span aria-current=\"page\">{}</span></li>\n", p->crumbs[i].label);
    }
    HTML(w, "</ol></nav>\n");
}

static void put_error_summary(struct html *w, const struct faults *f)
{
    size_t fields = 0;
    for (size_t i = 0; i < f->n; i++)
        fields += f->list[i].field[0] != 0;
    HTML(w, "<div class=\"errsum\" role=\"alert\" tabindex=\"-1\" aria-labelledby=\"galat-h\"><h2 id=\"galat-h\">");
    if (fields == f->n)
        HTML(w, "Ada {} isian yang perlu diperbaiki</h2>\n<ul>", f->n + f->dropped);
    else
        HTML(w, "Belum tersimpan</h2>\n<ul>");
    for (size_t i = 0; i < f->n; i++) {
        if (f->list[i].field[0] != 0)
            HTML(w, "<li><a href=\"#{}\">{}</a></li>\n", f->list[i].field, f->list[i].text);
        else
            HTML(w, "<li>{}</li>\n", f->list[i].text);
    }
    if (f->dropped > 0)
        HTML(w, "<li>Masih ada {} lagi; perbaiki yang di atas dulu.</li>\n", f->dropped);
    HTML(w, "</ul></div>\n");
}

/* What the redirect before said. Good news is a toast that leaves; anything else stands on the page. */
static void put_message(struct request *q)
{
    struct html *w = &q->html;
    const struct message *m = message_of(pairs_get(&q->query, "pesan"));
    if (m == NULL)
        return;
    if (m->tone == TONE_OK) {
        HTML(w, "<div class=\"toasts\"><div class=\"toast\" role=\"status\"><span>{}</span><a href=\"{}\">Tutup</a>"
                "</div></div>\n", m->words, q->path);
        return;
    }
    HTML(w, "<div role=\"status\">");
    note(w, m->tone, str_z(m->words), S(""));
    HTML(w, "</div>\n");
}

static bool has_top(const struct request *q, const struct page *p)
{
    return p->crumbs[0].label != NULL || (p->faults != NULL && p->faults->n > 0) ||
           message_of(pairs_get(&q->query, "pesan")) != NULL;
}

static void put_top(struct request *q, const struct page *p)
{
    put_crumbs(q, p);
    put_message(q);
    if (p->faults != NULL && p->faults->n > 0)
        put_error_summary(&q->html, p->faults);
}

/* The block of <main>. One with a layout of its own (sign-in) has crumbs and messages above it, not within. */
static void begin_main(struct request *q, const struct page *p)
{
    struct html *w = &q->html;
    const char *wrap = p->layout == LAYOUT_DESK ? "" : "wrap ";
    HTML(w, "<main id=\"isi\">");
    if (p->main_class != NULL && has_top(q, p)) {
        HTML(w, "<div class=\"{}stack\">", wrap);
        put_top(q, p);
        HTML(w, "</div>\n");
    }
    HTML(w, "<div class=\"{}{}\">", wrap, p->main_class != NULL ? p->main_class : "stack");
    if (p->main_class == NULL)
        put_top(q, p);
}

enum layout layout_of(const struct actor *who)
{
    if (who->role == ROLE_WORKER)
        return LAYOUT_PHONE;
    return who->role == ROLE_COUNCIL_MEMBER || who->role == ROLE_ANONYMOUS ? LAYOUT_PUBLIC : LAYOUT_DESK;
}

void page_begin(struct request *q, const struct page *p)
{
    struct html *w = &q->html;
    if (q->at.region != NULL)
        w->zone = q->at.region->zone;
    put_head(q, p);
    put_masthead(q, p);
    put_appbar(q, p);
    if (p->layout == LAYOUT_DESK) {
        HTML(w, "<div class=\"frame\">");
        put_rail(q, p);
    } else if (p->layout == LAYOUT_PHONE) {
        HTML(w, "<div>");
        put_tabs(q, p);
    }
    begin_main(q, p);
    q->frame = p->layout == LAYOUT_PUBLIC ? 1 : 2;
}

static void put_symbols(struct html *w)
{
    HTML(w, "<svg width=\"0\" height=\"0\" class=\"sr\" aria-hidden=\"true\" focusable=\"false\">");
    for (int i = 0; i < icon_count(); i++) {
        if (w->icons[i / 64] >> (i % 64) & 1)
            HTML(w, "{}", (struct safe){icon_symbol(i)});
    }
    HTML(w, "</svg>\n");
}

void page_end(struct request *q)
{
    struct html *w = &q->html;
    assert(q->frame != 0);
    HTML(w, "</div></main>\n");
    if (q->frame == 2)
        HTML(w, "</div>\n");
    HTML(w, "<footer class=\"foot\"><div>");
    if (q->at.region != NULL && q->at.region->demo)
        HTML(w, "<span>Data contoh, bukan data sebenarnya</span>");
    HTML(w, "<a href=\"/aksesibilitas\">Aksesibilitas</a><a href=\"/privasi\">Pelindungan data pribadi</a>"
            "<a href=\"/bantuan\">Bantuan</a><span class=\"end\">Diperbarui {}</span></div></footer>\n</div>\n",
         q->at.now);
    put_symbols(w);
    HTML(w, "</body>\n</html>\n");
    q->frame = 0;
}
