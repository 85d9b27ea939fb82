/*
 * err.h: how a function says that it did not do its work. Six reasons are enough: what a person must mend is
 * in `struct faults` (fault.h), what an operator must know is in the log. An err is carried up unchanged.
 */
#pragma once

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

typedef enum err {
    OK = 0,
    ERR_INVALID, /* the person's slip: the faults say what and how to mend it */
    ERR_MISSING, /* no such record, or not within the actor's scope: the two look alike on purpose */
    ERR_DENIED,  /* this role may not */
    ERR_STALE,   /* somebody else wrote first */
    ERR_LIMIT,   /* too big, too many, too often */
    ERR_BUSY,    /* try again in a moment */
    ERR_IO,      /* disk, database or network refused; logged where it happened */
} err;

/* The only macro that returns: carries the world's trouble up unchanged. */
#define TRY(expression)                                                                                      \
    do {                                                                                                     \
        err try_error_ = (expression);                                                                       \
        if (try_error_ != OK)                                                                                \
            return try_error_;                                                                               \
    } while (0)
