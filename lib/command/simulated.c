/**
 * @file simulated.c  The simulated network as a trunk
 */
#include "base/compat.h"
#include "cli/exit.h"
#include "command/desk.h"
#include "command/simulated.h"
#include "sim/beside.h"

/* A trunk that leads into the simulated network */
static int add_trunk(struct oh_conf *conf, const char *name,
		     const struct oh_sim_beside_info *info)
{
	struct oh_conf_trunk t;

	oh_conf_trunk_init(&t);
	str_ncpy(t.name, name, sizeof(t.name));
	str_ncpy(t.server, info->host, sizeof(t.server));
	str_ncpy(t.user, info->number, sizeof(t.user));
	str_ncpy(t.caller_id, info->number, sizeof(t.caller_id));
	t.port      = info->port;
	t.expires_s = 60;
	t.managed   = true;
	t.simulated = true;

	return oh_conf_trunk_add(conf, &t);
}

/* what: why it is wanted */
static int join(struct oh_sim_beside **bp, struct oh_app *app,
		struct oh_conf *conf, const char *name, const char *what)
{
	struct oh_sim_beside_info info;
	const char *why = "";
	int err;

	if (oh_sim_beside(bp, &info, &why))
		return oh_app_fail(app, OH_EXIT_NETWORK, "%s, and no "
				   "simulated network: %s", what, why);
	oh_app_say(app, "%s: %s the simulated network on %s:%u as %s", what,
		   info.started ? "started" : "joined", info.host, info.port,
		   info.number);
	err = add_trunk(conf, name, &info);
	if (err == EALREADY)
		return oh_app_fail(app, OH_EXIT_CONFIG, "%s: carrier %s: a "
				   "trunk has its name", conf->file, name);

	return err ? oh_app_fail(app, OH_EXIT_SOFTWARE, "%s",
				 strerror(err)) : 0;
}

/**
 * Go into the simulated network, because nothing is configured
 *
 * @param bp   Set to what holds it; release with mem_deref
 * @param app  The command
 * @param conf Configuration, which gets a trunk that leads there
 *
 * @return 0 or the exit status; what is wrong has been printed
 */
int oh_simulated_join(struct oh_sim_beside **bp, struct oh_app *app,
		      struct oh_conf *conf)
{
	return join(bp, app, conf, OH_DESK_SIMULATED, "no configuration");
}

/* One with an endpoint is somebody's: we know its REST side alone. */
static bool is_ours(const struct oh_conf_carrier *k)
{
	return k->type == OH_CONF_SIM && !*k->endpoint &&
		!*k->connection.file && !*k->connection.command &&
		!*k->connection.env;
}

/**
 * Have a trunk that leads to the managed carrier, if it is the simulated one
 *
 * @param bp   As of oh_simulated_join(); left alone if there is none
 * @param app  The command
 * @param conf Configuration, which gets a trunk of the carrier's name
 *
 * @return 0 or the exit status; what is wrong has been printed
 */
int oh_simulated_carrier(struct oh_sim_beside **bp, struct oh_app *app,
			 struct oh_conf *conf)
{
	for (uint32_t i = 0; i < conf->carrierc; i++) {
		const struct oh_conf_carrier *k = &conf->carrierv[i];

		if (is_ours(k))
			return join(bp, app, conf, k->name, "no route of "
				    "ours");
	}

	return 0;
}
