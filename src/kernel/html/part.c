/*
 * part.c: the small parts screens are put together from: heading, chip, note, tile, pager, empty state, running job.
 */
#include "page.h"

#include <assert.h>

static const char *tone_class(enum tone t)
{
    static const char *const names[] = {"", " ok", " warn", " bad", " info", " brand"};
    assert(t >= TONE_PLAIN && t <= TONE_BRAND);
    return names[t];
}

static const char *tone_icon(enum tone t)
{
    static const char *const names[] = {"circle-dashed", "circle-check", "clock", "alert-triangle", "info-circle",
                                        "info-circle"};
    assert(t >= TONE_PLAIN && t <= TONE_BRAND);
    return names[t];
}

void head_begin(struct html *w, struct str title, struct str sentence)
{
    HTML(w, "<div class=\"head\"><div><h1>{}</h1>", title);
    if (sentence.n > 0)
        HTML(w, "\n<p>{}</p>", sentence);
    HTML(w, "</div>\n<div class=\"row\">");
}

void head_end(struct html *w)
{
    HTML(w, "</div></div>\n");
}

void chip(struct html *w, enum tone tone, const char *icon, struct str words)
{
    HTML(w, "<span class=\"chip{}\">{}{}</span>", tone_class(tone),
         ((struct icon){icon != NULL ? icon : tone_icon(tone)}), words);
}

void path_mark(struct html *w, struct str class, struct str label)
{
    HTML(w, "<span class=\"path {}\"><span>{}</span></span>", class, label);
}

void note(struct html *w, enum tone tone, struct str bold, struct str rest)
{
    enum tone shown = tone == TONE_PLAIN || tone == TONE_BRAND ? TONE_INFO : tone;
    HTML(w, "<div class=\"note{}\">{}<div><strong>{}</strong>{}{}</div></div>\n",
         shown == TONE_INFO ? "" : tone_class(shown),
         ((struct icon){shown == TONE_WARN ? "alert-triangle" : tone_icon(shown)}), bold, rest.n > 0 ? " " : "", rest);
}

void empty_begin(struct html *w, const char *icon, struct str title, struct str what_to_do)
{
    HTML(w, "<section class=\"card empty\">{}<h2>{}</h2>\n<p>{}</p>\n", ((struct icon){icon}), title, what_to_do);
}

void empty_end(struct html *w)
{
    HTML(w, "</section>\n");
}

void empty_state(struct html *w, const char *icon, struct str title, struct str what_to_do)
{
    empty_begin(w, icon, title, what_to_do);
    empty_end(w);
}

void tile_draw(struct html *w, const struct tile_mark *t)
{
    const char *tag = t->href != NULL ? "a" : "div";
    HTML(w, "<{} class=\"tile\"", tag);
    if (t->href != NULL)
        HTML(w, " href=\"{}\"", t->href);
    HTML(w, "><span class=\"k\">{}</span>\n<span class=\"v{}\">", t->name, tone_class(t->tone));
    html_value(w, t->value);
    if (t->small.n > 0)
        HTML(w, " <small>{}</small>", t->small);
    HTML(w, "</span>\n");
    if (t->meaning.n > 0)
        HTML(w, "<span class=\"d\">{}</span>\n", t->meaning);
    HTML(w, "</{}>\n", tag);
}

void tile(struct html *w, const char *href, struct str name, struct hole value, struct str meaning)
{
    tile_draw(w, &(struct tile_mark){.href = href, .name = name, .value = value, .meaning = meaning});
}

void pager(struct html *w, struct str words, struct str previous_href, struct str next_href)
{
    HTML(w, "<footer class=\"pager\"><span>{}</span>", words);
    if (previous_href.n > 0 || next_href.n > 0) {
        HTML(w, "<nav aria-label=\"Halaman\"><ol>");
        if (previous_href.n > 0)
            HTML(w, "<li><a href=\"{}\" rel=\"prev\">Sebelumnya</a></li>", previous_href);
        if (next_href.n > 0)
            HTML(w, "<li><a href=\"{}\" rel=\"next\">Berikutnya</a></li>", next_href);
        HTML(w, "</ol></nav>");
    }
    HTML(w, "</footer>\n");
}

/* ---- a job on its way ---- */

/* "sekitar 20 detik lagi": what is left at the pace so far. Nothing is said before it can be known. */
static void put_rest_time(struct html *w, const struct job *job, struct moment now)
{
    if (job->state != JOB_RUNNING || job->done <= 0 || job->total <= job->done || job->started.ms == 0)
        return;
    int64_t seconds = (now.ms - job->started.ms) / 1000;
    if (seconds < 3)
        return;
    int64_t left = (int64_t)((__int128)seconds * (job->total - job->done) / job->done);
    if (left >= 90)
        HTML(w, " · sekitar {} menit lagi", (left + 59) / 60);
    else
        HTML(w, " · sekitar {} detik lagi", left < 1 ? (int64_t)1 : left);
}

static void put_progress(struct html *w, const struct job *job, const char *title)
{
    if (job->total > 0)
        HTML(w, "<progress value=\"{}\" max=\"{}\" aria-label=\"Kemajuan: {}\">{}</progress>",
             job->done > job->total ? job->total : job->done, job->total, title, percent_of(job->done, job->total));
    else
        HTML(w, "<progress aria-label=\"Kemajuan: {}\">berjalan</progress>", title);
}

static void put_job_words(struct html *w, const struct job *job, struct moment now)
{
    HTML(w, "<span class=\"t-s soft\">");
    if (job->state == JOB_WAITING)
        HTML(w, "Menunggu giliran");
    else if (job->words.n > 0)
        HTML(w, "{}", job->words);
    else if (job->total > 0)
        HTML(w, "{} dari {}", (struct count){job->done}, (struct count){job->total});
    put_rest_time(w, job, now);
    HTML(w, "</span>");
}

static void put_job_end(struct html *w, const struct job *job, const char *title)
{
    if (job->state == JOB_DONE)
        note(w, TONE_OK, str_z(title), job->words.n > 0 ? job->words : S("selesai."));
    else if (job->state == JOB_CANCELLED)
        note(w, TONE_WARN, str_z(title), S("dihentikan. Yang sudah tersimpan tetap ada."));
    else
        note(w, TONE_BAD, str_z(title),
             job->words.n > 0 ? job->words : S("berhenti karena gangguan. Coba jalankan lagi."));
}

void job_card(struct request *q, const struct job *job, const char *title, const char *cancel)
{
    struct html *w = &q->html;
    if (job->state != JOB_WAITING && job->state != JOB_RUNNING) {
        put_job_end(w, job, title);
        return;
    }
    HTML(w, "<section class=\"card stack-s\" aria-label=\"{}\" data-kemajuan><div class=\"split\"><strong "
            "class=\"t-s\">{}</strong>", title, title);
    put_job_words(w, job, q->at.now);
    HTML(w, "</div>\n");
    put_progress(w, job, title);
    HTML(w, "<div class=\"split\"><p class=\"t-xs muted\">Anda boleh meninggalkan halaman ini. Pekerjaan tetap "
            "berjalan.</p>");
    if (cancel != NULL) {
        form_begin(q, "", "%s", cancel);
        submit_button(w, "Hentikan", "small");
        form_end(q);
    }
    HTML(w, "</div></section>\n");
}
