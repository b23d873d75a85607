/**
 * @file leg_uas.c  Calls we take (RFC 3261 13.3)
 *
 * libre's server transaction answers a repeated INVITE until we send a 2xx;
 * repeating that one is up to us, over any transport, until the ACK.
 */
#include "base/compat.h"
#include "sip/sip_priv.h"
#include "sip/headers.h"
#include "sip/reason.h"

static struct oh_contact contact_of(const struct oh_leg *leg)
{
	const struct oh_contact c = {
		leg->sip, leg->contact_user, leg->msg->tp
	};

	return c;
}

/**
 * Begin to repeat a response to the INVITE that waits, just sent
 *
 * @param leg Leg
 * @param r   Its mb is the response
 * @param h   Calls oh_leg_repeat()
 */
void oh_leg_repeat_start(struct oh_leg *leg, struct oh_leg_repeat *r,
			 tmr_h *h)
{
	struct pl pl;

	sip_reply_addr(&r->dst, leg->msg,
		       0 == msg_param_exists(&leg->msg->via.params, "rport",
					     &pl));
	r->first_ms = tmr_jiffies();
	r->wait_ms = SIP_T1;
	tmr_start(&r->tmr, SIP_T1, h, leg);
}

/**
 * Repeat it, and wait for twice the time
 *
 * @param leg     Leg
 * @param r       What is repeated
 * @param most_ms The longest wait [ms]
 * @param h       Handler of the next one
 *
 * @return false: 64*T1 are over, and nothing was sent
 */
bool oh_leg_repeat(struct oh_leg *leg, struct oh_leg_repeat *r,
		   uint32_t most_ms, tmr_h *h)
{
	uint64_t spent = tmr_jiffies() - r->first_ms;

	if (spent >= OH_SIP_GIVE_UP_MS)
		return false;

	r->mb->pos = 0;
	(void)sip_send(leg->sip->sip, leg->msg->sock, leg->msg->tp, &r->dst,
		       r->mb);
	r->wait_ms = MIN(2 * r->wait_ms, most_ms);
	r->wait_ms = MIN(r->wait_ms, OH_SIP_GIVE_UP_MS - (uint32_t)spent);
	tmr_start(&r->tmr, r->wait_ms, h, leg);

	return true;
}

/**
 * Stop to repeat a response
 *
 * @param r What is repeated
 */
void oh_leg_repeat_stop(struct oh_leg_repeat *r)
{
	tmr_cancel(&r->tmr);
	r->mb = mem_deref(r->mb);
}

/**
 * Stop to repeat our 2xx
 *
 * @param leg Leg
 */
void oh_leg_2xx_stop(struct oh_leg *leg)
{
	oh_leg_repeat_stop(&leg->ok);
	leg->msg = mem_deref(leg->msg);
}

/* The callee is sure of nothing: BYE, but the owner need not wait for it */
static void no_ack(struct oh_leg *leg)
{
	oh_leg_2xx_stop(leg);
	if (leg->offer == OH_OFFER_REPLIED) {
		oh_leg_reinvite_no_ack(leg);
		return;
	}
	if (!oh_leg_step(leg, OH_LEG_ON_NO_ACK))
		return;
	if (leg->by == OH_PARTY_NONE) {
		leg->by = OH_PARTY_NETWORK;
		leg->err = ETIMEDOUT;
	}
	oh_leg_bye(leg);
	oh_leg_tell_closed(leg, NULL);
}

static void repeat(void *arg)
{
	struct oh_leg *leg = arg;

	if (!oh_leg_repeat(leg, &leg->ok, SIP_T2, repeat))
		no_ack(leg);
}

/* Our offer was answered by a PRACK: in the 200 it would be another one */
static bool is_agreed(const struct oh_leg *leg)
{
	return leg->st == OH_LEG_INCOMING && leg->offerless && leg->agreed;
}

/**
 * Answer the INVITE that waits with 200, and repeat that until the ACK
 *
 * @param leg Leg
 * @param sdp Body, or NULL
 *
 * @return 0; ENOMEM; or a transport error: nothing is repeated then
 */
