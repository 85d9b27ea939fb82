/*
 * run_step_pages.c: the way of a result to publication: propose, approve or send back, legal approval, publish;
 * the minutes on paper; and /keputusan, what waits for one's own signature.
 */
#include "pages.h"
#include "publish.h"
#include "run_pages.h"

/* ---- /alokasi/{id}/putusan ---- */

static void reason_form(struct request *q, const struct run *r, const char *verb, const char *label, const char *hint,
                        const char *field, const char *button, const char *class, const struct faults *f)
{
    struct html *w = &q->html;
    form_begin(q, "stack-m", "/alokasi/%lld/%s", (long long)r->id, verb);
    hidden_field(w, "versi", str_printf(q->arena, "%lld", (long long)r->version));
    input_field(w, &(struct input){.name = field, .label = label, .hint = hint, .kind = INPUT_AREA, .max = 2000,
                                   .value = form_get(q, field)}, f);
    struct figures figures;
    if (strcmp(verb, "setujui") == 0 && run_figures(q->tx, &q->at, r->id, &figures) == OK && figures.quarantine > 0)
        input_field(w, &(struct input){.name = "karantina", .kind = INPUT_AREA, .max = 2000,
                                       .label = str_to_z(q->arena, str_printf(q->arena, "Mengapa disahkan walau %lld orang "
                                                         "masih dalam karantina", (long long)figures.quarantine)),
                                       .value = form_get(q, "karantina")}, f);
    HTML(w, "<div class=\"row\">");
    submit_button(w, button, class);
    HTML(w, "</div>");
    form_end(q);
}

static void propose_card(struct request *q, const struct run *r, const struct faults *f)
{
    if (!run_is(r, "selesai") || !actor_may(&q->at.who, PERM_ALLOCATION_RUN))
        return;
    HTML(&q->html, "<section class=\"card mark stack-m\"><header><h2>Ajukan hasil ini</h2><p>Disetujui orang lain: "
                   "PPK-Kepegawaian</p></header>");
    reason_form(q, r, "ajukan", "Alasan", "Mengapa hasil ini, dan mengapa kelompok yang berselisih di atas 5 poin wajar",
                "alasan", "Ajukan", "main", f);
    HTML(&q->html, "</section>");
}

static void approve_card(struct request *q, const struct run *r, const struct faults *f)
{
    if (!run_is(r, "diajukan") || !actor_may(&q->at.who, PERM_ALLOCATION_APPROVE))
        return;
    HTML(&q->html, "<section class=\"card mark stack-m\"><header><h2>Setujui hasil ini</h2><p>Pengusul tidak dapat "
                   "menyetujui</p></header>");
    reason_form(q, r, "setujui", "Alasan menyetujui", "Kalimat ini ikut terbit bersama hasil", "alasan", "Setujui", "main",
                f);
    HTML(&q->html, "</section><section class=\"card stack-m\"><header><h2>Kembalikan</h2></header>");
    reason_form(q, r, "kembalikan", "Apa yang harus diperbaiki", NULL, "catatan", "Kembalikan", "", f);
    HTML(&q->html, "</section>");
}

static void release_card(struct request *q, const struct run *r, const struct faults *f)
{
    bool witness = false;
    if (!run_is(r, "disetujui") || !actor_may(&q->at.who, PERM_PUBLICATION_APPROVE))
        return;
    HTML(&q->html, "<section class=\"card mark stack-m\"><header><h2>Setujui berkas yang diumumkan</h2></header>"
                   "<p class=\"t-s soft\">Tanpa nama dan NIK: NIK diganti nomor semu, upah dibulatkan ke upah rencana "
                   "berikutnya, kualifikasi hanya yang disyaratkan, penanda seperti disabilitas dihapus.</p>");
    if (run_has_witness_set(q->tx, &q->at, r->id, &witness) == OK && witness)
        note(&q->html, TONE_INFO, S("Ada kursi cadangan."),
             S(" Perhitungan ulang yang utuh memerlukan berkas saksi, yang diserahkan kepada Inspektorat, Ombudsman, dan "
               "wakil tenaga kerja dengan tanda terima."));
    reason_form(q, r, "rilis", "Dasar hukum pengumuman", "Misalnya Pasal 4 Peraturan Bupati tentang penataan tenaga non-ASN",
                "dasar", "Setujui pengumuman", "main", f);
    HTML(&q->html, "</section>");
}

