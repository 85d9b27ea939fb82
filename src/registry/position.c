/*
 * position.c: adding and changing positions. What is neither driver, cleaner nor guard needs the number of a
 * decision before any seat of it opens; the position itself may be recorded without one.
 */
#include "position.h"

#include <ctype.h>

#include "kernel/utf8.h"
#include "position_db.h"
#include "registry.h"

const struct position_field position_fields[] = {
    {"1", "Layanan kebersihan"},
    {"2", "Penyediaan makanan dan minuman"},
    {"3", "Pengamanan"},
    {"4", "Pengemudi dan angkutan pekerja"},
    {"5", "Layanan penunjang operasional"},
    {"6", "Penunjang pertambangan, migas, dan ketenagalistrikan"},
};
const size_t n_position_fields = COUNT(position_fields);

bool position_permitted(const struct position *p)
{
    return p->core || p->decision.n > 0;
}

/* Codes travel in files of the allocation: ASCII and at most 20 bytes (allocation.md section 15). */
static bool code_fits(struct str code)
{
    for (size_t i = 0; i < code.n; i++) {
        if (!isalnum((unsigned char)code.p[i]) && strchr("-._", code.p[i]) == NULL)
            return false;
    }
    return code.n <= 20;
}

static void check_names(const struct position *p, struct faults *f)
{
    if (p->code.n == 0 && !fault_said(f, "kode_jabatan"))
        fault(f, "kode_jabatan", "Isi kode jabatan, misalnya PENGEMUDI");
    else if (!code_fits(p->code))
        fault(f, "kode_jabatan", "Kode paling panjang 20, hanya huruf, angka, titik, garis bawah, dan tanda hubung");
    if (fault_said(f, "nama"))
        return;
    if (p->name.n == 0)
        fault(f, "nama", "Isi nama jabatan");
    else if (utf8_length(p->name) > 120)
        fault(f, "nama", "Nama jabatan paling panjang 120 huruf; Anda mengisi %zu", utf8_length(p->name));
}

static void check_decision(const struct position *p, struct date today, struct faults *f)
{
    if (p->field < 0 || (size_t)p->field > n_position_fields)
        fault(f, "bidang", "Pilih bidang dari daftar");
    if (fault_said(f, "tanggal_keputusan") || fault_said(f, "dasar_keputusan"))
        return;
    if (utf8_length(p->decision) > 120)
        fault(f, "dasar_keputusan", "Nomor keputusan paling panjang 120 huruf");
    if (p->decision.n > 0 && !date_given(p->decision_date))
        fault(f, "tanggal_keputusan", "Isi tanggal keputusan");
    else if (p->decision.n == 0 && date_given(p->decision_date))
        fault(f, "dasar_keputusan", "Isi nomor keputusan, atau kosongkan tanggalnya");
    else if (date_given(p->decision_date) && p->decision_date.day > today.day)
        fault(f, "tanggal_keputusan", "Tanggal keputusan belum terjadi. Periksa tahunnya.");
}

static void check_position(const struct position *p, struct date today, struct faults *f)
{
    check_names(p, f);
    check_decision(p, today, f);
}

static err check_alias(struct tx *tx, const struct at *at, int64_t position_id, struct str written, const char *field,
                       struct faults *f)
{
    int64_t other = 0;
    TRY(position_of_alias(tx, at, alias_key(tx_arena(tx), written), &other));
    if (other == 0 || other == position_id)
        return OK;
    struct position p;
    TRY(position_get(tx, at, other, &p));
    fault(f, field, "“" STR_FMT "” sudah menjadi nama atau kode " STR_FMT ". Satu nama untuk satu jabatan.",
          STR_ARG(written), STR_ARG(p.name));
    return OK;
}

static err check_aliases(struct tx *tx, const struct at *at, const struct position *p, struct faults *f)
{
    TRY(check_alias(tx, at, p->id, p->code, "kode_jabatan", f));
    TRY(check_alias(tx, at, p->id, p->name, "nama", f));
    struct str rest = p->aliases, alias;
    size_t n = 0;
    while (alias_next(&rest, &alias)) {
        TRY(check_alias(tx, at, p->id, alias, "nama_lain", f));
        n++;
    }
    if (n > ALIASES_MAX)
        fault(f, "nama_lain", "Paling banyak %d nama lain; Anda mengisi %zu", ALIASES_MAX, n);
    return OK;
}

static err write_aliases(struct tx *tx, const struct at *at, const struct position *p)
{
    struct arena *arena = tx_arena(tx);
    TRY(position_aliases_clear(tx, at, p->id));
    TRY(position_alias_insert(tx, at, p->id, alias_key(arena, p->name)));
    TRY(position_alias_insert(tx, at, p->id, alias_key(arena, p->code)));
    struct str rest = p->aliases, alias;
    while (alias_next(&rest, &alias))
        TRY(position_alias_insert(tx, at, p->id, alias_key(arena, alias)));
    return OK;
}

static struct str words_of(struct arena *a, const struct position *p)
{
    return str_printf(a, STR_FMT " " STR_FMT "%s%s" STR_FMT, STR_ARG(p->code), STR_ARG(p->name),
                      p->core ? ", inti" : "", p->decision.n > 0 ? ", dasar " : "", STR_ARG(p->decision));
}

err position_add(struct tx *tx, const struct at *at, struct position *p, struct faults *f)
{
    p->id = 0;
    check_position(p, at->today, f);
    TRY(check_aliases(tx, at, p, f));
    TRY(faults_end(f));
    TRY(position_insert(tx, at, p));
    TRY(write_aliases(tx, at, p));
    return audit_write(tx, at, "position.tambah", p->id, words_of(tx_arena(tx), p));
}

err position_change(struct tx *tx, const struct at *at, struct position *p, struct faults *f)
{
    struct position before;
    TRY(position_get(tx, at, p->id, &before));
    if (before.version != p->version)
        return ERR_STALE;
    check_position(p, at->today, f);
    TRY(check_aliases(tx, at, p, f));
    TRY(faults_end(f));
    TRY(position_update(tx, at, p));
    TRY(write_aliases(tx, at, p));
    struct arena *a = tx_arena(tx);
    return audit_write(tx, at, "position.ubah", p->id,
                       str_printf(a, STR_FMT " → " STR_FMT, STR_ARG(words_of(a, &before)), STR_ARG(words_of(a, p))));
}

err position_alias_add(struct tx *tx, const struct at *at, int64_t position_id, struct str alias)
{
    struct str key = alias_key(tx_arena(tx), alias);
    int64_t other = 0;
    TRY(position_of_alias(tx, at, key, &other));
    if (other == position_id)
        return OK;
    if (other != 0)
        return ERR_STALE;
    TRY(position_alias_insert(tx, at, position_id, key));
    return audit_write(tx, at, "position.nama_lain", position_id, key);
}
