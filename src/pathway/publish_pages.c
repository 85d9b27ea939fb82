/*
 * publish_pages.c: /sertifikat/{no} (mock 22b): everything a stranger needs to compute the result again and find our
 * mistakes. Open to the public once a run is published, and only then.
 */
#include "publish_pages.h"

#include "kernel/audit/audit.h"
#include "kernel/text/zip_write.h"
#include "pages.h"
#include "pathway.h"
#include "publish.h"
#include "run_outcome.h"

static bool is_public(const struct run *r)
{
    return run_is(r, "terbit") || run_is(r, "digantikan");
}

/* ---- the list ---- */

void page_certificates(struct request *q)
{
    struct html *w = &q->html;
    struct certificate list[50];
    size_t n = 0;
    enum layout layout = layout_of(&q->at.who);
    err e = certificate_list(q->tx, &q->at, COUNT(list), list, &n);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    page_begin(q, &(struct page){.layout = layout, .title = S("Sertifikat alokasi"), .menu = "/sertifikat",
                                 .main_class = layout == LAYOUT_PUBLIC ? "wrap stack" : NULL});
    HTML(w, "<section class=\"hero\"><h1>Sertifikat alokasi</h1><p>Setiap hasil yang pernah terbit, dengan berkas untuk "
            "menghitungnya kembali.</p></section>\n");
    if (n == 0)
        empty_state(w, "certificate", S("Belum ada hasil yang terbit"),
                    S("Setelah hasil alokasi disahkan, sertifikat dan berkasnya dapat diunduh di sini."));
    else {
        HTML(w, "<section class=\"card flush\"><table class=\"tbl fold\"><thead><tr><th scope=\"col\">Nomor</th>"
                "<th scope=\"col\">Terbit</th><th scope=\"col\" class=\"num\">Orang</th><th scope=\"col\" class=\"num\">Punya "
                "jalur</th><th scope=\"col\">Pemeriksaan</th></tr></thead><tbody>");
        for (size_t i = 0; i < n; i++) {
            HTML(w, "<tr><th scope=\"row\"><a href=\"/sertifikat/{}\">{}</a><span class=\"sub\">{}</span></th>"
                    "<td data-l=\"Terbit\">{}</td><td data-l=\"Orang\" class=\"num\">{}</td>"
                    "<td data-l=\"Punya jalur\" class=\"num\">{}</td><td data-l=\"Pemeriksaan\">",
                 list[i].number, list[i].number, list[i].current ? "berlaku" : "digantikan", list[i].published,
                 (struct count){list[i].people}, (struct count){list[i].settled});
            chip(w, list[i].passed == list[i].checks ? TONE_OK : TONE_BAD, "circle-check",
                 str_printf(q->arena, "Lulus %lld dari %lld", (long long)list[i].passed, (long long)list[i].checks));
            HTML(w, "</td></tr>\n");
        }
        HTML(w, "</tbody></table></section>");
    }
    page_end(q);
}

/* ---- one certificate ---- */

/* What the verifier's checks are called in front of people. */
static const struct promise {
    const char *name, *title, *meaning;
} promises[] = {
    {"P1", "Tidak ada yang hilang", "Setiap orang muncul tepat sekali"},
    {"P2", "Sesuai syarat", "Tidak ada yang ditempatkan di pekerjaan yang syaratnya tidak ia penuhi"},
    {"P3", "Sesuai pagu", "Tidak satu instansi pun melampaui pagunya"},
    {"P4", "Tidak ada iri yang beralasan", "Tidak seorang pun duduk di kursi yang lebih Anda inginkan, kecuali aturan mendahulukannya"},
    {"P5", "Tidak ada kursi sia-sia", "Kursi kosong hanya bila uangnya memang kurang"},
    {"P6", "Pemegang posisi didahulukan", "Yang dulu bertugas di sana lebih dahulu"},
    {"P7", "Terbaik yang mungkin", "Tidak ada susunan adil lain yang lebih baik bagi siapa pun"},
    {"Bentuk", "Berkas berbentuk tepat", "Urutan baris, kolom, dan jumlah kursi cocok satu sama lain"},
    {"Kolom", "Rincian tepat", "Pilihan ke-, tingkat, dan alasan setiap orang tepat menurut daftarnya"},
    {"P12", "Tanpa data orang lain", "Tidak ada baris hasil yang memuat data orang lain"},
};

static const struct promise *promise_of(struct str name)
{
    for (size_t i = 0; i < COUNT(promises); i++)
        if (str_eqz(name, promises[i].name))
            return &promises[i];
    return NULL;
}

