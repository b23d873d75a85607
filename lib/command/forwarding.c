/**
 * @file forwarding.c  What answer --forward works with
 */
#include "base/compat.h"
#include "cli/exit.h"
#include "command/config.h"
#include "command/forwarding.h"
#include "command/placing.h"
#include "forward/forward.h"
#include "place/batch.h"
#include "route/inbound.h"
#include "sip/phrase.h"

enum { WHAT_SIZE = OH_CONF_VALUE + 120 };

/** A configuration and what was made of it, as long as a call needs it */
struct home {
	struct oh_conf     *conf;       /* read again; NULL: the desk's   */
	struct oh_placing  *placing;
};

struct oh_forwarding {
	struct oh_app      *app;
	struct oh_desk     *desk;
	struct oh_control  *control;
	struct home        *home;       /* of the calls to come           */
	struct oh_forward  *forward;
	const char         *target;
	struct oh_forward_prm prm;
	struct oh_answer_prm  answer;   /* whom we tell                   */
	void              (*closedh)(void *arg);
	void               *closedarg;
};

static void home_destructor(void *arg)
{
	struct home *h = arg;

	mem_deref(h->placing);
	mem_deref(h->conf);
}

static void destructor(void *arg)
{
	struct oh_forwarding *f = arg;

	mem_deref(f->forward);
	mem_deref(f->home);
}

static const struct oh_conf *conf_of(const struct oh_forwarding *f,
				     const struct home *h)
{
	return h->conf ? h->conf : oh_desk_conf(f->desk);
}

static void event_handler(const struct oh_event *ev, void *arg)
{
	const struct oh_forwarding *f = arg;

	f->answer.eventh(ev, f->answer.arg);
}

static void result_handler(const struct oh_result *res, void *arg)
{
	const struct oh_forwarding *f = arg;

	f->answer.resulth(res, f->answer.arg);
}

static int make_place(const struct oh_forwarding *f, struct home *h)
{
	return oh_placing_make(&h->placing, f->app, f->desk, conf_of(f, h),
			       true, f->control);
}

/* Whether anybody could be forwarded there: better said now than to each
   caller. what: who says so */
static int check_target(const struct oh_forwarding *f, const struct home *h,
			const char *what, const char *target)
{
	const struct oh_batch_prm prm = { .numberv = &target,
					  .numberc = 1 };
	struct oh_place *place = oh_placing_place(h->placing);
	struct oh_choice ch;
	uint32_t bad = 0;
	bool made = false;
	int status, err = oh_batch_check(&prm, place, &bad, &ch);

	if (err == ENXIO && !h->conf) {
		status = oh_desk_carrier(f->desk, &made);
		if (status)
			return status;
	}
	if (made)
		err = oh_batch_check(&prm, place, &bad, &ch);
	if (ch.verdict.rule != OH_GUARD_OK)
		return oh_app_fail(f->app, OH_EXIT_REFUSED,
				   "%s: %s: %s", what, ch.verdict.text,
				   ch.verdict.hint);
	if (!err)
		return 0;

	return oh_app_fail(f->app, err == EBADMSG || err == ERANGE ?
			   OH_EXIT_USAGE : OH_EXIT_CONFIG, "%s: %s", what,
			   ch.why);
}

/* Targets that are made of the number called are judged when it is. */
static int check_targets(const struct oh_forwarding *f, const struct home *h)
{
	const struct oh_conf *conf = conf_of(f, h);
	int status = !f->target ? 0 : check_target(f, h, "--forward",
						   f->target);

	for (uint32_t i = 0; i < conf->inboundc && !status; i++) {
		const struct oh_conf_inbound *in = &conf->inboundv[i];
		char what[WHAT_SIZE];

		if (!*in->forward || strchr(in->forward, '$'))
			continue;
		(void)re_snprintf(what, sizeof(what), "%s:%d: [inbound %s]: "
				  "forward", in->at.file, in->at.line,
				  in->name);
		status = check_target(f, h, what, in->forward);
	}

	return status;
}

/* conf: given; NULL: the desk's */
static int make_home(struct home **hp, const struct oh_forwarding *f,
		     struct oh_conf *conf)
{
	struct home *h = mem_zalloc(sizeof(*h), home_destructor);
	int err, status = 0;

	if (!h) {
		mem_deref(conf);
		return oh_app_fail(f->app, OH_EXIT_SOFTWARE, "out of memory");
	}
	h->conf = conf;
	err = make_place(f, h);
	if (err)
		status = oh_app_fail(f->app, OH_EXIT_SOFTWARE, "start: %s",
				     strerror(err));
	else
		status = check_targets(f, h);
	if (status)
		mem_deref(h);
	else
		*hp = h;

	return status;
}

static void set_forward(struct oh_forwarding *f, const struct oh_answering *o,
			const struct oh_answer_prm *prm)
{
	f->answer = *prm;
	f->prm = (struct oh_forward_prm){
		.place      = oh_placing_place(f->home->placing),
		.home       = f->home,
		.cdr        = oh_desk_cdr(f->desk),
		.target     = f->target,
		.caller_id  = o->forward_caller_id,
		.ring_ms    = o->ring_ms ? o->ring_ms : prm->conf->ring_ms,
		.max_ms     = prm->max_ms,
		.silence_ms = prm->silence_ms,
		.eventh     = event_handler,
		.resulth    = result_handler,
		.arg        = f,
	};
}

/* --------------------------------------------------------------- [inbound] */

/* What the patterns see of a call */
struct seen {
	char to[OH_CONF_VALUE];
	char from[OH_CONF_VALUE];
	struct oh_inbound_call call;
};

