/**
 * @file leg_reinvite.c  A new offer in an established dialog (RFC 3261 14)
 *
 * One offer at a time, in either direction. When both sides send one at
 * once both get 491; who made the Call-ID waits longer, so that the second
 * try does not collide again.
 *
 *    us                     them
 *     | INVITE ->    <- INVITE |
 *     | 491 ->          <- 491 |
 *     |<- INVITE (0 .. 2 s)    |    the Call-ID is ours
 *     | INVITE -> (2.1 .. 4 s) |
 */
#include "base/compat.h"
#include "sip/sip_priv.h"

enum { RETRY_AFTER_MAX_S = 10 };

static void recv_response(int err, const struct sip_msg *msg, void *arg);
static void retry(void *arg);

static int send_offer(struct oh_leg *leg)
{
	return leg->by_update
		? oh_leg_send_update(leg, leg->sdp, recv_response)
		: oh_leg_send_invite(leg, recv_response);
}

static const struct oh_offerstate *step(struct oh_leg *leg,
					enum oh_offer_stim stim)
{
	const struct oh_offerstate *row = oh_legstate_offer(leg->offer, stim);

	if (row)
		leg->offer = row->next;
	return row;
}

static void wait_retry(struct oh_leg *leg)
{
	tmr_start(&leg->tmr_retry,
		  oh_legstate_retry_ms(leg->uac, rand_u32()), retry, leg);
}

static void retry(void *arg)
{
	struct oh_leg *leg = arg;
	const struct oh_offerstate *row = step(leg, OH_OFFER_ON_RETRY);
	int err = 0;

	if (row && row->act == OH_OFFER_ACT_SEND)
		err = send_offer(leg);
	else if (row)
		wait_retry(leg);
	if (!err)
		return;

	leg->offer = OH_OFFER_NONE;
	oh_leg_gone(leg, 0, err);
}

static enum oh_offer_stim classify(struct oh_leg *leg, int err,
				   const struct sip_msg *msg)
{
	if (err || !msg || !oh_leg_is_answer(leg, msg))
		return OH_OFFER_RX_GONE;
	if (msg->scode < 300)
		return OH_OFFER_RX_2XX;

	switch (msg->scode) {

	case 401:
	case 407:
		return oh_leg_challenge(leg, msg) ? OH_OFFER_RX_FAIL
						  : OH_OFFER_RX_CHALLENGE;
	case 422:
		return oh_leg_session_refused(leg, msg) ? OH_OFFER_RX_FAIL
						: OH_OFFER_RX_CHALLENGE;
	case 408:
	case 481:
		return OH_OFFER_RX_GONE;
	case 491:
		return OH_OFFER_RX_491;
	default:
		return OH_OFFER_RX_FAIL;
	}
}

static void accepted(struct oh_leg *leg, const struct sip_msg *msg)
{
	/* a 2xx without Contact leaves the target as it is */
	(void)sip_dialog_update(leg->dlg, msg);
	(void)oh_leg_set_target(leg, msg);
	if (!leg->by_update)
		(void)oh_answered_ack(leg);
	mem_deref(leg->local);
	leg->local = leg->sdp;
	leg->sdp = NULL;
	leg->challenges = 0;
}

static void lost(struct oh_leg *leg, int err, const struct sip_msg *msg)
{
	if (msg && !oh_leg_is_answer(leg, msg))
		oh_leg_gone(leg, 0, EPROTO);
	else if (msg)
		oh_leg_gone(leg, msg->scode, 0);
	else
		oh_leg_gone(leg, 0, err ? err : ETIMEDOUT);
}

static void recv_response(int err, const struct sip_msg *msg, void *arg)
{
	struct oh_leg *leg = arg;
	const struct oh_offerstate *row;

	if (!err && msg && msg->scode < 200)
		return;
	row = step(leg, classify(leg, err, msg));
	if (!row)
		return;
	if (leg->st != OH_LEG_UP) {   /* our BYE has crossed it */
		if (row->act == OH_OFFER_ACT_ACK)
			accepted(leg, msg);
		return;
	}

	switch (row->act) {

	case OH_OFFER_ACT_ACK:
		accepted(leg, msg);
		oh_leg_session_answered(leg, msg);
		oh_leg_tell(leg, OH_LEG_EV_MODIFIED, msg);
		break;
	case OH_OFFER_ACT_WAIT:
		wait_retry(leg);
		break;
	case OH_OFFER_ACT_RESEND:
		err = send_offer(leg);
		if (err)
			oh_leg_gone(leg, 0, err);
		break;
	case OH_OFFER_ACT_REPORT:
		leg->sdp = mem_deref(leg->sdp);
		oh_leg_tell(leg, OH_LEG_EV_MODIFIED, msg);
		break;
	default:
		lost(leg, err, msg);
		break;
	}
}

