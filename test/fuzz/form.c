/*
 * form.c: bodies of forms, addresses, multipart bodies and header lines: all that comes in over the socket before a
 * page sees it. The first byte chooses: f form, m multipart, g gate.
 */
#include <assert.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz.h"
#include "kernel/http/form.h"
#include "kernel/http/gate.h"
#include "kernel/http/multipart.h"
#include "kernel/mem.h"
#include "kernel/utf8.h"

#define PARTS                                                                                                        \
    "m--b\r\nContent-Disposition: form-data; name=\"berkas\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n"     \
    "NIK;Nama\r\n--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nsatu\r\n--b--\r\n"
#define LINES "gPOST /masuk?x=1 HTTP/1.1\nHost: a\nContent-Length: 5\nTransfer-Encoding: chunked\nExpect: 100-continue\n"
#define SEED(z) {z, sizeof(z) - 1}
const struct str fuzz_seeds[] = {
    SEED("fnama=Umpama+Conto&upah=1.750.000&x=%E2%80%9C"), SEED(PARTS), SEED(LINES)};
const size_t n_fuzz_seeds = COUNT(fuzz_seeds);

static void try_form(struct arena *a, struct str s)
{
    struct pairs pairs = {0};
    if (form_parse(a, s, &pairs) == OK)
        for (size_t i = 0; i < pairs.n; i++)
            assert(utf8_valid(pairs.list[i].value) && utf8_valid(pairs.list[i].name));
}

static void try_multipart(struct arena *a, struct str s)
{
    static char spool[64];
    struct form form;
    if (spool[0] == '\0') {
        snprintf(spool, sizeof spool, "/tmp/fuzz_form_%d", (int)getpid());
        assert(mkdir(spool, 0700) == 0);
    }
    struct multipart *m = multipart_new(a, S("b"), spool);
    err e = OK;
    for (size_t at = 0; at < s.n && e == OK; at += 7) /* small pieces: boundaries fall in between */
        e = multipart_feed(m, s.p + at, s.n - at < 7 ? s.n - at : 7);
    if (e == OK && multipart_end(m, &form) == OK)
        for (size_t i = 0; i < form.fields.n; i++)
            assert(utf8_valid(form.fields.list[i].value));
    multipart_free(m);
    (void)rmdir(spool); /* empty again: nothing was left behind */
    spool[0] = '\0';
}

static void try_gate(struct arena *a, struct str s)
{
    struct str rest = s, first = str_cut(&rest, '\n');
    struct gate_request r = {.method = str_cut(&first, ' ')};
    r.url = first.p == NULL ? S("") : str_cut(&first, ' ');
    r.version = first.p == NULL ? S("") : first;
    struct gate_header *h = NEW_ARRAY(a, struct gate_header, 128);
    while (rest.p != NULL && r.n < 128) {
        struct str value = str_cut(&rest, '\n');
        struct str name = str_cut(&value, ':');
        h[r.n++] = (struct gate_header){name, value.p == NULL ? S("") : str_trim(value)};
    }
    r.headers = h;
    struct gate_answer answer = gate_check(&r);
    assert(answer.status == 0 || (answer.status >= 400 && answer.status <= 505));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    AUTO_ARENA a = arena_new((size_t)64 << 20);
    if (n == 0)
        return 0;
    struct str s = {(const char *)data + 1, n - 1};
    if (data[0] == 'm')
        try_multipart(a, s);
    else if (data[0] == 'g')
        try_gate(a, s);
    else
        try_form(a, s);
    return 0;
}
