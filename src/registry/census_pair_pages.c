/*
 * census_pair_pages.c: two records side by side, and one decision at a time (mock 18). Nobody is accused: the screen
 * asks, the reason is written down, and both agencies read it.
 */
#include "agency.h"
#include "census_pages.h"
#include "census_pairs.h"
#include "kernel/html/page.h"

enum { PAIRS_SHOWN = 100 };

static const char *kind_words(enum census_pair_kind k)
{
    static const char *words[] = {"NIK sama", "Hampir pasti sama", "Besar kemungkinan sama", "Mungkin sama"};
    return words[k];
}

static void kind_chip(struct html *w, enum census_pair_kind k)
{
    chip(w, k == PAIR_CLASH ? TONE_BAD : k == PAIR_STRONG ? TONE_WARN : TONE_PLAIN, k == PAIR_CLASH ? "alert-triangle" : "clock",
         str_z(kind_words(k)));
}

static struct str agency_words(const struct agency_name *names, size_t n, int64_t id)
{
    struct str s = agency_name_of(names, n, id);
    return s.n == 0 ? S("Instansi belum jelas") : s;
}

void page_census_pairs(struct request *q)
{
    struct html *w = &q->html;
    struct census_pair_record *list;
    struct agency_name *names;
    struct census_pair_counts counts;
    size_t n, n_names;
    if (census_pairs_open(q->tx, &q->at, 0, PAIRS_SHOWN, &list, &n) != OK || census_pair_count(q->tx, &q->at, &counts) != OK ||
        agency_names(q->tx, &q->at, &names, &n_names) != OK) {
        reply_error(q, ERR_IO);
        return;
    }
    page_begin(q, &(struct page){.title = S("Data ganda"), .menu = "/pendataan",
                                 .crumbs = {{"Pendataan", "/pendataan"}, {"Data ganda", NULL}}});
    head_begin(w, S("Data ganda"), str_printf(q->arena, "%lld menunggu keputusan, %lld sudah diputuskan, %lld ditanyakan.",
                                              (long long)counts.open, (long long)counts.decided, (long long)counts.asked));
    if (n > 0)
        HTML(w, "<a class=\"btn main\" href=\"/pendataan/ganda/{}\">Mulai membandingkan</a>", list[0].id);
    head_end(w);
    HTML(w, "<section class=\"card flush\">");
    if (n == 0) {
        empty_state(w, "circle-check", S("Tidak ada yang menunggu"), S("Data yang mirip muncul di sini setelah berkas diperiksa."));
    } else {
        HTML(w, "<table class=\"tbl fold\"><thead><tr><th scope=\"col\">Catatan A</th><th scope=\"col\">Catatan B</th>"
                "<th scope=\"col\">Kemiripan</th></tr></thead>\n<tbody>");
        for (size_t i = 0; i < n; i++) {
            HTML(w, "<tr><th scope=\"row\"><a href=\"/pendataan/ganda/{}\">{}</a><span class=\"sub\">{}</span></th>"
                    "<td data-l=\"Catatan B\">{}<span class=\"sub\">{}</span></td><td data-l=\"Kemiripan\">",
                 list[i].id, list[i].side[0].v[PACK_NAME], agency_words(names, n_names, list[i].agency[0]),
                 list[i].side[1].v[PACK_NAME], agency_words(names, n_names, list[i].agency[1]));
            kind_chip(w, list[i].kind);
            HTML(w, "</td></tr>\n");
        }
        HTML(w, "</tbody></table>\n");
    }
    HTML(w, "</section>\n");
    page_end(q);
}

static const enum census_field compared[] = {PACK_NAME, PACK_NIK, PACK_BIRTH, PACK_BIRTH_PLACE, PACK_SEX, PACK_AGENCY, PACK_UNIT,
                                             PACK_JOB, PACK_START, PACK_WAGE, PACK_FUND, PACK_EDUCATION, PACK_PHONE, PACK_SK_NUMBER};