int oh_leg_send_2xx(struct oh_leg *leg, const char *sdp)
{
	const struct oh_body body = {
		"application/sdp", is_agreed(leg) ? NULL : sdp
	};
	const struct oh_contact c = contact_of(leg);
	const struct oh_session se = oh_leg_session_answer(leg, leg->msg);
	char *local = NULL;
	int err;

	err = sdp ? str_dup(&local, sdp) : 0;
	if (err)
		return err;
	err = sip_treplyf(&leg->strans, &leg->ok.mb, leg->sip->sip, leg->msg,
			  true, 200, "OK", "%H%H%H%H%H",
			  oh_contact_print, &c, oh_sip_allow, leg->sip,
			  oh_sip_supported, leg->sip,
			  oh_leg_session_print, &se,
			  oh_leg_body_print, &body);
	if (err) {
		mem_deref(local);
		return err;
	}
	mem_deref(leg->local);
	leg->local = local;
	oh_leg_session_start(leg, &se, leg->msg);
	oh_leg_repeat_start(leg, &leg->ok, repeat);

	return 0;
}

/**
 * Answer the INVITE that waits with a final failure
 *
 * @param leg     Leg
 * @param scode   Status, 300 to 699
 * @param reason  Reason phrase
 * @param headers Header lines, or NULL
 *
 * @return 0; ENOMEM; or a transport error
 */
int oh_leg_send_final(struct oh_leg *leg, uint16_t scode, const char *reason,
		      const char *headers)
{
	int err;

	err = sip_treplyf(&leg->strans, NULL, leg->sip->sip, leg->msg, false,
			  scode, reason, "%sContent-Length: 0\r\n\r\n",
			  headers ? headers : "");
	if (!err)
		leg->msg = mem_deref(leg->msg);

	return err;
}

static void cancelled(void *arg)
{
	struct oh_leg *leg = arg;
	const struct oh_legstate *row = oh_leg_step(leg, OH_LEG_RX_CANCEL);
	struct sip_msg *msg;

	if (!row || row->act != OH_LEG_ACT_TERMINATE)
		return;
	(void)oh_leg_send_final(leg, 487, "Request Terminated", NULL);
	leg->by = OH_PARTY_THEM;
	leg->scode = 487;
	msg = mem_ref((void *)oh_peek_cancel(leg));
	oh_leg_close(leg, msg);
	mem_deref(msg);
}

/**
 * Take the ACK of our 2xx
 *
 * @param leg Leg
 * @param msg ACK; its body may hold the answer to our offer
 */
void oh_leg_recv_ack(struct oh_leg *leg, const struct sip_msg *msg)
{
	const struct oh_legstate *row;

	if (!leg->ok.mb || msg->cseq.num != leg->msg->cseq.num)
		return;

	oh_leg_2xx_stop(leg);
	if (leg->offer == OH_OFFER_REPLIED) {
		oh_leg_reinvite_acked(leg, msg);
		return;
	}
	row = oh_leg_step(leg, OH_LEG_RX_ACK);
	if (!row)
		return;
	oh_leg_set_tags(leg, &msg->to.tag, &msg->from.tag);
	if (row->act == OH_LEG_ACT_REPORT)
		oh_leg_tell(leg, OH_LEG_EV_UP, msg);
	else
		oh_leg_bye(leg);
}

/**
 * Take an incoming call; 100 Trying is sent
 *
 * @param legp Where the leg goes
 * @param s    Stack
 * @param msg  INVITE outside a dialog, as given to oh_sip_invite_h
 * @param h    Handler
 * @param arg  Its argument
 *
 * @return 0; EINVAL; EBADMSG: no dialog can be made of it; EAGAIN: too many
 *         legs; ECANCELED: the stack closes; ENOMEM; or a transport error.
 *         The INVITE is not answered then
 */
int oh_leg_incoming(struct oh_leg **legp, struct oh_sip *s,
		    const struct sip_msg *msg, oh_leg_h *h, void *arg)
{
	struct oh_leg *leg;
	const char *body;
	int err;

	if (!legp || !s || !msg || !msg->req || !h)
		return EINVAL;
	err = oh_leg_alloc(&leg, s, h, arg);
	if (err)
		return err;

	err = sip_dialog_accept(&leg->dlg, msg);
	if (err)
		goto out;
	err = oh_leg_set_target(leg, msg);
	if (err)
		goto out;
	err = sip_strans_alloc(&leg->strans, s->sip, msg, cancelled, leg);
	if (err)
		goto out;
	err = sip_treply(&leg->strans, s->sip, msg, 100, "Trying");
	if (err)
		goto out;
	leg->msg = mem_ref((void *)msg);
	leg->offerless = !oh_recv_body(msg, &body);
	oh_sip_leg_add(s, leg, sip_dialog_callid(leg->dlg));
	(void)oh_leg_step(leg, OH_LEG_RX_INVITE);

 out:
	if (err)
		mem_deref(leg);
	else
		*legp = leg;
	return err;
}

