/**
 * @file phoning.h  The command phoned
 */
#ifndef OH_COMMAND_PHONING_H
#define OH_COMMAND_PHONING_H

#include <stdbool.h>
#include "cli/app.h"
#include "command/desk.h"

struct oh_phoning {
	bool        stay;              /**< lasts without a screen         */
	bool        for_screen;        /**< a screen has started it        */
	const char *handset;           /**< or NULL: as configured         */
	const char *device;            /**< the same                       */
	struct oh_desk_opts desk;
};

int oh_phoning_run(struct oh_app *app, const struct oh_phoning *o);

#endif
