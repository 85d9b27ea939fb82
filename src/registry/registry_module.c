/*
 * registry_module.c: what the register offers: people, agencies, positions. Read this first, then worker.h.
 */
#include "agency.h"
#include "agency_pages.h"
#include "kernel/entity/entity.h"
#include "mapping_pages.h"
#include "worker_db.h"
#include "worker_fields.h"
#include "worker_list.h"
#include "worker_pages.h"

extern const struct entity agency_entity, position_entity;

static const struct route routes[] = {
    {GET, "/pemetaan", PERM_DASHBOARD_READ, page_mapping, NULL, 0},

    {GET, "/tenaga", PERM_WORKER_READ, page_worker_list, NULL, 0},
    {GET, "/tenaga/unduh.csv", PERM_WORKER_EXPORT, page_worker_export, NULL, 0},
    {GET, "/tenaga/unduh.xlsx", PERM_WORKER_EXPORT, page_worker_export, NULL, 0},
    {POST, "/tenaga/massal", PERM_WORKER_WRITE, post_worker_bulk, NULL, 0},
    {GET, "/tenaga/baru", PERM_WORKER_WRITE, page_worker_new, NULL, 0},
    {POST, "/tenaga/baru", PERM_WORKER_WRITE, post_worker_new, NULL, 0},
    {GET, "/tenaga/{id}", PERM_WORKER_READ, page_worker, NULL, 0},
    {POST, "/tenaga/{id}/tampilkan", PERM_WORKER_UNMASK, post_worker_unmask, NULL, 0},
    {GET, "/tenaga/{id}/ubah", PERM_WORKER_WRITE, page_worker_edit, NULL, 0},
    {POST, "/tenaga/{id}/ubah", PERM_WORKER_WRITE, post_worker_edit, NULL, 0},
    {GET, "/tenaga/{id}/jalur", PERM_PATHWAY_SET, page_worker_pathway, NULL, 0},
    {POST, "/tenaga/{id}/jalur", PERM_PATHWAY_SET, post_worker_pathway, NULL, 0},

    {GET, "/instansi", PERM_AGENCY_READ, page_agency_list, NULL, 0},
    {GET, "/instansi/impor", PERM_AGENCY_WRITE, page_agency_import, NULL, 0},
    {POST, "/instansi/impor", PERM_AGENCY_WRITE, post_agency_import, NULL, ROUTE_UPLOAD},
    {GET, "/instansi/baru", PERM_AGENCY_WRITE, page_agency_new, NULL, 0},
    {POST, "/instansi/baru", PERM_AGENCY_WRITE, post_agency_new, NULL, 0},
    {GET, "/instansi/{id}", PERM_AGENCY_WRITE, page_agency, NULL, 0},
    {POST, "/instansi/{id}", PERM_AGENCY_WRITE, post_agency, NULL, 0},

    {GET, "/jabatan", PERM_AGENCY_READ, page_position_list, NULL, 0},
    {GET, "/jabatan/baru", PERM_AGENCY_WRITE, page_position_new, NULL, 0},
    {POST, "/jabatan/baru", PERM_AGENCY_WRITE, post_position_new, NULL, 0},
    {GET, "/jabatan/{id}", PERM_AGENCY_WRITE, page_position, NULL, 0},
    {POST, "/jabatan/{id}", PERM_AGENCY_WRITE, post_position, NULL, 0},
};

static const struct menu_item menu[] = {
    {"Penataan", "Pemetaan", "/pemetaan", "layout-dashboard", PERM_DASHBOARD_READ, NULL},
    {"Penataan", "Tenaga kerja", "/tenaga", "users", PERM_WORKER_READ, NULL},
    {"Dasar", "Instansi", "/instansi", "building", PERM_AGENCY_READ, NULL},
    {"Dasar", "Jabatan", "/jabatan", "steering-wheel", PERM_AGENCY_READ, NULL},
};

static const struct entity *const entities[] = {&worker_entity, &agency_entity, &position_entity};

static err check(struct tx *tx, const struct at *at, void (*say)(void *arg, bool good, struct str line), void *arg)
{
    TRY(agency_check_tables(tx, at, say, arg));
    return worker_check_tables(tx, at, say, arg);
}

const struct module registry_module = {
    .name = "registry",
    .uses = {"rule"},
    .routes = routes, .n_routes = COUNT(routes),
    .entities = entities, .n_entities = COUNT(entities),
    .menu = menu, .n_menu = COUNT(menu),
    .check = check,
};
