/**
 * @file addrcache.h  Addresses found, kept for their time to live
 *
 * A table of fixed size without allocations: when it is full, what would
 * expire first makes room. No addresses: the name is known not to exist.
 */
#ifndef OH_SIP_ADDRCACHE_H
#define OH_SIP_ADDRCACHE_H

#include "base/compat.h"
#include "sip/resolve.h"

enum {
	OH_ADDRCACHE_MAX      = 32,    /**< Names                     */
	OH_ADDRCACHE_KEY_SIZE = 280,
	OH_ADDRCACHE_TTL_MAX  = 3600,  /**< Whatever the server says [s] */
};

struct oh_addrcache_entry {
	char      key[OH_ADDRCACHE_KEY_SIZE];
	uint64_t  until_us;            /**< 0: free                   */
	uint32_t  addrc;
	struct sa addrv[OH_RESOLVE_ADDRS_MAX];
};

/** All zero is an empty one */
struct oh_addrcache {
	struct oh_addrcache_entry entryv[OH_ADDRCACHE_MAX];
};

const struct oh_addrcache_entry *
oh_addrcache_find(const struct oh_addrcache *c, const char *key);
void oh_addrcache_set(struct oh_addrcache *c, const char *key,
		      const struct sa *addrv, uint32_t addrc, uint32_t ttl_s);

#endif
