/**
 * @file siprouting_check.c  The rules for trunks and voice routes
 *
 * What the service answers 422 to. How many there may be comes first, so
 * that comparing each with each has bounds.
 */
#include <cjson/cJSON.h>
#include <ctype.h>
#include "base/compat.h"
#include "number/pattern.h"
#include "simrest/siprouting_priv.h"

enum {
	LABEL_MAX = 63,                  /* RFC 1035 2.3.4 */
	PORT_MAX  = 65535,
};

static cJSON *find(const cJSON *json, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(json, name);
}

static const char *text_of(const cJSON *json, const char *name)
{
	const char *s = cJSON_GetStringValue(find(json, name));

	return s ? s : "";
}

/* Characters of UTF-8 */
static size_t length(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += (*s & 0xc0) != 0x80;

	return n;
}

/* Letters, digits and inner hyphens */
static bool is_label(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (!isalnum((unsigned char)s[i]) && s[i] != '-')
			return false;
	}

	return len && len <= LABEL_MAX && *s != '-' && s[len - 1] != '-';
}

/* Several labels. A last one of digits would make it an address (RFC 1123
   2.1). */
static bool is_fqdn(const char *s)
{
	const char *last = strrchr(s, '.');

	if (!last || strlen(s) > OH_SIPROUTING_FQDN_MAX ||
	    !last[1 + strspn(last + 1, "0123456789")])
		return false;
	for (;; s++) {
		size_t len = strcspn(s, ".");

		if (!is_label(s, len))
			return false;
		s += len;
		if (!*s)
			return true;
	}
}

static int check_names(const cJSON *config, const char *map,
		       struct oh_siprouting_fault *f)
{
	const cJSON *json = find(config, map), *item;

	if (cJSON_GetArraySize(json) > OH_SIPROUTING_MAX)
		return oh_siprouting_fault(f, "TooManyItems",
					   "%s: more than %d", map,
					   OH_SIPROUTING_MAX);
	cJSON_ArrayForEach(item, json) {
		if (!is_fqdn(item->string))
			return oh_siprouting_fault(f, "InvalidFqdn",
				"%s: '%.64s' is no fully qualified domain "
				"name", map, item->string);
	}

	return 0;
}

static int check_trunks(const cJSON *config, struct oh_siprouting_fault *f)
{
	const cJSON *item;
	int err = check_names(config, "trunks", f);

	if (err)
		return err;
	cJSON_ArrayForEach(item, find(config, "trunks")) {
		const cJSON *port = find(item, "sipSignalingPort");

		if (!port || port->valueint < 1 || port->valueint > PORT_MAX)
			return oh_siprouting_fault(f,
				"InvalidSipSignalingPort", "trunks: %.64s: "
				"sipSignalingPort: not from 1 to %d",
				item->string, PORT_MAX);
	}

	return 0;
}

/* The first one of that name is not the route itself: there are two. */
static int check_route_name(const cJSON *routes, const cJSON *route, int i,
			    struct oh_siprouting_fault *f)
{
	const char *name = text_of(route, "name");
	const cJSON *other;

	if (!*name || length(name) > OH_SIPROUTING_NAME_MAX)
		return oh_siprouting_fault(f, "InvalidRouteName",
			"routes[%d]: name: not from 1 to %d characters", i,
			OH_SIPROUTING_NAME_MAX);
	cJSON_ArrayForEach(other, routes) {
		if (0 == strcmp(name, text_of(other, "name")))
			break;
	}

	return other == route ? 0
		: oh_siprouting_fault(f, "DuplicateRouteName", "routes[%d]: "
				      "name: another route has it", i);
}

static int check_route_texts(const cJSON *route, int i,
			     struct oh_siprouting_fault *f)
{
	static const char *const namev[] = {
		"description", "numberPattern", "callerIdOverride",
	};

	for (size_t k = 0; k < ARRAY_SIZE(namev); k++) {
		if (length(text_of(route, namev[k])) > OH_SIPROUTING_TEXT_MAX)
			return oh_siprouting_fault(f, "TextTooLong",
				"routes[%d]: %s: more than %d characters", i,
				namev[k], OH_SIPROUTING_TEXT_MAX);
	}

	return 0;
}

/* .NET lets an anchor be repeated, which changes nothing: '^+[1-9]' passes
   there, and is seen in the wild. */
static int compile(struct oh_pattern **pp, const char *text,
		   struct oh_pattern_fault *fault)
{
	char *once;
	int err;

	if (strncmp(text, "^+", 2))
		return oh_pattern_alloc(pp, text, fault);
	err = re_sdprintf(&once, "^%s", text + 2);
	if (err)
		return err;
	err = oh_pattern_alloc(pp, once, fault);
	mem_deref(once);

