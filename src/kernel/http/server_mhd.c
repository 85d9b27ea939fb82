/*
 * server_mhd.c: the server on libmicrohttpd. A GET is answered on the pool thread that read it; a POST is suspended
 * while its preparation and its transaction run elsewhere, and resumed when the commit is on disk. What the library
 * reads too leniently is refused by the gate; who trickles is cut off by the watchdog.
 */
#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/tcp.h>
#include <microhttpd.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#include "../html/assets.h"
#include "../log.h"
#include "../mem.h"
#include "form.h"
#include "gate.h"
#include "multipart.h"
#include "pool.h"
#include "reply.h"
#include "router.h"

enum {
    REQUEST_BUDGET = 16 << 20, /* bytes of a request's arena */
    PAGE_LIMIT = 16 << 20,     /* bytes of a page or of an export made in memory */
    DRAIN = 1 << 20,           /* bytes of a refused body read so that the client sees the answer */
    GZIP_FROM = 4096,
    CONNECTIONS = 1024,
    CONNECTION_MEMORY = 32 * 1024,
    HEADER_MS = 10 * 1000,
    REQUEST_MS = 60 * 1000,
    REPLY_MS = 300 * 1000,
    SLOWEST_UPLOAD = 16 * 1024, /* bytes a second, on the average, after the first minute */
    HASHERS = 2,
    HASH_QUEUE = 64,
};

/* ---- connections, as the watchdog sees them ---- */

enum conn_phase { CONN_IDLE, CONN_HEADER, CONN_BODY, CONN_RUN, CONN_REPLY };

struct conn {
    struct conn *prev, *next;
    int fd;
    enum conn_phase phase;
    int64_t since;     /* steady ms */
    uint64_t received; /* bytes on the socket when it became idle */
    int64_t body;      /* bytes of the body so far */
};

struct server {
    struct app *app;
    struct router *router;
    struct MHD_Daemon *daemon;
    struct pool *hashers;
    char *spool;
    bool behind_proxy;
    int socket;
    bool own_socket;
    _Atomic int64_t in_flight; /* suspended requests */
    _Atomic bool closing;      /* no more of them */

    int header_ms, request_ms;
    pthread_t watchdog;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stop;
    struct conn *conns;
    struct packer *packers;
};

static int64_t steady_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static uint64_t bytes_received(int fd)
{
    struct tcp_info info = {0};
    socklen_t n = sizeof info;
    return getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &n) == 0 ? info.tcpi_bytes_received : 0;
}

static void conn_enter(struct server *s, struct conn *c, enum conn_phase phase)
{
    if (c == NULL)
        return;
    pthread_mutex_lock(&s->lock);
    c->phase = phase;
    c->since = steady_ms();
    if (phase == CONN_IDLE)
        c->received = bytes_received(c->fd);
    pthread_mutex_unlock(&s->lock);
}

static void conn_add(struct server *s, struct MHD_Connection *connection, void **context)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct conn *c = calloc(1, sizeof *c);
    if (c == NULL || info == NULL)
        log_fatal("memori habis");
    c->fd = info->connect_fd;
    c->phase = CONN_HEADER; /* the first header is awaited from the start */
    c->since = steady_ms();
    pthread_mutex_lock(&s->lock);
    c->next = s->conns;
    if (c->next != NULL)
        c->next->prev = c;
    s->conns = c;
    pthread_mutex_unlock(&s->lock);
    *context = c;
}

static void conn_remove(struct server *s, struct conn *c)
{
    pthread_mutex_lock(&s->lock);
    if (c->prev != NULL)
        c->prev->next = c->next;
    else
        s->conns = c->next;
    if (c->next != NULL)
        c->next->prev = c->prev;
    pthread_mutex_unlock(&s->lock);
    free(c);
}

