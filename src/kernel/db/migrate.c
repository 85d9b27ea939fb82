/*
 * migrate.c: the schema texts of sql/, built into the program, run in order, each in a transaction of its own that
 * begins by taking the write lock. One text serves two engines: the type words are mapped here.
 */
#include <assert.h>
#include <ctype.h>

#include "../buf.h"
#include "../clock.h"
#include "../fault.h"
#include "../log.h"
#include "inner.h"
#include "migrate.h"

#define MIGRATION(name) extern const char embed_##name[], embed_##name##_end[];
#include "sql_list.inc"
#undef MIGRATION

static const struct {
    const char *name, *text, *end;
} migrations[] = {
#define MIGRATION(name) {#name, embed_##name, embed_##name##_end},
#include "sql_list.inc"
#undef MIGRATION
};

/* ---- one text, two engines ---- */

static const struct {
    const char *word, *sqlite;
} types[] = {
    {"ID", "INTEGER"},   {"MONEY", "INTEGER"}, {"TIME", "INTEGER"}, {"FLAG", "INTEGER"},
    {"INT", "INTEGER"}, {"DATE", "TEXT"},     {"JSON", "TEXT"},
};

enum place { PLACE_START, PLACE_CREATE, PLACE_TABLE, PLACE_OTHER };

struct scan {
    struct str in;
    size_t at;
    int depth;
    enum place place;
    bool link;
};

