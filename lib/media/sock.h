/**
 * @file sock.h  The two UDP sockets of a stream: RTP, and RTCP one above
 */
#ifndef OH_MEDIA_SOCK_H
#define OH_MEDIA_SOCK_H

#include "base/compat.h"

int oh_sock_pair(int *rtpp, int *rtcpp, struct sa *addr,
		 uint16_t port_min, uint16_t port_max);

#endif
