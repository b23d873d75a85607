/**
 * @file stock.c  What the simulated carrier has to sell
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "base/scan.h"
#include "number/plan.h"
#include "simrest/stock.h"
#include "simrest/stock_priv.h"

/* At most, in a range of the table */
enum { WIDTH_MAX = 4 };

static size_t stock_count(void)
{
	size_t n = 0;

	while (*oh_stock_datav[n].country)
		n++;

	return n;
}

static size_t offer_count(void)
{
	size_t n = 0;

	while (*oh_stock_offerv[n].country)
		n++;

	return n;
}

/**
 * Walk the ranges
 *
 * @param i Position from 0; those of a country follow each other
 *
 * @return Static row, or NULL behind the last
 */
const struct oh_stock *oh_stock_at(size_t i)
{
	return i < stock_count() ? &oh_stock_datav[i] : NULL;
}

/**
 * Walk what is offered
 *
 * @param i Position from 0; those of a country follow each other
 *
 * @return Static row, or NULL behind the last
 */
const struct oh_stock_offer *oh_stock_offer_at(size_t i)
{
	return i < offer_count() ? &oh_stock_offerv[i] : NULL;
}

/**
 * Find how numbers of a kind are offered
 *
 * @param country    ISO 3166-1 alpha-2 in capitals
 * @param type       Type, or ANY
 * @param assignment Assignment, or ANY
 *
 * @return The first static row that fits, or NULL
 */
const struct oh_stock_offer *oh_stock_offer_find(const char *country,
				enum oh_type type,
				enum oh_assignment assignment)
{
	if (!country)
		return NULL;

	for (const struct oh_stock_offer *o = oh_stock_offerv; *o->country;
	     o++) {
		if (0 == strcmp(o->country, country) &&
		    (type == OH_TYPE_ANY || type == o->type) &&
		    (assignment == OH_ASSIGN_ANY ||
		     assignment == o->assignment))
			return o;
	}

	return NULL;
}

static bool holds(const struct oh_stock *s, const char *digits)
{
	size_t len = strlen(s->prefix);
	uint32_t n;

	return 0 == strncmp(digits, s->prefix, len) &&
		strlen(digits + len) == s->width &&
		0 == oh_scan_u32(&n, digits + len, 0, UINT32_MAX) &&
		n >= s->first && n - s->first < s->count;
}

/**
 * Find the range of a number
 *
 * @param number E.164; anything else is simply not of the stock
 *
 * @return Static row, or NULL
 */
const struct oh_stock *oh_stock_of(const char *number)
{
	if (!number || *number != '+')
		return NULL;

	for (const struct oh_stock *s = oh_stock_datav; *s->country; s++) {
		if (holds(s, number + 1))
			return s;
	}

	return NULL;
}

/**
 * Print a number of a range
 *
 * @param number Receives it, E.164
 * @param s      Range
 * @param i      Position in it, from 0
 *
 * @return 0, EINVAL, or ERANGE if the range is shorter
 */
int oh_stock_number(char number[OH_NUMBER_SIZE], const struct oh_stock *s,
		    uint32_t i)
{
	if (!number || !s)
		return EINVAL;
	if (i >= s->count || s->width > WIDTH_MAX)
		return ERANGE;

	(void)snprintf(number, OH_NUMBER_SIZE, "+%s%0*u", s->prefix,
		       (int)s->width, s->first + i);

	return 0;
}

/**
 * Name a country in which numbers are sold
 *
 * @param country ISO 3166-1 alpha-2 in capitals
 *
 * @return Static text in English, or NULL if nothing is sold there
 */
const char *oh_stock_country_name(const char *country)
{
	if (!oh_stock_offer_find(country, OH_TYPE_ANY, OH_ASSIGN_ANY))
		return NULL;

	return oh_plan_find(country)->name;
}

/* ANY asks for nothing */
static unsigned directions(enum oh_capability c)
{
	enum { IN = 1, OUT = 2 };

	switch (c) {

	case OH_CAPABLE_INBOUND:  return IN;
	case OH_CAPABLE_OUTBOUND: return OUT;
	case OH_CAPABLE_BOTH:     return IN | OUT;
	default:                  return 0;
	}
}

/**
 * Tell whether numbers of an offer can do what is wanted
 *
 * @param offer  Offer
 * @param wanted What is wanted; ANY asks for nothing. A number that can do
 *               nothing at all is not sold
 *
 * @return true if they can
 */
bool oh_stock_can(const struct oh_stock_offer *offer,
		  const struct oh_capabilities *wanted)
{
	if (!offer || !wanted)
		return false;
	if (wanted->calling == OH_CAPABLE_NONE &&
	    wanted->sms == OH_CAPABLE_NONE)
		return false;

	return !(directions(wanted->calling) &
		 ~directions(offer->caps.calling)) &&
		!(directions(wanted->sms) & ~directions(offer->caps.sms));
}

/**
 * Tell what a number of an offer costs a month
 *
 * @param cost  Receives it
 * @param offer Offer
 *
 * @return 0, EINVAL
 */
int oh_stock_price(struct oh_money *cost, const struct oh_stock_offer *offer)
{
	if (!cost || !offer)
		return EINVAL;

	return oh_money_parse(cost, offer->price, "USD");
}
