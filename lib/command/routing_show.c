/**
 * @file routing_show.c  A number's ways, for people and as JSON
 */
#include <cjson/cJSON.h>
#include <errno.h>
#include "base/compat.h"
#include "command/routing_priv.h"
#include "number/plan.h"

enum { WHY_SIZE = 96, LABEL = 10 };

static const char *name_of(const struct oh_number *n)
{
	return *n->text ? n->text : n->uri;
}

/* -------------------------------------------------------------------- text */

/**
 * Print a line about a number, for people; oh_app_main() checks stdout
 *
 * @param label What it is about
 * @param fmt   What there is to say, for printf
 */
void oh_routing_line(const char *label, const char *fmt, ...)
{
	va_list ap;

	(void)printf("  %-*s ", LABEL, label);
	va_start(ap, fmt);
	(void)vprintf(fmt, ap);
	va_end(ap);
	(void)putchar('\n');
}

/* What becomes of it when a person dials it, whoever asks now */
static void show_by_hand(const struct routing_view *v)
{
	const struct oh_choice *ch = &v->hand;

	if (!v->emergency)
		return;
	if (ch->emergency != OH_EMERGENCY_CALL)
		oh_routing_line("by hand", "refused: %s: %s",
				ch->verdict.text, ch->verdict.hint);
	for (uint32_t i = 0; i < v->hand_ways.trunkc &&
	     ch->emergency == OH_EMERGENCY_CALL; i++)
		oh_routing_line(i ? "" : "by hand", "emergency call by %s, "
				"registered at %s",
				v->hand_ways.trunkv[i]->name,
				v->hand_ways.trunkv[i]->emergency_address);
	if (ch->emergency == OH_EMERGENCY_CALL && *ch->why)
		oh_routing_line("", "%s", ch->why);
}

static void show_number(const struct routing_view *v)
{
	const struct oh_plan *plan = oh_plan_of(&v->ch.number);
	char price[OH_MONEY_SIZE];

	(void)puts(name_of(&v->ch.number));
	if (plan)
		oh_routing_line("country", "%s, %s", plan->iso, plan->name);
	oh_routing_line("emergency", "%s", v->emergency ? "yes" : "no");
	show_by_hand(v);
	if (*v->ch.rate.currency &&
	    0 == oh_money_print(price, sizeof(price), &v->ch.rate))
		oh_routing_line("price", "%s %s a minute", price,
				v->ch.rate.currency);
	else
		oh_routing_line("price", "not known");
}

/* Those before the one that matches, and those behind it that would, too */
static void show_others(const struct routing_view *v)
{
	const struct oh_conf_route *found = v->ch.route;

	for (uint32_t i = 0; i < v->conf->routec && !*v->basis; i++) {
		const struct oh_conf_route *r = &v->conf->routev[i];
		char why[WHY_SIZE];

		oh_voice_why(why, sizeof(why), r, v->ch.number.text);
		if (r < found)
			oh_routing_line("before", "%s (%s:%d): %s", r->name,
					r->at.file, r->at.line, why);
		else if (r > found && !*why)
			oh_routing_line("behind", "%s (%s:%d): matches, too",
					r->name, r->at.file, r->at.line);
	}
}

static void show_route(const struct routing_view *v)
{
	const struct oh_conf_route *r = v->ch.route;

	if (!r) {
		oh_routing_line("route", "%s", v->basis);
		for (uint32_t i = 0; i < v->conf->routec &&
		     0 == strcmp(v->basis, "none matches"); i++) {
			const struct oh_conf_route *no = &v->conf->routev[i];
			char why[WHY_SIZE];

			oh_voice_why(why, sizeof(why), no,
				     v->ch.number.text);
			oh_routing_line("", "%s (%s:%d): %s", no->name,
					no->at.file, no->at.line, why);
		}
		return;
	}
	oh_routing_line("route", "%s (%s:%d): %s%s", r->name, r->at.file,
			r->at.line, r->pattern, r->order == OH_CONF_WEIGHT ?
			", order drawn by weight" : "");
	show_others(v);
}

/* limit: a cap that is reached, of [guard]; help: an emergency call */
static void show_verdict(const struct oh_verdict *v, const char *limit,
			 bool help)
{
	if (v->rule == OH_GUARD_OK && *limit)
		oh_routing_line("verdict", "refused now: %s", limit);
	else if (v->rule == OH_GUARD_OK)
		oh_routing_line("verdict", "allowed%s", help ? ": an "
				"emergency call, as a person asks" : "");
	else
		oh_routing_line("verdict", "refused: %s: %s", v->text,
				v->hint);
}

