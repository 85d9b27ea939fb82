/*
 * run_pages.c: /alokasi and /alokasi/{id} (mock 06): the runs, and one run beside its scenarios. The page answers
 * one question: which of these results should be proposed, and what does each number mean.
 */
#include "run_pages.h"

#include "lottery.h"
#include "census_face.h"
#include "pages.h"
#include "pathway.h"
#include "run_change.h"

enum { RUNS_SHOWN = 50, COLUMNS = 4 };

/* ---- /alokasi ---- */

static void run_row(struct request *q, const struct run *r, const struct figures *f)
{
    struct html *w = &q->html;
    HTML(w, "<tr><th scope=\"row\"><a href=\"/alokasi/{}\">{}</a><span class=\"sub\">{}</span></th>", r->id, r->name,
         r->number);
    HTML(w, "<td data-l=\"Keadaan\">");
    chip_of_run(w, r);
    HTML(w, "</td><td data-l=\"Dibekukan\">");
    if (r->frozen.ms > 0)
        HTML(w, "{}", r->frozen);
    HTML(w, "</td>");
    if (run_is_computed(r))
        HTML(w, "<td data-l=\"Punya jalur\" class=\"num\">{}</td><td data-l=\"Belum\" class=\"num\">"
                "<a href=\"/alokasi/{}/orang?saring=belum\">{}</a></td>",
             (struct count){figures_settled(f)}, r->id, (struct count){f->unresolved});
    else
        HTML(w, "<td data-l=\"Punya jalur\" class=\"num\">–</td><td data-l=\"Belum\" class=\"num\">–</td>");
    HTML(w, "</tr>\n");
}

static void show_preconditions(struct request *q)
{
    struct census_lock lock;
    struct lottery l;
    int32_t year = plan_year_of(q->at.today);
    bool locked = census_lock_of_region(q->tx, &q->at, &lock) == OK && lock.locked;
    bool opened = lottery_get(q->tx, &q->at, year, &l) == OK && str_eqz(l.state, "buka");
    if (locked && opened)
        return;
    struct str what = !locked && !opened ? S("Sensus belum dikunci dan undian belum dibuka.")
                      : !locked          ? S("Sensus belum dikunci.")
                                         : S("Undian belum dibuka.");
    note(&q->html, TONE_INFO, what,
         S(" Perhitungan sekarang menjadi percobaan: boleh dilihat dan dibandingkan, tetapi tidak dapat diajukan."));
}

static void show_order_form(struct request *q, struct str name, const struct faults *f)
{
    struct html *w = &q->html;
    if (!actor_may(&q->at.who, PERM_ALLOCATION_RUN))
        return;
    HTML(w, "<section class=\"card stack-m\" id=\"baru\"><header><h2>Hitung baru</h2>"
            "<p>Membekukan sensus, rencana, pagu, pilihan, dan hasil seleksi hari ini</p></header>");
    show_preconditions(q);
    form_begin(q, "stack-m", "/alokasi");
    input_field(w, &(struct input){.name = "nama", .label = "Nama perhitungan", .value = name, .max = 120,
                                   .hint = "Misalnya \"Keadaan sekarang\" atau \"Setelah keberatan\""}, f);
    HTML(w, "<div class=\"row\">");
    submit_button(w, "Hitung sekarang", "main");
    HTML(w, "</div>");
    form_end(q);
    HTML(w, "</section>");
}

