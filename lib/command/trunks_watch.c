/**
 * @file trunks_watch.c  A line whenever a trunk comes, goes or answers anew
 *
 * Each question is a probe of its own: it looks for the server again and
 * makes a new connection, as a call after an hour's silence would.
 */
#include "base/compat.h"
#include "base/clock.h"
#include "cli/exit.h"
#include "command/trunks_priv.h"
#include <cjson/cJSON.h>

enum { PROBE_MS = 5000 };

struct watch {
	struct oh_app              *app;
	struct oh_desk             *desk;
	const struct oh_trunks_opts *o;
	const struct oh_conf_trunk *conf;
	struct tmr                  tmr;
	struct oh_probe            *probe;
	bool                        told;      /* anything yet         */
	uint16_t                    scode;     /* told last; 0: down   */
	int                         err;
};

static int print_json(const struct watch *w, const char *time,
		      const struct oh_probe_result *res)
{
	cJSON *o = cJSON_CreateObject();
	char *line = NULL;

	if (cJSON_AddStringToObject(o, "schema", "offhook.trunk-state/1") &&
	    cJSON_AddStringToObject(o, "time", time) &&
	    cJSON_AddStringToObject(o, "trunk", w->conf->name) &&
	    cJSON_AddStringToObject(o, "state",
				    res->scode ? "up" : "down") &&
	    (res->scode ? cJSON_AddNumberToObject(o, "sip_code", res->scode)
			: cJSON_AddNullToObject(o, "sip_code")) &&
	    (res->scode ? cJSON_AddNumberToObject(o, "ms", res->rtt_ms)
			: cJSON_AddNullToObject(o, "ms")) &&
	    (res->scode ? cJSON_AddNullToObject(o, "why")
			: cJSON_AddStringToObject(o, "why", res->why)))
		line = cJSON_PrintUnformatted(o);
	cJSON_Delete(o);
	if (!line)
		return ENOMEM;
	puts(line);
	cJSON_free(line);

	return 0;
}

static void print_text(const struct watch *w, const char *time,
		       const struct oh_probe_result *res)
{
	if (res->scode)
		printf("%s  %s  up    %u in %.1f ms\n", time, w->conf->name,
		       res->scode, res->rtt_ms);
	else
		printf("%s  %s  down  %s\n", time, w->conf->name, res->why);
}

/* What nobody reads any more need not be found out */
static void print(struct watch *w, const struct oh_probe_result *res)
{
	char time[OH_CLOCK_ISO_SIZE] = "";
	int err = oh_clock_print(time, sizeof(time), oh_clock_wall_us());

	if (!err && oh_app_opts(w->app)->json)
		err = print_json(w, time, res);
	else if (!err)
		print_text(w, time, res);
	if (fflush(stdout) || err)
		oh_app_stop(w->app);
}

static bool is_news(const struct watch *w, const struct oh_probe_result *res)
{
	return !w->told || res->scode != w->scode ||
		(!res->scode && res->err != w->err);
}

static void ask(void *arg);

static void probed(const struct oh_probe_result *res, void *arg)
{
	struct watch *w = arg;

	tmr_start(&w->tmr, w->o->every_ms, ask, w);

	if (is_news(w, res))
		print(w, res);
	w->told  = true;
	w->scode = res->scode;
	w->err   = res->err;
}

static void ask(void *arg)
{
	struct watch *w = arg;
	const struct oh_probe_prm prm = {
		.conf     = w->conf,
		.wait_ms  = PROBE_MS,
		.resolver = oh_desk_resolver(w->desk),
		.traceh   = oh_desk_traceh(w->desk),
		.tracearg = w->desk,
		.h        = probed,
		.arg      = w,
	};
	int err;

	w->probe = mem_deref(w->probe);
	err = oh_probe_start(&w->probe, &prm);
	if (err) {
		(void)oh_app_fail(w->app, 0, "%s", strerror(err));
		oh_app_stop(w->app);
	}
}

static void stop_handler(enum oh_cause cause, void *arg)
{
	struct watch *w = arg;
	(void)cause;

	oh_app_stop(w->app);
}

/**
 * Ask a trunk's server every now and then, and print what changes
 *
 * @param app  The command
 * @param d    Its desk
 * @param o    Its options
 * @param conf Trunk
 *
 * @return Exit status: that of the signal, or of --timeout
 */
int oh_trunks_watch(struct oh_app *app, struct oh_desk *d,
		    const struct oh_trunks_opts *o,
		    const struct oh_conf_trunk *conf)
{
	struct watch w = { .app = app, .desk = d, .o = o, .conf = conf };
	enum oh_cause cause;

	tmr_start(&w.tmr, 0, ask, &w);
	cause = oh_app_run(app, stop_handler, &w);
	tmr_cancel(&w.tmr);
	mem_deref(w.probe);

	return cause == OH_CAUSE_NONE ? OH_EXIT_FAILED : oh_exit_of(cause);
}
