/**
 * @file transfer.c  They are put through to somebody else
 */
#include <errno.h>
#include "action/action_priv.h"
#include "action/join.h"
#include "action/meeting.h"
#include "action/outcall.h"
#include "action/transfer.h"
#include "place/attempt.h"

enum { URI_SIZE = 512, ERROR_SIZE = 256 };

struct transfer {
	struct oh_action  a;
	struct oh_call   *with;          /* attended, or NULL             */
	char             *with_id;
	char             *target;
	struct oh_action *bridge;        /* a join, or NULL               */
	bool              no_bridge;
	bool              referring;
	bool              accepted;      /* they are at it                */
	char              error[ERROR_SIZE];
};

static void destructor(void *arg)
{
	struct transfer *t = arg;

	mem_deref(t->bridge);
	oh_action_close(&t->a);
	mem_deref(t->with);
	mem_deref(t->with_id);
	mem_deref(t->target);
}

/* --------------------------------------------------------------- bridge */

/* As of a join; that nothing came of it is a transfer that failed */
static void bridged(const struct oh_outcome *join, void *arg)
{
	struct oh_outcome out = *join;
	struct transfer *t = arg;

	if (oh_action_is_over(&t->a))
		return;
	out.text = "bridged";
	if (out.cause != OH_CAUSE_DONE && out.cause != OH_CAUSE_REFUSED &&
	    out.cause != OH_CAUSE_HUNG_UP) {
		out.error = join->error ? join->error
					: oh_cause_text(join->cause);
		out.cause = OH_CAUSE_TRANSFER;
	}
	oh_action_end(&t->a, &out);
}

/* Out of a conference of the person's own; with whom, too, if they are in
   it */
static void leave(struct transfer *t, struct oh_live *with)
{
	struct oh_meeting *m = oh_meeting_of(t->a.live);

	if (!m || oh_meeting_kind(m) != OH_MEETING_OWN)
		return;
	mem_ref(m);
	oh_meeting_leave(t->a.live);
	if (with && oh_meeting_of(with) == m)
		oh_meeting_leave(with);
	mem_deref(m);
}

static int bridge(struct transfer *t)
{
	struct oh_join_prm prm = { .dial = t->target, .apart = true };
	struct oh_choice ch;
	struct oh_live *with;
	int err;

	if (t->with) {
		if (oh_calls_find(&with, oh_live_calls(t->a.live),
				  t->with_id))
			return ENOTCONN;
		leave(t, with);
		prm = (struct oh_join_prm){ .callv = &with, .callc = 1,
					    .apart = true };

		return oh_join_start(&t->bridge, t->a.live, &prm, bridged,
				     t);
	}
	/* What is no number costs nobody the conference */
	err = oh_outcall_look(&ch, t->a.live, t->target);
	if (err)
		return err;
	leave(t, NULL);

	return oh_join_start(&t->bridge, t->a.live, &prm, bridged, t);
}

/* ---------------------------------------------------------------- REFER */

static void failed(struct transfer *t, const struct oh_event *ev)
{
	struct oh_outcome out = OH_OUTCOME(OH_CAUSE_TRANSFER);

	(void)re_snprintf(t->error, sizeof(t->error), ev->scode ?
			  "they could not: %u" : "they do not say what came "
			  "of it", ev->scode);
	out.error = t->error;
	oh_action_end(&t->a, &out);
}

/* They talk to each other now; we are of no more use */
static void referred(struct transfer *t)
{
	struct oh_outcome out = OH_OUTCOME(OH_CAUSE_DONE);
	struct oh_call *call = mem_ref(t->a.call);
	struct oh_call *with = mem_ref(t->with);

	out.text = "referred";
	oh_action_end(&t->a, &out);
	oh_call_hangup(call, OH_CAUSE_DONE);
	oh_call_hangup(with, OH_CAUSE_DONE);
	mem_deref(with);
	mem_deref(call);
}

static void on_transferred(struct transfer *t, const struct oh_event *ev)
{
	int err;

	t->referring = false;
	if (ev->ok) {
		referred(t);
		return;
	}
	if (t->accepted || t->no_bridge) {
		failed(t, ev);
		return;
	}
	err = bridge(t);
	if (err)
		oh_action_fail(&t->a, err, NULL);
}

