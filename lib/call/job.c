/**
 * @file job.c  What is to be done on an answered call
 */
#include <errno.h>
#include "call/job_priv.h"

static void job_destructor(void *arg)
{
	struct oh_job *j = arg;

	tmr_cancel(&j->tmr);
	tmr_cancel(&j->who.tmr);
	if (j->prm.secret && j->gather.state == OH_GATHER_OPEN)
		oh_call_secret(j->call, false);
	oh_call_unwatch(j->call, &j->watch);
	mem_deref(j->call);
	memset(&j->gather, 0, sizeof(j->gather));
}

static bool is_endless(const struct oh_job *j)
{
	return !j->prm.promptc && !j->prm.gather;
}

/* A job that listened and never heard anything has not been done, however
   well it spoke. */
static enum oh_cause judge(const struct oh_job *j)
{
	bool heard = oh_call_has_media(j->call);

	/* Machines press no keys. */
	if (j->prm.gather && !oh_job_who_is_machine(j) &&
	    j->gather.state != OH_GATHER_COMPLETE) {
		return heard || j->gather.count ? OH_CAUSE_NO_DIGITS
						: OH_CAUSE_NO_MEDIA;
	}
	if (j->prm.record && !heard)
		return OH_CAUSE_NO_MEDIA;
	if (!heard && !j->prm.gather)
		oh_call_warn(j->call, "no audio of theirs ever arrived");

	return OH_CAUSE_DONE;
}

/** It has ended so, unless there is something to wait for */
void oh_job_finish(struct oh_job *j, enum oh_cause cause)
{
	oh_job_h *h = j->h;
	void *arg = j->arg;

	if (j->over)
		return;
	tmr_cancel(&j->tmr);
	if (oh_job_who_is_due(j, cause))
		return;
	cause = oh_job_who_judge(j, cause);
	if (j->prm.stay && cause == OH_CAUSE_DONE) {
		j->staying = true;
		return;
	}
	j->over = true;
	tmr_cancel(&j->who.tmr);
	h(cause, j->gather.digits, arg);
}

static void tell_gathered(struct oh_job *j)
{
	struct oh_event ev = {
		.type   = OH_EVENT_GATHERED,
		.text   = j->gather.digits,
		.ok     = j->gather.state == OH_GATHER_COMPLETE,
		.masked = j->prm.secret,
	};

	oh_call_tell(j->call, &ev);
}

/* The digits are settled: tell them, and end unless a prompt that no key
   may stop is still to be heard. */
static void gathered(struct oh_job *j)
{
	tmr_cancel(&j->tmr);
	if (j->prm.secret)
		oh_call_secret(j->call, false);
	tell_gathered(j);
	if (!j->playing)
		oh_job_finish(j, judge(j));
}

static void digit_timeout(void *arg)
{
	struct oh_job *j = arg;

	(void)oh_gather_timeout(&j->gather);
	gathered(j);
}

static void await_digit(struct oh_job *j)
{
	if (oh_job_who_is_machine(j))
		return;
	if (!j->playing && j->gather.state == OH_GATHER_OPEN)
		tmr_start(&j->tmr, oh_gather_wait_ms(&j->gather),
			  digit_timeout, j);
}

/** Stop the prompts, if they are being played */
void oh_job_stop_prompts(struct oh_job *j)
{
	tmr_cancel(&j->tmr);
	if (!j->playing)
		return;
	j->playing = false;
	oh_stream_stop(oh_call_stream(j->call));
}

static void on_digit(struct oh_job *j, char digit)
{
	if (!j->prm.gather || j->gather.state != OH_GATHER_OPEN)
		return;
	if (j->prm.barge)
		oh_job_stop_prompts(j);
	if (oh_gather_digit(&j->gather, digit) == OH_GATHER_OPEN)
		await_digit(j);
	else
		gathered(j);
}

static void on_played(struct oh_job *j, const struct oh_event *ev)
{
	/* We had stopped it, and may have begun another; or the call is at
	   its end */
	if (!j->playing || ev->id != j->play_id || !oh_call_is_up(j->call))
		return;
	j->playing = false;
	if (j->prm.gather && j->gather.state == OH_GATHER_OPEN &&
	    !oh_job_who_is_machine(j))
		await_digit(j);
	else if (ev->ok || j->prm.gather)
		oh_job_finish(j, judge(j));
	else
		oh_job_finish(j, OH_CAUSE_FAILED);
}

/** Play the prompts, from their beginning; 0 or an errno */
int oh_job_play(struct oh_job *j)
{
	int err;

	if (!j->prm.promptc) {
		await_digit(j);
		return 0;
	}
	j->playing = true;
	err = oh_stream_play(oh_call_stream(j->call), j->prm.promptv,
			     j->prm.promptc, j->prm.loops, &j->play_id);
	if (err)
		j->playing = false;

	return err;
}

