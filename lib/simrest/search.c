/**
 * @file search.c  Looking for numbers, and buying those that were found
 */
#include <cjson/cJSON.h>
#include "base/compat.h"
#include "carrier/encode.h"
#include "simrest/body.h"
#include "simrest/fault.h"
#include "simrest/handlers.h"
#include "simrest/problem.h"
#include "simrest/reply.h"
#include "simrest/stock.h"
#include "simrest/store.h"

enum {
	BROWSE_MAX   = 20,      /* A random sample, not a list           */
	PREFIXES_MAX = 20,
};

/* What browse and search have in common */
static int read_ask(struct oh_store_ask *ask, struct oh_turn *t)
{
	const struct cJSON *caps = oh_body_find(t->json, "capabilities");
	int err;

	memset(ask, 0, sizeof(*ask));
	ask->country = t->arg;
	err = oh_body_type(&ask->type, t);
	if (!err)
		err = oh_body_assignment(&ask->assignment, t);
	if (!err)
		err = oh_body_capabilities(&ask->caps, t, caps);
	if (err)
		return err;
	if (!ask->type)
		return oh_turn_refuse(t, "phoneNumberType", "missing");
	if (!oh_stock_offer_find(ask->country, ask->type, ask->assignment))
		return oh_turn_refuse(t, "phoneNumberType",
				      "not offered in this country, or not "
				      "for this assignmentType");

	return 0;
}

static int answer_browse(struct oh_turn *t, const struct oh_available *v,
			 size_t c)
{
	struct cJSON *json = cJSON_CreateObject(), *array;

	array = cJSON_AddArrayToObject(json, "phoneNumbers");
	for (size_t i = 0; i < c; i++) {
		struct cJSON *item = oh_encode_available(&v[i]);

		if (!cJSON_AddItemToArray(array, item)) {
			cJSON_Delete(item);
			cJSON_Delete(json);
			return ENOMEM;
		}
	}

	return oh_reply_json(t->reply, 200, json);
}

/**
 * POST /availablePhoneNumbers/countries/{country}/:browse
 *
 * @param t Turn
 *
 * @return see turn.h
 */
int oh_search_browse(struct oh_turn *t)
{
	const char *prefixv[PREFIXES_MAX];
	struct oh_available *v = NULL;
	struct oh_store_ask ask;
	size_t prefixc, c;
	int err;

	err = read_ask(&ask, t);
	if (!err)
		err = oh_body_texts(prefixv, &prefixc, PREFIXES_MAX, t,
				    "phoneNumberPrefixes");
	if (err)
		return err;

	v = mem_zalloc(BROWSE_MAX * sizeof(*v), NULL);
	if (!v)
		return ENOMEM;
	c = oh_store_browse(t->store, v, BROWSE_MAX, &ask, prefixv, prefixc);
	err = answer_browse(t, v, c);
	mem_deref(v);

	return err;
}

static int read_search(struct oh_store_ask *ask, struct oh_turn *t)
{
	int err;

	err = read_ask(ask, t);
	ask->quantity = 1;
	if (!err)
		err = oh_body_text(&ask->area, t, "areaCode");
	if (!err)
		err = oh_body_u32(&ask->quantity, t, "quantity", 1,
				  OH_MODEL_NUMBERS);
	if (err)
		return err;
	if (!ask->assignment)
		return oh_turn_refuse(t, "assignmentType", "missing");
	if (!ask->caps.calling || !ask->caps.sms)
		return oh_turn_refuse(t, "capabilities",
				      "calling and sms must be there");

	return 0;
}

/**
 * POST /availablePhoneNumbers/countries/{country}/:search
 *
 * @param t Turn
 *
 * @return see turn.h
 */
int oh_search_start(struct oh_turn *t)
{
	const struct oh_operation *op;
	struct oh_store_ask ask;
	const char *guid;
	int err;

	err = read_search(&ask, t);
	if (err)
		return err;
	err = oh_store_search(t->store, &ask,
			      oh_fault_take_operation(t->faults,
						      OH_OP_SEARCH), &op);
	if (err)
		return err;

	guid = strchr(op->id, '_');
	err = oh_reply_header(t->reply, "Location",
			      "/availablePhoneNumbers/searchResults/%s"
			      "?api-version=%s", guid ? guid + 1 : op->id,
			      t->version);

	return err ? err : oh_turn_started(t, op, "search-id");
}

/**
 * GET /availablePhoneNumbers/searchResults/{search}
 *
 * @param t Turn
 *
 * @return see turn.h
 */
int oh_search_result(struct oh_turn *t)
{
	const struct oh_offer *offer = oh_store_offer(t->store, t->arg);

	if (!offer)
		return ENOENT;

	return oh_reply_json(t->reply, 200, oh_encode_offer(offer));
}

/**
 * POST /availablePhoneNumbers/:purchase
 *
 * @param t Turn
 *
 * @return see turn.h
 */
int oh_search_buy(struct oh_turn *t)
{
	const struct oh_operation *op;
	const char *search = NULL;
	bool agree = false;
	int err;

	err = oh_body_text(&search, t, "searchId");
	if (!err)
		err = oh_body_bool(&agree, t, t->json, "agreeToNotResell");
	if (err)
		return err;
	if (!search)
		return oh_turn_refuse(t, "searchId", "missing");

	err = oh_store_buy(t->store, search, agree,
			   oh_fault_take_operation(t->faults, OH_OP_PURCHASE),
			   &op);

	return err ? err : oh_turn_started(t, op, "purchase-id");
}
