/**
 * @file link.h  Where a reply points: nextLink, Location
 *
 * A link may be absolute or relative, but never leads elsewhere than to the
 * endpoint that gave it: the next request is signed.
 */
#ifndef OH_CARRIER_LINK_H
#define OH_CARRIER_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "http/query.h"

enum { OH_LINK_SIZE = 4096 };     /**< Path and query, and NUL [bytes] */

/**
 * Finds a circle in links of any number, in constant memory
 *
 * One link is kept, exchanged for the newest after 1, 2, 4, 8 .. steps: once
 * that is inside the circle and the circle fits between two exchanges, the
 * kept one comes again (R. P. Brent). All zero to begin with.
 */
struct oh_link_trail {
	char     mark[OH_LINK_SIZE];
	uint64_t steps;                 /**< since mark was taken          */
	uint64_t limit;                 /**< steps until the next exchange */
};

/* api_version is added when the link has none. EBADMSG: malformed; EPROTO:
   leads elsewhere; ERANGE: too long */
int  oh_link_resolve(char target[OH_LINK_SIZE], const struct oh_url *base,
		     const char *link, const char *api_version);
/* The last part of its path, decoded. EBADMSG, ERANGE */
int  oh_link_last(char *buf, size_t size, const char *target);
/* Takes note of a link: whether it is known to lead in a circle */
bool oh_link_is_circle(struct oh_link_trail *t, const char *target);

#endif
