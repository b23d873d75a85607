/**
 * @file hostport.h  "host[:port]" as the configuration has it
 */
#ifndef OH_TRUNK_HOSTPORT_H
#define OH_TRUNK_HOSTPORT_H

#include <stdint.h>

enum { OH_HOSTPORT_HOST_SIZE = 256 };   /**< With NUL [bytes] */

struct oh_hostport {
	char     host[OH_HOSTPORT_HOST_SIZE];   /**< without brackets */
	uint16_t port;                          /**< 0: none          */
};

int oh_hostport_parse(struct oh_hostport *hp, const char *text);

#endif
