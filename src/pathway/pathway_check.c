/*
 * pathway_check.c: what must always be true of plans, runs, results and offers, one line each.
 */
#include "pathway_check.h"

#include "kernel/digest.h"
#include "kernel/mem.h"

typedef void (*say_fn)(void *arg, bool good, struct str line);

/* Rows that must not exist. */
static const struct rule {
    const char *words;
    struct sql count;
} rules[] = {
    {"setiap orang pada kursi hasil terbit mempunyai hasil itu, dengan baris yang sama",
     {"SELECT count(*) FROM worker w WHERE w.pemda_id = $1 AND w.pathway_run IS NOT NULL AND w.pathway_run <> 0 "
      "AND w.plan_line <> '' AND NOT EXISTS (SELECT 1 FROM run_result r WHERE r.pemda_id = w.pemda_id "
      "AND r.worker_id = w.id AND r.run_id = w.pathway_run AND r.line_code = w.plan_line)"}},
    {"paling banyak satu hasil berlaku setiap tahun",
     {"SELECT count(*) FROM (SELECT year FROM run WHERE pemda_id = $1 AND state = 'terbit' GROUP BY year "
      "HAVING count(*) > 1) x"}},
    {"pengusul tidak pernah menyetujui hasilnya sendiri",
     {"SELECT count(*) FROM run r WHERE r.pemda_id = $1 AND r.state IN ('disetujui', 'siap', 'menerbitkan', 'terbit', "
      "'digantikan') AND NOT EXISTS (SELECT 1 FROM run_step a JOIN run_step b ON b.pemda_id = a.pemda_id "
      "AND b.run_id = a.run_id WHERE a.pemda_id = r.pemda_id AND a.run_id = r.id AND a.action = 'ajukan' "
      "AND b.action = 'setujui' AND b.seq > a.seq AND a.user_id <> b.user_id)"}},
    {"setiap hasil terbit lulus semua pemeriksaan",
     {"SELECT count(*) FROM run_check c JOIN run r ON r.pemda_id = c.pemda_id AND r.id = c.run_id "
      "WHERE c.pemda_id = $1 AND c.passed = 0 AND r.state IN ('terbit', 'digantikan')"}},
    {"setiap hasil terbit resmi, bukan percobaan",
     {"SELECT count(*) FROM run WHERE pemda_id = $1 AND trial = 1 AND state NOT IN ('antre', 'beku', 'gagal', 'batal', "
      "'selesai')"}},
    {"setiap tawaran yang menunggu sesuai dengan jalur orangnya",
     {"SELECT count(*) FROM offer o JOIN plan_line l ON l.pemda_id = o.pemda_id AND l.id = o.line_id "
      "JOIN worker w ON w.pemda_id = o.pemda_id AND w.id = o.worker_id WHERE o.pemda_id = $1 AND o.state = 'menunggu' "
      "AND (w.plan_line <> l.code OR w.pathway_state <> 'ditawarkan')"}},
    {"penolakan mempunyai penanggung jawab dan tanggal",
     {"SELECT count(*) FROM worker WHERE pemda_id = $1 AND pathway = 'belum' AND pathway_reason = 'MENOLAK' "
      "AND (case_owner IS NULL OR case_due IS NULL)"}},
    {"benih undian terdiri atas kata yang disegel dan angka yang diundi",
     {"SELECT count(*) FROM lottery WHERE pemda_id = $1 AND state = 'buka' AND seed <> word || '-' || figures"}},
};

static const struct sql sql_texts = {"SELECT sha256, text FROM run_text WHERE pemda_id = $1"};

/* Every text still has the fingerprint under which it is kept. */
static err check_texts(struct tx *tx, const struct at *at, say_fn say, void *arg)
{
    int64_t wrong = 0, all = 0;
    AUTO_ARENA a = arena_new((size_t)1 << 20);
    AUTO_ROWS r = QUERY(tx, sql_texts, at->pemda.v);
    while (rows_next(&r)) {
        arena_reset(a);
        struct str sum = str_dup(a, row_view(&r));
        wrong += !str_eq(sum, sha256_hex(a, sha256_of(row_view(&r))));
        all++;
    }
    TRY(rows_fail(&r, OK));
    say(arg, wrong == 0, str_printf(tx_arena(tx), "sidik %lld berkas perhitungan cocok dengan isinya", (long long)all));
    return OK;
}

static const struct sql sql_words = {"SELECT word, commitment FROM lottery WHERE pemda_id = $1 AND state = 'buka'"};

static err check_lottery(struct tx *tx, const struct at *at, say_fn say, void *arg)
{
    bool good = true;
    AUTO_ROWS r = QUERY(tx, sql_words, at->pemda.v);
    while (rows_next(&r)) {
        struct str word = row_str(&r);
        good = good && str_eq(row_str(&r), sha256_hex(tx_arena(tx), sha256_of(word)));
    }
    TRY(rows_fail(&r, OK));
    say(arg, good, S("kata undian yang dibuka bersidik sama dengan yang disegel"));
    return OK;
}

err pathway_check(struct tx *tx, const struct at *at, say_fn say, void *arg)
{
    for (size_t i = 0; i < COUNT(rules); i++) {
        int64_t n = 0;
        TRY(QUERY_INT(tx, &n, rules[i].count, at->pemda.v));
        say(arg, n == 0, n == 0 ? str_z(rules[i].words)
                                : str_printf(tx_arena(tx), "%s: %lld menyimpang", rules[i].words, (long long)n));
    }
    TRY(check_texts(tx, at, say, arg));
    return check_lottery(tx, at, say, arg);
}
