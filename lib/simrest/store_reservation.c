/**
 * @file store_reservation.c  Reservations: carts that hold numbers
 *
 *   active ──buy──▶ submitted ──due──▶ completed
 *      └──15 min after the last change, 2 h after the first──▶ expired
 */
#include <errno.h>
#include "base/clock.h"
#include "simrest/store_priv.h"

enum { DIGITS_MIN = 7, DIGITS_MAX = 15 };

static void destructor(void *arg)
{
	struct oh_store_reservation *rs = arg;

	list_unlink(&rs->le);
}

/**
 * Allocate a reservation, in no list
 *
 * @param rsp Returned reservation; mem_deref
 *
 * @return 0, ENOMEM
 */
int oh_store_reservation_alloc(struct oh_store_reservation **rsp)
{
	*rsp = mem_zalloc(sizeof(**rsp), destructor);

	return *rsp ? 0 : ENOMEM;
}

/**
 * Tell whether a reservation holds a number of its
 *
 * @param a Number in a reservation
 *
 * @return true if nobody else may have it
 */
bool oh_store_reservation_holds(const struct oh_available *a)
{
	return a->status == OH_AVAIL_RESERVED;
}

static bool may_go(const void *record)
{
	const struct oh_store_reservation *rs = record;

	return rs->r.status == OH_RES_COMPLETED ||
		rs->r.status == OH_RES_EXPIRED;
}

static struct oh_store_reservation *find(const struct oh_store *s,
					 const char *id)
{
	struct le *le;

	LIST_FOREACH(&s->reservationl, le) {
		struct oh_store_reservation *rs = le->data;

		if (0 == strcmp(rs->r.id, id))
			return rs;
	}

	return NULL;
}

static void hold(struct oh_store *s, const struct oh_reservation *r)
{
	for (uint32_t i = 0; i < r->numberc; i++) {
		if (oh_store_reservation_holds(&r->numberv[i]))
			oh_store_map_put(&s->held, r->numberv[i].number, 0);
	}
}

static void let_go(struct oh_store *s, const struct oh_reservation *r)
{
	for (uint32_t i = 0; i < r->numberc; i++) {
		if (oh_store_reservation_holds(&r->numberv[i]))
			oh_store_map_drop(&s->held, r->numberv[i].number);
	}
}

/* Either may be NULL. The new one takes the old one's place in the list */
static void replace(struct oh_store *s, struct oh_store_reservation *old,
		    struct oh_store_reservation *rs)
{
	if (old)
		let_go(s, &old->r);
	if (rs)
		hold(s, &rs->r);
	if (old && rs)
		list_insert_before(&s->reservationl, &old->le, &rs->le, rs);
	else if (rs)
		list_append(&s->reservationl, &rs->le, rs);
	if (old)
		list_unlink(&old->le);
}

/* numberc: it does not stand in it */
static uint32_t place_of(const struct oh_reservation *r, const char *id)
{
	uint32_t i = 0;

	while (i < r->numberc && strcmp(r->numberv[i].id, id))
		i++;

	return i;
}

static void take_out(struct oh_reservation *r, const char *id)
{
	uint32_t at = place_of(r, id);

	if (at == r->numberc)
		return;
	r->numberc--;
	memmove(&r->numberv[at], &r->numberv[at + 1],
		(r->numberc - at) * sizeof(r->numberv[at]));
}

static void refuse(struct oh_available *a, const char *code,
		   const char *text)
{
	a->status = OH_AVAIL_ERROR;
	str_ncpy(a->error_code, code, sizeof(a->error_code));
	str_ncpy(a->error_text, text, sizeof(a->error_text));
}

static int number_of(char number[OH_NUMBER_SIZE],
		     const struct oh_available *wanted)
{
	const char *digits = *wanted->number == '+' ? wanted->number + 1
						    : wanted->id;
	size_t len = strspn(digits, "0123456789");

	if (digits[len] || len < DIGITS_MIN || len > DIGITS_MAX ||
	    *digits == '0')
		return EINVAL;
	(void)re_snprintf(number, OH_NUMBER_SIZE, "+%s", digits);

	return 0;
}

