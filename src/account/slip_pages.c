/*
 * slip_pages.c: /slip. Task: the agency's officer prints a sealed slip for each of their people, hands it over in
 * person, and the person opens an account with it. Codes are shown on the printed page only and kept nowhere.
 */
#include "account_pages.h"

#include "account_db.h"
#include "kernel/html/page.h"
#include "kernel/mem.h"
#include "registry/agency.h"
#include "registry/worker.h"

enum { SLIPS = 50 };

/* The agency whose people are listed: one's own, or the one chosen. */
static int64_t chosen_agency(const struct request *q)
{
    int64_t own = scope_agency(&q->at.who);
    return own == -1 ? id_of(query_get(q, "instansi")) : own;
}

static void show_agency_filter(struct request *q, int64_t chosen)
{
    struct html *w = &q->html;
    struct agency_name *list;
    size_t n;
    if (agency_names(q->tx, &q->at, &list, &n) != OK)
        return;
    HTML(w, "<form class=\"filters\" action=\"/slip\"><select name=\"instansi\" aria-label=\"Instansi\">");
    for (size_t i = 0; i < n; i++) {
        if (list[i].id == chosen)
            HTML(w, "<option value=\"{}\" selected>{}</option>", list[i].id, list[i].name);
        else
            HTML(w, "<option value=\"{}\">{}</option>", list[i].id, list[i].name);
    }
    HTML(w, "</select>\n<button class=\"btn small\">Tampilkan</button></form>\n");
}

static void show_people(struct request *q, int64_t agency, const struct without_account *list, size_t n)
{
    struct html *w = &q->html;
    form_begin(q, "", "/slip");
    HTML(w, "<table class=\"tbl fold\"><thead><tr><th scope=\"col\">Cetak</th><th scope=\"col\">Nama</th>"
            "<th scope=\"col\">NIK</th><th scope=\"col\">Slip berlaku sampai</th></tr></thead>\n<tbody>");
    for (size_t i = 0; i < n && i < SLIPS; i++) {
        const struct without_account *p = &list[i];
        HTML(w, "<tr><td data-l=\"Cetak\"><input type=\"checkbox\" name=\"pilih\" value=\"{}\" aria-label=\"Cetak slip {}\"",
             p->worker_id, p->name);
        if (p->slip_expires.ms > q->at.now.ms)
            HTML(w, "></td><th scope=\"row\">{}</th><td data-l=\"NIK\">{}</td><td data-l=\"Slip\">{}</td></tr>\n", p->name,
                 (struct masked){p->nik}, moment_date(p->slip_expires, q->at.region->zone));
        else
            HTML(w, " checked></td><th scope=\"row\">{}</th><td data-l=\"NIK\">{}</td><td data-l=\"Slip\">Belum ada</td></tr>\n",
                 p->name, (struct masked){p->nik});
    }
    HTML(w, "</tbody></table>\n<footer class=\"pager\"><span>{} orang di halaman ini</span>", n > SLIPS ? SLIPS : n);
    submit_button(w, "Cetak slip yang dipilih", "main");
    if (n > SLIPS)
        HTML(w, "<nav aria-label=\"Halaman\"><ol><li><a rel=\"next\" href=\"/slip?instansi={}&amp;sesudah={}&amp;id={}\">"
                "Berikutnya</a></li></ol></nav>",
             agency, (struct query_value){list[SLIPS - 1].name_key}, list[SLIPS - 1].worker_id);
    HTML(w, "</footer>\n");
    form_end(q);
}

void page_slips(struct request *q)
{
    struct html *w = &q->html;
    struct without_account *list = NEW_ARRAY(q->arena, struct without_account, SLIPS + 1);
    struct str after = query_get(q, "sesudah");
    int64_t agency = chosen_agency(q);
    size_t n = 0;
    err e = OK;
    if (agency != 0)
        e = without_account_report(q->tx, &q->at, agency, after.p == NULL ? S("") : after, id_of(query_get(q, "id")),
                                   SLIPS + 1, list, &n);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    page_begin(q, &(struct page){.title = S("Slip aktivasi"), .menu = "/slip", .crumbs = {{"Slip aktivasi", NULL}}});
    head_begin(w, S("Slip aktivasi"),
               S("Orang yang belum punya akun. Slip diserahkan tertutup dan langsung; berlaku 30 hari, satu kali."));
    head_end(w);
    HTML(w, "<section class=\"card flush\"><header><h2>Belum punya akun</h2></header>\n");
    if (q->at.who.scope == SCOPE_REGION)
        show_agency_filter(q, agency);
    if (agency == 0)
        HTML(w, "<p class=\"empty\">Pilih instansi untuk melihat siapa yang belum punya akun.</p>\n");
    else if (n == 0)
        HTML(w, "<p class=\"empty\">Semua orang di instansi ini sudah punya akun.</p>\n");
    else
        show_people(q, agency, list, n);
    HTML(w, "</section>\n");
    page_end(q);
}

/* ---- the printed page ---- */

