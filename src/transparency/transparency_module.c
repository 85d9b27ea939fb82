/*
 * transparency_module.c: what everybody may see. Read this first.
 */
#include "transparency_module.h"

#include "public_pages.h"
#include "style_pages.h"

static const struct route routes[] = {
    {GET, "/",                PERM_PUBLIC, page_public, NULL, 0},
    {GET, "/data/jalur.csv",  PERM_PUBLIC, page_data_csv, NULL, 0},
    {GET, "/data/jalur.json", PERM_PUBLIC, page_data_json, NULL, 0},
    {GET, "/privasi",         PERM_PUBLIC, page_privacy, NULL, 0},
    {GET, "/aksesibilitas",   PERM_PUBLIC, page_accessibility, NULL, 0},
    {GET, "/bantuan",         PERM_PUBLIC, page_help, NULL, 0},
    {GET, "/gaya",            PERM_PUBLIC, page_style, NULL, 0},
};

static const struct menu_item menu[] = {
    {"Pantauan", "Halaman publik", "/", "eye", PERM_PUBLIC, NULL},
};

const struct module transparency_module = {
    .name = "transparency",
    .uses = {"rule", "registry", "pathway"},
    .routes = routes,
    .n_routes = COUNT(routes),
    .menu = menu,
    .n_menu = COUNT(menu),
};
