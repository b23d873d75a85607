/**
 * @file siprouting.c  Trunks and voice routes: what they are made of
 *
 * A patch is merged as RFC 7396 says: null takes away, objects are merged,
 * an array takes the place of the one before.
 */
#include <cjson/cJSON.h>
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "base/scan.h"
#include "simrest/siprouting_priv.h"

enum { SHOWN_SIZE = 64 };

/** What a member may be */
enum kind {
	INTEGER,
	BOOLEAN,
	WORD,
	TEXT,
	NAMES,                       /* array of texts */
};

/** A member of a domain, a trunk or a route; a table ends with NULL */
struct member {
	const char *name;
	enum kind   kind;
	bool        preview;         /* not in the stable version         */
	bool        yes;             /* BOOLEAN: the default              */
	const char *wordv[2];        /* WORD: the first is the default    */
};

static const struct member domainv[] = {
	{ .name = "enabled", .kind = BOOLEAN, .preview = true, .yes = true },
	{ .name = NULL },
};

static const struct member trunkv[] = {
	{ .name = "sipSignalingPort", .kind = INTEGER },
	{ .name = "enabled", .kind = BOOLEAN, .preview = true, .yes = true },
	{ .name = "directTransfer", .kind = BOOLEAN, .preview = true },
	{ .name = "privacyHeader", .kind = WORD, .preview = true,
	  .wordv = { "id", "none" } },
	{ .name = "ipAddressVersion", .kind = WORD, .preview = true,
	  .wordv = { "ipv4", "ipv6" } },
	{ .name = NULL },
};

static const struct member routev[] = {
	{ .name = "name", .kind = TEXT },
	{ .name = "description", .kind = TEXT },
	{ .name = "numberPattern", .kind = TEXT },
	{ .name = "callerIdOverride", .kind = TEXT, .preview = true },
	{ .name = "trunks", .kind = NAMES },
	{ .name = NULL },
};

/** What is kept by name */
static const struct map {
	const char          *name;
	const struct member *memberv;
	bool                 preview;
} mapv[] = {
	{ "domains", domainv, true  },
	{ "trunks",  trunkv,  false },
};

enum { MAPS = sizeof(mapv) / sizeof(mapv[0]) };

/**
 * Say why a configuration is refused
 *
 * @param f    Set
 * @param code Static word for the rule, or NULL
 * @param fmt  Format for people; what comes from outside is made safe
 *
 * @return EBADMSG
 */
int oh_siprouting_fault(struct oh_siprouting_fault *f, const char *code,
			const char *fmt, ...)
{
	char raw[OH_SIPROUTING_WHY_SIZE];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(raw, sizeof(raw), fmt, ap);
	va_end(ap);
	f->code = code;
	(void)oh_scan_safe(f->why, sizeof(f->why), raw, strlen(raw));

	return EBADMSG;
}

static cJSON *find(const cJSON *json, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(json, name);
}

/* Takes the value, NULL: out of memory */
static int put(cJSON *to, const char *name, cJSON *value)
{
	if (value && (name ? cJSON_AddItemToObject(to, name, value)
			   : cJSON_AddItemToArray(to, value)))
		return 0;
	cJSON_Delete(value);

	return ENOMEM;
}

/**
 * Make a configuration with nothing in it
 *
 * @return Configuration, the caller's: cJSON_Delete(). NULL: out of memory
 */
struct cJSON *oh_siprouting_empty(void)
{
	cJSON *json = cJSON_CreateObject();

	if (cJSON_AddObjectToObject(json, "domains") &&
	    cJSON_AddObjectToObject(json, "trunks") &&
	    cJSON_AddArrayToObject(json, "routes"))
		return json;
	cJSON_Delete(json);

	return NULL;
}

static bool is_word(const struct member *m, const char *word)
{
	return word && (0 == strcmp(word, m->wordv[0]) ||
			0 == strcmp(word, m->wordv[1]));
}

/* No fraction, and in the range of an int32 */
static bool is_integer(const cJSON *item)
{
	return cJSON_IsNumber(item) && fabs(item->valuedouble) <= INT32_MAX &&
	       item->valuedouble == (double)item->valueint;
}

static bool is_names(const cJSON *array)
{
	const cJSON *item;

	if (!cJSON_IsArray(array))
		return false;
	cJSON_ArrayForEach(item, array) {
		if (!cJSON_IsString(item))
			return false;
	}

	return true;
}

/* What is wrong with a value, or NULL */
static const char *complaint(const struct member *m, const cJSON *item)
{
	switch (m->kind) {

	case INTEGER:
		return is_integer(item) ? NULL : "no whole number";
	case BOOLEAN:
		return cJSON_IsBool(item) ? NULL : "not a boolean";
	case WORD:
		return is_word(m, cJSON_GetStringValue(item))
			? NULL : "no such word";
	case TEXT:
		return cJSON_IsString(item) ? NULL : "not a string";
	case NAMES:
		return is_names(item) ? NULL : "not an array of strings";
	}

	return NULL;
}

