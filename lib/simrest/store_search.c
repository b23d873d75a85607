/**
 * @file store_search.c  Searches, what they hold, and buying it
 */
#include <errno.h>
#include "base/clock.h"
#include "base/id.h"
#include "simrest/store_priv.h"

static void destructor(void *arg)
{
	struct oh_store_search *sr = arg;

	list_unlink(&sr->le);
}

/**
 * Allocate a search, in no list
 *
 * @param srp Returned search; mem_deref
 *
 * @return 0, ENOMEM
 */
int oh_store_search_alloc(struct oh_store_search **srp)
{
	*srp = mem_zalloc(sizeof(**srp), destructor);

	return *srp ? 0 : ENOMEM;
}

/**
 * Tell whether a search holds its numbers
 *
 * @param sr Search
 *
 * @return true if nobody else may have them
 */
bool oh_store_search_holds(const struct oh_store_search *sr)
{
	return sr->phase != OH_PHASE_BOUGHT && sr->phase != OH_PHASE_OVER;
}

static bool may_go(const void *record)
{
	return !oh_store_search_holds(record);
}

static struct oh_store_search *find(const struct oh_store *s,
				    const char *id)
{
	struct le *le;

	for (le = list_tail(&s->searchl); le; le = le->prev) {
		struct oh_store_search *sr = le->data;

		if (0 == strcmp(sr->offer.id, id))
			return sr;
	}

	return NULL;
}

static void hold(struct oh_store *s, const struct oh_offer *offer)
{
	for (uint32_t i = 0; i < offer->numberc; i++)
		oh_store_map_put(&s->held, offer->numberv[i], 0);
}

static void let_go(struct oh_store *s, const struct oh_offer *offer)
{
	for (uint32_t i = 0; i < offer->numberc; i++)
		oh_store_map_drop(&s->held, offer->numberv[i]);
}

/** Numbers that are being picked */
struct picking {
	struct oh_offer *offer;
	uint32_t quantity;
};

static bool pick(const struct oh_stock *st, const char *number, void *arg)
{
	struct picking *pk = arg;

	(void)st;
	str_ncpy(pk->offer->numberv[pk->offer->numberc++], number,
		 OH_NUMBER_SIZE);

	return pk->offer->numberc >= pk->quantity;
}

/* All or none */
static void fill(struct oh_offer *offer, const struct oh_store *s,
		 const struct oh_store_ask *ask,
		 const struct oh_stock_offer *sold)
{
	struct picking pk = { .offer = offer, .quantity = ask->quantity };

	offer->type       = sold->type;
	offer->assignment = sold->assignment;
	offer->no_resell  = sold->no_resell;
	oh_store_caps(&offer->caps, &ask->caps, sold);
	(void)oh_stock_price(&offer->cost, sold);    /* a constant of ours */
	oh_store_shelf_walk(s, ask, pick, &pk);
	if (offer->numberc < ask->quantity)
		offer->numberc = 0;
}

static int begin(struct oh_store_search **srp, struct oh_store *s)
{
	struct oh_store_search *sr;
	uint64_t now = oh_clock_wall_us();
	int err;

	err = oh_store_make_room(&s->searchl, OH_STORE_HOLDS_MAX, may_go);
	if (err)
		return err;
	err = oh_store_search_alloc(&sr);
	if (err)
		return err;
	oh_id_make(sr->offer.id, now);
	sr->offer.expires_us = now + 1000ull * s->prm.op_ms +
		oh_store_hold_us(s);
	str_ncpy(sr->offer.error, "NoError", sizeof(sr->offer.error));
	*srp = sr;

	return 0;
}

static int check_ask(const struct oh_stock_offer **soldp,
		     const struct oh_store_ask *ask)
{
	if (!ask || !ask->country || !ask->quantity ||
	    ask->type == OH_TYPE_ANY)
		return EINVAL;
	if (ask->quantity > OH_MODEL_NUMBERS)
		return ENOSPC;
	*soldp = oh_stock_offer_find(ask->country, ask->type,
				     ask->assignment);

	return oh_stock_can(*soldp, &ask->caps) ? 0 : ENOTSUP;
}

