/*
 * plan_line.c: rules and actions on plan lines and ceilings. What money buys is one pure function
 * (ceiling_buys), the same walk from the top down that the engine does when it opens seats.
 */
#include "plan_line.h"

#include <assert.h>

#include "kernel/audit/audit.h"
#include "plan_line_db.h"
#include "rule/rulebook.h"

const char *stage_label(int32_t stage)
{
    static const char *const words[] = {"", "Tahap 1 · alih daya inti", "Tahap 2 · tugas yang diputuskan TAPD",
                                        "Tahap 3 · industri dan pariwisata", "Tahap 4 · usaha sendiri (UMKM)",
                                        "Tahap 5 · pelatihan"};
    return stage >= 1 && stage <= 5 ? words[stage] : "";
}

static bool code_is_clean(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool good = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
                    c == '_' || c == '.';
        if (!good)
            return false;
    }
    return s.n > 0 && s.n <= PLAN_CODE_MAX;
}

int64_t reserves_total(struct str reserves)
{
    int64_t total = 0;
    int traits = 0;
    if (reserves.n == 0)
        return 0;
    for (struct str rest = reserves; rest.p != NULL;) {
        struct str item = str_cut(&rest, ';');
        size_t colon = str_index(item, ':', 0);
        int64_t n;
        if (colon >= item.n || !code_is_clean(str_sub(item, 0, colon)) || ++traits > 4)
            return -1;
        if (!str_to_uint(str_from(item, colon + 1), &n) || n > PLAN_SEATS_MAX)
            return -1;
        total += n;
    }
    return total;
}

int32_t reserve_proposed(int32_t seats)
{
    return seats < 25 ? 0 : (seats * 2 + 99) / 100;
}

static void check_requirements(const struct plan_line *l, struct faults *f)
{
    if (l->requirements.n == 0)
        return;
    for (struct str rest = l->requirements; rest.p != NULL;) {
        struct str code = str_cut(&rest, ';');
        if (!code_is_clean(code))
            fault(f, "syarat", "Syarat \"" STR_FMT "\" bukan kode kualifikasi. Tulis kode dipisah titik koma, "
                  "misalnya SIM_A;SEHAT.", STR_ARG(code));
    }
}

err plan_line_check(const struct plan_line *l, struct faults *f)
{
    if (!code_is_clean(l->code))
        fault(f, "kode", "Kode baris berisi 1 sampai %d huruf, angka, titik, atau tanda hubung.", PLAN_CODE_MAX);
    if (l->agency_id == 0)
        fault(f, "instansi", "Pilih instansi yang membiayai baris ini.");
    if (l->position_id == 0)
        fault(f, "jabatan", "Pilih jabatan.");
    if (l->stage < 1 || l->stage > 5)
        fault(f, "tahap", "Tahap adalah angka 1 sampai 5.");
    if (l->seats < 0 || l->seats > PLAN_SEATS_MAX)
        fault(f, "jumlah", "Jumlah kursi antara 0 dan %d.", PLAN_SEATS_MAX);
    if (l->ord < 0 || l->ord > PLAN_ORDER_MAX)
        fault(f, "urutan", "Urutan adalah angka 0 sampai %d.", PLAN_ORDER_MAX);
    if (l->cost.v < 0 || l->cost.v > RUPIAH_MAX / PLAN_SEATS_MAX)
        fault(f, "biaya", "Biaya satu kursi terlalu besar. Tulis rupiah untuk satu orang, satu masa anggaran.");
    if (l->stage <= 2 && l->cost.v == 0)
        fault(f, "biaya", "Baris tahap 1 dan 2 dibayar daerah: tulis biaya satu kursi untuk satu masa anggaran.");
    if (l->wage.v < 0 || l->wage.v > RUPIAH_MAX / PLAN_SEATS_MAX)
        fault(f, "upah", "Upah sebulan terlalu besar. Tulis rupiah untuk satu orang.");
    check_requirements(l, f);
    int64_t kept = reserves_total(l->reserves);
    if (kept < 0)
        fault(f, "cadangan", "Cadangan ditulis seperti DIS:2;LAMA:1, paling banyak empat penanda.");
    else if (kept > l->seats)
        fault(f, "cadangan", "Cadangan %lld kursi lebih banyak daripada jumlah kursi baris ini.", (long long)kept);
    return faults_end(f);
}

