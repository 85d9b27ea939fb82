/*
 * multipart.c: a small machine: before the first boundary, in the headers of a part, in its content, at the end.
 * Only the last few bytes that might begin a boundary are carried from one piece to the next.
 */
#include "multipart.h"

#include <assert.h>
#include <fcntl.h>
#include <strings.h>
#include <unistd.h>

#include "../log.h"
#include "../mem.h"
#include "../utf8.h"
#include "form.h"
#include "gate.h"

enum { PARTS = FORM_PAIRS, UPLOADS = 8, PART_HEAD = 4096 };

enum phase { PREAMBLE, HEAD, CONTENT, AFTER_BOUNDARY, DONE };

struct multipart {
    struct arena *a;
    const char *spool;
    struct str mark; /* "\r\n--boundary" */
    enum phase phase;
    struct buf carry;   /* what was not used yet */
    struct buf value;   /* content of the field being read */
    size_t field_bytes; /* of all fields so far, with their names */
    int64_t body_bytes;
    int fd;             /* of the file being read, or -1 */
    bool skip;          /* a file field in which nothing was chosen */
    struct str name, file_name;
    struct pair *pairs;
    size_t n_pairs, cap_pairs;
    struct upload uploads[UPLOADS];
    size_t n_uploads;
    err failed;
};

static bool boundary_letter(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c != '\0' && strchr("'()+_,-./:=?", c) != NULL);
}

struct str multipart_boundary(struct str content_type)
{
    static const struct str none = {NULL, 0};
    struct str rest = content_type;
    struct str type = str_trim(str_cut(&rest, ';'));
    if (type.n != 19 || strncasecmp(type.p, "multipart/form-data", 19) != 0)
        return none;
    while (rest.p != NULL) {
        struct str item = str_trim(str_cut(&rest, ';'));
        if (item.n < 10 || strncasecmp(item.p, "boundary=", 9) != 0)
            continue;
        struct str b = str_from(item, 9);
        if (b.n >= 2 && b.p[0] == '"' && b.p[b.n - 1] == '"')
            b = str_sub(b, 1, b.n - 2);
        for (size_t i = 0; i < b.n; i++) {
            if (!boundary_letter(b.p[i]))
                return none;
        }
        return b.n >= 1 && b.n <= 70 ? b : none;
    }
    return none;
}

struct multipart *multipart_new(struct arena *a, struct str boundary, const char *spool)
{
    struct multipart *m = NEW(a, struct multipart);
    m->a = a;
    m->spool = spool;
    m->mark = str_printf(a, "\r\n--" STR_FMT, STR_ARG(boundary));
    m->carry = buf_new(1 << 20);
    m->value = buf_new(GATE_FORM);
    m->fd = -1;
    BUF_LIT(&m->carry, "\r\n"); /* so that the first boundary looks like every other */
    return m;
}

/* The value of `key="…"` in a Content-Disposition header; browsers write a quote inside as %22. */
static struct str disposition_value(struct str header, struct str key)
{
    struct str rest = header;
    while (rest.p != NULL) {
        size_t at = 0;
        while (at < rest.n && (rest.p[at] == ' ' || rest.p[at] == ';'))
            at++;
        rest = str_from(rest, at);
        if (rest.n > key.n + 2 && strncasecmp(rest.p, key.p, key.n) == 0 && rest.p[key.n] == '=' &&
            rest.p[key.n + 1] == '"') {
            struct str v = str_from(rest, key.n + 2);
            return str_sub(v, 0, str_index(v, '"', 0));
        }
        /* On to the next parameter, over quoted text. */
        bool quoted = false;
        size_t i = 0;
        while (i < rest.n && (quoted || rest.p[i] != ';'))
            quoted ^= rest.p[i++] == '"';
        rest = i < rest.n ? str_from(rest, i) : (struct str){NULL, 0};
    }
    return (struct str){NULL, 0};
}