/**
 * Start a search. Its numbers are held at once and shown when it is due
 *
 * @param s     Store
 * @param ask   What is wanted: a type, 1 to OH_MODEL_NUMBERS numbers;
 *              assignment and capabilities ANY: what is offered
 * @param error Code to fail with when due, or NULL
 * @param op    Receives the operation, borrowed until the next call; its
 *              id is "search_" and the id of the search
 *
 * @return 0, EINVAL, ENOTSUP if no such numbers are sold, ENOSPC (more
 *         numbers or searches than may be), ENOMEM, or an error of writing
 *         the file. Too few numbers are no error: the operation will fail
 */
int oh_store_search(struct oh_store *s, const struct oh_store_ask *ask,
		    const char *error, const struct oh_operation **op)
{
	const struct oh_stock_offer *sold = NULL;
	struct oh_store_operation *o = NULL;
	struct oh_store_search *sr = NULL;
	int err;

	if (!s || !op)
		return EINVAL;
	err = check_ask(&sold, ask);
	if (err)
		return err;
	oh_store_settle(s);

	err = oh_store_map_reserve(&s->held, s->held.count + ask->quantity);
	if (err)
		goto out;
	err = begin(&sr, s);
	if (err)
		goto out;
	fill(&sr->offer, s, ask, sold);
	if (!sr->offer.numberc && !error)
		error = "OutOfStock";
	err = oh_store_operation_make(&o, s, OH_OP_SEARCH, sr->offer.id,
				       error);
	if (err)
		goto out;
	(void)re_snprintf(o->op.resource, sizeof(o->op.resource),
			  "/availablePhoneNumbers/searchResults/%s",
			  sr->offer.id);

	/* From here on it is the store's, and undone with its operation. */
	list_append(&s->searchl, &sr->le, sr);
	hold(s, &sr->offer);

	return oh_store_operation_start(s, o, op);

 out:
	mem_deref(sr);

	return err;
}

/**
 * Let a search end: show what it holds, or let it go
 *
 * @param s Store
 * @param o Operation that is due
 */
void oh_store_search_end(struct oh_store *s,
			 const struct oh_store_operation *o)
{
	struct oh_store_search *sr = find(s, o->subject);

	if (!sr || sr->phase != OH_PHASE_SEARCHING)
		return;
	sr->phase = OH_PHASE_HELD;
	if (!*o->fail)
		return;
	let_go(s, &sr->offer);
	sr->offer.numberc = 0;
	sr->phase = OH_PHASE_OVER;
	str_ncpy(sr->offer.error, o->fail, sizeof(sr->offer.error));
}

/**
 * Forget a search that was cancelled
 *
 * @param s Store
 * @param o Operation that never was
 */
void oh_store_search_undo(struct oh_store *s,
			  const struct oh_store_operation *o)
{
	struct oh_store_search *sr = find(s, o->subject);

	if (!sr)
		return;
	let_go(s, &sr->offer);
	mem_deref(sr);
}

/**
 * Look at what a search has found
 *
 * @param s  Store
 * @param id Search
 *
 * @return Offer, borrowed until the next call; without numbers while the
 *         search runs or when it has failed. NULL: no such search
 */
const struct oh_offer *oh_store_offer(struct oh_store *s, const char *id)
{
	struct oh_store_search *sr;

	if (!s || !id)
		return NULL;
	oh_store_settle(s);
	sr = find(s, id);
	if (!sr || sr->phase != OH_PHASE_SEARCHING)
		return sr ? &sr->offer : NULL;

	s->blank = sr->offer;
	s->blank.numberc = 0;

	return &s->blank;
}

/* What a search has found, if it may be bought. One that has expired may:
   what comes of it is told by the operation */
static int find_bought(struct oh_store_search **srp,
		       const struct oh_store *s, const char *id, bool agree)
{
	struct oh_store_search *sr = find(s, id);

	if (!sr || sr->phase == OH_PHASE_SEARCHING || !sr->offer.numberc)
		return ENOENT;
	if (sr->phase == OH_PHASE_BUYING || sr->phase == OH_PHASE_BOUGHT)
		return EALREADY;
	if (sr->offer.no_resell && !agree)
		return EPERM;
	*srp = sr;

	return 0;
}

