/*
 * lottery_pages.h: handlers of /undian.
 */
#pragma once
#include "kernel/http/http.h"

void page_lottery(struct request *q);
void page_lottery_ceremony(struct request *q);
void post_lottery_seal(struct request *q);
void post_lottery_draw(struct request *q);
void post_lottery_open(struct request *q);