/* One member of a patch into an object; where: for a fault */
static int merge_member(cJSON *to, const struct member *m, const cJSON *item,
			const char *where, struct oh_siprouting_fault *f)
{
	const char *why = cJSON_IsNull(item) ? NULL : complaint(m, item);

	if (why)
		return oh_siprouting_fault(f, NULL, "%s: %s: %s", where,
					   m->name, why);
	cJSON_DeleteItemFromObjectCaseSensitive(to, m->name);

	return cJSON_IsNull(item) ? 0
		: put(to, m->name, cJSON_Duplicate(item, true));
}

/* Members that the API does not know are left out */
static int merge_members(cJSON *to, const struct member *m,
			 const cJSON *patch, const char *where, bool preview,
			 struct oh_siprouting_fault *f)
{
	int err = 0;

	for (; m->name && !err; m++) {
		const cJSON *item = find(patch, m->name);

		if (item && (preview || !m->preview))
			err = merge_member(to, m, item, where, f);
	}

	return err;
}

static cJSON *find_or_make(cJSON *map, const char *name)
{
	cJSON *item = find(map, name);

	return item ? item : cJSON_AddObjectToObject(map, name);
}

static int merge_named(cJSON *to, const struct map *map, const cJSON *patch,
		       bool preview, struct oh_siprouting_fault *f)
{
	char name[SHOWN_SIZE];
	cJSON *item;

	(void)oh_scan_safe(name, sizeof(name), patch->string,
			   strlen(patch->string));
	if (cJSON_IsNull(patch)) {
		cJSON_DeleteItemFromObjectCaseSensitive(to, patch->string);
		return 0;
	}
	if (!cJSON_IsObject(patch))
		return oh_siprouting_fault(f, NULL, "%s: %s: not an object",
					   map->name, name);
	item = find_or_make(to, patch->string);

	return item ? merge_members(item, map->memberv, patch, name, preview,
				    f) : ENOMEM;
}

/* An object or nothing. Twice as many entries as may be there: all that
   there are can be exchanged, and no more work be asked for than that. */
static int check_map(const struct map *map, const cJSON *patch,
		     struct oh_siprouting_fault *f)
{
	if (!cJSON_IsObject(patch))
		return oh_siprouting_fault(f, NULL, "%s: not an object",
					   map->name);
	if (cJSON_GetArraySize(patch) > 2 * OH_SIPROUTING_MAX)
		return oh_siprouting_fault(f, "TooManyItems",
					   "%s: too many in one request",
					   map->name);

	return 0;
}

static int merge_map(cJSON *config, const struct map *map, const cJSON *patch,
		     bool preview, struct oh_siprouting_fault *f)
{
	const cJSON *item;
	int err;

	if (cJSON_IsNull(patch)) {
		cJSON *none = cJSON_CreateObject();

		if (none && cJSON_ReplaceItemInObjectCaseSensitive(
				config, map->name, none))
			return 0;
		cJSON_Delete(none);
		return ENOMEM;
	}
	err = check_map(map, patch, f);
	if (err)
		return err;
	cJSON_ArrayForEach(item, patch) {
		err = merge_named(find(config, map->name), map, item, preview,
				  f);
		if (err)
			return err;
	}

	return 0;
}

static int add_route(cJSON *routes, const cJSON *from, bool preview,
		     struct oh_siprouting_fault *f)
{
	char where[SHOWN_SIZE];
	cJSON *route;
	int err;

	(void)snprintf(where, sizeof(where), "routes[%d]",
		       cJSON_GetArraySize(routes));
	if (!cJSON_IsObject(from))
		return oh_siprouting_fault(f, NULL, "%s: not an object",
					   where);
	route = cJSON_CreateObject();
	if (!route)
		return ENOMEM;
	err = merge_members(route, routev, from, where, preview, f);
	if (!err && !find(route, "trunks") &&
	    !cJSON_AddArrayToObject(route, "trunks"))
		err = ENOMEM;
	if (err) {
		cJSON_Delete(route);
		return err;
	}

	return put(routes, NULL, route);
}

static int add_routes(cJSON *config, const cJSON *from, bool preview,
		      struct oh_siprouting_fault *f)
{
	cJSON *routes = find(config, "routes");
	const cJSON *item;

	if (!from || cJSON_IsNull(from))
		return 0;
	if (!cJSON_IsArray(from))
		return oh_siprouting_fault(f, NULL, "routes: not an array");
	if (cJSON_GetArraySize(from) > OH_SIPROUTING_MAX)
		return oh_siprouting_fault(f, "TooManyItems", "routes: more "
					   "than %d", OH_SIPROUTING_MAX);
	cJSON_ArrayForEach(item, from) {
		int err = add_route(routes, item, preview, f);

		if (err)
			return err;
	}

