/**
 * @file call_detect.c  Who or what is at the other end of a call
 *
 *   183 ─▶ listen: networks' tones ──▶ the call ends as they say
 *   200 ─▶ listen: all ──▶ DETECTED ─▶ whoever acts on it
 *   a key ─▶ a person, whatever it sounded like
 */
#include "base/compat.h"
#include "call/call_priv.h"

/* From here on, for early media or for the answered call */
void oh_call_detect(struct oh_call *c)
{
	struct oh_detect_prm prm = c->detect;

	if (!c->detecting)
		return;
	prm.early = !c->answered;
	if (oh_stream_detect(c->stream, &prm))
		oh_call_warn(c, "nobody listens for who answers");
}

/**
 * Find out who answers, or has answered
 *
 * @param c   Call
 * @param prm How to listen, copied
 *
 * @return 0; ENOTCONN: the audio has ended; ENOMEM
 */
int oh_call_want_who(struct oh_call *c, const struct oh_detect_prm *prm)
{
	int err = 0;

	if (c->detecting)
		return 0;
	c->detect = *prm;
	if (c->answered)
		err = oh_stream_detect(c->stream, &c->detect);
	c->detecting = !err;

	return err;
}

static void tell(struct oh_call *c, const struct oh_finding *f)
{
	struct oh_event ev = {
		.type       = OH_EVENT_DETECTED,
		.detected   = f->what,
		.reason     = f->reason,
		.confidence = f->confidence,
		.seconds    = f->at_ms / 1000.0,
	};

	if (f->what <= OH_DETECTED_UNKNOWN)
		c->who = f->what;
	oh_call_tell(c, &ev);
}

static enum oh_cause cause_of_tone(enum oh_detected what)
{
	switch (what) {

	case OH_DETECTED_BUSY_TONE:       return OH_CAUSE_BUSY;
	case OH_DETECTED_CONGESTION_TONE:
	case OH_DETECTED_SIT_NO_CIRCUIT:
	case OH_DETECTED_SIT_REORDER:     return OH_CAUSE_CONGESTION;
	case OH_DETECTED_SIT:
	case OH_DETECTED_SIT_VACANT:
	case OH_DETECTED_SIT_INTERCEPT:   return OH_CAUSE_BAD_NUMBER;
	default:                          return OH_CAUSE_NONE;
	}
}

/* Once somebody has spoken, it says that they have hung up. */
static enum oh_cause cause_now(struct oh_call *c, enum oh_cause of_tone)
{
	enum oh_cause cause;

	if (c->who != OH_DETECTED_HUMAN && c->who != OH_DETECTED_MACHINE)
		return of_tone;
	cause = oh_call_closing(c);

	return cause == OH_CAUSE_NONE ? OH_CAUSE_HUNG_UP : cause;
}

/* Take a finding of the stream */
void oh_call_detected(struct oh_call *c, const struct oh_stream_event *sev)
{
	const struct oh_finding *f = &sev->finding;
	enum oh_cause cause = cause_of_tone(f->what);

	if (c->leg_closed || c->verdict != OH_CAUSE_NONE)
		return;
	/* Who presses keys is a person, and may whistle. */
	if (c->pressed && cause == OH_CAUSE_NONE)
		return;
	mem_ref(c);
	tell(c, f);
	if (cause != OH_CAUSE_NONE && c->verdict == OH_CAUSE_NONE)
		oh_call_hangup(c, cause_now(c, cause));
	mem_deref(c);
}

/* They have pressed a key; told before it, for it may end the call */
void oh_call_key(struct oh_call *c)
{
	const struct oh_finding person = {
		.what = OH_DETECTED_HUMAN, .reason = "KEY", .confidence = 1.0,
	};

	if (!c->detecting || c->pressed || !oh_call_is_up(c))
		return;
	c->pressed = true;
	tell(c, &person);
}

/** Who answered: HUMAN to UNKNOWN, or NONE as long as that is not known */
enum oh_detected oh_call_who(const struct oh_call *c)
{
	return c ? c->who : OH_DETECTED_NONE;
}
