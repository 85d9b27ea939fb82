/*
 * check.c: descriptors and tables drift apart unless somebody looks: the program looks each time it starts.
 */
#include "../db/db.h"
#include "entity.h"

static void check_limits(const struct entity *e, const struct field *f, struct faults *why)
{
    bool chosen = f->type == FIELD_CHOICE || f->type == FIELD_CODE;
    if (f->label == NULL)
        fault(why, e->name, "%s: tanpa label", f->member);
    if (chosen != (f->choices != NULL))
        fault(why, e->name, "%s: daftar pilihan dan jenis isian tidak cocok", f->member);
    if (f->type == FIELD_INT && f->min >= f->max)
        fault(why, e->name, "%s: batas bawah tidak di bawah batas atas", f->member);
    if (f->max < 0 || (f->max > 0 && f->min > f->max) || f->max > RUPIAH_MAX)
        fault(why, e->name, "%s: batas tidak masuk akal", f->member);
    if (f->at >= e->size)
        fault(why, e->name, "%s: di luar struct", f->member);
}

err entity_sound(const struct entity *e, struct faults *why)
{
    for (size_t i = 0; i < e->n; i++) {
        check_limits(e, &e->fields[i], why);
        if (entity_field(e, field_name(&e->fields[i])) != &e->fields[i])
            fault(why, e->name, "%s: nama isian dipakai dua kali", field_name(&e->fields[i]));
    }
    return faults_end(why);
}

static const struct sql sql_select = {"SELECT "};
static const struct sql sql_from = {" FROM "};
static const struct sql sql_no_row = {" WHERE 1 = 0"};

/*
 * Ask for each column with a statement that gives no row. Its text is put together from the literals of the
 * descriptor: nothing that came from outside.
 */
static bool column_exists(struct tx *tx, const char *table, const char *column)
{
    struct sql_build b = {0};
    sql_add(&b, &sql_select);
    b.part[b.n++] = column;
    sql_add(&b, &sql_from);
    b.part[b.n++] = table;
    sql_add(&b, &sql_no_row);
    AUTO_ROWS r = query_built(tx, &b, NULL, 0);
    return rows_next(&r) || rows_fail(&r, OK) == OK;
}

err entity_check(struct tx *tx, const struct entity *e, struct faults *why)
{
    for (size_t i = 0; e->table != NULL && i < e->n; i++) {
        const char *column = field_column(&e->fields[i]);
        if (column[0] != 0 && !column_exists(tx, e->table, column))
            fault(why, e->name, "kolom %s.%s tidak ada di basis data", e->table, column);
    }
    return faults_end(why);
}

struct descriptors {
    const struct module *const *modules;
    size_t n;
    struct faults *why;
};

static err check_all(struct tx *tx, void *arg)
{
    struct descriptors *d = arg;
    for (size_t i = 0; i < d->n; i++) {
        for (size_t k = 0; k < d->modules[i]->n_entities; k++) {
            const struct entity *e = d->modules[i]->entities[k];
            if (entity_sound(e, d->why) == OK && entity_check(tx, e, d->why) == ERR_IO)
                return ERR_IO;
        }
    }
    return OK;
}

err entities_check(struct db *db, struct arena *a, const struct module *const *modules, size_t n, struct faults *why)
{
    struct descriptors d = {modules, n, why};
    err e = db_read(db, a, check_all, &d); /* an unknown column is trouble of the database as well */
    return why->n > 0 ? ERR_INVALID : e;
}
