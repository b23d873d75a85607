/**
 * @file transfer.c  One who talks through us asks for somebody else (REFER)
 *
 *   referrer ─REFER─▶ us ──number, routes, guards──▶ refused: 403
 *                      │
 *                      ├─REFER─▶ stay, if its trunk leads there and takes it
 *                      │
 *                      └─INVITE─▶ third, who is joined with stay
 *
 * The target is a number and nothing else, called as if somebody had typed
 * it. What comes of it is told to the referrer, who may hang up at any time:
 * then stay waits alone. If nothing comes of it, they go on as before.
 */
#include <errno.h>
#include "forward/forward_priv.h"
#include "forward/target.h"
#include "sip/refer.h"

enum { URI_SIZE = OH_REFER_URI };

/**
 * Tell a cause of ours as a SIP status
 *
 * @param cause Cause
 *
 * @return 400 to 699
 */
uint16_t oh_transfer_status(enum oh_cause cause)
{
	switch (cause) {

	case OH_CAUSE_BUSY:       return 486;
	case OH_CAUSE_NO_ANSWER:
	case OH_CAUSE_TIMEOUT:    return 480;
	case OH_CAUSE_DECLINED:   return 603;
	case OH_CAUSE_BAD_NUMBER: return 404;
	case OH_CAUSE_NO_MEDIA:   return 488;
	case OH_CAUSE_REFUSED:    return 403;
	case OH_CAUSE_FAILED:     return 500;
	default:                  return 503;
	}
}

/* Who has hung up meanwhile need not hear of it */
static void notify(const struct oh_talker *referrer, uint16_t scode)
{
	if (referrer)
		(void)oh_call_refer_notify(referrer->call, scode);
}

/* Nothing came of it: they talk on, or who stayed has nobody left */
static void give_up(struct oh_passage *p, const struct oh_parting *why)
{
	const struct oh_transfer x = p->transfer;

	memset(&p->transfer, 0, sizeof(p->transfer));
	notify(x.referrer, why->scode >= 400 ? why->scode
	       : oh_transfer_status(why->cause));
	if (!x.referrer)
		oh_passage_let_go(x.stay, 0);
}

/* ------------------------------------------------------ we call the target */

/* Is it a number, and may it be called? 0, or what is said if not */
static uint16_t judge(const struct oh_choice *ch)
{
	if (ch->verdict.rule != OH_GUARD_OK)
		return 403;

	return ch->number.kind == OH_NUMBER_E164 ? 0 : 404;
}

static uint16_t dial(struct oh_talker **tp, struct oh_passage *p)
{
	uint16_t scode;
	int err = oh_passage_dial(tp, p, p->number);

	if (err)
		return err == EBADMSG ? 404 : 503;
	scode = judge(oh_attempt_choice((*tp)->attempt));
	if (scode)
		*tp = mem_deref(*tp);

	return scode;
}

/* Alone now: what the third one sends before the answer is heard at once */
static void replace(struct oh_passage *p)
{
	const struct oh_transfer x = p->transfer;

	memset(&p->transfer, 0, sizeof(p->transfer));
	if (oh_passage_join(p, x.stay, x.third))
		oh_attempt_stop(x.third->attempt, OH_CAUSE_FAILED);
}

/* They will not do it: we do */
static void fall_back(struct oh_passage *p)
{
	struct oh_transfer *x = &p->transfer;
	const struct oh_parting why = { .scode = dial(&x->third, p) };

	if (why.scode)
		give_up(p, &why);
	else if (!x->referrer)
		replace(p);
}

/* --------------------------------------------------- the other side does */

/* A call that they make is counted nowhere: where a cap has been set, ours
   is. And routes must lead to their trunk. */
static bool may_pass_on(const struct oh_passage *p,
			const struct oh_talker *stay,
			const struct oh_choice *ch)
{
	return oh_call_may_transfer(stay->call) &&
		!oh_place_conf(p->place)->guard.strict &&
		0 == str_cmp(stay->trunk, ch->trunk->name);
}

static bool pass_on(struct oh_passage *p, const struct oh_refer *to)
{
	struct oh_transfer *x = &p->transfer;
	const struct oh_choice *ch = oh_attempt_choice(x->third->attempt);
	struct oh_talker *third = x->third;
	char uri[URI_SIZE];

	if (!may_pass_on(p, x->stay, ch) ||
	    oh_trunk_conf_uri(uri, sizeof(uri), ch->trunk, ch->user))
		return false;
	x->third = NULL;
	if (oh_call_transfer(x->stay->call, uri, *to->by ? to->by : NULL)) {
		x->third = third;
		return false;
	}
	mem_deref(third);

	return true;
}

