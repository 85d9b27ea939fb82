/*
 * sort.c: radix sort by bytes from the lowest; a byte that is the same in all keys costs only its count.
 */
#include "sort.h"

#include <string.h>

static void count_bytes(const struct sort_key *keys, size_t n, size_t count[8][256])
{
    memset(count, 0, sizeof(size_t[8][256]));
    for (size_t i = 0; i < n; i++)
        for (size_t b = 0; b < 8; b++)
            count[b][keys[i].key >> (8 * b) & 0xFF]++;
}

void sort_keys(struct sort_key *keys, struct sort_key *room, size_t n)
{
    size_t count[8][256];
    struct sort_key *from = keys, *to = room;
    if (n < 2)
        return;
    count_bytes(keys, n, count);
    for (size_t b = 0; b < 8; b++) {
        size_t start[256], sum = 0;
        if (count[b][from[0].key >> (8 * b) & 0xFF] == n)
            continue;
        for (size_t v = 0; v < 256; v++) {
            start[v] = sum;
            sum += count[b][v];
        }
        for (size_t i = 0; i < n; i++)
            to[start[from[i].key >> (8 * b) & 0xFF]++] = from[i];
        struct sort_key *swap = from;
        from = to;
        to = swap;
    }
    if (from != keys)
        memcpy(keys, from, n * sizeof *keys);
}
