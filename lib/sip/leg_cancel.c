/**
 * @file leg_cancel.c  Calls that we take back (RFC 3261 9.1)
 *
 * libre's CANCEL cannot say why, so it is ours: with what a 1xx has echoed
 * of the INVITE it must match, and the Reason of who wanted it (RFC 3326 2).
 *
 *    us                       them
 *     | INVITE  branch=x ->     |
 *     | <- 180  branch=x        |   nothing may be sent before (9.1)
 *     | CANCEL  branch=x ->     |   repeated over UDP until its 200
 *     | <- 200 (CANCEL)         |
 *     | <- 487 (INVITE)         |
 */
#include "base/compat.h"
#include "sip/sip_priv.h"

static int make(struct mbuf **mbp, const struct oh_leg *leg)
{
	const struct sip_msg *heard = leg->cancel.heard;
	struct mbuf *mb = mbuf_alloc(512);
	int err;

	if (!mb)
		return ENOMEM;
	err = mbuf_printf(mb, "CANCEL %s SIP/2.0\r\n"
			  "Via: SIP/2.0/%s %r;branch=%r;rport\r\n"
			  "Max-Forwards: 70\r\n", leg->target,
			  sip_transp_name(heard->tp), &heard->via.sentby,
			  &heard->via.branch);
	if (!err && leg->route)
		err = mbuf_printf(mb, "Route: <%s;lr>\r\n", leg->route);
	if (!err)
		err = mbuf_printf(mb, "To: <%r>\r\nFrom: %r\r\n"
				  "Call-ID: %r\r\nCSeq: %u CANCEL\r\n%s"
				  "Content-Length: 0\r\n\r\n",
				  &heard->to.auri, &heard->from.val,
				  &heard->callid, heard->cseq.num,
				  leg->reason ? leg->reason : "");
	if (err)
		mem_deref(mb);
	else
		*mbp = mb;

	return err;
}

static int put(const struct oh_leg *leg)
{
	const struct oh_leg_cancel *c = &leg->cancel;

	c->mb->pos = 0;

	return sip_send(leg->sip->sip, NULL, c->heard->tp, &leg->home, c->mb);
}

/* Nothing comes any more: the call counts as cancelled (9.1) */
static void repeat(void *arg)
{
	struct oh_leg *leg = arg;
	struct oh_leg_cancel *c = &leg->cancel;
	uint64_t spent = tmr_jiffies() - c->first_ms;

	if (spent >= OH_SIP_GIVE_UP_MS) {
		oh_leg_uac_failed(leg, ETIMEDOUT);
		return;
	}
	if (!c->taken && c->heard->tp == SIP_TRANSP_UDP)
		(void)put(leg);
	c->wait_ms = MIN(2 * c->wait_ms, SIP_T2);
	c->wait_ms = MIN(c->wait_ms, OH_SIP_GIVE_UP_MS - (uint32_t)spent);
	tmr_start(&c->tmr, c->wait_ms, repeat, leg);
}

/* Whatever hinders us: libre's CANCEL does as well, but for the Reason */
static void send_cancel(struct oh_leg *leg)
{
	struct oh_leg_cancel *c = &leg->cancel;

	if (make(&c->mb, leg) || put(leg)) {
		sip_request_cancel(leg->invite);
		return;
	}
	c->first_ms = tmr_jiffies();
	c->wait_ms  = SIP_T1;
	tmr_start(&c->tmr, c->wait_ms, repeat, leg);
}

/**
 * Take our INVITE back, at once or as soon as a 1xx has come
 *
 * @param leg Leg; its reason is told
 */
void oh_leg_cancel(struct oh_leg *leg)
{
	struct oh_leg_cancel *c = &leg->cancel;

	if (c->wanted)
		return;
	c->wanted = true;
	if (c->heard)
		send_cancel(leg);
}

/**
 * Keep what a CANCEL needs of the first 1xx to an INVITE; send one that waits
 *
 * @param leg Leg
 * @param msg Response, 100 to 199
 */
void oh_leg_cancel_heard(struct oh_leg *leg, const struct sip_msg *msg)
{
	struct oh_leg_cancel *c = &leg->cancel;

	if (c->heard)
		return;
	c->heard = mem_ref((void *)msg);
	if (c->wanted)
		send_cancel(leg);
}

/**
 * Forget the INVITE that could be taken back
 *
 * @param leg Leg
 */
void oh_leg_cancel_stop(struct oh_leg *leg)
{
	struct oh_leg_cancel *c = &leg->cancel;

	tmr_cancel(&c->tmr);
	c->heard = mem_deref(c->heard);
	c->mb    = mem_deref(c->mb);
}

static bool is_answered(struct le *le, void *arg)
{
	struct oh_leg *leg = le->data;
	const struct sip_msg *msg = arg;
	struct oh_leg_cancel *c = &leg->cancel;

	if (!c->mb || pl_cmp(&msg->via.branch, &c->heard->via.branch))
		return false;
	c->taken = true;

	return true;
}

/**
 * Take a response to a CANCEL of ours
 *
 * @param s   Stack
 * @param msg Response
 */
void oh_leg_cancel_recv(struct oh_sip *s, const struct sip_msg *msg)
{
	if (msg->scode >= 200)
		(void)hash_lookup(s->legs, hash_joaat_pl(&msg->callid),
				  is_answered, (void *)msg);
}