struct printed {
    struct str name;
    struct str nik;
    struct agency agency;
    char code[SLIP_CODE + 1];
};

static err make_slip(struct request *q, int64_t worker_id, struct printed *p)
{
    struct worker worker;
    TRY(worker_get(q->tx, &q->at, worker_id, &worker));
    TRY(slip_create(q->tx, &q->at, worker_id, p->code));
    p->name = worker_full_name(q->arena, &worker);
    p->nik = worker.nik;
    return agency_get(q->tx, &q->at, worker.agency_id, &p->agency);
}

static void show_slip(struct request *q, const struct printed *p)
{
    struct html *w = &q->html;
    HTML(w, "<article class=\"letter\"><div class=\"kop\"><span></span><div><small>Pemerintah {}</small><strong>{}</strong>"
            "<small>RAHASIA: hanya dibuka oleh yang bersangkutan</small></div></div>\n<h2>Slip aktivasi akun</h2>\n",
         q->at.region->name, p->agency.name);
    HTML(w, "<p>Untuk <strong>{}</strong>, NIK {}.</p>\n<ol><li>Buka alamat Alihdaya daerah Anda, lalu pilih <strong>"
            "Masuk</strong> dan <strong>mengaktifkan akun</strong>.</li>\n<li>Isi NIK Anda dan kode ini:</li></ol>\n"
            "<p class=\"c\"><strong class=\"code\">{}</strong></p>\n",
         p->name, (struct masked){p->nik}, (const char *)p->code);
    HTML(w, "<p>Kode berlaku satu kali, sampai {}. Jangan berikan kepada siapa pun; petugas tidak pernah menanyakannya. "
            "Hilang atau lewat waktu: datangi meja layanan",
         date_add_days(q->at.today, SLIP_DAYS));
    if (p->agency.desk_place.n > 0)
        HTML(w, " ({}, {})", p->agency.desk_place, p->agency.desk_hours);
    HTML(w, " dengan KTP.</p></article>\n");
}

static void show_printed(struct request *q, const struct printed *list, size_t n)
{
    struct html *w = &q->html;
    page_begin(q, &(struct page){.title = S("Cetak slip"), .menu = "/slip",
                                 .crumbs = {{"Slip aktivasi", "/slip"}, {"Cetak slip", NULL}}});
    HTML(w, "<div class=\"only-screen\">\n");
    head_begin(w, str_printf(q->arena, "%zu slip siap dicetak", n),
               S("Cetak sekarang dari peramban: kodenya hanya tampil satu kali. Slip lama orang yang sama tidak berlaku lagi."));
    HTML(w, "<a class=\"btn\" href=\"/slip\">Selesai</a>");
    head_end(w);
    HTML(w, "</div>\n");
    for (size_t i = 0; i < n; i++)
        show_slip(q, &list[i]);
    page_end(q);
}

void post_slips(struct request *q)
{
    struct printed *list = NEW_ARRAY(q->arena, struct printed, SLIPS);
    struct str chosen;
    size_t at = 0, n = 0;
    err e = OK;
    while (e == OK && n < SLIPS && pairs_each(&q->form.fields, "pilih", &at, &chosen))
        e = make_slip(q, id_of(chosen), &list[n++]);
    if (e != OK)
        reply_error(q, e);
    else if (n == 0)
        reply_redirect(q, "/slip?pesan=pilih-dulu");
    else
        show_printed(q, list, n);
}

/* ---- on a person's page ---- */

void account_panel(struct request *q, const struct worker *worker)
{
    struct html *w = &q->html;
    struct slip s = {.expires = {0}};
    int64_t id;
    err e = account_of_worker(q->tx, &q->at, worker->id, &id);
    if (e == OK && id == 0)
        e = slip_latest(q->tx, &q->at, worker->id, &s);
    if (e != OK && e != ERR_MISSING)
        return;
    HTML(w, "<section class=\"card stack-m\"><header><h2>Akun</h2></header>\n");
    if (id != 0)
        HTML(w, "<p class=\"t-s soft\">Sudah aktif. Slip baru membantu bila kata sandinya lupa.</p>\n");
    else if (s.used.ms == 0 && s.expires.ms > q->at.now.ms)
        HTML(w, "<p class=\"t-s soft\">Slip berlaku sampai {}.</p>\n", moment_date(s.expires, q->at.region->zone));
    else
        HTML(w, "<p class=\"t-s soft\">Belum punya akun.</p>\n");
    if (actor_may(&q->at.who, PERM_SLIP_PRINT)) {
        form_begin(q, "", "/slip");
        hidden_field(w, "pilih", str_printf(q->arena, "%lld", (long long)worker->id));
        submit_button(w, "Cetak slip aktivasi", "small");
        form_end(q);
    }
    if (actor_may(&q->at.who, PERM_AUDIT_READ))
        HTML(w, "<a class=\"t-s\" href=\"/audit?jenis=worker&amp;catatan={}\">Jejak audit orang ini</a>\n", worker->id);
    HTML(w, "</section>\n");
}
