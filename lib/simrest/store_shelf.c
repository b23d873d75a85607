/**
 * @file store_shelf.c  Which numbers are free
 */
#include <errno.h>
#include "simrest/store_priv.h"

/**
 * Tell whether a number lies on the shelf, as things stand
 *
 * @param s      Store
 * @param number E.164
 *
 * @return true if it is of the stock and nobody owns or holds it
 */
bool oh_store_shelf_has(const struct oh_store *s, const char *number)
{
	return oh_stock_of(number) &&
		!oh_store_map_find(&s->owned, number) &&
		!oh_store_map_find(&s->held, number);
}

/**
 * Tell whether a number could be had now
 *
 * @param s      Store
 * @param number E.164
 *
 * @return true if it is of the stock and nobody owns or holds it
 */
bool oh_store_is_free(struct oh_store *s, const char *number)
{
	if (!s || !number)
		return false;
	oh_store_settle(s);

	return oh_store_shelf_has(s, number);
}

static bool is_asked_for(const struct oh_stock *st,
			 const struct oh_store_ask *ask)
{
	return 0 == strcmp(st->country, ask->country) &&
		(ask->type == OH_TYPE_ANY || ask->type == st->type) &&
		(!ask->area || 0 == strcmp(st->area, ask->area)) &&
		oh_stock_can(oh_stock_offer_find(st->country, st->type,
						 ask->assignment),
			     &ask->caps);
}

/**
 * Walk the numbers on the shelf that fit
 *
 * @param s   Store
 * @param ask What is wanted; quantity does not count here
 * @param h   Told each number, until it says true
 * @param arg Handler argument
 */
void oh_store_shelf_walk(const struct oh_store *s,
			 const struct oh_store_ask *ask,
			 oh_store_shelf_h *h, void *arg)
{
	const struct oh_stock *st;
	char number[OH_NUMBER_SIZE];

	for (size_t i = 0; (st = oh_stock_at(i)); i++) {
		if (!is_asked_for(st, ask))
			continue;
		for (uint32_t k = 0; !oh_stock_number(number, st, k); k++) {
			if (oh_store_shelf_has(s, number) &&
			    h(st, number, arg))
				return;
		}
	}
}

/**
 * Fill in what a number of an offer will be able to do
 *
 * @param caps   Receives it
 * @param wanted What is wanted; ANY takes all that is offered
 * @param offer  Offer
 */
void oh_store_caps(struct oh_capabilities *caps,
		   const struct oh_capabilities *wanted,
		   const struct oh_stock_offer *offer)
{
	caps->calling = wanted->calling ? wanted->calling
					: offer->caps.calling;
	caps->sms     = wanted->sms ? wanted->sms : offer->caps.sms;
}

/**
 * Describe a number that can be had
 *
 * @param a      Receives it, status available
 * @param number E.164
 * @param offer  How it is offered
 * @param wanted What it shall be able to do
 */
void oh_store_available(struct oh_available *a, const char *number,
			const struct oh_stock_offer *offer,
			const struct oh_capabilities *wanted)
{
	memset(a, 0, sizeof(*a));
	str_ncpy(a->id, number + 1, sizeof(a->id));
	str_ncpy(a->number, number, sizeof(a->number));
	str_ncpy(a->country, offer->country, sizeof(a->country));
	a->type       = offer->type;
	a->assignment = offer->assignment;
	a->status     = OH_AVAIL_AVAILABLE;
	a->no_resell  = offer->no_resell;
	oh_store_caps(&a->caps, wanted, offer);
	(void)oh_stock_price(&a->cost, offer);   /* a constant of ours */
}

/** A sample that is being drawn */
struct sample {
	struct oh_available *v;
	size_t max, seen;
	const struct oh_store_ask *ask;
	const char *const *prefixv;
	size_t prefixc;
};

static bool begins(const struct sample *sm, const char *number)
{
	for (size_t i = 0; i < sm->prefixc; i++) {
		if (0 == strncmp(number + 1, sm->prefixv[i],
				 strlen(sm->prefixv[i])))
			return true;
	}

	return sm->prefixc == 0;
}

/* One pass, each number as likely as any other (reservoir sampling) */
static bool draw(const struct oh_stock *st, const char *number, void *arg)
{
	struct sample *sm = arg;
	size_t at;

	if (!begins(sm, number))
		return false;
	at = sm->seen < sm->max ? sm->seen : rand_u32() % (sm->seen + 1);
	sm->seen++;
	if (at < sm->max)
		oh_store_available(&sm->v[at], number,
				   oh_stock_offer_find(st->country, st->type,
						sm->ask->assignment),
				   &sm->ask->caps);

	return false;
}

/**
 * Draw a random sample of what could be had now. Nothing is held
 *
 * @param s       Store
 * @param v       Receives the numbers
 * @param max     Size of v
 * @param ask     What is wanted; quantity does not count
 * @param prefixv Digits with country code, of which a number must begin
 *                with one
 * @param prefixc How many; 0: any number will do
 *
 * @return How many were found
 */
size_t oh_store_browse(struct oh_store *s, struct oh_available *v,
		       size_t max, const struct oh_store_ask *ask,
		       const char *const *prefixv, size_t prefixc)
{
	struct sample sm = { .v = v, .max = max, .ask = ask,
			     .prefixv = prefixv, .prefixc = prefixc };

	if (!s || !v || !max || !ask || !ask->country ||
	    (prefixc && !prefixv))
		return 0;
	oh_store_settle(s);
	oh_store_shelf_walk(s, ask, draw, &sm);

	return sm.seen < max ? sm.seen : max;
}
