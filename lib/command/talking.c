/**
 * @file talking.c  A person speaks on the calls of a command: --talk
 */
#include <errno.h>
#include <unistd.h>
#include "answer/answer.h"
#include "base/compat.h"
#include "cli/exit.h"
#include "command/keyboard.h"
#include "command/talking.h"
#include "handset/talk.h"

struct oh_talking {
	struct oh_app      *app;
	struct oh_calls    *calls;
	struct oh_talk     *talk;
	struct oh_keyboard *keyboard;    /* NULL: no terminal             */
	enum oh_handset_state state;     /* as was told last              */
	bool                lifting;     /* the loop runs for that        */
	bool                answered;    /* the call is                   */
	void (*endh)(enum oh_cause cause, void *arg);
	void               *endarg;

	/* answer: the call that has come in */
	struct oh_call      *call;
	struct oh_call_watch watch;
	struct tmr           tmr;        /* until the handset is lifted   */
	uint32_t             ring_ms;
	bool                 picked;
	int (*takeh)(struct oh_call *call, const struct oh_result *res,
		     const struct sip_msg *msg, void *arg);
	void                *takearg;
};

static void let_go(struct oh_talking *t)
{
	tmr_cancel(&t->tmr);
	if (t->call)
		oh_call_unwatch(t->call, &t->watch);
	t->call   = mem_deref(t->call);
	t->picked = false;
}

static void destructor(void *arg)
{
	struct oh_talking *t = arg;

	let_go(t);
	mem_deref(t->keyboard);
	mem_deref(t->talk);
}

/**
 * Fill a table with the options of a voice, for OH_OPT_INCLUDE
 *
 * @param tab Receives the rows
 * @param o   Where the values go
 */
void oh_talking_table(struct oh_opt tab[OH_TALKING_OPTC],
		      struct oh_talking_opts *o)
{
	const struct oh_opt v[OH_TALKING_OPTC] = {
		OH_DEVICES_OPTS(&o->devices, ""),
		OH_OPT_FLAG(0, "talk", &o->talk,
			    "speak with them yourself, by the handset"),
		OH_OPT_END
	};

	memcpy(tab, v, sizeof(v));
}

/**
 * Look for what does not go together with a person who speaks
 *
 * @param app  The command
 * @param o    Options
 * @param job  What is to be done on the call
 * @param flow The flow
 *
 * @return 0 or the exit status
 */
int oh_talking_check(struct oh_app *app, const struct oh_talking_opts *o,
		     const struct oh_job_opts *job,
		     const struct oh_flow_opts *flow)
{
	if (oh_devices_is_named(&o->devices) && !o->talk)
		return oh_app_fail(app, OH_EXIT_USAGE,
				   "a sound device needs --talk");
	if (!o->talk)
		return 0;
	if (oh_flow_is_wanted(flow))
		return oh_app_fail(app, OH_EXIT_USAGE, "--talk and a flow "
				   "exclude each other: either a person "
				   "speaks, or a program does");
	if (job->prompts.c || job->gather || job->after_beep ||
	    (job->detect && *job->detect))
		return oh_app_fail(app, OH_EXIT_USAGE, "--talk: it is you who "
				   "speaks and listens; what is played and "
				   "asked is not up to options");

	return 0;
}

/* ----------------------------------------------------------- its handset */

static const struct oh_handset *handset(const struct oh_talking *t)
{
	return oh_talk_handset(t->talk);
}

/* What is to be said of a voice that is gone: nothing, if it was laid down */
static void say_why(const struct oh_talking *t)
{
	if (*oh_handset_why(handset(t)))
		oh_app_fail(t->app, 0, "%s", oh_handset_why(handset(t)));
}

static void end(struct oh_talking *t, enum oh_cause cause)
{
	if (t->call && !t->picked)
		(void)oh_call_refuse(t->call, 480, "Temporarily Unavailable",
				     NULL);
	else if (t->call)
		oh_call_hangup(t->call, cause);
	else if (t->endh)
		t->endh(cause, t->endarg);
}

/* Who hangs up before anybody has answered has given up */
static void hang_up(struct oh_talking *t)
{
	end(t, t->answered ? OH_CAUSE_DONE : OH_CAUSE_INTERRUPTED);
}

