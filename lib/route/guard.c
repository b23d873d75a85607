/**
 * @file guard.c  Whether a number may be called at all
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "number/plan.h"
#include "route/guard.h"


enum {
	SERVICE_DIGITS_MIN = 2,     /* *67  */
	SERVICE_DIGITS_MAX = 3,     /* *831 */
	ENQUIRY_MIN        = 5,     /* 11833 */
	ENQUIRY_MAX        = 6,     /* 118118 */
	HOME_SIZE          = 8,     /* "US GB" */
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
	case OH_GUARD_COUNTRY:   return "country";
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


/* Whether a list of countries ("US, CA", "all") has this one */
static bool is_listed(const char *list, const char *iso)
{
	while (*list) {
		size_t len = strcspn(list, " \t,");

		if (len == 3 && 0 == strncasecmp(list, "all", len))
			return true;
		if (len && len == strlen(iso) &&
		    0 == strncasecmp(list, iso, len))
			return true;
		list += len;
		list += strspn(list, " \t,");
	}

	return false;
}


/* Home, and where the number that the trunk shows belongs: "US GB" */
static void print_home(char *buf, size_t size, const struct oh_guard_prm *prm)
{
	const struct oh_conf_trunk *t = prm->trunk;
	const char *shown = *t->caller_id ? t->caller_id : t->user;
	const struct oh_plan *plan = NULL;
	struct oh_number n;

	if (0 == oh_number_parse(&n, shown, NULL, NULL))
		plan = oh_plan_of(&n);
	if (plan && 0 == strcasecmp(plan->iso, prm->country))
		plan = NULL;
	snprintf(buf, size, "%s%s%s", prm->country,
		 *prm->country && plan ? " " : "", plan ? plan->iso : "");
}


/* What may be called by the trunk, and where that is said */
static const char *countries_of(char *home, size_t size,
				const struct oh_guard_prm *prm)
{
	if (*prm->trunk->countries)
		return prm->trunk->countries;
	if (*prm->conf->countries)
		return prm->conf->countries;
	print_home(home, size, prm);

	return home;
}


static void refuse_country(struct oh_verdict *v,
			   const struct oh_guard_prm *prm, const char *list,
			   const struct oh_plan *plan)
{
	bool own = *prm->trunk->countries, named = plan && *plan->iso;
	const char *iso = named ? plan->iso : "all";

	v->rule = OH_GUARD_COUNTRY;
	snprintf(v->text, sizeof(v->text), "country %s (%s): trunk %.24s "
		 "calls %s%.32s", named ? iso : "not known",
		 plan ? plan->name : "-", prm->trunk->name,
		 *list ? "only " : "none, as home is not known", list);
	snprintf(v->hint, sizeof(v->hint), "set countries = %.32s%s%s in "
		 "[%s%.24s]%s%.2s%s", named ? list : "",
		 named && *list ? " " : "", iso, own ? "trunk " : "guard",
		 own ? prm->trunk->name : "",
		 named && !*list ? ", or country = " : "",
		 named && !*list ? iso : "",
		 named && !*list ? " in [dial]" : "");
}


/* "+44041..": written as at home, it would begin with 00 */
static bool is_odd(const struct oh_number *n, const struct oh_plan *plan)
{
	return plan && 0 == strcmp(plan->trunk, "0") &&
		n->text[1 + strlen(plan->cc)] == '0';
}


/* What is allowed by its prefix needs no country; a satellite has none. */
static void check_country(struct oh_verdict *v,
			  const struct oh_guard_prm *prm,
			  const struct oh_number *n)
{
	const struct oh_plan *plan = oh_plan_of(n);
	enum oh_plan_class cls = oh_plan_class(n);
	char home[HOME_SIZE];
	const char *list;

	if (!prm->trunk || prm->trunk->simulated ||
	    n->kind != OH_NUMBER_E164 || v->rule != OH_GUARD_OK ||
	    cls == OH_PLAN_SATELLITE ||
	    (plan && !*plan->iso && cls == OH_PLAN_TOLL_FREE))
		return;
	list = countries_of(home, sizeof(home), prm);
	if (is_odd(n, plan))
		plan = NULL;
	if (!is_listed(list, plan ? plan->iso : ""))
		refuse_country(v, prm, list, plan);
}


/* 118 and two or three digits are directory enquiries, which may cost more
   than any 0900: judged as +44118118, since prefixes are what is allowed */