static void on_connection(void *arg, struct MHD_Connection *connection, void **context,
                          enum MHD_ConnectionNotificationCode code)
{
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        conn_add(arg, connection, context);
    else if (*context != NULL)
        conn_remove(arg, *context);
}

static bool conn_is_late(const struct server *s, struct conn *c, int64_t now)
{
    int64_t waited = now - c->since;
    switch (c->phase) {
    case CONN_IDLE:
        /* A first byte after the last answer starts the clock of the next header. */
        if (bytes_received(c->fd) != c->received) {
            c->phase = CONN_HEADER;
            c->since = now;
        }
        return false;
    case CONN_HEADER:
        return waited > s->header_ms;
    case CONN_BODY:
        return waited > s->request_ms && __atomic_load_n(&c->body, __ATOMIC_RELAXED) < SLOWEST_UPLOAD * waited / 1000;
    case CONN_RUN:
        return false;
    case CONN_REPLY:
        break;
    }
    return waited > REPLY_MS;
}

static void *watch(void *arg)
{
    struct server *s = arg;
    pthread_mutex_lock(&s->lock);
    while (!s->stop) {
        struct timespec t;
        clock_gettime(CLOCK_REALTIME, &t);
        t.tv_nsec += 500 * 1000 * 1000;
        t.tv_sec += t.tv_nsec / 1000000000;
        t.tv_nsec %= 1000000000;
        pthread_cond_timedwait(&s->wake, &s->lock, &t);
        int64_t now = steady_ms();
        for (struct conn *c = s->conns; c != NULL; c = c->next) {
            if (conn_is_late(s, c, now))
                shutdown(c->fd, SHUT_RDWR);
        }
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

/* ---- one request and its reply ---- */

enum phase { FRESH, READING, DRAINING, RUNNING, READY };

struct exchange {
    struct request q;
    struct web web;
    struct server *server;
    struct MHD_Connection *connection;
    struct conn *conn;
    enum phase phase;
    struct str uri;
    struct buf body;
    struct multipart *parts;
    err body_trouble;
    int64_t got, limit;
    bool hang_up;
    struct write_task task;
    struct buf packed; /* the page, gzipped */
};

static void *on_uri(void *arg, const char *uri, struct MHD_Connection *connection)
{
    struct arena *a = arena_new(REQUEST_BUDGET);
    struct exchange *x = NEW(a, struct exchange);
    x->q.arena = a;
    x->q.web = &x->web;
    x->q.html.out = buf_new(PAGE_LIMIT);
    x->server = arg;
    x->connection = connection;
    x->uri = str_dup(a, str_z(uri));
    x->body = buf_new(GATE_FORM);
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    x->conn = info == NULL ? NULL : info->socket_context;
    router_init(x->server->router, &x->q);
    return x;
}

static void on_completed(void *arg, struct MHD_Connection *connection, void **context,
                         enum MHD_RequestTerminationCode code)
{
    (void)connection;
    (void)code;
    struct server *s = arg;
    struct exchange *x = *context;
    if (x == NULL)
        return;
    *context = NULL;
    conn_enter(s, x->conn, CONN_IDLE);
    multipart_free(x->parts);
    buf_free(&x->body);
    buf_free(&x->packed);
    buf_free(&x->q.html.out);
    arena_free(x->q.arena);
}

/* The library would decode the address in place; we do it ourselves, strictly. */
static size_t leave_encoded(void *arg, struct MHD_Connection *connection, char *s)
{
    (void)arg;
    (void)connection;
    return strlen(s);
}

/* ---- headers ---- */

struct header_list {
    struct gate_header list[GATE_HEADERS + 1];
    size_t n;
};

static enum MHD_Result add_header(void *arg, enum MHD_ValueKind kind, const char *name, size_t name_n,
                                  const char *value, size_t value_n)
{
    (void)kind;
    struct header_list *h = arg;
    if (h->n == COUNT(h->list))
        return MHD_NO;
    struct gate_header *to = &h->list[h->n++];
    to->name = (struct str){name, name_n};
    to->value = value == NULL ? S("") : (struct str){value, value_n};
    /* A continued line is not read the way a proxy reads it: there the value no longer follows its name. */
    if (value != NULL && (value < name + name_n || value > name + name_n + 256))
        to->name = S(" ");
    /* A NUL inside the line hides what is behind it. */
    if (value != NULL && strlen(value) != value_n)
        to->name = S(" ");
    return MHD_YES;
}

static struct str header_of(const struct header_list *h, const char *name)
{
    for (size_t i = 0; i < h->n; i++) {
        if (header_is(h->list[i].name, name))
            return str_trim(h->list[i].value);
    }
    return S("");
}

static bool accepts_gzip(struct str header)
{
    for (struct str rest = header; rest.p != NULL;) {
        struct str item = str_cut(&rest, ',');
        struct str name = str_trim(str_cut(&item, ';'));
        bool off = item.p != NULL && str_eqz(str_trim(item), "q=0");
        if ((header_is(name, "gzip") || str_eqz(name, "*")) && !off)
            return true;
    }
    return false;
}

/* The client's address: of the socket, or what our own proxy says it was (the last in the list). */
static struct str client_address(struct exchange *x, const struct header_list *h)
{
    char text[INET6_ADDRSTRLEN] = "";
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (info == NULL)
        return S("");
    const struct sockaddr *a = info->client_addr;
    if (a->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)a)->sin_addr, text, sizeof text);
    else if (a->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)a)->sin6_addr, text, sizeof text);
    struct str told = header_of(h, "X-Forwarded-For");
    if (x->server->behind_proxy && told.n > 0) {
        struct str last = told;
        for (struct str rest = told; rest.p != NULL;)
            last = str_trim(str_cut(&rest, ','));
        return str_dup(x->q.arena, str_sub(last, 0, 64));
    }
    return str_dup(x->q.arena, str_z(text));
}

