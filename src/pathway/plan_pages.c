/*
 * plan_pages.c: one plan line by form, whole files by import, and the window in which workers choose.
 */
#include <assert.h>

#include "ceiling_pages.h"
#include "choice.h"
#include "kernel/text/csv.h"
#include "pages.h"
#include "pathway.h"
#include "plan_line.h"
#include "plan_line_db.h"
#include "result.h"

/* ---- one line ---- */

struct typed {
    struct str code, agency, position, stage, seats, cost, wage, ord, needs, reserves, note;
    bool everywhere;
    int64_t id, version;
    int32_t year;
};

static struct str number_text(struct request *q, int64_t v)
{
    return str_printf(q->arena, "%lld", (long long)v);
}

static struct typed typed_of(struct request *q, const struct plan_line *l)
{
    return (struct typed){
        .code = l->code, .agency = number_text(q, l->agency_id), .position = number_text(q, l->position_id),
        .stage = number_text(q, l->stage), .seats = number_text(q, l->seats), .cost = number_text(q, l->cost.v),
        .wage = number_text(q, l->wage.v), .ord = number_text(q, l->ord), .needs = l->requirements,
        .reserves = l->reserves, .note = l->note, .everywhere = l->everywhere, .id = l->id, .version = l->version,
        .year = l->year};
}

static struct typed read_typed(struct request *q)
{
    int64_t year = 0;
    if (!str_to_uint(form_get(q, "tahun"), &year) || year < 2020 || year > 2199)
        year = plan_year_of(q->at.today);
    return (struct typed){
        .code = form_get(q, "kode"), .agency = form_get(q, "instansi"), .position = form_get(q, "jabatan"),
        .stage = form_get(q, "tahap"), .seats = form_get(q, "jumlah"), .cost = form_get(q, "biaya"),
        .wage = form_get(q, "upah"), .ord = form_get(q, "urutan"), .needs = form_get(q, "syarat"),
        .reserves = form_get(q, "cadangan"), .note = form_get(q, "catatan"),
        .everywhere = form_get(q, "semua_daerah").n > 0, .id = id_of(form_get(q, "id")),
        .version = id_of(form_get(q, "versi")), .year = (int32_t)year};
}

static void named_select(struct request *q, const char *name, const char *label, const struct named_list *list,
                         struct str chosen, const struct faults *f)
{
    struct option *o = NEW_ARRAY(q->arena, struct option, list->n);
    for (size_t i = 0; i < list->n; i++)
        o[i] = (struct option){number_text(q, list->list[i].id), list->list[i].name};
    select_field(&q->html, name, label, NULL, o, list->n, chosen, false, f);
}

static void line_fields(struct request *q, const struct typed *t, const struct faults *f)
{
    struct html *w = &q->html;
    struct named_list agencies = {0}, positions = {0};
    struct option stages[5];
    int64_t seats = 0;
    (void)!agencies_report(q->tx, &q->at, &agencies);
    (void)!positions_report(q->tx, &q->at, &positions);
    for (int32_t s = 1; s <= 5; s++)
        stages[s - 1] = (struct option){number_text(q, s), str_z(stage_label(s))};
    const char *hint = "Kursi yang dijamin bagi penanda, misalnya DIS:2;LAMA:1. Kosong bila tidak ada";
    if (str_to_uint(t->seats, &seats) && seats >= 25 && t->reserves.n == 0)
        hint = str_to_z(q->arena, str_printf(q->arena, "Usul menurut UU 8/2016 pasal 53: DIS:%d", reserve_proposed((int32_t)seats)));
    input_field(w, &(struct input){.name = "kode", .label = "Kode baris", .value = t->code, .max = PLAN_CODE_MAX,
                                   .hint = "Huruf, angka, titik, tanda hubung; tidak berubah setelah dipilih orang"}, f);
    named_select(q, "instansi", "Instansi yang membiayai", &agencies, t->agency, f);
    named_select(q, "jabatan", "Jabatan", &positions, t->position, f);
    select_field(w, "tahap", "Tahap", NULL, stages, 5, t->stage, false, f);
    input_field(w, &(struct input){.name = "jumlah", .label = "Jumlah kursi yang disetujui", .kind = INPUT_NUMBER, .value = t->seats}, f);
    input_field(w, &(struct input){.name = "biaya", .label = "Biaya satu kursi, satu masa anggaran", .kind = INPUT_MONEY, .value = t->cost}, f);
    input_field(w, &(struct input){.name = "upah", .label = "Upah sebulan", .kind = INPUT_MONEY, .value = t->wage}, f);
    input_field(w, &(struct input){.name = "urutan", .label = "Urutan anggaran", .kind = INPUT_NUMBER, .value = t->ord,
                                   .hint = "Uang mengalir dari urutan kecil ke besar"}, f);
    input_field(w, &(struct input){.name = "syarat", .label = "Syarat", .value = t->needs, .optional = true, .max = 200,
                                   .hint = "Kode kualifikasi dipisah titik koma, misalnya SIM_A;SEHAT"}, f);
    input_field(w, &(struct input){.name = "cadangan", .label = "Kursi cadangan", .value = t->reserves, .optional = true, .max = 80,
                                   .hint = hint}, f);
    check_field(w, "semua_daerah", "1", "Terbuka bagi tenaga dari semua daerah", t->everywhere);
    input_field(w, &(struct input){.name = "catatan", .label = "Catatan", .value = t->note, .optional = true, .max = 300}, f);
}

