/**
 * @file phoning.h  The command phoned
 */
#ifndef OH_COMMAND_PHONING_H
#define OH_COMMAND_PHONING_H

#include <stdbool.h>
#include "cli/app.h"
#include "command/desk.h"
#include "command/devices.h"

struct oh_phoning {
	bool        stay;              /**< lasts without a screen         */
	bool        for_screen;        /**< a screen has started it        */
	const char *handset;           /**< or NULL: as configured         */
	struct oh_devices_opts devices;
	struct oh_desk_opts desk;
};

int oh_phoning_run(struct oh_app *app, const struct oh_phoning *o);

#endif
