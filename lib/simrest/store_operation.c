/**
 * @file store_operation.c  Operations: what takes its time
 */
#include <errno.h>
#include "base/clock.h"
#include "base/id.h"
#include "simrest/store_priv.h"

typedef void (effect_h)(struct oh_store *s,
			const struct oh_store_operation *o);

static const struct {
	const char *name;       /* its id begins so                        */
	effect_h   *endh;       /* it is due: take effect, or fail         */
	effect_h   *undoh;      /* it never was: give back what it took    */
} kindv[] = {
	[OH_OP_PURCHASE] = { "purchase", oh_store_buy_end,
			     oh_store_buy_undo },
	[OH_OP_RELEASE]  = { "release", oh_store_owned_release, NULL },
	[OH_OP_SEARCH]   = { "search", oh_store_search_end,
			     oh_store_search_undo },
	[OH_OP_UPDATE]   = { "capabilities", oh_store_owned_update, NULL },
	[OH_OP_RESERVATION_PURCHASE] = { "reservationPurchase",
					 oh_store_reservation_end,
					 oh_store_reservation_undo },
};

static const struct {
	const char *code, *text;
} errorv[] = {
	{ "OutOfStock", "Not enough numbers that fit are free." },
	{ "ReservationExpired", "The numbers are no longer held." },
	{ "NumbersPartiallyAcquired", "Not all numbers could be had." },
	{ "OperationCanceled", "The operation was cancelled." },
};

static const char *text_of(const char *code)
{
	for (size_t i = 0; i < ARRAY_SIZE(errorv); i++) {
		if (0 == strcmp(errorv[i].code, code))
			return errorv[i].text;
	}

	return "The operation failed.";
}

static void destructor(void *arg)
{
	struct oh_store_operation *o = arg;

	list_unlink(&o->le);
}

static bool is_over(const struct oh_store_operation *o)
{
	return o->op.status == OH_OP_SUCCEEDED || o->op.status == OH_OP_FAILED;
}

static bool may_go(const void *record)
{
	return is_over(record);
}

/**
 * Make room in a list of records for one more: the oldest that is over goes
 *
 * @param l     Records, oldest first; they unlink themselves when released
 * @param max   How many there may be
 * @param overh Tells whether a record may go
 *
 * @return 0, ENOSPC if none may
 */
int oh_store_make_room(struct list *l, uint32_t max,
		       bool (*overh)(const void *record))
{
	struct le *le;

	if (list_count(l) < max)
		return 0;
	LIST_FOREACH(l, le) {
		if (!overh(le->data))
			continue;
		mem_deref(le->data);
		return 0;
	}

	return ENOSPC;
}

/**
 * Allocate an operation, in no list
 *
 * @param op Returned operation; mem_deref
 *
 * @return 0, ENOMEM
 */
int oh_store_operation_alloc(struct oh_store_operation **op)
{
	*op = mem_zalloc(sizeof(**op), destructor);

	return *op ? 0 : ENOMEM;
}

/**
 * Make an operation, not started yet
 *
 * @param op      Returned operation; mem_deref, or start it
 * @param s       Store
 * @param type    What it does
 * @param subject Search, number or reservation
 * @param error   Code to fail with when due, or NULL
 *
 * @return 0, ENOSPC if too many run, ENOMEM
 */
int oh_store_operation_make(struct oh_store_operation **op,
			    struct oh_store *s, enum oh_op_type type,
			    const char *subject, const char *error)
{
	uint64_t now = oh_clock_wall_us();
	struct oh_store_operation *o;
	char id[OH_ID_SIZE];
	int err;

	err = oh_store_make_room(&s->operationl, OH_STORE_OPERATIONS_MAX,
				 may_go);
	if (err)
		return err;
	err = oh_store_operation_alloc(&o);
	if (err)
		return err;

	/* A search and its operation share their identifier. */
	oh_id_make(id, now);
	(void)re_snprintf(o->op.id, sizeof(o->op.id), "%s_%s",
			  kindv[type].name,
			  type == OH_OP_SEARCH ? subject : id);
	o->op.type       = type;
	o->op.status     = OH_OP_NOT_STARTED;
	o->op.created_us = now;
	o->op.changed_us = now;
	o->due_us        = now + 1000ull * s->prm.op_ms;
	str_ncpy(o->subject, subject, sizeof(o->subject));
	str_ncpy(o->fail, error ? error : "", sizeof(o->fail));
	*op = o;

	return 0;
}

