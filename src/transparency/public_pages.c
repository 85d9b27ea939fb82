/*
 * public_pages.c: the front page: how many people have a pathway, where they go, what is promised and how to check it.
 * No name and no number of a person stands here, and no figure in which one could be recognised.
 */
#include "public_pages.h"

#include "kernel/html/page.h"
#include "kernel/mem.h"
#include "kernel/text/csv.h"
#include "pathway/pathway.h"
#include "registry/registry.h"
#include "rule/rulebook.h"
#include "totals.h"

enum { CERTIFICATES = 5 };

/* ---- figures ---- */

static struct str percent_words(struct arena *a, const struct public_totals *t)
{
    if (t->settled.how != SHOWN || t->people.how != SHOWN || t->people.n == 0)
        return S("");
    struct html w = {.out = buf_new(64)};
    HTML(&w, "· {}", percent_of(t->settled.n, t->people.n));
    struct str s = str_dup(a, buf_str(&w.out));
    buf_free(&w.out);
    return s;
}

static void show_rest_time(struct request *q)
{
    struct date last = registry_settle_by(q->tx, &q->at);
    struct html words = {.out = buf_new(64)};
    HTML(&words, "Batas {}", last);
    int32_t days = last.day - q->at.today.day;
    tile_draw(&q->html, &(struct tile_mark){.name = S("Sisa waktu"),
                                            .value = hole_count((struct count){days > 0 ? days : 0}),
                                            .small = S("hari"),
                                            .meaning = str_dup(q->arena, buf_str(&words.out))});
    buf_free(&words.out);
}

static void show_tiles(struct request *q, const struct public_totals *t, size_t n_certificates)
{
    struct html *w = &q->html;
    struct arena *a = q->arena;
    bool open = t->group[GROUP_UNDECIDED].n > 0;
    HTML(w, "<div class=\"tiles\">");
    tile_draw(w, &(struct tile_mark){.href = "#jalur",
                                     .name = S("Tenaga terdata"),
                                     .value = hole_str(cell_words(a, &t->people)),
                                     .meaning = S("Tanpa yang sudah keluar")});
    tile_draw(w, &(struct tile_mark){.href = "#jalur",
                                     .name = S("Sudah punya jalur"),
                                     .value = hole_str(cell_words(a, &t->settled)),
                                     .small = percent_words(a, t),
                                     .meaning = S("Kursi, seleksi ASN, pelatihan, atau usaha"),
                                     .tone = TONE_OK});
    tile_draw(w, &(struct tile_mark){.href = "#jalur",
                                     .name = S("Belum punya jalur"),
                                     .value = hole_str(cell_words(a, &t->group[GROUP_UNDECIDED])),
                                     .meaning = S("Masing-masing dengan penanggung jawab"),
                                     .tone = open ? TONE_WARN : TONE_OK});
    show_rest_time(q);
    tile_draw(w, &(struct tile_mark){.href = "#sertifikat",
                                     .name = S("Hasil terbit"),
                                     .value = hole_size(n_certificates),
                                     .meaning = S("Dapat dihitung ulang siapa pun")});
    HTML(w, "</div>\n");
}

static struct str strip_sentence(struct arena *a, const struct public_totals *t)
{
    AUTO_BUF b = buf_new(2048);
    BUF_LIT(&b, "Pembagian jalur:");
    for (int g = 0, said = 0; g < GROUP_LEFT; g++) {
        if (t->group[g].n > 0)
            buf_printf(&b, "%s " STR_FMT " %s", said++ == 0 ? "" : ",",
                       STR_ARG(cell_words(a, &t->group[g])), pathway_groups[g].label);
    }
    return str_dup(a, buf_str(&b));
}

static void show_strip(struct request *q, const struct public_totals *t)
{
    struct html *w = &q->html;
    struct strip_part parts[GROUP_COUNT];
    size_t n = 0;
    bool hidden = false;
    for (int g = 0; g < GROUP_LEFT; g++) {
        const struct cell *c = &t->group[g];
        if (c->n == 0 && g != GROUP_UNDECIDED)
            continue;
        hidden = hidden || c->how != SHOWN;
        parts[n++] = (struct strip_part){.label = str_z(pathway_groups[g].label),
                                         .class = str_z(pathway_groups[g].class),
                                         .value = cell_drawn(c),
                                         .shown = c->how == SHOWN ? S("") : cell_words(q->arena, c)};
    }
    HTML(w,
         "<section class=\"card stack-m\" id=\"jalur\" aria-labelledby=\"jalur-h\"><header><h2 "
         "id=\"jalur-h\">Ke mana {} orang itu "
         "menuju</h2><p>Per {}</p></header>\n",
         cell_words(q->arena, &t->people), q->at.today);
    strip(w, strip_sentence(q->arena, t), parts, n);
    if (hidden)
        HTML(w, "<p class=\"hint\">Angka di bawah lima orang ditulis “&lt;5”. Tanda “*” berarti "
                "disembunyikan agar angka lain tidak "
                "dapat dihitung darinya. Begitu tidak seorang pun dapat dikenali.</p>\n");
    HTML(w, "<p class=\"t-s\" id=\"unduh\">Unduh angka ini: <a href=\"/data/jalur.csv\">CSV</a> · <a "
            "href=\"/data/jalur.json\">JSON</a></p>"
            "</section>\n");
}

