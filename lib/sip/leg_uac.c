/**
 * @file leg_uac.c  Calls we make (RFC 3261 13.2)
 *
 * `root` is the dialog as the INVITE opened it, without a remote tag; the
 * first 2xx forks the real one from it, unless it was made early.
 */
#include "base/compat.h"
#include "sip/sip_priv.h"
#include "sip/headers.h"

enum { ROUTE_SIZE = 256 };

/**
 * Decide whether a response answers the request that is pending
 *
 * libre 1.1 matches by branch and method alone (RFC 3261 8.1.3, 17.1.3).
 *
 * @param leg Leg
 * @param msg Response
 *
 * @return true if so
 */
bool oh_leg_is_answer(const struct oh_leg *leg, const struct sip_msg *msg)
{
	const struct sip_dialog *dlg = leg->dlg ? leg->dlg : leg->root;
	bool update = 0 == pl_strcmp(&msg->cseq.met, "UPDATE");

	return msg->cseq.num == (update ? leg->update_cseq : leg->cseq)
		&& sip_dialog_cmp_half(dlg, msg);
}

/**
 * Print our Contact, once the transport is known; sip_send_h of libre
 *
 * @param tp  Transport
 * @param src Unused
 * @param dst Unused
 * @param mb  Where it goes
 * @param arg Leg
 *
 * @return 0 or ENOMEM
 */
int oh_leg_send_contact(enum sip_transp tp, OH_SIP_SRC *src,
			const struct sa *dst, struct mbuf *mb, void *arg)
{
	struct oh_leg *leg = arg;
	const struct oh_contact c = { leg->sip, leg->contact_user, tp };
	(void)src;

	if (!sa_isset(&leg->home, SA_ADDR))
		leg->home = *dst;

	return mbuf_printf(mb, "%H", oh_contact_print, &c);
}

/**
 * Take a 401 or 407 (RFC 3261 22.2)
 *
 * @param leg Leg
 * @param msg Response
 *
 * One that comes from elsewhere than our INVITE went to is not answered:
 * who challenges for another's realm could have us sign a call of his.
 *
 * @return 0: send again; EACCES, ENOTSUP: that will not help; ENOMEM
 */
int oh_leg_challenge(struct oh_leg *leg, const struct sip_msg *msg)
{
	int err;

	if (!leg->digest || leg->challenges >= OH_CHALLENGES_MAX)
		return EACCES;
	if (sa_isset(&leg->home, SA_ADDR) &&
	    !sa_cmp(&msg->src, &leg->home, SA_ADDR))
		return EACCES;

	err = oh_digest_challenge(leg->digest, msg);
	if (err)
		return err;
	leg->challenges++;
	leg->authed = true;

	return 0;
}

/**
 * Make the Authorization lines for a request, if we were ever challenged
 *
 * @param leg    Leg; they go to leg->auth
 * @param method Its method
 *
 * @return 0 or ENOMEM
 */
int oh_leg_auth(struct oh_leg *leg, const char *method)
{
	struct mbuf *mb;
	int err;

	leg->auth = mem_deref(leg->auth);
	if (!leg->authed)
		return 0;

	mb = mbuf_alloc(512);
	if (!mb)
		return ENOMEM;
	err = oh_digest_print(leg->digest, mb, method, leg->target);
	if (err)
		mem_deref(mb);
	else
		leg->auth = mb;

	return err;
}

/**
 * Send an INVITE, the first, with credentials, or inside the dialog
 *
 * @param leg   Leg; its cseq is set, its sdp sent
 * @param resph Takes the responses
 *
 * @return 0; ENOMEM; or a transport error
 */
int oh_leg_send_invite(struct oh_leg *leg, sip_resp_h *resph)
{
	struct sip_dialog *dlg = leg->dlg ? leg->dlg : leg->root;
	const struct oh_body body = { "application/sdp", leg->sdp };
	int err;

	err = oh_leg_auth(leg, "INVITE");
	if (err)
		return err;

	leg->cseq = sip_dialog_lseq(dlg);

	return sip_drequestf(&leg->invite, leg->sip->sip, true, "INVITE",
			     dlg, 0, NULL, oh_leg_send_contact, resph, leg,
			     "%H%H%H%s%b%H",
			     oh_sip_allow, leg->sip,
			     oh_sip_supported, leg->sip,
			     oh_leg_session_ask, leg,
			     leg->headers ? leg->headers : "",
			     OH_AUTH(leg->auth), oh_leg_body_print, &body);
}

/**
 * End a leg because no answer will come; the last thing done with it
 *
 * What we gave up is ours, whatever the network did.
 *
 * @param leg Leg
 * @param err Why
 */
void oh_leg_uac_failed(struct oh_leg *leg, int err)
{
	if (!oh_leg_step(leg, OH_LEG_ON_FAILURE))
		return;
	/* without memory, a late 2xx is theirs to give up */
	(void)oh_answered_failed(leg, NULL);
	if (leg->by == OH_PARTY_NONE) {
		leg->by = OH_PARTY_NETWORK;
		leg->err = err;
	}
	oh_leg_close(leg, NULL);
}

