/**
 * @file wait.c  Until something happens on a live call
 */
#include <errno.h>
#include "action/action_priv.h"
#include "action/wait.h"

enum { WHO_SLACK_MS = 1500 };    /* after which a verdict was due          */

struct wait {
	struct oh_action   a;
	struct oh_wait_prm prm;
	struct tmr         limit;
	struct tmr         due;          /* of a silence, or of a verdict  */
	bool               listening;
	bool               collecting;
	char               key[2];
};

/* What it had begun on the call */
static void stop(struct wait *w)
{
	tmr_cancel(&w->limit);
	tmr_cancel(&w->due);
	if (w->listening)
		oh_call_listen(w->a.call, false);
	if (w->collecting && !oh_action_is_over(&w->a))
		(void)oh_live_collect(w->a.live, NULL, NULL);
	w->listening  = false;
	w->collecting = false;
}

static void destructor(void *arg)
{
	struct wait *w = arg;

	stop(w);
	oh_action_close(&w->a);
}

static void end(struct wait *w, enum oh_cause cause, const char *text)
{
	struct oh_outcome out = OH_OUTCOME(cause);

	stop(w);
	out.text   = text;
	out.digits = w->key[0] ? w->key : NULL;
	oh_action_end(&w->a, &out);
}

static void limit_timeout(void *arg)
{
	struct wait *w = arg;

	end(w, w->prm.what == OH_WAIT_DIGIT ? OH_CAUSE_NO_DIGITS
					    : OH_CAUSE_TIMEOUT, NULL);
}

static void silence_timeout(void *arg)
{
	end(arg, OH_CAUSE_DONE, NULL);
}

static enum oh_cause cause_of(enum oh_detected who)
{
	switch (who) {

	case OH_DETECTED_MACHINE: return OH_CAUSE_MACHINE;
	case OH_DETECTED_FAX:     return OH_CAUSE_FAX;
	default:                  return OH_CAUSE_DONE;
	}
}

static void end_with(struct wait *w, enum oh_detected who)
{
	end(w, cause_of(who), oh_detected_name(who));
}

/* Without any audio of theirs nothing is ever found out. */
static void who_timeout(void *arg)
{
	end_with(arg, OH_DETECTED_UNKNOWN);
}

static void digit_handler(char digit, void *arg)
{
	struct wait *w = arg;

	if (oh_action_is_over(&w->a))
		return;
	w->key[0] = digit;
	end(w, OH_CAUSE_DONE, NULL);
}

static void await_silence(struct wait *w, uint32_t already_ms)
{
	tmr_start(&w->due, w->prm.for_ms - min(already_ms, w->prm.for_ms),
		  silence_timeout, w);
}

static void await_who(struct wait *w)
{
	const struct oh_calls_prm *cp = oh_calls_prm(oh_live_calls(w->a.live));

	tmr_start(&w->due, cp->detect->amd.total_analysis_time + WHO_SLACK_MS,
		  who_timeout, w);
}

static void on_speech(struct wait *w, bool on)
{
	if (w->prm.what == OH_WAIT_SPEECH && on)
		end(w, OH_CAUSE_DONE, NULL);
	else if (w->prm.what == OH_WAIT_SILENCE && on)
		tmr_cancel(&w->due);
	else if (w->prm.what == OH_WAIT_SILENCE)
		await_silence(w, OH_CALL_SPEECH_MS);
}

static void on_answered(struct wait *w)
{
	if (w->prm.what == OH_WAIT_ANSWER)
		end(w, OH_CAUSE_DONE, NULL);
	else if (w->prm.what == OH_WAIT_ANSWER_TYPE)
		await_who(w);
}

static void eventh(struct oh_action *a, const struct oh_event *ev)
{
	struct wait *w = (struct wait *)a;

	if (ev->type == OH_EVENT_SPEECH)
		on_speech(w, ev->ok);
	else if (ev->type == OH_EVENT_ANSWERED)
		on_answered(w);
	else if (ev->type == OH_EVENT_DETECTED &&
		 w->prm.what == OH_WAIT_ANSWER_TYPE &&
		 ev->detected <= OH_DETECTED_UNKNOWN)
		end_with(w, ev->detected);
}

static bool leaveh(struct oh_action *a, struct oh_outcome *out)
{
	struct wait *w = (struct wait *)a;

	stop(w);
	if (w->prm.what == OH_WAIT_END)
		out->cause = OH_CAUSE_DONE;

	return true;
}

