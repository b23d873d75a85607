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

/* mem_deref(*pp) cancels */
int oh_ping(struct oh_ping **pp, struct oh_sip *sip, const char *uri,
	    const char *route, const char *from_uri,
	    oh_ping_h *h, void *arg);

#endif