static void check_enquiry(struct oh_verdict *v,
			  const struct oh_guard_prm *prm,
			  const struct oh_number *n, const char *country)
{
	const struct oh_plan *home = oh_plan_find(country);
	size_t len = strlen(n->text);
	char text[OH_NUMBER_SIZE], prefix[OH_NUMBER_SIZE];

	if (!home || n->kind != OH_NUMBER_SHORT || len < ENQUIRY_MIN ||
	    len > ENQUIRY_MAX || strncmp(n->text, "118", 3))
		return;
	snprintf(text, sizeof(text), "+%s%.6s", home->cc, n->text);
	snprintf(prefix, sizeof(prefix), "+%s118", home->cc);
	if (!is_allowed(prm->conf->allow_premium, text))
		refuse_range(v, OH_GUARD_PREMIUM, prefix);
}


/* One that means something: its range, and where it leads */
static int check_as(struct oh_verdict *v, const struct oh_guard_prm *prm,
		    const char *text, const char *country)
{
	struct oh_number n;
	int err;

	err = oh_number_parse(&n, text, country, NULL);
	if (!err && v->rule == OH_GUARD_OK)
		check_range(v, prm, &n);
	if (!err && v->rule == OH_GUARD_OK)
		check_enquiry(v, prm, &n, country);
	if (!err && v->rule == OH_GUARD_OK)
		check_country(v, prm, &n);

	return err;
}


/* In place of "+" nothing was written; that a country is meant is a guess,
   and only of a SIP URI's user the one that is left: a trunk's own way of
   writing was judged before it was written. */
static int check_bare(struct oh_verdict *v, const struct oh_guard_prm *prm,
		      const char *digits)
{
	char global[OH_NUMBER_TEXT + 1];
	struct oh_guard_prm guess = *prm;

	if (!prm->is_uri)
		guess.trunk = NULL;
	snprintf(global, sizeof(global), "+%s", digits);

	return check_as(v, &guess, global, NULL);
}


/* How many digits stand for "+". What they are at home is known there; where
   home is not known, it may be in America. */
static size_t intl_of(const struct oh_guard_prm *prm, const char *digits)
{
	if (0 == strncmp(digits, "00", 2))
		return 2;

	return !*prm->country && 0 == strncmp(digits, "011", 3) ? 3 : 0;
}


/* Trunks write digits in many ways: as at home, else with 00 or nothing in
   place of "+". What means something at home is not taken for a country
   code: 870 is Arkansas before it is a satellite. */
static void check_digits(struct oh_verdict *v, const struct oh_guard_prm *prm,
			 const char *digits)
{
	char global[OH_NUMBER_TEXT + 1];
	const char *behind = oh_plan_behind(digits, prm->country);
	size_t intl = intl_of(prm, digits);

	if (oh_plan_is_emergency(digits, prm->country) ||
	    oh_plan_is_emergency(behind, prm->country)) {
		refuse_emergency(v, digits, prm->automation);
		return;
	}
	if (intl) {
		snprintf(global, sizeof(global), "+%s", digits + intl);
		(void)check_as(v, prm, global, NULL);
	}
	if (check_as(v, prm, digits, prm->country) && *digits != '+' &&
	    check_bare(v, prm, digits) && behind)
		(void)check_as(v, prm, behind, prm->country);
}


/* "*70*67900..": in America a code that has no sign at its end may follow
   another one. Elsewhere "*21*030900..#" has one number, and not two. */
static bool are_chained(const struct oh_guard_prm *prm)
{
	const struct oh_plan *home = oh_plan_find(prm->country);

	return !home || 0 == strcmp(home->cc, "1");
}


/* "*67900..", "#31#900..": a service code in front does not make another
   number of the one behind it */
static void check_code(struct oh_verdict *v, const struct oh_guard_prm *prm,
		       const char *code)
{
	char group[OH_NUMBER_URI_SIZE];
	size_t least = SERVICE_DIGITS_MIN, most = SERVICE_DIGITS_MAX;

	while (*code && v->rule == OH_GUARD_OK) {
		size_t len;

		code += strspn(code, "*#");
		len = strcspn(code, "*#");
		snprintf(group, sizeof(group), "%.*s", (int)len, code);
		for (size_t i = least;
		     i <= most && i < len && v->rule == OH_GUARD_OK;
		     i = i ? i + 1 : SERVICE_DIGITS_MIN)
			check_digits(v, prm, group + i);
		code += len;
		least = 0;
		most = are_chained(prm) ? SERVICE_DIGITS_MAX : 0;
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
