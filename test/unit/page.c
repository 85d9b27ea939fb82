/*
 * page.c: what the page frame and its components promise: valid HTML in every layout, what was typed comes back,
 * every fault stands beside its field and in the summary, nobody sees a menu item that is not theirs.
 */
#include "kernel/html/page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../html_check.h"
#include "app.h"
#include "kernel/html/assets.h"
#include "kernel/html/messages.h"

static int64_t three(struct tx *tx, const struct at *at)
{
    (void)tx, (void)at;
    return 2418;
}

static const struct menu_item first_menu[] = {
    {"Penataan", "Pemetaan", "/pemetaan", "layout-dashboard", PERM_DASHBOARD_READ, NULL},
    {"Pantauan", "Halaman publik", "/", "eye", PERM_PUBLIC, NULL},
    {"", "Beranda", "/saya", "home", PERM_SELF, NULL},
};
static const struct menu_item second_menu[] = {
    {"Penataan", "Tenaga kerja", "/tenaga", "users", PERM_WORKER_READ, three},
};
static const struct module first = {.name = "first", .menu = first_menu, .n_menu = COUNT(first_menu)};
static const struct module second = {.name = "second", .menu = second_menu, .n_menu = COUNT(second_menu)};
static const struct module *const modules[] = {&first, &second};
static struct app app = {.modules = modules, .n_modules = 2};
static const struct region tabalong = {.id = {1}, .code = {"63.09", 5}, .name = {"Kabupaten Tabalong", 18},
                                       .short_name = {"Tabalong", 8}, .zone = {"WITA", 4}, .demo = true};

static struct request ask(struct arena *a, enum role role, const char *path)
{
    struct request q = {.arena = a, .app = &app, .path = str_z(path), .form_token = S("k\"unci"),
                        .html = {.out = buf_new(1 << 20)}};
    q.at.region = &tabalong;
    q.at.now.ms = INT64_C(1795219200000);
    q.at.who = (struct actor){.user_id = role == ROLE_ANONYMOUS ? 0 : 7, .name = S("Rukmini <Contoh>"), .role = role,
                              .roles = 1u << role | (role == ROLE_HR_OFFICER ? 1u << ROLE_AUDITOR : 0)};
    return q;
}

static struct str finish(struct request *q)
{
    page_end(q);
    struct str page = str_dup(q->arena, buf_str(&q->html.out));
    struct str trouble = html_trouble(q->arena, page);
    if (trouble.p != NULL)
        fail_msg("%.*s", STR_ARG(trouble));
    buf_free(&q->html.out);
    return page;
}

static void expect_has(struct str page, const char *part)
{
    if (!str_contains(page, str_z(part)))
        fail_msg("missing: %s\nin: %.*s", part, STR_ARG(page));
}

static void expect_not(struct str page, const char *part)
{
    if (str_contains(page, str_z(part)))
        fail_msg("should not be there: %s", part);
}

static void test_checker_sees_what_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *why, *page;
        bool good;
    } cases[] = {
        {"a small good page", "<!doctype html><p id=\"a\">x &amp; y<br><a href=\"#a\">z</a></p>", true},
        {"an unclosed tag", "<!doctype html><p><b>x</p>", false},
        {"a bare ampersand", "<!doctype html><p>a & b</p>", false},
        {"an unquoted attribute", "<!doctype html><p class=a>x</p>", false},
        {"an inline style", "<!doctype html><p style=\"color:red\">x</p>", false},
        {"an inline handler", "<!doctype html><p onclick=\"x()\">x</p>", false},
        {"an inline script", "<!doctype html><script>x()</script>", false},
        {"an id twice", "<!doctype html><p id=\"a\">x</p><p id=\"a\">y</p>", false},
        {"a reference to nothing", "<!doctype html><a href=\"#b\">x</a>", false},
        {"a control without a label", "<!doctype html><input id=\"a\">", false},
        {"a control with a label", "<!doctype html><label for=\"a\">A</label><input id=\"a\">", true},
        {"a form in a form", "<!doctype html><form><form></form></form>", false},
        {"no doctype", "<p>x</p>", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_ARENA a = arena_new(1 << 20);
        struct str t = html_trouble(a, str_z(cases[i].page));
        if ((t.p == NULL) != cases[i].good)
            fail_msg("%s: %.*s", cases[i].why, STR_ARG(t));
    }
}