static void show_runs(struct request *q, struct str name, const struct faults *f)
{
    struct html *w = &q->html;
    struct run *list = NEW_ARRAY(q->arena, struct run, RUNS_SHOWN);
    size_t n = 0;
    err e = run_list(q->tx, &q->at, -1, RUNS_SHOWN, list, &n);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    page_begin(q, &(struct page){.layout = LAYOUT_DESK, .title = S("Alokasi"), .menu = "/alokasi", .faults = f,
                                 .crumbs = {{"Alokasi", NULL}}});
    head_begin(w, S("Alokasi"), S("Siapa mendapat tempat di mana, dihitung dengan aturan yang diumumkan dan dapat "
                                  "dihitung ulang siapa pun."));
    HTML(w, "<a class=\"btn\" href=\"/pagu\">{}Rencana dan pagu</a><a class=\"btn\" href=\"/undian\">{}Undian</a>",
         ICON("report-money"), ICON("dice-5"));
    head_end(w);
    if (n == 0)
        empty_state(w, "scale", S("Belum ada perhitungan"),
                    S("Setelah rencana dan pagu terisi, hitung untuk melihat siapa mendapat tempat."));
    else {
        HTML(w, "<section class=\"card flush\"><header><h2>Perhitungan</h2></header><table class=\"tbl fold\"><thead><tr>"
                "<th scope=\"col\">Nama</th><th scope=\"col\">Keadaan</th><th scope=\"col\">Data dibekukan</th>"
                "<th scope=\"col\" class=\"num\">Punya jalur</th><th scope=\"col\" class=\"num\">Belum</th></tr></thead>"
                "<tbody>");
        for (size_t i = 0; i < n; i++) {
            struct figures figures = {0};
            if (run_figures(q->tx, &q->at, list[i].id, &figures) == OK)
                run_row(q, &list[i], &figures);
        }
        HTML(w, "</tbody></table></section>");
    }
    show_order_form(q, name, f);
    page_end(q);
}

void page_runs(struct request *q)
{
    show_runs(q, S(""), NULL);
}

void post_run(struct request *q)
{
    struct faults f = {.arena = q->arena};
    int64_t id = 0;
    struct str name = form_get(q, "nama");
    err e = run_order(q->tx, &q->at, name, &id, &f);
    if (e == OK) {
        reply_redirect(q, "/alokasi/%lld?pesan=alokasi-dimulai", (long long)id);
        return;
    }
    if (e != ERR_INVALID) {
        reply_error(q, e);
        return;
    }
    reply_status(q, 422);
    show_runs(q, name, &f);
}

/* ---- /alokasi/{id}: side by side ---- */

struct column {
    struct run run;
    struct figures f;
};
struct board {
    struct column col[COLUMNS];
    size_t n, chosen;
};

static int64_t gap(const struct figures *f)
{
    if (f->men == 0 || f->women == 0)
        return 0;
    int64_t d = f->men_settled * 1000 / f->men - f->women_settled * 1000 / f->women;
    return d < 0 ? -d : d;
}

/* One line of the comparison: how to read the number, what is better, what it links to. */
enum unit { UNIT_PEOPLE, UNIT_PERCENT, UNIT_KM, UNIT_RUPIAH, UNIT_POINTS };
struct measure {
    const char *label, *meaning, *filter; /* filter NULL: no list of people behind it */
    enum unit unit;
    int better; /* 1 more, -1 less, 0 neither */
    int64_t (*part)(const struct figures *f);
    int64_t (*whole)(const struct figures *f);
};
#define PART(name, expression)                                                                               \
    static int64_t name(const struct figures *f)                                                             \
    {                                                                                                        \
        return expression;                                                                                   \
    }
PART(m_settled, figures_settled(f))
PART(m_placed, f->placed)
PART(m_same, f->same_post)
PART(m_first, f->first_choice)
PART(m_drop, f->income_drop)
PART(m_metres, f->metres)
PART(m_metres_known, f->metres_known)
PART(m_spend, f->spend)
PART(m_gap, gap(f))
PART(m_unresolved, f->unresolved)
PART(m_no_line, f->no_line)
PART(m_budget, f->budget)
PART(m_lost, f->lost)
PART(m_quarantine, f->quarantine)
PART(m_gained, f->gained)
PART(m_lost_seat, f->lost_seat)
PART(m_moved, f->moved)
PART(m_filled, f->filled)

