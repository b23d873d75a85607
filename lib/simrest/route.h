/**
 * @file route.h  Which handler a method and a path lead to
 */
#ifndef OH_SIMREST_ROUTE_H
#define OH_SIMREST_ROUTE_H

#include "simrest/turn.h"

enum { OH_ROUTE_ALLOW_SIZE = 64 };

/** One operation of the API; at most one {placeholder} in its path */
struct oh_route {
	const char *method;
	const char *path;
	oh_turn_h  *h;
};

const struct oh_route *oh_route_at(size_t i);             /* NULL: end */
/* ENOENT: no such path; ENOTSUP: not with this method */
int  oh_route_find(const struct oh_route **rp, char arg[OH_MODEL_ID],
		   const char *method, const char *path);
/* "GET, DELETE": what a path may be asked with */
void oh_route_allow(char allow[OH_ROUTE_ALLOW_SIZE], const char *path);

#endif
