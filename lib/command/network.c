/**
 * @file network.c  What pstn-sim does: a network, its numbers, a call from it
 */
#include <fcntl.h>
#include "base/compat.h"
#include "answer/listen.h"
#include "base/clock.h"
#include "cdr/fold.h"
#include "cli/exit.h"
#include "command/network.h"
#include "cli/out.h"
#include "conf/conf.h"
#include "number/number.h"
#include "sim/callout.h"
#include "sim/net.h"
#include "sim/plan.h"
#include "simrest/simrest.h"
#include "sip/tls.h"

#define KEYS "0123456789*#ABCDabcd,wW"

/* One run of the network, or one call from it */
struct network {
	struct oh_app *app;
	struct oh_out *out;
	struct oh_engine *engine;
	struct oh_sim_plan *plan;
	struct oh_simrest *rest;       /* or NULL */
	struct oh_tls *tls;            /* or NULL */
	struct oh_sim_net *net;
	struct oh_sim_callout *callout;
	struct oh_result res;
	enum oh_cause cause;
};

static void network_reset(struct network *n)
{
	mem_deref(n->callout);
	mem_deref(n->net);
	mem_deref(n->tls);
	mem_deref(n->rest);
	mem_deref(n->engine);
	mem_deref(n->plan);
	(void)oh_out_close(n->out);    /* has been reported */
	mem_deref(n->out);
}

/* Exit status; whatever it is, network_reset() follows */
static int network_init(struct network *n, struct oh_app *app)
{
	const struct oh_engine_prm prm = { .port_min = 0 };
	int err;

	memset(n, 0, sizeof(*n));
	n->app = app;
	oh_result_init(&n->res);
	err = oh_out_alloc(&n->out, app);
	if (!err)
		err = oh_engine_alloc(&n->engine, &prm);

	return err ? oh_app_fail(app, OH_EXIT_SOFTWARE, "start: %s",
				 strerror(err)) : OH_EXIT_OK;
}

static int load_plan(struct oh_sim_plan **planp, struct oh_app *app,
		     const char *path)
{
	struct oh_sim_fault f = { .line = 0 };
	int err = oh_sim_plan_open(planp, path, &f);

	if (!err)
		return OH_EXIT_OK;
	if (f.line)
		return oh_app_fail(app, OH_EXIT_DATA, "%s:%u: %s", path,
				   f.line, f.why);

	return oh_app_fail(app, OH_EXIT_NO_INPUT, "%s: %s",
			   path ? path : "plan", strerror(err));
}

/**
 * Print the plan: a line for each number
 *
 * @param app Application; --json makes each line an object
 * @param o   Options
 *
 * @return Exit status
 */
int oh_network_list(struct oh_app *app, const struct oh_network_opts *o)
{
	struct oh_sim_plan *plan = NULL;
	const struct oh_sim_row *row;
	int status = load_plan(&plan, app, o->numbers);

	for (size_t i = 0; (row = oh_sim_plan_at(plan, i)); i++) {
		char *line = NULL;

		if (!oh_app_opts(app)->json)
			(void)printf("%s  %s\n", row->number.text, row->text);
		else if (!oh_sim_plan_json(&line, row))
			(void)puts(line);   /* oh_app_main() checks stdout */
		mem_deref(line);
	}
	mem_deref(plan);

	return status;
}

static void event_handler(const struct oh_event *ev, void *arg)
{
	struct network *n = arg;

	oh_fold(&n->res, ev);
	oh_out_event(n->out, ev);
}

static void close_net(enum oh_cause cause, void *arg)
{
	struct network *n = arg;
	(void)cause;

	oh_sim_net_close(n->net);
}

static void net_closed(void *arg)
{
	struct network *n = arg;

	oh_app_stop(n->app);
}

/* Who started us waits for this line, and may be gone after it */
static int detach(void)
{
	int fd, err = 0;

	if (puts("ready") < 0 || fflush(stdout))
		return EPIPE;
	fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return errno;
	if (dup2(fd, STDOUT_FILENO) < 0 || dup2(fd, STDERR_FILENO) < 0)
		err = errno;
	close(fd);

	return err;
}

