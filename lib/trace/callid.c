/**
 * @file callid.c  Which call a SIP message belongs to
 */
#include "base/compat.h"
#include "trace/callid.h"

enum {
	HEADERS_MAX = 64,      /* looked at */
	CALL_ID_MAX = 256,
};

/* Cut the next header off, without its line end; false at their end */
static bool next_line(struct pl *line, struct pl *rest)
{
	const char *nl = rest->l ? memchr(rest->p, '\n', rest->l) : NULL;

	if (!nl)
		return false;
	line->p = rest->p;
	line->l = (size_t)(nl - rest->p);
	pl_advance(rest, (ssize_t)line->l + 1);
	if (line->l && line->p[line->l - 1] == '\r')
		line->l--;

	return line->l > 0;
}

/**
 * Find the Call-ID of a message (RFC 3261 20.8; "i" is short for it)
 *
 * @param call_id Receives it, at most 256 bytes; points into the message
 * @param t       Message
 *
 * @return true if it has one
 */
bool oh_callid_find(struct pl *call_id, const struct oh_trace *t)
{
	struct pl rest = { (const char *)t->data, t->len }, line, name;

	for (int i = 0; i < HEADERS_MAX && next_line(&line, &rest); i++) {
		if (re_regex(line.p, line.l, "[^ \t:]+[ \t]*:[ \t]*[^ \t]+",
			     &name, NULL, NULL, call_id))
			continue;
		if (name.p == line.p && call_id->l <= CALL_ID_MAX &&
		    (0 == pl_strcasecmp(&name, "Call-ID") ||
		     0 == pl_strcasecmp(&name, "i")))
			return true;
	}
	return false;
}
