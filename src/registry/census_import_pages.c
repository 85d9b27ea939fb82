/*
 * census_import_pages.c: from the officer's file to the register: columns, preview, the choice, what came of it
 * (mock 16 and 17). Until the choice nothing is stored but the upload.
 */
#include <stdio.h>
#include <unistd.h>

#include "agency.h"
#include "census_import.h"
#include "census_pages.h"
#include "census_pairs.h"
#include "kernel/app.h"
#include "kernel/digest.h"
#include "kernel/html/page.h"

enum { PREVIEW_ROWS = 20, ISSUES_SHOWN = 100, CHANGES_SHOWN = 100 };

static struct str thousands(struct request *q, int64_t v)
{
    AUTO_BUF b = buf_new(64);
    number_write(&b, v);
    return str_dup(q->arena, buf_str(&b));
}

/* ---- list and upload ---- */

static void state_chip(struct html *w, const struct census_import *i)
{
    static const struct {
        const char *state, *icon, *words;
        enum tone tone;
    } list[] = {{"kolom", "clock", "Cocokkan kolom", TONE_WARN}, {"antre", "clock", "Sedang diperiksa", TONE_INFO},
                {"siap", "clock", "Menunggu pilihan Anda", TONE_WARN}, {"menyimpan", "clock", "Sedang disimpan", TONE_INFO},
                {"selesai", "circle-check", "Tersimpan", TONE_OK}, {"ditolak", "alert-triangle", "Tidak terbaca", TONE_BAD},
                {"batal", "ban", "Tidak diimpor", TONE_PLAIN}};
    for (size_t k = 0; k < COUNT(list); k++)
        if (str_eqz(i->state, list[k].state))
            chip(w, list[k].tone, list[k].icon, str_z(list[k].words));
}

static void agency_select(struct request *q, const char *name, const char *label, const char *hint, int64_t chosen)
{
    struct agency_name *list;
    size_t n;
    if (agency_names(q->tx, &q->at, &list, &n) != OK)
        n = 0;
    struct option *options = NEW_ARRAY(q->arena, struct option, n + 1);
    size_t used = 0;
    for (size_t i = 0; i < n; i++)
        if (list[i].active)
            options[used++] = (struct option){str_printf(q->arena, "%lld", (long long)list[i].id), list[i].name};
    select_field(&q->html, name, label, hint, options, used, chosen > 0 ? str_printf(q->arena, "%lld", (long long)chosen) : S(""), true,
                 NULL);
}

static void show_imports(struct request *q, const struct census_import *list, size_t n)
{
    struct html *w = &q->html;
    HTML(w, "<section class=\"card flush\"><header><h2>Berkas yang pernah diunggah</h2></header>\n");
    if (n == 0) {
        empty_state(w, "upload", S("Belum ada berkas"), S("Unggah daftar dari Excel apa adanya; kolomnya dicocokkan di layar berikut."));
    } else {
        HTML(w, "<table class=\"tbl fold\"><thead><tr><th scope=\"col\">Berkas</th><th scope=\"col\">Diunggah</th>"
                "<th scope=\"col\" class=\"num\">Baris</th><th scope=\"col\" class=\"num\">Galat</th><th scope=\"col\">Keadaan</th></tr></thead>\n<tbody>");
        for (size_t i = 0; i < n; i++) {
            HTML(w, "<tr><th scope=\"row\"><a href=\"/pendataan/impor/{}\">{}</a></th><td data-l=\"Diunggah\">{}</td>"
                    "<td data-l=\"Baris\" class=\"num\">{}</td><td data-l=\"Galat\" class=\"num\">{}</td><td data-l=\"Keadaan\">",
                 list[i].id, list[i].file_name, moment_date(list[i].created, q->at.region->zone),
                 (struct count){list[i].rows}, (struct count){list[i].faulty});
            state_chip(w, &list[i]);
            HTML(w, "</td></tr>\n");
        }
        HTML(w, "</tbody></table>\n");
    }
    HTML(w, "</section>\n");
}

static void show_upload(struct request *q, const struct faults *f)
{
    struct html *w = &q->html;
    struct census_import *list;
    size_t n;
    if (census_import_list(q->tx, &q->at, 50, &list, &n) != OK)
        n = 0;
    page_begin(q, &(struct page){.title = S("Impor pendataan"), .menu = "/pendataan", .faults = f,
                                 .crumbs = {{"Pendataan", "/pendataan"}, {"Impor", NULL}}});
    head_begin(w, S("Impor daftar tenaga non-ASN"), S("XLSX atau CSV, seperti yang dipakai kantor. Belum ada yang disimpan sebelum Anda memilih."));
    head_end(w);
    form_begin_upload(q, "card stack", "/pendataan/impor");
    input_field(w, &(struct input){.name = "berkas", .label = "Berkas", .hint = "XLSX sampai 128 MB atau CSV sampai 256 MB",
                                   .kind = INPUT_FILE}, f);
    if (q->at.who.scope == SCOPE_REGION)
        agency_select(q, "instansi", "Instansi seluruh berkas", "Pilih hanya bila berkas tidak punya kolom perangkat daerah", 0);
    HTML(w, "<div class=\"row\">");
    submit_button(w, "Unggah", "main");
    HTML(w, "</div>");
    form_end(q);
    show_imports(q, list, n);
    page_end(q);
}