static void test_every_layout_is_valid_for_every_role(void **state)
{
    (void)state;
    for (enum role r = ROLE_ANONYMOUS; r < ROLE_COUNT; r++) {
        for (int layout = LAYOUT_DESK; layout <= LAYOUT_PHONE; layout++) {
            AUTO_ARENA a = arena_new(1 << 22);
            struct request q = ask(a, r, "/tenaga");
            page_begin(&q, &(struct page){.layout = (enum layout)layout, .title = S("Tenaga <kerja>"), .menu = "/tenaga",
                                          .crumbs = {{"Tenaga kerja", "/tenaga"}, {"Tambah", NULL}}, .refresh = 3});
            head_begin(&q.html, S("Tenaga <kerja>"), S("2.418 orang"));
            head_end(&q.html);
            struct str page = finish(&q);
            expect_has(page, "<title>Tenaga &lt;kerja&gt; · Alihdaya Tabalong</title>");
            expect_has(page, "Data contoh, bukan data sebenarnya");
            expect_has(page, "Diperbarui 21 November 2026, 08.00 WITA");
            expect_not(page, "<Contoh>");
        }
    }
}

static void test_menu_shows_only_what_is_allowed(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 22);
    struct request q = ask(a, ROLE_HR_OFFICER, "/tenaga");
    page_begin(&q, &(struct page){.layout = LAYOUT_DESK, .title = S("Tenaga kerja"), .menu = "/tenaga"});
    struct str page = finish(&q);
    expect_has(page, "<h2>Penataan</h2>\n<a href=\"/pemetaan\">");
    expect_has(page, "<a href=\"/tenaga\" aria-current=\"page\">");
    expect_not(page, "<span class=\"n\">"); /* without a transaction nothing is counted */
    expect_not(page, "/saya");
    expect_has(page, "name=\"peran\" value=\"auditor\"");

    q = ask(a, ROLE_ADMINISTRATOR, "/tata-usaha");
    page_begin(&q, &(struct page){.layout = LAYOUT_DESK, .title = S("Tata usaha")});
    page = finish(&q);
    expect_not(page, "/pemetaan\"");
    expect_not(page, "role=\"search\"");
    expect_has(page, "Halaman publik");

    q = ask(a, ROLE_WORKER, "/saya");
    page_begin(&q, &(struct page){.layout = LAYOUT_PHONE, .title = S("Saya"), .menu = "/saya"});
    page = finish(&q);
    expect_has(page, "<nav class=\"tabs\" aria-label=\"Menu utama\"><a href=\"/saya\" aria-current=\"page\">");
    expect_not(page, "Halaman publik");
}

static void test_icons_are_inlined_once_and_only_when_used(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 22);
    struct request q = ask(a, ROLE_ANONYMOUS, "/");
    page_begin(&q, &(struct page){.layout = LAYOUT_PUBLIC, .title = S("Umum")});
    HTML(&q.html, "{}{}{}", ICON("trash"), ICON("trash"), ICON("scale"));
    struct str page = finish(&q);
    expect_has(page, "<symbol id=\"trash\"");
    expect_has(page, "<symbol id=\"scale\"");
    expect_not(page, "<symbol id=\"users\"");
    struct str rest = page;
    int n = 0;
    while (rest.p != NULL && str_contains(rest, S("<symbol id=\"trash\""))) {
        n++;
        rest = str_from(rest, (size_t)((const char *)memmem(rest.p, rest.n, "<symbol id=\"trash\"", 18) - rest.p) + 18);
    }
    assert_int_equal(n, 1);
}

static void test_typed_text_comes_back_with_its_fault(void **state)
{
    (void)state;
    static const enum input_kind kinds[] = {INPUT_TEXT, INPUT_NUMBER, INPUT_MONEY, INPUT_DATE, INPUT_EMAIL,
                                            INPUT_PHONE, INPUT_AREA, INPUT_SEARCH};
    for (size_t i = 0; i < COUNT(kinds); i++) {
        AUTO_ARENA a = arena_new(1 << 22);
        struct request q = ask(a, ROLE_HR_OFFICER, "/tenaga/baru");
        struct faults f = {.arena = a};
        fault(&f, "nik", "NIK harus 16 angka; Anda mengisi <%d>", 15);
        page_begin(&q, &(struct page){.layout = LAYOUT_DESK, .title = S("Tambah"), .faults = &f});
        form_begin(&q, "card stack", "/tenaga/%d", 7);
        input_field(&q.html, &(struct input){.name = "nik", .label = "NIK", .hint = "16 angka", .kind = kinds[i],
                                             .value = S("\"><b>'&\\"), .max = 16, .optional = true}, &f);
        submit_button(&q.html, "Simpan", "main");
        form_end(&q);
        struct str page = finish(&q);
        expect_has(page, "<title>Galat: Tambah");
        expect_has(page, "&quot;&gt;&lt;b&gt;&#39;&amp;\\");
        expect_has(page, "<a href=\"#nik\">NIK harus 16 angka; Anda mengisi &lt;15&gt;</a>");
        expect_has(page, "Ada 1 isian yang perlu diperbaiki");
        expect_has(page, "aria-invalid=\"true\" aria-describedby=\"nik-h nik-e\"");
        expect_has(page, "name=\"_kunci\" value=\"k&quot;unci\"");
        expect_has(page, "(boleh kosong)");
    }
}

