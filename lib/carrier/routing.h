/**
 * @file routing.h  Trunks and voice routes that a carrier has of us
 *
 * The SIP Routing API 2023-03-01: one configuration, which is read whole
 * and changed by a merge patch (RFC 7396). Texts are as they came: make
 * them safe before they are shown.
 */
#ifndef OH_CARRIER_ROUTING_H
#define OH_CARRIER_ROUTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	OH_ROUTING_MAX  = 250,       /**< Trunks, routes, trunks of a route */
	OH_ROUTING_FQDN = 250,       /**< NUL included                     */
	OH_ROUTING_TEXT = 4096,      /**< A text of a route, NUL included  */
};

struct cJSON;

struct oh_routing_trunk {
	char     fqdn[OH_ROUTING_FQDN];
	uint16_t port;
};

/** Texts are never NULL in a configuration */
struct oh_routing_route {
	char *name;
	char *description;
	char *pattern;               /**< a .NET regular expression        */
	char *trunks;                /**< names with blanks between        */
};

struct oh_routing {
	uint32_t trunkc;
	uint32_t routec;
	struct oh_routing_trunk trunkv[OH_ROUTING_MAX];
	struct oh_routing_route routev[OH_ROUTING_MAX];
};

/** What shall be there, and what is */
struct oh_routing_change {
	const struct oh_routing *want;
	const struct oh_routing *have;
	bool                     remove;   /**< trunks that nobody wants   */
};

/* Released with mem_deref */
int  oh_routing_alloc(struct oh_routing **rp);
int  oh_routing_add_trunk(struct oh_routing *r, const char *fqdn,
			  uint16_t port);
int  oh_routing_add_route(struct oh_routing *r,
			  const struct oh_routing_route *route);
const struct oh_routing_trunk *oh_routing_find(const struct oh_routing *r,
					       const char *fqdn);
bool oh_routing_is_same(const struct oh_routing *a,
			const struct oh_routing *b);
int  oh_routing_decode(struct oh_routing **rp, const struct cJSON *json);
/* The merge patch; the caller's: cJSON_Delete(). NULL: out of memory */
struct cJSON *oh_routing_encode(const struct oh_routing_change *c);

#endif