/* "C:\Data\sensus.csv" as old browsers send it, and "sensus.csv": the last part. */
static struct str last_part(struct str s)
{
    size_t at = s.n;
    while (at > 0 && s.p[at - 1] != '/' && s.p[at - 1] != '\\')
        at--;
    return str_from(s, at);
}

static err file_open(struct multipart *m)
{
    if (m->n_uploads == UPLOADS)
        return ERR_LIMIT;
    struct str template = str_printf(m->a, "%s/unggah-XXXXXX", m->spool);
    char *path = arena_alloc(m->a, template.n + 1);
    memcpy(path, template.p, template.n);
    m->fd = mkostemp(path, O_CLOEXEC);
    if (m->fd < 0) {
        log_error("spool %s: %m", m->spool);
        return ERR_IO;
    }
    m->uploads[m->n_uploads++] =
        (struct upload){.field = m->name, .file_name = m->file_name, .path = str_z(path), .size = 0};
    return OK;
}

/* The headers of a part are complete: what is it? */
static err part_begin(struct multipart *m, struct str head)
{
    struct str name = {NULL, 0}, file = {NULL, 0};
    for (struct str rest = head; rest.p != NULL;) {
        struct str line = str_trim(str_cut(&rest, '\n'));
        if (line.n > 20 && strncasecmp(line.p, "Content-Disposition:", 20) == 0) {
            struct str value = str_from(line, 20);
            name = disposition_value(value, S("name"));
            file = disposition_value(value, S("filename"));
        }
    }
    if (name.p == NULL)
        return ERR_INVALID;
    TRY(form_value(m->a, name, &m->name));
    m->field_bytes += m->name.n;
    m->skip = file.p != NULL && file.n == 0;
    m->fd = -1;
    buf_clear(&m->value);
    if (file.p == NULL || m->skip)
        return OK;
    struct str shown;
    TRY(form_value(m->a, file, &shown));
    m->file_name = last_part(shown);
    return file_open(m);
}

static err part_bytes(struct multipart *m, struct str bytes)
{
    if (m->skip)
        return bytes.n == 0 ? OK : ERR_INVALID;
    if (m->fd < 0) {
        m->field_bytes += bytes.n;
        buf_add(&m->value, bytes);
        return m->field_bytes > GATE_FORM || m->value.over ? ERR_LIMIT : OK;
    }
    struct upload *u = &m->uploads[m->n_uploads - 1];
    while (bytes.n > 0) {
        ssize_t done = write(m->fd, bytes.p, bytes.n);
        if (done < 0) {
            log_error("spool %s: %m", m->spool);
            return ERR_IO;
        }
        u->size += done;
        bytes = str_from(bytes, (size_t)done);
    }
    return OK;
}

static err pair_add(struct multipart *m, struct pair pair)
{
    if (m->n_pairs == PARTS)
        return ERR_LIMIT;
    if (m->n_pairs == m->cap_pairs) {
        size_t cap = m->cap_pairs == 0 ? 16 : m->cap_pairs * 2;
        struct pair *more = NEW_ARRAY(m->a, struct pair, cap);
        if (m->n_pairs > 0)
            memcpy(more, m->pairs, m->n_pairs * sizeof *more);
        m->pairs = more;
        m->cap_pairs = cap;
    }
    m->pairs[m->n_pairs++] = pair;
    return OK;
}

static err part_end(struct multipart *m)
{
    if (m->fd >= 0) {
        int failed = close(m->fd);
        m->fd = -1;
        return failed == 0 ? OK : ERR_IO;
    }
    if (m->skip)
        return OK;
    struct pair pair = {.name = m->name};
    TRY(form_value(m->a, buf_str(&m->value), &pair.value));
    return pair_add(m, pair);
}

static size_t find(struct str hay, struct str needle)
{
    const char *at = memmem(hay.p, hay.n, needle.p, needle.n);
    return at == NULL ? hay.n : (size_t)(at - hay.p);
}

