/*
 * route.c: the table of routes as data: checked at start, sorted so that literal parts come before holes, found by
 * a walk over the list, printed for people and for the golden file.
 */
#include <assert.h>
#include <stdlib.h>

#include "../mem.h"
#include "router.h"

static const char *method_name(enum method m)
{
    return m == GET ? "GET" : "POST";
}

static bool is_hole(struct str part)
{
    return part.n >= 2 && part.p[0] == '{' && part.p[part.n - 1] == '}';
}

/* Part by part: literals in byte order, then holes. */
static int path_compare(struct str a, struct str b)
{
    while (a.p != NULL && b.p != NULL) {
        struct str x = str_cut(&a, '/'), y = str_cut(&b, '/');
        if (is_hole(x) != is_hole(y))
            return is_hole(x) ? 1 : -1;
        int c = is_hole(x) ? 0 : str_compare(x, y);
        if (c != 0)
            return c;
    }
    return (a.p != NULL) - (b.p != NULL);
}

static int route_compare(const void *a, const void *b)
{
    const struct route *x = *(const struct route *const *)a, *y = *(const struct route *const *)b;
    int c = path_compare(str_z(x->path), str_z(y->path));
    return c != 0 ? c : (int)x->method - (int)y->method;
}

static bool path_is_sound(struct str path)
{
    size_t holes = 0;
    if (path.n == 0 || path.p[0] != '/')
        return false;
    if (path.n == 1)
        return true;
    for (struct str rest = str_from(path, 1); rest.p != NULL;) {
        struct str part = str_cut(&rest, '/');
        holes += is_hole(part);
        if (part.n == 0 || (!is_hole(part) && (str_index(part, '{', 0) < part.n || str_index(part, '%', 0) < part.n)))
            return false;
    }
    return holes <= COUNT(((struct request *)0)->arg);
}

static void route_judge(const struct module *m, const struct route *r, struct faults *why)
{
    const char *path = r->path == NULL ? "?" : r->path;
    if (r->perm == PERM_UNDECLARED || r->perm >= PERM_COUNT)
        fault(why, m->name, "%s %s tidak menyebut izin", method_name(r->method), path);
    if (r->handler == NULL)
        fault(why, m->name, "%s %s tidak punya penangan", method_name(r->method), path);
    if (!path_is_sound(str_z(r->path)))
        fault(why, m->name, "alamat %s tidak sah", path);
    if (r->method == GET && (r->prepare != NULL || (r->flags & ROUTE_UPLOAD) != 0))
        fault(why, m->name, "GET %s tidak boleh punya persiapan atau berkas", path);
}

err route_table_make(struct arena *a, const struct module *const *modules, size_t n, struct route_table *ret,
                     struct faults *why)
{
    size_t total = 0, at = 0;
    for (size_t i = 0; i < n; i++)
        total += modules[i]->n_routes;
    const struct route **list = NEW_ARRAY(a, const struct route *, total);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < modules[i]->n_routes; j++) {
            list[at] = &modules[i]->routes[j];
            route_judge(modules[i], list[at++], why);
        }
    }
    TRY(faults_end(why));
    qsort(list, total, sizeof *list, route_compare);
    for (size_t i = 1; i < total; i++) {
        if (route_compare(&list[i - 1], &list[i]) == 0)
            fault(why, "", "%s %s ada dua kali", method_name(list[i]->method), list[i]->path);
    }
    TRY(faults_end(why));
    *ret = (struct route_table){list, total};
    return OK;
}

/* Does `path` fit the pattern? Fills the values of the holes. */
static bool route_fits(struct str pattern, struct str path, struct str arg[4])
{
    size_t holes = 0;
    while (pattern.p != NULL && path.p != NULL) {
        struct str want = str_cut(&pattern, '/'), part = str_cut(&path, '/');
        if (is_hole(want)) {
            if (part.n == 0)
                return false;
            arg[holes++] = part;
        } else if (!str_eq(want, part)) {
            return false;
        }
    }
    return pattern.p == NULL && path.p == NULL;
}

const struct route *route_find(const struct route_table *t, enum method method, struct str path, struct str arg[4])
{
    char second = path.n > 1 ? path.p[1] : '\0'; /* rules out most rows; a hole fits any letter */
    for (size_t i = 0; i < t->n; i++) {
        char own = t->list[i]->path[1];
        if (own != second && own != '{')
            continue;
        if (t->list[i]->method == method && route_fits(str_z(t->list[i]->path), path, arg))
            return t->list[i];
    }
    return NULL;
}

void routes_print(struct buf *out, const struct route_table *t)
{
    for (size_t i = 0; i < t->n; i++) {
        const struct route *r = t->list[i];
        buf_printf(out, "%-4s %-48s %s\n", method_name(r->method), r->path, perm_name(r->perm));
    }
}

static void roles_of_perm_print(struct buf *out, enum perm p)
{
    bool first = true;
    for (enum role r = 0; r < ROLE_COUNT; r++) {
        if ((perm_roles(p) & (1u << r)) == 0)
            continue;
        buf_printf(out, "%s%s", first ? "" : " ", role_code(r));
        first = false;
    }
}

void permissions_print(struct buf *out, const struct route_table *t)
{
    for (enum perm p = 1; p < PERM_COUNT; p++) {
        buf_printf(out, "%-20s ", perm_name(p));
        roles_of_perm_print(out, p);
        BUF_LIT(out, "\n");
    }
    for (enum role r = 0; r < ROLE_COUNT; r++) {
        buf_printf(out, "\n%s (%s)\n", role_code(r), role_label(r));
        for (size_t i = 0; i < t->n; i++) {
            if ((perm_roles(t->list[i]->perm) & (1u << r)) != 0)
                buf_printf(out, "  %-4s %s\n", method_name(t->list[i]->method), t->list[i]->path);
        }
    }
}
