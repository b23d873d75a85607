/**
 * @file routing_ping.c  Whether the trunks of a number are there now
 */
#include <cjson/cJSON.h>
#include "base/compat.h"
#include "command/routing_priv.h"
#include "command/survey.h"

enum { INDENT = 13 };

/**
 * Ask the trunks of a number, all at once
 *
 * @param v        Number, its ways found; receives what they say
 * @param app      The command, whose loop runs meanwhile
 * @param resolver Resolver
 *
 * @return 0, ENOMEM
 */
int oh_routing_ping(struct routing_view *v, struct oh_app *app,
		    struct oh_resolver *resolver)
{
	const struct oh_survey_prm prm = { .app = app, .resolver = resolver };
	int err;

	err = oh_survey_ask(v->healthv, v->ways.trunkv, v->ways.trunkc, &prm);
	v->asked = !err;

	return err;
}

/**
 * Print what a trunk says, indented
 *
 * @param res Its answer
 */
void oh_routing_ping_text(const struct oh_probe_result *res)
{
	if (!oh_survey_is_done(res))
		return;
	if (res->scode)
		(void)printf("%*sup: OPTIONS %u in %.1f ms\n", INDENT, "",
			     res->scode, res->rtt_ms);
	else
		(void)printf("%*sdown: %s\n", INDENT, "", res->why);
}

static bool add_answer(cJSON *o, const struct oh_probe_result *res)
{
	if (!res->scode)
		return cJSON_AddNullToObject(o, "sip_code") &&
			cJSON_AddNullToObject(o, "ms") &&
			cJSON_AddStringToObject(o, "why", res->why);

	return cJSON_AddNumberToObject(o, "sip_code", res->scode) &&
		cJSON_AddNumberToObject(o, "ms", res->rtt_ms) &&
		cJSON_AddNullToObject(o, "why");
}

/**
 * Add what a trunk says
 *
 * @param o   Object of the trunk
 * @param res Its answer, or NULL: it was not asked
 *
 * @return false: out of memory
 */
bool oh_routing_ping_json(struct cJSON *o, const struct oh_probe_result *res)
{
	cJSON *health;

	if (!res || !oh_survey_is_done(res))
		return cJSON_AddNullToObject(o, "health");
	health = cJSON_AddObjectToObject(o, "health");

	return health && cJSON_AddStringToObject(health, "state", res->scode ?
						 "up" : "down") &&
		add_answer(health, res);
}