/* Each step takes `used` bytes off the front of `in`; none used means: more bytes are needed. */
static err step_content(struct multipart *m, struct str in, size_t *used)
{
    size_t at = find(in, m->mark);
    if (at < in.n) {
        if (m->phase == CONTENT) {
            TRY(part_bytes(m, str_sub(in, 0, at)));
            TRY(part_end(m));
        }
        m->phase = AFTER_BOUNDARY;
        *used = at + m->mark.n;
        return OK;
    }
    *used = in.n >= m->mark.n ? in.n - m->mark.n + 1 : 0;
    return m->phase == CONTENT && *used > 0 ? part_bytes(m, str_sub(in, 0, *used)) : OK;
}

static err step_after_boundary(struct multipart *m, struct str in, size_t *used)
{
    if (in.n < 2)
        return OK;
    if (memcmp(in.p, "--", 2) == 0)
        m->phase = DONE;
    else if (memcmp(in.p, "\r\n", 2) == 0)
        m->phase = HEAD;
    else
        return ERR_INVALID;
    *used = 2;
    return OK;
}

static err step_head(struct multipart *m, struct str in, size_t *used)
{
    size_t at = find(in, S("\r\n\r\n"));
    if (at == in.n)
        return in.n > PART_HEAD ? ERR_LIMIT : OK;
    TRY(part_begin(m, str_sub(in, 0, at)));
    m->phase = CONTENT;
    *used = at + 4;
    return OK;
}

static err step(struct multipart *m, struct str in, size_t *used)
{
    switch (m->phase) {
    case PREAMBLE:
    case CONTENT:
        return step_content(m, in, used);
    case AFTER_BOUNDARY:
        return step_after_boundary(m, in, used);
    case HEAD:
        return step_head(m, in, used);
    case DONE:
        break;
    }
    *used = in.n;
    return OK;
}

static err feed_piece(struct multipart *m, struct str piece)
{
    buf_add(&m->carry, piece);
    assert(!m->carry.over); /* pieces are cut to 64 KiB and the carry is at most a part's head */
    struct str in = buf_str(&m->carry);
    size_t total = 0;
    for (;;) {
        size_t used = 0;
        enum phase before = m->phase;
        TRY(step(m, str_from(in, total), &used));
        total += used;
        if (total == in.n || (used == 0 && m->phase == before))
            break;
        if (m->phase == before && (before == PREAMBLE || before == CONTENT))
            break; /* the rest may be the beginning of a boundary */
    }
    if (total > 0) {
        memmove(m->carry.p, m->carry.p + total, m->carry.n - total);
        m->carry.n -= total;
    }
    return OK;
}

err multipart_feed(struct multipart *m, const char *bytes, size_t n)
{
    struct str rest = {bytes, n};
    m->body_bytes += (int64_t)n;
    if (m->failed == OK && m->body_bytes > GATE_UPLOAD)
        m->failed = ERR_LIMIT;
    while (m->failed == OK && rest.n > 0) {
        struct str piece = str_sub(rest, 0, 64 * 1024);
        rest = str_from(rest, piece.n);
        m->failed = feed_piece(m, piece);
    }
    return m->failed;
}

err multipart_end(struct multipart *m, struct form *ret)
{
    if (m->failed != OK)
        return m->failed;
    if (m->phase != DONE)
        return ERR_INVALID;
    *ret = (struct form){.fields = {m->pairs, m->n_pairs}, .uploads = m->uploads, .n_uploads = m->n_uploads};
    return OK;
}

void multipart_free(struct multipart *m)
{
    if (m == NULL)
        return;
    if (m->fd >= 0)
        close(m->fd);
    for (size_t i = 0; i < m->n_uploads; i++)
        unlink(m->uploads[i].path.p);
    buf_free(&m->carry);
    buf_free(&m->value);
}