struct certificate_view {
    struct run run;
    struct figures f;
    struct run_check_line checks[RUN_CHECKS_MAX];
    struct run_file files[FILE_COUNT], sealed[FILE_COUNT];
    size_t n_checks, n_files, n_sealed;
    bool witness;
    struct str approved_by;
};

static err read_view(struct request *q, struct certificate_view *v)
{
    struct run_step steps_list[RUN_STEPS_MAX];
    size_t n = 0;
    TRY(run_by_number(q->tx, &q->at, q->arg[0], &v->run));
    if (!is_public(&v->run))
        return ERR_MISSING;
    TRY(run_figures(q->tx, &q->at, v->run.id, &v->f));
    TRY(run_checks(q->tx, &q->at, v->run.id, v->checks, &v->n_checks));
    TRY(run_files(q->tx, &q->at, v->run.id, "umum", v->files, &v->n_files));
    TRY(run_files(q->tx, &q->at, v->run.id, "penuh", v->sealed, &v->n_sealed));
    TRY(run_has_witness_set(q->tx, &q->at, v->run.id, &v->witness));
    TRY(run_steps(q->tx, &q->at, v->run.id, steps_list, &n));
    for (size_t i = 0; i < n; i++)
        if (str_eqz(steps_list[i].action, "setujui"))
            v->approved_by = steps_list[i].role;
    return OK;
}

static void show_promises(struct request *q, const struct certificate_view *v)
{
    struct html *w = &q->html;
    HTML(w, "<section class=\"card flush\"><header><h2>Yang dibuktikan</h2><p>Diperiksa program terpisah dari penghitung</p>"
            "</header><table class=\"tbl fold\"><thead><tr><th scope=\"col\">Janji</th><th scope=\"col\">Artinya</th>"
            "<th scope=\"col\">Diperiksa</th><th scope=\"col\">Hasil</th></tr></thead><tbody>");
    for (size_t i = 0; i < v->n_checks; i++) {
        const struct promise *p = promise_of(v->checks[i].name);
        struct str title = p == NULL ? v->checks[i].name : str_z(p->title);
        struct str meaning = p == NULL ? v->checks[i].words : str_z(p->meaning);
        HTML(w, "<tr><th scope=\"row\">{}</th><td data-l=\"Artinya\">{}</td><td data-l=\"Diperiksa\">{}</td><td data-l=\"Hasil\">",
             title, meaning, (struct count){v->checks[i].checked});
        chip(w, v->checks[i].passed ? TONE_OK : TONE_BAD, v->checks[i].passed ? "circle-check" : "alert-triangle",
             v->checks[i].passed ? S("Lulus") : S("Tidak lulus"));
        HTML(w, "</td></tr>\n");
    }
    HTML(w, "</tbody></table></section>\n");
}

static int64_t total_size(const struct certificate_view *v)
{
    int64_t n = 0;
    for (size_t i = 0; i < v->n_files; i++)
        n += v->files[i].size;
    return n;
}

static void show_repeat(struct request *q, const struct certificate_view *v)
{
    struct html *w = &q->html;
    struct str no = v->run.number;
    HTML(w, "<section class=\"card stack-m\"><header><h2>Periksa sendiri</h2><p>Beberapa menit di komputer biasa</p></header>"
            "<ol class=\"timeline\"><li class=\"now\"><strong>Unduh {} berkas</strong><small>{} KB, tanpa nama, tanpa NIK, nomor "
            "pekerja acak</small></li><li class=\"now\"><strong>Cocokkan sidik tiap berkas</strong><small>Harus sama dengan "
            "daftar di bawah dan dengan berita acara</small></li><li class=\"now\"><strong>{}</strong><small>"
            "Program bebas; sumbernya dapat dibaca siapa pun</small></li></ol>",
         v->n_files, (struct count){(total_size(v) + 1023) / 1024},
         v->witness ? "Saksi menjalankan pemeriksa pada berkas saksi" : "Jalankan pemeriksa");
    HTML(w, "<pre class=\"term\" tabindex=\"0\" role=\"region\" aria-label=\"Perintah pemeriksaan\">unzip alokasi-{}.zip -d alokasi"
            "\n( cd alokasi &amp;&amp; sha256sum -c SIDIK )", no);
    if (!v->witness)
        HTML(w, "\nalihdaya verify --in alokasi --out alokasi");
    HTML(w, "</pre>");
    if (v->witness)
        note(w, TONE_INFO, S("Ada kursi cadangan dalam rencana."),
             S(" Penanda seperti disabilitas tidak diumumkan, jadi hitungan ulang yang utuh memakai berkas saksi. Berkas itu "
               "dipegang Inspektorat, Ombudsman, dan wakil tenaga kerja dengan tanda terima; merekalah yang menjalankan "
               "alihdaya verify dan mencocokkan hasil.csv dengan yang ada di sini."));
    HTML(w, "<div class=\"row\"><a class=\"btn main\" href=\"/sertifikat/{}/alokasi.zip\">{}Unduh alokasi-{}.zip</a>"
            "<a class=\"btn\" href=\"/sertifikat/{}/SIDIK\">{}Daftar sidik</a></div></section>\n",
         no, ICON("download"), no, no, ICON("code"));
}

