/**
 * @file routing.c  What `route` does: explain where a number would go
 *
 * The same decisions as those of `dial`, by the same functions; nothing is
 * sent, unless --ping asks for it.
 */
#include <errno.h>
#include "base/compat.h"
#include "cli/exit.h"
#include "command/config.h"
#include "command/owner.h"
#include "command/ratefile.h"
#include "command/routing_priv.h"
#include "command/simulated.h"
#include "number/plan.h"
#include "sim/beside.h"
#include "sip/resolve.h"

/** One run of the command */
struct routing {
	struct oh_app                *app;
	const struct oh_routing_opts *o;
	struct oh_conf               *conf;
	struct oh_sim_beside         *beside;
	struct oh_ratefile           *file;
	struct oh_resolver           *resolver;   /* with --ping           */
};

static void routing_reset(struct routing *r)
{
	mem_deref(r->resolver);
	mem_deref(r->file);
	mem_deref(r->beside);
	mem_deref(r->conf);
}

static void ask(struct oh_choose_prm *prm, const struct routing *r,
		const char *number)
{
	memset(prm, 0, sizeof(*prm));
	prm->conf       = r->conf;
	prm->number     = number;
	prm->from       = r->o->from;
	prm->trunk      = r->o->trunk;
	prm->automation = oh_app_is_automation(r->app);
	prm->person     = !prm->automation;
	prm->rates      = r->file ? r->file->rates : NULL;
	prm->ownedh     = oh_owner_is;
	prm->ownedarg   = r->conf;
	prm->voice.seed = rand_u64();
}

static const char *basis(const struct routing *r, const struct oh_choice *ch)
{
	if (ch->emergency == OH_EMERGENCY_CALL)
		return "not asked for an emergency number";
	if (ch->emergency == OH_EMERGENCY_TEST)
		return "not asked for the test of emergency calls";
	if (r->o->trunk)
		return "not asked, because of --trunk";
	if (!r->conf->routec)
		return "none is configured";
	if (ch->number.kind == OH_NUMBER_URI)
		return "not asked for a SIP URI";

	return ch->route ? "" : "none matches";
}

/* A number that matches no route may lead to the managed carrier */
static int find_ways(struct routing_view *v, struct routing *r,
		     const struct oh_choose_prm *prm)
{
	int status = 0;

	v->err = oh_choose_ways(&v->ways, &v->ch, prm);
	if (v->err != ENXIO || r->beside)
		return 0;
	status = oh_simulated_carrier(&r->beside, r->app, r->conf);
	if (!status && r->beside)
		v->err = oh_choose_ways(&v->ways, &v->ch, prm);

	return status;
}

/* One that does not call this country is passed over */
static uint32_t lead_of(const struct routing_view *v)
{
	uint32_t i = 0;

	while (i + 1 < v->ways.trunkc && !v->errv[i] &&
	       v->chv[i].verdict.rule == OH_GUARD_COUNTRY)
		i++;

	return i;
}

static int ping(struct routing_view *v, struct routing *r)
{
	int err = r->resolver ? 0 : oh_resolver_alloc(&r->resolver, NULL);

	if (!err)
		err = oh_routing_ping(v, r->app, r->resolver);
	if (err)
		return oh_app_fail(r->app, OH_EXIT_SOFTWARE, "%s",
				   strerror(err));

	return oh_app_cause(r->app) == OH_CAUSE_NONE ? 0
		: oh_exit_of(oh_app_cause(r->app));
}

static int look(struct routing_view *v, struct routing *r, const char *number)
{
	struct oh_choose_prm prm;
	int status;

	ask(&prm, r, number);
	status = find_ways(v, r, &prm);
	if (status)
		return status;
	v->conf      = r->conf;
	v->basis     = basis(r, &v->ch);
	v->emergency = oh_plan_is_emergency(v->ch.number.text,
					    r->conf->country);
	prm.person   = true;
	if (v->emergency)
		(void)oh_choose_ways(&v->hand_ways, &v->hand, &prm);
	prm.person = !prm.automation;
	for (uint32_t i = 0; !v->err && i < v->ways.trunkc; i++) {
		v->chv[i]  = v->ch;
		v->errv[i] = oh_choose_way(&v->chv[i], &prm,
					   v->ways.trunkv[i]);
		if (!v->errv[i])
			oh_routing_use(&v->usev[i], r->conf, &v->chv[i]);
	}
	v->lead = lead_of(v);

	return v->err || !r->o->ping ? 0 : ping(v, r);
}

