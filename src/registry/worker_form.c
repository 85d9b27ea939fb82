/*
 * worker_form.c: adding a person, changing their data, and the outcomes an officer sets by hand. What was typed comes
 * back exactly, the fault beside it; when somebody else wrote first, both versions stand side by side.
 */
#include "agency.h"
#include "kernel/app.h"
#include "kernel/html/page.h"
#include "position.h"
#include "registry.h"
#include "worker_fields.h"
#include "worker_pages.h"

/* ---- the form ---- */
static struct str id_text(struct arena *a, int64_t id)
{
    return id > 0 ? str_printf(a, "%lld", (long long)id) : S("");
}

static void agency_choice(struct request *q, const struct worker *p, const struct faults *f)
{
    struct agency_name *list;
    size_t n, used = 0;
    if (agency_names(q->tx, &q->at, &list, &n) != OK)
        n = 0;
    int64_t scope = scope_agency(&q->at.who);
    struct option *options = NEW_ARRAY(q->arena, struct option, n + 1);
    for (size_t i = 0; i < n; i++) {
        if ((scope == -1 && list[i].active) || list[i].id == scope || list[i].id == p->agency_id)
            options[used++] = (struct option){id_text(q->arena, list[i].id), list[i].name};
    }
    select_field(&q->html, "opd", "Instansi", "", options, used, id_text(q->arena, p->agency_id), false, f);
}

static void position_choice(struct request *q, const struct worker *p, const struct faults *f)
{
    struct position_name *list;
    size_t n;
    if (position_names(q->tx, &q->at, &list, &n) != OK)
        n = 0;
    struct option *options = NEW_ARRAY(q->arena, struct option, n + 1);
    for (size_t i = 0; i < n; i++)
        options[i] = (struct option){id_text(q->arena, list[i].id), list[i].name};
    select_field(&q->html, "jabatan", "Jabatan", "", options, n, id_text(q->arena, p->position_id), true, f);
}

/* Something in this group must be mended, so it is not folded away. */
static bool has_fault(const char *const *group, const struct faults *f)
{
    for (; f != NULL && *group != NULL; group++) {
        if (fault_said(f, *group))
            return true;
    }
    return false;
}

static void show_fields(struct request *q, const struct worker *p, const struct form *typed, const struct faults *f)
{
    struct html *w = &q->html;
    entity_form(w, &worker_entity, worker_form_main, p, typed, f);
    agency_choice(q, p, f);
    position_choice(q, p, f);
    entity_form(w, &worker_entity, worker_form_work, p, typed, f);
    if (has_fault(worker_form_more, f))
        HTML(w, "<details class=\"data\" open>");
    else
        HTML(w, "<details class=\"data\">");
    HTML(w, "<summary>Data lain (boleh kosong)</summary><div class=\"stack\">");
    entity_form(w, &worker_entity, worker_form_more, p, typed, f);
    HTML(w, "</div></details>");
}

static void show_form(struct request *q, const struct worker *p, const struct faults *f)
{
    struct html *w = &q->html;
    bool new = p->id == 0;
    const struct form *typed = q->method == POST ? &q->form : NULL;
    const char *title = new ? "Tambah tenaga kerja" : "Ubah data";
    struct page page = {.title = str_z(title), .menu = "/tenaga", .faults = f,
                        .crumbs = {{"Tenaga kerja", "/tenaga"}, {new ? "Tambah" : "Ubah data", NULL}}};
    page_begin(q, &page);
    head_begin(w, new ? str_z(title) : str_printf(q->arena, "Ubah data " STR_FMT, STR_ARG(p->name)),
               S("Semua isian wajib, kecuali yang bertanda “boleh kosong”."));
    head_end(w);
    if (new)
        form_begin(q, "cols side", "/tenaga/baru");
    else
        form_begin(q, "cols side", "/tenaga/%lld/ubah", (long long)p->id);
    HTML(w, "<div class=\"card stack\">");
    if (!new)
        hidden_field(w, "versi", str_printf(q->arena, "%lld", (long long)p->version));
    show_fields(q, p, typed, f);
    HTML(w, "<div class=\"row\">");
    submit_button(w, "Simpan", "main");
    if (new)
        HTML(w, "<a class=\"btn calm\" href=\"/tenaga\">Batal</a>");
    else
        HTML(w, "<a class=\"btn calm\" href=\"/tenaga/{}\">Batal</a>", p->id);
    HTML(w, "</div></div>\n<aside>");
    note(w, TONE_INFO, S("Mengapa kami bertanya?"),
         S("Data ini menentukan jalur seseorang. NIK dan upah hanya terlihat oleh petugas yang berwenang, dan "
           "setiap pembukaan dicatat."));
    HTML(w, "</aside>");
    form_end(q);
    page_end(q);
}

