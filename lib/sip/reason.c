/**
 * @file reason.c  The Reason header (RFC 3326, Q.850 causes)
 */
#include "base/compat.h"
#include "sip/reason.h"

enum { Q850_MAX = 127 };   /**< Seven bits (ITU-T Q.850 2.2.5) */

/* Cut the next part off, up to a ';' that is not inside quotes */
static bool next_part(struct pl *part, struct pl *rest)
{
	bool quoted = false;
	size_t i;

	if (!rest->l)
		return false;
	for (i = 0; i < rest->l && (quoted || rest->p[i] != ';'); i++) {
		if (rest->p[i] == '"')
			quoted = !quoted;
		else if (quoted && rest->p[i] == '\\' && i + 1 < rest->l)
			i++;
	}
	part->p = rest->p;
	part->l = i;
	i = MIN(i + 1, rest->l);
	rest->p += i;
	rest->l -= i;

	return true;
}

/* reason-value = protocol *( ";" reason-params )  (RFC 3326 2) */
static bool is_q850(const struct sip_hdr *hdr, const struct sip_msg *msg,
		    void *arg)
{
	struct pl rest = hdr->val, part, word, cause;
	uint32_t *causep = arg;
	(void)msg;

	if (!next_part(&part, &rest)
	    || re_regex(part.p, part.l, "[^ \t]+", &word)
	    || pl_strcasecmp(&word, "Q.850"))
		return false;

	while (next_part(&part, &rest)) {
		if (re_regex(part.p, part.l, "[^ \t=]+[ \t]*=[ \t]*[0-9]+",
			     &word, NULL, NULL, &cause)
		    || pl_strcasecmp(&word, "cause"))
			continue;
		*causep = cause.l <= 3 ? pl_u32(&cause) : 0;
		return *causep >= 1 && *causep <= Q850_MAX;
	}
	return false;
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