static const struct measure measures[] = {
    {"Punya jalur", "ASN atau mendapat tempat", "punya", UNIT_PEOPLE, 1, m_settled, NULL},
    {"Posisi yang sama", "Bagian yang tetap di instansi dan jabatannya", "posisi-sama", UNIT_PERCENT, 1, m_same, m_placed},
    {"Pilihan pertama", "Bagian yang mendapat pilihan nomor 1", "pilihan-pertama", UNIT_PERCENT, 1, m_first, m_placed},
    {"Upah turun", "Orang pada tahap 1–3 dengan upah di bawah upah terakhir", "turun-upah", UNIT_PEOPLE, -1, m_drop, NULL},
    {"Jarak rata-rata", "Dari instansi lama ke instansi baru", NULL, UNIT_KM, -1, m_metres, m_metres_known},
    {"Belanja setahun", "Kursi terisi kali biaya satu kursi", NULL, UNIT_RUPIAH, -1, m_spend, NULL},
    {"Selisih laki-laki–perempuan", "Beda bagian yang punya jalur", NULL, UNIT_POINTS, -1, m_gap, NULL},
    {"Kursi terisi", "Dari seluruh kursi yang disetujui", NULL, UNIT_PEOPLE, 1, m_filled, NULL},
    {"Belum terselesaikan", "Belum punya jalur, termasuk karantina", "belum", UNIT_PEOPLE, -1, m_unresolved, NULL},
    {"· tidak ada baris yang cocok", "Syarat tidak terpenuhi atau tugas belum boleh dialihdayakan", "tanpa-baris", UNIT_PEOPLE, -1, m_no_line, NULL},
    {"· kursi belum dibiayai", "Ada kursi yang cocok tanpa uang", "anggaran", UNIT_PEOPLE, -1, m_budget, NULL},
    {"· kalah prioritas", "Semua kursi terisi yang didahulukan", "kalah", UNIT_PEOPLE, -1, m_lost, NULL},
    {"· karantina", "NIK tidak sah atau ganda", "karantina", UNIT_PEOPLE, -1, m_quarantine, NULL},
    {"Jadi punya jalur", "Dibanding A; untuk A dibanding hasil yang terbit", "dapat", UNIT_PEOPLE, 0, m_gained, NULL},
    {"Kehilangan jalur", "Dibanding A; untuk A dibanding hasil yang terbit", "kehilangan", UNIT_PEOPLE, 0, m_lost_seat, NULL},
    {"Pindah tempat", "Dibanding A; untuk A dibanding hasil yang terbit", "pindah", UNIT_PEOPLE, 0, m_moved, NULL},
};

/* A number that can be compared: shares in millionths. */
static int64_t comparable(const struct measure *m, const struct figures *f)
{
    int64_t part = m->part(f), whole = m->whole == NULL ? 1 : m->whole(f);
    if (m->whole == NULL)
        return part;
    return whole == 0 ? 0 : part * 1000000 / whole;
}

static bool is_best(const struct measure *m, const struct board *b, size_t i)
{
    bool differs = false, best = true;
    int64_t mine = comparable(m, &b->col[i].f);
    for (size_t k = 0; k < b->n; k++) {
        int64_t other = comparable(m, &b->col[k].f);
        differs = differs || other != mine;
        best = best && (m->better > 0 ? mine >= other : mine <= other);
    }
    return m->better != 0 && differs && best;
}

static struct str measure_words(struct arena *a, const struct measure *m, const struct figures *f)
{
    int64_t part = m->part(f), whole = m->whole == NULL ? 0 : m->whole(f);
    switch (m->unit) {
    case UNIT_PEOPLE: return words_count(a, part);
    case UNIT_PERCENT: return words_percent(a, part, whole);
    case UNIT_KM: return whole == 0 ? S("–") : words_km(a, part / whole);
    case UNIT_RUPIAH: return words_rupiah(a, part);
    case UNIT_POINTS: return words_points(a, part);
    }
    return S("");
}

