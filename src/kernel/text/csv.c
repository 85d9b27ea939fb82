/*
 * csv.c: see csv.h. Plain text is scanned sixteen bytes at a time; only a field that begins with a quote takes
 * the slow way, and only one with doubled quotes is copied.
 */
#include "csv.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "../buf.h"
#include "../log.h"
#include "../mem.h"

struct csv csv_open(struct arena *a, struct str bytes, char sep, size_t max_fields)
{
    assert(max_fields > 0);
    struct csv c = {.bytes = bytes, .sep = sep, .cap = max_fields, .arena = a};
    c.field = NEW_ARRAY(a, struct str, max_fields);
    if (str_starts(bytes, S("\xEF\xBB\xBF")))
        c.at = 3;
    return c;
}

/* First place from `at` on that holds the separator or a line end, or the end of the text. */
static inline size_t plain_end(struct str s, size_t at, char sep)
{
#ifdef __SSE2__
    const __m128i vs = _mm_set1_epi8(sep), lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r');
    for (; s.n - at >= 16; at += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(s.p + at));
        __m128i hit = _mm_or_si128(_mm_cmpeq_epi8(v, vs),
                                   _mm_or_si128(_mm_cmpeq_epi8(v, lf), _mm_cmpeq_epi8(v, cr)));
        unsigned bits = (unsigned)_mm_movemask_epi8(hit);
        if (bits != 0)
            return at + (unsigned)__builtin_ctz(bits);
    }
#endif
    while (at < s.n && s.p[at] != sep && s.p[at] != '\n' && s.p[at] != '\r')
        at++;
    return at;
}

/* Room in the scratch for n more bytes. An outgrown scratch stays in the arena: earlier fields point into it. */
static char *scratch_room(struct csv *c, size_t n)
{
    if (c->scratch.n - c->scratch_at < n) {
        size_t cap = c->scratch.n * 2 > n ? c->scratch.n * 2 : n + 256;
        c->scratch = (struct str){arena_alloc(c->arena, cap), cap};
        c->scratch_at = 0;
    }
    return (char *)(uintptr_t)c->scratch.p + c->scratch_at;
}

/* Copy a field whose quoted text [from, to) holds doubled quotes, followed by plain text [to + 1, end). */
static struct str unquote(struct csv *c, size_t from, size_t to, size_t end)
{
    const char *p = c->bytes.p;
    char *out = scratch_room(c, end - from);
    size_t n = 0;
    for (size_t i = from; i < to; i++) {
        out[n++] = p[i];
        if (p[i] == '"')
            i++;
    }
    for (size_t i = to + 1; i < end; i++)
        out[n++] = p[i];
    c->scratch_at += n;
    return (struct str){out, n};
}

/* Read a field that begins with a quote at c->at. False when the quote is never closed. */
static bool quoted_field(struct csv *c, struct str *ret)
{
    size_t from = c->at + 1, at = from;
    bool doubled = false;
    for (;;) {
        at = str_index(c->bytes, '"', at);
        if (at == c->bytes.n)
            return false;
        if (at + 1 >= c->bytes.n || c->bytes.p[at + 1] != '"')
            break;
        doubled = true;
        at += 2;
    }
    size_t end = plain_end(c->bytes, at + 1, c->sep);
    if (doubled || end > at + 1)
        *ret = unquote(c, from, at, end);
    else
        *ret = (struct str){c->bytes.p + from, at - from};
    c->at = end;
    return true;
}

/* Step over one line end at c->at: LF, CR or the pair. */
static inline void step_line_end(struct csv *c)
{
    bool cr = c->bytes.p[c->at] == '\r';
    c->at++;
    if (cr && c->at < c->bytes.n && c->bytes.p[c->at] == '\n')
        c->at++;
}

static void skip_blank_records(struct csv *c)
{
    while (!c->keep_blank && c->at < c->bytes.n && (c->bytes.p[c->at] == '\n' || c->bytes.p[c->at] == '\r')) {
        c->record++;
        step_line_end(c);
    }
}

bool csv_next(struct csv *c)
{
    skip_blank_records(c);
    if (c->open_quote > 0 || c->at >= c->bytes.n)
        return false;
    c->record++;
    c->n = 0;
    c->scratch_at = 0;
    for (;;) {
        struct str v;
        if (c->at < c->bytes.n && c->bytes.p[c->at] == '"') {
            if (!quoted_field(c, &v)) {
                c->open_quote = c->record;
                return false;
            }
        } else {
            size_t end = plain_end(c->bytes, c->at, c->sep);
            v = (struct str){c->bytes.p + c->at, end - c->at};
            c->at = end;
        }
        if (c->n < c->cap)
            c->field[c->n] = v;
        c->n++;
        if (c->at >= c->bytes.n)
            return true;
        if (c->bytes.p[c->at] != c->sep) {
            step_line_end(c);
            return true;
        }
        c->at++;
    }
}

void csv_write(struct buf *out, struct str field)
{
    bool plain = true;
    for (size_t i = 0; i < field.n && plain; i++)
        plain = field.p[i] != ',' && field.p[i] != '"' && field.p[i] != '\n' && field.p[i] != '\r';
    if (plain) {
        buf_add(out, field);
        return;
    }
    buf_addc(out, '"');
    for (size_t i = 0; i < field.n; i++) {
        if (field.p[i] == '"')
            buf_addc(out, '"');
        buf_addc(out, field.p[i]);
    }
    buf_addc(out, '"');
}

void csv_write_safe(struct buf *out, struct str field)
{
    if (field.n == 0 || memchr("=+-@\t\r", field.p[0], 6) == NULL) {
        csv_write(out, field);
        return;
    }
    AUTO_BUF b = buf_new(field.n + 1);
    buf_addc(&b, '\'');
    buf_add(&b, field);
    csv_write(out, buf_str(&b));
}

static err map_open_file(int fd, const char *path, struct str *ret)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        log_error("berkas tidak dapat dibaca: %s", path);
        return ERR_IO;
    }
    if (st.st_size == 0) {
        *ret = S("");
        return OK;
    }
    void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (p == MAP_FAILED) {
        log_error("berkas tidak dapat dipetakan: %s (%s)", path, strerror(errno));
        return ERR_IO;
    }
    (void)madvise(p, (size_t)st.st_size, MADV_SEQUENTIAL);
    *ret = (struct str){p, (size_t)st.st_size};
    return OK;
}

err file_map(const char *path, struct str *ret)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return ERR_MISSING;
    if (fd < 0) {
        log_error("berkas tidak dapat dibuka: %s (%s)", path, strerror(errno));
        return ERR_IO;
    }
    err e = map_open_file(fd, path, ret);
    (void)close(fd);
    return e;
}

void file_unmap(struct str mapped)
{
    if (mapped.n > 0)
        (void)munmap((void *)(uintptr_t)mapped.p, mapped.n);
}

void file_forget(struct str mapped, size_t from, size_t to)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    from = (from + page - 1) / page * page;
    to = to / page * page;
    if (to > mapped.n || from >= to)
        return;
    (void)madvise((void *)(uintptr_t)(mapped.p + from), to - from, MADV_DONTNEED);
}
