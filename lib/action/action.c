/**
 * @file action.c  What all actions are made of
 */
#include <errno.h>
#include "action/action_priv.h"

/** Whether the outcome has been told */
bool oh_action_is_over(const struct oh_action *a)
{
	return !a->live;
}

/* No more of the call */
static void part(struct oh_action *a)
{
	oh_call_unwatch(a->call, &a->watch);
	tmr_cancel(&a->tmr);
	a->live = NULL;
}

/**
 * Tell how it went
 *
 * @param a   Action; it may be gone afterwards
 * @param out Outcome
 */
void oh_action_end(struct oh_action *a, const struct oh_outcome *out)
{
	if (oh_action_is_over(a))
		return;
	part(a);
	a->h(out, a->arg);
}

/**
 * Tell that it has failed
 *
 * @param a     Action; it may be gone afterwards
 * @param err   Why, an errno
 * @param error For people, or NULL: what the errno means
 */
void oh_action_fail(struct oh_action *a, int err, const char *error)
{
	struct oh_outcome out = OH_OUTCOME(OH_CAUSE_FAILED);

	out.err   = err;
	out.error = error ? error : strerror(err);
	oh_action_end(a, &out);
}

static void soon(void *arg)
{
	struct oh_action *a = arg;

	oh_action_end(a, &a->out);
}

/**
 * Tell how it went, from the loop
 *
 * @param a   Action
 * @param out Outcome; its strings are static or the action's own
 */
void oh_action_end_soon(struct oh_action *a, const struct oh_outcome *out)
{
	a->out = *out;
	tmr_start(&a->tmr, 0, soon, a);
}

static void event_handler(const struct oh_event *ev, void *arg)
{
	struct oh_action *a = arg;

	if (!oh_action_is_over(a) && a->ops->eventh)
		a->ops->eventh(a, ev);
}

static void leaving_handler(void *arg)
{
	struct oh_outcome out = OH_OUTCOME(OH_CAUSE_HUNG_UP);
	struct oh_action *a = arg;

	if (oh_action_is_over(a))
		return;
	if (!a->ops->leaveh || a->ops->leaveh(a, &out))
		oh_action_end(a, &out);
}

/**
 * Begin an action
 *
 * @param a    Zeroed memory, the first member of an action's own struct
 * @param lv   The call
 * @param ops  What it does, static
 * @param h    Called once, at its end
 * @param arg  Handler argument
 */
void oh_action_open(struct oh_action *a, struct oh_live *lv,
		    const struct action_ops *ops, oh_action_h *h, void *arg)
{
	tmr_init(&a->tmr);
	a->live  = lv;
	a->call  = mem_ref(oh_live_call(lv));
	a->ops   = ops;
	a->h     = h;
	a->arg   = arg;
	a->watch = (struct oh_call_watch){
		.eventh   = event_handler,
		.leavingh = leaving_handler,
		.arg      = a,
	};
	oh_call_watch(a->call, &a->watch);
}

/** Leave the call, silently; for destructors */
void oh_action_close(struct oh_action *a)
{
	if (!oh_action_is_over(a) && a->call)
		part(a);
	a->call = mem_deref(a->call);
}

/**
 * Whether something can be done on a call
 *
 * @param lv Call
 *
 * @return 0; ENOTCONN: it has not been answered, or is leaving
 */
int oh_action_check(const struct oh_live *lv)
{
	return lv && oh_call_is_up(oh_live_call(lv)) ? 0 : ENOTCONN;
}
