/**
 * @file call_pass.c  What a call is told on behalf of another one
 */
#include <errno.h>
#include "base/compat.h"
#include "call/call_priv.h"
#include "sip/phrase.h"

/**
 * Tell the caller how it goes
 *
 * @param c     Incoming call, not answered
 * @param scode 101 to 199
 * @param media With our session description: audio flows before the answer.
 *              Without an offer of theirs there is none to send, unless they
 *              demand ours
 *
 * @return 0 or an errno of oh_leg_progress()
 */
int oh_call_progress(struct oh_call *c, uint16_t scode, bool media)
{
	struct oh_event ev = { .type = OH_EVENT_RINGING, .scode = scode };
	int err;

	if (!c || !c->incoming)
		return EINVAL;
	media = media && c->joined;
	err = oh_leg_progress(c->leg, scode, oh_phrase(scode),
			      media || oh_leg_wants_offer(c->leg) ?
			      c->answer_sdp : NULL);
	if (media)
		ev.type = OH_EVENT_PROGRESS;
	if (!err)
		oh_call_tell(c, &ev);

	return err;
}

/**
 * Refuse an incoming call because of what became of another one
 *
 * @param c     Call
 * @param scode 300 to 699
 * @param why   For Reason headers, or NULL
 * @param cause What the result will say
 *
 * @return 0 or an errno; on success ENDED follows
 */
int oh_call_reject(struct oh_call *c, uint16_t scode,
		   const struct oh_reason *why, enum oh_cause cause)
{
	int err;

	if (!c || !c->incoming)
		return EINVAL;
	err = oh_leg_reject(c->leg, scode, oh_phrase(scode), why, NULL);
	if (err)
		return err;
	c->verdict = cause;
	c->by      = OH_PARTY_US;

	return 0;
}

/**
 * Hold the far end, or let it speak again (RFC 3264 8.4)
 *
 * @param c  Call
 * @param on Hold
 *
 * @return 0; ENOTCONN: it is not up; EAGAIN: another offer is under way; or
 *         an errno
 */
int oh_call_hold(struct oh_call *c, bool on)
{
	char *sdp = NULL;
	int err;

	if (!oh_call_is_up(c))
		return ENOTCONN;
	oh_stream_hold(c->stream, on);
	err = oh_stream_offer(c->stream, &sdp);
	if (!err)
		err = oh_leg_modify(c->leg, sdp);
	mem_deref(sdp);

	return err;
}
