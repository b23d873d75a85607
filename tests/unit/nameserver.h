/**
 * @file nameserver.h  A name server on loopback, for tests
 */
#ifndef NAMESERVER_H
#define NAMESERVER_H

#include "base/compat.h"

enum {
	RR_SILENT = 0xff01,     /**< no answer to any question of this name */
	RR_BROKEN = 0xff02,     /**< SERVFAIL                               */
};

/** A line of the zone */
struct rr {
	const char *name;
	uint16_t type;
	uint32_t ttl;
	const char *data;       /**< address or target                      */
	uint16_t priority, port;
};

struct nameserver {
	struct udp_sock *us;
	struct sa addr;
	const struct rr *zonev;
	size_t zonec;
	unsigned queries;
};

int  nameserver_start(struct nameserver *s, const struct rr *zonev,
		      size_t zonec);
void nameserver_stop(struct nameserver *s);

#endif
