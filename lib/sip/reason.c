/**
 * @file reason.c  The Reason header (RFC 3326, Q.850 causes)
 */
#include "base/compat.h"
#include "sip/reason.h"

enum { Q850_MAX = 127 };   /**< Seven bits (ITU-T Q.850 2.2.5) */

/* reason-value = protocol *( ";" reason-params )  (RFC 3326 2) */
static bool is_q850(const struct sip_hdr *hdr, const struct sip_msg *msg,
		    void *arg)
{
	uint32_t *causep = arg;
	struct pl protocol, params, cause;
	(void)msg;

	if (re_regex(hdr->val.p, hdr->val.l, "[^; \t]+[ \t]*[^]*",
		     &protocol, NULL, &params))
		return false;
	if (pl_strcasecmp(&protocol, "Q.850"))
		return false;
	if (msg_param_decode(&params, "cause", &cause))
		return false;
	if (cause.l == 0 || cause.l > 3)
		return false;

	*causep = pl_u32(&cause);
	return *causep >= 1 && *causep <= Q850_MAX;
}

/**
 * Find the Q.850 cause of a message
 *
 * @param msg Message, borrowed
 *
 * @return Cause 1 to 127 of the first Reason header with protocol Q.850, or
 *         0 if there is none
 */
int oh_reason_q850(const struct sip_msg *msg)
{
	uint32_t cause = 0;

	if (!sip_msg_hdr_apply(msg, true, SIP_HDR_REASON, is_q850, &cause))
		return 0;
	return (int)cause;
}

/* A quoted-string (RFC 3261 25.1); what cannot be quoted becomes a blank. */
static int print_quoted(struct re_printf *pf, const char *text)
{
	int err = 0;

	for (const char *p = text; *p && !err; p++) {
		bool ctl = (unsigned char)*p < 0x20 || *p == 0x7f;

		if (*p == '"' || *p == '\\')
			err = re_hprintf(pf, "\\%c", *p);
		else
			err = re_hprintf(pf, "%c", ctl ? ' ' : *p);
	}
	return err;
}

/**
 * Print a Reason header line, CRLF included
 *
 * @param buf  Where to print; NUL-terminated
 * @param size Its size [bytes]
 * @param q850 Cause 1 to 127; 0 prints nothing
 * @param text Reason text in UTF-8, or NULL
 *
 * @return 0; EINVAL for another cause; ERANGE if it does not fit (buf is
 *         then empty)
 */
int oh_reason_print(char *buf, size_t size, int q850, const char *text)
{
	int n;

	if (!buf || !size || q850 < 0 || q850 > Q850_MAX)
		return EINVAL;

	buf[0] = '\0';
	if (q850 == 0)
		return 0;
	if (text)
		n = re_snprintf(buf, size,
				"Reason: Q.850;cause=%d;text=\"%H\"\r\n",
				q850, print_quoted, text);
	else
		n = re_snprintf(buf, size, "Reason: Q.850;cause=%d\r\n", q850);
	if (n < 0) {
		buf[0] = '\0';
		return ERANGE;
	}
	return 0;
}