void page_census_imports(struct request *q)
{
    show_upload(q, NULL);
}

/* Looking at the file takes its time and needs no transaction. The file is kept under a name of its own. */
err prepare_census_upload(struct request *q)
{
    struct census_upload *u = NEW(q->arena, struct census_upload);
    const struct upload *file = form_upload(q, "berkas");
    q->prepared = NULL;
    if (file == NULL)
        return OK;
    size_t slash = file->path.n;
    while (slash > 0 && file->path.p[slash - 1] != '/')
        slash--;
    struct str token = random_token(q->arena, 12);
    u->path = str_printf(q->arena, STR_FMT "sensus-" STR_FMT ".berkas", STR_ARG(str_sub(file->path, 0, slash)), STR_ARG(token));
    u->file_name = file->file_name.n > 0 ? file->file_name : S("berkas");
    if (rename(str_to_z(q->arena, file->path), str_to_z(q->arena, u->path)) != 0) {
        reply_error(q, ERR_IO);
        return ERR_IO;
    }
    err e = census_upload_look(q->app->db, q->arena, &q->at, u);
    if (e != OK) {
        unlink(str_to_z(q->arena, u->path));
        reply_error(q, e);
        return e;
    }
    q->prepared = u;
    return OK;
}

void post_census_upload(struct request *q)
{
    struct census_upload *u = q->prepared;
    struct faults f = {.arena = q->arena};
    int64_t id = 0;
    err e = ERR_INVALID;
    if (u == NULL)
        fault(&f, "berkas", "Pilih berkasnya dulu.");
    else
        e = census_import_new(q->tx, &q->at, u, id_of(form_get(q, "instansi")), &id, &f);
    if (e == OK) {
        reply_redirect(q, "/pendataan/impor/%lld?pesan=impor-diunggah", (long long)id);
        return;
    }
    if (u != NULL)
        unlink(str_to_z(q->arena, u->path));
    if (e != ERR_INVALID) {
        reply_error(q, e);
        return;
    }
    reply_status(q, 422);
    show_upload(q, &f);
}

/* ---- one import ---- */

static bool get_import(struct request *q, struct census_import *i)
{
    err e = census_import_get(q->tx, &q->at, id_of(q->arg[0]), i);
    if (e != OK)
        reply_error(q, e);
    return e == OK;
}

static void begin_import_page(struct request *q, const struct census_import *i, struct str title, int refresh,
                              const struct faults *f)
{
    page_begin(q, &(struct page){.title = title, .menu = "/pendataan", .refresh = refresh, .faults = f,
                                 .crumbs = {{"Pendataan", "/pendataan"}, {"Impor", "/pendataan/impor"},
                                            {str_to_z(q->arena, i->file_name), NULL}}});
}

static void show_steps(struct request *q, const struct census_import *i, int at)
{
    struct step_mark list[] = {{S("Berkas"), i->file_name, -1},
                               {S("Kolom"), S("Arti tiap kolom"), at > 1 ? -1 : 0},
                               {S("Periksa"), i->rows > 0 ? str_printf(q->arena, STR_FMT " baris", STR_ARG(thousands(q, i->rows))) : S(""),
                                at > 2 ? -1 : at == 2 ? 0 : 1},
                               {S("Hasil"), S("Simpan atau batal"), at == 3 ? 0 : 1}};
    HTML(&q->html, "<section class=\"card\" aria-label=\"Tahap impor\">");
    steps(&q->html, list, COUNT(list));
    HTML(&q->html, "</section>\n");
}

/* ---- columns (mock 16) ---- */

static void column_select(struct request *q, const struct census_import_column *c, struct str chosen)
{
    struct html *w = &q->html;
    HTML(w, "<select name=\"k{}_{}\" aria-label=\"Arti kolom {}\"><option value=\"\">Tidak dipakai</option>", c->sheet, c->place,
         c->heading);
    for (int required = 1; required >= 0; required--)
        for (int k = 0; k < COL_COUNT; k++) {
            struct str code = str_z(census_columns[k].code);
            if (census_columns[k].required != (required == 1))
                continue;
            if (str_eq(code, chosen))
                HTML(w, "<option value=\"{}\" selected>{}</option>", code, census_columns[k].heading);
            else
                HTML(w, "<option value=\"{}\">{}</option>", code, census_columns[k].heading);
        }
    HTML(w, "</select>");
}

/* Samples of a NIK column are personal: masked like everywhere. */
static void show_sample(struct request *q, const struct census_import_column *c)
{
    struct html *w = &q->html;
    struct str rest = c->sample;
    bool first = true;
    while (rest.p != NULL) {
        struct str s = str_cut(&rest, '\n');
        if (s.n == 0)
            continue;
        if (!first)
            HTML(w, "<br>");
        if (str_eqz(c->guess, "nik") || str_eqz(c->chosen, "nik") || (s.n >= 15 && str_all_digits(s)))
            HTML(w, "{}", (struct masked){s});
        else
            HTML(w, "{}", s);
        first = false;
    }
    if (first)
        HTML(w, "–");
}

