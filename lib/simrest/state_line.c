/**
 * @file state_line.c  One record of the store as JSON, and back
 *
 * The API's own form where it has one; beside it, what the API does not
 * tell:
 *
 *     {"owned":{...}}
 *     {"search":{...},"phase":"held"}
 *     {"reservation":{...},"created":"2026-11-23T12:00:00Z"}
 *     {"operation":{...},"due":"...","subject":"...","fail":"","caps":{}}
 *     {"siprouting":{"trunks":{"sbc.example.com":{...}}}}
 *     {"siprouting":{"routes":[{...}]}}
 */
#include "base/compat.h"
#include <errno.h>
#include <cjson/cJSON.h>
#include "carrier/decode.h"
#include "carrier/encode.h"
#include "simrest/siprouting.h"
#include "simrest/store_priv.h"

static const char *const phasev[] = {
	[OH_PHASE_SEARCHING] = "searching",
	[OH_PHASE_HELD]      = "held",
	[OH_PHASE_BUYING]    = "buying",
	[OH_PHASE_BOUGHT]    = "bought",
	[OH_PHASE_OVER]      = "over",
};

/* Takes the value, NULL: out of memory; *jsonp is NULL then too */
static void add(cJSON **jsonp, const char *key, cJSON *value)
{
	if (*jsonp && value && cJSON_AddItemToObject(*jsonp, key, value))
		return;
	cJSON_Delete(value);
	cJSON_Delete(*jsonp);
	*jsonp = NULL;
}

/**
 * Print a number owned
 *
 * @param o Number
 *
 * @return Object, the caller's: cJSON_Delete(). NULL: out of memory
 */
struct cJSON *oh_state_print_owned(const struct oh_owned *o)
{
	cJSON *json = cJSON_CreateObject();

	add(&json, "owned", oh_encode_owned(o));

	return json;
}

/**
 * Print a search
 *
 * @param sr Search
 *
 * @return Object, the caller's: cJSON_Delete(). NULL: out of memory
 */
struct cJSON *oh_state_print_search(const struct oh_store_search *sr)
{
	cJSON *json = cJSON_CreateObject();

	add(&json, "search", oh_encode_offer(&sr->offer));
	add(&json, "phase", cJSON_CreateString(phasev[sr->phase]));

	return json;
}

/**
 * Print a reservation
 *
 * @param rs Reservation
 *
 * @return Object, the caller's: cJSON_Delete(). NULL: out of memory
 */
struct cJSON *
oh_state_print_reservation(const struct oh_store_reservation *rs)
{
	cJSON *json = cJSON_CreateObject();

	add(&json, "reservation", oh_encode_reservation(&rs->r, true));
	add(&json, "created", oh_encode_time(rs->created_us));

	return json;
}

/**
 * Print an operation
 *
 * @param o Operation
 *
 * @return Object, the caller's: cJSON_Delete(). NULL: out of memory
 */
struct cJSON *oh_state_print_operation(const struct oh_store_operation *o)
{
	cJSON *json = cJSON_CreateObject();

	add(&json, "operation", oh_encode_operation(&o->op));
	add(&json, "due", oh_encode_time(o->due_us));
	add(&json, "subject", cJSON_CreateString(o->subject));
	add(&json, "fail", cJSON_CreateString(o->fail));
	add(&json, "caps", oh_encode_caps(&o->caps));

	return json;
}

/**
 * Print a domain, a trunk or a route
 *
 * @param map  Where it is: "domains", "trunks" or "routes"
 * @param item Of the configuration
 *
 * @return Object, the caller's: cJSON_Delete(). NULL: out of memory
 */
struct cJSON *oh_state_print_siprouting(const char *map,
					const struct cJSON *item)
{
	cJSON *json = cJSON_CreateObject(), *part = cJSON_CreateObject();
	cJSON *in = item->string ? cJSON_CreateObject() : cJSON_CreateArray();
	cJSON *copy = cJSON_Duplicate(item, true);

	if (copy && (item->string
		     ? cJSON_AddItemToObject(in, item->string, copy)
		     : cJSON_AddItemToArray(in, copy)))
		copy = NULL;
	add(&part, map, in);
	add(&json, "siprouting", part);
	cJSON_Delete(copy);

	return json;
}

static const cJSON *member(const cJSON *json, const char *key)
{
	return cJSON_GetObjectItemCaseSensitive(json, key);
}

static int text(char *buf, size_t size, const cJSON *json, const char *key)
{
	const char *s = cJSON_GetStringValue(member(json, key));

	if (!s || strlen(s) >= size)
		return EBADMSG;
	str_ncpy(buf, s, size);

	return 0;
}

static int when(uint64_t *wall_us, const cJSON *json, const char *key)
{
	return oh_decode_time(wall_us,
			      cJSON_GetStringValue(member(json, key)))
		? EBADMSG : 0;
}

