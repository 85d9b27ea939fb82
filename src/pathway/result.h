/*
 * result.h: results of PPPK and CPNS selections: facts with a letter, imported or entered. Somebody who passed
 * stands on that pathway; everybody else keeps taking part.
 */
#pragma once
#include "plan_line.h"

struct selection_result {
    int64_t id, version, worker_id;
    struct str kind;    /* PPPK PPPK_PW CPNS */
    struct str outcome; /* LULUS TIDAK_LULUS MENUNGGU */
    int32_t year, place;
    struct str code, formation, score, letter; /* code: R1 … R5, TH, TMS as announced */
    struct date letter_date;
};

/* nik (or id_pekerja), jenis, tahun, hasil, nomor_surat, tanggal_surat, and optionally kode, formasi, nilai,
 * peringkat. All rows or none. */
err result_import(struct tx *tx, const struct at *at, int32_t year, struct str file_name, struct str bytes,
                  struct plan_count *ret, struct faults *f) MUST_USE;

/* All results of one person, newest year first. */
err results_of_worker(struct tx *tx, const struct at *at, int64_t worker_id, struct selection_result *ret, size_t most,
                      size_t *n) MUST_USE;
