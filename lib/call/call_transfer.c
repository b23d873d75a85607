/**
 * @file call_transfer.c  REFER: one end asks the other to call somebody else
 *
 *   oh_call_transfer() ──▶ REFER ──▶ TRANSFERRING .. TRANSFERRED
 *   theirs ──▶ the first watcher that takes it ──▶ oh_call_refer_notify()
 */
#include <errno.h>
#include "base/compat.h"
#include "call/call_priv.h"
#include "sip/refer.h"

static void tell(struct oh_call *c, enum oh_party by, const char *target,
		 uint16_t scode)
{
	struct oh_event ev = {
		.type = OH_EVENT_TRANSFERRING,
		.by = by, .text = target, .scode = scode,
	};

	oh_call_tell(c, &ev);
}

/* The target is forgotten first: whoever hears of it may ask anew. */
static void tell_outcome(struct oh_call *c, enum oh_party by, char **targetp,
			 uint16_t scode, int err)
{
	char *target = *targetp;
	struct oh_event ev = {
		.type = OH_EVENT_TRANSFERRED,
		.by = by, .text = target, .scode = scode, .err = err,
		.ok = scode >= 200 && scode < 300,
	};

	*targetp = NULL;
	oh_call_tell(c, &ev);
	mem_deref(target);
}

static int refer(struct oh_call *c, const struct oh_refer *to)
{
	char *target = NULL;
	int err;

	if (c->transfer)
		return EAGAIN;
	err = str_dup(&target, to->uri);
	if (err)
		return err;
	err = oh_leg_refer(c->leg, to);
	if (err) {
		mem_deref(target);
		return err;
	}
	c->transfer = target;
	tell(c, OH_PARTY_US, target, 0);

	return 0;
}

/**
 * Ask the far end to call somebody else (blind transfer)
 *
 * @param c   Call that is up
 * @param uri Whom, as the far end can call it: of a number,
 *            oh_trunk_uri() of its trunk makes one. No guard is asked here
 * @param by  URI of who wants it (RFC 3892), or NULL
 *
 * @return 0: TRANSFERRED follows within minutes; ENOTCONN: the call is not
 *         up; EAGAIN: another transfer is under way; ENOTSUP: they have said
 *         that they do not take REFER; EINVAL, also for what is no URI;
 *         ENOMEM; or an errno of the transport. Nothing is told then
 */
int oh_call_transfer(struct oh_call *c, const char *uri, const char *by)
{
	struct oh_refer to = { .uri = "" };

	if (!c || !uri || str_len(uri) >= sizeof(to.uri) ||
	    str_len(by) >= sizeof(to.by))
		return EINVAL;
	if (!oh_call_is_up(c))
		return ENOTCONN;
	str_ncpy(to.uri, uri, sizeof(to.uri));
	str_ncpy(to.by, by ? by : "", sizeof(to.by));

	return refer(c, &to);
}

/**
 * Ask the far end to take our place in another call of ours (attended
 * transfer, RFC 5589 7): the two far ends are then connected
 *
 * @param c    Call that is up
 * @param with Another one that is up; its far end must know Replaces (RFC
 *             3891). It ends when it has been replaced
 *
 * @return 0 or an errno, as of oh_call_transfer()
 */
int oh_call_connect(struct oh_call *c, struct oh_call *with)
{
	struct oh_refer to = { .uri = "" };
	const char *target;
	int err;

	if (!c || !with || c == with)
		return EINVAL;
	if (!oh_call_is_up(c) || !oh_call_is_up(with))
		return ENOTCONN;
	target = oh_leg_target(with->leg);
	if (str_len(target) >= sizeof(to.uri))
		return EINVAL;
	str_ncpy(to.uri, target, sizeof(to.uri));
	err = oh_leg_replaces(&to.replaces, with->leg);

	return err ? err : refer(c, &to);
}

/**
 * Decide whether the far end can be asked, as far as it has said
 *
 * @param c Call
 *
 * @return true if it is up and its Allow does not leave REFER out
 */
bool oh_call_may_transfer(const struct oh_call *c)
{
	return oh_call_is_up(c) && oh_leg_may_refer(c->leg);
}

/** Whether the far end may have us call somebody */
bool oh_call_may_refer(const struct oh_call *c)
{
	return c && c->refer;
}

/**
 * Decide whether a Replaces of the far end's means this call
 *
 * @param c Call
 * @param r As it came: to-tag is ours
 *
 * @return true if so, and the call is up
 */
bool oh_call_is_replaced(const struct oh_call *c, const struct oh_replaces *r)
{
	struct oh_replaces mine;

	return oh_call_is_up(c) && 0 == oh_leg_replaces(&mine, c->leg) &&
		0 == str_cmp(mine.callid, r->callid) &&
		0 == str_cmp(mine.from_tag, r->to_tag) &&
		0 == str_cmp(mine.to_tag, r->from_tag);
}

/* How ours goes */
void oh_call_referred(struct oh_call *c, const struct oh_leg_event *ev)
{
	if (!c->transfer)
		return;
	if (ev->final)
		tell_outcome(c, OH_PARTY_US, &c->transfer, ev->scode,
			     ev->err);
	else if (ev->scode)
		tell(c, OH_PARTY_US, c->transfer, ev->scode);
}

static uint16_t ask_watchers(struct oh_call *c, const struct oh_refer *to)
{
	struct oh_call_watch *w = c->watches, *next;
	uint16_t scode = 0;

	for (; w && !scode; w = next) {
		next = w->next;
		if (w->referh)
			scode = w->referh(c, to, w->arg);
	}

	return scode ? scode : 603;
}

/* Theirs. It is answered before anybody hears of it as an event. */
void oh_call_asked(struct oh_call *c, const struct oh_refer *to)
{
	uint16_t scode;

	c->referred = mem_deref(c->referred);
	if (!c->refer || !oh_call_is_up(c) || str_dup(&c->referred, to->uri))
		return;
	mem_ref(c);
	scode = ask_watchers(c, to);
	if (oh_leg_refer_reply(c->leg, scode))
		scode = 500;
	if (scode == 202)
		tell(c, OH_PARTY_THEM, c->referred, 0);
	else
		tell_outcome(c, OH_PARTY_THEM, &c->referred, scode, 0);
	mem_deref(c);
}

/**
 * Tell the far end how the transfer goes that it asked for
 *
 * @param c     Call whose REFER was taken
 * @param scode 100 to 199, or 200 to 699: the outcome
 *
 * @return 0; ENOENT: there is nothing to tell any more; or an errno of
 *         oh_leg_refer_notify()
 */
int oh_call_refer_notify(struct oh_call *c, uint16_t scode)
{
	int err;

	if (!c)
		return EINVAL;
	if (!c->referred)
		return ENOENT;
	err = oh_leg_refer_notify(c->leg, scode, NULL);
	if (scode < 200)
		tell(c, OH_PARTY_THEM, c->referred, scode);
	else
		tell_outcome(c, OH_PARTY_THEM, &c->referred, scode, 0);

	return err;
}

/* The call is over: nobody will say any more what came of it */
void oh_call_transfer_lost(struct oh_call *c)
{
	if (c->transfer)
		tell_outcome(c, OH_PARTY_US, &c->transfer, 0, 0);
	if (c->referred)
		tell_outcome(c, OH_PARTY_THEM, &c->referred, 0, 0);
}
