/*
 * fault.c: see fault.h.
 */
#include "fault.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#include "mem.h"

void fault(struct faults *f, const char *field, const char *fmt, ...)
{
    assert(f->arena != NULL && field != NULL);
    if (f->n == FAULTS_MAX) {
        f->dropped++;
        return;
    }
    char text[512];
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    assert(n >= 0);
    f->list[f->n++] = (struct fault){field, str_dup(f->arena, str_z(text))};
}

struct str fault_of(const struct faults *f, const char *field)
{
    for (size_t i = 0; f != NULL && i < f->n; i++)
        if (strcmp(f->list[i].field, field) == 0)
            return f->list[i].text;
    return (struct str){NULL, 0};
}
