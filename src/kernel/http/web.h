/*
 * web.h: what the router and auth keep of a request beyond what a page sees. Pages do not include this.
 */
#pragma once
#include "../auth/session.h"
#include "http.h"

struct asset;
struct router;

struct web {
    struct router *router;
    struct str host, origin, fetch_site, cookies, content_type; /* headers; empty when absent */
    bool head;   /* HEAD: a GET whose body is not sent */
    bool gzip;   /* the client accepts it */
    bool secure; /* cookies are __Host- and Secure */
    const char *allow; /* the path exists, the method does not: value of the Allow header */

    bool signed_in;
    struct session session;  /* when signed in */
    struct str token_hash;   /* of the session in the table; empty when there is none */
    struct str csrf_secret;
    struct str pre_cookie;   /* to be set when the page carries a form and the browser had no such cookie */
    const struct asset *asset; /* not NULL: the reply is this built-in file */
    char incident[7];        /* shown on an error page, "" when none */
};

/* Cookie texts for the reply. `seconds` 0 = until the browser is closed. */
void web_set_session_cookie(struct request *q, struct str token, int64_t seconds);
void web_clear_session_cookie(struct request *q);

/* The value of a cookie, {NULL, 0} when it is not there. Pure. */
struct str cookie_get(struct str header, struct str name);

/* May a POST with these headers come from our own pages? `own` is "https://daerah.go.id" or "http://" + Host.
 * A browser that tells nothing passes: the form token still decides. Pure. */
bool origin_is_own(struct str origin, struct str fetch_site, struct str own);
