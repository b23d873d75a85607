/**
 * @file srv.h  The order in which SRV targets are tried (RFC 2782)
 */
#ifndef OH_SIP_SRV_H
#define OH_SIP_SRV_H

#include <stdint.h>

enum { OH_SRV_NAME_SIZE = 256 };   /**< Longest name and NUL [bytes] */

struct oh_srv {
	uint16_t priority;
	uint16_t weight;
	uint16_t port;
	char     target[OH_SRV_NAME_SIZE];
};

/** A random number in 0..max, both included */
typedef uint32_t (oh_srv_rand_h)(uint32_t max, void *arg);

void oh_srv_order(struct oh_srv *v, uint32_t n, oh_srv_rand_h *randh,
		  void *arg);

#endif