static void show_column(struct request *q, const struct census_import_column *c)
{
    struct html *w = &q->html;
    char name[48];
    snprintf(name, sizeof name, "k%d_%d", c->sheet, c->place);
    struct str typed = q->method == POST ? form_get(q, name) : (struct str){NULL, 0};
    struct str chosen = typed.p != NULL ? typed : c->chosen;
    HTML(w, "<tr><th scope=\"row\">{}", c->heading);
    if (c->sheet_name.n > 0)
        HTML(w, "<span class=\"sub\">{}</span>", c->sheet_name);
    HTML(w, "</th><td data-l=\"Contoh isi\">");
    show_sample(q, c);
    HTML(w, "</td><td data-l=\"Dibaca sebagai\">");
    column_select(q, c, chosen);
    HTML(w, "</td><td data-l=\"Keadaan\">");
    if (chosen.n > 0)
        chip(w, TONE_OK, "circle-check", str_z(str_eq(chosen, c->guess) ? "Cocok" : "Pilihan Anda"));
    else
        chip(w, TONE_PLAIN, "circle-dashed", S("Tidak dipakai"));
    HTML(w, "</td></tr>\n");
}

static bool column_required(const struct census_import_column *c)
{
    enum census_column k = census_column_by_code(c->chosen);
    return k != COL_NONE && census_columns[k].required;
}

static void show_columns(struct request *q, const struct census_import *i, const struct faults *f)
{
    struct html *w = &q->html;
    struct census_import_column *c;
    size_t n, known = 0;
    if (census_import_columns(q->tx, &q->at, i->id, &c, &n) != OK) {
        reply_error(q, ERR_IO);
        return;
    }
    for (size_t k = 0; k < n; k++)
        known += c[k].chosen.n > 0;
    begin_import_page(q, i, S("Cocokkan kolom"), 0, f);
    head_begin(w, S("Cocokkan kolom"), str_printf(q->arena, "%zu kolom. Belum ada satu baris pun yang disimpan.", n));
    HTML(w, "<a class=\"btn\" href=\"/pendataan/impor\">{}Ganti berkas</a>", ICON("upload"));
    head_end(w);
    show_steps(q, i, 1);
    form_begin(q, "stack", "/pendataan/impor/%lld/kolom", (long long)i->id);
    HTML(w, "<section class=\"card flush\" id=\"kolom\"><header><h2>Kolom berkas dan artinya</h2><p>{} dari {} sudah cocok</p></header>\n"
            "<table class=\"tbl fold\"><thead><tr><th scope=\"col\">Kolom di berkas</th><th scope=\"col\">Contoh isi</th>"
            "<th scope=\"col\">Dibaca sebagai</th><th scope=\"col\">Keadaan</th></tr></thead>\n<tbody>", known, n);
    for (int required = 1; required >= 0; required--)
        for (size_t k = 0; k < n; k++)
            if (column_required(&c[k]) == (required == 1))
                show_column(q, &c[k]);
    HTML(w, "</tbody></table>\n<footer class=\"t-s soft\">Pasangan yang Anda pilih diingat untuk berkas berikutnya.</footer></section>\n");
    HTML(w, "<section class=\"card stack\">");
    const struct option order[] = {{S("dmy"), S("tanggal, bulan, tahun: 05-06-1990 adalah 5 Juni 1990")},
                                   {S("mdy"), S("bulan, tanggal, tahun: 05-06-1990 adalah 6 Mei 1990")}};
    radio_field(w, "urutan", "Urutan tanggal yang berupa angka", "Dipakai hanya bila bulan ditulis angka.", order, COUNT(order),
                i->month_first ? S("mdy") : S("dmy"), f);
    if (i->agency_scope == 0)
        agency_select(q, "instansi", "Instansi seluruh berkas", "Untuk berkas tanpa kolom perangkat daerah", i->default_agency);
    HTML(w, "</section><div class=\"row\">");
    submit_button(w, "Periksa berkas", "main");
    HTML(w, "<a class=\"btn calm\" href=\"/pendataan/impor\">Batal</a></div>");
    form_end(q);
    page_end(q);
}

/* ---- counts and lines ---- */

static const struct census_code_info *info_of(struct str code)
{
    for (int k = 0; k < CENSUS_CODE_COUNT; k++)
        if (str_eqz(code, census_codes[k].code))
            return &census_codes[k];
    return NULL;
}

static void level_chip(struct html *w, struct str code)
{
    const struct census_code_info *info = info_of(code);
    enum census_level level = info == NULL ? LEVEL_NONE : info->level;
    if (level == LEVEL_FAULT)
        chip(w, TONE_BAD, "alert-triangle", S("Galat"));
    else if (level == LEVEL_WARN)
        chip(w, TONE_WARN, "clock", S("Periksa"));
    else
        chip(w, TONE_OK, "circle-check", S("Diperbaiki"));
}