static bool word_byte(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* CREATE TABLE and ALTER TABLE are the statements in which types stand. */
static void note_word(struct scan *s, struct str w)
{
    if (s->place == PLACE_START)
        s->place = str_eqz(w, "CREATE") || str_eqz(w, "ALTER") ? PLACE_CREATE : PLACE_OTHER;
    else if (s->place == PLACE_CREATE)
        s->place = str_eqz(w, "TABLE") ? PLACE_TABLE : PLACE_OTHER;
}

static void put_word(struct scan *s, struct buf *out, struct str w)
{
    if (s->place == PLACE_TABLE && s->depth == 0 && str_eqz(w, "LINK")) {
        s->link = true;
        BUF_LIT(out, "STRICT, WITHOUT ROWID");
        return;
    }
    for (size_t i = 0; s->place == PLACE_TABLE && i < COUNT(types); i++) {
        if (str_eqz(w, types[i].word)) {
            buf_add(out, str_z(types[i].sqlite));
            return;
        }
    }
    note_word(s, w);
    buf_add(out, w);
}

/* The end of a quoted text or of a comment that begins at s->at, or s->at when none begins there. */
static size_t skip_end(const struct scan *s)
{
    struct str in = s->in;
    char c = in.p[s->at];
    if (c == '\'' || c == '"') {
        size_t end = str_index(in, c, s->at + 1);
        return end < in.n ? end + 1 : in.n;
    }
    if (c == '-' && s->at + 1 < in.n && in.p[s->at + 1] == '-')
        return str_index(in, '\n', s->at);
    return s->at;
}

static void put_byte(struct scan *s, struct buf *out, char c, bool created)
{
    if (c == '(')
        s->depth++;
    else if (c == ')')
        s->depth--;
    if (c == ';' && s->depth == 0) {
        if (s->place == PLACE_TABLE && created && !s->link)
            BUF_LIT(out, " STRICT");
        s->place = PLACE_START;
        s->link = false;
    }
    buf_addc(out, c);
}

void schema_for_sqlite(struct str text, struct buf *out)
{
    struct scan s = {.in = text};
    bool created = false;
    while (s.at < text.n) {
        size_t end = skip_end(&s);
        if (end > s.at) {
            buf_add(out, str_sub(text, s.at, end - s.at));
            s.at = end;
        } else if (word_byte(text.p[s.at])) {
            while (end < text.n && word_byte(text.p[end]))
                end++;
            struct str w = str_sub(text, s.at, end - s.at);
            if (s.place == PLACE_START)
                created = str_eqz(w, "CREATE");
            put_word(&s, out, w);
            s.at = end;
        } else {
            put_byte(&s, out, text.p[s.at++], created);
        }
    }
}

/* ---- what an operator reads ---- */

void open_trouble(struct faults *why, const char *path, int sqlite_code)
{
    switch (sqlite_code & 0xff) {
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        fault(why, "db", "Berkas %s bukan basis data Alihdaya, atau rusak. Periksa namanya, atau pulihkan dari "
              "cadangan.", path);
        break;
    case SQLITE_FULL:
        fault(why, "db", "Ruang disk untuk %s penuh. Kosongkan ruang, lalu jalankan lagi; data yang sudah tersimpan "
              "tetap utuh.", path);
        break;
    case SQLITE_READONLY:
    case SQLITE_PERM:
        fault(why, "db", "Berkas %s hanya dapat dibaca. Beri hak tulis pada berkas dan foldernya kepada pengguna yang "
              "menjalankan Alihdaya.", path);
        break;
    case SQLITE_CANTOPEN:
        fault(why, "db", "Berkas %s tidak dapat dibuka. Periksa apakah foldernya ada dan dapat ditulisi.", path);
        break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        fault(why, "db", "Basis data %s sedang dipakai program lain. Coba lagi sebentar.", path);
        break;
    default:
        fault(why, "db", "Basis data %s tidak dapat dipakai (galat %d); rinciannya ada di catatan program.", path,
              sqlite_code);
    }
}

/* ---- running them ---- */

/* The version a text stands for: the number its name begins with. */
static int number_of(size_t i)
{
    int64_t n = 0;
    bool good = str_to_uint(str_sub(str_z(migrations[i].name), 0, 4), &n);
    assert(good);
    return (int)n;
}

int schema_newest(void)
{
    return number_of(COUNT(migrations) - 1);
}

struct migrating {
    struct faults *why;
    int version; /* found */
    int next;    /* to run */
};

static int ask_int(struct conn *c, const char *text, int *ret)
{
    sqlite3_stmt *s;
    int code = sqlite3_prepare_v2(c->h, text, -1, &s, NULL);
    if (code != SQLITE_OK)
        return code;
    code = sqlite3_step(s);
    if (code == SQLITE_ROW)
        *ret = sqlite3_column_int(s, 0);
    sqlite3_finalize(s);
    return code == SQLITE_ROW ? SQLITE_OK : code;
}

/* 0 for an empty file, -1 for a database of some other program. */
static int read_version(struct conn *c, int *ret)
{
    int known = 0, tables = 0;
    int code = ask_int(c, "SELECT count(*) FROM sqlite_schema WHERE name = 'schema_version'", &known);
    if (code == SQLITE_OK)
        code = ask_int(c, "SELECT count(*) FROM sqlite_schema", &tables);
    if (code != SQLITE_OK)
        return code;
    *ret = tables == 0 ? 0 : -1;
    return known == 0 ? SQLITE_OK : ask_int(c, "SELECT coalesce(max(version), 0) FROM schema_version", ret);
}

static int run_text(struct conn *c, size_t i)
{
    AUTO_BUF text = buf_new(1 << 20);
    schema_for_sqlite((struct str){migrations[i].text, (size_t)(migrations[i].end - migrations[i].text)}, &text);
    if (number_of(i) == 1)
        BUF_LIT(&text, "\nCREATE TABLE schema_version (version INTEGER PRIMARY KEY, applied INTEGER NOT NULL) STRICT;");
    buf_printf(&text, "\nINSERT INTO schema_version (version, applied) VALUES (%d, %lld);", number_of(i),
               (long long)clock_now().ms);
    buf_addc(&text, '\0');
    assert(!text.over);
    char *message = NULL;
    int code = sqlite3_exec(c->h, text.p, NULL, NULL, &message);
    if (code != SQLITE_OK)
        log_error("skema %s: %s", migrations[i].name, message != NULL ? message : "?");
    sqlite3_free(message);
    return code;
}

static err refuse(struct migrating *m, struct tx *tx)
{
    const char *path = tx->db->path;
    if (m->version < 0)
        fault(m->why, "db", "Berkas %s adalah basis data program lain. Periksa namanya.", path);
    else
        fault(m->why, "db", "Basis data %s dibuat oleh Alihdaya yang lebih baru (skema %d, program ini mengenal sampai "
              "%d). Pasang versi program yang lebih baru.", path, m->version, schema_newest());
    return ERR_INVALID;
}

/* Runs on the writer: its transaction holds the lock while the version is read and one text is run. */
static err step(struct tx *tx, void *arg)
{
    struct migrating *m = arg;
    struct conn *c = tx->conn;
    enum conn_mode mode = c->mode;
    c->mode = CONN_MIGRATE;
    int code = read_version(c, &m->version);
    m->next = 0;
    for (size_t i = 0; code == SQLITE_OK && m->version >= 0 && i < COUNT(migrations); i++) {
        if (number_of(i) > m->version) {
            code = run_text(c, i);
            m->next = number_of(i);
            break;
        }
    }
    c->mode = mode;
    if (code != SQLITE_OK) {
        open_trouble(m->why, tx->db->path, code);
        return (code & 0xff) == SQLITE_BUSY ? ERR_BUSY : ERR_IO;
    }
    if (m->version < 0 || m->version > schema_newest())
        return refuse(m, tx);
    return OK;
}

err db_migrate(struct db *db, struct faults *why)
{
    struct migrating m = {.why = why};
    do {
        size_t said = why->n;
        err e = db_write(db, why->arena, step, &m);
        if (e != OK) {
            if (why->n == said)
                open_trouble(why, db->path, e == ERR_BUSY ? SQLITE_BUSY : SQLITE_IOERR);
            return e;
        }
        if (m.next > 0)
            log_info("skema basis data naik ke %d", m.next);
    } while (m.next > 0 && m.next < schema_newest());
    return OK;
}
