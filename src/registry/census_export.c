/*
 * census_export.c: see census_export.h. NIK and phone are text; a text that begins with = + - @ gets ' before it.
 */
#include "census_export.h"

#include "agency.h"
#include "census_columns.h"
#include "kernel/text/csv.h"
#include "position.h"

static const enum census_column columns[] = {
    COL_NIK, COL_NAME, COL_BIRTH_PLACE, COL_BIRTH_DATE, COL_SEX, COL_EDUCATION, COL_AGENCY, COL_UNIT, COL_JOB, COL_CATEGORY,
    COL_START, COL_FUND, COL_WAGE, COL_THK2_NUMBER, COL_FAMILY_CARD, COL_NPWP, COL_BPJS, COL_PHONE, COL_ADDRESS, COL_REMARK};

void census_export_heading(struct buf *out)
{
    for (size_t i = 0; i < COUNT(columns); i++)
        buf_printf(out, "%s%s", i > 0 ? "," : "", census_columns[columns[i]].code);
    BUF_LIT(out, "\r\n");
}

static void put(struct buf *out, struct str s)
{
    csv_write_safe(out, s);
    buf_addc(out, ',');
}

static void put_date(struct buf *out, struct date d)
{
    if (date_given(d)) {
        struct ymd c = date_to_ymd(d);
        buf_printf(out, "%02d-%02d-%04d", c.day, c.month, c.year);
    }
    buf_addc(out, ',');
}

/* Titles stand with the name again, as they were sent. */
static void put_name(struct buf *out, const struct worker *w)
{
    AUTO_BUF b = buf_new(4096);
    buf_printf(&b, STR_FMT "%s" STR_FMT "%s" STR_FMT, STR_ARG(w->title_before), w->title_before.n > 0 ? " " : "",
               STR_ARG(w->name), w->title_after.n > 0 ? ", " : "", STR_ARG(w->title_after));
    put(out, buf_str(&b));
}

void census_export_line(struct buf *out, const struct worker *w, struct str agency, struct str position)
{
    put(out, w->nik);
    put_name(out, w);
    put(out, w->birth_place);
    put_date(out, w->birth_date);
    put(out, w->sex);
    put(out, w->education);
    put(out, agency);
    put(out, w->unit);
    put(out, w->position_text.n > 0 ? w->position_text : position);
    put(out, w->category);
    put_date(out, w->started);
    put(out, w->pay_source);
    buf_int(out, w->last_wage.v);
    buf_addc(out, ',');
    put(out, w->thk2_number);
    put(out, w->family_card);
    put(out, w->npwp);
    put(out, w->bpjs);
    put(out, w->phone);
    put(out, w->address);
    csv_write_safe(out, w->remark);
    BUF_LIT(out, "\r\n");
}

struct each {
    struct agency_name *agencies;
    struct position *positions;
    size_t n_agencies, n_positions;
    census_export_take take;
    void *arg;
    struct buf line;
};

static err take_worker(void *arg, const struct worker *w)
{
    struct each *e = arg;
    struct str position = S("");
    for (size_t i = 0; i < e->n_positions; i++)
        if (e->positions[i].id == w->position_id)
            position = e->positions[i].name;
    buf_clear(&e->line);
    census_export_line(&e->line, w, agency_name_of(e->agencies, e->n_agencies, w->agency_id), position);
    return e->take(e->arg, buf_str(&e->line));
}

err census_export_each(struct tx *tx, const struct at *at, int64_t agency_id, census_export_take take, void *arg)
{
    struct each e = {.take = take, .arg = arg, .line = buf_new(1 << 20)};
    struct worker_filter all = {.agency_id = agency_id, .group = -1, .state = -1, .everybody = true};
    TRY(agency_names(tx, at, &e.agencies, &e.n_agencies));
    TRY(position_list(tx, at, S(""), &e.positions, &e.n_positions));
    err result = worker_each(tx, at, &all, take_worker, &e);
    buf_free(&e.line);
    return result;
}
