/*
 * worker_pages.c: one person (/tenaga/{id}): where they stand and why, what happened, their data. Personal data is
 * masked until somebody asks for it by a POST, which is logged in the same transaction.
 */
#include "worker_pages.h"

#include "agency.h"
#include "kernel/app.h"
#include "criteria.h"
#include "kernel/html/page.h"
#include "person_name.h"
#include "registry.h"
#include "rule/rulebook.h"
#include "worker_db.h"
#include "worker_fields.h"

enum { HISTORY_SHOWN = 12 };

/* ---- head ---- */
void show_worker_panels(struct request *q, const struct worker *w, enum panel_place place)
{
    for (size_t m = 0; m < q->app->n_modules; m++) {
        const struct module *module = q->app->modules[m];
        for (size_t i = 0; i < module->n_panels; i++) {
            if (module->panels[i].place == place)
                module->panels[i].show(q, w);
        }
    }
}

static void show_buttons(struct request *q, const struct worker *p)
{
    struct html *w = &q->html;
    show_worker_panels(q, p, PANEL_HEAD);
    if (actor_may(&q->at.who, PERM_WORKER_WRITE))
        HTML(w, "<a class=\"btn\" href=\"/tenaga/{}/ubah\">{}Ubah data</a>", p->id, ICON("file-text"));
    if (actor_may(&q->at.who, PERM_PATHWAY_SET))
        HTML(w, "<a class=\"btn main\" href=\"/tenaga/{}/jalur\">Ubah jalur</a>", p->id);
}

static void show_standing_chip(struct html *w, const struct worker *p)
{
    struct standing s = pathway_standing(p->pathway, p->state);
    if (p->pathway == PATHWAY_UNDECIDED && str_eqz(p->asn_status, "MENUNGGU"))
        chip(w, TONE_INFO, "info-circle", S("Menunggu seleksi"));
    else
        chip(w, s.tone, s.icon, str_z(s.words));
    if (date_given(p->sent_home))
        chip(w, TONE_WARN, "clock", S("Dirumahkan"));
}

static void show_service(struct html *w, const struct worker *p, struct date today)
{
    if (!date_given(p->started))
        return;
    int32_t months = months_between(p->started, today);
    HTML(w, " · {} tahun {} bulan ", months / 12, months % 12);
}

static void show_head(struct request *q, const struct worker *p, struct str agency)
{
    struct html *w = &q->html;
    HTML(w,
         "<div class=\"head\"><div class=\"row\"><span class=\"avatar big\" "
         "aria-hidden=\"true\">{}</span><div><h1>{}</h1>\n"
         "<p class=\"row t-s\">{} · {}",
         name_initials(q->arena, p->name), worker_full_name(q->arena, p), p->position_text, agency);
    show_service(w, p, q->at.today);
    show_standing_chip(w, p);
    HTML(w, "</p></div></div>\n<div class=\"row\">");
    show_buttons(q, p);
    HTML(w, "</div></div>\n");
}

/* ---- the pathway ---- */
static struct str owner_name(struct request *q, int64_t user_id)
{
    struct str name = S("");
    err e = case_owner_name(q->tx, &q->at, user_id, &name);
    return e == OK ? name : S("petugas");
}

static void show_case(struct request *q, const struct worker *p)
{
    struct html *w = &q->html;
    HTML(w, "<p><strong>Sebab:</strong> {}.</p>", unresolved_words(p->reason));
    if (p->case_owner == 0 || !date_given(p->case_due)) {
        note(w, TONE_WARN, S("Belum ada penanggung jawab."),
             S("Tetapkan petugas dan tanggal supaya orang ini tidak terlewat."));
        return;
    }
    bool late = p->case_due.day < q->at.today.day;
    HTML(w, "<dl class=\"kv\"><dt>Penanggung jawab</dt><dd>{}</dd><dt>Selesai paling lambat</dt><dd>{}",
         owner_name(q, p->case_owner), p->case_due);
    if (late) {
        HTML(w, " ");
        chip(w, TONE_BAD, "alert-triangle", S("Lewat tenggat"));
    }
    HTML(w, "</dd></dl>");
}

/* The words with which the pathway was last decided. */
static void show_decision(struct html *w, const struct worker_event *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!str_eqz(list[i].kind, "jalur"))
            continue;
        HTML(w, "<p>{}", list[i].words);
        if (list[i].document.n > 0)
            HTML(w, " ({})", list[i].document);
        HTML(w, ".</p>\n");
        return;
    }
}