static int offer(struct oh_leg *leg, const char *sdp, bool by_update)
{
	int err;

	if (tmr_isrunning(&leg->tmr_retry) || (by_update && leg->update))
		return EAGAIN;
	if (!oh_legstate_offer(leg->offer, OH_OFFER_DO_MODIFY))
		return EAGAIN;

	err = str_dup(&leg->sdp, sdp);
	if (err)
		return err;
	leg->by_update = by_update;
	err = send_offer(leg);
	if (err)
		leg->sdp = mem_deref(leg->sdp);
	else
		(void)step(leg, OH_OFFER_DO_MODIFY);

	return err;
}

/**
 * Offer a change of the session; MODIFIED tells how it went
 *
 * A 491 is not told: the offer is repeated after the time of 14.1.
 *
 * @param leg Leg in UP
 * @param sdp Offer
 *
 * @return 0; EINVAL; EALREADY: it is over; EAGAIN: another offer, ours or
 *         theirs, is under way; ENOMEM; or a transport error
 */
int oh_leg_modify(struct oh_leg *leg, const char *sdp)
{
	if (!leg || !sdp)
		return EINVAL;
	if (!oh_legstate_find(leg->st, OH_LEG_DO_MODIFY))
		return oh_legstate_error(leg->st);

	return offer(leg, sdp, false);
}

/**
 * Offer a change by UPDATE (RFC 3311 5.1); MODIFIED tells how it went
 *
 * @param leg Leg in UP
 * @param sdp Offer
 *
 * @return As of oh_leg_modify(); ENOTSUP: they do not allow it
 */
int oh_leg_update(struct oh_leg *leg, const char *sdp)
{
	if (!leg || !sdp)
		return EINVAL;
	if (!oh_legstate_find(leg->st, OH_LEG_DO_UPDATE))
		return oh_legstate_error(leg->st);
	if (!leg->they_update)
		return ENOTSUP;

	return offer(leg, sdp, true);
}

static void cancelled(void *arg)
{
	struct oh_leg *leg = arg;

	if (step(leg, OH_OFFER_RX_CANCEL))
		(void)oh_leg_send_final(leg, 487, "Request Terminated", NULL);
}

static void refuse(struct oh_leg *leg, const struct sip_msg *msg,
		   uint16_t scode)
{
	if (scode == 500)
		(void)sip_treplyf(NULL, NULL, leg->sip->sip, msg, false, 500,
				  "Another Offer Is Pending",
				  "Retry-After: %u\r\n"
				  "Content-Length: 0\r\n\r\n",
				  rand_u32() % (RETRY_AFTER_MAX_S + 1));
	else
		(void)sip_treply(NULL, leg->sip->sip, msg, scode,
				 "Request Pending");
}

static void take(struct oh_leg *leg, const struct sip_msg *msg)
{
	if (sip_strans_alloc(&leg->strans, leg->sip->sip, msg, cancelled,
			     leg)) {
		leg->offer = OH_OFFER_NONE;
		oh_recv_refuse(leg->sip, msg, 500, "Out Of Memory");
		return;
	}
	/* without a Contact the target stays as it is */
	(void)sip_dialog_update(leg->dlg, msg);
	(void)oh_leg_set_target(leg, msg);
	leg->msg = mem_ref((void *)msg);
	oh_leg_tell(leg, OH_LEG_EV_OFFER, msg);
}

/**
 * Take a re-INVITE
 *
 * @param leg Leg
 * @param msg Request
 */
void oh_leg_recv_reinvite(struct oh_leg *leg, const struct sip_msg *msg)
{
	const struct oh_legstate *row = oh_leg_step(leg, OH_LEG_RX_REINVITE);
	const struct oh_offerstate *orow;

	if (!row) {
		oh_recv_refuse(leg->sip, msg, 481, "Call Does Not Exist");
		return;
	}
	if (row->act == OH_LEG_ACT_REFUSE) {
		refuse(leg, msg, row->refuse);
		return;
	}
	if (oh_leg_session_refuse(leg->sip, msg))
		return;
	orow = step(leg, OH_OFFER_RX_REINVITE);
	if (orow && orow->act == OH_OFFER_ACT_REPORT)
		take(leg, msg);
	else
		refuse(leg, msg, orow ? orow->refuse : 500);
}

