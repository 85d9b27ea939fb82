/*
 * pathway_commands.h: import of plan, ceilings, results and choices, and export of a published run; main.c
 * dispatches to them. Exit 0 done, 2 refused input (each refusal `berkas:baris: sebab`, nothing half written), 1
 * other failure.
 */
#pragma once

int command_import_plan(int argc, char **argv);
int command_import_ceilings(int argc, char **argv);
int command_import_results(int argc, char **argv);
int command_import_choices(int argc, char **argv);
int command_export_public_run(int argc, char **argv);
