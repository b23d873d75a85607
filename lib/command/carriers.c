/**
 * @file carriers.c  The carriers a command works with
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "base/compat.h"
#include "cli/exit.h"
#include "command/carriers.h"
#include "command/config.h"
#include "command/desk.h"
#include "sim/beside.h"

enum { CONNECTION_SIZE = 512 };

struct oh_carriers {
	struct oh_app        *app;
	struct oh_conf       *conf;
	struct oh_sim_beside *beside;
	struct oh_carrier    *v[OH_CONF_CARRIERS_MAX];
	const struct oh_conf_carrier *confv[OH_CONF_CARRIERS_MAX];
	size_t                c;
};

static void destructor(void *arg)
{
	struct oh_carriers *cs = arg;

	for (size_t i = 0; i < cs->c; i++)
		mem_deref(cs->v[i]);
	mem_deref(cs->beside);
	mem_deref(cs->conf);
}

static int open_one(struct oh_carriers *cs,
		    const struct oh_conf_carrier *conf,
		    const char *connection)
{
	const struct oh_carrier_prm prm = {
		.conf = conf, .connection = connection,
		.log = oh_app_log(cs->app),
	};
	const char *why = "";
	int err = oh_carrier_open(&cs->v[cs->c], &prm, &why);

	if (!err) {
		cs->confv[cs->c++] = conf;
		return 0;
	}
	if (conf->at.file)
		return oh_app_fail(cs->app, OH_EXIT_CONFIG,
				   "%s:%d: carrier %s: %s", conf->at.file,
				   conf->at.line, conf->name,
				   why ? why : strerror(err));

	return oh_app_fail(cs->app, OH_EXIT_CONFIG, "carrier %s: %s",
			   conf->name, why ? why : strerror(err));
}

/* Where numbers are sold when nobody says where */
static int join_simulated(char connection[CONNECTION_SIZE],
			  struct oh_carriers *cs)
{
	struct oh_sim_beside *before = cs->beside;
	struct oh_sim_beside_info info;
	const char *why = "";

	if (oh_sim_beside(&cs->beside, &info, &why))
		return oh_app_fail(cs->app, OH_EXIT_NETWORK,
				   "no simulated network: %s", why);
	mem_deref(before);
	if (!*info.rest)
		return oh_app_fail(cs->app, OH_EXIT_NETWORK, "the pstn-sim "
				   "that runs sells no numbers: start it "
				   "with --rest 127.0.0.1:8443");
	oh_app_say(cs->app, "%s%s the simulated carrier",
		   cs->conf->present ? "" : "no configuration: ",
		   info.started ? "started" : "joined");
	str_ncpy(connection, info.rest, CONNECTION_SIZE);
	explicit_bzero(info.rest, sizeof(info.rest));

	return OH_EXIT_OK;
}

static int open_simulated(struct oh_carriers *cs,
			  const struct oh_conf_carrier *k)
{
	char connection[CONNECTION_SIZE];
	int status = join_simulated(connection, cs);

	if (!status)
		status = open_one(cs, k, connection);
	explicit_bzero(connection, sizeof(connection));

	return status;
}

static bool is_said(const struct oh_conf_secret *s)
{
	return *s->file || *s->command || *s->env;
}

static int open_section(struct oh_carriers *cs,
			const struct oh_conf_carrier *k)
{
	bool anywhere = *k->endpoint || is_said(&k->connection);

	return k->type == OH_CONF_SIM && !anywhere ? open_simulated(cs, k)
						   : open_one(cs, k, NULL);
}

static int open_sections(struct oh_carriers *cs, const char *name)
{
	bool found = false;
	int status = 0;

	for (uint32_t i = 0; i < cs->conf->carrierc && !status; i++) {
		const struct oh_conf_carrier *k = &cs->conf->carrierv[i];

		if (name && 0 != strcmp(k->name, name))
			continue;
		found = true;
		status = open_section(cs, k);
	}
	if (!found)
		return oh_app_fail(cs->app, OH_EXIT_CONFIG, "--carrier %s: "
				   "there is no [carrier %s]", name, name);

	return status;
}

/* A section that stands in no file */
static int make_up(struct oh_carriers *cs, const char *env)
{
	struct oh_conf_carrier k;
	int err;

	oh_conf_carrier_init(&k);
	k.type = env ? OH_CONF_ACS : OH_CONF_SIM;
	str_ncpy(k.name, env ? "environment" : OH_DESK_SIMULATED,
		 sizeof(k.name));
	if (env) {
		str_ncpy(k.connection.env, env, sizeof(k.connection.env));
		oh_app_say(cs->app, "no carrier is configured: using that "
			   "of %s", env);
	}
	err = oh_conf_carrier_add(cs->conf, &k);

	return err ? oh_app_fail(cs->app, OH_EXIT_SOFTWARE, "%s",
				 strerror(err)) : OH_EXIT_OK;
}

