/**
 * @file refer.c  Whom a REFER speaks of (RFC 3515 2.1, 3892, 3891)
 */
#include "base/compat.h"
#include "sip/refer.h"

enum { REPLACES_SIZE = 4 * OH_REPLACES_WORD };

/* It will stand between angle brackets, with headers of ours behind it.
   What does not fit is refused: half a URI would be another URI. */
static bool is_uri(const struct pl *pl)
{
	for (size_t i = 0; i < pl->l; i++) {
		if (pl->p[i] <= ' ' || pl->p[i] >= 0x7f
		    || strchr("<>\"?", pl->p[i]))
			return false;
	}
	return pl->l > 0 && pl->l < OH_REFER_URI;
}

static bool is_callable(const struct uri *uri)
{
	static const char *const schemev[] = { "sip", "sips", "tel" };
	struct pl method;

	if (0 == msg_param_decode(&uri->params, "method", &method)
	    && pl_strcasecmp(&method, "INVITE"))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(schemev); i++) {
		if (0 == pl_strcasecmp(&uri->scheme, schemev[i]))
			return true;
	}
	return false;
}

static int read_replaces(struct oh_replaces *r, const struct pl *headers)
{
	struct pl name = PL("Replaces"), escaped, val;
	char text[REPLACES_SIZE];

	if (!pl_isset(headers) || uri_header_get(headers, &name, &escaped))
		return 0;
	if (re_snprintf(text, sizeof(text), "%H", uri_header_unescape,
			&escaped) < 0)
		return EBADMSG;
	pl_set_str(&val, text);

	return oh_replaces_parse(r, &val);
}

/* One, and only one (RFC 3515 2.4.2) */
static int read_target(struct oh_refer *r, const struct sip_msg *msg)
{
	const struct sip_hdr *hdr = sip_msg_hdr(msg, SIP_HDR_REFER_TO);
	struct sip_addr addr;
	struct pl uri;

	if (!hdr || sip_msg_hdr_count(msg, SIP_HDR_REFER_TO) != 1
	    || sip_addr_decode(&addr, &hdr->val))
		return EBADMSG;
	uri = addr.auri;
	if (pl_isset(&addr.uri.headers))
		uri.l = MIN(uri.l, (size_t)(addr.uri.headers.p - uri.p));
	if (uri.l && uri.p[uri.l - 1] == '?')
		uri.l--;
	if (!is_uri(&uri) || pl_strcpy(&uri, r->uri, sizeof(r->uri)))
		return EBADMSG;
	if (!is_callable(&addr.uri))
		return ENOTSUP;

	return read_replaces(&r->replaces, &addr.uri.headers);
}

/* A remark (RFC 3892 2.1): a bad one is none */
static void read_by(struct oh_refer *r, const struct sip_msg *msg)
{
	const struct sip_hdr *hdr = sip_msg_hdr(msg, SIP_HDR_REFERRED_BY);
	struct sip_addr addr;

	if (hdr && 0 == sip_addr_decode(&addr, &hdr->val)
	    && is_uri(&addr.auri))
		(void)pl_strcpy(&addr.auri, r->by, sizeof(r->by));
}

/**
 * Read a REFER
 *
 * @param r   Receives it
 * @param msg Request, borrowed
 *
 * @return 0; EBADMSG: no target, several, or one that is malformed;
 *         ENOTSUP: it is none that can be called
 */
int oh_refer_read(struct oh_refer *r, const struct sip_msg *msg)
{
	memset(r, 0, sizeof(*r));
	read_by(r, msg);

	return read_target(r, msg);
}

/**
 * Check before it is sent
 *
 * @param r Whom it speaks of
 *
 * @return 0, or EINVAL if a part of it cannot stand in a header
 */
int oh_refer_check(const struct oh_refer *r)
{
	struct pl uri, by;

	pl_set_str(&uri, r->uri);
	pl_set_str(&by, r->by);

	return is_uri(&uri) && (!by.l || is_uri(&by)) ? 0 : EINVAL;
}

/**
 * Print the header lines of a REFER, for "%H"
 *
 * @param pf Print function
 * @param r  Whom it speaks of, checked
 *
 * @return 0 or an errno
 */
int oh_refer_print(struct re_printf *pf, const struct oh_refer *r)
{
	char text[REPLACES_SIZE] = "";
	struct pl val;
	int err;

	if (*r->replaces.callid && re_snprintf(text, sizeof(text), "%H",
					       oh_replaces_print,
					       &r->replaces) < 0)
		return ENOMEM;
	pl_set_str(&val, text);
	err = re_hprintf(pf, "Refer-To: <%s%s%H>\r\n", r->uri,
			 val.l ? "?Replaces=" : "", uri_header_escape, &val);
	if (!err && *r->by)
		err = re_hprintf(pf, "Referred-By: <%s>\r\n", r->by);

	return err;
}