	return err;
}

static int check_pattern(const cJSON *route, int i,
			 struct oh_siprouting_fault *f)
{
	const char *text = text_of(route, "numberPattern");
	struct oh_pattern_fault fault = { .why = "it is empty" };
	struct oh_pattern *p = NULL;
	int err = *text ? compile(&p, text, &fault) : EBADMSG;

	mem_deref(p);
	if (err != EBADMSG)
		return err;

	return oh_siprouting_fault(f, "InvalidNumberPattern", "routes[%d]: "
				   "numberPattern: at offset %zu: %s", i,
				   fault.offset, fault.why);
}

/* Configured, and named once */
static int check_route_trunk(const cJSON *config, const cJSON *name, int i,
			     struct oh_siprouting_fault *f)
{
	const cJSON *other;

	if (!find(find(config, "trunks"), name->valuestring))
		return oh_siprouting_fault(f, "UnknownTrunk", "routes[%d]: "
			"trunks: '%.64s' is not one of the trunks", i,
			name->valuestring);
	for (other = name->next; other; other = other->next) {
		if (0 == strcmp(other->valuestring, name->valuestring))
			return oh_siprouting_fault(f, "DuplicateTrunk",
				"routes[%d]: trunks: '%.64s' stands there "
				"twice", i, name->valuestring);
	}

	return 0;
}

static int check_route_trunks(const cJSON *config, const cJSON *route, int i,
			      struct oh_siprouting_fault *f)
{
	const cJSON *trunks = find(route, "trunks"), *name;
	int err = 0;

	if (cJSON_GetArraySize(trunks) > OH_SIPROUTING_MAX)
		return oh_siprouting_fault(f, "TooManyItems", "routes[%d]: "
					   "trunks: more than %d", i,
					   OH_SIPROUTING_MAX);
	cJSON_ArrayForEach(name, trunks) {
		if (!err)
			err = check_route_trunk(config, name, i, f);
	}

	return err;
}

static int check_routes(const cJSON *config, struct oh_siprouting_fault *f)
{
	const cJSON *routes = find(config, "routes"), *route;
	int err = 0, i = 0;

	if (cJSON_GetArraySize(routes) > OH_SIPROUTING_MAX)
		return oh_siprouting_fault(f, "TooManyItems",
					   "routes: more than %d",
					   OH_SIPROUTING_MAX);
	cJSON_ArrayForEach(route, routes) {
		err = check_route_name(routes, route, i, f);
		if (!err)
			err = check_route_texts(route, i, f);
		if (!err)
			err = check_pattern(route, i, f);
		if (!err)
			err = check_route_trunks(config, route, i, f);
		if (err)
			return err;
		i++;
	}

	return 0;
}

/**
 * Check a configuration against the rules of the service
 *
 * @param config What oh_siprouting_merge() has made
 * @param f      Says which rule is broken
 *
 * @return 0, EBADMSG, ENOMEM
 */
int oh_siprouting_check(const struct cJSON *config,
			struct oh_siprouting_fault *f)
{
	int err;

	err = check_names(config, "domains", f);
	if (!err)
		err = check_trunks(config, f);

	return err ? err : check_routes(config, f);
}

/* 0, ENOENT, ENOMEM. What takes too long to find out is not meant */
static int match(const cJSON *route, const char *number)
{
	struct oh_pattern_fault fault;
	struct oh_pattern *p;
	int err;

	err = compile(&p, text_of(route, "numberPattern"), &fault);
	if (err)
		return err == ENOMEM ? err : ENOENT;
	err = oh_pattern_match(p, number);
	mem_deref(p);

	return err ? ENOENT : 0;
}

/**
 * Find the routes that a number would take
 *
 * @param routesp Set to an array of them in the order of their priority, the
 *                caller's: cJSON_Delete()
 * @param config  Configuration that was checked
 * @param number  E.164
 *
 * @return 0 or ENOMEM
 */
int oh_siprouting_match(struct cJSON **routesp, const struct cJSON *config,
			const char *number)
{
	cJSON *array = cJSON_CreateArray(), *copy;
	const cJSON *route;
	int err = array ? 0 : ENOMEM;

	cJSON_ArrayForEach(route, find(config, "routes")) {
		if (!err)
			err = match(route, number);
		if (err == ENOENT) {
			err = 0;
			continue;
		}
		copy = err ? NULL : cJSON_Duplicate(route, true);
		if (!copy || !cJSON_AddItemToArray(array, copy)) {
			cJSON_Delete(copy);
			err = ENOMEM;
			break;
		}
	}
	if (err)
		cJSON_Delete(array);
	else
		*routesp = array;

	return err;
}