/**
 * Take an offer in an UPDATE or PRACK (RFC 3311 5.2)
 *
 * Before the call is answered it may come only once the first offer has
 * been answered reliably.
 *
 * @param leg Leg; OFFER is told last
 * @param msg Request with a body
 */
void oh_leg_recv_offer(struct oh_leg *leg, const struct sip_msg *msg)
{
	const struct oh_offerstate *row;

	if (leg->st != OH_LEG_UP && !leg->agreed) {
		refuse(leg, msg, leg->uac ? 491 : 500);
		return;
	}
	row = step(leg, OH_OFFER_RX_REINVITE);
	if (row && row->act == OH_OFFER_ACT_REPORT)
		oh_leg_take_offer(leg, msg);
	else
		refuse(leg, msg, row ? row->refuse : 500);
}

/**
 * Say why an offer is refused
 *
 * @param scode Status
 *
 * @return Reason phrase, static
 */
const char *oh_leg_refusal(uint16_t scode)
{
	switch (scode) {

	case 487: return "Request Terminated";
	case 488: return "Not Acceptable Here";
	default:  return "Offer Refused";
	}
}

static enum oh_offer_stim reply_stim(const struct oh_leg *leg, bool accept)
{
	if (!accept)
		return OH_OFFER_DO_REJECT;

	return leg->asked.msg ? OH_OFFER_DO_ANSWER : OH_OFFER_DO_ACCEPT;
}

/**
 * Answer their offer
 *
 * @param leg   Leg that told OFFER
 * @param scode 200, or 300 to 699 to refuse it (488)
 * @param sdp   The answer; our offer if theirs was empty; unused if refused
 *
 * @return 0; EINVAL; EALREADY: the call or the offer is over; ENOMEM; or a
 *         transport error
 */
int oh_leg_reply_offer(struct oh_leg *leg, uint16_t scode, const char *sdp)
{
	bool accept = scode == 200;
	enum oh_offer_stim stim;
	int err;

	if (!leg || (accept ? !sdp : scode < 300 || scode > 699))
		return EINVAL;
	stim = reply_stim(leg, accept);
	if (!oh_legstate_offer(leg->offer, stim))
		return EALREADY;

	if (leg->asked.msg)
		err = oh_leg_reply_asked(leg, scode, sdp);
	else if (accept)
		err = oh_leg_send_2xx(leg, sdp);
	else
		err = oh_leg_send_final(leg, scode, oh_leg_refusal(scode),
					NULL);
	if (err)
		return err;
	(void)step(leg, stim);

	return 0;
}

/**
 * Their ACK of our 2xx has come
 *
 * @param leg Leg
 * @param msg ACK; a body answers our offer and is told as MODIFIED
 */
void oh_leg_reinvite_acked(struct oh_leg *leg, const struct sip_msg *msg)
{
	const char *body;

	if (step(leg, OH_OFFER_RX_ACK) && oh_recv_body(msg, &body))
		oh_leg_tell(leg, OH_LEG_EV_MODIFIED, msg);
}

/**
 * Their ACK of our 2xx never came (RFC 3261 14.2: hang up)
 *
 * @param leg Leg
 */
void oh_leg_reinvite_no_ack(struct oh_leg *leg)
{
	if (step(leg, OH_OFFER_ON_NO_ACK))
		oh_leg_gone(leg, 0, ETIMEDOUT);
}

/**
 * Drop what is under way, because the call ends (RFC 3261 15.1.2)
 *
 * @param leg Leg
 */
void oh_leg_reinvite_stop(struct oh_leg *leg)
{
	tmr_cancel(&leg->tmr_retry);
	if (leg->asked.msg)
		(void)oh_leg_reply_asked(leg, 487, NULL);
	else if (leg->offer == OH_OFFER_THEIRS)
		(void)oh_leg_send_final(leg, 487, "Request Terminated", NULL);
	if (leg->offer != OH_OFFER_OURS)
		leg->offer = OH_OFFER_NONE;
}
