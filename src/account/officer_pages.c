/*
 * officer_pages.c: /tata-usaha/pengguna (mock 23). Task: give a colleague access for what they do and no more, and
 * take it away the day it is no longer theirs. A first password is shown once, to be told in person.
 */
#include "account_pages.h"

#include "account_db.h"
#include "account_prepare.h"
#include "kernel/audit/audit.h"
#include "kernel/html/page.h"
#include "kernel/mem.h"
#include "kernel/text/csv.h"
#include "registry/agency.h"

enum { PAGE = 25 };
#define HOME "/tata-usaha/pengguna"

struct agencies {
    struct agency_name *list;
    size_t n;
};

static err load_agencies(struct request *q, struct agencies *a)
{
    return agency_names(q->tx, &q->at, &a->list, &a->n);
}

/* ---- the list ---- */

static struct account_filter filter_of(const struct request *q)
{
    struct account_filter f = {.search = query_get(q, "q"), .role = ROLE_COUNT, .state = query_get(q, "keadaan"),
                               .after_name = query_get(q, "sesudah"), .after_id = id_of(query_get(q, "id")),
                               .limit = PAGE + 1};
    if (!role_by_code(query_get(q, "peran"), &f.role))
        f.role = ROLE_COUNT;
    if (f.search.p == NULL)
        f.search = S("");
    if (f.after_name.p == NULL)
        f.after_name = S("");
    if (f.state.p == NULL)
        f.state = S("");
    return f;
}

static void show_tiles(struct html *w, const struct account_figures *n)
{
    HTML(w, "<div class=\"tiles\">");
    tile_draw(w, &(struct tile_mark){.href = HOME "?keadaan=aktif", .name = S("Petugas aktif"),
                                     .value = hole_count((struct count){n->officers}), .meaning = S("Dapat masuk")});
    tile_draw(w, &(struct tile_mark){.href = HOME "?keadaan=awal", .name = S("Sandi awal belum diganti"),
                                     .value = hole_count((struct count){n->unchanged}),
                                     .tone = n->unchanged > 0 ? TONE_WARN : TONE_PLAIN,
                                     .meaning = S("Diminta pada saat masuk pertama")});
    tile_draw(w, &(struct tile_mark){.href = HOME "?keadaan=lama", .name = S("Tidak dipakai 90 hari"),
                                     .value = hole_count((struct count){n->unused}),
                                     .tone = n->unused > 0 ? TONE_WARN : TONE_PLAIN,
                                     .meaning = S("Periksa apakah masih perlu")});
    tile_draw(w, &(struct tile_mark){.name = S("Percobaan masuk gagal"),
                                     .value = hole_count((struct count){n->failures}),
                                     .meaning = S("24 jam terakhir")});
    HTML(w, "</div>\n");
}

static void show_option(struct html *w, struct str value, const char *label, struct str chosen)
{
    if (str_eq(value, chosen))
        HTML(w, "<option value=\"{}\" selected>{}</option>", value, label);
    else
        HTML(w, "<option value=\"{}\">{}</option>", value, label);
}

static void show_filters(struct html *w, const struct account_filter *f)
{
    HTML(w, "<form class=\"filters\" action=\"" HOME "\"><label class=\"search\">{}<span class=\"sr\">Cari petugas</span>"
            "<input type=\"search\" name=\"q\" value=\"{}\" placeholder=\"Nama, jabatan, NIP\"></label>\n"
            "<select name=\"peran\" aria-label=\"Peran\">",
         ICON("search"), f->search);
    show_option(w, S(""), "Semua peran", f->role < ROLE_COUNT ? S("?") : S(""));
    for (enum role r = ROLE_ANONYMOUS + 1; r < ROLE_COUNT; r++) {
        if (role_is_granted(r))
            show_option(w, str_z(role_code(r)), role_label(r), f->role < ROLE_COUNT ? str_z(role_code(f->role)) : S("?"));
    }
    HTML(w, "</select>\n<select name=\"keadaan\" aria-label=\"Keadaan\">");
    show_option(w, S(""), "Semua keadaan", f->state);
    show_option(w, S("aktif"), "Aktif", f->state);
    show_option(w, S("nonaktif"), "Nonaktif", f->state);
    show_option(w, S("awal"), "Sandi awal belum diganti", f->state);
    show_option(w, S("lama"), "Tidak dipakai 90 hari", f->state);
    HTML(w, "</select>\n<button class=\"btn small\">Terapkan</button></form>\n");
}