/**
 * Start buying what a search holds. It is held until the purchase ends
 *
 * @param s      Store
 * @param search Search
 * @param agree  Not to resell
 * @param error  Code to fail with when due, or NULL. What has failed may be
 *               bought again as long as it is held;
 *               "NumbersPartiallyAcquired" buys all but the last
 * @param op     Receives the operation, borrowed until the next call. A
 *               search that has expired fails with "ReservationExpired"
 *
 * @return 0, EINVAL, ENOENT if the search is unknown, still runs or has
 *         found nothing, EALREADY if it is bought or being bought, EPERM if
 *         agree is needed, ENOSPC, ENOMEM, or an error of writing the file
 */
int oh_store_buy(struct oh_store *s, const char *search, bool agree,
		 const char *error, const struct oh_operation **op)
{
	struct oh_store_search *sr = NULL;
	struct oh_store_operation *o;
	int err;

	if (!s || !search || !op)
		return EINVAL;
	oh_store_settle(s);
	err = find_bought(&sr, s, search, agree);
	if (err)
		return err;
	err = oh_store_owned_reserve(s, s->held.count);
	if (err)
		return err;
	if (sr->phase == OH_PHASE_OVER)
		error = "ReservationExpired";
	err = oh_store_operation_make(&o, s, OH_OP_PURCHASE, search, error);
	if (err)
		return err;
	if (sr->phase == OH_PHASE_HELD)
		sr->phase = OH_PHASE_BUYING;

	return oh_store_operation_start(s, o, op);
}

static void own(struct oh_store *s, const struct oh_offer *offer,
		const char *number, uint64_t now_us)
{
	struct oh_owned o = {
		.type = offer->type, .assignment = offer->assignment,
		.caps = offer->caps, .cost = offer->cost,
		.bought_us = now_us,
	};
	const struct oh_stock *st = oh_stock_of(number);

	str_ncpy(o.number, number, sizeof(o.number));
	str_ncpy(o.country, st ? st->country : "", sizeof(o.country));
	oh_store_owned_add(s, &o);
}

/**
 * Let a purchase end
 *
 * @param s Store
 * @param o Operation that is due
 */
void oh_store_buy_end(struct oh_store *s, const struct oh_store_operation *o)
{
	struct oh_store_search *sr = find(s, o->subject);
	size_t n;

	if (!sr || sr->phase != OH_PHASE_BUYING)
		return;
	n = oh_store_acquired(o, sr->offer.numberc);
	if (!n) {
		sr->phase = OH_PHASE_HELD;
		return;
	}
	let_go(s, &sr->offer);
	for (size_t i = 0; i < n; i++)
		own(s, &sr->offer, sr->offer.numberv[i], o->due_us);
	sr->phase = OH_PHASE_BOUGHT;
}

/**
 * Have a purchase not happen: what it would have bought is held as before
 *
 * @param s Store
 * @param o Operation that never was
 */
void oh_store_buy_undo(struct oh_store *s,
		       const struct oh_store_operation *o)
{
	struct oh_store_search *sr = find(s, o->subject);

	if (!sr || sr->phase != OH_PHASE_BUYING)
		return;
	sr->phase = OH_PHASE_HELD;
	oh_store_due(s, sr->offer.expires_us);
}

/**
 * Let go what was held for too long
 *
 * @param s      Store
 * @param now_us Time [us since 1970]
 */
void oh_store_search_expire(struct oh_store *s, uint64_t now_us)
{
	struct le *le;

	LIST_FOREACH(&s->searchl, le) {
		struct oh_store_search *sr = le->data;

		if (sr->phase != OH_PHASE_HELD)
			continue;
		if (sr->offer.expires_us > now_us) {
			oh_store_due(s, sr->offer.expires_us);
			continue;
		}
		let_go(s, &sr->offer);
		sr->phase = OH_PHASE_OVER;
		s->dirty  = true;
	}
}