static void take_headers(struct exchange *x, const struct header_list *h)
{
    struct arena *a = x->q.arena;
    struct web *w = &x->web;
    w->host = str_dup(a, header_of(h, "Host"));
    w->origin = str_dup(a, header_of(h, "Origin"));
    w->fetch_site = str_dup(a, header_of(h, "Sec-Fetch-Site"));
    w->cookies = str_dup(a, header_of(h, "Cookie"));
    w->content_type = str_dup(a, header_of(h, "Content-Type"));
    w->gzip = accepts_gzip(header_of(h, "Accept-Encoding"));
    x->q.address = client_address(x, h);
}

/* Path and query of the address. */
static err take_address(struct exchange *x)
{
    struct arena *a = x->q.arena;
    struct str rest = x->uri, raw = str_cut(&rest, '?');
    TRY(percent_decode(a, raw, false, &x->q.path));
    struct str clean;
    TRY(form_value(a, x->q.path, &clean));
    return form_parse(a, rest.p == NULL ? S("") : rest, &x->q.query);
}

/* ---- the answer ---- */

struct packer {
    struct packer *next;
    z_stream z;
};

static struct packer *packer_take(struct server *s)
{
    pthread_mutex_lock(&s->lock);
    struct packer *p = s->packers;
    if (p != NULL)
        s->packers = p->next;
    pthread_mutex_unlock(&s->lock);
    if (p != NULL)
        return p;
    p = calloc(1, sizeof *p);
    if (p == NULL || deflateInit2(&p->z, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        log_fatal("memori habis");
    return p;
}

static void packer_give(struct server *s, struct packer *p)
{
    deflateReset(&p->z);
    pthread_mutex_lock(&s->lock);
    p->next = s->packers;
    s->packers = p;
    pthread_mutex_unlock(&s->lock);
}

/* The page gzipped into x->packed; false when it did not become smaller. */
static bool pack(struct exchange *x, struct str plain)
{
    struct packer *p = packer_take(x->server);
    x->packed = buf_new(plain.n);
    char *room = buf_room(&x->packed, plain.n);
    bool good = false;
    if (room != NULL) {
        p->z.next_in = (Bytef *)(uintptr_t)plain.p; /* only read */
        p->z.avail_in = (uInt)plain.n;
        p->z.next_out = (Bytef *)room;
        p->z.avail_out = (uInt)plain.n;
        good = deflate(&p->z, Z_FINISH) == Z_STREAM_END;
        buf_grew(&x->packed, plain.n - p->z.avail_out);
    }
    packer_give(x->server, p);
    return good;
}

static struct MHD_Response *response_of(struct str body)
{
    struct MHD_Response *r = MHD_create_response_from_buffer(
        body.n, (void *)(uintptr_t)(body.n == 0 ? "" : body.p), MHD_RESPMEM_PERSISTENT);
    if (r == NULL)
        log_fatal("memori habis");
    return r;
}

static void header(struct MHD_Response *r, const char *name, const char *value)
{
    if (MHD_add_response_header(r, name, value) != MHD_YES)
        log_error("tajuk %s tidak diterima", name);
}

static void header_str(struct exchange *x, struct MHD_Response *r, const char *name, struct str value)
{
    header(r, name, str_to_z(x->q.arena, value));
}

static void security_headers(struct exchange *x, struct MHD_Response *r)
{
    header(r, "Content-Security-Policy", reply_csp);
    header(r, "X-Content-Type-Options", "nosniff");
    header(r, "Referrer-Policy", "same-origin");
    header(r, "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()");
    header(r, "Cross-Origin-Opener-Policy", "same-origin");
    header(r, "Cross-Origin-Resource-Policy", "same-origin");
    if (x->web.secure)
        header(r, "Strict-Transport-Security", "max-age=31536000");
}

static struct MHD_Response *asset_response(struct exchange *x)
{
    const struct asset *a = x->web.asset;
    bool packed = a->gzip && x->web.gzip;
    struct MHD_Response *r =
        response_of(packed || !a->gzip ? a->bytes : asset_plain(x->q.arena, a));
    header(r, "Content-Type", a->type);
    header(r, "X-Content-Type-Options", "nosniff");
    header(r, "Cache-Control", a->immutable ? "public, max-age=31536000, immutable" : "public, max-age=86400");
    if (a->gzip)
        header(r, "Vary", "Accept-Encoding");
    if (packed)
        header(r, "Content-Encoding", "gzip");
    return r;
}

/* A file made for this reply: its name goes at once, its bytes when they were sent. */
static struct MHD_Response *file_response(struct exchange *x)
{
    struct stat st;
    int fd = open(x->q.reply_path.p, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0) {
        log_error("berkas jawaban %s: %m", x->q.reply_path.p);
        if (fd >= 0)
            close(fd);
        return NULL;
    }
    unlink(x->q.reply_path.p);
    struct MHD_Response *r = MHD_create_response_from_fd64((uint64_t)st.st_size, fd);
    if (r == NULL)
        close(fd);
    return r;
}

static bool page_has_token(const struct request *q)
{
    return q->form_token.n > 0 && str_contains(buf_str(&q->html.out), q->form_token);
}

static void cookie_headers(struct exchange *x, struct MHD_Response *r, bool has_token)
{
    if (x->q.set_cookie.n > 0)
        header_str(x, r, "Set-Cookie", x->q.set_cookie);
    if (x->web.pre_cookie.n > 0 && has_token)
        header_str(x, r, "Set-Cookie", x->web.pre_cookie);
}

static struct MHD_Response *page_response(struct exchange *x)
{
    struct str body = buf_str(&x->q.html.out);
    bool text = str_starts(x->q.content_type, S("text/")) || str_starts(x->q.content_type, S("application/json"));
    bool packed = text && x->web.gzip && body.n > GZIP_FROM && pack(x, body);
    struct MHD_Response *r = response_of(packed ? buf_str(&x->packed) : body);
    if (packed)
        header(r, "Content-Encoding", "gzip");
    if (text)
        header(r, "Vary", "Accept-Encoding");
    return r;
}

static void reply_headers(struct exchange *x, struct MHD_Response *r)
{
    struct request *q = &x->q;
    bool has_token = page_has_token(q);
    bool shared = !q->private_reply && !x->web.signed_in && !has_token && q->set_cookie.n == 0;
    security_headers(x, r);
    cookie_headers(x, r, has_token);
    header(r, "Cache-Control", shared ? "public, max-age=60" : "no-store");
    if (q->location.n > 0)
        header_str(x, r, "Location", q->location);
    else
        header_str(x, r, "Content-Type", q->content_type);
    if (q->download_name.n > 0)
        header_str(x, r, "Content-Disposition",
                   str_printf(q->arena, "attachment; filename=\"" STR_FMT "\"", STR_ARG(q->download_name)));
    if (q->status == 405 && x->web.allow != NULL)
        header(r, "Allow", x->web.allow);
    if (q->status == 429 || q->status == 503)
        header(r, "Retry-After", "5");
}

static enum MHD_Result answer(struct exchange *x)
{
    struct MHD_Response *r = NULL;
    conn_enter(x->server, x->conn, CONN_REPLY);
    if (x->web.asset != NULL) {
        r = asset_response(x);
    } else {
        if (x->q.reply_path.n > 0 && (r = file_response(x)) == NULL)
            reply_error(&x->q, ERR_IO);
        if (r == NULL)
            r = page_response(x);
        reply_headers(x, r);
    }
    if (x->hang_up)
        header(r, "Connection", "close");
    enum MHD_Result done = MHD_queue_response(x->connection, (unsigned)x->q.status, r);
    MHD_destroy_response(r);
    return done;
}

/* What the gate refuses is told in one line of text, and the connection ends. */
static enum MHD_Result answer_bare(struct exchange *x, int status, const char *words)
{
    struct MHD_Response *r = response_of(str_z(words));
    conn_enter(x->server, x->conn, CONN_REPLY);
    header(r, "Content-Type", "text/plain; charset=utf-8");
    header(r, "Cache-Control", "no-store");
    header(r, "X-Content-Type-Options", "nosniff");
    header(r, "Connection", "close");
    if (status == 405)
        header(r, "Allow", "GET, HEAD, POST");
    enum MHD_Result done = MHD_queue_response(x->connection, (unsigned)status, r);
    MHD_destroy_response(r);
    return done;
}

/* ---- a POST on its way ---- */

static void ready(struct exchange *x)
{
    struct server *s = x->server;
    x->phase = READY;
    MHD_resume_connection(x->connection);
    atomic_fetch_sub(&s->in_flight, 1);
}

static void written(struct write_task *task, err result)
{
    struct exchange *x = task->arg;
    router_written(&x->q, result);
    ready(x);
}

static err write_task_run(struct tx *tx, void *arg)
{
    struct exchange *x = arg;
    return router_write(tx, &x->q);
}

static void submit(struct exchange *x)
{
    x->task = (struct write_task){.arena = x->q.arena, .fn = write_task_run, .done = written, .arg = x};
    if (!db_write_async(x->server->app->db, &x->task)) {
        router_written(&x->q, ERR_BUSY);
        ready(x);
    }
}

static void prepare_run(void *arg)
{
    struct exchange *x = arg;
    if (router_prepare(&x->q))
        submit(x);
    else
        ready(x);
}

static enum MHD_Result run(struct exchange *x)
{
    struct server *s = x->server;
    atomic_fetch_add(&s->in_flight, 1);
    if (atomic_load(&s->closing)) {
        atomic_fetch_sub(&s->in_flight, 1);
        reply_error(&x->q, ERR_BUSY);
        x->phase = READY;
        return answer(x);
    }
    x->phase = RUNNING;
    conn_enter(s, x->conn, CONN_RUN);
    MHD_suspend_connection(x->connection);
    if (x->q.route->prepare == NULL) {
        submit(x);
    } else if (!pool_add(s->hashers, prepare_run, x)) {
        reply_error(&x->q, ERR_BUSY);
        ready(x);
    }
    return MHD_YES;
}

static err read_form(struct exchange *x)
{
    TRY(x->body_trouble);
    if (x->parts != NULL)
        return multipart_end(x->parts, &x->q.form);
    return form_parse(x->q.arena, buf_str(&x->body), &x->q.form.fields);
}

static enum MHD_Result on_complete(struct exchange *x)
{
    err e = read_form(x);
    if (e == ERR_INVALID)
        reply_refuse(&x->q, 400, NULL, NULL);
    else if (e == ERR_LIMIT)
        reply_refuse(&x->q, 413, NULL, NULL);
    else if (e != OK)
        reply_error(&x->q, e);
    else if (router_admit(x->server->router, &x->q))
        return run(x);
    x->phase = READY;
    return answer(x);
}

static enum MHD_Result on_body(struct exchange *x, const char *bytes, size_t *n)
{
    size_t have = *n;
    *n = 0;
    x->got += (int64_t)have;
    if (x->conn != NULL)
        __atomic_store_n(&x->conn->body, x->got, __ATOMIC_RELAXED);
    /* The library takes no answer in the middle of a body: whoever sends on and on is cut off. */
    if (x->got > x->limit + DRAIN)
        return MHD_NO;
    if (x->phase == DRAINING || x->body_trouble != OK)
        return MHD_YES;
    if (x->got > x->limit) {
        x->body_trouble = ERR_LIMIT;
    } else if (x->parts != NULL) {
        x->body_trouble = multipart_feed(x->parts, bytes, have);
    } else {
        buf_add(&x->body, (struct str){bytes, have});
    }
    return MHD_YES;
}

/* A body is to come: which reader takes it? 0, or the status that refuses it. */
static int prepare_body(struct exchange *x, const struct gate_answer *g)
{
    bool files = router_takes_files(&x->q);
    struct str type = x->web.content_type, rest = type;
    struct str boundary = multipart_boundary(type);
    struct str name = str_trim(str_cut(&rest, ';'));
    x->limit = files && boundary.p != NULL ? GATE_UPLOAD : GATE_FORM;
    if (g->length > x->limit)
        return 413;
    if (!g->has_body)
        return 0;
    if (boundary.p != NULL && files)
        x->parts = multipart_new(x->q.arena, boundary, x->server->spool);
    else if (!header_is(name, "application/x-www-form-urlencoded"))
        return 415;
    return 0;
}

static enum MHD_Result refuse_post(struct exchange *x, const struct gate_answer *g)
{
    if (g->has_body && g->length <= DRAIN) {
        x->limit = DRAIN;
        x->phase = DRAINING;
        return MHD_YES;
    }
    x->phase = READY;
    if (!g->has_body)
        return MHD_YES;
    x->hang_up = true;
    return answer(x);
}

static enum MHD_Result on_routed(struct exchange *x, const struct gate_answer *g)
{
    if (!router_begin(x->server->router, &x->q)) {
        if (x->q.method == POST)
            return refuse_post(x, g);
        x->phase = READY; /* answered in the next call: an answer in the first one would end the connection */
        return MHD_YES;
    }
    int status = prepare_body(x, g);
    if (status != 0) {
        reply_refuse(&x->q, status, NULL, NULL);
        return refuse_post(x, g);
    }
    x->phase = READING;
    conn_enter(x->server, x->conn, CONN_BODY);
    return MHD_YES;
}

static enum MHD_Result on_header(struct exchange *x, const char *method, const char *version)
{
    struct header_list h = {.n = 0};
    MHD_get_connection_values_n(x->connection, MHD_HEADER_KIND, add_header, &h);
    struct gate_request r = {str_z(method), x->uri, str_z(version), h.list, h.n};
    struct gate_answer g = gate_check(&r);
    if (g.status != 0) {
        log_info("gerbang %d: %s", g.status, g.why);
        return answer_bare(x, g.status, "Permintaan ini tidak terbaca dengan satu arti, jadi ditolak.\n");
    }
    x->web.head = strcmp(method, "HEAD") == 0;
    if (!x->web.head && strcmp(method, "GET") != 0 && strcmp(method, "POST") != 0)
        return answer_bare(x, 405, "Hanya GET, HEAD, dan POST.\n");
    x->q.method = strcmp(method, "POST") == 0 ? POST : GET;
    take_headers(x, &h);
    if (take_address(x) != OK)
        return answer_bare(x, 400, "Alamat ini tidak terbaca.\n");
    return on_routed(x, &g);
}

static enum MHD_Result on_request(void *arg, struct MHD_Connection *connection, const char *url, const char *method,
                                  const char *version, const char *bytes, size_t *n, void **context)
{
    (void)arg;
    (void)connection;
    (void)url;
    struct exchange *x = *context;
    switch (x->phase) {
    case FRESH:
        return on_header(x, method, version);
    case READING:
        return *n > 0 ? on_body(x, bytes, n) : on_complete(x);
    case DRAINING:
        return *n > 0 ? on_body(x, bytes, n) : answer(x);
    case READY:
        return answer(x);
    case RUNNING:
        break;
    }
    return MHD_YES;
}

/* ---- start and stop ---- */

static bool is_loopback(const struct sockaddr *a)
{
    if (a->sa_family == AF_INET)
        return (ntohl(((const struct sockaddr_in *)(const void *)a)->sin_addr.s_addr) >> 24) == 127;
    return a->sa_family == AF_INET6 &&
           IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)(const void *)a)->sin6_addr);
}