static void show_roles(struct html *w, role_set roles)
{
    bool first = true;
    for (enum role r = 0; r < ROLE_COUNT; r++) {
        if ((roles & (1u << r)) == 0)
            continue;
        HTML(w, "{}{}", first ? "" : ", ", role_label(r));
        first = false;
    }
}

static void show_state(struct html *w, const struct account *a)
{
    if (!a->active)
        chip(w, TONE_PLAIN, NULL, S("Nonaktif"));
    else if (a->must_change)
        chip(w, TONE_WARN, NULL, S("Sandi awal"));
    else
        chip(w, TONE_OK, NULL, S("Aktif"));
}

static void show_row(struct html *w, const struct account *a, const struct agencies *agencies)
{
    struct str agency = a->agency_id == 0 ? S("–") : agency_name_of(agencies->list, agencies->n, a->agency_id);
    HTML(w, "<tr><th scope=\"row\"><a href=\"" HOME "/{}\">{}</a><span class=\"sub\">{}</span></th><td data-l=\"Peran\">",
         a->id, a->name, a->title.n > 0 ? a->title : a->user_name);
    show_roles(w, a->roles);
    HTML(w, "</td><td data-l=\"Instansi\">{}</td><td data-l=\"Keadaan\">", agency);
    show_state(w, a);
    if (a->last_seen.ms == 0)
        HTML(w, "</td><td data-l=\"Terakhir masuk\">Belum pernah</td></tr>\n");
    else
        HTML(w, "</td><td data-l=\"Terakhir masuk\">{}</td></tr>\n", a->last_seen);
}

static void show_list(struct request *q, const struct account_filter *f, const struct account *list, size_t n,
                      const struct agencies *agencies)
{
    struct html *w = &q->html;
    HTML(w, "<section class=\"card flush\"><header><h2>Petugas</h2></header>\n");
    show_filters(w, f);
    if (n == 0) {
        HTML(w, "<p class=\"empty\">Tidak ada petugas yang cocok. Ubah saringan di atas.</p></section>\n");
        return;
    }
    HTML(w, "<table class=\"tbl fold\"><thead><tr><th scope=\"col\">Nama</th><th scope=\"col\">Peran</th>"
            "<th scope=\"col\">Instansi</th><th scope=\"col\">Keadaan</th><th scope=\"col\">Terakhir masuk</th></tr>"
            "</thead>\n<tbody>");
    for (size_t i = 0; i < n && i < PAGE; i++)
        show_row(w, &list[i], agencies);
    HTML(w, "</tbody></table>\n<footer class=\"pager\"><span>{} akun di halaman ini</span>", n > PAGE ? PAGE : n);
    if (n > PAGE)
        HTML(w, "<nav aria-label=\"Halaman\"><ol><li><a rel=\"next\" href=\"" HOME "?q={}&amp;peran={}&amp;keadaan={}"
                "&amp;sesudah={}&amp;id={}\">Berikutnya</a></li></ol></nav>",
             (struct query_value){f->search}, f->role < ROLE_COUNT ? role_code(f->role) : "",
             (struct query_value){f->state}, (struct query_value){list[PAGE - 1].name}, list[PAGE - 1].id);
    HTML(w, "</footer></section>\n");
}

static void show_rules(struct html *w)
{
    static const char *const rules[] = {
        "Sandi paling sedikit 12 karakter, yang sering dipakai orang ditolak",
        "5 kali gagal: jeda yang makin panjang, tidak pernah terkunci selamanya",
        "Keluar sendiri setelah 30 menit diam, 12 jam paling lama",
        "Membuka NIK dicatat: siapa, kapan, untuk apa",
    };
    HTML(w, "<section class=\"card stack-m\"><header><h2>Aturan masuk</h2></header>\n<ul class=\"ticks\">");
    for (size_t i = 0; i < COUNT(rules); i++)
        HTML(w, "<li>{}<span>{}</span></li>\n", ICON("lock"), rules[i]);
    HTML(w, "</ul></section>\n");
}

