/**
 * @file pstn-sim.c  The simulated telephone network
 */
#include "base/compat.h"
#include "base/clock.h"
#include "cdr/fold.h"
#include "cli/exit.h"
#include "cli/out.h"
#include "sim/callout.h"
#include "sim/net.h"
#include "sim/plan.h"

static const struct oh_app_about about = {
	.name     = "pstn-sim",
	.synopsis = "pstn-sim [--listen ADDR:PORT] [--numbers FILE]\n"
		    "pstn-sim call SIP-URI --from NUMBER [--press DIGITS] "
		    "[--play FILE] [--for TIME]\n"
		    "pstn-sim numbers [--numbers FILE]",
	.summary  = "A telephone network on this machine: its numbers behave "
		    "as a plan says, over real SIP and RTP.",
	.examples =
	"pstn-sim numbers\n"
	"pstn-sim --listen 127.0.0.1:5060 --events\n"
	"pstn-sim call sip:+14255550150@127.0.0.1:5060 "
	"--from +14255550100 --press 1 --for 10s",
};

struct sim {
	struct oh_app *app;
	struct oh_out *out;
	struct oh_engine *engine;
	struct oh_sim_plan *plan;
	struct oh_sim_net *net;
	struct oh_sim_callout *callout;
	struct oh_sim_callout_prm call;
	struct oh_result res;
	enum oh_cause cause;
	const char *listen, *numbers;
	bool while_connected;
};

static int load_plan(struct sim *s)
{
	struct oh_sim_fault f = { .line = 0 };
	int err = oh_sim_plan_open(&s->plan, s->numbers, &f);

	if (!err)
		return OH_EXIT_OK;
	if (f.line)
		return oh_app_fail(s->app, OH_EXIT_DATA, "%s:%u: %s",
				   s->numbers, f.line, f.why);

	return oh_app_fail(s->app, OH_EXIT_NO_INPUT, "%s: %s",
			   s->numbers ? s->numbers : "plan", strerror(err));
}

static int list(struct sim *s)
{
	const struct oh_sim_row *row;
	int status = load_plan(s);

	for (size_t i = 0; (row = oh_sim_plan_at(s->plan, i)); i++) {
		char *line = NULL;

		if (!oh_app_opts(s->app)->json)
			(void)printf("%s  %s\n", row->number.text, row->text);
		else if (!oh_sim_plan_json(&line, row))
			(void)puts(line);   /* oh_app_main() checks stdout */
		mem_deref(line);
	}

	return status;
}

static void event_handler(const struct oh_event *ev, void *arg)
{
	struct sim *s = arg;

	oh_fold(&s->res, ev);
	oh_out_event(s->out, ev);
}

static void close_net(enum oh_cause cause, void *arg)
{
	struct sim *s = arg;
	(void)cause;

	oh_sim_net_close(s->net);
}

static void net_closed(void *arg)
{
	struct sim *s = arg;

	oh_app_stop(s->app);
}

/* Who started us waits for this line, and may be gone after it */
static int detach(void)
{
	return puts("ready") < 0 || fflush(stdout) ||
	       !freopen("/dev/null", "w", stdout) ||
	       !freopen("/dev/null", "w", stderr) ? EPIPE : 0;
}

static int announce(struct sim *s)
{
	char uri[64];
	struct oh_event ev = { .type = OH_EVENT_READY, .text = uri,
			       .wall_us = oh_clock_wall_us() };
	int err = oh_sim_net_door(s->net, s->while_connected);

	if (s->while_connected)
		return err ? err : detach();
	if (err)
		oh_app_say(s->app, "commands without configuration will not "
			   "come here: %s", err == EADDRINUSE ?
			   "another pstn-sim runs" : strerror(err));

	(void)re_snprintf(uri, sizeof(uri), "sip:%J",
			  oh_sim_net_laddr(s->net));
	oh_app_say(s->app, "ready at %s", uri);
	event_handler(&ev, s);

	return 0;
}

