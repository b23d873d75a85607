/**
 * @file acsroutes.c  Trunks and voice routes that a carrier keeps for us
 */
#include <cjson/cJSON.h>
#include "base/compat.h"
#include "base/scan.h"
#include "cli/exit.h"
#include "command/acsroutes.h"
#include "command/carriers.h"
#include "command/config.h"
#include "conf/print.h"

/** One exchange with the carrier */
struct talk {
	struct oh_app     *app;
	struct oh_task    *task;
	struct oh_routing *r;           /* what it has */
	int                status;
	bool               over;
};

static void item_handler(const struct oh_item *item, void *arg)
{
	struct talk *k = arg;

	if (item->kind == OH_ITEM_ROUTING)
		k->r = mem_ref((void *)(uintptr_t)item->u.routing);
}

static void end_handler(const struct oh_carrier_end *end, void *arg)
{
	struct talk *k = arg;

	k->over = true;
	k->status = oh_carriers_status(end->err);
	if (end->err)
		oh_app_fail(k->app, 0, "%s%s%s%s", *end->text ? end->text
			    : strerror(end->err), *end->code ? " (" : "",
			    end->code, *end->code ? ")" : "");
	oh_app_stop(k->app);
}

/* *rp: what the carrier has afterwards */
static int talk(struct oh_routing **rp, struct oh_app *app,
		struct oh_carrier *c, const struct oh_carrier_req *req)
{
	struct talk k = { .app = app };
	enum oh_cause cause = OH_CAUSE_NONE;
	int err;

	err = oh_carrier_start(&k.task, c, req, item_handler, end_handler,
			       &k);
	if (err)
		return oh_app_fail(app, OH_EXIT_SOFTWARE, "%s: %s",
				   oh_carrier_name(c), strerror(err));
	if (!k.over)
		cause = oh_app_run(app, NULL, NULL);
	mem_deref(k.task);
	if (!k.over)
		k.status = oh_exit_of(cause);
	if (k.status)
		mem_deref(k.r);
	else
		*rp = k.r;

	return k.status;
}

static int open_carrier(struct oh_carriers **csp, struct oh_carrier **cp,
			struct oh_routing **rp, struct oh_app *app,
			const struct oh_importing_opts *o)
{
	const struct oh_carrier_req req = { .what = OH_DO_ROUTING };
	int status = oh_carriers_alloc(csp, app);

	if (!status)
		status = oh_carriers_open(*csp, o->carrier);
	if (status)
		return status;
	*cp = oh_carriers_for(*csp, OH_DO_ROUTING);

	return *cp ? talk(rp, app, *cp, &req) : OH_EXIT_USAGE;
}

static int out_of_memory(struct oh_app *app)
{
	return oh_app_fail(app, OH_EXIT_SOFTWARE, "out of memory");
}

/**
 * Print a carrier's trunks and voice routes as sections
 *
 * @param mb  Where they go
 * @param app The command
 * @param o   Options
 *
 * @return Exit status
 */
int oh_acsroutes_import(struct mbuf *mb, struct oh_app *app,
			const struct oh_importing_opts *o)
{
	struct oh_carriers *cs = NULL;
	struct oh_carrier *c = NULL;
	struct oh_routing *r = NULL;
	int status = open_carrier(&cs, &c, &r, app, o);

	if (!status &&
	    (oh_conf_print_note(mb, "By 'offhook import acs' from carrier %s",
				oh_carrier_name(c)) ||
	     oh_acsroutes_print(mb, r)))
		status = out_of_memory(app);
	mem_deref(r);
	mem_deref(cs);

	return status;
}

static void tell_trunks(struct oh_app *app, const struct oh_routing_change *c)
{
	for (uint32_t i = 0; i < c->want->trunkc; i++) {
		const struct oh_routing_trunk *t = &c->want->trunkv[i], *h;

		h = oh_routing_find(c->have, t->fqdn);
		if (!h)
			oh_app_say(app, "+ trunk %s, port %u", t->fqdn,
				   t->port);
		else if (h->port != t->port)
			oh_app_say(app, "! trunk %s, port %u (was %u)",
				   t->fqdn, t->port, h->port);
	}
	for (uint32_t i = 0; i < c->have->trunkc; i++) {
		const char *fqdn = c->have->trunkv[i].fqdn;

		if (!oh_routing_find(c->want, fqdn))
			oh_app_say(app, c->remove ? "- trunk %s" : "  trunk "
				   "%s stays: --remove takes it away", fqdn);
	}
}