void page_officers(struct request *q)
{
    struct html *w = &q->html;
    struct account_filter f = filter_of(q);
    struct account *list = NEW_ARRAY(q->arena, struct account, PAGE + 1);
    struct account_figures figures;
    struct agencies agencies;
    size_t n;
    err e = officers_list(q->tx, &q->at, &f, list, &n);
    if (e == OK)
        e = account_figures(q->tx, &q->at, &figures);
    if (e == OK)
        e = load_agencies(q, &agencies);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    page_begin(q, &(struct page){.title = S("Pengguna dan peran"), .menu = HOME,
                                 .crumbs = {{"Pengguna dan peran", NULL}}});
    head_begin(w, S("Pengguna dan peran"),
               str_printf(q->arena, "%lld akun petugas, %lld akun tenaga kerja. Setiap perubahan tercatat.",
                          (long long)figures.officers, (long long)figures.workers));
    HTML(w, "<a class=\"btn\" href=\"" HOME ".csv\">{}Unduh daftar akses</a><a class=\"btn main\" href=\"" HOME
            "/baru\">{}Tambah petugas</a>",
         ICON("download"), ICON("user-plus"));
    head_end(w);
    show_tiles(w, &figures);
    show_list(q, &f, list, n, &agencies);
    show_rules(w);
    page_end(q);
}

static void csv_row(struct buf *out, const struct account *a, struct str agency)
{
    struct str cells[] = {a->user_name, a->name, a->title, agency, str_z(a->active ? "aktif" : "nonaktif")};
    for (size_t i = 0; i < COUNT(cells); i++) {
        csv_write_safe(out, cells[i]);
        buf_addc(out, ',');
    }
    bool first = true;
    for (enum role r = 0; r < ROLE_COUNT; r++) {
        if ((a->roles & (1u << r)) == 0)
            continue;
        buf_printf(out, "%s%s", first ? "" : ";", role_code(r));
        first = false;
    }
    BUF_LIT(out, "\r\n");
}

/* Everybody with access, for the yearly review of rights. */
void page_officers_csv(struct request *q)
{
    struct account_filter f = {.search = S(""), .role = ROLE_COUNT, .state = S(""), .after_name = S(""), .limit = 200};
    struct account *list = NEW_ARRAY(q->arena, struct account, f.limit);
    struct agencies agencies;
    size_t n = f.limit;
    err e = load_agencies(q, &agencies);
    reply_type(q, "text/csv; charset=utf-8", "daftar-akses.csv");
    BUF_LIT(&q->html.out, "nama_pengguna,nama,jabatan,instansi,keadaan,peran\r\n");
    while (e == OK && n == f.limit) {
        e = officers_list(q->tx, &q->at, &f, list, &n);
        for (size_t i = 0; e == OK && i < n; i++)
            csv_row(&q->html.out, &list[i], agency_name_of(agencies.list, agencies.n, list[i].agency_id));
        if (e == OK && n > 0) {
            f.after_name = list[n - 1].name;
            f.after_id = list[n - 1].id;
        }
    }
    if (e == OK)
        e = audit_view(q->tx, &q->at, "akun.unduh_daftar", 0, S(""));
    if (e != OK)
        reply_error(q, e);
}

/* ---- the form ---- */

static void read_form(const struct request *q, struct account *a)
{
    size_t at = 0;
    struct str code;
    enum role role;
    a->name = form_get(q, "nama");
    a->title = form_get(q, "jabatan");
    a->phone = form_get(q, "ponsel");
    a->agency_id = id_of(form_get(q, "instansi"));
    a->roles &= R(WORKER);
    while (pairs_each(&q->form.fields, "peran", &at, &code)) {
        if (role_by_code(code, &role) && role_is_granted(role))
            a->roles |= 1u << role;
    }
}

static void show_agency_choice(struct request *q, const struct account *a, const struct agencies *agencies,
                               const struct faults *f)
{
    struct option *options = NEW_ARRAY(q->arena, struct option, agencies->n);
    for (size_t i = 0; i < agencies->n; i++)
        options[i] = (struct option){str_printf(q->arena, "%lld", (long long)agencies->list[i].id),
                                     agencies->list[i].name};
    select_field(&q->html, "instansi", "Instansi", "Wajib untuk petugas instansi", options, agencies->n,
                 a->agency_id == 0 ? S("") : str_printf(q->arena, "%lld", (long long)a->agency_id), true, f);
}

static void show_role_choice(struct html *w, const struct account *a, const struct faults *f)
{
    struct str wrong = f == NULL ? S("") : fault_of(f, "peran");
    HTML(w, "<fieldset class=\"field stack-s\" id=\"peran\"><legend>Peran</legend>");
    if (wrong.n > 0)
        HTML(w, "<p class=\"err\">{}</p>", wrong);
    for (enum role r = ROLE_ANONYMOUS + 1; r < ROLE_COUNT; r++) {
        if (role_is_granted(r))
            check_field(w, "peran", role_code(r), role_label(r), (a->roles & (1u << r)) != 0);
    }
    HTML(w, "</fieldset>\n");
}

