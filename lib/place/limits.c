/**
 * @file limits.c  Which limits hold for a call that has been chosen
 */
#include <stdio.h>
#include <string.h>
#include "base/clock.h"
#include "place/limits.h"

enum { NOBODYS_DIGITS = 4 };       /* Those before them are the prefix */

static bool has_number(const char *list, const char *number)
{
	size_t want = strlen(number);

	while (*list) {
		size_t len = strcspn(list, " \t,");

		if (len == want && 0 == strncmp(list, number, len))
			return true;
		list += len;
		list += strspn(list, " \t,");
	}

	return false;
}

/**
 * Tell whether what was called before does not matter
 *
 * @param conf Configuration
 * @param ch   Call, chosen
 *
 * @return true if it costs nothing, or its number is exempt
 */
bool oh_limits_is_free(const struct oh_conf *conf, const struct oh_choice *ch)
{
	return ch->trunk->simulated || ch->emergency == OH_EMERGENCY_CALL ||
		(ch->number.kind == OH_NUMBER_E164 && !*ch->number.uri &&
		 has_number(conf->guard.exempt, ch->number.text));
}

/**
 * Say which limits hold now; one that is exempt from the day still takes its
 * turn on the trunk
 *
 * @param limits Receives them
 * @param conf   Configuration
 * @param ch     Call, chosen
 */
void oh_limits_set(struct oh_limit_prm *limits, const struct oh_conf *conf,
		   const struct oh_choice *ch)
{
	const struct oh_conf_trunk *t = ch->trunk;
	const struct oh_conf_guard *c = &conf->guard;

	memset(limits, 0, sizeof(*limits));
	limits->trunk = t->name;
	if (ch->emergency == OH_EMERGENCY_CALL)
		return;
	limits->calls = t->calls;
	limits->cps   = t->cps;
	if (oh_limits_is_free(conf, ch))
		return;
	limits->day_calls       = t->day_calls;
	limits->day_minutes     = t->day_minutes;
	limits->day_cost        = t->day_cost;
	limits->all_day_calls   = c->day_calls;
	limits->all_day_minutes = c->day_minutes;
	limits->all_day_cost    = c->day_cost;
	limits->minute_warn     = c->minute_warn;
	limits->minute_max      = c->minute_max;
	limits->calls_warn      = c->calls_warn;
	limits->calls_max       = c->calls_max;
	limits->prefix_warn     = c->prefix_warn;
	limits->prefix_max      = c->prefix_max;
	if (!oh_conf_hours_at(&c->night, oh_clock_wall_us()))
		return;
	limits->night_minute    = c->night_minute_max;
	limits->night_calls     = c->night_calls_max;
}

/** @return What the records tell, as the limits want it */
struct oh_limit_usage oh_limits_usage(const struct oh_cdr_usage *u)
{
	const struct oh_limit_usage usage = {
		.now          = u->now,
		.second       = u->second,
		.minute       = u->minute,
		.day          = u->day,
		.all_day      = u->all_day,
		.all_out      = u->all_out,
		.same_prefix  = u->same_prefix,
		.day_ms       = u->day_ms,
		.all_day_ms   = u->all_day_ms,
		.day_cost     = u->day_cost,
		.all_day_cost = u->all_day_cost,
	};

	return usage;
}

/**
 * Print what a number's neighbours begin with
 *
 * @param buf    Receives it, or "": it has none, or nobody asks
 * @param size   Size of buf
 * @param limits Those that hold
 * @param n      Number
 */
void oh_limits_prefix(char *buf, size_t size,
		      const struct oh_limit_prm *limits,
		      const struct oh_number *n)
{
	bool counts = limits->prefix_warn || limits->prefix_max;
	size_t len = n->kind == OH_NUMBER_E164 ? strlen(n->text) : 0;

	buf[0] = '\0';
	if (counts && len > NOBODYS_DIGITS)
		(void)snprintf(buf, size, "%.*s", (int)(len - NOBODYS_DIGITS),
			       n->text);
}
