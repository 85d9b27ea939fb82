/*
 * voice_check.c: see voice_check.h. Each statement counts what must not be there.
 */
#include "voice_check.h"

#include "kernel/mem.h"

static const struct sql sql_objection_unanswered = {
    "SELECT count(*) FROM objection WHERE pemda_id = $1 AND state IN ('diterima', 'ditolak') "
    "AND (decided = 0 OR decided_by IS NULL OR answer = '')"};
static const struct sql sql_objection_early = {
    "SELECT count(*) FROM objection WHERE pemda_id = $1 AND state = 'menunggu' AND (decided <> 0 OR "
    "decided_by IS NOT NULL)"};
static const struct sql sql_correction_unanswered = {
    "SELECT count(*) FROM correction WHERE pemda_id = $1 AND state <> 'menunggu' AND (decided = 0 OR "
    "decided_by IS NULL)"};
static const struct sql sql_correction_refused = {
    "SELECT count(*) FROM correction WHERE pemda_id = $1 AND state = 'ditolak' AND answer = ''"};
static const struct sql sql_correction_same = {
    "SELECT count(*) FROM correction WHERE pemda_id = $1 AND old_value = new_value"};
static const struct sql sql_correction_twice = {"SELECT count(*) FROM (SELECT worker_id, field FROM "
                                                "correction WHERE pemda_id = $1 AND state = 'menunggu' "
                                                "GROUP BY worker_id, field HAVING count(*) > 1) AS twice"};

static const struct {
    const struct sql *sql;
    const char *line;
} invariants[] = {
    {&sql_objection_unanswered, "keberatan: setiap jawaban memuat alasan, hari, dan petugasnya"},
    {&sql_objection_early, "keberatan: yang menunggu belum dijawab siapa pun"},
    {&sql_correction_unanswered, "perbaikan data: setiap jawaban memuat hari dan petugasnya"},
    {&sql_correction_refused, "perbaikan data: setiap penolakan memuat alasan"},
    {&sql_correction_same, "perbaikan data: setiap permintaan mengubah sesuatu"},
    {&sql_correction_twice, "perbaikan data: satu isian tidak diminta dua kali sekaligus"},
};

err voice_check(struct tx *tx, const struct at *at, void (*say)(void *arg, bool good, struct str line),
                void *arg)
{
    for (size_t i = 0; i < COUNT(invariants); i++) {
        int64_t n = 0;
        TRY(QUERY_INT(tx, &n, *invariants[i].sql, at->pemda.v));
        say(arg, n == 0,
            n == 0 ? str_z(invariants[i].line)
                   : str_printf(tx_arena(tx), "%s: %ld baris menyimpang", invariants[i].line, (long)n));
    }
    return OK;
}
