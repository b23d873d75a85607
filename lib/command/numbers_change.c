/**
 * @file numbers_change.c  Numbers one has: what they can do, giving them back
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "base/compat.h"
#include "carrier/owned.h"
#include "command/numbers_priv.h"

enum { QUESTION_SIZE = 160 };

/**
 * Keep the list that dial reads in step with what was just done
 *
 * @param n      The run
 * @param o      The number as it is now; NULL: it is ours no more
 * @param number The number
 */
void oh_numbers_cache(struct numbers *n, const struct oh_owned *o,
		      const char *number)
{
	int err = oh_owned_change(n->by.carrier, number, o);

	/* What was done is done; the next list mends it */
	if (err && err != ENOENT)
		oh_app_say(n->app, "the list that 'dial --from' reads could "
			   "not be changed: %s; run 'numbers list'",
			   strerror(err));
}

struct change {
	struct numbers *n;
	int             err;
};

static void update_handler(const struct oh_item *item, void *arg)
{
	struct change *ch = arg;

	if (item->kind != OH_ITEM_OWNED)
		return;
	oh_numbers_cache(ch->n, item->u.owned,
			 item->u.owned->number);
	ch->err = oh_rows_add(ch->n->table, item, &ch->n->by);
}

/**
 * numbers update: its options
 *
 * @param n The run
 *
 * @return Exit status
 */
int oh_numbers_update_check(struct numbers *n)
{
	if (n->caps.calling || n->caps.sms)
		return OH_EXIT_OK;

	return oh_app_fail(n->app, OH_EXIT_USAGE, "update: to what? write "
			   "--calling or --sms");
}

/**
 * numbers update NUMBER
 *
 * @param n The run
 *
 * @return Exit status
 */
int oh_numbers_update(struct numbers *n)
{
	const struct oh_carrier_req req = {
		.what = OH_DO_UPDATE, .number = n->numberv[0],
		.caps = n->caps, .no_wait = n->o->no_wait,
	};
	struct change ch = { .n = n };
	int status;

	if (n->o->dry_run || req.no_wait)
		return oh_numbers_rows(n, &req);

	status = oh_numbers_act(n, &req, update_handler, &ch);

	return status ? status : oh_numbers_check(n, ch.err);
}

static int release(struct numbers *n, const struct oh_carrier_req *req)
{
	char question[QUESTION_SIZE];
	struct numbers_end end;
	int status;

	(void)snprintf(question, sizeof(question), "give %s back to carrier "
		       "%s? It may never be had again.", req->number,
		       n->by.carrier);
	status = oh_numbers_ask(n, question);
	if (!status)
		status = oh_numbers_try(n, req, NULL, NULL, &end);
	if (!status)
		status = oh_numbers_fail(n, &end);
	if (status)
		return status;
	if (req->no_wait)
		return oh_numbers_tell_operation(n, end.operation);

	oh_numbers_cache(n, NULL, req->number);
	oh_app_say(n->app, "%s is released", req->number);

	return OH_EXIT_OK;
}

/**
 * numbers release NUMBER
 *
 * @param n The run
 *
 * @return Exit status: 30 if not confirmed
 */
int oh_numbers_release(struct numbers *n)
{
	const struct oh_carrier_req req = {
		.what = OH_DO_RELEASE, .number = n->numberv[0],
		.no_wait = n->o->no_wait,
	};

	return n->o->dry_run ? oh_numbers_print(n, &req)
			     : release(n, &req);
}