static void show_value(struct request *q, const struct census_pair_record *p, size_t side, enum census_field f,
                       const struct agency_name *names, size_t n)
{
    struct html *w = &q->html;
    struct str v = p->side[side].v[f];
    struct worker person = {0};
    packed_to_worker(&p->side[side], &person);
    if (f == PACK_NIK)
        HTML(w, "{}", (struct masked){v});
    else if (f == PACK_AGENCY)
        HTML(w, "{}", agency_words(names, n, p->agency[side]));
    else if (f == PACK_BIRTH && date_given(person.birth_date))
        HTML(w, "{}", person.birth_date);
    else if (f == PACK_START && date_given(person.started))
        HTML(w, "{}", person.started);
    else if (f == PACK_WAGE)
        HTML(w, "{}", person.last_wage);
    else
        HTML(w, "{}", v.n == 0 ? S("–") : v);
}

static void show_sides(struct request *q, const struct census_pair_record *p, const struct agency_name *names, size_t n)
{
    struct html *w = &q->html;
    size_t different = 0;
    for (size_t i = 0; i < COUNT(compared); i++)
        different += !str_eq(p->side[0].v[compared[i]], p->side[1].v[compared[i]]);
    HTML(w, "<section class=\"card flush\"><header><h2>Catatan A dan B</h2><p>{} isian berbeda</p></header>\n"
            "<table class=\"tbl vs\"><caption class=\"sr\">Perbandingan dua catatan</caption><thead><tr><td></td>"
            "<th scope=\"col\">A · {}</th><th scope=\"col\">B · {}</th></tr></thead>\n<tbody>",
         different, agency_words(names, n, p->agency[0]), agency_words(names, n, p->agency[1]));
    for (size_t i = 0; i < COUNT(compared); i++) {
        enum census_field f = compared[i];
        bool differs = !str_eq(p->side[0].v[f], p->side[1].v[f]);
        HTML(w, "<tr><th scope=\"row\">{}", packed_label(f));
        if (differs)
            HTML(w, "<span class=\"sr\">, berbeda</span>");
        HTML(w, "</th>");
        for (size_t side = 0; side < 2; side++) {
            if (differs)
                HTML(w, "<td class=\"diff\">");
            else
                HTML(w, "<td>");
            show_value(q, p, side, f, names, n);
            HTML(w, "</td>");
        }
        HTML(w, "</tr>\n");
    }
    HTML(w, "<tr><th scope=\"row\">Asal</th>");
    for (size_t side = 0; side < 2; side++) {
        if (p->seq[side] >= 0)
            HTML(w, "<td>Berkas, baris {}</td>", p->side[side].v[PACK_ROW]);
        else
            HTML(w, "<td>Sudah terdaftar</td>");
    }
    HTML(w, "</tr></tbody></table></section>\n");
}

static void show_decision(struct request *q, const struct census_pair_record *p, const struct faults *f)
{
    struct html *w = &q->html;
    const struct option choices[] = {{S("sama_a"), S("Orang yang sama, pakai catatan A")},
                                     {S("sama_b"), S("Orang yang sama, pakai catatan B")},
                                     {S("berbeda"), p->kind == PAIR_CLASH ? S("Dua orang, salah satu NIK keliru") : S("Dua orang berbeda")},
                                     {S("tanya"), S("Belum cukup bukti, tanyakan kepada kedua instansi")}};
    struct str chosen = form_get(q, "keputusan"), reason = form_get(q, "alasan");
    form_begin(q, "card stack-m sticky", "/pendataan/ganda/%lld", (long long)p->id);
    HTML(w, "<h2>Keputusan Anda</h2>");
    hidden_field(w, "versi", str_printf(q->arena, "%lld", (long long)p->version));
    radio_field(w, "keputusan", "Menurut bukti di samping", NULL, choices, COUNT(choices), chosen.p == NULL ? S("") : chosen, f);
    input_field(w, &(struct input){.name = "alasan", .label = "Alasan", .hint = "Dibaca kedua instansi dan orangnya.", .kind = INPUT_AREA,
                                   .value = reason.p == NULL ? S("") : reason, .max = 1000}, f);
    submit_button(w, "Simpan dan lanjut", "main wide");
    HTML(w, "<p class=\"hint\">Bila “tanyakan” dipilih, kedua instansi mendapat 5 hari kerja untuk menjawab.</p>");
    form_end(q);
}