static void show_pathway(struct request *q, const struct worker *p, const struct worker_event *list, size_t n)
{
    struct html *w = &q->html;
    HTML(w, "<section class=\"card mark stack-m\"><header><h2>Jalur: ");
    pathway_mark(w, p->pathway);
    HTML(w, "</h2>");
    show_standing_chip(w, p);
    HTML(w, "</header>\n");
    if (p->pathway == PATHWAY_UNDECIDED)
        show_case(q, p);
    else
        show_decision(w, list, n);
    if (p->plan_line.n > 0)
        HTML(w, "<p class=\"t-s soft\">Kursi pada baris rencana {}.</p>", p->plan_line);
    if (str_eqz(p->reason, "TURUN_UPAH"))
        note(w, TONE_WARN, S("Upah lebih rendah dari sebelumnya."),
             S("Kontrak memerlukan persetujuan yang bersangkutan."));
    show_worker_panels(q, p, PANEL_WHY);
    HTML(w, "</section>\n");
}

static void show_history(struct request *q, const struct worker_event *list, size_t n)
{
    struct html *w = &q->html;
    struct event *events = NEW_ARRAY(q->arena, struct event, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct str what = list[i].words;
        if (list[i].document.n > 0)
            what = str_printf(q->arena, STR_FMT " (" STR_FMT ")", STR_ARG(what), STR_ARG(list[i].document));
        events[i] = (struct event){.when = list[i].when, .what = what, .who = list[i].who, .open = i == 0};
    }
    HTML(w, "<section class=\"card\"><header><h2>Riwayat</h2></header>\n");
    if (n > 0)
        timeline(w, events, n);
    else
        HTML(w, "<p class=\"t-s soft\">Belum ada catatan.</p>");
    HTML(w, "</section>\n");
}

/* ---- criteria a–f ---- */
static struct criteria_rules rules_of(const struct at *at)
{
    struct criteria_rules r = criteria_rules_default();
    struct date reference = rule_date(at->rules, "census.ref_date", at->today);
    if (date_given(reference))
        r.reference = reference;
    r.min_service_months =
        (int32_t)rule_number(at->rules, "census.min_service_months", at->today, r.min_service_months);
    return r;
}

static enum tone criterion_tone(enum criterion_result r)
{
    return r == CRITERION_MET ? TONE_OK : r == CRITERION_FAILED ? TONE_PLAIN : TONE_WARN;
}

static void show_criteria(struct request *q, const struct worker *p)
{
    struct html *w = &q->html;
    struct criterion list[CRITERIA];
    struct criteria_rules rules = rules_of(&q->at);
    criteria_judge(&(struct criteria_facts){.category = p->category,
                                            .pay_source = p->pay_source,
                                            .started = p->started,
                                            .born = p->birth_date,
                                            .active = p->active,
                                            .signer_rank = S("")},
                   &rules, list);
    HTML(w, "<section class=\"card flush\"><header><h2>Kriteria pendataan nasional</h2><p>SE MenPANRB B/1511/2022; "
            "menentukan kelas data, bukan keikutsertaan</p></header>\n<table class=\"tbl fold\"><thead><tr>"
            "<th scope=\"col\">Kriteria</th><th scope=\"col\">Hasil</th><th "
            "scope=\"col\">Dasar</th></tr></thead>\n<tbody>");
    for (size_t i = 0; i < CRITERIA; i++) {
        char letter[2] = {list[i].letter, '\0'};
        HTML(w, "<tr><th scope=\"row\">{}. {}</th><td data-l=\"Hasil\">", letter, list[i].what);
        chip(w, criterion_tone(list[i].result), NULL, str_z(criterion_result_words(list[i].result)));
        HTML(w, "</td><td data-l=\"Dasar\">{}</td></tr>\n", list[i].words);
    }
    HTML(w, "</tbody></table></section>\n");
}

/* ---- data ---- */
struct shown_fact {
    const char *name, *label; /* a short label: the column is narrow */
};
static const struct shown_fact open_facts[] = {
    {"jenis_kelamin", "Kelamin"}, {"pendidikan", "Pendidikan"},   {"unit_kerja", "Unit kerja"},
    {"jenis_tenaga", "Jenis"},    {"tmt_mulai", "SK pertama"},    {"sumber_dana", "Sumber dana"},
    {"kelas_data", "Kelas data"}, {"kualifikasi", "Kualifikasi"},
};
static const struct shown_fact masked_facts[] = {
    {"tempat_lahir", "Tempat lahir"},
    {"tanggal_lahir", "Lahir"},
    {"upah", "Upah"},
    {"alamat", "Alamat"},
    {"no_hp", "HP"},
    {"nomor_kk", "KK"},
    {"npwp", "NPWP"},
    {"bpjs", "BPJS"},
    {"penanda", "Penanda"},
};