static void show_fields(struct request *q, const struct account *a, const struct agencies *agencies,
                        const struct faults *f)
{
    struct html *w = &q->html;
    if (a->id == 0)
        input_field(w, &(struct input){.name = "nama_pengguna", .label = "Nama pengguna", .value = a->user_name,
                                       .hint = "NIP atau nama pendek; tidak dapat diubah kemudian",
                                       .autocomplete = "off", .max = 60}, f);
    input_field(w, &(struct input){.name = "nama", .label = "Nama lengkap", .value = a->name, .autocomplete = "off",
                                   .max = 120}, f);
    input_field(w, &(struct input){.name = "jabatan", .label = "Jabatan", .value = a->title, .optional = true,
                                   .autocomplete = "off", .max = 120}, f);
    input_field(w, &(struct input){.name = "ponsel", .label = "Nomor ponsel", .kind = INPUT_PHONE, .value = a->phone,
                                   .optional = true, .autocomplete = "off", .max = 20}, f);
    if (a->worker_id == 0) {
        show_role_choice(w, a, f);
        show_agency_choice(q, a, agencies, f);
    }
}

/* ---- a new officer ---- */

static void show_new(struct request *q, const struct account *a, const struct faults *f)
{
    struct agencies agencies;
    err e = load_agencies(q, &agencies);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    page_begin(q, &(struct page){.title = S("Tambah petugas"), .menu = HOME, .faults = f,
                                 .crumbs = {{"Pengguna dan peran", HOME}, {"Tambah petugas", NULL}}});
    head_begin(&q->html, S("Tambah petugas"), S("Berikan hanya peran yang dipakai dalam tugasnya."));
    head_end(&q->html);
    form_begin(q, "card stack-m", HOME "/baru");
    show_fields(q, a, &agencies, f);
    submit_button(&q->html, "Buat akun", "main");
    form_end(q);
    page_end(q);
}

void page_officer_new(struct request *q)
{
    show_new(q, &(struct account){.id = 0}, NULL);
}

/* The one time a first password is seen. It is not stored and the page is not kept by the browser. */
static void show_first_password(struct request *q, const struct account *a, struct str password)
{
    struct html *w = &q->html;
    page_begin(q, &(struct page){.title = S("Kata sandi awal"), .menu = HOME,
                                 .crumbs = {{"Pengguna dan peran", HOME}, {"Kata sandi awal", NULL}}});
    head_begin(w, S("Kata sandi awal"), S("Hanya tampil sekali. Sampaikan langsung kepada yang bersangkutan."));
    head_end(w);
    HTML(w, "<section class=\"card stack-m\"><dl class=\"kv\"><dt>Nama</dt><dd>{}</dd><dt>Nama pengguna</dt><dd><code>{}"
            "</code></dd><dt>Kata sandi awal</dt><dd><code id=\"sandi-awal\">{}</code></dd></dl>\n",
         a->name, a->user_name, password);
    note(w, TONE_INFO, S("Diminta mengganti."), S("Saat masuk pertama, ia memilih kata sandinya sendiri."));
    HTML(w, "<div class=\"row\"><a class=\"btn main\" href=\"" HOME "/{}\">Selesai</a></div></section>\n", a->id);
    page_end(q);
}

void post_officer_new(struct request *q)
{
    const struct first_password *first = q->prepared;
    struct faults f = {.arena = q->arena};
    struct account a = {.user_name = str_lower(q->arena, form_get(q, "nama_pengguna")), .active = true};
    read_form(q, &a);
    account_check(&a, &f);
    err e = faults_end(&f);
    if (e == OK) {
        struct new_account n = {.user_name = a.user_name, .name = a.name, .title = a.title, .phone = a.phone,
                                .password_hash = first->hash, .must_change = true, .roles = a.roles,
                                .agency_id = a.agency_id};
        e = account_create(q->tx, &q->at, &n, &a.id);
        if (e == ERR_STALE) {
            fault(&f, "nama_pengguna", "Nama pengguna ini sudah dipakai. Pilih yang lain.");
            e = ERR_INVALID;
        }
    }
    if (e == OK) {
        show_first_password(q, &a, first->password);
    } else if (e == ERR_INVALID) {
        a.id = 0;
        reply_status(q, 422);
        show_new(q, &a, &f);
    } else {
        reply_error(q, e);
    }
}

