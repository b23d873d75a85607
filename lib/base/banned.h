/**
 * @file banned.h  Functions nobody here may call
 *
 * Included before every file by the Makefile. Each has a safer sibling:
 * re_snprintf or snprintf, str_ncpy, oh_scan_*, posix_spawn, gmtime_r.
 */
#ifndef OH_BASE_BANNED_H
#define OH_BASE_BANNED_H

/* The headers that declare them must have been read before. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#pragma GCC poison strcpy strcat sprintf vsprintf gets strtok atoi atol
#pragma GCC poison localtime gmtime system popen usleep

#endif
