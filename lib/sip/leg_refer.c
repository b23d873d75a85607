/**
 * @file leg_refer.c  Asking the far end to call somebody else (RFC 3515)
 *
 *    REFER  Refer-To: <sip:carol..>  ->
 *        <-  202
 *        <-  NOTIFY  active      SIP/2.0 100 Trying
 *    200 ->
 *        <-  NOTIFY  terminated  SIP/2.0 200 OK      the outcome
 *    200 ->
 *
 * One at a time. A NOTIFY may overtake the 202; some never come: then time
 * ends it. Who hangs up meanwhile may have a last word to say.
 */
#include "base/compat.h"
#include "sip/sip_priv.h"

enum {
	FIRST_MS   = 64 * SIP_T1,   /**< until a NOTIFY (RFC 6665 4.1.2.4) */
	NEXT_S     = 180,           /**< between two, if they do not say   */
	NEXT_MAX_S = 600,
};

static void recv_response(int err, const struct sip_msg *msg, void *arg);

/**
 * Decide whether the outcome of a REFER of ours is still open
 *
 * @param leg Leg
 *
 * @return true if so, in a call that is up
 */
bool oh_leg_refer_waits(const struct oh_leg *leg)
{
	return leg->st == OH_LEG_UP && (leg->refer.st == OH_REFER_SENT
					|| leg->refer.st == OH_REFER_ACCEPTED);
}

/**
 * Wait for no outcome any more
 *
 * @param leg Leg
 */
void oh_leg_refer_stop(struct oh_leg *leg)
{
	struct oh_leg_refer *r = &leg->refer;

	r->st = OH_REFER_NONE;
	r->req = mem_deref(r->req);
	r->to = mem_deref(r->to);
	tmr_cancel(&r->tmr);
}

static void progress(struct oh_leg *leg, uint16_t scode, const char *text)
{
	const struct oh_leg_event ev = {
		.type = OH_LEG_EV_REFERRED, .scode = scode, .text = text,
	};

	oh_leg_tell_event(leg, &ev);
}

/* The last word but one, if they are gone already */
static void decided(struct oh_leg *leg, uint16_t scode, int err,
		    const char *text)
{
	const struct oh_leg_event ev = {
		.type = OH_LEG_EV_REFERRED, .scode = scode, .err = err,
		.text = text, .final = true,
	};

	tmr_cancel(&leg->refer.tmr);
	leg->refer.st = OH_REFER_TOLD;
	leg->refer.to = mem_deref(leg->refer.to);
	if (leg->st == OH_LEG_CLOSING && !leg->bye)
		oh_leg_linger(leg, 0);
	oh_leg_tell_event(leg, &ev);
}

static void too_late(void *arg)
{
	decided(arg, 0, ETIMEDOUT, "the outcome was never told");
}

static int send_refer(struct oh_leg *leg)
{
	struct oh_leg_refer *r = &leg->refer;
	int err = oh_leg_auth(leg, "REFER");

	if (err)
		return err;

	r->cseq = sip_dialog_lseq(leg->dlg);

	return sip_drequestf(&r->req, leg->sip->sip, true, "REFER", leg->dlg,
			     0, NULL, oh_leg_send_contact, recv_response, leg,
			     "%H%H%bContent-Length: 0\r\n\r\n",
			     oh_sip_allow, leg->sip, oh_refer_print, r->to,
			     OH_AUTH(leg->auth));
}

static void refused(struct oh_leg *leg, const struct sip_msg *msg)
{
	char text[OH_NOTIFY_REASON] = "";
	struct pl reason = msg->reason;

	if (msg->scode == 405 || msg->scode == 501)
		leg->no_refer = true;
	reason.l = MIN(reason.l, sizeof(text) - 1);
	if (reason.p)
		(void)pl_strcpy(&reason, text, sizeof(text));
	decided(leg, msg->scode, 0, text);
}

/* Refer-Sub: false (RFC 4488 4): they take it, and will say no more */
static bool is_silent(const struct sip_msg *msg)
{
	const struct sip_hdr *hdr = sip_msg_hdr(msg, SIP_HDR_REFER_SUB);

	return hdr && hdr->val.l >= 5
		&& 0 == strncasecmp(hdr->val.p, "false", 5);
}

static void accepted(struct oh_leg *leg, const struct sip_msg *msg)
{
	struct oh_leg_refer *r = &leg->refer;

	leg->challenges = 0;
	if (is_silent(msg)) {
		decided(leg, 0, 0, "the outcome will not be told");
		return;
	}
	if (r->st == OH_REFER_SENT)
		tmr_start(&r->tmr, FIRST_MS, too_late, leg);
	r->st = OH_REFER_ACCEPTED;
	progress(leg, msg->scode, "Accepted");
}

