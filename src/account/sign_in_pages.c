/*
 * sign_in_pages.c: /masuk, /keluar, /peran, /sandi, /aktivasi. Task: come in, quickly, also on a phone; and know
 * where to go when it does not work.
 */
#include "account_pages.h"

#include <ctype.h>

#include "account_prepare.h"
#include "kernel/app.h"
#include "kernel/audit/audit.h"
#include "kernel/auth/password.h"
#include "kernel/auth/session.h"
#include "kernel/auth/throttle.h"
#include "kernel/html/page.h"
#include "kernel/mem.h"

/* ---- /masuk ---- */

static void show_promise(struct html *w)
{
    static const char *const promises[] = {
        "Jalur kerja setiap orang, lengkap dengan alasannya",
        "Urutan dan undian yang dapat dihitung ulang siapa pun",
        "Data Anda, dan cara memperbaikinya bila keliru",
    };
    HTML(w, "<section class=\"promise stack-m\"><h1>Satu pintu untuk penataan tenaga non-ASN</h1>\n"
            "<p>Pegawai dan tenaga kerja masuk dari halaman yang sama. Anda akan dibawa ke halaman pertama sesuai "
            "peran Anda.</p>\n<ul class=\"ticks\">");
    for (size_t i = 0; i < COUNT(promises); i++)
        HTML(w, "<li>{}<span>{}</span></li>\n", ICON("circle-check"), promises[i]);
    HTML(w, "</ul>\n<svg class=\"motif\" aria-hidden=\"true\"><defs><pattern id=\"gelombang\" width=\"96\" height=\"36\" "
            "patternUnits=\"userSpaceOnUse\"><path d=\"M0 18c12-16 24-16 36 0s24 16 36 0 12-12 24 0M0 33c12-16 "
            "24-16 36 0s24 16 36 0 12-12 24 0\"/><circle cx=\"48\" cy=\"6\" r=\"2\"/></pattern></defs>"
            "<rect width=\"100%\" height=\"100%\" fill=\"url(#gelombang)\" stroke=\"none\"/></svg></section>\n");
}

static void show_demo_accounts(struct html *w)
{
    HTML(w, "<details class=\"data\"><summary>Akun contoh</summary><p class=\"t-s soft\">Daerah ini berisi data "
            "contoh. Kata sandi setiap akun: <code>alihdaya-demo</code></p>\n<ul class=\"t-s\">");
    for (enum role r = ROLE_ANONYMOUS + 1; r < ROLE_COUNT; r++)
        HTML(w, "<li><code>{}</code> {}</li>\n", role_code(r), role_label(r));
    HTML(w, "</ul></details>\n");
}

static void show_sign_in(struct request *q, const struct faults *f)
{
    struct html *w = &q->html;
    struct str target = q->method == POST ? form_get(q, "tujuan") : query_get(q, "tujuan");
    page_begin(q, &(struct page){.layout = LAYOUT_PUBLIC, .title = S("Masuk"), .main_class = "signin", .faults = f});
    HTML(w, "<div>\n");
    show_promise(w);
    HTML(w, "<section class=\"card\">");
    form_begin(q, "stack-m", "/masuk");
    HTML(w, "<h2>Masuk</h2>\n");
    if (target.n > 0)
        hidden_field(w, "tujuan", target);
    input_field(w, &(struct input){.name = "pengguna", .label = "Nama pengguna, NIP, atau NIK",
                                   .value = form_get(q, "pengguna"), .autocomplete = "username", .max = 200}, f);
    input_field(w, &(struct input){.name = "sandi", .label = "Kata sandi", .kind = INPUT_PASSWORD,
                                   .autocomplete = "current-password"}, f);
    HTML(w, "<button class=\"btn main wide\">Masuk</button>\n"
            "<p class=\"hint t-s muted\">Belum punya akun? Tenaga non-ASN dapat <a href=\"/aktivasi\">mengaktifkan "
            "akun</a> dengan NIK dan kode pada slip dari instansi.</p>\n"
            "<p class=\"hint t-s muted\">Lupa kata sandi? Datangi meja layanan instansi Anda dengan KTP untuk slip "
            "baru, lalu buka <a href=\"/aktivasi\">aktivasi</a>. Petugas menghubungi pengelola sistem.</p>\n");
    form_end(q);
    if (q->at.region->demo)
        show_demo_accounts(w);
    HTML(w, "</section>\n</div>\n");
    page_end(q);
}

