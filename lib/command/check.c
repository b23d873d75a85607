/**
 * @file check.c  Look for faults in the configuration
 */
#include <errno.h>
#include "base/compat.h"
#include "cli/app.h"
#include "command/check.h"
#include "command/devices.h"
#include "command/menus.h"
#include "command/screening.h"
#include "cli/exit.h"
#include "conf/conf.h"

enum { SECRET_SIZE = 4096 };    /* A bearer token is long */

/** A secret to try, and whose it is */
struct kept {
	const char                  *kind;       /* "trunk"    */
	const char                  *name;       /* of it      */
	const char                  *what;       /* "password" */
	const struct oh_conf_at     *at;
	const struct oh_conf_secret *secret;
};

/* A secret that cannot be had is a fault too, found only by trying */
static int check_secret(struct oh_app *app, const struct kept *k)
{
	char secret[SECRET_SIZE];
	const char *why = "";
	int err = oh_conf_secret(secret, sizeof(secret), k->secret,
				 k->at->file, &why);

	explicit_bzero(secret, sizeof(secret));
	if (!err || err == ENOENT)
		return OH_EXIT_OK;

	return oh_app_fail(app, OH_EXIT_CONFIG, "%s:%d: %s %s: %s: %s",
			   k->at->file, k->at->line, k->kind, k->name,
			   k->what, why);
}

static int check_trunk(struct oh_app *app, const struct oh_conf_trunk *t)
{
	return check_secret(app, &(struct kept){
		"trunk", t->name, "password", &t->at, &t->password });
}

static int check_carrier(struct oh_app *app, const struct oh_conf_carrier *c)
{
	const struct kept keptv[] = {
		{ "carrier", c->name, "connection", &c->at, &c->connection },
		{ "carrier", c->name, "key",        &c->at, &c->key },
		{ "carrier", c->name, "token",      &c->at, &c->token },
	};
	int status = OH_EXIT_OK;

	for (size_t i = 0; i < ARRAY_SIZE(keptv) && !status; i++)
		status = check_secret(app, &keptv[i]);

	return status;
}

/* All of them: who mends one wants to know of the next */
static int check_secrets(struct oh_app *app, const struct oh_conf *conf)
{
	int status = OH_EXIT_OK;

	for (uint32_t i = 0; i < conf->trunkc; i++) {
		if (check_trunk(app, &conf->trunkv[i]))
			status = OH_EXIT_CONFIG;
	}
	for (uint32_t i = 0; i < conf->carrierc; i++) {
		if (check_carrier(app, &conf->carrierv[i]))
			status = OH_EXIT_CONFIG;
	}

	return status;
}

/* People would find out when they need it */
static int check_emergency(struct oh_app *app, const struct oh_conf *conf)
{
	if (conf->guard.emergency != OH_CONF_EMERGENCY_ALLOW)
		return OH_EXIT_OK;
	for (uint32_t i = 0; i < conf->trunkc; i++) {
		if (conf->trunkv[i].emergency)
			return OH_EXIT_OK;
	}

	return oh_app_fail(app, OH_EXIT_CONFIG, "%s:%d: [guard]: emergency = "
			   "allow, and no trunk can carry such a call: set "
			   "emergency = yes and emergency_address = STREET, "
			   "TOWN in the [trunk NAME] that is registered for "
			   "it", conf->file, conf->guard.emergency_line);
}

static void say_good(struct oh_app *app, const struct oh_conf *conf)
{
	char inbound[32] = "";

	if (conf->inboundc)
		(void)re_snprintf(inbound, sizeof(inbound), ", %u inbound",
				  conf->inboundc);
	oh_app_say(app, "%s: no faults, %u trunk%s, %u route%s%s, "
		   "%u carrier%s", conf->file,
		   conf->trunkc, conf->trunkc == 1 ? "" : "s",
		   conf->routec, conf->routec == 1 ? "" : "s", inbound,
		   conf->carrierc, conf->carrierc == 1 ? "" : "s");
}

/**
 * Read the configuration as a command would, and say what is wrong with it
 *
 * @param app   The command; its --config counts
 * @param menuv Menu files to be looked at, too
 * @param menuc Their number
 *
 * @return Exit status
 */
int oh_check(struct oh_app *app, char *const *menuv, int menuc)
{
	const char *path = oh_app_config(app);
	struct oh_conf *conf = NULL;
	int err, status;

	err = oh_conf_load(&conf, path);
	if (!conf)
		return oh_app_fail(app, OH_EXIT_CONFIG, "%s: %s",
				   path ? path : "configuration",
				   strerror(err));
	status = oh_check_faults(app, conf);
	if (check_secrets(app, conf))
		status = OH_EXIT_CONFIG;
	if (check_emergency(app, conf))
		status = OH_EXIT_CONFIG;
	if (oh_screening_check(app, conf))
		status = OH_EXIT_CONFIG;
	if (oh_devices_check(app, conf))
		status = OH_EXIT_CONFIG;
	if (!status && conf->present)
		say_good(app, conf);
	else if (!status)
		oh_app_say(app, "no configuration: calls go into the "
			   "simulated network");
	for (int i = 0; i < menuc; i++) {
		const int menu = oh_menus_check(app, conf, menuv[i]);

		status = status ? status : menu;
	}
	mem_deref(conf);

	return status;
}