static void test_a_password_never_comes_back(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 22);
    struct request q = ask(a, ROLE_ANONYMOUS, "/masuk");
    page_begin(&q, &(struct page){.layout = LAYOUT_PUBLIC, .title = S("Masuk"), .main_class = "signin"});
    input_field(&q.html, &(struct input){.name = "sandi", .label = "Kata sandi", .kind = INPUT_PASSWORD,
                                         .value = S("rahasia-sekali"), .autocomplete = "current-password"}, NULL);
    struct str page = finish(&q);
    expect_not(page, "rahasia-sekali");
    expect_has(page, "<div class=\"wrap signin\">");
    expect_has(page, "rel=\"preload\"");
}

static void test_choices(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 22);
    static const struct option options[] = {{{"a", 1}, {"Alih daya", 9}}, {{"k", 1}, {"Kurir & arsip", 13}}};
    struct request q = ask(a, ROLE_HR_OFFICER, "/x");
    struct faults f = {.arena = a};
    fault(&f, "jalur", "Pilih satu jalur");
    fault(&f, "", "Data ini sudah berubah");
    page_begin(&q, &(struct page){.layout = LAYOUT_DESK, .title = S("X"), .faults = &f});
    select_field(&q.html, "opd", "Instansi", NULL, options, 2, S("k"), false, &f);
    select_field(&q.html, "opd2", "Instansi kedua", "boleh", options, 2, S("tak dikenal"), true, &f);
    radio_field(&q.html, "jalur", "Jalur", "satu saja", options, 2, S("a"), &f);
    check_field(&q.html, "setuju", "1", "Saya <setuju>", true);
    hidden_field(&q.html, "versi", S("3\""));
    struct str page = finish(&q);
    expect_has(page, "<option value=\"k\" selected>Kurir &amp; arsip</option>");
    expect_has(page, "<option value=\"\" selected>Tidak diisi</option>");
    expect_has(page, "id=\"jalur\" checked>Alih daya");
    expect_has(page, "value=\"1\" checked>Saya &lt;setuju&gt;");
    expect_has(page, "Belum tersimpan");
    expect_has(page, "<li>Data ini sudah berubah</li>");
}

