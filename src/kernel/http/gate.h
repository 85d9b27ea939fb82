/*
 * gate.h: what may pass from the socket to the router. The HTTP library reads requests more leniently than a
 * proxy in front of it may; where two readers could disagree about where a request ends, it is refused here,
 * before the body and for every method, and the connection is closed.
 */
#pragma once
#include "../str.h"

enum {
    GATE_URL = 4096,      /* bytes of the address with its query */
    GATE_HEADERS = 64,    /* header lines */
    GATE_HEADER_BYTES = 16 * 1024,
    GATE_FORM = 64 * 1024,            /* bytes of a form without files, and of the fields beside files */
    GATE_UPLOAD = 256 * 1024 * 1024,  /* bytes of a body with files */
};

struct gate_header {
    struct str name, value;
};

struct gate_request {
    struct str method, url, version; /* "POST", "/masuk?x=1", "HTTP/1.1" */
    const struct gate_header *headers;
    size_t n;
};

struct gate_answer {
    int status;       /* 0 = may pass, else 4xx or 505: answer and close */
    const char *why;  /* for the log, in English */
    bool has_body;    /* Content-Length above 0, or chunked */
    int64_t length;   /* of Content-Length; -1 when there is none */
};

/* Framing first (400), then limits (414, 431), then what we do not speak (505). Pure. */
struct gate_answer gate_check(const struct gate_request *r);

/* Header names are compared without regard to case. */
bool header_is(struct str name, const char *want);
