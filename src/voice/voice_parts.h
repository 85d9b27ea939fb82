/*
 * voice_parts.h: what the pages of this module draw alike: states of requests, answers, the desk to go to.
 */
#pragma once
#include "kernel/html/page.h"
#include "registry/worker.h"

/* "Menunggu jawaban", "Diterima", "Ditolak", "Ditarik kembali". */
void request_chip(struct html *w, struct str state);

/* The rest of the answer: what was said, by whom, when; or until when one is due. */
void request_answer(struct html *w, struct str state, struct str answer, struct str by, struct moment decided,
                    struct date due);

/* Where a worker finds a person to ask: the desk of their agency. */
void help_card(struct request *q, const struct worker *w);

/* The worker who is signed in, or the reply is written already (false). */
bool self_get(struct request *q, struct worker *ret);

/* ?setelah=ID&batas=DATE: where the next page of a queue begins. False when the address makes no sense. */
void queue_place(const struct request *q, int64_t *after, struct date *after_due);
struct str queue_next(struct request *q, const char *path, bool open, int64_t last, struct date last_due);

/* "Menunggu" and "Sudah dijawab" as two chips above a queue. */
void queue_chips(struct request *q, const char *path, bool open);