static void show_trunk(const struct routing_view *v, uint32_t i)
{
	const struct oh_choice *ch = &v->chv[i];
	const char *kind = ch->trunk->managed ? "carrier" : "trunk";
	char label[16];

	(void)re_snprintf(label, sizeof(label), "%u. %s", i + 1, kind);
	if (v->errv[i])
		oh_routing_line(label, "%s: not usable: %s", ch->trunk->name,
				ch->why);
	else
		oh_routing_line(label, "%s: calls %s as %s%s%s",
				ch->trunk->name, ch->user, ch->from,
				ch->verdict.rule == v->ch.verdict.rule ? "" :
				", refused: ",
				ch->verdict.rule == v->ch.verdict.rule ? "" :
				ch->verdict.text);
	if (ch->emergency != OH_EMERGENCY_NO)
		oh_routing_line("", "help is sent to %s",
				ch->trunk->emergency_address);
	if (v->asked)
		oh_routing_ping_text(&v->healthv[i]);
	if (!v->errv[i])
		oh_routing_use_text(&v->usev[i]);
}

/**
 * Print a number's ways for people
 *
 * @param v What is known
 *
 * @return 0
 */
int oh_routing_text(const struct routing_view *v)
{
	const struct oh_verdict *verdict = &v->ch.verdict;
	const struct routing_use *lead = &v->usev[v->lead];

	show_number(v);
	show_route(v);
	for (uint32_t i = 0; !v->err && i < v->ways.trunkc; i++)
		show_trunk(v, i);
	if (!v->err && !v->errv[v->lead])
		oh_routing_all_text(lead);
	if (!v->err && !v->errv[v->lead])
		verdict = &v->chv[v->lead].verdict;
	if (!v->err || verdict->rule != OH_GUARD_OK)
		show_verdict(verdict, lead->verdict == OH_LIMIT_REFUSED ?
			     lead->text : "",
			     v->ch.emergency == OH_EMERGENCY_CALL);

	return 0;
}

/* -------------------------------------------------------------------- JSON */

static cJSON *some(const char *s)
{
	return s && *s ? cJSON_CreateString(s) : cJSON_CreateNull();
}

/* As it stands: a float would not be exact */
static cJSON *money(const struct oh_money *m)
{
	char buf[OH_MONEY_SIZE];

	if (!*m->currency || oh_money_print(buf, sizeof(buf), m))
		return cJSON_CreateNull();

	return cJSON_CreateRaw(buf);
}

/* Takes the item, also when it fails */
static bool put(cJSON *array, cJSON *item)
{
	if (item && cJSON_AddItemToArray(array, item))
		return true;
	cJSON_Delete(item);

	return false;
}

static bool add_verdict(cJSON *o, const struct oh_verdict *v)
{
	return cJSON_AddBoolToObject(o, "allowed", v->rule == OH_GUARD_OK) &&
		cJSON_AddItemToObject(o, "guard", some(v->text)) &&
		cJSON_AddItemToObject(o, "hint", some(v->hint));
}

static bool put_route(cJSON *array, const struct routing_view *v, uint32_t i)
{
	const struct oh_conf_route *r = &v->conf->routev[i];
	cJSON *o = cJSON_CreateObject();
	char why[WHY_SIZE];

	oh_voice_why(why, sizeof(why), r, v->ch.number.text);

	return put(array, o) &&
		cJSON_AddStringToObject(o, "name", r->name) &&
		cJSON_AddStringToObject(o, "pattern", r->pattern) &&
		cJSON_AddStringToObject(o, "file", r->at.file) &&
		cJSON_AddNumberToObject(o, "line", r->at.line) &&
		cJSON_AddBoolToObject(o, "matches", !*why) &&
		cJSON_AddBoolToObject(o, "taken", r == v->ch.route) &&
		cJSON_AddItemToObject(o, "why", some(why));
}