static void measure_cell(struct request *q, const struct measure *m, const struct board *b, size_t i)
{
    struct html *w = &q->html;
    const struct column *c = &b->col[i];
    struct str words = measure_words(q->arena, m, &c->f);
    HTML(w, "<td class=\"num{}\">", i == b->chosen ? " strong" : "");
    if (is_best(m, b, i))
        HTML(w, "<span class=\"warn-t\" aria-hidden=\"true\">★</span><span class=\"sr\">terbaik</span> ");
    if (m->filter != NULL && m->part(&c->f) > 0)
        HTML(w, "<a href=\"/alokasi/{}/orang?saring={}\">{}</a></td>", c->run.id, (struct query_value){str_z(m->filter)},
             words);
    else if (m->unit == UNIT_RUPIAH)
        HTML(w, "<a href=\"/alokasi/{}/instansi\">{}</a></td>", c->run.id, words);
    else if (m->part == m_filled)
        HTML(w, "<a href=\"/alokasi/{}/baris\">{}</a></td>", c->run.id, words);
    else
        HTML(w, "{}</td>", words);
}

static void show_comparison(struct request *q, const struct board *b)
{
    struct html *w = &q->html;
    HTML(w, "<section class=\"card flush\"><header><h2>Bandingkan skenario</h2><p>Angka terbaik tiap baris bertanda "
            "<span class=\"warn-t\" aria-hidden=\"true\">★</span></p></header>"
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Perbandingan skenario\"><table class=\"tbl\">"
            "<thead><tr><th scope=\"col\">Ukuran</th>");
    for (size_t i = 0; i < b->n; i++) {
        const struct run *r = &b->col[i].run;
        HTML(w, "<th scope=\"col\" class=\"num\"><a href=\"/alokasi/{}\">{} · {}</a> ", r->id, r->letter, r->name);
        if (!run_is(r, "selesai"))
            chip_of_run(w, r);
        HTML(w, "</th>");
    }
    HTML(w, "</tr></thead><tbody>\n");
    for (size_t m = 0; m < COUNT(measures); m++) {
        if (measures[m].better == 0 && b->n == 1 && b->col[0].run.compared_id == 0)
            continue;
        HTML(w, "<tr><th scope=\"row\">{}<span class=\"sub\">{}</span></th>", measures[m].label, measures[m].meaning);
        for (size_t i = 0; i < b->n; i++)
            measure_cell(q, &measures[m], b, i);
        HTML(w, "</tr>\n");
    }
    HTML(w, "</tbody></table></div></section>\n");
}

static void show_certificate(struct request *q, const struct column *c)
{
    struct html *w = &q->html;
    struct run_check_line checks[RUN_CHECKS_MAX];
    struct run_file files[FILE_COUNT];
    size_t n = 0, n_files = 0;
    if (run_checks(q->tx, &q->at, c->run.id, checks, &n) != OK ||
        run_files(q->tx, &q->at, c->run.id, "penuh", files, &n_files) != OK)
        return;
    HTML(w, "<section class=\"card stack-m\"><header><h2>{} Sertifikat keadilan</h2></header><p class=\"t-s soft\">Diperiksa "
            "oleh program pemeriksa terpisah yang membaca ulang masukan dan hasil skenario {}.</p><ul class=\"ticks\">",
         ICON("certificate"), c->run.letter);
    for (size_t i = 0; i < n; i++) {
        HTML(w, "<li>");
        chip(w, checks[i].passed ? TONE_OK : TONE_BAD, checks[i].passed ? "circle-check" : "alert-triangle",
             checks[i].passed ? S("Lulus") : S("Tidak lulus"));
        HTML(w, "<span>{}</span></li>", checks[i].words.n > 0 ? checks[i].words : checks[i].name);
    }
    HTML(w, "<li>");
    chip(w, c->f.income_drop == 0 ? TONE_OK : TONE_WARN, c->f.income_drop == 0 ? "circle-check" : "clock",
         c->f.income_drop == 0 ? S("Lulus") : S("Perhatian"));
    HTML(w, "<span>Upah turun pada tahap 1–3: {} orang; tahap 4–5 tanpa upah: {} orang</span></li></ul>"
            "<dl class=\"kv\"><dt>Sidik data</dt><dd><code class=\"hash\">{}</code></dd><dt>Benih undian</dt>"
            "<dd><code>{}</code> (<a href=\"/undian\">lihat undian</a>)</dd></dl></section>\n",
         (struct count){c->f.income_drop}, (struct count){c->f.unpaid_stage},
         run_seal(q->arena, files, n_files), c->run.seed);
}

