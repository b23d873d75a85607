/**
 * @file operation.c  Long-running operations: how they go
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "carrier/encode.h"
#include "simrest/handlers.h"
#include "simrest/reply.h"
#include "simrest/store.h"

/* Where its result is, asked with the version of this request */
static int locate(struct oh_operation *op, const struct oh_turn *t)
{
	size_t len = strlen(op->resource);
	int n;

	if (!len || strchr(op->resource, '?'))
		return 0;
	n = snprintf(op->resource + len, sizeof(op->resource) - len,
		     "?api-version=%s", t->version);

	return n < 0 || (size_t)n >= sizeof(op->resource) - len ? ERANGE : 0;
}

/**
 * GET /phoneNumbers/operations/{operation}
 *
 * @param t Turn
 *
 * @return see turn.h
 */
int oh_operation_get(struct oh_turn *t)
{
	const struct oh_operation *found;
	struct oh_operation op;
	int err;

	found = oh_store_operation(t->store, t->arg);
	if (!found)
		return ENOENT;

	op = *found;
	err = locate(&op, t);
	if (!err && *op.resource)
		err = oh_reply_header(t->reply, "Location", "%s",
				      op.resource);

	return err ? err : oh_reply_json(t->reply, 200,
					 oh_encode_operation(&op));
}

/**
 * DELETE /phoneNumbers/operations/{operation}
 *
 * @param t Turn
 *
 * @return see turn.h
 */
int oh_operation_cancel(struct oh_turn *t)
{
	int err = oh_store_operation_cancel(t->store, t->arg);

	if (!err)
		t->reply->status = 204;

	return err;
}
