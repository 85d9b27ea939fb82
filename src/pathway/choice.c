/*
 * choice.c: a worker's own list. Listing truthfully is the best a worker can do (allocation.md P8), so the page
 * shows everything that can be listed, and for the rest the reason and the way out.
 */
#include "choice.h"

#include <assert.h>
#include <stdlib.h>

#include "kernel/audit/audit.h"
#include "registry/worker.h"
#include "rule/rulebook.h"

static bool has_code(struct str list, struct str code)
{
    for (struct str rest = list; rest.p != NULL && list.n > 0;)
        if (str_eq(str_trim(str_cut(&rest, ';')), code))
            return true;
    return false;
}

struct str codes_missing(struct arena *a, struct str needs, struct str has)
{
    struct str out = S("");
    for (struct str rest = needs; rest.p != NULL && needs.n > 0;) {
        struct str code = str_trim(str_cut(&rest, ';'));
        if (code.n > 0 && !has_code(has, code))
            out = out.n == 0 ? code : str_printf(a, STR_FMT ";" STR_FMT, STR_ARG(out), STR_ARG(code));
    }
    return out;
}

static int tier_of(const struct choice_line *l)
{
    if (l->same_post)
        return l->same_agency ? 1 : 2;
    return l->same_agency ? 3 : 4;
}

