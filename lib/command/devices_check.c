/**
 * @file devices_check.c  Whether the sound devices could be opened
 */
#include "base/compat.h"
#include "cli/exit.h"
#include "command/devices.h"
#include "handset/baresip.h"

enum { PATH_SIZE = 4096 };

/**
 * Look whether baresip could open what the configuration names
 *
 * @param app  The command
 * @param conf Configuration
 *
 * @return Exit status
 */
int oh_devices_check(struct oh_app *app, const struct oh_conf *conf)
{
	const struct oh_devices_opts none = { .both = NULL };
	struct oh_handset_prm prm = { .conf = NULL };
	char why[OH_BARESIP_WHY], modules[PATH_SIZE];

	oh_devices_set(&prm, &none, &conf->phone);
	if (oh_baresip_modules(modules, sizeof(modules)) ||
	    (!*prm.input && !*prm.output) ||
	    !oh_baresip_check(prm.input, prm.output, why, sizeof(why)))
		return OH_EXIT_OK;

	return oh_app_fail(app, OH_EXIT_CONFIG, "%s: [phone]: %s", conf->file,
			   why);
}
