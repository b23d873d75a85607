/**
 * @file replaces.c  A dialog as its far end names it (RFC 3891 6.1)
 */
#include "base/compat.h"
#include "sip/replaces.h"

static bool copy(char *buf, const struct pl *pl)
{
	for (size_t i = 0; i < pl->l; i++) {
		if (pl->p[i] <= ' ' || pl->p[i] >= 0x7f)
			return false;
	}
	return pl->l && pl->l < OH_REPLACES_WORD
		&& 0 == pl_strcpy(pl, buf, OH_REPLACES_WORD);
}

static bool copy_param(char *buf, const struct pl *params, const char *name)
{
	struct pl val;

	return 0 == msg_param_decode(params, name, &val) && copy(buf, &val);
}

/**
 * Parse the value of a Replaces header
 *
 * @param r   Receives it
 * @param val Value, counted, not escaped
 *
 * @return 0; EBADMSG: no Call-ID, or not both tags; nothing is set then
 */
int oh_replaces_parse(struct oh_replaces *r, const struct pl *val)
{
	struct oh_replaces got = { "", "", "" };
	struct pl callid, params;

	if (re_regex(val->p, val->l, "[ \t]*[^; \t]+[^]*", NULL, &callid,
		     &params))
		return EBADMSG;
	if (!copy(got.callid, &callid)
	    || !copy_param(got.to_tag, &params, "to-tag")
	    || !copy_param(got.from_tag, &params, "from-tag"))
		return EBADMSG;
	*r = got;

	return 0;
}

/**
 * Print the value of a Replaces header, for "%H"
 *
 * @param pf Print function
 * @param r  Dialog
 *
 * @return 0 or an errno
 */
int oh_replaces_print(struct re_printf *pf, const struct oh_replaces *r)
{
	return re_hprintf(pf, "%s;to-tag=%s;from-tag=%s", r->callid,
			  r->to_tag, r->from_tag);
}