/* "127.0.0.1:8080" or "[::1]:8080" as numbers. */
static struct addrinfo *address_of(const char *listen_at)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE};
    struct addrinfo *found = NULL;
    char host[64];
    const char *colon = strrchr(listen_at, ':');
    if (colon == NULL || (size_t)(colon - listen_at) >= sizeof host)
        return NULL;
    size_t n = (size_t)(colon - listen_at);
    bool brackets = n >= 2 && listen_at[0] == '[' && listen_at[n - 1] == ']';
    memcpy(host, listen_at + brackets, n - 2u * brackets);
    host[n - 2u * brackets] = '\0';
    return getaddrinfo(host, colon + 1, &hints, &found) == 0 ? found : NULL;
}

static int open_socket(const struct addrinfo *at)
{
    int one = 1;
    int fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) != 0 ||
        bind(fd, at->ai_addr, at->ai_addrlen) != 0 || listen(fd, 511) != 0) {
        int saved = errno;
        close(fd);
        errno = saved;
        return -1;
    }
    return fd;
}

err server_listen(const struct server_options *options, int *ret, struct faults *why)
{
    struct addrinfo *at = address_of(options->listen);
    if (at == NULL) {
        fault(why, "listen", "Alamat %s tidak terbaca. Contoh: 127.0.0.1:8080", options->listen);
        return ERR_INVALID;
    }
    err e = OK;
    bool tls = options->origin != NULL && strncmp(options->origin, "https://", 8) == 0;
    if (!tls && !is_loopback(at->ai_addr)) {
        fault(why, "listen", "Tanpa TLS hanya alamat loopback yang dibuka. Pasang proksi dan sebutkan --origin https://…");
        e = ERR_INVALID;
    } else if ((*ret = open_socket(at)) < 0) {
        fault(why, "listen", "%s tidak dapat dibuka: %s", options->listen, strerror(errno));
        e = ERR_IO;
    }
    freeaddrinfo(at);
    return e;
}