static void test_messages(void **state)
{
    (void)state;
    static const struct {
        const char *why, *code, *want;
        bool shown;
    } cases[] = {
        {"a good word is a toast", "tersimpan", "<div class=\"toast\" role=\"status\"><span>Perubahan tersimpan.</span>", true},
        {"a warning stands on the page", "usang", "class=\"note warn\"", true},
        {"words from outside are never shown", "<b>Anda menang</b>", "menang", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_ARENA a = arena_new(1 << 22);
        struct request q = ask(a, ROLE_HR_OFFICER, "/tenaga");
        struct pair p = {S("pesan"), str_z(cases[i].code)};
        q.query = (struct pairs){&p, 1};
        page_begin(&q, &(struct page){.layout = LAYOUT_DESK, .title = S("Tenaga kerja")});
        struct str page = finish(&q);
        if (cases[i].shown)
            expect_has(page, cases[i].want);
        else
            expect_not(page, cases[i].want);
    }
    assert_null(message_of(S("")));
}

static void test_parts_and_charts(void **state)
{
    (void)state;
    AUTO_ARENA a = arena_new(1 << 22);
    struct request q = ask(a, ROLE_HR_OFFICER, "/pemetaan");
    struct html *w = &q.html;
    page_begin(&q, &(struct page){.layout = LAYOUT_DESK, .title = S("Pemetaan"), .menu = "/pemetaan"});
    HTML(w, "<div class=\"tiles\">");
    tile(w, "/tenaga", S("Terdata"), hole_count((struct count){2418}), S("38 instansi"));
    tile_draw(w, &(struct tile_mark){.name = S("Punya jalur"), .value = hole_count((struct count){2171}), .small = S("· 89,8%"), .tone = TONE_OK});
    HTML(w, "</div>");
    chip(w, TONE_OK, NULL, S("Ditempatkan"));
    path_mark(w, S("p-alih"), S("Alih daya"));
    note(w, TONE_WARN, S("Perhatian:"), S("periksa < lagi"));
    empty_begin(w, "inbox", S("Kosong"), S("Belum ada."));
    HTML(w, "<div class=\"row\"><a class=\"btn\" href=\"/\">Beranda</a></div>");
    empty_end(w);
    steps(w, (struct step_mark[]){{S("Impor"), S("1 Okt"), -1}, {S("Uji publik"), S("batas 8 Okt"), 0}, {S("Kunci"), S(""), 1}}, 3);
    strip(w, S("Dua jalur"), (struct strip_part[]){{S("Alih daya"), S("/tenaga?jalur=alihdaya"), S("p-alih"), 3, {0}}, {S("Belum"), S(""), S("p-belum"), 1, S("<5")}, {S("Nol"), S(""), S("p-umkm"), 0, {0}}}, 3);
    bars(w, S("Sisa per instansi"), (struct bar[]){{S("Satpol PP"), 55, 176, S("55"), S("/tenaga?opd=1"), S("c2")}, {S("Kosong"), 1, 0, S("0"), S(""), S("")}}, 2);
    timeline(w, (struct event[]){{{INT64_C(1795219200000)}, S("Jalur ditetapkan"), S("Kepala BKPSDM"), true}, {{0}, S("Didata"), S(""), false}}, 2);
    pager(w, S("25 pertama dari 2.418"), S(""), S("/tenaga?setelah=7"));
    struct str page = finish(&q);
    expect_has(page, "<rect class=\"p-alih\" x=\"0.00%\" width=\"75.00%\" height=\"100%\"/>");
    expect_has(page, "<b>&lt;5</b>");
    expect_has(page, "<time datetime=\"2026-11-21T08:00:00+08:00\">");
    expect_has(page, "<a href=\"/tenaga?setelah=7\" rel=\"next\">Berikutnya</a>");
    expect_has(page, "<span class=\"v ok\">2.171 <small>· 89,8%</small></span>");
    expect_not(page, "p-umkm\" x=");
}

static void test_jobs(void **state)
{
    (void)state;
    static const struct {
        const char *why;
        struct job job;
        const char *want;
        bool moves;
    } cases[] = {
        {"waiting", {.state = JOB_WAITING}, "Menunggu giliran", true},
        {"running with a known rest", {.state = JOB_RUNNING, .done = 100, .total = 200, .started = {INT64_C(1795219180000)}},
         "100 dari 200 · sekitar 20 detik lagi", true},
        {"running, longer", {.state = JOB_RUNNING, .done = 1, .total = 100, .started = {INT64_C(1795219180000)}},
         "sekitar 33 menit lagi", true},
        {"running, total unknown", {.state = JOB_RUNNING}, "<progress aria-label=", true},
        {"done", {.state = JOB_DONE, .words = {"17.000 baris.", 13}}, "note ok", false},
        {"failed says its sentence", {.state = JOB_FAILED, .words = {"Berkas rusak.", 13}}, "Berkas rusak.", false},
        {"stopped", {.state = JOB_CANCELLED}, "dihentikan", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_ARENA a = arena_new(1 << 22);
        struct request q = ask(a, ROLE_HR_OFFICER, "/pendataan/impor/1");
        page_begin(&q, &(struct page){.layout = LAYOUT_DESK, .title = S("Impor"), .refresh = 3});
        job_card(&q, &cases[i].job, "Impor \"satpolpp.xlsx\"", "/pendataan/impor/1/henti");
        struct str page = finish(&q);
        expect_has(page, cases[i].want);
        if (cases[i].moves)
            expect_has(page, "data-kemajuan");
        else
            expect_not(page, "data-kemajuan");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_checker_sees_what_is_wrong),
        cmocka_unit_test(test_every_layout_is_valid_for_every_role),
        cmocka_unit_test(test_menu_shows_only_what_is_allowed),
        cmocka_unit_test(test_icons_are_inlined_once_and_only_when_used),
        cmocka_unit_test(test_typed_text_comes_back_with_its_fault),
        cmocka_unit_test(test_a_password_never_comes_back),
        cmocka_unit_test(test_choices),
        cmocka_unit_test(test_messages),
        cmocka_unit_test(test_parts_and_charts),
        cmocka_unit_test(test_jobs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