/* ---- promises ---- */

static void show_promises(struct html *w)
{
    static const struct {
        const char *title, *how;
    } promises[] = {
        {"Tidak ada yang hilang.",
         "Setiap orang dalam sensus selalu berada di tepat satu jalur, atau bernama di daftar yang belum "
         "terselesaikan dengan penanggung jawab dan tanggal."},
        {"Adil dan dapat diperiksa.",
         "Tidak seorang pun dilewati orang dengan urutan lebih rendah yang menduduki kursi yang ia "
         "inginkan. Program pemeriksa terpisah membuktikannya dari berkas yang terbit."},
        {"Setiap orang tahu alasannya.",
         "Hasil dibaca di ponsel beserta sebabnya, dan dapat diajukan keberatan."},
        {"Setiap rupiah terjumlah.",
         "Kursi dibuka sebatas pagu instansi; jumlahnya dapat dihitung ulang dari berkas yang sama."},
    };
    HTML(w, "<section class=\"card stack-m\"><header><h2>Yang kami janjikan, dan dapat Anda "
            "periksa</h2></header>\n<ul class=\"ticks\">");
    for (size_t i = 0; i < COUNT(promises); i++)
        HTML(w, "<li>{}<span><strong>{}</strong> {}</span></li>", ICON("shield-check"), promises[i].title,
             promises[i].how);
    HTML(w, "</ul></section>\n");
}

/* ---- certificates ---- */

static void show_certificate(struct html *w, const struct certificate *c)
{
    HTML(w,
         "<tr><th scope=\"row\"><a href=\"/sertifikat/{}\">{}</a><span class=\"sub\">Anggaran "
         "{}</span></th><td data-l=\"Terbit\">{}</td>"
         "<td data-l=\"Orang\" class=\"num\">{}</td><td data-l=\"Punya jalur\" class=\"num\">{}</td><td "
         "data-l=\"Pemeriksaan\">",
         (struct query_value){c->number}, c->number, c->year, c->published, (struct count){c->people},
         percent_of(c->settled, c->people));
    if (c->passed == c->checks && c->checks > 0)
        HTML(w, "<span class=\"chip ok\">{}{} dari {} lulus</span>", ICON("circle-check"), c->passed,
             c->checks);
    else
        HTML(w, "<span class=\"chip bad\">{}{} dari {} lulus</span>", ICON("alert-triangle"), c->passed,
             c->checks);
    if (!c->current)
        HTML(w, " <span class=\"chip\">Digantikan</span>");
    HTML(w, "</td></tr>\n");
}

static void show_certificates(struct html *w, const struct certificate *list, size_t n)
{
    HTML(w, "<section class=\"card flush\" id=\"sertifikat\" aria-labelledby=\"sertifikat-h\"><header><h2 "
            "id=\"sertifikat-h\">Hasil alokasi dan "
            "sertifikatnya</h2><p>Unduh berkasnya dan hitung ulang sendiri</p></header>\n");
    if (n == 0) {
        HTML(w, "<footer class=\"t-s soft\">Belum ada hasil yang terbit. Setiap hasil kelak tampil di sini "
                "beserta sidik jari dan berkasnya.</footer>"
                "</section>\n");
        return;
    }
    HTML(w, "<table class=\"tbl fold\"><thead><tr><th scope=\"col\">Nomor</th><th "
            "scope=\"col\">Terbit</th><th scope=\"col\" "
            "class=\"num\">Orang</th><th scope=\"col\" class=\"num\">Punya jalur</th><th "
            "scope=\"col\">Pemeriksaan</th></tr></thead>\n<tbody>");
    for (size_t i = 0; i < n; i++)
        show_certificate(w, &list[i]);
    HTML(w, "</tbody></table></section>\n");
}

