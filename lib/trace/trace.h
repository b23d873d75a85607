/**
 * @file trace.h  SIP messages and packets on their way past
 *
 * What the stack and the media engine hand to whoever watches: a ladder for
 * people, a packet file for Wireshark.
 */
#ifndef OH_TRACE_TRACE_H
#define OH_TRACE_TRACE_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum oh_trace_proto {
	OH_TRACE_SIP_UDP,
	OH_TRACE_SIP_TCP,
	OH_TRACE_SIP_TLS,    /**< in the clear */
	OH_TRACE_RTP,
	OH_TRACE_RTCP,       /**< in the clear */
};

/** One message or packet; all borrowed */
struct oh_trace {
	enum oh_trace_proto     proto;
	bool                    tx;
	uint64_t                wall_us;
	struct sockaddr_storage src;      /**< network order        */
	struct sockaddr_storage dst;
	const uint8_t          *data;
	size_t                  len;
};

#endif
