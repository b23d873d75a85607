/**
 * @file check.c  Look for faults in the configuration
 */
#include <errno.h>
#include "base/compat.h"
#include "cli/app.h"
#include "command/check.h"
#include "cli/exit.h"
#include "conf/conf.h"

enum { SECRET_SIZE = 512 };

/**
 * Print the faults of a configuration
 *
 * @param app  The command
 * @param conf What was read
 *
 * @return 0, or the exit status if there were any
 */
int oh_check_faults(struct oh_app *app, const struct oh_conf *conf)
{
	for (uint32_t i = 0; i < conf->faultc; i++) {
		const struct oh_conf_fault *f = &conf->faultv[i];

		if (f->line)
			oh_app_fail(app, 0, "%s:%d: %s", f->file, f->line,
				    f->text);
		else
			oh_app_fail(app, 0, "%s: %s", f->file, f->text);
	}

	return conf->faultc ? OH_EXIT_CONFIG : OH_EXIT_OK;
}

/* A password that cannot be had is a fault too, found only by trying */
static int check_trunk(struct oh_app *app, const struct oh_conf_trunk *t)
{
	char secret[SECRET_SIZE];
	const char *why = "";
	int err = oh_conf_password(secret, sizeof(secret), t, &why);

	explicit_bzero(secret, sizeof(secret));
	if (!err || err == ENOENT)
		return OH_EXIT_OK;

	return oh_app_fail(app, OH_EXIT_CONFIG, "%s:%d: trunk %s: %s",
			   t->at.file, t->at.line, t->name, why);
}

/**
 * Read the configuration as a command would, and say what is wrong with it
 *
 * @param app The command; its --config counts
 *
 * @return Exit status
 */
int oh_check(struct oh_app *app)
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
	for (uint32_t i = 0; i < conf->trunkc; i++) {
		int s = check_trunk(app, &conf->trunkv[i]);

		status = s ? s : status;
	}
	if (!status && conf->present)
		oh_app_say(app, "%s: no faults, %u trunk%s", conf->file,
			   conf->trunkc, conf->trunkc == 1 ? "" : "s");
	else if (!status)
		oh_app_say(app, "no configuration: calls go into the "
			   "simulated network");
	mem_deref(conf);

	return status;
}