static void on_up(struct oh_talking *t)
{
	if (t->lifting)
		oh_app_stop(t->app);
	if (!t->call || t->picked)
		return;
	t->picked = true;
	if (oh_call_pickup(t->call))
		oh_call_hangup(t->call, OH_CAUSE_FAILED);
}

static void change_handler(void *arg)
{
	struct oh_talking *t = arg;
	enum oh_handset_state was = t->state;

	t->state = oh_handset_state(handset(t));
	if (t->state == was)
		return;
	switch (t->state) {

	case OH_HANDSET_RINGING:
		oh_app_say(t->app, "the handset rings: pick it up");
		break;

	case OH_HANDSET_UP:
		on_up(t);
		break;

	case OH_HANDSET_FAILED:
		say_why(t);
		if (t->lifting)
			oh_app_stop(t->app);
		else
			end(t, OH_CAUSE_NO_MEDIA);
		break;

	case OH_HANDSET_DOWN:
		if (t->lifting)
			oh_app_stop(t->app);
		else
			hang_up(t);
		break;

	default:
		break;
	}
}

/* ---------------------------------------------------------- its keyboard */

static void key_handler(char key, void *arg)
{
	struct oh_talking *t = arg;

	if (key == OH_KEYBOARD_END)
		hang_up(t);
	else if (strchr("0123456789*#ABCD", key))
		oh_talk_press(t->talk, key);
}

/* --------------------------------------------------------------- opening */

static int no_handset(struct oh_app *app, const struct oh_handset *h)
{
	return oh_app_fail(app, OH_EXIT_UNAVAILABLE, "--talk: there is no "
			   "handset: %s; 'offhook doctor audio' tells what "
			   "there is", oh_handset_missing(h));
}

static int make(struct oh_talking *t, struct oh_desk *desk,
		const struct oh_talking_opts *o)
{
	const struct oh_conf *conf = oh_desk_conf(desk);
	struct oh_talk_prm prm = {
		.handset = {
			.conf     = conf->phone.handset,
			.dump     = oh_conf_dump_env(),
			.engine   = oh_desk_engine(desk),
			.resolver = oh_desk_resolver(desk),
		},
		.prompts = oh_desk_prompts(desk),
		.country = conf->country,
		.changeh = change_handler,
		.arg     = t,
	};
	int err;

	oh_devices_set(&prm.handset, &o->devices, &conf->phone);
	err = oh_talk_alloc(&t->talk, &prm);
	if (!err)
		err = oh_keyboard_open(&t->keyboard, key_handler, t);

	return err ? oh_app_fail(t->app, OH_EXIT_SOFTWARE, "--talk: %s",
				 strerror(err)) : 0;
}

/**
 * Make a voice ready; the handset lies
 *
 * @param tp      Returned, release with mem_deref() after the last call; NULL:
 *                nobody wants one
 * @param app     The command
 * @param desk    Its desk, borrowed
 * @param control Its calls, borrowed
 * @param o       Options
 *
 * @return 0 or the exit status; what is wrong has been printed
 */
int oh_talking_open(struct oh_talking **tp, struct oh_app *app,
		    struct oh_desk *desk, struct oh_control *control,
		    const struct oh_talking_opts *o)
{
	struct oh_talking *t;
	int status;

	*tp = NULL;
	if (!o->talk)
		return 0;
	t = mem_zalloc(sizeof(*t), destructor);
	if (!t)
		return oh_app_fail(app, OH_EXIT_SOFTWARE, "out of memory");
	t->app   = app;
	t->calls = oh_control_calls(control);
	tmr_init(&t->tmr);
	status = make(t, desk, o);
	if (!status && oh_handset_kind(handset(t)) == OH_HANDSET_NONE)
		status = no_handset(app, handset(t));
	if (status)
		mem_deref(t);
	else
		*tp = t;

	return status;
}

/* ---------------------------------------------------- a call that leaves */

static void stop_handler(enum oh_cause cause, void *arg)
{
	struct oh_talking *t = arg;

	(void)cause;
	oh_app_stop(t->app);
}

/**
 * Lift the handset, before anybody is called: runs the loop
 *
 * @param t    Voice; NULL: nobody wants one
 * @param endh Called when the call is to be ended: the voice is gone, or they
 *             have hung up
 * @param arg  Handler argument
 *
 * @return 0 or the exit status: there is no voice, and why has been printed
 */