static void show_issue(struct request *q, const struct census_issue *s)
{
    struct html *w = &q->html;
    HTML(w, "<tr><th scope=\"row\">");
    if (s->row > 0)
        HTML(w, "Baris {}", (struct count){s->row});
    else
        HTML(w, "Seluruh berkas");
    HTML(w, "<span class=\"sub\">{}</span></th><td data-l=\"Isian\">", s->sheet);
    enum census_column c = census_column_by_code(s->column);
    if (c != COL_NONE)
        HTML(w, "<strong class=\"t-s\">{}</strong>", census_columns[c].heading);
    if (s->value.n > 0 && c == COL_NIK)
        HTML(w, "<span class=\"sub\"><code>{}</code></span>", (struct masked){s->value});
    else if (s->value.n > 0)
        HTML(w, "<span class=\"sub\"><code>{}</code></span>", s->value);
    HTML(w, "</td><td data-l=\"Sebab dan cara memperbaiki\">{}</td><td data-l=\"Tingkat\">", s->words);
    level_chip(w, s->code);
    HTML(w, "</td></tr>\n");
}

static void show_issue_table(struct request *q, const struct census_issue *list, size_t n)
{
    struct html *w = &q->html;
    HTML(w, "<table class=\"tbl fold\"><thead><tr><th scope=\"col\">Baris</th><th scope=\"col\">Isian</th>"
            "<th scope=\"col\">Sebab dan cara memperbaiki</th><th scope=\"col\">Tingkat</th></tr></thead>\n<tbody>");
    for (size_t i = 0; i < n; i++)
        show_issue(q, &list[i]);
    HTML(w, "</tbody></table>\n");
}

static const char *short_words(enum census_level level)
{
    return level == LEVEL_FAULT ? "Galat: baris tidak masuk" : level == LEVEL_WARN ? "Peringatan: masuk dengan tanda"
                                                                                  : "Diperbaiki atau disisihkan";
}

static void show_counts(struct request *q, const struct census_import *i)
{
    struct html *w = &q->html;
    struct census_code_count *list;
    size_t n;
    if (census_import_counts(q->tx, &q->at, i->id, &list, &n) != OK || n == 0)
        return;
    HTML(w, "<section class=\"card flush\"><header><h2>Yang perlu dilihat</h2><p>Menurut sebabnya</p></header>\n"
            "<table class=\"tbl fold\"><thead><tr><th scope=\"col\">Sebab</th><th scope=\"col\">Tingkat</th>"
            "<th scope=\"col\" class=\"num\">Banyaknya</th></tr></thead>\n<tbody>");
    for (int level = LEVEL_FAULT; level >= LEVEL_FIX; level--)
        for (size_t k = 0; k < n; k++) {
            const struct census_code_info *info = info_of(list[k].code);
            if (info == NULL || (int)info->level != level)
                continue;
            HTML(w, "<tr><th scope=\"row\"><a href=\"/pendataan/impor/{}/baris?kode={}\">{}</a></th>"
                    "<td data-l=\"Tingkat\">{}</td><td data-l=\"Banyaknya\" class=\"num\">{}</td></tr>\n",
                 i->id, (struct query_value){list[k].code}, list[k].code, short_words(info->level), (struct count){list[k].n});
        }
    HTML(w, "</tbody></table></section>\n");
}

/* ---- preview ---- */

static void show_preview(struct request *q, const struct census_import *i)
{
    struct html *w = &q->html;
    struct census_staged *list;
    struct agency_name *names;
    size_t n, n_names;
    if (census_staged_rows(q->tx, &q->at, i->id, 0, PREVIEW_ROWS, &list, &n) != OK ||
        agency_names(q->tx, &q->at, &names, &n_names) != OK || n == 0)
        return;
    HTML(w, "<section class=\"card flush\"><header><h2>Pratinjau: seperti yang akan disimpan</h2><p>{} baris pertama</p></header>\n"
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Pratinjau baris pertama\"><table class=\"tbl\"><thead><tr>"
            "<th scope=\"col\">Nama lengkap</th><th scope=\"col\">NIK</th><th scope=\"col\">Lahir</th><th scope=\"col\">Instansi</th>"
            "<th scope=\"col\">Jabatan lama</th><th scope=\"col\">SK pertama</th><th scope=\"col\" class=\"num\">Upah</th></tr></thead>\n<tbody>", n);
    for (size_t k = 0; k < n; k++) {
        struct worker p = {0};
        packed_to_worker(&list[k].p, &p);
        HTML(w, "<tr><th scope=\"row\">{}<span class=\"sub\">Baris {}</span></th><td>{}</td><td>{}</td><td>{}</td><td>{}</td>"
                "<td>{}</td><td class=\"num\">{}</td></tr>\n",
             p.name, list[k].p.v[PACK_ROW], (struct masked){p.nik}, (struct short_date){p.birth_date},
             agency_name_of(names, n_names, p.agency_id), p.position_text, (struct short_date){p.started}, p.last_wage);
    }
    HTML(w, "</tbody></table></div></section>\n");
}