static void on_sent(struct oh_job *j)
{
	/* A machine may have changed what there is to be played. */
	if (j->playing || oh_job_who_is_machine(j))
		return;
	if (oh_job_play(j))
		oh_job_finish(j, OH_CAUSE_FAILED);
}

/* No packet for a long while: only a job that does nothing but speak can
   go on without hearing. */
static void on_silent(struct oh_job *j)
{
	if (j->prm.gather || j->prm.record || is_endless(j))
		oh_job_finish(j, OH_CAUSE_NO_MEDIA);
}

static void event_handler(const struct oh_event *ev, void *arg)
{
	struct oh_job *j = arg;

	if (j->over)
		return;
	switch (ev->type) {

	case OH_EVENT_DIGIT:       on_digit(j, ev->digit); break;
	case OH_EVENT_PLAYED:      on_played(j, ev); break;
	case OH_EVENT_SENT_DIGITS: on_sent(j); break;
	case OH_EVENT_SILENT:      on_silent(j); break;
	case OH_EVENT_DETECTED:
		oh_job_who_detected(j, ev->detected);
		break;
	default:                   break;
	}
}

/* They hung up. For a job without an end of its own that is its end. */
static enum oh_cause closing_handler(enum oh_party by, void *arg)
{
	struct oh_job *j = arg;
	bool endless = is_endless(j) || j->staying;

	(void)by;
	if (j->over)
		return OH_CAUSE_NONE;
	j->over = true;
	tmr_cancel(&j->tmr);
	tmr_cancel(&j->who.tmr);
	if (j->who.due != OH_CAUSE_NONE)
		return j->who.due;
	if (endless)
		return judge(j);
	if (j->prm.gather && j->gather.state == OH_GATHER_COMPLETE)
		return OH_CAUSE_DONE;
	if (j->prm.gather && j->gather.state == OH_GATHER_OPEN)
		tell_gathered(j);

	return OH_CAUSE_HUNG_UP;
}

/**
 * Record a call. A disk that fails does not end it: the result will say so
 *
 * @param call Call that is up
 * @param path File to be created
 */
void oh_job_record(struct oh_call *call, const char *path)
{
	struct oh_event ev = { .type = OH_EVENT_RECORDED, .text = path };

	ev.err = oh_call_record(call, path);
	if (ev.err)
		oh_call_tell(call, &ev);
}

/**
 * Begin a job on a call that has just been answered
 *
 * @param jp   Returned job, release with mem_deref; it then leaves the call
 * @param call Call, shared
 * @param prm  What to do; what it points to is borrowed
 * @param h    Called once, when the job has ended before the call; never
 *             before this returns
 * @param arg  Handler argument
 *
 * @return 0 or an errno, with nothing begun but perhaps a recording
 */
int oh_job_start(struct oh_job **jp, struct oh_call *call,
		 const struct oh_job_prm *prm, oh_job_h *h, void *arg)
{
	struct oh_job *j;
	int err = 0;

	if (!jp || !call || !prm || !h)
		return EINVAL;
	j = mem_zalloc(sizeof(*j), job_destructor);
	if (!j)
		return ENOMEM;
	tmr_init(&j->tmr);
	j->call = mem_ref(call);
	j->prm  = *prm;
	j->h    = h;
	j->arg  = arg;
	if (prm->gather)
		oh_gather_init(&j->gather, &prm->rules);
	else
		j->gather.state = OH_GATHER_COMPLETE;
	j->watch.eventh   = event_handler;
	j->watch.closingh = closing_handler;
	j->watch.arg      = j;
	oh_call_watch(call, &j->watch);
	oh_job_who_start(j);

	if (prm->record)
		oh_job_record(call, prm->record);
	if (prm->gather && prm->secret)
		oh_call_secret(call, true);
	err = prm->send_digits ?
		oh_call_send_digits(call, prm->send_digits) : oh_job_play(j);
	if (err)
		mem_deref(j);
	else
		*jp = j;

	return err;
}

/**
 * Have done what is to be done on a call that has just been answered
 *
 * @param workp Returned doer, release with mem_deref
 * @param work  Who does it
 * @param call  Call, shared
 * @param prm   What to do; what it points to is borrowed
 * @param h     Called once, when it is done
 * @param harg  Handler argument
 *
 * @return 0 or an errno
 */
int oh_work_start(void **workp, const struct oh_work *work,
		  struct oh_call *call, const struct oh_job_prm *prm,
		  oh_job_h *h, void *harg)
{
	struct oh_job *j = NULL;
	int err;

	if (!workp || !work)
		return EINVAL;
	if (work->h)
		return work->h(workp, call, prm, h, harg, work->arg);
	err = oh_job_start(&j, call, prm, h, harg);
	if (!err)
		*workp = j;

	return err;
}
