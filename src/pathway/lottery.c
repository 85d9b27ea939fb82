/*
 * lottery.c: sealing, drawing and opening. The order of the three steps is the whole protection, so each step
 * refuses to come at the wrong time.
 */
#include "lottery.h"

#include "census_face.h"
#include "kernel/audit/audit.h"
#include "kernel/digest.h"
#include "lottery_db.h"

static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"; /* 32, no I O 0 1 */

static unsigned hex_value(char c)
{
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

struct str lottery_word(struct arena *a, struct str region_name)
{
    char *p = arena_alloc(a, 16);
    size_t n = 0;
    struct str up = str_upper(a, region_name);
    for (size_t i = 0; i < up.n && n < 3; i++)
        if (up.p[i] >= 'A' && up.p[i] <= 'Z')
            p[n++] = up.p[i];
    p[n++] = '-';
    struct str random = random_token(a, 12);
    for (size_t i = 0; i < 12; i++)
        p[n++] = letters[(hex_value(random.p[2 * i]) * 16 + hex_value(random.p[2 * i + 1])) % 32];
    return (struct str){p, n};
}

bool lottery_word_fits(struct arena *a, struct str word, struct str commitment)
{
    return str_eq(sha256_hex(a, sha256_of(word)), commitment);
}

struct str lottery_number_hex(struct arena *a, struct str seed, struct str public_id)
{
    struct str text = str_printf(a, STR_FMT ":" STR_FMT, STR_ARG(seed), STR_ARG(public_id));
    return str_sub(sha256_hex(a, sha256_of(text)), 0, 16);
}

err lottery_seal(struct tx *tx, const struct at *at, int32_t year, struct str *word, struct faults *f)
{
    struct census_lock lock;
    struct lottery old;
    TRY(census_lock_of_region(tx, at, &lock));
    if (lock.locked)
        fault(f, "", "Sensus sudah dikunci. Kata undian harus disegel sebelum sensus dikunci, supaya tidak ada yang "
              "dapat menyesuaikan data dengan undian.");
    err e = lottery_get(tx, at, year, &old);
    if (e == OK)
        fault(f, "", "Undian tahun %d sudah disegel. Satu tahun rencana memakai satu undian.", year);
    else if (e != ERR_MISSING)
        return e;
    TRY(faults_end(f));
    *word = lottery_word(tx_arena(tx), at->region->short_name);
    struct str commitment = sha256_hex(tx_arena(tx), sha256_of(*word));
    TRY(lottery_insert(tx, at, year, commitment));
    return audit_write(tx, at, "undian.segel", year, commitment);
}

static void check_draw(const struct lottery *d, struct date today, struct faults *f)
{
    if (d->figures.n != LOTTERY_FIGURES || !str_all_digits(d->figures))
        fault(f, "angka", "Tulis tepat %d angka yang terambil, berurutan, tanpa spasi.", LOTTERY_FIGURES);
    if (!date_given(d->drawn) || d->drawn.day > today.day)
        fault(f, "tanggal", "Tulis tanggal undian, hari ini atau sebelumnya.");
    if (d->place.n == 0)
        fault(f, "tempat", "Tulis tempat undian.");
    if (d->record.n == 0)
        fault(f, "berita_acara", "Tulis nomor berita acara undian.");
    if (d->n_witnesses < 2)
        fault(f, "saksi1", "Undian disaksikan paling sedikit dua orang: tulis nama dan yang diwakilinya.");
    for (size_t i = 0; i < d->n_witnesses; i++)
        if (d->witness[i].represents.n == 0)
            fault(f, "saksi1", "Tulis siapa yang diwakili " STR_FMT ".", STR_ARG(d->witness[i].name));
}

err lottery_draw(struct tx *tx, const struct at *at, const struct lottery *drawn, struct faults *f)
{
    struct lottery l;
    struct census_lock lock;
    TRY(lottery_get(tx, at, drawn->year, &l));
    TRY(census_lock_of_region(tx, at, &lock));
    if (!lock.locked)
        fault(f, "", "Sensus belum dikunci. Angka diundi sesudah sensus dikunci.");
    if (!str_eqz(l.state, "segel"))
        return ERR_STALE;
    check_draw(drawn, at->today, f);
    TRY(faults_end(f));
    TRY(lottery_note_draw(tx, at, drawn));
    return audit_write(tx, at, "undian.undi", drawn->year, drawn->figures);
}

err lottery_open(struct tx *tx, const struct at *at, int32_t year, int64_t version, struct str word,
                 struct faults *f)
{
    struct lottery l;
    TRY(lottery_get(tx, at, year, &l));
    if (!str_eqz(l.state, "undi") || l.version != version)
        return ERR_STALE;
    if (!lottery_word_fits(tx_arena(tx), word, l.commitment)) {
        fault(f, "kata", "Sidik kata ini tidak sama dengan sidik yang disegel. Periksa huruf demi huruf dari amplop.");
        return ERR_INVALID;
    }
    struct str seed = str_printf(tx_arena(tx), STR_FMT "-" STR_FMT, STR_ARG(word), STR_ARG(l.figures));
    TRY(lottery_note_open(tx, at, year, version, word, seed));
    return audit_write(tx, at, "undian.buka", year, seed);
}
