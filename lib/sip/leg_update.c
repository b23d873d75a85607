/**
 * @file leg_update.c  UPDATE (RFC 3311)
 *
 * With a session description it is an offer, as a re-INVITE is, but needs no
 * ACK and may come before the call is answered. Without one it refreshes
 * the session timer and the target, whatever offer is under way.
 */
#include "base/compat.h"
#include "sip/sip_priv.h"

/**
 * Note whether they allow UPDATE, and REFER
 *
 * @param leg Leg
 * @param msg Message of theirs; without Allow nothing changes
 */
void oh_leg_note_allow(struct oh_leg *leg, const struct sip_msg *msg)
{
	if (!sip_msg_hdr(msg, SIP_HDR_ALLOW))
		return;
	leg->they_update = sip_msg_hdr_has_value(msg, SIP_HDR_ALLOW,
						 "UPDATE");
	leg->no_refer = !sip_msg_hdr_has_value(msg, SIP_HDR_ALLOW, "REFER");
}

/**
 * Send an UPDATE
 *
 * @param leg   Leg with a dialog; its update_cseq is set
 * @param sdp   Offer, or NULL
 * @param resph Takes the responses
 *
 * @return 0; ENOMEM; or a transport error
 */
int oh_leg_send_update(struct oh_leg *leg, const char *sdp,
		       sip_resp_h *resph)
{
	const struct oh_body body = { "application/sdp", sdp };
	int err;

	err = oh_leg_auth(leg, "UPDATE");
	if (err)
		return err;

	leg->update_cseq = sip_dialog_lseq(leg->dlg);

	return sip_drequestf(&leg->update, leg->sip->sip, true, "UPDATE",
			     leg->dlg, 0, NULL, oh_leg_send_contact, resph,
			     leg,
			     "%H%H%H%b%H",
			     oh_sip_allow, leg->sip,
			     oh_sip_supported, leg->sip,
			     oh_leg_session_ask, leg,
			     OH_AUTH(leg->auth), oh_leg_body_print, &body);
}

static void recv_refreshed(int err, const struct sip_msg *msg, void *arg);

static bool may_retry(struct oh_leg *leg, const struct sip_msg *msg)
{
	switch (msg->scode) {

	case 401:
	case 407:
		return 0 == oh_leg_challenge(leg, msg);
	default:
		return 0 == oh_leg_session_refused(leg, msg);
	}
}

static void recv_failure(struct oh_leg *leg, const struct sip_msg *msg)
{
	switch (msg->scode) {

	case 408:
	case 481:
		oh_leg_gone(leg, msg->scode, 0);
		return;
	case 405:
	case 501:
		leg->they_update = false;
		oh_leg_session_again(leg);
		return;
	default:
		if (may_retry(leg, msg))
			(void)oh_leg_send_update(leg, NULL, recv_refreshed);
		return;   /* else the timer tries again */
	}
}

static void recv_refreshed(int err, const struct sip_msg *msg, void *arg)
{
	struct oh_leg *leg = arg;

	if (!err && msg && msg->scode < 200)
		return;
	if (leg->st != OH_LEG_UP)
		return;
	if (err || !msg) {
		oh_leg_gone(leg, 0, err ? err : ETIMEDOUT);
		return;
	}
	if (!oh_leg_is_answer(leg, msg))
		return;
	if (msg->scode >= 300) {
		recv_failure(leg, msg);
		return;
	}
	(void)sip_dialog_update(leg->dlg, msg);
	(void)oh_leg_set_target(leg, msg);
	leg->challenges = 0;
	oh_leg_session_answered(leg, msg);
}

/**
 * Refresh the session by an UPDATE without an offer (RFC 4028 7.4)
 *
 * @param leg Leg in UP
 *
 * @return 0; EALREADY: it is over; EAGAIN: another UPDATE is under way;
 *         ENOMEM; or a transport error
 */
