/*
 * account_module.c: what the account module offers: signing in, accounts and roles, sealed slips, the audit trail.
 * Read this first.
 */
#include "account_pages.h"
#include "account_prepare.h"
#include "registry/worker.h"

static const struct route account_routes[] = {
    {GET, "/masuk", PERM_PUBLIC, page_sign_in},
    {POST, "/masuk", PERM_PUBLIC, post_sign_in, .prepare = prepare_sign_in, .flags = ROUTE_FIRST},
    {POST, "/keluar", PERM_SIGNED_IN, post_sign_out, .flags = ROUTE_FIRST},
    {POST, "/peran", PERM_SIGNED_IN, post_role},
    {GET, "/sandi", PERM_SIGNED_IN, page_password, .flags = ROUTE_FIRST},
    {POST, "/sandi", PERM_SIGNED_IN, post_password, .prepare = prepare_new_password, .flags = ROUTE_FIRST},
    {GET, "/aktivasi", PERM_PUBLIC, page_activation},
    {POST, "/aktivasi", PERM_PUBLIC, post_activation, .prepare = prepare_activation},

    {GET, "/tata-usaha", PERM_SYSTEM_ADMIN, page_office},
    {GET, "/tata-usaha/pengguna", PERM_USER_ADMIN, page_officers},
    {GET, "/tata-usaha/pengguna.csv", PERM_USER_ADMIN, page_officers_csv},
    {GET, "/tata-usaha/pengguna/baru", PERM_USER_ADMIN, page_officer_new},
    {POST, "/tata-usaha/pengguna/baru", PERM_USER_ADMIN, post_officer_new, .prepare = prepare_first_password},
    {GET, "/tata-usaha/pengguna/{id}", PERM_USER_ADMIN, page_officer},
    {POST, "/tata-usaha/pengguna/{id}", PERM_USER_ADMIN, post_officer},
    {POST, "/tata-usaha/pengguna/{id}/nonaktifkan", PERM_USER_ADMIN, post_officer_close},
    {POST, "/tata-usaha/pengguna/{id}/aktifkan", PERM_USER_ADMIN, post_officer_open},
    {POST, "/tata-usaha/pengguna/{id}/sandi", PERM_USER_ADMIN, post_officer_password,
     .prepare = prepare_first_password},

    {GET, "/slip", PERM_SLIP_PRINT, page_slips},
    {POST, "/slip", PERM_SLIP_PRINT, post_slips},

    {GET, "/audit", PERM_AUDIT_READ, page_audit},
    {GET, "/audit.csv", PERM_AUDIT_READ, page_audit_csv},
    {GET, "/audit/periksa", PERM_AUDIT_READ, page_audit_check},
};

static const struct menu_item account_menu[] = {
    {"Tata usaha", "Keadaan sistem", "/tata-usaha", "heartbeat", PERM_SYSTEM_ADMIN, NULL},
    {"Tata usaha", "Pengguna dan peran", "/tata-usaha/pengguna", "users", PERM_USER_ADMIN, NULL},
    {"Penataan", "Slip aktivasi", "/slip", "printer", PERM_SLIP_PRINT, NULL},
    {"Pemeriksaan", "Jejak audit", "/audit", "history", PERM_AUDIT_READ, NULL},
};

static const struct worker_panel account_panels[] = {
    {PANEL_SIDE, account_panel},
};

const struct module account_module = {
    .name = "account",
    .uses = {"registry"},
    .routes = account_routes,
    .n_routes = COUNT(account_routes),
    .menu = account_menu,
    .n_menu = COUNT(account_menu),
    .panels = account_panels,
    .n_panels = COUNT(account_panels),
    .check = account_check_tables,
};