static struct MHD_Daemon *start_daemon(struct server *s, int threads)
{
    long n = threads > 0 ? threads : sysconf(_SC_NPROCESSORS_ONLN);
    unsigned pool = n < 2 ? 0 : n > 8 ? 8 : (unsigned)n;
    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request, s,
        MHD_OPTION_LISTEN_SOCKET, s->socket, MHD_OPTION_THREAD_POOL_SIZE, pool, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)CONNECTIONS, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
        MHD_OPTION_CONNECTION_TIMEOUT, 60u, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK, on_uri, s,
        MHD_OPTION_UNESCAPE_CALLBACK, leave_encoded, NULL, MHD_OPTION_NOTIFY_COMPLETED, on_completed, s,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, s, MHD_OPTION_END);
}

static void server_free(struct server *s)
{
    while (s->packers != NULL) {
        struct packer *p = s->packers;
        s->packers = p->next;
        deflateEnd(&p->z);
        free(p);
    }
    if (s->own_socket)
        close(s->socket);
    if (s->router != NULL)
        router_free(s->router);
    pthread_mutex_destroy(&s->lock);
    pthread_cond_destroy(&s->wake);
    free(s->spool);
    free(s);
}

static err start(struct server *s, const struct server_options *options, struct faults *why)
{
    TRY(router_new(s->app, options, &s->router, why));
    if (options->socket > 0) {
        s->socket = options->socket;
    } else {
        TRY(server_listen(options, &s->socket, why));
        s->own_socket = true;
    }
    s->hashers = pool_start(HASHERS, HASH_QUEUE);
    s->daemon = start_daemon(s, options->threads);
    if (s->daemon == NULL) {
        pool_stop(s->hashers);
        fault(why, "", "Peladen web tidak dapat dijalankan: %s", strerror(errno));
        return ERR_IO;
    }
    if (pthread_create(&s->watchdog, NULL, watch, s) != 0)
        log_fatal("utas tidak dapat dibuat");
    return OK;
}

