/**
 * @file id.c  Identifiers that sort by time
 *
 *    48 bits  milliseconds since 1970
 *     4 bits  version 7
 *    12 bits  part of the millisecond (RFC 9562 6.2, method 3)
 *     2 bits  variant 10
 *    62 bits  random
 */
#include <stdio.h>
#include <sys/random.h>
#include "base/compat.h"
#include "base/id.h"

/**
 * Make an identifier
 *
 * @param id      Receives it as text in lower case
 * @param wall_us Time since 1970-01-01 UTC [us]; later ones sort higher
 */
void oh_id_make(char id[OH_ID_SIZE], uint64_t wall_us)
{
	uint64_t ms = wall_us / 1000;
	unsigned part = (unsigned)(wall_us % 1000 * 4096 / 1000);
	uint64_t r = 0;

	/* The kernel refuses only where the call is filtered. */
	if (getrandom(&r, sizeof(r), 0) != (ssize_t)sizeof(r))
		rand_bytes((uint8_t *)&r, sizeof(r));

	(void)snprintf(id, OH_ID_SIZE, "%08x-%04x-7%03x-%04x-%012llx",
		       (unsigned)(ms >> 16 & 0xffffffff),
		       (unsigned)(ms & 0xffff), part,
		       (unsigned)(0x8000 | (r >> 48 & 0x3fff)),
		       (unsigned long long)(r & 0xffffffffffff));
}
