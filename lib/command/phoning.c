/**
 * @file phoning.c  The command phoned
 */
#include <errno.h>
#include "answer/answer.h"
#include "base/compat.h"
#include "base/lock.h"
#include "cli/exit.h"
#include "command/control.h"
#include "command/forwarding.h"
#include "command/listening.h"
#include "command/notifying.h"
#include "command/owner.h"
#include "command/ownnumbers.h"
#include "command/phoned.h"
#include "command/phoning.h"
#include "command/placing.h"
#include "ctl/ctl.h"
#include "station/station.h"

enum { CALLS_MAX = 32 };     /* that come in at once; busy to the rest */

struct run {
	struct oh_app           *app;
	const struct oh_phoning *o;
	int                      lock;
	struct oh_desk          *desk;
	struct oh_control       *control;
	struct oh_placing       *placing;
	struct oh_ownnumbers    *own;
	struct oh_listening     *listening;  /* or NULL                   */
	struct oh_forwarding    *forward;    /* of [inbound], or NULL     */
	struct oh_answering      ways;       /* no options of answer      */
	struct oh_station       *station;
	struct oh_answer        *answer;     /* NULL: none come in        */
	struct oh_answer_prm     prm;
	int (*forwardh)(struct oh_call *call, const struct oh_result *res,
			const struct sip_msg *msg, void *arg);
	unsigned                 closing;    /* that have not yet closed  */
};

/* Of each call that is over: a log for who reads it */
static void result_handler(const struct oh_result *res, void *arg)
{
	const struct run *r = arg;

	oh_desk_result(r->desk, res);
}

static void event_handler(const struct oh_event *ev, void *arg)
{
	struct run *r = arg;

	if (ev->type == OH_EVENT_READY) {
		oh_app_say(r->app, "ready: call %s%s%s",
			   ev->number ? ev->number : "",
			   str_isset(ev->number) ? " at " : "", ev->text);
		oh_station_ready(r->station, ev->text);
	}
	oh_notifying_event(r->app, oh_desk_conf(r->desk), ev);
	oh_out_event(oh_desk_out(r->desk), ev);
}

/* That nobody can call us does not keep us from calling */
static void done_handler(enum oh_cause cause, const char *why, void *arg)
{
	struct run *r = arg;

	(void)cause;
	if (*why)
		oh_app_say(r->app, "nobody can call: %s", why);
}

static void end_handler(bool lost, void *arg)
{
	struct run *r = arg;

	if (lost)
		oh_app_say(r->app, "no screen looks on any more: the end");
	oh_app_stop(r->app);
}

static void closed_handler(void *arg)
{
	struct run *r = arg;

	if (--r->closing == 0)
		oh_app_stop(r->app);
}

static void stop_handler(enum oh_cause cause, void *arg)
{
	struct run *r = arg;

	r->closing = 1 + (r->answer != NULL) + (r->forward != NULL);
	if (r->answer)
		oh_answer_stop(r->answer, cause, closed_handler);
	if (r->forward)
		oh_forwarding_stop(r->forward, cause, closed_handler, r);
	oh_station_stop(r->station, cause, closed_handler, r);
}

/* What [inbound] says of it; else it is the person's */
static int take(struct oh_call *call, const struct oh_result *res,
		const struct sip_msg *msg, void *arg)
{
	const struct run *r = arg;
	int err = r->forward ? r->forwardh(call, res, msg, r->forward)
			     : ENOENT;

	return err == ENOENT ? oh_station_take(call, res, msg, r->station)
			     : err;
}

/* ------------------------------------------------------------ making ready */

static int lock(struct run *r)
{
	char path[OH_CTL_PATH_SIZE] = "";
	int err = oh_phoned_lock(&r->lock);

	if (!err)
		return 0;
	if (err != EWOULDBLOCK)
		return oh_app_fail(r->app, OH_EXIT_CANT_CREATE, "lock: %s",
				   strerror(err));
	(void)oh_phoned_find(path, sizeof(path));

	return oh_app_fail(r->app, OH_EXIT_CANT_CREATE, "it runs already%s%s: "
			   "one is enough", *path ? ", at " : "", path);
}