static void show_official(struct request *q, const struct certificate_view *v)
{
    struct html *w = &q->html;
    HTML(w, "<section class=\"card stack-m\"><header><h2>Surat resmi</h2></header><dl class=\"kv\"><dt>Nomor</dt><dd>{}</dd><dt>Disahkan</dt><dd>{}</dd><dt>Oleh</dt><dd>{}</dd><dt>Benih</dt>"
            "<dd><code class=\"hash\">{}</code></dd><dt>Program</dt><dd>{}</dd></dl>",
         v->run.number, v->run.published, v->approved_by, v->run.seed, v->run.engine);
    if (!run_is(&v->run, "terbit"))
        note(w, TONE_WARN, S("Digantikan."), S(" Hasil yang lebih baru sudah terbit."));
    HTML(w, "</section>\n");
}

static const char *content_words(struct str name)
{
    static const struct { const char *name, *words; } list[] = {
        {"pekerja.csv", "orang, tanpa nama dan NIK"}, {"pilihan.csv", "pilihan"},  {"baris.csv", "baris rencana"},
        {"pagu.csv", "pagu instansi"},                {"jarak.csv", "pasang kantor"}, {"parameter.csv", "nilai: benih, batas masa kerja"},
        {"hasil.csv", "hasil"},                       {"bukaan.csv", "baris, kursi terisi"}, {"jabatan.csv", "jabatan dan dasarnya"},
    };
    for (size_t i = 0; i < COUNT(list); i++)
        if (str_eqz(name, list[i].name))
            return list[i].words;
    return "baris";
}

static void show_files(struct request *q, const struct certificate_view *v)
{
    struct html *w = &q->html;
    HTML(w, "<section class=\"card flush\"><header><h2>Berkas dan sidiknya</h2><p>SHA-256</p></header><table class=\"tbl fold\">"
            "<thead><tr><th scope=\"col\">Berkas</th><th scope=\"col\">Isi</th><th scope=\"col\" class=\"num\">Ukuran</th>"
            "<th scope=\"col\">Sidik</th></tr></thead><tbody>");
    for (size_t i = 0; i < v->n_files; i++)
        HTML(w, "<tr><th scope=\"row\"><a href=\"/sertifikat/{}/{}\">{}</a></th><td data-l=\"Isi\">{} {}</td>"
                "<td data-l=\"Ukuran\" class=\"num\">{} KB</td><td data-l=\"Sidik\"><code class=\"hash\">{}</code></td></tr>\n",
             v->run.number, v->files[i].name, v->files[i].name, (struct count){v->files[i].lines},
             content_words(v->files[i].name), (struct count){(v->files[i].size + 1023) / 1024}, v->files[i].sha256);
    HTML(w, "</tbody></table></section><section class=\"card stack-m\"><header><h2>Dua sidik ringkas</h2></header><dl class=\"kv\">"
            "<dt>Berkas terbuka ini</dt><dd><code class=\"hash\">{}</code></dd><dt>Berkas penuh yang tersegel</dt>"
            "<dd><code class=\"hash\">{}</code></dd></dl><p class=\"hint\">Sidik dari daftar sidik: SHA-256 dari berkas SIDIK."
            "</p></section>\n",
         run_seal(q->arena, v->files, v->n_files), run_seal(q->arena, v->sealed, v->n_sealed));
}

static void show_limits(struct request *q, const struct certificate_view *v)
{
    struct html *w = &q->html;
    HTML(w, "<section class=\"card stack-m\"><header><h2>Yang tidak dibuktikan</h2></header><ul class=\"ticks\"><li>{}<span>Bahwa isi "
            "sensus benar. Itu dijamin uji publik dan pernyataan tiap instansi.</span></li><li>{}<span>Bahwa pagunya cukup. {} "
            "orang belum punya jalur, terbuka di halaman depan.</span></li><li>{}<span>Bahwa aturannya terbaik. Aturan ditetapkan "
            "daerah dan dapat diubah untuk putaran berikutnya.</span></li><li>{}<span>Bahwa tidak ada dua orang yang sama-sama ingin "
            "bertukar kursi. Dua orang dapat saling menginginkan kursi yang lain bila orang ketiga yang berhak berada di "
            "antaranya.</span></li></ul></section>\n",
         ICON("info-circle"), ICON("info-circle"), (struct count){v->f.unresolved}, ICON("info-circle"), ICON("info-circle"));
}