static bool put_trunk(cJSON *array, const struct routing_view *v, uint32_t i)
{
	const struct oh_choice *ch = &v->chv[i];
	cJSON *o = cJSON_CreateObject();

	return put(array, o) &&
		cJSON_AddStringToObject(o, "name", ch->trunk->name) &&
		cJSON_AddBoolToObject(o, "managed", ch->trunk->managed) &&
		cJSON_AddItemToObject(o, "to_rewritten",
				      some(v->errv[i] ? "" : ch->user)) &&
		cJSON_AddItemToObject(o, "from",
				      some(v->errv[i] ? "" : ch->from)) &&
		add_verdict(o, &ch->verdict) &&
		cJSON_AddItemToObject(o, "error",
				      some(v->errv[i] ? ch->why : "")) &&
		cJSON_AddItemToObject(o, "address",
				      some(ch->emergency != OH_EMERGENCY_NO ?
					   ch->trunk->emergency_address
					   : "")) &&
		oh_routing_ping_json(o, v->asked ? &v->healthv[i] : NULL) &&
		(v->errv[i] || oh_routing_use_json(o, &v->usev[i]));
}

static bool add_routes(cJSON *o, const struct routing_view *v)
{
	cJSON *array = cJSON_AddArrayToObject(o, "routes");

	for (uint32_t i = 0; array && i < v->conf->routec; i++) {
		if (!put_route(array, v, i))
			return false;
	}

	return array;
}

static bool add_trunks(cJSON *o, const struct routing_view *v)
{
	cJSON *array = cJSON_AddArrayToObject(o, "trunks");

	for (uint32_t i = 0; array && !v->err && i < v->ways.trunkc; i++) {
		if (!put_trunk(array, v, i))
			return false;
	}

	return array;
}

static bool add_use(cJSON *o, const struct routing_view *v)
{
	if (v->err || v->errv[v->lead])
		return cJSON_AddNullToObject(o, "use");

	return oh_routing_all_json(o, &v->usev[v->lead]);
}

static bool put_help(cJSON *array, const struct oh_conf_trunk *t)
{
	cJSON *o = cJSON_CreateObject();

	return put(array, o) && cJSON_AddStringToObject(o, "name", t->name) &&
		cJSON_AddStringToObject(o, "address", t->emergency_address);
}

/* null for any other number */
static bool add_by_hand(cJSON *to, const struct routing_view *v)
{
	const struct oh_choice *ch = &v->hand;
	bool help = ch->emergency == OH_EMERGENCY_CALL;
	cJSON *o, *array;

	if (!v->emergency)
		return cJSON_AddNullToObject(to, "by_hand");
	o = cJSON_AddObjectToObject(to, "by_hand");
	if (!o || !add_verdict(o, &ch->verdict) ||
	    !cJSON_AddItemToObject(o, "note", some(help ? ch->why : "")))
		return false;
	array = cJSON_AddArrayToObject(o, "trunks");
	for (uint32_t i = 0; array && help && i < v->hand_ways.trunkc; i++) {
		if (!put_help(array, v->hand_ways.trunkv[i]))
			return false;
	}

	return array;
}

static bool add_all(cJSON *o, const struct routing_view *v)
{
	const struct oh_plan *plan = oh_plan_of(&v->ch.number);
	const struct oh_choice *ch = v->err ? &v->ch : &v->chv[v->lead];

	return cJSON_AddStringToObject(o, "schema", "offhook.route/1") &&
		cJSON_AddStringToObject(o, "to", name_of(&v->ch.number)) &&
		cJSON_AddItemToObject(o, "country",
				      some(plan ? plan->iso : "")) &&
		cJSON_AddBoolToObject(o, "emergency", v->emergency) &&
		add_by_hand(o, v) &&
		cJSON_AddItemToObject(o, "rate", money(&v->ch.rate)) &&
		cJSON_AddItemToObject(o, "currency",
				      some(v->ch.rate.currency)) &&
		cJSON_AddItemToObject(o, "route", some(v->ch.route
				      ? v->ch.route->name : "")) &&
		cJSON_AddItemToObject(o, "reason", some(v->basis)) &&
		add_routes(o, v) && add_trunks(o, v) && add_use(o, v) &&
		add_verdict(o, &ch->verdict) &&
		cJSON_AddItemToObject(o, "error",
				      some(v->err ? v->ch.why : ""));
}

/**
 * Print a number's ways as a line of JSON
 *
 * @param v What is known
 *
 * @return 0 or ENOMEM
 */
int oh_routing_json(const struct routing_view *v)
{
	cJSON *o = cJSON_CreateObject();
	char *text = NULL;

	if (o && add_all(o, v))
		text = cJSON_PrintUnformatted(o);
	cJSON_Delete(o);
	if (!text)
		return ENOMEM;
	(void)puts(text);
	cJSON_free(text);

	return 0;
}