static void show_pair(struct request *q, const struct census_pair_record *p, const struct faults *f)
{
    struct html *w = &q->html;
    struct agency_name *names;
    struct census_pair_counts counts;
    size_t n;
    int64_t next = 0;
    if (agency_names(q->tx, &q->at, &names, &n) != OK || census_pair_count(q->tx, &q->at, &counts) != OK ||
        census_pair_next(q->tx, &q->at, p->id, &next) != OK) {
        reply_error(q, ERR_IO);
        return;
    }
    bool open = str_eqz(p->state, "terbuka") || str_eqz(p->state, "tanya");
    int64_t total = counts.open + counts.decided + counts.asked, done = counts.decided + counts.asked;
    page_begin(q, &(struct page){.title = S("Apakah ini orang yang sama?"), .menu = "/pendataan", .faults = f,
                                 .crumbs = {{"Pendataan", "/pendataan"}, {"Data ganda", "/pendataan/ganda"}, {"Bandingkan", NULL}}});
    head_begin(w, S("Apakah ini orang yang sama?"),
               p->kind == PAIR_CLASH ? S("Satu NIK tercatat dua kali. Sampai diputuskan, keduanya tidak ikut perhitungan alokasi.")
                                     : S("Dua catatan sangat mirip. Keputusan ini tidak menuduh siapa pun."));
    if (next > 0)
        HTML(w, "<a class=\"btn\" href=\"/pendataan/ganda/{}\">Lewati</a>", next);
    head_end(w);
    HTML(w, "<section class=\"card stack-s\" aria-label=\"Kemajuan\"><div class=\"split\"><strong class=\"t-s\">");
    kind_chip(w, p->kind);
    HTML(w, "</strong><span class=\"t-s soft\">{} sudah diputuskan · {} lagi</span></div>\n"
            "<progress value=\"{}\" max=\"{}\" aria-label=\"Pasangan yang sudah diputuskan\">{} dari {}</progress></section>\n",
         done, counts.open, done, total > 0 ? total : 1, done, total);
    HTML(w, "<div class=\"cols side\"><div class=\"stack\">\n");
    show_sides(q, p, names, n);
    HTML(w, "</div>\n");
    if (open)
        show_decision(q, p, f);
    else
        HTML(w, "<section class=\"card stack-m\"><h2>Sudah diputuskan</h2><p>{}</p></section>", p->reason);
    HTML(w, "</div>\n");
    page_end(q);
}

static bool get_pair(struct request *q, struct census_pair_record *p)
{
    err e = census_pair_get(q->tx, &q->at, id_of(q->arg[0]), p);
    if (e != OK)
        reply_error(q, e);
    return e == OK;
}

void page_census_pair(struct request *q)
{
    struct census_pair_record p;
    if (get_pair(q, &p))
        show_pair(q, &p, NULL);
}

void post_census_pair(struct request *q)
{
    struct census_pair_record p;
    struct faults f = {.arena = q->arena};
    int64_t next = 0;
    if (!get_pair(q, &p))
        return;
    p.version = id_of(form_get(q, "versi"));
    struct str decision = form_get(q, "keputusan"), reason = form_get(q, "alasan");
    err e = census_pair_decide(q->tx, &q->at, &p, decision.p == NULL ? S("") : decision, reason.p == NULL ? S("") : reason, &f);
    if (e == ERR_INVALID) {
        reply_status(q, 422);
        show_pair(q, &p, &f);
        return;
    }
    if (e == OK)
        e = census_pair_next(q->tx, &q->at, p.id, &next);
    if (e != OK)
        reply_error(q, e);
    else if (next > 0)
        reply_redirect(q, "/pendataan/ganda/%lld?pesan=ganda-diputus", (long long)next);
    else
        reply_redirect(q, "/pendataan/ganda?pesan=ganda-diputus");
}
