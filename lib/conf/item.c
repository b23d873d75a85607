/**
 * @file item.c  Sections that have a name: trunks, routes and the like
 *
 * What is the same for all of them is done once, by the columns of
 * oh_conf_sectionv that say where their items lie.
 */
#include <errno.h>
#include <string.h>
#include "base/compat.h"
#include "conf/conf.h"
#include "conf/conf_priv.h"


const struct oh_conf_trunk oh_conf_trunk_default = {
	.at        = { .file = "" },
	.expires_s = 600,
	.keepalive_s = 60,
	.options_s = OH_CONF_OFF,
	.dtmf      = "auto",
	.failover  = "408 500 502 503 504 network",
	.reply_ms  = 4000,
};

const struct oh_conf_carrier oh_conf_carrier_default = {
	.at          = { .file = "" },
	.api_version = "2025-06-01",
	.timeout_ms  = 60000,
};

const struct oh_conf_route oh_conf_route_default = {
	.at = { .file = "" },
};

const struct oh_conf_inbound oh_conf_inbound_default = {
	.at = { .file = "" },
};

enum { GROWTH = 16 };      /* Items */

enum { NAME_OFF = offsetof(struct oh_conf_trunk, name) };

#define BEGINS_WELL(type) (offsetof(type, at) == 0 && \
			   offsetof(type, name) == NAME_OFF)
_Static_assert(BEGINS_WELL(struct oh_conf_trunk) &&
	       BEGINS_WELL(struct oh_conf_carrier) &&
	       BEGINS_WELL(struct oh_conf_route) &&
	       BEGINS_WELL(struct oh_conf_inbound),
	       "an item begins with at and name");


/**
 * Where an item stands
 *
 * @param item Item of any kind
 *
 * @return Its place in the file, a part of it
 */
struct oh_conf_at *oh_conf_item_at(void *item)
{
	return item;
}


/**
 * The name of an item
 *
 * @param item Item of any kind
 *
 * @return Its name, OH_CONF_NAME bytes, a part of it
 */
char *oh_conf_item_name(void *item)
{
	return (char *)item + NAME_OFF;
}


/**
 * Count the items of a kind
 *
 * @param c  Configuration
 * @param id Kind of section, one with names
 *
 * @return Number of items
 */
uint32_t oh_conf_item_count(const struct oh_conf *c,
			    enum oh_conf_section_id id)
{
	size_t off = oh_conf_sectionv[id].count_off;

	return *(const uint32_t *)(const void *)((const char *)c + off);
}


static void *item_of(struct oh_conf *c, enum oh_conf_section_id id,
		     uint32_t i)
{
	const struct oh_conf_section *sec = &oh_conf_sectionv[id];

	char *items = (char *)c + sec->items_off;

	if (sec->grows)
		memcpy(&items, items, sizeof(items));

	return items + i * sec->size;
}


/**
 * Find an item by its name
 *
 * @param c    Configuration
 * @param id   Kind of section, one with names
 * @param name Name
 *
 * @return Item (borrowed), or NULL
 */
void *oh_conf_item_find(struct oh_conf *c, enum oh_conf_section_id id,
			const char *name)
{
	uint32_t count = oh_conf_item_count(c, id);

	for (uint32_t i = 0; i < count; i++) {
		void *item = item_of(c, id, i);

		if (0 == strcmp(oh_conf_item_name(item), name))
			return item;
	}

	return NULL;
}


/* Room for one more; items may move */
static int grow(struct oh_conf *c, const struct oh_conf_section *sec,
		uint32_t count)
{
	char *field = (char *)c + sec->items_off, *items;
	size_t size = (count + GROWTH) * sec->size;

	if (!sec->grows || count % GROWTH)
		return 0;
	memcpy(&items, field, sizeof(items));
	items = items ? mem_realloc(items, size) : mem_alloc(size, NULL);
	if (!items)
		return ENOMEM;
	memcpy(field, &items, sizeof(items));

	return 0;
}


/**
 * Add an item behind the others of its kind
 *
 * @param itemp Set to the copy (borrowed), good until the next is added
 * @param c     Configuration
 * @param id    Kind of section, one with names
 * @param item  Item; copied
 *
 * @return 0 if success, ERANGE if there are as many as may be, ENOMEM
 */
int oh_conf_item_add(void **itemp, struct oh_conf *c,
		     enum oh_conf_section_id id, const void *item)
{
	const struct oh_conf_section *sec = &oh_conf_sectionv[id];
	uint32_t *countp = (void *)((char *)c + sec->count_off);
	int err;

	if (*countp == sec->max)
		return ERANGE;
	err = grow(c, sec, *countp);
	if (err)
		return err;
	*itemp = memcpy(item_of(c, id, (*countp)++), item, sec->size);

	return 0;
}


static int add(struct oh_conf *c, enum oh_conf_section_id id,
	       const void *item, const char *name)
{
	void *copy;

	if (!oh_conf_is_name(name))
		return EINVAL;
	if (oh_conf_item_find(c, id, name))
		return EALREADY;

	return oh_conf_item_add(&copy, c, id, item);
}


/**
 * Set every value of a trunk to its default
 *
 * @param t Trunk
 */
void oh_conf_trunk_init(struct oh_conf_trunk *t)
{
	if (t)
		*t = oh_conf_trunk_default;
}


/**
 * Add a trunk that stands in no file
 *
 * @param c Configuration
 * @param t Trunk; copied
 *
 * @return 0 if success, EINVAL for a bad name or no server, EALREADY if the
 *         name is taken, ERANGE if there are OH_CONF_TRUNKS_MAX
 */
int oh_conf_trunk_add(struct oh_conf *c, const struct oh_conf_trunk *t)
{
	if (!c || !t || !*t->server)
		return EINVAL;

	return add(c, OH_CONF_TRUNK, t, t->name);
}


/**
 * Find a trunk by its name
 *
 * @param c    Configuration
 * @param name Name
 *
 * @return Trunk (borrowed), or NULL
 */
const struct oh_conf_trunk *oh_conf_trunk_find(const struct oh_conf *c,
					       const char *name)
{
	if (!c || !name)
		return NULL;

	return oh_conf_item_find((struct oh_conf *)(uintptr_t)c,
				 OH_CONF_TRUNK, name);
}


/**
 * Set every value of a route to its default
 *
 * @param r Route
 */
void oh_conf_route_init(struct oh_conf_route *r)
{
	if (r)
		*r = oh_conf_route_default;
}


/**
 * Set every value of a carrier to its default
 *
 * @param k Carrier
 */
void oh_conf_carrier_init(struct oh_conf_carrier *k)
{
	if (k)
		*k = oh_conf_carrier_default;
}


/**
 * Add a carrier that stands in no file
 *
 * @param c Configuration
 * @param k Carrier; copied. What its type needs is not checked
 *
 * @return 0 if success, EINVAL for a bad name, EALREADY if the name is taken,
 *         ERANGE if there are OH_CONF_CARRIERS_MAX
 */
int oh_conf_carrier_add(struct oh_conf *c, const struct oh_conf_carrier *k)
{
	if (!c || !k)
		return EINVAL;

	return add(c, OH_CONF_CARRIER, k, k->name);
}


/**
 * Find a carrier by its name
 *
 * @param c    Configuration
 * @param name Name
 *
 * @return Carrier (borrowed), or NULL
 */
const struct oh_conf_carrier *oh_conf_carrier_find(const struct oh_conf *c,
						   const char *name)
{
	if (!c || !name)
		return NULL;

	return oh_conf_item_find((struct oh_conf *)(uintptr_t)c,
				 OH_CONF_CARRIER, name);
}