static int check_handset(const struct run *r)
{
	const char *h = r->o->handset;

	if (!h || 0 == strcmp(h, "baresip") || 0 == strcmp(h, "none") ||
	    0 == strncmp(h, "sip:", 4))
		return 0;

	return oh_app_fail(r->app, OH_EXIT_USAGE, "--handset '%s': baresip, "
			   "none, or the sip: URI of a phone", h);
}

static int open_control(struct run *r)
{
	const struct oh_flow_opts none = { .argv = NULL };
	int status = oh_control_open(&r->control, r->app, r->desk, &none);

	if (status || oh_control_socket(r->control))
		return status;

	return oh_app_fail(r->app, OH_EXIT_CANT_CREATE, "no screen could "
			   "reach it");
}

/* The numbers of a simulated carrier, too, may be called by no route */
static int open_network(struct run *r)
{
	bool made;

	return oh_desk_conf(r->desk)->present ?
		oh_desk_carrier(r->desk, &made) : oh_desk_simulate(r->desk);
}

/* Who can call us by a trunk asks its server, and registers: whom we call by
   it may know of that */
static uint64_t silent(const struct oh_conf_trunk *conf, void *arg)
{
	const struct run *r = arg;

	return oh_answer_silent_us(r->answer, conf);
}

static int open_place(struct run *r)
{
	const struct oh_conf *conf = oh_desk_conf(r->desk);
	int err = oh_placing_make(&r->placing, r->app, r->desk, conf, false,
				  r->control);

	if (!err)
		err = oh_ownnumbers_alloc(&r->own, conf);
	if (err)
		return oh_app_fail(r->app, OH_EXIT_SOFTWARE, "start: %s",
				   strerror(err));
	oh_place_set_silent(oh_placing_place(r->placing), silent, r);
	oh_calls_set_place(oh_control_calls(r->control),
			   oh_placing_place(r->placing));

	return 0;
}

static void set_handset(const struct run *r, struct oh_talk_prm *prm)
{
	const struct oh_conf *conf = oh_desk_conf(r->desk);
	const struct oh_phoning *o = r->o;

	prm->prompts = oh_desk_prompts(r->desk);
	prm->country = conf->country;
	prm->handset = (struct oh_handset_prm){
		.conf     = o->handset ? o->handset : conf->phone.handset,
		.dump     = oh_conf_dump_env(),
		.engine   = oh_desk_engine(r->desk),
		.resolver = oh_desk_resolver(r->desk),
		.log      = oh_app_log(r->app),
	};
	oh_devices_set(&prm->handset, &o->devices, &conf->phone);
}

static int open_station(struct run *r)
{
	const struct oh_conf *conf = oh_desk_conf(r->desk);
	struct oh_station_prm prm = {
		.conf      = conf,
		.calls     = oh_control_calls(r->control),
		.place     = oh_placing_place(r->placing),
		.cdr       = oh_desk_cdr(r->desk),
		.cdr_err   = oh_desk_cdr_err(r->desk),
		.ctl       = oh_control_socket(r->control),
		.log       = oh_app_log(r->app),
		.ownedh    = oh_owner_is,
		.ownedarg  = (void *)(uintptr_t)conf,
		.exith     = oh_exit_of,
		.stay      = r->o->stay,
		.screen_ms = r->o->for_screen ? OH_PHONED_SCREEN_MS : 0,
		.eventh    = event_handler,
		.resulth   = result_handler,
		.endh      = end_handler,
		.arg       = r,
	};
	int err;

	prm.ownv = oh_ownnumbers_v(r->own, &prm.ownc);
	set_handset(r, &prm.talk);
	err = oh_control_program(r->control, &prm.program);
	if (!err)
		err = oh_station_alloc(&r->station, &prm);

	return err ? oh_app_fail(r->app, OH_EXIT_SOFTWARE, "start: %s",
				 strerror(err)) : 0;
}

static void set_answer(struct run *r)
{
	const struct oh_conf *conf = oh_desk_conf(r->desk);
	struct oh_answer_prm *prm = &r->prm;

	prm->conf       = conf;
	prm->engine     = oh_desk_engine(r->desk);
	prm->resolver   = oh_desk_resolver(r->desk);
	prm->log        = oh_app_log(r->app);
	prm->cdr        = oh_desk_cdr(r->desk);
	prm->max_ms     = conf->guard.max_duration_s * 1000;
	prm->silence_ms = conf->silence_ms;
	prm->callh      = oh_control_incoming;
	prm->callarg    = r->control;
	prm->traceh     = oh_desk_traceh(r->desk);
	prm->tracearg   = r->desk;
	prm->eventh     = event_handler;
	prm->resulth    = result_handler;
	prm->doneh      = done_handler;
	prm->arg        = r;
	prm->policy.max_calls = conf->answer.max_calls ? conf->answer.max_calls
						       : CALLS_MAX;
	for (uint32_t i = 0; i < conf->trunkc; i++)
		prm->trunkv[prm->trunkc++] = &conf->trunkv[i];
	if (r->listening)
		oh_listening_set(r->listening, prm);
}