static void recv_1xx(struct oh_leg *leg, const struct sip_msg *msg)
{
	const struct oh_legstate *row;
	bool known = msg->scode == 100 || oh_leg_note_early(leg, msg);

	oh_leg_cancel_heard(leg, msg);
	row = oh_leg_step(leg, OH_LEG_RX_1XX);
	if (!row || row->act != OH_LEG_ACT_REPORT || !known)
		return;

	if (msg->scode == 100)
		oh_leg_tell(leg, OH_LEG_EV_TRYING, msg);
	else if (oh_recv_has_sdp(msg))
		oh_leg_tell(leg, OH_LEG_EV_PROGRESS, msg);
	else
		oh_leg_tell(leg, OH_LEG_EV_RINGING, msg);
}

/* The rest of what only an INVITE outside a dialog needs */
static void forget_root(struct oh_leg *leg)
{
	oh_leg_forget_early(leg);
	oh_leg_cancel_stop(leg);
	leg->root = mem_deref(leg->root);
	leg->route = mem_deref(leg->route);
	leg->headers = mem_deref(leg->headers);
	leg->local = mem_deref(leg->local);
	leg->local = leg->sdp;
	leg->sdp = NULL;
	leg->challenges = 0;
}

/* The next hop of the dialog: the last Record-Route, or Contact (RFC 3261
   12.1.2) */
static const struct sip_hdr *next_hop(const struct sip_msg *msg)
{
	const struct sip_hdr *hdr;

	hdr = sip_msg_hdr_apply(msg, false, SIP_HDR_RECORD_ROUTE, NULL, NULL);

	return hdr ? hdr : sip_msg_hdr(msg, SIP_HDR_CONTACT);
}

static bool leads_home(const struct oh_leg *leg, const struct sip_msg *msg)
{
	const struct sip_hdr *hdr = next_hop(msg);
	struct sip_addr addr;
	struct sa sa;

	if (!hdr || sip_addr_decode(&addr, &hdr->val))
		return false;
	if (0 == sa_set(&sa, &addr.uri.host, 0))
		return sa_cmp(&sa, &leg->home, SA_ADDR);

	return 0 == pl_casecmp(&addr.uri.host, &msg->to.uri.host);
}

/* A call may be led past the trunk, straight to the callee: that is no place
   for our credentials, be it in the ACK. */
static void guard_credentials(struct oh_leg *leg, const struct sip_msg *msg)
{
	if (!leg->digest || leads_home(leg, msg))
		return;
	leg->authed = false;
	leg->auth   = mem_deref(leg->auth);
	leg->digest = mem_deref(leg->digest);
}

static void recv_2xx(struct oh_leg *leg, const struct sip_msg *msg)
{
	const struct oh_legstate *row;
	int err;

	err = oh_early_confirm(&leg->dlg, &leg->earlyl, leg->root, msg);
	if (err) {
		oh_leg_uac_failed(leg, err == ENOMEM ? ENOMEM : EPROTO);
		return;
	}
	leg->scode = msg->scode;
	/* A lost ACK is sent again when their 2xx is; a lost target costs
	   a wrong digest at the worst. */
	(void)oh_leg_set_target(leg, msg);
	guard_credentials(leg, msg);
	oh_leg_set_tags(leg, &msg->from.tag, &msg->to.tag);
	(void)oh_answered_ack(leg);
	forget_root(leg);

	row = oh_leg_step(leg, OH_LEG_RX_2XX);
	if (row && row->act == OH_LEG_ACT_ACK) {
		oh_leg_session_answered(leg, msg);
		oh_leg_tell(leg, OH_LEG_EV_UP, msg);
	}
	else
		oh_leg_bye(leg);
}

static void recv_response(int err, const struct sip_msg *msg, void *arg);

static bool may_retry(struct oh_leg *leg, const struct sip_msg *msg)
{
	if (!oh_legstate_find(leg->st, OH_LEG_RX_CHALLENGE))
		return false;

	return 0 == (msg->scode == 422 ? oh_leg_session_refused(leg, msg)
		     : oh_leg_challenge(leg, msg));
}

static void retry(struct oh_leg *leg, const struct sip_msg *msg)
{
	int err;

	oh_leg_forget_early(leg);
	oh_leg_cancel_stop(leg);
	err = oh_leg_send_invite(leg, recv_response);
	if (err) {
		oh_leg_uac_failed(leg, err);
		return;
	}
	(void)oh_leg_step(leg, OH_LEG_RX_CHALLENGE);
	if (msg->scode != 422)
		oh_leg_tell(leg, OH_LEG_EV_CHALLENGED, msg);
}