static bool is_answer(const struct oh_leg *leg, const struct sip_msg *msg)
{
	return msg->cseq.num == leg->refer.cseq
		&& sip_dialog_cmp_half(leg->dlg, msg);
}

static void recv_response(int err, const struct sip_msg *msg, void *arg)
{
	struct oh_leg *leg = arg;
	struct oh_leg_refer *r = &leg->refer;

	if (!err && msg && msg->scode < 200)
		return;
	if (r->st != OH_REFER_SENT && r->st != OH_REFER_ACCEPTED)
		return;   /* a NOTIFY was faster */
	if (err || !msg)
		decided(leg, 0, err ? err : ETIMEDOUT, "no reply");
	else if (!is_answer(leg, msg))
		decided(leg, 0, EPROTO, "not an answer to it");
	else if (msg->scode < 300)
		accepted(leg, msg);
	else if ((msg->scode != 401 && msg->scode != 407)
		 || oh_leg_challenge(leg, msg) || send_refer(leg))
		refused(leg, msg);
}

/**
 * Ask the far end to call somebody else, in place of us or for itself
 *
 * @param leg Leg in UP
 * @param to  Whom; borrowed
 *
 * @return 0: OH_LEG_EV_REFERRED follows, the last of them within minutes;
 *         EINVAL; EALREADY: it is over; EAGAIN: another one is under way;
 *         ENOTSUP: they have said that they do not take it; ENOMEM; or a
 *         transport error
 */
int oh_leg_refer(struct oh_leg *leg, const struct oh_refer *to)
{
	struct oh_leg_refer *r;
	int err;

	if (!leg || !to || oh_refer_check(to))
		return EINVAL;
	if (!oh_legstate_find(leg->st, OH_LEG_DO_REFER))
		return oh_legstate_error(leg->st);
	if (oh_leg_refer_waits(leg))
		return EAGAIN;
	if (leg->no_refer)
		return ENOTSUP;

	oh_leg_refer_stop(leg);
	r = &leg->refer;
	r->to = mem_alloc(sizeof(*r->to), NULL);
	if (!r->to)
		return ENOMEM;
	*r->to = *to;
	err = send_refer(leg);
	if (err)
		r->to = mem_deref(r->to);
	else
		r->st = OH_REFER_SENT;

	return err;
}

/**
 * Decide whether the far end takes REFER, as far as it has said
 *
 * @param leg Leg
 *
 * @return false if its Allow does not name it, or it refused one so
 */
bool oh_leg_may_refer(const struct oh_leg *leg)
{
	return leg && !leg->no_refer;
}

static uint32_t next_ms(const struct oh_notify *n)
{
	uint32_t s = n->expires_s ? MIN(n->expires_s, NEXT_MAX_S) : NEXT_S;

	return 1000 * s;
}

static void take(struct oh_leg *leg, const struct oh_notify *n)
{
	struct oh_leg_refer *r = &leg->refer;

	if (r->st == OH_REFER_TOLD) {
		if (n->terminated)
			r->st = OH_REFER_NONE;
	}
	else if (n->scode >= 200)
		decided(leg, n->scode, 0, n->reason);
	else if (n->terminated)
		decided(leg, 0, 0, "they stopped to tell");
	else {
		r->st = OH_REFER_ACCEPTED;
		tmr_start(&r->tmr, next_ms(n), too_late, leg);
		progress(leg, n->scode, n->reason);
	}
}

/**
 * Take a NOTIFY
 *
 * The id may be left out of the first REFER's (RFC 3515 2.4.6).
 *
 * @param leg Leg
 * @param msg Request
 */
void oh_leg_recv_notify(struct oh_leg *leg, const struct sip_msg *msg)
{
	struct oh_sip *s = leg->sip;
	struct oh_notify n;
	int err;

	if (!oh_leg_step(leg, OH_LEG_RX_NOTIFY)) {
		oh_recv_refuse(s, msg, 481, "Call Does Not Exist");
		return;
	}
	err = oh_notify_read(&n, msg);
	if (leg->refer.st == OH_REFER_NONE)
		oh_recv_refuse(s, msg, 481, "Subscription Does Not Exist");
	else if (err == ENOENT)
		oh_recv_refuse(s, msg, 489, "Bad Event");
	else if (err)
		oh_recv_refuse(s, msg, 400, "Bad Request");
	else if (n.id && n.id != leg->refer.cseq)
		oh_recv_refuse(s, msg, 481, "Subscription Does Not Exist");
	else {
		(void)sip_treply(NULL, s->sip, msg, 200, "OK");
		take(leg, &n);
	}
}
