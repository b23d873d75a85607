/**
 * @file answer.c  An answering machine's life
 */
#include <errno.h>
#include "answer/answer_priv.h"
#include "call/call.h"

enum { STOP_MS = 4000 };

static void answer_destructor(void *arg)
{
	struct oh_answer *a = arg;

	tmr_cancel(&a->tmr);
	list_flush(&a->calll);
	list_flush(&a->doorl);
}

/* Say once that we have nothing more to do */
void oh_answer_done(struct oh_answer *a, enum oh_cause cause, const char *why)
{
	if (a->done)
		return;
	a->done = true;
	a->prm.doneh(cause, why, a->prm.arg);
}

static void close_doors(struct oh_answer *a)
{
	struct le *le, *next;

	for (le = list_head(&a->doorl); le; le = next) {
		next = le->next;
		oh_answer_door_close(le->data);
	}
}

static void tell_closed(struct oh_answer *a)
{
	void (*h)(void *arg) = a->closedh;

	tmr_cancel(&a->tmr);
	a->closedh = NULL;
	if (h)
		h(a->prm.arg);
}

/* While stopping: calls first, then the doors, then it is over */
void oh_answer_maybe_closed(struct oh_answer *a)
{
	if (a->stopping == OH_CAUSE_NONE || !list_isempty(&a->calll))
		return;
	close_doors(a);
	for (struct le *le = list_head(&a->doorl); le; le = le->next) {
		const struct answer_door *d = le->data;

		if (!d->closed)
			return;
	}
	tell_closed(a);
}

static void stop_timeout(void *arg)
{
	tell_closed(arg);
}

/**
 * Open the doors
 *
 * @param ap  Returned machine, release with mem_deref after it has closed
 * @param prm What to do, borrowed while it lives
 *
 * @return 0 or an errno; EADDRINUSE and the like of the address to listen on
 */
int oh_answer_start(struct oh_answer **ap, const struct oh_answer_prm *prm)
{
	struct oh_answer *a;
	int err = 0;

	if (!ap || !prm || !prm->conf || !prm->engine || !prm->eventh ||
	    !prm->resulth || !prm->doneh || (!prm->trunkc && !prm->listenc))
		return EINVAL;
	a = mem_zalloc(sizeof(*a), answer_destructor);
	if (!a)
		return ENOMEM;
	tmr_init(&a->tmr);
	a->prm = *prm;
	for (uint32_t i = 0; i < prm->trunkc && !err; i++)
		err = oh_answer_door_trunk(a, prm->trunkv[i], NULL);
	for (uint32_t i = 0; i < prm->listenc && !err; i++)
		err = oh_answer_door_listen(a, &a->prm.listenv[i]);
	if (err)
		mem_deref(a);
	else
		*ap = a;

	return err;
}

/* Wherever they stand */
static bool is_same(const struct oh_conf_trunk *a,
		    const struct oh_conf_trunk *b)
{
	const size_t skip = sizeof(a->at);

	return 0 == memcmp((const char *)a + skip, (const char *)b + skip,
			   sizeof(*a) - skip);
}

static bool is_wanted(const struct answer_door *d,
		      const struct oh_conf_trunk *const *trunkv,
		      uint32_t trunkc)
{
	for (uint32_t i = 0; i < trunkc; i++) {
		if (is_same(d->conf, trunkv[i]))
			return true;
	}
	return false;
}

static bool has_door(const struct oh_answer *a,
		     const struct oh_conf_trunk *conf)
{
	for (struct le *le = list_head(&a->doorl); le; le = le->next) {
		const struct answer_door *d = le->data;

		if (d->conf && !d->leaving && is_same(d->conf, conf))
			return true;
	}
	return false;
}

/**
 * Have calls come by these trunks from now on
 *
 * @param a      Machine
 * @param trunkv Trunks; each is borrowed as long as its owner lives
 * @param trunkc How many
 * @param owner  What they are part of: shared as long as they are used; or
 *               NULL: they outlive the machine
 *
 * @return 0, EINVAL while stopping, or what the last one that could not be
 *         opened says
 */
int oh_answer_change(struct oh_answer *a,
		     const struct oh_conf_trunk *const *trunkv,
		     uint32_t trunkc, void *owner)
{
	struct le *le, *next;
	int err = 0;

	if (!a || a->stopping != OH_CAUSE_NONE || a->done)
		return EINVAL;
	for (le = list_head(&a->doorl); le; le = next) {
		struct answer_door *d = le->data;

		next = le->next;
		if (d->conf && !d->leaving && !is_wanted(d, trunkv, trunkc))
			oh_answer_door_leave(d);
		else
			oh_answer_door_reload(d);
	}
	for (uint32_t i = 0; i < trunkc; i++) {
		if (has_door(a, trunkv[i]))
			continue;
		err = oh_answer_door_trunk(a, trunkv[i], owner);
		if (err)
			oh_log(a->prm.log, OH_LOG_ERROR, "trunk %s: %s",
			       trunkv[i]->name, strerror(err));
	}

	return err;
}

/**
 * Tell how many calls are under way
 *
 * @param a Machine
 */
uint32_t oh_answer_calls(const struct oh_answer *a)
{
	return a ? list_count(&a->calll) : 0;
}

static void drained(void *arg)
{
	struct oh_answer *a = arg;

	if (list_isempty(&a->calll))
		oh_answer_done(a, OH_CAUSE_DONE, "");
}

/**
 * Take no more calls; once those there are have ended, we are done
 *
 * @param a Machine
 */
void oh_answer_drain(struct oh_answer *a)
{
	if (!a || a->draining || a->stopping != OH_CAUSE_NONE)
		return;
	a->draining = true;
	tmr_start(&a->tmr, 0, drained, a);
}

/**
 * Take no more calls, end those there are, un-register
 *
 * @param a       Machine
 * @param cause   What results of calls under way will say
 * @param closedh Called once, at the end
 */
void oh_answer_stop(struct oh_answer *a, enum oh_cause cause,
		    void (*closedh)(void *arg))
{
	struct le *le, *next;

	if (!a || a->stopping != OH_CAUSE_NONE)
		return;
	a->stopping = cause;
	a->done     = true;
	a->closedh  = closedh;
	tmr_start(&a->tmr, STOP_MS, stop_timeout, a);
	for (le = list_head(&a->calll); le; le = next) {
		struct answer_call *ac = le->data;

		next = le->next;
		oh_call_hangup(ac->call, cause);
	}
	oh_answer_maybe_closed(a);
}
