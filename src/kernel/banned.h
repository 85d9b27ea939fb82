/*
 * banned.h: calls that have hurt others before. Included on every compile line; using one does not compile.
 * Memory from malloc is the kernel's alone: the build defines ALIHDAYA_KERNEL for src/kernel and for tests.
 */
#pragma once
#ifndef __ASSEMBLER__
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#pragma GCC poison strcpy strcat sprintf vsprintf gets strtok atoi atol atoll
#undef alloca
#ifndef ALIHDAYA_KERNEL
#undef alloca
#pragma GCC poison malloc calloc realloc free alloca strdup
#endif
#endif