static void show_spellings(struct request *q, const struct census_import *i)
{
    struct html *w = &q->html;
    struct str *list;
    size_t n;
    if (census_import_unknown_agencies(q->tx, &q->at, i->id, &list, &n) != OK || n == 0 ||
        !actor_may(&q->at.who, PERM_AGENCY_WRITE))
        return;
    form_begin(q, "card stack", "/pendataan/impor/%lld/padanan", (long long)i->id);
    HTML(w, "<header><h2>Perangkat daerah yang belum dikenal</h2><p>Pilih padanannya sekali, berlaku untuk semua baris</p></header>\n");
    for (size_t k = 0; k < n && k < 20; k++) {
        char name[24];
        snprintf(name, sizeof name, "p%zu", k);
        hidden_field(w, str_to_z(q->arena, str_printf(q->arena, "n%zu", k)), list[k]);
        agency_select(q, str_to_z(q->arena, str_z(name)), str_to_z(q->arena, str_printf(q->arena, "“" STR_FMT "” adalah", STR_ARG(list[k]))), "", 0);
    }
    HTML(w, "<div class=\"row\">");
    submit_button(w, "Simpan padanan dan periksa lagi", "");
    HTML(w, "</div>");
    form_end(q);
}

static void tile_count(struct html *w, const char *href, const char *name, int64_t v, enum tone tone, struct str meaning)
{
    tile_draw(w, &(struct tile_mark){.href = href, .name = str_z(name), .value = hole_count((struct count){v}), .tone = tone,
                                     .meaning = meaning});
}

static void show_tiles(struct request *q, const struct census_import *i)
{
    struct html *w = &q->html;
    struct census_pair_record *pairs;
    size_t n_pairs = 0;
    if (census_pairs_open(q->tx, &q->at, i->id, 1000, &pairs, &n_pairs) != OK)
        n_pairs = 0;
    const char *base = str_to_z(q->arena, str_printf(q->arena, "/pendataan/impor/%lld", (long long)i->id));
    HTML(w, "<div class=\"tiles\">");
    tile_count(w, NULL, "Siap disimpan", i->new_count, TONE_OK, str_printf(q->arena, STR_FMT " baru, " STR_FMT " sudah sama",
               STR_ARG(thousands(q, i->new_count)), STR_ARG(thousands(q, i->same_count))));
    tile_count(w, str_to_z(q->arena, str_printf(q->arena, "%s/baris", base)), "Galat", i->faulty, TONE_BAD, S("Tidak dapat disimpan"));
    tile_count(w, str_to_z(q->arena, str_printf(q->arena, "%s/perubahan", base)), "Berubah", i->changed_count, TONE_WARN,
               S("Menunggu persetujuan Anda"));
    tile_count(w, actor_may(&q->at.who, PERM_CENSUS_STAGE) ? "/pendataan/ganda" : NULL, "Mungkin ganda", (int64_t)n_pairs,
               TONE_PLAIN, S("Bandingkan berdampingan"));
    tile_count(w, str_to_z(q->arena, str_printf(q->arena, "%s/tidak-ada", base)), "Tidak ada dalam berkas", i->missing_count,
               TONE_PLAIN, S("Terdaftar, tidak dihapus"));
    HTML(w, "</div>\n");
}

/* ---- the pages by state ---- */

static void show_running(struct request *q, const struct census_import *i, const char *title)
{
    struct job job;
    struct html *w = &q->html;
    err e = census_import_job(q->tx, &q->at, i, &job);
    bool running = e == OK && (job.state == JOB_WAITING || job.state == JOB_RUNNING);
    begin_import_page(q, i, str_z(title), running ? 2 : 0, NULL);
    head_begin(w, str_z(title), i->file_name);
    head_end(w);
    show_steps(q, i, str_eqz(i->state, "menyimpan") ? 3 : 2);
    if (e == OK)
        job_card(q, &job, title, str_to_z(q->arena, str_printf(q->arena, "/pendataan/impor/%lld/hentikan", (long long)i->id)));
    if (!running) {
        form_begin(q, "row", "/pendataan/impor/%lld/pilih", (long long)i->id);
        HTML(w, "<button class=\"btn main\" name=\"cara\" value=\"lanjut\">Lanjutkan</button>");
        if (!str_eqz(i->state, "menyimpan"))
            HTML(w, "<button class=\"btn calm\" name=\"cara\" value=\"batal\">Jangan impor apa pun</button>");
        form_end(q);
    }
    page_end(q);
}

static void show_choice(struct request *q, const struct census_import *i)
{
    struct html *w = &q->html;
    struct census_issue *list;
    size_t n;
    begin_import_page(q, i, S("Hasil pemeriksaan"), 0, NULL);
    head_begin(w, str_printf(q->arena, STR_FMT " baris siap disimpan, " STR_FMT " perlu dilihat", STR_ARG(thousands(q, i->new_count)),
                        STR_ARG(thousands(q, i->faulty + i->warned))),
               i->file_name);
    HTML(w, "<a class=\"btn\" href=\"/pendataan/impor/{}/laporan\">{}Unduh laporan</a>", i->id, ICON("download"));
    head_end(w);
    show_steps(q, i, 3);
    show_tiles(q, i);
    form_begin(q, "card stack-s", "/pendataan/impor/%lld/pilih", (long long)i->id);
    HTML(w, "<h2>Pilihan Anda</h2><div class=\"row\"><button class=\"btn main\" name=\"cara\" value=\"baik\">Impor {} baris yang baik</button>"
            "<button class=\"btn calm\" name=\"cara\" value=\"batal\">Jangan impor apa pun</button></div>"
            "<p class=\"hint\">Daftar berubah hanya setelah Anda memilih. Berkas yang sama boleh diimpor lagi: orang yang sudah ada "
            "dikenali dari NIK-nya.</p>", (struct count){i->new_count});
    form_end(q);
    show_spellings(q, i);
    show_counts(q, i);
    if (census_import_issues(q->tx, &q->at, i->id, S(""), PREVIEW_ROWS, &list, &n) == OK && n > 0) {
        HTML(w, "<section class=\"card flush\"><header><h2>Baris pertama yang perlu dilihat</h2></header>\n");
        show_issue_table(q, list, n);
        HTML(w, "</section>\n");
    }
    show_preview(q, i);
    page_end(q);
}