/* Not through the log, which masks the key: it is meant to be copied */
static void tell_connection(struct network *n, const char *connection)
{
	char line[OH_SIMREST_CONNECTION_SIZE + 64];

	if (!connection || oh_app_opts(n->app)->quiet)
		return;
	(void)re_snprintf(line, sizeof(line), "pstn-sim: numbers are sold "
			  "at %s", connection);
	oh_app_line(n->app, line);
	explicit_bzero(line, sizeof(line));
}

static void announce_tls(struct network *n)
{
	char uri[80];
	const struct oh_event ev = {
		.type = OH_EVENT_READY, .text = uri,
		.wall_us = oh_clock_wall_us(),
	};

	if (!n->tls)
		return;
	(void)re_snprintf(uri, sizeof(uri), "sip:%J;transport=tls",
			  oh_sim_net_tls_laddr(n->net));
	oh_app_say(n->app, "ready at %s", uri);
	event_handler(&ev, n);
}

static int announce(struct network *n, bool while_connected)
{
	char uri[64];
	struct oh_event ev = {
		.type = OH_EVENT_READY, .text = uri,
		.wall_us = oh_clock_wall_us(),
		.connection = oh_simrest_connection(n->rest),
	};
	int err = oh_sim_net_door(n->net, while_connected);

	if (while_connected)
		return err ? err : detach();
	if (err)
		oh_app_say(n->app, "commands without configuration will not "
			   "come here: %s", err == EADDRINUSE ?
			   "another pstn-sim runs" : strerror(err));

	(void)re_snprintf(uri, sizeof(uri), "sip:%J",
			  oh_sim_net_laddr(n->net));
	oh_app_say(n->app, "ready at %s", uri);
	tell_connection(n, ev.connection);
	event_handler(&ev, n);
	announce_tls(n);

	return 0;
}

static void right_handler(struct oh_sim_right *right, const char *number,
			  void *arg)
{
	struct network *n = arg;
	struct oh_simrest_number num;

	oh_simrest_number(&num, n->rest, number);
	right->stocked  = num.stocked;
	right->owned    = num.owned;
	right->inbound  = num.inbound;
	right->outbound = num.outbound;
}

static void ping_handler(const char *host, void *arg)
{
	struct network *n = arg;

	oh_simrest_ping(n->rest, host);
}

/* TLS beside the rest, at an address of its own */
static int make_tls(struct network *n, struct sa *laddr,
		    const struct oh_network_opts *o)
{
	const struct oh_tls_prm prm = {
		.server = true, .cert = o->rest.cert,
		.keylog = oh_conf_keylog_env(),
	};
	char why[OH_TLS_WHY_SIZE];
	int err;

	if (sa_decode(laddr, o->tls, strlen(o->tls)) || sa_is_any(laddr))
		return oh_app_fail(n->app, OH_EXIT_USAGE, "--tls '%s': write "
				   "ADDRESS:PORT, e.g. 127.0.0.1:5061",
				   o->tls);
	if (!o->rest.cert)
		return oh_app_fail(n->app, OH_EXIT_USAGE, "--tls needs --cert "
				   "FILE, a certificate and its key in PEM");
	err = oh_tls_alloc(&n->tls, &prm, why);

	return err ? oh_app_fail(n->app, OH_EXIT_NO_INPUT, "--cert: %s",
				 *why ? why : strerror(err)) : 0;
}

static int open_net(struct network *n, const struct oh_network_opts *o)
{
	struct sa laddr, tls_laddr;
	struct oh_sim_net_prm prm = {
		.laddr = &laddr, .engine = n->engine, .plan = n->plan,
		.log = oh_app_log(n->app), .eventh = event_handler,
		.rest = oh_simrest_connection(n->rest),
		.righth = n->rest ? right_handler : NULL, .rightarg = n,
		.pingh = n->rest ? ping_handler : NULL,
		.closedh = net_closed, .arg = n,
	};
	const char *why = "";
	struct oh_listen by;
	int err;

	if (oh_listen_parse(&laddr, &by, o->listen, &why))
		return oh_app_fail(n->app, OH_EXIT_USAGE, "--listen '%s': %s",
				   o->listen, why);
	if (by.tls)
		return oh_app_fail(n->app, OH_EXIT_USAGE, "--listen '%s': "
				   "TLS has an option of its own, --tls",
				   o->listen);
	if (o->tls) {
		int status = make_tls(n, &tls_laddr, o);

		if (status)
			return status;
		prm.tls = n->tls;
		prm.tls_laddr = &tls_laddr;
	}

	err = oh_sim_net_alloc(&n->net, &prm);
	if (!err)
		err = announce(n, o->while_connected);
	/* Another command's child was faster: ours goes to that one */
	if (err == EADDRINUSE && o->while_connected)
		return OH_EXIT_NETWORK;

	return err ? oh_app_fail(n->app, OH_EXIT_NETWORK, "%s: %s",
				 o->listen, strerror(err)) : OH_EXIT_OK;
}

