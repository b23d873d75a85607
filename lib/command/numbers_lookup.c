/**
 * @file numbers_lookup.c  Questions about any number, and about operations
 */
#include <errno.h>
#include <string.h>
#include "base/compat.h"
#include "command/numbers_priv.h"

/* Billed ones are asked for one by one: that is what the service takes */
static int lookup_each(struct numbers *n, struct oh_carrier *c,
		       const struct oh_carrier_req *req)
{
	int status = OH_EXIT_OK;

	for (uint32_t i = 0; i < req->numberc && !status; i++) {
		struct oh_carrier_req one = *req;

		one.numberv = &req->numberv[i];
		one.numberc = 1;
		status = oh_numbers_rows(n, c, &one, OH_ITEM_OPERATOR);
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
	struct oh_carrier *c = oh_carriers_for(n->carriers, OH_DO_LOOKUP);
	char textv[OH_NUMBERS_OPERANDS_MAX][OH_NUMBER_SIZE];
	const char *numberv[OH_NUMBERS_OPERANDS_MAX];
	const struct oh_carrier_req req = {
		.what = OH_DO_LOOKUP, .numberv = numberv,
		.numberc = n->operandc, .details = n->o->operator,
	};
	int status = c ? OH_EXIT_OK : OH_EXIT_USAGE;

	for (uint32_t i = 0; i < n->operandc && !status; i++) {
		numberv[i] = textv[i];
		status = oh_numbers_number(n, textv[i], n->operandv[i]);
	}
	if (!status)
		status = oh_numbers_table_open(n, OH_ITEM_OPERATOR,
					       n->operandc == 1);
	if (status)
		return status;

	if (req.details)
		oh_app_say(n->app, "the operator of a number is billed by the "
			   "carrier, each time it is asked for");
	status = req.details ? lookup_each(n, c, &req)
		: oh_numbers_rows(n, c, &req, OH_ITEM_OPERATOR);

	return oh_numbers_table_close(n, status);
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
static int look(struct numbers *n, struct oh_carrier *c,
		const struct oh_carrier_req *req)
{
	struct look l = { .told = false };
	const struct oh_item item = {
		.kind = OH_ITEM_OPERATION, .u.operation = &l.op,
	};
	int err = 0, status;

	status = oh_numbers_act(n, c, req, operation_handler, &l);
	if (l.told)
		err = oh_rows_add(n->table, &item, &n->by);
	if (!status && err)
		status = oh_app_fail(n->app, OH_EXIT_SOFTWARE, "%s",
				     strerror(err));

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
	struct oh_carrier *c = oh_carriers_for(n->carriers, req.what);
	int status;

	if (!c)
		return OH_EXIT_USAGE;
	if (n->o->dry_run)
		return oh_numbers_print(n, c, &req);
	if (n->o->cancel) {
		status = oh_numbers_act(n, c, &req, NULL, NULL);
		if (!status)
			oh_app_say(n->app, "%s is cancelled", req.id);
		return status;
	}
	status = oh_numbers_table_open(n, OH_ITEM_OPERATION, true);

	return status ? status
		: oh_numbers_table_close(n, look(n, c, &req));
}