int oh_leg_refresh(struct oh_leg *leg)
{
	if (!oh_legstate_find(leg->st, OH_LEG_DO_UPDATE))
		return oh_legstate_error(leg->st);
	if (leg->update)
		return EAGAIN;

	return oh_leg_send_update(leg, NULL, recv_refreshed);
}

/* Our 2xx to it needs no ACK: what it agrees to is agreed when it is sent */
static int accept_update(struct oh_leg *leg, struct sip_strans **stp,
			 const struct sip_msg *msg, const char *sdp)
{
	const struct oh_session se = oh_leg_session_answer(leg, msg);
	const struct oh_contact c = { leg->sip, leg->contact_user, msg->tp };
	const struct oh_body body = { "application/sdp", sdp };
	bool refreshes = oh_recv_is(msg, "UPDATE");
	int err;

	err = sip_treplyf(stp, NULL, leg->sip->sip, msg, false, 200, "OK",
			  "%H%H%H%H%H", oh_contact_print, &c,
			  oh_sip_allow, leg->sip,
			  oh_sip_supported, leg->sip, oh_leg_session_print,
			  &se, oh_leg_body_print, &body);
	if (err || !refreshes)
		return err;

	if (leg->st == OH_LEG_UP)
		oh_leg_session_start(leg, &se, msg);

	return 0;
}

/* Without a Contact the target stays as it is */
static void set_target(struct oh_leg *leg, const struct sip_msg *msg)
{
	struct sip_dialog *dlg = oh_leg_dialog(leg, msg);

	if (!dlg)
		return;
	(void)sip_dialog_update(dlg, msg);
	if (dlg == leg->dlg)
		(void)oh_leg_set_target(leg, msg);
}

/**
 * Take an offer in a request that needs no ACK: UPDATE or PRACK
 *
 * @param leg Leg; OFFER is told last
 * @param msg Request with a body
 */
void oh_leg_take_offer(struct oh_leg *leg, const struct sip_msg *msg)
{
	struct oh_leg_asked *asked = &leg->asked;

	if (sip_strans_alloc(&asked->strans, leg->sip->sip, msg, NULL, NULL)) {
		leg->offer = OH_OFFER_NONE;
		oh_recv_refuse(leg->sip, msg, 500, "Out Of Memory");
		return;
	}
	set_target(leg, msg);
	asked->msg = mem_ref((void *)msg);
	oh_leg_tell(leg, OH_LEG_EV_OFFER, msg);
}

/**
 * Answer the offer that oh_leg_take_offer() told
 *
 * @param leg   Leg
 * @param scode 200, or 300 to 699
 * @param sdp   The answer; unused if refused
 *
 * @return 0; ENOMEM; or a transport error
 */
int oh_leg_reply_asked(struct oh_leg *leg, uint16_t scode, const char *sdp)
{
	struct oh_leg_asked *asked = &leg->asked;
	char *local = NULL;
	int err = 0;

	if (scode != 200)
		err = sip_treply(&asked->strans, leg->sip->sip, asked->msg,
				 scode, oh_leg_refusal(scode));
	else
		err = str_dup(&local, sdp);
	if (!err && scode == 200)
		err = accept_update(leg, &asked->strans, asked->msg, sdp);
	if (err)
		goto out;

	asked->msg = mem_deref(asked->msg);
	if (local) {
		mem_deref(leg->local);
		leg->local = mem_ref(local);
	}
 out:
	mem_deref(local);
	return err;
}

/**
 * Take an UPDATE
 *
 * @param leg Leg
 * @param msg Request
 */
void oh_leg_recv_update(struct oh_leg *leg, const struct sip_msg *msg)
{
	const char *body;

	if (!oh_leg_step(leg, OH_LEG_RX_UPDATE)) {
		oh_recv_refuse(leg->sip, msg, 481, "Call Does Not Exist");
		return;
	}
	if (oh_leg_session_refuse(leg->sip, msg))
		return;
	if (oh_recv_body(msg, &body)) {
		oh_leg_recv_offer(leg, msg);
		return;
	}
	set_target(leg, msg);
	(void)accept_update(leg, NULL, msg, NULL);
}
