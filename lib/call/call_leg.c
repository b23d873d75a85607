/**
 * @file call_leg.c  What the leg tells a call
 *
 *   18x ──▶ RINGING, or PROGRESS with their early media joined
 *   2xx ──▶ ANSWERED, unless offer and answer do not fit: then BYE
 *   REFER ──▶ asks the watchers ──▶ TRANSFERRING .. TRANSFERRED
 *   re-INVITE ──▶ a new answer of the stream's ──▶ HELD, RESUMED, CODEC
 */
#include <errno.h>
#include "base/compat.h"
#include "call/call_priv.h"
#include "call/hearsay.h"
#include "call/info.h"

static bool has_sdp(const struct oh_leg_event *ev)
{
	return ev->body && ev->len;
}

/* Time is over. A recording that never heard anything is none. */
static void max_timeout(void *arg)
{
	struct oh_call *c = arg;

	oh_call_hangup(c, c->recorded && !c->media ? OH_CAUSE_NO_MEDIA
						    : OH_CAUSE_MAX_DURATION);
}

static void on_provisional(struct oh_call *c, const struct oh_leg_event *ev)
{
	struct oh_event out = { .scode = ev->scode };

	if (ev->type == OH_LEG_EV_TRYING) {
		out.type = OH_EVENT_TRYING;
		oh_call_tell(c, &out);
		return;
	}
	c->in.ringing = true;
	if (has_sdp(ev) && !oh_stream_answered(c->stream, ev->body, ev->len)) {
		c->joined = true;
		out.type  = OH_EVENT_PROGRESS;
		oh_call_detect(c);
	}
	else
		out.type = OH_EVENT_RINGING;
	oh_call_tell(c, &out);
}

static void on_challenged(struct oh_call *c, const struct oh_leg_event *ev)
{
	struct oh_event out = {
		.type  = OH_EVENT_CHALLENGED,
		.scode = ev->scode,
		.text  = ev->text,
	};

	oh_call_tell(c, &out);
}

/* It is up: both directions of audio are agreed */
static void tell_answered(struct oh_call *c, const char *tls)
{
	struct oh_event ev = { .type = OH_EVENT_ANSWERED, .scode = 200 };

	tmr_cancel(&c->tmr);
	c->answered = true;
	if (c->max_ms)
		tmr_start(&c->tmr, c->max_ms, max_timeout, c);
	oh_call_detect(c);
	oh_stream_info(c->stream, &c->agreed);
	ev.codec    = c->agreed.codec;
	ev.ptime_ms = c->agreed.ptime_ms;
	ev.dtmf     = c->agreed.dtmf;
	ev.srtp     = *c->agreed.srtp ? c->agreed.srtp : NULL;
	ev.tls      = tls;
	oh_call_tell(c, &ev);
}

static const char *why_not(int err)
{
	switch (err) {

	case ENOTSUP: return "answered, but with no codec of ours";
	case EACCES:  return "answered, but not with SRTP as it must be";
	default:      return "answered, but with a broken session "
			     "description";
	}
}

static void on_up(struct oh_call *c, const struct oh_leg_event *ev)
{
	int err = c->joined ? 0 : EBADMSG;

	if (c->answered || c->verdict != OH_CAUSE_NONE)
		return;
	/* A description in the final answer replaces that of early media */
	if (has_sdp(ev))
		err = oh_stream_answered(c->stream, ev->body, ev->len);
	c->in.scode = ev->scode ? ev->scode : 200;
	if (!c->hearsay && ev->msg)
		(void)oh_hearsay_read(&c->hearsay, ev->msg, c->trusted);
	if (!err) {
		tell_answered(c, ev->tls);
		return;
	}
	tmr_cancel(&c->tmr);
	oh_call_warn(c, why_not(err));
	oh_call_hangup(c, OH_CAUSE_NO_MEDIA);
}

static void on_offer(struct oh_call *c, const struct oh_leg_event *ev)
{
	char *sdp = NULL;
	int err;

	err = has_sdp(ev) ?
		oh_stream_answer(c->stream, ev->body, ev->len, &sdp) :
		oh_stream_offer(c->stream, &sdp);
	(void)oh_leg_reply_offer(c->leg, err ? 488 : 200, sdp);
	mem_deref(sdp);
	if (!err && has_sdp(ev))
		oh_call_agreed(c);
}

/* Before the call is up it is a PRACK that answers our offer */
static void on_modified(struct oh_call *c, const struct oh_leg_event *ev)
{
	bool ok = has_sdp(ev) &&
		!oh_stream_answered(c->stream, ev->body, ev->len);

	if (!c->answered)
		c->joined = ok;
	if (ok)
		oh_call_agreed(c);
	else
		oh_call_disagreed(c);
}

static void on_info(struct oh_call *c, const struct oh_leg_event *ev)
{
	struct oh_event out = {
		.type   = OH_EVENT_DIGIT,
		.dtmf   = OH_DTMF_INFO,
		.masked = c->secret,
	};

	out.digit = oh_info_decode(ev->ctype, ev->body, ev->len);
	if (!out.digit)
		return;
	mem_ref(c);
	oh_call_key(c);
	oh_call_tell(c, &out);
	mem_deref(c);
}

static void on_closed(struct oh_call *c, const struct oh_leg_event *ev)
{
	c->leg_closed = true;
	if (c->verdict == OH_CAUSE_NONE)
		c->by = ev->by;
	if (!c->answered && ev->scode)
		c->in.scode = ev->scode;
	c->in.q850       = ev->why.q850;
	c->why           = ev->why;
	c->in.err        = ev->err;
	c->in.challenged = ev->challenged;
	if (ev->text && *ev->text && !c->reason)
		(void)str_dup(&c->reason, ev->text);   /* only a remark */
	if (ev->contact && *ev->contact && !c->contact)
		(void)str_dup(&c->contact, ev->contact); /* no redirect then */
	mem_ref(c);
	oh_call_leave(c);
	oh_call_maybe_ended(c);
	mem_deref(c);
}

/* Take one event of the leg */
void oh_call_leg_handler(struct oh_leg *leg, const struct oh_leg_event *ev,
		      void *arg)
{
	struct oh_call *c = arg;

	(void)leg;
	switch (ev->type) {

	case OH_LEG_EV_TRYING:
	case OH_LEG_EV_RINGING:
	case OH_LEG_EV_PROGRESS:   on_provisional(c, ev); break;
	case OH_LEG_EV_CHALLENGED: on_challenged(c, ev); break;
	case OH_LEG_EV_UP:         on_up(c, ev); break;
	case OH_LEG_EV_OFFER:      on_offer(c, ev); break;
	case OH_LEG_EV_MODIFIED:   on_modified(c, ev); break;
	case OH_LEG_EV_INFO:       on_info(c, ev); break;
	case OH_LEG_EV_REFER:      oh_call_asked(c, ev->refer); break;
	case OH_LEG_EV_REFERRED:   oh_call_referred(c, ev); break;
	case OH_LEG_EV_CLOSED:     on_closed(c, ev); break;
	}
}

/** Tell an EMERGENCY event; address: where help is sent */
void oh_call_emergency(struct oh_call *c, const char *address)
{
	struct oh_event ev = { .type = OH_EVENT_EMERGENCY, .text = address };

	oh_call_tell(c, &ev);
}
