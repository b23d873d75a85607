/**
 * @file allow.h  A list of addresses and networks
 *
 * "192.0.2.1, 198.51.100.0/24 2001:db8::/32"
 */
#ifndef OH_TRUNK_ALLOW_H
#define OH_TRUNK_ALLOW_H

#include <stdbool.h>
#include <stdint.h>

struct sa;

enum { OH_ALLOW_MAX = 32 };   /**< Networks in one list */

struct oh_allow_net {
	int     af;
	uint8_t addr[16];     /**< network order; IPv4: the first four */
	uint8_t bits;         /**< that must be equal                  */
};

struct oh_allow {
	uint32_t            netc;
	struct oh_allow_net netv[OH_ALLOW_MAX];
};

int  oh_allow_parse(struct oh_allow *a, const char *text);
bool oh_allow_has(const struct oh_allow *a, const struct sa *addr);

#endif
