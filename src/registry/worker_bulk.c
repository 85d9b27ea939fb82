/*
 * worker_bulk.c: one thing done for several people (/tenaga/massal) and the list as a file. What changes people asks
 * first, on a page of its own that names them; all of them change or none.
 */
#include <unistd.h>

#include "kernel/html/page.h"
#include "worker_export.h"
#include "worker_fields.h"
#include "worker_list.h"

enum { BULK_MAX = 100 };

/* ---- files ---- */
/* An empty file made for this reply; the kernel removes it once it is sent. */
static err reply_place(struct request *q, const char *ending, struct str *path, FILE **file)
{
    const char *dir = getenv("TMPDIR");
    struct str name = str_printf(q->arena, "%s/alihdaya-unduh-XXXXXX%s",
                                 dir != NULL && dir[0] != '\0' ? dir : "/var/tmp", ending);
    char *z = arena_alloc(q->arena, name.n + 1);
    memcpy(z, name.p, name.n);
    int fd = mkstemps(z, (int)strlen(ending));
    if (fd < 0)
        return ERR_IO;
    *file = fdopen(fd, "w");
    *path = str_z(z);
    return *file != NULL ? OK : ERR_IO;
}

typedef err (*fill_fn)(struct request *q, struct worker_export *x, void *arg);

static err write_file(struct request *q, bool excel, fill_fn fill, void *arg, struct str *path)
{
    FILE *file;
    TRY(reply_place(q, excel ? ".xlsx" : ".csv", path, &file));
    struct worker_export *x;
    int64_t rows = 0;
    err e = worker_export_start(q->tx, &q->at, excel ? NULL : file, excel ? path->p : NULL,
                                actor_may(&q->at.who, PERM_WORKER_UNMASK), &x);
    if (e == OK)
        e = fill(q, x, arg);
    if (e == OK)
        e = worker_export_end(x, &rows);
    if (fclose(file) != 0 && e == OK)
        e = ERR_IO;
    if (e == OK)
        e = audit_view(q->tx, &q->at, "worker.unduh", 0, str_printf(q->arena, "%lld orang", (long long)rows));
    if (e != OK)
        unlink(path->p);
    return e;
}

static void reply_list(struct request *q, bool excel, fill_fn fill, void *arg)
{
    struct str path;
    err e = write_file(q, excel, fill, arg, &path);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    if (excel)
        reply_file(q, path, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "tenaga-kerja.xlsx");
    else
        reply_file(q, path, "text/csv; charset=utf-8", "tenaga-kerja.csv");
}

static err fill_filtered(struct request *q, struct worker_export *x, void *arg)
{
    const struct list_view *v = arg;
    if (v->search_trouble.n > 0)
        return OK; /* the search finds nobody: the file has only its heading */
    return worker_each(q->tx, &q->at, &v->filter, worker_export_take, x);
}

void page_worker_export(struct request *q)
{
    struct list_view v;
    err e = list_view_read(q, &v);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    v.filter.after = v.filter.before = 0;
    reply_list(q, str_ends(q->path, S(".xlsx")), fill_filtered, &v);
}

/* ---- the chosen ones ---- */
struct chosen {
    struct worker list[BULK_MAX];
    size_t n;
};

/* The chosen people within the actor's scope; an id outside it is left out as if it did not exist. */
static err read_chosen(struct request *q, struct chosen *c)
{
    size_t at = 0;
    struct str value;
    while (c->n < BULK_MAX && pairs_each(&q->form.fields, "p", &at, &value)) {
        err e = worker_get(q->tx, &q->at, id_of(value), &c->list[c->n]);
        if (e == OK)
            c->n++;
        else if (e != ERR_MISSING)
            return e;
    }
    return OK;
}

static err fill_chosen(struct request *q, struct worker_export *x, void *arg)
{
    (void)q;
    const struct chosen *c = arg;
    for (size_t i = 0; i < c->n; i++)
        TRY(worker_export_take(x, &c->list[i]));
    return OK;
}

/* Everybody at once: one refusal undoes all, and the sentence says whose it was. */
static err apply(struct request *q, struct chosen *c, bool cases, struct faults *f)
{
    struct date day = DATE_NONE;
    struct str typed = form_get(q, cases ? "tenggat" : "tanggal_dirumahkan");
    if (typed.n > 0 && !date_parse_form(typed, &day))
        fault(f, cases ? "tenggat" : "tanggal_dirumahkan", "Tanggal tidak dapat dibaca. Tulis seperti 05-06-2026.");
    for (size_t i = 0; i < c->n && f->n == 0; i++) {
        err e = cases ? worker_set_case(q->tx, &q->at, &c->list[i], id_of(form_get(q, "penanggung")), day, f)
                      : worker_set_sent_home(q->tx, &q->at, &c->list[i], day, form_get(q, "keputusan"), f);
        if (e != OK)
            return e;
    }
    return faults_end(f);
}

