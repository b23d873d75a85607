/**
 * @file leg_dialog.c  Requests inside a dialog, and how it ends
 *                     (RFC 3261 12.2, 15)
 */
#include "base/compat.h"
#include "sip/sip_priv.h"
#include "sip/headers.h"
#include "sip/reason.h"

enum {
	REQUESTS_MAX = 500,   /**< in 64*T1, from them; BYE is always heard */
};

static void bye_done(void *arg)
{
	struct oh_leg *leg = arg;

	if (oh_leg_step(leg, OH_LEG_ON_BYE_DONE))
		oh_leg_close(leg, NULL);
}

/* The owner has waited long enough; the stack goes on alone. */
static void leave_late(void *arg)
{
	oh_leg_tell_closed(arg, NULL);
}

static void recv_bye_response(int err, const struct sip_msg *msg, void *arg);

static int send_bye(struct oh_leg *leg)
{
	int err = oh_leg_auth(leg, "BYE");

	if (err)
		return err;

	return sip_drequestf(&leg->bye, leg->sip->sip, true, "BYE", leg->dlg,
			     0, NULL, NULL, recv_bye_response, leg,
			     "%s%bContent-Length: 0\r\n\r\n",
			     leg->reason ? leg->reason : "",
			     OH_AUTH(leg->auth));
}

static void recv_bye_response(int err, const struct sip_msg *msg, void *arg)
{
	struct oh_leg *leg = arg;

	if (!err && msg && msg->scode < 200)
		return;
	if (!err && msg && (msg->scode == 401 || msg->scode == 407)
	    && 0 == oh_leg_challenge(leg, msg) && 0 == send_bye(leg))
		return;

	bye_done(leg);
}

static void wait_leave(struct oh_leg *leg)
{
	tmr_start(&leg->tmr_leave, OH_SIP_LEAVE_MS, leave_late, leg);
}

/**
 * Send BYE; the leg is in CLOSING
 *
 * @param leg Leg; its handler is not called from here
 */
void oh_leg_bye(struct oh_leg *leg)
{
	oh_leg_reinvite_stop(leg);
	oh_leg_2xx_stop(leg);
	tmr_cancel(&leg->tmr_session);
	if (send_bye(leg))
		tmr_start(&leg->tmr_leave, 0, bye_done, leg);
	else
		wait_leave(leg);
}

/**
 * The dialog is lost: BYE for those on the way, and tell CLOSED now
 *
 * @param leg   Leg; told last
 * @param scode 481 or 408, or 0
 * @param err   errno, or 0
 */
void oh_leg_gone(struct oh_leg *leg, uint16_t scode, int err)
{
	if (!oh_leg_step(leg, OH_LEG_ON_GONE))
		return;
	leg->by = OH_PARTY_NETWORK;
	leg->scode = scode;
	leg->err = err;
	oh_leg_bye(leg);
	oh_leg_tell_closed(leg, NULL);
}

/**
 * Leave a call the way its state asks for; the handler is not called
 *
 * @param leg Leg; if it is over or being left already, nothing happens
 */
void oh_leg_leave(struct oh_leg *leg)
{
	const struct oh_legstate *row = oh_leg_step(leg, OH_LEG_DO_HANGUP);

	if (!row)
		return;
	leg->by = OH_PARTY_US;

	switch (row->act) {

	case OH_LEG_ACT_CANCEL:
		oh_leg_cancel(leg);
		wait_leave(leg);
		break;
	case OH_LEG_ACT_BYE:
		oh_leg_bye(leg);
		break;
	case OH_LEG_ACT_SEND:
		leg->scode = 480;
		(void)oh_leg_send_final(leg, 480, "Temporarily Unavailable",
					leg->reason);
		oh_sip_leg_over(leg, true);
		break;
	default:
		wait_leave(leg);
		break;
	}
}

/**
 * Hang up: CANCEL, BYE or a refusal, as the state asks for
 *
 * CLOSED follows from the main loop when the far end has agreed, or after
 * 5 s in any case.
 *
 * @param leg  Leg
 * @param q850 Cause for a Reason header, or 0
 * @param text Its text, or NULL
 *
 * @return 0; EINVAL; EALREADY: it is over or being left; ENOMEM
 */
int oh_leg_hangup(struct oh_leg *leg, int q850, const char *text)
{
	struct oh_reason why = { .q850 = q850 };

	if (text)
		str_ncpy(why.text, text, sizeof(why.text));

	return oh_leg_hangup_for(leg, &why);
}

/**
 * Hang up as oh_leg_hangup(), and say why in full
 *
 * @param leg Leg
 * @param why Reason, or NULL
 *
 * @return As of oh_leg_hangup()
 */
int oh_leg_hangup_for(struct oh_leg *leg, const struct oh_reason *why)
{
	char line[OH_REASON_LINES];
	int err;

	if (!leg)
		return EINVAL;
	if (!oh_legstate_find(leg->st, OH_LEG_DO_HANGUP))
		return oh_legstate_error(leg->st);

	err = oh_reason_print(line, sizeof(line), why);
	if (err)
		return err;
	if (line[0]) {
		err = str_dup(&leg->reason, line);
		if (err)
			return err;
	}
	oh_leg_leave(leg);

	return 0;
}

/**
 * Send INFO (RFC 6086 4.2.1, in its legacy use); its answer is not told
 *
 * @param leg   Leg in UP
 * @param ctype Content-Type, e.g. "application/dtmf-relay"
 * @param body  Body, NUL-terminated
 *
 * @return 0; EINVAL; EALREADY: it is over; ENOMEM; or a transport error
 */
