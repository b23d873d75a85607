/**
 * @file trunks_check.c  Find out, step by step, whether a trunk works
 *
 *   resolve ──▶ connect (TCP, TLS) ──▶ probe ──▶ echo call ──▶ judge, print
 *
 * What fails ends the finding out; what was not tried says so.
 */
#include "base/compat.h"
#include "base/clock.h"
#include "cli/exit.h"
#include "cli/table.h"
#include "command/trunks_priv.h"
#include "sip/resolve.h"
#include "trunk/hostport.h"

enum {
	CONNECT_MS = 5000,
	PROBE_MS   = 8000,      /* OPTIONS and REGISTER, with their repeats */
	MS_SIZE    = 24,
};

struct check {
	struct oh_app              *app;
	struct oh_desk             *desk;
	const struct oh_trunks_opts *o;
	const struct oh_conf_trunk *conf;
	struct oh_resolve          *q;
	struct tcp_conn            *tc;
	struct tmr                  tmr;
	struct oh_probe            *probe;
	struct sa                   addr;
	uint64_t                    begun_us;
	struct trunks_facts         f;
};

static enum oh_sip_transp transport(const struct oh_conf_trunk *conf)
{
	switch (conf->transport) {

	case OH_CONF_TCP: return OH_SIP_TCP;
	case OH_CONF_TLS: return OH_SIP_TLS;
	default:          return OH_SIP_UDP;
	}
}

/* ------------------------------------------------------------------ probe */

static void probed(const struct oh_probe_result *res, void *arg)
{
	struct check *c = arg;

	c->f.probe = FATE_DONE;
	c->f.res = *res;
	oh_app_stop(c->app);
}

static void start_probe(struct check *c)
{
	const bool talks = oh_app_opts(c->app)->verbose;
	const struct oh_probe_prm prm = {
		.conf     = c->conf,
		.reg      = true,
		.wait_ms  = PROBE_MS,
		.resolver = oh_desk_resolver(c->desk),
		.log      = talks ? oh_app_log(c->app) : NULL,
		.traceh   = oh_desk_traceh(c->desk),
		.tracearg = c->desk,
		.h        = probed,
		.arg      = c,
	};
	int err = oh_probe_start(&c->probe, &prm);

	if (!err)
		return;
	c->f.probe = FATE_DONE;
	c->f.res.err = err;
	(void)re_snprintf(c->f.res.why, sizeof(c->f.res.why),
			  "cannot begin, maybe for want of the password "
			  "(-v tells): %m", err);
	oh_app_stop(c->app);
}

/* ---------------------------------------------------------------- connect */

static void connect_end(struct check *c, int err)
{
	tmr_cancel(&c->tmr);
	c->f.tcp = FATE_DONE;
	c->f.tcp_err = err;
	c->f.tcp_ms = (double)(oh_clock_us() - c->begun_us) / 1000;
	c->tc = mem_deref(c->tc);
	if (err)
		oh_app_stop(c->app);
	else
		start_probe(c);
}

static void connected(void *arg)
{
	connect_end(arg, 0);
}

static void not_connected(int err, void *arg)
{
	connect_end(arg, err ? err : ECONNRESET);
}

static void connect_late(void *arg)
{
	connect_end(arg, ETIMEDOUT);
}

static void start_connect(struct check *c)
{
	int err;

	(void)re_snprintf(c->f.tcp_addr, sizeof(c->f.tcp_addr), "%J",
			  &c->addr);
	c->begun_us = oh_clock_us();
	err = tcp_connect(&c->tc, &c->addr, connected, NULL, not_connected,
			  c);
	if (err)
		connect_end(c, err);
	else
		tmr_start(&c->tmr, CONNECT_MS, connect_late, c);
}

/* ---------------------------------------------------------------- resolve */

static void keep_addrs(struct check *c, const struct sa *addrv,
		       uint32_t addrc)
{
	char *buf = c->f.addrs;
	size_t n = 0;

	for (uint32_t i = 0; i < addrc; i++) {
		int len = re_snprintf(buf + n, sizeof(c->f.addrs) - n,
				      "%s%J", i ? ", " : "", &addrv[i]);

		if (len < 0)
			break;
		n += (size_t)len;
	}
}

static void resolved(int err, const struct sa *addrv, uint32_t addrc,
		     void *arg)
{
	struct check *c = arg;

	c->q = mem_deref(c->q);
	c->f.dns = FATE_DONE;
	c->f.dns_err = err;
	if (err) {
		oh_app_stop(c->app);
		return;
	}
	keep_addrs(c, addrv, addrc);
	c->addr = addrv[0];
	if (c->conf->transport == OH_CONF_UDP)
		start_probe(c);
	else
		start_connect(c);
}

static int start_resolve(struct check *c)
{
	const struct oh_conf_trunk *conf = c->conf;
	struct oh_hostport hp = { .port = 0 };
	struct oh_resolve_prm prm = {
		.host = hp.host, .tp = transport(conf), .h = resolved,
		.arg = c,
	};
	struct sa sa;
	int err;

	err = oh_hostport_parse(&hp, *conf->proxy ? conf->proxy
						  : conf->server);
	if (err)
		return err;
	prm.port = *conf->proxy || !conf->port ? hp.port : conf->port;
	c->f.literal = 0 == sa_set_str(&sa, hp.host, 0);

	return oh_resolve(&c->q, oh_desk_resolver(c->desk), &prm);
}

