/*
 * http_client.c: raw sockets, one connection a request, so that nothing between test and server helps or hides.
 */
#include "http_client.h"

#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "kernel/http/http.h"

enum { ANSWER = 64 << 20 };

void client_start(struct client *c, int port)
{
    *c = (struct client){.port = port, .head = buf_new(1 << 16), .body = buf_new(ANSWER)};
}

void client_end(struct client *c)
{
    buf_free(&c->head);
    buf_free(&c->body);
}

void client_forget(struct client *c)
{
    memset(c->cookie, 0, sizeof c->cookie);
    c->token[0] = '\0';
}

static int connect_to(int port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert(fd >= 0);
    int failed = connect(fd, (struct sockaddr *)&at, sizeof at);
    assert(failed == 0);
    return fd;
}

static void send_all(int fd, struct str s)
{
    while (s.n > 0) {
        ssize_t n = send(fd, s.p, s.n, MSG_NOSIGNAL);
        if (n <= 0)
            return; /* the server may answer and close before it has read everything */
        s = str_from(s, (size_t)n);
    }
}

static void receive(int fd, int wait_ms, struct buf *answer)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    char piece[16384];
    while (poll(&p, 1, wait_ms) > 0) {
        ssize_t n = recv(fd, piece, sizeof piece, 0);
        if (n <= 0)
            break;
        buf_add(answer, (struct str){piece, (size_t)n});
    }
}

void client_bytes(int port, struct str bytes, int wait_ms, struct buf *answer)
{
    int fd = connect_to(port);
    send_all(fd, bytes);
    receive(fd, wait_ms, answer);
    close(fd);
}

static int64_t steady_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t client_trickle(int port, struct str begin, int every_ms)
{
    int64_t start = steady_ms(), now = start;
    int fd = connect_to(port);
    struct pollfd p = {.fd = fd, .events = POLLIN};
    send_all(fd, begin);
    while (now - start < 20000 && poll(&p, 1, every_ms) == 0) {
        if (begin.n > 0 && send(fd, "a", 1, MSG_NOSIGNAL) != 1)
            break;
        now = steady_ms();
    }
    now = steady_ms();
    close(fd);
    return now - start;
}

bool client_sees(const struct client *c, const char *words)
{
    return str_contains(buf_str(&c->body), str_z(words));
}

static bool header_line(struct str line, const char *name, struct str *value)
{
    size_t n = strlen(name);
    if (line.n <= n || line.p[n] != ':' || strncasecmp(line.p, name, n) != 0)
        return false;
    *value = str_trim(str_from(line, n + 1));
    return true;
}

struct str client_header(const struct client *c, const char *name)
{
    struct str value = {NULL, 0};
    for (struct str rest = buf_str(&c->head); rest.p != NULL;) {
        if (header_line(str_cut(&rest, '\n'), name, &value))
            return value;
    }
    return (struct str){NULL, 0};
}

static void keep(char *to, size_t room, struct str s)
{
    assert(s.n < room);
    memcpy(to, s.p, s.n);
    to[s.n] = '\0';
}

static void keep_cookie(struct client *c, struct str line)
{
    struct str value = str_cut(&line, ';'), name = str_cut(&value, '=');
    bool gone = str_contains(line, S("Max-Age=0"));
    size_t at = 0;
    while (at < CLIENT_COOKIES && c->cookie[at][0][0] != '\0' && !str_eqz(name, c->cookie[at][0]))
        at++;
    assert(at < CLIENT_COOKIES);
    keep(c->cookie[at][0], sizeof c->cookie[at][0], name);
    keep(c->cookie[at][1], sizeof c->cookie[at][1], gone ? S("") : value);
}

static void keep_cookies(struct client *c)
{
    struct str value;
    for (struct str rest = buf_str(&c->head); rest.p != NULL;) {
        if (header_line(str_cut(&rest, '\n'), "Set-Cookie", &value))
            keep_cookie(c, value);
    }
}

static void keep_token(struct client *c)
{
    const char *mark = "name=\"" FORM_TOKEN "\" value=\"";
    struct str page = buf_str(&c->body);
    const char *at = memmem(page.p, page.n, mark, strlen(mark));
    if (at == NULL)
        return;
    struct str rest = str_from(page, (size_t)(at - page.p) + strlen(mark));
    keep(c->token, sizeof c->token, str_sub(rest, 0, str_index(rest, '"', 0)));
}

