/*
 * account_pages.h: handlers of this module's routes, one group a file; account_module.c puts them into the table.
 */
#pragma once
#include "account.h"

/* sign_in_pages.c: signing in and out, role, password, activation */
void page_sign_in(struct request *q);
void post_sign_in(struct request *q);
void post_sign_out(struct request *q);
void post_role(struct request *q);
void page_password(struct request *q);
void post_password(struct request *q);
void page_activation(struct request *q);
void post_activation(struct request *q);

/* officer_pages.c: users and roles, for the administrator */
void page_officers(struct request *q);
void page_officers_csv(struct request *q);
void page_officer_new(struct request *q);
void post_officer_new(struct request *q);
void page_officer(struct request *q);
void post_officer(struct request *q);
void post_officer_close(struct request *q);
void post_officer_open(struct request *q);
void post_officer_password(struct request *q);

/* slip_pages.c: sealed slips, per agency */
void page_slips(struct request *q);
void post_slips(struct request *q);

/* office_pages.c: health of the system */
void page_office(struct request *q);

/* audit_pages.c: the trail, for the inspectorate */
void page_audit(struct request *q);
void page_audit_csv(struct request *q);
void page_audit_check(struct request *q);