static void show_done(struct request *q, const struct census_import *i)
{
    struct html *w = &q->html;
    struct job job;
    bool applying = census_import_job(q->tx, &q->at, i, &job) == OK;
    begin_import_page(q, i, S("Hasil impor"), applying && job.state <= JOB_RUNNING ? 2 : 0, NULL);
    head_begin(w, str_printf(q->arena, STR_FMT " orang disimpan", STR_ARG(thousands(q, i->added))), i->file_name);
    HTML(w, "<a class=\"btn\" href=\"/pendataan/impor/{}/laporan\">{}Unduh laporan</a><a class=\"btn main\" href=\"/tenaga\">Lihat daftar</a>",
         i->id, ICON("download"));
    head_end(w);
    if (applying)
        job_card(q, &job, "Menerapkan perubahan", NULL);
    show_tiles(q, i);
    if (i->changed_count > 0 && !i->approved)
        note(w, TONE_WARN, S("Ada perubahan data."), str_printf(q->arena, "%lld orang sudah terdaftar dengan isi yang berbeda. Bandingkan, lalu setujui.",
                                                         (long long)i->changed_count));
    if (i->faulty > 0)
        note(w, TONE_INFO, S("Baris galat belum masuk."), S("Unduh laporan, perbaiki barisnya, lalu unggah lagi berkas yang lengkap: yang sudah ada tidak menjadi dua."));
    show_counts(q, i);
    page_end(q);
}

static void show_closed(struct request *q, const struct census_import *i)
{
    struct html *w = &q->html;
    bool refused = str_eqz(i->state, "ditolak");
    begin_import_page(q, i, str_z(refused ? "Berkas tidak terbaca" : "Tidak diimpor"), 0, NULL);
    head_begin(w, str_z(refused ? "Berkas tidak terbaca" : "Tidak ada yang diimpor"), i->file_name);
    HTML(w, "<a class=\"btn main\" href=\"/pendataan/impor\">Unggah berkas lain</a>");
    head_end(w);
    note(w, refused ? TONE_BAD : TONE_INFO, S(""), i->refusal);
    page_end(q);
}

void page_census_import(struct request *q)
{
    struct census_import i;
    if (!get_import(q, &i))
        return;
    if (str_eqz(i.state, "kolom"))
        show_columns(q, &i, NULL);
    else if (str_eqz(i.state, "antre"))
        show_running(q, &i, "Sedang diperiksa");
    else if (str_eqz(i.state, "siap"))
        show_choice(q, &i);
    else if (str_eqz(i.state, "menyimpan"))
        show_running(q, &i, "Sedang disimpan");
    else if (str_eqz(i.state, "selesai"))
        show_done(q, &i);
    else
        show_closed(q, &i);
}

/* ---- posts ---- */

static void finish(struct request *q, err e, const struct census_import *i, const char *message)
{
    if (e == OK)
        reply_redirect(q, "/pendataan/impor/%lld?pesan=%s", (long long)i->id, message);
    else
        reply_error(q, e);
}

void post_census_columns(struct request *q)
{
    struct census_import i;
    struct census_import_column *c;
    struct faults f = {.arena = q->arena};
    size_t n;
    if (!get_import(q, &i))
        return;
    err e = census_import_columns(q->tx, &q->at, i.id, &c, &n);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    struct str *chosen = NEW_ARRAY(q->arena, struct str, n + 1);
    for (size_t k = 0; k < n; k++) {
        char name[48];
        snprintf(name, sizeof name, "k%d_%d", c[k].sheet, c[k].place);
        struct str v = form_get(q, name);
        chosen[k] = v.p == NULL ? c[k].chosen : v;
    }
    e = census_import_map(q->tx, &q->at, &i, chosen, n, str_eqz(form_get(q, "urutan"), "mdy"),
                          id_of(form_get(q, "instansi")), &f);
    if (e == ERR_INVALID) {
        reply_status(q, 422);
        show_columns(q, &i, &f);
        return;
    }
    if (e == OK && census_import_get(q->tx, &q->at, i.id, &i) == OK && str_eqz(i.state, "batal"))
        census_forget_upload(q->arena, &i, true); /* the same file was imported before */
    finish(q, e, &i, "impor-dimulai");
}

