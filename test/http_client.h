/*
 * http_client.h: a browser small enough for a test: one address, a jar of cookies, the form token of the last page.
 * Every call asserts that the server answered; what it answered is in the fields.
 */
#pragma once
#include <stdbool.h>

#include "kernel/buf.h"
#include "kernel/str.h"

enum { CLIENT_COOKIES = 8 };

struct client {
    int port;
    int status;        /* of the last answer */
    struct buf head;   /* its header lines */
    struct buf body;
    char location[2048]; /* "" = none */
    char token[129];   /* form token of the last page that had one; "" = none yet */
    char cookie[CLIENT_COOKIES][2][160];
    const char *host;  /* Host header; NULL = the address */
    const char *extra; /* more header lines for the following requests, each with \r\n; NULL = none */
};

void client_start(struct client *c, int port);
void client_end(struct client *c);
void client_forget(struct client *c); /* all cookies and the token: another person's browser */

int client_get(struct client *c, const char *path_fmt, ...) PRINTF_LIKE(2, 3);
/* POST of fields "a=1&b=2", encoded by the caller, with the token of the last page (a fresh GET of /masuk or of
 * the page itself comes first when there is none). Redirects are not followed. */
int client_post(struct client *c, const char *path, const char *fields_fmt, ...) PRINTF_LIKE(3, 4);
/* The same without a token of its own. */
int client_post_raw(struct client *c, const char *path, const char *fields);
/* GET of the last Location. */
int client_follow(struct client *c);
/* A file in a multipart form, beside the fields "a=1&b=2". */
int client_upload(struct client *c, const char *path, const char *fields, const char *file_field,
                  const char *file_name, struct str content);

/* Bytes as they are, and what came back until the server closed or was silent for `wait_ms`. */
void client_bytes(int port, struct str bytes, int wait_ms, struct buf *answer);

/* Send `begin`, then a byte every `every_ms`, until the server ends the connection: after how many ms, at most 20 s. */
int64_t client_trickle(int port, struct str begin, int every_ms);

bool client_sees(const struct client *c, const char *words);
/* A header of the last answer, {NULL, 0} when absent. */
struct str client_header(const struct client *c, const char *name);
