/**
 * @file answering.c  The command answer
 */
#include <errno.h>
#include <signal.h>
#include "base/compat.h"
#include "answer/answer.h"
#include "command/answering.h"
#include "command/forwarding.h"
#include "command/placing.h"
#include "command/listening.h"
#include "cli/exit.h"
#include "number/number.h"

/* Whom a list names, as calls will name them */
struct callers {
	char        text[OH_OPT_LIST_MAX][OH_NUMBER_TEXT];
	const char *v[OH_OPT_LIST_MAX];
};

struct run {
	struct oh_app             *app;
	const struct oh_answering *o;
	struct oh_desk            *desk;
	struct oh_control         *control;
	struct oh_talking         *talking;   /* NULL: nobody speaks      */
	struct oh_placing         *placing;   /* of calls a flow makes    */
	struct oh_jobspec         *job;
	struct oh_answer          *answer;
	struct oh_forwarding      *forward;   /* or NULL                  */
	unsigned                   closing;   /* that have not yet closed */
	struct oh_answer_prm       prm;
	struct oh_listening       *listening; /* or NULL                  */
	struct callers             allow;
	struct callers             deny;
	enum oh_cause              cause;
	int                        last;      /* status of the last call  */
};

static int record_handler(char *buf, size_t size, const char *from,
			  const char *to, const char *id, void *arg)
{
	const struct oh_name who = { .from = from, .to = to, .id = id };
	struct run *r = arg;

	return oh_jobspec_path(r->job, buf, size, &who);
}

static void say_ready(const struct run *r, const struct oh_event *ev)
{
	if (ev->number && *ev->number)
		oh_app_say(r->app, "ready: call %s at %s", ev->number,
			   ev->text);
	else
		oh_app_say(r->app, "ready: call %s", ev->text);
}

static void event_handler(const struct oh_event *ev, void *arg)
{
	struct run *r = arg;

	if (ev->type == OH_EVENT_READY)
		say_ready(r, ev);
	oh_out_event(oh_desk_out(r->desk), ev);
}

static void result_handler(const struct oh_result *res, void *arg)
{
	struct run *r = arg;

	oh_desk_result(r->desk, res);
	r->last = oh_exit_of_result(res);
}

static void closed_handler(void *arg)
{
	struct run *r = arg;

	if (--r->closing == 0)
		oh_app_stop(r->app);
}

static void done_handler(enum oh_cause cause, const char *why, void *arg)
{
	struct run *r = arg;

	r->cause = cause;
	if (*why)
		oh_app_fail(r->app, 0, "giving up, nobody can call: %s", why);
	oh_app_stop(r->app);
}

static void stop_handler(enum oh_cause cause, void *arg)
{
	struct run *r = arg;

	r->closing = r->forward ? 2 : 1;
	oh_answer_stop(r->answer, cause, closed_handler);
	if (r->forward)
		oh_forwarding_stop(r->forward, cause, closed_handler, r);
}

/** The trunks by which calls come */
struct ways_in {
	const struct oh_conf       *conf;
	const struct oh_conf_trunk *v[OH_ANSWER_TRUNKS_MAX];
	uint32_t                    c;
};

static int add_trunk(const struct run *r, struct ways_in *in,
		     const char *name)
{
	const struct oh_conf *conf = in->conf;
	const struct oh_conf_trunk *t = oh_conf_trunk_find(conf, name);

	if (!t)
		return oh_app_fail(r->app, OH_EXIT_CONFIG,
				   "no trunk named '%s' in %s", name,
				   conf->file[0] ? conf->file
						 : "the configuration");
	if (in->c >= OH_ANSWER_TRUNKS_MAX)
		return oh_app_fail(r->app, OH_EXIT_USAGE, "too many trunks");
	in->v[in->c++] = t;

	return 0;
}

static bool has_trunk(const struct ways_in *in, const char *name)
{
	for (uint32_t i = 0; i < in->c; i++) {
		if (0 == strcmp(in->v[i]->name, name))
			return true;
	}

	return false;
}

/* Those that calls are told apart by */
static int add_inbound(const struct run *r, struct ways_in *in,
		       const struct oh_conf_inbound *rule)
{
	const char *text = rule->trunk;
	struct oh_conf_share s;
	int status = 0;

	while (!status && oh_conf_share_next(&s, &text)) {
		if (!has_trunk(in, s.name))
			status = add_trunk(r, in, s.name);
	}

	return status;
}

