/**
 * @file call_stream.c  What the stream tells a call, and what was agreed
 */
#include <errno.h>
#include "base/compat.h"
#include "call/call_priv.h"

enum { WARNING_SIZE = 160 };

/* Keys that came, changed or are no more; with DTLS, on_secured() tells. */
static void tell_secured(struct oh_call *c, const struct oh_stream_info *was)
{
	const char *now = c->agreed.srtp;
	struct oh_event ev = { .type = OH_EVENT_SECURED };

	if (0 == str_cmp(was->srtp, now) || 0 == str_cmp(now, "DTLS"))
		return;
	ev.srtp = *now ? now : NULL;
	oh_call_tell(c, &ev);
	if (!*now)
		oh_call_warn(c, "they have ended SRTP: the audio is in the "
			     "clear from now on");
}

static void tell_hold(struct oh_call *c, bool on, enum oh_party by, int err)
{
	struct oh_event ev = {
		.type = on ? OH_EVENT_HELD : OH_EVENT_RESUMED,
		.by   = by,
		.err  = err,
	};

	oh_call_tell(c, &ev);
}

/* They do not want what we have offered: all stays as it was, a hold too */
void oh_call_disagreed(struct oh_call *c)
{
	struct oh_stream_info info;

	oh_stream_info(c->stream, &info);
	if (info.hold_local == c->agreed.hold_local)
		return;
	oh_stream_hold(c->stream, c->agreed.hold_local);
	tell_hold(c, c->agreed.hold_local, OH_PARTY_US, EPROTO);
}

/* After an offer and an answer: tell what is different from before */
void oh_call_agreed(struct oh_call *c)
{
	struct oh_event ev = { .type = OH_EVENT_CODEC };
	struct oh_stream_info was = c->agreed;

	oh_stream_info(c->stream, &c->agreed);
	if (!c->answered)
		return;
	if (was.hold_remote != c->agreed.hold_remote)
		tell_hold(c, c->agreed.hold_remote, OH_PARTY_THEM, 0);
	if (was.hold_local != c->agreed.hold_local)
		tell_hold(c, c->agreed.hold_local, OH_PARTY_US, 0);
	if (0 != str_cmp(was.codec, c->agreed.codec)) {
		ev.codec    = c->agreed.codec;
		ev.ptime_ms = c->agreed.ptime_ms;
		oh_call_tell(c, &ev);
	}
	tell_secured(c, &was);
}

static void on_first(struct oh_call *c, const struct oh_stream_event *sev)
{
	struct oh_event ev = { .type = OH_EVENT_MEDIA, .text = sev->text };

	c->media = true;
	oh_call_tell(c, &ev);
}

static void on_digit(struct oh_call *c, const struct oh_stream_event *sev)
{
	struct oh_event ev = {
		.type  = OH_EVENT_DIGIT,
		.digit = sev->digit,
		.dtmf  = sev->dtmf,
		.masked = c->secret,
	};

	mem_ref(c);
	oh_call_key(c);
	oh_call_tell(c, &ev);
	mem_deref(c);
}

static void on_prompt(struct oh_call *c, const struct oh_stream_event *sev)
{
	struct oh_event ev = { .type = OH_EVENT_PLAYING, .text = sev->text };

	oh_call_tell(c, &ev);
}

static void on_played(struct oh_call *c, const struct oh_stream_event *sev)
{
	struct oh_event ev = {
		.type    = OH_EVENT_PLAYED,
		.id      = sev->id,
		.ok      = sev->ok,
		.err     = sev->err,
		.seconds = sev->seconds,
	};

	oh_call_tell(c, &ev);
}

static void on_piped(struct oh_call *c, const struct oh_stream_event *sev)
{
	struct oh_event ev = {
		.type    = OH_EVENT_PIPED,
		.id      = sev->id,
		.ok      = sev->ok,
		.err     = sev->err,
		.seconds = sev->seconds,
	};
	char text[WARNING_SIZE];

	oh_call_tell(c, &ev);
	if (!sev->dropped_ms)
		return;
	(void)re_snprintf(text, sizeof(text), "the reader of the pipe was "
			  "too slow: %.1f s are lost",
			  sev->dropped_ms / 1000.0);
	oh_call_warn(c, text);
}

static void on_silent(struct oh_call *c, const struct oh_stream_event *sev)
{
	struct oh_event ev = { .type    = OH_EVENT_SILENT,
			       .seconds = sev->seconds };

	/* Who holds us owes us no audio */
	if (oh_call_is_up(c) && !c->agreed.hold_remote)
		oh_call_tell(c, &ev);
}

/* Without keys there will be no audio. */
static void on_secured(struct oh_call *c, const struct oh_stream_event *sev)
{
	struct oh_event ev = { .type = OH_EVENT_SECURED };

	if (!sev->ok) {
		oh_call_warn(c, sev->err == EACCES ?
			     "DTLS: they are not who their fingerprint says" :
			     "DTLS: no keys were agreed");
		oh_call_hangup(c, OH_CAUSE_NO_MEDIA);
		return;
	}
	oh_stream_info(c->stream, &c->agreed);
	ev.srtp = c->agreed.srtp;
	oh_call_tell(c, &ev);
}

static void on_closed(struct oh_call *c, const struct oh_stream_event *sev)
{
	c->quality       = sev->quality;
	c->stream_closed = true;
	oh_call_maybe_ended(c);
}

/* Take one event of the stream */
void oh_call_stream_handler(const struct oh_stream_event *ev, void *arg)
{
	struct oh_call *c = arg;

	switch (ev->type) {

	case OH_STREAM_FIRST:    on_first(c, ev); break;
	case OH_STREAM_DIGIT:    on_digit(c, ev); break;
	case OH_STREAM_PROMPT:   on_prompt(c, ev); break;
	case OH_STREAM_PLAYED:   on_played(c, ev); break;
	case OH_STREAM_SENT:     oh_call_keys_sent(c); break;
	case OH_STREAM_DETECTED: oh_call_detected(c, ev); break;
	case OH_STREAM_RECORDED: oh_call_recorded(c, ev); break;
	case OH_STREAM_SPEECH:   oh_call_spoke(c, ev->ok); break;
	case OH_STREAM_PIPED:    on_piped(c, ev); break;
	case OH_STREAM_SECURED:  on_secured(c, ev); break;
	case OH_STREAM_SILENT:   on_silent(c, ev); break;
	case OH_STREAM_CLOSED:   on_closed(c, ev); break;
	case OH_STREAM_QUALITY:  oh_call_counted(c, &ev->quality); break;
	}
}