void page_sign_in(struct request *q)
{
    if (q->at.who.user_id != 0) {
        reply_redirect(q, "%s", role_home(q->at.who.role));
        return;
    }
    show_sign_in(q, NULL);
}

/* Where to after signing in: a page of this site that was asked for before, or the role's first page. */
static bool target_is_page(struct str t)
{
    for (size_t i = 0; i < t.n; i++) {
        if (!isalnum((unsigned char)t.p[i]) && (t.p[i] == '\0' || strchr("/-_.", t.p[i]) == NULL))
            return false;
    }
    return t.n > 1 && t.p[0] == '/' && t.p[1] != '/' && !str_starts(t, S("/masuk"));
}

static err enter(struct request *q, const struct sign_in *in)
{
    enum role role;
    struct account a;
    TRY(session_begin(q, in->user_id, &role));
    TRY(throttle_clear(q->tx, q->at.pemda, in->account_subject));
    TRY(account_get(q->tx, &q->at, in->user_id, &a));
    struct at self = q->at;
    self.who = (struct actor){.user_id = a.id, .name = a.name, .role = role, .roles = a.roles};
    TRY(audit_write(q->tx, &self, "akun.masuk", a.id, S("")));
    struct str target = form_get(q, "tujuan");
    if (a.must_change)
        reply_redirect(q, "/sandi?pesan=sandi-baru-dulu");
    else if (target_is_page(target))
        reply_redirect(q, STR_FMT, STR_ARG(target));
    else
        reply_redirect(q, "%s", role_home(role));
    return OK;
}

void post_sign_in(struct request *q)
{
    const struct sign_in *in = q->prepared;
    struct faults f = {.arena = q->arena};
    err e = in->right ? enter(q, in) : ERR_DENIED;
    if (e == OK)
        return;
    if (e != ERR_DENIED && e != ERR_MISSING) {
        reply_error(q, e);
        return;
    }
    if (form_get(q, "pengguna").n == 0)
        fault(&f, "pengguna", "Isi nama pengguna, NIP, atau NIK Anda.");
    else if (in->wait > 0)
        fault(&f, "", STR_FMT, STR_ARG(wait_words(q->arena, in->wait)));
    else
        fault(&f, "", "Nama pengguna atau kata sandi tidak cocok. Periksa huruf besar dan kecilnya.");
    reply_status(q, in->wait > 0 ? 429 : 422);
    show_sign_in(q, &f);
}

/* ---- /keluar, /peran ---- */

void post_sign_out(struct request *q)
{
    err e = audit_write(q->tx, &q->at, "akun.keluar", q->at.who.user_id, S(""));
    if (e == OK)
        e = session_end(q);
    if (e != OK)
        reply_error(q, e);
    else
        reply_redirect(q, "/masuk?pesan=keluar");
}

void post_role(struct request *q)
{
    enum role role;
    err e = role_by_code(form_get(q, "peran"), &role) ? session_set_role(q, role) : ERR_DENIED;
    if (e == OK)
        e = audit_write(q->tx, &q->at, "akun.ganti_peran", q->at.who.user_id, str_z(role_code(role)));
    if (e != OK)
        reply_error(q, e);
    else
        reply_redirect(q, "%s?pesan=peran-diganti", role_home(role));
}

/* ---- /sandi ---- */

static void new_password_fields(struct html *w, int least, struct arena *a, const struct faults *f)
{
    struct str hint = str_printf(a, "Paling sedikit %d karakter. Beberapa kata yang mudah Anda ingat lebih baik daripada "
                                    "satu kata yang rumit.", least);
    input_field(w, &(struct input){.name = "baru", .label = "Kata sandi baru", .hint = str_to_z(a, hint),
                                   .kind = INPUT_PASSWORD, .autocomplete = "new-password"}, f);
    input_field(w, &(struct input){.name = "ulangi", .label = "Ulangi kata sandi baru", .kind = INPUT_PASSWORD,
                                   .autocomplete = "new-password"}, f);
}

static void show_password(struct request *q, const struct faults *f)
{
    struct html *w = &q->html;
    int least = password_least(q->at.who.role);
    page_begin(q, &(struct page){.layout = layout_of(&q->at.who), .title = S("Ganti kata sandi"),
                                 .crumbs = {{"Ganti kata sandi", NULL}}, .faults = f});
    head_begin(w, S("Ganti kata sandi"), S("Sesi Anda di perangkat lain akan berakhir."));
    head_end(w);
    form_begin(q, "card stack-m", "/sandi");
    input_field(w, &(struct input){.name = "lama", .label = "Kata sandi sekarang", .kind = INPUT_PASSWORD,
                                   .autocomplete = "current-password"}, f);
    new_password_fields(w, least, q->arena, f);
    submit_button(w, "Ganti kata sandi", "main");
    form_end(q);
    page_end(q);
}