static void take_answer(struct client *c, struct str all)
{
    const char *end = memmem(all.p, all.n, "\r\n\r\n", 4);
    assert(end != NULL && all.n > 12);
    size_t n = (size_t)(end - all.p);
    buf_clear(&c->head);
    buf_clear(&c->body);
    buf_add(&c->head, str_sub(all, 0, n));
    buf_add(&c->body, str_from(all, n + 4));
    int64_t status = 0;
    bool number = str_to_uint(str_sub(all, 9, 3), &status);
    assert(number);
    c->status = (int)status;
    struct str location = client_header(c, "Location");
    keep(c->location, sizeof c->location, location.p == NULL ? S("") : location);
    keep_cookies(c);
    keep_token(c);
}

static int exchange(struct client *c, const char *method, const char *path, const char *type, struct str body)
{
    AUTO_BUF out = buf_new(ANSWER);
    AUTO_BUF in = buf_new(ANSWER);
    buf_printf(&out, "%s %s HTTP/1.1\r\nConnection: close\r\n", method, path);
    if (c->host != NULL)
        buf_printf(&out, "Host: %s\r\n", c->host);
    else
        buf_printf(&out, "Host: 127.0.0.1:%d\r\n", c->port);
    bool first = true;
    for (size_t i = 0; i < CLIENT_COOKIES; i++) {
        if (c->cookie[i][1][0] == '\0')
            continue;
        buf_printf(&out, "%s%s=%s", first ? "Cookie: " : "; ", c->cookie[i][0], c->cookie[i][1]);
        first = false;
    }
    if (!first)
        BUF_LIT(&out, "\r\n");
    if (c->extra != NULL)
        buf_add(&out, str_z(c->extra));
    if (type != NULL)
        buf_printf(&out, "Content-Type: %s\r\nContent-Length: %zu\r\n", type, body.n);
    BUF_LIT(&out, "\r\n");
    buf_add(&out, body);
    client_bytes(c->port, buf_str(&out), 60000, &in);
    take_answer(c, buf_str(&in));
    return c->status;
}

int client_get(struct client *c, const char *path_fmt, ...)
{
    char path[4096];
    va_list args;
    va_start(args, path_fmt);
    vsnprintf(path, sizeof path, path_fmt, args);
    va_end(args);
    return exchange(c, "GET", path, NULL, S(""));
}

int client_post_raw(struct client *c, const char *path, const char *fields)
{
    return exchange(c, "POST", path, "application/x-www-form-urlencoded", str_z(fields));
}

static void need_token(struct client *c, const char *path)
{
    if (c->token[0] != '\0')
        return;
    client_get(c, "%s", path);
    if (c->token[0] == '\0')
        client_get(c, "/masuk");
}

int client_post(struct client *c, const char *path, const char *fields_fmt, ...)
{
    AUTO_BUF body = buf_new(1 << 20);
    char fields[65536];
    va_list args;
    va_start(args, fields_fmt);
    vsnprintf(fields, sizeof fields, fields_fmt, args);
    va_end(args);
    need_token(c, path);
    buf_printf(&body, FORM_TOKEN "=%s", c->token);
    if (fields[0] != '\0')
        buf_printf(&body, "&%s", fields);
    return exchange(c, "POST", path, "application/x-www-form-urlencoded", buf_str(&body));
}

int client_follow(struct client *c)
{
    char where[sizeof c->location];
    assert(c->location[0] == '/');
    keep(where, sizeof where, str_z(c->location));
    return client_get(c, "%s", where);
}

#define MARK "----alihdaya-uji"

static void part(struct buf *out, struct str name, struct str value)
{
    buf_printf(out, "--" MARK "\r\nContent-Disposition: form-data; name=\"" STR_FMT "\"\r\n\r\n" STR_FMT "\r\n",
               STR_ARG(name), STR_ARG(value));
}

int client_upload(struct client *c, const char *path, const char *fields, const char *file_field,
                  const char *file_name, struct str content)
{
    AUTO_BUF body = buf_new(ANSWER);
    need_token(c, path);
    part(&body, S(FORM_TOKEN), str_z(c->token));
    for (struct str rest = str_z(fields); rest.p != NULL && fields[0] != '\0';) {
        struct str value = str_cut(&rest, '&'), name = str_cut(&value, '=');
        part(&body, name, value.p == NULL ? S("") : value);
    }
    buf_printf(&body,
               "--" MARK "\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n"
               "Content-Type: application/octet-stream\r\n\r\n",
               file_field, file_name);
    buf_add(&body, content);
    BUF_LIT(&body, "\r\n--" MARK "--\r\n");
    assert(!body.over);
    return exchange(c, "POST", path, "multipart/form-data; boundary=" MARK, buf_str(&body));
}
