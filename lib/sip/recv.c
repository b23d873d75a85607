/**
 * @file recv.c  Whose request is this?
 *
 * libre's transaction layer has seen a message before it comes here: what
 * is repeated, merged (482) or cancels a known INVITE does not. Refusals are
 * stateless, so that a flood of bad requests costs no memory.
 */
#include "base/compat.h"
#include "sip/sip_priv.h"

enum {
	RETRY_AFTER_S = 10,   /**< When we are full                     */
	NUMBER_DIGITS = 10,   /**< Of 32 bits                           */
};

/**
 * Compare a request's method (case matters, RFC 3261 7.1)
 *
 * @param msg Request
 * @param met Method
 *
 * @return true if it is this one
 */
bool oh_recv_is(const struct sip_msg *msg, const char *met)
{
	return 0 == pl_strcmp(&msg->met, met);
}

/**
 * Refuse a request, statelessly
 *
 * @param s      Stack
 * @param msg    Request
 * @param scode  Status
 * @param reason Reason phrase
 *
 * @return true
 */
bool oh_recv_refuse(struct oh_sip *s, const struct sip_msg *msg,
		    uint16_t scode, const char *reason)
{
	(void)sip_replyf(s->sip, msg, scode, reason,
			 "%HContent-Length: 0\r\n\r\n", oh_sip_allow, s);
	return true;
}

/* libre lets numbers run over */
static bool is_number(const struct pl *pl, uint32_t most)
{
	struct pl digits;

	return 0 == re_regex(pl->p, pl->l, "[0-9]+", &digits)
		&& digits.p == pl->p && digits.l <= NUMBER_DIGITS
		&& pl_u64(&digits) <= most;
}

static bool has_number(const struct sip_msg *msg)
{
	const struct sip_hdr *hdr = sip_msg_hdr(msg, SIP_HDR_CSEQ);

	return hdr && is_number(&hdr->val, INT32_MAX);
}

/* What every request must have (RFC 3261 8.1.1, 18.3) */
static bool is_wellformed(const struct sip_msg *msg)
{
	if (!pl_isset(&msg->to.auri) || !pl_isset(&msg->from.auri))
		return false;
	if (!pl_isset(&msg->callid) || !pl_isset(&msg->via.branch))
		return false;
	if (!pl_isset(&msg->cseq.met) || pl_cmp(&msg->cseq.met, &msg->met))
		return false;
	if (!has_number(msg) || pl_strchr(&msg->ruri, '<'))
		return false;

	return !pl_isset(&msg->clen)
		|| is_number(&msg->clen, (uint32_t)mbuf_get_left(msg->mb));
}

/* Neither SIP nor a telephone number (RFC 3261 8.2.2.1) */
static bool is_foreign(const struct sip_msg *msg)
{
	static const char *const schemev[] = { "sip", "sips", "tel" };

	for (size_t i = 0; i < ARRAY_SIZE(schemev); i++) {
		if (0 == pl_strcasecmp(&msg->uri.scheme, schemev[i]))
			return false;
	}
	return true;
}

/** What a request requires and we do not know */
struct demand {
	const struct oh_sip *s;
	struct mbuf *mb;             /**< Unsupported lines */
};

static bool is_known(const struct oh_sip *s, const struct pl *tag)
{
	if (0 == pl_strcasecmp(tag, "timer"))
		return !s->prm.session.off;
	if (0 == pl_strcasecmp(tag, "replaces"))
		return s->prm.refer;

	return 0 == pl_strcasecmp(tag, "100rel");
}

static bool note_demand(const struct sip_hdr *hdr, const struct sip_msg *msg,
			void *arg)
{
	const struct demand *d = arg;
	(void)msg;

	return !is_known(d->s, &hdr->val)
		&& mbuf_printf(d->mb, "Unsupported: %r\r\n", &hdr->val);
}

/* Only what we know can be required (RFC 3261 8.2.2.3). A BYE is obeyed all
   the same: a call they have left must not stay up. */
static bool is_too_demanding(struct oh_sip *s, const struct sip_msg *msg)
{
	struct demand d = { s, NULL };
	bool demanding;

	if (!sip_msg_hdr(msg, SIP_HDR_REQUIRE) || oh_recv_is(msg, "BYE"))
		return false;

	d.mb = mbuf_alloc(64);
	if (!d.mb)
		return oh_recv_refuse(s, msg, 500, "Out Of Memory");
	(void)sip_msg_hdr_apply(msg, true, SIP_HDR_REQUIRE, note_demand, &d);
	demanding = d.mb->end > 0;
	if (demanding)
		(void)sip_replyf(s->sip, msg, 420, "Bad Extension",
				 "%bContent-Length: 0\r\n\r\n",
				 OH_AUTH(d.mb));
	mem_deref(d.mb);

	return demanding;
}