/**
 * Open the carriers
 *
 * May block: for secrets that a command prints, 10 s each, and 5 s for a
 * simulated network to start.
 *
 * @param cs   Carriers
 * @param name Only this one, or NULL: all
 *
 * @return 0 or the exit status; what is wrong has been printed
 */
int oh_carriers_open(struct oh_carriers *cs, const char *name)
{
	const char *env = oh_config_is_none(cs->app) ? NULL
		: oh_conf_connection_env();
	int status = OH_EXIT_OK;

	if (!cs->conf->carrierc && cs->conf->present && !env)
		return oh_app_fail(cs->app, OH_EXIT_CONFIG, "%s: no carrier: "
				   "write [carrier NAME] (offhook.conf(5)), "
				   "or use --config none for the simulated "
				   "one", cs->conf->file);
	if (!cs->conf->carrierc)
		status = make_up(cs, env);

	return status ? status : open_sections(cs, name);
}

/**
 * Read the configuration of the carriers
 *
 * @param cp  Set on success; release with mem_deref
 * @param app The command
 *
 * @return 0 or the exit status; what is wrong has been printed
 */
int oh_carriers_alloc(struct oh_carriers **cp, struct oh_app *app)
{
	struct oh_carriers *cs = mem_zalloc(sizeof(*cs), destructor);
	int status;

	if (!cs)
		return oh_app_fail(app, OH_EXIT_SOFTWARE, "out of memory");
	cs->app = app;
	status = oh_config_load(&cs->conf, app);
	if (status)
		mem_deref(cs);
	else
		*cp = cs;

	return status;
}

/**
 * The home country of the configuration
 *
 * @param cs Carriers
 *
 * @return Two letters, or ""
 */
const char *oh_carriers_country(const struct oh_carriers *cs)
{
	return cs->conf->country;
}

/**
 * How many there are
 *
 * @param cs Carriers
 *
 * @return Their number
 */
size_t oh_carriers_count(const struct oh_carriers *cs)
{
	return cs ? cs->c : 0;
}

/**
 * Go through them, in the order of the configuration
 *
 * @param cs Carriers
 * @param i  From 0
 *
 * @return Carrier, borrowed; NULL past the last
 */
struct oh_carrier *oh_carriers_at(const struct oh_carriers *cs, size_t i)
{
	return cs && i < cs->c ? cs->v[i] : NULL;
}

/**
 * What the configuration says of one
 *
 * @param cs Carriers
 * @param c  One of them
 *
 * @return Its section, borrowed; NULL if it is none of them
 */
const struct oh_conf_carrier *oh_carriers_conf(const struct oh_carriers *cs,
					       const struct oh_carrier *c)
{
	for (size_t i = 0; cs && i < cs->c; i++) {
		if (cs->v[i] == c)
			return cs->confv[i];
	}

	return NULL;
}

/**
 * Find the one carrier that can do something
 *
 * @param cs   Carriers
 * @param what To be done
 *
 * @return Carrier, borrowed; NULL if there is none or more than one, which
 *         has been printed
 */
struct oh_carrier *oh_carriers_for(const struct oh_carriers *cs,
				   enum oh_carrier_do what)
{
	struct oh_carrier *found = NULL;

	for (size_t i = 0; i < cs->c; i++) {
		if (!oh_carrier_can(cs->v[i], what))
			continue;
		if (found) {
			oh_app_fail(cs->app, 0, "several carriers: choose "
				    "one with --carrier %s or --carrier %s",
				    oh_carrier_name(found),
				    oh_carrier_name(cs->v[i]));
			return NULL;
		}
		found = cs->v[i];
	}
	if (!found)
		oh_app_fail(cs->app, 0, "no carrier that can do this: one of "
			    "type static only lists its numbers");

	return found;
}

/**
 * What an action's end means as an exit status
 *
 * @param err Of struct oh_carrier_end
 *
 * @return Exit status
 */
int oh_carriers_status(int err)
{
	switch (err) {

	case 0:         return OH_EXIT_OK;
	case EACCES:    return OH_EXIT_AUTH;
	case EAGAIN:    return OH_EXIT_TRY_LATER;
	case EMSGSIZE:
	case EPROTO:    return OH_EXIT_PROTOCOL;
	case EINVAL:
	case EBADMSG:   return OH_EXIT_DATA;     /* a list of one's own */
	case ENOENT:
	case ECANCELED:
	case EALREADY:  return OH_EXIT_FAILED;
	case ENOTSUP:   return OH_EXIT_USAGE;
	case ENOMEM:    return OH_EXIT_SOFTWARE;
	default:        return OH_EXIT_NETWORK;
	}
}
