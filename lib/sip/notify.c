/**
 * @file notify.c  How a transfer goes, as a NOTIFY tells it (RFC 3515 2.4)
 */
#include "base/compat.h"
#include "sip/notify.h"
#include "sip/sip_priv.h"

enum { BODY_SIZE = OH_NOTIFY_REASON + 16 };

/* What could do harm on a screen is left out */
static void copy_reason(char *buf, const struct pl *pl)
{
	size_t n = 0;

	for (size_t i = 0; i < pl->l && n + 1 < OH_NOTIFY_REASON; i++) {
		if (pl->p[i] >= ' ' && pl->p[i] < 0x7f)
			buf[n++] = pl->p[i];
	}
	buf[n] = '\0';
}

/**
 * Parse a sipfrag: the first line of a response (RFC 3420)
 *
 * Header lines may follow; they are not looked at.
 *
 * @param n    Receives scode and reason
 * @param body Body, counted
 * @param len  Its length [bytes]
 *
 * @return 0 or EBADMSG: it does not begin with a status line
 */
int oh_notify_parse(struct oh_notify *n, const char *body, size_t len)
{
	struct pl start, code, reason;
	uint32_t scode;

	if (re_regex(body, len, "SIP/2.0[ ]+[0-9]3[^\r\n]*", &start, &code,
		     &reason) || start.p != body + 7)
		return EBADMSG;
	scode = pl_u32(&code);
	if (scode < 100 || scode > 699 || (reason.l && reason.p[0] != ' '))
		return EBADMSG;
	n->scode = (uint16_t)scode;
	if (reason.l)
		pl_advance(&reason, 1);
	copy_reason(n->reason, &reason);

	return 0;
}

static bool has_number(uint32_t *up, const struct pl *params,
		       const char *name)
{
	struct pl val;
	uint64_t u;

	if (msg_param_decode(params, name, &val)
	    || re_regex(val.p, val.l, "[0-9]+", NULL) || val.l > 10)
		return false;
	u = pl_u64(&val);
	*up = u > UINT32_MAX ? UINT32_MAX : (uint32_t)u;

	return true;
}

/* token *( ";" param ) */
static int read_token(struct pl *token, struct pl *params,
		      const struct sip_msg *msg, enum sip_hdrid id)
{
	const struct sip_hdr *hdr = sip_msg_hdr(msg, id);

	if (!hdr || re_regex(hdr->val.p, hdr->val.l, "[^; \t]+[^]*", token,
			     params))
		return EBADMSG;

	return 0;
}

/**
 * Read a NOTIFY
 *
 * @param n   Receives it
 * @param msg Request, borrowed
 *
 * @return 0; ENOENT: it speaks of another event (489); EBADMSG: not said of
 *         which, or in what state the subscription is. A body that is no
 *         sipfrag says nothing: scode is 0 then
 */
int oh_notify_read(struct oh_notify *n, const struct sip_msg *msg)
{
	struct pl token, params;
	const char *body;
	size_t len = oh_recv_body(msg, &body);

	memset(n, 0, sizeof(*n));
	if (read_token(&token, &params, msg, SIP_HDR_EVENT))
		return EBADMSG;
	if (pl_strcasecmp(&token, "refer"))
		return ENOENT;
	(void)has_number(&n->id, &params, "id");

	if (read_token(&token, &params, msg, SIP_HDR_SUBSCRIPTION_STATE))
		return EBADMSG;
	n->terminated = 0 == pl_strcasecmp(&token, "terminated");
	(void)has_number(&n->expires_s, &params, "expires");

	if (len && msg_ctype_cmp(&msg->ctyp, "message", "sipfrag"))
		(void)oh_notify_parse(n, body, len);

	return 0;
}

/**
 * Print what only a NOTIFY has, and its body, for "%H"
 *
 * @param pf Print function
 * @param n  What it says; scode and reason are valid
 *
 * @return 0 or an errno
 */
int oh_notify_print(struct re_printf *pf, const struct oh_notify *n)
{
	char body[BODY_SIZE];
	int len, err;

	len = re_snprintf(body, sizeof(body), "SIP/2.0 %u %s\r\n", n->scode,
			  n->reason);
	if (len < 0)
		return ENOMEM;
	err = re_hprintf(pf, "Event: refer");
	if (!err && n->id)
		err = re_hprintf(pf, ";id=%u", n->id);
	if (!err && n->terminated)
		err = re_hprintf(pf, "\r\nSubscription-State: terminated"
				 ";reason=noresource\r\n");
	else if (!err)
		err = re_hprintf(pf, "\r\nSubscription-State: active"
				 ";expires=%u\r\n", n->expires_s);
	if (err)
		return err;

	return re_hprintf(pf, "Content-Type: message/sipfrag;version=2.0\r\n"
			  "Content-Length: %d\r\n\r\n%s", len, body);
}
