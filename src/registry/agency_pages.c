/*
 * agency_pages.c: the agencies of the region (/instansi): list, form, file. The task: every name a file may use finds
 * its agency, and each agency has its consultation desk.
 */
#include "agency_pages.h"

#include "distance.h"

#include "agency_db.h"
#include "kernel/entity/entity.h"
#include "kernel/html/page.h"
#include "kernel/text/csv.h"
#include "worker.h"

#define A struct agency
static const struct field fields[] = {
    TEXT(A, code, .label = "Kode", .name = "kode_opd", .help = "Dipakai dalam berkas, misalnya DISDIK",
         .flags = F_REQUIRED | F_LIST, .max = 20),
    TEXT(A, name, .label = "Nama instansi", .name = "nama", .flags = F_REQUIRED | F_LIST, .max = 120),
    TEXT(A, aliases, .label = "Nama lain", .name = "nama_lain", .column = "", .flags = F_LIST,
         .help = "Ejaan lain dalam berkas, dipisah titik koma", .max = 2000),
    TEXT(A, district, .label = "Kecamatan", .name = "kecamatan", .max = 80),
    TEXT(A, desk_officer, .label = "Petugas meja konsultasi", .name = "meja_petugas", .max = 120),
    TEXT(A, desk_place, .label = "Tempat meja konsultasi", .name = "meja_tempat", .max = 160),
    TEXT(A, desk_hours, .label = "Jam layanan", .name = "meja_jam", .max = 80),
    TEXT(A, desk_phone, .label = "Telepon meja konsultasi", .name = "meja_telepon", .max = 40),
};
#undef A
const struct entity agency_entity = {"agency", "Instansi", "agency", sizeof(struct agency), fields, COUNT(fields)};
static const char *const group_main[] = {"kode_opd", "nama", NULL};
static const char *const group_rest[] = {"nama_lain",    "kecamatan", "meja_petugas", "meja_tempat", "meja_jam",
                                         "meja_telepon", NULL};

static struct str kind_words(struct str code)
{
    for (size_t i = 0; i < n_agency_kinds; i++) {
        if (str_eqz(code, agency_kinds[i].code))
            return str_z(agency_kinds[i].words);
    }
    return code;
}

/* ---- list ---- */
static int64_t people_of(const struct worker_total *t, size_t n, int64_t agency_id)
{
    int64_t people = 0;
    for (size_t i = 0; i < n; i++) {
        if (t[i].agency_id == agency_id && t[i].active)
            people += t[i].n;
    }
    return people;
}

static void show_agency_row(struct request *q, const struct agency *a, const int64_t *people)
{
    struct html *w = &q->html;
    HTML(w, "<tr><th scope=\"row\">");
    if (actor_may(&q->at.who, PERM_AGENCY_WRITE))
        HTML(w, "<a href=\"/instansi/{}\">{}</a>", a->id, a->name);
    else
        HTML(w, "{}", a->name);
    HTML(w,
         "<span class=\"sub\">{}</span></th><td data-l=\"Jenis\">{}</td><td data-l=\"Nama lain\">{}</td><td "
         "data-l=\"Orang\" class=\"num\">",
         a->code, kind_words(a->kind), a->aliases.n > 0 ? a->aliases : str_z("–"));
    if (people != NULL)
        HTML(w, "<a href=\"/tenaga?opd={}\">{}</a>", a->id, (struct count){*people});
    else
        HTML(w, "–");
    HTML(w, "</td><td data-l=\"Meja konsultasi\">");
    if (a->desk_officer.n > 0)
        HTML(w, "{}", a->desk_officer);
    else
        chip(w, TONE_WARN, "clock", S("Belum diisi"));
    HTML(w, "</td><td data-l=\"Keadaan\">");
    chip(w, a->active ? TONE_OK : TONE_PLAIN, NULL, str_z(a->active ? "Aktif" : "Tidak aktif"));
    HTML(w, "</td></tr>\n");
}

static void show_search(struct request *q, const char *path, const char *placeholder)
{
    HTML(&q->html, "<form action=\"{}\"><div class=\"filters\"><label class=\"search\">{}<span class=\"sr\">{}</span>"
                   "<input type=\"search\" name=\"q\" value=\"{}\" placeholder=\"{}\" maxlength=\"80\"></label>"
                   "<button class=\"btn small\">Cari</button></div></form>\n",
         path, ICON("search"), placeholder, query_get(q, "q"), placeholder);
}