static int order_of(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

int choice_compare(const struct choice_line *a, const struct choice_line *b)
{
    const int64_t unknown = 1000000000;
    int c = order_of(a->stage, b->stage);
    if (c == 0)
        c = order_of(b->keeps_income, a->keeps_income);
    if (c == 0)
        c = order_of(tier_of(a), tier_of(b));
    if (c == 0)
        c = order_of(a->metres < 0 ? unknown : a->metres, b->metres < 0 ? unknown : b->metres);
    if (c == 0)
        c = order_of(b->wage.v, a->wage.v);
    return c == 0 ? str_compare(a->code, b->code) : c;
}

static int compare_void(const void *a, const void *b)
{
    return choice_compare(a, b);
}

/* Why this person cannot take this line (allocation.md section 4), or the empty text. */
static struct str blocked_words(struct tx *tx, const struct at *at, const struct worker *w, const struct plan_line *l)
{
    struct str words, missing = codes_missing(tx_arena(tx), l->requirements, w->qualifications);
    if (!plan_line_permitted(at, l, &words))
        return S("Belum boleh dialihdayakan; menunggu keputusan TAPD atau pendapat hukum. Bila dibuka, Anda kami "
                 "kabari.");
    if (missing.n == 0)
        return S("");
    struct str list = S("");
    for (struct str rest = missing; rest.p != NULL;) {
        struct str name = qualification_words(tx, at, str_cut(&rest, ';'));
        list = list.n == 0 ? name : str_printf(tx_arena(tx), STR_FMT ", " STR_FMT, STR_ARG(list), STR_ARG(name));
    }
    return str_printf(tx_arena(tx), "Perlu " STR_FMT ".", STR_ARG(list));
}

struct person {
    struct worker w;
    int64_t holder; /* agency that holds the budget */
};

static err person_get(struct tx *tx, const struct at *at, int64_t worker_id, struct person *ret)
{
    TRY(worker_get(tx, at, worker_id, &ret->w));
    return agency_holder_report(tx, at, ret->w.agency_id, &ret->holder);
}

static struct choice_line line_for(struct tx *tx, const struct at *at, const struct person *p,
                                   const struct plan_line *l)
{
    return (struct choice_line){
        .line_id = l->id,
        .code = l->code,
        .position_name = l->position_name,
        .agency_name = l->agency_name,
        .place = agency_district_report(tx, at, l->agency_id),
        .stage = l->stage,
        .wage = l->wage,
        .metres = agency_distance_report(tx, at, p->holder, l->agency_id),
        .blocked = blocked_words(tx, at, &p->w, l),
        .keeps_income = l->wage.v >= p->w.last_wage.v,
        .same_post = l->position_id == p->w.position_id,
        .same_agency = l->agency_id == p->holder,
    };
}

static bool window_is_open(const struct at *at, const struct choice_window *w)
{
    return w->version > 0 && at->today.day >= w->opens.day && at->now.ms < w->closes.ms;
}

err choices_get(struct tx *tx, const struct at *given, int64_t worker_id, struct choice_page *ret)
{
    struct arena *a = tx_arena(tx);
    struct at with_rules = *given, *at = &with_rules;
    TRY(at_rules(tx, at));
    struct choice_page page = {.year = plan_year_of(at->today)};
    struct person p;
    struct plan_lines lines;
    struct choice_list mine;
    struct choice_window window;
    TRY(person_get(tx, at, worker_id, &p));
    TRY(plan_lines_in_agency(tx, at, page.year, -1, &lines));
    TRY(choice_list_get(tx, at, worker_id, page.year, &mine));
    TRY(choice_window_get(tx, at, page.year, &window));
    page.version = mine.version;
    page.saved = mine.saved;
    page.opens = window.opens;
    page.closes = window.closes;
    page.open = window_is_open(at, &window) && !pathway_is_asn(p.w.pathway);
    page.chosen = NEW_ARRAY(a, struct choice_line, mine.n + 1);
    page.addable = NEW_ARRAY(a, struct choice_line, lines.n + 1);
    page.blocked = NEW_ARRAY(a, struct choice_line, lines.n + 1);
    for (size_t i = 0; i < mine.n; i++)
        for (size_t k = 0; k < lines.n; k++)
            if (lines.list[k].id == mine.line[i])
                page.chosen[page.n_chosen++] = line_for(tx, at, &p, &lines.list[k]);
    for (size_t k = 0; k < lines.n; k++) {
        bool taken = false;
        for (size_t i = 0; i < mine.n; i++)
            taken = taken || lines.list[k].id == mine.line[i];
        if (taken)
            continue;
        struct choice_line l = line_for(tx, at, &p, &lines.list[k]);
        if (l.blocked.n > 0)
            page.blocked[page.n_blocked++] = l;
        else
            page.addable[page.n_addable++] = l;
    }
    qsort(page.addable, page.n_addable, sizeof *page.addable, compare_void);
    qsort(page.blocked, page.n_blocked, sizeof *page.blocked, compare_void);
    *ret = page;
    return OK;
}

static err check_choices(struct tx *tx, const struct at *at, const struct person *p, const int64_t *ids, size_t n,
                         int32_t year, struct faults *f)
{
    for (size_t i = 0; i < n; i++) {
        struct plan_line l;
        err e = plan_line_get(tx, at, ids[i], &l);
        if (e == ERR_MISSING || (e == OK && (!l.active || l.year != year))) {
            fault(f, "pilihan", "Salah satu pekerjaan sudah dicabut dari rencana. Muat ulang halaman ini.");
            continue;
        }
        TRY(e);
        if (blocked_words(tx, at, &p->w, &l).n > 0)
            fault(f, "pilihan", "Anda belum dapat memilih " STR_FMT ", " STR_FMT ".", STR_ARG(l.position_name),
                  STR_ARG(l.agency_name));
        for (size_t k = 0; k < i; k++)
            if (ids[k] == ids[i])
                fault(f, "pilihan", STR_FMT " tertulis dua kali.", STR_ARG(l.position_name));
    }
    return faults_end(f);
}

err choices_set(struct tx *tx, const struct at *given, int64_t worker_id, int64_t version, const int64_t *line_ids,
                size_t n, struct faults *f)
{
    struct at with_rules = *given, *at = &with_rules;
    TRY(at_rules(tx, at));
    struct choice_window window;
    struct person p;
    int32_t year = plan_year_of(at->today);
    assert(worker_id == scope_self(&at->who));
    TRY(person_get(tx, at, worker_id, &p));
    TRY(choice_window_get(tx, at, year, &window));
    if (!window_is_open(at, &window))
        fault(f, "pilihan", "Masa memilih sudah ditutup. Pilihan terakhir Anda tetap dipakai.");
    if (n > CHOICES_MAX)
        fault(f, "pilihan", "Paling banyak %d pilihan.", CHOICES_MAX);
    TRY(faults_end(f));
    TRY(check_choices(tx, at, &p, line_ids, n, year, f));
    struct choice_list list = {.version = version, .n = n};
    memcpy(list.line, line_ids, n * sizeof *line_ids);
    struct choice_list old;
    TRY(choice_list_get(tx, at, worker_id, year, &old));
    if (old.version != version)
        return ERR_STALE;
    TRY(choice_list_put(tx, at, worker_id, year, &list));
    return audit_write(tx, at, "pilihan.simpan", worker_id, str_printf(tx_arena(tx), "%zu pilihan", n));
}

err choice_window_save(struct tx *tx, const struct at *at, const struct choice_window *w, struct faults *f)
{
    if (!date_given(w->opens))
        fault(f, "buka", "Tulis tanggal mulai memilih, misalnya 1-10-2026.");
    if (w->closes.ms == 0)
        fault(f, "tutup", "Tulis tanggal terakhir memilih.");
    else if (date_given(w->opens) && moment_date(w->closes, at->region->zone).day < w->opens.day)
        fault(f, "tutup", "Tanggal terakhir harus pada atau sesudah tanggal mulai.");
    TRY(faults_end(f));
    TRY(choice_window_put(tx, at, w));
    return audit_write(tx, at, "pilihan.masa", w->year, S(""));
}
