/**
 * @file store_siprouting.c  Trunks and voice routes, and who has called
 */
#include <cjson/cJSON.h>
#include "simrest/siprouting.h"
#include "simrest/store_priv.h"

/** When a trunk was heard last */
struct ping {
	struct le le;
	uint64_t at_us;                         /* monotonic */
	char fqdn[OH_SIPROUTING_FQDN_MAX + 1];
};

static void ping_destructor(void *arg)
{
	struct ping *p = arg;

	list_unlink(&p->le);
}

/**
 * The trunks and voice routes
 *
 * @param s Store
 *
 * @return Configuration, valid until the next change
 */
const struct cJSON *oh_store_siprouting(const struct oh_store *s)
{
	return s->siprouting;
}

static bool is_trunk(const struct oh_store *s, const char *fqdn)
{
	const cJSON *trunks;

	trunks = cJSON_GetObjectItemCaseSensitive(s->siprouting, "trunks");

	return cJSON_GetObjectItemCaseSensitive(trunks, fqdn);
}

/**
 * Put other trunks and voice routes in the place of those that there are
 *
 * @param s      Store
 * @param config Configuration that was checked, given, also on failure
 *
 * @return 0, ENOMEM or the errno of a system call: nothing has changed then
 */
int oh_store_siprouting_set(struct oh_store *s, struct cJSON *config)
{
	struct cJSON *old = s->siprouting;
	struct le *le = s->pingl.head;
	int err;

	s->siprouting = config;
	err = oh_store_commit(s);
	if (err) {
		s->siprouting = old;
		cJSON_Delete(config);
		return err;
	}
	cJSON_Delete(old);

	/* A trunk that comes back has not been heard yet. */
	while (le) {
		struct ping *p = le->data;

		le = le->next;
		if (!is_trunk(s, p->fqdn))
			mem_deref(p);
	}

	return 0;
}

static struct ping *find_ping(const struct oh_store *s, const char *fqdn)
{
	struct le *le;

	LIST_FOREACH(&s->pingl, le) {
		struct ping *p = le->data;

		if (0 == strcmp(p->fqdn, fqdn))
			return p;
	}

	return NULL;
}

/**
 * A trunk has sent a sign of life (OPTIONS)
 *
 * @param s      Store
 * @param fqdn   Its name; one that is no trunk is not remembered
 * @param now_us Monotonic time [us]
 *
 * @return 0 or ENOMEM
 */
int oh_store_ping(struct oh_store *s, const char *fqdn, uint64_t now_us)
{
	struct ping *p;

	if (!is_trunk(s, fqdn))
		return 0;
	p = find_ping(s, fqdn);
	if (!p) {
		p = mem_zalloc(sizeof(*p), ping_destructor);
		if (!p)
			return ENOMEM;
		str_ncpy(p->fqdn, fqdn, sizeof(p->fqdn));
		list_append(&s->pingl, &p->le, p);
	}
	p->at_us = now_us;

	return 0;
}

/**
 * When a trunk was heard last
 *
 * @param at_us Set to the monotonic time [us]
 * @param s     Store
 * @param fqdn  Its name
 *
 * @return 0, ENOENT: never
 */
int oh_store_pinged(uint64_t *at_us, const struct oh_store *s,
		    const char *fqdn)
{
	const struct ping *p = find_ping(s, fqdn);

	if (!p)
		return ENOENT;
	*at_us = p->at_us;

	return 0;
}
