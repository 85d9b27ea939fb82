/*
 * audit_pages.c: /audit. Task: the inspectorate follows one record or one official from line to line, takes the lines
 * along as a file, and checks that nobody touched the chain.
 */
#include "account_pages.h"

#include "audit_report.h"
#include "kernel/audit/audit.h"
#include "kernel/html/page.h"
#include "kernel/mem.h"
#include "kernel/text/csv.h"

enum { LINES = 50, EXPORT_SLICE = 500, EXPORT_MOST = 100000 };

static struct audit_filter filter_of(const struct request *q)
{
    struct audit_filter f = {.user_id = id_of(query_get(q, "petugas")), .record = id_of(query_get(q, "catatan")),
                             .kind = query_get(q, "jenis"), .before = id_of(query_get(q, "sebelum"))};
    if (f.kind.p == NULL)
        f.kind = S("");
    return f;
}

/* "worker.ubah" belongs to the kind "worker". */
static struct str kind_of(struct str action)
{
    return str_sub(action, 0, str_index(action, '.', 0));
}

/* "worker.cetak_slip" as a person reads it: "Tenaga kerja: cetak slip". */
static struct str action_words(struct arena *a, struct str action)
{
    static const struct {
        const char *kind, *words;
    } kinds[] = {
        {"worker", "Tenaga kerja"}, {"agency", "Instansi"},    {"position", "Jabatan"},  {"akun", "Akun"},
        {"alokasi", "Alokasi"},     {"audit", "Jejak audit"},  {"akses", "Akses"},       {"formulir", "Formulir"},
        {"ganda", "Data ganda"},    {"impor", "Impor"},        {"keberatan", "Keberatan"}, {"pagu", "Pagu"},
        {"perbaikan", "Perbaikan data"}, {"pilihan", "Pilihan"}, {"rencana", "Rencana"}, {"seleksi", "Hasil seleksi"},
        {"sensus", "Sensus"},       {"tawaran", "Tawaran"},    {"undian", "Undian"},     {"pekerjaan", "Pekerjaan"},
    };
    struct str verb = action, kind = str_cut(&verb, '.');
    char *p = arena_alloc(a, verb.n + 1);
    for (size_t i = 0; i < verb.n; i++)
        p[i] = verb.p[i] == '_' ? ' ' : verb.p[i];
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (str_eqz(kind, kinds[i].kind))
            return str_printf(a, "%s: %.*s", kinds[i].words, (int)verb.n, p);
    }
    return action;
}

static const char *role_words(struct str code)
{
    enum role role;
    return role_by_code(code, &role) ? role_label(role) : "";
}

static void show_line(struct request *q, const struct audit_entry *l)
{
    struct html *w = &q->html;
    HTML(w, "<li><strong>{}</strong>", action_words(q->arena, l->action));
    if (l->record != 0)
        HTML(w, " <a href=\"/audit?jenis={}&amp;catatan={}\">{}</a>", (struct query_value){kind_of(l->action)}, l->record,
             l->record);
    HTML(w, "<time>{}</time><small>", l->when);
    if (l->user_id != 0)
        HTML(w, "<a href=\"/audit?petugas={}\">{}</a>", l->user_id, l->who);
    else
        HTML(w, "{}", l->who);
    HTML(w, " ({}), baris {}{}{}</small></li>\n", role_words(l->role), l->number, l->detail.n > 0 ? ": " : "", l->detail);
}

static void show_heading(struct request *q, const struct audit_filter *f)
{
    struct html *w = &q->html;
    struct str what = S("Semua perubahan dan pembukaan data, terbaru lebih dulu.");
    if (f->record != 0)
        what = str_printf(q->arena, "Riwayat catatan " STR_FMT " %lld.", STR_ARG(f->kind), (long long)f->record);
    else if (f->user_id != 0)
        what = S("Semua yang dilakukan satu petugas.");
    head_begin(w, S("Jejak audit"), what);
    HTML(w, "<a class=\"btn\" href=\"/audit.csv?petugas={}&amp;jenis={}&amp;catatan={}\">{}Unduh CSV</a>"
            "<a class=\"btn main\" href=\"/audit/periksa\">{}Periksa rantai</a>",
         f->user_id, (struct query_value){f->kind}, f->record, ICON("download"), ICON("shield-check"));
    head_end(w);
}

