/**
 * @file hops.c  How often a call has been forwarded already
 *
 * Two boxes that forward to each other would call for ever: neither sees the
 * other's Via, for each ends one call and begins another. What stays is
 * Diversion (RFC 5806), whose counters add up, or History-Info (RFC 7044),
 * with an entry for each place the call has been to.
 */
#include <errno.h>
#include "base/compat.h"
#include "forward/hops.h"

enum { COUNTER_MAX = 100 };

/* The next of several entries in one line (RFC 3261 7.3.1) */
static bool next_entry(struct pl *entry, struct pl *rest)
{
	bool quoted = false, angled = false;
	size_t i;

	if (!rest->l)
		return false;
	for (i = 0; i < rest->l; i++) {
		char c = rest->p[i];

		if (c == '"' && !angled)
			quoted = !quoted;
		else if (c == '\\' && quoted)
			i++;
		else if ((c == '<' || c == '>') && !quoted)
			angled = c == '<';
		else if (c == ',' && !quoted && !angled)
			break;
	}
	entry->p = rest->p;
	entry->l = min(i, rest->l);
	pl_advance(rest, (ssize_t)min(i + 1, rest->l));

	return true;
}

/* "<sip:x>;reason=unconditional;counter=2": as often as it says, or once */
static uint32_t counter_of(const struct pl *entry)
{
	struct pl n;

	if (re_regex(entry->p, entry->l,
		     ";[ \t]*counter[ \t]*=[ \t]*[0-9]+", NULL, NULL, NULL,
		     &n))
		return 1;

	return n.l > 2 ? COUNTER_MAX : pl_u32(&n);
}

static bool add(const struct sip_hdr *hdr, const struct sip_msg *msg,
		void *arg)
{
	struct pl entry, rest = hdr->val;
	uint32_t *hops = arg;

	(void)msg;
	while (*hops < COUNTER_MAX && next_entry(&entry, &rest))
		*hops += counter_of(&entry);

	return *hops >= COUNTER_MAX;
}

/**
 * Count
 *
 * @param msg INVITE
 *
 * @return Times; what the call was first asked for counts as none
 */
uint32_t oh_hops_count(const struct sip_msg *msg)
{
	uint32_t diverted = 0, history = 0;

	(void)sip_msg_xhdr_apply(msg, true, "Diversion", add, &diverted);
	(void)sip_msg_xhdr_apply(msg, true, "History-Info", add, &history);

	return max(diverted, history ? history - 1 : 0);
}

/**
 * Print the header of a call that is forwarded once more
 *
 * @param buf    Receives the line
 * @param size   Its size [bytes]
 * @param called Who had been called, E.164; anything else is not shown
 * @param hops   How often it had been forwarded before
 *
 * @return 0, or ERANGE
 */
int oh_hops_print(char *buf, size_t size, const char *called, uint32_t hops)
{
	bool number = called[0] == '+' && called[1] &&
		!called[1 + strspn(called + 1, "0123456789")];

	return re_snprintf(buf, size, "Diversion: <%s%s>;"
			   "reason=unconditional;counter=%u\r\n",
			   number ? "tel:" : "sip:unknown@unknown.invalid",
			   number ? called : "", hops + 1) < 0 ? ERANGE : 0;
}