err server_start(struct app *app, const struct server_options *options, struct server **ret, struct faults *why)
{
    struct server *s = calloc(1, sizeof *s);
    if (s == NULL)
        log_fatal("memori habis");
    s->app = app;
    s->spool = strdup(options->spool);
    s->behind_proxy = options->origin != NULL;
    s->header_ms = options->header_ms > 0 ? options->header_ms : HEADER_MS;
    s->request_ms = options->request_ms > 0 ? options->request_ms : REQUEST_MS;
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->wake, NULL);
    err e = start(s, options, why);
    if (e != OK) {
        server_free(s);
        return e;
    }
    *ret = s;
    return OK;
}

int server_port(const struct server *s)
{
    struct sockaddr_storage at = {0};
    socklen_t n = sizeof at;
    if (getsockname(s->socket, (struct sockaddr *)&at, &n) != 0)
        return 0;
    return at.ss_family == AF_INET6 ? ntohs(((struct sockaddr_in6 *)(void *)&at)->sin6_port)
                                    : ntohs(((struct sockaddr_in *)(void *)&at)->sin_port);
}

/* No new connections; what runs is finished; then everything goes. */
void server_stop(struct server *s)
{
    MHD_quiesce_daemon(s->daemon);
    atomic_store(&s->closing, true);
    for (int i = 0; i < 3000 && atomic_load(&s->in_flight) > 0; i++)
        nanosleep(&(struct timespec){.tv_nsec = 10 * 1000 * 1000}, NULL);
    pool_stop(s->hashers);
    pthread_mutex_lock(&s->lock);
    s->stop = true;
    pthread_cond_signal(&s->wake);
    pthread_mutex_unlock(&s->lock);
    pthread_join(s->watchdog, NULL);
    MHD_stop_daemon(s->daemon);
    server_free(s);
}