/* ---- one officer ---- */

static void show_actions(struct request *q, const struct account *a)
{
    struct html *w = &q->html;
    struct str version = str_printf(q->arena, "%lld", (long long)a->version);
    HTML(w, "<section class=\"card stack-m\"><header><h2>Masuk</h2></header>\n<dl class=\"kv\"><dt>Keadaan</dt><dd>");
    show_state(w, a);
    HTML(w, "</dd><dt>Nama pengguna</dt><dd><code>{}</code></dd><dt>Dibuat</dt><dd>{}</dd></dl>\n<div class=\"row\">",
         a->user_name, a->created);
    if (a->active && a->worker_id == 0) {
        form_begin(q, "", HOME "/%lld/sandi", (long long)a->id);
        hidden_field(w, "versi", version);
        submit_button(w, "Buat kata sandi baru", "small");
        form_end(q);
    }
    form_begin(q, "", HOME "/%lld/%s", (long long)a->id, a->active ? "nonaktifkan" : "aktifkan");
    hidden_field(w, "versi", version);
    submit_button(w, a->active ? "Nonaktifkan akun" : "Aktifkan akun", a->active ? "small stop" : "small");
    form_end(q);
    HTML(w, "</div></section>\n");
}

static void show_officer(struct request *q, const struct account *a, const struct faults *f)
{
    struct html *w = &q->html;
    struct agencies agencies;
    err e = load_agencies(q, &agencies);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    page_begin(q, &(struct page){.title = a->name, .menu = HOME, .faults = f,
                                 .crumbs = {{"Pengguna dan peran", HOME}, {str_to_z(q->arena, a->name), NULL}}});
    head_begin(w, a->name, a->title);
    head_end(w);
    HTML(w, "<div class=\"cols side\"><div class=\"stack\">");
    form_begin(q, "card stack-m", HOME "/%lld", (long long)a->id);
    hidden_field(w, "versi", str_printf(q->arena, "%lld", (long long)a->version));
    show_fields(q, a, &agencies, f);
    submit_button(w, "Simpan perubahan", "main");
    form_end(q);
    HTML(w, "</div>\n<aside class=\"stack\">");
    show_actions(q, a);
    HTML(w, "</aside></div>\n");
    page_end(q);
}

void page_officer(struct request *q)
{
    struct account a;
    err e = account_get(q->tx, &q->at, id_of(q->arg[0]), &a);
    if (e != OK)
        reply_error(q, e);
    else
        show_officer(q, &a, NULL);
}

void post_officer(struct request *q)
{
    struct account a;
    struct faults f = {.arena = q->arena};
    err e = account_get(q->tx, &q->at, id_of(q->arg[0]), &a);
    if (e == OK) {
        a.version = id_of(form_get(q, "versi"));
        read_form(q, &a);
        e = account_change(q->tx, &q->at, &a, &f);
    }
    if (e == OK) {
        reply_redirect(q, HOME "/%lld?pesan=peran-tersimpan", (long long)a.id);
    } else if (e == ERR_INVALID) {
        reply_status(q, 422);
        show_officer(q, &a, &f);
    } else {
        reply_error(q, e);
    }
}

static void set_active(struct request *q, bool active)
{
    int64_t id = id_of(q->arg[0]);
    struct faults f = {.arena = q->arena};
    err e = account_set_active(q->tx, &q->at, id, id_of(form_get(q, "versi")), active, &f);
    if (e == OK)
        reply_redirect(q, HOME "/%lld?pesan=%s", (long long)id, active ? "akun-diaktifkan" : "akun-dinonaktifkan");
    else if (e == ERR_INVALID)
        reply_error_words(q, e, STR_FMT, STR_ARG(f.list[0].text));
    else
        reply_error(q, e);
}

void post_officer_close(struct request *q)
{
    set_active(q, false);
}

void post_officer_open(struct request *q)
{
    set_active(q, true);
}

void post_officer_password(struct request *q)
{
    const struct first_password *first = q->prepared;
    struct account a;
    err e = account_get(q->tx, &q->at, id_of(q->arg[0]), &a);
    if (e == OK && (!a.active || a.worker_id != 0))
        e = ERR_DENIED;
    if (e == OK)
        e = account_set_password(q->tx, &q->at, a.id, first->hash, true, S(""));
    if (e != OK)
        reply_error(q, e);
    else
        show_first_password(q, &a, first->password);
}
