/**
 * @file call_measure.c  How good the audio of a call is now
 *
 * The stream counts from its beginning; what went by between two questions
 * tells how it is now.
 */
#include "base/clock.h"
#include "call/call_priv.h"
#include "media/quality.h"

/* Who asks once a second is not put off by a late timer */
enum { AGAIN_US = 900000 };

/**
 * Ask how good the audio is; oh_call_measured() tells it, in some ms
 *
 * Any number may ask as often as they like: the stream is asked once a
 * second.
 *
 * @param c Call
 */
void oh_call_measure(struct oh_call *c)
{
	uint64_t now_us = oh_clock_us();

	if (!c || !c->stream ||
	    (c->asked_us && now_us < c->asked_us + AGAIN_US))
		return;
	c->asked_us = now_us;
	oh_stream_ask_quality(c->stream);
}

static double loss_pct(const struct oh_quality *was,
		       const struct oh_quality *now)
{
	/* What was late, and is here now, is taken off */
	double lost = now->lost > was->lost ? now->lost - was->lost : 0.0;
	double came = now->rx - was->rx;

	return lost + came > 0.0 ? 100.0 * lost / (lost + came) : 0.0;
}

static double mos(const struct oh_call *c, const struct oh_call_measured *m)
{
	char codec[sizeof(c->agreed.codec)];
	double way_ms = m->rtt_ms > 0.0 ? m->rtt_ms / 2.0 : 0.0;

	str_ncpy(codec, c->agreed.codec, sizeof(codec));
	codec[strcspn(codec, "/")] = '\0';

	return oh_quality_mos(codec, m->loss_pct, way_ms + c->agreed.ptime_ms,
			      m->jitter_ms);
}

/* The stream has answered. Of a time in which nothing came nothing is known */
void oh_call_counted(struct oh_call *c, const struct oh_quality *now)
{
	struct oh_call_measured *m = &c->measured;

	m->known     = now->rx > c->quality.rx;
	m->loss_pct  = loss_pct(&c->quality, now);
	m->jitter_ms = now->jitter_ms;
	m->rtt_ms    = now->rtt_ms;
	m->mos       = mos(c, m);
	c->quality   = *now;
}

/**
 * How good the audio was in the last second that was asked for
 *
 * @param c Call
 * @param m Receives it
 *
 * @return false: nobody has asked, or nothing came
 */
bool oh_call_measured(const struct oh_call *c, struct oh_call_measured *m)
{
	*m = c->measured;

	return m->known;
}