/* Before the station takes what is left to it */
static int open_forward(struct run *r)
{
	const struct oh_conf *conf = oh_desk_conf(r->desk);
	int status = !conf->inboundc ? 0 :
		oh_forwarding_open(&r->forward, r->app, r->desk, &r->ways,
				   &r->prm);

	r->forwardh     = r->prm.takeh;
	r->prm.takeh    = take;
	r->prm.takearg  = r;

	return status;
}

static int prepare(struct run *r)
{
	int status = check_handset(r);

	if (!status)
		status = lock(r);
	if (!status)
		status = oh_desk_open(&r->desk, r->app, &r->o->desk);
	if (!status)
		oh_desk_record(r->desk);
	if (!status)
		status = oh_listening_conf(&r->listening, r->app,
					   oh_desk_conf(r->desk));
	if (!status)
		status = open_network(r);
	if (!status)
		status = open_control(r);
	if (!status)
		status = open_place(r);
	if (!status)
		status = open_station(r);
	if (status)
		return status;
	set_answer(r);

	return open_forward(r);
}

/* An address that another process has is none for us; what leaves by trunks
   is not touched by that. */
static int start_answer(struct run *r)
{
	int err;

	if (!oh_desk_conf(r->desk)->phone.answer ||
	    (!r->prm.trunkc && !r->prm.listenc))
		return 0;
	err = oh_answer_start(&r->answer, &r->prm);
	if (err && r->listening && r->prm.trunkc) {
		oh_app_say(r->app, "%s: %s: nobody can call there",
			   oh_listening_name(r->listening), strerror(err));
		r->prm.listenc = 0;
		err = oh_answer_start(&r->answer, &r->prm);
	}
	if (!err)
		return 0;

	return oh_app_fail(r->app, err == EACCES ? OH_EXIT_CONFIG
						 : OH_EXIT_NETWORK,
			   "start: %s", strerror(err));
}

/* ---------------------------------------------------------------- its life */

static int run(struct run *r)
{
	enum oh_cause signalled;
	int status = start_answer(r);

	if (status)
		return status;
	signalled = oh_app_run(r->app, stop_handler, r);
	if (signalled == OH_CAUSE_NONE) {
		stop_handler(OH_CAUSE_DONE, r);
		signalled = oh_app_run(r->app, NULL, NULL);
	}
	oh_control_close(r->control);
	oh_placing_close(r->placing);
	if (r->forward)
		oh_forwarding_close(r->forward);

	return signalled == OH_CAUSE_NONE ? OH_EXIT_OK
					  : oh_exit_of(signalled);
}

/* Who started it is told, and that is all that is said: calls matter more */
static void start_log(struct oh_app *app, const struct oh_phoning *o)
{
	int err = o->for_screen ? oh_phoned_log() : 0;

	if (!err)
		return;
	(void)oh_app_fail(app, 0, OH_PHONED_LOG ": %s: nothing is logged",
			  strerror(err));
	oh_phoned_mute();
}

/**
 * Hold a person's calls until told otherwise
 *
 * @param app The command
 * @param o   Options
 *
 * @return Exit status
 */
int oh_phoning_run(struct oh_app *app, const struct oh_phoning *o)
{
	struct run r = { .app = app, .o = o, .lock = -1 };
	int status;

	start_log(app, o);
	status = prepare(&r);
	if (!status)
		status = run(&r);
	mem_deref(r.answer);
	mem_deref(r.forward);
	mem_deref(r.station);
	mem_deref(r.listening);
	mem_deref(r.placing);
	mem_deref(r.control);
	mem_deref(r.own);
	if (r.desk)
		status = oh_desk_close(r.desk, status);
	(void)oh_lock_drop(r.lock);

	return status;
}
