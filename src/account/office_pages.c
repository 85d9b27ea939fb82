/*
 * office_pages.c: /tata-usaha. Task: see in a minute whether the system is well, and what long work is doing.
 */
#include "account_pages.h"

#include "account_db.h"
#include "kernel/html/page.h"
#include "kernel/job/job.h"
#include "kernel/mem.h"

enum { JOBS = 20 };

static void show_job_state(struct html *w, const struct job_line *j)
{
    static const struct {
        enum tone tone;
        const char *words;
    } states[] = {
        [JOB_WAITING] = {TONE_WARN, "Menunggu"},      [JOB_RUNNING] = {TONE_INFO, "Berjalan"},
        [JOB_DONE] = {TONE_OK, "Selesai"},            [JOB_FAILED] = {TONE_BAD, "Gagal"},
        [JOB_CANCELLED] = {TONE_PLAIN, "Dihentikan"},
    };
    size_t at = j->state >= 0 && (size_t)j->state < COUNT(states) ? (size_t)j->state : JOB_FAILED;
    chip(w, states[at].tone, NULL, str_z(states[at].words));
    if (j->state == JOB_RUNNING && j->total > 0)
        HTML(w, " {}", ((struct percent){j->done, j->total}));
}

/* What a job is called in the office; a new kind shows its code until it gets its line here. */
static struct str job_words(struct str kind)
{
    static const struct {
        const char *kind, *words;
    } list[] = {
        {"census_check", "Pemeriksaan berkas sensus"}, {"census_take", "Penyimpanan hasil sensus"},
        {"census_apply", "Perubahan dari sensus"},     {"census_lock", "Penguncian sensus"},
        {"pathway_run", "Perhitungan alokasi"},        {"pathway_publish", "Penerbitan hasil"},
    };
    for (size_t i = 0; i < COUNT(list); i++) {
        if (str_eqz(kind, list[i].kind))
            return str_z(list[i].words);
    }
    return kind;
}

static void show_jobs(struct html *w, const struct job_line *list, size_t n)
{
    HTML(w, "<section class=\"card flush\"><header><h2>Pekerjaan panjang</h2><p>{} terakhir</p></header>\n", n);
    if (n == 0) {
        HTML(w, "<p class=\"empty\">Belum ada impor atau perhitungan yang dijalankan.</p></section>\n");
        return;
    }
    HTML(w, "<table class=\"tbl fold\"><thead><tr><th scope=\"col\">Pekerjaan</th><th scope=\"col\">Keadaan</th>"
            "<th scope=\"col\">Oleh</th><th scope=\"col\">Mulai</th></tr></thead>\n<tbody>");
    for (size_t i = 0; i < n; i++) {
        HTML(w, "<tr><th scope=\"row\">{}<span class=\"sub\">{}</span></th><td data-l=\"Keadaan\">",
             job_words(list[i].kind), list[i].words);
        show_job_state(w, &list[i]);
        HTML(w, "</td><td data-l=\"Oleh\">{}</td><td data-l=\"Mulai\">{}</td></tr>\n", list[i].who, list[i].created);
    }
    HTML(w, "</tbody></table></section>\n");
}

static size_t count_state(const struct job_line *list, size_t n, enum job_state state)
{
    size_t found = 0;
    for (size_t i = 0; i < n; i++)
        found += list[i].state == (int32_t)state;
    return found;
}

static void show_tiles(struct html *w, const struct account_figures *figures, const struct job_line *jobs, size_t n)
{
    size_t failed = count_state(jobs, n, JOB_FAILED);
    size_t active = count_state(jobs, n, JOB_RUNNING) + count_state(jobs, n, JOB_WAITING);
    HTML(w, "<div class=\"tiles\">");
    tile(w, NULL, S("Sesi yang berjalan"), hole_count((struct count){figures->sessions}), S("Orang yang sedang masuk"));
    tile(w, "/tata-usaha/pengguna", S("Petugas aktif"), hole_count((struct count){figures->officers}),
         S("Lihat pengguna dan peran"));
    tile(w, NULL, S("Pekerjaan berjalan"), hole_count((struct count){(int64_t)active}), S("Impor dan perhitungan"));
    tile_draw(w, &(struct tile_mark){.name = S("Pekerjaan gagal"), .value = hole_count((struct count){(int64_t)failed}),
                                     .tone = failed > 0 ? TONE_BAD : TONE_PLAIN,
                                     .meaning = S("Dari 20 yang terakhir")});
    HTML(w, "</div>\n");
}

void page_office(struct request *q)
{
    struct html *w = &q->html;
    struct account_figures figures;
    struct job_line *jobs = NEW_ARRAY(q->arena, struct job_line, JOBS);
    size_t n;
    err e = account_figures(q->tx, &q->at, &figures);
    if (e == OK)
        e = jobs_report(q->tx, &q->at, JOBS, jobs, &n);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    page_begin(q, &(struct page){.title = S("Tata usaha"), .menu = "/tata-usaha"});
    head_begin(w, S("Tata usaha"), S("Keadaan sistem, pekerjaan panjang, dan akses petugas."));
    HTML(w, "<a class=\"btn main\" href=\"/tata-usaha/pengguna\">{}Pengguna dan peran</a>", ICON("users"));
    head_end(w);
    show_tiles(w, &figures, jobs, n);
    show_jobs(w, jobs, n);
    page_end(q);
}
