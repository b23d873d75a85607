/**
 * @file purchased.c  Numbers that were bought
 */
#include <cjson/cJSON.h>
#include <errno.h>
#include "carrier/encode.h"
#include "http/query.h"
#include "simrest/body.h"
#include "simrest/fault.h"
#include "simrest/handlers.h"
#include "simrest/page.h"
#include "simrest/problem.h"
#include "simrest/reply.h"
#include "simrest/store.h"

static int add_owned(struct oh_page *p, struct oh_store *store)
{
	const size_t count = oh_store_count(store);
	const size_t end = (size_t)p->skip + p->size;
	int err = 0;

	/* Straight to the page: there may be 100,000 before it */
	for (size_t i = p->skip; !err && i < count && i < end; i++)
		err = oh_page_add(p, oh_encode_owned(oh_store_at(store, i)));
	p->seen = count;

	return err;
}

/**
 * GET /phoneNumbers
 *
 * @param t Turn
 *
 * @return see turn.h
 */
int oh_purchased_list(struct oh_turn *t)
{
	struct oh_page page;
	int err;

	err = oh_page_start(&page, t, "top");
	if (err)
		return err;
	err = add_owned(&page, t->store);
	if (err) {
		oh_page_reset(&page);
		return err;
	}

	return oh_page_end(&page, t, "phoneNumbers");
}

static int not_found(struct oh_turn *t)
{
	int err = oh_problem(t->reply, 404, NULL,
			     "Input phoneNumber %s cannot be found.", t->arg);

	return err ? err : ENOENT;
}

/**
 * GET /phoneNumbers/{number}
 *
 * @param t Turn
 *
 * @return see turn.h
 */
int oh_purchased_get(struct oh_turn *t)
{
	const struct oh_owned *o = oh_store_find(t->store, t->arg);

	return o ? oh_reply_json(t->reply, 200, oh_encode_owned(o))
		 : not_found(t);
}

static int started(struct oh_turn *t, const struct oh_operation *op)
{
	char number[3 * OH_NUMBER_SIZE];
	int err;

	err = oh_url_encode(number, sizeof(number), t->arg);
	if (!err)
		err = oh_reply_header(t->reply, "Location",
				      "/phoneNumbers/%s?api-version=%s",
				      number, t->version);

	return err ? err : oh_turn_started(t, op, "capabilities-id");
}

/**
 * PATCH /phoneNumbers/{number}/capabilities
 *
 * A merge patch (RFC 7396) whose null keeps what there is: no capability
 * can be without a value.
 *
 * @param t Turn
 *
 * @return see turn.h
 */
int oh_purchased_update(struct oh_turn *t)
{
	struct oh_capabilities caps = { .calling = OH_CAPABLE_ANY };
	const struct oh_operation *op;
	const struct oh_owned *o;
	int err;

	if (!oh_store_find(t->store, t->arg))
		return not_found(t);
	err = oh_body_capabilities(&caps, t, t->json);
	if (err)
		return err;

	err = oh_store_update(t->store, t->arg, &caps,
			      oh_fault_take_operation(t->faults,
						      OH_OP_UPDATE), &op);
	if (!err)
		err = started(t, op);
	if (err)
		return err;

	o = oh_store_find(t->store, t->arg);

	return o ? oh_reply_json(t->reply, 202, oh_encode_owned(o)) : 0;
}

/**
 * DELETE /phoneNumbers/{number}
 *
 * @param t Turn
 *
 * @return see turn.h
 */
int oh_purchased_release(struct oh_turn *t)
{
	const struct oh_operation *op;
	int err;

	if (!oh_store_find(t->store, t->arg))
		return not_found(t);

	err = oh_store_release(t->store, t->arg,
			       oh_fault_take_operation(t->faults,
						       OH_OP_RELEASE), &op);

	return err ? err : oh_turn_started(t, op, "release-id");
}