void post_census_spelling(struct request *q)
{
    struct census_import i;
    if (!get_import(q, &i))
        return;
    err e = OK;
    for (size_t k = 0; k < 20 && e == OK; k++) {
        struct str written = form_get(q, str_to_z(q->arena, str_printf(q->arena, "n%zu", k)));
        int64_t agency = id_of(form_get(q, str_to_z(q->arena, str_printf(q->arena, "p%zu", k))));
        if (written.n > 0 && agency > 0)
            e = agency_alias_add(q->tx, &q->at, agency, written);
    }
    if (e == OK)
        e = census_import_recheck(q->tx, &q->at, &i);
    finish(q, e, &i, "impor-dimulai");
}

void post_census_choice(struct request *q)
{
    struct census_import i;
    struct faults f = {.arena = q->arena};
    struct str how = form_get(q, "cara");
    if (!get_import(q, &i))
        return;
    err e = ERR_INVALID;
    if (str_eqz(how, "baik"))
        e = census_import_take(q->tx, &q->at, &i, &f);
    else if (str_eqz(how, "batal"))
        e = census_import_drop(q->tx, &q->at, &i);
    else if (str_eqz(how, "lanjut"))
        e = str_eqz(i.state, "menyimpan") ? census_import_resume(q->tx, &q->at, &i) : census_import_recheck(q->tx, &q->at, &i);
    if (e == OK && str_eqz(how, "batal"))
        census_forget_upload(q->arena, &i, true);
    if (e == ERR_INVALID && f.n > 0)
        reply_error_words(q, e, STR_FMT, STR_ARG(f.list[0].text));
    else
        finish(q, e, &i, str_eqz(how, "batal") ? "impor-dibatalkan" : "dijalankan");
}

void post_census_changes(struct request *q)
{
    struct census_import i;
    struct faults f = {.arena = q->arena};
    if (!get_import(q, &i))
        return;
    err e = census_import_approve(q->tx, &q->at, &i, &f);
    if (e == ERR_INVALID && f.n > 0)
        reply_error_words(q, e, STR_FMT, STR_ARG(f.list[0].text));
    else
        finish(q, e, &i, "dijalankan");
}

void post_census_stop(struct request *q)
{
    struct census_import i;
    struct job job;
    if (!get_import(q, &i))
        return;
    err e = census_import_job(q->tx, &q->at, &i, &job);
    if (e == OK)
        e = job_cancel(q->tx, &q->at, job.id);
    finish(q, e, &i, "pekerjaan-dihentikan");
}

/* ---- lists behind the counts ---- */

void page_census_issues(struct request *q)
{
    struct census_import i;
    struct census_issue *list;
    struct html *w = &q->html;
    struct str code = query_get(q, "kode");
    size_t n;
    if (!get_import(q, &i))
        return;
    err e = census_import_issues(q->tx, &q->at, i.id, code.p == NULL ? S("") : code, ISSUES_SHOWN, &list, &n);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    page_begin(q, &(struct page){.title = S("Baris yang perlu dilihat"), .menu = "/pendataan",
                                 .crumbs = {{"Pendataan", "/pendataan"},
                                            {"Impor", str_to_z(q->arena, str_printf(q->arena, "/pendataan/impor/%lld", (long long)i.id))},
                                            {"Baris", NULL}}});
    head_begin(w, S("Baris yang perlu dilihat"), code.n > 0 ? code : i.file_name);
    HTML(w, "<a class=\"btn\" href=\"/pendataan/impor/{}/laporan\">{}Unduh semua</a>", i.id, ICON("download"));
    head_end(w);
    HTML(w, "<section class=\"card flush\">");
    if (n == 0)
        empty_state(w, "circle-check", S("Tidak ada"), S("Tidak ada baris dengan sebab ini."));
    else
        show_issue_table(q, list, n);
    HTML(w, "</section>\n");
    if (n == ISSUES_SHOWN)
        note(w, TONE_INFO, S("Masih ada."), S("Layar ini menampilkan 100 baris pertama; laporan memuat semuanya."));
    page_end(q);
}

static struct str field_shown(struct request *q, enum census_field f, struct str v, const struct agency_name *names, size_t n)
{
    struct date d;
    int64_t number = 0;
    AUTO_BUF b = buf_new(400);
    if (v.n == 0)
        return S("–");
    if (f == PACK_AGENCY)
        return str_to_uint(v, &number) ? agency_name_of(names, n, number) : v;
    if (f == PACK_ACTIVE)
        return str_eqz(v, "1") ? S("Ya") : S("Tidak");
    if (f == PACK_WAGE && str_to_uint(v, &number)) {
        rupiah_write(&b, (struct rupiah){number});
        return str_dup(q->arena, buf_str(&b));
    }
    if (date_parse_iso(v, &d)) {
        date_write(&b, d);
        return str_dup(q->arena, buf_str(&b));
    }
    return v;
}

static void show_change(struct request *q, const struct census_change *c, const struct agency_name *names, size_t n)
{
    struct html *w = &q->html;
    struct str rest = c->words, before, after;
    enum census_field f;
    while (census_difference_next(&rest, &f, &before, &after))
        HTML(w, "<tr><th scope=\"row\"><a href=\"/tenaga/{}\">{}</a></th><td data-l=\"Isian\">{}</td><td data-l=\"Sekarang\">{}</td>"
                "<td data-l=\"Dalam berkas\">{}</td></tr>\n",
             c->worker_id, c->name, packed_label(f), field_shown(q, f, before, names, n), field_shown(q, f, after, names, n));
}