void page_password(struct request *q)
{
    show_password(q, NULL);
}

void post_password(struct request *q)
{
    struct new_password *n = q->prepared;
    struct faults *f = &n->faults;
    if (n->old.wait > 0)
        fault(f, "", STR_FMT, STR_ARG(wait_words(q->arena, n->old.wait)));
    else if (!n->old.right)
        fault(f, "lama", "Kata sandi sekarang tidak cocok.");
    if (f->n > 0) {
        reply_status(q, n->old.wait > 0 ? 429 : 422);
        show_password(q, f);
        return;
    }
    err e = account_set_password(q->tx, &q->at, q->at.who.user_id, n->hash, false, session_current(q));
    if (e == OK)
        e = throttle_clear(q->tx, q->at.pemda, n->old.account_subject);
    if (e != OK)
        reply_error(q, e);
    else
        reply_redirect(q, "%s?pesan=sandi-diganti", role_home(q->at.who.role));
}

/* ---- /aktivasi ---- */

static void show_activation(struct request *q, const struct faults *f)
{
    struct html *w = &q->html;
    page_begin(q, &(struct page){.layout = LAYOUT_PUBLIC, .title = S("Aktifkan akun"), .faults = f});
    head_begin(w, S("Aktifkan akun"), S("Untuk tenaga non-ASN yang menerima slip tertutup dari instansinya."));
    head_end(w);
    form_begin(q, "card stack-m", "/aktivasi");
    input_field(w, &(struct input){.name = "nik", .label = "NIK", .hint = "16 angka sesuai KTP", .kind = INPUT_NUMBER,
                                   .value = form_get(q, "nik"), .autocomplete = "off", .max = 16}, f);
    input_field(w, &(struct input){.name = "kode", .label = "Kode pada slip",
                                   .hint = "8 huruf dan angka, berlaku 30 hari dan satu kali",
                                   .value = form_get(q, "kode"), .autocomplete = "one-time-code", .max = SLIP_CODE}, f);
    new_password_fields(w, password_least(ROLE_WORKER), q->arena, f);
    submit_button(w, "Aktifkan akun", "main");
    HTML(w, "<p class=\"hint t-s muted\">Slip hilang, terpakai, atau kedaluwarsa? Datangi meja layanan instansi Anda "
            "dengan KTP. Kami tidak pernah meminta kode ini lewat telepon atau WhatsApp.</p>\n");
    form_end(q);
    page_end(q);
}

void page_activation(struct request *q)
{
    show_activation(q, NULL);
}

static err activate(struct request *q, struct activation *a)
{
    int64_t user_id;
    TRY(slip_use(q->tx, &q->at, form_get(q, "nik"), form_get(q, "kode"), a->hash, &user_id));
    return throttle_clear(q->tx, q->at.pemda, a->account_subject);
}

/* A wrong slip counts as a failure, through the side log: this transaction is rolled back. */
static err slip_failed(struct request *q, const struct activation *a)
{
    TRY(throttle_note(q->app->db, q->at.pemda, THROTTLE_ACCOUNT, a->account_subject, q->at.now));
    return throttle_note(q->app->db, q->at.pemda, THROTTLE_ADDRESS, a->address_subject, q->at.now);
}

void post_activation(struct request *q)
{
    struct activation *a = q->prepared;
    err e = a->wait > 0 || a->faults.n > 0 ? ERR_INVALID : activate(q, a);
    if (e == OK) {
        reply_redirect(q, "/masuk?pesan=akun-aktif");
        return;
    }
    if (e == ERR_DENIED) {
        e = slip_failed(q, a);
        if (e == OK) {
            fault(&a->faults, "", "NIK dan kode tidak cocok, atau slip sudah terpakai atau lewat 30 hari. Periksa lagi, "
                                  "atau minta slip baru di meja layanan instansi Anda.");
            e = ERR_INVALID;
        }
    }
    if (e != ERR_INVALID) {
        reply_error(q, e);
        return;
    }
    if (a->wait > 0)
        fault(&a->faults, "", STR_FMT, STR_ARG(wait_words(q->arena, a->wait)));
    reply_status(q, a->wait > 0 ? 429 : 422);
    show_activation(q, &a->faults);
}
