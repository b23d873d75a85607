/**
 * @file bridge.c  Two calls joined
 */
#include <errno.h>
#include "base/compat.h"
#include "call/bridge.h"

/** One of the two, and what is on its way to it */
struct side {
	struct oh_bridge    *bridge;
	struct side         *other;
	struct oh_call      *call;
	struct oh_call_watch watch;
	struct tmr           tmr;
	unsigned             retries;
	bool                 hold;
	char                 digits[OH_BRIDGE_DIGITS + 1];
};

struct oh_bridge {
	struct side in;
	struct side out;
	bool        answered;       /* we have picked up                  */
};

static void side_reset(struct side *s)
{
	tmr_cancel(&s->tmr);
	oh_call_unwatch(s->call, &s->watch);
	mem_deref(s->call);
}

static void destructor(void *arg)
{
	struct oh_bridge *b = arg;

	side_reset(&b->in);
	side_reset(&b->out);
}

/* ---------------------------------------------------------------- hold */

/* One offer at a time: ours may have to wait for another. */
static void hold(void *arg)
{
	struct side *s = arg;
	int err = oh_call_hold(s->call, s->hold);

	if (err == EAGAIN && s->retries++ < OH_BRIDGE_RETRIES)
		tmr_start(&s->tmr, OH_BRIDGE_RETRY_MS, hold, s);
	else if (err)
		oh_call_warn(s->call, "hold could not be passed on");
}

static void on_hold(struct side *s, const struct oh_event *ev)
{
	if (ev->by != OH_PARTY_THEM)
		return;
	s->other->hold    = ev->type == OH_EVENT_HELD;
	s->other->retries = 0;
	hold(s->other);
}

/* -------------------------------------------------------------- digits */

static void send_digits(struct side *s)
{
	if (!*s->digits || EALREADY == oh_call_send_digits(s->call,
							   s->digits))
		return;
	s->digits[0] = '\0';
}

/* Events pass as packets where both know them, tones where both hear. */
static bool is_passed(enum oh_dtmf from, const struct side *to)
{
	struct oh_stream_info info;

	oh_stream_info(oh_call_stream(to->call), &info);

	return from == info.dtmf && from != OH_DTMF_INFO;
}

static void on_digit(struct side *to, const struct oh_event *ev)
{
	size_t n = strlen(to->digits);

	if (ev->masked || is_passed(ev->dtmf, to) || n >= OH_BRIDGE_DIGITS)
		return;
	to->digits[n]     = ev->digit;
	to->digits[n + 1] = '\0';
	send_digits(to);
}

/* --------------------------------------------------------------- events */

static void common(struct side *s, const struct oh_event *ev)
{
	switch (ev->type) {

	case OH_EVENT_HELD:
	case OH_EVENT_RESUMED:     on_hold(s, ev); break;
	case OH_EVENT_DIGIT:       on_digit(s->other, ev); break;
	case OH_EVENT_SENT_DIGITS: send_digits(s); break;
	default:                   break;
	}
}

static void in_handler(const struct oh_event *ev, void *arg)
{
	common(arg, ev);
}

static void answered(struct oh_bridge *b)
{
	if (b->answered)
		return;
	b->answered = true;
	if (oh_call_pickup(b->in.call))
		oh_call_hangup(b->in.call, OH_CAUSE_FAILED);
}

/* A provisional answer that cannot be passed on is no loss. */
static void out_handler(const struct oh_event *ev, void *arg)
{
	struct side *s = arg;
	struct oh_bridge *b = s->bridge;

	switch (ev->type) {

	case OH_EVENT_RINGING:
	case OH_EVENT_PROGRESS:
		if (!b->answered)
			(void)oh_call_progress(b->in.call, ev->scode,
					       ev->type == OH_EVENT_PROGRESS);
		break;

	case OH_EVENT_ANSWERED:
		answered(b);
		break;

	default:
		common(s, ev);
		break;
	}
}

/* One that was joined with another call before may still be on its hold */
static void resume(struct side *s)
{
	struct oh_stream_info info;

	oh_stream_info(oh_call_stream(s->call), &info);
	if (oh_call_is_up(s->call) && info.hold_local)
		hold(s);
}

static void side_init(struct oh_bridge *b, struct side *s, struct side *other,
		      struct oh_call *call, oh_event_h *h)
{
	s->bridge = b;
	s->other  = other;
	s->call   = mem_ref(call);
	s->watch  = (struct oh_call_watch){ .eventh = h, .arg = s };
	tmr_init(&s->tmr);
	oh_call_watch(call, &s->watch);
}

/**
 * Join two calls, until it is released
 *
 * From now on the caller hears of the other call's progress and is answered
 * when that is. Calls that are up already lose whom they were joined with.
 *
 * @param bp  Returned bridge, release with mem_deref, also in a handler of
 *            either call; one of these two calls with others goes first
 * @param in  Incoming call, not answered, or any that is up; shared
 * @param out The call that was made for it; shared
 *
 * @return 0, or an errno of oh_stream_join()
 */
int oh_bridge_alloc(struct oh_bridge **bp, struct oh_call *in,
		    struct oh_call *out)
{
	struct oh_bridge *b;
	int err;

	if (!bp || !in || !out)
		return EINVAL;
	b = mem_zalloc(sizeof(*b), destructor);
	if (!b)
		return ENOMEM;
	side_init(b, &b->in, &b->out, in, in_handler);
	side_init(b, &b->out, &b->in, out, out_handler);

	err = oh_stream_join(oh_call_stream(in), oh_call_stream(out));
	if (err) {
		mem_deref(b);
		return err;
	}
	b->answered = oh_call_is_up(in);
	resume(&b->in);
	resume(&b->out);
	*bp = b;

	return 0;
}