static void show_groups(struct request *q, const struct column *c)
{
    struct html *w = &q->html;
    struct run_group groups[RUN_GROUPS_MAX];
    struct bar list[RUN_GROUPS_MAX];
    size_t n = 0, marked = 0;
    if (run_groups(q->tx, &q->at, c->run.id, groups, &n) != OK)
        return;
    int64_t all = c->f.people == 0 ? 0 : figures_settled(&c->f) * 1000 / c->f.people;
    for (size_t i = 0; i < n; i++) {
        int64_t mine = groups[i].whole == 0 ? all : groups[i].part * 1000 / groups[i].whole;
        bool far = mine - all > 50 || all - mine > 50;
        marked += far;
        list[i] = (struct bar){.label = str_from(groups[i].name, 2), .part = groups[i].part, .whole = groups[i].whole,
                               .shown = words_percent(q->arena, groups[i].part, groups[i].whole),
                               .class = far ? S("c2") : S("c1")};
    }
    HTML(w, "<section class=\"card stack-m\"><header><h2>Siapa mendapat apa, menurut kelompok</h2></header>");
    bars(w, S("Bagian tiap kelompok yang memperoleh jalur"), list, n);
    HTML(w, "<p class=\"hint\">Bagian yang memperoleh jalur. Kelompok yang berselisih lebih dari 5 poin dari semua orang "
            "({}) ditandai kuning{}.</p></section>\n",
         words_percent(q->arena, figures_settled(&c->f), c->f.people),
         marked > 0 ? " dan alasannya ditulis saat mengajukan" : "");
}

static void unresolved_row(struct request *q, const struct run *r, const char *cause, const char *filter, int64_t n,
                           const char *step)
{
    struct html *w = &q->html;
    if (n == 0)
        return;
    HTML(w, "<tr><th scope=\"row\">{}</th><td data-l=\"Orang\" class=\"num\"><a href=\"/alokasi/{}/orang?saring={}\">{}</a>"
            "</td><td data-l=\"Langkah\">{}</td></tr>\n",
         cause, r->id, (struct query_value){str_z(filter)}, (struct count){n}, step);
}

static void show_unresolved(struct request *q, const struct column *c)
{
    struct html *w = &q->html;
    const struct run *r = &c->run;
    HTML(w, "<section class=\"card flush\"><header><h2>Belum terselesaikan: {} orang</h2><a class=\"t-s\" "
            "href=\"/alokasi/{}/orang.csv?saring=belum\">Unduh daftar</a></header>",
         (struct count){c->f.unresolved}, r->id);
    if (c->f.unresolved == 0) {
        HTML(w, "<p class=\"t-s\">Semua orang mempunyai jalur.</p></section>\n");
        return;
    }
    HTML(w, "<table class=\"tbl fold\"><thead><tr><th scope=\"col\">Sebab</th><th scope=\"col\" class=\"num\">Orang</th>"
            "<th scope=\"col\">Langkah yang disarankan</th></tr></thead><tbody>");
    unresolved_row(q, r, "Tidak ada baris rencana yang cocok", "tanpa-baris", c->f.no_line,
                   "Formasi PPPK paruh waktu, pelatihan untuk syarat yang kurang, atau keputusan TAPD");
    unresolved_row(q, r, "Kursi yang cocok belum dibiayai", "anggaran", c->f.budget,
                   "Tambah pagu atau ubah urutan baris; coba dulu sebagai skenario");
    unresolved_row(q, r, "NIK tidak sah (karantina)", "nik-tidak-sah", c->f.nik_invalid,
                   "Perbaiki di pendataan bersama instansi");
    unresolved_row(q, r, "NIK ganda (karantina)", "nik-ganda", c->f.nik_double, "Putuskan di halaman data ganda");
    unresolved_row(q, r, "Kalah prioritas di semua pilihan", "kalah", c->f.lost,
                   "Tambah kursi, industri, usaha sendiri, atau pelatihan");
    HTML(w, "</tbody></table></section>\n");
}

