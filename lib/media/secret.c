/**
 * @file secret.c  Keys of theirs that are nobody's business
 */
#include "media/engine_priv.h"
#include "media/rtp.h"
#include "media/secret.h"
#include "media/tap.h"

enum { LINGER_US = 200000 };   /* beyond jitter, and the last end packet */

/**
 * Tell whether what they send now may be a secret
 *
 * @param s Session
 */
bool oh_secret_is(const struct oh_session *s)
{
	return s->wish.mute_recording || s->eng->now_us < s->secret.until_us;
}

/**
 * Tell whether what we send now may be one: theirs sent back, or that of
 * the other side
 *
 * @param s Session
 */
bool oh_secret_is_said(const struct oh_session *s)
{
	return oh_secret_is(s) ||
		(s->relay.peer && oh_secret_is(s->relay.peer));
}

static void linger(struct oh_session *s)
{
	s->secret.until_us = s->eng->now_us + LINGER_US;
}

/**
 * Time goes by: is a tone of the secret still to be heard?
 *
 * @param s Session
 */
void oh_secret_tick(struct oh_session *s)
{
	if (s->wish.mute_recording ||
	    (oh_secret_is(s) && oh_tap_hears_key(s)))
		linger(s);
}

/**
 * A packet of a telephone-event came; all those of one key have the same
 * timestamp (RFC 4733 2.2)
 *
 * @param s   Session
 * @param rtp The packet
 */
void oh_secret_event(struct oh_session *s, const struct oh_rtp *rtp)
{
	if (s->wish.mute_recording)
		s->secret.event_ts = rtp->ts;
	else if (!oh_secret_is(s) || s->secret.event_ts != rtp->ts)
		return;
	linger(s);
}