/* What we do not sell: the client's word is all there is to tell of it */
static int describe_foreign(struct oh_available *a, const char *number,
			    const struct oh_available *wanted)
{
	if (!*wanted->country || !wanted->type || !wanted->assignment ||
	    !wanted->caps.calling || !wanted->caps.sms)
		return EINVAL;
	*a = *wanted;
	str_ncpy(a->id, number + 1, sizeof(a->id));
	str_ncpy(a->number, number, sizeof(a->number));
	refuse(a, "FailedToReserveNumber", "The number is not sold here.");

	return 0;
}

static bool is_held_by(const struct oh_reservation *r, const char *number)
{
	uint32_t at = place_of(r, number + 1);

	return at < r->numberc && oh_store_reservation_holds(&r->numberv[at]);
}

/* Price and type are the stock's word, not the client's. old is the
   reservation as it is, or NULL: what it holds, it may hold on */
static int describe(struct oh_available *a, const struct oh_store *s,
		    const struct oh_reservation *old,
		    const struct oh_available *wanted)
{
	const struct oh_stock_offer *offer;
	const struct oh_stock *st;
	char number[OH_NUMBER_SIZE];
	int err;

	err = number_of(number, wanted);
	if (err)
		return err;
	st = oh_stock_of(number);
	offer = st ? oh_stock_offer_find(st->country, st->type,
					 wanted->assignment) : NULL;
	if (!offer)
		return describe_foreign(a, number, wanted);

	oh_store_available(a, number, offer, &wanted->caps);
	if (oh_stock_can(offer, &wanted->caps) &&
	    (oh_store_shelf_has(s, number) ||
	     (old && is_held_by(old, number))))
		a->status = OH_AVAIL_RESERVED;
	else
		refuse(a, "FailedToReserveNumber",
		       "The number is not available.");

	return 0;
}

/* On a draft: nothing is held or let go here */
static int apply(struct oh_reservation *r, const struct oh_store *s,
		 const struct oh_reservation *old, struct oh_store_change *c)
{
	struct oh_available a;

	for (size_t i = 0; i < c->removec; i++)
		take_out(r, c->removev[i]);
	for (size_t i = 0; i < c->addc; i++) {
		int err = describe(&a, s, old, &c->addv[i]);

		if (err)
			return err;
		take_out(r, a.id);
		if (r->numberc >= OH_MODEL_NUMBERS)
			return ENOSPC;
		r->numberv[r->numberc++] = a;
		c->partly |= a.status == OH_AVAIL_ERROR;
	}

	return 0;
}

static int draft(struct oh_store_reservation **rsp, struct oh_store *s,
		 const struct oh_store_reservation *old, const char *id)
{
	uint64_t now = oh_clock_wall_us(), last;
	struct oh_store_reservation *rs;
	int err = 0;

	if (!old)
		err = oh_store_make_room(&s->reservationl,
					 OH_STORE_RESERVATIONS_MAX, may_go);
	if (err)
		return err;
	err = oh_store_reservation_alloc(&rs);
	if (err)
		return err;
	if (old)
		rs->r = old->r;
	else
		str_ncpy(rs->r.id, id, sizeof(rs->r.id));

	rs->created_us   = old ? old->created_us : now;
	rs->r.status     = OH_RES_ACTIVE;
	rs->r.expires_us = now + oh_store_hold_us(s);
	last = rs->created_us + 1000ull * OH_STORE_RESERVATION_MS;
	if (rs->r.expires_us > last)
		rs->r.expires_us = last;
	*rsp = rs;

	return 0;
}

static int change(struct oh_store *s, struct oh_store_reservation *old,
		  struct oh_store_reservation *rs, struct oh_store_change *c)
{
	int err;

	err = apply(&rs->r, s, old ? &old->r : NULL, c);
	if (err)
		return err;

	replace(s, old, rs);
	err = oh_store_commit(s);
	if (err)
		replace(s, rs, old);
	else
		oh_store_due(s, rs->r.expires_us);

	return err;
}

