/**
 * @file resolve.h  Where a SIP server is (RFC 3263)
 *
 * Literal address: itself. Name with port: A. Name without: SRV
 * (_sip._udp, _sip._tcp, _sips._tcp) by priority and weight, then A with 5060
 * (TLS: 5061). Answers are kept for their TTL in a cache of ours (libre 1.1
 * has none); names in /etc/hosts are honoured by a helper thread's
 * getaddrinfo.
 */
#ifndef OH_SIP_RESOLVE_H
#define OH_SIP_RESOLVE_H

#include <stdint.h>
#include "sip/stack.h"

struct sa;
struct oh_resolver;
struct oh_resolve;

enum { OH_RESOLVE_ADDRS_MAX = 8 };

/** err 0: addrc addresses with ports, best first */
typedef void (oh_resolve_h)(int err, const struct sa *addrv, uint32_t addrc,
			    void *arg);

struct oh_resolver_prm {
	const char *dns_server;  /**< address[:port]; NULL: the system's */
	uint32_t    timeout_ms;  /**< for one look-up; 0: 5 s            */
};

/** What to look for */
struct oh_resolve_prm {
	const char        *host;     /**< name or address; copied          */
	uint16_t           port;     /**< 0: that of SRV, else 5060, 5061  */
	enum oh_sip_transp tp;       /**< which SRV records                */
	oh_resolve_h      *h;
	void              *arg;
};

int  oh_resolver_alloc(struct oh_resolver **rp,
		       const struct oh_resolver_prm *prm);
/* The handler is never called before this returns. mem_deref(*qp) stops. */
int  oh_resolve(struct oh_resolve **qp, struct oh_resolver *r,
		const struct oh_resolve_prm *prm);

#endif