int oh_talking_lift(struct oh_talking *t,
		    void (*endh)(enum oh_cause cause, void *arg), void *arg)
{
	enum oh_cause signalled;

	if (!t)
		return 0;
	if (oh_talk_lift(t->talk))
		return oh_app_fail(t->app, OH_EXIT_SOFTWARE, "out of memory");
	t->lifting = true;
	signalled  = oh_app_run(t->app, stop_handler, t);
	t->lifting = false;
	if (signalled != OH_CAUSE_NONE)
		return oh_exit_of(signalled);
	if (t->state != OH_HANDSET_UP)
		return OH_EXIT_UNAVAILABLE;
	t->endh   = endh;
	t->endarg = arg;

	return 0;
}

/** A call of ours goes on: it has the voice from its first sign of life */
void oh_talking_event(struct oh_talking *t, const struct oh_event *ev)
{
	struct oh_live *lv = NULL;

	if (!t || !ev->call)
		return;
	t->answered = ev->type == OH_EVENT_ANSWERED ||
		(t->answered && ev->type != OH_EVENT_ENDED);
	if (ev->type != OH_EVENT_ENDED &&
	    !oh_calls_find(&lv, t->calls, ev->call))
		(void)oh_talk_add(t->talk, lv);
}

/* -------------------------------------------------- a call that comes in */

static void call_handler(const struct oh_event *ev, void *arg)
{
	struct oh_talking *t = arg;

	if (ev->type == OH_EVENT_ANSWERED)
		t->answered = true;
	if (ev->type != OH_EVENT_ENDED)
		return;
	t->answered = false;
	let_go(t);
}

static void gone_handler(void *arg)
{
	struct oh_talking *t = arg;

	t->call = NULL;
}

static void ring_over(void *arg)
{
	struct oh_talking *t = arg;
	struct oh_live *lv = NULL;
	int err = oh_calls_find(&lv, t->calls, oh_call_id(t->call));

	if (!err)
		err = oh_talk_add(t->talk, lv);
	if (err)
		end(t, OH_CAUSE_FAILED);
	else if (oh_handset_state(handset(t)) == OH_HANDSET_UP)
		on_up(t);
}

/* One speaks with one at a time: who else rings hears that it is busy */
static int take(struct oh_call *call, const struct oh_result *res,
		const struct sip_msg *msg, void *arg)
{
	struct oh_talking *t = arg;
	int err = t->takeh ? t->takeh(call, res, msg, t->takearg) : ENOENT;

	if (err != ENOENT || sip_msg_hdr(msg, SIP_HDR_REPLACES))
		return err;
	if (t->call)
		return oh_call_refuse(call, 486, "Busy Here", NULL);
	err = oh_call_ring(call);
	if (err)
		return err;
	t->call  = mem_ref(call);
	t->watch = (struct oh_call_watch){ .eventh = call_handler,
					   .goneh = gone_handler,
					   .arg = t };
	oh_call_watch(call, &t->watch);
	tmr_start(&t->tmr, t->ring_ms, ring_over, t);

	return 0;
}

/**
 * Have calls that come in picked up by it
 *
 * @param t   Voice; NULL: nobody wants one
 * @param prm Of the answering machine: what takes calls there is asked first
 */
void oh_talking_answer(struct oh_talking *t, struct oh_answer_prm *prm)
{
	if (!t)
		return;
	t->ring_ms   = prm->ring_ms;
	t->takeh     = prm->takeh;
	t->takearg   = prm->takearg;
	prm->takeh   = take;
	prm->takearg = t;
}

static void closed_handler(void *arg)
{
	struct oh_talking *t = arg;

	oh_app_stop(t->app);
}

/**
 * Lay the handset down: runs the loop until that is done
 *
 * @param t Voice; NULL is accepted
 */
void oh_talking_close(struct oh_talking *t)
{
	if (!t)
		return;
	t->endh     = NULL;
	t->keyboard = mem_deref(t->keyboard);
	oh_talk_close(t->talk, closed_handler, t);
	(void)oh_app_run(t->app, NULL, NULL);
}