static int serve(struct sim *s)
{
	struct oh_sim_net_prm prm = {
		.engine = s->engine, .log = oh_app_log(s->app),
		.eventh = event_handler, .closedh = net_closed, .arg = s,
	};
	struct sa laddr;
	int status = load_plan(s), err;

	if (status)
		return status;
	if (sa_decode(&laddr, s->listen, strlen(s->listen)) ||
	    sa_is_any(&laddr))
		return oh_app_fail(s->app, OH_EXIT_USAGE, "--listen %s: no "
				   "address and port of this machine",
				   s->listen);
	prm.laddr = &laddr;
	prm.plan  = s->plan;
	err = oh_sim_net_alloc(&s->net, &prm);
	if (!err)
		err = announce(s);
	if (err)
		return oh_app_fail(s->app, OH_EXIT_NETWORK, "%s: %s",
				   s->listen, strerror(err));
	s->cause = oh_app_run(s->app, close_net, s);

	return s->cause ? oh_exit_of(s->cause) : OH_EXIT_OK;
}

static void hang_up(enum oh_cause cause, void *arg)
{
	struct sim *s = arg;

	oh_sim_callout_stop(s->callout, cause);
}

static void call_over(enum oh_cause cause, void *arg)
{
	struct sim *s = arg;

	s->cause = cause;
	oh_app_stop(s->app);
}

static int call(struct sim *s, const char *uri)
{
	struct oh_sim_callout_prm *prm = &s->call;
	const char *why;
	int status, err;

	if (!prm->from)
		return oh_app_fail(s->app, OH_EXIT_USAGE,
				   "call: --from is missing");
	prm->uri    = uri;
	prm->engine = s->engine;
	prm->log    = oh_app_log(s->app);
	prm->eventh = event_handler;
	prm->h      = call_over;
	prm->arg    = s;
	err = oh_sim_callout_start(&s->callout, prm, &why);
	if (why)
		return oh_app_fail(s->app, OH_EXIT_NO_INPUT, "%s: %s",
				   prm->play, why);
	if (err)
		return oh_app_fail(s->app, err == EDESTADDRREQ ?
				   OH_EXIT_USAGE : OH_EXIT_NETWORK,
				   "%s: %s", uri, strerror(err));

	(void)oh_app_run(s->app, hang_up, s);
	status = oh_exit_of(s->cause);
	oh_out_result(s->out, &s->res, status);

	return status;
}

static int run(struct sim *s, int argc, char **argv)
{
	const struct oh_engine_prm prm = { .port_min = 0 };
	int err;

	if (argc == 1 && 0 == strcmp(argv[0], "numbers"))
		return list(s);
	if (argc > 0 && (argc != 2 || 0 != strcmp(argv[0], "call")))
		return oh_app_fail(s->app, OH_EXIT_USAGE, "%s: no such use; "
				   "try 'pstn-sim --help'", argv[0]);

	oh_result_init(&s->res);
	err = oh_out_alloc(&s->out, s->app);
	if (!err)
		err = oh_engine_alloc(&s->engine, &prm);
	if (err)
		return oh_app_fail(s->app, OH_EXIT_SOFTWARE, "start: %s",
				   strerror(err));

	return argc ? call(s, argv[1]) : serve(s);
}

static int pstn_sim(struct oh_app *app, int argc, char **argv)
{
	struct sim s = { .app = app, .listen = "127.0.0.1:5060" };
	const struct oh_opt optv[] = {
		OH_OPT_MS(0, "for", "TIME", &s.call.for_ms,
			  "call: hang up so long after the answer"),
		OH_OPT_STR(0, "from", "NUMBER", &s.call.from,
			   "call: the caller's number"),
		OH_OPT_STR(0, "listen", "ADDR:PORT", &s.listen,
			   "where calls are taken, port 0: any"),
		OH_OPT_STR(0, "numbers", "FILE", &s.numbers,
			   "rows that change or add numbers"),
		OH_OPT_STR(0, "play", "FILE", &s.call.play,
			   "call: play this file"),
		OH_OPT_STR(0, "press", "DIGITS", &s.call.press,
			   "call: press these keys first"),
		OH_OPT_FLAG(0, "while-connected", &s.while_connected, NULL),
		OH_OPT_END
	};
	int err = oh_opt_parse(app, optv, &argc, &argv, 0, 2), status;

	if (err)
		return oh_exit_usage(err);

	status = run(&s, argc, argv);
	mem_deref(s.callout);
	mem_deref(s.net);
	mem_deref(s.engine);
	mem_deref(s.plan);
	(void)oh_out_close(s.out);    /* has been reported */
	mem_deref(s.out);

	return status;
}

int main(int argc, char **argv)
{
	return oh_app_main(&about, pstn_sim, argc, argv);
}