/* The named trunks; without any, all there are, or, with --listen, those of
   which an [inbound] speaks */
static int find_trunks(const struct run *r, struct ways_in *in)
{
	const struct oh_conf *conf = in->conf;
	int status = 0;

	for (uint32_t i = 0; i < r->o->trunks.c && !status; i++)
		status = add_trunk(r, in, r->o->trunks.v[i]);
	if (r->o->trunks.c)
		return status;
	for (uint32_t i = 0; i < conf->inboundc && r->o->listen && !status;
	     i++)
		status = add_inbound(r, in, &conf->inboundv[i]);
	if (r->o->listen)
		return status;
	for (uint32_t i = 0; i < conf->trunkc && !status; i++)
		status = add_trunk(r, in, conf->trunkv[i].name);
	if (!status && !in->c && !r->listening)
		status = oh_app_fail(r->app, OH_EXIT_CONFIG,
				     "no trunk is configured: add a "
				     "[trunk NAME], or use --listen");

	return status;
}

static int set_trunks(struct run *r)
{
	struct ways_in in = { .conf = oh_desk_conf(r->desk) };
	int status = find_trunks(r, &in);

	memcpy(r->prm.trunkv, in.v, sizeof(in.v));
	r->prm.trunkc = in.c;

	return status;
}

/* Read the configuration again; what is wrong with it changes nothing */
static void reload(struct run *r)
{
	struct ways_in in = { .c = 0 };
	void *owner;

	if (!oh_forwarding_reload(r->forward))
		return;
	in.conf = oh_forwarding_conf(r->forward, &owner);
	if (find_trunks(r, &in))
		oh_app_say(r->app, "the trunks by which calls come are left "
			   "as they were");
	else
		(void)oh_answer_change(r->answer, in.v, in.c, owner);
}

/* SIGUSR1: let who speaks speak, and go then. SIGHUP: read again how calls
   leave; without that there is nothing to be read. */
static bool notice_handler(int sig, void *arg)
{
	struct run *r = arg;

	if (sig == SIGHUP) {
		if (r->forward)
			reload(r);
		return r->forward;
	}
	oh_app_say(r->app, "no more calls; %u under way",
		   oh_answer_calls(r->answer));
	oh_answer_drain(r->answer);

	return true;
}

/* The options are looked at before anything is opened. */
static int set_listen(struct run *r)
{
	const struct oh_answering *o = r->o;
	int status = oh_listening_option(&r->listening, r->app, o);

	if (status || !r->listening)
		return status;
	if (!o->trunks.c && !o->from_anyone &&
	    !oh_listening_is_private(r->listening))
		return oh_app_fail(r->app, OH_EXIT_USAGE,
				   "--listen: nobody could ring us; name the "
				   "--trunk that may, or say --from-anyone");

	return 0;
}

/* Whether it can match anybody: '*' stands at the end, and what is before it
   is compared letter by letter */
static bool is_caller(const char *who)
{
	size_t star = strcspn(who, "*");

	if (!who[star])
		return *who;

	return !who[star + 1] && !strpbrk(who, " -.()/");
}

/* A number is brought into the form in which calls have it; the name of a
   SIP user stays as it is. */
static int set_callers(struct run *r, struct callers *c, const char *option,
		       const struct oh_opt_list *list)
{
	const char *country = oh_desk_conf(r->desk)->country;
	struct oh_number n;

	for (uint32_t i = 0; i < list->c; i++) {
		const char *who = list->v[i];

		if (!is_caller(who))
			return oh_app_fail(r->app, OH_EXIT_USAGE,
					   "--%s '%s': a number, or the "
					   "beginning of one and a '*'",
					   option, who);
		c->v[i] = who;
		if (oh_number_parse(&n, who, country, NULL) ||
		    n.kind != OH_NUMBER_E164)
			continue;
		str_ncpy(c->text[i], n.text, sizeof(c->text[i]));
		c->v[i] = c->text[i];
	}

	return 0;
}

