/**
 * @file hostaddr.h  Addresses of a host, as the system knows them
 *
 * getaddrinfo() reads /etc/hosts and whatever else the machine is set up
 * for, but blocks: it runs on a thread of its own. That thread shares one
 * counted block of plain memory with the loop, so cancelling never waits.
 */
#ifndef OH_SIP_HOSTADDR_H
#define OH_SIP_HOSTADDR_H

#include <stdint.h>

struct sa;
struct oh_hostaddr;

enum { OH_HOSTADDR_MAX = 8 };

/** err 0: addrc addresses without ports, IPv4 first */
typedef void (oh_hostaddr_h)(int err, const struct sa *addrv, uint32_t addrc,
			     void *arg);

/* The handler is never called before this returns. mem_deref() cancels. */
int oh_hostaddr_find(struct oh_hostaddr **hp, const char *name,
		     oh_hostaddr_h *h, void *arg);

#endif