static void publish_card(struct request *q, const struct run *r)
{
    struct html *w = &q->html;
    struct job job;
    bool broken = run_is(r, "menerbitkan") && job_latest(q->tx, &q->at, "pathway_publish", r->id, &job) == OK &&
                  (job.state == JOB_FAILED || job.state == JOB_CANCELLED);
    if ((!run_is(r, "siap") && !broken) || !actor_may(&q->at.who, PERM_ALLOCATION_RUN))
        return;
    HTML(w, "<section class=\"card mark stack-m\"><header><h2>Terbitkan</h2></header><p class=\"t-s soft\">Jalur ditulis "
            "kepada setiap orang, tawaran dikirim, dan sertifikat terbuka untuk umum. Ini tidak dapat dibatalkan; "
            "koreksi ditempuh lewat keberatan dan perhitungan ulang.</p>");
    form_begin(q, "row", "/alokasi/%lld/terbitkan", (long long)r->id);
    hidden_field(w, "versi", str_printf(q->arena, "%lld", (long long)r->version));
    submit_button(w, broken ? "Lanjutkan menerbitkan" : "Terbitkan hasil", "main");
    form_end(q);
    HTML(w, "</section>");
}

static const struct { const char *action, *words; } step_words[] = {
    {"ajukan", "Diajukan"},       {"setujui", "Disetujui"},       {"kembalikan", "Dikembalikan"},
    {"rilis", "Pengumuman disetujui"}, {"terbitkan", "Diterbitkan"}, {"karantina", "Karantina diterima dengan alasan"},
    {"terbit", "Terbit"},
};

static void show_timeline(struct request *q, const struct run *r)
{
    struct run_step list[RUN_STEPS_MAX];
    struct event events[RUN_STEPS_MAX];
    size_t n = 0;
    HTML(&q->html, "<section class=\"card\"><header><h2>Riwayat</h2></header>");
    if (run_steps(q->tx, &q->at, r->id, list, &n) != OK || n == 0) {
        HTML(&q->html, "<p class=\"t-s soft\">Belum diajukan.</p></section>");
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const char *words = "";
        for (size_t k = 0; k < COUNT(step_words); k++)
            if (str_eqz(list[i].action, step_words[k].action))
                words = step_words[k].words;
        events[i] = (struct event){
            .when = list[i].when, .what = str_printf(q->arena, "%s: " STR_FMT, words, STR_ARG(list[i].reason)),
            .who = str_printf(q->arena, STR_FMT ", " STR_FMT, STR_ARG(list[i].user_name), STR_ARG(list[i].role))};
    }
    timeline(&q->html, events, n);
    HTML(&q->html, "</section>");
}

static void show_path(struct request *q, const struct run *r)
{
    static const struct { const char *state, *label, *who; } path[] = {
        {"selesai", "Dihitung", "BKPSDM"},       {"diajukan", "Diajukan", "BKPSDM"},
        {"disetujui", "Disetujui", "PPK-Kepegawaian"}, {"siap", "Boleh diumumkan", "Bagian Hukum"},
        {"terbit", "Terbit", "Semua orang"},
    };
    struct step_mark marks[COUNT(path)];
    size_t at = 0;
    for (size_t i = 0; i < COUNT(path); i++)
        if (run_is(r, path[i].state))
            at = i;
    if (run_is(r, "menerbitkan"))
        at = 4;
    for (size_t i = 0; i < COUNT(path); i++)
        marks[i] = (struct step_mark){str_z(path[i].label), str_z(path[i].who),
                                      i < at || run_is(r, "terbit") ? -1 : (i == at ? 0 : 1)};
    HTML(&q->html, "<section class=\"card\" aria-label=\"Jalan keputusan\">");
    steps(&q->html, marks, COUNT(path));
    HTML(&q->html, "</section>");
}

