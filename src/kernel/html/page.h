/*
 * page.h: the frame around every page (official strip, header, menu, foot) and the components of the design
 * language, one function each, in the words and classes of web/alihdaya.css. Screens are put together from these.
 */
#pragma once
#include "../http/http.h"
#include "../job/job.h"

enum layout {
    LAYOUT_DESK,   /* officers: left rail, search, role menu */
    LAYOUT_PUBLIC, /* anonymous: header with "Masuk", foot */
    LAYOUT_PHONE,  /* worker: tabs under the thumb */
};

struct crumb {
    const char *label, *href; /* the last one has href NULL */
};

struct page {
    enum layout layout;
    struct str title;    /* of the window, " · Alihdaya {daerah}" is added; "Galat: " before it with faults */
    const char *menu;    /* href of the menu item or tab that is current */
    struct crumb crumbs[5]; /* "Beranda" is put before them */
    const char *main_class; /* class of the block inside <main>; NULL = "stack" (sign-in: "signin") */
    int refresh; /* > 0: the page asks again after so many seconds (progress) */
    const struct faults *faults; /* not NULL and not empty: error summary above the heading */
};

/* The layout in which this actor's own pages are drawn. */
enum layout layout_of(const struct actor *who);

void page_begin(struct request *q, const struct page *p);
void page_end(struct request *q);

/* h1 and one sentence; buttons are written between head_begin and head_end as .row. */
void head_begin(struct html *w, struct str title, struct str sentence);
void head_end(struct html *w);

/* <form method=post> with the token; end with form_end. `action` is a path on this site. */
void form_begin(struct request *q, const char *class, const char *action_fmt, ...) PRINTF_LIKE(3, 4);
void form_begin_upload(struct request *q, const char *class, const char *action_fmt, ...) PRINTF_LIKE(3, 4);
void form_end(struct request *q);

/* One field: label, hint, fault, control, in that order; the typed text comes back exactly. The id is the name, so no
 * field may be called "isi": that is the id of <main>. */
enum input_kind { INPUT_TEXT, INPUT_NUMBER, INPUT_MONEY, INPUT_DATE, INPUT_PASSWORD, INPUT_EMAIL, INPUT_PHONE,
                  INPUT_AREA, INPUT_FILE, INPUT_SEARCH };
struct input {
    const char *name, *label, *hint;
    enum input_kind kind;
    struct str value;
    bool optional;          /* adds "(boleh kosong)" */
    const char *autocomplete;
    int max;                /* letters; 0 = no limit */
    bool readonly;
};
void input_field(struct html *w, const struct input *i, const struct faults *f);

struct option {
    struct str value, label;
};
void select_field(struct html *w, const char *name, const char *label, const char *hint, const struct option *options,
                  size_t n, struct str chosen, bool optional, const struct faults *f);
void radio_field(struct html *w, const char *name, const char *label, const char *hint, const struct option *options,
                 size_t n, struct str chosen, const struct faults *f);
void check_field(struct html *w, const char *name, const char *value, const char *label, bool checked);
void hidden_field(struct html *w, const char *name, struct str value);
void submit_button(struct html *w, const char *label, const char *class); /* class "main", "calm", "stop" or "" */

enum tone { TONE_PLAIN, TONE_OK, TONE_WARN, TONE_BAD, TONE_INFO, TONE_BRAND };
void chip(struct html *w, enum tone tone, const char *icon, struct str words);
void note(struct html *w, enum tone tone, struct str bold, struct str rest);
/* The mark of a pathway: dot in its fixed colour and name. class: p-asn, p-alih … as in strip. */
void path_mark(struct html *w, struct str class, struct str label);
void empty_state(struct html *w, const char *icon, struct str title, struct str what_to_do);
/* The same with buttons, written between the two as <div class="row">. */
void empty_begin(struct html *w, const char *icon, struct str title, struct str what_to_do);
void empty_end(struct html *w);

/* A stat tile; href NULL = no link. The value is any hole: tile(w, "/tenaga", S("Terdata"),
 * hole_count((struct count){n}), S("38 instansi")). Tiles stand in <div class="tiles">. */
void tile(struct html *w, const char *href, struct str name, struct hole value, struct str meaning);
/* With all its parts: `small` behind the value ("· 89,8%"), a tone for the value. */
struct tile_mark {
    const char *href;
    struct str name;
    struct hole value;
    struct str small, meaning;
    enum tone tone;
};
void tile_draw(struct html *w, const struct tile_mark *t);

/* Previous/next by key: hrefs are empty when there is none. `words` like "25 dari 2.418". */
void pager(struct html *w, struct str words, struct str previous_href, struct str next_href);

/* A running job: bar, words, "boleh meninggalkan halaman", cancel button when `cancel` is not NULL. */
void job_card(struct request *q, const struct job *job, const char *title, const char *cancel);

/* Stepper: done, current, waiting; under each its date or limit. */
struct step_mark {
    struct str label, under;
    int state; /* -1 done, 0 current, 1 waiting */
};
void steps(struct html *w, const struct step_mark *list, size_t n);

/* Bars in percent with words around; role=img sentence and the table behind "Lihat sebagai tabel". */
struct bar {
    struct str label;
    int64_t part, whole; /* width = part/whole; printed value is `shown` */
    struct str shown, href, class; /* class: c1, c2 or p-alih … */
};
void bars(struct html *w, struct str sentence, const struct bar *list, size_t n);
/* Stacked strip of parts of one whole (pathways): fixed colours and order, with its legend and table. */
struct strip_part {
    struct str label, href, class; /* class p-asn, p-alih, p-kurir, p-industri, p-umkm, p-latih, p-belum */
    int64_t value;
    struct str shown; /* printed instead of the value when not empty: "<5" for a hidden small cell */
};
void strip(struct html *w, struct str sentence, const struct strip_part *list, size_t n);

/* Timeline, newest first. */
struct event {
    struct moment when;
    struct str what, who;
    bool open;
};
void timeline(struct html *w, const struct event *list, size_t n);
