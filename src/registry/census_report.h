/*
 * census_report.h: everything the import can say about a file, as data: code, level and sentence
 * (domain/census.md section 7, exact text), and the report that an office downloads, corrects by and sends back.
 */
#pragma once
#include "census_columns.h"
#include "kernel/buf.h"

enum census_level {
    LEVEL_NONE,
    LEVEL_FIX,    /* perbaikan: repaired or left aside, and said */
    LEVEL_WARN,   /* peringatan: the row comes in, marked */
    LEVEL_FAULT,  /* galat: the row stays out */
    LEVEL_REFUSE, /* tolak: the file is not read */
    LEVEL_COUNT
};

enum census_code {
    BERKAS_KOSONG, BERKAS_TERLALU_BESAR, TERLALU_BANYAK_BARIS, TERLALU_BANYAK_KOLOM, BUKAN_TABEL, XLS_LAMA, ODS,
    MAKRO, BERSANDI, XLSX_RUSAK, ISI_MENCURIGAKAN, TANPA_JUDUL, TANPA_DATA, KOLOM_WAJIB, KOLOM_GANDA,
    KUTIP_TERBUKA, ENKODE,
    NIK_KOSONG, NIK_PANJANG, NIK_HURUF, NIK_NOTASI_ILMIAH, NIK_DIBULATKAN, NIK_TANGGAL, NIK_WILAYAH, NIK_GANDA,
    NAMA_KOSONG, NAMA_TIDAK_SAH, OPD_KOSONG, OPD_TIDAK_DIKENAL, JABATAN_KOSONG, TANGGAL_KOSONG,
    TANGGAL_TIDAK_ADA, TANGGAL_TIDAK_TERBACA, TANGGAL_TIDAK_WAJAR, TMT_SETELAH_PEMBEKUAN, UPAH_KOSONG,
    UPAH_TIDAK_TERBACA, SEL_GALAT_EXCEL, SEL_RUMUS, KOLOM_BERLEBIH, TEKS_RUSAK,
    NIK_WILAYAH_LAMA, NIK_SERI, NIK_SERAGAM, NIK_BEDA_LAHIR, NIK_BEDA_KELAMIN, KELAMIN_KOSONG,
    KELAMIN_TIDAK_TERBACA, TANGGAL_AMBIGU, TMT_USIA, UPAH_TIDAK_WAJAR, KATEGORI_TIDAK_DIKENAL,
    PENDIDIKAN_TIDAK_DIKENAL, TIDAK_AKTIF, SUDAH_ASN, DUPLIKAT_KUAT, DUPLIKAT_BESAR, DUPLIKAT_MUNGKIN,
    KOLOM_DICURIGAI, TAUTAN_LUAR, LEMBAR_DILEWATI,
    NIK_DIBERSIHKAN, NIK_DARI_ANGKA, GELAR_DIPISAH, TANGGAL_DARI_SERI, TAHUN_DUA_ANGKA, UPAH_DIBACA, BARIS_KEMBAR,
    SK_DIGABUNG, BARIS_DILEWATI,
    CENSUS_CODE_COUNT
};

struct census_code_info {
    const char *code;
    enum census_level level;
    const char *sentence; /* with {x} {y} {z} */
};
extern const struct census_code_info census_codes[CENSUS_CODE_COUNT];

const char *census_level_name(enum census_level level); /* "galat" … */

/* One line of the report. */
struct census_line {
    int32_t sheet;             /* index; -1 = the whole file */
    struct str sheet_name;     /* empty for CSV */
    int64_t row;               /* as a spreadsheet shows it; 0 = the whole file or sheet */
    enum census_column column; /* COL_NONE = the whole row */
    enum census_code code;
    struct str x, y, z;
    struct str value; /* as it stood in the cell */
};

/* The sentence with its places filled in. */
void census_sentence(struct buf *out, const struct census_line *line);

/* baris,kolom,tingkat,kode,kalimat,nilai,lembar — with a byte-order mark before the first line. */
void census_report_heading(struct buf *out);
void census_report_line(struct buf *out, const struct census_line *line);
