/*
 * commands.h: what main.c dispatches to. Each takes the arguments behind the command's own words and returns the
 * exit code: 0 done, 2 refused input, 1 other failure.
 */
#pragma once

/* The application itself: app_commands.c, demo.c. */
int command_init(int argc, char **argv);
int command_serve(int argc, char **argv);
int command_demo(int argc, char **argv);
int command_routes(int argc, char **argv);
int command_permissions(int argc, char **argv);
int command_check(int argc, char **argv);

#include "pathway/engine_commands.h"
#include "pathway/pathway_commands.h"
#include "registry/census_commands.h"
#include "registry/registry_commands.h"