static void see(struct seen *s, const struct oh_conf *conf,
		const struct oh_result *res)
{
	const struct oh_conf_trunk *t = oh_conf_trunk_find(conf, res->trunk);

	oh_inbound_number(s->to, sizeof(s->to), res->to, t, conf->country);
	oh_inbound_number(s->from, sizeof(s->from), res->from, t,
			  conf->country);
	s->call = (struct oh_inbound_call){ .trunk = res->trunk,
					    .to = s->to, .from = s->from };
}

static const struct oh_conf_inbound *find(const struct oh_forwarding *f,
					  const struct seen *s,
					  struct oh_call *call)
{
	const struct oh_conf_inbound *in, *spent;
	char text[WHAT_SIZE];

	in = oh_inbound_find(conf_of(f, f->home), &s->call, &spent);
	if (spent) {
		(void)re_snprintf(text, sizeof(text), "[inbound %s] was "
				  "passed over: a pattern takes too many "
				  "steps", spent->name);
		oh_call_warn(call, text);
	}

	return in;
}

static int refuse(struct oh_call *call, uint16_t scode)
{
	return oh_call_refuse(call, scode, oh_phrase(scode), NULL);
}

static int go_on(const struct oh_forwarding *f,
		 const struct oh_conf_inbound *in, const struct seen *s,
		 struct oh_call *call, const struct oh_result *res,
		 const struct sip_msg *msg)
{
	char target[OH_CONF_VALUE];

	if (oh_inbound_target(target, sizeof(target), in, s->to))
		return refuse(call, 404);

	return oh_forward_to(f->forward, call, res, msg, target,
			     in->show_caller || f->prm.caller_id ? s->from
								 : NULL);
}

/* By the first [inbound] that means it; else --forward; else it is left to
   whoever answers */
static int take(struct oh_call *call, const struct oh_result *res,
		const struct sip_msg *msg, void *arg)
{
	const struct oh_forwarding *f = arg;
	const struct oh_conf_inbound *in;
	struct seen s;

	see(&s, conf_of(f, f->home), res);
	in = find(f, &s, call);
	if (in && in->reject != OH_CONF_REJECT_NO)
		return refuse(call, oh_inbound_scode(in->reject));
	if (in && *in->forward)
		return go_on(f, in, &s, call, res, msg);

	return f->target ? oh_forward_take(call, res, msg, f->forward)
			 : ENOENT;
}

/**
 * Make ready to forward
 *
 * @param fp   Receives it; stop, close and release it
 * @param app  The command
 * @param desk Its desk, borrowed
 * @param o    Options, borrowed
 * @param prm  What is done with calls, complete but for this
 *
 * @return 0 or the exit status; what is wrong has been printed
 */
int oh_forwarding_open(struct oh_forwarding **fp, struct oh_app *app,
		       struct oh_desk *desk, const struct oh_answering *o,
		       struct oh_answer_prm *prm)
{
	struct oh_forwarding *f = mem_zalloc(sizeof(*f), destructor);
	int err, status;

	if (!f)
		return oh_app_fail(app, OH_EXIT_SOFTWARE, "out of memory");
	f->app    = app;
	f->desk   = desk;
	f->control = prm->callarg;
	f->target = o->forward;
	status = make_home(&f->home, f, NULL);
	if (!status) {
		set_forward(f, o, prm);
		err = oh_forward_alloc(&f->forward, &f->prm);
		if (err)
			status = oh_app_fail(app, OH_EXIT_SOFTWARE,
					     "start: %s", strerror(err));
	}
	if (status) {
		mem_deref(f);
		return status;
	}
	prm->takeh   = take;
	prm->takearg = f;
	*fp = f;

	return 0;
}

/**
 * Read the configuration again: trunks, routes, guards and rates by which
 * calls leave from now on. Those under way keep what they began with.
 *
 * @param f Forwarding
 *
 * @return true if so; false: what is wrong has been printed, and all is as it
 *         was
 */
bool oh_forwarding_reload(struct oh_forwarding *f)
{
	struct oh_conf *conf = NULL;
	struct home *h = NULL;
	int status;

	if (!oh_desk_conf(f->desk)->present)
		return false;
	status = oh_config_load(&conf, f->app);
	if (status)
		mem_deref(conf);
	else
		status = make_home(&h, f, conf);
	if (status) {
		oh_app_say(f->app, "the configuration is left as it was");
		return false;
	}
	mem_deref(f->home);
	f->home = h;
	f->prm.place = oh_placing_place(h->placing);
	f->prm.home  = h;
	oh_forward_change(f->forward, &f->prm);
	oh_app_say(f->app, "the configuration is read again");

	return true;
}

/**
 * Get the configuration that holds now
 *
 * @param f      Forwarding
 * @param ownerp Set to what it is part of, or NULL
 *
 * @return It, borrowed
 */
const struct oh_conf *oh_forwarding_conf(const struct oh_forwarding *f,
					 void **ownerp)
{
	*ownerp = f->home->conf ? f->home : NULL;

	return conf_of(f, f->home);
}

static void stopped(void *arg)
{
	struct oh_forwarding *f = arg;

	f->closedh(f->closedarg);
}

/**
 * Forward no more, and end the calls made
 *
 * @param f       Forwarding
 * @param cause   What their results will say
 * @param closedh Called once, when all have ended
 * @param arg     Its argument
 */
void oh_forwarding_stop(struct oh_forwarding *f, enum oh_cause cause,
			void (*closedh)(void *arg), void *arg)
{
	f->closedh   = closedh;
	f->closedarg = arg;
	oh_forward_stop(f->forward, cause, stopped);
}

/**
 * Leave the trunks
 *
 * @param f Forwarding, stopped
 */
void oh_forwarding_close(struct oh_forwarding *f)
{
	oh_placing_close(f->home->placing);
}
