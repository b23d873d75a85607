/**
 * @file devices.h  The sound devices of the handset: options, configuration
 *
 * What is said of the one side goes before what is said of both, and the
 * command line before the configuration.
 */
#ifndef OH_COMMAND_DEVICES_H
#define OH_COMMAND_DEVICES_H

#include <stdbool.h>
#include "cli/app.h"
#include "conf/conf.h"
#include "handset/handset.h"

/** As named on the command line, NULL each: not named */
struct oh_devices_opts {
	const char *both;              /**< --audio-device                 */
	const char *input;             /**< --audio-input                  */
	const char *output;            /**< --audio-output                 */
};

enum { OH_DEVICES_OPTC = 3, OH_DEVICES_ARGC = 6 };

/** Rows of a table of options; pre: what their help begins with, a literal */
#define OH_DEVICES_OPTS(o, pre) \
	OH_OPT_STR(0, "audio-device", "DEVICE", &(o)->both, \
		   pre "sound device of the handset, such as alsa,default"), \
	OH_OPT_STR(0, "audio-input", "DEVICE", &(o)->input, \
		   pre "its microphone, where that is another device"), \
	OH_OPT_STR(0, "audio-output", "DEVICE", &(o)->output, \
		   pre "its loudspeaker, where that is another device")

bool oh_devices_is_named(const struct oh_devices_opts *o);
/* Borrowed of both */
void oh_devices_set(struct oh_handset_prm *prm,
		    const struct oh_devices_opts *o,
		    const struct oh_conf_phone *conf);
/* As options again, for another process; how many words */
size_t oh_devices_args(const char *argv[OH_DEVICES_ARGC],
		       const struct oh_devices_opts *o);
/* Could those of the configuration be opened? Where baresip is not installed
   nobody knows. Exit status; what is wrong has been printed */
int  oh_devices_check(struct oh_app *app, const struct oh_conf *conf);

#endif
