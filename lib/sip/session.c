/**
 * @file session.c  How long a session may last unrefreshed (RFC 4028)
 *
 *   INVITE  Session-Expires: 1800    ->
 *       <-  422  Min-SE: 3600             too brief for them (6)
 *   INVITE  Session-Expires: 3600    ->
 *           Min-SE: 3600
 *       <-  200  Session-Expires: 3600;refresher=uac
 *   UPDATE  Session-Expires: 3600;refresher=uac   ->   after half of it
 */
#include "base/compat.h"
#include "sip/session.h"

enum {
	LEAD_S = 32,             /* BYE so long before the end (10)        */
	RETRIES = 16,            /* a refresh is tried again, in the time  */
};

/* delta-seconds with parameters; what is absurd is cut */
static uint32_t read_seconds(const struct sip_msg *msg, enum sip_hdrid id,
			     struct pl *params)
{
	const struct sip_hdr *hdr = sip_msg_hdr(msg, id);
	struct pl n;

	if (!hdr || re_regex(hdr->val.p, hdr->val.l, "[0-9]+[^]*", &n, params)
	    || n.p != hdr->val.p)
		return 0;

	return n.l > 9 ? OH_SESSION_MAX_S : MIN(pl_u32(&n), OH_SESSION_MAX_S);
}

/**
 * Read what a message says of the session timer
 *
 * @param sm  What it says
 * @param msg Message, borrowed
 */
void oh_session_read(struct oh_session_msg *sm, const struct sip_msg *msg)
{
	struct pl params = PL_INIT, role;
	uint32_t min_s = read_seconds(msg, SIP_HDR_MIN_SE, &params);

	*sm = (struct oh_session_msg){
		.supported = sip_msg_hdr_has_value(msg, SIP_HDR_SUPPORTED,
						   "timer"),
		.min_s     = MAX(min_s, OH_SESSION_MIN_S),
	};
	params = pl_null;
	sm->expires_s = read_seconds(msg, SIP_HDR_SESSION_EXPIRES, &params);
	if (!pl_isset(&params)
	    || msg_param_decode(&params, "refresher", &role))
		return;
	if (0 == pl_strcasecmp(&role, "uac"))
		sm->role = OH_SESSION_UAC;
	else if (0 == pl_strcasecmp(&role, "uas"))
		sm->role = OH_SESSION_UAS;
}

/**
 * Decide whether a request must be refused with 422 (RFC 4028 9)
 *
 * @param prm What our side wants
 * @param req What the request says
 *
 * @return true if its interval is below the least, and they will understand
 */
bool oh_session_is_brief(const struct oh_session_prm *prm,
			 const struct oh_session_msg *req)
{
	return !prm->off && req->supported && req->expires_s
		&& req->expires_s < OH_SESSION_MIN_S;
}

/* It may be shortened, not below what the request itself asks (9) */
static uint32_t choose(const struct oh_session *se,
		       const struct oh_session_prm *prm,
		       const struct oh_session_msg *req)
{
	uint32_t want = prm->expires_s ? prm->expires_s : se->expires_s;

	if (!req->expires_s)
		return want ? MAX(want, req->min_s) : 0;
	if (req->expires_s < OH_SESSION_MIN_S)
		return 0;
	if (!want)
		want = OH_SESSION_DEFAULT_S;

	return MIN(req->expires_s, MAX(want, req->min_s));
}

static enum oh_session_role assign(const struct oh_session *se,
				   const struct oh_session_prm *prm,
				   const struct oh_session_msg *req)
{
	if (!req->supported)
		return OH_SESSION_UAS;
	if (req->role != OH_SESSION_NOBODY)
		return req->role;
	if (prm->refresher != OH_SESSION_AUTO)
		return prm->refresher == OH_SESSION_US ? OH_SESSION_UAS
						       : OH_SESSION_UAC;

	return se->expires_s && se->we_refresh ? OH_SESSION_UAS
					       : OH_SESSION_UAC;
}

/**
 * Answer a request (RFC 4028 9): an INVITE, first or later, or an UPDATE
 *
 * @param se  What was agreed before, and now
 * @param prm What our side wants
 * @param req What the request says
 */
void oh_session_answer(struct oh_session *se,
		       const struct oh_session_prm *prm,
		       const struct oh_session_msg *req)
{
	uint32_t expires_s = prm->off ? 0 : choose(se, prm, req);

	se->we_refresh = assign(se, prm, req) == OH_SESSION_UAS;
	se->supported  = req->supported;
	se->expires_s  = expires_s;
	se->min_s      = MAX(se->min_s, req->min_s);
}

/**
 * Take the 2xx to a request of ours (RFC 4028 7.2)
 *
 * @param se   What was agreed before, and now
 * @param prm  What our side wants
 * @param resp What the response says; no Session-Expires: nothing is agreed
 */
void oh_session_answered(struct oh_session *se,
			 const struct oh_session_prm *prm,
			 const struct oh_session_msg *resp)
{
	se->supported  = resp->supported || resp->role == OH_SESSION_UAS;
	se->we_refresh = resp->role != OH_SESSION_UAS;
	se->expires_s  = 0;
	if (resp->expires_s && !prm->off)
		se->expires_s = MAX(resp->expires_s, OH_SESSION_MIN_S);
}

/**
 * Take a 422 (RFC 4028 7.3)
 *
 * @param se   Its expires_s, if agreed, and min_s become what to ask for
 * @param prm  What our side wants
 * @param resp What the response says
 *
 * @return 0: ask again; EPROTO: that would not help
 */
int oh_session_refused(struct oh_session *se,
		       const struct oh_session_prm *prm,
		       const struct oh_session_msg *resp)
{
	uint32_t asked = se->expires_s ? se->expires_s : prm->expires_s;

	if (prm->off || !asked || resp->min_s <= MAX(asked, se->min_s))
		return EPROTO;

	se->min_s = resp->min_s;
	if (se->expires_s)
		se->expires_s = resp->min_s;

	return 0;
}

/**
 * Say when to refresh (RFC 4028 7.2: half of the interval)
 *
 * @param se What was agreed
 *
 * @return Time since it was [ms]
 */
uint32_t oh_session_refresh_ms(const struct oh_session *se)
{
	return se->expires_s * 1000 / 2;
}

/**
 * Say when to try again what did not go well
 *
 * @param se What was agreed
 *
 * @return Time since it was tried [ms]
 */
uint32_t oh_session_retry_ms(const struct oh_session *se)
{
	return se->expires_s * 1000 / RETRIES;
}

/**
 * Say when to give the session up (RFC 4028 10)
 *
 * @param se What was agreed
 *
 * @return Time since it was [ms]: before its end by a third of it, but by
 *         32 s at the most
 */
uint32_t oh_session_expire_ms(const struct oh_session *se)
{
	return (se->expires_s - MIN(se->expires_s / 3, LEAD_S)) * 1000;
}