static void recv_failure(struct oh_leg *leg, const struct sip_msg *msg)
{
	bool challenge = msg->scode == 401 || msg->scode == 407;

	if ((challenge || msg->scode == 422) && may_retry(leg, msg)) {
		retry(leg, msg);
		return;
	}
	if (!oh_leg_step(leg, OH_LEG_RX_FAIL))
		return;
	(void)oh_answered_failed(leg, msg);
	leg->challenged = challenge;
	leg->scode = msg->scode;
	if (leg->by == OH_PARTY_NONE)
		leg->by = OH_PARTY_THEM;
	oh_leg_close(leg, msg);
}

static void recv_response(int err, const struct sip_msg *msg, void *arg)
{
	struct oh_leg *leg = arg;

	if (err || !msg)
		oh_leg_uac_failed(leg, err ? err : ETIMEDOUT);
	else if (!oh_leg_is_answer(leg, msg)) {
		if (msg->scode >= 200)
			oh_leg_uac_failed(leg, EPROTO);
	}
	else if (msg->scode < 200)
		recv_1xx(leg, msg);
	else if (msg->scode < 300)
		recv_2xx(leg, msg);
	else
		recv_failure(leg, msg);
}

static bool is_uri(const char *uri)
{
	return uri && *uri && !oh_headers_check_value(uri)
		&& !strpbrk(uri, "<>\" \t");
}

static bool is_sane(const struct oh_leg_prm *prm)
{
	return prm && prm->h && is_uri(prm->to_uri) && is_uri(prm->from_uri)
		&& (!prm->route || is_uri(prm->route))
		&& !oh_headers_check_value(prm->from_name)
		&& !oh_headers_check_value(prm->contact_user)
		&& !oh_headers_check(prm->headers);
}

/* libre puts the display name between quotes as it is. */
static int print_name(struct re_printf *pf, const char *name)
{
	int err = 0;

	for (; *name && !err; name++)
		err = re_hprintf(pf, "%s%c", *name == '"' || *name == '\\'
				 ? "\\" : "", *name);
	return err;
}

static int open_dialog(struct oh_leg *leg, const struct oh_leg_prm *prm)
{
	char route[ROUTE_SIZE], *name = NULL;
	const char *routev[] = { route };
	size_t len = str_len(prm->route);
	int err = 0;

	/* libre adds ";lr" itself */
	if (len > 3 && 0 == str_casecmp(prm->route + len - 3, ";lr"))
		len -= 3;
	if (len >= sizeof(route))
		return EINVAL;
	if (len)
		memcpy(route, prm->route, len);
	route[len] = '\0';
	if (len)
		err = str_dup(&leg->route, route);
	if (err)
		return err;

	if (prm->from_name && *prm->from_name)
		err = re_sdprintf(&name, "%H", print_name, prm->from_name);
	if (err)
		return err;
	err = sip_dialog_alloc(&leg->root, prm->to_uri, prm->to_uri, name,
			       prm->from_uri, routev, len ? 1 : 0);
	mem_deref(name);

	return err;
}

static int dup_opt(char **dst, const char *src)
{
	return src ? str_dup(dst, src) : 0;
}

static int prepare(struct oh_leg *leg, const struct oh_leg_prm *prm,
		   const char *sdp)
{
	int err;

	err = open_dialog(leg, prm);
	if (err)
		return err;
	err = str_dup(&leg->target, prm->to_uri);
	if (err)
		return err;
	err = dup_opt(&leg->contact_user, prm->contact_user);
	if (err)
		return err;
	err = dup_opt(&leg->headers, prm->headers);
	if (err)
		return err;
	err = dup_opt(&leg->sdp, sdp);
	if (err || !prm->cred)
		return err;

	return oh_digest_alloc(&leg->digest, prm->cred);
}

/**
 * Call somebody
 *
 * @param legp Where the leg goes; set before its handler is called
 * @param s    Stack; ends its legs when it goes
 * @param prm  Whom, who, how; borrowed
 * @param sdp  The offer. NULL asks them for one; it cannot be answered,
 *             since our ACK has no body
 *
 * @return 0; EINVAL, also for anything unsafe to write into a header;
 *         EAGAIN: too many legs; ECANCELED: the stack closes; ENOMEM; or a
 *         transport error
 */
int oh_leg_invite(struct oh_leg **legp, struct oh_sip *s,
		  const struct oh_leg_prm *prm, const char *sdp)
{
	struct oh_leg *leg;
	int err;

	if (!legp || !s || !is_sane(prm))
		return EINVAL;
	err = oh_leg_alloc(&leg, s, prm->h, prm->arg);
	if (err)
		return err;

	leg->uac = true;
	err = prepare(leg, prm, sdp);
	if (err)
		goto out;
	err = oh_leg_send_invite(leg, recv_response);
	if (err)
		goto out;
	oh_sip_leg_add(s, leg, sip_dialog_callid(leg->root));
	(void)oh_leg_step(leg, OH_LEG_DO_INVITE);

 out:
	if (err)
		mem_deref(leg);
	else
		*legp = leg;
	return err;
}