bool plan_line_permitted(const struct at *at, const struct plan_line *l, struct str *words)
{
    struct work work = {.core = l->core, .field = l->field, .decision = l->decision};
    if (date_given(l->decision_date) && l->decision_date.day > at->today.day)
        work.decision = S("");
    struct work_verdict v = rule_work(at->rules, &work, at->today);
    if (words != NULL)
        *words = v.words;
    return v.permitted;
}

struct bought ceiling_buys(const struct plan_line *list, const bool *permitted, size_t n, struct rupiah ceiling,
                           int32_t *open)
{
    struct bought b = {.left = ceiling, .cut = n};
    for (size_t i = 0; i < n; i++) {
        int64_t k = permitted[i] ? list[i].seats : 0;
        if (list[i].cost.v > 0 && k > b.left.v / list[i].cost.v)
            k = b.left.v / list[i].cost.v;
        open[i] = (int32_t)k;
        b.seats += k;
        b.spent = rupiah_add(b.spent, rupiah_times(list[i].cost, k));
        b.left = rupiah_sub(ceiling, b.spent);
        if (permitted[i] && k < list[i].seats && b.cut == n)
            b.cut = i;
    }
    return b;
}

err plan_line_save(struct tx *tx, const struct at *at, struct plan_line *l, struct faults *f)
{
    TRY(plan_line_check(l, f));
    struct plan_line twin;
    err e = plan_line_by_code(tx, at, l->year, l->code, &twin);
    if (e == OK && twin.id != l->id) {
        fault(f, "kode", "Kode " STR_FMT " sudah dipakai baris lain tahun %d. Pakai kode lain.", STR_ARG(l->code),
              l->year);
        return ERR_INVALID;
    }
    if (e != OK && e != ERR_MISSING)
        return e;
    bool is_new = l->id == 0;
    if (!is_new) {
        struct plan_line before;
        TRY(plan_line_get(tx, at, l->id, &before));
        if (!str_eq(before.code, l->code) || before.year != l->year) {
            fault(f, "kode", "Kode baris tidak dapat diganti: pilihan orang dan hasil yang terbit menyebutnya. Cabut baris "
                  "ini dan buat yang baru.");
            return ERR_INVALID;
        }
    }
    if (is_new)
        l->id = id_new(tx_db(tx));
    TRY(is_new ? plan_line_insert(tx, at, l) : plan_line_update(tx, at, l));
    struct str detail = str_printf(tx_arena(tx), STR_FMT " %d: %d kursi, biaya %lld, upah %lld, urutan %d",
                                   STR_ARG(l->code), l->year, l->seats, (long long)l->cost.v, (long long)l->wage.v,
                                   l->ord);
    return audit_write(tx, at, is_new ? "rencana.tambah" : "rencana.ubah", l->id, detail);
}

err plan_line_drop(struct tx *tx, const struct at *at, int64_t id, int64_t version)
{
    struct plan_line l;
    TRY(plan_line_get(tx, at, id, &l));
    if (l.version != version)
        return ERR_STALE;
    l.active = false;
    TRY(plan_line_update(tx, at, &l));
    return audit_write(tx, at, "rencana.cabut", id, l.code);
}

err ceiling_save(struct tx *tx, const struct at *at, const struct ceiling *c, struct faults *f)
{
    if (c->amount.v < 0 || c->amount.v > RUPIAH_MAX) {
        fault(f, "pagu", "Pagu adalah rupiah bulat, paling banyak Rp1.000 triliun.");
        return ERR_INVALID;
    }
    TRY(ceiling_put(tx, at, c));
    struct str detail = str_printf(tx_arena(tx), STR_FMT " %d: %lld", STR_ARG(c->agency_code), c->year,
                                   (long long)c->amount.v);
    return audit_write(tx, at, "pagu.ubah", c->agency_id, detail);
}