static void show_agency_table(struct request *q, const struct agency *list, size_t n)
{
    struct html *w = &q->html;
    struct worker_total *totals = NULL;
    size_t n_totals = 0;
    bool counted = q->at.who.scope == SCOPE_REGION && actor_may(&q->at.who, PERM_WORKER_READ) &&
                   worker_totals_by_agency(q->tx, &q->at, &totals, &n_totals) == OK;
    HTML(w, "<table class=\"tbl fold\"><thead><tr><th scope=\"col\">Instansi</th><th scope=\"col\">Jenis</th><th "
            "scope=\"col\">Nama lain</th>"
            "<th scope=\"col\" class=\"num\">Orang</th><th scope=\"col\">Meja konsultasi</th><th "
            "scope=\"col\">Keadaan</th></tr></thead>\n<tbody>");
    for (size_t i = 0; i < n; i++) {
        int64_t people = people_of(totals, n_totals, list[i].id);
        show_agency_row(q, &list[i], counted ? &people : NULL);
    }
    HTML(w, "</tbody></table>\n");
}

void page_agency_list(struct request *q)
{
    struct html *w = &q->html;
    struct agency *list;
    size_t n;
    err e = agency_page(q->tx, &q->at, query_get(q, "q"), &list, &n);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    page_begin(q, &(struct page){.title = S("Instansi"), .menu = "/instansi", .crumbs = {{"Instansi", NULL}}});
    head_begin(
        w, S("Instansi"),
        str_printf(q->arena, "%zu instansi. Setiap nama dalam berkas harus menemukan instansinya di sini.", n));
    if (actor_may(&q->at.who, PERM_AGENCY_WRITE)) {
        HTML(w, "<a class=\"btn\" href=\"/instansi/impor\">{}Impor</a>", ICON("upload"));
        HTML(w, "<a class=\"btn main\" href=\"/instansi/baru\">Tambah</a>");
    }
    head_end(w);
    HTML(w, "<section class=\"card flush\">");
    show_search(q, "/instansi", "Nama, kode, atau nama lain");
    if (n > 0)
        show_agency_table(q, list, n);
    else if (query_get(q, "q").n > 0)
        empty_state(w, "search", S("Tidak ada yang cocok"), S("Periksa ejaannya, atau tambahkan instansi baru."));
    else
        empty_state(w, "building", S("Belum ada instansi"),
                    S("Impor daftar kode_opd,nama,nama_lain atau tambahkan satu per satu."));
    HTML(w, "</section>\n");
    page_end(q);
}

/* ---- form ---- */
static void kind_choice(struct request *q, const struct agency *a, const struct faults *f)
{
    struct option options[16];
    size_t n = 0;
    for (size_t i = 0; i < n_agency_kinds && n < COUNT(options); i++)
        options[n++] = (struct option){str_z(agency_kinds[i].code), str_z(agency_kinds[i].words)};
    select_field(&q->html, "jenis", "Jenis", "", options, n, a->kind, false, f);
}

static void parent_choice(struct request *q, const struct agency *a, const struct faults *f)
{
    struct agency_name *list;
    size_t n, used = 0;
    if (agency_names(q->tx, &q->at, &list, &n) != OK)
        n = 0;
    struct option *options = NEW_ARRAY(q->arena, struct option, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (list[i].id != a->id && list[i].active)
            options[used++] = (struct option){str_printf(q->arena, "%lld", (long long)list[i].id), list[i].name};
    }
    struct str chosen = a->parent_id > 0 ? str_printf(q->arena, "%lld", (long long)a->parent_id) : S("");
    select_field(&q->html, "induk", "Instansi induk", "Untuk UPTD, sekolah, puskesmas, bagian", options, used,
                 chosen, true, f);
}

static void show_agency_form(struct request *q, const struct agency *a, const struct faults *f)
{
    struct html *w = &q->html;
    const struct form *typed = q->method == POST ? &q->form : NULL;
    bool new = a->id == 0;
    page_begin(q, &(struct page){.title = str_z(new ? "Tambah instansi" : "Ubah instansi"),
                                 .menu = "/instansi",
                                 .faults = f,
                                 .crumbs = {{"Instansi", "/instansi"}, {new ? "Tambah" : "Ubah", NULL}}});
    head_begin(w, new ? str_z("Tambah instansi") : a->name, S(""));
    head_end(w);
    if (new)
        form_begin(q, "", "/instansi/baru");
    else
        form_begin(q, "", "/instansi/%lld", (long long)a->id);
    HTML(w, "<div class=\"card stack\">");
    hidden_field(w, "versi", str_printf(q->arena, "%lld", (long long)a->version));
    entity_form(w, &agency_entity, group_main, a, typed, f);
    kind_choice(q, a, f);
    parent_choice(q, a, f);
    entity_form(w, &agency_entity, group_rest, a, typed, f);
    if (!new)
        check_field(w, "aktif", "1", "Instansi masih aktif", a->active);
    HTML(w, "<div class=\"row\">");
    submit_button(w, "Simpan", "main");
    HTML(w, "<a class=\"btn calm\" href=\"/instansi\">Batal</a></div></div>");
    form_end(q);
    page_end(q);
}