/**
 * Make or change a reservation. It is active for the time of a hold from
 * now, but not longer than OH_STORE_RESERVATION_MS after it was made
 *
 * @param s  Store
 * @param id Its id, chosen by the client
 * @param c  What shall change. Of the numbers to hold only number (or id),
 *           assignment and caps count if the stock has them; else all must
 *           be told. Numbers to take out that are not in it are let be
 *
 * @return 0, EINVAL, EALREADY if it is not active, ENOSPC if there would be
 *         too many numbers or reservations, ENOMEM, or an error of writing
 *         the file; nothing has changed then
 */
int oh_store_reserve(struct oh_store *s, const char *id,
		     struct oh_store_change *c)
{
	struct oh_store_reservation *old, *rs = NULL;
	int err;

	if (!s || !id || !*id || strlen(id) >= OH_MODEL_ID || !c)
		return EINVAL;
	if (c->addc > OH_MODEL_NUMBERS)
		return ENOSPC;
	oh_store_settle(s);
	old = find(s, id);
	if (old && old->r.status != OH_RES_ACTIVE)
		return EALREADY;

	c->created = !old;
	c->partly  = false;
	err = oh_store_map_reserve(&s->held, s->held.count + c->addc);
	if (err)
		return err;
	err = draft(&rs, s, old, id);
	if (err)
		return err;
	err = change(s, old, rs, c);
	mem_deref(err ? rs : old);

	return err;
}

/**
 * Look at a reservation
 *
 * @param s  Store
 * @param id Its id
 *
 * @return Reservation, borrowed until the next call, or NULL
 */
const struct oh_reservation *oh_store_reservation(struct oh_store *s,
						  const char *id)
{
	struct oh_store_reservation *rs;

	if (!s || !id)
		return NULL;
	oh_store_settle(s);
	rs = find(s, id);

	return rs ? &rs->r : NULL;
}

/**
 * Count the reservations, also those that are over
 *
 * @param s Store
 *
 * @return How many
 */
size_t oh_store_reservation_count(struct oh_store *s)
{
	if (!s)
		return 0;
	oh_store_settle(s);

	return list_count(&s->reservationl);
}

/**
 * Walk the reservations, the oldest first
 *
 * @param s Store
 * @param i Position from 0
 *
 * @return Reservation, borrowed until the next call, or NULL
 */
const struct oh_reservation *oh_store_reservation_at(struct oh_store *s,
						     size_t i)
{
	struct le *le;

	if (!s)
		return NULL;
	oh_store_settle(s);
	LIST_FOREACH(&s->reservationl, le) {
		const struct oh_store_reservation *rs = le->data;

		if (!i--)
			return &rs->r;
	}

	return NULL;
}

/**
 * Give up a reservation: its numbers are free, it is gone
 *
 * @param s  Store
 * @param id Its id
 *
 * @return 0, EINVAL, ENOENT, EALREADY if it is not active, or an error of
 *         writing the file; nothing has changed then
 */
int oh_store_reservation_cancel(struct oh_store *s, const char *id)
{
	struct oh_store_reservation *rs;
	int err;

	if (!s || !id)
		return EINVAL;
	oh_store_settle(s);
	rs = find(s, id);
	if (!rs)
		return ENOENT;
	if (rs->r.status != OH_RES_ACTIVE)
		return EALREADY;

	replace(s, rs, NULL);
	err = oh_store_commit(s);
	if (err) {
		replace(s, NULL, rs);
		return err;
	}
	mem_deref(rs);

	return 0;
}

/* 0 if all that it holds may be bought */
static int check_buy(const struct oh_reservation *r, bool agree)
{
	size_t n = 0;

	if (r->status != OH_RES_ACTIVE)
		return EALREADY;
	for (uint32_t i = 0; i < r->numberc; i++) {
		if (!oh_store_reservation_holds(&r->numberv[i]))
			continue;
		if (r->numberv[i].no_resell && !agree)
			return EPERM;
		n++;
	}

	return n ? 0 : ENOENT;
}