/* What `dial` would say */
static int status_of(struct routing *r, const struct routing_view *v)
{
	int err = v->err ? v->err : v->errv[v->lead];
	const char *why = v->err ? v->ch.why : v->chv[v->lead].why;

	if (v->ch.verdict.rule != OH_GUARD_OK)
		return OH_EXIT_REFUSED;
	if (err)
		return oh_app_fail(r->app, err == EBADMSG ? OH_EXIT_DATA
				   : OH_EXIT_CONFIG, "%s", why);

	if (v->usev[v->lead].verdict == OH_LIMIT_REFUSED)
		return OH_EXIT_REFUSED;

	return v->chv[v->lead].verdict.rule == OH_GUARD_OK ? OH_EXIT_OK
						     : OH_EXIT_REFUSED;
}

static int explain(struct routing *r, const char *number)
{
	struct routing_view *v = mem_zalloc(sizeof(*v), NULL);
	int err, status;

	if (!v)
		return oh_app_fail(r->app, OH_EXIT_SOFTWARE, "out of memory");
	status = look(v, r, number);
	if (status)
		goto out;
	if (v->err == EBADMSG) {
		status = status_of(r, v);
		goto out;
	}
	err = oh_app_opts(r->app)->json ? oh_routing_json(v)
					: oh_routing_text(v);
	status = err ? oh_app_fail(r->app, OH_EXIT_SOFTWARE, "%s",
				   strerror(err)) : status_of(r, v);
 out:
	mem_deref(v);

	return status;
}

/* The first status that is not 0 counts */
static int explain_all(struct routing *r, int argc, char **argv)
{
	int status = 0;

	if (!r->conf->present)
		status = oh_simulated_join(&r->beside, r->app, r->conf);
	if (status)
		return status;
	/* A route matters more than a price: what is wrong is printed */
	(void)oh_ratefile_load(&r->file, r->app, r->conf, !r->conf->present);
	for (int i = 0; i < argc; i++) {
		int one = explain(r, argv[i]);

		if (!status)
			status = one;
	}

	return status;
}

static int run(struct routing *r, int argc, char **argv)
{
	bool list = 0 == strcmp(argv[0], "list");

	if (r->o->ping && r->o->inbound)
		return oh_app_fail(r->app, OH_EXIT_USAGE, "--ping asks the "
				   "trunks by which a call would leave, not "
				   "those of --inbound");
	if (!list && 0 != strcmp(argv[0], "check"))
		return r->o->inbound
			? oh_routing_inbound(r->app, r->conf, r->o, argc, argv)
			: explain_all(r, argc, argv);
	if (argc != 1)
		return oh_app_fail(r->app, OH_EXIT_USAGE, "%s takes no more "
				   "words; try 'route --help'", argv[0]);
	if (r->o->from || r->o->trunk || r->o->ping)
		return oh_app_fail(r->app, OH_EXIT_USAGE, "--from, --ping and "
				   "--trunk are for numbers");

	if (list && r->o->inbound)
		return oh_routing_inbound_list(r->app, r->conf);

	return list ? oh_routing_list(r->app, r->conf)
		    : oh_routing_check(r->app, r->conf);
}

/**
 * Do what the operands say
 *
 * @param app  The command
 * @param o    Its options
 * @param argc Number of operands, at least one
 * @param argv NUMBER..., "list" or "check"
 *
 * @return Exit status; what is wrong has been printed
 */
int oh_routing_run(struct oh_app *app, const struct oh_routing_opts *o,
		   int argc, char **argv)
{
	struct routing r = { .app = app, .o = o };
	int status = oh_config_load(&r.conf, app);

	if (!status)
		status = run(&r, argc, argv);
	routing_reset(&r);

	return status;
}
