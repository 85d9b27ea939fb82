/*
 * publish_pages.h: handlers of /sertifikat and of the witness set.
 */
#pragma once
#include "kernel/http/http.h"

void page_certificates(struct request *q);
void page_certificate(struct request *q);
void page_certificate_file(struct request *q); /* one file, SIDIK, or the zip */
void page_witness_zip(struct request *q);
