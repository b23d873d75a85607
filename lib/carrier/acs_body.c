/**
 * @file acs_body.c  Bodies of requests
 *
 * Each returns NULL when out of memory. What was not said is left out.
 */
#include "base/compat.h"
#include <cjson/cJSON.h>
#include "carrier/acs_priv.h"
#include "carrier/encode.h"
#include "carrier/word.h"

/* The item is given, also on failure */
static bool put(struct cJSON *to, const char *name, struct cJSON *item)
{
	if (item && cJSON_AddItemToObject(to, name, item))
		return true;
	cJSON_Delete(item);

	return false;
}

static bool put_text(struct cJSON *to, const char *name, const char *text)
{
	return !str_isset(text) || put(to, name, cJSON_CreateString(text));
}

static bool put_list(struct cJSON *to, const char *name,
		     const char *const *v, uint32_t c)
{
	return c == 0 ||
	       put(to, name, cJSON_CreateStringArray(v, (int)c));
}

static bool put_caps(struct cJSON *to, const struct oh_capabilities *caps)
{
	return put_text(to, "calling", oh_word_capability(caps->calling)) &&
	       put_text(to, "sms", oh_word_capability(caps->sms));
}

/* In a member of its own, if anything was said */
static bool put_capabilities(struct cJSON *to,
			     const struct oh_capabilities *caps)
{
	struct cJSON *json;

	if (!caps->calling && !caps->sms)
		return true;
	json = cJSON_CreateObject();
	if (json && put_caps(json, caps))
		return put(to, "capabilities", json);
	cJSON_Delete(json);

	return false;
}

/* What is complete, or nothing */
static struct cJSON *whole(struct cJSON *json, bool ok)
{
	if (ok)
		return json;
	cJSON_Delete(json);

	return NULL;
}

static bool put_kinds(struct cJSON *to, const struct oh_carrier_req *req)
{
	return put_text(to, "phoneNumberType", oh_word_type(req->type)) &&
	       put_text(to, "assignmentType",
			oh_word_assignment(req->assignment)) &&
	       put_capabilities(to, &req->caps);
}

/**
 * What is searched for
 *
 * @param req Request: type, assignment, caps, area, quantity
 *
 * @return Body, or NULL
 */
struct cJSON *oh_acs_body_search(const struct oh_carrier_req *req)
{
	struct cJSON *json = cJSON_CreateObject();
	bool ok = json && put_kinds(json, req) &&
		put_text(json, "areaCode", req->area) &&
		put(json, "quantity",
		    cJSON_CreateNumber(req->quantity ? req->quantity : 1));

	return whole(json, ok);
}

/* JavaScript's client, too, says it only when it is so */
static bool put_agree(struct cJSON *to, const struct oh_carrier_req *req)
{
	return !req->agree ||
	       put(to, "agreeToNotResell", cJSON_CreateTrue());
}

/**
 * What of a search is bought
 *
 * @param req Request: id, agree
 *
 * @return Body, or NULL
 */
struct cJSON *oh_acs_body_buy(const struct oh_carrier_req *req)
{
	struct cJSON *json = cJSON_CreateObject();
	bool ok = json && put_text(json, "searchId", req->id) &&
		put_agree(json, req);

	return whole(json, ok);
}

/**
 * That the numbers of a reservation will not be resold
 *
 * @param req Request: agree
 *
 * @return Body, or NULL
 */
struct cJSON *oh_acs_body_agree(const struct oh_carrier_req *req)
{
	struct cJSON *json = cJSON_CreateObject();

	return whole(json, json && put_agree(json, req));
}

/**
 * What a number shall be capable of (a merge patch, RFC 7396)
 *
 * @param req Request: caps
 *
 * @return Body, or NULL
 */
struct cJSON *oh_acs_body_update(const struct oh_carrier_req *req)
{
	struct cJSON *json = cJSON_CreateObject();

	return whole(json, json && put_caps(json, &req->caps));
}

/**
 * What is looked for without holding it
 *
 * @param req Request: type, assignment, caps, prefixv
 *
 * @return Body, or NULL
 */
struct cJSON *oh_acs_body_browse(const struct oh_carrier_req *req)
{
	struct cJSON *json = cJSON_CreateObject();
	bool ok = json && put_kinds(json, req) &&
		put_list(json, "phoneNumberPrefixes", req->prefixv,
			 req->prefixc);

	return whole(json, ok);
}

/**
 * What comes into a reservation, and what leaves it (a merge patch)
 *
 * @param req Request: addv, removev
 *
 * @return Body, or NULL
 */
struct cJSON *oh_acs_body_reserve(const struct oh_carrier_req *req)
{
	struct cJSON *json = cJSON_CreateObject();
	struct cJSON *map = json ? cJSON_AddObjectToObject(json,
							   "phoneNumbers")
				 : NULL;
	bool ok = map;

	for (uint32_t i = 0; i < req->addc && ok; i++)
		ok = put(map, req->addv[i].id,
			 oh_encode_available(&req->addv[i]));
	for (uint32_t i = 0; i < req->removec && ok; i++)
		ok = put(map, req->removev[i], cJSON_CreateNull());

	return whole(json, ok);
}

/**
 * Whose operator is asked for
 *
 * @param req Request: numberv, details
 *
 * @return Body, or NULL
 */
struct cJSON *oh_acs_body_lookup(const struct oh_carrier_req *req)
{
	struct cJSON *json = cJSON_CreateObject();
	struct cJSON *options = json ? cJSON_AddObjectToObject(json,
							       "options")
				     : NULL;
	bool ok = options &&
		put(options, "includeAdditionalOperatorDetails",
		    cJSON_CreateBool(req->details)) &&
		put_list(json, "phoneNumbers", req->numberv, req->numberc);

	return whole(json, ok);
}

/**
 * What shall be different in trunks and voice routes (a merge patch)
 *
 * @param req Request: routing
 *
 * @return Body, or NULL
 */
struct cJSON *oh_acs_body_routing(const struct oh_carrier_req *req)
{
	return oh_routing_encode(req->routing);
}
