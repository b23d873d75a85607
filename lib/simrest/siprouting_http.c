/**
 * @file siprouting_http.c  The SIP Routing API 2023-03-01 and its preview
 *
 * Every trunk and route is in one document, /sip. A change is made to a copy
 * that takes its place when all of it is right.
 */
#include <cjson/cJSON.h>
#include <string.h>
#include "base/compat.h"
#include "base/clock.h"
#include "simrest/handlers.h"
#include "simrest/problem.h"
#include "simrest/reply.h"
#include "simrest/siprouting.h"
#include "simrest/store.h"

enum {
	PING_US  = 180 * 1000000,        /* as long a trunk is alive */
	NUMBER_SIZE = 64,
};

static bool is_preview(const struct oh_turn *t)
{
	return strstr(t->version, "-preview");
}

static int put_status(cJSON *health, const char *name, const char *status,
		      const char *reason)
{
	cJSON *json = cJSON_AddObjectToObject(health, name);

	if (!cJSON_AddStringToObject(json, "status", status))
		return ENOMEM;
	if (reason && !cJSON_AddStringToObject(json, "reason", reason))
		return ENOMEM;

	return 0;
}

/* Calls and certificates of trunks are not seen here. */
static int add_health(struct cJSON *trunk, const char *fqdn, void *arg)
{
	const struct oh_turn *t = arg;
	cJSON *health = cJSON_AddObjectToObject(trunk, "health");
	const char *ping = "unknown", *overall = "unknown", *reason = NULL;
	uint64_t at_us;
	int err;

	if (0 == oh_store_pinged(&at_us, t->store, fqdn)) {
		bool alive = oh_clock_us() - at_us < PING_US;

		ping = alive ? "ok" : "expired";
		overall = alive ? "active" : "inactive";
		reason = alive ? NULL : "noRecentPings";
	}
	err = put_status(health, "tls", "unknown", NULL);
	if (!err)
		err = put_status(health, "ping", ping, NULL);

	return err ? err : put_status(health, "overall", overall, reason);
}

static int answer(struct oh_turn *t, bool health)
{
	return oh_reply_json(t->reply, 200,
			     oh_siprouting_print(oh_store_siprouting(t->store),
						 is_preview(t),
						 health ? add_health : NULL,
						 t));
}

/**
 * GET /sip
 *
 * @param t Turn
 *
 * @return see turn.h
 */
int oh_siprouting_http_get(struct oh_turn *t)
{
	char expand[NUMBER_SIZE];
	int err;

	err = oh_turn_query(expand, sizeof(expand), t, "expand");
	if (err)
		return err;
	if (*expand && (!is_preview(t) || strcmp(expand, "trunks/health")))
		return oh_turn_refuse(t, "expand", "there is trunks/health, "
				      "in previews");

	return answer(t, *expand);
}

/* The reply to a configuration that is refused */
static int refuse(struct oh_turn *t, const struct oh_siprouting_fault *f)
{
	int err = f->code ? oh_problem_inner(t->reply, 422,
					     "There was a configuration "
					     "error.", f->code, f->why)
			  : oh_problem(t->reply, 400, NULL, "%s.", f->why);

	return err ? err : EBADMSG;
}

/* Merges the body into config, given, and checks what comes of it */
static int apply(struct cJSON **configp, struct oh_turn *t,
		 struct cJSON *config)
{
	struct oh_siprouting_fault f;
	int err;

	if (!config)
		return ENOMEM;
	err = oh_siprouting_merge(config, t->json, is_preview(t), &f);
	if (!err)
		err = oh_siprouting_check(config, &f);
	if (!err) {
		*configp = config;
		return 0;
	}
	cJSON_Delete(config);

	return err == EBADMSG ? refuse(t, &f) : err;
}

/**
 * PATCH /sip
 *
 * @param t Turn
 *
 * @return see turn.h
 */
int oh_siprouting_http_patch(struct oh_turn *t)
{
	struct cJSON *config;
	int err;

	err = apply(&config, t,
		    cJSON_Duplicate(oh_store_siprouting(t->store), true));
	if (!err)
		err = oh_store_siprouting_set(t->store, config);

	return err ? err : answer(t, false);
}

/* As it is dialled: without what people put between digits */
static void strip(char *s)
{
	char *to = s;

	for (; *s; s++) {
		if (!strchr(" -().", *s))
			*to++ = *s;
	}
	*to = '\0';
}

static int read_number(char number[NUMBER_SIZE], struct oh_turn *t)
{
	int err;

	err = oh_turn_query(number, NUMBER_SIZE, t, "targetPhoneNumber");
	if (err)
		return err;
	strip(number);
	if (!number[strspn(number, "+")] ||
	    strspn(number, "+0123456789") != strlen(number))
		return oh_turn_refuse(t, "targetPhoneNumber", "no number");

	return 0;
}

/**
 * POST /sip:testRoutesWithNumber
 *
 * The body is the configuration that is tried, not the one in use.
 *
 * @param t Turn
 *
 * @return see turn.h
 */
int oh_siprouting_http_test(struct oh_turn *t)
{
	struct cJSON *config, *routes, *json;
	char number[NUMBER_SIZE];
	int err;

	if (!is_preview(t))
		return ENOENT;
	err = read_number(number, t);
	if (!err)
		err = apply(&config, t, oh_siprouting_empty());
	if (err)
		return err;
	err = oh_siprouting_match(&routes, config, number);
	cJSON_Delete(config);
	if (err)
		return err;
	json = cJSON_CreateObject();
	if (!json || !cJSON_AddItemToObject(json, "matchingRoutes", routes)) {
		cJSON_Delete(routes);
		cJSON_Delete(json);
		return ENOMEM;
	}

	return oh_reply_json(t->reply, 200, json);
}
