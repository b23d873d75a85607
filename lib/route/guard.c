/**
 * @file guard.c  Whether a number may be called at all
 */
#include <stdio.h>
#include <string.h>
#include "number/plan.h"
#include "route/guard.h"


enum {
	SERVICE_DIGITS_MIN = 2,     /* *67  */
	SERVICE_DIGITS_MAX = 3,     /* *831 */
};


/**
 * Name a rule
 *
 * @param rule Rule
 *
 * @return Static text, e.g. "emergency"; "" for OH_GUARD_OK
 */
const char *oh_guard_name(enum oh_guard_rule rule)
{
	switch (rule) {

	case OH_GUARD_OK:        return "";
	case OH_GUARD_EMERGENCY: return "emergency";
	case OH_GUARD_PREMIUM:   return "premium";
	case OH_GUARD_SATELLITE: return "satellite";
	case OH_GUARD_CALLER_ID: return "caller-id";
	}

	return "?";
}


/* Whether a list of prefixes ("+1900 +44871", "all") has one of number's */
static bool is_allowed(const char *list, const char *number)
{
	while (*list) {
		size_t len = strcspn(list, " \t,");

		if (len == 3 && 0 == strncmp(list, "all", len))
			return true;
		if (len > 1 && 0 == strncmp(list, number, len))
			return true;
		list += len;
		list += strspn(list, " \t,");
	}

	return false;
}


static void refuse_emergency(struct oh_verdict *v, const char *digits,
			     bool automation)
{
	v->rule = OH_GUARD_EMERGENCY;
	snprintf(v->text, sizeof(v->text), "%.16s is an emergency number, "
		 "%s", digits, automation
		 ? "and those are never called by a program"
		 : "and this telephone cannot say where you are");
	snprintf(v->hint, sizeof(v->hint), "use a telephone");
}


static void refuse_range(struct oh_verdict *v, enum oh_guard_rule rule,
			 const char *prefix)
{
	bool premium = rule == OH_GUARD_PREMIUM;

	v->rule = rule;
	snprintf(v->text, sizeof(v->text), "%s range %s",
		 premium ? "premium-rate" : "satellite", prefix);
	snprintf(v->hint, sizeof(v->hint), "set %s = %s in [guard]",
		 premium ? "allow_premium" : "allow_satellite", prefix);
}


static void check_range(struct oh_verdict *v, const struct oh_guard_prm *prm,
			const struct oh_number *n)
{
	char prefix[OH_NUMBER_SIZE];

	switch (oh_plan_range(prefix, n)) {

	case OH_PLAN_PREMIUM:
		if (!is_allowed(prm->conf->allow_premium, n->text))
			refuse_range(v, OH_GUARD_PREMIUM, prefix);
		break;

	case OH_PLAN_SATELLITE:
		if (!is_allowed(prm->conf->allow_satellite, n->text))
			refuse_range(v, OH_GUARD_SATELLITE, prefix);
		break;

	default:
		break;
	}
}


static int check_as(struct oh_verdict *v, const struct oh_guard_prm *prm,
		    const char *text, const char *country)
{
	struct oh_number n;
	int err;

	err = oh_number_parse(&n, text, country, NULL);
	if (!err && v->rule == OH_GUARD_OK)
		check_range(v, prm, &n);

	return err;
}


/* Trunks write digits in many ways: as at home, else with 00 or nothing in
   place of "+". What means something at home is not taken for a country
   code: 870 is Arkansas before it is a satellite. */
static void check_digits(struct oh_verdict *v, const struct oh_guard_prm *prm,
			 const char *digits)
{
	char global[OH_NUMBER_TEXT + 1];

	if (oh_plan_is_emergency(digits, prm->country)) {
		refuse_emergency(v, digits, prm->automation);
		return;
	}
	if (0 == strncmp(digits, "00", 2)) {
		snprintf(global, sizeof(global), "+%s", digits + 2);
		(void)check_as(v, prm, global, NULL);
	}
	if (check_as(v, prm, digits, prm->country) && *digits != '+') {
		snprintf(global, sizeof(global), "+%s", digits);
		(void)check_as(v, prm, global, NULL);
	}
}


/* "*67900..", "#31#900..": a service code in front does not make another
   number of the one behind it */
static void check_code(struct oh_verdict *v, const struct oh_guard_prm *prm,
		       const char *code)
{
	char group[OH_NUMBER_URI_SIZE];
	size_t most = SERVICE_DIGITS_MAX;

	while (*code && v->rule == OH_GUARD_OK) {
		size_t len;

		code += strspn(code, "*#");
		len = strcspn(code, "*#");
		snprintf(group, sizeof(group), "%.*s", (int)len, code);
		for (size_t i = most ? SERVICE_DIGITS_MIN : 0;
		     i <= most && i < len && v->rule == OH_GUARD_OK; i++)
			check_digits(v, prm, group + i);
		code += len;
		most = 0;
	}
}


/**
 * Judge a number as it was typed
 *
 * @param v   Set to the verdict
 * @param prm What is allowed, where we are, who asks
 * @param n   Number; a SIP URI is judged by its user part
 */
void oh_guard_check(struct oh_verdict *v, const struct oh_guard_prm *prm,
		    const struct oh_number *n)
{
	if (!v)
		return;
	memset(v, 0, sizeof(*v));
	if (!prm || !prm->conf || !n)
		return;

	/* Nor behind somebody's exchange */
	if (oh_plan_is_emergency(n->ext, prm->country))
		refuse_emergency(v, n->ext, prm->automation);
	else
		oh_guard_check_dialled(v, prm, n->text);
}


/**
 * Judge the digits that a trunk is going to dial
 *
 * @param v       Set to the verdict
 * @param prm     What is allowed, where we are, who asks
 * @param dialled User part of the request URI
 */
void oh_guard_check_dialled(struct oh_verdict *v,
			    const struct oh_guard_prm *prm,
			    const char *dialled)
{
	if (!v)
		return;
	memset(v, 0, sizeof(*v));
	if (!prm || !prm->conf || !dialled || !*dialled)
		return;

	if (strpbrk(dialled, "*#"))
		check_code(v, prm, dialled);
	else
		check_digits(v, prm, dialled);
}
