/*
 * position_pages.c: the positions of the region (/jabatan): which of them are permitted by themselves, which by a
 * recorded decision, which not yet.
 */
#include "agency_pages.h"
#include "kernel/entity/entity.h"
#include "kernel/html/page.h"
#include "position.h"

#define P struct position
static const struct field fields[] = {
    TEXT(P, code, .label = "Kode", .name = "kode_jabatan", .help = "Dipakai dalam berkas, misalnya PENGEMUDI",
         .flags = F_REQUIRED | F_LIST, .max = 20),
    TEXT(P, name, .label = "Nama jabatan", .name = "nama", .flags = F_REQUIRED | F_LIST, .max = 120),
    TEXT(P, aliases, .label = "Nama lain", .name = "nama_lain", .column = "", .flags = F_LIST,
         .help = "Ejaan lain dalam berkas, dipisah titik koma", .max = 2000),
    TEXT(P, decision, .label = "Nomor keputusan atau pendapat hukum", .name = "dasar_keputusan",
         .help = "Wajib untuk membuka kursi di luar pengemudi, petugas kebersihan, dan satuan pengamanan",
         .flags = F_LIST, .max = 120),
    DATE(P, decision_date, .label = "Tanggal keputusan", .name = "tanggal_keputusan", .flags = F_LIST),
};
#undef P
const struct entity position_entity = {"position", "Jabatan",    "position", sizeof(struct position),
                                       fields,     COUNT(fields)};
static const char *const group_main[] = {"kode_jabatan", "nama", "nama_lain", NULL};
static const char *const group_decision[] = {"dasar_keputusan", "tanggal_keputusan", NULL};

static struct str field_words(int32_t field)
{
    return field >= 1 && (size_t)field <= n_position_fields ? str_z(position_fields[field - 1].words) : S("–");
}

static void show_permission(struct html *w, const struct position *p)
{
    if (p->core)
        chip(w, TONE_OK, "circle-check", S("Inti, boleh"));
    else if (p->decision.n > 0)
        chip(w, TONE_INFO, "info-circle", S("Dengan keputusan"));
    else
        chip(w, TONE_WARN, "clock", S("Perlu keputusan"));
}

static void show_position_row(struct request *q, const struct position *p)
{
    struct html *w = &q->html;
    HTML(w, "<tr><th scope=\"row\">");
    if (actor_may(&q->at.who, PERM_AGENCY_WRITE))
        HTML(w, "<a href=\"/jabatan/{}\">{}</a>", p->id, p->name);
    else
        HTML(w, "{}", p->name);
    HTML(w, "<span class=\"sub\">{}</span></th><td data-l=\"Alih daya\">", p->code);
    show_permission(w, p);
    HTML(w, "</td><td data-l=\"Bidang\">{}</td><td data-l=\"Dasar\">{}</td></tr>\n", field_words(p->field),
         p->decision.n > 0 ? p->decision : str_z("–"));
}

void page_position_list(struct request *q)
{
    struct html *w = &q->html;
    struct position *list;
    size_t n;
    err e = position_list(q->tx, &q->at, query_get(q, "q"), &list, &n);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    page_begin(q, &(struct page){.title = S("Jabatan"), .menu = "/jabatan", .crumbs = {{"Jabatan", NULL}}});
    head_begin(w, S("Jabatan"),
               S("Pengemudi, petugas kebersihan, dan satuan pengamanan boleh dialihdayakan; jabatan lain dengan "
                 "keputusan yang tercatat."));
    if (actor_may(&q->at.who, PERM_AGENCY_WRITE))
        HTML(w, "<a class=\"btn main\" href=\"/jabatan/baru\">Tambah</a>");
    head_end(w);
    HTML(w,
         "<section class=\"card flush\"><form action=\"/jabatan\"><div class=\"filters\"><label "
         "class=\"search\">{}<span class=\"sr\">Cari jabatan</span>"
         "<input type=\"search\" name=\"q\" value=\"{}\" placeholder=\"Nama, kode, atau nama lain\" "
         "maxlength=\"80\"></label>"
         "<button class=\"btn small\">Cari</button></div></form>\n",
         ICON("search"), query_get(q, "q"));
    if (n > 0) {
        HTML(w, "<table class=\"tbl fold\"><thead><tr><th scope=\"col\">Jabatan</th><th scope=\"col\">Alih "
                "daya</th><th scope=\"col\">Bidang</th>"
                "<th scope=\"col\">Dasar</th></tr></thead>\n<tbody>");
        for (size_t i = 0; i < n; i++)
            show_position_row(q, &list[i]);
        HTML(w, "</tbody></table>\n");
    } else {
        empty_state(w, "steering-wheel",
                    str_z(query_get(q, "q").n > 0 ? "Tidak ada yang cocok" : "Belum ada jabatan"),
                    S("Tambahkan jabatan yang dipakai dalam berkas sensus dan rencana."));
    }
    HTML(w, "</section>\n");
    page_end(q);
}

