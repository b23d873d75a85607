/**
 * @file config.c  The configuration as a command reads it
 */
#include <string.h>
#include "base/compat.h"
#include "cli/exit.h"
#include "command/check.h"
#include "command/config.h"

/**
 * Tell whether all configuration is to be ignored
 *
 * @param app The command
 *
 * @return true for `--config none` and OFFHOOK_CONFIG=none
 */
bool oh_config_is_none(struct oh_app *app)
{
	const char *path = oh_app_config(app);

	return path && 0 == strcmp(path, "none");
}

static int no_conf(struct oh_conf **cp, struct oh_app *app)
{
	struct oh_conf *conf = mem_zalloc(sizeof(*conf), NULL);

	if (!conf)
		return oh_app_fail(app, OH_EXIT_SOFTWARE, "out of memory");
	oh_conf_init(conf);
	*cp = conf;

	return 0;
}

/**
 * Read the configuration
 *
 * "none" is no file: whatever this user or host has configured, the
 * simulated network is meant.
 *
 * @param cp  Set even with faults in it; release with mem_deref
 * @param app The command; its --config counts
 *
 * @return 0 or the exit status; what is wrong has been printed
 */
int oh_config_load(struct oh_conf **cp, struct oh_app *app)
{
	const char *path = oh_app_config(app);
	int err;

	if (oh_config_is_none(app))
		return no_conf(cp, app);
	err = oh_conf_load(cp, path);
	if (err && !*cp)
		return oh_app_fail(app, OH_EXIT_CONFIG, "%s: %s",
				   path ? path : "configuration",
				   strerror(err));

	return oh_check_faults(app, *cp);
}