/* The groups of the form and the two ids, read over `p`. */
static void read_form(struct request *q, struct worker *p, struct faults *f)
{
    const char *const *const groups[] = {worker_form_main, worker_form_work, worker_form_more};
    /* What cannot be read is said beside its field; the action refuses then, and adds what it finds. */
    for (size_t i = 0; i < COUNT(groups); i++) {
        err e = entity_read(&worker_entity, groups[i], &q->form, p, f);
        (void)e;
    }
    p->agency_id = id_of(form_get(q, "opd"));
    p->position_id = id_of(form_get(q, "jabatan"));
}

void page_worker_new(struct request *q)
{
    int64_t scope = scope_agency(&q->at.who);
    struct worker p = {.data_class = 3, .category = S("NON_ASN"), .birth_date = DATE_NONE, .started = DATE_NONE,
                       .sent_home = DATE_NONE, .case_due = DATE_NONE, .agency_id = scope > 0 ? scope : 0};
    show_form(q, &p, NULL);
}

void post_worker_new(struct request *q)
{
    struct worker p = {.birth_date = DATE_NONE, .started = DATE_NONE, .sent_home = DATE_NONE, .case_due = DATE_NONE};
    struct faults f = {.arena = q->arena};
    read_form(q, &p, &f);
    err e = worker_add(q->tx, &q->at, &p, &f);
    if (e == OK) {
        reply_redirect(q, "/tenaga/%lld?pesan=tenaga-ditambahkan", (long long)p.id);
    } else if (e == ERR_INVALID) {
        reply_status(q, 422);
        p.id = 0;
        show_form(q, &p, &f);
    } else {
        reply_error(q, e);
    }
}

static bool load(struct request *q, struct worker *p)
{
    err e = worker_get(q->tx, &q->at, id_of(q->arg[0]), p);
    if (e != OK)
        reply_error(q, e);
    return e == OK;
}

/* The form shows personal data in full, so opening it is logged like "Tampilkan". */
void page_worker_edit(struct request *q)
{
    struct worker p;
    if (!load(q, &p))
        return;
    err e = audit_view(q->tx, &q->at, "worker.lihat", p.id, S("formulir ubah data"));
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    show_form(q, &p, NULL);
}

/* ---- somebody else wrote first ---- */
static void compare_row(struct request *q, const char *label, struct str mine, struct str theirs)
{
    struct html *w = &q->html;
    bool differ = !str_eq(mine, theirs);
    HTML(w, "<tr><th scope=\"row\">{}</th>", label);
    if (differ)
        HTML(w, "<td class=\"diff\" data-l=\"Isian Anda\">{} <span class=\"sub\">berbeda</span></td>"
                "<td class=\"diff\" data-l=\"Tersimpan\">{}</td></tr>\n", mine, theirs);
    else
        HTML(w, "<td data-l=\"Isian Anda\">{}</td><td data-l=\"Tersimpan\">{}</td></tr>\n", mine, theirs);
}

static void compare_group(struct request *q, const char *const *group, const struct worker *mine,
                          const struct worker *theirs)
{
    for (; *group != NULL; group++) {
        const struct field *f = entity_field(&worker_entity, *group);
        compare_row(q, f->label, field_text(q->arena, f, mine), field_text(q->arena, f, theirs));
    }
}

static struct str agency_words(struct request *q, int64_t id)
{
    struct agency a;
    return id > 0 && agency_get(q->tx, &q->at, id, &a) == OK ? a.name : S("");
}