/* What every INVITE must have besides (RFC 3261 8.1.1.8) */
static bool is_invitation(const struct sip_msg *msg)
{
	const struct sip_hdr *contact = sip_msg_hdr(msg, SIP_HDR_CONTACT);
	struct sip_addr addr;

	return contact && pl_isset(&msg->from.tag) &&
		0 == sip_addr_decode(&addr, &contact->val);
}

static bool recv_invite(struct oh_sip *s, const struct sip_msg *msg)
{
	if (s->closing || s->legc >= OH_LEGS_MAX) {
		(void)sip_replyf(s->sip, msg, 503, "Service Unavailable",
				 "Retry-After: %d\r\n"
				 "Content-Length: 0\r\n\r\n", RETRY_AFTER_S);
		return true;
	}
	if (!is_invitation(msg))
		return oh_recv_refuse(s, msg, 400, "Bad Request");
	if (oh_leg_session_refuse(s, msg))
		return true;
	/* Else it is the owner's to know whose place that is (RFC 3891 3) */
	if (!s->prm.refer && sip_msg_hdr(msg, SIP_HDR_REPLACES))
		return oh_recv_refuse(s, msg, 481, "Call Does Not Exist");

	if (!s->prm.inviteh || !s->prm.inviteh(msg, s->prm.arg))
		(void)sip_treply(NULL, s->sip, msg, 404, "Not Found");
	return true;
}

/**
 * Answer OPTIONS with what we can do and where (RFC 3261 11.2)
 *
 * @param s   Stack
 * @param msg Request
 */
void oh_recv_options(struct oh_sip *s, const struct sip_msg *msg)
{
	const struct oh_contact c = { s, NULL, msg->tp };

	(void)sip_replyf(s->sip, msg, 200, "OK", "%H%H"
			 "Accept: application/sdp\r\n"
			 "%HContent-Length: 0\r\n\r\n",
			 oh_contact_print, &c, oh_sip_allow, s,
			 oh_sip_supported, s);
}

/**
 * Refuse a request that nobody here takes
 *
 * REFER could make us call anybody (toll fraud): nobody is referred from
 * outside a call. NOTIFY, UPDATE and PRACK speak of what there is not (RFC
 * 6665 4.1.3, RFC 3261 12.2.2).
 *
 * @param s   Stack
 * @param msg Request
 *
 * @return true
 */
bool oh_recv_stray(struct oh_sip *s, const struct sip_msg *msg)
{
	static const char *const lostv[] = {
		"BYE", "NOTIFY", "UPDATE", "PRACK",
	};

	if (oh_recv_is(msg, "REFER"))
		return oh_recv_refuse(s, msg, 603, "Decline");
	for (size_t i = 0; i < ARRAY_SIZE(lostv); i++) {
		if (oh_recv_is(msg, lostv[i]))
			return oh_recv_refuse(s, msg, 481,
					      "Call Does Not Exist");
	}
	return oh_recv_refuse(s, msg, 405, "Method Not Allowed");
}

static bool recv_outside(struct oh_sip *s, const struct sip_msg *msg)
{
	if (oh_recv_is(msg, "INVITE"))
		return recv_invite(s, msg);
	if (oh_recv_is(msg, "OPTIONS")) {
		oh_recv_options(s, msg);
		if (s->prm.optionsh)
			s->prm.optionsh(msg, s->prm.arg);
		return true;
	}
	if (s->prm.requesth && s->prm.requesth(msg, s->prm.arg))
		return true;

	return oh_recv_stray(s, msg);
}

static bool recv_ack(struct oh_sip *s, const struct sip_msg *msg)
{
	struct oh_leg *leg = oh_leg_find(s, msg);

	if (leg)
		oh_leg_recv_ack(leg, msg);
	return true;
}

/* A stranger shall not even learn that somebody is here; where all may
   ring, those who never stop are not answered either, since each answer
   costs memory for 32 s. What belongs to a call is always heard. */
static bool is_heard(struct oh_sip *s, const struct sip_msg *msg)
{
	if (s->prm.sourceh && !s->prm.sourceh(msg, s->prm.arg))
		return false;
	if (!s->prm.limit
	    || (s->prm.knownh && s->prm.knownh(msg, s->prm.arg)))
		return true;

	return (pl_isset(&msg->to.tag) && oh_leg_find(s, msg))
		|| oh_bucket_take(&s->bucket, &msg->src, tmr_jiffies());
}