static void show_search(struct html *w, const struct audit_filter *f)
{
    HTML(w, "<form class=\"filters\" action=\"/audit\"><label class=\"search\">{}<span class=\"sr\">Nomor catatan</span>"
            "<input type=\"search\" name=\"catatan\" inputmode=\"numeric\" placeholder=\"Nomor catatan\"",
         ICON("search"));
    if (f->record != 0)
        HTML(w, " value=\"{}\"", f->record);
    HTML(w, "></label><button class=\"btn small\">Cari</button><a class=\"btn small calm\" href=\"/audit\">Semua</a></form>\n");
}

void page_audit(struct request *q)
{
    struct html *w = &q->html;
    struct audit_filter f = filter_of(q);
    struct audit_entry *list = NEW_ARRAY(q->arena, struct audit_entry, LINES);
    size_t n;
    err e = audit_report(q->tx, &q->at, &f, LINES, list, &n);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    page_begin(q, &(struct page){.title = S("Jejak audit"), .menu = "/audit"});
    show_heading(q, &f);
    HTML(w, "<section class=\"card\">\n");
    show_search(w, &f);
    if (n == 0)
        HTML(w, "<p class=\"empty\">Tidak ada baris yang cocok.</p>\n");
    else
        HTML(w, "<ol class=\"timeline\">");
    for (size_t i = 0; i < n; i++)
        show_line(q, &list[i]);
    if (n > 0)
        HTML(w, "</ol>\n");
    if (n == LINES)
        HTML(w, "<footer class=\"pager\"><span>{} baris</span><nav aria-label=\"Halaman\"><ol><li><a rel=\"next\" "
                "href=\"/audit?petugas={}&amp;jenis={}&amp;catatan={}&amp;sebelum={}\">Lebih lama</a></li></ol></nav></footer>\n",
             n, f.user_id, (struct query_value){f.kind}, f.record, list[n - 1].number);
    HTML(w, "</section>\n");
    page_end(q);
}

static void csv_line(struct buf *out, const struct audit_entry *l, struct str zone)
{
    buf_printf(out, "%lld,", (long long)l->number);
    moment_write_iso(out, l->when, zone);
    struct str cells[] = {l->who, l->role, l->action};
    for (size_t i = 0; i < COUNT(cells); i++) {
        buf_addc(out, ',');
        csv_write_safe(out, cells[i]);
    }
    buf_printf(out, ",%lld,", (long long)l->record);
    csv_write_safe(out, l->detail);
    buf_addc(out, ',');
    csv_write(out, l->hash);
    BUF_LIT(out, "\r\n");
}

/* The same lines as a file, newest first, at most 100,000; the fingerprints let anybody check the chain outside. */
void page_audit_csv(struct request *q)
{
    struct audit_filter f = filter_of(q);
    struct audit_entry *list = NEW_ARRAY(q->arena, struct audit_entry, EXPORT_SLICE);
    size_t n = EXPORT_SLICE, total = 0;
    err e = OK;
    reply_type(q, "text/csv; charset=utf-8", "jejak-audit.csv");
    BUF_LIT(&q->html.out, "nomor,waktu,nama,peran,tindakan,catatan,rincian,sidik_jari\r\n");
    while (e == OK && n == EXPORT_SLICE && total < EXPORT_MOST) {
        e = audit_report(q->tx, &q->at, &f, EXPORT_SLICE, list, &n);
        for (size_t i = 0; e == OK && i < n; i++)
            csv_line(&q->html.out, &list[i], q->at.region->zone);
        if (e == OK && n > 0)
            f.before = list[n - 1].number;
        total += n;
    }
    if (e == OK)
        e = audit_view(q->tx, &q->at, "audit.unduh", 0, S(""));
    if (e != OK)
        reply_error(q, e);
}

void page_audit_check(struct request *q)
{
    struct html *w = &q->html;
    int64_t broken, lines;
    err e = audit_check(q->tx, q->at.pemda, &broken, &lines);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    page_begin(q, &(struct page){.title = S("Periksa rantai"), .menu = "/audit",
                                 .crumbs = {{"Jejak audit", "/audit"}, {"Periksa rantai", NULL}}});
    head_begin(w, S("Periksa rantai"), S("Setiap baris memuat sidik jari baris sebelumnya."));
    HTML(w, "<a class=\"btn\" href=\"/audit\">Kembali</a>");
    head_end(w);
    if (broken == 0)
        note(w, TONE_OK, S("Rantai utuh."),
             str_printf(q->arena, "%lld baris dihitung ulang, tidak ada yang diubah, dihapus, atau disisipkan.",
                        (long long)lines));
    else
        note(w, TONE_BAD, S("Rantai putus."),
             str_printf(q->arena, "Baris %lld tidak cocok dengan sidik jarinya. Simpan salinan basis data ini dan laporkan.",
                        (long long)broken));
    page_end(q);
}