static void end_soon(struct wait *w, enum oh_cause cause, const char *text)
{
	struct oh_outcome out = OH_OUTCOME(cause);

	out.text   = text;
	out.digits = w->key[0] ? w->key : NULL;
	oh_action_end_soon(&w->a, &out);
}

static int begin_digit(struct wait *w)
{
	w->key[0] = oh_live_typed(w->a.live);
	if (w->key[0]) {
		end_soon(w, OH_CAUSE_DONE, NULL);
		return 0;
	}
	w->collecting = !oh_live_collect(w->a.live, digit_handler, w);

	return w->collecting ? 0 : EBUSY;
}

static void begin_listening(struct wait *w)
{
	bool speaking;

	oh_call_listen(w->a.call, true);
	w->listening = true;
	speaking = oh_call_is_speaking(w->a.call);
	if (w->prm.what == OH_WAIT_SILENCE && !speaking)
		await_silence(w, 0);
	else if (w->prm.what == OH_WAIT_SPEECH && speaking)
		end_soon(w, OH_CAUSE_DONE, NULL);
}

/* If nobody has listened for it so far, it begins now. */
static int begin_who(struct wait *w)
{
	const struct oh_calls_prm *cp = oh_calls_prm(oh_live_calls(w->a.live));
	enum oh_detected who = oh_call_who(w->a.call);
	int err;

	if (who != OH_DETECTED_NONE) {
		end_soon(w, cause_of(who), oh_detected_name(who));
		return 0;
	}
	if (!cp->detect)
		return ENOTSUP;
	err = oh_call_want_who(w->a.call, cp->detect);
	if (!err && oh_call_is_up(w->a.call))
		await_who(w);

	return err;
}

static int begin(struct wait *w)
{
	switch (w->prm.what) {

	case OH_WAIT_DIGIT:
		return begin_digit(w);

	case OH_WAIT_SILENCE:
	case OH_WAIT_SPEECH:
		begin_listening(w);
		return 0;

	case OH_WAIT_ANSWER_TYPE:
		return begin_who(w);

	case OH_WAIT_ANSWER:
		if (oh_call_is_up(w->a.call))
			end_soon(w, OH_CAUSE_DONE, NULL);
		return 0;

	default:
		return 0;
	}
}

static bool needs_answer(enum oh_wait_for what)
{
	return what == OH_WAIT_DIGIT || what == OH_WAIT_SILENCE ||
		what == OH_WAIT_SPEECH;
}

/** "answer", "answer-type", ..; NULL past the last */
const char *oh_wait_name(enum oh_wait_for what)
{
	static const char *const namev[OH_WAIT_MAX] = {
		[OH_WAIT_ANSWER]      = "answer",
		[OH_WAIT_ANSWER_TYPE] = "answer-type",
		[OH_WAIT_DIGIT]       = "digit",
		[OH_WAIT_END]         = "end",
		[OH_WAIT_SILENCE]     = "silence",
		[OH_WAIT_SPEECH]      = "speech",
	};

	return (unsigned)what < OH_WAIT_MAX ? namev[what] : NULL;
}

/**
 * Wait for something
 *
 * @param ap  Returned action, release with mem_deref
 * @param lv  Call
 * @param prm For what, and how long at most
 * @param h   Called once, at the end
 * @param arg Handler argument
 *
 * @return 0, EINVAL, EBUSY, ENOTCONN, ENOTSUP (ANSWER_TYPE: nothing says how
 *         to find out), ENOMEM
 */
int oh_wait_start(struct oh_action **ap, struct oh_live *lv,
		  const struct oh_wait_prm *prm, oh_action_h *h, void *arg)
{
	static const struct action_ops ops = {
		.eventh = eventh,
		.leaveh = leaveh,
	};
	struct wait *w;
	int err;

	if (!ap || !lv || !h || (unsigned)prm->what >= OH_WAIT_MAX)
		return EINVAL;
	if (oh_call_is_leaving(oh_live_call(lv)) ||
	    (needs_answer(prm->what) && oh_action_check(lv)))
		return ENOTCONN;
	w = mem_zalloc(sizeof(*w), destructor);
	if (!w)
		return ENOMEM;
	tmr_init(&w->limit);
	tmr_init(&w->due);
	w->prm = *prm;
	if (!w->prm.for_ms)
		w->prm.for_ms = OH_WAIT_SILENCE_MS;
	oh_action_open(&w->a, lv, &ops, h, arg);
	err = begin(w);
	if (err) {
		mem_deref(w);
		return err;
	}
	if (prm->timeout_ms)
		tmr_start(&w->limit, prm->timeout_ms, limit_timeout, w);
	*ap = &w->a;

	return 0;
}
