/*
 * voice_parts.c: see voice_parts.h.
 */
#include "voice_parts.h"

#include "registry/agency.h"

static const struct {
    const char *state, *words, *icon;
    enum tone tone;
} states[] = {
    {"menunggu", "Menunggu jawaban", "clock", TONE_WARN},
    {"diterima", "Diterima", "circle-check", TONE_OK},
    {"ditolak", "Ditolak", "ban", TONE_BAD},
    {"ditarik", "Ditarik kembali", "circle-dashed", TONE_PLAIN},
};

void request_chip(struct html *w, struct str state)
{
    for (size_t i = 0; i < COUNT(states); i++) {
        if (str_eqz(state, states[i].state))
            chip(w, states[i].tone, states[i].icon, str_z(states[i].words));
    }
}

void request_answer(struct html *w, struct str state, struct str answer, struct str by,
                    struct moment decided, struct date due)
{
    if (str_eqz(state, "menunggu")) {
        HTML(w, "<p class=\"t-s soft\">Dijawab paling lambat {}.</p>\n", due);
        return;
    }
    if (answer.n > 0)
        HTML(w, "<p class=\"t-s\"><strong>Jawaban:</strong> {}</p>\n", answer);
    HTML(w, "<p class=\"t-s soft\">{}{}{}</p>\n", by, by.n > 0 ? ", " : "", decided);
}

void help_card(struct request *q, const struct worker *w)
{
    struct html *h = &q->html;
    struct agency a = {0};
    HTML(h, "<section class=\"card stack-m\"><header><h2>Perlu bantuan?</h2></header>\n");
    if (agency_get(q->tx, &q->at, w->agency_id, &a) != OK ||
        (a.desk_officer.n == 0 && a.desk_place.n == 0)) {
        HTML(h, "<p class=\"t-s soft\">Datanglah ke bagian kepegawaian instansi Anda pada jam "
                "kerja.</p></section>\n");
        return;
    }
    HTML(h, "<dl class=\"kv\"><dt>Meja konsultasi</dt><dd>{}</dd>", a.name);
    if (a.desk_officer.n > 0)
        HTML(h, "<dt>Petugas</dt><dd>{}</dd>", a.desk_officer);
    if (a.desk_place.n > 0)
        HTML(h, "<dt>Tempat</dt><dd>{}</dd>", a.desk_place);
    if (a.desk_hours.n > 0)
        HTML(h, "<dt>Jam</dt><dd>{}</dd>", a.desk_hours);
    if (a.desk_phone.n > 0)
        HTML(h, "<dt>Telepon</dt><dd>{}</dd>", a.desk_phone);
    HTML(h, "</dl></section>\n");
}

bool self_get(struct request *q, struct worker *ret)
{
    err e = worker_get(q->tx, &q->at, scope_self(&q->at.who), ret);
    if (e == OK)
        return true;
    if (e == ERR_MISSING)
        reply_error_words(q, e,
                          "Akun Anda belum terhubung dengan data tenaga kerja. Hubungi bagian kepegawaian "
                          "instansi Anda.");
    else
        reply_error(q, e);
    return false;
}

void queue_place(const struct request *q, int64_t *after, struct date *after_due)
{
    *after = id_of(query_get(q, "setelah"));
    *after_due = DATE_NONE;
    if (*after != 0 && !date_parse_iso(query_get(q, "batas"), after_due))
        *after_due = date_from_ymd(1970, 1, 1);
}

struct str queue_next(struct request *q, const char *path, bool open, int64_t last, struct date last_due)
{
    char room[11];
    return str_printf(q->arena, "%s?%ssetelah=%ld&batas=" STR_FMT, path, open ? "" : "lihat=dijawab&",
                      (long)last, STR_ARG(date_iso(room, last_due)));
}

void queue_chips(struct request *q, const char *path, bool open)
{
    struct safe current = {S(" aria-current=\"true\"")}, other = {S("")};
    HTML(&q->html,
         "<div class=\"filters\" role=\"group\" aria-label=\"Saring\"><div class=\"chips\"><a "
         "class=\"chip\" "
         "href=\"{}\"{}>Menunggu</a><a class=\"chip\" href=\"{}?lihat=dijawab\"{}>Sudah "
         "dijawab</a></div></div>\n",
         path, open ? current : other, path, open ? other : current);
}