void page_census_changes(struct request *q)
{
    struct census_import i;
    struct census_change *list;
    struct agency_name *names;
    struct html *w = &q->html;
    size_t n, n_names;
    if (!get_import(q, &i))
        return;
    if (census_import_changes(q->tx, &q->at, i.id, id_of(query_get(q, "dari")), CHANGES_SHOWN, &list, &n) != OK ||
        agency_names(q->tx, &q->at, &names, &n_names) != OK) {
        reply_error(q, ERR_IO);
        return;
    }
    begin_import_page(q, &i, S("Perubahan data"), 0, NULL);
    head_begin(w, str_printf(q->arena, "%lld orang berubah", (long long)i.changed_count), S("Sebelum dan sesudah. Nilai yang pernah dibetulkan petugas tetap, kecuali isi berkas sendiri berubah."));
    head_end(w);
    HTML(w, "<section class=\"card flush\">");
    if (n == 0) {
        empty_state(w, "circle-check", S("Tidak ada perubahan"), S("Semua orang yang sudah terdaftar sama dengan berkas ini."));
    } else {
        HTML(w, "<table class=\"tbl fold\"><thead><tr><th scope=\"col\">Nama</th><th scope=\"col\">Isian</th><th scope=\"col\">Sekarang</th>"
                "<th scope=\"col\">Dalam berkas</th></tr></thead>\n<tbody>");
        for (size_t k = 0; k < n; k++)
            show_change(q, &list[k], names, n_names);
        HTML(w, "</tbody></table>\n");
    }
    HTML(w, "</section>\n");
    if (n == CHANGES_SHOWN)
        HTML(w, "<p><a class=\"btn\" href=\"/pendataan/impor/{}/perubahan?dari={}\">Berikutnya</a></p>", i.id, list[n - 1].seq + 1);
    if (i.changed_count > 0 && !i.approved && str_eqz(i.state, "selesai")) {
        form_begin(q, "row", "/pendataan/impor/%lld/perubahan", (long long)i.id);
        HTML(w, "<button class=\"btn main\">Setujui {} perubahan</button>", (struct count){i.changed_count});
        form_end(q);
    } else if (i.changed_count > 0 && str_eqz(i.state, "siap")) {
        note(w, TONE_INFO, S("Disetujui sesudah impor."), S("Setelah baris yang baik disimpan, perubahan ini menunggu persetujuan Anda di halaman ini."));
    }
    page_end(q);
}

void page_census_missing(struct request *q)
{
    struct census_import i;
    struct census_missing *list;
    struct agency_name *names;
    struct html *w = &q->html;
    size_t n, n_names;
    if (!get_import(q, &i))
        return;
    if (census_import_missing(q->tx, &q->at, i.id, 500, &list, &n) != OK || agency_names(q->tx, &q->at, &names, &n_names) != OK) {
        reply_error(q, ERR_IO);
        return;
    }
    begin_import_page(q, &i, S("Tidak ada dalam berkas"), 0, NULL);
    head_begin(w, str_printf(q->arena, "%lld orang tidak ada dalam berkas", (long long)i.missing_count), S("Mereka tetap terdaftar. Periksa apakah masih bekerja."));
    head_end(w);
    HTML(w, "<section class=\"card flush\">");
    if (n == 0) {
        empty_state(w, "circle-check", S("Semua ada"), S("Setiap orang yang terdaftar di instansi ini ada dalam berkas."));
    } else {
        HTML(w, "<table class=\"tbl fold\"><thead><tr><th scope=\"col\">Nama</th><th scope=\"col\">Instansi</th></tr></thead>\n<tbody>");
        for (size_t k = 0; k < n; k++)
            HTML(w, "<tr><th scope=\"row\"><a href=\"/tenaga/{}\">{}</a></th><td data-l=\"Instansi\">{}</td></tr>\n", list[k].worker_id,
                 list[k].name, agency_name_of(names, n_names, list[k].agency_id));
        HTML(w, "</tbody></table>\n");
    }
    HTML(w, "</section>\n");
    page_end(q);
}

/* The report holds NIK: each download is logged. The file stays; what is sent is a second name of it. */
void page_census_report(struct request *q)
{
    struct census_import i;
    if (!get_import(q, &i))
        return;
    struct str path = census_report_path(q->arena, &i);
    struct str second = str_printf(q->arena, STR_FMT "." STR_FMT, STR_ARG(path), STR_ARG(random_token(q->arena, 6)));
    if (link(str_to_z(q->arena, path), str_to_z(q->arena, second)) != 0) {
        reply_error_words(q, ERR_MISSING, "Laporan belum ada. Periksa dulu berkasnya.");
        return;
    }
    err e = audit_view(q->tx, &q->at, "impor.laporan", i.id, i.file_name);
    if (e != OK) {
        unlink(str_to_z(q->arena, second));
        reply_error(q, e);
        return;
    }
    reply_file(q, second, "text/csv; charset=utf-8", "laporan-impor.csv");
}