void page_public(struct request *q)
{
    struct html *w = &q->html;
    struct public_totals t;
    struct certificate list[CERTIFICATES];
    size_t n = 0;
    err e = at_rules(q->tx, &q->at);
    if (e == OK)
        e = public_totals_get(q->tx, &q->at, &t);
    if (e == OK)
        e = certificate_list(q->tx, &q->at, CERTIFICATES, list, &n);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    page_begin(q, &(struct page){.layout = LAYOUT_PUBLIC, .title = S("Transparansi"), .menu = "/"});
    HTML(w, "<section class=\"hero\"><h1>Tidak ada yang ditinggalkan dalam penataan tenaga "
            "non-ASN</h1>\n<p>Halaman ini menunjukkan, setiap "
            "hari, berapa orang yang sudah punya jalur kerja baru dan bagaimana keputusannya dapat "
            "diperiksa. Data pribadi tidak "
            "ditampilkan.</p></section>\n");
    show_tiles(q, &t, n);
    if (t.people.n > 0)
        show_strip(q, &t);
    else
        empty_state(w, "users", S("Pendataan belum mulai"),
                    S("Begitu sensus masuk, halaman ini menunjukkan setiap hari berapa orang sudah punya jalur."));
    show_promises(w);
    show_certificates(w, list, n);
    HTML(w,
         "<section class=\"card\"><header><h2>Ingin bertanya atau memeriksa data Anda?</h2></header>\n<div "
         "class=\"row\"><a class=\"btn main\" "
         "href=\"/masuk\">{}Masuk ke halaman saya</a><a class=\"btn\" href=\"/bantuan\">{}Meja konsultasi "
         "dan bantuan</a></div></section>\n",
         ICON("user-circle"), ICON("map-pin"));
    page_end(q);
}

/* ---- open data ---- */

void page_data_csv(struct request *q)
{
    struct public_totals t;
    err e = public_totals_get(q->tx, &q->at, &t);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    struct buf *out = &q->html.out;
    reply_type(q, "text/csv; charset=utf-8", "jalur.csv");
    BUF_LIT(out, "daerah,tanggal,kode,jalur,orang,keterangan\r\n");
    for (int g = 0; g < GROUP_COUNT; g++) {
        char room[11];
        csv_write(out, q->at.region->code);
        buf_printf(out, "," STR_FMT ",%s,", STR_ARG(date_iso(room, q->at.today)), pathway_groups[g].code);
        csv_write_safe(out, str_z(pathway_groups[g].label));
        if (t.group[g].how == SHOWN)
            buf_printf(out, ",%ld,\r\n", (long)t.group[g].n);
        else
            buf_printf(out, ",,%s\r\n", t.group[g].how == HIDDEN_FEW ? "kurang dari 5" : "disembunyikan");
    }
}

/* Labels are ours and hold no quote, backslash or control byte; the region's name is written with care. */
static void put_json_text(struct buf *out, struct str s)
{
    buf_addc(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", c);
        else if (c < 0x20)
            buf_printf(out, "\\u%04x", c);
        else
            buf_addc(out, (char)c);
    }
    buf_addc(out, '"');
}

static void put_json_cell(struct buf *out, const struct cell *c)
{
    if (c->how == SHOWN)
        buf_int(out, c->n);
    else
        BUF_LIT(out, "null");
}

void page_data_json(struct request *q)
{
    struct public_totals t;
    char room[11];
    err e = public_totals_get(q->tx, &q->at, &t);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    struct buf *out = &q->html.out;
    reply_type(q, "application/json; charset=utf-8", NULL);
    BUF_LIT(out, "{\"daerah\":");
    put_json_text(out, q->at.region->name);
    buf_printf(out, ",\"kode\":\"" STR_FMT "\",\"tanggal\":\"" STR_FMT "\",\"orang\":",
               STR_ARG(q->at.region->code), STR_ARG(date_iso(room, q->at.today)));
    put_json_cell(out, &t.people);
    BUF_LIT(out, ",\"punya_jalur\":");
    put_json_cell(out, &t.settled);
    BUF_LIT(out, ",\"disembunyikan_di_bawah\":5,\"jalur\":[");
    for (int g = 0; g < GROUP_COUNT; g++) {
        buf_printf(out, "%s{\"kode\":\"%s\",\"nama\":", g == 0 ? "" : ",", pathway_groups[g].code);
        put_json_text(out, str_z(pathway_groups[g].label));
        BUF_LIT(out, ",\"orang\":");
        put_json_cell(out, &t.group[g]);
        BUF_LIT(out, "}");
    }
    BUF_LIT(out, "]}\n");
}