static void eventh(struct oh_action *a, const struct oh_event *ev)
{
	struct transfer *t = (struct transfer *)a;

	if (!t->referring || ev->by != OH_PARTY_US)
		return;
	if (ev->type == OH_EVENT_TRANSFERRING)
		t->accepted = t->accepted || ev->scode;
	else if (ev->type == OH_EVENT_TRANSFERRED)
		on_transferred(t, ev);
}

/* They may hang up before they tell: whoever was put through is gone */
static bool leaveh(struct oh_action *a, struct oh_outcome *out)
{
	struct transfer *t = (struct transfer *)a;

	if (t->referring && t->accepted &&
	    oh_call_verdict(a->call) == OH_CAUSE_NONE) {
		out->cause = OH_CAUSE_DONE;
		out->text  = "referred";
	}

	return true;
}

static int refer_attended(struct transfer *t)
{
	int err = oh_call_connect(t->a.call, t->with);

	t->referring = !err;

	return err;
}

/* Where the target leads, as if it were called: refused is refused, and only
   to their own trunk they can be asked to call */
static int refer_blind(struct transfer *t)
{
	struct oh_choice ch;
	char uri[URI_SIZE];
	int err;

	err = oh_outcall_look(&ch, t->a.live, t->target);
	if (err)
		return err;
	if (ch.verdict.rule != OH_GUARD_OK)
		return EPERM;
	if (oh_place_conf(oh_calls_prm(oh_live_calls(t->a.live))->place)
	    ->guard.strict ||
	    str_cmp(ch.trunk->name, oh_live_result(t->a.live)->trunk) ||
	    oh_trunk_conf_uri(uri, sizeof(uri), ch.trunk, ch.user))
		return ENOTSUP;
	err = oh_call_transfer(t->a.call, uri, NULL);
	t->referring = !err;

	return err;
}

/* EPERM: the bridge will say why not */
static int begin(struct transfer *t, const struct oh_transfer_prm *prm)
{
	int err = ENOTSUP;

	if (!prm->no_refer && oh_call_may_transfer(t->a.call))
		err = t->with ? refer_attended(t) : refer_blind(t);
	if (!err || (err != ENOTSUP && err != EPERM) ||
	    (err == ENOTSUP && prm->no_bridge))
		return err;

	return bridge(t);
}

static int copy(struct transfer *t, const struct oh_transfer_prm *prm)
{
	t->no_bridge = prm->no_bridge;
	if (!prm->with)
		return str_dup(&t->target, prm->target);
	t->with = mem_ref(oh_live_call(prm->with));

	return str_dup(&t->with_id, oh_call_id(t->with));
}

/**
 * Put them through to somebody else
 *
 * @param ap  Returned action, release with mem_deref
 * @param lv  Call that is up
 * @param prm To whom
 * @param h   Called once, at the end
 * @param arg Handler argument
 *
 * @return 0, EINVAL, ENOTSUP (only a REFER was wanted, and cannot be sent),
 *         ENXIO, EALREADY, ENOTCONN, ENOMEM
 */
int oh_transfer_start(struct oh_action **ap, struct oh_live *lv,
		      const struct oh_transfer_prm *prm, oh_action_h *h,
		      void *arg)
{
	static const struct action_ops ops = {
		.eventh = eventh,
		.leaveh = leaveh,
	};
	struct transfer *t;
	int err;

	if (!ap || !prm || !h || !prm->target == !prm->with ||
	    prm->with == lv || (prm->no_refer && prm->no_bridge))
		return EINVAL;
	err = oh_action_check(lv);
	if (!err && prm->with)
		err = oh_action_check(prm->with);
	if (err)
		return err;
	t = mem_zalloc(sizeof(*t), destructor);
	if (!t)
		return ENOMEM;
	oh_action_open(&t->a, lv, &ops, h, arg);
	err = copy(t, prm);
	if (!err)
		err = begin(t, prm);
	if (err)
		mem_deref(t);
	else
		*ap = &t->a;

	return err;
}