/* Everything typed, again, as hidden fields: the second button sends it with the new version. */
static void repeat_form(struct request *q, int64_t version)
{
    for (size_t i = 0; i < q->form.fields.n; i++) {
        const struct pair *p = &q->form.fields.list[i];
        if (!str_eqz(p->name, "versi") && !str_eqz(p->name, FORM_TOKEN))
            hidden_field(&q->html, str_to_z(q->arena, p->name), p->value);
    }
    hidden_field(&q->html, "versi", str_printf(q->arena, "%lld", (long long)version));
}

static void show_stale(struct request *q, const struct worker *mine)
{
    struct worker theirs;
    if (!load(q, &theirs))
        return;
    struct html *w = &q->html;
    reply_status(q, 409);
    page_begin(q, &(struct page){.title = S("Data sudah berubah"), .menu = "/tenaga",
                                 .crumbs = {{"Tenaga kerja", "/tenaga"}, {"Ubah data", NULL}}});
    head_begin(w, S("Orang lain sudah mengubah data ini"),
               S("Belum ada yang hilang: isian Anda di kiri, yang tersimpan sekarang di kanan."));
    head_end(w);
    HTML(w, "<section class=\"card flush\"><table class=\"tbl vs\"><thead><tr><th scope=\"col\">Isian</th>"
            "<th scope=\"col\">Isian Anda</th><th scope=\"col\">Tersimpan sekarang</th></tr></thead>\n<tbody>");
    compare_group(q, worker_form_main, mine, &theirs);
    compare_row(q, "Instansi", agency_words(q, mine->agency_id), agency_words(q, theirs.agency_id));
    compare_group(q, worker_form_work, mine, &theirs);
    compare_group(q, worker_form_more, mine, &theirs);
    HTML(w, "</tbody></table></section>\n");
    form_begin(q, "", "/tenaga/%lld/ubah", (long long)theirs.id);
    repeat_form(q, theirs.version);
    HTML(w, "<div class=\"row\">");
    submit_button(w, "Simpan isian saya", "main");
    HTML(w, "<a class=\"btn\" href=\"/tenaga/{}\">Pakai yang tersimpan</a></div>", theirs.id);
    form_end(q);
    page_end(q);
}

void post_worker_edit(struct request *q)
{
    struct worker p;
    if (!load(q, &p))
        return;
    struct faults f = {.arena = q->arena};
    int64_t version = id_of(form_get(q, "versi"));
    read_form(q, &p, &f);
    p.version = version;
    err e = worker_change(q->tx, &q->at, &p, &f);
    if (e == OK) {
        reply_redirect(q, "/tenaga/%lld?pesan=tersimpan", (long long)p.id);
    } else if (e == ERR_STALE) {
        show_stale(q, &p);
    } else if (e == ERR_INVALID) {
        reply_status(q, 422);
        show_form(q, &p, &f);
    } else {
        reply_error(q, e);
    }
}

/* ---- outcomes by hand (/tenaga/{id}/jalur) ---- */
static struct date form_date(struct request *q, const char *name, const char *what, struct faults *f)
{
    struct date d = DATE_NONE;
    struct str typed = form_get(q, name);
    if (typed.n > 0 && !date_parse_form(typed, &d))
        fault(f, name, "Tanggal %s tidak dapat dibaca. Tulis seperti 05-06-2026.", what);
    return d;
}

static void open_card(struct request *q, const struct worker *p, const char *kind, const char *title,
                      const char *sentence)
{
    struct html *w = &q->html;
    HTML(w, "<section class=\"card stack-m\"><header><h2>{}</h2></header><p class=\"t-s soft\">{}</p>", title,
         sentence);
    form_begin(q, "stack", "/tenaga/%lld/jalur", (long long)p->id);
    hidden_field(w, "versi", str_printf(q->arena, "%lld", (long long)p->version));
    hidden_field(w, "jenis", str_z(kind));
}

static void close_card(struct request *q, const char *button, const char *class)
{
    HTML(&q->html, "<div class=\"row\">");
    submit_button(&q->html, button, class);
    HTML(&q->html, "</div>");
    form_end(q);
    HTML(&q->html, "</section>\n");
}

/* `stored` is shown until something was typed. */
static void text_input(struct request *q, const char *name, const char *label, enum input_kind kind,
                       struct str stored, const struct faults *f)
{
    struct str typed = form_get(q, name);
    input_field(&q->html,
                &(struct input){.name = name,
                                .label = label,
                                .kind = kind,
                                .value = typed.p != NULL ? typed : stored,
                                .max = kind == INPUT_TEXT ? 120 : 0},
                f);
}