static void show_line(struct request *q, const struct typed *t, const struct faults *f)
{
    struct html *w = &q->html;
    struct str title = t->id == 0 ? S("Baris rencana baru") : str_printf(q->arena, "Baris rencana " STR_FMT, STR_ARG(t->code));
    page_begin(q, &(struct page){.layout = LAYOUT_DESK, .title = title, .menu = "/pagu", .faults = f,
                                 .crumbs = {{"Rencana dan pagu", "/pagu"}, {"Baris rencana", NULL}}});
    head_begin(w, title, str_printf(q->arena, "Tahun %d. \"5 petugas keamanan, lalu 5 pengemudi, lalu 5 petugas keamanan lagi\" "
                                              "ditulis sebagai tiga baris dengan urutan 1, 2, 3.", t->year));
    head_end(w);
    form_begin(q, "card stack-m", "/pagu/baris");
    hidden_field(w, "id", number_text(q, t->id));
    hidden_field(w, "versi", number_text(q, t->version));
    hidden_field(w, "tahun", number_text(q, t->year));
    line_fields(q, t, f);
    HTML(w, "<div class=\"row\">");
    submit_button(w, "Simpan baris", "main");
    HTML(w, "<a class=\"btn\" href=\"/pagu\">Kembali</a></div>");
    form_end(q);
    if (t->id != 0) {
        form_begin(q, "row", "/pagu/baris/%lld/cabut", (long long)t->id);
        hidden_field(w, "versi", number_text(q, t->version));
        submit_button(w, "Cabut baris ini dari rencana", "stop");
        form_end(q);
    }
    page_end(q);
}

void page_plan_line_new(struct request *q)
{
    struct typed t = {.year = page_year(q), .agency = query_get(q, "instansi"), .stage = S("1")};
    show_line(q, &t, NULL);
}

void page_plan_line(struct request *q)
{
    struct plan_line l;
    err e = plan_line_get(q->tx, &q->at, id_of(q->arg[0]), &l);
    if (e == OK && !l.active)
        e = ERR_MISSING;
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    struct typed t = typed_of(q, &l);
    show_line(q, &t, NULL);
}

static int32_t read_int(struct str s, const char *field, const char *what, int64_t max, struct faults *f)
{
    int64_t v;
    if (str_to_uint(s, &v) && v <= max)
        return (int32_t)v;
    fault(f, field, "%s harus bilangan bulat 0 sampai %lld.", what, (long long)max);
    return 0;
}

static void read_money(struct str s, const char *field, const char *what, struct rupiah *ret, struct faults *f)
{
    if (!rupiah_parse(s, ret))
        fault(f, field, "%s ditulis dalam rupiah bulat, misalnya 3.827.935.", what);
}

/* The rules' sentences too, for every field that could be read. */
static err add_rules(const struct plan_line *l, struct faults *f)
{
    struct faults rules = {.arena = f->arena};
    if (plan_line_check(l, &rules) == OK)
        return faults_end(f);
    for (size_t i = 0; i < rules.n; i++)
        if (fault_of(f, rules.list[i].field).p == NULL)
            fault(f, rules.list[i].field, STR_FMT, STR_ARG(rules.list[i].text));
    return faults_end(f);
}

static err line_of(const struct typed *t, struct plan_line *l, struct faults *f)
{
    *l = (struct plan_line){.id = t->id, .version = t->version, .year = t->year, .active = true, .code = t->code,
                            .agency_id = id_of(t->agency), .position_id = id_of(t->position), .requirements = t->needs,
                            .reserves = t->reserves, .note = t->note, .everywhere = t->everywhere};
    l->stage = read_int(t->stage, "tahap", "Tahap", 5, f);
    l->seats = read_int(t->seats, "jumlah", "Jumlah kursi", PLAN_SEATS_MAX, f);
    l->ord = read_int(t->ord, "urutan", "Urutan", PLAN_ORDER_MAX, f);
    read_money(t->cost, "biaya", "Biaya", &l->cost, f);
    read_money(t->wage, "upah", "Upah", &l->wage, f);
    return add_rules(l, f);
}