static bool has_route(const struct oh_routing *r, const char *name)
{
	for (uint32_t i = 0; i < r->routec; i++) {
		if (0 == strcmp(r->routev[i].name, name))
			return true;
	}

	return false;
}

static void tell_route(struct oh_app *app, const char *sign, const char *name)
{
	char safe[OH_CONF_VALUE];

	(void)oh_scan_safe(safe, sizeof(safe), name, strlen(name));
	oh_app_say(app, "%s route %s", sign, safe);
}

/* They are replaced together */
static void tell_routes(struct oh_app *app, const struct oh_routing_change *c)
{
	if (oh_routing_is_same(c->want, c->have))
		return;
	for (uint32_t i = 0; i < c->have->routec; i++) {
		const char *name = c->have->routev[i].name;

		if (!has_route(c->want, name))
			tell_route(app, "-", name);
	}
	for (uint32_t i = 0; i < c->want->routec; i++) {
		const char *name = c->want->routev[i].name;

		tell_route(app, has_route(c->have, name) ? "=" : "+", name);
	}
}

static bool is_empty(const struct oh_routing_change *c)
{
	cJSON *json = oh_routing_encode(c);
	bool empty = json && !json->child;

	cJSON_Delete(json);

	return empty;
}

static int print_request(struct oh_app *app, struct oh_carrier *c,
			 const struct oh_carrier_req *req)
{
	char *text = NULL;

	if (oh_carrier_print(&text, c, req))
		return out_of_memory(app);
	(void)printf("%s\n", text);     /* oh_app_main() checks stdout */
	mem_deref(text);
	oh_app_say(app, "nothing was sent: --yes does it");

	return OH_EXIT_OK;
}

static int send_change(struct oh_app *app, struct oh_carrier *c,
		       const struct oh_carrier_req *req)
{
	struct oh_routing *r = NULL;
	int status = talk(&r, app, c, req);

	if (!status)
		oh_app_say(app, "done: %u trunk%s, %u route%s", r->trunkc,
			   r->trunkc == 1 ? "" : "s", r->routec,
			   r->routec == 1 ? "" : "s");
	mem_deref(r);

	return status;
}

static void tell_notes(struct oh_app *app, const struct mbuf *notes)
{
	const char *line = (const char *)notes->buf;
	size_t left = notes->end;

	while (left) {
		const char *end = memchr(line, '\n', left);

		oh_app_say(app, "%.*s", (int)(end - line), line);
		left -= (size_t)(end + 1 - line);
		line = end + 1;
	}
}

static int make(struct oh_routing **rp, struct oh_app *app)
{
	struct mbuf *notes = mbuf_alloc(OH_CONF_VALUE);
	struct oh_conf *conf = NULL;
	int status = notes ? oh_config_load(&conf, app) : out_of_memory(app);
	int err = 0;

	if (!status)
		err = oh_acsroutes_make(rp, notes, conf);
	if (err)
		status = oh_app_fail(app, err == ENOMEM ? OH_EXIT_SOFTWARE
				     : OH_EXIT_CONFIG, "%s: %s", conf->file,
				     err == ENOMEM ? "out of memory" : "more "
				     "than a carrier takes");
	else if (!status)
		tell_notes(app, notes);
	mem_deref(conf);
	mem_deref(notes);

	return status;
}

static int change(struct oh_app *app, const struct oh_importing_opts *o,
		  struct oh_carrier *c, const struct oh_routing_change *ch)
{
	const struct oh_carrier_req req = {
		.what = OH_DO_ROUTING_UPDATE, .routing = ch,
	};

	tell_trunks(app, ch);
	tell_routes(app, ch);
	if (is_empty(ch)) {
		oh_app_say(app, "nothing to be changed");
		return OH_EXIT_OK;
	}

	return o->yes ? send_change(app, c, &req)
		      : print_request(app, c, &req);
}

/**
 * Write the configuration's trunks and voice routes to a carrier
 *
 * @param app The command
 * @param o   Options; without yes it is only told what would be done
 *
 * @return Exit status
 */
int oh_acsroutes_export(struct oh_app *app,
			const struct oh_importing_opts *o)
{
	struct oh_routing *want = NULL, *have = NULL;
	struct oh_carriers *cs = NULL;
	struct oh_carrier *c = NULL;
	int status = make(&want, app);

	if (!status)
		status = open_carrier(&cs, &c, &have, app, o);
	if (!status)
		status = change(app, o, c, &(struct oh_routing_change){
			.want = want, .have = have, .remove = o->remove });
	mem_deref(want);
	mem_deref(have);
	mem_deref(cs);

	return status;
}