static void read_agency_form(struct request *q, struct agency *a, struct faults *f)
{
    /* What cannot be read is said beside its field; the action refuses then, and adds what it finds. */
    err main = entity_read(&agency_entity, group_main, &q->form, a, f);
    err rest = entity_read(&agency_entity, group_rest, &q->form, a, f);
    (void)main, (void)rest;
    a->kind = form_get(q, "jenis");
    a->parent_id = id_of(form_get(q, "induk"));
    a->version = id_of(form_get(q, "versi"));
}

static void finish_agency(struct request *q, err e, const struct agency *a, const struct faults *f)
{
    if (e == OK) {
        reply_redirect(q, "/instansi?pesan=%s", q->arg[0].n > 0 ? "tersimpan" : "ditambahkan");
    } else if (e == ERR_INVALID) {
        reply_status(q, 422);
        show_agency_form(q, a, f);
    } else {
        reply_error(q, e);
    }
}

void page_agency_new(struct request *q)
{
    show_agency_form(q, &(struct agency){.active = true, .kind = S("opd")}, NULL);
}

void post_agency_new(struct request *q)
{
    struct agency a = {.active = true};
    struct faults f = {.arena = q->arena};
    read_agency_form(q, &a, &f);
    err e = agency_add(q->tx, &q->at, &a, &f);
    if (e == ERR_INVALID)
        a.id = 0;
    finish_agency(q, e, &a, &f);
}

void page_agency(struct request *q)
{
    struct agency a;
    err e = agency_get(q->tx, &q->at, id_of(q->arg[0]), &a);
    if (e == OK)
        show_agency_form(q, &a, NULL);
    else
        reply_error(q, e);
}

void post_agency(struct request *q)
{
    struct agency a;
    err e = agency_get(q->tx, &q->at, id_of(q->arg[0]), &a);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    struct faults f = {.arena = q->arena};
    read_agency_form(q, &a, &f);
    a.active = form_get(q, "aktif").n > 0;
    finish_agency(q, agency_change(q->tx, &q->at, &a, &f), &a, &f);
}

/* ---- file ---- */
static void show_import(struct request *q, const struct import_count *done, const struct faults *f)
{
    struct html *w = &q->html;
    page_begin(q, &(struct page){.title = S("Impor instansi"), .menu = "/instansi", .faults = f,
                                 .crumbs = {{"Instansi", "/instansi"}, {"Impor", NULL}}});
    head_begin(w, S("Impor instansi"),
               S("Berkas CSV berjudul kode_opd,nama,nama_lain (nama lain dipisah titik koma), atau jarak antarinstansi "
                 "berjudul opd_asal,opd_tujuan,meter."));
    head_end(w);
    if (done != NULL)
        note(w, TONE_OK, S("Impor selesai."),
             str_printf(q->arena, "%lld baris dibaca: %lld ditambahkan, %lld diubah, %lld sudah sama.",
                        (long long)done->rows, (long long)done->added, (long long)done->changed,
                        (long long)done->same));
    form_begin_upload(q, "", "/instansi/impor");
    HTML(w, "<div class=\"card stack\">");
    input_field(w, &(struct input){.name = "berkas", .label = "Berkas CSV", .kind = INPUT_FILE}, f);
    HTML(w, "<div class=\"row\">");
    submit_button(w, "Impor", "main");
    HTML(w, "<a class=\"btn calm\" href=\"/instansi\">Batal</a></div></div>");
    form_end(q);
    page_end(q);
}

void page_agency_import(struct request *q)
{
    show_import(q, NULL, NULL);
}

enum { AGENCY_FILE_MAX = 4 << 20 };

static err import_upload(struct request *q, struct import_count *count, struct faults *f)
{
    const struct upload *up = form_upload(q, "berkas");
    if (up == NULL || up->size == 0) {
        fault(f, "berkas", "Pilih berkas CSV yang berisi daftar instansi");
        return ERR_INVALID;
    }
    if (up->size > AGENCY_FILE_MAX) {
        fault(f, "berkas", "Berkas paling besar 4 MB; daftar instansi biasanya jauh lebih kecil");
        return ERR_INVALID;
    }
    struct str bytes;
    TRY(file_map(str_to_z(q->arena, up->path), &bytes));
    struct str text = str_dup(q->arena, bytes);
    err e = distances_heading(text) ? distances_import(q->tx, &q->at, text, count, f)
                                    : agencies_import(q->tx, &q->at, text, count, f);
    file_unmap(bytes);
    return e;
}

void post_agency_import(struct request *q)
{
    struct faults f = {.arena = q->arena};
    struct import_count count;
    err e = import_upload(q, &count, &f);
    if (e == OK) {
        show_import(q, &count, NULL);
    } else if (e == ERR_INVALID) {
        reply_status(q, 422);
        show_import(q, NULL, &f);
    } else {
        reply_error(q, e);
    }
}
