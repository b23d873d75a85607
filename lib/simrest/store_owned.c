/**
 * @file store_owned.c  The numbers that were sold
 */
#include <errno.h>
#include "simrest/store_priv.h"

enum { ROOM_MIN = 64 };

/**
 * Make room for numbers to be owned
 *
 * @param s    Store
 * @param more How many beside those that are owned already
 *
 * @return 0, ENOSPC if that is more than OH_STORE_OWNED_MAX, ENOMEM
 */
int oh_store_owned_reserve(struct oh_store *s, size_t more)
{
	size_t want = s->ownedc + more, room = s->room ? s->room : ROOM_MIN;
	struct oh_owned *v;
	int err;

	if (want > OH_STORE_OWNED_MAX)
		return ENOSPC;
	err = oh_store_map_reserve(&s->owned, want);
	if (err || want <= s->room)
		return err;

	while (room < want)
		room *= 2;
	v = s->ownedv ? mem_realloc(s->ownedv, room * sizeof(*v))
		      : mem_alloc(room * sizeof(*v), NULL);
	if (!v)
		return ENOMEM;
	s->ownedv = v;
	s->room   = room;

	return 0;
}

/**
 * Own a number from now on
 *
 * @param s Store with room for it
 * @param o Number, not owned yet; copied
 */
void oh_store_owned_add(struct oh_store *s, const struct oh_owned *o)
{
	s->ownedv[s->ownedc] = *o;
	oh_store_map_put(&s->owned, o->number, (uint32_t)s->ownedc++);
	s->sold = true;
}

/**
 * Tell how many of some numbers a purchase gets
 *
 * @param o     Purchase that is due
 * @param count How many were wanted
 *
 * @return All, or none if it shall fail; all but the last if it shall fail
 *         for them being partially acquired
 */
size_t oh_store_acquired(const struct oh_store_operation *o, size_t count)
{
	if (!*o->fail || !count)
		return count;

	return 0 == strcmp(o->fail, "NumbersPartiallyAcquired") ? count - 1
								: 0;
}

static struct oh_owned *find(const struct oh_store *s, const char *number)
{
	const uint32_t *at = oh_store_map_find(&s->owned, number);

	return at ? &s->ownedv[*at] : NULL;
}

/**
 * Count the numbers owned
 *
 * @param s Store
 *
 * @return How many
 */
size_t oh_store_count(struct oh_store *s)
{
	if (!s)
		return 0;
	oh_store_settle(s);

	return s->ownedc;
}

/**
 * Walk the numbers owned, in the order in which they were bought
 *
 * @param s Store
 * @param i Position from 0
 *
 * @return Number, borrowed until the next call, or NULL
 */
const struct oh_owned *oh_store_at(struct oh_store *s, size_t i)
{
	return i < oh_store_count(s) ? &s->ownedv[i] : NULL;
}

/**
 * Find a number owned
 *
 * @param s      Store
 * @param number E.164
 *
 * @return Number, borrowed until the next call, or NULL
 */
const struct oh_owned *oh_store_find(struct oh_store *s, const char *number)
{
	if (!s || !number)
		return NULL;
	oh_store_settle(s);

	return find(s, number);
}

static bool is_touched(const struct oh_store *s, const char *number)
{
	return oh_store_operation_runs(s, OH_OP_RELEASE, number) ||
		oh_store_operation_runs(s, OH_OP_UPDATE, number);
}

/* What a number may be changed into; numbers that the stock does not know
   (a big inventory of some test) may be anything */
static bool can_be(const struct oh_owned *o,
		   const struct oh_capabilities *caps)
{
	const struct oh_stock_offer *offer =
		oh_stock_offer_find(o->country, o->type, o->assignment);

	return !offer || oh_stock_can(offer, caps);
}

/**
 * Start changing what a number can do
 *
 * @param s      Store
 * @param number E.164
 * @param caps   New capabilities; ANY: as before
 * @param error  Code to fail with when due, or NULL
 * @param op     Receives the operation, borrowed until the next call
 *
 * @return 0, EINVAL, ENOENT if it is not owned, ENOTSUP if its offer does
 *         not have these capabilities, EALREADY if another change of it
 *         runs, ENOSPC, ENOMEM, or an error of writing the file
 */
int oh_store_update(struct oh_store *s, const char *number,
		    const struct oh_capabilities *caps, const char *error,
		    const struct oh_operation **op)
{
	struct oh_store_operation *o;
	struct oh_capabilities will;
	const struct oh_owned *owned;
	int err;

	if (!s || !number || !caps || !op)
		return EINVAL;
	owned = oh_store_find(s, number);
	if (!owned)
		return ENOENT;
	if (is_touched(s, number))
		return EALREADY;
	will.calling = caps->calling ? caps->calling : owned->caps.calling;
	will.sms     = caps->sms ? caps->sms : owned->caps.sms;
	if (!can_be(owned, &will))
		return ENOTSUP;

	err = oh_store_operation_make(&o, s, OH_OP_UPDATE, number, error);
	if (err)
		return err;
	o->caps = will;
	(void)re_snprintf(o->op.resource, sizeof(o->op.resource),
			  "/phoneNumbers/%%2B%s", number + 1);

	return oh_store_operation_start(s, o, op);
}

/**
 * Start giving a number back
 *
 * @param s      Store
 * @param number E.164
 * @param error  Code to fail with when due, or NULL
 * @param op     Receives the operation, borrowed until the next call
 *
 * @return 0, EINVAL, ENOENT if it is not owned, EALREADY if a change of it
 *         runs, ENOSPC, ENOMEM, or an error of writing the file
 */
int oh_store_release(struct oh_store *s, const char *number,
		     const char *error, const struct oh_operation **op)
{
	struct oh_store_operation *o;
	int err;

	if (!s || !number || !op)
		return EINVAL;
	if (!oh_store_find(s, number))
		return ENOENT;
	if (is_touched(s, number))
		return EALREADY;
	err = oh_store_operation_make(&o, s, OH_OP_RELEASE, number, error);

	return err ? err : oh_store_operation_start(s, o, op);
}

/**
 * Let an update take effect
 *
 * @param s Store
 * @param o Operation that is due
 */
void oh_store_owned_update(struct oh_store *s,
			   const struct oh_store_operation *o)
{
	struct oh_owned *owned = find(s, o->subject);

	if (!owned || *o->fail)
		return;
	owned->caps = o->caps;
	s->sold = true;
}

/**
 * Let a release take effect; the others keep their order
 *
 * @param s Store
 * @param o Operation that is due
 */
void oh_store_owned_release(struct oh_store *s,
			    const struct oh_store_operation *o)
{
	struct oh_owned *owned = find(s, o->subject);
	size_t at;

	if (!owned || *o->fail)
		return;
	at = (size_t)(owned - s->ownedv);
	oh_store_map_drop(&s->owned, o->subject);
	s->ownedc--;
	memmove(owned, owned + 1, (s->ownedc - at) * sizeof(*owned));
	for (; at < s->ownedc; at++)
		oh_store_map_put(&s->owned, s->ownedv[at].number,
				 (uint32_t)at);
	s->sold = true;
}