	return 0;
}

/**
 * Merge into a configuration, and put routes behind those that are there
 *
 * @param config  Configuration; half merged after a failure
 * @param part    Object of the same form, in which null takes away
 * @param preview Whether members of the preview count; else they are left
 *                out
 * @param f       Says why
 *
 * @return 0, EBADMSG if a member is of a wrong type, ENOMEM
 */
int oh_siprouting_join(struct cJSON *config, const struct cJSON *part,
		       bool preview, struct oh_siprouting_fault *f)
{
	int err = 0;

	for (size_t i = 0; i < MAPS && !err; i++) {
		const cJSON *map = find(part, mapv[i].name);

		if (map && (preview || !mapv[i].preview))
			err = merge_map(config, &mapv[i], map, preview, f);
	}

	return err ? err : add_routes(config, find(part, "routes"), preview,
				      f);
}

/**
 * Merge a patch into a configuration (RFC 7396)
 *
 * @param config  Configuration; half merged after a failure
 * @param patch   Object; its routes replace all that there are
 * @param preview Whether members of the preview count
 * @param f       Says why
 *
 * @return 0, EBADMSG if a member is of a wrong type, ENOMEM
 */
int oh_siprouting_merge(struct cJSON *config, const struct cJSON *patch,
			bool preview, struct oh_siprouting_fault *f)
{
	if (find(patch, "routes")) {
		cJSON *none = cJSON_CreateArray();

		if (!none || !cJSON_ReplaceItemInObjectCaseSensitive(
				config, "routes", none)) {
			cJSON_Delete(none);
			return ENOMEM;
		}
	}

	return oh_siprouting_join(config, patch, preview, f);
}

/* What a member is when nobody has said; NULL also where it has no default */
static cJSON *default_of(const struct member *m)
{
	switch (m->kind) {

	case BOOLEAN: return cJSON_CreateBool(m->yes);
	case WORD:    return cJSON_CreateString(m->wordv[0]);
	default:      return NULL;
	}
}

static int print_members(cJSON *to, const struct member *m, const cJSON *from,
			 bool preview)
{
	int err = 0;

	for (; m->name && !err; m++) {
		const cJSON *item = find(from, m->name);

		if (m->preview && !preview)
			continue;
		if (item || m->kind == BOOLEAN || m->kind == WORD)
			err = put(to, m->name, item
				  ? cJSON_Duplicate(item, true)
				  : default_of(m));
	}

	return err;
}

static int print_map(cJSON *to, const struct map *map, const cJSON *from,
		     bool preview)
{
	cJSON *json = cJSON_AddObjectToObject(to, map->name);
	const cJSON *item;

	cJSON_ArrayForEach(item, find(from, map->name)) {
		cJSON *named = cJSON_AddObjectToObject(json, item->string);

		if (!named || print_members(named, map->memberv, item,
					    preview))
			return ENOMEM;
	}

	return json ? 0 : ENOMEM;
}

static int print_route(cJSON *to, const cJSON *from, bool preview)
{
	cJSON *route = cJSON_CreateObject();
	int err = route ? print_members(route, routev, from, preview)
			: ENOMEM;

	if (!err)
		return put(to, NULL, route);
	cJSON_Delete(route);

	return err;
}

static int print_routes(cJSON *to, const cJSON *from, bool preview)
{
	cJSON *json = cJSON_AddArrayToObject(to, "routes");
	const cJSON *item;
	int err = json ? 0 : ENOMEM;

	cJSON_ArrayForEach(item, find(from, "routes")) {
		if (!err)
			err = print_route(json, item, preview);
	}

	return err;
}

static int add_health(cJSON *json, oh_siprouting_health_h *h, void *arg)
{
	cJSON *item;
	int err = 0;

	if (!h)
		return 0;
	cJSON_ArrayForEach(item, find(json, "trunks")) {
		if (!err)
			err = h(item, item->string, arg);
	}

	return err;
}

/**
 * Show a configuration as a version of the API has it
 *
 * @param config  Configuration
 * @param preview Whether members of the preview are shown
 * @param h       Adds the health of each trunk, or NULL
 * @param arg     Handler argument
 *
 * @return Configuration, the caller's: cJSON_Delete(). NULL: out of memory
 */
struct cJSON *oh_siprouting_print(const struct cJSON *config, bool preview,
				  oh_siprouting_health_h *h, void *arg)
{
	cJSON *json = cJSON_CreateObject();
	int err = json ? 0 : ENOMEM;

	for (size_t i = 0; i < MAPS && !err; i++) {
		if (preview || !mapv[i].preview)
			err = print_map(json, &mapv[i], config, preview);
	}
	if (!err)
		err = print_routes(json, config, preview);
	if (!err)
		err = add_health(json, h, arg);
	if (!err)
		return json;
	cJSON_Delete(json);

	return NULL;
}