void post_plan_line(struct request *q)
{
    struct faults f = {.arena = q->arena};
    struct typed t = read_typed(q);
    struct plan_line l;
    err e = line_of(&t, &l, &f);
    if (e == OK)
        e = plan_line_save(q->tx, &q->at, &l, &f);
    if (e == OK)
        reply_redirect(q, "/pagu/%lld?tahun=%d&pesan=baris-tersimpan", (long long)l.agency_id, l.year);
    else if (e == ERR_INVALID) {
        reply_status(q, 422);
        show_line(q, &t, &f);
    } else {
        reply_error(q, e);
    }
}

void post_plan_line_drop(struct request *q)
{
    err e = plan_line_drop(q->tx, &q->at, id_of(q->arg[0]), id_of(form_get(q, "versi")));
    if (e == OK)
        reply_redirect(q, "/pagu?pesan=dihapus");
    else
        reply_error(q, e);
}

/* ---- imports ---- */

enum { IMPORT_MAX = 8 << 20 };

static const struct import_kind {
    const char *code, *label, *columns;
    err (*import)(struct tx *tx, const struct at *at, int32_t year, struct str file_name, struct str bytes,
                  struct plan_count *ret, struct faults *f);
} import_kinds[] = {
    {"rencana", "Baris rencana", "id_baris, kode_opd, kode_jabatan, tahap, jumlah, biaya, upah, urutan, syarat, cadangan", plan_import},
    {"pagu", "Pagu instansi", "kode_opd, pagu", ceiling_import},
    {"seleksi", "Hasil seleksi PPPK dan CPNS", "nik, jenis, tahun, hasil, nomor_surat, tanggal_surat, kode, formasi, nilai, peringkat", result_import},
    {"pilihan", "Pilihan tenaga kerja", "id_pekerja atau nik, urutan, id_baris", choice_import},
};

static void show_import(struct request *q, const struct plan_count *done, const struct faults *f)
{
    struct html *w = &q->html;
    struct option kinds[COUNT(import_kinds)];
    for (size_t i = 0; i < COUNT(import_kinds); i++)
        kinds[i] = (struct option){str_z(import_kinds[i].code), str_z(import_kinds[i].label)};
    page_begin(q, &(struct page){.layout = LAYOUT_DESK, .title = S("Impor berkas rencana"), .menu = "/pagu", .faults = f,
                                 .crumbs = {{"Rencana dan pagu", "/pagu"}, {"Impor berkas", NULL}}});
    head_begin(w, S("Impor berkas"), S("Berkas CSV. Semua baris diperiksa lebih dulu: bila satu saja salah, tidak ada yang "
                                       "tersimpan, dan setiap kesalahan disebut barisnya."));
    head_end(w);
    if (done != NULL)
        note(w, TONE_OK, str_printf(q->arena, "%lld baru, %lld berubah, %lld tetap.", (long long)done->added,
                                    (long long)done->changed, (long long)done->same),
             done->added + done->changed == 0 ? S(" Isinya sama dengan yang tersimpan; tidak ada yang berubah.") : S(""));
    form_begin_upload(q, "card stack-m", "/pagu/impor");
    radio_field(w, "jenis", "Isi berkas", NULL, kinds, COUNT(kinds), form_get(q, "jenis"), f);
    input_field(w, &(struct input){.name = "tahun", .label = "Tahun rencana", .kind = INPUT_NUMBER,
                                   .value = number_text(q, page_year(q))}, f);
    input_field(w, &(struct input){.name = "berkas", .label = "Berkas CSV", .kind = INPUT_FILE,
                                   .hint = "Paling besar 8 MB; yang lebih besar lewat perintah alihdaya import"}, f);
    HTML(w, "<div class=\"row\">");
    submit_button(w, "Periksa dan simpan", "main");
    HTML(w, "</div>");
    form_end(q);
    HTML(w, "<section class=\"card flush\"><header><h2>Kolom tiap berkas</h2></header><table class=\"tbl fold\"><thead><tr>"
            "<th scope=\"col\">Berkas</th><th scope=\"col\">Kolom</th></tr></thead><tbody>");
    for (size_t i = 0; i < COUNT(import_kinds); i++)
        HTML(w, "<tr><th scope=\"row\">{}</th><td data-l=\"Kolom\"><code>{}</code></td></tr>", import_kinds[i].label,
             import_kinds[i].columns);
    HTML(w, "</tbody></table></section>");
    page_end(q);
}

void page_plan_import(struct request *q)
{
    show_import(q, NULL, NULL);
}

/* The file is read before the transaction: q->prepared holds its text, or NULL when there is none. */
err prepare_plan_import(struct request *q)
{
    const struct upload *u = form_upload(q, "berkas");
    struct str bytes;
    if (u == NULL || u->size > IMPORT_MAX || file_map(str_to_z(q->arena, u->path), &bytes) != OK)
        return OK;
    struct str *text = NEW(q->arena, struct str);
    *text = str_dup(q->arena, bytes);
    file_unmap(bytes);
    q->prepared = text;
    return OK;
}

