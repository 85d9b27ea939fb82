/*
 * engine_cli.c: the engine's commands alone, until the whole program has its command line.
 */
#include "kernel/str.h"
#include "pathway/engine_commands.h"

int main(int argc, char **argv)
{
    if (argc > 1 && str_eqz(str_z(argv[1]), "allocate"))
        return command_allocate(argc - 2, argv + 2);
    if (argc > 1 && str_eqz(str_z(argv[1]), "synth"))
        return command_synth(argc - 2, argv + 2);
    if (argc > 1 && str_eqz(str_z(argv[1]), "verify"))
        return command_verify(argc - 2, argv + 2);
    return 2;
}