/**
 * Give a request to whom it belongs, or refuse it; sip_msg_h of libre
 *
 * @param msg Request
 * @param arg Stack
 *
 * @return true: nobody else shall look at it
 */
bool oh_recv_request(const struct sip_msg *msg, void *arg)
{
	struct oh_sip *s = arg;
	struct oh_leg *leg;

	if (!is_heard(s, msg)) {
		s->droppedc++;
		return true;
	}

	if (!is_wellformed(msg)) {
		if (oh_recv_is(msg, "ACK") || !pl_isset(&msg->via.sentby))
			return true;
		return oh_recv_refuse(s, msg, 400, "Bad Request");
	}
	if (oh_recv_is(msg, "ACK"))
		return recv_ack(s, msg);
	if (oh_recv_is(msg, "CANCEL"))
		return oh_recv_refuse(s, msg, 481,
				      "Transaction Does Not Exist");
	if (is_foreign(msg))
		return oh_recv_refuse(s, msg, 416, "Unsupported URI Scheme");
	if (is_too_demanding(s, msg))
		return true;
	if (!pl_isset(&msg->to.tag))
		return recv_outside(s, msg);

	leg = oh_leg_find(s, msg);
	if (!leg)
		return oh_recv_refuse(s, msg, 481, "Call Does Not Exist");
	oh_leg_recv(leg, msg);

	return true;
}

/**
 * Take a response that belongs to no transaction; sip_msg_h of libre
 *
 * A repeated 2xx, or that of another fork, comes here, since the first 2xx
 * ends the client transaction (RFC 3261 13.2.2.4); and the answer to our
 * CANCEL. The rest is dropped.
 *
 * @param msg Response
 * @param arg Stack
 *
 * @return true: nobody else shall look at it
 */
bool oh_recv_response(const struct sip_msg *msg, void *arg)
{
	if (0 == pl_strcmp(&msg->cseq.met, "CANCEL"))
		oh_leg_cancel_recv(arg, msg);
	else if (msg->scode >= 200 && msg->scode < 300
		 && 0 == pl_strcmp(&msg->cseq.met, "INVITE"))
		(void)oh_answered_recv(arg, msg);
	return true;
}

/**
 * Find the body of a message, cut at its Content-Length
 *
 * @param msg   Message
 * @param bodyp Where it begins; borrowed, counted
 *
 * @return Its length [bytes]
 */
size_t oh_recv_body(const struct sip_msg *msg, const char **bodyp)
{
	size_t len = mbuf_get_left(msg->mb);

	if (pl_isset(&msg->clen))
		len = MIN(len, (size_t)pl_u32(&msg->clen));
	*bodyp = len ? (const char *)mbuf_buf(msg->mb) : "";

	return len;
}

/**
 * Decide whether a message describes a session
 *
 * @param msg Message
 *
 * @return true if its body is application/sdp
 */
bool oh_recv_has_sdp(const struct sip_msg *msg)
{
	const char *body;

	return oh_recv_body(msg, &body) > 0
		&& msg_ctype_cmp(&msg->ctyp, "application", "sdp");
}

/**
 * Print the methods that we take (RFC 3261 20.5), for "%H"
 *
 * @param pf Print function
 * @param s  Stack
 *
 * @return 0 or an errno
 */
int oh_sip_allow(struct re_printf *pf, const struct oh_sip *s)
{
	return re_hprintf(pf, "Allow: INVITE, ACK, BYE, CANCEL, INFO, NOTIFY, "
			  "OPTIONS, PRACK, %sUPDATE\r\n",
			  s->prm.refer ? "REFER, " : "");
}

/**
 * Print the extensions that we know (RFC 3261 20.37), for "%H"
 *
 * @param pf Print function
 * @param s  Stack
 *
 * @return 0 or an errno
 */
int oh_sip_supported(struct re_printf *pf, const struct oh_sip *s)
{
	return re_hprintf(pf, "Supported: 100rel%s%s\r\n",
			  s->prm.refer ? ", replaces" : "",
			  s->prm.session.off ? "" : ", timer");
}

/**
 * Count the requests that were dropped unanswered
 *
 * @param s Stack
 *
 * @return Number of requests
 */
uint64_t oh_sip_dropped(const struct oh_sip *s)
{
	return s ? s->droppedc : 0;
}