static err import_file(struct request *q, struct plan_count *done, struct faults *f)
{
    const struct upload *u = form_upload(q, "berkas");
    const struct str *text = q->prepared;
    int64_t year = 0;
    const struct import_kind *kind = NULL;
    for (size_t i = 0; i < COUNT(import_kinds); i++)
        if (str_eqz(form_get(q, "jenis"), import_kinds[i].code))
            kind = &import_kinds[i];
    if (kind == NULL)
        fault(f, "jenis", "Pilih isi berkas.");
    if (!str_to_uint(form_get(q, "tahun"), &year) || year < 2020 || year > 2199)
        fault(f, "tahun", "Tulis tahun rencana, misalnya %d.", plan_year_of(q->at.today));
    if (u == NULL)
        fault(f, "berkas", "Pilih berkas CSV.");
    else if (text == NULL)
        fault(f, "berkas", "Berkas ini lebih dari 8 MB. Pakai perintah alihdaya import untuk berkas besar.");
    TRY(faults_end(f));
    assert(kind != NULL && u != NULL && text != NULL);
    return kind->import(q->tx, &q->at, (int32_t)year, u->file_name, *text, done, f);
}

void post_plan_import(struct request *q)
{
    struct faults f = {.arena = q->arena};
    struct plan_count done;
    err e = import_file(q, &done, &f);
    if (e == OK)
        show_import(q, &done, NULL);
    else if (e == ERR_INVALID) {
        reply_status(q, 422);
        show_import(q, NULL, &f);
    } else {
        reply_error(q, e);
    }
}

/* ---- the window ---- */

static void show_window(struct request *q, const struct choice_window *now, struct str opens, struct str closes,
                        const struct faults *f)
{
    struct html *w = &q->html;
    page_begin(q, &(struct page){.layout = LAYOUT_DESK, .title = S("Masa memilih"), .menu = "/pagu", .faults = f,
                                 .crumbs = {{"Rencana dan pagu", "/pagu"}, {"Masa memilih", NULL}}});
    head_begin(w, S("Masa memilih"), str_printf(q->arena, "Kapan tenaga kerja dapat mengurutkan pekerjaan yang mereka inginkan "
                                                "untuk tahun %d. Yang tidak memilih tetap dilayani.", now->year));
    head_end(w);
    form_begin(q, "card stack-m", "/pagu/pilihan");
    hidden_field(w, "versi", number_text(q, now->version));
    input_field(w, &(struct input){.name = "buka", .label = "Mulai", .kind = INPUT_DATE, .value = opens}, f);
    input_field(w, &(struct input){.name = "tutup", .label = "Hari terakhir", .kind = INPUT_DATE, .value = closes,
                                   .hint = "Ditutup pukul 16.00 waktu setempat"}, f);
    HTML(w, "<div class=\"row\">");
    submit_button(w, "Simpan", "main");
    HTML(w, "</div>");
    form_end(q);
    page_end(q);
}

void page_choice_window(struct request *q)
{
    struct choice_window w;
    char opens[11], closes[11];
    err e = choice_window_get(q->tx, &q->at, plan_year_of(q->at.today), &w);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    struct date last = w.closes.ms == 0 ? DATE_NONE : moment_date(w.closes, q->at.region->zone);
    show_window(q, &w, date_iso(opens, w.opens), date_iso(closes, last), NULL);
}

/* 16.00 of the region's own time on that day. */
static struct moment closing_time(const struct at *at, struct date d)
{
    int64_t minutes = (int64_t)d.day * 1440 + 16 * 60 - zone_minutes(at->region->zone);
    return (struct moment){minutes * 60000};
}

void post_choice_window(struct request *q)
{
    struct faults f = {.arena = q->arena};
    struct choice_window w;
    struct date last;
    int64_t version = 0;
    err e = choice_window_get(q->tx, &q->at, plan_year_of(q->at.today), &w);
    if (e == OK && (!str_to_uint(form_get(q, "versi"), &version) || version != w.version))
        e = ERR_STALE;
    if (e == OK) {
        if (!date_parse_form(form_get(q, "buka"), &w.opens))
            w.opens = DATE_NONE;
        w.closes = date_parse_form(form_get(q, "tutup"), &last) ? closing_time(&q->at, last) : (struct moment){0};
        e = choice_window_save(q->tx, &q->at, &w, &f);
    }
    if (e == OK)
        reply_redirect(q, "/pagu/pilihan?pesan=tersimpan");
    else if (e == ERR_INVALID) {
        reply_status(q, 422);
        show_window(q, &w, form_get(q, "buka"), form_get(q, "tutup"), &f);
    } else {
        reply_error(q, e);
    }
}
