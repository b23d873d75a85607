/**
 * @file numbers_lookup.c  Questions about any number, and about operations
 */
#include <errno.h>
#include <string.h>
#include "base/compat.h"
#include "command/numbers_priv.h"

/* Billed ones are asked for one by one: that is what the service takes */
static int lookup_each(struct numbers *n, const struct oh_carrier_req *req)
{
	int status = OH_EXIT_OK;

	for (uint32_t i = 0; i < req->numberc && !status; i++) {
		struct oh_carrier_req one = *req;

		one.numberv = &req->numberv[i];
		one.numberc = 1;
		status = oh_numbers_rows(n, &one);
	}

	return status;
}

/**
 * numbers lookup NUMBER...
 *
 * @param n The run
 *
 * @return Exit status
 */
int oh_numbers_lookup(struct numbers *n)
{
	const char *numberv[OH_NUMBERS_OPERANDS_MAX];
	const struct oh_carrier_req req = {
		.what = OH_DO_LOOKUP, .numberv = numberv,
		.numberc = n->operandc, .details = n->o->operator,
	};

	for (uint32_t i = 0; i < n->operandc; i++)
		numberv[i] = n->numberv[i];
	if (!req.details)
		return oh_numbers_rows(n, &req);

	oh_app_say(n->app, "the operator of a number is billed by the "
		   "carrier, each time it is asked for");

	return lookup_each(n, &req);
}

struct look {
	struct oh_operation op;
	bool                told;
};

static void operation_handler(const struct oh_item *item, void *arg)
{
	struct look *l = arg;

	if (item->kind != OH_ITEM_OPERATION)
		return;
	l->op = *item->u.operation;
	l->told = true;
}

/* Its last state is the answer, be it good or bad */
static int look(struct numbers *n, const struct oh_carrier_req *req)
{
	struct look l = { .told = false };
	const struct oh_item item = {
		.kind = OH_ITEM_OPERATION, .u.operation = &l.op,
	};
	int err = 0, status;

	status = oh_numbers_act(n, req, operation_handler, &l);
	if (l.told)
		err = oh_rows_add(n->table, &item, &n->by);
	if (!status)
		status = oh_numbers_check(n, err);

	return status;
}

/**
 * numbers operation ID: wait for it, look at it once (--no-wait), or cancel
 *
 * @param n The run
 *
 * @return Exit status: 1 if it failed or is not known
 */
int oh_numbers_operation(struct numbers *n)
{
	const struct oh_carrier_req req = {
		.what = n->o->cancel ? OH_DO_OPERATION_CANCEL :
			n->o->no_wait ? OH_DO_OPERATION : OH_DO_WAIT,
		.id = n->operandv[0],
	};
	int status;

	if (n->o->dry_run)
		return oh_numbers_print(n, &req);
	if (!n->o->cancel)
		return look(n, &req);

	n->may_be_empty = true;
	status = oh_numbers_act(n, &req, NULL, NULL);
	if (!status)
		oh_app_say(n->app, "%s is cancelled", req.id);

	return status;
}
