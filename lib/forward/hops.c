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

/* "<sip:x>;reason=unconditional;counter=2": as often as it says, or once */
static bool add_counter(const struct sip_hdr *hdr, const struct sip_msg *msg,
			void *arg)
{
	uint32_t *hops = arg, n = 1;
	struct pl counter;

	(void)msg;
	if (0 == re_regex(hdr->val.p, hdr->val.l,
			  ";[ \t]*counter[ \t]*=[ \t]*[0-9]+", NULL, NULL,
			  NULL, &counter))
		n = counter.l > 3 ? COUNTER_MAX : pl_u32(&counter);
	*hops += min(n, (uint32_t)COUNTER_MAX);

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
	uint32_t diverted = 0, history;

	(void)sip_msg_xhdr_apply(msg, true, "Diversion", add_counter,
				 &diverted);
	history = sip_msg_xhdr_count(msg, "History-Info");

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
