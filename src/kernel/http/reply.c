/*
 * reply.c: what a page can answer, and the pages for everything that did not go well: in the frame of the site,
 * with a sentence that says how to go on, and with the number under which the operator finds the log line.
 */
#include "reply.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#include "../html/page.h"
#include "../log.h"
#include "../mem.h"
#include "web.h"

const char reply_csp[] = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
                         "script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
                         "frame-ancestors 'none'";

void reply_reset(struct request *q)
{
    q->status = 200;
    buf_clear(&q->html.out);
    q->html.out.over = false;
    memset(q->html.icons, 0, sizeof q->html.icons);
    q->content_type = S("text/html; charset=utf-8");
    q->download_name = q->location = q->reply_path = q->set_cookie = S("");
    q->private_reply = true;
    q->frame = 0;
    q->web->incident[0] = '\0';
}

void reply_status(struct request *q, int status)
{
    assert(status >= 200 && status < 600);
    q->status = status;
}

/* What may stand in a Location header: a path on this site in plain letters. */
static bool location_is_own(struct str s)
{
    if (s.n == 0 || s.p[0] != '/' || (s.n > 1 && (s.p[1] == '/' || s.p[1] == '\\')))
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] <= 0x20 || s.p[i] >= 0x7f)
            return false;
    }
    return true;
}

void reply_redirect(struct request *q, const char *fmt, ...)
{
    char text[2048];
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    struct str where = {text, n < 0 ? 0 : (size_t)n};
    struct str cookie = q->set_cookie;
    reply_reset(q);
    q->set_cookie = cookie;
    q->status = 303;
    q->location = where.n < sizeof text && location_is_own(where) ? str_dup(q->arena, where) : S("/");
}

void reply_type(struct request *q, const char *content_type, const char *file_name)
{
    q->content_type = str_dup(q->arena, str_z(content_type));
    q->download_name = file_name == NULL ? S("") : str_dup(q->arena, str_z(file_name));
}

void reply_file(struct request *q, struct str path, const char *content_type, const char *file_name)
{
    reply_type(q, content_type, file_name);
    q->reply_path = str_z(str_to_z(q->arena, path));
}

/* ---- pages for what did not go well ---- */

struct trouble {
    int status;
    const char *heading, *words;
};

static const struct trouble troubles[] = {
    {400, "Permintaan ini tidak terbaca", "Kembali ke halaman sebelumnya, muat ulang, lalu coba lagi."},
    {403, "Halaman ini bukan untuk peran Anda",
     "Bila tugas Anda memerlukannya, ganti peran di kanan atas atau hubungi pengelola sistem."},
    {404, "Halaman ini tidak ada", "Mungkin alamatnya salah ketik atau datanya dipindahkan."},
    {405, "Alamat ini tidak dibuka dengan cara itu", "Kembali ke halaman sebelumnya dan pakai tombol di sana."},
    {409, "Data ini baru saja diubah orang lain",
     "Isian Anda belum disimpan. Kembali, muat ulang halaman untuk melihat data terbaru, lalu ulangi perubahan Anda."},
    {413, "Kiriman ini terlalu besar", "Berkas paling besar 256 MB, dan isian formulir paling banyak 64 KB."},
    {415, "Bentuk kiriman ini tidak dikenal", "Pakai formulir di halaman ini."},
    {422, "Isian belum dapat diterima", "Kembali dan periksa isian Anda."},
    {429, "Terlalu banyak percobaan", "Tunggu beberapa menit, lalu coba lagi."},
    {500, "Ada gangguan di pihak kami",
     "Tidak ada data yang tersimpan setengah jalan. Coba lagi; bila terulang, sebutkan kode ini kepada pengelola sistem."},
    {503, "Layanan sedang penuh", "Tunggu sebentar, lalu coba lagi. Isian Anda belum disimpan."},
};