/* ---- form ---- */
static void field_choice(struct request *q, const struct position *p, const struct faults *f)
{
    struct option options[8];
    size_t n = 0;
    for (size_t i = 0; i < n_position_fields && n < COUNT(options); i++)
        options[n++] = (struct option){str_z(position_fields[i].code), str_z(position_fields[i].words)};
    struct str chosen = p->field > 0 ? str_printf(q->arena, "%d", p->field) : S("");
    select_field(&q->html, "bidang", "Bidang", "Menurut Permenaker 7/2026 pasal 3 ayat (2)", options, n, chosen,
                 true, f);
}

static void show_position_form(struct request *q, const struct position *p, const struct faults *f)
{
    struct html *w = &q->html;
    const struct form *typed = q->method == POST ? &q->form : NULL;
    bool new = p->id == 0;
    page_begin(q, &(struct page){.title = str_z(new ? "Tambah jabatan" : "Ubah jabatan"),
                                 .menu = "/jabatan",
                                 .faults = f,
                                 .crumbs = {{"Jabatan", "/jabatan"}, {new ? "Tambah" : "Ubah", NULL}}});
    head_begin(w, new ? str_z("Tambah jabatan") : p->name, S(""));
    head_end(w);
    if (new)
        form_begin(q, "", "/jabatan/baru");
    else
        form_begin(q, "", "/jabatan/%lld", (long long)p->id);
    HTML(w, "<div class=\"card stack\">");
    hidden_field(w, "versi", str_printf(q->arena, "%lld", (long long)p->version));
    entity_form(w, &position_entity, group_main, p, typed, f);
    check_field(w, "inti", "1", "Jabatan inti: pengemudi, petugas kebersihan, atau satuan pengamanan", p->core);
    field_choice(q, p, f);
    entity_form(w, &position_entity, group_decision, p, typed, f);
    HTML(w, "<div class=\"row\">");
    submit_button(w, "Simpan", "main");
    HTML(w, "<a class=\"btn calm\" href=\"/jabatan\">Batal</a></div></div>");
    form_end(q);
    page_end(q);
}

static void read_position_form(struct request *q, struct position *p, struct faults *f)
{
    /* What cannot be read is said beside its field; the action refuses then, and adds what it finds. */
    err main = entity_read(&position_entity, group_main, &q->form, p, f);
    err decision = entity_read(&position_entity, group_decision, &q->form, p, f);
    (void)main, (void)decision;
    p->core = form_get(q, "inti").n > 0;
    p->field = (int32_t)id_of(form_get(q, "bidang"));
    p->version = id_of(form_get(q, "versi"));
}

static void finish_position(struct request *q, err e, const struct position *p, const struct faults *f)
{
    if (e == OK) {
        reply_redirect(q, "/jabatan?pesan=%s", q->arg[0].n > 0 ? "tersimpan" : "ditambahkan");
    } else if (e == ERR_INVALID) {
        reply_status(q, 422);
        show_position_form(q, p, f);
    } else {
        reply_error(q, e);
    }
}

void page_position_new(struct request *q)
{
    show_position_form(q, &(struct position){.decision_date = DATE_NONE}, NULL);
}

void post_position_new(struct request *q)
{
    struct position p = {.decision_date = DATE_NONE};
    struct faults f = {.arena = q->arena};
    read_position_form(q, &p, &f);
    err e = position_add(q->tx, &q->at, &p, &f);
    if (e == ERR_INVALID)
        p.id = 0;
    finish_position(q, e, &p, &f);
}

void page_position(struct request *q)
{
    struct position p;
    err e = position_get(q->tx, &q->at, id_of(q->arg[0]), &p);
    if (e == OK)
        show_position_form(q, &p, NULL);
    else
        reply_error(q, e);
}

void post_position(struct request *q)
{
    struct position p;
    err e = position_get(q->tx, &q->at, id_of(q->arg[0]), &p);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    struct faults f = {.arena = q->arena};
    read_position_form(q, &p, &f);
    finish_position(q, position_change(q->tx, &q->at, &p, &f), &p, &f);
}