static void show_steps(struct request *q, const struct run *r, const struct faults *f)
{
    struct html *w = &q->html;
    struct figures g = {0};
    struct job job;
    const char *board = str_to_z(q->arena, str_printf(q->arena, "/alokasi/%lld", (long long)r->id));
    bool busy = run_is(r, "menerbitkan");
    if (run_figures(q->tx, &q->at, r->id, &g) != OK)
        g = (struct figures){0};
    page_begin(q, &(struct page){.layout = LAYOUT_DESK, .title = S("Jalan keputusan"), .menu = "/alokasi", .faults = f,
                                 .refresh = busy ? 3 : 0,
                                 .crumbs = {{"Alokasi", "/alokasi"}, {str_to_z(q->arena, r->number), board},
                                            {"Keputusan", NULL}}});
    head_begin(w, S("Jalan keputusan"),
               str_printf(q->arena, STR_FMT " · " STR_FMT ": " STR_FMT " dari " STR_FMT " orang punya jalur, belanja "
                          STR_FMT ", belum terselesaikan " STR_FMT ".",
                          STR_ARG(r->letter), STR_ARG(r->name), STR_ARG(words_count(q->arena, figures_settled(&g))),
                          STR_ARG(words_count(q->arena, g.people)), STR_ARG(words_rupiah(q->arena, g.spend)),
                          STR_ARG(words_count(q->arena, g.unresolved))));
    HTML(w, "<a class=\"btn\" href=\"/alokasi/{}\">{}Lihat hasil</a>", r->id, ICON("scale"));
    if (run_is(r, "terbit") || run_is(r, "digantikan"))
        HTML(w, "<a class=\"btn main\" href=\"/sertifikat/{}\">{}Sertifikat</a>", r->number, ICON("certificate"));
    head_end(w);
    show_path(q, r);
    if (busy && job_latest(q->tx, &q->at, "pathway_publish", r->id, &job) == OK)
        job_card(q, &job, "Menerbitkan", NULL);
    HTML(w, "<div class=\"cols half\"><div class=\"stack\">");
    propose_card(q, r, f);
    approve_card(q, r, f);
    release_card(q, r, f);
    publish_card(q, r);
    HTML(w, "</div>");
    show_timeline(q, r);
    HTML(w, "</div>");
    page_end(q);
}

void page_run_steps(struct request *q)
{
    struct run r;
    if (page_run(q, &r))
        show_steps(q, &r, NULL);
}

/* After an action on a run: on to the page, or the form again with its faults. */
static void finish(struct request *q, struct run *r, err e, const struct faults *f, const char *message)
{
    if (e == OK)
        reply_redirect(q, "/alokasi/%lld/putusan?pesan=%s", (long long)r->id, message);
    else if (e == ERR_INVALID) {
        reply_status(q, 422);
        show_steps(q, r, f);
    } else {
        reply_error(q, e);
    }
}

void post_run_propose(struct request *q)
{
    struct run r;
    struct faults f = {.arena = q->arena};
    if (page_run(q, &r))
        finish(q, &r, run_propose(q->tx, &q->at, r.id, id_of(form_get(q, "versi")), form_get(q, "alasan"), &f), &f,
               "diajukan");
}

void post_run_approve(struct request *q)
{
    struct run r;
    struct faults f = {.arena = q->arena};
    if (page_run(q, &r))
        finish(q, &r, run_approve(q->tx, &q->at, r.id, id_of(form_get(q, "versi")), form_get(q, "alasan"),
                                  form_get(q, "karantina"), &f), &f, "disetujui");
}

void post_run_return(struct request *q)
{
    struct run r;
    struct faults f = {.arena = q->arena};
    if (page_run(q, &r))
        finish(q, &r, run_return(q->tx, &q->at, r.id, id_of(form_get(q, "versi")), form_get(q, "catatan"), &f), &f,
               "dikembalikan");
}

