/*
 * engine_commands.h: the allocation engine from the command line. Each takes the arguments behind its own word
 * and returns the exit code: 0 done, 2 inputs refused (`berkas:baris: sebab` on standard error), 1 other failure.
 */
#pragma once

int command_allocate(int argc, char **argv);
int command_verify(int argc, char **argv);
int command_synth(int argc, char **argv);