/* A number has one owner or holder. */
static bool is_taken(const struct oh_store *s, const char *number)
{
	return oh_store_map_find(&s->owned, number) ||
		oh_store_map_find(&s->held, number);
}

static int hold(struct oh_store *s, const char *number)
{
	int err;

	if (is_taken(s, number) || !oh_stock_of(number))
		return EBADMSG;
	err = oh_store_map_reserve(&s->held, s->held.count + 1);
	if (!err)
		oh_store_map_put(&s->held, number, 0);

	return err;
}

static int parse_owned(struct oh_store *s, const cJSON *json)
{
	struct oh_owned o;
	int err;

	err = oh_decode_owned(&o, member(json, "owned"));
	if (err)
		return err;
	if (is_taken(s, o.number))
		return EBADMSG;
	err = oh_store_owned_reserve(s, 1);
	if (!err)
		oh_store_owned_add(s, &o);

	return err;
}

static int phase_of(enum oh_store_phase *pp, const cJSON *json)
{
	const char *word = cJSON_GetStringValue(member(json, "phase"));

	for (size_t i = 0; word && i < ARRAY_SIZE(phasev); i++) {
		if (0 == strcmp(word, phasev[i])) {
			*pp = (enum oh_store_phase)i;
			return 0;
		}
	}

	return EBADMSG;
}

static int parse_search(struct oh_store *s, const cJSON *json)
{
	struct oh_store_search *sr;
	int err;

	if (list_count(&s->searchl) >= OH_STORE_HOLDS_MAX)
		return EBADMSG;
	err = oh_store_search_alloc(&sr);
	if (err)
		return err;
	list_append(&s->searchl, &sr->le, sr);
	err = oh_decode_offer(&sr->offer, member(json, "search"));
	if (!err)
		err = phase_of(&sr->phase, json);
	if (err || !oh_store_search_holds(sr))
		return err;
	for (uint32_t i = 0; !err && i < sr->offer.numberc; i++)
		err = hold(s, sr->offer.numberv[i]);

	return err;
}

static int parse_reservation(struct oh_store *s, const cJSON *json)
{
	struct oh_store_reservation *rs;
	int err;

	if (list_count(&s->reservationl) >= OH_STORE_RESERVATIONS_MAX)
		return EBADMSG;
	err = oh_store_reservation_alloc(&rs);
	if (err)
		return err;
	list_append(&s->reservationl, &rs->le, rs);
	err = oh_decode_reservation(&rs->r, member(json, "reservation"));
	if (!err)
		err = when(&rs->created_us, json, "created");
	for (uint32_t i = 0; !err && i < rs->r.numberc; i++) {
		if (oh_store_reservation_holds(&rs->r.numberv[i]))
			err = hold(s, rs->r.numberv[i].number);
	}

	return err;
}

/* What an update says is what the number will be able to do. */
static int parse_caps(struct oh_store_operation *o, const cJSON *json)
{
	int err = oh_decode_caps(&o->caps, member(json, "caps"));

	if (!err && o->op.type == OH_OP_UPDATE &&
	    (!o->caps.calling || !o->caps.sms))
		err = EBADMSG;

	return err;
}

static int parse_operation(struct oh_store *s, const cJSON *json)
{
	struct oh_store_operation *o;
	int err;

	if (list_count(&s->operationl) >= OH_STORE_OPERATIONS_MAX)
		return EBADMSG;
	err = oh_store_operation_alloc(&o);
	if (err)
		return err;
	list_append(&s->operationl, &o->le, o);
	err = oh_decode_operation(&o->op, member(json, "operation"));
	if (!err)
		err = when(&o->due_us, json, "due");
	if (!err)
		err = text(o->subject, sizeof(o->subject), json, "subject");
	if (!err)
		err = text(o->fail, sizeof(o->fail), json, "fail");
	if (!err)
		err = parse_caps(o, json);

	return err;
}

static int parse_siprouting(struct oh_store *s, const cJSON *json)
{
	struct oh_siprouting_fault f;

	return oh_siprouting_join(s->siprouting, member(json, "siprouting"),
				  true, &f);
}

/**
 * Take in a record of the file
 *
 * @param s    Store, without numbers that the record claims
 * @param json Line, or NULL: broken
 *
 * @return 0, ENOMEM, EBADMSG or ENOSPC; the store is in no good state then
 */
int oh_state_parse(struct oh_store *s, const struct cJSON *json)
{
	static const struct {
		const char *key;
		int (*parse)(struct oh_store *s, const cJSON *json);
	} recordv[] = {
		{ "owned",       parse_owned },
		{ "search",      parse_search },
		{ "reservation", parse_reservation },
		{ "operation",   parse_operation },
		{ "siprouting",  parse_siprouting },
	};

	for (size_t i = 0; i < ARRAY_SIZE(recordv); i++) {
		if (member(json, recordv[i].key))
			return recordv[i].parse(s, json);
	}

	return EBADMSG;
}
