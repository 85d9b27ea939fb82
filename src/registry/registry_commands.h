/*
 * registry_commands.h: `import agencies` and `export workers`; main.c dispatches to them.
 */
#pragma once

int command_import_agencies(int argc, char **argv);
int command_import_distances(int argc, char **argv);
int command_export_workers(int argc, char **argv);
