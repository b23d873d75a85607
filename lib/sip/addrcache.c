/**
 * @file addrcache.c  Addresses found, kept for their time to live
 */
#include "base/compat.h"
#include "base/clock.h"
#include "sip/addrcache.h"

/**
 * Find what is known of a name
 *
 * @param c   Cache
 * @param key Name, in any case
 *
 * @return Borrowed until the next oh_addrcache_set(), or NULL
 */
const struct oh_addrcache_entry *
oh_addrcache_find(const struct oh_addrcache *c, const char *key)
{
	const uint64_t now = oh_clock_us();

	for (size_t i = 0; i < ARRAY_SIZE(c->entryv); i++) {
		const struct oh_addrcache_entry *e = &c->entryv[i];

		if (e->until_us > now && 0 == str_casecmp(e->key, key))
			return e;
	}
	return NULL;
}

/* That of the same name, else the one that expires first */
static struct oh_addrcache_entry *slot(struct oh_addrcache *c,
				       const char *key)
{
	struct oh_addrcache_entry *first = &c->entryv[0];

	for (size_t i = 0; i < ARRAY_SIZE(c->entryv); i++) {
		struct oh_addrcache_entry *e = &c->entryv[i];

		if (0 == str_casecmp(e->key, key))
			return e;
		if (e->until_us < first->until_us)
			first = e;
	}
	return first;
}

/**
 * Keep the addresses of a name, in place of what was known of it
 *
 * @param c     Cache
 * @param key   Name; too long a one is not kept
 * @param addrv Addresses; more than OH_RESOLVE_ADDRS_MAX are not kept
 * @param addrc How many; 0: there is no such name
 * @param ttl_s For how long [s]; 0: not at all
 */
void oh_addrcache_set(struct oh_addrcache *c, const char *key,
		      const struct sa *addrv, uint32_t addrc, uint32_t ttl_s)
{
	struct oh_addrcache_entry *e;

	if (ttl_s == 0 || strlen(key) >= sizeof(e->key))
		return;

	e = slot(c, key);
	str_ncpy(e->key, key, sizeof(e->key));
	e->addrc = min(addrc, (uint32_t)OH_RESOLVE_ADDRS_MAX);
	for (uint32_t i = 0; i < e->addrc; i++)
		e->addrv[i] = addrv[i];
	ttl_s = min(ttl_s, (uint32_t)OH_ADDRCACHE_TTL_MAX);
	e->until_us = oh_clock_us() + 1000000ull * ttl_s;
}
