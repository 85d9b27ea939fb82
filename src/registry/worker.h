/*
 * worker.h: the people all this is about. One NIK is one person, and every person stands on exactly one pathway or
 * by name on the unresolved list. What is written here keeps the search words, the totals and the history in step.
 */
#pragma once
#include "kernel/audit/audit.h"
#include "kernel/http/http.h"
#include "pathways.h"

struct worker {
    int64_t id, version;
    struct str public_id; /* random, never derived from the NIK: what published files carry */
    struct str nik;
    struct str name, title_before, title_after;
    struct str birth_place;
    struct date birth_date;
    struct str sex;       /* L, P or empty */
    struct str education; /* SD SMP SMA SMK D1–D4 S1–S3 or empty */
    int64_t agency_id;    /* last held as non-ASN, also when sent home since */
    struct str unit;
    int64_t position_id; /* 0: only position_text is known */
    struct str position_text;
    struct str category; /* NON_ASN THK2 THL … (census.md section 2) */
    struct date started;
    struct str pay_source;
    struct rupiah last_wage; /* a month; 0 is allowed */
    struct str phone, npwp, bpjs, family_card, thk2_number, address, remark;
    int32_t data_class;    /* 1 national database, 2 verified by the region, 3 self-declared */
    struct str asn_status; /* '' MENUNGGU LULUS_PPPK LULUS_PPPK_PW LULUS_CPNS */
    struct str traits;         /* codes by ; (penanda) */
    struct str qualifications; /* codes by ; (kualifikasi) */
    struct date sent_home;
    struct str sent_home_decision;
    bool active;
    enum pathway pathway;
    enum pathway_state state;
    struct str reason; /* why unresolved, or TURUN_UPAH; codes of allocation.md section 10 and MENOLAK */
    int64_t run_id;    /* of the published run that decided; 0: by hand */
    struct str plan_line; /* code of the seat; empty: no seat */
    int64_t case_owner;   /* user who answers for an unresolved case; 0 none */
    struct date case_due;
    struct moment created, changed;
};

/* "Drs. Rahmat Contohadi, S.Pd." */
struct str worker_full_name(struct arena *a, const struct worker *w);

/* A seat comes from a published run or an accepted offer, and only an objection can take it away. */
bool worker_is_seated(const struct worker *w);

/* ---- reading ---- */
/* One person within the actor's scope (region, agency or self). ERR_MISSING. */
err worker_get(struct tx *tx, const struct at *at, int64_t id, struct worker *ret) MUST_USE;
/* The person with this NIK anywhere in the region, whatever the scope. ERR_MISSING. Only for checks of duplicates
 * and for sign-in with an activation slip: the caller shows nothing of an agency the actor cannot reach. */
err worker_by_nik(struct tx *tx, const struct at *at, struct str nik, struct worker *ret) MUST_USE;

/* ---- totals, kept with each change ---- */
struct worker_total {
    int64_t agency_id; /* -1: whole region */
    bool active;
    enum pathway pathway;
    enum pathway_state state;
    struct str reason;
    bool owned;
    int64_t n;
};
/* The totals within the actor's scope: of the region as one, or of one agency. */
err worker_totals(struct tx *tx, const struct at *at, struct worker_total **ret, size_t *n) MUST_USE;
/* The totals of the whole region and of each of its agencies whatever the scope: figures without people, for pages
 * whose permission allows them. */
err worker_totals_of_region(struct tx *tx, const struct at *at, struct worker_total **ret, size_t *n) MUST_USE;
err worker_totals_by_agency(struct tx *tx, const struct at *at, struct worker_total **ret, size_t *n) MUST_USE;

/* What a slice of many changes adds to the totals; written once, at the end of the slice. */
struct tally;
struct tally *tally_new(struct arena *a);
void tally_add(struct tally *t, const struct worker *w, int64_t n);
err tally_write(struct tx *tx, const struct at *at, const struct tally *t) MUST_USE;

/* ---- actions ---- */
/*
 * Check what is typed on the form or comes from a file: sentences beside the canonical columns (nik, nama, …).
 * `frozen_from` is the first day from which no non-ASN may be appointed (UU 20/2023 art. 66); DATE_NONE: no check.
 */
void worker_check(const struct worker *w, struct date today, struct date frozen_from, struct faults *f);

