/**
 * @file trunks_list.c  The trunks there are, and whether they answer
 *
 * All are asked at once.
 */
#include "base/compat.h"
#include "cli/exit.h"
#include "cli/table.h"
#include "command/survey.h"
#include "command/trunks_priv.h"

enum { CELL_SIZE = 16 };

struct listing {
	struct oh_app          *app;
	const struct oh_conf   *conf;
	struct oh_probe_result *resv;      /* as many as trunks, or NULL */
};

static const struct oh_column columnv[] = {
	{ "trunk",     OH_CELL_TEXT,    16, false },
	{ "server",    OH_CELL_TEXT,    28, false },
	{ "port",      OH_CELL_DECIMAL,  5, false },
	{ "transport", OH_CELL_TEXT,     9, false },
	{ "user",      OH_CELL_TEXT,    16, false },
	{ "register",  OH_CELL_TEXT,     8, false },
	{ "state",     OH_CELL_TEXT,    12, false },
	{ "sip_code",  OH_CELL_DECIMAL,  8, true },
	{ "ms",        OH_CELL_DECIMAL,  7, false },
	{ "why",       OH_CELL_TEXT,     0, false },
	{ "file",      OH_CELL_TEXT,    24, true },
	{ "line",      OH_CELL_DECIMAL,  6, true },
	{ NULL,        OH_CELL_TEXT,     0, false },
};

static void list_destructor(void *arg)
{
	struct listing *l = arg;

	mem_deref(l->resv);
}

static int ask(struct listing *l, const struct oh_desk *d)
{
	const struct oh_survey_prm prm = {
		.app      = l->app,
		.resolver = oh_desk_resolver(d),
		.traceh   = oh_desk_traceh(d),
		.tracearg = (void *)(uintptr_t)d,
	};
	const uint32_t n = l->conf->trunkc;
	const struct oh_conf_trunk **trunkv;
	int err = ENOMEM;

	l->resv = mem_zalloc((n + 1) * sizeof(*l->resv), NULL);
	trunkv  = mem_zalloc((n + 1) * sizeof(*trunkv), NULL);
	if (!l->resv || !trunkv)
		goto out;
	for (uint32_t i = 0; i < n; i++)
		trunkv[i] = &l->conf->trunkv[i];
	err = oh_survey_ask(l->resv, trunkv, n, &prm);

out:
	mem_deref(trunkv);

	return err;
}

static const char *transport_name(const struct oh_conf_trunk *t)
{
	static const char *const namev[] = {
		[OH_CONF_UDP] = "udp", [OH_CONF_TCP] = "tcp",
		[OH_CONF_TLS] = "tls",
	};

	return namev[t->transport];
}

static const char *register_name(const struct oh_conf_trunk *t)
{
	static const char *const namev[] = {
		[OH_CONF_REGISTER_AUTO]   = "auto",
		[OH_CONF_REGISTER_NEVER]  = "never",
		[OH_CONF_REGISTER_ALWAYS] = "always",
	};

	return namev[t->reg];
}

static int put_row(struct oh_table *table, const struct listing *l, uint32_t i)
{
	const struct oh_conf_trunk *t = &l->conf->trunkv[i];
	const struct oh_probe_result *res = l->resv ? &l->resv[i] : NULL;
	const bool done = res && oh_survey_is_done(res);
	char port[CELL_SIZE] = "", code[CELL_SIZE] = "", ms[CELL_SIZE] = "";
	char line[CELL_SIZE];

	if (t->port)
		(void)snprintf(port, sizeof(port), "%u", t->port);
	(void)snprintf(line, sizeof(line), "%d", t->at.line);
	if (done && res->scode) {
		(void)snprintf(code, sizeof(code), "%u", res->scode);
		(void)snprintf(ms, sizeof(ms), "%.1f", res->rtt_ms);
	}

	return oh_table_row(table, (const char *const []) {
		t->name, t->server, port, transport_name(t), t->user,
		register_name(t),
		!done ? "" : res->scode ? "up" : "down", code, ms,
		done ? res->why : "", t->at.file, line });
}

static int print(const struct listing *l)
{
	const struct oh_table_prm prm = {
		.app     = l->app,
		.style   = oh_app_opts(l->app)->json ? OH_TABLE_JSON
						     : OH_TABLE_TEXT,
		.schema  = "offhook.trunk/1",
		.columnv = columnv,
		.columns = l->resv || oh_app_opts(l->app)->json ? NULL
			: "trunk,server,port,transport,user,register",
	};
	struct oh_table *table = NULL;
	const char *bad;
	int err = oh_table_alloc(&table, &prm, &bad);

	for (uint32_t i = 0; !err && i < l->conf->trunkc; i++)
		err = put_row(table, l, i);
	if (!err)
		err = oh_table_close(table);
	mem_deref(table);

	return err;
}

static int status_of(const struct listing *l)
{
	if (oh_app_cause(l->app) != OH_CAUSE_NONE)
		return oh_exit_of(oh_app_cause(l->app));
	for (uint32_t i = 0; l->resv && i < l->conf->trunkc; i++) {
		if (!l->resv[i].scode)
			return OH_EXIT_NETWORK;
	}

	return l->conf->trunkc ? OH_EXIT_OK
		: oh_app_fail(l->app, OH_EXIT_FAILED, "no trunks");
}

/**
 * List the trunks, and ask each of them if --ping says so
 *
 * @param app The command
 * @param d   Its desk
 * @param o   Its options
 *
 * @return Exit status: 1 if there are none, 32 if one that was asked gave no
 *         answer
 */
int oh_trunks_list(struct oh_app *app, struct oh_desk *d,
		   const struct oh_trunks_opts *o)
{
	struct listing *l = mem_zalloc(sizeof(*l), list_destructor);
	int err = 0, status;

	if (!l)
		return oh_app_fail(app, OH_EXIT_SOFTWARE, "out of memory");
	l->app  = app;
	l->conf = oh_desk_conf(d);
	if (o->ping)
		err = ask(l, d);
	if (!err)
		err = print(l);
	status = err ? oh_app_fail(app, OH_EXIT_SOFTWARE, "%s", strerror(err))
		     : status_of(l);
	mem_deref(l);

	return status;
}