void page_certificate(struct request *q)
{
    struct html *w = &q->html;
    struct certificate_view *v = NEW(q->arena, struct certificate_view);
    enum layout layout = layout_of(&q->at.who);
    err e = read_view(q, v);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    size_t passed = 0;
    for (size_t i = 0; i < v->n_checks; i++)
        passed += v->checks[i].passed;
    page_begin(q, &(struct page){.layout = layout, .title = S("Sertifikat alokasi"), .menu = "/sertifikat",
                                 .main_class = layout == LAYOUT_PUBLIC ? "wrap stack" : NULL});
    HTML(w, "<section class=\"hero\"><h1>Sertifikat alokasi {}</h1><p>Hasil penempatan {} orang, disahkan {}. Halaman ini berisi "
            "semua yang diperlukan orang luar untuk menghitung ulang dan menemukan kesalahan kami.</p><p class=\"t-s\">",
         v->run.year, (struct count){v->f.people}, v->run.published);
    chip(w, passed == v->n_checks ? TONE_OK : TONE_BAD, "circle-check",
         str_printf(q->arena, "Lulus %zu dari %zu pemeriksaan", passed, v->n_checks));
    HTML(w, "</p></section><div class=\"cols side\"><div class=\"stack\">\n");
    show_promises(q, v);
    show_repeat(q, v);
    HTML(w, "</div><aside class=\"stack\">");
    show_official(q, v);
    HTML(w, "</aside></div>\n");
    show_files(q, v);
    show_limits(q, v);
    page_end(q);
}

/* ---- downloads ---- */

static void reply_zip(struct request *q, const struct run *r, const char *sort, const char *head)
{
    AUTO_ARENA a = arena_new(RUN_BUDGET);
    struct run_texts t;
    struct run_file files[FILE_COUNT];
    struct zip_part parts[FILE_COUNT + 1];
    size_t n = 0, n_files = 0;
    struct str path;
    err e = run_files(q->tx, &q->at, r->id, sort, files, &n_files);
    if (e == OK)
        e = run_texts_get(q->tx, &q->at, r->id, sort, a, &t);
    if (e == OK) {
        for (int i = 0; i < FILE_COUNT; i++)
            if (t.text[i].p != NULL)
                parts[n++] = (struct zip_part){run_file_names[i], t.text[i]};
        parts[n++] = (struct zip_part){"SIDIK", run_sums(a, files, n_files)};
        e = zip_write(q->arena, parts, n, &path);
    }
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    reply_file(q, path, "application/zip",
               str_to_z(q->arena, str_printf(q->arena, "%s-" STR_FMT ".zip", head, STR_ARG(r->number))));
}

void page_certificate_file(struct request *q)
{
    struct run r;
    struct run_file files[FILE_COUNT];
    size_t n = 0;
    struct str text;
    err e = run_by_number(q->tx, &q->at, q->arg[0], &r);
    if (e == OK && !is_public(&r))
        e = ERR_MISSING;
    if (e == OK && str_eqz(q->arg[1], "alokasi.zip")) {
        reply_zip(q, &r, "umum", "alokasi");
        return;
    }
    AUTO_ARENA a = arena_new(RUN_BUDGET);
    bool sums = str_eqz(q->arg[1], "SIDIK");
    if (e == OK && sums)
        e = run_files(q->tx, &q->at, r.id, "umum", files, &n);
    else if (e == OK)
        e = run_text_get(q->tx, &q->at, r.id, "umum", q->arg[1], a, &text);
    if (e != OK) {
        reply_error(q, e);
        return;
    }
    reply_type(q, sums ? "text/plain; charset=utf-8" : "text/csv; charset=utf-8", str_to_z(q->arena, q->arg[1]));
    buf_add(&q->html.out, sums ? run_sums(a, files, n) : text);
}

void page_witness_zip(struct request *q)
{
    struct run r;
    bool witness = false;
    if (!page_run(q, &r))
        return;
    err e = run_has_witness_set(q->tx, &q->at, r.id, &witness);
    if (e == OK && (!witness || !is_public(&r)))
        e = ERR_MISSING;
    if (e == OK)
        e = audit_view(q->tx, &q->at, "alokasi.berkas-saksi", r.id, r.number);
    if (e != OK)
        reply_error(q, e);
    else
        reply_zip(q, &r, "saksi", "berkas-saksi");
}