void post_run_release(struct request *q)
{
    struct run r;
    struct faults f = {.arena = q->arena};
    if (page_run(q, &r))
        finish(q, &r, run_release(q->tx, &q->at, r.id, id_of(form_get(q, "versi")), form_get(q, "dasar"), &f), &f,
               "disetujui");
}

void post_run_publish(struct request *q)
{
    struct run r;
    struct faults f = {.arena = q->arena};
    if (page_run(q, &r))
        finish(q, &r, run_publish(q->tx, &q->at, r.id, id_of(form_get(q, "versi")), &f), &f, "dijalankan");
}

/* ---- berita acara ---- */

static void minutes_figures(struct request *q, const struct figures *g)
{
    HTML(&q->html, "<table class=\"tbl\"><tbody><tr><th scope=\"row\">Orang dalam sensus</th><td class=\"num\">{}</td></tr>"
                   "<tr><th scope=\"row\">ASN (PPPK dan CPNS)</th><td class=\"num\">{}</td></tr>"
                   "<tr><th scope=\"row\">Mendapat tempat</th><td class=\"num\">{}</td></tr>"
                   "<tr><th scope=\"row\">Belum terselesaikan</th><td class=\"num\">{}</td></tr>"
                   "<tr><th scope=\"row\">di antaranya karantina</th><td class=\"num\">{}</td></tr>"
                   "<tr><th scope=\"row\">Upah turun pada tahap 1–3</th><td class=\"num\">{}</td></tr>"
                   "<tr><th scope=\"row\">Belanja</th><td class=\"num\">{}</td></tr></tbody></table>",
         (struct count){g->people}, (struct count){g->asn}, (struct count){g->placed}, (struct count){g->unresolved},
         (struct count){g->quarantine}, (struct count){g->income_drop}, (struct rupiah){g->spend});
}

static void minutes_steps(struct request *q, const struct run *r)
{
    struct html *w = &q->html;
    struct run_step list[RUN_STEPS_MAX];
    size_t n = 0;
    if (run_steps(q->tx, &q->at, r->id, list, &n) != OK || n == 0)
        return;
    HTML(w, "<h2>Keputusan</h2><ol>");
    for (size_t i = n; i > 0; i--)
        for (size_t k = 0; k < COUNT(step_words); k++)
            if (str_eqz(list[i - 1].action, step_words[k].action))
                HTML(w, "<li>{} oleh {} ({}), {}: {}</li>", step_words[k].words, list[i - 1].user_name, list[i - 1].role,
                     list[i - 1].when, list[i - 1].reason);
    HTML(w, "</ol>");
}

void page_run_minutes(struct request *q)
{
    struct html *w = &q->html;
    struct run r;
    struct figures g;
    struct run_file files[FILE_COUNT];
    size_t n = 0;
    if (!page_run(q, &r))
        return;
    err e = run_figures(q->tx, &q->at, r.id, &g);
    if (e == OK)
        e = run_files(q->tx, &q->at, r.id, "penuh", files, &n);
    if (e != OK || !run_is_computed(&r)) {
        reply_error(q, e == OK ? ERR_MISSING : e);
        return;
    }
    const char *board = str_to_z(q->arena, str_printf(q->arena, "/alokasi/%lld", (long long)r.id));
    page_begin(q, &(struct page){.layout = LAYOUT_DESK, .title = S("Berita acara alokasi"), .menu = "/alokasi",
                                 .crumbs = {{"Alokasi", "/alokasi"}, {str_to_z(q->arena, r.number), board},
                                            {"Berita acara", NULL}}});
    HTML(w, "<article class=\"letter\"><h1>Berita acara alokasi {}</h1><p>{}. Perhitungan {} · {} atas data yang dibekukan "
            "{}, tahun rencana {}. {}</p>",
         r.number, q->at.region->name, r.letter, r.name, r.frozen, r.year, r.census_words);
    minutes_figures(q, &g);
    HTML(w, "<h2>Benih undian</h2><p><code>{}</code></p><h2>Sidik berkas (SHA-256)</h2><table class=\"tbl\"><tbody>", r.seed);
    for (size_t i = 0; i < n; i++)
        HTML(w, "<tr><th scope=\"row\">{}</th><td><code class=\"hash\">{}</code></td></tr>", files[i].name,
             files[i].sha256);
    HTML(w, "</tbody></table><p>Sidik seluruh berkas tersegel: <code class=\"hash\">{}</code></p>",
         run_seal(q->arena, files, n));
    minutes_steps(q, &r);
    HTML(w, "<div class=\"sign\"><p>Mengajukan,<br><br><br>(..............................)</p><p>Menyetujui,<br><br><br>"
            "(..............................)</p></div></article>");
    page_end(q);
}