int oh_leg_info(struct oh_leg *leg, const char *ctype, const char *body)
{
	const struct oh_body b = { ctype, body };
	int err;

	if (!leg || !ctype || !body || oh_headers_check_value(ctype))
		return EINVAL;
	if (!oh_legstate_find(leg->st, OH_LEG_DO_INFO))
		return oh_legstate_error(leg->st);

	err = oh_leg_auth(leg, "INFO");
	if (err)
		return err;

	return sip_drequestf(NULL, leg->sip->sip, true, "INFO", leg->dlg, 0,
			     NULL, NULL, NULL, NULL, "%b%H",
			     OH_AUTH(leg->auth), oh_leg_body_print, &b);
}

/**
 * Keep what their INFO requests say out of traces, from now on or no more
 *
 * @param leg Leg
 * @param on  Keep it out
 */
void oh_leg_secret(struct oh_leg *leg, bool on)
{
	if (!leg || !leg->sip)
		return;
	leg->secret = on;
	leg->sip->secrets |= on;
}

/**
 * Close a leg that both sides have left, after a while
 *
 * @param leg Leg in CLOSING, without a BYE of ours
 * @param ms  How long requests of theirs are still heard [ms]
 */
void oh_leg_linger(struct oh_leg *leg, uint32_t ms)
{
	oh_leg_reinvite_stop(leg);
	oh_leg_2xx_stop(leg);
	tmr_cancel(&leg->tmr_session);
	tmr_start(&leg->tmr_leave, ms, bye_done, leg);
}

static void recv_bye(struct oh_leg *leg, const struct sip_msg *msg)
{
	const struct oh_legstate *row =
		oh_leg_step(leg, oh_leg_refer_waits(leg) ? OH_LEG_RX_LEFT
			    : OH_LEG_RX_BYE);
	struct oh_sip *s = leg->sip;

	if (!row) {
		oh_recv_refuse(s, msg, 481, "Call Does Not Exist");
		return;
	}
	(void)sip_treply(NULL, s->sip, msg, 200, "OK");
	if (leg->by == OH_PARTY_NONE)
		leg->by = OH_PARTY_THEM;

	switch (row->act) {

	case OH_LEG_ACT_TERMINATE:
		leg->scode = 487;
		(void)oh_leg_send_final(leg, 487, "Request Terminated", NULL);
		oh_leg_close(leg, msg);
		break;
	case OH_LEG_ACT_CLOSE:
		oh_leg_close(leg, msg);
		break;
	case OH_LEG_ACT_CANCEL:
		oh_leg_cancel(leg);
		wait_leave(leg);
		break;
	case OH_LEG_ACT_LINGER:
		oh_leg_linger(leg, OH_REFER_LINGER_MS);
		break;
	default:
		break;
	}
}

static void recv_info(struct oh_leg *leg, const struct sip_msg *msg)
{
	struct oh_sip *s = leg->sip;

	if (!oh_leg_step(leg, OH_LEG_RX_INFO)) {
		oh_recv_refuse(s, msg, 481, "Call Does Not Exist");
		return;
	}
	(void)sip_treply(NULL, s->sip, msg, 200, "OK");
	oh_leg_tell(leg, OH_LEG_EV_INFO, msg);
}

/* Our answer to each is kept for 64*T1, to be repeated (RFC 3261 17.2.2):
   no hand presses keys so fast, but a flood would take all memory. */
static bool is_flood(struct oh_leg *leg)
{
	uint64_t now = tmr_jiffies();

	if (now >= leg->count_ms + OH_SIP_GIVE_UP_MS) {
		leg->count_ms = now;
		leg->requestc = 0;
	}

	return ++leg->requestc > REQUESTS_MAX;
}

/**
 * Take a request inside the dialog of a leg, other than ACK and CANCEL
 *
 * @param leg Leg
 * @param msg Request
 */
void oh_leg_recv(struct oh_leg *leg, const struct sip_msg *msg)
{
	struct oh_sip *s = leg->sip;

	struct sip_dialog *dlg = oh_leg_dialog(leg, msg);

	if (dlg && !sip_dialog_rseq_valid(dlg, msg))
		oh_recv_refuse(s, msg, 500, "Out Of Order");
	else if (oh_recv_is(msg, "BYE"))
		recv_bye(leg, msg);
	else if (is_flood(leg))
		oh_recv_refuse(s, msg, 500, "Too Many Requests");
	else if (oh_recv_is(msg, "INVITE"))
		oh_leg_recv_reinvite(leg, msg);
	else if (oh_recv_is(msg, "PRACK"))
		oh_leg_recv_prack(leg, msg);
	else if (oh_recv_is(msg, "UPDATE"))
		oh_leg_recv_update(leg, msg);
	else if (oh_recv_is(msg, "INFO"))
		recv_info(leg, msg);
	else if (oh_recv_is(msg, "REFER"))
		oh_leg_recv_refer(leg, msg);
	else if (oh_recv_is(msg, "NOTIFY"))
		oh_leg_recv_notify(leg, msg);
	else if (!oh_recv_is(msg, "OPTIONS"))
		oh_recv_stray(s, msg);
	else if (oh_leg_step(leg, OH_LEG_RX_OPTIONS))
		oh_recv_options(s, msg);
	else
		oh_recv_refuse(s, msg, 481, "Call Does Not Exist");
}
