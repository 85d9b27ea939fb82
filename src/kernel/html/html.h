/*
 * html.h: HTML escapes unless its type says otherwise. A template is a literal, a hole is {}, and the C type of
 * the value chooses the writer; a non-literal template or a type without a writer does not compile.
 */
#pragma once
#include "../buf.h"
#include "../date.h"
#include "../rupiah.h"
#include "../str.h"

/* Where a page is written: the bytes, the zone times are shown in, and the icons used so far (page_end inlines
 * just those symbols). */
struct html {
    struct buf out;
    struct str zone;
    uint64_t icons[4]; /* bit set over the generated icon table */
};

/* Text that is HTML already. Made only inside src/kernel/html. */
struct safe {
    struct str html;
};
struct count { int64_t v; };         /* 2418 → "2.418" */
struct icon { const char *name; };   /* ICON("search") → <svg class="ic" aria-hidden="true"><use href="#search"/></svg> */
struct short_date { struct date d; };  /* "21 Nov" */
struct short_rupiah { struct rupiah r; }; /* "Rp1,2 miliar": tiles only */
struct percent { int64_t part, whole; }; /* "89,8%", rounded half up to one decimal; whole 0 → "–" */
static inline struct percent percent_of(int64_t part, int64_t whole) { return (struct percent){part, whole}; }
struct masked { struct str nik; };     /* 6309••••••••0001 */
struct query_value { struct str s; };  /* percent-encoded, for a value inside an address */
#define ICON(n) ((struct icon){"" n ""})

struct hole {
    enum { HOLE_END, HOLE_STR, HOLE_INT, HOLE_COUNT, HOLE_RUPIAH, HOLE_SHORT_RUPIAH, HOLE_DATE, HOLE_SHORT_DATE,
           HOLE_MOMENT, HOLE_PERCENT, HOLE_MASKED, HOLE_QUERY, HOLE_ICON, HOLE_SAFE } type;
    struct str s;
    int64_t i, j;
};
static inline struct hole hole_str(struct str v) { return (struct hole){.type = HOLE_STR, .s = v}; }
static inline struct hole hole_z(const char *v) { return (struct hole){.type = HOLE_STR, .s = str_z(v)}; }
static inline struct hole hole_int(int64_t v) { return (struct hole){.type = HOLE_INT, .i = v}; }
static inline struct hole hole_i32(int32_t v) { return (struct hole){.type = HOLE_INT, .i = v}; }
static inline struct hole hole_size(size_t v) { return (struct hole){.type = HOLE_INT, .i = (int64_t)v}; }
static inline struct hole hole_count(struct count v) { return (struct hole){.type = HOLE_COUNT, .i = v.v}; }
static inline struct hole hole_rupiah(struct rupiah v) { return (struct hole){.type = HOLE_RUPIAH, .i = v.v}; }
static inline struct hole hole_short_rupiah(struct short_rupiah v) { return (struct hole){.type = HOLE_SHORT_RUPIAH, .i = v.r.v}; }
static inline struct hole hole_date(struct date v) { return (struct hole){.type = HOLE_DATE, .i = v.day}; }
static inline struct hole hole_short_date(struct short_date v) { return (struct hole){.type = HOLE_SHORT_DATE, .i = v.d.day}; }
static inline struct hole hole_moment(struct moment v) { return (struct hole){.type = HOLE_MOMENT, .i = v.ms}; }
static inline struct hole hole_percent(struct percent v) { return (struct hole){.type = HOLE_PERCENT, .i = v.part, .j = v.whole}; }
static inline struct hole hole_masked(struct masked v) { return (struct hole){.type = HOLE_MASKED, .s = v.nik}; }
static inline struct hole hole_query(struct query_value v) { return (struct hole){.type = HOLE_QUERY, .s = v.s}; }
static inline struct hole hole_icon(struct icon v) { return (struct hole){.type = HOLE_ICON, .s = str_z(v.name)}; }
static inline struct hole hole_safe(struct safe v) { return (struct hole){.type = HOLE_SAFE, .s = v.html}; }

#define HOLE(x)                                                                                              \
    _Generic((x), struct str: hole_str, const char *: hole_z, char *: hole_z, int64_t: hole_int,             \
             int32_t: hole_i32, size_t: hole_size, struct count: hole_count, struct rupiah: hole_rupiah,     \
             struct short_rupiah: hole_short_rupiah, struct date: hole_date,                                 \
             struct short_date: hole_short_date, struct moment: hole_moment, struct percent: hole_percent,   \
             struct masked: hole_masked, struct query_value: hole_query, struct icon: hole_icon,             \
             struct safe: hole_safe)(x),

/* HOLES maps HOLE over up to 20 arguments, also over none. */
#include "holes.h"

/* Write the literal with its holes filled. The number of {} and of values must agree (asserted). */
void html_put(struct html *w, const char *literal, const struct hole *holes);
#define HTML(w, literal, ...)                                                                                \
    html_put((w), "" literal "", (const struct hole[]){HOLES(__VA_ARGS__){.type = HOLE_END}})

/* May this whole address stand in href, src or action? On this site, on this page, or https. */
bool html_address_allowed(struct str s);

/* Append the bytes [from, to) of what was written to `part`: pieces that are made once and shown often. Icons used
 * in it count as used here. */
void html_add(struct html *w, const struct html *part, size_t from, size_t to);

/* One value alone, escaped by its type. */
void html_value(struct html *w, struct hole h);
