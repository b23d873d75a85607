/**
 * @file record.c  A message of theirs, or the end of a recording
 */
#include <errno.h>
#include "action/action_priv.h"
#include "action/record.h"

struct record {
	struct oh_action   a;
	struct oh_message *message;      /* or NULL: it is of both sides */
	char              *path;
	bool               listening;
	bool               collecting;
	bool               spoken;       /* they have said something     */
};

/* What it had begun on the call, but for the file */
static void stop(struct record *r)
{
	if (r->listening)
		oh_call_listen(r->a.call, false);
	if (r->collecting && !oh_action_is_over(&r->a))
		(void)oh_live_collect(r->a.live, NULL, NULL);
	r->listening  = false;
	r->collecting = false;
}

static void destructor(void *arg)
{
	struct record *r = arg;

	stop(r);
	mem_deref(r->message);
	oh_action_close(&r->a);
	mem_deref(r->path);
}

static void fail(struct record *r, int err)
{
	stop(r);
	oh_action_fail(&r->a, err, NULL);
}

/* Who has left a message may hang up behind it */
static void message_handler(const struct oh_message_result *res, void *arg)
{
	struct oh_outcome out = OH_OUTCOME(OH_CAUSE_DONE);
	const char key[2] = { res->key, '\0' };
	struct record *r = arg;

	if (res->end == OH_MESSAGE_ERROR) {
		fail(r, res->err ? res->err : EIO);
		return;
	}
	if (res->end == OH_MESSAGE_HANGUP && !r->spoken)
		out.cause = OH_CAUSE_HUNG_UP;
	out.path    = r->path;
	out.seconds = res->seconds;
	out.text    = oh_message_end_name(res->end);
	out.digits  = res->key ? key : NULL;
	stop(r);
	oh_action_end(&r->a, &out);
}

static void on_recorded(struct record *r, const struct oh_event *ev)
{
	struct oh_outcome out = OH_OUTCOME(OH_CAUSE_DONE);

	if (!ev->ok) {
		fail(r, ev->err ? ev->err : EIO);
		return;
	}
	out.path    = r->path;
	out.seconds = ev->seconds;
	oh_action_end(&r->a, &out);
}

static void eventh(struct oh_action *a, const struct oh_event *ev)
{
	struct record *r = (struct record *)a;

	if (ev->type == OH_EVENT_SPEECH && ev->ok)
		r->spoken = true;
	else if (ev->type == OH_EVENT_RECORDED && !ev->message && !r->message)
		on_recorded(r, ev);
}

/* The file is finished when the call has gone; that is told then. */
static bool leaveh(struct oh_action *a, struct oh_outcome *out)
{
	struct record *r = (struct record *)a;
	(void)out;

	stop(r);

	return false;
}

/* A key means the message: nobody gathers it later */
static void drop_digit(char digit, void *arg)
{
	(void)digit;
	(void)arg;
}

static const struct action_ops ops = {
	.eventh = eventh,
	.leaveh = leaveh,
};

static int start_message(struct record *r, const struct oh_record_prm *prm)
{
	struct oh_message_prm mp = {
		.path       = r->path,
		.max_ms     = prm->max_ms,
		.silence_ms = prm->silence_ms,
	};
	int err = 0;

	str_ncpy(mp.keys, prm->keys, sizeof(mp.keys));
	if (prm->beep)
		err = oh_message_beep(&mp.beep, oh_calls_prm(
			oh_live_calls(r->a.live))->prompts);
	if (err)
		return err;
	err = oh_message_start(&r->message, r->a.call, &mp, message_handler,
			       r);
	oh_prompt_unref(mp.beep);

	return err;
}

static int make(struct record **rp, struct oh_live *lv, const char *path,
		oh_action_h *h, void *arg)
{
	struct record *r = mem_zalloc(sizeof(*r), destructor);
	int err;

	if (!r)
		return ENOMEM;
	oh_action_open(&r->a, lv, &ops, h, arg);
	err = str_dup(&r->path, path);
	if (err)
		mem_deref(r);
	else
		*rp = r;

	return err;
}

/**
 * Take a message
 *
 * @param ap   Returned action, release with mem_deref: the file can be played
 * @param lv   Call that is up
 * @param prm  What and where
 * @param whyp Receives what is wrong with the template, or NULL if the error
 *             says it
 * @param h    Called once, at the end
 * @param arg  Handler argument
 *
 * @return 0, EINVAL, EALREADY, EBADMSG, ENOTCONN, ENOMEM, or an errno of
 *         making the file
 */
int oh_record_start(struct oh_action **ap, struct oh_live *lv,
		    const struct oh_record_prm *prm, const char **whyp,
		    oh_action_h *h, void *arg)
{
	char path[OH_NAME_SIZE];
	struct record *r = NULL;
	int err;

	if (!ap || !prm || !h)
		return EINVAL;
	err = oh_action_check(lv);
	if (!err)
		err = oh_call_record_name(oh_live_call(lv), path,
					  sizeof(path), prm->path, whyp);
	if (!err)
		err = make(&r, lv, path, h, arg);
	if (err)
		return err;
	err = start_message(r, prm);
	if (err) {
		mem_deref(r);
		return err;
	}
	r->collecting = !oh_live_collect(lv, drop_digit, r);
	r->listening  = true;
	oh_call_listen(r->a.call, true);
	*ap = &r->a;

	return 0;
}

/**
 * End the recording of both sides, and wait for its file
 *
 * @param ap  Returned action, release with mem_deref
 * @param lv  Call
 * @param h   Called once, at the end
 * @param arg Handler argument
 *
 * @return 0, EINVAL, ENOENT, ENOMEM
 */
int oh_record_stop(struct oh_action **ap, struct oh_live *lv,
		   oh_action_h *h, void *arg)
{
	struct record *r;
	const char *path;
	int err;

	if (!ap || !lv || !h)
		return EINVAL;
	path = oh_call_recording(oh_live_call(lv));
	if (!path)
		return ENOENT;
	err = make(&r, lv, path, h, arg);
	if (err)
		return err;
	oh_call_record_stop(r->a.call);
	*ap = &r->a;

	return 0;
}