static struct str date_text(struct arena *a, struct date d)
{
    char room[11];
    return str_dup(a, date_iso(room, d));
}

static void card_case(struct request *q, const struct worker *p, const struct faults *f)
{
    struct case_owner *owners;
    size_t n;
    if (case_owners(q->tx, &q->at, &owners, &n) != OK)
        n = 0;
    struct option *options = NEW_ARRAY(q->arena, struct option, n + 1);
    for (size_t i = 0; i < n; i++)
        options[i] = (struct option){id_text(q->arena, owners[i].user_id), owners[i].name};
    open_card(q, p, "kasus", "Penanggung jawab", "Siapa yang mencarikan jalan keluar, dan sampai kapan.");
    struct str chosen = q->method == POST ? form_get(q, "penanggung") : id_text(q->arena, p->case_owner);
    select_field(&q->html, "penanggung", "Penanggung jawab", "", options, n, chosen, false, f);
    text_input(q, "tenggat", "Diselesaikan paling lambat", INPUT_DATE, date_text(q->arena, p->case_due), f);
    close_card(q, "Tetapkan penanggung jawab", "main");
}

static void card_asn(struct request *q, const struct worker *p, const struct faults *f)
{
    static const struct option results[] = {
        {{"pppk", 4}, {"PPPK", 4}}, {{"pppk_pw", 7}, {"PPPK Paruh Waktu", 16}}, {{"cpns", 4}, {"CPNS", 4}}};
    open_card(q, p, "asn", "Lulus seleksi ASN", "Hasil seleksi adalah fakta; isi nomor suratnya.");
    radio_field(&q->html, "hasil", "Hasil", "", results, COUNT(results), form_get(q, "hasil"), f);
    text_input(q, "surat", "Nomor surat hasil seleksi", INPUT_TEXT, S(""), f);
    text_input(q, "tanggal_surat", "Tanggal surat", INPUT_DATE, S(""), f);
    close_card(q, "Catat hasil", "");
}

static void card_sent_home(struct request *q, const struct worker *p, const struct faults *f)
{
    open_card(q, p, "dirumahkan", "Dirumahkan",
              "Tanggal dan nomor keputusan. Kosongkan keduanya untuk mencabut catatan.");
    text_input(q, "tanggal_dirumahkan", "Tanggal dirumahkan", INPUT_DATE, date_text(q->arena, p->sent_home), f);
    text_input(q, "keputusan", "Nomor keputusan", INPUT_TEXT, p->sent_home_decision, f);
    close_card(q, "Simpan catatan", "");
}

static void card_left(struct request *q, const struct worker *p, const struct faults *f)
{
    struct option causes[8];
    size_t n = 0;
    for (const struct choice *c = worker_leave_causes; c->code != NULL && n < COUNT(causes); c++)
        causes[n++] = (struct option){str_z(c->code), str_z(c->label)};
    open_card(q, p, "keluar", "Keluar",
              "Meninggal, pensiun, atau mengundurkan diri, dengan bukti. Orang ini tidak lagi dicarikan jalur.");
    radio_field(&q->html, "sebab", "Sebab", "", causes, n, form_get(q, "sebab"), f);
    text_input(q, "bukti", "Nomor bukti", INPUT_TEXT, S(""), f);
    text_input(q, "tanggal_keluar", "Tanggal keluar", INPUT_DATE, S(""), f);
    close_card(q, "Catat keluar", "stop");
}

static void show_seated(struct request *q, const struct worker *p)
{
    struct html *w = &q->html;
    HTML(w, "<section class=\"card mark stack-m\"><header><h2>Jalur: ");
    pathway_mark(w, p->pathway);
    HTML(w,
         "</h2></header><p>{} menempati kursi dari hasil alokasi yang sudah terbit. Kursi tidak dipindah dengan "
         "tangan, "
         "supaya tidak ada orang lain yang dilewati. Buka keberatan atas namanya; bila dasarnya terbukti, data "
         "diperbaiki, "
         "alokasi dihitung ulang, dan perbandingannya diumumkan.</p><div class=\"row\">",
         p->name);
    show_worker_panels(q, p, PANEL_HEAD);
    HTML(w, "<a class=\"btn calm\" href=\"/tenaga/{}\">Kembali</a></div></section>\n", p->id);
}

