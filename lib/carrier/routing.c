/**
 * @file routing.c  Trunks and voice routes that a carrier has of us
 */
#include "base/compat.h"
#include <cjson/cJSON.h>
#include "carrier/routing.h"

enum { PORT_MAX = 65535 };

static void route_reset(struct oh_routing_route *route)
{
	mem_deref(route->name);
	mem_deref(route->description);
	mem_deref(route->pattern);
	mem_deref(route->trunks);
}

static void destructor(void *arg)
{
	struct oh_routing *r = arg;

	for (uint32_t i = 0; i < r->routec; i++)
		route_reset(&r->routev[i]);
}

/**
 * Make an empty configuration
 *
 * @param rp Returned; mem_deref
 *
 * @return 0 or ENOMEM
 */
int oh_routing_alloc(struct oh_routing **rp)
{
	*rp = mem_zalloc(sizeof(**rp), destructor);

	return *rp ? 0 : ENOMEM;
}

/* Of visible ASCII: it can stand in a list with blanks between */
static bool is_fqdn(const char *s)
{
	size_t len = strlen(s);

	for (; *s; s++) {
		if (*s <= ' ' || *s >= 0x7f)
			return false;
	}

	return len && len < OH_ROUTING_FQDN;
}

/**
 * Add a trunk
 *
 * @param r    Configuration
 * @param fqdn Its name
 * @param port Port of SIP over TLS
 *
 * @return 0, EBADMSG if it is no name, EALREADY if it is there, ERANGE if
 *         there are as many as may be
 */
int oh_routing_add_trunk(struct oh_routing *r, const char *fqdn,
			 uint16_t port)
{
	struct oh_routing_trunk *t = &r->trunkv[r->trunkc];

	if (!is_fqdn(fqdn))
		return EBADMSG;
	if (oh_routing_find(r, fqdn))
		return EALREADY;
	if (r->trunkc == OH_ROUTING_MAX)
		return ERANGE;
	str_ncpy(t->fqdn, fqdn, sizeof(t->fqdn));
	t->port = port;
	r->trunkc++;

	return 0;
}

static int copy(char **to, const char *from)
{
	return str_dup(to, from ? from : "");
}

/**
 * Add a route behind the others
 *
 * @param r     Configuration
 * @param route Route; its texts are copied, NULL is ""
 *
 * @return 0, ENOMEM, ERANGE if there are as many as may be
 */
int oh_routing_add_route(struct oh_routing *r,
			 const struct oh_routing_route *route)
{
	struct oh_routing_route made = { .name = NULL };
	int err;

	if (r->routec == OH_ROUTING_MAX)
		return ERANGE;
	err = copy(&made.name, route->name);
	if (!err)
		err = copy(&made.description, route->description);
	if (!err)
		err = copy(&made.pattern, route->pattern);
	if (!err)
		err = copy(&made.trunks, route->trunks);
	if (err)
		route_reset(&made);
	else
		r->routev[r->routec++] = made;

	return err;
}

/**
 * Find a trunk
 *
 * @param r    Configuration
 * @param fqdn Its name, to the letter
 *
 * @return Trunk, a part of the configuration, or NULL
 */
const struct oh_routing_trunk *oh_routing_find(const struct oh_routing *r,
					       const char *fqdn)
{
	for (uint32_t i = 0; i < r->trunkc; i++) {
		if (0 == strcmp(r->trunkv[i].fqdn, fqdn))
			return &r->trunkv[i];
	}

	return NULL;
}

static bool is_same_route(const struct oh_routing_route *a,
			  const struct oh_routing_route *b)
{
	return 0 == strcmp(a->name, b->name) &&
		0 == strcmp(a->description, b->description) &&
		0 == strcmp(a->pattern, b->pattern) &&
		0 == strcmp(a->trunks, b->trunks);
}

/**
 * Compare the routes of two configurations
 *
 * @param a Configuration
 * @param b Another one
 *
 * @return true if they are the same, in the same order
 */
bool oh_routing_is_same(const struct oh_routing *a,
			const struct oh_routing *b)
{
	if (a->routec != b->routec)
		return false;
	for (uint32_t i = 0; i < a->routec; i++) {
		if (!is_same_route(&a->routev[i], &b->routev[i]))
			return false;
	}

	return true;
}

static const cJSON *find(const cJSON *json, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(json, name);
}

static int decode_trunks(struct oh_routing *r, const cJSON *json)
{
	const cJSON *item;
	int err = 0;

	if (json && !cJSON_IsObject(json) && !cJSON_IsNull(json))
		return EBADMSG;
	cJSON_ArrayForEach(item, json) {
		const cJSON *port = find(item, "sipSignalingPort");

		if (!err && (!cJSON_IsNumber(port) || port->valueint < 1 ||
			     port->valueint > PORT_MAX))
			err = EBADMSG;
		if (!err)
			err = oh_routing_add_trunk(r, item->string,
						   (uint16_t)port->valueint);
	}

	return err;
}

/* A text may be absent */
static int decode_text(char **sp, const cJSON *route, const char *name)
{
	const cJSON *item = find(route, name);

	if (!item || cJSON_IsNull(item))
		return 0;
	if (!cJSON_IsString(item) ||
	    strlen(item->valuestring) >= OH_ROUTING_TEXT)
		return EBADMSG;
	*sp = item->valuestring;

	return 0;
}

static int decode_names(struct mbuf *mb, const cJSON *json)
{
	const cJSON *item;
	int err = 0;

	if (cJSON_GetArraySize(json) > OH_ROUTING_MAX)
		return ERANGE;
	cJSON_ArrayForEach(item, json) {
		if (err)
			break;
		err = cJSON_IsString(item) && is_fqdn(item->valuestring)
			? mbuf_printf(mb, "%s%s", mb->end ? " " : "",
				      item->valuestring) : EBADMSG;
	}

	return err ? err : mbuf_write_u8(mb, 0);
}