static void passed_on(struct oh_passage *p, const struct oh_event *ev)
{
	const struct oh_transfer x = p->transfer;
	const struct oh_parting why = { .scode = ev->scode,
					.cause = OH_CAUSE_FAILED };

	if (!ev->ok && !x.accepted) {
		fall_back(p);
		return;
	}
	if (!ev->ok) {
		give_up(p, &why);
		return;
	}
	memset(&p->transfer, 0, sizeof(p->transfer));
	notify(x.referrer, ev->scode);
	if (!x.referrer)
		oh_passage_let_go(x.stay, 0);
}

/* --------------------------------------------------------- what happens */

static void on_progress(struct oh_passage *p, const struct oh_event *ev)
{
	if (ev->scode > 100 && ev->scode < 200)
		notify(p->transfer.referrer, ev->scode);
}

/* Something has happened to a talker */
void oh_transfer_event(struct oh_talker *t, const struct oh_event *ev)
{
	struct oh_passage *p = t->passage;
	struct oh_transfer *x = &p->transfer;
	bool theirs = x->stay == t && !x->third && ev->by == OH_PARTY_US;

	switch (ev->type) {

	case OH_EVENT_RINGING:
	case OH_EVENT_PROGRESS:
		if (t == x->third)
			on_progress(p, ev);
		break;

	case OH_EVENT_TRANSFERRING:
		if (!theirs)
			break;
		x->accepted = x->accepted || ev->scode;
		on_progress(p, ev);
		break;

	case OH_EVENT_TRANSFERRED:
		if (theirs)
			passed_on(p, ev);
		break;

	default:
		break;
	}
}

/* Somebody has answered: if it is the third, it takes the referrer's place */
void oh_transfer_answered(struct oh_talker *t)
{
	struct oh_passage *p = t->passage;
	struct oh_talker *referrer = p->transfer.referrer;

	if (t != p->transfer.third)
		return;
	replace(p);
	notify(referrer, 200);
	oh_passage_let_go(referrer, OH_FORWARD_LEAVE_MS);
}

/**
 * Somebody has left
 *
 * @param t   Who
 * @param why What of it could be said to others
 *
 * @return true: whom it talked to is provided for
 */
bool oh_transfer_left(struct oh_talker *t, const struct oh_parting *why)
{
	struct oh_passage *p = t->passage;
	struct oh_transfer *x = &p->transfer;

	if (!x->stay)
		return false;
	if (t == x->third) {
		give_up(p, why);
		return true;
	}
	if (t == x->referrer) {
		x->referrer = NULL;
		if (x->third)
			replace(p);
		else
			(void)oh_passage_join(p, x->stay, NULL);
		return true;
	}
	if (t == x->stay) {
		if (x->third)
			oh_attempt_stop(x->third->attempt, why->cause);
		memset(x, 0, sizeof(*x));
	}
	return false;
}

/* --------------------------------------------------------------- REFER */

/* What is being asked for: 202, or what is said if it cannot be */
static uint16_t begin(struct oh_talker *t, struct oh_talker *stay,
		      const struct oh_refer *to)
{
	struct oh_passage *p = t->passage;
	struct oh_transfer *x = &p->transfer;
	struct oh_talker *third;
	uint16_t scode;

	if (oh_target_number(p->number, sizeof(p->number), to->uri))
		return 404;
	scode = dial(&third, p);
	if (scode)
		return scode;
	p->transferc++;
	*x = (struct oh_transfer){
		.stay = stay, .referrer = t, .third = third,
	};
	(void)pass_on(p, to);

	return 202;
}

/**
 * Take a REFER, an oh_call_refer_h
 *
 * @param c   Call it came in
 * @param to  Whom they want
 * @param arg Talker whose call it is
 *
 * @return 202, or why not
 */
uint16_t oh_transfer_refer(struct oh_call *c, const struct oh_refer *to,
			   void *arg)
{
	struct oh_talker *t = arg;
	struct oh_talker *stay = oh_passage_partner(t);
	const struct oh_passage *p = t->passage;

	if (p->forward->stopping)
		return 503;
	if (p->transfer.stay)
		return 491;
	if (!stay || !oh_call_is_up(c) || !oh_call_is_up(stay->call) ||
	    p->transferc >= OH_FORWARD_TRANSFERS)
		return 603;
	if (*to->replaces.callid)
		return oh_replace_refer(t, stay, &to->replaces);

	return begin(t, stay, to);
}