static int set_policy(struct run *r)
{
	struct oh_policy *p = &r->prm.policy;
	const struct oh_answering *o = r->o;

	if (o->reject && (o->reject < 400 || o->reject > 699))
		return oh_app_fail(r->app, OH_EXIT_USAGE,
				   "--reject %u: 400 to 699", o->reject);
	if (o->redirect && (strncmp(o->redirect, "sip:", 4) ||
			    !o->redirect[4] ||
			    strpbrk(o->redirect, " \t\r\n<>\"")))
		return oh_app_fail(r->app, OH_EXIT_USAGE,
				   "--redirect '%s': not a sip: URI",
				   o->redirect);
	p->allowv    = r->allow.v;
	p->allowc    = o->allow.c;
	p->denyv     = r->deny.v;
	p->denyc     = o->deny.c;
	p->reject    = o->reject;
	p->redirect  = o->redirect;
	p->max_calls = o->max_calls;

	return 0;
}

static void set_rest(struct run *r)
{
	const struct oh_conf *conf = oh_desk_conf(r->desk);
	uint32_t cap = conf->guard.max_duration_s * 1000;
	uint32_t max = r->o->job.max_ms;

	r->prm.conf        = conf;
	r->prm.engine      = oh_desk_engine(r->desk);
	r->prm.resolver    = oh_desk_resolver(r->desk);
	r->prm.log         = oh_app_log(r->app);
	r->prm.cdr         = oh_desk_cdr(r->desk);
	r->prm.from_anyone = r->o->from_anyone;
	r->prm.ring_ms     = r->o->ring_ms ? r->o->ring_ms : 1;
	r->prm.max_ms      = max && max < cap ? max : cap;
	r->prm.silence_ms  = conf->silence_ms;
	r->prm.once        = r->o->once;
	if (!r->o->max_calls)
		r->prm.policy.max_calls = conf->answer.max_calls;
	if (r->listening)
		oh_listening_set(r->listening, &r->prm);
	r->prm.job         = *oh_jobspec_prm(r->job);
	r->prm.callh       = oh_control_incoming;
	r->prm.callarg     = r->control;
	oh_control_work(r->control, &r->prm.work);
	r->prm.traceh      = oh_desk_traceh(r->desk);
	r->prm.tracearg    = r->desk;
	r->prm.eventh      = event_handler;
	r->prm.resulth     = result_handler;
	r->prm.doneh       = done_handler;
	r->prm.arg         = r;
	if (oh_jobspec_records(r->job)) {
		r->prm.recordh   = record_handler;
		r->prm.recordarg = r;
	}
}

/* A flow does all that is to be done, but for the recording */
static int check_flow(struct run *r)
{
	if (!oh_flow_is_wanted(&r->o->flow) ||
	    (!oh_jobopt_acts(&r->o->job) && !r->o->forward))
		return 0;

	return oh_app_fail(r->app, OH_EXIT_USAGE, "what is done with a call "
			   "is up to the flow, not to options");
}

/* A person speaks to callers, one at a time */
static int check_talking(struct run *r)
{
	const struct oh_answering *o = r->o;

	if (o->talking.talk && (o->forward || o->reject || o->redirect ||
				o->job.send_digits || o->max_calls > 1))
		return oh_app_fail(r->app, OH_EXIT_USAGE, "--talk: you speak "
				   "to callers, one at a time; that does not "
				   "go with --%s",
				   o->forward ? "forward" :
				   o->reject ? "reject" :
				   o->redirect ? "redirect" :
				   o->job.send_digits ? "send-digits"
						      : "max-calls");

	return oh_talking_check(r->app, &o->talking, &o->job, &o->flow);
}

/* What is done with a call: one thing */
static int check_forward(struct run *r)
{
	const struct oh_job_opts *j = &r->o->job;

	if (!r->o->forward)
		return !r->o->forward_caller_id ? 0 :
			oh_app_fail(r->app, OH_EXIT_USAGE,
				    "--forward-caller-id needs --forward");
	if (j->prompts.c || j->gather || j->send_digits)
		return oh_app_fail(r->app, OH_EXIT_USAGE, "--forward: who is "
				   "forwarded hears no prompt of ours and "
				   "presses no key for us");
	if (r->o->reject || r->o->redirect)
		return oh_app_fail(r->app, OH_EXIT_USAGE, "--forward and "
				   "--%s exclude each other",
				   r->o->reject ? "reject" : "redirect");
	return 0;
}