/* ------------------------------------------------------------------ print */

static const struct oh_column columnv[] = {
	{ "trunk",  OH_CELL_TEXT,     0, true },
	{ "step",   OH_CELL_TEXT,    12, false },
	{ "status", OH_CELL_TEXT,     7, false },
	{ "what",   OH_CELL_TEXT,    48, false },
	{ "fix",    OH_CELL_TEXT,     0, false },
	{ "ms",     OH_CELL_DECIMAL,  8, true },
	{ NULL,     OH_CELL_TEXT,     0, false },
};

static int put_row(struct oh_table *table, const struct check *c,
		   const struct trunks_row *row)
{
	char ms[MS_SIZE] = "";

	if (row->ms >= 0)
		(void)snprintf(ms, sizeof(ms), "%.1f", row->ms);

	return oh_table_row(table, (const char *const []) {
		c->conf->name, oh_trunks_step_name(row->step),
		oh_trunks_status_name(row->status), row->what, row->fix,
		ms });
}

static int print_table(const struct check *c,
		       const struct trunks_row rowv[TRUNKS_STEPS])
{
	const struct oh_table_prm prm = {
		.app     = c->app,
		.style   = oh_app_opts(c->app)->json ? OH_TABLE_JSON
						     : OH_TABLE_TEXT,
		.schema  = "offhook.trunk-check/1",
		.columnv = columnv,
	};
	struct oh_table *table = NULL;
	const char *bad;
	int err = oh_table_alloc(&table, &prm, &bad);

	for (size_t i = 0; !err && i < TRUNKS_STEPS; i++)
		err = put_row(table, c, &rowv[i]);
	if (!err)
		err = oh_table_close(table);
	mem_deref(table);

	return err;
}

static int report(const struct check *c)
{
	struct trunks_row rowv[TRUNKS_STEPS];
	char line[TRUNKS_LINE_SIZE];
	int err, status;

	oh_trunks_judge(rowv, &c->f);
	if (c->o->nagios) {
		status = oh_trunks_nagios(line, sizeof(line), rowv, &c->f);
		puts(line);
		return status;
	}
	err = print_table(c, rowv);

	return err ? oh_app_fail(c->app, OH_EXIT_SOFTWARE, "%s",
				 strerror(err))
		   : oh_trunks_exit(rowv, &c->f);
}

/* -------------------------------------------------------------------- run */

static void stop_handler(enum oh_cause cause, void *arg)
{
	struct check *c = arg;
	(void)cause;

	oh_app_stop(c->app);
}

static void closed_handler(void *arg)
{
	oh_app_stop(arg);
}

static void drop(struct check *c)
{
	tmr_cancel(&c->tmr);
	c->q = mem_deref(c->q);
	c->tc = mem_deref(c->tc);
	if (!c->probe)
		return;
	oh_probe_close(c->probe, closed_handler, c->app);
	(void)oh_app_run(c->app, NULL, NULL);
	c->probe = mem_deref(c->probe);
}

static bool calls_back(const struct check *c)
{
	return c->f.want_echo && c->f.probe == FATE_DONE &&
		c->f.res.opened && (!*c->f.res.tls_why);
}

static int find_out(struct check *c)
{
	enum oh_cause cause;
	int err = start_resolve(c);

	if (err)
		return oh_app_fail(c->app, OH_EXIT_SOFTWARE, "%s: %s",
				   c->conf->server, strerror(err));
	cause = oh_app_run(c->app, stop_handler, c);
	drop(c);
	if (cause == OH_CAUSE_NONE && calls_back(c))
		cause = oh_trunks_echo(c->app, c->desk, &c->f, c->o->echo);

	return cause == OH_CAUSE_NONE ? 0 : oh_exit_of(cause);
}

/**
 * Find out whether a trunk works, and print each step
 *
 * A signal, or --timeout, ends it: what was found out till then is printed.
 *
 * @param app  The command
 * @param d    Its desk
 * @param o    Its options
 * @param conf Trunk
 *
 * @return Exit status: 0, 31, 32, that of an echo call, or of a signal; with
 *         --nagios 0 to 3
 */
int oh_trunks_check(struct oh_app *app, struct oh_desk *d,
		    const struct oh_trunks_opts *o,
		    const struct oh_conf_trunk *conf)
{
	struct check *c = mem_zalloc(sizeof(*c), NULL);
	int cut, status;

	if (!c)
		return oh_app_fail(app, OH_EXIT_SOFTWARE, "out of memory");
	c->app  = app;
	c->desk = d;
	c->o    = o;
	c->conf = conf;
	c->f.conf = conf;
	c->f.days = o->days;
	c->f.want_echo = o->echo != NULL;
	c->f.now_s = (int64_t)(oh_clock_wall_us() / 1000000);
	cut = find_out(c);
	c->f.cut = cut != 0;
	status = report(c);
	if (cut && !o->nagios)
		status = cut;
	mem_deref(c);

	return status;
}
