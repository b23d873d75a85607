/**
 * @file ping.h  Ask a peer whether it is there (OPTIONS, RFC 3261 11)
 */
#ifndef OH_SIP_PING_H
#define OH_SIP_PING_H

#include <stdint.h>
#include "sip/stack.h"

struct oh_ping;

/** scode 0: nothing came, err tells; rtt_ms until the answer */
typedef void (oh_ping_h)(uint16_t scode, int err, double rtt_ms, void *arg);

struct oh_ping_prm {
	const char *uri;         /**< whom to ask                        */
	const char *from_uri;    /**< who asks                           */
	const char *route;       /**< as in struct oh_leg_prm, or NULL   */
	oh_ping_h  *h;
	void       *arg;
};

/* mem_deref(*pp) cancels */
int oh_ping(struct oh_ping **pp, struct oh_sip *sip,
	    const struct oh_ping_prm *prm);

#endif