/**
 * Start buying what a reservation holds
 *
 * @param s     Store
 * @param id    Reservation
 * @param agree Not to resell
 * @param error Code to fail with when due, or NULL;
 *              "NumbersPartiallyAcquired" buys all but the last. What came
 *              of each number is told by the reservation
 * @param op    Receives the operation, borrowed until the next call
 *
 * @return 0, EINVAL, ENOENT if it is unknown or holds nothing, EALREADY if
 *         it is not active, EPERM if agree is needed, ENOSPC, ENOMEM, or an
 *         error of writing the file
 */
int oh_store_reservation_buy(struct oh_store *s, const char *id, bool agree,
			     const char *error,
			     const struct oh_operation **op)
{
	struct oh_store_reservation *rs;
	struct oh_store_operation *o;
	int err;

	if (!s || !id || !op)
		return EINVAL;
	oh_store_settle(s);
	rs = find(s, id);
	if (!rs)
		return ENOENT;
	err = check_buy(&rs->r, agree);
	if (err)
		return err;
	err = oh_store_owned_reserve(s, s->held.count);
	if (err)
		return err;
	err = oh_store_operation_make(&o, s, OH_OP_RESERVATION_PURCHASE, id,
				       error);
	if (err)
		return err;
	(void)re_snprintf(o->op.resource, sizeof(o->op.resource),
			  "/availablePhoneNumbers/reservations/%s", id);
	rs->r.status = OH_RES_SUBMITTED;

	return oh_store_operation_start(s, o, op);
}

static void own(struct oh_store *s, const struct oh_available *a,
		uint64_t now_us)
{
	struct oh_owned o = {
		.type = a->type, .assignment = a->assignment,
		.caps = a->caps, .cost = a->cost, .bought_us = now_us,
	};

	str_ncpy(o.number, a->number, sizeof(o.number));
	str_ncpy(o.country, a->country, sizeof(o.country));
	oh_store_owned_add(s, &o);
}

/**
 * Let a reservation's purchase end
 *
 * @param s Store
 * @param o Operation that is due
 */
void oh_store_reservation_end(struct oh_store *s,
			      const struct oh_store_operation *o)
{
	struct oh_store_reservation *rs = find(s, o->subject);
	size_t held = 0, n;

	if (!rs || rs->r.status != OH_RES_SUBMITTED)
		return;
	for (uint32_t i = 0; i < rs->r.numberc; i++)
		held += oh_store_reservation_holds(&rs->r.numberv[i]);
	n = oh_store_acquired(o, held);

	let_go(s, &rs->r);
	rs->r.status = OH_RES_COMPLETED;
	for (uint32_t i = 0; i < rs->r.numberc; i++) {
		struct oh_available *a = &rs->r.numberv[i];

		if (!oh_store_reservation_holds(a))
			continue;
		if (n) {
			own(s, a, o->due_us);
			a->status = OH_AVAIL_PURCHASED;
			n--;
		}
		else
			refuse(a, o->fail, "The number was not bought.");
	}
}

/**
 * Have a reservation's purchase not happen: it is active again
 *
 * @param s Store
 * @param o Operation that never was
 */
void oh_store_reservation_undo(struct oh_store *s,
			       const struct oh_store_operation *o)
{
	struct oh_store_reservation *rs = find(s, o->subject);

	if (!rs || rs->r.status != OH_RES_SUBMITTED)
		return;
	rs->r.status = OH_RES_ACTIVE;
	oh_store_due(s, rs->r.expires_us);
}

/**
 * Let go what was reserved for too long
 *
 * @param s      Store
 * @param now_us Time [us since 1970]
 */
void oh_store_reservation_expire(struct oh_store *s, uint64_t now_us)
{
	struct le *le;

	LIST_FOREACH(&s->reservationl, le) {
		struct oh_store_reservation *rs = le->data;

		if (rs->r.status != OH_RES_ACTIVE)
			continue;
		if (rs->r.expires_us > now_us) {
			oh_store_due(s, rs->r.expires_us);
			continue;
		}
		let_go(s, &rs->r);
		for (uint32_t i = 0; i < rs->r.numberc; i++) {
			if (oh_store_reservation_holds(&rs->r.numberv[i]))
				rs->r.numberv[i].status = OH_AVAIL_EXPIRED;
		}
		rs->r.status = OH_RES_EXPIRED;
		s->dirty = true;
	}
}