static void show_owner_choice(struct request *q, const struct faults *f)
{
    struct case_owner *owners;
    size_t n;
    if (case_owners(q->tx, &q->at, &owners, &n) != OK)
        n = 0;
    struct option *options = NEW_ARRAY(q->arena, struct option, n + 1);
    for (size_t i = 0; i < n; i++)
        options[i] = (struct option){str_printf(q->arena, "%lld", (long long)owners[i].user_id), owners[i].name};
    select_field(&q->html, "penanggung", "Penanggung jawab", "Petugas yang menjawab untuk orang-orang ini", options,
                 n, form_get(q, "penanggung"), false, f);
    input_field(&q->html,
                &(struct input){.name = "tenggat",
                                .label = "Diselesaikan paling lambat",
                                .kind = INPUT_DATE,
                                .value = form_get(q, "tenggat")},
                f);
}

static void show_sent_home_fields(struct request *q, const struct faults *f)
{
    input_field(&q->html,
                &(struct input){.name = "tanggal_dirumahkan",
                                .label = "Tanggal dirumahkan",
                                .kind = INPUT_DATE,
                                .value = form_get(q, "tanggal_dirumahkan")},
                f);
    input_field(&q->html, &(struct input){.name = "keputusan", .label = "Nomor keputusan", .max = 120,
                                          .value = form_get(q, "keputusan")}, f);
}

static void show_confirm(struct request *q, const struct chosen *c, bool cases, const struct faults *f)
{
    struct html *w = &q->html;
    page_begin(q, &(struct page){.title = str_z(cases ? "Tetapkan penanggung jawab" : "Catat dirumahkan"),
                                 .menu = "/tenaga",
                                 .crumbs = {{"Tenaga kerja", "/tenaga"}, {"Pilihan", NULL}},
                                 .faults = f});
    head_begin(w, str_z(cases ? "Tetapkan penanggung jawab" : "Catat dirumahkan"),
               str_printf(q->arena, "Berlaku untuk %zu orang di bawah ini, atau tidak untuk seorang pun.", c->n));
    head_end(w);
    form_begin(q, "cols side", "/tenaga/massal");
    hidden_field(w, "aksi", form_get(q, "aksi"));
    hidden_field(w, "yakin", S("1"));
    HTML(w, "<div class=\"card stack\">");
    if (cases)
        show_owner_choice(q, f);
    else
        show_sent_home_fields(q, f);
    HTML(w, "<div class=\"row\">");
    submit_button(w, cases ? "Tetapkan" : "Catat", "main");
    HTML(w, "<a class=\"btn calm\" href=\"/tenaga\">Batal</a></div></div>\n<section "
            "class=\"card\"><header><h2>Yang dipilih</h2></header><ul class=\"ticks\">");
    for (size_t i = 0; i < c->n; i++) {
        hidden_field(w, "p", str_printf(q->arena, "%lld", (long long)c->list[i].id));
        HTML(w, "<li>{}{} · {}</li>", ICON("users"), c->list[i].name, c->list[i].position_text);
    }
    HTML(w, "</ul></section>");
    form_end(q);
    page_end(q);
}

static void confirm_or_apply(struct request *q, struct chosen *c, bool cases)
{
    struct faults f = {.arena = q->arena};
    if (form_get(q, "yakin").n == 0) {
        show_confirm(q, c, cases, NULL);
        return;
    }
    err e = apply(q, c, cases, &f);
    if (e == OK) {
        reply_redirect(q, "/tenaga?pesan=%s", cases ? "kasus-tersimpan" : "tersimpan");
        return;
    }
    if (e != ERR_INVALID) {
        reply_error(q, e);
        return;
    }
    reply_status(q, 422);
    show_confirm(q, c, cases, &f);
}

void post_worker_bulk(struct request *q)
{
    struct chosen *c = NEW(q->arena, struct chosen);
    struct str action = form_get(q, "aksi");
    err e = read_chosen(q, c);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    if (c->n == 0)
        reply_redirect(q, "/tenaga?pesan=pilih-dulu");
    else if (str_eqz(action, "unduh") && actor_may(&q->at.who, PERM_WORKER_EXPORT))
        reply_list(q, true, fill_chosen, c);
    else if (str_eqz(action, "kasus") && actor_may(&q->at.who, PERM_PATHWAY_SET))
        confirm_or_apply(q, c, true);
    else if (str_eqz(action, "dirumahkan"))
        confirm_or_apply(q, c, false);
    else
        reply_error(q, ERR_DENIED);
}