static void show_changes(struct request *q, const struct run *r)
{
    struct html *w = &q->html;
    struct run_change *list = NEW_ARRAY(q->arena, struct run_change, RUN_CHANGES_MAX);
    struct code_names names;
    size_t n = 0;
    if (r->base_id == 0 || run_changes(q->tx, &q->at, r->id, list, &n) != OK ||
        code_names_report(q->tx, &q->at, &names) != OK)
        return;
    HTML(w, "<section class=\"card stack-m\"><header><h2>Yang diandaikan dalam {} · {}</h2></header><ul class=\"ticks\">",
         r->letter, r->name);
    for (size_t i = 0; i < n; i++) {
        struct str name = str_eqz(list[i].kind, "pagu") ? agency_words(&names, list[i].target)
                                                        : job_words(&names, list[i].target);
        HTML(w, "<li>{}<span>{}</span></li>", ICON("info-circle"), change_words(q->arena, &list[i], name));
    }
    HTML(w, "</ul></section>\n");
}

static void show_buttons(struct request *q, const struct board *b)
{
    struct html *w = &q->html;
    const struct run *r = &b->col[b->chosen].run;
    HTML(w, "<a class=\"btn\" href=\"/alokasi/{}/berita-acara\">{}Berita acara</a>", r->id, ICON("printer"));
    if (actor_may(&q->at.who, PERM_ALLOCATION_RUN))
        HTML(w, "<a class=\"btn\" href=\"/alokasi/{}/skenario\">{}Skenario baru</a>", b->col[0].run.id, ICON("plus"));
    if (run_is(r, "selesai") && actor_may(&q->at.who, PERM_ALLOCATION_RUN))
        HTML(w, "<a class=\"btn main\" href=\"/alokasi/{}/putusan\">Ajukan skenario {}</a>", r->id, r->letter);
    else
        HTML(w, "<a class=\"btn main\" href=\"/alokasi/{}/putusan\">Jalan keputusan</a>", r->id);
}

/* 48120 µs → "0,05 detik", never rounded down to nothing. */
static struct str words_seconds(struct arena *a, int64_t micros)
{
    int64_t hundredths = (micros + 9999) / 10000;
    return str_printf(a, "%lld,%02lld", (long long)(hundredths / 100), (long long)(hundredths % 100));
}

static void show_board(struct request *q, const struct board *b)
{
    struct html *w = &q->html;
    const struct column *c = &b->col[b->chosen];
    bool busy = false;
    for (size_t i = 0; i < b->n; i++)
        busy = busy || !run_is_computed(&b->col[i].run);
    page_begin(q, &(struct page){.layout = LAYOUT_DESK, .title = S("Hasil alokasi"), .menu = "/alokasi",
                                 .refresh = busy ? 3 : 0,
                                 .crumbs = {{"Alokasi", "/alokasi"}, {str_to_z(q->arena, c->run.number), NULL}}});
    struct str sentence = str_printf(
        q->arena, "%zu perhitungan atas data beku " STR_FMT ". Waktu hitung " STR_FMT " detik untuk " STR_FMT
        " orang dan " STR_FMT " tempat.", b->n,
        STR_ARG(words_moment(q->arena, b->col[0].run.frozen, q->at.region->zone)),
        STR_ARG(words_seconds(q->arena, c->run.micros)), STR_ARG(words_count(q->arena, c->f.people)),
        STR_ARG(words_count(q->arena, c->f.seats)));
    head_begin(w, S("Hasil alokasi"), sentence);
    show_buttons(q, b);
    head_end(w);
    if (c->run.trial)
        note(w, TONE_WARN, S("Percobaan."), S(" Data dibekukan sebelum sensus dikunci atau undian dibuka, jadi hasil ini "
                                              "tidak dapat diajukan."));
    show_comparison(q, b);
    show_changes(q, &c->run);
    HTML(w, "<div class=\"cols half\">");
    show_certificate(q, c);
    show_groups(q, c);
    HTML(w, "</div>");
    show_unresolved(q, c);
    page_end(q);
}