static struct trouble trouble_of(int status)
{
    for (size_t i = 0; i < COUNT(troubles); i++) {
        if (troubles[i].status == status)
            return troubles[i];
    }
    struct trouble other = troubles[status >= 500 ? 9 : 0];
    other.status = status;
    return other;
}

int reply_status_of(err e)
{
    switch (e) {
    case OK:
        return 200;
    case ERR_INVALID:
        return 422;
    case ERR_MISSING:
        return 404;
    case ERR_DENIED:
        return 403;
    case ERR_STALE:
        return 409;
    case ERR_LIMIT:
        return 429;
    case ERR_BUSY:
        return 503;
    case ERR_IO:
        break;
    }
    return 500;
}

static void trouble_card(struct request *q, const struct trouble *t)
{
    struct html *w = &q->html;
    HTML(w, "<section class=\"card empty\"><p class=\"code404\" aria-hidden=\"true\">{}</p>\n<h1>{}</h1>\n<p>{}",
         (int64_t)t->status, t->heading, t->words);
    HTML(w, " Kode: <code>{}</code>, sebutkan bila Anda menghubungi kami.</p>\n", q->web->incident);
    HTML(w, "<div class=\"row\"><a class=\"btn main\" href=\"{}\">Kembali ke beranda</a><a class=\"btn\" href=\"/bantuan\">Hubungi "
            "bantuan</a></div>\n</section>\n",
         role_home(q->at.who.role));
}

/* Without a region there is no frame: a plain document. */
static void bare_begin(struct html *w, const char *title)
{
    HTML(w,
         "<!doctype html>\n<html lang=\"id\">\n<head><meta charset=\"utf-8\">"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{}</title></head>\n"
         "<body><main>\n",
         title);
}

static void bare_end(struct html *w)
{
    HTML(w, "</main></body>\n</html>\n");
}

static void trouble_page(struct request *q, const struct trouble *t)
{
    char incident[7];
    log_incident(incident);
    reply_reset(q);
    q->status = t->status;
    memcpy(q->web->incident, incident, sizeof incident);
    const char *method = q->web->head ? "HEAD" : q->method == GET ? "GET" : "POST";
    if (t->status >= 500)
        log_error("%s %d %s " STR_FMT, incident, t->status, method, STR_ARG(q->path));
    else
        log_info("%s %d %s " STR_FMT, incident, t->status, method, STR_ARG(q->path));
    if (q->at.region == NULL) {
        bare_begin(&q->html, t->heading);
        trouble_card(q, t);
        bare_end(&q->html);
        return;
    }
    page_begin(q, &(struct page){.layout = layout_of(&q->at.who), .title = str_z(t->heading)});
    trouble_card(q, t);
    page_end(q);
}

void reply_refuse(struct request *q, int status, const char *heading, const char *words)
{
    struct trouble t = trouble_of(status);
    if (heading != NULL)
        t.heading = heading;
    if (words != NULL)
        t.words = words;
    trouble_page(q, &t);
}

void reply_error(struct request *q, err e)
{
    assert(e != OK);
    reply_refuse(q, reply_status_of(e), NULL, NULL);
}

void reply_error_words(struct request *q, err e, const char *fmt, ...)
{
    char text[1024];
    va_list args;
    assert(e != OK);
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    reply_refuse(q, reply_status_of(e), NULL, str_to_z(q->arena, str_z(text)));
}

void reply_regions(struct request *q, const struct region *list, size_t n)
{
    struct html *w = &q->html;
    reply_reset(q);
    q->status = 404;
    bare_begin(w, "Pilih daerah");
    HTML(w, "<h1>Pilih daerah</h1>\n<p>Alamat ini bukan alamat salah satu daerah yang dilayani di sini:</p>\n<ul>\n");
    for (size_t i = 0; i < n; i++)
        HTML(w, "<li>{} {}</li>\n", list[i].code, list[i].name);
    HTML(w, "</ul>\n");
    bare_end(w);
}
