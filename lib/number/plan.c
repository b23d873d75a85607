/**
 * @file plan.c  National numbering plans
 */
#include <string.h>
#include <strings.h>
#include "number/plan.h"
#include "number/plan_priv.h"


/* Known to somebody's exchange as a call for help, wherever it is dialled */
static const char everywhere[] =
	"000 108 110 112 113 115 117 118 119 190 191 192 193 911 999";


static bool begins(const char *s, const char *prefix)
{
	return 0 == strncmp(s, prefix, strlen(prefix));
}


/* Whether s is one of the blank-separated words of list */
static bool is_listed(const char *list, const char *s)
{
	size_t len = strlen(s);

	while (*list) {
		size_t word = strcspn(list, " ");

		if (word == len && 0 == strncmp(list, s, len))
			return true;
		list += word;
		list += strspn(list, " ");
	}

	return false;
}


/**
 * Find a country's dialling habits
 *
 * @param iso ISO 3166-1 alpha-2 code in any case, NULL or "": none
 *
 * @return Static row, or NULL
 */
const struct oh_plan *oh_plan_find(const char *iso)
{
	if (!iso || strlen(iso) != 2)
		return NULL;

	for (const struct oh_plan *p = oh_plan_datav; p->name; p++) {
		if (0 == strcasecmp(p->iso, iso))
			return p;
	}

	return NULL;
}


/**
 * Find the country of international digits
 *
 * @param digits Country code and number, without "+"
 *
 * @return Static row, or NULL when no country code in service fits
 */
const struct oh_plan *oh_plan_match(const char *digits)
{
	/* No prefix here begins with another one: the first is the one. */
	for (const struct oh_plan_region *r = oh_plan_regionv; r->prefix;
	     r++) {
		if (begins(digits, r->prefix))
			return oh_plan_find(r->iso);
	}
	for (const struct oh_plan *p = oh_plan_datav; p->name; p++) {
		if (begins(digits, p->cc))
			return p;
	}

	return NULL;
}


/**
 * Find the country a number belongs to
 *
 * @param n Number
 *
 * @return Static row (iso is "" for networks of no country), or NULL if the
 *         number is not global
 */
const struct oh_plan *oh_plan_of(const struct oh_number *n)
{
	if (!n || n->kind != OH_NUMBER_E164)
		return NULL;

	return oh_plan_match(n->text + 1);
}


/**
 * Tell whether digits reach an emergency service when dialled
 *
 * Whole strings are compared, never prefixes. The numbers of the home
 * country count with the national prefix too (1911): exchanges forgive it.
 *
 * @param dialled Digits; a leading '+' is ignored
 * @param country ISO 3166 code of the home country, or NULL or ""
 *
 * @return true if they do, at home or anywhere in the world
 */
bool oh_plan_is_emergency(const char *dialled, const char *country)
{
	const struct oh_plan *home = oh_plan_find(country);

	if (!dialled)
		return false;
	if (*dialled == '+')
		++dialled;
	if (is_listed(everywhere, dialled))
		return true;
	if (!home)
		return false;
	if (is_listed(home->emergency, dialled))
		return true;

	return *home->trunk && begins(dialled, home->trunk) &&
		is_listed(home->emergency, dialled + strlen(home->trunk));
}


/**
 * Tell whether digits, as they stand, are an emergency number of a country
 *
 * @param plan    Country, or NULL
 * @param dialled Digits
 *
 * @return true if its own list has them; false without a country
 */
bool oh_plan_has_emergency(const struct oh_plan *plan, const char *dialled)
{
	return plan && dialled && is_listed(plan->emergency, dialled);
}


/**
 * Find what is called when a number begins with a code that hides or shows
 * who calls, written in digits alone
 *
 * @param dialled Digits
 * @param country ISO 3166 code of the home country, or NULL or ""
 *
 * @return The digits behind the code, within dialled; NULL if there is none
 */
const char *oh_plan_behind(const char *dialled, const char *country)
{
	static const struct {
		const char *iso, *code;
	} v[] = {
		{"AU", "1831"}, {"AU", "1832"}, {"FR", "3651"},
		{"GB", "141"},  {"GB", "1470"}, {"HK", "133"},
		{"IE", "141"},  {"IE", "142"},  {"JP", "184"},
		{"JP", "186"},  {"NZ", "0196"}, {"NZ", "0197"},
	};

	if (!dialled || !country)
		return NULL;
	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		if (0 == strcasecmp(country, v[i].iso) &&
		    begins(dialled, v[i].code) &&
		    dialled[strlen(v[i].code)])
			return dialled + strlen(v[i].code);
	}

	return NULL;
}


/* The exchange 976 of each area code in the US and Canada */
static bool is_976(const struct oh_number *n)
{
	const struct oh_plan *p = oh_plan_of(n);

	return p && (0 == strcmp(p->iso, "US") || 0 == strcmp(p->iso, "CA"))
		&& begins(n->text + 5, "976");
}


static void copy_prefix(char prefix[OH_NUMBER_SIZE], const char *digits,
			size_t len)
{
	prefix[0] = '+';
	memcpy(prefix + 1, digits, len);
	prefix[1 + len] = '\0';
}


/**
 * Tell what a number's range costs, and which range that is
 *
 * @param prefix Set to "+" and the digits that decide, "" if ordinary
 * @param n      Number
 *
 * @return Class; everything but a global number is ordinary
 */
enum oh_plan_class oh_plan_range(char prefix[OH_NUMBER_SIZE],
				 const struct oh_number *n)
{
	const struct oh_plan_range *best = NULL;
	const char *digits;

	prefix[0] = '\0';
	if (!n || n->kind != OH_NUMBER_E164)
		return OH_PLAN_ORDINARY;

	digits = n->text + 1;
	for (const struct oh_plan_range *r = oh_plan_rangev; r->prefix; r++) {
		if (!begins(digits, r->prefix) ||
		    (r->len && r->len != strlen(digits)))
			continue;
		if (!best || strlen(r->prefix) > strlen(best->prefix))
			best = r;
	}
	if (!best && is_976(n)) {
		copy_prefix(prefix, digits, strlen("1425976"));
		return OH_PLAN_PREMIUM;
	}
	if (!best || best->cls == OH_PLAN_ORDINARY)
		return OH_PLAN_ORDINARY;

	copy_prefix(prefix, best->prefix, strlen(best->prefix));

	return best->cls;
}


/**
 * Tell what a number's range costs
 *
 * @param n Number
 *
 * @return Class; everything but a global number is ordinary
 */
enum oh_plan_class oh_plan_class(const struct oh_number *n)
{
	char prefix[OH_NUMBER_SIZE];

	return oh_plan_range(prefix, n);
}


/**
 * Name a class of numbers
 *
 * @param cls Class
 *
 * @return Static text, e.g. "premium"
 */
const char *oh_plan_class_name(enum oh_plan_class cls)
{
	switch (cls) {

	case OH_PLAN_ORDINARY:  return "ordinary";
	case OH_PLAN_TOLL_FREE: return "toll-free";
	case OH_PLAN_PREMIUM:   return "premium";
	case OH_PLAN_SATELLITE: return "satellite";
	}

	return "?";
}