static void undo(struct oh_store *s, const struct oh_store_operation *o)
{
	if (kindv[o->op.type].undoh)
		kindv[o->op.type].undoh(s, o);
}

/**
 * Start an operation: from here on it is in the file
 *
 * @param s   Store
 * @param o   Operation, given; if it cannot be written, it is undone and
 *            released
 * @param opp Receives it as the API shows it, borrowed until the next call
 *
 * @return 0, ENOMEM or the errno of writing the file
 */
int oh_store_operation_start(struct oh_store *s,
			     struct oh_store_operation *o,
			     const struct oh_operation **opp)
{
	int err;

	list_append(&s->operationl, &o->le, o);
	err = oh_store_commit(s);
	if (err) {
		undo(s, o);
		mem_deref(o);
		return err;
	}
	oh_store_due(s, o->due_us);
	*opp = &o->op;

	return 0;
}

/**
 * Tell whether an operation on something runs
 *
 * @param s       Store
 * @param type    Which
 * @param subject On what
 *
 * @return true if it does
 */
bool oh_store_operation_runs(const struct oh_store *s, enum oh_op_type type,
			     const char *subject)
{
	struct le *le;

	LIST_FOREACH(&s->operationl, le) {
		const struct oh_store_operation *o = le->data;

		if (o->op.type == type && !is_over(o) &&
		    0 == strcmp(o->subject, subject))
			return true;
	}

	return false;
}

static void fail(struct oh_operation *op, const char *code)
{
	op->status = OH_OP_FAILED;
	str_ncpy(op->error_code, code, sizeof(op->error_code));
	str_ncpy(op->error_text, text_of(code), sizeof(op->error_text));
}

/**
 * Let operations that are due take effect
 *
 * @param s      Store
 * @param now_us Time [us since 1970]
 */
void oh_store_operation_settle(struct oh_store *s, uint64_t now_us)
{
	struct le *le;

	LIST_FOREACH(&s->operationl, le) {
		struct oh_store_operation *o = le->data;

		if (is_over(o))
			continue;
		if (o->due_us > now_us) {
			oh_store_due(s, o->due_us);
			continue;
		}
		o->op.changed_us = o->due_us;
		o->op.status = OH_OP_SUCCEEDED;
		if (*o->fail)
			fail(&o->op, o->fail);
		kindv[o->op.type].endh(s, o);
		s->dirty = true;
	}
}

static struct oh_store_operation *find(const struct oh_store *s,
				       const char *id)
{
	struct le *le;

	/* The newest are asked for most. */
	for (le = list_tail(&s->operationl); le; le = le->prev) {
		struct oh_store_operation *o = le->data;

		if (0 == strcmp(o->op.id, id))
			return o;
	}

	return NULL;
}

/**
 * Look at an operation. One that waits is running from the first look on
 *
 * @param s  Store
 * @param id Identifier
 *
 * @return Operation, borrowed until the next call, or NULL
 */
const struct oh_operation *oh_store_operation(struct oh_store *s,
					      const char *id)
{
	struct oh_store_operation *o;

	if (!s || !id)
		return NULL;
	oh_store_settle(s);
	o = find(s, id);
	if (!o)
		return NULL;
	if (o->op.status == OH_OP_NOT_STARTED)
		o->op.status = OH_OP_RUNNING;

	return &o->op;
}

/**
 * Cancel an operation: its effect never comes, what it held is free again
 *
 * @param s  Store
 * @param id Identifier
 *
 * @return 0, EINVAL, ENOENT if there is no such operation, EALREADY if it
 *         has ended, or an error of writing the file (it is cancelled all
 *         the same, and written with the next change)
 */
int oh_store_operation_cancel(struct oh_store *s, const char *id)
{
	struct oh_store_operation *o;

	if (!s || !id)
		return EINVAL;
	oh_store_settle(s);
	o = find(s, id);
	if (!o)
		return ENOENT;
	if (is_over(o))
		return EALREADY;

	undo(s, o);
	fail(&o->op, "OperationCanceled");
	o->op.changed_us = oh_clock_wall_us();

	return oh_store_commit(s);
}
