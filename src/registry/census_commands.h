/*
 * census_commands.h: the census from the command line (domain/census.md section 5).
 */
#pragma once

int command_import_census(int argc, char **argv);
int command_export_census(int argc, char **argv);
