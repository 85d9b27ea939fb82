/*
 * choice_import.c: choices that were written on paper, from CSV. Each worker in the file gets exactly the list in
 * the file; workers who are not in it keep theirs.
 */
#include <stdlib.h>

#include "choice.h"
#include "kernel/audit/audit.h"
#include "registry/worker.h"
#include "sheet.h"

enum { COL_WORKER, COL_NIK, COL_PLACE, COL_LINE };
static const struct sheet_column columns[] = {
    [COL_WORKER] = {"id_pekerja|nomor_pekerja", false},
    [COL_NIK] = {"nik", false},
    [COL_PLACE] = {"urutan|pilihan_ke|pilihan", true},
    [COL_LINE] = {"id_baris|kode_baris|kode", true},
};

struct row {
    int64_t worker_id, place, line_id;
    int64_t record;
};

static int compare_rows(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    if (x->worker_id != y->worker_id)
        return x->worker_id < y->worker_id ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

static int64_t find_worker(struct sheet *s, struct tx *tx, const struct at *at)
{
    struct str id = sheet_cell(s, COL_WORKER), nik = sheet_cell(s, COL_NIK);
    struct worker w;
    if (id.n > 0)
        return worker_by_public_id_report(tx, at, id);
    return nik.n > 0 && worker_by_nik(tx, at, nik, &w) == OK ? w.id : 0;
}

static bool read_row(struct sheet *s, struct tx *tx, const struct at *at, int32_t year, struct row *r)
{
    struct plan_line l;
    struct str code = sheet_cell(s, COL_LINE);
    bool good = sheet_number(s, COL_PLACE, CHOICES_MAX, -1, &r->place);
    r->record = s->csv.record;
    r->worker_id = find_worker(s, tx, at);
    if (r->worker_id == 0)
        sheet_fault(s, "pekerja tidak dikenal. Periksa id_pekerja atau NIK.");
    err e = plan_line_by_code(tx, at, year, code, &l);
    if (e != OK || !l.active) {
        sheet_fault(s, "id_baris " STR_FMT " tidak ada dalam rencana %d.", STR_ARG(code), year);
        return false;
    }
    r->line_id = l.id;
    return good && r->worker_id != 0;
}

static void check_rows(struct sheet *s, const struct row *list, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (list[i].worker_id == list[i - 1].worker_id && list[i].place == list[i - 1].place)
            fault(s->f, "berkas", STR_FMT ":%lld: urutan %lld dipakai dua kali oleh satu pekerja.",
                  STR_ARG(s->file_name), (long long)list[i].record, (long long)list[i].place);
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n && list[k].worker_id == list[i].worker_id; k++)
            if (list[k].line_id == list[i].line_id)
                fault(s->f, "berkas", STR_FMT ":%lld: baris yang sama dipilih dua kali oleh satu pekerja.",
                      STR_ARG(s->file_name), (long long)list[k].record);
}

static err put_list(struct tx *tx, const struct at *at, int32_t year, const struct row *list, size_t n,
                    struct plan_count *count)
{
    struct choice_list old, new = {.n = n};
    TRY(choice_list_get(tx, at, list[0].worker_id, year, &old));
    for (size_t i = 0; i < n; i++)
        new.line[i] = list[i].line_id;
    if (old.version > 0 && old.n == n && memcmp(old.line, new.line, n * sizeof new.line[0]) == 0) {
        count->same++;
        return OK;
    }
    new.version = old.version;
    if (old.version == 0)
        count->added++;
    else
        count->changed++;
    return choice_list_put(tx, at, list[0].worker_id, year, &new);
}

err choice_import(struct tx *tx, const struct at *at, int32_t year, struct str file_name, struct str bytes,
                  struct plan_count *ret, struct faults *f)
{
    struct arena *a = tx_arena(tx);
    struct sheet s;
    struct choice_window window;
    TRY(choice_window_get(tx, at, year, &window));
    if (window.version > 0 && at->now.ms >= window.closes.ms)
        fault(f, "berkas", STR_FMT ":1: masa memilih %d sudah ditutup. Perpanjang dahulu bila memang perlu.",
              STR_ARG(file_name), year);
    TRY(faults_end(f));
    TRY(sheet_open(a, file_name, bytes, columns, COUNT(columns), f, &s));
    if (s.at[COL_WORKER] < 0 && s.at[COL_NIK] < 0)
        sheet_fault(&s, "kolom id_pekerja atau nik harus ada.");
    TRY(faults_end(f));
    size_t lines = 1;
    for (size_t i = 0; i < bytes.n; i++)
        lines += bytes.p[i] == '\n' || bytes.p[i] == '\r';
    struct row *list = NEW_ARRAY(a, struct row, lines);
    size_t n = 0;
    while (sheet_next(&s) && n < lines)
        n += read_row(&s, tx, at, year, &list[n]);
    qsort(list, n, sizeof *list, compare_rows);
    check_rows(&s, list, n);
    TRY(faults_end(f));
    struct plan_count count = {0};
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && list[end].worker_id == list[i].worker_id; end++)
            ;
        TRY(put_list(tx, at, year, list + i, end - i, &count));
    }
    *ret = count;
    if (count.added + count.changed == 0)
        return OK;
    return audit_write(tx, at, "pilihan.impor", year,
                       str_printf(a, STR_FMT ": %lld pekerja", STR_ARG(file_name),
                                  (long long)(count.added + count.changed)));
}