static err read_column(struct request *q, const struct run *r, struct column *c)
{
    c->run = *r;
    return run_figures(q->tx, &q->at, r->id, &c->f);
}

/* The base in the first column, then its newest three computed scenarios; the run asked for is always among them. */
static err read_board(struct request *q, const struct run *asked, struct board *b)
{
    struct run base = *asked, list[25];
    size_t n = 0;
    if (asked->base_id != 0)
        TRY(run_get(q->tx, &q->at, asked->base_id, &base));
    TRY(read_column(q, &base, &b->col[0]));
    b->n = 1;
    TRY(run_list(q->tx, &q->at, base.id, COUNT(list), list, &n));
    size_t usable = 0;
    for (size_t i = 0; i < n; i++)
        usable += run_is_computed(&list[i]);
    for (size_t i = 0; i < n && b->n < COLUMNS; i++) {
        if (!run_is_computed(&list[i]))
            continue;
        bool wanted = list[i].id == asked->id;
        size_t room = COLUMNS - b->n;
        if (!wanted && usable > room) {
            usable--;
            continue;
        }
        usable--;
        if (wanted)
            b->chosen = b->n;
        TRY(read_column(q, &list[i], &b->col[b->n++]));
    }
    return OK;
}

static void show_waiting(struct request *q, const struct run *r)
{
    struct html *w = &q->html;
    struct job job;
    bool over = run_is(r, "gagal") || run_is(r, "batal");
    page_begin(q, &(struct page){.layout = LAYOUT_DESK, .title = r->name, .menu = "/alokasi", .refresh = over ? 0 : 2,
                                 .crumbs = {{"Alokasi", "/alokasi"}, {str_to_z(q->arena, r->number), NULL}}});
    head_begin(w, r->name, str_printf(q->arena, "Perhitungan " STR_FMT, STR_ARG(r->number)));
    chip_of_run(w, r);
    head_end(w);
    if (over)
        note(w, TONE_BAD, run_is(r, "batal") ? S("Dibatalkan.") : S("Perhitungan ini tidak selesai."),
             r->trouble.n > 0 ? str_printf(q->arena, " " STR_FMT, STR_ARG(r->trouble)) : S(""));
    else if (job_latest(q->tx, &q->at, "pathway_run", r->id, &job) == OK) {
        const char *cancel = actor_may(&q->at.who, PERM_ALLOCATION_RUN)
                                 ? str_to_z(q->arena, str_printf(q->arena, "/alokasi/%lld/batal", (long long)r->id))
                                 : NULL;
        job_card(q, &job, "Menghitung", cancel);
    }
    HTML(w, "<p><a href=\"/alokasi\">Semua perhitungan</a></p>");
    page_end(q);
}

void page_run_board(struct request *q)
{
    struct run r;
    struct board b = {0};
    if (!page_run(q, &r))
        return;
    if (!run_is_computed(&r)) {
        show_waiting(q, &r);
        return;
    }
    err e = read_board(q, &r, &b);
    if (e != OK)
        reply_error(q, e);
    else
        show_board(q, &b);
}

void post_run_cancel(struct request *q)
{
    struct run r;
    if (!page_run(q, &r))
        return;
    err e = run_cancel(q->tx, &q->at, r.id, r.version);
    if (e != OK)
        reply_error(q, e);
    else
        reply_redirect(q, "/alokasi/%lld?pesan=pekerjaan-dihentikan", (long long)r.id);
}
