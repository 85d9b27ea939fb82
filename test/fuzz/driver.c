/*
 * driver.c: `fuzz_NAME [--seconds N]`: mutations of the seeds from a fixed random series, so that a failure comes
 * again; the number of the input that was running is printed when the process dies.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "fuzz.h"

enum { MOST = 64 * 1024 };

static uint64_t state = UINT64_C(0x2545F4914F6CDD1D);
static volatile sig_atomic_t running;

static uint64_t next(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static size_t below(size_t n)
{
    return n == 0 ? 0 : (size_t)(next() % n);
}

static void died(int signal_number)
{
    char line[64];
    int n = snprintf(line, sizeof line, "fuzz: died at input %d\n", (int)running);
    if (n > 0 && write(2, line, (size_t)n) < 0)
        _exit(3);
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

static const char *const tricky[] = {"\"", "\r\n", ";", ",", "\0", "\xEF\xBB\xBF", "\xFF", "%00", "%", "&", "<", ">", "<!DOCTYPE",
                                     "--", "0000000000", "9999999999999999", "E+15", "=", "&#0;", "r=\"ZZZZ99\"", "\xC3"};

/* One small change at a random place. */
static size_t change(uint8_t *p, size_t n)
{
    size_t at = below(n + 1), len;
    const char *t = tricky[below(COUNT(tricky))];
    switch (below(5)) {
    case 0: /* a byte */
        if (n > 0)
            p[below(n)] = (uint8_t)next();
        return n;
    case 1: /* cut a piece out */
        len = below(n - at < 64 ? n - at + 1 : 64);
        memmove(p + at, p + at + len, n - at - len);
        return n - len;
    case 2: /* put in what hurts parsers */
        len = strlen(t) > 0 ? strlen(t) : 1;
        if (n + len > MOST)
            return n;
        memmove(p + at + len, p + at, n - at);
        memcpy(p + at, t, len);
        return n + len;
    case 3: /* say a piece twice */
        len = below(n - at < 256 ? n - at + 1 : 256);
        if (n + len > MOST)
            return n;
        memmove(p + at + len, p + at, n - at);
        return n + len;
    default: /* end early */
        return below(4) == 0 ? at : n;
    }
}

int main(int argc, char **argv)
{
    static uint8_t input[MOST];
    long seconds = argc == 3 && strcmp(argv[1], "--seconds") == 0 ? strtol(argv[2], NULL, 10) : 1;
    time_t end = time(NULL) + seconds;
    signal(SIGABRT, died);
    signal(SIGSEGV, died);
    for (running = 0; running % 64 != 0 || time(NULL) < end; running++) {
        struct str seed = fuzz_seeds[below(n_fuzz_seeds)];
        size_t n = seed.n < MOST ? seed.n : MOST;
        memcpy(input, seed.p, n);
        for (size_t k = (size_t)running < n_fuzz_seeds ? 0 : 1 + below(12); k > 0; k--)
            n = change(input, n);
        /* a block of its own size, so that a read beyond the end is seen */
        uint8_t *exact = malloc(n + 1);
        if (exact == NULL)
            return 1;
        memcpy(exact, input, n);
        LLVMFuzzerTestOneInput(exact, n);
        free(exact);
    }
    printf("# %d masukan\n", (int)running);
    return 0;
}
