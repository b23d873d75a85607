/**
 * @file leg_referred.c  The far end asks us to call somebody (RFC 3515 2.4)
 *
 * The owner decides; what it does not take is refused. Once taken, it tells
 * how things go, and we pass that on: one NOTIFY at a time, so that none
 * overtakes another, and the newest only. With the call it ends: who has
 * hung up does not wait for news.
 */
#include "base/compat.h"
#include "sip/headers.h"
#include "sip/phrase.h"
#include "sip/sip_priv.h"

enum { EXPIRES_S = 180 };

static void recv_notified(int err, const struct sip_msg *msg, void *arg);

static int send_notify(struct oh_leg *leg)
{
	struct oh_leg_referred *r = &leg->referred;
	int err = oh_leg_auth(leg, "NOTIFY");

	if (err)
		return err;

	return sip_drequestf(&r->req, leg->sip->sip, true, "NOTIFY", leg->dlg,
			     0, NULL, oh_leg_send_contact, recv_notified, leg,
			     "%b%H", OH_AUTH(leg->auth), oh_notify_print,
			     &r->now);
}

static int send_next(struct oh_leg *leg)
{
	struct oh_leg_referred *r = &leg->referred;

	r->now = r->next;
	r->next.scode = 0;

	return send_notify(leg);
}

static bool is_challenge(const struct sip_msg *msg)
{
	return msg->scode == 401 || msg->scode == 407;
}

static void recv_notified(int err, const struct sip_msg *msg, void *arg)
{
	struct oh_leg *leg = arg;

	if (!err && msg && msg->scode < 200)
		return;
	if (!err && msg && is_challenge(msg)
	    && 0 == oh_leg_challenge(leg, msg) && 0 == send_notify(leg))
		return;
	if (err || !msg || msg->scode == 481) {
		oh_leg_referred_stop(leg);
		return;
	}
	if (leg->referred.next.scode && leg->st == OH_LEG_UP)
		(void)send_next(leg);   /* one lost is no call lost */
}

/**
 * Tell no more of what they asked for
 *
 * @param leg Leg
 */
void oh_leg_referred_stop(struct oh_leg *leg)
{
	leg->referred.open = false;
	leg->referred.next.scode = 0;
	leg->referred.req = mem_deref(leg->referred.req);
}

static int take(struct oh_leg *leg, const struct sip_msg *msg)
{
	const struct oh_contact c = { leg->sip, leg->contact_user, msg->tp };
	struct oh_leg_referred *r = &leg->referred;
	int err;

	err = sip_treplyf(NULL, NULL, leg->sip->sip, msg, false, 202,
			  "Accepted", "%H%HContent-Length: 0\r\n\r\n",
			  oh_contact_print, &c, oh_sip_allow, leg->sip);
	if (err)
		return err;
	r->open = true;
	r->next = (struct oh_notify){ .scode = 0 };
	if (r->count++)
		r->next.id = msg->cseq.num;

	return oh_leg_refer_notify(leg, 100, NULL);
}

/**
 * Answer a REFER, from within the handler that is told of it
 *
 * @param leg   Leg
 * @param scode 202: taken, tell with oh_leg_refer_notify() how it goes; or
 *              300 to 699
 *
 * @return 0; EINVAL: there is none; ENOMEM; or a transport error
 */
int oh_leg_refer_reply(struct oh_leg *leg, uint16_t scode)
{
	const struct sip_msg *msg = leg ? leg->referred.msg : NULL;
	int err;

	if (!msg || !leg->sip || (scode != 202 && scode < 300) || scode > 699)
		return EINVAL;
	if (scode == 202)
		err = take(leg, msg);
	else
		err = sip_treply(NULL, leg->sip->sip, msg, scode,
				 oh_phrase(scode));
	if (!err)
		leg->referred.msg = NULL;

	return err;
}

/**
 * Tell how it goes
 *
 * @param leg    Leg whose REFER was taken
 * @param scode  100 to 199; or the outcome, 200 to 699: the last word
 * @param reason Reason phrase, or NULL: the usual one
 *
 * @return 0; EINVAL; ENOENT: there is nothing to tell any more; EALREADY:
 *         the call is over; ENOMEM; or a transport error
 */
int oh_leg_refer_notify(struct oh_leg *leg, uint16_t scode,
			const char *reason)
{
	struct oh_leg_referred *r;

	if (!leg || scode < 100 || scode > 699
	    || oh_headers_check_value(reason))
		return EINVAL;
	r = &leg->referred;
	if (!r->open)
		return ENOENT;
	if (!oh_legstate_find(leg->st, OH_LEG_DO_NOTIFY))
		return oh_legstate_error(leg->st);

	r->next.scode = scode;
	r->next.terminated = scode >= 200;
	r->next.expires_s = EXPIRES_S;
	str_ncpy(r->next.reason, reason ? reason : oh_phrase(scode),
		 sizeof(r->next.reason));
	r->open = scode < 200;

	return r->req ? 0 : send_next(leg);
}

/* The handler may release the leg, and then it is on its way out */
static void ask_owner(struct oh_leg *leg, const struct oh_refer *to,
		      const struct sip_msg *msg)
{
	const struct oh_leg_event ev = {
		.type = OH_LEG_EV_REFER, .refer = to, .msg = msg,
	};
	struct oh_leg_referred *r = &leg->referred;

	mem_ref(leg);
	r->msg = msg;
	oh_leg_tell_event(leg, &ev);
	if (r->msg && leg->sip)
		oh_recv_refuse(leg->sip, msg, 603, "Decline");
	r->msg = NULL;
	mem_deref(leg);
}

/**
 * Take a REFER
 *
 * @param leg Leg; REFER is told last
 * @param msg Request
 */
void oh_leg_recv_refer(struct oh_leg *leg, const struct sip_msg *msg)
{
	const struct oh_legstate *row = oh_leg_step(leg, OH_LEG_RX_REFER);
	struct oh_sip *s = leg->sip;
	struct oh_refer to;
	int err;

	if (!s->prm.refer) {
		oh_recv_refuse(s, msg, 603, "Decline");
		return;
	}
	if (!row) {
		oh_recv_refuse(s, msg, 481, "Call Does Not Exist");
		return;
	}
	if (row->act == OH_LEG_ACT_REFUSE || leg->referred.open) {
		oh_recv_refuse(s, msg, 491, "Request Pending");
		return;
	}
	err = oh_refer_read(&to, msg);
	if (err == ENOTSUP)
		oh_recv_refuse(s, msg, 603, "Decline");
	else if (err)
		oh_recv_refuse(s, msg, 400, "Bad Request");
	else
		ask_owner(leg, &to, msg);
}
