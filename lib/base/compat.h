/**
 * @file compat.h  Differences between libre 1.1 and later releases
 *
 * Include this instead of <re.h>. OH_LIBRE is the version as 0xMMmmpp,
 * taken from pkg-config by the Makefile.
 */
#ifndef OH_BASE_COMPAT_H
#define OH_BASE_COMPAT_H

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <re.h>

#ifndef OH_LIBRE
#error "OH_LIBRE is not set: build with the Makefile"
#endif

#if OH_LIBRE >= 0x020100
#define OH_SIP_SRC struct sa
#else
#define OH_SIP_SRC const struct sa
#endif

#endif
