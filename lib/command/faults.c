/**
 * @file faults.c  What is wrong with the configuration, told
 *
 * In a file of its own: programs that only look on link nothing of menus.
 */
#include "base/compat.h"
#include "cli/app.h"
#include "cli/exit.h"
#include "command/check.h"
#include "conf/conf.h"

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