/* The texts are borrowed until they are copied */
static int decode_route(struct oh_routing *r, const cJSON *json)
{
	struct oh_routing_route route = { .name = NULL };
	struct mbuf *mb = mbuf_alloc(OH_ROUTING_FQDN);
	int err = mb ? 0 : ENOMEM;

	if (!err)
		err = decode_text(&route.name, json, "name");
	if (!err)
		err = decode_text(&route.description, json, "description");
	if (!err)
		err = decode_text(&route.pattern, json, "numberPattern");
	if (!err && (!route.name || !route.pattern))
		err = EBADMSG;
	if (!err)
		err = decode_names(mb, find(json, "trunks"));
	if (!err) {
		route.trunks = (char *)mb->buf;
		err = oh_routing_add_route(r, &route);
	}
	mem_deref(mb);

	return err;
}

static int decode_routes(struct oh_routing *r, const cJSON *json)
{
	const cJSON *item;
	int err = 0;

	if (json && !cJSON_IsArray(json) && !cJSON_IsNull(json))
		return EBADMSG;
	cJSON_ArrayForEach(item, json) {
		if (!err)
			err = decode_route(r, item);
	}

	return err;
}

/**
 * Read a configuration
 *
 * @param rp   Returned; mem_deref
 * @param json What the service sent; hostile
 *
 * @return 0, EBADMSG, EALREADY, ERANGE: it is none, or breaks its limits;
 *         ENOMEM
 */
int oh_routing_decode(struct oh_routing **rp, const struct cJSON *json)
{
	struct oh_routing *r;
	int err;

	if (!cJSON_IsObject(json))
		return EBADMSG;
	err = oh_routing_alloc(&r);
	if (err)
		return err;
	err = decode_trunks(r, find(json, "trunks"));
	if (!err)
		err = decode_routes(r, find(json, "routes"));
	if (err)
		mem_deref(r);
	else
		*rp = r;

	return err;
}

/* Takes the item, NULL: out of memory */
static bool put(cJSON *to, const char *name, cJSON *item)
{
	if (item && (name ? cJSON_AddItemToObject(to, name, item)
			  : cJSON_AddItemToArray(to, item)))
		return true;
	cJSON_Delete(item);

	return false;
}

static cJSON *encode_trunk(const struct oh_routing_trunk *t)
{
	cJSON *json = cJSON_CreateObject();

	if (cJSON_AddNumberToObject(json, "sipSignalingPort", t->port))
		return json;
	cJSON_Delete(json);

	return NULL;
}

static bool put_trunks(cJSON *to, const struct oh_routing_change *c)
{
	bool ok = true;

	for (uint32_t i = 0; i < c->want->trunkc && ok; i++) {
		const struct oh_routing_trunk *t = &c->want->trunkv[i];
		const struct oh_routing_trunk *h;

		h = oh_routing_find(c->have, t->fqdn);
		if (!h || h->port != t->port)
			ok = put(to, t->fqdn, encode_trunk(t));
	}
	for (uint32_t i = 0; i < c->have->trunkc && ok; i++) {
		const char *fqdn = c->have->trunkv[i].fqdn;

		if (c->remove && !oh_routing_find(c->want, fqdn))
			ok = put(to, fqdn, cJSON_CreateNull());
	}

	return ok;
}

static bool put_names(cJSON *to, const char *list)
{
	bool ok = true;

	while (*list && ok) {
		size_t len = strcspn(list, " ");
		char name[OH_ROUTING_FQDN];

		(void)snprintf(name, sizeof(name), "%.*s", (int)len, list);
		ok = put(to, NULL, cJSON_CreateString(name));
		list += len + (list[len] == ' ');
	}

	return ok;
}

static cJSON *encode_route(const struct oh_routing_route *r)
{
	cJSON *json = cJSON_CreateObject(), *names;

	if (json && cJSON_AddStringToObject(json, "name", r->name) &&
	    (!*r->description ||
	     cJSON_AddStringToObject(json, "description",
				     r->description)) &&
	    cJSON_AddStringToObject(json, "numberPattern", r->pattern)) {
		names = cJSON_AddArrayToObject(json, "trunks");
		if (names && put_names(names, r->trunks))
			return json;
	}
	cJSON_Delete(json);

	return NULL;
}

static bool put_routes(cJSON *to, const struct oh_routing *r)
{
	bool ok = true;

	for (uint32_t i = 0; i < r->routec && ok; i++)
		ok = put(to, NULL, encode_route(&r->routev[i]));

	return ok;
}

/**
 * Make the patch that turns what is there into what is wanted
 *
 * @param c Change; an array cannot be merged: routes are there all or not
 *          at all
 *
 * @return Object, empty if nothing is to be done; the caller's:
 *         cJSON_Delete(). NULL: out of memory
 */
struct cJSON *oh_routing_encode(const struct oh_routing_change *c)
{
	cJSON *json = cJSON_CreateObject(), *trunks = cJSON_CreateObject();
	cJSON *routes = cJSON_CreateArray();
	bool ok = json && trunks && routes && put_trunks(trunks, c) &&
		put_routes(routes, c->want);

	if (ok && cJSON_GetArraySize(trunks)) {
		ok = put(json, "trunks", trunks);
		trunks = NULL;
	}
	if (ok && !oh_routing_is_same(c->want, c->have)) {
		ok = put(json, "routes", routes);
		routes = NULL;
	}
	cJSON_Delete(trunks);
	cJSON_Delete(routes);
	if (ok)
		return json;
	cJSON_Delete(json);

	return NULL;
}