/* Add one person by hand: checked, unique by NIK, refused while the census is locked. Sets id, version, public_id. */
err worker_add(struct tx *tx, const struct at *at, struct worker *w, struct faults *f) MUST_USE;
/* The same without checks and without its own totals, event and audit line, for an import that did them for the
 * whole slice: sets id, version, public_id, created. A NIK that exists is ERR_STALE. */
err worker_add_checked(struct tx *tx, const struct at *at, struct worker *w, struct tally *t) MUST_USE;

/* Write the changed fields of `w` (read with worker_get before). ERR_STALE when w->version is not the newest one;
 * ERR_INVALID with the way out when the census is locked and a field of the snapshot was changed. */
err worker_change(struct tx *tx, const struct at *at, struct worker *w, struct faults *f) MUST_USE;
/* The same for an import: `before` is what stands there now; no check, no own totals. */
err worker_change_checked(struct tx *tx, const struct at *at, const struct worker *before, struct worker *w,
                          struct tally *t) MUST_USE;

/* Where somebody is to stand now, and who said so. */
struct pathway_step {
    enum pathway pathway;
    enum pathway_state state;
    struct str reason, plan_line;
    int64_t run_id;
    int64_t case_owner; /* with PATHWAY_UNDECIDED */
    struct date case_due;
    struct str asn_status; /* empty: unchanged */
    struct str words;      /* of the history: "Jalur ditetapkan: Alih daya, Pengemudi di Dinas Pendidikan" */
    struct str document;   /* letter, decision or certificate number */
};
/*
 * Put a person on a pathway, with history and audit line. `w` as read before; its version moves on. Totals go to
 * `t` when it is not NULL (a slice of many people), else they are written at once. ERR_STALE.
 */
err worker_set_pathway(struct tx *tx, const struct at *at, struct worker *w, const struct pathway_step *step,
                       struct tally *t) MUST_USE;

/* A line of the history without a change of pathway. */
err worker_event_add(struct tx *tx, const struct at *at, int64_t worker_id, const char *kind, struct str words,
                     struct str document) MUST_USE;

/* ---- by hand: only what is no seat (issue: "By hand an officer sets only …") ---- */
/* Refused for a seated person: the way there is an objection. */
struct asn_result {
    enum pathway pathway; /* one of GROUP_ASN */
    struct str letter;
    struct date letter_date;
};
err worker_set_asn(struct tx *tx, const struct at *at, struct worker *w, const struct asn_result *r,
                   struct faults *f) MUST_USE;

struct leaving {
    struct str cause; /* meninggal pensiun mengundurkan_diri */
    struct str proof;
    struct date day;
};
err worker_set_left(struct tx *tx, const struct at *at, struct worker *w, const struct leaving *l,
                    struct faults *f) MUST_USE;

/* Owner and date of an unresolved case; the owner is a user of this region. */
err worker_set_case(struct tx *tx, const struct at *at, struct worker *w, int64_t owner, struct date due,
                    struct faults *f) MUST_USE;

/* Dirumahkan: day and number of the decision; DATE_NONE with an empty decision takes it back. */
err worker_set_sent_home(struct tx *tx, const struct at *at, struct worker *w, struct date day, struct str decision,
                         struct faults *f) MUST_USE;

struct case_owner {
    int64_t user_id;
    struct str name, title;
};
/* Users of the region who may answer for a case: active officers. */
err case_owner_name(struct tx *tx, const struct at *at, int64_t user_id, struct str *ret) MUST_USE; /* ERR_MISSING */
err case_owners(struct tx *tx, const struct at *at, struct case_owner **ret, size_t *n) MUST_USE;

/* ---- history ---- */
struct worker_event {
    struct moment when;
    struct str kind, words, document, who;
};
/* Newest first. */
err worker_history(struct tx *tx, const struct at *at, int64_t worker_id, size_t limit, struct worker_event **ret,
                   size_t *n) MUST_USE;

/* ---- what other modules show on a person's page: named in their *_module.c (.panels), drawn by worker_pages.c
 * ---- */
enum panel_place {
    PANEL_HEAD, /* buttons beside the page's own; also where a seated person's pathway is refused by hand */
    PANEL_WHY,  /* inside the card of the pathway: why this one */
    PANEL_MAIN, /* under it */
    PANEL_SIDE, /* right column */
};
struct worker_panel {
    enum panel_place place;
    void (*show)(struct request *q, const struct worker *w);
    /* Optional: the person left for good; close what this module still has open for them, in the same transaction. */
    err (*left)(struct tx *tx, const struct at *at, const struct worker *w);
};
