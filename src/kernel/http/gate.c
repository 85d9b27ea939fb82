/*
 * gate.c: the rules of gate.h, one function for each thing two readers could read differently.
 */
#include "gate.h"

#include <strings.h>

#include "../utf8.h"

bool header_is(struct str name, const char *want)
{
    return name.n == strlen(want) && strncasecmp(name.p, want, name.n) == 0;
}

static struct gate_answer refuse(int status, const char *why)
{
    return (struct gate_answer){.status = status, .why = why, .length = -1};
}

/* RFC 9110 token: what a header name may consist of. Also refuses a name ending in a blank, and the empty one. */
static bool name_is_token(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!plain && (c == 0 || strchr("!#$%&'*+-.^_`|~", c) == NULL))
            return false;
    }
    return s.n > 0;
}

/* CR, LF and NUL end a line for somebody; other control characters have no business in a value either. */
static bool value_is_clean(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f)
            return false;
    }
    return true;
}

static bool url_is_clean(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c <= 0x20 || c >= 0x7f)
            return false;
    }
    return s.n > 0 && s.p[0] == '/';
}

/* What the framing headers of a request say, counted. */
struct framing {
    int hosts, lengths, encodings;
    struct str length, encoding, host;
    size_t bytes;
};

static struct framing framing_of(const struct gate_request *r)
{
    struct framing f = {0};
    for (size_t i = 0; i < r->n; i++) {
        const struct gate_header *h = &r->headers[i];
        f.bytes += h->name.n + h->value.n + 4;
        if (header_is(h->name, "Host")) {
            f.hosts++;
            f.host = h->value;
        } else if (header_is(h->name, "Content-Length")) {
            f.lengths++;
            f.length = h->value;
        } else if (header_is(h->name, "Transfer-Encoding")) {
            f.encodings++;
            f.encoding = h->value;
        }
    }
    return f;
}

static const char *framing_fault(const struct gate_request *r, const struct framing *f)
{
    bool http10 = str_eqz(r->version, "HTTP/1.0");
    if (f->lengths > 1)
        return "Content-Length twice";
    if (f->lengths == 1 && f->encodings > 0)
        return "Content-Length beside Transfer-Encoding";
    if (f->encodings > 1)
        return "Transfer-Encoding twice";
    if (f->encodings == 1 && http10)
        return "Transfer-Encoding on HTTP/1.0";
    if (f->encodings == 1 && !header_is(f->encoding, "chunked"))
        return "Transfer-Encoding other than chunked";
    if (f->hosts != 1 || f->host.n == 0)
        return "Host not exactly once";
    if (str_index(f->host, ' ', 0) != f->host.n || str_index(f->host, '@', 0) != f->host.n ||
        str_index(f->host, '/', 0) != f->host.n)
        return "Host is not a name";
    return NULL;
}

struct gate_answer gate_check(const struct gate_request *r)
{
    struct gate_answer a = {.length = -1};
    if (r->n > GATE_HEADERS)
        return refuse(431, "too many headers");
    for (size_t i = 0; i < r->n; i++) {
        if (!name_is_token(r->headers[i].name))
            return refuse(400, "header name with a blank or control character");
        if (!value_is_clean(r->headers[i].value))
            return refuse(400, "control character in a header value");
    }
    struct framing f = framing_of(r);
    const char *fault = framing_fault(r, &f);
    if (fault != NULL)
        return refuse(400, fault);
    if (f.lengths == 1 && !str_to_uint(f.length, &a.length))
        return refuse(400, "Content-Length is not a number");
    if (f.bytes > GATE_HEADER_BYTES)
        return refuse(431, "headers too long");
    if (r->url.n > GATE_URL)
        return refuse(414, "address too long");
    if (!url_is_clean(r->url))
        return refuse(400, "address is not a path");
    if (!str_eqz(r->version, "HTTP/1.1") && !str_eqz(r->version, "HTTP/1.0"))
        return refuse(505, "HTTP version");
    a.has_body = a.length > 0 || f.encodings == 1;
    if (a.has_body && !str_eqz(r->method, "POST"))
        return refuse(400, "a body where none belongs");
    return a;
}