/**
 * Send a provisional answer (RFC 3261 13.3.1.1)
 *
 * Reliably, if the caller requires that.
 *
 * @param leg    Leg in INCOMING
 * @param scode  Status, 101 to 199
 * @param reason Reason phrase
 * @param sdp    Early media, or NULL
 *
 * @return 0; EINVAL; EALREADY: it is over; ENOMEM; or a transport error
 */
int oh_leg_progress(struct oh_leg *leg, uint16_t scode, const char *reason,
		    const char *sdp)
{
	const struct oh_body body = { "application/sdp", sdp };
	struct oh_contact c;

	if (!leg || !reason || oh_headers_check_value(reason))
		return EINVAL;
	if (scode < 101 || scode > 199)
		return EINVAL;
	if (!oh_legstate_find(leg->st, OH_LEG_DO_PROGRESS))
		return oh_legstate_error(leg->st);

	if (oh_leg_rel_required(leg))
		return oh_leg_progress_reliable(leg, scode, reason, sdp);

	c = contact_of(leg);
	return sip_treplyf(&leg->strans, NULL, leg->sip->sip, leg->msg, true,
			   scode, reason, "%H%H%H", oh_contact_print, &c,
			   oh_sip_allow, leg->sip, oh_leg_body_print, &body);
}

/**
 * Answer the call at once
 *
 * @param leg Leg in INCOMING
 * @param sdp As of oh_leg_answer()
 *
 * @return 0; ENOMEM; or a transport error
 */
int oh_leg_answer_now(struct oh_leg *leg, const char *sdp)
{
	int err = oh_leg_send_2xx(leg, sdp);

	if (err)
		return err;
	oh_leg_rel_stop(leg);
	leg->scode = 200;
	(void)oh_leg_step(leg, OH_LEG_DO_ANSWER);

	return 0;
}

/**
 * Answer the call
 *
 * While a provisional answer with a description waits for its PRACK, the
 * 200 waits too.
 *
 * @param leg Leg in INCOMING; UP is told when the ACK has come
 * @param sdp Answer, or our offer if the INVITE had none
 *
 * @return 0; EINVAL; EALREADY: it is over; ENOMEM; or a transport error
 */
int oh_leg_answer(struct oh_leg *leg, const char *sdp)
{
	int err;

	if (!leg)
		return EINVAL;
	if (!oh_legstate_find(leg->st, OH_LEG_DO_ANSWER))
		return oh_legstate_error(leg->st);

	err = oh_leg_rel_answer(leg, sdp);

	return err == ENOENT ? oh_leg_answer_now(leg, sdp) : err;
}

/**
 * Refuse the call; CLOSED follows from the main loop
 *
 * @param leg     Leg in INCOMING
 * @param scode   Status, 300 to 699
 * @param reason  Reason phrase
 * @param why     For Reason headers, or NULL
 * @param headers More header lines, each with CRLF, or NULL
 *
 * @return 0; EINVAL, also for unsafe headers; EALREADY: it is over; ENOMEM;
 *         or a transport error: it still waits then
 */
int oh_leg_reject(struct oh_leg *leg, uint16_t scode, const char *reason,
		  const struct oh_reason *why, const char *headers)
{
	char line[OH_REASON_LINES], *all;
	int err;

	if (!leg || !reason || oh_headers_check_value(reason))
		return EINVAL;
	if (scode < 300 || scode > 699 || oh_headers_check(headers))
		return EINVAL;
	if (!oh_legstate_find(leg->st, OH_LEG_DO_REJECT))
		return oh_legstate_error(leg->st);

	err = oh_reason_print(line, sizeof(line), why);
	if (err)
		return err;
	err = re_sdprintf(&all, "%s%s", line, headers ? headers : "");
	if (err)
		return err;
	err = oh_leg_send_final(leg, scode, reason, all);
	mem_deref(all);
	if (err)
		return err;

	leg->by = OH_PARTY_US;
	leg->scode = scode;
	(void)oh_leg_step(leg, OH_LEG_DO_REJECT);
	oh_sip_leg_over(leg, true);

	return 0;
}