/* From where somebody is called on behalf of a call that came in */
static int make_place(struct run *r)
{
	int err = oh_placing_make(&r->placing, r->app, r->desk,
				  oh_desk_conf(r->desk), true, r->control);

	if (err)
		return oh_app_fail(r->app, OH_EXIT_SOFTWARE, "start: %s",
				   strerror(err));
	oh_calls_set_place(oh_control_calls(r->control),
			   oh_placing_place(r->placing));

	return 0;
}

static int prepare(struct run *r)
{
	int status;

	status = set_policy(r);
	if (!status)
		status = check_talking(r);
	if (!status)
		status = check_forward(r);
	if (!status)
		status = check_flow(r);
	if (!status)
		status = set_listen(r);
	if (!status)
		status = oh_desk_open(&r->desk, r->app, &r->o->desk);
	if (!status)
		oh_desk_record(r->desk);
	if (!status)
		status = set_callers(r, &r->allow, "allow", &r->o->allow);
	if (!status)
		status = set_callers(r, &r->deny, "deny", &r->o->deny);
	if (!status)
		status = oh_jobspec_make(&r->job, r->app, r->desk,
					 &r->o->job);
	if (!status && !r->listening)
		status = oh_listening_conf(&r->listening, r->app,
					   oh_desk_conf(r->desk));
	if (!status)
		status = oh_control_open(&r->control, r->app, r->desk,
					 &r->o->flow);
	if (!status)
		status = oh_talking_open(&r->talking, r->app, r->desk,
					 r->control, &r->o->talking);
	if (!status && (!r->listening || r->o->forward))
		status = oh_desk_simulate(r->desk);
	if (!status)
		status = set_trunks(r);
	if (status)
		return status;
	set_rest(r);
	status = make_place(r);
	if (!status && (oh_desk_conf(r->desk)->present || r->o->forward))
		status = oh_forwarding_open(&r->forward, r->app, r->desk,
					    r->o, &r->prm);
	if (!status)
		oh_talking_answer(r->talking, &r->prm);

	return status;
}

static int start(struct run *r)
{
	int err = oh_answer_start(&r->answer, &r->prm);

	if (!err)
		return 0;
	if (r->listening)
		return oh_app_fail(r->app, OH_EXIT_NETWORK, "%s: %s",
				   oh_listening_name(r->listening),
				   strerror(err));

	return oh_app_fail(r->app, err == EACCES ? OH_EXIT_CONFIG
						 : OH_EXIT_NETWORK,
			   "start: %s", strerror(err));
}

static int run(struct run *r)
{
	enum oh_cause signalled;
	int status = start(r);

	if (status)
		return status;
	signalled = oh_app_run(r->app, stop_handler, r);
	if (signalled == OH_CAUSE_NONE) {
		stop_handler(OH_CAUSE_TERMINATED, r);
		(void)oh_app_run(r->app, NULL, NULL);
	}
	oh_talking_close(r->talking);
	oh_control_close(r->control);
	oh_placing_close(r->placing);
	if (r->forward)
		oh_forwarding_close(r->forward);

	if (signalled != OH_CAUSE_NONE)
		return oh_exit_of(signalled);

	return r->o->once && r->cause == OH_CAUSE_DONE ? r->last
						       : oh_exit_of(r->cause);
}

/**
 * Answer calls as the options say, until a signal comes
 *
 * @param app The command
 * @param o   Options
 *
 * @return Exit status
 */
int oh_answering_run(struct oh_app *app, const struct oh_answering *o)
{
	struct run r = { .app = app, .o = o };
	int status;

	if (oh_app_notice(app, notice_handler, &r))
		return oh_app_fail(app, OH_EXIT_SOFTWARE, "signals: %s",
				   strerror(errno));
	status = prepare(&r);
	if (!status)
		status = run(&r);
	mem_deref(r.talking);
	mem_deref(r.answer);
	mem_deref(r.forward);
	mem_deref(r.listening);
	mem_deref(r.placing);
	mem_deref(r.control);
	mem_deref(r.job);
	if (r.desk)
		status = oh_desk_close(r.desk, status);
	(void)oh_app_notice(app, NULL, NULL);

	return status;
}