/* ---- /keputusan ---- */

static void decision_row(struct request *q, const struct run *r, const char *what)
{
    struct figures g = {0};
    if (run_figures(q->tx, &q->at, r->id, &g) != OK)
        return;
    HTML(&q->html, "<tr><th scope=\"row\"><a href=\"/alokasi/{}/putusan\">{}</a><span class=\"sub\">{} · {}</span></th>"
                   "<td data-l=\"Yang diminta\">{}</td><td data-l=\"Punya jalur\" class=\"num\">{}</td>"
                   "<td data-l=\"Belum\" class=\"num\">{}</td><td data-l=\"Belanja\" class=\"num\">{}</td></tr>\n",
         r->id, r->name, r->number, r->letter, what, (struct count){figures_settled(&g)}, (struct count){g.unresolved},
         (struct short_rupiah){{g.spend}});
}

/* Every run that is in this state, scenarios included. */
static size_t runs_in_state(struct request *q, const char *state, struct run *ret, size_t most)
{
    struct run *bases = NEW_ARRAY(q->arena, struct run, 50), *more = NEW_ARRAY(q->arena, struct run, 25);
    size_t n = 0, n_bases = 0, n_more = 0;
    if (run_list(q->tx, &q->at, -1, 50, bases, &n_bases) != OK)
        return 0;
    for (size_t i = 0; i < n_bases; i++) {
        if (run_is(&bases[i], state) && n < most)
            ret[n++] = bases[i];
        if (run_list(q->tx, &q->at, bases[i].id, 25, more, &n_more) != OK)
            return n;
        for (size_t k = 0; k < n_more; k++)
            if (run_is(&more[k], state) && n < most)
                ret[n++] = more[k];
    }
    return n;
}

void page_decisions(struct request *q)
{
    struct html *w = &q->html;
    struct run list[20];
    bool approves = actor_may(&q->at.who, PERM_ALLOCATION_APPROVE);
    const char *state = approves ? "diajukan" : "disetujui";
    const char *what = approves ? "Setujui atau kembalikan" : "Setujui berkas yang diumumkan";
    size_t n = runs_in_state(q, state, list, COUNT(list));
    page_begin(q, &(struct page){.layout = LAYOUT_DESK, .title = S("Keputusan saya"), .menu = "/keputusan",
                                 .crumbs = {{"Keputusan saya", NULL}}});
    head_begin(w, S("Yang menunggu tanda tangan Anda"), S("Yang paling lama menunggu ada di bawah."));
    head_end(w);
    if (n == 0)
        empty_state(w, "signature", S("Tidak ada yang menunggu keputusan Anda"),
                    S("Hasil alokasi yang diajukan akan muncul di sini beserta alasannya."));
    else {
        HTML(w, "<section class=\"card flush\"><table class=\"tbl fold\"><thead><tr><th scope=\"col\">Hasil</th>"
                "<th scope=\"col\">Yang diminta</th><th scope=\"col\" class=\"num\">Punya jalur</th>"
                "<th scope=\"col\" class=\"num\">Belum</th><th scope=\"col\" class=\"num\">Belanja</th></tr></thead><tbody>");
        for (size_t i = 0; i < n; i++)
            decision_row(q, &list[i], what);
        HTML(w, "</tbody></table></section>");
    }
    page_end(q);
}