static void show_facts(struct html *w, const struct shown_fact *list, size_t n, const struct worker *p)
{
    for (size_t i = 0; i < n; i++) {
        HTML(w, "<dt>{}</dt><dd>", list[i].label);
        field_show(w, entity_field(&worker_entity, list[i].name), p);
        HTML(w, "</dd>");
    }
}

static void show_data(struct request *q, const struct worker *p, bool full)
{
    struct html *w = &q->html;
    HTML(w, "<section class=\"card stack-m\"><header><h2>Data pokok</h2>");
    if (!full && actor_may(&q->at.who, PERM_WORKER_UNMASK)) {
        form_begin(q, "", "/tenaga/%lld/tampilkan", (long long)p->id);
        HTML(w, "<button class=\"btn small\">{}Tampilkan</button>", ICON("eye"));
        form_end(q);
    }
    HTML(w, "</header>\n<dl class=\"kv\"><dt>NIK</dt><dd>");
    if (full)
        HTML(w, "{}", p->nik);
    else
        HTML(w, "{}", (struct masked){p->nik});
    HTML(w, "</dd>");
    if (!full && date_given(p->birth_date))
        HTML(w, "<dt>Lahir</dt><dd>{} ({} tahun)</dd>", date_to_ymd(p->birth_date).year,
             years_between(p->birth_date, q->at.today));
    if (full)
        show_facts(w, masked_facts, COUNT(masked_facts), p);
    show_facts(w, open_facts, COUNT(open_facts), p);
    if (date_given(p->sent_home))
        HTML(w, "<dt>Dirumahkan</dt><dd>{} ({})</dd>", p->sent_home, p->sent_home_decision);
    HTML(w, "</dl>\n");
    HTML(w, "<p class=\"t-xs muted\">{}</p></section>\n",
         full ? "Pembukaan data ini tercatat atas nama Anda."
              : "Tempat lahir, upah, alamat, dan nomor lain disamarkan; membukanya tercatat.");
}

static void show_worker(struct request *q, const struct worker *p, bool full)
{
    struct agency agency;
    struct worker_event *history;
    size_t n_history;
    err e = agency_get(q->tx, &q->at, p->agency_id, &agency);
    if (e == OK)
        e = worker_history(q->tx, &q->at, p->id, HISTORY_SHOWN, &history, &n_history);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    struct html *w = &q->html;
    page_begin(q, &(struct page){.title = p->name, .menu = "/tenaga",
                                 .crumbs = {{"Tenaga kerja", "/tenaga"}, {str_to_z(q->arena, p->name), NULL}}});
    show_head(q, p, agency.name);
    HTML(w, "<div class=\"cols side\"><div class=\"stack\">");
    show_pathway(q, p, history, n_history);
    show_worker_panels(q, p, PANEL_MAIN);
    show_history(q, history, n_history);
    show_criteria(q, p);
    HTML(w, "</div>\n<aside class=\"stack\">");
    show_data(q, p, full);
    show_worker_panels(q, p, PANEL_SIDE);
    HTML(w, "</aside></div>\n");
    page_end(q);
}

static bool load(struct request *q, struct worker *p)
{
    err e = worker_get(q->tx, &q->at, id_of(q->arg[0]), p);
    if (e != OK)
        reply_error(q, e);
    return e == OK;
}

void page_worker(struct request *q)
{
    struct worker p;
    if (!load(q, &p))
        return;
    err e = audit_view(q->tx, &q->at, "worker.lihat", p.id, S(""));
    if (e == OK)
        e = at_rules(q->tx, &q->at);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    show_worker(q, &p, false);
}

void post_worker_unmask(struct request *q)
{
    struct worker p;
    if (!load(q, &p))
        return;
    err e = audit_write(q->tx, &q->at, "worker.tampilkan", p.id, S("data pribadi dibuka"));
    if (e == OK)
        e = at_rules(q->tx, &q->at);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    show_worker(q, &p, true);
}
