/*
 * voice_module.c: what the voice module offers: the worker's own pages (my pathway and why, my choices, my data, my
 * objection) and the two desks that answer them. Read this first.
 */
#include "voice_module.h"

#include "correction.h"
#include "kernel/auth/again.h"
#include "objection.h"
#include "voice_check.h"
#include "voice_pages.h"

static const struct route routes[] = {
    {GET,  "/saya",                      PERM_SELF,              page_self, NULL, 0},
    {GET,  "/saya/tawaran",              PERM_SELF,              page_offer, NULL, 0},
    {POST, "/saya/tawaran/terima",       PERM_SELF,              post_offer_accept, password_again, 0},
    {POST, "/saya/tawaran/tolak",        PERM_SELF,              post_offer_refuse, NULL, 0},
    {GET,  "/saya/pilihan",              PERM_SELF,              page_choices, NULL, 0},
    {POST, "/saya/pilihan",              PERM_SELF,              post_choices, NULL, 0},
    {GET,  "/saya/data",                 PERM_SELF,              page_own_data, NULL, 0},
    {GET,  "/saya/data/{isian}",         PERM_SELF,              page_correction_new, NULL, 0},
    {POST, "/saya/data/{isian}",         PERM_SELF,              post_correction_new, NULL, 0},
    {GET,  "/saya/keberatan",            PERM_SELF,              page_own_objections, NULL, 0},
    {POST, "/saya/keberatan",            PERM_SELF,              post_objection_new, NULL, 0},
    {POST, "/saya/keberatan/{id}/tarik", PERM_SELF,              post_objection_withdraw, NULL, 0},
    {GET,  "/koreksi",                   PERM_CORRECTION_DECIDE, page_correction_queue, NULL, 0},
    {GET,  "/koreksi/{id}",              PERM_CORRECTION_DECIDE, page_correction, NULL, 0},
    {POST, "/koreksi/{id}",              PERM_CORRECTION_DECIDE, post_correction, NULL, 0},
    {GET,  "/keberatan",                 PERM_OBJECTION_DECIDE,  page_objection_queue, NULL, 0},
    {GET,  "/keberatan/{id}",            PERM_OBJECTION_DECIDE,  page_objection, NULL, 0},
    {POST, "/keberatan/{id}",            PERM_OBJECTION_DECIDE,  post_objection, NULL, 0},
    {GET,  "/tenaga/{id}/keberatan",     PERM_WORKER_WRITE,      page_objection_for, NULL, 0},
    {POST, "/tenaga/{id}/keberatan",     PERM_WORKER_WRITE,      post_objection_for, NULL, 0},
};

static const struct menu_item menu[] = {
    {"", "Beranda", "/saya", "home", PERM_SELF, NULL},
    {"", "Pilihan", "/saya/pilihan", "list-numbers", PERM_SELF, NULL},
    {"", "Keberatan", "/saya/keberatan", "message-circle", PERM_SELF, NULL},
    {"", "Data saya", "/saya/data", "file-text", PERM_SELF, NULL},
    {"Jawaban", "Keberatan", "/keberatan", "message-circle", PERM_OBJECTION_DECIDE, objection_waiting},
    {"Jawaban", "Perbaikan data", "/koreksi", "inbox", PERM_CORRECTION_DECIDE, correction_waiting},
};

static const struct worker_panel panels[] = {
    {PANEL_HEAD, panel_objection_button},
    {PANEL_SIDE, panel_objections},
};

const struct module voice_module = {
    .name = "voice",
    .uses = {"rule", "registry", "pathway"},
    .routes = routes,
    .n_routes = COUNT(routes),
    .menu = menu,
    .n_menu = COUNT(menu),
    .panels = panels,
    .n_panels = COUNT(panels),
    .check = voice_check,
};