static void show_pathway_page(struct request *q, const struct worker *p, const struct faults *f)
{
    struct html *w = &q->html;
    bool seated = worker_is_seated(p);
    page_begin(
        q, &(struct page){.title = S("Ubah jalur"),
                          .menu = "/tenaga",
                          .faults = f,
                          .crumbs = {{"Tenaga kerja", "/tenaga"},
                                     {str_to_z(q->arena, p->name),
                                      str_to_z(q->arena, str_printf(q->arena, "/tenaga/%lld", (long long)p->id))},
                                     {"Ubah jalur", NULL}}});
    head_begin(w, str_printf(q->arena, "Ubah jalur " STR_FMT, STR_ARG(p->name)),
               S("Dengan tangan dicatat hanya yang bukan kursi. Kursi datang dari alokasi yang terbit."));
    head_end(w);
    if (seated)
        show_seated(q, p);
    HTML(w, "<div class=\"cols half\">");
    if (p->pathway == PATHWAY_UNDECIDED)
        card_case(q, p, f);
    if (!seated && p->pathway != PATHWAY_LEFT)
        card_asn(q, p, f);
    card_sent_home(q, p, f);
    if (p->pathway != PATHWAY_LEFT)
        card_left(q, p, f);
    HTML(w, "</div>\n");
    page_end(q);
}

void page_worker_pathway(struct request *q)
{
    struct worker p;
    if (load(q, &p))
        show_pathway_page(q, &p, NULL);
}

/* Somebody leaves: every module closes what waits for their answer. */
static err set_left(struct request *q, struct worker *p, const struct leaving *l, struct faults *f)
{
    TRY(worker_set_left(q->tx, &q->at, p, l, f));
    for (size_t m = 0; m < q->app->n_modules; m++) {
        const struct module *module = q->app->modules[m];
        for (size_t i = 0; i < module->n_panels; i++) {
            if (module->panels[i].left != NULL)
                TRY(module->panels[i].left(q->tx, &q->at, p));
        }
    }
    return OK;
}

static err set_by_hand(struct request *q, struct worker *p, struct faults *f)
{
    struct str kind = form_get(q, "jenis");
    if (str_eqz(kind, "kasus"))
        return worker_set_case(q->tx, &q->at, p, id_of(form_get(q, "penanggung")),
                               form_date(q, "tenggat", "penyelesaian", f), f);
    if (str_eqz(kind, "dirumahkan"))
        return worker_set_sent_home(q->tx, &q->at, p, form_date(q, "tanggal_dirumahkan", "dirumahkan", f),
                                    form_get(q, "keputusan"), f);
    if (str_eqz(kind, "keluar"))
        return set_left(q, p,
                        &(struct leaving){form_get(q, "sebab"), form_get(q, "bukti"),
                                          form_date(q, "tanggal_keluar", "keluar", f)}, f);
    struct asn_result r = {.pathway = PATHWAY_UNDECIDED, .letter = form_get(q, "surat"),
                           .letter_date = form_date(q, "tanggal_surat", "surat", f)};
    if (!pathway_by_code(form_get(q, "hasil"), &r.pathway))
        r.pathway = PATHWAY_UNDECIDED; /* the action says what to choose */
    return worker_set_asn(q->tx, &q->at, p, &r, f);
}

void post_worker_pathway(struct request *q)
{
    struct worker p;
    if (!load(q, &p))
        return;
    struct faults f = {.arena = q->arena};
    err e = id_of(form_get(q, "versi")) == p.version ? set_by_hand(q, &p, &f) : ERR_STALE;
    if (e == OK) {
        reply_redirect(q, "/tenaga/%lld?pesan=%s", (long long)p.id,
                       str_eqz(form_get(q, "jenis"), "kasus") ? "kasus-tersimpan" : "jalur-tersimpan");
    } else if (e == ERR_INVALID) {
        reply_status(q, 422);
        show_pathway_page(q, &p, &f);
    } else if (e == ERR_STALE) {
        reply_redirect(q, "/tenaga/%lld/jalur?pesan=usang", (long long)p.id);
    } else {
        reply_error(q, e);
    }
}