/**
 * Run a network until a signal, --timeout, or nobody needs it any more
 *
 * @param app Application
 * @param o   Options
 *
 * @return Exit status
 */
int oh_network_serve(struct oh_app *app, const struct oh_network_opts *o)
{
	struct network n;
	int status = network_init(&n, app);

	if (!status)
		status = load_plan(&n.plan, app, o->numbers);
	if (!status)
		status = oh_restside_open(&n.rest, app, &o->rest,
					  o->while_connected);
	if (!status)
		status = open_net(&n, o);
	if (!status) {
		enum oh_cause cause = oh_app_run(app, close_net, &n);

		status = cause ? oh_exit_of(cause) : OH_EXIT_OK;
	}
	network_reset(&n);

	return status;
}

static void hang_up(enum oh_cause cause, void *arg)
{
	struct network *n = arg;

	oh_sim_callout_stop(n->callout, cause);
}

static void call_over(enum oh_cause cause, void *arg)
{
	struct network *n = arg;

	n->cause = cause;
	oh_app_stop(n->app);
}

static int check_call(struct oh_app *app, const struct oh_network_opts *o,
		      struct oh_number *from)
{
	const char *why = "is missing";

	if (!o->from || oh_number_parse(from, o->from, "US", &why))
		return oh_app_fail(app, OH_EXIT_USAGE, "--from%s%s: %s",
				   o->from ? " " : "",
				   o->from ? o->from : "", why);
	if (o->press && strspn(o->press, KEYS) != strlen(o->press))
		return oh_app_fail(app, OH_EXIT_USAGE,
				   "--press %s: not only keys", o->press);

	return OH_EXIT_OK;
}

static int start_call(struct network *n, const struct oh_network_opts *o,
		      const char *from, const char *uri)
{
	const struct oh_sim_callout_prm prm = {
		.uri = uri, .from = from, .press = o->press,
		.play = o->play, .for_ms = o->for_ms, .engine = n->engine,
		.log = oh_app_log(n->app), .eventh = event_handler,
		.h = call_over, .arg = n,
	};
	const char *why;
	int err = oh_sim_callout_start(&n->callout, &prm, &why);

	if (!err)
		return OH_EXIT_OK;
	if (why)
		return oh_app_fail(n->app, OH_EXIT_NO_INPUT, "%s: %s",
				   o->play, why);
	if (err == EDESTADDRREQ)
		return oh_app_fail(n->app, OH_EXIT_USAGE, "%s: write "
				   "sip:USER@ADDRESS:PORT", uri);

	return oh_app_fail(n->app, OH_EXIT_NETWORK, "%s: %s", uri,
			   strerror(err));
}

/**
 * Call somebody from the network and print what came of it
 *
 * @param app Application
 * @param o   Options
 * @param uri Whom to call
 *
 * @return Exit status
 */
int oh_network_call(struct oh_app *app, const struct oh_network_opts *o,
		    const char *uri)
{
	struct oh_number from;
	struct network n;
	int status = check_call(app, o, &from);

	if (status)
		return status;

	status = network_init(&n, app);
	if (!status)
		status = start_call(&n, o, from.text, uri);
	if (!status) {
		(void)oh_app_run(app, hang_up, &n);
		status = oh_exit_of(n.cause);
		oh_out_result(n.out, &n.res, status);
	}
	network_reset(&n);

	return status;
}
